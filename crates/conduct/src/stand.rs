//! How the year of an open programme stands: its folds, its plans in force, every drill begun, the names, the moment. A
//! programme that was made up stands at the moment of its last record, for its people have no today. Not here: what
//! follows from it (`programme`).

use std::collections::BTreeMap;

use programme::{Day, DrillBegun, Look, PlanNow};
use terms::{PersonId, Stamp};

use crate::keep::{Keep, Unopened};
use crate::period::Period;

/// What a look at the year needs besides the folds.
pub struct Stand {
    plans: Vec<PlanNow>,
    drills: Vec<DrillBegun>,
    names: BTreeMap<PersonId, String>,
    now: Stamp,
    from: Option<Day>,
}

impl Stand {
    /// The year of an open programme.
    ///
    /// # Errors
    /// Where the text of a plan cannot be read.
    pub fn of(keep: &Keep) -> Result<Self, Unopened> {
        let mut plans = Vec::new();
        for (id, fold) in &keep.plans {
            if let Some(revision) = fold.in_force() {
                let (read, _) = keep.plan(&revision.hash, fold.headings)?.read();
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
                keep.now()
            },
            from: None,
        })
    }

    /// How the programme stood at the end of a period, of which nothing later was read: see [`Keep::as_of`].
    ///
    /// # Errors
    /// Where the text of a plan cannot be read.
    pub fn between(keep: &Keep, period: &Period) -> Result<Self, Unopened> {
        let stand = Self::of(keep)?;
        Ok(Self {
            now: stand.now.min(period.end()),
            from: Some(period.from),
            ..stand
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
            from: self.from,
        }
    }
}
