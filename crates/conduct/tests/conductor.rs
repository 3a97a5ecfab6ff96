//! The Conductor against the world: time that passes, a computer that sleeps, a disk that refuses, many at once.

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex};
use std::time::Duration;

use conduct::{Clock, Conductor, Drill, Keep, NotDone, Told};
use exercise::{Actor, Brief, Event, Order, Origin, PauseCause, Phase};
use ledger::{Fault, Ledger, Verdict};
use programme::ProgrammeNamed;
use terms::{Elapsed, Span, Stamp};

const SCENARIO: &str = "
format: 1
id: two-injects
title: Two injects
summary: One at the start, one after ten minutes.
duration: 30m
story: {start: 2027-03-05T09:00}
roles: [{id: soc, title: SOC analyst}]
objectives: [{id: see, title: See it}]
injects:
  - {id: first, title: First, trigger: {at: T+00:00}, channel: siem, from: SIEM, body: Look.}
  - {id: second, title: Second, trigger: {at: T+00:10}, channel: siem, from: SIEM, body: Again.}
expected_actions:
  - {id: look, inject: first, role: soc, text: Looks, within: 5m, objective: see}
";

const START: Stamp = Stamp(1_800_000_000_000);

struct Hall {
    clock: Arc<Clock>,
    keep: Keep,
    conductor: Conductor,
    faults: Arc<Mutex<Vec<Fault>>>,
    _folder: tempfile::TempDir,
}

impl Hall {
    fn open(clock: Clock) -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let clock = Arc::new(clock);
        let named = ProgrammeNamed {
            name: "Test".to_owned(),
            sample: false,
        };
        let path = folder.path().join("test.rockdrill");
        let mut keep = Keep::create(&path, named, Arc::clone(&clock)).expect("a programme");
        let scenario = keep
            .put_blob("text/yaml", SCENARIO.as_bytes())
            .expect("a blob");
        let brief = Brief {
            origin: Origin::Live,
            scenario,
            plan: None,
            variables: BTreeMap::new(),
            handouts: BTreeMap::new(),
            seed: None,
            given: Default::default(),
        };
        let drill = keep.brief("01TEST".into(), brief).expect("a drill");
        let faults = Arc::new(Mutex::new(Vec::new()));
        let conductor = begin(drill, &keep.ledger, &clock, &faults);
        Self {
            clock,
            keep,
            conductor,
            faults,
            _folder: folder,
        }
    }

    async fn order(&self, order: Order) -> Result<(), NotDone> {
        self.conductor.order(Actor::Desk, order).await
    }

    async fn until(&self, what: &str, holds: impl Fn(&Drill) -> bool) {
        for _ in 0..2000 {
            if self.conductor.look(&holds) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(5)).await;
        }
        panic!("it never came about that {what}");
    }

    fn delivered(&self, id: &str) -> bool {
        self.conductor.look(|drill| was_delivered(drill, id))
    }
}

fn begin(
    drill: Drill,
    ledger: &Arc<Mutex<Ledger>>,
    clock: &Arc<Clock>,
    faults: &Arc<Mutex<Vec<Fault>>>,
) -> Conductor {
    let faults = Arc::clone(faults);
    let tell = Arc::new(move |_: &Drill, told: Told| {
        if let Told::Failed(fault) = told {
            faults.lock().expect("the list").push(fault);
        }
    });
    Conductor::begin(drill, Arc::clone(ledger), Arc::clone(clock), tell).expect("it begins")
}

fn was_delivered(drill: &Drill, id: &str) -> bool {
    drill.records.iter().any(|record| match &record.event {
        Event::InjectDelivered(delivered) => delivered.inject.as_str() == id,
        _ => false,
    })
}

fn note(says: &str) -> Order {
    Order::Park {
        says: says.to_owned(),
    }
}

#[tokio::test]
async fn an_inject_comes_by_itself_when_its_time_has_come() {
    let hall = Hall::open(Clock::system());
    hall.order(Order::Start).await.expect("it starts");
    hall.until("the first inject is delivered", |drill| {
        was_delivered(drill, "first")
    })
    .await;
    assert!(!hall.delivered("second"), "the second is ten minutes away");
}

#[tokio::test]
async fn a_computer_that_slept_pauses_the_drill_and_nothing_pours_out() {
    let hall = Hall::open(Clock::by_hand(START));
    hall.order(Order::Start).await.expect("it starts");
    hall.clock.set(START + Span::minutes(3));
    hall.order(note("three minutes in"))
        .await
        .expect("it is kept");
    hall.clock.sleep_until(START + Span::hours(9));
    hall.until("the drill is paused", |drill| {
        drill.exercise.phase()
            == Phase::Paused {
                cause: PauseCause::Slept,
            }
    })
    .await;
    let elapsed = hall
        .conductor
        .look(|drill| drill.exercise.elapsed(hall.clock.now()));
    assert_eq!(
        elapsed,
        Elapsed(Span::minutes(3).0),
        "the clock stands where it was"
    );
    assert!(
        !hall.delivered("second"),
        "what was due in nine hours of sleep did not come"
    );
    hall.order(Order::Resume).await.expect("it goes on");
    hall.clock.set(START + Span::hours(9) + Span::minutes(7));
    hall.order(note("ten minutes in"))
        .await
        .expect("it is kept");
    assert!(
        hall.delivered("second"),
        "after seven more minutes it is due"
    );
}

#[tokio::test]
async fn a_write_that_fails_refuses_the_order_and_nothing_half_written_is_seen() {
    let hall = Hall::open(Clock::by_hand(START));
    hall.order(Order::Start).await.expect("it starts");
    let before = hall.conductor.look(|drill| drill.records.len());
    // Another hand appends to the stream, as a failing disk would: the next append is refused as a whole.
    let stream = ledger::stream::of_exercise(&"01TEST".into());
    let row = hall
        .conductor
        .look(|drill| conduct::row(drill.records.last().expect("there are records")));
    let expected = before as u64;
    hall.keep
        .ledger
        .lock()
        .expect("the ledger")
        .append(&stream, expected, &[row])
        .expect("it is kept");
    let failed = hall
        .order(note("lost?"))
        .await
        .expect_err("it cannot be written");
    assert!(
        matches!(failed, NotDone::Failed(Fault::WrongSeq { .. })),
        "a fault, said: {failed:?}"
    );
    let after = hall
        .conductor
        .look(|drill| (drill.records.len(), drill.exercise.last_seq()));
    assert_eq!(
        after,
        (before, before as u64),
        "nothing half-written is seen"
    );
    assert_eq!(
        hall.faults.lock().expect("the list").len(),
        1,
        "the desk was told"
    );
}

#[tokio::test]
async fn many_orders_at_once_are_all_kept_and_all_answered() {
    let hall = Hall::open(Clock::by_hand(START));
    hall.order(Order::Start).await.expect("it starts");
    let mut asked = Vec::new();
    for number in 0..500 {
        let conductor = hall.conductor.clone();
        asked.push(tokio::spawn(async move {
            conductor
                .order(Actor::Desk, note(&format!("note {number}")))
                .await
        }));
    }
    for answer in asked {
        answer.await.expect("no panic").expect("each is kept");
    }
    let parked = hall.conductor.look(|drill| {
        drill
            .records
            .iter()
            .filter(|record| matches!(record.event, Event::Parked(_)))
            .count()
    });
    assert_eq!(parked, 500, "every answered order is a record");
    let verdict = hall
        .keep
        .ledger
        .lock()
        .expect("the ledger")
        .verify()
        .expect("it can be judged");
    assert!(matches!(verdict, Verdict::Holds(_)), "{verdict:?}");
    let again = hall
        .keep
        .load(&"01TEST".into())
        .expect("it can be read again");
    assert_eq!(
        again.records,
        hall.conductor.look(|drill| drill.records.clone()),
        "disk is live"
    );
}
