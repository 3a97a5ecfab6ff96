//! Why an amendment is not made, as values; the sentences stand here once for every place that
//! shows them.

use std::fmt;

use serde::Serialize;

/// An amendment that was not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendRefusal {
    /// Which one, counted from 0 in the order given.
    pub amendment: usize,
    /// The section it names.
    pub section: String,
    /// Why.
    pub why: Why,
}

/// Why an amendment is not made.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Why {
    /// No section has that path.
    SectionNotFound {
        /// The path nearest to it.
        nearest: Option<String>,
    },
    /// Several sections end in that path.
    SectionNotUnique {
        /// Their full paths.
        paths: Vec<String>,
    },
    /// The text to replace does not stand in the section's own text.
    TextNotFound {
        /// The section in which it does stand, where there is exactly one.
        elsewhere: Option<String>,
    },
    /// The text to replace stands there more than once.
    TextNotUnique {
        /// How often.
        count: usize,
    },
    /// The text to find or to add is empty.
    TextEmpty,
    /// The change would make, move or take away a heading that it does not declare.
    ChangesOutline {
        /// The first heading that would differ.
        heading: String,
    },
    /// The section or revision stands there already.
    AlreadyThere {
        /// Its title or number.
        what: String,
    },
    /// A section inside this one would be deeper than six levels.
    TooDeep,
    /// The place cannot be changed safely.
    NotEditable {
        /// What is in the way.
        says: String,
    },
    /// The plan itself, or the plan after the change, cannot be read.
    NotReadable {
        /// Why.
        says: String,
    },
    /// The section has changed since the amendment was written, and the change no longer fits.
    Conflict(Box<Conflict>),
}

/// The three sides of a change that no longer fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Conflict {
    /// The section.
    pub section: String,
    /// What the proposer had before them.
    pub base: String,
    /// What the proposer wants.
    pub ours: String,
    /// What stands in the plan now.
    pub theirs: String,
}

impl fmt::Display for AmendRefusal {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "Amendment {}", self.amendment + 1)?;
        if !self.section.is_empty() {
            write!(f, " (section \"{}\")", self.section)?;
        }
        write!(f, ": {}", self.why)
    }
}

impl fmt::Display for Why {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::SectionNotFound {
                nearest: Some(nearest),
            } => {
                write!(f, "no section has this path; did you mean \"{nearest}\"?")
            }
            Self::SectionNotFound { nearest: None } => f.write_str("no section has this path."),
            Self::SectionNotUnique { paths } => {
                let first = paths.iter().take(5);
                let paths = first.map(|path| format!("\"{path}\"")).collect::<Vec<_>>();
                let paths = paths.join(", ");
                write!(
                    f,
                    "several sections end so; name one of them in full: {paths}."
                )
            }
            Self::TextNotFound {
                elsewhere: Some(path),
            } => {
                write!(
                    f,
                    "the text to replace does not stand in this section but in \"{path}\"."
                )
            }
            Self::TextNotFound { elsewhere: None } => {
                f.write_str("the text to replace does not stand in this section.")
            }
            Self::TextNotUnique { count } => {
                write!(
                    f,
                    "the text to replace stands here {count} times; name more of it."
                )
            }
            Self::TextEmpty => f.write_str("there is no text."),
            Self::ChangesOutline { heading } => write!(
                f,
                "the change would alter the outline of the plan at \"{heading}\"; \
                 use new_section for headings."
            ),
            Self::AlreadyThere { what } => write!(f, "\"{what}\" stands there already."),
            Self::TooDeep => f.write_str("a section in it would be deeper than six levels."),
            Self::NotEditable { says } => write!(f, "{says}."),
            Self::NotReadable { says } => write!(f, "the plan could not be read: {says}"),
            Self::Conflict(_) => f.write_str(
                "the section has changed since the amendment was written, \
                 and the change no longer fits.",
            ),
        }
    }
}
