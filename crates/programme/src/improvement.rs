//! Facts about corrective actions and findings: what is to be done by whom and when, that it was done and by whom it was
//! verified, risks that were accepted, root causes, tests made again. Not here: what follows from them (`plan_of_action`).

use exercise::ClosedHow;
use serde::{Deserialize, Serialize};
use terms::ExerciseId;

use crate::Day;
use crate::people::Who;

/// What a corrective action answers.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Cause {
    /// A finding of a drill.
    Drill {
        /// The drill.
        exercise: ExerciseId,
        /// The record that raised the finding.
        finding: u64,
    },
    /// A real incident of the log.
    Incident(String),
    /// Something else, such as an audit, in words.
    Other(String),
}

/// How pressing something is.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Priority {
    /// At once.
    High,
    /// In its turn.
    #[default]
    Medium,
    /// When there is time.
    Low,
}

/// A corrective action was written or changed, with everything a tracker keeps of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionTracked {
    /// Its id.
    pub action: String,
    /// What it answers.
    pub cause: Cause,
    /// What is to be done.
    pub what: String,
    /// Planning, Organisation, Equipment, Training or Exercises; may be empty.
    pub element: String,
    /// Who does it.
    pub owner: Who,
    /// The business unit.
    pub unit: String,
    /// How pressing it is.
    pub priority: Priority,
    /// When it starts.
    pub start: Option<Day>,
    /// By when.
    pub due: Option<Day>,
}

/// A corrective action was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionDone {
    /// The action.
    pub action: String,
    /// Who says so.
    pub by: Who,
    /// When it was complete.
    pub on: Day,
    /// What shows it, such as a ticket or a document.
    pub evidence: String,
}

/// Somebody other than the owner verified that a corrective action was done.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionVerified {
    /// The action.
    pub action: String,
    /// Who verified it.
    pub by: Who,
    /// When.
    pub on: Day,
    /// What was looked at.
    #[serde(default)]
    pub note: String,
}

/// A corrective action was not done after all.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionReopened {
    /// The action.
    pub action: String,
    /// Why.
    pub because: String,
}

/// Somebody signed that a risk is borne instead of mended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RiskAccepted {
    /// The corrective action that will not be carried out.
    pub action: String,
    /// Who signed.
    pub by: Who,
    /// When.
    pub on: Day,
    /// Why the risk is borne.
    pub because: String,
    /// Until when it is; the action is open again after that day.
    #[serde(default)]
    pub until: Option<Day>,
}

/// The root-cause sheet of a serious or recurring finding.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RootCauseKept {
    /// The key of the finding.
    pub key: String,
    /// Why, and why that, up to five times.
    pub whys: Vec<String>,
    /// What contributed.
    pub factors: Vec<String>,
    /// Who wrote it.
    pub by: Who,
}

/// A person confirmed that a later drill tested a finding again. Where an expected action shows it, nobody need to.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingRetested {
    /// The key of the finding.
    pub key: String,
    /// The drill that tested it again.
    pub exercise: ExerciseId,
    /// True where nothing was wrong any more.
    pub clean: bool,
    /// Who says so.
    pub by: Who,
}

/// A drill that was not played to its end is listed and counts for nothing.
pub fn was_completed(how: ClosedHow) -> bool {
    match how {
        ClosedHow::Completed => true,
        ClosedHow::Aborted | ClosedHow::Void | ClosedHow::RealIncident => false,
    }
}
