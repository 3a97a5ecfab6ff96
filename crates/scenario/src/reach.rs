//! Which injects of a scenario can ever be delivered, and why not. Everything is taken as possible that
//! people may do; only what nothing can bring about is called unreachable. The question is a graph of
//! "all of these" and "any of these", and one pass over its edges answers it. Not here: how it is said.

use std::collections::BTreeMap;

use crate::{Condition, ExpectedAction, Scenario, Trigger};

/// What can happen in a scenario.
pub(crate) struct Reach<'s> {
    graph: Graph,
    injects: BTreeMap<&'s str, usize>,
    actions: BTreeMap<&'s str, &'s ExpectedAction>,
    flags: BTreeMap<&'s str, usize>,
}

/// Something that may happen: it does once enough of what leads to it does.
struct Point {
    happens: bool,
    missing: usize,
    leads_to: Vec<usize>,
}

#[derive(Default)]
struct Graph {
    points: Vec<Point>,
    fresh: Vec<usize>,
}

impl Graph {
    /// A point that happens once this many others do; at once where it needs none.
    fn point(&mut self, missing: usize) -> usize {
        self.points.push(Point {
            happens: false,
            missing,
            leads_to: Vec::new(),
        });
        let index = self.points.len() - 1;
        if missing == 0 {
            self.happen(index);
        }
        index
    }

    fn edge(&mut self, from: usize, to: usize) {
        if self.points[from].happens {
            self.reduce(to);
        } else {
            self.points[from].leads_to.push(to);
        }
    }

    fn reduce(&mut self, index: usize) {
        let point = &mut self.points[index];
        point.missing = point.missing.saturating_sub(1);
        if point.missing == 0 && !point.happens {
            self.happen(index);
        }
    }

    fn happen(&mut self, index: usize) {
        self.points[index].happens = true;
        self.fresh.push(index);
        while let Some(index) = self.fresh.pop() {
            for next in std::mem::take(&mut self.points[index].leads_to) {
                let point = &mut self.points[next];
                point.missing = point.missing.saturating_sub(1);
                if point.missing == 0 && !point.happens {
                    point.happens = true;
                    self.fresh.push(next);
                }
            }
        }
    }
}

impl<'s> Reach<'s> {
    /// Works out a scenario, leaving out injects whose own trigger cannot hold.
    pub fn of(scenario: &'s Scenario, never: &[bool]) -> Self {
        let mut graph = Graph::default();
        let mut injects = BTreeMap::new();
        for inject in &scenario.injects {
            injects
                .entry(inject.id.as_str())
                .or_insert_with(|| graph.point(1));
        }
        let mut flags = BTreeMap::new();
        for option in scenario.injects.iter().flat_map(|inject| &inject.options) {
            for flag in &option.sets {
                flags.entry(flag.as_str()).or_insert_with(|| graph.point(1));
            }
        }
        let actions = scenario
            .expected_actions
            .iter()
            .rev()
            .map(|a| (a.id.as_str(), a))
            .collect();
        let mut reach = Self {
            graph,
            injects,
            actions,
            flags,
        };
        for (inject, never) in scenario.injects.iter().zip(never) {
            let Some(index) = reach.injects.get(inject.id.as_str()).copied() else {
                continue;
            };
            for option in &inject.options {
                let next = option
                    .next
                    .iter()
                    .map(|next| reach.injects.get(next.inject.as_str()));
                let flags = option
                    .sets
                    .iter()
                    .map(|flag| reach.flags.get(flag.as_str()));
                for to in next.chain(flags).flatten().copied().collect::<Vec<_>>() {
                    reach.graph.edge(index, to);
                }
            }
            let cause = match &inject.trigger {
                _ if *never => continue,
                Trigger::At(_) | Trigger::ByHand => reach.always(),
                Trigger::After(after) => reach.delivered(after.inject.as_str()),
                Trigger::When(condition) => reach.condition(condition),
            };
            reach.graph.edge(cause, index);
        }
        for group in &scenario.groups {
            if let Some(index) = reach.injects.get(group.default.as_str()).copied() {
                let cause = reach.always();
                reach.graph.edge(cause, index);
            }
        }
        reach
    }

    /// Whether an inject can be delivered at all; a name that is unknown is somebody else's complaint.
    pub fn delivers(&self, inject: &str) -> bool {
        self.injects
            .get(inject)
            .is_none_or(|i| self.graph.points[*i].happens)
    }

    /// Whether a flag can be set.
    pub fn sets(&self, flag: &str) -> bool {
        self.flags
            .get(flag)
            .is_some_and(|i| self.graph.points[*i].happens)
    }

    /// All flags that some option sets.
    pub fn flags(&self) -> impl Iterator<Item = &'s str> {
        self.flags.keys().copied()
    }

    /// The first part of a condition that can never hold, where that is why the whole cannot.
    pub fn obstacle<'c>(&self, condition: &'c Condition) -> Option<&'c Condition> {
        match condition {
            Condition::All(all) => all.iter().find_map(|inner| self.obstacle(inner)),
            Condition::Any(any) => {
                let first = any.iter().map(|inner| self.obstacle(inner));
                first
                    .collect::<Option<Vec<_>>>()
                    .and_then(|all| all.first().copied())
            }
            Condition::Not(_) | Condition::Elapsed(_) => None,
            Condition::Flag(flag) => (!self.sets(flag)).then_some(condition),
            Condition::Decided(_)
            | Condition::Met(_)
            | Condition::Missed(_)
            | Condition::Delivered(_)
            | Condition::Acknowledged(_) => {
                let inject = self.inject_of(condition);
                inject
                    .is_some_and(|inject| !self.delivers(inject))
                    .then_some(condition)
            }
        }
    }

    /// The inject without which a condition cannot hold.
    pub fn inject_of<'c>(&self, condition: &'c Condition) -> Option<&'c str>
    where
        's: 'c,
    {
        match condition {
            Condition::Decided(decided) => Some(decided.inject.as_str()),
            Condition::Delivered(inject) | Condition::Acknowledged(inject) => Some(inject.as_str()),
            Condition::Met(action) | Condition::Missed(action) => {
                let action = self.actions.get(action.as_str())?;
                action.inject.as_ref().map(|inject| inject.as_str())
            }
            Condition::All(_)
            | Condition::Any(_)
            | Condition::Not(_)
            | Condition::Flag(_)
            | Condition::Elapsed(_) => None,
        }
    }

    /// A point for a condition. A `not` counts as possible: what has not happened yet does not hold.
    fn condition(&mut self, condition: &'s Condition) -> usize {
        match condition {
            Condition::All(all) => {
                let parts: Vec<usize> = all.iter().map(|inner| self.condition(inner)).collect();
                let whole = self.graph.point(parts.len());
                parts
                    .into_iter()
                    .for_each(|part| self.graph.edge(part, whole));
                whole
            }
            Condition::Any(any) => {
                let parts: Vec<usize> = any.iter().map(|inner| self.condition(inner)).collect();
                let whole = self.graph.point(parts.len().min(1));
                parts
                    .into_iter()
                    .for_each(|part| self.graph.edge(part, whole));
                whole
            }
            Condition::Not(_) | Condition::Elapsed(_) => self.always(),
            Condition::Flag(flag) => match self.flags.get(flag.as_str()) {
                Some(index) => *index,
                None => self.graph.point(usize::MAX),
            },
            Condition::Decided(_)
            | Condition::Met(_)
            | Condition::Missed(_)
            | Condition::Delivered(_)
            | Condition::Acknowledged(_) => match self.inject_of(condition) {
                Some(inject) => self.delivered(inject),
                None => self.always(),
            },
        }
    }

    fn delivered(&mut self, inject: &str) -> usize {
        match self.injects.get(inject) {
            Some(index) => *index,
            None => self.always(),
        }
    }

    fn always(&mut self) -> usize {
        self.graph.point(0)
    }
}
