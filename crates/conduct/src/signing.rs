//! The key with which packs are signed (Ed25519), and the keys of others that are known by name. The private key lies in
//! the user's application folder, for nobody else to read, and never in a programme file. A signature says which key signed
//! a manifest, and nothing about who held it. Not here: what is signed (`pack`), and passphrases (`cover`).

use std::collections::BTreeMap;
use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use ledger::Digest;
use ring::rand::SystemRandom;
use ring::signature::{ED25519, Ed25519KeyPair, KeyPair as _, UnparsedPublicKey};
use serde::{Deserialize, Serialize};

use crate::drafts::write_whole;

/// The folder within the user's application folder.
const FOLDER: &str = "keys";

/// The private key (PKCS #8).
const KEY: &str = "signing-key.pk8";

/// The keys of others, by their fingerprint.
const KNOWN: &str = "known-keys.json";

/// The word for the algorithm in a manifest.
pub const ALGORITHM: &str = "ed25519";

/// What stands before the 32 bytes of an Ed25519 key in its usual form (RFC 8410).
const BEFORE_KEY: [u8; 12] = [
    0x30, 0x2a, 0x30, 0x05, 0x06, 0x03, 0x2b, 0x65, 0x70, 0x03, 0x21, 0x00,
];

/// The keys of this user, in the application folder.
#[derive(Clone, Debug)]
pub struct Keys {
    folder: PathBuf,
}

/// A key that can sign.
pub struct SigningKey(Ed25519KeyPair);

/// Which key signed a manifest, as the manifest says it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignedBy {
    /// [`ALGORITHM`].
    pub algorithm: String,
    /// The public key, 32 bytes in hexadecimal.
    pub public_key: String,
    /// SHA-256 of these 32 bytes, in hexadecimal.
    pub fingerprint: String,
}

/// Whose a key is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Whose {
    /// This user's own.
    Own,
    /// One that was given a name here.
    Known(String),
    /// Nobody's that is known here.
    Unknown,
}

impl Keys {
    /// The keys in a user's application folder.
    pub fn within(own: &Path) -> Self {
        Self {
            folder: own.join(FOLDER),
        }
    }

    /// The user's key, where one was made.
    ///
    /// # Errors
    /// Where it cannot be read, or others may read it.
    pub fn own(&self) -> io::Result<Option<SigningKey>> {
        let path = self.folder.join(KEY);
        let bytes = match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => return Ok(None),
            read => read?,
        };
        for_owner_alone(&path)?;
        let pair = Ed25519KeyPair::from_pkcs8(&bytes);
        let pair = pair.map_err(|_| unusable(&path, &"it holds no Ed25519 key"))?;
        Ok(Some(SigningKey(pair)))
    }

    /// The user's key; made where there is none yet.
    ///
    /// # Errors
    /// Where it cannot be read or written.
    pub fn own_or_made(&self) -> io::Result<SigningKey> {
        if let Some(key) = self.own()? {
            return Ok(key);
        }
        let made = Ed25519KeyPair::generate_pkcs8(&SystemRandom::new());
        let made = made.map_err(|_| io::Error::other("this computer gave no random numbers"))?;
        make_folder(&self.folder)?;
        make_file(&self.folder.join(KEY), made.as_ref())?;
        self.own()?
            .ok_or_else(|| unusable(&self.folder.join(KEY), &"it went away while it was made"))
    }

    /// The keys that have a name here, by fingerprint.
    ///
    /// # Errors
    /// Where the list cannot be read.
    pub fn known(&self) -> io::Result<BTreeMap<String, String>> {
        let path = self.folder.join(KNOWN);
        match fs::read(&path) {
            Err(error) if error.kind() == io::ErrorKind::NotFound => Ok(BTreeMap::new()),
            Err(error) => Err(error),
            Ok(bytes) => serde_json::from_slice(&bytes).map_err(|why| unusable(&path, &why)),
        }
    }

    /// Gives a key a name.
    ///
    /// # Errors
    /// Where it is no fingerprint, or the list cannot be written.
    pub fn know(&self, fingerprint: &str, name: &str) -> io::Result<()> {
        let fingerprint = fingerprint.trim().to_lowercase();
        if fingerprint.parse::<Digest>().is_err() || name.trim().is_empty() {
            let says = "a fingerprint has 64 hexadecimal digits, and a key needs a name";
            return Err(io::Error::new(io::ErrorKind::InvalidInput, says));
        }
        let mut known = self.known()?;
        known.insert(fingerprint, name.trim().to_owned());
        make_folder(&self.folder)?;
        let text = serde_json::to_vec_pretty(&known).map_err(io::Error::other)?;
        write_whole(&self.folder.join(KNOWN), &text)
    }

    /// Whose key a fingerprint is.
    ///
    /// # Errors
    /// Where the keys cannot be read.
    pub fn whose(&self, fingerprint: &str) -> io::Result<Whose> {
        let own = self.own()?;
        if own.is_some_and(|key| key.signed_by().fingerprint == fingerprint) {
            return Ok(Whose::Own);
        }
        let known = self.known()?.remove(fingerprint);
        Ok(known.map_or(Whose::Unknown, Whose::Known))
    }
}

impl SigningKey {
    /// What a manifest says of it.
    pub fn signed_by(&self) -> SignedBy {
        let public = self.0.public_key().as_ref();
        SignedBy {
            algorithm: ALGORITHM.to_owned(),
            public_key: hex(public),
            fingerprint: Digest::of(public).to_string(),
        }
    }

    /// Signs.
    pub fn sign(&self, bytes: &[u8]) -> Vec<u8> {
        self.0.sign(bytes).as_ref().to_vec()
    }
}

impl SignedBy {
    /// The key in the form that other programs read.
    pub fn pem(&self) -> Option<String> {
        use base64::Engine as _;
        let key = self.key()?;
        let whole = [BEFORE_KEY.as_slice(), &key].concat();
        let text = base64::engine::general_purpose::STANDARD.encode(whole);
        Some(format!(
            "-----BEGIN PUBLIC KEY-----\n{text}\n-----END PUBLIC KEY-----\n"
        ))
    }

    /// Whether the key is what it says of itself and made this signature over these bytes.
    pub fn signed(&self, bytes: &[u8], signature: &[u8]) -> bool {
        let Some(key) = self.key() else { return false };
        self.algorithm == ALGORITHM
            && self.fingerprint == Digest::of(&key).to_string()
            && UnparsedPublicKey::new(&ED25519, key)
                .verify(bytes, signature)
                .is_ok()
    }

    fn key(&self) -> Option<Vec<u8>> {
        let digits = self.public_key.as_bytes();
        let pair = |pair: &[u8]| u8::from_str_radix(std::str::from_utf8(pair).ok()?, 16).ok();
        let key: Option<Vec<u8>> = digits.chunks(2).map(pair).collect();
        key.filter(|key| key.len() == 32)
    }
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    bytes.iter().fold(String::new(), |mut out, byte| {
        // A string takes whatever is written to it.
        let _written = write!(out, "{byte:02x}");
        out
    })
}

fn unusable(path: &Path, why: &dyn std::fmt::Display) -> io::Error {
    let says = format!("{} cannot be used: {why}", path.display());
    io::Error::new(io::ErrorKind::InvalidData, says)
}

#[cfg(unix)]
fn make_folder(folder: &Path) -> io::Result<()> {
    use std::os::unix::fs::DirBuilderExt as _;
    fs::DirBuilder::new()
        .recursive(true)
        .mode(0o700)
        .create(folder)
}

#[cfg(unix)]
fn make_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    use std::io::Write as _;
    use std::os::unix::fs::OpenOptionsExt as _;
    let mut file = fs::OpenOptions::new()
        .write(true)
        .create_new(true)
        .mode(0o600)
        .open(path)?;
    file.write_all(bytes)?;
    file.sync_all()
}

/// A key that others could have read proves nothing any more.
#[cfg(unix)]
fn for_owner_alone(path: &Path) -> io::Result<()> {
    use std::os::unix::fs::PermissionsExt as _;
    let mode = fs::metadata(path)?.permissions().mode();
    if mode & 0o077 == 0 {
        return Ok(());
    }
    Err(unusable(
        path,
        &"others on this computer can read it; move it away and a new one is made",
    ))
}

#[cfg(not(unix))]
fn make_folder(folder: &Path) -> io::Result<()> {
    fs::create_dir_all(folder)
}

/// Where there are no such permissions, the user's own folder is what keeps others out.
#[cfg(not(unix))]
fn make_file(path: &Path, bytes: &[u8]) -> io::Result<()> {
    write_whole(path, bytes)
}

#[cfg(not(unix))]
fn for_owner_alone(_path: &Path) -> io::Result<()> {
    Ok(())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_is_made_once_and_signs_what_only_it_can_sign() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::within(folder.path());
        assert!(keys.own().expect("read").is_none(), "none unless wished");
        let key = keys.own_or_made().expect("made");
        let again = keys.own_or_made().expect("read");
        let by = key.signed_by();
        assert_eq!(by, again.signed_by(), "the same key each time");
        let signature = key.sign(b"manifest");
        assert!(by.signed(b"manifest", &signature), "it fits");
        assert!(!by.signed(b"manifesT", &signature), "not other bytes");
        assert!(!by.signed(b"manifest", &signature[1..]), "not a cut one");
        let other = Keys::within(&folder.path().join("other"));
        let other = other.own_or_made().expect("made").signed_by();
        assert!(!other.signed(b"manifest", &signature), "not another key");
        let lying = SignedBy {
            fingerprint: other.fingerprint.clone(),
            ..by.clone()
        };
        assert!(
            !lying.signed(b"manifest", &signature),
            "a key under the fingerprint of another"
        );
    }

    #[test]
    fn a_key_is_own_known_or_unknown() {
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::within(folder.path());
        let own = keys.own_or_made().expect("made").signed_by().fingerprint;
        let other = "ab".repeat(32);
        let check = |fingerprint: &str, whose: Whose| {
            assert_eq!(keys.whose(fingerprint).expect("read"), whose);
        };
        check(&own, Whose::Own);
        check(&other, Whose::Unknown);
        keys.know(&other.to_uppercase(), "Head office")
            .expect("kept");
        check(&other, Whose::Known("Head office".to_owned()));
        assert!(keys.know("abc", "Nobody").is_err(), "no fingerprint");
    }

    #[cfg(unix)]
    #[test]
    fn a_key_that_others_can_read_is_not_used() {
        use std::os::unix::fs::PermissionsExt as _;
        let folder = tempfile::tempdir().expect("a folder");
        let keys = Keys::within(folder.path());
        keys.own_or_made().expect("made");
        let path = folder.path().join(FOLDER).join(KEY);
        let mode = |path: &Path| fs::metadata(path).expect("there").permissions().mode() & 0o777;
        assert_eq!(mode(&path), 0o600, "the owner alone");
        assert_eq!(mode(&folder.path().join(FOLDER)), 0o700, "the folder too");
        fs::set_permissions(&path, fs::Permissions::from_mode(0o644)).expect("set");
        let why = keys.own().err().expect("refused").to_string();
        assert!(why.contains("others"), "{why}");
    }
}
