//! Tables that others made: any order of columns, rows and files gives the same programme, and twice is once.

use std::collections::{BTreeMap, BTreeSet};

use programme::{Contact, Import, ImportKind, ProgrammeFold, Who, import};
use proptest::prelude::*;
use terms::{PersonId, Stamp};

/// A programme into which tables are taken.
#[derive(Default)]
struct Desk {
    fold: ProgrammeFold,
    known: BTreeMap<PersonId, Contact>,
    minted: u32,
}

impl Desk {
    fn take(&mut self, kind: ImportKind, cells: &[Vec<String>]) -> Import {
        let minted = &mut self.minted;
        let mut mint = || {
            *minted += 1;
            format!("{minted:026}")
        };
        let found = import(kind, &self.fold, &self.known, cells, &mut mint);
        self.known.extend(found.people.clone());
        for event in &found.events {
            let seq = self.fold.last_seq + 1;
            self.fold.apply(seq, Stamp(0), event.clone());
        }
        found
    }

    fn name(&self, who: &Who) -> String {
        let names = self
            .known
            .iter()
            .map(|(id, it)| (id.clone(), it.name.clone()));
        who.name(&names.collect())
    }

    /// Everything that the tables brought, with names in place of ids, which are minted as people come.
    fn says(&self) -> BTreeSet<String> {
        let year = &self.fold.year;
        let name = |id: &PersonId| self.known[id].name.clone();
        let people = self.known.iter().map(|(id, it)| {
            let functions = year.functions.get(id).map(|kept| &kept.value);
            let unit = &self.fold.people[id];
            format!("person {} {} {unit} {functions:?}", it.name, it.contact)
        });
        let appointments = year.appointments.values().map(|kept| {
            let it = &kept.value;
            let (by, who) = (self.name(&it.by), name(&it.person));
            format!("{} {who} {:?} {by} {:?}", it.role, it.post, it.since)
        });
        let actions = year.actions.values().map(|it| {
            let said = &it.said;
            let done = it.done.as_ref().map(|done| (self.name(&done.by), done.on));
            let verified = it.verified.as_ref().map(|by| self.name(&by.by));
            let owner = self.name(&said.owner);
            format!(
                "{} {} {owner} {:?} {done:?} {verified:?}",
                said.action, said.what, said.due
            )
        });
        let assets = year.assets.values().map(|kept| {
            let it = &kept.value;
            format!("{} {} {:?}", it.name, self.name(&it.owner), it.categories)
        });
        let incidents = year
            .incidents
            .values()
            .map(|kept| format!("{:?}", kept.value));
        people
            .chain(appointments)
            .chain(actions)
            .chain(assets)
            .chain(incidents)
            .collect()
    }
}

fn cells(rows: &[&[&str]]) -> Vec<Vec<String>> {
    let row = |row: &&[&str]| row.iter().map(|cell| (*cell).to_owned()).collect();
    rows.iter().map(row).collect()
}

fn tables() -> [(ImportKind, Vec<Vec<String>>); 4] {
    [
        (
            ImportKind::People,
            cells(&[
                &[
                    "name", "e-mail", "unit", "function", "role", "post", "by", "since",
                ],
                &[
                    "Ada Stone",
                    "ada@x",
                    "IT",
                    "IT",
                    "IT Lead",
                    "primary",
                    "CISO",
                    "2027-01-01",
                ],
                &[
                    "Bo Reed",
                    "bo@x",
                    "Legal",
                    "legal",
                    "Counsel",
                    "alternate",
                    "Ada Stone",
                    "",
                ],
                &[
                    "Ada Stone",
                    "ada@x",
                    "IT",
                    "cybersecurity",
                    "Commander",
                    "deputy",
                    "CISO",
                    "",
                ],
                &["Cy Finch", "", "Finance", "business", "", "", "", ""],
            ]),
        ),
        (
            ImportKind::Actions,
            cells(&[
                &[
                    "ticket",
                    "what",
                    "assignee",
                    "due date",
                    "status",
                    "completed",
                    "verified by",
                ],
                &["T1", "Write it", "ada stone", "2027-02-01", "open", "", ""],
                &[
                    "T2",
                    "Test it",
                    "Dee Moor",
                    "2027-02-02",
                    "verified",
                    "2027-01-09",
                    "Bo Reed",
                ],
                &["T3", "Train it", "IT Lead", "", "done", "2027-01-10", ""],
            ]),
        ),
        (
            ImportKind::Assets,
            cells(&[
                &["asset", "data", "owner"],
                &["Payroll", "personal data; health", "Cy Finch"],
                &["Gate", "cargo", "Dee  Moor"],
            ]),
        ),
        (
            ImportKind::Incidents,
            cells(&[
                &["ref", "date", "type", "severity", "title"],
                &["I1", "2027-01-02", "fraud", "high", "Invoice"],
                &["I2", "05.01.2027", "phishing", "low", "Mail"],
            ]),
        ),
    ]
}

/// The same table with its columns and its rows in another order.
fn shuffled(table: &[Vec<String>], columns: &[usize], rows: &[usize]) -> Vec<Vec<String>> {
    let by_column = |row: &Vec<String>| {
        let mut places: Vec<usize> = (0..row.len()).collect();
        places.sort_by_key(|place| columns[*place % columns.len()] * 100 + place);
        places.iter().map(|place| row[*place].clone()).collect()
    };
    let mut order: Vec<usize> = (1..table.len()).collect();
    order.sort_by_key(|row| rows[*row % rows.len()] * 100 + row);
    let body = order.iter().map(|row| by_column(&table[*row]));
    std::iter::once(by_column(&table[0])).chain(body).collect()
}

proptest! {
    #[test]
    fn any_order_of_files_rows_and_columns_gives_the_same_programme(
        order in Just(vec![0usize, 1, 2, 3]).prop_shuffle(),
        columns in proptest::collection::vec(0usize..50, 8),
        rows in proptest::collection::vec(0usize..50, 8),
        again in 0usize..4,
    ) {
        let mut usual = Desk::default();
        for (kind, table) in tables() {
            let found = usual.take(kind, &table);
            prop_assert!(found.misfits.is_empty(), "{:?}", found.misfits);
        }
        let mut other = Desk::default();
        for nth in order {
            let (kind, table) = &tables()[nth];
            other.take(*kind, &shuffled(table, &columns, &rows));
        }
        let (kind, table) = &tables()[again];
        other.take(*kind, table);
        prop_assert_eq!(usual.says(), other.says());
    }

    #[test]
    fn no_table_makes_the_import_stumble_and_twice_is_once(
        table in proptest::collection::vec(proptest::collection::vec(".{0,12}", 0..6), 0..8),
        headed in any::<bool>(),
    ) {
        let heads = cells(&[&["name", "unit", "what", "opened", "ref", "due"]]);
        for kind in [ImportKind::People, ImportKind::Actions, ImportKind::Assets, ImportKind::Incidents] {
            let mut all = if headed { heads.clone() } else { Vec::new() };
            all.extend(table.clone());
            let mut desk = Desk::default();
            desk.take(kind, &all);
            let before = desk.says();
            let again = desk.take(kind, &all);
            prop_assert_eq!(before, desk.says());
            prop_assert_eq!(again.rows, 0, "the second time nothing is new: {:?}", again.events);
        }
    }
}

#[test]
fn what_does_not_fit_is_said_with_row_and_column_and_left_out() {
    let mut desk = Desk::default();
    let table = cells(&[
        &["A list of ours", ""],
        &["", ""],
        &["Full name", "Function", "Starsign"],
        &["Ada Stone", "wizardry", "Libra"],
        &["", "legal", ""],
        &["Bo Reed", "legal", ""],
    ]);
    let found = desk.take(ImportKind::People, &table);
    let said: Vec<_> = found.misfits.iter().map(|it| (it.row, it.column)).collect();
    assert_eq!(
        said,
        [(3, 3), (4, 2), (5, 1)],
        "an unknown column, an unknown function, no name"
    );
    assert_eq!((found.rows, found.left_out), (1, 2), "one row fits");
    assert_eq!(desk.known.len(), 1, "nobody else joined the roster");
}

#[test]
fn a_table_without_the_column_that_is_needed_says_which() {
    let mut desk = Desk::default();
    let found = desk.take(
        ImportKind::Incidents,
        &cells(&[&["foo", "bar"], &["1", "2"]]),
    );
    assert!(
        found.misfits[0].says.contains("opened"),
        "{:?}",
        found.misfits
    );
    assert!(found.events.is_empty(), "nothing is guessed");
}

#[test]
fn two_people_of_one_name_are_told_apart_by_their_contact() {
    let mut desk = Desk::default();
    let table = cells(&[
        &["name", "email", "unit"],
        &["Ada Stone", "a1@x", "IT"],
        &["Ada Stone", "a2@x", "Legal"],
        &["Ada Stone", "", "HR"],
    ]);
    let found = desk.take(ImportKind::People, &table);
    assert_eq!(desk.known.len(), 2, "two people");
    let says = &found.misfits[0].says;
    assert!(
        says.contains("Several people"),
        "the third could be either: {says}"
    );
}
