//! The words every other crate shares: moments and spans of time, identifiers, diagnostics, and the one
//! place that reads YAML. Deliberately not here: any rule about drills, any clock, disk or network.

mod diagnostic;
mod id;
mod secret;
mod time;
pub mod yaml;

pub use diagnostic::{Diagnostic, Severity, file_of, format_line, nearest};
pub use id::{
    ActionId, DeadlineId, ExerciseId, GroupId, InjectId, ModuleId, ObjectiveId, OptionId, PersonId,
    PlanId, RoleId, SeatId, ServiceId,
};
pub use secret::looks_secret;
pub use time::{Elapsed, Offset, Span, Stamp};
