//! Records that differ from the sample in one thing: struck, withdrawn, late, none at all.

use super::*;

#[test]
fn a_deadline_that_a_struck_tick_met_is_not_met() {
    let result = |strike: bool| {
        let mut records = records();
        let tick = records.last().expect("the sample is not empty").seq + 1;
        push(
            &mut records,
            ActionSettled {
                action: "notify".into(),
                outcome: Outcome::Met,
                latency: None,
                decision: None,
                harmful: false,
                prompted: false,
                note: String::new(),
            }
            .into(),
        );
        let (deadline, story) = ("insurer".into(), exercise::StoryTime::default());
        push(
            &mut records,
            exercise::DeadlineMet { deadline, story }.into(),
        );
        if strike {
            let reason = "Wrong row.".to_owned();
            push(
                &mut records,
                RecordStruck {
                    record: tick,
                    reason,
                }
                .into(),
            );
        }
        let deadlines = evaluated(&records).deadlines;
        let found = deadlines
            .into_iter()
            .find(|it| it.deadline.as_str() == "insurer");
        found.expect("the insurer's deadline").met
    };
    assert!(result(false).is_some(), "the tick met it");
    assert_eq!(result(true), None, "and falls with the tick");
}

#[test]
fn a_struck_decision_stays_readable_and_counts_for_nothing() {
    let before = evaluated(&records());
    let isolate = before
        .decisions
        .iter()
        .find(|it| it.latency == Some(Span::minutes(4)));
    let isolate = isolate.expect("the isolation").record;
    let mut records = records();
    push(
        &mut records,
        RecordStruck {
            record: isolate,
            reason: "Wrong table.".to_owned(),
        }
        .into(),
    );
    let after = evaluated(&records);
    let found = after
        .decisions
        .iter()
        .find(|it| it.record == isolate)
        .expect("it is still there");
    assert_eq!(
        found.struck.as_deref(),
        Some("Wrong table."),
        "with the reason"
    );
    assert_eq!(
        after.actions[0].outcome,
        Outcome::Missed,
        "what it had settled falls with it"
    );
    assert_eq!(
        after.totals.decisions + 1,
        before.totals.decisions,
        "it is not counted"
    );
}

#[test]
fn a_withdrawn_inject_takes_its_actions_out_of_the_test() {
    let mut records = records();
    push(
        &mut records,
        InjectWithdrawn {
            inject: "edr".into(),
            reason: String::new(),
        }
        .into(),
    );
    let evaluation = evaluated(&records);
    assert_eq!(
        evaluation.injects[0].state,
        InjectState::Withdrawn,
        "the alert was taken back"
    );
    assert_eq!(
        evaluation.actions[0].outcome,
        Outcome::NotTested,
        "although it had been met"
    );
    assert_eq!(
        evaluation.objectives[0].suggested, None,
        "no rating without an observation"
    );
}

#[test]
fn late_recognition_and_late_filing_are_told_apart() {
    let evaluation = evaluated(&records());
    let check = |at: usize, result: DeadlineResult, recognised: Option<i64>, slack: Option<i64>| {
        let deadline = &evaluation.deadlines[at];
        assert_eq!(deadline.result, result, "{}", deadline.title);
        assert_eq!(
            deadline.recognised_after_ms, recognised,
            "{}",
            deadline.title
        );
        assert_eq!(deadline.slack_ms, slack, "{}", deadline.title);
    };
    check(0, DeadlineResult::Met, Some(600_000), Some(540_000));
    check(1, DeadlineResult::Missed, None, None);
    check(2, DeadlineResult::NotBegun, None, None);
}

#[test]
fn no_records_give_an_empty_evaluation_and_a_running_drill_a_part() {
    let records = records();
    for length in 0..records.len() {
        let evaluation = evaluated(&records[..length]);
        assert_eq!(
            evaluation.totals.records, length as u64,
            "a drill can be looked at at any time"
        );
    }
    let early = evaluated(&records[..15]);
    assert_eq!(
        early.actions[0].untested_because, "its target time still runs",
        "nothing is judged early"
    );
    assert!(
        early
            .suggested
            .iter()
            .all(|it| it.finding.source != FindingSource::Unanswered)
    );
}

#[test]
fn without_a_plan_no_section_is_said_to_be_missing_from_it() {
    let scenario = sample::scenario().expect("the sample fits");
    let people = sample::people();
    let (exercise, records) = (sample::exercise(), records());
    let evaluate_with = |plan: Option<&PlanFacts>| {
        let input = Input {
            exercise: &exercise,
            scenario: &scenario,
            records: &records,
            plan,
            people: &people,
        };
        evaluate(&input)
    };
    let cited = |it: &&evaluation::Suggestion| {
        it.finding.source == FindingSource::NoPlanSection && it.finding.section.is_some()
    };
    assert_eq!(
        evaluate_with(None).suggested.iter().filter(cited).count(),
        0,
        "no plan, no gap"
    );
    let empty = PlanFacts::default();
    assert_eq!(
        evaluate_with(Some(&empty))
            .suggested
            .iter()
            .filter(cited)
            .count(),
        6,
        "all are missing"
    );
}
