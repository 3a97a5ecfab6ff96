//! Seats in a real Chromium at a drill that is served without a window: by keyboard alone, several devices and roles for one
//! person, the kinds of seat that judge, write and answer, questions for the table, and a host that is gone for a while.
//! Not here: the window beside them (`window_seats`, `window_and_phones`), what goes wrong on the way (`seats_faults`).

use anyhow::{Context as _, ensure};
use rockdrill_tests::door::join;
use rockdrill_tests::keyboard;
use rockdrill_tests::page::Page;
use rockdrill_tests::phone::{Phone, SMALL_PX, at_hand};
use rockdrill_tests::room::{Seat, Served, command_line};
use rockdrill_tests::window::key;
use serde_json::{Value, json};
use std::path::{Path, PathBuf};
use tokio::runtime::Runtime;

const HERE: &str = env!("CARGO_MANIFEST_DIR");
/// The least side of what a finger has to hit, in CSS pixels.
const TARGET_PX: f64 = 44.0;

#[test]
fn a_seat_is_taken_and_played_by_keyboard_alone() -> anyhow::Result<()> {
    let Some(host) = Host::open(&[])? else {
        return Ok(());
    };
    let phone = Phone::open(SMALL_PX, false)?;
    phone.go(host.url())?;
    keyboard::fill(&phone, "Join code", host.served.code())?;
    keyboard::fill(&phone, "Your name", "Lien Chen")?;
    keyboard::pick(&phone, "SOC Analyst")?;
    keyboard::press(&phone, "Take the seat")?;
    phone.sees("The drill has not begun.")?;
    let mut other = host.player("Tomas Brandt", "service-desk")?;
    host.order(json!({ "order": "start" }))?;
    phone.sees("Unusual sign-in after repeated prompts")?;

    keyboard::press(&phone, "Seen")?;
    phone.named("button", "Seen ✓")?;
    keyboard::press(&phone, "Decide")?;
    keyboard::pick(&phone, "Lock the account now")?;
    keyboard::fill(&phone, "Why?", "The plan lets me")?;
    keyboard::press(&phone, "Decide")?;
    phone.sees("Your decision")?;
    let back = phone.script("return document.activeElement.innerText")?;
    ensure!(
        back == json!("Decide"),
        "the focus is back where it was, not at {back}"
    );

    for text in ["Keep her on the line", "Open a ticket for the morning"] {
        host.wait(other.call("decide", json!({ "role": "service-desk", "text": text })))?;
    }
    keyboard::press(&phone, "More")?;
    keyboard::press(&phone, "What others decided")?;
    phone.sees("Open a ticket for the morning")?;
    keyboard::press(&phone, "Disagree")?;
    keyboard::fill(&phone, "Why do you disagree?", "It would be read at noon")?;
    keyboard::press(&phone, "Disagree")?;
    phone.sees("You disagree")?;
    keyboard::press(&phone, "Agree")?;
    phone.sees("You agree")?;
    phone.session().keys(&[], &key::ESCAPE.to_string())?;

    keyboard::press(&phone, "Message")?;
    keyboard::choose(&phone, "To", "Service Desk Lead")?;
    keyboard::fill(&phone, "Message", "Ask her what she approved")?;
    keyboard::press(&phone, "Send")?;
    phone.sees("Ask her what she approved")?;

    keyboard::press(&phone, "More")?;
    keyboard::press(&phone, "Real incident: stop the drill")?;
    keyboard::fill(&phone, "What has happened?", "The building is on fire")?;
    keyboard::press(&phone, "Stop the drill")?;
    phone.sees("REAL INCIDENT")?;
    let view = host.conduct()?;
    let all = view.to_string();
    for words in [
        "It would be read at noon",
        "Ask her what she approved",
        "The plan lets me",
    ] {
        ensure!(all.contains(words), "the desk has “{words}”");
    }
    ensure!(
        view["real_incident"] == json!("The building is on fire"),
        "the drill stands: {}",
        view["real_incident"]
    );
    Ok(())
}

#[test]
fn one_person_has_two_devices_and_another_two_roles_and_a_third_comes_late() -> anyhow::Result<()> {
    let Some(host) = Host::open(&[])? else {
        return Ok(());
    };
    let link = host.invite("Mara Olsen", "player", &["soc"])?;
    let (phone, laptop) = (
        Phone::open(SMALL_PX, false)?,
        Phone::open((900, 700), true)?,
    );
    for device in [&phone, &laptop] {
        device.go(&link)?;
        device.click("button", "Take the seat")?;
        device.sees("Mara Olsen")?;
    }
    host.order(json!({ "order": "start" }))?;
    for device in [&phone, &laptop] {
        device.sees("Unusual sign-in after repeated prompts")?;
    }
    decide(&phone, "Lock it from the phone")?;
    laptop.sees("Lock it from the phone")?;
    laptop.click("button", "Seen")?;
    phone.named("button", "Seen ✓")?;

    // One device goes; the person stays, and the other device goes on.
    laptop.click("button", "More")?;
    laptop.click("button", "Leave this seat")?;
    laptop.click("button", "Leave the seat")?;
    laptop.sees("Take your seat")?;
    decide(&phone, "Page the lead as well")?;

    // The laptop comes back late, as somebody else: what everybody had is there, and time counts from the arrival.
    host.order(json!({ "order": "deliver", "inject": "owner-calls" }))?;
    laptop.another()?;
    laptop.go(&host.way_in())?;
    join(&laptop, "Tomas Brandt", "Service Desk Lead")?;
    laptop.sees("My phone kept asking me")?;
    decide(&laptop, "Thank her and pass it on")?;

    // And takes one more role, whose mail comes in at once.
    host.order(json!({ "order": "deliver", "inject": "mailbox" }))?;
    laptop.click("button", "More")?;
    laptop.click("button", "Take one more role")?;
    laptop.fill("Join code", host.served.code())?;
    laptop.choose("Take one more role", "IT Operations Lead")?;
    laptop.click("button", "Take the role")?;
    laptop.sees("had a look at the account as you do on a monday")?;
    laptop.choose("Your role", "IT Operations Lead")?;
    laptop.click("button", "Decide")?;
    let speaks = laptop.script(
        "return document.querySelector('dialog[open] input[type=radio]:checked')?.labels[0].innerText",
    )?;
    ensure!(
        speaks == json!("IT Operations Lead"),
        "it speaks for {speaks}"
    );
    laptop.fill("What do you decide?", "Everything of his goes, with a copy")?;
    laptop.click("button", "Decide")?;
    laptop.sees("Everything of his goes, with a copy")?;
    laptop.screenshot("seat-two-roles")?;

    let view = host.conduct()?;
    let rows = view["decisions"].as_array().context("decisions")?;
    let of = |text: &str| rows.iter().find(|row| row["text"] == json!(text));
    let by = |text: &str| of(text).map(|row| row["role"].clone());
    ensure!(
        by("Thank her and pass it on") == Some(json!("service-desk")),
        "{rows:?}"
    );
    ensure!(
        by("Everything of his goes, with a copy") == Some(json!("it-ops")),
        "{rows:?}"
    );
    let devices = host.door()?["devices"].clone();
    let mara = |left: bool| {
        let all = devices.as_array().into_iter().flatten();
        all.filter(|one| one["name"] == json!("Mara Olsen") && one["left"] == json!(left))
            .count()
    };
    ensure!(
        (mara(false), mara(true)) == (1, 1),
        "one of her devices is here: {devices}"
    );
    Ok(())
}

#[test]
fn evaluator_scribe_simulator_and_observer_work_on_a_small_phone() -> anyhow::Result<()> {
    let Some(host) = Host::open(&[])? else {
        return Ok(());
    };
    let mut player = host.player("Lien Chen", "soc")?;
    host.order(json!({ "order": "start" }))?;
    let phone = Phone::open(SMALL_PX, false)?;

    phone.go(&host.invite("Eva Lind", "evaluator", &[])?)?;
    phone.click("button", "Take the seat")?;
    evaluate(&phone)?;

    phone.another()?;
    phone.go(&host.invite("Sven Roth", "scribe", &[])?)?;
    phone.click("button", "Take the seat")?;
    write_down(&phone)?;
    host.order(json!({ "order": "open_discussion", "module": "first-look", "question": 0 }))?;
    phone.click("radio", "answers")?;
    phone.choose("Who", "the table")?;
    phone.fill("In their words", "The prompts and her call")?;
    phone.click("button", "Enter")?;

    host.wait(player.call(
        "send",
        json!({ "role": "soc", "to_outside": "The insurer", "says": "May we wipe it?" }),
    ))?;
    host.wait(player.call(
        "ask",
        json!({ "role": "soc", "says": "Is the planner at her desk?" }),
    ))?;
    phone.another()?;
    phone.go(&host.invite("Ida Berg", "simulator", &[])?)?;
    phone.click("button", "Take the seat")?;
    answer_as_others(&phone)?;

    phone.another()?;
    phone.go(&host.way_in())?;
    join(&phone, "A guest", "Observer")?;
    phone.sees("You see what the display shows.")?;
    phone.sees("Which two facts, taken together")?;
    calm(&phone, "seat-observer")?;
    let text = phone.text()?;
    ensure!(!text.contains("Decide"), "an observer decides nothing");

    let all = host.conduct()?.to_string();
    for words in [
        "She reads it aloud",
        "Lock it now, says Lien",
        "The prompts and her call",
        "Keep it as it is for us",
    ] {
        ensure!(all.contains(words), "the desk has “{words}”");
    }
    rate_afterwards(&host, &phone)
}

/// An observation with one hand, an outcome, the objectives.
fn evaluate(phone: &Phone) -> anyhow::Result<()> {
    phone.sees("Lock the account of")?;
    phone.sees(" left")?;
    calm(phone, "seat-evaluator-actions")?;
    phone.click("button", "Observation")?;
    phone.fill("What do you see?", "She reads it aloud")?;
    phone.click("radio", "+ Strength")?;
    phone.choose(
        "Objective",
        "Recognise a taken-over account and tell the person in charge",
    )?;
    calm(phone, "seat-evaluator-note")?;
    phone.click("button", "Keep")?;
    phone.click("button", "Notes")?;
    phone.sees("She reads it aloud")?;
    phone.click("button", "Actions")?;
    phone.click("button", "Met: Lock the account of")?;
    phone.sees("✓ Met")?;
    phone.click("button", "Objectives")?;
    phone.sees("Ratings are given once the play is over.")?;
    calm(phone, "seat-evaluator-objectives")
}

/// Who, what, text, Enter.
fn write_down(phone: &Phone) -> anyhow::Result<()> {
    phone.choose("Who", "SOC Analyst")?;
    phone.fill("In their words", "Lock it now, says Lien")?;
    calm(phone, "seat-scribe")?;
    let field = phone.named("field", "In their words")?;
    phone.session().type_into(&field, &key::ENTER.to_string())?;
    phone.sees("Lock it now, says Lien")?;
    let empty = "return document.querySelector('form input:not([type=radio])').value";
    phone.wait("the field to be empty for the next", |page| {
        Ok((page.script(empty, &[])? == json!("")).then_some(()))
    })
}

/// The mailbox of the people outside, and what is asked of the trainer.
fn answer_as_others(phone: &Phone) -> anyhow::Result<()> {
    phone.sees("Is the planner at her desk?")?;
    phone.fill("Answer to SOC Analyst", "She is, and has a coffee")?;
    phone.click("button", "Answer")?;
    phone.sees("answered: She is, and has a coffee")?;
    phone.click("button", "Mailbox")?;
    phone.sees("May we wipe it?")?;
    phone.click("button", "Reply: May we wipe it?")?;
    phone.fill("Message", "Keep it as it is for us")?;
    calm(phone, "seat-simulator")?;
    phone.click("button", "Send")?;
    phone.sees("Keep it as it is for us")
}

/// After the play the evaluator rates, and says why where the rules suggest otherwise.
fn rate_afterwards(host: &Host, phone: &Phone) -> anyhow::Result<()> {
    host.order(json!({ "order": "close_discussion" }))?;
    host.order(json!({ "order": "end" }))?;
    phone.another()?;
    phone.go(&host.invite("Eva Lind", "evaluator", &[])?)?;
    phone.click("button", "Take the seat")?;
    phone.click("button", "Objectives")?;
    phone.click("button", "Rate: Recognise a taken-over account")?;
    phone.click("radio", "M")?;
    phone.fill("Reason", "The page came after eleven minutes")?;
    calm(phone, "seat-evaluator-rate")?;
    phone.click("button", "Rate")?;
    phone.sees("Rated M")?;
    phone.click("button", "Hot wash")?;
    phone.sees("Three things to improve")?;
    calm(phone, "seat-evaluator-hot-wash")
}

#[test]
fn a_question_goes_round_the_table_and_the_projector_shows_it() -> anyhow::Result<()> {
    let Some(host) = Host::open(&[])? else {
        return Ok(());
    };
    let (phone, projector) = (
        Phone::open(SMALL_PX, true)?,
        Phone::open((1920, 1080), true)?,
    );
    phone.go(&host.way_in())?;
    join(&phone, "Lien Chen", "SOC Analyst")?;
    projector.go(host.line("display_url"))?;
    host.order(json!({ "order": "start" }))?;
    host.order(json!({ "order": "open_discussion", "module": "first-look", "question": 0 }))?;
    for page in [&phone, &projector] {
        page.sees("Which two facts, taken together")?;
    }
    phone.fill("Your answer", "Twelve prompts and a foreign address")?;
    calm(&phone, "seat-discussion")?;
    phone.click("button", "Answer")?;
    phone.click("radio", "the whole table")?;
    phone.fill("Your answer", "We would lock it")?;
    phone.click("button", "Answer")?;
    phone.sees("We would lock it")?;
    projector.screenshot("display-discussion")?;
    host.order(json!({ "order": "open_discussion", "module": "first-look", "question": 1 }))?;
    for page in [&phone, &projector] {
        page.sees("Who may lock an account here")?;
    }
    phone.no_longer_sees("We would lock it")?;
    host.order(json!({ "order": "close_discussion" }))?;
    for page in [&phone, &projector] {
        page.no_longer_sees("Who may lock an account here")?;
    }
    let all = host.conduct()?.to_string();
    ensure!(
        !all.contains("on the table"),
        "nothing is on the table any more"
    );
    Ok(())
}

#[test]
fn the_projector_and_a_seat_come_back_by_themselves_when_the_host_was_gone() -> anyhow::Result<()> {
    let folder = tempfile::tempdir()?;
    let programme = folder.path().join("year.rockdrill");
    let programme = programme.to_str().context("a path that is no text")?;
    let Some(mut host) = Host::open_at(folder.path(), &["--programme", programme])? else {
        return Ok(());
    };
    let (phone, projector) = (
        Phone::open(SMALL_PX, false)?,
        Phone::open((1920, 1080), false)?,
    );
    let display = host.line("display_url").to_owned();
    projector.go(&display)?;
    phone.go(&host.way_in())?;
    join(&phone, "Lien Chen", "SOC Analyst")?;
    host.order(json!({ "order": "start" }))?;
    phone.sees("Unusual sign-in after repeated prompts")?;
    projector.sees("SOC Analyst")?;
    for page in [&phone, &projector] {
        page.script("window.sameAsBefore = true")?;
    }
    phone.click("button", "Decide")?;
    phone.fill("What do you decide?", "Half a sentence that")?;

    let bind = host.served.seats.to_string();
    host.kill()?;
    phone.sees("no connection")?;
    host.serve_again(folder.path(), &["--programme", programme, "--bind", &bind])?;
    ensure!(
        host.line("display_url") == display,
        "the projector's address is the same"
    );
    host.order(json!({ "order": "resume" }))?;
    host.order(json!({ "order": "deliver", "inject": "mailbox" }))?;

    phone
        .sees("What stands in her mailbox")
        .or_else(|_| phone.sees("second phone"))?;
    let typed = phone.named("field", "What do you decide?")?;
    phone.session().type_into(&typed, " stays")?;
    phone.click("button", "Decide")?;
    phone.sees("✓ decided in")?;
    let decided = host.conduct()?["decisions"][0]["text"].take();
    ensure!(
        decided == json!("Half a sentence that stays"),
        "the desk has {decided}"
    );
    host.order(json!({ "order": "pause" }))?;
    projector.sees("Paused. The clock stands.")?;
    for page in [&phone, &projector] {
        let same = page.script("return window.sameAsBefore === true")?;
        ensure!(same == json!(true), "nobody had to load the page again");
    }
    projector.screenshot("display-after-restart")?;
    Ok(())
}

/// The starter drill, served on this computer, and the one who calls it.
struct Host {
    runtime: Runtime,
    binary: PathBuf,
    served: Served,
    exercise: String,
}

impl Host {
    /// Serves it; none where what is needed is not here, which is said.
    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    fn open(words: &[&str]) -> anyhow::Result<Option<Self>> {
        let folder = tempfile::tempdir()?;
        Self::open_at(folder.path(), words)
    }

    #[allow(clippy::print_stdout, reason = "a skipped test must say so")]
    fn open_at(home: &Path, words: &[&str]) -> anyhow::Result<Option<Self>> {
        let Some(binary) = command_line().filter(|_| at_hand()) else {
            println!("skipped: the command line or Chromium's driver is not here");
            return Ok(None);
        };
        let runtime = tokio::runtime::Builder::new_multi_thread()
            .enable_all()
            .build()?;
        let served = runtime.block_on(serve(&binary, home, words))?;
        let mut host = Self {
            runtime,
            binary,
            served,
            exercise: String::new(),
        };
        host.exercise = host.only_drill()?;
        Ok(Some(host))
    }

    fn only_drill(&self) -> anyhow::Result<String> {
        let home = self.wait(self.served.desk("home", Value::Null))?;
        let id = home["view"]["drills"][0]["id"].as_str();
        Ok(id.context("no drill is set up")?.to_owned())
    }

    fn serve_again(&mut self, home: &Path, words: &[&str]) -> anyhow::Result<()> {
        self.served = self.runtime.block_on(serve(&self.binary, home, words))?;
        Ok(())
    }

    /// Ends it as a power cut would, and waits until it is gone.
    fn kill(&mut self) -> anyhow::Result<()> {
        self.runtime.block_on(self.served.end_at_once())
    }

    fn wait<T>(&self, what: impl Future<Output = anyhow::Result<T>>) -> anyhow::Result<T> {
        self.runtime.block_on(what)
    }

    fn line(&self, what: &str) -> &str {
        self.served.line[what].as_str().unwrap_or_default()
    }

    fn url(&self) -> &str {
        self.line("seat_url")
    }

    /// What the QR code says.
    fn way_in(&self) -> String {
        format!(
            "{}/#code={}",
            self.url(),
            self.served.code().replace('-', "")
        )
    }

    fn order(&self, order: Value) -> anyhow::Result<Value> {
        self.wait(self.served.order(&self.exercise, order))
    }

    fn conduct(&self) -> anyhow::Result<Value> {
        let args = json!({ "exercise": self.exercise });
        Ok(self.wait(self.served.desk("conduct", args))?["view"].take())
    }

    fn door(&self) -> anyhow::Result<Value> {
        let args = json!({ "exercise": self.exercise });
        Ok(self.wait(self.served.desk("door", args))?["view"].take())
    }

    /// A player who is no browser.
    fn player(&self, name: &str, role: &str) -> anyhow::Result<Seat> {
        self.wait(Seat::join(
            self.served.seats,
            self.served.code(),
            name,
            role,
        ))
    }

    /// Puts somebody on the roster and gives their link.
    fn invite(&self, name: &str, kind: &str, roles: &[&str]) -> anyhow::Result<String> {
        let person = json!({ "name": name, "contact": "", "unit": "" });
        let roster = self.wait(self.served.desk("keep_person", person))?;
        let people = roster["view"]["people"].as_array();
        let known = people
            .into_iter()
            .flatten()
            .find(|one| one["name"] == json!(name));
        let person = known.context("the person is not on the roster")?["id"].clone();
        let asked =
            json!({ "exercise": self.exercise, "person": person, "kind": kind, "roles": roles });
        let door = self.wait(self.served.desk("invite_to_seat", asked))?;
        let link = door["view"]["invitation_url"].as_str();
        Ok(link.context("no link was given")?.to_owned())
    }
}

async fn serve(binary: &Path, home: &Path, words: &[&str]) -> anyhow::Result<Served> {
    let scenario = Path::new(HERE).join("../scenarios/suspicious-login/scenario.yaml");
    let plan = Path::new(HERE).join("../scenarios/plan/incident-response-plan.md");
    let plan = plan.to_str().context("a path that is no text")?;
    let words = [&["--plan", plan], words].concat();
    Served::start_at(binary, home, &scenario, &words).await
}

fn decide(phone: &Phone, text: &str) -> anyhow::Result<()> {
    phone.click("button", "Decide")?;
    phone.fill("What do you decide?", text)?;
    phone.click("button", "Decide")?;
    phone.sees(text)
}

/// Keeps a picture; everything that a finger hits is large enough, nothing has to be pushed aside, and axe finds no fault.
fn calm(page: &Page, name: &str) -> anyhow::Result<()> {
    page.screenshot(name)?;
    let small = page.session().script(
        "const least = arguments[0];
        const shown = (one) => one.getClientRects().length > 0 && !one.classList.contains('unseen');
        const hit = [...document.querySelectorAll('button, select, input, textarea, summary, label.choice')]
            .filter(shown)
            .map((one) => [one.closest('label') ?? one, one])
            .filter(([box]) => box.getBoundingClientRect().height < least - 0.5);
        const wide = document.documentElement.scrollWidth > innerWidth ? ['the page is wider than the phone'] : [];
        return [...wide, ...hit.map(([, one]) => one.outerHTML.slice(0, 120))]",
        &[json!(TARGET_PX)],
    )?;
    ensure!(small == json!([]), "{name}: hard to hit or to see: {small}");
    let faults = page.accessibility_faults()?;
    ensure!(faults.is_empty(), "{name}: {}", faults.join("\n"));
    Ok(())
}
