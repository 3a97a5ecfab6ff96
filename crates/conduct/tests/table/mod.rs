//! A desk with a door that leads nowhere: the seats behind it are the real ones, and tests stand where the network
//! would. Not here: what is tested.

#![allow(dead_code)]

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use conduct::{Clock, Desk, Joined, Live, OpenedDoor, Places, SeatPass, Seats, Start};
use serde_json::Value;
use terms::{Span, Stamp};
use wire::{
    DeskCall, DeskOrder, DeskReply, DoorView, Problem, ProblemCode, SeatCall, SeatFrame, SeatItem,
    SeatJoin, SeatReply,
};

pub const HERE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 168, 1, 20));

/// The longest that a test waits for something that should come.
const PATIENCE: Duration = Duration::from_secs(20);

pub struct Hall {
    pub desk: Desk,
    pub clock: Arc<Clock>,
    pub now: Stamp,
    pub exercise: String,
    folder: Arc<tempfile::TempDir>,
    doors: Arc<Mutex<Vec<Arc<Seats>>>>,
}

/// A device: its seat and the frames that it has received.
pub struct Device {
    pub seats: Arc<Seats>,
    pub token: String,
    pub pass: SeatPass,
    pub live: Option<Live>,
    pub heard: Vec<SeatFrame>,
    pub seq: u64,
}

impl Hall {
    /// A drill of a shipped scenario with its door open.
    pub async fn open(scenario: &str) -> Self {
        let folder = Arc::new(tempfile::tempdir().expect("a folder"));
        let now = Stamp(1_800_000_000_000);
        let clock = Arc::new(Clock::by_hand(now));
        let mut hall = Self::in_folder(folder, clock, now);
        let reply = hall
            .call(DeskCall::Brief {
                scenario: scenario.to_owned(),
                plan: None,
            })
            .await;
        let DeskReply::Briefing(briefing) = reply else {
            panic!("not a briefing: {reply:?}");
        };
        hall.exercise = briefing.exercise;
        hall.open_door().await;
        hall
    }

    fn in_folder(folder: Arc<tempfile::TempDir>, clock: Arc<Clock>, now: Stamp) -> Self {
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.path().to_owned(),
        };
        let desk = Desk::open(places, &Start::Own, Arc::clone(&clock), Arc::new(|_| {}));
        let doors: Arc<Mutex<Vec<Arc<Seats>>>> = Arc::default();
        let opened = Arc::clone(&doors);
        let desk = desk
            .expect("the desk opens")
            .with_door(Arc::new(move |seats, _| {
                opened.lock().expect("the doors").push(seats);
                Ok(OpenedDoor {
                    url: "http://192.168.1.5:4433".to_owned(),
                    fingerprint: None,
                    display_here: None,
                    hand_to: Box::new(|_| {}),
                    close: Box::new(|| {}),
                })
            }));
        Self {
            desk,
            clock,
            now,
            exercise: String::new(),
            folder,
            doors,
        }
    }

    /// Closes the program as a crash would, and opens it again with the door of the same drill.
    pub async fn open_again(self) -> Self {
        let Self {
            desk,
            clock,
            now,
            exercise,
            folder,
            doors,
        } = self;
        drop(desk);
        doors.lock().expect("the doors").clear();
        drop(doors);
        // The tasks of its drills end as soon as they are next looked at.
        for _ in 0..200 {
            tokio::task::yield_now().await;
        }
        let mut hall = Self::in_folder(folder, clock, now);
        hall.exercise = exercise;
        hall.open_door().await;
        hall
    }

    pub async fn open_door(&self) -> DoorView {
        self.door(DeskCall::OpenDoor {
            exercise: self.exercise.clone(),
            address: "127.0.0.1".to_owned(),
            port: 0,
            protection: "plain".to_owned(),
            certificate: None,
            key: None,
        })
        .await
    }

    /// Closes the program; the folder goes with what is returned.
    pub fn close(self) -> Arc<tempfile::TempDir> {
        self.folder
    }

    /// The programme's file.
    pub fn programme(&self) -> std::path::PathBuf {
        self.folder.path().join("programme.rockdrill")
    }

    pub fn seats(&self) -> Arc<Seats> {
        let doors = self.doors.lock().expect("the doors");
        Arc::clone(doors.last().expect("a door was opened"))
    }

    pub fn pass_time(&mut self, span: Span) {
        self.now = self.now + span;
        self.clock.set(self.now);
    }

    pub async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        let reply = self.desk.call(call).await;
        reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    pub async fn door(&self, call: DeskCall) -> DoorView {
        match self.call(call).await {
            DeskReply::Door(view) => *view,
            other => panic!("not a door: {other:?}"),
        }
    }

    pub async fn view(&self) -> DoorView {
        let exercise = self.exercise.clone();
        self.door(DeskCall::Door { exercise }).await
    }

    pub async fn code(&self) -> String {
        self.view().await.join.expect("the door is open").code
    }

    pub async fn order(&self, order: DeskOrder) -> DeskReply {
        let exercise = self.exercise.clone();
        self.call(DeskCall::Order { exercise, order }).await
    }

    /// Keeps a person in the roster.
    pub async fn person(&self, name: &str) -> String {
        let reply = self
            .call(DeskCall::KeepPerson {
                person: None,
                name: name.to_owned(),
                contact: String::new(),
                unit: String::new(),
            })
            .await;
        let DeskReply::Roster(roster) = reply else {
            panic!("not a roster: {reply:?}");
        };
        let mut people = roster.people.into_iter();
        let kept = people.find(|person| person.name == name);
        kept.expect("the person is kept").id
    }

    /// The secret of an invitation.
    pub async fn invite(&self, person: &str, kind: &str, roles: &[&str]) -> String {
        let view = self
            .door(DeskCall::InviteToSeat {
                exercise: self.exercise.clone(),
                person: person.to_owned(),
                kind: kind.to_owned(),
                roles: roles.iter().map(|role| (*role).to_owned()).collect(),
            })
            .await;
        let link = view.invitation_url.expect("the link is shown once");
        let (_, secret) = link.split_once("#invitation=").expect("a secret");
        secret.to_owned()
    }

    pub async fn try_join(&self, ask: SeatJoin, token: Option<&str>) -> Result<Joined, Problem> {
        self.seats().join(ask, HERE, token).await
    }

    /// Joins by code and connects.
    pub async fn join(&self, name: &str, role: &str) -> Device {
        let ask = by_code(&self.code().await, name, role);
        let joined = self.try_join(ask, None).await.expect("they join");
        self.device(joined.token.expect("a new device gets a secret"))
    }

    /// Joins by invitation and connects.
    pub async fn come(&self, secret: &str) -> Device {
        let joined = self.try_join(by_invitation(secret), None).await;
        let joined = joined.expect("they come in");
        self.device(joined.token.expect("a new device gets a secret"))
    }

    pub fn device(&self, token: String) -> Device {
        let seats = self.seats();
        let pass = seats.pass(&token).expect("the secret is known");
        let live = seats.live(&pass, 0, HERE).expect("it connects");
        Device {
            seats,
            token,
            pass,
            live: Some(live),
            heard: Vec::new(),
            seq: 0,
        }
    }
}

impl Device {
    /// Waits for a frame that fits, and keeps what comes on the way.
    pub async fn until(&mut self, what: &str, fits: impl Fn(&SeatFrame) -> bool) -> SeatFrame {
        if let Some(found) = self.heard.iter().find(|frame| fits(frame)) {
            return found.clone();
        }
        loop {
            let frame = self.next().await;
            let frame = frame.unwrap_or_else(|| panic!("{what} never came: the line ended"));
            if fits(&frame) {
                return frame;
            }
        }
    }

    /// Waits for an item that fits.
    pub async fn item(&mut self, what: &str, fits: impl Fn(&SeatItem) -> bool) -> SeatItem {
        let frame = self
            .until(what, |frame| frame.item.as_ref().is_some_and(&fits))
            .await;
        frame.item.expect("it has an item")
    }

    /// The next frame.
    pub async fn next(&mut self) -> Option<SeatFrame> {
        let live = self.live.as_mut().expect("connected");
        let bytes = tokio::time::timeout(PATIENCE, live.next())
            .await
            .expect("something comes")?;
        let frame: SeatFrame = serde_json::from_slice(&bytes).expect("a frame");
        if frame.item.is_some() {
            self.seq = frame.seq;
        }
        self.heard.push(frame.clone());
        Some(frame)
    }

    /// Loses the connection and comes back.
    pub fn reconnect(&mut self) {
        self.live = None;
        let live = self.seats.live(&self.pass, self.seq, HERE);
        self.live = Some(live.expect("it connects again"));
    }

    /// The numbers of the items that it has heard.
    pub fn items(&self) -> Vec<u64> {
        let items = self.heard.iter().filter(|frame| frame.item.is_some());
        items.map(|frame| frame.seq).collect()
    }

    pub async fn try_call(&self, call: SeatCall, key: &str) -> Result<SeatReply, Problem> {
        let key = Some(key.to_owned());
        self.seats.call(&self.pass, call, key).await
    }

    pub async fn call(&self, call: SeatCall, key: &str) -> u64 {
        let said = format!("{call:?}");
        match self.try_call(call, key).await {
            Ok(SeatReply::Done { seq }) => seq,
            other => panic!("{said}: {other:?}"),
        }
    }

    pub async fn refused(&self, call: SeatCall, key: &str) -> ProblemCode {
        let said = format!("{call:?}");
        match self.try_call(call, key).await {
            Ok(reply) => panic!("{said} was answered with {reply:?}"),
            Err(problem) => problem.code,
        }
    }
}

pub fn by_code(code: &str, name: &str, role: &str) -> SeatJoin {
    SeatJoin {
        code: code.to_owned(),
        name: name.to_owned(),
        role: role.to_owned(),
        ..SeatJoin::default()
    }
}

pub fn by_invitation(secret: &str) -> SeatJoin {
    SeatJoin {
        invitation: secret.to_owned(),
        ..SeatJoin::default()
    }
}

pub fn says(role: &str, text: &str) -> SeatCall {
    SeatCall::Decide {
        role: role.to_owned(),
        inject: None,
        option: None,
        text: text.to_owned(),
        rationale: String::new(),
        authorised_by: None,
        first_key_ms_ago: 0,
    }
}

/// Whether a text stands anywhere in a value.
pub fn strings(value: &Value, found: &mut Vec<String>) {
    match value {
        Value::String(text) => found.push(text.clone()),
        Value::Array(list) => list.iter().for_each(|value| strings(value, found)),
        Value::Object(map) => map.values().for_each(|value| strings(value, found)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
