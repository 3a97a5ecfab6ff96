//! `rockdrill programme`: the whole year as JSON or in a screenful. Not here: what follows from the records (`programme`)
//! and how a programme stands (`conduct`).

use std::io::Write;
use std::path::Path;

use conduct::Stand;
use programme::ProgrammeView;

use crate::TextOrJson;
use crate::ended::{DONE, Ended};
use crate::open;

/// Prints the year.
///
/// # Errors
/// Where the programme cannot be read.
pub fn print(path: &Path, format: TextOrJson, out: &mut impl Write) -> Result<u8, Ended> {
    let keep = open::programme(path)?;
    let stand = Stand::of(&keep)?;
    let view = programme::view(&stand.look(&keep));
    match format {
        TextOrJson::Json => writeln!(out, "{}", json(&view)?)?,
        TextOrJson::Text => text(&view, out)?,
    }
    Ok(DONE)
}

/// A view as JSON.
///
/// # Errors
/// Where a value has no form in JSON.
pub fn json(view: &impl serde::Serialize) -> Result<String, Ended> {
    serde_json::to_string_pretty(view)
        .map_err(|error| Ended::wrong(format!("the answer cannot be written: {error}")))
}

fn text(view: &ProgrammeView, out: &mut impl Write) -> std::io::Result<()> {
    if view.demo {
        writeln!(out, "{}\n", view.marking)?;
    }
    let dashboard = &view.dashboard;
    writeln!(out, "{}, as of {}", view.programme, view.as_of)?;
    let counts = view.drills.iter().filter(|it| it.counts).count();
    let begun = view.drills.len();
    writeln!(out, "\nDrills: {begun} begun, {counts} that count")?;
    if let Some(last) = &dashboard.last_drill {
        writeln!(out, "  last: {} on {}", last.title, last.on)?;
    }
    if let Some(due) = dashboard.next_drill_due {
        match dashboard.next_drill_overdue_days {
            0 => writeln!(out, "  next due by {due}")?,
            days => writeln!(out, "  next was due by {due}: {days} days overdue")?,
        }
    }
    writeln!(out, "\nPeople in a role")?;
    for (state, n) in &dashboard.people {
        writeln!(out, "  {n:>3}  {}", state_word(*state))?;
    }
    writeln!(out, "\nGaps ({})", view.gaps.len())?;
    for gap in &view.gaps {
        writeln!(out, "  {}", gap.says)?;
    }
    let (open, overdue) = (dashboard.actions_open, dashboard.actions_overdue);
    let unverified = dashboard.actions_unverified;
    writeln!(
        out,
        "\nCorrective actions: {open} open, {overdue} overdue, {unverified} done and not verified"
    )?;
    writeln!(out, "\nEvidence")?;
    for criterion in &view.criteria {
        let status = conduct::status_word(criterion.status);
        writeln!(
            out,
            "  {:<3} {:<15} {}",
            criterion.id, status, criterion.label
        )?;
    }
    writeln!(out, "\nMeasures ({})", programme::window_says())?;
    for measure in &view.measures {
        writeln!(out, "  {:>8}  {}", measure.value.to_string(), measure.label)?;
    }
    Ok(())
}

fn state_word(state: programme::State) -> &'static str {
    match state {
        programme::State::Current => "current",
        programme::State::Due => "due",
        programme::State::Expired => "expired",
        programme::State::Never => "never drilled",
        programme::State::Remediation => "in remediation",
    }
}
