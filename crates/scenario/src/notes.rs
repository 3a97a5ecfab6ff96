//! Diagnostics while they are collected: each gets the line it speaks of, and there are never so many
//! that a hopeless file drowns its reader. Not here: what is worth a diagnostic.

use std::cell::Cell;

use terms::yaml::{self, quoted};
use terms::{Diagnostic, nearest};

/// The most diagnostics that are kept; what comes after is counted.
const KEPT: usize = 200;

/// How many words are compared in all to find what was meant, so that thousands of wrong names beside
/// thousands of right ones stay cheap.
const COMPARED: usize = 50_000;

/// A place in a file: line and column.
pub(crate) type Place = (u32, u32);

/// What has been found so far.
pub(crate) struct Notes<'t> {
    lines: Vec<&'t str>,
    found: Vec<Diagnostic>,
    dropped: usize,
    compared: Cell<usize>,
}

impl<'t> Notes<'t> {
    pub fn of(text: &'t str) -> Self {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        Self {
            lines: text.lines().collect(),
            found: Vec::new(),
            dropped: 0,
            compared: Cell::new(0),
        }
    }

    /// Keeps what the reading of the text itself found.
    pub fn take(&mut self, found: Vec<Diagnostic>) {
        for diagnostic in found {
            self.add(diagnostic);
        }
    }

    pub fn error(&mut self, code: &str, at: Place, says: impl Into<String>, hint: Option<String>) {
        let diagnostic = Diagnostic::error(code, at, says);
        self.add(Diagnostic { hint, ..diagnostic });
    }

    pub fn warn(&mut self, code: &str, at: Place, says: impl Into<String>, hint: &str) {
        self.add(Diagnostic::warning(code, at, says).with_hint(hint));
    }

    /// "Did you mean ...?", where a known word is near; long words and hopeless files are not compared.
    pub fn guess<'k>(
        &self,
        unknown: &str,
        known: impl IntoIterator<Item = &'k str>,
    ) -> Option<&'k str> {
        if self.is_full() || unknown.len() > 64 {
            return None;
        }
        let known = known
            .into_iter()
            .filter(|word| word.len().abs_diff(unknown.len()) <= 8);
        let left = COMPARED.saturating_sub(self.compared.get());
        let compared = &self.compared;
        nearest(
            unknown,
            known
                .take(left)
                .inspect(|_| compared.set(compared.get() + 1)),
        )
    }

    /// Where a piece of text first stands at or after a place.
    pub fn find(&self, piece: &str, from: Place) -> Option<Place> {
        if self.is_full() {
            return None;
        }
        let first = (from.0 as usize).saturating_sub(1);
        (from.0..)
            .zip(self.lines.iter().skip(first))
            .find_map(|(number, line)| {
                let skipped = if number == from.0 {
                    from.1 as usize - 1
                } else {
                    0
                };
                let start = line
                    .char_indices()
                    .nth(skipped)
                    .map_or(line.len(), |(at, _)| at);
                let at = start + line.get(start..)?.find(piece)?;
                Some((number, u32::try_from(line[..at].chars().count()).ok()? + 1))
            })
    }

    pub fn is_full(&self) -> bool {
        self.found.len() >= KEPT
    }

    /// All diagnostics in the order of the file, errors before warnings of one place.
    pub fn finish(mut self) -> Vec<Diagnostic> {
        self.found.sort_by(|a, b| {
            let key = |d: &Diagnostic| (d.line, d.column, d.severity);
            key(a).cmp(&key(b))
        });
        if self.dropped > 0 {
            let says = format!("There are {} more; mend these first.", self.dropped);
            let (line, column) = self.found.last().map_or((1, 1), |d| (d.line, d.column));
            self.found
                .push(Diagnostic::error("more", (line, column), says));
        }
        self.found
    }

    fn add(&mut self, mut diagnostic: Diagnostic) {
        if self.is_full() {
            self.dropped += 1;
            return;
        }
        diagnostic.line = diagnostic.line.max(1);
        diagnostic.column = diagnostic.column.max(1);
        if diagnostic.snippet.is_none() {
            diagnostic.snippet = yaml::snippet(&self.lines, diagnostic.line);
        }
        self.found.push(diagnostic);
    }
}

/// A hint that names the nearest word.
pub(crate) fn did_you_mean(word: Option<&str>) -> Option<String> {
    word.map(|word| format!("Did you mean {}?", quoted(word)))
}

/// Words of a list as a sentence names them; a long list is cut.
pub(crate) fn listed<'a>(words: impl IntoIterator<Item = &'a str>) -> String {
    let mut words = words.into_iter();
    let shown = words.by_ref().take(24).collect::<Vec<_>>().join(", ");
    if words.next().is_some() {
        format!("{shown}, …")
    } else {
        shown
    }
}
