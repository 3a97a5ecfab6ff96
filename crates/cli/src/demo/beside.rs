//! What stands beside the drills of the demo: people, units, papers, incidents, call-ups, accounts. Not here: the drills.

use super::*;

/// Kind, id, title and unit of a paper; without a unit it is for the whole organisation.
const PAPERS: [(DocumentKind, &str, &str, &str); 7] = [
    (
        DocumentKind::ProgrammePlan,
        "programme-plan",
        "Incident response programme",
        "",
    ),
    (
        DocumentKind::Leadership,
        "guidance",
        "Guidance of the board on incidents",
        "",
    ),
    (
        DocumentKind::Conops,
        "conops",
        "How the teams work together",
        "",
    ),
    (
        DocumentKind::Charter,
        "charter",
        "Charter of the steering committee",
        "",
    ),
    (
        DocumentKind::UnitPlan,
        "plan-it",
        "Incident plan of IT",
        "IT",
    ),
    (
        DocumentKind::UnitPlan,
        "plan-terminal",
        "Incident plan of the terminal",
        "Terminal operations",
    ),
    (
        DocumentKind::UnitPlan,
        "plan-finance",
        "Incident plan of Finance",
        "Finance",
    ),
];

impl Maker {
    /// The organisation as it begins: people, roles, units, papers.
    pub(super) fn found(&mut self, years: u32, seed: u64) -> Result<(), Ended> {
        let now = self.start;
        self.keep.append(ProgrammeEvent::Named(ProgrammeNamed {
            name: "Demo: Harbour Logistics".to_owned(),
            sample: false,
        }))?;
        self.keep
            .append(ProgrammeEvent::DemoDeclared(DemoDeclared {
                says: programme::DEMO.to_owned(),
                seed,
                years,
            }))?;
        for (name, unit, function) in facts::PEOPLE {
            let id = PersonId::from(self.mint(now));
            let person = Person {
                id: id.clone(),
                name: name.to_owned(),
                contact: format!("{}@example.org", fold_name(name).replace(' ', ".")),
            };
            self.keep.keep_person(person, unit.to_owned())?;
            self.keep
                .append(ProgrammeEvent::FunctionsKept(FunctionsKept {
                    person: id.clone(),
                    functions: vec![function],
                }))?;
            self.people.push((name, id));
        }
        for (role, primary, alternate) in facts::ROLES {
            for (name, post) in [(primary, Post::Primary), (alternate, Post::Alternate)] {
                let Some(person) = self.person(name) else {
                    continue;
                };
                self.keep
                    .append(ProgrammeEvent::AppointmentMade(AppointmentMade {
                        role: role.to_owned(),
                        person,
                        post,
                        by: office(OWNER),
                        since: Some(day_of(now)),
                        until: None,
                    }))?;
            }
        }
        self.plan_id = PlanId::from(self.mint(now));
        let id = self.plan_id.clone();
        rehearse::import(&mut self.keep, &self.plan, id)?;
        self.units()?;
        self.papers()
    }

    pub(super) fn units(&mut self) -> Result<(), Ended> {
        let on = day_of(self.start);
        for (unit, owner, regimes) in facts::UNITS {
            let kept = UnitKept {
                unit: unit.to_owned(),
                in_scope: true,
                owner: self.person(owner).map(Who::Person),
                regimes: regimes.iter().map(|it| (*it).to_owned()).collect(),
                confirmed: Some(self.signed("Petra Novak", plus_days(on, 20))),
            };
            self.keep.append(ProgrammeEvent::UnitKept(kept))?;
        }
        for (name, categories, owner, unit) in facts::ASSETS {
            let kept = AssetKept {
                asset: fold_name(name).replace(' ', "-"),
                name: name.to_owned(),
                categories: categories.iter().map(|it| (*it).to_owned()).collect(),
                owner: self.who(owner),
                unit: unit.to_owned(),
            };
            self.keep.append(ProgrammeEvent::AssetKept(kept))?;
        }
        self.keep.append(ProgrammeEvent::CadenceKept(CadenceKept {
            unit: String::new(),
            plan: None,
            months: 12,
            because: "the incident response plan asks for a drill each year".to_owned(),
        }))?;
        Ok(())
    }

    pub(super) fn papers(&mut self) -> Result<(), Ended> {
        let on = day_of(self.start);
        let end = day_of(END);
        for (nth, (kind, document, title, unit)) in PAPERS.into_iter().enumerate() {
            let of_unit = !unit.is_empty();
            let kept = DocumentKept {
                document: document.to_owned(),
                kind,
                title: title.to_owned(),
                unit: unit.to_owned(),
                parent: of_unit.then(|| "programme-plan".to_owned()),
                plan: None,
                owner: office(OWNER),
                dated: on,
                // One review is overdue, as it is everywhere.
                review: Some(plus_days(
                    end,
                    if document == "charter" {
                        -40
                    } else {
                        120 + nth as i64
                    },
                )),
                hash: String::new(),
            };
            self.keep.append(ProgrammeEvent::DocumentKept(kept))?;
            let signers = [
                (Capacity::UnitOwner, "Amaro Duarte"),
                (Capacity::Soc, "Lien Chen"),
                (Capacity::Team, "Rhona Okafor"),
            ];
            for (capacity, name) in signers
                .into_iter()
                .filter(|_| of_unit && document != "plan-finance")
            {
                let approved = DocumentApproved {
                    document: document.to_owned(),
                    capacity,
                    signed: self.signed(name, plus_days(on, 30)),
                };
                self.keep
                    .append(ProgrammeEvent::DocumentApproved(approved))?;
            }
        }
        Ok(())
    }

    pub(super) fn incident(&mut self, nth: usize, year: u32, at: Stamp) {
        let (_, title, unit, kind, by_system, serious, near, continuity, open) =
            facts::INCIDENTS[nth];
        let mut kept = IncidentKept {
            incident: format!("INC-{}-{}", year + 1, nth + 1),
            title: title.to_owned(),
            unit: unit.to_owned(),
            kind: kind.to_owned(),
            found_by: if by_system {
                FoundBy::System
            } else {
                FoundBy::Person
            },
            serious,
            near,
            continuity,
            opened: day_of(at),
            closed: None,
            reviewed: None,
            key: String::new(),
        };
        self.later
            .push((at, ProgrammeEvent::IncidentKept(kept.clone())));
        let end = at + Span(DAY.0 * open);
        kept.closed = Some(day_of(end));
        kept.reviewed = Some(day_of(end));
        self.later
            .push((end, ProgrammeEvent::IncidentKept(kept.clone())));
        if !serious {
            return;
        }
        let action = self.mint(at);
        let tracked = ActionTracked {
            action: action.clone(),
            cause: Cause::Incident(kept.incident),
            what: format!("Close the way that led to: {title}"),
            element: "equipment".to_owned(),
            owner: office("IT Operations Lead"),
            unit: unit.to_owned(),
            priority: Priority::High,
            start: Some(day_of(end)),
            due: Some(day_of(end + Span(DAY.0 * 45))),
        };
        self.later
            .push((end, ProgrammeEvent::ActionTracked(tracked)));
        self.end_of(&action, "IT Operations Lead", nth, end);
    }

    pub(super) fn call_up(&mut self, year: u32, at: Stamp) {
        let mut calls = Vec::new();
        for (role, primary, _) in facts::ROLES {
            let Some(person) = self.person(primary) else {
                continue;
            };
            let answered = self
                .dice
                .chance(92)
                .then(|| at + Span(self.dice.between(60_000, 900_000)));
            let arrived = answered.map(|then| then + Span(self.dice.between(120_000, 1_500_000)));
            calls.push(Call {
                person,
                role: role.to_owned(),
                answered,
                arrived,
            });
        }
        let kept = CallUpKept {
            call_up: format!("call-up-{}", year + 1),
            exercise: None,
            simulated: true,
            at,
            quorum: 7,
            calls,
        };
        self.later
            .push((at + Span::hours(2), ProgrammeEvent::CallUpKept(kept)));
    }

    /// Two emergency accounts for each great drill; one of the last year is forgotten.
    pub(super) fn accounts(&mut self, year: u32, exercise: &ExerciseId, at: Stamp, last: bool) {
        let given = [
            ("Amaro Duarte", "IT Operations Lead", "Backup console"),
            ("Lien Chen", "SOC Analyst", "Identity service"),
        ];
        for (nth, (name, role, system)) in given.into_iter().enumerate() {
            let Some(person) = self.person(name) else {
                continue;
            };
            let account = format!("EMG-{}-{}", year + 1, nth + 1);
            let minute = |n: i64| at + Span::minutes(n + nth as i64);
            self.later.push((
                minute(10),
                ProgrammeEvent::AccountRequested(AccountRequested {
                    account: account.clone(),
                    person,
                    role: role.to_owned(),
                    system: system.to_owned(),
                    exercise: Some(exercise.clone()),
                    at: minute(10),
                    expires: minute(10 + 24 * 60),
                }),
            ));
            let step = |by: &str, at: Stamp| AccountStep {
                account: account.clone(),
                by: office(by),
                at,
            };
            let approved = step("Incident Commander", minute(14));
            self.later
                .push((minute(14), ProgrammeEvent::AccountApproved(approved)));
            let made = step("Service Desk Lead", minute(19));
            self.later
                .push((minute(19), ProgrammeEvent::AccountProvisioned(made)));
            if !(last && nth == 1) {
                let gone = step("Service Desk Lead", minute(8 * 60));
                self.later
                    .push((minute(8 * 60), ProgrammeEvent::AccountRemoved(gone)));
            }
        }
    }
}
