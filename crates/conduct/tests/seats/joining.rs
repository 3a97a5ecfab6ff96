//! Who gets in, by code, invitation and typed name; who is sent out, and what a crash leaves.

use super::*;

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
