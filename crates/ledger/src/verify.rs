//! Whether a programme still holds: every record follows the one before it and bears its seal, every blob
//! is what its name says. Finding out who changed it, or mending it, is not possible here.

use std::fmt;
use std::path::Path;

use rusqlite::types::FromSqlError;
use rusqlite::{OptionalExtension, Row, params};
use terms::Stamp;

use crate::examine;
use crate::fault::Fault;
use crate::open::Ledger;
use crate::read::RecordRef;
use crate::seal::{Digest, Fields};

/// The end of a stream at some moment. Kept elsewhere, it shows later that nothing was cut off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Head {
    /// The stream.
    pub stream: String,
    /// The number of its last record, which is how many it has.
    pub seq: u64,
    /// The seal of that record.
    pub seal: Digest,
}

/// What `verify` found.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Verdict {
    /// Everything holds.
    Holds(Verified),
    /// This does not, and it is the first.
    Broken(Broken),
}

/// What holds.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Verified {
    /// The end of every stream, sorted by name.
    pub heads: Vec<Head>,
    /// How many records there are in all.
    pub records: u64,
    /// How many blobs there are.
    pub blobs: u64,
}

/// Something that does not hold. Displayed, it is a sentence.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// Where.
    pub place: Place,
    /// In what way.
    pub why: Why,
}

/// A place in a ledger.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Place {
    /// A record.
    Record {
        /// Its stream.
        stream: String,
        /// Its number there.
        seq: u64,
    },
    /// A blob.
    Blob {
        /// The hash under which it was kept.
        hash: String,
    },
}

/// In what way something does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// The record with this number is not there, and later ones are.
    Missing,
    /// It does not follow the record that stands before it.
    PriorDiffers,
    /// It is not what was sealed.
    SealDiffers,
    /// It cannot be read at all; what SQLite said.
    Unreadable(String),
    /// It was the end of the stream, and now the stream ends earlier.
    CutOff,
    /// It bears another seal than was remembered.
    Rewritten,
    /// The bytes are not those that the hash names.
    HashDiffers,
}

/// Whether the programme in this file holds. The file is only read, its log included.
pub fn verify(path: &Path) -> Result<Verdict, Fault> {
    let ledger = Ledger::open_unsound(path)?;
    let verdict = ledger.verify()?;
    if let Verdict::Holds(_) = verdict {
        // Damage that touches no record, such as a torn page among the free ones.
        examine::check_structure(&ledger.connection)?;
    }
    Ok(verdict)
}

/// The columns that `Chain::link` expects, in order.
pub(crate) const COLUMNS: &str = "seq, at_ms, actor, kind, version, body, prior, seal, stream";

/// Where a walk along one stream has come to.
pub(crate) struct Chain {
    head: Head,
    scratch: Vec<u8>,
}

impl Ledger {
    /// Whether this ledger holds.
    pub fn verify(&self) -> Result<Verdict, Fault> {
        self.verify_against(&[])
    }

    /// Whether this ledger holds, and still goes on from ends of streams that were kept elsewhere.
    pub fn verify_against(&self, remembered: &[Head]) -> Result<Verdict, Fault> {
        let checked = self.verify_records().and_then(|mut verified| {
            verified.blobs = self.verify_blobs()?;
            self.verify_remembered(remembered)?;
            Ok(verified)
        });
        match checked {
            Ok(verified) => Ok(Verdict::Holds(verified)),
            Err(Fault::Broken(broken)) => Ok(Verdict::Broken(broken)),
            Err(fault) => Err(fault),
        }
    }

    /// The seal of one record, where there is such a record.
    pub fn seal_at(&self, stream: &str, seq: u64) -> Result<Option<Digest>, Fault> {
        let mut statement = self
            .connection
            .prepare_cached("SELECT seal FROM record WHERE stream = ?1 AND seq = ?2")?;
        let seq = i64::try_from(seq).unwrap_or(i64::MAX);
        let seal = statement
            .query_row(params![stream, seq], |row| row.get(0))
            .optional()?;
        Ok(seal.map(<Digest as From<[u8; 32]>>::from))
    }

    fn verify_records(&self) -> Result<Verified, Fault> {
        let sql = format!("SELECT {COLUMNS} FROM record ORDER BY stream, seq");
        let mut statement = self.connection.prepare(&sql)?;
        let mut rows = statement.query([])?;
        let mut verified = Verified::default();
        let mut chain = Chain::new("");
        loop {
            let row = match rows.next() {
                Ok(Some(row)) => row,
                Ok(None) => break,
                Err(error) => return Err(chain.next_is_unreadable(error)),
            };
            if !chain.is_in_stream_of(row) {
                verified.heads.extend(chain.end());
                chain = Chain::new(&lossy(row, 8)?);
            }
            chain.link(row).map_err(Fault::Broken)?;
            verified.records += 1;
        }
        verified.heads.extend(chain.end());
        Ok(verified)
    }

    fn verify_blobs(&self) -> Result<u64, Fault> {
        let mut statement = self
            .connection
            .prepare("SELECT hash, bytes FROM blob ORDER BY hash")?;
        let mut rows = statement.query([])?;
        let mut blobs = 0;
        while let Some(row) = rows.next()? {
            let hash = lossy(row, 0)?;
            let bytes = row.get_ref(1)?.as_blob().map_err(rusqlite::Error::from)?;
            if Digest::of(bytes).to_string() != hash {
                let place = Place::Blob { hash };
                return Err(Fault::Broken(Broken {
                    place,
                    why: Why::HashDiffers,
                }));
            }
            blobs += 1;
        }
        Ok(blobs)
    }

    fn verify_remembered(&self, remembered: &[Head]) -> Result<(), Fault> {
        for head in remembered.iter().filter(|head| head.seq > 0) {
            let why = match self.seal_at(&head.stream, head.seq)? {
                Some(seal) if seal == head.seal => continue,
                Some(_) => Why::Rewritten,
                None => Why::CutOff,
            };
            let place = Place::record(&head.stream, head.seq);
            return Err(Fault::Broken(Broken { place, why }));
        }
        Ok(())
    }
}

impl Chain {
    pub(crate) fn new(stream: &str) -> Self {
        Self::after(stream, 0, Digest::ZERO)
    }

    pub(crate) fn after(stream: &str, seq: u64, seal: Digest) -> Self {
        Self {
            head: Head {
                stream: stream.to_owned(),
                seq,
                seal,
            },
            scratch: Vec::new(),
        }
    }

    /// Takes the next record into the chain, or says why it does not fit.
    pub(crate) fn link<'row>(&mut self, row: &'row Row<'_>) -> Result<RecordRef<'row>, Broken> {
        let seq = self.head.seq + 1;
        let broken = |why| Broken {
            place: Place::record(&self.head.stream, seq),
            why,
        };
        let record = decode(row).map_err(|error| broken(Why::Unreadable(error.to_string())))?;
        let Some(record) = record.filter(|record| record.seq == seq) else {
            return Err(broken(Why::Missing));
        };
        if record.prior != self.head.seal {
            return Err(broken(Why::PriorDiffers));
        }
        let fields = Fields {
            stream: record.stream,
            seq,
            at: record.at,
            actor: record.actor,
            kind: record.kind,
            version: record.version,
            body: record.body,
        };
        if fields.seal(&record.prior, &mut self.scratch) != record.seal {
            return Err(broken(Why::SealDiffers));
        }
        self.head.seq = seq;
        self.head.seal = record.seal;
        Ok(record)
    }

    fn is_in_stream_of(&self, row: &Row<'_>) -> bool {
        let stream = row.get_ref(8).ok().and_then(|value| value.as_bytes().ok());
        stream == Some(self.head.stream.as_bytes())
    }

    fn end(&self) -> Option<Head> {
        (self.head.seq > 0).then(|| self.head.clone())
    }

    /// The page that should hold the next record is damaged; a disk that fails is another matter.
    fn next_is_unreadable(&self, error: rusqlite::Error) -> Fault {
        match Fault::from(error) {
            Fault::Corrupt(detail) => Fault::Broken(Broken {
                place: Place::record(&self.head.stream, self.head.seq + 1),
                why: Why::Unreadable(detail),
            }),
            fault => fault,
        }
    }
}

impl fmt::Display for Broken {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let place = &self.place;
        match &self.why {
            Why::Missing => write!(f, "{place} is missing."),
            Why::PriorDiffers => write!(f, "{place} does not follow the record before it."),
            Why::SealDiffers => write!(f, "{place} does not hold: it is not what was sealed."),
            Why::Unreadable(detail) => write!(f, "{place} cannot be read ({detail})."),
            Why::CutOff => write!(
                f,
                "{place} was there once: the end of its stream is cut off."
            ),
            Why::Rewritten => write!(f, "{place} is not the one that was remembered."),
            Why::HashDiffers => write!(f, "{place} does not hold: its bytes have changed."),
        }
    }
}

impl fmt::Display for Place {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Record { stream, seq } => write!(f, "Record {seq} of {stream}"),
            Self::Blob { hash } => write!(f, "The document {hash}"),
        }
    }
}

/// A name as far as it can be read, to speak of what cannot be read otherwise.
fn lossy(row: &Row<'_>, column: usize) -> Result<String, Fault> {
    let bytes = row
        .get_ref(column)?
        .as_bytes()
        .map_err(rusqlite::Error::from)?;
    Ok(String::from_utf8_lossy(bytes).into_owned())
}

/// The row as a record; nothing where its number or version is none that a record can have.
fn decode<'row>(row: &'row Row<'_>) -> rusqlite::Result<Option<RecordRef<'row>>> {
    let text = |column| -> rusqlite::Result<&'row str> { Ok(row.get_ref(column)?.as_str()?) };
    let digest = |column| -> rusqlite::Result<Digest> {
        let bytes = row.get_ref(column)?.as_blob()?;
        let bytes: [u8; 32] = bytes
            .try_into()
            .map_err(|_| FromSqlError::InvalidBlobSize {
                expected_size: 32,
                blob_size: bytes.len(),
            })?;
        Ok(bytes.into())
    };
    let (seq, version) = (row.get::<_, i64>(0)?, row.get::<_, i64>(4)?);
    let Ok(seq) = u64::try_from(seq) else {
        return Ok(None);
    };
    let version = u32::try_from(version).map_err(|_| FromSqlError::OutOfRange(version))?;
    Ok(Some(RecordRef {
        stream: text(8)?,
        seq,
        at: Stamp(row.get(1)?),
        actor: text(2)?,
        kind: text(3)?,
        version,
        body: text(5)?,
        prior: digest(6)?,
        seal: digest(7)?,
    }))
}
