//! What only the white cell may know stays off the wire: every shipped drill is served and played by bots to its end, and
//! every byte that came to a player of any role, to an observer or to the projector is searched for it.

use anyhow::{Context as _, ensure};
use rockdrill_tests::room::{Seat, Served, command_line};
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::task::JoinHandle;

/// Texts shorter than this say too little to tell one from the other.
const TELLING: usize = 24;

#[tokio::test(flavor = "multi_thread")]
async fn no_byte_to_a_player_an_observer_or_the_projector_is_for_the_white_cell()
-> anyhow::Result<()> {
    let Some(binary) = command_line() else {
        return Ok(());
    };
    let shipped = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let mut played = 0;
    for entry in std::fs::read_dir(&shipped)? {
        let file = entry?.path().join("scenario.yaml");
        if file.exists() {
            check(
                &binary,
                &file,
                &shipped.join("plan/incident-response-plan.md"),
            )
            .await
            .with_context(|| file.display().to_string())?;
            played += 1;
        }
    }
    ensure!(played >= 5, "only {played} drills ship");
    Ok(())
}

async fn check(binary: &Path, file: &PathBuf, plan: &Path) -> anyhow::Result<()> {
    let (scenario, _) = scenario::read(&std::fs::read_to_string(file)?);
    let scenario = scenario
        .rendered(&Default::default())
        .map_err(|wrong| anyhow::anyhow!("{wrong:?}"))?;
    let plan = plan.to_str().context("a path that is no text")?;
    let served = Served::start(binary, file, &["--plan", plan]).await?;
    let home = served.desk("home", Value::Null).await?;
    let drill = home["view"]["drills"][0]["id"]
        .as_str()
        .context("no drill")?;

    let mut hearing: Vec<JoinHandle<anyhow::Result<String>>> = Vec::new();
    for (role, name) in scenario
        .roles
        .iter()
        .map(|role| (role.id.as_str(), role.title.as_str()))
        .chain([("observer", "Observer")])
    {
        let seat = Seat::join(served.seats, served.code(), name, role).await?;
        hearing.push(tokio::spawn(hear(seat)));
    }
    let url = served.line["display_url"].as_str().context("no display")?;
    hearing.push(tokio::spawn(hear(Seat::display(served.seats, url).await?)));

    served.order(drill, json!({ "order": "start" })).await?;
    // What is brought only by decisions or by hand stays back; whatever comes by time or condition comes.
    for _ in 0..scenario.injects.len() {
        if served
            .order(drill, json!({ "order": "jump_to_next" }))
            .await
            .is_err()
        {
            break;
        }
    }
    let view = served.desk("conduct", json!({ "exercise": drill })).await?;
    let delivered = |id: &str| {
        view["view"]["injects"].as_array().is_some_and(|rows| {
            rows.iter()
                .any(|row| row["id"] == id && row["state"] == "delivered")
        })
    };
    served.order(drill, json!({ "order": "end" })).await?;
    served
        .desk("close_door", json!({ "exercise": drill }))
        .await?;
    let mut secrets = Vec::new();
    for inject in &scenario.injects {
        secrets.push(&inject.white_cell);
        secrets.extend(&inject.prompts);
        secrets.extend(inject.options.iter().map(|option| &option.debrief));
        secrets.extend(inject.options.iter().map(|option| &option.white_cell));
        if !delivered(inject.id.as_str()) {
            secrets.push(&inject.body);
        }
    }
    secrets.extend(scenario.expected_actions.iter().map(|action| &action.text));
    // How far the attacker gets, and what it would mean, is for the white cell and the report.
    for spread in scenario.exposure.iter().flat_map(|it| &it.spread) {
        secrets.extend([&spread.reaches, &spread.means]);
    }
    secrets.extend(scenario.services.iter().map(|service| &service.without));
    let mut heard = 0;
    for one in hearing {
        let text = one.await??;
        heard += text.len();
        for secret in lines(&secrets) {
            ensure!(!text.contains(&secret), "this came over the wire: {secret}");
        }
    }
    ensure!(heard > 3_000, "only {heard} bytes were heard");
    Ok(())
}

/// Everything that came until the door closed, as the text that a reader would see in it.
async fn hear(mut seat: Seat) -> anyhow::Result<String> {
    let mut all = String::new();
    if !seat.listens() {
        seat.listen().await?;
    }
    while let Ok(frame) = seat.frame().await {
        let frame: Value = serde_json::from_str(&frame)?;
        texts(&frame, &mut all);
    }
    Ok(all)
}

fn texts(value: &Value, all: &mut String) {
    match value {
        Value::String(text) => {
            all.push_str(text);
            all.push('\n');
        }
        Value::Array(list) => list.iter().for_each(|one| texts(one, all)),
        Value::Object(fields) => fields.values().for_each(|one| texts(one, all)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// The telling lines of secret texts.
fn lines<'a>(secrets: &'a [&String]) -> impl Iterator<Item = String> + 'a {
    let lines = secrets.iter().flat_map(|secret| secret.lines());
    lines
        .map(|line| line.trim().trim_start_matches(['-', '*', ' ']).to_owned())
        .filter(|line| line.len() >= TELLING)
}
