//! Finds what was left to be filled in. Links, fenced code and ordinary brackets are not
//! placeholders; a blank that a script means to be spoken (`[NAME]`) cannot be told from one and
//! counts.

use crate::blocks::{Body, Document, Lines, Text};
use crate::model::{Placeholder, PlaceholderKind, Section};

const LONGEST: usize = 120;

/// Every placeholder in reading order.
pub(crate) fn find(document: &Document, sections: &[Section], lines: &Lines) -> Vec<Placeholder> {
    let mut found: Vec<(usize, usize, PlaceholderKind, String)> = Vec::new();
    for (key, value, offset) in &document.front {
        let text = with_offset(value, *offset);
        scan(&text, |at, kind, text| {
            found.push((*offset + at, usize::MAX, kind, format!("{key}: {text}")))
        });
    }
    for block in &document.blocks {
        let mut push = |text: &Text| {
            scan(text, |at, kind, says| {
                found.push((text.source(at), block.section, kind, says.to_owned()))
            });
        };
        match &block.body {
            Body::Table(table) => {
                table.header.iter().for_each(&mut push);
                table.rows.iter().flatten().for_each(&mut push);
            }
            Body::Heading { .. } | Body::Paragraph | Body::Item { .. } => push(&block.text),
            Body::Rule => {}
        }
    }
    for (link, offset) in &document.links {
        if link.contains("TODO") || link.contains("FIXME") || link.contains("TBD") || link == "#FIX"
        {
            let section = sections.partition_point(|section| section.range.start <= *offset);
            found.push((
                *offset,
                section.saturating_sub(1),
                PlaceholderKind::Todo,
                link.clone(),
            ));
        }
    }
    found.sort_by_key(|(at, _, _, _)| *at);
    let place = |section, at| lines.place(sections, section, at);
    let made = found
        .into_iter()
        .map(|(at, section, kind, text)| Placeholder {
            text: text.chars().take(LONGEST).collect(),
            kind,
            place: place(section, at),
        });
    made.collect()
}

fn with_offset(value: &str, offset: usize) -> Text {
    let mut text = Text::default();
    text.push(value, offset);
    text
}

/// Whether a value is nothing but a placeholder.
pub(crate) fn is_placeholder(value: &str) -> bool {
    let mut text = Text::default();
    text.push(value.trim(), 0);
    let mut whole = false;
    scan(&text, |at, _, says| {
        whole |= at == 0 && says.len() + 1 >= value.trim().trim_end_matches('.').len()
    });
    whole
}

fn scan(text: &Text, mut found: impl FnMut(usize, PlaceholderKind, &str)) {
    let plain = text.plain.as_str();
    let mut at = 0;
    while at < plain.len() {
        let rest = &plain[at..];
        let Some(next) = rest.find(['{', '[', '<', '_', 'T', 'F', 'Y', 'D', '?', 'y', 'd']) else {
            return;
        };
        at += next;
        let rest = &plain[at..];
        let before = plain[..at].chars().next_back();
        let hit = braces(rest)
            .map(|len| (len, PlaceholderKind::Braces))
            .or_else(|| brackets(rest).map(|len| (len, PlaceholderKind::Brackets)))
            .or_else(|| angles(rest).map(|len| (len, PlaceholderKind::Angles)))
            .or_else(|| blank(rest, before).map(|len| (len, PlaceholderKind::Blank)))
            .or_else(|| todo(rest, before).map(|len| (len, PlaceholderKind::Todo)));
        match hit {
            Some((len, kind)) => {
                found(at, kind, plain[at..at + len].trim_end());
                at += len;
            }
            None => at += rest.chars().next().map_or(1, char::len_utf8),
        }
    }
}

/// `{{NAME}}`, and `{NAME{}}`, which a find-and-replace gone wrong leaves behind.
fn braces(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('{')?;
    let double = inner.starts_with('{');
    let name_start = 1 + usize::from(double);
    let name_len = rest[name_start..]
        .bytes()
        .take(80)
        .position(|b| matches!(b, b'{' | b'}' | b'\n'))?;
    let name = rest[name_start..].get(..name_len)?.trim();
    if name.is_empty() {
        return None;
    }
    let capital = name
        .chars()
        .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || c == '_');
    let after = name_start + name_len;
    let closing = rest[after..]
        .bytes()
        .take_while(|b| matches!(b, b'{' | b'}'))
        .count();
    let fits = if double {
        closing >= 2
    } else {
        closing >= 1 && capital
    };
    fits.then_some(after + if double { 2 } else { closing })
}

/// `[ORGANIZATION NAME]` or `[insert …]`; not `[EXTERNAL]`, a task's `[X]` or a callout's
/// `[!NOTE]`.
fn brackets(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('[')?;
    let len = inner
        .bytes()
        .take(100)
        .position(|b| matches!(b, b']' | b'[' | b'\n'))?;
    if inner.as_bytes()[len] != b']' {
        return None;
    }
    let name = inner.get(..len)?.trim();
    const ORDINARY: [&str; 10] = [
        "EXTERNAL",
        "INTERNAL",
        "SECURE",
        "ENCRYPTED",
        "OPTIONAL",
        "REDACTED",
        "NOTE",
        "SIC",
        "X",
        "URGENT",
    ];
    let lower = name.to_lowercase();
    let first = lower.split_whitespace().next().unwrap_or_default();
    let asks = matches!(
        first,
        "insert"
            | "your"
            | "enter"
            | "add"
            | "fill"
            | "tbd"
            | "todo"
            | "company"
            | "organization"
            | "organisation"
    ) || matches!(
        lower.as_str(),
        "name" | "date" | "email" | "phone" | "phone number" | "title" | "contact"
    );
    let letters = name.chars().filter(|c| c.is_alphabetic()).count();
    let capital = letters >= 2
        && !name.chars().any(char::is_lowercase)
        && name.starts_with(char::is_alphabetic);
    let acronym_like = name.contains(':') || ORDINARY.contains(&name);
    ((capital && !acronym_like) || asks).then_some(len + 2)
}

fn angles(rest: &str) -> Option<usize> {
    let inner = rest.strip_prefix('<')?;
    let len = inner
        .bytes()
        .take(100)
        .position(|b| matches!(b, b'>' | b'<' | b'\n'))?;
    let name = inner.get(..len).filter(|_| inner.as_bytes()[len] == b'>')?;
    let capital = name.len() > 2
        && name
            .chars()
            .all(|c| c.is_ascii_uppercase() || c.is_ascii_digit() || matches!(c, '_' | ' ' | '-'));
    (capital || crate::html_text::is_placeholder(rest)).then_some(len + 2)
}

/// A date or line that waits for a pen.
fn blank(rest: &str, before: Option<char>) -> Option<usize> {
    let underscores = rest.bytes().take_while(|b| *b == b'_').count();
    if underscores >= 4 {
        return Some(underscores);
    }
    if before.is_some_and(char::is_alphanumeric) {
        return None;
    }
    const DATES: [&str; 5] = [
        "YYYY-MM-DD",
        "DD/MM/YYYY",
        "MM/DD/YYYY",
        "DD.MM.YYYY",
        "YYYY/MM/DD",
    ];
    let head = rest.get(..10)?;
    DATES
        .iter()
        .any(|date| head.eq_ignore_ascii_case(date))
        .then_some(10)
}

/// `TODO: …` to the end of its sentence, or the bare word.
fn todo(rest: &str, before: Option<char>) -> Option<usize> {
    if before.is_some_and(|c| c.is_alphanumeric() || c == '_') {
        return None;
    }
    if rest.starts_with("???") {
        return Some(3);
    }
    let word = ["TODO", "TBD", "TBC", "FIXME"]
        .into_iter()
        .find(|word| rest.starts_with(word))?;
    let after = &rest[word.len()..];
    if after.starts_with(|c: char| c.is_alphanumeric() || c == '_') {
        return None;
    }
    if !after.starts_with(':') {
        return Some(word.len());
    }
    let end = after.find(". ").map_or(after.len(), |end| end + 1);
    Some(word.len() + end)
}
