//! The state machine of one drill. Orders in, events out; a fold of records is the only state.
//! It is told the time and never asks. Not here: disk, clock, network, and any judgement of how it went.

mod event;
mod finding;
mod order;
mod story;

pub use event::*;
pub use finding::*;
pub use order::*;
pub use story::*;
