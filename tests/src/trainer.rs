//! What a trainer does again and again at the desk, by keyboard, for the window tests: give roles, decide, deliver, tick,
//! end, close. Each waits
//! until the window shows what it caused. Not here: what a drill should come to.

use crate::window::{Window, key};
use serde_json::json;

/// Waits until the card of this role shows these words, with no list of people open.
pub fn card_says(window: &Window, role: &str, words: &str) -> anyhow::Result<()> {
    let find = "return document.querySelector('[role=combobox]') === null
        && [...document.querySelectorAll('[data-role]')]
            .find((card) => card.innerText.startsWith(arguments[0]))?.innerText.includes(arguments[1])";
    window.wait(&format!("“{words}” at {role}"), |page| {
        let found = page.script(find, &[json!(role), json!(words)])?;
        Ok((found == json!(true)).then_some(()))
    })
}

/// Gives roles to people in a briefing by keyboard, in the order of its cards: J to the role, A, letters of the name, Enter.
/// `asked` is told each role while its list of people stands open.
pub fn give_roles(
    window: &Window,
    parts: &[(&str, &str)],
    mut asked: impl FnMut(&str) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    for (role, name) in parts {
        window.press("j")?;
        window.wait(&format!("the role {role} to be chosen"), |page| {
            let at = "return document.activeElement?.closest('[data-role]')?.innerText ?? ''";
            let at = page.script(at, &[])?;
            let there = at.as_str().is_some_and(|says| says.starts_with(role));
            Ok(there.then_some(()))
        })?;
        window.press("a")?;
        window.named("field", &format!("Give {role} to a person"))?;
        asked(role)?;
        window.press(format!("{name}{}", key::ENTER))?;
        card_says(window, role, name)?;
    }
    Ok(())
}

/// Ends the play and goes through the hot wash to the review.
pub fn to_review(window: &Window) -> anyhow::Result<()> {
    window.command("End the drill")?;
    window.sees("Play stops for good")?;
    window.click("button", "End the drill")?;
    window.sees("While everybody is still in the room")?;
    window.click("button", "Begin the review")?;
    window.sees("Left before closing")
}

/// Closes the drill that is in review; this leads to its report.
pub fn close_drill(window: &Window) -> anyhow::Result<()> {
    window.press("x")?;
    window.sees("Ratings, outcomes and findings are sealed")?;
    window.click("button", "Close the drill")?;
    window.sees("This edition names roles only.")
}

/// Leaves the dialog that stands open.
pub fn leave(window: &Window) -> anyhow::Result<()> {
    window.press(key::ESCAPE)?;
    no_dialog(window)
}

/// Waits until no dialog takes the keys.
pub fn no_dialog(window: &Window) -> anyhow::Result<()> {
    window.wait("the dialog to close", |page| {
        let none = page.script(
            "return document.querySelector('[role=dialog]') === null",
            &[],
        )?;
        Ok((none == json!(true)).then_some(()))
    })
}

/// Delivers the next inject, which has this title, with N.
pub fn deliver(window: &Window, title: &str) -> anyhow::Result<()> {
    window.named("button", &format!("Deliver “{title}”"))?;
    // A second N within a second of the first is taken for the same stroke, so it is pressed until it is taken.
    window.wait(&format!("“{title}” to be delivered"), |page| {
        let now =
            "return document.querySelector('[data-inject][aria-current=true]')?.innerText ?? ''";
        let now = page.script(now, &[])?;
        if now.as_str().is_some_and(|says| says.contains(title)) {
            return Ok(Some(()));
        }
        let next = "return document.querySelector('header .deliver')?.innerText ?? ''";
        let next = page.script(next, &[])?;
        if next.as_str().is_some_and(|says| says.contains(title)) {
            page.keys(&[], "n")?;
        }
        Ok(None)
    })
}

/// A decision of a role that is named by its first letters.
pub fn decide_as(window: &Window, role: &str, says: &str) -> anyhow::Result<()> {
    window.press("d")?;
    window.press(format!("{role} {says}{}", key::ENTER))?;
    decided(window, says)?;
    window.press(key::ESCAPE)
}

/// Waits until the newest decision has these words.
pub fn decided(window: &Window, says: &str) -> anyhow::Result<()> {
    let find = "return document.querySelector('[aria-label=Decisions] li')?.innerText ?? ''";
    window.wait(&format!("the decision “{says}”"), |page| {
        let newest = page.script(find, &[])?;
        Ok(newest
            .as_str()
            .is_some_and(|row| row.contains(says))
            .then_some(()))
    })
}

/// Ticks the expected action of this number as met.
pub fn ticked_by(window: &Window, digit: &str) -> anyhow::Result<()> {
    window.press(digit)?;
    window.wait("the tick", |page| {
        let marks = page.script(
            "return document.querySelectorAll('.tick')[arguments[0] - 1]?.dataset.mark ?? ''",
            &[json!(digit)],
        )?;
        Ok((marks == json!("✓")).then_some(()))
    })
}

/// Settles an expected action as missed, through the menu that Shift and its number open; `sign` is what they type.
pub fn missed_by(window: &Window, sign: &str) -> anyhow::Result<()> {
    // For a moment after another inject came, digits are not taken: they were meant for the one before.
    window.wait("the menu of outcomes", |page| {
        let open = !page.elements("[role=menu]")?.is_empty();
        if !open {
            page.keys(&[key::SHIFT], sign)?;
        }
        Ok(open.then_some(()))
    })?;
    window.click("menuitem", "missed")
}

/// Goes down the list until the inject of this title is shown.
pub fn look_at_inject(window: &Window, title: &str) -> anyhow::Result<()> {
    for _ in 0..30 {
        let now = window.script(
            "return document.querySelector('[data-inject][aria-current=true]')?.innerText ?? ''",
        )?;
        if now.as_str().is_some_and(|says| says.contains(title)) {
            return window.sees("White cell · players will see this");
        }
        window.press("j")?;
    }
    anyhow::bail!("J never came to “{title}”")
}
