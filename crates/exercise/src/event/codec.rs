//! How spans and actors stand in a record. Not here: the bodies of events.

use super::{Actor, DecodeError, SeatKind};

/// A span that was measured stands in a record in milliseconds; the text form of files knows only whole seconds.
pub(super) mod ms {
    use serde::{Deserialize, Deserializer, Serializer};
    use terms::Span;

    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(span.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        i64::deserialize(deserializer).map(Span)
    }
}

/// The same where there may be none.
pub(super) mod maybe_ms {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use terms::Span;

    pub fn serialize<S: Serializer>(span: &Option<Span>, to: S) -> Result<S::Ok, S::Error> {
        span.map(|span| span.0).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Span>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.map(Span))
    }
}

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Actor::Desk => f.write_str("desk"),
            Actor::Clock => f.write_str("clock"),
            Actor::Bot(role) => write!(f, "bot:{role}"),
            Actor::Seat(role, person) => write!(f, "seat:{role}:{person}"),
            Actor::Cell(kind, person) => write!(f, "cell:{}:{person}", kind.word()),
            Actor::Unnamed => f.write_str("unnamed"),
        }
    }
}

impl std::str::FromStr for Actor {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let mut parts = text.splitn(3, ':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("unnamed"), None, None) => Ok(Actor::Unnamed),
            (Some("cell"), Some(kind), Some(person)) if SeatKind::of(kind).is_some() => {
                let kind = SeatKind::of(kind).unwrap_or(SeatKind::Observer);
                Ok(Actor::Cell(kind, person.into()))
            }
            (Some("desk"), None, None) => Ok(Actor::Desk),
            (Some("clock"), None, None) => Ok(Actor::Clock),
            (Some("bot"), Some(role), None) => Ok(Actor::Bot(role.into())),
            (Some("seat"), Some(role), Some(person)) => Ok(Actor::Seat(role.into(), person.into())),
            _ => Err(DecodeError {
                kind: "actor".to_owned(),
                why: text.to_owned(),
            }),
        }
    }
}
