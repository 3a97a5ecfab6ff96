//! At the seat of somebody who practises nothing of the white cell is seen: an expected action only once it is settled
//! or waits to be ticked, an inject only once it is delivered. Held against every shipped drill, played by chance.

use std::collections::BTreeSet;
use std::path::PathBuf;

use cast::Dice;
use scenario::Scenario;
use terms::Span;
use wire::{DeskCall, SeatCall, SeatFrame, SeatItem};

use crate::room::{Room, Seat};

#[tokio::test]
async fn whoever_practises_sees_nothing_of_the_white_cell_before_its_time() {
    let mut seen = 0;
    for (key, scenario) in shipped() {
        for (seed, role) in scenario.roles.iter().take(2).enumerate() {
            let says = format!("{key}, {}, seed {seed}", role.id);
            seen += play(&key, &scenario, role.id.as_str(), seed as u64, &says).await;
        }
    }
    assert!(seen > 30, "{seen} injects are too few to prove anything");
}

async fn play(key: &str, scenario: &Scenario, role: &str, seed: u64, says: &str) -> usize {
    let mut room = Room::open();
    let wish = DeskCall::Practise {
        scenario: key.to_owned(),
        plan: None,
        role: role.to_owned(),
        person: None,
        policy: "random".to_owned(),
        module: None,
    };
    let (_, url) = room.practise(wish).await.expect("a practice");
    let seat = room.join(&url).await;
    let mut dice = Dice::new(seed);
    let mut answered = BTreeSet::new();
    seat.step("start").await;
    for _ in 0..3 {
        let third = Span(scenario.duration.0 / 3);
        room.pass_by(&seat, third, Span::minutes(2)).await;
        let frames = seat.frames().await;
        check(scenario, role, &answered, &frames, says);
        answer(&seat, scenario, role, &frames, &mut dice, &mut answered).await;
    }
    check(scenario, role, &answered, &seat.frames().await, says);
    answered.len()
}

/// Decides on what has come, by any option or in free words.
async fn answer(
    seat: &Seat,
    scenario: &Scenario,
    role: &str,
    frames: &[SeatFrame],
    dice: &mut Dice,
    answered: &mut BTreeSet<String>,
) {
    for frame in frames {
        let Some(SeatItem::Inject(item)) = &frame.item else {
            continue;
        };
        let written = scenario.injects.iter().find(|it| it.id.as_str() == item.id);
        let options = written.map_or(&[][..], |it| &it.options);
        let option = dice.one_of(options).map(|option| option.id.to_string());
        let option = option.filter(|_| dice.chance(70));
        let decide = SeatCall::Decide {
            role: role.to_owned(),
            inject: Some(item.id.clone()),
            text: if option.is_none() {
                "My own words.".to_owned()
            } else {
                String::new()
            },
            option,
            rationale: String::new(),
            authorised_by: None,
            first_key_ms_ago: 0,
        };
        if answered.insert(item.id.clone()) {
            seat.call(decide).await;
        }
    }
}

fn check(
    scenario: &Scenario,
    role: &str,
    answered: &BTreeSet<String>,
    frames: &[SeatFrame],
    says: &str,
) {
    let mut delivered = BTreeSet::new();
    let mut bare = String::new();
    for frame in frames {
        let mut frame = frame.clone();
        match &mut frame.item {
            Some(SeatItem::Inject(item)) => {
                delivered.insert(item.id.clone());
            }
            Some(SeatItem::Coaching(item)) => {
                let mut actions = scenario.expected_actions.iter();
                let action = actions.find(|it| it.id.as_str() == item.action);
                let action = action.expect("an action of the drill");
                assert_eq!(action.role.as_str(), role, "{says}: another role's");
                let inject = action
                    .inject
                    .iter()
                    .all(|it| answered.contains(it.as_str()));
                let by_bot = action.inject.is_none();
                assert!(inject || by_bot, "{says}: {} came too early", item.action);
                let options = scenario.injects.iter().flat_map(|it| &it.options);
                for option in options.filter(|it| it.white_cell.len() > 14) {
                    let told = item.consequence.contains(option.white_cell.trim());
                    assert!(!told, "{says}: what {} tells a trainer is told", option.id);
                }
                continue;
            }
            _ => {}
        }
        if let Some(practice) = frame.view.as_mut().and_then(|view| view.practice.as_mut()) {
            for tick in &practice.to_tick {
                let inject = tick.inject.as_ref();
                let said = inject.is_some_and(|inject| answered.contains(inject));
                assert!(said, "{says}: {} is shown too early", tick.action);
            }
            practice.to_tick.clear();
        }
        bare.push_str(&serde_json::to_string(&frame).expect("JSON"));
    }
    let is_told = |text: &str| {
        let text = serde_json::to_string(text.trim()).expect("JSON");
        text.len() > 14 && bare.contains(text.trim_matches('"'))
    };
    for action in &scenario.expected_actions {
        assert!(!is_told(&action.text), "{says}: {} is told", action.id);
    }
    for inject in &scenario.injects {
        assert!(
            !is_told(&inject.white_cell),
            "{says}: {} is told",
            inject.id
        );
        for option in &inject.options {
            let told = is_told(&option.white_cell) || is_told(&option.debrief);
            assert!(!told, "{says}: what follows {} is told", option.id);
        }
        if !delivered.contains(inject.id.as_str()) {
            assert!(!is_told(&inject.body), "{says}: {} comes early", inject.id);
        }
    }
}

fn shipped() -> Vec<(String, Scenario)> {
    let folder = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
    let mut found = Vec::new();
    for entry in std::fs::read_dir(folder).expect("the shipped scenarios") {
        let path = entry.expect("an entry").path();
        if let Ok(text) = std::fs::read_to_string(path.join("scenario.yaml")) {
            let (scenario, _) = scenario::read(&text);
            let rendered = scenario.rendered(&Default::default()).expect("complete");
            let name = path.file_name().expect("a name").to_string_lossy();
            found.push((name.into_owned(), rendered));
        }
    }
    assert_eq!(found.len(), 6, "six drills are shipped");
    found
}
