//! What the drill keeps count of, as the desk shows it: emergency accounts, call-ups, services that come back, how far
//! the attacker has got. For the white cell alone; no seat and no display gets any of it.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

/// Everything that the drill keeps count of.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedView {
    /// The emergency accounts that were asked for.
    pub accounts: Vec<CountedAccount>,
    /// The call-ups that went out.
    pub call_ups: Vec<CountedCallUp>,
    /// The services of the scenario.
    pub services: Vec<CountedService>,
    /// How far the attacker has got; empty where the scenario does not say.
    pub spread: Vec<CountedSpread>,
}

/// A step that was taken.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedStep {
    /// Record.
    pub seq: u64,
    /// Exercise clock.
    pub elapsed_ms: i64,
    /// As words of the story.
    pub story: String,
    /// Who took it.
    pub role_title: String,
    /// What was said to it.
    pub note: String,
}

/// An emergency account.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedAccount {
    /// The inject that asked for it; for one that the scenario did not foresee a name of its own.
    pub inject: String,
    /// The record of the request, where the scenario did not foresee it and it can be struck.
    pub request: Option<u64>,
    /// The role that needs it.
    pub role_title: String,
    /// The name of the person it is for; may be empty.
    pub person: String,
    /// The system it opens.
    pub system: String,
    /// Why.
    pub why: String,
    /// How long it may last in the story.
    pub lasts_ms: i64,
    /// `requested`, `declined`, `approved`, `provisioned`, `overdue`, `removed`, `removed-late`.
    pub state: String,
    /// When it was approved.
    pub approved: Option<CountedStep>,
    /// When it was refused.
    pub declined: Option<CountedStep>,
    /// When it was there.
    pub provisioned: Option<CountedStep>,
    /// When it was gone.
    pub removed: Option<CountedStep>,
    /// When it expires, as words of the story; empty where nobody knows before it is there.
    pub expires: String,
    /// Exercise clock at which it expires.
    pub expires_elapsed_ms: Option<i64>,
    /// The steps that can be taken now, the likeliest first.
    pub open: Vec<String>,
    /// What is the matter with it; empty where nothing is.
    pub amiss: String,
}

/// A call-up of the team.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedCallUp {
    /// Its inject.
    pub inject: String,
    /// Its title.
    pub title: String,
    /// By what means people are called.
    pub means: String,
    /// When the call went out, on the exercise clock.
    pub since_ms: i64,
    /// How many have to be there.
    pub quorum: u32,
    /// Titles of the roles that have to be among them.
    pub quorum_roles: Vec<String>,
    /// How many are there.
    pub there: u32,
    /// Target time to the quorum.
    pub target_ms: i64,
    /// From the call to the quorum, once it came together.
    pub to_quorum_ms: Option<i64>,
    /// Every call; those to one role stand together, the first one first.
    pub calls: Vec<CountedCall>,
    /// Roles that can be called besides: id and title.
    pub others: Vec<CountedRole>,
}

/// A role by its id and its title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedRole {
    /// Role id.
    pub role: String,
    /// Its title.
    pub title: String,
}

/// A call to a person in a role; to the role alone where nobody is known to hold it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedCall {
    /// Role id.
    pub role: String,
    /// Its title.
    pub title: String,
    /// The person.
    pub person: Option<String>,
    /// Their name; may be empty.
    pub name: String,
    /// `primary` or `alternate`; empty where nobody is known to hold the role.
    pub standing: String,
    /// `called`, `answered`, `arrived`, `released`.
    pub state: String,
    /// When it answered, on the exercise clock.
    pub answered_ms: Option<i64>,
    /// When it was there.
    pub arrived_ms: Option<i64>,
    /// The steps that can be taken now, the likeliest first.
    pub open: Vec<String>,
    /// Who can be called in their place, because nobody of the role is there; on the last call of the role.
    pub next: Option<CountedPerson>,
    /// The last step that was recorded by hand and can be struck.
    pub last: Option<u64>,
}

/// Somebody who can be called.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedPerson {
    /// The person.
    pub person: String,
    /// Their name.
    pub name: String,
    /// `primary` or `alternate`.
    pub standing: String,
}

/// A service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedService {
    /// Its id.
    pub service: String,
    /// Its name.
    pub name: String,
    /// The unit that needs it.
    pub unit: String,
    /// Its place in the order of recovery.
    pub priority: Option<u32>,
    /// The place comes from the unit's own list.
    pub listed: bool,
    /// What the business cannot do while it is down.
    pub without: String,
    /// When it was back.
    pub restored: Option<CountedStep>,
    /// Its place in the order in which services came back.
    pub nth: Option<u32>,
}

/// Something that the attacker reaches unless stopped.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CountedSpread {
    /// What.
    pub reaches: String,
    /// What that would mean.
    pub means: String,
    /// When, on the exercise clock.
    pub at_ms: i64,
    /// `ahead`, `held`, `reached`, `saved`.
    pub state: String,
}
