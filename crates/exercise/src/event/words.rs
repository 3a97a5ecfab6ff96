//! The words that events are made of: who takes part and how, why the clock stands, what a note speaks of. Not here: the
//! events themselves.

use serde::{Deserialize, Serialize};
use terms::{Elapsed, InjectId, ObjectiveId, PlanId, RoleId};

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
    /// True where lines that only look like headings are read as headings.
    #[serde(default, skip_serializing_if = "std::ops::Not::not")]
    pub headings_by_look: bool,
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

/// An inject that a decision brings.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Due {
    /// The inject.
    pub inject: InjectId,
    /// When it is due on the exercise clock.
    pub at: Elapsed,
}
