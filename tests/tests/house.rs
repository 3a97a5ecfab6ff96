//! The house rules that a machine can hold: who may use whom, what the pure crates do without, how files begin, what is
//! never left lying about. A new edge between crates is a deliberate edit of the table below.

use std::path::{Path, PathBuf};
use std::process::Command;

use serde_json::Value;

/// Told the time, and without disk, network, threads and chance.
const PURE: &[&str] = &[
    "terms",
    "scenario",
    "plan",
    "deadlines",
    "exercise",
    "cast",
    "evaluation",
    "programme",
    "report",
];

/// What a crate may use beside `terms`, which everybody may. The tests may use everything.
const MAY_USE: &[(&str, &[&str])] = &[
    ("terms", &[]),
    ("scenario", &["deadlines"]),
    ("plan", &[]),
    ("deadlines", &[]),
    ("ledger", &[]),
    ("wire", &[]),
    ("exercise", &["scenario", "deadlines"]),
    ("cast", &["scenario", "exercise"]),
    ("evaluation", &["scenario", "plan", "deadlines", "exercise"]),
    (
        "programme",
        &["scenario", "plan", "deadlines", "exercise", "evaluation"],
    ),
    (
        "report",
        &[
            "scenario",
            "plan",
            "deadlines",
            "exercise",
            "evaluation",
            "programme",
        ],
    ),
    ("press", &["exercise", "evaluation", "report"]),
    (
        "conduct",
        &[
            "scenario",
            "plan",
            "deadlines",
            "exercise",
            "cast",
            "evaluation",
            "programme",
            "report",
            "press",
            "ledger",
            "wire",
        ],
    ),
    ("lan", &["exercise", "conduct", "wire"]),
    (
        "rockdrill",
        &[
            "scenario",
            "plan",
            "deadlines",
            "exercise",
            "cast",
            "evaluation",
            "programme",
            "report",
            "press",
            "ledger",
            "wire",
            "conduct",
            "lan",
        ],
    ),
    ("rockdrill-desk", &["conduct", "lan", "wire"]),
    (
        "rockdrill-bench",
        &[
            "scenario",
            "programme",
            "plan",
            "exercise",
            "cast",
            "evaluation",
            "report",
            "press",
            "ledger",
            "conduct",
            "wire",
            "rockdrill-tests",
        ],
    ),
    ("xtask", &[]),
];

/// Libraries that only some may use: the world stays behind its doors.
const KEPT_APART: &[(&str, &[&str])] = &[
    (
        "tokio",
        &[
            "conduct",
            "lan",
            "rockdrill",
            "rockdrill-bench",
            "rockdrill-desk",
        ],
    ),
    ("rusqlite", &["ledger"]),
    ("tauri", &["rockdrill-desk"]),
    ("axum", &["lan", "rockdrill-bench"]),
    ("clap", &["rockdrill"]),
    // The bench runs the bare library beside the press.
    ("typst", &["press", "rockdrill-bench"]),
    ("rand", &[]),
];

#[test]
fn crates_use_only_what_the_design_lets_them_use() {
    let packages = packages();
    let ours: Vec<&str> = packages
        .iter()
        .filter_map(|it| it["name"].as_str())
        .collect();
    for package in &packages {
        let name = package["name"].as_str().expect("a name");
        if name == "rockdrill-tests" {
            continue;
        }
        let may = MAY_USE.iter().find(|(known, _)| *known == name);
        let (_, may) = may.unwrap_or_else(|| panic!("{name} has no line in the table of crates"));
        for used in uses(package) {
            let allowed = used == "terms" || may.contains(&used) || !ours.contains(&used);
            assert!(allowed, "{name} may not use {used}");
            let apart = KEPT_APART.iter().find(|(library, _)| *library == used);
            let welcome = apart.is_none_or(|(_, who)| who.contains(&name));
            assert!(welcome, "{name} may not use the library {used}");
        }
    }
}

#[test]
fn pure_crates_know_no_clock_disk_network_thread_or_chance() {
    let never = [
        "std::fs",
        "std::net",
        "std::env",
        "std::process",
        "std::thread",
        "SystemTime",
        "Instant::now",
        "Utc::now",
        "Local::now",
        "async fn",
    ];
    for name in PURE {
        for (file, text) in sources(&root().join("crates").join(name).join("src")) {
            for (line, words) in code(&text) {
                let found = never.iter().find(|word| words.contains(*word));
                assert_eq!(
                    found,
                    None,
                    "{}:{line}: not in a pure crate",
                    file.display()
                );
            }
        }
    }
}

#[test]
fn every_file_begins_by_saying_what_it_is_for() {
    for (file, text) in all_sources() {
        assert!(
            text.starts_with("//! "),
            "{} does not begin with //!",
            file.display()
        );
    }
}

#[test]
fn nothing_half_done_is_left_lying_about() {
    // Written in halves, so that this file does not find itself.
    let never = [
        ["// TO", "DO"],
        ["// FIX", "ME"],
        ["// X", "XX"],
        ["to", "do!("],
        ["unimple", "mented!("],
        ["db", "g!("],
        ["#[ig", "nore"],
        ["thread::sl", "eep"],
        ["un", "safe {"],
    ];
    for (file, text) in all_sources() {
        for (number, line) in text.lines().enumerate() {
            let found = never.iter().find(|halves| line.contains(&halves.concat()));
            // Waiting for another program to come up is the one thing that has no event to wait for.
            let waits = file.ends_with("webdriver.rs") || file.ends_with("window.rs");
            let allowed = waits && found.is_some_and(|halves| halves[0].starts_with("thread"));
            assert!(
                found.is_none() || allowed,
                "{}:{}: {line}",
                file.display(),
                number + 1
            );
        }
    }
}

#[test]
fn every_crate_takes_the_lints_of_the_workspace() {
    for package in packages() {
        let manifest = package["manifest_path"].as_str().expect("a path");
        let text = std::fs::read_to_string(manifest).expect("a manifest");
        assert!(
            text.contains("[lints]\nworkspace = true"),
            "{manifest} has lints of its own"
        );
    }
}

/// The members of the workspace as cargo sees them.
fn packages() -> Vec<Value> {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let told = Command::new(cargo)
        .args([
            "metadata",
            "--no-deps",
            "--format-version",
            "1",
            "--offline",
        ])
        .current_dir(root())
        .output()
        .expect("cargo tells what it knows");
    let told: Value = serde_json::from_slice(&told.stdout).expect("JSON");
    told["packages"].as_array().expect("a list").clone()
}

/// What a crate uses outside its tests.
fn uses(package: &Value) -> Vec<&str> {
    let all = package["dependencies"].as_array().expect("a list");
    let normal = all.iter().filter(|used| used["kind"].is_null());
    normal.filter_map(|used| used["name"].as_str()).collect()
}

/// Lines of code with their numbers, up to the tests at the end of the file; comments are left out.
fn code(text: &str) -> impl Iterator<Item = (usize, &str)> {
    let before_tests = text
        .lines()
        .take_while(|line| line.trim() != "#[cfg(test)]");
    let numbered = before_tests.enumerate().map(|(nth, line)| (nth + 1, line));
    numbered.filter(|(_, line)| !line.trim_start().starts_with("//"))
}

fn all_sources() -> Vec<(PathBuf, String)> {
    let folders = ["crates", "src-tauri", "tests", "xtask"];
    folders
        .iter()
        .flat_map(|folder| sources(&root().join(folder)))
        .collect()
}

fn sources(folder: &Path) -> Vec<(PathBuf, String)> {
    let Ok(entries) = std::fs::read_dir(folder) else {
        return Vec::new();
    };
    let mut found = Vec::new();
    for entry in entries {
        let path = entry.expect("an entry").path();
        let built = path.ends_with("target") || path.ends_with("gen");
        if path.is_dir() && !built {
            found.extend(sources(&path));
        } else if path.extension().is_some_and(|end| end == "rs") {
            let text = std::fs::read_to_string(&path).expect("text");
            found.push((path, text));
        }
    }
    found.sort();
    found
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("..")
}
