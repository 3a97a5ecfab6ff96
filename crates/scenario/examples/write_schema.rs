//! Writes what is made from the types of the format: `scenarios/scenario.schema.json` and the reference
//! in `docs/SCENARIOS.md`. Run `cargo run -p scenario --example write_schema` after a change of the types.

use std::fs;
use std::io::{Error, Result};

fn main() -> Result<()> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let schema = serde_json::to_string_pretty(&scenario::json_schema())?;
    fs::write(
        format!("{root}/scenarios/scenario.schema.json"),
        schema + "\n",
    )?;

    let page = format!("{root}/docs/SCENARIOS.md");
    let text = fs::read_to_string(&page)?;
    let missing = || Error::other("docs/SCENARIOS.md has lost the marks around its reference");
    let (before, rest) = text.split_once("<!-- reference:").ok_or_else(missing)?;
    let (mark, _) = rest.split_once("-->\n").ok_or_else(missing)?;
    let (_, after) = rest
        .split_once("<!-- end of reference -->")
        .ok_or_else(missing)?;
    let tables = scenario::reference();
    let text =
        format!("{before}<!-- reference:{mark}-->\n\n{tables}\n<!-- end of reference -->{after}");
    fs::write(&page, text)
}
