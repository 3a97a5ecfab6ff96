//! What can be proposed to a plan, as data: the amendments and the file that carries them. Reading
//! the file never fails; it gives what can be used and says at which line the rest is wrong. How an
//! amendment changes a text is in `amend`.

use std::collections::BTreeMap;

use serde::{Deserialize, Deserializer, Serialize};
use serde_json::Value;
use terms::{Diagnostic, nearest};

use crate::json_places;
use crate::read::BYTES_MAX;

/// One proposed change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Amendment {
    /// What to change.
    #[serde(flatten)]
    pub op: AmendmentOp,
    /// The finding, drill or evidence behind it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub because: Option<String>,
    /// The fingerprint of the section that the proposer had before them.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub base: Option<String>,
}

/// The ways to change a plan. A section is named by path or id.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum AmendmentOp {
    /// Puts `text` in the place of `find`, which stands once in the section's own text.
    Replace {
        /// The section.
        section: String,
        /// What stands there now.
        find: String,
        /// What is to stand there.
        text: String,
    },
    /// Adds paragraphs at the end of the section's own text.
    Insert {
        /// The section.
        section: String,
        /// The paragraphs, in Markdown, without headings.
        text: String,
    },
    /// Adds an item at the end of the section's last list; a section without one gets a list.
    AppendItem {
        /// The section.
        section: String,
        /// The item, without its marker.
        text: String,
    },
    /// Adds a section at the end of its parent.
    NewSection {
        /// The section that encloses it; empty for the outermost level.
        #[serde(default)]
        parent: String,
        /// The heading.
        title: String,
        /// What stands under it.
        text: String,
    },
    /// Adds a row to the revision table.
    Revision {
        /// The number of the revision.
        #[serde(deserialize_with = "text_or_number")]
        number: String,
        /// Its date, as the plan writes dates.
        date: String,
        /// What changed.
        note: String,
    },
}

/// What a file of amendments holds.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentFile {
    /// Who proposes them; stands in the revision row.
    #[serde(default)]
    pub author: String,
    /// The amendments, in the order in which they are made.
    pub amendments: Vec<Amendment>,
}

fn text_or_number<'de, D: Deserializer<'de>>(deserializer: D) -> Result<String, D::Error> {
    match Value::deserialize(deserializer)? {
        Value::String(text) => Ok(text),
        Value::Number(number) => Ok(number.to_string()),
        Value::Null | Value::Bool(_) | Value::Array(_) | Value::Object(_) => Err(
            serde::de::Error::custom("a revision number is a text such as \"1.3\""),
        ),
    }
}

/// The fields of each kind of amendment beside `op`, `because` and `base`; those that may be absent
/// have a `?`.
const OPS: [(&str, &[&str]); 5] = [
    ("replace", &["section", "find", "text"]),
    ("insert", &["section", "text"]),
    ("append_item", &["section", "text"]),
    ("new_section", &["parent?", "title", "text"]),
    ("revision", &["number", "date", "note"]),
];

impl AmendmentFile {
    /// Reads a file of amendments. Where a diagnostic is an error, that amendment is left out.
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        let text = text.strip_prefix('\u{feff}').unwrap_or(text);
        if text.len() > BYTES_MAX {
            let says = "The file of amendments is larger than 16 MiB.";
            return (
                Self::default(),
                vec![Diagnostic::error("too-large", (1, 1), says)],
            );
        }
        let value: Value = match serde_json::from_str(text) {
            Ok(value) => value,
            Err(error) => {
                let at = (error.line().max(1) as u32, error.column().max(1) as u32);
                let says = error.to_string();
                let says = says
                    .split(" at line ")
                    .next()
                    .unwrap_or_default()
                    .to_owned();
                let note = Diagnostic::error("bad-json", at, format!("This is not JSON: {says}."));
                return (Self::default(), vec![note.with_snippet_of(text)]);
            }
        };
        let mut reader = Reader {
            text,
            places: json_places::find(text),
            notes: Vec::new(),
        };
        let file = reader.file(&value);
        (file, reader.notes)
    }
}

struct Reader<'a> {
    text: &'a str,
    places: BTreeMap<String, (u32, u32)>,
    notes: Vec<Diagnostic>,
}

impl Reader<'_> {
    fn wrong(&mut self, code: &str, path: &str, says: String, hint: Option<String>) {
        let at = self.places.get(path).copied().unwrap_or((1, 1));
        let mut note = Diagnostic::error(code, at, says).with_snippet_of(self.text);
        note.hint = hint;
        self.notes.push(note);
    }

    fn file(&mut self, value: &Value) -> AmendmentFile {
        let mut file = AmendmentFile::default();
        let Some(fields) = value.as_object() else {
            let says = "A file of amendments is an object with the fields author and amendments.";
            self.wrong("wrong-type", "", says.to_owned(), None);
            return file;
        };
        self.unknown("", fields.keys(), &["author", "amendments"]);
        match fields.get("author") {
            Some(Value::String(author)) => file.author = author.clone(),
            Some(_) => self.wrong(
                "wrong-type",
                "/author",
                "The author is a text.".to_owned(),
                None,
            ),
            None => {}
        }
        match fields.get("amendments") {
            Some(Value::Array(list)) => {
                for (index, value) in list.iter().enumerate() {
                    file.amendments
                        .extend(self.amendment(&format!("/amendments/{index}"), value));
                }
            }
            Some(_) => self.wrong(
                "wrong-type",
                "/amendments",
                "The amendments are a list.".to_owned(),
                None,
            ),
            None => self.wrong(
                "missing-field",
                "",
                "The field \"amendments\" is missing.".to_owned(),
                None,
            ),
        }
        file
    }

    fn unknown<'k>(
        &mut self,
        path: &str,
        keys: impl Iterator<Item = &'k String>,
        known: &[&str],
    ) -> bool {
        let before = self.notes.len();
        for key in keys.filter(|key| !known.contains(&key.as_str())) {
            let hint = match nearest(key, known.iter().copied()) {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None => format!("Known here: {}.", known.join(", ")),
            };
            let says = format!("The field \"{key}\" is unknown.");
            self.wrong("unknown-field", &format!("{path}/{key}"), says, Some(hint));
        }
        self.notes.len() == before
    }

    fn amendment(&mut self, path: &str, value: &Value) -> Option<Amendment> {
        let Some(fields) = value.as_object() else {
            self.wrong(
                "wrong-type",
                path,
                "An amendment is an object.".to_owned(),
                None,
            );
            return None;
        };
        let wanted = self.wanted(path, fields.get("op"))?;
        let mut known = vec!["op", "because", "base"];
        known.extend(wanted.iter().map(|field| field.trim_end_matches('?')));
        let mut usable = self.unknown(path, fields.keys(), &known);
        for field in &known[1..] {
            usable &= self.field(path, field, fields.get(*field), wanted.contains(field));
        }
        if !usable {
            return None;
        }
        // A parent that is null is the same as none.
        let mut value = value.clone();
        if let Some(fields) = value.as_object_mut() {
            fields.retain(|_, value| !value.is_null());
        }
        match serde_json::from_value(value) {
            Ok(amendment) => Some(amendment),
            Err(error) => {
                self.wrong(
                    "wrong-type",
                    path,
                    format!("The amendment cannot be read: {error}."),
                    None,
                );
                None
            }
        }
    }

    /// The fields that an op wants.
    fn wanted(&mut self, path: &str, op: Option<&Value>) -> Option<&'static [&'static str]> {
        let ops = || OPS.iter().map(|(op, _)| *op);
        let op = match op {
            Some(Value::String(op)) => op.as_str(),
            Some(_) => {
                self.wrong(
                    "wrong-type",
                    &format!("{path}/op"),
                    "The op is a text.".to_owned(),
                    None,
                );
                return None;
            }
            None => {
                let hint = format!("One of {}.", ops().collect::<Vec<_>>().join(", "));
                self.wrong(
                    "missing-field",
                    path,
                    "The field \"op\" is missing.".to_owned(),
                    Some(hint),
                );
                return None;
            }
        };
        let Some((_, wanted)) = OPS.iter().find(|(known, _)| *known == op) else {
            let hint = match nearest(op, ops()) {
                Some(near) => format!("Did you mean \"{near}\"?"),
                None => format!("One of {}.", ops().collect::<Vec<_>>().join(", ")),
            };
            self.wrong(
                "unknown-op",
                &format!("{path}/op"),
                format!("The op \"{op}\" is unknown."),
                Some(hint),
            );
            return None;
        };
        Some(wanted)
    }

    fn field(&mut self, path: &str, field: &str, value: Option<&Value>, needed: bool) -> bool {
        match value {
            Some(Value::String(_)) => true,
            Some(Value::Number(_)) if field == "number" => true,
            Some(Value::Null) | None if !needed => true,
            Some(Value::Null) | None => {
                let says = format!("The field \"{field}\" is missing.");
                self.wrong("missing-field", path, says, None);
                false
            }
            Some(Value::Bool(_) | Value::Number(_) | Value::Array(_) | Value::Object(_)) => {
                let says = format!("The field \"{field}\" is a text.");
                self.wrong("wrong-type", &format!("{path}/{field}"), says, None);
                false
            }
        }
    }
}
