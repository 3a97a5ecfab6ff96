//! Tables through the door of `rockdrill import`: whatever the order of the files, however their rows and columns are spread
//! over them, and however often one is read, the programme is the same as its views show it. Not here: what does not fit
//! (the programme's own tests).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use conduct::{Clock, Keep, Stand, brought, cells, take_in};
use programme::{ImportKind, ProgrammeNamed, view};
use proptest::prelude::*;
use proptest::test_runner::Config;
use serde_json::Value;
use terms::Stamp;

const NOW: Stamp = Stamp(1_814_400_000_000);

/// One kind of table: its columns and rows. The first so many columns say what a row is about and stand in every file.
struct Facts {
    kind: ImportKind,
    keys: usize,
    rows: &'static [&'static [&'static str]],
}

/// What an organisation knows. Somebody of one name, one of four, an owner by mail, an owner in small letters, a role that
/// reads like a person, and an action without a number beside one of the same words with a number are among it.
const FACTS: [Facts; 4] = [
    Facts {
        kind: ImportKind::People,
        keys: 3,
        rows: &[
            &[
                "name", "email", "role", "unit", "function", "post", "by", "since",
            ],
            &[
                "Ada Stone",
                "ada@x",
                "IT Lead",
                "IT",
                "IT",
                "primary",
                "CISO",
                "2027-01-01",
            ],
            &[
                "Ada Stone",
                "ada@x",
                "Commander",
                "IT",
                "cybersecurity",
                "deputy",
                "CISO",
                "",
            ],
            &[
                "Bo Reed",
                "bo@x",
                "Counsel",
                "Legal",
                "legal",
                "alternate",
                "Ada Stone",
                "",
            ],
            &[
                "Cher",
                "cher@x",
                "Night Shift",
                "Yard",
                "business",
                "primary",
                "Bo Reed",
                "2026-11-30",
            ],
            &["Anna van der Berg", "anna@x", "", "Finance", "", "", "", ""],
        ],
    },
    Facts {
        kind: ImportKind::Actions,
        keys: 3,
        rows: &[
            &[
                "ticket",
                "what",
                "finding",
                "owner",
                "due",
                "priority",
                "unit",
                "status",
                "completed",
                "verified by",
            ],
            &[
                "T1",
                "Write it",
                "incident/I1",
                "ada stone",
                "2027-02-01",
                "high",
                "",
                "open",
                "",
                "",
            ],
            &[
                "T2",
                "Test it",
                "",
                "Night Shift",
                "2027-02-02",
                "",
                "Yard",
                "verified",
                "2027-01-09",
                "Bo Reed",
            ],
            &[
                "T3",
                "Train it",
                "an audit",
                "cher",
                "",
                "low",
                "",
                "done",
                "2027-01-10",
                "",
            ],
            &[
                "",
                "Check keys",
                "",
                "Anna van der Berg",
                "2027-03-01",
                "",
                "",
                "",
                "",
                "",
            ],
            &[
                "T5",
                "Check keys",
                "",
                "bo@x",
                "",
                "medium",
                "Legal",
                "",
                "",
                "",
            ],
            &[
                "T6",
                "Ask them",
                "",
                "Dee Moor",
                "2027-04-01",
                "",
                "",
                "",
                "",
                "",
            ],
        ],
    },
    Facts {
        kind: ImportKind::Assets,
        keys: 1,
        rows: &[
            &["asset", "data", "owner", "unit"],
            &["Payroll", "personal data; health", "Cher", "Finance"],
            &["Gate", "cargo", "Dee Moor", "Yard"],
            &["Mail", "", "IT Lead", ""],
        ],
    },
    Facts {
        kind: ImportKind::Incidents,
        keys: 2,
        rows: &[
            &[
                "ref",
                "date",
                "type",
                "severity",
                "title",
                "near miss",
                "last review",
                "closed",
                "source",
            ],
            &[
                "I1",
                "2027-01-02",
                "fraud",
                "high",
                "Invoice",
                "no",
                "2027-05-01",
                "2027-01-20",
                "user",
            ],
            &[
                "I2",
                "2027-01-05",
                "phishing",
                "low",
                "Mail",
                "yes",
                "",
                "",
                "SIEM",
            ],
            &["I3", "2027-05-20", "", "", "Odd", "", "", "", ""],
        ],
    },
];

/// A file: what it holds and its text.
type File = (ImportKind, String);

/// The facts as whole files in the usual order.
fn whole() -> Vec<File> {
    let file = |facts: &Facts| (facts.kind, text(facts.rows.iter().map(|row| row.to_vec())));
    FACTS.iter().map(file).collect()
}

/// The facts spread over three files of each kind: each cell goes into the file that chance says, each row into all of
/// them, in the order that chance says.
fn spread(chances: &[u8]) -> Vec<File> {
    let mut chances = chances.iter().copied().cycle();
    let mut chance = || chances.next().unwrap_or_default();
    let mut files = Vec::new();
    for facts in &FACTS {
        let (head, body) = facts.rows.split_first().expect("headings");
        let mut parts: [Vec<(u8, Vec<&str>)>; 3] = Default::default();
        for row in body {
            let mut cells = [(); 3].map(|()| row.to_vec());
            for (place, _) in row.iter().enumerate().skip(facts.keys) {
                let keeps = usize::from(chance() % 3);
                for (nth, part) in cells.iter_mut().enumerate() {
                    // What was done, on which day and who verified it belong together, and so does a function's word.
                    if nth != keeps && !together(facts.kind, place) {
                        part[place] = "";
                    }
                }
            }
            for (part, row) in parts.iter_mut().zip(cells) {
                part.push((chance(), row));
            }
        }
        for mut part in parts {
            part.sort_by_key(|(order, _)| *order);
            let rows = part.into_iter().map(|(_, row)| row);
            files.push((facts.kind, text(std::iter::once(head.to_vec()).chain(rows))));
        }
    }
    files
}

fn together(kind: ImportKind, place: usize) -> bool {
    kind == ImportKind::Actions && place >= 7
}

fn text<'a>(rows: impl Iterator<Item = Vec<&'a str>>) -> String {
    rows.map(|row| row.join(",") + "\r\n").collect()
}

/// What the programme shows once the files were read, each through the door of the command line.
fn shown(files: &[&File]) -> BTreeSet<String> {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("ours.rockdrill");
    let clock = Arc::new(Clock::by_hand(NOW));
    let named = ProgrammeNamed {
        name: "Ours".to_owned(),
        sample: false,
    };
    drop(Keep::create(&path, named, Arc::clone(&clock)).expect("made"));
    for (kind, text) in files {
        let table = folder.path().join("table.csv");
        std::fs::write(&table, text).expect("written");
        let mut keep = Keep::open(&path, Arc::clone(&clock)).expect("opened");
        let found = brought(&keep, *kind, &cells(&table).expect("a table"));
        assert!(found.misfits.is_empty(), "{:?} in {text}", found.misfits);
        take_in(&mut keep, &found).expect("taken in");
        let again = brought(&keep, *kind, &cells(&table).expect("a table"));
        assert_eq!(again.rows, 0, "twice is once: {:?} of {text}", again.events);
    }
    said(&path, clock)
}

/// Every row of the view, with names in place of the ids that were minted on the way and without the numbers of records.
fn said(path: &Path, clock: Arc<Clock>) -> BTreeSet<String> {
    let keep = Keep::open_to_read(path, clock).expect("opened");
    let stand = Stand::of(&keep).expect("it stands");
    let whole = view(&stand.look(&keep));
    let mut text = serde_json::to_string(&whole).expect("JSON");
    for (id, person) in &keep.people {
        text = text.replace(id.as_str(), &person.name);
    }
    for (id, action) in &keep.fold.year.actions {
        if id.len() == 26 {
            text = text.replace(id, &action.said.what);
        }
    }
    let mut all = BTreeSet::new();
    flat("", &serde_json::from_str(&text).expect("JSON"), &mut all);
    all
}

/// Each thing that is said, with the rows of a list in the order of their words.
fn flat(place: &str, value: &Value, all: &mut BTreeSet<String>) {
    match value {
        Value::Object(fields) if place.matches('/').count() < 2 => {
            for (name, value) in fields {
                flat(&format!("{place}/{name}"), value, all);
            }
        }
        Value::Array(rows) if place.matches('/').count() < 3 => {
            let mut said: Vec<String> = rows.iter().map(|row| bare(row).to_string()).collect();
            said.sort();
            for (nth, row) in said.iter().enumerate() {
                all.insert(format!("{place}[{nth}] {row}"));
            }
        }
        other => {
            all.insert(format!("{place} {}", bare(other)));
        }
    }
}

fn bare(value: &Value) -> Value {
    match value {
        Value::Object(fields) => fields
            .iter()
            .filter(|(name, _)| *name != "records")
            .map(|(name, value)| (name.clone(), bare(value)))
            .collect::<serde_json::Map<_, _>>()
            .into(),
        Value::Array(rows) => rows.iter().map(bare).collect::<Vec<_>>().into(),
        other => other.clone(),
    }
}

fn differs(usual: &BTreeSet<String>, other: &BTreeSet<String>) -> Vec<String> {
    usual.symmetric_difference(other).cloned().collect()
}

proptest! {
    #![proptest_config(Config { cases: 16, failure_persistence: None, ..Config::default() })]

    #[test]
    fn any_order_of_files_shows_the_same_programme(
        order in Just((0usize..4).collect::<Vec<_>>()).prop_shuffle(),
        again in 0usize..4,
    ) {
        let files = whole();
        let usual = shown(&files.iter().collect::<Vec<_>>());
        let mut other: Vec<&File> = order.iter().map(|nth| &files[*nth]).collect();
        other.push(&files[again]);
        let differs = differs(&usual, &shown(&other));
        prop_assert!(differs.is_empty(), "{:?}, then {} again: {:#?}", order, again, differs);
    }

    #[test]
    fn rows_and_columns_spread_over_files_in_any_order_show_the_same_programme(
        chances in proptest::collection::vec(any::<u8>(), 200),
        order in Just((0usize..12).collect::<Vec<_>>()).prop_shuffle(),
        again in 0usize..12,
    ) {
        let usual = whole();
        let usual = shown(&usual.iter().collect::<Vec<_>>());
        let files = spread(&chances);
        let mut other: Vec<&File> = order.iter().map(|nth| &files[*nth]).collect();
        other.push(&files[again]);
        let differs = differs(&usual, &shown(&other));
        prop_assert!(differs.is_empty(), "{:#?} of {:#?}", differs, other);
    }
}

#[test]
fn of_two_cells_that_say_different_things_the_one_that_came_last_holds() {
    let file = |due: &str, unit: &str| {
        let rows = [
            vec!["ticket", "what", "due", "unit"],
            vec!["T1", "Write it", due, unit],
        ];
        (ImportKind::Actions, text(rows.into_iter()))
    };
    let (first, second) = (file("2027-02-01", "IT"), file("2027-03-01", ""));
    let due = |files: &[&File]| {
        let rows = shown(files);
        let row = rows.iter().find(|row| row.starts_with("/actions[0]"));
        row.expect("the action").clone()
    };
    let (one, other) = (due(&[&first, &second]), due(&[&second, &first]));
    assert!(
        one.contains("\"due\":\"2027-03-01\""),
        "the second came last: {one}"
    );
    assert!(
        other.contains("\"due\":\"2027-02-01\""),
        "the first did: {other}"
    );
    for row in [one, other] {
        assert!(
            row.contains("\"unit\":\"IT\""),
            "an empty cell says nothing: {row}"
        );
    }
}
