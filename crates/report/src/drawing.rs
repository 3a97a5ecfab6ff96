//! The timeline as a drawing: where every mark stands. Not here: ink (`svg`).

use std::collections::{BTreeMap, HashMap};

use evaluation::{Entry, EntryKind, counted};
use exercise::Outcome;
use terms::{InjectId, RoleId, Span};

use crate::build::Look;
use crate::parts::{Drawing, Lane, LaneMark, LaneSpan, Tick};
use crate::phrase::outcome_tone;

/// The width of the drawing in its own units.
const WIDE: i64 = 1_000;

/// Minutes between the marks of the axis, the finest that gives at most eight.
const STEPS_MIN: [i64; 12] = [1, 2, 5, 10, 15, 20, 30, 60, 120, 240, 480, 1_440];

/// The lanes of all roles, and one for deadlines where some began.
pub(crate) fn drawing(look: &Look<'_>) -> Drawing {
    let evaluation = look.input.evaluation;
    let played = evaluation.course.played.0.max(1);
    let mut lanes = Lanes::new(look);
    let mut bars = Vec::new();
    for entry in evaluation.timeline.iter().filter(|entry| !entry.struck) {
        let at = place(entry.elapsed.0, played);
        match drawn(entry) {
            Drawn::Across(label) => bars.push(Tick {
                at,
                label: label.to_owned(),
            }),
            Drawn::Mark(shape, tone) => {
                lanes.put(entry, mark(entry, at, shape, tone), span(entry, at, played));
            }
            Drawn::Not => {}
        }
    }
    Drawing {
        says: says(look),
        ticks: ticks(played),
        bars,
        lanes: lanes.into_lanes(),
    }
}

/// Puts every mark on the lanes it belongs to.
struct Lanes<'a> {
    of_roles: Vec<Lane>,
    deadlines: Lane,
    places: BTreeMap<&'a RoleId, usize>,
    recipients: HashMap<&'a InjectId, &'a [RoleId]>,
}

impl<'a> Lanes<'a> {
    fn new(look: &Look<'a>) -> Self {
        let roles = &look.input.scenario.roles;
        let injects = look.input.evaluation.injects.iter();
        Self {
            of_roles: roles.iter().map(|role| lane(&role.title)).collect(),
            deadlines: lane("Deadlines"),
            places: roles
                .iter()
                .enumerate()
                .map(|(at, role)| (&role.id, at))
                .collect(),
            recipients: injects.map(|it| (&it.inject, it.to.as_slice())).collect(),
        }
    }

    fn put(&mut self, entry: &Entry, mark: LaneMark, span: Option<LaneSpan>) {
        let own = entry
            .role
            .as_ref()
            .and_then(|role| self.places.get(role))
            .copied();
        if let Some(at) = own {
            self.of_roles[at].spans.extend(span);
            self.of_roles[at].marks.push(mark);
        } else if matches!(entry.kind, EntryKind::Inject | EntryKind::Prompt) {
            for at in self.reached(entry) {
                self.of_roles[at].marks.push(mark.clone());
            }
        } else {
            self.deadlines.marks.push(mark);
        }
    }

    /// The lanes of the roles that an inject reached; without names it reached everyone.
    fn reached(&self, entry: &Entry) -> Vec<usize> {
        let to = entry
            .inject
            .as_ref()
            .and_then(|inject| self.recipients.get(inject));
        match to.copied().unwrap_or_default() {
            [] => (0..self.of_roles.len()).collect(),
            roles => roles
                .iter()
                .filter_map(|role| self.places.get(role))
                .copied()
                .collect(),
        }
    }

    fn into_lanes(mut self) -> Vec<Lane> {
        if !self.deadlines.marks.is_empty() {
            self.of_roles.push(self.deadlines);
        }
        self.of_roles
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

/// How an entry is drawn.
enum Drawn {
    /// As a vertical line through all lanes, with what it stands for.
    Across(&'static str),
    /// As a mark on its lanes: shape and tone.
    Mark(&'static str, &'static str),
    /// Only in the table below the drawing.
    Not,
}

fn drawn(entry: &Entry) -> Drawn {
    match entry.kind {
        EntryKind::Pause => Drawn::Across("pause"),
        EntryKind::Jump => Drawn::Across("jump"),
        EntryKind::RealIncident => Drawn::Across("real incident"),
        EntryKind::Inject => Drawn::Mark("inject", "none"),
        EntryKind::Decision | EntryKind::Settled => match entry.outcome {
            Some(Outcome::Missed) => Drawn::Mark("missed", "bad"),
            Some(outcome) => Drawn::Mark("decision", outcome_tone(outcome)),
            None => Drawn::Mark("decision", by_time(entry)),
        },
        EntryKind::Lapsed => Drawn::Mark("missed", "warn"),
        EntryKind::Prompt => Drawn::Mark("prompt", "none"),
        EntryKind::DeadlineBegan => Drawn::Mark("began", "none"),
        EntryKind::DeadlineMet => Drawn::Mark("met", "good"),
        EntryKind::DeadlineMissed => Drawn::Mark("missed", "bad"),
        EntryKind::Briefed
        | EntryKind::Step
        | EntryKind::Phase
        | EntryKind::Break
        | EntryKind::Resume
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
        | EntryKind::DeadlineRecognised => Drawn::Not,
    }
}

/// The tone of what nobody judged: whether it kept its target.
fn by_time(entry: &Entry) -> &'static str {
    match entry.latency.zip(entry.target) {
        Some((latency, target)) if latency > target => "warn",
        Some(_) => "good",
        None => "none",
    }
}

fn mark(entry: &Entry, at: u32, shape: &str, tone: &str) -> LaneMark {
    let latency = entry
        .latency
        .map_or_else(String::new, |it| format!(" ({})", it.spoken()));
    LaneMark {
        at,
        shape: shape.to_owned(),
        tone: tone.to_owned(),
        says: format!("{}: {}{latency}", entry.elapsed, entry.says),
    }
}

/// From the delivery to what answered it.
fn span(entry: &Entry, at: u32, played: i64) -> Option<LaneSpan> {
    let latency = entry.latency?;
    let tone = entry.outcome.map_or_else(|| by_time(entry), outcome_tone);
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
