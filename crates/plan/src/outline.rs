//! Divides a document into sections: paths, ids, phases, kinds, fingerprints. A heading of any
//! level begins a section; what stands before the first heading is a section of its own. Not here:
//! what the sections say.

use std::collections::{BTreeMap, BTreeSet};

use sha2::{Digest, Sha256};

use crate::blocks::{Body, Document, FilePart, Lines};
use crate::model::{Section, Tag};
use crate::words;

/// The title of what stands before the first heading.
pub(crate) const PREFACE: &str = "(before the first heading)";

/// The title of a heading without words.
const UNTITLED: &str = "(untitled)";

/// What stands between the headings of a path.
pub(crate) const SEPARATOR: &str = " / ";

/// Divides the document and tells every block its section.
pub(crate) fn sections(
    text: &str,
    base: usize,
    document: &mut Document,
    lines: &Lines,
) -> Vec<Section> {
    let mut sections: Vec<Section> = Vec::new();
    let mut names = Names::default();
    let whole = [FilePart {
        range: 0..text.len(),
        base,
        title: String::new(),
    }];
    let files = std::mem::take(&mut document.files);
    let by_look: BTreeSet<usize> = match document.by_look {
        true => document.like.iter().map(|(_, _, at)| *at).collect(),
        false => BTreeSet::new(),
    };
    let mut blocks = document.blocks.iter_mut().peekable();
    for file in if files.is_empty() { &whole[..] } else { &files } {
        let mut open: Vec<usize> = Vec::new();
        let mut first = true;
        while let Some(block) = blocks.next_if(|block| block.range.start < file.range.end) {
            let heading = match block.body {
                Body::Heading { level } => Some((level, line_start(text, block.range.start))),
                Body::Paragraph | Body::Item { .. } | Body::Table(_) | Body::Rule => None,
            };
            if first && let Some(opening) = opening(text, file, heading, &sections, &mut names) {
                open.extend((opening.level > 0).then_some(sections.len()));
                sections.push(opening);
            }
            first = false;
            if let Some((level, start)) = heading {
                while open
                    .last()
                    .is_some_and(|last| sections[*last].level >= level)
                {
                    open.pop();
                }
                let title = title(block.text.trimmed());
                let parent = open.last().copied();
                let end = block.range.end;
                let mut made = section(&title, level, parent, start, end, &sections, &mut names);
                made.by_look = by_look.contains(&block.range.start);
                open.push(sections.len());
                sections.push(made);
            }
            block.section = sections.len().saturating_sub(1);
        }
        if first {
            sections.extend(opening(text, file, None, &sections, &mut names));
        }
    }
    document.files = files;
    close(text, &mut sections, lines, &document.files);
    tag(document, &mut sections);
    sections
}

/// The section that a file begins with where it does not begin with a heading: of one file alone what
/// stands before its first heading, of one among several the file itself, unless its first heading is
/// of the first level and takes that place.
fn opening(
    text: &str,
    file: &FilePart,
    heading: Option<(u8, usize)>,
    sections: &[Section],
    names: &mut Names,
) -> Option<Section> {
    let base = file.base;
    let first = heading.map_or(base, |(_, start)| start.max(base));
    let blank = match heading {
        Some(_) => text[base..first].trim().is_empty(),
        None => text[base..file.range.end].trim().is_empty(),
    };
    if file.title.is_empty() {
        return (!blank).then(|| section(PREFACE, 0, None, base, base, sections, names));
    }
    let takes_its_place = blank && matches!(heading, Some((1, _)));
    (!takes_its_place).then(|| section(&file.title, 1, None, base, base, sections, names))
}

/// The names given so far, so that a repeat is told apart.
#[derive(Default)]
struct Names {
    paths: BTreeSet<String>,
    ids: BTreeSet<String>,
    repeats: BTreeMap<String, usize>,
}

impl Names {
    /// The path as it is, or with the lowest ` [n]` that is free.
    fn path(&mut self, wanted: &str) -> String {
        let mut path = wanted.to_owned();
        let next = self.repeats.entry(wanted.to_owned()).or_insert(1);
        while self.paths.contains(&path) {
            *next += 1;
            path = format!("{wanted} [{next}]");
        }
        self.paths.insert(path.clone());
        path
    }

    fn id(&mut self, path: &str) -> String {
        let wanted = slug(path);
        let mut id = wanted.clone();
        let next = self.repeats.entry(format!("id:{wanted}")).or_insert(1);
        while self.ids.contains(&id) {
            *next += 1;
            id = format!("{wanted}-{next}");
        }
        self.ids.insert(id.clone());
        id
    }
}

fn section(
    title: &str,
    level: u8,
    parent: Option<usize>,
    start: usize,
    body_start: usize,
    sections: &[Section],
    names: &mut Names,
) -> Section {
    let path = match parent.and_then(|parent| sections.get(parent)) {
        Some(parent) => format!("{}{SEPARATOR}{title}", parent.path),
        None => title.to_owned(),
    };
    let path = names.path(&path);
    let id = names.id(&path);
    let inherited = parent.and_then(|parent| sections.get(parent)?.phase);
    Section {
        id,
        level,
        title: title.to_owned(),
        phase: words::phase_of(title).or(inherited),
        by_look: false,
        tags: words::tags_of(title),
        fingerprint: String::new(),
        file: None,
        lines: (1, 1),
        range: start..start,
        body_start,
        parent,
        path,
    }
}

/// Gives every section its end, its lines and its fingerprint.
fn close(text: &str, sections: &mut [Section], lines: &Lines, files: &[FilePart]) {
    for index in 0..sections.len() {
        let start = sections[index].range.start;
        let file = files.iter().find(|file| start < file.range.end);
        let own = file.map_or(text.len(), |file| file.range.end);
        let end = sections
            .get(index + 1)
            .map_or(own, |next| next.range.start.min(own));
        let section = &mut sections[index];
        section.range.end = end;
        section.body_start = section.body_start.min(end);
        let last = text[section.range.clone()].trim_end().len();
        let last = section.range.start + last.saturating_sub(1);
        section.lines = (lines.line(section.range.start), lines.line(last));
        section.fingerprint = fingerprint(&text[section.range.clone()]);
    }
}

/// SHA-256 in hex of a text without what an editor changes unasked: line endings, trailing blanks,
/// outer empty lines.
pub(crate) fn fingerprint(text: &str) -> String {
    let mut hash = Sha256::new();
    for line in text.trim().lines() {
        hash.update(line.trim_end());
        hash.update("\n");
    }
    hash.finalize()
        .iter()
        .map(|byte| format!("{byte:02x}"))
        .collect()
}

/// Kinds of section that the heading alone does not tell.
fn tag(document: &Document, sections: &mut [Section]) {
    for index in 0..sections.len() {
        let Some(parent) = sections[index].parent else {
            continue;
        };
        let heading = sections[parent].title.to_lowercase();
        let heading = words_only(&heading);
        if heading.ends_with("playbooks") || heading.ends_with("runbooks") {
            // The shelf is no playbook itself; what stands on it is.
            sections[parent].tags.retain(|tag| *tag != Tag::Playbook);
            add_tag(&mut sections[index], Tag::Playbook);
        }
    }
    for block in &document.blocks {
        let Body::Table(table) = &block.body else {
            continue;
        };
        let named = |text: &str| {
            let text = text.to_lowercase();
            text.starts_with("severity") || text.starts_with("priority") || text.starts_with("sev")
        };
        let levels = |text: &str| {
            matches!(
                text.to_lowercase().as_str(),
                "critical" | "high" | "medium" | "low"
            )
        };
        let by_header = table
            .header
            .first()
            .is_some_and(|cell| named(cell.trimmed()));
        let firsts = table.rows.iter().filter_map(|row| row.first());
        let by_rows = firsts.filter(|cell| levels(cell.trimmed())).count() >= 3;
        if (by_header || by_rows)
            && let Some(section) = sections.get_mut(block.section)
        {
            add_tag(section, Tag::Severity);
        }
    }
}

/// Adds a kind to a section once.
pub(crate) fn add_tag(section: &mut Section, tag: Tag) {
    if !section.tags.contains(&tag) {
        section.tags.push(tag);
        section.tags.sort();
    }
}

fn words_only(title: &str) -> String {
    unnumbered(title)
        .trim_matches(|c: char| !c.is_alphanumeric())
        .to_owned()
}

/// A heading without `2.1` or `A.` before it.
pub(crate) fn unnumbered(title: &str) -> &str {
    let title = title.trim();
    let end = title.find(' ').unwrap_or(0);
    let number = &title[..end];
    let digits = number.starts_with(|c: char| c.is_ascii_digit())
        && number
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | ')'));
    let letter = number.len() == 2
        && number.starts_with(|c: char| c.is_ascii_uppercase())
        && number.ends_with(['.', ')']);
    if digits || letter {
        title[end..].trim_start()
    } else {
        title
    }
}

/// The heading as it reads: one line, without attributes such as `{#anchor}`.
fn title(text: &str) -> String {
    let mut text = text.trim();
    if text.ends_with('}')
        && let Some(at) = text.rfind('{')
        && text[at + 1..].starts_with(['#', '.', ':'])
    {
        text = text[..at].trim_end();
    }
    let title = text.split_whitespace().collect::<Vec<_>>().join(" ");
    if title.is_empty() {
        UNTITLED.to_owned()
    } else {
        title
    }
}

/// The beginning of a heading's line; of one that was typed at the end of a line its own.
fn line_start(text: &str, at: usize) -> usize {
    let first = if text.starts_with('\u{feff}') { 3 } else { 0 };
    let start = text[..at].rfind('\n').map_or(first, |at| at + 1);
    let blank = text[start..at].trim().is_empty();
    if blank { start } else { at }
}

fn slug(path: &str) -> String {
    let parts = path.split(SEPARATOR).map(|part| {
        let mut slug = String::new();
        for c in part.to_lowercase().chars() {
            match c {
                c if c.is_alphanumeric() => slug.push(c),
                _ if slug.ends_with('-') || slug.is_empty() => {}
                _ => slug.push('-'),
            }
        }
        slug.trim_end_matches('-').to_owned()
    });
    let parts: Vec<String> = parts.filter(|part| !part.is_empty()).collect();
    if parts.is_empty() {
        "section".to_owned()
    } else {
        parts.join("--")
    }
}
