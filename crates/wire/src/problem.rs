//! What can go wrong at a door, as one list. The page has one sentence for each code in one total table, so a new
//! code breaks the TypeScript build until somebody writes its sentence.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Something that a person at a screen must hear of.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Problem {
    /// What kind of problem.
    pub code: ProblemCode,
    /// What happened, as a sentence.
    pub says: String,
    /// What is safe and what to do, where more can be said than the code's own sentence.
    pub hint: Option<String>,
    /// The technical detail, folded away on screen.
    pub detail: Option<String>,
}

/// The kinds of problem.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, TS)]
#[serde(rename_all = "kebab-case")]
pub enum ProblemCode {
    /// The rules said no; a calm notice, nothing recorded.
    Refused,
    /// The call does not fit: unknown thing or malformed.
    BadCall,
    /// A file could not be read.
    FileUnreadable,
    /// A file could not be written.
    FileUnwritable,
    /// A scenario or plan has errors that must be mended first.
    FileHasErrors,
    /// The disk is full.
    DiskFull,
    /// The programme file could not be written for another reason.
    NotSaved,
    /// The programme file is damaged.
    Damaged,
    /// The file is not a programme.
    Foreign,
    /// The programme was made by a newer version.
    Newer,
    /// The programme is open for reading only.
    ReadOnly,
    /// An amendment no longer fits the plan.
    Conflict,
    /// The file lies under a passphrase, and none was given, or not the right one.
    NeedsPassphrase,
    /// The join code is wrong, or the door takes no code for a while.
    WrongCode,
    /// This device has no seat, or not any more.
    NoSeat,
    /// Too much at once from this seat or address.
    TooMuch,
    /// The address cannot be listened on, or the certificate cannot be used.
    NoDoor,
    /// The program itself failed; state was rebuilt from what is saved.
    Broken,
}
