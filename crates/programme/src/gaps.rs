//! What is missing among people and appointments, at a glance: roles without a person, without an alternate, functions that
//! the integrated team lacks, people whom a plan names and the roster does not know. Not here: who is proficient.

use std::collections::{BTreeMap, BTreeSet};

use scenario::Function;
use serde::Serialize;

use crate::look::{Look, all_of_programme, of_plan};
use crate::people::{Post, fold_name, function_word};

/// The kinds of gaps.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum GapKind {
    /// A role that nobody holds.
    RoleWithoutPerson,
    /// A role that nobody can stand in for.
    RoleWithoutAlternate,
    /// A function that nobody of the team stands for.
    FunctionMissing,
    /// A person whom a plan names and the roster does not know.
    NotInRoster,
    /// Somebody is appointed whose name is no longer kept.
    HolderErased,
    /// Somebody is appointed to a role that no plan in force has.
    RoleNotInPlan,
}

/// One gap.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Gap {
    /// Its kind.
    pub kind: GapKind,
    /// The role, the function or the name.
    pub what: String,
    /// The gap in a sentence.
    pub says: String,
    /// The records behind it; empty where the gap is that there are none.
    pub records: Vec<String>,
}

/// Every gap, by kind.
pub fn gaps(look: &Look<'_>) -> Vec<Gap> {
    let mut found = Vec::new();
    for role in look.roles() {
        found.extend(of_role(look, &role));
    }
    found.extend(functions(look));
    found.extend(not_in_roster(look));
    found.extend(strange_roles(look));
    found.sort();
    found.dedup();
    found
}

fn of_role(look: &Look<'_>, role: &str) -> Vec<Gap> {
    let holders = look.holders(role);
    let has = |post: Post| holders.iter().any(|(_, it)| *it == post);
    let of_plan_record = look
        .plans
        .iter()
        .find(|plan| plan.roles.iter().any(|it| it == role))
        .map(|plan| of_plan(&plan.id, plan.record));
    let gap = |kind, says: String| Gap {
        kind,
        what: role.to_owned(),
        says,
        records: of_plan_record.iter().cloned().collect(),
    };
    let mut found = Vec::new();
    if !has(Post::Primary) {
        found.push(gap(
            GapKind::RoleWithoutPerson,
            format!("Nobody is appointed to the role {role}."),
        ));
    }
    if !has(Post::Alternate) {
        found.push(gap(
            GapKind::RoleWithoutAlternate,
            format!("Nobody is appointed to stand in as {role}."),
        ));
    }
    let erased = holders
        .iter()
        .filter(|(id, _)| !look.names.contains_key(id));
    for _ in erased {
        found.push(gap(
            GapKind::HolderErased,
            format!("Somebody whose name was erased is appointed to the role {role}."),
        ));
    }
    found
}

fn functions(look: &Look<'_>) -> Vec<Gap> {
    const TEAM: [Function; 8] = [
        Function::Cybersecurity,
        Function::It,
        Function::Privacy,
        Function::Business,
        Function::Legal,
        Function::Communications,
        Function::Hr,
        Function::Executive,
    ];
    let there = team(look);
    let missing = TEAM.iter().filter(|it| !there.contains_key(it));
    missing
        .map(|function| {
            let word = function_word(*function);
            Gap {
                kind: GapKind::FunctionMissing,
                what: word.to_owned(),
                says: format!("Nobody with a role in the team stands for the function {word}."),
                records: Vec::new(),
            }
        })
        .collect()
}

/// The functions that people with an appointment stand for, with the records that say so.
pub(crate) fn team(look: &Look<'_>) -> BTreeMap<Function, BTreeSet<String>> {
    let mut found: BTreeMap<Function, BTreeSet<String>> = BTreeMap::new();
    for it in look.appointed() {
        let Some(kept) = look.fold.year.functions.get(&it.value.person) else {
            continue;
        };
        for function in &kept.value {
            let records = found.entry(*function).or_default();
            records.extend(all_of_programme(&kept.records));
            records.extend(all_of_programme(&it.records));
        }
    }
    found
}

fn not_in_roster(look: &Look<'_>) -> Vec<Gap> {
    let known: BTreeSet<String> = look.names.values().map(|name| fold_name(name)).collect();
    let mut found = Vec::new();
    for plan in look.plans {
        let strangers = plan
            .people
            .iter()
            .filter(|it| !known.contains(&fold_name(it)));
        found.extend(strangers.map(|name| Gap {
            kind: GapKind::NotInRoster,
            what: name.clone(),
            says: format!("“{}” names {name}, who is not in the roster.", plan.title),
            records: vec![of_plan(&plan.id, plan.record)],
        }));
    }
    found
}

/// Where there is a plan, an appointment to a role that it does not have is likely a slip of the pen.
fn strange_roles(look: &Look<'_>) -> Vec<Gap> {
    if look.plans.is_empty() {
        return Vec::new();
    }
    let known: BTreeSet<String> = look
        .plans
        .iter()
        .flat_map(|plan| &plan.roles)
        .map(|role| fold_name(role))
        .collect();
    let strange = look
        .appointed_by_role()
        .filter(|(role, _)| !known.contains(*role));
    strange
        .map(|(_, it)| Gap {
            kind: GapKind::RoleNotInPlan,
            what: it.value.role.clone(),
            says: format!(
                "Somebody is appointed to the role {}, which no plan in force has.",
                it.value.role
            ),
            records: all_of_programme(&it.records),
        })
        .collect()
}
