//! Moments and spans. Every number of milliseconds in Rockdrill wears one of these types, so that wall
//! time, exercise time and story time are never added to one another by mistake.

use std::borrow::Cow;
use std::fmt;
use std::ops::{Add, Sub};
use std::str::FromStr;

use schemars::{JsonSchema, Schema, SchemaGenerator, json_schema};
use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A moment on the wall clock: milliseconds since 1970-01-01T00:00:00Z.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Stamp(pub i64);

/// A moment on the exercise clock: milliseconds since the start, net of pauses.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize,
)]
#[serde(transparent)]
pub struct Elapsed(pub i64);

/// A planned moment on the exercise clock, written `T+00:15` or `T+00:15:30`; held in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Offset(pub i64);

/// A length of time, written `90s`, `15m`, `1h30m`, `72h` or `2d`; held in milliseconds.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Span(pub i64);

const SECOND: i64 = 1_000;
const MINUTE: i64 = 60 * SECOND;
const HOUR: i64 = 60 * MINUTE;
const DAY: i64 = 24 * HOUR;

/// The longest span or offset a file may name: ten years.
const LONGEST: i64 = 3_660 * DAY;

impl Span {
    /// A span of whole seconds.
    pub const fn seconds(count: i64) -> Self {
        Self(count * SECOND)
    }

    /// A span of whole minutes.
    pub const fn minutes(count: i64) -> Self {
        Self(count * MINUTE)
    }

    /// A span of whole hours.
    pub const fn hours(count: i64) -> Self {
        Self(count * HOUR)
    }

    /// The span as people read a latency: `4m 00s`, `1h 05m`, `38s`, `2d 3h`; a negative one has a minus.
    pub fn spoken(self) -> String {
        let (sign, ms) = if self.0 < 0 {
            ("-", -self.0)
        } else {
            ("", self.0)
        };
        let text = if ms < MINUTE {
            format!("{}s", ms / SECOND)
        } else if ms < HOUR {
            format!("{}m {:02}s", ms / MINUTE, ms % MINUTE / SECOND)
        } else if ms < 2 * DAY {
            format!("{}h {:02}m", ms / HOUR, ms % HOUR / MINUTE)
        } else {
            format!("{}d {}h", ms / DAY, ms % DAY / HOUR)
        };
        format!("{sign}{text}")
    }
}

impl Elapsed {
    /// The exercise clock as it stands on screen: `00:37:12`, with hours that may pass 99.
    pub fn clock(self) -> String {
        let s = self.0.max(0) / SECOND;
        format!("{:02}:{:02}:{:02}", s / 3600, s / 60 % 60, s % 60)
    }
}

impl Offset {
    /// The offset as a moment of the exercise clock.
    pub fn elapsed(self) -> Elapsed {
        Elapsed(self.0)
    }
}

impl Add<Span> for Elapsed {
    type Output = Elapsed;
    fn add(self, span: Span) -> Elapsed {
        Elapsed(self.0.saturating_add(span.0))
    }
}

impl Sub for Elapsed {
    type Output = Span;
    fn sub(self, earlier: Elapsed) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl Add<Span> for Stamp {
    type Output = Stamp;
    fn add(self, span: Span) -> Stamp {
        Stamp(self.0.saturating_add(span.0))
    }
}

impl Sub for Stamp {
    type Output = Span;
    fn sub(self, earlier: Stamp) -> Span {
        Span(self.0.saturating_sub(earlier.0))
    }
}

impl fmt::Display for Offset {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let s = self.0 / SECOND;
        write!(f, "T+{:02}:{:02}", s / 3600, s / 60 % 60)?;
        if s % 60 != 0 {
            write!(f, ":{:02}", s % 60)?;
        }
        Ok(())
    }
}

impl fmt::Display for Elapsed {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "T+{}", self.clock())
    }
}

impl fmt::Display for Span {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        // The form has no smaller unit and no sign; what it cannot say is none at all.
        if self.0 < SECOND {
            return f.write_str("0s");
        }
        let mut rest = self.0;
        for (unit, sign) in [(DAY, 'd'), (HOUR, 'h'), (MINUTE, 'm'), (SECOND, 's')] {
            let count = rest / unit;
            // 72 hours is written 72h, as the field writes it; days only where they are whole.
            if count > 0 && (unit != DAY || rest % DAY == 0 && count > 3) {
                write!(f, "{count}{sign}")?;
                rest %= unit;
            }
        }
        Ok(())
    }
}

impl FromStr for Offset {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("\"{text}\" is not an offset; write T+hours:minutes, such as T+00:15");
        let body = text.strip_prefix("T+").ok_or_else(wrong)?;
        let parts: Vec<&str> = body.split(':').collect();
        if !(2..=3).contains(&parts.len()) {
            return Err(wrong());
        }
        let mut fields = [0i64; 3];
        for (field, part) in fields.iter_mut().zip(&parts) {
            if part.is_empty() || part.len() > 5 || !part.bytes().all(|b| b.is_ascii_digit()) {
                return Err(wrong());
            }
            *field = part.parse().map_err(|_| wrong())?;
        }
        if fields[1] > 59 || fields[2] > 59 {
            return Err(format!("\"{text}\" has more than 59 minutes or seconds"));
        }
        let ms = fields[0] * HOUR + fields[1] * MINUTE + fields[2] * SECOND;
        if ms > LONGEST {
            Err(format!("\"{text}\" is more than ten years"))
        } else {
            Ok(Self(ms))
        }
    }
}

impl FromStr for Span {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        let wrong =
            || format!("\"{text}\" is not a length of time; write 90s, 15m, 1h30m, 72h or 2d");
        let mut total = 0i64;
        let mut smallest = i64::MAX;
        let mut rest = text;
        while !rest.is_empty() {
            let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
            if digits == 0 || digits > 9 {
                return Err(wrong());
            }
            let count: i64 = rest[..digits].parse().map_err(|_| wrong())?;
            let unit = match rest[digits..].bytes().next() {
                Some(b'd') => DAY,
                Some(b'h') => HOUR,
                Some(b'm') => MINUTE,
                Some(b's') => SECOND,
                Some(_) | None => return Err(wrong()),
            };
            if unit >= smallest {
                return Err(wrong());
            }
            smallest = unit;
            total = total.saturating_add(count.saturating_mul(unit));
            rest = &rest[digits + 1..];
        }
        if text.is_empty() {
            return Err(wrong());
        }
        if total > LONGEST {
            return Err(format!("\"{text}\" is more than ten years"));
        }
        Ok(Self(total))
    }
}

/// Offsets and spans stand in files as text and in records as text too, so both read alike.
macro_rules! written {
    ($name:ident, $pattern:literal, $says:literal) => {
        impl Serialize for $name {
            fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.collect_str(self)
            }
        }

        impl<'de> Deserialize<'de> for $name {
            fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
                let text = Cow::<'de, str>::deserialize(deserializer)?;
                text.parse().map_err(serde::de::Error::custom)
            }
        }

        impl JsonSchema for $name {
            fn schema_name() -> Cow<'static, str> {
                stringify!($name).into()
            }

            fn json_schema(_: &mut SchemaGenerator) -> Schema {
                json_schema!({ "type": "string", "pattern": $pattern, "description": $says })
            }
        }
    };
}

written!(
    Offset,
    "^T\\+[0-9]{1,5}:[0-5][0-9](:[0-5][0-9])?$",
    "A moment on the exercise clock, such as T+00:15 or T+01:05:30."
);
written!(
    Span,
    "^([0-9]{1,9}d)?([0-9]{1,9}h)?([0-9]{1,9}m)?([0-9]{1,9}s)?$",
    "A length of time, such as 90s, 15m, 1h30m, 72h or 2d."
);

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_span_is_written_as_it_was_read() {
        for text in ["0s", "90s", "15m", "1h30m", "72h", "4d", "10d", "1h5m3s"] {
            let span: Span = text.parse().expect(text);
            let again: Span = span
                .to_string()
                .parse()
                .expect("a written span can be read");
            assert_eq!(span, again, "{text} keeps its length");
        }
        assert_eq!(Span::hours(72).to_string(), "72h");
    }

    #[test]
    fn a_wrong_span_or_offset_says_how_to_write_it() {
        for text in ["", "15", "m", "1m1h", "-5m", "15 m", "1m1m"] {
            let why = text.parse::<Span>().expect_err(text);
            assert!(why.contains("write 90s"), "{text}: {why}");
        }
        for text in [
            "",
            "15",
            "T+15",
            "T+00:60",
            "T+a:00",
            "00:15",
            "T+00:00:00:00",
        ] {
            assert!(text.parse::<Offset>().is_err(), "{text} is refused");
        }
    }

    #[test]
    fn a_latency_is_spoken_in_two_units() {
        let check = |ms: i64, says: &str| assert_eq!(Span(ms).spoken(), says);
        check(38_900, "38s");
        check(240_000, "4m 00s");
        check(3_900_000, "1h 05m");
        check(-90_000, "-1m 30s");
    }

    #[test]
    fn an_offset_shows_seconds_only_where_it_has_some() {
        let check = |text: &str| assert_eq!(text.parse::<Offset>().expect(text).to_string(), text);
        check("T+00:15");
        check("T+01:05:30");
    }
}
