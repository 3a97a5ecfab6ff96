//! The calendar of the programme: how often to drill and when the next drill is due, the drills that are planned, who has
//! to be in the next one and which scenario fits best, and everything with a date as entries for an `.ics` file. Not here:
//! what a scenario holds beyond what is matched.

use std::collections::BTreeSet;

use icalendar::{Component, EventLike};
use scenario::Scenario;
use serde::Serialize;
use terms::{ExerciseId, PersonId, PlanId, Stamp};

use crate::Day;
use crate::accounts::{AccountState, accounts};
use crate::look::{Look, all_of_programme, day_of, days_between, plus_months};
use crate::people::fold_name;
use crate::plan_of_action::{ActionStatus, Plan, TestAgain};
use crate::proficiency::{Proficiency, State, register};

/// How often is drilled where nobody said otherwise: once a year.
const MONTHS: u32 = 12;

/// When a unit, or the whole organisation, has to be drilled next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CadenceRow {
    /// The unit; empty for the whole organisation.
    pub unit: String,
    /// The plan; none for any.
    pub plan: Option<PlanId>,
    /// At least once in so many months.
    pub months: u32,
    /// What asks for it.
    pub because: String,
    /// The last drill that counts.
    pub last: Option<ExerciseId>,
    /// Its day.
    pub last_on: Option<Day>,
    /// By when the next one has to be; today where there never was one.
    pub due: Day,
    /// How many days it is overdue; 0 where it is not.
    pub overdue_days: i64,
    /// The records behind it.
    pub records: Vec<String>,
}

/// Every cadence: those that were set, and the yearly one for the whole organisation where nobody set that.
pub fn cadences(look: &Look<'_>) -> Vec<CadenceRow> {
    let kept = &look.fold.year.cadences;
    let mut rows: Vec<CadenceRow> = kept
        .values()
        .map(|it| {
            let (value, records) = (&it.value, all_of_programme(&it.records));
            let because = value.because.clone();
            cadence(
                look,
                &value.unit,
                value.plan.as_ref(),
                value.months,
                because,
                records,
            )
        })
        .collect();
    if !kept.contains_key("") {
        let because = "once a year, as long as nobody sets another cadence".to_owned();
        rows.insert(0, cadence(look, "", None, MONTHS, because, Vec::new()));
    }
    rows
}

fn cadence(
    look: &Look<'_>,
    unit: &str,
    plan: Option<&PlanId>,
    months: u32,
    because: String,
    mut records: Vec<String>,
) -> CadenceRow {
    let name = fold_name(unit);
    let counted = look.counted();
    let last = counted.iter().rfind(|it| {
        let of_plan = plan.is_none_or(|plan| {
            let used = it.closed.plan.as_ref();
            used.is_some_and(|used| used.plan == *plan)
        });
        let mut held = it.closed.roles.iter().flat_map(|role| &role.held);
        let of_unit =
            name.is_empty() || held.any(|held| fold_name(look.unit_of(&held.person)) == name);
        of_plan && of_unit
    });
    records.extend(last.map(|it| it.reference()));
    let today = look.today();
    let last_on = last.map(|it| day_of(it.at));
    let due = last_on.map_or(today, |day| plus_months(day, months));
    CadenceRow {
        unit: unit.to_owned(),
        plan: plan.cloned(),
        months,
        because,
        last: last.map(|it| it.closed.exercise.clone()),
        last_on,
        due,
        overdue_days: days_between(due, today).max(0),
        records,
    }
}

/// What the calendar has to know of a scenario to say how well it fits.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ScenarioFacts {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The roles of the plan that it plays.
    pub roles: Vec<String>,
    /// The sections of the plan that it cites, in small letters.
    pub places: Vec<String>,
    /// How long it takes, in minutes.
    pub minutes: u32,
}

impl ScenarioFacts {
    /// What the calendar has to know of a scenario.
    pub fn of(scenario: &Scenario) -> Self {
        let sections = scenario.expected_actions.iter();
        let cited: BTreeSet<String> = sections
            .filter_map(|it| it.section.as_ref())
            .map(|it| it.to_lowercase())
            .collect();
        let roles = scenario.roles.iter();
        Self {
            id: scenario.id.clone(),
            title: scenario.title.clone(),
            roles: roles
                .map(|role| role.plan_role.clone().unwrap_or_else(|| role.title.clone()))
                .collect(),
            places: cited.into_iter().collect(),
            minutes: u32::try_from(scenario.duration.0 / 60_000).unwrap_or_default(),
        }
    }

    fn cites(&self, section: &str) -> bool {
        let section = section.to_lowercase();
        self.places
            .iter()
            .any(|it| section == *it || section.ends_with(&format!(" / {it}")))
    }
}

/// Somebody who has to be in the next drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Needed {
    /// The role.
    pub role: String,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// How they stand.
    pub state: State,
    /// Until when they are proficient.
    pub expires: Option<Day>,
    /// Why.
    pub why: String,
}

/// How well a scenario fits.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Fit {
    /// The scenario.
    pub scenario: String,
    /// Its title.
    pub title: String,
    /// The sum of what follows; a finding counts twice, a drill of it within the window takes three away.
    pub score: i64,
    /// The roles it plays in which somebody is needed.
    pub roles: Vec<String>,
    /// The findings that it could test again.
    pub findings: Vec<String>,
    /// The sections it cites that no drill has exercised.
    pub sections: Vec<String>,
    /// The last day on which it was drilled within the window.
    pub drilled: Option<Day>,
}

/// The next drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextDrill {
    /// By when it has to be.
    pub due: Day,
    /// How many days it is overdue.
    pub overdue_days: i64,
    /// Who has to be in it.
    pub people: Vec<Needed>,
    /// What to test again, as expected actions to watch.
    pub test_again: Vec<TestAgain>,
    /// Sections that matter and that no drill has exercised.
    pub sections: Vec<String>,
    /// The scenarios, the best first.
    pub scenarios: Vec<Fit>,
}

/// What the next drill has to bring, and which scenario brings most of it.
pub fn next_drill(look: &Look<'_>, plan: &Plan, scenarios: &[ScenarioFacts]) -> NextDrill {
    let first = cadences(look).into_iter().min_by_key(|it| it.due);
    let people: Vec<Needed> = register(look)
        .into_iter()
        .filter(|it| it.post.is_some() && is_needed(it.state))
        .map(|it| Needed {
            role: it.role,
            person: it.person,
            name: it.name,
            state: it.state,
            expires: it.expires,
            why: it.why.join(" "),
        })
        .collect();
    let test_again = plan.test_again();
    let sections = never_exercised(look);
    let mut fits: Vec<Fit> = scenarios
        .iter()
        .map(|it| fit(look, it, &people, &test_again, &sections))
        .collect();
    fits.sort_by(|a, b| (b.score, &a.scenario).cmp(&(a.score, &b.scenario)));
    NextDrill {
        due: first.as_ref().map_or(look.today(), |it| it.due),
        overdue_days: first.map_or(0, |it| it.overdue_days),
        people,
        test_again,
        sections,
        scenarios: fits,
    }
}

fn is_needed(state: State) -> bool {
    match state {
        State::Current => false,
        State::Due | State::Expired | State::Never | State::Remediation => true,
    }
}

fn never_exercised(look: &Look<'_>) -> Vec<String> {
    let counted = look.counted();
    let tested: BTreeSet<&str> = counted
        .iter()
        .flat_map(|it| &it.closed.sections)
        .filter(|it| it.tested > 0)
        .map(|it| it.section.as_str())
        .collect();
    let sections = look.plans.iter().flat_map(|plan| &plan.sections);
    sections
        .filter(|it| it.matters && !tested.contains(it.path.as_str()))
        .map(|it| it.path.clone())
        .collect()
}

fn fit(
    look: &Look<'_>,
    facts: &ScenarioFacts,
    people: &[Needed],
    again: &[TestAgain],
    sections: &[String],
) -> Fit {
    let played: BTreeSet<String> = facts.roles.iter().map(|role| fold_name(role)).collect();
    let mut roles: Vec<String> = people
        .iter()
        .filter(|it| played.contains(&fold_name(&it.role)))
        .map(|it| it.role.clone())
        .collect();
    roles.sort();
    roles.dedup();
    let findings: Vec<String> = again
        .iter()
        .filter(|it| {
            let role = it.role.is_empty() || played.contains(&fold_name(&it.role));
            let section = it.section.as_deref();
            role && section.is_some_and(|section| facts.cites(section))
        })
        .map(|it| it.title.clone())
        .collect();
    let sections: Vec<String> = sections
        .iter()
        .filter(|it| facts.cites(it))
        .cloned()
        .collect();
    let drilled = look
        .in_window()
        .iter()
        .rfind(|it| it.closed.scenario == facts.id)
        .map(|it| day_of(it.at));
    let count = |n: usize| i64::try_from(n).unwrap_or(i64::MAX);
    let score = count(roles.len()) + 2 * count(findings.len()) + count(sections.len())
        - if drilled.is_some() { 3 } else { 0 };
    Fit {
        scenario: facts.id.clone(),
        title: facts.title.clone(),
        score,
        roles,
        findings,
        sections,
        drilled,
    }
}

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
    let all = look.fold.year.planned.values().map(|it| &it.value);
    all.filter(|it| it.exercise.is_none() && it.at >= look.now)
        .map(|it| {
            let invited = evaluation::counted(it.people.len(), "person");
            let scenario = it.scenario.as_ref();
            let scenario = scenario.map_or_else(String::new, |id| format!(" Scenario: {id}."));
            Entry {
                at: Some(it.at),
                minutes: it.minutes,
                called_off: it.called_off,
                ..all_day(
                    EntryKind::Drill,
                    format!("drill-{}", it.planned),
                    format!("EXERCISE: {}", it.title),
                    format!("{invited} invited.{scenario}").replace("persons", "people"),
                    day_of(it.at),
                )
            }
        })
        .collect()
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
    }
}

/// The entries as an `.ics` file. The same entries at the same moment give the same bytes.
pub fn ics(name: &str, demo: bool, entries: &[Entry], now: Stamp) -> String {
    let marking = if demo { "DEMO: " } else { "" };
    let mut calendar = icalendar::Calendar::empty();
    calendar.append_property(("VERSION", "2.0"));
    calendar.append_property(("PRODID", "-//Rockdrill//Programme//EN"));
    calendar.append_property(("CALSCALE", "GREGORIAN"));
    calendar.name(name);
    for entry in entries {
        let stamp = moment(now);
        let mut event = icalendar::Event::new();
        event
            .uid(&format!("{}@rockdrill", entry.uid))
            .timestamp(stamp)
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
        }
        calendar.push(event.done());
    }
    calendar.to_string()
}

fn moment(at: Stamp) -> chrono::DateTime<chrono::Utc> {
    chrono::DateTime::from_timestamp_millis(at.0).unwrap_or_default()
}
