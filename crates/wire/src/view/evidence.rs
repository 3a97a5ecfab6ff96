//! The evidence of the year as a screen shows it: criteria, measures, drills, trends.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LabelledView;

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
    /// What it rests on: `drill`.
    pub basis: String,
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
    /// What it is a part of, such as `3 of 4`.
    pub of: String,
}
