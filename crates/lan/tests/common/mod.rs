//! A drill with an open door, and devices that speak to it over real sockets.
#![allow(dead_code, reason = "each test file uses its part of this")]

use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Duration;

use conduct::{Clock, Desk, Places, Start};
use futures_util::StreamExt as _;
use lan::Limits;
use serde_json::{Value, json};
use tempfile::TempDir;
use tokio::io::{AsyncRead, AsyncReadExt as _, AsyncWrite, AsyncWriteExt as _};
use tokio::net::TcpStream;
use tokio::time::timeout;
use tokio_tungstenite::WebSocketStream;
use tokio_tungstenite::tungstenite::Message;
use wire::{DeskCall, DeskOrder, DeskReply, DoorView};

/// Nothing on loopback takes this long.
pub const SOON: Duration = Duration::from_secs(20);

pub struct Room {
    pub desk: Arc<Desk>,
    pub exercise: String,
    pub door: DoorView,
    pub folder: TempDir,
}

/// A drill that is set up, with its door open.
pub async fn room(limits: Limits, protection: &str) -> Room {
    let folder = tempfile::tempdir().expect("a folder");
    let places = Places {
        shipped: root().join("scenarios"),
        own: folder.path().join("own"),
    };
    let clock = Arc::new(Clock::system());
    let desk = Desk::open(places, &Start::Own, clock, Arc::new(|_| {})).expect("a desk");
    let desk = desk.with_door(lan::door_with(limits));
    let brief = DeskCall::Brief {
        scenario: "suspicious-login".to_owned(),
        plan: None,
    };
    let DeskReply::Briefing(briefing) = desk.call(brief).await.expect("a briefing") else {
        panic!("a briefing was asked for");
    };
    let mut room = Room {
        desk: Arc::new(desk),
        exercise: briefing.exercise,
        door: empty_door(),
        folder,
    };
    room.door = room.open(protection).await;
    room
}

/// A plain door with the usual limits.
pub async fn plain() -> Room {
    room(Limits::default(), "plain").await
}

fn empty_door() -> DoorView {
    serde_json::from_value(json!({
        "exercise": "", "open": false, "networks": [], "protection": null, "join": null, "display_url": null,
        "blank": false, "devices": [], "invitations": [], "invitation_url": null, "reached_at_ms": null,
        "wrong_codes": 0, "at_ms": 0
    }))
    .expect("an empty view")
}

impl Room {
    async fn open(&self, protection: &str) -> DoorView {
        self.door_call(DeskCall::OpenDoor {
            exercise: self.exercise.clone(),
            address: "127.0.0.1".to_owned(),
            port: 0,
            protection: protection.to_owned(),
            certificate: None,
            key: None,
        })
        .await
    }

    pub async fn door_call(&self, call: DeskCall) -> DoorView {
        match self.desk.call(call).await {
            Ok(DeskReply::Door(door)) => *door,
            other => panic!("the door was asked for: {other:?}"),
        }
    }

    pub async fn order(&self, order: DeskOrder) {
        let exercise = self.exercise.clone();
        let done = self.desk.call(DeskCall::Order { exercise, order }).await;
        done.expect("the order fits");
    }

    /// An inject for everybody, now.
    pub async fn tell_everybody(&self, body: &str) {
        self.order(DeskOrder::AddInject {
            title: "Announcement".to_owned(),
            channel: "email".to_owned(),
            from: "Management".to_owned(),
            to: Vec::new(),
            body: body.to_owned(),
            white_cell: String::new(),
            in_minutes: Some(0),
        })
        .await;
    }

    pub fn url(&self) -> &str {
        &self.door.join.as_ref().expect("the door is open").url
    }

    pub fn code(&self) -> &str {
        &self.door.join.as_ref().expect("the door is open").code
    }

    /// `127.0.0.1:40123`.
    pub fn host(&self) -> &str {
        self.url().split("://").nth(1).expect("an address")
    }

    pub fn address(&self) -> SocketAddr {
        self.host().parse().expect("an address with a port")
    }

    pub async fn dial(&self) -> TcpStream {
        TcpStream::connect(self.address())
            .await
            .expect("the door is open")
    }

    /// Asks over a fresh plain connection.
    pub async fn ask(
        &self,
        method: &str,
        path: &str,
        headers: &[(&str, &str)],
        body: &str,
    ) -> Answer {
        ask(self.dial().await, self.host(), method, path, headers, body).await
    }

    /// Takes a seat and gives its cookie, as `name=value`.
    pub async fn join(&self, name: &str, role: &str) -> String {
        let ask = json!({ "code": self.code(), "name": name, "role": role }).to_string();
        let joined = self.ask("POST", "/seat/join", &[], &ask).await;
        assert_eq!(
            joined.status, 200,
            "{name} joins as {role}: {}",
            joined.body
        );
        joined.cookie()
    }

    pub async fn call(&self, cookie: &str, call: Value) -> Answer {
        let headers = [("Cookie", cookie)];
        self.ask("POST", "/seat/call", &headers, &call.to_string())
            .await
    }

    /// The live connection of a seat.
    pub async fn live(&self, cookie: &str, since: u64) -> WebSocketStream<TcpStream> {
        let path = format!("/seat/live?since={since}");
        let headers = [("Cookie", cookie)];
        let asked = self.try_live(&path, &headers).await;
        asked.unwrap_or_else(|answer| panic!("it goes live: {} {}", answer.status, answer.body))
    }

    /// The same where it may be refused.
    pub async fn try_live(
        &self,
        path: &str,
        headers: &[(&str, &str)],
    ) -> Result<WebSocketStream<TcpStream>, Answer> {
        try_live(self.dial().await, self.host(), path, headers).await
    }
}

/// What came back.
#[derive(Debug)]
pub struct Answer {
    pub status: u16,
    pub headers: Vec<(String, String)>,
    pub body: String,
}

impl Answer {
    pub fn header(&self, name: &str) -> Option<&str> {
        let mut all = self.headers.iter();
        let found = all.find(|(given, _)| given.eq_ignore_ascii_case(name));
        found.map(|(_, value)| value.as_str())
    }

    pub fn json(&self) -> Value {
        serde_json::from_str(&self.body).unwrap_or_else(|why| panic!("{why}: {}", self.body))
    }

    /// The cookie that was set, as `name=value`.
    pub fn cookie(&self) -> String {
        let set = self.header("set-cookie").expect("a cookie is set");
        set.split(';').next().expect("a pair").to_owned()
    }

    /// Where a call came back with a Problem, or a Problem came alone, its code.
    pub fn problem(&self) -> String {
        let said = self.json();
        let problem = said.get("problem").unwrap_or(&said);
        problem["code"].as_str().unwrap_or_default().to_owned()
    }
}

/// Sends a request and reads the whole answer.
pub async fn ask<S: AsyncRead + AsyncWrite + Unpin>(
    mut stream: S,
    host: &str,
    method: &str,
    path: &str,
    headers: &[(&str, &str)],
    body: &str,
) -> Answer {
    let mut head = format!("{method} {path} HTTP/1.1\r\n");
    if !headers.iter().any(|(name, _)| *name == "Host") {
        head += &format!("Host: {host}\r\n");
    }
    for (name, value) in headers {
        head += &format!("{name}: {value}\r\n");
    }
    if method != "GET" {
        head += &format!("Content-Length: {}\r\n", body.len());
    }
    head += "Connection: close\r\n\r\n";
    send(&mut stream, &(head + body)).await
}

/// Sends bytes as they are and reads the whole answer. A door that has heard enough may close before the end.
pub async fn send<S: AsyncRead + AsyncWrite + Unpin>(stream: &mut S, text: &str) -> Answer {
    let _heard_enough = stream.write_all(text.as_bytes()).await;
    let mut bytes = Vec::new();
    let read = timeout(SOON, async {
        let mut some = [0; 4096];
        while let Ok(count @ 1..) = stream.read(&mut some).await {
            bytes.extend_from_slice(&some[..count]);
        }
    });
    read.await.expect("the answer ends");
    answer(&String::from_utf8_lossy(&bytes))
}

fn answer(text: &str) -> Answer {
    let (head, body) = text.split_once("\r\n\r\n").unwrap_or((text, ""));
    let mut lines = head.lines();
    let status = lines.next().and_then(|line| line.split(' ').nth(1));
    Answer {
        status: status.and_then(|it| it.parse().ok()).unwrap_or(0),
        headers: lines
            .filter_map(|line| line.split_once(": "))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        body: body.to_owned(),
    }
}

/// Asks for a live connection.
pub async fn try_live<S: AsyncRead + AsyncWrite + Unpin>(
    stream: S,
    host: &str,
    path: &str,
    headers: &[(&str, &str)],
) -> Result<WebSocketStream<S>, Answer> {
    use tokio_tungstenite::tungstenite::Error;
    use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
    let mut request = format!("ws://{host}{path}")
        .into_client_request()
        .expect("a request");
    for (name, value) in headers {
        let name = name.parse::<axum::http::HeaderName>().expect("a name");
        request
            .headers_mut()
            .insert(name, value.parse().expect("a value"));
    }
    match tokio_tungstenite::client_async(request, stream).await {
        Ok((socket, _)) => Ok(socket),
        Err(Error::Http(answer)) => {
            let body = answer.body().as_deref().unwrap_or_default();
            Err(Answer {
                status: answer.status().as_u16(),
                headers: Vec::new(),
                body: String::from_utf8_lossy(body).into_owned(),
            })
        }
        Err(why) => panic!("no HTTP answer: {why}"),
    }
}

/// The next frame; none where the connection was closed.
pub async fn frame<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut WebSocketStream<S>,
) -> Option<Value> {
    loop {
        let heard = timeout(SOON, socket.next())
            .await
            .expect("something is heard");
        match heard {
            Some(Ok(Message::Text(text))) => {
                return Some(serde_json::from_str(&text).expect("a frame is JSON"));
            }
            Some(Ok(Message::Close(_)) | Err(_)) | None => return None,
            Some(Ok(_)) => {}
        }
    }
}

/// Frames until one of them has it.
pub async fn frame_with<S: AsyncRead + AsyncWrite + Unpin>(
    socket: &mut WebSocketStream<S>,
    words: &str,
) -> Value {
    loop {
        let frame = frame(socket)
            .await
            .unwrap_or_else(|| panic!("it ended before {words}"));
        if frame.get("item").is_some() && frame.to_string().contains(words) {
            return frame;
        }
    }
}

pub fn root() -> PathBuf {
    Path::new(env!("CARGO_MANIFEST_DIR")).join("../..")
}
