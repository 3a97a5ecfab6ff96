//! Packs and backups under a passphrase: the age format (age-encryption.org/v1) with a scrypt recipient, which the tool
//! `age` reads too. What is uncovered lands in a file of its own that goes away with its holder. Not here: where a
//! passphrase comes from; it is never an argument, since every user of a computer can read those.

use std::fs::File;
use std::io::{self, Read, Write};
use std::path::{Path, PathBuf};

use age::secrecy::SecretString;
use tempfile::NamedTempFile;

/// What lay under a passphrase, in a file that goes away with this.
pub type Plain = NamedTempFile;

/// How such a file begins.
const BEGINS: &[u8] = b"age-encryption.org/v1";

/// The longest file that is uncovered.
const BYTES_MAX: u64 = 4 << 30;

/// The most work that is done for one guess of a passphrase (2^22 rounds take a minute or two): a file cannot ask for days.
const WORK_MAX: u8 = 22;

/// The fewest letters of a passphrase.
pub const LETTERS_MIN: usize = 10;

/// Why a file could not be covered or uncovered.
#[derive(Debug)]
pub enum Uncovered {
    /// The passphrase is not the one.
    WrongPassphrase,
    /// It is too short to protect anything.
    TooShort,
    /// The file is damaged, or no such file.
    Damaged(String),
    /// It could not be read or written.
    Io(io::Error),
}

impl std::fmt::Display for Uncovered {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::WrongPassphrase => {
                f.write_str("The passphrase is not the one it was covered with.")
            }
            Self::TooShort => write!(f, "A passphrase has at least {LETTERS_MIN} letters."),
            Self::Damaged(why) => write!(f, "The encrypted file is damaged: {why}."),
            Self::Io(why) => write!(f, "The file cannot be read or written: {why}."),
        }
    }
}

impl From<io::Error> for Uncovered {
    fn from(why: io::Error) -> Self {
        Self::Io(why)
    }
}

/// A file that can be read: the one that was named, or what lay in it under a passphrase, which goes away with this.
pub enum Readable {
    /// It was not covered.
    AsIs(PathBuf),
    /// It was.
    Uncovered(Plain),
}

impl Readable {
    /// Where to read it.
    pub fn path(&self) -> &Path {
        match self {
            Self::AsIs(path) => path,
            Self::Uncovered(file) => file.path(),
        }
    }

    /// True where it lay under a passphrase.
    pub fn was_covered(&self) -> bool {
        match self {
            Self::AsIs(_) => false,
            Self::Uncovered(_) => true,
        }
    }
}

/// A passphrase that protects nothing.
pub fn too_short(passphrase: &str) -> bool {
    passphrase.chars().count() < LETTERS_MIN
}

/// True where a file is covered by a passphrase.
///
/// # Errors
/// Where it cannot be read.
pub fn is_covered(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    File::open(path)?
        .take(BEGINS.len() as u64)
        .read_to_end(&mut first)?;
    Ok(first == BEGINS)
}

/// Covers bytes with a passphrase.
///
/// # Errors
/// Where the passphrase is too short, or the bytes cannot be written.
pub fn covered(bytes: &[u8], passphrase: &str) -> Result<Vec<u8>, Uncovered> {
    if too_short(passphrase) {
        return Err(Uncovered::TooShort);
    }
    let encryptor = age::Encryptor::with_user_passphrase(secret(passphrase));
    let mut out = Vec::with_capacity(bytes.len() + 1024);
    let mut writer = encryptor.wrap_output(&mut out)?;
    writer.write_all(bytes)?;
    writer.finish()?;
    Ok(out)
}

/// What lies under a passphrase, in a passing file that only this user can read.
///
/// # Errors
/// Where the passphrase is wrong or the file is damaged.
pub fn uncovered(path: &Path, passphrase: &str) -> Result<Plain, Uncovered> {
    let decryptor = age::Decryptor::new_buffered(io::BufReader::new(File::open(path)?));
    let decryptor = decryptor.map_err(told)?;
    let mut identity = age::scrypt::Identity::new(secret(passphrase));
    identity.set_max_work_factor(WORK_MAX);
    let reader = decryptor.decrypt(std::iter::once(&identity as &dyn age::Identity));
    let reader = reader.map_err(told)?;
    let mut file = NamedTempFile::new()?;
    let copied = io::copy(&mut reader.take(BYTES_MAX + 1), file.as_file_mut());
    let bytes = copied.map_err(|why| Uncovered::Damaged(why.to_string()))?;
    if bytes > BYTES_MAX {
        return Err(Uncovered::Damaged("it is far too long".to_owned()));
    }
    Ok(file)
}

fn told(why: age::DecryptError) -> Uncovered {
    match why {
        age::DecryptError::DecryptionFailed | age::DecryptError::KeyDecryptionFailed => {
            Uncovered::WrongPassphrase
        }
        age::DecryptError::Io(why) => Uncovered::Damaged(why.to_string()),
        // The library's own kinds may grow; whatever else it finds wrong, the file is at fault.
        other => Uncovered::Damaged(other.to_string()),
    }
}

fn secret(passphrase: &str) -> SecretString {
    SecretString::from(passphrase.to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_covered_comes_back_with_the_passphrase_alone() {
        let folder = tempfile::tempdir().expect("a folder");
        let path = folder.path().join("covered");
        let bytes = covered(b"the record", "correct horse battery").expect("covered");
        assert!(
            !bytes.windows(10).any(|it| it == b"the record"),
            "nobody reads it"
        );
        std::fs::write(&path, &bytes).expect("written");
        assert!(is_covered(&path).expect("read"), "it says what it is");
        let file = uncovered(&path, "correct horse battery").expect("opened");
        assert_eq!(std::fs::read(file.path()).expect("read"), b"the record");
        let wrong = uncovered(&path, "correct horse batterz").err();
        assert!(
            matches!(wrong, Some(Uncovered::WrongPassphrase)),
            "{wrong:?}"
        );
        let mut damaged = bytes.clone();
        let last = damaged.len() - 1;
        damaged[last] ^= 1;
        std::fs::write(&path, &damaged).expect("written");
        let why = uncovered(&path, "correct horse battery").err();
        assert!(matches!(why, Some(Uncovered::Damaged(_))), "{why:?}");
        let short = covered(b"x", "short").err();
        assert!(matches!(short, Some(Uncovered::TooShort)), "{short:?}");
    }
}
