//! What a report says of emergency accounts, call-ups, the order of recovery and exposure, each with a worked example
//! whose figures were counted by hand.

#[path = "../../exercise/tests/common/mod.rs"]
mod common;

use std::collections::BTreeMap;

use common::{Table, decide};
use evaluation::{AccountEnd, Became, Evaluation, Input, evaluate};
use exercise::{Exercise, FindingSource, Given, Order, RequestAccount, Standing, TakeStep};
use scenario::Step;
use terms::{Elapsed, Span};

/// Ten story minutes to one of the drill; the story begins at 08:00, a day after the attacker came.
const SCENARIO: &str = r#"
format: 1
id: outage
title: The outage
summary: Everything is down.
duration: 2h
story: { start: 2027-03-02T08:00, ratio: 10 }
roles:
  - { id: lead, title: Lead }
  - { id: it, title: IT }
objectives: [{ id: back, title: Come back. }]
injects:
  - id: call
    title: The call
    trigger: { at: T+00:00 }
    channel: phone
    from: Duty officer
    to: [lead, it]
    body: Come.
    objectives: [back]
    call_up: { means: Telephone tree, quorum: { number: 2 }, within: 10m }
  - id: vendor
    title: The supplier needs access
    trigger: { at: T+00:05 }
    channel: email
    from: Supplier
    to: [lead]
    body: We need an account.
    account: { role: it, system: Backup console, why: Restore, lasts: 2h }
  - id: alert
    title: The alert
    trigger: { at: T+00:06 }
    channel: siem
    from: Monitoring
    to: [it]
    body: It spreads.
    options:
      - { id: isolate, label: Isolate the segment, sets: [isolated] }
      - { id: watch, label: Watch }
services:
  - { id: cards, name: Card payments, unit: Finance, priority: 1, without: Nobody can pay by card. }
  - { id: payroll, name: Payroll, unit: Finance, priority: 2 }
  - { id: web, name: Web site, unit: Sales, priority: 3 }
exposure:
  since: 2027-03-01T09:00
  noticed: { delivered: alert }
  contained: { flag: isolated }
  spread:
    - { reaches: File server, at: T+00:04, unless: { flag: isolated }, means: Contracts can be read. }
    - { reaches: Mail server, at: T+00:20, unless: { flag: isolated } }
    - { reaches: Archive, at: T+00:40, unless: { flag: isolated } }
    - { reaches: Web site, at: T+00:45, unless: { decided: { inject: alert, option: watch } } }
"#;

/// The scenario above in the hands of a test.
struct Room(Table);

impl Room {
    fn new(given: Given) -> Self {
        let (scenario, said) = scenario::read(SCENARIO);
        assert!(said.is_empty(), "the scenario is well-formed: {said:?}");
        let mut table = Table::given(scenario, given);
        table.must(Order::Start);
        Self(table)
    }

    fn at(&mut self, minute: i64) -> &mut Self {
        self.0.until(minute);
        self
    }

    fn order(&mut self, order: Order) -> u64 {
        self.0.must(order)
    }

    fn step(&mut self, step: Step, role: &str) -> u64 {
        self.order(Order::TakeStep(TakeStep::of(step, role)))
    }

    fn isolate(&mut self, back: Span) -> u64 {
        let mut order = decide("it", "alert", "isolate");
        if let Order::Decide(decide) = &mut order {
            decide.set_back_ms = back.0;
        }
        self.order(order)
    }

    fn evaluated(&self) -> Evaluation {
        evaluate(&Input {
            exercise: &"drill".into(),
            scenario: self.0.drill.scenario(),
            records: &self.0.records,
            plan: None,
            people: &BTreeMap::new(),
        })
    }
}

fn sources(evaluation: &Evaluation) -> Vec<(FindingSource, String)> {
    let suggested = evaluation.suggested.iter().map(|it| &it.finding);
    suggested
        .filter(|it| it.source != FindingSource::UnfilledRole)
        .filter(|it| it.source != FindingSource::Unanswered)
        .map(|it| (it.source, it.key.clone()))
        .collect()
}

#[test]
fn an_account_that_is_never_removed_is_an_orphan_once_play_is_over() {
    let mut room = Room::new(Given::default());
    room.at(6).step(Step::Approved("vendor".into()), "it");
    room.at(8).step(Step::Provisioned("vendor".into()), "it");
    let account = |room: &Room| room.evaluated().team.accounts[0].clone();
    // It is there from T+00:08, 09:20 in the story, and expires two hours later, at 11:20, which is T+00:20.
    let there = account(&room);
    assert_eq!(there.standing, AccountEnd::Provisioned, "it may be there");
    assert_eq!(
        there.expires.map(|it| it.full()).as_deref(),
        Some("2027-03-02 11:20")
    );
    room.at(15).order(Order::End);
    let orphan = account(&room);
    assert_eq!(
        orphan.standing,
        AccountEnd::Orphan,
        "the drill is over and it is there"
    );
    assert_eq!(
        orphan.amiss,
        [
            "The role that needed it approved it for itself.",
            "It was never removed."
        ],
        "each in a sentence"
    );
    let found = sources(&room.evaluated());
    let key = "vendor | it | account not removed".to_owned();
    assert!(
        found.contains(&(FindingSource::Missed, key)),
        "it is a finding: {found:?}"
    );
}

#[test]
fn the_quorum_is_timed_from_the_call_without_pauses_and_against_its_target() {
    let mut room = Room::new(Given::default());
    room.at(3).step(Step::Arrived("call".into()), "it");
    room.order(Order::Pause);
    room.at(8).order(Order::Resume);
    room.at(17).step(Step::Arrived("call".into()), "lead");
    // 17 minutes on the wall less a pause of five: 12 minutes, two over the target of ten.
    let evaluation = room.evaluated();
    let call_up = &evaluation.team.call_ups[0];
    assert_eq!(
        call_up.to_quorum,
        Some(Span::minutes(12)),
        "net of the pause"
    );
    assert_eq!(
        call_up.calls.len(),
        2,
        "nobody is named, so everyone is called"
    );
    let key = "call | - | quorum late".to_owned();
    assert!(
        sources(&evaluation).contains(&(FindingSource::Late, key)),
        "it is late"
    );
}

#[test]
fn a_service_that_came_back_before_a_more_important_one_is_told_with_what_it_cost() {
    let mut room = Room::new(Given::default());
    room.at(10).step(Step::Restored("payroll".into()), "it");
    room.at(35).step(Step::Restored("cards".into()), "it");
    let evaluation = room.evaluated();
    let order: Vec<&str> = evaluation
        .team
        .services
        .iter()
        .map(|it| it.service.as_str())
        .collect();
    assert_eq!(
        order,
        ["payroll", "cards", "web"],
        "as they came back, the rest by priority"
    );
    // Payroll (2) before cards (1) is wrong; the web site (3) is still down, and both before it are right.
    let wrong = &evaluation.team.out_of_order;
    assert_eq!(wrong.len(), 1, "one pair: {wrong:?}");
    assert_eq!(
        wrong[0].says,
        "“Payroll” came back 25m 00s before “Card payments”, which has the higher priority. Meanwhile: Nobody can \
         pay by card.",
        "in the words of the business"
    );
    assert_eq!(wrong[0].by, Some(Span::minutes(25)), "T+00:10 to T+00:35");
}

#[test]
fn the_units_own_list_counts_before_the_scenario_and_units_are_not_compared() {
    // Finance wants payroll first. Sales has no list, so its web site keeps its place from the scenario.
    let given = Given {
        priorities: BTreeMap::from([(
            "finance".to_owned(),
            vec!["PAYROLL ".to_owned(), "Card payments".to_owned()],
        )]),
        ..Given::default()
    };
    let mut room = Room::new(given);
    room.at(10).step(Step::Restored("web".into()), "it");
    room.at(11).step(Step::Restored("cards".into()), "it");
    room.at(12).order(Order::End);
    let wrong = room.evaluated().team.out_of_order;
    let pairs: Vec<(&str, &str, Option<Span>)> = wrong
        .iter()
        .map(|it| (it.service.as_str(), it.before.as_str(), it.by))
        .collect();
    assert_eq!(
        pairs,
        [("cards", "payroll", None)],
        "payroll never came back: {wrong:?}"
    );
}

#[test]
fn exposure_is_what_was_saved_of_what_would_have_been_reached() {
    let mut room = Room::new(Given::default());
    room.at(16).isolate(Span(0));
    room.at(42).order(Order::End);
    let exposure = room
        .evaluated()
        .team
        .exposure
        .expect("it is in the scenario");
    // The file server falls at T+00:04. The mail server at T+00:20 and the archive at T+00:40 do not, because the segment
    // is isolated at T+00:16. Nothing stops the web site, whose moment T+00:45 lies after the end at T+00:42.
    let became: Vec<(Became, Elapsed)> = exposure
        .spread
        .iter()
        .map(|it| (it.became, it.at))
        .collect();
    let minute = |minute: i64| Elapsed(minute * 60_000);
    assert_eq!(
        became,
        [
            (Became::Reached, minute(4)),
            (Became::Saved, minute(20)),
            (Became::Saved, minute(40)),
            (Became::Ahead, minute(45)),
        ]
    );
    assert_eq!(
        (exposure.reached, exposure.saved, exposure.ahead),
        (1, 2, 1)
    );
    // Noticed at T+00:06 (09:00 of the second day), contained at T+00:16 (10:40): ten minutes of the drill. The attacker
    // came at 09:00 of the first day: 24 hours unnoticed, 25 h 40 min inside.
    assert_eq!(exposure.to_contain, Some(Span::minutes(10)));
    assert_eq!(exposure.unnoticed, Some(Span::hours(24)));
    assert_eq!(exposure.dwell, Some(Span::minutes(25 * 60 + 40)));
    assert_eq!(
        exposure.says,
        "Without any decision the attacker would have reached 4 places; 1 reached, 2 saved and 1 not yet reached when \
         play ended. From the first notice to containment it took 10m 00s."
    );
}

#[test]
fn a_decision_counts_for_exposure_when_it_was_said_and_not_where_it_was_struck() {
    // Said at T+00:19, typed at T+00:22: the mail server at T+00:20 is saved.
    let mut room = Room::new(Given::default());
    let decision = room.at(22).isolate(Span::minutes(3));
    room.at(30);
    let became = |room: &Room| {
        let exposure = room
            .evaluated()
            .team
            .exposure
            .expect("it is in the scenario");
        exposure.spread[1].became
    };
    assert_eq!(became(&room), Became::Saved, "it was said in time");
    room.order(Order::Strike {
        record: decision,
        reason: "Only thought aloud".to_owned(),
    });
    assert_eq!(became(&room), Became::Reached, "nobody decided it");
    let exposure = room
        .evaluated()
        .team
        .exposure
        .expect("it is in the scenario");
    assert_eq!(exposure.contained, None, "and nothing is contained");
    assert!(
        Exercise::fold(&room.0.script, &room.0.records).is_some(),
        "the records replay"
    );
}

#[test]
fn an_account_asked_for_in_the_drill_is_judged_like_one_that_the_scenario_foresaw() {
    let mut room = Room::new(Given::default());
    room.at(1).order(Order::RequestAccount(RequestAccount {
        role: "it".into(),
        person: None,
        system: "Firewall".to_owned(),
        why: "To read its log.".to_owned(),
        lasts: Span::hours(1),
    }));
    room.at(2).step(Step::Provisioned("account-1".into()), "it");
    room.order(Order::End);
    let evaluation = room.evaluated();
    let account = &evaluation.team.accounts[0];
    assert_eq!(
        (account.foreseen, account.standing),
        (false, AccountEnd::Orphan),
        "it is there and play is over"
    );
    let key = "account on firewall | it | account not removed".to_owned();
    let found = sources(&evaluation);
    assert!(
        found.contains(&(FindingSource::Missed, key)),
        "known again by its system: {found:?}"
    );
    let suggested = evaluation.suggested.iter().map(|it| &it.finding);
    let mut one = suggested.filter(|it| it.title.contains("Firewall"));
    assert!(
        one.next().is_some_and(|it| it.inject.is_none()),
        "it names no inject that is none"
    );
    let lines: Vec<&str> = evaluation
        .timeline
        .iter()
        .map(|it| it.says.as_str())
        .collect();
    let asked =
        "Asked for an emergency account on “Firewall” until 2027-03-02 09:10: To read its log.";
    let there = "The emergency account on “Firewall” is there.";
    assert!(
        lines.contains(&asked) && lines.contains(&there),
        "both stand in the course: {lines:?}"
    );
}

#[test]
fn a_role_that_is_called_twice_counts_once_and_both_calls_are_told() {
    let mut room = Room::new(Given::default());
    for (person, standing) in [("lena", Standing::Primary), ("dora", Standing::Alternate)] {
        room.order(Order::Assign {
            role: "lead".into(),
            person: Some(person.into()),
            standing,
        });
    }
    // The call went out to the role before anybody held it, so both can be called for it.
    room.at(1).step(Step::Called("call".into()), "lead");
    room.at(2).step(Step::Called("call".into()), "lead");
    room.at(4).step(Step::Arrived("call".into()), "lead");
    let call_up = &room.evaluated().team.call_ups[0];
    let roles = call_up.by_role();
    let of: Vec<(&str, usize)> = roles
        .iter()
        .map(|(role, it)| (role.as_str(), it.len()))
        .collect();
    assert_eq!(of, [("lead", 3), ("it", 1)], "one role, three calls");
    let last = roles[0].1.last().expect("a call");
    assert_eq!(
        (last.person.as_ref().map(|it| it.as_str()), last.standing),
        (Some("dora"), Some(Standing::Alternate)),
        "the alternate came"
    );
    assert!(
        last.arrived.is_some() && roles[0].1[1].arrived.is_none(),
        "and nobody else"
    );
}
