//! Who sits at a seat, and what the plan gives to that person: duties, time limits, authority, the sections that name
//! the role, and questions that help a beginner. All of it comes from the plan and from what the scenario says of a
//! role; nothing from what the white cell knows. Not here: what happens (`eyes`).

use exercise::FEEDBACK;
use plan::{Plan, PlanRole, Section};
use scenario::{Role, Scenario};
use terms::RoleId;
use wire::{PlanSectionItem, RoleCard, RoleName, SeatPlan};

use super::lore::Lore;
use crate::views;

/// How many duties are turned into questions for a beginner.
const HELP_DUTIES: usize = 4;

/// How many sections of a plan one seat is given at most.
const SECTIONS: usize = 40;

/// Words by which a plan says what somebody may decide.
const AUTHORITY: [&str; 9] = [
    " may ",
    "authorised to",
    "authorized to",
    "authority to",
    " decides",
    " approves",
    "is empowered",
    "sole authority",
    "can order",
];

/// The card of a role.
pub fn role_card(scenario: &Scenario, lore: &Lore, role: &RoleId) -> Option<RoleCard> {
    let role = scenario.roles.iter().find(|it| it.id == *role)?;
    let planned = lore.plan.as_ref().and_then(|plan| planned(plan, role));
    let mut duties = planned.map_or_else(Vec::new, |(_, planned)| planned.duties.clone());
    let commitments = planned.map_or_else(Vec::new, |(plan, planned)| commitments(plan, planned));
    let help = help(&duties);
    // Nothing is said twice: a duty with a time limit stands with the limits.
    duties.retain(|duty| !commitments.contains(duty));
    Some(RoleCard {
        id: role.id.to_string(),
        title: role.title.clone(),
        brief: role.brief.clone(),
        plan_role: planned.map(|(_, planned)| planned.title.clone()),
        commitments,
        authority: planned.map_or_else(Vec::new, |(plan, planned)| authority(plan, planned)),
        help,
        duties,
    })
}

/// Every role with its title.
pub fn role_titles(scenario: &Scenario) -> Vec<RoleName> {
    let titled = |role: &Role| RoleName {
        id: role.id.to_string(),
        title: role.title.clone(),
    };
    scenario.roles.iter().map(titled).collect()
}

/// Every objective with its title.
pub fn objectives(scenario: &Scenario) -> Vec<RoleName> {
    let objectives = scenario.objectives.iter();
    let titled = objectives.map(|objective| RoleName {
        id: objective.id.to_string(),
        title: objective.title.clone(),
    });
    titled.collect()
}

/// The statements of the feedback form.
pub fn feedback() -> Vec<String> {
    FEEDBACK.iter().map(|says| (*says).to_owned()).collect()
}

/// The sections of the plan that name these roles.
pub fn seat_plan(scenario: &Scenario, lore: &Lore, roles: &[RoleId]) -> SeatPlan {
    let Some(plan) = &lore.plan else {
        return SeatPlan {
            plan: String::new(),
            sections: Vec::new(),
        };
    };
    let played = scenario
        .roles
        .iter()
        .filter(|role| roles.contains(&role.id));
    let planned: Vec<&PlanRole> = played
        .filter_map(|role| Some(planned(plan, role)?.1))
        .collect();
    let mine = plan.sections.iter().filter(|section| {
        let mut planned = planned.iter();
        planned.any(|role| names(plan, section, role))
    });
    let item = |section: &Section| PlanSectionItem {
        path: section.path.clone(),
        title: section.title.clone(),
        html: plan::section_html(plan, section),
    };
    SeatPlan {
        plan: lore.plan_title.clone(),
        sections: mine.take(SECTIONS).map(item).collect(),
    }
}

fn planned<'a>(plan: &'a Plan, role: &Role) -> Option<(&'a Plan, &'a PlanRole)> {
    let by_name = role.plan_role.as_deref().and_then(|name| plan.role(name));
    let found = by_name.or_else(|| plan.role(&role.title))?;
    Some((plan, found))
}

/// Whether a section is about a role: it stands there, has a time limit of it, or speaks of it by name.
fn names(plan: &Plan, section: &Section, role: &PlanRole) -> bool {
    let places = std::iter::once(&role.place).chain(&role.also);
    let limits = plan.commitments.iter().filter(|it| binds(it, role));
    let mut places = places.chain(limits.map(|limit| &limit.place));
    if places.any(|place| place.section == section.path) {
        return true;
    }
    let text = plan.section_text(section).to_lowercase();
    let mut called = std::iter::once(&role.title).chain(&role.aliases);
    // An abbreviation of one or two letters stands in too many words.
    called.any(|name| name.chars().count() > 2 && spoken_of(&text, &name.to_lowercase()))
}

fn binds(limit: &plan::Commitment, role: &PlanRole) -> bool {
    let Some(bound) = &limit.role else {
        return false;
    };
    let mut called = std::iter::once(&role.title).chain(&role.aliases);
    called.any(|name| name.eq_ignore_ascii_case(bound))
}

/// Whether a name stands in a text as words of their own.
fn spoken_of(text: &str, name: &str) -> bool {
    let part = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    text.match_indices(name).any(|(at, _)| {
        let before = text[..at].chars().next_back();
        let after = text[at + name.len()..].chars().next();
        !part(before) && !part(after)
    })
}

fn commitments(plan: &Plan, role: &PlanRole) -> Vec<String> {
    let bound = plan.commitments.iter().filter(|it| binds(it, role));
    bound.map(|limit| limit.text.clone()).collect()
}

/// What the plan says the role may decide: its own words where it has a place for them, else its sentences.
fn authority(plan: &Plan, role: &PlanRole) -> Vec<String> {
    if let Some(said) = &role.authority {
        let mut chars = said.chars();
        let first = chars.next().map(char::to_uppercase);
        return vec![first.into_iter().flatten().chain(chars).collect()];
    }
    let mut out: Vec<String> = Vec::new();
    let speaks = |sentence: &str| {
        let mut lower = format!(" {} ", sentence.to_lowercase());
        // What may be so is no permission.
        for guess in [" may be ", " may have "] {
            lower = lower.replace(guess, " ");
        }
        AUTHORITY.iter().any(|word| lower.contains(word))
    };
    for duty in role.duties.iter().filter(|duty| speaks(duty)) {
        out.push(duty.clone());
    }
    if let Ok(section) = plan.section(&role.place.section) {
        let own = role.title.to_lowercase();
        for sentence in plan.section_body(section).split_inclusive(['.', '\n']) {
            let sentence = sentence.trim().trim_start_matches(['-', '*', ' ']);
            let named = spoken_of(&sentence.to_lowercase(), &own);
            let known = out.iter().any(|said| said.contains(sentence));
            if named && speaks(sentence) && !known && !sentence.contains('|') {
                out.push(sentence.replace("**", ""));
            }
        }
    }
    out
}

/// Questions that help somebody to start who has never done this.
fn help(duties: &[String]) -> Vec<String> {
    let mut out = vec![
        "What do you know for certain, and what do you only suspect?".to_owned(),
        "Who is telling you this: a person, a machine, the press? How could you check it?"
            .to_owned(),
    ];
    let asked = duties.iter().take(HELP_DUTIES).map(|duty| {
        let duty = duty.trim().trim_end_matches(['.', ';']);
        format!("The plan gives you this: “{duty}”. Is it time for that?")
    });
    out.extend(asked);
    out.push("Whom do you have to tell, and by when?".to_owned());
    out.push("Is this yours to decide, or does somebody have to authorise it?".to_owned());
    out
}

/// What to call a person whose name is not known any more.
pub fn name_or_erased(name: Option<&String>) -> String {
    name.cloned()
        .unwrap_or_else(|| views::NAME_ERASED.to_owned())
}
