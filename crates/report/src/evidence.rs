//! What an auditor checks: where the record ends and with which seal, which documents it names by hash, by which formula
//! each figure was found and with which values, and which records show each finding. Not here: the transcript, which
//! the report holds anyway.

use evaluation::Score;
use serde::{Deserialize, Serialize};

use crate::build::{Look, simulated};
use crate::model::{AfterActionReport, Fact, FindingPart};
use crate::parts::parts;
use crate::phrase::{NONE, or_none, outcomes, rating_letter};

parts! {
    /// What an auditor checks.
    EvidencePart {
        /// The record and the documents that it names.
        facts: Vec<Fact>,
        /// How each figure was found.
        formulas: Vec<FormulaRow>,
        /// Which records show each finding.
        references: Vec<ReferenceRow>,
        /// How to check all of it, and what that proves.
        checks: Vec<Fact>,
    }

    /// A figure and how it was found.
    FormulaRow {
        /// What was measured.
        what: String,
        /// By which formula.
        formula: String,
        /// With which values.
        values: String,
        /// What came out.
        result: String,
    }

    /// A finding and what shows it.
    ReferenceRow {
        /// The finding.
        finding: String,
        /// To what it belongs.
        objective: String,
        /// The section of the plan, the role, the records.
        reference: String,
        /// Raised by a person or suggested by rule.
        standing: String,
    }
}

pub(crate) fn evidence(look: &Look<'_>, report: &AfterActionReport) -> EvidencePart {
    EvidencePart {
        facts: facts(look, report),
        formulas: formulas(look),
        references: references(look, report),
        checks: checks(),
    }
}

fn facts(look: &Look<'_>, report: &AfterActionReport) -> Vec<Fact> {
    let course = &look.input.evaluation.course;
    let moment = |at: Option<terms::Stamp>| {
        at.map_or_else(
            || NONE.to_owned(),
            |at| {
                let (day, time) = (look.wall.day(at), look.wall.time(at));
                format!("{day}, {time} ({})", look.wall.zone())
            },
        )
    };
    let plan = course.plan.as_ref().map_or_else(
        || NONE.to_owned(),
        |plan| {
            format!(
                "{}, revision {}, SHA-256 {}",
                plan.title, plan.revision, plan.hash
            )
        },
    );
    let seal = report.seal.as_ref();
    let ratings = look.input.evaluation.objectives.iter();
    let confirmed = ratings.filter(|it| it.confirmed.is_some()).count();
    [
        ("Drill", report.exercise.clone()),
        ("Origin", report.origin_says.clone()),
        ("Records", look.input.records.len().to_string()),
        (
            "First record",
            moment(look.input.records.first().map(|it| it.at)),
        ),
        (
            "Last record",
            moment(look.input.records.last().map(|it| it.at)),
        ),
        (
            "Last seal",
            seal.map_or_else(
                || NONE.to_owned(),
                |seal| format!("record {}: {}", seal.seq, seal.seal),
            ),
        ),
        (
            "Scenario",
            format!("SHA-256 {}", or_none(&course.scenario_hash)),
        ),
        ("Plan tested", plan),
        ("Rules", format!("version {}", report.evaluator)),
        (
            "Ratings",
            format!(
                "{confirmed} of {} confirmed by an evaluator; the others are suggested by rule",
                look.input.evaluation.objectives.len()
            ),
        ),
    ]
    .map(|(label, value)| fact(label, value))
    .to_vec()
}

fn formulas(look: &Look<'_>) -> Vec<FormulaRow> {
    const Q: &str = "Q = sum(weight × met) / sum(weight)";
    let evaluation = look.input.evaluation;
    let q = |what: String, score: Score| FormulaRow {
        what,
        formula: Q.to_owned(),
        values: format!(
            "{} / {} over {}",
            score.earned_halves as f64 / 2.0,
            score.weight,
            evaluation::counted(score.actions as usize, "action")
        ),
        result: score
            .q()
            .map_or_else(|| "n/a".to_owned(), |q| format!("{q:.2}")),
    };
    let mut rows: Vec<FormulaRow> = Vec::new();
    for (number, it) in (1..).zip(&evaluation.objectives) {
        rows.push(q(format!("Objective {number}, score"), it.score));
        rows.push(FormulaRow {
            what: format!("Objective {number}, rating"),
            formula: "Rule of the suggested ratings, see Method".to_owned(),
            values: format!(
                "{}; the sentences stand under the objective as its basis",
                outcomes(it.outcomes).says
            ),
            result: match &it.confirmed {
                Some(confirmed) => format!(
                    "{}, confirmed in record {}",
                    rating_letter(Some(confirmed.rating)),
                    confirmed.record
                ),
                None => format!("{}, suggested", rating_letter(it.suggested)),
            },
        });
    }
    for it in &evaluation.roles {
        rows.push(q(format!("{}, score", it.title), it.score));
    }
    for it in evaluation.deadlines.iter().filter(|it| it.due.is_some()) {
        let moment = |at: Option<exercise::StoryTime>| {
            at.map_or_else(|| NONE.to_owned(), exercise::StoryTime::full)
        };
        rows.push(FormulaRow {
            what: format!("Deadline: {}", it.title),
            formula: "slack = due - met, in story time".to_owned(),
            values: format!("{} - {}", moment(it.due), moment(it.met)),
            result: it
                .slack_ms
                .map_or_else(|| NONE.to_owned(), |ms| terms::Span(ms).spoken()),
        });
    }
    rows.extend(crate::team::formulas(look));
    rows
}

fn references(look: &Look<'_>, report: &AfterActionReport) -> Vec<ReferenceRow> {
    let raised = match simulated(look.input.evaluation.course.origin) {
        true => "Taken up in the simulated review",
        false => "Raised by a person",
    };
    let row = |objective: &str, it: &FindingPart| ReferenceRow {
        finding: it.title.clone(),
        objective: objective.to_owned(),
        reference: it.reference.clone(),
        standing: if it.suggested {
            "Suggested by rule"
        } else {
            raised
        }
        .to_owned(),
    };
    let mut rows: Vec<ReferenceRow> = Vec::new();
    for objective in &report.objectives {
        let title = format!("Objective {}", objective.number);
        let findings = objective.strengths.iter().chain(&objective.improvements);
        rows.extend(findings.map(|it| row(&title, it)));
    }
    let others = report
        .other_strengths
        .iter()
        .chain(&report.other_improvements);
    rows.extend(others.map(|it| row(NONE, it)));
    rows
}

fn checks() -> Vec<Fact> {
    [
        (
            "The seals",
            "rockdrill verify PROGRAMME computes every seal anew and names the first record that does not hold. The last \
             seal must be the one above.",
        ),
        (
            "The whole",
            "rockdrill pack PROGRAMME --out FILE.zip puts the records, the plan and the reports into one file; rockdrill \
             verify FILE.zip checks it on any computer without a network.",
        ),
        (
            "This edition",
            "An approved edition is kept with its SHA-256 in the programme. sha256sum of the file must give the same.",
        ),
        (
            "What this does not prove",
            "That the computer's clock was right, that people said what was entered, and who held the file before the last \
             seal was written down elsewhere.",
        ),
    ]
    .map(|(label, value)| fact(label, value.to_owned()))
    .to_vec()
}

fn fact(label: &str, value: String) -> Fact {
    Fact {
        label: label.to_owned(),
        value,
    }
}
