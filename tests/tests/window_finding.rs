//! One finding on its way from a drill to "re-tested" in the next, in the built window: raised in the review with a
//! corrective action, done by its owner and verified by somebody else, offered in the next briefing, watched for in the
//! drill, seen in its review, and called fixed and re-tested in the improvement plan. Not here: the rules behind it
//! (`programme`).

use anyhow::{Context as _, ensure};
use rockdrill_tests::look::Look;
use rockdrill_tests::trainer::{close_drill, give_roles, missed_by, no_dialog, to_review};
use rockdrill_tests::window::{Setting, Window, key};
use serde_json::json;

/// The shortest drill that ships.
const DRILL: &str = "A sign-in that nobody made";
const PLAN: &str = "Harbour Logistics Incident Response Plan, revision 4";
const PARTS: [(&str, &str); 4] = [
    ("SOC Analyst", "Lien Chen"),
    ("Service Desk Lead", "Tilda Brandt"),
    ("IT Operations Lead", "Amaro Duarte"),
    ("Incident Commander", "Rhona Okafor"),
];
/// What is done about the finding, by whom, and who looks at it.
const ACTION: &str = "Put the pager number on the card of the morning shift";
const OWNER: &str = "Lien Chen";
const VERIFIER: &str = "Rhona Okafor";

#[test]
fn a_finding_goes_from_a_drill_through_its_fix_to_re_tested_in_the_next() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    let mut look = Look::default();
    Window::with(&setting, |window| {
        begin(window, |_| Ok(()))?;
        missed_by(window, "!")?;
        to_review(window)?;
        raise(window)?;
        close_drill(window)?;
        mend(window)?;
        stands(window, "fixed, not re-tested")?;

        begin(window, |window| watch(window, &mut look))?;
        shown(window, &mut look)?;
        to_review(window)?;
        window.sees("Tested again")?;
        window.sees("SOC Analyst · met")?;
        look.at(window, "finding-review")?;
        close_drill(window)?;
        stands(window, "fixed and re-tested")?;
        look.at(window, "finding-re-tested")
    })?;
    look.finish()
}

/// Briefs the drill, gives its roles, and starts it.
fn begin(
    window: &Window,
    before: impl FnOnce(&Window) -> anyhow::Result<()>,
) -> anyhow::Result<()> {
    window.click("link", "Library")?;
    window.click("heading", DRILL)?;
    window.choose("Plan that it tests", PLAN)?;
    window.click("button", "Brief this drill")?;
    window.named("heading", "What is missing")?;
    give_roles(window, &PARTS, |_| Ok(()))?;
    everybody_here(window)?;
    before(window)?;
    window.press_with(&[key::CONTROL], key::ENTER)?;
    window.sees("Players see this")
}

fn everybody_here(window: &Window) -> anyhow::Result<()> {
    window.press("e")?;
    window.wait("everybody to be in the room", |page| {
        let here = "const roles = [...document.querySelectorAll('[data-role]')];
            return roles.length > 0 && roles.every((role) => role.innerText.includes('in the room'))";
        Ok((page.script(here, &[])? == json!(true)).then_some(()))
    })
}

/// What was missed is raised and gets a corrective action with an owner.
fn raise(window: &Window) -> anyhow::Result<()> {
    window.press_with(&[key::ALT], "2")?;
    window.sees("Suggested by rule")?;
    let focused = window.script(
        "const title = document.querySelector('.suggested button.title');
        title?.focus();
        return title !== null",
    )?;
    ensure!(focused == json!(true), "the miss is suggested as a finding");
    window.press("r")?;
    // What was raised hands the keyboard on to the next suggestion; only then does the card keep it.
    window.wait("the next suggestion to have the keyboard", |page| {
        let taken = page.script(
            "const raised = document.querySelector('[id^=card-f-]');
            const moved = document.activeElement?.matches('.suggested button.title') ?? false;
            if (raised && moved) raised.focus();
            return raised !== null && moved",
            &[],
        )?;
        Ok((taken == json!(true)).then_some(()))
    })?;
    window.press("a")?;
    window.fill("What is to be done", ACTION)?;
    window.fill("Who does it", OWNER)?;
    window.click("button", "Keep the action")?;
    no_dialog(window)?;
    window.sees(ACTION)?;
    window.press(key::ESCAPE)
}

/// The owner does it and may not verify it; somebody else does.
fn mend(window: &Window) -> anyhow::Result<()> {
    window.click("link", "Improve")?;
    window.click("button", ACTION)?;
    window.click("button", "Done")?;
    window.fill("By whom", OWNER)?;
    window.fill("What shows it", "The card, second edition")?;
    window.click("button", "Keep")?;
    window.click("button", "Verify")?;
    window.fill("By whom", OWNER)?;
    window.click("button", "Keep")?;
    window.sees("The owner cannot verify their own work")?;
    window.fill("By whom", VERIFIER)?;
    window.click("button", "Keep")?;
    window.sees(&format!("{VERIFIER} 20"))?;
    window.press(key::ESCAPE)?;
    no_dialog(window)
}

/// How the one finding stands in the improvement plan.
fn stands(window: &Window, state: &str) -> anyhow::Result<()> {
    window.click("link", "Home")?;
    window.click("link", "Improve")?;
    window.named("tab", "Findings")?;
    window.press("3")?;
    window.wait(&format!("the finding to be {state}"), |page| {
        let tags =
            "return [...document.querySelectorAll('.findings .tag')].map((one) => one.innerText)";
        let tags = page.script(tags, &[])?;
        let all = tags.as_array().cloned().unwrap_or_default();
        Ok(all.contains(&json!(state)).then_some(()))
    })
}

/// The briefing offers the finding, and it is watched for.
fn watch(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.click("tab", "Clocks and findings")?;
    window.sees("It is fixed and no drill has tested it since")?;
    let ticked = window.script(
        "const box = document.querySelector('form input[type=checkbox]:not(:disabled)');
        box?.click();
        return box?.closest('label').innerText ?? null",
    )?;
    ensure!(
        ticked
            .as_str()
            .is_some_and(|says| says.contains("It is fixed")),
        "the first of them is the finding: {ticked}"
    );
    look.at(window, "finding-briefing")?;
    window.click("button", "Use these")?;
    // The drill is set up again: everybody keeps their role, and is asked into the room once more.
    window.element("[data-role]")?;
    everybody_here(window)
}

/// In the drill it is marked as done this time.
fn shown(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.sees("Watch for again")?;
    look.at(window, "finding-conduct")?;
    let menu = "const again = [...document.querySelectorAll('section')]
            .find((one) => one.querySelector('h2')?.innerText.toLowerCase() === 'watch for again');
        const menu = again?.querySelector('button');
        menu?.focus();
        return menu !== undefined";
    let found = window.script(menu)?;
    ensure!(found == json!(true), "what is watched for can be marked");
    window.press(key::ENTER)?;
    window
        .click("menuitem", "met")
        .context("how it went this time")?;
    window.wait("the mark", |page| {
        let marked = "return [...document.querySelectorAll('section')]
            .find((one) => one.querySelector('h2')?.innerText.toLowerCase() === 'watch for again')
            ?.querySelector('small')?.innerText ?? ''";
        let marked = page.script(marked, &[])?;
        Ok(marked
            .as_str()
            .is_some_and(|it| it.contains("met"))
            .then_some(()))
    })
}
