//! What can go wrong with a programme file, each kind with a code, a sentence, a piece of advice and the
//! technical detail. How it is shown, and in which colour, is for the doors.

use std::fmt;
use std::path::PathBuf;

use rusqlite::ErrorCode;
use rusqlite::ffi::SQLITE_IOERR_SHMSIZE;

use crate::open::Because;
use crate::verify::Broken;

/// The world failed, or the file is not what it should be. Whatever the kind: what had been kept before
/// is still kept, and of the refused call nothing was.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Fault {
    /// There is no such file.
    NotFound(PathBuf),
    /// A new programme or a backup was to be made where a file stands already.
    Exists(PathBuf),
    /// The file is something else than a Rockdrill programme.
    Foreign(PathBuf),
    /// The file was written by a later version of the format.
    NewerVersion {
        /// The format of the file.
        found: i32,
        /// The newest format that this program reads.
        known: i32,
    },
    /// The file ends before it should.
    Truncated {
        /// How long the file is.
        bytes: u64,
        /// How long it says it should be.
        needed: u64,
    },
    /// SQLite cannot make sense of the file.
    Corrupt(String),
    /// The file is sound as a file, but a record or a blob in it does not hold.
    Broken(Broken),
    /// There is no room left.
    DiskFull,
    /// The disk, or the way to it, failed.
    Io(String),
    /// Another program kept the file locked for too long.
    Busy,
    /// The ledger can be read but not written.
    ReadOnly(Because),
    /// The stream has moved on since the caller looked.
    WrongSeq {
        /// The stream that was to be appended to.
        stream: String,
        /// The number of the last record the caller knew of.
        expected: u64,
        /// The number of the last record there is.
        found: u64,
    },
}

impl Fault {
    /// A stable word for the kind of fault.
    pub fn code(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "programme-not-found",
            Self::Exists(_) => "programme-exists",
            Self::Foreign(_) => "programme-foreign",
            Self::NewerVersion { .. } => "programme-newer",
            Self::Truncated { .. } => "programme-truncated",
            Self::Corrupt(_) => "programme-corrupt",
            Self::Broken(_) => "programme-broken",
            Self::DiskFull => "disk-full",
            Self::Io(_) => "disk-failed",
            Self::Busy => "programme-busy",
            Self::ReadOnly(_) => "programme-read-only",
            Self::WrongSeq { .. } => "programme-moved-on",
        }
    }

    /// What happened, in one or two sentences.
    pub fn says(&self) -> String {
        match self {
            Self::NotFound(path) => format!("There is no programme file {}.", path.display()),
            Self::Exists(path) => format!("The file {} exists already.", path.display()),
            Self::Foreign(path) => format!("{} is not a Rockdrill programme.", path.display()),
            Self::NewerVersion { found, known } => format!(
                "This programme was written by a newer Rockdrill: it has format {found}, and this \
                 one reads up to format {known}."
            ),
            Self::Truncated { bytes, needed } => format!(
                "The programme file is cut short: {bytes} bytes are there, {needed} should be."
            ),
            Self::Corrupt(_) => "The programme file is damaged and cannot be read.".into(),
            Self::Broken(broken) => broken.to_string(),
            Self::DiskFull => "The disk is full, so this was not kept. Everything kept before is \
                               safe."
                .into(),
            Self::Io(_) => "The disk did not do as asked, so this was not done. Everything kept \
                            before is safe."
                .into(),
            Self::Busy => "Another program is holding the programme file.".into(),
            Self::ReadOnly(because) => because.to_string(),
            Self::WrongSeq {
                stream,
                expected,
                found,
            } => format!(
                "{stream} has moved on: record {expected} was taken for the last, and it is \
                 {found}."
            ),
        }
    }

    /// What to do about it.
    pub fn hint(&self) -> &'static str {
        match self {
            Self::NotFound(_) => "Look whether it was moved or renamed.",
            Self::Exists(_) => "Choose another name: an existing file is never overwritten.",
            Self::Foreign(_) => {
                "Choose a file that Rockdrill made; its name usually ends in .rockdrill. This one \
                 was left as it is."
            }
            Self::NewerVersion { .. } => {
                "Install the newer Rockdrill on this computer too. The file was left as it is."
            }
            Self::Truncated { .. } => {
                "A copy was probably interrupted: copy the file again from where it came, or open \
                 a backup. This one was left as it is."
            }
            Self::Corrupt(_) => "Open a backup, and keep this file: it was left as it is.",
            Self::Broken(_) => {
                "Something other than Rockdrill has changed the file, or the disk has. Compare it \
                 with a backup."
            }
            Self::DiskFull => "Free some space, then do it again.",
            Self::Io(_) => {
                "Check that the disk is connected and has room, then do it again. If it happens \
                 twice, make a backup on another disk."
            }
            Self::Busy => "Close the other program, then do it again.",
            Self::ReadOnly(because) => because.hint(),
            Self::WrongSeq { .. } => "Load it again and repeat what you did.",
        }
    }

    /// What the system said, where it said something.
    pub fn detail(&self) -> Option<&str> {
        match self {
            Self::Corrupt(detail) | Self::Io(detail) => Some(detail),
            Self::NotFound(_)
            | Self::Exists(_)
            | Self::Foreign(_)
            | Self::NewerVersion { .. }
            | Self::Truncated { .. }
            | Self::Broken(_)
            | Self::DiskFull
            | Self::Busy
            | Self::ReadOnly(_)
            | Self::WrongSeq { .. } => None,
        }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.says())?;
        self.detail()
            .map_or(Ok(()), |detail| write!(f, " ({detail})"))
    }
}

impl std::error::Error for Fault {}

impl From<rusqlite::Error> for Fault {
    fn from(error: rusqlite::Error) -> Self {
        match error.sqlite_error_code() {
            Some(ErrorCode::DiskFull) => Self::DiskFull,
            // SQLite reserves the room for its index of the log; without it nothing can be opened.
            _ if error.sqlite_error().map(|e| e.extended_code) == Some(SQLITE_IOERR_SHMSIZE) => {
                Self::DiskFull
            }
            Some(ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked) => Self::Busy,
            Some(ErrorCode::ReadOnly) => Self::ReadOnly(Because::NotWritable),
            Some(ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase) => {
                Self::Corrupt(error.to_string())
            }
            Some(_) => Self::Io(error.to_string()),
            // What is left is a value of another type than its column should hold.
            None => Self::Corrupt(error.to_string()),
        }
    }
}

impl From<std::io::Error> for Fault {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            std::io::ErrorKind::StorageFull => Self::DiskFull,
            _ => Self::Io(error.to_string()),
        }
    }
}
