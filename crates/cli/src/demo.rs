//! `rockdrill demo`: a programme of several years of our own making, so that every page has something to show. It computes
//! everything as if live, says DEMO in its sealed records and on every page, and counts for nothing in another programme.
//! The same seed gives the same bytes. Not here: the people and papers (`demo_facts`), the play (`demo_drill`).

mod after;
mod beside;

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
        source: plan::Source::Text(text, plan::Headings::Marked),
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
        self.drills(year, last, from)
    }

    /// The drills of a year: three that count, at first one that was broken off, at last a rehearsal.
    fn drills(&mut self, year: u32, last: bool, from: Stamp) -> Result<(), Ended> {
        let day = |n: i64| from + Span(DAY.0 * n);
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
            because: String::new(),
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
                "Not all of the five phases were drilled this year.",
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
                "Several alternates have never drilled, and the last drills left work for some roles.",
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
            headings_by_look: false,
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
