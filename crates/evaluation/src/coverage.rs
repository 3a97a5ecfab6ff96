//! Which sections of the plan the drill exercised, by what, and how it went. Not here: whether the plan is good.

use std::collections::BTreeMap;

use exercise::Outcome;

use crate::judged::{ActionSummary, DeadlineResult, DeadlineSummary, SectionCoverage};
use crate::model::PlanFacts;

/// Every section of the plan in its order, then the cited ones that it does not have. What bots did beside people
/// exercises no section; a rehearsal has nobody else.
pub(crate) fn coverage(
    plan: Option<&PlanFacts>,
    actions: &[ActionSummary],
    deadlines: &[DeadlineSummary],
    rehearsal: bool,
) -> Vec<SectionCoverage> {
    let mut sections: Vec<SectionCoverage> = Vec::new();
    let mut place: BTreeMap<&str, usize> = BTreeMap::new();
    for path in plan.map_or(&[][..], |plan| plan.sections.as_slice()) {
        place
            .entry(path)
            .or_insert_with(|| add(&mut sections, path, true));
    }
    for action in actions {
        let Some(section) = action.section.as_deref() else {
            continue;
        };
        let at = *place
            .entry(section)
            .or_insert_with(|| add(&mut sections, section, false));
        let covered = &mut sections[at];
        covered.actions.push(action.action.clone());
        if action.by_bot && !rehearsal {
            covered.bots += u32::from(action.outcome != Outcome::NotTested);
            continue;
        }
        covered.outcomes.add(action.outcome);
        if action.outcome != Outcome::NotTested
            && let Some(inject) = &action.inject
            && covered.injects.last() != Some(inject)
        {
            covered.injects.push(inject.clone());
        }
    }
    for deadline in deadlines {
        let Some(section) = deadline.section.as_deref() else {
            continue;
        };
        let at = *place
            .entry(section)
            .or_insert_with(|| add(&mut sections, section, false));
        if deadline.result != DeadlineResult::NotBegun {
            sections[at].deadlines.push(deadline.deadline.clone());
        }
    }
    for covered in &mut sections {
        covered.injects.sort_unstable();
        covered.injects.dedup();
    }
    sections
}

fn add(sections: &mut Vec<SectionCoverage>, path: &str, in_plan: bool) -> usize {
    sections.push(SectionCoverage {
        section: path.to_owned(),
        in_plan,
        actions: Vec::new(),
        injects: Vec::new(),
        deadlines: Vec::new(),
        outcomes: Default::default(),
        bots: 0,
    });
    sections.len() - 1
}
