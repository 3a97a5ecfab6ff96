//! What a report of many decisions costs as a Word document and as a workbook. The decisions are those of a played drill,
//! repeated until there are enough. Not here: the page (`drills`) and the PDF (`pressed`).

use report::{Background, Edited, Edition, Look};

use crate::large;
use crate::row::{Row, seconds, seconds_by_turns};

/// The decisions of the report.
const DECISIONS: usize = 2_000;

/// The most that ten times the decisions may cost.
const GROWTH: f64 = 13.0;

/// Word and workbook of a report of two thousand decisions, and how both grow.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let (small, large) = (of_decisions(DECISIONS / 10)?, of_decisions(DECISIONS)?);
    let look = Look::default();
    let word = |it: &Edited| report::docx(&it.report, &look);
    let book = |it: &Edited| report::xlsx(&it.report, &it.tables);
    let grown = |name: &str, (floor, value): (f64, f64)| {
        Row::within(name, value * 1e3, "ms", floor * 1e3, GROWTH)
    };
    Ok(vec![
        Row::at_most("docx-2000", seconds(|| word(&large)) * 1e3, "ms", 200.0),
        Row::at_most("xlsx-2000", seconds(|| book(&large)) * 1e3, "ms", 200.0),
        grown(
            "growth-docx",
            seconds_by_turns(|| word(&small), || word(&large)),
        ),
        grown(
            "growth-xlsx",
            seconds_by_turns(|| book(&small), || book(&large)),
        ),
    ])
}

/// A report of so many decisions, with as many lines in its timeline and its transcript.
fn of_decisions(decisions: usize) -> anyhow::Result<Edited> {
    let (script, records) = large::played(large::ransomware(1)?);
    let evaluation = crate::drills::evaluate(&script, &records);
    let input = report::Input::of(script.scenario(), &evaluation, &records);
    let mut edited = report::edition(&input, &Background::default(), Edition::Full);
    let (report, tables) = (&mut edited.report, &mut edited.tables);
    repeat(&mut report.decisions, decisions);
    repeat(&mut report.timeline, decisions);
    repeat(&mut report.transcript, decisions);
    repeat(&mut tables.decisions, decisions);
    repeat(&mut tables.timeline, decisions);
    anyhow::ensure!(report.decisions.len() == decisions, "it has that many");
    Ok(edited)
}

fn repeat<T: Clone>(list: &mut Vec<T>, length: usize) {
    *list = list.iter().cycle().take(length).cloned().collect();
}
