//! Takes the fields of a map out of a file's tree and says what is wrong with them at their place.
//! Deliberately not here: what the fields mean (`read`, `calendar`).

use chrono::NaiveDate;
use terms::yaml::{Entry, Kind, Limits, Node, parse, quoted};
use terms::{Diagnostic, nearest};

/// What was found while reading a file.
pub(crate) struct Notes {
    pub(crate) found: Vec<Diagnostic>,
}

/// One map of the file, with the fields it may have.
pub(crate) struct Fields<'n> {
    entries: &'n [Entry],
    place: (u32, u32),
    what: &'static str,
}

/// Reads a file: its tree, where it has one, and what is wrong with it. Snippets are added at the end.
pub(crate) fn read<T>(
    text: &str,
    take: impl FnOnce(&Node, &mut Notes) -> T,
) -> (T, Vec<Diagnostic>) {
    let (node, found) = parse(text, Limits::default());
    let mut notes = Notes { found };
    let nothing = Node {
        line: 1,
        column: 1,
        kind: Kind::Map(Vec::new()),
    };
    let value = match &node {
        Some(node) => take(node, &mut notes),
        // What could not be parsed at all has been said; its empty stand-in deserves no complaint.
        None => {
            let said = notes.found.len();
            let value = take(&nothing, &mut notes);
            notes.found.truncate(said);
            value
        }
    };
    let snippet = |one: Diagnostic| match one.snippet {
        Some(_) => one,
        None => one.with_snippet_of(text),
    };
    let found = notes.found.into_iter().map(snippet).collect();
    (value, found)
}

impl Notes {
    pub(crate) fn error(&mut self, code: &str, place: (u32, u32), says: String, hint: &str) {
        let one = Diagnostic::error(code, place, says);
        self.found.push(if hint.is_empty() {
            one
        } else {
            one.with_hint(hint)
        });
    }

    /// A map with these fields; whatever else stands there is said.
    pub(crate) fn fields<'n>(
        &mut self,
        node: &'n Node,
        what: &'static str,
        names: &[&str],
    ) -> Fields<'n> {
        let place = node.place();
        let Kind::Map(entries) = &node.kind else {
            self.error(
                "wrong-type",
                place,
                format!("Here belongs {what} with its fields."),
                "",
            );
            return Fields {
                entries: &[],
                place,
                what,
            };
        };
        for entry in entries {
            if !names.contains(&entry.key.as_str()) {
                let says = format!("There is no field {} in {what}.", quoted(&entry.key));
                let hint = match nearest(&entry.key, names.iter().copied()) {
                    Some(name) => format!("Did you mean `{name}`?"),
                    None => format!("It may have: {}.", names.join(", ")),
                };
                self.error("unknown-field", entry.place(), says, &hint);
            }
        }
        Fields {
            entries,
            place,
            what,
        }
    }

    /// The text of a node.
    pub(crate) fn text(&mut self, node: &Node, name: &str) -> Option<String> {
        if let Kind::Text(text) = &node.kind {
            return Some(text.clone());
        }
        let says = format!("`{name}` has to be a text.");
        self.error("wrong-type", node.place(), says, "Put it in quotes.");
        None
    }

    /// A text that has to be one of some words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        node: &Node,
        name: &str,
        words: &[(&str, T)],
    ) -> Option<T> {
        let text = self.text(node, name)?;
        if let Some((_, value)) = words.iter().find(|(word, _)| *word == text) {
            return Some(*value);
        }
        let names: Vec<&str> = words.iter().map(|(word, _)| *word).collect();
        let hint = match nearest(&text, names.iter().copied()) {
            Some(word) => format!("Did you mean `{word}`?"),
            None => format!("It may be: {}.", names.join(", ")),
        };
        let says = format!("{} is no value of `{name}`.", quoted(&text));
        self.error("unknown-word", node.place(), says, &hint);
        None
    }

    /// A text that is read as something, with the reason where it cannot be.
    pub(crate) fn parsed<T>(
        &mut self,
        node: &Node,
        name: &str,
        read: impl FnOnce(&str) -> Result<T, String>,
    ) -> Option<T> {
        let text = self.text(node, name)?;
        match read(&text) {
            Ok(value) => Some(value),
            Err(why) => {
                self.error(
                    "bad-value",
                    node.place(),
                    format!("In `{name}`: {why}."),
                    "",
                );
                None
            }
        }
    }

    /// The items of a list; a single value counts as a list of one.
    pub(crate) fn items<'n>(&self, node: &'n Node) -> &'n [Node] {
        match &node.kind {
            Kind::List(items) => items,
            Kind::Null => &[],
            Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) | Kind::Text(_) | Kind::Map(_) => {
                std::slice::from_ref(node)
            }
        }
    }

    /// A list of texts.
    pub(crate) fn texts(&mut self, node: Option<&Node>, name: &str) -> Vec<String> {
        let Some(node) = node else { return Vec::new() };
        let items = self.items(node).iter();
        items.filter_map(|item| self.text(item, name)).collect()
    }

    /// A whole number from a least one on.
    pub(crate) fn whole(&mut self, node: &Node, name: &str, most: u32) -> Option<u32> {
        if let Kind::Int(number) = node.kind
            && let Ok(number) = u32::try_from(number)
            && (1..=most).contains(&number)
        {
            return Some(number);
        }
        let says = format!("`{name}` has to be a whole number from 1 to {most}.");
        self.error("bad-number", node.place(), says, "");
        None
    }

    /// Yes or no.
    pub(crate) fn yes(&mut self, node: Option<&Node>, name: &str) -> bool {
        match node.map(|node| (&node.kind, node.place())) {
            None => false,
            Some((Kind::Bool(yes), _)) => *yes,
            Some((
                Kind::Null
                | Kind::Int(_)
                | Kind::Float(_)
                | Kind::Text(_)
                | Kind::List(_)
                | Kind::Map(_),
                place,
            )) => {
                let says = format!("`{name}` has to be true or false.");
                self.error("wrong-type", place, says, "");
                false
            }
        }
    }
}

impl<'n> Fields<'n> {
    /// A field that may be missing; nothing and an empty field are the same.
    pub(crate) fn get(&self, name: &str) -> Option<&'n Node> {
        let entry = self.entries.iter().find(|entry| entry.key == name)?;
        (entry.value.kind != Kind::Null).then_some(&entry.value)
    }

    /// A field that has to be there.
    pub(crate) fn need(&self, name: &str, notes: &mut Notes) -> Option<&'n Node> {
        let found = self.get(name);
        if found.is_none() {
            let says = format!("The field `{name}` is missing in {}.", self.what);
            notes.error("missing-field", self.place, says, "");
        }
        found
    }

    /// A text that has to be there.
    pub(crate) fn text(&self, name: &str, notes: &mut Notes) -> String {
        let node = self.need(name, notes);
        node.and_then(|node| notes.text(node, name))
            .unwrap_or_default()
    }

    /// A day that may be missing.
    pub(crate) fn day(&self, name: &str, notes: &mut Notes) -> Option<NaiveDate> {
        notes.parsed(self.get(name)?, name, day)
    }

    /// Where the map stands.
    pub(crate) fn place(&self) -> (u32, u32) {
        self.place
    }
}

/// A day as files write it: 2027-03-05.
pub(crate) fn day(text: &str) -> Result<NaiveDate, String> {
    NaiveDate::parse_from_str(text, "%Y-%m-%d")
        .map_err(|_| format!("{} is not a day such as 2027-03-05", quoted(text)))
}
