//! The criteria of the third level: leadership, the integrated team, plans for each unit, the SOC. Not here: the others.

use super::*;

impl Maker<'_, '_> {
    pub(super) fn leadership(&self) -> Criterion {
        let kinds = [
            (DocumentKind::Leadership, "leadership guidance"),
            (DocumentKind::Conops, "concept of operations"),
            (DocumentKind::Charter, "charter of the steering committee"),
            (DocumentKind::Minutes, "minutes of the steering committee"),
        ];
        let mut records = Vec::new();
        let mut figures = Vec::new();
        let mut holds = 0;
        for (kind, word) in kinds {
            let of_kind = self.documents(kind);
            let newest = of_kind.iter().max_by_key(|it| it.value.dated);
            let good = newest.is_some_and(|it| {
                !it.value.owner.is_nobody()
                    && it.value.review.is_none_or(|day| day >= self.look.today())
            });
            holds += usize::from(good);
            let says = match newest {
                None => "not registered".to_owned(),
                Some(it) if good => format!("“{}” of {}", it.value.title, it.value.dated),
                Some(it) => format!(
                    "“{}” of {}, review overdue or no owner",
                    it.value.title, it.value.dated
                ),
            };
            figures.push(figure(word, &says));
            records.extend(newest.iter().flat_map(|it| all_of_programme(&it.records)));
        }
        let presented: Vec<_> = self
            .window
            .iter()
            .filter_map(|it| self.look.fold.year.presented.get(&it.closed.exercise))
            .collect();
        holds += usize::from(!presented.is_empty());
        figures.push(of(
            "reports of the window presented to the committee",
            presented.len(),
            self.window.len(),
        ));
        records.extend(
            presented
                .iter()
                .flat_map(|it| all_of_programme(&it.records)),
        );
        Criterion {
            figures,
            records: once(records),
            ..self.criterion(
                "3a",
                3,
                "The leadership guides the work",
                status(holds, kinds.len() + 1),
                "Asked: the four papers with an owner and a review that is not overdue, and a report presented within the window.".to_owned(),
            )
        }
    }

    pub(super) fn team_named(&self) -> Criterion {
        let team = team(self.look);
        let asked = [
            Function::Cybersecurity,
            Function::It,
            Function::Privacy,
            Function::Business,
        ];
        let named = asked.iter().filter(|it| team.contains_key(it)).count();
        let called: Vec<_> = call_ups(self.look)
            .into_iter()
            .filter(|it| it.counts && self.look.recent(it.at))
            .collect();
        let quorum = called.iter().filter(|it| it.to_quorum_ms.is_some()).count();
        let times = called.iter().filter_map(|it| it.to_quorum_ms).collect();
        let middle = median(times).map_or_else(|| "n/a".to_owned(), |ms| terms::Span(ms).spoken());
        let mut records: Vec<String> = team.into_values().flatten().collect();
        records.extend(called.iter().flat_map(|it| it.records.clone()));
        Criterion {
            figures: vec![
                of("functions of the integrated team with somebody named", named, asked.len()),
                of("call-ups of the window that reached their quorum", quorum, called.len()),
                figure("time to quorum, median", &middle),
            ],
            records: once(records),
            ..self.criterion(
                "3b",
                3,
                "The integrated team is named formally",
                status(named + usize::from(quorum > 0), asked.len() + 1),
                "Asked: cybersecurity, IT, privacy and business named by appointment, and a call-up that reached its quorum.".to_owned(),
            )
        }
    }

    pub(super) fn plans_per_unit(&self) -> Criterion {
        let units = self.look.units();
        let mut records = Vec::new();
        let top = self.documents(DocumentKind::ProgrammePlan);
        records.extend(top.iter().flat_map(|it| all_of_programme(&it.records)));
        let (mut there, mut linked, mut approved) = (0, 0, 0);
        for unit in &units {
            let of_unit = self.documents(DocumentKind::UnitPlan);
            let Some(kept) = of_unit
                .iter()
                .find(|it| fold_name(&it.value.unit) == fold_name(unit))
            else {
                continue;
            };
            there += 1;
            records.extend(all_of_programme(&kept.records));
            let parent = kept.value.parent.as_ref();
            linked += usize::from(
                parent.is_some_and(|it| self.look.fold.year.documents.contains_key(it)),
            );
            let signed = [Capacity::UnitOwner, Capacity::Soc, Capacity::Team].map(|capacity| {
                let key = (kept.value.document.clone(), capacity);
                self.look.fold.year.approvals.get(&key)
            });
            approved += usize::from(signed.iter().all(Option::is_some));
            let signed = signed.into_iter().flatten();
            records.extend(signed.flat_map(|it| all_of_programme(&it.records)));
        }
        let holds = usize::from(!top.is_empty()) + there + linked + approved;
        Criterion {
            figures: vec![
                figure(
                    "plan of the whole programme",
                    top.first().map_or("not registered", |it| it.value.title.as_str()),
                ),
                of("units with a plan of their own", there, units.len()),
                of("of those, linked to their parent", linked, there),
                of("of those, approved by unit owner, SOC and team", approved, there),
            ],
            records: once(records),
            ..self.criterion(
                "3c",
                3,
                "A plan for the programme, and one for each unit",
                status(holds, 1 + 3 * units.len()),
                "Asked: a programme-level plan, and for each unit in scope a plan that names its parent and bears three approvals.".to_owned(),
            )
        }
    }

    pub(super) fn soc_in_the_loop(&self) -> Criterion {
        let is_soc = |role: &str| {
            let words = fold_name(role);
            words.split(' ').any(|word| word == "soc") || words.contains("security operations")
        };
        let mut by_phase: BTreeMap<ResponsePhase, u32> = BTreeMap::new();
        for role in self.window.iter().flat_map(|it| &it.closed.roles) {
            if is_soc(&role.plan_role) && !role.held.is_empty() {
                for (phase, n) in &role.phases {
                    *by_phase.entry(*phase).or_default() += n;
                }
            }
        }
        let asked = self.decisions_by_phase().len();
        let there = by_phase.len();
        let assets: Vec<_> = self.look.fold.year.assets.values().collect();
        let sorted = assets
            .iter()
            .filter(|it| !it.value.categories.is_empty())
            .count();
        let mut records = self.drills(|it| {
            it.roles
                .iter()
                .any(|role| is_soc(&role.plan_role) && !role.phases.is_empty())
        });
        records.extend(assets.iter().flat_map(|it| all_of_programme(&it.records)));
        let look_ups = self.window.iter().flat_map(|it| &it.closed.look_ups);
        let asked_for = look_ups.clone().count();
        let times: Vec<i64> = look_ups.filter_map(|it| it.answered_ms).collect();
        let answered = times.len();
        let middle = median(times).map_or_else(|| "n/a".to_owned(), |ms| terms::Span(ms).spoken());
        records.extend(self.drills(|it| !it.look_ups.is_empty()));
        let listed = usize::from(sorted > 0 && sorted == assets.len());
        let looked_up = usize::from(there > 0 && there == asked);
        let mut found = status(listed + looked_up, 2);
        if found == Status::NoEvidence && (there > 0 || sorted > 0) {
            found = Status::Partial;
        }
        Criterion {
            figures: vec![
                of(
                    "phases with a decision in which the SOC decided too",
                    there,
                    asked,
                ),
                of(
                    "assets listed with their categories of data",
                    sorted,
                    assets.len(),
                ),
                of(
                    "asset look-ups answered in drills of the window",
                    answered,
                    asked_for,
                ),
                figure("time to answer one, median", &middle),
            ],
            records: once(records),
            ..self.criterion(
                "3d",
                3,
                "The SOC is in the loop, with asset categories at hand",
                found,
                "Counted: decisions of the SOC role in completed drills within the window."
                    .to_owned(),
            )
        }
    }
}
