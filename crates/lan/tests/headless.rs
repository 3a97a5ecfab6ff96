//! The desk of a computer without a display: who may call, and what is answered.

mod common;

use std::sync::Arc;

use common::{Answer, Room, ask, plain};
use lan::HeadlessDesk;
use serde_json::json;
use tokio::net::TcpStream;

#[tokio::test]
async fn whoever_holds_the_token_conducts_the_drill() {
    let room = plain().await;
    let desk = lan::headless_desk(Arc::clone(&room.desk)).expect("a desk");
    assert!(
        desk.url.starts_with("http://127.0.0.1:"),
        "on this computer alone: {}",
        desk.url
    );
    let start = json!({ "call": "order", "args": { "exercise": room.exercise, "order": { "order": "start" } } });
    let started = call(&desk, &bearer(&desk), &start.to_string()).await;
    assert_eq!(started.status, 200, "{}", started.body);
    assert_eq!(started.json()["ok"]["reply"], "conduct", "the drill runs");
    let again = call(&desk, &bearer(&desk), &start.to_string()).await;
    assert_eq!(
        (again.status, again.problem().as_str()),
        (200, "refused"),
        "a refusal is an answer"
    );
    let home = call(&desk, &bearer(&desk), r#"{"call":"home"}"#).await;
    assert_eq!(
        home.json()["ok"]["reply"],
        "home",
        "a call without arguments"
    );
}

#[tokio::test]
async fn nobody_else_does() {
    let room: Room = plain().await;
    let desk = lan::headless_desk(Arc::clone(&room.desk)).expect("a desk");
    let right = bearer(&desk);
    let short = right[..right.len() - 1].to_owned();
    let basic = right.replace("Bearer", "Basic");
    for token in [
        "",
        "Bearer",
        "Bearer ",
        "Bearer guess",
        &short,
        &basic,
        &desk.token,
    ] {
        let answer = call(&desk, token, r#"{"call":"home"}"#).await;
        assert_eq!(answer.status, 401, "with {token:?}");
        assert!(answer.json().get("ok").is_none(), "nothing is told");
    }
    let host = desk.url.trim_start_matches("http://");
    let foreign = [("Authorization", right.as_str()), ("Host", "drill.example")];
    assert_eq!(
        send(&desk, "/desk/call", &foreign).await.status,
        421,
        "a foreign host"
    );
    let page = format!("http://{host}");
    let page = [("Authorization", right.as_str()), ("Origin", page.as_str())];
    assert_eq!(
        send(&desk, "/desk/call", &page).await.status,
        421,
        "no page has any business here"
    );
    let headers = [("Authorization", right.as_str())];
    for path in ["/", "/seat/join", "/seat/call", "/display"] {
        assert_eq!(
            send(&desk, path, &headers).await.status,
            404,
            "{path} is not here"
        );
    }
    let long = format!(r#"{{"call":"{}"}}"#, "x".repeat(1_100_000));
    assert_eq!(
        call(&desk, &right, &long).await.status,
        413,
        "a call has an end"
    );
    assert_eq!(call(&desk, &right, "{").await.status, 400, "and a form");
}

fn bearer(desk: &HeadlessDesk) -> String {
    format!("Bearer {}", desk.token)
}

async fn call(desk: &HeadlessDesk, token: &str, body: &str) -> Answer {
    let host = desk.url.trim_start_matches("http://");
    let stream = TcpStream::connect(host).await.expect("the desk is open");
    ask(
        stream,
        host,
        "POST",
        "/desk/call",
        &[("Authorization", token)],
        body,
    )
    .await
}

async fn send(desk: &HeadlessDesk, path: &str, headers: &[(&str, &str)]) -> Answer {
    let host = desk.url.trim_start_matches("http://");
    let stream = TcpStream::connect(host).await.expect("the desk is open");
    ask(stream, host, "POST", path, headers, r#"{"call":"home"}"#).await
}
