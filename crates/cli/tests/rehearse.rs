//! `rehearse` as somebody at a terminal meets it: every shipped drill, every policy, and what lies in the folder then.

mod common;

use std::path::Path;

use common::*;

const POLICIES: [&str; 5] = ["expected", "forgetful", "late", "silent", "random"];
const FILES: [&str; 6] = [
    "incident-response-plan.md",
    "programme.rockdrill",
    "report.html",
    "report.md",
    "summary.json",
    "transcript.txt",
];

#[test]
fn every_drill_under_every_policy_is_played_to_its_end_and_leaves_all_its_files() {
    let folder = tempfile::tempdir().expect("a folder");
    for drill in DRILLS {
        for policy in POLICIES {
            let out = folder.path().join(drill).join(policy);
            let ran = rehearse(drill, policy, 1, &out);
            assert!(
                ran.out.starts_with("Rehearsal of"),
                "{drill}, {policy}: {}",
                ran.out
            );
            assert_eq!(files(&out), FILES, "{drill}, {policy}");
            says_rehearsal(&out, drill, policy);
            let programme = text(&out.join("programme.rockdrill"));
            expect(0, &["verify", &programme]);
            let again = expect(0, &["transcript", &programme]);
            assert_eq!(
                again.out,
                read(&out.join("transcript.txt")),
                "the same transcript"
            );
        }
    }
}

fn says_rehearsal(out: &Path, drill: &str, policy: &str) {
    for file in FILES {
        let bytes = std::fs::read(out.join(file)).expect("a file");
        let words = String::from_utf8_lossy(&bytes).to_lowercase();
        assert!(
            words.contains("rehearsal"),
            "{drill}, {policy}: {file} does not say rehearsal"
        );
    }
    for file in ["report.html", "report.md"] {
        let words = read(&out.join(file));
        for part in [
            "EXERCISE",
            "Exercise overview",
            "Timeline",
            "Improvement plan",
        ] {
            assert!(
                words.contains(part),
                "{drill}, {policy}: {file} has no \"{part}\""
            );
        }
    }
    let told: serde_json::Value =
        serde_json::from_str(&read(&out.join("summary.json"))).expect("JSON");
    assert_eq!(told["origin"], "rehearsal", "{drill}, {policy}");
    assert_eq!(told["policy"], policy, "{drill}");
}

#[test]
fn the_same_seed_gives_the_same_bytes_and_another_seed_others() {
    let folder = tempfile::tempdir().expect("a folder");
    let at = |name: &str| folder.path().join(name);
    for policy in ["expected", "random"] {
        rehearse("supplier-token", policy, 7, &at("one"));
        rehearse("supplier-token", policy, 7, &at("two"));
        rehearse("supplier-token", policy, 8, &at("three"));
        for file in FILES {
            let bytes = |folder: &str| std::fs::read(at(folder).join(file)).expect("a file");
            assert!(bytes("one") == bytes("two"), "{policy}: {file} differs");
        }
        let programme = |folder: &str| std::fs::read(at(folder).join("programme.rockdrill"));
        assert!(
            programme("one").ok() != programme("three").ok(),
            "{policy}: seed 8 is another"
        );
    }
}

#[test]
fn lessons_of_what_went_wrong_stand_in_the_amended_plan_and_its_revision_row() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("ransomware-double-extortion", "silent", 1, folder.path());
    let told: serde_json::Value =
        serde_json::from_str(&read(&folder.path().join("summary.json"))).expect("JSON");
    let lessons = told["amended_plan"]["lessons_applied"]
        .as_array()
        .expect("a list");
    assert!(
        lessons.len() > 5,
        "silent people teach a lot: {}",
        lessons.len()
    );
    assert_eq!(
        told["amended_plan"]["lessons_refused"],
        serde_json::json!([]),
        "all of them fit"
    );
    let amended = read(&folder.path().join("incident-response-plan.md"));
    for lesson in lessons {
        let text = lesson["amendment"]["text"].as_str().expect("a text");
        let first = text.lines().next().expect("a line");
        assert!(
            amended.contains(first),
            "this lesson stands in the plan: {first}"
        );
    }
    assert_eq!(
        told["amended_plan"]["revision"], "5",
        "the plan was at revision 4"
    );
    assert!(
        amended.contains("Draft after the rehearsal"),
        "and its table says why"
    );
}

#[test]
fn where_all_goes_well_the_plan_gets_its_row_and_no_change() {
    let folder = tempfile::tempdir().expect("a folder");
    rehearse("suspicious-login", "expected", 1, folder.path());
    let before = std::fs::read_to_string(plan()).expect("the plan");
    let after = read(&folder.path().join("incident-response-plan.md"));
    let new: Vec<&str> = after
        .lines()
        .filter(|line| !before.contains(line))
        .collect();
    assert_eq!(new.len(), 1, "one row is new: {new:?}");
    assert!(new[0].contains("no change proposed"), "{}", new[0]);
}

#[test]
fn many_runs_name_paths_dead_branches_deadlocks_and_idle_roles() {
    let folder = tempfile::tempdir().expect("a folder");
    let (scenario, out) = (scenario("suspicious-login"), text(folder.path()));
    let ran = expect(
        0,
        &[
            "rehearse", &scenario, "--runs", "300", "--policy", "random", "--out", &out,
        ],
    );
    for words in [
        "Different paths taken",
        "dead branches",
        "Idle roles: none",
        "Deadlocks: 0",
    ] {
        assert!(ran.out.contains(words), "\"{words}\" in {}", ran.out);
    }
    let told: serde_json::Value =
        serde_json::from_str(&read(&folder.path().join("summary.json"))).expect("JSON");
    assert_eq!(told["paths"]["runs"], 300, "the same for programs");
    assert!(
        !folder.path().join("incident-response-plan.md").exists(),
        "no plan, no amended plan"
    );
}

#[test]
fn a_scenario_with_errors_is_not_played() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("bad.yaml");
    std::fs::write(&file, "format: 1\nid: bad\nroles: 7\n").expect("written");
    let out = folder.path().join("out");
    let ran = expect(1, &["rehearse", &text(&file), "--out", &text(&out)]);
    assert!(
        ran.err.contains("bad.yaml:3:"),
        "the place is named: {}",
        ran.err
    );
    assert!(!out.exists(), "and nothing is written");
}

#[test]
fn arguments_that_cannot_be_used_end_with_two() {
    let folder = tempfile::tempdir().expect("a folder");
    let (scenario, plan) = (scenario("suspicious-login"), plan());
    let check = |words: &[&str], says: &str| {
        let ran = expect(2, words);
        assert!(ran.err.contains(says), "{words:?}: {}", ran.err);
    };
    check(
        &["rehearse", &scenario, "--policy", "brave"],
        "expected, forgetful, late, silent and random",
    );
    check(&["rehearse", "nowhere.yaml"], "nowhere.yaml cannot be read");
    check(&["rehearse", &scenario, "--seed", "many"], "invalid value");
    check(&["dance"], "unrecognized");

    let own = folder.path().join("plan.md");
    std::fs::copy(&plan, &own).expect("copied");
    let here = text(folder.path());
    check(
        &["rehearse", &scenario, "--plan", &text(&own), "--out", &here],
        "would be overwritten",
    );
    assert_eq!(
        read(&own),
        std::fs::read_to_string(&plan).expect("the plan"),
        "it is as it was"
    );
}

#[test]
fn a_folder_with_somebodys_own_programme_is_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("programme.rockdrill");
    let named = programme::ProgrammeNamed {
        name: "Ours".into(),
        sample: false,
    };
    let clock = std::sync::Arc::new(conduct::Clock::system());
    drop(conduct::Keep::create(&path, named, clock).expect("a programme"));
    let before = std::fs::read(&path).expect("its bytes");
    let (scenario, here) = (scenario("suspicious-login"), text(folder.path()));
    let ran = expect(2, &["rehearse", &scenario, "--out", &here]);
    assert!(ran.err.contains("left alone"), "{}", ran.err);
    assert!(
        std::fs::read(&path).expect("its bytes") == before,
        "it is as it was"
    );
}

#[test]
fn nothing_is_invented_from_a_plan_that_cannot_be_read() {
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("plan.md");
    std::fs::write(&file, [0x25, 0x50, 0x44, 0x46, 0xff, 0xfe, 0x00, 0x9f]).expect("written");
    let scenario = scenario("suspicious-login");
    let ran = expect(1, &["rehearse", &scenario, "--plan", &text(&file)]);
    assert!(
        ran.err.contains("not UTF-8 text"),
        "it is said: {}",
        ran.err
    );
}

fn files(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = std::fs::read_dir(folder)
        .expect("a folder")
        .map(|entry| {
            entry
                .expect("an entry")
                .file_name()
                .to_string_lossy()
                .into_owned()
        })
        .collect();
    names.sort();
    names
}
