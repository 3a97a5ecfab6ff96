//! What a programme of ten years costs: opening it, its first screen, every other screen of the year, and ten times as much
//! against a tenth. Not here: the window that draws them (`desk`).

use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::Instant;

use anyhow::{Context as _, anyhow};
use conduct::{Clock, Desk, Keep, Places, Start};
use exercise::{Exercise, Origin, Record, Standing};
use ledger::{Ledger, NewRecord, Person};
use programme::{
    ActionDone, ActionTracked, ActionVerified, AppointmentMade, AssetKept, Cause, DrillClosed,
    FoundBy, Held, IncidentKept, PersonKept, Post, Priority, ProgrammeEvent, ProgrammeNamed, Who,
};
use terms::{PersonId, Span, Stamp};
use wire::{DeskCall, DeskReply};

use crate::drills::evaluate;
use crate::large;
use crate::row::{Row, seconds, seconds_by_turns};

/// The ten years that are promised to be quick.
const DECADE: Size = Size {
    drills: 100,
    records: 2_000,
    people: 500,
    actions: 2_000,
};

/// A tenth of it.
const YEAR: Size = Size {
    drills: 10,
    records: 2_000,
    people: 50,
    actions: 200,
};

/// The most that ten times the size may cost.
const GROWTH: f64 = 13.0;

/// Calls of one screen, enough for its slowest in a hundred.
const CALLS: usize = 100;

/// 15 January 2027; the drills lie in the ten years before.
const NOW: Stamp = Stamp(1_800_000_000_000);

const UNITS: [&str; 7] = [
    "Terminal operations",
    "IT",
    "Cybersecurity",
    "Legal",
    "Communications",
    "Finance",
    "Freight planning",
];

struct Size {
    drills: usize,
    records: usize,
    people: usize,
    actions: usize,
}

/// One row for opening, one for each screen, and how both grow.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let folder = crate::stored::on_disk()?;
    let (year, decade) = (
        made(folder.path(), "year", &YEAR)?,
        made(folder.path(), "decade", &DECADE)?,
    );
    let told = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?;
    let open = |path: &Path| {
        let clock = Arc::new(Clock::by_hand(NOW));
        Keep::open(path, clock).map_err(|why| anyhow!("{why:?}"))
    };
    let mut rows = vec![Row::at_most(
        "decade-open",
        seconds(|| open(&decade)) * 1e3,
        "ms",
        1_000.0,
    )];
    let (small, large) = (desk(folder.path(), &year)?, desk(folder.path(), &decade)?);
    let call = |desk: &Desk, call: &DeskCall| -> anyhow::Result<DeskReply> {
        let reply = told.block_on(desk.call(call.clone()));
        reply.map_err(|problem| anyhow!("{problem:?}"))
    };
    for (name, screen, goal_ms) in screens() {
        let slowest = slowest_ms(|| call(&large, &screen))?;
        let name = format!("decade-{name}, p99");
        rows.push(Row::at_most(&name, slowest, "ms", goal_ms));
    }
    let (floor, value) = seconds_by_turns(|| open(&year), || open(&decade));
    let grown = |name: &str, (floor, value): (f64, f64)| {
        Row::within(name, value * 1e3, "ms", floor * 1e3, GROWTH)
    };
    rows.push(grown("growth-programme-open", (floor, value)));
    for (name, screen, _) in screens() {
        let both = seconds_by_turns(|| call(&small, &screen), || call(&large, &screen));
        rows.push(grown(&format!("growth-{name}"), both));
    }
    Ok(rows)
}

/// The screens of the year, and what each may take.
fn screens() -> [(&'static str, DeskCall, f64); 8] {
    [
        ("year", DeskCall::Year, 200.0),
        ("home", DeskCall::Home, 100.0),
        ("roster", DeskCall::Roster, 100.0),
        ("team", DeskCall::Team, 100.0),
        ("calendar", DeskCall::Calendar, 100.0),
        ("improvement", DeskCall::Improvement, 100.0),
        ("evidence", DeskCall::EvidenceYear, 100.0),
        ("registers", DeskCall::Registers, 100.0),
    ]
}

/// The slowest but one in a hundred, on the wall.
fn slowest_ms(mut call: impl FnMut() -> anyhow::Result<DeskReply>) -> anyhow::Result<f64> {
    let mut taken = Vec::with_capacity(CALLS);
    for _ in 0..CALLS {
        let begun = Instant::now();
        std::hint::black_box(call()?);
        taken.push(begun.elapsed().as_secs_f64() * 1e3);
    }
    taken.sort_by(f64::total_cmp);
    Ok(taken[CALLS - 2])
}

fn desk(folder: &Path, programme: &Path) -> anyhow::Result<Desk> {
    let places = Places {
        shipped: Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios"),
        own: folder.join("own"),
    };
    let start = Start::Programme(programme.to_owned());
    let clock = Arc::new(Clock::by_hand(NOW));
    Desk::open(places, &start, clock, Arc::new(|_| {})).map_err(|problem| anyhow!("{problem:?}"))
}

/// A programme of this size as a file.
fn made(folder: &Path, name: &str, size: &Size) -> anyhow::Result<PathBuf> {
    let path = folder.join(format!("{name}.rockdrill"));
    let (script, mut records) = large::played(large::ransomware(16)?);
    // Closed, or every drill would be one that was cut off and has to be paused where it was.
    let end = records.pop().context("a drill has records")?;
    records.truncate(size.records - 1);
    records.push(end);
    anyhow::ensure!(records.len() == size.records, "{} records", records.len());
    let rows: Vec<NewRecord> = records.iter().map(conduct::row).collect();
    drop(script);
    let closed = closed()?;
    let mut ledger = Ledger::create(&path)?;
    let mut events = vec![ProgrammeEvent::Named(ProgrammeNamed {
        name: "Ten years".to_owned(),
        sample: false,
    })];
    for nth in 0..size.people {
        let person = person(nth);
        ledger.put_person(&Person {
            id: person.clone(),
            name: format!("Person {nth:04}"),
            contact: String::new(),
        })?;
        events.extend(of_person(nth, &closed));
    }
    let apart = Span::hours(24 * 3_650 / size.drills as i64);
    for nth in 0..size.drills {
        ledger.append(&format!("exercise/D{nth:04}"), 0, &rows)?;
        let at = NOW + Span(-apart.0 * (size.drills - nth) as i64);
        let drill = closing(&closed, nth, at, size);
        events.extend(mended(&drill, nth, size));
        events.push(ProgrammeEvent::DrillClosed(drill));
    }
    events.extend((0..size.actions / 20).flat_map(beside));
    let rows: Vec<NewRecord> = events
        .iter()
        .map(|event| NewRecord {
            at: NOW,
            actor: "desk".to_owned(),
            kind: event.kind().to_owned(),
            version: 1,
            body: event.encode(),
        })
        .collect();
    ledger.append(ledger::stream::PROGRAMME, 0, &rows)?;
    ledger.close()?;
    Ok(path)
}

/// The closing of the shipped drill as simulated people play it, with its findings.
fn closed() -> anyhow::Result<DrillClosed> {
    let (script, records): (_, Vec<Record>) = large::played(large::ransomware(1)?);
    let drill = Exercise::fold(&script, &records).context("a drill begins with its set-up")?;
    let judged = evaluate(&script, &records);
    let mut closed =
        DrillClosed::of(&"D".into(), &drill, &judged).context("the drill is closed")?;
    closed.origin = Origin::Live;
    // Nothing is found where everything was done; a drill with people leaves a finding for about every action.
    let actions = closed.actions.clone();
    for (nth, action) in actions.iter().enumerate() {
        closed.findings.push(programme::FindingClosed {
            record: 1_000 + nth as u64,
            key: format!("{}|soc|missed", action.action),
            kind: exercise::FindingKind::Improvement,
            source: exercise::FindingSource::Missed,
            title: action.text.clone(),
            critical: action.critical,
            objective: action.objective.clone(),
            plan_role: closed
                .plan_role(&action.role)
                .map(|it| it.plan_role.clone()),
            section: action.section.clone(),
            action: Some(action.action.clone()),
        });
    }
    Ok(closed)
}

fn person(nth: usize) -> PersonId {
    PersonId::from(format!("P{nth:04}"))
}

fn of_person(nth: usize, closed: &DrillClosed) -> [ProgrammeEvent; 2] {
    let role = &closed.roles[nth % closed.roles.len()];
    [
        ProgrammeEvent::PersonKept(PersonKept {
            person: person(nth),
            unit: UNITS[nth % UNITS.len()].to_owned(),
        }),
        ProgrammeEvent::AppointmentMade(AppointmentMade {
            role: role.plan_role.clone(),
            person: person(nth),
            post: if nth < closed.roles.len() {
                Post::Primary
            } else {
                Post::Alternate
            },
            by: Who::Office("Board".to_owned()),
            since: None,
            until: None,
        }),
    ]
}

/// The same drill, played at another time by other people.
fn closing(closed: &DrillClosed, nth: usize, at: Stamp, size: &Size) -> DrillClosed {
    let mut drill = closed.clone();
    drill.exercise = format!("D{nth:04}").as_str().into();
    drill.started = Some(at);
    drill.ended = Some(at + Span::hours(2));
    let roles = drill.roles.len();
    for (place, role) in drill.roles.iter_mut().enumerate() {
        role.bot = false;
        role.held = vec![Held {
            person: person((nth * roles + place) % size.people),
            standing: Standing::Primary,
        }];
    }
    drill
}

/// The corrective actions of a drill: two of three verified, the others open.
fn mended(drill: &DrillClosed, nth: usize, size: &Size) -> Vec<ProgrammeEvent> {
    let each = size.actions / size.drills;
    let mut events = Vec::new();
    let findings = drill.findings.iter().cycle();
    for (place, finding) in findings.take(each).enumerate() {
        let action = format!("A{nth:04}-{place:03}");
        let by = Who::Person(person((nth * each + place) % size.people));
        let on = programme::day_of(drill.ended.unwrap_or(NOW));
        events.push(ProgrammeEvent::ActionTracked(ActionTracked {
            action: action.clone(),
            cause: Cause::Drill {
                exercise: drill.exercise.clone(),
                finding: finding.record,
            },
            what: format!("Mend: {}", finding.title),
            element: "training".to_owned(),
            owner: by.clone(),
            unit: UNITS[place % UNITS.len()].to_owned(),
            priority: Priority::Medium,
            start: Some(on),
            due: Some(programme::plus_days(on, 90)),
        }));
        if place % 3 == 0 {
            continue;
        }
        let (evidence, note) = ("Ticket 4711".to_owned(), String::new());
        events.push(ProgrammeEvent::ActionDone(ActionDone {
            action: action.clone(),
            by,
            on: programme::plus_days(on, 30),
            evidence,
        }));
        events.push(ProgrammeEvent::ActionVerified(ActionVerified {
            action,
            by: Who::Office("Internal Audit".to_owned()),
            on: programme::plus_days(on, 40),
            note,
        }));
    }
    events
}

/// An incident and an asset.
fn beside(nth: usize) -> [ProgrammeEvent; 2] {
    let opened = programme::plus_days(programme::day_of(NOW), -(nth as i64 * 30));
    [
        ProgrammeEvent::IncidentKept(IncidentKept {
            incident: format!("INC-{nth:04}"),
            title: "A list was sent to the wrong haulier".to_owned(),
            unit: UNITS[nth % UNITS.len()].to_owned(),
            kind: "data breach".to_owned(),
            found_by: FoundBy::Person,
            serious: nth.is_multiple_of(4),
            near: false,
            continuity: false,
            opened,
            closed: Some(opened),
            reviewed: None,
            key: String::new(),
        }),
        ProgrammeEvent::AssetKept(AssetKept {
            asset: format!("AS{nth:04}"),
            name: format!("System {nth}"),
            categories: vec!["personal data".to_owned()],
            owner: Who::Office("IT".to_owned()),
            unit: UNITS[nth % UNITS.len()].to_owned(),
        }),
    ]
}
