//! Making and opening a programme file, and closing it again. What is done with an open ledger stands in
//! the modules named after the verbs.

use std::collections::BTreeMap;
use std::fmt;
use std::fs;
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::config::DbConfig;
use rusqlite::{Connection, OpenFlags};

use crate::append::Sealed;
use crate::examine::{self, Depth};
use crate::fault::Fault;
use crate::lock::WriterLock;
use crate::schema;

/// An open programme. Every call returns when it is done; one thread at a time may use it.
pub struct Ledger {
    // Declared before the lock, so that the file is closed before the lock is let go.
    pub(crate) connection: Connection,
    /// Where the streams end that this ledger has appended to, so that an append need not look; the
    /// schema refuses a number that is not the next, should this ever be out of date.
    pub(crate) ends: BTreeMap<String, Sealed>,
    access: Access,
    _lock: Option<WriterLock>,
}

/// What may be done with an open ledger.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Access {
    /// Reading and writing; nobody else is writing.
    Writer,
    /// Reading only.
    ReadOnly {
        /// Why.
        because: Because,
    },
}

/// Why a ledger can be read but not written. Displayed, it is a sentence for the trainer.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Because {
    /// It was opened to be read.
    Asked,
    /// Another window or program has it open for writing.
    OpenElsewhere,
    /// The file, its folder or its disk refuses to be written.
    NotWritable,
    /// The protections inside the file are not as they were made.
    Altered,
}

/// How long to wait for another program to let go of the file.
const PATIENCE: Duration = Duration::from_secs(2);

/// Where a write is possible at all, how it is to be done; kept apart from the file itself.
const WRITER_PRAGMAS: &str = "PRAGMA synchronous = FULL;
PRAGMA fullfsync = ON;
PRAGMA checkpoint_fullfsync = ON;
PRAGMA foreign_keys = ON;
PRAGMA secure_delete = ON;
PRAGMA cell_size_check = ON;";

impl Ledger {
    /// Makes a new, empty programme and opens it for writing. An existing file is never touched.
    pub fn create(path: &Path) -> Result<Self, Fault> {
        let lock = WriterLock::take(path)?.ok_or_else(|| Fault::Exists(path.to_owned()))?;
        into_place(path, |draft| {
            let connection = Connection::open(draft)?;
            // The new file is complete before it has its name, so a moment's protection is enough here.
            connection.pragma_update(None, "journal_mode", "WAL")?;
            schema::lay_out(&connection)?;
            connection.close().map_err(|(_, error)| error.into())
        })?;
        Self::writer(path, lock)
    }

    /// Opens a programme for writing or, where that cannot be, for reading: see [`Ledger::access`].
    pub fn open(path: &Path) -> Result<Self, Fault> {
        if examine::examine(path, Depth::Structure)?.altered {
            return Self::reader(path, Because::Altered);
        }
        match WriterLock::take(path) {
            Ok(Some(lock)) => Self::writer(path, lock),
            Ok(None) => Self::reader(path, Because::OpenElsewhere),
            Err(_) => Self::reader(path, Because::NotWritable),
        }
    }

    /// Opens a programme for reading. Nothing in or beside the file is changed for good.
    pub fn open_read_only(path: &Path) -> Result<Self, Fault> {
        examine::examine(path, Depth::Structure)?;
        Self::reader(path, Because::Asked)
    }

    /// A new programme that lives in memory alone, for a rehearsal; [`Ledger::backup_to`] keeps it.
    pub fn in_memory() -> Result<Self, Fault> {
        let connection = Connection::open_in_memory()?;
        schema::lay_out(&connection)?;
        guard(&connection)?;
        connection.execute_batch(WRITER_PRAGMAS)?;
        Ok(Self {
            connection,
            ends: BTreeMap::new(),
            access: Access::Writer,
            _lock: None,
        })
    }

    /// What may be done with this ledger.
    pub fn access(&self) -> Access {
        self.access
    }

    /// Closes the file, which then stands alone again. Where the last step fails, for want of space for
    /// instance, nothing is lost: it waits in the `-wal` file beside it and is found at the next opening.
    pub fn close(self) -> Result<(), Fault> {
        let folded = match self.access {
            Access::Writer => self.fold_log(),
            Access::ReadOnly { .. } => Ok(()),
        };
        let closed = self
            .connection
            .close()
            .map_err(|(_, error)| Fault::from(error));
        folded.and(closed)
    }

    pub(crate) fn writable(&self) -> Result<(), Fault> {
        match self.access {
            Access::Writer => Ok(()),
            Access::ReadOnly { because } => Err(Fault::ReadOnly(because)),
        }
    }

    /// Moves what stands in the log into the file, and empties the log. Somebody who reads just now may
    /// keep it from being emptied; that is no fault.
    pub(crate) fn fold_log(&self) -> Result<(), Fault> {
        Ok(self
            .connection
            .query_row("PRAGMA wal_checkpoint(TRUNCATE)", [], |_| Ok(()))?)
    }

    /// Opens for reading, whatever is wrong with the file's structure, for `verify` to name the place.
    pub(crate) fn open_unsound(path: &Path) -> Result<Self, Fault> {
        examine::examine(path, Depth::Identity)?;
        Self::reader(path, Because::Asked)
    }

    fn writer(path: &Path, lock: WriterLock) -> Result<Self, Fault> {
        let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
        let connection = Connection::open_with_flags(std::path::absolute(path)?, flags)?;
        if connection.is_readonly("main")? {
            drop((connection, lock));
            return Self::reader(path, Because::NotWritable);
        }
        guard(&connection)?;
        connection.pragma_update(None, "journal_mode", "WAL")?;
        connection.execute_batch(WRITER_PRAGMAS)?;
        Ok(Self {
            connection,
            ends: BTreeMap::new(),
            access: Access::Writer,
            _lock: Some(lock),
        })
    }

    /// Where a log waits it is read and left alone. Where none does, SQLite must make an empty one beside
    /// the file while it reads, and takes it away again only if it was allowed to write; and where the
    /// folder does not permit that, nobody can be writing and the file is read as it is.
    fn reader(path: &Path, because: Because) -> Result<Self, Fault> {
        let connection = if examine::has_log(path) {
            examine::open_through_log(path)?
        } else {
            let flags = OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX;
            match Connection::open_with_flags(std::path::absolute(path)?, flags) {
                Ok(connection) if can_read(&connection) => connection,
                Ok(_) | Err(_) => examine::open_alone(path)?,
            }
        };
        guard(&connection)?;
        connection.execute_batch("PRAGMA query_only = ON; PRAGMA cell_size_check = ON;")?;
        Ok(Self {
            connection,
            ends: BTreeMap::new(),
            access: Access::ReadOnly { because },
            _lock: None,
        })
    }
}

impl Because {
    /// What to do about it.
    pub fn hint(self) -> &'static str {
        match self {
            Self::Asked => "Open it for writing to change something.",
            Self::OpenElsewhere => "Close it there, then open it here again.",
            Self::NotWritable => "Copy it to a folder of your own, then open the copy.",
            Self::Altered => "Open a backup to go on working; this file can still be read.",
        }
    }
}

impl fmt::Display for Because {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Asked => "This programme was opened for reading only.",
            Self::OpenElsewhere => {
                "This programme is open for writing elsewhere, so here it can only be read."
            }
            Self::NotWritable => {
                "This programme can only be read: its file or its folder cannot be written."
            }
            Self::Altered => {
                "This programme can only be read: another program has changed the protections \
                 inside the file."
            }
        })
    }
}

/// Makes a file under a passing name, and gives it its own once it is whole: a power cut leaves the whole
/// file or none.
pub(crate) fn into_place(
    path: &Path,
    make: impl FnOnce(&Path) -> Result<(), Fault>,
) -> Result<(), Fault> {
    if path.try_exists()? {
        return Err(Fault::Exists(path.to_owned()));
    }
    let mut draft = path.as_os_str().to_owned();
    draft.push(".new");
    let draft = PathBuf::from(draft);
    if draft.try_exists()? {
        fs::remove_file(&draft)?;
    }
    let made = make(&draft)
        .and_then(|()| Ok(for_owner_alone(&draft)?))
        .and_then(|()| Ok(fs::rename(&draft, path)?));
    if made.is_err() {
        // What failed is told; a draft that cannot be removed either is overwritten next time.
        let _ = fs::remove_file(&draft);
    }
    made
}

/// A programme names people and the weak places of a plan: a new file is for its owner, who may share it on purpose. What
/// SQLite puts beside it takes after it.
#[cfg(unix)]
fn for_owner_alone(file: &Path) -> std::io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    fs::set_permissions(file, fs::Permissions::from_mode(0o600))
}

/// Where there are no such permissions, the user's own folder is what keeps others out.
#[cfg(not(unix))]
fn for_owner_alone(_file: &Path) -> std::io::Result<()> {
    Ok(())
}

/// What every connection observes, reader or writer.
fn guard(connection: &Connection) -> Result<(), Fault> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(32);
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    Ok(())
}

fn can_read(connection: &Connection) -> bool {
    connection
        .query_row("SELECT count(*) FROM sqlite_schema", [], |_| Ok(()))
        .is_ok()
}
