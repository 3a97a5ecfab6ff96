//! What the rules promise about time, injects and corrections, one promise to a test. Refusals stand in `refusals`, people
//! coming and going in `people`, chance in the simulation of the workspace's tests.

mod clock;
#[path = "../common/mod.rs"]
mod common;
mod corrections;
mod injects;

use common::*;
use exercise::*;
use terms::{Elapsed, Span};
