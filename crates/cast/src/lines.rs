//! The prompt book: what each inject asks of whom, looked up once for a scenario, so that a thousand performances of it
//! cost no searching. Not here: when anybody acts (`policy`, `stage`).

use std::collections::{BTreeMap, BTreeSet};

use exercise::{Script, StoryTime};
use scenario::{Choice, Deadline, ExpectedAction, Inject, Scenario, Trigger};
use terms::{ActionId, DeadlineId, Elapsed, InjectId, OptionId, RoleId, Span};

/// What simulated people know of a scenario.
#[derive(Debug)]
pub struct PromptBook {
    pub(crate) script: Script,
    pub(crate) duration: Span,
    pub(crate) roles: Vec<RoleId>,
    pub(crate) injects: Vec<Cue>,
    pub(crate) actions: Vec<Part>,
    pub(crate) deadlines: Vec<Limit>,
    /// Injects that only the trainer delivers, with the moment that suits them.
    pub(crate) by_hand: Vec<(usize, Span)>,
    /// Jumps of the story clock that come at a set moment, and what it shows then.
    pub(crate) jumps: Vec<(Elapsed, StoryTime)>,
    inject_at: BTreeMap<InjectId, usize>,
    action_at: BTreeMap<ActionId, usize>,
    deadline_at: BTreeMap<DeadlineId, usize>,
}

/// What one inject asks.
#[derive(Debug)]
pub(crate) struct Cue {
    pub id: InjectId,
    /// The roles it goes to.
    pub to: Vec<RoleId>,
    pub options: Vec<Answer>,
    /// Options that a good team might take.
    pub good: Vec<usize>,
    /// The expected actions that should follow it.
    pub actions: Vec<usize>,
    /// True where options are offered and no expected action says which of them is right.
    pub open_choice: bool,
    /// The roles that it calls up.
    pub called: Vec<usize>,
    /// How long the team may take to come together.
    pub quorum_within: Span,
}

/// One option, and who may choose it.
#[derive(Debug)]
pub(crate) struct Answer {
    pub id: OptionId,
    pub authority: Vec<RoleId>,
}

/// One expected action.
#[derive(Debug)]
pub(crate) struct Part {
    pub id: ActionId,
    pub role: RoleId,
    pub within: Span,
    pub inject: Option<usize>,
    /// Options of its inject that count as done; empty where somebody has to see it done.
    pub acceptable: Vec<usize>,
    /// Contingency injects that only the trainer delivers.
    pub contingencies: Vec<usize>,
    /// Deadlines that it meets.
    pub meets: Vec<usize>,
    /// What should be done, for the hot wash.
    pub text: String,
}

/// One deadline.
#[derive(Debug)]
pub(crate) struct Limit {
    pub id: DeadlineId,
    /// The expected action that meets it.
    pub met_by: Option<usize>,
    /// Who has to meet it, where the scenario says so.
    pub role: Option<RoleId>,
    /// Who has to be told, where an outside body sets it.
    pub outside: Option<String>,
    /// How many points the list of a notice has, where a rule pack gives one.
    pub points: u32,
}

impl PromptBook {
    /// Looks everything up.
    pub fn new(script: &Script) -> Self {
        let scenario = script.scenario();
        let inject_at = places(scenario.injects.iter().map(|inject| &inject.id));
        let actions = actions(scenario, &inject_at);
        let action_at = places(actions.iter().map(|part| &part.id));
        let deadlines = scenario.deadlines.iter();
        Self {
            script: script.clone(),
            duration: scenario.duration,
            roles: scenario.roles.iter().map(|role| role.id.clone()).collect(),
            injects: cues(scenario, &actions),
            deadline_at: places(scenario.deadlines.iter().map(|deadline| &deadline.id)),
            deadlines: deadlines.map(|it| limit(it, &action_at)).collect(),
            by_hand: by_hand(scenario),
            jumps: jumps(scenario),
            inject_at,
            action_at,
            actions,
        }
    }

    pub(crate) fn inject_place(&self, id: &InjectId) -> Option<usize> {
        self.inject_at.get(id).copied()
    }

    pub(crate) fn action_place(&self, id: &ActionId) -> Option<usize> {
        self.action_at.get(id).copied()
    }

    pub(crate) fn deadline_place(&self, id: &DeadlineId) -> Option<usize> {
        self.deadline_at.get(id).copied()
    }
}

fn places<'a, T: Clone + Ord + 'a>(ids: impl Iterator<Item = &'a T>) -> BTreeMap<T, usize> {
    ids.enumerate()
        .map(|(place, id)| (id.clone(), place))
        .collect()
}

fn actions(scenario: &Scenario, inject_at: &BTreeMap<InjectId, usize>) -> Vec<Part> {
    let mut meets: BTreeMap<&ActionId, Vec<usize>> = BTreeMap::new();
    for (place, deadline) in scenario.deadlines.iter().enumerate() {
        if let Some(action) = &deadline.met_by {
            meets.entry(action).or_default().push(place);
        }
    }
    let mut contingencies: BTreeMap<&ActionId, Vec<usize>> = BTreeMap::new();
    for (place, inject) in scenario.injects.iter().enumerate() {
        let by_hand = inject.trigger == Trigger::ByHand;
        for action in inject.contingency_for.iter().filter(|_| by_hand) {
            contingencies.entry(action).or_default().push(place);
        }
    }
    let part = |action: &ExpectedAction| {
        let inject = action.inject.as_ref().and_then(|id| inject_at.get(id));
        let options = inject.map_or(&[][..], |&place| &scenario.injects[place].options);
        Part {
            id: action.id.clone(),
            role: action.role.clone(),
            within: action.within,
            inject: inject.copied(),
            acceptable: (0..options.len())
                .filter(|&option| action.acceptable.contains(&options[option].id))
                .collect(),
            contingencies: contingencies.remove(&action.id).unwrap_or_default(),
            meets: meets.remove(&action.id).unwrap_or_default(),
            text: action.text.clone(),
        }
    };
    scenario.expected_actions.iter().map(part).collect()
}

fn cues(scenario: &Scenario, actions: &[Part]) -> Vec<Cue> {
    let mut expected: Vec<Vec<usize>> = vec![Vec::new(); scenario.injects.len()];
    for (action, part) in actions.iter().enumerate() {
        if let Some(inject) = part.inject {
            expected[inject].push(action);
        }
    }
    let injects = scenario.injects.iter().zip(expected);
    injects
        .map(|(inject, expected)| cue(scenario, actions, inject, expected))
        .collect()
}

fn cue(scenario: &Scenario, actions: &[Part], inject: &Inject, expected: Vec<usize>) -> Cue {
    let harmful = |option: &Choice| {
        expected.iter().any(|&action| {
            scenario.expected_actions[action]
                .harmful
                .contains(&option.id)
        })
    };
    let answer = |option: &Choice| Answer {
        id: option.id.clone(),
        authority: option.authority.clone(),
    };
    let settled_by_option = expected
        .iter()
        .any(|&action| !actions[action].acceptable.is_empty());
    Cue {
        id: inject.id.clone(),
        to: if inject.to.is_empty() {
            scenario.roles.iter().map(|role| role.id.clone()).collect()
        } else {
            inject.to.clone()
        },
        options: inject.options.iter().map(answer).collect(),
        good: (0..inject.options.len())
            .filter(|&option| !harmful(&inject.options[option]))
            .collect(),
        open_choice: !inject.options.is_empty() && !settled_by_option,
        called: called(scenario, inject),
        quorum_within: inject.call_up.as_ref().map_or(Span(0), |it| it.within),
        actions: expected,
    }
}

fn called(scenario: &Scenario, inject: &Inject) -> Vec<usize> {
    let Some(call_up) = &inject.call_up else {
        return Vec::new();
    };
    (0..scenario.roles.len())
        .filter(|&role| {
            let role = &scenario.roles[role].id;
            call_up.roles.is_empty() || call_up.roles.contains(role)
        })
        .collect()
}

fn limit(deadline: &Deadline, action_at: &BTreeMap<ActionId, usize>) -> Limit {
    let met_by = deadline.met_by.as_ref();
    Limit {
        id: deadline.id.clone(),
        met_by: met_by.and_then(|action| action_at.get(action).copied()),
        role: deadline.role.clone(),
        outside: deadline.outside.then(|| deadline.title.clone()),
        points: deadline
            .stage
            .as_ref()
            .map_or(0, |it| u32::try_from(it.content.len()).unwrap_or(u32::MAX)),
    }
}

/// What neither time nor a decision brings, spread evenly over the drill. Contingencies wait for their action.
fn by_hand(scenario: &Scenario) -> Vec<(usize, Span)> {
    let choices = scenario.injects.iter().flat_map(|inject| &inject.options);
    let next = choices.flat_map(|choice| &choice.next);
    let brought: BTreeSet<&InjectId> = next.map(|after| &after.inject).collect();
    let alone: Vec<usize> = (0..scenario.injects.len())
        .filter(|&place| {
            let inject = &scenario.injects[place];
            inject.trigger == Trigger::ByHand
                && inject.contingency_for.is_empty()
                && inject.group.is_none()
                && !brought.contains(&inject.id)
        })
        .collect();
    let parts = alone.len() as i64 + 1;
    let moment = |nth: usize| Span(scenario.duration.0 / parts * (nth as i64 + 1));
    alone
        .into_iter()
        .enumerate()
        .map(|(nth, place)| (place, moment(nth)))
        .collect()
}

fn jumps(scenario: &Scenario) -> Vec<(Elapsed, StoryTime)> {
    let jump = |inject: &Inject| match &inject.trigger {
        Trigger::At(offset) => {
            let shows = StoryTime::read(inject.story_jump.as_deref()?)?;
            Some((offset.elapsed(), shows))
        }
        Trigger::After(_) | Trigger::When(_) | Trigger::ByHand => None,
    };
    scenario.injects.iter().filter_map(jump).collect()
}
