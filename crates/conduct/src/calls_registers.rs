//! Calls about the registers: incidents, assets, documents and who has read them, emergency accounts, business units and
//! what they want back first. Never a secret: an account is a reference. Not here: what follows from them (`programme`).

use programme::{
    AccountRequested, AccountStep, AssetKept, Capacity, DocumentApproved, DocumentKept,
    DocumentKind, FoundBy, IncidentKept, PrioritiesKept, ProgrammeEvent, RevisionAcknowledged,
    Signed, UnitKept, UnitRemoved, day_of, fold_name,
};
use serde::de::DeserializeOwned;
use terms::{PersonId, Stamp};
use wire::{DeskCall, DeskReply, Problem, ProblemCode, RegisterCall};

use crate::calls_programme::misplaced;
use crate::calls_year::{any_day, day, lines, needed, seen, short};
use crate::desk::{Desk, Open, mint, plan_id};
use crate::problem::{fault, problem, unknown};
use crate::views;

/// The longest that an emergency account may stand, in hours.
const HOURS_MAX: u32 = 24 * 30;

impl Desk {
    pub(crate) fn register_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Registers => {}
            DeskCall::Enter { entry } => {
                let event = self.entry(open, entry)?;
                open.keep.append(event).map_err(|failed| fault(&failed))?;
            }
            other => return Err(misplaced(&other)),
        }
        seen(&open.keep, |look| {
            DeskReply::Registers(Box::new(views::registers(look)))
        })
    }

    fn entry(&self, open: &mut Open, entry: RegisterCall) -> Result<ProgrammeEvent, Problem> {
        match entry {
            RegisterCall::Incident { .. } => incident(entry),
            RegisterCall::Asset {
                asset,
                name,
                categories,
                owner,
                unit,
            } => Ok(ProgrammeEvent::AssetKept(AssetKept {
                asset: match asset {
                    Some(id) if open.keep.fold.year.assets.contains_key(&id) => id,
                    Some(_) => return Err(unknown("asset")),
                    None => mint(self.clock.now()),
                },
                name: needed(name, "An asset needs a name.")?,
                categories: categories
                    .into_iter()
                    .map(short)
                    .collect::<Result<_, _>>()?,
                unit: short(unit)?,
                owner: self.who(&mut open.keep, &owner)?,
            })),
            RegisterCall::Document { .. } => self.document(open, entry),
            RegisterCall::Unit { .. } => self.unit(open, entry),
            RegisterCall::UnitRemoved { unit } => {
                if !open.keep.fold.year.units.contains_key(&fold_name(&unit)) {
                    return Err(unknown("unit"));
                }
                Ok(ProgrammeEvent::UnitRemoved(UnitRemoved { unit }))
            }
            RegisterCall::Priorities {
                unit,
                services,
                by,
                on,
            } => {
                let services = lines(services)?;
                if services.is_empty() {
                    let says = "Name at least one service, the first to come back first.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                Ok(ProgrammeEvent::PrioritiesKept(PrioritiesKept {
                    unit: needed(unit, "Say which unit it is.")?,
                    services,
                    signed: Signed {
                        on: day(&on)?,
                        by: self.who(&mut open.keep, &by)?,
                    },
                }))
            }
            RegisterCall::Approved {
                document,
                capacity,
                by,
                on,
            } => {
                if !open.keep.fold.year.documents.contains_key(&document) {
                    return Err(unknown("document"));
                }
                Ok(ProgrammeEvent::DocumentApproved(DocumentApproved {
                    document,
                    capacity: of_word::<Capacity>(&capacity, "capacity")?,
                    signed: Signed {
                        on: day(&on)?,
                        by: self.who(&mut open.keep, &by)?,
                    },
                }))
            }
            RegisterCall::Acknowledged { plan, person } => {
                let plan = plan_id(open, &plan)?;
                let fold = open.keep.plans.get(&plan);
                let revision = fold.and_then(|fold| fold.in_force());
                Ok(ProgrammeEvent::RevisionAcknowledged(RevisionAcknowledged {
                    revision: revision.ok_or_else(|| unknown("revision"))?.number.clone(),
                    plan,
                    person: self.person(open, person)?,
                    on: day_of(self.clock.now()),
                }))
            }
            RegisterCall::AccountRequested { .. } => self.account(open, entry),
            RegisterCall::AccountStep { account, step, by } => self.step(open, account, &step, &by),
        }
    }

    fn document(&self, open: &mut Open, entry: RegisterCall) -> Result<ProgrammeEvent, Problem> {
        let RegisterCall::Document {
            document,
            kind,
            title,
            unit,
            parent,
            owner,
            dated,
            review,
        } = entry
        else {
            return Err(unknown("entry"));
        };
        let known = document
            .as_ref()
            .map(|id| open.keep.fold.year.documents.get(id).cloned())
            .map(|kept| kept.ok_or_else(|| unknown("document")))
            .transpose()?;
        let parent = short(parent)?;
        let kept = known.map(|kept| kept.value);
        Ok(ProgrammeEvent::DocumentKept(DocumentKept {
            document: document.unwrap_or_else(|| mint(self.clock.now())),
            kind: of_word::<DocumentKind>(&kind, "kind of document")?,
            title: needed(title, "A document needs a title.")?,
            unit: short(unit)?,
            parent: Some(parent).filter(|it| !it.is_empty()),
            dated: day(&dated)?,
            review: any_day(&review)?,
            plan: kept.as_ref().and_then(|kept| kept.plan.clone()),
            hash: kept.map_or_else(String::new, |kept| kept.hash),
            owner: self.who(&mut open.keep, &owner)?,
        }))
    }

    fn unit(&self, open: &mut Open, entry: RegisterCall) -> Result<ProgrammeEvent, Problem> {
        let RegisterCall::Unit {
            unit,
            in_scope,
            owner,
            regimes,
            confirmed_by,
            confirmed_on,
        } = entry
        else {
            return Err(unknown("entry"));
        };
        let known = |id: &String| deadlines::shipped().iter().any(|pack| pack.id == *id);
        if !regimes.iter().all(known) {
            return Err(unknown("rule pack"));
        }
        let unit = needed(unit, "A unit needs a name.")?;
        let confirmed = match confirmed_by.trim().is_empty() {
            true => None,
            false => Some(Signed {
                on: day(&confirmed_on)?,
                by: self.who(&mut open.keep, &confirmed_by)?,
            }),
        };
        let owner = match owner.trim().is_empty() {
            true => None,
            false => Some(self.who(&mut open.keep, &owner)?),
        };
        Ok(ProgrammeEvent::UnitKept(UnitKept {
            unit,
            in_scope,
            owner,
            regimes,
            confirmed,
        }))
    }

    fn account(&self, open: &mut Open, entry: RegisterCall) -> Result<ProgrammeEvent, Problem> {
        let RegisterCall::AccountRequested {
            account,
            person,
            role,
            system,
            hours,
        } = entry
        else {
            return Err(unknown("entry"));
        };
        let account = needed(
            account,
            "An account needs its reference; never write a password.",
        )?;
        if [&account, &role, &system]
            .into_iter()
            .any(|it| terms::looks_secret(it))
        {
            let says = "That looks like a password, a token or a key. Write the reference, never the secret.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let year = &open.keep.fold.year;
        let asked = year.accounts.get(&account).and_then(|it| it.asked.as_ref());
        if asked.is_some() {
            let says = format!("There is an account {account} already.");
            return Err(problem(ProblemCode::Refused, says));
        }
        if hours == 0 || hours > HOURS_MAX {
            let says = "An emergency account lasts between an hour and thirty days.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let at = self.clock.now();
        Ok(ProgrammeEvent::AccountRequested(AccountRequested {
            account,
            person: self.person(open, person)?,
            role: short(role)?,
            system: needed(system, "Say which system it opens.")?,
            exercise: None,
            at,
            expires: Stamp(at.0 + i64::from(hours) * 3_600_000),
        }))
    }

    fn step(
        &self,
        open: &mut Open,
        account: String,
        step: &str,
        by: &str,
    ) -> Result<ProgrammeEvent, Problem> {
        if !open.keep.fold.year.accounts.contains_key(&account) {
            return Err(unknown("account"));
        }
        let event = match step {
            "approved" => ProgrammeEvent::AccountApproved,
            "provisioned" => ProgrammeEvent::AccountProvisioned,
            "removed" => ProgrammeEvent::AccountRemoved,
            _ => return Err(unknown("step")),
        };
        Ok(event(AccountStep {
            account,
            by: self.who(&mut open.keep, by)?,
            at: self.clock.now(),
        }))
    }

    fn person(&self, open: &Open, person: String) -> Result<PersonId, Problem> {
        let id = PersonId::from(person);
        if open.keep.people.contains_key(&id) {
            Ok(id)
        } else {
            Err(unknown("person"))
        }
    }
}

fn incident(entry: RegisterCall) -> Result<ProgrammeEvent, Problem> {
    let RegisterCall::Incident {
        incident,
        title,
        unit,
        kind,
        found_by,
        serious,
        near,
        continuity,
        opened,
        closed,
        reviewed,
        key,
    } = entry
    else {
        return Err(unknown("entry"));
    };
    let (opened, closed) = (day(&opened)?, any_day(&closed)?);
    if closed.is_some_and(|closed| closed < opened) {
        let says = "It cannot be closed before it was opened.";
        return Err(problem(ProblemCode::Refused, says));
    }
    Ok(ProgrammeEvent::IncidentKept(IncidentKept {
        incident: needed(incident, "An incident needs its number in your own log.")?,
        title: needed(title, "Say in a line what happened.")?,
        unit: short(unit)?,
        kind: short(kind)?,
        found_by: of_word::<FoundBy>(&found_by, "way to find out")?,
        serious,
        near,
        continuity,
        opened,
        closed,
        reviewed: any_day(&reviewed)?,
        key: short(key)?,
    }))
}

/// A value by the word that it is stored by.
fn of_word<T: DeserializeOwned>(word: &str, what: &str) -> Result<T, Problem> {
    serde_json::from_value(serde_json::Value::String(word.to_owned())).map_err(|_| unknown(what))
}
