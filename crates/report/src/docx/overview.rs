//! The first half of the report in Word: first page, contents, summary, critical lapses, overview, objectives with their
//! findings. Not here: what happened and the appendices (`record`).

use crate::docx::body::{Body, Cell};
use crate::docx::brief::finding;
use crate::docx::package::CONTENTS;
use crate::docx::words::{Tone, Words};
use crate::figure;
use crate::model::{ActionPart, AfterActionReport, Bar, FindingPart, LapsePart, ObjectivePart};
use crate::paper::{Block, Run};
use crate::told;

pub(super) fn write(body: &mut Body, report: &AfterActionReport) {
    cover(body, report);
    if !report.addenda.is_empty() {
        body.heading(1, "Corrections since the approval");
        let items: Vec<Vec<Words>> = report
            .addenda
            .iter()
            .map(|it| {
                let by = match it.by.as_str() {
                    "" => it.day.clone(),
                    by => format!("{by}, {}", it.day),
                };
                vec![
                    Words::of(format!("{} ", it.says)),
                    Words::of(format!("({by})")).quiet(),
                ]
            })
            .collect();
        body.list(true, &items);
    }
    body.heading(1, "Executive summary");
    if report.summary.generated {
        body.text(
            "Fine",
            "Made from the record: the trainer has not written a summary; these sentences come from the record alone.",
        );
    }
    told_text(body, &report.summary.text);
    if !report.lapses.is_empty() {
        body.heading(1, "Critical lapses");
        body.text("Lead", &report.lapses_say);
        for lapse in &report.lapses {
            self::lapse(body, lapse);
        }
    }
    body.heading(1, "Exercise overview");
    let facts = report.overview.iter();
    let facts = facts.map(|it| (it.label.as_str(), it.value.as_str()));
    body.pairs(facts.chain([("Scenario", report.scenario.as_str())]));
    objectives(body, report);
}

fn cover(body: &mut Body, report: &AfterActionReport) {
    let of = match report.organisation.as_str() {
        "" => "After-action report".to_owned(),
        organisation => format!("After-action report · {organisation}"),
    };
    body.text("Eyebrow", &of);
    body.text("Title", &report.title);
    let day = match report.day.as_str() {
        "" => "Drill not started".to_owned(),
        day => format!("Drill of {day}"),
    };
    body.text("Subtitle", &day);
    body.text(
        "Fine",
        &format!("{} {}", report.origin_says, report.edition),
    );
    if let Some(approval) = &report.approval {
        let by = match approval.by.as_str() {
            "" => String::new(),
            by => format!(" by {by}"),
        };
        let seal = report.seal.as_ref().map_or_else(String::new, |seal| {
            format!(", when the record ended with the seal {}", seal.seal)
        });
        body.text("Fine", &format!("Approved{by} on {}{seal}.", approval.day));
    }
    let shares = vec![1; report.figures.len()];
    let figures = report.figures.iter().map(|it| {
        Cell::of_style(
            "Figure",
            vec![Words::of(&it.value).toned(Tone::of(&it.tone))],
        )
        .and_style("FigureLabel", vec![Words::of(&it.label)])
    });
    if !report.figures.is_empty() {
        body.table_in("Figures", &shares, &[], std::iter::once(figures.collect()));
    }
    body.text("TOCHeading", "Contents");
    body.out.push_str(CONTENTS);
}

fn lapse(body: &mut Body, lapse: &LapsePart) {
    body.framed(finding(Tone::Bad), "", |body| {
        let mut title = vec![Words::of(&lapse.title)];
        if !lapse.confirmed {
            title.push(Words::of(" (suggested by rule)").quiet());
        }
        body.words("Strong", &title);
        body.text("TableText", &lapse.says);
        if !lapse.impact.is_empty() {
            body.text("TableText", &format!("Impact: {}", lapse.impact));
        }
        let section = match lapse.section.as_str() {
            "" => String::new(),
            section => format!("plan: {section}"),
        };
        let parts = [&lapse.when, &lapse.role, &section, &lapse.records];
        let parts: Vec<&str> = parts
            .iter()
            .map(|it| it.as_str())
            .filter(|it| !it.is_empty())
            .collect();
        body.text("TableNote", &parts.join(" · "));
    });
}

fn objectives(body: &mut Body, report: &AfterActionReport) {
    body.heading(1, "Results by objective");
    body.text(
        "Lead",
        "P, S and M all mean that the objective was reached; only U means that it was not. A rating rests on what was observed \
         and nothing else.",
    );
    body.figure(figure::outcomes(&report.objectives));
    if report.objectives.is_empty() {
        body.text("Normal", "The scenario names no objectives.");
    }
    for objective in &report.objectives {
        self::objective(body, objective);
    }
    for (title, findings) in [
        ("Other strengths", &report.other_strengths),
        ("Other areas for improvement", &report.other_improvements),
    ] {
        if !findings.is_empty() {
            body.heading(2, title);
            let good = title == "Other strengths";
            for it in findings {
                self::finding_part(body, it, good);
            }
        }
    }
}

fn objective(body: &mut Body, it: &ObjectivePart) {
    body.heading(2, &format!("{}. {}", it.number, it.title));
    body.words(
        "Normal",
        &[
            Words::of(format!("{}  {}.", it.rating, it.rating_says))
                .bold()
                .toned(Tone::of(&it.tone)),
            Words::of(format!(" {}", it.rating_by)),
        ],
    );
    body.text("Fine", &it.about);
    let mut outcomes: Vec<Words> = it
        .actions
        .iter()
        .map(|action| Words::of("■").toned(Tone::of(&action.tone)))
        .collect();
    let gap = if outcomes.is_empty() { "" } else { " " };
    let says = format!("{gap}{} · {}", it.outcomes.says, it.score);
    outcomes.push(Words::of(says));
    body.words("Normal", &outcomes);
    if !it.narrative.is_empty() {
        body.heading(3, "In the trainer's words");
        told_text(body, &it.narrative);
    }
    if !it.basis.is_empty() {
        body.heading(3, "Basis of the suggested rating");
        body.bullets(&it.basis);
    }
    if !it.actions.is_empty() {
        body.heading(3, "Expected actions");
        body.table(
            &[46, 19, 20, 15],
            &["Expected action", "Role", "Time against target", "Outcome"],
            it.actions.iter().map(action),
        );
    }
    if !it.tasks.is_empty() {
        body.heading(3, "Critical tasks watched");
        body.bullets(&it.tasks);
    }
    for (title, findings, good) in [
        ("Strengths", &it.strengths, true),
        ("Areas for improvement", &it.improvements, false),
    ] {
        body.heading(3, title);
        if findings.is_empty() {
            body.text("Fine", "None raised.");
        }
        for it in findings {
            self::finding_part(body, it, good);
        }
    }
    if !it.notes.is_empty() {
        body.heading(3, "Observed during the drill");
        let notes: Vec<Vec<Words>> = it.notes.iter().map(note).collect();
        body.list(false, &notes);
    }
}

fn note(it: &crate::model::NotePart) -> Vec<Words> {
    vec![
        Words::of(format!("{}: ", it.tone_says))
            .bold()
            .toned(Tone::of(&it.tone)),
        Words::of(format!("{} ", it.says)),
        Words::of(format!("({}, {}, record {})", it.by, it.when, it.record)).quiet(),
    ]
}

fn action(it: &ActionPart) -> Vec<Cell> {
    let mut what = vec![Words::of(&it.text)];
    if it.critical {
        what.push(Words::of(" critical").bold().quiet());
    }
    let records = match it.records.as_str() {
        "" => String::new(),
        records => format!(" · {records}"),
    };
    vec![
        Cell::line(what).under(format!("Plan: {}{records}", it.section)),
        Cell::of(&it.role),
        took(&it.latency, &it.target, it.bar.as_ref()),
        Cell::label(&it.outcome, Tone::of(&it.tone)).under(&it.remark),
    ]
}

/// A time against its target, with a bar on which a stroke marks the target.
pub(super) fn took(latency: &str, target: &str, bar: Option<&Bar>) -> Cell {
    let says = match (latency, target) {
        ("", "") => return Cell::of(""),
        ("", target) => vec![Words::of(format!("target {target}")).quiet()],
        (latency, "") => vec![Words::of(latency)],
        (latency, target) => vec![
            Words::of(latency),
            Words::of(format!(" of {target}")).quiet(),
        ],
    };
    let cell = Cell::line(says);
    match bar {
        Some(bar) => cell.and_style("TableNote", bar_words(bar)),
        None => cell,
    }
}

/// Fifteen blocks; the target stands after the ninth.
fn bar_words(bar: &Bar) -> Vec<Words> {
    const BLOCKS: usize = 15;
    const AIM: usize = BLOCKS * 60 / 100;
    let long = (bar.length.min(100) as usize * BLOCKS).div_ceil(100);
    let tone = Tone::of(&bar.tone);
    let blocks = |from: usize, to: usize, mark: &str| mark.repeat(to.saturating_sub(from));
    vec![
        Words::of(blocks(0, long.min(AIM), "▬")).toned(tone),
        Words::of(blocks(long, AIM, "▬")).pale(),
        Words::of("|").bold(),
        Words::of(blocks(AIM, long, "▬")).toned(tone),
        Words::of(blocks(AIM.max(long), BLOCKS, "▬")).pale(),
    ]
}

fn finding_part(body: &mut Body, it: &FindingPart, good: bool) {
    let tone = match (good, it.critical) {
        (true, _) => Tone::Good,
        (false, true) => Tone::Bad,
        (false, false) => Tone::Warn,
    };
    body.framed(finding(tone), "", |body| {
        let mut title = vec![Words::of(&it.title)];
        if it.critical {
            title.push(Words::of("  critical").toned(Tone::Bad));
        }
        if it.suggested {
            title.push(Words::of("  suggested by rule").quiet());
        }
        body.words("Strong", &title);
        let analysed = !it.root_cause.is_empty() || !it.impact.is_empty();
        let open = if good || analysed {
            ""
        } else {
            "Not analysed yet."
        };
        for (label, says) in [
            ("Observation", it.observation.as_str()),
            ("Reference", &it.reference),
            ("Root cause", &it.root_cause),
            ("Impact", &it.impact),
            ("Analysis", open),
            ("Lesson", &it.recommendation),
        ] {
            if !says.is_empty() {
                let words = [Words::of(format!("{label}: ")).quiet(), Words::of(says)];
                body.words("TableText", &words);
            }
        }
    });
}

/// A text that people may write in Markdown.
pub(super) fn told_text(body: &mut Body, text: &str) {
    for block in told::blocks(text) {
        match block {
            Block::Paragraph(runs) => body.words("Normal", &words(&runs)),
            Block::List { ordered, items } => {
                let items: Vec<Vec<Words>> = items.iter().map(|it| words(it)).collect();
                body.list(ordered, &items);
            }
            Block::Heading { .. }
            | Block::Table { .. }
            | Block::Box { .. }
            | Block::PageBreak
            | Block::Lines { .. }
            | Block::Picture { .. } => {}
        }
    }
}

pub(super) fn words(runs: &[Run]) -> Vec<Words> {
    let one = |run: &Run| {
        let words = Words::of(run.text.as_str());
        let words = if run.bold { words.bold() } else { words };
        let words = if run.code { words.code() } else { words };
        if run.italic { words.italic() } else { words }
    };
    runs.iter().map(one).collect()
}
