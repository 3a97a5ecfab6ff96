//! What crosses crates is tested here.

pub mod orders;
pub mod webdriver;
pub mod window;
