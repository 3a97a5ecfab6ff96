//! A drill while it is conducted.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::around::ModuleView;
use super::briefing::{HolderView, ObjectiveLine};
use super::counted::CountedView;

/// The clocks. The page interpolates from `at_ms` while running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// True while it runs.
    pub running: bool,
    /// Exercise clock at `at_ms`.
    pub elapsed_ms: i64,
    /// Wall clock of this view.
    pub at_ms: i64,
    /// Per mille.
    pub rate: u32,
    /// Story clock at `at_ms`, local milliseconds.
    pub story_ms: i64,
    /// As words: `Friday 17:52`.
    pub story: String,
    /// Story time per exercise time.
    pub story_ratio: u32,
    /// Planned length.
    pub planned_ms: i64,
    /// Why it stands: `trainer`, `break`, `slept`, `cut-off`, `real-incident`.
    pub pause: Option<String>,
    /// When the break ends, wall clock.
    pub back_at_ms: Option<i64>,
}

/// An inject in the list of a running drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Module id.
    pub module: Option<String>,
    /// How.
    pub channel: String,
    /// From whom.
    pub from: String,
    /// Titles; empty means everyone.
    pub to: Vec<String>,
    /// `delivered`, `due`, `waiting`, `by-hand`, `held`, `skipped`, `cancelled`, `withdrawn`.
    pub state: String,
    /// When due on the exercise clock, where known.
    pub due_ms: Option<i64>,
    /// When delivered.
    pub delivered_ms: Option<i64>,
    /// When, as words.
    pub trigger: String,
    /// Held back until something is missed.
    pub contingency: bool,
    /// Group of alternatives.
    pub group: Option<String>,
    /// Delivered and not yet answered.
    pub open: bool,
    /// First decision on it.
    pub latency_ms: Option<i64>,
    /// `met`, `late`, `missed`, `running`, or empty.
    pub mark: String,
    /// May be delivered again.
    pub repeatable: bool,
}

/// An option of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// As players read it.
    pub label: String,
    /// What follows.
    pub white_cell: String,
    /// `acceptable`, `harmful` or empty.
    pub kind: String,
    /// Titles of injects it brings.
    pub brings: Vec<String>,
    /// Titles of roles that may decide it.
    pub authority: Vec<String>,
}

/// An expected action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ExpectedView {
    /// Its id.
    pub id: String,
    /// What.
    pub text: String,
    /// Role id.
    pub role: String,
    /// Who.
    pub role_title: String,
    /// Target time.
    pub target_ms: i64,
    /// Critical.
    pub critical: bool,
    /// Plan section path.
    pub section: Option<String>,
    /// Objective id.
    pub objective: Option<String>,
    /// `met`, `met-late`, `partial`, `missed`, `not-tested`, where settled.
    pub outcome: Option<String>,
    /// When done.
    pub latency_ms: Option<i64>,
    /// Exercise clock from which it runs, where it runs.
    pub runs_from_ms: Option<i64>,
    /// Target time passed.
    pub lapsed: bool,
    /// After a prompt.
    pub prompted: bool,
    /// A harmful choice was made.
    pub harmful: bool,
    /// The evaluator's words.
    pub note: String,
}

/// A contingency that the note of an inject names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ContingencyView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// As in the list.
    pub state: String,
    /// The expected action it answers.
    pub because: String,
}

/// One inject in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectDetail {
    /// As in the list.
    pub row: InjectRow,
    /// As players see it.
    pub subject: String,
    /// As players read it, made safe.
    pub body_html: String,
    /// The text itself.
    pub body: String,
    /// Handouts.
    pub attachments: Vec<AttachmentView>,
    /// Only for the white cell.
    pub white_cell: String,
    /// If the table is silent.
    pub prompts: Vec<String>,
    /// How many were asked.
    pub prompts_used: u32,
    /// Options.
    pub options: Vec<OptionView>,
    /// Expected actions.
    pub expected: Vec<ExpectedView>,
    /// Contingencies.
    pub contingencies: Vec<ContingencyView>,
    /// Titles of roles that have seen it.
    pub acknowledged: Vec<String>,
    /// Text changed before delivery.
    pub edited: bool,
    /// Player-safe text to paste into a chat.
    pub plain: String,
}

/// A handout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// File name.
    pub name: String,
    /// Kind.
    pub media_type: String,
    /// Its text, where it is text.
    pub text: Option<String>,
}

/// An earlier wording of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RevisionView {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// What it said until then.
    pub text: String,
    /// Option label.
    pub option: Option<String>,
    /// Why.
    pub rationale: String,
}

/// What another role thinks of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StanceView {
    /// Who.
    pub role_title: String,
    /// `agrees` or `dissents`.
    pub stance: String,
    /// In its words.
    pub says: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecisionRow {
    /// Record.
    pub seq: u64,
    /// When decided.
    pub elapsed_ms: i64,
    /// When entered.
    pub entered_ms: i64,
    /// Wall clock.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// Who.
    pub role_title: String,
    /// Name, or empty.
    pub person: String,
    /// Inject id.
    pub inject: Option<String>,
    /// Inject title, or empty.
    pub inject_title: String,
    /// Option id.
    pub option: Option<String>,
    /// Option label.
    pub option_label: String,
    /// What.
    pub text: String,
    /// Why.
    pub rationale: String,
    /// Role id.
    pub authorised_by: Option<String>,
    /// Who authorised.
    pub authorised_by_title: String,
    /// Delivered to decided.
    pub latency_ms: Option<i64>,
    /// The tightest target for that role on that inject.
    pub target_ms: Option<i64>,
    /// After a prompt.
    pub prompted: bool,
    /// Authority missing.
    pub unauthorised: bool,
    /// A harmful choice.
    pub harmful: bool,
    /// Later wordings.
    pub revisions: Vec<RevisionView>,
    /// Agreement and dissent.
    pub stances: Vec<StanceView>,
    /// Why it counts no more.
    pub struck: Option<String>,
    /// `desk`, `seat`, `bot`.
    pub source: String,
}

/// A message on the desk, between a role and a role or somebody outside the room.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DeskMessage {
    /// The message.
    pub message: super::seating::MessageItem,
    /// True where it went to somebody outside and nobody answered as them since.
    pub waiting: bool,
}

/// An outside body that was told.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NotificationRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// Who told it.
    pub role_title: String,
    /// Who was told.
    pub body: String,
    /// How.
    pub means: String,
    /// What.
    pub says: String,
    /// The deadline it meets.
    pub deadline: Option<String>,
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DeadlineRow {
    /// Its id.
    pub id: String,
    /// Who has to be told.
    pub title: String,
    /// Where from.
    pub source: String,
    /// Set from outside.
    pub outside: bool,
    /// Who has to.
    pub role_title: String,
    /// How long in story time.
    pub within_ms: i64,
    /// `waiting`, `began`, `recognised`, `met`, `missed`.
    pub state: String,
    /// As words.
    pub due_story: String,
    /// Story clock.
    pub due_story_ms: Option<i64>,
    /// Exercise clock, while it runs.
    pub due_elapsed_ms: Option<i64>,
    /// Players have started it.
    pub recognised: bool,
    /// Story time left at `at_ms`, or left when met.
    pub slack_ms: Option<i64>,
    /// The limit that binds, in words, where a rule pack counts; empty otherwise.
    pub limit: String,
    /// That rule pack.
    pub pack: Option<String>,
    /// The pack is a draft: check before relying on it.
    pub draft: bool,
    /// What belongs into the notice.
    pub content: Vec<String>,
}

/// A regime whose clocks can run in this drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RegimeRow {
    /// Its rule pack.
    pub pack: String,
    /// The regime.
    pub title: String,
    /// The pack is a draft: check before relying on it.
    pub draft: bool,
    /// Events that have happened, with the story time of each: "awareness, Friday 17:52".
    pub happened: Vec<String>,
    /// Events that can be recorded by hand.
    pub open: Vec<String>,
}

/// A role during the drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatRow {
    /// Role id.
    pub role: String,
    /// Its title.
    pub title: String,
    /// Who.
    pub holders: Vec<HolderView>,
    /// Somebody is there, or a bot plays.
    pub here: bool,
    /// Since its last act or its first inject, at `at_ms`.
    pub idle_ms: Option<i64>,
    /// Longer than ten minutes with something open or due.
    pub idle: bool,
    /// Injects it has not answered.
    pub open: u32,
}

/// A note, prompt, parked dispute or hot-wash entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// `note`, `prompt`, `parked`, `hot-wash`.
    pub kind: String,
    /// Who.
    pub by: String,
    /// `strength`, `gap`, `neutral`, or hot-wash topic.
    pub tone: String,
    /// What.
    pub says: String,
    /// Objective id.
    pub objective: Option<String>,
    /// Inject id.
    pub inject: Option<String>,
    /// For management the same day.
    pub critical: bool,
    /// Why it counts no more.
    pub struck: Option<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// Who asks.
    pub role_title: String,
    /// What.
    pub says: String,
    /// The answer.
    pub answer: Option<String>,
}

/// An inject without an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OpenInject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Exercise clock of delivery.
    pub since_ms: i64,
    /// Titles.
    pub to: Vec<String>,
}

/// The next inject by time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextInject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Exercise clock.
    pub due_ms: i64,
}

/// A module's questions.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DiscussionView {
    /// Module id.
    pub module: String,
    /// Its title.
    pub title: String,
    /// Its questions.
    pub questions: Vec<String>,
}

/// A drill as it is conducted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ConductView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Plan and revision, as words.
    pub plan: String,
    /// Phase.
    pub phase: String,
    /// How closed.
    pub how: Option<String>,
    /// Clocks.
    pub clock: ClockView,
    /// Last record.
    pub seq: u64,
    /// Wall clock of the last record on disk.
    pub saved_at_ms: i64,
    /// Phases.
    pub modules: Vec<ModuleView>,
    /// The whole list, in order.
    pub injects: Vec<InjectRow>,
    /// The inject that matters now.
    pub current: Option<String>,
    /// Next by time.
    pub next: Option<NextInject>,
    /// Newest first.
    pub decisions: Vec<DecisionRow>,
    /// By slack.
    pub deadlines: Vec<DeadlineRow>,
    /// Regimes whose clocks can run.
    pub regimes: Vec<RegimeRow>,
    /// Emergency accounts, call-ups, services that come back, how far the attacker has got.
    pub counted: CountedView,
    /// Findings of earlier drills to watch for, as expected actions of no inject.
    pub again: Vec<ExpectedView>,
    /// Roles.
    pub seats: Vec<SeatRow>,
    /// Newest first.
    pub notes: Vec<NoteRow>,
    /// Waiting first.
    pub questions: Vec<QuestionRow>,
    /// How many decisions there are; `decisions` holds the newest at most.
    pub decisions_total: u32,
    /// Messages, newest first.
    pub messages: Vec<DeskMessage>,
    /// Outside bodies that were told, newest first.
    pub notifications: Vec<NotificationRow>,
    /// The question on the table.
    pub discussion: Option<super::seating::QuestionItem>,
    /// The questions of the modules, to put to the table.
    pub discussions: Vec<DiscussionView>,
    /// True while the seats' door is open.
    pub door_open: bool,
    /// Without an answer.
    pub open: Vec<OpenInject>,
    /// Tested or not.
    pub objectives: Vec<ObjectiveLine>,
    /// What was said, while one stands.
    pub real_incident: Option<String>,
    /// True where this is an earlier moment.
    pub replay: bool,
}
