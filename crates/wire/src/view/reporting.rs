//! The screen of the report: an edition with what was approved of it, the words that are still being typed, and how papers
//! look. Not here: what a report says (`report`).

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

use super::FindingView;

/// An edition of the report.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The edition.
    pub edition: String,
    /// The whole page, self-contained.
    pub html: String,
    /// A good name, without an ending.
    pub file_name: String,
    /// The forms that this edition has.
    pub forms: Vec<String>,
    /// Critical lapses.
    pub lapses: u32,
    /// People named.
    pub names: bool,
    /// What was approved of this edition, form by form.
    pub frozen: Vec<FrozenView>,
    /// What was corrected since, the oldest first.
    pub addenda: Vec<AddendumView>,
    /// What the trainer asks management to decide.
    pub asks: Vec<AskView>,
}

/// A form of an edition as it was approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FrozenView {
    /// The form.
    pub format: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at_ms: i64,
    /// SHA-256 of its bytes.
    pub hash: String,
    /// The drill's last seal, which it prints.
    pub seal: String,
    /// True where it names people.
    pub named: bool,
    /// The record of the programme.
    pub record: u64,
}

/// A correction to what was approved.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AddendumView {
    /// What it says.
    pub says: String,
    /// By whom.
    pub by: String,
    /// When.
    pub at_ms: i64,
}

/// A decision that management is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct AskView {
    /// What is to be decided.
    pub what: String,
    /// What it costs; may be empty.
    pub money: String,
    /// Who would own it; may be empty.
    pub owner: String,
    /// What may happen without it; may be empty.
    pub risk: String,
}

/// Words for the report that somebody is typing.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportWords {
    /// The executive summary; the one kept where left out.
    pub summary: Option<String>,
    /// The words about objectives, by their ids.
    pub objectives: BTreeMap<String, String>,
    /// The finding that is being written.
    pub finding: Option<FindingDraft>,
}

/// A finding that is being written.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingDraft {
    /// The record of the finding it replaces; a new one where left out.
    pub seq: Option<u64>,
    /// How it reads.
    pub finding: FindingView,
}

/// The report with words that nobody has kept yet.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportPreview {
    /// The whole page, self-contained.
    pub html: String,
}

/// An edition in a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportSaved {
    /// Where.
    pub path: String,
    /// True where it is what was approved, byte for byte.
    pub approved: bool,
    /// What the file could not show, a sentence for each script.
    pub gaps: Vec<String>,
}

/// What becomes of the logo.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
#[serde(tag = "does", rename_all = "snake_case")]
pub enum LogoCall {
    /// It stays.
    Keep,
    /// It goes.
    Drop,
    /// This file takes its place.
    Take {
        /// The file.
        path: String,
    },
}

/// How this programme's papers look.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LookView {
    /// The organisation.
    pub organisation: String,
    /// Its colour as it was set; empty for ours.
    pub accent: String,
    /// The colour as papers have it, dark enough to be read on white.
    pub ink: String,
    /// Its logo, as an address that holds the picture.
    pub logo: Option<String>,
    /// Every template that can be replaced.
    pub templates: Vec<TemplateView>,
}

/// A template that can be replaced.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TemplateView {
    /// Its name.
    pub name: String,
    /// The file that took the place of ours; empty where ours is used.
    pub file: String,
}
