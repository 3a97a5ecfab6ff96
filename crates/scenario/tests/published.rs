//! What is published about the format agrees with the types it is made from, and the shipped drills read
//! without an error. Not here: what is said about wrong files (`diagnostics`).

use std::path::{Path, PathBuf};

use serde_json::Value;
use terms::Severity;

const AGAIN: &str = "run `cargo run -p scenario --example write_schema` and commit what it writes";

fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}

fn text_of(path: &str) -> String {
    std::fs::read_to_string(root().join(path)).expect(path)
}

#[test]
fn the_published_schema_is_the_one_the_types_make() {
    let published: Value =
        serde_json::from_str(&text_of("scenarios/scenario.schema.json")).expect("it is JSON");
    assert!(
        published == scenario::json_schema(),
        "the schema has drifted: {AGAIN}"
    );
}

#[test]
fn the_reference_is_the_one_the_types_make() {
    let page = text_of("docs/SCENARIOS.md").replace("\r\n", "\n");
    assert!(
        page.contains(&scenario::reference()),
        "the reference has drifted: {AGAIN}"
    );
}

#[test]
fn every_shipped_drill_reads_without_a_word_and_its_attachments_are_there() {
    let mut folders: Vec<PathBuf> = std::fs::read_dir(root().join("scenarios"))
        .expect("the shipped drills")
        .filter_map(|entry| Some(entry.ok()?.path()))
        .filter(|path| path.join("scenario.yaml").is_file())
        .collect();
    folders.sort();
    for folder in folders {
        let text = std::fs::read_to_string(folder.join("scenario.yaml")).expect("a drill");
        let has_file = |path: &str| folder.join(path).is_file();
        let (scenario, found) = scenario::read_beside(&text, &has_file);
        let name = folder.join("scenario.yaml").display().to_string();
        let lines: Vec<String> = found.iter().map(|d| terms::format_line(&name, d)).collect();
        assert!(
            found.iter().all(|d| d.severity != Severity::Error),
            "{}",
            lines.join("\n")
        );
        assert!(
            lines.is_empty(),
            "a shipped drill gives no cause for a warning:\n{}",
            lines.join("\n")
        );
        scenario
            .rendered(&Default::default())
            .expect("its templates can be filled in");
    }
}
