//! What an evaluation says about things that happened: lines of the timeline, injects, decisions, notes.
//! Not here: how they are judged (`judged`).

use exercise::{NoteBy, Outcome, Source, Stance, StoryTime, Tone};
use serde::Serialize;
use terms::{ActionId, Elapsed, InjectId, ObjectiveId, OptionId, PersonId, RoleId, Span, Stamp};

/// What a line of the timeline is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// The drill was set up.
    Briefed,
    /// The clock started, or play or the whole drill ended.
    Phase,
    /// The clock was paused, by whatever cause.
    Pause,
    /// A break was announced.
    Break,
    /// The clock ran on.
    Resume,
    /// The clock was moved forward.
    Jump,
    /// The speed was changed.
    Speed,
    /// A role was taken or left during play, or a person came or went.
    Attendance,
    /// An inject was delivered.
    Inject,
    /// An inject was held, released, skipped, postponed, edited, added or cancelled.
    Control,
    /// A delivered inject was withdrawn.
    Withdrawn,
    /// A role acknowledged an inject.
    Acknowledged,
    /// A role decided.
    Decision,
    /// A decision was changed.
    Revision,
    /// Another role agreed or dissented.
    Stance,
    /// A record was struck.
    Struck,
    /// The target time of an expected action passed.
    Lapsed,
    /// The outcome of an expected action was settled.
    Settled,
    /// The team took a step that the drill keeps count of.
    Step,
    /// The facilitator prompted.
    Prompt,
    /// A dispute was parked.
    Parked,
    /// A role asked, or got an answer.
    Question,
    /// A note was written.
    Note,
    /// A deadline began.
    DeadlineBegan,
    /// Players recognised a deadline.
    DeadlineRecognised,
    /// A deadline was met, in time or late.
    DeadlineMet,
    /// A deadline passed.
    DeadlineMissed,
    /// A real incident was declared or cleared.
    RealIncident,
}

/// One line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Entry {
    /// The records behind it, the telling one first.
    pub records: Vec<u64>,
    /// When, on the exercise clock; for a decision that was set back, when it was said.
    pub elapsed: Elapsed,
    /// When, on the wall clock.
    pub at: Stamp,
    /// When, on the story clock; none before the start.
    pub story: Option<StoryTime>,
    /// What it is about.
    pub kind: EntryKind,
    /// The role it is about.
    pub role: Option<RoleId>,
    /// The inject it is about.
    pub inject: Option<InjectId>,
    /// What happened, in a plain sentence without names.
    pub says: String,
    /// Time since delivery, net of pauses, where that means something.
    pub latency: Option<Span>,
    /// The target for that time, where an expected action gives one.
    pub target: Option<Span>,
    /// The outcome of the expected action that it settled.
    pub outcome: Option<Outcome>,
    /// True where it was struck and counts no more.
    pub struck: bool,
}

/// Where an inject stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum InjectState {
    /// Not yet due, or never came due.
    Waiting,
    /// Held back by hand.
    Held,
    /// Delivered.
    Delivered,
    /// Delivered and taken back.
    Withdrawn,
    /// Left out by hand.
    Skipped,
    /// It will not come.
    Cancelled,
}

/// One delivery of an inject.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Delivery {
    /// The record.
    pub record: u64,
    /// When, on the exercise clock.
    pub elapsed: Elapsed,
    /// When, on the wall clock.
    pub at: Stamp,
    /// When, on the story clock.
    pub story: Option<StoryTime>,
    /// Why then.
    pub cause: exercise::Cause,
}

/// One acknowledgement.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Acknowledgement {
    /// The record.
    pub record: u64,
    /// The role.
    pub role: RoleId,
    /// Delivered to acknowledged, net of pauses.
    pub latency: Span,
}

/// One inject and what came of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct InjectSummary {
    /// The inject.
    pub inject: InjectId,
    /// What the trainer calls it.
    pub title: String,
    /// Its channel.
    pub channel: scenario::Channel,
    /// Whom it comes from, as players see it.
    pub from: String,
    /// The roles it goes to; empty means everyone.
    pub to: Vec<RoleId>,
    /// True for a contingency inject.
    pub contingency: bool,
    /// True where the trainer wrote it during the drill.
    pub added: bool,
    /// True where its text was changed before delivery.
    pub edited: bool,
    /// Where it stands.
    pub state: InjectState,
    /// Every delivery.
    pub deliveries: Vec<Delivery>,
    /// Who acknowledged it.
    pub acknowledged: Vec<Acknowledgement>,
    /// The records of the decisions on it that stand.
    pub decisions: Vec<u64>,
    /// The expected actions it should bring about.
    pub actions: Vec<ActionId>,
    /// The records of the prompts on it.
    pub prompts: Vec<u64>,
    /// True where it asked for something and got nothing.
    pub unanswered: bool,
}

/// One decision and what became of it.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DecisionSummary {
    /// The record.
    pub record: u64,
    /// The role that decided.
    pub role: RoleId,
    /// The person in it, where known.
    pub person: Option<PersonId>,
    /// How it came into the record.
    pub source: Source,
    /// The inject it answers; none where nobody asked.
    pub inject: Option<InjectId>,
    /// The option, as it stands now.
    pub option: Option<OptionId>,
    /// The words, as they stand now.
    pub text: String,
    /// The reason, as it stands now.
    pub rationale: String,
    /// The role that authorised it, as it stands now.
    pub authorised_by: Option<RoleId>,
    /// True where the authority is missing now.
    pub unauthorised: bool,
    /// When it was said, on the exercise clock.
    pub elapsed: Elapsed,
    /// When it was said, on the wall clock.
    pub at: Stamp,
    /// When it was said, on the story clock.
    pub story: Option<StoryTime>,
    /// How much earlier it was said than entered; zero where it was not set back.
    pub set_back: Span,
    /// Delivered to decided, net of pauses; none for an unprompted one.
    pub latency: Option<Span>,
    /// The expected action it belongs to.
    pub action: Option<ActionId>,
    /// The target of that action.
    pub target: Option<Span>,
    /// The outcome of that action where this decision settled it.
    pub outcome: Option<Outcome>,
    /// True where the facilitator had prompted.
    pub prompted: bool,
    /// True where the choice does harm.
    pub harmful: bool,
    /// Every earlier form, oldest first; the first is what was decided at the time of the latency.
    pub revisions: Vec<RevisionSummary>,
    /// What other roles thought.
    pub stances: Vec<StanceSummary>,
    /// Why it was struck, where it was.
    pub struck: Option<String>,
}

/// A form of a decision that was replaced by a later one.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct RevisionSummary {
    /// The record that replaced it.
    pub record: u64,
    /// When that was, on the exercise clock.
    pub elapsed: Elapsed,
    /// The option until then.
    pub option: Option<OptionId>,
    /// The words until then.
    pub text: String,
    /// The reason until then.
    pub rationale: String,
    /// The role that had authorised it until then.
    pub authorised_by: Option<RoleId>,
    /// True where the authority was missing until then.
    pub unauthorised: bool,
}

/// What another role thought of a decision.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct StanceSummary {
    /// The record.
    pub record: u64,
    /// The role.
    pub role: RoleId,
    /// What it thinks.
    pub stance: Stance,
    /// In its own words.
    pub says: String,
}

/// A note that stands.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NoteSummary {
    /// The record.
    pub record: u64,
    /// When, on the exercise clock.
    pub elapsed: Elapsed,
    /// Who wrote it.
    pub by: NoteBy,
    /// What it says.
    pub says: String,
    /// What it speaks of.
    pub tone: Tone,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// The inject it belongs to.
    pub inject: Option<InjectId>,
    /// True where management should hear of it the same day.
    pub critical: bool,
}
