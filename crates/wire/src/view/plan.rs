//! A plan, its amendments and revisions.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::around::{DiagnosticView, PlanCard};
use super::briefing::PlanRoleView;

/// A section of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Path of headings.
    pub path: String,
    /// Heading level.
    pub level: u32,
    /// Heading.
    pub title: String,
    /// Its own text, made safe.
    pub html: String,
    /// Phase.
    pub phase: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Line.
    pub line: u32,
    /// The file of a folder that it stands in.
    pub file: Option<String>,
    /// `never`, `exercised`, `missed`.
    pub coverage: String,
    /// By which drill and inject, when.
    pub coverage_says: String,
    /// True where it was exercised last more than a year ago.
    pub stale: bool,
    /// The drills that exercised it, newest first.
    pub exercised: Vec<SectionExercise>,
}

/// How one drill exercised a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionExercise {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub drill: String,
    /// The day: `2027-03-05`.
    pub date: String,
    /// The injects that exercised it.
    pub injects: Vec<String>,
    /// Expected actions met in time.
    pub met: u32,
    /// Expected actions missed.
    pub missed: u32,
    /// Expected actions that were tested.
    pub tested: u32,
}

/// A time limit that the plan sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CommitmentView {
    /// As it says.
    pub text: String,
    /// How long.
    pub limit_ms: i64,
    /// Who.
    pub role: Option<String>,
    /// Where.
    pub section: String,
    /// Line.
    pub line: u32,
}

/// An amendment that no longer fits, shown three ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ConflictView {
    /// The section when it was proposed.
    pub base: String,
    /// The section now.
    pub theirs: String,
    /// The words that it wants replaced; empty where it replaces none.
    pub find: String,
    /// What the amendment wants.
    pub ours: String,
    /// Why it does not fit, as a sentence.
    pub says: String,
}

/// An amendment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AmendmentRow {
    /// Record that proposed it.
    pub seq: u64,
    /// Section path.
    pub section: String,
    /// `replace`, `insert`, `append_item`, `new_section`.
    pub op: String,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// Why.
    pub because: String,
    /// The finding it comes from.
    pub finding: Option<String>,
    /// `proposed`, `adopted`, `declined`, `in-force`, `conflict`.
    pub state: String,
    /// Who answered.
    pub by: String,
    /// Why declined.
    pub reason: String,
    /// Where its section stood when it was proposed, if that was elsewhere.
    pub moved_from: Option<String>,
    /// The revision that holds it.
    pub revision: Option<String>,
    /// Who approved that revision.
    pub approved_by: String,
    /// Where it no longer fits.
    pub conflict: Option<ConflictView>,
}

/// A revision of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanRevisionRow {
    /// Number.
    pub number: String,
    /// Date.
    pub date: String,
    /// By whom.
    pub author: String,
    /// What changed.
    pub note: String,
    /// True for the one in force.
    pub in_force: bool,
    /// Who approved it here; may be empty.
    pub approved_by: String,
}

/// A line of a plan that looks like a heading and is marked as none.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HeadingLikeView {
    /// Its words.
    pub title: String,
    /// The level that it has as a heading.
    pub level: u8,
    /// Where it stands.
    pub line: u32,
    /// In which file of a folder.
    pub file: Option<String>,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanView {
    /// As in lists.
    pub card: PlanCard,
    /// In order.
    pub sections: Vec<SectionView>,
    /// Roles.
    pub roles: Vec<PlanRoleView>,
    /// Time limits.
    pub commitments: Vec<CommitmentView>,
    /// Left unfilled; the limit is 0.
    pub placeholders: Vec<CommitmentView>,
    /// What the reader says.
    pub diagnostics: Vec<DiagnosticView>,
    /// Newest first.
    pub amendments: Vec<AmendmentRow>,
    /// History.
    pub revisions: Vec<PlanRevisionRow>,
    /// Unified diff of the draft, or empty.
    pub draft_diff: String,
    /// A good number for the next revision.
    pub next_number: String,
    /// A good file name.
    pub file_name: String,
    /// `markdown`, `word` or `folder`.
    pub form: String,
    /// What everybody must know of how the file was read, as sentences.
    pub notices: Vec<String>,
    /// True where lines that only look like headings are read as headings.
    pub headings_by_look: bool,
    /// Those lines, whether they are read so or not.
    pub heading_like: Vec<HeadingLikeView>,
    /// True where there is a change to show: a draft, or a revision that was approved here.
    pub changed: bool,
}
