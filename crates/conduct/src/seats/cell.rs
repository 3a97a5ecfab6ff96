//! What the white cell sees at its seats: the list of injects, expected actions that run, objectives, decisions,
//! questions, the mailbox of people outside the room. Made once for each kind of seat. A player's connection has no
//! way to it. Not here: what everybody sees (`table`).

use std::collections::BTreeMap;

use exercise::{Rating, SeatKind};
use wire::{CellView, ExpectedView, MessageItem, ObjectiveCell};

use super::lore::Lore;
use crate::views::{self, Scene};

/// How many decisions, notes and questions, the newest first.
const NEWEST: usize = 50;

/// How many messages of people outside the room.
const MAIL: usize = 200;

/// What a kind of seat sees; nothing where it is none of the white cell.
pub fn cell(
    scene: &Scene<'_>,
    lore: &Lore,
    kind: SeatKind,
    suggested: &BTreeMap<String, Rating>,
) -> Option<CellView> {
    if !kind.is_white_cell() {
        return None;
    }
    let current = views::current(scene).map(|id| id.as_str().into());
    let mut outside: Vec<String> = Vec::new();
    let messages = scene.messages(MAIL, true).into_iter();
    let mail: Vec<MessageItem> = messages.map(|row| row.message).collect();
    for message in &mail {
        let name = match (&message.from_role, &message.to_role) {
            (None, _) => &message.from,
            (_, None) => &message.to,
            (Some(_), Some(_)) => continue,
        };
        if !outside.contains(name) {
            outside.push(name.clone());
        }
    }
    let judges = kind == SeatKind::Evaluator;
    Some(CellView {
        injects: views::inject_rows(scene),
        current: current.and_then(|id| views::detail(scene, &id, &lore.handouts)),
        expected: expected(scene),
        objectives: if judges {
            objectives(scene, suggested)
        } else {
            Vec::new()
        },
        decisions: scene.decisions(NEWEST),
        questions: scene.questions(NEWEST),
        mail,
        outside,
        notes: scene.notes(NEWEST),
    })
}

/// Expected actions that run, the tightest first, then those that were settled.
fn expected(scene: &Scene<'_>) -> Vec<ExpectedView> {
    let actions = scene.drill.actions();
    let known = actions.map(|(action, state)| scene.expected(action, state));
    let mut rows: Vec<ExpectedView> = known
        .filter(|row| row.runs_from_ms.is_some() || row.outcome.is_some())
        .collect();
    rows.sort_by_key(|row| {
        let due = row.runs_from_ms.unwrap_or_default() + row.target_ms;
        (row.outcome.is_some(), due)
    });
    rows
}

fn objectives(scene: &Scene<'_>, suggested: &BTreeMap<String, Rating>) -> Vec<ObjectiveCell> {
    let objectives = scene.drill.scenario().objectives.iter();
    let cells = objectives.map(|objective| ObjectiveCell {
        id: objective.id.to_string(),
        title: objective.title.clone(),
        target: objective.target.clone(),
        critical_tasks: objective.critical_tasks.clone(),
        tested: scene.drill.objective_tested(&objective.id),
        rating: scene
            .tally
            .ratings
            .get(&objective.id)
            .map(|rating| views::rating_word(*rating).to_owned()),
        suggested: suggested
            .get(objective.id.as_str())
            .map(|rating| views::rating_word(*rating).to_owned()),
    });
    cells.collect()
}
