//! The clocks of regimes in a drill, with due times counted by hand. The packs themselves are tested in `deadlines`.

mod common;

use std::collections::BTreeMap;

use exercise::{Event, Given, Order, Refusal};

use common::Table;

/// A story in Madrid that begins on the morning of a Tuesday; ten story minutes to one of the drill.
const SCENARIO: &str = r#"
format: 1
id: bank
title: The bank
summary: A bank is hit.
duration: 8h
story: { start: 2027-03-02T08:00, ratio: 10, zone: Europe/Madrid }
roles:
  - { id: lead, title: Lead }
  - { id: legal, title: Legal }
objectives: [{ id: tell, title: Tell the authority. }]
injects:
  - id: call
    title: The call
    trigger: { at: T+00:06 }
    channel: phone
    from: A customer
    to: [lead]
    body: It is down.
    objectives: [tell]
    options:
      - { id: major, label: It is a major incident }
      - { id: minor, label: It is not }
expected_actions:
  - { id: file, inject: call, role: legal, text: File the first notice., within: 1h, objective: tell }
regimes:
  - pack: dora
    role: legal
    triggers:
      - { event: awareness, when: { delivered: call } }
      - { event: classification, when: { decided: { inject: call, option: major } } }
    submitted_by:
      - { stage: initial, action: file }
"#;

fn table() -> Table {
    let (scenario, said) = scenario::read(SCENARIO);
    let errors: Vec<_> = said
        .iter()
        .filter(|it| it.severity == terms::Severity::Error)
        .collect();
    assert!(errors.is_empty(), "the scenario is well-formed: {errors:?}");
    let mut table = Table::given(scenario, Given::with_packs(["dora"]));
    table.must(Order::Start);
    table
}

fn due(table: &Table) -> BTreeMap<String, String> {
    let deadlines = table.drill.deadlines();
    let begun = deadlines.filter_map(|(it, state)| Some((it.id.to_string(), state.due?.full())));
    begun.collect()
}

fn check(table: &Table, expected: &[(&str, &str)], why: &str) {
    let expected: BTreeMap<String, String> = expected
        .iter()
        .map(|(id, at)| ((*id).to_owned(), (*at).to_owned()))
        .collect();
    assert_eq!(due(table), expected, "{why}");
}

#[test]
fn a_clock_starts_when_its_event_happens_and_the_earlier_limit_binds_from_then_on() {
    let mut table = table();
    check(&table, &[], "nothing has happened");
    // The call comes at T+00:06, which is 09:00 in the story: awareness; 24 hours later is 09:00 of the next day.
    table.until(6);
    let day_after = [("dora-initial", "2027-03-03 09:00")];
    check(&table, &day_after, "24 hours after awareness");
    // At T+00:18, 11:00 in the story, it is classified: four hours later is 15:00 of the same day, which is earlier.
    table.until(18);
    table.decide("lead", "call", "major");
    let same_day = [("dora-initial", "2027-03-02 15:00")];
    check(&table, &same_day, "4 hours after classification bind");
    let moved = table.records.iter().any(|it| match &it.event {
        Event::DeadlineMoved(moved) => {
            moved.limit == "4 hours after classification" && moved.anchor == "classification"
        }
        _ => false,
    });
    assert!(moved, "the record says which limit binds now");
}

#[test]
fn the_next_notice_counts_from_the_submission_and_not_from_the_due_time() {
    let mut table = table();
    table.until(18);
    table.decide("lead", "call", "major");
    table.must(Order::RecogniseDeadline {
        deadline: "dora-initial".into(),
    });
    // Filed at T+00:30, 13:00 in the story, two hours early: 72 hours later is Friday, 13:00.
    table.until(30);
    table.must(Order::Settle {
        action: "file".into(),
        outcome: exercise::Outcome::Met,
        note: String::new(),
    });
    let chained = [
        ("dora-initial", "2027-03-02 15:00"),
        ("dora-intermediate", "2027-03-05 13:00"),
    ];
    check(&table, &chained, "72 hours after the submission");
    let (_, state) = table
        .drill
        .deadline(&"dora-intermediate".into())
        .expect("it is there");
    assert!(
        state.recognised.is_some(),
        "whoever knows that the regime applies knows of its next notice"
    );
    // Whoever takes the tick back takes the next notice back with it.
    let tick = table.records.iter().rev().find_map(|it| match &it.event {
        Event::ActionSettled(_) => Some(it.seq),
        _ => None,
    });
    table.must(Order::Strike {
        record: tick.expect("the tick"),
        reason: "Ticked in error.".to_owned(),
    });
    check(
        &table,
        &[("dora-initial", "2027-03-02 15:00")],
        "nothing was submitted",
    );
}

#[test]
fn an_event_is_recorded_by_hand_once_and_can_be_struck() {
    let mut table = table();
    let by_hand = |event: &str| Order::RecordTrigger {
        pack: "dora".to_owned(),
        event: event.to_owned(),
    };
    table.must(Order::Pause);
    table.must(by_hand("awareness"));
    check(
        &table,
        &[("dora-initial", "2027-03-03 08:00")],
        "24 hours after the moment at which the clock stood",
    );
    table.must_not(by_hand("awareness"), Refusal::AlreadyDone);
    let unknown = |which: &str| Refusal::UnknownClock(which.to_owned());
    table.must_not(by_hand("payment"), unknown("dora: payment"));
    let other = Order::RecordTrigger {
        pack: "hipaa".to_owned(),
        event: "awareness".to_owned(),
    };
    table.must_not(other, unknown("hipaa: awareness"));
    let entry = table.records.iter().find_map(|it| match &it.event {
        Event::TriggerRecorded(_) => Some(it.seq),
        _ => None,
    });
    table.must(Order::Strike {
        record: entry.expect("the entry"),
        reason: "It was another incident.".to_owned(),
    });
    check(&table, &[], "what was struck has not happened");
}

#[test]
fn a_withdrawn_inject_takes_the_clock_with_it_that_it_had_started() {
    let mut table = table();
    table.until(6);
    table.must(Order::Withdraw {
        inject: "call".into(),
        reason: "Wrong inject.".to_owned(),
    });
    check(&table, &[], "nothing has happened any more");
}

#[test]
fn a_draft_is_off_unless_somebody_turns_it_on() {
    let (mut scenario, _) = scenario::read(SCENARIO);
    scenario.regimes[0].pack = "nis2-23".to_owned();
    assert!(
        Given::by_default(&scenario).packs.is_empty(),
        "a draft does not count by itself"
    );
    scenario.regimes[0].pack = "dora".to_owned();
    let on: Vec<_> = Given::by_default(&scenario).packs.into_keys().collect();
    assert_eq!(on, ["dora"], "what is confirmed and in force does");
}

#[test]
fn a_notice_counts_what_it_covered_and_no_more_than_its_list_has() {
    let mut table = table();
    table.until(6);
    let notice = |covers: &[u32]| Order::LogNotification {
        role: "legal".into(),
        body: "The authority".to_owned(),
        means: String::new(),
        says: String::new(),
        deadline: Some("dora-initial".into()),
        covers: covers.to_vec(),
    };
    table.must_not(notice(&[99]), Refusal::OutOfRange);
    table.must(notice(&[1, 0, 1]));
    let covers = table.records.iter().find_map(|it| match &it.event {
        Event::NotificationLogged(logged) => Some(logged.covers.clone()),
        _ => None,
    });
    assert_eq!(covers, Some(vec![0, 1]), "each point counts once");
}

#[test]
fn a_clock_counts_in_the_zone_of_the_story_over_the_night_the_clocks_change() {
    // Awareness on Saturday 27 March 2027 at 12:00 in Madrid; the clocks go forward that night, so 72 hours that pass
    // end on Tuesday at 13:00 on the wall.
    let text = SCENARIO
        .replace("2027-03-02T08:00", "2027-03-27T11:00")
        .replace("pack: dora", "pack: gdpr-33")
        .replace("stage: initial", "stage: notification");
    let (mut scenario, _) = scenario::read(&text);
    scenario.regimes[0].triggers.truncate(1);
    let mut table = Table::given(scenario, Given::with_packs(["gdpr-33"]));
    table.must(Order::Start);
    table.until(6);
    check(
        &table,
        &[("gdpr-33-notification", "2027-03-30 13:00")],
        "an hour is an hour",
    );
}

#[test]
fn a_finding_to_test_again_is_watched_and_never_lapses() {
    let (scenario, _) = scenario::read(SCENARIO);
    let given = Given {
        again: vec![exercise::TestedAgain {
            key: "press | legal | missed".to_owned(),
            watch: "Tell the press.".to_owned(),
            role: "legal".into(),
            section: None,
            objective: None,
        }],
        ..Given::default()
    };
    let mut table = Table::given(scenario, given);
    table.must(Order::Start);
    table.until(540);
    let (written, state) = table
        .drill
        .action(&"again-1".into())
        .expect("it is an expected action of this drill");
    assert_eq!(written.again.as_deref(), Some("press | legal | missed"));
    assert!(!state.lapsed, "nobody is late for it");
    table.must(Order::Settle {
        action: "again-1".into(),
        outcome: exercise::Outcome::Met,
        note: String::new(),
    });
    let (_, state) = table.drill.action(&"again-1".into()).expect("it is there");
    assert_eq!(state.latency, None, "and nobody measured how long it took");
}
