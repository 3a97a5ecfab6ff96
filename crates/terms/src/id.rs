//! Identifiers. All are short texts that people write in files or that the Library mints; cloning one
//! is a reference count, so events can carry them freely. No identifier is made from a clock here.

use std::fmt;
use std::sync::Arc;

use schemars::JsonSchema;
use serde::{Deserialize, Serialize};

macro_rules! ids {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize, JsonSchema)]
        #[serde(transparent)]
        pub struct $name(#[schemars(with = "String")] Arc<str>);

        impl $name {
            /// The identifier as it is written.
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl From<&str> for $name {
            fn from(text: &str) -> Self {
                Self(Arc::from(text))
            }
        }

        impl From<String> for $name {
            fn from(text: String) -> Self {
                Self(Arc::from(text))
            }
        }

        impl fmt::Display for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                f.write_str(&self.0)
            }
        }

        impl fmt::Debug for $name {
            fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
                write!(f, "{:?}", &*self.0)
            }
        }

        impl std::borrow::Borrow<str> for $name {
            fn borrow(&self) -> &str {
                &self.0
            }
        }
    )*};
}

ids! {
    /// A role of a scenario, such as `incident-commander`.
    RoleId;
    /// An inject of a scenario, or one added by hand during a drill.
    InjectId;
    /// A decision option of one inject; unique within its inject.
    OptionId;
    /// A service of a scenario that the team brings back.
    ServiceId;
    /// A group of injects of which one is delivered.
    GroupId;
    /// A module (phase) of a scenario.
    ModuleId;
    /// An objective of a scenario.
    ObjectiveId;
    /// An expected action of a scenario.
    ActionId;
    /// A deadline of a scenario.
    DeadlineId;
    /// A person of the roster; a ULID. Names live in an erasable table, never in a record.
    PersonId;
    /// One run of a scenario; a ULID. Its stream is `exercise/<id>`.
    ExerciseId;
    /// A seat at one drill: one device of one person; a ULID.
    SeatId;
    /// A plan kept in the programme; a ULID. Its stream is `plan/<id>`.
    PlanId;
}
