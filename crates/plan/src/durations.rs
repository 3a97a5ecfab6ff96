//! Reads lengths of time as people write them: `15 minutes`, `twenty-four (24) hours`, `1h30m`,
//! `24–48 h`. Vague lengths ("a few days") are not lengths. Not here: whether a length is a limit.

/// A word, a number or a sign, with its place in the text.
#[derive(Clone, Copy, Debug)]
pub(crate) struct Token<'a> {
    pub text: &'a str,
    pub start: usize,
}

impl Token<'_> {
    pub fn is(&self, word: &str) -> bool {
        self.text.eq_ignore_ascii_case(word)
    }

    pub fn is_any(&self, words: &[&str]) -> bool {
        words.iter().any(|word| self.is(word))
    }

    fn is_word(&self) -> bool {
        self.text.starts_with(char::is_alphabetic)
    }
}

/// A length of time in a text.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Length {
    pub seconds: u64,
    /// True where it counts business days or hours.
    pub business: bool,
    /// The token after it.
    pub after: usize,
}

const MINUTE: u64 = 60;
const HOUR: u64 = 60 * MINUTE;
const DAY: u64 = 24 * HOUR;

/// Words, numbers (with a decimal point inside) and single signs.
pub(crate) fn tokens(text: &str) -> Vec<Token<'_>> {
    let mut tokens = Vec::new();
    let mut chars = text.char_indices().peekable();
    while let Some((start, c)) = chars.next() {
        if c.is_whitespace() {
            continue;
        }
        let mut end = start + c.len_utf8();
        if c.is_alphabetic() {
            while let Some((at, next)) =
                chars.next_if(|(_, c)| c.is_alphabetic() || matches!(c, '\'' | '’'))
            {
                end = at + next.len_utf8();
            }
        } else if c.is_ascii_digit() {
            let bytes = text.as_bytes();
            while let Some((at, _)) = chars.next_if(|(at, c)| {
                let point =
                    matches!(c, '.' | ',') && bytes.get(at + 1).is_some_and(u8::is_ascii_digit);
                c.is_ascii_digit() || point
            }) {
                end = at + 1;
            }
        }
        tokens.push(Token {
            text: &text[start..end],
            start,
        });
    }
    tokens
}

/// The length of time that begins at a token.
pub(crate) fn length(tokens: &[Token], at: usize) -> Option<Length> {
    let mut whole = single(tokens, at)?;
    // "1h30m", "1 hour and 30 minutes": a smaller unit straight after.
    loop {
        let joined = tokens.get(whole.after).is_some_and(|token| token.is("and"));
        let next = whole.after + usize::from(joined);
        let plain = tokens
            .get(next)
            .is_some_and(|token| token.text.starts_with(|c: char| c.is_ascii_digit()));
        match single(tokens, next).filter(|_| plain) {
            Some(more) if more.seconds < whole.seconds && more.seconds < DAY => {
                whole.seconds += more.seconds;
                whole.after = more.after;
            }
            Some(_) | None => return Some(whole),
        }
    }
}

fn single(tokens: &[Token], at: usize) -> Option<Length> {
    let (mut amount, mut next) = amount(tokens, at)?;
    // "24–48 hours", "1 to 2 hours": the later end is the limit.
    if let Some(sign) = tokens.get(next)
        && sign.is_any(&["-", "–", "to", "or"])
        && let Some((upper, after)) = self::amount(tokens, next + 1)
        && unit(tokens, after).is_some()
        && upper > amount
    {
        (amount, next) = (upper, after);
    }
    let (unit, business, after) = unit(tokens, next)?;
    let seconds = amount.checked_mul(unit)? / 1000;
    (seconds > 0 && seconds <= 3660 * DAY).then_some(Length {
        seconds,
        business,
        after,
    })
}

/// A number in thousandths, and the token after it.
fn amount(tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let token = tokens.get(at)?;
    let (thousandths, mut next) = if token.text.starts_with(|c: char| c.is_ascii_digit()) {
        (number(token.text)?, at + 1)
    } else if token.is("half") {
        let article = tokens.get(at + 1).is_some_and(|t| t.is_any(&["a", "an"]));
        (500, at + 1 + usize::from(article))
    } else if token.is_any(&["a", "an"]) {
        (1000, at + 1)
    } else {
        spelled(tokens, at)?
    };
    // "twenty-four (24) hours", "72 (seventy-two) hours".
    if tokens.get(next).is_some_and(|token| token.text == "(") {
        let close = (next + 1..tokens.len().min(next + 6)).find(|at| tokens[*at].text == ")");
        let inside = tokens.get(next + 1);
        let repeats = inside.is_some_and(|token| {
            token.text.starts_with(|c: char| c.is_ascii_digit())
                || word_number(token.text).is_some()
        });
        if let Some(close) = close.filter(|_| repeats) {
            next = close + 1;
        }
    }
    Some((thousandths, next))
}

fn number(text: &str) -> Option<u64> {
    let text = text.replace(',', ".");
    if text.len() > 9 {
        return None;
    }
    match text.split_once('.') {
        None => text.parse::<u64>().ok()?.checked_mul(1000),
        Some((whole, part)) => {
            let part: String = format!("{part}000").chars().take(3).collect();
            whole
                .parse::<u64>()
                .ok()?
                .checked_mul(1000)?
                .checked_add(part.parse().ok()?)
        }
    }
}

fn spelled(tokens: &[Token], at: usize) -> Option<(u64, usize)> {
    let first = word_number(tokens.get(at)?.text)?;
    let dash = tokens.get(at + 1).is_some_and(|token| token.text == "-");
    let second = at + 1 + usize::from(dash);
    let unit = tokens
        .get(second)
        .and_then(|token| word_number(token.text))
        .filter(|unit| *unit < 10);
    match unit.filter(|_| first >= 20 && first.is_multiple_of(10)) {
        Some(unit) => Some(((first + unit) * 1000, second + 1)),
        None => Some((first * 1000, at + 1)),
    }
}

fn word_number(word: &str) -> Option<u64> {
    const WORDS: [(&str, u64); 24] = [
        ("one", 1),
        ("two", 2),
        ("three", 3),
        ("four", 4),
        ("five", 5),
        ("six", 6),
        ("seven", 7),
        ("eight", 8),
        ("nine", 9),
        ("ten", 10),
        ("eleven", 11),
        ("twelve", 12),
        ("fourteen", 14),
        ("fifteen", 15),
        ("eighteen", 18),
        ("twenty", 20),
        ("thirty", 30),
        ("forty", 40),
        ("fifty", 50),
        ("sixty", 60),
        ("seventy", 70),
        ("eighty", 80),
        ("ninety", 90),
        ("hundred", 100),
    ];
    WORDS
        .iter()
        .find(|(name, _)| name.eq_ignore_ascii_case(word))
        .map(|(_, number)| *number)
}

/// A unit in seconds, whether it counts business time, and the token after it.
fn unit(tokens: &[Token], at: usize) -> Option<(u64, bool, usize)> {
    let mut at = at;
    if tokens.get(at).is_some_and(|token| token.text == "-") {
        at += 1;
    }
    let mut business = false;
    while let Some(token) = tokens.get(at)
        && token.is_any(&[
            "business",
            "working",
            "calendar",
            "consecutive",
            "clock",
            "full",
            "elapsed",
        ])
    {
        business |= token.is_any(&["business", "working"]);
        at += 1;
    }
    let token = tokens.get(at).filter(|token| token.is_word())?;
    let seconds = match token.text.to_ascii_lowercase().as_str() {
        "s" | "sec" | "secs" | "second" | "seconds" => 1,
        "m" | "min" | "mins" | "minute" | "minutes" | "minute's" | "minutes'" => MINUTE,
        "h" | "hr" | "hrs" | "hour" | "hours" | "hour's" | "hours'" => HOUR,
        "d" | "day" | "days" | "day's" | "days'" => DAY,
        "week" | "weeks" => 7 * DAY,
        "month" | "months" => 30 * DAY,
        "year" | "years" => 365 * DAY,
        _ => return None,
    };
    // "M" and "D" alone are more often names than units.
    if matches!(token.text, "M" | "D" | "S") {
        return None;
    }
    let after = at + 1 + usize::from(tokens.get(at + 1).is_some_and(|token| token.text == "'"));
    Some((seconds, business, after))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn lengths_are_read_as_people_write_them() {
        let check = |text: &str, seconds: Option<u64>| {
            assert_eq!(
                length(&tokens(text), 0).map(|length| length.seconds),
                seconds,
                "{text}"
            );
        };
        check("15 minutes", Some(900));
        check("15min", Some(900));
        check("72-hour", Some(72 * 3600));
        check("twenty-four (24) hours", Some(24 * 3600));
        check("72 (seventy-two) hours", Some(72 * 3600));
        check("1h30m", Some(5400));
        check("1 hour and 30 minutes", Some(5400));
        check("24–48 hours", Some(48 * 3600));
        check("1 to 2 hours", Some(7200));
        check("half an hour", Some(1800));
        check("an hour", Some(3600));
        check("1.5 hours", Some(5400));
        check("four business days", Some(4 * 86400));
        check("thirty calendar days", Some(30 * 86400));
        check("a few days", None);
        check("15 people", None);
        check("99999999 years", None);
        check("0 minutes", None);
    }
}
