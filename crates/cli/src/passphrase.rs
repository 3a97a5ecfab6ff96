//! Where a passphrase comes from: a file, the environment, or the keyboard. Never an argument, because every user of a
//! computer can read the arguments of a process. Not here: what is done with it (`conduct::cover`).

use std::io::IsTerminal as _;
use std::path::{Path, PathBuf};

use clap::Args;
use conduct::cover::{self, Readable};

use crate::ended::Ended;

/// Names the variable of the environment.
const VARIABLE: &str = "ROCKDRILL_PASSPHRASE";

/// Where to take a passphrase from, for what may be encrypted.
#[derive(Args, Debug, Default)]
pub struct Passphrase {
    /// A file whose first line is the passphrase; else ROCKDRILL_PASSPHRASE in the environment, else it is asked for.
    #[arg(long, value_name = "FILE")]
    passphrase_file: Option<PathBuf>,
}

/// Whether something is encrypted with a passphrase.
#[derive(Args, Debug, Default)]
pub struct Cover {
    /// Encrypt it with a passphrase (the format of age), which is asked for.
    #[arg(long)]
    encrypt: bool,
    #[command(flatten)]
    from: Passphrase,
}

impl Cover {
    /// The bytes as they are to be written.
    ///
    /// # Errors
    /// Where no fitting passphrase was given.
    pub fn over(&self, bytes: Vec<u8>) -> Result<Vec<u8>, Ended> {
        match self.taken()? {
            None => Ok(bytes),
            Some(passphrase) => {
                cover::covered(&bytes, &passphrase).map_err(|why| Ended::wrong(why.to_string()))
            }
        }
    }

    /// The passphrase; none where nothing is to be encrypted.
    ///
    /// # Errors
    /// Where none was given, or one without anything to encrypt.
    pub fn taken(&self) -> Result<Option<String>, Ended> {
        match (self.encrypt, &self.from.passphrase_file) {
            (true, _) => self.from.take(true).map(Some),
            (false, None) => Ok(None),
            (false, Some(_)) => Err(Ended::unusable("--passphrase-file is for --encrypt")),
        }
    }
}

impl Passphrase {
    /// The file as it can be read.
    ///
    /// # Errors
    /// Where it is covered and the passphrase is wrong, or the file is damaged.
    pub fn uncovered(&self, path: &Path) -> Result<Readable, Ended> {
        // A file that cannot be read is left to whoever reads it, who says so in words of their own.
        if !cover::is_covered(path).unwrap_or(false) {
            return Ok(Readable::AsIs(path.to_owned()));
        }
        let file = cover::uncovered(path, &self.take(false)?);
        file.map(Readable::Uncovered)
            .map_err(|why| Ended::wrong(why.to_string()))
    }

    fn take(&self, anew: bool) -> Result<String, Ended> {
        if let Some(path) = &self.passphrase_file {
            let text = std::fs::read_to_string(path);
            let text = text.map_err(|error| Ended::unreadable(path, &error))?;
            return Ok(text.lines().next().unwrap_or_default().to_owned());
        }
        if let Ok(passphrase) = std::env::var(VARIABLE) {
            return Ok(passphrase);
        }
        if !std::io::stdin().is_terminal() {
            let says = format!(
                "a passphrase is needed: name a file with --passphrase-file, or set {VARIABLE}"
            );
            return Err(Ended::unusable(says));
        }
        let asked = |says: &str| {
            rpassword::prompt_password(says)
                .map_err(|why| Ended::wrong(format!("No passphrase could be read: {why}.")))
        };
        let passphrase = asked("Passphrase: ")?;
        if anew && asked("The same again: ")? != passphrase {
            return Err(Ended::unusable("the two were not the same"));
        }
        Ok(passphrase)
    }
}
