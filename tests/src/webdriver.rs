//! A small WebDriver client: the few verbs of the W3C protocol that the window tests need, over plain HTTP on loopback.
//! Starting the driver and the display, and speaking of buttons and fields, is `window`'s.

use anyhow::{Context as _, bail, ensure};
use serde_json::{Value, json};
use std::io::{BufRead, BufReader, Read as _, Write as _};
use std::net::{SocketAddr, TcpStream};
use std::time::{Duration, Instant};

/// A driver that hangs must fail the test, not hold it for ever.
const ANSWER_WITHIN: Duration = Duration::from_secs(60);
/// The key under which WebDriver wraps an element's reference.
const ELEMENT: &str = "element-6066-11e4-a52e-4f735466cecf";

/// One open browser session.
pub struct Session {
    driver: SocketAddr,
    path: String,
}

/// An element on the page, as the driver names it. It goes stale when the page replaces the element.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Element(String);

impl Element {
    /// The element as an argument for a script.
    pub fn reference(&self) -> Value {
        json!({ ELEMENT: self.0 })
    }
}

impl Session {
    /// Opens a session with what the driver is asked to start, as its `alwaysMatch` capabilities.
    pub fn open(driver: SocketAddr, capabilities: &Value) -> anyhow::Result<Self> {
        let asked = json!({ "capabilities": { "alwaysMatch": capabilities }});
        let opened = request(driver, "POST", "/session", Some(&asked))?;
        let id = opened["sessionId"]
            .as_str()
            .context("the driver named no session")?;
        let path = format!("/session/{id}");
        let session = Self { driver, path };
        let waits = json!({ "script": 30_000, "pageLoad": 30_000, "implicit": 0 });
        session.post("/timeouts", &waits)?;
        Ok(session)
    }

    /// Ends the session, and with it the program under test.
    pub fn close(&self) -> anyhow::Result<()> {
        request(self.driver, "DELETE", &self.path, None).map(drop)
    }

    /// Goes to an address.
    pub fn go(&self, url: &str) -> anyhow::Result<()> {
        self.post("/url", &json!({ "url": url })).map(drop)
    }

    /// The windows that are open, as the driver names them.
    pub fn windows(&self) -> anyhow::Result<Vec<String>> {
        let found = self.get("/window/handles")?;
        let found = found.as_array().context("the driver gave no list")?;
        Ok(found
            .iter()
            .filter_map(|one| one.as_str().map(str::to_owned))
            .collect())
    }

    /// The window that is driven.
    pub fn window(&self) -> anyhow::Result<String> {
        let window = self.get("/window")?;
        window
            .as_str()
            .map(str::to_owned)
            .context("the driver named no window")
    }

    /// Drives another window from now on.
    pub fn go_to_window(&self, window: &str) -> anyhow::Result<()> {
        self.post("/window", &json!({ "handle": window })).map(drop)
    }

    /// A command of Chromium's own protocol, where the driver is Chromium's.
    pub fn chromium(&self, command: &str, parameters: &Value) -> anyhow::Result<Value> {
        self.post(
            "/goog/cdp/execute",
            &json!({ "cmd": command, "params": parameters }),
        )
    }

    /// The page's title.
    pub fn title(&self) -> anyhow::Result<String> {
        let title = self.get("/title")?;
        title
            .as_str()
            .map(str::to_owned)
            .context("the title is not a text")
    }

    /// Runs a function body in the page, with `arguments[0]`, `arguments[1]`, ...; a promise is awaited.
    pub fn script(&self, body: &str, arguments: &[Value]) -> anyhow::Result<Value> {
        self.post(
            "/execute/sync",
            &json!({ "script": body, "args": arguments }),
        )
    }

    /// Like `script`, where the function gives back an element or null.
    pub fn script_element(
        &self,
        body: &str,
        arguments: &[Value],
    ) -> anyhow::Result<Option<Element>> {
        let found = self.script(body, arguments)?;
        Ok(found[ELEMENT].as_str().map(|id| Element(id.to_owned())))
    }

    /// Every element that a CSS selector matches, in the order of the page.
    pub fn elements(&self, css: &str) -> anyhow::Result<Vec<Element>> {
        let found = self.post(
            "/elements",
            &json!({ "using": "css selector", "value": css }),
        )?;
        let found = found
            .as_array()
            .context("the driver gave no list of elements")?;
        let ids = found.iter().filter_map(|one| one[ELEMENT].as_str());
        Ok(ids.map(|id| Element(id.to_owned())).collect())
    }

    /// Scrolls to the element and clicks in its middle, as a mouse would.
    pub fn click(&self, element: &Element) -> anyhow::Result<()> {
        self.post(&format!("/element/{}/click", element.0), &json!({}))
            .map(drop)
    }

    /// Empties a field.
    pub fn clear(&self, element: &Element) -> anyhow::Result<()> {
        self.post(&format!("/element/{}/clear", element.0), &json!({}))
            .map(drop)
    }

    /// Focuses the element and types the text into it.
    pub fn type_into(&self, element: &Element, text: &str) -> anyhow::Result<()> {
        self.post(
            &format!("/element/{}/value", element.0),
            &json!({ "text": text }),
        )
        .map(drop)
    }

    /// The element's text as it is drawn.
    pub fn text(&self, element: &Element) -> anyhow::Result<String> {
        let text = self.get(&format!("/element/{}/text", element.0))?;
        text.as_str()
            .map(str::to_owned)
            .context("the element's text is not a text")
    }

    /// Presses keys wherever the focus is, one after another; `held` are kept down meanwhile.
    pub fn keys(&self, held: &[char], keys: &str) -> anyhow::Result<()> {
        let down = |key: char| json!({ "type": "keyDown", "value": key.to_string() });
        let up = |key: char| json!({ "type": "keyUp", "value": key.to_string() });
        let mut strokes: Vec<Value> = held.iter().map(|&key| down(key)).collect();
        strokes.extend(keys.chars().flat_map(|key| [down(key), up(key)]));
        strokes.extend(held.iter().rev().map(|&key| up(key)));
        let keyboard = json!({ "type": "key", "id": "keyboard", "actions": strokes });
        self.post("/actions", &json!({ "actions": [keyboard] }))
            .map(drop)
    }

    /// A picture of the page, as PNG.
    pub fn screenshot(&self) -> anyhow::Result<Vec<u8>> {
        use base64::Engine as _;
        let picture = self.get("/screenshot")?;
        let picture = picture.as_str().context("the driver gave no picture")?;
        Ok(base64::engine::general_purpose::STANDARD.decode(picture)?)
    }

    /// Sets the window's outer size in pixels.
    pub fn resize(&self, width_px: u32, height_px: u32) -> anyhow::Result<()> {
        self.post(
            "/window/rect",
            &json!({ "width": width_px, "height": height_px }),
        )
        .map(drop)
    }

    fn get(&self, verb: &str) -> anyhow::Result<Value> {
        request(self.driver, "GET", &format!("{}{verb}", self.path), None)
    }

    fn post(&self, verb: &str, body: &Value) -> anyhow::Result<Value> {
        request(
            self.driver,
            "POST",
            &format!("{}{verb}", self.path),
            Some(body),
        )
    }
}

/// Whether the driver answers and can open a session.
pub fn is_ready(driver: SocketAddr) -> bool {
    request(driver, "GET", "/status", None).is_ok_and(|status| status["ready"] != false)
}

/// Asks again until there is an answer, at most for `limit`. The pause between keeps the processor for the window.
pub fn wait_until<T>(
    limit: Duration,
    what: &str,
    mut probe: impl FnMut() -> anyhow::Result<Option<T>>,
) -> anyhow::Result<T> {
    let begun = Instant::now();
    loop {
        if let Some(found) = probe()? {
            return Ok(found);
        }
        ensure!(begun.elapsed() < limit, "waited {limit:?} in vain: {what}");
        std::thread::park_timeout(Duration::from_millis(25));
    }
}

/// One exchange on a connection of its own.
fn request(
    driver: SocketAddr,
    method: &str,
    path: &str,
    body: Option<&Value>,
) -> anyhow::Result<Value> {
    let body = body.map(Value::to_string).unwrap_or_default();
    let mut stream = TcpStream::connect_timeout(&driver, Duration::from_secs(5))?;
    stream.set_read_timeout(Some(ANSWER_WITHIN))?;
    write!(
        stream,
        "{method} {path} HTTP/1.1\r\nHost: {driver}\r\nContent-Type: application/json\r\n\
         Connection: close\r\nContent-Length: {}\r\n\r\n{body}",
        body.len()
    )?;
    let mut stream = BufReader::new(stream);
    let length =
        length_told(&mut stream).with_context(|| format!("no answer to {method} {path}"))?;
    let mut answer = Vec::new();
    match length {
        // Chromium's driver keeps the connection open all the same.
        Some(length) => stream.take(length).read_to_end(&mut answer)?,
        None => stream.read_to_end(&mut answer)?,
    };
    let body = String::from_utf8(answer)?;
    let body = body.as_str();
    let mut body: Value = serde_json::from_str(body)
        .with_context(|| format!("the answer to {method} {path} is not JSON: {body}"))?;
    let value = body["value"].take();
    if let Some(error) = value["error"].as_str() {
        let message = value["message"].as_str().unwrap_or_default();
        bail!("{method} {path}: {error}: {message}");
    }
    Ok(value)
}

/// Reads the head of an answer; how long its body is, where it says so.
fn length_told(stream: &mut impl BufRead) -> anyhow::Result<Option<u64>> {
    let mut length = None;
    let mut line = String::new();
    while stream.read_line(&mut line)? > 2 {
        if let Some((name, value)) = line.split_once(':')
            && name.eq_ignore_ascii_case("content-length")
        {
            length = Some(value.trim().parse()?);
        }
        line.clear();
    }
    Ok(length)
}
