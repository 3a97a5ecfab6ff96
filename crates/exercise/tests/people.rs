//! People coming, going and standing in for one another, and what that does to their times.

mod common;

use common::*;
use exercise::*;
use terms::Span;

#[test]
fn the_latencies_of_a_latecomer_begin_at_arrival() {
    let mut table = Table::briefed(Origin::Live);
    table.must(assign("soc", "ana"));
    table.must(attend("ana", Presence::Left));
    table.must(Order::Start);
    table.minutes(11);
    assert!(
        !table.action("isolates").lapsed,
        "nobody was there to be late"
    );
    table.must(attend("ana", Presence::Remote));
    table.minutes(2);
    table.decide("soc", "alert", "isolate");
    let Event::DecisionMade(made) = &table.last("decision_made").event else {
        unreachable!()
    };
    assert_eq!(
        made.latency,
        Some(Span::minutes(2)),
        "from arrival, not from delivery"
    );
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::Met),
        "in time"
    );
}

#[test]
fn going_from_the_room_to_the_telephone_is_no_new_arrival() {
    let mut table = Table::briefed(Origin::Live);
    table.must(assign("soc", "ana"));
    table.must(attend("ana", Presence::Room));
    table.must(Order::Start);
    table.minutes(3).must(attend("ana", Presence::Remote));
    table.minutes(1);
    table.decide("soc", "alert", "isolate");
    let Event::DecisionMade(made) = &table.last("decision_made").event else {
        unreachable!()
    };
    assert_eq!(made.latency, Some(Span::minutes(3)), "from delivery");
}

#[test]
fn the_time_of_an_action_runs_once_somebody_stands_in_for_an_absent_person() {
    let mut table = Table::briefed(Origin::Live);
    table.must(assign("soc", "ana"));
    table.must(attend("ana", Presence::Left));
    table.must(Order::Start);
    table.minutes(10).must(assign("soc", "ben"));
    table.minutes(6);
    assert!(
        table.action("isolates").lapsed,
        "five minutes after the alternate took the role"
    );
}

#[test]
fn a_decision_by_the_wrong_role_is_partial_unless_the_right_one_authorised_it() {
    let check = |role: &str, authoriser: Option<&str>, outcome, unauthorised| {
        let mut table = Table::started();
        table.minutes(2);
        let Order::Decide(mut asked) = decide(role, "alert", "isolate") else {
            unreachable!()
        };
        asked.authorised_by = authoriser.map(Into::into);
        table.must(Order::Decide(asked));
        let Event::DecisionMade(made) = &table.last("decision_made").event else {
            unreachable!()
        };
        assert_eq!(
            made.unauthorised, unauthorised,
            "{role}, {authoriser:?}: authority"
        );
        assert_eq!(
            table.action("isolates").outcome,
            Some(outcome),
            "{role}, {authoriser:?}"
        );
    };
    check("soc", None, Outcome::Met, false);
    check("comms", None, Outcome::Partial, true);
    check("comms", Some("soc"), Outcome::Met, false);
    check("ic", None, Outcome::Partial, false);
}

#[test]
fn a_decision_after_the_target_time_is_late() {
    let mut table = Table::started();
    table.minutes(7);
    assert!(table.action("isolates").lapsed, "the target has passed");
    table.decide("soc", "alert", "isolate");
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::MetLate),
        "done, but late"
    );
    table.must(settle("tells", Outcome::Met));
    assert_eq!(
        table.action("tells").outcome,
        Some(Outcome::MetLate),
        "a tick too becomes late by itself"
    );
}
