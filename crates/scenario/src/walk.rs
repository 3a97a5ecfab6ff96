//! Walks a file's tree against the format: says everything that does not fit and gives back a tree that
//! does, with what is bad left out and what is missing filled in, so that the rest can still be used.
//! Not here: whether one part of the file agrees with another (`references`, `lint`).

use terms::yaml::{Entry, Kind, Node, quoted};
use terms::{Offset, Span};

use crate::notes::{Notes, did_you_mean, listed};
use crate::shape::{FORMAT, Field, Shape, Variant};

/// The tree of a whole file, fitted to the format.
pub(crate) fn fit(node: Node, notes: &mut Notes<'_>) -> Node {
    Walk { notes }
        .fit(FORMAT.root(), node, "the file")
        .unwrap_or_else(|| empty(FORMAT.root()))
}

/// An empty value of a shape. It has no place, so that nobody complains about its content.
pub(crate) fn empty(shape: &Shape) -> Node {
    let kind = match FORMAT.resolve(shape) {
        Shape::Text | Shape::Name(_) => Kind::Text(String::new()),
        Shape::Offset => Kind::Text("T+00:00".to_owned()),
        Shape::Span => Kind::Text("0s".to_owned()),
        Shape::Bool => Kind::Bool(false),
        Shape::Whole { least, .. } => Kind::Int((*least).max(0)),
        Shape::List(_) => Kind::List(Vec::new()),
        Shape::Table(_) => Kind::Map(Vec::new()),
        Shape::Record(fields) => {
            let required = fields.iter().filter(|field| field.required);
            Kind::Map(
                required
                    .map(|field| entry(&field.name, empty(&field.shape)))
                    .collect(),
            )
        }
        Shape::Choice(variants) => empty_choice(variants),
    };
    Node {
        line: 0,
        column: 0,
        kind,
    }
}

struct Walk<'n, 't> {
    notes: &'n mut Notes<'t>,
}

impl Walk<'_, '_> {
    /// The node as the shape wants it; nothing where it cannot be used at all.
    fn fit(&mut self, shape: &Shape, node: Node, what: &str) -> Option<Node> {
        let (line, column) = node.place();
        let kind = match (FORMAT.resolve(shape), node.kind) {
            (Shape::Record(fields), Kind::Map(entries)) => {
                Kind::Map(self.record(fields, entries, (line, column), what))
            }
            (Shape::List(item), Kind::List(nodes)) => {
                let what = format!("an item of {what}");
                let nodes = nodes.into_iter();
                Kind::List(
                    nodes
                        .filter_map(|node| self.fit(item, node, &what))
                        .collect(),
                )
            }
            (Shape::Table(value), Kind::Map(entries)) => Kind::Map(
                entries
                    .into_iter()
                    .filter_map(|e| self.table_entry(value, e))
                    .collect(),
            ),
            (Shape::Choice(variants), kind) => {
                self.choice(variants, Node { line, column, kind }, what)?
            }
            (Shape::Bool, kind @ Kind::Bool(_)) | (Shape::Text, kind @ Kind::Text(_)) => kind,
            (Shape::Offset, Kind::Text(text)) => {
                self.written::<Offset>(text, "bad-offset", (line, column))?
            }
            (Shape::Span, Kind::Text(text)) => {
                self.written::<Span>(text, "bad-span", (line, column))?
            }
            (Shape::Whole { least, most }, Kind::Int(number)) => {
                self.whole(number, (*least, *most), (line, column), what)?
            }
            (wanted, found) => return self.wrong_type(wanted, &found, (line, column), what),
        };
        Some(Node { line, column, kind })
    }

    fn record(
        &mut self,
        fields: &[Field],
        entries: Vec<Entry>,
        at: (u32, u32),
        what: &str,
    ) -> Vec<Entry> {
        let present: Vec<String> = entries.iter().map(|entry| entry.key.clone()).collect();
        let mut kept: Vec<Entry> = Vec::new();
        for mut entry in entries {
            let mut field = fields.iter().find(|field| field.name == entry.key);
            if field.is_none() {
                field = self.unknown_field(fields, &entry, &present, what);
            }
            let Some(field) = field else { continue };
            if kept.iter().any(|earlier| earlier.key == field.name) {
                continue;
            }
            if field.nullable && entry.value.kind == Kind::Null {
                continue;
            }
            entry.key.clone_from(&field.name);
            let what = format!("`{}`", field.name);
            match self.fit(&field.shape, entry.value, &what) {
                Some(value) => kept.push(Entry { value, ..entry }),
                None if field.required => kept.push(self::entry(&field.name, empty(&field.shape))),
                None => {}
            }
        }
        for field in fields.iter().filter(|field| field.required) {
            if !kept.iter().any(|entry| entry.key == field.name) {
                let says = format!("The field `{}` is missing in {what}.", field.name);
                let hint = format!("It holds: {}", field.meaning());
                self.notes.error("missing-field", at, says, Some(hint));
                kept.push(self::entry(&field.name, empty(&field.shape)));
            }
        }
        kept
    }

    /// Says that a field is unknown. Where its name is nearly that of a field that is not there, its value
    /// is read as that field's, so that one slip of the pen brings one diagnostic.
    fn unknown_field<'f>(
        &mut self,
        fields: &'f [Field],
        entry: &Entry,
        present: &[String],
        what: &str,
    ) -> Option<&'f Field> {
        let names = || fields.iter().map(|field| field.name.as_str());
        let near = self.notes.guess(&entry.key, names());
        let says = format!("There is no field {} in {what}.", quoted(&entry.key));
        let hint =
            did_you_mean(near).or_else(|| Some(format!("It may have: {}.", listed(names()))));
        self.notes.error("unknown-field", entry.place(), says, hint);
        let near = near.filter(|near| !present.iter().any(|name| name == near))?;
        fields.iter().find(|field| field.name == near)
    }

    fn table_entry(&mut self, shape: &Shape, entry: Entry) -> Option<Entry> {
        let what = quoted(&entry.key);
        let value = self.fit(shape, entry.value, &what)?;
        Some(Entry { value, ..entry })
    }

    fn choice(&mut self, variants: &[Variant], node: Node, what: &str) -> Option<Kind> {
        let at = node.place();
        match node.kind {
            Kind::Text(word) => self.bare_word(variants, word, at, what),
            Kind::Map(entries) => self.tagged(variants, entries, at, what),
            found
            @ (Kind::Null | Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) | Kind::List(_)) => {
                let says = format!(
                    "{} needs a choice, not {}.",
                    capital(what),
                    found_is(&found)
                );
                let hint = format!("Write one of: {}.", listed(written(variants)));
                self.notes.error("wrong-type", at, says, Some(hint));
                None
            }
        }
    }

    fn bare_word(
        &mut self,
        variants: &[Variant],
        word: String,
        at: (u32, u32),
        what: &str,
    ) -> Option<Kind> {
        match variants.iter().find(|v| v.name == word) {
            Some(Variant { content: None, .. }) => Some(Kind::Text(word)),
            Some(Variant {
                content: Some(_), ..
            }) => {
                let says = format!("`{word}` in {what} needs something behind it.");
                let hint = format!("Write `{word}: ...`.");
                self.notes.error("wrong-type", at, says, Some(hint));
                None
            }
            None => {
                let near = self
                    .notes
                    .guess(&word, variants.iter().map(|v| v.name.as_str()));
                let says = format!("{} cannot be {}.", capital(what), quoted(&word));
                let hint = did_you_mean(near)
                    .or_else(|| Some(format!("Write one of: {}.", listed(written(variants)))));
                self.notes.error("unknown-value", at, says, hint);
                let near = variants.iter().find(|v| Some(v.name.as_str()) == near)?;
                near.content
                    .is_none()
                    .then(|| Kind::Text(near.name.clone()))
            }
        }
    }

    fn tagged(
        &mut self,
        variants: &[Variant],
        entries: Vec<Entry>,
        at: (u32, u32),
        what: &str,
    ) -> Option<Kind> {
        if entries.len() != 1 {
            let says = format!(
                "{} takes exactly one choice; here are {}.",
                capital(what),
                entries.len()
            );
            let all = variants.iter().any(|v| v.name == "all");
            let hint = if all {
                "Put several conditions in a list under `all:` or `any:`.".to_owned()
            } else {
                format!("Write one of: {}.", listed(written(variants)))
            };
            self.notes.error("one-choice", at, says, Some(hint));
        }
        let entry = entries.into_iter().next()?;
        let mut variant = variants.iter().find(|v| v.name == entry.key);
        if variant.is_none() {
            let near = self
                .notes
                .guess(&entry.key, variants.iter().map(|v| v.name.as_str()));
            let says = format!("There is no choice {} in {what}.", quoted(&entry.key));
            let hint = did_you_mean(near)
                .or_else(|| Some(format!("Write one of: {}.", listed(written(variants)))));
            self.notes.error("unknown-field", entry.place(), says, hint);
            variant = variants.iter().find(|v| Some(v.name.as_str()) == near);
        }
        let variant = variant?;
        let Some(content) = &variant.content else {
            let says = format!("`{}` in {what} takes nothing behind it.", variant.name);
            let hint = format!("Write the word alone: {}.", variant.name);
            self.notes
                .error("wrong-type", entry.place(), says, Some(hint));
            return Some(Kind::Text(variant.name.clone()));
        };
        let value = self.fit(content, entry.value, &format!("`{}`", variant.name))?;
        Some(Kind::Map(vec![Entry {
            key: variant.name.clone(),
            value,
            ..entry
        }]))
    }

    fn written<T: std::str::FromStr<Err = String>>(
        &mut self,
        text: String,
        code: &str,
        at: (u32, u32),
    ) -> Option<Kind> {
        // The types quote the whole text when they refuse it, so a long one is cut before.
        let shown: String = text.chars().take(60).collect();
        match (shown.parse::<T>(), shown.len() == text.len()) {
            (Ok(_), true) => Some(Kind::Text(text)),
            (Err(why), _) => {
                self.notes
                    .error(code, at, format!("{}.", capital(&why)), None);
                None
            }
            (Ok(_), false) => {
                self.notes.error(
                    code,
                    at,
                    format!("\"{shown}…\" is too long to be a time."),
                    None,
                );
                None
            }
        }
    }

    fn whole(
        &mut self,
        number: i64,
        (least, most): (i64, i64),
        at: (u32, u32),
        what: &str,
    ) -> Option<Kind> {
        if (least..=most).contains(&number) {
            return Some(Kind::Int(number));
        }
        let bound = if number < least {
            format!("at least {least}")
        } else {
            format!("at most {most}")
        };
        let says = format!("{} must be {bound}, not {number}.", capital(what));
        self.notes.error("out-of-range", at, says, None);
        None
    }

    fn wrong_type(
        &mut self,
        wanted: &Shape,
        found: &Kind,
        at: (u32, u32),
        what: &str,
    ) -> Option<Node> {
        let says = format!(
            "{} needs {}, not {}.",
            capital(what),
            wanted.wants(),
            found_is(found)
        );
        let (hint, meant) = match (wanted, found) {
            (Shape::Text, Kind::Bool(_) | Kind::Int(_) | Kind::Float(_)) => {
                (Some("Put it in quotes.".to_owned()), Some(plain(found)))
            }
            (Shape::Text, Kind::Map(_)) => (Some(MAP_FOR_TEXT.to_owned()), None),
            (Shape::List(_), Kind::Null) => (
                Some("Write [] for an empty list, or leave the field out.".to_owned()),
                None,
            ),
            (Shape::List(_), _) => (
                Some("Write [one, two], or one item a line, each after \"- \".".to_owned()),
                None,
            ),
            (_, Kind::Null) => (
                Some("Write a value, or leave the field out where it is optional.".to_owned()),
                None,
            ),
            (_, _) => (None, None),
        };
        self.notes.error("wrong-type", at, says, hint);
        // It has been complained about; without a place nothing else is said of it.
        meant.map(|kind| Node {
            line: 0,
            column: 0,
            kind,
        })
    }
}

const MAP_FOR_TEXT: &str =
    "Put the text in quotes where it begins with {{ or holds a colon and a space.";

fn entry(name: &str, value: Node) -> Entry {
    Entry {
        key: name.to_owned(),
        line: 0,
        column: 0,
        value,
    }
}

/// The choice that asks least: a bare word, else an empty list, else whatever comes first.
fn empty_choice(variants: &[Variant]) -> Kind {
    let word = variants.iter().find(|v| v.content.is_none());
    if let Some(word) = word {
        return Kind::Text(word.name.clone());
    }
    let list = variants
        .iter()
        .find(|v| matches!(v.content, Some(Shape::List(_))));
    match list.or(variants.first()) {
        Some(Variant {
            name,
            content: Some(content),
            ..
        }) => Kind::Map(vec![entry(name, empty(content))]),
        Some(Variant { content: None, .. }) | None => Kind::Null,
    }
}

fn written(variants: &[Variant]) -> impl Iterator<Item = &str> {
    variants.iter().map(|v| v.name.as_str())
}

fn plain(kind: &Kind) -> Kind {
    match kind {
        Kind::Bool(value) => Kind::Text(value.to_string()),
        Kind::Int(value) => Kind::Text(value.to_string()),
        Kind::Float(value) => Kind::Text(value.to_string()),
        Kind::Null | Kind::Text(_) | Kind::List(_) | Kind::Map(_) => kind.clone(),
    }
}

fn found_is(kind: &Kind) -> &'static str {
    match kind {
        Kind::Null => "nothing",
        Kind::Bool(_) => "true or false",
        Kind::Int(_) => "a number",
        Kind::Float(_) => "a number that is not whole",
        Kind::Text(_) => "a text",
        Kind::List(_) => "a list",
        Kind::Map(_) => "fields",
    }
}

fn capital(what: &str) -> String {
    let mut chars = what.chars();
    chars.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(chars).collect()
    })
}
