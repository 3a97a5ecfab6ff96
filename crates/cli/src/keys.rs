//! `rockdrill key`, and the keys of this user for whoever signs or checks. Not here: how keys are kept (`conduct`).

use std::io::Write;

use clap::Args;
use conduct::signing::{Keys, SigningKey};

use crate::ended::{DONE, Ended};
use crate::serve::APPLICATION;

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// Make a key where there is none yet.
    #[arg(long)]
    make: bool,
    /// The fingerprint of a key whose owner you know.
    #[arg(long, value_name = "FINGERPRINT", requires = "name")]
    know: Option<String>,
    /// What to call that owner.
    #[arg(long, requires = "know")]
    name: Option<String>,
}

/// The keys of this user; none where the system names no folder for what applications keep.
pub fn kept() -> Option<Keys> {
    dirs::data_dir().map(|data| Keys::within(&data.join(APPLICATION)))
}

/// The key of this user, made where there is none yet.
///
/// # Errors
/// Where it cannot be read or written.
pub fn own_or_made() -> Result<SigningKey, Ended> {
    let keys = kept().ok_or_else(nowhere)?;
    keys.own_or_made()
        .map_err(|why| Ended::wrong(format!("The key: {why}.")))
}

/// Says which key signs here; makes one or gives another's a name where that was asked for.
///
/// # Errors
/// Where the keys cannot be read or written.
pub fn tell(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let keys = kept().ok_or_else(nowhere)?;
    let wrong = |why: std::io::Error| Ended::wrong(format!("The keys: {why}."));
    if let Some((fingerprint, name)) = asked.know.as_deref().zip(asked.name.as_deref()) {
        keys.know(fingerprint, name).map_err(wrong)?;
    }
    if asked.make {
        own_or_made()?;
    }
    match keys.own().map_err(wrong)? {
        Some(key) => writeln!(out, "{}  your own key", key.signed_by().fingerprint)?,
        None => writeln!(out, "No key was made yet; rockdrill key --make makes one.")?,
    }
    for (fingerprint, name) in keys.known().map_err(wrong)? {
        writeln!(out, "{fingerprint}  {name}")?;
    }
    Ok(DONE)
}

fn nowhere() -> Ended {
    Ended::wrong("this system names no folder for what applications keep; set HOME to one.")
}
