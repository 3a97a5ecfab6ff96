//! What can be asked of a drill, in the imperative, and why it may be refused. Not here: what follows from an
//! order (that is `decide`).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{
    ActionId, DeadlineId, InjectId, ModuleId, ObjectiveId, OptionId, PersonId, RoleId, SeatId,
    Span, Stamp,
};

use crate::event::{
    ClosedHow, HotWashTopic, NarrativePart, NoteBy, Origin, Party, PlanUsed, Presence, Protection,
    SeatKind, Source, Stance, Standing, Tone,
};
use crate::finding::{Finding, Outcome, Rating};
use crate::given::Given;

/// Sets a drill up. Becomes its first record.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Brief {
    /// Where its people come from.
    pub origin: Origin,
    /// The hash of the blob that holds the scenario file.
    pub scenario: String,
    /// The plan it tests, where one was chosen.
    pub plan: Option<PlanUsed>,
    /// Variables set instead of the file's.
    pub variables: BTreeMap<String, String>,
    /// The blobs that hold the files beside the scenario, by their path there.
    pub handouts: BTreeMap<String, String>,
    /// The seed, where simulated people play.
    pub seed: Option<u64>,
    /// What it is given besides its scenario.
    #[serde(default)]
    pub given: Given,
}

/// A decision as somebody enters it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Decide {
    /// The role that decides.
    pub role: RoleId,
    /// The person in it, where one is known.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// The inject it answers; none where nobody asked.
    #[serde(default)]
    pub inject: Option<InjectId>,
    /// The option chosen; none for free text.
    #[serde(default)]
    pub option: Option<OptionId>,
    /// What was decided; the option's label where left empty.
    #[serde(default)]
    pub text: String,
    /// Why.
    #[serde(default)]
    pub rationale: String,
    /// The role that authorised it, where it was another.
    #[serde(default)]
    pub authorised_by: Option<RoleId>,
    /// How it came.
    pub source: Source,
    /// When the entry was begun; now where left out.
    #[serde(default)]
    pub first_key_at: Option<Stamp>,
    /// How long before the first key it was said.
    #[serde(default)]
    pub set_back_ms: i64,
}

/// A decision as it should read now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Revise {
    /// The record of the decision.
    pub decision: u64,
    /// The option now.
    #[serde(default)]
    pub option: Option<OptionId>,
    /// The text now; the option's label where left empty.
    #[serde(default)]
    pub text: String,
    /// The reason now.
    #[serde(default)]
    pub rationale: String,
    /// Who authorised it now.
    #[serde(default)]
    pub authorised_by: Option<RoleId>,
}

/// A note as somebody writes it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Note {
    /// Who writes it.
    pub by: NoteBy,
    /// What it says.
    pub says: String,
    /// What it speaks of.
    #[serde(default)]
    pub tone: Tone,
    /// The objective it belongs to.
    #[serde(default)]
    pub objective: Option<ObjectiveId>,
    /// The inject it belongs to.
    #[serde(default)]
    pub inject: Option<InjectId>,
    /// True where management should hear of it the same day.
    #[serde(default)]
    pub critical: bool,
}

/// An emergency account that somebody asks for. A reference and never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RequestAccount {
    /// The role that needs it.
    pub role: RoleId,
    /// The person in it, where one is named.
    pub person: Option<PersonId>,
    /// The system it opens.
    pub system: String,
    /// What it is for.
    pub why: String,
    /// How long from now it may be there, in story time.
    pub lasts: Span,
}

/// A step of the team as somebody records it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct TakeStep {
    /// The step, with what it is about.
    pub step: scenario::Step,
    /// The role that takes it; in a call-up the role that is called.
    pub role: Option<RoleId>,
    /// The person who is called for the role; left out, the one whom it fits.
    pub person: Option<PersonId>,
    /// What is said to it. Never a secret.
    pub note: String,
}

impl TakeStep {
    /// A step of a role, with nothing said to it.
    pub fn of(step: scenario::Step, role: impl Into<RoleId>) -> Self {
        Self {
            step,
            role: Some(role.into()),
            person: None,
            note: String::new(),
        }
    }
}

/// Everything that can be asked of a drill once it is set up.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Order {
    /// Give a role to a person or a bot.
    Assign {
        /// The role.
        role: RoleId,
        /// The person; none for a bot.
        person: Option<PersonId>,
        /// How they stand in it.
        standing: Standing,
    },
    /// Take a role from a person or the bot.
    Vacate {
        /// The role.
        role: RoleId,
        /// The person; none for the bot.
        person: Option<PersonId>,
    },
    /// Mark that a person arrived or left.
    Attend {
        /// The person.
        person: PersonId,
        /// Whether and where they take part from now on.
        presence: Presence,
    },
    /// Start the exercise clock.
    Start,
    /// Stop the exercise clock for a while.
    Pause,
    /// Let the exercise clock run on.
    Resume,
    /// Stop the clock for a break that ends at a known moment.
    Break {
        /// When people should be back.
        until: Stamp,
    },
    /// Stop the clock where it was when the computer fell asleep.
    Slept {
        /// The last moment known before it slept.
        at: Stamp,
    },
    /// Stop the clock where the last sign of life was, after the program was cut off.
    CutOff {
        /// Where the exercise clock stood at the last sign of life.
        elapsed: terms::Elapsed,
    },
    /// Move the exercise clock forward to the next inject.
    JumpToNext,
    /// Change the speed; only practice and rehearsal may.
    SetRate {
        /// Exercise milliseconds in a thousand of the wall clock: 100 to 100,000.
        rate: u32,
    },
    /// End play and begin the hot wash.
    End,
    /// Begin the review.
    OpenReview,
    /// Close the drill for good.
    Close {
        /// How it came to its end.
        how: ClosedHow,
        /// Why, where it was not completed.
        reason: String,
    },
    /// Deliver an inject now.
    Deliver {
        /// The inject.
        inject: InjectId,
    },
    /// Hold an inject back until it is released.
    Hold {
        /// The inject.
        inject: InjectId,
    },
    /// Release a held inject.
    Release {
        /// The inject.
        inject: InjectId,
    },
    /// Decide that an inject will not be delivered.
    Skip {
        /// The inject.
        inject: InjectId,
    },
    /// Deliver an inject later than planned.
    Postpone {
        /// The inject.
        inject: InjectId,
        /// How much later.
        by: Span,
    },
    /// Take a delivered inject back.
    Withdraw {
        /// The inject.
        inject: InjectId,
        /// Why.
        reason: String,
    },
    /// Change the text of an inject before delivery.
    Edit {
        /// The inject.
        inject: InjectId,
        /// The subject that players should see.
        subject: String,
        /// What they should read.
        body: String,
    },
    /// Add an inject of the trainer's own.
    AddInject {
        /// The whole inject; its trigger is an offset or by hand.
        inject: Box<scenario::Inject>,
    },
    /// Say that a role has seen an inject.
    Acknowledge {
        /// The inject.
        inject: InjectId,
        /// The role.
        role: RoleId,
    },
    /// Enter a decision.
    Decide(Decide),
    /// Change a decision.
    Revise(Revise),
    /// Agree with a decision or dissent from it.
    TakeStance {
        /// The record of the decision.
        decision: u64,
        /// The other role.
        role: RoleId,
        /// What it thinks.
        stance: Stance,
        /// In its own words.
        says: String,
    },
    /// Mark a record as entered in error.
    Strike {
        /// The record: a decision, a note, a prompt, a hot-wash entry or a tick.
        record: u64,
        /// Why.
        reason: String,
    },
    /// Settle the outcome of an expected action.
    Settle {
        /// The expected action.
        action: ActionId,
        /// The outcome; Met becomes MetLate by itself where its target time has passed.
        outcome: Outcome,
        /// What the evaluator says to it.
        note: String,
    },
    /// Record that an emergency account is asked for that the scenario did not foresee.
    RequestAccount(RequestAccount),
    /// Record a step of the team that the drill keeps count of.
    TakeStep(TakeStep),
    /// Record that the facilitator asked a question to help.
    Prompt {
        /// The inject it was about.
        inject: Option<InjectId>,
        /// What was asked.
        says: String,
    },
    /// Put a dispute on the list for the hot wash.
    Park {
        /// What it is about.
        says: String,
    },
    /// Record that a role asks a question.
    Ask {
        /// The role that asks.
        role: RoleId,
        /// What it asks.
        says: String,
    },
    /// Answer a question.
    Answer {
        /// The record of the question.
        question: u64,
        /// The answer.
        says: String,
    },
    /// Write a note.
    Note(Note),
    /// Record that players recognised a deadline.
    RecogniseDeadline {
        /// The deadline.
        deadline: DeadlineId,
    },
    /// Record that players met a deadline.
    MeetDeadline {
        /// The deadline.
        deadline: DeadlineId,
    },
    /// Record by hand that an event has happened from which a regime counts.
    RecordTrigger {
        /// The rule pack.
        pack: String,
        /// The event: awareness, classification.
        event: String,
    },
    /// Declare a real incident: the exercise is over for now.
    DeclareRealIncident {
        /// What is known.
        says: String,
    },
    /// Say that the real incident is dealt with; the drill stays paused until resumed.
    ClearRealIncident,
    /// Add to the hot wash.
    SayInHotWash {
        /// What about.
        topic: HotWashTopic,
        /// What was said.
        says: String,
        /// The role that said it.
        role: Option<RoleId>,
        /// The objective it belongs to.
        objective: Option<ObjectiveId>,
    },
    /// Hand in a feedback form without a name.
    GiveFeedback {
        /// Eight marks of 1 to 5; 0 where left out.
        marks: [u8; 8],
        /// The best of it.
        strengths: String,
        /// What to improve.
        improvements: String,
        /// Anything else.
        says: String,
    },
    /// Rate an objective.
    Rate {
        /// The objective.
        objective: ObjectiveId,
        /// The rating.
        rating: Rating,
        /// What the rule suggests.
        suggested: Option<Rating>,
        /// Why, where it differs from the suggestion.
        reason: String,
    },
    /// Raise a finding.
    RaiseFinding {
        /// The finding.
        finding: Box<Finding>,
    },
    /// Change a finding.
    ReviseFinding {
        /// The record that raised it.
        finding: u64,
        /// What it should say now.
        now: Box<Finding>,
    },
    /// Drop a finding.
    DropFinding {
        /// The record that raised it.
        finding: u64,
        /// Why.
        reason: String,
    },
    /// Write a part of the report.
    WriteNarrative {
        /// The part.
        part: NarrativePart,
        /// The words, in Markdown.
        text: String,
    },
    /// Leave a suggestion of the rules alone.
    LeaveSuggestion {
        /// The key of the suggestion.
        about: String,
        /// Why.
        reason: String,
    },
    /// Open the seats' door.
    OpenDoor {
        /// How the way is protected.
        protection: Protection,
    },
    /// Close the seats' door.
    CloseDoor,
    /// Invite somebody to a seat.
    Invite {
        /// The hash of the secret in the invitation.
        invitation: String,
        /// What the seat is for.
        seat_kind: SeatKind,
        /// The roles it plays.
        roles: Vec<RoleId>,
        /// The person of the roster.
        person: PersonId,
    },
    /// Let an invitation count no more.
    RevokeInvitation {
        /// The hash of its secret.
        invitation: String,
    },
    /// Take a seat: gives the person the role and marks them as there.
    Join(Join),
    /// Take one more role at a seat.
    TakeRole {
        /// The seat.
        seat: SeatId,
        /// The role.
        role: RoleId,
    },
    /// Give a seat up, or send it out.
    LeaveSeat {
        /// The seat.
        seat: SeatId,
        /// True where the trainer sends it out.
        sent_out: bool,
    },
    /// Say which person of the roster sits at a seat.
    Tie {
        /// The seat.
        seat: SeatId,
        /// The person.
        person: PersonId,
    },
    /// Write to a role, or to somebody outside the room.
    Send {
        /// Who writes.
        from: Party,
        /// To whom.
        to: Party,
        /// What.
        says: String,
    },
    /// Log that an outside body was told; meets the deadline it names.
    LogNotification {
        /// The role.
        role: RoleId,
        /// Who was told.
        body: String,
        /// How.
        means: String,
        /// What was told.
        says: String,
        /// The deadline it meets.
        deadline: Option<DeadlineId>,
        /// Which points of the notice's list it covered, counted from 0.
        #[serde(default)]
        covers: Vec<u32>,
    },
    /// Put a question of a module to the table.
    OpenDiscussion {
        /// The module.
        module: ModuleId,
        /// Which of its questions, counted from 0.
        question: u32,
    },
    /// Close the question on the table.
    CloseDiscussion,
    /// Answer the question on the table; a later answer of the same role replaces the earlier.
    AnswerDiscussion {
        /// The role; none for the table.
        role: Option<RoleId>,
        /// What is answered.
        says: String,
    },
    /// Let the trainer see a practice.
    SharePractice,
}

/// A device that takes a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Join {
    /// The seat.
    pub seat: SeatId,
    /// What it is for.
    pub seat_kind: SeatKind,
    /// The roles it plays; the first is the one it shows first.
    pub roles: Vec<RoleId>,
    /// The person at it.
    pub person: PersonId,
    /// The hash of the secret that its cookie will hold.
    pub token: String,
    /// The hash of the invitation that it came by.
    pub invitation: Option<String>,
    /// In the room or from elsewhere.
    pub presence: Presence,
}

/// Why an order was refused. The rules said no; nobody erred and nothing was recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Refusal {
    /// The order does not fit the phase the drill is in.
    WrongPhase,
    /// The drill is closed and takes no orders.
    Closed,
    /// A real incident stands; only clearing it or closing the drill is possible.
    RealIncident,
    /// The scenario knows no such role.
    UnknownRole(RoleId),
    /// The drill knows no such inject.
    UnknownInject(InjectId),
    /// The inject has no such option.
    UnknownOption(OptionId),
    /// The scenario knows no such expected action.
    UnknownAction(ActionId),
    /// The scenario knows no such objective.
    UnknownObjective(ObjectiveId),
    /// The scenario knows no such deadline.
    UnknownDeadline(DeadlineId),
    /// No record of the right kind has this number.
    UnknownRecord(u64),
    /// The person does not hold the role.
    NotAssigned(RoleId),
    /// The person, or the bot, holds the role already.
    AlreadyAssigned(RoleId),
    /// The inject was delivered before.
    AlreadyDelivered(InjectId),
    /// The inject has not been delivered, or was withdrawn.
    NotDelivered(InjectId),
    /// The inject is not waiting: it was skipped or cancelled, or is held already.
    NotWaiting(InjectId),
    /// The inject is not held.
    NotHeld(InjectId),
    /// An inject of that name exists.
    InjectExists(InjectId),
    /// An inject added by hand needs an offset or "by hand".
    TriggerNotAllowed,
    /// The role has acknowledged it before.
    AlreadyAcknowledged(InjectId),
    /// The same was said or done before.
    AlreadyDone,
    /// No inject waits for a known moment.
    NothingNext,
    /// The deadline is not running.
    DeadlineNotRunning(DeadlineId),
    /// No regime of that name counts in this drill, or it counts from no such event.
    UnknownClock(String),
    /// The speed of a facilitated drill is fixed, or the value is out of range.
    RateNotAllowed,
    /// A text is missing.
    TextMissing,
    /// A text is longer than 20,000 characters.
    TextTooLong,
    /// A span or mark is out of range.
    OutOfRange,
    /// A rating that differs from the suggestion needs a reason.
    ReasonMissing,
    /// A rating needs at least one observed action, note or tick for its objective.
    NoEvidence,
    /// The moment named lies before the drill or in the future.
    BadMoment,
    /// The drill knows no such seat, or it was given up.
    UnknownSeat(SeatId),
    /// No invitation of this kind stands.
    NotInvited,
    /// Only a player's seat can do this, or only one of the white cell.
    NotForThisSeat,
    /// The scenario has no such question, or none is on the table.
    NoQuestion,
    /// Nothing of the kind is there for this step, or it was taken before, or one before it is missing.
    StepNotOpen,
    /// The text looks like a password, a token or a key, which no record may hold.
    LooksSecret,
    /// The drill is no practice.
    NotPractice,
}
