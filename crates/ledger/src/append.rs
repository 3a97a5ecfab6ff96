//! The first verb: append. Records get their numbers and seals here and reach the disk before the call
//! returns. Who may append what is decided elsewhere.

use std::collections::BTreeMap;

use rusqlite::{Connection, ErrorCode, OptionalExtension, params};
use terms::Stamp;

use crate::fault::Fault;
use crate::open::Ledger;
use crate::seal::{Digest, Fields};
use crate::verify::Head;

/// A record as it is handed in, before it has a number and a seal.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NewRecord {
    /// When it happened, on the wall clock.
    pub at: Stamp,
    /// Who caused it: an id, never a name.
    pub actor: String,
    /// What kind of record the body is.
    pub kind: String,
    /// Which version of that kind.
    pub version: u32,
    /// What it says.
    pub body: String,
}

/// Records for one stream.
#[derive(Clone, Copy, Debug)]
pub struct Append<'a> {
    /// The stream, which begins with its first record.
    pub stream: &'a str,
    /// The number of the last record that the caller knows of; 0 for a new stream.
    pub expected_seq: u64,
    /// The records, in order.
    pub records: &'a [NewRecord],
}

/// What a record was given when it was kept.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Sealed {
    /// Its number in its stream, counted from 1.
    pub seq: u64,
    /// Its seal.
    pub seal: Digest,
}

impl Ledger {
    /// Keeps records at the end of a stream, all or none, and returns once they are on disk.
    /// [`Fault::WrongSeq`] where the stream does not end at `expected_seq`.
    pub fn append(
        &mut self,
        stream: &str,
        expected_seq: u64,
        records: &[NewRecord],
    ) -> Result<Vec<Sealed>, Fault> {
        let sealed = self.append_all(&[Append {
            stream,
            expected_seq,
            records,
        }])?;
        Ok(sealed.into_iter().flatten().collect())
    }

    /// Keeps several groups of records in one go, all or none. A stream may come more than once; each
    /// group then follows the one before it.
    pub fn append_all(&mut self, groups: &[Append<'_>]) -> Result<Vec<Vec<Sealed>>, Fault> {
        self.writable()?;
        let mut moved = BTreeMap::new();
        let written = match groups.iter().map(|group| group.records.len()).sum() {
            0 => return Ok(groups.iter().map(|_| Vec::new()).collect()),
            // A single statement is a transaction by itself.
            1 => self.write(groups, &mut moved),
            _ => in_one_transaction(&self.connection, || self.write(groups, &mut moved)),
        };
        match &written {
            Ok(_) => self
                .ends
                .extend(moved.into_iter().map(|(s, end)| (s.to_owned(), end))),
            Err(_) => self.ends.clear(),
        }
        written
    }

    /// The end of a stream: the number and the seal of its last record; nothing where there is no such
    /// stream. To watch a stream is to ask this again.
    pub fn head(&self, stream: &str) -> Result<Option<Head>, Fault> {
        let end = end(&self.connection, stream)?;
        Ok(end.map(|end| Head {
            stream: stream.to_owned(),
            seq: end.seq,
            seal: end.seal,
        }))
    }

    fn write<'a>(
        &self,
        groups: &[Append<'a>],
        moved: &mut BTreeMap<&'a str, Sealed>,
    ) -> Result<Vec<Vec<Sealed>>, Fault> {
        let mut scratch = Vec::new();
        let mut written = Vec::with_capacity(groups.len());
        for group in groups {
            let known = moved
                .get(group.stream)
                .or_else(|| self.ends.get(group.stream));
            let last = match known {
                Some(end) if end.seq == group.expected_seq => Some(*end),
                Some(_) | None => end(&self.connection, group.stream)?,
            };
            let sealed = write_group(&self.connection, group, last, &mut scratch)?;
            if let Some(last) = sealed.last() {
                moved.insert(group.stream, *last);
            }
            written.push(sealed);
        }
        Ok(written)
    }
}

/// Does something and commits it, or leaves everything as it was. Written out, because the transactions
/// of rusqlite compile BEGIN and COMMIT anew each time, which shows in what a single record costs.
fn in_one_transaction<T>(
    connection: &Connection,
    work: impl FnOnce() -> Result<T, Fault>,
) -> Result<T, Fault> {
    let run = |sql| {
        connection
            .prepare_cached(sql)
            .and_then(|mut step| step.execute([]))
    };
    run("BEGIN IMMEDIATE")?;
    let done = work().and_then(|value| {
        run("COMMIT")?;
        Ok(value)
    });
    if done.is_err() && !connection.is_autocommit() {
        // SQLite has often rolled back by itself; where it has not, this does it without touching the
        // disk, and the fault that is told is the first one.
        let _ = run("ROLLBACK");
    }
    done
}

fn write_group(
    connection: &Connection,
    group: &Append<'_>,
    last: Option<Sealed>,
    scratch: &mut Vec<u8>,
) -> Result<Vec<Sealed>, Fault> {
    let mut last = last.unwrap_or(Sealed {
        seq: 0,
        seal: Digest::ZERO,
    });
    if last.seq != group.expected_seq {
        return Err(moved_on(group, last.seq));
    }
    let mut insert = connection.prepare_cached(
        "INSERT INTO record (stream, seq, at_ms, actor, kind, version, body, prior, seal) \
         VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9)",
    )?;
    let mut sealed = Vec::with_capacity(group.records.len());
    for record in group.records {
        let seq = last.seq + 1;
        let fields = Fields {
            stream: group.stream,
            seq,
            at: record.at,
            actor: &record.actor,
            kind: &record.kind,
            version: record.version,
            body: &record.body,
        };
        let seal = fields.seal(&last.seal, scratch);
        let inserted = insert.execute(params![
            group.stream,
            seq as i64,
            record.at.0,
            record.actor,
            record.kind,
            record.version,
            record.body,
            last.seal.as_bytes(),
            seal.as_bytes(),
        ]);
        match inserted {
            Ok(_) => {}
            // Somebody got past the lock and wrote this number before us; the schema has noticed.
            Err(error) if error.sqlite_error_code() == Some(ErrorCode::ConstraintViolation) => {
                return Err(moved_on(
                    group,
                    end(connection, group.stream)?.map_or(0, |end| end.seq),
                ));
            }
            Err(error) => return Err(error.into()),
        }
        last = Sealed { seq, seal };
        sealed.push(last);
    }
    Ok(sealed)
}

fn moved_on(group: &Append<'_>, found: u64) -> Fault {
    Fault::WrongSeq {
        stream: group.stream.to_owned(),
        expected: group.expected_seq,
        found,
    }
}

fn end(connection: &Connection, stream: &str) -> Result<Option<Sealed>, Fault> {
    let mut last = connection.prepare_cached(
        "SELECT seq, seal FROM record WHERE stream = ?1 ORDER BY seq DESC LIMIT 1",
    )?;
    let end = last
        .query_row([stream], |row| {
            Ok((row.get::<_, i64>(0)?, row.get::<_, [u8; 32]>(1)?))
        })
        .optional()?;
    Ok(end.map(|(seq, seal)| Sealed {
        seq: seq.max(0) as u64,
        seal: Digest::from(seal),
    }))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_full_file_refuses_the_whole_append_and_takes_it_once_there_is_room() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("full.rockdrill");
        let mut ledger = Ledger::create(&path).expect("a new programme");
        let limit = |ledger: &Ledger, pages: u32| {
            let limited = ledger
                .connection
                .pragma_update(None, "max_page_count", pages);
            limited.expect("SQLite takes a limit");
        };
        limit(&ledger, 24);
        let mut seq = 0;
        let fault = loop {
            match ledger.append("exercise/1", seq, &three()) {
                Ok(sealed) => seq = sealed.last().expect("three").seq,
                Err(fault) => break fault,
            }
        };
        assert_eq!(fault, Fault::DiskFull, "the limit counts as a full disk");
        assert!(seq > 0, "some appends fitted before the file was full");
        let kept = ledger
            .records("exercise/1", 1)
            .expect("still readable")
            .len() as u64;
        assert_eq!(kept, seq, "nothing of the refused append is there");
        assert_eq!(
            ledger.append("exercise/1", seq, &three()),
            Err(Fault::DiskFull),
            "still full"
        );
        let blob = ledger.put_blob("text/plain", &[7; 90_000]);
        assert_eq!(blob, Err(Fault::DiskFull), "a document is refused likewise");

        limit(&ledger, 1_000);
        let sealed = ledger
            .append("exercise/1", seq, &three())
            .expect("there is room again");
        assert_eq!(sealed[0].seq, seq + 1, "the drill goes on where it stood");
        ledger.close().expect("closed");
        let verdict = crate::verify(&path).expect("readable");
        assert!(matches!(verdict, crate::Verdict::Holds(_)), "{verdict:?}");
    }

    #[test]
    fn the_next_number_is_found_by_one_step_down_the_key() {
        let ledger = Ledger::in_memory().expect("a ledger");
        let plan: String = ledger
            .connection
            .query_row(
                "EXPLAIN QUERY PLAN \
                 SELECT coalesce(max(seq), 0) + 1 FROM record WHERE stream = 'x'",
                [],
                |row| row.get(3),
            )
            .expect("a plan");
        assert!(
            plan.starts_with("SEARCH record USING PRIMARY KEY"),
            "the trigger's query: {plan}"
        );
    }

    fn three() -> [NewRecord; 3] {
        [1, 2, 3].map(|at| NewRecord {
            at: Stamp(at),
            actor: "01J".into(),
            kind: "Noted".into(),
            version: 1,
            body: "x".repeat(700),
        })
    }
}
