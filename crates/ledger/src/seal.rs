//! Seals and hashes: SHA-256 and the exact bytes that it runs over. Checking a chain of them is in
//! `verify`.

use std::fmt;
use std::str::FromStr;

use sha2::{Digest as _, Sha256};
use terms::Stamp;

/// A SHA-256 value: the seal of a record, or the hash that names a blob. Written as 64 lower-case
/// hexadecimal digits.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Digest([u8; 32]);

impl Digest {
    /// What stands in place of a prior seal in the first record of a stream.
    pub const ZERO: Self = Self([0; 32]);

    /// The hash of some bytes.
    pub fn of(bytes: &[u8]) -> Self {
        Self(Sha256::digest(bytes).into())
    }

    /// The 32 bytes.
    pub fn as_bytes(&self) -> &[u8; 32] {
        &self.0
    }
}

impl From<[u8; 32]> for Digest {
    fn from(bytes: [u8; 32]) -> Self {
        Self(bytes)
    }
}

impl fmt::Display for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        self.0.iter().try_for_each(|byte| write!(f, "{byte:02x}"))
    }
}

impl fmt::Debug for Digest {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        fmt::Display::fmt(self, f)
    }
}

impl FromStr for Digest {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong = || format!("\"{text}\" is not a hash: 64 digits 0-9 a-f are needed");
        let digits = text.as_bytes();
        if digits.len() != 64
            || !digits
                .iter()
                .all(|d| matches!(d, b'0'..=b'9' | b'a'..=b'f'))
        {
            return Err(wrong());
        }
        let mut bytes = [0; 32];
        for (byte, pair) in bytes.iter_mut().zip(text.as_bytes().chunks(2)) {
            let pair = std::str::from_utf8(pair).map_err(|_| wrong())?;
            *byte = u8::from_str_radix(pair, 16).map_err(|_| wrong())?;
        }
        Ok(Self(bytes))
    }
}

/// The fields that a seal covers, besides the prior seal.
pub(crate) struct Fields<'a> {
    pub stream: &'a str,
    pub seq: u64,
    pub at: Stamp,
    pub actor: &'a str,
    pub kind: &'a str,
    pub version: u32,
    pub body: &'a str,
}

impl Fields<'_> {
    /// The seal of a record with these fields. The scratch space is the caller's, so that reading many
    /// records allocates once.
    pub(crate) fn seal(&self, prior: &Digest, scratch: &mut Vec<u8>) -> Digest {
        scratch.clear();
        scratch.extend_from_slice(prior.as_bytes());
        put(scratch, self.stream.as_bytes());
        put(scratch, &self.seq.to_be_bytes());
        put(scratch, &self.at.0.to_be_bytes());
        put(scratch, self.actor.as_bytes());
        put(scratch, self.kind.as_bytes());
        put(scratch, &u64::from(self.version).to_be_bytes());
        put(scratch, self.body.as_bytes());
        Digest::of(scratch)
    }
}

/// One field: its length in four bytes, big-endian, then its bytes. SQLite stores no text longer than
/// 1 GB, so a length always fits.
fn put(scratch: &mut Vec<u8>, bytes: &[u8]) {
    scratch.extend_from_slice(&(bytes.len() as u32).to_be_bytes());
    scratch.extend_from_slice(bytes);
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_seal_is_the_hash_of_the_documented_bytes() {
        let fields = Fields {
            stream: "exercise/A",
            seq: 2,
            at: Stamp(-5),
            actor: "é",
            kind: "k",
            version: 3,
            body: "{}",
        };
        let mut by_hand = vec![0xab; 32];
        by_hand.extend(b"\x00\x00\x00\x0aexercise/A");
        by_hand.extend(b"\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x02");
        by_hand.extend(b"\x00\x00\x00\x08\xff\xff\xff\xff\xff\xff\xff\xfb");
        by_hand.extend(b"\x00\x00\x00\x02\xc3\xa9");
        by_hand.extend(b"\x00\x00\x00\x01k");
        by_hand.extend(b"\x00\x00\x00\x08\x00\x00\x00\x00\x00\x00\x00\x03");
        by_hand.extend(b"\x00\x00\x00\x02{}");
        let seal = fields.seal(&Digest([0xab; 32]), &mut Vec::new());
        assert_eq!(
            seal,
            Digest::of(&by_hand),
            "the layout is a promise to outsiders"
        );
    }

    #[test]
    fn the_hash_is_sha_256() {
        let says = "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad";
        assert_eq!(
            Digest::of(b"abc").to_string(),
            says,
            "the example of FIPS 180-2"
        );
        assert_eq!(
            says.parse(),
            Ok(Digest::of(b"abc")),
            "a hash reads as it is written"
        );
        for wrong in [
            "",
            "ba",
            &says.to_uppercase(),
            &"+1".repeat(32),
            &"é".repeat(32),
        ] {
            assert!(wrong.parse::<Digest>().is_err(), "{wrong:?} is no hash");
        }
    }
}
