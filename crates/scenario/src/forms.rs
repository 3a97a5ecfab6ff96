//! The forms that certain texts of a scenario have: ids, dates, paths, technique ids. Not here: offsets and
//! lengths of time, whose types know their own form.

/// Lower-case letters, digits and single hyphens, at most 64.
pub(crate) fn is_id(text: &str) -> bool {
    let piece = |piece: &str| {
        !piece.is_empty()
            && piece
                .bytes()
                .all(|b| b.is_ascii_lowercase() || b.is_ascii_digit())
    };
    text.len() <= 64 && text.split('-').all(piece)
}

/// ATT&CK writes techniques as T and four digits, sub-techniques with three more.
pub(crate) fn is_technique(text: &str) -> bool {
    let digits =
        |text: &str, count| text.len() == count && text.bytes().all(|b| b.is_ascii_digit());
    let Some(number) = text.strip_prefix('T') else {
        return false;
    };
    match number.split_once('.') {
        Some((technique, sub)) => digits(technique, 4) && digits(sub, 3),
        None => digits(number, 4),
    }
}

/// `2027-03-05T16:40`, with seconds if need be.
pub(crate) fn is_date(text: &str) -> bool {
    let form = match text.len() {
        16 => "%Y-%m-%dT%H:%M",
        19 => "%Y-%m-%dT%H:%M:%S",
        _ => return false,
    };
    chrono::NaiveDateTime::parse_from_str(text, form).is_ok()
}

/// A path that stays in or under the scenario's folder and means the same on every system.
pub(crate) fn is_path(text: &str) -> bool {
    let step = |step: &str| !matches!(step, "" | "." | "..");
    text.split('/').all(step)
        && !text.contains(|c: char| {
            c.is_control() || matches!(c, '\\' | ':' | '*' | '?' | '"' | '<' | '>' | '|')
        })
}
