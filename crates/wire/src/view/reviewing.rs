//! A drill after its end: review and report.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::around::{ActionView, PlanCard};
use super::conducting::{DeadlineRow, ExpectedView, NoteRow};
use crate::order::AmendmentCall;

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// `strength` or `improvement`.
    pub kind: String,
    /// Rule, or `hand`.
    pub source: String,
    /// In a line.
    pub title: String,
    /// What was observed.
    pub observation: String,
    /// Why.
    pub root_cause: String,
    /// What it means.
    pub impact: String,
    /// For management the same day.
    pub critical: bool,
    /// Objective id.
    pub objective: Option<String>,
    /// Expected action id.
    pub action: Option<String>,
    /// Inject id.
    pub inject: Option<String>,
    /// Role id.
    pub role: Option<String>,
    /// Plan section path.
    pub section: Option<String>,
    /// Records.
    pub evidence: Vec<u64>,
    /// What makes it recur.
    pub key: String,
}

/// A finding in the review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingRow {
    /// Record that raised it.
    pub seq: u64,
    /// What it says.
    pub finding: FindingView,
    /// Its evidence, readable.
    pub evidence: Vec<EvidenceView>,
    /// Corrective actions.
    pub actions: Vec<ActionView>,
    /// The change to the plan that the scenario proposes for it.
    pub amendment: Option<AmendmentCall>,
    /// True where a change was proposed to the plan.
    pub proposed: bool,
}

/// A record as evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EvidenceView {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// In words.
    pub says: String,
}

/// A finding that a rule suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionView {
    /// What tells it from the others, for `LeaveSuggestion`.
    pub about: String,
    /// What it would say.
    pub finding: FindingView,
    /// Its evidence, readable.
    pub evidence: Vec<EvidenceView>,
    /// The change to the plan that the scenario proposes.
    pub amendment: Option<AmendmentCall>,
}

/// An objective in the review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveReview {
    /// Its id.
    pub id: String,
    /// As a sentence.
    pub title: String,
    /// Threshold.
    pub target: String,
    /// Capability.
    pub capability: String,
    /// Critical tasks.
    pub tasks: Vec<String>,
    /// False where nothing was observed on it, so that it cannot be rated.
    pub tested: bool,
    /// Rating by rule, where there is evidence.
    pub suggested: Option<String>,
    /// Why the rule suggests it.
    pub because: String,
    /// As confirmed.
    pub rating: Option<String>,
    /// Why it differs.
    pub reason: String,
    /// Q, 0 to 1.
    pub score: Option<f64>,
    /// Its expected actions.
    pub expected: Vec<ExpectedView>,
    /// The trainer's words.
    pub analysis: String,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TimelineRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// Wall clock.
    pub at_ms: i64,
    /// Story clock.
    pub story: String,
    /// Role id, or empty.
    pub lane: String,
    /// `inject`, `decision`, `action`, `clock`, `note`, `deadline`, `people`, `review`.
    pub kind: String,
    /// In words.
    pub says: String,
    /// Latency.
    pub latency_ms: Option<i64>,
    /// Target.
    pub target_ms: Option<i64>,
    /// `met`, `late`, `missed` or empty.
    pub mark: String,
}

/// The review of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReviewView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Phase.
    pub phase: String,
    /// How closed.
    pub how: Option<String>,
    /// The plan.
    pub plan: Option<PlanCard>,
    /// Planned length.
    pub planned_ms: i64,
    /// Length played.
    pub elapsed_ms: i64,
    /// For the lanes.
    pub roles: Vec<RoleName>,
    /// In order.
    pub timeline: Vec<TimelineRow>,
    /// With ratings.
    pub objectives: Vec<ObjectiveReview>,
    /// The findings of earlier drills that this one watched for, and how each went.
    pub again: Vec<ExpectedView>,
    /// As raised.
    pub findings: Vec<FindingRow>,
    /// By rule, gravest first.
    pub suggestions: Vec<SuggestionView>,
    /// How they went.
    pub deadlines: Vec<DeadlineRow>,
    /// Said after the end, parked disputes among them.
    pub hot_wash: Vec<NoteRow>,
    /// Forms handed in.
    pub feedback: u32,
    /// Executive summary in the trainer's words.
    pub summary: String,
    /// The one made from facts.
    pub summary_made: String,
    /// What is left to do before closing.
    pub left: Vec<String>,
    /// Critical lapses.
    pub lapses: u32,
}

/// An id with its title: a role, or an objective.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}
