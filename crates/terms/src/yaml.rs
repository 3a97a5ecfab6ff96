//! The one place that reads YAML, and JSON as its subset: text in, a tree of values out, every value with
//! its line and column. Limits are kept while reading, so hostile text costs no more than its own length.
//! Deliberately not here: what a value means, and anything about a certain kind of file.

use std::borrow::Cow;
use std::collections::BTreeMap;

use saphyr_parser::{Event, Marker, Parser, ScalarStyle};

use crate::Diagnostic;

mod explain;
mod scalar;

use explain::explain;
use scalar::{join_surrogates, resolve};

/// How much a text may hold before it is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limits {
    /// The length of the text in bytes.
    pub bytes: usize,
    /// How many lists and maps may stand inside one another.
    pub depth: usize,
    /// How many values the text may hold, keys not counted.
    pub values: usize,
}

impl Default for Limits {
    /// What every file that people write by hand stays far below.
    fn default() -> Self {
        Self {
            bytes: 1 << 20,
            depth: 64,
            values: 200_000,
        }
    }
}

/// A value and where it stands.
#[derive(Clone, Debug, PartialEq)]
pub struct Node {
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
    /// The value.
    pub kind: Kind,
}

/// What a value is, by the core schema of YAML 1.2: `yes` and `2027-03-05` are texts, `12` is a number.
#[derive(Clone, Debug, PartialEq)]
pub enum Kind {
    /// Nothing: `null`, `~`, or a key with nothing behind it.
    Null,
    /// `true` or `false`.
    Bool(bool),
    /// A whole number.
    Int(i64),
    /// Any other number.
    Float(f64),
    /// A text.
    Text(String),
    /// A list.
    List(Vec<Node>),
    /// A map, in the order of the text; no key stands twice.
    Map(Vec<Entry>),
}

/// One key of a map with its value.
#[derive(Clone, Debug, PartialEq)]
pub struct Entry {
    /// The key as it is written.
    pub key: String,
    /// The line of the key, counted from 1.
    pub line: u32,
    /// The column of the key in characters, counted from 1.
    pub column: u32,
    /// The value.
    pub value: Node,
}

impl Node {
    /// Where the value stands: line and column.
    pub fn place(&self) -> (u32, u32) {
        (self.line, self.column)
    }

    /// The value of a key, where this is a map that has it.
    pub fn get(&self, key: &str) -> Option<&Node> {
        match &self.kind {
            Kind::Map(entries) => entries.iter().find(|e| e.key == key).map(|e| &e.value),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Float(_)
            | Kind::Text(_)
            | Kind::List(_) => None,
        }
    }
}

impl Entry {
    /// Where the key stands: line and column.
    pub fn place(&self) -> (u32, u32) {
        (self.line, self.column)
    }
}

/// Reads one YAML document. No value comes back where the text breaks off before a whole one was read;
/// the diagnostics then say why. Anchors, aliases and tags are refused, an empty text is `Null`.
pub fn parse(text: &str, limits: Limits) -> (Option<Node>, Vec<Diagnostic>) {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    if let Some(found) = refused_before_reading(text, limits) {
        return (None, vec![found.with_snippet_of(text)]);
    }
    let text = join_surrogates(text);
    let mut builder = Builder {
        limits,
        ..Builder::default()
    };
    for event in Parser::new_from_str(&text) {
        let (event, place) = match event {
            Ok((event, span)) => (event, place(&span.start)),
            Err(error) => {
                builder.refuse(explain(&error, &text));
                break;
            }
        };
        if !builder.take(event, place) {
            break;
        }
    }
    let Builder {
        root,
        mut found,
        stopped,
        ..
    } = builder;
    let lines: Vec<&str> = text.lines().collect();
    for diagnostic in &mut found {
        diagnostic.snippet = snippet(&lines, diagnostic.line);
    }
    let nothing = Node {
        line: 1,
        column: 1,
        kind: Kind::Null,
    };
    (
        if stopped {
            None
        } else {
            Some(root.unwrap_or(nothing))
        },
        found,
    )
}

/// The line of a text as a diagnostic shows it, cut to 160 characters.
pub fn snippet(lines: &[&str], line: u32) -> Option<String> {
    let line = lines.get((line as usize).checked_sub(1)?)?;
    Some(line.chars().take(160).collect())
}

/// A word of a file as a sentence may quote it: cut to 60 characters.
pub fn quoted(word: &str) -> String {
    if word.chars().count() <= 60 {
        return format!("\"{word}\"");
    }
    format!("\"{}…\"", word.chars().take(60).collect::<String>())
}

/// The parts of the document that are not closed yet, and what was found on the way.
#[derive(Default)]
struct Builder {
    limits: Limits,
    open: Vec<Open>,
    root: Option<Node>,
    found: Vec<Diagnostic>,
    values: usize,
    documents: usize,
    stopped: bool,
}

struct Open {
    place: (u32, u32),
    what: OpenKind,
}

enum OpenKind {
    List(Vec<Node>),
    Map {
        entries: Vec<Entry>,
        seen: BTreeMap<String, u32>,
        key: Key,
    },
}

/// What the map waits for: a key, the value of a key, or a value that belongs to nothing usable.
enum Key {
    Wanted,
    Is(String, (u32, u32)),
    Unusable,
}

impl Builder {
    /// Takes one event; false where reading has to stop.
    fn take(&mut self, event: Event<'_>, place: (u32, u32)) -> bool {
        match event {
            Event::Nothing | Event::StreamStart | Event::StreamEnd | Event::DocumentEnd => {}
            Event::DocumentStart(_) => self.document(place),
            Event::Alias(_) => self.refuse(anchors_refused(place)),
            Event::Scalar(text, style, anchor, tag) => {
                self.check_marks(anchor, tag.is_some(), place);
                self.scalar(&text, style, place);
            }
            Event::SequenceStart(anchor, tag) => {
                self.check_marks(anchor, tag.is_some(), place);
                self.open(OpenKind::List(Vec::new()), place);
            }
            Event::MappingStart(anchor, tag) => {
                self.check_marks(anchor, tag.is_some(), place);
                let (entries, seen) = (Vec::new(), BTreeMap::new());
                self.open(
                    OpenKind::Map {
                        entries,
                        seen,
                        key: Key::Wanted,
                    },
                    place,
                );
            }
            Event::SequenceEnd | Event::MappingEnd => self.close(),
        }
        !self.stopped
    }

    fn document(&mut self, place: (u32, u32)) {
        self.documents += 1;
        if self.documents > 1 {
            self.refuse(
                Diagnostic::error("several-documents", place, "A second document begins here.")
                    .with_hint(
                        "Keep one document in a file; remove this --- line and what follows.",
                    ),
            );
        }
    }

    fn check_marks(&mut self, anchor: usize, tagged: bool, place: (u32, u32)) {
        if anchor > 0 {
            self.refuse(anchors_refused(place));
        }
        if tagged {
            self.refuse(
                Diagnostic::error("tag", place, "YAML tags such as !!str are not used here.")
                    .with_hint(
                        "Remove the tag; put a text in quotes where it looks like a number.",
                    ),
            );
        }
    }

    fn open(&mut self, what: OpenKind, place: (u32, u32)) {
        self.count(place);
        if self.open.len() >= self.limits.depth {
            let says = format!(
                "Lists and maps stand more than {} deep here.",
                self.limits.depth
            );
            self.refuse(
                Diagnostic::error("too-deep", place, says).with_hint("Write it less nested."),
            );
        }
        self.open.push(Open { place, what });
    }

    fn scalar(&mut self, text: &str, style: ScalarStyle, place: (u32, u32)) {
        let text = if text.contains('\r') {
            text.replace("\r\n", "\n").into()
        } else {
            Cow::from(text)
        };
        if let Some(c) = text.chars().find(|c| is_unwanted(*c)) {
            self.found.push(control_character(c, place));
            // The rest of the text is worth keeping: what is read is then free of them.
            let clean: String = text.chars().filter(|c| !is_unwanted(*c)).collect();
            return self.clean_scalar(&clean, style, place);
        }
        self.clean_scalar(&text, style, place);
    }

    fn clean_scalar(&mut self, text: &str, style: ScalarStyle, place: (u32, u32)) {
        if let Some(Open {
            what: OpenKind::Map { key, .. },
            ..
        }) = self.open.last_mut()
            && matches!(key, Key::Wanted)
            && (!text.is_empty() || style != ScalarStyle::Plain)
        {
            *key = Key::Is(text.to_owned(), place);
            return;
        }
        self.count(place);
        let kind = match style {
            ScalarStyle::Plain => resolve(text),
            ScalarStyle::SingleQuoted
            | ScalarStyle::DoubleQuoted
            | ScalarStyle::Literal
            | ScalarStyle::Folded => Kind::Text(text.to_owned()),
        };
        self.put(Node {
            line: place.0,
            column: place.1,
            kind,
        });
    }

    fn close(&mut self) {
        let Some(Open {
            place: (line, column),
            what,
        }) = self.open.pop()
        else {
            return;
        };
        let kind = match what {
            OpenKind::List(items) => Kind::List(items),
            OpenKind::Map { entries, .. } => Kind::Map(entries),
        };
        self.put(Node { line, column, kind });
    }

    /// Puts a finished value where it belongs.
    fn put(&mut self, value: Node) {
        let place = value.place();
        let Some(open) = self.open.last_mut() else {
            self.root = Some(value);
            return;
        };
        let (entries, seen, key) = match &mut open.what {
            OpenKind::List(items) => return items.push(value),
            OpenKind::Map { entries, seen, key } => (entries, seen, key),
        };
        match std::mem::replace(key, Key::Wanted) {
            Key::Unusable => {}
            Key::Wanted => {
                *key = Key::Unusable;
                self.found.push(
                    Diagnostic::error("key-not-text", place, "The name of a field must be a word.")
                        .with_hint("A text that begins with {{, { or [ needs quotes around it."),
                );
            }
            Key::Is(key, (line, column)) => {
                if let Some(first) = seen.get(&key) {
                    let says = format!("{} stands twice; first in line {first}.", quoted(&key));
                    self.found.push(
                        Diagnostic::error("duplicate-key", (line, column), says)
                            .with_hint("Keep one of the two; the first one counts until then."),
                    );
                    return;
                }
                seen.insert(key.clone(), line);
                entries.push(Entry {
                    key,
                    line,
                    column,
                    value,
                });
            }
        }
    }

    fn count(&mut self, place: (u32, u32)) {
        self.values += 1;
        if self.values > self.limits.values {
            let says = format!("The file holds more than {} values.", self.limits.values);
            self.refuse(
                Diagnostic::error("too-many-values", place, says)
                    .with_hint("Split it into several files."),
            );
        }
    }

    fn refuse(&mut self, why: Diagnostic) {
        if !self.stopped {
            self.found.push(why);
        }
        self.stopped = true;
    }
}

/// What can be said of a text without reading it as YAML.
fn refused_before_reading(text: &str, limits: Limits) -> Option<Diagnostic> {
    if text.len() > limits.bytes {
        let says = format!(
            "The file is {} KiB long; at most {} KiB are read.",
            text.len().div_ceil(1024),
            limits.bytes / 1024
        );
        let hint = "Move long texts into attachments, or split the file.";
        return Some(Diagnostic::error("too-large", (1, 1), says).with_hint(hint));
    }
    let (mut line, mut column) = (1, 1);
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        let lone_return = c == '\r' && chars.peek() != Some(&'\n');
        if lone_return || is_unwanted(c) && c != '\r' {
            return Some(control_character(c, (line, column)));
        }
        (line, column) = if c == '\n' {
            (line + 1, 1)
        } else {
            (line, column + 1)
        };
    }
    None
}

fn is_unwanted(c: char) -> bool {
    c.is_control() && c != '\n' && c != '\t'
}

fn control_character(c: char, place: (u32, u32)) -> Diagnostic {
    let says = format!(
        "An invisible control character (U+{:04X}) stands here.",
        u32::from(c)
    );
    Diagnostic::error("control-character", place, says)
        .with_hint("Remove it; save the file as plain text in UTF-8.")
}

fn anchors_refused(place: (u32, u32)) -> Diagnostic {
    let says = "Anchors (&name) and aliases (*name) are not read, because a few of them can stand for \
                millions of values.";
    Diagnostic::error("anchor", place, says)
        .with_hint("Write the value out; put a text that begins with & or * in quotes.")
}

fn place(marker: &Marker) -> (u32, u32) {
    let number = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    (
        number(marker.line()),
        number(marker.col()).saturating_add(1),
    )
}

#[cfg(test)]
mod tests;
