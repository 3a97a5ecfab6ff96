//! Finds the place of a value in the file it was read from, by walking the fitted tree beside the types.
//! Not here: what is wrong at a place.

use serde_json::{Map, Value};
use terms::yaml::{Kind, Node};

use crate::notes::Place;

/// A position in the fitted tree. A step to something that was left out stays where it is.
#[derive(Clone, Copy)]
pub(crate) struct Cursor<'a> {
    node: &'a Node,
    /// Where the nearest thing that the author wrote stands.
    written: Place,
    there: bool,
}

impl<'a> Cursor<'a> {
    pub fn at_root(node: &'a Node) -> Self {
        Self {
            node,
            written: (node.line.max(1), node.column.max(1)),
            there: true,
        }
    }

    /// The value of a field.
    pub fn key(self, name: &str) -> Self {
        self.step(self.node.get(name))
    }

    /// The item of a list.
    pub fn item(self, index: usize) -> Self {
        match &self.node.kind {
            Kind::List(items) => self.step(items.get(index)),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Float(_)
            | Kind::Text(_)
            | Kind::Map(_) => self.step(None),
        }
    }

    /// Line and column of the value, or of what it should stand in.
    pub fn place(self) -> Place {
        self.written
    }

    /// Whether the author wrote this value; what was filled in is not complained about twice.
    pub fn is_written(self) -> bool {
        self.there
    }

    /// The keys of a map with their places.
    pub fn keys(self) -> impl Iterator<Item = (&'a str, Place)> {
        let entries = match &self.node.kind {
            Kind::Map(entries) => entries.as_slice(),
            Kind::Null
            | Kind::Bool(_)
            | Kind::Int(_)
            | Kind::Float(_)
            | Kind::Text(_)
            | Kind::List(_) => &[],
        };
        entries
            .iter()
            .map(|entry| (entry.key.as_str(), entry.place()))
    }

    fn step(self, to: Option<&'a Node>) -> Self {
        match to {
            Some(node) if node.line > 0 => Self {
                node,
                written: node.place(),
                there: self.there,
            },
            Some(node) => Self {
                node,
                there: false,
                ..self
            },
            None => Self {
                there: false,
                ..self
            },
        }
    }
}

/// The tree as JSON, which is how it becomes a typed value.
pub(crate) fn to_json(node: &Node) -> Value {
    match &node.kind {
        Kind::Null => Value::Null,
        Kind::Bool(value) => Value::Bool(*value),
        Kind::Int(value) => Value::from(*value),
        Kind::Float(value) => Value::from(*value),
        Kind::Text(text) => Value::String(text.clone()),
        Kind::List(items) => Value::Array(items.iter().map(to_json).collect()),
        Kind::Map(entries) => {
            let pairs = entries.iter().map(|e| (e.key.clone(), to_json(&e.value)));
            Value::Object(pairs.collect::<Map<_, _>>())
        }
    }
}
