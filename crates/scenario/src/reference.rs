//! The reference of the format as Markdown tables, made from the same types as the schema, for
//! `docs/SCENARIOS.md`. Not here: the prose around them and the worked example.

use serde_json::Value;

use crate::shape::{FORMAT, Field, Named, Shape, Variant};

/// Tables of every field that a scenario file may hold, in Markdown.
pub fn reference() -> String {
    let mut text = String::new();
    for name in order() {
        let Some(Named { says, shape }) = FORMAT.named.get(name) else {
            continue;
        };
        match shape {
            Shape::Record(fields) => {
                let head = heading(name);
                text.push_str(&format!("### {head}\n\n{says}\n\n"));
                text.push_str(
                    "| field | holds | where left out | meaning |\n| --- | --- | --- | --- |\n",
                );
                fields.iter().for_each(|field| text.push_str(&row(field)));
                text.push('\n');
            }
            Shape::Choice(variants) => {
                let head = heading(name);
                text.push_str(&format!(
                    "### {head}\n\n{says}\n\n| write | meaning |\n| --- | --- |\n"
                ));
                variants
                    .iter()
                    .for_each(|variant| text.push_str(&choice(variant)));
                text.push('\n');
            }
            Shape::Text
            | Shape::Offset
            | Shape::Span
            | Shape::Bool
            | Shape::Whole { .. }
            | Shape::List(_)
            | Shape::Table(_)
            | Shape::Name(_) => {}
        }
    }
    text.trim_end().to_owned() + "\n"
}

/// The names of the shapes in the order in which the file first speaks of them.
fn order() -> Vec<&'static str> {
    let mut order = vec![FORMAT.root];
    let mut at = 0;
    while at < order.len() {
        let named = FORMAT.named.get(order[at]);
        let mut parts: Vec<&Shape> = match named.map(|named| &named.shape) {
            Some(Shape::Record(fields)) => fields.iter().map(|field| &field.shape).collect(),
            Some(Shape::Choice(variants)) => variants
                .iter()
                .filter_map(|variant| variant.content.as_ref())
                .collect(),
            Some(_) | None => Vec::new(),
        };
        parts.reverse();
        while let Some(part) = parts.pop() {
            match part {
                Shape::List(inner) | Shape::Table(inner) => parts.push(inner),
                Shape::Name(name) if !order.contains(&name.as_str()) => order.push(name),
                Shape::Name(_)
                | Shape::Text
                | Shape::Offset
                | Shape::Span
                | Shape::Bool
                | Shape::Whole { .. }
                | Shape::Record(_)
                | Shape::Choice(_) => {}
            }
        }
        at += 1;
    }
    order
}

fn row(field: &Field) -> String {
    let absent = match &field.default {
        _ if field.required => "required".to_owned(),
        None | Some(Value::Null | Value::Object(_)) => String::new(),
        Some(Value::Array(items)) if items.is_empty() => String::new(),
        Some(Value::String(text)) if text.is_empty() => String::new(),
        Some(Value::String(text)) => format!("`{text}`"),
        Some(value) => format!("`{value}`"),
    };
    let says = cell(field.meaning());
    let template = if field.template { " **Template.**" } else { "" };
    format!(
        "| `{}` | {} | {absent} | {says}{template} |\n",
        field.name,
        holds(&field.shape)
    )
}

fn choice(variant: &Variant) -> String {
    let word = &variant.name;
    let write = match &variant.content {
        None => format!("`{word}`"),
        Some(content) => format!("`{word}:` {}", holds(content)),
    };
    format!("| {write} | {} |\n", cell(&variant.says))
}

/// What a field holds, in a few words, with a link to the table that says more.
fn holds(shape: &Shape) -> String {
    match shape {
        Shape::Text => "text".to_owned(),
        Shape::Offset => "offset".to_owned(),
        Shape::Span => "length of time".to_owned(),
        Shape::Bool => "`true` or `false`".to_owned(),
        Shape::Whole { .. } => "whole number".to_owned(),
        Shape::List(item) => format!("list of {}", holds(item)),
        Shape::Table(value) => format!("names, each with {}", holds(value)),
        Shape::Record(_) | Shape::Choice(_) => "fields".to_owned(),
        Shape::Name(name) => match FORMAT.named.get(name).map(|named| &named.shape) {
            Some(Shape::Record(_) | Shape::Choice(_)) => {
                let head = heading(name);
                format!("[{head}](#{})", head.replace(' ', "-"))
            }
            Some(
                found @ (Shape::Offset
                | Shape::Span
                | Shape::Text
                | Shape::Bool
                | Shape::Whole { .. }
                | Shape::List(_)
                | Shape::Table(_)
                | Shape::Name(_)),
            ) => match name.strip_suffix("Id") {
                Some(kind) => format!("{} id", kind.to_lowercase()),
                None => holds(found),
            },
            None => "text".to_owned(),
        },
    }
}

/// `ExpectedAction` as a heading: `expected action`.
fn heading(name: &str) -> String {
    let mut words = String::new();
    for c in name.chars() {
        if c.is_uppercase() && !words.is_empty() {
            words.push(' ');
        }
        words.extend(c.to_lowercase());
    }
    words
}

fn cell(text: &str) -> String {
    text.replace('|', "\\|").replace('\n', " ")
}
