//! The desk's window: starts the program, opens the page and gives it its one door. No business rule lives here; what a
//! call means is decided in `conduct`, what it looks like on the page in `ui`.
#![cfg_attr(not(debug_assertions), windows_subsystem = "windows")]

mod door;
mod start;
mod steady;

use std::process::ExitCode;

fn main() -> ExitCode {
    let start = match start::read(std::env::args_os().skip(1)) {
        Ok(start) => start,
        Err(start::Stop::Told(text)) => {
            say(&text);
            return ExitCode::SUCCESS;
        }
        Err(start::Stop::NotUnderstood(text)) => {
            say(&text);
            return ExitCode::from(2);
        }
    };
    match door::open(start) {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            say(&format!("The window could not be opened: {why:#}"));
            ExitCode::FAILURE
        }
    }
}

/// Standard error is for people here: nobody reads this program's output by machine.
#[allow(
    clippy::print_stderr,
    reason = "the one place that speaks where there is no window"
)]
fn say(text: &str) {
    eprintln!("{text}");
}
