//! What crosses crates is tested here.

pub mod webdriver;
pub mod window;
