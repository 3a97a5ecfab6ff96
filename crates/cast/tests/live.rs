//! What simulated people do in a drill that runs: shipped drills are driven step by step, as the program does with a
//! real clock. Not here: rehearsals (`plays`), the rules of a drill.

use std::path::PathBuf;
use std::sync::Arc;

use cast::{Dice, Policy, Troupe, UNSCRIPTED, bots, call_key};
use exercise::{
    Actor, Brief, Decide, Event, Exercise, Join, Order, Origin, Outcome, Party, Phase, Presence,
    Record, Script, SeatKind, Source, Standing,
};
use terms::{RoleId, Span, Stamp};

const START: Stamp = Stamp(1_800_000_000_000);

/// A drill that runs with a troupe beside it.
struct Live {
    script: Script,
    drill: Exercise,
    records: Vec<Record>,
    troupe: Troupe,
    now: Stamp,
}

impl Live {
    /// Every role but the first is a bot's; the first is a person's.
    fn begin(script: &Script, origin: Origin, seed: u64, policy: Policy) -> Self {
        let brief = Brief {
            origin,
            seed: Some(seed),
            given: Default::default(),
            ..cast::brief(seed)
        };
        let (drill, first) = Exercise::begin(script, brief, START);
        let mut live = Self {
            script: script.clone(),
            drill,
            records: vec![first],
            troupe: Troupe::new(script),
            now: START,
        };
        let roles: Vec<RoleId> = live.roles();
        for (place, role) in roles.iter().enumerate() {
            let order = if place == 0 {
                live.join(role)
            } else {
                Order::Assign {
                    role: role.clone(),
                    person: None,
                    standing: Standing::Bot,
                }
            };
            let key = call_key(policy, role);
            live.order(Actor::Desk, &order, (place > 0).then_some(key.as_str()));
        }
        live.order(Actor::Desk, &Order::Start, None);
        live
    }

    fn roles(&self) -> Vec<RoleId> {
        let roles = self.script.scenario().roles.iter();
        roles.map(|role| role.id.clone()).collect()
    }

    fn join(&self, role: &RoleId) -> Order {
        Order::Join(Join {
            seat: format!("seat-{role}").as_str().into(),
            seat_kind: SeatKind::Player,
            roles: vec![role.clone()],
            person: format!("person-{role}").as_str().into(),
            token: format!("token-{role}"),
            invitation: None,
            presence: Presence::Room,
        })
    }

    fn order(&mut self, actor: Actor, order: &Order, key: Option<&str>) {
        let done = self
            .drill
            .carry_out_once(actor, order, key, self.now, &mut self.records);
        done.unwrap_or_else(|refused| panic!("{order:?}: {refused:?}"));
    }

    /// The next moment at which something happens, up to an end; false once there is none.
    fn step(&mut self, end: Stamp) -> bool {
        self.troupe.see(&self.records);
        let due = [self.drill.next_due(), self.troupe.next_due(self.now)];
        let Some(next) = due.into_iter().flatten().min().filter(|at| *at <= end) else {
            return false;
        };
        self.now = next.max(self.now);
        self.drill.pass_time(self.now, &mut self.records);
        self.troupe.see(&self.records);
        for (actor, order) in self.troupe.act(self.now) {
            let _refused = self
                .drill
                .carry_out(actor, &order, self.now, &mut self.records);
        }
        true
    }

    fn run(&mut self, span: Span) {
        let end = self.now + span;
        for _ in 0..100_000 {
            if !self.step(end) {
                self.now = end;
                self.drill.pass_time(end, &mut self.records);
                return;
            }
        }
        panic!("the drill never comes to rest");
    }

    fn restart(&mut self) {
        self.troupe = Troupe::new(&self.script);
    }
}

#[test]
fn bots_play_every_shipped_drill_to_its_end_and_leave_the_persons_role_alone() {
    for (name, script) in shipped() {
        for policy in Policy::ALL {
            for seed in 0..10 {
                for origin in [Origin::Practice, Origin::BotAssisted] {
                    let mut live = Live::begin(&script, origin, seed, policy);
                    live.run(script.scenario().duration);
                    live.order(Actor::Desk, &Order::End, None);
                    live.order(Actor::Desk, &Order::OpenReview, None);
                    let says = format!("{name}, {policy}, seed {seed}, {origin:?}");
                    assert_eq!(live.drill.phase(), Phase::Review, "{says}: over");
                    check_bots_keep_to_their_roles(&live, &says);
                }
            }
        }
    }
}

#[test]
fn bots_that_follow_the_plan_meet_every_action_of_theirs() {
    for (name, script) in shipped() {
        for seed in 0..10 {
            let mut live = Live::begin(&script, Origin::Practice, seed, Policy::Expected);
            live.run(script.scenario().duration);
            let ours: Vec<RoleId> = bots(&live.drill).cloned().collect();
            for (action, state) in live.drill.actions() {
                let delivered = action
                    .inject
                    .as_ref()
                    .and_then(|id| live.drill.inject(id)?.1.delivered);
                let in_time = delivered
                    .is_some_and(|at| at.0 + action.within.0 <= script.scenario().duration.0);
                if ours.contains(&action.role) && in_time {
                    assert_eq!(
                        state.outcome,
                        Some(Outcome::Met),
                        "{name}, seed {seed}: {} is met",
                        action.id
                    );
                }
            }
        }
    }
}

#[test]
fn a_troupe_that_begins_again_goes_on_as_if_it_had_stayed() {
    for (name, script) in shipped() {
        for policy in Policy::ALL {
            for seed in 0..5 {
                let span = script.scenario().duration;
                let mut stayed = Live::begin(&script, Origin::Practice, seed, policy);
                stayed.run(span);
                let mut came_back = Live::begin(&script, Origin::Practice, seed, policy);
                let mut dice = Dice::new(seed);
                let end = came_back.now + span;
                while came_back.step(end) {
                    if dice.chance(10) {
                        came_back.restart();
                    }
                }
                came_back.drill.pass_time(end, &mut came_back.records);
                let same = came_back.records == stayed.records;
                assert!(same, "{name}, {policy}, seed {seed}: played otherwise");
            }
        }
    }
}

#[test]
fn the_clock_that_stands_keeps_bots_still_and_speed_makes_them_quick() {
    let script = the("payment-fraud");
    let mut live = Live::begin(&script, Origin::Practice, 3, Policy::Expected);
    live.run(Span::minutes(5));
    live.order(Actor::Desk, &Order::Pause, None);
    let before = live.records.len();
    live.run(Span::hours(2));
    assert_eq!(live.records.len(), before, "nobody acts while it stands");
    live.order(Actor::Desk, &Order::SetRate { rate: 10_000 }, None);
    live.order(Actor::Desk, &Order::Resume, None);
    let mut steady = Live::begin(&script, Origin::Practice, 3, Policy::Expected);
    steady.run(Span::minutes(25));
    live.run(Span::minutes(2));
    let bots = |live: &Live| {
        let by_bot = live
            .records
            .iter()
            .filter(|record| matches!(record.actor, Actor::Bot(_)));
        by_bot.count()
    };
    assert_eq!(
        bots(&live),
        bots(&steady),
        "ten times as fast, the same play"
    );
}

#[test]
fn a_person_who_joins_takes_the_role_over_from_its_bot() {
    for (name, script) in shipped() {
        let mut live = Live::begin(&script, Origin::BotAssisted, 1, Policy::Expected);
        live.run(Span::minutes(15));
        let role = live.roles()[1].clone();
        let join = live.join(&role);
        live.order(Actor::Desk, &join, None);
        let from = live.records.len();
        assert!(bots(&live.drill).all(|bot| *bot != role), "{name}: no bot");
        live.run(script.scenario().duration);
        let acted = live.records[from..]
            .iter()
            .find(|record| record.actor == Actor::Bot(role.clone()));
        assert!(acted.is_none(), "{name}: the bot acts on: {acted:?}");
    }
}

#[test]
fn whoever_speaks_to_a_bot_hears_that_nothing_is_scripted() {
    let script = the("payment-fraud");
    let module = script.scenario().modules[0].id.clone();
    let mut live = Live::begin(&script, Origin::Practice, 1, Policy::Expected);
    let roles = live.roles();
    let person = Actor::Seat(roles[0].clone(), "person".into());
    let me = Party::Role(roles[0].clone());
    for to in [
        Party::Role(roles[1].clone()),
        Party::Outside("The press".to_owned()),
    ] {
        let (from, says) = (me.clone(), "What do you know?".to_owned());
        live.order(person.clone(), &Order::Send { from, to, says }, None);
    }
    let ask = Order::Ask {
        role: roles[0].clone(),
        says: "May I?".to_owned(),
    };
    live.order(person, &ask, None);
    let open = Order::OpenDiscussion {
        module,
        question: 0,
    };
    live.order(Actor::Desk, &open, None);
    let from = live.records.len();
    live.run(Span::seconds(1));
    let fresh = &live.records[from..];
    let said = |says: &str| says == UNSCRIPTED;
    let count = |of: fn(&Event) -> Option<&String>| {
        let mut texts = fresh.iter().filter_map(|record| of(&record.event));
        (texts.clone().count(), texts.all(|says| said(says)))
    };
    let sent = count(|event| match event {
        Event::MessageSent(sent) => Some(&sent.says),
        _ => None,
    });
    let answered = count(|event| match event {
        Event::QuestionAnswered(answered) => Some(&answered.says),
        _ => None,
    });
    let at_table = count(|event| match event {
        Event::DiscussionAnswered(answered) => Some(&answered.says),
        _ => None,
    });
    assert_eq!(sent, (2, true), "the bot and the press answer plainly");
    assert_eq!(answered, (1, true), "and so does nobody's trainer");
    assert_eq!(at_table, (roles.len() - 1, true), "every bot at the table");
    live.restart();
    let before = live.records.len();
    live.run(Span::seconds(1));
    assert_eq!(live.records.len(), before, "nothing is answered twice");
}

#[test]
fn bots_agree_with_people_now_and_then_but_never_with_harm() {
    let mut agreed = 0;
    for (name, script) in shipped() {
        for seed in 0..20 {
            let mut live = Live::begin(&script, Origin::BotAssisted, seed, Policy::Expected);
            live.run(Span::minutes(20));
            let role = live.roles()[0].clone();
            let delivered: Vec<_> = live
                .drill
                .injects()
                .filter(|(inject, state)| state.delivered.is_some() && !inject.options.is_empty())
                .map(|(inject, _)| (inject.id.clone(), inject.options.clone()))
                .collect();
            for (inject, options) in delivered {
                for option in options {
                    let order = Order::Decide(Decide {
                        role: role.clone(),
                        person: None,
                        inject: Some(inject.clone()),
                        option: Some(option.id),
                        text: String::new(),
                        rationale: String::new(),
                        authorised_by: None,
                        source: Source::Seat,
                        first_key_at: None,
                        set_back_ms: 0,
                    });
                    live.order(Actor::Seat(role.clone(), "person".into()), &order, None);
                }
            }
            live.run(Span::minutes(5));
            for record in &live.records {
                if let Event::StanceTaken(taken) = &record.event {
                    agreed += 1;
                    let made = live.drill.decision(taken.decision).expect("a decision");
                    let inject = made.inject.as_ref().expect("on an inject");
                    let harm = live.drill.actions_of(inject).any(|(action, _)| {
                        made.option
                            .iter()
                            .any(|option| action.harmful.contains(option))
                    });
                    assert!(!harm, "{name}, seed {seed}: harm is agreed with");
                }
            }
        }
    }
    assert!(agreed > 20, "{agreed} times is not now and then");
}

#[test]
fn an_inject_that_the_trainer_added_is_seen_by_the_bots_that_it_reaches() {
    let check = |origin: Origin, says: &[&str]| {
        let script = the("suspicious-login");
        let mut live = Live::begin(&script, origin, 7, Policy::Expected);
        let mut own = script.scenario().injects[0].clone();
        own.id = "own".into();
        own.trigger = scenario::Trigger::ByHand;
        own.to = vec!["ic".into()];
        own.options.clear();
        let inject = Box::new(own);
        live.order(Actor::Desk, &Order::AddInject { inject }, None);
        let inject = "own".into();
        live.order(Actor::Desk, &Order::Deliver { inject }, None);
        live.run(Span::minutes(2));
        let (_, state) = live.drill.inject(&"own".into()).expect("it was added");
        assert_eq!(
            state.acknowledged,
            ["ic".into()],
            "{origin:?}: by its bot alone"
        );
        let said = live
            .records
            .iter()
            .filter_map(|record| match &record.event {
                Event::DecisionMade(made) if made.inject == Some("own".into()) => {
                    Some(made.text.as_str())
                }
                _ => None,
            });
        assert_eq!(
            said.collect::<Vec<_>>(),
            says,
            "{origin:?}: nothing is made up"
        );
    };
    check(Origin::BotAssisted, &[]);
    check(Origin::Practice, &[UNSCRIPTED]);
}

#[test]
fn the_clock_of_a_persons_deadline_is_started_where_nobody_conducts() {
    let check = |origin: Origin, starts: bool| {
        let script = the("ransomware-double-extortion");
        let mut live = Live::begin(&script, origin, 3, Policy::Expected);
        // The Finance Controller has the insurer to call.
        let vacate = Order::Vacate {
            role: "finance".into(),
            person: None,
        };
        live.order(Actor::Desk, &vacate, None);
        let join = live.join(&"finance".into());
        live.order(Actor::Desk, &join, None);
        live.run(Span::minutes(12));
        let (_, state) = live.drill.deadline(&"insurer".into()).expect("it is known");
        assert!(state.due.is_some(), "it has begun");
        assert_eq!(state.recognised.is_some(), starts, "{origin:?}");
        assert!(state.met.is_none(), "meeting it is left to the person");
    };
    check(Origin::Practice, true);
    check(Origin::BotAssisted, false);
}

fn check_bots_keep_to_their_roles(live: &Live, says: &str) {
    let person = &live.roles()[0];
    let mut delivered = std::collections::BTreeSet::new();
    for record in &live.records {
        match &record.event {
            Event::InjectDelivered(told) => {
                delivered.insert(told.inject.clone());
            }
            Event::DecisionMade(made) => {
                assert_ne!(&made.role, person, "{says}: decides for a person");
                assert_eq!(made.source, Source::Bot, "{says}: marked as a bot's");
                let known = made.inject.iter().all(|inject| delivered.contains(inject));
                assert!(known, "{says}: decides on what has not come");
            }
            Event::Acknowledged(seen) => {
                assert_ne!(&seen.role, person, "{says}: sees for a person");
                assert!(delivered.contains(&seen.inject), "{says}: sees ahead");
            }
            Event::ActionSettled(settled) => {
                let (action, _) = live.drill.action(&settled.action).expect("known");
                let known = action
                    .inject
                    .iter()
                    .all(|inject| delivered.contains(inject));
                assert!(known, "{says}: settles what has not come");
                let ticked = settled.decision.is_none();
                assert!(!ticked || action.role != *person, "{says}: ticks a person");
            }
            _ => {}
        }
        assert_ne!(record.actor, Actor::Bot(person.clone()), "{says}: no bot");
    }
}

fn the(id: &str) -> Script {
    let found = shipped().into_iter().find(|(name, _)| name == id);
    found.expect("it is shipped").1
}

fn shipped() -> Vec<(String, Script)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the shipped scenarios") {
        let path = entry.expect("an entry").path().join("scenario.yaml");
        if let Ok(text) = std::fs::read_to_string(&path) {
            let (scenario, _) = scenario::read(&text);
            let rendered = scenario.rendered(&Default::default()).expect("complete");
            found.push((rendered.id.to_string(), Script::new(Arc::new(rendered))));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found.len(), 6, "six drills are shipped");
    found
}
