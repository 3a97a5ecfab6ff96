//! What a seat shows: what has happened (items) and how things stand (views).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::around::ModuleView;
use super::conducting::{
    AttachmentView, ClockView, DecisionRow, ExpectedView, InjectDetail, InjectRow, NoteRow,
    QuestionRow, RevisionView,
};

/// Something that has happened, as a seat may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "kind", content = "is", rename_all = "snake_case")]
pub enum SeatItem {
    /// An inject arrived; one that comes again has the same id.
    Inject(Box<InjectItem>),
    /// An inject was taken back: disregard it.
    Withdrawn {
        /// The inject.
        inject: String,
        /// Why.
        reason: String,
    },
    /// A role that the seat plays has seen an inject.
    Acknowledged {
        /// The inject.
        inject: String,
        /// The role's id.
        role: String,
    },
    /// A decision of the seat's own, or one that was entered for its role; one with the same record replaces it.
    Decision(Box<OwnDecision>),
    /// Another role took a stance on a decision of the seat's role.
    Stance {
        /// The decision.
        decision: u64,
        /// Who.
        role_title: String,
        /// `agrees` or `dissents`.
        stance: String,
        /// In its words.
        says: String,
    },
    /// A message from or to a role that the seat plays.
    Message(MessageItem),
    /// A question that a role of the seat asked.
    Question {
        /// The role's id.
        role: String,
        /// What it asked.
        says: String,
    },
    /// The answer to one.
    Answer {
        /// The record of the question.
        question: u64,
        /// The answer.
        says: String,
    },
    /// An outside body was told by a role that the seat plays.
    Notification {
        /// The role's id.
        role: String,
        /// Who was told.
        body: String,
        /// How.
        means: String,
        /// What.
        says: String,
        /// The clock on the wall of the story, as words.
        story: String,
    },
    /// Something that the seat has shown was entered in error and counts no more.
    Struck {
        /// The record.
        record: u64,
    },
    /// Practice: an expected action is settled; this is what the plan says.
    Coaching(CoachingItem),
    /// Practice: a hint.
    Hint {
        /// The inject.
        inject: Option<String>,
        /// The question that helps.
        says: String,
    },
}

/// An inject as it reaches a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectItem {
    /// Its id.
    pub id: String,
    /// `email`, `chat`, `phone`, `siem`, `news`, `social`, `document`, `verbal`, `regulator`.
    pub channel: String,
    /// From whom.
    pub from: String,
    /// Titles of the roles it went to; empty means everyone.
    pub to: Vec<String>,
    /// Its subject or heading.
    pub subject: String,
    /// What it says, made safe.
    pub body_html: String,
    /// Handouts.
    pub attachments: Vec<AttachmentView>,
    /// Options of a decision, where it asks for one: their ids and labels.
    pub options: Vec<ChoiceItem>,
    /// When it was delivered, on the exercise clock.
    pub elapsed_ms: i64,
    /// The clock on the wall of the story, as words.
    pub story: String,
    /// The module it belongs to.
    pub module: Option<ModuleView>,
}

/// An option as a player sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ChoiceItem {
    /// Its id.
    pub id: String,
    /// What it says.
    pub label: String,
}

/// A decision as the seat that made it sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnDecision {
    /// The record.
    pub decision: u64,
    /// The role's id.
    pub role: String,
    /// The inject, where it answers one.
    pub inject: Option<String>,
    /// The option's id.
    pub option: Option<String>,
    /// What.
    pub text: String,
    /// Why.
    pub rationale: String,
    /// The role's id of who authorised it.
    pub authorised_by: Option<String>,
    /// When, on the exercise clock.
    pub elapsed_ms: i64,
    /// Delivered to decided.
    pub latency_ms: Option<i64>,
    /// True where the desk or a scribe wrote it down for the role.
    pub entered: bool,
    /// Earlier wordings.
    pub revisions: Vec<RevisionView>,
}

/// A decision of another role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecisionLine {
    /// The record.
    pub decision: u64,
    /// Who.
    pub role_title: String,
    /// True where a bot made it.
    pub bot: bool,
    /// The inject's subject, where it answers one.
    pub inject_title: String,
    /// What.
    pub text: String,
    /// Why.
    pub rationale: String,
    /// When, on the exercise clock.
    pub elapsed_ms: i64,
    /// What this seat's role said to it: `agrees`, `dissents` or empty.
    pub stance: String,
}

/// A message.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MessageItem {
    /// The record.
    pub message: u64,
    /// Who wrote: a role's title, or the name of somebody outside.
    pub from: String,
    /// The role's id, where a role wrote.
    pub from_role: Option<String>,
    /// To whom.
    pub to: String,
    /// The role's id, where it went to a role.
    pub to_role: Option<String>,
    /// What.
    pub says: String,
    /// When, on the exercise clock.
    pub elapsed_ms: i64,
    /// The clock on the wall of the story, as words.
    pub story: String,
}

/// What coaching shows of an expected action, once it is settled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CoachingItem {
    /// The expected action.
    pub action: String,
    /// The inject that should have brought it about.
    pub inject: Option<String>,
    /// What was expected.
    pub expected: String,
    /// `met`, `met-late`, `partial`, `missed`, `not-tested`.
    pub outcome: String,
    /// True where one said so oneself.
    pub self_assessed: bool,
    /// How long it took.
    pub latency_ms: Option<i64>,
    /// The target.
    pub target_ms: i64,
    /// Missing it is a serious lapse.
    pub critical: bool,
    /// The plan's section, as a path.
    pub section: Option<String>,
    /// What the plan says there, made safe; empty where there is no plan.
    pub section_html: String,
    /// What the choice made causes, or what a harmful one would have caused.
    pub consequence: String,
    /// True where the choice made does harm.
    pub harmful: bool,
}

/// How things stand, at a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatView {
    /// Who sits here; in the first view of a connection and whenever it changes.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub me: Option<SeatMe>,
    /// The drill as every seat may see it.
    pub table: TableView,
    /// What only the white cell sees.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub cell: Option<Box<CellView>>,
    /// Where somebody practises.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub practice: Option<PracticeState>,
}

/// Who sits at a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatMe {
    /// The seat.
    pub seat: String,
    /// `player`, `evaluator`, `scribe`, `simulator`, `observer`.
    pub kind: String,
    /// The name.
    pub name: String,
    /// The roles it plays.
    pub roles: Vec<RoleCard>,
    /// Every role of the drill, to write to and to be authorised by.
    pub table: Vec<super::reviewing::RoleName>,
    /// Objectives, for the hot wash: id and title.
    pub objectives: Vec<super::reviewing::RoleName>,
    /// The eight statements of the feedback form.
    pub feedback: Vec<String>,
}

/// A role that a seat plays.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// What the scenario says of it.
    pub brief: String,
    /// The role of the plan, where one fits.
    pub plan_role: Option<String>,
    /// Its duties, from the plan.
    pub duties: Vec<String>,
    /// Time limits that the plan sets for it, from the plan.
    pub commitments: Vec<String>,
    /// What it may decide by itself, from the plan.
    pub authority: Vec<String>,
    /// Questions that help a beginner to start.
    pub help: Vec<String>,
}

/// The drill as every seat may see it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TableView {
    /// The drill's title.
    pub title: String,
    /// The handling marking.
    pub handling: String,
    /// Where its people come from: `live`, `practice`, `bot-assisted` …
    pub origin: String,
    /// `briefing`, `running`, `paused`, `hot-wash`, `review`, `closed`.
    pub phase: String,
    /// How it was closed.
    pub how: Option<String>,
    /// The clocks.
    pub clock: ClockView,
    /// Deadlines that players have started, by slack.
    pub deadlines: Vec<SeatDeadline>,
    /// The question on the table.
    pub question: Option<QuestionItem>,
    /// What was said, while a real incident stands.
    pub real_incident: Option<String>,
    /// How many decisions there are; more than the page knows means there is something new to ask for.
    pub decisions: u32,
}

/// A deadline that players have started.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatDeadline {
    /// Its id.
    pub id: String,
    /// Who has to be told.
    pub title: String,
    /// Where the limit comes from.
    pub source: String,
    /// Who has to.
    pub role_title: String,
    /// `recognised`, `met`, `missed`.
    pub state: String,
    /// As words.
    pub due_story: String,
    /// Exercise clock, while it runs.
    pub due_elapsed_ms: Option<i64>,
    /// The limit that binds, in words, where a rule pack counts; empty otherwise.
    pub limit: String,
    /// What belongs into the notice.
    pub content: Vec<String>,
}

/// The question on the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionItem {
    /// The module.
    pub module: String,
    /// Its title.
    pub module_title: String,
    /// Which of its questions, counted from 0.
    pub question: u32,
    /// How many it has.
    pub of: u32,
    /// The question.
    pub says: String,
    /// Who has answered, and what.
    pub answers: Vec<TableAnswer>,
}

/// An answer to the question on the table.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TableAnswer {
    /// The role's title; empty for the table.
    pub role_title: String,
    /// The role's id.
    pub role: Option<String>,
    /// The answer.
    pub says: String,
}

/// What the white cell sees at its seats.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CellView {
    /// The whole list.
    pub injects: Vec<InjectRow>,
    /// The inject that matters now, in full.
    pub current: Option<InjectDetail>,
    /// Expected actions that run or were settled, the tightest first.
    pub expected: Vec<ExpectedView>,
    /// The objectives.
    pub objectives: Vec<ObjectiveCell>,
    /// The newest decisions, at most fifty.
    pub decisions: Vec<DecisionRow>,
    /// Questions, waiting first.
    pub questions: Vec<QuestionRow>,
    /// What went to and from people outside the room.
    pub mail: Vec<MessageItem>,
    /// Who has been heard of outside the room.
    pub outside: Vec<String>,
    /// Notes, newest first, at most fifty.
    pub notes: Vec<NoteRow>,
}

/// An objective at an evaluator's seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveCell {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The threshold.
    pub target: String,
    /// What has to be done to reach it.
    pub critical_tasks: Vec<String>,
    /// Whether anything of it was tested.
    pub tested: bool,
    /// The rating, where given.
    pub rating: Option<String>,
    /// What the rules suggest, once play has ended.
    pub suggested: Option<String>,
}

/// Where somebody practises.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PracticeState {
    /// Per mille.
    pub rate: u32,
    /// True once it was shared with the trainer.
    pub shared: bool,
    /// Roles that bots play.
    pub bots: Vec<String>,
    /// Injects on which a hint can be asked for.
    pub hints: Vec<String>,
    /// Expected actions of one's own to tick after a decision in free words: id and text.
    pub to_tick: Vec<ToTick>,
    /// The piece of the drill that is practised; the whole drill where none.
    pub module: Option<super::around::PracticeModule>,
}

/// An expected action to tick for oneself.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ToTick {
    /// The inject.
    pub inject: Option<String>,
    /// The expected action.
    pub action: String,
    /// What was expected.
    pub text: String,
}

/// The plan's sections for a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatPlan {
    /// The plan and its revision, as words; empty where the drill has none.
    pub plan: String,
    /// The sections that name the seat's roles, in the plan's order.
    pub sections: Vec<PlanSectionItem>,
}

/// A section of the plan at a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanSectionItem {
    /// Its path of headings.
    pub path: String,
    /// Its heading.
    pub title: String,
    /// Its text, made safe.
    pub html: String,
}
