//! Calls about the year: its first screen, the improvement plan, the evidence, tables that come in and go out. Not here: the
//! registers (`calls_registers`).

use std::path::Path;

use ledger::Person;
use programme::{
    ActionDone, ActionReopened, ActionTracked, ActionVerified, Cause, CriterionAssessed, Day,
    FindingRetested, ImportKind, Look, Priority, ProgrammeEvent, RiskAccepted, RootCauseKept,
    Scope, Signed, Who, day_of, fold_name,
};
use terms::{ExerciseId, PersonId};
use wire::{BroughtView, DeskCall, DeskReply, ImproveCall, LabelledView, Problem, ProblemCode};

use crate::actions_file::actions_file;
use crate::calls_programme::misplaced;
use crate::calls_review::save;
use crate::desk::{Desk, Open, fits, mint, named, unopened};
use crate::keep::Keep;
use crate::paper::element_of;
use crate::problem::{fault, problem, unknown, unreadable};
use crate::stand::Stand;
use crate::tables::{Unread, brought, cells, take_in};
use crate::views;

impl Desk {
    pub(crate) fn year_call(&self, open: &mut Open, call: DeskCall) -> Result<DeskReply, Problem> {
        let keep = &mut open.keep;
        match call {
            DeskCall::Year => seen(keep, |look| DeskReply::Year(Box::new(views::year(look)))),
            DeskCall::Improvement => improvement(keep),
            DeskCall::Improve { change } => {
                self.improve(keep, change)?;
                improvement(keep)
            }
            DeskCall::SaveActions { path } => {
                let path = Path::new(&path);
                let written = seen(keep, |look| actions_file(look, path))?;
                let bytes = written.map_err(|error| problem(ProblemCode::Broken, error))?;
                let says = "Corrective actions are written as .csv, .xlsx or .ics.";
                save(
                    path,
                    &bytes.ok_or_else(|| problem(ProblemCode::Refused, says))?,
                )
            }
            DeskCall::ImportTable { kind, path, take } => import(keep, &kind, &path, take),
            DeskCall::EvidenceYear => evidence(keep),
            DeskCall::Assess {
                criterion,
                scope,
                level,
                by,
                because,
            } => {
                self.assess(keep, criterion, &scope, level, &by, because)?;
                evidence(keep)
            }
            other => Err(misplaced(&other)),
        }
    }

    fn improve(&self, keep: &mut Keep, change: ImproveCall) -> Result<(), Problem> {
        let event = match change {
            ImproveCall::Track { .. } => self.track(keep, change)?,
            ImproveCall::Done {
                action,
                by,
                on,
                evidence,
            } => ProgrammeEvent::ActionDone(ActionDone {
                action: known(keep, action)?,
                on: day(&on)?,
                evidence: short(evidence)?,
                by: self.who(keep, &by)?,
            }),
            ImproveCall::Verify {
                action,
                by,
                on,
                note,
            } => ProgrammeEvent::ActionVerified(ActionVerified {
                on: day(&on)?,
                note: short(note)?,
                by: self.verifier(keep, &action, &by)?,
                action,
            }),
            ImproveCall::Reopen { action, because } => {
                ProgrammeEvent::ActionReopened(ActionReopened {
                    action: known(keep, action)?,
                    because: needed(because, "Say why it is open again.")?,
                })
            }
            ImproveCall::AcceptRisk {
                action,
                by,
                on,
                because,
                until,
            } => ProgrammeEvent::RiskAccepted(RiskAccepted {
                action: known(keep, action)?,
                on: day(&on)?,
                because: needed(because, "Say why the risk is borne.")?,
                until: any_day(&until)?,
                by: self.who(keep, &by)?,
            }),
            ImproveCall::RootCause {
                key,
                whys,
                factors,
                by,
            } => ProgrammeEvent::RootCauseKept(RootCauseKept {
                key: needed(
                    key,
                    "This has no key by which a sheet could be found again.",
                )?,
                whys: lines(whys)?,
                factors: lines(factors)?,
                by: self.who(keep, &by)?,
            }),
            ImproveCall::Retest {
                key,
                exercise,
                clean,
                by,
            } => {
                let exercise = ExerciseId::from(exercise);
                if !keep.fold.closed.contains_key(&exercise) {
                    return Err(unknown("closed drill"));
                }
                ProgrammeEvent::FindingRetested(FindingRetested {
                    key: needed(key, "This has no key by which it could be found again.")?,
                    exercise,
                    clean,
                    by: self.who(keep, &by)?,
                })
            }
        };
        keep.append(event).map_err(|failed| fault(&failed))?;
        Ok(())
    }

    fn track(&self, keep: &mut Keep, change: ImproveCall) -> Result<ProgrammeEvent, Problem> {
        let ImproveCall::Track {
            action,
            answers,
            what,
            element,
            owner,
            unit,
            priority,
            start,
            due,
        } = change
        else {
            return Err(unknown("change"));
        };
        if !element.is_empty() && element_of(&element).is_none() {
            return Err(unknown("kind of corrective action"));
        }
        let tracked = ActionTracked {
            action: match action {
                Some(id) => known(keep, id)?,
                None => mint(self.clock.now()),
            },
            cause: cause(&short(answers)?),
            what: needed(what, "Say what is to be done.")?,
            element: element.to_lowercase(),
            unit: short(unit)?,
            priority: match priority.as_str() {
                "high" => Priority::High,
                "medium" => Priority::Medium,
                "low" => Priority::Low,
                _ => return Err(unknown("priority")),
            },
            start: any_day(&start)?,
            due: any_day(&due)?,
            owner: if owner.trim().is_empty() {
                Who::Office(String::new())
            } else {
                self.who(keep, &owner)?
            },
        };
        Ok(ProgrammeEvent::ActionTracked(tracked))
    }

    /// Who verifies: anybody but the owner, and only what was done.
    fn verifier(&self, keep: &mut Keep, action: &str, by: &str) -> Result<Who, Problem> {
        let kept = keep.fold.year.actions.get(action);
        let kept = kept.ok_or_else(|| unknown("corrective action"))?;
        let owner = kept.said.owner.clone();
        if kept.done.is_none() {
            let says = "It is not done yet, so there is nothing to verify.";
            return Err(problem(ProblemCode::Refused, says));
        }
        if fold_name(&owner.name(&keep.names())) == fold_name(by) {
            let says = "The owner cannot verify their own work; name somebody else.";
            return Err(problem(ProblemCode::Refused, says));
        }
        self.who(keep, by)
    }

    /// Somebody who is named: a person of the roster, or an office in words. A person who is not in the roster joins it,
    /// so that no name stands in a record.
    pub(crate) fn who(&self, keep: &mut Keep, by: &str) -> Result<Who, Problem> {
        let by = named(by)?;
        fits(&by)?;
        let name = fold_name(&by);
        let mut found = keep
            .people
            .values()
            .filter(|it| fold_name(&it.name) == name);
        match (found.next(), found.next()) {
            (Some(one), None) => return Ok(Who::Person(one.id.clone())),
            (Some(_), Some(_)) => {
                let says = format!("Several people are called {by}; tell them apart in People.");
                return Err(problem(ProblemCode::Refused, says));
            }
            (None, _) => {}
        }
        let mut offices = keep.fold.people.values();
        let office = offices.any(|unit| fold_name(unit) == name)
            || keep
                .fold
                .year
                .appointments
                .keys()
                .any(|(role, _)| *role == name);
        if office || !programme::is_a_name(&by) {
            return Ok(Who::Office(by));
        }
        let id = PersonId::from(mint(self.clock.now()));
        let person = Person {
            id: id.clone(),
            name: by,
            contact: String::new(),
        };
        keep.keep_person(person, String::new())
            .map_err(|failed| fault(&failed))?;
        Ok(Who::Person(id))
    }

    fn assess(
        &self,
        keep: &mut Keep,
        criterion: String,
        scope: &str,
        level: Option<u8>,
        by: &str,
        because: String,
    ) -> Result<(), Problem> {
        let listed = seen(keep, |look| {
            programme::criteria(look)
                .iter()
                .any(|it| it.id == criterion)
        })?;
        if !listed {
            return Err(unknown("criterion"));
        }
        let scope = match scope {
            "in-scope" => Scope::InScope,
            "not-applicable" => Scope::NotApplicable,
            "out-of-scope" => Scope::OutOfScope,
            _ => return Err(unknown("scope")),
        };
        if level.is_some_and(|level| level > 5) {
            return Err(problem(ProblemCode::Refused, "A level is 0 to 5."));
        }
        let because = needed(because, "A level needs its reason.")?;
        let signed = Signed {
            by: self.who(keep, by)?,
            on: day_of(self.clock.now()),
        };
        let event = ProgrammeEvent::CriterionAssessed(CriterionAssessed {
            criterion,
            scope,
            level: level.filter(|_| scope == Scope::InScope),
            signed,
            because,
        });
        keep.append(event).map_err(|failed| fault(&failed))?;
        Ok(())
    }
}

/// Looks at the year as it stands.
pub(crate) fn seen<T>(keep: &Keep, look: impl FnOnce(&Look<'_>) -> T) -> Result<T, Problem> {
    let stand = Stand::of(keep).map_err(unopened)?;
    Ok(look(&stand.look(keep)))
}

fn improvement(keep: &Keep) -> Result<DeskReply, Problem> {
    seen(keep, |look| {
        DeskReply::Improvement(Box::new(views::improvement(look)))
    })
}

fn evidence(keep: &Keep) -> Result<DeskReply, Problem> {
    seen(keep, |look| {
        DeskReply::EvidenceYear(Box::new(views::evidence_year(look)))
    })
}

fn import(keep: &mut Keep, kind: &str, path: &str, take: bool) -> Result<DeskReply, Problem> {
    let which = match kind {
        "people" => ImportKind::People,
        "actions" => ImportKind::Actions,
        "assets" => ImportKind::Assets,
        "incidents" => ImportKind::Incidents,
        _ => return Err(unknown("table")),
    };
    let file = Path::new(path);
    let cells = cells(file).map_err(|why| match why {
        Unread::Io(error) => unreadable(file, &error),
        Unread::Unusable(says) => problem(ProblemCode::FileUnreadable, says),
    })?;
    let found = brought(keep, which, &cells);
    if take {
        take_in(keep, &found).map_err(|failed| fault(&failed))?;
    }
    let place = |row: u32, column: u32| match column {
        0 => format!("row {row}"),
        column => format!("row {row}, column {column}"),
    };
    Ok(DeskReply::Brought(BroughtView {
        kind: kind.to_owned(),
        path: path.to_owned(),
        rows: found.rows,
        same: found.same,
        left_out: found.left_out,
        misfits: found
            .misfits
            .iter()
            .map(|it| LabelledView {
                label: place(it.row, it.column),
                says: it.says.clone(),
            })
            .collect(),
        taken: take,
    }))
}

/// The finding or incident that is named like its row, else words.
fn cause(answers: &str) -> Cause {
    let answers = answers.trim();
    if let Some(incident) = answers.strip_prefix("incident/") {
        return Cause::Incident(incident.to_owned());
    }
    let drill = answers
        .strip_prefix("exercise/")
        .and_then(|it| it.split_once('#'))
        .and_then(|(exercise, seq)| Some((exercise, seq.parse().ok()?)));
    match drill {
        Some((exercise, finding)) => Cause::Drill {
            exercise: ExerciseId::from(exercise),
            finding,
        },
        None => Cause::Other(answers.to_owned()),
    }
}

fn known(keep: &Keep, action: String) -> Result<String, Problem> {
    if keep.fold.year.actions.contains_key(&action) {
        Ok(action)
    } else {
        Err(unknown("corrective action"))
    }
}

/// The texts that are not empty.
pub(crate) fn lines(texts: Vec<String>) -> Result<Vec<String>, Problem> {
    let kept = texts.into_iter().map(short);
    let kept: Result<Vec<String>, Problem> = kept.collect();
    Ok(kept?.into_iter().filter(|it| !it.is_empty()).collect())
}

/// A text that may be empty.
pub(crate) fn short(text: String) -> Result<String, Problem> {
    fits(&text)?;
    Ok(text.trim().to_owned())
}

/// A text that has to be given.
pub(crate) fn needed(text: String, says: &str) -> Result<String, Problem> {
    let text = short(text)?;
    if text.is_empty() {
        return Err(problem(ProblemCode::Refused, says));
    }
    Ok(text)
}

/// A day that has to be given.
pub(crate) fn day(text: &str) -> Result<Day, Problem> {
    any_day(text)?.ok_or_else(|| problem(ProblemCode::Refused, "Say on which day."))
}

/// A day that may be left out.
pub(crate) fn any_day(text: &str) -> Result<Option<Day>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let says = format!("“{text}” is not a date. Write it like 2027-03-05.");
    Day::parse_from_str(text, "%Y-%m-%d")
        .map(Some)
        .map_err(|_| problem(ProblemCode::Refused, says))
}
