//! The first screen of the year and the improvement plan, as the desk shows them. Not here: the evidence and the registers
//! (`evidence_year`, `registers`).

use programme::{ActionRow, Day, FindingRow, Look, Plan, Proficiency, ProgrammeFold, State};
use serde::Serialize;
use wire::{
    ActionLine, CoverageView, FindingLine, ImprovementView, LabelledView, LastDrillView,
    PersonDueView, PlannedView, RootCauseView, StandingCount, UnitActionsView, YearView,
};

/// The word that a value is stored by; it is the word of the views too.
pub(crate) fn word(value: &impl Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

/// A day as views write it; empty where there is none.
pub(crate) fn written(day: Option<Day>) -> String {
    day.map_or_else(String::new, |day| day.to_string())
}

pub(crate) fn days(number: i64) -> u32 {
    u32::try_from(number.max(0)).unwrap_or(u32::MAX)
}

pub(crate) fn count(number: usize) -> u32 {
    u32::try_from(number).unwrap_or(u32::MAX)
}

pub(crate) fn labelled(part: &programme::Part) -> LabelledView {
    LabelledView {
        label: part.label.clone(),
        says: part.says.clone(),
    }
}

/// What everybody has to know of this programme.
pub(crate) fn marking(look: &Look<'_>) -> String {
    if look.is_demo() {
        programme::DEMO.to_owned()
    } else {
        String::new()
    }
}

/// The first screen.
pub(crate) fn year(look: &Look<'_>) -> YearView {
    let screen = programme::first_screen(look);
    let first = screen.dashboard;
    let plans = look.plans.iter();
    YearView {
        programme: look.fold.name.clone(),
        marking: marking(look),
        as_of: look.today().to_string(),
        next_due: first.next_drill_due.map(|day| day.to_string()),
        next_overdue_days: days(first.next_drill_overdue_days),
        planned: planned(look),
        people: first
            .people
            .iter()
            .map(|(state, number)| StandingCount {
                state: word(state),
                number: *number,
            })
            .collect(),
        people_due: screen.proficiency.iter().filter_map(due).collect(),
        gaps: screen.gaps.into_iter().map(|it| it.says).collect(),
        actions_open: first.actions_open,
        actions_overdue: first.actions_overdue,
        actions_unverified: first.actions_unverified,
        by_unit: first
            .by_unit
            .into_iter()
            .map(|it| UnitActionsView {
                unit: it.unit,
                open: it.open,
                overdue: it.overdue,
            })
            .collect(),
        coverage: plans
            .zip(&first.coverage)
            .map(|(plan, part)| CoverageView {
                plan: plan.id.to_string(),
                title: plan.title.clone(),
                says: part.says.clone(),
            })
            .collect(),
        last_drill: first.last_drill.map(|it| LastDrillView {
            exercise: it.exercise.to_string(),
            title: it.title,
            on: it.on.to_string(),
            ratings: it
                .ratings
                .iter()
                .map(|(objective, rating)| LabelledView {
                    label: objective.to_string(),
                    says: word(rating),
                })
                .collect(),
        }),
        evidence_gaps: first.evidence_gaps.iter().map(labelled).collect(),
        criteria: count(screen.criteria.len()),
        orphans: first.orphans,
    }
}

fn planned(look: &Look<'_>) -> Option<PlannedView> {
    programme::next_planned(look).map(|it| PlannedView {
        title: it.title.clone(),
        on: programme::day_of(it.at).to_string(),
    })
}

fn due(it: &Proficiency) -> Option<PersonDueView> {
    let has_to = match it.state {
        State::Current => false,
        State::Due | State::Expired | State::Never | State::Remediation => it.post.is_some(),
    };
    has_to.then(|| PersonDueView {
        role: it.role.clone(),
        name: it.name.clone(),
        state: word(&it.state),
        why: it.why.first().cloned().unwrap_or_default(),
    })
}

/// The improvement plan.
pub(crate) fn improvement(look: &Look<'_>) -> ImprovementView {
    let plan = Plan::of(look);
    let findings = plan.findings.into_iter();
    let counted = look.counted();
    ImprovementView {
        marking: marking(look),
        as_of: look.today().to_string(),
        actions: plan
            .actions
            .into_values()
            .map(|it| action(it, look.fold))
            .collect(),
        findings: findings.map(|it| finding(it, look)).collect(),
        people: names(look),
        units: look.units(),
        drills: counted
            .iter()
            .rev()
            .map(|it| LabelledView {
                label: it.closed.exercise.to_string(),
                says: format!("{}, {}", it.closed.title, programme::day_of(it.at)),
            })
            .collect(),
    }
}

/// The names of the roster, to offer.
pub(crate) fn names(look: &Look<'_>) -> Vec<String> {
    let mut names: Vec<String> = look.names.values().cloned().collect();
    names.sort();
    names.dedup();
    names
}

fn action(it: ActionRow, fold: &ProgrammeFold) -> ActionLine {
    let kept = fold.year.actions.get(&it.action);
    let risk = kept.and_then(|kept| kept.accepted.as_ref());
    let answers = crate::actions_file::answers(&it);
    ActionLine {
        id: it.action,
        what: it.what,
        because: it.because,
        answers,
        element: it.element,
        owner: it.owner,
        unit: it.unit,
        priority: word(&it.priority),
        start: written(it.start),
        due: written(it.due),
        status: word(&it.status),
        overdue_days: days(it.overdue_days),
        done_on: written(it.done_on),
        evidence: it.evidence,
        signed_by: it.signed_by,
        signed_on: written(it.signed_on),
        risk: risk.map_or_else(String::new, |it| it.because.clone()),
        amiss: it.amiss,
        records: it.records,
    }
}

fn finding(it: FindingRow, look: &Look<'_>) -> FindingLine {
    let sheet = look.fold.year.root_causes.get(&it.key);
    FindingLine {
        id: it.finding,
        incident: it.incident,
        exercise: it.exercise.as_ref().map(ToString::to_string),
        drill: it.drill,
        on: it.on.to_string(),
        key: it.key,
        title: it.title,
        serious: it.serious,
        role: it.role,
        unit: it.unit,
        section: it.section.unwrap_or_default(),
        actions: it.actions,
        state: word(&it.state),
        recurring: it.recurring,
        retested: it.retested.as_ref().map_or_else(String::new, |test| {
            let came = if test.clean {
                "nothing was wrong"
            } else {
                "it came again"
            };
            format!("Tested again on {}: {came}.", test.on)
        }),
        root_cause: sheet.map(|kept| RootCauseView {
            whys: kept.value.whys.clone(),
            factors: kept.value.factors.clone(),
            by: kept.value.by.name(look.names),
        }),
        records: it.records,
    }
}
