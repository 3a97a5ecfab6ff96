//! How the events of these two streams are written into the ledger: the kind is its name, the body its JSON.

use std::fmt;

/// A record that this program cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unreadable {
    /// The kind of the record.
    pub kind: String,
    /// What is the matter with it.
    pub why: String,
}

impl fmt::Display for Unreadable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(
            f,
            "a record of kind \"{}\" cannot be read: {}",
            self.kind, self.why
        )
    }
}

impl std::error::Error for Unreadable {}

/// Declares the events of a stream with the kinds that the ledger names them by.
macro_rules! kinds {
    ($(#[$doc:meta])* $stream:ident { $($(#[$vdoc:meta])* $kind:literal $name:ident($body:ty),)* }) => {
        $(#[$doc])*
        #[derive(Clone, Debug, PartialEq)]
        #[allow(clippy::large_enum_variant, reason = "events are folded one at a time and never kept in a list")]
        pub enum $stream {
            $($(#[$vdoc])* $name($body),)*
        }

        impl $stream {
            /// The kind, as the ledger names it.
            pub fn kind(&self) -> &'static str {
                match self {
                    $($stream::$name(_) => $kind,)*
                }
            }

            /// The body as JSON.
            pub fn encode(&self) -> String {
                let written = match self {
                    $($stream::$name(body) => serde_json::to_string(body),)*
                };
                // Bodies are structs of plain values with text keys, which JSON can always hold.
                written.unwrap_or_default()
            }

            /// Reads what `encode` wrote.
            ///
            /// # Errors
            /// Where the kind or version is unknown or the body is not of its shape.
            pub fn decode(
                kind: &str,
                version: u32,
                body: &str,
            ) -> Result<Self, $crate::body::Unreadable> {
                let wrong = |why: String| $crate::body::Unreadable { kind: kind.to_owned(), why };
                if version != 1 {
                    return Err(wrong(format!("version {version}")));
                }
                match kind {
                    $($kind => {
                        let read = serde_json::from_str(body);
                        read.map($stream::$name).map_err(|error| wrong(error.to_string()))
                    })*
                    _ => Err(wrong("unknown kind".to_owned())),
                }
            }
        }
    };
}

pub(crate) use kinds;
