//! Evidence packs: that of one drill with its approved editions, and that of a chosen period. Not here: every other way in
//! which a pack can be changed (the tests of the command line).

mod approved;
mod forged;
mod period;
