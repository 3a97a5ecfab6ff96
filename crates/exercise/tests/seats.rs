//! Who may sit where, and what becomes of it: joining, tying, leaving, keys of calls, messages, the question on the table.

mod common;

use common::*;
use exercise::*;
use terms::{PersonId, RoleId, SeatId};

fn holders(table: &Table, role: &str) -> Vec<(Option<String>, Standing)> {
    let (_, state) = table.drill.role(&role.into()).expect("a known role");
    let held = state.holders.iter();
    held.map(|held| (held.person.as_ref().map(ToString::to_string), held.standing))
        .collect()
}

#[test]
fn whoever_joins_holds_the_role_and_is_there() {
    let mut table = Table::started();
    table.must(join("one", SeatKind::Player, &["soc"]));
    table.must(join("two", SeatKind::Player, &["soc"]));
    assert_eq!(
        holders(&table, "soc"),
        [
            (Some("one-person".into()), Standing::Primary),
            (Some("two-person".into()), Standing::Alternate)
        ],
        "a role takes any number of seats"
    );
    assert_eq!(
        table.drill.presence(&PersonId::from("two-person")),
        Some(Presence::Room)
    );
}

#[test]
fn a_closed_drill_has_closed_its_door_first() {
    let check = |opened: bool, kinds: &[&str]| {
        let mut table = Table::started();
        if opened {
            let protection = Protection::Plain;
            table.must(Order::OpenDoor { protection });
        }
        let before = table.records.len();
        table.must(close(ClosedHow::Aborted));
        let after = table.records[before..].iter();
        let found: Vec<&str> = after.map(|record| record.event.kind()).collect();
        assert_eq!(found, kinds, "the door was open: {opened}");
        assert_eq!(table.drill.door(), None, "nobody comes in any more");
    };
    check(true, &["door_closed", "closed"]);
    check(false, &["closed"]);
}

#[test]
fn while_a_real_incident_stands_the_trainer_can_still_say_who_sits_where() {
    let mut table = Table::started();
    table.must(join("one", SeatKind::Player, &["soc"]));
    let says = "Fire".into();
    table.must(Order::DeclareRealIncident { says });
    table.must(Order::Tie {
        seat: "one".into(),
        person: "ada".into(),
    });
    let send = Order::Send {
        from: Party::Role("soc".into()),
        to: Party::Role("ic".into()),
        says: "Is this part of it?".into(),
    };
    assert_eq!(
        table.order(send),
        Err(Refusal::RealIncident),
        "nobody plays"
    );
}

#[test]
fn a_bot_gives_its_role_up_to_whoever_joins() {
    let mut table = Table::briefed(Origin::BotAssisted);
    table.must(Order::Assign {
        role: "soc".into(),
        person: None,
        standing: Standing::Bot,
    });
    table.must(join("one", SeatKind::Player, &["soc"]));
    assert_eq!(
        holders(&table, "soc"),
        [(Some("one-person".into()), Standing::Primary)]
    );
}

#[test]
fn a_person_leaves_with_the_last_of_their_devices() {
    let mut table = Table::started();
    let roles: Vec<RoleId> = vec!["soc".into()];
    table.must(Order::Invite {
        invitation: "hash".into(),
        seat_kind: SeatKind::Player,
        roles: roles.clone(),
        person: "ann".into(),
    });
    for seat in ["phone", "laptop"] {
        table.must(Order::Join(Join {
            seat: seat.into(),
            seat_kind: SeatKind::Player,
            roles: roles.clone(),
            person: "ann".into(),
            token: seat.into(),
            invitation: Some("hash".into()),
            presence: Presence::Room,
        }));
    }
    assert_eq!(holders(&table, "soc").len(), 1, "one person, two devices");
    let ann = PersonId::from("ann");
    for (seat, presence) in [("phone", Presence::Room), ("laptop", Presence::Left)] {
        table.must(Order::LeaveSeat {
            seat: seat.into(),
            sent_out: false,
        });
        assert_eq!(table.drill.presence(&ann), Some(presence), "after {seat}");
    }
    let gone = table.drill.seat(&SeatId::from("phone"));
    assert!(
        gone.is_some_and(|seat| seat.left),
        "the seat is known as left"
    );
}

#[test]
fn a_typed_name_becomes_a_person_of_the_roster_everywhere() {
    let mut table = Table::started();
    table.must(join("one", SeatKind::Player, &["soc"]));
    table.must(Order::Tie {
        seat: "one".into(),
        person: "ann".into(),
    });
    assert_eq!(
        holders(&table, "soc"),
        [(Some("ann".into()), Standing::Primary)]
    );
    let ann = PersonId::from("ann");
    assert_eq!(table.drill.known_as(&PersonId::from("one-person")), &ann);
    assert_eq!(table.drill.presence(&ann), Some(Presence::Room));
}

#[test]
fn a_call_sent_twice_counts_once_and_is_answered_alike() {
    let mut table = Table::started();
    table.minutes(2);
    let (order, actor) = (decide("soc", "alert", "isolate"), Actor::Unnamed);
    let mut numbers = Vec::new();
    for _ in 0..2 {
        let now = table.now;
        let done = table.drill.carry_out_once(
            actor.clone(),
            &order,
            Some("key-1"),
            now,
            &mut table.records,
        );
        numbers.push(done.expect("it is taken"));
        table.minutes(1);
    }
    assert_eq!(numbers[0], numbers[1], "both name the same record");
    assert_eq!(table.count("decision_made"), 1);
    let again = Exercise::fold(&table.script, &table.records).expect("it begins as it should");
    assert_eq!(
        again.keyed("key-1"),
        Some(numbers[0]),
        "after a restart too"
    );
}

#[test]
fn an_answer_needs_a_question_on_the_table() {
    let mut table = Table::started();
    let answer = Order::AnswerDiscussion {
        role: Some("soc".into()),
        says: "We would call.".into(),
    };
    assert_eq!(table.order(answer), Err(Refusal::NoQuestion));
}

#[test]
fn people_outside_the_room_write_only_to_roles() {
    let mut table = Table::started();
    let outside = |name: &str| Party::Outside(name.to_owned());
    let send = |from: &Party, to: &Party| Order::Send {
        from: from.clone(),
        to: to.clone(),
        says: "Hello".into(),
    };
    let soc = Party::Role("soc".into());
    table.must(send(&soc, &outside("Vendor")));
    table.must(send(&outside("Vendor"), &soc));
    let refused = table.order(send(&outside("Vendor"), &outside("Press")));
    assert_eq!(refused, Err(Refusal::OutOfRange));
}
