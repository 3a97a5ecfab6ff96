//! The calendar of the programme: how often to drill and when the next drill is due, whether it is planned, who has to be
//! in it and which scenario fits best. Not here: what a scenario holds beyond what is matched, and the entries of an
//! `.ics` file (`entries`).

use std::collections::BTreeSet;

use scenario::Scenario;
use serde::Serialize;
use terms::{ExerciseId, PersonId, PlanId};

use crate::Day;
use crate::look::{Look, all_of_programme, day_of, days_between, plus_months};
use crate::people::fold_name;
use crate::plan_of_action::{Plan, TestAgain};
use crate::proficiency::{State, register};
use crate::register::DrillPlanned;

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

/// The drill that is planned next.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct NextPlanned {
    /// The planned drill.
    pub planned: String,
    /// What it is called.
    pub title: String,
    /// Its day.
    pub on: Day,
    /// How many days after the next drill is due; 0 where it is in time.
    pub late_days: i64,
}

/// The next drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct NextDrill {
    /// By when it has to be.
    pub due: Day,
    /// How many days it is overdue.
    pub overdue_days: i64,
    /// The drill that is planned next, of whatever unit; none where none is or all were called off.
    pub planned: Option<NextPlanned>,
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
    let due = first.as_ref().map_or(look.today(), |it| it.due);
    let planned = next_planned(look).map(|it| NextPlanned {
        planned: it.planned.clone(),
        title: it.title.clone(),
        on: day_of(it.at),
        late_days: days_between(due, day_of(it.at)).max(0),
    });
    NextDrill {
        due,
        planned,
        overdue_days: first.map_or(0, |it| it.overdue_days),
        people,
        test_again,
        sections,
        scenarios: fits,
    }
}

/// The drill that is planned next: the earliest that lies ahead, was not called off and has not become a drill.
pub fn next_planned<'a>(look: &Look<'a>) -> Option<&'a DrillPlanned> {
    let all = look.fold.year.planned.values().map(|it| &it.value);
    all.filter(|it| !it.called_off && it.exercise.is_none() && it.at >= look.now)
        .min_by_key(|it| it.at)
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
