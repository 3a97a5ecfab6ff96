//! Many performances of one scenario, and what they say about it: which injects never came, which options nobody took,
//! where a drill stood still, who had nothing to do. Not here: how well anybody did.

use std::collections::{BTreeMap, BTreeSet};

use exercise::{Event, InjectStatus, Script};
use scenario::Trigger;
use terms::{Elapsed, InjectId, OptionId, RoleId};

use crate::lines::PromptBook;
use crate::policy::Policy;
use crate::stage::{Played, brief, perform};

/// What many performances say about a scenario.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PathsReport {
    /// How many there were.
    pub runs: u64,
    /// The seed of the first; each next one has the next number.
    pub seed: u64,
    /// How people behaved.
    pub policy: Policy,
    /// Different paths taken: sets of injects delivered and options chosen.
    pub paths: usize,
    /// Injects that no run delivered.
    pub never_delivered: Vec<InjectId>,
    /// Options that no run chose, though their inject came.
    pub never_chosen: Vec<(InjectId, OptionId)>,
    /// Runs that stood still long before the planned end while injects of the main line still waited. At most twenty.
    pub deadlocks: Vec<Deadlock>,
    /// How many such runs there were.
    pub deadlocked: u64,
    /// Roles that in no run were addressed by name or had anything expected of them.
    pub idle_roles: Vec<RoleId>,
    /// Records in all runs together.
    pub records: u64,
}

/// A run that stood still.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Deadlock {
    /// Its seed.
    pub seed: u64,
    /// Where the exercise clock stood when the last thing had happened.
    pub at: Elapsed,
    /// The injects that still waited.
    pub waiting: Vec<InjectId>,
}

/// The most deadlocks that are listed.
const LISTED: usize = 20;

/// Plays a scenario many times, each time with the next seed.
pub fn paths(script: &Script, runs: u64, seed: u64, policy: Policy) -> PathsReport {
    let book = PromptBook::new(script);
    let mut tally = Tally::new(&book);
    for run in 0..runs {
        let seed = seed.wrapping_add(run);
        let played = perform(&book, brief(seed), policy);
        tally.count(seed, &played);
    }
    tally.report(runs, seed, policy)
}

struct Tally<'a> {
    book: &'a PromptBook,
    delivered: Vec<bool>,
    chosen: Vec<Vec<bool>>,
    paths: BTreeSet<u64>,
    deadlocks: Vec<Deadlock>,
    deadlocked: u64,
    records: u64,
    inject_at: BTreeMap<InjectId, usize>,
}

impl<'a> Tally<'a> {
    fn new(book: &'a PromptBook) -> Self {
        let places = book.injects.iter().enumerate();
        Self {
            delivered: vec![false; book.injects.len()],
            chosen: book
                .injects
                .iter()
                .map(|cue| vec![false; cue.options.len()])
                .collect(),
            paths: BTreeSet::new(),
            deadlocks: Vec::new(),
            deadlocked: 0,
            records: 0,
            inject_at: places.map(|(place, cue)| (cue.id.clone(), place)).collect(),
            book,
        }
    }

    fn count(&mut self, seed: u64, played: &Played) {
        self.records += played.records.len() as u64;
        let mut path = BTreeSet::new();
        for record in &played.records {
            match &record.event {
                Event::InjectDelivered(told) => {
                    if let Some(&place) = self.inject_at.get(&told.inject) {
                        self.delivered[place] = true;
                        path.insert((place, usize::MAX));
                    }
                }
                Event::DecisionMade(made) => {
                    let place = made.inject.as_ref().and_then(|id| self.inject_at.get(id));
                    self.choose(place.copied(), made.option.as_ref(), &mut path);
                }
                Event::DecisionRevised(revised) => {
                    let decision = played.exercise.decision(revised.decision);
                    let inject = decision.and_then(|made| made.inject.as_ref());
                    let place = inject.and_then(|id| self.inject_at.get(id));
                    self.choose(place.copied(), revised.option.as_ref(), &mut path);
                }
                _ => {}
            }
        }
        self.paths.insert(fingerprint(&path));
        if let Some(at) = played.still_from {
            self.look_for_deadlock(seed, at, played);
        }
    }

    fn choose(
        &mut self,
        place: Option<usize>,
        option: Option<&OptionId>,
        path: &mut BTreeSet<(usize, usize)>,
    ) {
        let (Some(place), Some(option)) = (place, option) else {
            return;
        };
        let options = &self.book.injects[place].options;
        if let Some(nth) = options.iter().position(|choice| choice.id == *option) {
            self.chosen[place][nth] = true;
            path.insert((place, nth));
        }
    }

    /// A drill that is over early is no deadlock; one that waits for something that will not come is.
    fn look_for_deadlock(&mut self, seed: u64, at: Elapsed, played: &Played) {
        if at.0 > self.book.duration.0 / 4 * 3 {
            return;
        }
        let waiting: Vec<InjectId> = played
            .exercise
            .injects()
            .filter(|(inject, state)| {
                let main_line = inject.contingency_for.is_empty() && inject.group.is_none();
                let by_itself = matches!(inject.trigger, Trigger::After(_) | Trigger::When(_));
                main_line && by_itself && state.status == InjectStatus::Waiting
            })
            .map(|(inject, _)| inject.id.clone())
            .collect();
        if waiting.is_empty() {
            return;
        }
        self.deadlocked += 1;
        if self.deadlocks.len() < LISTED {
            self.deadlocks.push(Deadlock { seed, at, waiting });
        }
    }

    fn report(self, runs: u64, seed: u64, policy: Policy) -> PathsReport {
        let (book, delivered) = (self.book, &self.delivered);
        let scenario = book.script.scenario();
        let came = |place: &usize| delivered[*place];
        let busy = |role: &RoleId| {
            let addressed = (0..scenario.injects.len())
                .filter(came)
                .any(|place| scenario.injects[place].to.contains(role));
            let expected = book
                .actions
                .iter()
                .any(|part| part.role == *role && part.inject.is_none_or(|place| delivered[place]));
            addressed || expected
        };
        let unchosen = |place: usize| {
            let cue = &book.injects[place];
            let options = cue.options.iter().zip(&self.chosen[place]);
            options
                .filter(|(_, chosen)| !**chosen)
                .map(|(option, _)| (cue.id.clone(), option.id.clone()))
                .collect::<Vec<_>>()
        };
        PathsReport {
            runs,
            seed,
            policy,
            paths: self.paths.len(),
            never_delivered: (0..delivered.len())
                .filter(|place| !came(place))
                .map(|place| book.injects[place].id.clone())
                .collect(),
            never_chosen: (0..delivered.len())
                .filter(came)
                .flat_map(unchosen)
                .collect(),
            deadlocks: self.deadlocks,
            deadlocked: self.deadlocked,
            idle_roles: book
                .roles
                .iter()
                .filter(|role| !busy(role))
                .cloned()
                .collect(),
            records: self.records,
        }
    }
}

/// FNV-1a over the steps of a path: two paths with the same number are taken for the same.
fn fingerprint(path: &BTreeSet<(usize, usize)>) -> u64 {
    let numbers = path.iter().flat_map(|(place, nth)| [*place, *nth]);
    numbers.fold(0xcbf2_9ce4_8422_2325, |hash, number| {
        (hash ^ number as u64).wrapping_mul(0x0000_0100_0000_01b3)
    })
}
