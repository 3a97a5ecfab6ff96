//! The four commands, each as the list of its steps. How a step is run is in `step`, what the machine needs in `machine`.

use crate::machine;
use crate::step::{Steps, Tally, built, cargo, npm, root, run as finish, target};
use anyhow::{Context as _, bail, ensure};
use std::path::Path;
use std::process::Command;

const SAMPLE_SCENARIO: &str = "scenarios/ransomware-double-extortion/scenario.yaml";
const SAMPLE_PLAN: &str = "scenarios/plan/incident-response-plan.md";
const FIRST_DRILL: &str = "out/first-drill";

const FUZZ_EACH_S: u32 = 20;

/// Selecting the whole workspace everywhere gives every dependency one set of features, so nothing is built twice.
const BUILD_WINDOW: &[&str] = &["build", "--workspace", "--bin", "rockdrill-desk"];
const BUILD_CLI: &[&str] = &["build", "--bin", "rockdrill"];

/// Opens the window with the sample programme, or with what is named after the command.
pub fn run(words: &[String]) -> anyhow::Result<()> {
    if !machine::has_display() {
        println!("There is no display here, so the sample drill is played on the command line.");
        return rehearse();
    }
    machine::prepare_window()?;
    finish(&mut npm(&["run", "build"]))?;
    finish(&mut cargo(BUILD_WINDOW))?;
    let mut window = Command::new(built("rockdrill-desk"));
    if words.is_empty() {
        window.arg("--sample");
    }
    println!("Opening the window.");
    finish(window.args(words))
}

fn rehearse() -> anyhow::Result<()> {
    finish(&mut cargo(BUILD_CLI))?;
    let mut drill = Command::new(built("rockdrill"));
    drill
        .current_dir(root())
        .args(["rehearse", SAMPLE_SCENARIO]);
    // People who act late leave lessons, so that there is an amended plan to look at.
    drill.args(["--plan", SAMPLE_PLAN, "--policy", "late"]);
    drill.args(["--out", FIRST_DRILL]);
    finish(&mut drill)?;
    let folder = root().join(FIRST_DRILL);
    let plan = Path::new(SAMPLE_PLAN)
        .file_name()
        .context("the plan has a name")?;
    let (report, plan) = (folder.join("report.html"), folder.join(plan));
    for file in [&report, &plan] {
        ensure!(file.exists(), "the drill left no {}", file.display());
    }
    println!("\nThe report:        {}", report.display());
    println!("The amended plan:  {}", plan.display());
    Ok(())
}

/// Runs every check and test there is.
pub fn test() -> anyhow::Result<()> {
    let mut steps = Steps::default();
    if !steps.step("install what is missing", machine::prepare_tests) {
        return steps.summary(&Tally::default());
    }
    steps.step("format", || {
        finish(&mut cargo(&["fmt", "--all", "--check"]))
    });
    // The window's crate embeds the built pages, so they come before the first compilation.
    steps.step("pages: build", || finish(&mut npm(&["run", "build"])));
    steps.step("pages: check", || finish(&mut npm(&["run", "check"])));
    let mut tests = Tally::default();
    steps.step("pages: test", || tests.run(&mut npm(&["test"])));
    steps.step("clippy", || {
        let words = [
            "clippy",
            "--workspace",
            "--all-targets",
            "--",
            "-D",
            "warnings",
        ];
        finish(&mut cargo(&words))
    });
    let is_built = steps.step("build", || {
        finish(&mut cargo(&["build", "--workspace", "--all-targets"]))
    });
    if is_built {
        steps.step("test, the window among them", || {
            let mut all = cargo(&["test", "--workspace", "--no-fail-fast"]);
            all.env("ROCKDRILL_DESK", built("rockdrill-desk"))
                .env("ROCKDRILL_CLI", built("rockdrill"));
            tests.run(&mut all)
        });
    }
    steps.step("fuzz: the targets build", || {
        let words = ["check", "--manifest-path", "fuzz/Cargo.toml"];
        finish(cargo(&words).env("CARGO_TARGET_DIR", target()))
    });
    if machine::can_fuzz() {
        steps.step("fuzz: a short run of each", fuzz);
    } else {
        println!("\nNo nightly compiler with cargo-fuzz here, so nothing is fuzzed.");
    }
    steps.summary(&tests)
}

/// Runs every fuzz target for a short while, from what it has found before.
fn fuzz() -> anyhow::Result<()> {
    let mut targets = Vec::new();
    for file in std::fs::read_dir(root().join("fuzz/fuzz_targets"))? {
        let file = file?.path();
        targets.extend(file.file_stem().map(|name| name.to_owned()));
    }
    targets.sort();
    for name in targets {
        // The way that rustup leads `cargo` to the nightly compiler; the one that started us would not.
        let mut run = Command::new("cargo");
        run.args(["+nightly", "fuzz", "run"]).arg(name).arg("--");
        run.arg(format!("-max_total_time={FUZZ_EACH_S}"));
        finish(run.current_dir(root()))?;
    }
    Ok(())
}

/// Measures in a release build; the words are the bench's own.
pub fn bench(words: &[String]) -> anyhow::Result<()> {
    if !root().join("crates/bench/Cargo.toml").exists() {
        bail!("there are no benchmarks yet (crates/bench)");
    }
    // The seats' door is measured on the command line itself.
    finish(&mut cargo(&["build", "--release", "--bin", "rockdrill"]))?;
    let mut bench = cargo(&["run", "--release", "--package", "rockdrill-bench", "--"]);
    finish(bench.args(words))
}

/// Makes the Debian package: the window, the command line and the drills.
pub fn bundle() -> anyhow::Result<()> {
    if !cfg!(target_os = "linux") {
        bail!("the .deb package is made on Linux");
    }
    machine::prepare_window()?;
    finish(&mut cargo(&["build", "--release", "--bin", "rockdrill"]))?;
    // The bundler is a script of Node's; called so, it needs no shell and finds src-tauri from the root.
    let mut bundler = Command::new("node");
    bundler.args([
        "ui/node_modules/@tauri-apps/cli/tauri.js",
        "build",
        "--bundles",
        "deb",
    ]);
    finish(bundler.current_dir(root()))?;
    println!(
        "\nThe package: {}",
        target().join("release/bundle/deb").display()
    );
    Ok(())
}
