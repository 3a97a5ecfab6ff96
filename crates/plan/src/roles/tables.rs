//! Shapes 2 and 3: a table with a column of roles, and a RACI matrix. Contact data in such tables
//! is passed over; people are kept in the roster.

use super::{Context, Found, Scene, name};
use crate::blocks::{Body, Table, Text};
use crate::model::Shape;
use crate::{placeholders, sentences, words};

pub(super) fn find(scene: &Scene) -> Vec<Found> {
    let mut found = Vec::new();
    for (index, block) in scene.blocks.iter().enumerate() {
        let Body::Table(table) = &block.body else {
            continue;
        };
        if matches!(scene.context_of(block), Context::Role(_)) {
            continue;
        }
        // Listings are told apart from sections by counting on from them.
        let reader = Reader {
            section: block.section,
            listing: scene.sections.len() + index,
        };
        match raci(table) {
            Some(Side::Columns) => found.extend(reader.raci_columns(table)),
            Some(Side::Rows) => found.extend(reader.raci_rows(table)),
            None => found.extend(reader.rows(table)),
        }
    }
    found
}

enum Side {
    Columns,
    Rows,
}

/// Whether a table is a RACI matrix, and on which side its roles stand.
fn raci(table: &Table) -> Option<Side> {
    let cells = table
        .rows
        .iter()
        .flat_map(|row| row.iter().skip(1))
        .filter(|cell| !cell.is_empty());
    let (letters, all) = cells.fold((0usize, 0usize), |(letters, all), cell| {
        (letters + usize::from(letters_of(cell).is_some()), all + 1)
    });
    if all < 2 || letters * 10 < all * 7 {
        return None;
    }
    let role = |cell: &Text| usize::from(words::is_role_in_list(&name::split(cell.trimmed()).0));
    let columns: usize = table.header.iter().skip(1).map(role).sum();
    let rows: usize = table
        .rows
        .iter()
        .filter_map(|row| row.first())
        .map(role)
        .sum();
    match (columns, rows) {
        (0, 0) => None,
        (columns, rows) if columns >= rows => Some(Side::Columns),
        (_, _) => Some(Side::Rows),
    }
}

/// The letters of a RACI cell: responsible, accountable, consulted, informed.
fn letters_of(cell: &Text) -> Option<String> {
    let letters: String = cell
        .trimmed()
        .chars()
        .filter(|c| c.is_alphabetic())
        .collect();
    let plain = cell.trimmed().chars().all(|c| {
        matches!(
            c,
            'R' | 'A' | 'C' | 'I' | 'S' | '/' | ',' | ' ' | '-' | '–' | '*'
        )
    });
    (plain && letters.len() <= 4).then_some(letters)
}

fn bound(activity: &str, letters: &str) -> Option<String> {
    match (letters.contains('R'), letters.contains('A')) {
        (true, true) => Some(format!("{activity} (responsible and accountable)")),
        (true, false) => Some(format!("{activity} (responsible)")),
        (false, true) => Some(format!("{activity} (accountable)")),
        (false, false) => None,
    }
}

struct Reader {
    section: usize,
    listing: usize,
}

impl Reader {
    fn found(&self, cell: &Text, shape: Shape) -> Option<Found> {
        let (title, aliases) = name::split(cell.trimmed());
        if title.is_empty() || placeholders::is_placeholder(&title) {
            return None;
        }
        let lead = cell.plain.len() - cell.plain.trim_start().len();
        Some(Found {
            title,
            aliases,
            duties: Vec::new(),
            deputy: None,
            authority: None,
            shape,
            section: self.section,
            at: cell.source(lead),
            listing: self.listing,
        })
    }

    fn raci_columns(&self, table: &Table) -> Vec<Found> {
        let mut found = Vec::new();
        for (column, cell) in table.header.iter().enumerate().skip(1) {
            let Some(mut role) = self
                .found(cell, Shape::Raci)
                .filter(|role| words::is_name(&role.title))
            else {
                continue;
            };
            for row in &table.rows {
                let activity = row.first().map(|cell| cell.trimmed()).unwrap_or_default();
                let letters = row.get(column).and_then(letters_of).unwrap_or_default();
                role.duties.extend(bound(activity, &letters));
            }
            found.push(role);
        }
        found
    }

    fn raci_rows(&self, table: &Table) -> Vec<Found> {
        let mut found = Vec::new();
        for row in &table.rows {
            let role = row.first().and_then(|cell| self.found(cell, Shape::Raci));
            let Some(mut role) = role.filter(|role| words::is_name(&role.title)) else {
                continue;
            };
            for (column, cell) in row.iter().enumerate().skip(1) {
                let activity = table
                    .header
                    .get(column)
                    .map(|cell| cell.trimmed())
                    .unwrap_or_default();
                role.duties
                    .extend(bound(activity, &letters_of(cell).unwrap_or_default()));
            }
            found.push(role);
        }
        found
    }

    fn rows(&self, table: &Table) -> Vec<Found> {
        let first_is_header = table.header.is_empty();
        let header = if first_is_header {
            table.rows.first()
        } else {
            Some(&table.header)
        };
        let Some(columns) = header.and_then(|header| Columns::of(header)) else {
            return Vec::new();
        };
        let mut found = Vec::new();
        for row in table.rows.iter().skip(usize::from(first_is_header)) {
            let Some(cell) = row.get(columns.role).filter(|cell| !cell.is_empty()) else {
                continue;
            };
            for cell in several(cell) {
                let Some(mut role) = self.found(&cell, Shape::Table) else {
                    continue;
                };
                let fits = if columns.duties.is_some() {
                    words::is_name(&role.title)
                } else {
                    words::is_role(&role.title)
                };
                if !fits || words::is_general(&role.title) {
                    continue;
                }
                let text = |column: Option<usize>| {
                    column
                        .and_then(|column| row.get(column))
                        .filter(|cell| !cell.is_empty())
                };
                role.duties = text(columns.duties).map(duties).unwrap_or_default();
                let stated = |cell: &Text| {
                    let said = cell.trimmed();
                    let nobody = ["-", "–", "—", "n/a", "none", "tbd"];
                    let free = nobody
                        .iter()
                        .any(|nobody| said.eq_ignore_ascii_case(nobody));
                    (!free && !placeholders::is_placeholder(said)).then(|| said.to_owned())
                };
                role.deputy = text(columns.deputy).and_then(stated);
                role.authority = text(columns.authority).and_then(stated);
                found.push(role);
            }
        }
        found
    }
}

/// What the columns of a table of roles hold.
struct Columns {
    role: usize,
    duties: Option<usize>,
    deputy: Option<usize>,
    authority: Option<usize>,
}

impl Columns {
    fn of(header: &[Text]) -> Option<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|cell| cell.trimmed().to_lowercase())
            .collect();
        let position = |fits: &dyn Fn(&str) -> bool| names.iter().position(|name| fits(name));
        let duty = |name: &str| {
            const WORDS: [&str; 10] = [
                "responsibilit",
                "dut",
                "task",
                "description",
                "accountab",
                "what they do",
                "action",
                "activit",
                "purpose",
                "does",
            ];
            WORDS.iter().any(|word| name.contains(word)) && !name.starts_with("role")
        };
        let duties = position(&duty);
        let role = position(&|name| {
            let said =
                name.starts_with("role") || name.ends_with(" role") || name == "responsible role";
            let loose = matches!(
                name,
                "function" | "position" | "team member" | "title" | "team"
            );
            (said || (loose && duties.is_some()))
                && Some(name) != duties.map(|at| names[at].as_str())
        })?;
        Some(Self {
            role,
            duties: duties.filter(|duties| *duties != role),
            deputy: position(&words::is_deputy),
            authority: position(&|name| {
                words::is_authority(name)
                    || name.contains("authority")
                    || name.contains("may decide")
            }),
        })
    }
}

/// The roles of one cell: several only where every part is one.
fn several(cell: &Text) -> Vec<Text> {
    let text = cell.plain.as_str();
    let mut parts = Vec::new();
    let mut start = 0;
    for (at, separator) in text.match_indices([',', '/', '&', ';']) {
        parts.push(start..at);
        start = at + separator.len();
    }
    parts.push(start..text.len());
    let every = parts
        .iter()
        .all(|part| words::is_role(&name::split(&text[part.clone()]).0));
    let same = || {
        let keys: Vec<String> = parts
            .iter()
            .map(|part| words::role_key(&text[part.clone()]))
            .collect();
        keys.windows(2).all(|pair| pair[0] == pair[1])
    };
    if parts.len() > 1 && every && !same() {
        parts.into_iter().map(|part| cell.part(part)).collect()
    } else {
        vec![cell.clone()]
    }
}

/// The duties of one cell: its lines, the parts between semicolons, the sentences.
pub(super) fn duties(cell: &Text) -> Vec<String> {
    let mut duties = Vec::new();
    let bullets = cell.plain.contains(['•', ';']) || cell.lines().len() > 1;
    let lines: Vec<&str> = if bullets {
        cell.lines()
            .into_iter()
            .flat_map(|line| cell.plain[line].split(['•', ';']))
            .collect()
    } else {
        vec![cell.plain.as_str()]
    };
    for line in lines {
        let line = line.trim().trim_start_matches(['-', '*', '–', ' ']);
        duties.extend(
            sentences::split(line)
                .into_iter()
                .map(|range| line[range].to_owned()),
        );
    }
    duties.retain(|duty| duty.chars().any(char::is_alphabetic));
    duties
}
