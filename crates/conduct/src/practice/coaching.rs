//! What somebody who practises is told of an expected action, once it is settled and not before: what was expected,
//! which section of the plan says so, how long it took, what the choice causes. Pure. Not here: when it is sent.

use exercise::{ActionSettled, Actor, Exercise, Outcome, Record};
use plan::Plan;
use scenario::{Choice, ExpectedAction};
use terms::{InjectId, OptionId};
use wire::CoachingItem;

use crate::views;

/// The coaching on an action that a record settled; none where it was not tested.
pub(crate) fn coaching(
    drill: &Exercise,
    plan: Option<&Plan>,
    record: &Record,
    settled: &ActionSettled,
) -> Option<CoachingItem> {
    let (action, _) = drill.action(&settled.action)?;
    if settled.outcome == Outcome::NotTested {
        return None;
    }
    let section = action.section.as_ref().zip(plan);
    let section = section.and_then(|(name, plan)| Some((plan, plan.section(name).ok()?)));
    let by_oneself = settled.decision.is_none() && matches!(record.actor, Actor::Seat(..));
    Some(CoachingItem {
        action: action.id.to_string(),
        inject: action.inject.as_ref().map(InjectId::to_string),
        expected: action.text.clone(),
        outcome: views::outcome_word(settled.outcome).to_owned(),
        self_assessed: by_oneself,
        latency_ms: settled.latency.map(|latency| latency.0),
        target_ms: action.within.0,
        critical: action.critical,
        section: action.section.clone(),
        section_html: section.map_or_else(String::new, |(plan, section)| {
            plan::section_html(plan, section)
        }),
        consequence: consequence(drill, action, settled),
        harmful: settled.harmful,
    })
}

/// What the choice made causes, and what one that does harm causes or would have caused.
fn consequence(drill: &Exercise, action: &ExpectedAction, settled: &ActionSettled) -> String {
    let inject = action.inject.as_ref().and_then(|id| drill.inject(id));
    let Some((inject, _)) = inject else {
        return String::new();
    };
    let choice = |id: &OptionId| inject.options.iter().find(|choice| choice.id == *id);
    let made = settled.decision.and_then(|seq| drill.decision(seq));
    let made = made.and_then(|made| choice(made.option.as_ref()?));
    let mut says = Vec::new();
    says.extend(made.and_then(follows));
    if !settled.harmful {
        let harm = action.harmful.iter().filter_map(choice);
        let would = harm.map(|choice| {
            let after = follows(choice).map_or_else(String::new, |after| format!(" {after}"));
            format!("“{}” would have done harm.{after}", choice.label)
        });
        says.extend(would);
    }
    says.join(" ")
}

/// What is written for whoever chose it. The rest of what the white cell knows of an option speaks to a trainer, or of
/// what has not come yet, and is told nobody.
fn follows(choice: &Choice) -> Option<String> {
    let says = choice.debrief.trim();
    (!says.is_empty()).then(|| says.to_owned())
}
