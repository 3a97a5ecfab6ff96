//! The moments that start a clock. Deliberately not here: who recognised a moment and when; a drill keeps
//! the true moment and its recognition apart, and hands in the one it asks about.

use std::fmt;
use std::str::FromStr;

use serde::Serialize;
use terms::nearest;

/// A moment that a limit may count from.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Event {
    /// The organisation knows that the incident has happened.
    Awareness,
    /// The incident was noticed or discovered.
    Detection,
    /// The incident was put into a class that has to be reported.
    Classification,
    /// The organisation concluded that an incident of the reportable kind has happened.
    Determination,
    /// The organisation concluded that the incident is material.
    Materiality,
    /// A ransom or extortion payment was made.
    Payment,
    /// The assessment whether the incident has to be reported is done.
    Assessment,
    /// A corrective or mitigating measure is at hand.
    Fix,
    /// A stage of the same pack was submitted.
    Submission(String),
}

/// The events that have a word of their own, with that word.
const WORDS: [(&str, Event); 8] = [
    ("awareness", Event::Awareness),
    ("detection", Event::Detection),
    ("classification", Event::Classification),
    ("determination", Event::Determination),
    ("materiality", Event::Materiality),
    ("payment", Event::Payment),
    ("assessment", Event::Assessment),
    ("fix", Event::Fix),
];

const SUBMISSION: &str = "submission:";

impl fmt::Display for Event {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::Awareness => "awareness",
            Self::Detection => "detection",
            Self::Classification => "classification",
            Self::Determination => "determination",
            Self::Materiality => "materiality",
            Self::Payment => "payment",
            Self::Assessment => "assessment",
            Self::Fix => "fix",
            Self::Submission(stage) => return write!(f, "{SUBMISSION}{stage}"),
        })
    }
}

impl FromStr for Event {
    type Err = String;

    fn from_str(text: &str) -> Result<Self, String> {
        if let Some(stage) = text.strip_prefix(SUBMISSION) {
            return if stage.is_empty() {
                Err("\"submission:\" needs the name of a stage behind it".to_owned())
            } else {
                Ok(Self::Submission(stage.to_owned()))
            };
        }
        if let Some((_, event)) = WORDS.iter().find(|(word, _)| *word == text) {
            return Ok(event.clone());
        }
        let words = WORDS.map(|(word, _)| word);
        Err(match nearest(text, words) {
            Some(word) => format!("there is no event \"{text}\"; did you mean \"{word}\"?"),
            None => format!(
                "there is no event \"{text}\"; it may be {} or submission:STAGE",
                words.join(", ")
            ),
        })
    }
}

impl Serialize for Event {
    fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.collect_str(self)
    }
}
