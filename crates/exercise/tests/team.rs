//! Steps of the team in a drill: which can be taken when, what an option takes, what a slip of the pen takes back, and that
//! a replay counts the same. What a report makes of them is tested in `evaluation`.

mod common;

use exercise::{AccountStanding, Given, Order, Refusal, SpreadState};
use scenario::Step;
use terms::Span;

use common::Table;

/// Ten story minutes to one of the drill.
pub const SCENARIO: &str = r#"
format: 1
id: outage
title: The outage
summary: Everything is down.
duration: 2h
story: { start: 2027-03-02T08:00, ratio: 10 }
roles:
  - { id: lead, title: Lead }
  - { id: it, title: IT }
  - { id: legal, title: Legal }
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
    call_up: { roles: [lead, it], means: Telephone tree, quorum: { number: 2, roles: [lead] }, within: 15m }
  - id: vendor
    title: The supplier needs access
    trigger: { at: T+00:10 }
    channel: email
    from: Supplier
    to: [lead, it]
    body: We need an account.
    account: { role: it, system: Backup console, why: Restore, lasts: 2h }
    options:
      - { id: allow, label: Allow it, steps: [{ approved: vendor }, { provisioned: vendor }] }
      - { id: refuse, label: Refuse it, steps: [{ declined: vendor }] }
  - id: order
    title: What first
    trigger: { at: T+00:20 }
    channel: verbal
    from: Facilitator
    to: [lead]
    body: What first?
    options:
      - { id: both, label: Payroll and then cards, steps: [{ restored: payroll }, { restored: cards }] }
services:
  - { id: cards, name: Card payments, unit: Finance, priority: 1 }
  - { id: payroll, name: Payroll, unit: Finance, priority: 2 }
exposure:
  since: 2027-03-01T08:00
  noticed: { delivered: call }
  contained: { decided: { inject: vendor, option: refuse } }
  spread:
    - { reaches: File server, at: T+00:05, unless: { decided: { inject: vendor } } }
    - { reaches: Archive, at: T+00:30, unless: { decided: { inject: vendor, option: refuse } } }
"#;

fn table() -> Table {
    let (scenario, said) = scenario::read(SCENARIO);
    let wrong = said.iter().any(|it| it.severity == terms::Severity::Error);
    assert!(!wrong, "the scenario is well-formed: {said:?}");
    let mut table = Table::given(scenario, Given::default());
    table.must(Order::Start);
    table.until(1);
    table
}

fn take(step: Step, role: &str) -> Order {
    Order::TakeStep {
        step,
        role: Some(role.into()),
        note: String::new(),
    }
}

fn there(table: &Table) -> Vec<String> {
    let call_ups = table.drill.call_ups();
    let there = call_ups[0].there();
    there.map(|it| it.role.to_string()).collect()
}

fn standing(table: &Table) -> AccountStanding {
    let story = table.drill.story(table.now);
    table.drill.accounts()[0].standing(story)
}

#[test]
fn a_team_comes_together_grows_and_shrinks() {
    let mut table = table();
    table.must_not(
        take(Step::Arrived("call".into()), "legal"),
        Refusal::StepNotOpen,
    );
    table.until(4);
    table.must(Order::Acknowledge {
        inject: "call".into(),
        role: "it".into(),
    });
    table.must_not(
        take(Step::Answered("call".into()), "it"),
        Refusal::StepNotOpen,
    );
    table.must(take(Step::Arrived("call".into()), "it"));
    assert_eq!(
        table.drill.call_ups()[0].to_quorum,
        None,
        "one of two is there"
    );
    table.until(12);
    table.must(take(Step::Arrived("call".into()), "lead"));
    let quorum = table.drill.call_ups()[0].to_quorum;
    assert_eq!(
        quorum,
        Some(Span::minutes(12)),
        "from the call at T+00:00 to T+00:12"
    );
    // It grows by legal and shrinks by IT; the quorum was there all the same.
    table.must(take(Step::Called("call".into()), "legal"));
    table.must(take(Step::Arrived("call".into()), "legal"));
    table.must(take(Step::Released("call".into()), "it"));
    assert_eq!(there(&table), ["lead", "legal"], "as the steps say");
    assert_eq!(
        table.drill.call_ups()[0].to_quorum,
        quorum,
        "what was reached stays"
    );
    table.must(take(Step::Called("call".into()), "it"));
    assert_eq!(
        there(&table),
        ["lead", "legal"],
        "who is called again is not there yet"
    );
}

#[test]
fn an_account_goes_from_request_to_removal_and_is_overdue_in_story_time() {
    let mut table = table();
    table.must_not(
        take(Step::Approved("vendor".into()), "lead"),
        Refusal::NotDelivered("vendor".into()),
    );
    table.until(10);
    assert_eq!(
        standing(&table),
        AccountStanding::Requested,
        "the inject asks for it"
    );
    table.must_not(
        take(Step::Removed("vendor".into()), "it"),
        Refusal::StepNotOpen,
    );
    let decision = table.decide("lead", "vendor", "allow");
    assert_eq!(
        standing(&table),
        AccountStanding::Provisioned,
        "the option took both steps"
    );
    // Two hours of story are twelve minutes of the drill.
    table.until(22);
    assert_eq!(
        standing(&table),
        AccountStanding::Provisioned,
        "at its expiry it may still be there"
    );
    table.until(23);
    assert_eq!(
        standing(&table),
        AccountStanding::Overdue,
        "after its expiry it may not"
    );
    let removed = table.must(take(Step::Removed("vendor".into()), "it"));
    assert_eq!(standing(&table), AccountStanding::RemovedLate, "too late");
    table.must(Order::Strike {
        record: removed,
        reason: "Not yet".to_owned(),
    });
    assert_eq!(
        standing(&table),
        AccountStanding::Overdue,
        "struck is not removed"
    );
    table.must(Order::Strike {
        record: decision,
        reason: "Nobody said so".to_owned(),
    });
    assert_eq!(
        standing(&table),
        AccountStanding::Requested,
        "with the decision its steps fall"
    );
}

#[test]
fn a_revised_decision_takes_other_steps() {
    let mut table = table();
    table.until(10);
    let decision = table.decide("lead", "vendor", "allow");
    table.must(Order::Revise(exercise::Revise {
        decision,
        option: Some("refuse".into()),
        text: String::new(),
        rationale: String::new(),
        authorised_by: None,
    }));
    assert_eq!(
        standing(&table),
        AccountStanding::Declined,
        "only what is decided now counts"
    );
}

#[test]
fn services_come_back_once_and_in_the_order_of_the_option() {
    let mut table = table();
    table.must(take(Step::Restored("cards".into()), "it"));
    table.must_not(
        take(Step::Restored("cards".into()), "it"),
        Refusal::StepNotOpen,
    );
    table.must_not(
        take(Step::Restored("moon".into()), "it"),
        Refusal::StepNotOpen,
    );
    table.until(20);
    table.decide("lead", "order", "both");
    let back: Vec<_> = table
        .drill
        .services()
        .filter_map(|(it, moment)| Some((moment?.record, it.id.to_string())))
        .collect();
    assert_eq!(back.len(), 2, "each is back");
    assert!(back[0].0 < back[1].0, "cards were back before and stay so");
}

#[test]
fn what_was_reached_stays_reached_and_what_was_stopped_is_saved() {
    let mut table = table();
    let states = |table: &Table| -> Vec<SpreadState> {
        let exposure = table
            .drill
            .exposure(table.now)
            .expect("it is in the scenario");
        exposure.spread.iter().map(|(_, state)| *state).collect()
    };
    assert_eq!(
        states(&table),
        [SpreadState::Ahead, SpreadState::Ahead],
        "nothing is decided"
    );
    table.until(10);
    table.decide("lead", "vendor", "refuse");
    assert_eq!(
        states(&table),
        [SpreadState::Reached, SpreadState::Held],
        "the first came before"
    );
    table.until(31);
    assert_eq!(
        states(&table),
        [SpreadState::Reached, SpreadState::Saved],
        "its moment has passed"
    );
    let again = exercise::Exercise::fold(&table.script, &table.records).expect("it replays");
    assert!(again == table.drill, "a replay counts the same");
}
