//! What is said and judged after play: hot wash, feedback, ratings, findings, the report's own words.

use serde::{Deserialize, Serialize};
use terms::{ObjectiveId, RoleId};

use super::bodies;
use super::words::{HotWashTopic, NarrativePart};
use crate::finding::{Finding, Rating};

bodies! {
    /// Somebody contributed to the hot wash.
    HotWashSaid {
        /// What about.
        topic: HotWashTopic,
        /// What was said.
        says: String,
        /// The role that said it.
        role: Option<RoleId>,
        /// The objective it belongs to.
        objective: Option<ObjectiveId>,
    }
    /// A feedback form was handed in; it carries nobody's name.
    FeedbackGiven {
        /// Eight statements on a scale of 1 to 5; 0 where left out. The order is that of `FEEDBACK`.
        marks: [u8; 8],
        /// The best of it.
        strengths: String,
        /// What to improve.
        improvements: String,
        /// Anything else.
        says: String,
    }
    /// An objective was rated.
    ObjectiveRated {
        /// The objective.
        objective: ObjectiveId,
        /// The rating.
        rating: Rating,
        /// What the rule had suggested.
        suggested: Option<Rating>,
        /// Why, where it differs from the suggestion.
        reason: String,
    }
    /// A finding was raised.
    FindingRaised {
        /// The finding.
        finding: Box<Finding>,
    }
    /// A finding was changed.
    FindingRevised {
        /// The record that raised it.
        finding: u64,
        /// What it says now.
        now: Box<Finding>,
    }
    /// A finding was dropped.
    FindingDropped {
        /// The record that raised it.
        finding: u64,
        /// Why.
        reason: String,
    }
    /// A part of the report was written in the trainer's own words.
    NarrativeWritten {
        /// The part.
        part: NarrativePart,
        /// The words, in Markdown.
        text: String,
    }
    /// A suggestion of the rules was left alone: it is not to be raised as a finding.
    SuggestionLeft {
        /// The key of the suggestion.
        about: String,
        /// Why.
        reason: String,
    }
}
