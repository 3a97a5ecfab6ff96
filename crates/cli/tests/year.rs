//! The forms about the year, tried on a demo: the same seed gives the same bytes, every form says DEMO, tables come in
//! from CSV and from workbooks.

use std::fs;
use std::path::Path;
use std::process::{Command, Output};

use serde_json::Value;

fn rockdrill(folder: &Path, words: &[&str]) -> Output {
    Command::new(env!("CARGO_BIN_EXE_rockdrill"))
        .current_dir(folder)
        .args(words)
        .output()
        .expect("the program runs")
}

fn done(folder: &Path, words: &[&str]) -> String {
    let ended = rockdrill(folder, words);
    let says = String::from_utf8_lossy(&ended.stderr).into_owned();
    assert!(ended.status.success(), "{words:?}: {says}");
    String::from_utf8(ended.stdout).expect("text")
}

fn year(folder: &Path, programme: &str) -> Value {
    let text = done(folder, &["programme", programme, "--format", "json"]);
    serde_json::from_str(&text).expect("JSON")
}

fn list<'a>(year: &'a Value, key: &str) -> &'a Vec<Value> {
    year[key].as_array().expect("a list")
}

#[test]
fn a_demo_is_whole_says_demo_everywhere_and_is_the_same_for_the_same_seed() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    let demo = |name: &str, seed: &str| {
        done(at, &["demo", "--out", name, "--years", "2", "--seed", seed]);
        fs::read(at.join(name)).expect("the demo")
    };
    let (one, same, other) = (
        demo("a.rockdrill", "7"),
        demo("b.rockdrill", "7"),
        demo("c.rockdrill", "8"),
    );
    assert!(one == same, "the same seed gives the same bytes");
    assert!(one != other, "another seed gives others");
    let refused = rockdrill(at, &["demo", "--out", "a.rockdrill"]);
    assert_eq!(
        refused.status.code(),
        Some(2),
        "a file that is there is left alone"
    );

    done(at, &["verify", "a.rockdrill"]);
    let found = year(at, "a.rockdrill");
    assert!(
        found["marking"]
            .as_str()
            .expect("a mark")
            .starts_with("DEMO"),
        "it says DEMO"
    );
    for key in [
        "people",
        "appointments",
        "proficiency",
        "actions",
        "accounts",
        "gaps",
        "incidents",
    ] {
        assert!(!list(&found, key).is_empty(), "the demo has {key}");
        for row in list(&found, key).iter().filter(|_| key != "gaps") {
            assert!(
                !row["records"].as_array().expect("records").is_empty(),
                "{key}: {row}"
            );
        }
    }
    assert_eq!(list(&found, "criteria").len(), 10, "every criterion");
    assert_eq!(list(&found, "measures").len(), 16, "every measure");
    let origins = list(&found, "drills")
        .iter()
        .map(|it| it["origin"].as_str());
    for origin in origins {
        assert!(
            matches!(origin, Some("demo" | "rehearsal")),
            "{origin:?} is made up"
        );
    }
    let states = list(&found, "findings")
        .iter()
        .map(|it| it["state"].as_str().unwrap_or_default());
    let states: Vec<&str> = states.collect();
    for state in ["open", "fixed", "retested"] {
        assert!(
            states.contains(&state),
            "two years hold a finding that is {state}"
        );
    }

    for framework in ["iro-01", "soc2", "csf"] {
        for format in ["json", "md"] {
            let file = format!("{framework}.{format}");
            let words = [
                "evidence",
                "a.rockdrill",
                "--framework",
                framework,
                "--format",
                format,
                "--out",
                &file,
            ];
            done(at, &words);
            let text = fs::read_to_string(at.join(&file)).expect("the evidence");
            assert!(text.contains("DEMO. Everything"), "{file} says DEMO");
        }
    }
    done(at, &["calendar", "a.rockdrill", "--out", "a.ics"]);
    let text = fs::read_to_string(at.join("a.ics")).expect("the calendar");
    let summaries = text.lines().filter(|line| line.starts_with("SUMMARY"));
    for line in summaries {
        assert!(line.starts_with("SUMMARY:DEMO: "), "{line}");
    }
    assert!(
        text.lines().all(|line| line.len() <= 75),
        "no line is longer than the format allows"
    );
}

/// An empty programme.
fn empty(at: &Path) {
    let clock = std::sync::Arc::new(conduct::Clock::system());
    let named = programme::ProgrammeNamed {
        name: "Ours".to_owned(),
        sample: false,
    };
    let keep = conduct::Keep::create(&at.join("p.rockdrill"), named, clock);
    drop(keep.expect("a programme"));
}

#[test]
fn an_empty_programme_answers_every_form() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    empty(at);
    let found = year(at, "p.rockdrill");
    for key in [
        "people",
        "appointments",
        "proficiency",
        "actions",
        "accounts",
        "incidents",
    ] {
        assert!(list(&found, key).is_empty(), "no {key}");
    }
    let shares = list(&found, "measures")
        .iter()
        .filter(|it| !it["denominator"].is_null());
    for measure in shares {
        assert_eq!(measure["value"], "n/a", "{}", measure["id"]);
    }
    done(at, &["calendar", "p.rockdrill", "--out", "p.ics"]);
    done(at, &["evidence", "p.rockdrill", "--out", "p.md"]);
}

#[test]
fn tables_come_in_from_csv_and_from_workbooks_once() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    empty(at);
    let table = "\u{feff}Role;Unit;Full name;Post\nCommander;IT;Ada Stone;primary\nCommander;IT;Bo Reed;sometimes\n";
    fs::write(at.join("people.csv"), table).expect("a file");
    let dry = done(
        at,
        &["import", "p.rockdrill", "people", "people.csv", "--dry-run"],
    );
    assert!(
        dry.contains("row 3, column 4 “Post”"),
        "the place is said: {dry}"
    );
    assert!(
        list(&year(at, "p.rockdrill"), "people").is_empty(),
        "a dry run writes nothing"
    );
    let first = done(at, &["import", "p.rockdrill", "people", "people.csv"]);
    assert!(
        first.contains("1 new or changed, 0 known already, 1 left out"),
        "{first}"
    );
    let again = done(at, &["import", "p.rockdrill", "people", "people.csv"]);
    assert!(
        again.contains("0 new or changed, 1 known already, 1 left out"),
        "{again}"
    );

    let mut book = rust_xlsxwriter::Workbook::new();
    let sheet = book.add_worksheet();
    let day = rust_xlsxwriter::Format::new().set_num_format("yyyy-mm-dd");
    let due = rust_xlsxwriter::ExcelDateTime::from_ymd(2027, 2, 28).expect("a day");
    for (column, head) in ["Due", "Owner", "Action"].into_iter().enumerate() {
        sheet.write(2, column as u16 + 1, head).expect("a heading");
    }
    sheet.write_with_format(3, 1, &due, &day).expect("a day");
    sheet.write(3, 2, "ADA STONE").expect("a name");
    sheet.write(3, 3, "Write it").expect("a text");
    sheet.write(4, 3, "=HYPERLINK(1)").expect("a text");
    sheet.write(4, 1, "soon").expect("a text");
    book.save(at.join("actions.xlsx")).expect("a workbook");
    let said = done(at, &["import", "p.rockdrill", "actions", "actions.xlsx"]);
    assert!(
        said.contains("row 5, column 2 “Due”"),
        "counted as the sheet counts: {said}"
    );
    let found = year(at, "p.rockdrill");
    let action = &list(&found, "actions")[0];
    assert_eq!(action["due"], "2027-02-28", "a day of a workbook is a day");
    assert_eq!(
        action["owner"], "Ada Stone",
        "the owner is the person of the roster"
    );
    done(at, &["verify", "p.rockdrill"]);
}

#[test]
fn a_file_that_is_no_table_is_refused_with_a_reason() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = folder.path();
    empty(at);
    fs::write(at.join("a.txt"), "name\nAda\n").expect("a file");
    fs::write(at.join("b.xlsx"), "no workbook").expect("a file");
    fs::write(at.join("c.csv"), "foo,bar\n1,2\n").expect("a file");
    for (file, code) in [("a.txt", 2), ("b.xlsx", 2), ("c.csv", 1), ("d.csv", 2)] {
        let ended = rockdrill(at, &["import", "p.rockdrill", "people", file]);
        assert_eq!(ended.status.code(), Some(code), "{file}: {ended:?}");
    }
}
