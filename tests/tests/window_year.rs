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
                tab(window, key)?;
                look.at(window, &format!("year-{screen}-{key}"))?;
            }
        }
        lead(window)
    })?;
    look.finish()
}

/// Follows the figures of the first screen to what they count.
fn lead(window: &Window) -> anyhow::Result<()> {
    for (words, filter) in [
        ("open", "open"),
        ("overdue", "overdue"),
        ("done, not verified", "done"),
    ] {
        go(window, "year")?;
        let figure = "const figure = [...document.querySelectorAll('a.figure')]
            .find((one) => one.innerText.trim().endsWith(arguments[0]));
            const says = figure.querySelector('b').innerText;
            figure.click();
            return Number(says);";
        let figure = window.session().script(figure, &[json!(words)])?;
        at(window, &format!("#/improvement/{filter}"))?;
        tab(window, "2")?;
        let rows = window.script("return document.querySelectorAll('tbody tr').length")?;
        ensure!(rows == figure, "{figure} {words} led to {rows} rows");
    }
    go(window, "year")?;
    window.click("link", "1 emergency account should be gone")?;
    window.sees("It has expired and was not removed.")?;
    for (link, address, words) in [
        (
            "People in a role",
            "#/people/proficiency",
            "Change the rule",
        ),
        (
            "Gaps among people",
            "#/people/appointments",
            "Nobody is appointed to stand in as Scribe.",
        ),
        ("2d Emergency accounts", "#/evidence/2d", "Level 2"),
        ("Last drill", "#/report/", "Save as"),
    ] {
        go(window, "year")?;
        window.click("link", link)?;
        at(window, address)?;
        window
            .sees(words)
            .with_context(|| format!("after “{link}”"))?;
    }
    go(window, "evidence")?;
    tab(window, "2")?;
    let record = "const record = document.querySelector('details a[href^=\"#/review/\"]');
        record.closest('details').open = true;
        record.click();
        return record.innerText;";
    let record = window.script(record)?;
    at(window, "#/review/").with_context(|| format!("the record {record} leads to its drill"))
}

/// Shows a tab by its key.
fn tab(window: &Window, key: &str) -> anyhow::Result<()> {
    window.press(key)?;
    let chosen = "return [...document.querySelectorAll('main [role=tab]')]
        .findIndex((one) => one.getAttribute('aria-selected') === 'true') + 1";
    window.wait(&format!("tab {key}"), |page| {
        let now = page.script(chosen, &[])?;
        Ok((now.as_u64() == key.parse().ok()).then_some(()))
    })
}

/// Waits until the address begins so and a screen is there.
fn at(window: &Window, address: &str) -> anyhow::Result<()> {
    let there = "return location.hash.startsWith(arguments[0])
        && document.querySelector('main h1') !== null";
    window.wait(&format!("the address {address}"), |page| {
        let there = page.script(there, &[json!(address)])?;
        Ok((there == json!(true)).then_some(()))
    })
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
    at(window, &format!("#/{screen}"))
}
