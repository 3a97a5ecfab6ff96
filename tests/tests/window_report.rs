//! The screen of the report in the built window: two pages for management with what they are asked, the look of the
//! organisation, PDF and Word beside the others, approval by name and a correction. What the report says is read elsewhere;
//! the way to it is `window_whole_job`'s.

use rockdrill_tests::look::Look;
use rockdrill_tests::trainer::no_dialog;
use rockdrill_tests::window::{Setting, Window, key};
use std::path::Path;

/// What management is asked to decide.
const ASKED: &str = "Keep a second backup that no network reaches";
const ORGANISATION: &str = "Harbour Logistics AG";
const BY: &str = "Viggo Halloran";
const CORRECTED: &str = "The second pause was longer.";

#[test]
fn an_edition_is_asked_for_dressed_saved_approved_and_corrected() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    let mut look = Look::default();
    Window::with(&setting, |window| {
        window.click("button", "Go on with the briefing")?;
        window.click("link", "Report")?;
        window.sees("Nobody has approved this edition.")?;
        ask(window, &mut look)?;
        dress(window, &mut look)?;
        take_away(window, home.path())?;
        approve(window, &mut look)
    })?;
    look.finish()
}

fn ask(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.press("2")?;
    window.sees("Only what the record itself asks.")?;
    window.press("d")?;
    window.fill("What is to be decided", ASKED)?;
    look.at(window, "report-asks")?;
    window.click("button", "Keep these")?;
    no_dialog(window)?;
    previews(window, ASKED)
}

fn dress(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.press("k")?;
    window.fill("Organisation", ORGANISATION)?;
    look.at(window, "report-look")?;
    window.click("button", "Keep the look")?;
    no_dialog(window)?;
    previews(window, ORGANISATION)?;
    look.at(window, "report-management")
}

fn take_away(window: &Window, home: &Path) -> anyhow::Result<()> {
    for (button, name, begins) in [
        ("Save as PDF", "management.pdf", "%PDF"),
        ("Save as Word", "management.docx", "PK"),
        ("Save as HTML", "management.html", "<!doctype html>"),
    ] {
        let path = home.join(name);
        window.click("button", button)?;
        window.answer_file_dialog("Where to save the report", &path)?;
        window.sees(&format!("Saved: {}", path.display()))?;
        let bytes = std::fs::read(&path)?;
        assert!(
            bytes.starts_with(begins.as_bytes()),
            "{name} is no such file"
        );
    }
    Ok(())
}

fn approve(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.press("a")?;
    window.fill("Approved by", BY)?;
    look.at(window, "report-approve")?;
    window.press_with(&[key::CONTROL], key::ENTER)?;
    window.sees(&format!("Approved by {BY} on"))?;
    window.press("r")?;
    window.fill("What is corrected", CORRECTED)?;
    window.fill("Written by", BY)?;
    window.press_with(&[key::CONTROL], key::ENTER)?;
    no_dialog(window)?;
    window.sees(CORRECTED)?;
    look.at(window, "report-approved")
}

/// Waits until the preview says something.
fn previews(window: &Window, words: &str) -> anyhow::Result<()> {
    window.wait(&format!("the preview to say “{words}”"), |page| {
        let preview = page.script("return document.querySelector('iframe').srcdoc", &[])?;
        let says = preview.as_str().unwrap_or_default();
        Ok(says.contains(words).then_some(()))
    })
}
