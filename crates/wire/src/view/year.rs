//! The year around the drills: its first screen, the improvement plan, the evidence, the registers. Days are written as
//! `2027-03-05`. Every row bears the records behind it. Not here: how any of it is reckoned.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A label with what it says.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LabelledView {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub says: String,
}

/// The first screen of the year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct YearView {
    /// The programme's name.
    pub programme: String,
    /// What everybody has to know, such as that all of it was made up; may be empty.
    pub marking: String,
    /// The day as of which all of it holds.
    pub as_of: String,
    /// By when the next drill has to be.
    pub next_due: Option<String>,
    /// How many days it is overdue.
    pub next_overdue_days: u32,
    /// The next drill that is planned.
    pub planned: Option<PlannedView>,
    /// People in a role, by how they stand.
    pub people: Vec<StandingCount>,
    /// Those who have to drill next.
    pub people_due: Vec<PersonDueView>,
    /// Gaps among people and appointments.
    pub gaps: Vec<String>,
    /// Open corrective actions.
    pub actions_open: u32,
    /// Those overdue.
    pub actions_overdue: u32,
    /// Those done and verified by nobody.
    pub actions_unverified: u32,
    /// Open corrective actions by unit.
    pub by_unit: Vec<UnitActionsView>,
    /// How far the last year's drills covered each plan.
    pub coverage: Vec<CoverageView>,
    /// The last drill that counts.
    pub last_drill: Option<LastDrillView>,
    /// Criteria that no record supports, or only in part.
    pub evidence_gaps: Vec<LabelledView>,
    /// How many criteria there are.
    pub criteria: u32,
    /// Emergency accounts that should be gone.
    pub orphans: u32,
}

/// A drill that is planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlannedView {
    /// What it is called.
    pub title: String,
    /// The day.
    pub on: String,
}

/// How many people stand so.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StandingCount {
    /// `current`, `due`, `expired`, `never`, `remediation`.
    pub state: String,
    /// How many.
    pub number: u32,
}

/// Somebody who has to drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PersonDueView {
    /// The role.
    pub role: String,
    /// The name.
    pub name: String,
    /// How they stand.
    pub state: String,
    /// Why, in a sentence.
    pub why: String,
}

/// The open corrective actions of a unit.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitActionsView {
    /// The unit; empty where none is named.
    pub unit: String,
    /// Open ones.
    pub open: u32,
    /// Those overdue.
    pub overdue: u32,
}

/// How far the last year's drills covered a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CoverageView {
    /// The plan.
    pub plan: String,
    /// Its title.
    pub title: String,
    /// Such as `8 of 11 (72.7 %)`.
    pub says: String,
}

/// The last drill that counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LastDrillView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The day.
    pub on: String,
    /// The rating of each objective, by its short name.
    pub ratings: Vec<LabelledView>,
}
