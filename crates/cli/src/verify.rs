//! `rockdrill verify`: whether every seal of a programme holds, and whether every document that a record names is there;
//! and the same for an evidence pack. Not here: the checks, and what is proven by them (`conduct`).

use std::io::Write;
use std::path::Path;

use ledger::Verified;

use crate::ended::{DONE, Ended};
use crate::passphrase::Passphrase;
use crate::{keys, pack};

/// Verifies an evidence pack and says what was proven; or a programme file, and prints where each of its streams ends.
///
/// # Errors
/// Where something does not hold, with the first record that does not.
pub fn verify(file: &Path, passphrase: &Passphrase, out: &mut impl Write) -> Result<u8, Ended> {
    let open = passphrase.uncovered(file)?;
    let file = open.path();
    // A file that cannot be read is left to the ledger, which says so in its own words.
    if conduct::unpack::looks_packed(file).unwrap_or(false) {
        let proven = conduct::proven::of_file(file, keys::kept().as_ref())?;
        pack::tell(&proven, out)?;
        return Ok(DONE);
    }
    print(&conduct::examined::programme(file)?, out)?;
    Ok(DONE)
}

/// Prints where the streams of a programme end.
pub fn print(verified: &Verified, out: &mut impl Write) -> std::io::Result<()> {
    let (records, blobs) = (verified.records, verified.blobs);
    writeln!(
        out,
        "Every seal holds: {records} records, {blobs} documents."
    )?;
    for head in &verified.heads {
        writeln!(out, "{}  {}  {}", head.stream, head.seq, head.seal)?;
    }
    Ok(())
}
