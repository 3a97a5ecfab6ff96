//! Bodies that earlier versions wrote replay for ever, with what they did not know left open.

use programme::{ActionState, ActionStatus, Look, Plan, ProgrammeEvent, ProgrammeFold, register};
use terms::Stamp;

/// Bodies of the first release, byte for byte.
const FIRST: [(&str, &str); 4] = [
    (
        "programme_named",
        r#"{"name":"Harbour Logistics","sample":false}"#,
    ),
    ("person_kept", r#"{"person":"01P","unit":"IT"}"#),
    (
        "action_kept",
        r#"{"action":"01A","exercise":"01X","finding":7,"what":"Write it down","element":"planning","owner":"CISO","start":"2027-03-01","due":"2027-04-01","state":"done"}"#,
    ),
    (
        "drill_closed",
        r#"{"exercise":"01X","origin":"live","how":"completed","evaluator":1,"outcomes":{"isolate":"met"},"ratings":{"contain":"P"}}"#,
    ),
];

#[test]
fn bodies_of_the_first_release_are_read_and_mean_what_they_meant() {
    let mut fold = ProgrammeFold::default();
    for (at, (kind, body)) in FIRST.iter().enumerate() {
        let event = ProgrammeEvent::decode(kind, 1, body).expect(kind);
        fold.apply(at as u64 + 1, Stamp(1_800_000_000_000), event);
    }
    assert_eq!(fold.name, "Harbour Logistics", "the name");
    assert_eq!(fold.people.len(), 1, "the person");
    assert_eq!(fold.actions["01A"].state, ActionState::Done, "the action");
    let (_, closed) = &fold.closed[&terms::ExerciseId::from("01X")];
    assert!(
        closed.roles.is_empty() && closed.plan.is_none(),
        "what was not kept is left open"
    );
    let names = Default::default();
    let look = Look {
        fold: &fold,
        plans: &[],
        drills: &[],
        names: &names,
        now: Stamp(1_800_000_000_000),
        from: None,
    };
    let plan = Plan::of(&look);
    let action = &plan.actions["01A"];
    assert_eq!(
        action.status,
        ActionStatus::Done,
        "done, and verified by nobody"
    );
    assert_eq!(
        action.answers, "exercise/01X#7",
        "it still answers its finding"
    );
    assert!(
        register(&look).is_empty(),
        "nobody is made proficient by a drill whose roles are not known"
    );
}

#[test]
fn a_body_of_the_first_release_is_written_as_it_was() {
    for (kind, body) in &FIRST[..3] {
        let event = ProgrammeEvent::decode(kind, 1, body).expect(kind);
        assert_eq!(event.encode(), *body, "{kind} keeps its form");
    }
}
