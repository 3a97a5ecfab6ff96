//! `rockdrill transcript`: the drill as lines of text, up to any record, and where it stood then.

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use exercise::{Exercise, InjectStatus, Phase};

use crate::ended::{DONE, Ended};
use crate::open;

/// Prints the transcript of a drill.
///
/// # Errors
/// Where the programme or the drill cannot be read, or has no such record.
pub fn transcript(
    programme: &Path,
    exercise: Option<&str>,
    at: Option<u64>,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let keep = open::programme(programme)?;
    let drill = open::drill(&keep, exercise)?;
    let last = drill.records.len() as u64;
    let upto = at.unwrap_or(last);
    if !(1..=last).contains(&upto) {
        let says = format!("The drill has records 1 to {last}, and no record {upto}.");
        return Err(Ended::unusable(says));
    }
    let records = &drill.records[..upto as usize];
    out.write_all(evaluation::transcript(records, &BTreeMap::new()).as_bytes())?;
    if at.is_some()
        && let Some(then) = Exercise::fold(&drill.script, records)
    {
        stand(&then, records.last().map(|record| record.at), out)?;
    }
    Ok(DONE)
}

/// Where the drill stood after the last line.
fn stand(drill: &Exercise, at: Option<terms::Stamp>, out: &mut impl Write) -> std::io::Result<()> {
    let at = at.unwrap_or_default();
    let (seq, elapsed) = (drill.last_seq(), drill.elapsed(at));
    let story = drill.story(at).full();
    writeln!(
        out,
        "= record {seq}: {}, {elapsed}, story {story}",
        phase(drill.phase())
    )?;
    let injects = [
        ("delivered", InjectStatus::Delivered),
        ("held", InjectStatus::Held),
        ("withdrawn", InjectStatus::Withdrawn),
        ("skipped", InjectStatus::Skipped),
        ("cancelled", InjectStatus::Cancelled),
    ];
    for (word, status) in injects {
        let of_status = drill.injects().filter(|(_, state)| state.status == status);
        list(
            out,
            word,
            of_status.map(|(inject, _)| inject.id.to_string()),
        )?;
    }
    let waiting = drill
        .injects()
        .filter(|(_, state)| state.status == InjectStatus::Waiting);
    let due = waiting.map(|(inject, state)| match state.due {
        Some(due) => format!("{} at {due}", inject.id),
        None => inject.id.to_string(),
    });
    list(out, "waiting", due)?;
    let open = drill
        .actions()
        .filter(|(_, state)| state.outcome.is_none() && drill.action_runs_from(state).is_some());
    list(
        out,
        "open actions",
        open.map(|(action, state)| {
            let lapsed = if state.lapsed { " (lapsed)" } else { "" };
            format!("{}{lapsed}", action.id)
        }),
    )?;
    let running = drill
        .deadlines()
        .filter(|(_, state)| state.met.is_none() && !state.missed && !state.stopped);
    list(
        out,
        "running deadlines",
        running.filter_map(|(deadline, state)| {
            Some(format!("{} due {}", deadline.id, state.due?.full()))
        }),
    )
}

fn list(
    out: &mut impl Write,
    word: &str,
    items: impl Iterator<Item = String>,
) -> std::io::Result<()> {
    let items: Vec<String> = items.collect();
    if items.is_empty() {
        return Ok(());
    }
    writeln!(out, "= {word}: {}", items.join(", "))
}

fn phase(phase: Phase) -> &'static str {
    match phase {
        Phase::Briefing => "briefing",
        Phase::Running { .. } => "running",
        Phase::Paused { .. } => "paused",
        Phase::HotWash => "hot wash",
        Phase::Review => "review",
        Phase::Closed { .. } => "closed",
    }
}
