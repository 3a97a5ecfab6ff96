//! What can be read and still makes no sense: injects that nothing brings, triggers that contradict
//! themselves, objectives that nothing tests, roles with nothing to do. All of these are warnings, and a
//! drill can be conducted in spite of them. Not here: broken references (`references`).

use std::collections::{BTreeMap, BTreeSet};

use terms::Offset;
use terms::yaml::quoted;

use crate::clash::Facts;
use crate::notes::{Notes, did_you_mean};
use crate::place::Cursor;
use crate::reach::Reach;
use crate::{Condition, Inject, Scenario, Trigger};

pub(crate) fn check(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    objectives(scenario, root, notes);
    roles(scenario, root, notes);
    actions(scenario, root, notes);
    groups(scenario, root, notes);
    let never = clashes(scenario, root, notes);
    let reach = Reach::of(scenario, &never);
    unreachable(scenario, &never, &reach, root, notes);
    deadlines(scenario, &reach, root, notes);
    exposure(scenario, &reach, root, notes);
    times(scenario, root, notes);
}

fn objectives(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let by_actions = scenario
        .expected_actions
        .iter()
        .filter_map(|a| a.objective.as_ref());
    let by_injects = scenario
        .injects
        .iter()
        .flat_map(|inject| &inject.objectives);
    let tested: BTreeSet<&str> = by_actions.chain(by_injects).map(|o| o.as_str()).collect();
    for (i, objective) in scenario.objectives.iter().enumerate() {
        let at = root.key("objectives").item(i).key("id");
        if at.is_written() && !tested.contains(objective.id.as_str()) {
            let says = format!(
                "Nothing tests the objective {}.",
                quoted(objective.id.as_str())
            );
            let hint =
                "Name it in `objective` of an expected action or in `objectives` of an inject.";
            notes.warn("objective-untested", at.place(), says, hint);
        }
    }
}

fn roles(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let injects = scenario.injects.iter();
    let options = injects.clone().flat_map(|inject| &inject.options);
    let busy: BTreeSet<&str> = injects
        .flat_map(|inject| &inject.to)
        .chain(options.flat_map(|option| &option.authority))
        .chain(scenario.expected_actions.iter().map(|action| &action.role))
        .chain(
            scenario
                .deadlines
                .iter()
                .filter_map(|deadline| deadline.role.as_ref()),
        )
        .chain(scenario.regimes.iter().filter_map(|it| it.role.as_ref()))
        .chain(scenario.injects.iter().flat_map(called))
        .map(|role| role.as_str())
        .collect();
    for (i, role) in scenario.roles.iter().enumerate() {
        let at = root.key("roles").item(i).key("id");
        if at.is_written() && !busy.contains(role.id.as_str()) {
            let says = format!("The role {} has nothing to do.", quoted(role.id.as_str()));
            let hint = "Give it an inject, an expected action or a deadline, or take it out.";
            notes.warn("idle-role", at.place(), says, hint);
        }
    }
}

/// The roles that an inject calls up or asks an account for.
fn called(inject: &Inject) -> impl Iterator<Item = &terms::RoleId> {
    let called = inject.call_up.iter().flat_map(|it| &it.roles);
    called.chain(inject.account.iter().map(|it| &it.role))
}

fn actions(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    for (i, action) in scenario.expected_actions.iter().enumerate() {
        let at = root.key("expected_actions").item(i);
        if action.inject.is_none() && !at.key("inject").is_written() {
            let says = format!(
                "No inject brings about the expected action {}.",
                quoted(action.id.as_str())
            );
            let hint = "Name the inject from whose delivery its time runs.";
            notes.warn("action-without-inject", at.key("id").place(), says, hint);
        }
        let acceptable: BTreeSet<_> = action.acceptable.iter().collect();
        for (j, option) in action.harmful.iter().enumerate() {
            if acceptable.contains(option) {
                let says = format!(
                    "{} is both acceptable and harmful.",
                    quoted(option.as_str())
                );
                let at = at.key("harmful").item(j).place();
                notes.warn("option-both", at, says, "Keep it in one of the two lists.");
            }
        }
    }
}

fn groups(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let mut members: BTreeMap<&str, usize> = BTreeMap::new();
    for group in scenario
        .injects
        .iter()
        .filter_map(|inject| inject.group.as_ref())
    {
        *members.entry(group.as_str()).or_default() += 1;
    }
    for (i, group) in scenario.groups.iter().enumerate() {
        let at = root.key("groups").item(i).key("id");
        let count = members.get(group.id.as_str()).copied().unwrap_or(0);
        if at.is_written() && count < 2 {
            let says = format!(
                "The group {} offers no alternative: it has {count} of the injects.",
                quoted(group.id.as_str())
            );
            let hint = "Give at least two injects this `group`, or take the group out.";
            notes.warn("small-group", at.place(), says, hint);
        }
    }
}

/// Says which triggers contradict themselves, and gives for every inject whether its trigger does.
fn clashes(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) -> Vec<bool> {
    let facts = Facts::of(scenario);
    let mut never = Vec::with_capacity(scenario.injects.len());
    for (i, inject) in scenario.injects.iter().enumerate() {
        let clash = match &inject.trigger {
            Trigger::When(condition) => facts.clash(condition, Some(inject.id.as_str())),
            Trigger::At(_) | Trigger::After(_) | Trigger::ByHand => None,
        };
        never.push(clash.is_some());
        if let Some(why) = clash {
            let at = root
                .key("injects")
                .item(i)
                .key("trigger")
                .key("when")
                .place();
            contradiction(at, "This trigger", &why, notes);
        }
    }
    for (i, deadline) in scenario.deadlines.iter().enumerate() {
        if let Some(why) = facts.clash(&deadline.begins, None) {
            let at = root.key("deadlines").item(i).key("begins").place();
            contradiction(at, "This beginning", &why, notes);
        }
    }
    never
}

fn contradiction(at: (u32, u32), what: &str, why: &str, notes: &mut Notes<'_>) {
    let says = format!("{what} can never come true: {why}.");
    notes.warn(
        "contradictory-trigger",
        at,
        says,
        "Change or take out one of its parts.",
    );
}

fn unreachable(
    scenario: &Scenario,
    never: &[bool],
    reach: &Reach<'_>,
    root: Cursor<'_>,
    notes: &mut Notes<'_>,
) {
    for (i, (inject, never)) in scenario.injects.iter().zip(never).enumerate() {
        let at = root.key("injects").item(i);
        // A flag that nobody sets is worth a word even where another way leads to the inject.
        if let Trigger::When(condition) = &inject.trigger {
            flags(condition, at.key("trigger").key("when"), reach, notes);
        }
        if *never || reach.delivers(inject.id.as_str()) {
            continue;
        }
        if let Some(why) = why_unreachable(inject, reach) {
            let says = format!(
                "The inject {} is never delivered: it waits for {why}.",
                quoted(inject.id.as_str())
            );
            let hint = "Change its trigger, let an option name it as next, or deliver it by_hand.";
            notes.warn("unreachable-inject", at.key("trigger").place(), says, hint);
        }
    }
}

fn why_unreachable(inject: &Inject, reach: &Reach<'_>) -> Option<String> {
    match &inject.trigger {
        Trigger::At(_) | Trigger::ByHand => None,
        Trigger::After(after) if after.inject == inject.id => None,
        Trigger::After(after) => Some(format!(
            "{}, which never comes",
            quoted(after.inject.as_str())
        )),
        Trigger::When(condition) => reach.obstacle(condition).map(|part| obstacle(part, reach)),
    }
}

/// What a condition waits for in vain, in words.
fn obstacle(part: &Condition, reach: &Reach<'_>) -> String {
    match (part, reach.inject_of(part)) {
        (Condition::Flag(flag), _) => {
            format!(
                "the flag {}, which no option that can be chosen sets",
                quoted(flag)
            )
        }
        (_, Some(inject)) => format!("{}, which never comes", quoted(inject)),
        (_, None) => "something that never happens".to_owned(),
    }
}

/// Says of every flag in a condition whether anything sets it.
fn flags(condition: &Condition, at: Cursor<'_>, reach: &Reach<'_>, notes: &mut Notes<'_>) {
    match condition {
        Condition::All(all) => {
            for (i, inner) in all.iter().enumerate() {
                flags(inner, at.key("all").item(i), reach, notes);
            }
        }
        Condition::Any(any) => {
            for (i, inner) in any.iter().enumerate() {
                flags(inner, at.key("any").item(i), reach, notes);
            }
        }
        Condition::Not(inner) => flags(inner, at.key("not"), reach, notes),
        Condition::Flag(flag) => {
            let at = at.key("flag");
            if at.is_written() && !reach.flags().any(|known| known == flag) {
                let says = format!("No option sets the flag {}.", quoted(flag));
                let hint = did_you_mean(notes.guess(flag, reach.flags()))
                    .unwrap_or_else(|| "Name it in `sets` of an option.".to_owned());
                notes.warn("flag-never-set", at.place(), says, &hint);
            }
        }
        Condition::Decided(_)
        | Condition::Met(_)
        | Condition::Missed(_)
        | Condition::Delivered(_)
        | Condition::Acknowledged(_)
        | Condition::Elapsed(_) => {}
    }
}

fn deadlines(scenario: &Scenario, reach: &Reach<'_>, root: Cursor<'_>, notes: &mut Notes<'_>) {
    for (i, deadline) in scenario.deadlines.iter().enumerate() {
        let at = root.key("deadlines").item(i).key("begins");
        flags(&deadline.begins, at, reach, notes);
        if let Some(part) = reach.obstacle(&deadline.begins) {
            let says = format!(
                "The deadline {} never begins: it waits for {}.",
                quoted(deadline.id.as_str()),
                obstacle(part, reach)
            );
            notes.warn("unreachable-deadline", at.place(), says, "Change `begins`.");
        }
    }
    for (i, regime) in scenario.regimes.iter().enumerate() {
        for (j, trigger) in regime.triggers.iter().enumerate() {
            let at = root.key("regimes").item(i).key("triggers").item(j);
            let at = at.key("when");
            flags(&trigger.when, at, reach, notes);
            if let Some(part) = reach.obstacle(&trigger.when) {
                let says = format!(
                    "The event {} of {} never happens: it waits for {}.",
                    quoted(trigger.event.word()),
                    quoted(&regime.pack),
                    obstacle(part, reach)
                );
                notes.warn("unreachable-deadline", at.place(), says, "Change `when`.");
            }
        }
    }
}

/// A spread that nothing can stop, and a containment that never comes.
fn exposure(scenario: &Scenario, reach: &Reach, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let Some(exposure) = &scenario.exposure else {
        return;
    };
    let at = root.key("exposure");
    let mut conditions = vec![
        (&exposure.noticed, at.key("noticed")),
        (&exposure.contained, at.key("contained")),
    ];
    for (i, spread) in exposure.spread.iter().enumerate() {
        conditions.push((&spread.unless, at.key("spread").item(i).key("unless")));
    }
    for (condition, at) in conditions {
        flags(condition, at, reach, notes);
        if let (Some(part), true) = (reach.obstacle(condition), at.is_written()) {
            let says = format!("This never holds: it waits for {}.", obstacle(part, reach));
            notes.warn("unreachable-condition", at.place(), says, "Change it.");
        }
    }
}

/// Moments that the drill never reaches, and a story clock that runs back.
fn times(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let mut late = |moment: Offset, at: Cursor<'_>| {
        if at.is_written() && root.key("duration").is_written() && moment.0 > scenario.duration.0 {
            let says = format!(
                "{moment} lies after the end of the drill ({}).",
                scenario.duration
            );
            notes.warn(
                "after-end",
                at.place(),
                says,
                "Make it earlier, or the drill longer.",
            );
        }
    };
    for (i, inject) in scenario.injects.iter().enumerate() {
        if let Trigger::At(moment) = inject.trigger {
            late(moment, root.key("injects").item(i).key("trigger").key("at"));
        }
    }
    for (i, group) in scenario.groups.iter().enumerate() {
        late(group.by, root.key("groups").item(i).key("by"));
    }
    for (i, spread) in scenario
        .exposure
        .iter()
        .flat_map(|it| &it.spread)
        .enumerate()
    {
        let at = root.key("exposure").key("spread").item(i).key("at");
        late(spread.at, at);
    }
    for (i, inject) in scenario.injects.iter().enumerate() {
        let at = root.key("injects").item(i).key("story_jump");
        // Both are written largest part first, so as texts they compare as the moments do.
        if inject
            .story_jump
            .as_ref()
            .is_some_and(|jump| *jump < scenario.story.start)
        {
            let says = "The story clock would jump to before the start of the story.";
            notes.warn(
                "story-goes-back",
                at.place(),
                says,
                "Jump to a later date and time.",
            );
        }
    }
}
