//! Every reason to refuse an order, each with an order that meets it. A refused order changes nothing.

mod common;

use common::*;
use exercise::*;
use terms::{Span, Stamp};

type Bring = fn() -> Table;

fn briefed() -> Table {
    Table::briefed(Origin::Practice)
}

fn live() -> Table {
    let mut table = Table::briefed(Origin::Live);
    table.must(Order::Start);
    table
}

fn alerted() -> Table {
    let mut table = Table::started();
    table.minutes(2);
    table
}

fn acknowledged() -> Table {
    let mut table = alerted();
    table.must(Order::Acknowledge {
        inject: "alert".into(),
        role: "soc".into(),
    });
    table
}

fn closed() -> Table {
    let mut table = alerted();
    table.must(close(ClosedHow::Aborted));
    table
}

fn stopped() -> Table {
    let mut table = alerted();
    table.must(Order::DeclareRealIncident {
        says: "Fire".into(),
    });
    table
}

fn over() -> Table {
    let mut table = alerted();
    table.must(Order::End);
    table
}

fn nothing_next() -> Table {
    let mut table = Table::started();
    table.minutes(59);
    table
}

#[test]
fn every_refusal_has_an_order_that_meets_it_and_changes_nothing() {
    let long = "x".repeat(TEXT_LIMIT + 1);
    let own = |change: fn(&mut scenario::Inject)| {
        let mut own = briefed().drill.scenario().injects[1].clone();
        own.id = "own".into();
        change(&mut own);
        Order::AddInject {
            inject: Box::new(own),
        }
    };
    let asked = |change: fn(&mut Decide)| {
        let Order::Decide(mut asked) = decide("soc", "alert", "isolate") else {
            unreachable!()
        };
        change(&mut asked);
        Order::Decide(asked)
    };
    let rate = |objective: &str, suggested, reason: &str| Order::Rate {
        objective: objective.into(),
        rating: Rating::S,
        suggested,
        reason: reason.into(),
    };
    let park = |says: &str| Order::Park { says: says.into() };
    let cases: Vec<(Bring, Order, Refusal)> = vec![
        (briefed, Order::Pause, Refusal::WrongPhase),
        (closed, Order::Resume, Refusal::Closed),
        (stopped, Order::Resume, Refusal::RealIncident),
        (
            alerted,
            decide("cook", "alert", "isolate"),
            Refusal::UnknownRole("cook".into()),
        ),
        (
            alerted,
            asked(|it| it.authorised_by = Some("cook".into())),
            Refusal::UnknownRole("cook".into()),
        ),
        (
            alerted,
            deliver("nothing"),
            Refusal::UnknownInject("nothing".into()),
        ),
        (
            alerted,
            decide("soc", "alert", "dance"),
            Refusal::UnknownOption("dance".into()),
        ),
        (
            alerted,
            asked(|it| it.inject = None),
            Refusal::UnknownOption("isolate".into()),
        ),
        (
            alerted,
            settle("dance", Outcome::Met),
            Refusal::UnknownAction("dance".into()),
        ),
        (
            over,
            rate("dance", None, "why"),
            Refusal::UnknownObjective("dance".into()),
        ),
        (
            alerted,
            Order::MeetDeadline {
                deadline: "never".into(),
            },
            Refusal::UnknownDeadline("never".into()),
        ),
        (
            alerted,
            Order::RecordTrigger {
                pack: "dora".to_owned(),
                event: "awareness".to_owned(),
            },
            Refusal::UnknownClock("dora: awareness".to_owned()),
        ),
        (alerted, strike(1), Refusal::UnknownRecord(1)),
        (
            alerted,
            Order::Vacate {
                role: "soc".into(),
                person: Some("ana".into()),
            },
            Refusal::NotAssigned("soc".into()),
        ),
        (
            || {
                let mut it = briefed();
                it.must(assign("soc", "ana"));
                it
            },
            assign("soc", "ana"),
            Refusal::AlreadyAssigned("soc".into()),
        ),
        (
            alerted,
            Order::Hold {
                inject: "alert".into(),
            },
            Refusal::AlreadyDelivered("alert".into()),
        ),
        (
            alerted,
            deliver("alert"),
            Refusal::AlreadyDelivered("alert".into()),
        ),
        (
            alerted,
            withdraw("press"),
            Refusal::NotDelivered("press".into()),
        ),
        (
            alerted,
            decide("comms", "press", "say"),
            Refusal::NotDelivered("press".into()),
        ),
        (
            || {
                let mut it = alerted();
                it.must(Order::Skip {
                    inject: "last".into(),
                });
                it
            },
            Order::Hold {
                inject: "last".into(),
            },
            Refusal::NotWaiting("last".into()),
        ),
        (
            alerted,
            Order::Release {
                inject: "last".into(),
            },
            Refusal::NotHeld("last".into()),
        ),
        (
            alerted,
            own(|it| it.id = "alert".into()),
            Refusal::InjectExists("alert".into()),
        ),
        (
            alerted,
            own(|it| it.trigger = scenario::Trigger::When(scenario::Condition::Flag("x".into()))),
            Refusal::TriggerNotAllowed,
        ),
        (
            alerted,
            own(|it| it.to = vec!["cook".into()]),
            Refusal::UnknownRole("cook".into()),
        ),
        (
            acknowledged,
            Order::Acknowledge {
                inject: "alert".into(),
                role: "soc".into(),
            },
            Refusal::AlreadyAcknowledged("alert".into()),
        ),
        (
            || {
                let mut it = alerted();
                it.must(attend("ana", Presence::Room));
                it
            },
            attend("ana", Presence::Room),
            Refusal::AlreadyDone,
        ),
        (nothing_next, Order::JumpToNext, Refusal::NothingNext),
        (
            alerted,
            Order::Postpone {
                inject: "spread".into(),
                by: Span::minutes(1),
            },
            Refusal::NothingNext,
        ),
        (
            briefed,
            Order::Postpone {
                inject: "last".into(),
                by: Span(0),
            },
            Refusal::OutOfRange,
        ),
        (
            alerted,
            Order::RecogniseDeadline {
                deadline: "short".into(),
            },
            Refusal::DeadlineNotRunning("short".into()),
        ),
        (
            live,
            Order::SetRate { rate: 2_000 },
            Refusal::RateNotAllowed,
        ),
        (
            alerted,
            Order::SetRate { rate: 99 },
            Refusal::RateNotAllowed,
        ),
        (alerted, park("  "), Refusal::TextMissing),
        (alerted, park(&long), Refusal::TextTooLong),
        (
            over,
            Order::GiveFeedback {
                marks: [6; 8],
                strengths: String::new(),
                improvements: String::new(),
                says: String::new(),
            },
            Refusal::OutOfRange,
        ),
        (over, rate("speak", None, "why"), Refusal::NoEvidence),
        (
            || {
                let mut it = alerted();
                it.must(settle("tells", Outcome::Met));
                it.must(Order::End);
                it
            },
            rate("speak", Some(Rating::P), " "),
            Refusal::ReasonMissing,
        ),
        (alerted, asked(|it| it.set_back_ms = -1), Refusal::BadMoment),
        (
            alerted,
            asked(|it| it.first_key_at = Some(Stamp(i64::MAX))),
            Refusal::BadMoment,
        ),
        (alerted, Order::Break { until: START }, Refusal::BadMoment),
        (
            alerted,
            Order::LeaveSeat {
                seat: "nobody".into(),
                sent_out: true,
            },
            Refusal::UnknownSeat("nobody".into()),
        ),
        (
            alerted,
            join("one", SeatKind::Evaluator, &[]),
            Refusal::NotInvited,
        ),
        (
            alerted,
            join("one", SeatKind::Observer, &["soc"]),
            Refusal::NotForThisSeat,
        ),
        (alerted, Order::CloseDiscussion, Refusal::NoQuestion),
        (
            alerted,
            Order::TakeStep(TakeStep {
                role: None,
                ..TakeStep::of(scenario::Step::Restored("payroll".into()), "soc")
            }),
            Refusal::StepNotOpen,
        ),
        (
            alerted,
            Order::TakeStep(TakeStep {
                note: "password: hunter2".to_owned(),
                ..TakeStep::of(scenario::Step::Restored("payroll".into()), "soc")
            }),
            Refusal::LooksSecret,
        ),
        (live, Order::SharePractice, Refusal::NotPractice),
    ];
    let mut met = std::collections::BTreeSet::new();
    for (bring, order, refusal) in cases {
        let mut table = bring();
        let (before, records) = (table.drill.clone(), table.records.len());
        assert_eq!(
            table.order(order.clone()),
            Err(refusal.clone()),
            "{order:?}"
        );
        assert!(table.drill == before, "{order:?} changed something");
        assert_eq!(table.records.len(), records, "{order:?} recorded something");
        met.insert(variant(&refusal));
    }
    assert_eq!(
        met.len(),
        37,
        "every kind of refusal has its order: {met:?}"
    );
}

/// The kind of a refusal. A new kind breaks this match until it has a case above.
fn variant(refusal: &Refusal) -> &'static str {
    match refusal {
        Refusal::WrongPhase => "WrongPhase",
        Refusal::Closed => "Closed",
        Refusal::RealIncident => "RealIncident",
        Refusal::UnknownRole(_) => "UnknownRole",
        Refusal::UnknownInject(_) => "UnknownInject",
        Refusal::UnknownOption(_) => "UnknownOption",
        Refusal::UnknownAction(_) => "UnknownAction",
        Refusal::UnknownObjective(_) => "UnknownObjective",
        Refusal::UnknownDeadline(_) => "UnknownDeadline",
        Refusal::UnknownClock(_) => "UnknownClock",
        Refusal::UnknownRecord(_) => "UnknownRecord",
        Refusal::NotAssigned(_) => "NotAssigned",
        Refusal::AlreadyAssigned(_) => "AlreadyAssigned",
        Refusal::AlreadyDelivered(_) => "AlreadyDelivered",
        Refusal::NotDelivered(_) => "NotDelivered",
        Refusal::NotWaiting(_) => "NotWaiting",
        Refusal::NotHeld(_) => "NotHeld",
        Refusal::InjectExists(_) => "InjectExists",
        Refusal::TriggerNotAllowed => "TriggerNotAllowed",
        Refusal::AlreadyAcknowledged(_) => "AlreadyAcknowledged",
        Refusal::AlreadyDone => "AlreadyDone",
        Refusal::NothingNext => "NothingNext",
        Refusal::DeadlineNotRunning(_) => "DeadlineNotRunning",
        Refusal::RateNotAllowed => "RateNotAllowed",
        Refusal::TextMissing => "TextMissing",
        Refusal::TextTooLong => "TextTooLong",
        Refusal::OutOfRange => "OutOfRange",
        Refusal::ReasonMissing => "ReasonMissing",
        Refusal::NoEvidence => "NoEvidence",
        Refusal::BadMoment => "BadMoment",
        Refusal::UnknownSeat(_) => "UnknownSeat",
        Refusal::NotInvited => "NotInvited",
        Refusal::NotForThisSeat => "NotForThisSeat",
        Refusal::NoQuestion => "NoQuestion",
        Refusal::NotPractice => "NotPractice",
        Refusal::StepNotOpen => "StepNotOpen",
        Refusal::LooksSecret => "LooksSecret",
    }
}
