//! The evidence for an obligation, criterion by criterion: how it stands as of a day, the figures it rests on, the records
//! behind it, and the level that a named assessor recorded. The program shows evidence and never awards a level. Criteria
//! bear identifiers and our own words; the texts of the frameworks belong to their publishers. Not here: the frameworks'
//! cross references (`frameworks`).

mod organised;

use std::collections::{BTreeMap, BTreeSet};

use scenario::{Function, ResponsePhase};
use serde::Serialize;

use crate::Day;
use crate::accounts::{AccountState, accounts, call_ups, played_accounts};
use crate::closed::DrillClosed;
use crate::gaps::{GapKind, gaps, team};
use crate::look::{Counted, Look, all_of_programme, day_of, days_between, of_plan};
use crate::measures::{Part, median, once, percent};
use crate::people::fold_name;
use crate::proficiency::{Proficiency, State, register};
use crate::register::{Capacity, DocumentKind, Scope};

/// How far a criterion is supported.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Status {
    /// Records support all of it.
    Supported,
    /// Records support a part of it.
    Partial,
    /// No record supports it.
    NoEvidence,
    /// An assessor recorded that it cannot apply.
    NotApplicable,
    /// An assessor left it out on purpose.
    OutOfScope,
}

/// One criterion with its evidence.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Criterion {
    /// Its id.
    pub id: &'static str,
    /// The level of maturity that it belongs to.
    pub level: u8,
    /// What it asks for, in our words.
    pub label: &'static str,
    /// How far it is supported.
    pub status: Status,
    /// The day as of which that holds.
    pub as_of: Day,
    /// Why, in sentences.
    pub says: Vec<String>,
    /// The figures it rests on.
    pub figures: Vec<Part>,
    /// What a named assessor recorded last; none where nobody did.
    pub assessed: Option<Assessed>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// What a named assessor recorded.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Assessed {
    /// The level; none where no level was given.
    pub level: Option<u8>,
    /// Whether the criterion is assessed at all.
    pub scope: Scope,
    /// Who.
    pub by: String,
    /// When.
    pub on: Day,
    /// Why.
    pub because: String,
    /// The records.
    pub records: Vec<String>,
}

/// Every criterion, by level.
pub fn criteria(look: &Look<'_>) -> Vec<Criterion> {
    criteria_by(look, &register(look))
}

/// The criteria where the register is at hand already.
pub(crate) fn criteria_by(look: &Look<'_>, register: &[Proficiency]) -> Vec<Criterion> {
    let maker = Maker {
        look,
        register,
        window: look.in_window(),
    };
    let found = vec![
        maker.phases(),
        maker.obligations(),
        maker.documented_and_tested(),
        maker.proficient(),
        maker.emergency_accounts(),
        maker.updated(),
        maker.leadership(),
        maker.team_named(),
        maker.plans_per_unit(),
        maker.soc_in_the_loop(),
    ];
    found.into_iter().map(|it| assessed(look, it)).collect()
}

/// Puts what an assessor recorded beside the evidence; it changes the status only where the criterion was left out.
fn assessed(look: &Look<'_>, criterion: Criterion) -> Criterion {
    let all = look.fold.year.assessed.get(criterion.id);
    let Some(kept) = all.and_then(|all| all.last()) else {
        return criterion;
    };
    let it = &kept.value;
    Criterion {
        status: match it.scope {
            Scope::InScope => criterion.status,
            Scope::NotApplicable => Status::NotApplicable,
            Scope::OutOfScope => Status::OutOfScope,
        },
        assessed: Some(Assessed {
            level: it.level,
            scope: it.scope,
            by: it.signed.by.name(look.names),
            on: it.signed.on,
            because: it.because.clone(),
            records: all_of_programme(&kept.records),
        }),
        ..criterion
    }
}

const PHASES: [(ResponsePhase, &str); 5] = [
    (ResponsePhase::Preparation, "preparation"),
    (ResponsePhase::Detection, "detection and analysis"),
    (ResponsePhase::Containment, "containment"),
    (ResponsePhase::Eradication, "eradication"),
    (ResponsePhase::Recovery, "recovery"),
];

/// Supported where all of some things hold, partial where some do.
fn status(holds: usize, of: usize) -> Status {
    if holds == 0 {
        Status::NoEvidence
    } else if holds < of {
        Status::Partial
    } else {
        Status::Supported
    }
}

struct Maker<'a, 'b> {
    look: &'b Look<'a>,
    register: &'b [Proficiency],
    window: Vec<Counted<'a>>,
}

impl Maker<'_, '_> {
    fn phases(&self) -> Criterion {
        let decided = self.decisions_by_phase();
        let covered = decided.values().filter(|n| **n > 0).count();
        let missing: Vec<&str> = PHASES
            .iter()
            .filter(|(phase, _)| !decided.contains_key(phase))
            .map(|(_, word)| *word)
            .collect();
        let says = match (covered, missing.is_empty()) {
            (0, _) => {
                "No decision of a completed drill within the window belongs to a phase.".into()
            }
            (_, true) => "Drills within the window hold decisions in all five phases.".to_owned(),
            (_, false) => format!("No decision within the window for: {}.", missing.join(", ")),
        };
        Criterion {
            figures: PHASES
                .iter()
                .map(|(phase, word)| {
                    let n = decided.get(phase).copied().unwrap_or_default();
                    figure(word, &evaluation::counted(n as usize, "decision"))
                })
                .collect(),
            records: self.drills(|it| !it.phases.is_empty()),
            ..self.criterion(
                "1a",
                1,
                "The work covers the phases",
                status(covered, 5),
                says,
            )
        }
    }

    fn obligations(&self) -> Criterion {
        let units = self.look.units();
        let mut records = Vec::new();
        let (mut chosen, mut signed) = (0, 0);
        // A regime that binds several units is one regime.
        let mut bind: BTreeMap<&str, bool> = BTreeMap::new();
        for unit in &units {
            let Some(kept) = self.look.fold.year.units.get(&fold_name(unit)) else {
                continue;
            };
            if kept.value.regimes.is_empty() {
                continue;
            }
            chosen += 1;
            records.extend(all_of_programme(&kept.records));
            signed += usize::from(kept.value.confirmed.is_some());
            for regime in &kept.value.regimes {
                let drills = self.drills(|it| {
                    let mut ran = it.deadlines.iter();
                    ran.any(|it| {
                        it.pack.as_deref() == Some(regime.as_str()) || is_of(&it.source, regime)
                    })
                });
                bind.insert(regime, !drills.is_empty());
                records.extend(drills);
            }
        }
        let regimes = bind.len();
        let exercised = bind.values().filter(|ran| **ran).count();
        let all = chosen > 0 && chosen == units.len() && signed == chosen && exercised == regimes;
        let status = match (chosen, all) {
            (0, _) => Status::NoEvidence,
            (_, true) => Status::Supported,
            (_, false) => Status::Partial,
        };
        Criterion {
            figures: vec![
                of("units with rule packs chosen", chosen, units.len()),
                of("of those, confirmed by Legal", signed, chosen),
                of("regimes whose deadline ran in a drill within the window", exercised, regimes),
            ],
            records: once(records),
            ..self.criterion(
                "2a",
                2,
                "Obligations are identified",
                status,
                if chosen == 0 {
                    "No unit has a rule pack chosen.".to_owned()
                } else {
                    "Rule packs are chosen by unit; their deadlines count where a drill let them run.".to_owned()
                },
            )
        }
    }

    fn documented_and_tested(&self) -> Criterion {
        let today = self.look.today();
        let mut figures = Vec::new();
        let mut records = Vec::new();
        let (mut holds, mut asked) = (0, 0);
        for plan in self.look.plans {
            let approved = plan.approved_by.is_some();
            let reviewed = plan.next_review.is_some_and(|day| day >= today);
            let owned = plan.owner.is_some();
            let tested = self.sections_tested(plan);
            let matter: Vec<_> = plan.sections.iter().filter(|it| it.matters).collect();
            let exercised = matter
                .iter()
                .filter(|it| tested.contains(it.path.as_str()))
                .count();
            let phases: BTreeSet<_> = matter.iter().filter_map(|it| it.phase).collect();
            let done: BTreeSet<_> = matter
                .iter()
                .filter(|it| tested.contains(it.path.as_str()))
                .filter_map(|it| it.phase)
                .collect();
            asked += 4;
            holds += [approved, owned, reviewed].iter().filter(|it| **it).count();
            holds += usize::from(!matter.is_empty() && done == phases);
            let named = |what: &str| format!("“{}” {}: {what}", plan.title, plan.revision);
            figures.push(figure(
                &named("approved"),
                plan.approved_by
                    .as_deref()
                    .unwrap_or("no approval on record"),
            ));
            figures.push(figure(
                &named("owner"),
                plan.owner.as_deref().unwrap_or("not stated"),
            ));
            let review = plan.next_review.map_or_else(
                || "not stated".to_owned(),
                |day| {
                    if day >= today {
                        day.to_string()
                    } else {
                        format!("{day}, overdue")
                    }
                },
            );
            figures.push(figure(&named("next review"), &review));
            figures.push(Part {
                label: named("sections that matter and were exercised within the window"),
                says: format!(
                    "{exercised} of {} ({})",
                    matter.len(),
                    percent(exercised as u64, matter.len() as u64)
                ),
            });
            let id = &plan.id;
            records.push(of_plan(id, plan.record));
            let of_plan = |it: &DrillClosed| it.plan.as_ref().is_some_and(|used| used.plan == *id);
            records.extend(self.drills(of_plan));
        }
        Criterion {
            figures,
            records: once(records),
            ..self.criterion(
                "2b",
                2,
                "The plan is documented and tested",
                status(holds, asked),
                "Asked of every plan in force: an approval on record, an owner, a review that is not overdue, and a section exercised in every phase of the response that it covers.".to_owned(),
            )
        }
    }

    /// The sections that completed drills of the window tested, on this plan; an older revision's test counts where the
    /// section still has its path.
    fn sections_tested(&self, plan: &crate::look::PlanNow) -> BTreeSet<&str> {
        let mine = self.window.iter().filter(|it| {
            let used = it.closed.plan.as_ref();
            used.is_some_and(|used| used.plan == plan.id)
        });
        mine.flat_map(|it| &it.closed.sections)
            .filter(|it| it.tested > 0)
            .map(|it| it.section.as_str())
            .collect()
    }

    fn proficient(&self) -> Criterion {
        let appointed: Vec<_> = self
            .register
            .iter()
            .filter(|it| it.post.is_some())
            .collect();
        let of_state = |state: State| appointed.iter().filter(|it| it.state == state).count();
        let good = of_state(State::Current) + of_state(State::Due);
        let empty = gaps(self.look)
            .into_iter()
            .filter(|it| it.kind == GapKind::RoleWithoutPerson)
            .count();
        let mut found = status(good, appointed.len());
        if found == Status::Supported && empty > 0 {
            found = Status::Partial;
        }
        Criterion {
            figures: vec![
                of("people in a role who are proficient", good, appointed.len()),
                figure("due", &of_state(State::Due).to_string()),
                figure("expired", &of_state(State::Expired).to_string()),
                figure("never drilled", &of_state(State::Never).to_string()),
                figure("remediation", &of_state(State::Remediation).to_string()),
                figure("roles without a person", &empty.to_string()),
            ],
            records: once(appointed.iter().flat_map(|it| it.records.clone()).collect()),
            ..self.criterion(
                "2c",
                2,
                "People are proficient in their role",
                found,
                format!(
                    "Rule {}: {}. Primaries and alternates alike.",
                    self.look.fold.year.rule().version,
                    self.look.fold.year.rule().says()
                ),
            )
        }
    }

    fn emergency_accounts(&self) -> Criterion {
        let rows = accounts(self.look);
        let given: Vec<_> = rows
            .iter()
            .filter(|it| match it.state {
                AccountState::Requested | AccountState::Approved => false,
                AccountState::Provisioned
                | AccountState::Orphan
                | AccountState::Removed
                | AccountState::RemovedLate => true,
            })
            .collect();
        let in_time = given
            .iter()
            .filter(|it| it.state == AccountState::Removed)
            .count();
        let orphans = given
            .iter()
            .filter(|it| it.state == AccountState::Orphan)
            .count();
        let ended = given
            .iter()
            .filter(|it| it.state != AccountState::Provisioned)
            .count();
        let amiss = given.iter().filter(|it| !it.amiss.is_empty()).count();
        // Beside the register and not in it: what was played says nothing about real accounts.
        let practised = played_accounts(self.look);
        let found = match (in_time, ended == in_time && amiss == 0) {
            (0, _) if given.is_empty() => Status::NoEvidence,
            (0, _) => Status::Partial,
            (_, true) => Status::Supported,
            (_, false) => Status::Partial,
        };
        Criterion {
            figures: vec![
                figure("accounts given", &given.len().to_string()),
                of(
                    "of those that had to be gone, removed by expiry",
                    in_time,
                    ended,
                ),
                figure("orphans", &orphans.to_string()),
                figure("with something amiss", &amiss.to_string()),
                of(
                    "practised in drills and taken back in time",
                    practised
                        .iter()
                        .filter(|it| it.state == AccountState::Removed)
                        .count(),
                    practised.len(),
                ),
            ],
            records: once(rows.iter().flat_map(|it| it.records.clone()).collect()),
            ..self.criterion(
                "2d",
                2,
                "Emergency accounts are given and taken back",
                found,
                "The register holds references of accounts and never a secret.".to_owned(),
            )
        }
    }

    fn updated(&self) -> Criterion {
        let mut records = Vec::new();
        let mut days = Vec::new();
        let (mut told, mut holders) = (0, 0);
        for plan in self.look.plans {
            for lesson in plan
                .lessons
                .iter()
                .filter(|it| self.look.recent(it.approved_at))
            {
                records.push(lesson.finding.clone());
                records.push(of_plan(&plan.id, lesson.proposed));
                records.push(of_plan(&plan.id, lesson.approved));
                let drill = lesson.finding.split('#').next().unwrap_or_default();
                let found = self
                    .window
                    .iter()
                    .find(|it| drill == format!("exercise/{}", it.closed.exercise));
                let from = found.map_or(lesson.proposed_at, |it| it.at);
                days.push(days_between(day_of(from), day_of(lesson.approved_at)).max(0));
            }
            let people: BTreeSet<_> = plan
                .roles
                .iter()
                .flat_map(|role| self.look.holders(role))
                .map(|(person, _)| person)
                .collect();
            holders += people.len();
            for person in people {
                let key = (plan.id.to_string(), plan.revision.clone(), person);
                if let Some(kept) = self.look.fold.year.acknowledged.get(&key) {
                    told += 1;
                    records.extend(all_of_programme(&kept.records));
                }
            }
        }
        let n = days.len();
        let found = match (n, told == holders && holders > 0) {
            (0, _) => Status::NoEvidence,
            (_, true) => Status::Supported,
            (_, false) => Status::Partial,
        };
        let middle = median(days).map_or_else(|| "n/a".to_owned(), |it| format!("{it} days"));
        Criterion {
            figures: vec![
                figure("lessons in force within the window", &n.to_string()),
                figure("from drill to revision, median", &middle),
                of(
                    "role holders who acknowledged the revision in force",
                    told,
                    holders,
                ),
            ],
            records: once(records),
            ..self.criterion(
                "2e",
                2,
                "The plan is updated from lessons",
                found,
                "Counted: findings whose amendment stands in a revision that the owner approved."
                    .to_owned(),
            )
        }
    }

    fn decisions_by_phase(&self) -> BTreeMap<ResponsePhase, u32> {
        let mut decided = BTreeMap::new();
        for drill in &self.window {
            for (phase, n) in &drill.closed.phases {
                *decided.entry(*phase).or_default() += n;
            }
        }
        decided
    }

    fn documents(
        &self,
        kind: DocumentKind,
    ) -> Vec<&crate::year::Kept<crate::register::DocumentKept>> {
        let all = self.look.fold.year.documents.values();
        all.filter(|it| it.value.kind == kind).collect()
    }

    fn drills(&self, which: impl Fn(&DrillClosed) -> bool) -> Vec<String> {
        let some = self.window.iter().filter(|it| which(it.closed));
        some.map(|it| it.reference()).collect()
    }

    fn criterion(
        &self,
        id: &'static str,
        level: u8,
        label: &'static str,
        status: Status,
        says: String,
    ) -> Criterion {
        Criterion {
            id,
            level,
            label,
            status,
            as_of: self.look.today(),
            says: vec![says],
            figures: Vec::new(),
            assessed: None,
            records: Vec::new(),
        }
    }
}

/// True where a limit of a scenario names a regime: "GDPR 33" and "GDPR, Article 33" both name the pack `gdpr-33`.
fn is_of(source: &str, regime: &str) -> bool {
    let words = |text: &str| -> Vec<String> {
        text.to_lowercase()
            .split(|c: char| !c.is_alphanumeric())
            .filter(|word| !word.is_empty() && *word != "article" && *word != "art")
            .map(str::to_owned)
            .collect()
    };
    let (source, regime) = (words(source), words(regime));
    !regime.is_empty() && regime.iter().all(|word| source.contains(word))
}

fn figure(label: &str, says: &str) -> Part {
    Part {
        label: label.to_owned(),
        says: says.to_owned(),
    }
}

fn of(label: &str, n: usize, d: usize) -> Part {
    figure(
        label,
        &format!("{n} of {d} ({})", percent(n as u64, d as u64)),
    )
}
