//! What the seats' door costs under load: a real `rockdrill serve` beside a bare axum server that sends the same bytes,
//! both with the same clients over loopback. Needs the release build of the command line; without it the rows say so.

use std::path::{Path, PathBuf};
use std::time::{Duration, Instant, SystemTime, UNIX_EPOCH};

use anyhow::{Context as _, ensure};
use futures_util::StreamExt as _;
use rockdrill_tests::room::{Line, Seat, Served, command_line};
use serde_json::{Value, json};
use tokio::io::AsyncBufReadExt as _;
use tokio::task::JoinSet;

use crate::row::Row;

/// Injects that are sent by hand and timed, one after the other.
const ROUNDS: usize = 15;
/// How long a thousand seats decide.
const DECIDING: Duration = Duration::from_secs(6);
/// Injects that come due by the clock.
const RELEASES: usize = 200;
/// How many of them come in one second.
const PER_SECOND: usize = 4;
/// The role that the seats play.
const ROLE: &str = "soc";

/// What a thousand seats cost, and how far scheduled injects are from their moment.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    measured(async |binary| {
        let mut rows = thousand(binary).await.context("1,000 seats")?;
        rows.extend(releases(binary).await.context("scheduled injects")?);
        Ok(rows)
    })
}

/// Whether five thousand seats still work.
pub fn rows_of_many() -> anyhow::Result<Vec<Row>> {
    measured(async |binary| many(binary).await)
}

fn measured(
    measure: impl AsyncFnOnce(&Path) -> anyhow::Result<Vec<Row>>,
) -> anyhow::Result<Vec<Row>> {
    let Some(binary) = command_line() else {
        return Ok(vec![Row::plain(
            "seats (rockdrill is not built)",
            None,
            "ms",
        )]);
    };
    let runtime = tokio::runtime::Builder::new_multi_thread()
        .enable_all()
        .build()?;
    runtime.block_on(measure(&binary))
}

async fn thousand(binary: &Path) -> anyhow::Result<Vec<Row>> {
    let room = Room::open(binary, 1_000, &scenario(0)).await?;
    let memory_kb = room.memory_kb_per_seat()?;
    let (room, mut sent) = room.injects().await?;
    let ours_ms = percentile(&mut sent.took_ms, 99);
    let bare_ms = bare(1_000, &sent.frame).await?;
    let decided = room.decide().await?;
    let desk_ms = percentile(&mut sent.desk_ms, 99);
    Ok(vec![
        Row::within("seats-1000-inject, p99", ours_ms, "ms", bare_ms, 2.0),
        Row::at_least(
            "seats-1000-decisions",
            decided.per_second,
            "decisions/s",
            5_000.0,
        ),
        Row::plain("seats-1000-decisions, p99", Some(decided.p99_ms), "ms"),
        Row::at_most("seat-idle-memory", memory_kb, "KiB", 64.0),
        Row::at_most("desk-in-injects, p99", desk_ms, "ms", 100.0),
        Row::at_most("desk-in-decisions, p99", decided.desk_p99_ms, "ms", 100.0),
    ])
}

async fn many(binary: &Path) -> anyhow::Result<Vec<Row>> {
    let room = Room::open(binary, 5_000, &scenario(0)).await?;
    let (_room, mut sent) = room.injects().await?;
    let p99_ms = percentile(&mut sent.took_ms, 99);
    Ok(vec![Row::plain(
        "seats-5000-inject, p99",
        Some(p99_ms),
        "ms",
    )])
}

/// How far from its moment a scheduled inject is at two hundred seats.
async fn releases(binary: &Path) -> anyhow::Result<Vec<Row>> {
    let room = Room::open(binary, 200, &scenario(RELEASES)).await?;
    let view = room.order(json!({ "order": "start" })).await?;
    let clock = &view["view"]["clock"];
    let zero_ms = number(&clock["at_ms"])? - number(&clock["elapsed_ms"])?;
    let mut waiting = JoinSet::new();
    for mut seat in room.seats {
        waiting.spawn(async move {
            let mut late_ms = Vec::new();
            while late_ms.len() < RELEASES {
                let (_, item) = seat.item().await?;
                let now_ms = wall_ms();
                let id = item["is"]["id"].as_str().unwrap_or_default();
                if let Some(nth) = id.strip_prefix("release-") {
                    let due_ms = zero_ms + (offset_s(nth.parse()?) * 1_000) as f64;
                    late_ms.push(now_ms - due_ms);
                }
            }
            anyhow::Ok(late_ms)
        });
    }
    let mut all = Vec::new();
    while let Some(done) = waiting.join_next().await {
        all.extend(done??);
    }
    let p99_ms = percentile(&mut all, 99);
    Ok(vec![Row::at_most(
        "seats-200-release, p99",
        p99_ms,
        "ms",
        50.0,
    )])
}

/// A served drill and everybody at it.
struct Room {
    served: Served,
    exercise: String,
    seats: Vec<Seat>,
    rss_before_kb: u64,
    _folder: tempfile::TempDir,
}

struct Decided {
    per_second: f64,
    p99_ms: f64,
    desk_p99_ms: f64,
}

impl Room {
    async fn open(binary: &Path, seats: usize, scenario: &Value) -> anyhow::Result<Self> {
        let folder = tempfile::tempdir()?;
        let file = folder.path().join("scenario.yaml");
        std::fs::write(&file, scenario.to_string())?;
        let plan = PathBuf::from(env!("CARGO_MANIFEST_DIR"))
            .join("../../scenarios/plan/incident-response-plan.md");
        let plan = plan.to_str().context("a path that is no text")?;
        let served = Served::start(binary, &file, &["--plan", plan]).await?;
        let home = served.desk("home", Value::Null).await?;
        let exercise = home["view"]["drills"][0]["id"]
            .as_str()
            .context("no drill is set up")?
            .to_owned();
        let mut room = Self {
            rss_before_kb: rss_kb(served.pid())?,
            served,
            exercise,
            seats: Vec::new(),
            _folder: folder,
        };
        for chunk in (0..seats).collect::<Vec<_>>().chunks(50) {
            let mut joining = JoinSet::new();
            for nth in chunk {
                let (host, code) = (room.served.seats, room.served.code().to_owned());
                let name = format!("Seat {nth}");
                joining.spawn(async move {
                    let mut seat = Seat::join(host, &code, &name, ROLE).await?;
                    seat.listen().await?;
                    // The first view tells that it is there.
                    seat.frame().await?;
                    anyhow::Ok(seat)
                });
            }
            while let Some(seat) = joining.join_next().await {
                room.seats.push(seat??);
            }
        }
        Ok(room)
    }

    async fn order(&self, order: Value) -> anyhow::Result<Value> {
        self.served.order(&self.exercise, order).await
    }

    fn memory_kb_per_seat(&self) -> anyhow::Result<f64> {
        let grown = rss_kb(self.served.pid())?.saturating_sub(self.rss_before_kb);
        Ok(grown as f64 / self.seats.len() as f64)
    }

    /// Delivers injects to everybody by hand.
    async fn injects(mut self) -> anyhow::Result<(Self, Sent)> {
        self.order(json!({ "order": "start" })).await?;
        let mut sent = Sent::default();
        for nth in 0..ROUNDS {
            let marker = format!("\"id\":\"round-{nth}\"");
            let waiting = wait_for(std::mem::take(&mut self.seats), &marker);
            let begun = Instant::now();
            self.order(json!({ "order": "deliver", "inject": format!("round-{nth}") }))
                .await?;
            sent.desk_ms.push(ms(begun.elapsed()));
            for (seat, at, frame) in all(waiting).await? {
                sent.took_ms.push(ms(at.duration_since(begun)));
                sent.frame = frame;
                self.seats.push(seat);
            }
        }
        Ok((self, sent))
    }

    /// Everybody decides as fast as the answers come, while the desk goes on working.
    async fn decide(mut self) -> anyhow::Result<Decided> {
        let until = Instant::now() + DECIDING;
        let mut deciding = JoinSet::new();
        for mut seat in self.seats.drain(..) {
            deciding.spawn(async move {
                let mut took_ms = Vec::new();
                while Instant::now() < until {
                    let args = json!({
                        "role": ROLE, "inject": "round-0", "text": "Isolate the terminal and call the lead.",
                    });
                    let begun = Instant::now();
                    seat.call("decide", args).await?;
                    took_ms.push(ms(begun.elapsed()));
                }
                anyhow::Ok(took_ms)
            });
        }
        let mut desk_ms = tokio::task::block_in_place(|| {
            std::thread::scope(|threads| {
                let desk = threads.spawn(|| desk_at_work(&self.served, &self.exercise, until));
                desk.join()
            })
        })
        .map_err(|_| anyhow::anyhow!("the desk's thread panicked"))??;
        let mut took_ms = Vec::new();
        while let Some(done) = deciding.join_next().await {
            took_ms.extend(done??);
        }
        Ok(Decided {
            per_second: took_ms.len() as f64 / DECIDING.as_secs_f64(),
            p99_ms: percentile(&mut took_ms, 99),
            desk_p99_ms: percentile(&mut desk_ms, 99),
        })
    }
}

/// How long each note of the desk takes until this moment. The window is a process of its own and does not share its queue
/// with a thousand phones; so the desk has a thread and a runtime of its own here, or what waits for its turn among the
/// seats' tasks would be measured as if the door had been slow.
fn desk_at_work(served: &Served, exercise: &str, until: Instant) -> anyhow::Result<Vec<f64>> {
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    runtime.block_on(async {
        let mut took_ms = Vec::new();
        while Instant::now() < until {
            let note = json!({
                "order": "note", "by": "facilitator", "says": "Busy.", "tone": "neutral", "objective": null,
                "inject": null, "critical": false,
            });
            let begun = Instant::now();
            served.order(exercise, note).await?;
            took_ms.push(ms(begun.elapsed()));
            tokio::time::sleep(Duration::from_millis(50)).await;
        }
        Ok(took_ms)
    })
}

#[derive(Default)]
struct Sent {
    took_ms: Vec<f64>,
    desk_ms: Vec<f64>,
    /// One frame as it came.
    frame: String,
}

type Heard<T> = JoinSet<anyhow::Result<(T, Instant, String)>>;

/// Each seat waits for the frame with this in it.
fn wait_for(seats: Vec<Seat>, marker: &str) -> Heard<Seat> {
    let mut waiting = JoinSet::new();
    for mut seat in seats {
        let marker = marker.to_owned();
        waiting.spawn(async move {
            loop {
                let frame = seat.frame().await?;
                if frame.contains(&marker) {
                    return Ok((seat, Instant::now(), frame));
                }
            }
        });
    }
    waiting
}

async fn all<T: 'static>(mut waiting: Heard<T>) -> anyhow::Result<Vec<(T, Instant, String)>> {
    let mut heard = Vec::new();
    while let Some(done) = waiting.join_next().await {
        heard.push(done??);
    }
    Ok(heard)
}

/// The same bytes through a bare axum server with a broadcast channel, to the same number of the same clients.
async fn bare(seats: usize, frame: &str) -> anyhow::Result<f64> {
    let mut child = tokio::process::Command::new(std::env::current_exe()?)
        .arg("--bare-broadcast")
        .stdout(std::process::Stdio::piped())
        .kill_on_drop(true)
        .spawn()?;
    let said = child.stdout.take().context("no standard output")?;
    let mut host = String::new();
    tokio::io::BufReader::new(said).read_line(&mut host).await?;
    let host: std::net::SocketAddr = host.trim().parse()?;
    let mut sockets = Vec::new();
    for _ in 0..seats {
        let (socket, _) = tokio_tungstenite::connect_async(format!("ws://{host}/live")).await?;
        sockets.push(socket);
    }
    let mut line = Line::open(host).await?;
    let mut took_ms = Vec::new();
    for _ in 0..ROUNDS {
        let mut waiting: Heard<_> = JoinSet::new();
        for mut socket in sockets.drain(..) {
            waiting.spawn(async move {
                let frame = socket.next().await.context("closed")??;
                Ok((
                    socket,
                    Instant::now(),
                    frame.into_text()?.as_str().to_owned(),
                ))
            });
        }
        let begun = Instant::now();
        let (status, _) = line.post("/send", &json!({ "frame": frame })).await?;
        ensure!(status == 200, "the bare server said {status}");
        for (socket, at, _) in all(waiting).await? {
            took_ms.push(ms(at.duration_since(begun)));
            sockets.push(socket);
        }
    }
    Ok(percentile(&mut took_ms, 99))
}

/// A drill with injects to send by hand and, from the fifth second on, some that come by the clock.
fn scenario(releases: usize) -> Value {
    let inject = |id: String, trigger: Value| {
        json!({
            "id": id, "title": id, "trigger": trigger, "channel": "email", "from": "Monitoring",
            "body": "Something happened that everybody must read. ".repeat(12),
        })
    };
    let rounds = (0..ROUNDS).map(|nth| inject(format!("round-{nth}"), json!("by_hand")));
    let due = (0..releases).map(|nth| {
        let at_s = offset_s(nth);
        let at = format!("T+00:{:02}:{:02}", at_s / 60, at_s % 60);
        inject(format!("release-{nth}"), json!({ "at": at }))
    });
    json!({
        "format": 1, "id": "load", "title": "Load", "summary": "Nothing but load.", "duration": "10m",
        "story": { "start": "2027-03-05T16:40" },
        "roles": [{ "id": ROLE, "title": "Analyst" }],
        "objectives": [{ "id": "hold", "title": "Hold" }],
        "injects": rounds.chain(due).collect::<Vec<_>>(),
    })
}

fn offset_s(release: usize) -> usize {
    5 + release / PER_SECOND
}

fn ms(span: Duration) -> f64 {
    span.as_secs_f64() * 1e3
}

fn wall_ms() -> f64 {
    let since = SystemTime::now().duration_since(UNIX_EPOCH);
    since.map_or(0.0, |since| since.as_secs_f64() * 1e3)
}

fn number(value: &Value) -> anyhow::Result<f64> {
    value.as_f64().context("a number is missing")
}

fn percentile(samples: &mut [f64], percent: usize) -> f64 {
    samples.sort_by(f64::total_cmp);
    let at = (samples.len() * percent / 100).min(samples.len().saturating_sub(1));
    samples.get(at).copied().unwrap_or(f64::NAN)
}

fn rss_kb(pid: Option<u32>) -> anyhow::Result<u64> {
    let pid = pid.context("the server is gone")?;
    let text = std::fs::read_to_string(format!("/proc/{pid}/status"))?;
    let line = text.lines().find_map(|line| line.strip_prefix("VmRSS:"));
    line.and_then(|rest| rest.split_whitespace().next()?.parse().ok())
        .context("its memory is not told")
}
