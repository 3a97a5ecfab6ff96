//! The sample drill, evaluated: every part is checked against what its records say, and the rules against
//! records that differ from it in one thing.

use std::collections::BTreeMap;

use evaluation::{
    DeadlineResult, EntryKind, Evaluation, InjectState, Input, PlanFacts, evaluate, sample,
    transcript, transcript_lines,
};
use exercise::{
    ActionSettled, Event, FindingKind, FindingSource, HotWashTopic, InjectWithdrawn, Outcome,
    Rating, Record, RecordStruck,
};
use scenario::ExpectedAction;
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
fn a_rating_is_suggested_from_the_worst_of_its_evidence() {
    let check = |change: &[(&str, Outcome)], objective: &str, rating: Option<Rating>| {
        let mut records = records();
        for (action, outcome) in change {
            settle(&mut records, action, *outcome);
        }
        let evaluation = evaluated(&records);
        let found = evaluation
            .objectives
            .iter()
            .find(|it| it.objective.as_str() == objective);
        let found = found.expect(objective);
        assert_eq!(
            found.suggested, rating,
            "{objective} after {change:?}: {:?}",
            found.basis
        );
    };
    use Outcome::{Met, MetLate, Missed, NotTested, Partial};
    check(&[], "contain", Some(Rating::S));
    check(&[], "notify", Some(Rating::U));
    check(&[("backups", Met)], "contain", Some(Rating::P));
    check(&[("backups", Missed)], "contain", Some(Rating::S));
    check(&[("isolate", MetLate)], "contain", Some(Rating::S));
    check(&[("isolate", Partial)], "contain", Some(Rating::M));
    check(&[("isolate", Missed)], "contain", Some(Rating::U));
    check(
        &[("isolate", NotTested), ("backups", Met)],
        "contain",
        Some(Rating::S),
    );
    check(
        &[("isolate", NotTested), ("backups", NotTested)],
        "contain",
        None,
    );
    // Done at last, but the statement went out without authority, and the deadline was missed all the same.
    check(
        &[("statement", Met), ("staff", Met)],
        "speak",
        Some(Rating::M),
    );
    check(&[("authority", Met)], "notify", Some(Rating::M));
}

#[test]
fn a_score_keeps_its_parts() {
    let evaluation = evaluated(&records());
    let check = |role: &str, q: Option<f64>, actions: u32| {
        let found = evaluation
            .roles
            .iter()
            .find(|it| it.role.as_str() == role)
            .expect(role);
        assert_eq!(found.score.q(), q, "{role}");
        assert_eq!(
            found.score.actions, actions,
            "{role} rests on that many actions"
        );
    };
    check("soc", Some(1.0), 2);
    check("comms", Some(0.0), 2);
    check("ic", None, 0);
    let mut half = records();
    settle(&mut half, "backups", Outcome::Partial);
    let soc = &evaluated(&half).roles[1];
    assert_eq!(
        soc.score.q(),
        Some(3.5 / 4.0),
        "a part counts half of its weight"
    );
}

#[test]
fn a_harmful_choice_earns_nothing_and_raises_a_finding() {
    let mut records = records();
    push(&mut records, settled("isolate", Outcome::Partial, true));
    let evaluation = evaluated(&records);
    assert_eq!(
        evaluation.roles[1].score.earned_halves, 2,
        "only the backups count"
    );
    let found = evaluation
        .suggested
        .iter()
        .find(|it| it.finding.source == FindingSource::Harmful);
    assert!(
        found.is_some_and(|it| it.finding.critical),
        "harm in a critical action is critical"
    );
}

#[test]
fn a_harmful_choice_is_named_beside_what_was_expected() {
    let mut records = records();
    let decision = records.iter().find_map(|record| match &record.event {
        Event::DecisionMade(made) if made.inject == Some("edr".into()) => Some(record.seq),
        _ => None,
    });
    let harm = match settled("isolate", Outcome::Missed, true) {
        Event::ActionSettled(settled) => ActionSettled {
            decision,
            ..settled
        },
        other => panic!("{other:?} settles nothing"),
    };
    push(&mut records, harm.into());
    let evaluation = evaluated(&records);
    let title = "Harmful choice: “Isolate, and image the memory first”, where this was expected: Isolate FIN-WS-014";
    let found = evaluation
        .suggested
        .iter()
        .find(|it| it.finding.source == FindingSource::Harmful);
    assert_eq!(
        found.map(|it| it.finding.title.as_str()),
        Some(title),
        "a reader must not take the right action for the harm"
    );
    let basis = evaluation.objectives.iter().flat_map(|it| &it.basis);
    assert_eq!(
        basis.filter(|says| **says == format!("{title}.")).count(),
        1,
        "the basis of the rating says the same in a sentence"
    );
}

#[test]
fn an_unanswered_inject_is_a_finding_unless_its_one_missed_action_says_so_already() {
    let check = |more: Option<ExpectedAction>, found: usize| {
        let mut scenario = sample::scenario().expect("the sample fits the scenario format");
        let says = format!("with {more:?} beside the action of the inject");
        scenario.expected_actions.extend(more);
        let evaluation = evaluate(&Input {
            exercise: &sample::exercise(),
            scenario: &scenario,
            records: &records(),
            plan: Some(&sample::plan()),
            people: &sample::people(),
        });
        let unanswered: Vec<&str> = evaluation
            .suggested
            .iter()
            .filter(|it| it.finding.source == FindingSource::Unanswered)
            .map(|it| it.finding.key.as_str())
            .collect();
        assert_eq!(unanswered.len(), found, "{unanswered:?} {says}");
    };
    check(None, 0);
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    let authority = scenario
        .expected_actions
        .iter()
        .find(|it| it.text.contains("authority"))
        .expect("the sample expects the authority to be told");
    let second = ExpectedAction {
        id: "second".into(),
        ..authority.clone()
    };
    check(Some(second), 1);
}

#[test]
fn the_rules_suggest_each_finding_with_its_evidence() {
    let evaluation = evaluated(&records());
    let check = |source: FindingSource, title: &str, key: &str| {
        let found = evaluation
            .suggested
            .iter()
            .find(|it| it.finding.source == source && it.finding.title.contains(title));
        let finding = &found
            .unwrap_or_else(|| panic!("{source:?}: {title}"))
            .finding;
        assert_eq!(
            finding.key, key,
            "what makes {title} the same in another drill"
        );
        assert!(!finding.evidence.is_empty(), "{title} has evidence");
    };
    let press = "communication / press";
    let authority = "notification / data-protection authority";
    check(
        FindingSource::MissedCritical,
        "authority",
        &format!("{authority} | privacy | missed"),
    );
    check(
        FindingSource::Late,
        "backups",
        "recovery / backups | soc | late",
    );
    check(FindingSource::Missed, "staff", "speak | comms | missed");
    check(
        FindingSource::Unauthorised,
        "Communications Lead",
        &format!("{press} | comms | unauthorised"),
    );
    check(
        FindingSource::DeadlineMissed,
        "authority",
        &format!("{authority} | privacy | deadline gdpr 33"),
    );
    check(
        FindingSource::UnfilledRole,
        "Privacy Officer",
        "- | privacy | unfilled",
    );
    check(
        FindingSource::NoPlanSection,
        "backups",
        "recovery / backups | soc | no plan section",
    );
    check(
        FindingSource::NoPlanSection,
        "staff",
        "speak | comms | no plan section",
    );
}

#[test]
fn what_was_raised_is_not_suggested_again() {
    let evaluation = evaluated(&records());
    let again = |it: &&evaluation::Suggestion| {
        it.finding
            .action
            .as_ref()
            .is_some_and(|action| action.as_str() == "statement")
    };
    assert_eq!(
        evaluation.suggested.iter().find(again),
        None,
        "the statement was raised by hand"
    );
    let raised = &evaluation.findings[0];
    assert_eq!(
        raised.finding.title, "No holding statement was agreed in time",
        "the later form counts"
    );
    assert!(
        raised.lesson.is_some(),
        "the scenario's lesson comes with it"
    );
    assert!(
        evaluation.findings[2].dropped.is_some(),
        "a dropped finding says why"
    );
}

#[test]
fn everything_in_time_is_a_strength() {
    let mut records = records();
    settle(&mut records, "backups", Outcome::Met);
    let evaluation = evaluated(&records);
    let strength = evaluation
        .suggested
        .iter()
        .find(|it| it.finding.kind == FindingKind::Strength);
    assert!(
        strength.is_some_and(|it| it.finding.source == FindingSource::AllInTime),
        "contain is P"
    );
}

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
