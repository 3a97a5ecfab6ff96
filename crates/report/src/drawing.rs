//! The timeline as a drawing: where every mark stands. Not here: ink (`svg`).

use std::collections::{BTreeMap, HashMap};

use evaluation::{Entry, EntryKind, counted};
use exercise::Outcome;
use terms::{InjectId, RoleId, Span};

use crate::build::Look;
use crate::model::{Drawing, Lane, LaneMark, LaneSpan, Tick};
use crate::phrase::outcome_tone;

/// The width of the drawing in its own units.
const WIDE: i64 = 1_000;

/// Minutes between the marks of the axis, the finest that gives at most eight.
const STEPS_MIN: [i64; 12] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480, 1_440];

/// The lanes of all roles, and one for deadlines where some began.
pub(crate) fn drawing(look: &Look<'_>) -> Drawing {
    let evaluation = look.input.evaluation;
    let played = evaluation.course.played.0.max(1);
    let scenario = look.input.scenario;
    let mut lanes: Vec<Lane> = scenario
        .roles
        .iter()
        .map(|role| lane(&role.title))
        .collect();
    let of_role: BTreeMap<&RoleId, usize> = scenario
        .roles
        .iter()
        .enumerate()
        .map(|(at, role)| (&role.id, at))
        .collect();
    let recipients: HashMap<&InjectId, &[RoleId]> = evaluation
        .injects
        .iter()
        .map(|it| (&it.inject, it.to.as_slice()))
        .collect();
    let mut deadlines = lane("Deadlines");
    let mut bars = Vec::new();
    for entry in evaluation.timeline.iter().filter(|entry| !entry.struck) {
        let at = place(entry.elapsed.0, played);
        if let Some(label) = concerns_all(entry.kind) {
            bars.push(Tick {
                at,
                label: label.to_owned(),
            });
            continue;
        }
        let Some(mark) = mark(entry, at) else {
            continue;
        };
        match (
            entry.kind,
            entry.role.as_ref().and_then(|role| of_role.get(role)),
        ) {
            (EntryKind::Inject, _) => {
                let to = entry
                    .inject
                    .as_ref()
                    .and_then(|inject| recipients.get(inject));
                let to = to.copied().unwrap_or_default();
                let everyone = if to.is_empty() { 0..lanes.len() } else { 0..0 };
                for at in to
                    .iter()
                    .filter_map(|role| of_role.get(role))
                    .copied()
                    .chain(everyone)
                {
                    lanes[at].marks.push(mark.clone());
                }
            }
            (_, Some(lane)) => {
                lanes[*lane].spans.extend(span(entry, at, played));
                lanes[*lane].marks.push(mark);
            }
            (EntryKind::Prompt, None) => {
                let to = entry
                    .inject
                    .as_ref()
                    .and_then(|inject| recipients.get(inject));
                let to = to.copied().unwrap_or_default();
                for at in to.iter().filter_map(|role| of_role.get(role)) {
                    lanes[*at].marks.push(mark.clone());
                }
            }
            (_, None) => deadlines.marks.push(mark),
        }
    }
    if !deadlines.marks.is_empty() {
        lanes.push(deadlines);
    }
    Drawing {
        says: says(look),
        ticks: ticks(played),
        bars,
        lanes,
    }
}

fn lane(title: &str) -> Lane {
    Lane {
        title: title.to_owned(),
        ..Lane::default()
    }
}

fn place(ms: i64, played: i64) -> u32 {
    u32::try_from((ms.saturating_mul(WIDE) / played).clamp(0, WIDE)).unwrap_or(0)
}

/// What a vertical line through all lanes stands for.
fn concerns_all(kind: EntryKind) -> Option<&'static str> {
    match kind {
        EntryKind::Pause => Some("pause"),
        EntryKind::Jump => Some("jump"),
        EntryKind::RealIncident => Some("real incident"),
        EntryKind::Briefed
        | EntryKind::Phase
        | EntryKind::Break
        | EntryKind::Resume
        | EntryKind::Speed
        | EntryKind::Attendance
        | EntryKind::Inject
        | EntryKind::Control
        | EntryKind::Withdrawn
        | EntryKind::Acknowledged
        | EntryKind::Decision
        | EntryKind::Revision
        | EntryKind::Stance
        | EntryKind::Struck
        | EntryKind::Lapsed
        | EntryKind::Settled
        | EntryKind::Prompt
        | EntryKind::Parked
        | EntryKind::Question
        | EntryKind::Note
        | EntryKind::DeadlineBegan
        | EntryKind::DeadlineRecognised
        | EntryKind::DeadlineMet
        | EntryKind::DeadlineMissed => None,
    }
}

fn mark(entry: &Entry, at: u32) -> Option<LaneMark> {
    let late = entry
        .latency
        .zip(entry.target)
        .map(|(latency, target)| latency > target);
    let by_time = match late {
        Some(true) => "warn",
        Some(false) => "good",
        None => "none",
    };
    let (shape, tone) = match entry.kind {
        EntryKind::Inject => ("inject", "none"),
        EntryKind::Decision | EntryKind::Settled => match entry.outcome {
            Some(Outcome::Missed) => ("missed", "bad"),
            Some(outcome) => ("decision", outcome_tone(outcome)),
            None => ("decision", by_time),
        },
        EntryKind::Lapsed => ("missed", "warn"),
        EntryKind::Prompt => ("prompt", "none"),
        EntryKind::DeadlineBegan => ("began", "none"),
        EntryKind::DeadlineMet => ("met", "good"),
        EntryKind::DeadlineMissed => ("missed", "bad"),
        EntryKind::Briefed
        | EntryKind::Phase
        | EntryKind::Pause
        | EntryKind::Break
        | EntryKind::Resume
        | EntryKind::Jump
        | EntryKind::Speed
        | EntryKind::Attendance
        | EntryKind::Control
        | EntryKind::Withdrawn
        | EntryKind::Acknowledged
        | EntryKind::Revision
        | EntryKind::Stance
        | EntryKind::Struck
        | EntryKind::Parked
        | EntryKind::Question
        | EntryKind::Note
        | EntryKind::DeadlineRecognised
        | EntryKind::RealIncident => return None,
    };
    let latency = entry
        .latency
        .map_or_else(String::new, |it| format!(" ({})", it.spoken()));
    Some(LaneMark {
        at,
        shape: shape.to_owned(),
        tone: tone.to_owned(),
        says: format!("{}: {}{latency}", entry.elapsed, entry.says),
    })
}

/// From the delivery to what answered it.
fn span(entry: &Entry, at: u32, played: i64) -> Option<LaneSpan> {
    let latency = entry.latency?;
    let tone = match (entry.outcome, entry.target) {
        (Some(outcome), _) => outcome_tone(outcome),
        (None, Some(target)) if latency > target => "warn",
        (None, Some(_)) => "good",
        (None, None) => "none",
    };
    let from = place((entry.elapsed.0 - latency.0).max(0), played);
    Some(LaneSpan {
        from,
        to: at,
        tone: tone.to_owned(),
    })
}

fn ticks(played: i64) -> Vec<Tick> {
    let fits = |step: &&i64| played / Span::minutes(**step).0 <= 8;
    let step = Span::minutes(*STEPS_MIN.iter().find(fits).unwrap_or(&10_080)).0;
    (0..=played / step)
        .map(|n| {
            let minutes = n * step / 60_000;
            let label = format!("{:02}:{:02}", minutes / 60, minutes % 60);
            Tick {
                at: place(n * step, played),
                label,
            }
        })
        .collect()
}

fn says(look: &Look<'_>) -> String {
    let totals = &look.input.evaluation.totals;
    let roles = look.input.scenario.roles.len();
    format!(
        "{} and {} in {} along the exercise clock. The table below says the same in words.",
        counted(totals.delivered as usize, "inject"),
        counted(totals.decisions as usize, "decision"),
        counted(roles, "lane")
    )
}
