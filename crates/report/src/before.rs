//! The papers before a drill: what players, the facilitator and evaluators hold in their hands, made from the scenario, the
//! plan and the people who were given roles. A player's paper holds nothing that only the white cell knows; the papers of
//! the white cell say on every page whose they are. Not here: what happened in a drill (`build`), and how a paper is laid
//! out.

mod cards;
mod guide;
mod manual;
mod parts;
mod sheets;
mod team;
mod watch;
mod when;

use std::collections::BTreeMap;

use exercise::{Origin, Standing};
use scenario::Scenario;
use terms::RoleId;

use crate::paper::Paper;
use crate::phrase::origin_word;

pub use when::trigger_words;

/// Everything that the papers before a drill are made from.
#[derive(Clone, Debug)]
pub struct Before<'a> {
    /// The scenario with its names and facts filled in.
    pub scenario: &'a Scenario,
    /// The handling marking.
    pub handling: &'a str,
    /// Where the people come from, where a drill is set up already.
    pub origin: Option<Origin>,
    /// The plan that the drill tests, where there is one.
    pub plan: Option<PlanSaid>,
    /// What the plan says of each role of the scenario.
    pub roles: BTreeMap<RoleId, RoleSaid>,
    /// Who was given which role. Empty where nobody is to be named.
    pub people: Vec<Invited>,
    /// The files that go with injects, by the name the scenario has for them.
    pub handouts: &'a BTreeMap<String, Vec<u8>>,
}

/// What is said of the plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanSaid {
    /// Its title.
    pub title: String,
    /// Its revision; may be empty.
    pub revision: String,
    /// The sections to have at hand: severity, notification, contacts and the like.
    pub at_hand: Vec<String>,
}

/// What the plan says of a role.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct RoleSaid {
    /// The plan's name for it, where the plan has it.
    pub plan_role: Option<String>,
    /// Who stands in, in the plan's words.
    pub deputy: Option<String>,
    /// What it does.
    pub duties: Vec<String>,
    /// The time limits that bind it.
    pub limits: Vec<String>,
    /// What it may decide.
    pub authority: Vec<String>,
    /// Questions that help somebody who has never done this.
    pub questions: Vec<String>,
}

/// A person who was given a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Invited {
    /// The name.
    pub name: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The role.
    pub role: RoleId,
    /// In which standing.
    pub standing: Standing,
}

/// The papers before a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum BeforePaper {
    /// For everybody at the table: what the drill is, how it runs, what applies.
    SituationManual,
    /// For each player: the role, and what the plan asks of it.
    RoleCards,
    /// For players, one by one: what happens.
    InjectCards,
    /// For players: the files that go with injects.
    Handouts,
    /// For players without a phone: what was decided, why, when.
    DecisionSheets,
    /// Who was there.
    SignIn,
    /// For the facilitator: the whole drill to read along.
    FacilitatorGuide,
    /// For the white cell: the Master Scenario Events List.
    Msel,
    /// For evaluators: a guide for each objective.
    EvaluationGuides,
}

impl BeforePaper {
    /// All of them: those of the players first.
    pub const ALL: [Self; 9] = [
        Self::SituationManual,
        Self::RoleCards,
        Self::InjectCards,
        Self::Handouts,
        Self::DecisionSheets,
        Self::SignIn,
        Self::FacilitatorGuide,
        Self::Msel,
        Self::EvaluationGuides,
    ];

    /// What it is called in commands, and its file without the ending.
    pub fn name(self) -> &'static str {
        match self {
            Self::SituationManual => "situation-manual",
            Self::RoleCards => "role-cards",
            Self::InjectCards => "inject-cards",
            Self::Handouts => "handouts",
            Self::DecisionSheets => "decision-sheets",
            Self::SignIn => "sign-in-sheet",
            Self::FacilitatorGuide => "facilitator-guide",
            Self::Msel => "msel",
            Self::EvaluationGuides => "evaluation-guides",
        }
    }

    /// The paper of that name.
    pub fn named(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|it| it.name() == name)
    }

    /// Its title.
    pub fn title(self) -> &'static str {
        match self {
            Self::SituationManual => "Situation manual",
            Self::RoleCards => "Role cards",
            Self::InjectCards => "Inject cards",
            Self::Handouts => "Handouts",
            Self::DecisionSheets => "Decision sheets",
            Self::SignIn => "Sign-in sheet",
            Self::FacilitatorGuide => "Facilitator guide",
            Self::Msel => "Master Scenario Events List",
            Self::EvaluationGuides => "Exercise evaluation guides",
        }
    }

    /// True where only the white cell may hold it.
    pub fn is_white_cell(self) -> bool {
        match self {
            Self::SituationManual
            | Self::RoleCards
            | Self::InjectCards
            | Self::Handouts
            | Self::DecisionSheets
            | Self::SignIn => false,
            Self::FacilitatorGuide | Self::Msel | Self::EvaluationGuides => true,
        }
    }
}

/// A paper before a drill.
pub fn before(which: BeforePaper, input: &Before<'_>) -> Paper {
    let (landscape, blocks) = match which {
        BeforePaper::SituationManual => (false, manual::situation(input)),
        BeforePaper::RoleCards => (false, cards::roles(input)),
        BeforePaper::InjectCards => (false, cards::injects(input)),
        BeforePaper::Handouts => (true, cards::handouts(input)),
        BeforePaper::DecisionSheets => (true, sheets::decisions(input)),
        BeforePaper::SignIn => (true, sheets::sign_in(input)),
        BeforePaper::FacilitatorGuide => (false, guide::facilitator(input)),
        BeforePaper::Msel => (true, sheets::msel(input)),
        BeforePaper::EvaluationGuides => (false, watch::guides(input)),
    };
    Paper {
        title: format!("{}: {}", which.title(), input.scenario.title),
        subtitle: subtitle(input),
        marking: marking(which, input),
        exercise_mark: true,
        landscape,
        blocks,
    }
}

fn subtitle(input: &Before<'_>) -> String {
    match &input.plan {
        Some(plan) if plan.revision.is_empty() => format!("Tests {}", plan.title),
        Some(plan) => format!("Tests {}, revision {}", plan.title, plan.revision),
        None => "Tests no plan".to_owned(),
    }
}

/// A drill that is set up for live people is not marked as live before anybody came.
fn marking(which: BeforePaper, input: &Before<'_>) -> String {
    let mut marks = vec!["EXERCISE".to_owned(), input.handling.trim().to_owned()];
    match input.origin {
        None | Some(Origin::Live) => {}
        Some(Origin::Practice | Origin::BotAssisted | Origin::Rehearsal | Origin::Demo) => {
            marks.push(origin_word(input.origin).to_owned());
        }
    }
    if which.is_white_cell() {
        marks.push("WHITE CELL ONLY".to_owned());
    }
    marks.retain(|mark| !mark.is_empty());
    marks.join(" · ")
}
