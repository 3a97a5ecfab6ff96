//! The built window and the seats that it hands out: a seat goes to an alternate in the middle of a drill, a question goes
//! round the table, an inject is copied for a chat, and the room is tested with a device that is another computer. Not here:
//! a drill from the door to the report (`window_and_phones`), seats without a window (`phones`).

use anyhow::{Context as _, ensure};
use rockdrill_tests::door::{Door, HERE_ALONE, join};
use rockdrill_tests::elsewhere::Elsewhere;
use rockdrill_tests::phone::{Phone, SMALL_PX, at_hand};
use rockdrill_tests::trainer::{decided, leave};
use rockdrill_tests::window::{Setting, Window, key};
use std::io::{Read as _, Write as _};
use std::net::TcpStream;

/// What she decided before she had to go.
const BEFORE: &str = "Lock the account and page the lead";
/// What the one decided who came instead.
const AFTER: &str = "End every session of hers too";

#[test]
fn a_seat_goes_to_an_alternate_in_the_middle_and_the_table_answers_a_question() -> anyhow::Result<()>
{
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    if !at_hand() {
        return Ok(());
    }
    Window::with(&setting, |window| {
        let door = Door::open(window, HERE_ALONE)?;
        window.sees("The door is open on this computer alone")?;
        leave(window)?;
        let first = Phone::open(SMALL_PX, false)?;
        first.go(&door.way_in())?;
        join(&first, "Lien Chen", "SOC Analyst")?;
        window.press_with(&[key::CONTROL], key::ENTER)?;
        window.sees("Players see this")?;
        first.sees("Unusual sign-in after repeated prompts")?;
        decide(&first, BEFORE)?;
        decided(window, BEFORE)?;
        copied_for_a_chat(window)?;

        let second = hand_over(window, &first)?;
        decide(&second, AFTER)?;
        decided(window, AFTER)?;
        window.sees("Lien Chen, left; Maud Arends, alternate")?;

        drop(first);
        let projector = Phone::open((1920, 1080), false)?;
        projector.go(&door.display)?;
        projector.sees("Who is here")?;
        ask_the_table(window, &second, &projector)?;
        blanked(window, &projector)
    })
}

/// The trainer makes a link for the alternate and sends the first device out; what came in and what was decided before is at the new seat.
fn hand_over(window: &Window, first: &Phone) -> anyhow::Result<Phone> {
    window.press("s")?;
    window.named("dialog", "Seats and projector")?;
    window.choose("Person", "Maud Arends")?;
    window.choose("As", "player")?;
    window.choose("In the role", "SOC Analyst")?;
    window.click("button", "Make the link")?;
    let link = window.wait("the link", |page| {
        let read = "return document.querySelector('[role=dialog] .link .address')?.textContent.trim() ?? null";
        Ok(page.script(read, &[])?.as_str().map(str::to_owned))
    })?;
    let second = Phone::open(SMALL_PX, true)?;
    second.go(&link)?;
    second.sees("This invitation knows your name and your seat.")?;
    second.click("button", "Take the seat")?;
    second.sees("Unusual sign-in after repeated prompts")?;
    second.click("button", "What others decided")?;
    second.sees(BEFORE)?;
    second.click("button", "Close")?;
    window.sees("Maud Arends")?;
    window.screenshot("door-hand-over")?;
    window.click("button", "Send out Lien Chen")?;
    first.sees("This device has no seat any more.")?;
    leave(window)?;
    Ok(second)
}

/// One key copies what players may read, and nothing of the white cell.
fn copied_for_a_chat(window: &Window) -> anyhow::Result<()> {
    window.press("y")?;
    window.sees("copied")?;
    window.press("d")?;
    window.press_with(&[key::CONTROL], "v")?;
    let pasted = window.wait("what was copied", |page| {
        let typed = page.script("return document.activeElement.value ?? ''", &[])?;
        let typed = typed.as_str().unwrap_or_default().to_owned();
        Ok((!typed.is_empty()).then_some(typed))
    })?;
    ensure!(
        pasted.contains("198.51.100.23") && !pasted.contains("The truth"),
        "an inject as players may read it, not {pasted:?}"
    );
    window.press_with(&[key::CONTROL], "a")?;
    window.press(key::BACKSPACE)?;
    window.press(key::ESCAPE)
}

/// A question is put, answered by a role and for the table, and taken off again.
fn ask_the_table(window: &Window, seat: &Phone, projector: &Phone) -> anyhow::Result<()> {
    const ASKED: &str = "Which two facts, taken together";
    window.press("t")?;
    window.named("dialog", "Questions for the table")?;
    window.click("button", "Put to the table")?;
    for page in [seat, projector] {
        page.sees(ASKED)?;
    }
    seat.fill("Your answer", "Twelve prompts, one from abroad")?;
    seat.click("button", "Answer")?;
    window.sees("Twelve prompts, one from abroad")?;
    window.fill("Answer", "We have an incident")?;
    window.press(key::ENTER)?;
    for page in [seat, projector] {
        page.sees("We have an incident")?;
    }
    window.screenshot("discussion")?;
    window.click("button", "Take it off the table")?;
    seat.no_longer_sees(ASKED)?;
    leave(window)
}

/// One key, and the projector says no more than that it is an exercise.
fn blanked(window: &Window, projector: &Phone) -> anyhow::Result<()> {
    projector.sees("A sign-in that nobody made")?;
    window.press("b")?;
    projector.no_longer_sees("A sign-in that nobody made")?;
    let says = projector.text()?;
    ensure!(
        says.trim() == "EXERCISE · DEMO · TLP:GREEN",
        "a dark projector says {says:?}"
    );
    window.press("b")?;
    projector.sees("A sign-in that nobody made")
}

#[test]
fn the_room_is_tested_with_a_device_that_is_not_this_computer() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    if !at_hand() {
        return Ok(());
    }
    let Some(elsewhere) = Elsewhere::make() else {
        return Ok(());
    };
    Window::with(&setting, |window| {
        let door = Door::open(
            window,
            &format!("{} ({})", elsewhere.cable(), elsewhere.here),
        )?;
        window.sees("No other device has reached this computer yet.")?;
        window.click("button", "If the phone finds nothing")?;
        for cause in ["guest Wi-Fi", "firewall", "hotspot", "on paper"] {
            window.sees(cause)?;
        }
        window.screenshot("room-untested")?;
        // That this computer finds itself says nothing of the room.
        let host = door.url.trim_start_matches("http://");
        let mut here = TcpStream::connect(host)?;
        write!(
            here,
            "GET / HTTP/1.1\r\nHost: {host}\r\nConnection: close\r\n\r\n"
        )?;
        let mut page = String::new();
        here.read_to_string(&mut page)?;
        ensure!(page.starts_with("HTTP/1.1 200"), "{page}");
        window.sees("No other device has reached this computer yet.")?;

        let phone = Phone::open_on(&elsewhere, SMALL_PX)?;
        phone.go(&door.way_in())?;
        window.sees("A device reached this computer at")?;
        window.screenshot("room-tested")?;
        join(&phone, "Lien Chen", "SOC Analyst")?;
        window.sees(&elsewhere.there.to_string())?;
        let devices = window.script(
            "return [...document.querySelectorAll('[role=dialog] li .who')].map((one) => one.innerText)",
        )?;
        let one = devices[0].as_str().context("a device")?;
        ensure!(
            one.contains("connected") && !one.contains("not connected"),
            "{devices}"
        );
        Ok(())
    })
}

fn decide(phone: &Phone, text: &str) -> anyhow::Result<()> {
    phone.click("button", "Decide")?;
    phone.fill("What do you decide?", text)?;
    phone.click("button", "Decide")?;
    phone.sees(text)
}
