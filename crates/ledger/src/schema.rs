//! The tables of a programme file and the numbers that tell it from other files. Changing a statement
//! here changes the format: raise `VERSION` and write the step that leads from the old one to the new.

use rusqlite::Connection;

use crate::fault::Fault;

/// Marks an SQLite file as a Rockdrill programme: the letters "Rkdr".
pub const APPLICATION_ID: i32 = 0x526b_6472;

/// The format written by this program, and the newest that it reads.
pub const VERSION: i32 = 1;

/// The tables as SQLite keeps their text; a file whose tables read otherwise is not of this version.
///
/// `record` is WITHOUT ROWID so that a record is one entry of one tree: an append writes one page, and a
/// stream is read in the order in which it lies on disk.
pub const TABLES: [(&str, &str); 4] = [
    (
        "record",
        "CREATE TABLE record (
  stream TEXT NOT NULL,
  seq INTEGER NOT NULL,
  at_ms INTEGER NOT NULL,
  actor TEXT NOT NULL,
  kind TEXT NOT NULL,
  version INTEGER NOT NULL,
  body TEXT NOT NULL,
  prior BLOB NOT NULL,
  seal BLOB NOT NULL,
  PRIMARY KEY (stream, seq)
) STRICT, WITHOUT ROWID",
    ),
    (
        "blob",
        "CREATE TABLE blob (
  hash TEXT NOT NULL PRIMARY KEY,
  media_type TEXT NOT NULL,
  bytes BLOB NOT NULL
) STRICT",
    ),
    (
        "person",
        "CREATE TABLE person (
  id TEXT NOT NULL PRIMARY KEY,
  name TEXT NOT NULL,
  contact TEXT NOT NULL
) STRICT, WITHOUT ROWID",
    ),
    (
        "heartbeat",
        "CREATE TABLE heartbeat (
  stream TEXT NOT NULL PRIMARY KEY,
  at_ms INTEGER NOT NULL,
  elapsed_ms INTEGER NOT NULL
) STRICT, WITHOUT ROWID",
    ),
];

/// What makes the file append-only for every program that writes to it, ours included. The two triggers
/// on INSERT are needed because INSERT OR REPLACE removes the old row without asking a DELETE trigger.
pub const TRIGGERS: [(&str, &str); 6] = [
    (
        "record_is_next",
        "CREATE TRIGGER record_is_next BEFORE INSERT ON record
WHEN NEW.seq IS NOT (SELECT coalesce(max(seq), 0) + 1 FROM record WHERE stream = NEW.stream)
BEGIN SELECT RAISE(ABORT, 'a record takes the next number of its stream'); END",
    ),
    (
        "record_is_kept",
        "CREATE TRIGGER record_is_kept BEFORE DELETE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never deleted'); END",
    ),
    (
        "record_is_fixed",
        "CREATE TRIGGER record_is_fixed BEFORE UPDATE ON record
BEGIN SELECT RAISE(ABORT, 'a record is never changed'); END",
    ),
    (
        "blob_is_new",
        "CREATE TRIGGER blob_is_new BEFORE INSERT ON blob
WHEN EXISTS (SELECT 1 FROM blob WHERE hash = NEW.hash)
BEGIN SELECT RAISE(ABORT, 'a document is never replaced'); END",
    ),
    (
        "blob_is_kept",
        "CREATE TRIGGER blob_is_kept BEFORE DELETE ON blob
BEGIN SELECT RAISE(ABORT, 'a document is never deleted'); END",
    ),
    (
        "blob_is_fixed",
        "CREATE TRIGGER blob_is_fixed BEFORE UPDATE ON blob
BEGIN SELECT RAISE(ABORT, 'a document is never changed'); END",
    ),
];

/// Lays out a new, empty programme.
pub fn lay_out(connection: &Connection) -> Result<(), Fault> {
    let mut script = String::from("BEGIN;\n");
    for (_, sql) in TABLES.iter().chain(&TRIGGERS) {
        script.push_str(sql);
        script.push_str(";\n");
    }
    script.push_str(&format!("PRAGMA application_id = {APPLICATION_ID};\n"));
    script.push_str(&format!("PRAGMA user_version = {VERSION};\nCOMMIT;"));
    Ok(connection.execute_batch(&script)?)
}
