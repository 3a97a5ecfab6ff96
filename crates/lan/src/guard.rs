//! What every request meets first: is it meant for this door, and does it come from a page of this door? And what every
//! answer carries: the policy that keeps a page from asking anybody else for anything. Not here: who has a seat.

use std::net::{IpAddr, SocketAddr};
use std::sync::Arc;

use axum::extract::{Request, State};
use axum::http::header::{HOST, ORIGIN};
use axum::http::uri::Authority;
use axum::http::{HeaderMap, HeaderName, HeaderValue, StatusCode};
use axum::middleware::Next;
use axum::response::Response;
use wire::ProblemCode;

use crate::certificate::Tls;
use crate::pages::INLINE_SCRIPTS;
use crate::words::Unanswered;

/// By which names a door may be called.
#[derive(Clone, Debug)]
pub struct Names {
    /// Where it listens.
    pub bound: SocketAddr,
    /// Its certificate, whose names are its own too; none where it is not encrypted.
    pub tls: Option<Tls>,
    /// False where no page is served here, so that no page has any business here.
    pub pages: bool,
}

impl Names {
    /// `http` or `https`.
    pub fn scheme(&self) -> &'static str {
        if self.tls.is_some() { "https" } else { "http" }
    }

    /// Whether `Host` names this door. A page of somebody else whose name was made to point at this address (DNS
    /// rebinding) names itself there, and is sent away.
    fn is_host(&self, host: &str) -> bool {
        let Ok(authority) = host.parse::<Authority>() else {
            return false;
        };
        if authority.as_str().contains('@') {
            return false;
        }
        let usual = if self.tls.is_some() { 443 } else { 80 };
        let port = authority.port_u16().unwrap_or(usual);
        port == self.bound.port() && self.is_name(authority.host())
    }

    fn is_name(&self, name: &str) -> bool {
        let bare = name.trim_start_matches('[').trim_end_matches(']');
        if let Ok(address) = bare.parse::<IpAddr>() {
            return address == self.bound.ip();
        }
        let local = self.bound.ip().is_loopback() && name.eq_ignore_ascii_case("localhost");
        local || self.tls.as_ref().is_some_and(|tls| tls.is_for(name))
    }

    /// Whether a request is for this door and from one of its pages. `Err` says why not.
    fn check(&self, request: &Request) -> Result<(), &'static str> {
        let headers = request.headers();
        let host = only(headers, &HOST).ok_or("A request names one host.")?;
        if !self.is_host(host) {
            return Err("This is not the address of the drill.");
        }
        // A request may name the host once more, before its path.
        let again = request.uri().authority();
        if again.is_some_and(|it| it.as_str() != host) {
            return Err("A request names one host.");
        }
        if !headers.contains_key(ORIGIN) {
            return Ok(());
        }
        let origin = only(headers, &ORIGIN).unwrap_or_default();
        let named = origin.split_once("://");
        let ours = named.is_some_and(|(scheme, from)| scheme == self.scheme() && from == host);
        if ours && self.pages {
            Ok(())
        } else {
            Err("This came from a page of somebody else.")
        }
    }
}

/// The value of a header that stands there exactly once.
fn only<'a>(headers: &'a HeaderMap, name: &HeaderName) -> Option<&'a str> {
    let mut all = headers.get_all(name).iter();
    let first = all.next()?.to_str().ok()?;
    all.next().is_none().then_some(first)
}

/// Lets a request through, or not, and dresses the answer.
pub async fn guard(State(names): State<Arc<Names>>, request: Request, next: Next) -> Response {
    let mut response = match names.check(&request) {
        Ok(()) => {
            let host = request.headers().get(HOST).cloned();
            let mut response = next.run(request).await;
            let policy = host.and_then(|host| policy(&names, host.to_str().ok()?));
            if let Some(policy) = policy {
                let name = HeaderName::from_static("content-security-policy");
                response.headers_mut().insert(name, policy);
            }
            response
        }
        Err(says) => {
            Unanswered::with(StatusCode::MISDIRECTED_REQUEST, ProblemCode::BadCall, says).alone()
        }
    };
    dress(response.headers_mut(), names.tls.is_some());
    response
}

/// Everything from here, nothing from elsewhere, in nobody's frame. The live connection is named too, because some
/// browsers do not count it as coming from here.
fn policy(names: &Names, host: &str) -> Option<HeaderValue> {
    let socket = if names.tls.is_some() { "wss" } else { "ws" };
    let text = format!(
        "default-src 'none'; script-src 'self' {INLINE_SCRIPTS}; style-src 'self'; img-src 'self' data: blob:; \
         font-src 'self'; connect-src 'self' {socket}://{host}; base-uri 'none'; form-action 'none'; \
         frame-ancestors 'none'"
    );
    HeaderValue::from_str(&text).ok()
}

fn dress(headers: &mut HeaderMap, encrypted: bool) {
    let always = [
        ("x-content-type-options", "nosniff"),
        ("referrer-policy", "no-referrer"),
        ("x-frame-options", "DENY"),
        ("cross-origin-resource-policy", "same-origin"),
        (
            "permissions-policy",
            "camera=(), microphone=(), geolocation=(), payment=(), usb=()",
        ),
    ];
    for (name, value) in always {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if encrypted {
        // Browsers know this one only where the connection is encrypted, and complain elsewhere.
        let name = "cross-origin-opener-policy";
        headers.insert(name, HeaderValue::from_static("same-origin"));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use axum::body::Body;

    #[test]
    fn a_door_answers_to_its_own_address_only() {
        check("192.0.2.7:4433", None, true);
        for host in [
            "192.0.2.7",
            "192.0.2.7:",
            "192.0.2.7:80",
            "192.0.2.7:99999",
            "192.0.2.8:4433",
            "localhost:4433",
            "drill.example:4433",
            "192.0.2.7.drill.example:4433",
            "x@192.0.2.7:4433",
            "",
        ] {
            check(host, None, false);
        }
    }

    #[test]
    fn only_pages_of_this_door_may_ask() {
        let host = "192.0.2.7:4433";
        check(host, Some("http://192.0.2.7:4433"), true);
        for origin in [
            "https://192.0.2.7:4433",
            "http://192.0.2.7",
            "http://drill.example",
            "http://192.0.2.7:4433.drill.example",
            "null",
            "",
        ] {
            check(host, Some(origin), false);
        }
    }

    #[test]
    fn where_no_page_is_served_no_page_may_ask() {
        let names = Names {
            bound: "127.0.0.1:4433".parse().expect("an address"),
            tls: None,
            pages: false,
        };
        let asked = |origin| request("localhost:4433", origin);
        assert!(names.check(&asked(None)).is_ok(), "a program may");
        let own = Some("http://localhost:4433");
        assert!(names.check(&asked(own)).is_err(), "a page may not");
    }

    fn check(host: &'static str, origin: Option<&'static str>, welcome: bool) {
        let names = Names {
            bound: "192.0.2.7:4433".parse().expect("an address"),
            tls: None,
            pages: true,
        };
        let answer = names.check(&request(host, origin));
        assert_eq!(
            answer.is_ok(),
            welcome,
            "a request to {host:?} from {origin:?} gave {answer:?}"
        );
    }

    fn request(host: &'static str, origin: Option<&'static str>) -> Request {
        let mut request = Request::new(Body::empty());
        let headers = request.headers_mut();
        headers.insert(HOST, HeaderValue::from_static(host));
        if let Some(origin) = origin {
            headers.insert(ORIGIN, HeaderValue::from_static(origin));
        }
        request
    }
}
