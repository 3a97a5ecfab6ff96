//! The briefing of a drill.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::around::{PersonView, PlanCard};

/// A person in a role of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HolderView {
    /// Their id; none for a bot.
    pub person: Option<String>,
    /// Their name.
    pub name: String,
    /// `primary`, `alternate`, `bot`.
    pub standing: String,
    /// `room`, `remote`, `left`, or empty while nobody has said.
    pub presence: String,
}

/// A role of the scenario in the briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BriefRole {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its function.
    pub function: String,
    /// The plan's title for it, where the plan has it.
    pub plan_role: Option<String>,
    /// The title the scenario looks for.
    pub wants_plan_role: Option<String>,
    /// For the role card.
    pub brief: String,
    /// From the plan.
    pub duties: Vec<String>,
    /// Who plays it.
    pub holders: Vec<HolderView>,
    /// Injects to it.
    pub injects: u32,
    /// Expected actions of it.
    pub expected: u32,
}

/// A role of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanRoleView {
    /// Its title.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it does.
    pub duties: Vec<String>,
    /// What it may decide, where said.
    pub authority: String,
    /// Who stands in, where said.
    pub deputy: String,
    /// How the plan says it.
    pub shape: String,
    /// Where: section path.
    pub section: String,
    /// Where: line.
    pub line: u32,
    /// Ids of scenario roles bound to it.
    pub bound_to: Vec<String>,
    /// True where a sentence only suggests it.
    pub candidate: bool,
}

/// Something missing in the briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GapView {
    /// `nobody`, `no-alternate`, `no-plan-role`, `plan-role-unused`, `no-plan`, `file`.
    pub kind: String,
    /// As a sentence.
    pub says: String,
    /// Role id.
    pub role: Option<String>,
    /// True where the drill cannot start.
    pub blocks: bool,
}

/// A variable of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub value: String,
    /// Its value in the file.
    pub default: String,
}

/// The briefing of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BriefingView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The scenario's summary.
    pub summary: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Phase.
    pub phase: String,
    /// Planned length.
    pub planned_ms: i64,
    /// The plan.
    pub plan: Option<PlanCard>,
    /// Left column.
    pub plan_roles: Vec<PlanRoleView>,
    /// Middle column.
    pub roles: Vec<BriefRole>,
    /// Right column.
    pub people: Vec<PersonView>,
    /// What is missing, gravest first.
    pub gaps: Vec<GapView>,
    /// What it tests.
    pub objectives: Vec<ObjectiveLine>,
    /// Names and facts.
    pub variables: Vec<VariableView>,
    /// The systems and data of the story.
    pub assets: Vec<StoryAsset>,
    /// The organisation's own, from the register, to put in their place.
    pub own_assets: Vec<OwnAsset>,
    /// True where nothing blocks.
    pub can_start: bool,
    /// Rule packs whose clocks can run, those of the scenario first.
    pub clocks: Vec<ClockOffer>,
    /// What is the matter with the organisation's own files of rule packs, a sentence each.
    pub packs_amiss: Vec<String>,
    /// Findings of earlier drills to test again.
    pub again: Vec<AgainOffer>,
}

/// A system or a data set of the story. Its texts are set as the variables `asset.ID.name`, `asset.ID.data` and
/// `asset.ID.owner`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StoryAsset {
    /// Its id in the scenario.
    pub id: String,
    /// As the scenario has it.
    pub default: OwnAsset,
    /// As it is played.
    pub now: OwnAsset,
}

/// A system or a data set.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OwnAsset {
    /// What people call it.
    pub name: String,
    /// The categories of data it holds.
    pub data: String,
    /// Who answers for it.
    pub owner: String,
}

/// A rule pack whose clocks can run in a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ClockOffer {
    /// Its id.
    pub pack: String,
    /// The regime.
    pub title: String,
    /// It runs in this drill.
    pub on: bool,
    /// The scenario says when its events happen; otherwise they are recorded by hand.
    pub by_scenario: bool,
    /// It is a draft, proposed, or needs a limit of your own: check before relying on it.
    pub draft: bool,
    /// The file of the organisation's own copy, where there is one.
    pub own: Option<String>,
    /// Its notices with their limits: "Early warning: 24 hours after awareness".
    pub stages: Vec<String>,
}

/// A finding of an earlier drill that this one can test again.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AgainOffer {
    /// Its key.
    pub key: String,
    /// What was found.
    pub title: String,
    /// What to watch for.
    pub watch: String,
    /// The role of the plan.
    pub role: String,
    /// The role of this drill that it falls to; none where nobody here plays it, and it cannot be chosen then.
    pub role_here: Option<String>,
    /// The section of the plan.
    pub section: Option<String>,
    /// In how many drills it was found.
    pub drills: u32,
    /// Why it is offered.
    pub because: String,
    /// This drill watches for it.
    pub on: bool,
}

/// Papers that were written into a folder.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PapersView {
    /// The folder.
    pub folder: String,
    /// The names of the files.
    pub files: Vec<String>,
    /// What no font here could show, a sentence for each script.
    pub gaps: Vec<String>,
}

/// An objective in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveLine {
    /// Its id.
    pub id: String,
    /// As a sentence.
    pub title: String,
    /// True once an expected action of it was settled or a note made.
    pub tested: bool,
}
