//! The state machine of one drill. Orders in, events out; a fold of records is the only state.
//! It is told the time and never asks. Not here: disk, clock, network, and any judgement of how it went.

mod apply;
mod apply_decisions;
mod call_up;
mod clockwork;
mod compile;
mod condition;
mod decide;
mod decide_people;
mod decide_review;
mod decide_seats;
mod due;
mod event;
mod finding;
mod given;
mod order;
mod seats;
mod state;
mod story;
mod team;
mod team_steps;
mod timers;

pub use call_up::{Call, CallUpState, Whom};
pub use clockwork::RegimeState;
pub use decide::TEXT_LIMIT;
pub use due::Script;
pub use event::*;
pub use finding::*;
pub use given::{Given, TestedAgain};
pub use order::*;
pub use seats::{InvitationState, SeatState};
pub use state::{
    ActionState, DeadlineState, DecisionState, Exercise, Holder, InjectState, InjectStatus, Phase,
    RoleState,
};
pub use story::*;
pub use team::{AccountStanding, AccountState, ExposureState, Moment, SpreadState};
