//! Whether a text looks like a password, a token or a key. Registers of emergency accounts keep references and never a
//! secret, so what looks like one is refused before it is written. Not here: any claim that what passes is harmless.

/// Words behind which people write the secret itself.
const MARKERS: [&str; 12] = [
    "password",
    "passwd",
    "passwort",
    "kennwort",
    "passphrase",
    "passcode",
    "pwd",
    "token",
    "secret",
    "api key",
    "apikey",
    "recovery code",
];

/// How every word of some well-known keys begins.
const BEGINNINGS: [&str; 7] = [
    "eyJ",
    "AKIA",
    "ghp_",
    "glpat-",
    "xoxb-",
    "AGE-SECRET",
    "-----BEGIN",
];

/// The shortest word that can be a password of mixed characters, and a token of letters and digits.
const MIXED_CHARS_MIN: usize = 9;
const TOKEN_CHARS_MIN: usize = 24;

/// True where a text looks as if it held a password, a token or a key.
pub fn looks_secret(text: &str) -> bool {
    marked(text) || text.split_whitespace().any(is_secret_word)
}

/// "password: hunter2", "Token = abc", "the password is hunter2".
fn marked(text: &str) -> bool {
    let small = text.to_lowercase();
    MARKERS.iter().any(|marker| {
        small.match_indices(marker).any(|(at, _)| {
            let behind = small[at + marker.len()..].trim_start();
            let value = [":", "=", "is "]
                .iter()
                .find_map(|sign| behind.strip_prefix(sign));
            value.is_some_and(|value| !value.trim().is_empty())
        })
    })
}

fn is_secret_word(word: &str) -> bool {
    let word = word.trim_matches(|c: char| "\"'`()<>,;.:".contains(c));
    let length = word.chars().count();
    let has = |of: fn(char) -> bool| word.chars().any(of);
    let mixed =
        has(|c| c.is_lowercase()) && has(|c| c.is_uppercase()) && has(|c| c.is_ascii_digit());
    // An at sign stands in addresses and in names of accounts.
    let odd = has(|c| "!#$%^&*?~+=".contains(c)) && !word.contains("://") && !word.contains('@');
    let plain = word.chars().all(|c| c.is_alphanumeric() || c == '_');
    BEGINNINGS
        .iter()
        .any(|it| word.starts_with(it) && length > it.len() + 8)
        || (mixed && odd && length >= MIXED_CHARS_MIN)
        || (mixed && plain && length >= TOKEN_CHARS_MIN)
}

#[cfg(test)]
mod tests {
    use super::looks_secret;

    #[test]
    fn what_looks_like_a_secret_is_told_from_words_about_one() {
        for (text, secret) in [
            ("password: hunter2", true),
            ("The Passwort = geheim", true),
            ("the password is hunter2", true),
            ("Tr0ub4dor&3", true),
            ("use (S3cure!Pass9)", true),
            ("token ghp_16C7e42F292c6912E7710c838347Ae178B4a", true),
            ("aB3dE5gH7jK9mN1pQ3sT5vW7", true),
            ("Backup console, emergency account BG-07", false),
            ("They need it to reset passwords", false),
            ("Ask for a password reset before noon", false),
            ("https://console.example/Login?x=1", false),
            ("svc-restore-2027-03@HQ", false),
            ("kim.larsen+Drill1@example.org", false),
            ("Passw0rd!2027", true),
            ("", false),
        ] {
            assert_eq!(looks_secret(text), secret, "{text:?} was judged wrongly");
        }
    }
}
