//! The year's screens in the built window, on the three years of a demo: every screen and every tab of it is looked at in
//! both themes and sizes and given to axe, and the figures of the first screen lead to as many rows as they say. Not
//! here: what the figures mean (`programme`).

use anyhow::{Context as _, ensure};
use rockdrill_tests::look::Look;
use rockdrill_tests::room;
use rockdrill_tests::window::{Setting, Window};
use serde_json::json;
use std::path::Path;
use std::process::Command;

/// The screens and their tabs, by the key that opens each tab.
const SCREENS: [(&str, &[&str]); 5] = [
    ("people", &["1", "2", "3"]),
    ("calendar", &[]),
    ("improvement", &["1", "2", "3"]),
    ("evidence", &["1", "2", "3", "4", "5"]),
    ("registers", &["1", "2", "3", "4", "5"]),
];

#[test]
fn every_screen_of_a_three_year_programme_can_be_read_and_its_figures_lead_to_rows()
-> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(mut setting) = Setting::own(home.path()) else {
        return Ok(());
    };
    let programme = home.path().join("demo.rockdrill");
    demo(&programme)?;
    setting.arguments.push(programme.display().to_string());
    let mut look = Look::default();
    Window::with(&setting, |window| {
        go(window, "year")?;
        window.sees("DEMO")?;
        look.at(window, "year")?;
        for (screen, tabs) in SCREENS {
            go(window, screen)?;
            if tabs.is_empty() {
                look.at(window, &format!("year-{screen}"))?;
            }
            for key in tabs {
                window.press(*key)?;
                window.script("document.activeElement?.blur()")?;
                look.at(window, &format!("year-{screen}-{key}"))?;
            }
        }
        Ok(())
    })?;
    look.finish()
}

/// Three years of the program's own making.
fn demo(file: &Path) -> anyhow::Result<()> {
    let made = Command::new(room::command_line().context("the command line is not built")?)
        .args(["demo", "--years", "3", "--out"])
        .arg(file)
        .output()
        .context("the command line does not run")?;
    ensure!(
        made.status.success(),
        "the demo could not be made: {made:?}"
    );
    Ok(())
}

/// Opens a screen by its address.
fn go(window: &Window, screen: &str) -> anyhow::Result<()> {
    window.session().script(
        "location.hash = arguments[0]",
        &[json!(format!("#/{screen}"))],
    )?;
    window.wait(&format!("the screen {screen}"), |page| {
        let there = page.script(
            "return location.hash === arguments[0] && document.querySelector('main h1') !== null",
            &[json!(format!("#/{screen}"))],
        )?;
        Ok((there == json!(true)).then_some(()))
    })
}
