//! What a scenario file says about the doings of the team that a drill keeps count of: emergency accounts, the call-up of
//! the team, services that come back, and how far the attacker gets. Part of the model, with descriptions for authors.
//! Not here: what becomes of them in a drill (`exercise`) and what a report makes of it (`evaluation`).

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use terms::{InjectId, Offset, RoleId, ServiceId, Span};

use crate::model::Condition;

/// The emergency account that an inject asks for. A reference and never a secret: what looks like one is refused.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Account {
    /// The role that needs it.
    pub role: RoleId,
    /// The system it opens. (template)
    pub system: String,
    /// Why it is needed. (template)
    #[serde(default)]
    pub why: String,
    /// How long it may last once it is there, in story time.
    pub lasts: Span,
}

/// A call-up of the team: everybody named is called when the inject is delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct CallUp {
    /// The roles that are called; empty means everyone. Others can be called later, and whoever is there sent home again.
    #[serde(default)]
    pub roles: Vec<RoleId>,
    /// By what means they are called, such as "telephone tree".
    pub means: String,
    /// Who has to be there before the team can work.
    pub quorum: Quorum,
    /// The target time from the call to the quorum, on the exercise clock.
    pub within: Span,
}

/// Who has to be there: so many roles, and these among them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Quorum {
    /// How many roles.
    #[schemars(range(min = 1))]
    pub number: u32,
    /// The roles that have to be among them.
    #[serde(default)]
    pub roles: Vec<RoleId>,
}

/// A service that the story takes down and the team brings back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Service {
    /// A short name used in this file.
    pub id: ServiceId,
    /// What people call it, as in the unit's list of recovery priorities.
    pub name: String,
    /// The business unit that needs it.
    #[serde(default)]
    pub unit: String,
    /// Its place in the order of recovery, 1 first; the unit's own list in the programme counts where it names the service.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[schemars(range(min = 1))]
    pub priority: Option<u32>,
    /// What the business cannot do while it is down, as a sentence. (template)
    #[serde(default)]
    pub without: String,
    /// True where its place comes from the unit's own list. No file says this.
    #[serde(skip)]
    #[schemars(skip)]
    pub listed: bool,
}

/// How far the attacker gets unless somebody stops it. Only the white cell and the report know of it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Exposure {
    /// Since when the attacker is inside, as local date and time of the story: 2027-02-19T03:10.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub since: Option<String>,
    /// When the team has its first notice.
    pub noticed: Condition,
    /// When the attack is contained.
    pub contained: Condition,
    /// What is reached when, the first first.
    pub spread: Vec<Spread>,
}

/// Something that the attacker reaches at a moment, unless it was stopped before.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Spread {
    /// What is reached: a system, data, people. (template)
    pub reaches: String,
    /// When, on the exercise clock.
    pub at: Offset,
    /// What keeps it from being reached, where it holds at that moment.
    pub unless: Condition,
    /// What that would mean for the business, as a sentence. (template)
    #[serde(default)]
    pub means: String,
}

/// A step of the team that the drill keeps count of.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Step {
    /// The emergency account that this inject asks for is approved.
    Approved(InjectId),
    /// It is refused.
    Declined(InjectId),
    /// It is there and can be used.
    Provisioned(InjectId),
    /// It is gone.
    Removed(InjectId),
    /// A role is called, by this call-up; its own roles are called when it is delivered.
    Called(InjectId),
    /// The role has answered the call.
    Answered(InjectId),
    /// The role is there.
    Arrived(InjectId),
    /// The role is sent home again.
    Released(InjectId),
    /// A service is back.
    Restored(ServiceId),
}

/// What a step is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum About<'a> {
    /// An emergency account, by the inject that asks for it.
    Account(&'a InjectId),
    /// A call-up, by its inject.
    CallUp(&'a InjectId),
    /// A service.
    Service(&'a ServiceId),
}

impl Step {
    /// What it is about.
    pub fn about(&self) -> About<'_> {
        match self {
            Step::Approved(id) | Step::Declined(id) | Step::Provisioned(id) | Step::Removed(id) => {
                About::Account(id)
            }
            Step::Called(id) | Step::Answered(id) | Step::Arrived(id) | Step::Released(id) => {
                About::CallUp(id)
            }
            Step::Restored(id) => About::Service(id),
        }
    }

    /// The word for it, as files and records write it.
    pub fn word(&self) -> &'static str {
        match self {
            Step::Approved(_) => "approved",
            Step::Declined(_) => "declined",
            Step::Provisioned(_) => "provisioned",
            Step::Removed(_) => "removed",
            Step::Called(_) => "called",
            Step::Answered(_) => "answered",
            Step::Arrived(_) => "arrived",
            Step::Released(_) => "released",
            Step::Restored(_) => "restored",
        }
    }

    /// The step that a word and an id stand for.
    pub fn of(word: &str, about: &str) -> Option<Self> {
        Some(match word {
            "approved" => Step::Approved(about.into()),
            "declined" => Step::Declined(about.into()),
            "provisioned" => Step::Provisioned(about.into()),
            "removed" => Step::Removed(about.into()),
            "called" => Step::Called(about.into()),
            "answered" => Step::Answered(about.into()),
            "arrived" => Step::Arrived(about.into()),
            "released" => Step::Released(about.into()),
            "restored" => Step::Restored(about.into()),
            _ => return None,
        })
    }
}
