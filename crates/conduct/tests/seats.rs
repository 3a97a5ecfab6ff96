//! Seats from joining to leaving, as the network would drive them: who gets in, what each seat is told, what it may do,
//! and that all of it stands after a crash. Not here: sockets (`lan`), what players must never see (`secrecy`).

mod table;

use std::net::IpAddr;

use table::*;
use terms::Span;
use wire::{DeskCall, DeskOrder, DeskReply, ProblemCode, SeatCall, SeatItem, SeatJoin, SeatReply};

const DRILL: &str = "suspicious-login";

fn acknowledge(inject: &str, role: &str) -> SeatCall {
    SeatCall::Acknowledge {
        inject: inject.to_owned(),
        role: role.to_owned(),
    }
}

fn choose(role: &str, inject: &str, option: &str) -> SeatCall {
    SeatCall::Decide {
        role: role.to_owned(),
        inject: Some(inject.to_owned()),
        option: Some(option.to_owned()),
        text: String::new(),
        rationale: "The plan allows it.".to_owned(),
        authorised_by: None,
        first_key_ms_ago: 0,
    }
}

fn is_inject(item: &SeatItem, id: &str) -> bool {
    matches!(item, SeatItem::Inject(inject) if inject.id == id)
}

fn is_decision(item: &SeatItem, said: &str) -> bool {
    matches!(item, SeatItem::Decision(own) if own.text == said)
}

#[tokio::test]
async fn a_code_is_taken_however_it_is_typed_and_a_wrong_one_never() {
    let hall = Hall::open(DRILL).await;
    let code = hall.code().await;
    let typed = format!(" {} ", code.to_lowercase().replace('-', " "));
    let joined = hall.try_join(by_code(&typed, "Ann", "soc"), None).await;
    assert_eq!(joined.expect("it is the code").view.role, "soc");
    let check = async |ask: SeatJoin, code: ProblemCode| {
        let refused = hall.try_join(ask.clone(), None).await;
        let problem = refused.expect_err("it is refused");
        assert_eq!(problem.code, code, "{ask:?}");
    };
    check(by_code("WRONG-234", "Ann", "soc"), ProblemCode::WrongCode).await;
    check(by_code("", "Ann", "soc"), ProblemCode::WrongCode).await;
    check(by_code(&code, "Ann", "no-such"), ProblemCode::BadCall).await;
    check(by_code(&code, " \u{200b}\t ", "soc"), ProblemCode::Refused).await;
    check(by_code(&code, &"x".repeat(81), "soc"), ProblemCode::Refused).await;
    // Whoever may see or judge more than a player is asked in person.
    for kind in ["evaluator", "scribe", "simulator", "player"] {
        check(by_code(&code, "Ann", kind), ProblemCode::BadCall).await;
    }
    check(by_invitation(&"0".repeat(64)), ProblemCode::WrongCode).await;
}

#[tokio::test]
async fn only_wrong_codes_count_and_an_invitation_is_never_locked_out() {
    let mut hall = Hall::open(DRILL).await;
    let person = hall.person("Ada").await;
    let secret = hall.invite(&person, "evaluator", &[]).await;
    let code = hall.code().await;
    for number in 0..30 {
        let joined = hall
            .try_join(by_code(&code, &format!("P{number}"), "soc"), None)
            .await;
        joined.expect("right codes never count, however many come from one address");
    }
    for _ in 0..10 {
        let wrong = hall.try_join(by_code("WRONG234", "Eve", "soc"), None).await;
        assert!(wrong.is_err());
    }
    let shut = hall.try_join(by_code(&code, "Ann", "soc"), None).await;
    assert_eq!(shut.expect_err("too many").code, ProblemCode::WrongCode);
    let elsewhere: IpAddr = "192.168.1.99".parse().expect("an address");
    let other = hall
        .seats()
        .join(by_code(&code, "Ann", "soc"), elsewhere, None)
        .await;
    other.expect("other addresses go on");
    hall.come(&secret).await;
    hall.pass_time(Span::minutes(6));
    let later = hall.try_join(by_code(&code, "Ann", "soc"), None).await;
    later.expect("it passes");
}

#[tokio::test]
async fn a_code_that_is_guessed_at_changes_by_itself() {
    let hall = Hall::open(DRILL).await;
    let code = hall.code().await;
    for number in 0..200u32 {
        let from = IpAddr::from([10, 0, (number / 250) as u8, (number % 250) as u8]);
        let wrong = hall
            .seats()
            .join(by_code("WRONG234", "Eve", "soc"), from, None)
            .await;
        assert!(wrong.is_err());
    }
    let view = hall.view().await;
    let now = view.join.expect("the door is open");
    assert_ne!(now.code, code, "two hundred wrong ones in all are enough");
    assert_eq!(view.wrong_codes, 200);
    assert!(now.qr_svg.starts_with("<svg"), "the code is drawn anew");
    let old = hall.try_join(by_code(&code, "Ann", "soc"), None).await;
    assert!(old.is_err(), "the old one counts no more");
}

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
async fn seats_and_what_they_were_told_survive_a_crash() {
    let hall = Hall::open(DRILL).await;
    let mut soc = hall.join("Ann", "soc").await;
    hall.order(DeskOrder::Start).await;
    soc.item("the alert", |item| is_inject(item, "alert")).await;
    soc.call(says("soc", "Lock it."), "key-lock-1").await;
    soc.item("the decision", |item| is_decision(item, "Lock it."))
        .await;
    let before: Vec<_> = soc
        .heard
        .iter()
        .filter(|frame| frame.item.is_some())
        .cloned()
        .collect();
    let token = soc.token.clone();
    drop(soc);
    let hall = hall.open_again().await;
    let mut soc = hall.device(token);
    soc.item("the decision again", |item| is_decision(item, "Lock it."))
        .await;
    let after: Vec<_> = soc
        .heard
        .iter()
        .filter(|frame| frame.item.is_some())
        .cloned()
        .collect();
    assert_eq!(before, after, "what was told is told again, word for word");
    let view = hall.view().await;
    assert_eq!(view.devices.len(), 1);
    assert_eq!(
        view.devices[0].name, "Ann",
        "the name is kept beside the records"
    );
}

#[tokio::test]
async fn one_person_may_sit_at_two_devices() {
    let hall = Hall::open(DRILL).await;
    let person = hall.person("Ada").await;
    let secret = hall.invite(&person, "player", &["soc"]).await;
    let mut phone = hall.come(&secret).await;
    let mut laptop = hall.come(&secret).await;
    assert_ne!(phone.pass.seat, laptop.pass.seat);
    hall.order(DeskOrder::Start).await;
    phone
        .call(says("soc", "From the phone."), "key-phone")
        .await;
    let check = |item: &SeatItem| is_decision(item, "From the phone.");
    phone.item("at the phone", check).await;
    laptop.item("at the laptop", check).await;
    // The same device comes by the same link once more: it keeps its seat.
    let again = hall
        .try_join(by_invitation(&secret), Some(&phone.token))
        .await;
    let again = again.expect("it is let in");
    assert!(again.token.is_none());
    assert_eq!(again.view.seat, phone.pass.seat.to_string());
}

#[tokio::test]
async fn a_person_with_two_roles_has_them_at_one_seat() {
    let hall = Hall::open(DRILL).await;
    let mut device = hall.join("Ann", "soc").await;
    device.next().await;
    let code = hall.code().await;
    let again = hall
        .try_join(by_code(&code, "", "it-ops"), Some(&device.token))
        .await;
    let again = again.expect("one more role");
    assert!(again.token.is_none(), "the cookie stays");
    let frame = device
        .until("who sits here now", |frame| {
            let me = frame.view.as_ref().and_then(|view| view.me.as_ref());
            me.is_some_and(|me| me.roles.len() == 2)
        })
        .await;
    assert!(frame.view.is_some());
    hall.order(DeskOrder::Start).await;
    device.seq = 0;
    device.reconnect();
    device
        .item("for the first role", |item| is_inject(item, "alert"))
        .await;
    device.call(says("it-ops", "Reset it."), "key-second").await;
    device
        .item("for the second", |item| is_decision(item, "Reset it."))
        .await;
}

#[tokio::test]
async fn a_role_can_be_handed_to_an_alternate_in_the_middle() {
    let hall = Hall::open(DRILL).await;
    let mut first = hall.join("Ann", "soc").await;
    hall.order(DeskOrder::Start).await;
    first
        .item("the alert", |item| is_inject(item, "alert"))
        .await;
    first.call(says("soc", "I begin."), "key-begin").await;
    first.call(SeatCall::Leave, "key-leave").await;
    let code = first.refused(says("soc", "I am gone."), "key-gone").await;
    assert_eq!(code, ProblemCode::NoSeat);
    let mut second = hall.join("Bo", "soc").await;
    second
        .item("the alert", |item| is_inject(item, "alert"))
        .await;
    second.call(acknowledge("alert", "soc"), "key-seen").await;
    let SeatReply::Others(others) = second
        .try_call(SeatCall::Others { inject: None }, "")
        .await
        .expect("they are told")
    else {
        panic!("not the others");
    };
    let texts: Vec<&str> = others.iter().map(|line| line.text.as_str()).collect();
    assert_eq!(
        texts,
        ["I begin."],
        "the alternate can read what was decided before"
    );
}

#[tokio::test]
async fn a_device_that_was_sent_out_hears_and_says_nothing_more() {
    let hall = Hall::open(DRILL).await;
    let mut device = hall.join("Eve", "soc").await;
    device.next().await;
    hall.door(DeskCall::SendOut {
        exercise: hall.exercise.clone(),
        seat: device.pass.seat.to_string(),
    })
    .await;
    while device.next().await.is_some() {}
    let seats = hall.seats();
    assert!(
        seats.pass(&device.token).is_none(),
        "its secret counts no more"
    );
    assert!(seats.live(&device.pass, 0, HERE).is_err());
    let hall = hall.open_again().await;
    assert!(
        hall.seats().pass(&device.token).is_none(),
        "nor after a restart"
    );
    assert!(hall.view().await.devices[0].left);
}

#[tokio::test]
async fn a_typed_name_becomes_somebody_of_the_roster_and_keeps_what_was_decided() {
    let hall = Hall::open(DRILL).await;
    let mut device = hall.join("ann l.", "soc").await;
    hall.order(DeskOrder::Start).await;
    device.call(says("soc", "Before."), "key-before").await;
    device
        .item("before", |item| is_decision(item, "Before."))
        .await;
    let DeskReply::Roster(roster) = hall.call(DeskCall::Roster).await else {
        panic!("not a roster");
    };
    assert!(
        roster.people.is_empty(),
        "a typed name is nobody of the roster"
    );
    let person = hall.person("Ann Lee").await;
    let view = hall
        .door(DeskCall::TieSeat {
            exercise: hall.exercise.clone(),
            seat: device.pass.seat.to_string(),
            person: person.clone(),
        })
        .await;
    assert_eq!(view.devices[0].name, "Ann Lee");
    assert_eq!(view.devices[0].person.as_deref(), Some(person.as_str()));
    device
        .until("the name", |frame| {
            let me = frame.view.as_ref().and_then(|view| view.me.as_ref());
            me.is_some_and(|me| me.name == "Ann Lee")
        })
        .await;
    device.call(says("soc", "After."), "key-after").await;
    device.seq = 0;
    device.heard.clear();
    device.reconnect();
    device
        .item("after", |item| is_decision(item, "After."))
        .await;
    let before = |frame: &wire::SeatFrame| {
        frame
            .item
            .as_ref()
            .is_some_and(|item| is_decision(item, "Before."))
    };
    assert!(device.heard.iter().any(before), "it is still one's own");
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
async fn no_secret_stands_in_the_programme_file() {
    let hall = Hall::open(DRILL).await;
    let person = hall.person("Ada").await;
    let secret = hall.invite(&person, "scribe", &[]).await;
    let scribe = hall.come(&secret).await;
    let code = hall.code().await;
    let path = hall.programme();
    let _folder = hall.close();
    let file = std::fs::read(&path).expect("the file");
    let log = std::fs::read(path.with_extension("rockdrill-wal")).unwrap_or_default();
    for hidden in [secret.as_str(), scribe.token.as_str(), code.as_str()] {
        let stands = |bytes: &[u8]| {
            bytes
                .windows(hidden.len())
                .any(|part| part == hidden.as_bytes())
        };
        assert!(!stands(&file) && !stands(&log), "only hashes are kept");
    }
}

#[tokio::test]
async fn a_door_that_closes_ends_every_connection_and_keeps_the_seats() {
    let hall = Hall::open(DRILL).await;
    let mut device = hall.join("Ann", "soc").await;
    device.next().await;
    let exercise = hall.exercise.clone();
    let view = hall.door(DeskCall::CloseDoor { exercise }).await;
    assert!(!view.open);
    while device.next().await.is_some() {}
    assert!(hall.seats().live(&device.pass, 0, HERE).is_err());
    let refused = hall.try_join(by_code("ANY", "Bo", "soc"), None).await;
    assert_eq!(refused.expect_err("closed").code, ProblemCode::NoSeat);
    hall.open_door().await;
    let mut back = hall.device(device.token.clone());
    assert!(back.next().await.is_some(), "the same cookie is let in");
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
