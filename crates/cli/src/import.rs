//! `rockdrill import`: tables of people, actions, assets and incidents, from CSV or a workbook. Columns are known by their
//! headings in any order; what does not fit is listed with row and column. Not here: what a row means (`programme`).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use calamine::{Data, Reader};
use clap::ValueEnum;
use conduct::{Clock, Keep};
use ledger::Person;
use programme::{Contact, Import, ImportKind};

use crate::ended::{DONE, Ended, WRONG};

/// The tables that can be imported.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// People with units, functions and roles.
    People,
    /// Corrective actions.
    Actions,
    /// Assets with categories of data and owners.
    Assets,
    /// Real incidents and near ones.
    Incidents,
}

/// The largest file that is read.
const BYTES_MAX: u64 = 32 << 20;

/// Imports a table, or says what it would bring.
///
/// # Errors
/// Where the programme cannot be written, or the file cannot be read or holds no such table.
pub fn import(
    programme: &Path,
    kind: Kind,
    file: &Path,
    dry_run: bool,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let kind = match kind {
        Kind::People => ImportKind::People,
        Kind::Actions => ImportKind::Actions,
        Kind::Assets => ImportKind::Assets,
        Kind::Incidents => ImportKind::Incidents,
    };
    let cells = cells(file)?;
    let clock = Arc::new(Clock::system());
    let mut keep = if dry_run {
        Keep::open_to_read(programme, Arc::clone(&clock))?
    } else {
        Keep::open(programme, Arc::clone(&clock))?
    };
    if let Some(because) = keep.read_only().filter(|_| !dry_run) {
        return Err(Ended::wrong(because));
    }
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
    let found = programme::import(kind, &keep.fold, &known, &cells, &mut mint);
    if !dry_run {
        take(&mut keep, &found)?;
    }
    tell(&found, file, dry_run, out)?;
    let nothing_fits = found.rows + found.same == 0 && !found.misfits.is_empty();
    Ok(if nothing_fits { WRONG } else { DONE })
}

/// Names go into the erasable table first, so that no record names somebody whom nobody knows.
fn take(keep: &mut Keep, found: &Import) -> Result<(), Ended> {
    for (id, contact) in &found.people {
        let person = Person {
            id: id.clone(),
            name: contact.name.clone(),
            contact: contact.contact.clone(),
        };
        let mut ledger = keep
            .ledger
            .lock()
            .map_err(|_| Ended::wrong("the programme was left half-way"))?;
        ledger.put_person(&person)?;
        drop(ledger);
        keep.people.insert(id.clone(), person);
    }
    for event in &found.events {
        keep.append(event.clone())?;
    }
    Ok(())
}

fn tell(found: &Import, file: &Path, dry_run: bool, out: &mut impl Write) -> Result<(), Ended> {
    for misfit in &found.misfits {
        let place = match misfit.column {
            0 => format!("row {}", misfit.row),
            column => format!("row {}, column {column}", misfit.row),
        };
        let heading = if misfit.heading.is_empty() {
            String::new()
        } else {
            format!(" “{}”", misfit.heading)
        };
        writeln!(out, "{}: {place}{heading}: {}", file.display(), misfit.says)?;
    }
    let would = if dry_run {
        "Would bring in"
    } else {
        "Brought in"
    };
    let (rows, same, left) = (found.rows, found.same, found.left_out);
    writeln!(
        out,
        "{would}: {rows} new or changed, {same} known already, {left} left out."
    )?;
    if dry_run {
        writeln!(out, "Nothing was written.")?;
    }
    Ok(())
}

fn cells(file: &Path) -> Result<Vec<Vec<String>>, Ended> {
    let unreadable = |error: &std::io::Error| Ended::unreadable(file, error);
    let size = std::fs::metadata(file)
        .map_err(|error| unreadable(&error))?
        .len();
    if size > BYTES_MAX {
        return Err(Ended::unusable(format!(
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
        Some("csv") => {
            let bytes = std::fs::read(file).map_err(|error| unreadable(&error))?;
            table(&bytes, file)
        }
        Some(_) | None => Err(Ended::unusable(format!(
            "{} ends in neither .csv nor .xlsx",
            file.display()
        ))),
    }
}

/// The first sheet that holds anything.
fn workbook(file: &Path) -> Result<Vec<Vec<String>>, Ended> {
    let unusable =
        |error: String| Ended::unusable(format!("{} cannot be read: {error}", file.display()));
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
fn table(bytes: &[u8], file: &Path) -> Result<Vec<Vec<String>>, Ended> {
    let text = std::str::from_utf8(bytes)
        .map_err(|_| Ended::unusable(format!("{} is no text in UTF-8", file.display())))?;
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
            Ended::unusable(format!("{} cannot be read: {error}", file.display()))
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
