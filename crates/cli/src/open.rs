//! Opening a programme to read it, finding the drill that is meant, and judging it. Not here: printing anything of it.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use conduct::{Clock, Drill, Keep};
use evaluation::{Evaluation, Input};
use exercise::Origin;
use terms::ExerciseId;

use crate::ended::Ended;

/// Opens a programme file; it is left as it is.
///
/// # Errors
/// Where it is not there, damaged, foreign or newer.
pub fn programme(path: &Path) -> Result<Keep, Ended> {
    Ok(Keep::open_to_read(path, Arc::new(Clock::system()))?)
}

/// The drill of that id, or the one that was set up last.
///
/// # Errors
/// Where there is none, or it cannot be read.
pub fn drill(keep: &Keep, id: Option<&str>) -> Result<Drill, Ended> {
    let chosen = match id {
        Some(id) => {
            let id = ExerciseId::from(id);
            keep.drills.contains_key(&id).then_some(id)
        }
        None => keep
            .drills
            .iter()
            .max_by_key(|(id, line)| (line.begun_at, (*id).clone()))
            .map(|(id, _)| id.clone()),
    };
    match chosen {
        Some(id) => Ok(keep.load(&id)?),
        None => Err(Ended::unusable(none(keep, id))),
    }
}

/// What the records of a drill show. People have no names here: a named edition is made at the desk.
///
/// # Errors
/// Where the plan that it tests cannot be read.
pub fn evaluate(keep: &Keep, drill: &Drill) -> Result<Evaluation, Ended> {
    let plan = conduct::plan_facts(keep, drill)?;
    Ok(evaluation::evaluate(&Input {
        exercise: &drill.id,
        scenario: drill.exercise.scenario(),
        records: &drill.records,
        plan: plan.as_ref(),
        people: &BTreeMap::new(),
    }))
}

/// The word for where the people of a drill come from.
pub fn origin_word(origin: Origin) -> &'static str {
    match origin {
        Origin::Live => "live",
        Origin::Practice => "practice",
        Origin::BotAssisted => "bot-assisted",
        Origin::Rehearsal => "rehearsal",
        Origin::Demo => "demo",
    }
}

fn none(keep: &Keep, id: Option<&str>) -> String {
    let list: Vec<String> = keep
        .drills
        .iter()
        .map(|(id, line)| format!("\n  {id}  {} ({})", line.title, origin_word(line.origin)))
        .collect();
    match (id, list.is_empty()) {
        (_, true) => "The programme holds no drill.".to_owned(),
        (Some(id), false) => format!("There is no drill {id}. There are:{}", list.concat()),
        (None, false) => format!("Name a drill:{}", list.concat()),
    }
}
