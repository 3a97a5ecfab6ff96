//! A plan that is a folder of Markdown files, and one in Word, from outside: shown, checked, amended, rehearsed, noted.

mod common;

use std::path::Path;

use common::{expect, plan, read, scenario, text};

/// The sample plan in two files, divided at its playbooks.
fn divided(folder: &Path) {
    let whole = std::fs::read_to_string(plan()).expect("the sample plan");
    let at = whole.find("\n## Playbooks").expect("it has playbooks") + 1;
    std::fs::create_dir_all(folder).expect("made");
    std::fs::write(folder.join("README.md"), &whole[..at]).expect("written");
    let rest = format!("# Annex\n\n{}", &whole[at..]);
    std::fs::write(folder.join("annex.md"), rest).expect("written");
}

#[test]
fn a_folder_is_shown_with_the_file_of_everything() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("plan");
    divided(&folder);
    let shown = expect(0, &["plan", "show", &text(&folder), "--format", "json"]);
    let shown: serde_json::Value = serde_json::from_str(&shown.out).expect("JSON");
    let sections = shown["sections"].as_array().expect("a list");
    let files: std::collections::BTreeSet<&str> = sections
        .iter()
        .filter_map(|section| section["file"].as_str())
        .collect();
    assert_eq!(
        files.into_iter().collect::<Vec<_>>(),
        ["README.md", "annex.md"]
    );
    assert_eq!(
        shown["roles"].as_array().map(Vec::len),
        Some(11),
        "every role is there"
    );
    let said = expect(0, &["check", &text(&folder), "--format", "json"]);
    assert!(
        serde_json::from_str::<serde_json::Value>(&said.out).is_ok(),
        "{}",
        said.out
    );
}

#[test]
fn amending_a_folder_writes_the_files_that_change_or_one_patch() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("plan");
    divided(&folder);
    let amendments = dir.path().join("amendments.json");
    let asked = r#"{"author": "A", "amendments": [{"op": "insert", "section": "Annex", "text": "Seen in a drill."}]}"#;
    std::fs::write(&amendments, asked).expect("written");
    let out = dir.path().join("amended");
    expect(
        0,
        &[
            "plan",
            "amend",
            &text(&folder),
            &text(&amendments),
            "--out",
            &text(&out),
        ],
    );
    let before = read(&folder.join("annex.md"));
    let wanted = before.replacen("# Annex\n", "# Annex\n\nSeen in a drill.\n", 1);
    assert_eq!(
        read(&out.join("annex.md")),
        wanted,
        "only its own bytes change"
    );
    assert!(
        !out.join("README.md").exists(),
        "a file that stays is not written"
    );
    let patch = dir.path().join("changes.diff");
    expect(
        0,
        &[
            "plan",
            "amend",
            &text(&folder),
            &text(&amendments),
            "--out",
            &text(&patch),
        ],
    );
    let patch = read(&patch);
    assert!(
        patch.starts_with("--- a/annex.md\n+++ b/annex.md\n")
            && patch.contains("\n+Seen in a drill.\n"),
        "{patch}"
    );
    let file = dir.path().join("one.md");
    expect(
        2,
        &[
            "plan",
            "amend",
            &text(&folder),
            &text(&amendments),
            "--out",
            &text(&file),
        ],
    );
    assert!(!file.exists(), "a folder does not become one file");
}

#[test]
fn a_drill_is_rehearsed_on_a_folder() {
    let dir = tempfile::tempdir().expect("a folder");
    let folder = dir.path().join("plan");
    divided(&folder);
    let out = dir.path().join("out");
    let scenario = scenario("ransomware-double-extortion");
    expect(
        0,
        &[
            "rehearse",
            &scenario,
            "--plan",
            &text(&folder),
            "--policy",
            "forgetful",
            "--out",
            &text(&out),
        ],
    );
    let amended = read(&out.join("plan/annex.md"));
    assert!(
        amended.contains("Draft after the rehearsal"),
        "the revision row stands in its file"
    );
}

#[test]
fn a_drill_is_rehearsed_on_a_word_plan_of_the_corpus() {
    let Some(corpus) = std::env::var_os("ROCKDRILL_CORPUS") else {
        eprintln!("ROCKDRILL_CORPUS is not set: no Word plan is rehearsed");
        return;
    };
    let plan = Path::new(&corpus).join("plans/counteractive/plan.docx");
    let dir = tempfile::tempdir().expect("a folder");
    let out = dir.path().join("out");
    let scenario = scenario("ransomware-double-extortion");
    expect(
        0,
        &[
            "rehearse",
            &scenario,
            "--plan",
            &text(&plan),
            "--out",
            &text(&out),
        ],
    );
    let amended = std::fs::read(out.join("plan.docx")).expect("the amended plan");
    assert!(plan::is_word(&amended), "it is a Word file still");
    assert!(out.join("report.html").is_file());
}

#[test]
fn a_change_note_is_written_from_a_programme() {
    let dir = tempfile::tempdir().expect("a folder");
    let demo = dir.path().join("demo.rockdrill");
    expect(0, &["demo", "--out", &text(&demo), "--years", "1"]);
    for name in ["note.pdf", "note.docx"] {
        let note = dir.path().join(name);
        expect(0, &["plan", "note", &text(&demo), "--out", &text(&note)]);
        assert!(note.metadata().expect("written").len() > 1000, "{name}");
    }
    let other = dir.path().join("note.txt");
    expect(1, &["plan", "note", &text(&demo), "--out", &text(&other)]);
}
