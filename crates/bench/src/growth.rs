//! Whether cost grows in proportion: ten times the injects or records may cost at most thirteen times the time.

use cast::{Policy, PromptBook};
use evaluation::Evaluation;
use exercise::{Exercise, Script};

use crate::drills::{evaluate, html, templates};
use crate::large;
use crate::row::{Row, seconds_by_turns};

/// Copies of the ransomware drill at the small size; the large one has ten times as many.
const SMALL: usize = 1;

/// The most that ten times the size may cost.
const GOAL: f64 = 13.0;

/// One row for each part that a large drill goes through.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let (small, large) = (At::size(SMALL)?, At::size(SMALL * 10)?);
    let templates = templates()?;
    let row = |name: &str, (floor, value): (f64, f64)| {
        Row::within(name, value * 1e3, "ms", floor * 1e3, GOAL)
    };
    let both = |call: &dyn Fn(&At)| seconds_by_turns(|| call(&small), || call(&large));
    let (small_judged, large_judged) = (small.judged(), large.judged());
    Ok(vec![
        row(
            "growth-scenario-read",
            both(&|at| keep(scenario::read(&at.text))),
        ),
        row(
            "growth-engine",
            both(&|at| keep(cast::perform(&at.book, cast::brief(1), Policy::Expected))),
        ),
        row(
            "growth-fold",
            both(&|at| keep(Exercise::fold(&at.script, &at.records))),
        ),
        row("growth-evaluation", both(&|at| keep(at.judged()))),
        row(
            "growth-report",
            seconds_by_turns(
                || html(&small.script, &small.records, &small_judged, &templates),
                || html(&large.script, &large.records, &large_judged, &templates),
            ),
        ),
        row("growth-plan-read", both(&|at| keep(plan::read(&at.plan)))),
    ])
}

/// Keeps a result from being left out because nobody looks at it.
fn keep<T>(result: T) {
    std::hint::black_box(result);
}

/// Everything at one size.
struct At {
    text: String,
    script: Script,
    book: PromptBook,
    records: Vec<exercise::Record>,
    plan: String,
}

impl At {
    fn size(times: usize) -> anyhow::Result<Self> {
        let (script, records) = large::played(large::ransomware(times)?);
        Ok(Self {
            text: large::ransomware_text(times)?,
            book: PromptBook::new(&script),
            script,
            records,
            plan: large::plan(times)?,
        })
    }

    fn judged(&self) -> Evaluation {
        evaluate(&self.script, &self.records)
    }
}
