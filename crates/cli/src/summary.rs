//! How a rehearsal went, in a screenful for people and as `summary.json` for programs.

use std::io::Write;

use exercise::Rating;
use serde_json::{Value, json};

use crate::amended::{AmendedPlan, Applied};
use crate::ended::Ended;
use crate::paths_text;
use crate::rehearse::Rehearsed;

/// Stands on everything that a rehearsal makes.
const SAYS: &str =
    "EXERCISE. Rehearsal: simulated people on a simulated clock; it counts for nothing else.";

/// Prints how it went.
///
/// # Errors
/// Where it cannot be written.
pub fn print(rehearsed: &Rehearsed, out: &mut impl Write) -> std::io::Result<()> {
    let Rehearsed {
        drill,
        evaluation,
        seed,
        policy,
        ..
    } = rehearsed;
    let totals = &evaluation.totals;
    let title = &drill.exercise.briefed().title;
    writeln!(out, "Rehearsal of \"{title}\" ({policy}, seed {seed})")?;
    writeln!(out, "{SAYS}")?;
    let (played, records) = (evaluation.course.played, totals.records);
    let (delivered, injects) = (totals.delivered, totals.injects);
    let decisions = totals.decisions;
    writeln!(
        out,
        "Played to {played}: {records} records, {delivered} of {injects} injects, {decisions} decisions"
    )?;
    let outcomes = &totals.outcomes;
    writeln!(
        out,
        "Expected actions: {} met, {} late, {} partial, {} missed, {} not tested",
        outcomes.met, outcomes.late, outcomes.partial, outcomes.missed, outcomes.not_tested
    )?;
    let (missed, deadlines) = (totals.deadlines_missed, totals.deadlines);
    writeln!(out, "Deadlines missed or met late: {missed} of {deadlines}")?;
    for objective in &evaluation.objectives {
        let rating = objective.rating().map_or("-", letter);
        writeln!(out, "  {rating}  {}", objective.title)?;
    }
    match &rehearsed.plan {
        Some((name, _, amended)) => print_plan(name, amended, out),
        None => Ok(()),
    }
}

fn print_plan(name: &str, amended: &AmendedPlan, out: &mut impl Write) -> std::io::Result<()> {
    let fitted = amended.lessons.iter().filter(|it| it.refused.is_none());
    writeln!(out, "Lessons in the amended {name}: {}", fitted.count())?;
    for lesson in &amended.lessons {
        if let Some(why) = &lesson.refused {
            writeln!(out, "  not made, {}: {why}", lesson.action)?;
        }
    }
    match (&amended.revision, &amended.no_revision) {
        (Some(number), _) => writeln!(out, "Its revision row: {number}"),
        (None, Some(why)) => writeln!(out, "No revision row: {why}"),
        (None, None) => Ok(()),
    }
}

/// Everything that a program may want to know of it.
///
/// # Errors
/// Where a value has no form in JSON.
pub fn value(rehearsed: &Rehearsed) -> Result<Value, Ended> {
    let evaluation = &rehearsed.evaluation;
    let briefed = rehearsed.drill.exercise.briefed();
    let plain = |value: Result<Value, serde_json::Error>| {
        value.map_err(|error| Ended::wrong(format!("the summary cannot be written: {error}")))
    };
    let objectives: Vec<Value> = evaluation
        .objectives
        .iter()
        .map(|it| json!({ "id": it.objective, "title": it.title, "rating": it.rating() }))
        .collect();
    let mut actions = Vec::new();
    for action in &evaluation.actions {
        let outcome = plain(serde_json::to_value(action.outcome))?;
        actions.push(json!({ "id": action.action, "role": action.role, "outcome": outcome }));
    }
    let mut told = json!({
        "origin": "rehearsal",
        "says": SAYS,
        "exercise": rehearsed.drill.id,
        "scenario": { "id": briefed.scenario_id, "title": briefed.title, "hash": briefed.scenario },
        "plan": plain(serde_json::to_value(&briefed.plan))?,
        "policy": rehearsed.policy.word(),
        "seed": rehearsed.seed,
        "played_ms": evaluation.course.played.0,
        "evaluator": evaluation.evaluator,
        "totals": plain(serde_json::to_value(&evaluation.totals))?,
        "objectives": objectives,
        "actions": actions,
    });
    if let Some((name, _, amended)) = &rehearsed.plan {
        told["amended_plan"] = plan_value(name, amended)?;
    }
    if let Some(report) = &rehearsed.paths {
        told["paths"] = paths_text::value(report);
    }
    Ok(told)
}

fn plan_value(name: &str, amended: &AmendedPlan) -> Result<Value, Ended> {
    let lesson = |it: &Applied| {
        let change = serde_json::to_value(&it.amendment)
            .map_err(|error| Ended::wrong(format!("the summary cannot be written: {error}")))?;
        let mut told = json!({
            "action": it.action,
            "outcome": evaluation::outcome_word(it.outcome),
            "says": it.says,
            "amendment": change,
            "finding": it.finding,
        });
        if let Some(why) = &it.refused {
            told["refused"] = json!(why);
        }
        Ok::<Value, Ended>(told)
    };
    let (mut applied, mut refused) = (Vec::new(), Vec::new());
    for it in &amended.lessons {
        match it.refused {
            None => applied.push(lesson(it)?),
            Some(_) => refused.push(lesson(it)?),
        }
    }
    Ok(json!({
        "file": name,
        "revision": amended.revision,
        "no_revision_because": amended.no_revision,
        "lessons_applied": applied,
        "lessons_refused": refused,
    }))
}

fn letter(rating: Rating) -> &'static str {
    match rating {
        Rating::P => "P",
        Rating::S => "S",
        Rating::M => "M",
        Rating::U => "U",
    }
}
