//! The improvement plan as a screen shows it, and what may be asked of it. Days are written as `2027-03-05`.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LabelledView;

/// The improvement plan: what was found in drills and incidents, and what is done about it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ImprovementView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// The corrective actions.
    pub actions: Vec<ActionLine>,
    /// The findings and incidents, the newest first.
    pub findings: Vec<FindingLine>,
    /// Names to offer for an owner or a signer.
    pub people: Vec<String>,
    /// Units to offer.
    pub units: Vec<String>,
    /// Closed drills to offer for a test made again.
    pub drills: Vec<LabelledView>,
}

/// A corrective action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ActionLine {
    /// Its id.
    pub id: String,
    /// What is to be done.
    pub what: String,
    /// Why, in words.
    pub because: String,
    /// The finding or incident that it answers; where neither, the words of its cause.
    pub answers: String,
    /// Planning, Organisation, Equipment, Training or Exercises.
    pub element: String,
    /// Who does it.
    pub owner: String,
    /// The unit.
    pub unit: String,
    /// `high`, `medium`, `low`.
    pub priority: String,
    /// When it starts; may be empty.
    pub start: String,
    /// By when; may be empty.
    pub due: String,
    /// `open`, `done`, `verified`, `risk-accepted`.
    pub status: String,
    /// How many days it is overdue.
    pub overdue_days: u32,
    /// When it was done; may be empty.
    pub done_on: String,
    /// What shows it.
    pub evidence: String,
    /// Who verified it, or signed for the risk.
    pub signed_by: String,
    /// When.
    pub signed_on: String,
    /// Why the risk is borne; may be empty.
    pub risk: String,
    /// What is the matter with it; may be empty.
    pub amiss: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A finding of a drill, or an incident.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingLine {
    /// The finding or incident, as a reference.
    pub id: String,
    /// True for an incident of the log.
    pub incident: bool,
    /// The drill; none for an incident.
    pub exercise: Option<String>,
    /// What the drill was called.
    pub drill: String,
    /// The day.
    pub on: String,
    /// What makes it the same elsewhere; may be empty.
    pub key: String,
    /// What it is.
    pub title: String,
    /// True where it is serious.
    pub serious: bool,
    /// The role; may be empty.
    pub role: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The section of the plan; may be empty.
    pub section: String,
    /// The corrective actions that answer it.
    pub actions: Vec<String>,
    /// `open`, `done`, `fixed`, `retested`, `risk-accepted`.
    pub state: String,
    /// True where the same was found more than once.
    pub recurring: bool,
    /// The last test made again, in words; may be empty.
    pub retested: String,
    /// The root-cause sheet, where there is one.
    pub root_cause: Option<RootCauseView>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A root-cause sheet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RootCauseView {
    /// Why, and why that, up to five times.
    pub whys: Vec<String>,
    /// What contributed.
    pub factors: Vec<String>,
    /// Who wrote it.
    pub by: String,
}

/// A change to the improvement plan. Who acts is named by name; days are `2027-03-05`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "improve", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum ImproveCall {
    /// Write or change a corrective action; `answers` is a finding or incident as its line names it, or words.
    Track {
        action: Option<String>,
        answers: String,
        what: String,
        element: String,
        owner: String,
        unit: String,
        priority: String,
        start: String,
        due: String,
    },
    /// It was done.
    Done {
        action: String,
        by: String,
        on: String,
        evidence: String,
    },
    /// Somebody other than the owner verified it.
    Verify {
        action: String,
        by: String,
        on: String,
        note: String,
    },
    /// It was not done after all.
    Reopen { action: String, because: String },
    /// Somebody signs that the risk is borne instead; `until` may be empty.
    AcceptRisk {
        action: String,
        by: String,
        on: String,
        because: String,
        until: String,
    },
    /// Keep a root-cause sheet.
    RootCause {
        key: String,
        whys: Vec<String>,
        factors: Vec<String>,
        by: String,
    },
    /// A later drill tested it again.
    Retest {
        key: String,
        exercise: String,
        clean: bool,
        by: String,
    },
}

/// What a table brings, or would bring.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BroughtView {
    /// `people`, `actions`, `assets`, `incidents`.
    pub kind: String,
    /// The file.
    pub path: String,
    /// Rows that bring something.
    pub rows: u32,
    /// Rows that bring nothing new.
    pub same: u32,
    /// Rows that are left out.
    pub left_out: u32,
    /// What does not fit.
    pub misfits: Vec<LabelledView>,
    /// True where it was brought in.
    pub taken: bool,
}
