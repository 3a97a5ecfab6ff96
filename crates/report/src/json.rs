//! The report as JSON for other programs: the whole model, with the measured figures beside it. A name and a version
//! say what it is, so that a reader can refuse what it does not know. Not here: the model itself.

use schemars::JsonSchema;
use schemars::generate::SchemaSettings;
use serde::Serialize;

use crate::model::AfterActionReport;
use crate::tables::Tables;
use crate::templates::RenderError;

/// What the document calls itself.
pub const JSON_SCHEMA: &str = "rockdrill.report";

/// Its version. A field may be added under the same version; none is taken away or changes its meaning.
pub const JSON_VERSION: u32 = 1;

/// A Rockdrill after-action report, version 1. Under this version fields may be added; none goes away or changes its
/// meaning. A reader should refuse a version that it does not know.
#[derive(Serialize, JsonSchema)]
#[schemars(title = "Rockdrill report")]
struct Document<'a> {
    /// `rockdrill.report`.
    schema: &'static str,
    /// 1.
    version: u32,
    /// Where a reader finds a part in the other formats.
    headings: Headings,
    /// Every sentence as the other formats have it.
    report: &'a AfterActionReport,
    /// The same decisions, injects and timeline in numbers.
    measured: &'a Tables,
}

/// Under which heading a reader finds a part in the other formats.
#[derive(Serialize, JsonSchema)]
struct Headings {
    /// What was drilled, when and by whom.
    overview: &'static str,
    /// What happened.
    timeline: &'static str,
    /// What is to be improved, by whom and when.
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

/// The JSON Schema of that document, indented, with a line break at its end.
///
/// # Errors
/// Where the schema cannot be written, which its types rule out.
pub fn json_schema() -> Result<String, RenderError> {
    let generator = SchemaSettings::draft2020_12()
        .for_serialize()
        .into_generator();
    let schema = generator.into_root_schema_for::<Document<'_>>();
    let mut text =
        serde_json::to_string_pretty(&schema).map_err(|error| RenderError(error.to_string()))?;
    text.push('\n');
    Ok(text)
}
