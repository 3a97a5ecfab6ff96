//! A desk whose door opens nowhere, and somebody who practises behind it. Not here: what is tested.

use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};
use std::time::Duration;

use conduct::{Clock, Desk, OpenDoor, OpenedDoor, Places, SeatPass, Seats, Start};
use terms::{Span, Stamp};
use wire::{
    DeskCall, DeskOrder, DeskReply, HomeView, Problem, SeatCall, SeatFrame, SeatItem, SeatJoin,
    SeatReply,
};

/// Every call has a key of its own.
static KEYS: AtomicU64 = AtomicU64::new(0);

const HOME: IpAddr = IpAddr::V4(Ipv4Addr::LOCALHOST);

/// The seats of every door that was opened, in order.
pub type Opened = Arc<Mutex<Vec<Arc<Seats>>>>;

/// A desk whose door opens nowhere, and the seats behind it.
pub struct Room {
    pub desk: Arc<Desk>,
    pub seats: Opened,
    pub clock: Arc<Clock>,
    pub now: Stamp,
    pub folder: tempfile::TempDir,
}

/// Somebody who practises.
pub struct Seat {
    pub seats: Arc<Seats>,
    pub pass: SeatPass,
    pub token: String,
}

impl Room {
    pub fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let now = Stamp(1_800_000_000_000);
        let clock = Arc::new(Clock::by_hand(now));
        let (desk, seats) = Self::desk(folder.path(), &clock);
        Self {
            desk,
            seats,
            clock,
            now,
            folder,
        }
    }

    pub fn desk(folder: &Path, clock: &Arc<Clock>) -> (Arc<Desk>, Opened) {
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.to_owned(),
        };
        let opened = Arc::new(Mutex::new(Vec::new()));
        let seats = Arc::clone(&opened);
        let door: OpenDoor = Arc::new(move |seats, _| {
            opened.lock().expect("the list").push(seats);
            let turned = Arc::clone(&opened);
            Ok(OpenedDoor {
                url: "http://127.0.0.1:1".to_owned(),
                fingerprint: None,
                display_here: None,
                hand_to: Box::new(move |seats| turned.lock().expect("the list").push(seats)),
                close: Box::new(|| {}),
            })
        });
        let desk = Desk::open(places, &Start::Own, Arc::clone(clock), Arc::new(|_| {}));
        let desk = Arc::new(desk.expect("the desk opens").with_door(door));
        desk.attend();
        (desk, seats)
    }

    /// Closes the desk and opens it again, as after a restart of the program.
    pub async fn open_again(self) -> Self {
        self.seats.lock().expect("the list").clear();
        let alone = Arc::into_inner(self.desk).expect("nobody calls");
        alone.close().await;
        for _ in 0..100 {
            tokio::task::yield_now().await;
        }
        let (desk, seats) = Self::desk(self.folder.path(), &self.clock);
        Self {
            desk,
            seats,
            ..self
        }
    }

    pub async fn call(&self, call: DeskCall) -> DeskReply {
        let said = format!("{call:?}");
        let reply = self.desk.call(call).await;
        reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    pub async fn order(&self, exercise: &str, order: DeskOrder) -> DeskReply {
        let exercise = exercise.to_owned();
        self.call(DeskCall::Order { exercise, order }).await
    }

    pub async fn plan(&self) -> String {
        let path = Path::new(env!("CARGO_MANIFEST_DIR"));
        let path = path.join("../../scenarios/plan/incident-response-plan.md");
        let call = DeskCall::ImportPlan {
            path: path.display().to_string(),
        };
        match self.call(call).await {
            DeskReply::Plan(plan) => plan.card.id,
            other => panic!("not a plan: {other:?}"),
        }
    }

    pub async fn practise(&self, wish: DeskCall) -> Result<(String, String), Problem> {
        match self.desk.call(wish).await? {
            DeskReply::Page(view) => Ok((view.exercise, view.url)),
            other => panic!("not a practice: {other:?}"),
        }
    }

    /// Takes the seat that an invitation names.
    pub async fn join(&self, url: &str) -> Seat {
        let seats = self.last_seats();
        let (_, invitation) = url.split_once("invitation=").expect("an invitation");
        let ask = SeatJoin {
            invitation: invitation.to_owned(),
            ..SeatJoin::default()
        };
        let joined = seats.join(ask, HOME, None).await.expect("it counts");
        let token = joined.token.expect("a new seat");
        let pass = seats.pass(&token).expect("the seat");
        Seat { seats, pass, token }
    }

    pub fn last_seats(&self) -> Arc<Seats> {
        let opened = self.seats.lock().expect("the list");
        Arc::clone(opened.last().expect("a door was opened"))
    }

    /// Lets time pass, and has somebody look at the clock, because one that is set by hand wakes nobody.
    pub async fn pass(&mut self, seat: &Seat, span: Span) {
        self.pass_by(seat, span, Span::seconds(5)).await;
    }

    /// The same, in steps of one's own.
    pub async fn pass_by(&mut self, seat: &Seat, span: Span, step: Span) {
        for _ in 0..span.0 / step.0 {
            self.now = self.now + step;
            self.clock.set(self.now);
            // Once play is over the clock has no speed, and nobody need look at it.
            let look = SeatCall::SetRate { rate: 1000 };
            let _over = seat.seats.call(&seat.pass, look, Some(key())).await;
            for _ in 0..20 {
                tokio::task::yield_now().await;
            }
        }
    }

    /// The kinds of a drill's records, and how often the programme says that it was closed.
    pub async fn kept(self, exercise: &str) -> (Vec<String>, usize) {
        let path = self.folder.path().join("programme.rockdrill");
        let kept = self.open_again().await;
        let ledger = ledger::Ledger::open_read_only(&path).expect("the programme");
        let read = |stream: &str| {
            let mut kinds = Vec::new();
            let all = ledger.read(stream, 1, |stored| {
                kinds.push((stored.kind.to_owned(), stored.body.to_owned()));
                Ok::<(), ledger::Fault>(())
            });
            all.expect("its records");
            kinds
        };
        let kinds = read(&ledger::stream::of_exercise(&exercise.into()));
        let closed = read(ledger::stream::PROGRAMME);
        let closed = closed
            .iter()
            .filter(|(kind, body)| kind == "drill_closed" && body.contains(exercise));
        let found = (
            kinds.into_iter().map(|(kind, _)| kind).collect(),
            closed.count(),
        );
        drop(kept);
        found
    }

    pub async fn home(&self) -> HomeView {
        match self.call(DeskCall::Home).await {
            DeskReply::Home(view) => view,
            other => panic!("not Home: {other:?}"),
        }
    }
}

fn key() -> String {
    format!("test-key-{}", KEYS.fetch_add(1, Ordering::Relaxed))
}

impl Seat {
    pub async fn call(&self, call: SeatCall) -> SeatReply {
        let said = format!("{call:?}");
        let reply = self.seats.call(&self.pass, call, Some(key())).await;
        reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
    }

    pub async fn step(&self, step: &str) {
        let step = step.to_owned();
        self.call(SeatCall::Practise { step }).await;
    }

    /// Every frame so far.
    pub async fn frames(&self) -> Vec<SeatFrame> {
        let mut live = self.seats.live(&self.pass, 0, HOME).expect("a connection");
        let mut frames = Vec::new();
        while let Ok(Some(bytes)) =
            tokio::time::timeout(Duration::from_millis(300), live.next()).await
        {
            frames.push(serde_json::from_slice(&bytes).expect("a frame"));
        }
        frames
    }

    /// How the practice stands.
    pub async fn practice(&self) -> wire::PracticeState {
        let frames = self.frames().await.into_iter();
        let last = frames.rev().find_map(|frame| frame.view?.practice);
        last.expect("a view of a practice")
    }

    /// Its phase.
    pub async fn phase(&self) -> String {
        let frames = self.frames().await.into_iter();
        let last = frames.rev().find_map(|frame| frame.view);
        last.expect("a view").table.phase
    }

    pub async fn items(&self) -> Vec<SeatItem> {
        let frames = self.frames().await.into_iter();
        frames.filter_map(|frame| frame.item).collect()
    }

    pub async fn coached(&self) -> Vec<wire::CoachingItem> {
        let items = self.items().await.into_iter();
        items
            .filter_map(|item| match item {
                SeatItem::Coaching(item) => Some(item),
                _ => None,
            })
            .collect()
    }
}
