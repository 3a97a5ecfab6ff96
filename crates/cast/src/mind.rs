//! What simulated people make of what happened, and what they do about it. Rehearsals and live drills are played by this
//! one set of rules. Not here: the clock that moments are counted on, and giving the orders (`stage`, `troupe`).

use exercise::{Actor, Decide, Event, Exercise, InjectStatus, Order, Outcome, Source, TakeStep};
use scenario::Step;
use terms::{RoleId, Span, Stamp};

use crate::dice::Dice;
use crate::lines::{Cue, PromptBook};
use crate::policy::Policy;

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
    /// Be there after a call-up.
    Arrive {
        inject: usize,
        role: usize,
    },
}

/// How simulated people think, for one moment of a drill.
#[derive(Clone, Copy)]
pub(crate) struct Mind<'a> {
    pub book: &'a PromptBook,
    pub policy: Policy,
    pub drill: &'a Exercise,
    pub now: Stamp,
}

/// An order, and who gives it.
pub(crate) type Move = (Actor, Order);

impl Mind<'_> {
    /// What somebody does from the start of play, without an inject.
    pub(crate) fn start(&self, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        for action in 0..self.book.actions.len() {
            if self.book.actions[action].inject.is_none() {
                self.plan_tick(action, dice, plan);
            }
        }
    }

    /// Makes up everybody's mind about something that has happened.
    pub(crate) fn hear(&self, event: &Event, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        match event {
            Event::InjectDelivered(told) => {
                if let Some(place) = self.book.inject_place(&told.inject) {
                    self.hear_inject(place, dice, plan);
                }
            }
            Event::ActionLapsed(told) => {
                if let Some(place) = self.book.action_place(&told.action) {
                    self.help(place, dice, plan);
                }
            }
            Event::DeadlineBegan(told) => {
                if let Some(place) = self.book.deadline_place(&told.deadline) {
                    self.hear_deadline(place, dice, plan);
                }
            }
            _ => {}
        }
    }

    fn hear_inject(&self, inject: usize, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        let cue = &self.book.injects[inject];
        for role in 0..cue.to.len() {
            if let Some(after) = self.policy.acknowledges_after(dice) {
                plan(after, Act::Acknowledge { inject, role });
            }
        }
        // Being there takes its time, measured by the target of the call-up; whoever does not answer does not come.
        for &role in &cue.called {
            if let Some(after) = self.policy.acts_after(cue.quorum_within, dice) {
                plan(after, Act::Arrive { inject, role });
            }
        }
        for &action in &cue.actions {
            if self.book.actions[action].acceptable.is_empty() {
                self.plan_tick(action, dice, plan);
            } else if let Some(after) = self.takes(action, dice) {
                plan(after, Act::Answer { action });
            }
        }
        if cue.open_choice
            && let Some(after) = self.policy.acts_after(Span::minutes(4), dice)
        {
            plan(after, Act::Choose { inject });
        }
    }

    fn plan_tick(&self, action: usize, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        if let Some(after) = self.takes(action, dice) {
            plan(after, Act::Tick { action });
        }
    }

    fn takes(&self, action: usize, dice: &mut Dice) -> Option<Span> {
        let within = self.book.actions[action].within;
        let within = match self.policy {
            Policy::Expected | Policy::Forgetful => {
                within.min(self.shortest_limit(action).unwrap_or(within))
            }
            Policy::Late | Policy::Silent | Policy::Random => within,
        };
        self.policy.acts_after(within, dice)
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
    fn help(&self, action: usize, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        for &inject in &self.book.actions[action].contingencies {
            let after = Span(dice.between(20_000, 60_000));
            plan(after, Act::Hand { inject });
        }
    }

    fn hear_deadline(&self, deadline: usize, dice: &mut Dice, plan: &mut impl FnMut(Span, Act)) {
        let limit = &self.book.deadlines[deadline];
        let left = Span(self.book.duration.0 - self.drill.elapsed(self.now).0);
        let left = left.min(self.left_for(deadline).unwrap_or(left));
        let done = limit.met_by.map(|action| {
            let id = &self.book.actions[action].id;
            self.drill.action(id).and_then(|(_, state)| state.outcome)
        });
        // Where an expected action meets it, the deadline waits for that.
        let waits = matches!(done, Some(None | Some(Outcome::Missed)));
        let Some(after) = self.policy.acts_after(left, dice) else {
            return;
        };
        plan(Span(after.0 / 2), Act::Recognise { deadline });
        if !waits {
            plan(after, Act::Meet { deadline });
        }
    }

    /// What somebody does when the moment for an act has come.
    pub(crate) fn act(&self, act: Act, dice: &mut Dice) -> Option<Move> {
        let order = match act {
            Act::Acknowledge { inject, role } => {
                let cue = &self.book.injects[inject];
                let (inject, role) = (cue.id.clone(), cue.to[role].clone());
                return Some((
                    Actor::Bot(role.clone()),
                    Order::Acknowledge { inject, role },
                ));
            }
            Act::Arrive { inject, role } => {
                let step = Step::Arrived(self.book.injects[inject].id.clone());
                let role = self.book.roles[role].clone();
                let order = Order::TakeStep(TakeStep::of(step, role.clone()));
                return Some((Actor::Bot(role), order));
            }
            Act::Answer { action } => return self.answer(action, dice),
            Act::Choose { inject } => return self.choose(inject, dice),
            Act::Tick { action } => Order::Settle {
                action: self.book.actions[action].id.clone(),
                outcome: self.does(dice),
                note: String::new(),
            },
            Act::Recognise { deadline } => Order::RecogniseDeadline {
                deadline: self.book.deadlines[deadline].id.clone(),
            },
            Act::Meet { deadline } => Order::MeetDeadline {
                deadline: self.book.deadlines[deadline].id.clone(),
            },
            Act::Hand { inject } => {
                let inject = self.book.injects[inject].id.clone();
                let (_, state) = self.drill.inject(&inject)?;
                if state.status != InjectStatus::Waiting {
                    return None;
                }
                Order::Deliver { inject }
            }
            Act::Resume => Order::Resume,
            // Chance is the stage's own.
            Act::Stir => return None,
        };
        Some((Actor::Desk, order))
    }

    fn answer(&self, action: usize, dice: &mut Dice) -> Option<Move> {
        let part = &self.book.actions[action];
        let cue = part.inject.map(|inject| &self.book.injects[inject])?;
        if self.policy == Policy::Random {
            let option = dice.below(cue.options.len());
            let role = self.somebody(&part.role, dice);
            return self.decide(cue, option, role, dice);
        }
        let settled = self.drill.action(&part.id);
        if settled.is_some_and(|(_, state)| state.outcome == Some(Outcome::Met)) {
            return None;
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
        let option = *dice.one_of(options)?;
        self.decide(cue, option, part.role.clone(), dice)
    }

    fn choose(&self, inject: usize, dice: &mut Dice) -> Option<Move> {
        let cue = &self.book.injects[inject];
        let any = (0..cue.options.len()).collect::<Vec<_>>();
        let options = if self.policy == Policy::Random || cue.good.is_empty() {
            &any
        } else {
            &cue.good
        };
        let option = *dice.one_of(options)?;
        let first = cue.options[option].authority.first().or(cue.to.first())?;
        let role = self.somebody(first, dice);
        self.decide(cue, option, role, dice)
    }

    /// The right role, or under chance now and then any other.
    fn somebody(&self, right: &RoleId, dice: &mut Dice) -> RoleId {
        if self.policy == Policy::Random && dice.chance(25) {
            let any = dice.one_of(&self.book.roles);
            any.unwrap_or(right).clone()
        } else {
            right.clone()
        }
    }

    fn decide(&self, cue: &Cue, option: usize, role: RoleId, dice: &mut Dice) -> Option<Move> {
        let answer = cue.options.get(option)?;
        let may = answer.authority.is_empty() || answer.authority.contains(&role);
        let asks = !may && (self.policy != Policy::Random || dice.chance(50));
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
        Some((Actor::Bot(role), order))
    }

    /// How well somebody does what has to be seen done.
    fn does(&self, dice: &mut Dice) -> Outcome {
        match self.policy {
            Policy::Expected | Policy::Forgetful | Policy::Late | Policy::Silent => Outcome::Met,
            Policy::Random => {
                let all = [
                    Outcome::Met,
                    Outcome::Met,
                    Outcome::Partial,
                    Outcome::Missed,
                    Outcome::NotTested,
                ];
                dice.one_of(&all).copied().unwrap_or(Outcome::Met)
            }
        }
    }
}
