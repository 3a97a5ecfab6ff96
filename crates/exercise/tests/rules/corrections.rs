//! What a struck or revised entry takes back with it, and what stays.

use super::*;

#[test]
fn a_struck_decision_counts_no_more_and_what_it_caused_is_taken_back() {
    let mut table = Table::started();
    table.minutes(2);
    let decision = table.decide("soc", "alert", "isolate");
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::Met),
        "settled by rule"
    );
    assert!(table.drill.flag("contained"), "its flag is set");
    table.must(strike(decision));
    assert_eq!(table.action("isolates").outcome, None, "open again");
    assert!(!table.drill.flag("contained"), "its flag is gone");
    table.minutes(9);
    assert_eq!(
        table.came("calm"),
        None,
        "what waited for the flag does not come"
    );
    assert_eq!(
        table.came("helper"),
        Some(360),
        "and the contingency comes as if nobody had decided"
    );
    assert_eq!(
        table.order(revise(decision, "watch")),
        Err(Refusal::UnknownRecord(decision)),
        "it cannot be revised"
    );
}

#[test]
fn a_deadline_that_a_struck_tick_met_runs_again() {
    let mut table = Table::started();
    table.minutes(2);
    let tick = table.must(settle("tells", Outcome::Met));
    assert!(table.deadline("authority").met.is_some(), "met by the rule");
    table.must(strike(tick));
    assert_eq!(table.deadline("authority").met, None, "it runs again");
    table.must(Order::MeetDeadline {
        deadline: "authority".into(),
    });
}

#[test]
fn a_struck_note_is_no_evidence_for_an_objective() {
    let mut table = Table::started();
    let note = table.must(Order::Note(Note {
        by: NoteBy::Evaluator,
        says: "Clear words.".into(),
        tone: Tone::Strength,
        objective: Some("speak".into()),
        inject: None,
        critical: false,
    }));
    assert!(table.drill.objective_tested(&"speak".into()));
    table.must(strike(note));
    assert!(!table.drill.objective_tested(&"speak".into()));
}

#[test]
fn an_inject_that_a_struck_or_revised_decision_would_bring_does_not_come() {
    let check = |says: &str, correct: &dyn Fn(u64) -> Order, comes: Option<i64>| {
        let mut table = Table::started();
        table.minutes(2);
        let decision = table.decide("soc", "alert", "watch");
        table.minutes(1).must(correct(decision));
        table.minutes(10);
        assert_eq!(table.came("spread"), comes, "{says}");
    };
    check("struck", &strike, None);
    check(
        "revised to another option",
        &|decision| revise(decision, "isolate"),
        None,
    );
    check(
        "revised in words alone",
        &|decision| revise(decision, "watch"),
        Some(420),
    );
}

#[test]
fn an_action_whose_option_is_revised_away_is_open_again_until_its_target_time() {
    let mut table = Table::started();
    table.minutes(1);
    let decision = table.decide("soc", "alert", "isolate");
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::Met),
        "settled by rule"
    );
    table.minutes(1).must(revise(decision, "watch"));
    assert_eq!(table.action("isolates").outcome, None, "open again");
    table.minutes(1).must(revise(decision, "isolate"));
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::Met),
        "done in time after all"
    );
    table.must(revise(decision, "watch"));
    table.minutes(9);
    assert!(
        table.action("isolates").lapsed,
        "and late when nothing follows"
    );
}

#[test]
fn two_decisions_with_the_same_flag_keep_it_while_one_of_them_stands() {
    let mut table = Table::started();
    table.minutes(2);
    let first = table.decide("soc", "alert", "isolate");
    table.decide("ic", "alert", "isolate");
    table.must(strike(first));
    assert!(
        table.drill.flag("contained"),
        "the other decision still sets it"
    );
}

#[test]
fn every_revision_is_kept_with_its_time_and_the_first_latency_stays() {
    let mut table = Table::started();
    table.minutes(2);
    let decision = table.decide("soc", "alert", "watch");
    table.minutes(2).must(revise(decision, "isolate"));
    table.minutes(1).must(revise(decision, "off"));
    let revised: Vec<i64> = table
        .records
        .iter()
        .filter(|record| matches!(record.event, Event::DecisionRevised(_)))
        .map(|record| record.elapsed.0 / 1000)
        .collect();
    assert_eq!(revised, [240, 300], "both, each at its moment");
    let (_, state) = table.drill.inject(&"alert".into()).expect("alert");
    assert_eq!(
        state.first_latency,
        Some(Span::minutes(1)),
        "decided one minute after delivery"
    );
    let action = table.action("isolates");
    assert_eq!(
        action.outcome,
        Some(Outcome::Missed),
        "the last word is the harmful one"
    );
    assert!(action.harmful, "and it is marked");
}

#[test]
fn a_tick_or_prompt_entered_in_error_can_be_struck() {
    let mut table = Table::started();
    table.minutes(2);
    let tick = table.must(settle("tells", Outcome::Met));
    table.must(strike(tick));
    assert_eq!(table.action("tells").outcome, None, "the tick is gone");
    let inject = Some("alert".into());
    let prompt = table.must(Order::Prompt {
        inject,
        says: "And?".into(),
    });
    table.must(strike(prompt));
    table.decide("soc", "alert", "isolate");
    assert!(
        !table.action("isolates").prompted,
        "a struck prompt prompts nobody"
    );
}
