//! The style sheet of a report with its marking in it, and the content policy that allows this sheet alone.
//! Not here: the sheet itself (`templates/style.css`).

use sha2::{Digest, Sha256};

use crate::escape;
use crate::look::Look;

/// Where the sheet wants the marking.
const MARKING: &str = "MARKING";

/// The sheet in the organisation's colour. Where the window is dark, ours stays: theirs was chosen for paper.
pub(crate) fn coloured(sheet: &str, look: &Look) -> String {
    if look.accent.is_none() {
        return sheet.to_owned();
    }
    let (ink, soft) = (look.ink().hex(), look.ink().soft().hex());
    let light = format!(":root {{ --accent: #{ink}; --accent-soft: #{soft} }}");
    format!(
        "{sheet}@media print {{ {light} }}\n@media screen and (prefers-color-scheme: light) {{ {light} }}\n"
    )
}

/// The sheet with the marking, which printers repeat on every page.
pub(crate) fn sheet(sheet: &str, marking: &str) -> String {
    sheet.replace(MARKING, &escape::css(marking))
}

/// The content policy: nothing from outside, no script, and no style but the sheet by its hash.
pub(crate) fn policy(sheet: &str, marking: &str) -> String {
    let hash = Sha256::digest(self::sheet(sheet, marking).as_bytes());
    format!(
        "default-src 'none'; style-src 'sha256-{}'; base-uri 'none'; form-action 'none'",
        base64(&hash)
    )
}

/// The same where the page holds a picture of its own.
pub(crate) fn policy_with_pictures(sheet: &str, marking: &str) -> String {
    format!("{}; img-src data:", policy(sheet, marking))
}

pub(crate) fn base64(bytes: &[u8]) -> String {
    const LETTERS: &[u8; 64] = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    let mut out = String::with_capacity(bytes.len().div_ceil(3) * 4);
    for chunk in bytes.chunks(3) {
        let byte = |at: usize| u32::from(chunk.get(at).copied().unwrap_or(0));
        let bits = byte(0) << 16 | byte(1) << 8 | byte(2);
        for at in 0..4 {
            let letter = LETTERS[(bits >> (18 - 6 * at) & 63) as usize];
            out.push(if at <= chunk.len() {
                char::from(letter)
            } else {
                '='
            });
        }
    }
    out
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_policy_names_the_hash_of_the_sheet_with_its_marking() {
        let policy = policy("a{content:\"MARKING\"}", "EXERCISE");
        let hash = "sha256-dXiuC05PG4O/xbFlN4C0UQx4MLABG/6sP2W4Y6O16as=";
        assert!(
            policy.contains(hash),
            "{policy} holds the hash that other tools compute"
        );
    }

    #[test]
    fn base64_agrees_with_its_standard() {
        let check = |text: &str, written: &str| assert_eq!(base64(text.as_bytes()), written);
        check("", "");
        check("f", "Zg==");
        check("fo", "Zm8=");
        check("foo", "Zm9v");
        check("foobar", "Zm9vYmFy");
    }
}
