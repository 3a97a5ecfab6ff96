//! What happens to injects, up to a role having seen one. Not here: what people decide on them.

use serde::{Deserialize, Serialize};
use terms::{Elapsed, InjectId, RoleId, Span};

use super::bodies;
use super::codec::ms;
use super::words::Cause;
use crate::story::StoryTime;

bodies! {
    /// An inject reached its roles.
    InjectDelivered {
        /// The inject.
        inject: InjectId,
        /// Why now.
        cause: Cause,
        /// What the story clock shows from now on, where the inject moves it.
        story: Option<StoryTime>,
    }
    /// An inject is held back until it is released.
    InjectHeld {
        /// The inject.
        inject: InjectId,
    }
    /// An inject is no longer held.
    InjectReleased {
        /// The inject.
        inject: InjectId,
    }
    /// An inject will not be delivered.
    InjectSkipped {
        /// The inject.
        inject: InjectId,
    }
    /// An inject was moved to a later moment.
    InjectPostponed {
        /// The inject.
        inject: InjectId,
        /// When it is due now.
        due: Elapsed,
    }
    /// A delivered inject was taken back: "exercise control: disregard".
    InjectWithdrawn {
        /// The inject.
        inject: InjectId,
        /// Why.
        reason: String,
    }
    /// The text of an inject was changed before delivery.
    InjectEdited {
        /// The inject.
        inject: InjectId,
        /// The subject that players see.
        subject: String,
        /// What they read.
        body: String,
    }
    /// The trainer wrote an inject of their own.
    InjectAdded {
        /// The whole inject; its trigger is an offset or by hand.
        inject: Box<scenario::Inject>,
    }
    /// An inject will not come: another of its group was delivered, or the drill stopped.
    InjectCancelled {
        /// The inject.
        inject: InjectId,
    }
    /// A role said that it has seen an inject.
    Acknowledged {
        /// The inject.
        inject: InjectId,
        /// The role.
        role: RoleId,
        /// Delivered (or arrived) to acknowledged, net of pauses.
        #[serde(rename = "latency_ms", with = "ms")]
        latency: Span,
    }
}
