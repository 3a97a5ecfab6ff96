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
        let rate = match percent(closed as u64, rows.len() as u64) {
            Value::NotAvailable => String::new(),
            rate => format!(" ({rate})"),
        };
        part(unit, &format!("{open} open, {closed} closed{rate}{age}"))
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

    /// The kinds of incidents that a playbook section of a plan in force is about, by their name as it is compared, as they
    /// are written first and with the record of that plan.
    pub(super) fn playbooks(&self) -> BTreeMap<String, (&str, String)> {
        let mut found = BTreeMap::new();
        for plan in self.look.plans {
            let sections = plan.sections.iter();
            for section in sections.filter(|it| it.tags.contains(&Tag::Playbook)) {
                if let Some(kind) = playbook(&section.path) {
                    found
                        .entry(fold_name(kind))
                        .or_insert_with(|| (kind, of_plan(&plan.id, plan.record)));
                }
            }
        }
        found
    }

    /// The day on which past incidents were last looked at again, and the records that say so: a review of the log, or
    /// the day that an incident of the log bears. What lies ahead was not done yet.
    pub(super) fn last_review(&self) -> Option<(crate::Day, Vec<String>)> {
        let year = &self.look.fold.year;
        let of_log = year.reviews.iter().map(|(day, kept)| (*day, &kept.records));
        let of_one = year
            .incidents
            .values()
            .filter_map(|kept| Some((kept.value.reviewed?, &kept.records)));
        let mut last: Option<(crate::Day, Vec<String>)> = None;
        for (day, records) in of_log.chain(of_one) {
            if day > self.look.today() || last.as_ref().is_some_and(|(latest, _)| day < *latest) {
                continue;
            }
            let records = all_of_programme(records);
            match &mut last {
                Some((latest, all)) if *latest == day => all.extend(records),
                _ => last = Some((day, records)),
            }
        }
        last
    }

    /// When a finding was raised: when its drill was played, and which of its records it is.
    pub(super) fn raised(&self, row: &FindingRow) -> (terms::Stamp, u64) {
        let closed = row.exercise.as_ref();
        let closed = closed.and_then(|id| self.look.fold.closed.get(id));
        let at = closed.map_or_else(terms::Stamp::default, |(at, it)| it.played_at(*at));
        let record = row.finding.rsplit_once('#').map(|(_, seq)| seq.parse());
        (at, record.and_then(Result::ok).unwrap_or_default())
    }
}
