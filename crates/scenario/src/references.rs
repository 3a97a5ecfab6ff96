//! Checks that a scenario agrees with itself: every name that one part uses is one that another part
//! gives, no name is given twice, and paths, dates and technique ids have their form. All of these are
//! errors. Not here: what can be played but makes no sense (`lint`), and templates (`templates`).

mod around;
mod team;

use std::collections::{BTreeMap, BTreeSet};

use terms::yaml::quoted;
use terms::{InjectId, OptionId};

use crate::forms::{is_date, is_id, is_path, is_technique};
use crate::notes::{Notes, did_you_mean, listed};
use crate::place::Cursor;
use crate::{Choice, Condition, ExpectedAction, FORMAT, Inject, Scenario, Trigger};

pub(crate) fn check(
    scenario: &Scenario,
    root: Cursor<'_>,
    has_file: &dyn Fn(&str) -> bool,
    notes: &mut Notes<'_>,
) {
    let known = Known::of(scenario);
    let mut check = Check {
        known,
        has_file,
        notes,
    };
    check.head(scenario, root);
    check.given_names(scenario, root);
    for (i, group) in scenario.groups.iter().enumerate() {
        let at = root.key("groups").item(i).key("default");
        check.used(Kind::Inject, group.default.as_str(), at);
        let inject = check.known.injects.get(group.default.as_str());
        if inject.is_some_and(|inject| inject.group.as_ref() != Some(&group.id)) {
            let says = format!(
                "The default {} is not in this group.",
                quoted(group.default.as_str())
            );
            let hint = format!("Give that inject the line `group: {}`.", group.id);
            check
                .notes
                .error("default-not-in-group", at.place(), says, Some(hint));
        }
    }
    for (i, inject) in scenario.injects.iter().enumerate() {
        check.inject(inject, root.key("injects").item(i));
    }
    for (i, action) in scenario.expected_actions.iter().enumerate() {
        check.action(action, root.key("expected_actions").item(i));
    }
    for (i, deadline) in scenario.deadlines.iter().enumerate() {
        let at = root.key("deadlines").item(i);
        check.condition(&deadline.begins, at.key("begins"));
        check.used_if(
            Kind::Role,
            deadline.role.as_ref().map(|r| r.as_str()),
            at.key("role"),
        );
        check.used_if(
            Kind::Action,
            deadline.met_by.as_ref().map(|a| a.as_str()),
            at.key("met_by"),
        );
    }
    check.zone(scenario, root);
    check.regimes(scenario, root);
    check.exposure(scenario, root);
    cycles(scenario, root, notes);
}

/// The kinds of things that have names.
#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Kind {
    Role,
    Objective,
    Module,
    Group,
    Inject,
    Action,
    Service,
    Asset,
}

impl Kind {
    fn noun(self) -> &'static str {
        match self {
            Self::Role => "role",
            Self::Objective => "objective",
            Self::Module => "module",
            Self::Group => "group",
            Self::Inject => "inject",
            Self::Action => "expected action",
            Self::Service => "service",
            Self::Asset => "asset",
        }
    }
}

/// Every name the file gives.
struct Known<'s> {
    names: BTreeMap<Kind, BTreeSet<&'s str>>,
    injects: BTreeMap<&'s str, &'s Inject>,
    options: BTreeSet<(&'s str, &'s str)>,
}

impl<'s> Known<'s> {
    fn of(scenario: &'s Scenario) -> Self {
        let injects = scenario.injects.iter();
        let names = [
            (
                Kind::Role,
                scenario.roles.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Objective,
                scenario.objectives.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Module,
                scenario.modules.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Group,
                scenario.groups.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Service,
                scenario.services.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Asset,
                scenario.assets.iter().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Inject,
                injects.clone().map(|x| x.id.as_str()).collect(),
            ),
            (
                Kind::Action,
                scenario
                    .expected_actions
                    .iter()
                    .map(|x| x.id.as_str())
                    .collect(),
            ),
        ];
        Self {
            names: BTreeMap::from(names),
            options: injects
                .clone()
                .flat_map(|x| {
                    x.options
                        .iter()
                        .map(|option| (x.id.as_str(), option.id.as_str()))
                })
                .collect(),
            injects: injects
                .rev()
                .map(|inject| (inject.id.as_str(), inject))
                .collect(),
        }
    }
}

struct Check<'s, 'n, 't> {
    known: Known<'s>,
    has_file: &'n dyn Fn(&str) -> bool,
    notes: &'n mut Notes<'t>,
}

impl Check<'_, '_, '_> {
    fn head(&mut self, scenario: &Scenario, root: Cursor<'_>) {
        let at = root.key("format");
        if at.is_written() && scenario.format != FORMAT {
            let says = format!(
                "This is format {}; this program reads {FORMAT}.",
                scenario.format
            );
            let hint = format!("Write `format: {FORMAT}`, or open it with a newer version.");
            self.notes
                .error("format-version", at.place(), says, Some(hint));
        }
        self.slug(&scenario.id, root.key("id"));
        self.date(&scenario.story.start, root.key("story").key("start"));
        for (i, technique) in scenario.threat.techniques.iter().enumerate() {
            let at = root.key("threat").key("techniques").item(i);
            if at.is_written() && !is_technique(technique) {
                let says = format!("{} is no ATT&CK technique id.", quoted(technique));
                let hint = "Write it as T1486, or T1566.002 for a sub-technique.".to_owned();
                self.notes
                    .error("bad-technique", at.place(), says, Some(hint));
            }
        }
        for (name, empty) in [
            ("roles", scenario.roles.is_empty()),
            ("objectives", scenario.objectives.is_empty()),
            ("injects", scenario.injects.is_empty()),
        ] {
            let at = root.key(name);
            if empty && at.is_written() {
                let says = format!("A scenario needs at least one of its {name}.");
                self.notes.error("empty-list", at.place(), says, None);
            }
        }
    }

    /// Every name has its form and is given once.
    fn given_names(&mut self, scenario: &Scenario, root: Cursor<'_>) {
        self.given("roles", scenario.roles.iter().map(|x| x.id.as_str()), root);
        self.given(
            "objectives",
            scenario.objectives.iter().map(|x| x.id.as_str()),
            root,
        );
        self.given(
            "modules",
            scenario.modules.iter().map(|x| x.id.as_str()),
            root,
        );
        self.given(
            "groups",
            scenario.groups.iter().map(|x| x.id.as_str()),
            root,
        );
        self.given(
            "assets",
            scenario.assets.iter().map(|x| x.id.as_str()),
            root,
        );
        self.given(
            "services",
            scenario.services.iter().map(|x| x.id.as_str()),
            root,
        );
        self.given(
            "injects",
            scenario.injects.iter().map(|x| x.id.as_str()),
            root,
        );
        let actions = scenario.expected_actions.iter().map(|x| x.id.as_str());
        self.given("expected_actions", actions, root);
        self.given(
            "deadlines",
            scenario.deadlines.iter().map(|x| x.id.as_str()),
            root,
        );
    }

    fn given<'i>(&mut self, list: &str, ids: impl Iterator<Item = &'i str>, parent: Cursor<'_>) {
        let mut seen: BTreeMap<&str, u32> = BTreeMap::new();
        for (i, id) in ids.enumerate() {
            let at = parent.key(list).item(i).key("id");
            self.slug(id, at);
            if !at.is_written() {
                continue;
            }
            match seen.get(id) {
                Some(first) => {
                    let says =
                        format!("The id {} is taken; it stands in line {first}.", quoted(id));
                    let hint = Some("Give each its own id.".to_owned());
                    self.notes.error("duplicate-id", at.place(), says, hint);
                }
                None => {
                    seen.insert(id, at.place().0);
                }
            }
        }
    }

    fn inject(&mut self, inject: &Inject, at: Cursor<'_>) {
        self.used_if(
            Kind::Module,
            inject.module.as_ref().map(|m| m.as_str()),
            at.key("module"),
        );
        self.used_if(
            Kind::Group,
            inject.group.as_ref().map(|g| g.as_str()),
            at.key("group"),
        );
        for (i, role) in inject.to.iter().enumerate() {
            self.used(Kind::Role, role.as_str(), at.key("to").item(i));
        }
        for (i, action) in inject.contingency_for.iter().enumerate() {
            self.used(
                Kind::Action,
                action.as_str(),
                at.key("contingency_for").item(i),
            );
        }
        for (i, objective) in inject.objectives.iter().enumerate() {
            self.used(
                Kind::Objective,
                objective.as_str(),
                at.key("objectives").item(i),
            );
        }
        for (i, path) in inject.attachments.iter().enumerate() {
            self.attachment(path, at.key("attachments").item(i));
        }
        if let Some(jump) = &inject.story_jump {
            self.date(jump, at.key("story_jump"));
        }
        let trigger = at.key("trigger");
        match &inject.trigger {
            Trigger::At(_) | Trigger::ByHand => {}
            Trigger::After(after) => {
                let at = trigger.key("after").key("inject");
                self.used(Kind::Inject, after.inject.as_str(), at);
            }
            Trigger::When(condition) => self.condition(condition, trigger.key("when")),
        }
        self.team(inject, at);
        self.given("options", inject.options.iter().map(|o| o.id.as_str()), at);
        for (i, choice) in inject.options.iter().enumerate() {
            self.choice(choice, at.key("options").item(i));
        }
    }

    fn choice(&mut self, choice: &Choice, at: Cursor<'_>) {
        for (i, next) in choice.next.iter().enumerate() {
            let at = at.key("next").item(i).key("inject");
            self.used(Kind::Inject, next.inject.as_str(), at);
        }
        for (i, role) in choice.authority.iter().enumerate() {
            self.used(Kind::Role, role.as_str(), at.key("authority").item(i));
        }
        for (i, step) in choice.steps.iter().enumerate() {
            self.step(step, at.key("steps").item(i));
        }
    }

    fn action(&mut self, action: &ExpectedAction, at: Cursor<'_>) {
        self.used(Kind::Role, action.role.as_str(), at.key("role"));
        let objective = action.objective.as_ref().map(|o| o.as_str());
        self.used_if(Kind::Objective, objective, at.key("objective"));
        let inject = action.inject.as_ref();
        self.used_if(Kind::Inject, inject.map(|i| i.as_str()), at.key("inject"));
        for (name, options) in [
            ("acceptable", &action.acceptable),
            ("harmful", &action.harmful),
        ] {
            for (i, option) in options.iter().enumerate() {
                self.option(inject, option, at.key(name).item(i));
            }
        }
    }

    fn option(&mut self, inject: Option<&InjectId>, option: &OptionId, at: Cursor<'_>) {
        let Some(inject) = inject else {
            let says = format!(
                "The option {} belongs to no inject.",
                quoted(option.as_str())
            );
            let hint = "Name the inject whose option it is.".to_owned();
            return self
                .notes
                .error("option-without-inject", at.place(), says, Some(hint));
        };
        // Where the inject itself is unknown, that has been said and its options cannot be known.
        let Some(inject) = self.known.injects.get(inject.as_str()) else {
            return;
        };
        if !at.is_written()
            || self
                .known
                .options
                .contains(&(inject.id.as_str(), option.as_str()))
        {
            return;
        }
        let names = || inject.options.iter().map(|o| o.id.as_str());
        let near = self.notes.guess(option.as_str(), names());
        let says = format!(
            "The inject {} has no option {}.",
            quoted(inject.id.as_str()),
            quoted(option.as_str())
        );
        let hint = did_you_mean(near).or_else(|| Some(its("options", names())));
        self.notes
            .error("unknown-reference", at.place(), says, hint);
    }

    fn condition(&mut self, condition: &Condition, at: Cursor<'_>) {
        match condition {
            Condition::All(all) => self.conditions(all, at.key("all")),
            Condition::Any(any) => self.conditions(any, at.key("any")),
            Condition::Not(inner) => self.condition(inner, at.key("not")),
            Condition::Decided(decided) => {
                let at = at.key("decided");
                self.used(Kind::Inject, decided.inject.as_str(), at.key("inject"));
                if let Some(option) = &decided.option {
                    self.option(Some(&decided.inject), option, at.key("option"));
                }
            }
            Condition::Met(action) => self.used(Kind::Action, action.as_str(), at.key("met")),
            Condition::Missed(action) => self.used(Kind::Action, action.as_str(), at.key("missed")),
            Condition::Delivered(i) => self.used(Kind::Inject, i.as_str(), at.key("delivered")),
            Condition::Acknowledged(i) => {
                self.used(Kind::Inject, i.as_str(), at.key("acknowledged"));
            }
            // A flag that nobody sets is no broken name but a thing that never happens: see `lint`.
            Condition::Flag(_) | Condition::Elapsed(_) => {}
        }
    }

    fn conditions(&mut self, conditions: &[Condition], at: Cursor<'_>) {
        if conditions.is_empty() && at.is_written() {
            let hint = Some("Write at least one condition.".to_owned());
            self.notes.error(
                "empty-list",
                at.place(),
                "This list of conditions is empty.",
                hint,
            );
        }
        for (i, condition) in conditions.iter().enumerate() {
            self.condition(condition, at.item(i));
        }
    }

    fn used_if(&mut self, kind: Kind, name: Option<&str>, at: Cursor<'_>) {
        if let Some(name) = name {
            self.used(kind, name, at);
        }
    }

    /// A name that is used must be one that is given.
    fn used(&mut self, kind: Kind, name: &str, at: Cursor<'_>) {
        let Some(names) = self.known.names.get(&kind) else {
            return;
        };
        if !at.is_written() || names.contains(name) {
            return;
        }
        let near = self.notes.guess(name, names.iter().copied());
        let says = format!("There is no {} {} in this file.", kind.noun(), quoted(name));
        let hint = did_you_mean(near).or_else(|| Some(its(kind.noun(), names.iter().copied())));
        self.notes
            .error("unknown-reference", at.place(), says, hint);
    }

    fn slug(&mut self, id: &str, at: Cursor<'_>) {
        if at.is_written() && !is_id(id) {
            let says = format!("{} cannot be a name of this file.", quoted(id));
            let hint = "Use lower-case letters, digits and single hyphens, at most 64: \
                        incident-commander."
                .to_owned();
            self.notes.error("bad-id", at.place(), says, Some(hint));
        }
    }

    fn date(&mut self, text: &str, at: Cursor<'_>) {
        if at.is_written() && !is_date(text) {
            let says = format!("{} is no date and time.", quoted(text));
            let hint = "Write local date and time: 2027-03-05T16:40.".to_owned();
            self.notes.error("bad-date", at.place(), says, Some(hint));
        }
    }

    /// Attachments lie beside the scenario or in folders under it, under a path that means the same on
    /// every system.
    fn attachment(&mut self, path: &str, at: Cursor<'_>) {
        if !at.is_written() {
            return;
        }
        if !is_path(path) {
            let says = format!("{} is no path beside the scenario.", quoted(path));
            let hint =
                "Write it from the scenario's folder, with / and without ..: handouts/note.md."
                    .to_owned();
            self.notes.error("bad-path", at.place(), says, Some(hint));
        } else if !(self.has_file)(path) {
            let says = format!("There is no file {} beside the scenario.", quoted(path));
            let hint = "Put the file there, or mend its path.".to_owned();
            self.notes
                .error("missing-file", at.place(), says, Some(hint));
        }
    }
}

fn its<'a>(noun: &str, names: impl Iterator<Item = &'a str>) -> String {
    let names = listed(names);
    if names.is_empty() {
        format!("The file has no {noun} at all.")
    } else {
        format!("Known are: {names}.")
    }
}

/// Injects that wait for each other in a ring are never delivered. Each waits for at most one other, so
/// following the trail from every inject once finds every ring.
fn cycles(scenario: &Scenario, root: Cursor<'_>, notes: &mut Notes<'_>) {
    let index: BTreeMap<&str, usize> = scenario
        .injects
        .iter()
        .enumerate()
        .rev()
        .map(|(i, x)| (x.id.as_str(), i))
        .collect();
    let next = |i: usize| match &scenario.injects[i].trigger {
        Trigger::After(after) => index.get(after.inject.as_str()).copied(),
        Trigger::At(_) | Trigger::When(_) | Trigger::ByHand => None,
    };
    let mut visited_on = vec![usize::MAX; scenario.injects.len()];
    for start in 0..scenario.injects.len() {
        let mut here = Some(start);
        while let Some(i) = here.filter(|i| visited_on[*i] == usize::MAX) {
            visited_on[i] = start;
            here = next(i);
        }
        let Some(ring) = here.filter(|i| visited_on[*i] == start) else {
            continue;
        };
        let mut members = vec![ring];
        let mut i = next(ring);
        while let Some(member) = i.filter(|i| *i != ring) {
            members.push(member);
            i = next(member);
        }
        let first = members.iter().copied().min().unwrap_or(ring);
        let names = members.iter().map(|i| scenario.injects[*i].id.as_str());
        let says = match members.len() {
            1 => format!(
                "{} waits for itself.",
                quoted(scenario.injects[ring].id.as_str())
            ),
            _ => format!("These injects wait for each other: {}.", listed(names)),
        };
        let at = root
            .key("injects")
            .item(first)
            .key("trigger")
            .key("after")
            .key("inject");
        let hint = "Let one of them come at a time, such as `at: T+00:15`.".to_owned();
        notes.error("circular-trigger", at.place(), says, Some(hint));
    }
}
