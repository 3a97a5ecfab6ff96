//! The scenario and the plan, arranged so that everything about a record is found without searching.
//! Its maps are only looked into, never walked through, so that no order of theirs can be seen.
//! Not here: anything that happened.

use std::collections::{BTreeMap, HashMap};

use scenario::{ExpectedAction, Inject, Scenario};
use terms::{ActionId, DeadlineId, InjectId, OptionId, RoleId};

use crate::model::PlanFacts;

/// Finds what a record speaks of.
pub(crate) struct Index<'a> {
    pub scenario: &'a Scenario,
    roles: HashMap<&'a RoleId, &'a str>,
    injects: HashMap<&'a InjectId, &'a Inject>,
    actions: HashMap<&'a ActionId, &'a ExpectedAction>,
    deadlines: HashMap<&'a DeadlineId, &'a str>,
    by_inject: HashMap<&'a InjectId, Vec<&'a ExpectedAction>>,
    contingencies: HashMap<&'a ActionId, Vec<&'a InjectId>>,
    /// Systems of the emergency accounts that the scenario did not foresee.
    requests: HashMap<&'a InjectId, &'a str>,
}

impl<'a> Index<'a> {
    pub fn new(scenario: &'a Scenario) -> Self {
        let mut index = Self {
            scenario,
            roles: scenario
                .roles
                .iter()
                .map(|role| (&role.id, role.title.as_str()))
                .collect(),
            injects: HashMap::new(),
            actions: scenario
                .expected_actions
                .iter()
                .map(|action| (&action.id, action))
                .collect(),
            deadlines: scenario
                .deadlines
                .iter()
                .map(|d| (&d.id, d.title.as_str()))
                .collect(),
            by_inject: HashMap::new(),
            contingencies: HashMap::new(),
            requests: HashMap::new(),
        };
        for action in &scenario.expected_actions {
            if let Some(inject) = &action.inject {
                index.by_inject.entry(inject).or_default().push(action);
            }
        }
        for inject in &scenario.injects {
            index.add(inject);
        }
        index
    }

    /// Takes an inject in, one of the scenario or one added by hand.
    pub fn add(&mut self, inject: &'a Inject) {
        self.injects.insert(&inject.id, inject);
        for action in &inject.contingency_for {
            self.contingencies
                .entry(action)
                .or_default()
                .push(&inject.id);
        }
    }

    /// Takes an emergency account in that the scenario did not foresee.
    pub fn request(&mut self, account: &'a InjectId, system: &'a str) {
        self.requests.insert(account, system);
    }

    /// The system that an emergency account opens.
    pub fn system<'b>(&self, account: &'b InjectId) -> &'b str
    where
        'a: 'b,
    {
        let foreseen = self.inject(account).and_then(|it| it.account.as_ref());
        let besides = || self.requests.get(account).copied();
        let system = foreseen.map(|it| it.system.trim()).or_else(besides);
        system.unwrap_or(account.as_str())
    }

    pub fn role<'b>(&self, role: &'b RoleId) -> &'b str
    where
        'a: 'b,
    {
        self.roles.get(role).copied().unwrap_or(role.as_str())
    }

    pub fn inject(&self, inject: &InjectId) -> Option<&'a Inject> {
        self.injects.get(inject).copied()
    }

    pub fn inject_title<'b>(&self, inject: &'b InjectId) -> &'b str
    where
        'a: 'b,
    {
        self.inject(inject)
            .map_or(inject.as_str(), |inject| inject.title.as_str())
    }

    /// What players read of an option of an inject.
    pub fn option_label(&self, inject: Option<&InjectId>, option: &OptionId) -> Option<&'a str> {
        let options = &self.inject(inject?)?.options;
        let option = options.iter().find(|it| it.id == *option)?;
        Some(&option.label)
    }

    pub fn action(&self, action: &ActionId) -> Option<&'a ExpectedAction> {
        self.actions.get(action).copied()
    }

    pub fn action_text<'b>(&self, action: &'b ActionId) -> &'b str
    where
        'a: 'b,
    {
        self.action(action)
            .map_or(action.as_str(), |action| action.text.as_str())
    }

    pub fn deadline_title<'b>(&self, deadline: &'b DeadlineId) -> &'b str
    where
        'a: 'b,
    {
        self.deadlines
            .get(deadline)
            .copied()
            .unwrap_or(deadline.as_str())
    }

    /// The expected actions that an inject should bring about.
    pub fn actions_of(&self, inject: &InjectId) -> &[&'a ExpectedAction] {
        self.by_inject.get(inject).map_or(&[], Vec::as_slice)
    }

    /// The injects that are held back in case an expected action does not happen.
    pub fn contingencies_for(&self, action: &ActionId) -> &[&'a InjectId] {
        self.contingencies.get(action).map_or(&[], Vec::as_slice)
    }
}

/// The sections of a plan, found by their whole path, or by the end of it where that is unique.
pub(crate) struct Sections<'a> {
    by_end: BTreeMap<String, Option<&'a str>>,
}

impl<'a> Sections<'a> {
    pub fn new(plan: &'a PlanFacts) -> Self {
        let mut by_end: BTreeMap<String, Option<&str>> = BTreeMap::new();
        for path in &plan.sections {
            let mut end = path.as_str();
            while let Some((_, rest)) = end.split_once(PATH_SEPARATOR) {
                end = rest;
                by_end
                    .entry(end.to_lowercase())
                    .and_modify(|found| *found = None)
                    .or_insert(Some(path));
            }
        }
        // A whole path always wins over the end of a longer one.
        for path in &plan.sections {
            by_end.insert(path.to_lowercase(), Some(path));
        }
        Self { by_end }
    }

    /// The path as the plan writes it; none where the plan has no such section or several.
    pub fn find(&self, cited: &str) -> Option<&'a str> {
        self.by_end.get(&cited.to_lowercase()).copied().flatten()
    }
}

/// What stands before every path of a plan that has one title over everything: the title with its separator, else
/// nothing. It says nothing about a section, so keys and readers do without it.
pub fn common_title<'a>(mut paths: impl Iterator<Item = &'a str>) -> String {
    let Some(first) = paths.next() else {
        return String::new();
    };
    let title = format!("{first}{PATH_SEPARATOR}");
    if !first.contains(PATH_SEPARATOR) && paths.all(|path| path.starts_with(&title)) {
        title
    } else {
        String::new()
    }
}

/// What stands between the headings of a path.
const PATH_SEPARATOR: &str = " / ";

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_section_is_found_by_its_path_or_by_a_unique_end_of_it() {
        let plan = PlanFacts {
            sections: [
                "Plan",
                "Plan / Press",
                "Plan / A / Roles",
                "Plan / B / Roles",
            ]
            .map(String::from)
            .to_vec(),
            ..PlanFacts::default()
        };
        let sections = Sections::new(&plan);
        let check = |cited: &str, found: Option<&str>| {
            assert_eq!(sections.find(cited), found, "{cited}");
        };
        check("Plan / Press", Some("Plan / Press"));
        check("press", Some("Plan / Press"));
        check("Roles", None);
        check("b / roles", Some("Plan / B / Roles"));
        check("Contacts", None);
    }

    #[test]
    fn a_plan_has_a_title_where_one_heading_stands_over_all_others() {
        let check = |paths: &[&str], title: &str| {
            assert_eq!(common_title(paths.iter().copied()), title, "{paths:?}");
        };
        check(&[], "");
        check(&["Plan", "Plan / A", "Plan / A / B"], "Plan / ");
        check(&["Plan", "Plan / A", "Annex"], "");
        check(&["Plan / A", "Plan / B"], "");
    }
}
