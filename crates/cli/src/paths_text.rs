//! What many performances of a scenario showed, for people and for `summary.json`.

use std::io::Write;

use cast::PathsReport;
use serde_json::{Value, json};

/// Prints the report of many runs.
///
/// # Errors
/// Where it cannot be written.
pub fn print(report: &PathsReport, out: &mut impl Write) -> std::io::Result<()> {
    let PathsReport {
        runs,
        seed,
        policy,
        paths,
        ..
    } = report;
    writeln!(out, "Rehearsed {runs} times ({policy}, seeds from {seed}).")?;
    writeln!(out, "Different paths taken: {paths}")?;
    list(
        out,
        "Injects never delivered",
        report.never_delivered.iter(),
    )?;
    let options = report.never_chosen.iter();
    list(
        out,
        "Options never chosen (dead branches)",
        options.map(|(inject, option)| format!("{inject}: {option}")),
    )?;
    list(out, "Idle roles", report.idle_roles.iter())?;
    writeln!(out, "Deadlocks: {}", report.deadlocked)?;
    for deadlock in &report.deadlocks {
        let waiting: Vec<String> = deadlock.waiting.iter().map(ToString::to_string).collect();
        let (seed, at, waiting) = (deadlock.seed, deadlock.at, waiting.join(", "));
        writeln!(
            out,
            "  seed {seed}: nothing more happens after {at}; still waiting: {waiting}"
        )?;
    }
    Ok(())
}

/// The same for programs.
pub fn value(report: &PathsReport) -> Value {
    json!({
        "runs": report.runs,
        "seed": report.seed,
        "policy": report.policy.word(),
        "paths": report.paths,
        "never_delivered": report.never_delivered,
        "dead_branches": report.never_chosen.iter().map(|(inject, option)| {
            json!({ "inject": inject, "option": option })
        }).collect::<Vec<_>>(),
        "deadlocked_runs": report.deadlocked,
        "deadlocks": report.deadlocks.iter().map(|deadlock| json!({
            "seed": deadlock.seed,
            "at_ms": deadlock.at.0,
            "waiting": deadlock.waiting,
        })).collect::<Vec<_>>(),
        "idle_roles": report.idle_roles,
        "records": report.records,
    })
}

fn list<T: ToString>(
    out: &mut impl Write,
    title: &str,
    items: impl Iterator<Item = T>,
) -> std::io::Result<()> {
    let items: Vec<String> = items.map(|item| item.to_string()).collect();
    if items.is_empty() {
        return writeln!(out, "{title}: none");
    }
    writeln!(out, "{title}: {}", items.len())?;
    for item in items {
        writeln!(out, "  {item}")?;
    }
    Ok(())
}
