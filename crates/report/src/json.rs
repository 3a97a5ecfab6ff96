//! The report as JSON for other programs: the whole model, with the measured figures beside it. A name and a version
//! say what it is, so that a reader can refuse what it does not know. Not here: the model itself.

use serde::Serialize;

use crate::model::AfterActionReport;
use crate::tables::Tables;
use crate::templates::RenderError;

/// What the document calls itself.
pub const JSON_SCHEMA: &str = "rockdrill.report";

/// Its version. A field may be added under the same version; none is taken away or changes its meaning.
pub const JSON_VERSION: u32 = 1;

#[derive(Serialize)]
struct Document<'a> {
    schema: &'static str,
    version: u32,
    headings: Headings,
    report: &'a AfterActionReport,
    measured: &'a Tables,
}

/// Under which heading a reader finds a part in the other formats.
#[derive(Serialize)]
struct Headings {
    overview: &'static str,
    timeline: &'static str,
    improvement_plan: &'static str,
}

/// The report as JSON, indented, with a line break at its end.
///
/// # Errors
/// Where the model cannot be written, which its types rule out.
pub fn json(report: &AfterActionReport, measured: &Tables) -> Result<String, RenderError> {
    let document = Document {
        schema: JSON_SCHEMA,
        version: JSON_VERSION,
        headings: Headings {
            overview: "Exercise overview",
            timeline: "Timeline",
            improvement_plan: "Improvement plan",
        },
        report,
        measured,
    };
    let mut text =
        serde_json::to_string_pretty(&document).map_err(|error| RenderError(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
