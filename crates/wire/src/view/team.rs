//! People in roles and the calendar: appointments, gaps, the register of proficiency, when the next drill is due, who has to
//! be in it and which scenario fits best. Days are written as `2027-03-05`. Not here: names and contacts (`around`).

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// People in roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TeamView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// The roster.
    pub people: Vec<TeamPerson>,
    /// Every appointment, those that ended too.
    pub appointments: Vec<AppointmentLine>,
    /// What is missing.
    pub gaps: Vec<GapLine>,
    /// The register of proficiency.
    pub proficiency: Vec<ProficiencyLine>,
    /// The rule it goes by.
    pub rule: RuleForm,
    /// The rule in words.
    pub rule_says: String,
    /// Roles of the plans in force, and those to which people are appointed.
    pub roles: Vec<String>,
    /// Every function of the integrated team.
    pub functions: Vec<String>,
}

/// Somebody of the roster.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TeamPerson {
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// Their functions.
    pub functions: Vec<String>,
    /// Their roles.
    pub roles: Vec<String>,
}

/// An appointment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AppointmentLine {
    /// The role.
    pub role: String,
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// `primary` or `alternate`.
    pub post: String,
    /// Who appointed them.
    pub by: String,
    /// From when.
    pub since: Option<String>,
    /// Until when.
    pub until: Option<String>,
    /// True where it holds today.
    pub holds: bool,
    /// The records behind it.
    pub records: Vec<String>,
}

/// Something that is missing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GapLine {
    /// Its kind.
    pub kind: String,
    /// The role, the function or the name.
    pub what: String,
    /// The gap in a sentence.
    pub says: String,
}

/// A person in a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProficiencyLine {
    /// The role.
    pub role: String,
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// `primary` or `alternate`; none without an appointment.
    pub post: Option<String>,
    /// `current`, `due`, `expired`, `never`, `remediation`.
    pub state: String,
    /// Why.
    pub why: Vec<String>,
    /// What is needed next.
    pub next: String,
    /// Until when they are proficient.
    pub expires: Option<String>,
    /// The drills that count, the newest first.
    pub drills: Vec<ProficiencyDrill>,
    /// How many times they played the role in what does not count.
    pub not_counted: u32,
    /// The records behind it.
    pub records: Vec<String>,
}

/// What one drill says of a person in a role.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ProficiencyDrill {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The day it was played.
    pub on: String,
    /// Q; none where nothing was tested.
    pub q: Option<f64>,
    /// Critical expected actions that were missed and are not remedied.
    pub critical_missed: Vec<String>,
    /// True where it meets the rule, time aside.
    pub meets: bool,
    /// The record that closed it.
    pub record: String,
}

/// The rule of proficiency.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RuleForm {
    /// Its number; the program counts on by itself.
    pub version: u32,
    /// A drill counts for so many days.
    pub days: u32,
    /// Whoever expires within so many days is due.
    pub due_days: u32,
    /// At least so many drills within that time.
    pub drills: u32,
    /// Q has to be at least this, in hundredths.
    pub q_percent: u32,
    /// True where a critical miss has to be remedied.
    pub no_critical_miss: bool,
    /// True where no objective of the role's tasks may be rated U.
    pub no_u: bool,
    /// True where the drill has to be on the current major revision of the plan.
    pub current_major: bool,
}

/// A change to people in roles.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "team", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum TeamCall {
    /// Keep the functions that a person stands for.
    Functions {
        person: String,
        functions: Vec<String>,
    },
    /// Appoint a person as `primary` or `alternate`; days may be empty.
    Appoint {
        role: String,
        person: String,
        post: String,
        by: String,
        since: String,
        until: String,
    },
    /// End an appointment on its last day.
    End {
        role: String,
        person: String,
        on: String,
    },
    /// Change the rule, and say why.
    Rule { rule: RuleForm, because: String },
}

/// The calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CalendarView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// How often to drill.
    pub cadences: Vec<CadenceLine>,
    /// What the next drill has to bring.
    pub next: NextDrillView,
    /// The drills that are planned.
    pub planned: Vec<PlannedLine>,
    /// Everything with a date, by day.
    pub entries: Vec<EntryLine>,
    /// People to invite.
    pub people: Vec<TeamPerson>,
    /// Units to choose from.
    pub units: Vec<String>,
}

/// How often a unit, or the whole organisation, is drilled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CadenceLine {
    /// The unit; empty for the whole organisation.
    pub unit: String,
    /// At least once in so many months.
    pub months: u32,
    /// What asks for it.
    pub because: String,
    /// The day of the last drill that counts.
    pub last_on: Option<String>,
    /// By when the next one has to be.
    pub due: String,
    /// How many days it is overdue.
    pub overdue_days: u32,
}

/// The next drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextDrillView {
    /// By when it has to be.
    pub due: String,
    /// How many days it is overdue.
    pub overdue_days: u32,
    /// The drill that is planned next; none where none is.
    pub planned: Option<NextPlannedView>,
    /// Who has to be in it.
    pub people: Vec<NeededLine>,
    /// What to test again.
    pub test_again: Vec<AgainLine>,
    /// Sections that matter and that no drill has exercised.
    pub sections: Vec<String>,
    /// The scenarios, the best first.
    pub scenarios: Vec<FitLine>,
}

/// The drill that is planned next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextPlannedView {
    /// What it is called.
    pub title: String,
    /// Its day.
    pub on: String,
    /// How many days after the next drill is due; 0 where it is in time.
    pub late_days: u32,
}

/// Somebody who has to be in the next drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NeededLine {
    /// The role.
    pub role: String,
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// How they stand.
    pub state: String,
    /// Why.
    pub why: String,
}

/// Something to test again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AgainLine {
    /// The key of the finding.
    pub key: String,
    /// What was found.
    pub title: String,
    /// The role.
    pub role: String,
    /// In how many drills it was found.
    pub drills: u32,
    /// Why it is offered.
    pub because: String,
}

/// How well a scenario fits.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FitLine {
    /// The scenario, by its id.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// The roles it plays in which somebody is needed.
    pub roles: Vec<String>,
    /// The findings that it could test again.
    pub findings: Vec<String>,
    /// The sections it cites that no drill has exercised.
    pub sections: Vec<String>,
    /// The last day on which it was drilled within the window.
    pub drilled: Option<String>,
}

/// A drill that is planned.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlannedLine {
    /// Its id.
    pub planned: String,
    /// What it is called.
    pub title: String,
    /// When it begins, in wall milliseconds.
    pub at: i64,
    /// How long it takes.
    pub minutes: u32,
    /// The unit; empty for the whole organisation.
    pub unit: String,
    /// The scenario, by its id.
    pub scenario: Option<String>,
    /// Who is invited.
    pub people: Vec<String>,
    /// True where it was called off.
    pub called_off: bool,
    /// Why it was called off; may be empty.
    pub because: String,
    /// True where its moment has passed.
    pub past: bool,
}

/// Something with a date.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EntryLine {
    /// What it is about: `drill`, `drill-due`, `proficiency`, `action`, `review`, `account`.
    pub kind: String,
    /// A name that stays the same.
    pub uid: String,
    /// What it says.
    pub title: String,
    /// More about it.
    pub says: String,
    /// The day.
    pub on: String,
}

/// A change to the calendar.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "calendar", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum CalendarCall {
    /// Plan a drill, change its plan, or call it off with a reason; none for a new one.
    Plan {
        planned: Option<String>,
        title: String,
        at: i64,
        minutes: u32,
        unit: String,
        scenario: Option<String>,
        people: Vec<String>,
        called_off: bool,
        #[serde(default)]
        because: String,
    },
    /// Drill a unit, or all with an empty one, at least once in so many months.
    Cadence {
        unit: String,
        months: u32,
        because: String,
    },
}
