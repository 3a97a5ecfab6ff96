//! The measures of the upper levels: what became of findings and incidents. Not here: the lower levels (the parent).

use terms::ObjectiveId;

use super::*;

impl Maker<'_, '_> {
    pub(super) fn serious_resolved(&self) -> Measure {
        let rows: Vec<&FindingRow> = self.of_drills().filter(|it| it.serious).collect();
        self.resolved(
            &rows,
            share(
                "4.1-serious-resolved",
                4,
                "Serious findings of drills that are resolved",
                0,
                0,
                "serious findings whose corrective actions are all done and verified by somebody other than the owner / serious findings",
                Basis::Drill,
            ),
        )
    }

    pub(super) fn incidents_resolved(&self) -> Measure {
        let serious = self.plan.findings.iter();
        let rows: Vec<&FindingRow> = serious.filter(|it| it.incident && it.serious).collect();
        self.resolved(
            &rows,
            share(
                "4.1-incidents-resolved",
                4,
                "Serious incidents that are resolved",
                0,
                0,
                "serious incidents of the log whose corrective actions are all done and verified by somebody other than the owner / serious incidents",
                Basis::IncidentLog,
            ),
        )
    }

    pub(super) fn resolved(&self, rows: &[&FindingRow], blank: Measure) -> Measure {
        let done = rows.iter().filter(|it| match it.state {
            FindingState::Fixed | FindingState::Retested => true,
            FindingState::Open | FindingState::Done | FindingState::RiskAccepted => false,
        });
        let n = done.count() as u64;
        let borne = rows
            .iter()
            .filter(|it| it.state == FindingState::RiskAccepted)
            .count();
        let d = rows.len() as u64;
        Measure {
            value: percent(n, d),
            numerator: n,
            denominator: Some(d),
            records: once(rows.iter().flat_map(|it| it.records.clone()).collect()),
            note: match borne {
                0 => String::new(),
                borne => format!("{borne} borne with a signature: counted as not resolved."),
            },
            ..blank
        }
    }

    pub(super) fn recurring_stopped(&self) -> Measure {
        let mut keys: BTreeMap<&str, &FindingRow> = BTreeMap::new();
        // The rows come newest first, and the newest says where the matter stands.
        for row in self.of_drills().filter(|it| it.recurring) {
            keys.entry(&row.key).or_insert(row);
        }
        let mut stopped = 0;
        let mut waiting = 0;
        let mut parts = Vec::new();
        for row in keys.values() {
            let clean = row.retested.as_ref().is_some_and(|it| it.clean);
            let fixed = row.state == FindingState::Fixed;
            stopped += u64::from(clean);
            waiting += u64::from(fixed && !clean);
            let says = match (clean, fixed) {
                (true, _) => "stopped: a later drill tested it and found nothing",
                (false, true) => "fixed, not re-tested",
                (false, false) => "not stopped",
            };
            parts.push(part(&row.title, says));
        }
        Measure {
            parts,
            note: format!("Fixed, not re-tested: {waiting}."),
            records: once(keys.values().flat_map(|it| it.records.clone()).collect()),
            ..share(
                "4.2-recurring-stopped",
                4,
                "Recurring findings that were stopped",
                stopped,
                keys.len() as u64,
                "keys found in two or more drills that a later drill tested again without a finding / keys found in two or more drills",
                Basis::Drill,
            )
        }
    }

    pub(super) fn units_tracked(&self) -> Measure {
        let took_part = |unit: &&String| !self.participation(unit).is_empty();
        let tracked: Vec<&String> = self
            .units
            .iter()
            .filter(|unit| took_part(unit) || self.rows_of(unit).next().is_some())
            .collect();
        let records = tracked.iter().flat_map(|unit| {
            let rows = self.rows_of(unit).map(|it| it.finding.clone());
            rows.chain(self.participation(unit)).collect::<Vec<_>>()
        });
        Measure {
            records: once(records.collect()),
            parts: self.units.iter().map(|unit| self.unit_part(unit)).collect(),
            ..share(
                "4.3-units-tracked",
                4,
                "Business units whose findings are tracked",
                tracked.len() as u64,
                self.units.len() as u64,
                "units in scope with a finding, or with a person who held a role in a drill within the period / units in scope",
                Basis::Drill,
            )
        }
    }

    pub(super) fn near_managed(&self) -> Measure {
        // A drill that is tagged as a whole is one near incident, and counts no inject of its own on top.
        let mut near = Vec::new();
        for drill in &self.window {
            if is_near(drill.closed) {
                near.push((drill, None));
            } else {
                near.extend(drill.closed.near.iter().map(|it| (drill, Some(it))));
            }
        }
        type Near<'n> = (&'n Counted<'n>, Option<&'n NearClosed>);
        let of = |inject: Option<&NearClosed>, it: &ActionClosed| {
            inject.is_none_or(|one| one.actions.contains(&it.action))
        };
        let rated = |inject: Option<&NearClosed>, id: &ObjectiveId| {
            inject.is_none_or(|one| one.objectives.contains(id))
        };
        // Where nothing was put to the test and nothing rated, nothing shows how it was managed.
        let begun = near.len();
        near.retain(|(drill, inject)| {
            let mut actions = drill.closed.actions.iter();
            actions.any(|it| of(*inject, it) && it.outcome != Outcome::NotTested)
                || drill.closed.ratings.keys().any(|id| rated(*inject, id))
        });
        let untested = begun - near.len();
        let well = |(drill, inject): &&Near<'_>| {
            let actions = drill.closed.actions.iter().filter(|it| of(*inject, it));
            let in_time = actions
                .filter(|it| it.critical && it.outcome != Outcome::NotTested)
                .all(|it| it.outcome == Outcome::Met && !it.harmful);
            let mut ratings = drill.closed.ratings.iter();
            let harmless = ratings.all(|(id, rating)| match rating {
                Rating::P | Rating::S => true,
                Rating::M | Rating::U => !rated(*inject, id),
            });
            in_time && harmless
        };
        let mut note = "Near incidents are injects that a scenario tags as such, and drills whose scenario bears the tag \
                        “near incident”."
            .to_owned();
        if untested > 0 {
            note.push_str(&format!(
                " {} in which nothing was put to the test: not counted here.",
                evaluation::counted(untested, "near incident")
            ));
        }
        Measure {
            records: once(near.iter().map(|(it, _)| it.reference()).collect()),
            note,
            ..share(
                "5.1-near-managed",
                5,
                "Near incidents that were managed effectively",
                near.iter().filter(well).count() as u64,
                near.len() as u64,
                "near incidents of drills within the period with every critical action met in time and nothing rated M or U / near incidents of drills within the period that were put to the test",
                Basis::Drill,
            )
        }
    }

    pub(super) fn system_identified(&self) -> Measure {
        // The first source of each matter counts, also where two drills of one day or two records of one drill raised it.
        let mut first: BTreeMap<&str, &FindingRow> = BTreeMap::new();
        for row in self.of_drills() {
            let earliest = first.entry(&row.key).or_insert(row);
            if self.raised(row) < self.raised(earliest) {
                *earliest = row;
            }
        }
        let by_rule = |it: &&&FindingRow| it.source.is_some_and(|it| it != FindingSource::Hand);
        let n = first.values().filter(by_rule).count() as u64;
        let by_hand = first.len() as u64 - n;
        Measure {
            parts: vec![
                part("identified by a rule of the program", &n.to_string()),
                part("identified by a person", &by_hand.to_string()),
            ],
            note: "A drill's analogue: it says nothing about how real incidents come to light."
                .to_owned(),
            records: once(first.values().map(|it| it.finding.clone()).collect()),
            ..share(
                "5.2-system-identified",
                5,
                "Findings of drills that a rule identified first",
                n,
                first.len() as u64,
                "findings whose first source is a rule of the program / findings, each key once",
                Basis::Drill,
            )
        }
    }

    pub(super) fn unforeseen(&self) -> Measure {
        let kinds: Vec<String> = self.playbooks().into_keys().collect();
        let year = &self.look.fold.year;
        let serious: Vec<_> = year
            .incidents
            .values()
            .filter(|it| {
                it.value.serious && !it.value.near && self.look.recent_day(it.value.opened)
            })
            .filter(|it| {
                let kind = fold_name(&it.value.kind);
                kind.is_empty()
                    || !kinds
                        .iter()
                        .any(|it| it.contains(&kind) || kind.contains(it))
            })
            .collect();
        let mut measure = Measure {
            records: once(
                serious
                    .iter()
                    .flat_map(|it| all_of_programme(&it.records))
                    .collect(),
            ),
            parts: serious
                .iter()
                .map(|it| part(&it.value.title, &it.value.kind))
                .collect(),
            ..count(
                "5.3-unforeseen",
                5,
                "Major incidents that nothing had foreseen",
                serious.len() as u64,
                "incidents",
                "serious incidents of the log within the period of a kind for which no plan in force has a playbook",
                Basis::IncidentLog,
            )
        };
        self.needs_log(&mut measure);
        measure
    }
}
