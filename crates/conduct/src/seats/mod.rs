//! The inner side of the seats' door: who has a seat, what each seat is told, what a seat may call. One drill has one
//! `Seats`. Not here: sockets, pages and certificates (`lan`), and the rules of a drill (`exercise`).
//!
//! Locks are taken in this order and no other: the drill, the hall, what is shown, the door. Nothing waits while it
//! holds one.

mod calls;
mod card;
mod cell;
mod display;
mod door;
mod eyes;
mod joining;
mod judging;
mod lanes;
mod live;
mod lore;
mod mine;
mod playing;
mod publish;
mod seat;
mod secrets;
mod table;
mod tend;

use std::collections::BTreeMap;
use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, RwLock, Weak};

use bytes::Bytes;
use exercise::{Origin, Protection, SeatKind};
use ledger::{Ledger, Person};
use scenario::Scenario;
use terms::{ExerciseId, PersonId, SeatId};
use tokio::sync::{Notify, watch};
use wire::{Lobby, LobbyRole, Problem, SeatJoined};

use crate::clock::Clock;
use crate::conductor::{Conductor, Drill, WeakConductor};
use crate::desk::{AtTheDesk, TellDesk};
use crate::lock;

pub(crate) use card::role_card;
pub use display::DisplayLive;
pub(crate) use door::{Doors, closed_view, protection_of, protection_word};
pub use live::Live;
pub(crate) use lore::Lore;
use publish::Hall;
use seat::Seat;

/// The seats of one drill. A connection that lingers keeps them, but neither the drill's task nor the file.
pub struct Seats {
    id: ExerciseId,
    conductor: WeakConductor,
    scenario: Arc<Scenario>,
    title: String,
    handling: String,
    practice: bool,
    around: Around,
    lore: Lore,
    lanes: lanes::Lanes,
    hall: Mutex<Hall>,
    shown: RwLock<tend::Shown>,
    ticks: Mutex<tend::Ticks>,
    wake: Arc<Notify>,
    lines: Mutex<Vec<(SeatKind, Weak<lanes::Line>)>>,
    projector: watch::Sender<Option<Bytes>>,
    open: AtomicBool,
    door: Mutex<door::Door>,
}

/// What the seats share with the desk.
#[derive(Clone)]
pub(crate) struct Around {
    pub clock: Arc<Clock>,
    /// The programme's file, for as long as the desk has it open.
    pub ledger: Weak<Mutex<Ledger>>,
    /// Names of people.
    pub names: Arc<Mutex<BTreeMap<PersonId, String>>>,
    /// Persons that were made at the door and are not yet among those that the desk keeps.
    pub typed: Arc<Mutex<Vec<Person>>>,
    pub tell: TellDesk,
    /// The desk, where it attends to seats.
    pub desk: AtTheDesk,
}

/// Who calls: a device that has a seat.
#[derive(Clone)]
pub struct SeatPass {
    /// Its seat.
    pub seat: SeatId,
    inner: Arc<Seat>,
}

/// What a device is given that took a seat.
#[derive(Debug)]
pub struct Joined {
    /// What its page is told.
    pub view: SeatJoined,
    /// The new secret for its cookie; none where it keeps the one it has.
    pub token: Option<String>,
}

/// How the door is to be opened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DoorWish {
    /// The address of this computer to listen on.
    pub address: IpAddr,
    /// The port; 0 for any that is free.
    pub port: u16,
    /// How the way is protected.
    pub protection: Protection,
    /// The organisation's certificate chain (PEM file), where it is to be used.
    pub certificate: Option<PathBuf>,
    /// Its key (PEM file).
    pub key: Option<PathBuf>,
    /// The user's application folder, for a certificate made for the programme.
    pub own: PathBuf,
}

/// A door that stands open.
pub struct OpenedDoor {
    /// Where it is, as `https://192.168.1.5:4433`.
    pub url: String,
    /// The SHA-256 fingerprint of a certificate made for the programme.
    pub fingerprint: Option<String>,
    /// Where a window of this computer finds the projector's page, where it cannot trust the door's certificate.
    pub display_here: Option<String>,
    /// Lets it lead to the seats of another drill from now on.
    pub hand_to: Box<dyn Fn(Arc<Seats>) + Send>,
    /// Closes it.
    pub close: Box<dyn FnOnce() + Send>,
}

/// Opens the door: binds the listener and spawns its tasks on the current runtime.
pub type OpenDoor = Arc<dyn Fn(Arc<Seats>, &DoorWish) -> Result<OpenedDoor, Problem> + Send + Sync>;

impl Seats {
    /// The seats of a drill as its records make them. `enter` is called with them while the drill stands still, so
    /// that nothing is missed between its last record and the first that is published.
    pub(crate) fn of(
        conductor: &Conductor,
        around: Around,
        lore: Lore,
        enter: impl FnOnce(&Arc<Self>),
    ) -> Arc<Self> {
        conductor.look(|drill| {
            let now = around.clock.now();
            let seats = Arc::new(Self {
                id: drill.id.clone(),
                conductor: conductor.downgrade(),
                scenario: Arc::clone(drill.script.scenario()),
                title: drill.exercise.briefed().title.clone(),
                handling: drill.exercise.briefed().handling.clone(),
                practice: drill.exercise.origin() == Origin::Practice,
                lore,
                lanes: lanes::Lanes::default(),
                hall: Mutex::new(Hall::new(drill)),
                shown: RwLock::new(tend::Shown::of(&bare_scene(drill, now))),
                around,
                ticks: Mutex::new(tend::Ticks::default()),
                wake: Arc::new(Notify::new()),
                lines: Mutex::new(Vec::new()),
                projector: watch::Sender::new(None),
                open: AtomicBool::new(false),
                door: Mutex::new(door::Door::default()),
            });
            seats.publish(drill);
            enter(&seats);
            seats
        })
    }

    /// What the joining page shows; `token` is the secret of the device's cookie, where it has one.
    pub fn lobby(&self, token: Option<&str>) -> Lobby {
        let hall = lock(&self.hall);
        let seated = token.is_some_and(|token| hall.seat_of(token).is_some());
        let roles = self.scenario.roles.iter().map(|role| LobbyRole {
            id: role.id.to_string(),
            title: role.title.clone(),
            taken: hall.taken_by(&role.id),
        });
        Lobby {
            title: self.title.clone(),
            handling: self.handling.clone(),
            roles: roles.collect(),
            seated,
            practice: self.practice,
        }
    }

    /// Whose secret a cookie holds.
    pub fn pass(&self, token: &str) -> Option<SeatPass> {
        let inner = lock(&self.hall).seat_of(token)?;
        Some(SeatPass {
            seat: inner.id.clone(),
            inner,
        })
    }

    /// Whether the door is open.
    pub fn is_open(&self) -> bool {
        self.open.load(Ordering::Acquire)
    }

    /// The drill.
    pub fn exercise(&self) -> &ExerciseId {
        &self.id
    }
}

/// A new secret for an invitation, and what is recorded of it.
pub(crate) fn invitation_secret() -> Result<(String, String), Problem> {
    let secret = secrets::secret()?;
    let hash = secrets::hash(&secret);
    Ok((secret, hash))
}

/// The drill without the names of people: what every seat may see has none.
fn bare_scene(drill: &Drill, now: terms::Stamp) -> crate::views::Scene<'_> {
    static NOBODY: BTreeMap<PersonId, String> = BTreeMap::new();
    crate::calls_drill::scene(drill, &NOBODY, now)
}
