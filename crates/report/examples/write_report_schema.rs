//! Writes the JSON Schema of the report: `cargo run -p report --example write_report_schema` after a change of the model.

use std::error::Error;
use std::path::Path;

fn main() -> Result<(), Box<dyn Error>> {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("schema/report.schema.json");
    std::fs::write(file, report::json_schema()?)?;
    Ok(())
}
