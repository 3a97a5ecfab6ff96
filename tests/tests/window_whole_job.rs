//! The whole job in the built window, as a trainer does it: pick a drill, give the roles, conduct it by keyboard, review
//! it, take the report away, adopt the lesson and approve the next revision of the plan. Every screen on the way is
//! looked at, and the files that the job leaves are read. What a crash leaves is `window_crash`'s.

use anyhow::Context as _;
use rockdrill_tests::look::Look;
use rockdrill_tests::trainer::{
    card_says, decide_as, decided, deliver, give_roles, leave, look_at_inject, missed_by,
    no_dialog, ticked_by,
};
use rockdrill_tests::window::{Setting, Window, key};
use serde_json::json;
use std::path::{Path, PathBuf};

/// A sentence that stands in the report as it was typed.
const FIRST: &str = "Isolate, leave running";
/// Why a rating differs from the suggested one.
const OTHERWISE: &str = "Nobody said who may speak to the press";
/// Whose name stands under the new revision.
const OWNER: &str = "Viggo Halloran";
/// What the revision's row says.
const NOTE: &str = "Backups out of reach first, from the ransomware drill";

#[test]
fn a_drill_goes_from_the_library_to_an_amended_plan() -> anyhow::Result<()> {
    let home = tempfile::tempdir()?;
    let Some(setting) = Setting::sample(home.path()) else {
        return Ok(());
    };
    let left = Left::under(home.path());
    let mut look = Look::default();
    Window::with(&setting, |window| {
        choose(window, &mut look)?;
        brief(window, &mut look)?;
        decide(window, &mut look)?;
        steer(window, &mut look)?;
        end(window, &mut look)?;
        judge(window, &mut look)?;
        find(window, &mut look)?;
        report(window, &mut look, &left)?;
        amend(window, &mut look, &left)?;
        close(window, &mut look)
    })?;
    left.hold(&setting.sample_path())?;
    look.finish()
}

/// The files that the job leaves.
struct Left {
    html: PathBuf,
    md: PathBuf,
    plan: PathBuf,
}

fn choose(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.sees("Sample: Harbour Logistics")?;
    look.at(window, "home")?;
    window.click("link", "People")?;
    window.sees("Rhona Okafor")?;
    look.at(window, "people")?;
    window.click("link", "Library")?;
    window.sees("Ransomware on a Friday afternoon")?;
    look.at(window, "library")?;
    window.click("heading", "Ransomware on a Friday afternoon")?;
    window.choose(
        "Plan that it tests",
        "Harbour Logistics Incident Response Plan, revision 4",
    )?;
    look.at(window, "scenario")?;
    window.click("button", "Brief this drill")
}

/// Roles go to people by keyboard: J to the role, A, letters of the name, Enter.
fn brief(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.named("heading", "What is missing")?;
    let parts = [
        ("Incident Commander", "Rhona Okafor"),
        ("SOC Analyst", "Lien Chen"),
        ("IT Operations Lead", "Amaro Duarte"),
        ("Communications Lead", "Jonas Weiss"),
        ("Legal Counsel", "Petra Novak"),
        ("Privacy Officer", "Selma Marsh"),
        ("Business Owner, terminals", "Ilias Petrou"),
        ("Finance Controller", "Maud Arends"),
    ];
    give_roles(window, &parts, |role| match role {
        "SOC Analyst" => look.at(window, "briefing-picker"),
        _ => Ok(()),
    })?;
    window.press("t")?;
    card_says(window, "Finance Controller", "in the room")?;
    window.press("e")?;
    window.wait("everybody to be in the room", |page| {
        let here = "return [...document.querySelectorAll('[data-role]')]
            .every((role) => role.innerText.includes('in the room'))";
        Ok((page.script(here, &[])? == json!(true)).then_some(()))
    })?;
    look.at(window, "briefing")?;
    for (tab, name) in [("Role cards", "cards"), ("Names and facts", "facts")] {
        window.click("tab", tab)?;
        look.at(window, &format!("briefing-{name}"))?;
    }
    window.press_with(&[key::CONTROL], key::ENTER)?;
    window.sees("Players see this")?;
    window.sees("shadow copies deleted")
}

/// Seven decisions by keyboard alone, each kind once: by role and words, by option, set back, revised, dissented from.
fn decide(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    look.at(window, "conduct-first")?;
    let before = window.strokes();
    window.press("d")?;
    window.press(format!("{FIRST}{}", key::ENTER))?;
    decided(window, FIRST)?;
    tell_keys("a decision in words", window.strokes() - before);
    window.press(key::ESCAPE)?;

    ticked_by(window, "2")?;
    window.press("p")?;
    window.sees("asked")?;

    deliver(window, "The Service Desk cannot keep up")?;
    decide_as(
        window,
        "@it",
        "One text for all callers: leave it on, pull the cable",
    )?;
    deliver(window, "The log wants a severity")?;
    let before = window.strokes();
    window.press("d")?;
    window.press(format!("@ic :1{}", key::ENTER))?;
    decided(window, "SEV1, all roles to the bridge")?;
    tell_keys("a decision by its option", window.strokes() - before);
    window.press(key::ESCAPE)?;

    window.press("d")?;
    window.press("@legal We knew from ten past four")?;
    window.press_with(&[key::ALT], "2")?;
    window.press(key::ENTER)?;
    decided(window, "We knew from ten past four")?;
    window.press(format!("{}e", key::ESCAPE))?;
    window.named("field", "Why")?;
    window.press(format!("The note was read aloud then{}", key::ENTER))?;
    window.sees("because The note was read aloud then")?;

    window.press("d")?;
    window.press(format!(
        "!@privacy A note is not yet a breach{}",
        key::ENTER
    ))?;
    window.sees("Privacy Officer dissents")?;
    window.press(format!("{}m", key::ESCAPE))?;
    window.press(format!(
        "Nobody wrote the time down{}{}",
        key::ENTER,
        key::ESCAPE
    ))?;
    window.sees("Nobody wrote the time down")?;

    deliver(window, "A service account at the backup console")?;
    decide_as(
        window,
        "@soc",
        "Lock svc-backup and the account of the leaver",
    )?;
    missed_by(window, "!")?;
    // The miss brings its contingency by itself.
    window.sees("Quick question, then I'll leave you alone.")?;
    deliver(window, "The terminal system is next door")?;
    decide_as(window, "@business", "Shut it down tidily, the gates stop")?;
    decide_as(window, "@finance", "Ask the insurer what an hour costs")?;
    look.at(window, "conduct")
}

/// Pause, break, hold back, release, skip, an inject of our own, a parked dispute.
fn steer(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.press(" ")?;
    window.sees("Paused at")?;
    look.at(window, "conduct-paused")?;
    window.press(" ")?;
    window.no_longer_sees("Paused at")?;

    look_at_inject(window, "A supplier wants to keep its line")?;
    window.command("Hold back: A supplier wants to keep its line")?;
    window.sees("held back")?;
    window.command("Release: A supplier wants to keep its line")?;
    window.no_longer_sees("held back")?;
    window.command("Skip: A supplier wants to keep its line")?;
    window.click("button", "Skip it")?;
    window.sees("skipped")?;
    no_dialog(window)?;

    window.press("c")?;
    window.press("a")?;
    window.fill("Title", "The night shift asks for its pay")?;
    window.fill("From", "Works council")?;
    window.fill("What players read", "Who pays the **night shift** tonight?")?;
    look.at(window, "conduct-add-inject")?;
    window.click("button", "Add it")?;
    no_dialog(window)?;
    window.sees("Who pays the night shift tonight?")?;

    window.command("Park a dispute")?;
    window.fill("What is disputed", "Whether the press was owed an answer")?;
    window.click("button", "Park it")?;
    no_dialog(window)?;
    window.sees("Whether the press was owed an answer")?;

    window.command("Take a break")?;
    window.sees("The clock stands until you resume.")?;
    window.click("button", "Begin the break")?;
    window.sees("Break until")?;
    no_dialog(window)?;
    window.press(" ")?;
    window.no_longer_sees("Break until")?;
    window.press("/")?;
    window.named("dialog", "Commands")?;
    look.at(window, "commands")?;
    leave(window)?;
    window.press("?")?;
    window.sees("Single keys act anywhere")?;
    look.at(window, "keys")?;
    leave(window)
}

fn end(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.command("End the drill")?;
    window.sees("Play stops for good")?;
    window.click("button", "End the drill")?;
    no_dialog(window)?;
    window.sees("While everybody is still in the room")?;
    window.fill("Add to Strengths", "The first call took four minutes")?;
    window.press(key::ENTER)?;
    window.fill(
        "Add to To improve",
        "Nobody kept the list of open decisions",
    )?;
    window.press(key::ENTER)?;
    window.sees("Nobody kept the list of open decisions")?;
    look.at(window, "hot-wash")?;
    window.click("button", "Enter a form")?;
    look.at(window, "feedback")?;
    leave(window)?;
    window.click("button", "Begin the review")?;
    window.sees("Left before closing")
}

/// One rating as suggested, one otherwise with its reason.
fn judge(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    look.at(window, "review")?;
    window.press("y")?;
    window.wait("the first rating", |page| {
        Ok((page.elements(".rated")?.len() == 1).then_some(()))
    })?;
    window.press("j")?;
    window.press("3")?;
    window.sees("instead. Why?")?;
    window.fill("M, major challenges, instead. Why?", OTHERWISE)?;
    window.press(key::ENTER)?;
    window.sees(&format!("Differs from the suggestion: {OTHERWISE}"))?;
    window.press("tt")?;
    window.press(",,,")?;
    window.sees("As it stood")?;
    look.at(window, "review-replay")?;
    window.click("button", "Back to the end")
}

/// The miss at the backup console is raised, gets a corrective action, and its lesson goes to the plan.
fn find(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.press_with(&[key::ALT], "2")?;
    window.sees("Suggested by rule")?;
    look.at(window, "findings")?;
    let with_lesson = "const card = [...document.querySelectorAll('.suggested')]
        .find((one) => one.innerText.includes('BKP-01') && one.innerText.includes('The scenario proposes a change'));
        card?.querySelector('button.title').focus();
        return card === undefined ? null : true";
    window.wait("a suggestion with a lesson", |page| {
        Ok((page.script(with_lesson, &[])? == json!(true)).then_some(()))
    })?;
    window.press("r")?;
    window.named("button", "Propose to the plan")?;
    window.script("document.querySelector('[id^=card-f-]').focus()")?;
    window.press("a")?;
    window.fill(
        "What is to be done",
        "Rehearse taking the backup system off the network",
    )?;
    window.fill("Who does it", "Amaro Duarte")?;
    look.at(window, "action")?;
    window.click("button", "Keep the action")?;
    no_dialog(window)?;
    window.sees("Rehearse taking the backup system off the network")?;
    window.script("document.querySelector('[id^=card-f-]').focus()")?;
    window.press("p")?;
    window.sees("Proposed to the plan")?;
    look.at(window, "finding-raised")?;
    for (tab, name) in [
        ("Deadlines", "deadlines"),
        ("Hot wash", "hot-wash"),
        ("Summary", "summary"),
    ] {
        window.click("tab", tab)?;
        look.at(window, &format!("review-{name}"))?;
    }
    Ok(())
}

fn report(window: &Window, look: &mut Look, left: &Left) -> anyhow::Result<()> {
    window.press(key::ESCAPE)?;
    window.click("button", "Report")?;
    window.sees("This edition names roles only")?;
    let preview = window.script("return document.querySelector('iframe').srcdoc")?;
    let preview = preview.as_str().context("there is no preview")?;
    assert!(
        preview.contains(FIRST),
        "the preview shows what was decided"
    );
    look.at(window, "report")?;
    for (button, path) in [("Save as HTML", &left.html), ("Save as Markdown", &left.md)] {
        window.click("button", button)?;
        window.answer_file_dialog("Where to save the report", path)?;
        window.sees(&format!("Saved: {}", path.display()))?;
    }
    Ok(())
}

/// The lesson is adopted by name, the draft approved by the owner, and the plan saved as a file.
fn amend(window: &Window, look: &mut Look, left: &Left) -> anyhow::Result<()> {
    window.click("link", "Plan")?;
    window.sees("waits for an answer")?;
    window.press("n")?;
    look.at(window, "plan")?;
    window.press("y")?;
    window.fill("Who adopts it", "Rhona Okafor")?;
    look.at(window, "plan-adopt")?;
    window.press(key::ENTER)?;
    no_dialog(window)?;
    window.sees("adopted into the draft")?;
    window.click("tab", "Draft")?;
    look.at(window, "plan-draft")?;
    window.press("a")?;
    window.fill("Approved by", OWNER)?;
    window.fill(
        "What changed",
        "Backups out of reach first, from the ransomware drill",
    )?;
    look.at(window, "plan-approve")?;
    window.click("button", "Approve the revision")?;
    no_dialog(window)?;
    window.sees("revision 5")?;
    for (tab, name) in [
        ("Roles", "roles"),
        ("Time limits", "limits"),
        ("Revisions", "revisions"),
    ] {
        window.click("tab", tab)?;
        look.at(window, &format!("plan-{name}"))?;
    }
    window.press("s")?;
    window.answer_file_dialog("Where to save the plan", &left.plan)?;
    window.sees(&format!("Saved: {}", left.plan.display()))
}

fn close(window: &Window, look: &mut Look) -> anyhow::Result<()> {
    window.click("link", "Review")?;
    window.sees("Left before closing")?;
    // The plan is at revision 5 by now; the drill tested the one before.
    window.sees("Harbour Logistics Incident Response Plan, revision 4")?;
    window.press("x")?;
    window.sees("Ratings, outcomes and findings are sealed")?;
    look.at(window, "closing")?;
    window.click("button", "Close the drill")?;
    // Closing leads to the report; the review says what became of the drill.
    window.sees("This edition names roles only.")?;
    window.click("link", "Review")?;
    window.sees("This drill is closed: completed.")?;
    window.click("link", "Home")?;
    window.sees("completed")?;
    look.at(window, "home-after")?;
    window.click("button", "Settings")?;
    window.sees("Settings of this computer")?;
    look.at(window, "settings")
}

#[allow(clippy::print_stdout, reason = "measured, and told, but no timed test")]
fn tell_keys(what: &str, keys: usize) {
    // Sixty words a minute are five keys a second.
    let typing_s = keys as f64 / 5.0;
    println!("{what}: {keys} keys, {typing_s:.1} s at five keys a second");
}

impl Left {
    fn under(home: &Path) -> Self {
        Self {
            html: home.join("report.html"),
            md: home.join("report.md"),
            plan: home.join("plan.md"),
        }
    }

    /// Checks every file that the job left.
    fn hold(&self, programme: &Path) -> anyhow::Result<()> {
        for path in [&self.html, &self.md] {
            let text = std::fs::read_to_string(path)?;
            for part in [
                "Exercise overview",
                "Timeline",
                "Improvement plan",
                "EXERCISE",
                "DEMO",
                FIRST,
                OTHERWISE,
                "Rehearse taking the backup system off the network",
            ] {
                assert!(text.contains(part), "{} lacks “{part}”", path.display());
            }
        }
        let timed = |line: &&str| line.contains(FIRST) && line.contains("| 3m 45s |");
        assert!(
            std::fs::read_to_string(&self.md)?
                .lines()
                .any(|line| timed(&line)),
            "a decision stands in the report with its time against its target"
        );
        self.plan_holds()?;
        let verdict = ledger::verify(programme)?;
        assert!(
            matches!(verdict, ledger::Verdict::Holds(_)),
            "the programme's seals must hold: {verdict:?}"
        );
        Ok(())
    }

    /// Only the words of the lesson, the day of the last test and the revision row differ from the plan that the drill
    /// began with.
    fn plan_holds(&self) -> anyhow::Result<()> {
        let plan = Path::new(env!("CARGO_MANIFEST_DIR"))
            .join("../scenarios/plan/incident-response-plan.md");
        let before = std::fs::read_to_string(plan)?;
        let after = std::fs::read_to_string(&self.plan)?;
        let diff = similar::TextDiff::from_lines(&before, &after);
        let changed: Vec<String> = diff
            .iter_all_changes()
            .filter(|change| change.tag() != similar::ChangeTag::Equal)
            .map(|change| format!("{}{}", change.tag(), change.value().trim_end()))
            .collect();
        let [gone, new, tested_before, tested, row] = changed.as_slice() else {
            anyhow::bail!("five lines should differ: {changed:#?}");
        };
        assert_eq!(
            gone, "-4. Check the state of the backups.",
            "the lesson replaces this"
        );
        assert!(
            new.starts_with("+4. Within 30 minutes stop all tasks of the backup system"),
            "in the words of the scenario, not: {new}"
        );
        assert!(
            tested_before.starts_with("-- Last tested on 20")
                && tested.starts_with("+- Last tested on 20"),
            "the drill tested the plan: {tested}"
        );
        assert!(
            row.starts_with("+| 5 | ") && row.contains(OWNER) && row.contains(NOTE),
            "the revision's row bears number, owner and note: {row}"
        );
        Ok(())
    }
}
