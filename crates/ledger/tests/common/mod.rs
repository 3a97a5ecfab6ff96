//! What several tests of the ledger need: records, a folder with a filled programme, and a way in for
//! somebody who means ill.

#![allow(dead_code, reason = "each test file uses its own part")]

use std::fs;
use std::path::{Path, PathBuf};

use ledger::{Broken, Ledger, NewRecord, Place, Verdict, Verified, Why};
use rusqlite::Connection;
use tempfile::TempDir;
use terms::Stamp;

pub fn record(at: i64, body: &str) -> NewRecord {
    NewRecord {
        at: Stamp(at),
        actor: "01JPERSON".into(),
        kind: "Noted".into(),
        version: 1,
        body: body.into(),
    }
}

pub fn records(count: usize) -> Vec<NewRecord> {
    (0..count)
        .map(|n| record(n as i64 * 1_000, &format!("{{\"note\":\"number {n}\"}}")))
        .collect()
}

/// A closed programme with two drills of eight and five records, a programme stream and a document.
pub fn filled() -> (TempDir, PathBuf) {
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("a programme.rockdrill");
    let mut ledger = Ledger::create(&path).expect("a new programme");
    ledger.append("exercise/A", 0, &records(8)).expect("kept");
    ledger.append("exercise/B", 0, &records(5)).expect("kept");
    ledger.append("programme", 0, &records(2)).expect("kept");
    ledger
        .put_blob("text/markdown", b"# The plan\n")
        .expect("kept");
    ledger.close().expect("closed");
    (folder, path)
}

/// The file without its protections, as somebody with SQLite at hand could open it.
pub fn unprotected(path: &Path) -> Connection {
    let connection = Connection::open(path).expect("it is an SQLite file");
    let names = [
        "record_is_next",
        "record_is_kept",
        "record_is_fixed",
        "blob_is_fixed",
    ];
    for name in names.into_iter().chain(["blob_is_new", "blob_is_kept"]) {
        connection
            .execute_batch(&format!("DROP TRIGGER {name}"))
            .expect("the trigger was there");
    }
    connection
}

pub fn holds(path: &Path) -> Verified {
    match ledger::verify(path).expect("readable") {
        Verdict::Holds(verified) => verified,
        Verdict::Broken(broken) => panic!("it should hold, but: {broken}"),
    }
}

pub fn breaks(path: &Path) -> Broken {
    match ledger::verify(path).expect("readable") {
        Verdict::Holds(verified) => panic!("it should not hold: {verified:?}"),
        Verdict::Broken(broken) => broken,
    }
}

pub fn broken(stream: &str, seq: u64, why: Why) -> Broken {
    Broken {
        place: Place::Record {
            stream: stream.into(),
            seq,
        },
        why,
    }
}

/// The names of everything in a folder, sorted.
pub fn names_in(folder: &Path) -> Vec<String> {
    let mut names: Vec<String> = fs::read_dir(folder)
        .expect("the folder is there")
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

/// Numbers that look random and are the same for the same seed (splitmix64).
pub struct Dice(pub u64);

impl Dice {
    pub fn roll(&mut self, sides: u64) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (z ^ (z >> 31)) % sides
    }
}
