//! Everything with a date as entries of a calendar, and the `.ics` file that they make. A planned drill keeps its name in
//! the file for good and counts its changes, so that a calendar that has it moves it or strikes it out instead of showing
//! it twice. Not here: when the next drill is due and who has to be in it (`calendar`).

use icalendar::{Component, EventLike};
use serde::Serialize;
use terms::Stamp;

use crate::Day;
use crate::accounts::{AccountState, accounts};
use crate::calendar::cadences;
use crate::look::{Look, day_of};
use crate::people::fold_name;
use crate::plan_of_action::{ActionStatus, Plan};
use crate::proficiency::{Proficiency, State, register};
use crate::register::DrillPlanned;

/// What an entry of the calendar is about.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum EntryKind {
    /// A planned drill.
    Drill,
    /// A drill is due.
    DrillDue,
    /// A role holder's proficiency ends.
    Proficiency,
    /// A corrective action is due.
    Action,
    /// A document or a plan is to be reviewed.
    Review,
    /// An emergency account has to be gone.
    Account,
}

/// One entry of the calendar. It names roles and no people: names in what leaves the programme are a choice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Entry {
    /// What it is about.
    pub kind: EntryKind,
    /// A name that stays the same from one export to the next.
    pub uid: String,
    /// What it says.
    pub title: String,
    /// More about it.
    pub says: String,
    /// The day.
    pub on: Day,
    /// The moment it begins, where it is not the whole day.
    pub at: Option<Stamp>,
    /// How long it takes, in minutes.
    pub minutes: u32,
    /// True where it was called off.
    pub called_off: bool,
    /// How often it was changed since it was first written down; 0 where nothing counts that.
    pub changes: u32,
}

/// Everything with a date that lies ahead or is overdue, by day.
pub fn entries(look: &Look<'_>, plan: &Plan) -> Vec<Entry> {
    let mut found = planned(look);
    found.extend(cadences(look).into_iter().map(|it| {
        let whom = if it.unit.is_empty() {
            "the whole organisation"
        } else {
            &it.unit
        };
        all_day(
            EntryKind::DrillDue,
            format!("cadence-{}", it.unit),
            format!("Drill due: {whom}"),
            format!("At least once in {} months: {}.", it.months, it.because),
            it.due,
        )
    }));
    let ending = register(look).into_iter().filter(|it| it.post.is_some());
    found.extend(ending.filter_map(|it| proficiency_ends(&it)));
    let open = plan
        .actions
        .values()
        .filter(|it| it.status == ActionStatus::Open);
    found.extend(open.filter_map(|it| {
        Some(all_day(
            EntryKind::Action,
            format!("action-{}", it.action),
            format!("Corrective action due: {}", it.what),
            format!("Answers: {}", it.because),
            it.due?,
        ))
    }));
    found.extend(reviews(look));
    let there = accounts(look).into_iter().filter(|it| match it.state {
        AccountState::Approved | AccountState::Provisioned | AccountState::Orphan => true,
        AccountState::Requested | AccountState::Removed | AccountState::RemovedLate => false,
    });
    found.extend(there.filter_map(|it| {
        let by = it.expires?;
        Some(Entry {
            at: Some(by),
            ..all_day(
                EntryKind::Account,
                format!("account-{}", it.account),
                format!("Emergency account {} has to be gone", it.account),
                format!("Role {}, system {}.", it.role, it.system),
                day_of(by),
            )
        })
    }));
    found.sort_by(|a, b| (a.on, a.at, &a.uid).cmp(&(b.on, b.at, &b.uid)));
    found
}

fn planned(look: &Look<'_>) -> Vec<Entry> {
    let all = look.fold.year.planned.values();
    let ahead = all.filter(|it| it.value.exercise.is_none() && it.value.at >= look.now);
    ahead
        .map(|kept| {
            let it = &kept.value;
            let (title, says) = match it.called_off {
                true => (
                    format!("EXERCISE called off: {}", it.title),
                    format!("Called off: {}", it.because),
                ),
                false => (format!("EXERCISE: {}", it.title), invitation(it)),
            };
            Entry {
                at: Some(it.at),
                minutes: it.minutes,
                called_off: it.called_off,
                changes: u32::try_from(kept.records.len().saturating_sub(1)).unwrap_or(u32::MAX),
                ..all_day(
                    EntryKind::Drill,
                    format!("drill-{}", it.planned),
                    title,
                    says,
                    day_of(it.at),
                )
            }
        })
        .collect()
}

fn invitation(it: &DrillPlanned) -> String {
    let invited = evaluation::counted(it.people.len(), "person").replace("persons", "people");
    let scenario = it.scenario.as_ref();
    let scenario = scenario.map_or_else(String::new, |id| format!(" Scenario: {id}."));
    format!("{invited} invited.{scenario}")
}

fn proficiency_ends(it: &Proficiency) -> Option<Entry> {
    let ends = match it.state {
        State::Current | State::Due => it.expires?,
        State::Expired | State::Never | State::Remediation => return None,
    };
    Some(all_day(
        EntryKind::Proficiency,
        format!(
            "proficiency-{}-{}",
            fold_name(&it.role).replace(' ', "-"),
            it.person
        ),
        format!("Proficiency ends: {}", it.role),
        it.next.clone(),
        ends,
    ))
}

fn reviews(look: &Look<'_>) -> Vec<Entry> {
    let plans = look
        .plans
        .iter()
        .filter_map(|it| Some((format!("plan-{}", it.id), it.title.clone(), it.next_review?)));
    let documents = look.fold.year.documents.values().filter_map(|it| {
        let it = &it.value;
        Some((
            format!("document-{}", it.document),
            it.title.clone(),
            it.review?,
        ))
    });
    plans
        .chain(documents)
        .map(|(uid, title, on)| {
            all_day(
                EntryKind::Review,
                uid,
                format!("Review due: {title}"),
                String::new(),
                on,
            )
        })
        .collect()
}

fn all_day(kind: EntryKind, uid: String, title: String, says: String, on: Day) -> Entry {
    Entry {
        kind,
        uid,
        title,
        says,
        on,
        at: None,
        minutes: 0,
        called_off: false,
        changes: 0,
    }
}

/// The entries as an `.ics` file. The same entries at the same moment give the same bytes.
pub fn ics(name: &str, demo: bool, entries: &[Entry], now: Stamp) -> String {
    let marking = if demo { "DEMO: " } else { "" };
    let mut calendar = icalendar::Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Rockdrill//Programme//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    // What is read again later replaces what it said before, entry by entry (RFC 5546, 3.2.1).
    calendar.append_property(("METHOD", "PUBLISH"));
    calendar.name(name);
    for entry in entries {
        let stamp = moment(now);
        let mut event = icalendar::Event::new();
        event
            .uid(&format!("{}@rockdrill", entry.uid))
            .timestamp(stamp)
            .sequence(entry.changes)
            .summary(&format!("{marking}{}", entry.title));
        if !entry.says.is_empty() {
            event.description(&entry.says);
        }
        match entry.at {
            Some(at) => {
                event.starts(moment(at));
                // What takes no time has no end: the format asks that an end lies later.
                if entry.minutes > 0 {
                    let minutes = i64::from(entry.minutes);
                    event.ends(moment(at + terms::Span::minutes(minutes)));
                }
            }
            None => {
                // A day without an end is that one day.
                event.starts(entry.on);
            }
        }
        if entry.called_off {
            event.status(icalendar::EventStatus::Cancelled);
        } else if entry.kind == EntryKind::Drill {
            event.status(icalendar::EventStatus::Confirmed);
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn moment(at: Stamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}
