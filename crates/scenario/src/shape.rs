//! The format as a small tree of shapes, made once from the JSON Schema of the Rust types. Reading, filling
//! in templates and the reference all walk it, so the types are the only place that says what a scenario
//! file holds. Not here: walking a file (`walk`).

use std::collections::BTreeMap;
use std::sync::LazyLock;

use serde_json::Value;

/// The whole format.
pub(crate) struct Format {
    /// What stands at the top of a file.
    pub root: &'static str,
    /// Every named shape, by the name of its Rust type.
    pub named: BTreeMap<String, Named>,
}

/// A shape with a name and a sentence for authors.
pub(crate) struct Named {
    pub says: String,
    pub shape: Shape,
}

/// What may stand at one place of a file.
pub(crate) enum Shape {
    /// A text that means itself.
    Text,
    /// A moment of the exercise clock.
    Offset,
    /// A length of time.
    Span,
    /// True or false.
    Bool,
    /// A whole number from the least to the most.
    Whole { least: i64, most: i64 },
    /// A list of one shape.
    List(Box<Shape>),
    /// A map whose keys the author chooses.
    Table(Box<Shape>),
    /// A map with fixed fields.
    Record(Vec<Field>),
    /// One of several: a bare word, or a word with something behind it.
    Choice(Vec<Variant>),
    /// A named shape.
    Name(String),
}

/// A field of a record.
pub(crate) struct Field {
    pub name: String,
    pub says: String,
    pub shape: Shape,
    pub required: bool,
    /// Whether `null` may stand for leaving it out.
    pub nullable: bool,
    /// Whether its texts are templates.
    pub template: bool,
    /// What counts where it is left out, as JSON.
    pub default: Option<Value>,
}

/// One of several things that may stand at a place.
pub(crate) struct Variant {
    pub name: String,
    pub says: String,
    /// What stands behind the word; a bare word has nothing.
    pub content: Option<Shape>,
}

/// The format of scenario files.
pub(crate) static FORMAT: LazyLock<Format> = LazyLock::new(|| Format::of(&crate::json_schema()));

/// How a description marks a field whose texts are templates.
const TEMPLATE: &str = "(template)";

impl Format {
    fn of(schema: &Value) -> Self {
        let mut named = BTreeMap::new();
        let definitions = schema["$defs"].as_object().into_iter().flatten();
        for (name, schema) in definitions {
            named.insert(
                name.clone(),
                Named {
                    says: says(schema),
                    shape: Shape::of(name, schema),
                },
            );
        }
        let root = Named {
            says: says(schema),
            shape: Shape::of("Scenario", schema),
        };
        named.insert("Scenario".to_owned(), root);
        Self {
            root: "Scenario",
            named,
        }
    }

    /// The shape itself where it is given by name.
    pub fn resolve<'a>(&'a self, shape: &'a Shape) -> &'a Shape {
        match shape {
            Shape::Name(name) => self.named.get(name).map_or(&Shape::Text, |n| &n.shape),
            Shape::Text
            | Shape::Offset
            | Shape::Span
            | Shape::Bool
            | Shape::Whole { .. }
            | Shape::List(_)
            | Shape::Table(_)
            | Shape::Record(_)
            | Shape::Choice(_) => shape,
        }
    }

    /// The shape of a whole file.
    pub fn root(&self) -> &Shape {
        self.named.get(self.root).map_or(&Shape::Text, |n| &n.shape)
    }
}

impl Shape {
    fn of(name: &str, schema: &Value) -> Self {
        match name {
            "Offset" => return Self::Offset,
            "Span" => return Self::Span,
            _ => {}
        }
        if let Some(reference) = schema["$ref"].as_str() {
            return Self::Name(reference.trim_start_matches("#/$defs/").to_owned());
        }
        if let Some(either) = schema["anyOf"].as_array() {
            let real = either.iter().find(|s| s["type"] != "null");
            return real.map_or(Self::Text, |s| Self::of("", s));
        }
        if let Some(variants) = schema["oneOf"].as_array() {
            return Self::Choice(variants.iter().flat_map(Variant::all_of).collect());
        }
        match kind(schema) {
            "boolean" => Self::Bool,
            "integer" => Self::Whole {
                least: schema["minimum"].as_i64().unwrap_or(i64::MIN),
                most: schema["maximum"].as_i64().unwrap_or_else(|| widest(schema)),
            },
            "array" => Self::List(Box::new(Self::of("", &schema["items"]))),
            "object" => Self::of_object(schema),
            _ => Self::Text,
        }
    }

    fn of_object(schema: &Value) -> Self {
        if schema["additionalProperties"].is_object() {
            return Self::Table(Box::new(Self::of("", &schema["additionalProperties"])));
        }
        let required: Vec<&str> = schema["required"]
            .as_array()
            .into_iter()
            .flatten()
            .filter_map(Value::as_str)
            .collect();
        let mut fields: Vec<Field> = schema["properties"]
            .as_object()
            .into_iter()
            .flatten()
            .map(|(name, schema)| Field::of(name, schema, required.contains(&name.as_str())))
            .collect();
        // Required fields first, in the order of the types; the others follow by name.
        fields.sort_by_key(|f| {
            required
                .iter()
                .position(|r| *r == f.name)
                .unwrap_or(required.len())
        });
        Self::Record(fields)
    }

    /// What this shape wants, with its article, as a sentence says it.
    pub fn wants(&self) -> &'static str {
        match self {
            Self::Text => "a text",
            Self::Offset => "an offset such as T+00:15",
            Self::Span => "a length of time such as 15m",
            Self::Bool => "true or false",
            Self::Whole { .. } => "a whole number",
            Self::List(_) => "a list",
            Self::Table(_) | Self::Record(_) => "fields",
            Self::Choice(_) | Self::Name(_) => "one of its words",
        }
    }
}

impl Field {
    fn of(name: &str, schema: &Value, required: bool) -> Self {
        let says = says(schema);
        let null = |s: &Value| s == "null" || s["type"] == "null";
        let nullable = [&schema["type"], &schema["anyOf"]]
            .into_iter()
            .any(|several| several.as_array().is_some_and(|all| all.iter().any(null)));
        Self {
            name: name.to_owned(),
            shape: Shape::of("", schema),
            required,
            nullable,
            template: says.ends_with(TEMPLATE),
            default: schema.get("default").cloned(),
            says,
        }
    }

    /// What the field means, without the mark of a template.
    pub fn meaning(&self) -> &str {
        self.says.trim_end_matches(TEMPLATE).trim_end()
    }
}

impl Variant {
    /// The variants that one branch of a `oneOf` stands for.
    fn all_of(schema: &Value) -> Vec<Self> {
        let word = |name: &Value| Self {
            name: name.as_str().unwrap_or_default().to_owned(),
            says: says(schema),
            content: None,
        };
        if let Some(name) = schema.get("const") {
            return vec![word(name)];
        }
        if let Some(names) = schema["enum"].as_array() {
            return names.iter().map(word).collect();
        }
        let properties = schema["properties"].as_object().into_iter().flatten();
        properties
            .map(|(name, content)| Self {
                name: name.clone(),
                says: says(schema),
                content: Some(Shape::of("", content)),
            })
            .collect()
    }
}

fn says(schema: &Value) -> String {
    schema["description"]
        .as_str()
        .unwrap_or_default()
        .to_owned()
}

/// The type of a schema that is not `null`.
fn kind(schema: &Value) -> &str {
    match &schema["type"] {
        Value::Array(several) => several
            .iter()
            .filter_map(Value::as_str)
            .find(|t| *t != "null")
            .unwrap_or_default(),
        one => one.as_str().unwrap_or_default(),
    }
}

fn widest(schema: &Value) -> i64 {
    if schema["format"] == "uint32" {
        i64::from(u32::MAX)
    } else {
        i64::MAX
    }
}
