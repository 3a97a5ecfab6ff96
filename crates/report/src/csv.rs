//! The decisions of a drill as CSV (RFC 4180): commas, CRLF, UTF-8 with a byte order mark, because without one the most
//! common spreadsheet reads letters outside ASCII wrongly. Text that a spreadsheet could take for a formula gets an
//! apostrophe before it. Not here: any other part of the report.

use terms::Elapsed;

use crate::model::AfterActionReport;
use crate::tables::{DecisionRow, Tables, could_be_formula, plain};

/// The columns in their order; a new one goes to the end. The first one says on every row what this is.
pub const CSV_COLUMNS: [&str; 20] = [
    "EXERCISE",
    "record",
    "elapsed",
    "elapsed_ms",
    "wall_time",
    "story_time",
    "role",
    "inject",
    "option",
    "text",
    "reason",
    "authorised_by",
    "latency_ms",
    "target_ms",
    "outcome",
    "prompted",
    "unauthorised",
    "harmful",
    "struck",
    "exercise_id",
];

const BYTE_ORDER_MARK: char = '\u{feff}';

/// Every decision, one row each.
pub fn csv(report: &AfterActionReport, tables: &Tables) -> String {
    let mut out = String::with_capacity(256 * (tables.decisions.len() + 1));
    out.push(BYTE_ORDER_MARK);
    push_row(&mut out, &CSV_COLUMNS.map(str::to_owned));
    for decision in &tables.decisions {
        push_row(&mut out, &cells(report, decision));
    }
    out
}

fn cells(report: &AfterActionReport, it: &DecisionRow) -> [String; 20] {
    let number = |ms: Option<i64>| ms.map_or_else(String::new, |ms| ms.to_string());
    let yes = |is: bool| if is { "yes" } else { "no" }.to_owned();
    [
        report.marking.clone(),
        it.record.to_string(),
        format!("T+{}", Elapsed(it.when.elapsed_ms).clock()),
        it.when.elapsed_ms.to_string(),
        it.when.wall_time.clone(),
        it.when.story_time.clone(),
        it.role.clone(),
        it.inject.clone(),
        it.option.clone(),
        it.text.clone(),
        it.reason.clone(),
        it.authorised_by.clone(),
        number(it.latency_ms),
        number(it.target_ms),
        it.outcome.clone(),
        yes(it.prompted),
        yes(it.unauthorised),
        yes(it.harmful),
        yes(it.struck),
        report.exercise.clone(),
    ]
}

fn push_row(out: &mut String, cells: &[String]) {
    for (nth, cell) in cells.iter().enumerate() {
        if nth > 0 {
            out.push(',');
        }
        push_cell(out, cell);
    }
    out.push_str("\r\n");
}

fn push_cell(out: &mut String, cell: &str) {
    let text = plain(cell);
    // What was taken out may have stood before the sign that begins a formula, so this looks at what is left.
    let guard = if could_be_formula(&text) || could_be_formula(cell) {
        "'"
    } else {
        ""
    };
    if text.contains(['"', ',', '\r', '\n']) || !guard.is_empty() {
        out.push('"');
        out.push_str(guard);
        out.push_str(&text.replace('"', "\"\""));
        out.push('"');
    } else {
        out.push_str(&text);
    }
}
