//! Ratings, scores and findings: what is suggested, and from which evidence.

use super::*;

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
