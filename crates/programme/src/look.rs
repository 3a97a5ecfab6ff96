//! What a view of the year looks at: the folds, what the plans in force say, every drill that was begun, the names that
//! were not erased, and the moment. Not here: any judgement.

use std::collections::{BTreeMap, BTreeSet};

use exercise::{ClosedHow, Origin};
use plan::Tag;
use serde::Serialize;
use terms::{ExerciseId, PersonId, PlanId, Stamp};

use crate::Day;
use crate::closed::DrillClosed;
use crate::improvement::was_completed;
use crate::people::{AppointmentMade, Post, fold_name, name_of};
use crate::plan_stream::PlanFold;
use crate::programme_stream::ProgrammeFold;
use crate::year::Kept;

/// The rolling window of measures, in days.
pub const WINDOW_DAYS: i64 = 365;

/// Everything that a view of the year looks at.
#[derive(Clone, Copy, Debug)]
pub struct Look<'a> {
    /// The programme stream, folded.
    pub fold: &'a ProgrammeFold,
    /// The plans as they are in force.
    pub plans: &'a [PlanNow],
    /// Every drill that was ever begun, in the order of its beginning.
    pub drills: &'a [DrillBegun],
    /// The names that were not erased.
    pub names: &'a BTreeMap<PersonId, String>,
    /// The moment.
    pub now: Stamp,
    /// The first day that is looked at, where a period was chosen; else the window rolls.
    pub from: Option<Day>,
}

/// A plan as it is in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PlanNow {
    /// Its id.
    pub id: PlanId,
    /// Its title.
    pub title: String,
    /// The number of the revision in force.
    pub revision: String,
    /// The record of its stream that brought that revision.
    pub record: u64,
    /// When that was.
    pub since: Stamp,
    /// Who approved it here; none where it came in as a file.
    pub approved_by: Option<String>,
    /// Who owns it, as it says itself.
    pub owner: Option<String>,
    /// When it has to be reviewed next, as it says itself.
    pub next_review: Option<Day>,
    /// The titles of its roles.
    pub roles: Vec<String>,
    /// Its sections.
    pub sections: Vec<SectionNow>,
    /// Names of people that it states.
    pub people: Vec<String>,
    /// Its approved revisions with the amendments in each, by record.
    pub lessons: Vec<LessonIn>,
}

/// A section of a plan in force.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SectionNow {
    /// Its path.
    pub path: String,
    /// Its heading.
    pub title: String,
    /// The phase of the response that it belongs to.
    pub phase: Option<plan::Phase>,
    /// What kinds of section it is.
    pub tags: Vec<Tag>,
    /// True where it belongs to a phase of the response, or is of a kind that a drill can exercise.
    pub matters: bool,
}

/// A finding that came to stand in an approved revision.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LessonIn {
    /// The finding, as `exercise/ID#SEQ`.
    pub finding: String,
    /// The record that proposed the amendment.
    pub proposed: u64,
    /// When it was proposed.
    pub proposed_at: Stamp,
    /// The revision.
    pub revision: String,
    /// The record that approved it.
    pub approved: u64,
    /// When it was approved.
    pub approved_at: Stamp,
}

/// A drill that was begun, whatever came of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DrillBegun {
    /// The drill.
    pub exercise: ExerciseId,
    /// Its title.
    pub title: String,
    /// The scenario, by its id.
    pub scenario: String,
    /// Where its people came from.
    pub origin: Origin,
    /// Its phase, in a word.
    pub phase: String,
    /// How it was closed.
    pub how: Option<ClosedHow>,
    /// When it was set up.
    pub begun: Stamp,
}

/// A drill that counts: closed as completed, with live people.
#[derive(Clone, Copy, Debug)]
pub struct Counted<'a> {
    /// When it was played.
    pub at: Stamp,
    /// What is kept of it.
    pub closed: &'a DrillClosed,
    /// The record of the programme stream that closed it.
    pub record: u64,
}

impl Counted<'_> {
    /// The record that closed it, as a reference.
    pub fn reference(&self) -> String {
        of_programme(self.record)
    }
}

impl<'a> Look<'a> {
    /// Today.
    pub fn today(&self) -> Day {
        day_of(self.now)
    }

    /// True where everything is made up.
    pub fn is_demo(&self) -> bool {
        self.fold.year.is_made_up()
    }

    /// The drills that count, the oldest first. Each counts once, however often it was closed.
    pub fn counted(&self) -> Vec<Counted<'a>> {
        let year = &self.fold.year;
        let mut found: Vec<Counted<'a>> = self
            .fold
            .closed
            .iter()
            .filter(|(_, (_, it))| was_completed(it.how) && year.counts(it.origin))
            .map(|(id, (at, closed))| Counted {
                at: closed.played_at(*at),
                closed,
                record: year.closings.get(id).copied().unwrap_or_default(),
            })
            .collect();
        found.sort_by(|a, b| (a.at, &a.closed.exercise).cmp(&(b.at, &b.closed.exercise)));
        found
    }

    /// The drills that count and lie in the rolling window.
    pub fn in_window(&self) -> Vec<Counted<'a>> {
        let all = self.counted();
        all.into_iter().filter(|it| self.recent(it.at)).collect()
    }

    /// True where a moment lies in the rolling window.
    pub fn recent(&self, at: Stamp) -> bool {
        self.recent_day(day_of(at))
    }

    /// True where a day lies in the rolling window.
    pub fn recent_day(&self, day: Day) -> bool {
        (self.first_day()..=self.today()).contains(&day)
    }

    /// The first day of the period, or of the rolling window.
    pub fn first_day(&self) -> Day {
        self.from
            .unwrap_or_else(|| plus_days(self.today(), 1 - WINDOW_DAYS))
    }

    /// The appointments that hold today.
    pub fn appointed(&self) -> impl Iterator<Item = &'a Kept<AppointmentMade>> {
        self.appointed_by_role().map(|(_, it)| it)
    }

    /// The same in the order of their roles, each with its role as it is compared.
    pub(crate) fn appointed_by_role(
        &self,
    ) -> impl Iterator<Item = (&'a str, &'a Kept<AppointmentMade>)> {
        let today = self.today();
        let all = self.fold.year.appointments.iter();
        all.filter(move |(_, it)| it.value.holds_on(today))
            .map(|((role, _), it)| (role.as_str(), it))
    }

    /// Who holds a role today, primaries before alternates.
    pub fn holders(&self, role: &str) -> Vec<(PersonId, Post)> {
        let today = self.today();
        let first = (fold_name(role), PersonId::from(""));
        let mine = self
            .fold
            .year
            .appointments
            .range(&first..)
            .take_while(|((of, _), _)| *of == first.0)
            .filter(|(_, it)| it.value.holds_on(today));
        let mut found: Vec<(PersonId, Post)> = mine
            .map(|(_, it)| (it.value.person.clone(), it.value.post))
            .collect();
        found.sort_by(|a, b| (a.1, &a.0).cmp(&(b.1, &b.0)));
        found
    }

    /// The roles that have to be filled: those of the plans in force, else those to which people are appointed.
    pub fn roles(&self) -> Vec<String> {
        let mut seen = BTreeSet::new();
        let of_plans = self.plans.iter().flat_map(|plan| &plan.roles).cloned();
        let mut all: Vec<String> = of_plans.collect();
        all.retain(|role| seen.insert(fold_name(role)));
        for (role, it) in self.appointed_by_role() {
            if !seen.contains(role) {
                seen.insert(role.to_owned());
                all.push(it.value.role.clone());
            }
        }
        all
    }

    /// The unit of a person; empty where none is known.
    pub fn unit_of(&self, person: &PersonId) -> &'a str {
        self.fold.people.get(person).map_or("", String::as_str)
    }

    /// The name of a person.
    pub fn name(&self, person: &PersonId) -> String {
        name_of(person, self.names)
    }

    /// True where a unit is in scope, by the same rule as [`Look::units`]; one that nobody spoke of is.
    pub fn is_in_scope(&self, unit: &str) -> bool {
        let kept = &self.fold.year.units;
        match kept.get(&fold_name(unit)) {
            Some(kept) => kept.value.in_scope,
            None => !kept.values().any(|it| it.value.in_scope),
        }
    }

    /// The units in scope: those that were named so, else every unit of the roster that nobody left out.
    pub fn units(&self) -> Vec<String> {
        let kept = &self.fold.year.units;
        let mut named: Vec<String> = kept
            .values()
            .filter(|it| it.value.in_scope)
            .map(|it| it.value.unit.clone())
            .collect();
        if named.is_empty() {
            let known = self
                .fold
                .people
                .values()
                .filter(|unit| !unit.trim().is_empty());
            let all: BTreeMap<String, &String> = known
                .filter(|unit| !kept.contains_key(&fold_name(unit)))
                .map(|unit| (fold_name(unit), unit))
                .collect();
            named.extend(all.into_values().cloned());
        }
        named.sort();
        named
    }
}

impl PlanNow {
    /// A plan as it is in force; none before its first revision.
    pub fn of(id: &PlanId, fold: &PlanFold, read: &plan::Plan) -> Option<Self> {
        let revision = fold.in_force()?;
        let stated = |it: &Option<plan::Stated>| it.as_ref().map(|it| it.value.clone());
        let control = &read.control;
        let roles: Vec<String> = read
            .roles
            .iter()
            .filter(|role| !role.candidate)
            .map(|role| role.title.clone())
            .collect();
        let said = [&control.owner, &control.approved_by];
        let aliases = read.roles.iter().flat_map(|role| &role.aliases);
        let known: BTreeSet<String> = roles
            .iter()
            .chain(aliases)
            .map(|role| fold_name(role))
            .collect();
        let mut people: Vec<String> = said
            .into_iter()
            .filter_map(stated)
            .chain(read.roles.iter().filter_map(|role| role.deputy.clone()))
            .filter(|name| is_a_name(name) && !known.contains(&fold_name(name)))
            .collect();
        people.sort();
        people.dedup();
        Some(Self {
            id: id.clone(),
            title: fold.title.clone(),
            revision: revision.number.clone(),
            record: revision.seq,
            since: revision.at,
            approved_by: revision.approved.as_ref().map(|it| it.by.clone()),
            owner: stated(&control.owner),
            next_review: stated(&control.next_review).and_then(|text| crate::year::day(&text)),
            roles,
            sections: read.sections.iter().map(section).collect(),
            people,
            lessons: lessons(fold),
        })
    }
}

fn section(read: &plan::Section) -> SectionNow {
    let drilled = read.tags.iter().any(|tag| match tag {
        Tag::Playbook | Tag::Severity | Tag::Notification | Tag::Continuity => true,
        Tag::Contacts | Tag::Roles | Tag::Lessons | Tag::Control => false,
    });
    // A heading that only gathers others is exercised through them.
    let in_phase = read.phase.is_some_and(|phase| match phase {
        plan::Phase::Detection
        | plan::Phase::Containment
        | plan::Phase::Eradication
        | plan::Phase::Recovery => true,
        plan::Phase::Preparation | plan::Phase::Lessons => false,
    });
    SectionNow {
        path: read.path.clone(),
        title: read.title.clone(),
        phase: read.phase,
        tags: read.tags.clone(),
        matters: drilled || in_phase,
    }
}

fn lessons(fold: &PlanFold) -> Vec<LessonIn> {
    let mut found = Vec::new();
    for revision in &fold.revisions {
        let Some(approved) = &revision.approved else {
            continue;
        };
        let kept = approved.amendments.iter();
        for kept in kept.filter_map(|seq| fold.amendments.get(seq)) {
            if let Some(finding) = &kept.proposal.finding {
                found.push(LessonIn {
                    finding: finding.clone(),
                    proposed: kept.seq,
                    proposed_at: kept.at,
                    revision: revision.number.clone(),
                    approved: revision.seq,
                    approved_at: revision.at,
                });
            }
        }
    }
    found
}

/// True where words read as the name of a person and of no office: two or three capitalised words, none of them one that
/// offices are made of.
pub fn is_a_name(words: &str) -> bool {
    const OFFICE: [&str; 22] = [
        "chief",
        "officer",
        "head",
        "board",
        "team",
        "lead",
        "manager",
        "director",
        "committee",
        "department",
        "security",
        "information",
        "commander",
        "counsel",
        "analyst",
        "executive",
        "controller",
        "desk",
        "office",
        "operations",
        "on",
        "deputy",
    ];
    let parts: Vec<&str> = words.split_whitespace().collect();
    let capital = |word: &&str| word.chars().next().is_some_and(char::is_uppercase);
    (2..=3).contains(&parts.len())
        && parts.iter().all(capital)
        && !parts
            .iter()
            .any(|word| OFFICE.contains(&word.to_lowercase().as_str()))
}

/// The day of a moment, in UTC.
pub fn day_of(at: Stamp) -> Day {
    chrono::DateTime::from_timestamp_millis(at.0)
        .map(|moment| moment.date_naive())
        .unwrap_or_default()
}

/// The days from one day to another; below zero where the second comes first.
pub fn days_between(from: Day, to: Day) -> i64 {
    (to - from).num_days()
}

/// A day after or before another.
pub fn plus_days(day: Day, days: i64) -> Day {
    day.checked_add_signed(chrono::TimeDelta::days(days))
        .unwrap_or(day)
}

/// The same day some months later; the last of the month where that has fewer days.
pub fn plus_months(day: Day, months: u32) -> Day {
    day.checked_add_months(chrono::Months::new(months))
        .unwrap_or(day)
}

/// A record of the programme stream, as a reference.
pub fn of_programme(seq: u64) -> String {
    format!("programme#{seq}")
}

/// Records of the programme stream, as references.
pub fn all_of_programme(records: &[u64]) -> Vec<String> {
    records.iter().map(|seq| of_programme(*seq)).collect()
}

/// A record of a drill, as a reference.
pub fn of_exercise(id: &ExerciseId, seq: u64) -> String {
    format!("exercise/{id}#{seq}")
}

/// A record of a plan, as a reference.
pub fn of_plan(id: &PlanId, seq: u64) -> String {
    format!("plan/{id}#{seq}")
}
