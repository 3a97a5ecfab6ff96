//! The verbs put_blob and get_blob: whole documents, kept once under the hash of their bytes. What a
//! document means is known to the record that names it.

use rusqlite::{OptionalExtension, params};

use crate::fault::Fault;
use crate::open::Ledger;
use crate::seal::Digest;
use crate::verify::{Broken, Place, Why};

/// A document.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Blob {
    /// What kind of document it was said to be, such as `text/markdown`. A label: the hash does not
    /// cover it.
    pub media_type: String,
    /// The document.
    pub bytes: Vec<u8>,
}

impl Ledger {
    /// Keeps a document and returns the hash under which it is found again. The same bytes are kept once;
    /// they keep the media type that they were first given.
    pub fn put_blob(&mut self, media_type: &str, bytes: &[u8]) -> Result<Digest, Fault> {
        self.writable()?;
        let hash = Digest::of(bytes);
        let mut insert = self.connection.prepare_cached(
            "INSERT INTO blob (hash, media_type, bytes) SELECT ?1, ?2, ?3 \
             WHERE NOT EXISTS (SELECT 1 FROM blob WHERE hash = ?1)",
        )?;
        insert.execute(params![hash.to_string(), media_type, bytes])?;
        Ok(hash)
    }

    /// The document with this hash, where it is kept. Its bytes are checked against the hash.
    pub fn get_blob(&self, hash: &Digest) -> Result<Option<Blob>, Fault> {
        let mut select = self
            .connection
            .prepare_cached("SELECT media_type, bytes FROM blob WHERE hash = ?1")?;
        let found = select
            .query_row([hash.to_string()], |row| {
                Ok(Blob {
                    media_type: row.get(0)?,
                    bytes: row.get(1)?,
                })
            })
            .optional()?;
        match found {
            Some(blob) if Digest::of(&blob.bytes) != *hash => {
                let place = Place::Blob {
                    hash: hash.to_string(),
                };
                Err(Fault::Broken(Broken {
                    place,
                    why: Why::HashDiffers,
                }))
            }
            found => Ok(found),
        }
    }
}
