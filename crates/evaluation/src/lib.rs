//! What the records of a drill show: timeline, latencies, outcomes, suggested ratings and findings. Pure and
//! recomputed at any time; the same records give the same evaluation. Not here: the drill's own state and rules
//! (`exercise`) and how an evaluation is laid out on paper (`report`).

mod coverage;
mod deadlines;
mod evaluate;
mod findings;
mod fold;
mod happened;
mod index;
mod judged;
mod model;
mod objectives;
mod outcomes;
mod people;
mod roles;
pub mod sample;
mod talk;
mod team;
mod team_findings;
mod timeline;
mod transcript;
mod words;

pub use evaluate::evaluate;
pub use happened::*;
pub use index::common_title;
pub use judged::*;
pub use model::*;
pub use roles::IDLE_MIN;
pub use team::*;
pub use transcript::{transcript, transcript_lines};
pub use words::{channel_word, counted, limit, outcome_word};
