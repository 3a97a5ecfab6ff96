//! The desk's one handler. A call comes in, a view goes out; the rules it needs are asked of the pure crates. The
//! calls themselves stand in `calls_*`, by what they are about. Not here: the window, the network.

use std::collections::BTreeMap;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, OnceLock, Weak};

use exercise::Phase;
use ledger::Person;
use programme::ProgrammeNamed;
use terms::{ExerciseId, PersonId, PlanId, Stamp};
use wire::{DeskCall, DeskNews, DeskReply, Problem, ProblemCode};

use crate::calls_programme::misplaced;
use crate::clock::Clock;
use crate::conductor::{Conductor, Drill, Tell, Told};
use crate::drafts::Drafts;
use crate::keep::{Keep, Unopened};
use crate::library::Library;
use crate::opened;
use crate::parts::{Part, part_of};
use crate::practice;
use crate::problem::{advise, fault, problem, unknown, unwritable};
use crate::seats::{Doors, OpenDoor, Seats};
use crate::views;

/// Where things lie on this computer.
#[derive(Clone, Debug)]
pub struct Places {
    /// The scenarios that ship with the program.
    pub shipped: PathBuf,
    /// The user's application folder: drafts, settings, own scenarios, the programme that opens by itself.
    pub own: PathBuf,
}

/// What to open at the start.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Start {
    /// The user's own programme, made where there is none yet.
    Own,
    /// The sample programme, made where there is none yet.
    Sample,
    /// The programme in this file.
    Programme(PathBuf),
}

/// How the desk tells what nobody asked for.
pub type TellDesk = Arc<dyn Fn(DeskNews) + Send + Sync>;

/// The way from a seat to the desk.
pub(crate) type AtTheDesk = Arc<OnceLock<Weak<Desk>>>;

/// The desk.
pub struct Desk {
    pub(crate) clock: Arc<Clock>,
    pub(crate) places: Places,
    pub(crate) library: Library,
    pub(crate) drafts: Mutex<Drafts>,
    pub(crate) open: tokio::sync::Mutex<Open>,
    /// What went wrong before there was a page to tell; told with the first Home.
    untold: Mutex<Option<Problem>>,
    /// Names of people, for the views that are told.
    pub(crate) names: Arc<Mutex<BTreeMap<PersonId, String>>>,
    /// Persons that came in by a typed name and are not yet among those that are kept.
    pub(crate) typed: Arc<Mutex<Vec<Person>>>,
    /// The seats that hear of each drill.
    pub(crate) hearers: Arc<Mutex<BTreeMap<ExerciseId, Weak<Seats>>>>,
    pub(crate) tell: TellDesk,
    /// The desk itself, as seats reach it; nothing where nobody attends to them.
    pub(crate) at_the_desk: AtTheDesk,
    /// Opens the seats' door; none where this program has no network side.
    pub(crate) open_door: Option<OpenDoor>,
}

/// The open programme and its running drills.
pub(crate) struct Open {
    pub keep: Keep,
    pub conductors: BTreeMap<ExerciseId, Conductor>,
    pub doors: Doors,
}

impl Desk {
    /// Opens the desk.
    ///
    /// # Errors
    /// Where the programme cannot be opened or made.
    pub fn open(
        places: Places,
        start: &Start,
        clock: Arc<Clock>,
        tell: TellDesk,
    ) -> Result<Self, Problem> {
        std::fs::create_dir_all(&places.own).map_err(|error| unwritable(&places.own, &error))?;
        let library = Library::new(places.shipped.clone(), places.own.join("scenarios"));
        let mut untold = None;
        let keep = match start {
            Start::Own => own_programme(&places, &clock, &mut untold)?,
            Start::Sample => crate::sample::programme(&places, &library, &clock)?,
            Start::Programme(path) => Keep::open(path, Arc::clone(&clock)).map_err(unopened)?,
        };
        // Only a convenience: a list that cannot be written keeps nobody from working.
        let _listed = opened::remember(&places.own, &keep.path, &keep.fold.name, clock.now());
        let names = Arc::new(Mutex::new(keep.names()));
        Ok(Self {
            drafts: Mutex::new(Drafts::open(places.own.clone())),
            open: tokio::sync::Mutex::new(Open {
                keep,
                conductors: BTreeMap::new(),
                doors: Doors::default(),
            }),
            untold: Mutex::new(untold),
            names,
            typed: Arc::default(),
            hearers: Arc::default(),
            library,
            places,
            clock,
            tell,
            at_the_desk: AtTheDesk::default(),
            open_door: None,
        })
    }

    /// Gives the desk a door for seats.
    #[must_use]
    pub fn with_door(mut self, open: OpenDoor) -> Self {
        self.open_door = Some(open);
        self
    }

    /// Answers a call.
    ///
    /// # Errors
    /// Where the rules say no, a file is wrong or the world failed.
    pub async fn call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        let part = part_of(&call);
        match part {
            Part::Press => return self.print_call(call).await,
            Part::Files => return self.file_call(call).await,
            Part::Own => return self.own_call(call),
            Part::Programme
            | Part::Plan
            | Part::Drill
            | Part::Team
            | Part::Review
            | Part::Year
            | Part::Registers
            | Part::Report
            | Part::Door => {}
        }
        let mut open = self.open.lock().await;
        self.take_in_typed(&mut open);
        if matches!(call, DeskCall::Home)
            && let Some(problem) = crate::lock(&self.untold).take()
        {
            (self.tell)(DeskNews::Problem(problem));
        }
        if let Some(exercise) = practice::shows(&call) {
            let conductor = self.conductor(&mut open, exercise)?;
            conductor.look(|drill| practice::unshared(&drill.exercise))?;
        }
        let reply = match part {
            Part::Programme => self.programme_call(&mut open, call),
            Part::Plan => self.plan_call(&mut open, call),
            Part::Drill => self.drill_call(&mut open, call).await,
            Part::Team => self.team_call(&mut open, call),
            Part::Review => self.review_call(&mut open, call),
            Part::Year => self.year_call(&mut open, call),
            Part::Registers => self.register_call(&mut open, call),
            Part::Report => self.report_call(&mut open, call),
            Part::Door => self.door_call(&mut open, call).await,
            Part::Press | Part::Files | Part::Own => Err(misplaced(&call)),
        };
        self.take_names(&open);
        reply
    }

    /// What this user keeps beside every programme.
    fn own_call(&self, call: DeskCall) -> Result<DeskReply, Problem> {
        let mut drafts = crate::lock(&self.drafts);
        let unwritten = |error| unwritable(&self.places.own, &error);
        Ok(match call {
            DeskCall::KeepDraft { key, text } => {
                drafts.keep(key, text).map_err(unwritten)?;
                DeskReply::Done
            }
            DeskCall::Drafts => DeskReply::Drafts(drafts.texts().clone()),
            DeskCall::Settings => DeskReply::Settings(drafts.settings().clone()),
            DeskCall::KeepSettings { settings } => {
                drafts.set(settings).map_err(unwritten)?;
                DeskReply::Settings(drafts.settings().clone())
            }
            other => return Err(misplaced(&other)),
        })
    }

    /// Takes in the names that views are told with.
    pub(crate) fn take_names(&self, open: &Open) {
        let mut names = crate::lock(&self.names);
        let kept = &open.keep.people;
        let stand = names.len() == kept.len()
            && (names.iter().zip(kept)).all(|((id, name), (of, it))| id == of && *name == it.name);
        if !stand {
            *names = open.keep.names();
        }
        // Whoever joined meanwhile is kept with the next call.
        for person in crate::lock(&self.typed).iter() {
            names.insert(person.id.clone(), person.name.clone());
        }
    }

    /// Lets seats reach the desk: whoever practises closes their practice and tries again without anybody at the desk.
    pub fn attend(self: &Arc<Self>) {
        let _attends_already = self.at_the_desk.set(Arc::downgrade(self));
    }

    /// Takes in the people who came in by a typed name.
    pub(crate) fn take_in_typed(&self, open: &mut Open) {
        for person in crate::lock(&self.typed).drain(..) {
            open.keep.people.insert(person.id.clone(), person);
        }
    }

    /// Closes the programme file. What is waiting in its log is folded into it.
    pub async fn close(self) {
        let mut open = self.open.into_inner();
        open.doors.shut();
        drop(open.doors);
        drop(open.conductors);
        drop(open.keep);
    }

    /// The Conductor of a drill, begun where it is not yet.
    pub(crate) fn conductor(&self, open: &mut Open, id: &str) -> Result<Conductor, Problem> {
        let id = ExerciseId::from(id);
        if let Some(conductor) = open.conductors.get(&id) {
            return Ok(conductor.clone());
        }
        if !open.keep.drills.contains_key(&id) {
            return Err(unknown("drill"));
        }
        let drill = open.keep.load(&id).map_err(unopened)?;
        self.begin(open, drill)
    }

    /// Begins to conduct a drill.
    pub(crate) fn begin(&self, open: &mut Open, drill: Drill) -> Result<Conductor, Problem> {
        let id = drill.id.clone();
        let ledger = Arc::clone(&open.keep.ledger);
        let (tell, woken) = practice::waking(self.teller());
        let conductor = Conductor::begin(drill, ledger, Arc::clone(&self.clock), tell)
            .map_err(|failed| fault(&failed))?;
        practice::let_play(conductor.downgrade(), Arc::clone(&self.clock), woken);
        open.conductors.insert(id.clone(), conductor.clone());
        note(open, &id);
        Ok(conductor)
    }

    /// What the Conductors tell becomes what the page is told.
    fn teller(&self) -> Tell {
        let (names, clock, tell, hearers) = (
            Arc::clone(&self.names),
            Arc::clone(&self.clock),
            Arc::clone(&self.tell),
            Arc::clone(&self.hearers),
        );
        Arc::new(move |drill: &Drill, told: Told| match told {
            Told::Changed => {
                let seats = crate::lock(&hearers).get(&drill.id).and_then(Weak::upgrade);
                if let Some(seats) = seats {
                    seats.publish(drill);
                }
            }
            Told::Look if practice::unshared(&drill.exercise).is_err() => {}
            Told::Look => {
                let names = crate::lock(&names).clone();
                let mut view = conduct_view(drill, &names, clock.now());
                let seats = crate::lock(&hearers).get(&drill.id).and_then(Weak::upgrade);
                view.door_open = seats.is_some_and(|seats| seats.is_open());
                tell(DeskNews::Conduct(Box::new(view)));
            }
            Told::Failed(failed) => tell(DeskNews::Problem(fault(&failed))),
        })
    }
}

/// The view of a drill as it stands.
pub(crate) fn conduct_view(
    drill: &Drill,
    names: &BTreeMap<PersonId, String>,
    now: Stamp,
) -> wire::ConductView {
    views::conduct(
        &drill.id,
        &crate::calls_drill::scene(drill, names, now),
        false,
    )
}

/// Makes the line about a drill anew from what its Conductor has.
pub(crate) fn note(open: &mut Open, id: &ExerciseId) {
    if let Some(conductor) = open.conductors.get(id) {
        let keep = &mut open.keep;
        conductor.look(|drill| keep.note(id, &drill.records));
    }
}

/// A drill or plan that could not be opened.
pub(crate) fn unopened(why: Unopened) -> Problem {
    match why {
        Unopened::Fault(failed) => fault(&failed),
        Unopened::Unreadable(detail) => Problem {
            code: ProblemCode::Damaged,
            says: "Something in the programme cannot be read.".to_owned(),
            hint: Some(
                "The file was left as it is. It may come from a newer Rockdrill; else open a backup."
                    .to_owned(),
            ),
            detail: Some(detail),
        },
    }
}

/// The programme that opens by itself. Where its file cannot be opened it is left as it is, the next one is opened or
/// made, and what happened is left to be told: a trainer must be able to reach a backup from the window.
fn own_programme(
    places: &Places,
    clock: &Arc<Clock>,
    untold: &mut Option<Problem>,
) -> Result<Keep, Problem> {
    let names = (2..10).map(|number| format!("programme-{number}.rockdrill"));
    for name in std::iter::once("programme.rockdrill".to_owned()).chain(names) {
        let path = places.own.join(name);
        if !path.exists() {
            let named = ProgrammeNamed {
                name: "My programme".to_owned(),
                sample: false,
            };
            return Keep::create(&path, named, Arc::clone(clock)).map_err(unopened);
        }
        match Keep::open(&path, Arc::clone(clock)) {
            Ok(keep) => return Ok(keep),
            Err(why) => {
                untold.get_or_insert(unopened(why));
            }
        }
    }
    Err(untold.take().unwrap_or_else(|| unknown("programme")))
}

/// A new id that sorts by its moment.
pub(crate) fn mint(now: Stamp) -> String {
    let fresh = ulid::Ulid::generate();
    ulid::Ulid::from_parts(now.0.unsigned_abs(), fresh.random()).to_string()
}

/// The plan of a drill or call.
pub(crate) fn plan_id(open: &Open, id: &str) -> Result<PlanId, Problem> {
    let id = PlanId::from(id);
    if open.keep.plans.contains_key(&id) {
        Ok(id)
    } else {
        Err(unknown("plan"))
    }
}

/// A name that has to be given.
pub(crate) fn named(by: &str) -> Result<String, Problem> {
    let by = by.trim();
    if by.is_empty() {
        Err(problem(
            ProblemCode::Refused,
            "A name is needed: this is kept with who did it.",
        ))
    } else {
        Ok(by.to_owned())
    }
}

/// A text that is too long for a field of its own.
pub(crate) fn fits(text: &str) -> Result<(), Problem> {
    if text.chars().count() > exercise::TEXT_LIMIT {
        let says = format!(
            "That text is longer than {} characters.",
            exercise::TEXT_LIMIT
        );
        return Err(advise(
            ProblemCode::Refused,
            says,
            "Shorten it; nothing of it is lost.",
        ));
    }
    Ok(())
}

/// Whether play is under way or its hot wash.
pub(crate) fn in_play(phase: Phase) -> bool {
    match phase {
        Phase::Running { .. } | Phase::Paused { .. } | Phase::HotWash => true,
        Phase::Briefing | Phase::Review | Phase::Closed { .. } => false,
    }
}
