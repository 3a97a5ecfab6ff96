//! Tables that somebody else made (CSV, XLSX): reading their cells, and bringing what they hold into a programme. Not here:
//! what a row means (`programme`).

use std::collections::BTreeMap;
use std::io;
use std::path::Path;

use calamine::{Data, Reader};
use ledger::{Fault, Person};
use programme::{Contact, Import, ImportKind};

use crate::keep::Keep;

/// The largest file that is read.
const BYTES_MAX: u64 = 32 << 20;

/// Why a table could not be read.
#[derive(Debug)]
pub enum Unread {
    /// The way to the file.
    Io(io::Error),
    /// What is in it, in a sentence.
    Unusable(String),
}

/// What a table would bring into a programme.
pub fn brought(keep: &Keep, kind: ImportKind, cells: &[Vec<String>]) -> Import {
    let known: BTreeMap<_, _> = keep
        .people
        .iter()
        .map(|(id, person)| {
            let contact = Contact {
                name: person.name.clone(),
                contact: person.contact.clone(),
            };
            (id.clone(), contact)
        })
        .collect();
    let mut mint = || ulid::Ulid::generate().to_string();
    programme::import(kind, &keep.fold, &known, cells, &mut mint)
}

/// Brings it in. Names go into the erasable table first, so that no record names somebody whom nobody knows.
///
/// # Errors
/// Where it cannot be written.
pub fn take_in(keep: &mut Keep, found: &Import) -> Result<(), Fault> {
    for (id, contact) in &found.people {
        let person = Person {
            id: id.clone(),
            name: contact.name.clone(),
            contact: contact.contact.clone(),
        };
        crate::lock(&keep.ledger).put_person(&person)?;
        keep.people.insert(id.clone(), person);
    }
    for event in &found.events {
        keep.append(event.clone())?;
    }
    Ok(())
}

/// The cells of a table, row by row.
///
/// # Errors
/// Where the file cannot be read or holds no table.
pub fn cells(file: &Path) -> Result<Vec<Vec<String>>, Unread> {
    let size = std::fs::metadata(file).map_err(Unread::Io)?.len();
    if size > BYTES_MAX {
        return Err(Unread::Unusable(format!(
            "{} is larger than {} MB",
            file.display(),
            BYTES_MAX >> 20
        )));
    }
    let ending = file
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    match ending.as_deref() {
        Some("xlsx") => workbook(file),
        Some("csv") => table(&std::fs::read(file).map_err(Unread::Io)?, file),
        Some(_) | None => Err(Unread::Unusable(format!(
            "{} ends in neither .csv nor .xlsx",
            file.display()
        ))),
    }
}

/// The first sheet that holds anything.
fn workbook(file: &Path) -> Result<Vec<Vec<String>>, Unread> {
    let unusable =
        |error: String| Unread::Unusable(format!("{} cannot be read: {error}", file.display()));
    let mut book: calamine::Xlsx<_> = calamine::open_workbook(file)
        .map_err(|error: calamine::XlsxError| unusable(error.to_string()))?;
    for name in book.sheet_names() {
        let range = book
            .worksheet_range(&name)
            .map_err(|error| unusable(error.to_string()))?;
        let Some((top, left)) = range.start() else {
            continue;
        };
        // Rows and columns are counted from the corner of the sheet, where people count them from.
        let mut rows = vec![Vec::new(); top as usize];
        rows.extend(range.rows().map(|row| {
            let mut cells = vec![String::new(); left as usize];
            cells.extend(row.iter().map(cell));
            cells
        }));
        return Ok(rows);
    }
    Ok(Vec::new())
}

fn cell(data: &Data) -> String {
    match data {
        Data::Int(n) => n.to_string(),
        Data::Float(n) => n.to_string(),
        Data::String(text) | Data::DateTimeIso(text) | Data::DurationIso(text) => text.clone(),
        Data::Bool(yes) => if *yes { "yes" } else { "no" }.to_owned(),
        Data::DateTime(moment) => {
            let (year, month, day, ..) = moment.to_ymd_hms_milli();
            format!("{year:04}-{month:02}-{day:02}")
        }
        Data::Error(error) => error.to_string(),
        Data::Empty => String::new(),
    }
}

/// A text table; what parts the cells is what the first line holds most of.
fn table(bytes: &[u8], file: &Path) -> Result<Vec<Vec<String>>, Unread> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Unread::Unusable(format!("{} is no text in UTF-8", file.display())))?;
    let text = text.trim_start_matches('\u{feff}');
    let first = text
        .lines()
        .find(|line| !line.trim().is_empty())
        .unwrap_or_default();
    let parts = [b',', b';', b'\t'];
    let count = |part: &&u8| first.bytes().filter(|it| it == *part).count();
    let mut best = b',';
    for part in parts.iter().rev() {
        if count(&part) >= count(&&best) {
            best = *part;
        }
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(best)
        .from_reader(text.as_bytes());
    let mut rows: Vec<Vec<String>> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| {
            Unread::Unusable(format!("{} cannot be read: {error}", file.display()))
        })?;
        // Empty lines are skipped by the reader and counted by people.
        let line = record
            .position()
            .map_or(rows.len() as u64 + 1, csv::Position::line);
        while (rows.len() as u64) + 1 < line && rows.len() < 1_000_000 {
            rows.push(Vec::new());
        }
        rows.push(record.iter().map(str::to_owned).collect());
    }
    Ok(rows)
}
