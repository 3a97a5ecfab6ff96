//! How a run ends where it does not do what was asked: an exit code, and why, in words for the person at the keyboard.

use std::io;
use std::path::Path;

use conduct::Unopened;
use ledger::Fault;
use wire::Problem;

/// Done as asked.
pub const DONE: u8 = 0;

/// The file is wrong, or the work could not be done.
pub const WRONG: u8 = 1;

/// The arguments cannot be used.
pub const UNUSABLE: u8 = 2;

/// Why a run ended early.
#[derive(Debug)]
pub enum Ended {
    /// With this exit code, because of this.
    With(u8, String),
    /// Nobody listens any more.
    Unheard,
}

impl Ended {
    /// The work could not be done.
    pub fn wrong(says: impl Into<String>) -> Self {
        Self::With(WRONG, says.into())
    }

    /// The arguments cannot be used.
    pub fn unusable(says: impl Into<String>) -> Self {
        Self::With(UNUSABLE, says.into())
    }

    /// A file that was named cannot be read.
    pub fn unreadable(path: &Path, error: &io::Error) -> Self {
        Self::unusable(format!("{} cannot be read: {error}", path.display()))
    }

    /// A file cannot be written.
    pub fn unwritable(path: &Path, error: &io::Error) -> Self {
        Self::wrong(format!("{} cannot be written: {error}", path.display()))
    }
}

/// Writing to standard output failed.
impl From<io::Error> for Ended {
    fn from(error: io::Error) -> Self {
        if error.kind() == io::ErrorKind::BrokenPipe {
            Self::Unheard
        } else {
            Self::wrong(format!("the answer cannot be written: {error}"))
        }
    }
}

impl From<Fault> for Ended {
    fn from(fault: Fault) -> Self {
        let code = match fault {
            Fault::NotFound(_) => UNUSABLE,
            Fault::Exists(_)
            | Fault::Foreign(_)
            | Fault::NewerVersion { .. }
            | Fault::Truncated { .. }
            | Fault::Corrupt(_)
            | Fault::Broken(_)
            | Fault::DiskFull
            | Fault::Io(_)
            | Fault::Busy
            | Fault::ReadOnly(_)
            | Fault::WrongSeq { .. } => WRONG,
        };
        Self::With(code, format!("{fault} {}", fault.hint()))
    }
}

impl From<Unopened> for Ended {
    fn from(why: Unopened) -> Self {
        match why {
            Unopened::Fault(fault) => fault.into(),
            Unopened::Unreadable(says) => {
                Self::wrong(format!("The programme holds something unreadable: {says}."))
            }
        }
    }
}

impl From<Problem> for Ended {
    fn from(problem: Problem) -> Self {
        let parts = [Some(problem.says), problem.hint, problem.detail];
        let says: Vec<String> = parts.into_iter().flatten().collect();
        Self::wrong(says.join(" "))
    }
}
