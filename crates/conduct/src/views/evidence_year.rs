//! The evidence of the year as the desk shows it. Not here: how a criterion stands or a measure is reckoned.

use programme::{Criterion, Framework, Look, Measure, Plan, references, trends};
use wire::{
    AssessedView, CriterionView, DrillLine, EvidenceYearView, FrameworkView, LabelledView,
    MeasureView, ReferenceView, TrendPoint, TrendView,
};

use super::year::{labelled, marking, names, word};

/// The evidence.
pub(crate) fn evidence_year(look: &Look<'_>) -> EvidenceYearView {
    let plan = Plan::of(look);
    let criteria = programme::criteria(look);
    let frameworks = [Framework::Soc2, Framework::Csf];
    EvidenceYearView {
        marking: marking(look),
        from: look.first_day().to_string(),
        to: look.today().to_string(),
        frameworks: frameworks
            .into_iter()
            .map(|it| framework(look, it, &criteria))
            .collect(),
        criteria: criteria.iter().map(criterion).collect(),
        measures: programme::measures(look, &plan)
            .iter()
            .map(measure)
            .collect(),
        rule: look.fold.year.rule().says(),
        drills: programme::drills(look)
            .iter()
            .filter(|it| look.recent_day(it.on))
            .map(drill)
            .collect(),
        trends: trends(look).into_iter().map(trend).collect(),
        people: names(look),
    }
}

fn criterion(it: &Criterion) -> CriterionView {
    CriterionView {
        id: it.id.to_owned(),
        level: it.level.into(),
        label: it.label.to_owned(),
        status: word(&it.status),
        as_of: it.as_of.to_string(),
        says: it.says.clone(),
        figures: it.figures.iter().map(labelled).collect(),
        assessed: it.assessed.as_ref().map(|by| AssessedView {
            level: by.level.map(u32::from),
            scope: word(&by.scope),
            by: by.by.clone(),
            on: by.on.to_string(),
            because: by.because.clone(),
        }),
        records: it.records.clone(),
    }
}

fn framework(look: &Look<'_>, it: Framework, criteria: &[Criterion]) -> FrameworkView {
    FrameworkView {
        id: it.word().to_owned(),
        source: it.source().to_owned(),
        references: references(look, it, criteria)
            .into_iter()
            .map(|row| ReferenceView {
                id: row.id.to_owned(),
                label: row.label.to_owned(),
                criteria: row.criteria.into_iter().map(str::to_owned).collect(),
                status: word(&row.status),
                says: row.says,
            })
            .collect(),
    }
}

fn measure(it: &Measure) -> MeasureView {
    MeasureView {
        id: it.id.to_owned(),
        level: it.level.into(),
        label: it.label.to_owned(),
        value: it.value.to_string(),
        unit: it.unit.to_owned(),
        of: it
            .denominator
            .map_or_else(String::new, |of| format!("{} of {of}", it.numerator)),
        formula: it.formula.to_owned(),
        basis: word(&it.basis),
        parts: it.parts.iter().map(labelled).collect::<Vec<LabelledView>>(),
        note: it.note.clone(),
        records: it.records.clone(),
    }
}

fn drill(row: &programme::DrillRow) -> DrillLine {
    DrillLine {
        id: row.drill.exercise.to_string(),
        title: row.drill.title.clone(),
        on: row.on.to_string(),
        origin: word(&row.drill.origin),
        phase: row.drill.phase.clone(),
        how: row.drill.how.as_ref().map(word),
        counts: row.counts,
        presented: row
            .presented
            .as_ref()
            .map_or_else(String::new, |it| format!("{}, {}", it.label, it.says)),
        records: row.records.clone(),
    }
}

fn trend(it: programme::Trend) -> TrendView {
    TrendView {
        label: it.label.to_owned(),
        unit: it.unit.to_owned(),
        formula: it.formula.to_owned(),
        basis: word(&it.basis),
        points: it
            .points
            .into_iter()
            .map(|point| TrendPoint {
                exercise: point.exercise.to_string(),
                title: point.title,
                on: point.on.to_string(),
                value: point.value,
                of: point.of,
            })
            .collect(),
    }
}
