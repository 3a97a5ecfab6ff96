//! Looks at a programme file before it is used, and changes nothing by looking: no byte of the file, and
//! no file beside a sound or a foreign one. Opening it for use is in `open`.

use std::collections::BTreeMap;
use std::ffi::OsString;
use std::fs::{self, File};
use std::io::{self, Read};
use std::path::{Path, PathBuf};

use rusqlite::config::DbConfig;
use rusqlite::{Connection, ErrorCode, OpenFlags};

use crate::fault::Fault;
use crate::schema::{APPLICATION_ID, TABLES, TRIGGERS, VERSION};

/// What was found in a file that is a programme.
pub struct Examined {
    /// The tables are ours, but the triggers that protect them are not as they were made.
    pub altered: bool,
}

/// How closely to look.
#[derive(Clone, Copy, PartialEq, Eq)]
pub enum Depth {
    /// Whether it is a programme that this program reads.
    Identity,
    /// Besides, whether SQLite finds the whole file sound.
    Structure,
}

/// Looks at the file, or says what is wrong with it.
pub fn examine(path: &Path, depth: Depth) -> Result<Examined, Fault> {
    let through_log = has_log(path);
    let found = examine_once(path, depth, through_log);
    // A writer that started meanwhile may have moved pages under an unlocked look: look again through
    // its log before calling the file damaged.
    let damaged = matches!(found, Err(Fault::Corrupt(_) | Fault::Truncated { .. }));
    if damaged && !through_log && has_log(path) {
        return examine_once(path, depth, true);
    }
    found
}

fn examine_once(path: &Path, depth: Depth, through_log: bool) -> Result<Examined, Fault> {
    let length = match fs::metadata(path) {
        Ok(entry) if entry.is_file() && entry.len() > 0 => entry.len(),
        Ok(_) => return Err(Fault::Foreign(path.to_owned())),
        Err(error) if error.kind() == io::ErrorKind::NotFound => {
            return Err(Fault::NotFound(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let alone = open_alone(path)?;
    match (identify(&alone, path), through_log) {
        (Err(Fault::Corrupt(detail)), false) => {
            return Err(cut_short(path, length)?.unwrap_or(Fault::Corrupt(detail)));
        }
        // Half of the file may stand in the log; with the log it is judged below.
        (Err(Fault::Corrupt(_)), true) => {}
        (identified, _) => identified?,
    }
    if through_log {
        drop(alone);
        let whole = open_through_log(path)?;
        identify(&whole, path)?;
        return inspect(&whole, depth);
    }
    let pages: u32 = pragma(&alone, "page_count")?;
    let page_bytes: u32 = pragma(&alone, "page_size")?;
    let needed = u64::from(pages) * u64::from(page_bytes);
    if length < needed {
        return Err(Fault::Truncated {
            bytes: length,
            needed,
        });
    }
    inspect(&alone, depth)
}

/// Opens the file as if nobody else could have it open: takes no lock, makes no file beside it and leaves
/// a log that is there unread.
pub fn open_alone(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY
        | OpenFlags::SQLITE_OPEN_NO_MUTEX
        | OpenFlags::SQLITE_OPEN_URI;
    Ok(Connection::open_with_flags(
        immutable_uri(&std::path::absolute(path)?),
        flags,
    )?)
}

/// Opens the file together with its log, and leaves both as they are.
pub fn open_through_log(path: &Path) -> Result<Connection, Fault> {
    let flags = OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX;
    let connection = Connection::open_with_flags(std::path::absolute(path)?, flags)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_NO_CKPT_ON_CLOSE, true)?;
    Ok(connection)
}

/// Whether a log with something in it lies beside the file: a writer has it open, or had it open and was
/// cut off.
pub fn has_log(path: &Path) -> bool {
    let mut log = OsString::from(path);
    log.push("-wal");
    fs::metadata(PathBuf::from(log)).is_ok_and(|entry| entry.len() > 0)
}

/// Whether SQLite finds every page, every tree and every column sound.
pub fn check_structure(connection: &Connection) -> Result<(), Fault> {
    let says: String = connection.query_row("PRAGMA quick_check(1)", [], |row| row.get(0))?;
    if says == "ok" {
        Ok(())
    } else {
        Err(Fault::Corrupt(says))
    }
}

fn identify(connection: &Connection, path: &Path) -> Result<(), Fault> {
    let application_id: i32 = match pragma(connection, "application_id") {
        Ok(id) => id,
        Err(error) if error.sqlite_error_code() == Some(ErrorCode::NotADatabase) => {
            return Err(Fault::Foreign(path.to_owned()));
        }
        Err(error) => return Err(error.into()),
    };
    let version: i32 = pragma(connection, "user_version")?;
    if application_id != APPLICATION_ID || version < 1 {
        return Err(Fault::Foreign(path.to_owned()));
    }
    if version > VERSION {
        return Err(Fault::NewerVersion {
            found: version,
            known: VERSION,
        });
    }
    Ok(())
}

fn inspect(connection: &Connection, depth: Depth) -> Result<Examined, Fault> {
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_TRUSTED_SCHEMA, false)?;
    connection.set_db_config(DbConfig::SQLITE_DBCONFIG_DEFENSIVE, true)?;
    connection.pragma_update(None, "cell_size_check", true)?;
    let mut statement = connection.prepare(
        "SELECT name, sql FROM sqlite_schema WHERE name NOT LIKE 'sqlite\\_%' ESCAPE '\\'",
    )?;
    let mut found = statement
        .query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?
        .collect::<Result<BTreeMap<String, String>, _>>()?;
    for (name, sql) in TABLES {
        if found.remove(name).as_deref() != Some(sql) {
            return Err(Fault::Corrupt(format!(
                "the table {name} is not as it was made"
            )));
        }
    }
    let ours = TRIGGERS.map(|(name, sql)| (name.to_owned(), sql.to_owned()));
    if depth == Depth::Structure {
        check_structure(connection)?;
    }
    Ok(Examined {
        altered: found != BTreeMap::from(ours),
    })
}

/// Says so where the file is shorter than its own header claims. The header is read apart from SQLite only
/// here, where SQLite has given up on the file: closing a second handle would drop the locks that this
/// process may hold on a sound one.
fn cut_short(path: &Path, bytes: u64) -> Result<Option<Fault>, Fault> {
    let mut header = Vec::new();
    File::open(path)?.take(100).read_to_end(&mut header)?;
    if header.len() < 32 {
        return Ok(None);
    }
    let page_bytes = match u64::from(u16::from_be_bytes([header[16], header[17]])) {
        1 => 65_536,
        size => size,
    };
    let pages = u32::from_be_bytes([header[28], header[29], header[30], header[31]]);
    let needed = page_bytes * u64::from(pages);
    Ok((bytes < needed).then_some(Fault::Truncated { bytes, needed }))
}

fn pragma<T: rusqlite::types::FromSql>(connection: &Connection, name: &str) -> rusqlite::Result<T> {
    connection.pragma_query_value(None, name, |row| row.get(0))
}

/// The path as SQLite's address of a file that does not change. Every byte but the plainest is escaped, so
/// that names with question marks, per cent signs or no valid Unicode reach the right file.
fn immutable_uri(absolute: &Path) -> String {
    let mut uri = String::from("file://");
    let bytes = absolute.as_os_str().as_encoded_bytes();
    if !matches!(bytes.first(), Some(b'/' | b'\\')) {
        uri.push('/');
    }
    for &byte in bytes {
        match byte {
            b'\\' if cfg!(windows) => uri.push('/'),
            b'/' | b':' | b'.' | b'-' | b'_' | b'a'..=b'z' | b'A'..=b'Z' | b'0'..=b'9' => {
                uri.push(char::from(byte));
            }
            _ => uri.push_str(&format!("%{byte:02X}")),
        }
    }
    uri.push_str("?immutable=1");
    uri
}
