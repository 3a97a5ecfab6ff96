//! What an organisation keeps besides its drills: the programme stream (people, corrective actions, closed drills, the
//! registers of the year) and the stream of each plan (revisions, amendments). All of it is a fold of records, and every
//! view of the year is a pure function of a [`Look`]. Not here: names of people, which live in an erasable table; the
//! text of plans, which lives in blobs; any file or clock.

mod accounts;
mod approval;
mod body;
mod calendar;
mod closed;
mod entries;
mod evidence;
mod frameworks;
mod gaps;
mod import;
mod improvement;
mod look;
mod measures;
mod people;
mod plan_of_action;
mod plan_stream;
mod proficiency;
mod programme_stream;
mod register;
mod table;
mod trends;
mod view;
mod year;

/// A day of the calendar.
pub type Day = chrono::NaiveDate;

pub use accounts::{
    AccountRow, AccountState, CallRow, CallUpRow, accounts, call_ups, played_accounts,
};
pub use approval::{
    AddendumWritten, AskKept, AsksKept, LookKept, ReportApproved, Reports, TemplateKept,
};
pub use body::Unreadable;
pub use calendar::{
    CadenceRow, Fit, Needed, NextDrill, NextPlanned, ScenarioFacts, cadences, next_drill,
    next_planned,
};
pub use closed::{
    AccountClosed, ActionClosed, CallClosed, CallUpClosed, DeadlineClosed, DrillClosed,
    ExposureClosed, FindingClosed, Held, LookUpClosed, NearClosed, RoleClosed, SectionClosed,
};
pub use entries::{Entry, EntryKind, entries, ics};
pub use evidence::{Assessed, Criterion, Status, criteria};
pub use frameworks::{CrossReference, Framework, references};
pub use gaps::{Gap, GapKind, gaps};
pub use import::{Contact, Import, ImportKind, import};
pub use improvement::{
    ActionDone, ActionReopened, ActionTracked, ActionVerified, Cause, FindingRetested, Priority,
    RiskAccepted, RootCauseKept,
};
pub use look::{
    DrillBegun, LessonIn, Look, PlanNow, SectionNow, WINDOW_DAYS, all_of_programme, day_of,
    days_between, is_a_name, plus_days, plus_months,
};
pub use measures::{Basis, Measure, Part, Value, measures, window_says};
pub use people::{
    AppointmentEnded, AppointmentMade, FunctionsKept, Post, Signed, UnitKept, UnitRemoved, Who,
    fold_name, function_of, function_word,
};
pub use plan_of_action::{
    ActionRow, ActionStatus, FindingRow, FindingState, Plan, Retested, TestAgain,
};
pub use plan_stream::{
    AmendmentAnswer, AmendmentKept, HeadingsChosen, PlanEvent, PlanFold, PlanImported,
    PlanRevision, Proposal, RevisionApproved,
};
pub use proficiency::{DrillResult, Proficiency, Rule, RuleKept, State, register};
pub use programme_stream::{
    ActionKept, ActionState, PersonKept, ProgrammeEvent, ProgrammeFold, ProgrammeNamed,
};
pub use register::{
    AccountRequested, AccountStep, AssetKept, CadenceKept, Call, CallUpKept, Capacity,
    CriterionAssessed, DemoDeclared, DocumentApproved, DocumentKept, DocumentKind, DrillPlanned,
    FoundBy, HistoryReviewed, IncidentKept, PrioritiesKept, ReportPresented, RevisionAcknowledged,
    Scope,
};
pub use table::Misfit;
pub use trends::{Point, Trend, trends};
pub use view::{
    AppointmentRow, AssetRow, DEMO, Dashboard, DocumentRow, DrillRow, FirstScreen, IncidentRow,
    LastDrill, PersonRow, ProgrammeView, RuleView, UnitActions, UnitRow, appointments, assets,
    documents, drills, first_screen, incidents, people, units, view,
};
pub use year::{Account, Action, Kept, Year};
