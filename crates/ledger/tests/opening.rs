//! Opening: programmes that are sound, files that are not, files that are something else, and two who
//! want the same file. Whatever is refused stays as it was, byte for byte, with nothing left beside it.

mod common;

use std::fs;
use std::path::{Path, PathBuf};

use common::{Dice, filled, holds, names_in, record, records, unprotected};
use ledger::{Access, Because, Fault, Ledger, Verdict};
use rusqlite::Connection;

#[test]
fn a_closed_programme_is_one_file() {
    let (folder, path) = filled();
    let check = |when: &str| {
        assert_eq!(
            names_in(folder.path()),
            ["a programme.rockdrill"],
            "after {when}"
        );
    };
    check("making it");
    let mut ledger = Ledger::open(&path).expect("opened");
    ledger.append("exercise/A", 8, &records(2)).expect("kept");
    assert!(
        names_in(folder.path()).contains(&"a programme.rockdrill-wal".into()),
        "the log"
    );
    ledger.close().expect("closed");
    check("writing");
    let mut ledger = Ledger::open(&path).expect("opened");
    ledger.append("exercise/A", 10, &records(2)).expect("kept");
    drop(ledger);
    check("letting go without closing");
    Ledger::open(&path)
        .expect("opened")
        .close()
        .expect("closed");
    check("opening and closing");
    let before = fs::read(&path).expect("readable");
    Ledger::open_read_only(&path)
        .expect("opened")
        .close()
        .expect("closed");
    holds(&path);
    check("reading");
    assert!(
        fs::read(&path).expect("readable") == before,
        "reading changes no byte"
    );
}

#[test]
fn a_new_programme_never_takes_the_place_of_a_file() {
    let (folder, path) = filled();
    let before = fs::read(&path).expect("readable");
    let refused = Ledger::create(&path).err();
    assert_eq!(
        refused,
        Some(Fault::Exists(path.clone())),
        "there is one already"
    );
    assert!(
        fs::read(&path).expect("readable") == before,
        "and it is as it was"
    );
    let nowhere = folder.path().join("no such folder").join("x.rockdrill");
    assert!(
        matches!(Ledger::create(&nowhere).err(), Some(Fault::Io(_))),
        "no folder, no file"
    );
    assert_eq!(
        names_in(folder.path()),
        ["a programme.rockdrill"],
        "nothing is left lying"
    );
}

#[test]
fn any_name_that_the_disk_takes_is_a_name_for_a_programme() {
    let folder = tempfile::tempdir().expect("a folder");
    let check = |name: &str| {
        let path = folder.path().join(name);
        let mut ledger = Ledger::create(&path).expect(name);
        ledger.append("programme", 0, &records(1)).expect("kept");
        ledger.close().expect("closed");
        assert_eq!(holds(&path).records, 1, "{name}");
        Ledger::open(&path).expect(name).close().expect("closed");
    };
    check("Übung 2027 100%25 #1.rockdrill");
    check("演習 & drill;+=,'.rockdrill");
    if cfg!(unix) {
        check("file:what?mode=memory&immutable=1 \"x\" \\ *.rockdrill");
    }
}

#[test]
fn the_second_who_opens_for_writing_may_read() {
    let (folder, path) = filled();
    let mut first = Ledger::open(&path).expect("opened");
    assert_eq!(first.access(), Access::Writer, "nobody else has it");
    let mut second = Ledger::open(&path).expect("opened all the same");
    let elsewhere = Because::OpenElsewhere;
    assert_eq!(
        second.access(),
        Access::ReadOnly { because: elsewhere },
        "and says why"
    );
    first
        .append("exercise/A", 8, &records(1))
        .expect("the first goes on writing");
    let head = second.head("exercise/A").expect("readable").expect("there");
    assert_eq!(head.seq, 9, "and the second sees it");
    let refused = second.append("exercise/A", 9, &records(1));
    assert_eq!(
        refused,
        Err(Fault::ReadOnly(elsewhere)),
        "the second cannot write"
    );
    assert!(
        second.put_blob("text/plain", b"").is_err(),
        "nor keep a document"
    );
    assert!(
        second.erase_person(&"01J".into()).is_err(),
        "nor erase a person"
    );
    assert_eq!(
        holds(&path).records,
        16,
        "a third may verify meanwhile, through the log"
    );
    first.close().expect("closed");
    second.close().expect("closed");
    let mut next = Ledger::open(&path).expect("opened");
    assert_eq!(
        next.access(),
        Access::Writer,
        "the lock went with its holder"
    );
    next.append("exercise/A", 9, &records(1))
        .expect("and the file can be written");
    next.close().expect("closed");
    assert_eq!(
        names_in(folder.path()),
        ["a programme.rockdrill"],
        "nothing is left lying"
    );
}

#[test]
fn a_reader_who_stays_sees_what_a_later_writer_keeps() {
    let (_folder, path) = filled();
    let reader = Ledger::open_read_only(&path).expect("opened");
    assert_eq!(
        reader.access(),
        Access::ReadOnly {
            because: Because::Asked
        }
    );
    let mut writer = Ledger::open(&path).expect("opened");
    assert_eq!(
        writer.access(),
        Access::Writer,
        "a reader keeps nobody from writing"
    );
    for n in 0..50 {
        writer
            .append("exercise/A", 8 + n, &records(1))
            .expect("kept");
        let head = reader.head("exercise/A").expect("readable").expect("there");
        assert_eq!(head.seq, 9 + n, "seen at once");
    }
    writer.close().expect("closed");
    assert_eq!(
        reader.records("exercise/A", 1).map(|r| r.len()),
        Ok(58),
        "and after the closing"
    );
}

#[test]
fn a_writer_that_got_past_the_lock_is_noticed() {
    let (_folder, path) = filled();
    let mut ledger = Ledger::open(&path).expect("opened");
    ledger.append("exercise/A", 8, &records(1)).expect("kept");
    let intruder = Connection::open(&path).expect("it is an SQLite file");
    let insert = "INSERT INTO record VALUES \
        ('exercise/A', 10, 0, '', '', 1, '', zeroblob(32), zeroblob(32))";
    intruder
        .execute_batch(insert)
        .expect("the number is the next");
    let wrong = Fault::WrongSeq {
        stream: "exercise/A".into(),
        expected: 9,
        found: 10,
    };
    assert_eq!(
        ledger.append("exercise/A", 9, &records(1)),
        Err(wrong.clone()),
        "taken"
    );
    assert_eq!(
        ledger.append("exercise/A", 9, &records(2)),
        Err(wrong),
        "taken"
    );
    let appended = ledger
        .append("exercise/A", 10, &records(1))
        .expect("the next one is free");
    assert_eq!(appended[0].seq, 11);
    let Ok(Verdict::Broken(broken)) = ledger.verify() else {
        panic!("it cannot hold")
    };
    assert_eq!(
        broken.to_string(),
        "Record 10 of exercise/A does not follow the record before it."
    );
}

#[test]
fn what_is_no_programme_is_refused_and_left_alone() {
    let folder = tempfile::tempdir().expect("a folder");
    let foreign = |path: &PathBuf| Fault::Foreign(path.clone());
    let check = |name: &str, bytes: &[u8]| {
        let path = folder.path().join(name);
        fs::write(&path, bytes).expect("written");
        untouched(&path, &foreign(&path));
    };
    check("empty", b"");
    check("one byte", b"S");
    check("text", "Dear all,\n".repeat(500).as_bytes());
    check("half a magic word", b"SQLite format");
    let mut dice = Dice(7);
    for round in 0..40 {
        let bytes: Vec<u8> = (0..dice.roll(20_000))
            .map(|_| dice.roll(256) as u8)
            .collect();
        check(&format!("garbage {round}"), &bytes);
    }
    for mode in ["WAL", "DELETE"] {
        let path = folder.path().join(format!("database {mode}"));
        let other = Connection::open(&path).expect("a foreign database");
        other
            .pragma_update(None, "journal_mode", mode)
            .expect("set");
        other
            .execute_batch("CREATE TABLE t (x); INSERT INTO t VALUES (1)")
            .expect("filled");
        drop(other);
        untouched(&path, &foreign(&path));
    }
    untouched(folder.path(), &foreign(&folder.path().to_owned()));
    let missing = folder.path().join("missing");
    untouched(&missing, &Fault::NotFound(missing.clone()));
}

#[test]
fn a_newer_version_is_refused_and_left_alone() {
    let (_folder, path) = filled();
    let newer = Connection::open(&path).expect("it is an SQLite file");
    newer
        .execute_batch("PRAGMA user_version = 2; CREATE TABLE later (x)")
        .expect("changed");
    drop(newer);
    untouched(&path, &Fault::NewerVersion { found: 2, known: 1 });
}

#[test]
fn a_file_cut_short_is_refused_and_left_alone() {
    let (_folder, path) = filled();
    let sound = fs::read(&path).expect("readable");
    let needed = sound.len() as u64;
    for bytes in [
        needed - 1,
        needed - 100,
        needed / 2,
        8_192,
        4_097,
        4_096,
        512,
        100,
    ] {
        fs::write(&path, &sound[..bytes as usize]).expect("written");
        untouched(&path, &Fault::Truncated { bytes, needed });
    }
}

#[test]
fn a_damaged_file_is_refused_or_verified_to_be_damaged_and_never_changed() {
    let (_folder, path) = filled();
    let sound = fs::read(&path).expect("readable");
    let mut dice = Dice(11);
    let mut refused = 0;
    for _ in 0..150 {
        let mut bytes = sound.clone();
        let start = dice.roll(bytes.len() as u64) as usize;
        let length = 1 + dice.roll(600) as usize;
        bytes
            .iter_mut()
            .skip(start)
            .take(length)
            .for_each(|byte| *byte = dice.roll(256) as u8);
        fs::write(&path, &bytes).expect("written");
        // Bytes that nothing uses may change without harm; what matters is that nobody crashes, nobody
        // writes, and whatever opens can be read or says where it is broken.
        match Ledger::open_read_only(&path) {
            Ok(ledger) => drop(ledger.verify().expect("a sound structure can be read")),
            Err(fault) => {
                untouched(&path, &fault);
                refused += 1;
            }
        }
        let _ = ledger::verify(&path);
        assert!(
            fs::read(&path).expect("readable") == bytes,
            "damage at {start} is left as it is"
        );
        assert_eq!(
            names_in(path.parent().expect("a folder")).len(),
            1,
            "nothing is left lying"
        );
    }
    assert!(refused > 20, "some of the damage was grave: {refused}");
}

#[test]
fn a_file_without_its_protections_is_read_but_not_written() {
    let (_folder, path) = filled();
    drop(unprotected(&path));
    let mut ledger = Ledger::open(&path).expect("it can be read");
    let because = Because::Altered;
    assert_eq!(ledger.access(), Access::ReadOnly { because });
    let refused = ledger.append("exercise/A", 8, &[record(0, "")]);
    assert_eq!(refused, Err(Fault::ReadOnly(because)), "{because}");
    assert_eq!(holds(&path).records, 15, "its records hold all the same");

    let (_folder, path) = filled();
    let raw = Connection::open(&path).expect("it is an SQLite file");
    raw.execute_batch("ALTER TABLE record ADD COLUMN more TEXT")
        .expect("changed");
    drop(raw);
    let says = "the table record is not as it was made".to_owned();
    untouched(&path, &Fault::Corrupt(says));
}

#[test]
fn every_fault_says_what_happened_and_what_to_do() {
    let path = || PathBuf::from("x.rockdrill");
    let broken = common::broken("exercise/A", 3, ledger::Why::Missing);
    let faults = [
        Fault::NotFound(path()),
        Fault::Exists(path()),
        Fault::Foreign(path()),
        Fault::NewerVersion { found: 9, known: 1 },
        Fault::Truncated {
            bytes: 1,
            needed: 2,
        },
        Fault::Corrupt("detail".into()),
        Fault::Broken(broken),
        Fault::DiskFull,
        Fault::Io("detail".into()),
        Fault::Busy,
        Fault::ReadOnly(Because::OpenElsewhere),
        Fault::WrongSeq {
            stream: "programme".into(),
            expected: 1,
            found: 2,
        },
    ];
    let mut codes: Vec<&str> = faults.iter().map(Fault::code).collect();
    codes.sort_unstable();
    codes.dedup();
    assert_eq!(codes.len(), faults.len(), "each kind has a code of its own");
    for fault in &faults {
        for words in [fault.says(), fault.hint().to_owned()] {
            assert!(
                words.ends_with('.') && !words.contains("  "),
                "a sentence: {words}"
            );
        }
    }
}

/// However it is opened, this is what is said, and file and folder are as they were.
fn untouched(path: &Path, says: &Fault) {
    let folder = path.parent().expect("a folder");
    let before = (fs::read(path).ok(), names_in(folder));
    assert_eq!(
        Ledger::open(path).err().as_ref(),
        Some(says),
        "opening {}",
        path.display()
    );
    assert_eq!(
        Ledger::open_read_only(path).err().as_ref(),
        Some(says),
        "reading"
    );
    assert!(
        (fs::read(path).ok(), names_in(folder)) == before,
        "{} untouched",
        path.display()
    );
}
