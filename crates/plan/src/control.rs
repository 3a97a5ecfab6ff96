//! Document control: owner, version, dates, and the revision table. These are also the places to
//! which the programme writes back. A value that is still a placeholder counts as not said.

use crate::blocks::{Body, Document, Lines, Table, Text};
use crate::model::{Control, RevisionRow, Section, Stated};
use crate::placeholders;

/// Which columns of a revision table hold what.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct RevisionColumns {
    pub number: usize,
    pub date: usize,
    pub note: Option<usize>,
    pub author: Option<usize>,
}

impl RevisionColumns {
    /// Reads the header of a table; none where it is no revision table.
    pub fn of(header: &[Text]) -> Option<Self> {
        let names: Vec<String> = header
            .iter()
            .map(|cell| cell.trimmed().to_lowercase())
            .collect();
        let find = |words: &[&str]| {
            names
                .iter()
                .position(|name| words.iter().any(|word| name.contains(word)))
        };
        let number = names.iter().position(|name| {
            ["version", "revision", "rev", "edition", "issue"]
                .iter()
                .any(|word| name.starts_with(word))
                && !name.contains("date")
                || matches!(name.as_str(), "no" | "no." | "number" | "#" | "ver")
        })?;
        let date =
            find(&["date", "released", "effective", "when"]).filter(|date| *date != number)?;
        let free = |column: &usize| *column != number && *column != date;
        Some(Self {
            number,
            date,
            note: find(&[
                "change", "note", "descri", "summary", "comment", "reason", "what", "details",
            ])
            .filter(free),
            author: find(&["author", "by", "editor", "owner", "name"])
                .filter(free)
                .filter(|at| !names[*at].contains("approved")),
        })
    }
}

/// The table that holds the revisions: its block and its columns.
pub(crate) fn revision_table(document: &Document) -> Option<(usize, RevisionColumns)> {
    document
        .blocks
        .iter()
        .enumerate()
        .find_map(|(index, block)| match &block.body {
            Body::Table(table) => Some((index, RevisionColumns::of(&table.header)?)),
            Body::Heading { .. } | Body::Paragraph | Body::Item { .. } | Body::Rule => None,
        })
}

/// The rows of the revision table, as they stand.
pub(crate) fn revisions(
    document: &Document,
    sections: &[Section],
    lines: &Lines,
) -> Vec<RevisionRow> {
    let Some((index, columns)) = revision_table(document) else {
        return Vec::new();
    };
    let block = &document.blocks[index];
    let Body::Table(table) = &block.body else {
        return Vec::new();
    };
    let rows = table.rows.iter().map(|row| {
        let cell = |column: usize| {
            row.get(column)
                .map(|cell| cell.trimmed().to_owned())
                .unwrap_or_default()
        };
        let at = row.first().map_or(block.range.start, |cell| cell.source(0));
        RevisionRow {
            number: cell(columns.number),
            date: cell(columns.date),
            author: columns.author.map(cell).unwrap_or_default(),
            note: columns.note.map(cell).unwrap_or_default(),
            place: lines.place(sections, block.section, at),
        }
    });
    rows.filter(|row| !(row.number.is_empty() && row.date.is_empty() && row.note.is_empty()))
        .collect()
}

/// What the plan says of itself, in the front matter, in labelled lines, in tables of two columns,
/// in sentences such as "It was last reviewed on …".
pub(crate) fn read(
    document: &Document,
    sections: &[Section],
    lines: &Lines,
    revisions: &[RevisionRow],
) -> Control {
    let mut reader = Reader {
        sections,
        lines,
        control: Control::default(),
    };
    for (key, value, at) in &document.front {
        reader.state(&key.replace(['_', '-'], " "), value, usize::MAX, *at);
    }
    for block in &document.blocks {
        match &block.body {
            Body::Table(table) => reader.table(table, block.section),
            Body::Paragraph | Body::Item { .. } => reader.prose(&block.text, block.section),
            Body::Heading { .. } | Body::Rule => {}
        }
    }
    let newest = revisions.iter().max_by_key(|row| numbers(&row.number));
    if let Some(row) = newest.filter(|row| !placeholders::is_placeholder(&row.number)) {
        let stated = || Stated {
            value: row.number.clone(),
            place: row.place.clone(),
        };
        reader.control.version.get_or_insert_with(stated);
    }
    reader.control
}

/// The numbers in a text, so that 1.10 comes after 1.9.
pub(crate) fn numbers(text: &str) -> Vec<u64> {
    let parts = text.split(|c: char| !c.is_ascii_digit());
    parts
        .filter(|part| part.len() < 18)
        .filter_map(|part| part.parse().ok())
        .collect()
}

struct Reader<'a> {
    sections: &'a [Section],
    lines: &'a Lines<'a>,
    control: Control,
}

impl Reader<'_> {
    fn state(&mut self, label: &str, value: &str, section: usize, at: usize) {
        let label = label.trim().trim_matches(['*', ':', ' ']).to_lowercase();
        let label = label
            .trim_start_matches("document ")
            .trim_start_matches("plan ")
            .trim_start_matches("policy ");
        let value = value.trim().trim_matches('*').trim();
        let field = match label {
            "owner" | "plan owner" | "owned by" => &mut self.control.owner,
            "version" | "revision" | "current version" | "current revision" => {
                &mut self.control.version
            }
            "last reviewed" | "last review" | "reviewed" | "last updated" | "review date"
            | "last reviewed on" => &mut self.control.last_reviewed,
            "last tested" | "tested" | "last exercised" | "last test" | "last tested on" => {
                &mut self.control.last_tested
            }
            "next review" | "next review date" | "next review due" | "review due" => {
                &mut self.control.next_review
            }
            "approved by" | "approver" => &mut self.control.approved_by,
            _ => return,
        };
        let said = !value.is_empty()
            && value.chars().count() <= 120
            && !placeholders::is_placeholder(value);
        if field.is_none() && said {
            let place = self.lines.place(self.sections, section, at);
            *field = Some(Stated {
                value: value.to_owned(),
                place,
            });
        }
    }

    fn table(&mut self, table: &Table, section: usize) {
        let pairs = std::iter::once(&table.header)
            .chain(&table.rows)
            .filter(|row| row.len() == 2);
        for row in pairs {
            self.state(
                row[0].trimmed(),
                row[1].trimmed(),
                section,
                row[1].source(0),
            );
        }
    }

    fn prose(&mut self, text: &Text, section: usize) {
        // Only short blocks are labels; a paragraph of prose that holds a colon is none.
        for line in text.lines() {
            let part = &text.plain[line.clone()];
            for piece in part.split([';', '|', '·']) {
                let start = line.start + (piece.as_ptr() as usize - part.as_ptr() as usize);
                if let Some((label, value)) = piece.split_once(':')
                    && label.len() <= 40
                {
                    let value_at =
                        start + label.len() + 1 + (value.len() - value.trim_start().len());
                    self.state(
                        label,
                        value.trim_end_matches('.'),
                        section,
                        text.source(value_at.min(text.plain.len())),
                    );
                }
            }
        }
        for told in ["last reviewed on ", "last tested on ", "next review on "] {
            if let Some(at) = text.plain.to_ascii_lowercase().find(told) {
                let value_at = at + told.len();
                let rest = &text.plain[value_at..];
                let end = rest.find(". ").unwrap_or(rest.len());
                let value = rest[..end].trim_end_matches('.');
                self.state(
                    told.trim_end_matches("on ").trim(),
                    value,
                    section,
                    text.source(value_at),
                );
            }
        }
    }
}
