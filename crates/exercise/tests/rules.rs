//! What the rules promise about time, injects and corrections, one promise to a test. Refusals stand in `refusals`, people
//! coming and going in `people`, chance in the simulation of the workspace's tests.

mod common;

use common::*;
use exercise::*;
use terms::{Elapsed, Span};

#[test]
fn after_a_pause_of_thirty_minutes_nothing_is_early_and_all_offsets_hold() {
    let mut table = Table::started();
    table.minutes(14).must(Order::Pause);
    let before = table.records.len();
    table.minutes(30);
    assert_eq!(
        table.records.len(),
        before,
        "nothing happens while the clock stands"
    );
    assert_eq!(
        table.elapsed(),
        Elapsed(840_000),
        "the clock stands at T+00:14"
    );
    table.must(Order::Resume);
    table.wait(Span::seconds(59));
    assert_eq!(table.came("press"), None, "T+00:14:59 is early for T+00:15");
    table.wait(Span::seconds(1));
    assert_eq!(
        table.came("press"),
        Some(900),
        "it comes at T+00:15, half an hour later on the wall"
    );
    table.minutes(30);
    assert_eq!(
        table.came("last"),
        Some(2_700),
        "every later offset holds as well"
    );
}

#[test]
fn the_clock_is_continuous_through_any_speed_changes() {
    let mut table = Table::started();
    table.minutes(2);
    for rate in [500, 100_000, 1_000, 100, 3_000, 1_000] {
        let before = table.elapsed();
        table.must(Order::SetRate { rate });
        assert_eq!(
            table.elapsed(),
            before,
            "at {rate} the clock goes on from where it was"
        );
        table.wait(Span::seconds(3));
        let gone = table.elapsed() - before;
        assert_eq!(gone.0, 3 * i64::from(rate), "three seconds at {rate}");
    }
}

#[test]
fn deliver_now_is_now_even_after_a_pause_and_a_change_of_speed() {
    let mut table = Table::started();
    table.minutes(2).must(Order::Pause);
    table.minutes(30).must(Order::Resume);
    table
        .wait(Span::seconds(7))
        .must(Order::SetRate { rate: 2_000 });
    table.wait(Span::seconds(5)).must(deliver("last"));
    let told = table.last("inject_delivered");
    assert_eq!(told.at, table.now, "on the wall clock");
    assert_eq!(
        told.elapsed,
        Elapsed(137_000),
        "2 min, 7 s, and 5 s at double speed"
    );
    table.must(Order::Pause);
    table.minutes(5).must(deliver("spread"));
    assert_eq!(
        table.came("spread"),
        Some(137),
        "in a pause it is where the clock stands"
    );
}

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
fn a_jump_does_not_count_against_anybody() {
    let mut table = Table::started();
    table.minutes(6).must(Order::JumpToNext);
    assert_eq!(
        table.elapsed(),
        Elapsed(900_000),
        "straight to the press at T+00:15"
    );
    table.wait(Span(0));
    table.minutes(1);
    let role = "soc".into();
    table.must(Order::Acknowledge {
        inject: "alert".into(),
        role,
    });
    let Event::Acknowledged(told) = &table.last("acknowledged").event else {
        unreachable!()
    };
    assert_eq!(
        told.latency,
        Span::minutes(6),
        "five minutes before the jump and one after"
    );
    assert!(
        !table.action("logs").lapsed,
        "8 minutes of work are not over after 7"
    );
    table.minutes(1);
    assert!(table.action("logs").lapsed, "now they are");
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
fn an_entry_that_is_set_back_keeps_both_times() {
    let mut table = Table::started();
    table.minutes(6);
    let Order::Decide(mut asked) = decide("soc", "alert", "isolate") else {
        unreachable!()
    };
    asked.set_back_ms = 120_000;
    asked.first_key_at = Some(table.now);
    table
        .wait(Span::seconds(9))
        .must(Order::Decide(asked.clone()));
    let told = table.last("decision_made");
    let Event::DecisionMade(made) = &told.event else {
        unreachable!()
    };
    assert_eq!(told.elapsed, Elapsed(369_000), "entered at T+00:06:09");
    assert_eq!(
        made.effective,
        Elapsed(240_000),
        "begun at T+00:06 and said two minutes before"
    );
    assert_eq!(made.latency, Some(Span::minutes(3)), "which is what counts");
    assert_eq!(
        table.action("isolates").outcome,
        Some(Outcome::Met),
        "in time"
    );

    asked.set_back_ms = 3_600_000;
    table.must(Order::Decide(asked.clone()));
    let Event::DecisionMade(made) = &table.last("decision_made").event else {
        unreachable!()
    };
    assert_eq!(made.effective, Elapsed(60_000), "never before its inject");
    asked.set_back_ms = 3_600_001;
    assert_eq!(
        table.order(Order::Decide(asked)),
        Err(Refusal::BadMoment),
        "an hour at most"
    );
}

#[test]
fn a_drill_that_was_cut_off_stands_where_it_was_last_heard_of() {
    let mut table = Table::started();
    table.minutes(10);
    let heard = Elapsed(605_000);
    table.now = table.now + Span::hours(9);
    table.must(Order::CutOff { elapsed: heard });
    assert_eq!(
        table.drill.phase(),
        Phase::Paused {
            cause: PauseCause::CutOff
        },
        "paused"
    );
    assert_eq!(table.elapsed(), heard, "where the last sign of life was");
    assert_eq!(
        table.came("press"),
        None,
        "nothing of the nine hours happens"
    );
    table.must(Order::Resume);
    table.wait(Span::minutes(5));
    assert_eq!(table.came("press"), Some(900), "it goes on from there");
}

#[test]
fn a_computer_that_slept_pauses_the_drill_at_the_last_known_moment() {
    let mut table = Table::started();
    table.minutes(10);
    let fell_asleep = table.now + Span::minutes(1);
    table.now = table.now + Span::hours(2);
    table.must(Order::Slept { at: fell_asleep });
    assert_eq!(table.elapsed(), Elapsed(660_000), "at T+00:11");
    assert_eq!(
        table.came("press"),
        None,
        "injects do not pour out on waking"
    );
    assert_eq!(
        table.drill.phase(),
        Phase::Paused {
            cause: PauseCause::Slept
        },
        "paused"
    );
}

#[test]
fn a_moment_of_sleep_that_lies_in_the_future_brings_nothing_early() {
    let mut table = Table::started();
    table.minutes(10);
    let later = table.now + Span::hours(1);
    table.must(Order::Slept { at: later });
    assert_eq!(table.elapsed(), Elapsed(600_000), "it pauses now");
    assert_eq!(
        table.came("press"),
        None,
        "and nothing of the hour to come has come"
    );
}

#[test]
fn a_real_incident_stops_everything_and_leads_to_resume_abort_or_void() {
    let stopped = || {
        let mut table = Table::started();
        table.minutes(10).must(Order::DeclareRealIncident {
            says: "Fire".into(),
        });
        let before = table.records.len();
        table.minutes(45);
        assert_eq!(table.records.len(), before, "nothing is due any more");
        assert_eq!(
            table.drill.real_incident(),
            Some("Fire"),
            "every screen can say so"
        );
        for order in [
            decide("soc", "alert", "isolate"),
            Order::Resume,
            deliver("last"),
        ] {
            assert_eq!(
                table.order(order),
                Err(Refusal::RealIncident),
                "no order of play"
            );
        }
        table
    };
    let mut table = stopped();
    table.must(Order::ClearRealIncident);
    table.must(Order::Resume);
    table.minutes(5);
    assert_eq!(
        table.came("press"),
        Some(900),
        "cleared and resumed, it goes on where it was"
    );
    for how in [ClosedHow::Aborted, ClosedHow::Void, ClosedHow::RealIncident] {
        let mut table = stopped();
        table.must(close(how));
        assert_eq!(table.drill.phase(), Phase::Closed { how }, "{how:?}");
    }
}

#[test]
fn a_real_incident_before_the_start_leaves_the_drill_unstarted() {
    let mut table = Table::briefed(Origin::Live);
    table.must(Order::DeclareRealIncident {
        says: "Fire".into(),
    });
    let cut_off = table.order(Order::CutOff {
        elapsed: Elapsed(5),
    });
    assert!(cut_off.is_err(), "nothing ran that could be cut off");
    table.must(Order::ClearRealIncident);
    assert_eq!(
        table.drill.phase(),
        Phase::Briefing,
        "it can still be started"
    );
    table.must(Order::Start);
}

#[test]
fn a_break_says_when_it_ends_and_stops_the_clock() {
    let mut table = Table::started();
    let until = table.minutes(5).now + Span::minutes(15);
    table.must(Order::Break { until });
    assert_eq!(
        table.drill.break_until(),
        Some(until),
        "the return time is known"
    );
    table.minutes(20);
    assert_eq!(
        table.elapsed(),
        Elapsed(300_000),
        "the clock stands until somebody resumes"
    );
    table.must(Order::Resume);
    assert_eq!(table.drill.break_until(), None, "over");
}

#[test]
fn a_closed_exercise_takes_no_orders() {
    let mut table = Table::started();
    table.must(close(ClosedHow::Void));
    for order in [
        Order::Start,
        Order::Resume,
        deliver("last"),
        close(ClosedHow::Void),
        strike(2),
    ] {
        assert_eq!(table.order(order), Err(Refusal::Closed), "closed is closed");
    }
    let before = table.records.len();
    table.minutes(60);
    assert_eq!(table.records.len(), before, "and time brings nothing");
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
