//! The view of a drill as it is conducted: the heart of the desk.

use exercise::{Event, InjectStatus, Phase};
use scenario::Inject;
use terms::{Elapsed, ExerciseId};
use wire::{
    ClockView, ConductView, DiscussionView, InjectRow, ModuleView, NextInject, ObjectiveLine,
    OpenInject, SeatRow,
};

use super::rows::{Scene, inject_mark, is_open, is_unanswered, ms};
use super::words::*;
use crate::tally;

/// How long a role may be silent with something open before it counts as idle: ten minutes.
const IDLE_MS: i64 = 10 * 60 * 1000;

/// How many decisions, messages and questions the desk shows, the newest first.
const NEWEST: usize = 200;

/// How many notes: in a hot wash with many seats they come fast, and the trainer reads all of them.
const NOTES: usize = 1000;

/// The view of a drill at a moment. `replay` says that it is an earlier one.
pub fn conduct(id: &ExerciseId, scene: &Scene<'_>, replay: bool) -> ConductView {
    let drill = scene.drill;
    let briefed = drill.briefed();
    let injects = inject_rows(scene);
    let (current, open) = (current(scene), open_injects(scene));
    let next = drill.next_inject().map(|(inject, due)| NextInject {
        id: inject.id.to_string(),
        title: inject.title.clone(),
        due_ms: due.0,
    });
    ConductView {
        exercise: id.to_string(),
        title: briefed.title.clone(),
        origin: origin_word(briefed.origin).to_owned(),
        handling: briefed.handling.clone(),
        plan: briefed.plan.as_ref().map_or_else(String::new, |plan| {
            if plan.revision.is_empty() {
                plan.title.clone()
            } else {
                format!("{}, revision {}", plan.title, plan.revision)
            }
        }),
        phase: phase_word(drill.phase()).to_owned(),
        how: match drill.phase() {
            Phase::Closed { how } => Some(how_word(how).to_owned()),
            Phase::Briefing
            | Phase::Running { .. }
            | Phase::Paused { .. }
            | Phase::HotWash
            | Phase::Review => None,
        },
        clock: clock(scene),
        seq: drill.last_seq(),
        saved_at_ms: scene.records.last().map_or(0, |record| record.at.0),
        modules: modules(drill.scenario()),
        injects,
        current,
        next,
        decisions: scene.decisions(NEWEST),
        decisions_total: u32::try_from(scene.tally.decisions.len()).unwrap_or(u32::MAX),
        messages: scene.messages(NEWEST, false),
        notifications: scene.notifications(NEWEST),
        discussion: scene.question(),
        discussions: discussions(drill.scenario()),
        door_open: drill.door().is_some(),
        deadlines: scene.deadlines(),
        regimes: scene.regimes(),
        counted: super::counted::counted(scene),
        again: scene.again(),
        seats: seats(scene),
        notes: scene.notes(NOTES),
        questions: scene.questions(NEWEST),
        open,
        objectives: objectives(drill),
        real_incident: drill.real_incident().map(str::to_owned),
        replay,
    }
}

/// The clocks.
pub fn clock(scene: &Scene<'_>) -> ClockView {
    let drill = scene.drill;
    let story = drill.story(scene.now);
    ClockView {
        running: matches!(drill.phase(), Phase::Running { .. }),
        elapsed_ms: drill.elapsed(scene.now).0,
        at_ms: scene.now.0,
        rate: drill.rate(),
        story_ms: story.0,
        story: story.spoken(),
        story_ratio: drill.story_clock().ratio,
        planned_ms: drill.scenario().duration.0,
        pause: match drill.phase() {
            Phase::Paused { cause } => Some(pause_word(cause).to_owned()),
            Phase::Briefing
            | Phase::Running { .. }
            | Phase::HotWash
            | Phase::Review
            | Phase::Closed { .. } => None,
        },
        back_at_ms: drill.break_until().map(|until| until.0),
    }
}

/// The phases of a scenario with their questions.
pub fn modules(scenario: &scenario::Scenario) -> Vec<ModuleView> {
    let view = |module: &scenario::Module| ModuleView {
        id: module.id.to_string(),
        title: module.title.clone(),
        questions: module.questions.clone(),
    };
    scenario.modules.iter().map(view).collect()
}

fn discussions(scenario: &scenario::Scenario) -> Vec<DiscussionView> {
    let asked = scenario
        .modules
        .iter()
        .filter(|it| !it.questions.is_empty());
    let view = |module: &scenario::Module| DiscussionView {
        module: module.id.to_string(),
        title: module.title.clone(),
        questions: module.questions.clone(),
    };
    asked.map(view).collect()
}

/// The objectives and whether each has been tested.
pub fn objectives(drill: &exercise::Exercise) -> Vec<ObjectiveLine> {
    let line = |objective: &scenario::Objective| ObjectiveLine {
        id: objective.id.to_string(),
        title: objective.title.clone(),
        tested: drill.objective_tested(&objective.id),
    };
    drill.scenario().objectives.iter().map(line).collect()
}

/// One inject as the list shows it.
pub fn inject_row(scene: &Scene<'_>, inject: &Inject, state: &exercise::InjectState) -> InjectRow {
    let drill = scene.drill;
    let due_now = state.status == InjectStatus::Waiting
        && state.due.is_some_and(|due| due <= drill.elapsed(scene.now));
    InjectRow {
        id: inject.id.to_string(),
        title: inject.title.clone(),
        module: inject.module.as_ref().map(ToString::to_string),
        channel: channel_word(inject.channel).to_owned(),
        from: inject.from.clone(),
        to: role_titles(drill.scenario(), &inject.to),
        state: state_word(&inject.trigger, state.status, due_now).to_owned(),
        due_ms: ms(state.due),
        delivered_ms: ms(state.delivered),
        trigger: trigger_words(drill.scenario(), &inject.trigger),
        contingency: !inject.contingency_for.is_empty(),
        group: inject.group.as_ref().map(ToString::to_string),
        open: is_open(drill, &inject.id),
        latency_ms: state.first_latency.map(|latency| latency.0),
        mark: inject_mark(drill, &inject.id).to_owned(),
        repeatable: inject.repeatable,
    }
}

/// Every inject as the list shows it.
pub(crate) fn inject_rows(scene: &Scene<'_>) -> Vec<InjectRow> {
    let mut rows: Vec<InjectRow> = scene
        .drill
        .injects()
        .map(|(inject, state)| inject_row(scene, inject, state))
        .collect();
    // Delivered ones as they came, then those with a known moment, then the rest in the order of the file.
    rows.sort_by_key(|row| match (row.delivered_ms, row.due_ms) {
        (Some(at), _) => (0, at),
        (None, Some(due)) => (1, due),
        (None, None) => (2, 0),
    });
    rows
}

/// The inject that matters now: the last delivered that is still open, else the last delivered.
pub(crate) fn current(scene: &Scene<'_>) -> Option<String> {
    let delivered = scene.tally.delivered.iter().rev().filter_map(|seq| {
        match &tally::at(scene.records, *seq)?.event {
            Event::InjectDelivered(delivered) => Some(&delivered.inject),
            _ => None,
        }
    });
    let standing = |id: &&terms::InjectId| {
        let state = scene.drill.inject(id).map(|(_, state)| state.status);
        state == Some(InjectStatus::Delivered)
    };
    let last = delivered.clone().find(standing);
    let open = delivered
        .filter(standing)
        .find(|id| is_open(scene.drill, id));
    open.or(last).map(ToString::to_string)
}

fn open_injects(scene: &Scene<'_>) -> Vec<OpenInject> {
    let mut open: Vec<OpenInject> = scene
        .drill
        .injects()
        .filter(|(inject, _)| is_unanswered(scene.drill, &inject.id))
        .map(|(inject, state)| OpenInject {
            id: inject.id.to_string(),
            title: inject.title.clone(),
            since_ms: state.delivered.unwrap_or(Elapsed(0)).0,
            to: role_titles(scene.drill.scenario(), &inject.to),
        })
        .collect();
    open.sort_by_key(|inject| inject.since_ms);
    open
}

fn seats(scene: &Scene<'_>) -> Vec<SeatRow> {
    let drill = scene.drill;
    let now = drill.elapsed(scene.now);
    drill
        .roles()
        .map(|(role, state)| {
            let holders = scene.holders(&role.id);
            let here = holders
                .iter()
                .any(|holder| holder.standing == "bot" || holder.presence != "left");
            let open = drill
                .injects()
                .filter(|(inject, inject_state)| {
                    let mine = inject.to.is_empty() || inject.to.contains(&role.id);
                    let acted = inject_state.acknowledged.contains(&role.id)
                        || scene.tally.has_decided(&inject.id, &role.id);
                    mine && !acted && is_open(drill, &inject.id)
                })
                .count();
            let last = state.last_act.max(state.first_inject);
            let idle_ms = last.map(|last| (now - last).0);
            SeatRow {
                role: role.id.to_string(),
                title: role.title.clone(),
                holders,
                here,
                idle_ms,
                idle: open > 0 && idle_ms.is_some_and(|idle| idle > IDLE_MS),
                open: u32::try_from(open).unwrap_or(u32::MAX),
            }
        })
        .collect()
}
