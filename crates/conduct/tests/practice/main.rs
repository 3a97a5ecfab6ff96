//! Practice from the desk's call to the shared result: one person at a seat, bots in the other roles. The network side
//! of the door is left out: seats are reached as the listener reaches them. Not here: how bots act (`cast`).

mod room;
mod secrets;

use terms::Span;
use wire::{DeskCall, DeskOrder, DeskReply, ProblemCode, SeatCall, SeatItem, SeatReply};

use room::{Room, Seat};

fn wish(role: &str, plan: Option<String>) -> DeskCall {
    DeskCall::Practise {
        scenario: "suspicious-login".to_owned(),
        plan,
        role: role.to_owned(),
        person: None,
        policy: "expected".to_owned(),
        module: None,
    }
}

/// The first module of the Privacy Officer, who is asked nothing for forty-three minutes.
fn module() -> DeskCall {
    DeskCall::Practise {
        scenario: "ransomware-double-extortion".to_owned(),
        plan: None,
        role: "privacy".to_owned(),
        person: None,
        policy: "expected".to_owned(),
        module: Some(1),
    }
}

fn injects(items: Vec<SeatItem>) -> Vec<String> {
    let ids = items.into_iter().filter_map(|item| match item {
        SeatItem::Inject(item) => Some(item.id),
        _ => None,
    });
    ids.collect()
}

fn decide(inject: &str, option: Option<&str>, text: &str) -> SeatCall {
    SeatCall::Decide {
        role: "soc".to_owned(),
        inject: Some(inject.to_owned()),
        option: option.map(str::to_owned),
        text: text.to_owned(),
        rationale: String::new(),
        authorised_by: None,
        first_key_ms_ago: 0,
    }
}

#[tokio::test]
async fn coaching_follows_what_is_settled_and_nothing_comes_before() {
    let mut room = Room::open();
    let plan = room.plan().await;
    let (_, url) = room
        .practise(wish("soc", Some(plan)))
        .await
        .expect("a practice");
    let seat = room.join(&url).await;
    seat.step("start").await;
    room.pass(&seat, Span::minutes(1)).await;
    assert_eq!(seat.coached().await, [], "nothing is settled");
    let bytes = serde_json::to_string(&seat.frames().await).expect("JSON");
    for secret in [
        "without waiting for permission",
        "say what is known and what is assumed",
        "Right. The plan",
    ] {
        assert!(!bytes.contains(secret), "{secret:?} is not told yet");
    }
    seat.call(decide("alert", Some("lock"), "")).await;
    let coached = seat.coached().await;
    assert_eq!(coached.len(), 1, "one action is settled: {coached:?}");
    let item = &coached[0];
    assert_eq!(
        (item.action.as_str(), item.outcome.as_str()),
        ("lock-account", "met")
    );
    assert!(
        item.consequence.contains("would have done harm"),
        "{item:?}"
    );
    assert!(!item.section_html.is_empty(), "the plan says so there");
    assert_eq!(item.latency_ms, Some(60_000), "after a minute");

    seat.call(decide("alert", None, "I page the Incident Commander."))
        .await;
    let frames = seat.frames().await;
    let mut practice = frames
        .iter()
        .filter_map(|frame| frame.view.as_ref()?.practice.as_ref());
    let to_tick = practice.next_back().map(|state| {
        state
            .to_tick
            .iter()
            .map(|it| it.action.as_str())
            .collect::<Vec<_>>()
    });
    assert_eq!(to_tick, Some(vec!["page-ic"]), "what is left to tick");
    let settle = SeatCall::Settle {
        action: "page-ic".to_owned(),
        outcome: "met".to_owned(),
        note: String::new(),
    };
    seat.call(settle).await;
    let coached = seat.coached().await;
    let ticked = coached.iter().find(|item| item.action == "page-ic");
    assert!(ticked.is_some_and(|item| item.self_assessed), "{ticked:?}");
}

#[tokio::test]
async fn colleagues_act_by_themselves_and_unscripted_questions_are_answered_plainly() {
    let mut room = Room::open();
    let (_, url) = room.practise(wish("soc", None)).await.expect("a practice");
    let seat = room.join(&url).await;
    seat.step("start").await;
    room.pass(&seat, Span::minutes(6)).await;
    let SeatReply::Others(others) = seat.call(SeatCall::Others { inject: None }).await else {
        panic!("not the others");
    };
    assert!(!others.is_empty(), "bots decide");
    assert!(others.iter().all(|line| line.bot), "and are marked as bots");
    let ask = SeatCall::Ask {
        role: "soc".to_owned(),
        says: "May I go home?".to_owned(),
    };
    seat.call(ask).await;
    let send = SeatCall::Send {
        role: "soc".to_owned(),
        to_role: Some("ic".to_owned()),
        to_outside: None,
        says: "Are you there?".to_owned(),
    };
    seat.call(send).await;
    room.pass(&seat, Span::seconds(10)).await;
    let items = seat.items().await;
    let plain = |says: &str| says == "No scripted answer.";
    let answered = items
        .iter()
        .any(|item| matches!(item, SeatItem::Answer { says, .. } if plain(says)));
    let replied = items.iter().any(
        |item| matches!(item, SeatItem::Message(it) if plain(&it.says) && it.from_role.as_deref() == Some("ic")),
    );
    assert!(answered && replied, "both are answered: {items:?}");
    let hint = SeatCall::Hint {
        inject: "alert".to_owned(),
    };
    seat.call(hint).await;
    let items = seat.items().await;
    let hinted = items.iter().any(
        |item| matches!(item, SeatItem::Hint { says, .. } if says.starts_with("What would have")),
    );
    assert!(hinted, "the first prompt of the script");
}

#[tokio::test]
async fn a_practice_is_private_until_it_is_shared() {
    let mut room = Room::open();
    let (exercise, url) = room.practise(wish("soc", None)).await.expect("a practice");
    let seat = room.join(&url).await;
    seat.step("start").await;
    room.pass(&seat, Span::minutes(1)).await;
    seat.call(decide("alert", Some("lock"), "")).await;
    seat.step("end").await;
    seat.step("review").await;
    let home = room.home().await;
    let card = &home.drills[0];
    assert_eq!((card.origin.as_str(), card.decisions), ("practice", 0));
    assert_ne!(home.next.screen, "review", "nobody is sent to look at it");
    let exercise = || exercise.clone();
    for call in [
        DeskCall::Review {
            exercise: exercise(),
        },
        DeskCall::Conduct {
            exercise: exercise(),
        },
        DeskCall::Report {
            exercise: exercise(),
            edition: "full".to_owned(),
            names: false,
        },
    ] {
        let refused = room.desk.call(call).await.expect_err("it is private");
        assert_eq!(refused.code, ProblemCode::Refused);
    }
    seat.step("share").await;
    room.call(DeskCall::Review {
        exercise: exercise(),
    })
    .await;
    // The line about a drill is made anew with the next look at it.
    room.call(DeskCall::Report {
        exercise: exercise(),
        edition: "full".to_owned(),
        names: false,
    })
    .await;
}

#[tokio::test]
async fn a_practice_goes_on_after_a_restart_and_can_be_tried_again() {
    let mut room = Room::open();
    let (first, url) = room.practise(wish("soc", None)).await.expect("a practice");
    let seat = room.join(&url).await;
    seat.step("start").await;
    room.pass(&seat, Span::minutes(1)).await;
    let token = seat.token.clone();
    drop(seat);
    let room = room.open_again().await;
    let (again, _) = room.practise(wish("soc", None)).await.expect("the same");
    assert_eq!(again, first, "what was left open goes on");
    let seats = room.last_seats();
    let pass = seats.pass(&token).expect("the device keeps its seat");
    let seat = Seat { seats, pass, token };
    seat.step("resume").await;
    let mut room = room;
    room.pass(&seat, Span::minutes(4)).await;
    let SeatReply::Others(others) = seat.call(SeatCall::Others { inject: None }).await else {
        panic!("not the others");
    };
    assert!(!others.is_empty(), "bots go on too");
    seat.step("end").await;
    let (anew, _) = room.practise(wish("soc", None)).await.expect("anew");
    assert_ne!(anew, first, "another try is another practice");
    let (other, _) = room.practise(wish("ic", None)).await.expect("another");
    assert_ne!(other, anew, "another role is another practice");
}

#[tokio::test]
async fn a_scenario_that_is_planned_for_a_drill_is_locked() {
    let room = Room::open();
    let brief = DeskCall::Brief {
        scenario: "suspicious-login".to_owned(),
        plan: None,
    };
    let DeskReply::Briefing(briefing) = room.call(brief).await else {
        panic!("not a briefing");
    };
    let locked = room.practise(wish("soc", None)).await.expect_err("locked");
    assert_eq!(locked.code, ProblemCode::Refused);
    assert!(
        locked.says.contains("planned for a drill"),
        "{}",
        locked.says
    );
    let close = DeskOrder::Close {
        how: "aborted".to_owned(),
        reason: "Not this week.".to_owned(),
    };
    let order = DeskCall::Order {
        exercise: briefing.exercise,
        order: close,
    };
    room.call(order).await;
    room.practise(wish("soc", None)).await.expect("free again");
}

#[tokio::test]
async fn a_module_tells_what_came_before_and_ends_by_itself() {
    let mut room = Room::open();
    let (_, url) = room.practise(module()).await.expect("a practice");
    let seat = room.join(&url).await;
    let before = injects(seat.items().await);
    assert_eq!(before, ["log-opens", "thread-reader", "finance-share"]);
    let view = seat.practice().await.module.expect("a module");
    assert_eq!(
        (view.number, view.from_ms, view.until_ms),
        (1, 2_580_000, 3_180_000)
    );
    seat.step("resume").await;
    room.pass(&seat, Span::seconds(5)).await;
    let come = injects(seat.items().await);
    assert_eq!(
        come.last().map(String::as_str),
        Some("leak-post"),
        "it begins at once"
    );
    room.pass(&seat, Span::minutes(9)).await;
    assert_eq!(seat.phase().await, "running", "ten minutes are not over");
    room.pass(&seat, Span::minutes(6)).await;
    assert_eq!(
        seat.phase().await,
        "hot-wash",
        "and after them nothing waits"
    );
    let come = injects(seat.items().await);
    assert_eq!(
        come.last().map(String::as_str),
        Some("leak-post"),
        "nothing of later came"
    );
}

#[tokio::test]
async fn trying_again_closes_the_practice_keeps_it_and_begins_the_same_module() {
    let mut room = Room::open();
    let (first, url) = room.practise(module()).await.expect("a practice");
    let seat = room.join(&url).await;
    seat.step("resume").await;
    room.pass(&seat, Span::minutes(1)).await;
    let SeatReply::Invited { invitation } = seat.call(SeatCall::PractiseAgain).await else {
        panic!("no way to the next try");
    };
    let seat = room.join(&format!("invitation={invitation}")).await;
    assert_eq!(
        injects(seat.items().await).len(),
        3,
        "the story so far, once more"
    );
    let home = room.home().await;
    let phases = home
        .drills
        .iter()
        .map(|card| (card.id == first, card.phase.as_str()));
    let phases: Vec<(bool, &str)> = phases.collect();
    assert!(
        phases.contains(&(true, "closed")),
        "the first is closed: {phases:?}"
    );
    assert!(
        phases.contains(&(false, "paused")),
        "the next waits: {phases:?}"
    );
    let (_, closed) = room.kept(&first).await;
    assert_eq!(closed, 1, "what became of it is kept");
}

#[tokio::test]
async fn a_practice_closed_at_its_seat_is_kept_and_its_door_is_closed_first() {
    let room = Room::open();
    let (exercise, url) = room.practise(wish("soc", None)).await.expect("a practice");
    let seat = room.join(&url).await;
    for step in ["start", "end", "review", "close"] {
        seat.step(step).await;
    }
    let (kinds, closed) = room.kept(&exercise).await;
    let doors: Vec<&String> = kinds
        .iter()
        .filter(|kind| kind.starts_with("door") || *kind == "closed")
        .collect();
    assert_eq!(doors, ["door_opened", "door_closed", "closed"]);
    assert_eq!(closed, 1, "what became of it is kept once");
}

#[tokio::test]
async fn bots_fill_empty_seats_of_a_drill_and_are_marked() {
    let mut room = Room::open();
    let roles = ["service-desk".to_owned(), "it-ops".to_owned()];
    let briefed = room
        .desk
        .brief_with_bots("suspicious-login", None, &roles, cast::Policy::Expected)
        .await;
    let exercise = briefed.expect("a drill").to_string();
    let origin = |home: wire::HomeView| home.drills[0].origin.clone();
    assert_eq!(
        origin(room.home().await),
        "bot-assisted",
        "from its brief on"
    );
    conduct(&mut room, &exercise, Span::minutes(6)).await;
    let DeskReply::Conduct(view) = room.call(DeskCall::Conduct { exercise }).await else {
        panic!("not Conduct");
    };
    assert!(!view.decisions.is_empty(), "bots decide");
    for decision in &view.decisions {
        assert_eq!(decision.source, "bot", "{}", decision.text);
        assert!(
            roles.contains(&decision.role),
            "{} has no bot",
            decision.role
        );
    }
}

#[tokio::test]
async fn a_bot_that_comes_later_makes_a_drill_bot_assisted_once_it_acts() {
    let mut room = Room::open();
    let brief = DeskCall::Brief {
        scenario: "suspicious-login".to_owned(),
        plan: None,
    };
    let DeskReply::Briefing(briefing) = room.call(brief).await else {
        panic!("not a briefing");
    };
    let exercise = briefing.exercise;
    let assign = DeskOrder::Assign {
        role: "soc".to_owned(),
        person: None,
        standing: "bot".to_owned(),
    };
    room.order(&exercise, assign).await;
    let origin = |home: wire::HomeView| home.drills[0].origin.clone();
    assert_eq!(origin(room.home().await), "live", "nothing was done by it");
    conduct(&mut room, &exercise, Span::minutes(6)).await;
    assert_eq!(origin(room.home().await), "bot-assisted", "it has acted");
}

/// Starts a drill and lets time pass; somebody looks at the clock now and then.
async fn conduct(room: &mut Room, exercise: &str, span: Span) {
    room.order(exercise, DeskOrder::Start).await;
    for _ in 0..span.0 / 5_000 {
        room.now = room.now + Span::seconds(5);
        room.clock.set(room.now);
        let says = "Simulated.".to_owned();
        room.order(exercise, DeskOrder::Park { says }).await;
        for _ in 0..20 {
            tokio::task::yield_now().await;
        }
    }
}
