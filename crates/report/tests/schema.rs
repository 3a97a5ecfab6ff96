//! The published JSON Schema of the report: it is that of the types, and reports are of its shape. Not here: what the fields
//! say.

use std::collections::BTreeMap;

use evaluation::sample;
use report::{Background, Edition, Input, edition};
use serde_json::Value;

const PUBLISHED: &str = include_str!("../schema/report.schema.json");

#[test]
fn the_published_schema_is_that_of_the_types() {
    let made = report::json_schema().expect("it is written");
    assert!(
        made == PUBLISHED,
        "run: cargo run -p report --example write_report_schema"
    );
}

#[test]
fn every_edition_is_of_the_published_shape() {
    let schema: Value = serde_json::from_str(PUBLISHED).expect("JSON");
    for which in Edition::ALL {
        let document = document(which);
        let mut wrong = Vec::new();
        hold(&schema, &schema, &document, which.word(), &mut wrong);
        assert!(wrong.is_empty(), "{wrong:?}");
    }
}

/// Holds a value against the few words of JSON Schema that our types use; any other word fails the test.
fn hold(root: &Value, schema: &Value, value: &Value, at: &str, wrong: &mut Vec<String>) {
    if let Some(name) = schema["$ref"].as_str() {
        let name = name.trim_start_matches("#/$defs/");
        return hold(root, &root["$defs"][name], value, at, wrong);
    }
    if let Some(any) = schema["anyOf"].as_array() {
        let fits = any.iter().any(|one| {
            let mut misfits = Vec::new();
            hold(root, one, value, at, &mut misfits);
            misfits.is_empty()
        });
        if !fits {
            wrong.push(format!("{at} is none of what it may be"));
        }
        return;
    }
    if let Some(any) = schema["oneOf"].as_array() {
        let fits = any
            .iter()
            .any(|one| one["const"] == *value || enumerates(one, value));
        if !fits {
            wrong.push(format!("{at} is {value}"));
        }
        return;
    }
    let kinds: Vec<&str> = match &schema["type"] {
        Value::String(kind) => vec![kind],
        Value::Array(kinds) => kinds.iter().filter_map(Value::as_str).collect(),
        _ => Vec::new(),
    };
    let kind = match value {
        Value::Null => "null",
        Value::Bool(_) => "boolean",
        Value::Number(_) => "integer",
        Value::String(_) => "string",
        Value::Array(items) => {
            for item in items {
                hold(root, &schema["items"], item, &format!("{at}[]"), wrong);
            }
            "array"
        }
        Value::Object(fields) => {
            for (name, field) in fields {
                let known = &schema["properties"][name];
                if known.is_null() {
                    wrong.push(format!("{at}.{name} is not in the schema"));
                } else {
                    hold(root, known, field, &format!("{at}.{name}"), wrong);
                }
            }
            let required = schema["required"].as_array();
            for name in required.into_iter().flatten().filter_map(Value::as_str) {
                if !fields.contains_key(name) {
                    wrong.push(format!("{at} lacks {name}"));
                }
            }
            "object"
        }
    };
    if !kinds.contains(&kind) {
        wrong.push(format!("{at} is {kind}, not {kinds:?}"));
    }
}

fn enumerates(schema: &Value, value: &Value) -> bool {
    let listed = schema["enum"].as_array();
    listed.is_some_and(|listed| listed.contains(value))
}

fn document(which: Edition) -> Value {
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    let records = sample::records().expect("the sample fits the events");
    let evaluation = evaluation::evaluate(&evaluation::Input {
        exercise: &sample::exercise(),
        scenario: &scenario,
        records: &records,
        plan: Some(&sample::plan()),
        people: &BTreeMap::new(),
    });
    let edited = edition(
        &Input::of(&scenario, &evaluation, &records),
        &Background::default(),
        which,
    );
    let text = report::json(&edited.report, &edited.tables).expect("it is written");
    serde_json::from_str(&text).expect("JSON")
}
