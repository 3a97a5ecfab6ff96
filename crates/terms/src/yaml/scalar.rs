//! Single words of YAML: what an unquoted one is, and the escapes of JSON that YAML does not know.
//! Not here: lists and maps.

use std::borrow::Cow;

use super::Kind;

/// What an unquoted word is, by the core schema.
pub(super) fn resolve(text: &str) -> Kind {
    match text {
        "" | "~" | "null" | "Null" | "NULL" => return Kind::Null,
        "true" | "True" | "TRUE" => return Kind::Bool(true),
        "false" | "False" | "FALSE" => return Kind::Bool(false),
        ".nan" | ".NaN" | ".NAN" => return Kind::Float(f64::NAN),
        _ => {}
    }
    let digits = text.strip_prefix(['-', '+']).unwrap_or(text);
    if matches!(digits, ".inf" | ".Inf" | ".INF") {
        return Kind::Float(if text.starts_with('-') {
            f64::NEG_INFINITY
        } else {
            f64::INFINITY
        });
    }
    for (prefix, radix) in [("0x", 16), ("0o", 8)] {
        if let Some(number) = text.strip_prefix(prefix)
            && number.chars().all(|c| c.is_digit(radix))
            && let Ok(value) = i64::from_str_radix(number, radix)
        {
            return Kind::Int(value);
        }
    }
    let numeric = digits.starts_with(|c: char| c.is_ascii_digit() || c == '.')
        && digits.contains(|c: char| c.is_ascii_digit())
        && digits
            .chars()
            .all(|c| c.is_ascii_digit() || matches!(c, '.' | 'e' | 'E' | '-' | '+'));
    if !numeric {
        return Kind::Text(text.to_owned());
    }
    if let Ok(value) = text.parse::<i64>() {
        return Kind::Int(value);
    }
    text.parse()
        .map_or_else(|_| Kind::Text(text.to_owned()), Kind::Float)
}

/// JSON written in plain ASCII spells characters beyond the first plane as two halves, which YAML does not
/// know; they become one escape. Columns behind one in the same line then differ by two.
pub(super) fn join_surrogates(text: &str) -> Cow<'_, str> {
    let json = text.trim_start().starts_with(['{', '[']);
    if !json || !text.contains("\\ud") && !text.contains("\\uD") {
        return Cow::Borrowed(text);
    }
    let mut joined = String::with_capacity(text.len());
    let mut rest = text;
    while let Some(at) = rest.find('\\') {
        let (before, escape) = rest.split_at(at);
        joined.push_str(before);
        if let (Some(high), Some(low)) = (half(escape, 0, 0xD800), half(escape, 6, 0xDC00)) {
            joined.push_str(&format!("\\U{:08X}", 0x10000 + (high << 10) + low));
            rest = &escape[12..];
        } else {
            let length = 1 + escape[1..].chars().next().map_or(0, char::len_utf8);
            joined.push_str(&escape[..length]);
            rest = &escape[length..];
        }
    }
    joined.push_str(rest);
    Cow::Owned(joined)
}

/// The ten bits of a surrogate half that is written at this byte, where one is.
fn half(text: &str, at: usize, base: u32) -> Option<u32> {
    let escape = text.get(at..at + 6)?;
    let digits = escape.strip_prefix("\\u")?;
    let value = u32::from_str_radix(digits, 16).ok()?;
    value.checked_sub(base).filter(|bits| *bits < 0x400)
}
