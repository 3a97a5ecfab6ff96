//! Running other programs, with a line per step and its time. Not here: which programs, and in which order.

use anyhow::{Context as _, ensure};
use std::io::{BufRead as _, BufReader};
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Instant;

/// The repository's root, where every program is started unless it says otherwise.
pub fn root() -> PathBuf {
    let xtask = Path::new(env!("CARGO_MANIFEST_DIR"));
    xtask.parent().unwrap_or(xtask).to_owned()
}

/// Where cargo puts what it builds.
pub fn target() -> PathBuf {
    std::env::var_os("CARGO_TARGET_DIR").map_or_else(|| root().join("target"), PathBuf::from)
}

/// A program that this platform built for itself.
pub fn built(name: &str) -> PathBuf {
    target()
        .join("debug")
        .join(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}

/// The cargo that started us.
pub fn cargo(words: &[&str]) -> Command {
    let cargo = std::env::var_os("CARGO").unwrap_or_else(|| "cargo".into());
    let mut command = Command::new(cargo);
    command.args(words).current_dir(root());
    command
}

/// npm in the pages' folder; on Windows it is a script and has to be called so.
pub fn npm(words: &[&str]) -> Command {
    let mut command = Command::new(if cfg!(windows) { "npm.cmd" } else { "npm" });
    command.args(words).current_dir(root().join("ui"));
    command
}

/// Runs a program to its end with its output shown; anything but success is an error.
pub fn run(command: &mut Command) -> anyhow::Result<()> {
    let program = Path::new(command.get_program());
    let name = program
        .file_stem()
        .unwrap_or(program.as_os_str())
        .to_string_lossy()
        .into_owned();
    let status = command
        .status()
        .with_context(|| format!("{name} could not be started"))?;
    ensure!(status.success(), "{name} ended with {status}");
    Ok(())
}

/// What a program says, where it is there and succeeds.
pub fn ask(program: &str, words: &[&str]) -> Option<String> {
    let said = Command::new(program).args(words).output().ok()?;
    let text = String::from_utf8_lossy(&said.stdout).trim().to_owned();
    said.status.success().then_some(text)
}

/// Steps that are all tried, so that one run shows everything that does not hold.
#[derive(Default)]
pub struct Steps {
    lines: Vec<String>,
    failed: Vec<&'static str>,
}

impl Steps {
    /// Does one step, tells how long it took, and says whether it went well.
    pub fn step(&mut self, name: &'static str, act: impl FnOnce() -> anyhow::Result<()>) -> bool {
        println!("\n== {name}");
        let begun = Instant::now();
        let done = act();
        let took_s = begun.elapsed().as_secs_f64();
        let line = match &done {
            Ok(()) => format!("{name}: well, {took_s:.1} s"),
            Err(why) => format!("{name}: FAILED after {took_s:.1} s: {why:#}"),
        };
        println!("== {line}");
        self.lines.push(line);
        if done.is_err() {
            self.failed.push(name);
        }
        done.is_ok()
    }

    /// Shows all steps once more, in one place, and fails if one of them did.
    pub fn summary(self, tests: &Tally) -> anyhow::Result<()> {
        println!("\n== Summary");
        for line in &self.lines {
            println!("   {line}");
        }
        let failed = self.failed.len();
        println!(
            "\nTests: {} passed, {} failed. Steps: {} passed, {failed} failed.",
            tests.passed,
            tests.failed,
            self.lines.len() - failed
        );
        ensure!(
            failed == 0,
            "not everything holds: {}",
            self.failed.join(", ")
        );
        Ok(())
    }
}

/// How many tests went well and how many did not, as the test runners tell it: `test result: ok. 3 passed; 0 failed; ...`
/// and `Tests  1 failed | 2 passed (3)`.
#[derive(Debug, Default, PartialEq, Eq)]
pub struct Tally {
    passed: u32,
    failed: u32,
}

impl Tally {
    /// Runs a test runner to its end with its output shown, and counts.
    pub fn run(&mut self, command: &mut Command) -> anyhow::Result<()> {
        let name = command.get_program().to_string_lossy().into_owned();
        let mut child = command
            .env("NO_COLOR", "1")
            .stdout(Stdio::piped())
            .spawn()
            .with_context(|| format!("{name} could not be started"))?;
        if let Some(output) = child.stdout.take() {
            for line in BufReader::new(output).split(b'\n') {
                let line = line?;
                let line = String::from_utf8_lossy(&line);
                println!("{line}");
                self.count(&line);
            }
        }
        let status = child.wait()?;
        ensure!(status.success(), "{name} ended with {status}");
        Ok(())
    }

    fn count(&mut self, line: &str) {
        let line = line.trim();
        if !line.starts_with("test result: ") && !line.starts_with("Tests ") {
            return;
        }
        let words: Vec<&str> = line.split_whitespace().collect();
        for pair in words.windows(2) {
            let [number, what] = pair else { continue };
            let number = number.parse().unwrap_or(0);
            match what.trim_end_matches(';') {
                "passed" => self.passed += number,
                "failed" => self.failed += number,
                _ => {}
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_test_runners_are_counted() {
        check("test result: ok. 12 passed; 0 failed; 0 ignored", 12, 0);
        check("test result: FAILED. 3 passed; 2 failed; 0 ignored", 3, 2);
        check("      Tests  68 passed (68)", 68, 0);
        check("      Tests  1 failed | 67 passed (68)", 67, 1);
        check("test a_drill_passed ... ok", 0, 0);
    }

    fn check(line: &str, passed: u32, failed: u32) {
        let mut tally = Tally::default();
        tally.count(line);
        assert_eq!(
            tally,
            Tally { passed, failed },
            "{line:?} must be counted right"
        );
    }
}
