//! A table that somebody else made: its columns are known by their headings, in any order, and what does not fit is said
//! with its row and column. Not here: reading a file (the world does that) and what a row means (`import`).

use std::collections::BTreeMap;

use serde::Serialize;

use crate::Day;
use crate::people::fold_name;

/// Something in the table that does not fit.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Misfit {
    /// The row, counted from 1 as the file counts it.
    pub row: u32,
    /// The column, counted from 1; 0 where it is about the row.
    pub column: u32,
    /// Its heading; empty where it is about the row.
    pub heading: String,
    /// What does not fit, and what would.
    pub says: String,
}

/// A table with its headings found.
pub(crate) struct Table<'a> {
    /// Where each known column stands.
    columns: BTreeMap<&'static str, usize>,
    /// The headings as they are written.
    headings: Vec<String>,
    /// The rows below the headings that hold something, with their numbers.
    pub rows: Vec<(u32, &'a [String])>,
    /// Columns that are not known, and what else was found at the headings.
    pub misfits: Vec<Misfit>,
}

/// A known column: its name and other headings for it. The first letters of a heading need not match.
pub(crate) type Column = (&'static str, &'static [&'static str]);

impl<'a> Table<'a> {
    /// Finds the headings: the first row that holds the needed column and at least one more, or that column alone where
    /// nothing else is known.
    pub fn read(cells: &'a [Vec<String>], known: &[Column], needed: &str) -> Self {
        let named = |cell: &String| {
            let heading = heading(cell);
            known
                .iter()
                .find(|(name, others)| *name == heading || others.contains(&heading.as_str()))
                .map(|(name, _)| *name)
        };
        let score = |row: &Vec<String>| {
            let found: Vec<_> = row.iter().filter_map(named).collect();
            if found.contains(&needed) {
                found.len()
            } else {
                0
            }
        };
        let at = (0..cells.len().min(50)).find(|row| score(&cells[*row]) > 0);
        let Some(at) = at else {
            let misfit = Misfit {
                row: 1,
                column: 0,
                heading: String::new(),
                says: format!(
                    "No row of headings was found; one column has to be headed “{needed}”."
                ),
            };
            return Self {
                columns: BTreeMap::new(),
                headings: Vec::new(),
                rows: Vec::new(),
                misfits: vec![misfit],
            };
        };
        let mut columns = BTreeMap::new();
        let mut misfits = Vec::new();
        for (place, cell) in cells[at].iter().enumerate() {
            let says = match named(cell) {
                Some(name) if columns.contains_key(name) => {
                    format!("A second column for “{name}”: left out.")
                }
                Some(name) => {
                    columns.insert(name, place);
                    continue;
                }
                None if cell.trim().is_empty() => continue,
                None => "This column is not known and is left out.".to_owned(),
            };
            misfits.push(Misfit {
                row: number(at),
                column: number(place),
                heading: cell.trim().to_owned(),
                says,
            });
        }
        let rows = cells.iter().enumerate().skip(at + 1);
        Self {
            columns,
            headings: cells[at].iter().map(|it| it.trim().to_owned()).collect(),
            rows: rows
                .filter(|(_, row)| row.iter().any(|cell| !cell.trim().is_empty()))
                .map(|(nth, row)| (number(nth), row.as_slice()))
                .collect(),
            misfits,
        }
    }

    /// A row to take values from.
    pub fn row(&self, number: u32, cells: &'a [String]) -> Row<'_, 'a> {
        Row {
            table: self,
            number,
            cells,
            misfits: Vec::new(),
        }
    }
}

/// One row; what does not fit gathers in it.
pub(crate) struct Row<'t, 'a> {
    table: &'t Table<'a>,
    pub number: u32,
    cells: &'a [String],
    pub misfits: Vec<Misfit>,
}

impl Row<'_, '_> {
    /// The text of a column; empty where the table does not have it.
    pub fn text(&self, column: &str) -> String {
        let place = self.table.columns.get(column);
        let cell = place.and_then(|place| self.cells.get(*place));
        cell.map_or_else(String::new, |cell| {
            cell.split_whitespace().collect::<Vec<_>>().join(" ")
        })
    }

    /// The text of a column that must not be empty.
    pub fn needed(&mut self, column: &str) -> String {
        let text = self.text(column);
        if text.is_empty() {
            self.wrong(column, "This must not be empty.");
        }
        text
    }

    /// A day; none where the cell is empty.
    pub fn day(&mut self, column: &str) -> Option<Day> {
        let text = self.text(column);
        if text.is_empty() {
            return None;
        }
        let date = text.split(['T', ' ']).next().unwrap_or_default();
        let read = Day::parse_from_str(date, "%Y-%m-%d")
            .or_else(|_| Day::parse_from_str(date, "%d.%m.%Y"));
        if read.is_err() {
            self.wrong(
                column,
                &format!("“{text}” is not a day; write it like 2027-03-05."),
            );
        }
        read.ok()
    }

    /// Yes or no; none where the cell is empty, which says nothing.
    pub fn yes(&mut self, column: &str) -> Option<bool> {
        let text = self.text(column);
        match fold_name(&text).as_str() {
            "" => None,
            "no" | "n" | "false" | "0" | "-" | "none" | "low" | "medium" | "minor" | "sev3"
            | "sev4" => Some(false),
            "yes" | "y" | "true" | "1" | "x" | "high" | "critical" | "major" | "serious"
            | "sev1" | "sev2" => Some(true),
            _ => {
                self.wrong(column, &format!("“{text}” is neither yes nor no."));
                None
            }
        }
    }

    /// Says what does not fit in a column.
    pub fn wrong(&mut self, column: &str, says: &str) {
        let place = self.table.columns.get(column);
        let heading = place.and_then(|place| self.table.headings.get(*place));
        self.misfits.push(Misfit {
            row: self.number,
            column: place.map_or(0, |place| number(*place)),
            heading: heading.cloned().unwrap_or_else(|| column.to_owned()),
            says: says.to_owned(),
        });
    }
}

/// A heading as it is compared: small letters, words with one blank, without marks around it.
fn heading(cell: &str) -> String {
    let plain: String = cell
        .chars()
        .map(|c| if c.is_alphanumeric() { c } else { ' ' })
        .collect();
    fold_name(&plain)
}

/// A place counted from 1.
fn number(place: usize) -> u32 {
    u32::try_from(place + 1).unwrap_or(u32::MAX)
}
