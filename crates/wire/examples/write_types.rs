//! Writes the TypeScript types into `ui/src/wire/generated`: `cargo run -p wire --example write_types`.

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../../ui/src/wire/generated");
    wire::write_typescript(folder.as_ref())?;
    Ok(())
}
