//! Packs that are signed or under a passphrase, backups, and drills that are merged from packs, from outside. Not here: what a
//! pack holds (`papers`).

mod common;
#[path = "../../conduct/tests/packs/forged.rs"]
mod forged;

use std::path::{Path, PathBuf};
use std::process::Command;

use common::*;
use forged::{Files, opened, replace, zipped};
use tempfile::TempDir;

/// A user with a folder for what applications keep, and a rehearsed drill.
struct Desk {
    folder: TempDir,
}

impl Desk {
    fn new(drill: &str) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        rehearse(drill, "late", 3, folder.path());
        Self { folder }
    }

    fn at(&self, name: &str) -> PathBuf {
        self.folder.path().join(name)
    }

    fn programme(&self) -> String {
        text(&self.at("programme.rockdrill"))
    }

    fn run(&self, passphrase: Option<&str>, words: &[&str]) -> Ran {
        let mut command = Command::new(env!("CARGO_BIN_EXE_rockdrill"));
        command.args(words).env("XDG_DATA_HOME", self.at("home"));
        command.env_remove("ROCKDRILL_PASSPHRASE");
        command.stdin(std::process::Stdio::null());
        if let Some(passphrase) = passphrase {
            command.env("ROCKDRILL_PASSPHRASE", passphrase);
        }
        let ran = command.output().expect("the binary runs");
        Ran {
            code: ran.status.code().expect("it ends by itself"),
            out: String::from_utf8(ran.stdout).expect("text"),
            err: String::from_utf8(ran.stderr).expect("text"),
        }
    }

    fn expect(&self, code: i32, words: &[&str]) -> Ran {
        let ran = self.run(None, words);
        assert_eq!(ran.code, code, "{words:?}\n{}\n{}", ran.out, ran.err);
        ran
    }
}

#[test]
fn a_signed_pack_says_whose_key_it_was_and_what_that_does_not_prove() {
    let desk = Desk::new("suspicious-login");
    let pack = text(&desk.at("signed.zip"));
    let none = desk.expect(0, &["key"]);
    assert!(none.out.contains("No key was made yet"), "{}", none.out);
    let made = desk.expect(0, &["pack", &desk.programme(), "--out", &pack, "--sign"]);
    let key = desk.expect(0, &["key"]);
    let key = key.out.split_whitespace().next().expect("a fingerprint");
    assert!(made.out.contains(key), "the pack says which: {}", made.out);
    let check = |ran: &Ran, says: &[&str]| {
        for says in says {
            assert!(ran.out.contains(says), "{says}: {}", ran.out);
        }
    };
    let mine = desk.expect(0, &["verify", &pack]);
    check(
        &mine,
        &[
            "your own key",
            key,
            "Not proven:",
            "Who held your key",
            "The clock",
        ],
    );
    let other = Desk::new("suspicious-login");
    let unknown = other.expect(0, &["verify", &pack]);
    check(
        &unknown,
        &[
            "a key that is not known here",
            key,
            "Whose that key is: anybody",
        ],
    );
    other.expect(0, &["key", "--know", key, "--name", "Harbour Logistics"]);
    let known = other.expect(0, &["verify", &pack]);
    check(
        &known,
        &["you know as “Harbour Logistics”", "Who held that key"],
    );
    other.expect(2, &["key", "--know", key]);
    other.expect(1, &["key", "--know", "abc", "--name", "Nobody"]);
    let again = text(&desk.at("again.zip"));
    desk.expect(0, &["pack", &desk.programme(), "--out", &again, "--sign"]);
    assert!(
        std::fs::read(&pack).ok() == std::fs::read(&again).ok(),
        "signed twice is the same bytes"
    );
}

#[test]
fn a_signed_pack_in_which_anything_was_changed_is_found_out() {
    let desk = Desk::new("suspicious-login");
    let pack = desk.at("signed.zip");
    desk.expect(
        0,
        &["pack", &desk.programme(), "--out", &text(&pack), "--sign"],
    );
    let sound = held(&pack);
    let check = |says: &str, change: &dyn Fn(&mut Files)| {
        let mut files = sound.clone();
        change(&mut files);
        let path = desk.at("other.zip");
        std::fs::write(&path, zipped(&files)).expect("written");
        let ran = desk.expect(1, &["verify", &text(&path)]);
        assert!(ran.err.contains(says), "{says}: {}", ran.err);
        assert!(!ran.out.contains("Proven"), "{says}: {}", ran.out);
    };
    check("The signature is not that of the key", &|files| {
        replace(files, "manifest.json", "\"version\": 2", "\"version\":  2");
    });
    check("The signature is not that of the key", &|files| {
        of(files, "manifest.sig")[3] ^= 1;
    });
    check("The pack lacks manifest.sig", &|files| {
        files.remove("manifest.sig");
    });
    check("the manifest names no key for it", &|files| {
        let start = "\"signature\": {";
        let manifest = String::from_utf8(of(files, "manifest.json").clone()).expect("text");
        let from = manifest.find(start).expect("it is signed");
        let to = from + manifest[from..].find('}').expect("an end") + 1;
        let bare = format!(
            "{}\"signature\": null{}",
            &manifest[..from],
            &manifest[to..]
        );
        *of(files, "manifest.json") = bare.into_bytes();
    });
    check("The signature is not that of the key", &|files| {
        *of(files, "public-key.pem") = b"-----BEGIN PUBLIC KEY-----".to_vec();
    });
}

#[test]
fn what_is_under_a_passphrase_is_read_with_it_alone() {
    let desk = Desk::new("suspicious-login");
    let (words, file) = ("correct horse battery", desk.at("words.txt"));
    std::fs::write(&file, format!("{words}\n")).expect("written");
    let from_file = text(&file);
    let pack = text(&desk.at("covered.zip.age"));
    let programme = desk.programme();
    let packed = ["pack", &programme, "--out", &pack, "--encrypt"];
    let none = desk.run(None, &packed);
    assert_eq!(none.code, 2, "nobody is at the keyboard: {}", none.err);
    assert!(none.err.contains("--passphrase-file"), "{}", none.err);
    assert_eq!(desk.run(Some("short"), &packed).code, 1, "too short");
    assert!(!Path::new(&pack).exists(), "nothing was written");
    assert_eq!(desk.run(Some(words), &packed).code, 0);
    let bytes = std::fs::read(&pack).expect("written");
    assert!(
        bytes.starts_with(b"age-encryption.org/v1"),
        "age reads it too"
    );
    let wrong = desk.run(Some("correct horse batterz"), &["verify", &pack]);
    assert_eq!(wrong.code, 1);
    assert!(wrong.err.contains("not the one"), "{}", wrong.err);
    let ran = desk.expect(0, &["verify", &pack, "--passphrase-file", &from_file]);
    assert!(ran.out.contains("Proven:"), "{}", ran.out);
    let mut damaged = bytes;
    let at = damaged.len() - 9;
    damaged[at] ^= 1;
    let path = text(&desk.at("damaged.age"));
    std::fs::write(&path, damaged).expect("written");
    let ran = desk.expect(1, &["verify", &path, "--passphrase-file", &from_file]);
    assert!(ran.err.contains("damaged"), "{}", ran.err);
}

#[test]
fn a_backup_is_restored_whole_or_not_at_all() {
    let desk = Desk::new("suspicious-login");
    let programme = desk.programme();
    let words = "correct horse battery";
    for (name, cover) in [
        ("plain.backup", None),
        ("covered.backup", Some("--encrypt")),
    ] {
        let backup = text(&desk.at(name));
        let mut asked = vec!["backup", &programme, "--out", &backup];
        asked.extend(cover);
        assert_eq!(desk.run(Some(words), &asked).code, 0, "{name}");
        let twice = desk.run(Some(words), &asked);
        assert_eq!(twice.code, 1, "{name} is not written over");
        let restored = text(&desk.at(&format!("{name}.rockdrill")));
        let asked = ["restore", &backup, "--out", &restored];
        assert_eq!(desk.run(Some(words), &asked).code, 0, "{name}");
        let heads = [&programme, &restored].map(|it| desk.expect(0, &["verify", it]).out);
        assert_eq!(
            heads[0], heads[1],
            "{name}: the same ends of the same streams"
        );
        let again = desk.run(Some(words), &asked);
        assert_eq!(again.code, 1, "the present file is left alone");
        assert!(again.err.contains("never overwritten"), "{}", again.err);
    }
    let mut bytes = std::fs::read(desk.at("plain.backup")).expect("written");
    let at = bytes
        .windows(9)
        .rposition(|it| it == b"delivered")
        .expect("a word");
    bytes[at] ^= 2;
    let damaged = text(&desk.at("damaged.backup"));
    std::fs::write(&damaged, bytes).expect("written");
    let target = desk.at("from-damaged.rockdrill");
    let ran = desk.run(None, &["restore", &damaged, "--out", &text(&target)]);
    assert_eq!(ran.code, 1, "{}", ran.out);
    assert!(!target.exists(), "nothing was restored");
}

#[test]
fn a_drill_merged_twice_is_the_same_as_once() {
    let desk = Desk::new("suspicious-login");
    let other = Desk::new("ransomware-double-extortion");
    let pack = text(&desk.at("drill.zip"));
    desk.expect(0, &["pack", &desk.programme(), "--out", &pack]);
    let home = other.programme();
    let before = other.expect(0, &["verify", &home]).out;
    let first = other.expect(0, &["merge", &home, &pack]);
    assert!(first.out.contains("New here:"), "{}", first.out);
    let once = other.expect(0, &["verify", &home]).out;
    assert_eq!(
        once.lines().count(),
        before.lines().count() + 1,
        "one more drill"
    );
    let second = other.expect(0, &["merge", &home, &pack]);
    assert!(second.out.contains("Nothing new"), "{}", second.out);
    assert_eq!(
        once,
        other.expect(0, &["verify", &home]).out,
        "twice is once"
    );
    let id = first.out.split_whitespace().next().expect("the drill");
    let there = other
        .expect(0, &["transcript", &home, "--exercise", id])
        .out;
    let here = desk.expect(0, &["transcript", &desk.programme()]).out;
    assert_eq!(there, here, "the same drill in both places");
    let again = text(&other.at("again.zip"));
    other.expect(0, &["pack", &home, "--exercise", id, "--out", &again]);
    let seal = |pack: &str| {
        let ran = other.expect(0, &["verify", pack]);
        ran.out
            .lines()
            .nth(2)
            .expect("the end of the record")
            .to_owned()
    };
    assert_eq!(seal(&again), seal(&pack), "with the same last seal");
}

fn held(pack: &Path) -> Files {
    opened(&std::fs::read(pack).expect("written"))
}

fn of<'a>(files: &'a mut Files, name: &str) -> &'a mut Vec<u8> {
    files.get_mut(name).expect("it is in the pack")
}

#[test]
fn a_programme_that_is_open_elsewhere_is_read_and_not_written_and_says_so() {
    let desk = Desk::new("suspicious-login");
    let programme = desk.programme();
    let clock = std::sync::Arc::new(conduct::Clock::system());
    let open = conduct::Keep::open(Path::new(&programme), clock).expect("it opens for writing");
    let table = desk.at("people.csv");
    std::fs::write(&table, "name,unit\nAda Lovelace,IT\n").expect("written");
    let import = ["import", &programme, "people", &text(&table)];
    let refused = desk.expect(1, &import);
    assert!(
        refused.err.contains("open for writing elsewhere"),
        "{}",
        refused.err
    );
    desk.expect(0, &["verify", &programme]);
    desk.expect(0, &["transcript", &programme]);
    let backup = text(&desk.at("meanwhile.backup"));
    desk.expect(0, &["backup", &programme, "--out", &backup]);
    drop(open);
    desk.expect(0, &import);
}

#[test]
fn the_pack_of_a_period_is_made_checked_and_found_out_when_changed() {
    let desk = Desk::new("suspicious-login");
    let pack = desk.at("year.zip");
    let programme = desk.programme();
    let days = ["--from", "2000-01-01", "--to", "2100-12-31"];
    let path = text(&pack);
    let words = ["pack", &programme, "--out", &path, "--sign"];
    let made = desk.expect(0, &[&words[..], &days[..]].concat());
    assert!(
        made.out.contains("0 drills begun"),
        "a rehearsal is no drill: {}",
        made.out
    );
    assert!(
        made.out.contains("exercise/"),
        "but its records are there: {}",
        made.out
    );
    let told = desk.expect(0, &["verify", &text(&pack)]);
    for says in [
        "Proven:",
        "byte for byte, what these records give as of",
        "your own key",
        "Not proven:",
    ] {
        assert!(told.out.contains(says), "{says}: {}", told.out);
    }
    let mut files = held(&pack);
    of(&mut files, "evidence/iro-01.md").push(b' ');
    let changed = desk.at("changed.zip");
    std::fs::write(&changed, zipped(&files)).expect("written");
    desk.expect(1, &["verify", &text(&changed)]);
    let file = text(&desk.at("evidence.md"));
    let evidence = [["evidence", &programme, "--out", &file].as_slice(), &days].concat();
    desk.expect(0, &evidence);
    assert!(read(Path::new(&file)).contains("From 2000-01-01 to"));
    let turned = [
        "evidence",
        &programme,
        "--out",
        &file,
        "--from",
        "2027-01-02",
        "--to",
        "2027-01-01",
    ];
    desk.expect(1, &turned);
}
