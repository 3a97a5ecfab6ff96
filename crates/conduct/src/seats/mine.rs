//! What a seat asks for: the decisions of other roles, and what it did itself. Made when asked, from the tally, never
//! by walking the records of a whole drill. Not here: what is told without asking (`eyes`).

use exercise::{Event, InjectStatus, Outcome, Party, Phase};
use terms::{InjectId, PersonId, RoleId};
use wire::{DecisionLine, MyRow, MyTimeline};

use super::eyes::{is_own, reached};
use super::lanes::Audience;
use crate::conductor::Drill;
use crate::tally;
use crate::views::{self, Scene};

/// How many decisions of others are shown at once.
const OTHERS: usize = 100;

/// How many decisions are looked through for them.
const LOOKED_THROUGH: usize = 2000;

/// How many rows a timeline has at most.
const ROWS: usize = 500;

/// Whose eyes: the persons that a seat's person was known as, and the roles that it plays.
pub struct Whose<'a> {
    /// The person, under every id that records know.
    pub persons: &'a [PersonId],
    /// The roles.
    pub roles: &'a [RoleId],
    /// True for the white cell, which sees every subject.
    pub white_cell: bool,
}

/// The decisions of the others, newest first.
pub fn others(
    scene: &Scene<'_>,
    whose: &Whose<'_>,
    inject: Option<&InjectId>,
) -> Vec<DecisionLine> {
    let newest = scene.tally.decisions.iter().rev().take(LOOKED_THROUGH);
    let lines = newest.filter_map(|seq| {
        let record = tally::at(scene.records, *seq)?;
        let Event::DecisionMade(made) = &record.event else {
            return None;
        };
        let other = !is_own(made, whose.persons, whose.roles);
        let asked = inject.is_none() || made.inject.as_ref() == inject;
        let stands = !scene.tally.struck.contains_key(seq);
        if !(other && asked && stands) {
            return None;
        }
        let row = scene.decision_row(*seq)?;
        Some(DecisionLine {
            decision: *seq,
            role_title: row.role_title,
            bot: made.source == exercise::Source::Bot,
            inject_title: subject_seen(scene, whose, made.inject.as_ref()),
            text: row.text,
            rationale: row.rationale,
            elapsed_ms: row.elapsed_ms,
            stance: my_stance(scene, *seq, whose.roles),
        })
    });
    lines.take(OTHERS).collect()
}

/// The subject of an inject that reached this seat; that of another role's stays with that role.
fn subject_seen(scene: &Scene<'_>, whose: &Whose<'_>, inject: Option<&InjectId>) -> String {
    let Some((inject, state)) = inject.and_then(|id| scene.drill.inject(id)) else {
        return String::new();
    };
    let mine = reached(inject).iter().any(|audience| match audience {
        Audience::Everyone => true,
        Audience::Role(role) => whose.roles.contains(role),
        Audience::Person(_) => false,
    });
    let edited = state.edited.as_ref().map(|(subject, _)| subject);
    let edited = edited.filter(|subject| !subject.is_empty());
    if mine || whose.white_cell {
        let written = inject.subject.as_ref().unwrap_or(&inject.title);
        edited.unwrap_or(written).clone()
    } else {
        String::new()
    }
}

fn my_stance(scene: &Scene<'_>, decision: u64, roles: &[RoleId]) -> String {
    let upon = scene.tally.upon.get(&decision).into_iter().flatten();
    let mine = upon
        .rev()
        .find_map(|seq| match &tally::at(scene.records, *seq)?.event {
            Event::StanceTaken(taken) if roles.contains(&taken.role) => Some(taken.stance),
            _ => None,
        });
    mine.map_or_else(String::new, |stance| views::stance_word(stance).to_owned())
}

/// Whether play is over, so that everybody may look back.
pub fn play_is_over(phase: Phase) -> bool {
    match phase {
        Phase::HotWash | Phase::Review | Phase::Closed { .. } => true,
        Phase::Briefing | Phase::Running { .. } | Phase::Paused { .. } => false,
    }
}

/// What reached a seat and what it did, in order.
pub fn timeline(drill: &Drill, scene: &Scene<'_>, whose: &Whose<'_>) -> MyTimeline {
    let mut seqs: Vec<u64> = drill.tally.delivered.clone();
    for role in whose.roles {
        seqs.extend(drill.tally.by_role.get(role).into_iter().flatten());
    }
    seqs.sort_unstable();
    seqs.dedup();
    let mut mine = MyTimeline::default();
    let mut latencies = Vec::new();
    for seq in seqs {
        if mine.rows.len() == ROWS {
            break;
        }
        let row = row(scene, whose, seq);
        latencies.extend(
            row.iter()
                .filter(|row| row.kind == "decision")
                .filter_map(|row| row.latency_ms),
        );
        mine.rows.extend(row);
    }
    mine.rows.sort_by_key(|row| row.elapsed_ms);
    latencies.sort_unstable();
    mine.median_ms = latencies.get(latencies.len() / 2).copied();
    for (action, state) in drill.exercise.actions() {
        if !whose.roles.contains(&action.role) {
            continue;
        }
        match state.outcome {
            Some(Outcome::Met) => {
                mine.met += 1;
                mine.tested += 1;
            }
            Some(Outcome::MetLate | Outcome::Partial | Outcome::Missed) => mine.tested += 1,
            Some(Outcome::NotTested) | None => {}
        }
    }
    mine
}

fn row(scene: &Scene<'_>, whose: &Whose<'_>, seq: u64) -> Option<MyRow> {
    let record = tally::at(scene.records, seq)?;
    if scene.tally.struck.contains_key(&seq) {
        return None;
    }
    let row = |kind: &str, says: String| MyRow {
        elapsed_ms: record.elapsed.0,
        kind: kind.to_owned(),
        says,
        latency_ms: None,
        target_ms: None,
    };
    match &record.event {
        Event::InjectDelivered(delivered) => {
            let (_, state) = scene.drill.inject(&delivered.inject)?;
            let subject = subject_seen(scene, whose, Some(&delivered.inject));
            let stands = state.status != InjectStatus::Withdrawn;
            (stands && !subject.is_empty()).then(|| row("inject", subject))
        }
        Event::Acknowledged(seen) => Some(MyRow {
            latency_ms: Some(seen.latency.0),
            ..row("seen", subject_seen(scene, whose, Some(&seen.inject)))
        }),
        Event::DecisionMade(made) => {
            if !is_own(made, whose.persons, whose.roles) {
                return None;
            }
            let decision = scene.decision_row(seq)?;
            Some(MyRow {
                elapsed_ms: decision.elapsed_ms,
                latency_ms: decision.latency_ms,
                target_ms: decision.target_ms,
                ..row("decision", decision.text)
            })
        }
        Event::MessageSent(sent) => {
            let from_me = matches!(&sent.from, Party::Role(role) if whose.roles.contains(role));
            let item = scene.message(record, sent);
            let says = if from_me {
                format!("To {}: {}", item.to, item.says)
            } else {
                format!("From {}: {}", item.from, item.says)
            };
            Some(row("message", says))
        }
        Event::QuestionAsked(asked) => Some(row("message", format!("Asked: {}", asked.says))),
        Event::NotificationLogged(logged) => {
            let told = format!("Told {}: {}", logged.body, logged.says);
            Some(row("notification", told.trim_end_matches(": ").to_owned()))
        }
        _ => None,
    }
}
