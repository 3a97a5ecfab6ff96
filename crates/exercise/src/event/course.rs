//! What happens to a drill as a whole: setting up, people coming and going, the clock, its end. Not here: injects.

use serde::{Deserialize, Serialize};
use terms::{Elapsed, PersonId, RoleId, Stamp};

use super::bodies;
use super::words::{ClosedHow, Origin, PauseCause, PlanUsed, Presence, Standing};
use crate::given::Given;
use crate::story::StoryTime;

bodies! {
    /// The drill was set up. Always the first record of its stream.
    Briefed {
        /// Where its people come from; stands on every page of every output.
        origin: Origin,
        /// The hash of the blob that holds the scenario file.
        scenario: String,
        /// The scenario's id.
        scenario_id: String,
        /// The title at that time.
        title: String,
        /// The handling marking.
        handling: String,
        /// The plan it tests, where one was chosen.
        plan: Option<PlanUsed>,
        /// Variables that the trainer set instead of the file's.
        variables: std::collections::BTreeMap<String, String>,
        /// The blobs that hold the files beside the scenario, by their path there.
        handouts: std::collections::BTreeMap<String, String>,
        /// The seed, where simulated people play.
        seed: Option<u64>,
        /// What it is given besides its scenario.
        #[serde(flatten)]
        given: Given,
    }
    /// A person, or a bot, took a role.
    RoleAssigned {
        /// The role.
        role: RoleId,
        /// The person; none for a bot.
        person: Option<PersonId>,
        /// How they stand in it.
        standing: Standing,
    }
    /// A person, or the bot, left a role.
    RoleVacated {
        /// The role.
        role: RoleId,
        /// The person; none for the bot.
        person: Option<PersonId>,
    }
    /// A person arrived or left.
    Attended {
        /// The person.
        person: PersonId,
        /// Whether and where they take part from now on.
        presence: Presence,
    }
    /// The exercise clock started.
    Started {
        /// What the story clock showed.
        story: StoryTime,
    }
    /// The exercise clock was stopped for a while.
    Paused {
        /// Where it stands.
        elapsed: Elapsed,
        /// Why.
        cause: PauseCause,
    }
    /// The exercise clock runs on.
    Resumed {}
    /// A break was announced, with the moment it ends.
    BreakAnnounced {
        /// When people should be back.
        until: Stamp,
    }
    /// The exercise clock was moved forward to the next inject.
    Jumped {
        /// Where it stands now.
        to: Elapsed,
    }
    /// The speed of the exercise clock was changed.
    RateSet {
        /// Exercise milliseconds in a thousand of the wall clock.
        rate: u32,
    }
    /// Play ended; the hot wash began.
    Ended {}
    /// The review began.
    ReviewOpened {}
    /// The drill was closed for good.
    Closed {
        /// How it came to its end.
        how: ClosedHow,
        /// Why, where it was not completed.
        reason: String,
    }
    /// A real incident was declared; the exercise is over for now.
    RealIncidentDeclared {
        /// What is known.
        says: String,
    }
    /// The real incident is dealt with and the exercise may go on.
    RealIncidentCleared {}
    /// Whoever practised let the trainer see it.
    PracticeShared {}
}
