//! The committed list of calls is that of the Rust types.

#[path = "../examples/write_wire_doc.rs"]
mod write_wire_doc;

#[test]
fn the_list_of_calls_is_that_of_the_doors() {
    let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("../../docs/WIRE.md");
    let committed = std::fs::read_to_string(path).unwrap_or_default();
    let fresh = write_wire_doc::wire_doc().expect("the sources can be read");
    let differs = committed
        .lines()
        .zip(fresh.lines())
        .find(|(old, new)| old != new);
    assert!(
        committed == fresh,
        "run `cargo run -p wire --example write_wire_doc` and commit what it writes; first difference: {differs:?}"
    );
}
