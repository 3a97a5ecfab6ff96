//! A finding on its way from a drill to "re-tested".

use super::*;

fn state(year: &Year) -> FindingState {
    Plan::of(&year.look()).findings[0].state
}

#[test]
fn a_finding_goes_from_open_to_fixed_and_only_a_later_drill_makes_it_retested() {
    let mut year = with_action();
    assert_eq!(state(&year), FindingState::Open, "nothing was done");
    let row = Plan::of(&year.look()).actions["A1"].clone();
    assert_eq!(row.overdue_days, 30, "due on 1 June, today is 1 July");
    year.put(ProgrammeEvent::ActionDone(ActionDone {
        action: "A1".to_owned(),
        by: office("IC"),
        on: day("2027-06-10"),
        evidence: "CHG-1".to_owned(),
    }));
    assert_eq!(state(&year), FindingState::Done, "nobody verified it");
    let verify = |by: &str| {
        ProgrammeEvent::ActionVerified(ActionVerified {
            action: "A1".to_owned(),
            by: office(by),
            on: day("2027-06-11"),
            note: String::new(),
        })
    };
    year.put(verify("ic"));
    assert_eq!(
        state(&year),
        FindingState::Done,
        "the owner cannot verify it"
    );
    let row = Plan::of(&year.look()).actions["A1"].clone();
    assert!(
        row.amiss.contains("own owner"),
        "and that is said: {}",
        row.amiss
    );
    year.put(verify("Audit"));
    assert_eq!(state(&year), FindingState::Fixed, "somebody else did");
    let again = Plan::of(&year.look()).test_again();
    assert_eq!(again.len(), 1, "it is offered for the next drill");
    assert_eq!(
        again[0].because,
        "It is fixed and no drill has tested it since."
    );

    let mut next = drill("Y", "2027-06-20");
    next.roles = vec![role("ic", "Ada", 2, 1)];
    next.actions = vec![action("call", "ic", "Press", true, Outcome::Met)];
    year.close(next);
    assert_eq!(
        state(&year),
        FindingState::Retested,
        "a later drill found nothing"
    );
    assert!(
        Plan::of(&year.look()).test_again().is_empty(),
        "nothing is left to test"
    );
    year.put(ProgrammeEvent::ActionReopened(ActionReopened {
        action: "A1".to_owned(),
        because: "It slipped back.".to_owned(),
    }));
    assert_eq!(state(&year), FindingState::Open, "opened again");
}

#[test]
fn a_finding_that_a_person_raised_is_retested_by_a_drill_that_watched_for_it() {
    let mut year = with_action();
    let (at, mut first) = year.fold.closed.remove(&ExerciseId::from("X")).expect("X");
    // Nothing in the records says what a drill has to show to test this again.
    first.findings[0].key = "- | - | the handover took an hour".to_owned();
    year.fold.closed.insert(ExerciseId::from("X"), (at, first));
    for event in [
        ProgrammeEvent::ActionDone(ActionDone {
            action: "A1".to_owned(),
            by: office("IC"),
            on: day("2027-06-10"),
            evidence: "CHG-1".to_owned(),
        }),
        ProgrammeEvent::ActionVerified(ActionVerified {
            action: "A1".to_owned(),
            by: office("Audit"),
            on: day("2027-06-11"),
            note: String::new(),
        }),
    ] {
        year.put(event);
    }
    assert_eq!(state(&year), FindingState::Fixed, "it is fixed");
    let watching = |id: &str, on: &str, outcome| {
        let mut next = drill(id, on);
        next.roles = vec![role("ic", "Ada", 2, 1)];
        next.actions = vec![action("again-1", "ic", "Roles", false, outcome)];
        next.actions[0].again = Some("- | - | the handover took an hour".to_owned());
        next
    };
    let of_first = |year: &Year| {
        let plan = Plan::of(&year.look());
        let mut rows = plan.findings.into_iter();
        let row = rows.find(|it| it.exercise == Some(ExerciseId::from("X")));
        row.expect("the finding of X").state
    };
    year.close(watching("Y", "2027-06-15", Outcome::NotTested));
    assert_eq!(
        of_first(&year),
        FindingState::Fixed,
        "nobody marked it: nothing was tested"
    );
    year.close(watching("Z", "2027-06-20", Outcome::Met));
    assert_eq!(
        of_first(&year),
        FindingState::Retested,
        "fixed and fixed-and-tested are two states"
    );
}

#[test]
fn a_test_before_the_fix_does_not_count_as_a_test_of_it() {
    let mut year = with_action();
    let mut next = drill("Y", "2027-06-05");
    next.roles = vec![role("ic", "Ada", 2, 1)];
    next.actions = vec![action("call", "ic", "Press", true, Outcome::Met)];
    year.close(next);
    year.put(ProgrammeEvent::ActionDone(ActionDone {
        action: "A1".to_owned(),
        by: office("IC"),
        on: day("2027-06-10"),
        evidence: String::new(),
    }));
    year.put(ProgrammeEvent::ActionVerified(ActionVerified {
        action: "A1".to_owned(),
        by: office("Audit"),
        on: day("2027-06-11"),
        note: String::new(),
    }));
    let row = Plan::of(&year.look()).findings.pop().expect("the finding");
    assert_eq!(
        row.state,
        FindingState::Fixed,
        "the drill came five days before the fix"
    );
}

#[test]
fn a_risk_is_borne_until_its_day_and_then_open_again() {
    let mut year = with_action();
    let bear = |until: &str| {
        ProgrammeEvent::RiskAccepted(RiskAccepted {
            action: "A1".to_owned(),
            by: office("Board"),
            on: day("2027-04-01"),
            because: "Too dear.".to_owned(),
            until: Some(day(until)),
        })
    };
    year.put(bear("2027-07-01"));
    assert_eq!(
        state(&year),
        FindingState::RiskAccepted,
        "today is its last day"
    );
    year.put(bear("2027-06-30"));
    assert_eq!(state(&year), FindingState::Open, "it has passed");
    let row = &Plan::of(&year.look()).actions["A1"];
    assert_eq!(row.status, ActionStatus::Open, "the action is open again");
}
