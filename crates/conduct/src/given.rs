//! What a briefing offers besides the scenario: rule packs whose clocks can run, and findings of earlier drills to test
//! again. Not here: how a clock counts (`exercise`, `deadlines`), when a finding counts as tested (`programme`).

use std::collections::BTreeSet;

use exercise::{Exercise, Given, TestedAgain};
use programme::{DrillBegun, Look, Plan, PlanNow, TestAgain, fold_name};
use terms::Stamp;
use wire::{AgainOffer, ClockOffer, OwnAsset, Problem};

use crate::keep::{Keep, Unopened};
use crate::own_packs::Packs;
use crate::problem::unknown;

/// What a drill is given before anybody chooses: the packs that are on by default, and in which order the units of its
/// services want them back.
pub(crate) fn at_first(keep: &Keep, scenario: &scenario::Scenario, packs: &Packs) -> Given {
    let named: BTreeSet<&str> = scenario.regimes.iter().map(|it| it.pack.as_str()).collect();
    let units: BTreeSet<String> = scenario
        .services
        .iter()
        .map(|it| fold_name(&it.unit))
        .collect();
    let lists = keep.fold.year.priorities.values().map(|it| &it.value);
    Given {
        priorities: lists
            .filter(|it| units.contains(&fold_name(&it.unit)))
            .map(|it| (it.unit.clone(), it.services.clone()))
            .collect(),
        // A draft, ours or not, is off until somebody turns it on.
        packs: packs
            .all()
            .filter(|(pack, _)| named.contains(pack.id.as_str()) && pack.on_by_default())
            .map(|(pack, text)| (pack.id.clone(), text.to_owned()))
            .collect(),
        ..Given::default()
    }
}

/// The assets of the register by name, to stand in a story for those of its file.
pub(crate) fn own_assets(keep: &Keep) -> Vec<OwnAsset> {
    let names = keep.names();
    let kept = keep.fold.year.assets.values();
    let mut own: Vec<OwnAsset> = kept
        .map(|it| OwnAsset {
            name: it.value.name.clone(),
            data: it.value.categories.join(", "),
            owner: it.value.owner.name(&names),
        })
        .collect();
    own.sort_by(|a, b| a.name.cmp(&b.name));
    own
}

/// The rule packs as this drill offers them, those of the scenario first.
pub(crate) fn clocks(drill: &Exercise, packs: &Packs) -> Vec<ClockOffer> {
    let on = &drill.briefed().given.packs;
    let named: BTreeSet<&str> = drill
        .scenario()
        .regimes
        .iter()
        .map(|it| it.pack.as_str())
        .collect();
    let offer = |(pack, _): (&deadlines::Pack, &str)| ClockOffer {
        own: packs.file(&pack.id).map(|path| path.display().to_string()),
        pack: pack.id.clone(),
        title: pack.regime.clone(),
        on: on.contains_key(&pack.id),
        by_scenario: named.contains(pack.id.as_str()),
        draft: !pack.on_by_default(),
        stages: pack.stages.iter().map(stage).collect(),
    };
    let mut offers: Vec<ClockOffer> = packs.all().map(offer).collect();
    offers.sort_by_key(|it| !it.by_scenario);
    offers
}

fn stage(stage: &deadlines::Stage) -> String {
    let limits: Vec<String> = stage.limits.iter().map(ToString::to_string).collect();
    format!("{}: {}", stage.title, limits.join("; "))
}

/// What the next drill should test again, as the programme stands.
///
/// # Errors
/// Where the text of a plan cannot be read.
pub(crate) fn test_again(keep: &Keep, now: Stamp) -> Result<Vec<TestAgain>, Unopened> {
    if keep.fold.closed.is_empty() {
        return Ok(Vec::new());
    }
    let mut plans = Vec::new();
    for (id, fold) in &keep.plans {
        if let Some(revision) = fold.in_force() {
            let (read, _) = keep.plan(&revision.hash, fold.headings)?.read();
            plans.extend(PlanNow::of(id, fold, &read));
        }
    }
    let begun = keep.drills.iter().map(|(id, line)| DrillBegun {
        exercise: id.clone(),
        title: line.title.clone(),
        scenario: line.scenario_id.clone(),
        origin: line.origin,
        phase: line.phase.to_owned(),
        how: line.how,
        begun: line.begun_at,
    });
    let mut drills: Vec<DrillBegun> = begun.collect();
    drills.sort_by(|a, b| (a.begun, &a.exercise).cmp(&(b.begun, &b.exercise)));
    let look = Look {
        fold: &keep.fold,
        plans: &plans,
        drills: &drills,
        names: &keep.names(),
        now,
        from: None,
    };
    Ok(Plan::of(&look).test_again())
}

/// Those findings as this drill offers them.
pub(crate) fn offers(drill: &Exercise, again: &[TestAgain]) -> Vec<AgainOffer> {
    let on: BTreeSet<&str> = drill
        .briefed()
        .given
        .again
        .iter()
        .map(|it| it.key.as_str())
        .collect();
    let offer = |it: &TestAgain| AgainOffer {
        key: it.key.clone(),
        title: it.title.clone(),
        watch: it.watch.clone(),
        role: it.role.clone(),
        role_here: role_here(drill, it).map(|role| role.title.clone()),
        section: it.section.clone(),
        drills: it.drills,
        because: it.because.clone(),
        on: on.contains(it.key.as_str()),
    };
    let mut offers: Vec<AgainOffer> = again.iter().map(offer).collect();
    offers.sort_by_key(|it| it.role_here.is_none());
    offers
}

/// What the drill is given by this choice. Packs that it had already keep the text that it had.
///
/// # Errors
/// Where there is no such pack, or no such finding that falls to a role of this drill.
pub(crate) fn chosen(
    drill: &Exercise,
    known: &[TestAgain],
    known_packs: &Packs,
    packs: &[String],
    again: &[String],
) -> Result<Given, Problem> {
    let mut given = Given::default();
    for id in packs {
        let text = known_packs.text(id).ok_or_else(|| unknown("rule pack"))?;
        given.packs.insert(id.clone(), text.to_owned());
    }
    given
        .priorities
        .clone_from(&drill.briefed().given.priorities);
    for (id, text) in &drill.briefed().given.packs {
        given
            .packs
            .entry(id.clone())
            .and_modify(|it| it.clone_from(text));
    }
    for key in again {
        let found = known.iter().find(|it| it.key == *key);
        let found = found.ok_or_else(|| unknown("finding"))?;
        let role = role_here(drill, found).ok_or_else(|| unknown("role"))?;
        given.again.push(TestedAgain {
            key: key.clone(),
            watch: found.watch.clone(),
            role: role.id.clone(),
            section: found.section.clone(),
            objective: None,
        });
    }
    Ok(given)
}

/// The role of this drill that plays the role of the plan that a finding is about; for one about no role, the first.
fn role_here<'a>(drill: &'a Exercise, again: &TestAgain) -> Option<&'a scenario::Role> {
    let roles = &drill.scenario().roles;
    let wanted = fold_name(&again.role);
    if wanted.is_empty() {
        return roles.first();
    }
    roles.iter().find(|role| {
        let plan_role = role.plan_role.as_deref().unwrap_or(&role.title);
        fold_name(plan_role) == wanted
    })
}
