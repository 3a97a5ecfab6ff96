//! What a scenario is judged by: reporting regimes, expected actions with their lessons, deadlines.

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

use super::*;

/// A regime whose notices the story makes due, counted by its rule pack.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Regime {
    /// The rule pack, by its id: gdpr-33, nis2-23, dora, ...
    pub pack: String,
    /// The role that has to send its notices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleId>,
    /// The section of the plan that speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// When the events truly happen from which its limits count; the trainer can record one by hand too.
    #[serde(default)]
    pub triggers: Vec<RegimeTrigger>,
    /// The expected actions that submit its notices; the trainer can also mark one as submitted by hand.
    #[serde(default)]
    pub submitted_by: Vec<Submission>,
}

/// When an event truly happens from which a regime counts.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct RegimeTrigger {
    /// The event.
    pub event: RegimeEvent,
    /// When it happens.
    pub when: Condition,
}

/// An event from which a regime counts.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum RegimeEvent {
    /// The organisation knows that the incident has happened.
    Awareness,
    /// The incident was noticed or discovered.
    Detection,
    /// The incident was put into a class that has to be reported.
    Classification,
    /// The organisation concluded that an incident of the reportable kind has happened.
    Determination,
    /// The organisation concluded that the incident is material.
    Materiality,
    /// A ransom was paid.
    Payment,
    /// The incident was assessed as one that has to be reported.
    Assessment,
    /// A corrective or mitigating measure is at hand.
    Fix,
}

impl RegimeEvent {
    /// Every event with its word.
    pub const ALL: [(Self, &str); 8] = [
        (Self::Awareness, "awareness"),
        (Self::Detection, "detection"),
        (Self::Classification, "classification"),
        (Self::Determination, "determination"),
        (Self::Materiality, "materiality"),
        (Self::Payment, "payment"),
        (Self::Assessment, "assessment"),
        (Self::Fix, "fix"),
    ];

    /// The word that files, records and rule packs use.
    pub fn word(self) -> &'static str {
        let found = Self::ALL.iter().find(|(event, _)| *event == self);
        found.map_or("", |(_, word)| word)
    }
}

/// The expected action that submits a notice of a regime.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Submission {
    /// The stage of the rule pack, such as early-warning.
    pub stage: String,
    /// The expected action.
    pub action: ActionId,
}

/// What the plan says a role should do, by when.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct ExpectedAction {
    /// A short name used in this file.
    pub id: ActionId,
    /// The inject that should bring it about; time runs from its delivery.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub inject: Option<InjectId>,
    /// The role that should do it.
    pub role: RoleId,
    /// What it should do. (template)
    pub text: String,
    /// The target time from delivery, on the exercise clock.
    pub within: Span,
    /// True where missing it is a serious lapse.
    #[serde(default)]
    pub critical: bool,
    /// How much it counts; 1 where left out.
    #[serde(default = "ExpectedAction::one")]
    pub weight: u32,
    /// The objective it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub objective: Option<ObjectiveId>,
    /// The section of the plan it comes from, as a path of headings: "Communication / Press".
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// Options of the inject that count as done.
    #[serde(default)]
    pub acceptable: Vec<OptionId>,
    /// Options of the inject that do harm.
    #[serde(default)]
    pub harmful: Vec<OptionId>,
    /// What the plan should say differently if this is missed.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub lesson: Option<Lesson>,
    /// The key of the earlier finding that it tests again. No file says this.
    #[serde(skip)]
    #[schemars(skip)]
    pub again: Option<String>,
}

impl ExpectedAction {
    fn one() -> u32 {
        1
    }
}

/// A change to the plan to propose when an expected action is missed.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Lesson {
    /// What was learned, in a sentence.
    pub says: String,
    /// The change to the plan.
    pub amend: LessonAmendment,
}

/// A change to one section of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum LessonAmendment {
    /// Put one text in the place of another.
    Replace(LessonReplace),
    /// Add a paragraph at the end of a section.
    Insert(LessonText),
    /// Add an item to the last list of a section.
    AppendItem(LessonText),
    /// Add a section.
    NewSection(LessonSection),
}

/// One text in the place of another.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonReplace {
    /// The section, as a path of headings.
    pub section: String,
    /// The text that stands there now; it must occur once.
    pub find: String,
    /// The text that should stand there.
    pub text: String,
}

/// A text for a section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonText {
    /// The section, as a path of headings.
    pub section: String,
    /// The text, in Markdown.
    pub text: String,
}

/// A new section.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct LessonSection {
    /// The section under which it stands, as a path of headings.
    pub parent: String,
    /// Its heading.
    pub title: String,
    /// Its text, in Markdown.
    pub text: String,
}

/// A time limit that runs in story time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Deadline {
    /// A short name used in this file.
    pub id: DeadlineId,
    /// Who has to be told, or what has to be done. (template)
    pub title: String,
    /// Where the limit comes from, such as "GDPR 33" or "plan, Severity".
    pub source: String,
    /// True where an outside body sets it; false for a limit that the plan sets itself.
    #[serde(default)]
    pub outside: bool,
    /// How long, in story time, from the moment it begins.
    pub within: Span,
    /// When it truly begins; players may recognise it later.
    pub begins: Condition,
    /// The role that has to meet it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<RoleId>,
    /// The expected action that meets it; the trainer can also mark it met by hand.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub met_by: Option<ActionId>,
    /// The section of the plan that speaks of it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub section: Option<String>,
    /// The stage of a rule pack that it is, in a drill that counts with that pack. No file says this.
    #[serde(skip)]
    #[schemars(skip)]
    pub stage: Option<Box<StageOf>>,
}

/// The stage of a rule pack that a deadline is.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct StageOf {
    /// The pack.
    pub pack: String,
    /// The stage.
    pub stage: String,
    /// Its limits in words: "24 hours after awareness".
    pub limit: String,
    /// What belongs into the notice.
    pub content: Vec<String>,
    /// True where the pack is a draft or only proposed: check before relying on it.
    pub draft: bool,
}
