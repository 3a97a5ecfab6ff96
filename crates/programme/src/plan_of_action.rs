//! The improvement plan: the findings of all drills and the incidents of the log with their corrective actions, which of
//! them come again, which are fixed and which are fixed and tested again, and what to test in the next drill. Drills and
//! incidents stand side by side and are never mixed in a number. Not here: how they are drawn on a board.

mod tested;

use std::collections::{BTreeMap, BTreeSet};

use exercise::{ClosedHow, FindingKind, FindingSource, Outcome};
use serde::Serialize;
use terms::{ExerciseId, Stamp};

use crate::Day;
use crate::closed::{DrillClosed, FindingClosed};
use crate::improvement::{Cause, Priority};
use crate::look::{Look, all_of_programme, day_of, days_between, of_exercise, of_programme};
use crate::people::fold_name;
use crate::year::{Action, Year};

use tested::Tests;

/// Where a corrective action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum ActionStatus {
    /// To be done.
    Open,
    /// Done, and nobody other than the owner has verified it.
    Done,
    /// Done, and verified by somebody other than the owner.
    Verified,
    /// Not to be done: somebody signed that the risk is borne.
    RiskAccepted,
}

/// One row of the table of corrective actions.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ActionRow {
    /// Its id.
    pub action: String,
    /// What is to be done.
    pub what: String,
    /// Why: the finding or the incident, in words.
    pub because: String,
    /// The finding or incident, as a reference; empty where it is neither.
    pub answers: String,
    /// Planning, Organisation, Equipment, Training or Exercises.
    pub element: String,
    /// Who does it.
    pub owner: String,
    /// The business unit.
    pub unit: String,
    /// How pressing it is.
    pub priority: Priority,
    /// When it starts.
    pub start: Option<Day>,
    /// By when.
    pub due: Option<Day>,
    /// Where it stands.
    pub status: ActionStatus,
    /// How many days it is overdue; 0 where it is not.
    pub overdue_days: i64,
    /// When it was done.
    pub done_on: Option<Day>,
    /// What shows it.
    pub evidence: String,
    /// Who verified it, or signed for the risk.
    pub signed_by: String,
    /// When.
    pub signed_on: Option<Day>,
    /// What is the matter with it, such as an owner who verified their own work; empty where nothing is.
    pub amiss: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// Where a finding stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum FindingState {
    /// Nothing answers it, or not all of it is done.
    Open,
    /// All that answers it is done, and not all of it is verified.
    Done,
    /// All corrective actions are done and verified; no drill has tested it since.
    Fixed,
    /// Fixed, and a later drill tested it again and found nothing.
    Retested,
    /// The risk is borne.
    RiskAccepted,
}

/// One finding of a drill, or one incident.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct FindingRow {
    /// The finding or incident, as a reference.
    pub finding: String,
    /// True for an incident of the log.
    pub incident: bool,
    /// The drill.
    pub exercise: Option<ExerciseId>,
    /// What the drill was called.
    pub drill: String,
    /// The day.
    pub on: Day,
    /// What makes it the same elsewhere; may be empty for an incident.
    pub key: String,
    /// What it is, in a line.
    pub title: String,
    /// Where it comes from; none for an incident.
    pub source: Option<FindingSource>,
    /// True where it is serious.
    pub serious: bool,
    /// The role.
    pub role: String,
    /// The business unit; empty where none is known.
    pub unit: String,
    /// The section of the plan.
    pub section: Option<String>,
    /// The objective, by its short name.
    pub objective: Option<String>,
    /// The corrective actions that answer it.
    pub actions: Vec<String>,
    /// Where it stands.
    pub state: FindingState,
    /// True where the same was found in two drills or more (or in two incidents or more).
    pub recurring: bool,
    /// The drill that tested it again last, and whether nothing was wrong.
    pub retested: Option<Retested>,
    /// The revision of the plan that holds what was learned.
    pub revision: Option<String>,
    /// True where a root-cause sheet is kept.
    pub root_cause: bool,
    /// The day on which it was fixed.
    pub fixed_on: Option<Day>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A later test of the same thing.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Retested {
    /// The drill.
    pub exercise: ExerciseId,
    /// The day.
    pub on: Day,
    /// True where nothing was wrong any more.
    pub clean: bool,
}

/// Something for the next drill to test again, as an expected action to watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct TestAgain {
    /// The key of the finding.
    pub key: String,
    /// What was found.
    pub title: String,
    /// The role.
    pub role: String,
    /// The section of the plan.
    pub section: Option<String>,
    /// The expected action that failed.
    pub watch: String,
    /// Where it stands.
    pub state: FindingState,
    /// In how many drills it was found.
    pub drills: u32,
    /// Why it is offered.
    pub because: String,
    /// The findings.
    pub findings: Vec<String>,
}

/// The improvement plan.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Plan {
    /// Findings, the newest first.
    pub findings: Vec<FindingRow>,
    /// Corrective actions, by id.
    pub actions: BTreeMap<String, ActionRow>,
    /// The findings of each drill that corrective actions answer, and whether all of those are done and verified.
    #[serde(skip)]
    verified: BTreeMap<ExerciseId, BTreeMap<u64, bool>>,
}

impl Plan {
    /// The improvement plan as it stands.
    pub fn of(look: &Look<'_>) -> Self {
        let maker = Maker::new(look);
        let kept = &look.fold.year.actions;
        let actions: BTreeMap<String, ActionRow> = kept
            .iter()
            .map(|(id, action)| (id.clone(), maker.action(id, action)))
            .collect();
        let answers = Answers::of(kept, &actions);
        let mut findings = Vec::with_capacity(maker.findings());
        // The newest first, so that there is next to nothing left to sort.
        for (at, drill) in maker.drills.iter().rev() {
            let asks = drill.findings.iter().filter(|it| asks(it));
            let answers = answers.drills.get(&drill.exercise);
            findings.extend(asks.map(|it| {
                let answers = answers.and_then(|answers| answers.get(&it.record));
                maker.finding(*at, drill, it, answers.map_or(&[], Vec::as_slice))
            }));
        }
        findings.extend(maker.incidents(&answers));
        findings.sort_by(|a, b| b.on.cmp(&a.on).then_with(|| a.finding.cmp(&b.finding)));
        let verified = answers.verified();
        Self {
            findings,
            actions,
            verified,
        }
    }

    /// True where a finding has corrective actions and all of them are done and verified.
    pub fn is_verified(&self, exercise: &ExerciseId, record: u64) -> bool {
        let drill = self.verified.get(exercise);
        let verified = drill.and_then(|findings| findings.get(&record));
        verified.copied().unwrap_or_default()
    }

    /// What the next drill should test again: what is open or came again, and what was fixed and not tested since.
    pub fn test_again(&self) -> Vec<TestAgain> {
        let mut by_key: BTreeMap<&str, Vec<&FindingRow>> = BTreeMap::new();
        for row in self.findings.iter().filter(|it| !it.key.is_empty()) {
            by_key.entry(&row.key).or_default().push(row);
        }
        let mut found: Vec<TestAgain> = by_key
            .into_iter()
            .filter_map(|(key, rows)| test_again(key, &rows))
            .collect();
        found.sort_by(|a, b| b.drills.cmp(&a.drills).then_with(|| a.key.cmp(&b.key)));
        found
    }
}

fn test_again(key: &str, rows: &[&FindingRow]) -> Option<TestAgain> {
    // The rows come newest first: what became of the newest is where the matter stands.
    let newest = rows.first()?;
    let because = match newest.state {
        FindingState::Retested | FindingState::RiskAccepted => return None,
        FindingState::Open if newest.recurring => "It came again and is not fixed.",
        FindingState::Open => "It is not fixed.",
        FindingState::Done => "It is done and nobody has verified it.",
        FindingState::Fixed => "It is fixed and no drill has tested it since.",
    };
    let drills: BTreeSet<&ExerciseId> = rows.iter().filter_map(|it| it.exercise.as_ref()).collect();
    Some(TestAgain {
        key: key.to_owned(),
        title: newest.title.clone(),
        role: newest.role.clone(),
        section: newest.section.clone(),
        watch: match newest.title.split_once(": ") {
            Some((_, what)) => what.to_owned(),
            None => newest.title.clone(),
        },
        state: newest.state,
        drills: u32::try_from(drills.len()).unwrap_or(u32::MAX),
        because: because.to_owned(),
        findings: rows.iter().map(|it| it.finding.clone()).collect(),
    })
}

/// The corrective actions by what they answer.
#[derive(Default)]
struct Answers<'r> {
    /// By the drill and the record that raised the finding.
    drills: BTreeMap<&'r ExerciseId, BTreeMap<u64, Vec<&'r ActionRow>>>,
    /// By incident.
    incidents: BTreeMap<&'r str, Vec<&'r ActionRow>>,
}

impl<'r> Answers<'r> {
    fn of(kept: &'r BTreeMap<String, Action>, rows: &'r BTreeMap<String, ActionRow>) -> Self {
        let mut answers = Self::default();
        // Both are by id: each row stands beside the action that it was made from.
        for (action, row) in kept.values().zip(rows.values()) {
            match &action.said.cause {
                Cause::Drill { exercise, finding } => {
                    let drill = answers.drills.entry(exercise).or_default();
                    drill.entry(*finding).or_default().push(row);
                }
                Cause::Incident(id) => answers.incidents.entry(id).or_default().push(row),
                Cause::Other(_) => {}
            }
        }
        answers
    }

    fn verified(&self) -> BTreeMap<ExerciseId, BTreeMap<u64, bool>> {
        let all =
            |rows: &Vec<&ActionRow>| rows.iter().all(|row| row.status == ActionStatus::Verified);
        let drills = self.drills.iter();
        drills
            .map(|(exercise, findings)| {
                let findings = findings.iter().map(|(record, rows)| (*record, all(rows)));
                ((*exercise).clone(), findings.collect())
            })
            .collect()
    }
}

fn asks(finding: &FindingClosed) -> bool {
    finding.kind == FindingKind::Improvement
}

struct Maker<'a, 'b> {
    look: &'b Look<'a>,
    drills: Vec<(Stamp, &'a DrillClosed)>,
    /// In how many drills each key was found.
    found_in: BTreeMap<&'a str, u32>,
    incident_keys: BTreeMap<&'a str, u32>,
    lessons: BTreeMap<&'a str, &'a crate::look::LessonIn>,
    /// The last drill that tested what each key is about.
    retested: BTreeMap<&'a str, (Stamp, Retested)>,
}

/// The last drill that tested what a key is about, by what its records show or by what a person confirmed.
fn last_test(key: &str, tests: &[Tests<'_>], year: &Year) -> Option<(Stamp, Retested)> {
    tests.iter().rev().find_map(|test| {
        let said = year.retests.get(&(key.to_owned(), test.exercise.clone()));
        let clean = match said {
            Some(said) => said.value.clean,
            None => test.tested(key)?,
        };
        let retested = Retested {
            exercise: test.exercise.clone(),
            on: day_of(test.at),
            clean,
        };
        Some((test.at, retested))
    })
}

impl<'a, 'b> Maker<'a, 'b> {
    fn new(look: &'b Look<'a>) -> Self {
        let year = &look.fold.year;
        let listed = look.fold.closed.values().filter(|(_, it)| {
            let void = match it.how {
                ClosedHow::Void => true,
                ClosedHow::Completed | ClosedHow::Aborted | ClosedHow::RealIncident => false,
            };
            !void && year.counts(it.origin)
        });
        let mut drills: Vec<(Stamp, &DrillClosed)> =
            listed.map(|(at, it)| (it.played_at(*at), it)).collect();
        drills.sort_by(|a, b| (a.0, &a.1.exercise).cmp(&(b.0, &b.1.exercise)));
        let tests: Vec<Tests<'a>> = drills.iter().map(|(at, it)| Tests::of(*at, it)).collect();
        let mut found_in: BTreeMap<&str, u32> = BTreeMap::new();
        for key in tests.iter().flat_map(|test| &test.keys) {
            *found_in.entry(key).or_default() += 1;
        }
        let mut incident_keys: BTreeMap<&str, u32> = BTreeMap::new();
        for incident in year.incidents.values().map(|it| &it.value) {
            if !incident.key.is_empty() {
                *incident_keys.entry(&incident.key).or_default() += 1;
            }
        }
        let lessons = look.plans.iter().flat_map(|plan| &plan.lessons);
        let keys = found_in.keys().chain(incident_keys.keys());
        let retested = keys
            .filter_map(|key| Some((*key, last_test(key, &tests, year)?)))
            .collect();
        Self {
            retested,
            look,
            drills,
            found_in,
            incident_keys,
            lessons: lessons.map(|it| (it.finding.as_str(), it)).collect(),
        }
    }

    fn findings(&self) -> usize {
        let of_drills = self.drills.iter().map(|(_, drill)| drill.findings.len());
        of_drills.sum::<usize>() + self.look.fold.year.incidents.len()
    }

    fn action(&self, id: &str, action: &Action) -> ActionRow {
        let said = &action.said;
        let today = self.look.today();
        let names = self.look.names;
        let own = |by: &crate::people::Who| by.is(&said.owner, names);
        let mut amiss = String::new();
        let borne = action
            .accepted
            .as_ref()
            .filter(|it| it.until.is_none_or(|until| until >= today));
        let verified = action.verified.as_ref().filter(|it| !own(&it.by));
        if action.verified.is_some() && verified.is_none() {
            amiss = "Verified by its own owner, which does not count.".to_owned();
        }
        if action.accepted.is_some() && borne.is_none() {
            amiss = "The risk was accepted until a day that has passed.".to_owned();
        }
        let status = match (borne, &action.done, verified) {
            (Some(_), _, _) => ActionStatus::RiskAccepted,
            (None, Some(_), Some(_)) => ActionStatus::Verified,
            (None, Some(_), None) => ActionStatus::Done,
            (None, None, _) => ActionStatus::Open,
        };
        let (signed_by, signed_on) = match (borne, verified) {
            (Some(it), _) => (it.by.name(names), Some(it.on)),
            (None, Some(it)) if status == ActionStatus::Verified => {
                (it.by.name(names), Some(it.on))
            }
            (None, _) => (String::new(), None),
        };
        let late = said.due.map_or(0, |due| days_between(due, today).max(0));
        ActionRow {
            action: id.to_owned(),
            what: said.what.clone(),
            because: self.because(&said.cause),
            answers: reference(&said.cause),
            element: said.element.clone(),
            owner: said.owner.name(names),
            unit: said.unit.clone(),
            priority: said.priority,
            start: said.start,
            due: said.due,
            status,
            overdue_days: if status == ActionStatus::Open {
                late
            } else {
                0
            },
            done_on: action.done.as_ref().map(|it| it.on),
            evidence: action
                .done
                .as_ref()
                .map_or_else(String::new, |it| it.evidence.clone()),
            signed_by,
            signed_on,
            amiss,
            records: all_of_programme(&action.records),
        }
    }

    fn because(&self, cause: &Cause) -> String {
        match cause {
            Cause::Drill { exercise, finding } => {
                let drill = self.look.fold.closed.get(exercise);
                let found =
                    drill.and_then(|(_, it)| it.findings.iter().find(|it| it.record == *finding));
                found.map_or_else(
                    || format!("finding {finding} of a drill"),
                    |it| it.title.clone(),
                )
            }
            Cause::Incident(id) => {
                let incident = self.look.fold.year.incidents.get(id);
                incident.map_or_else(|| format!("incident {id}"), |it| it.value.title.clone())
            }
            Cause::Other(words) => words.clone(),
        }
    }

    fn finding(
        &self,
        at: Stamp,
        drill: &DrillClosed,
        finding: &FindingClosed,
        answering: &[&ActionRow],
    ) -> FindingRow {
        let reference = of_exercise(&drill.exercise, finding.record);
        let retested = self.retested(&finding.key, at);
        let lesson = self.lessons.get(reference.as_str());
        let mut records = vec![reference.clone()];
        records.extend(answering.iter().flat_map(|it| &it.records).cloned());
        if let Some(seq) = self.look.fold.year.closings.get(&drill.exercise) {
            records.push(of_programme(*seq));
        }
        let role = finding.plan_role.clone().unwrap_or_default();
        FindingRow {
            incident: false,
            exercise: Some(drill.exercise.clone()),
            drill: drill.title.clone(),
            on: day_of(at),
            key: finding.key.clone(),
            title: finding.title.clone(),
            source: Some(finding.source),
            serious: finding.critical,
            unit: self.unit(drill, &role, answering),
            role,
            section: finding.section.clone(),
            objective: finding.objective.as_ref().map(ToString::to_string),
            actions: answering.iter().map(|it| it.action.clone()).collect(),
            state: state(answering, retested.as_ref()),
            recurring: self
                .found_in
                .get(finding.key.as_str())
                .is_some_and(|drills| *drills >= 2),
            retested,
            revision: lesson.map(|it| it.revision.clone()),
            root_cause: self.look.fold.year.root_causes.contains_key(&finding.key),
            fixed_on: fixed_on(answering),
            records,
            finding: reference,
        }
    }

    fn incidents(&self, answers: &Answers<'_>) -> Vec<FindingRow> {
        let all = self.look.fold.year.incidents.values();
        let one = |kept: &crate::year::Kept<crate::register::IncidentKept>| {
            let it = &kept.value;
            let reference = format!("incident/{}", it.incident);
            let answering = answers.incidents.get(it.incident.as_str());
            let answering: &[&ActionRow] = answering.map_or(&[], Vec::as_slice);
            let opened = it.opened.and_hms_opt(0, 0, 0).map_or(Stamp(0), |moment| {
                Stamp(moment.and_utc().timestamp_millis())
            });
            let retested = self.retested(&it.key, opened);
            let mut records = all_of_programme(&kept.records);
            records.extend(answering.iter().flat_map(|it| &it.records).cloned());
            FindingRow {
                incident: true,
                exercise: None,
                drill: String::new(),
                on: it.opened,
                key: it.key.clone(),
                title: it.title.clone(),
                source: None,
                serious: it.serious,
                role: String::new(),
                unit: it.unit.clone(),
                section: None,
                objective: None,
                actions: answering.iter().map(|it| it.action.clone()).collect(),
                state: state(answering, retested.as_ref()),
                recurring: self
                    .incident_keys
                    .get(it.key.as_str())
                    .is_some_and(|times| *times >= 2),
                retested,
                revision: None,
                root_cause: self.look.fold.year.root_causes.contains_key(&it.key),
                fixed_on: fixed_on(answering),
                records,
                finding: reference,
            }
        };
        all.map(one).collect()
    }

    /// The last later drill that tested it again, by what its records show or by what a person confirmed.
    fn retested(&self, key: &str, after: Stamp) -> Option<Retested> {
        if key.is_empty() {
            return None;
        }
        let (at, last) = self.retested.get(key)?;
        (*at > after).then(|| last.clone())
    }

    /// The unit of the corrective actions; else that of whoever held the role; else that of whoever is appointed to it.
    fn unit(&self, drill: &DrillClosed, role: &str, answering: &[&ActionRow]) -> String {
        if let Some(row) = answering.iter().find(|it| !it.unit.is_empty()) {
            return row.unit.clone();
        }
        let name = fold_name(role);
        let held = drill
            .roles
            .iter()
            .find(|it| fold_name(&it.plan_role) == name);
        let person = held
            .and_then(|it| it.held.first())
            .map(|it| it.person.clone())
            .or_else(|| Some(self.look.holders(role).first()?.0.clone()));
        person.map_or_else(String::new, |it| self.look.unit_of(&it).to_owned())
    }
}

fn reference(cause: &Cause) -> String {
    match cause {
        Cause::Drill { exercise, finding } => of_exercise(exercise, *finding),
        Cause::Incident(id) => format!("incident/{id}"),
        Cause::Other(_) => String::new(),
    }
}

fn state(answering: &[&ActionRow], retested: Option<&Retested>) -> FindingState {
    let all = |wanted: &[ActionStatus]| {
        !answering.is_empty() && answering.iter().all(|it| wanted.contains(&it.status))
    };
    use ActionStatus::{Done, RiskAccepted, Verified};
    if all(&[RiskAccepted]) {
        FindingState::RiskAccepted
    } else if all(&[Verified, RiskAccepted]) {
        let clean = retested.filter(|it| it.clean);
        match clean {
            Some(it) if fixed_on(answering).is_none_or(|fixed| fixed <= it.on) => {
                FindingState::Retested
            }
            Some(_) | None => FindingState::Fixed,
        }
    } else if all(&[Done, Verified, RiskAccepted]) {
        FindingState::Done
    } else {
        FindingState::Open
    }
}

/// The day on which the last of the corrective actions was done, where all of them are.
fn fixed_on(answering: &[&ActionRow]) -> Option<Day> {
    let days: Option<Vec<Day>> = answering.iter().map(|it| it.done_on).collect();
    days?.into_iter().max()
}
