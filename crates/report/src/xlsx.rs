//! The report as a workbook: overview, timeline, decisions with their latencies, the MSEL as played and the improvement
//! plan. Times and dates are cells that can be calculated with; text is always text, whatever it begins with. The same
//! report gives the same bytes. Not here: what the rows say (`tables`), and any formula.

use chrono::NaiveDate;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};

use crate::model::{AfterActionReport, Fact};
use crate::parts::ImprovementRow;
use crate::phrase::Wall;
use crate::tables::{Moment, Tables, could_be_formula, plain};
use crate::templates::RenderError;

/// A workbook counts days from 1899-12-30; this is 1970-01-01.
const EPOCH_DAYS: f64 = 25_569.0;

const DAY_MS: f64 = 86_400_000.0;

/// The most that a cell takes, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

/// Stands at the end of a text that no cell can take whole.
const CUT: &str = " … (cut here; the JSON report has the whole text)";

/// The row of the column heads, counted from 0. Above it stand marking, heading and title.
const HEAD_ROW: u32 = 4;

/// A page header takes no more, in UTF-16 units.
const PAGE_HEADER_UNITS_MAX: usize = 200;

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
    book.save_to_buffer()
}

/// A cell with its type.
enum Cell {
    Text(String),
    Count(u64),
    /// A length of time in milliseconds.
    Span(Option<i64>),
    /// A local date and time, in milliseconds since 1970.
    Moment(Option<i64>),
    /// A date as the report writes it.
    Day(String),
    Yes(bool),
}

/// A table of a sheet of its own.
struct Sheet {
    name: &'static str,
    columns: Vec<(String, f64)>,
    rows: Vec<Vec<Cell>>,
}

/// How cells look.
struct Looks {
    marking: Format,
    heading: Format,
    head: Format,
    label: Format,
    text: Format,
    /// For text that would become a formula if somebody typed it.
    guarded: Format,
    span: Format,
    moment: Format,
    day: Format,
    other: Format,
}

impl Looks {
    fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        Self {
            marking: Format::new().set_bold().set_font_color(0xA4_00_00),
            heading: Format::new().set_bold().set_font_size(16),
            head: top()
                .set_bold()
                .set_text_wrap()
                .set_background_color(0xE8_EC_F1)
                .set_border_bottom(FormatBorder::Thin),
            label: top().set_bold().set_text_wrap(),
            text: top().set_text_wrap(),
            guarded: top().set_text_wrap().set_quote_prefix(),
            span: top().set_num_format("[h]:mm:ss"),
            moment: top().set_num_format("yyyy-mm-dd hh:mm:ss"),
            day: top().set_num_format("yyyy-mm-dd"),
            other: top(),
        }
    }
}

fn overview(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
) -> Result<(), XlsxError> {
    begin(page, looks, report, "Exercise overview")?;
    page.set_column_width(0, 34)?.set_column_width(1, 100)?;
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
    for (row, (label, value)) in (HEAD_ROW..).zip(facts) {
        text(page, row, 0, &label, &looks.label, &looks.guarded)?;
        text(page, row, 1, &value, &looks.text, &looks.guarded)?;
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
            ("Role", 24.0),
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
            ("Role", 24.0),
            ("Inject", 30.0),
            ("Option", 18.0),
            ("Decision", 50.0),
            ("Reason", 40.0),
            ("Authorised by", 24.0),
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

fn named<'a>(columns: &'a [(&str, f64)]) -> impl Iterator<Item = (String, f64)> + use<'a> {
    columns
        .iter()
        .map(|(name, width)| ((*name).to_owned(), *width))
}

fn moment_columns(first: &str, zone: &str) -> [(String, f64); 3] {
    [
        (first.to_owned(), 15.0),
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

/// What stands at the top of every sheet and on every page of it.
fn begin(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
    heading: &str,
) -> Result<(), XlsxError> {
    page.set_name(heading)?;
    let marking = plain(&report.marking);
    text(page, 0, 0, &marking, &looks.marking, &looks.guarded)?;
    page.write_string_with_format(1, 0, heading, &looks.heading)?;
    let title = [&report.title, &report.organisation, &report.day];
    let title: Vec<&str> = title
        .into_iter()
        .map(String::as_str)
        .filter(|part| !part.is_empty())
        .collect();
    let title = title.join(" · ");
    text(page, 2, 0, &title, &Format::new(), &looks.guarded)?;
    // In a page header an ampersand begins an instruction.
    let on_page = cut(&marking, PAGE_HEADER_UNITS_MAX, "…").replace('&', "&&");
    page.set_header(format!("&C{on_page}"))
        .set_footer("&L&A&RPage &P of &N")
        .set_landscape()
        .set_paper_size(9)
        .set_print_fit_to_pages(1, 0);
    Ok(())
}

fn table(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
    sheet: &Sheet,
) -> Result<(), XlsxError> {
    begin(page, looks, report, sheet.name)?;
    for (column, (name, width)) in (0..).zip(&sheet.columns) {
        page.write_string_with_format(HEAD_ROW, column, name, &looks.head)?;
        page.set_column_width(column, *width)?;
    }
    let mut last = HEAD_ROW;
    for cells in &sheet.rows {
        last += 1;
        for (column, cell) in (0..).zip(cells) {
            put(page, looks, last, column, cell)?;
        }
    }
    let columns = u16::try_from(sheet.columns.len()).unwrap_or(u16::MAX);
    page.autofilter(HEAD_ROW, 0, last, columns.saturating_sub(1))?;
    page.set_freeze_panes(HEAD_ROW + 1, 0)?;
    page.set_repeat_rows(HEAD_ROW, HEAD_ROW)?;
    Ok(())
}

fn put(
    page: &mut Worksheet,
    looks: &Looks,
    row: u32,
    column: u16,
    cell: &Cell,
) -> Result<(), XlsxError> {
    let moment = |ms: i64| ms as f64 / DAY_MS + EPOCH_DAYS;
    match cell {
        Cell::Text(says) => text(page, row, column, says, &looks.text, &looks.guarded)?,
        Cell::Count(count) => {
            page.write_number_with_format(row, column, *count as f64, &looks.other)?;
        }
        Cell::Span(Some(ms)) => {
            page.write_number_with_format(row, column, *ms as f64 / DAY_MS, &looks.span)?;
        }
        Cell::Moment(Some(ms)) => {
            page.write_number_with_format(row, column, moment(*ms), &looks.moment)?;
        }
        Cell::Span(None) | Cell::Moment(None) => {
            page.write_blank(row, column, &looks.other)?;
        }
        Cell::Day(written) => match NaiveDate::parse_from_str(written, "%d %B %Y") {
            Ok(day) => {
                let days = day.signed_duration_since(NaiveDate::default()).num_days();
                let serial = days as f64 + EPOCH_DAYS;
                page.write_number_with_format(row, column, serial, &looks.day)?;
            }
            Err(_) => text(page, row, column, written, &looks.text, &looks.guarded)?,
        },
        Cell::Yes(is) => {
            page.write_boolean_with_format(row, column, *is, &looks.other)?;
        }
    }
    Ok(())
}

/// Text, never a formula: it is written as a string, and marked as one where typing it again would make a formula.
fn text(
    page: &mut Worksheet,
    row: u32,
    column: u16,
    says: &str,
    look: &Format,
    guarded: &Format,
) -> Result<(), XlsxError> {
    let says = cut(&plain(says), CELL_UNITS_MAX, CUT);
    let look = if could_be_formula(&says) {
        guarded
    } else {
        look
    };
    page.write_string_with_format(row, column, says, look)?;
    Ok(())
}

/// The text where it is short enough, else as much of it as fits before the mark.
fn cut(text: &str, units_max: usize, mark: &str) -> String {
    if text.encode_utf16().count() <= units_max {
        return text.to_owned();
    }
    let mut left = units_max.saturating_sub(mark.encode_utf16().count());
    let fits = |c: &char| {
        let rest = left.checked_sub(c.len_utf16());
        left = rest.unwrap_or(0);
        rest.is_some()
    };
    let mut short: String = text.chars().take_while(fits).collect();
    short.push_str(mark);
    short
}

fn capital(label: &str) -> String {
    let mut letters = label.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_uppercase().chain(letters).collect()
    })
}
