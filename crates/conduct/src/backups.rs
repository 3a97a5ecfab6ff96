//! Backups of a programme and programmes from backups. A backup is made while the programme is in use, under a passphrase where
//! one is given, and read back before it counts; a backup that does not hold is not restored. Nothing is ever written over.
//! Not here: how often to make one.

use std::path::Path;

use ledger::{Digest, Fault, Ledger, Verified};

use crate::cover::{self, covered, uncovered};
use crate::drafts::write_whole;
use crate::examined;
use crate::pack::Amiss;
use crate::problem::unwritable;

/// Writes a backup and checks what was written.
///
/// # Errors
/// Where the programme cannot be read or does not hold, the file is there already, or it does not read back as it was written.
pub fn backup(programme: &Path, file: &Path, passphrase: Option<&str>) -> Result<Verified, Amiss> {
    absent(file)?;
    if passphrase.is_some_and(cover::too_short) {
        return Err(cover::Uncovered::TooShort.into());
    }
    let ledger = Ledger::open_read_only(programme)?;
    let Some(passphrase) = passphrase else {
        ledger.backup_to(file)?;
        return examined::programme(file);
    };
    let folder = tempfile::tempdir().map_err(|why| unwritable(file, &why))?;
    let copy = folder.path().join("backup.rockdrill");
    ledger.backup_to(&copy)?;
    let verified = examined::programme(&copy)?;
    let bytes = std::fs::read(&copy).map_err(|why| unwritable(file, &why))?;
    write_whole(file, &covered(&bytes, passphrase)?).map_err(|why| unwritable(file, &why))?;
    let back = uncovered(file, passphrase)?;
    let back = std::fs::read(back.path()).map_err(|why| unwritable(file, &why))?;
    if Digest::of(&back) == Digest::of(&bytes) {
        return Ok(verified);
    }
    // A backup that does not read back is worse than none, because somebody would rely on it.
    let _gone = std::fs::remove_file(file);
    Err(Amiss::says(
        "The backup did not read back as it was written, so it was taken away. Try another disk.",
    ))
}

/// Makes a programme file from a backup.
///
/// # Errors
/// Where the backup is damaged or the file is there already; then nothing is written.
pub fn restore(backup: &Path, file: &Path) -> Result<Verified, Amiss> {
    absent(file)?;
    let verified = examined::programme(backup).map_err(damaged)?;
    Ledger::open_read_only(backup)?.backup_to(file)?;
    Ok(verified)
}

fn damaged(why: Amiss) -> Amiss {
    match why {
        Amiss::Says(says) => Amiss::says(format!(
            "The backup is damaged, and nothing was restored. {says}"
        )),
        other => other,
    }
}

fn absent(file: &Path) -> Result<(), Amiss> {
    if file.try_exists().unwrap_or(true) {
        return Err(Fault::Exists(file.to_owned()).into());
    }
    Ok(())
}
