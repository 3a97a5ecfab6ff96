//! What a report is made from. Corrective actions and changes of the plan are kept elsewhere and come in as plain
//! facts. Not here: any judgement of them.

use std::collections::BTreeMap;

use evaluation::Evaluation;
use exercise::{Outcome, Rating, Record};
use scenario::Scenario;
use serde::{Deserialize, Serialize};
use terms::{ActionId, ObjectiveId, PersonId, Stamp};

/// Everything a report is made from. The same input gives the same report, to the byte.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The scenario, with every template filled.
    pub scenario: &'a Scenario,
    /// The evaluation of the drill.
    pub evaluation: &'a Evaluation,
    /// The records of the drill, for the transcript.
    pub records: &'a [Record],
    /// The names of people; used only where `named`.
    pub people: &'a BTreeMap<PersonId, String>,
    /// The organisation; may be empty.
    pub organisation: &'a str,
    /// Who asked for the drill; may be empty.
    pub sponsor: &'a str,
    /// Whom to ask about it; may be empty.
    pub contact: &'a str,
    /// True for the named edition. The main edition has roles and no names.
    pub named: bool,
    /// What local wall time is ahead of UTC, in minutes.
    pub utc_offset_minutes: i32,
    /// The day of the report; that of the last record where left out.
    pub dated: Option<Stamp>,
    /// Corrective actions.
    pub actions: &'a [CorrectiveAction],
    /// Changes of the plan that this drill brought about.
    pub plan_changes: &'a [PlanChange],
    /// The end of the record and its seal.
    pub seal: Option<&'a Seal>,
}

impl<'a> Input<'a> {
    /// A drill by itself: nobody is named, no organisation, nothing that came of it.
    pub fn of(scenario: &'a Scenario, evaluation: &'a Evaluation, records: &'a [Record]) -> Self {
        static NOBODY: BTreeMap<PersonId, String> = BTreeMap::new();
        Self {
            scenario,
            evaluation,
            records,
            people: &NOBODY,
            organisation: "",
            sponsor: "",
            contact: "",
            named: false,
            utc_offset_minutes: 0,
            dated: None,
            actions: &[],
            plan_changes: &[],
            seal: None,
        }
    }
}

/// The end of a record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Seal {
    /// The number of the last record.
    pub seq: u64,
    /// Its seal.
    pub seal: String,
}

/// What kind of thing a corrective action changes (HSEEP's capability elements).
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Element {
    /// Plans, policies, procedures.
    Planning,
    /// People and how they are organised.
    Organisation,
    /// Equipment and systems.
    Equipment,
    /// Training.
    Training,
    /// Exercises.
    Exercises,
}

/// How far a corrective action is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// Not begun.
    Open,
    /// Begun.
    InProgress,
    /// Done, as its owner says.
    Complete,
    /// Done, as somebody other than its owner has seen.
    Verified,
}

/// Who does what by when.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CorrectiveAction {
    /// The record of the finding that it answers, where it answers one.
    pub finding: Option<u64>,
    /// The issue in words; the finding's title where left empty.
    pub issue: String,
    /// What is to be done.
    pub what: String,
    /// What kind of thing it changes.
    pub element: Element,
    /// The capability; that of the finding's objective where left empty.
    pub capability: String,
    /// Who sees to it.
    pub owner: String,
    /// How to reach them.
    pub contact: String,
    /// When it begins; the day of the drill where left out.
    pub start: Option<Stamp>,
    /// When it should be done; 30 days after the drill where left out.
    pub due: Option<Stamp>,
    /// How far it is.
    pub status: ActionStatus,
}

/// What has become of a change to the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ChangeState {
    /// Somebody proposes it.
    Proposed,
    /// It stands in the plan.
    Adopted,
    /// It was turned down.
    Declined,
}

/// A change to the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanChange {
    /// The section, as a path of headings.
    pub section: String,
    /// The text before; empty where it is new.
    pub before: String,
    /// The text after.
    pub after: String,
    /// What has become of it.
    pub state: ChangeState,
    /// The revision that it stands in.
    pub revision: Option<String>,
    /// Because of what.
    pub because: String,
}

/// What an edition says beside one drill: the drill before it, what management is asked, who approved it, what was
/// corrected later. The default knows nothing of these.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Background {
    /// The drill before this one that tested some of the same objectives.
    pub last_drill: Option<LastDrill>,
    /// When the next drill is planned.
    pub next_drill: Option<Stamp>,
    /// What management is asked to decide; it stands before what the report itself asks.
    pub asks: Vec<Ask>,
    /// Who approved the edition.
    pub approval: Option<Approval>,
    /// What was corrected after an edition was approved, the oldest first.
    pub addenda: Vec<Addendum>,
}

/// The drill before this one, as it was closed.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LastDrill {
    /// Its title.
    pub title: String,
    /// When it was.
    pub at: Stamp,
    /// The rating of each objective.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
    /// What became of each expected action.
    pub outcomes: BTreeMap<ActionId, Outcome>,
}

/// A decision that management is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ask {
    /// What is to be decided.
    pub what: String,
    /// What it costs; may be empty.
    pub money: String,
    /// Who would own it; may be empty.
    pub owner: String,
    /// What may happen without it; may be empty.
    pub risk: String,
}

/// Somebody approved an edition.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Approval {
    /// Who, by name.
    pub by: String,
    /// When.
    pub at: Stamp,
}

/// A correction to an edition that was approved.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Addendum {
    /// What it says.
    pub says: String,
    /// Who wrote it, by name.
    pub by: String,
    /// When.
    pub at: Stamp,
}
