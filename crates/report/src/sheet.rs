//! A sheet of a workbook: typed cells under the marking and a row of heads, and how they look. Text is written as text,
//! whatever it begins with. Not here: which sheets there are and what stands in them (`xlsx`).

use chrono::NaiveDate;
use rust_xlsxwriter::{Format, FormatAlign, FormatBorder, Worksheet, XlsxError};

use crate::model::AfterActionReport;
use crate::tables::{could_be_formula, plain};

/// A workbook counts days from 1899-12-30; this is 1970-01-01.
const EPOCH_DAYS: f64 = 25_569.0;

const DAY_MS: f64 = 86_400_000.0;

/// The most that a cell takes, in UTF-16 units.
const CELL_UNITS_MAX: usize = 32_767;

/// Stands at the end of a text that no cell can take whole.
const CUT: &str = " … (cut here; the JSON report has the whole text)";

/// The row of the column heads, counted from 0. Above it stand marking, heading and title.
pub(crate) const HEAD_ROW: u32 = 4;

/// The height of the row with the heading, in points.
const HEADING_POINTS: f64 = 24.0;

/// The height of a line, and the most that a row can have, in points.
const LINE_POINTS: f64 = 15.0;
const ROW_POINTS_MAX: f64 = 409.0;

/// A page header takes no more, in UTF-16 units.
const PAGE_HEADER_UNITS_MAX: usize = 200;

/// A cell with its type.
pub(crate) enum Cell {
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

impl Cell {
    fn text(&self) -> &str {
        match self {
            Self::Text(says) | Self::Day(says) => says,
            Self::Count(_) | Self::Span(_) | Self::Moment(_) | Self::Yes(_) => "",
        }
    }
}

/// A table of a sheet of its own.
pub(crate) struct Sheet {
    pub name: &'static str,
    pub columns: Vec<(String, f64)>,
    pub rows: Vec<Vec<Cell>>,
}

/// How cells look.
pub(crate) struct Looks {
    marking: Format,
    heading: Format,
    head: Format,
    pub label: Format,
    pub text: Format,
    /// For text that would become a formula if somebody typed it.
    pub guarded: Format,
    span: Format,
    moment: Format,
    day: Format,
    yes: Format,
    /// Most of them are no, and should not catch the eye.
    no: Format,
    other: Format,
}

impl Looks {
    pub fn new() -> Self {
        let top = || Format::new().set_align(FormatAlign::Top);
        // To the left, because a number at the right edge runs into the text of the next column.
        let left = || top().set_align(FormatAlign::Left);
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
            span: left().set_num_format("[h]:mm:ss"),
            moment: left().set_num_format("yyyy-mm-dd hh:mm:ss"),
            day: left().set_num_format("yyyy-mm-dd"),
            yes: left().set_bold(),
            no: left().set_font_color(0xA0_A0_A0),
            other: left(),
        }
    }
}

/// What stands at the top of every sheet and on every page of it.
pub(crate) fn begin(
    page: &mut Worksheet,
    looks: &Looks,
    report: &AfterActionReport,
    heading: &str,
) -> Result<(), XlsxError> {
    page.set_name(heading)?;
    let marking = plain(&report.marking);
    text(page, 0, 0, &marking, &looks.marking, &looks.guarded)?;
    page.write_string_with_format(1, 0, heading, &looks.heading)?;
    page.set_row_height(1, HEADING_POINTS)?;
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

pub(crate) fn table(
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
    let heads = sheet.columns.iter();
    heighten(
        page,
        HEAD_ROW,
        heads.map(|(name, width)| (name.as_str(), *width)),
    )?;
    let mut last = HEAD_ROW;
    for cells in &sheet.rows {
        last += 1;
        for (column, cell) in (0..).zip(cells) {
            put(page, looks, last, column, cell)?;
        }
        let wide = cells.iter().zip(&sheet.columns);
        heighten(
            page,
            last,
            wide.map(|(cell, (_, width))| (cell.text(), *width)),
        )?;
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
            let look = if *is { &looks.yes } else { &looks.no };
            page.write_boolean_with_format(row, column, *is, look)?;
        }
    }
    Ok(())
}

/// Makes a row high enough for its longest text. Not every program does so by itself, and the width of letters is only
/// known where they are drawn, so this is an estimate on the roomy side.
pub(crate) fn heighten<'a>(
    page: &mut Worksheet,
    row: u32,
    cells: impl Iterator<Item = (&'a str, f64)>,
) -> Result<(), XlsxError> {
    let lines = |(says, width): (&str, f64)| -> f64 {
        let wraps = |line: &str| (letters(line) * 1.1 / width).ceil().max(1.0);
        says.trim_end().split('\n').map(wraps).sum()
    };
    let lines = cells.map(lines).fold(1.0, f64::max);
    if lines > 1.0 {
        page.set_row_height(row, (lines * LINE_POINTS).min(ROW_POINTS_MAX))?;
    }
    Ok(())
}

/// How many letters wide a text is; those of the Far East and pictures count two.
fn letters(line: &str) -> f64 {
    let wide = |c: char| {
        if c >= '\u{1100}' && !('\u{2000}'..'\u{2e80}').contains(&c) {
            2.0
        } else {
            1.0
        }
    };
    line.chars().map(wide).sum()
}

/// Text, never a formula: it is written as a string, and marked as one where typing it again would make a formula.
pub(crate) fn text(
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
