//! What can happen in a drill, in the past tense, and how a happening is written into the ledger.
//! Once released, a kind keeps its meaning for ever; a changed body gets a new version and an upcaster.
//! Not here: rules (those are in `decide`) and state (that is in `state`).

use serde::{Deserialize, Serialize};
use terms::{
    ActionId, DeadlineId, Elapsed, InjectId, ModuleId, ObjectiveId, OptionId, PersonId, PlanId,
    RoleId, SeatId, Span, Stamp,
};

use crate::finding::{Finding, Outcome, Rating};
use crate::story::StoryTime;

/// Who caused a record.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Actor {
    /// The trainer at the desk.
    Desk,
    /// The exercise clock: something came due.
    Clock,
    /// A simulated person in a role.
    Bot(RoleId),
    /// A person at a seat, in a role.
    Seat(RoleId, PersonId),
    /// A person of the white cell at a seat: evaluator, scribe or simulator.
    Cell(SeatKind, PersonId),
    /// Somebody at a seat whose name is not kept with what they said.
    Unnamed,
}

/// An event with its place in the stream, its moment on both clocks, and who caused it.
#[derive(Clone, Debug, PartialEq)]
pub struct Record {
    /// The place in the exercise's stream, counted from 1.
    pub seq: u64,
    /// The moment on the wall clock.
    pub at: Stamp,
    /// The moment on the exercise clock.
    pub elapsed: Elapsed,
    /// Who caused it.
    pub actor: Actor,
    /// What the caller named its call by, so that a call sent twice counts once; on the first record it caused.
    pub key: Option<String>,
    /// What happened.
    pub event: Event,
}

/// What a seat is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum SeatKind {
    /// Plays a role.
    Player,
    /// Watches and rates.
    Evaluator,
    /// Writes down what is said.
    Scribe,
    /// Answers as people who are not in the room.
    Simulator,
    /// Watches.
    Observer,
}

impl SeatKind {
    /// The word for it, as records and the wire write it.
    pub fn word(self) -> &'static str {
        match self {
            SeatKind::Player => "player",
            SeatKind::Evaluator => "evaluator",
            SeatKind::Scribe => "scribe",
            SeatKind::Simulator => "simulator",
            SeatKind::Observer => "observer",
        }
    }

    /// The kind that a word stands for.
    pub fn of(word: &str) -> Option<Self> {
        Some(match word {
            "player" => SeatKind::Player,
            "evaluator" => SeatKind::Evaluator,
            "scribe" => SeatKind::Scribe,
            "simulator" => SeatKind::Simulator,
            "observer" => SeatKind::Observer,
            _ => return None,
        })
    }

    /// Whether it may see what only the white cell knows.
    pub fn is_white_cell(self) -> bool {
        match self {
            SeatKind::Evaluator | SeatKind::Scribe | SeatKind::Simulator => true,
            SeatKind::Player | SeatKind::Observer => false,
        }
    }
}

/// One end of a message.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Party {
    /// A role of the drill.
    Role(RoleId),
    /// Somebody outside the room, whom the white cell plays: as players name them.
    Outside(String),
}

/// How the way between the seats and this computer is protected.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Protection {
    /// The organisation's own certificate.
    OwnCertificate,
    /// A certificate made for the programme.
    GeneratedCertificate,
    /// None: plain HTTP on a network that the trainer trusts.
    Plain,
}

/// Where the people of a drill came from. Only live people count in coverage, proficiency and measures.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Origin {
    /// A facilitated drill with people.
    Live,
    /// One person practising a role.
    Practice,
    /// A facilitated drill in which bots fill empty seats.
    BotAssisted,
    /// Simulated people on a simulated clock.
    Rehearsal,
    /// Made to show the program.
    Demo,
}

/// The plan that a drill tests.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanUsed {
    /// Its id in the programme.
    pub plan: PlanId,
    /// Its title.
    pub title: String,
    /// The number of the revision.
    pub revision: String,
    /// The hash of the blob that holds its bytes.
    pub hash: String,
}

/// How a person stands in a role.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Standing {
    /// The holder of the role.
    Primary,
    /// Their alternate.
    Alternate,
    /// Nobody: a simulated person plays it.
    Bot,
}

/// Whether and where a person takes part.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Presence {
    /// In the room.
    Room,
    /// From elsewhere.
    Remote,
    /// Gone, or not yet there.
    Left,
}

/// Why the clock stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum PauseCause {
    /// The trainer paused.
    Trainer,
    /// The trainer announced a break.
    Break,
    /// The computer slept.
    Slept,
    /// The program was cut off.
    CutOff,
    /// A real incident was declared.
    RealIncident,
}

/// Why an inject was delivered.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cause {
    /// Its time had come, or its condition held.
    Schedule,
    /// A decision brought it.
    Decision,
    /// The trainer delivered it.
    Trainer,
    /// Its group had to deliver one, and it is the default.
    GroupDefault,
}

/// How a decision came into the record.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Source {
    /// Entered at the desk for somebody who said it.
    Desk,
    /// Entered by the person at a seat.
    Seat,
    /// Made by a simulated person.
    Bot,
}

/// What another role thinks of a decision.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Stance {
    /// It agrees.
    Agrees,
    /// It dissents.
    Dissents,
}

/// Who wrote a note.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum NoteBy {
    /// The facilitator.
    Facilitator,
    /// An evaluator.
    Evaluator,
    /// A scribe.
    Scribe,
}

/// What a note speaks of.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Tone {
    /// Something that went well.
    Strength,
    /// Something that was missing.
    Gap,
    /// Neither.
    #[default]
    Neutral,
}

/// What a contribution to the hot wash is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum HotWashTopic {
    /// A strength.
    Strength,
    /// Something to improve.
    Improve,
    /// Training that is needed.
    Training,
    /// Staffing.
    Staffing,
    /// Equipment.
    Equipment,
    /// A dispute parked during the drill.
    Parked,
    /// Whether an objective was reached.
    Objective,
}

/// How a drill came to its end.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ClosedHow {
    /// Played and reviewed to the end.
    Completed,
    /// Broken off.
    Aborted,
    /// Not to be counted.
    Void,
    /// Stopped for a real incident.
    RealIncident,
}

/// A part of the report in the trainer's own words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum NarrativePart {
    /// The executive summary.
    Summary,
    /// The analysis of one objective.
    Objective(ObjectiveId),
}

macro_rules! events {
    ($($(#[$doc:meta])* $kind:literal $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name {
                $($(#[$fdoc])* pub $field: $type,)*
            }

            impl From<$name> for Event {
                fn from(body: $name) -> Self {
                    Event::$name(body)
                }
            }
        )*

        /// Everything that can happen in a drill.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $($(#[$doc])* $name($name),)*
        }

        impl Event {
            /// Every kind of event, as the ledger names it.
            pub const KINDS: &[&str] = &[$($kind),*];

            /// The kind, as the ledger names it.
            pub fn kind(&self) -> &'static str {
                match self {
                    $(Event::$name(_) => $kind,)*
                }
            }

            /// The body as JSON for the ledger: `{"elapsed_ms": …, "key": …, "event": {…}}`.
            pub fn encode(&self, elapsed: Elapsed, key: Option<&str>) -> String {
                let written = match self {
                    $(Event::$name(event) => {
                        serde_json::to_string(&Body { elapsed_ms: elapsed, key, event })
                    })*
                };
                // Every body is a struct of plain values with text keys, which JSON can always hold.
                written.unwrap_or_default()
            }

            /// Reads a body that `encode` wrote.
            ///
            /// # Errors
            /// Where the kind or version is unknown or the body is not of its shape.
            pub fn decode(kind: &str, version: u32, body: &str) -> Result<Decoded, DecodeError> {
                if version != 1 {
                    return Err(DecodeError { kind: kind.to_owned(), why: format!("version {version}") });
                }
                match kind {
                    $($kind => {
                        let read: Body<$name, String> = serde_json::from_str(body).map_err(|error| {
                            DecodeError { kind: kind.to_owned(), why: error.to_string() }
                        })?;
                        Ok((read.elapsed_ms, read.key, Event::$name(read.event)))
                    })*
                    unknown => Err(DecodeError { kind: unknown.to_owned(), why: "unknown kind".to_owned() }),
                }
            }
        }
    };
}

/// The exercise clock, the caller's key and the event that a body holds.
pub type Decoded = (Elapsed, Option<String>, Event);

#[derive(Serialize, Deserialize)]
struct Body<T, K> {
    elapsed_ms: Elapsed,
    #[serde(default = "none", skip_serializing_if = "Option::is_none")]
    key: Option<K>,
    event: T,
}

fn none<K>() -> Option<K> {
    None
}

/// A span that was measured stands in a record in milliseconds; the text form of files knows only whole seconds.
mod ms {
    use serde::{Deserialize, Deserializer, Serializer};
    use terms::Span;

    pub fn serialize<S: Serializer>(span: &Span, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_i64(span.0)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(deserializer: D) -> Result<Span, D::Error> {
        i64::deserialize(deserializer).map(Span)
    }
}

/// The same where there may be none.
mod maybe_ms {
    use serde::{Deserialize, Deserializer, Serialize, Serializer};
    use terms::Span;

    pub fn serialize<S: Serializer>(span: &Option<Span>, to: S) -> Result<S::Ok, S::Error> {
        span.map(|span| span.0).serialize(to)
    }

    pub fn deserialize<'de, D: Deserializer<'de>>(from: D) -> Result<Option<Span>, D::Error> {
        Ok(Option::<i64>::deserialize(from)?.map(Span))
    }
}

/// A record of the ledger that this program cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The kind of the record.
    pub kind: String,
    /// What is the matter with it.
    pub why: String,
}

events! {
    /// The drill was set up. Always the first record of its stream.
    "briefed" Briefed {
        /// Where its people come from; stands on every page of every output.
        origin: Origin,
        /// The hash of the blob that holds the scenario file.
        scenario: String,
        /// The scenario's id.
        scenario_id: String,
        /// The title at that time.
        title: String,
        /// The handling marking.
        handling: String,
        /// The plan it tests, where one was chosen.
        plan: Option<PlanUsed>,
        /// Variables that the trainer set instead of the file's.
        variables: std::collections::BTreeMap<String, String>,
        /// The blobs that hold the files beside the scenario, by their path there.
        handouts: std::collections::BTreeMap<String, String>,
        /// The seed, where simulated people play.
        seed: Option<u64>,
    }
    /// A person, or a bot, took a role.
    "role_assigned" RoleAssigned {
        /// The role.
        role: RoleId,
        /// The person; none for a bot.
        person: Option<PersonId>,
        /// How they stand in it.
        standing: Standing,
    }
    /// A person, or the bot, left a role.
    "role_vacated" RoleVacated {
        /// The role.
        role: RoleId,
        /// The person; none for the bot.
        person: Option<PersonId>,
    }
    /// A person arrived or left.
    "attended" Attended {
        /// The person.
        person: PersonId,
        /// Whether and where they take part from now on.
        presence: Presence,
    }
    /// The exercise clock started.
    "started" Started {
        /// What the story clock showed.
        story: StoryTime,
    }
    /// The exercise clock was stopped for a while.
    "paused" Paused {
        /// Where it stands.
        elapsed: Elapsed,
        /// Why.
        cause: PauseCause,
    }
    /// The exercise clock runs on.
    "resumed" Resumed {}
    /// A break was announced, with the moment it ends.
    "break_announced" BreakAnnounced {
        /// When people should be back.
        until: Stamp,
    }
    /// The exercise clock was moved forward to the next inject.
    "jumped" Jumped {
        /// Where it stands now.
        to: Elapsed,
    }
    /// The speed of the exercise clock was changed.
    "rate_set" RateSet {
        /// Exercise milliseconds in a thousand of the wall clock.
        rate: u32,
    }
    /// Play ended; the hot wash began.
    "ended" Ended {}
    /// The review began.
    "review_opened" ReviewOpened {}
    /// The drill was closed for good.
    "closed" Closed {
        /// How it came to its end.
        how: ClosedHow,
        /// Why, where it was not completed.
        reason: String,
    }
    /// An inject reached its roles.
    "inject_delivered" InjectDelivered {
        /// The inject.
        inject: InjectId,
        /// Why now.
        cause: Cause,
        /// What the story clock shows from now on, where the inject moves it.
        story: Option<StoryTime>,
    }
    /// An inject is held back until it is released.
    "inject_held" InjectHeld {
        /// The inject.
        inject: InjectId,
    }
    /// An inject is no longer held.
    "inject_released" InjectReleased {
        /// The inject.
        inject: InjectId,
    }
    /// An inject will not be delivered.
    "inject_skipped" InjectSkipped {
        /// The inject.
        inject: InjectId,
    }
    /// An inject was moved to a later moment.
    "inject_postponed" InjectPostponed {
        /// The inject.
        inject: InjectId,
        /// When it is due now.
        due: Elapsed,
    }
    /// A delivered inject was taken back: "exercise control: disregard".
    "inject_withdrawn" InjectWithdrawn {
        /// The inject.
        inject: InjectId,
        /// Why.
        reason: String,
    }
    /// The text of an inject was changed before delivery.
    "inject_edited" InjectEdited {
        /// The inject.
        inject: InjectId,
        /// The subject that players see.
        subject: String,
        /// What they read.
        body: String,
    }
    /// The trainer wrote an inject of their own.
    "inject_added" InjectAdded {
        /// The whole inject; its trigger is an offset or by hand.
        inject: Box<scenario::Inject>,
    }
    /// An inject will not come: another of its group was delivered, or the drill stopped.
    "inject_cancelled" InjectCancelled {
        /// The inject.
        inject: InjectId,
    }
    /// A role said that it has seen an inject.
    "acknowledged" Acknowledged {
        /// The inject.
        inject: InjectId,
        /// The role.
        role: RoleId,
        /// Delivered (or arrived) to acknowledged, net of pauses.
        #[serde(rename = "latency_ms", with = "ms")]
        latency: Span,
    }
    /// A role decided something.
    "decision_made" DecisionMade {
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
    "decision_revised" DecisionRevised {
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
    "stance_taken" StanceTaken {
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
    "record_struck" RecordStruck {
        /// The record.
        record: u64,
        /// Why.
        reason: String,
    }
    /// The target time of an expected action passed without it.
    "action_lapsed" ActionLapsed {
        /// The expected action.
        action: ActionId,
    }
    /// The outcome of an expected action was settled, by rule or by a person. The latest counts.
    "action_settled" ActionSettled {
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
    /// The facilitator asked a question to help a silent table.
    "prompted" Prompted {
        /// The inject it was about.
        inject: Option<InjectId>,
        /// What was asked.
        says: String,
    }
    /// A dispute was put on the list for the hot wash.
    "parked" Parked {
        /// What it is about.
        says: String,
    }
    /// A role asked the facilitator, or somebody outside the room, a question.
    "question_asked" QuestionAsked {
        /// The role that asks.
        role: RoleId,
        /// What it asks.
        says: String,
    }
    /// A question was answered.
    "question_answered" QuestionAnswered {
        /// The record of the question.
        question: u64,
        /// The answer.
        says: String,
    }
    /// A note was written.
    "noted" Noted {
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
    /// A deadline truly began to run in the story.
    "deadline_began" DeadlineBegan {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at which it is due.
        due: StoryTime,
    }
    /// Players recognised that a deadline runs.
    "deadline_recognised" DeadlineRecognised {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// Players met a deadline.
    "deadline_met" DeadlineMet {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// A deadline passed unmet.
    "deadline_missed" DeadlineMissed {
        /// The deadline.
        deadline: DeadlineId,
    }
    /// A real incident was declared; the exercise is over for now.
    "real_incident_declared" RealIncidentDeclared {
        /// What is known.
        says: String,
    }
    /// The real incident is dealt with and the exercise may go on.
    "real_incident_cleared" RealIncidentCleared {}
    /// Somebody contributed to the hot wash.
    "hot_wash_said" HotWashSaid {
        /// What about.
        topic: HotWashTopic,
        /// What was said.
        says: String,
        /// The role that said it.
        role: Option<RoleId>,
        /// The objective it belongs to.
        objective: Option<ObjectiveId>,
    }
    /// A feedback form was handed in; it carries nobody's name.
    "feedback_given" FeedbackGiven {
        /// Eight statements on a scale of 1 to 5; 0 where left out. The order is that of `FEEDBACK`.
        marks: [u8; 8],
        /// The best of it.
        strengths: String,
        /// What to improve.
        improvements: String,
        /// Anything else.
        says: String,
    }
    /// An objective was rated.
    "objective_rated" ObjectiveRated {
        /// The objective.
        objective: ObjectiveId,
        /// The rating.
        rating: Rating,
        /// What the rule had suggested.
        suggested: Option<Rating>,
        /// Why, where it differs from the suggestion.
        reason: String,
    }
    /// A finding was raised.
    "finding_raised" FindingRaised {
        /// The finding.
        finding: Box<Finding>,
    }
    /// A finding was changed.
    "finding_revised" FindingRevised {
        /// The record that raised it.
        finding: u64,
        /// What it says now.
        now: Box<Finding>,
    }
    /// A finding was dropped.
    "finding_dropped" FindingDropped {
        /// The record that raised it.
        finding: u64,
        /// Why.
        reason: String,
    }
    /// A part of the report was written in the trainer's own words.
    "narrative_written" NarrativeWritten {
        /// The part.
        part: NarrativePart,
        /// The words, in Markdown.
        text: String,
    }
    /// A suggestion of the rules was left alone: it is not to be raised as a finding.
    "suggestion_left" SuggestionLeft {
        /// The key of the suggestion.
        about: String,
        /// Why.
        reason: String,
    }
    /// The seats' door was opened.
    "door_opened" DoorOpened {
        /// How the way is protected.
        protection: Protection,
    }
    /// The seats' door was closed.
    "door_closed" DoorClosed {}
    /// Somebody was invited to a seat.
    "seat_invited" SeatInvited {
        /// The hash of the secret in the invitation.
        invitation: String,
        /// What the seat is for.
        seat_kind: SeatKind,
        /// The roles it plays; empty where it plays none.
        roles: Vec<RoleId>,
        /// The person of the roster.
        person: PersonId,
    }
    /// An invitation counts no more.
    "invitation_revoked" InvitationRevoked {
        /// The hash of its secret.
        invitation: String,
    }
    /// A device took a seat.
    "seat_joined" SeatJoined {
        /// The seat.
        seat: SeatId,
        /// What it is for.
        seat_kind: SeatKind,
        /// The role it plays, where it plays one.
        role: Option<RoleId>,
        /// The person at it; one who typed a name is a person of this drill alone until tied to the roster.
        person: PersonId,
        /// The hash of the secret that its cookie holds.
        token: String,
        /// The hash of the invitation that it came by.
        invitation: Option<String>,
    }
    /// A seat took one more role.
    "seat_took_role" SeatTookRole {
        /// The seat.
        seat: SeatId,
        /// The role.
        role: RoleId,
    }
    /// A seat was given up; its secret counts no more.
    "seat_left" SeatLeft {
        /// The seat.
        seat: SeatId,
        /// True where the trainer sent it out.
        sent_out: bool,
    }
    /// A name that was typed is that of a person of the roster.
    "seat_tied" SeatTied {
        /// The seat.
        seat: SeatId,
        /// The person of the roster.
        person: PersonId,
        /// Who they were until then.
        was: PersonId,
    }
    /// Somebody wrote to somebody.
    "message_sent" MessageSent {
        /// Who wrote.
        from: Party,
        /// To whom.
        to: Party,
        /// What.
        says: String,
    }
    /// A role told an outside body.
    "notification_logged" NotificationLogged {
        /// The role.
        role: RoleId,
        /// Who was told.
        body: String,
        /// How: by telephone, by the portal of the authority.
        means: String,
        /// What was told.
        says: String,
        /// The deadline it meets, where it meets one.
        deadline: Option<DeadlineId>,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// A question of a module was put to the table.
    "discussion_opened" DiscussionOpened {
        /// The module.
        module: ModuleId,
        /// Which of its questions, counted from 0.
        question: u32,
    }
    /// The question on the table was closed.
    "discussion_closed" DiscussionClosed {}
    /// A role, or the table, answered the question.
    "discussion_answered" DiscussionAnswered {
        /// The module.
        module: ModuleId,
        /// Which of its questions, counted from 0.
        question: u32,
        /// The role; none for the table.
        role: Option<RoleId>,
        /// What was answered.
        says: String,
    }
    /// Whoever practised let the trainer see it.
    "practice_shared" PracticeShared {}
}

/// An inject that a decision brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The inject.
    pub inject: InjectId,
    /// When it is due on the exercise clock.
    pub at: Elapsed,
}

/// The eight statements of the feedback form, in the order of the marks.
pub const FEEDBACK: [&str; 8] = [
    "The drill was well structured and organised.",
    "The scenario was plausible and realistic.",
    "The facilitator kept the drill on target.",
    "The documents given to me were useful.",
    "Taking part suited somebody in my position.",
    "The right people were in the room.",
    "The drill let us practise what we have to do.",
    "After this drill I am better prepared.",
];

impl std::fmt::Display for Actor {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Actor::Desk => f.write_str("desk"),
            Actor::Clock => f.write_str("clock"),
            Actor::Bot(role) => write!(f, "bot:{role}"),
            Actor::Seat(role, person) => write!(f, "seat:{role}:{person}"),
            Actor::Cell(kind, person) => write!(f, "cell:{}:{person}", kind.word()),
            Actor::Unnamed => f.write_str("unnamed"),
        }
    }
}

impl std::str::FromStr for Actor {
    type Err = DecodeError;

    fn from_str(text: &str) -> Result<Self, DecodeError> {
        let mut parts = text.splitn(3, ':');
        match (parts.next(), parts.next(), parts.next()) {
            (Some("unnamed"), None, None) => Ok(Actor::Unnamed),
            (Some("cell"), Some(kind), Some(person)) if SeatKind::of(kind).is_some() => {
                let kind = SeatKind::of(kind).unwrap_or(SeatKind::Observer);
                Ok(Actor::Cell(kind, person.into()))
            }
            (Some("desk"), None, None) => Ok(Actor::Desk),
            (Some("clock"), None, None) => Ok(Actor::Clock),
            (Some("bot"), Some(role), None) => Ok(Actor::Bot(role.into())),
            (Some("seat"), Some(role), Some(person)) => Ok(Actor::Seat(role.into(), person.into())),
            _ => Err(DecodeError {
                kind: "actor".to_owned(),
                why: text.to_owned(),
            }),
        }
    }
}
