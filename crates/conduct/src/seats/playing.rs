//! What a player does in a role, and a scribe for one: decide, agree, write, ask, log. Not here: which calls a seat has
//! (`calls`), the rules of the drill (`exercise`).

use exercise::{Actor, Decide, Order, Party, Revise, SeatKind, Source};
use terms::{DeadlineId, InjectId, RoleId, Stamp};
use wire::{Problem, ProblemCode, SeatCall};

use super::calls::{Caller, misplaced};
use super::{Seats, bare_scene, table};
use crate::lock;
use crate::orders::stance_of;
use crate::problem::{problem, unknown};
use crate::tally;

/// The latest that somebody may have begun to type: an hour ago.
const FIRST_KEY_MS: i64 = 60 * 60 * 1000;

impl Seats {
    pub(super) fn deciding(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
        now: Stamp,
    ) -> Result<(Actor, Order), Problem> {
        match call {
            SeatCall::Acknowledge { inject, role } => {
                let role = caller.plays(role)?;
                let inject = self.reaches(&role, inject)?;
                let actor = caller.actor(&role);
                Ok((actor, Order::Acknowledge { inject, role }))
            }
            SeatCall::Decide {
                role,
                inject,
                option,
                text,
                rationale,
                authorised_by,
                first_key_ms_ago,
            } => {
                let role = caller.speaks_for(role)?;
                let player = caller.seat.kind == SeatKind::Player;
                let inject = match inject {
                    Some(inject) if player => Some(self.reaches(&role, inject)?),
                    Some(inject) => Some(inject.into()),
                    None => None,
                };
                let ago = first_key_ms_ago.clamp(0, FIRST_KEY_MS);
                let order = Order::Decide(Decide {
                    person: player.then(|| caller.sitting.person.clone()),
                    inject,
                    option: option.map(Into::into),
                    text,
                    rationale,
                    authorised_by: authorised_by.map(Into::into),
                    source: if player { Source::Seat } else { Source::Desk },
                    first_key_at: Some(Stamp(now.0 - ago)),
                    set_back_ms: 0,
                    role: role.clone(),
                });
                Ok((caller.actor(&role), order))
            }
            SeatCall::Revise {
                decision,
                option,
                text,
                rationale,
                authorised_by,
            } => {
                let role = self.role_of_decision(decision)?;
                let role = caller.speaks_for(role.to_string())?;
                let order = Order::Revise(Revise {
                    decision,
                    option: option.map(Into::into),
                    text,
                    rationale,
                    authorised_by: authorised_by.map(Into::into),
                });
                Ok((caller.actor(&role), order))
            }
            SeatCall::TakeStance {
                decision,
                role,
                stance,
                says,
            } => {
                let role = caller.plays(role)?;
                if self.role_of_decision(decision)? == role {
                    let says = "That is a decision of your own role. Revise it instead.";
                    return Err(problem(ProblemCode::Refused, says));
                }
                let stance = stance_of(&stance)?;
                let actor = caller.actor(&role);
                let order = Order::TakeStance {
                    decision,
                    role,
                    stance,
                    says,
                };
                Ok((actor, order))
            }
            other => Err(misplaced(&other)),
        }
    }

    pub(super) fn talking(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
    ) -> Result<(Actor, Order), Problem> {
        match call {
            SeatCall::Send {
                role,
                to_role,
                to_outside,
                says,
            } => {
                let role = caller.plays(role)?;
                let to = match (to_role, to_outside) {
                    (Some(to), None) => Party::Role(to.into()),
                    (None, Some(to)) => Party::Outside(to),
                    (Some(_), Some(_)) | (None, None) => {
                        let says = "A message goes to one role or to one person outside.";
                        return Err(problem(ProblemCode::BadCall, says));
                    }
                };
                let actor = caller.actor(&role);
                let from = Party::Role(role);
                Ok((actor, Order::Send { from, to, says }))
            }
            SeatCall::Ask { role, says } => {
                let role = caller.plays(role)?;
                Ok((caller.actor(&role), Order::Ask { role, says }))
            }
            SeatCall::LogNotification {
                role,
                body,
                means,
                says,
                deadline,
                covers,
            } => {
                let role = caller.plays(role)?;
                let deadline = deadline.map(|it| self.started_deadline(it)).transpose()?;
                let actor = caller.actor(&role);
                let order = Order::LogNotification {
                    role,
                    body,
                    means,
                    says,
                    deadline,
                    covers,
                };
                Ok((actor, order))
            }
            SeatCall::AnswerDiscussion { role, says } => {
                let role = role.map(|role| caller.speaks_for(role)).transpose()?;
                let actor = match (&role, caller.first_role()) {
                    (Some(role), _) => caller.actor(role),
                    (None, Some(first)) => caller.actor(&first),
                    (None, None) => caller.cell(&[SeatKind::Scribe])?,
                };
                Ok((actor, Order::AnswerDiscussion { role, says }))
            }
            other => Err(misplaced(&other)),
        }
    }

    /// An inject that has reached a role: no other is known at its seats. Asked of the hall, because the drill stands
    /// locked while it is written and this is asked thousands of times a second.
    pub(super) fn reaches(&self, role: &RoleId, inject: String) -> Result<InjectId, Problem> {
        let inject = InjectId::from(inject);
        if lock(&self.hall).has_reached(role, &inject) {
            Ok(inject)
        } else {
            Err(unknown("inject at this seat"))
        }
    }

    /// A deadline that stands at seats.
    fn started_deadline(&self, deadline: String) -> Result<DeadlineId, Problem> {
        let now = self.around.clock.now();
        let known = self.conductor.look(|drill| {
            let mut started = table::started_deadlines(&bare_scene(drill, now)).into_iter();
            started.any(|started| started.id == deadline)
        });
        if known {
            Ok(deadline.into())
        } else {
            Err(unknown("deadline at this seat"))
        }
    }

    fn role_of_decision(&self, decision: u64) -> Result<RoleId, Problem> {
        let role = self.conductor.look(|drill| {
            let record = tally::at(&drill.records, decision)?;
            match &record.event {
                exercise::Event::DecisionMade(made) => Some(made.role.clone()),
                _ => None,
            }
        });
        role.ok_or_else(|| unknown("decision"))
    }
}
