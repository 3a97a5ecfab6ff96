//! The JSON Schema of scenario files, made from the Rust types, so that an editor completes what this
//! program reads. Not here: checking a file; that says more than a schema can (`walk`, `references`).

use schemars::generate::SchemaSettings;
use serde_json::Value;

use crate::Scenario;

/// The published schema, as it stands in `scenarios/scenario.schema.json`.
pub fn json_schema() -> Value {
    let schema = SchemaSettings::draft2020_12()
        .into_generator()
        .into_root_schema_for::<Scenario>();
    schema.to_value()
}
