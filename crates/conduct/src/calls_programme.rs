//! Calls about what stands around a drill: Home, programme files, the Library, people.

use std::path::Path;
use std::sync::Arc;

use ledger::Person;
use programme::ProgrammeNamed;
use terms::{ExerciseId, PersonId};
use wire::{DeskCall, DeskReply, Problem, ProblemCode};

use crate::desk::{Desk, Open, fits, mint, named, note, unopened};
use crate::keep::{Headline, Keep};
use crate::opened;
use crate::problem::{fault, problem, unknown, unreadable};
use crate::views;

impl Desk {
    pub(crate) fn programme_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Home => Ok(self.home(open)),
            DeskCall::OpenProgramme { path, create } => self.open_programme(open, &path, create),
            DeskCall::Library => Ok(DeskReply::Library(views::library(
                Some(&open.keep),
                &self.library,
            ))),
            DeskCall::Scenario { key } => {
                let found = self.library.get(&key).map_err(|_| unknown("scenario"))?;
                Ok(DeskReply::Scenario(views::scenario_view(
                    Some(&open.keep),
                    &found,
                )))
            }
            DeskCall::ImportScenario { path } => {
                let path = Path::new(&path);
                let found = self
                    .library
                    .import(path)
                    .map_err(|error| unreadable(path, &error))?;
                Ok(DeskReply::Scenario(views::scenario_view(
                    Some(&open.keep),
                    &found,
                )))
            }
            DeskCall::Roster => Ok(DeskReply::Roster(views::roster(&open.keep))),
            DeskCall::KeepPerson {
                person,
                name,
                contact,
                unit,
            } => {
                let name = named(&name)?;
                for text in [&name, &contact, &unit] {
                    fits(text)?;
                }
                let id = match person {
                    Some(id) if open.keep.fold.people.contains_key(id.as_str()) => {
                        PersonId::from(id)
                    }
                    Some(_) => return Err(unknown("person")),
                    None => PersonId::from(mint(self.clock.now())),
                };
                let person = Person { id, name, contact };
                open.keep
                    .keep_person(person, unit)
                    .map_err(|failed| fault(&failed))?;
                Ok(DeskReply::Roster(views::roster(&open.keep)))
            }
            DeskCall::ErasePerson { person } => {
                let id = PersonId::from(person);
                if !open.keep.people.contains_key(&id) {
                    return Err(unknown("person"));
                }
                open.keep
                    .erase_person(&id)
                    .map_err(|failed| fault(&failed))?;
                Ok(DeskReply::Roster(views::roster(&open.keep)))
            }
            other => Err(misplaced(&other)),
        }
    }

    pub(crate) fn home(&self, open: &mut Open) -> DeskReply {
        self.find_cut_off(open);
        let conducted: Vec<_> = open.conductors.keys().cloned().collect();
        for id in conducted {
            note(open, &id);
        }
        DeskReply::Home(views::home(&open.keep))
    }

    /// A drill that runs by its records and that nobody conducts was cut off: beginning to conduct it pauses it where it
    /// was. One that cannot be begun is told about once somebody opens it.
    fn find_cut_off(&self, open: &mut Open) {
        if open.keep.read_only().is_some() {
            return;
        }
        let running = |(id, line): (&ExerciseId, &Headline)| {
            let alone = line.phase == "running" && !open.conductors.contains_key(id);
            alone.then(|| id.to_string())
        };
        let alone: Vec<String> = open.keep.drills.iter().filter_map(running).collect();
        for id in alone {
            let _told_later = self.conductor(open, &id);
        }
    }

    fn open_programme(
        &self,
        open: &mut Open,
        path: &str,
        create: bool,
    ) -> Result<DeskReply, Problem> {
        let path = Path::new(path);
        let same = path.canonicalize().ok() == open.keep.path.canonicalize().ok();
        if same && path.exists() {
            return Ok(self.home(open));
        }
        let busy = open.conductors.values().any(|conductor| {
            conductor
                .look(|drill| matches!(drill.exercise.phase(), exercise::Phase::Running { .. }))
        });
        if busy {
            let says = "A drill is running. Pause or end it before you open another programme.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let clock = Arc::clone(&self.clock);
        let keep = if create {
            let name = path
                .file_stem()
                .map_or_else(String::new, |stem| stem.to_string_lossy().into());
            Keep::create(
                path,
                ProgrammeNamed {
                    name,
                    sample: false,
                },
                clock,
            )
        } else {
            Keep::open(path, clock)
        };
        let keep = keep.map_err(unopened)?;
        open.doors.shut();
        open.conductors.clear();
        open.keep = keep;
        let (path, name) = (&open.keep.path, &open.keep.fold.name);
        // Only a convenience: a list that cannot be written keeps nobody from working.
        let _listed = opened::remember(&self.places.own, path, name, self.clock.now());
        Ok(self.home(open))
    }
}

/// A call that was handed to the wrong room; a fault of ours that a test would show.
pub(crate) fn misplaced(call: &DeskCall) -> Problem {
    let mut problem = problem(ProblemCode::BadCall, "This call cannot be answered.");
    problem.detail = Some(format!("{call:?}"));
    problem
}
