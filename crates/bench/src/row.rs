//! One row of the table, and how a time is taken: the median of five, each long enough for the clock. Not here: goals.

use std::fmt;
use std::sync::OnceLock;
use std::time::Instant;

use serde::Serialize;

/// One thing measured.
#[derive(Clone, Debug, Serialize)]
pub struct Row {
    /// Its name.
    pub name: String,
    /// What it came to; none where it could not be measured here.
    pub value: Option<f64>,
    /// In what.
    pub unit: &'static str,
    /// What cannot be undercut: the bare cost, or the cost at a tenth of the size.
    pub floor: Option<f64>,
    /// The value against the floor; against the goal where there is no floor.
    pub ratio: Option<f64>,
    /// What it should come to; none where it is only measured.
    pub goal: Option<f64>,
    /// Whether it does.
    pub holds: bool,
}

impl Row {
    /// The head of the table.
    pub const HEAD: &str = "name                              value  unit               floor    ratio     goal  holds";

    /// What the columns mean.
    pub const LEGEND: &str = "ratio: the value against the floor, or against the goal where there is no floor.\n\
        floor: the bare cost beside it, or the cost at a tenth of the size (goal: the ratio at most 13).";

    /// A cost that should stay within so many times its floor.
    pub fn within(name: &str, value: f64, unit: &'static str, floor: f64, goal: f64) -> Self {
        let ratio = value / floor;
        Self {
            name: name.to_owned(),
            value: Some(value),
            unit,
            floor: Some(floor),
            ratio: Some(ratio),
            goal: Some(goal),
            holds: ratio <= goal,
        }
    }

    /// A rate that should be at least the goal.
    pub fn at_least(name: &str, value: f64, unit: &'static str, goal: f64) -> Self {
        Self {
            name: name.to_owned(),
            value: Some(value),
            unit,
            floor: None,
            ratio: Some(value / goal),
            goal: Some(goal),
            holds: value >= goal,
        }
    }

    /// A cost that should be at most the goal.
    pub fn at_most(name: &str, value: f64, unit: &'static str, goal: f64) -> Self {
        let holds = value <= goal;
        Self {
            holds,
            ..Self::at_least(name, value, unit, goal)
        }
    }

    /// Something measured without a goal, or not at all.
    pub fn plain(name: &str, value: Option<f64>, unit: &'static str) -> Self {
        Self {
            name: name.to_owned(),
            value,
            unit,
            floor: None,
            ratio: None,
            goal: None,
            holds: true,
        }
    }
}

impl fmt::Display for Row {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let number = |value: Option<f64>| match value {
            None => "-".to_owned(),
            Some(value) if value.abs() >= 1_000.0 => format!("{value:.0}"),
            Some(value) if value.abs() < 1.0 => format!("{value:.3}"),
            Some(value) => format!("{value:.2}"),
        };
        let value = match self.value {
            None => "not measured".to_owned(),
            value => number(value),
        };
        write!(
            f,
            "{:<27} {value:>12}  {:<12} {:>11} {:>8} {:>8}  {}",
            self.name,
            self.unit,
            number(self.floor),
            number(self.ratio),
            number(self.goal),
            if self.holds { "yes" } else { "NO" }
        )
    }
}

/// The seconds that one call takes: the median of five samples, each of as many calls as fill a tenth of a second.
pub fn seconds<T>(mut call: impl FnMut() -> T) -> f64 {
    let calls = calls_that_fill(&mut call);
    let mut samples = [0.0; 5];
    for taken in &mut samples {
        *taken = sample(calls, &mut call);
    }
    median(samples)
}

/// The same for two calls, by turns, so that whatever else the machine does falls on both.
pub fn seconds_by_turns<T>(mut one: impl FnMut() -> T, mut two: impl FnMut() -> T) -> (f64, f64) {
    let (calls_one, calls_two) = (calls_that_fill(&mut one), calls_that_fill(&mut two));
    let mut samples = ([0.0; 5], [0.0; 5]);
    for turn in 0..5 {
        samples.0[turn] = sample(calls_one, &mut one);
        samples.1[turn] = sample(calls_two, &mut two);
    }
    (median(samples.0), median(samples.1))
}

fn calls_that_fill<T>(call: &mut impl FnMut() -> T) -> u32 {
    // The first call warms what is cold.
    std::hint::black_box(call());
    // The wall is finer than the processor's book-keeping, which moves in ticks of some milliseconds.
    let begun = Instant::now();
    std::hint::black_box(call());
    let once = begun.elapsed().as_secs_f64().max(1e-7);
    (0.1 / once).ceil().clamp(1.0, 1_000_000.0) as u32
}

fn sample<T>(calls: u32, call: &mut impl FnMut() -> T) -> f64 {
    let begun = now_s();
    for _ in 0..calls {
        std::hint::black_box(call());
    }
    (now_s() - begun) / f64::from(calls)
}

/// Seconds that this thread has had the processor, so that what else the machine does is not counted; where the system does
/// not tell, seconds on the wall. Nothing that is measured so waits for anything.
fn now_s() -> f64 {
    static BEGUN: OnceLock<Instant> = OnceLock::new();
    let told = std::fs::read_to_string("/proc/thread-self/schedstat").ok();
    let on_cpu_ns = told.and_then(|told| told.split(' ').next()?.parse::<u64>().ok());
    match on_cpu_ns {
        Some(ns) => ns as f64 / 1e9,
        None => BEGUN.get_or_init(Instant::now).elapsed().as_secs_f64(),
    }
}

fn median(mut samples: [f64; 5]) -> f64 {
    samples.sort_by(f64::total_cmp);
    samples[2]
}
