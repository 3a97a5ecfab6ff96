//! The corrective actions as a file for a tracker: a table that the import takes back, or a calendar. Not here: what is
//! due when (`programme`).

use std::path::Path;

use programme::{ActionRow, ActionStatus, EntryKind, Look, Plan, entries, ics};
use rust_xlsxwriter::{Format, Workbook, XlsxError};

use crate::views::word;

/// The columns, by the headings that the import knows.
const COLUMNS: [&str; 14] = [
    "id",
    "action",
    "answers",
    "owner",
    "unit",
    "element",
    "priority",
    "start",
    "due",
    "status",
    "done on",
    "evidence",
    "verified by",
    "verified on",
];

/// The file that its ending asks for; none where it asks for no form we write.
///
/// # Errors
/// Where the table cannot be written, in words.
pub(crate) fn actions_file(look: &Look<'_>, path: &Path) -> Result<Option<Vec<u8>>, String> {
    let ending = path
        .extension()
        .map(|it| it.to_string_lossy().to_lowercase());
    let plan = Plan::of(look);
    match ending.as_deref() {
        Some("csv") => csv(look, &plan).map(Some),
        Some("xlsx") => xlsx(look, &plan)
            .map(Some)
            .map_err(|error| error.to_string()),
        Some("ics") => {
            let mut due = entries(look, &plan);
            due.retain(|it| it.kind == EntryKind::Action);
            let text = ics(&look.fold.name, look.is_demo(), &due, look.now);
            Ok(Some(text.into_bytes()))
        }
        Some(_) | None => Ok(None),
    }
}

fn row(it: &ActionRow) -> [String; 14] {
    let day = |day: Option<programme::Day>| day.map_or_else(String::new, |day| day.to_string());
    let verified = it.status == ActionStatus::Verified;
    let signed = |text: String| if verified { text } else { String::new() };
    [
        it.action.clone(),
        it.what.clone(),
        answers(it),
        it.owner.clone(),
        it.unit.clone(),
        it.element.clone(),
        word(&it.priority),
        day(it.start),
        day(it.due),
        word(&it.status),
        day(it.done_on),
        it.evidence.clone(),
        signed(it.signed_by.clone()),
        signed(day(it.signed_on)),
    ]
}

/// What it answers, as the import takes it: a reference, else the words.
pub(crate) fn answers(it: &ActionRow) -> String {
    let words = it.answers.is_empty();
    if words { &it.because } else { &it.answers }.clone()
}

/// With a byte order mark, without which the most common spreadsheet reads letters outside ASCII wrongly, and with an
/// apostrophe before what it could take for a formula.
fn csv(look: &Look<'_>, plan: &Plan) -> Result<Vec<u8>, String> {
    let tame = |text: &str| match text.chars().next() {
        Some('=' | '+' | '-' | '@' | '\t' | '\r') => format!("'{text}"),
        Some(_) | None => text.to_owned(),
    };
    let mut out = csv::WriterBuilder::new()
        .flexible(true)
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let mut rows: Vec<Vec<String>> = Vec::new();
    if look.is_demo() {
        rows.push(vec![programme::DEMO.to_owned()]);
    }
    rows.push(COLUMNS.map(str::to_owned).to_vec());
    rows.extend(plan.actions.values().map(|it| row(it).to_vec()));
    for cells in rows {
        let cells = cells.iter().map(|text| tame(text));
        out.write_record(cells).map_err(|error| error.to_string())?;
    }
    out.into_inner().map_err(|error| error.to_string())
}

fn xlsx(look: &Look<'_>, plan: &Plan) -> Result<Vec<u8>, XlsxError> {
    let mut book = Workbook::new();
    let sheet = book.add_worksheet();
    sheet.set_name("Corrective actions")?;
    let bold = Format::new().set_bold();
    let mut at = 0;
    if look.is_demo() {
        sheet.write_string_with_format(at, 0, programme::DEMO, &bold)?;
        at += 1;
    }
    for (column, heading) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(at, column, heading, &bold)?;
    }
    sheet.set_freeze_panes(at + 1, 0)?;
    sheet.set_column_width(1, 60)?;
    sheet.set_column_width(3, 24)?;
    for it in plan.actions.values() {
        at += 1;
        for (column, text) in (0_u16..).zip(row(it)) {
            sheet.write_string(at, column, text)?;
        }
    }
    book.save_to_buffer()
}
