//! The second verb: read. Every record is checked against its seal and its place in the chain on the way,
//! so nothing is ever folded that does not hold. Understanding the bodies is the caller's part.

use rusqlite::params;
use terms::Stamp;

use crate::fault::Fault;
use crate::open::Ledger;
use crate::seal::{Digest, Fields};
use crate::verify::{COLUMNS, Chain, Place};

/// A record as it lies in the file, lent while it is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct RecordRef<'a> {
    /// The stream it belongs to.
    pub stream: &'a str,
    /// Its number there, counted from 1.
    pub seq: u64,
    /// When it happened, on the wall clock.
    pub at: Stamp,
    /// Who caused it.
    pub actor: &'a str,
    /// What kind of record the body is.
    pub kind: &'a str,
    /// Which version of that kind.
    pub version: u32,
    /// What it says.
    pub body: &'a str,
    /// The seal of the record before it.
    pub prior: Digest,
    /// Its own seal.
    pub seal: Digest,
}

/// A record as it lies in the file, to keep.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredRecord {
    /// The stream it belongs to.
    pub stream: String,
    /// Its number there, counted from 1.
    pub seq: u64,
    /// When it happened, on the wall clock.
    pub at: Stamp,
    /// Who caused it.
    pub actor: String,
    /// What kind of record the body is.
    pub kind: String,
    /// Which version of that kind.
    pub version: u32,
    /// What it says.
    pub body: String,
    /// The seal of the record before it.
    pub prior: Digest,
    /// Its own seal.
    pub seal: Digest,
}

impl Ledger {
    /// Shows the records of a stream in order, beginning with number `from` (1 or 0 for all), until the
    /// visitor returns an error of its own or a record does not hold.
    pub fn read<E: From<Fault>>(
        &self,
        stream: &str,
        from: u64,
        mut visit: impl FnMut(RecordRef<'_>) -> Result<(), E>,
    ) -> Result<(), E> {
        let mut chain = self.chain_before(stream, from.max(1))?;
        let sql =
            format!("SELECT {COLUMNS} FROM record WHERE stream = ?1 AND seq >= ?2 ORDER BY seq");
        let mut statement = self.connection.prepare_cached(&sql).map_err(Fault::from)?;
        let first = i64::try_from(from).unwrap_or(i64::MAX);
        let mut rows = statement
            .query(params![stream, first])
            .map_err(Fault::from)?;
        while let Some(row) = rows.next().map_err(Fault::from)? {
            visit(chain.link(row).map_err(Fault::Broken)?)?;
        }
        Ok(())
    }

    /// The records of a stream from number `from` on.
    pub fn records(&self, stream: &str, from: u64) -> Result<Vec<StoredRecord>, Fault> {
        let mut records = Vec::new();
        self.read(stream, from, |record| {
            records.push(record.to_stored());
            Ok::<(), Fault>(())
        })?;
        Ok(records)
    }

    /// The names of all streams, sorted. The query hops from name to name, so it costs as much as there
    /// are streams, not records.
    pub fn streams(&self) -> Result<Vec<String>, Fault> {
        let mut statement = self.connection.prepare_cached(
            "WITH RECURSIVE name(stream) AS ( \
               SELECT min(stream) FROM record \
               UNION ALL \
               SELECT (SELECT min(stream) FROM record WHERE stream > name.stream) FROM name \
               WHERE name.stream IS NOT NULL) \
             SELECT stream FROM name WHERE stream IS NOT NULL",
        )?;
        let names = statement.query_map([], |row| row.get(0))?;
        Ok(names.collect::<Result<_, _>>()?)
    }

    /// The chain as it stands before record `seq`.
    fn chain_before(&self, stream: &str, seq: u64) -> Result<Chain, Fault> {
        if seq == 1 {
            return Ok(Chain::new(stream));
        }
        // A stream that ends before shows no record, so it does not matter what those would follow.
        let seal = self.seal_at(stream, seq - 1)?.unwrap_or(Digest::ZERO);
        Ok(Chain::after(stream, seq - 1, seal))
    }
}

impl StoredRecord {
    /// True where the record bears the seal that its own fields give. Whether it stands in a chain is another question,
    /// which only the whole stream can answer.
    pub fn bears_its_seal(&self) -> bool {
        let fields = Fields {
            stream: &self.stream,
            seq: self.seq,
            at: self.at,
            actor: &self.actor,
            kind: &self.kind,
            version: self.version,
            body: &self.body,
        };
        fields.seal(&self.prior, &mut Vec::new()) == self.seal
    }
}

impl RecordRef<'_> {
    /// The same to keep.
    pub fn to_stored(&self) -> StoredRecord {
        StoredRecord {
            stream: self.stream.to_owned(),
            seq: self.seq,
            at: self.at,
            actor: self.actor.to_owned(),
            kind: self.kind.to_owned(),
            version: self.version,
            body: self.body.to_owned(),
            prior: self.prior,
            seal: self.seal,
        }
    }
}

impl Place {
    pub(crate) fn record(stream: &str, seq: u64) -> Self {
        Self::Record {
            stream: stream.to_owned(),
            seq,
        }
    }
}
