//! What the white cell does at its seats, and whoever practises alone for themselves: note, settle, rate, speak, take the
//! steps of a practice. Not here: which calls a seat has (`calls`), the rules of the drill (`exercise`).

use exercise::{Actor, ClosedHow, NoteBy, Order, Origin, Party, SeatKind};
use terms::{ActionId, RoleId};
use wire::{Problem, ProblemCode, SeatCall};

use super::calls::{Caller, misplaced, not_for};
use super::seat::Sitting;
use super::{Seats, table};
use crate::orders::{outcome_of, rating_of, tone_of, word};
use crate::problem::problem;

impl Seats {
    pub(super) fn white_cell(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
    ) -> Result<(Actor, Order), Problem> {
        let judge = &[SeatKind::Evaluator];
        match call {
            SeatCall::Note {
                says,
                tone,
                objective,
                inject,
                critical,
            } => {
                let actor = caller.cell(&[SeatKind::Evaluator, SeatKind::Scribe])?;
                let note = exercise::Note {
                    by: if caller.seat.kind == SeatKind::Scribe {
                        NoteBy::Scribe
                    } else {
                        NoteBy::Evaluator
                    },
                    says,
                    tone: tone_of(&tone)?,
                    objective: objective.map(Into::into),
                    inject: inject.map(Into::into),
                    critical,
                };
                Ok((actor, Order::Note(note)))
            }
            SeatCall::Settle {
                action,
                outcome,
                note,
            } => {
                let action = ActionId::from(action);
                let actor = match caller.seat.kind {
                    SeatKind::Player => self.ticking(caller, &action)?,
                    SeatKind::Evaluator
                    | SeatKind::Scribe
                    | SeatKind::Simulator
                    | SeatKind::Observer => caller.cell(judge)?,
                };
                let outcome = outcome_of(&outcome)?;
                let order = Order::Settle {
                    action,
                    outcome,
                    note,
                };
                Ok((actor, order))
            }
            SeatCall::Rate {
                objective,
                rating,
                reason,
            } => {
                let actor = caller.cell(judge)?;
                let suggested = self.conductor.look(|drill| self.suggested(drill));
                let order = Order::Rate {
                    suggested: suggested.get(&objective).copied(),
                    objective: objective.into(),
                    rating: rating_of(&rating)?,
                    reason,
                };
                Ok((actor, order))
            }
            SeatCall::Speak {
                from,
                to_role,
                says,
            } => {
                let actor = caller.cell(&[SeatKind::Simulator])?;
                let (from, to) = (Party::Outside(from), Party::Role(to_role.into()));
                Ok((actor, Order::Send { from, to, says }))
            }
            SeatCall::Answer { question, says } => {
                let actor = caller.cell(&[SeatKind::Simulator])?;
                Ok((actor, Order::Answer { question, says }))
            }
            other => Err(misplaced(&other)),
        }
    }

    /// Whoever practises may tick an expected action of their own role once they have said in their own words what
    /// they would do: before, it would be an answer to copy.
    fn ticking(&self, caller: &Caller<'_>, action: &ActionId) -> Result<Actor, Problem> {
        let role = self.practises(caller)?;
        let Sitting {
            known_as, roles, ..
        } = &caller.sitting;
        let waits = self.conductor.look(|drill| {
            let mut waiting = table::to_tick(drill, known_as, roles).into_iter();
            waiting.any(|tick| tick.action == action.as_str())
        });
        if waits {
            Ok(caller.actor(&role))
        } else {
            let says = "This can be ticked once you have decided on its inject in your own words.";
            Err(problem(ProblemCode::Refused, says))
        }
    }

    pub(super) fn practising(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
    ) -> Result<(Actor, Order), Problem> {
        let role = self.practises(caller)?;
        let order = match call {
            SeatCall::Hint { inject } => {
                let inject = self.reaches(&role, inject)?;
                let hint = self
                    .conductor
                    .look(|drill| table::next_hint(&drill.exercise, &inject).map(str::to_owned));
                let Some(says) = hint else {
                    let says = "No scripted answer: there is no further hint for this.";
                    return Err(problem(ProblemCode::Refused, says));
                };
                let inject = Some(inject);
                Order::Prompt { inject, says }
            }
            SeatCall::Practise { step } => match step.as_str() {
                "start" => Order::Start,
                "pause" => Order::Pause,
                "resume" => Order::Resume,
                "jump" => Order::JumpToNext,
                "end" => Order::End,
                "review" => Order::OpenReview,
                "close" => Order::Close {
                    how: ClosedHow::Completed,
                    reason: String::new(),
                },
                "share" => Order::SharePractice,
                other => return Err(word("step", other)),
            },
            SeatCall::SetRate { rate } => crate::practice::rate_order(rate)?,
            other => return Err(misplaced(&other)),
        };
        Ok((caller.actor(&role), order))
    }

    /// The role in which somebody practises.
    pub(super) fn practises(&self, caller: &Caller<'_>) -> Result<RoleId, Problem> {
        let practice = self
            .conductor
            .look(|drill| drill.exercise.origin() == Origin::Practice);
        let role = caller.first_role();
        role.filter(|_| practice)
            .ok_or_else(|| not_for(caller.seat.kind))
    }
}
