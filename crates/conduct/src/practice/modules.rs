//! Modules: a drill cut into pieces of about ten minutes for one role. Pure. Not here: bringing a practice to its
//! module (`practice`).
//!
//! The rule: a module begins with an inject that asks something of the role, and takes in what the clock brings in the
//! eight minutes that follow; the next begins with the first after those that asks something again. It is over ten
//! minutes after its beginning; where something is asked of the role that is still within its target time, up to five
//! minutes later. What lies before has happened already; what the clock would bring later does not come.

use exercise::{Event, Exercise, InjectStatus};
use scenario::{Inject, Scenario, Trigger};
use terms::{Elapsed, RoleId, Span};
use wire::PracticeModule;

use crate::conductor::Drill;

/// For how long a module takes in what the clock brings: whoever is asked last has two minutes at least.
const TAKES: Span = Span::minutes(8);

/// How long a module is.
const LASTS: Span = Span::minutes(10);

/// How much longer it waits for what is still within its target time.
const WAITS: Span = Span::minutes(5);

/// What the name of the call begins with that starts a practice at a module.
const KEY: &str = "practice/module/";

/// A piece of a drill for one role.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Module {
    /// Where it begins on the exercise clock.
    pub from: Elapsed,
    /// Where it ends.
    pub until: Elapsed,
}

/// The modules of a role, in order; none where nothing is asked of it at a known time.
pub fn modules(scenario: &Scenario, role: &RoleId) -> Vec<Module> {
    let mut asks: Vec<Elapsed> = scenario
        .injects
        .iter()
        .filter(|inject| asks(scenario, inject, role))
        .filter_map(at)
        .collect();
    asks.sort_unstable();
    let mut modules: Vec<Module> = Vec::new();
    for from in asks {
        if modules.last().is_none_or(|last| from >= last.from + TAKES) {
            let until = from + LASTS;
            modules.push(Module { from, until });
        }
    }
    modules
}

/// The same for whoever chooses one. Nothing is told of what comes but the titles of the scenario's own modules, which
/// every seat is shown.
pub fn choices(scenario: &Scenario) -> Vec<PracticeModule> {
    let of = |role: &scenario::Role| {
        let modules = modules(scenario, &role.id).into_iter();
        let shown = modules.map(|it| it.view(scenario, &role.id));
        shown.collect::<Vec<_>>()
    };
    scenario.roles.iter().flat_map(of).collect()
}

impl Module {
    /// The module as it is shown.
    pub fn view(&self, scenario: &Scenario, role: &RoleId) -> PracticeModule {
        let mut cut = modules(scenario, role).into_iter().zip(1..);
        PracticeModule {
            role: role.to_string(),
            number: cut
                .find(|(it, _)| it == self)
                .map_or(0, |(_, number)| number),
            from_ms: self.from.0,
            until_ms: self.until.0,
            title: title(scenario, self.from),
        }
    }

    /// Whether the clock brings an inject within it.
    pub fn takes(&self, inject: &Inject) -> bool {
        at(inject).is_none_or(|at| (self.from..self.from + TAKES).contains(&at))
    }

    /// Whether an inject belongs to what lies before it: by its time, and where it has none by where it stands in the
    /// file.
    pub fn follows(&self, scenario: &Scenario, inject: &Inject) -> bool {
        match at(inject) {
            Some(at) => at < self.from,
            None => {
                let first = |it: &Inject| at(it).is_some_and(|at| at >= self.from);
                let mut before = scenario.injects.iter().take_while(|it| !first(it));
                before.any(|it| it.id == inject.id)
            }
        }
    }

    /// The name of the call that starts a practice here. It keeps the module in the record itself.
    pub fn key(&self) -> String {
        format!("{KEY}{}-{}", self.from.0, self.until.0)
    }

    /// The module that such a name stands for.
    pub fn of_key(key: &str) -> Option<Self> {
        let (from, until) = key.strip_prefix(KEY)?.split_once('-')?;
        Some(Self {
            from: Elapsed(from.parse().ok()?),
            until: Elapsed(until.parse().ok()?),
        })
    }

    /// The module that a practice is of; none where it is the whole drill.
    pub fn of(drill: &Drill) -> Option<Self> {
        let records = drill.records.iter();
        // It is settled before anybody sits down.
        let mut set_up = records.take_while(|it| !matches!(it.event, Event::SeatJoined(_)));
        set_up.find_map(|record| Self::of_key(record.key.as_deref()?))
    }

    /// When it is over for a role as the drill stands now.
    pub fn over(&self, drill: &Exercise, role: &RoleId) -> Elapsed {
        let last = self.until + WAITS;
        let asked = drill.actions().filter(|(action, state)| {
            action.role == *role && state.outcome.is_none() && !state.lapsed
        });
        let targets = asked.filter_map(|(action, _)| {
            let (_, inject) = drill.inject(action.inject.as_ref()?)?;
            let stands = inject.status == InjectStatus::Delivered;
            Some(inject.delivered.filter(|_| stands)? + action.within)
        });
        targets
            .filter(|target| *target > self.until)
            .max()
            .map_or(self.until, |target| target.min(last))
    }
}

/// What the scenario calls the part of the drill in which a moment lies.
pub fn title(scenario: &Scenario, moment: Elapsed) -> String {
    let timed = scenario.injects.iter().filter(|it| it.module.is_some());
    let last = timed
        .filter_map(|it| Some((at(it).filter(|at| *at <= moment)?, it.module.as_ref()?)))
        .max_by_key(|(at, _)| *at);
    let module = last.and_then(|(_, id)| scenario.modules.iter().find(|it| it.id == *id));
    module.map_or_else(String::new, |module| module.title.clone())
}

/// Whether an inject reaches a role and asks something of it.
fn asks(scenario: &Scenario, inject: &Inject, role: &RoleId) -> bool {
    let reaches = inject.to.is_empty() || inject.to.contains(role);
    let mut actions = scenario.expected_actions.iter();
    let expected =
        actions.any(|action| action.role == *role && action.inject.as_ref() == Some(&inject.id));
    let mut options = inject.options.iter();
    let decides = options.any(|option| option.authority.contains(role));
    reaches && (expected || decides)
}

/// When the clock brings an inject, where it alone does.
fn at(inject: &Inject) -> Option<Elapsed> {
    match &inject.trigger {
        Trigger::At(offset) => Some(offset.elapsed()),
        Trigger::After(_) | Trigger::When(_) | Trigger::ByHand => None,
    }
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::*;

    #[test]
    fn a_module_begins_with_something_to_do_and_takes_in_eight_minutes() {
        let check = |role: &str, minutes: &[i64]| {
            let cut = modules(&shipped("ransomware-double-extortion"), &role.into());
            let begins: Vec<i64> = cut.iter().map(|it| it.from.0 / 60_000).collect();
            assert_eq!(begins, minutes, "{role}");
        };
        check("privacy", &[43, 77]);
        check("comms", &[8, 23, 33]);
        check("nobody", &[]);
    }

    #[test]
    fn every_shipped_role_has_modules_that_do_not_overlap_in_what_they_take() {
        for name in SHIPPED {
            let scenario = shipped(name);
            for role in &scenario.roles {
                let cut = modules(&scenario, &role.id);
                assert!(!cut.is_empty(), "{name}: {} has nothing to do", role.id);
                for pair in cut.windows(2) {
                    let next = pair[1].from - pair[0].from;
                    assert!(next >= TAKES, "{name}, {}: taken twice", role.id);
                }
                for module in cut {
                    let mut taken = scenario.injects.iter().filter(|it| module.takes(it));
                    let has_work = taken.any(|it| asks(&scenario, it, &role.id));
                    assert!(has_work, "{name}, {}: an idle module", role.id);
                    assert!(!title(&scenario, module.from).is_empty(), "it has a title");
                }
            }
        }
    }

    #[test]
    fn the_name_of_the_first_call_keeps_the_module() {
        let module = Module {
            from: Elapsed(480_000),
            until: Elapsed(1_080_000),
        };
        assert_eq!(Module::of_key(&module.key()), Some(module));
        for key in [
            "practice/from/grip",
            "practice/module/",
            "practice/module/1-x",
            "",
        ] {
            assert_eq!(Module::of_key(key), None, "{key:?} is no module");
        }
    }

    #[test]
    fn what_has_no_time_belongs_to_where_it_stands_in_the_file() {
        let scenario = shipped("ransomware-double-extortion");
        let module = modules(&scenario, &"privacy".into())[0];
        let check = |id: &str, before: bool| {
            let mut injects = scenario.injects.iter();
            let inject = injects.find(|it| it.id.as_str() == id).expect("an inject");
            assert_eq!(module.follows(&scenario, inject), before, "{id}");
        };
        check("doorway", true);
        check("reporter", true);
        check("leak-post", false);
        check("csirt-calls", false);
    }

    const SHIPPED: [&str; 5] = [
        "payment-fraud",
        "privacy-breach",
        "ransomware-double-extortion",
        "supplier-token",
        "suspicious-login",
    ];

    fn shipped(name: &str) -> Scenario {
        let folder = Path::new(env!("CARGO_MANIFEST_DIR")).join("../../scenarios");
        let text = std::fs::read_to_string(folder.join(name).join("scenario.yaml"));
        scenario::read(&text.expect("a shipped scenario")).0
    }
}
