//! What a table of people, actions, assets or incidents means for the programme: the records to add, the names for the
//! erasable table, and what does not fit. Importing the same table twice adds nothing the second time, and tables may come
//! in any order: an action may name an owner before the roster does. Not here: the file (the world reads it).

use std::collections::{BTreeMap, BTreeSet};

use scenario::Function;
use serde::Serialize;
use terms::{ExerciseId, PersonId};

use crate::improvement::{ActionDone, ActionTracked, ActionVerified, Cause, Priority};
use crate::look::is_a_name;
use crate::people::{AppointmentMade, FunctionsKept, Post, Who, fold_name, function_of};
use crate::programme_stream::{PersonKept, ProgrammeEvent, ProgrammeFold};
use crate::register::{AssetKept, FoundBy, IncidentKept};
use crate::table::{Column, Misfit, Row, Table};

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
    taker.import
}

const PEOPLE: [Column; 9] = [
    ("name", &["person", "full name", "display name", "employee"]),
    (
        "contact",
        &[
            "email",
            "e mail",
            "mail",
            "phone",
            "telephone",
            "email address",
        ],
    ),
    ("unit", &["business unit", "department", "division", "team"]),
    ("functions", &["function"]),
    ("role", &["plan role", "irp role", "incident role"]),
    (
        "post",
        &[
            "standing",
            "primary alternate",
            "primary or alternate",
            "holder",
        ],
    ),
    ("by", &["appointed by", "approver"]),
    ("since", &["from", "appointed", "appointed on", "start"]),
    ("until", &["to", "end", "ends", "expires"]),
];

const ACTIONS: [Column; 14] = [
    (
        "action",
        &["corrective action", "what", "title", "summary", "task"],
    ),
    (
        "id",
        &["key", "number", "ref", "reference", "ticket", "issue key"],
    ),
    ("owner", &["assignee", "responsible", "assigned to"]),
    ("unit", &["business unit", "department"]),
    ("element", &["kind", "type", "capability element"]),
    ("priority", &["severity", "urgency"]),
    ("start", &["start date", "begins"]),
    (
        "due",
        &[
            "due date",
            "deadline",
            "completion",
            "completion date",
            "by",
        ],
    ),
    ("status", &["state"]),
    (
        "answers",
        &["finding", "issue", "cause", "source", "incident"],
    ),
    (
        "done",
        &["done on", "completed", "completed on", "closed", "resolved"],
    ),
    ("evidence", &["proof", "link"]),
    ("verified by", &["verifier", "checked by"]),
    (
        "verified on",
        &["verified", "verification date", "checked on"],
    ),
];

const ASSETS: [Column; 5] = [
    ("name", &["asset", "system", "asset name", "system name"]),
    ("id", &["asset id", "number", "ref", "reference", "key"]),
    (
        "categories",
        &[
            "category",
            "data",
            "data categories",
            "data category",
            "classification",
        ],
    ),
    ("owner", &["asset owner", "responsible"]),
    ("unit", &["business unit", "department"]),
];

const INCIDENTS: [Column; 12] = [
    (
        "id",
        &[
            "number",
            "ref",
            "reference",
            "incident",
            "incident id",
            "ticket",
            "key number",
        ],
    ),
    (
        "title",
        &["summary", "what", "what happened", "description", "subject"],
    ),
    ("unit", &["business unit", "department"]),
    ("kind", &["type", "category", "incident type"]),
    (
        "found by",
        &["source", "detected by", "detection", "reported by", "found"],
    ),
    ("serious", &["severity", "major", "critical"]),
    ("near", &["near incident", "near miss"]),
    ("continuity", &["business continuity", "continuity touched"]),
    (
        "opened",
        &["date", "opened on", "start", "reported", "reported on"],
    ),
    ("closed", &["closed on", "end", "resolved"]),
    ("reviewed", &["last review", "reviewed on", "last reviewed"]),
    ("key", &["failure", "recurrence key"]),
];

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
            // One whose name was written before is not written otherwise by a blank or a capital letter.
            name: before.as_ref().map_or(name, |it| it.name.clone()),
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
            let by = self.who(&by, &mut events);
            let made = AppointmentMade {
                role,
                person: id.clone(),
                post,
                by,
                since,
                until,
            };
            let key = (fold_name(&made.role), id.clone());
            let had = self.fold.year.appointments.get(&key);
            if had.is_none_or(|kept| kept.value != made) {
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
        let owner = self.who(&owner, &mut events);
        let said = ActionTracked {
            action: action.clone(),
            cause,
            what,
            element,
            owner: owner.clone(),
            unit,
            priority,
            start,
            due,
        };
        let verifier = self.who(&verifier, &mut events);
        let had = self.fold.year.actions.get(&action);
        if had.is_none_or(|kept| kept.said != said) {
            events.push(ProgrammeEvent::ActionTracked(said));
        }
        if let Some(on) = done.filter(|_| is_done) {
            let done = ActionDone {
                action: action.clone(),
                by: owner,
                on,
                evidence,
            };
            if had.is_none_or(|kept| kept.done.as_ref() != Some(&done)) {
                events.push(ProgrammeEvent::ActionDone(done));
            }
        }
        if let Some(on) = verified.or(done).filter(|_| is_verified) {
            let verified = ActionVerified {
                action,
                by: verifier,
                on,
                note: String::new(),
            };
            if had.is_none_or(|kept| kept.verified.as_ref() != Some(&verified)) {
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
        let owner = self.who(&owner, &mut events);
        let kept = AssetKept {
            asset: if id.is_empty() {
                fold_name(&name).replace(' ', "-")
            } else {
                id
            },
            name,
            categories,
            owner,
            unit,
        };
        let had = self.fold.year.assets.get(&kept.asset);
        if had.is_none_or(|had| had.value != kept) {
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
        let kept = IncidentKept {
            incident,
            title: row.text("title"),
            unit: row.text("unit"),
            kind: row.text("kind"),
            found_by: found_by(&row.text("found by")),
            serious,
            near,
            continuity,
            opened: opened.unwrap_or_default(),
            closed,
            reviewed,
            key: row.text("key"),
        };
        if !self.fits(row) {
            return;
        }
        let had = self.fold.year.incidents.get(&kept.incident);
        let changed = had.is_none_or(|had| had.value != kept);
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

    /// Somebody by their contact, else by their name where that is enough.
    fn find(&self, name: &str, contact: &str) -> Found {
        let (name, contact) = (fold_name(name), fold_name(contact));
        if !contact.is_empty() {
            let mine = self
                .known
                .iter()
                .find(|(_, it)| fold_name(&it.contact) == contact);
            if let Some((id, _)) = mine {
                return Found::One(id.clone());
            }
        }
        let named: Vec<&PersonId> = self
            .known
            .iter()
            .filter(|(_, it)| fold_name(&it.name) == name)
            // A namesake whose other contact is known is somebody else.
            .filter(|(_, it)| contact.is_empty() || it.contact.is_empty())
            .map(|(id, _)| id)
            .collect();
        match named.as_slice() {
            [] => Found::Nobody,
            [one] => Found::One((*one).clone()),
            _ => Found::Several,
        }
    }

    /// Who is named. Somebody who reads as a person and is not in the roster joins it without a unit, so that no name
    /// stands in a record.
    fn who(&mut self, words: &str, events: &mut Vec<ProgrammeEvent>) -> Who {
        match self.find(words, "") {
            Found::One(id) => Who::Person(id),
            Found::Nobody if is_a_name(words) && !self.is_office(words) => {
                let id = PersonId::from((self.mint)());
                let contact = Contact {
                    name: words.to_owned(),
                    contact: String::new(),
                };
                self.known.insert(id.clone(), contact.clone());
                self.import.people.insert(id.clone(), contact);
                events.push(ProgrammeEvent::PersonKept(PersonKept {
                    person: id.clone(),
                    unit: String::new(),
                }));
                Who::Person(id)
            }
            Found::Nobody | Found::Several => Who::Office(words.to_owned()),
        }
    }

    /// True where the words name a function, a unit or a role.
    fn is_office(&self, words: &str) -> bool {
        let name = fold_name(words);
        let mut units = self.fold.people.values();
        let mut roles = self.fold.year.appointments.keys();
        function_of(words).is_some()
            || self.fold.year.units.contains_key(&name)
            || units.any(|unit| fold_name(unit) == name)
            || roles.any(|(role, _)| *role == name)
    }

    fn same_action(&self, what: &str, cause: &Cause) -> Option<String> {
        let what = fold_name(what);
        let all = self.fold.year.actions.iter();
        let mut same =
            all.filter(|(_, it)| fold_name(&it.said.what) == what && it.said.cause == *cause);
        same.next().map(|(id, _)| id.clone())
    }
}

enum Found {
    One(PersonId),
    Nobody,
    Several,
}

#[derive(PartialEq)]
enum Progress {
    Open,
    Done,
    Verified,
}

fn functions(row: &mut Row<'_, '_>) -> Vec<Function> {
    let mut found = Vec::new();
    for word in list(&row.text("functions")) {
        match function_of(&word) {
            Some(function) => found.push(function),
            None => row.wrong(
                "functions",
                &format!(
                    "“{word}” is no function; known are cybersecurity, IT, privacy, business, legal, communications, HR, executive."
                ),
            ),
        }
    }
    found
}

fn post(row: &mut Row<'_, '_>) -> Post {
    let text = row.text("post");
    match fold_name(&text).as_str() {
        "" | "primary" | "holder" | "main" | "yes" => Post::Primary,
        "alternate" | "deputy" | "backup" | "secondary" => Post::Alternate,
        _ => {
            row.wrong(
                "post",
                &format!("“{text}” is neither primary nor alternate."),
            );
            Post::Primary
        }
    }
}

fn cause(row: &mut Row<'_, '_>) -> Cause {
    let text = row.text("answers");
    if let Some(incident) = text.strip_prefix("incident/") {
        return Cause::Incident(incident.to_owned());
    }
    if let Some(place) = text.strip_prefix("exercise/") {
        let read = place
            .split_once('#')
            .and_then(|(exercise, seq)| Some((exercise, seq.parse().ok()?)));
        if let Some((exercise, finding)) = read {
            return Cause::Drill {
                exercise: ExerciseId::from(exercise),
                finding,
            };
        }
        row.wrong("answers", "A finding is named like exercise/ID#RECORD.");
    }
    Cause::Other(text)
}

fn element(row: &mut Row<'_, '_>) -> String {
    let text = row.text("element");
    match fold_name(&text).as_str() {
        "" => String::new(),
        "planning" | "plan" => "planning".to_owned(),
        "organisation" | "organization" => "organisation".to_owned(),
        "equipment" => "equipment".to_owned(),
        "training" => "training".to_owned(),
        "exercises" | "exercise" => "exercises".to_owned(),
        _ => {
            row.wrong(
                "element",
                &format!(
                    "“{text}” is none of planning, organisation, equipment, training, exercises."
                ),
            );
            String::new()
        }
    }
}

fn priority(row: &mut Row<'_, '_>) -> Priority {
    let text = row.text("priority");
    match fold_name(&text).as_str() {
        "high" | "highest" | "critical" | "urgent" | "1" => Priority::High,
        "" | "medium" | "normal" | "2" => Priority::Medium,
        "low" | "lowest" | "minor" | "3" => Priority::Low,
        _ => {
            row.wrong(
                "priority",
                &format!("“{text}” is none of high, medium, low."),
            );
            Priority::Medium
        }
    }
}

fn status(row: &mut Row<'_, '_>) -> Progress {
    let text = row.text("status");
    match fold_name(&text).as_str() {
        "" | "open" | "new" | "to do" | "todo" | "in progress" | "planned" => Progress::Open,
        "done" | "closed" | "complete" | "completed" | "resolved" => Progress::Done,
        "verified" => Progress::Verified,
        _ => {
            row.wrong(
                "status",
                &format!("“{text}” is none of open, done, verified."),
            );
            Progress::Open
        }
    }
}

fn found_by(text: &str) -> FoundBy {
    match fold_name(text).as_str() {
        "system" | "monitoring" | "siem" | "alert" | "edr" | "automatic" => FoundBy::System,
        "person" | "user" | "staff" | "employee" | "manual" | "people" => FoundBy::Person,
        "outside" | "customer" | "supplier" | "authority" | "third party" | "external" => {
            FoundBy::Outside
        }
        _ => FoundBy::Unknown,
    }
}

fn list(text: &str) -> Vec<String> {
    let parts = text.split([',', ';', '|']);
    parts
        .map(|it| it.trim().to_owned())
        .filter(|it| !it.is_empty())
        .collect()
}
