//! Rule packs and the clocks they start: how long a regime gives for each of its notices, counted from
//! moments that the caller names. Packs are data files that an organisation can edit; the engine is one
//! pure function, [`due`]. Deliberately not here: any clock, and the limits that a scenario or a plan sets
//! for itself (`scenario`, `plan`). What the packs say is no legal advice; each shows its source.

mod answer;
mod calendar;
mod clocks;
mod due;
mod event;
mod fields;
mod moment;
mod pack;
mod read;

pub use answer::{Answer, AnswerStage, Unusable, answer, ask};
pub use calendar::Calendar;
pub use chrono_tz::Tz;
pub use clocks::{Clock, clocks};
pub use due::{StageDue, due};
pub use event::Event;
pub use moment::{local_of, stamp_of};
pub use pack::{
    Confidence, Exclusion, Limit, Pack, Reading, Roll, Source, Stage, Status, Unit, shipped,
    shipped_text,
};

/// What stands beside every answer, and the more so where a pack is a draft.
pub const CHECK: &str = "Check before relying on it.";
