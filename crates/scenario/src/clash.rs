//! Finds conditions that can never hold because their parts exclude one another: X and not X, an action
//! both met and missed, two injects of a group of which one is delivered. Only what must be true together
//! is compared, so nothing possible is ever called a contradiction. Not here: whether each part alone can
//! come about (`reach`).

use std::collections::{BTreeMap, BTreeSet};

use terms::{Offset, Span};

use crate::{Condition, Decided, Scenario};

/// What the checks need to know of a scenario.
pub(crate) struct Facts<'s> {
    duration: Span,
    groups: BTreeMap<&'s str, &'s str>,
    action_injects: BTreeMap<&'s str, &'s str>,
}

/// One plain thing that has to be true.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Atom<'s> {
    Delivered(&'s str),
    Acknowledged(&'s str),
    Decided(&'s str),
    Chosen(&'s str, &'s str),
    Met(&'s str),
    Missed(&'s str),
    Flag(&'s str),
}

/// What must hold together.
#[derive(Default)]
struct Together<'s> {
    holds: BTreeSet<Atom<'s>>,
    fails: BTreeSet<Atom<'s>>,
    from: Offset,
    before: Option<Offset>,
    /// Which inject of a group is delivered, and a group of which two would be.
    groups: BTreeMap<&'s str, &'s str>,
    torn: Option<&'s str>,
    /// One of each of these, on top.
    one_of: Vec<Vec<(&'s Condition, bool)>>,
}

impl<'s> Facts<'s> {
    pub fn of(scenario: &'s Scenario) -> Self {
        let injects = scenario.injects.iter();
        let actions = scenario.expected_actions.iter();
        Self {
            duration: scenario.duration,
            groups: injects
                .filter_map(|inject| Some((inject.id.as_str(), inject.group.as_ref()?.as_str())))
                .collect(),
            action_injects: actions
                .filter_map(|action| Some((action.id.as_str(), action.inject.as_ref()?.as_str())))
                .collect(),
        }
    }

    /// Why a condition can never hold while it decides about the given inject.
    pub fn clash(&self, condition: &'s Condition, waits: Option<&str>) -> Option<String> {
        self.clash_within(condition, true, waits, &[])
    }

    fn clash_within(
        &self,
        condition: &'s Condition,
        wanted: bool,
        waits: Option<&str>,
        around: &[&Together<'s>],
    ) -> Option<String> {
        let mut together = Together::default();
        self.gather(condition, wanted, &mut together);
        if let Some(why) = self.clash_of(&together, waits, around) {
            return Some(why);
        }
        let mut around = around.to_vec();
        around.push(&together);
        // Each alternative must fail for itself before the whole does.
        together.one_of.iter().find_map(|branches| {
            let clashes = branches
                .iter()
                .map(|(inner, wanted)| self.clash_within(inner, *wanted, waits, &around));
            clashes.collect::<Option<Vec<_>>>()?.into_iter().next()
        })
    }

    fn gather(&self, condition: &'s Condition, wanted: bool, into: &mut Together<'s>) {
        let atom = match (condition, wanted) {
            (Condition::Not(inner), _) => return self.gather(inner, !wanted, into),
            (Condition::All(parts), true) | (Condition::Any(parts), false) => {
                return parts
                    .iter()
                    .for_each(|part| self.gather(part, wanted, into));
            }
            (Condition::Any(parts), true) | (Condition::All(parts), false) => {
                return into
                    .one_of
                    .push(parts.iter().map(|part| (part, wanted)).collect());
            }
            (Condition::Elapsed(moment), true) => {
                into.from = into.from.max(*moment);
                return;
            }
            (Condition::Elapsed(moment), false) => {
                into.before = Some(into.before.map_or(*moment, |earlier| earlier.min(*moment)));
                return;
            }
            (
                Condition::Decided(Decided {
                    inject,
                    option: Some(option),
                }),
                _,
            ) => Atom::Chosen(inject.as_str(), option.as_str()),
            (
                Condition::Decided(Decided {
                    inject,
                    option: None,
                }),
                _,
            ) => Atom::Decided(inject.as_str()),
            (Condition::Met(action), _) => Atom::Met(action.as_str()),
            (Condition::Missed(action), _) => Atom::Missed(action.as_str()),
            (Condition::Delivered(inject), _) => Atom::Delivered(inject.as_str()),
            (Condition::Acknowledged(inject), _) => Atom::Acknowledged(inject.as_str()),
            (Condition::Flag(flag), _) => Atom::Flag(flag),
        };
        if !wanted {
            into.fails.insert(atom);
            return;
        }
        into.holds.insert(atom);
        match atom {
            Atom::Chosen(inject, _) => {
                into.holds.insert(Atom::Decided(inject));
                self.deliver(inject, into);
            }
            Atom::Decided(inject) | Atom::Acknowledged(inject) | Atom::Delivered(inject) => {
                self.deliver(inject, into);
            }
            Atom::Met(_) | Atom::Missed(_) | Atom::Flag(_) => {}
        }
    }

    fn deliver(&self, inject: &'s str, into: &mut Together<'s>) {
        into.holds.insert(Atom::Delivered(inject));
        if let Some(group) = self.groups.get(inject)
            && into
                .groups
                .insert(group, inject)
                .is_some_and(|other| other != inject)
        {
            into.torn = Some(group);
        }
    }

    fn clash_of(
        &self,
        new: &Together<'_>,
        waits: Option<&str>,
        around: &[&Together<'_>],
    ) -> Option<String> {
        let all = || around.iter().copied().chain([new]);
        let holds = |atom: &Atom<'_>| all().any(|t| t.holds.contains(atom));
        for atom in &new.holds {
            if all().any(|t| t.fails.contains(atom)) {
                return Some(format!(
                    "it wants that {} and that it is not so",
                    atom.says()
                ));
            }
            if let Some(why) = self.excluded(*atom, waits, &holds) {
                return Some(why);
            }
        }
        if let Some(atom) = new.fails.iter().find(|atom| holds(atom)) {
            return Some(format!(
                "it wants that {} and that it is not so",
                atom.says()
            ));
        }
        let torn = new.groups.iter().find(|(group, inject)| {
            around
                .iter()
                .any(|t| t.groups.get(*group).is_some_and(|other| other != *inject))
        });
        if let Some(group) = new.torn.or(torn.map(|(group, _)| *group)) {
            return Some(format!(
                "of the group \"{group}\" only one inject is delivered"
            ));
        }
        let from = all().map(|t| t.from).max().unwrap_or_default();
        let before = all().filter_map(|t| t.before).min();
        if before.is_some_and(|before| before <= from) {
            return Some(format!("it wants {from} to be reached and not reached"));
        }
        (from.0 > self.duration.0 && self.duration.0 > 0)
            .then(|| format!("{from} lies after the end of the drill"))
    }

    /// Why one thing cannot be true beside the others, or for this inject at all.
    fn excluded(
        &self,
        atom: Atom<'_>,
        waits: Option<&str>,
        holds: &impl Fn(&Atom<'_>) -> bool,
    ) -> Option<String> {
        let inject = match atom {
            Atom::Delivered(inject)
            | Atom::Acknowledged(inject)
            | Atom::Decided(inject)
            | Atom::Chosen(inject, _) => Some(inject),
            Atom::Met(action) | Atom::Missed(action) => {
                if holds(&Atom::Met(action)) && holds(&Atom::Missed(action)) {
                    return Some(format!("\"{action}\" cannot be both met and missed"));
                }
                self.action_injects.get(action).copied()
            }
            Atom::Flag(_) => None,
        };
        (inject.is_some() && inject == waits)
            .then(|| "it waits for what only its own delivery can bring".to_owned())
    }
}

impl Atom<'_> {
    fn says(self) -> String {
        match self {
            Self::Delivered(inject) => format!("\"{inject}\" is delivered"),
            Self::Acknowledged(inject) => format!("\"{inject}\" is acknowledged"),
            Self::Decided(inject) => format!("\"{inject}\" is decided"),
            Self::Chosen(inject, option) => format!("\"{option}\" is chosen in \"{inject}\""),
            Self::Met(action) => format!("\"{action}\" is met"),
            Self::Missed(action) => format!("\"{action}\" is missed"),
            Self::Flag(flag) => format!("the flag \"{flag}\" is set"),
        }
    }
}
