//! What a drill taught: outcomes of expected actions, ratings of objectives, findings. How they are suggested
//! from the records is the business of `evaluation`.

use serde::{Deserialize, Serialize};
use terms::{ActionId, InjectId, ObjectiveId, RoleId};

/// What became of an expected action.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Outcome {
    /// Done within its target time.
    Met,
    /// Done after its target time.
    MetLate,
    /// Done in part.
    Partial,
    /// Not done.
    Missed,
    /// The drill never came to it.
    NotTested,
}

/// The rating of an objective (HSEEP 2020). P, S and M all mean that it was reached.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub enum Rating {
    /// Performed without challenges.
    P,
    /// Performed with some challenges.
    S,
    /// Performed with major challenges.
    M,
    /// Unable to be performed.
    U,
}

/// Whether a finding praises or asks for change.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingKind {
    /// A strength.
    Strength,
    /// An area for improvement.
    Improvement,
}

/// Where a finding comes from. The rules are those of `evaluation`.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingSource {
    /// A person raised it.
    Hand,
    /// A critical expected action was missed.
    MissedCritical,
    /// An expected action was missed that is not critical.
    Missed,
    /// An expected action was late.
    Late,
    /// A decision was taken by a role without the authority.
    Unauthorised,
    /// A choice did harm.
    Harmful,
    /// An inject was never answered.
    Unanswered,
    /// A role had nobody.
    UnfilledRole,
    /// An expected action names no section of the plan, or one that the plan does not have.
    NoPlanSection,
    /// A deadline was missed.
    DeadlineMissed,
    /// A strength: every expected action of an objective was done in time.
    AllInTime,
}

/// A strength or an area for improvement, with its evidence.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Finding {
    /// Praise or change.
    pub kind: FindingKind,
    /// Where it comes from.
    pub source: FindingSource,
    /// What it is, in a line.
    pub title: String,
    /// What was observed.
    pub observation: String,
    /// Why it came about: the root cause.
    pub root_cause: String,
    /// What it means for the organisation.
    pub impact: String,
    /// True where management should hear of it the same day.
    pub critical: bool,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// The expected action it is about.
    pub action: Option<ActionId>,
    /// The inject it is about.
    pub inject: Option<InjectId>,
    /// The role it is about.
    pub role: Option<RoleId>,
    /// The section of the plan it refers to, as a path of headings.
    pub section: Option<String>,
    /// The records that show it.
    pub evidence: Vec<u64>,
    /// What makes it the same finding in another drill: section or objective, role, failure.
    pub key: String,
}
