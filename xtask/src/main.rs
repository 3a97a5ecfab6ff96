//! `cargo xtask run | test | bench | bundle`: what a person does with this repository, in one word each. It installs what
//! is missing first and says what it does. It holds no logic of the program and nothing that only one machine needs.
#![allow(clippy::print_stdout, reason = "a tool for a terminal")]

mod machine;
mod step;
mod work;

use anyhow::bail;
use std::process::ExitCode;

const USAGE: &str = "\
Usage: cargo xtask COMMAND

  run       install what is missing, build, and open the window with a sample programme
            (without a display: play the sample drill with the command line instead)
  test      install what is missing and run every check and test
  bench     measure: cargo xtask bench [--only NAME] [--json FILE]
  bundle    make the .deb package";

fn main() -> ExitCode {
    match command() {
        Ok(()) => ExitCode::SUCCESS,
        Err(why) => {
            println!("{why:#}");
            ExitCode::FAILURE
        }
    }
}

fn command() -> anyhow::Result<()> {
    let mut words = std::env::args().skip(1);
    let command = words.next().unwrap_or_default();
    let rest: Vec<String> = words.collect();
    match command.as_str() {
        "run" => work::run(&rest),
        "test" => {
            no_more(&rest)?;
            work::test()
        }
        "bench" => work::bench(&rest),
        "bundle" => {
            no_more(&rest)?;
            work::bundle()
        }
        "" | "help" | "--help" | "-h" => {
            println!("{USAGE}");
            Ok(())
        }
        other => bail!("there is no command “{other}”\n\n{USAGE}"),
    }
}

fn no_more(rest: &[String]) -> anyhow::Result<()> {
    match rest.first() {
        Some(word) => bail!("“{word}” was not expected here\n\n{USAGE}"),
        None => Ok(()),
    }
}
