//! Writes what is made from the types of the format: `scenarios/scenario.schema.json`.
//! Run `cargo run -p scenario --example write_schema` after a change of the types.

fn main() -> std::io::Result<()> {
    let root = concat!(env!("CARGO_MANIFEST_DIR"), "/../..");
    let schema = serde_json::to_string_pretty(&scenario::json_schema())?;
    std::fs::write(
        format!("{root}/scenarios/scenario.schema.json"),
        schema + "\n",
    )
}
