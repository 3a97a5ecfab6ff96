//! What the door refuses: one test for each line at the head of the crate.

mod common;

use std::time::Duration;

use common::{SOON, ask, frame, frame_with, plain, room, send};
use futures_util::StreamExt as _;
use lan::Limits;
use serde_json::json;
use tokio::io::{AsyncReadExt as _, AsyncWriteExt as _};
use tokio::net::{TcpSocket, TcpStream};
use tokio::time::timeout;
use wire::{DeskCall, DeskOrder};

#[tokio::test]
async fn wrong_and_guessed_codes_are_refused_and_after_many_no_code_is_taken() {
    let room = plain().await;
    let wrong = json!({ "code": "AAAAAA", "name": "Eve", "role": "soc" }).to_string();
    let first = room.ask("POST", "/seat/join", &[], &wrong).await;
    assert_eq!(
        (first.status, first.problem().as_str()),
        (403, "wrong-code"),
        "a guess"
    );
    assert!(
        first.header("set-cookie").is_none(),
        "a guess brings no seat"
    );
    let mut tries = 1;
    while tries < 200 && room.ask("POST", "/seat/join", &[], &wrong).await.status == 403 {
        tries += 1;
    }
    let right = json!({ "code": room.code(), "name": "Ada", "role": "soc" }).to_string();
    let answer = room.ask("POST", "/seat/join", &[], &right).await;
    assert!(
        (400..500).contains(&answer.status),
        "after {tries} guesses no code is taken: {}",
        answer.body
    );
}

#[tokio::test]
async fn a_seat_without_its_secret_is_refused() {
    let room = plain().await;
    let asked = json!({ "code": room.code(), "name": "Ada", "role": "soc" }).to_string();
    let joined = room.ask("POST", "/seat/join", &[], &asked).await;
    let set = joined.header("set-cookie").expect("a cookie").to_owned();
    assert!(set.contains("; HttpOnly"), "no script reads it: {set}");
    assert!(
        set.contains("; SameSite=Strict"),
        "no other page makes a browser send it: {set}"
    );
    assert!(
        !joined
            .body
            .contains(set.split(['=', ';']).nth(1).expect("a value")),
        "the secret is in the cookie alone"
    );
    let cookie = joined.cookie();
    let name = cookie.split('=').next().expect("a name");
    let guess = format!("{name}=0000000000000000000000000000000000000000000000000000000000000000");
    let plan = json!({ "call": "plan" });
    assert_eq!(
        room.call("", plan.clone()).await.status,
        401,
        "no cookie, no seat"
    );
    assert_eq!(
        room.call(&guess, plan.clone()).await.status,
        401,
        "a guess is no seat"
    );
    assert_eq!(
        room.call(&cookie, plan.clone()).await.status,
        200,
        "the seat's own is"
    );
    let refused = room
        .try_live("/seat/live?since=0", &[("Cookie", &guess)])
        .await;
    assert_eq!(
        refused.err().map(|it| it.status),
        Some(401),
        "nor does it hear anything"
    );
    let mut live = room.live(&cookie, 0).await;
    frame(&mut live).await.expect("it hears");
    let devices = room
        .door_call(DeskCall::Door {
            exercise: room.exercise.clone(),
        })
        .await
        .devices;
    let seat = devices
        .first()
        .expect("the desk sees the device")
        .seat
        .clone();
    let exercise = room.exercise.clone();
    room.door_call(DeskCall::SendOut { exercise, seat }).await;
    while frame(&mut live).await.is_some() {}
    assert_eq!(
        room.call(&cookie, plan).await.status,
        401,
        "who was sent out is out at once"
    );
}

#[tokio::test]
async fn a_foreign_host_is_refused_on_every_way_in() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    let port = room.address().port();
    for host in [
        "drill.example".to_owned(),
        format!("drill.example:{port}"),
        format!("127.0.0.1.drill.example:{port}"),
        "127.0.0.1:1".to_owned(),
        format!("127.0.0.2:{port}"),
    ] {
        let headers = [("Host", host.as_str()), ("Cookie", cookie.as_str())];
        for (method, path, body) in [
            ("GET", "/", ""),
            ("GET", "/seat/lobby", ""),
            ("POST", "/seat/call", r#"{"call":"plan"}"#),
            ("GET", "/seat/live?since=0", ""),
            ("GET", "/nothing", ""),
        ] {
            let answer = room.ask(method, path, &headers, body).await;
            assert_eq!(answer.status, 421, "{method} {path} at {host}");
        }
    }
    let local = format!("localhost:{port}");
    let known = room
        .ask("GET", "/seat/lobby", &[("Host", &local)], "")
        .await;
    assert_eq!(
        known.status, 200,
        "on this computer alone its usual name is known"
    );
    let mut stream = room.dial().await;
    let none = send(&mut stream, "GET / HTTP/1.0\r\n\r\n").await;
    assert_eq!(none.status, 421, "who names no host is not for this door");
    let mut stream = room.dial().await;
    let text = format!(
        "GET http://drill.example/ HTTP/1.1\r\nHost: {}\r\nConnection: close\r\n\r\n",
        room.host()
    );
    assert_eq!(
        send(&mut stream, &text).await.status,
        421,
        "nor who names two"
    );
}

#[tokio::test]
async fn a_foreign_origin_is_refused_on_live_connections_too() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    let own = format!("http://{}", room.host());
    let encrypted = format!("https://{}", room.host());
    let origins = [
        "http://drill.example",
        "null",
        "http://127.0.0.1",
        encrypted.as_str(),
    ];
    for origin in origins {
        let headers = [("Origin", origin), ("Cookie", cookie.as_str())];
        let called = room
            .ask("POST", "/seat/call", &headers, r#"{"call":"plan"}"#)
            .await;
        assert_eq!(called.status, 421, "a call from a page of {origin}");
        let live = room.try_live("/seat/live?since=0", &headers).await;
        assert_eq!(
            live.err().map(|it| it.status),
            Some(421),
            "a live connection from {origin}"
        );
    }
    let headers = [("Origin", own.as_str()), ("Cookie", cookie.as_str())];
    let called = room
        .ask("POST", "/seat/call", &headers, r#"{"call":"plan"}"#)
        .await;
    assert_eq!(
        called.status, 200,
        "the door's own page may: {}",
        called.body
    );
    let live = room.try_live("/seat/live?since=0", &headers).await;
    assert!(live.is_ok(), "and it hears");
}

#[tokio::test]
async fn what_is_too_long_or_of_another_form_is_answered_by_a_problem() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    let headers = [("Cookie", cookie.as_str())];
    let long = format!(
        r#"{{"call":"ask","args":{{"role":"soc","says":"{}"}}}}"#,
        "x".repeat(300_000)
    );
    let deep = "[".repeat(50_000);
    for (path, body, status) in [
        ("/seat/join", "", 400),
        ("/seat/join", "{", 400),
        ("/seat/join", r#"{"code":5}"#, 400),
        ("/seat/join", r#"{"code":"A","more":1}"#, 400),
        ("/seat/join", long.as_str(), 413),
        ("/seat/call", "", 400),
        ("/seat/call", "null", 400),
        ("/seat/call", r#"{"call":"unknown"}"#, 400),
        ("/seat/call", r#"{"call":"ask","args":{"role":7}}"#, 400),
        ("/seat/call", r#"{"call":"plan","key":7}"#, 400),
        ("/seat/call", deep.as_str(), 400),
        ("/seat/call", long.as_str(), 413),
        ("/seat/call", "\u{0}\u{1}", 400),
    ] {
        let answer = room.ask("POST", path, &headers, body).await;
        let shown: String = body.chars().take(60).collect();
        assert_eq!(
            answer.status, status,
            "{path} with {shown:?}: {}",
            answer.body
        );
        assert_eq!(
            answer.problem(),
            "bad-call",
            "{path} with {shown:?} says why"
        );
    }
    for path in [
        "/seat/live?since=-1",
        "/seat/live?since=x",
        "/seat/live?since=99999999999999999999999",
    ] {
        let refused = room.try_live(path, &headers).await;
        assert_eq!(refused.err().map(|it| it.status), Some(400), "{path}");
    }
    let bare = room.ask("GET", "/seat/live?since=0", &headers, "").await;
    assert_eq!(bare.status, 400, "a live connection is asked for as such");
    let head = "x".repeat(40_000);
    let answer = room.ask("GET", "/", &[("X-Long", &head)], "").await;
    assert_eq!(answer.status, 431, "a head has an end");
    assert_eq!(
        room.ask("GET", "/seat/lobby", &[], "").await.status,
        200,
        "the door stands as before"
    );
}

#[tokio::test]
async fn floods_of_connections_and_those_on_which_nothing_comes_are_cut() {
    let limits = Limits {
        in_all: 4,
        head: Duration::from_millis(300),
        body: Duration::from_millis(300),
        ..Limits::default()
    };
    let room = room(limits, "plain").await;
    let mut silent = Vec::new();
    for _ in 0..4 {
        silent.push(room.dial().await);
    }
    let one_more = ask(room.dial().await, room.host(), "GET", "/", &[], "").await;
    assert_eq!(
        one_more.status, 0,
        "where all places are taken nobody is heard"
    );
    for mut stream in silent {
        let mut rest = Vec::new();
        let ended = timeout(SOON, stream.read_to_end(&mut rest)).await;
        ended.expect("who says nothing is cut").ok();
    }
    let half = "POST /seat/join HTTP/1.1\r\nContent-Length: 500\r\n";
    let mut stream = room.dial().await;
    let text = format!("{half}Host: {}\r\n\r\n{{", room.host());
    let late = send(&mut stream, &text).await;
    assert_eq!(
        late.status, 408,
        "a body that does not come is not waited for"
    );
    let mut stream = room.dial().await;
    let text = format!("{half}Host: {}\r\nX-", room.host());
    send(&mut stream, &text).await;
    assert_eq!(
        room.ask("GET", "/", &[], "").await.status,
        200,
        "the places are free again"
    );
}

#[tokio::test]
async fn a_seat_that_does_not_read_is_cut_and_goes_on_later_by_number() {
    let limits = Limits {
        stall: Duration::from_millis(300),
        ..Limits::default()
    };
    let room = room(limits, "plain").await;
    let cookie = room.join("Ada", "soc").await;
    room.order(DeskOrder::Start).await;
    // A receiver with a small buffer, so that what it leaves lying soon fills the way.
    let socket = TcpSocket::new_v4().expect("a socket");
    socket.set_recv_buffer_size(4096).expect("a small buffer");
    let stream = socket
        .connect(room.address())
        .await
        .expect("the door is open");
    let headers = [("Cookie", cookie.as_str())];
    let live = common::try_live(stream, room.host(), "/seat/live?since=0", &headers).await;
    let Ok(mut live) = live else {
        panic!("it goes live")
    };
    let text = "x".repeat(19_000);
    for number in 0..60 {
        room.tell_everybody(&format!("{text} {number}.")).await;
    }
    let gone = async {
        loop {
            let door = room
                .door_call(DeskCall::Door {
                    exercise: room.exercise.clone(),
                })
                .await;
            if door.devices.iter().all(|device| !device.connected) {
                return;
            }
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    timeout(SOON, gone)
        .await
        .expect("the desk sees that it was cut");
    let mut last = 0;
    while let Some(Ok(message)) = timeout(SOON, live.next()).await.expect("it ends") {
        if let Ok(text) = message.into_text()
            && let Ok(frame) = serde_json::from_str::<serde_json::Value>(&text)
            && frame.get("item").is_some()
        {
            last = frame["seq"].as_u64().unwrap_or(last);
        }
    }
    let mut live = room.live(&cookie, last).await;
    frame_with(&mut live, " 59.").await;
}

#[tokio::test]
async fn paths_that_climb_lead_nowhere() {
    let room = plain().await;
    for path in [
        "/../../../etc/passwd",
        "/assets/../seat.html",
        "/assets/..%2fseat.html",
        "/assets/%2e%2e%2f%2e%2e%2fCargo.toml",
        "/assets/..\\..\\Cargo.toml",
        "/assets//etc/passwd",
        "/assets/",
        "//etc/passwd",
        "/seat.html",
        "/desk.html",
        "/assets/%00",
        "/assets/%ff%fe",
    ] {
        let answer = room.ask("GET", path, &[], "").await;
        assert!(
            (400..500).contains(&answer.status),
            "{path} gave {}",
            answer.status
        );
        assert!(!answer.body.contains("root:"), "{path} shows no file");
    }
}

#[tokio::test]
async fn calls_of_the_desk_are_not_answered_at_the_seats_door() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    let headers = [("Cookie", cookie.as_str()), ("Authorization", "Bearer x")];
    for method in ["POST", "GET", "PUT"] {
        let answer = room
            .ask(method, "/desk/call", &headers, r#"{"call":"home"}"#)
            .await;
        assert_eq!(answer.status, 404, "{method}: nobody answers it here");
    }
    let order = json!({ "call": "order", "args": { "exercise": room.exercise, "order": { "order": "start" } } });
    let answer = room.call(&cookie, order).await;
    assert_eq!(
        (answer.status, answer.problem().as_str()),
        (400, "bad-call"),
        "nor is it a call of a seat"
    );
}

#[tokio::test]
async fn a_page_may_ask_nobody_else_for_anything() {
    let room = plain().await;
    for (path, status) in [("/", 200), ("/seat/lobby", 200), ("/nothing", 404)] {
        let answer = room.ask("GET", path, &[], "").await;
        assert_eq!(answer.status, status, "{path}");
        let policy = answer.header("content-security-policy").unwrap_or_default();
        assert!(policy.contains("default-src 'none'"), "{path}: {policy}");
        assert!(
            policy.contains("frame-ancestors 'none'"),
            "{path}: {policy}"
        );
        assert!(!policy.contains("unsafe"), "{path}: {policy}");
        let named = policy
            .split([' ', ';'])
            .filter(|it| it.contains("://") || it.contains('.'));
        for name in named {
            assert_eq!(
                name,
                format!("ws://{}", room.host()),
                "{path} names this door alone"
            );
        }
        assert_eq!(
            answer.header("x-content-type-options"),
            Some("nosniff"),
            "{path}"
        );
        assert_eq!(
            answer.header("referrer-policy"),
            Some("no-referrer"),
            "{path}"
        );
        assert!(
            answer.header("access-control-allow-origin").is_none(),
            "{path}"
        );
    }
}

#[tokio::test]
async fn a_closed_door_is_gone() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    let mut live = room.live(&cookie, 0).await;
    frame(&mut live).await.expect("it hears");
    let address = room.address();
    room.door_call(DeskCall::CloseDoor {
        exercise: room.exercise.clone(),
    })
    .await;
    while frame(&mut live).await.is_some() {}
    let closed = async {
        while let Ok(mut stream) = TcpStream::connect(address).await {
            let _gone = stream.write_all(b"GET / HTTP/1.1\r\n\r\n").await;
            tokio::task::yield_now().await;
        }
    };
    timeout(SOON, closed)
        .await
        .expect("nobody listens any more");
}
