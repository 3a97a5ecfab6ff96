//! What a table of people, actions, assets or incidents means for the programme: the records to add, the names for the
//! erasable table, and what does not fit. Importing the same table twice adds nothing the second time, and tables may come
//! in any order, whole or with their rows or columns spread over several files: an empty cell says nothing, and whoever is
//! named before the roster knows them is settled once it does. Two things go by order: where two cells say different things
//! of one matter, the one that came last holds; and where several people bear one name, whom a bare name means. Not here:
//! the file (the world reads it).

mod named;
mod words;

use std::collections::{BTreeMap, BTreeSet};

use scenario::Function;
use serde::Serialize;
use terms::{ExerciseId, PersonId};

use crate::improvement::{ActionDone, ActionTracked, ActionVerified, Cause, Priority};
use crate::people::{AppointmentMade, FunctionsKept, Post, fold_name};
use crate::programme_stream::{PersonKept, ProgrammeEvent, ProgrammeFold};
use crate::register::{AssetKept, FoundBy, IncidentKept};
use crate::table::{Column, Misfit, Row, Table};

use named::Found;
use words::{
    ACTIONS, ASSETS, INCIDENTS, PEOPLE, cause, element, found_by, functions, list, post, priority,
    status,
};

/// What a table holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum ImportKind {
    /// People with units, functions and roles.
    People,
    /// Corrective actions.
    Actions,
    /// Assets.
    Assets,
    /// Real incidents.
    Incidents,
}

/// What is known of people when a table is read.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Contact {
    /// The name.
    pub name: String,
    /// How to reach them; may be empty.
    pub contact: String,
}

/// What an import adds.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Import {
    /// The records to append.
    pub events: Vec<ProgrammeEvent>,
    /// Names for the erasable table.
    pub people: BTreeMap<PersonId, Contact>,
    /// What does not fit; a row with one is left out.
    pub misfits: Vec<Misfit>,
    /// Rows that fit and bring something.
    pub rows: u32,
    /// Rows that bring nothing new.
    pub same: u32,
    /// Rows that were left out.
    pub left_out: u32,
}

/// Reads a table into what it adds to a programme. Ids for new people come from `mint`.
pub fn import(
    kind: ImportKind,
    fold: &ProgrammeFold,
    known: &BTreeMap<PersonId, Contact>,
    cells: &[Vec<String>],
    mint: &mut dyn FnMut() -> String,
) -> Import {
    let (columns, needed): (&[Column], &str) = match kind {
        ImportKind::People => (&PEOPLE, "name"),
        ImportKind::Actions => (&ACTIONS, "action"),
        ImportKind::Assets => (&ASSETS, "name"),
        ImportKind::Incidents => (&INCIDENTS, "opened"),
    };
    let table = Table::read(cells, columns, needed);
    let mut taker = Taker {
        fold: fold.clone(),
        known: known.clone(),
        mint,
        import: Import {
            misfits: table.misfits.clone(),
            ..Import::default()
        },
    };
    for (number, cells) in &table.rows {
        let row = table.row(*number, cells);
        match kind {
            ImportKind::People => taker.person(row),
            ImportKind::Actions => taker.action(row),
            ImportKind::Assets => taker.asset(row),
            ImportKind::Incidents => taker.incident(row),
        }
    }
    if kind == ImportKind::People {
        taker.settle();
    }
    taker.import
}

/// Takes rows in. It folds what it adds, so that a later row of the same table finds it.
struct Taker<'a> {
    fold: ProgrammeFold,
    known: BTreeMap<PersonId, Contact>,
    mint: &'a mut dyn FnMut() -> String,
    import: Import,
}

impl Taker<'_> {
    fn person(&mut self, mut row: Row<'_, '_>) {
        let name = row.needed("name");
        let (contact, unit) = (row.text("contact"), row.text("unit"));
        let functions = functions(&mut row);
        let role = row.text("role");
        let post = post(&mut row);
        let (since, until) = (row.day("since"), row.day("until"));
        if since.zip(until).is_some_and(|(since, until)| since > until) {
            row.wrong("until", "The end lies before the beginning.");
        }
        let found = self.find(&name, &contact);
        if let Found::Several = found {
            row.wrong(
                "name",
                "Several people of the roster have this name; give their contact.",
            );
        }
        let by = row.text("by");
        if !self.fits(row) {
            return;
        }
        let mut events = Vec::new();
        let id = match found {
            Found::One(id) => id,
            Found::Nobody | Found::Several => PersonId::from((self.mint)()),
        };
        let before = self.known.get(&id).cloned();
        let now = Contact {
            contact: match (&before, contact.is_empty()) {
                (Some(before), true) => before.contact.clone(),
                (_, _) => contact,
            },
            // The roster knows best how a name is written.
            name,
        };
        let had_unit = self.fold.people.get(&id);
        let is_new = had_unit.is_none();
        if is_new || !unit.is_empty() && had_unit != Some(&unit) {
            events.push(ProgrammeEvent::PersonKept(PersonKept {
                person: id.clone(),
                unit,
            }));
        }
        let mut all: BTreeSet<Function> = self
            .fold
            .year
            .functions
            .get(&id)
            .map_or_else(BTreeSet::new, |kept| kept.value.clone());
        let had = all.len();
        all.extend(functions);
        if all.len() > had {
            events.push(ProgrammeEvent::FunctionsKept(FunctionsKept {
                person: id.clone(),
                functions: all.into_iter().collect(),
            }));
        }
        if !role.is_empty() {
            let key = (fold_name(&role), id.clone());
            let had = self.fold.year.appointments.get(&key);
            let had = had.map(|kept| kept.value.clone());
            let by = self.who(&by, had.as_ref().map(|it| &it.by), &mut events);
            let made = AppointmentMade {
                role,
                person: id.clone(),
                post: post
                    .or(had.as_ref().map(|it| it.post))
                    .unwrap_or(Post::Primary),
                by,
                since: since.or(had.as_ref().and_then(|it| it.since)),
                until: until.or(had.as_ref().and_then(|it| it.until)),
            };
            if had.is_none_or(|had| had != made) {
                events.push(ProgrammeEvent::AppointmentMade(made));
            }
        }
        let renamed = before.as_ref() != Some(&now);
        if renamed {
            self.known.insert(id.clone(), now.clone());
            self.import.people.insert(id, now);
        }
        self.take(events, renamed);
    }

    fn action(&mut self, mut row: Row<'_, '_>) {
        let what = row.needed("action");
        let cause = cause(&mut row);
        let element = element(&mut row);
        let priority = priority(&mut row);
        let (start, due) = (row.day("start"), row.day("due"));
        let (done, verified) = (row.day("done"), row.day("verified on"));
        let status = status(&mut row);
        let (owner, verifier) = (row.text("owner"), row.text("verified by"));
        if !verifier.is_empty() && fold_name(&owner) == fold_name(&verifier) {
            row.wrong(
                "verified by",
                "The owner cannot verify their own work; name somebody else.",
            );
        }
        let is_done = status != Progress::Open || done.is_some();
        let is_verified = status == Progress::Verified || verified.is_some();
        if is_verified && verifier.is_empty() {
            row.wrong(
                "verified by",
                "It says that it was verified and not by whom.",
            );
        }
        if is_done && done.is_none() {
            row.wrong("done", "It says that it was done and not on which day.");
        }
        let (id, unit, evidence) = (row.text("id"), row.text("unit"), row.text("evidence"));
        if !self.fits(row) {
            return;
        }
        let action = if id.is_empty() {
            self.same_action(&what, &cause)
                .unwrap_or_else(|| (self.mint)())
        } else {
            id
        };
        let mut events = Vec::new();
        let had = self.fold.year.actions.get(&action).cloned();
        let was = had.as_ref().map(|it| &it.said);
        let owner = self.who(&owner, was.map(|it| &it.owner), &mut events);
        let said = ActionTracked {
            action: action.clone(),
            cause: match (cause, was) {
                (Cause::Other(words), Some(was)) if words.is_empty() => was.cause.clone(),
                (cause, _) => cause,
            },
            what,
            element: or(element, was.map(|it| &it.element)),
            owner: owner.clone(),
            unit: or(unit, was.map(|it| &it.unit)),
            priority: priority.or(was.map(|it| it.priority)).unwrap_or_default(),
            start: start.or(was.and_then(|it| it.start)),
            due: due.or(was.and_then(|it| it.due)),
        };
        if was != Some(&said) {
            events.push(ProgrammeEvent::ActionTracked(said));
        }
        // What was done stays done: a table that was written before the work cannot open it again.
        let was = had.as_ref().and_then(|it| it.done.as_ref());
        if let Some(on) = done.filter(|_| is_done).or(was.map(|it| it.on)) {
            let done = ActionDone {
                action: action.clone(),
                by: match was {
                    Some(was) if !was.by.is_nobody() => was.by.clone(),
                    Some(_) | None => owner,
                },
                on,
                evidence: or(evidence, was.map(|it| &it.evidence)),
            };
            if was != Some(&done) {
                events.push(ProgrammeEvent::ActionDone(done));
            }
        }
        let was = had.as_ref().and_then(|it| it.verified.as_ref());
        if let Some(on) = verified.or(done).filter(|_| is_verified) {
            let verified = ActionVerified {
                action,
                by: self.who(&verifier, None, &mut events),
                on,
                note: was.map_or_else(String::new, |it| it.note.clone()),
            };
            if was != Some(&verified) {
                events.push(ProgrammeEvent::ActionVerified(verified));
            }
        }
        self.take(events, false);
    }

    fn asset(&mut self, mut row: Row<'_, '_>) {
        let name = row.needed("name");
        let (id, unit, owner) = (row.text("id"), row.text("unit"), row.text("owner"));
        let categories = list(&row.text("categories"));
        if !self.fits(row) {
            return;
        }
        let mut events = Vec::new();
        let asset = if id.is_empty() {
            fold_name(&name).replace(' ', "-")
        } else {
            id
        };
        let had = self.fold.year.assets.get(&asset);
        let had = had.map(|kept| kept.value.clone());
        let kept = AssetKept {
            asset,
            name,
            categories: match &had {
                Some(had) if categories.is_empty() => had.categories.clone(),
                Some(_) | None => categories,
            },
            owner: self.who(&owner, had.as_ref().map(|it| &it.owner), &mut events),
            unit: or(unit, had.as_ref().map(|it| &it.unit)),
        };
        if had.is_none_or(|had| had != kept) {
            events.push(ProgrammeEvent::AssetKept(kept));
        }
        self.take(events, false);
    }

    fn incident(&mut self, mut row: Row<'_, '_>) {
        let incident = row.needed("id");
        let opened = row.day("opened");
        if opened.is_none() && row.misfits.is_empty() {
            row.wrong("opened", "This must not be empty.");
        }
        let (closed, reviewed) = (row.day("closed"), row.day("reviewed"));
        if opened
            .zip(closed)
            .is_some_and(|(opened, closed)| closed < opened)
        {
            row.wrong("closed", "It was closed before it was opened.");
        }
        let (serious, near) = (row.yes("serious"), row.yes("near"));
        let continuity = row.yes("continuity");
        let had = self.fold.year.incidents.get(&incident);
        let had = had.map(|kept| kept.value.clone());
        let was = had.as_ref();
        let kept = IncidentKept {
            title: or(row.text("title"), was.map(|it| &it.title)),
            unit: or(row.text("unit"), was.map(|it| &it.unit)),
            kind: or(row.text("kind"), was.map(|it| &it.kind)),
            found_by: found_by(&row.text("found by"))
                .or(was.map(|it| it.found_by))
                .unwrap_or(FoundBy::Unknown),
            serious: serious.or(was.map(|it| it.serious)).unwrap_or_default(),
            near: near.or(was.map(|it| it.near)).unwrap_or_default(),
            continuity: continuity
                .or(was.map(|it| it.continuity))
                .unwrap_or_default(),
            opened: opened.unwrap_or_default(),
            closed: closed.or(was.and_then(|it| it.closed)),
            reviewed: reviewed.or(was.and_then(|it| it.reviewed)),
            key: or(row.text("key"), was.map(|it| &it.key)),
            incident,
        };
        if !self.fits(row) {
            return;
        }
        let changed = had.is_none_or(|had| had != kept);
        let events = changed.then_some(ProgrammeEvent::IncidentKept(kept));
        self.take(events.into_iter().collect(), false);
    }

    /// True where everything in the row fits; else the row is left out and said.
    fn fits(&mut self, row: Row<'_, '_>) -> bool {
        let fits = row.misfits.is_empty();
        self.import.left_out += u32::from(!fits);
        self.import.misfits.extend(row.misfits);
        fits
    }

    fn take(&mut self, events: Vec<ProgrammeEvent>, renamed: bool) {
        if events.is_empty() && !renamed {
            self.import.same += 1;
        } else {
            self.import.rows += 1;
        }
        for event in events {
            let seq = self.fold.last_seq + 1;
            self.fold.apply(seq, terms::Stamp(0), event.clone());
            self.import.events.push(event);
        }
    }

    fn same_action(&self, what: &str, cause: &Cause) -> Option<String> {
        let what = fold_name(what);
        let all = self.fold.year.actions.iter();
        // One that a tracker numbered is known by its number alone: which table comes first must not matter.
        let mut same = all.filter(|(id, it)| {
            is_of_ours(id) && fold_name(&it.said.what) == what && it.said.cause == *cause
        });
        same.next().map(|(id, _)| id.clone())
    }
}

/// True for a number that this program gave.
fn is_of_ours(id: &str) -> bool {
    let one = |c: char| c.is_ascii_digit() || c.is_ascii_uppercase();
    id.len() == 26 && id.chars().all(one)
}

/// What a cell says; what was known before where it is empty.
fn or(text: String, had: Option<&String>) -> String {
    match had {
        Some(had) if text.is_empty() => had.clone(),
        Some(_) | None => text,
    }
}

#[derive(PartialEq)]
enum Progress {
    Open,
    Done,
    Verified,
}
