//! Simulated people: they play a whole drill on a simulated clock, so that a scenario can be rehearsed before anybody
//! gives an hour to it, or the empty seats of a drill that runs. The same seed gives the same records. Not here: judging how it went (`evaluation`), any
//! rule of a drill (`exercise`), any real clock.

mod agenda;
mod dice;
mod lines;
mod mind;
mod mischief;
mod paths;
mod policy;
mod stage;
mod troupe;

pub use dice::Dice;
pub use lines::PromptBook;
pub use paths::{Deadlock, PathsReport, paths};
pub use policy::Policy;
pub use stage::{Played, brief, perform, play};
pub use troupe::{Troupe, UNSCRIPTED, bots, call_key};
