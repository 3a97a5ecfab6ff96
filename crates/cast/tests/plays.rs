//! What simulated people do on the shipped drills and on small scenarios made for one purpose. Not here: the rules of a
//! drill, which have tests of their own.

use std::path::PathBuf;
use std::sync::Arc;

use cast::{Played, Policy, PromptBook, brief, paths, perform, play};
use exercise::{Event, Origin, Outcome, Phase, Script};

#[test]
fn the_same_seed_gives_the_same_records() {
    for (name, script) in shipped() {
        for policy in Policy::ALL {
            let (one, two) = (play(&script, 7, policy), play(&script, 7, policy));
            assert_eq!(one.records, two.records, "{name}, {policy}: seed 7 twice");
            let mut other = play(&script, 8, policy).records;
            other[0] = one.records[0].clone();
            let differs = other != one.records || policy == Policy::Silent;
            assert!(differs, "{name}, {policy}: another seed plays otherwise");
        }
    }
}

#[test]
fn people_who_follow_the_plan_meet_every_action_that_comes_up() {
    for (name, script) in shipped() {
        for seed in 0..50 {
            let played = play(&script, seed, Policy::Expected);
            for (action, state) in played.exercise.actions() {
                let came = action.inject.as_ref().is_none_or(|id| {
                    let inject = played.exercise.inject(id);
                    inject.is_some_and(|(_, state)| state.delivered.is_some())
                });
                if came && !cut_short(&played, action) {
                    assert_eq!(
                        state.outcome,
                        Some(Outcome::Met),
                        "{name}, seed {seed}: {} is met",
                        action.id
                    );
                }
            }
            let missed = played
                .exercise
                .deadlines()
                .filter(|(_, state)| state.missed);
            let missed: Vec<_> = missed.map(|(deadline, _)| &deadline.id).collect();
            assert!(missed.is_empty(), "{name}, seed {seed}: missed {missed:?}");
        }
    }
}

#[test]
fn late_people_meet_nothing_in_time() {
    for (name, script) in shipped() {
        for seed in 0..50 {
            let played = play(&script, seed, Policy::Late);
            let early = played
                .exercise
                .actions()
                .find(|(_, state)| state.outcome == Some(Outcome::Met));
            assert!(early.is_none(), "{name}, seed {seed}: {early:?} is in time");
        }
    }
}

#[test]
fn silent_people_leave_the_drill_to_the_clock_and_the_trainer() {
    for (name, script) in shipped() {
        let played = play(&script, 1, Policy::Silent);
        let acted = played.records.iter().find(|record| {
            matches!(
                record.event,
                Event::DecisionMade(_) | Event::Acknowledged(_) | Event::ActionSettled(_)
            )
        });
        assert!(acted.is_none(), "{name}: nobody acts, but {acted:?}");
        let helped = played.exercise.injects().filter(|(inject, state)| {
            !inject.contingency_for.is_empty() && state.delivered.is_some()
        });
        // An activation drill is nothing but a call, and has none.
        assert!(
            helped.count() > 0 || name == "call-up",
            "{name}: a contingency comes to help"
        );
    }
}

#[test]
fn every_performance_ends_in_the_review_and_can_be_closed() {
    for (name, script) in shipped() {
        let book = PromptBook::new(&script);
        for policy in Policy::ALL {
            for seed in 0..100 {
                let mut played = perform(&book, brief(seed), policy);
                let says = format!("{name}, {policy}, seed {seed}");
                assert_eq!(
                    played.exercise.phase(),
                    Phase::Review,
                    "{says}: played to the end"
                );
                assert_eq!(
                    played.exercise.origin(),
                    Origin::Rehearsal,
                    "{says}: said so"
                );
                played.close();
                assert!(
                    matches!(played.exercise.phase(), Phase::Closed { .. }),
                    "{says}: closed"
                );
            }
        }
    }
}

#[test]
fn chance_reaches_every_inject_and_option_of_the_shipped_drills() {
    for (name, script) in shipped() {
        let report = paths(&script, 400, 1, Policy::Random);
        assert_eq!(
            report.never_delivered,
            [],
            "{name}: an inject that never comes"
        );
        assert_eq!(report.never_chosen, [], "{name}: a dead branch");
        assert_eq!(report.deadlocks, [], "{name}: a deadlock");
        assert_eq!(report.idle_roles, [], "{name}: an idle role");
        // An activation drill asks for arriving and for one decision more.
        let many = if name == "call-up" { 3 } else { 50 };
        assert!(
            report.paths > many,
            "{name}: {} paths are few",
            report.paths
        );
    }
}

#[test]
fn a_dead_branch_a_deadlock_and_an_idle_role_are_named() {
    let script = read(
        r#"
format: 1
id: stuck
title: Stuck
summary: A drill that waits for something that nobody does.
duration: 60m
story: {start: 2027-03-05T16:40}
roles:
  - {id: soc, title: Analyst}
  - {id: guest, title: Guest}
objectives:
  - {id: look, title: Look}
injects:
  - id: alert
    title: Alert
    trigger: {at: "T+00:01"}
    channel: siem
    from: Monitoring
    to: [soc]
    body: Something happened.
    options:
      - {id: look, label: Look into it}
      - {id: leave, label: Leave it}
  - id: second
    title: Second
    trigger: {when: {acknowledged: never}}
    channel: chat
    from: Monitoring
    to: [soc]
    body: Something more happened.
  - id: never
    title: Never
    trigger: {after: {inject: second, delay: 1m}}
    channel: chat
    from: Monitoring
    to: [soc]
    body: It goes on.
expected_actions:
  - {id: looks, inject: alert, role: soc, text: Looks into it, within: 5m, objective: look, acceptable: [look]}
"#,
    );
    let report = paths(&script, 20, 1, Policy::Expected);
    let ids = |list: &[terms::InjectId]| list.iter().map(ToString::to_string).collect::<Vec<_>>();
    assert_eq!(
        ids(&report.never_delivered),
        ["second", "never"],
        "neither can come"
    );
    assert_eq!(
        report.never_chosen.len(),
        1,
        "leave: {:?}",
        report.never_chosen
    );
    assert_eq!(report.deadlocked, 20, "every run stands still");
    assert_eq!(
        ids(&report.deadlocks[0].waiting),
        ["second", "never"],
        "and this waits"
    );
    assert_eq!(
        report.idle_roles.len(),
        1,
        "the guest: {:?}",
        report.idle_roles
    );
}

/// An action whose time ran into the planned end can be left open by anybody.
fn cut_short(played: &Played, action: &scenario::ExpectedAction) -> bool {
    let delivered = action
        .inject
        .as_ref()
        .and_then(|id| played.exercise.inject(id)?.1.delivered);
    let end = played.exercise.scenario().duration;
    delivered.is_some_and(|at| at.0 + action.within.0 > end.0)
}

fn shipped() -> Vec<(String, Script)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the shipped scenarios") {
        let path = entry.expect("an entry").path().join("scenario.yaml");
        if let Ok(text) = std::fs::read_to_string(&path) {
            let name = path.parent().and_then(|folder| folder.file_name());
            found.push((
                name.expect("a name").to_string_lossy().into_owned(),
                read(&text),
            ));
        }
    }
    found.sort_by(|a, b| a.0.cmp(&b.0));
    assert_eq!(found.len(), 6, "six drills are shipped");
    found
}

fn read(text: &str) -> Script {
    let (scenario, said) = scenario::read(text);
    let wrong = said
        .iter()
        .find(|said| said.severity == terms::Severity::Error);
    assert!(wrong.is_none(), "{wrong:?}");
    let rendered = scenario.rendered(&Default::default());
    Script::new(Arc::new(rendered.expect("every variable is there")))
}
