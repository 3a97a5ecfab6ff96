//! What drills bring into the programme besides outcomes: emergency accounts, call-ups, exposure, near incidents. Each counts
//! once, and only where live people played it to the end. Not here: how a drill makes them (`evaluation`).

mod common;

use common::{Year, drill};
use exercise::{ClosedHow, Origin, Standing};
use programme::{
    AccountClosed, AccountState, CallClosed, CallUpClosed, DrillClosed, ExposureClosed,
    LookUpClosed, NearClosed, ProgrammeEvent, Value, call_ups, criteria, played_accounts, trends,
};
use terms::{PersonId, Span, Stamp};

/// A drill with two accounts of which one stays, a call-up that took twelve minutes, four places of which one was reached, and a
/// near incident.
fn full(id: &str, on: &str) -> DrillClosed {
    let mut one = drill(id, on);
    let at = one.started.unwrap_or(Stamp(0));
    let account = |inject: &str, removed: Option<Stamp>| AccountClosed {
        inject: inject.into(),
        besides: removed.is_some(),
        role: "it".into(),
        person: None,
        system: inject.to_owned(),
        requested: at,
        approved: Some(("Lead".to_owned(), at)),
        provisioned: Some(at),
        removed,
        late: false,
        amiss: String::new(),
    };
    one.accounts = vec![
        account("vendor", None),
        account("account-1", Some(at + Span::hours(1))),
    ];
    let call = |person: &str, standing, arrived: Option<Stamp>| CallClosed {
        role: "Lead".to_owned(),
        person: Some(PersonId::from(person)),
        standing: Some(standing),
        called: at,
        answered: arrived,
        arrived,
    };
    one.call_ups = vec![CallUpClosed {
        inject: "call".into(),
        at,
        called: 1,
        answered: 1,
        arrived: 1,
        quorum: 1,
        to_quorum_ms: Some(12 * 60_000),
        unfilled: Vec::new(),
        calls: vec![
            call("Lena", Standing::Primary, None),
            call("Dora", Standing::Alternate, Some(at + Span::minutes(12))),
        ],
    }];
    one.exposure = Some(ExposureClosed {
        reached: 1,
        saved: 3,
        ahead: 2,
        to_contain_ms: Some(600_000),
    });
    one.near = vec![NearClosed {
        inject: "phish".into(),
        actions: Vec::new(),
        objectives: vec!["contain".into()],
    }];
    one
}

/// What the year makes of it: accounts, those left, call-ups, and one figure of each trend.
fn counted(year: &Year) -> (usize, usize, usize, Vec<f64>) {
    let look = year.look();
    let accounts = played_accounts(&look);
    let left = accounts
        .iter()
        .filter(|it| it.state == AccountState::Orphan);
    let labels = ["Exposure limited", "Time to quorum", "Accounts orphaned"];
    let figures = trends(&look)
        .into_iter()
        .filter(|it| labels.contains(&it.label))
        .flat_map(|it| it.points.into_iter().map(|it| it.value))
        .collect();
    (accounts.len(), left.count(), call_ups(&look).len(), figures)
}

#[test]
fn a_drill_brings_its_accounts_call_up_exposure_and_near_incident_once() {
    let mut year = Year::new();
    year.close(full("X", "2027-05-01"));
    // 3 saved of 4 reached or saved; twelve minutes; 1 account left of 2. What lay ahead is nobody's merit.
    let once = (2, 1, 1, vec![75.0, 12.0, 50.0]);
    assert_eq!(counted(&year), once, "as it was played");
    year.comes_to("5.1-near-managed", Value::Percent(100.0), 1, Some(1));
    year.close(full("X", "2027-05-01"));
    assert_eq!(counted(&year), once, "closed again it counts once");
    year.comes_to("5.1-near-managed", Value::Percent(100.0), 1, Some(1));
    let row = &call_ups(&year.look())[0];
    assert_eq!(row.calls.len(), 2, "both calls are told");
    assert_eq!((row.called, row.arrived), (1, 1), "of one role");
}

#[test]
fn two_drills_are_two_points_in_the_order_in_which_they_were_played() {
    let mut year = Year::new();
    let mut later = full("Y", "2027-06-01");
    later.exposure = Some(ExposureClosed {
        reached: 0,
        saved: 0,
        ahead: 4,
        to_contain_ms: None,
    });
    later.call_ups[0].to_quorum_ms = None;
    later.accounts.clear();
    year.close(later);
    year.close(full("X", "2027-05-01"));
    // Where nothing was reached or saved, nobody came together and no account was given, there is no figure and no nought.
    assert_eq!(
        counted(&year),
        (2, 1, 2, vec![75.0, 12.0, 50.0]),
        "the first drill alone"
    );
}

#[test]
fn practice_rehearsal_a_demo_and_what_was_broken_off_bring_nothing() {
    for (origin, how) in [
        (Origin::Practice, ClosedHow::Completed),
        (Origin::Rehearsal, ClosedHow::Completed),
        (Origin::BotAssisted, ClosedHow::Completed),
        (Origin::Demo, ClosedHow::Completed),
        (Origin::Live, ClosedHow::Void),
        (Origin::Live, ClosedHow::Aborted),
        (Origin::Live, ClosedHow::RealIncident),
    ] {
        let mut year = Year::new();
        let mut one = full("X", "2027-05-01");
        (one.origin, one.how) = (origin, how);
        year.close(one);
        assert_eq!(counted(&year), (0, 0, 0, Vec::new()), "{origin:?} {how:?}");
        year.comes_to("5.1-near-managed", Value::NotAvailable, 0, Some(0));
    }
}

#[test]
fn a_drill_closed_by_an_earlier_version_has_no_figure_and_is_written_as_it_was() {
    let mut year = Year::new();
    year.close(drill("X", "2027-05-01"));
    assert_eq!(
        counted(&year),
        (0, 0, 0, Vec::new()),
        "it says nothing of them"
    );
    let body = ProgrammeEvent::DrillClosed(drill("X", "2027-05-01")).encode();
    for word in ["exposure", "call_ups", "accounts"] {
        assert!(
            !body.contains(word),
            "{word} is not written where there is none"
        );
    }
    let old = r#"{"inject":"call","at":0,"called":4,"answered":3,"arrived":2,"quorum":2,"to_quorum_ms":null,"unfilled":[]}"#;
    let read: CallUpClosed = serde_json::from_str(old).expect("it is read");
    assert!(read.calls.is_empty(), "whom they called was not kept");
    let again = serde_json::to_string(&read).expect("JSON");
    assert_eq!(again, old, "and it is written as it was");
}

#[test]
fn asset_look_ups_are_counted_with_the_time_to_answer_them() {
    let mut year = Year::new();
    let mut one = drill("X", "2027-05-01");
    let look_up = |inject: &str, minutes: Option<i64>| LookUpClosed {
        inject: inject.into(),
        asset: "roster".to_owned(),
        answered_ms: minutes.map(|it| it * 60_000),
    };
    one.look_ups = vec![
        look_up("a", Some(4)),
        look_up("b", None),
        look_up("c", Some(8)),
    ];
    year.close(one);
    let found = criteria(&year.look());
    let found = found.iter().find(|it| it.id == "3d").expect("3d");
    let json = serde_json::to_string(&found.figures).expect("JSON");
    // Two of three were answered, after four and eight minutes: six in the middle.
    assert!(json.contains("2 of 3") && json.contains("6m 00s"), "{json}");
    assert!(!found.records.is_empty(), "with the drill behind it");
}
