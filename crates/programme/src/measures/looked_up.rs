//! What the measures look up: findings by unit, participation, sections by kind. Not here: any measure.

use super::*;

impl Maker<'_, '_> {
    /// Without a log of incidents nobody can say that there were none.
    pub(super) fn needs_log(&self, measure: &mut Measure) {
        if self.look.fold.year.incidents.is_empty() {
            measure.value = Value::NotAvailable;
            measure.note = "No incident log was entered or imported.".to_owned();
        }
    }

    pub(super) fn of_drills(&self) -> impl Iterator<Item = &FindingRow> {
        self.plan.findings.iter().filter(|it| !it.incident)
    }

    pub(super) fn rows_of(&self, unit: &str) -> impl Iterator<Item = &FindingRow> {
        let unit = fold_name(unit);
        self.of_drills()
            .filter(move |it| fold_name(&it.unit) == unit)
    }

    pub(super) fn unit_part(&self, unit: &str) -> Part {
        let rows: Vec<&FindingRow> = self.rows_of(unit).collect();
        let closed = rows.iter().filter(|it| is_closed(it.state)).count();
        if rows.is_empty() && self.participation(unit).is_empty() {
            return part(unit, "not exercised");
        }
        let age = self.median_age(&rows).map_or_else(String::new, |days| {
            format!(", median age of open {days} days")
        });
        let open = rows.len() - closed;
        part(unit, &format!("{open} open, {closed} closed{age}"))
    }

    pub(super) fn median_age(&self, rows: &[&FindingRow]) -> Option<i64> {
        let open = rows.iter().filter(|it| !is_closed(it.state));
        let ages = open.map(|it| days_between(it.on, self.look.today()).max(0));
        median(ages.collect())
    }

    /// The drills of the window in which somebody of the unit held a role.
    pub(super) fn participation(&self, unit: &str) -> Vec<String> {
        let unit = fold_name(unit);
        let there = self.window.iter().filter(|it| {
            let held = it.closed.roles.iter().flat_map(|role| &role.held);
            held.into_iter()
                .any(|held| fold_name(self.look.unit_of(&held.person)) == unit)
        });
        there.map(|it| it.reference()).collect()
    }

    /// The drills of the window in which somebody of the unit did what a section of that kind asks of their role.
    pub(super) fn decided(&self, unit: &str, tag: Tag) -> Vec<String> {
        let unit = fold_name(unit);
        let drills = self.window.iter().filter(|drill| {
            drill.closed.roles.iter().any(|role| {
                let mine = role
                    .held
                    .iter()
                    .any(|held| fold_name(self.look.unit_of(&held.person)) == unit);
                mine && drill
                    .closed
                    .actions
                    .iter()
                    .any(|it| it.role == role.role && was_done(it) && self.tagged(it, tag))
            })
        });
        drills.map(|it| it.reference()).collect()
    }

    pub(super) fn plans_with(&self, tag: Tag) -> Vec<&crate::look::PlanNow> {
        let has = |plan: &&crate::look::PlanNow| {
            plan.sections
                .iter()
                .any(|section| section.tags.contains(&tag))
        };
        self.look.plans.iter().filter(has).collect()
    }

    pub(super) fn tagged(&self, action: &ActionClosed, tag: Tag) -> bool {
        let Some(section) = &action.section else {
            return false;
        };
        let sections = self.look.plans.iter().flat_map(|plan| &plan.sections);
        sections
            .filter(|it| it.path == *section)
            .any(|it| it.tags.contains(&tag))
    }

    /// The kinds of incidents that a playbook section of a plan in force is about, with the record of that plan.
    pub(super) fn playbooks(&self) -> BTreeMap<&str, String> {
        let mut found = BTreeMap::new();
        for plan in self.look.plans {
            let sections = plan.sections.iter();
            for section in sections.filter(|it| it.tags.contains(&Tag::Playbook)) {
                if let Some(kind) = playbook(&section.path) {
                    found
                        .entry(kind)
                        .or_insert_with(|| of_plan(&plan.id, plan.record));
                }
            }
        }
        found
    }
}
