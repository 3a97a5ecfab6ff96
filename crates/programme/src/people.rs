//! Facts about people and units: functions, appointments to the roles of a plan, business units. A person who acts is named
//! by their id; an office or a role is named in words. Not here: names and contacts (an erasable table holds those), and
//! what follows from it (`gaps`, `proficiency`).

use std::collections::BTreeMap;

use scenario::Function;
use serde::{Deserialize, Serialize};
use terms::PersonId;

use crate::Day;

/// Somebody who owns, signs, approves or verifies: a person of the roster, or an office in words.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Who {
    /// A person of the roster.
    Person(PersonId),
    /// An office, a role or a unit, in words.
    Office(String),
}

impl Who {
    /// True where nobody is named.
    pub fn is_nobody(&self) -> bool {
        match self {
            Who::Person(_) => false,
            Who::Office(words) => words.trim().is_empty(),
        }
    }

    /// The name to show.
    pub fn name(&self, names: &BTreeMap<PersonId, String>) -> String {
        match self {
            Who::Person(id) => name_of(id, names),
            Who::Office(words) => words.clone(),
        }
    }

    /// True where both are the same person or office, also where one is named by id and the other in words.
    pub fn is(&self, other: &Who, names: &BTreeMap<PersonId, String>) -> bool {
        self == other || fold_name(&self.name(names)) == fold_name(&other.name(names))
    }
}

/// The name of a person, or what to say where it was erased.
pub fn name_of(id: &PersonId, names: &BTreeMap<PersonId, String>) -> String {
    names
        .get(id)
        .cloned()
        .unwrap_or_else(|| "name erased".to_owned())
}

/// A name as it is compared: case and blanks do not tell two apart.
pub fn fold_name(name: &str) -> String {
    let mut folded = String::with_capacity(name.len());
    for word in name.split_whitespace() {
        if !folded.is_empty() {
            folded.push(' ');
        }
        if word.is_ascii() {
            folded.extend(word.chars().map(|letter| letter.to_ascii_lowercase()));
        } else {
            folded.push_str(&word.to_lowercase());
        }
    }
    folded
}

/// The functions of the organisation that a person stands for.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FunctionsKept {
    /// The person.
    pub person: PersonId,
    /// Their functions.
    pub functions: Vec<Function>,
}

/// How a person stands in a role of the plan.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Post {
    /// The holder.
    Primary,
    /// The one who stands in.
    Alternate,
}

/// A person was appointed to a role of the plan.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentMade {
    /// The role, by its title in the plan.
    pub role: String,
    /// The person.
    pub person: PersonId,
    /// How they stand in it.
    pub post: Post,
    /// Who appointed them.
    pub by: Who,
    /// From when.
    #[serde(default)]
    pub since: Option<Day>,
    /// Until when, that day included.
    #[serde(default)]
    pub until: Option<Day>,
}

impl AppointmentMade {
    /// True where it holds on a day.
    pub fn holds_on(&self, day: Day) -> bool {
        self.since.is_none_or(|since| since <= day) && self.until.is_none_or(|until| until >= day)
    }
}

/// An appointment ended.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AppointmentEnded {
    /// The role.
    pub role: String,
    /// The person.
    pub person: PersonId,
    /// The last day.
    pub on: Day,
}

/// A business unit, and whether it is in the scope of the programme.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitKept {
    /// Its name.
    pub unit: String,
    /// True where the programme covers it.
    pub in_scope: bool,
    /// Who answers for it.
    #[serde(default)]
    pub owner: Option<Who>,
    /// The regimes that bind it, by the id of their rule pack.
    #[serde(default)]
    pub regimes: Vec<String>,
    /// Who in Legal confirmed those regimes, and when.
    #[serde(default)]
    pub confirmed: Option<Signed>,
}

/// A business unit was taken out of the register, with the order of its services. What was recorded of it stays recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct UnitRemoved {
    /// Its name.
    pub unit: String,
}

/// A signature: who, and on which day.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Signed {
    /// Who.
    pub by: Who,
    /// When.
    pub on: Day,
}

/// What a person stands for, in the word that views use.
pub fn function_word(function: Function) -> &'static str {
    match function {
        Function::Cybersecurity => "cybersecurity",
        Function::It => "IT",
        Function::Privacy => "privacy",
        Function::Business => "business",
        Function::Legal => "legal",
        Function::Communications => "communications",
        Function::Hr => "HR",
        Function::Executive => "executive",
    }
}

/// Reads a function as people write it.
pub fn function_of(word: &str) -> Option<Function> {
    Some(match fold_name(word).as_str() {
        "cybersecurity" | "cyber" | "security" | "information security" | "soc" => {
            Function::Cybersecurity
        }
        "it" | "information technology" | "it operations" => Function::It,
        "privacy" | "data protection" => Function::Privacy,
        "business" | "business unit" => Function::Business,
        "legal" | "compliance" => Function::Legal,
        "communications" | "communication" | "press" | "pr" => Function::Communications,
        "hr" | "human resources" => Function::Hr,
        "executive" | "management" | "board" => Function::Executive,
        _ => return None,
    })
}
