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

/// The evidence of the year.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EvidenceYearView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The first day of the window.
    pub from: String,
    /// Its last.
    pub to: String,
    /// The criteria.
    pub criteria: Vec<CriterionView>,
    /// SOC 2 and CSF 2.0.
    pub frameworks: Vec<FrameworkView>,
    /// The measures.
    pub measures: Vec<MeasureView>,
    /// The rule of proficiency, in words.
    pub rule: String,
    /// Every drill that was begun.
    pub drills: Vec<DrillLine>,
    /// How things went over the drills that count.
    pub trends: Vec<TrendView>,
    /// Names to offer for an assessor.
    pub people: Vec<String>,
}

/// A criterion.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CriterionView {
    /// Its id.
    pub id: String,
    /// The level of maturity that it belongs to.
    pub level: u32,
    /// What it asks for, in our words.
    pub label: String,
    /// `supported`, `partial`, `no-evidence`, `not-applicable`, `out-of-scope`.
    pub status: String,
    /// The day as of which that holds.
    pub as_of: String,
    /// Why.
    pub says: Vec<String>,
    /// The figures it rests on.
    pub figures: Vec<LabelledView>,
    /// What an assessor recorded last.
    pub assessed: Option<AssessedView>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// What an assessor recorded.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AssessedView {
    /// The level; none where no level was given.
    pub level: Option<u32>,
    /// `in-scope`, `not-applicable`, `out-of-scope`.
    pub scope: String,
    /// Who.
    pub by: String,
    /// When.
    pub on: String,
    /// Why.
    pub because: String,
}

/// A framework with its references to our criteria.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FrameworkView {
    /// `soc2`, `csf`.
    pub id: String,
    /// What it is, and whose.
    pub source: String,
    /// Its places.
    pub references: Vec<ReferenceView>,
}

/// A place of a framework.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReferenceView {
    /// Its identifier there.
    pub id: String,
    /// What it is about, in our words.
    pub label: String,
    /// Our criteria.
    pub criteria: Vec<String>,
    /// How far those are supported together.
    pub status: String,
    /// What was looked at besides; may be empty.
    pub says: String,
}

/// A measure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MeasureView {
    /// Its id.
    pub id: String,
    /// The level that it belongs to.
    pub level: u32,
    /// What it measures.
    pub label: String,
    /// The value, such as `72.7 %` or `n/a`.
    pub value: String,
    /// What the value is counted in.
    pub unit: String,
    /// Such as `8 of 11`; empty for a plain count.
    pub of: String,
    /// How it is reckoned.
    pub formula: String,
    /// `drill`, `attested`, `drill-and-attested`, `incident-log`.
    pub basis: String,
    /// Its parts.
    pub parts: Vec<LabelledView>,
    /// What else to know; may be empty.
    pub note: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A drill that was begun, whatever came of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillLine {
    /// The drill.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The day it was set up.
    pub on: String,
    /// `live`, `practice`, `bot-assisted`, `rehearsal`, `demo`.
    pub origin: String,
    /// Its phase.
    pub phase: String,
    /// `completed`, `aborted`, `void`, `real-incident`; none while it is not closed.
    pub how: Option<String>,
    /// True where it counts.
    pub counts: bool,
    /// To whom its report was presented, and when; may be empty.
    pub presented: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One figure over the drills that count.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TrendView {
    /// What it is.
    pub label: String,
    /// What it is counted in: `%` or `min`.
    pub unit: String,
    /// How it is reckoned.
    pub formula: String,
    /// One for each drill that has it, the oldest first.
    pub points: Vec<TrendPoint>,
}

/// One drill's figure.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TrendPoint {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The day.
    pub on: String,
    /// The figure.
    pub value: f64,
}

/// The registers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RegistersView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// Real incidents and near ones.
    pub incidents: Vec<IncidentLine>,
    /// Assets.
    pub assets: Vec<AssetLine>,
    /// Plans and papers.
    pub documents: Vec<DocumentLine>,
    /// Emergency accounts.
    pub accounts: Vec<AccountLine>,
    /// Business units with their recovery priorities, in scope and out of it.
    pub business_units: Vec<UnitLine>,
    /// The rule packs that may bind a unit, by id.
    pub regimes: Vec<LabelledView>,
    /// People to choose from, by id.
    pub people: Vec<LabelledView>,
    /// Units to offer.
    pub units: Vec<String>,
    /// Roles to offer.
    pub roles: Vec<String>,
}

/// An incident of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentLine {
    /// Its id in the organisation's own log.
    pub id: String,
    /// What happened.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The kind.
    pub kind: String,
    /// `system`, `person`, `outside`, `unknown`.
    pub found_by: String,
    /// True where it was serious.
    pub serious: bool,
    /// True where nothing came of it.
    pub near: bool,
    /// True where continuity was touched.
    pub continuity: bool,
    /// When it was opened.
    pub opened: String,
    /// When it was closed; may be empty.
    pub closed: String,
    /// When it was last reviewed; may be empty.
    pub reviewed: String,
    /// What makes it the same failure as another; may be empty.
    pub key: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An asset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AssetLine {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The categories of data it holds.
    pub categories: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// The unit.
    pub unit: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A plan in force, or a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DocumentLine {
    /// Its id.
    pub id: String,
    /// True for a plan of this programme, which is changed in Plan.
    pub plan: bool,
    /// `programme-plan`, `unit-plan`, `leadership`, `conops`, `charter`, `minutes`, `contacts`, `prioritisation`, `other`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The revision; may be empty.
    pub revision: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The document it stands under; may be empty.
    pub parent: String,
    /// Who answers for it.
    pub owner: String,
    /// The date of the issue.
    pub dated: String,
    /// When it has to be reviewed; may be empty.
    pub review: String,
    /// True where that day has passed.
    pub review_overdue: bool,
    /// Who approved it in which capacity.
    pub approvals: Vec<LabelledView>,
    /// Such as `19 of 20`; empty where nobody has to acknowledge it.
    pub acknowledged: String,
    /// Role holders who have not acknowledged the revision in force, by id.
    pub missing: Vec<LabelledView>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An emergency account. Only its reference is kept, never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AccountLine {
    /// Its reference.
    pub id: String,
    /// For whom.
    pub name: String,
    /// The role.
    pub role: String,
    /// The system.
    pub system: String,
    /// The drill; none outside of one.
    pub exercise: Option<String>,
    /// True for an account of a drill's story, which never counts as a real one.
    pub played: bool,
    /// How it stands, as the program's list names it.
    pub state: String,
    /// When it was asked for, in wall milliseconds.
    pub requested: Option<i64>,
    /// Who allowed it; may be empty.
    pub approved_by: String,
    /// When it was made.
    pub provisioned: Option<i64>,
    /// When it has to be gone.
    pub expires: Option<i64>,
    /// When it was taken away.
    pub removed: Option<i64>,
    /// What is the matter with it; may be empty.
    pub amiss: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A business unit and what it wants back first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitLine {
    /// Its name.
    pub unit: String,
    /// True where the programme covers it.
    pub in_scope: bool,
    /// Who answers for it; may be empty.
    pub owner: String,
    /// The rule packs that bind it, by id.
    pub regimes: Vec<String>,
    /// Who in Legal confirmed them; may be empty.
    pub confirmed_by: String,
    /// On which day; may be empty.
    pub confirmed_on: String,
    /// Its services, the first to come back first.
    pub priorities: Vec<String>,
    /// Who set that order, and when; may be empty.
    pub priorities_by: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An entry of a register. Who acts is named by name; days are `2027-03-05`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "enter", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RegisterCall {
    /// Write or change an incident; `found_by` is `system`, `person`, `outside` or `unknown`.
    Incident {
        incident: String,
        title: String,
        unit: String,
        kind: String,
        found_by: String,
        serious: bool,
        near: bool,
        continuity: bool,
        opened: String,
        closed: String,
        reviewed: String,
        key: String,
    },
    /// Write or change an asset; none for a new one.
    Asset {
        asset: Option<String>,
        name: String,
        categories: Vec<String>,
        owner: String,
        unit: String,
    },
    /// Write or change a paper; none for a new one.
    Document {
        document: Option<String>,
        kind: String,
        title: String,
        unit: String,
        parent: String,
        owner: String,
        dated: String,
        review: String,
    },
    /// Write or change a business unit; whoever confirmed the regimes may be empty.
    Unit {
        unit: String,
        in_scope: bool,
        owner: String,
        regimes: Vec<String>,
        confirmed_by: String,
        confirmed_on: String,
    },
    /// In which order the services of a unit come back, the first one first.
    Priorities {
        unit: String,
        services: Vec<String>,
        by: String,
        on: String,
    },
    /// A paper was approved; the capacity is `unit-owner`, `soc`, `team` or `leadership`.
    Approved {
        document: String,
        capacity: String,
        by: String,
        on: String,
    },
    /// A person has read the revision in force of a plan.
    Acknowledged { plan: String, person: String },
    /// An emergency account was asked for, by its reference and never with a secret; it has to be gone after so many hours.
    AccountRequested {
        account: String,
        person: String,
        role: String,
        system: String,
        hours: u32,
    },
    /// Something was done about an account: `approved`, `provisioned` or `removed`.
    AccountStep {
        account: String,
        step: String,
        by: String,
    },
}
