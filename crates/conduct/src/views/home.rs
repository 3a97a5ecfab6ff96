//! Views of what stands around a drill: Home, the Library, one scenario, the roster.

use std::collections::BTreeMap;

use exercise::Origin;
use terms::{ExerciseId, Stamp};
use wire::{
    DrillCard, HomeView, InjectLine, LibraryView, NextStep, PersonView, RoleName, RosterView,
    ScenarioCard, ScenarioView,
};

use super::conduct::modules;
use super::plan::plan_card;
use super::review::action_view;
use super::words::*;
use crate::keep::{Headline, Keep};
use crate::library::{Found, Library};
use crate::problem::diagnostic;

/// The first screen.
pub fn home(keep: &Keep) -> HomeView {
    let mut drills: Vec<DrillCard> = keep
        .drills
        .iter()
        .map(|(id, line)| drill_card(id, line))
        .collect();
    drills.sort_by_key(|card| std::cmp::Reverse(card.begun_at));
    let names = keep.names();
    let mut open_actions: Vec<_> = keep
        .fold
        .actions
        .values()
        .filter(|kept| kept.state == programme::ActionState::Open)
        .map(|action| action_view(action, &names))
        .collect();
    // Those without a date come last.
    open_actions.sort_by_key(|action| (action.due.is_empty(), action.due.clone()));
    HomeView {
        programme: keep.fold.name.clone(),
        path: keep.path.display().to_string(),
        read_only: keep.read_only(),
        sample: keep.fold.sample,
        next: next_step(keep, &drills),
        drills,
        plans: keep
            .plans
            .iter()
            .map(|(id, fold)| plan_card(keep, id, fold))
            .collect(),
        people: u32::try_from(keep.people.len()).unwrap_or(u32::MAX),
        open_actions,
    }
}

fn drill_card(id: &ExerciseId, line: &Headline) -> DrillCard {
    // How a practice went is private until it is shared.
    let private = line.origin == exercise::Origin::Practice && !line.shared;
    DrillCard {
        id: id.to_string(),
        title: line.title.clone(),
        scenario_id: line.scenario_id.clone(),
        origin: origin_word(line.origin).to_owned(),
        phase: line.phase.to_owned(),
        how: line.how.map(|how| how_word(how).to_owned()),
        begun_at: line.begun_at.0,
        elapsed_ms: if private { 0 } else { line.elapsed.0 },
        decisions: if private { 0 } else { line.decisions },
        cut_off: line.cut_off,
    }
}

/// What to do next: finish what is begun, answer what was proposed, else begin.
fn next_step(keep: &Keep, drills: &[DrillCard]) -> NextStep {
    let step = |says: String, screen: &str, id: Option<String>| NextStep {
        says,
        screen: screen.to_owned(),
        id,
    };
    let at = |phases: &[&str]| {
        let mut drills = drills.iter();
        drills.find(|card| phases.contains(&card.phase.as_str()) && card.origin != "practice")
    };
    if let Some(card) = at(&["running", "paused"]) {
        let says = if card.cut_off {
            format!(
                "“{}” was cut off. It is paused where it was; nothing was lost.",
                card.title
            )
        } else {
            format!("“{}” is under way.", card.title)
        };
        return step(says, "conduct", Some(card.id.clone()));
    }
    if let Some(card) = at(&["hot-wash"]) {
        let says = format!("“{}” is in its hot wash.", card.title);
        return step(says, "conduct", Some(card.id.clone()));
    }
    if let Some(card) = at(&["review"]) {
        let says = format!("“{}” waits for its review.", card.title);
        return step(says, "review", Some(card.id.clone()));
    }
    if let Some(card) = at(&["briefing"]) {
        let says = format!("“{}” is set up and waits to start.", card.title);
        return step(says, "briefing", Some(card.id.clone()));
    }
    for (id, fold) in &keep.plans {
        let waiting = fold
            .amendments
            .values()
            .filter(|kept| kept.answer.is_none())
            .count();
        if waiting > 0 {
            let noun = if waiting == 1 {
                "change waits"
            } else {
                "changes wait"
            };
            let says = format!(
                "{waiting} proposed {noun} for an answer in “{}”.",
                fold.title
            );
            return step(says, "plan", Some(id.to_string()));
        }
        if fold.draft().next().is_some() {
            let says = format!(
                "The draft of “{}” waits for its owner's approval.",
                fold.title
            );
            return step(says, "plan", Some(id.to_string()));
        }
    }
    if keep.plans.is_empty() {
        let says = "Take in your Incident Response Plan, or begin with a drill that ships.";
        return step(says.to_owned(), "library", None);
    }
    step("Choose the next drill.".to_owned(), "library", None)
}

/// The scenarios at hand.
pub fn library(keep: Option<&Keep>, library: &Library) -> LibraryView {
    LibraryView {
        scenarios: library
            .all()
            .iter()
            .map(|found| scenario_card(keep, found))
            .collect(),
        folder: library.own_folder().display().to_string(),
    }
}

/// A scenario in a line. Texts with templates are shown filled in.
pub fn scenario_card(keep: Option<&Keep>, found: &Found) -> ScenarioCard {
    let shown = found
        .scenario
        .rendered(&BTreeMap::new())
        .unwrap_or_else(|_| found.scenario.clone());
    let played = keep.map_or(0, |keep| {
        keep.drills
            .values()
            .filter(|line| line.scenario_id == shown.id && line.counts())
            .count()
    });
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    ScenarioCard {
        key: found.key.clone(),
        id: shown.id.clone(),
        title: if shown.title.is_empty() {
            found.key.clone()
        } else {
            shown.title.clone()
        },
        summary: shown.summary.clone(),
        duration_ms: shown.duration.0,
        difficulty: match shown.difficulty {
            scenario::Difficulty::Starter => "starter",
            scenario::Difficulty::Intermediate => "intermediate",
            scenario::Difficulty::Advanced => "advanced",
        }
        .to_owned(),
        threat: shown.threat.actor.clone(),
        techniques: shown.threat.techniques.clone(),
        tags: shown.tags.clone(),
        roles: shown.roles.iter().map(|role| role.title.clone()).collect(),
        objectives: shown
            .objectives
            .iter()
            .map(|objective| objective.title.clone())
            .collect(),
        injects: count(shown.injects.len()),
        deadlines: count(shown.deadlines.len()),
        played: count(played),
        errors: count(found.errors()),
        warnings: count(found.diagnostics.len() - found.errors()),
        shipped: found.shipped,
        path: found.path.display().to_string(),
    }
}

/// One scenario with its injects.
pub fn scenario_view(keep: Option<&Keep>, found: &Found) -> ScenarioView {
    let shown = found
        .scenario
        .rendered(&BTreeMap::new())
        .unwrap_or_else(|_| found.scenario.clone());
    let expected = |id: &terms::InjectId| {
        shown
            .expected_actions
            .iter()
            .filter(|action| action.inject.as_ref() == Some(id))
            .count()
    };
    let line = |inject: &scenario::Inject| InjectLine {
        id: inject.id.to_string(),
        title: inject.title.clone(),
        trigger: trigger_words(&shown, &inject.trigger),
        channel: channel_word(inject.channel).to_owned(),
        to: role_titles(&shown, &inject.to),
        module: inject.module.as_ref().map(ToString::to_string),
        contingency: !inject.contingency_for.is_empty(),
        expected: u32::try_from(expected(&inject.id)).unwrap_or(u32::MAX),
        options: u32::try_from(inject.options.len()).unwrap_or(u32::MAX),
    };
    ScenarioView {
        card: scenario_card(keep, found),
        injects: shown.injects.iter().map(line).collect(),
        diagnostics: found.diagnostics.iter().map(diagnostic).collect(),
        modules: modules(&shown),
        practice: crate::practice::choices(&shown),
        roles: shown
            .roles
            .iter()
            .map(|role| RoleName {
                id: role.id.to_string(),
                title: role.title.clone(),
            })
            .collect(),
    }
}

/// The people, by name.
pub fn roster(keep: &Keep) -> RosterView {
    let mut drills: BTreeMap<&terms::PersonId, u32> = BTreeMap::new();
    let counted = keep.drills.values().filter(|line| line.counts());
    for person in counted.flat_map(|line| &line.people) {
        *drills.entry(person).or_default() += 1;
    }
    let mut people: Vec<PersonView> = keep
        .fold
        .people
        .iter()
        .map(|(id, unit)| {
            let known = keep.people.get(id);
            PersonView {
                id: id.to_string(),
                name: known.map_or_else(|| NAME_ERASED.to_owned(), |person| person.name.clone()),
                contact: known.map_or_else(String::new, |person| person.contact.clone()),
                unit: unit.clone(),
                erased: known.is_none(),
                drills: drills.get(id).copied().unwrap_or_default(),
            }
        })
        .collect();
    people.sort_by_cached_key(|person| (person.erased, person.name.to_lowercase()));
    RosterView {
        marking: if keep.fold.year.is_made_up() {
            programme::DEMO.to_owned()
        } else {
            String::new()
        },
        people,
    }
}

impl Headline {
    /// Whether it was played with live people to its review.
    pub fn counts(&self) -> bool {
        let people = match self.origin {
            Origin::Live | Origin::BotAssisted | Origin::Demo => true,
            Origin::Practice | Origin::Rehearsal => false,
        };
        people
            && matches!(self.phase, "review" | "closed")
            && self
                .how
                .is_none_or(|how| how == exercise::ClosedHow::Completed)
            && self.last_at >= Stamp(0)
    }
}
