//! What can happen in a drill, in the past tense, and how a happening is written into the ledger.
//! Once released, a kind keeps its meaning for ever; a changed body gets a new version and an upcaster.
//! The bodies stand by subject in the modules below. Not here: rules (`decide`), state (`state`).

mod clocks;
mod codec;
mod course;
mod injects;
mod judging;
mod people;
mod seating;
mod words;

use serde::{Deserialize, Serialize};
use terms::{Elapsed, PersonId, RoleId, Stamp};

pub use clocks::*;
pub use course::*;
pub use injects::*;
pub use judging::*;
pub use people::*;
pub use seating::*;
pub use words::*;

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

/// Declares the bodies of events of one subject.
macro_rules! bodies {
    ($($(#[$doc:meta])* $name:ident { $($(#[$fdoc:meta])* $field:ident: $type:ty,)* })*) => {
        $(
            $(#[$doc])*
            #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
            pub struct $name {
                $($(#[$fdoc])* pub $field: $type,)*
            }
        )*
    };
}
use bodies;

macro_rules! events {
    ($($kind:literal $name:ident,)*) => {
        $(
            impl From<$name> for Event {
                fn from(body: $name) -> Self {
                    Event::$name(body)
                }
            }
        )*

        /// Everything that can happen in a drill.
        #[derive(Clone, Debug, PartialEq)]
        pub enum Event {
            $(#[doc = concat!("See [`", stringify!($name), "`].")] $name($name),)*
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

/// A record of the ledger that this program cannot read.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DecodeError {
    /// The kind of the record.
    pub kind: String,
    /// What is the matter with it.
    pub why: String,
}

events! {
    "briefed" Briefed,
    "role_assigned" RoleAssigned,
    "role_vacated" RoleVacated,
    "attended" Attended,
    "started" Started,
    "paused" Paused,
    "resumed" Resumed,
    "break_announced" BreakAnnounced,
    "jumped" Jumped,
    "rate_set" RateSet,
    "ended" Ended,
    "review_opened" ReviewOpened,
    "closed" Closed,
    "inject_delivered" InjectDelivered,
    "inject_held" InjectHeld,
    "inject_released" InjectReleased,
    "inject_skipped" InjectSkipped,
    "inject_postponed" InjectPostponed,
    "inject_withdrawn" InjectWithdrawn,
    "inject_edited" InjectEdited,
    "inject_added" InjectAdded,
    "inject_cancelled" InjectCancelled,
    "acknowledged" Acknowledged,
    "decision_made" DecisionMade,
    "decision_revised" DecisionRevised,
    "stance_taken" StanceTaken,
    "record_struck" RecordStruck,
    "action_lapsed" ActionLapsed,
    "action_settled" ActionSettled,
    "account_requested" AccountRequested,
    "step_taken" StepTaken,
    "prompted" Prompted,
    "parked" Parked,
    "question_asked" QuestionAsked,
    "question_answered" QuestionAnswered,
    "noted" Noted,
    "deadline_began" DeadlineBegan,
    "deadline_recognised" DeadlineRecognised,
    "deadline_met" DeadlineMet,
    "deadline_missed" DeadlineMissed,
    "trigger_recorded" TriggerRecorded,
    "deadline_moved" DeadlineMoved,
    "real_incident_declared" RealIncidentDeclared,
    "real_incident_cleared" RealIncidentCleared,
    "hot_wash_said" HotWashSaid,
    "feedback_given" FeedbackGiven,
    "objective_rated" ObjectiveRated,
    "finding_raised" FindingRaised,
    "finding_revised" FindingRevised,
    "finding_dropped" FindingDropped,
    "narrative_written" NarrativeWritten,
    "suggestion_left" SuggestionLeft,
    "door_opened" DoorOpened,
    "door_closed" DoorClosed,
    "seat_invited" SeatInvited,
    "invitation_revoked" InvitationRevoked,
    "seat_joined" SeatJoined,
    "seat_took_role" SeatTookRole,
    "seat_left" SeatLeft,
    "seat_tied" SeatTied,
    "message_sent" MessageSent,
    "notification_logged" NotificationLogged,
    "discussion_opened" DiscussionOpened,
    "discussion_closed" DiscussionClosed,
    "discussion_answered" DiscussionAnswered,
    "practice_shared" PracticeShared,
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
