//! What is left when the window dies or the drill has to stop at once: typed text, a drill that ran, and the ways on
//! from a real incident. The drill itself is `window_whole_job`'s.

use anyhow::Context as _;
use rockdrill_tests::look::Look;
use rockdrill_tests::webdriver::wait_until;
use rockdrill_tests::window::{Setting, Window, key};
use serde_json::json;
use std::path::Path;
use std::time::Duration;

/// Recorded before the crash.
const DECIDED: &str = "Lock the account";
/// Typed, and never sent.
const HALF: &str = "and then call the";

#[test]
fn a_killed_window_loses_neither_the_drill_nor_the_half_typed_sentence() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    let window = Window::open(&setting)?;
    start(&window)?;
    window.press("d")?;
    window.press(format!("{DECIDED}{}", key::ENTER))?;
    window.sees(DECIDED)?;
    window.press(HALF)?;
    wait_until(Duration::from_secs(20), "the draft to be kept", || {
        Ok(stands_below(home.path(), HALF)?.then_some(()))
    })?;
    let before_s = elapsed_s(&window)?;
    window.kill()?;

    let mut look = Look::default();
    Window::with(&setting, |window| {
        window.sees("cut off; nothing lost")?;
        look.at(window, "home-cut-off")?;
        window.click("button", "Go to the drill")?;
        window.sees("The program was cut off. The drill is paused where it was")?;
        window.sees(DECIDED)?;
        let field = window.script("return document.getElementById('capture-text').value")?;
        assert_eq!(field, json!(HALF), "the half sentence stands in its field");
        let after_s = elapsed_s(window)?;
        assert!(
            (before_s - 6..=before_s + 1).contains(&after_s),
            "the drill stands where it was, at {before_s} s, not at {after_s} s"
        );
        look.at(window, "conduct-cut-off")?;
        window.press(" ")?;
        window.no_longer_sees("The program was cut off")?;
        window.press("d")?;
        window.press(format!(" chair{}", key::ENTER))?;
        window.sees(&format!("{HALF} chair"))
    })?;
    let verdict = ledger::verify(&setting.sample_path())?;
    assert!(
        matches!(verdict, ledger::Verdict::Holds(_)),
        "the seals hold after a crash: {verdict:?}"
    );
    look.finish()
}

#[test]
fn a_real_incident_is_said_on_every_screen_and_leads_back_or_to_the_end() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    let mut look = Look::default();
    Window::with(&setting, |window| {
        start(window)?;
        declare(window)?;
        look.at(window, "real-incident")?;
        window.click("link", "Library")?;
        window.named("heading", "Library")?;
        window.sees("Real incident: exercise over")?;
        look.at(window, "real-incident-elsewhere")?;
        window.click("button", "Go to the drill")?;
        window.click("button", "Go back to the drill")?;
        window.sees("Paused at")?;

        declare(window)?;
        window.click("button", "Stop the drill here")?;
        window.sees("A closed drill cannot be resumed.")?;
        confirm(window, "Stop the drill here")?;
        window.sees("stopped for a real incident")?;
        Ok(())
    })?;
    look.finish()
}

#[test]
fn a_void_drill_is_closed_with_its_reason_and_counts_for_nothing() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        start(window)?;
        declare(window)?;
        window.click("button", "Void the drill")?;
        window.fill("Why", "The wrong plan was on the table")?;
        confirm(window, "Void the drill")?;
        window.sees("This drill is closed: void.")?;
        window.click("link", "Home")?;
        window.sees("void")
    })
}

/// Starts the drill that the sample programme has ready.
fn start(window: &Window) -> anyhow::Result<()> {
    window.click("button", "Go on with the briefing")?;
    window.named("heading", "What is missing")?;
    window.press_with(&[key::CONTROL], key::ENTER)?;
    window.sees("Players see this")
}

fn declare(window: &Window) -> anyhow::Result<()> {
    window.command("Real incident")?;
    window.fill("What happened", "The fire alarm is real")?;
    window.click("button", "Stop for a real incident")?;
    window.named("heading", "Real incident: exercise over")?;
    window.sees("The fire alarm is real")
}

/// Presses the button of this name in the dialog that asks.
fn confirm(window: &Window, name: &str) -> anyhow::Result<()> {
    let find = "return [...document.querySelectorAll('[role=dialog] button')]
        .find((one) => one.innerText.startsWith(arguments[0])) ?? null";
    let button = window.wait(&format!("“{name}” in the dialog"), |page| {
        page.script_element(find, &[json!(name)])
    })?;
    window.session().click(&button)
}

/// The exercise clock as it is shown, in seconds.
fn elapsed_s(window: &Window) -> anyhow::Result<i64> {
    let shown = "return /T\\+(\\d+):(\\d+):(\\d+)/.exec(document.body.innerText)
        ?.slice(1).reduce((all, part) => 60 * all + Number(part), 0) ?? null";
    let shown = window.script(shown)?;
    shown.as_i64().context("the exercise clock is not shown")
}

/// Whether a file below this folder holds these words.
fn stands_below(folder: &Path, words: &str) -> anyhow::Result<bool> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let holds = if path.is_dir() {
            stands_below(&path, words)?
        } else {
            // A file that is being replaced may be gone by now.
            let bytes = std::fs::read(&path).unwrap_or_default();
            bytes
                .windows(words.len())
                .any(|part| part == words.as_bytes())
        };
        if holds {
            return Ok(true);
        }
    }
    Ok(false)
}
