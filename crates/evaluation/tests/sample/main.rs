//! The sample drill, evaluated: every part is checked against what its records say, and the rules against
//! records that differ from it in one thing.

mod differing;
mod judged;

use evaluation::{
    DeadlineResult, EntryKind, Evaluation, InjectState, Input, PlanFacts, evaluate, sample,
    transcript, transcript_lines,
};
use exercise::{
    ActionSettled, Event, FindingKind, FindingSource, HotWashTopic, InjectWithdrawn, Outcome,
    Rating, Record, RecordStruck,
};
use scenario::ExpectedAction;
use std::collections::BTreeMap;
use terms::{Elapsed, Span};

#[test]
fn the_sample_holds_every_kind_of_event() {
    for kind in Event::KINDS {
        let found = records().iter().any(|record| record.event.kind() == *kind);
        assert!(
            found,
            "{kind} is in the sample, so the transcript and the report are seen with it"
        );
    }
}

#[test]
fn every_record_has_one_line_in_the_transcript() {
    let lines = transcript_lines(&records(), &sample::people());
    assert_eq!(lines.len(), records().len(), "one line for each record");
    for line in &lines {
        assert!(line.starts_with("T+"), "{line:?} begins with its moment");
        assert!(!line.contains(['\n', '\r']), "{line:?} is one line");
    }
    let text = transcript(&records(), &sample::people());
    assert!(
        text.contains("T+04:00  decision edr: isolate (soc, 4m00s)"),
        "the fixed form of a decision"
    );
    assert_eq!(
        text,
        transcript(&records(), &sample::people()),
        "the same records, the same text"
    );
}

#[test]
fn without_names_the_transcript_has_none() {
    let text = transcript(&records(), &BTreeMap::new());
    for name in sample::people().values() {
        assert!(!text.contains(name), "{name} is not named");
    }
    assert!(
        text.contains("assigned soc: person 2 (primary)"),
        "people are told apart by number"
    );
}

#[test]
fn every_decision_on_an_inject_has_its_latency() {
    let evaluation = evaluated(&records());
    for decision in &evaluation.decisions {
        let has = decision.latency.is_some();
        assert_eq!(
            has,
            decision.inject.is_some(),
            "decision of record {}",
            decision.record
        );
    }
    let rows = evaluation
        .timeline
        .iter()
        .filter(|entry| entry.kind == EntryKind::Decision);
    let with_target = rows.filter(|entry| entry.target.is_some()).count();
    assert_eq!(
        with_target, 3,
        "every decision on an inject stands beside a target"
    );
}

#[test]
fn outcomes_follow_the_latest_settlement_the_lapse_or_the_lack_of_both() {
    let check = |action: &str, outcome: Outcome, because: &str| {
        let evaluation = evaluated(&records());
        let found = evaluation
            .actions
            .iter()
            .find(|it| it.action.as_str() == action)
            .expect(action);
        assert_eq!(found.outcome, outcome, "{action}");
        assert_eq!(found.untested_because, because, "{action}");
        assert!(!found.evidence.is_empty(), "{action} has evidence");
    };
    check("isolate", Outcome::Met, "");
    check("backups", Outcome::MetLate, "");
    check("statement", Outcome::Missed, "");
    check("authority", Outcome::Missed, "");
    check("supplier", Outcome::NotTested, "its inject was withdrawn");
    check(
        "pay",
        Outcome::NotTested,
        "the drill stopped before its target time",
    );
}

#[test]
fn the_clocks_add_up() {
    let course = evaluated(&records()).course;
    assert_eq!(
        course.played,
        Elapsed(3_000_000),
        "fifty minutes of exercise clock"
    );
    assert_eq!(course.paused, Span::minutes(10), "ten minutes of break");
    let wall = course
        .ended_at
        .zip(course.started_at)
        .map(|(end, start)| end - start);
    assert_eq!(
        wall,
        Some(Span::minutes(60)),
        "together an hour on the wall"
    );
}

#[test]
fn feedback_and_hot_wash_are_gathered_without_names() {
    let evaluation = evaluated(&records());
    assert_eq!(evaluation.feedback.forms, 2, "two forms");
    assert_eq!(
        evaluation.feedback.statements[0].mean(),
        Some(4.5),
        "the mean of 5 and 4"
    );
    assert_eq!(
        evaluation.feedback.statements[3].n, 1,
        "a statement left out does not count"
    );
    let parked = &evaluation.hot_wash.topics[&HotWashTopic::Parked];
    assert_eq!(
        parked.len(),
        2,
        "disputes parked in play and later stand together"
    );
}

#[test]
fn the_plan_shows_what_was_exercised_and_what_was_not() {
    let evaluation = evaluated(&records());
    let check = |section: &str, in_plan: bool, tested: u32| {
        let found = evaluation
            .coverage
            .iter()
            .find(|it| it.section.ends_with(section));
        let found = found.expect(section);
        assert_eq!(
            (found.in_plan, found.outcomes.tested()),
            (in_plan, tested),
            "{section}"
        );
    };
    check("Press", true, 1);
    check("Contacts", true, 0);
    check("Plan / Communication", true, 0);
    check("Recovery / Backups", false, 1);
}

fn records() -> Vec<Record> {
    sample::records().expect("the sample fits the events")
}

fn evaluated(records: &[Record]) -> Evaluation {
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    evaluate(&Input {
        exercise: &sample::exercise(),
        scenario: &scenario,
        records,
        plan: Some(&sample::plan()),
        people: &sample::people(),
    })
}

fn settle(records: &mut Vec<Record>, action: &str, outcome: Outcome) {
    push(records, settled(action, outcome, false));
}

fn settled(action: &str, outcome: Outcome, harmful: bool) -> Event {
    ActionSettled {
        action: action.into(),
        outcome,
        latency: Some(Span::minutes(6)),
        decision: None,
        harmful,
        prompted: false,
        note: String::new(),
    }
    .into()
}

fn push(records: &mut Vec<Record>, event: Event) {
    let last = records.last().expect("the sample is not empty").clone();
    records.push(Record {
        seq: last.seq + 1,
        event,
        ..last
    });
}
