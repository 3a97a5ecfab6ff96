//! What must never reach a player, an observer or the projector. Every shipped scenario is played through real seats,
//! driven by simulated people who do anything the rules allow, and every byte that the seats and the projector were
//! sent is searched for every word of the white cell. Not here: practice, where coaching tells on purpose.

mod table;

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use bytes::Bytes;
use cast::Policy;
use exercise::{Cause, Event, Record, Script};
use scenario::Scenario;
use serde_json::Value;
use table::*;
use terms::Span;
use tokio::task::JoinHandle;
use wire::{DeskCall, DeskOrder, SeatCall};

const SHIPPED: [&str; 5] = [
    "payment-fraud",
    "privacy-breach",
    "ransomware-double-extortion",
    "supplier-token",
    "suspicious-login",
];

/// The shortest piece that is looked for: shorter ones stand in too many harmless texts.
const PIECE: usize = 18;

/// Somebody who listens, and what they may know.
struct Listener {
    who: String,
    role: Option<String>,
    frames: JoinHandle<Vec<Bytes>>,
}

fn shipped(name: &str) -> Scenario {
    let file = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let text = std::fs::read_to_string(file.join(name).join("scenario.yaml"));
    let (read, _) = scenario::read(&text.expect("it is shipped"));
    read.rendered(&BTreeMap::new())
        .expect("its texts can be filled in")
}

/// Letters and digits alone, in lower case and without tags, so that markup hides nothing.
fn squashed(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    let mut tag = false;
    for c in text.chars() {
        match c {
            '<' => tag = true,
            '>' => tag = false,
            c if !tag && c.is_alphanumeric() => out.extend(c.to_lowercase()),
            _ => {}
        }
    }
    out
}

/// The pieces of a text that are long enough to be looked for.
fn pieces(text: &str) -> impl Iterator<Item = String> {
    let lines = text.split(['\n', '.', '?', '!']);
    let squashed = lines.map(squashed).collect::<Vec<_>>().into_iter();
    squashed.filter(|piece| piece.chars().count() >= PIECE)
}

/// What only the white cell may know.
fn white_cell(scenario: &Scenario) -> BTreeSet<String> {
    let mut secret = BTreeSet::new();
    for inject in &scenario.injects {
        secret.extend(pieces(&inject.white_cell));
        secret.extend(inject.prompts.iter().flat_map(|prompt| pieces(prompt)));
        for choice in &inject.options {
            secret.extend(pieces(&choice.debrief));
            secret.extend(pieces(&choice.white_cell));
        }
    }
    for action in &scenario.expected_actions {
        secret.extend(pieces(&action.text));
    }
    secret
}

/// What a listener was to be told by the end: what was delivered to their role or to everybody.
fn told(
    scenario: &Scenario,
    delivered: &BTreeSet<String>,
    role: Option<&str>,
) -> (String, Vec<String>) {
    let mut open = String::new();
    let mut hidden = Vec::new();
    for inject in &scenario.injects {
        let mine = inject.to.is_empty() || inject.to.iter().any(|to| Some(to.as_str()) == role);
        if mine && delivered.contains(inject.id.as_str()) {
            let subject = inject.subject.as_ref().unwrap_or(&inject.title);
            for text in [&inject.body, &inject.from, subject] {
                open.push_str(&squashed(text));
            }
            for choice in &inject.options {
                open.push_str(&squashed(&choice.label));
            }
        } else {
            hidden.extend(pieces(&inject.body));
        }
    }
    // What is said to everybody beside the injects.
    for role in &scenario.roles {
        open.push_str(&squashed(&role.brief));
    }
    for objective in &scenario.objectives {
        open.push_str(&squashed(&objective.title));
    }
    for deadline in &scenario.deadlines {
        open.push_str(&squashed(&deadline.title));
        open.push_str(&squashed(&deadline.source));
    }
    (open, hidden)
}

/// The call at a seat, or the order at the desk, that a record of a rehearsal stands for.
enum Meant {
    Seat(String, SeatCall),
    Desk(DeskOrder),
    Nothing,
}

fn meant(record: &Record, number: usize) -> Meant {
    match &record.event {
        Event::Acknowledged(seen) => Meant::Seat(
            seen.role.to_string(),
            SeatCall::Acknowledge {
                inject: seen.inject.to_string(),
                role: seen.role.to_string(),
            },
        ),
        Event::DecisionMade(made) => Meant::Seat(
            made.role.to_string(),
            SeatCall::Decide {
                role: made.role.to_string(),
                inject: made.inject.as_ref().map(ToString::to_string),
                option: made.option.as_ref().map(ToString::to_string),
                // Simulated people speak in the words of the expected actions; these do not.
                text: match &made.option {
                    Some(_) => String::new(),
                    None => format!("words {number}"),
                },
                rationale: format!("because {number}"),
                authorised_by: made.authorised_by.as_ref().map(ToString::to_string),
                first_key_ms_ago: 0,
            },
        ),
        Event::QuestionAsked(asked) => Meant::Seat(
            asked.role.to_string(),
            SeatCall::Ask {
                role: asked.role.to_string(),
                says: format!("question {number}"),
            },
        ),
        Event::InjectDelivered(delivered) if delivered.cause == Cause::Trainer => {
            Meant::Desk(DeskOrder::Deliver {
                inject: delivered.inject.to_string(),
            })
        }
        Event::InjectWithdrawn(withdrawn) => Meant::Desk(DeskOrder::Withdraw {
            inject: withdrawn.inject.to_string(),
            reason: "Disregard.".to_owned(),
        }),
        Event::ActionSettled(settled) if settled.decision.is_none() => {
            Meant::Desk(DeskOrder::Settle {
                action: settled.action.to_string(),
                outcome: "met".to_owned(),
                note: String::new(),
            })
        }
        Event::DeadlineRecognised(it) => Meant::Desk(DeskOrder::RecogniseDeadline {
            deadline: it.deadline.to_string(),
        }),
        Event::DeadlineMet(it) => Meant::Desk(DeskOrder::MeetDeadline {
            deadline: it.deadline.to_string(),
        }),
        Event::Prompted(prompted) => Meant::Desk(DeskOrder::Prompt {
            inject: prompted.inject.as_ref().map(ToString::to_string),
            says: prompted.says.clone(),
        }),
        Event::Noted(noted) => Meant::Desk(DeskOrder::Note {
            by: "facilitator".to_owned(),
            says: noted.says.clone(),
            tone: String::new(),
            objective: None,
            inject: None,
            critical: false,
        }),
        Event::Paused(_) => Meant::Desk(DeskOrder::Pause),
        Event::Resumed(_) => Meant::Desk(DeskOrder::Resume),
        Event::Jumped(_) => Meant::Desk(DeskOrder::JumpToNext),
        Event::Started(_) => Meant::Desk(DeskOrder::Start),
        Event::Ended(_) => Meant::Desk(DeskOrder::End),
        Event::ReviewOpened(_) => Meant::Desk(DeskOrder::OpenReview),
        _ => Meant::Nothing,
    }
}

async fn everybody(hall: &Hall, scenario: &Scenario) -> (BTreeMap<String, Device>, Vec<Listener>) {
    let mut players = BTreeMap::new();
    let mut listeners = Vec::new();
    let roles = scenario.roles.iter().map(|role| role.id.to_string());
    for role in roles.chain(["observer".to_owned()]) {
        let mut device = hall.join(&format!("Person {role}"), &role).await;
        let mut live = device.live.take().expect("connected");
        listeners.push(Listener {
            who: role.clone(),
            role: (role != "observer").then(|| role.clone()),
            frames: tokio::spawn(async move {
                let mut frames = Vec::new();
                while let Some(frame) = live.next().await {
                    frames.push(frame);
                }
                frames
            }),
        });
        players.insert(role, device);
    }
    let url = hall.view().await.display_url.expect("the door is open");
    let (_, token) = url.split_once("token=").expect("a secret");
    let mut display = hall.seats().display(token).expect("the display's own");
    listeners.push(Listener {
        who: "the projector".to_owned(),
        role: None,
        frames: tokio::spawn(async move {
            let mut frames = Vec::new();
            while let Some(frame) = display.next().await {
                frames.push(frame);
            }
            frames
        }),
    });
    (players, listeners)
}

async fn play_through_seats(name: &str, seed: u64) {
    let scenario = shipped(name);
    let script = Script::new(Arc::new(scenario.clone()));
    let played = cast::play(&script, seed, Policy::Random);
    let mut hall = Hall::open(name).await;
    let (players, listeners) = everybody(&hall, &scenario).await;
    let begun = played.records.first().expect("it begins").at;
    let mut at = begun;
    for (number, record) in played.records.iter().enumerate() {
        hall.pass_time(Span((record.at.0 - at.0).max(0)));
        at = record.at;
        match meant(record, number) {
            Meant::Seat(role, call) => {
                let device = &players[&role];
                // What came out otherwise here than in the rehearsal is refused, which tells nobody anything either.
                let _done = device.try_call(call, &format!("key-{number:08}")).await;
            }
            Meant::Desk(order) => {
                let exercise = hall.exercise.clone();
                let _done = hall.desk.call(DeskCall::Order { exercise, order }).await;
            }
            Meant::Nothing => {}
        }
    }
    let path = hall.programme();
    let keep = conduct::Keep::open_to_read(&path, Arc::clone(&hall.clock)).expect("it opens");
    let drill = keep
        .load(&hall.exercise.as_str().into())
        .expect("the drill");
    let delivered: BTreeSet<String> = drill
        .records
        .iter()
        .filter_map(|record| match &record.event {
            Event::InjectDelivered(delivered) => Some(delivered.inject.to_string()),
            _ => None,
        })
        .collect();
    let exercise = hall.exercise.clone();
    hall.door(DeskCall::CloseDoor { exercise }).await;
    let secret = white_cell(&scenario);
    assert!(
        !secret.is_empty() && !delivered.is_empty(),
        "{name}: there is something to hide"
    );
    let mut heard = 0;
    for listener in listeners {
        let who = format!("{name}, seed {seed}: {}", listener.who);
        let frames = listener.frames.await.expect("it listened to the end");
        heard += frames.len();
        let (open, hidden) = told(&scenario, &delivered, listener.role.as_deref());
        let mut said = Vec::new();
        for frame in &frames {
            let value: Value = serde_json::from_slice(frame).expect("a frame");
            strings(&value, &mut said);
        }
        let said: BTreeSet<String> = said.iter().map(|text| squashed(text)).collect();
        for piece in secret.iter().chain(&hidden) {
            let shown = said.iter().find(|text| text.contains(piece.as_str()));
            if let Some(shown) = shown.filter(|_| !open.contains(piece.as_str())) {
                panic!("{who} was told “{piece}” in “{shown}”");
            }
        }
    }
    assert!(heard > 20, "{name}: the seats heard something");
}

#[tokio::test]
async fn no_word_of_the_white_cell_reaches_players_observers_or_the_projector() {
    for name in SHIPPED {
        for seed in [1, 7] {
            play_through_seats(name, seed).await;
        }
    }
}
