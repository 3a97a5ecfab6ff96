//! A performance: the drill, the people who will act next, and the clock that jumps from one moment at which something
//! happens to the next. It ends in the review, because judging is not the business of those who played.

use std::cmp::Reverse;
use std::collections::{BTreeMap, BinaryHeap};

use exercise::{
    Actor, Brief, ClosedHow, Decide, Event, Exercise, HotWashTopic, InjectStatus, Order, Origin,
    Outcome, Phase, Record, Script, Source, Standing, StoryTime,
};
use terms::{Elapsed, Span, Stamp};

use crate::dice::Dice;
use crate::lines::{Cue, PromptBook};
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

/// Something that somebody will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Act {
    Acknowledge {
        inject: usize,
        role: usize,
    },
    /// Bring an expected action about by a decision.
    Answer {
        action: usize,
    },
    /// Choose where every option is as good as another.
    Choose {
        inject: usize,
    },
    /// Do what an evaluator sees and ticks.
    Tick {
        action: usize,
    },
    Recognise {
        deadline: usize,
    },
    Meet {
        deadline: usize,
    },
    /// The trainer delivers an inject that nothing else brings.
    Hand {
        inject: usize,
    },
    Resume,
    /// Chance has its turn.
    Stir,
}

pub(crate) struct Stage<'a> {
    pub book: &'a PromptBook,
    pub policy: Policy,
    pub dice: Dice,
    pub drill: Exercise,
    pub records: Vec<Record>,
    pub now: Stamp,
    acts: BinaryHeap<Reverse<(Stamp, u32, Act)>>,
    planned: u32,
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
        acts: BinaryHeap::with_capacity(64),
        planned: 0,
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
        for action in 0..self.book.actions.len() {
            if self.book.actions[action].inject.is_none() {
                self.plan_tick(action);
            }
        }
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
            let act = self.acts.peek().map(|Reverse((at, _, _))| *at);
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
            } else if let Some(Reverse((_, _, act))) = self.acts.pop() {
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
        self.planned += 1;
        // The count keeps what was planned first in front where two moments are the same.
        self.acts
            .push(Reverse((self.now + after, self.planned, act)));
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
        while let Some(record) = self.records.get(self.heard) {
            self.heard += 1;
            match &record.event {
                Event::InjectDelivered(told) => {
                    if let Some(place) = self.book.inject_place(&told.inject) {
                        self.hear_inject(place);
                    }
                }
                Event::ActionLapsed(told) => {
                    if let Some(place) = self.book.action_place(&told.action) {
                        self.help(place);
                    }
                }
                Event::DeadlineBegan(told) => {
                    if let Some(place) = self.book.deadline_place(&told.deadline) {
                        self.hear_deadline(place);
                    }
                }
                _ => {}
            }
        }
    }

    fn hear_inject(&mut self, inject: usize) {
        let book = self.book;
        let cue = &book.injects[inject];
        for role in 0..cue.to.len() {
            if let Some(after) = self.policy.acknowledges_after(&mut self.dice) {
                self.plan(after, Act::Acknowledge { inject, role });
            }
        }
        for &action in &cue.actions {
            if book.actions[action].acceptable.is_empty() {
                self.plan_tick(action);
            } else if let Some(after) = self.takes(action) {
                self.plan(after, Act::Answer { action });
            }
        }
        if cue.open_choice
            && let Some(after) = self.policy.acts_after(Span::minutes(4), &mut self.dice)
        {
            self.plan(after, Act::Choose { inject });
        }
    }

    fn plan_tick(&mut self, action: usize) {
        if let Some(after) = self.takes(action) {
            self.plan(after, Act::Tick { action });
        }
    }

    fn takes(&mut self, action: usize) -> Option<Span> {
        let within = self.book.actions[action].within;
        let within = match self.policy {
            Policy::Expected => within.min(self.shortest_limit(action).unwrap_or(within)),
            Policy::Late | Policy::Silent | Policy::Random => within,
        };
        self.policy.acts_after(within, &mut self.dice)
    }

    /// What a running deadline leaves for the action that meets it.
    fn shortest_limit(&self, action: usize) -> Option<Span> {
        let limits = self.book.actions[action].meets.iter();
        limits.filter_map(|&place| self.left_for(place)).min()
    }

    /// How long until a running deadline is over on the exercise clock, story jumps of the script included.
    fn left_for(&self, place: usize) -> Option<Span> {
        let elapsed = self.drill.elapsed(self.now);
        let (_, state) = self.drill.deadline(&self.book.deadlines[place].id)?;
        let due = state.due.filter(|_| state.met.is_none())?;
        let passed_by = self.book.jumps.iter();
        passed_by
            .filter(|(_, shows)| *shows > due)
            .map(|(at, _)| *at)
            .chain([self.drill.story_clock().reaches(due)])
            .filter(|over| *over > elapsed)
            .map(|over| over - elapsed)
            .min()
    }

    /// The trainer helps with the contingency that was prepared.
    fn help(&mut self, action: usize) {
        let book = self.book;
        for &inject in &book.actions[action].contingencies {
            let after = Span(self.dice.between(20_000, 60_000));
            self.plan(after, Act::Hand { inject });
        }
    }

    fn hear_deadline(&mut self, deadline: usize) {
        let limit = &self.book.deadlines[deadline];
        let left = Span(self.book.duration.0 - self.drill.elapsed(self.now).0);
        let left = left.min(self.left_for(deadline).unwrap_or(left));
        let done = limit.met_by.map(|action| {
            let id = &self.book.actions[action].id;
            self.drill.action(id).and_then(|(_, state)| state.outcome)
        });
        // Where an expected action meets it, the deadline waits for that.
        let waits = matches!(done, Some(None | Some(Outcome::Missed)));
        let Some(after) = self.policy.acts_after(left, &mut self.dice) else {
            return;
        };
        self.plan(Span(after.0 / 2), Act::Recognise { deadline });
        if !waits {
            self.plan(after, Act::Meet { deadline });
        }
    }

    fn act(&mut self, act: Act) {
        match act {
            Act::Acknowledge { inject, role } => {
                let cue = &self.book.injects[inject];
                let (inject, role) = (cue.id.clone(), cue.to[role].clone());
                self.bot(role.clone(), &Order::Acknowledge { inject, role });
            }
            Act::Answer { action } => self.answer(action),
            Act::Choose { inject } => self.choose(inject),
            Act::Tick { action } => self.tick(action),
            Act::Recognise { deadline } => {
                let deadline = self.book.deadlines[deadline].id.clone();
                self.desk(&Order::RecogniseDeadline { deadline });
            }
            Act::Meet { deadline } => {
                let deadline = self.book.deadlines[deadline].id.clone();
                self.desk(&Order::MeetDeadline { deadline });
            }
            Act::Hand { inject } => {
                let inject = self.book.injects[inject].id.clone();
                let waits = self
                    .drill
                    .inject(&inject)
                    .is_some_and(|(_, state)| state.status == InjectStatus::Waiting);
                if waits {
                    self.desk(&Order::Deliver { inject });
                }
            }
            Act::Resume => {
                self.desk(&Order::Resume);
            }
            Act::Stir => self.stir(),
        }
    }

    fn answer(&mut self, action: usize) {
        let book = self.book;
        let part = &book.actions[action];
        let Some(cue) = part.inject.map(|inject| &book.injects[inject]) else {
            return;
        };
        if self.policy == Policy::Random {
            let option = self.dice.below(cue.options.len());
            let role = self.somebody(&part.role);
            self.decide(cue, option, role);
            return;
        }
        let settled = self.drill.action(&part.id);
        if settled.is_some_and(|(_, state)| state.outcome == Some(Outcome::Met)) {
            return;
        }
        let good: Vec<usize> = part
            .acceptable
            .iter()
            .copied()
            .filter(|option| cue.good.contains(option))
            .collect();
        let options = if good.is_empty() {
            &part.acceptable
        } else {
            &good
        };
        if let Some(&option) = self.dice.one_of(options) {
            self.decide(cue, option, part.role.clone());
        }
    }

    fn choose(&mut self, inject: usize) {
        let book = self.book;
        let cue = &book.injects[inject];
        let any = (0..cue.options.len()).collect::<Vec<_>>();
        let options = if self.policy == Policy::Random || cue.good.is_empty() {
            &any
        } else {
            &cue.good
        };
        let Some(&option) = self.dice.one_of(options) else {
            return;
        };
        let first = cue.options[option].authority.first().or(cue.to.first());
        let Some(first) = first else { return };
        let role = self.somebody(first);
        self.decide(cue, option, role);
    }

    /// The right role, or under chance now and then any other.
    fn somebody(&mut self, right: &terms::RoleId) -> terms::RoleId {
        if self.policy == Policy::Random && self.dice.chance(25) {
            let any = self.dice.one_of(&self.book.roles);
            any.unwrap_or(right).clone()
        } else {
            right.clone()
        }
    }

    fn decide(&mut self, cue: &Cue, option: usize, role: terms::RoleId) {
        let Some(answer) = cue.options.get(option) else {
            return;
        };
        let may = answer.authority.is_empty() || answer.authority.contains(&role);
        let asks = !may && (self.policy != Policy::Random || self.dice.chance(50));
        let order = Order::Decide(Decide {
            role: role.clone(),
            person: None,
            inject: Some(cue.id.clone()),
            option: Some(answer.id.clone()),
            text: String::new(),
            rationale: "Simulated.".to_owned(),
            authorised_by: asks.then(|| answer.authority[0].clone()),
            source: Source::Bot,
            first_key_at: None,
            set_back_ms: 0,
        });
        self.bot(role, &order);
    }

    fn tick(&mut self, action: usize) {
        let outcome = match self.policy {
            Policy::Expected | Policy::Late | Policy::Silent => Outcome::Met,
            Policy::Random => {
                let all = [
                    Outcome::Met,
                    Outcome::Met,
                    Outcome::Partial,
                    Outcome::Missed,
                    Outcome::NotTested,
                ];
                self.dice.one_of(&all).copied().unwrap_or(Outcome::Met)
            }
        };
        let order = Order::Settle {
            action: self.book.actions[action].id.clone(),
            outcome,
            note: String::new(),
        };
        self.desk(&order);
    }
}
