//! The two pages for management in Word. A page break stands between them, and the lists of the model are short enough
//! for the pages to be two. Not here: what stands in them (`brief` of the model).

use crate::brief::{Brief, BriefPoint};
use crate::docx::body::{Body, Cell};
use crate::docx::words::{Tone, Words};
use crate::model::{AfterActionReport, Fact};

const RATINGS: &str = "P performed without challenges, S with some, M with major challenges, U unable to be performed.";

pub(super) fn write(body: &mut Body, report: &AfterActionReport, brief: &Brief) {
    first(body, report, brief);
    second(body, report, brief);
}

fn first(body: &mut Body, report: &AfterActionReport, brief: &Brief) {
    let of = match report.organisation.as_str() {
        "" => "Management report".to_owned(),
        organisation => format!("Management report · {organisation}"),
    };
    body.text("Eyebrow", &of);
    body.text("BriefTitle", &report.title);
    let tone = Tone::of(&brief.tone);
    body.framed(frame(tone), "", |body| {
        body.words("Verdict", &[Words::of(&brief.verdict).toned(tone)]);
        body.text("BriefText", &brief.verdict_says);
    });
    heading(body, "Exercise overview");
    pairs(body, &brief.facts);
    heading(body, "Objectives against the last drill");
    let rows = brief.objectives.iter().map(|it| {
        vec![
            Cell::of(format!("{}. {}", it.number, it.title)),
            Cell::line(vec![
                Words::of(format!("{}  ", it.rating))
                    .bold()
                    .toned(Tone::of(&it.tone)),
                Words::of(&it.rating_says),
            ]),
            Cell::of(&it.before),
            Cell::label(&it.change, Tone::of(&it.change_tone)),
        ]
    });
    body.table_in(
        "Brief",
        &[47, 29, 9, 15],
        &["Objective", "Now", "Before", "Change"],
        rows,
    );
    body.text("Fine", &format!("{} {RATINGS}", brief.objectives_say));
    let halves = [&brief.strengths, &brief.gaps].map(|points| half(points));
    body.table_in(
        "BriefPairs",
        &[50, 50],
        &["Strengths", "Gaps"],
        std::iter::once(halves.to_vec()),
    );
}

fn half(points: &[BriefPoint]) -> Cell {
    let mut cell = Cell::default();
    if points.is_empty() {
        return Cell::of("None was recorded.");
    }
    for point in points {
        let mut words = vec![
            Words::of("▌").toned(Tone::of(&point.tone)),
            Words::of(&point.title).bold(),
        ];
        if point.repeat {
            words.push(Words::of("  again").bold().toned(Tone::Warn));
        }
        cell = cell.and(words).under(&point.says);
    }
    cell
}

fn second(body: &mut Body, report: &AfterActionReport, brief: &Brief) {
    body.text("BriefPage", "Deadlines missed");
    body.text("BriefText", &brief.deadlines_say);
    if !brief.deadlines.is_empty() {
        let rows = brief.deadlines.iter().map(|it| {
            vec![
                Cell::of(&it.title),
                Cell::of(&it.limit),
                Cell::line(vec![
                    Words::of(format!("{} ", it.result))
                        .bold()
                        .toned(Tone::of(&it.tone)),
                    Words::of(&it.slack),
                ]),
            ]
        });
        body.table_in(
            "Brief",
            &[48, 30, 22],
            &["Deadline", "Limit", "Result"],
            rows,
        );
    }
    heading(body, "Decisions asked for");
    if brief.asks.is_empty() {
        body.text("BriefText", "None.");
    } else {
        let rows = brief.asks.iter().map(|it| {
            vec![
                Cell::of(format!("{}. {}", it.number, it.what)),
                Cell::of(&it.money),
                Cell::of(&it.owner),
                Cell::of(&it.risk),
            ]
        });
        let head = ["Decision", "Money", "Owner", "Risk without it"];
        body.table_in("Brief", &[40, 15, 16, 29], &head, rows);
    }
    heading(body, "Improvement plan");
    body.text("BriefText", &brief.actions_say);
    if !brief.actions.is_empty() {
        let rows = brief.actions.iter().map(|it| {
            let mut what = vec![Words::of(&it.what)];
            if it.repeat {
                what.push(Words::of("  again").bold().toned(Tone::Warn));
            }
            vec![
                Cell::line(what),
                Cell::of(&it.owner),
                Cell::of(&it.due),
                Cell::label(&it.status, Tone::of(&it.tone)),
            ]
        });
        let head = ["Corrective action", "Owner", "Due", "Status"];
        body.table_in("Brief", &[46, 20, 16, 18], &head, rows);
    }
    heading(body, "What this drill does not show");
    pairs(body, &brief.limits);
    heading(body, "Next drill");
    body.text("BriefText", &brief.next_drill);
    heading(body, "Sign-off");
    sign_off(body, report, brief);
}

fn sign_off(body: &mut Body, report: &AfterActionReport, brief: &Brief) {
    if let Some(approval) = &report.approval {
        let by = match approval.by.as_str() {
            "" => String::new(),
            by => format!(" by {by}"),
        };
        body.text("BriefText", &format!("Approved{by} on {}.", approval.day));
    }
    let rows = brief.sign_off.iter().map(|who| vec![Cell::of(who)]);
    body.table_in(
        "Sign",
        &[24, 30, 16, 30],
        &["Who", "Name", "Date", "Signature"],
        rows,
    );
    let sealed = report.seal.as_ref().map_or_else(String::new, |seal| {
        format!(", records 1 to {}, last seal {}", seal.seq, seal.seal)
    });
    let later = if report.addenda.is_empty() {
        ""
    } else {
        " There are corrections since the approval; they stand in the full edition."
    };
    body.text(
        "Fine",
        &format!(
            "Drill {}{sealed}. Report of {}.{later}",
            report.exercise, report.dated
        ),
    );
}

fn heading(body: &mut Body, text: &str) {
    body.text("BriefHeading", text);
}

fn pairs(body: &mut Body, facts: &[Fact]) {
    let rows = facts.iter().map(|it| {
        vec![
            Cell::line(vec![Words::of(&it.label).quiet()]),
            Cell::of(&it.value),
        ]
    });
    body.table_in("BriefPairs", &[18, 82], &[], rows);
}

fn frame(tone: Tone) -> &'static str {
    finding(tone)
}

/// The style of a frame with a rim of the tone.
pub(super) fn finding(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "FindingGood",
        Tone::Warn => "FindingWarn",
        Tone::Bad => "FindingBad",
        Tone::None => "FindingNone",
    }
}
