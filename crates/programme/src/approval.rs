//! Approved editions of reports and what was corrected afterwards. The bytes of an approved edition are a blob, named by its
//! hash, and never change; a correction is a record of its own. Not here: how a report is made or rendered.

use serde::{Deserialize, Serialize};
use terms::{ExerciseId, Stamp};

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

/// The approvals and corrections of all reports, the oldest first, each with the number and the moment of its record.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Reports {
    /// Approved editions.
    pub approved: Vec<(u64, Stamp, ReportApproved)>,
    /// Corrections.
    pub addenda: Vec<(u64, Stamp, AddendumWritten)>,
}

impl Reports {
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
