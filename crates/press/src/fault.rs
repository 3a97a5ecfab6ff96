//! Why a paper could not be pressed. Not here: characters without a glyph, which are no fault (`gaps`).

use std::fmt;

use typst::diag::SourceDiagnostic;

/// Why a paper could not be pressed.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum PressFault {
    /// A picture of the paper, or the logo, cannot be drawn.
    Picture(String),
    /// The library refuses the paper.
    Refused(String),
    /// Characters without a glyph were left, however often they were taken out.
    Unset,
}

impl PressFault {
    pub(crate) fn from_typst(wrong: &[SourceDiagnostic]) -> Self {
        let says: Vec<&str> = wrong.iter().map(|it| it.message.as_str()).collect();
        let picture = |says: &&str| says.contains("image") || says.contains("SVG");
        let joined = says.join("; ");
        if says.iter().any(picture) {
            Self::Picture(joined)
        } else {
            Self::Refused(joined)
        }
    }
}

impl fmt::Display for PressFault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Picture(why) => write!(f, "a picture cannot be drawn: {why}"),
            Self::Refused(why) => write!(f, "the PDF cannot be made: {why}"),
            Self::Unset => f.write_str("the PDF cannot be made: no font shows all of its text"),
        }
    }
}

impl std::error::Error for PressFault {}

impl From<serde_json::Error> for PressFault {
    fn from(wrong: serde_json::Error) -> Self {
        Self::Refused(wrong.to_string())
    }
}
