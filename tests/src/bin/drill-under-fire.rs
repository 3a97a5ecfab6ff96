//! Conducts one drill as the program does and says on its output what was acknowledged, line by line, until somebody kills
//! it. With the word `fill` it writes until the disk refuses, and goes on when it is told that there is room again.

use std::collections::BTreeMap;
use std::io::Write as _;
use std::path::Path;
use std::sync::Arc;

use anyhow::{Context as _, bail};
use conduct::{Clock, Conductor, Drill, Keep, NotDone, Unopened};
use exercise::{Actor, Brief, Decide, Order, Origin, Phase, Source};
use programme::ProgrammeNamed;
use terms::ExerciseId;
use tokio::io::AsyncBufReadExt as _;

const SCENARIO: &str = include_str!("../../../crates/exercise/tests/scene.yaml");

/// How many people decide at the same time.
const HANDS: usize = 3;

#[tokio::main]
async fn main() -> anyhow::Result<()> {
    let words: Vec<String> = std::env::args().skip(1).collect();
    let [path, turn] = words.as_slice() else {
        bail!("name a programme file and a turn");
    };
    let conductor = open(Path::new(path)).map_err(told)?;
    begin(&conductor).await?;
    if turn == "fill" {
        return fill(&conductor).await;
    }
    let hands = (0..HANDS).map(|hand| {
        let (conductor, turn) = (conductor.clone(), turn.clone());
        tokio::spawn(async move { decide_on_and_on(&conductor, &format!("{turn}.{hand}")).await })
    });
    for hand in hands.collect::<Vec<_>>() {
        hand.await.context("a hand fell off")??;
    }
    Ok(())
}

/// Opens the programme, or makes it, with its one drill.
fn open(path: &Path) -> Result<Conductor, Unopened> {
    let clock = Arc::new(Clock::system());
    let id = ExerciseId::from("under-fire");
    let named = ProgrammeNamed {
        name: "Under fire".to_owned(),
        sample: false,
    };
    let mut keep = if path.exists() {
        Keep::open(path, Arc::clone(&clock))?
    } else {
        Keep::create(path, named, Arc::clone(&clock))?
    };
    // A drill that was killed while it was being set up is not there, or is there whole.
    let drill = if keep.drills.contains_key(&id) {
        keep.load(&id)?
    } else {
        let brief = Brief {
            origin: Origin::Live,
            scenario: keep.put_blob("text/yaml", SCENARIO.as_bytes())?,
            plan: None,
            variables: BTreeMap::new(),
            handouts: BTreeMap::new(),
            seed: None,
            given: Default::default(),
        };
        keep.brief(id, brief)?
    };
    let ledger = Arc::clone(&keep.ledger);
    let tell = Arc::new(|_: &Drill, _| {});
    Ok(Conductor::begin(drill, ledger, clock, tell)?)
}

async fn begin(conductor: &Conductor) -> anyhow::Result<()> {
    let phase = conductor.look(|drill| drill.exercise.phase());
    let order = match phase {
        Phase::Briefing => Order::Start,
        Phase::Paused { .. } => Order::Resume,
        Phase::Running { .. } => bail!("a drill that was cut off has to be found paused"),
        Phase::HotWash | Phase::Review | Phase::Closed { .. } => bail!("nobody ended it"),
    };
    conductor.order(Actor::Desk, order).await.map_err(refused)
}

async fn decide_on_and_on(conductor: &Conductor, who: &str) -> anyhow::Result<()> {
    for nth in 0_u64.. {
        let text = format!("{who}.{nth}");
        conductor
            .order(Actor::Desk, decision(text.clone()))
            .await
            .map_err(refused)?;
        say(&format!("kept {text}"))?;
    }
    Ok(())
}

async fn fill(conductor: &Conductor) -> anyhow::Result<()> {
    let long = "x".repeat(15_000);
    let mut kept = 0_u64;
    let why = loop {
        let order = decision(format!("{kept} {long}"));
        match conductor.order(Actor::Desk, order).await {
            Ok(()) => kept += 1,
            Err(why) => break why,
        }
    };
    let decisions = || conductor.look(|drill| drill.exercise.standing_decisions().count() as u64);
    match why {
        NotDone::Failed(fault) if decisions() == kept => {
            say(&format!("refused {} after {kept}", fault.code()))?;
        }
        other => bail!("after {kept}, with {} in the drill: {other:?}", decisions()),
    }
    let mut room = String::new();
    tokio::io::BufReader::new(tokio::io::stdin())
        .read_line(&mut room)
        .await?;
    conductor
        .order(Actor::Desk, decision(format!("{kept} again")))
        .await
        .map_err(refused)?;
    say(&format!("kept {}", decisions()))
}

fn decision(text: String) -> Order {
    Order::Decide(Decide {
        role: "ic".into(),
        person: None,
        inject: None,
        option: None,
        text,
        rationale: String::new(),
        authorised_by: None,
        source: Source::Desk,
        first_key_at: None,
        set_back_ms: 0,
    })
}

/// Says a line at once, whole, or fails.
fn say(line: &str) -> anyhow::Result<()> {
    let mut out = std::io::stdout().lock();
    out.write_all(format!("{line}\n").as_bytes())?;
    Ok(out.flush()?)
}

fn told(why: Unopened) -> anyhow::Error {
    anyhow::anyhow!("{why:?}")
}

fn refused(why: NotDone) -> anyhow::Error {
    anyhow::anyhow!("{why:?}")
}
