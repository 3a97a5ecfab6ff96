//! What may be asked at the seats' door, and by whom. A call of the desk is not among it: here nobody answers it. Not
//! here: what a call does (`conduct`), how connections are accepted (`listener`).

use std::sync::{Arc, PoisonError, RwLock};

use axum::body::Body;
use axum::extract::rejection::QueryRejection;
use axum::extract::{Extension, Path, Query, Request, State};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE, COOKIE, SET_COOKIE};
use axum::http::{HeaderMap, HeaderValue, StatusCode};
use axum::response::Response;
use axum::routing::{get, post};
use axum::{Router, middleware};
use conduct::{Joined, SeatPass, Seats};
use hyper::upgrade::OnUpgrade;
use serde::Deserialize;
use tokio::sync::watch;
use wire::{Problem, ProblemCode};

use crate::guard::{Names, guard};
use crate::limits::{CALL_BYTES, JOIN_BYTES, Limits};
use crate::listener::Peer;
use crate::live::{self, Feed};
use crate::pages::page;
use crate::words::{
    Unanswered, call_answer, json_answer, problem, read_body, read_join, read_seat_call,
};

/// How long a browser keeps its seat: a drill and its review.
const COOKIE_SECONDS: u32 = 7 * 24 * 60 * 60;

/// What the cookie of a seat begins with.
const SEAT: &str = "rockdrill-seat";

/// What the projector's begins with.
const DISPLAY: &str = "rockdrill-display";

/// What the routes need.
#[derive(Clone)]
struct Door {
    leads_to: Arc<LeadsTo>,
    names: Arc<Names>,
    limits: Limits,
    closing: watch::Receiver<bool>,
}

/// The seats that a door leads to: those of one drill, and of the next where the door is handed on.
pub struct LeadsTo(RwLock<Arc<Seats>>);

impl LeadsTo {
    /// A door to these seats.
    pub fn new(seats: Arc<Seats>) -> Arc<Self> {
        Arc::new(Self(RwLock::new(seats)))
    }

    /// Leads to other seats from now on.
    pub fn turn_to(&self, seats: Arc<Seats>) {
        *self.0.write().unwrap_or_else(PoisonError::into_inner) = seats;
    }

    fn seats(&self) -> Arc<Seats> {
        Arc::clone(&self.0.read().unwrap_or_else(PoisonError::into_inner))
    }
}

/// Everything that the seats' door answers.
pub fn router(
    leads_to: Arc<LeadsTo>,
    names: Names,
    limits: Limits,
    closing: watch::Receiver<bool>,
) -> Router {
    let door = Door::new(leads_to, names, limits, closing);
    let seats = Router::new()
        .route("/", get(seat_page))
        .route("/i", get(seat_page))
        .route("/seat/lobby", get(lobby))
        .route("/seat/join", post(join))
        .route("/seat/call", post(call))
        .route("/seat/live", get(seat_live))
        .merge(display_routes());
    // Whoever is turned away at the guard has not reached the drill.
    let reached = middleware::from_fn_with_state(door.clone(), reached);
    guarded(nothing_else(seats).layer(reached), door)
}

/// The projector's page and nothing else.
pub fn display_router(
    leads_to: Arc<LeadsTo>,
    names: Names,
    limits: Limits,
    closing: watch::Receiver<bool>,
) -> Router {
    let door = Door::new(leads_to, names, limits, closing);
    guarded(nothing_else(display_routes()), door)
}

fn display_routes() -> Router<Door> {
    Router::new()
        .route("/assets/{name}", get(asset))
        .route("/display", get(display_page))
        .route("/display/live", get(display_live))
}

fn nothing_else(router: Router<Door>) -> Router<Door> {
    router
        .fallback(nothing_here)
        .method_not_allowed_fallback(nothing_here)
}

fn guarded(router: Router<Door>, door: Door) -> Router {
    let names = Arc::clone(&door.names);
    router
        .layer(middleware::from_fn_with_state(names, guard))
        .with_state(door)
}

/// Tells the drill that somebody reached its door, which is what a trainer wants to know of a new room.
async fn reached(State(door): State<Door>, request: Request, next: middleware::Next) -> Response {
    if let Some(peer) = request.extensions().get::<Peer>() {
        door.seats().reached(peer.address);
    }
    next.run(request).await
}

async fn seat_page(headers: HeaderMap) -> Response {
    page("seat.html", &headers).unwrap_or_else(missing)
}

async fn asset(Path(name): Path<String>, headers: HeaderMap) -> Response {
    page(&format!("assets/{name}"), &headers).unwrap_or_else(missing)
}

async fn nothing_here() -> Response {
    missing()
}

async fn lobby(State(door): State<Door>, headers: HeaderMap) -> Response {
    json_answer(StatusCode::OK, &door.seats().lobby(door.token(&headers)))
}

async fn join(
    State(door): State<Door>,
    Extension(peer): Extension<Peer>,
    headers: HeaderMap,
    body: Body,
) -> Response {
    let joined = async {
        let body = read_body(body, JOIN_BYTES, door.limits.body).await?;
        let ask = read_join(&body)?;
        let token = door.token(&headers);
        Ok::<_, Unanswered>(door.seats().join(ask, peer.address, token).await?)
    };
    match joined.await {
        Ok(Joined { view, token }) => {
            let mut response = json_answer(StatusCode::OK, &view);
            if let Some(token) = token {
                door.give_cookie(&mut response, SEAT, &token);
            }
            response
        }
        Err(why) => why.alone(),
    }
}

async fn call(State(door): State<Door>, headers: HeaderMap, body: Body) -> Response {
    let answer = async {
        // Who has no seat is not listened to at all.
        let pass = door.pass(&headers)?;
        let body = read_body(body, CALL_BYTES, door.limits.body).await?;
        let (call, key) = read_seat_call(&body)?;
        Ok(door.seats().call(&pass, call, key).await?)
    };
    call_answer(answer.await)
}

/// What a live connection says in its address.
#[derive(Deserialize)]
struct Since {
    #[serde(default)]
    since: u64,
}

async fn seat_live(
    State(door): State<Door>,
    Extension(peer): Extension<Peer>,
    since: Result<Query<Since>, QueryRejection>,
    mut request: Request,
) -> Response {
    let begun = || {
        let pass = door.pass(request.headers())?;
        let key = live::asked_for(request.headers()).ok_or_else(not_live)?;
        let Ok(Query(Since { since })) = since else {
            let says = "A live connection goes on after a number: since=0 is the start.";
            return Err(problem(ProblemCode::BadCall, says).into());
        };
        let live = door.seats().live(&pass, since, peer.address)?;
        Ok((Feed::Seat(Box::new(live)), key))
    };
    match begun() {
        Ok((feed, key)) => door.go_live(&mut request, feed, &key, &peer),
        Err(why) => Unanswered::alone(why),
    }
}

/// The projector's secret, as its address brings it along.
#[derive(Deserialize)]
struct DisplayToken {
    #[serde(default)]
    token: Option<String>,
}

async fn display_page(
    State(door): State<Door>,
    asked: Result<Query<DisplayToken>, QueryRejection>,
    headers: HeaderMap,
) -> Response {
    let brought = asked.ok().and_then(|Query(asked)| asked.token);
    let kept = || cookies(&headers, DISPLAY).find(|token| door.seats().display(token).is_some());
    let shown = match &brought {
        Some(token) => door.seats().display(token).is_some(),
        None => kept().is_some(),
    };
    if !shown {
        return said(
            StatusCode::FORBIDDEN,
            "This is not the projector's address, or not any more. The desk shows the one that holds now.",
        );
    }
    let mut response = page("display.html", &headers).unwrap_or_else(missing);
    if let Some(token) = brought {
        // The page comes with a cookie, so it is nobody else's to keep.
        let private = HeaderValue::from_static("no-store");
        response.headers_mut().insert(CACHE_CONTROL, private);
        door.give_cookie(&mut response, DISPLAY, &token);
    }
    response
}

async fn display_live(
    State(door): State<Door>,
    Extension(peer): Extension<Peer>,
    mut request: Request,
) -> Response {
    let begun = || {
        let mut tokens = cookies(request.headers(), DISPLAY);
        let live = tokens.find_map(|token| door.seats().display(token));
        let live = live.ok_or_else(|| -> Unanswered {
            let says = "This is not the projector's page, or not any more.";
            problem(ProblemCode::NoSeat, says).into()
        })?;
        let key = live::asked_for(request.headers()).ok_or_else(not_live)?;
        Ok((Feed::Display(Box::new(live)), key))
    };
    match begun() {
        Ok((feed, key)) => door.go_live(&mut request, feed, &key, &peer),
        Err(why) => Unanswered::alone(why),
    }
}

impl Door {
    fn new(
        leads_to: Arc<LeadsTo>,
        names: Names,
        limits: Limits,
        closing: watch::Receiver<bool>,
    ) -> Self {
        Self {
            leads_to,
            names: Arc::new(names),
            limits,
            closing,
        }
    }

    fn seats(&self) -> Arc<Seats> {
        self.leads_to.seats()
    }

    /// Who calls, by the cookie.
    fn pass(&self, headers: &HeaderMap) -> Result<SeatPass, Problem> {
        let mut tokens = cookies(headers, SEAT);
        tokens
            .find_map(|token| self.seats().pass(token))
            .ok_or_else(|| {
                let says = "This device has no seat in the drill, or not any more.";
                problem(ProblemCode::NoSeat, says)
            })
    }

    /// The secret of this device's seat.
    fn token<'a>(&self, headers: &'a HeaderMap) -> Option<&'a str> {
        cookies(headers, SEAT).find(|token| self.seats().pass(token).is_some())
    }

    fn go_live(&self, request: &mut Request, feed: Feed, key: &str, peer: &Peer) -> Response {
        let Some(upgrade) = request.extensions_mut().remove::<OnUpgrade>() else {
            return not_live().alone();
        };
        peer.place.seated();
        tokio::spawn(live::pump(upgrade, feed, self.limits, self.closing.clone()));
        live::switch(key)
    }

    /// No script can read it, and no page of anybody else can make a browser send it.
    ///
    /// Browsers give every port of a computer the same cookies, so the port is in the name and two drills keep apart.
    /// The beginning `__Host-` has browsers refuse it from anybody but this very host over an encrypted connection.
    fn give_cookie(&self, response: &mut Response, what: &str, token: &str) {
        let port = self.names.bound.port();
        let host = if self.names.tls.is_some() {
            "__Host-"
        } else {
            ""
        };
        let secure = if self.names.tls.is_some() {
            "; Secure"
        } else {
            ""
        };
        let cookie = format!(
            "{host}{what}-{port}={token}; Path=/; Max-Age={COOKIE_SECONDS}; HttpOnly; SameSite=Strict{secure}"
        );
        if let Ok(cookie) = HeaderValue::from_str(&cookie) {
            response.headers_mut().append(SET_COOKIE, cookie);
        }
    }
}

/// The values of all cookies for this purpose, whatever port they were given at: a door that opened again somewhere else
/// knows its seats all the same.
fn cookies<'a>(headers: &'a HeaderMap, what: &str) -> impl Iterator<Item = &'a str> {
    let all = headers.get_all(COOKIE).iter();
    let pairs = all.filter_map(|it| it.to_str().ok());
    let pairs = pairs.flat_map(|it| it.split(';'));
    pairs.filter_map(move |pair| {
        let (name, value) = pair.trim().split_once('=')?;
        let name = name.strip_prefix("__Host-").unwrap_or(name);
        name.starts_with(what).then_some(value)
    })
}

fn not_live() -> Unanswered {
    problem(ProblemCode::BadCall, "This address is for a WebSocket.").into()
}

fn missing() -> Response {
    let says = "There is nothing at this address.";
    Unanswered::with(StatusCode::NOT_FOUND, ProblemCode::BadCall, says).alone()
}

/// A sentence for a person who looks at a page's address.
fn said(status: StatusCode, says: &'static str) -> Response {
    let mut response = Response::new(Body::from(says));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    let plain = HeaderValue::from_static("text/plain; charset=utf-8");
    headers.insert(CONTENT_TYPE, plain);
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}
