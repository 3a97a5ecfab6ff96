//! What the desk may order of a drill and of a plan. Not here: the calls that carry the orders (`call`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::view::FindingView;

/// What a written plan shows of its changes.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum PlanEdition {
    /// The text with the changes in it.
    #[default]
    Clean,
    /// Word: every change as a tracked change with its reason.
    Tracked,
    /// What differs, line by line.
    Diff,
}

/// A change to a plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "op", rename_all = "snake_case")]
pub enum AmendmentCall {
    /// Put one text in the place of another.
    Replace {
        /// The section's path.
        section: String,
        /// What stands there once.
        find: String,
        /// What should.
        text: String,
    },
    /// Add a paragraph to a section.
    Insert {
        /// The section's path.
        section: String,
        /// The paragraph.
        text: String,
    },
    /// Add an item to a section's list.
    AppendItem {
        /// The section's path.
        section: String,
        /// The item.
        text: String,
    },
    /// Add a section.
    NewSection {
        /// The path of the section it stands under.
        parent: String,
        /// Its heading.
        title: String,
        /// Its text.
        text: String,
    },
}

/// An order to a drill, as the desk gives it. Fields are ids and texts as their names say; the word lists stand beside each.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "order", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum DeskOrder {
    /// Give a role to a person; standing is `primary`, `alternate` or `bot` (without a person).
    Assign {
        role: String,
        person: Option<String>,
        standing: String,
    },
    /// Take a role from a person or the bot.
    Vacate {
        role: String,
        person: Option<String>,
    },
    /// A person arrived or left: `room`, `remote` or `left`.
    Attend { person: String, presence: String },
    /// Start the exercise clock.
    Start,
    /// Pause.
    Pause,
    /// Resume.
    Resume,
    /// A break of so many minutes.
    Break { minutes: u32 },
    /// Jump to the next inject.
    JumpToNext,
    /// End play; the hot wash begins.
    End,
    /// Begin the review.
    OpenReview,
    /// Close: `completed`, `aborted`, `void` or `real-incident`.
    Close { how: String, reason: String },
    /// Deliver an inject now.
    Deliver { inject: String },
    /// Hold an inject.
    Hold { inject: String },
    /// Release a held inject.
    Release { inject: String },
    /// Skip an inject.
    Skip { inject: String },
    /// Deliver an inject so many minutes later.
    Postpone { inject: String, minutes: u32 },
    /// Take a delivered inject back.
    Withdraw { inject: String, reason: String },
    /// Change the text of an inject before delivery.
    Edit {
        inject: String,
        subject: String,
        body: String,
    },
    /// Add an inject: in so many minutes from now, or by hand where left out.
    AddInject {
        title: String,
        channel: String,
        from: String,
        to: Vec<String>,
        body: String,
        white_cell: String,
        in_minutes: Option<u32>,
    },
    /// A role has seen an inject.
    Acknowledge { inject: String, role: String },
    /// Enter a decision. Milliseconds ago tell when its first key was struck and how long before that it was said.
    Decide {
        role: String,
        inject: Option<String>,
        option: Option<String>,
        text: String,
        rationale: String,
        authorised_by: Option<String>,
        first_key_ms_ago: i64,
        set_back_ms: i64,
    },
    /// Change a decision.
    Revise {
        decision: u64,
        option: Option<String>,
        text: String,
        rationale: String,
        authorised_by: Option<String>,
    },
    /// Agree or dissent: `agrees` or `dissents`.
    TakeStance {
        decision: u64,
        role: String,
        stance: String,
        says: String,
    },
    /// Mark a record as entered in error.
    Strike { record: u64, reason: String },
    /// Settle an expected action: `met`, `met-late`, `partial`, `missed` or `not-tested`.
    Settle {
        action: String,
        outcome: String,
        note: String,
    },
    /// Record a prompt.
    Prompt {
        inject: Option<String>,
        says: String,
    },
    /// Park a dispute.
    Park { says: String },
    /// A role asks a question.
    Ask { role: String, says: String },
    /// Answer a question.
    Answer { question: u64, says: String },
    /// Write a note: by `facilitator`, `evaluator` or `scribe`; tone `strength`, `gap` or `neutral`.
    Note {
        by: String,
        says: String,
        tone: String,
        objective: Option<String>,
        inject: Option<String>,
        critical: bool,
    },
    /// Players recognised a deadline.
    RecogniseDeadline { deadline: String },
    /// Players met a deadline.
    MeetDeadline { deadline: String },
    /// Record that an event has happened from which a regime counts: `awareness`, `classification`.
    RecordTrigger { pack: String, event: String },
    /// Record a step: `approved`, `declined`, `provisioned` or `removed` of an account, `called`, `answered`, `arrived` or
    /// `released` of a call-up (each by its inject, an account that no inject asked for by its name), or `restored` of a
    /// service.
    TakeStep {
        step: String,
        about: String,
        role: Option<String>,
        /// Whom of the role a step of a call-up is about; left out, the one whom it fits.
        #[serde(default)]
        person: Option<String>,
        note: String,
    },
    /// Record that an emergency account is asked for that the scenario did not foresee, for so many minutes of the story from
    /// now. A reference and never a secret.
    RequestAccount {
        role: String,
        person: Option<String>,
        system: String,
        why: String,
        minutes: u32,
    },
    /// Declare a real incident.
    DeclareRealIncident { says: String },
    /// The real incident is dealt with.
    ClearRealIncident,
    /// Hot wash: `strength`, `improve`, `training`, `staffing`, `equipment`, `parked` or `objective`.
    SayInHotWash {
        topic: String,
        says: String,
        role: Option<String>,
        objective: Option<String>,
    },
    /// A feedback form without a name.
    GiveFeedback {
        marks: Vec<u8>,
        strengths: String,
        improvements: String,
        says: String,
    },
    /// Rate an objective: `P`, `S`, `M` or `U`.
    Rate {
        objective: String,
        rating: String,
        reason: String,
    },
    /// Raise a finding.
    RaiseFinding { finding: FindingView },
    /// Change a finding.
    ReviseFinding { finding: u64, now: FindingView },
    /// Drop a finding.
    DropFinding { finding: u64, reason: String },
    /// Put a question of a module to the table, counted from 0.
    OpenDiscussion { module: String, question: u32 },
    /// Close the question on the table.
    CloseDiscussion,
    /// Answer it for a role, or for the table.
    AnswerDiscussion { role: Option<String>, says: String },
    /// Write to a role as somebody outside the room.
    Speak {
        from: String,
        to_role: String,
        says: String,
    },
    /// Log that a role told an outside body.
    LogNotification {
        role: String,
        body: String,
        means: String,
        says: String,
        deadline: Option<String>,
        /// Which points of what belongs into the notice it covered, counted from 0.
        #[serde(default)]
        covers: Vec<u32>,
    },
    /// Change the speed of a practice.
    SetRate { rate: u32 },
    /// Let the trainer see a practice.
    SharePractice,
    /// Leave a suggested finding alone, by what its view is `about`.
    LeaveSuggestion { about: String, reason: String },
    /// Write the summary (no objective) or the analysis of an objective.
    WriteNarrative {
        objective: Option<String>,
        text: String,
    },
}
