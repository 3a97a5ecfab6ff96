//! The year in one value, ready for a page, a program or an auditor: the dashboard, and everything that the dashboard's
//! numbers lead to. Each row bears the records behind it. Not here: how any of it is drawn.

mod dashboard;

use std::collections::BTreeMap;

use exercise::Rating;
use scenario::Function;
use serde::Serialize;
use terms::{ExerciseId, ObjectiveId, PersonId};

use crate::Day;
use crate::accounts::{AccountRow, CallUpRow, accounts, call_ups, played_accounts};
use crate::calendar::{CadenceRow, cadences};
use crate::evidence::{Criterion, Status, criteria_by};
use crate::gaps::{Gap, gaps};
use crate::look::{DrillBegun, Look, all_of_programme, day_of, of_plan};
use crate::measures::{Measure, Part, measures, percent};
use crate::people::{Post, Who, function_of, function_word};
use crate::plan_of_action::{ActionRow, ActionStatus, FindingRow, Plan};
use crate::proficiency::{Proficiency, Rule, State, register_by};
use crate::register::{Capacity, DocumentKind};

use dashboard::dashboard_of;
pub use dashboard::{Dashboard, FirstScreen, LastDrill, UnitActions, first_screen};

/// Stands on everything that comes out of a programme that was made up.
pub const DEMO: &str = "DEMO. Everything in this programme was made up by the program; it counts for nothing elsewhere.";

/// The whole year.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct ProgrammeView {
    /// Its name.
    pub programme: String,
    /// What everybody has to know; empty for a programme of real people.
    pub marking: String,
    /// True where everything was made up.
    pub demo: bool,
    /// The day as of which all of it holds.
    pub as_of: Day,
    /// The first screen.
    pub dashboard: Dashboard,
    /// The roster.
    pub people: Vec<PersonRow>,
    /// The appointments that hold.
    pub appointments: Vec<AppointmentRow>,
    /// The register of proficiency.
    pub proficiency: Vec<Proficiency>,
    /// The rule it goes by.
    pub proficiency_rule: RuleView,
    /// The findings and incidents.
    pub findings: Vec<FindingRow>,
    /// The corrective actions.
    pub actions: Vec<ActionRow>,
    /// The emergency accounts.
    pub accounts: Vec<AccountRow>,
    /// The call-ups of the team.
    pub call_ups: Vec<CallUpRow>,
    /// The criteria.
    pub criteria: Vec<Criterion>,
    /// The measures.
    pub measures: Vec<Measure>,
    /// What is missing.
    pub gaps: Vec<Gap>,
    /// The incident log.
    pub incidents: Vec<IncidentRow>,
    /// Documents and plans.
    pub documents: Vec<DocumentRow>,
    /// Assets.
    pub assets: Vec<AssetRow>,
    /// Units and their recovery priorities.
    pub units: Vec<UnitRow>,
    /// How often to drill.
    pub cadences: Vec<CadenceRow>,
    /// Every drill that was begun, those that were broken off and void ones too.
    pub drills: Vec<DrillRow>,
}

/// The rule of proficiency with its words.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct RuleView {
    /// The rule.
    pub rule: Rule,
    /// The rule in words.
    pub says: String,
}

/// One person.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PersonRow {
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// Their unit.
    pub unit: String,
    /// Their functions.
    pub functions: Vec<&'static str>,
    /// Their roles.
    pub roles: Vec<String>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One appointment.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AppointmentRow {
    /// The role.
    pub role: String,
    /// The person.
    pub person: PersonId,
    /// Their name.
    pub name: String,
    /// How they stand in it.
    pub post: Post,
    /// Who appointed them.
    pub by: String,
    /// From when.
    pub since: Option<Day>,
    /// Until when.
    pub until: Option<Day>,
    /// True where it holds today.
    pub holds: bool,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One incident of the log.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct IncidentRow {
    /// Its id.
    pub incident: String,
    /// What happened.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The kind.
    pub kind: String,
    /// How it came to light.
    pub found_by: crate::register::FoundBy,
    /// True where it was serious.
    pub serious: bool,
    /// True where nothing came of it.
    pub near: bool,
    /// True where continuity was touched.
    pub continuity: bool,
    /// When it was opened.
    pub opened: Day,
    /// When it was closed.
    pub closed: Option<Day>,
    /// When it was last reviewed.
    pub reviewed: Option<Day>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One document, or a plan in force.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct DocumentRow {
    /// Its id.
    pub document: String,
    /// What kind of paper it is.
    pub kind: DocumentKind,
    /// Its title.
    pub title: String,
    /// The revision, for a plan.
    pub revision: String,
    /// The unit.
    pub unit: String,
    /// The document it stands under.
    pub parent: Option<String>,
    /// Who answers for it.
    pub owner: String,
    /// The date of the issue.
    pub dated: Day,
    /// When it has to be reviewed.
    pub review: Option<Day>,
    /// True where that day has passed.
    pub review_overdue: bool,
    /// Who approved it in which capacity.
    pub approvals: Vec<Part>,
    /// How many of its role holders acknowledged the revision in force; for plans alone.
    pub acknowledged: Option<Part>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One asset.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AssetRow {
    /// Its id.
    pub asset: String,
    /// What people call it.
    pub name: String,
    /// The categories of data it holds.
    pub categories: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// The unit.
    pub unit: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One business unit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct UnitRow {
    /// Its name.
    pub unit: String,
    /// True where the programme covers it.
    pub in_scope: bool,
    /// Who answers for it.
    pub owner: String,
    /// The regimes that bind it.
    pub regimes: Vec<String>,
    /// Who in Legal confirmed them.
    pub confirmed: Option<Part>,
    /// Its services, the first to come back first.
    pub priorities: Vec<String>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// One drill.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct DrillRow {
    /// What every drill has.
    #[serde(flatten)]
    pub drill: DrillBegun,
    /// True where it counts in proficiency and measures.
    pub counts: bool,
    /// The day it was set up.
    pub on: Day,
    /// The ratings, once it is closed.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
    /// The editions of its report that were approved, such as `full.pdf`; empty where none was.
    pub approved: Vec<String>,
    /// To whom the report was presented.
    pub presented: Option<Part>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// The year as it stands.
pub fn view(look: &Look<'_>) -> ProgrammeView {
    let plan = Plan::of(look);
    let proficiency = register_by(look, &plan);
    let criteria = criteria_by(look, &proficiency);
    let gaps = gaps(look);
    let accounts = accounts(look);
    let rule = look.fold.year.rule();
    ProgrammeView {
        programme: look.fold.name.clone(),
        marking: if look.is_demo() {
            DEMO.to_owned()
        } else {
            String::new()
        },
        demo: look.is_demo(),
        as_of: look.today(),
        dashboard: dashboard_of(look, &plan, &proficiency, &criteria, &gaps, &accounts),
        people: people(look),
        appointments: appointments(look),
        proficiency,
        proficiency_rule: RuleView {
            says: rule.says(),
            rule,
        },
        measures: measures(look, &plan),
        actions: plan.actions.values().cloned().collect(),
        findings: plan.findings,
        accounts: accounts.into_iter().chain(played_accounts(look)).collect(),
        call_ups: call_ups(look),
        criteria,
        gaps,
        incidents: incidents(look),
        documents: documents(look),
        assets: assets(look),
        units: units(look),
        cadences: cadences(look),
        drills: drills(look),
    }
}

/// The roster.
pub fn people(look: &Look<'_>) -> Vec<PersonRow> {
    let year = &look.fold.year;
    let mut roles: BTreeMap<&PersonId, Vec<String>> = BTreeMap::new();
    for it in look.appointed() {
        let mine = roles.entry(&it.value.person).or_default();
        mine.push(it.value.role.clone());
    }
    let one = |(person, unit): (&PersonId, &String)| {
        let functions = year.functions.get(person);
        let words = functions.map_or_else(Vec::new, |kept| {
            kept.value
                .iter()
                .map(|it: &Function| function_word(*it))
                .collect()
        });
        PersonRow {
            person: person.clone(),
            name: look.name(person),
            unit: unit.clone(),
            functions: words,
            roles: roles.get(person).cloned().unwrap_or_default(),
            records: all_of_programme(&year.of_person(person)),
        }
    };
    // A table that names an office by its role before anybody holds that role brings it in as a person; it is none.
    let is_office = |id: &PersonId| {
        look.fold.is_known_by_name_alone(id)
            && look
                .names
                .get(id)
                .is_some_and(|name| function_of(name).is_some() || look.fold.is_unit_or_role(name))
    };
    let roster = look.fold.people.iter().filter(|(id, _)| !is_office(id));
    let mut rows: Vec<PersonRow> = roster.map(one).collect();
    rows.sort_by(|a, b| (&a.name, &a.person).cmp(&(&b.name, &b.person)));
    rows
}

/// Every appointment, those that ended too.
pub fn appointments(look: &Look<'_>) -> Vec<AppointmentRow> {
    let today = look.today();
    let all = look.fold.year.appointments.values();
    let mut rows: Vec<AppointmentRow> = all
        .map(|kept| {
            let it = &kept.value;
            AppointmentRow {
                role: it.role.clone(),
                person: it.person.clone(),
                name: look.name(&it.person),
                post: it.post,
                by: it.by.name(look.names),
                since: it.since,
                until: it.until,
                holds: it.holds_on(today),
                records: all_of_programme(&kept.records),
            }
        })
        .collect();
    rows.sort_by(|a, b| (&a.role, a.post, &a.name).cmp(&(&b.role, b.post, &b.name)));
    rows
}

/// The incident log, the newest first.
pub fn incidents(look: &Look<'_>) -> Vec<IncidentRow> {
    let all = look.fold.year.incidents.values();
    let mut rows: Vec<IncidentRow> = all
        .map(|kept| {
            let it = &kept.value;
            IncidentRow {
                incident: it.incident.clone(),
                title: it.title.clone(),
                unit: it.unit.clone(),
                kind: it.kind.clone(),
                found_by: it.found_by,
                serious: it.serious,
                near: it.near,
                continuity: it.continuity,
                opened: it.opened,
                closed: it.closed,
                reviewed: it.reviewed,
                records: all_of_programme(&kept.records),
            }
        })
        .collect();
    rows.sort_by(|a, b| (b.opened, &b.incident).cmp(&(a.opened, &a.incident)));
    rows
}

/// The plans in force and the papers.
pub fn documents(look: &Look<'_>) -> Vec<DocumentRow> {
    let year = &look.fold.year;
    let today = look.today();
    let overdue = |review: Option<Day>| review.is_some_and(|day| day < today);
    let plans = look.plans.iter().map(|plan| DocumentRow {
        document: plan.id.to_string(),
        kind: DocumentKind::ProgrammePlan,
        title: plan.title.clone(),
        revision: plan.revision.clone(),
        unit: String::new(),
        parent: None,
        owner: plan.owner.clone().unwrap_or_default(),
        dated: day_of(plan.since),
        review: plan.next_review,
        review_overdue: overdue(plan.next_review),
        approvals: plan
            .approved_by
            .iter()
            .map(|by| Part {
                label: "owner".to_owned(),
                says: by.clone(),
            })
            .collect(),
        acknowledged: Some(acknowledged(look, plan)),
        records: vec![of_plan(&plan.id, plan.record)],
    });
    let papers = year.documents.values().map(|kept| {
        let it = &kept.value;
        let signed = year
            .approvals
            .values()
            .filter(|by| by.value.document == it.document);
        DocumentRow {
            document: it.document.clone(),
            kind: it.kind,
            title: it.title.clone(),
            revision: String::new(),
            unit: it.unit.clone(),
            parent: it.parent.clone(),
            owner: it.owner.name(look.names),
            dated: it.dated,
            review: it.review,
            review_overdue: overdue(it.review),
            approvals: signed
                .map(|by| Part {
                    label: capacity_word(by.value.capacity).to_owned(),
                    says: format!(
                        "{}, {}",
                        by.value.signed.by.name(look.names),
                        by.value.signed.on
                    ),
                })
                .collect(),
            acknowledged: None,
            records: all_of_programme(&kept.records),
        }
    });
    plans.chain(papers).collect()
}

fn acknowledged(look: &Look<'_>, plan: &crate::look::PlanNow) -> Part {
    let holders: std::collections::BTreeSet<PersonId> = plan
        .roles
        .iter()
        .flat_map(|role| look.holders(role))
        .map(|(person, _)| person)
        .collect();
    let told = holders.iter().filter(|person| {
        let key = (
            plan.id.to_string(),
            plan.revision.clone(),
            (*person).clone(),
        );
        look.fold.year.acknowledged.contains_key(&key)
    });
    Part {
        label: "role holders who acknowledged the revision in force".to_owned(),
        says: format!("{} of {}", told.count(), holders.len()),
    }
}

fn capacity_word(capacity: Capacity) -> &'static str {
    match capacity {
        Capacity::UnitOwner => "unit owner",
        Capacity::Soc => "SOC",
        Capacity::Team => "integrated team",
        Capacity::Leadership => "leadership",
    }
}

/// The assets.
pub fn assets(look: &Look<'_>) -> Vec<AssetRow> {
    let all = look.fold.year.assets.values();
    all.map(|kept| AssetRow {
        asset: kept.value.asset.clone(),
        name: kept.value.name.clone(),
        categories: kept.value.categories.clone(),
        owner: kept.value.owner.name(look.names),
        unit: kept.value.unit.clone(),
        records: all_of_programme(&kept.records),
    })
    .collect()
}

/// The units and their recovery priorities.
pub fn units(look: &Look<'_>) -> Vec<UnitRow> {
    let year = &look.fold.year;
    let mut known: BTreeMap<String, String> = look
        .units()
        .into_iter()
        .map(|unit| (crate::people::fold_name(&unit), unit))
        .collect();
    for (key, kept) in &year.units {
        known
            .entry(key.clone())
            .or_insert_with(|| kept.value.unit.clone());
    }
    known
        .into_iter()
        .map(|(key, unit)| {
            let kept = year.units.get(&key);
            let priorities = year.priorities.get(&key);
            let mut records = kept.map_or_else(Vec::new, |it| all_of_programme(&it.records));
            records.extend(
                priorities
                    .iter()
                    .flat_map(|it| all_of_programme(&it.records)),
            );
            let value = kept.map(|it| &it.value);
            let owner = value.and_then(|it| it.owner.as_ref());
            UnitRow {
                unit,
                in_scope: value.is_none_or(|it| it.in_scope),
                owner: owner.map_or_else(String::new, |it: &Who| it.name(look.names)),
                regimes: value.map_or_else(Vec::new, |it| it.regimes.clone()),
                confirmed: value.and_then(|it| it.confirmed.as_ref()).map(|it| Part {
                    label: it.by.name(look.names),
                    says: it.on.to_string(),
                }),
                priorities: priorities.map_or_else(Vec::new, |it| it.value.services.clone()),
                records,
            }
        })
        .collect()
}

/// Every drill that was begun.
pub fn drills(look: &Look<'_>) -> Vec<DrillRow> {
    let year = &look.fold.year;
    let one = |drill: &DrillBegun| {
        let closed = look.fold.closed.get(&drill.exercise).map(|(_, it)| it);
        let mut records = vec![format!("exercise/{}#1", drill.exercise)];
        let seq = year.closings.get(&drill.exercise);
        records.extend(seq.map(|seq| crate::look::of_programme(*seq)));
        let presented = year.presented.get(&drill.exercise);
        let mut approved = Vec::new();
        for (seq, _, it) in &look.fold.reports.approved {
            if it.exercise == drill.exercise {
                approved.push(format!("{}.{}", it.edition, it.format));
                records.push(crate::look::of_programme(*seq));
            }
        }
        approved.sort();
        approved.dedup();
        DrillRow {
            approved,
            counts: closed.is_some_and(|it| {
                crate::improvement::was_completed(it.how) && year.counts(it.origin)
            }),
            on: day_of(drill.begun),
            ratings: closed.map_or_else(BTreeMap::new, |it| it.ratings.clone()),
            presented: presented.map(|it| Part {
                label: it.value.to.clone(),
                says: it.value.signed.on.to_string(),
            }),
            records,
            drill: drill.clone(),
        }
    };
    look.drills.iter().map(one).collect()
}
