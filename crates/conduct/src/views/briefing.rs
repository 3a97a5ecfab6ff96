//! The view of a briefing: plan roles, scenario roles and people side by side, and what is missing on top.

use exercise::Standing;
use plan::{Plan, PlanRole};
use terms::ExerciseId;
use wire::{
    AgainOffer, BriefRole, BriefingView, ClockOffer, GapView, OwnAsset, PlanCard, PlanRoleView,
    RosterView, StoryAsset, VariableView,
};

use super::conduct::objectives;
use super::rows::Scene;
use super::words::*;

/// What the programme and its folder offer to a drill besides its scenario.
pub struct Offers {
    /// The assets of the register.
    pub assets: Vec<OwnAsset>,
    /// The rule packs.
    pub clocks: Vec<ClockOffer>,
    /// What is the matter with files of rule packs.
    pub packs_amiss: Vec<String>,
    /// Findings to test again.
    pub again: Vec<AgainOffer>,
}

/// The view of a drill's briefing. `file` is the scenario as its file gives it.
pub fn briefing(
    id: &ExerciseId,
    scene: &Scene<'_>,
    plan: Option<(&Plan, PlanCard)>,
    roster: RosterView,
    file: &scenario::Scenario,
    offers: Offers,
) -> BriefingView {
    let drill = scene.drill;
    let scenario = drill.scenario();
    let read = plan.as_ref().map(|(plan, _)| *plan);
    let plan_roles = read.map_or_else(Vec::new, |plan| plan_role_views(plan, scenario));
    let roles: Vec<BriefRole> = scenario
        .roles
        .iter()
        .map(|role| {
            let bound = read.and_then(|plan| bound_role(plan, role));
            let injects = scenario
                .injects
                .iter()
                .filter(|inject| inject.to.is_empty() || inject.to.contains(&role.id));
            let expected = scenario
                .expected_actions
                .iter()
                .filter(|action| action.role == role.id);
            BriefRole {
                id: role.id.to_string(),
                title: role.title.clone(),
                function: function_word(role.function).to_owned(),
                plan_role: bound.map(|bound| bound.title.clone()),
                wants_plan_role: role.plan_role.clone(),
                brief: role.brief.clone(),
                duties: bound.map_or_else(Vec::new, |bound| bound.duties.clone()),
                holders: scene.holders(&role.id),
                injects: u32::try_from(injects.count()).unwrap_or(u32::MAX),
                expected: u32::try_from(expected.count()).unwrap_or(u32::MAX),
            }
        })
        .collect();
    let gaps = gaps(scene, read, &roles, &plan_roles);
    BriefingView {
        exercise: id.to_string(),
        title: drill.briefed().title.clone(),
        summary: scenario.summary.clone(),
        origin: origin_word(drill.origin()).to_owned(),
        handling: drill.briefed().handling.clone(),
        phase: phase_word(drill.phase()).to_owned(),
        planned_ms: scenario.duration.0,
        plan: plan.map(|(_, card)| card),
        plan_roles,
        can_start: !gaps.iter().any(|gap| gap.blocks),
        roles,
        people: roster.people,
        gaps,
        objectives: objectives(drill),
        clocks: offers.clocks,
        packs_amiss: offers.packs_amiss,
        again: offers.again,
        assets: assets(file, scenario),
        own_assets: offers.assets,
        variables: file
            .variables
            .iter()
            .map(|(name, default)| VariableView {
                name: name.clone(),
                value: drill
                    .briefed()
                    .variables
                    .get(name)
                    .unwrap_or(default)
                    .clone(),
                default: default.clone(),
            })
            .collect(),
    }
}

/// The systems and data of the story, as the file has them and as they are played.
fn assets(file: &scenario::Scenario, played: &scenario::Scenario) -> Vec<StoryAsset> {
    let shown = |it: &scenario::Asset| OwnAsset {
        name: it.name.clone(),
        data: it.data.clone(),
        owner: it.owner.clone(),
    };
    let both = file.assets.iter().zip(&played.assets);
    both.map(|(file, now)| StoryAsset {
        id: file.id.clone(),
        default: shown(file),
        now: shown(now),
    })
    .collect()
}

/// The plan's role that a role of the scenario maps to: by title or alias, without regard to case.
pub fn bound_role<'a>(plan: &'a Plan, role: &scenario::Role) -> Option<&'a PlanRole> {
    let wanted = [role.plan_role.as_deref(), Some(role.title.as_str())];
    wanted.into_iter().flatten().find_map(|name| {
        let same = |other: &str| other.eq_ignore_ascii_case(name.trim());
        plan.roles.iter().find(|known| {
            !known.candidate
                && (same(&known.title) || known.aliases.iter().any(|alias| same(alias)))
        })
    })
}

/// The plan's roles, with the roles of a scenario bound to each.
pub fn plan_role_views(plan: &Plan, scenario: &scenario::Scenario) -> Vec<PlanRoleView> {
    let bound: Vec<(&str, &scenario::Role)> = scenario
        .roles
        .iter()
        .filter_map(|role| Some((bound_role(plan, role)?.title.as_str(), role)))
        .collect();
    plan.roles
        .iter()
        .map(|known| PlanRoleView {
            title: known.title.clone(),
            aliases: known.aliases.clone(),
            duties: known.duties.clone(),
            authority: known.authority.clone().unwrap_or_default(),
            deputy: known.deputy.clone().unwrap_or_default(),
            shape: shape_word(known.shape).to_owned(),
            section: known.place.section.clone(),
            line: known.place.line,
            bound_to: bound
                .iter()
                .filter(|(title, _)| *title == known.title)
                .map(|(_, role)| role.id.to_string())
                .collect(),
            candidate: known.candidate,
        })
        .collect()
}

fn gaps(
    scene: &Scene<'_>,
    plan: Option<&Plan>,
    roles: &[BriefRole],
    plan_roles: &[PlanRoleView],
) -> Vec<GapView> {
    let gap = |kind: &str, says: String, role: Option<&BriefRole>| GapView {
        kind: kind.to_owned(),
        says,
        role: role.map(|role| role.id.clone()),
        blocks: false,
    };
    let mut gaps = Vec::new();
    if plan.is_none() {
        let says = "No plan is chosen. The drill runs, but nothing can be checked against a plan.";
        gaps.push(gap("no-plan", says.to_owned(), None));
    }
    for role in roles.iter().filter(|role| role.holders.is_empty()) {
        let says = format!("{}: nobody plays this role.", role.title);
        gaps.push(gap("nobody", says, Some(role)));
    }
    for role in roles
        .iter()
        .filter(|role| plan.is_some() && role.plan_role.is_none())
    {
        let says = match &role.wants_plan_role {
            Some(wanted) => format!("{}: the plan has no role “{wanted}”.", role.title),
            None => format!("{}: the plan has no such role.", role.title),
        };
        gaps.push(gap("no-plan-role", says, Some(role)));
    }
    for role in roles {
        let state = scene.drill.role(&role.id.as_str().into());
        let alternate = state.is_some_and(|(_, state)| {
            state
                .holders
                .iter()
                .any(|holder| holder.standing == Standing::Alternate)
        });
        let person = role.holders.iter().any(|holder| holder.person.is_some());
        if person && !alternate {
            let says = format!("{}: no alternate is named.", role.title);
            gaps.push(gap("no-alternate", says, Some(role)));
        }
    }
    let unused: Vec<&str> = plan_roles
        .iter()
        .filter(|role| role.bound_to.is_empty() && !role.candidate)
        .map(|role| role.title.as_str())
        .collect();
    if !unused.is_empty() {
        let says = format!(
            "Roles of the plan without a part in this drill: {}.",
            unused.join(", ")
        );
        gaps.push(gap("plan-role-unused", says, None));
    }
    gaps
}

fn shape_word(shape: plan::Shape) -> &'static str {
    match shape {
        plan::Shape::Heading => "heading",
        plan::Shape::Table => "table",
        plan::Shape::Raci => "RACI matrix",
        plan::Shape::BoldLead => "bold lead",
        plan::Shape::NestedList => "nested list",
        plan::Shape::TeamList => "list of the team",
        plan::Shape::Sentence => "sentence",
    }
}
