//! The registers as the desk shows them: incidents, assets, documents, emergency accounts. Not here: what follows from
//! them.

use std::collections::BTreeMap;

use programme::{AccountRow, DocumentRow, IncidentRow, Look, PlanNow};
use terms::{PersonId, Stamp};
use wire::{AccountLine, AssetLine, DocumentLine, IncidentLine, LabelledView, RegistersView};

use super::year::{labelled, marking, word, written};

/// The registers.
pub(crate) fn registers(look: &Look<'_>) -> RegistersView {
    let view = programme::view(look);
    RegistersView {
        marking: marking(look),
        as_of: look.today().to_string(),
        incidents: view.incidents.iter().map(|it| incident(it, look)).collect(),
        assets: view
            .assets
            .into_iter()
            .map(|it| AssetLine {
                id: it.asset,
                name: it.name,
                categories: it.categories,
                owner: it.owner,
                unit: it.unit,
                records: it.records,
            })
            .collect(),
        documents: view.documents.iter().map(|it| document(it, look)).collect(),
        accounts: view.accounts.iter().map(account).collect(),
        people: look
            .names
            .iter()
            .map(|(id, name)| LabelledView {
                label: id.to_string(),
                says: name.clone(),
            })
            .collect(),
        units: look.units(),
        roles: look.roles(),
    }
}

fn incident(it: &IncidentRow, look: &Look<'_>) -> IncidentLine {
    let kept = look.fold.year.incidents.get(&it.incident);
    IncidentLine {
        id: it.incident.clone(),
        title: it.title.clone(),
        unit: it.unit.clone(),
        kind: it.kind.clone(),
        found_by: word(&it.found_by),
        serious: it.serious,
        near: it.near,
        continuity: it.continuity,
        opened: it.opened.to_string(),
        closed: written(it.closed),
        reviewed: written(it.reviewed),
        key: kept.map_or_else(String::new, |kept| kept.value.key.clone()),
        records: it.records.clone(),
    }
}

fn document(it: &DocumentRow, look: &Look<'_>) -> DocumentLine {
    let plan = look
        .plans
        .iter()
        .find(|plan| plan.id.as_str() == it.document);
    DocumentLine {
        id: it.document.clone(),
        plan: plan.is_some(),
        kind: word(&it.kind),
        title: it.title.clone(),
        revision: it.revision.clone(),
        unit: it.unit.clone(),
        parent: it.parent.clone().unwrap_or_default(),
        owner: it.owner.clone(),
        dated: it.dated.to_string(),
        review: written(it.review),
        review_overdue: it.review_overdue,
        approvals: it.approvals.iter().map(labelled).collect(),
        acknowledged: it
            .acknowledged
            .as_ref()
            .map_or_else(String::new, |part| part.says.clone()),
        missing: plan.map_or_else(Vec::new, |plan| missing(plan, look)),
        records: it.records.clone(),
    }
}

/// Holders of the plan's roles who have not acknowledged the revision in force.
fn missing(plan: &PlanNow, look: &Look<'_>) -> Vec<LabelledView> {
    let holders: BTreeMap<PersonId, String> = plan
        .roles
        .iter()
        .flat_map(|role| look.holders(role))
        .map(|(person, _)| (person.clone(), look.name(&person)))
        .collect();
    let told = &look.fold.year.acknowledged;
    holders
        .into_iter()
        .filter(|(person, _)| {
            let key = (plan.id.to_string(), plan.revision.clone(), person.clone());
            !told.contains_key(&key)
        })
        .map(|(person, name)| LabelledView {
            label: person.to_string(),
            says: name,
        })
        .collect()
}

fn account(it: &AccountRow) -> AccountLine {
    let ms = |at: Option<Stamp>| at.map(|at| at.0);
    AccountLine {
        id: it.account.clone(),
        name: it.name.clone(),
        role: it.role.clone(),
        system: it.system.clone(),
        exercise: it.exercise.as_ref().map(ToString::to_string),
        state: word(&it.state),
        requested: ms(it.requested),
        approved_by: it
            .approved
            .as_ref()
            .map_or_else(String::new, |(by, _)| by.clone()),
        provisioned: ms(it.provisioned),
        expires: ms(it.expires),
        removed: ms(it.removed),
        amiss: it.amiss.clone(),
        records: it.records.clone(),
    }
}
