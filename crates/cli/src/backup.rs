//! `rockdrill backup` and `rockdrill restore`: a copy of a programme as one file, and a programme from such a copy. Nothing
//! is ever written over. Not here: how often to make one.

use std::io::Write;
use std::path::PathBuf;

use clap::Args;
use conduct::backups;

use crate::ended::{DONE, Ended};
use crate::passphrase::{Cover, Passphrase};
use crate::verify;

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// The programme file.
    programme: PathBuf,
    /// The file to write; an existing file is never touched.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    cover: Cover,
}

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Restoring {
    /// The backup.
    backup: PathBuf,
    /// The programme file to make; an existing file is never touched.
    #[arg(long)]
    out: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// Writes a backup, whose seals were checked, and prints where its streams end.
///
/// # Errors
/// Where the programme cannot be read or does not hold, or the file is there already.
pub fn backup(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let file = &asked.out;
    let passphrase = asked.cover.taken()?;
    let verified = backups::backup(&asked.programme, file, passphrase.as_deref())?;
    writeln!(out, "{}", file.display())?;
    verify::print(&verified, out)?;
    Ok(DONE)
}

/// Makes a programme file from a backup.
///
/// # Errors
/// Where the backup is damaged or the file is there already; then nothing is written.
pub fn restore(asked: &Restoring, out: &mut impl Write) -> Result<u8, Ended> {
    let file = &asked.out;
    let open = asked.passphrase.uncovered(&asked.backup)?;
    let verified = backups::restore(open.path(), file)?;
    writeln!(out, "{}", file.display())?;
    verify::print(&verified, out)?;
    Ok(DONE)
}
