//! Pauses, speed, jumps, sleep, breaks, a real incident: what each does to the clock and to what is due.

use super::*;

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
