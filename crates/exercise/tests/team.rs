//! Steps of the team in a drill: which can be taken when, what an option takes, what a slip of the pen takes back, and that
//! a replay counts the same. What a report makes of them is tested in `evaluation`.

mod common;

use exercise::{
    AccountStanding, Event, Given, Order, Refusal, RequestAccount, SpreadState, Standing, TakeStep,
};
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
    table_of(&[])
}

/// A drill at its first minute, with these people in these roles.
fn table_of(holders: &[(&str, &str, Standing)]) -> Table {
    let (scenario, said) = scenario::read(SCENARIO);
    let wrong = said.iter().any(|it| it.severity == terms::Severity::Error);
    assert!(!wrong, "the scenario is well-formed: {said:?}");
    let mut table = Table::given(scenario, Given::default());
    for (role, person, standing) in holders {
        assign(&mut table, role, person, *standing);
    }
    table.must(Order::Start);
    table.until(1);
    table
}

fn take(step: Step, role: &str) -> Order {
    Order::TakeStep(TakeStep::of(step, role))
}

/// A step about one of those who hold the role.
fn take_for(step: Step, role: &str, person: &str) -> Order {
    Order::TakeStep(TakeStep {
        person: Some(person.into()),
        ..TakeStep::of(step, role)
    })
}

fn request(role: &str, person: Option<&str>, system: &str, lasts: Span) -> Order {
    Order::RequestAccount(RequestAccount {
        role: role.into(),
        person: person.map(Into::into),
        system: system.to_owned(),
        why: "The supplier has to look at it.".to_owned(),
        lasts,
    })
}

fn assign(table: &mut Table, role: &str, person: &str, standing: Standing) {
    table.must(Order::Assign {
        role: role.into(),
        person: Some(person.into()),
        standing,
    });
}

fn there(table: &Table) -> Vec<String> {
    let call_ups = table.drill.call_ups();
    let there = call_ups[0].there();
    there.into_iter().map(ToString::to_string).collect()
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

/// Who was called, how they stood in the role, and the minutes at which they answered and were there.
type Told = (String, Option<Standing>, Option<i64>, Option<i64>);

fn calls(table: &Table) -> Vec<Told> {
    let call_ups = table.drill.call_ups();
    let minute = |it: &Option<exercise::Moment>| it.as_ref().map(|it| it.elapsed.0 / 60_000);
    let one = |it: &exercise::Call| {
        let person = it.whom.person.as_ref();
        let person = person.map_or_else(|| "-".to_owned(), ToString::to_string);
        let who = format!("{} {person}", it.whom.role);
        (
            who,
            it.whom.standing,
            minute(&it.answered),
            minute(&it.arrived),
        )
    };
    call_ups[0].called.iter().map(one).collect()
}

#[test]
fn where_the_holder_does_not_come_the_alternate_is_called_and_the_role_counts_once() {
    let (primary, alternate) = (Some(Standing::Primary), Some(Standing::Alternate));
    let mut table = table_of(&[
        ("lead", "dora", Standing::Alternate),
        ("lead", "lena", Standing::Primary),
    ]);
    assert_eq!(
        calls(&table),
        [
            ("lead lena".to_owned(), primary, None, None),
            ("it -".to_owned(), None, None, None)
        ],
        "the holder is called first, whoever was named first"
    );
    table.until(5);
    table.must_not(
        take_for(Step::Called("call".into()), "lead", "lena"),
        Refusal::StepNotOpen,
    );
    table.must_not(
        take_for(Step::Called("call".into()), "lead", "zoe"),
        Refusal::StepNotOpen,
    );
    table.must_not(
        take(Step::Called("call".into()), "it"),
        Refusal::StepNotOpen,
    );
    table.must(take(Step::Called("call".into()), "lead"));
    table.until(7);
    table.must(take_for(Step::Answered("call".into()), "lead", "dora"));
    table.must(take(Step::Arrived("call".into()), "it"));
    table.until(9);
    table.must(take_for(Step::Arrived("call".into()), "lead", "dora"));
    let quorum = table.drill.call_ups()[0].to_quorum;
    assert_eq!(quorum, Some(Span::minutes(9)), "lead and IT are there");
    table.until(11);
    table.must(take_for(Step::Arrived("call".into()), "lead", "lena"));
    assert_eq!(
        calls(&table),
        [
            ("lead lena".to_owned(), primary, Some(11), Some(11)),
            ("lead dora".to_owned(), alternate, Some(7), Some(9)),
            ("it -".to_owned(), None, Some(7), Some(7)),
        ],
        "each call is told by itself, and those of a role stand together"
    );
    assert_eq!(there(&table), ["lead", "it"], "two people are one role");
    table.must_not(
        take(Step::Called("call".into()), "lead"),
        Refusal::StepNotOpen,
    );
    table.must(take_for(Step::Released("call".into()), "lead", "dora"));
    assert_eq!(there(&table), ["lead", "it"], "the holder is still there");
    let again = exercise::Exercise::fold(&table.script, &table.records).expect("it replays");
    assert!(again == table.drill, "a replay counts the same");
}

#[test]
fn two_people_of_one_role_are_no_quorum_of_two() {
    let mut table = table_of(&[
        ("lead", "lena", Standing::Primary),
        ("lead", "dora", Standing::Alternate),
    ]);
    table.must(take(Step::Called("call".into()), "lead"));
    table.must(take_for(Step::Arrived("call".into()), "lead", "dora"));
    table.must(take_for(Step::Arrived("call".into()), "lead", "lena"));
    let call_ups = table.drill.call_ups();
    assert_eq!(call_ups[0].to_quorum, None, "two roles are asked for");
}

#[test]
fn a_step_of_an_earlier_record_that_names_nobody_is_about_the_last_call_to_its_role() {
    let mut table = table_of(&[("it", "ivan", Standing::Primary)]);
    let arrived = take(Step::Arrived("call".into()), "it");
    table.must(arrived);
    let mut records = table.records.clone();
    for record in &mut records {
        let body = record.event.encode(record.elapsed, None);
        if let Event::StepTaken(taken) = &mut record.event {
            assert_eq!(taken.person, Some("ivan".into()), "who came is on record");
            assert!(body.contains(r#""person":"ivan""#), "{body}");
            taken.person = None;
            let body = Event::from(taken.clone()).encode(record.elapsed, None);
            assert!(!body.contains("person"), "as it was written before: {body}");
        }
    }
    let before = exercise::Exercise::fold(&table.script, &records).expect("it replays");
    assert_eq!(
        before.call_ups()[0].called,
        table.drill.call_ups()[0].called,
        "and it counts the same"
    );
}

#[test]
fn an_account_that_nobody_foresaw_goes_the_same_way_and_has_a_day_and_an_hour() {
    let mut table = table_of(&[("it", "ivan", Standing::Primary)]);
    let secret = request("it", None, "password: hunter2", Span::hours(1));
    table.must_not(secret, Refusal::LooksSecret);
    let nobody = request("it", Some("zoe"), "Firewall", Span::hours(1));
    table.must_not(nobody, Refusal::NotAssigned("it".into()));
    let never = request("it", None, "Firewall", Span(0));
    table.must_not(never, Refusal::OutOfRange);
    table.must_not(
        request("it", None, " ", Span::hours(1)),
        Refusal::TextMissing,
    );
    // Asked for at T+00:01, 08:10 in the story, for an hour: it has to be gone at 09:10, which is T+00:07.
    let asked = table.must(request("it", Some("ivan"), "Firewall", Span::hours(1)));
    let name = table.drill.accounts()[0].inject.clone();
    let now = |table: &Table| {
        let accounts = table.drill.accounts();
        let story = table.drill.story(table.now);
        accounts.first().map(|it| (it.foreseen, it.standing(story)))
    };
    assert_eq!(
        now(&table),
        Some((false, AccountStanding::Requested)),
        "it is asked for"
    );
    let expires = table.drill.accounts()[0].expires.map(|it| it.full());
    assert_eq!(
        expires.as_deref(),
        Some("2027-03-02 09:10"),
        "known at once"
    );
    table.must_not(
        take(Step::Removed(name.clone()), "it"),
        Refusal::StepNotOpen,
    );
    table.must(take(Step::Approved(name.clone()), "lead"));
    table.until(5);
    table.must(take(Step::Provisioned(name.clone()), "it"));
    table.until(8);
    assert_eq!(
        now(&table),
        Some((false, AccountStanding::Overdue)),
        "09:10 has passed"
    );
    table.must(take(Step::Removed(name.clone()), "it"));
    assert_eq!(
        now(&table),
        Some((false, AccountStanding::RemovedLate)),
        "too late"
    );
    table.until(10);
    let all: Vec<String> = table
        .drill
        .accounts()
        .iter()
        .map(|it| it.inject.to_string())
        .collect();
    assert_eq!(
        all,
        ["vendor", "account-1"],
        "those of the scenario come first"
    );
    let again = exercise::Exercise::fold(&table.script, &table.records).expect("it replays");
    assert!(again == table.drill, "a replay counts the same");

    table.must(Order::Strike {
        record: asked,
        reason: "Nobody asked".to_owned(),
    });
    assert_eq!(table.drill.accounts().len(), 1, "struck is not asked for");
    table.must_not(take(Step::Approved(name), "lead"), Refusal::StepNotOpen);
    table.must(request("lead", None, "Proxy", Span::hours(1)));
    let next = table.drill.accounts()[1].inject.to_string();
    assert_eq!(
        next, "account-2",
        "a name that steps of the record bear is not given again"
    );
}
