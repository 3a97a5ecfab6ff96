//! The stream `programme`: what the organisation keeps beside its drills and plans.

use std::collections::BTreeMap;

use exercise::{ClosedHow, Origin, Outcome, Rating};
use serde::{Deserialize, Serialize};
use terms::{ActionId, ExerciseId, ObjectiveId, PersonId, Stamp};

use crate::body::kinds;

/// The programme was made or renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeNamed {
    /// Its name.
    pub name: String,
    /// True for the sample that ships with the program.
    pub sample: bool,
}

/// A person joined the roster, or their unit changed. The name is in the erasable table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKept {
    /// The person.
    pub person: PersonId,
    /// Their function or unit.
    pub unit: String,
}

/// A corrective action was written or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionKept {
    /// Its id, a ULID.
    pub action: String,
    /// The drill whose finding it answers.
    pub exercise: ExerciseId,
    /// The record that raised the finding.
    pub finding: u64,
    /// What is to be done.
    pub what: String,
    /// Planning, Organisation, Equipment, Training or Exercises.
    pub element: String,
    /// Who does it.
    pub owner: String,
    /// When it starts, as a date; may be empty.
    pub start: String,
    /// By when, as a date; may be empty.
    pub due: String,
    /// Where it stands.
    pub state: ActionState,
}

/// Where a corrective action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionState {
    /// To be done.
    Open,
    /// Done.
    Done,
}

/// A drill was closed. Kept here so that old drills open fast and are never judged anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillClosed {
    /// The drill.
    pub exercise: ExerciseId,
    /// Where its people came from.
    pub origin: Origin,
    /// How it came to its end.
    pub how: ClosedHow,
    /// The version of the rules that judged it.
    pub evaluator: u32,
    /// What became of each expected action.
    pub outcomes: BTreeMap<ActionId, Outcome>,
    /// The rating of each objective.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
}

kinds! {
    /// Everything that can happen to a programme.
    ProgrammeEvent {
        /// It was named.
        "programme_named" Named(ProgrammeNamed),
        /// A person was kept.
        "person_kept" PersonKept(PersonKept),
        /// A corrective action was kept.
        "action_kept" ActionKept(ActionKept),
        /// A drill was closed.
        "drill_closed" DrillClosed(DrillClosed),
    }
}

/// Where the programme stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgrammeFold {
    /// Its name.
    pub name: String,
    /// True for the sample.
    pub sample: bool,
    /// The unit of every person ever kept.
    pub people: BTreeMap<PersonId, String>,
    /// The corrective actions as they read now.
    pub actions: BTreeMap<String, ActionKept>,
    /// The drills that were closed, and when.
    pub closed: BTreeMap<ExerciseId, (Stamp, DrillClosed)>,
    /// The number of the last record.
    pub last_seq: u64,
}

impl ProgrammeFold {
    /// Folds one record.
    pub fn apply(&mut self, seq: u64, at: Stamp, event: ProgrammeEvent) {
        self.last_seq = seq;
        match event {
            ProgrammeEvent::Named(named) => {
                self.name = named.name;
                self.sample = named.sample;
            }
            ProgrammeEvent::PersonKept(kept) => {
                self.people.insert(kept.person, kept.unit);
            }
            ProgrammeEvent::ActionKept(kept) => {
                self.actions.insert(kept.action.clone(), kept);
            }
            ProgrammeEvent::DrillClosed(closed) => {
                self.closed.insert(closed.exercise.clone(), (at, closed));
            }
        }
    }
}
