//! The report as a workbook: overview, timeline, decisions with their latencies, the MSEL as played and the improvement
//! plan. Times and dates are cells that can be calculated with; text is always text, whatever it begins with. The same
//! report gives the same bytes. Not here: what the rows say (`tables`), how a sheet is written (`sheet`), and any
//! formula.

use rust_xlsxwriter::{DocProperties, ExcelDateTime, Workbook, Worksheet, XlsxError};

use crate::brief::{Brief, BriefAction};
use crate::evidence::{EvidencePart, FormulaRow, ReferenceRow};
use crate::model::{AfterActionReport, Fact};
use crate::parts::ImprovementRow;
use crate::phrase::Wall;
use crate::sheet::{Cell, HEAD_ROW, Looks, Sheet, begin, heighten, table, text};
use crate::tables::{Moment, Tables, plain};
use crate::templates::RenderError;

/// The columns of the overview, in letters.
const FACT_WIDTHS: [f64; 2] = [34.0, 100.0];

/// The workbook.
///
/// # Errors
/// Where a table is larger than a sheet can be.
pub fn xlsx(report: &AfterActionReport, tables: &Tables) -> Result<Vec<u8>, RenderError> {
    write(report, tables).map_err(|error| RenderError(error.to_string()))
}

fn write(report: &AfterActionReport, tables: &Tables) -> Result<Vec<u8>, XlsxError> {
    let looks = Looks::new();
    let mut book = Workbook::new();
    let about = DocProperties::new()
        .set_title(plain(&report.title))
        .set_subject(plain(&report.marking))
        .set_company(plain(&report.organisation));
    // Without a date of ours the library asks the clock, and the same records would not give the same bytes.
    let made_at = ExcelDateTime::from_timestamp(tables.last_at_ms.unwrap_or(0).div_euclid(1000))?;
    book.set_properties(&about.set_creation_datetime(&made_at));
    if let Some(brief) = &report.management {
        management(book.add_worksheet(), &looks, report, brief)?;
        table(
            book.add_worksheet(),
            &looks,
            report,
            &corrective_actions(brief),
        )?;
        return book.save_to_buffer();
    }
    overview(book.add_worksheet(), &looks, report)?;
    let zone = Wall::new(tables.utc_offset_minutes).zone();
    for sheet in [
        timeline(tables, &zone),
        decisions(tables, &zone),
        msel(tables, &zone),
        improvement_plan(report),
    ] {
        table(book.add_worksheet(), &looks, report, &sheet)?;
    }
    if let Some(part) = &report.evidence {
        for sheet in [formulas(part), references(part)] {
            table(book.add_worksheet(), &looks, report, &sheet)?;
        }
    }
    book.save_to_buffer()
}

fn overview(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
) -> Result<(), XlsxError> {
    begin(page, looks, report, "Exercise overview")?;
    page.set_column_width(0, FACT_WIDTHS[0])?;
    page.set_column_width(1, FACT_WIDTHS[1])?;
    let mut facts: Vec<(String, String)> = report.overview.iter().map(pair).collect();
    facts.push(("Origin".to_owned(), report.origin_says.clone()));
    facts.push(("Edition".to_owned(), report.edition.clone()));
    facts.push(("Executive summary".to_owned(), report.summary.text.clone()));
    let figures = report.figures.iter();
    facts.extend(figures.map(|it| (capital(&it.label), it.value.clone())));
    for lapse in &report.lapses {
        let says = format!("{}\n{}", lapse.title, lapse.says);
        facts.push(("Critical lapse".to_owned(), says));
    }
    for it in &report.objectives {
        let label = format!("Objective {}: {}", it.number, it.title);
        let says = format!("{}: {}. {}", it.rating, it.rating_says, it.outcomes.says);
        facts.push((label, says));
    }
    if !report.coverage_says.is_empty() {
        facts.push(("Plan coverage".to_owned(), report.coverage_says.clone()));
    }
    facts.push(("Drill".to_owned(), report.exercise.clone()));
    if let Some(seal) = &report.seal {
        let says = format!("record {} has the seal {}", seal.seq, seal.seal);
        facts.push(("End of the record".to_owned(), says));
    }
    facts.extend(report.method.iter().map(pair));
    if let Some(part) = &report.evidence {
        facts.extend(part.facts.iter().chain(&part.checks).map(pair));
    }
    write_facts(page, looks, &facts)
}

/// The two pages for management, a line for each thing they say.
fn management(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
    brief: &Brief,
) -> Result<(), XlsxError> {
    begin(page, looks, report, "Exercise overview")?;
    page.set_column_width(0, FACT_WIDTHS[0])?;
    page.set_column_width(1, FACT_WIDTHS[1])?;
    let mut facts: Vec<(String, String)> = vec![
        ("Verdict".to_owned(), brief.verdict.clone()),
        (String::new(), brief.verdict_says.clone()),
    ];
    facts.extend(brief.facts.iter().map(pair));
    for it in &brief.objectives {
        let says = format!(
            "{}: {}. Before: {}. {}.",
            it.rating, it.rating_says, it.before, it.change
        );
        facts.push((format!("Objective {}: {}", it.number, it.title), says));
    }
    facts.push(("Compared".to_owned(), brief.objectives_say.clone()));
    for (label, points) in [("Strength", &brief.strengths), ("Gap", &brief.gaps)] {
        for it in points {
            let again = if it.repeat { " (again)" } else { "" };
            let says = format!("{}{again}\n{}", it.title, it.says);
            facts.push((label.to_owned(), says));
        }
    }
    facts.push(("Deadlines missed".to_owned(), brief.deadlines_say.clone()));
    for it in &brief.deadlines {
        let says = format!("{} ({}): {} {}", it.title, it.limit, it.result, it.slack);
        facts.push(("Deadline".to_owned(), says));
    }
    for it in &brief.asks {
        let says = format!(
            "{}\nMoney: {}. Owner: {}. Risk without it: {}",
            it.what, it.money, it.owner, it.risk
        );
        facts.push((format!("Decision asked for, {}", it.number), says));
    }
    facts.extend(brief.limits.iter().map(pair));
    facts.push(("Next drill".to_owned(), brief.next_drill.clone()));
    facts.push(("Signed by".to_owned(), brief.sign_off.join(", ")));
    if let Some(seal) = &report.seal {
        let says = format!("record {} has the seal {}", seal.seq, seal.seal);
        facts.push(("End of the record".to_owned(), says));
    }
    write_facts(page, looks, &facts)
}

fn write_facts(
    page: &mut Worksheet,
    looks: &Looks,
    facts: &[(String, String)],
) -> Result<(), XlsxError> {
    for (row, (label, value)) in (HEAD_ROW..).zip(facts) {
        text(page, row, 0, label, &looks.label, &looks.guarded)?;
        text(page, row, 1, value, &looks.text, &looks.guarded)?;
        let wide = [
            (label.as_str(), FACT_WIDTHS[0]),
            (value.as_str(), FACT_WIDTHS[1]),
        ];
        heighten(page, row, wide.into_iter())?;
    }
    Ok(())
}

fn pair(fact: &Fact) -> (String, String) {
    (fact.label.clone(), fact.value.clone())
}

fn timeline(tables: &Tables, zone: &str) -> Sheet {
    let columns = moment_columns("Exercise clock", zone)
        .into_iter()
        .chain(named(&[
            ("Kind", 15.0),
            ("Role", 20.0),
            ("What happened", 70.0),
            ("Latency", 11.0),
            ("Target", 11.0),
            ("Outcome", 14.0),
            ("Records", 12.0),
            ("Struck", 9.0),
        ]));
    let row = |it: &crate::tables::TimelineRow| {
        let mut cells = moment_cells(Some(&it.when), tables);
        cells.extend([
            Cell::Text(it.kind.clone()),
            Cell::Text(it.role.clone()),
            Cell::Text(it.says.clone()),
            Cell::Span(it.latency_ms),
            Cell::Span(it.target_ms),
            Cell::Text(it.outcome.clone()),
            Cell::Text(it.records.clone()),
            Cell::Yes(it.struck),
        ]);
        cells
    };
    Sheet {
        name: "Timeline",
        columns: columns.collect(),
        rows: tables.timeline.iter().map(row).collect(),
    }
}

fn decisions(tables: &Tables, zone: &str) -> Sheet {
    let columns = named(&[("Record", 9.0)])
        .chain(moment_columns("Exercise clock", zone))
        .chain(named(&[
            ("Role", 20.0),
            ("Inject", 24.0),
            ("Option", 14.0),
            ("Decision", 42.0),
            ("Reason", 32.0),
            ("Authorised by", 20.0),
            ("Latency", 11.0),
            ("Target", 11.0),
            ("Outcome", 16.0),
            ("Prompted", 11.0),
            ("Unauthorised", 14.0),
            ("Harmful", 10.0),
            ("Struck", 9.0),
        ]));
    let row = |it: &crate::tables::DecisionRow| {
        let mut cells = vec![Cell::Count(it.record)];
        cells.extend(moment_cells(Some(&it.when), tables));
        cells.extend([
            Cell::Text(it.role.clone()),
            Cell::Text(it.inject.clone()),
            Cell::Text(it.option.clone()),
            Cell::Text(it.text.clone()),
            Cell::Text(it.reason.clone()),
            Cell::Text(it.authorised_by.clone()),
            Cell::Span(it.latency_ms),
            Cell::Span(it.target_ms),
            Cell::Text(it.outcome.clone()),
            Cell::Yes(it.prompted),
            Cell::Yes(it.unauthorised),
            Cell::Yes(it.harmful),
            Cell::Yes(it.struck),
        ]);
        cells
    };
    Sheet {
        name: "Decisions",
        columns: columns.collect(),
        rows: tables.decisions.iter().map(row).collect(),
    }
}

fn msel(tables: &Tables, zone: &str) -> Sheet {
    let columns = named(&[
        ("Inject", 20.0),
        ("Title", 36.0),
        ("Planned", 28.0),
        ("Planned at", 11.0),
        ("State", 15.0),
    ])
    .chain(moment_columns("Delivered at", zone))
    .chain(named(&[
        ("Channel", 18.0),
        ("From", 26.0),
        ("To", 30.0),
        ("Contingency", 13.0),
        ("Added", 9.0),
        ("Edited", 9.0),
        ("Acknowledged after", 15.0),
        ("Decisions", 12.0),
        ("Unanswered", 13.0),
    ]));
    let row = |it: &crate::tables::MselRow| {
        let mut cells = vec![
            Cell::Text(it.inject.clone()),
            Cell::Text(it.title.clone()),
            Cell::Text(it.planned.clone()),
            Cell::Span(it.planned_ms),
            Cell::Text(it.state.clone()),
        ];
        cells.extend(moment_cells(it.delivered.as_ref(), tables));
        cells.extend([
            Cell::Text(it.channel.clone()),
            Cell::Text(it.from.clone()),
            Cell::Text(it.to.clone()),
            Cell::Yes(it.contingency),
            Cell::Yes(it.added),
            Cell::Yes(it.edited),
            Cell::Span(it.acknowledged_ms),
            Cell::Count(it.decisions),
            Cell::Yes(it.unanswered),
        ]);
        cells
    };
    Sheet {
        name: "MSEL as played",
        columns: columns.collect(),
        rows: tables.msel.iter().map(row).collect(),
    }
}

fn improvement_plan(report: &AfterActionReport) -> Sheet {
    let columns = named(&[
        ("No.", 7.0),
        ("Capability", 24.0),
        ("Issue", 50.0),
        ("Corrective action", 50.0),
        ("Element", 16.0),
        ("Owner", 24.0),
        ("Contact", 24.0),
        ("Start", 13.0),
        ("Due", 13.0),
        ("Status", 16.0),
        ("Assigned", 11.0),
    ]);
    let row = |it: &ImprovementRow| {
        vec![
            Cell::Count(u64::from(it.number)),
            Cell::Text(it.capability.clone()),
            Cell::Text(it.issue.clone()),
            Cell::Text(it.action.clone()),
            Cell::Text(it.element.clone()),
            Cell::Text(it.owner.clone()),
            Cell::Text(it.contact.clone()),
            Cell::Day(it.start.clone()),
            Cell::Day(it.due.clone()),
            Cell::Text(it.status.clone()),
            Cell::Yes(it.assigned),
        ]
    };
    Sheet {
        name: "Improvement plan",
        columns: columns.collect(),
        rows: report.improvement_plan.iter().map(row).collect(),
    }
}

fn corrective_actions(brief: &Brief) -> Sheet {
    let columns = named(&[
        ("Corrective action", 70.0),
        ("Owner", 30.0),
        ("Due", 13.0),
        ("Status", 22.0),
        ("Again", 9.0),
    ]);
    let row = |it: &BriefAction| {
        vec![
            Cell::Text(it.what.clone()),
            Cell::Text(it.owner.clone()),
            Cell::Day(it.due.clone()),
            Cell::Text(it.status.clone()),
            Cell::Yes(it.repeat),
        ]
    };
    Sheet {
        name: "Improvement plan",
        columns: columns.collect(),
        rows: brief.actions.iter().map(row).collect(),
    }
}

fn formulas(part: &EvidencePart) -> Sheet {
    let columns = named(&[
        ("Figure", 34.0),
        ("Formula", 40.0),
        ("Values", 60.0),
        ("Result", 24.0),
    ]);
    let row = |it: &FormulaRow| {
        [&it.what, &it.formula, &it.values, &it.result]
            .map(|text| Cell::Text(text.clone()))
            .into()
    };
    Sheet {
        name: "Formulas",
        columns: columns.collect(),
        rows: part.formulas.iter().map(row).collect(),
    }
}

fn references(part: &EvidencePart) -> Sheet {
    let columns = named(&[
        ("Finding", 60.0),
        ("Belongs to", 16.0),
        ("Reference", 60.0),
        ("Standing", 20.0),
    ]);
    let row = |it: &ReferenceRow| {
        [&it.finding, &it.objective, &it.reference, &it.standing]
            .map(|text| Cell::Text(text.clone()))
            .into()
    };
    Sheet {
        name: "Evidence",
        columns: columns.collect(),
        rows: part.references.iter().map(row).collect(),
    }
}

fn named<'a>(columns: &'a [(&str, f64)]) -> impl Iterator<Item = (String, f64)> + use<'a> {
    columns
        .iter()
        .map(|(name, width)| ((*name).to_owned(), *width))
}

fn moment_columns(first: &str, zone: &str) -> [(String, f64); 3] {
    [
        (first.to_owned(), 11.0),
        (format!("Wall clock ({zone})"), 20.0),
        ("Story time".to_owned(), 20.0),
    ]
}

fn moment_cells(moment: Option<&Moment>, tables: &Tables) -> Vec<Cell> {
    let ahead_ms = i64::from(tables.utc_offset_minutes).saturating_mul(60_000);
    vec![
        Cell::Span(moment.map(|it| it.elapsed_ms)),
        Cell::Moment(moment.map(|it| it.at_ms.saturating_add(ahead_ms))),
        Cell::Moment(moment.and_then(|it| it.story).map(|story| story.0)),
    ]
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
