//! The committed TypeScript types are those of the Rust types.

use std::collections::BTreeMap;
use std::fs;
use std::path::Path;

#[test]
fn the_pages_have_the_types_of_the_doors() {
    let fresh = tempfile::tempdir().expect("a folder to write to");
    wire::write_typescript(fresh.path()).expect("the types can be written");
    let committed = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../ui/src/wire/generated");
    assert_eq!(
        files(fresh.path()),
        files(&committed),
        "run `cargo run -p wire --example write_types` and commit what it writes"
    );
}

fn files(folder: &Path) -> BTreeMap<String, String> {
    let entries = fs::read_dir(folder).expect("the folder can be read");
    entries
        .map(|entry| {
            let path = entry.expect("an entry").path();
            let name = path
                .file_name()
                .expect("a name")
                .to_string_lossy()
                .into_owned();
            (name, fs::read_to_string(&path).expect("a text file"))
        })
        .collect()
}
