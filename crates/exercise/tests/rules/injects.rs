//! When injects come, and what they bring with them: groups, prompts, deadlines.

use super::*;

#[test]
fn a_group_delivers_exactly_one() {
    let check = |says: &str, act: &dyn Fn(&mut Table), expected: &str| {
        let mut table = Table::started();
        act(&mut table);
        table.minutes(60);
        let members = ["better", "worse", "other"];
        let came: Vec<&str> = members
            .into_iter()
            .filter(|id| table.came(id).is_some())
            .collect();
        assert_eq!(came, [expected], "{says}");
    };
    check(
        "nobody decides: the default comes by its time",
        &|_| {},
        "worse",
    );
    check(
        "the condition of one holds",
        &|table| {
            table.minutes(16);
            table.decide("comms", "press", "say");
        },
        "better",
    );
    check(
        "the trainer delivers one",
        &|table| {
            table.minutes(1).must(deliver("other"));
        },
        "other",
    );
    check(
        "one that was skipped stays out once another has come",
        &|table| {
            table.must(Order::Skip {
                inject: "worse".into(),
            });
            table.must(deliver("other"));
            let refused = table.order(deliver("worse"));
            assert_eq!(
                refused,
                Err(Refusal::NotWaiting("worse".into())),
                "the group is served"
            );
        },
        "other",
    );
    check(
        "a default that was held and released comes late",
        &|table| {
            table.must(Order::Hold {
                inject: "worse".into(),
            });
            table.minutes(25);
            assert_eq!(table.came("worse"), None, "it is held");
            table.must(Order::Release {
                inject: "worse".into(),
            });
        },
        "worse",
    );
}

#[test]
fn what_follows_a_prompt_counts_as_prompted() {
    let mut table = Table::started();
    table.minutes(2);
    let inject = Some("alert".into());
    table.must(Order::Prompt {
        inject,
        says: "And?".into(),
    });
    table.decide("soc", "alert", "isolate");
    assert!(table.action("isolates").prompted, "the action");
    let Event::DecisionMade(made) = &table.last("decision_made").event else {
        unreachable!()
    };
    assert!(made.prompted, "and the decision");
}

#[test]
fn a_withdrawn_inject_stops_its_timers_deadlines_and_actions() {
    let mut table = Table::started();
    table.minutes(2);
    assert!(
        table.deadline("authority").due.is_some(),
        "its deadline runs"
    );
    table.must(withdraw("alert"));
    assert!(table.deadline("authority").stopped, "the deadline stops");
    table.minutes(55);
    assert_eq!(
        table.came("follow"),
        None,
        "what should follow it does not come"
    );
    assert_eq!(table.came("helper"), None, "nor its contingency");
    let lapsed = table.records.iter().any(|record| {
        matches!(&record.event, Event::ActionLapsed(lapsed) if lapsed.action.as_str() != "logs" && lapsed.action.as_str() != "answers")
    });
    assert!(!lapsed, "no action of it lapses");
    assert_eq!(
        table.order(settle("isolates", Outcome::Met)),
        Err(Refusal::NotDelivered("alert".into())),
        "nor can it be met"
    );
}

#[test]
fn held_postponed_skipped_and_released_injects_come_when_they_should() {
    let mut table = Table::started();
    table.must(Order::Hold {
        inject: "press".into(),
    });
    table.must(Order::Postpone {
        inject: "last".into(),
        by: Span::minutes(5),
    });
    table.must(Order::Skip {
        inject: "morning".into(),
    });
    table.minutes(18);
    assert_eq!(table.came("press"), None, "it is held past its time");
    table.must(Order::Release {
        inject: "press".into(),
    });
    assert_eq!(
        table.came("press"),
        Some(18 * 60),
        "released, it comes at once"
    );
    table.minutes(40);
    assert_eq!(
        table.came("last"),
        Some(50 * 60),
        "postponed by five minutes"
    );
    assert_eq!(table.came("morning"), None, "skipped");
    assert_eq!(
        table.drill.story(table.now).full(),
        "2027-03-05 18:36",
        "so the story did not jump"
    );
}

#[test]
fn a_deadline_is_missed_when_its_last_moment_is_over_and_can_still_be_met_late() {
    let mut table = Table::started();
    table.minutes(12);
    assert!(
        table.deadline("short").due.is_some(),
        "it begins at T+00:12"
    );
    table.minutes(5);
    assert!(
        !table.deadline("short").missed,
        "10 story minutes are 5 here: its last moment"
    );
    table.wait(Span(1));
    assert!(table.deadline("short").missed, "over");
    table.must(Order::MeetDeadline {
        deadline: "short".into(),
    });
    assert!(table.deadline("short").met.is_some(), "late, but met");
}

#[test]
fn a_jump_of_the_story_clock_misses_the_deadlines_that_it_passes() {
    let mut table = Table::started();
    table.minutes(30);
    assert_eq!(
        table.drill.story(table.now).full(),
        "2027-03-06 08:00",
        "the next morning"
    );
    assert!(
        table.deadline("authority").missed,
        "two hours were over in the night"
    );
}

#[test]
fn an_action_that_is_done_meets_the_deadline_that_names_it() {
    let mut table = Table::started();
    table.minutes(2).must(settle("tells", Outcome::Met));
    assert!(
        table.deadline("authority").met.is_some(),
        "met by the action"
    );
    table.minutes(50);
    assert!(!table.deadline("authority").missed, "and not missed later");
}

#[test]
fn an_inject_of_the_trainers_own_comes_like_any_other() {
    let mut table = Table::started();
    let mut own = table.drill.scenario().injects[1].clone();
    own.id = "own".into();
    own.trigger = scenario::Trigger::At("T+00:03".parse().expect("an offset"));
    table.must(Order::AddInject {
        inject: Box::new(own),
    });
    let (inject, subject, body) = ("own".into(), "Mine".into(), "Look here.".into());
    table.must(Order::Edit {
        inject,
        subject,
        body,
    });
    table.minutes(3);
    assert_eq!(table.came("own"), Some(180), "at its offset");
    table.must(Order::Decide(Decide {
        option: None,
        text: "Done".into(),
        ..match decide("soc", "own", "x") {
            Order::Decide(asked) => asked,
            _ => unreachable!(),
        }
    }));
}

#[test]
fn an_inject_that_comes_a_second_time_can_be_acknowledged_a_second_time() {
    let mut table = Table::started();
    let mut own = table.drill.scenario().injects[1].clone();
    own.id = "own".into();
    own.trigger = scenario::Trigger::ByHand;
    own.repeatable = true;
    table.must(Order::AddInject {
        inject: Box::new(own),
    });
    let see = || Order::Acknowledge {
        inject: "own".into(),
        role: "soc".into(),
    };
    table.must(deliver("own"));
    table.must(see());
    assert_eq!(
        table.order(see()),
        Err(Refusal::AlreadyAcknowledged("own".into())),
        "once for each delivery"
    );
    table.minutes(1).must(deliver("own"));
    table.must(see());
    assert_eq!(table.count("acknowledged"), 2, "and both are kept");
}

#[test]
fn a_postponed_inject_that_waited_for_a_condition_is_not_put_down_to_a_decision() {
    let mut table = Table::started();
    table.minutes(2);
    table.decide("soc", "alert", "isolate");
    table.must(Order::Postpone {
        inject: "calm".into(),
        by: Span::minutes(2),
    });
    table.minutes(20);
    let told = table.records.iter().find_map(|record| match &record.event {
        Event::InjectDelivered(told) if told.inject.as_str() == "calm" => {
            Some((record.elapsed, told.cause))
        }
        _ => None,
    });
    assert_eq!(
        told,
        Some((Elapsed(720_000), Cause::Schedule)),
        "two minutes after T+00:10"
    );
}
