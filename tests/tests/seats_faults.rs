//! What may go wrong between the seats and the host, on real connections: a bad network, a storm of reconnecting, the host
//! killed in the middle of a load. Every seat ends with exactly its records, in order, once; nothing answered is lost.

use anyhow::{Context as _, ensure};
use rockdrill_tests::room::{BadNetwork, Seat, Served, command_line};
use serde_json::{Value, json};
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::time::{Duration, Instant};
use tokio::task::JoinSet;

/// Injects that go to everybody in these drills.
const INJECTS: usize = 30;

/// A drill whose injects go to everybody, one each second, and the folder it lies in.
fn scene() -> anyhow::Result<(tempfile::TempDir, PathBuf)> {
    let injects: Vec<Value> = (0..INJECTS)
        .map(|nth| {
            json!({
                "id": format!("inject-{nth}"), "title": format!("Inject {nth}"), "channel": "chat", "from": "Desk",
                "trigger": { "at": format!("T+00:00:{:02}", nth + 1) }, "body": "Read this. ".repeat(20),
            })
        })
        .collect();
    let scenario = json!({
        "format": 1, "id": "faults", "title": "Faults", "summary": "Everything breaks.", "duration": "10m",
        "story": { "start": "2027-03-05T16:40" }, "roles": [{ "id": "soc", "title": "Analyst" }],
        "objectives": [{ "id": "hold", "title": "Hold" }], "injects": injects,
    });
    let folder = tempfile::tempdir()?;
    let file = folder.path().join("scenario.yaml");
    std::fs::write(&file, scenario.to_string())?;
    Ok((folder, file))
}

/// The only drill of what is served.
async fn drill(served: &Served) -> anyhow::Result<String> {
    let home = served.desk("home", Value::Null).await?;
    let id = home["view"]["drills"][0]["id"].as_str();
    Ok(id.context("no drill is set up")?.to_owned())
}

/// The words that name the sample plan, which these drills do not speak of.
fn planned<'a>(words: &[&'a str]) -> Vec<&'a str> {
    const PLAN: &str = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../scenarios/plan/incident-response-plan.md"
    );
    [&["--plan", PLAN], words].concat()
}

/// Skips where the command line is not built.
#[allow(clippy::print_stdout, reason = "a skipped test must say so")]
fn built() -> Option<PathBuf> {
    let found = command_line();
    if found.is_none() {
        println!("skipped: the command line is not built");
    }
    found
}

/// Listens until every inject has come, connecting again whenever the connection breaks; how often each came.
async fn gather(mut seat: Seat) -> anyhow::Result<BTreeMap<String, u32>> {
    let mut came = BTreeMap::new();
    let until = Instant::now() + Duration::from_secs(120);
    while came.len() < INJECTS {
        ensure!(Instant::now() < until, "only {} injects came", came.len());
        if seat.listen().await.is_err() {
            tokio::time::sleep(Duration::from_millis(20)).await;
            continue;
        }
        // `item` itself fails where a number does not grow.
        loop {
            match seat.item_or_cut().await? {
                None => break,
                Some((_, item)) if item["kind"] == "inject" => {
                    let id = item["is"]["id"].as_str().unwrap_or_default().to_owned();
                    *came.entry(id).or_default() += 1;
                    if came.len() == INJECTS {
                        break;
                    }
                }
                Some(_) => {}
            }
        }
    }
    Ok(came)
}

#[tokio::test(flavor = "multi_thread")]
async fn behind_a_bad_network_every_seat_gets_each_inject_once_and_in_order() -> anyhow::Result<()>
{
    let Some(binary) = built() else { return Ok(()) };
    let (_folder, file) = scene()?;
    let served = Served::start(&binary, &file, &planned(&[])).await?;
    let exercise = drill(&served).await?;
    let network = BadNetwork::before(served.seats, 7).await?;
    let mut gathering = JoinSet::new();
    for nth in 0..40 {
        let name = format!("Seat {nth}");
        let seat = Seat::join_via(served.seats, network.at, served.code(), &name, "soc").await?;
        gathering.spawn(gather(seat));
    }
    served.order(&exercise, json!({ "order": "start" })).await?;
    check(gathering).await
}

#[tokio::test(flavor = "multi_thread")]
async fn a_thousand_seats_that_come_back_at_once_get_what_they_missed() -> anyhow::Result<()> {
    let Some(binary) = built() else { return Ok(()) };
    let (_folder, file) = scene()?;
    let served = Served::start(&binary, &file, &planned(&[])).await?;
    let exercise = drill(&served).await?;
    let mut seats = Vec::new();
    for nth in 0..1_000 {
        let mut seat =
            Seat::join(served.seats, served.code(), &format!("Seat {nth}"), "soc").await?;
        seat.listen().await?;
        seats.push(seat);
    }
    for seat in &mut seats {
        seat.cut();
    }
    served.order(&exercise, json!({ "order": "start" })).await?;
    for _ in 0..INJECTS {
        served
            .order(&exercise, json!({ "order": "jump_to_next" }))
            .await?;
    }
    let mut gathering = JoinSet::new();
    for seat in seats {
        gathering.spawn(gather(seat));
    }
    check(gathering).await
}

async fn check(
    mut gathering: JoinSet<anyhow::Result<BTreeMap<String, u32>>>,
) -> anyhow::Result<()> {
    while let Some(came) = gathering.join_next().await {
        let came = came??;
        let twice: Vec<_> = came.iter().filter(|(_, times)| **times != 1).collect();
        ensure!(twice.is_empty(), "these came more than once: {twice:?}");
    }
    Ok(())
}

#[tokio::test(flavor = "multi_thread")]
async fn killing_the_host_in_the_middle_of_a_load_loses_nothing_that_was_answered()
-> anyhow::Result<()> {
    let Some(binary) = built() else { return Ok(()) };
    let (folder, file) = scene()?;
    let programme = folder.path().join("year.rockdrill");
    let programme = programme.to_str().context("a path that is no text")?;
    let served = Served::start(&binary, &file, &planned(&["--programme", programme])).await?;
    let exercise = drill(&served).await?;
    let (host, code) = (served.seats, served.code().to_owned());
    served.order(&exercise, json!({ "order": "start" })).await?;
    let mut deciding = JoinSet::new();
    for nth in 0..60 {
        let seat = Seat::join(host, &code, &format!("Seat {nth}"), "soc").await?;
        deciding.spawn(decide_until_gone(seat, nth));
    }
    tokio::time::sleep(Duration::from_millis(1_500)).await;
    served.kill().await?;
    let mut left = Vec::new();
    while let Some(one) = deciding.join_next().await {
        left.push(one??);
    }
    let answered: usize = left.iter().map(|one| one.answered.len()).sum();
    ensure!(answered > 100, "only {answered} decisions before the end");

    let bind = host.to_string();
    let words = ["--programme", programme, "--bind", &bind];
    let served = Served::start(&binary, &file, &planned(&words)).await?;
    let view = served
        .desk("conduct", json!({ "exercise": exercise }))
        .await?;
    ensure!(
        view["view"]["phase"] == "paused",
        "it resumes paused: {}",
        view["view"]["phase"]
    );
    let mut expected = BTreeMap::new();
    for one in &mut left {
        // The call that got no answer is sent again, with its key: whether it had been kept or not, it counts once.
        one.seat.again(served.seats).await?;
        let (args, key) = &one.unanswered;
        one.seat.call_keyed("decide", args.clone(), key).await?;
        let texts = one.answered.iter().cloned();
        let last = args["text"].as_str().unwrap_or_default().to_owned();
        expected.extend(texts.chain([last]).map(|text| (text, 1)));
    }
    ensure!(
        kept(&binary, Path::new(programme))? == expected,
        "each decision is kept once"
    );
    injects_keep_their_offsets(&served, &exercise).await
}

/// After the restart the next inject is due at the offset of the scenario, not earlier and not moved.
async fn injects_keep_their_offsets(served: &Served, exercise: &str) -> anyhow::Result<()> {
    let view = served
        .desk("conduct", json!({ "exercise": exercise }))
        .await?;
    for inject in view["view"]["injects"].as_array().into_iter().flatten() {
        let nth: i64 = inject["id"]
            .as_str()
            .and_then(|id| id.strip_prefix("inject-")?.parse().ok())
            .context("an inject of another drill")?;
        let due_ms = inject["due_ms"]
            .as_i64()
            .or(inject["delivered_ms"].as_i64());
        let planned_ms = (nth + 1) * 1_000;
        let late_ms = due_ms.context("it has no moment")? - planned_ms;
        ensure!(
            (0..1_000).contains(&late_ms),
            "inject {nth} is {late_ms} ms off"
        );
    }
    Ok(())
}

struct Deciding {
    seat: Seat,
    /// The words of every decision that was answered.
    answered: Vec<String>,
    /// The call without an answer, and its key.
    unanswered: (Value, String),
}

async fn decide_until_gone(mut seat: Seat, nth: usize) -> anyhow::Result<Deciding> {
    let mut answered = Vec::new();
    for count in 0.. {
        let text = format!("Seat {nth} decides for the {count}th time.");
        let args = json!({ "role": "soc", "text": text });
        let key = format!("kill-{nth}-{count}-key");
        let done = seat.call_keyed("decide", args.clone(), &key).await;
        if done.is_err() {
            return Ok(Deciding {
                seat,
                answered,
                unanswered: (args, key),
            });
        }
        answered.push(text);
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
    anyhow::bail!("the host was never gone")
}

/// How often each text was decided, as the programme file has it while it is served.
fn kept(binary: &Path, programme: &Path) -> anyhow::Result<BTreeMap<String, u32>> {
    let ran = std::process::Command::new(binary)
        .arg("transcript")
        .arg(programme)
        .output()?;
    ensure!(
        ran.status.success(),
        "{}",
        String::from_utf8_lossy(&ran.stderr)
    );
    let text = String::from_utf8(ran.stdout)?;
    let mut texts = BTreeMap::new();
    for line in text.lines().filter(|line| line.contains("decision")) {
        let Some(from) = line.find("Seat ") else {
            continue;
        };
        let Some(end) = line[from..].find("time.") else {
            continue;
        };
        *texts
            .entry(line[from..from + end + 5].to_owned())
            .or_default() += 1;
    }
    Ok(texts)
}
