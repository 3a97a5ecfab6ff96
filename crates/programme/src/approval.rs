//! Approved editions of reports and what was corrected afterwards. The bytes of an approved edition are a blob, named by its
//! hash, and never change; a correction is a record of its own. Beside them what else the programme holds for its reports:
//! how they look, and what management is asked. Not here: how a report is made or rendered.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{ExerciseId, Stamp};

use crate::programme_stream::ProgrammeEvent;

/// An edition of a report was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportApproved {
    /// The drill.
    pub exercise: ExerciseId,
    /// For whom it is: participants, management, full or auditor.
    pub edition: String,
    /// Its form, as the ending of a file name: docx, pdf, html.
    pub format: String,
    /// The blob with its bytes, by their SHA-256.
    pub hash: String,
    /// Who approved it, by name.
    pub by: String,
    /// The drill's last seal, which the edition prints.
    pub seal: String,
    /// True where it names people.
    #[serde(default)]
    pub named: bool,
}

/// Something in an approved edition was corrected.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AddendumWritten {
    /// The drill.
    pub exercise: ExerciseId,
    /// What it says.
    pub says: String,
    /// Who wrote it, by name.
    pub by: String,
}

/// How an organisation's papers look was kept.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookKept {
    /// The organisation; may be empty.
    pub organisation: String,
    /// Its colour, as `#2f5bd0`; empty for ours.
    pub accent: String,
    /// The blob with its logo, by its SHA-256.
    pub logo: Option<String>,
}

/// A template of one's own took the place of ours, or gave it back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TemplateKept {
    /// Which template.
    pub name: String,
    /// The name of the file that it came from; empty where ours is used again.
    pub file: String,
    /// The blob with its text, by its SHA-256; none where ours is used again.
    pub hash: Option<String>,
}

/// What management is asked to decide after a drill was kept.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AsksKept {
    /// The drill.
    pub exercise: ExerciseId,
    /// The decisions, in order.
    pub asks: Vec<AskKept>,
}

/// A decision that management is asked for.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct AskKept {
    /// What is to be decided.
    pub what: String,
    /// What it costs; may be empty.
    pub money: String,
    /// Who would own it; may be empty.
    pub owner: String,
    /// What may happen without it; may be empty.
    pub risk: String,
}

/// What the programme holds for its reports. Approvals and corrections stand with the oldest first, each with the number and the
/// moment of its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Approved editions.
    pub approved: Vec<(u64, Stamp, ReportApproved)>,
    /// Corrections.
    pub addenda: Vec<(u64, Stamp, AddendumWritten)>,
    /// How papers look.
    pub look: LookKept,
    /// The templates of one's own, by what they take the place of.
    pub templates: BTreeMap<String, TemplateKept>,
    /// What management is asked, by the drill.
    pub asks: BTreeMap<ExerciseId, Vec<AskKept>>,
}

impl Reports {
    /// Folds one record.
    pub(crate) fn apply(&mut self, seq: u64, at: Stamp, event: ProgrammeEvent) {
        if let ProgrammeEvent::ReportApproved(approved) = event {
            self.approved.push((seq, at, approved));
        } else if let ProgrammeEvent::AddendumWritten(written) = event {
            self.addenda.push((seq, at, written));
        } else if let ProgrammeEvent::LookKept(look) = event {
            self.look = look;
        } else if let ProgrammeEvent::TemplateKept(kept) = event {
            match kept.hash {
                Some(_) => self.templates.insert(kept.name.clone(), kept),
                None => self.templates.remove(&kept.name),
            };
        } else if let ProgrammeEvent::AsksKept(kept) = event {
            self.asks.insert(kept.exercise, kept.asks);
        }
    }

    /// The edition of a drill's report in one form that was approved last.
    pub fn approved_as(
        &self,
        exercise: &ExerciseId,
        edition: &str,
        format: &str,
    ) -> Option<&(u64, Stamp, ReportApproved)> {
        let mut all = self.approved.iter().rev();
        all.find(|(_, _, it)| {
            it.exercise == *exercise && it.edition == edition && it.format == format
        })
    }

    /// The corrections of a drill's report.
    pub fn addenda_of(
        &self,
        exercise: &ExerciseId,
    ) -> impl Iterator<Item = &(u64, Stamp, AddendumWritten)> {
        let all = self.addenda.iter();
        all.filter(move |(_, _, it)| it.exercise == *exercise)
    }
}
