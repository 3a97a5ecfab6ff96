//! `rockdrill programme`: the whole year as JSON or in a screenful, and what its sister forms share: the year of an open
//! programme as it stands. A programme that was made up stands at the moment of its last record, for its people have no
//! today. Not here: what follows from the records (`programme`).

use std::collections::BTreeMap;
use std::io::Write;
use std::path::Path;

use conduct::{Clock, Keep};
use programme::{DrillBegun, Look, PlanNow, ProgrammeView};
use terms::{PersonId, Stamp};

use crate::TextOrJson;
use crate::ended::{DONE, Ended};
use crate::open;

/// What a look at the year needs besides the folds.
pub struct Stand {
    plans: Vec<PlanNow>,
    drills: Vec<DrillBegun>,
    names: BTreeMap<PersonId, String>,
    now: Stamp,
}

impl Stand {
    /// The year of an open programme.
    ///
    /// # Errors
    /// Where the text of a plan cannot be read.
    pub fn of(keep: &Keep) -> Result<Self, Ended> {
        let mut plans = Vec::new();
        for (id, fold) in &keep.plans {
            if let Some(revision) = fold.in_force() {
                let (read, _) = plan::read_bytes(&keep.bytes(&revision.hash)?);
                plans.extend(PlanNow::of(id, fold, &read));
            }
        }
        let mut drills: Vec<DrillBegun> = keep
            .drills
            .iter()
            .map(|(id, line)| DrillBegun {
                exercise: id.clone(),
                title: line.title.clone(),
                scenario: line.scenario_id.clone(),
                origin: line.origin,
                phase: line.phase.to_owned(),
                how: line.how,
                begun: line.begun_at,
            })
            .collect();
        drills.sort_by(|a, b| (a.begun, &a.exercise).cmp(&(b.begun, &b.exercise)));
        let made_up = keep.fold.year.demo.is_some();
        Ok(Self {
            plans,
            drills,
            names: keep.names(),
            now: if made_up {
                keep.fold.year.last_at
            } else {
                Clock::system().now()
            },
        })
    }

    /// The look at it.
    pub fn look<'a>(&'a self, keep: &'a Keep) -> Look<'a> {
        Look {
            fold: &keep.fold,
            plans: &self.plans,
            drills: &self.drills,
            names: &self.names,
            now: self.now,
        }
    }
}

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
        let status = crate::evidence::status_word(criterion.status);
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
