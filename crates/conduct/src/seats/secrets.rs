//! Secrets: the join code, cookies, invitations, the display's token. All come from the system's source of chance;
//! records keep SHA-256 hashes only. Not here: who may use them (`joining`).

use std::path::Path;

use sha2::{Digest, Sha256};
use terms::ExerciseId;
use wire::{Problem, ProblemCode};

use crate::problem::problem;

/// Letters and digits that nobody takes for one another: 32 of them, five bits each.
const ALPHABET: &[u8; 32] = b"23456789ABCDEFGHJKLMNPQRSTUVWXYZ";

/// The length of a join code: 40 bits, which at ten wrong ones in five minutes from an address, and a new code after
/// two hundred in all, nobody guesses.
const CODE: usize = 8;

/// A new join code, in two groups as the display shows it: `7KQM-2XWD`.
pub fn join_code() -> Result<String, Problem> {
    let mut chance = [0; CODE];
    fill(&mut chance)?;
    let mut code = String::with_capacity(CODE + 1);
    for (place, byte) in chance.iter().enumerate() {
        if place == CODE / 2 {
            code.push('-');
        }
        code.push(char::from(ALPHABET[usize::from(byte % 32)]));
    }
    Ok(code)
}

/// A code as it is compared: capitals, without blanks and dashes; what looks alike is taken for what exists.
pub fn plain_code(typed: &str) -> String {
    let letters = typed.chars().filter(|c| c.is_ascii_alphanumeric()).take(40);
    letters.map(|c| c.to_ascii_uppercase()).collect()
}

/// A new secret of 256 bits, in hex.
pub fn secret() -> Result<String, Problem> {
    let mut chance = [0; 32];
    fill(&mut chance)?;
    Ok(hex(&chance))
}

/// The secret of a drill's display. It is the same after a restart, so that the projector's page finds its way back: it
/// is made of the drill's id and of a secret that stays in the user's application folder.
pub fn display(own: &Path, drill: &ExerciseId) -> Result<String, Problem> {
    let path = own.join("display.secret");
    let kept = std::fs::read_to_string(&path).unwrap_or_default();
    let kept = kept.trim();
    let root = if kept.len() == 64 {
        kept.to_owned()
    } else {
        let fresh = secret()?;
        // Where it cannot be kept, the display has to be opened anew after a restart, and nothing else is lost.
        let _unkept = keep_private(&path, &fresh);
        fresh
    };
    Ok(hash(&format!("display/{root}/{drill}")))
}

/// Writes a file that nobody else on this computer may read.
fn keep_private(path: &Path, text: &str) -> std::io::Result<()> {
    use std::io::Write as _;
    let mut options = std::fs::OpenOptions::new();
    options.write(true).create(true).truncate(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    options.open(path)?.write_all(text.as_bytes())
}

/// What a record keeps of a secret.
pub fn hash(secret: &str) -> String {
    hex(&Sha256::digest(secret.as_bytes()))
}

/// What a record keeps of the key of a call: two seats that use the same key do not meet.
pub fn call_key(seat: &str, key: &str) -> String {
    let mut both = Sha256::new();
    both.update(seat.as_bytes());
    both.update([0]);
    both.update(key.as_bytes());
    hex(&both.finalize()[..16])
}

fn fill(bytes: &mut [u8]) -> Result<(), Problem> {
    getrandom::fill(bytes).map_err(|error| {
        let mut none = problem(
            ProblemCode::Broken,
            "This computer gave no random numbers, so no secret could be made.",
        );
        none.detail = Some(error.to_string());
        none
    })
}

fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write as _;
    let mut out = String::with_capacity(2 * bytes.len());
    for byte in bytes {
        // A string takes whatever is written to it.
        let _written = write!(out, "{byte:02x}");
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_join_code_is_read_however_it_is_typed() {
        let code = join_code().expect("chance");
        let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
        assert_eq!(plain_code(&typed), plain_code(&code));
        assert_eq!(plain_code(&code).len(), CODE);
        assert!(
            !code.contains(['I', 'O', '0', '1']),
            "nothing in {code} can be taken for something else"
        );
    }

    #[test]
    fn the_display_of_a_drill_has_the_same_secret_after_a_restart_and_no_other_drill_has_it() {
        let own = tempfile::tempdir().expect("a folder");
        let of = |own: &Path, drill: &str| display(own, &drill.into()).expect("a secret");
        let first = of(own.path(), "one");
        assert_eq!(first.len(), 64, "256 bits");
        assert_eq!(
            first,
            of(own.path(), "one"),
            "the projector finds its way back"
        );
        assert_ne!(first, of(own.path(), "two"), "each drill has its own");
        let elsewhere = tempfile::tempdir().expect("a folder");
        assert_ne!(
            first,
            of(elsewhere.path(), "one"),
            "nobody else can make it"
        );
    }

    #[test]
    fn secrets_and_the_keys_of_two_seats_differ() {
        assert_ne!(secret().ok(), secret().ok());
        assert_ne!(call_key("one", "same-key"), call_key("two", "same-key"));
    }
}
