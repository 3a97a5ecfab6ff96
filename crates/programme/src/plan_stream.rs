//! The stream `plan/<id>`: the revisions of one plan and the amendments proposed to it. An adopted amendment waits in
//! the draft until the plan's owner approves the draft by name as the next revision.

use std::collections::BTreeMap;

use plan::Headings;
use serde::{Deserialize, Serialize};
use terms::Stamp;

use crate::body::kinds;

/// A plan file was taken in: a new plan, or a revision made elsewhere.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PlanImported {
    /// Its title.
    pub title: String,
    /// The number of the revision it says it is; may be empty.
    pub number: String,
    /// The name of the file.
    pub file_name: String,
    /// The blob with its bytes.
    pub hash: String,
}

/// It was chosen which lines of the plan are read as headings, in every revision of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HeadingsChosen {
    /// Which.
    pub headings: Headings,
}

/// An amendment was proposed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proposal {
    /// What it does.
    pub change: plan::AmendmentOp,
    /// Why: finding, drill, evidence.
    pub because: String,
    /// The finding it comes from, as `exercise/ID#SEQ`.
    pub finding: Option<String>,
    /// The fingerprint of its section when it was proposed.
    pub base: Option<String>,
    /// The text of its section when it was proposed, to show a conflict three ways.
    pub base_text: String,
}

/// An amendment was adopted into the draft, or declined.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AmendmentAnswer {
    /// The record that proposed it.
    pub amendment: u64,
    /// True where it was adopted.
    pub adopted: bool,
    /// Who answered, by name.
    pub by: String,
    /// Why, where it was declined.
    pub reason: String,
}

/// The draft was approved as the next revision.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RevisionApproved {
    /// Its number.
    pub number: String,
    /// Who approved it, by name.
    pub by: String,
    /// From when it holds, as a date.
    pub effective: String,
    /// What changed.
    pub note: String,
    /// The blob with its bytes.
    pub hash: String,
    /// The adopted amendments that it holds.
    pub amendments: Vec<u64>,
    /// The day that "last tested on" was set to, where it was.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tested: Option<String>,
}

kinds! {
    /// Everything that can happen to a plan.
    PlanEvent {
        /// A file was taken in.
        "plan_imported" Imported(PlanImported),
        /// It was chosen which lines are read as headings.
        "headings_chosen" HeadingsChosen(HeadingsChosen),
        /// An amendment was proposed.
        "amendment_proposed" Proposed(Proposal),
        /// An amendment was answered.
        "amendment_answered" Answered(AmendmentAnswer),
        /// A revision was approved.
        "revision_approved" Approved(RevisionApproved),
    }
}

/// An amendment with what has become of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendmentKept {
    /// The record that proposed it.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// What it says.
    pub proposal: Proposal,
    /// How it was answered.
    pub answer: Option<AmendmentAnswer>,
    /// True once it stands in an approved revision.
    pub in_force: bool,
}

/// A revision of the plan that is or was in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanRevision {
    /// The record that brought it.
    pub seq: u64,
    /// When.
    pub at: Stamp,
    /// Its number; may be empty.
    pub number: String,
    /// The blob with its bytes.
    pub hash: String,
    /// Who approved it here; none where it came in as a file.
    pub approved: Option<RevisionApproved>,
}

/// Where a plan stands.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFold {
    /// Its title.
    pub title: String,
    /// The name of the file it came from.
    pub file_name: String,
    /// Its revisions, the one in force last.
    pub revisions: Vec<PlanRevision>,
    /// Which of its lines are read as headings.
    pub headings: Headings,
    /// Its amendments by the record that proposed each.
    pub amendments: BTreeMap<u64, AmendmentKept>,
    /// The number of the last record.
    pub last_seq: u64,
}

impl PlanFold {
    /// Folds one record.
    pub fn apply(&mut self, seq: u64, at: Stamp, event: PlanEvent) {
        self.last_seq = seq;
        match event {
            PlanEvent::Imported(imported) => {
                self.title = imported.title;
                self.file_name = imported.file_name;
                let (number, hash) = (imported.number, imported.hash);
                self.revisions.push(PlanRevision {
                    seq,
                    at,
                    number,
                    hash,
                    approved: None,
                });
            }
            PlanEvent::HeadingsChosen(chosen) => self.headings = chosen.headings,
            PlanEvent::Proposed(proposal) => {
                let kept = AmendmentKept {
                    seq,
                    at,
                    proposal,
                    answer: None,
                    in_force: false,
                };
                self.amendments.insert(seq, kept);
            }
            PlanEvent::Answered(answer) => {
                if let Some(kept) = self.amendments.get_mut(&answer.amendment) {
                    kept.answer = Some(answer);
                }
            }
            PlanEvent::Approved(approved) => {
                for amendment in &approved.amendments {
                    if let Some(kept) = self.amendments.get_mut(amendment) {
                        kept.in_force = true;
                    }
                }
                let (number, hash) = (approved.number.clone(), approved.hash.clone());
                self.revisions.push(PlanRevision {
                    seq,
                    at,
                    number,
                    hash,
                    approved: Some(approved),
                });
            }
        }
    }

    /// The revision in force.
    pub fn in_force(&self) -> Option<&PlanRevision> {
        self.revisions.last()
    }

    /// The amendments that the draft holds: adopted and not yet in force, in the order of their proposal.
    pub fn draft(&self) -> impl Iterator<Item = &AmendmentKept> {
        self.amendments.values().filter(|kept| {
            !kept.in_force && kept.answer.as_ref().is_some_and(|answer| answer.adopted)
        })
    }
}
