//! Tens of thousands of drills under random orders, roles and jumps of the clock. Whatever is asked, in whatever order:
//! the same things hold after every record. A failing run prints its seed; `ROCKDRILL_SEED` runs that one alone.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use cast::Dice;
use exercise::*;
use rockdrill_tests::orders;
use scenario::{Condition, Trigger};
use terms::{Elapsed, InjectId, Span, Stamp};

const RUNS: u64 = 20_000;
const STEPS: usize = 60;
const START: Stamp = Stamp(1_800_000_000_000);

#[test]
fn twenty_thousand_random_drills_keep_every_promise() {
    let scripts = scripts();
    let one = std::env::var("ROCKDRILL_SEED")
        .ok()
        .and_then(|seed| seed.parse().ok());
    let seeds = one.map_or(0..RUNS, |seed: u64| seed..seed + 1);
    let mut tally = Tally::default();
    for seed in seeds {
        let run = std::panic::catch_unwind(|| simulate(&scripts, seed));
        match run {
            Ok(found) => tally.add(&found),
            Err(why) => {
                eprintln!("the run with ROCKDRILL_SEED={seed} failed");
                std::panic::resume_unwind(why);
            }
        }
    }
    if one.is_none() {
        // A simulation in which nothing happens proves nothing.
        assert!(
            tally.delivered > RUNS * 2,
            "injects came: {}",
            tally.delivered
        );
        assert!(
            tally.decided > RUNS * 2,
            "people decided: {}",
            tally.decided
        );
        let never: Vec<_> = Event::KINDS
            .iter()
            .filter(|kind| !tally.kinds.contains(*kind))
            .filter(|kind| !kind.starts_with("finding_") && **kind != "narrative_written")
            .collect();
        assert!(never.is_empty(), "these never happened: {never:?}");
    }
}

#[derive(Default)]
struct Tally {
    delivered: u64,
    decided: u64,
    kinds: BTreeSet<&'static str>,
}

impl Tally {
    fn add(&mut self, records: &[Record]) {
        for record in records {
            self.delivered += u64::from(matches!(record.event, Event::InjectDelivered(_)));
            self.decided += u64::from(matches!(record.event, Event::DecisionMade(_)));
            self.kinds.insert(record.event.kind());
        }
    }
}

fn simulate(scripts: &[Script], seed: u64) -> Vec<Record> {
    let mut dice = Dice::new(seed);
    // The made-up drill has everything; the shipped ones have what people really use.
    let script = if dice.chance(60) {
        &scripts[0]
    } else {
        &scripts[dice.below(scripts.len())]
    };
    let mut brief = cast::brief(seed);
    brief.origin = if dice.chance(80) {
        Origin::Practice
    } else {
        Origin::Live
    };
    brief.given = given();
    let (drill, first) = Exercise::begin(script, brief, START);
    let mut watch = Watch::new(drill.clone());
    let mut drill = drill;
    let mut records = vec![first];
    let mut now = START;
    for _ in 0..STEPS {
        now = Stamp((now.0 + leap(&mut dice)).max(0));
        let before = drill.clone();
        if dice.chance(25) {
            drill.pass_time(now, &mut records);
        } else {
            let order = orders::any(&mut dice, &drill, now);
            let done = drill.carry_out(Actor::Desk, &order, now, &mut records);
            watch.order(&before, &drill, &order, now, &done, &records);
        }
        watch.catch_up(&records);
        assert!(watch.drill == drill, "the fold of the records is the drill");
        team_holds(&drill, now);
        if let Some(due) = drill.next_due() {
            assert!(due > now, "time that is due has passed: {due:?} at {now:?}");
        }
    }
    replay(script, &drill, &records);
    records
}

/// What the drill keeps count of agrees with itself, whatever was asked for in whichever order.
fn team_holds(drill: &Exercise, now: Stamp) {
    for account in drill.accounts() {
        assert_eq!(
            account.expires.is_some(),
            account.provisioned.is_some() || !account.foreseen,
            "it expires from when it is there, or at the moment that was asked for"
        );
    }
    for call_up in drill.call_ups() {
        let there: BTreeSet<_> = call_up.there().into_iter().collect();
        assert_eq!(there.len(), call_up.there().len(), "a role counts once");
        for (place, call) in call_up.called.iter().enumerate() {
            let again = call_up.called[..place].iter().any(|it| {
                let (one, other) = (&it.whom, &call.whom);
                one.role == other.role && one.person == other.person
            });
            assert!(!again, "a person is called for a role once at a time");
            assert!(
                call.arrived.is_none() || call.answered.is_some(),
                "whoever is there has answered"
            );
        }
    }
    let Some(exposure) = drill.exposure(now) else {
        return;
    };
    let elapsed = drill.elapsed(now);
    for (spread, state) in exposure.spread {
        let settled = matches!(state, SpreadState::Reached | SpreadState::Saved);
        assert!(
            !settled || spread.at.elapsed() <= elapsed,
            "nothing is reached before its moment"
        );
    }
}

/// How far the wall clock leaps: mostly seconds, sometimes hours, now and then back.
fn leap(dice: &mut Dice) -> i64 {
    match dice.below(20) {
        0..=2 => 0,
        3..=12 => dice.between(1, 60_000),
        13..=17 => dice.between(60_000, 900_000),
        18 => dice.between(900_000, 20_000_000),
        _ => -dice.between(1, 600_000),
    }
}

/// Live state is replayed state, from memory and from what the ledger keeps.
fn replay(script: &Script, drill: &Exercise, records: &[Record]) {
    let written: Vec<Record> = records
        .iter()
        .map(|record| {
            let body = record.event.encode(record.elapsed, record.key.as_deref());
            let (elapsed, key, event) =
                Event::decode(record.event.kind(), 1, &body).expect("what was written is read");
            Record {
                seq: record.seq,
                at: record.at,
                elapsed,
                actor: record.actor.to_string().parse().expect("an actor"),
                key,
                event,
            }
        })
        .collect();
    assert_eq!(
        written, records,
        "records come back from the ledger as they were"
    );
    let again = Exercise::fold(script, &written).expect("it begins with its set-up");
    assert!(again == *drill, "the replay is the drill");
}

/// Follows a drill record by record and holds it to its promises.
struct Watch {
    drill: Exercise,
    seen: usize,
    /// Where each inject was promised for by a decision or a postponement.
    moved: BTreeMap<InjectId, Elapsed>,
}

impl Watch {
    fn new(drill: Exercise) -> Self {
        Self {
            drill,
            seen: 1,
            moved: BTreeMap::new(),
        }
    }

    fn catch_up(&mut self, records: &[Record]) {
        for record in &records[self.seen..] {
            self.record(record);
            self.drill.apply(record);
            assert_eq!(
                self.drill.last_seq(),
                record.seq,
                "records are numbered without gaps"
            );
            let after = self.drill.elapsed(record.at);
            assert!(
                after >= record.elapsed,
                "the clock does not fall behind its record"
            );
        }
        self.seen = records.len();
        self.groups();
    }

    fn record(&mut self, record: &Record) {
        assert!(
            record.elapsed >= self.drill.last_elapsed(),
            "exercise time never runs back: {record:?}"
        );
        if let Actor::Clock = record.actor {
            // What people record while the clock stands starts, moves or stops the clock of a regime at once.
            let counted = matches!(
                record.event,
                Event::DeadlineBegan(_) | Event::DeadlineMoved(_) | Event::DeadlineRecognised(_)
            );
            let paused = matches!(self.drill.phase(), Phase::Paused { .. });
            assert!(
                matches!(self.drill.phase(), Phase::Running { .. }) || counted && paused,
                "nothing is due while the clock stands: {record:?}"
            );
            assert!(
                !paused || record.elapsed == self.drill.last_elapsed(),
                "and what is counted then takes no time: {record:?}"
            );
            assert_eq!(
                self.drill.real_incident(),
                None,
                "or while a real incident stands"
            );
        }
        match &record.event {
            Event::InjectDelivered(told) => self.delivered(record, told),
            Event::InjectPostponed(told) => {
                self.moved.insert(told.inject.clone(), told.due);
            }
            Event::DecisionMade(made) => self.brings(&made.brings),
            Event::DecisionRevised(made) => self.brings(&made.brings),
            Event::ActionLapsed(told) => {
                let (action, state) = self.drill.action(&told.action).expect("a known action");
                let from = self.drill.action_runs_from(state).expect("it was running");
                assert!(
                    record.elapsed >= from + action.within,
                    "no action lapses early"
                );
                assert_eq!(state.outcome, None, "and none that is settled");
            }
            Event::DeadlineMissed(told) => {
                let (_, state) = self
                    .drill
                    .deadline(&told.deadline)
                    .expect("a known deadline");
                let story = self.drill.story_clock().at(record.elapsed);
                assert!(Some(story) > state.due, "no deadline is missed early");
            }
            _ => {}
        }
    }

    fn brings(&mut self, brings: &[Due]) {
        for due in brings {
            self.moved.insert(due.inject.clone(), due.at);
        }
    }

    fn delivered(&self, record: &Record, told: &InjectDelivered) {
        let (inject, state) = self.drill.inject(&told.inject).expect("a known inject");
        let again = state.delivered.is_some();
        assert!(!again || inject.repeatable, "{} comes twice", inject.id);
        if told.cause == Cause::Trainer {
            return;
        }
        assert!(!again, "{} comes again by itself", inject.id);
        assert_eq!(
            state.status,
            InjectStatus::Waiting,
            "{} was not waiting",
            inject.id
        );
        assert_eq!(
            record.actor,
            Actor::Clock,
            "only the clock delivers by itself"
        );
        let early = |at: Elapsed| {
            assert!(
                record.elapsed >= at,
                "{} is early for {at}: {record:?}",
                inject.id
            );
        };
        if told.cause == Cause::GroupDefault {
            let groups = &self.drill.scenario().groups;
            let group = groups.iter().find(|group| group.default == inject.id);
            early(group.expect("a group").by.elapsed());
        } else if let Some(moved) = self.moved.get(&inject.id) {
            // A decision that was struck since, or the inject's own trigger, may have set another moment.
            let own = self.own_moment(inject, record.elapsed);
            assert!(
                record.elapsed >= *moved || own.is_some_and(|own| record.elapsed >= own),
                "{} is early for {moved}: {record:?}",
                inject.id
            );
        } else {
            let own = self.own_moment(inject, record.elapsed);
            early(own.unwrap_or(Elapsed(i64::MAX)));
        }
    }

    /// The first moment at which an inject may come by its own trigger, as far as it has come.
    fn own_moment(&self, inject: &scenario::Inject, now: Elapsed) -> Option<Elapsed> {
        match &inject.trigger {
            Trigger::At(offset) => Some(offset.elapsed()),
            Trigger::After(after) => {
                let (_, first) = self.drill.inject(&after.inject)?;
                Some(first.delivered? + after.delay)
            }
            Trigger::When(condition) => self.holds(condition, now).then_some(now),
            Trigger::ByHand => None,
        }
    }

    /// Conditions once more, read from the scenario and not from what the engine made of it.
    fn holds(&self, condition: &Condition, now: Elapsed) -> bool {
        let inject = |id: &InjectId| self.drill.inject(id).expect("a known inject").1;
        let outcome = |id| self.drill.action(id).expect("a known action").1;
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.holds(part, now)),
            Condition::Any(parts) => parts.iter().any(|part| self.holds(part, now)),
            Condition::Not(part) => !self.holds(part, now),
            Condition::Decided(decided) => inject(&decided.inject)
                .decided
                .iter()
                .any(|(_, option)| decided.option.is_none() || *option == decided.option),
            Condition::Met(action) => {
                matches!(
                    outcome(action).outcome,
                    Some(Outcome::Met | Outcome::MetLate)
                )
            }
            Condition::Missed(action) => match outcome(action).outcome {
                None => outcome(action).lapsed,
                Some(outcome) => outcome == Outcome::Missed,
            },
            Condition::Delivered(id) => inject(id).status == InjectStatus::Delivered,
            Condition::Acknowledged(id) => !inject(id).acknowledged.is_empty(),
            Condition::Flag(flag) => self.drill.flag(flag),
            Condition::Elapsed(offset) => now >= offset.elapsed(),
        }
    }

    /// A group delivers at most one, whatever the trainer does.
    fn groups(&self) {
        for group in &self.drill.scenario().groups {
            let came = self.drill.injects().filter(|(inject, state)| {
                inject.group.as_ref() == Some(&group.id)
                    && state.delivered.is_some()
                    && self
                        .drill
                        .scenario()
                        .injects
                        .iter()
                        .any(|written| written.id == inject.id)
            });
            assert!(
                came.count() <= 1,
                "group {} delivered more than one",
                group.id
            );
        }
    }

    /// What one order must and must not do.
    fn order(
        &self,
        before: &Exercise,
        after: &Exercise,
        order: &Order,
        now: Stamp,
        done: &Result<(), Refusal>,
        records: &[Record],
    ) {
        if let Phase::Closed { .. } = before.phase() {
            assert_eq!(
                *done,
                Err(Refusal::Closed),
                "a closed drill takes no orders: {order:?}"
            );
            assert_eq!(before, after, "and does not change");
        }
        if done.is_err() {
            return;
        }
        match order {
            Order::SetRate { .. } | Order::Pause | Order::Resume | Order::End => {
                assert_eq!(
                    after.elapsed(now),
                    before.elapsed(now),
                    "{order:?} moves no clock"
                );
            }
            Order::Deliver { inject } => {
                let told = records.iter().rev().find(|record| {
                    matches!(&record.event, Event::InjectDelivered(told) if told.inject == *inject)
                });
                let told = told.expect("a delivery");
                assert_eq!(told.at, now, "deliver-now is now on the wall clock");
                assert_eq!(
                    told.elapsed,
                    after.elapsed(now),
                    "and on the exercise clock"
                );
            }
            _ => {}
        }
    }
}

#[test]
fn a_pause_of_any_length_at_any_moment_moves_no_offset() {
    let scripts = scripts();
    for seed in 0..300 {
        let mut dice = Dice::new(seed);
        let script = &scripts[dice.below(scripts.len())];
        let plain = silent(script, &[]);
        let pauses: Vec<(Span, Span)> = (0..dice.between(1, 4))
            .map(|_| {
                (
                    Span(dice.between(1, 1_200_000)),
                    Span(dice.between(1, 90_000_000)),
                )
            })
            .collect();
        let paused = silent(script, &pauses);
        assert_eq!(
            plain, paused,
            "seed {seed}: every record keeps its exercise time"
        );
    }
}

/// What a drill in which nobody acts does, by the exercise clock, with pauses after so long and of such a length.
fn silent(script: &Script, pauses: &[(Span, Span)]) -> Vec<(Elapsed, &'static str)> {
    let (mut drill, _) = Exercise::begin(script, cast::brief(0), START);
    let mut records = Vec::new();
    let mut now = START;
    let order = |drill: &mut Exercise, order: &Order, now, records: &mut Vec<Record>| {
        assert_eq!(
            drill.carry_out(Actor::Desk, order, now, records),
            Ok(()),
            "{order:?}"
        );
    };
    order(&mut drill, &Order::Start, now, &mut records);
    let end = Span::minutes(120);
    let mut left = end;
    for (after, long) in pauses {
        left = Span(left.0 - after.0);
        run_to(&mut drill, &mut now, *after, &mut records);
        order(&mut drill, &Order::Pause, now, &mut records);
        run_to(&mut drill, &mut now, *long, &mut records);
        order(&mut drill, &Order::Resume, now, &mut records);
    }
    run_to(&mut drill, &mut now, left, &mut records);
    records
        .iter()
        .filter(|record| record.actor == Actor::Clock)
        .map(|record| (record.elapsed, record.event.kind()))
        .collect()
}

fn run_to(drill: &mut Exercise, now: &mut Stamp, span: Span, records: &mut Vec<Record>) {
    let until = *now + span;
    while let Some(due) = drill.next_due().filter(|due| *due <= until) {
        *now = due;
        drill.pass_time(due, records);
    }
    *now = until;
}

/// The made-up drill first, then the shipped ones.
fn scripts() -> Vec<Script> {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("..");
    let mut files = vec![root.join("crates/exercise/tests/scene.yaml")];
    for entry in std::fs::read_dir(root.join("scenarios")).expect("the shipped scenarios") {
        let file = entry.expect("an entry").path().join("scenario.yaml");
        files.extend(file.is_file().then_some(file));
    }
    files[1..].sort();
    files
        .iter()
        .map(|file| {
            let text = std::fs::read_to_string(file).expect("a readable file");
            let (scenario, _) = scenario::read(&text);
            let rendered = scenario
                .rendered(&BTreeMap::new())
                .expect("every variable is there");
            Script::given(Arc::new(rendered), given())
        })
        .collect()
}

/// Every drill counts with packs in which limits compete and stages follow one another, and watches for a finding.
fn given() -> Given {
    Given {
        again: vec![TestedAgain {
            key: "press | comms | late".to_owned(),
            watch: "Tell the press in time.".to_owned(),
            role: "comms".into(),
            section: None,
            objective: None,
        }],
        ..Given::with_packs(["dora", "gdpr-33", "nis2-23"])
    }
}
