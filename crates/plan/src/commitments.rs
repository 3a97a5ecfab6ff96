//! Finds the time limits that a plan sets. A limit is a length of time with a word before or after
//! it that makes it one ("within", "every", "target:"), or a cell of a table of times. What is
//! vague, left as a placeholder or past ("in the last 24 hours") is no limit.

use terms::Diagnostic;

use crate::blocks::{Block, Body, Document, Lines, Table, Text, floor};
use crate::durations::{self, Length, Token};
use crate::model::{Commitment, LimitKind, Section};
use crate::roles::Roles;
use crate::sentences;

const LONGEST: usize = 300;

/// Every commitment in reading order, with what is to be said about them.
pub(crate) fn find(
    document: &Document,
    sections: &[Section],
    roles: &Roles,
    lines: &Lines,
) -> (Vec<Commitment>, Vec<Diagnostic>) {
    let mut finder = Finder {
        sections,
        roles,
        lines,
        found: Vec::new(),
        notes: Vec::new(),
    };
    let mut above: Vec<Option<String>> = vec![None; document.blocks.len()];
    for (index, block) in document.blocks.iter().enumerate() {
        // A nested item without a subject of its own binds the role of the item above it.
        above[index] = match (&block.body, block.within) {
            (Body::Item { .. } | Body::Paragraph, within) => finder
                .subject(&block.text.plain)
                .or_else(|| within.and_then(|within| above[within].clone())),
            (Body::Heading { .. } | Body::Table(_) | Body::Rule, _) => None,
        };
        match &block.body {
            Body::Paragraph | Body::Item { .. } => finder.prose(
                block,
                block.within.and_then(|within| above[within].as_deref()),
            ),
            Body::Table(table) => finder.table(block, table),
            Body::Heading { .. } | Body::Rule => {}
        }
    }
    (finder.found, finder.notes)
}

struct Finder<'a> {
    sections: &'a [Section],
    roles: &'a Roles,
    lines: &'a Lines<'a>,
    found: Vec<Commitment>,
    notes: Vec<Diagnostic>,
}

impl Finder<'_> {
    fn subject(&self, text: &str) -> Option<String> {
        sentences::subject(text)
            .and_then(|subject| self.roles.named(subject.name))
            .map(str::to_owned)
    }

    fn prose(&mut self, block: &Block, above: Option<&str>) {
        let text = &block.text;
        for range in sentences::split(&text.plain) {
            let sentence = &text.plain[range.clone()];
            let tokens = durations::tokens(sentence);
            self.unset(sentence, text.source(range.start));
            let own = self.subject(sentence);
            let role = self
                .roles
                .of_section(block.section)
                .map(str::to_owned)
                .or(own);
            let role = role.or_else(|| above.map(str::to_owned));
            for (at, length, kind) in limits(&tokens) {
                let from = range.start + tokens[at].start;
                self.keep(
                    excerpt(sentence, tokens[at].start),
                    length,
                    kind,
                    role.clone(),
                    block.section,
                    text.source(from),
                );
            }
        }
    }

    fn table(&mut self, block: &Block, table: &Table) {
        let headers: Vec<String> = table
            .header
            .iter()
            .map(|cell| cell.plain.to_lowercase())
            .collect();
        let role_column = headers.iter().position(|header| is_role_header(header));
        let timed = |column: usize| {
            headers
                .get(column)
                .is_some_and(|header| is_time_header(header))
        };
        let severity = headers.first().is_some_and(|header| {
            header.starts_with("sev")
                || header.starts_with("priorit")
                || header.contains("severity")
        });
        for row in &table.rows {
            let role = role_column
                .and_then(|column| row.get(column))
                .and_then(|cell| self.roles.named(cell.trimmed()));
            let role = role.map(str::to_owned);
            for (column, cell) in row.iter().enumerate() {
                let tokens = durations::tokens(&cell.plain);
                let label = label(row, table, column);
                let part = |at: usize| {
                    let near = excerpt(&cell.plain, at);
                    let at = at - (near.as_ptr() as usize - cell.plain.as_ptr() as usize);
                    let start = near[..at].rfind(';').map_or(0, |semicolon| semicolon + 1);
                    let end = near[at..].find(';').map_or(near.len(), |end| at + end);
                    near[start..end].trim()
                };
                let role = role.clone().or_else(|| self.subject(&cell.plain));
                let mut any = false;
                for (at, length, kind) in limits(&tokens) {
                    any = true;
                    let offset = cell.source(tokens[at].start);
                    let sentence = format!("{label}{}", part(tokens[at].start));
                    let every = headers
                        .get(column)
                        .is_some_and(|header| is_cadence_header(header));
                    let kind = if every { LimitKind::Every } else { kind };
                    self.keep(&sentence, length, kind, role.clone(), block.section, offset);
                }
                let when = headers
                    .get(column)
                    .is_some_and(|header| header.starts_with("when"));
                let only = (severity || when) && column > 0 && is_only_length(&tokens);
                let lone = timed(column) || only;
                if !any
                    && lone
                    && let Some(length) = cell_length(&tokens)
                {
                    let every = headers
                        .get(column)
                        .is_some_and(|header| is_cadence_header(header));
                    let kind = if every {
                        LimitKind::Every
                    } else {
                        LimitKind::Within
                    };
                    let sentence = format!("{label}{}", excerpt(cell.trimmed(), 0));
                    self.keep(&sentence, length, kind, role, block.section, cell.source(0));
                }
            }
        }
    }

    fn keep(
        &mut self,
        text: &str,
        length: Length,
        kind: LimitKind,
        role: Option<String>,
        section: usize,
        at: usize,
    ) {
        let place = self.lines.place(self.sections, section, at);
        if length.business {
            let says = "A time limit counts business days; it is kept as calendar days.";
            let note = Diagnostic::warning("business-days", (place.line, place.column), says)
                .with_hint(
                    "The target times of a drill run on the clock. Set the hours in the scenario.",
                );
            self.notes.push(note);
        }
        let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
        let text = text.chars().take(LONGEST).collect();
        self.found.push(Commitment {
            text,
            limit_s: length.seconds,
            kind,
            role,
            place,
        });
    }

    /// A limit that is still a placeholder: said, because a drill cannot hold anybody to it.
    fn unset(&mut self, sentence: &str, at: usize) {
        let lower = sentence.to_ascii_lowercase();
        for word in ["within ", "every ", "no later than "] {
            for (found, _) in lower.match_indices(word) {
                let rest = &sentence[found + word.len()..];
                if rest.starts_with("{{")
                    || (rest.starts_with('[') && rest[1..].starts_with(char::is_uppercase))
                {
                    let says =
                        "A time limit is left as a placeholder, so nobody can be held to it.";
                    let note = Diagnostic::warning("limit-unset", self.lines.at(at + found), says)
                        .with_hint("Write the time, such as \"within 15 minutes\".");
                    self.notes.push(note);
                }
            }
        }
    }
}

/// The text around an offset, whole where it is short: one limit costs the same in any sentence.
fn excerpt(text: &str, at: usize) -> &str {
    if text.len() <= LONGEST {
        return text;
    }
    let start = floor(text, at.saturating_sub(LONGEST / 2));
    &text[start..floor(text, at + LONGEST / 2)]
}

fn is_role_header(header: &str) -> bool {
    ["role", "owner", "who", "responsible"]
        .iter()
        .any(|word| header.trim().starts_with(word))
}

fn is_time_header(header: &str) -> bool {
    const WORDS: [&str; 15] = [
        "time",
        "within",
        "target",
        "deadline",
        "sla",
        "limit",
        "update",
        "frequency",
        "cadence",
        "acknowledg",
        "response",
        "respond",
        "by when",
        "rto",
        "window",
    ];
    WORDS.iter().any(|word| header.contains(word)) && !header.contains("timeline")
}

fn is_cadence_header(header: &str) -> bool {
    ["update", "frequency", "cadence", "interval", "every"]
        .iter()
        .any(|word| header.contains(word))
        && !header.contains("first update")
        && !header.contains("initial update")
}

/// What stands before the cell when the row is read aloud: the first cell and the column's header.
fn label(row: &[Text], table: &Table, column: usize) -> String {
    let first = row
        .first()
        .filter(|_| column > 0)
        .map(|cell| cell.trimmed());
    let header = table.header.get(column).map(|cell| cell.trimmed());
    let parts: Vec<&str> = [first, header]
        .into_iter()
        .flatten()
        .filter(|part| !part.is_empty())
        .collect();
    if parts.is_empty() {
        String::new()
    } else {
        format!("{}: ", parts.join(", "))
    }
}

/// Whether a cell is a length of time and nothing else.
fn is_only_length(tokens: &[Token]) -> bool {
    let start = tokens
        .iter()
        .position(|token| !token.is_any(&["<", "≤", "~", "="]))
        .unwrap_or(tokens.len());
    durations::length(tokens, start).is_some_and(|length| length.after >= tokens.len())
}

/// The length of time with which a cell of times begins.
fn cell_length(tokens: &[Token]) -> Option<Length> {
    let first = tokens
        .iter()
        .position(|token| !token.is_any(&["<", "≤", "~", "=", "up", "to", "in", "about", "max"]));
    durations::length(tokens, first?)
        .filter(|_| !tokens[first.unwrap_or_default()].is_any(&["a", "an"]))
}

/// Every limit among the tokens: where its length begins, the length, what it limits.
fn limits(tokens: &[Token]) -> Vec<(usize, Length, LimitKind)> {
    let mut limits = Vec::new();
    let mut at = 0;
    while at < tokens.len() {
        if let Some((kind, length)) = every_unit(tokens, at) {
            limits.push((at, length, kind));
            at = length.after;
            continue;
        }
        match durations::length(tokens, at) {
            Some(length) => {
                if let Some(kind) = kind(tokens, at, length) {
                    limits.push((at, length, kind));
                }
                at = length.after;
            }
            None => at += 1,
        }
    }
    limits
}

/// "every hour", "hourly": a cadence without a number.
fn every_unit(tokens: &[Token], at: usize) -> Option<(LimitKind, Length)> {
    let hour = |after| Length {
        seconds: 3600,
        business: false,
        after,
    };
    let token = tokens.get(at)?;
    let previous = at.checked_sub(1).and_then(|at| tokens.get(at));
    if token.is("hourly") {
        return Some((LimitKind::Every, hour(at + 1)));
    }
    let after_every = previous.is_some_and(|word| word.is_any(&["every", "each"]));
    (after_every && token.is("hour")).then(|| (LimitKind::Every, hour(at + 1)))
}

/// Words that may stand between what makes a limit and its length.
const FILLERS: &[&str] = &[
    "the",
    "first",
    "next",
    "of",
    "about",
    "approximately",
    "max",
    "maximum",
    "(",
    "~",
];

/// Words that name a limit before a length.
const LABELS: &[&str] = &[
    "target",
    "targets",
    "sla",
    "slo",
    "goal",
    "limit",
    "deadline",
    "rto",
    "objective",
    "due",
    "timeframe",
];

/// Words that name a limit after a length.
const NAMES: &[&str] = &[
    "deadline", "limit", "window", "sla", "target", "clock", "max", "maximum",
];

fn kind(tokens: &[Token], at: usize, length: Length) -> Option<LimitKind> {
    let mut before = at;
    while before > 0 && tokens[before - 1].is_any(FILLERS) {
        // "(max 15 minutes)" and "a maximum of 15 minutes" are limits by themselves.
        if tokens[before - 1].is_any(&["max", "maximum"]) {
            return Some(LimitKind::Within);
        }
        before -= 1;
    }
    let word = |back: usize| before.checked_sub(back).and_then(|at| tokens.get(at));
    let is = |back: usize, words: &[&str]| word(back).is_some_and(|token| token.is_any(words));
    let past = tokens[before..at]
        .iter()
        .chain(tokens.get(length.after))
        .any(|token| token.is_any(&["last", "past", "previous"]));
    if past {
        return None;
    }
    if is(1, &["every", "each"]) {
        return Some(LimitKind::Every);
    }
    let than = is(1, &["than"])
        && is(2, &["later", "more", "less", "longer"])
        && is(3, &["no", "not", "in"]);
    let most = is(1, &["most", "latest"]) && is(2, &["at", "the"]);
    let exceed = is(1, &["exceed"]) && is(2, &["not"]);
    let under = is(1, &["under"]) && is(2, &["in"]);
    let sign = is(1, &["<", "≤"]);
    let label = is(1, &[":", "=", "is", "–", "—"]) && is(2, LABELS) || is(1, LABELS);
    if is(1, &["within"]) || than || most || exceed || under || sign || label {
        return Some(LimitKind::Within);
    }
    let next = |ahead: usize| tokens.get(length.after + ahead - 1);
    let follows =
        |ahead: usize, words: &[&str]| next(ahead).is_some_and(|token| token.is_any(words));
    let named = follows(1, NAMES)
        || follows(2, &["deadline", "limit", "window", "clock", "target"])
            && !follows(1, &[".", ",", ";", ")", "and"]);
    let or_less = follows(1, &["or"]) && follows(2, &["less", "sooner", "faster"]);
    let latest = follows(1, &["at"]) && follows(2, &["the"]) && follows(3, &["latest"])
        || follows(1, &["at"]) && follows(2, &["most"]);
    (named || or_less || latest).then_some(LimitKind::Within)
}
