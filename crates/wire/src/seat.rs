//! What a seat may ask, and what it is told. A seat's door takes these calls and no other; a call of the desk is
//! unknown here. Not here: what a call does, and who may make it (that is `conduct`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::Problem;
use crate::view::{DecisionLine, InjectItem, SeatItem, SeatPlan, SeatView};

/// What a device says to take a seat: with the join code, or with an invitation.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(default, deny_unknown_fields)]
pub struct SeatJoin {
    /// The join code as the display shows it; case and spaces do not matter.
    pub code: String,
    /// The secret of a personal invitation, instead of the code.
    pub invitation: String,
    /// The name; an invitation knows it already.
    pub name: String,
    /// The role's id, or `observer`; an invitation knows it already.
    pub role: String,
    /// True where the person takes part from elsewhere.
    pub remote: bool,
}

/// What a device is given that took a seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct SeatJoined {
    /// The seat.
    pub seat: String,
    /// The role's id; empty where the seat plays none.
    pub role: String,
    /// `player`, `evaluator`, `scribe`, `simulator`, `observer`.
    pub kind: String,
}

/// What the joining page shows before anybody has joined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct Lobby {
    /// The drill's title.
    pub title: String,
    /// The handling marking.
    pub handling: String,
    /// The roles that can be taken: id and title.
    pub roles: Vec<LobbyRole>,
    /// True where this device has a seat already.
    pub seated: bool,
    /// True for a practice, which is private until whoever practised shares it.
    pub practice: bool,
}

/// A role that can be taken.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct LobbyRole {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// How many sit in it already.
    pub taken: u32,
}

/// A call at a seat: `{"call": …, "args": {…}}`, sent with a `key` that the page mints.
/// Where a call names a role it is one that the seat plays; a seat of the white cell may name any.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "call", content = "args", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SeatCall {
    /// Player: say that an inject was seen. Replies `Done`.
    Acknowledge { inject: String, role: String },
    /// Player, scribe: decide, by an option or in free words. Replies `Done`.
    Decide {
        role: String,
        #[serde(default)]
        inject: Option<String>,
        #[serde(default)]
        option: Option<String>,
        #[serde(default)]
        text: String,
        #[serde(default)]
        rationale: String,
        #[serde(default)]
        authorised_by: Option<String>,
        /// How long ago the first key was struck.
        #[serde(default)]
        first_key_ms_ago: i64,
    },
    /// Player, scribe: change a decision of one's own role. Replies `Done`.
    Revise {
        decision: u64,
        #[serde(default)]
        option: Option<String>,
        #[serde(default)]
        text: String,
        #[serde(default)]
        rationale: String,
        #[serde(default)]
        authorised_by: Option<String>,
    },
    /// Player: `agrees` with or `dissents` from another role's decision. Replies `Done`.
    TakeStance {
        decision: u64,
        role: String,
        stance: String,
        #[serde(default)]
        says: String,
    },
    /// Player: write to another role, or to somebody outside the room (the simulator answers). Replies `Done`.
    Send {
        role: String,
        #[serde(default)]
        to_role: Option<String>,
        #[serde(default)]
        to_outside: Option<String>,
        says: String,
    },
    /// Player: ask the facilitator. Replies `Done`.
    Ask { role: String, says: String },
    /// Player: log that an outside body was told; `deadline` is one that stands at this seat. Replies `Done`.
    LogNotification {
        role: String,
        body: String,
        #[serde(default)]
        means: String,
        #[serde(default)]
        says: String,
        #[serde(default)]
        deadline: Option<String>,
        /// Which points of what belongs into the notice it covered, counted from 0.
        #[serde(default)]
        covers: Vec<u32>,
    },
    /// Player, scribe: answer the question on the table; no role speaks for the table. Replies `Done`.
    AnswerDiscussion {
        #[serde(default)]
        role: Option<String>,
        says: String,
    },
    /// Anybody: add to the hot wash (`strength`, `improve`, `training`, `staffing`, `equipment`, `objective`). Replies `Done`.
    SayInHotWash {
        topic: String,
        says: String,
        #[serde(default)]
        role: Option<String>,
        #[serde(default)]
        objective: Option<String>,
    },
    /// Anybody: hand in the feedback form; it is kept without a name. Replies `Done`.
    GiveFeedback {
        marks: Vec<u8>,
        #[serde(default)]
        strengths: String,
        #[serde(default)]
        improvements: String,
        #[serde(default)]
        says: String,
    },
    /// Anybody: a real incident; the drill stops. Replies `Done`.
    DeclareRealIncident { says: String },
    /// Anybody: give up the seat. Replies `Done`.
    Leave,
    /// Player: the decisions of the other roles, newest first, on one inject or on all. Replies `Others`.
    Others {
        #[serde(default)]
        inject: Option<String>,
    },
    /// Player: the plan's sections for the seat's roles. Replies `Plan`.
    Plan,
    /// Player: what this seat's roles did, after the end of play. Replies `Mine`.
    Mine,
    /// Evaluator, scribe: write an observation; tone `strength`, `gap` or `neutral`. Replies `Done`.
    Note {
        says: String,
        #[serde(default)]
        tone: String,
        #[serde(default)]
        objective: Option<String>,
        #[serde(default)]
        inject: Option<String>,
        #[serde(default)]
        critical: bool,
    },
    /// Evaluator, or whoever practises, for oneself: settle an expected action. Replies `Done`.
    Settle {
        action: String,
        outcome: String,
        #[serde(default)]
        note: String,
    },
    /// Evaluator: rate an objective `P`, `S`, `M` or `U`. Replies `Done`.
    Rate {
        objective: String,
        rating: String,
        #[serde(default)]
        reason: String,
    },
    /// Simulator: write to a role as somebody outside the room. Replies `Done`.
    Speak {
        from: String,
        to_role: String,
        says: String,
    },
    /// Simulator: answer a question. Replies `Done`.
    Answer { question: u64, says: String },
    /// Whoever practises: ask for a hint on an inject; what follows counts as prompted. Replies `Done`.
    Hint { inject: String },
    /// Whoever practises: `start`, `pause`, `resume`, `jump`, `end`, `review`, `close`, `share`. Replies `Done`.
    Practise { step: String },
    /// Whoever practises: close this practice and begin the same anew. Replies `Invited`.
    PractiseAgain,
    /// Whoever practises: the speed of the clock, exercise milliseconds in a thousand of the wall clock. Replies `Done`.
    SetRate { rate: u32 },
}

/// The answer to a call at a seat, under `ok`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "reply", content = "view", rename_all = "snake_case")]
pub enum SeatReply {
    /// It is on disk, as the record of this number.
    Done {
        /// The record.
        seq: u64,
    },
    /// Decisions of other roles.
    Others(Vec<DecisionLine>),
    /// The plan for this seat.
    Plan(SeatPlan),
    /// What this seat did.
    Mine(MyTimeline),
    /// The way to a seat in another drill at the same door.
    Invited {
        /// The secret of a personal invitation.
        invitation: String,
    },
}

/// What goes back over the wire for a call at a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(rename_all = "snake_case")]
pub enum SeatAnswer {
    /// It was done.
    Ok(SeatReply),
    /// It was not.
    Problem(Problem),
}

/// What a seat is told without asking: `{"seq": …, "item": …}` or `{"seq": …, "view": …}`.
/// Items come in the order of the record, each once. A view says how things stand and replaces the one before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatFrame {
    /// For an item its record; for a view the last item that was sent before it.
    pub seq: u64,
    /// What has happened.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub item: Option<SeatItem>,
    /// How things stand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub view: Option<Box<SeatView>>,
}

/// What somebody did in a drill, after the end of play.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct MyTimeline {
    /// What reached the seat and what it did, in order.
    pub rows: Vec<MyRow>,
    /// Median time to decide, where there are decisions.
    pub median_ms: Option<i64>,
    /// Expected actions of the seat's roles that were met in time, and all that were tested.
    pub met: u32,
    /// All that were tested.
    pub tested: u32,
}

/// A line of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct MyRow {
    /// Exercise clock.
    pub elapsed_ms: i64,
    /// `inject`, `seen`, `decision`, `message`, `notification`.
    pub kind: String,
    /// In words.
    pub says: String,
    /// How long it took, where that was measured.
    pub latency_ms: Option<i64>,
    /// The target, where there was one.
    pub target_ms: Option<i64>,
}

/// What the projector is told: `{"seq": …, "view": …}`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DisplayFrame {
    /// The last record that it shows.
    pub seq: u64,
    /// What it shows.
    pub view: DisplayView,
}

/// What the projector shows. Nothing of it is for the white cell.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DisplayView {
    /// The drill's title.
    pub title: String,
    /// The handling marking.
    pub handling: String,
    /// Where its people come from.
    pub origin: String,
    /// Phase.
    pub phase: String,
    /// The clocks.
    pub clock: crate::ClockView,
    /// True while the trainer keeps the projector dark.
    pub blank: bool,
    /// The situation in one sentence, of what everybody knows.
    pub situation: String,
    /// The newest inject that went to everybody.
    pub current: Option<InjectItem>,
    /// The tightest deadlines that players have started.
    pub deadlines: Vec<crate::SeatDeadline>,
    /// The roles and who sits in them.
    pub seats: Vec<DisplaySeat>,
    /// The story so far: what went to everybody, in order.
    pub story: Vec<StoryLine>,
    /// The question on the table.
    pub question: Option<crate::QuestionItem>,
    /// How to join, while the door takes new people.
    pub join: Option<JoinView>,
    /// What was said, while a real incident stands.
    pub real_incident: Option<String>,
}

/// A role on the projector.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DisplaySeat {
    /// The role's title.
    pub title: String,
    /// Who sits in it.
    pub names: Vec<String>,
    /// True where a bot plays it.
    pub bot: bool,
    /// True where somebody is there.
    pub here: bool,
}

/// A line of the story so far.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StoryLine {
    /// The clock on the wall of the story, as words.
    pub story: String,
    /// What everybody heard.
    pub says: String,
}

/// How to join.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct JoinView {
    /// The short address.
    pub url: String,
    /// The join code.
    pub code: String,
    /// The QR code as SVG: the address with the code in its fragment.
    pub qr_svg: String,
    /// The certificate's SHA-256 fingerprint, where one was made for the programme.
    pub fingerprint: Option<String>,
}

/// The seats' door as the desk sees it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DoorView {
    /// The drill.
    pub exercise: String,
    /// True while it is open.
    pub open: bool,
    /// The networks of this computer that it can be opened on.
    pub networks: Vec<NetworkView>,
    /// `own-certificate`, `generated-certificate`, `plain`; the one in use, or the one chosen last time.
    pub protection: Option<String>,
    /// How to join, while it is open.
    pub join: Option<JoinView>,
    /// The projector's page, while it is open.
    pub display_url: Option<String>,
    /// True while the projector is dark.
    pub blank: bool,
    /// Every device that has a seat.
    pub devices: Vec<DeviceRow>,
    /// Every invitation.
    pub invitations: Vec<InvitationRow>,
    /// The link of the invitation just made; shown once, because only its hash is kept.
    pub invitation_url: Option<String>,
    /// When a device other than this computer last reached the door.
    pub reached_at_ms: Option<i64>,
    /// How many wrong codes were tried since it was opened.
    pub wrong_codes: u32,
    /// Wall clock of this view.
    pub at_ms: i64,
}

/// A network of this computer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NetworkView {
    /// The interface's name.
    pub name: String,
    /// The address on it.
    pub address: String,
    /// True where only this computer can reach it.
    pub loopback: bool,
}

/// A device at a seat.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DeviceRow {
    /// The seat.
    pub seat: String,
    /// `player`, `evaluator`, `scribe`, `simulator`, `observer`.
    pub kind: String,
    /// Titles of its roles.
    pub roles: Vec<String>,
    /// The name that was typed, or that of the person.
    pub name: String,
    /// The person of the roster, once tied.
    pub person: Option<String>,
    /// True while a page of it is connected.
    pub connected: bool,
    /// When it joined.
    pub joined_at_ms: i64,
    /// When it last said something.
    pub seen_at_ms: Option<i64>,
    /// From where, as an address.
    pub address: String,
    /// True once it was given up or sent out.
    pub left: bool,
}

/// An invitation.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InvitationRow {
    /// The hash of its secret; names it in calls.
    pub id: String,
    /// What the seat is for.
    pub kind: String,
    /// Titles of the roles.
    pub roles: Vec<String>,
    /// For whom.
    pub name: String,
    /// True once somebody came by it.
    pub used: bool,
    /// True once it counts no more.
    pub revoked: bool,
}

/// A page of the seats' door that the program shows in a window of its own.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PageView {
    /// The drill.
    pub exercise: String,
    /// Its address, with the way in.
    pub url: String,
}
