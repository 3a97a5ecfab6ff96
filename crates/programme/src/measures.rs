//! The measures that a drill programme can compute, each with its basis, its formula, its parts and the records behind it.
//! A value of drills is never shown as one of incidents. Nothing divides by nothing: an empty denominator shows "n/a".
//! The measures of the incident-management capability of IVI's IT-CMF are named by our own words. Not here: trends.

mod looked_up;
mod outcome;

use std::collections::{BTreeMap, BTreeSet};

use exercise::{FindingSource, Outcome, Rating};
use plan::Tag;
use serde::{Serialize, Serializer};

use crate::closed::{ActionClosed, DrillClosed, NearClosed};
use crate::look::{Counted, Look, WINDOW_DAYS, all_of_programme, days_between, of_plan};
use crate::people::fold_name;
use crate::plan_of_action::{FindingRow, FindingState, Plan};
use crate::register::DocumentKind;

/// What a value rests on.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Basis {
    /// Drills with live people.
    Drill,
    /// What people said and signed.
    Attested,
    /// Drills, and what people said and signed.
    DrillAndAttested,
    /// The log of real incidents.
    IncidentLog,
}

/// A value, or that there is none.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Value {
    /// So many.
    Count(u64),
    /// So many of a hundred.
    Percent(f64),
    /// The denominator is empty, or what it needs is not there.
    NotAvailable,
}

impl Serialize for Value {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        match self {
            Value::Count(n) => serializer.serialize_u64(*n),
            Value::Percent(share) => serializer.serialize_f64(*share),
            Value::NotAvailable => serializer.serialize_str("n/a"),
        }
    }
}

impl std::fmt::Display for Value {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Value::Count(n) => write!(f, "{n}"),
            Value::Percent(share) => write!(f, "{share} %"),
            Value::NotAvailable => f.write_str("n/a"),
        }
    }
}

/// One measure.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Measure {
    /// Its id.
    pub id: &'static str,
    /// The level of maturity that it belongs to.
    pub level: u8,
    /// What it measures, in our words.
    pub label: &'static str,
    /// The value.
    pub value: Value,
    /// What the value is counted in: documents, percent, days.
    pub unit: &'static str,
    /// How many of what is counted.
    pub numerator: u64,
    /// Of how many; none where it is a plain count.
    pub denominator: Option<u64>,
    /// How it is reckoned.
    pub formula: &'static str,
    /// What it rests on.
    pub basis: Basis,
    /// Its parts: by unit, by kind.
    pub parts: Vec<Part>,
    /// What else a reader has to know; may be empty.
    pub note: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A part of a measure.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Part {
    /// What it is about.
    pub label: String,
    /// What it says.
    pub says: String,
}

/// Every measure, by level.
pub fn measures(look: &Look<'_>, plan: &Plan) -> Vec<Measure> {
    let maker = Maker {
        look,
        plan,
        window: look.in_window(),
        units: look.units(),
    };
    vec![
        maker.prioritisation_documents(),
        maker.staff_aware(),
        maker.kinds_covered(),
        maker.kinds_exercised(),
        maker.closed_by_unit(),
        maker.units_prioritising(),
        maker.units_without_continuity(),
        maker.incidents_since_review(),
        maker.days_since_review(),
        maker.serious_resolved(),
        maker.incidents_resolved(),
        maker.recurring_stopped(),
        maker.units_tracked(),
        maker.near_managed(),
        maker.system_identified(),
        maker.unforeseen(),
    ]
}

struct Maker<'a, 'b> {
    look: &'b Look<'a>,
    plan: &'b Plan,
    window: Vec<Counted<'a>>,
    units: Vec<String>,
}

impl Maker<'_, '_> {
    fn prioritisation_documents(&self) -> Measure {
        let plans = self.plans_with(Tag::Severity);
        let papers: Vec<_> = self
            .look
            .fold
            .year
            .documents
            .values()
            .filter(|it| it.value.kind == DocumentKind::Prioritisation && it.value.plan.is_none())
            .filter(|it| it.value.review.is_none_or(|day| day >= self.look.today()))
            .collect();
        let n = (plans.len() + papers.len()) as u64;
        let mut records: Vec<String> = plans
            .iter()
            .map(|plan| of_plan(&plan.id, plan.record))
            .collect();
        records.extend(papers.iter().flat_map(|it| all_of_programme(&it.records)));
        let titles = plans.iter().map(|it| part(&it.title, "plan in force"));
        let papers = papers
            .iter()
            .map(|it| part(&it.value.title, "document in date"));
        Measure {
            parts: titles.chain(papers).collect(),
            records,
            ..count(
                "1.1-prioritisation-documents",
                1,
                "Documents that say how incidents are prioritised",
                n,
                "documents",
                "plans in force with a section on severity or prioritisation + registered documents on it whose review is not overdue",
                Basis::Attested,
            )
        }
    }

    fn staff_aware(&self) -> Measure {
        let holders: BTreeSet<_> = self
            .look
            .appointed()
            .map(|it| it.value.person.clone())
            .collect();
        let current: BTreeSet<(String, &str)> = self
            .plans_with(Tag::Severity)
            .iter()
            .map(|it| (it.id.to_string(), it.revision.as_str()))
            .collect();
        let mut aware = BTreeMap::new();
        for ((plan, revision, person), kept) in &self.look.fold.year.acknowledged {
            if current.contains(&(plan.clone(), revision.as_str())) {
                aware.insert(person.clone(), all_of_programme(&kept.records));
            }
        }
        for drill in &self.window {
            for role in &drill.closed.roles {
                let matched = drill.closed.actions.iter().any(|it| {
                    it.role == role.role
                        && it.outcome == Outcome::Met
                        && self.tagged(it, Tag::Severity)
                });
                for held in role.held.iter().filter(|_| matched) {
                    aware
                        .entry(held.person.clone())
                        .or_default()
                        .push(drill.reference());
                }
            }
        }
        aware.retain(|person, _| holders.contains(person));
        let records = aware.values().flatten().cloned().collect();
        Measure {
            records: once(records),
            ..share(
                "1.2-staff-aware",
                1,
                "Role holders who know how incidents are prioritised",
                aware.len() as u64,
                holders.len() as u64,
                "people with a role who acknowledged the revision in force, or who within the period took a severity decision that matched / people with a role",
                Basis::DrillAndAttested,
            )
        }
    }

    fn kinds_covered(&self) -> Measure {
        let kinds = self.playbooks();
        let n = kinds.len() as u64;
        Measure {
            parts: kinds
                .values()
                .map(|(kind, _)| part(kind, "playbook in force"))
                .collect(),
            records: once(kinds.into_values().map(|(_, record)| record).collect()),
            ..count(
                "2.1-kinds-covered",
                2,
                "Kinds of incidents for which there is advice",
                n,
                "kinds",
                "playbook sections of the plans in force, each kind once",
                Basis::Attested,
            )
        }
    }

    fn kinds_exercised(&self) -> Measure {
        let kinds = self.playbooks();
        let mut records = Vec::new();
        let mut parts = Vec::new();
        let mut n = 0;
        for (name, (kind, _)) in &kinds {
            let drills: Vec<_> = self
                .window
                .iter()
                .filter(|it| {
                    let tested = it.closed.actions.iter();
                    tested
                        .filter(|it| it.outcome != Outcome::NotTested)
                        .filter_map(|it| it.section.as_deref())
                        .any(|section| playbook(section).is_some_and(|it| fold_name(it) == *name))
                })
                .collect();
            n += u64::from(!drills.is_empty());
            parts.push(part(
                kind,
                &match drills.len() {
                    0 => "not exercised".to_owned(),
                    count => format!("exercised in {}", evaluation::counted(count, "drill")),
                },
            ));
            records.extend(drills.iter().map(|it| it.reference()));
        }
        Measure {
            parts,
            records: once(records),
            ..share(
                "2.1-kinds-exercised",
                2,
                "Of those kinds, exercised within the window",
                n,
                kinds.len() as u64,
                "kinds whose playbook a completed drill tested within the period / kinds with a playbook in force",
                Basis::Drill,
            )
        }
    }

    fn closed_by_unit(&self) -> Measure {
        let named = self.of_drills().filter(|it| !it.unit.is_empty());
        let (rows, elsewhere): (Vec<&FindingRow>, Vec<&FindingRow>) =
            named.partition(|it| self.look.is_in_scope(&it.unit));
        let closed = rows.iter().filter(|it| is_closed(it.state)).count();
        let without = self.of_drills().filter(|it| it.unit.is_empty()).count();
        let mut names: BTreeMap<String, &str> = self
            .units
            .iter()
            .map(|unit| (fold_name(unit), unit.as_str()))
            .collect();
        for row in &rows {
            names.entry(fold_name(&row.unit)).or_insert(&row.unit);
        }
        let parts = names.values().map(|unit| self.unit_part(unit)).collect();
        let mut note = format!(
            "Median age of open findings: {}.",
            self.median_age(&rows)
                .map_or_else(|| "n/a".to_owned(), |days| format!("{days} days"))
        );
        if without > 0 {
            note.push_str(&format!(
                " {} that no unit can be named for: not counted here.",
                evaluation::counted(without, "finding")
            ));
        }
        if !elsewhere.is_empty() {
            note.push_str(&format!(
                " {} of units that are not in scope: not counted here.",
                evaluation::counted(elsewhere.len(), "finding")
            ));
        }
        Measure {
            parts,
            note,
            records: once(rows.iter().map(|it| it.finding.clone()).collect()),
            ..share(
                "2.2-findings-closed",
                2,
                "Findings closed, by business unit",
                closed as u64,
                rows.len() as u64,
                "findings of drills that are fixed, tested again or borne with a signature / findings of drills of a known unit in scope",
                Basis::Drill,
            )
        }
    }

    fn units_prioritising(&self) -> Measure {
        let mut records = Vec::new();
        let (did, did_not): (Vec<&String>, Vec<&String>) = self.units.iter().partition(|unit| {
            let before = records.len();
            if let Some(kept) = self.look.fold.year.priorities.get(&fold_name(unit))
                && self.look.recent_day(kept.value.signed.on)
            {
                records.extend(all_of_programme(&kept.records));
            }
            records.extend(self.decided(unit, Tag::Severity));
            records.len() > before
        });
        Measure {
            parts: names("contributed", &did)
                .chain(names("did not contribute", &did_not))
                .collect(),
            records: once(records),
            ..share(
                "3.1-units-prioritising",
                3,
                "Business units that contributed to prioritisation",
                did.len() as u64,
                self.units.len() as u64,
                "units in scope that took a severity decision in a drill, or signed their recovery priorities, within the period / units in scope; attendance does not count",
                Basis::DrillAndAttested,
            )
        }
    }

    fn units_without_continuity(&self) -> Measure {
        // That somebody did not is seen in every drill of the period.
        let records = self.window.iter().map(Counted::reference).collect();
        let (did, did_not): (Vec<&String>, Vec<&String>) = self
            .units
            .iter()
            .partition(|unit| !self.decided(unit, Tag::Continuity).is_empty());
        let note = if self.plans_with(Tag::Continuity).is_empty() {
            "No plan in force has a section on continuity."
        } else {
            ""
        };
        Measure {
            note: note.to_owned(),
            parts: names("did not contribute", &did_not)
                .chain(names("contributed", &did))
                .collect(),
            records: once(records),
            ..share(
                "3.2-units-without-continuity",
                3,
                "Business units that did not contribute to continuity",
                did_not.len() as u64,
                self.units.len() as u64,
                "units in scope without a decision on a continuity section of the plan in a drill within the period / units in scope",
                Basis::Drill,
            )
        }
    }

    fn incidents_since_review(&self) -> Measure {
        let year = &self.look.fold.year;
        let last = self.last_review();
        let since: Vec<_> = year
            .incidents
            .values()
            .filter(|it| last.as_ref().is_none_or(|(day, _)| it.value.opened > *day))
            .collect();
        let of_review = last.iter().flat_map(|(_, records)| records.clone());
        let of_incidents = since.iter().flat_map(|it| all_of_programme(&it.records));
        let mut measure = Measure {
            records: once(of_review.chain(of_incidents).collect()),
            note: match &last {
                Some((day, _)) => format!("Last review: {day}."),
                None => "Past incidents were never reviewed.".to_owned(),
            },
            ..count(
                "3.3-incidents-since-review",
                3,
                "Incidents since the last review of past incidents",
                since.len() as u64,
                "incidents",
                "incidents of the log that were opened after the day of the last review; all of them where there was none",
                Basis::IncidentLog,
            )
        };
        self.needs_log(&mut measure);
        measure
    }

    fn days_since_review(&self) -> Measure {
        let last = self.last_review();
        let days = last
            .as_ref()
            .map(|(day, _)| days_between(*day, self.look.today()).max(0));
        let mut measure = count(
            "3.3-days-since-review",
            3,
            "Days since the last review of past incidents",
            days.unwrap_or_default().unsigned_abs(),
            "days",
            "today - the day of the last review, of the whole log or of an incident in it",
            Basis::IncidentLog,
        );
        match last {
            Some((_, records)) => measure.records = once(records),
            None => {
                measure.value = Value::NotAvailable;
                measure.note = "Never.".to_owned();
            }
        }
        measure
    }
}

/// The kind of incident that a playbook is about: `Playbook: Ransomware` on the path, at any depth.
fn playbook(path: &str) -> Option<&str> {
    let headings = path.split(" / ");
    let named = headings.filter_map(|heading| {
        let (word, kind) = heading.split_once(':')?;
        word.to_lowercase()
            .contains("playbook")
            .then_some(kind.trim())
    });
    named.filter(|kind| !kind.is_empty()).last()
}

fn is_near(drill: &DrillClosed) -> bool {
    let tags = drill
        .tags
        .iter()
        .map(|tag| tag.to_lowercase().replace('-', " "));
    tags.into_iter()
        .any(|tag| tag == "near incident" || tag == "near miss")
}

fn was_done(action: &ActionClosed) -> bool {
    match action.outcome {
        Outcome::Met | Outcome::MetLate | Outcome::Partial => true,
        Outcome::Missed | Outcome::NotTested => false,
    }
}

pub(crate) fn is_closed(state: FindingState) -> bool {
    match state {
        FindingState::Fixed | FindingState::Retested | FindingState::RiskAccepted => true,
        FindingState::Open | FindingState::Done => false,
    }
}

/// A share in percent with one decimal; none where there is nothing to share.
pub(crate) fn percent(n: u64, d: u64) -> Value {
    if d == 0 {
        return Value::NotAvailable;
    }
    Value::Percent((1000.0 * n as f64 / d as f64).round() / 10.0)
}

/// The middle value, the lower of two rounded down with the upper; none of none.
pub(crate) fn median(mut values: Vec<i64>) -> Option<i64> {
    values.sort_unstable();
    let middle = values.len() / 2;
    if values.len() % 2 == 1 {
        values.get(middle).copied()
    } else {
        let low = values.get(middle.checked_sub(1)?)?;
        Some((low + values.get(middle)?).div_euclid(2))
    }
}

fn count(
    id: &'static str,
    level: u8,
    label: &'static str,
    n: u64,
    unit: &'static str,
    formula: &'static str,
    basis: Basis,
) -> Measure {
    Measure {
        id,
        level,
        label,
        value: Value::Count(n),
        unit,
        numerator: n,
        denominator: None,
        formula,
        basis,
        parts: Vec::new(),
        note: String::new(),
        records: Vec::new(),
    }
}

fn share(
    id: &'static str,
    level: u8,
    label: &'static str,
    n: u64,
    d: u64,
    formula: &'static str,
    basis: Basis,
) -> Measure {
    Measure {
        value: percent(n, d),
        denominator: Some(d),
        ..count(id, level, label, n, "percent", formula, basis)
    }
}

fn part(label: &str, says: &str) -> Part {
    Part {
        label: label.to_owned(),
        says: says.to_owned(),
    }
}

fn names<'a>(says: &'a str, units: &'a [&String]) -> impl Iterator<Item = Part> + 'a {
    units.iter().map(move |unit| part(unit, says))
}

/// Each record once, in the order of its stream.
pub(crate) fn once(records: Vec<String>) -> Vec<String> {
    let place = |it: &String| {
        let (stream, seq) = it.rsplit_once('#').unwrap_or((it, ""));
        (stream.to_owned(), seq.parse::<u64>().unwrap_or_default())
    };
    let mut placed: Vec<((String, u64), String)> =
        records.into_iter().map(|it| (place(&it), it)).collect();
    placed.sort();
    placed.dedup();
    placed.into_iter().map(|(_, it)| it).collect()
}

/// The window in words.
pub fn window_says() -> String {
    format!("rolling window of {WINDOW_DAYS} days")
}
