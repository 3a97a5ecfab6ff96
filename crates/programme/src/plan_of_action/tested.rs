//! What each drill put to the test, so that a finding of an earlier drill can be looked up in it. Not here: what a
//! finding has come to.

use std::cell::OnceCell;

use super::*;

/// What one drill put to the test, so that a finding of an earlier one can be looked up.
pub(super) struct Tests<'a> {
    pub at: Stamp,
    pub exercise: &'a ExerciseId,
    /// What was found.
    pub keys: BTreeSet<&'a str>,
    drill: &'a DrillClosed,
    /// Made when first asked: what is found again and again is settled by the newest drills.
    results: OnceCell<Results<'a>>,
}

struct Results<'a> {
    /// Role and place, and whether everything was done in time and nothing did harm.
    actions: BTreeMap<(String, &'a str), bool>,
    /// Role and place of deadlines, and whether they were met.
    deadlines: BTreeMap<(String, &'a str), bool>,
    /// Whether somebody was there to play a role.
    filled: BTreeMap<String, bool>,
    /// Whether a role that decided kept to its authority.
    authority: BTreeMap<String, bool>,
    /// Earlier findings that it watched for by name, and whether all went well this time.
    again: BTreeMap<&'a str, bool>,
}

impl<'a> Tests<'a> {
    pub fn of(at: Stamp, drill: &'a DrillClosed) -> Self {
        let asked = drill.findings.iter().filter(|it| asks(it));
        Self {
            at,
            exercise: &drill.exercise,
            keys: asked.map(|it| it.key.as_str()).collect(),
            drill,
            results: OnceCell::new(),
        }
    }

    /// Whether this drill tested what a key is about, and whether nothing was wrong; none where it did not.
    pub fn tested(&self, key: &str) -> Option<bool> {
        if self.keys.contains(key) {
            return Some(false);
        }
        let results = self.results.get_or_init(|| Results::of(self.drill));
        results.of_key(key)
    }
}

impl<'a> Results<'a> {
    fn of(drill: &'a DrillClosed) -> Self {
        let name = |role: &terms::RoleId| {
            drill
                .plan_role(role)
                .map_or_else(|| role.to_string(), |it| fold_name(&it.plan_role))
        };
        let mut actions = BTreeMap::new();
        let mut again = BTreeMap::new();
        let tested = drill
            .actions
            .iter()
            .filter(|it| it.outcome != Outcome::NotTested);
        for action in tested {
            let clean = action.outcome == Outcome::Met && !action.harmful;
            if let Some(key) = &action.again {
                *again.entry(key.as_str()).or_insert(true) &= clean;
            }
            for place in &action.places {
                let all = actions
                    .entry((name(&action.role), place.as_str()))
                    .or_insert(true);
                *all &= clean;
            }
        }
        let mut deadlines = BTreeMap::new();
        for deadline in &drill.deadlines {
            let role = deadline.role.as_ref().map_or_else(|| "-".to_owned(), name);
            let all = deadlines
                .entry((role, deadline.place.as_str()))
                .or_insert(true);
            *all &= deadline.met;
        }
        let deciding = drill.roles.iter().filter(|it| it.decisions > 0);
        Self {
            actions,
            again,
            deadlines,
            filled: drill
                .roles
                .iter()
                .map(|it| (fold_name(&it.plan_role), it.filled && !it.bot))
                .collect(),
            authority: deciding
                .map(|it| (fold_name(&it.plan_role), it.unauthorised == 0))
                .collect(),
        }
    }

    fn of_key(&self, key: &str) -> Option<bool> {
        if let Some(clean) = self.again.get(key) {
            return Some(*clean);
        }
        let parts: Vec<&str> = key.split(" | ").collect();
        let [place, role, failure] = parts.as_slice() else {
            return None;
        };
        let at = ((*role).to_owned(), *place);
        match *failure {
            "missed" | "late" | "partial" | "harmful" | "unanswered" => {
                self.actions.get(&at).copied()
            }
            "unfilled" => self.filled.get(*role).copied(),
            "unauthorised" => self.authority.get(*role).copied(),
            // The drill would have found it again if the plan still said nothing.
            "no plan section" => self.actions.get(&at).map(|_| true),
            _ if failure.starts_with("deadline") => self.deadlines.get(&at).copied(),
            _ => None,
        }
    }
}
