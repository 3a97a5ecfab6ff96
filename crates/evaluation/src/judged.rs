//! What an evaluation says about roles, expected actions, objectives, deadlines, findings and the plan.
//! Not here: the rules by which it is found (each has a module of its own).

use exercise::{Finding, Outcome, Rating, StoryTime};
use scenario::{Function, Lesson, ResponsePhase};
use serde::Serialize;
use terms::{ActionId, DeadlineId, Elapsed, InjectId, ObjectiveId, RoleId, Span};

use crate::model::OutcomeCounts;

/// Times taken. Fewer than three are too few for a median and are shown as they are.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Latencies {
    /// How many there are.
    pub n: u32,
    /// The median; none where n < 3.
    pub median: Option<Span>,
    /// The 90th percentile by nearest rank; none where n < 3.
    pub p90: Option<Span>,
    /// The values themselves, ascending, where n < 3.
    pub raw: Vec<Span>,
}

/// Q = sum(weight x met) / sum(weight), with its parts (TARGETs method, Fowlkes 1994). In time and late both
/// count 1, partial counts 0.5, missed and harmful count 0; what was not tested is left out.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Score {
    /// Twice the weight that was earned, so that halves stay whole.
    pub earned_halves: u64,
    /// The weight that could be earned.
    pub weight: u64,
    /// How many expected actions it rests on.
    pub actions: u32,
}

impl Score {
    /// The value, 0 to 1; none where nothing was tested.
    pub fn q(self) -> Option<f64> {
        (self.weight > 0).then(|| self.earned_halves as f64 / (2 * self.weight) as f64)
    }
}

/// A stretch of the exercise clock.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
pub struct Stretch {
    /// Its beginning.
    pub from: Elapsed,
    /// Its end.
    pub to: Elapsed,
}

/// One role of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RoleSummary {
    /// The role.
    pub role: RoleId,
    /// Its title.
    pub title: String,
    /// The function of the organisation.
    pub function: Function,
    /// False where nobody was there to play it.
    pub filled: bool,
    /// True where a bot played it.
    pub bot: bool,
    /// Injects delivered to it.
    pub injects: u32,
    /// Decisions it took.
    pub decisions: u32,
    /// Decisions it took without the authority.
    pub unauthorised: u32,
    /// Delivered to acknowledged.
    pub acknowledged: Latencies,
    /// Delivered to the first decision on each inject.
    pub decided: Latencies,
    /// The decisions with a reason given.
    pub with_rationale: u32,
    /// Stretches of ten minutes and more with nothing to do.
    pub idle: Vec<Stretch>,
    /// The outcomes of its expected actions.
    pub outcomes: OutcomeCounts,
    /// Critical expected actions it missed.
    pub critical_missed: u32,
    /// Its score.
    pub score: Score,
}

/// One expected action.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ActionSummary {
    /// The expected action.
    pub action: ActionId,
    /// What should be done.
    pub text: String,
    /// The role that should do it.
    pub role: RoleId,
    /// The inject that should bring it about.
    pub inject: Option<InjectId>,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// The section of the plan, as the plan writes it where the plan has it.
    pub section: Option<String>,
    /// True where missing it is a serious lapse.
    pub critical: bool,
    /// How much it counts.
    pub weight: u32,
    /// The target time.
    pub target: Span,
    /// What became of it.
    pub outcome: Outcome,
    /// Why it was not tested; empty where it was.
    pub untested_because: String,
    /// Delivered to done, where it was done.
    pub latency: Option<Span>,
    /// True where it followed a prompt.
    pub prompted: bool,
    /// True where the choice did harm.
    pub harmful: bool,
    /// True where a contingency inject had to help.
    pub contingency: bool,
    /// True where a person settled it and not a rule.
    pub by_person: bool,
    /// True where whoever had to do it said so themselves.
    pub self_assessed: bool,
    /// True where a bot did it, or nobody but a bot had the role.
    pub by_bot: bool,
    /// What the evaluator wrote.
    pub note: String,
    /// The records that show it.
    pub evidence: Vec<u64>,
}

/// One objective.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ObjectiveSummary {
    /// The objective.
    pub objective: ObjectiveId,
    /// The objective as a sentence.
    pub title: String,
    /// The capability.
    pub capability: String,
    /// The threshold.
    pub target: String,
    /// The phase of incident response.
    pub phase: Option<ResponsePhase>,
    /// The tasks that evaluators watch for.
    pub critical_tasks: Vec<String>,
    /// Its expected actions.
    pub actions: Vec<ActionId>,
    /// Their outcomes.
    pub outcomes: OutcomeCounts,
    /// Its score.
    pub score: Score,
    /// The rating that the rule suggests; none where nothing was observed.
    pub suggested: Option<Rating>,
    /// Why, in sentences.
    pub basis: Vec<String>,
    /// The rating that an evaluator gave.
    pub confirmed: Option<Confirmed>,
    /// The notes that belong to it.
    pub notes: Vec<u64>,
    /// The records that show it.
    pub evidence: Vec<u64>,
}

impl ObjectiveSummary {
    /// The rating that stands: the evaluator's where there is one, else the suggestion.
    pub fn rating(&self) -> Option<Rating> {
        self.confirmed
            .as_ref()
            .map(|confirmed| confirmed.rating)
            .or(self.suggested)
    }
}

/// A rating by an evaluator.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Confirmed {
    /// The record.
    pub record: u64,
    /// The rating.
    pub rating: Rating,
    /// True where it differs from what the rule suggested at that time.
    pub overridden: bool,
    /// Why it differs.
    pub reason: String,
}

/// How a deadline ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum DeadlineResult {
    /// It never began.
    NotBegun,
    /// It still ran when the drill ended.
    Open,
    /// It was met in time.
    Met,
    /// It was met, but late.
    MetLate,
    /// It passed and was not met.
    Missed,
}

/// One deadline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DeadlineSummary {
    /// The deadline.
    pub deadline: DeadlineId,
    /// Who has to be told, or what has to be done.
    pub title: String,
    /// Where the limit comes from.
    pub source: String,
    /// True where an outside body sets it.
    pub outside: bool,
    /// How long, in story time.
    pub within: Span,
    /// The role that has to meet it.
    pub role: Option<RoleId>,
    /// The section of the plan.
    pub section: Option<String>,
    /// When it truly began, in story time.
    pub began: Option<StoryTime>,
    /// When it is due, in story time.
    pub due: Option<StoryTime>,
    /// When players recognised it, in story time.
    pub recognised: Option<StoryTime>,
    /// How long that took them, in story milliseconds; below zero where they were ahead of it.
    pub recognised_after_ms: Option<i64>,
    /// When it was met, in story time.
    pub met: Option<StoryTime>,
    /// What was left when it was met, in story milliseconds; below zero where it was missed by that much.
    pub slack_ms: Option<i64>,
    /// How it ended.
    pub result: DeadlineResult,
    /// The records that show it.
    pub evidence: Vec<u64>,
    /// The rule pack that counts it, where one does.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// True where that pack is a draft: check before relying on it.
    #[serde(skip_serializing_if = "is_false")]
    pub draft: bool,
    /// The limit that binds, in words, where a rule pack counts it: "24 hours after awareness".
    #[serde(skip_serializing_if = "String::is_empty")]
    pub limit: String,
    /// What the notice covered, where one was logged and the rule pack lists what belongs into it.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub completeness: Option<Completeness>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// What a notice covered of what belongs into it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Completeness {
    /// How many points belong into it.
    pub of: u32,
    /// How many it covered.
    pub covered: u32,
    /// The points that it left out.
    pub missing: Vec<String>,
}

/// A finding that a rule suggests.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Suggestion {
    /// The finding, ready to be raised.
    pub finding: Finding,
    /// The change to the plan that the scenario proposes for it.
    pub lesson: Option<Lesson>,
}

/// A finding that was raised.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RaisedFinding {
    /// The record that raised it.
    pub record: u64,
    /// The records that changed it.
    pub revised: Vec<u64>,
    /// The finding as it stands.
    pub finding: Finding,
    /// The change to the plan that the scenario proposes for it.
    pub lesson: Option<Lesson>,
    /// Why it was dropped, where it was.
    pub dropped: Option<String>,
}

/// One section of the plan and how far the drill exercised it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct SectionCoverage {
    /// Its path.
    pub section: String,
    /// False where the scenario cites it and the plan does not have it, or no plan was chosen.
    pub in_plan: bool,
    /// The expected actions that cite it.
    pub actions: Vec<ActionId>,
    /// The delivered injects that should bring those about.
    pub injects: Vec<InjectId>,
    /// The deadlines that cite it.
    pub deadlines: Vec<DeadlineId>,
    /// How those actions went that people had to do; in a rehearsal, those of simulated people.
    pub outcomes: OutcomeCounts,
    /// How many were left to bots in a drill with people. They exercise nothing.
    pub bots: u32,
}
