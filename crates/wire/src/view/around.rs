//! What stands around a drill: Home, the Library, people.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// A diagnostic of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DiagnosticView {
    /// The kind.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// What is the matter.
    pub says: String,
    /// What to do.
    pub hint: Option<String>,
    /// The line.
    pub snippet: Option<String>,
}

/// A drill in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The scenario's id.
    pub scenario_id: String,
    /// `live`, `rehearsal`, `demo` …
    pub origin: String,
    /// `briefing`, `running`, `paused`, `hot-wash`, `review`, `closed`.
    pub phase: String,
    /// How it was closed.
    pub how: Option<String>,
    /// Wall milliseconds of its first record.
    pub begun_at: i64,
    /// Exercise clock.
    pub elapsed_ms: i64,
    /// How many decisions.
    pub decisions: u32,
    /// True where the program was cut off in the middle of it.
    pub cut_off: bool,
}

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The revision in force.
    pub revision: String,
    /// Its owner, where it says so.
    pub owner: String,
    /// How many sections.
    pub sections: u32,
    /// How many roles.
    pub roles: u32,
    /// Amendments waiting for an answer.
    pub proposals: u32,
    /// True where adopted changes wait for approval.
    pub draft: bool,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HomeView {
    /// Name of the programme.
    pub programme: String,
    /// Its file.
    pub path: String,
    /// Why it can only be read, where so.
    pub read_only: Option<String>,
    /// True for the sample programme.
    pub sample: bool,
    /// Newest first.
    pub drills: Vec<DrillCard>,
    /// The plans.
    pub plans: Vec<PlanCard>,
    /// How many people.
    pub people: u32,
    /// Corrective actions not done, by due date.
    pub open_actions: Vec<ActionView>,
    /// What to do next.
    pub next: NextStep,
}

/// The one thing to do next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextStep {
    /// As a sentence.
    pub says: String,
    /// `library`, `briefing`, `conduct`, `review`, `report`, `plan`.
    pub screen: String,
    /// The drill or plan.
    pub id: Option<String>,
}

/// A scenario in the Library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioCard {
    /// Names it in calls.
    pub key: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Planned length.
    pub duration_ms: i64,
    /// For whom.
    pub difficulty: String,
    /// Who threatens.
    pub threat: String,
    /// ATT&CK ids.
    pub techniques: Vec<String>,
    /// Words.
    pub tags: Vec<String>,
    /// Titles of its roles.
    pub roles: Vec<String>,
    /// Its objectives.
    pub objectives: Vec<String>,
    /// How many.
    pub injects: u32,
    /// How many.
    pub deadlines: u32,
    /// How often it was played in this programme.
    pub played: u32,
    /// Errors in the file.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// True for ours.
    pub shipped: bool,
    /// Its file.
    pub path: String,
}

/// The scenarios at hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LibraryView {
    /// By title, ours first.
    pub scenarios: Vec<ScenarioCard>,
    /// Where own scenarios are kept.
    pub folder: String,
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioView {
    /// As in the Library.
    pub card: ScenarioCard,
    /// Its list of injects.
    pub injects: Vec<InjectLine>,
    /// What is wrong with the file.
    pub diagnostics: Vec<DiagnosticView>,
    /// Its phases.
    pub modules: Vec<ModuleView>,
    /// Its roles, to practise one.
    pub roles: Vec<super::reviewing::RoleName>,
    /// The modules of about ten minutes that each role can practise.
    pub practice: Vec<PracticeModule>,
}

/// A piece of a drill for one role, to practise it alone.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, TS)]
pub struct PracticeModule {
    /// The role.
    pub role: String,
    /// Its place among the modules of the role, from 1.
    pub number: u32,
    /// Where it begins on the exercise clock.
    pub from_ms: i64,
    /// Where it ends.
    pub until_ms: i64,
    /// What the scenario calls this part of the drill.
    pub title: String,
}

/// An inject in a scenario's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When, as words: `T+00:15`, `5m after EDR alert`, `when …`, `by hand`.
    pub trigger: String,
    /// How.
    pub channel: String,
    /// Titles of roles; empty means everyone.
    pub to: Vec<String>,
    /// Module id.
    pub module: Option<String>,
    /// Held back until something is missed.
    pub contingency: bool,
    /// Expected actions.
    pub expected: u32,
    /// Options.
    pub options: u32,
}

/// A phase of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ModuleView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For the table.
    pub questions: Vec<String>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// Function or unit.
    pub unit: String,
    /// True where the name was erased.
    pub erased: bool,
    /// Drills taken part in.
    pub drills: u32,
}

/// The people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RosterView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// By name.
    pub people: Vec<PersonView>,
}

/// A corrective action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ActionView {
    /// Its id.
    pub id: String,
    /// The drill.
    pub exercise: String,
    /// Record of the finding.
    pub finding: u64,
    /// What.
    pub what: String,
    /// Element.
    pub element: String,
    /// Who.
    pub owner: String,
    /// Date.
    pub start: String,
    /// Date.
    pub due: String,
    /// `open` or `done`.
    pub status: String,
}
