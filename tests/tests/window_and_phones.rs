//! The built window and two real phones at one table: the door is opened at the desk, two people join by the code, receive,
//! decide, lose the network and return, talk afterwards; and the report has everyone's latencies. Every page on the way is
//! asked for faults against WCAG 2.2 AA and kept as a picture. What goes wrong between seats and host is `seats_faults`'s.

use anyhow::ensure;
use rockdrill_tests::door::{Door, HERE_ALONE, join};
use rockdrill_tests::page::Page;
use rockdrill_tests::phone::{Phone, SMALL_PX, at_hand};
use rockdrill_tests::trainer::decided;
use rockdrill_tests::window::{Setting, Window, key};
use serde_json::json;
use std::path::Path;

/// The projector's screen, in CSS pixels.
const PROJECTOR_PX: (u32, u32) = (1920, 1080);
/// What is typed while the network is away.
const TYPED: &str = "Sign every session of hers out, then call her back";
/// What one of them says afterwards.
const SAID: &str = "The alert was read aloud at once";
/// What is decided first.
const FIRST: &str = "Lock the account now and page the lead";

#[test]
fn two_phones_and_the_window_play_one_drill_to_its_report() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    if !at_hand() {
        return Ok(());
    }
    let html = home.path().join("report.html");
    Window::with(&setting, |window| {
        let door = Door::open(window, HERE_ALONE)?;
        let mut faults = Vec::new();
        look(window, "door", &mut faults)?;
        window.press(key::ESCAPE)?;

        let soc = Phone::open(SMALL_PX, false)?;
        let desk = Phone::open(SMALL_PX, true)?;
        let display = Phone::open(PROJECTOR_PX, false)?;
        display.go(&door.display)?;
        display.sees(&door.code)?;
        look(&display, "display-lobby", &mut faults)?;
        soc.go(&door.way_in())?;
        look(&soc, "seat-join", &mut faults)?;
        join(&soc, "Lien Chen", "SOC Analyst")?;
        soc.sees("The drill has not begun.")?;
        desk.go(&door.way_in())?;
        join(&desk, "Tomas Brandt", "Service Desk Lead")?;
        desk.sees("The drill has not begun.")?;

        play(window, &soc, &desk, &display, &mut faults)?;
        talk(window, &soc, &mut faults)?;
        report(window, &html)?;
        ensure!(
            faults.is_empty(),
            "faults against WCAG 2.2 AA:\n{}",
            faults.join("\n")
        );
        Ok(())
    })?;
    let text = std::fs::read_to_string(&html)?;
    for words in [FIRST, TYPED] {
        ensure!(
            text.contains(words),
            "the report has the decision “{words}”"
        );
    }
    Ok(())
}

/// The clock starts; both receive and decide; one of them without a network for a while.
fn play(
    window: &Window,
    soc: &Phone,
    desk: &Phone,
    display: &Phone,
    faults: &mut Vec<String>,
) -> anyhow::Result<()> {
    window.press_with(&[key::CONTROL], key::ENTER)?;
    window.sees("Players see this")?;
    soc.sees("Unusual sign-in after repeated prompts")?;
    look(soc, "seat-inject", faults)?;
    soc.click("button", "Seen")?;
    soc.click("button", "Decide")?;
    soc.fill("What do you decide?", FIRST)?;
    look(soc, "seat-decide", faults)?;
    soc.session().script(
        "document.querySelector('button[type=submit][form=decide]').click()",
        &[],
    )?;
    soc.sees("Your decision")?;
    decided(window, FIRST)?;
    look(display, "display-running", faults)?;

    desk.offline(true)?;
    desk.sees("no connection")?;
    look(desk, "seat-offline", faults)?;
    window.press("n")?;
    window.sees("The planner calls the Service Desk")?;
    desk.offline(false)?;
    desk.sees("My phone kept asking me")?;
    desk.click("button", "Decide")?;
    desk.offline(true)?;
    desk.fill("What do you decide?", TYPED)?;
    desk.session().script(
        "document.querySelector('button[type=submit][form=decide]').click()",
        &[],
    )?;
    desk.sees("Kept on this device")?;
    desk.offline(false)?;
    decided(window, TYPED)?;
    look(desk, "seat-decided", faults)?;
    let came = desk.script(
        "return [...document.querySelectorAll('article')].filter((one) => one.innerText.includes('My phone kept')).length",
    )?;
    ensure!(
        came.as_u64().unwrap_or(0) <= 1,
        "the inject came {came} times"
    );
    Ok(())
}

fn talk(window: &Window, soc: &Phone, faults: &mut Vec<String>) -> anyhow::Result<()> {
    window.command("End the drill")?;
    window.sees("Play stops for good")?;
    window.click("button", "End the drill")?;
    window.sees("While everybody is still in the room")?;
    soc.sees("Three things to improve")?;
    look(soc, "seat-hot-wash", faults)?;
    soc.fill("Three strengths: Something that went well", SAID)?;
    // The first of the lists has the first of the buttons.
    soc.click("button", "Say it")?;
    window.sees(SAID)
}

fn report(window: &Window, html: &Path) -> anyhow::Result<()> {
    window.click("button", "Begin the review")?;
    window.sees("Left before closing")?;
    window.click("button", "Report")?;
    window.sees("This edition names roles only")?;
    window.click("button", "Save as HTML")?;
    window.answer_file_dialog("Where to save the report", html)?;
    window.sees(&format!("Saved: {}", html.display()))
}

/// Keeps a picture and gathers what axe finds.
fn look(page: &Page, name: &str, faults: &mut Vec<String>) -> anyhow::Result<()> {
    page.screenshot(name)?;
    let found = page.accessibility_faults()?;
    faults.extend(found.into_iter().map(|fault| format!("{name}: {fault}")));
    // The page under test must not have been left to itself by what looked at it.
    let ready = page.script("return document.readyState")?;
    ensure!(ready == json!("complete"), "{name} is {ready}");
    Ok(())
}
