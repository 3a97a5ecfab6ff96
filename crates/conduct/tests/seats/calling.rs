//! What a seat is told and what it may ask.

use super::*;

#[tokio::test]
async fn a_seat_gets_what_it_missed_and_what_happens_then() {
    let mut hall = Hall::open(DRILL).await;
    let mut soc = hall.join("Ann", "soc").await;
    let first = soc.next().await.expect("a frame");
    let view = first.view.expect("first how things stand");
    let me = view.me.expect("with who sits here");
    assert_eq!((me.name.as_str(), me.kind.as_str()), ("Ann", "player"));
    assert_eq!(view.table.phase, "briefing");
    hall.order(DeskOrder::Start).await;
    let item = soc.item("the alert", |item| is_inject(item, "alert")).await;
    let SeatItem::Inject(alert) = item else {
        unreachable!()
    };
    assert_eq!(alert.channel, "siem");
    assert!(alert.body_html.contains("198.51.100.23"));
    soc.until("the phase", |frame| {
        let view = frame.view.as_ref();
        view.is_some_and(|view| view.table.phase == "running" && view.me.is_none())
    })
    .await;
    soc.call(acknowledge("alert", "soc"), "key-seen-1").await;
    let own = soc.call(choose("soc", "alert", "lock"), "key-lock-1").await;
    let decided = soc
        .item("the decision", |item| matches!(item, SeatItem::Decision(_)))
        .await;
    let SeatItem::Decision(decided) = decided else {
        unreachable!()
    };
    assert_eq!(decided.decision, own);
    assert_eq!(decided.option.as_deref(), Some("lock"));
    assert!(!decided.entered, "the seat entered it itself");
    // A late joiner of the role is told what the role was told.
    let mut late = hall.join("Bo", "soc").await;
    late.item("the alert, late", |item| is_inject(item, "alert"))
        .await;
    hall.pass_time(Span::minutes(2));
    hall.order(DeskOrder::Park {
        says: "tick".to_owned(),
    })
    .await;
    let mut desk = hall.join("Cy", "service-desk").await;
    desk.item("the call", |item| is_inject(item, "owner-calls"))
        .await;
    let alert = desk.heard.iter().any(|frame| {
        frame
            .item
            .as_ref()
            .is_some_and(|item| is_inject(item, "alert"))
    });
    assert!(!alert, "another role's inject stays with that role");
}

#[tokio::test]
async fn a_call_sent_twice_counts_once_and_two_seats_may_use_the_same_key() {
    let hall = Hall::open(DRILL).await;
    hall.order(DeskOrder::Start).await;
    let soc = hall.join("Ann", "soc").await;
    let desk = hall.join("Bo", "service-desk").await;
    let first = soc.call(says("soc", "Lock it."), "the-same-key").await;
    let again = soc.call(says("soc", "Lock it."), "the-same-key").await;
    let other = desk
        .call(says("service-desk", "Call her."), "the-same-key")
        .await;
    assert_eq!(first, again, "a retry is answered as before");
    assert_ne!(first, other);
    let hall = hall.open_again().await;
    let soc = hall.device(soc.token.clone());
    assert_eq!(
        soc.call(says("soc", "Lock it."), "the-same-key").await,
        first,
        "after a restart too"
    );
    for key in ["", "short", &"x".repeat(65)] {
        let code = soc.refused(says("soc", "No key."), key).await;
        assert_eq!(code, ProblemCode::BadCall, "{key:?}");
    }
}

#[tokio::test]
async fn each_kind_of_seat_has_its_calls_and_no_others() {
    let hall = Hall::open(DRILL).await;
    hall.order(DeskOrder::Start).await;
    let person = hall.person("Ada").await;
    let mut invited = Vec::new();
    for kind in ["evaluator", "scribe", "simulator"] {
        let secret = hall.invite(&person, kind, &[]).await;
        invited.push(hall.come(&secret).await);
    }
    let [evaluator, scribe, simulator] = &mut invited[..] else {
        unreachable!()
    };
    let player = hall.join("Ann", "soc").await;
    let observer = hall.join("Olu", "observer").await;
    let note = || SeatCall::Note {
        says: "They asked first.".to_owned(),
        tone: "gap".to_owned(),
        objective: None,
        inject: None,
        critical: false,
    };
    let settle = || SeatCall::Settle {
        action: "page-ic".to_owned(),
        outcome: "met".to_owned(),
        note: String::new(),
    };
    let speak = || SeatCall::Speak {
        from: "A customer".to_owned(),
        to_role: "soc".to_owned(),
        says: "Is this mail from you?".to_owned(),
    };
    let check = async |device: &Device, call: SeatCall, key: &str| {
        let code = device.refused(call.clone(), key).await;
        assert_eq!(code, ProblemCode::Refused, "{call:?}");
    };
    check(evaluator, says("soc", "I play."), "evaluator-decides").await;
    check(simulator, says("soc", "I play."), "simulator-decides").await;
    check(&observer, says("soc", "I play."), "observer-decides").await;
    check(&observer, SeatCall::Others { inject: None }, "").await;
    check(&player, says("it-ops", "Not mine."), "another-role").await;
    check(&player, note(), "player-notes").await;
    check(&player, settle(), "player-settles").await;
    check(&player, speak(), "player-speaks").await;
    check(scribe, settle(), "scribe-settles").await;
    let practise = SeatCall::Practise {
        step: "end".to_owned(),
    };
    check(&player, practise, "player-ends").await;
    let hint = SeatCall::Hint {
        inject: "alert".to_owned(),
    };
    check(&player, hint, "player-hint").await;
    // What another role was told is not known here, nor what nobody was told yet.
    for inject in ["owner-calls", "mailbox", "no-such"] {
        let code = player
            .refused(acknowledge(inject, "soc"), &format!("ack-{inject}"))
            .await;
        assert_eq!(code, ProblemCode::BadCall, "{inject}");
    }
    evaluator.call(note(), "evaluator-notes").await;
    scribe.call(note(), "scribe-notes").await;
    scribe
        .call(says("ic", "Said aloud."), "scribe-writes")
        .await;
    simulator.call(speak(), "simulator-speaks").await;
    evaluator
        .until("the note", |frame| {
            let cell = frame.view.as_ref().and_then(|view| view.cell.as_ref());
            cell.is_some_and(|cell| !cell.notes.is_empty() && !cell.objectives.is_empty())
        })
        .await;
    simulator
        .until("the mail", |frame| {
            let cell = frame.view.as_ref().and_then(|view| view.cell.as_ref());
            cell.is_some_and(|cell| cell.mail.len() == 1)
        })
        .await;
}

#[tokio::test]
async fn a_seat_that_asks_too_fast_is_told_so() {
    let hall = Hall::open(DRILL).await;
    let device = hall.join("Ann", "soc").await;
    let mut refused = None;
    for number in 0..60 {
        if let Err(problem) = device.try_call(SeatCall::Plan, "").await {
            refused.get_or_insert((number, problem.code));
        }
    }
    assert_eq!(
        refused,
        Some((40, ProblemCode::TooMuch)),
        "after forty at once"
    );
}

#[tokio::test]
async fn feedback_is_kept_without_a_name_or_a_way_back_to_the_seat() {
    let hall = Hall::open(DRILL).await;
    let device = hall.join("Ann", "soc").await;
    hall.order(DeskOrder::Start).await;
    hall.order(DeskOrder::End).await;
    let give = SeatCall::GiveFeedback {
        marks: vec![5; 8],
        strengths: "Calm.".to_owned(),
        improvements: String::new(),
        says: String::new(),
    };
    let seq = device.call(give.clone(), "key-feedback").await;
    assert_eq!(
        device.call(give, "key-feedback").await,
        seq,
        "a retry counts once"
    );
    let path = hall.programme();
    let clock = std::sync::Arc::clone(&hall.clock);
    let keep = conduct::Keep::open_to_read(&path, clock).expect("it opens beside");
    let drill = keep
        .load(&hall.exercise.as_str().into())
        .expect("the drill");
    let record = conduct::tally::at(&drill.records, seq).expect("the record");
    assert_eq!(record.actor, exercise::Actor::Unnamed);
    let line = format!("{record:?}");
    for hidden in [device.pass.seat.as_str(), "Ann", device.token.as_str()] {
        assert!(!line.contains(hidden), "{line}");
    }
}

#[tokio::test]
async fn the_projector_has_a_secret_of_its_own_and_goes_dark_when_told() {
    let hall = Hall::open(DRILL).await;
    hall.join("Ann", "soc").await;
    let view = hall.view().await;
    let url = view.display_url.expect("the door is open");
    let (_, token) = url.split_once("token=").expect("a secret");
    let seats = hall.seats();
    assert!(seats.display("").is_none());
    assert!(seats.display(&"0".repeat(64)).is_none());
    let mut display = seats.display(token).expect("the display's own");
    let first = display.next().await.expect("a frame");
    let first: wire::DisplayFrame = serde_json::from_slice(&first).expect("a frame");
    assert!(!first.view.blank);
    assert!(first.view.join.is_some());
    let soc = first.view.seats.iter().find(|seat| seat.names == ["Ann"]);
    assert!(
        soc.is_some_and(|seat| seat.here),
        "who has joined stands there"
    );
    hall.door(DeskCall::BlankDisplay {
        exercise: hall.exercise.clone(),
        blank: true,
    })
    .await;
    loop {
        let frame = display.next().await.expect("it stays connected");
        let frame: wire::DisplayFrame = serde_json::from_slice(&frame).expect("a frame");
        if frame.view.blank {
            break;
        }
    }
}

#[tokio::test]
async fn ones_own_timeline_can_be_seen_once_play_has_ended() {
    let mut hall = Hall::open(DRILL).await;
    let device = hall.join("Ann", "soc").await;
    hall.order(DeskOrder::Start).await;
    hall.pass_time(Span::seconds(40));
    device
        .call(choose("soc", "alert", "lock"), "key-lock-1")
        .await;
    let early = device.refused(SeatCall::Mine, "").await;
    assert_eq!(early, ProblemCode::Refused);
    hall.order(DeskOrder::End).await;
    let mine = device
        .try_call(SeatCall::Mine, "")
        .await
        .expect("it is over");
    let SeatReply::Mine(mine) = mine else {
        panic!("not mine: {mine:?}")
    };
    let kinds: Vec<&str> = mine.rows.iter().map(|row| row.kind.as_str()).collect();
    assert_eq!(kinds, ["inject", "decision"]);
    assert_eq!(mine.median_ms, Some(40_000));
    assert_eq!(mine.met, 1);
}

#[tokio::test]
async fn messages_and_answers_reach_whom_they_concern() {
    let hall = Hall::open(DRILL).await;
    hall.order(DeskOrder::Start).await;
    let mut soc = hall.join("Ann", "soc").await;
    let mut desk = hall.join("Bo", "service-desk").await;
    let mut ic = hall.join("Cy", "ic").await;
    let send = SeatCall::Send {
        role: "soc".to_owned(),
        to_role: Some("service-desk".to_owned()),
        to_outside: None,
        says: "Is she on the phone?".to_owned(),
    };
    soc.call(send, "key-send-1").await;
    let is_message = |item: &SeatItem| matches!(item, SeatItem::Message(_));
    desk.item("the message", is_message).await;
    soc.item("its copy", is_message).await;
    let ask = SeatCall::Ask {
        role: "soc".to_owned(),
        says: "May I call the vendor?".to_owned(),
    };
    let question = soc.call(ask, "key-ask-01").await;
    hall.order(DeskOrder::Answer {
        question,
        says: "You may.".to_owned(),
    })
    .await;
    soc.item("the answer", |item| matches!(item, SeatItem::Answer { .. }))
        .await;
    let says = "For everybody to hear of.".to_owned();
    hall.order(DeskOrder::DeclareRealIncident { says }).await;
    ic.until("the real incident", |frame| {
        let view = frame.view.as_ref();
        view.is_some_and(|view| view.table.real_incident.is_some())
    })
    .await;
    assert!(
        ic.items().is_empty(),
        "nothing of the others' talk reached a third role"
    );
}
