//! What the records of a drill show: timeline, latencies, outcomes, suggested ratings and findings. Pure and
//! recomputed at any time; the same records give the same evaluation. Not here: the drill's own state and rules
//! (`exercise`) and how an evaluation is laid out on paper (`report`).

mod judged;
mod model;

pub use judged::*;
pub use model::*;
