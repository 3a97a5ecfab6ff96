//! `rockdrill demo`: a programme of several years of our own making, so that every page has something to show. It computes
//! everything as if live, says DEMO in its sealed records and on every page, and counts for nothing in another programme.
//! The same seed gives the same bytes. Not here: the people and papers (`demo_facts`), the play (`demo_drill`).

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use cast::{Dice, Policy};
use conduct::{Clock, Drill, Keep};
use evaluation::Evaluation;
use exercise::{FindingKind, Origin, PlanUsed, Standing};
use ledger::{Ledger, Person};
use plan::{Amendment, AmendmentOp};
use programme::{
    AccountRequested, AccountStep, ActionDone, ActionTracked, ActionVerified, AppointmentMade,
    AssetKept, CadenceKept, Call, CallUpKept, Capacity, Cause, CriterionAssessed, Day,
    DemoDeclared, DocumentApproved, DocumentKept, DocumentKind, DrillPlanned, FoundBy,
    FunctionsKept, HistoryReviewed, IncidentKept, Post, PrioritiesKept, Priority, ProgrammeEvent,
    ProgrammeNamed, Proposal, ReportPresented, RevisionAcknowledged, RevisionApproved,
    RiskAccepted, RootCauseKept, Scope, Signed, UnitKept, Who, day_of, fold_name, plus_days,
};
use terms::{ExerciseId, PersonId, PlanId, Span, Stamp};

use crate::amended;
use crate::demo_drill::{self, Parts};
use crate::demo_facts as facts;
use crate::ended::{DONE, Ended};
use crate::rehearse::{self, Read, mint};

/// The last day of every demo, whatever day it is made on: 2027-06-30, 12:00 UTC.
const END: Stamp = Stamp(1_814_356_800_000);

const DAY: Span = Span::hours(24);

/// The owner of the plan.
const OWNER: &str = "Chief Information Security Officer";

/// Who verifies and assesses.
const AUDIT: &str = "Internal Audit";

/// Makes the file.
///
/// # Errors
/// Where the file is there already or cannot be written.
pub fn demo(file: &Path, years: u32, seed: u64, out: &mut impl Write) -> Result<u8, Ended> {
    if file.exists() {
        let says = format!("{} is there already and is left alone", file.display());
        return Err(Ended::unusable(says));
    }
    let start = END + Span(-DAY.0 * 365 * i64::from(years));
    let clock = Arc::new(Clock::by_hand(start));
    let keep = Keep::over(Path::new(""), Ledger::in_memory()?, Arc::clone(&clock))?;
    let mut maker = Maker {
        keep,
        clock,
        dice: Dice::new(seed),
        start,
        plan_id: PlanId::from(""),
        plan: read_plan(facts::PLAN.to_owned()),
        later: Vec::new(),
        people: Vec::new(),
    };
    maker.found(years, seed)?;
    for year in 0..years {
        maker.year(year, years)?;
    }
    maker.finish()?;
    let ledger = maker
        .keep
        .ledger
        .lock()
        .map_err(|_| Ended::wrong("the programme in memory was left half-way"))?;
    ledger.backup_to(file)?;
    drop(ledger);
    writeln!(out, "{}", programme::DEMO)?;
    writeln!(out, "{}", file.display())?;
    let drills = evaluation::counted(maker.keep.drills.len(), "drill");
    let span = evaluation::counted(years as usize, "year");
    writeln!(
        out,
        "{span}, {drills}, {} people, seed {seed}",
        maker.people.len()
    )?;
    Ok(DONE)
}

fn read_plan(text: String) -> Read {
    let (plan, _) = plan::read(&text);
    Read {
        file_name: "incident-response-plan.md".to_owned(),
        text,
        plan,
    }
}

struct Maker {
    keep: Keep,
    clock: Arc<Clock>,
    dice: Dice,
    start: Stamp,
    plan_id: PlanId,
    plan: Read,
    /// What will happen, with the moment it does.
    later: Vec<(Stamp, ProgrammeEvent)>,
    people: Vec<(&'static str, PersonId)>,
}

impl Maker {
    /// The organisation as it begins: people, roles, units, papers.
    fn found(&mut self, years: u32, seed: u64) -> Result<(), Ended> {
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

    fn units(&mut self) -> Result<(), Ended> {
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

    fn papers(&mut self) -> Result<(), Ended> {
        let on = day_of(self.start);
        let end = day_of(END);
        let papers = [
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
        for (nth, (kind, document, title, unit)) in papers.into_iter().enumerate() {
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

    /// One year: three drills that count, a call-up, incidents, reviews.
    fn year(&mut self, year: u32, years: u32) -> Result<(), Ended> {
        let from = self.start + Span(DAY.0 * 365 * i64::from(year));
        let day = |n: i64| from + Span(DAY.0 * n);
        let last = year + 1 == years;
        for (nth, (n, ..)) in facts::INCIDENTS.iter().enumerate() {
            self.incident(nth, year, day(*n));
        }
        self.later.push((
            day(340),
            ProgrammeEvent::HistoryReviewed(HistoryReviewed {
                on: day_of(day(340)),
                by: office(AUDIT),
                note: "All incidents of the year together".to_owned(),
            }),
        ));
        for (unit, services) in facts::PRIORITIES {
            let kept = PrioritiesKept {
                unit: unit.to_owned(),
                services: services.iter().map(|it| (*it).to_owned()).collect(),
                signed: Signed {
                    by: office(unit),
                    on: day_of(day(200)),
                },
            };
            self.later
                .push((day(200), ProgrammeEvent::PrioritiesKept(kept)));
        }
        self.call_up(year, day(60));
        let early = if year < 2 {
            Policy::Random
        } else {
            Policy::Expected
        };
        let primaries = self.parts(false);
        let first = self.drill(
            &facts::RANSOMWARE,
            day(70),
            early,
            Origin::Demo,
            &primaries,
            None,
        )?;
        self.accounts(year, &first, day(70), last);
        let alternates = self.parts(true);
        let how = if year == 0 {
            Policy::Late
        } else {
            Policy::Expected
        };
        self.drill(
            &facts::LOGIN,
            day(160),
            how,
            Origin::Demo,
            &alternates,
            None,
        )?;
        if year == 0 {
            let why = Some("The fire alarm of the building went off.");
            self.drill(
                &facts::LOGIN,
                day(190),
                Policy::Expected,
                Origin::Demo,
                &primaries,
                why,
            )?;
        }
        let other = &facts::OTHERS[year as usize % facts::OTHERS.len()];
        if last {
            self.drill(
                other,
                day(235),
                Policy::Expected,
                Origin::Rehearsal,
                &Parts::new(),
                None,
            )?;
        }
        let how = if last { Policy::Random } else { Policy::Late };
        self.drill(other, day(250), how, Origin::Demo, &primaries, None)?;
        Ok(())
    }

    fn drill(
        &mut self,
        shipped: &facts::Shipped,
        at: Stamp,
        policy: Policy,
        origin: Origin,
        parts: &Parts,
        broken_off: Option<&str>,
    ) -> Result<ExerciseId, Ended> {
        self.catch_up(at)?;
        let id = ExerciseId::from(self.mint(at));
        let seed = self.dice.roll();
        let asked = demo_drill::Asked {
            shipped,
            plan: &self.plan,
            used: self.used(),
            origin,
            at,
            seed,
            policy,
            parts,
            broken_off,
        };
        let clock = Arc::clone(&self.clock);
        let (drill, evaluation) = demo_drill::play(&mut self.keep, &clock, id.clone(), &asked)?;
        if origin == Origin::Demo && broken_off.is_none() {
            self.follow_up(&drill, &evaluation, at);
            self.learn(&drill, &evaluation, at)?;
            self.later.push((
                at + Span(DAY.0 * 40),
                ProgrammeEvent::ReportPresented(ReportPresented {
                    exercise: id.clone(),
                    to: "Steering committee".to_owned(),
                    signed: Signed {
                        by: office(OWNER),
                        on: day_of(at + Span(DAY.0 * 40)),
                    },
                }),
            ));
        }
        Ok(id)
    }

    /// Every area for improvement gets a corrective action; most are done and verified in time.
    fn follow_up(&mut self, drill: &Drill, evaluation: &Evaluation, at: Stamp) {
        let roles = &drill.exercise.scenario().roles;
        let asks = evaluation
            .findings
            .iter()
            .filter(|it| it.dropped.is_none() && it.finding.kind == FindingKind::Improvement);
        for (nth, raised) in asks.enumerate() {
            let finding = &raised.finding;
            let written = finding
                .role
                .as_ref()
                .and_then(|id| roles.iter().find(|it| it.id == *id));
            let owner = written.map_or(OWNER, |it| it.plan_role.as_deref().unwrap_or(&it.title));
            let holder = facts::ROLES.iter().find(|it| it.0 == owner).map(|it| it.1);
            let unit = facts::PEOPLE
                .iter()
                .find(|it| Some(it.0) == holder)
                .map_or("", |it| it.1);
            let action = self.mint(at);
            let moment = |days: i64| at + Span(DAY.0 * days);
            let what = raised.lesson.as_ref().map_or_else(
                || format!("Train and time it: {}", short(&finding.title)),
                |lesson| lesson.says.clone(),
            );
            let tracked = ActionTracked {
                action: action.clone(),
                cause: Cause::Drill {
                    exercise: drill.id.clone(),
                    finding: raised.record,
                },
                what,
                element: if raised.lesson.is_some() {
                    "planning"
                } else {
                    "training"
                }
                .to_owned(),
                owner: office(owner),
                unit: unit.to_owned(),
                priority: if finding.critical {
                    Priority::High
                } else {
                    Priority::Medium
                },
                start: Some(day_of(moment(7))),
                due: Some(day_of(moment(if finding.critical { 60 } else { 90 }))),
            };
            self.later
                .push((moment(1), ProgrammeEvent::ActionTracked(tracked)));
            if finding.critical {
                self.root_cause(drill, &finding.key, owner, moment(14));
            }
            self.end_of(&action, owner, nth, at);
        }
    }

    fn end_of(&mut self, action: &str, owner: &str, nth: usize, at: Stamp) {
        let moment = |days: i64| at + Span(DAY.0 * days);
        if nth % 11 == 10 {
            self.later.push((
                moment(20),
                ProgrammeEvent::RiskAccepted(RiskAccepted {
                    action: action.to_owned(),
                    by: office("Executive Board"),
                    on: day_of(moment(20)),
                    because: "The cost stands in no proportion to the harm.".to_owned(),
                    until: Some(day_of(moment(20 + 900))),
                }),
            ));
            return;
        }
        let days = if self.dice.chance(80) {
            30 + self.dice.between(0, 25)
        } else {
            130
        };
        self.later.push((
            moment(days),
            ProgrammeEvent::ActionDone(ActionDone {
                action: action.to_owned(),
                by: office(owner),
                on: day_of(moment(days)),
                evidence: format!("Change record CHG-{}", 1000 + self.dice.between(0, 8999)),
            }),
        ));
        if self.dice.chance(90) {
            self.later.push((
                moment(days + 12),
                ProgrammeEvent::ActionVerified(ActionVerified {
                    action: action.to_owned(),
                    by: office(AUDIT),
                    on: day_of(moment(days + 12)),
                    note: "Looked at the change record and asked the role.".to_owned(),
                }),
            ));
        }
    }

    /// The sheet stands under the key that the programme keeps, which names the role of the plan.
    fn root_cause(&mut self, drill: &Drill, key: &str, role: &str, at: Stamp) {
        let roles = &drill.exercise.scenario().roles;
        let parts: Vec<&str> = key.split(" | ").collect();
        let [place, short, failure] = parts.as_slice() else {
            return;
        };
        let known = roles.iter().any(|it| it.id.as_str() == *short);
        let role = if known {
            fold_name(role)
        } else {
            (*short).to_owned()
        };
        self.later.push((
            at,
            ProgrammeEvent::RootCauseKept(RootCauseKept {
                key: format!("{place} | {role} | {failure}"),
                whys: vec![
                    "It was not done in time.".to_owned(),
                    "Nobody was sure whose task it was.".to_owned(),
                    "The role card did not name it.".to_owned(),
                ],
                factors: vec!["Many tasks at the same moment".to_owned()],
                by: office(OWNER),
            }),
        ));
    }

    /// What was learned goes into the plan: proposed, adopted, approved as the next revision, and read by the role holders.
    fn learn(&mut self, drill: &Drill, evaluation: &Evaluation, at: Stamp) -> Result<(), Ended> {
        let title = drill.exercise.briefed().title.clone();
        let stream = ledger::stream::of_exercise(&drill.id);
        let mut adopted = Vec::new();
        for lesson in amended::lessons(drill, evaluation).into_iter() {
            let Some(finding) = lesson.finding.filter(|_| adopted.len() < 3) else {
                continue;
            };
            let how = evaluation::outcome_word(lesson.outcome);
            let amendment = Amendment {
                because: Some(format!("Drill “{title}” ({how}): {}", lesson.says)),
                ..lesson.amendment
            };
            if words(&amendment.op).is_some_and(|text| self.plan.text.contains(text)) {
                continue;
            }
            let Ok(amended) = plan::amend(&self.plan.text, std::slice::from_ref(&amendment), OWNER)
            else {
                continue;
            };
            self.clock.set(at + Span(DAY.0 * 2));
            let seq = self.keep.append_plan(
                &self.plan_id,
                programme::PlanEvent::Proposed(Proposal {
                    change: amendment.op,
                    because: amendment.because.unwrap_or_default(),
                    finding: Some(format!("{stream}#{finding}")),
                    base: None,
                    base_text: String::new(),
                }),
            )?;
            self.clock.set(at + Span(DAY.0 * 9));
            let answer = programme::AmendmentAnswer {
                amendment: seq,
                adopted: true,
                by: OWNER.to_owned(),
                reason: String::new(),
            };
            self.keep
                .append_plan(&self.plan_id, programme::PlanEvent::Answered(answer))?;
            adopted.push(seq);
            self.plan = read_plan(amended.text);
        }
        if adopted.is_empty() {
            return Ok(());
        }
        self.approve(&title, adopted, at + Span(DAY.0 * 21))
    }

    fn approve(&mut self, title: &str, adopted: Vec<u64>, at: Stamp) -> Result<(), Ended> {
        let number = amended::next_number(&self.plan.plan);
        let note = format!("Lessons of the drill “{title}”");
        let row = Amendment {
            op: AmendmentOp::Revision {
                number: number.clone(),
                date: day_of(at).to_string(),
                note: note.clone(),
            },
            because: None,
            base: None,
        };
        let text = self.plan.text.clone();
        if let Ok(amended) = plan::amend(&text, &[row], OWNER) {
            self.plan = read_plan(amended.text);
        }
        self.clock.set(at);
        let hash = self
            .keep
            .put_blob("text/markdown", self.plan.text.as_bytes())?;
        let approved = RevisionApproved {
            number: number.clone(),
            by: OWNER.to_owned(),
            effective: day_of(at).to_string(),
            note,
            hash,
            amendments: adopted,
        };
        self.keep
            .append_plan(&self.plan_id, programme::PlanEvent::Approved(approved))?;
        for (role, primary, alternate) in facts::ROLES {
            for name in [primary, alternate] {
                // Most read it within days; a few never say so.
                if !self.dice.chance(92) || role == "Scribe" {
                    continue;
                }
                let read = at + Span(DAY.0 * self.dice.between(1, 12));
                if let Some(person) = self.person(name) {
                    let event = RevisionAcknowledged {
                        plan: self.plan_id.clone(),
                        revision: number.clone(),
                        person,
                        on: day_of(read),
                    };
                    self.later
                        .push((read, ProgrammeEvent::RevisionAcknowledged(event)));
                }
            }
        }
        Ok(())
    }

    fn incident(&mut self, nth: usize, year: u32, at: Stamp) {
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

    fn call_up(&mut self, year: u32, at: Stamp) {
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
    fn accounts(&mut self, year: u32, exercise: &ExerciseId, at: Stamp, last: bool) {
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

    /// The last days: the next drill is planned, and an assessor has been there.
    fn finish(&mut self) -> Result<(), Ended> {
        let planned = DrillPlanned {
            planned: "next".to_owned(),
            title: "Yearly drill with all roles".to_owned(),
            at: END + Span(DAY.0 * 48),
            minutes: 180,
            unit: String::new(),
            scenario: Some("ransomware-double-extortion".to_owned()),
            people: self.people.iter().map(|(_, id)| id.clone()).collect(),
            exercise: None,
            called_off: false,
        };
        let soon = END + Span(-DAY.0 * 20);
        self.later
            .push((soon, ProgrammeEvent::DrillPlanned(planned)));
        let assessed = END + Span(-DAY.0 * 9);
        let levels = [
            (
                "1a",
                Scope::InScope,
                Some(1),
                "Three of the five phases were drilled this year.",
            ),
            (
                "2b",
                Scope::InScope,
                Some(2),
                "Approved and drilled; some sections wait for their first drill.",
            ),
            (
                "2c",
                Scope::InScope,
                Some(1),
                "Several alternates have never drilled, and the last drill left work for four roles.",
            ),
            (
                "2d",
                Scope::InScope,
                Some(1),
                "One emergency account was not taken back.",
            ),
            (
                "3c",
                Scope::OutOfScope,
                None,
                "Plans of the units are assessed next year.",
            ),
        ];
        for (criterion, scope, level, because) in levels {
            self.later.push((
                assessed,
                ProgrammeEvent::CriterionAssessed(CriterionAssessed {
                    criterion: criterion.to_owned(),
                    scope,
                    level,
                    signed: Signed {
                        by: office(AUDIT),
                        on: day_of(assessed),
                    },
                    because: because.to_owned(),
                }),
            ));
        }
        self.catch_up(END)?;
        // The last record says on which day the demo stands.
        self.clock.set(END);
        self.keep
            .append(ProgrammeEvent::HistoryReviewed(HistoryReviewed {
                on: day_of(END),
                by: office(AUDIT),
                note: "End of the demo".to_owned(),
            }))?;
        Ok(())
    }

    /// Writes what was to happen up to a moment. What lies after the end of the demo never happens.
    fn catch_up(&mut self, to: Stamp) -> Result<(), Ended> {
        self.later.sort_by_key(|(at, _)| *at);
        let due = self.later.partition_point(|(at, _)| *at <= to);
        for (at, event) in self.later.drain(..due).collect::<Vec<_>>() {
            self.clock.set(at);
            self.keep.append(event)?;
        }
        self.clock.set(to);
        Ok(())
    }

    fn parts(&self, alternates: bool) -> Parts {
        let mut parts = Parts::new();
        for (role, primary, alternate) in facts::ROLES {
            let stands_in = alternates && !alternate.is_empty();
            let (name, standing) = if stands_in {
                (alternate, Standing::Alternate)
            } else {
                (primary, Standing::Primary)
            };
            if let Some(person) = self.person(name) {
                parts.insert(fold_name(role), (person, standing));
            }
        }
        parts
    }

    fn used(&self) -> PlanUsed {
        let fold = self.keep.plans.get(&self.plan_id);
        let revision = fold.and_then(programme::PlanFold::in_force);
        PlanUsed {
            plan: self.plan_id.clone(),
            title: fold.map_or_else(String::new, |it| it.title.clone()),
            revision: revision.map_or_else(String::new, |it| it.number.clone()),
            hash: revision.map_or_else(String::new, |it| it.hash.clone()),
        }
    }

    fn person(&self, name: &str) -> Option<PersonId> {
        let found = self.people.iter().find(|(it, _)| *it == name);
        found.map(|(_, id)| id.clone())
    }

    fn who(&self, name: &str) -> Who {
        self.person(name).map_or_else(|| office(name), Who::Person)
    }

    fn signed(&self, name: &str, on: Day) -> Signed {
        Signed {
            by: self.who(name),
            on,
        }
    }

    fn mint(&mut self, at: Stamp) -> String {
        mint(at, &mut self.dice)
    }
}

fn office(words: &str) -> Who {
    Who::Office(words.to_owned())
}

fn short(title: &str) -> &str {
    title.split_once(": ").map_or(title, |(_, rest)| rest)
}

/// The words that an amendment brings into the plan.
fn words(op: &AmendmentOp) -> Option<&str> {
    match op {
        AmendmentOp::Replace { text, .. }
        | AmendmentOp::Insert { text, .. }
        | AmendmentOp::AppendItem { text, .. }
        | AmendmentOp::NewSection { text, .. } => Some(text.trim()),
        AmendmentOp::Revision { .. } => None,
    }
}
