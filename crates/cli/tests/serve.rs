//! `rockdrill serve` from outside: its one line, its refusals, being told to stop, and going on afterwards.
#![cfg(unix)]

mod common;

use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpStream;
use std::path::Path;
use std::process::{Child, Command, Stdio};

use common::{expect, looking, plan, scenario, text};
use serde_json::{Value, json};

#[test]
fn it_says_where_everything_is_and_ends_when_it_is_told_to() {
    let home = tempfile::tempdir().expect("a folder");
    let served = Served::start(home.path(), &[]);
    for name in [
        "seat_url",
        "display_url",
        "join_code",
        "desk_url",
        "desk_token",
    ] {
        assert!(
            served.line[name].is_string(),
            "{name} is said: {}",
            served.line
        );
    }
    assert_eq!(
        served.line["fingerprint"],
        Value::Null,
        "nothing is encrypted here"
    );
    let lobby = served.ask("seat_url", "GET", "/seat/lobby", "", &Value::Null);
    assert_eq!(lobby.0, 200, "the seats' door stands open");
    let home_call = json!({ "call": "home" });
    assert_eq!(
        served
            .ask("desk_url", "POST", "/desk/call", "", &home_call)
            .0,
        401,
        "the desk wants its token"
    );
    assert_eq!(
        served
            .ask(
                "desk_url",
                "POST",
                "/desk/call",
                &served.bearer(),
                &home_call
            )
            .0,
        200,
        "and answers with it"
    );
    assert_eq!(
        served
            .ask(
                "seat_url",
                "POST",
                "/desk/call",
                &served.bearer(),
                &home_call
            )
            .0,
        404,
        "at its own door alone"
    );
    served.stop();
}

#[test]
fn a_drill_that_was_cut_off_is_resumed_and_everybody_keeps_their_seat() {
    let home = tempfile::tempdir().expect("a folder");
    let programme = text(&home.path().join("drill.rockdrill"));
    let words = ["--programme", programme.as_str(), "--bots", "ic"];
    let mut served = Served::start(home.path(), &words);
    let ask = json!({ "code": served.line["join_code"], "name": "Ada", "role": "soc" });
    let (status, answer) = served.ask("seat_url", "POST", "/seat/join", "", &ask);
    assert_eq!(status, 200, "she takes her seat: {answer}");
    let cookie = answer
        .lines()
        .find_map(|line| line.strip_prefix("set-cookie: "));
    let cookie = cookie
        .and_then(|it| it.split(';').next())
        .expect("a cookie");
    let cookie = format!("Cookie: {cookie}\r\n");
    let home_view = served.called(&json!({ "call": "home" }));
    let exercise = &home_view["drills"][0]["id"];
    let start =
        json!({ "call": "order", "args": { "exercise": exercise, "order": { "order": "start" } } });
    assert_eq!(
        served
            .ask("desk_url", "POST", "/desk/call", &served.bearer(), &start)
            .0,
        200,
        "it starts"
    );
    let decide = json!({
        "call": "decide", "args": { "role": "soc", "text": "Lock it" }, "key": "0123456789abcdef"
    });
    let (status, before) = served.ask("seat_url", "POST", "/seat/call", &cookie, &decide);
    assert_eq!(status, 200, "it is on disk: {before}");
    served.child.kill().expect("it is killed in the middle");
    served.child.wait().expect("it is gone");

    let served = Served::start(home.path(), &words[..2]);
    let (_, lobby) = served.ask("seat_url", "GET", "/seat/lobby", &cookie, &Value::Null);
    assert!(
        lobby.contains("\"seated\":true"),
        "she has her seat still: {lobby}"
    );
    let (_, after) = served.ask("seat_url", "POST", "/seat/call", &cookie, &decide);
    assert_eq!(
        before.lines().last(),
        after.lines().last(),
        "what was sent twice counts once"
    );
    served.stop();
    expect(0, &["verify", &programme]);
}

#[test]
fn the_plan_is_read_by_look_where_that_is_wished() {
    let home = tempfile::tempdir().expect("a folder");
    let plan = looking(home.path());
    for (words, wanted) in [(&[][..], false), (&["--headings-by-look"][..], true)] {
        let served = Served::with_plan(&plan, home.path(), words);
        let view = served.called(&json!({ "call": "home" }));
        let id = &view["plans"][0]["id"];
        let view = served.called(&json!({ "call": "plan", "args": { "plan": id } }));
        assert_eq!(view["headings_by_look"], wanted, "{words:?}");
        let found = view["sections"].as_array().map_or(0, Vec::len);
        assert_eq!(found, if wanted { 41 } else { 11 }, "{words:?}");
        served.stop();
    }
}

#[test]
fn there_is_no_silent_default_for_protection() {
    check(
        &["--bind", "192.0.2.1:0"],
        2,
        "say how the way to it is protected",
    );
    check(
        &["--bind", "0.0.0.0:0", "--tls", "off"],
        2,
        "no address that a phone could be sent to",
    );
    check(&["--tls", "maybe"], 2, "say generated, off");
    check(&["--bots", "nobody"], 2, "no role \"nobody\"");
    check(
        &["--practice", "soc", "--bots", "ic"],
        2,
        "cannot be used with",
    );
}

fn check(words: &[&str], code: i32, says: &str) {
    let (scenario, plan) = (scenario("suspicious-login"), plan());
    let mut all = vec!["serve", &scenario, "--plan", &plan];
    all.extend(words);
    let ran = expect(code, &all);
    assert!(ran.err.contains(says), "{words:?}: {}", ran.err);
    assert_eq!(ran.out, "", "nothing is said where nothing is served");
}

/// A drill that is served.
struct Served {
    child: Child,
    line: Value,
}

impl Served {
    fn start(home: &Path, words: &[&str]) -> Self {
        Self::with_plan(&plan(), home, words)
    }

    fn with_plan(plan: &str, home: &Path, words: &[&str]) -> Self {
        let scenario = scenario("suspicious-login");
        let mut child = Command::new(env!("CARGO_BIN_EXE_rockdrill"))
            .args(["serve", &scenario, "--plan", plan])
            .args(words)
            .env("HOME", home)
            .env_remove("XDG_DATA_HOME")
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .expect("the binary starts");
        let mut line = String::new();
        let out = child.stdout.take().expect("its output");
        BufReader::new(out).read_line(&mut line).expect("one line");
        let line = serde_json::from_str(&line).unwrap_or_else(|why| panic!("{why}: {line}"));
        Self { child, line }
    }

    fn bearer(&self) -> String {
        format!(
            "Authorization: Bearer {}\r\n",
            self.line["desk_token"].as_str().expect("a token")
        )
    }

    /// What the desk shows in answer to a call.
    fn called(&self, call: &Value) -> Value {
        let (status, answer) = self.ask("desk_url", "POST", "/desk/call", &self.bearer(), call);
        assert_eq!(status, 200, "{call}: {answer}");
        let answer = answer.lines().last().expect("a body");
        let mut answer: Value = serde_json::from_str(answer).expect("JSON");
        answer["ok"]["view"].take()
    }

    /// The status, and the whole answer.
    fn ask(
        &self,
        door: &str,
        method: &str,
        path: &str,
        header: &str,
        body: &Value,
    ) -> (u16, String) {
        let host = self.line[door]
            .as_str()
            .expect("an address")
            .trim_start_matches("http://");
        let body = if body.is_null() {
            String::new()
        } else {
            body.to_string()
        };
        let mut stream = TcpStream::connect(host).expect("the door is open");
        let asked = format!(
            "{method} {path} HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n{header}Content-Length: {}\r\n\r\n{body}",
            body.len()
        );
        stream.write_all(asked.as_bytes()).expect("it is asked");
        let mut answer = String::new();
        stream.read_to_string(&mut answer).expect("it is answered");
        let status = answer.split(' ').nth(1).and_then(|it| it.parse().ok());
        (status.expect("a status"), answer)
    }

    fn stop(mut self) {
        let told = Command::new("kill")
            .arg(self.child.id().to_string())
            .status();
        assert!(told.expect("kill is there").success(), "it is told to stop");
        let ended = self.child.wait().expect("it ends");
        assert_eq!(ended.code(), Some(0), "in order");
    }
}
