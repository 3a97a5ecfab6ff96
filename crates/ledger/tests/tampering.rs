//! Somebody changes the file behind Rockdrill's back, with all of SQLite's power: it is found, and the
//! first record that does not hold is named. What cannot be found without a head kept elsewhere is shown
//! to be found with one.

mod common;

use std::fs;
use std::path::PathBuf;
use std::sync::OnceLock;

use common::{breaks, broken, filled, holds, unprotected};
use ledger::{Broken, Digest, Fault, Head, Ledger, Place, Verdict, Why};
use proptest::prelude::*;
use rusqlite::params;

#[test]
fn every_kind_of_change_is_found_at_its_record() {
    let check = |sql: &str, stream: &str, seq: u64, why: Why| {
        let (_folder, path) = filled();
        unprotected(&path).execute_batch(sql).expect(sql);
        assert_eq!(breaks(&path), broken(stream, seq, why), "after {sql}");
    };
    let at = "WHERE stream = 'exercise/A' AND seq = 4";
    for change in [
        "at_ms = at_ms + 1",
        "actor = 'somebody'",
        "actor = ''",
        "kind = kind || ' '",
        "version = 2",
        "body = replace(body, '3', '4')",
        "body = body || char(0)",
        "seal = zeroblob(32)",
    ] {
        let sql = format!("UPDATE record SET {change} {at}");
        check(&sql, "exercise/A", 4, Why::SealDiffers);
    }
    let sql = format!("UPDATE record SET prior = randomblob(32) {at}");
    check(&sql, "exercise/A", 4, Why::PriorDiffers);
    check(
        &format!("UPDATE record SET seq = 99 {at}"),
        "exercise/A",
        4,
        Why::Missing,
    );
    check(
        &format!("UPDATE record SET seq = -4 {at}"),
        "exercise/A",
        1,
        Why::Missing,
    );
    check(
        &format!("DELETE FROM record {at}"),
        "exercise/A",
        4,
        Why::Missing,
    );
    check(
        "UPDATE record SET seq = 9 WHERE seq = 1",
        "exercise/A",
        1,
        Why::Missing,
    );
    let sql = "UPDATE record SET stream = 'exercise/C' WHERE stream = 'exercise/A'";
    check(sql, "exercise/C", 1, Why::SealDiffers);
    let swap = "UPDATE record SET seq = -seq WHERE stream = 'exercise/A' AND seq IN (4, 5);
        UPDATE record SET seq = 9 + seq WHERE seq < 0";
    check(swap, "exercise/A", 4, Why::PriorDiffers);
    let insert = "INSERT INTO record SELECT stream, 9, at_ms, actor, kind, version, body, prior, \
        seal FROM record WHERE stream = 'exercise/A' AND seq = 8";
    check(insert, "exercise/A", 9, Why::PriorDiffers);
}

#[test]
fn text_that_is_no_text_and_numbers_out_of_range_are_found() {
    let check = |sql: &str| {
        let (_folder, path) = filled();
        unprotected(&path).execute_batch(sql).expect(sql);
        let Broken { place, why } = breaks(&path);
        assert_eq!(
            place,
            Place::Record {
                stream: "exercise/A".into(),
                seq: 4
            },
            "after {sql}"
        );
        assert!(matches!(why, Why::Unreadable(_)), "after {sql}: {why:?}");
    };
    let at = "WHERE stream = 'exercise/A' AND seq = 4";
    check(&format!(
        "UPDATE record SET body = CAST(x'ff00' AS TEXT) {at}"
    ));
    check(&format!("UPDATE record SET version = 4294967296 {at}"));
    check(&format!("UPDATE record SET version = -1 {at}"));
    check(&format!("UPDATE record SET seal = x'00' {at}"));
}

#[test]
fn a_record_sealed_anew_breaks_the_next_one() {
    let (_folder, path) = filled();
    let raw = unprotected(&path);
    reseal(&raw, 4);
    drop(raw);
    assert_eq!(breaks(&path), broken("exercise/A", 5, Why::PriorDiffers));
}

#[test]
fn what_a_chain_cannot_show_a_remembered_head_does() {
    let (_folder, path) = filled();
    let heads = holds(&path).heads;
    let check = |sql: &str, head: &Head, why: Why| {
        let (_folder, path) = filled();
        let raw = unprotected(&path);
        raw.execute_batch(sql).expect(sql);
        if why == Why::Rewritten {
            reseal(&raw, 8);
        }
        drop(raw);
        let ledger = Ledger::open_read_only(&path).expect("readable");
        let alone = ledger.verify().expect("readable");
        assert!(
            matches!(alone, Verdict::Holds(_)),
            "the chain alone shows nothing: {alone:?}"
        );
        let verdict = ledger.verify_against(&heads).expect("readable");
        let found = broken(&head.stream, head.seq, why);
        assert_eq!(verdict, Verdict::Broken(found), "the head does: {sql}");
    };
    let cut = "DELETE FROM record WHERE stream = 'exercise/A' AND seq > 6";
    check(cut, &heads[0], Why::CutOff);
    check(
        "DELETE FROM record WHERE stream = 'programme'",
        &heads[2],
        Why::CutOff,
    );
    check("SELECT 1", &heads[0], Why::Rewritten);

    let mut ledger = Ledger::open(&path).expect("opened");
    ledger
        .append("exercise/A", 8, &common::records(3))
        .expect("kept");
    let grown = ledger.verify_against(&heads).expect("readable");
    assert!(
        matches!(grown, Verdict::Holds(_)),
        "going on from a head is no break: {grown:?}"
    );
}

#[test]
fn a_document_that_was_changed_is_found() {
    let (_folder, path) = filled();
    let hash = Digest::of(b"# The plan\n");
    let changed = "UPDATE blob SET bytes = CAST('# Another plan' AS BLOB)";
    unprotected(&path).execute_batch(changed).expect("changed");
    let found = Broken {
        place: Place::Blob {
            hash: hash.to_string(),
        },
        why: Why::HashDiffers,
    };
    assert_eq!(breaks(&path), found);
    let ledger = Ledger::open_read_only(&path).expect("the file as such is sound");
    assert_eq!(
        ledger.get_blob(&hash),
        Err(Fault::Broken(found)),
        "nor is it handed out"
    );
}

#[test]
fn reading_stops_before_the_first_record_that_does_not_hold() {
    let (_folder, path) = filled();
    let change = "UPDATE record SET body = '{}' WHERE stream = 'exercise/A' AND seq = 4";
    unprotected(&path).execute_batch(change).expect("changed");
    let ledger = Ledger::open_read_only(&path).expect("the file as such is sound");
    let mut seen = 0;
    let read = ledger.read("exercise/A", 1, |record| {
        seen = record.seq;
        Ok::<(), Fault>(())
    });
    let fault = Fault::Broken(broken("exercise/A", 4, Why::SealDiffers));
    assert_eq!(
        (seen, read),
        (3, Err(fault)),
        "nothing is folded that does not hold"
    );
    assert_eq!(
        ledger.records("exercise/B", 1).map(|r| r.len()),
        Ok(5),
        "the other drill reads on"
    );
}

#[test]
fn a_byte_changed_on_the_disk_is_found() {
    let (_folder, path) = filled();
    let sound = fs::read(&path).expect("readable");
    let needle = b"number 3";
    let places = sound
        .windows(needle.len())
        .enumerate()
        .filter(|(_, bytes)| bytes == needle);
    let places: Vec<usize> = places.map(|(place, _)| place).collect();
    assert_eq!(
        places.len(),
        2,
        "the text of record 4 stands once in each drill"
    );
    for place in places {
        let mut bytes = sound.clone();
        bytes[place] ^= 1;
        fs::write(&path, bytes).expect("written");
        assert_eq!(breaks(&path).why, Why::SealDiffers, "the byte at {place}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 200, failure_persistence: None, ..Default::default() })]

    #[test]
    fn any_field_of_any_record_changed_in_any_way_is_found(
        place in 0i64..15,
        column in prop::sample::select(vec![
            "stream", "seq", "at_ms", "actor", "kind", "version", "body", "prior", "seal",
        ]),
        number in any::<i64>(),
        text in ".{0,40}",
        bytes in prop::array::uniform32(any::<u8>()),
    ) {
        let (_folder, path) = copied();
        let raw = unprotected(&path);
        let row = "SELECT stream, seq FROM record ORDER BY stream, seq LIMIT 1 OFFSET ?1";
        let (stream, seq): (String, i64) =
            raw.query_row(row, [place], |row| Ok((row.get(0)?, row.get(1)?))).expect("a record");
        let change = format!("UPDATE record SET {column} = ?3 WHERE stream = ?1 AND seq = ?2");
        let changed = match column {
            "seq" | "at_ms" | "version" => raw.execute(&change, params![stream, seq, number]),
            "prior" | "seal" => raw.execute(&change, params![stream, seq, bytes]),
            _ => raw.execute(&change, params![stream, seq, text]),
        };
        // A value that is there already, or one that collides with another record, is no change.
        let differs = changed.is_ok();
        drop(raw);
        if differs {
            let found = breaks(&path);
            let expected = Place::Record { stream, seq: seq as u64 };
            let moved = matches!(column, "stream" | "seq");
            prop_assert!(moved || found.place == expected, "{found} instead of {expected}");
        }
    }
}

/// The filled programme without the cost of filling it.
fn copied() -> (tempfile::TempDir, PathBuf) {
    static FILLED: OnceLock<Vec<u8>> = OnceLock::new();
    let bytes = FILLED.get_or_init(|| {
        let (_folder, path) = filled();
        fs::read(path).expect("readable")
    });
    let folder = tempfile::tempdir().expect("a folder");
    let path = folder.path().join("copy.rockdrill");
    fs::write(&path, bytes).expect("written");
    (folder, path)
}

/// Changes one record of drill A and seals it again, as somebody could who knows how.
fn reseal(raw: &rusqlite::Connection, seq: i64) {
    let (at_ms, prior): (i64, Vec<u8>) = raw
        .query_row(
            "SELECT at_ms, prior FROM record WHERE stream = 'exercise/A' AND seq = ?1",
            [seq],
            |row| Ok((row.get(0)?, row.get(1)?)),
        )
        .expect("there");
    let mut bytes = prior;
    let (seq_bytes, at_bytes) = (seq.to_be_bytes(), at_ms.to_be_bytes());
    let version = 1u64.to_be_bytes();
    let fields: [&[u8]; 7] = [
        b"exercise/A",
        &seq_bytes,
        &at_bytes,
        b"01JPERSON",
        b"Noted",
        &version,
        b"forged",
    ];
    for field in fields {
        bytes.extend((field.len() as u32).to_be_bytes());
        bytes.extend(field);
    }
    raw.execute(
        "UPDATE record SET body = 'forged', seal = ?2 WHERE stream = 'exercise/A' AND seq = ?1",
        params![seq, Digest::of(&bytes).as_bytes()],
    )
    .expect("changed");
}
