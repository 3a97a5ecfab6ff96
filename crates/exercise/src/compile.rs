//! A scenario made ready to run: ids become places in lists, and each fact knows which conditions watch it, so that
//! a record costs the same however long the list of injects is. Not here: anything that changes during a drill.

use std::collections::HashMap;
use std::hash::Hash;
use std::sync::Arc;

use scenario::{Condition, Inject, Scenario, Trigger};
use terms::{ActionId, DeadlineId, Elapsed, InjectId, ObjectiveId, OptionId, RoleId, Span};

use crate::clockwork::{Clockwork, Happening};
use crate::given::{Given, played};
use crate::story::{StoryClock, StoryTime};

/// Who waits for a condition.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Watch {
    /// An inject, by its place.
    Inject(usize),
    /// A deadline, by its place.
    Deadline(usize),
    /// An event of a regime, by its place.
    Happening(usize),
}

/// A condition with places instead of ids. What names nothing never holds.
#[derive(Clone, Debug)]
pub(crate) enum Cond {
    All(Vec<Cond>),
    Any(Vec<Cond>),
    Not(Box<Cond>),
    Decided(usize, Option<OptionId>),
    Met(usize),
    Missed(usize),
    Delivered(usize),
    Acknowledged(usize),
    Flag(usize),
    Elapsed(Elapsed),
    Never,
}

/// A condition and the moments at which it may change by itself.
#[derive(Clone, Debug)]
pub(crate) struct Watched {
    pub cond: Cond,
    pub moments: Vec<Elapsed>,
}

impl Watched {
    fn never() -> Self {
        Self {
            cond: Cond::Never,
            moments: Vec::new(),
        }
    }
}

/// What waits for one inject.
#[derive(Clone, Debug, Default)]
pub(crate) struct InjectLinks {
    /// Its expected actions.
    pub actions: Vec<usize>,
    /// Injects that follow it, and how long after.
    pub followers: Vec<(usize, Span)>,
    /// Conditions over its delivery, acknowledgement or decisions.
    pub watches: Vec<Watch>,
    /// Its group of alternatives.
    pub group: Option<usize>,
    /// Its condition, where that is its trigger.
    pub condition: Option<Watched>,
}

/// What waits for one expected action.
#[derive(Clone, Debug, Default)]
pub(crate) struct ActionLinks {
    pub watches: Vec<Watch>,
    /// Deadlines that it meets.
    pub meets: Vec<usize>,
    pub role: usize,
    pub inject: Option<usize>,
    pub objective: Option<usize>,
}

/// A scenario made ready to run. Ids are looked up by hash, because their order is never seen.
#[derive(Debug)]
pub(crate) struct Compiled {
    /// The scenario as it is written.
    pub base: Arc<Scenario>,
    /// What the drill is given besides.
    pub given: Given,
    /// The scenario as it is played.
    pub scenario: Arc<Scenario>,
    pub inject_at: HashMap<InjectId, usize>,
    pub role_at: HashMap<RoleId, usize>,
    pub action_at: HashMap<ActionId, usize>,
    pub deadline_at: HashMap<DeadlineId, usize>,
    pub objective_at: HashMap<ObjectiveId, usize>,
    pub flag_at: HashMap<String, usize>,
    pub injects: Vec<InjectLinks>,
    pub actions: Vec<ActionLinks>,
    pub flag_watches: Vec<Vec<Watch>>,
    pub deadlines: Vec<Watched>,
    /// Members of each group, by place.
    pub groups: Vec<Vec<usize>>,
    pub clockworks: Vec<Clockwork>,
    pub happenings: Vec<Happening>,
    pub story: StoryClock,
}

/// All else is made of the scenario.
impl PartialEq for Compiled {
    fn eq(&self, other: &Self) -> bool {
        Arc::ptr_eq(&self.scenario, &other.scenario) || self.scenario == other.scenario
    }
}

impl Compiled {
    pub fn new(base: Arc<Scenario>, given: Given) -> Self {
        let (scenario, counting) = match given.is_empty() {
            true => (Arc::clone(&base), Vec::new()),
            false => {
                let (scenario, counting) = played(&base, &given);
                (Arc::new(scenario), counting)
            }
        };
        let mut made = Self::linked(base, given, scenario);
        made.wind_up(counting);
        made
    }

    fn linked(base: Arc<Scenario>, given: Given, scenario: Arc<Scenario>) -> Self {
        let mut made = Self {
            base,
            given,
            clockworks: Vec::new(),
            happenings: Vec::new(),
            inject_at: places(scenario.injects.iter().map(|inject| inject.id.clone())),
            role_at: places(scenario.roles.iter().map(|role| role.id.clone())),
            action_at: places(
                scenario
                    .expected_actions
                    .iter()
                    .map(|action| action.id.clone()),
            ),
            deadline_at: places(
                scenario
                    .deadlines
                    .iter()
                    .map(|deadline| deadline.id.clone()),
            ),
            objective_at: places(
                scenario
                    .objectives
                    .iter()
                    .map(|objective| objective.id.clone()),
            ),
            flag_at: HashMap::new(),
            injects: vec![InjectLinks::default(); scenario.injects.len()],
            actions: vec![ActionLinks::default(); scenario.expected_actions.len()],
            flag_watches: Vec::new(),
            deadlines: Vec::new(),
            groups: vec![Vec::new(); scenario.groups.len()],
            story: StoryClock {
                from: Elapsed(0),
                shows: StoryTime::read(&scenario.story.start).unwrap_or_default(),
                ratio: scenario.story.ratio.max(1),
            },
            scenario: Arc::clone(&scenario),
        };
        made.link_actions(&scenario);
        made.link_groups(&scenario);
        for (place, inject) in scenario.injects.iter().enumerate() {
            for choice in &inject.options {
                for flag in &choice.sets {
                    made.flag(flag);
                }
            }
            match &inject.trigger {
                Trigger::After(after) => {
                    if let Some(&first) = made.inject_at.get(&after.inject) {
                        made.injects[first].followers.push((place, after.delay));
                    }
                }
                Trigger::When(condition) => {
                    let watched = made.watch(condition, Watch::Inject(place));
                    made.injects[place].condition = Some(watched);
                }
                Trigger::At(_) | Trigger::ByHand => {}
            }
        }
        for (place, deadline) in scenario.deadlines.iter().enumerate() {
            // A stage of a rule pack begins by counting, not by a condition.
            let watched = match deadline.stage {
                Some(_) => Watched::never(),
                None => made.watch(&deadline.begins, Watch::Deadline(place)),
            };
            made.deadlines.push(watched);
        }
        made
    }

    fn link_actions(&mut self, scenario: &Scenario) {
        for (place, action) in scenario.expected_actions.iter().enumerate() {
            let links = &mut self.actions[place];
            links.role = self
                .role_at
                .get(&action.role)
                .copied()
                .unwrap_or(usize::MAX);
            links.inject = action
                .inject
                .as_ref()
                .and_then(|id| self.inject_at.get(id))
                .copied();
            links.objective = action
                .objective
                .as_ref()
                .and_then(|id| self.objective_at.get(id))
                .copied();
            if let Some(inject) = links.inject {
                self.injects[inject].actions.push(place);
            }
        }
        for (place, deadline) in scenario.deadlines.iter().enumerate() {
            if let Some(&action) = deadline
                .met_by
                .as_ref()
                .and_then(|id| self.action_at.get(id))
            {
                self.actions[action].meets.push(place);
            }
        }
    }

    fn link_groups(&mut self, scenario: &Scenario) {
        let group_at = places(scenario.groups.iter().map(|group| group.id.clone()));
        for (place, inject) in scenario.injects.iter().enumerate() {
            if let Some(&group) = inject.group.as_ref().and_then(|id| group_at.get(id)) {
                self.groups[group].push(place);
                self.injects[place].group = Some(group);
            }
        }
    }

    fn flag(&mut self, flag: &str) -> usize {
        if let Some(&place) = self.flag_at.get(flag) {
            return place;
        }
        let place = self.flag_watches.len();
        self.flag_at.insert(flag.to_owned(), place);
        self.flag_watches.push(Vec::new());
        place
    }

    /// Enters a watch at every fact that its condition speaks of.
    pub(crate) fn watch(&mut self, condition: &Condition, watch: Watch) -> Watched {
        let mut moments = Vec::new();
        let cond = self.place(condition, watch, &mut moments);
        moments.sort_unstable();
        moments.dedup();
        Watched { cond, moments }
    }

    fn place(&mut self, condition: &Condition, watch: Watch, moments: &mut Vec<Elapsed>) -> Cond {
        match condition {
            Condition::All(parts) => Cond::All(
                parts
                    .iter()
                    .map(|part| self.place(part, watch, moments))
                    .collect(),
            ),
            Condition::Any(parts) => Cond::Any(
                parts
                    .iter()
                    .map(|part| self.place(part, watch, moments))
                    .collect(),
            ),
            Condition::Not(part) => Cond::Not(Box::new(self.place(part, watch, moments))),
            Condition::Decided(decided) => self.over_inject(&decided.inject, watch, |place| {
                Cond::Decided(place, decided.option.clone())
            }),
            Condition::Delivered(inject) => self.over_inject(inject, watch, Cond::Delivered),
            Condition::Acknowledged(inject) => self.over_inject(inject, watch, Cond::Acknowledged),
            Condition::Met(action) => self.over_action(action, watch, Cond::Met),
            Condition::Missed(action) => self.over_action(action, watch, Cond::Missed),
            Condition::Flag(flag) => {
                let place = self.flag(flag);
                enter(&mut self.flag_watches[place], watch);
                Cond::Flag(place)
            }
            Condition::Elapsed(offset) => {
                moments.push(offset.elapsed());
                Cond::Elapsed(offset.elapsed())
            }
        }
    }

    fn over_inject(
        &mut self,
        id: &InjectId,
        watch: Watch,
        cond: impl FnOnce(usize) -> Cond,
    ) -> Cond {
        let Some(&place) = self.inject_at.get(id) else {
            return Cond::Never;
        };
        enter(&mut self.injects[place].watches, watch);
        cond(place)
    }

    fn over_action(
        &mut self,
        id: &ActionId,
        watch: Watch,
        cond: impl FnOnce(usize) -> Cond,
    ) -> Cond {
        let Some(&place) = self.action_at.get(id) else {
            return Cond::Never;
        };
        enter(&mut self.actions[place].watches, watch);
        cond(place)
    }

    /// The options of an inject of the scenario.
    pub fn choice<'a>(inject: &'a Inject, option: &OptionId) -> Option<&'a scenario::Choice> {
        inject.options.iter().find(|choice| choice.id == *option)
    }
}

fn places<T: Eq + Hash>(ids: impl Iterator<Item = T>) -> HashMap<T, usize> {
    ids.enumerate().map(|(place, id)| (id, place)).collect()
}

fn enter(watches: &mut Vec<Watch>, watch: Watch) {
    if !watches.contains(&watch) {
        watches.push(watch);
    }
}
