//! Any lines are read as what a device says at the seats' door, and what can be read is carried out: in a drill that runs,
//! at a player's seat, without a network. No panic, no fault of the program, and an answer that can be written down.
#![no_main]

use std::cell::RefCell;
use std::net::{IpAddr, Ipv4Addr};
use std::path::Path;
use std::sync::{Arc, Mutex};

use conduct::{Clock, Desk, OpenDoor, OpenedDoor, Places, SeatPass, Seats, Start};
use libfuzzer_sys::fuzz_target;
use terms::Stamp;
use tokio::runtime::Runtime;
use wire::{DeskCall, DeskOrder, DeskReply, Problem, ProblemCode, SeatJoin};

/// After so many inputs a new drill begins, so that an old one does not grow for ever.
const INPUTS_EACH: u32 = 500;

/// When each drill begins.
const START: Stamp = Stamp(1_800_000_000_000);

const PHONE: IpAddr = IpAddr::V4(Ipv4Addr::new(192, 0, 2, 7));

struct Room {
    seats: Arc<Seats>,
    pass: SeatPass,
    clock: Arc<Clock>,
    inputs: u32,
    _desk: Desk,
    runtime: Runtime,
    _folder: tempfile::TempDir,
}

thread_local! {
    static ROOM: RefCell<Option<Room>> = const { RefCell::new(None) };
}

fuzz_target!(|bytes: &[u8]| {
    let _call = lan::read_desk_call(bytes);
    ROOM.with_borrow_mut(|kept| {
        if kept.as_ref().is_none_or(|room| room.inputs >= INPUTS_EACH) {
            *kept = Some(Room::new());
        }
        let Some(room) = kept else { return };
        room.inputs += 1;
        // Nobody is to be too quick: what is said is to be heard.
        room.clock.set(Stamp(START.0 + i64::from(room.inputs) * 60_000));
        for line in bytes.split(|byte| *byte == b'\n') {
            room.hear(line);
        }
    });
});

impl Room {
    fn new() -> Self {
        let runtime = Runtime::new().expect("threads");
        let folder = tempfile::tempdir().expect("a folder");
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios"),
            own: folder.path().to_owned(),
        };
        let clock = Arc::new(Clock::by_hand(START));
        let (desk, seats, code) = runtime.block_on(open(places, Arc::clone(&clock)));
        let ask = SeatJoin { code, name: "Ada".into(), role: "soc".into(), ..SeatJoin::default() };
        let joined = runtime.block_on(seats.join(ask, PHONE, None)).expect("a seat");
        let pass = joined.token.and_then(|token| seats.pass(&token)).expect("its secret");
        Self { seats, pass, clock, inputs: 0, _desk: desk, runtime, _folder: folder }
    }

    fn hear(&self, line: &[u8]) {
        if let Ok(ask) = lan::read_join(line) {
            hold(&self.runtime.block_on(self.seats.join(ask, PHONE, None)).map(|joined| joined.view));
        }
        if let Ok((call, key)) = lan::read_seat_call(line) {
            hold(&self.runtime.block_on(self.seats.call(&self.pass, call, key)));
        }
    }
}

/// Sets a drill up, starts it, and opens its door to nobody.
async fn open(places: Places, clock: Arc<Clock>) -> (Desk, Arc<Seats>, String) {
    let kept = Arc::new(Mutex::new(None));
    let keep = Arc::clone(&kept);
    let door: OpenDoor = Arc::new(move |seats, _| {
        *keep.lock().expect("whole") = Some(seats);
        let url = "http://192.0.2.1:4433".to_owned();
        Ok(OpenedDoor { url, fingerprint: None, display_here: None, hand_to: Box::new(|_| {}), close: Box::new(|| {}) })
    });
    let desk = Desk::open(places, &Start::Own, clock, Arc::new(|_| {})).expect("a desk").with_door(door);
    let brief = DeskCall::Brief { scenario: "suspicious-login".into(), plan: None };
    let Ok(DeskReply::Briefing(briefing)) = desk.call(brief).await else { panic!("a briefing") };
    let exercise = briefing.exercise;
    let open = DeskCall::OpenDoor {
        exercise: exercise.clone(),
        address: "192.0.2.1".into(),
        port: 4433,
        protection: "plain".into(),
        certificate: None,
        key: None,
    };
    let Ok(DeskReply::Door(view)) = desk.call(open).await else { panic!("a door") };
    let code = view.join.expect("it is open").code;
    desk.call(DeskCall::Order { exercise, order: DeskOrder::Start }).await.expect("it starts");
    let seats = kept.lock().expect("whole").take().expect("the door was opened");
    (desk, seats, code)
}

/// The program itself never fails, whatever is said.
fn hold<T: serde::Serialize>(answer: &Result<T, Problem>) {
    match answer {
        Ok(view) => drop(serde_json::to_vec(view).expect("an answer can be written down")),
        Err(problem) => assert_ne!(problem.code, ProblemCode::Broken, "{problem:?}"),
    }
}
