//! What is kept, in which order, and that nobody changes it afterwards. Tampering behind the back of the
//! schema is in `tampering`, failing disks in `faults`.

mod common;

use common::{filled, holds, names_in, record, records};
use ledger::{Append, Blob, Digest, Fault, Head, Heartbeat, Ledger, Person, stream};
use rusqlite::Connection;
use terms::{Elapsed, ExerciseId, PlanId, Stamp};

#[test]
fn records_come_back_as_they_were_kept_and_chained() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let kept = [
        record(-1, "{}"),
        record(i64::MAX, "Grüße, مرحبا, 🙂\n\"quoted\""),
        record(0, ""),
    ];
    let sealed = ledger.append("exercise/A", 0, &kept).expect("kept");
    let read = ledger.records("exercise/A", 1).expect("readable");
    assert_eq!(read.len(), 3, "every record is there");
    for ((new, stored), (place, sealed)) in kept.iter().zip(&read).zip(sealed.iter().enumerate()) {
        let back = (
            stored.at,
            &stored.actor,
            &stored.kind,
            stored.version,
            &stored.body,
        );
        assert_eq!(
            back,
            (new.at, &new.actor, &new.kind, new.version, &new.body),
            "unchanged"
        );
        assert_eq!(
            (stored.seq, stored.seq),
            (place as u64 + 1, sealed.seq),
            "counted from 1"
        );
        assert_eq!(
            stored.seal, sealed.seal,
            "the seal that the caller was told"
        );
    }
    assert_eq!(
        read[0].prior,
        Digest::ZERO,
        "the first record follows nothing"
    );
    assert_eq!(
        read[2].prior, read[1].seal,
        "each record follows the one before"
    );
    let head = ledger.head("exercise/A").expect("readable");
    let end = Head {
        stream: "exercise/A".into(),
        seq: 3,
        seal: sealed[2].seal,
    };
    assert_eq!(head, Some(end), "the head is the last record");
    assert_eq!(
        ledger.head("exercise/B"),
        Ok(None),
        "a stream that does not exist has no head"
    );
}

#[test]
fn reading_can_begin_anywhere_and_stop_anywhere() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.append("exercise/A", 0, &records(5)).expect("kept");
    let check = |from, seqs: &[u64]| {
        let read = ledger.records("exercise/A", from).expect("readable");
        assert_eq!(
            read.iter().map(|r| r.seq).collect::<Vec<_>>(),
            seqs,
            "from {from}"
        );
    };
    check(0, &[1, 2, 3, 4, 5]);
    check(1, &[1, 2, 3, 4, 5]);
    check(4, &[4, 5]);
    check(6, &[]);
    check(u64::MAX, &[]);

    #[derive(Debug, PartialEq)]
    struct Enough(Option<Fault>);
    impl From<Fault> for Enough {
        fn from(fault: Fault) -> Self {
            Self(Some(fault))
        }
    }
    let mut seen = 0;
    let stopped = ledger.read("exercise/A", 1, |record| {
        seen = record.seq;
        if seen == 3 { Err(Enough(None)) } else { Ok(()) }
    });
    assert_eq!(
        (stopped, seen),
        (Err(Enough(None)), 3),
        "the visitor's own error ends the reading"
    );
}

#[test]
fn an_append_that_expects_another_end_is_refused_whole() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    ledger.append("exercise/A", 0, &records(3)).expect("kept");
    for expected in [0, 2, 4, u64::MAX] {
        let refused = ledger.append("exercise/A", expected, &records(1));
        let wrong = Fault::WrongSeq {
            stream: "exercise/A".into(),
            expected,
            found: 3,
        };
        assert_eq!(refused, Err(wrong), "the stream ends at 3");
    }
    let groups = [
        Append {
            stream: "programme",
            expected_seq: 0,
            records: &records(2),
        },
        Append {
            stream: "exercise/A",
            expected_seq: 9,
            records: &records(1),
        },
    ];
    assert!(
        ledger.append_all(&groups).is_err(),
        "one group does not fit"
    );
    assert_eq!(
        ledger.streams(),
        Ok(vec!["exercise/A".into()]),
        "so the other is not kept either"
    );
}

#[test]
fn several_groups_are_kept_in_one_go_and_may_follow_one_another() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let (two, one) = (records(2), records(1));
    let sealed = ledger
        .append_all(&[
            Append {
                stream: "exercise/A",
                expected_seq: 0,
                records: &two,
            },
            Append {
                stream: "programme",
                expected_seq: 0,
                records: &one,
            },
            Append {
                stream: "exercise/A",
                expected_seq: 2,
                records: &one,
            },
            Append {
                stream: "plan/P",
                expected_seq: 0,
                records: &[],
            },
        ])
        .expect("kept");
    let seqs: Vec<Vec<u64>> = sealed
        .iter()
        .map(|group| group.iter().map(|s| s.seq).collect())
        .collect();
    assert_eq!(
        seqs,
        [vec![1, 2], vec![1], vec![3], vec![]],
        "numbered by stream"
    );
    let streams = ledger.streams().expect("readable");
    assert_eq!(
        streams,
        ["exercise/A", "programme"],
        "an empty group begins no stream"
    );
    assert_eq!(
        ledger.append("exercise/A", 3, &[]),
        Ok(vec![]),
        "nothing to keep is no fault"
    );
}

#[test]
fn the_schema_itself_refuses_every_change_to_what_is_kept() {
    let (_folder, path) = filled();
    let raw = Connection::open(&path).expect("it is an SQLite file");
    let row = "VALUES ('exercise/A', SEQ, 0, '', '', 1, '', zeroblob(32), zeroblob(32))";
    let check = |sql: &str| {
        let refused = raw.execute_batch(sql).expect_err(sql).to_string();
        assert!(
            refused.contains("a record ") || refused.contains("a document "),
            "{sql}: {refused}"
        );
    };
    for seq in ["0", "3", "8", "10", "-1"] {
        for verb in ["INSERT", "INSERT OR REPLACE", "INSERT OR IGNORE", "REPLACE"] {
            check(&format!("{verb} INTO record {}", row.replace("SEQ", seq)));
        }
    }
    let upsert = row.replace("SEQ", "3") + " ON CONFLICT DO UPDATE SET body = 'other'";
    check(&format!("INSERT INTO record {upsert}"));
    check("UPDATE record SET body = '' WHERE seq = 3");
    check("UPDATE OR REPLACE record SET seq = 4 WHERE seq = 3");
    check("DELETE FROM record WHERE seq = 8");
    check("DELETE FROM record");
    check("DELETE FROM blob");
    check("UPDATE blob SET media_type = 'x'");
    check("INSERT OR REPLACE INTO blob SELECT hash, media_type, zeroblob(3) FROM blob");
    drop(raw);
    assert_eq!(holds(&path).records, 15, "all is as it was");
}

#[test]
fn a_document_is_kept_once_under_the_hash_of_its_bytes() {
    let mut ledger = Ledger::in_memory().expect("a ledger");
    let hash = ledger.put_blob("text/plain", b"abc").expect("kept");
    assert_eq!(hash, Digest::of(b"abc"), "named by its content");
    assert_eq!(
        ledger.put_blob("text/html", b"abc"),
        Ok(hash),
        "kept before: no fault, no change"
    );
    let blob = Blob {
        media_type: "text/plain".into(),
        bytes: b"abc".to_vec(),
    };
    assert_eq!(
        ledger.get_blob(&hash),
        Ok(Some(blob)),
        "as it was first given"
    );
    assert_eq!(
        ledger.get_blob(&Digest::ZERO),
        Ok(None),
        "an unknown hash names nothing"
    );
    let empty = ledger
        .put_blob("text/plain", b"")
        .expect("an empty document is one too");
    let blob = ledger.get_blob(&empty).expect("readable").expect("there");
    assert_eq!(blob.bytes, b"", "and comes back empty");
}

#[test]
fn a_person_can_be_erased_down_to_the_bytes_and_the_chain_holds() {
    let (folder, path) = filled();
    let mut ledger = Ledger::open(&path).expect("opened");
    let person = |n: usize| Person {
        id: format!("01JPERSON{n:03}").into(),
        name: format!("Erika Musterfrau-{n:03} {}", "von und zu ".repeat(n % 9)),
        contact: format!("erika-{n:03}@example.org"),
    };
    for n in (0..300).rev() {
        ledger.put_person(&person(n)).expect("kept");
    }
    let renamed = Person {
        name: "Erika Married".into(),
        ..person(7)
    };
    ledger
        .put_person(&renamed)
        .expect("kept again under the same id");
    let people = ledger.people().expect("readable");
    assert_eq!(
        (people.len(), &people[7], &people[8]),
        (300, &renamed, &person(8)),
        "by id"
    );
    for n in (0..300).filter(|n| n % 3 != 0) {
        assert_eq!(
            ledger.erase_person(&person(n).id),
            Ok(true),
            "there was such a person"
        );
    }
    assert_eq!(
        ledger.erase_person(&person(1).id),
        Ok(false),
        "and then no more"
    );

    let check = |when: &str| {
        for name in names_in(folder.path()) {
            let bytes = std::fs::read(folder.path().join(name)).expect("readable");
            let text = String::from_utf8_lossy(&bytes);
            for n in 0..300 {
                let here = text.contains(&format!("Musterfrau-{n:03}"));
                assert!(
                    !here || n % 3 == 0,
                    "{when}: person {n} can still be read in the file"
                );
            }
            assert!(
                !text.contains("Erika Married"),
                "{when}: nor can a later name"
            );
        }
    };
    check("while open");
    ledger.close().expect("closed");
    check("once closed");
    assert_eq!(
        holds(&path).records,
        15,
        "the records do not need the names"
    );
}

#[test]
fn a_heartbeat_is_overwritten_and_stands_outside_the_chain() {
    let (_folder, path) = filled();
    let before = holds(&path);
    let mut ledger = Ledger::open(&path).expect("opened");
    assert_eq!(ledger.heartbeat("exercise/A"), Ok(None), "none yet");
    let beat = |ms| Heartbeat {
        at: Stamp(ms),
        elapsed: Elapsed(ms / 2),
    };
    ledger.put_heartbeat("exercise/A", beat(10)).expect("kept");
    ledger.put_heartbeat("exercise/A", beat(20)).expect("kept");
    ledger.put_heartbeat("exercise/B", beat(30)).expect("kept");
    assert_eq!(
        ledger.heartbeat("exercise/A"),
        Ok(Some(beat(20))),
        "the last one counts"
    );
    ledger.close().expect("closed");
    assert_eq!(holds(&path), before, "the heads are what they were");
}

#[test]
fn a_backup_of_a_programme_in_use_is_whole_and_overwrites_nothing() {
    let (folder, path) = filled();
    let mut ledger = Ledger::open(&path).expect("opened");
    ledger
        .append("exercise/A", 8, &records(1))
        .expect("kept, in the log so far");
    let copy = folder.path().join("copy.rockdrill");
    let verified = ledger.backup_to(&copy).expect("copied");
    assert_eq!(
        (verified.records, verified.blobs),
        (16, 1),
        "with what stood in the log"
    );
    assert_eq!(verified, holds(&copy), "and the copy holds");
    assert_eq!(
        ledger.backup_to(&copy),
        Err(Fault::Exists(copy.clone())),
        "nothing overwritten"
    );
    ledger
        .append("exercise/A", 9, &records(1))
        .expect("the original goes on");
    let copied = Ledger::open(&copy).expect("a backup opens like any programme");
    assert_eq!(
        copied.access(),
        ledger::Access::Writer,
        "and can be worked on"
    );
    copied.close().expect("closed");
    ledger.close().expect("closed");
    assert_eq!(
        names_in(folder.path()),
        ["a programme.rockdrill", "copy.rockdrill"]
    );
}

#[test]
fn the_same_records_make_the_same_file_byte_for_byte() {
    let folder = tempfile::tempdir().expect("a folder");
    let make = |name: &str| {
        let mut ledger = Ledger::in_memory().expect("a ledger");
        for n in 0..200 {
            ledger.append("exercise/A", n, &records(1)).expect("kept");
            ledger
                .put_blob("text/plain", n.to_string().as_bytes())
                .expect("kept");
        }
        let backup = folder.path().join(format!("{name} from memory"));
        ledger.backup_to(&backup).expect("written");
        let file = folder.path().join(name);
        let mut ledger = Ledger::create(&file).expect("a new programme");
        for n in 0..200 {
            ledger.append("exercise/A", n, &records(1)).expect("kept");
        }
        ledger.close().expect("closed");
        [backup, file].map(|path| std::fs::read(path).expect("readable"))
    };
    assert!(
        make("one") == make("two"),
        "a rehearsal with the same seed leaves the same bytes"
    );
}

#[test]
fn a_stream_is_named_after_what_it_holds() {
    let (exercise, plan) = (ExerciseId::from("01A"), PlanId::from("01B"));
    assert_eq!(stream::of_exercise(&exercise), "exercise/01A");
    assert_eq!(stream::of_plan(&plan), "plan/01B");
    assert_eq!(
        stream::exercise_of("exercise/01A"),
        Some(exercise),
        "and the name leads back"
    );
    assert_eq!(
        stream::plan_of("plan/01B"),
        Some(plan),
        "and the name leads back"
    );
    assert_eq!(
        stream::exercise_of(stream::PROGRAMME),
        None,
        "the programme is no drill"
    );
    assert_eq!(stream::plan_of("exercise/01A"), None, "a drill is no plan");
}
