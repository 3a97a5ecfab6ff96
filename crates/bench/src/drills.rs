//! What drills in memory cost: playing them, folding them, reporting on one.

use std::collections::BTreeMap;

use cast::Policy;
use evaluation::Evaluation;
use exercise::{Exercise, Record, Script};

use crate::large;
use crate::row::{Row, seconds};

/// Drills played in one call.
const RUNS: u64 = 500;

/// The records of the drill that is reported on.
const REPORTED: usize = 2_000;

/// Whole drills of the ransomware scenario in a second, on one core.
pub fn rehearse() -> anyhow::Result<Vec<Row>> {
    let script = Script::new(large::ransomware(1)?.into());
    let rate = |policy| {
        let took = seconds(|| cast::paths(&script, RUNS, 1, policy));
        RUNS as f64 / took
    };
    Ok(vec![
        Row::at_least(
            "rehearse-expected",
            rate(Policy::Expected),
            "drills/s",
            5_000.0,
        ),
        Row::at_least("rehearse-random", rate(Policy::Random), "drills/s", 5_000.0),
    ])
}

/// Decoded records folded in a second.
pub fn fold() -> anyhow::Result<Vec<Row>> {
    let (script, records) = large::played(large::ransomware(1)?);
    let took = seconds(|| Exercise::fold(&script, &records));
    let rate = records.len() as f64 / took;
    Ok(vec![Row::at_least("fold", rate, "records/s", 2_000_000.0)])
}

/// The report of a drill of two thousand records: judged, laid out and rendered.
pub fn report() -> anyhow::Result<Vec<Row>> {
    let (script, mut records) = large::played(large::ransomware(16)?);
    anyhow::ensure!(records.len() >= REPORTED, "only {} records", records.len());
    records.truncate(REPORTED);
    let templates = templates()?;
    let judged = seconds(|| evaluate(&script, &records));
    let evaluation = evaluate(&script, &records);
    let whole = seconds(|| html(&script, &records, &evaluate(&script, &records), &templates));
    let rendered = seconds(|| html(&script, &records, &evaluation, &templates));
    Ok(vec![
        Row::at_most("report-html-2000", whole * 1e3, "ms", 50.0),
        Row::plain("report-html-2000, judging", Some(judged * 1e3), "ms"),
        Row::plain("report-html-2000, the page", Some(rendered * 1e3), "ms"),
    ])
}

pub fn templates() -> anyhow::Result<report::Templates> {
    report::Templates::ours().map_err(|wrong| anyhow::anyhow!("{wrong:?}"))
}

pub fn evaluate(script: &Script, records: &[Record]) -> Evaluation {
    evaluation::evaluate(&evaluation::Input {
        exercise: &"bench".into(),
        scenario: script.scenario(),
        records,
        plan: None,
        people: &BTreeMap::new(),
    })
}

pub fn html(
    script: &Script,
    records: &[Record],
    evaluation: &Evaluation,
    templates: &report::Templates,
) -> Option<String> {
    let report = report::build(&report::Input::of(script.scenario(), evaluation, records));
    templates.html(&report).ok()
}
