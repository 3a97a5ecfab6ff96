//! What the desk is answered, and what it is told without asking.

use serde::{Deserialize, Serialize};
use std::collections::BTreeMap;
use ts_rs::TS;

use crate::DeskSettings;
use crate::view::{
    BriefingView, BroughtView, ConductView, EvidenceYearView, FilesView, HomeView, ImprovementView,
    InjectDetail, LibraryView, LookView, MergeView, PlanView, ProvenView, RegistersView,
    ReportPreview, ReportSaved, ReportView, ReviewView, RosterView, ScenarioView, YearView,
};

/// The answer to a call at the desk.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "reply", content = "view", rename_all = "snake_case")]
pub enum DeskReply {
    /// Done; nothing more to show.
    Done,
    /// A file was written.
    Saved(String),
    /// Papers were written into a folder.
    Papers(crate::view::PapersView),
    /// The first screen.
    Home(HomeView),
    /// The scenarios.
    Library(LibraryView),
    /// One scenario.
    Scenario(ScenarioView),
    /// The people.
    Roster(RosterView),
    /// One plan.
    Plan(PlanView),
    /// The briefing of a drill.
    Briefing(BriefingView),
    /// A drill as it is conducted.
    Conduct(Box<ConductView>),
    /// One inject.
    Inject(InjectDetail),
    /// The review of a drill.
    Review(ReviewView),
    /// The report.
    Report(ReportView),
    /// The report with words that nobody has kept yet.
    ReportPreview(ReportPreview),
    /// An edition was written to a file.
    ReportSaved(ReportSaved),
    /// How papers look.
    Look(LookView),
    /// The seats' door.
    Door(Box<crate::DoorView>),
    /// A page to show in a window of its own.
    Page(crate::PageView),
    /// The first screen of the year.
    Year(Box<YearView>),
    /// The improvement plan.
    Improvement(Box<ImprovementView>),
    /// What a table brings.
    Brought(BroughtView),
    /// The evidence of the year.
    EvidenceYear(Box<EvidenceYearView>),
    /// The registers.
    Registers(Box<RegistersView>),
    /// The programme file.
    Files(FilesView),
    /// What a check of a file came to.
    Proven(ProvenView),
    /// What a pack brings.
    Merge(MergeView),
    /// People in roles.
    Team(Box<crate::TeamView>),
    /// The calendar.
    Calendar(Box<crate::CalendarView>),
    /// What was being typed, by field.
    Drafts(BTreeMap<String, String>),
    /// The settings.
    Settings(DeskSettings),
}

/// What the desk's page is told without asking.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "told", content = "view", rename_all = "snake_case")]
pub enum DeskNews {
    /// The running drill changed.
    Conduct(Box<ConductView>),
    /// Devices came or went at the seats' door.
    Door(Box<crate::DoorView>),
    /// Something went wrong outside any call.
    Problem(crate::Problem),
}
