//! A backup while the programme is in use. Where and how often backups are made is decided elsewhere.

use std::path::Path;

use rusqlite::Connection;
use rusqlite::backup::{Backup, StepResult};

use crate::fault::Fault;
use crate::open::{Ledger, into_place};
use crate::verify::{Verdict, Verified, verify};

impl Ledger {
    /// Writes a copy of the whole programme to a new file, verifies the copy and gives it its name only
    /// if it holds. An existing file is never touched.
    pub fn backup_to(&self, path: &Path) -> Result<Verified, Fault> {
        let mut verified = Verified::default();
        into_place(path, |draft| {
            let mut copy = Connection::open(draft)?;
            match Backup::new(&self.connection, &mut copy)?.step(-1)? {
                StepResult::Done => {}
                // StepResult belongs to rusqlite and may grow; whatever is not done is not done.
                _ => return Err(Fault::Busy),
            }
            copy.pragma_update(None, "journal_mode", "WAL")?;
            copy.close().map_err(|(_, error)| error)?;
            match verify(draft)? {
                Verdict::Holds(holds) => verified = holds,
                Verdict::Broken(broken) => return Err(Fault::Broken(broken)),
            }
            Ok(())
        })?;
        Ok(verified)
    }
}
