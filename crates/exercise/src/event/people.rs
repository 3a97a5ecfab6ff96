//! What people do and say in a drill: decisions, ticks, notes, questions, messages. Not here: what is said after play.

use serde::{Deserialize, Serialize};
use terms::{
    ActionId, Elapsed, InjectId, ModuleId, ObjectiveId, OptionId, PersonId, RoleId, Span, Stamp,
};

use super::bodies;
use super::codec::maybe_ms;
use super::words::{Due, NoteBy, Party, Source, Stance, Tone};
use crate::finding::Outcome;
use crate::story::StoryTime;

bodies! {
    /// A role decided something.
    DecisionMade {
        /// The role that decided.
        role: RoleId,
        /// The person in it, where one is known.
        person: Option<PersonId>,
        /// The inject it answers; none where nobody asked.
        inject: Option<InjectId>,
        /// The option chosen; none for free text.
        option: Option<OptionId>,
        /// What was decided, in words.
        text: String,
        /// Why.
        rationale: String,
        /// The role that authorised it, where it was another.
        authorised_by: Option<RoleId>,
        /// How it came into the record.
        source: Source,
        /// When the entry was begun, on the wall clock.
        first_key_at: Stamp,
        /// When it was decided, on the exercise clock, after setting back.
        effective: Elapsed,
        /// Delivered (or arrived) to decided, net of pauses; none for an unprompted one.
        #[serde(rename = "latency_ms", with = "maybe_ms", default)]
        latency: Option<Span>,
        /// True where the facilitator had prompted on this inject.
        prompted: bool,
        /// True where the option asks for an authority that neither the role nor the authoriser has.
        unauthorised: bool,
        /// Flags that the option sets.
        sets: Vec<String>,
        /// Injects that the option brings, with the moment each is due.
        brings: Vec<Due>,
    }
    /// A decision was changed; both stand in the record.
    DecisionRevised {
        /// The record of the decision that is revised.
        decision: u64,
        /// The option now.
        option: Option<OptionId>,
        /// The text now.
        text: String,
        /// The reason now.
        rationale: String,
        /// Who authorised it now.
        authorised_by: Option<RoleId>,
        /// True where the authority for the option is missing.
        unauthorised: bool,
        /// Flags that the new option sets.
        sets: Vec<String>,
        /// Injects that the new option brings.
        brings: Vec<Due>,
    }
    /// Another role agreed with a decision or dissented from it.
    StanceTaken {
        /// The record of the decision.
        decision: u64,
        /// The other role.
        role: RoleId,
        /// What it thinks.
        stance: Stance,
        /// In its own words.
        says: String,
    }
    /// A record was entered in error and counts no more; it stays readable.
    RecordStruck {
        /// The record.
        record: u64,
        /// Why.
        reason: String,
    }
    /// The target time of an expected action passed without it.
    ActionLapsed {
        /// The expected action.
        action: ActionId,
    }
    /// The outcome of an expected action was settled, by rule or by a person. The latest counts.
    ActionSettled {
        /// The expected action.
        action: ActionId,
        /// The outcome.
        outcome: Outcome,
        /// Delivered (or arrived) to done, net of pauses, where it was done.
        #[serde(rename = "latency_ms", with = "maybe_ms", default)]
        latency: Option<Span>,
        /// The record of the decision that settled it by rule; none where a person ticked it.
        decision: Option<u64>,
        /// True where the choice does harm.
        harmful: bool,
        /// True where it followed a prompt.
        prompted: bool,
        /// What the evaluator wrote.
        note: String,
    }
    /// An emergency account was asked for that the scenario did not foresee. A reference and never a secret.
    AccountRequested {
        /// What its steps name it by, as they name another by its inject.
        account: InjectId,
        /// The role that needs it.
        role: RoleId,
        /// The person in it, where one is named.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// The system it opens.
        system: String,
        /// What it is for.
        why: String,
        /// When it has to be gone, in the story.
        until: StoryTime,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// The team took a step that the drill keeps count of: an emergency account, a call-up, a service that is back.
    StepTaken {
        /// The step, with what it is about.
        step: scenario::Step,
        /// The role that took it; in a call-up the role that is called.
        role: Option<RoleId>,
        /// The person who is called for the role, where one is known to hold it. Earlier records name only the role.
        #[serde(default, skip_serializing_if = "Option::is_none")]
        person: Option<PersonId>,
        /// What was said to it: by what means a role was called. Never a secret.
        note: String,
        /// The record of the decision that took it; none where somebody recorded it.
        decision: Option<u64>,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// The facilitator asked a question to help a silent table.
    Prompted {
        /// The inject it was about.
        inject: Option<InjectId>,
        /// What was asked.
        says: String,
    }
    /// A dispute was put on the list for the hot wash.
    Parked {
        /// What it is about.
        says: String,
    }
    /// A role asked the facilitator, or somebody outside the room, a question.
    QuestionAsked {
        /// The role that asks.
        role: RoleId,
        /// What it asks.
        says: String,
    }
    /// A question was answered.
    QuestionAnswered {
        /// The record of the question.
        question: u64,
        /// The answer.
        says: String,
    }
    /// A note was written.
    Noted {
        /// Who wrote it.
        by: NoteBy,
        /// What it says.
        says: String,
        /// What it speaks of.
        tone: Tone,
        /// The objective it belongs to.
        objective: Option<ObjectiveId>,
        /// The inject it belongs to.
        inject: Option<InjectId>,
        /// True where it is a lapse that management should hear of the same day.
        critical: bool,
    }
    /// Somebody wrote to somebody.
    MessageSent {
        /// Who wrote.
        from: Party,
        /// To whom.
        to: Party,
        /// What.
        says: String,
    }
    /// A question of a module was put to the table.
    DiscussionOpened {
        /// The module.
        module: ModuleId,
        /// Which of its questions, counted from 0.
        question: u32,
    }
    /// The question on the table was closed.
    DiscussionClosed {}
    /// A role, or the table, answered the question.
    DiscussionAnswered {
        /// The module.
        module: ModuleId,
        /// Which of its questions, counted from 0.
        question: u32,
        /// The role; none for the table.
        role: Option<RoleId>,
        /// What was answered.
        says: String,
    }
}
