//! Devices at the open door over real sockets: joining, calling, hearing, coming back, the projector.

mod common;

use common::{frame, frame_with, plain};
use futures_util::SinkExt as _;
use serde_json::{Value, json};
use tokio_tungstenite::tungstenite::Message;
use wire::DeskOrder;

#[tokio::test]
async fn a_device_joins_hears_an_inject_and_decides_once() {
    let room = plain().await;
    let lobby = room.ask("GET", "/seat/lobby", &[], "").await.json();
    assert_eq!(lobby["seated"], false, "nobody sits here yet");
    let roles = lobby["roles"].as_array().expect("roles");
    assert!(
        roles.iter().any(|role| role["id"] == "soc"),
        "the SOC is free"
    );
    let cookie = room.join("Ada", "soc").await;
    let lobby = room
        .ask("GET", "/seat/lobby", &[("Cookie", &cookie)], "")
        .await;
    assert_eq!(lobby.json()["seated"], true, "the cookie is the seat");
    let mut live = room.live(&cookie, 0).await;
    let first = frame(&mut live).await.expect("how things stand");
    assert!(
        first["view"]["me"].is_object(),
        "the first frame says who sits here"
    );
    room.order(DeskOrder::Start).await;
    room.tell_everybody("The canteen is closed.").await;
    frame_with(&mut live, "The canteen is closed.").await;
    let decide = json!({
        "call": "decide",
        "args": { "role": "soc", "text": "Lock the account" },
        "key": "0123456789abcdef"
    });
    let once = room.call(&cookie, decide.clone()).await;
    assert_eq!(once.status, 200, "it is taken: {}", once.body);
    let twice = room.call(&cookie, decide).await;
    assert_eq!(
        once.json()["ok"],
        twice.json()["ok"],
        "the same key counts once"
    );
    frame_with(&mut live, "Lock the account").await;
}

#[tokio::test]
async fn who_comes_back_hears_what_was_missed_in_order_and_once() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    room.order(DeskOrder::Start).await;
    room.tell_everybody("Number one").await;
    let mut live = room.live(&cookie, 0).await;
    let seen = frame_with(&mut live, "Number one").await["seq"]
        .as_u64()
        .expect("a number");
    drop(live);
    room.tell_everybody("Number two").await;
    room.tell_everybody("Number three").await;
    let mut live = room.live(&cookie, seen).await;
    let mut last = seen;
    let mut heard = String::new();
    while !heard.contains("Number three") {
        let frame = frame(&mut live).await.expect("it goes on");
        if frame.get("item").is_some() {
            let seq = frame["seq"].as_u64().expect("a number");
            assert!(seq > last, "each once and in order: {seq} after {last}");
            last = seq;
            heard += &frame.to_string();
        }
    }
    assert!(
        !heard.contains("Number one"),
        "what was seen is not told again"
    );
    assert!(heard.contains("Number two"), "what was missed is told");
}

#[tokio::test]
async fn a_long_frame_arrives_whole() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    room.order(DeskOrder::Start).await;
    let long = "äöü ".repeat(4_000) + "The end.";
    room.tell_everybody(&long).await;
    let mut live = room.live(&cookie, 0).await;
    let item = frame_with(&mut live, "The end.").await;
    assert!(
        item.to_string().contains(&long),
        "no piece is lost or mixed up"
    );
}

#[tokio::test]
async fn the_projector_needs_its_own_secret_and_hears_how_things_stand() {
    let room = plain().await;
    let url = room
        .door
        .display_url
        .clone()
        .expect("the projector's address");
    let path = url
        .strip_prefix(room.url())
        .expect("at the same door")
        .to_owned();
    let page = room.ask("GET", &path, &[], "").await;
    assert_eq!(page.status, 200, "the page comes: {}", page.body);
    let set = page.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        set.contains("HttpOnly") && set.contains("SameSite=Strict"),
        "{set}"
    );
    let cookie = page.cookie();
    let asked = room.try_live("/display/live", &[("Cookie", &cookie)]).await;
    let mut live = asked.expect("it goes live");
    let first = frame(&mut live).await.expect("how things stand");
    assert!(
        first["view"]["title"].is_string(),
        "the projector has a title to show"
    );
    for path in ["/display", "/display?token=", "/display?token=guess"] {
        let refused = room.ask("GET", path, &[], "").await;
        assert_eq!(refused.status, 403, "{path} shows nothing");
    }
    let seat = room.join("Ada", "soc").await;
    let refused = room.try_live("/display/live", &[("Cookie", &seat)]).await;
    assert_eq!(
        refused.err().map(|it| it.status),
        Some(401),
        "a seat is no projector"
    );
}

#[tokio::test]
async fn what_is_taken_back_leaves_the_projectors_story() {
    let room = plain().await;
    let url = room.door.display_url.clone().expect("an address");
    let path = url.strip_prefix(room.url()).expect("at the same door");
    let cookie = room.ask("GET", path, &[], "").await.cookie();
    let asked = room.try_live("/display/live", &[("Cookie", &cookie)]).await;
    let mut live = asked.expect("it goes live");
    room.order(DeskOrder::Start).await;
    room.tell_everybody("Number one").await;
    room.tell_everybody("Number two").await;
    let lines = |view: &Value| view["story"].as_array().map(Vec::len);
    let mut shown = Value::Null;
    while lines(&shown) != Some(2) {
        shown = frame(&mut live).await.expect("it goes on")["view"].take();
    }
    let situation = shown["situation"].as_str().expect("a sentence");
    assert!(
        situation.starts_with("Before, ") && situation.contains("Management"),
        "what stood before is the situation: {situation}"
    );
    let id = shown["current"]["id"].as_str().expect("an id").to_owned();
    room.order(DeskOrder::Withdraw {
        inject: id,
        reason: "Wrong drill".to_owned(),
    })
    .await;
    let mut after = shown;
    while !after["current"].is_null() {
        after = frame(&mut live).await.expect("it goes on")["view"].take();
    }
    assert_eq!(
        lines(&after),
        Some(1),
        "nobody reads on the wall what is to be disregarded: {after}"
    );
}

#[tokio::test]
async fn a_page_has_nothing_to_say_on_a_live_connection() {
    let room = plain().await;
    let cookie = room.join("Ada", "soc").await;
    for said in [
        Message::text("hello"),
        Message::binary(vec![0; 4]),
        Message::text("x".repeat(5_000)),
    ] {
        let mut live = room.live(&cookie, 0).await;
        live.send(said).await.expect("it is sent");
        while frame(&mut live).await.is_some() {}
    }
}

#[tokio::test]
async fn pages_and_their_files_come_compressed_and_are_kept_where_their_name_tells_them_apart() {
    let room = plain().await;
    for path in ["/", "/i"] {
        let page = room.ask("GET", path, &[], "").await;
        assert_eq!(page.status, 200, "{path} is the seat's page");
        assert_eq!(
            page.header("cache-control"),
            Some("no-cache"),
            "it is asked for anew"
        );
        let tag = page.header("etag").expect("a tag").to_owned();
        let again = room.ask("GET", path, &[("If-None-Match", &tag)], "").await;
        assert_eq!(again.status, 304, "what is known is not sent again");
        let script = page
            .body
            .split("./assets/")
            .nth(1)
            .and_then(|it| it.split('"').next());
        let script = script.map(|it| it.split([' ', '>']).next().unwrap_or(it));
        let script = format!("/assets/{}", script.expect("a script"));
        let file = room
            .ask("GET", &script, &[("Accept-Encoding", "gzip")], "")
            .await;
        assert_eq!(file.status, 200, "{script} is there");
        assert_eq!(
            file.header("content-encoding"),
            Some("gzip"),
            "{script} is small"
        );
        let kept = file.header("cache-control").unwrap_or_default();
        assert!(kept.contains("immutable"), "{script} is asked for once");
    }
}
