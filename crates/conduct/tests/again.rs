//! One finding on its way from a drill, through its fix, to "re-tested" in the next, through the desk's calls. Not here: the
//! rules by which a finding counts as fixed or tested (`programme`).

use std::path::Path;
use std::sync::Arc;

use conduct::{Clock, Desk, Keep, Places, Start};
use programme::{
    ActionDone, ActionTracked, ActionVerified, Cause, Day, Priority, ProgrammeEvent, Who,
};
use terms::{Span, Stamp};
use wire::{AgainOffer, BriefingView, DeskCall, DeskOrder, DeskReply, FindingView};

struct Room {
    folder: tempfile::TempDir,
    clock: Arc<Clock>,
    now: Stamp,
}

impl Room {
    fn desk(&self) -> Desk {
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: self.folder.path().to_owned(),
        };
        let clock = Arc::clone(&self.clock);
        Desk::open(places, &Start::Sample, clock, Arc::new(|_| {})).expect("the desk opens")
    }

    fn pass(&mut self, span: Span) {
        self.now = self.now + span;
        self.clock.set(self.now);
    }
}

async fn call(desk: &Desk, call: DeskCall) -> DeskReply {
    let said = format!("{call:?}");
    let reply = desk.call(call).await;
    reply.unwrap_or_else(|problem| panic!("{said}: {problem:?}"))
}

async fn order(desk: &Desk, exercise: &str, order: DeskOrder) -> DeskReply {
    let exercise = exercise.to_owned();
    call(desk, DeskCall::Order { exercise, order }).await
}

fn briefing_of(reply: DeskReply) -> BriefingView {
    match reply {
        DeskReply::Briefing(view) => view,
        other => panic!("not a briefing: {other:?}"),
    }
}

async fn brief(desk: &Desk) -> BriefingView {
    let DeskReply::Home(home) = call(desk, DeskCall::Home).await else {
        panic!("not Home")
    };
    let brief = DeskCall::Brief {
        scenario: "suspicious-login".to_owned(),
        plan: Some(home.plans[0].id.clone()),
    };
    let view = briefing_of(call(desk, brief).await);
    for (role, person) in view.roles.iter().zip(&view.people) {
        let assign = DeskOrder::Assign {
            role: role.id.clone(),
            person: Some(person.id.clone()),
            standing: "primary".to_owned(),
        };
        order(desk, &view.exercise, assign).await;
    }
    view
}

fn offer<'a>(view: &'a BriefingView, key: &str) -> Option<&'a AgainOffer> {
    view.again.iter().find(|it| it.key == key)
}

/// Raises the first suggestion about an expected action, closes the drill; the finding and its record.
async fn review_and_close(desk: &Desk, exercise: &str, raise: bool) -> Option<(FindingView, u64)> {
    order(desk, exercise, DeskOrder::End).await;
    let DeskReply::Review(review) = order(desk, exercise, DeskOrder::OpenReview).await else {
        panic!("not a review")
    };
    let mut found = None;
    if raise {
        let mut suggestions = review.suggestions.iter();
        let suggestion = suggestions.find(|it| it.finding.action.is_some());
        let finding = suggestion.expect("something was missed").finding.clone();
        let raise = DeskOrder::RaiseFinding {
            finding: finding.clone(),
        };
        let DeskReply::Review(review) = order(desk, exercise, raise).await else {
            panic!("not a review")
        };
        let seq = review.findings.last().expect("the finding stands").seq;
        found = Some((finding, seq));
    }
    let close = DeskOrder::Close {
        how: "completed".to_owned(),
        reason: String::new(),
    };
    order(desk, exercise, close).await;
    found
}

#[tokio::test]
async fn a_finding_goes_from_a_drill_through_its_fix_to_re_tested_in_the_next() {
    let now = Stamp(1_800_000_000_000);
    let mut room = Room {
        folder: tempfile::tempdir().expect("a folder"),
        clock: Arc::new(Clock::by_hand(now)),
        now,
    };
    let desk = room.desk();
    let first = brief(&desk).await;
    assert!(first.again.is_empty(), "there is nothing to test again yet");
    order(&desk, &first.exercise, DeskOrder::Start).await;
    room.pass(Span::minutes(40));
    let found = review_and_close(&desk, &first.exercise, true).await;
    let (_, record) = found.expect("the finding");

    room.pass(Span::hours(24));
    let second = brief(&desk).await;
    let open = second.again.first().expect("it is offered");
    assert_eq!(open.because, "It is not fixed.");
    assert!(open.role_here.is_some(), "somebody here plays its role");
    let key = open.key.clone();
    let void = DeskOrder::Close {
        how: "void".to_owned(),
        reason: "Only to look.".to_owned(),
    };
    order(&desk, &second.exercise, void).await;
    drop(desk);
    for _ in 0..200 {
        tokio::task::yield_now().await;
    }
    mend(&room, &first.exercise, record);

    room.pass(Span::hours(4 * 24));
    let desk = room.desk();
    let third = brief(&desk).await;
    let fixed = offer(&third, &key).expect("it is still offered");
    assert_eq!(
        fixed.because,
        "It is fixed and no drill has tested it since."
    );
    let watch = DeskCall::SetGiven {
        exercise: third.exercise.clone(),
        packs: Vec::new(),
        again: vec![key.clone()],
    };
    let third = briefing_of(call(&desk, watch).await);
    assert!(offer(&third, &key).is_some_and(|it| it.on), "it is watched");
    assert!(
        third.roles.iter().any(|role| !role.holders.is_empty()),
        "everybody kept their role"
    );
    let started = order(&desk, &third.exercise, DeskOrder::Start).await;
    let DeskReply::Conduct(view) = started else {
        panic!("not Conduct: {started:?}")
    };
    assert_eq!(view.again.len(), 1, "the desk shows what to watch for");
    let settle = DeskOrder::Settle {
        action: view.again[0].id.clone(),
        outcome: "met".to_owned(),
        note: "Done without being asked.".to_owned(),
    };
    order(&desk, &third.exercise, settle).await;
    room.pass(Span::minutes(10));
    review_and_close(&desk, &third.exercise, false).await;

    let fourth = brief(&desk).await;
    assert_eq!(
        offer(&fourth, &key),
        None,
        "what was fixed and tested again is offered no more"
    );
}

/// The fix: tracked, done, and verified by somebody else.
fn mend(room: &Room, exercise: &str, finding: u64) {
    let path = room.folder.path().join("sample.rockdrill");
    let mut keep = Keep::open(&path, Arc::clone(&room.clock)).expect("the programme opens");
    let on: Day = "2027-01-17".parse().expect("a day");
    let office = |words: &str| Who::Office(words.to_owned());
    let steps = [
        ProgrammeEvent::ActionTracked(ActionTracked {
            action: "A1".to_owned(),
            cause: Cause::Drill {
                exercise: exercise.into(),
                finding,
            },
            what: "Write it into the plan".to_owned(),
            element: "planning".to_owned(),
            owner: office("SOC"),
            unit: "IT".to_owned(),
            priority: Priority::High,
            start: None,
            due: None,
        }),
        ProgrammeEvent::ActionDone(ActionDone {
            action: "A1".to_owned(),
            by: office("SOC"),
            on,
            evidence: "Revision 5".to_owned(),
        }),
        ProgrammeEvent::ActionVerified(ActionVerified {
            action: "A1".to_owned(),
            by: office("Audit"),
            on,
            note: String::new(),
        }),
    ];
    for step in steps {
        keep.append(step).expect("it is written");
    }
}
