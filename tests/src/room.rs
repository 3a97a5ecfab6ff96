//! A drill that is served without a window, and seats at it that are no browsers: real connections over loopback, for
//! load, faults and what may be seen on the wire. Not here: pages (`phone`).

use anyhow::{Context as _, bail, ensure};
use futures_util::StreamExt as _;
use serde_json::{Value, json};
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Stdio;
use std::time::Duration;
use tokio::io::{AsyncBufReadExt as _, AsyncReadExt as _, AsyncWriteExt as _, BufReader};
use tokio::net::TcpStream;
use tokio::process::{Child, Command};
use tokio_tungstenite::tungstenite::Message;
use tokio_tungstenite::tungstenite::client::IntoClientRequest as _;
use tokio_tungstenite::{MaybeTlsStream, WebSocketStream};

/// A server or a frame that does not come must fail the test, not hold it for ever.
const WITHIN: Duration = Duration::from_secs(30);

/// A running `rockdrill serve`. Dropping it ends it.
pub struct Served {
    child: Child,
    /// Where it keeps what is not in the programme's file, where nobody else named a folder.
    _own: Option<tempfile::TempDir>,
    /// What it printed.
    pub line: Value,
    /// The seats' door.
    pub seats: SocketAddr,
    /// The headless desk.
    pub desk: SocketAddr,
}

/// The built command line: named by `ROCKDRILL_CLI`, else beside this test.
pub fn command_line() -> Option<PathBuf> {
    let named = std::env::var_os("ROCKDRILL_CLI").map(PathBuf::from);
    let here = std::env::current_exe().ok()?;
    let beside = here.parent()?.parent()?.join("rockdrill");
    let sibling = here.parent()?.join("rockdrill");
    [named, Some(beside), Some(sibling)]
        .into_iter()
        .flatten()
        .find(|path| path.is_file())
}

impl Served {
    /// Serves a scenario with these further words and waits for its line.
    pub async fn start(binary: &Path, scenario: &Path, words: &[&str]) -> anyhow::Result<Self> {
        let own = tempfile::tempdir()?;
        let mut served = Self::start_at(binary, own.path(), scenario, words).await?;
        served._own = Some(own);
        Ok(served)
    }

    /// The same with a folder that stands for the user's; serving again there finds what was kept.
    pub async fn start_at(
        binary: &Path,
        home: &Path,
        scenario: &Path,
        words: &[&str],
    ) -> anyhow::Result<Self> {
        let mut child = Command::new(binary)
            .arg("serve")
            .arg(scenario)
            .args(words)
            .env("HOME", home)
            .env("XDG_DATA_HOME", home.join("data"))
            .stdin(Stdio::null())
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .kill_on_drop(true)
            .spawn()
            .with_context(|| format!("{} could not be started", binary.display()))?;
        let said = child.stdout.take().context("it has no standard output")?;
        let mut line = String::new();
        let read = BufReader::new(said);
        tokio::pin!(read);
        tokio::time::timeout(WITHIN, read.read_line(&mut line)).await??;
        let line: Value =
            serde_json::from_str(&line).with_context(|| format!("it said {line:?}"))?;
        let seats = address(&line["seat_url"])?;
        let desk = address(&line["desk_url"])?;
        Ok(Self {
            child,
            _own: None,
            line,
            seats,
            desk,
        })
    }

    /// The process.
    pub fn pid(&self) -> Option<u32> {
        self.child.id()
    }

    /// Ends it as a crash or a power cut would.
    pub async fn kill(mut self) -> anyhow::Result<()> {
        self.end_at_once().await
    }

    /// The same, for whoever serves again with the same value.
    pub async fn end_at_once(&mut self) -> anyhow::Result<()> {
        Ok(self.child.kill().await?)
    }

    /// The join code.
    pub fn code(&self) -> &str {
        self.line["join_code"].as_str().unwrap_or_default()
    }

    /// A call of the desk; its reply.
    pub async fn desk(&self, call: &str, args: Value) -> anyhow::Result<Value> {
        let token = self.line["desk_token"].as_str().unwrap_or_default();
        let mut line = Line::open(self.desk).await?;
        line.headers = format!("Authorization: Bearer {token}\r\n");
        let (status, mut body) = line
            .post("/desk/call", &json!({ "call": call, "args": args }))
            .await?;
        ensure!(body.get("ok").is_some(), "{call}: {status}: {body}");
        Ok(body["ok"].take())
    }

    /// An order to the drill.
    pub async fn order(&self, exercise: &str, order: Value) -> anyhow::Result<Value> {
        self.desk("order", json!({ "exercise": exercise, "order": order }))
            .await
    }
}

fn address(url: &Value) -> anyhow::Result<SocketAddr> {
    let url = url.as_str().context("a url is missing")?;
    let rest = url.split("//").nth(1).context("no url")?;
    let host = rest.split(['/', '?', '#']).next().unwrap_or(rest);
    host.parse()
        .with_context(|| format!("{url} names no address"))
}

/// One kept-alive HTTP connection.
pub struct Line {
    stream: BufReader<TcpStream>,
    host: SocketAddr,
    via: SocketAddr,
    /// Further headers, each with its line end.
    pub headers: String,
}

impl Line {
    /// Connects.
    pub async fn open(host: SocketAddr) -> anyhow::Result<Self> {
        Self::open_via(host, host).await
    }

    /// Connects by way of a network between, which the door does not see.
    pub async fn open_via(host: SocketAddr, via: SocketAddr) -> anyhow::Result<Self> {
        let stream = TcpStream::connect(via).await?;
        stream.set_nodelay(true)?;
        Ok(Self {
            stream: BufReader::new(stream),
            host,
            via,
            headers: String::new(),
        })
    }

    /// Posts JSON; the status and the JSON of the answer. A cookie that is set is kept for what follows.
    pub async fn post(&mut self, path: &str, body: &Value) -> anyhow::Result<(u16, Value)> {
        let body = body.to_string();
        let head = format!(
            "POST {path} HTTP/1.1\r\nHost: {}\r\nContent-Type: application/json\r\n{}Content-Length: {}\r\n\r\n",
            self.host,
            self.headers,
            body.len()
        );
        self.stream
            .write_all(format!("{head}{body}").as_bytes())
            .await?;
        tokio::time::timeout(WITHIN, self.answer()).await?
    }

    /// Gets a page for the cookie that it sets.
    pub async fn get(&mut self, path: &str) -> anyhow::Result<u16> {
        let head = format!("GET {path} HTTP/1.1\r\nHost: {}\r\n\r\n", self.host);
        self.stream.write_all(head.as_bytes()).await?;
        let (status, _) = tokio::time::timeout(WITHIN, self.answer()).await??;
        Ok(status)
    }

    async fn answer(&mut self) -> anyhow::Result<(u16, Value)> {
        let mut line = String::new();
        self.stream.read_line(&mut line).await?;
        let status: u16 = line
            .split(' ')
            .nth(1)
            .and_then(|code| code.parse().ok())
            .with_context(|| format!("no status in {line:?}"))?;
        let mut length = 0;
        loop {
            line.clear();
            self.stream.read_line(&mut line).await?;
            let header = line.trim_end();
            let Some((name, value)) = header.split_once(':') else {
                break;
            };
            match name.to_ascii_lowercase().as_str() {
                "content-length" => length = value.trim().parse()?,
                "set-cookie" => {
                    let cookie = value.trim().split(';').next().unwrap_or_default();
                    self.headers = format!("Cookie: {cookie}\r\n");
                }
                _ => {}
            }
        }
        let mut body = vec![0; length];
        self.stream.read_exact(&mut body).await?;
        Ok((status, serde_json::from_slice(&body).unwrap_or(Value::Null)))
    }
}

/// A seat: its connection for calls and, once opened, its live one.
pub struct Seat {
    line: Line,
    /// Its id.
    pub id: String,
    /// Its role.
    pub role: String,
    /// The last record that it was told of.
    pub seq: u64,
    live: Option<WebSocketStream<MaybeTlsStream<TcpStream>>>,
    keys: u64,
}

impl Seat {
    /// Joins by code.
    pub async fn join(
        host: SocketAddr,
        code: &str,
        name: &str,
        role: &str,
    ) -> anyhow::Result<Self> {
        Self::join_via(host, host, code, name, role).await
    }

    /// Joins by code, by way of a network between.
    pub async fn join_via(
        host: SocketAddr,
        via: SocketAddr,
        code: &str,
        name: &str,
        role: &str,
    ) -> anyhow::Result<Self> {
        // The way in is not what is tested; only what follows goes through the network between.
        let mut line = Line::open(host).await?;
        let ask = json!({ "code": code, "name": name, "role": role });
        let (status, body) = line.post("/seat/join", &ask).await?;
        ensure!(status == 200, "joining: {status}: {body}");
        line.via = via;
        Ok(Self {
            line,
            id: body["seat"].as_str().unwrap_or_default().to_owned(),
            role: body["role"].as_str().unwrap_or_default().to_owned(),
            seq: 0,
            live: None,
            keys: 0,
        })
    }

    /// Listens as the projector does, with the address that the desk was given.
    pub async fn display(host: SocketAddr, url: &str) -> anyhow::Result<Self> {
        let path = url
            .splitn(4, '/')
            .nth(3)
            .context("the address has no path")?;
        let mut line = Line::open(host).await?;
        line.get(&format!("/{path}")).await?;
        let mut display = Self {
            line,
            id: String::new(),
            role: String::new(),
            seq: 0,
            live: None,
            keys: 0,
        };
        display.listen_at("/display/live").await?;
        Ok(display)
    }

    /// Whether its live connection is open.
    pub fn listens(&self) -> bool {
        self.live.is_some()
    }

    /// Opens the live connection from the last record that it was told of.
    pub async fn listen(&mut self) -> anyhow::Result<()> {
        let path = format!("/seat/live?since={}", self.seq);
        self.listen_at(&path).await
    }

    async fn listen_at(&mut self, path: &str) -> anyhow::Result<()> {
        let url = format!("ws://{}{path}", self.line.host);
        let mut request = url.into_client_request()?;
        let cookie = self.line.headers.trim_start_matches("Cookie: ").trim_end();
        request.headers_mut().insert("Cookie", cookie.parse()?);
        let stream = TcpStream::connect(self.line.via).await?;
        stream.set_nodelay(true)?;
        let stream = MaybeTlsStream::Plain(stream);
        let opening = tokio_tungstenite::client_async(request, stream);
        let (socket, _) = tokio::time::timeout(WITHIN, opening).await??;
        self.live = Some(socket);
        Ok(())
    }

    /// Cuts the live connection without a word.
    pub fn cut(&mut self) {
        self.live = None;
    }

    /// The text of the next frame.
    pub async fn frame(&mut self) -> anyhow::Result<String> {
        let live = self.live.as_mut().context("it does not listen")?;
        loop {
            match tokio::time::timeout(WITHIN, live.next()).await? {
                Some(Ok(Message::Text(text))) => return Ok(text.as_str().to_owned()),
                Some(Ok(Message::Close(_))) | None => bail!("the door closed the connection"),
                Some(Ok(_)) => {}
                Some(Err(why)) => return Err(why.into()),
            }
        }
    }

    /// The next item; views before it are passed over. Fails where its number does not grow.
    pub async fn item(&mut self) -> anyhow::Result<(u64, Value)> {
        loop {
            let mut frame: Value = serde_json::from_str(&self.frame().await?)?;
            let seq = frame["seq"].as_u64().context("a frame without a number")?;
            if frame.get("item").is_none() {
                ensure!(seq >= self.seq, "a view of {seq} after {}", self.seq);
                continue;
            }
            ensure!(seq > self.seq, "the item {seq} after {}", self.seq);
            self.seq = seq;
            return Ok((seq, frame["item"].take()));
        }
    }

    /// The next item, or none where the connection broke or went silent; then it has to listen again. A number that does
    /// not grow is a fault.
    pub async fn item_or_cut(&mut self) -> anyhow::Result<Option<(u64, Value)>> {
        let before = self.seq;
        let told = tokio::time::timeout(Duration::from_millis(2_500), self.item()).await;
        match told {
            Ok(Ok(item)) => Ok(Some(item)),
            Ok(Err(why)) if why.to_string().contains(" after ") => Err(why),
            Ok(Err(_)) | Err(_) => {
                ensure!(self.seq == before, "a frame came by halves");
                self.cut();
                Ok(None)
            }
        }
    }

    /// A call, with a fresh key.
    pub async fn call(&mut self, call: &str, args: Value) -> anyhow::Result<Value> {
        self.keys += 1;
        let key = format!("{}-{:08}", self.id, self.keys);
        self.call_keyed(call, args, &key).await
    }

    /// A call with this key; the answer's `ok`.
    pub async fn call_keyed(
        &mut self,
        call: &str,
        args: Value,
        key: &str,
    ) -> anyhow::Result<Value> {
        let ask = json!({ "call": call, "args": args, "key": key });
        let (status, mut body) = self.line.post("/seat/call", &ask).await?;
        ensure!(body.get("ok").is_some(), "{call}: {status}: {body}");
        Ok(body["ok"].take())
    }

    /// Connects anew for calls, as after the server was gone; the seat is the same.
    pub async fn again(&mut self, host: SocketAddr) -> anyhow::Result<()> {
        let headers = std::mem::take(&mut self.line.headers);
        let via = if self.line.via == self.line.host {
            host
        } else {
            self.line.via
        };
        self.line = Line::open_via(host, via).await?;
        self.line.headers = headers;
        Ok(())
    }
}

/// A bad network on loopback: it holds bytes back, cuts connections in the middle, and now and then goes silent without
/// closing. What passes keeps its order, as TCP does. Seeded.
pub struct BadNetwork {
    /// Where it listens.
    pub at: SocketAddr,
    task: tokio::task::JoinHandle<()>,
}

impl BadNetwork {
    /// Stands between its callers and a host.
    pub async fn before(host: SocketAddr, seed: u64) -> anyhow::Result<Self> {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await?;
        let at = listener.local_addr()?;
        let task = tokio::spawn(async move {
            let mut dice = cast::Dice::new(seed);
            while let Ok((inner, _)) = listener.accept().await {
                let seed = dice.roll();
                tokio::spawn(async move {
                    // A connection that breaks is what this is for.
                    let _broken = carry(inner, host, seed).await;
                });
            }
        });
        Ok(Self { at, task })
    }
}

impl Drop for BadNetwork {
    fn drop(&mut self) {
        self.task.abort();
    }
}

/// Carries bytes both ways until it is cut: after some bytes, at once or after a silence.
async fn carry(inner: TcpStream, host: SocketAddr, seed: u64) -> anyhow::Result<()> {
    let outer = TcpStream::connect(host).await?;
    let mut dice = cast::Dice::new(seed);
    let (mut in_read, mut in_write) = inner.into_split();
    let (mut out_read, mut out_write) = outer.into_split();
    let up = tokio::spawn(async move { tokio::io::copy(&mut in_read, &mut out_write).await });
    let mut left = dice.between(400, 20_000);
    let mut bytes = vec![0; 700];
    loop {
        let read = out_read.read(&mut bytes).await?;
        if read == 0 {
            break;
        }
        tokio::time::sleep(Duration::from_millis(dice.below(6) as u64)).await;
        let pass = (left.max(0) as usize).min(read);
        in_write.write_all(&bytes[..pass]).await?;
        left -= read as i64;
        if left <= 0 {
            // Half-open: nothing more comes, and nobody says so for a while.
            let silent_ms = if dice.chance(30) { 400 } else { 0 };
            tokio::time::sleep(Duration::from_millis(silent_ms)).await;
            break;
        }
    }
    up.abort();
    Ok(())
}
