//! People in roles and the calendar through the desk's calls, on the three years of a demo: every row can be shown, a
//! change is there at once, a typed name joins the roster, and what makes no sense is refused. Not here: what follows from
//! the records (`programme`).

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use conduct::{Clock, Desk, Places, Start};
use terms::Stamp;
use wire::{
    CalendarCall, CalendarView, DeskCall, DeskReply, ProblemCode, RuleForm, TeamCall, TeamView,
};

/// The day on which every demo ends.
const NOW: Stamp = Stamp(1_814_356_800_000);

struct Room {
    desk: Desk,
    folder: tempfile::TempDir,
}

impl Room {
    fn open() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let file = folder.path().join("demo.rockdrill");
        let made = Command::new(env!("CARGO_BIN_EXE_rockdrill"))
            .args(["demo", "--years", "3", "--out"])
            .arg(&file)
            .output()
            .expect("the command runs");
        assert!(made.status.success(), "a demo is made: {made:?}");
        let places = Places {
            shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
            own: folder.path().join("own"),
        };
        let clock = Arc::new(Clock::by_hand(NOW));
        let desk = Desk::open(places, &Start::Programme(file), clock, Arc::new(|_| {}));
        Self {
            desk: desk.expect("the desk opens"),
            folder,
        }
    }

    async fn team(&self, call: DeskCall) -> TeamView {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(DeskReply::Team(view)) => *view,
            other => panic!("{said}: {other:?}"),
        }
    }

    async fn keep(&self, change: TeamCall) -> TeamView {
        self.team(DeskCall::KeepTeam { change }).await
    }

    async fn calendar(&self, call: DeskCall) -> CalendarView {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(DeskReply::Calendar(view)) => *view,
            other => panic!("{said}: {other:?}"),
        }
    }

    async fn refused(&self, call: DeskCall) -> ProblemCode {
        let said = format!("{call:?}");
        match self.desk.call(call).await {
            Ok(reply) => panic!("{said} was answered with {reply:?}"),
            Err(problem) => problem.code,
        }
    }
}

fn appoint(person: &str, by: &str, until: &str) -> TeamCall {
    TeamCall::Appoint {
        role: "Scribe".to_owned(),
        person: person.to_owned(),
        post: "alternate".to_owned(),
        by: by.to_owned(),
        since: "2027-06-01".to_owned(),
        until: until.to_owned(),
    }
}

#[tokio::test]
async fn every_row_of_three_years_can_be_shown() {
    let room = Room::open();
    let team = room.team(DeskCall::Team).await;
    assert!(team.marking.contains("DEMO"), "everything was made up");
    assert_eq!(team.people.len(), 20, "everybody of the demo");
    let (appointed, proven) = (team.appointments.len(), team.proficiency.len());
    assert!(
        appointed >= 20 && proven >= appointed,
        "whoever is appointed stands in the register: {appointed}, {proven}"
    );
    assert!(
        team.proficiency.iter().any(|it| !it.drills.is_empty()),
        "the register shows the drills behind it"
    );
    let calendar = room.calendar(DeskCall::Calendar).await;
    assert!(!calendar.cadences.is_empty(), "the yearly drill");
    assert!(
        !calendar.next.people.is_empty() && !calendar.next.scenarios.is_empty(),
        "who has to drill, and what fits"
    );
    assert_eq!(calendar.planned.len(), 1, "one drill is planned");
    assert!(!calendar.entries.is_empty(), "everything with a date");
}

#[tokio::test]
async fn an_appointment_is_made_by_a_typed_name_which_joins_the_roster_and_ends_on_its_day() {
    let room = Room::open();
    let before = room.team(DeskCall::Team).await;
    assert!(
        before.gaps.iter().any(|it| it.what == "Scribe"),
        "nobody stands in as scribe: {:?}",
        before.gaps
    );
    let person = before.people[0].person.clone();
    for (change, why) in [
        (appoint("nobody", "Rhona Okafor", ""), "no such person"),
        (
            appoint(&person, "Rhona Okafor", "2027-05-01"),
            "an end before the beginning",
        ),
        (appoint(&person, " ", ""), "nobody appoints"),
    ] {
        let said = room.refused(DeskCall::KeepTeam { change }).await;
        assert!(
            matches!(said, ProblemCode::Refused | ProblemCode::BadCall),
            "{why}: {said:?}"
        );
    }
    let team = room.keep(appoint(&person, "Wanda Kerr", "")).await;
    assert!(
        team.people.iter().any(|it| it.name == "Wanda Kerr"),
        "a name that nobody knew joins the roster"
    );
    let is_it = |it: &&wire::AppointmentLine| it.role == "Scribe" && it.person == person;
    let one = team.appointments.iter().find(is_it).expect("it stands");
    assert_eq!(one.by, "Wanda Kerr", "and is shown by name");
    assert!(
        !team.gaps.iter().any(|it| it.what == "Scribe"),
        "the gap is closed"
    );
    let end = TeamCall::End {
        role: "Scribe".to_owned(),
        person: person.clone(),
        on: "2027-06-15".to_owned(),
    };
    let team = room.keep(end).await;
    let one = team.appointments.iter().find(is_it).expect("it stays");
    assert!(!one.holds, "past its last day it no longer holds");
    assert!(
        team.gaps.iter().any(|it| it.what == "Scribe"),
        "and the gap is back"
    );
}

#[tokio::test]
async fn functions_and_the_rule_change_with_a_reason() {
    let room = Room::open();
    let team = room.team(DeskCall::Team).await;
    let person = team.people[0].person.clone();
    let functions = |words: &[&str]| TeamCall::Functions {
        person: person.clone(),
        functions: words.iter().map(|it| (*it).to_owned()).collect(),
    };
    let change = functions(&["plumbing"]);
    let said = room.refused(DeskCall::KeepTeam { change }).await;
    assert_eq!(said, ProblemCode::BadCall, "no team has that function");
    let view = room.keep(functions(&["HR", "legal"])).await;
    let mine = view.people.iter().find(|it| it.person == person);
    let mine = mine.map(|it| it.functions.clone()).unwrap_or_default();
    assert_eq!(mine.len(), 2, "both are kept: {mine:?}");
    assert!(
        !view.gaps.iter().any(|it| it.what == "HR"),
        "somebody stands for HR now"
    );

    let rule = RuleForm {
        days: 30,
        ..team.rule.clone()
    };
    let change = |because: &str| TeamCall::Rule {
        rule: rule.clone(),
        because: because.to_owned(),
    };
    let silent = DeskCall::KeepTeam { change: change("") };
    let said = room.refused(silent).await;
    assert_eq!(
        said,
        ProblemCode::Refused,
        "a rule is changed with a reason"
    );
    let view = room.keep(change("The insurer asks for it")).await;
    let now = (view.rule.version, view.rule.days);
    assert_eq!(now, (team.rule.version + 1, 30), "the rule counts on");
    let current = |view: &TeamView| {
        let all = view.proficiency.iter();
        all.filter(|it| it.state == "current").count()
    };
    assert!(
        current(&team) > 0 && current(&view) == 0,
        "nobody drilled within thirty days: {} and {}",
        current(&team),
        current(&view)
    );
}

/// A plan for tomorrow.
fn tomorrow(planned: Option<String>, title: &str, people: &[String]) -> CalendarCall {
    CalendarCall::Plan {
        planned,
        title: title.to_owned(),
        at: NOW.0 + 86_400_000,
        minutes: 90,
        unit: "Finance".to_owned(),
        scenario: Some("payment-fraud".to_owned()),
        people: people.to_vec(),
        called_off: false,
        because: String::new(),
    }
}

/// The same, called off.
fn off(planned: &str, reason: &str) -> CalendarCall {
    let mut change = tomorrow(Some(planned.to_owned()), "Fraud, finance", &[]);
    if let CalendarCall::Plan {
        called_off,
        because,
        ..
    } = &mut change
    {
        (*called_off, *because) = (true, reason.to_owned());
    }
    change
}

#[tokio::test]
async fn a_drill_is_planned_called_off_with_a_reason_and_drilled_more_often() {
    let room = Room::open();
    let view = room.calendar(DeskCall::Calendar).await;
    let people: Vec<String> = view
        .next
        .people
        .iter()
        .map(|it| it.person.clone())
        .collect();
    for (change, why) in [
        (tomorrow(None, " ", &people), "a drill has a name"),
        (
            tomorrow(Some("none".to_owned()), "A", &people),
            "no such plan",
        ),
        (off("next", " "), "nobody would know why"),
        (
            CalendarCall::Cadence {
                unit: String::new(),
                months: 0,
                because: String::new(),
            },
            "never is no cadence",
        ),
    ] {
        let said = room.refused(DeskCall::KeepCalendar { change }).await;
        assert!(
            matches!(said, ProblemCode::Refused | ProblemCode::BadCall),
            "{why}: {said:?}"
        );
    }
    let change = tomorrow(None, "Fraud, finance", &people);
    let view = room.calendar(DeskCall::KeepCalendar { change }).await;
    let next = view.next.planned.as_ref().map(|it| it.title.as_str());
    assert_eq!(next, Some("Fraud, finance"), "it is the next one");
    let one = view.planned.iter().find(|it| it.title == "Fraud, finance");
    let one = one.expect("it is planned").clone();
    assert_eq!(one.people, people, "with those who have to be in it");

    let change = off(&one.planned, "The bank cannot come");
    let view = room.calendar(DeskCall::KeepCalendar { change }).await;
    let off = view.planned.iter().find(|it| it.planned == one.planned);
    let off = off.expect("it stays in the list");
    assert!(off.called_off, "it is called off");
    assert_eq!(off.because, "The bank cannot come", "and says why");
    let next = view.next.planned.as_ref().map(|it| it.title.as_str());
    assert_eq!(
        next,
        Some("Yearly drill with all roles"),
        "the next one is another"
    );
    let change = CalendarCall::Cadence {
        unit: "Finance".to_owned(),
        months: 6,
        because: "The bank asks for it".to_owned(),
    };
    let view = room.calendar(DeskCall::KeepCalendar { change }).await;
    let finance = view.cadences.iter().find(|it| it.unit == "Finance");
    assert_eq!(finance.map(|it| it.months), Some(6), "twice a year");
}

/// The entry of a drill in a calendar file, line by line.
fn entry(text: &str, title: &str) -> Vec<String> {
    let mut events = text.split("BEGIN:VEVENT").skip(1);
    let one = events.find(|event| event.contains(title));
    let one = one.unwrap_or_else(|| panic!("{title} in {text}"));
    one.lines().map(str::to_owned).collect()
}

#[tokio::test]
async fn a_calendar_that_has_a_drill_learns_that_it_moved_or_was_called_off() {
    let room = Room::open();
    let path = room.folder.path().join("year.ics");
    let written = async || {
        let path = path.display().to_string();
        let saved = room
            .desk
            .call(DeskCall::SaveCalendar { path: path.clone() });
        let saved = saved.await;
        assert!(matches!(saved, Ok(DeskReply::Saved(_))), "{saved:?}");
        std::fs::read_to_string(path).expect("the calendar")
    };
    let change = tomorrow(None, "Fraud, finance", &[]);
    let view = room.calendar(DeskCall::KeepCalendar { change }).await;
    let one = view.planned.iter().find(|it| it.title == "Fraud, finance");
    let id = one.expect("it is planned").planned.clone();
    let uid = format!("UID:drill-{id}@rockdrill");
    let mut change = tomorrow(Some(id.clone()), "Fraud, finance", &[]);
    let first = written().await;
    if let CalendarCall::Plan { at, .. } = &mut change {
        *at += 86_400_000;
    }
    room.calendar(DeskCall::KeepCalendar { change }).await;
    let moved = written().await;
    let change = off(&id, "The bank cannot come");
    room.calendar(DeskCall::KeepCalendar { change }).await;
    let gone = written().await;
    for (text, lines) in [
        (&first, ["SEQUENCE:0", "STATUS:CONFIRMED"]),
        (&moved, ["SEQUENCE:1", "STATUS:CONFIRMED"]),
        (&gone, ["SEQUENCE:2", "STATUS:CANCELLED"]),
    ] {
        assert!(text.starts_with("BEGIN:VCALENDAR"), "a calendar: {text}");
        assert_eq!(text.matches(&uid).count(), 1, "one entry: {text}");
        let said = entry(text, &uid);
        for line in lines {
            assert!(said.iter().any(|it| it == line), "{line} in {said:?}");
        }
    }
    let start = |text: &str| {
        let said = entry(text, &uid).into_iter();
        said.filter(|line| line.starts_with("DTSTART"))
            .collect::<Vec<_>>()
    };
    assert_ne!(start(&first), start(&moved), "it moved");

    // What the command line writes of the same file says the same.
    let file = room.folder.path().join("demo.rockdrill");
    drop(room.desk);
    let out = room.folder.path().join("line.ics");
    let made = Command::new(env!("CARGO_BIN_EXE_rockdrill"))
        .arg("calendar")
        .arg(file)
        .arg("--out")
        .arg(&out)
        .output()
        .expect("the command runs");
    assert!(made.status.success(), "{made:?}");
    let text = std::fs::read_to_string(out).expect("the calendar");
    let now = entry(&text, &uid);
    let lines: Vec<_> = ["SEQUENCE:2", "STATUS:CANCELLED"].to_vec();
    for line in lines {
        assert!(now.iter().any(|it| it == line), "{line} in {now:?}");
    }
}
