//! `rockdrill backup` and `rockdrill restore`: a copy of a programme as one file, and a programme from such a copy. Nothing
//! is ever written over. Not here: how often to make one.

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::Args;
use ledger::{Ledger, Verdict};

use crate::ended::Ended;
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
    absent(file)?;
    let ledger = Ledger::open_read_only(&asked.programme)?;
    let folder = tempfile::tempdir().map_err(|why| Ended::unwritable(file, &why))?;
    let copy = folder.path().join("backup.rockdrill");
    ledger.backup_to(&copy)?;
    let bytes = std::fs::read(&copy).map_err(|why| Ended::unreadable(&copy, &why))?;
    let bytes = asked.cover.over(bytes)?;
    conduct::write_whole(file, &bytes).map_err(|why| Ended::unwritable(file, &why))?;
    writeln!(out, "{}", file.display())?;
    verify::programme_file(&copy, out)
}

/// Makes a programme file from a backup.
///
/// # Errors
/// Where the backup is damaged or the file is there already; then nothing is written.
pub fn restore(asked: &Restoring, out: &mut impl Write) -> Result<u8, Ended> {
    let file = &asked.out;
    absent(file)?;
    let open = asked.passphrase.uncovered(&asked.backup)?;
    if let Verdict::Broken(broken) = ledger::verify(open.path())? {
        let says = format!("The backup is damaged, and nothing was restored. {broken}");
        return Err(Ended::wrong(says));
    }
    // Said before it is written: a document may be missing although every seal holds.
    let mut said = Vec::new();
    let done = verify::programme_file(open.path(), &mut said)?;
    Ledger::open_read_only(open.path())?.backup_to(file)?;
    writeln!(out, "{}", file.display())?;
    out.write_all(&said)?;
    Ok(done)
}

fn absent(file: &Path) -> Result<(), Ended> {
    if file.try_exists().unwrap_or(true) {
        let says = format!("{} is there already and is left as it is", file.display());
        return Err(Ended::wrong(says));
    }
    Ok(())
}
