//! The desk's side of the world: the clock, the programme file, the running drills, and the one handler of the desk's
//! calls. Knows neither the window nor the network; those forward to it. No business rule lives here: rules are in the
//! pure crates below.

mod actions_file;
pub mod approve;
pub mod backups;
mod calls_door;
mod calls_drill;
mod calls_files;
mod calls_look;
mod calls_period;
mod calls_plan;
mod calls_plan_out;
mod calls_programme;
mod calls_registers;
mod calls_report;
mod calls_review;
mod calls_team;
mod calls_year;
mod clock;
mod conductor;
pub mod cover;
mod desk;
mod drafts;
mod evidence_paper;
pub mod examined;
mod given;
mod headline;
mod keep;
pub mod library;
pub mod merge;
mod opened;
mod orders;
mod own_packs;
pub mod pack;
mod pack_approved;
mod packed;
pub mod paper;
pub mod papers;
mod parts;
pub mod period;
mod plan_coverage;
mod plan_files;
mod plan_text;
mod practice;
pub mod print;
pub mod problem;
pub mod proven;
mod sample;
mod seats;
pub mod signing;
mod stand;
mod tables;
pub mod tally;
pub mod unpack;
mod views;
mod worded;
pub mod year_pack;
mod year_papers;
pub mod year_unpack;

use std::sync::{Mutex, MutexGuard};

pub use calls_plan_out::change_note;
pub use calls_review::plan_facts;
pub use clock::Clock;
pub use conductor::{Conductor, Drill, NotDone, Tell, Told, record, row};
pub use desk::{Desk, Places, Start, TellDesk};
pub use drafts::{Drafts, write_whole};
pub use evidence_paper::{evidence_json, evidence_markdown, status_word};
pub use keep::{Headline, Keep, Unopened, rendered};
pub use library::Library;
pub use plan_files::{PlanFile, Unwritten, read_plan, write_folder};
pub use seats::{DisplayLive, DoorWish, Joined, Live, OpenDoor, OpenedDoor, SeatPass, Seats};
pub use stand::Stand;
pub use tables::{Unread, brought, cells, take_in};

/// Takes a lock. A panic elsewhere leaves the state behind it whole, because it is only ever replaced by what is on
/// disk; so a poisoned lock is taken all the same.
pub(crate) fn lock<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex
        .lock()
        .unwrap_or_else(std::sync::PoisonError::into_inner)
}
