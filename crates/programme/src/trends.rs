//! How a few figures went over the drills that count, one point for each drill that has the figure. Not here: any judgement
//! of which way is better, and how it is drawn.

use exercise::{Outcome, Rating};
use serde::Serialize;
use terms::ExerciseId;

use crate::Day;
use crate::closed::DrillClosed;
use crate::look::{Look, day_of};
use crate::measures::Basis;

/// One figure over the drills.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Trend {
    /// What it is.
    pub label: &'static str,
    /// What it is counted in: `%` or `min`.
    pub unit: &'static str,
    /// How it is reckoned.
    pub formula: &'static str,
    /// What it rests on: drills, always. No figure of a drill is a figure of real incidents.
    pub basis: Basis,
    /// The oldest drill first.
    pub points: Vec<Point>,
}

/// One drill's figure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Point {
    /// The drill.
    pub exercise: ExerciseId,
    /// Its title.
    pub title: String,
    /// The day.
    pub on: Day,
    /// The figure.
    pub value: f64,
    /// What it is a part of, such as `3 of 4`.
    pub of: String,
}

/// A figure and what it is a part of.
#[derive(Clone, Debug, PartialEq)]
struct Part {
    value: f64,
    of: String,
}

type Figure = fn(&DrillClosed) -> Option<Part>;

const FIGURES: [(&str, &str, &str, Figure); 8] = [
    (
        "Objectives rated P or S",
        "%",
        "objectives rated P or S / objectives rated",
        objectives,
    ),
    (
        "Expected actions, by weight",
        "%",
        "weight earned by all roles / weight that was put to the test",
        earned,
    ),
    (
        "Critical actions done",
        "%",
        "critical expected actions met, late ones too / critical expected actions put to the test",
        critical,
    ),
    (
        "Deadlines met",
        "%",
        "deadlines met in time / deadlines that began",
        deadlines,
    ),
    (
        "Time to an expected action",
        "min",
        "median from delivery to done, in minutes",
        minutes,
    ),
    (
        "Exposure limited",
        "%",
        "places the attacker did not reach because of what was decided / places reached or saved by the end of play",
        exposure,
    ),
    (
        "Time to quorum",
        "min",
        "from the call to the quorum, median of the drill's call-ups that reached it, in minutes",
        quorum,
    ),
    (
        "Accounts orphaned",
        "%",
        "emergency accounts of the drill that were never removed / those that were given",
        orphaned,
    ),
];

/// Every figure over the drills that count.
pub fn trends(look: &Look<'_>) -> Vec<Trend> {
    let drills = look.counted();
    FIGURES
        .iter()
        .map(|(label, unit, formula, figure)| Trend {
            label,
            unit,
            formula,
            basis: Basis::Drill,
            points: drills
                .iter()
                .filter_map(|it| {
                    let Part { value, of } = figure(it.closed)?;
                    Some(Point {
                        exercise: it.closed.exercise.clone(),
                        title: it.closed.title.clone(),
                        on: day_of(it.at),
                        value,
                        of,
                    })
                })
                .collect(),
        })
        .collect()
}

/// A share of a hundred; none of nothing.
fn share(n: usize, of: usize) -> Option<Part> {
    let tenths = (n * 1000).checked_div(of)?;
    Some(Part {
        value: tenths as f64 / 10.0,
        of: format!("{n} of {of}"),
    })
}

/// The median of spans, in minutes; none of nothing.
fn median(mut all: Vec<i64>) -> Option<Part> {
    all.sort_unstable();
    let upper = *all.get(all.len() / 2)?;
    let lower = *all.get((all.len() - 1) / 2)?;
    Some(Part {
        value: ((lower + upper) as f64 / 2.0 / 6000.0).round() / 10.0,
        of: format!("median of {}", all.len()),
    })
}

fn objectives(drill: &DrillClosed) -> Option<Part> {
    let good = |it: &&Rating| match it {
        Rating::P | Rating::S => true,
        Rating::M | Rating::U => false,
    };
    share(
        drill.ratings.values().filter(good).count(),
        drill.ratings.len(),
    )
}

fn earned(drill: &DrillClosed) -> Option<Part> {
    let halves: u64 = drill.roles.iter().map(|it| it.earned_halves).sum();
    let weight: u64 = drill.roles.iter().map(|it| it.weight).sum();
    share(
        usize::try_from(halves).ok()?,
        usize::try_from(2 * weight).ok()?,
    )
}

fn critical(drill: &DrillClosed) -> Option<Part> {
    let (mut met, mut tested) = (0, 0);
    for action in drill.actions.iter().filter(|it| it.critical) {
        match action.outcome {
            Outcome::Met | Outcome::MetLate => {
                met += 1;
                tested += 1;
            }
            Outcome::Partial | Outcome::Missed => tested += 1,
            Outcome::NotTested => {}
        }
    }
    share(met, tested)
}

fn deadlines(drill: &DrillClosed) -> Option<Part> {
    let met = drill.deadlines.iter().filter(|it| it.met).count();
    share(met, drill.deadlines.len())
}

fn minutes(drill: &DrillClosed) -> Option<Part> {
    let spans = drill.actions.iter().filter_map(|it| it.latency_ms);
    median(spans.collect())
}

fn exposure(drill: &DrillClosed) -> Option<Part> {
    let it = drill.exposure.as_ref()?;
    let count = |n: u32| usize::try_from(n).ok();
    share(count(it.saved)?, count(it.saved + it.reached)?)
}

fn quorum(drill: &DrillClosed) -> Option<Part> {
    let spans = drill.call_ups.iter().filter_map(|it| it.to_quorum_ms);
    median(spans.collect())
}

fn orphaned(drill: &DrillClosed) -> Option<Part> {
    let given = drill.accounts.iter().filter(|it| it.provisioned.is_some());
    let left = given.clone().filter(|it| it.removed.is_none()).count();
    share(left, given.count())
}

#[cfg(test)]
mod tests {
    use super::share;

    #[test]
    fn a_share_is_cut_to_tenths_and_there_is_none_of_nothing() {
        let check = |n, of, want, why: &str| {
            assert_eq!(share(n, of).map(|it| it.value), want, "{why}");
        };
        check(2, 3, Some(66.6), "two of three");
        check(0, 4, Some(0.0), "none of four is a figure");
        check(0, 0, None, "nothing was put to the test");
    }
}
