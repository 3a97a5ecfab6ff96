//! The door behind a certificate, met by a real TLS client; and what becomes of whoever forgets to encrypt.

mod common;

use std::sync::Arc;

use common::{Room, ask, frame, room, send, try_live};
use lan::Limits;
use rustls::pki_types::pem::PemObject as _;
use rustls::pki_types::{CertificateDer, ServerName};
use rustls::{ClientConfig, RootCertStore};
use serde_json::json;
use sha2::{Digest as _, Sha256};
use tokio::net::TcpStream;
use tokio_rustls::TlsConnector;
use tokio_rustls::client::TlsStream;
use wire::{DeskCall, DeskReply};

#[tokio::test]
async fn a_window_of_this_computer_finds_the_projectors_page_without_the_certificate() {
    let room = room(Limits::default(), "generated-certificate").await;
    let exercise = room.exercise.clone();
    let shown = room.desk.call(DeskCall::ShowDisplay { exercise }).await;
    let Ok(DeskReply::Page(page)) = shown else {
        panic!("a page was asked for: {shown:?}");
    };
    let place = page
        .url
        .strip_prefix("http://127.0.0.1:")
        .expect("loopback");
    let (port, path) = place.split_once('/').expect("a path");
    let host = format!("127.0.0.1:{port}");
    let check = async |path: &str, status: u16| {
        let stream = TcpStream::connect(&host).await.expect("it listens");
        let answer = ask(stream, &host, "GET", path, &[], "").await;
        assert_eq!(answer.status, status, "{path}");
    };
    check(&format!("/{path}"), 200).await;
    check("/display?token=guessed", 403).await;
    for path in ["/", "/seat/lobby", "/seat/live?since=0", "/i"] {
        check(path, 404).await;
    }
}

#[tokio::test]
async fn a_phone_that_trusts_the_certificate_joins_and_hears() {
    let room = room(Limits::default(), "generated-certificate").await;
    assert!(room.url().starts_with("https://"), "{}", room.url());
    let (stream, leaf) = dial(&room).await;
    let shown = room
        .door
        .join
        .as_ref()
        .and_then(|join| join.fingerprint.clone());
    let own: Vec<String> = Sha256::digest(&leaf)
        .iter()
        .map(|byte| format!("{byte:02X}"))
        .collect();
    assert_eq!(
        shown,
        Some(own.join(":")),
        "the desk shows what the phone sees"
    );
    let asked = json!({ "code": room.code(), "name": "Ada", "role": "soc" }).to_string();
    let origin = room.url().to_owned();
    let headers = [("Origin", origin.as_str())];
    let joined = ask(stream, room.host(), "POST", "/seat/join", &headers, &asked).await;
    assert_eq!(joined.status, 200, "{}", joined.body);
    let set = joined.header("set-cookie").expect("a cookie").to_owned();
    assert!(
        set.starts_with("__Host-") && set.contains("; Secure"),
        "encrypted only: {set}"
    );
    let policy = joined.header("content-security-policy").unwrap_or_default();
    assert!(
        policy.contains(&format!("wss://{}", room.host())),
        "{policy}"
    );
    let cookie = joined.cookie();
    let headers = [("Cookie", cookie.as_str()), ("Origin", origin.as_str())];
    let (stream, _) = dial(&room).await;
    let live = try_live(stream, room.host(), "/seat/live?since=0", &headers).await;
    let Ok(mut live) = live else {
        panic!("it goes live")
    };
    assert!(
        frame(&mut live).await.is_some(),
        "it hears how things stand"
    );
    let (stream, _) = dial(&room).await;
    let plain = format!("http://{}", room.host());
    let answer = ask(stream, room.host(), "GET", "/", &[("Origin", &plain)], "").await;
    assert_eq!(
        answer.status, 421,
        "a page that was not encrypted is none of this door"
    );
}

#[tokio::test]
async fn whoever_forgets_to_encrypt_is_sent_on_and_told_nothing() {
    let limits = Limits {
        handshake: std::time::Duration::from_millis(500),
        ..Limits::default()
    };
    let room = room(limits, "generated-certificate").await;
    let mut stream = room.dial().await;
    let answer = send(
        &mut stream,
        "GET /seat/lobby HTTP/1.1\r\nHost: drill.example\r\n\r\n",
    )
    .await;
    assert_eq!(
        answer.status, 307,
        "an address typed without https:// leads on"
    );
    let there = format!("{}/", room.url());
    assert_eq!(
        answer.header("location"),
        Some(there.as_str()),
        "to the door itself"
    );
    assert_eq!(answer.body, "", "and nothing is told");
    let mut stream = room.dial().await;
    let noise = send(
        &mut stream,
        "\u{16}\u{3}\u{1} nonsense that is no handshake at all",
    )
    .await;
    assert_ne!(noise.status, 200, "noise is no handshake");
    dial(&room).await;
}

/// A TLS client that trusts the certificate kept for the programme and nothing else.
async fn dial(room: &Room) -> (TlsStream<TcpStream>, CertificateDer<'static>) {
    let kept = room.folder.path().join("own/door-certificate.pem");
    let leaf = CertificateDer::from_pem_file(kept).expect("it is kept in the user's folder");
    let mut roots = RootCertStore::empty();
    roots.add(leaf.clone()).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("versions")
        .with_root_certificates(roots)
        .with_no_client_auth();
    let name = ServerName::try_from("127.0.0.1").expect("a name");
    let stream = TlsConnector::from(Arc::new(config))
        .connect(name, room.dial().await)
        .await;
    (stream.expect("the certificate is for this address"), leaf)
}
