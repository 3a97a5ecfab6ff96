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

/// Words by which a text speaks to a trainer, or of what has not come yet.
const FOR_A_TRAINER: [&str; 8] = [
    "Ask ",
    "Tell ",
    "Let ",
    "If they ",
    "T+",
    "comes next",
    "\" follows",
    "\" comes",
];

#[test]
fn what_is_said_of_a_choice_afterwards_speaks_to_whoever_made_it() {
    let mut said = 0;
    for folder in std::fs::read_dir(root().join("scenarios")).expect("the shipped drills") {
        let path = folder.expect("an entry").path().join("scenario.yaml");
        let Ok(text) = std::fs::read_to_string(&path) else {
            continue;
        };
        let (scenario, _) = scenario::read(&text);
        for choice in scenario.injects.iter().flat_map(|it| &it.options) {
            let name = format!("{}: {}", path.display(), choice.id);
            assert!(!choice.debrief.is_empty(), "{name} says nothing afterwards");
            for sentence in choice.debrief.split_inclusive(['.', '?', ';']) {
                let sentence = sentence.trim();
                let to_trainer = FOR_A_TRAINER.iter().any(|words| {
                    sentence.starts_with(words) || words.len() > 7 && sentence.contains(words)
                });
                // “Ask the foreman” is advice to whoever decided.
                let advice = sentence.starts_with("Ask the foreman");
                assert!(!to_trainer || advice, "{name}: {sentence}");
            }
            said += 1;
        }
    }
    assert!(said > 100, "{said} choices are too few");
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
