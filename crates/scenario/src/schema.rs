//! The JSON Schema of scenario files, made from the Rust types, so that an editor completes what this
//! program reads. Not here: checking a file; that says more than a schema can (`walk`, `references`).

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::Scenario;

/// The form of every id, as a pattern.
const ID: &str = "^[a-z0-9]+(-[a-z0-9]+)*$";

/// The published schema, as it stands in `scenarios/scenario.schema.json`.
pub fn json_schema() -> Value {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Scenario>();
    let mut schema = schema.to_value();
    let definitions = schema["$defs"].as_object_mut().into_iter().flatten();
    for (_, id) in definitions.filter(|(name, _)| name.ends_with("Id")) {
        id["pattern"] = ID.into();
    }
    schema
}
