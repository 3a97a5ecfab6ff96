//! How calls are read and answers written. What cannot be read is answered by a Problem and never by a panic. Not here:
//! what a call does.

use std::time::Duration;

use axum::body::{Body, Bytes, to_bytes};
use axum::http::header::{CACHE_CONTROL, CONTENT_TYPE};
use axum::http::{HeaderValue, StatusCode};
use axum::response::Response;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use tokio::time::timeout;
use wire::{DeskCall, Problem, ProblemCode, SeatCall, SeatJoin};

/// The longest key of a call; pages mint 32 characters.
const KEY_CHARACTERS: usize = 128;

/// Reads what a device says to take a seat.
///
/// # Errors
/// Where it is not of that form.
pub fn read_join(bytes: &[u8]) -> Result<SeatJoin, Problem> {
    serde_json::from_slice(bytes).map_err(|why| misread(&why))
}

/// Reads a call of a seat and its key.
///
/// # Errors
/// Where it is not of that form, or no call of a seat.
pub fn read_seat_call(bytes: &[u8]) -> Result<(SeatCall, Option<String>), Problem> {
    let mut said = envelope(bytes, &["call", "args", "key"])?;
    let key = match said.remove("key") {
        None | Some(Value::Null) => None,
        Some(Value::String(key)) if key.chars().count() <= KEY_CHARACTERS => Some(key),
        Some(_) => {
            let says = format!("A key is a text of at most {KEY_CHARACTERS} characters.");
            return Err(problem(ProblemCode::BadCall, says));
        }
    };
    Ok((call_of(said)?, key))
}

/// Reads a call of the desk.
///
/// # Errors
/// Where it is not of that form, or no call of the desk.
pub fn read_desk_call(bytes: &[u8]) -> Result<DeskCall, Problem> {
    call_of(envelope(bytes, &["call", "args"])?)
}

type Said = serde_json::Map<String, Value>;

fn envelope(bytes: &[u8], may_say: &[&str]) -> Result<Said, Problem> {
    let said: Said = serde_json::from_slice(bytes).map_err(|why| misread(&why))?;
    match said.keys().find(|name| !may_say.contains(&name.as_str())) {
        Some(_) => {
            let says = format!("A call has {} and nothing else.", may_say.join(", "));
            Err(problem(ProblemCode::BadCall, says))
        }
        None => Ok(said),
    }
}

/// A call without arguments may leave them out or send none; both are understood.
fn call_of<T: DeserializeOwned>(mut said: Said) -> Result<T, Problem> {
    let args = said.entry("args").or_insert_with(|| json!({}));
    if args.is_null() {
        *args = json!({});
    }
    let empty = args.as_object().is_some_and(serde_json::Map::is_empty);
    let read = serde_json::from_value(Value::Object(said.clone()));
    if read.is_err() && empty {
        said.remove("args");
        if let Ok(bare) = serde_json::from_value(Value::Object(said)) {
            return Ok(bare);
        }
    }
    read.map_err(|why| misread(&why))
}

fn misread(why: &serde_json::Error) -> Problem {
    let mut problem = problem(ProblemCode::BadCall, "This call was not understood.");
    problem.detail = Some(why.to_string());
    problem
}

/// A Problem without advice or detail.
pub fn problem(code: ProblemCode, says: impl Into<String>) -> Problem {
    Problem {
        code,
        says: says.into(),
        hint: None,
        detail: None,
    }
}

/// The status that goes with a Problem. A refusal is an answer like any other, so it is no error of HTTP.
fn status_of(problem: &Problem) -> StatusCode {
    match problem.code {
        ProblemCode::Refused | ProblemCode::NeedsPassphrase => StatusCode::OK,
        ProblemCode::BadCall => StatusCode::BAD_REQUEST,
        ProblemCode::WrongCode => StatusCode::FORBIDDEN,
        ProblemCode::NoSeat => StatusCode::UNAUTHORIZED,
        ProblemCode::TooMuch => StatusCode::TOO_MANY_REQUESTS,
        ProblemCode::NoDoor => StatusCode::SERVICE_UNAVAILABLE,
        ProblemCode::FileUnreadable
        | ProblemCode::FileUnwritable
        | ProblemCode::FileHasErrors
        | ProblemCode::Conflict => StatusCode::CONFLICT,
        ProblemCode::DiskFull => StatusCode::INSUFFICIENT_STORAGE,
        ProblemCode::NotSaved
        | ProblemCode::Damaged
        | ProblemCode::Foreign
        | ProblemCode::Newer
        | ProblemCode::ReadOnly
        | ProblemCode::Broken => StatusCode::INTERNAL_SERVER_ERROR,
    }
}

/// A Problem and the status that it is answered with.
#[derive(Debug)]
pub struct Unanswered {
    /// The status.
    pub status: StatusCode,
    /// What is told.
    pub problem: Problem,
}

impl From<Problem> for Unanswered {
    fn from(problem: Problem) -> Self {
        Self {
            status: status_of(&problem),
            problem,
        }
    }
}

impl Unanswered {
    /// A Problem of this kind with a status of its own.
    pub fn with(status: StatusCode, code: ProblemCode, says: &str) -> Self {
        Self {
            status,
            problem: problem(code, says),
        }
    }

    /// The Problem as an answer of its own. Whoever asked for a thing and is refused it got an error of HTTP too.
    pub fn alone(self) -> Response {
        let status = if self.status == StatusCode::OK {
            StatusCode::CONFLICT
        } else {
            self.status
        };
        json_answer(status, &self.problem)
    }
}

/// The answer to a call: `{"ok": …}` or `{"problem": …}`.
pub fn call_answer<T: Serialize>(answer: Result<T, Unanswered>) -> Response {
    match answer {
        Ok(reply) => json_answer(StatusCode::OK, &json!({ "ok": reply })),
        Err(why) => json_answer(why.status, &json!({ "problem": why.problem })),
    }
}

/// Reads a body, but not for ever and not without end.
///
/// # Errors
/// Where it is too long or takes too long.
pub async fn read_body(body: Body, limit: usize, within: Duration) -> Result<Bytes, Unanswered> {
    match timeout(within, to_bytes(body, limit)).await {
        Ok(Ok(bytes)) => Ok(bytes),
        Ok(Err(_)) => Err(Unanswered::with(
            StatusCode::PAYLOAD_TOO_LARGE,
            ProblemCode::BadCall,
            "That is more than this door takes at once.",
        )),
        Err(_) => Err(Unanswered::with(
            StatusCode::REQUEST_TIMEOUT,
            ProblemCode::TooMuch,
            "That took too long to arrive.",
        )),
    }
}

/// A value as JSON that nobody keeps.
pub fn json_answer<T: Serialize>(status: StatusCode, value: &T) -> Response {
    let Ok(bytes) = serde_json::to_vec(value) else {
        // Views have text keys and plain numbers, so writing one down cannot fail.
        let mut response = Response::new(Body::empty());
        *response.status_mut() = StatusCode::INTERNAL_SERVER_ERROR;
        return response;
    };
    let mut response = Response::new(Body::from(bytes));
    *response.status_mut() = status;
    let headers = response.headers_mut();
    headers.insert(CONTENT_TYPE, HeaderValue::from_static("application/json"));
    headers.insert(CACHE_CONTROL, HeaderValue::from_static("no-store"));
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_call_without_arguments_may_leave_them_out() {
        for said in [
            r#"{"call":"leave"}"#,
            r#"{"call":"leave","args":{}}"#,
            r#"{"call":"leave","args":null}"#,
        ] {
            check(said, Some((SeatCall::Leave, None)));
        }
        let others = SeatCall::Others { inject: None };
        check(
            r#"{"call":"others","key":"k"}"#,
            Some((others, Some("k".into()))),
        );
    }

    #[test]
    fn a_call_of_the_desk_is_none_of_a_seat() {
        check(r#"{"call":"home"}"#, None);
        check(r#"{"call":"conduct","args":{"exercise":"X"}}"#, None);
    }

    #[test]
    fn what_has_another_form_is_not_understood() {
        for said in [
            "",
            "[]",
            "null",
            "{\"call\":\"leave\"",
            r#"{"call":5}"#,
            r#"{"call":"leave","key":7}"#,
            r#"{"call":"leave","more":true}"#,
            r#"{"call":"ask","args":{"role":"soc"}}"#,
            r#"{"call":"rate","args":{"objective":[],"rating":"P"}}"#,
        ] {
            check(said, None);
        }
        check(&"[".repeat(100_000), None);
        let long = format!(r#"{{"call":"leave","key":"{}"}}"#, "k".repeat(200));
        check(&long, None);
    }

    fn check(said: &str, expected: Option<(SeatCall, Option<String>)>) {
        match read_seat_call(said.as_bytes()) {
            Ok(read) => assert_eq!(Some(read), expected, "{said} must not be taken"),
            Err(problem) => {
                assert_eq!(problem.code, ProblemCode::BadCall, "{said} is a bad call");
                assert_eq!(expected, None, "{said} must be understood: {problem:?}");
            }
        }
    }
}
