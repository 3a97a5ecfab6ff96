//! An open programme file with everything that is folded from it: people, plans, corrective actions, drills. Reads and
//! appends records; asks the pure crates what they mean. Not here: running a drill (`conductor`), calls (`desk`).

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex};

use exercise::{Brief, Event, Exercise, Given, PlanUsed, Record, Script};
use ledger::{Access, Fault, Ledger, NewRecord, Person};
use plan::{Headings, Source};
use programme::{PlanEvent, PlanFold, ProgrammeEvent, ProgrammeFold, ProgrammeNamed};
use scenario::Scenario;
use terms::{ExerciseId, PersonId, PlanId, Stamp};

use crate::clock::Clock;
use crate::conductor::Drill;
pub use crate::headline::Headline;

/// An open programme.
pub struct Keep {
    /// The file.
    pub path: PathBuf,
    /// The file's ledger, shared with the Conductors.
    pub ledger: Arc<Mutex<Ledger>>,
    /// People, corrective actions, closed drills.
    pub fold: ProgrammeFold,
    /// Every plan.
    pub plans: BTreeMap<PlanId, PlanFold>,
    /// Names and contacts, where they were not erased.
    pub people: BTreeMap<PersonId, Person>,
    /// Every drill, in a line.
    pub drills: BTreeMap<ExerciseId, Headline>,
    clock: Arc<Clock>,
}

/// Why something could not be read from the programme.
#[derive(Debug)]
pub enum Unopened {
    /// The file, or the way to it.
    Fault(Fault),
    /// A record or blob that this program cannot make sense of.
    Unreadable(String),
}

impl From<Fault> for Unopened {
    fn from(fault: Fault) -> Self {
        Self::Fault(fault)
    }
}

impl From<exercise::DecodeError> for Unopened {
    fn from(error: exercise::DecodeError) -> Self {
        Self::Unreadable(format!(
            "a record of kind \"{}\": {}",
            error.kind, error.why
        ))
    }
}

impl From<programme::Unreadable> for Unopened {
    fn from(error: programme::Unreadable) -> Self {
        Self::Unreadable(error.to_string())
    }
}

impl Keep {
    /// Makes a new programme file.
    ///
    /// # Errors
    /// Where it cannot be made; an existing file is never touched.
    pub fn create(path: &Path, named: ProgrammeNamed, clock: Arc<Clock>) -> Result<Self, Unopened> {
        let mut keep = Self::over(path, Ledger::create(path)?, clock)?;
        keep.append(ProgrammeEvent::Named(named))?;
        Ok(keep)
    }

    /// Opens a programme file and folds what is in it.
    ///
    /// # Errors
    /// Where the file is damaged, foreign or newer; it is left as it is.
    pub fn open(path: &Path, clock: Arc<Clock>) -> Result<Self, Unopened> {
        Self::over(path, Ledger::open(path)?, clock)
    }

    /// Opens a programme file to read it only.
    ///
    /// # Errors
    /// Where the file is damaged, foreign or newer; it is left as it is.
    pub fn open_to_read(path: &Path, clock: Arc<Clock>) -> Result<Self, Unopened> {
        Self::over(path, Ledger::open_read_only(path)?, clock)
    }

    /// Opens a programme file to read it only, as it stood at a moment: nothing that was written down later is in it.
    ///
    /// # Errors
    /// Where the file is damaged, foreign or newer; it is left as it is.
    pub fn as_of(path: &Path, clock: Arc<Clock>, until: Stamp) -> Result<Self, Unopened> {
        Self::over_until(path, Ledger::open_read_only(path)?, clock, Some(until))
    }

    /// A programme over a ledger that is open already.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub fn over(path: &Path, ledger: Ledger, clock: Arc<Clock>) -> Result<Self, Unopened> {
        Self::over_until(path, ledger, clock, None)
    }

    fn over_until(
        path: &Path,
        ledger: Ledger,
        clock: Arc<Clock>,
        until: Option<Stamp>,
    ) -> Result<Self, Unopened> {
        let mut keep = Self {
            path: path.to_owned(),
            fold: ProgrammeFold::default(),
            plans: BTreeMap::new(),
            people: BTreeMap::new(),
            drills: BTreeMap::new(),
            clock,
            ledger: Arc::new(Mutex::new(ledger)),
        };
        let ledger = Arc::clone(&keep.ledger);
        let ledger = crate::lock(&ledger);
        for stream in ledger.streams()? {
            // A stream is read up to the first record that is later, so that it stays a whole chain.
            let mut over = false;
            let mut later = |at: Stamp| {
                over |= until.is_some_and(|until| at > until);
                over
            };
            if stream == ledger::stream::PROGRAMME {
                ledger.read(&stream, 1, |stored| {
                    if later(stored.at) {
                        return Ok(());
                    }
                    let event = ProgrammeEvent::decode(stored.kind, stored.version, stored.body)?;
                    keep.fold.apply(stored.seq, stored.at, event);
                    Ok::<(), Unopened>(())
                })?;
            } else if let Some(id) = ledger::stream::plan_of(&stream) {
                let mut plan = PlanFold::default();
                ledger.read(&stream, 1, |stored| {
                    if later(stored.at) {
                        return Ok(());
                    }
                    let event = PlanEvent::decode(stored.kind, stored.version, stored.body)?;
                    plan.apply(stored.seq, stored.at, event);
                    Ok::<(), Unopened>(())
                })?;
                if plan.last_seq > 0 {
                    keep.plans.insert(id, plan);
                }
            } else if let Some(id) = ledger::stream::exercise_of(&stream) {
                let headline = Headline::read(&ledger, &stream, &mut later)?;
                keep.drills.extend(headline.map(|headline| (id, headline)));
            }
        }
        let people = ledger.people()?;
        keep.people = people
            .into_iter()
            .map(|person| (person.id.clone(), person))
            .collect();
        Ok(keep)
    }

    /// Takes note of a drill whose records were brought in behind this fold.
    ///
    /// # Errors
    /// Where a record cannot be read.
    pub(crate) fn note_drill(&mut self, id: &ExerciseId) -> Result<(), Unopened> {
        let stream = ledger::stream::of_exercise(id);
        let headline = Headline::read(&crate::lock(&self.ledger), &stream, |_| false)?;
        self.drills
            .extend(headline.map(|headline| (id.clone(), headline)));
        Ok(())
    }

    /// Why the programme can only be read, where that is so.
    pub fn read_only(&self) -> Option<String> {
        match crate::lock(&self.ledger).access() {
            Access::Writer => None,
            Access::ReadOnly { because } => Some(because.to_string()),
        }
    }

    /// The moment, by the clock it was opened with.
    pub(crate) fn now(&self) -> Stamp {
        self.clock.now()
    }

    /// Appends several events to the programme's own stream, all of them or none.
    ///
    /// # Errors
    /// Where they cannot be written; then nothing has changed.
    pub fn append_all(&mut self, events: Vec<ProgrammeEvent>) -> Result<(), Fault> {
        let at = self.clock.now();
        let rows = events.iter().map(|it| new(at, it.kind(), it.encode()));
        let rows: Vec<NewRecord> = rows.collect();
        let stream = ledger::stream::PROGRAMME;
        crate::lock(&self.ledger).append(stream, self.fold.last_seq, &rows)?;
        for event in events {
            self.fold.apply(self.fold.last_seq + 1, at, event);
        }
        Ok(())
    }

    /// Appends to the programme's own stream.
    ///
    /// # Errors
    /// Where it cannot be written; then nothing has changed.
    pub fn append(&mut self, event: ProgrammeEvent) -> Result<u64, Fault> {
        let at = self.clock.now();
        let row = new(at, event.kind(), event.encode());
        let stream = ledger::stream::PROGRAMME;
        crate::lock(&self.ledger).append(stream, self.fold.last_seq, &[row])?;
        self.fold.apply(self.fold.last_seq + 1, at, event);
        Ok(self.fold.last_seq)
    }

    /// Appends to the stream of a plan; a new plan begins with its first event.
    ///
    /// # Errors
    /// Where it cannot be written; then nothing has changed.
    pub fn append_plan(&mut self, id: &PlanId, event: PlanEvent) -> Result<u64, Fault> {
        let at = self.clock.now();
        let row = new(at, event.kind(), event.encode());
        let last = self.plans.get(id).map_or(0, |plan| plan.last_seq);
        crate::lock(&self.ledger).append(&ledger::stream::of_plan(id), last, &[row])?;
        self.plans
            .entry(id.clone())
            .or_default()
            .apply(last + 1, at, event);
        Ok(last + 1)
    }

    /// Keeps bytes by their hash.
    ///
    /// # Errors
    /// Where they cannot be written.
    pub fn put_blob(&self, media_type: &str, bytes: &[u8]) -> Result<String, Fault> {
        Ok(crate::lock(&self.ledger)
            .put_blob(media_type, bytes)?
            .to_string())
    }

    /// The text behind a hash.
    ///
    /// # Errors
    /// Where it is not there or no text.
    pub fn text(&self, hash: &str) -> Result<String, Unopened> {
        let bytes = self.bytes(hash)?;
        String::from_utf8(bytes)
            .map_err(|_| Unopened::Unreadable(format!("blob {hash} is no text")))
    }

    /// The bytes behind a hash.
    ///
    /// # Errors
    /// Where they are not there.
    pub fn bytes(&self, hash: &str) -> Result<Vec<u8>, Unopened> {
        let missing = || Unopened::Unreadable(format!("blob {hash} is missing"));
        let digest = hash.parse().map_err(|_| missing())?;
        let blob = crate::lock(&self.ledger).get_blob(&digest)?;
        Ok(blob.ok_or_else(missing)?.bytes)
    }

    /// The plan behind a hash, in the form in which it was written, with those headings.
    ///
    /// # Errors
    /// Where it is not there or no plan.
    pub fn plan(&self, hash: &str, headings: Headings) -> Result<Source, Unopened> {
        Source::of(self.bytes(hash)?)
            .map(|source| source.with_headings(headings))
            .map_err(|said| Unopened::Unreadable(said.says))
    }

    /// The plan that a drill was set up with, as it was read then.
    ///
    /// # Errors
    /// Where it is not there or no plan.
    pub fn plan_used(&self, used: &PlanUsed) -> Result<Source, Unopened> {
        self.plan(&used.hash, Headings::by_look(used.headings_by_look))
    }

    /// Keeps a person's name and unit.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn keep_person(&mut self, person: Person, unit: String) -> Result<(), Fault> {
        let kept = programme::PersonKept {
            person: person.id.clone(),
            unit,
        };
        if self.fold.people.get(&kept.person) != Some(&kept.unit) {
            self.append(ProgrammeEvent::PersonKept(kept))?;
        }
        crate::lock(&self.ledger).put_person(&person)?;
        self.people.insert(person.id.clone(), person);
        Ok(())
    }

    /// Erases a person's name and contact.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn erase_person(&mut self, id: &PersonId) -> Result<(), Fault> {
        crate::lock(&self.ledger).erase_person(id)?;
        self.people.remove(id);
        Ok(())
    }

    /// The name of a person, or what to say where it was erased.
    pub fn name(&self, id: &PersonId) -> String {
        self.people.get(id).map_or_else(
            || crate::views::NAME_ERASED.to_owned(),
            |person| person.name.clone(),
        )
    }

    /// The names of everybody, as an evaluation takes them.
    pub fn names(&self) -> BTreeMap<PersonId, String> {
        self.people
            .iter()
            .map(|(id, person)| (id.clone(), person.name.clone()))
            .collect()
    }

    /// Sets a drill up and writes its first record.
    ///
    /// # Errors
    /// Where it cannot be written or the scenario cannot be rendered.
    pub fn brief(&mut self, id: ExerciseId, brief: Brief) -> Result<Drill, Unopened> {
        let script = self.script(&brief.scenario, &brief.variables, &brief.given)?;
        let (exercise, first) = Exercise::begin(&script, brief, self.clock.now());
        let row = crate::conductor::row(&first);
        crate::lock(&self.ledger).append(&ledger::stream::of_exercise(&id), 0, &[row])?;
        let records = vec![first];
        self.note(&id, &records);
        Ok(Drill::new(id, script, exercise, records))
    }

    /// Reads a drill and folds it.
    ///
    /// # Errors
    /// Where it is not there or cannot be read.
    pub fn load(&self, id: &ExerciseId) -> Result<Drill, Unopened> {
        let mut records: Vec<Record> = Vec::new();
        crate::lock(&self.ledger).read(&ledger::stream::of_exercise(id), 1, |stored| {
            records.push(crate::conductor::record(stored)?);
            Ok::<(), Unopened>(())
        })?;
        let none = || Unopened::Unreadable(format!("the drill {id} does not begin as it should"));
        let Some(Event::Briefed(briefed)) = records.first().map(|record| &record.event) else {
            return Err(none());
        };
        let script = self.script(&briefed.scenario, &briefed.variables, &briefed.given)?;
        let exercise = Exercise::fold(&script, &records).ok_or_else(none)?;
        Ok(Drill::new(id.clone(), script, exercise, records))
    }

    /// Takes into the line about a drill what it has not heard of yet.
    pub fn note(&mut self, id: &ExerciseId, records: &[Record]) {
        let mut headline = self.drills.remove(id);
        let known = headline.as_ref().map_or(0, |headline| headline.last_seq);
        let from = records.partition_point(|record| record.seq <= known);
        for record in &records[from..] {
            Headline::apply(&mut headline, record);
        }
        self.drills
            .extend(headline.map(|headline| (id.clone(), headline)));
    }

    fn script(
        &self,
        hash: &str,
        variables: &BTreeMap<String, String>,
        given: &Given,
    ) -> Result<Script, Unopened> {
        let (scenario, _) = scenario::read(&self.text(hash)?);
        let scenario = Arc::new(rendered(&scenario, variables)?);
        Ok(Script::given(scenario, given.clone()))
    }
}

/// A scenario with its texts filled in.
///
/// # Errors
/// Where a template cannot be filled in.
pub fn rendered(
    scenario: &Scenario,
    variables: &BTreeMap<String, String>,
) -> Result<Scenario, Unopened> {
    scenario.rendered(variables).map_err(|wrong| {
        let says: Vec<&str> = wrong.iter().map(|said| said.says.as_str()).collect();
        Unopened::Unreadable(says.join(" "))
    })
}

fn new(at: Stamp, kind: &str, body: String) -> NewRecord {
    NewRecord {
        at,
        actor: "desk".to_owned(),
        kind: kind.to_owned(),
        version: 1,
        body,
    }
}
