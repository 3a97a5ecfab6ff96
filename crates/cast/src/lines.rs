//! The prompt book: what each inject asks of whom, looked up once for a scenario, so that a thousand performances of it
//! cost no searching. Not here: when anybody acts (`policy`, `stage`).

use exercise::{Script, StoryTime};
use scenario::{Deadline, Inject, Scenario, Trigger};
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
}

impl PromptBook {
    /// Looks everything up.
    pub fn new(script: &Script) -> Self {
        let scenario = script.scenario();
        let actions = actions(scenario);
        Self {
            script: script.clone(),
            duration: scenario.duration,
            roles: scenario.roles.iter().map(|role| role.id.clone()).collect(),
            injects: cues(scenario, &actions),
            deadlines: scenario
                .deadlines
                .iter()
                .map(|deadline| limit(scenario, deadline))
                .collect(),
            by_hand: by_hand(scenario),
            jumps: jumps(scenario),
            actions,
        }
    }

    pub(crate) fn inject_place(&self, id: &InjectId) -> Option<usize> {
        self.injects.iter().position(|cue| cue.id == *id)
    }

    pub(crate) fn action_place(&self, id: &ActionId) -> Option<usize> {
        self.actions.iter().position(|part| part.id == *id)
    }

    pub(crate) fn deadline_place(&self, id: &DeadlineId) -> Option<usize> {
        self.deadlines.iter().position(|limit| limit.id == *id)
    }
}

fn actions(scenario: &Scenario) -> Vec<Part> {
    let part = |action: &scenario::ExpectedAction| {
        let inject = scenario
            .injects
            .iter()
            .position(|inject| action.inject.as_ref() == Some(&inject.id));
        let options = inject.map_or(&[][..], |place| &scenario.injects[place].options);
        let contingencies = scenario.injects.iter().enumerate();
        Part {
            id: action.id.clone(),
            role: action.role.clone(),
            within: action.within,
            inject,
            acceptable: (0..options.len())
                .filter(|&option| action.acceptable.contains(&options[option].id))
                .collect(),
            contingencies: contingencies
                .filter(|(_, inject)| {
                    inject.trigger == Trigger::ByHand && inject.contingency_for.contains(&action.id)
                })
                .map(|(place, _)| place)
                .collect(),
            meets: (0..scenario.deadlines.len())
                .filter(|&place| scenario.deadlines[place].met_by.as_ref() == Some(&action.id))
                .collect(),
            text: action.text.clone(),
        }
    };
    scenario.expected_actions.iter().map(part).collect()
}

fn cues(scenario: &Scenario, actions: &[Part]) -> Vec<Cue> {
    let cue = |(place, inject): (usize, &Inject)| {
        let expected: Vec<usize> = (0..actions.len())
            .filter(|&action| actions[action].inject == Some(place))
            .collect();
        let harmful = |option: &scenario::Choice| {
            expected.iter().any(|&action| {
                scenario.expected_actions[action]
                    .harmful
                    .contains(&option.id)
            })
        };
        let answer = |option: &scenario::Choice| Answer {
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
            actions: expected,
        }
    };
    scenario.injects.iter().enumerate().map(cue).collect()
}

fn limit(scenario: &Scenario, deadline: &Deadline) -> Limit {
    Limit {
        id: deadline.id.clone(),
        met_by: scenario
            .expected_actions
            .iter()
            .position(|action| deadline.met_by.as_ref() == Some(&action.id)),
    }
}

/// What neither time nor a decision brings, spread evenly over the drill. Contingencies wait for their action.
fn by_hand(scenario: &Scenario) -> Vec<(usize, Span)> {
    let choices = || scenario.injects.iter().flat_map(|inject| &inject.options);
    let brought = |id: &InjectId| {
        choices()
            .flat_map(|choice| &choice.next)
            .any(|next| next.inject == *id)
    };
    let alone: Vec<usize> = (0..scenario.injects.len())
        .filter(|&place| {
            let inject = &scenario.injects[place];
            inject.trigger == Trigger::ByHand
                && inject.contingency_for.is_empty()
                && inject.group.is_none()
                && !brought(&inject.id)
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
