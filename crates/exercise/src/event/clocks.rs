//! What happens to deadlines, and that outside bodies were told. Not here: how a due time is counted.

use serde::{Deserialize, Serialize};
use terms::{DeadlineId, RoleId};

use super::bodies;
use crate::story::StoryTime;

bodies! {
    /// A deadline truly began to run in the story.
    DeadlineBegan {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at which it is due.
        due: StoryTime,
        /// The limit that binds, in words, where a rule pack counts: "24 hours after awareness".
        #[serde(default, skip_serializing_if = "String::is_empty")]
        limit: String,
        /// The event that limit counts from, where a rule pack counts.
        #[serde(default, skip_serializing_if = "String::is_empty")]
        anchor: String,
    }
    /// An event happened from which the limits of a regime count.
    TriggerRecorded {
        /// The rule pack.
        pack: String,
        /// The event, in the word of rule packs: awareness, classification.
        event: String,
        /// The story time at which it truly happened.
        story: StoryTime,
    }
    /// The due time of a running deadline changed, because another limit of its regime binds now or none does.
    DeadlineMoved {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at which it is due now; none where it does not run any more.
        due: Option<StoryTime>,
        /// The limit that binds now, in words.
        limit: String,
        /// The event that limit counts from.
        anchor: String,
    }
    /// Players recognised that a deadline runs.
    DeadlineRecognised {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// Players met a deadline.
    DeadlineMet {
        /// The deadline.
        deadline: DeadlineId,
        /// The story time at that moment.
        story: StoryTime,
    }
    /// A deadline passed unmet.
    DeadlineMissed {
        /// The deadline.
        deadline: DeadlineId,
    }
    /// A role told an outside body.
    NotificationLogged {
        /// The role.
        role: RoleId,
        /// Who was told.
        body: String,
        /// How: by telephone, by the portal of the authority.
        means: String,
        /// What was told.
        says: String,
        /// The deadline it meets, where it meets one.
        deadline: Option<DeadlineId>,
        /// Which points of the notice's list it covered, counted from 0.
        #[serde(default, skip_serializing_if = "Vec::is_empty")]
        covers: Vec<u32>,
        /// The story time at that moment.
        story: StoryTime,
    }
}
