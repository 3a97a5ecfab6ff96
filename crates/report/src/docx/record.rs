//! The second half of the report in Word: timeline, decisions, deadlines, roles, the plan, hot wash, appendices, evidence,
//! transcript. Not here: the first half (`overview`).

use crate::docx::body::{Body, Cell};
use crate::docx::brief::finding;
use crate::docx::overview::took;
use crate::docx::words::{Tone, Words};
use crate::evidence::EvidencePart;
use crate::figure;
use crate::model::{AfterActionReport, DecisionPart, LinePart, RolePart};
use crate::parts::{FeedbackPart, ImprovementRow};

pub(super) fn write(body: &mut Body, report: &AfterActionReport) {
    timeline(body, report);
    deadlines(body, report);
    team(body, report);
    roles(body, report);
    plan(body, report);
    hot_wash(body, report);
    improvement_plan(body, report);
    participants(body, report);
    body.heading(1, "Method");
    let method = report.method.iter();
    body.pairs(method.map(|it| (it.label.as_str(), it.value.as_str())));
    if let Some(evidence) = &report.evidence {
        self::evidence(body, evidence);
    }
    transcript(body, report);
    let sealed = report.seal.as_ref().map_or_else(String::new, |seal| {
        format!(
            ", made from records 1 to {}, sealed {}",
            seal.seq, seal.seal
        )
    });
    body.text(
        "Fine",
        &format!(
            "{}. {} Drill {}{sealed}. Report of {}.",
            report.marking, report.origin_says, report.exercise, report.dated
        ),
    );
}

fn timeline(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Timeline");
    body.timeline(&report.drawing);
    body.heading(2, "Decisions");
    if report.decisions.is_empty() {
        body.text("Normal", "No decision is recorded.");
    } else {
        body.text(
            "Lead",
            "Times run from delivery, net of pauses. On each bar the stroke marks the target.",
        );
        body.figure(figure::latencies(&report.decisions));
        body.table(
            &[12, 22, 34, 19, 13],
            &["When", "Role", "Decision", "Latency", "Outcome"],
            report.decisions.iter().map(decision),
        );
    }
    body.heading(2, "Everything in order");
    body.table(
        &[10, 15, 46, 20, 9],
        &["T+", "Wall · story", "What happened", "Latency", "Record"],
        report.timeline.iter().map(line),
    );
}

fn decision(it: &DecisionPart) -> Vec<Cell> {
    let mut what = Cell::line(vec![Words::of(&it.text).struck(it.struck)]);
    if !it.rationale.is_empty() {
        what = what.under(format!("Why: {}", it.rationale));
    }
    if !it.authorised_by.is_empty() {
        what = what.under(format!("Authorised by {}", it.authorised_by));
    }
    for remark in it.remarks.iter().chain(&it.history) {
        what = what.under(remark);
    }
    let outcome = match it.outcome.as_str() {
        "" => Cell::of(""),
        outcome => Cell::label(outcome, Tone::of(&it.tone)),
    };
    vec![
        Cell::of(&it.elapsed).under(&it.story),
        Cell::of(&it.role).under(&it.inject),
        what,
        took(&it.latency, &it.target, it.bar.as_ref()),
        outcome.under(format!("record {}", it.record)),
    ]
}

fn line(it: &LinePart) -> Vec<Cell> {
    let says = Words::of(&it.says).struck(it.struck);
    let says = if it.main { says } else { says.quiet() };
    let about: Vec<&str> = [&it.kind, &it.role, &it.outcome]
        .into_iter()
        .map(String::as_str)
        .filter(|it| !it.is_empty())
        .collect();
    vec![
        Cell::of(&it.elapsed),
        Cell::of(&it.wall).under(&it.story),
        Cell::line(vec![says]).under(about.join(" · ")),
        took(&it.latency, &it.target, None),
        Cell::line(vec![Words::of(&it.records).quiet()]),
    ]
}

fn deadlines(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Deadlines");
    if report.deadlines.is_empty() {
        body.text("Normal", "No deadline began to run.");
        return;
    }
    body.text(
        "Lead",
        "Deadlines run in story time. When one truly began and when players recognised it are kept apart: late recognition and \
         late filing are different findings.",
    );
    let rows = report.deadlines.iter().map(|it| {
        vec![
            Cell::of(&it.title).under(format!("{} · {} · {}", it.within, it.source, it.role)),
            Cell::of(&it.began),
            Cell::of(&it.recognised),
            Cell::of(&it.due),
            Cell::of(&it.met),
            Cell::label(&it.result, Tone::of(&it.tone)).under(&it.slack),
        ]
    });
    body.table(
        &[28, 13, 18, 13, 13, 15],
        &["Deadline", "Began", "Recognised", "Due", "Met", "Result"],
        rows,
    );
}

fn team(body: &mut Body, report: &AfterActionReport) {
    for part in &report.team {
        body.heading(1, &part.title);
        body.text("Lead", &part.says);
        let headings: Vec<&str> = part.headings.iter().map(String::as_str).collect();
        // A column of texts gets twice the width of one of times.
        let is_wide = |nth: usize| {
            let cells = part.rows.iter().filter_map(|row| row.cells.get(nth));
            nth == 0 || cells.into_iter().any(|cell| cell.len() > 40)
        };
        let parts = (0..headings.len()).map(|nth| if is_wide(nth) { 2 } else { 1 });
        let parts: Vec<u16> = parts.collect();
        let whole = parts.iter().sum::<u16>().max(1);
        let shares: Vec<u16> = parts.iter().map(|part| part * 100 / whole).collect();
        let rows = part.rows.iter().map(|row| {
            let mut cells: Vec<Cell> = row.cells.iter().map(Cell::of).collect();
            cells.push(Cell::label(&row.result, Tone::of(&row.tone)));
            cells
        });
        body.table(&shares, &headings, rows);
        for remark in &part.remarks {
            body.text("Normal", remark);
        }
    }
}

fn roles(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Roles");
    body.table(
        &[21, 22, 16, 15, 26],
        &[
            "Role",
            "Expected actions",
            "Time to acknowledge",
            "Time to decide",
            "Nothing to do",
        ],
        report.roles.iter().map(role),
    );
}

fn role(it: &RolePart) -> Vec<Cell> {
    let mut score = it.score.clone();
    if it.critical_missed > 0 {
        score.push_str(&format!(" · critical missed: {}", it.critical_missed));
    }
    if it.unauthorised > 0 {
        score.push_str(&format!(" · without authority: {}", it.unauthorised));
    }
    let idle = if it.idle.is_empty() {
        "–".to_owned()
    } else {
        it.idle.join("\n")
    };
    vec![
        Cell::of(&it.title).under(format!(
            "{} · received {} · decided {}",
            it.played_by, it.injects, it.decisions
        )),
        Cell::of(&it.outcomes.says).under(score),
        Cell::of(&it.acknowledged),
        Cell::of(&it.decided),
        Cell::of(idle),
    ]
}

fn plan(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "The plan");
    body.heading(2, "What changed in the plan");
    if report.plan_changes.is_empty() {
        body.text("Normal", "Nothing has been changed yet.");
    }
    for it in &report.plan_changes {
        body.framed(finding(Tone::of(&it.tone)), "", |body| {
            body.words(
                "Strong",
                &[
                    Words::of(format!("{}  ", it.section)),
                    Words::of(&it.state).toned(Tone::of(&it.tone)),
                ],
            );
            if !it.because.is_empty() {
                body.text("TableNote", &format!("Because: {}", it.because));
            }
            body.text("TableNote", &format!("{}:", it.what));
            before_and_after(body, &it.before, &it.after);
        });
    }
    body.heading(2, "Recommendations for the plan");
    if report.recommendations.is_empty() {
        body.text("Normal", "None beyond the changes above.");
    }
    for it in &report.recommendations {
        body.framed(finding(Tone::None), "", |body| {
            body.text("Strong", &it.section);
            body.text("TableText", &it.says);
            body.text("TableNote", &format!("{}:", it.change));
            before_and_after(body, &it.find, &it.text);
        });
    }
    if report.coverage.is_empty() {
        return;
    }
    body.heading(2, "Sections exercised");
    if !report.coverage_says.is_empty() {
        body.text("Lead", &report.coverage_says);
    }
    body.figure(figure::coverage(&report.coverage));
    let rows = report.coverage.iter().map(|it| {
        let indent = "\u{2003}".repeat(it.depth as usize);
        vec![
            Cell::of(format!("{indent}{}", it.title)),
            Cell::line(vec![
                Words::of("■ ").toned(Tone::of(&it.tone)),
                Words::of(&it.how),
            ]),
            Cell::of(&it.by),
        ]
    });
    body.table(&[40, 26, 34], &["Section", "Exercised", "By"], rows);
}

fn before_and_after(body: &mut Body, before: &str, after: &str) {
    if !before.is_empty() {
        let words = Words::of(before).struck(true).toned(Tone::Bad);
        body.words("TableText", &[words]);
    }
    if !after.is_empty() {
        body.words("TableText", &[Words::of(after).toned(Tone::Good)]);
    }
}

fn hot_wash(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Hot wash and feedback");
    if report.hot_wash.is_empty() {
        body.text("Normal", "Nothing was recorded in the hot wash.");
    }
    for part in &report.hot_wash {
        body.heading(3, &part.topic);
        body.bullets(&part.items);
    }
    body.heading(2, "Feedback");
    match &report.feedback {
        Some(part) => feedback(body, part),
        None => body.text("Normal", "No feedback form was handed in."),
    }
}

fn feedback(body: &mut Body, part: &FeedbackPart) {
    body.text(
        "Lead",
        &format!(
            "Forms handed in: {}. Marks from 1 (disagree) to 5 (agree). The forms carry no names.",
            part.forms
        ),
    );
    let rows = part.statements.iter().map(|it| {
        vec![
            Cell::of(&it.says),
            Cell::of(&it.mean),
            Cell::of(it.n.to_string()),
        ]
    });
    body.table(&[70, 15, 15], &["Statement", "Mean", "Answers"], rows);
    for (title, items) in [
        ("The best of it", &part.strengths),
        ("To improve", &part.improvements),
        ("Also said", &part.says),
    ] {
        if !items.is_empty() {
            body.heading(3, title);
            body.bullets(items);
        }
    }
}

fn improvement_plan(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Improvement plan");
    if report.improvement_plan.is_empty() {
        body.text(
            "Normal",
            "The drill showed nothing that has to be improved.",
        );
        return;
    }
    let row = |it: &ImprovementRow| {
        vec![
            Cell::of(it.number.to_string()),
            Cell::of(&it.issue).under(&it.capability),
            Cell::of(&it.action).under(format!("Element: {}", it.element)),
            Cell::of(&it.owner).under(&it.contact),
            Cell::of(&it.start).under(format!("due {}", it.due)),
            Cell::label(&it.status, Tone::of(&it.tone)),
        ]
    };
    body.table(
        &[5, 27, 29, 14, 13, 12],
        &[
            "No.",
            "Issue · capability",
            "Corrective action",
            "Owner",
            "Start · due",
            "Status",
        ],
        report.improvement_plan.iter().map(row),
    );
}

fn participants(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Participants");
    body.text("Lead", &report.edition);
    let rows = report.participants.iter().map(|it| {
        vec![
            Cell::of(&it.role),
            Cell::of(&it.who),
            Cell::of(&it.standing),
            Cell::of(&it.attendance),
        ]
    });
    body.table(
        &[30, 26, 16, 28],
        &["Role", "Who", "Standing", "Attendance"],
        rows,
    );
}

fn evidence(body: &mut Body, part: &EvidencePart) {
    body.heading(1, "Evidence");
    let facts = part.facts.iter();
    body.pairs(facts.map(|it| (it.label.as_str(), it.value.as_str())));
    body.heading(2, "Formulas with their values");
    let rows = part.formulas.iter().map(|it| {
        vec![
            Cell::of(&it.what),
            Cell::of(&it.formula),
            Cell::of(&it.values),
            Cell::of(&it.result),
        ]
    });
    body.table(
        &[25, 27, 32, 16],
        &["Figure", "Formula", "Values", "Result"],
        rows,
    );
    body.heading(2, "What shows each finding");
    if part.references.is_empty() {
        body.text("Normal", "There is no finding.");
    } else {
        let rows = part.references.iter().map(|it| {
            vec![
                Cell::of(&it.finding),
                Cell::of(&it.objective),
                Cell::of(&it.reference),
                Cell::of(&it.standing),
            ]
        });
        body.table(
            &[36, 14, 34, 16],
            &["Finding", "Belongs to", "Reference", "Standing"],
            rows,
        );
    }
    body.heading(2, "How to check it");
    let checks = part.checks.iter();
    body.pairs(checks.map(|it| (it.label.as_str(), it.value.as_str())));
}

fn transcript(body: &mut Body, report: &AfterActionReport) {
    if report.transcript.is_empty() {
        return;
    }
    body.heading(1, "Transcript");
    body.text(
        "Lead",
        "One line for each record of the drill, in the ids of the scenario.",
    );
    for line in &report.transcript {
        body.text("Transcript", &format!("{}\t{}", line.record, line.says));
    }
}
