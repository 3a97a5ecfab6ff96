//! The registers as the desk shows them: incidents, assets, documents, emergency accounts, business units. Not here: what follows from
//! them.

use std::collections::BTreeMap;

use programme::{AccountRow, DocumentRow, IncidentRow, Look, PlanNow, UnitRow, fold_name};
use terms::{PersonId, Stamp};
use wire::{
    AccountLine, AssetLine, DocumentLine, IncidentLine, LabelledView, RegistersView, UnitLine,
};

use super::year::{labelled, marking, word, written};

/// The registers.
pub(crate) fn registers(look: &Look<'_>) -> RegistersView {
    RegistersView {
        marking: marking(look),
        as_of: look.today().to_string(),
        incidents: programme::incidents(look)
            .iter()
            .map(|it| incident(it, look))
            .collect(),
        assets: programme::assets(look)
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
        documents: programme::documents(look)
            .iter()
            .map(|it| document(it, look))
            .collect(),
        accounts: programme::accounts(look)
            .iter()
            .chain(&programme::played_accounts(look))
            .map(account)
            .collect(),
        business_units: programme::units(look)
            .into_iter()
            .map(|it| unit(it, look))
            .collect(),
        regimes: deadlines::shipped()
            .iter()
            .map(|it| LabelledView {
                label: it.id.clone(),
                says: it.regime.clone(),
            })
            .collect(),
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

fn unit(it: UnitRow, look: &Look<'_>) -> UnitLine {
    let kept = look.fold.year.priorities.get(&fold_name(&it.unit));
    let (confirmed_by, confirmed_on) = it
        .confirmed
        .map_or_else(Default::default, |by| (by.label, by.says));
    UnitLine {
        priorities_by: kept.map_or_else(String::new, |kept| {
            let signed = &kept.value.signed;
            format!("{}, {}", signed.by.name(look.names), signed.on)
        }),
        unit: it.unit,
        in_scope: it.in_scope,
        owner: it.owner,
        regimes: it.regimes,
        confirmed_by,
        confirmed_on,
        priorities: it.priorities,
        records: it.records,
    }
}

fn account(it: &AccountRow) -> AccountLine {
    let ms = |at: Option<Stamp>| at.map(|at| at.0);
    AccountLine {
        id: it.account.clone(),
        name: it.name.clone(),
        role: it.role.clone(),
        system: it.system.clone(),
        exercise: it.exercise.as_ref().map(ToString::to_string),
        played: it.played,
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
