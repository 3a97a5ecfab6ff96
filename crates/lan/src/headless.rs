//! The desk of a computer without a display: the typed calls of the desk on a listener of its own, on loopback alone, for
//! whoever holds its token. No page is served here, so no page of anybody has any business here. Not here: what a call
//! does (`conduct`).

use std::net::{Ipv4Addr, SocketAddr};
use std::sync::Arc;

use axum::body::Body;
use axum::extract::State;
use axum::http::header::AUTHORIZATION;
use axum::http::{HeaderMap, StatusCode};
use axum::response::Response;
use axum::routing::post;
use axum::{Router, middleware};
use conduct::Desk;
use sha2::{Digest as _, Sha256};
use tokio::sync::watch;
use wire::{Problem, ProblemCode};

use crate::guard::{Names, guard};
use crate::limits::{DESK_BYTES, Limits};
use crate::listener::{self, Serve};
use crate::words::{Unanswered, call_answer, read_body, read_desk_call};

/// A headless desk that stands open; it closes when this is dropped.
pub struct HeadlessDesk {
    /// Where it is, as `http://127.0.0.1:40123`.
    pub url: String,
    /// What whoever calls must bring: `Authorization: Bearer …`.
    pub token: String,
    _closing: watch::Sender<bool>,
}

#[derive(Clone)]
struct Room {
    desk: Arc<Desk>,
    /// Hashes are compared, so that how long it takes tells nothing about the token.
    token: Arc<[u8; 32]>,
    limits: Limits,
}

/// Opens the desk's calls to whoever holds its token, on loopback alone.
///
/// # Errors
/// Where no port is to be had.
pub fn headless_desk(desk: Arc<Desk>) -> Result<HeadlessDesk, Problem> {
    let token = secret().ok_or_else(|| unopened("the system gave no random numbers"))?;
    let listener = listener::bind(SocketAddr::from((Ipv4Addr::LOCALHOST, 0)))
        .and_then(|listener| Ok((listener.local_addr()?, listener)));
    let (bound, listener) = listener.map_err(|why| unopened(&why.to_string()))?;
    let limits = Limits::default();
    let room = Room {
        desk,
        token: Arc::new(Sha256::digest(&token).into()),
        limits,
    };
    let names = Arc::new(Names {
        bound,
        tls: None,
        pages: false,
    });
    let router = Router::new()
        .route("/desk/call", post(call))
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
        .layer(middleware::from_fn_with_state(names, guard))
        .with_state(room);
    let url = format!("http://{bound}");
    let (closing, closed) = watch::channel(false);
    let serve = Serve {
        router,
        tls: None,
        url: url.clone(),
        limits,
    };
    tokio::spawn(listener::serve(listener, serve, closed));
    Ok(HeadlessDesk {
        url,
        token,
        _closing: closing,
    })
}

/// 256 bits that nobody can guess.
fn secret() -> Option<String> {
    let mut bytes = [0; 32];
    let random = rustls::crypto::ring::default_provider().secure_random;
    random.fill(&mut bytes).ok()?;
    Some(bytes.iter().map(|byte| format!("{byte:02x}")).collect())
}

fn unopened(detail: &str) -> Problem {
    Problem {
        code: ProblemCode::NoDoor,
        says: "The desk's own door on this computer could not be opened.".to_owned(),
        hint: None,
        detail: Some(detail.to_owned()),
    }
}

async fn call(State(room): State<Room>, headers: HeaderMap, body: Body) -> Response {
    let answer = async {
        if !room.knows(&headers) {
            return Err(Unanswered::with(
                StatusCode::UNAUTHORIZED,
                ProblemCode::NoSeat,
                "The desk answers only to whoever holds its token.",
            ));
        }
        let body = read_body(body, DESK_BYTES, room.limits.body).await?;
        let call = read_desk_call(&body)?;
        Ok(room.desk.call(call).await?)
    };
    call_answer(answer.await)
}

async fn nothing_here() -> Response {
    let says = "There is nothing at this address.";
    Unanswered::with(StatusCode::NOT_FOUND, ProblemCode::BadCall, says).alone()
}

impl Room {
    fn knows(&self, headers: &HeaderMap) -> bool {
        let said = headers.get(AUTHORIZATION).and_then(|it| it.to_str().ok());
        let token = said.and_then(|it| it.split_once(' '));
        let token = token.filter(|(how, _)| how.eq_ignore_ascii_case("bearer"));
        token.is_some_and(|(_, token)| {
            let hash: [u8; 32] = Sha256::digest(token.trim()).into();
            hash == *self.token
        })
    }
}
