//! The ledger: one SQLite file that keeps everything an organisation's programme has ever recorded, in
//! append-only streams of sealed records. The bodies of records are opaque here: what they mean, which
//! are allowed and how they fold is the business of other crates. So is telling anybody: the Conductor,
//! the only writer, tells after it has written.
//!
//! # The five verbs
//!
//! [`Ledger::append`], [`Ledger::read`], watch, [`Ledger::put_blob`] and [`Ledger::get_blob`]. Watching
//! needs no machinery of its own: whoever watches from outside the writing process asks
//! [`Ledger::head`] again and reads on from the last number it has seen.
//!
//! # The file, for those who check it without Rockdrill
//!
//! `record(stream, seq, at_ms, actor, kind, version, body, prior, seal)` holds the records; within a
//! stream `seq` counts from 1 without gaps. `seal` is SHA-256 over these bytes, one after the other:
//!
//! | bytes | what |
//! | --- | --- |
//! | 32 | `prior`: the seal of the record before, or 32 zero bytes where `seq` is 1 |
//! | 4 + n | `stream`: its length in bytes, then its bytes (UTF-8) |
//! | 4 + 8 | `seq`: the length 8, then the number |
//! | 4 + 8 | `at_ms`: the length 8, then the number (two's complement) |
//! | 4 + n | `actor`, as `stream` |
//! | 4 + n | `kind`, as `stream` |
//! | 4 + 8 | `version`: the length 8, then the number |
//! | 4 + n | `body`, as `stream`: the stored bytes, exactly |
//!
//! Every length and number is big-endian. `blob(hash, media_type, bytes)` holds whole documents; `hash` is
//! SHA-256 of `bytes` in lower-case hexadecimal, and `media_type` is a label that the hash does not cover.
//!
//! A chain of seals shows what was changed, but not that its end was cut off: for that, somebody has to
//! have kept a [`Head`] elsewhere (a report prints it), and [`Ledger::verify_against`] compares it.
//!
//! Beside the chain, and on purpose not in it, stand `person` (names, which people may have erased) and
//! `heartbeat` (how far an unfinished drill's clock had come).

mod append;
mod backup;
mod beside;
mod blob;
mod cost;
mod examine;
mod fault;
mod lock;
mod open;
mod read;
mod schema;
mod seal;
pub mod stream;
mod verify;

pub use append::{Append, NewRecord, Sealed};
pub use beside::{Heartbeat, Person};
pub use blob::Blob;
pub use cost::{AppendCost, append_cost};
pub use fault::Fault;
pub use open::{Access, Because, Ledger};
pub use read::{RecordRef, StoredRecord};
pub use seal::Digest;
pub use verify::{Broken, Head, Place, Verdict, Verified, Why, verify};
