//! What crosses crates is tested here.

pub mod door;
pub mod elsewhere;
pub mod keyboard;
pub mod look;
pub mod orders;
pub mod page;
pub mod phone;
pub mod room;
pub mod trainer;
pub mod webdriver;
pub mod window;
