//! Adds a row to the revision table in the table's own hand: its columns, its pipes, its order. A
//! plan without such a table gets a section for it. Tables in HTML are read and never written.

use super::edits::{ending, insert, new_section};
use super::{Adds, Edit, Scan, Why};
use crate::blocks::{Body, Table, Text};
use crate::control::{self, RevisionColumns};
use crate::model::Section;

/// The heading of the section that is made where a plan has no revision table.
pub(crate) const HEADING: &str = "Revision history";

/// What a revision row says.
pub(crate) struct Row<'a> {
    pub number: &'a str,
    pub date: &'a str,
    pub note: &'a str,
    pub author: &'a str,
}

/// How many rows the revision table holds.
pub(super) fn rows(at: &Scan) -> usize {
    match table(at) {
        Some((_, table, _)) => table.rows.len(),
        None => 0,
    }
}

fn table(at: &Scan) -> Option<(usize, &Table, RevisionColumns)> {
    let (index, columns) = control::revision_table(&at.document)?;
    match &at.document.blocks[index].body {
        Body::Table(table) => Some((index, table, columns)),
        Body::Heading { .. } | Body::Paragraph | Body::Item { .. } | Body::Rule => None,
    }
}

pub(super) fn add(at: &Scan, row: &Row) -> Result<Edit, Why> {
    if row.number.trim().is_empty() || row.date.trim().is_empty() {
        return Err(Why::TextEmpty);
    }
    let Some((index, table, columns)) = table(at) else {
        return first(at, row);
    };
    if table.html {
        let says = "the revision table is HTML; turn it into a Markdown table first".to_owned();
        return Err(Why::NotEditable { says });
    }
    let number = row.number.trim();
    let mut numbers = table.rows.iter().filter_map(|row| row.get(columns.number));
    if numbers.any(|cell| cell.trimmed().eq_ignore_ascii_case(number)) {
        return Err(Why::AlreadyThere {
            what: format!("revision {number}"),
        });
    }
    let block = &at.document.blocks[index];
    let source = &at.text[block.range.clone()];
    let lines: Vec<&str> = source
        .split_inclusive('\n')
        .filter(|line| !line.trim().is_empty())
        .collect();
    let newest_first = newest_first(table, columns);
    let above = if newest_first { 2 } else { lines.len() };
    let pattern = if newest_first {
        lines.get(2)
    } else {
        lines.last()
    };
    let pattern = pattern.or(lines.first()).copied().unwrap_or("| |");
    let place = block.range.start
        + lines
            .iter()
            .take(above)
            .map(|line| line.len())
            .sum::<usize>();
    let cells = cells(row, columns, table.header.len())?;
    let cells: Vec<String> = cells.iter().map(|cell| cell.replace('|', "\\|")).collect();
    let header = lines.first().copied().unwrap_or_default();
    let written = write(&cells, pattern, header);
    let eol = ending(at, block.section);
    // The first line of a block does not carry its indentation; a later one does.
    let indent: String = match lines.get(1) {
        Some(line) => line
            .chars()
            .take_while(|c| matches!(c, ' ' | '\t' | '>'))
            .collect(),
        None => String::new(),
    };
    let ended = at.text[..place].ends_with('\n');
    let with = if ended {
        format!("{indent}{written}{eol}")
    } else {
        format!("{eol}{indent}{written}")
    };
    Ok(Edit {
        range: place..place,
        with,
        section: block.section,
        declares: None,
        adds: Adds::Row,
    })
}

/// Whether the table has its newest row at the top. One row alone does not tell; new rows then go
/// below.
pub(crate) fn newest_first(table: &Table, columns: RevisionColumns) -> bool {
    let key = |row: Option<&Vec<Text>>, column: usize| {
        control::numbers(
            row.and_then(|row| row.get(column))
                .map_or("", |cell| cell.trimmed()),
        )
    };
    let (first, last) = (table.rows.first(), table.rows.last());
    let by_number = key(first, columns.number).cmp(&key(last, columns.number));
    by_number
        .then_with(|| key(first, columns.date).cmp(&key(last, columns.date)))
        .is_gt()
}

pub(crate) fn cells(row: &Row, columns: RevisionColumns, count: usize) -> Result<Vec<String>, Why> {
    let mut cells = vec![String::new(); count];
    let taken = [Some(columns.number), Some(columns.date), columns.author];
    let free = (0..count).rfind(|column| !taken.contains(&Some(*column)));
    let Some(note) = columns.note.or(free) else {
        let says = "the revision table has no column for what changed".to_owned();
        return Err(Why::NotEditable { says });
    };
    let mut put = |column: usize, text: &str| {
        if let Some(cell) = cells.get_mut(column) {
            *cell = text.split_whitespace().collect::<Vec<_>>().join(" ");
        }
    };
    put(note, row.note);
    if let Some(author) = columns.author {
        put(author, row.author);
    }
    put(columns.date, row.date);
    put(columns.number, row.number);
    Ok(cells)
}

/// The cells of a line of a table, with their blanks.
fn raw_cells(line: &str) -> Vec<String> {
    let line = line.trim().trim_start_matches(['>', ' ', '\t']);
    let inner = line.strip_prefix('|').unwrap_or(line);
    let inner = inner.strip_suffix('|').unwrap_or(inner);
    // An escaped pipe is as wide as it is written and divides nothing.
    inner
        .replace("\\|", "\u{1}\u{1}")
        .split('|')
        .map(str::to_owned)
        .collect()
}

/// A row in the hand of another: pipes at its ends, blanks, and widths where the columns are
/// aligned.
fn write(cells: &[String], pattern: &str, header: &str) -> String {
    let (like, head) = (raw_cells(pattern), raw_cells(header));
    let width = |cell: &String| cell.chars().count();
    let aligned = like.iter().map(width).eq(head.iter().map(width));
    let spaced = like
        .iter()
        .any(|cell| cell.starts_with(' ') || cell.ends_with(' '));
    let pattern = pattern.trim().trim_start_matches(['>', ' ', '\t']);
    let (opens, closes) = (pattern.starts_with('|'), pattern.ends_with('|'));
    let last = cells.len().saturating_sub(1);
    let mut line = String::new();
    for (column, cell) in cells.iter().enumerate() {
        if column > 0 || opens {
            line.push('|');
        }
        let blank = if spaced && (column > 0 || opens) {
            " "
        } else {
            ""
        };
        let mut written = format!("{blank}{cell}");
        if spaced && (column < last || closes) {
            let wanted = like.get(column).filter(|_| aligned).map_or(0, width);
            let pad = wanted.saturating_sub(written.chars().count()).max(1);
            written.push_str(&" ".repeat(pad));
        }
        line.push_str(&written);
    }
    if closes {
        line.push('|');
    }
    line
}

/// The first revision of a plan that has no table.
fn first(at: &Scan, row: &Row) -> Result<Edit, Why> {
    let cell = |text: &str| {
        text.split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
            .replace('|', "\\|")
    };
    let table = format!(
        "| Revision | Date | Author | Change |\n| --- | --- | --- | --- |\n| {} | {} | {} | {} |",
        cell(row.number),
        cell(row.date),
        cell(row.author),
        cell(row.note)
    );
    match home(&at.sections) {
        Some(section) => insert(at, section, &table).map(|edit| Edit {
            adds: Adds::Row,
            ..edit
        }),
        None => new_section(at, None, HEADING, &table).map(|edit| Edit {
            adds: Adds::Row,
            ..edit
        }),
    }
}

/// The section that is made for revisions, where there is one without a table.
pub(crate) fn home(sections: &[Section]) -> Option<usize> {
    let titles = [
        "revision history",
        "document history",
        "version history",
        "change log",
        "changelog",
        "revisions",
    ];
    sections.iter().position(|section| {
        let title = crate::outline::unnumbered(&section.title).to_lowercase();
        titles.contains(&title.as_str())
    })
}
