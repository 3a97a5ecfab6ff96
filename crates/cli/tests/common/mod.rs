//! The binary from outside: its words in, its exit code and what it says out.
#![allow(dead_code, reason = "each test file uses its part of this")]

use std::path::{Path, PathBuf};
use std::process::Command;

pub const DRILLS: [&str; 5] = [
    "payment-fraud",
    "privacy-breach",
    "ransomware-double-extortion",
    "supplier-token",
    "suspicious-login",
];

pub struct Ran {
    pub code: i32,
    pub out: String,
    pub err: String,
}

pub fn rockdrill(words: &[&str]) -> Ran {
    let ran = Command::new(env!("CARGO_BIN_EXE_rockdrill"))
        .args(words)
        .output()
        .expect("the binary runs");
    Ran {
        code: ran.status.code().expect("it ends by itself"),
        out: String::from_utf8(ran.stdout).expect("text"),
        err: String::from_utf8(ran.stderr).expect("text"),
    }
}

/// Runs and expects an exit code; what went wrong is shown otherwise.
pub fn expect(code: i32, words: &[&str]) -> Ran {
    let ran = rockdrill(words);
    assert_eq!(ran.code, code, "{words:?}\n{}\n{}", ran.out, ran.err);
    ran
}

pub fn scenario(drill: &str) -> String {
    text(&root().join("scenarios").join(drill).join("scenario.yaml"))
}

pub fn plan() -> String {
    text(&root().join("scenarios/plan/incident-response-plan.md"))
}

pub fn text(path: &Path) -> String {
    path.to_str().expect("a path that is text").to_owned()
}

pub fn read(path: &Path) -> String {
    std::fs::read_to_string(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()))
}

/// Rehearses a shipped drill with the sample plan into a folder.
pub fn rehearse(drill: &str, policy: &str, seed: u64, folder: &Path) -> Ran {
    let (scenario, plan, folder, seed) = (scenario(drill), plan(), text(folder), seed.to_string());
    expect(
        0,
        &[
            "rehearse", &scenario, "--plan", &plan, "--policy", policy, "--seed", &seed, "--out",
            &folder,
        ],
    )
}

fn root() -> PathBuf {
    PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..")
}

/// Writes the sample plan with its headings of the third level as bold lines; where it lies.
pub fn looking(folder: &Path) -> String {
    let whole = read(Path::new(&plan()));
    let lines = whole.lines().map(|line| {
        let words = line.trim_start_matches('#');
        match line.len() - words.len() {
            0..=2 => line.to_owned(),
            _ => format!("**{}**", words.trim()),
        }
    });
    let lines: Vec<String> = lines.collect();
    let path = folder.join("plan.md");
    std::fs::write(&path, lines.join("\n") + "\n").expect("written");
    text(&path)
}

/// The words of a Word file, without its tags.
pub fn word_text(path: &Path) -> String {
    let file = std::fs::File::open(path).unwrap_or_else(|why| panic!("{}: {why}", path.display()));
    let mut package = zip::ZipArchive::new(file).expect("a package");
    let mut part = package.by_name("word/document.xml").expect("the document");
    let mut xml = String::new();
    std::io::Read::read_to_string(&mut part, &mut xml).expect("text");
    let words = xml.split('<').filter_map(|tag| tag.split_once('>'));
    words.map(|(_, words)| words).collect()
}
