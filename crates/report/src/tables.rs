//! The figures of a report as numbers and moments, row by row, for the formats that programs calculate with: CSV, XLSX
//! and JSON. Their words are those of the report. Not here: how a format writes them.

use chrono::{DateTime, FixedOffset, SecondsFormat, Utc};
use evaluation::{DecisionSummary, Delivery, Entry, InjectState, InjectSummary, channel_word};
use exercise::StoryTime;
use scenario::Trigger;
use schemars::JsonSchema;
use serde::Serialize;
use terms::Stamp;

use crate::build::Look;
use crate::escape::is_text;
use crate::input::Input;
use crate::model::{AfterActionReport, DecisionPart, LinePart};

/// Every table of a report that holds numbers.
#[derive(Clone, Debug, Default, PartialEq, Serialize, JsonSchema)]
pub struct Tables {
    /// What local wall time is ahead of UTC, in minutes.
    pub utc_offset_minutes: i32,
    /// The moment of the last record, in milliseconds since 1970 UTC; none where there is no record.
    pub last_at_ms: Option<i64>,
    /// Every decision, struck ones too, in the order of the exercise clock.
    pub decisions: Vec<DecisionRow>,
    /// Every inject, once for each delivery.
    pub msel: Vec<MselRow>,
    /// Every line of the timeline.
    pub timeline: Vec<TimelineRow>,
}

/// When something was, on all three clocks.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct Moment {
    /// On the exercise clock, in milliseconds.
    pub elapsed_ms: i64,
    /// On the wall clock, in milliseconds since 1970 UTC.
    pub at_ms: i64,
    /// The same in words, with the local offset: `2027-03-05T10:04:00.000+01:00`.
    pub wall_time: String,
    /// On the story clock, local to the story: `2027-03-05 16:44`; empty before the start.
    pub story_time: String,
    /// The same in milliseconds since 1970.
    #[serde(skip)]
    pub(crate) story: Option<StoryTime>,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct DecisionRow {
    /// The record.
    pub record: u64,
    /// When it was said.
    pub when: Moment,
    /// The role, with the person in the named edition.
    pub role: String,
    /// The inject it answers; empty where nobody asked.
    pub inject: String,
    /// The id of the option; empty for free text.
    pub option: String,
    /// What was decided.
    pub text: String,
    /// Why; empty where nobody said.
    pub reason: String,
    /// The role that authorised it; empty where none did.
    pub authorised_by: String,
    /// Delivered to decided, net of pauses, in milliseconds; none for an unprompted one.
    pub latency_ms: Option<i64>,
    /// The target, in milliseconds; none where there is none.
    pub target_ms: Option<i64>,
    /// The outcome in words; empty where there is none.
    pub outcome: String,
    /// True where the facilitator had prompted.
    pub prompted: bool,
    /// True where the authority is missing.
    pub unauthorised: bool,
    /// True where the scenario marks the choice as harmful.
    pub harmful: bool,
    /// True where it was struck and counts no more.
    pub struck: bool,
}

/// An inject as it was played.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct MselRow {
    /// Its id.
    pub inject: String,
    /// What the trainer calls it.
    pub title: String,
    /// When it was planned, on the exercise clock, in milliseconds; none where that was left open.
    pub planned_ms: Option<i64>,
    /// When it was planned, in words.
    pub planned: String,
    /// When it was delivered; none where it was not.
    pub delivered: Option<Moment>,
    /// Where it stands.
    pub state: String,
    /// Its channel.
    pub channel: String,
    /// Whom it comes from, as players see it.
    pub from: String,
    /// The roles it goes to.
    pub to: String,
    /// True where it came only to help.
    pub contingency: bool,
    /// True where the trainer wrote it during the drill.
    pub added: bool,
    /// True where its text was changed before delivery.
    pub edited: bool,
    /// The shortest time to an acknowledgement, in milliseconds; none where nobody acknowledged it.
    pub acknowledged_ms: Option<i64>,
    /// How many decisions on it stand.
    pub decisions: u64,
    /// True where it asked for something and got nothing.
    pub unanswered: bool,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, JsonSchema)]
pub struct TimelineRow {
    /// When.
    pub when: Moment,
    /// What kind of thing happened.
    pub kind: String,
    /// The role it is about.
    pub role: String,
    /// What happened.
    pub says: String,
    /// The time taken, in milliseconds.
    pub latency_ms: Option<i64>,
    /// The target, in milliseconds.
    pub target_ms: Option<i64>,
    /// The outcome in words.
    pub outcome: String,
    /// The records.
    pub records: String,
    /// True where it was struck.
    pub struck: bool,
}

/// The tables of a report that was made from the same input.
pub fn tables(input: &Input<'_>, report: &AfterActionReport) -> Tables {
    let look = Look::new(input);
    let evaluation = input.evaluation;
    let decided = evaluation.decisions.iter().zip(&report.decisions);
    let lines = evaluation.timeline.iter().zip(&report.timeline);
    Tables {
        utc_offset_minutes: input.utc_offset_minutes,
        last_at_ms: evaluation.course.last_at.map(|at| at.0),
        decisions: decided
            .map(|(it, part)| decision(&look, it, part))
            .collect(),
        msel: evaluation
            .injects
            .iter()
            .flat_map(|it| inject(&look, it))
            .collect(),
        timeline: lines.map(|(it, part)| line(&look, it, part)).collect(),
    }
}

/// The text without characters that are no text at all.
pub(crate) fn plain(text: &str) -> String {
    text.chars().filter(|c| is_text(*c)).collect()
}

/// True where a spreadsheet could take a text for a formula: it begins, perhaps after spaces, with one of the
/// characters that begin one, or with a tab or a line break. The full-width forms count too.
pub(crate) fn could_be_formula(text: &str) -> bool {
    let begins = |c: char| matches!(c, '=' | '+' | '-' | '@' | '＝' | '＋' | '－' | '＠');
    text.starts_with(['\t', '\r', '\n']) || text.trim_start().starts_with(begins)
}

fn decision(look: &Look<'_>, it: &DecisionSummary, part: &DecisionPart) -> DecisionRow {
    let inject = it.inject.as_ref();
    DecisionRow {
        record: it.record,
        when: moment(look, it.elapsed.0, it.at, it.story),
        role: part.role.clone(),
        inject: inject.map_or_else(String::new, |inject| look.inject(inject)),
        option: it
            .option
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        text: part.text.clone(),
        reason: part.rationale.clone(),
        authorised_by: part.authorised_by.clone(),
        latency_ms: it.latency.map(|span| span.0),
        target_ms: it.target.map(|span| span.0),
        outcome: part.outcome.clone(),
        prompted: it.prompted,
        unauthorised: it.unauthorised,
        harmful: it.harmful,
        struck: part.struck,
    }
}

fn inject(look: &Look<'_>, it: &InjectSummary) -> Vec<MselRow> {
    if it.deliveries.is_empty() {
        return vec![played(look, it, None)];
    }
    it.deliveries
        .iter()
        .map(|delivery| played(look, it, Some(delivery)))
        .collect()
}

fn played(look: &Look<'_>, it: &InjectSummary, delivery: Option<&Delivery>) -> MselRow {
    let (planned_ms, planned) = planned(look, it);
    let to: Vec<String> = it.to.iter().map(|role| look.role(role)).collect();
    let quickest = it.acknowledged.iter().map(|ack| ack.latency.0).min();
    MselRow {
        inject: it.inject.to_string(),
        title: it.title.clone(),
        planned_ms,
        planned,
        delivered: delivery.map(|at| moment(look, at.elapsed.0, at.at, at.story)),
        state: state(it.state).to_owned(),
        channel: channel_word(it.channel).to_owned(),
        from: it.from.clone(),
        to: if to.is_empty() {
            "everyone".to_owned()
        } else {
            to.join(", ")
        },
        contingency: it.contingency,
        added: it.added,
        edited: it.edited,
        acknowledged_ms: quickest.filter(|_| delivery.is_some()),
        decisions: it.decisions.len() as u64,
        unanswered: it.unanswered,
    }
}

fn planned(look: &Look<'_>, it: &InjectSummary) -> (Option<i64>, String) {
    let written = &look.input.scenario.injects;
    let Some(inject) = written.iter().find(|inject| inject.id == it.inject) else {
        return (None, "written during the drill".to_owned());
    };
    match &inject.trigger {
        Trigger::At(offset) => (Some(offset.0), format!("at {offset}")),
        Trigger::After(after) => {
            let title = look.inject(&after.inject);
            (None, format!("{} after “{title}”", after.delay.spoken()))
        }
        Trigger::When(_) => (None, "when its condition holds".to_owned()),
        Trigger::ByHand => (None, "by hand".to_owned()),
    }
}

fn state(state: InjectState) -> &'static str {
    match state {
        InjectState::Waiting => "Not delivered",
        InjectState::Held => "Held back",
        InjectState::Delivered => "Delivered",
        InjectState::Withdrawn => "Withdrawn",
        InjectState::Skipped => "Left out",
        InjectState::Cancelled => "Cancelled",
    }
}

fn line(look: &Look<'_>, it: &Entry, part: &LinePart) -> TimelineRow {
    TimelineRow {
        when: moment(look, it.elapsed.0, it.at, it.story),
        kind: part.kind.clone(),
        role: part.role.clone(),
        says: part.says.clone(),
        latency_ms: it.latency.map(|span| span.0),
        target_ms: it.target.map(|span| span.0),
        outcome: part.outcome.clone(),
        records: part.records.clone(),
        struck: part.struck,
    }
}

fn moment(look: &Look<'_>, elapsed_ms: i64, at: Stamp, story: Option<StoryTime>) -> Moment {
    Moment {
        elapsed_ms,
        at_ms: at.0,
        wall_time: wall_time(look, at),
        story_time: story.map_or_else(String::new, StoryTime::full),
        story,
    }
}

fn wall_time(look: &Look<'_>, at: Stamp) -> String {
    let seconds = look.input.utc_offset_minutes.saturating_mul(60);
    let utc = DateTime::<Utc>::from_timestamp_millis(at.0);
    match (utc, FixedOffset::east_opt(seconds)) {
        (Some(utc), Some(offset)) => utc
            .with_timezone(&offset)
            .to_rfc3339_opts(SecondsFormat::Millis, false),
        (Some(utc), None) => utc.to_rfc3339_opts(SecondsFormat::Millis, false),
        (None, _) => String::new(),
    }
}
