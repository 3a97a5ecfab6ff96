//! Facts of the registers beside the drills: incidents, emergency accounts, call-ups of the team, documents and who has
//! read them, assets, recovery priorities, the calendar, assessments. Never a secret: an emergency account is a reference.
//! Not here: what follows from them.

use serde::{Deserialize, Serialize};
use terms::{ExerciseId, PersonId, PlanId, Stamp};

use crate::Day;
use crate::people::{Signed, Who};

/// A real incident, or a near one, was logged or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct IncidentKept {
    /// Its id in the organisation's own log.
    pub incident: String,
    /// What happened, in a line without names.
    pub title: String,
    /// The business unit.
    pub unit: String,
    /// The kind, such as ransomware.
    pub kind: String,
    /// How it came to light.
    pub found_by: FoundBy,
    /// True where it was serious.
    pub serious: bool,
    /// True where it was a near incident: nothing came of it.
    pub near: bool,
    /// True where the continuity of the business was touched.
    pub continuity: bool,
    /// When it was opened.
    pub opened: Day,
    /// When it was closed.
    #[serde(default)]
    pub closed: Option<Day>,
    /// When it was last reviewed.
    #[serde(default)]
    pub reviewed: Option<Day>,
    /// What makes it the same failure as another, in the form of a finding's key; may be empty.
    #[serde(default)]
    pub key: String,
}

/// How an incident came to light.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FoundBy {
    /// A system reported it.
    System,
    /// A person reported it.
    Person,
    /// Somebody outside reported it.
    Outside,
    /// Nobody wrote down how.
    Unknown,
}

/// The log of past incidents was reviewed as a whole.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct HistoryReviewed {
    /// When.
    pub on: Day,
    /// Who.
    pub by: Who,
    /// What came of it.
    #[serde(default)]
    pub note: String,
}

/// A temporary emergency account was asked for. Only its reference is kept, never a secret.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountRequested {
    /// The reference of the account.
    pub account: String,
    /// For whom.
    pub person: PersonId,
    /// The role they act in.
    pub role: String,
    /// The system it opens.
    pub system: String,
    /// The drill it was asked for in; none outside of one.
    #[serde(default)]
    pub exercise: Option<ExerciseId>,
    /// When.
    pub at: Stamp,
    /// When it has to be gone.
    pub expires: Stamp,
}

/// Something was done about an emergency account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountStep {
    /// The reference of the account.
    pub account: String,
    /// Who did it.
    pub by: Who,
    /// When.
    pub at: Stamp,
}

/// The team was called up, in a drill or alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallUpKept {
    /// Its id.
    pub call_up: String,
    /// The drill it was part of.
    #[serde(default)]
    pub exercise: Option<ExerciseId>,
    /// True where it was only played: it then counts for nothing outside a demo programme.
    #[serde(default)]
    pub simulated: bool,
    /// When the first call went out.
    pub at: Stamp,
    /// How many have to be there.
    pub quorum: u32,
    /// Who was called.
    pub calls: Vec<Call>,
}

/// One person who was called.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Call {
    /// The person.
    pub person: PersonId,
    /// The role they were called for.
    pub role: String,
    /// When they answered.
    #[serde(default)]
    pub answered: Option<Stamp>,
    /// When they were there.
    #[serde(default)]
    pub arrived: Option<Stamp>,
}

/// What kind of paper it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum DocumentKind {
    /// The plan of the whole programme.
    ProgrammePlan,
    /// The plan of a business unit.
    UnitPlan,
    /// Guidance of the leadership.
    Leadership,
    /// The concept of operations.
    Conops,
    /// The charter of the steering committee.
    Charter,
    /// Minutes of the steering committee.
    Minutes,
    /// Whom to reach.
    Contacts,
    /// How incidents are prioritised.
    Prioritisation,
    /// Something else.
    Other,
}

/// A document was registered, or a new issue of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentKept {
    /// Its id.
    pub document: String,
    /// What kind of paper it is.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// The business unit; empty where it is for the whole organisation.
    #[serde(default)]
    pub unit: String,
    /// The document that it stands under.
    #[serde(default)]
    pub parent: Option<String>,
    /// The plan of this programme that it is.
    #[serde(default)]
    pub plan: Option<PlanId>,
    /// Who answers for it.
    pub owner: Who,
    /// The date of the issue.
    pub dated: Day,
    /// When it has to be looked at again.
    #[serde(default)]
    pub review: Option<Day>,
    /// The hash of the issue; may be empty.
    #[serde(default)]
    pub hash: String,
}

/// In which capacity somebody approved a document.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Capacity {
    /// The owner of the unit.
    UnitOwner,
    /// The security operations centre.
    Soc,
    /// The integrated team.
    Team,
    /// The leadership.
    Leadership,
}

/// A document was approved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DocumentApproved {
    /// The document.
    pub document: String,
    /// In which capacity.
    pub capacity: Capacity,
    /// Who and when.
    pub signed: Signed,
}

/// A person said that they have read a revision of a plan.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct RevisionAcknowledged {
    /// The plan.
    pub plan: PlanId,
    /// The number of the revision.
    pub revision: String,
    /// The person.
    pub person: PersonId,
    /// When.
    pub on: Day,
}

/// The report of a drill was presented to the steering committee.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ReportPresented {
    /// The drill.
    pub exercise: ExerciseId,
    /// To whom.
    pub to: String,
    /// Who presented it, and when.
    pub signed: Signed,
}

/// A system or a set of data was listed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AssetKept {
    /// Its id.
    pub asset: String,
    /// What people call it.
    pub name: String,
    /// The categories of data it holds.
    pub categories: Vec<String>,
    /// Who answers for it.
    pub owner: Who,
    /// The business unit.
    pub unit: String,
}

/// A unit said in which order its services are brought back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PrioritiesKept {
    /// The unit.
    pub unit: String,
    /// Its services, the first to come back first.
    pub services: Vec<String>,
    /// Who said so, and when.
    pub signed: Signed,
}

/// How often a plan or a unit has to be drilled.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CadenceKept {
    /// The unit; empty for the whole organisation.
    pub unit: String,
    /// The plan; none for any.
    #[serde(default)]
    pub plan: Option<PlanId>,
    /// At least once in so many months.
    pub months: u32,
    /// What asks for it, such as an obligation.
    #[serde(default)]
    pub because: String,
}

/// A drill was planned, or its plan was changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillPlanned {
    /// Its id.
    pub planned: String,
    /// What it is called.
    pub title: String,
    /// When it begins.
    pub at: Stamp,
    /// How long it takes.
    pub minutes: u32,
    /// The unit; empty for the whole organisation.
    #[serde(default)]
    pub unit: String,
    /// The scenario, by its id.
    #[serde(default)]
    pub scenario: Option<String>,
    /// Who is invited.
    #[serde(default)]
    pub people: Vec<PersonId>,
    /// The drill that came of it.
    #[serde(default)]
    pub exercise: Option<ExerciseId>,
    /// True where it was called off.
    #[serde(default)]
    pub called_off: bool,
    /// Why it was called off.
    #[serde(default, skip_serializing_if = "String::is_empty")]
    pub because: String,
}

/// What an assessor says of a criterion.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Scope {
    /// It is assessed.
    InScope,
    /// It cannot apply to this organisation.
    NotApplicable,
    /// It is left out on purpose.
    OutOfScope,
}

/// A named assessor recorded a level for a criterion, or left it out, with a reason.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CriterionAssessed {
    /// The criterion.
    pub criterion: String,
    /// Whether it is assessed at all.
    pub scope: Scope,
    /// The level; none where no level is given.
    #[serde(default)]
    pub level: Option<u8>,
    /// Who assessed it, and when.
    pub signed: Signed,
    /// Why.
    pub because: String,
}

/// The programme shows the program: everything in it is made up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DemoDeclared {
    /// What everybody has to know.
    pub says: String,
    /// What decided the chances.
    pub seed: u64,
    /// How many years it shows.
    pub years: u32,
}
