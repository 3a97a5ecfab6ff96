//! A performance: the drill, the people who will act next, and the clock that jumps from one moment at which something
//! happens to the next. It ends in the review, because judging is not the business of those who played.

use std::collections::BTreeMap;

use exercise::{
    Actor, Brief, ClosedHow, Exercise, HotWashTopic, Order, Origin, Outcome, Phase, Record, Script,
    Standing, StoryTime,
};
use terms::{Elapsed, Span, Stamp};

use crate::agenda::Agenda;
use crate::dice::Dice;
use crate::lines::PromptBook;
use crate::mind::{Act, Mind};
use crate::policy::Policy;

/// The most acts of one performance. No scenario comes near; it keeps chance from going on for ever.
const ACTS_MAX: u32 = 100_000;

/// A drill that was played.
#[derive(Debug)]
pub struct Played {
    /// Where it stands: in review.
    pub exercise: Exercise,
    /// Every record.
    pub records: Vec<Record>,
    /// The moment of the simulated clock.
    pub now: Stamp,
    /// Where the exercise clock stood when nothing was left to happen, if that was before the planned end.
    pub still_from: Option<Elapsed>,
}

pub(crate) struct Stage<'a> {
    pub book: &'a PromptBook,
    pub policy: Policy,
    pub dice: Dice,
    pub drill: Exercise,
    pub records: Vec<Record>,
    pub now: Stamp,
    acts: Agenda<Stamp, Act>,
    heard: usize,
}

/// The set-up of a rehearsal for which no files were kept.
pub fn brief(seed: u64) -> Brief {
    Brief {
        origin: Origin::Rehearsal,
        scenario: String::new(),
        plan: None,
        variables: BTreeMap::new(),
        handouts: BTreeMap::new(),
        seed: Some(seed),
        given: Default::default(),
    }
}

/// Plays a whole drill from the set-up to the review.
pub fn play(script: &Script, seed: u64, policy: Policy) -> Played {
    perform(&PromptBook::new(script), brief(seed), policy)
}

/// Plays a whole drill with a set-up of one's own; its seed is the seed of the performance.
pub fn perform(book: &PromptBook, brief: Brief, policy: Policy) -> Played {
    let start = StoryTime::read(&book.script.scenario().story.start).unwrap_or_default();
    let seed = brief.seed.unwrap_or_default();
    // The story's start stands in for a wall clock: the same scenario is always played on the same day.
    let now = Stamp(start.0);
    let (drill, first) = Exercise::begin(&book.script, brief, now);
    // Room for what a usual drill comes to: growing on the way copies every record again.
    let mut records = Vec::with_capacity(64 + 8 * book.injects.len());
    records.push(first);
    let mut stage = Stage {
        book,
        policy,
        dice: Dice::new(seed),
        drill,
        records,
        now,
        acts: Agenda::new(),
        heard: 1,
    };
    stage.open();
    let still_from = stage.run();
    stage.close();
    Played {
        exercise: stage.drill,
        records: stage.records,
        now: stage.now,
        still_from,
    }
}

impl Played {
    /// Carries out one more order of the trainer, a minute after what came last.
    ///
    /// # Errors
    /// Where the rules say no.
    pub fn order(&mut self, order: &Order) -> Result<(), exercise::Refusal> {
        let now = self.now;
        self.exercise
            .carry_out(Actor::Desk, order, now, &mut self.records)
    }

    /// Closes the drill as completed.
    pub fn close(&mut self) {
        self.now = self.now + Span::minutes(1);
        let order = Order::Close {
            how: ClosedHow::Completed,
            reason: String::new(),
        };
        let closed = self.order(&order);
        debug_assert!(closed.is_ok(), "a drill in review can be closed");
    }
}

impl Stage<'_> {
    /// Gives every role to a simulated person and starts the clock.
    fn open(&mut self) {
        for place in 0..self.book.roles.len() {
            let order = Order::Assign {
                role: self.book.roles[place].clone(),
                person: None,
                standing: Standing::Bot,
            };
            self.desk(&order);
        }
        self.desk(&Order::Start);
        let (acts, now) = (&mut self.acts, self.now);
        let mind = Mind {
            book: self.book,
            policy: self.policy,
            drill: &self.drill,
            now,
        };
        mind.start(&mut self.dice, &mut |after, act| {
            acts.plan(now + after, act)
        });
        if self.policy == Policy::Random {
            self.plan(Span::minutes(1), Act::Stir);
        }
        for &(inject, after) in &self.book.by_hand {
            self.plan(after, Act::Hand { inject });
        }
    }

    /// Jumps from moment to moment until the planned end, or until nothing is left.
    fn run(&mut self) -> Option<Elapsed> {
        // What comes at the very start has come by now.
        self.listen();
        for _ in 0..ACTS_MAX {
            let end = self.planned_end();
            let due = self.drill.next_due();
            let act = self.acts.first();
            let next = match (due, act) {
                (Some(due), Some(act)) => due.min(act),
                (Some(only), None) | (None, Some(only)) => only,
                (None, None) => return Some(self.drill.elapsed(self.now)),
            };
            if end.is_some_and(|end| next >= end) {
                self.now = end.unwrap_or(self.now).max(self.now);
                return None;
            }
            self.now = next.max(self.now);
            if due == Some(next) {
                self.drill.pass_time(self.now, &mut self.records);
            } else if let Some((_, act)) = self.acts.take() {
                self.act(act);
            }
            self.listen();
        }
        None
    }

    fn close(&mut self) {
        self.desk(&Order::End);
        self.talk_it_over();
        self.now = self.now + Span::minutes(10);
        self.desk(&Order::OpenReview);
    }

    /// Says in the hot wash what went well and what did not, with the words of the expected actions.
    fn talk_it_over(&mut self) {
        let mut said = [0; 2];
        for place in 0..self.book.actions.len() {
            let part = &self.book.actions[place];
            let outcome = self
                .drill
                .action(&part.id)
                .and_then(|(_, state)| state.outcome);
            let (topic, how) = match outcome {
                Some(Outcome::Met) => (HotWashTopic::Strength, "In time: "),
                Some(Outcome::MetLate) => (HotWashTopic::Improve, "Late: "),
                Some(Outcome::Partial) => (HotWashTopic::Improve, "Only in part: "),
                Some(Outcome::Missed) => (HotWashTopic::Improve, "Not done: "),
                Some(Outcome::NotTested) | None => continue,
            };
            let nth = &mut said[usize::from(topic == HotWashTopic::Improve)];
            *nth += 1;
            if *nth > 3 {
                continue;
            }
            let order = Order::SayInHotWash {
                topic,
                says: format!("{how}{}", part.text),
                role: Some(part.role.clone()),
                objective: None,
            };
            self.now = self.now + Span::seconds(45);
            self.desk(&order);
        }
    }

    /// The moment at which the exercise clock reaches the planned duration; none while it stands.
    fn planned_end(&self) -> Option<Stamp> {
        let Phase::Running { .. } = self.drill.phase() else {
            return None;
        };
        let left = self.book.duration.0 - self.drill.elapsed(self.now).0;
        let rate = i64::from(self.drill.rate().max(1));
        Some(self.now + Span((left * 1000 + rate - 1).div_euclid(rate)))
    }

    pub(crate) fn plan(&mut self, after: Span, act: Act) {
        self.acts.plan(self.now + after, act);
    }

    /// Gives an order at the desk. What the rules refuse has no effect: chance may ask for anything.
    pub(crate) fn desk(&mut self, order: &Order) -> bool {
        let done = self
            .drill
            .carry_out(Actor::Desk, order, self.now, &mut self.records);
        done.is_ok()
    }

    pub(crate) fn bot(&mut self, role: terms::RoleId, order: &Order) -> bool {
        let done = self
            .drill
            .carry_out(Actor::Bot(role), order, self.now, &mut self.records);
        done.is_ok()
    }

    /// Hears what happened since, and makes up everybody's mind about it.
    fn listen(&mut self) {
        let (acts, now) = (&mut self.acts, self.now);
        let mind = Mind {
            book: self.book,
            policy: self.policy,
            drill: &self.drill,
            now,
        };
        for record in &self.records[self.heard..] {
            mind.hear(&record.event, &mut self.dice, &mut |after, act| {
                acts.plan(now + after, act);
            });
        }
        self.heard = self.records.len();
    }

    fn act(&mut self, act: Act) {
        if act == Act::Stir {
            return self.stir();
        }
        let mind = Mind {
            book: self.book,
            policy: self.policy,
            drill: &self.drill,
            now: self.now,
        };
        if let Some((actor, order)) = mind.act(act, &mut self.dice) {
            // What the rules refuse has no effect: somebody else may have been quicker.
            let _refused = self
                .drill
                .carry_out(actor, &order, self.now, &mut self.records);
        }
    }
}
