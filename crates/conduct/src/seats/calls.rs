//! What a seat may call, and what becomes of it. Each kind of seat has its calls: a player acts in the roles of its
//! seat alone, whoever judges does not play, whoever watches does neither. What is refused here never reaches the
//! drill. Not here: the rules of the drill itself (`exercise`), the desk's calls.

use std::collections::BTreeMap;
use std::sync::Arc;

use exercise::{Actor, Order, Rating, Refusal, SeatKind};
use terms::{InjectId, RoleId, Stamp};
use wire::{Problem, ProblemCode, SeatCall, SeatReply};

use super::seat::{Seat, Sitting};
use super::{SeatPass, Seats, bare_scene, card, mine, secrets};
use crate::conductor::{Drill, NotDone};
use crate::desk::Desk;
use crate::orders::{marks_of, topic_of};
use crate::problem::{advise, not_done, problem, unknown, unseated};

/// How long a key is.
const KEY: std::ops::RangeInclusive<usize> = 8..=64;

/// Who calls.
pub(super) struct Caller<'a> {
    pub seat: &'a Seat,
    pub sitting: Sitting,
}

impl Seats {
    /// Answers a call at a seat.
    ///
    /// # Errors
    /// Where this seat may not call it, the rules say no or the world failed.
    pub async fn call(
        &self,
        pass: &SeatPass,
        call: SeatCall,
        key: Option<String>,
    ) -> Result<SeatReply, Problem> {
        let seat = &pass.inner;
        let now = self.around.clock.now();
        if seat.is_out() {
            return Err(unseated());
        }
        if !seat.may_call(now) {
            return Err(advise(
                ProblemCode::TooMuch,
                "This seat asks faster than anybody can type.",
                "Wait a moment; what was typed is kept.",
            ));
        }
        let caller = Caller {
            seat,
            sitting: seat.sitting(),
        };
        match call {
            SeatCall::Others { inject } => Ok(SeatReply::Others(self.others(&caller, inject)?)),
            SeatCall::Plan => {
                let roles = &caller.sitting.roles;
                let plan = card::seat_plan(&self.scenario, &self.lore, roles);
                Ok(SeatReply::Plan(plan))
            }
            SeatCall::Mine => Ok(SeatReply::Mine(self.mine(&caller)?)),
            SeatCall::PractiseAgain => self.practise_again(&caller).await,
            recorded => self.record(&caller, recorded, key, now).await,
        }
    }

    async fn record(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
        key: Option<String>,
        now: Stamp,
    ) -> Result<SeatReply, Problem> {
        let key = key.filter(|key| KEY.contains(&key.len()));
        let Some(key) = key else {
            let mut without = problem(ProblemCode::BadCall, "This call has no key of its own.");
            without.detail = Some("a key of 8 to 64 characters is needed".to_owned());
            return Err(without);
        };
        let closes = matches!(&call, SeatCall::Practise { step } if step == "close");
        // What is said without a name must not be found again by the seat either.
        let unnamed = matches!(call, SeatCall::GiveFeedback { .. });
        let spoken_by = if unnamed { "" } else { caller.seat.id.as_str() };
        let key = secrets::call_key(spoken_by, &key);
        let (actor, order) = match self.order_of(caller, call, now) {
            Ok(order) => order,
            // What was done by the first sending of a call may be what forbids the second.
            Err(refused) => {
                let before = self.conductor.look(|drill| drill.exercise.keyed(&key));
                return before.map(|seq| SeatReply::Done { seq }).ok_or(refused);
            }
        };
        let done = self.conductor.order_once(actor, order, Some(key)).await;
        let seq = done.map_err(|why| not_done_here(&why))?;
        if closes && let Some(desk) = self.desk() {
            desk.keep_closed_at_seat(&self.id).await?;
        }
        Ok(SeatReply::Done { seq })
    }

    /// Begins the same practice anew. The device that asked for it takes its seat there by the invitation.
    async fn practise_again(&self, caller: &Caller<'_>) -> Result<SeatReply, Problem> {
        self.practises(caller)?;
        let desk = self.desk().ok_or_else(|| {
            let says = "A new practice is begun at the desk here.";
            problem(ProblemCode::Refused, says)
        })?;
        let person = &caller.sitting.person;
        let invitation = desk.practise_again(&self.id, person).await?;
        Ok(SeatReply::Invited { invitation })
    }

    fn desk(&self) -> Option<Arc<Desk>> {
        self.around.desk.get()?.upgrade()
    }

    /// The order that a call means, and by whom.
    fn order_of(
        &self,
        caller: &Caller<'_>,
        call: SeatCall,
        now: Stamp,
    ) -> Result<(Actor, Order), Problem> {
        match call {
            SeatCall::Acknowledge { .. }
            | SeatCall::Decide { .. }
            | SeatCall::Revise { .. }
            | SeatCall::TakeStance { .. } => self.deciding(caller, call, now),
            SeatCall::Send { .. }
            | SeatCall::Ask { .. }
            | SeatCall::LogNotification { .. }
            | SeatCall::AnswerDiscussion { .. } => self.talking(caller, call),
            SeatCall::SayInHotWash { .. }
            | SeatCall::GiveFeedback { .. }
            | SeatCall::DeclareRealIncident { .. }
            | SeatCall::Leave => anybody(caller, call),
            SeatCall::Note { .. }
            | SeatCall::Settle { .. }
            | SeatCall::Rate { .. }
            | SeatCall::Speak { .. }
            | SeatCall::Answer { .. } => self.white_cell(caller, call),
            SeatCall::Hint { .. } | SeatCall::Practise { .. } | SeatCall::SetRate { .. } => {
                self.practising(caller, call)
            }
            SeatCall::Others { .. } | SeatCall::Plan | SeatCall::Mine | SeatCall::PractiseAgain => {
                Err(unknown("order"))
            }
        }
    }

    fn others(
        &self,
        caller: &Caller<'_>,
        inject: Option<String>,
    ) -> Result<Vec<wire::DecisionLine>, Problem> {
        if caller.seat.kind == SeatKind::Observer {
            return Err(not_for(caller.seat.kind));
        }
        let now = self.around.clock.now();
        let inject = inject.map(InjectId::from);
        Ok(self
            .conductor
            .look(|drill| mine::others(&bare_scene(drill, now), &caller.whose(), inject.as_ref())))
    }

    fn mine(&self, caller: &Caller<'_>) -> Result<wire::MyTimeline, Problem> {
        let now = self.around.clock.now();
        self.conductor.look(|drill| {
            if mine::play_is_over(drill.exercise.phase()) {
                let scene = bare_scene(drill, now);
                Ok(mine::timeline(drill, &scene, &caller.whose()))
            } else {
                let says = "Your timeline can be seen once play has ended.";
                Err(problem(ProblemCode::Refused, says))
            }
        })
    }

    /// What the rules suggest for each objective.
    pub(super) fn suggested(&self, drill: &Drill) -> BTreeMap<String, Rating> {
        let evaluation = evaluation::evaluate(&evaluation::Input {
            exercise: &drill.id,
            scenario: drill.exercise.scenario(),
            records: &drill.records,
            plan: self.lore.facts.as_ref(),
            people: &BTreeMap::new(),
        });
        let rated = evaluation.objectives.iter();
        rated
            .filter_map(|it| Some((it.objective.to_string(), it.suggested?)))
            .collect()
    }
}

impl Caller<'_> {
    /// A role of a player's seat.
    pub fn plays(&self, role: String) -> Result<RoleId, Problem> {
        let role = RoleId::from(role);
        if self.seat.kind != SeatKind::Player {
            return Err(not_for(self.seat.kind));
        }
        if self.sitting.roles.contains(&role) {
            Ok(role)
        } else {
            Err(problem(
                ProblemCode::Refused,
                "This seat does not play that role.",
            ))
        }
    }

    /// A role of a player's seat, or any for whom a scribe writes down what was said.
    pub fn speaks_for(&self, role: String) -> Result<RoleId, Problem> {
        match self.seat.kind {
            SeatKind::Scribe => Ok(role.into()),
            SeatKind::Player | SeatKind::Evaluator | SeatKind::Simulator | SeatKind::Observer => {
                self.plays(role)
            }
        }
    }

    /// Whoever calls, where the seat is of one of these kinds.
    pub fn cell(&self, kinds: &[SeatKind]) -> Result<Actor, Problem> {
        if kinds.contains(&self.seat.kind) {
            Ok(Actor::Cell(self.seat.kind, self.sitting.person.clone()))
        } else {
            Err(not_for(self.seat.kind))
        }
    }

    /// Whoever calls, in a role where the seat plays one.
    pub fn actor(&self, role: &RoleId) -> Actor {
        let person = self.sitting.person.clone();
        match self.seat.kind {
            SeatKind::Player => Actor::Seat(role.clone(), person),
            kind @ (SeatKind::Evaluator
            | SeatKind::Scribe
            | SeatKind::Simulator
            | SeatKind::Observer) => Actor::Cell(kind, person),
        }
    }

    pub fn first_role(&self) -> Option<RoleId> {
        self.sitting.roles.first().cloned()
    }

    fn whose(&self) -> mine::Whose<'_> {
        mine::Whose {
            persons: &self.sitting.known_as,
            roles: &self.sitting.roles,
            white_cell: self.seat.kind.is_white_cell(),
        }
    }
}

/// What every kind of seat may do.
fn anybody(caller: &Caller<'_>, call: SeatCall) -> Result<(Actor, Order), Problem> {
    let actor = match caller.first_role() {
        Some(role) => caller.actor(&role),
        None => Actor::Cell(caller.seat.kind, caller.sitting.person.clone()),
    };
    match call {
        SeatCall::SayInHotWash {
            topic,
            says,
            role,
            objective,
        } => {
            let role = role.map(|role| caller.speaks_for(role)).transpose()?;
            let actor = role.as_ref().map_or(actor, |role| caller.actor(role));
            let order = Order::SayInHotWash {
                topic: topic_of(&topic)?,
                says,
                role,
                objective: objective.map(Into::into),
            };
            Ok((actor, order))
        }
        SeatCall::GiveFeedback {
            marks,
            strengths,
            improvements,
            says,
        } => {
            let order = Order::GiveFeedback {
                marks: marks_of(marks)?,
                strengths,
                improvements,
                says,
            };
            Ok((Actor::Unnamed, order))
        }
        SeatCall::DeclareRealIncident { says } => Ok((actor, Order::DeclareRealIncident { says })),
        SeatCall::Leave => {
            let (seat, sent_out) = (caller.seat.id.clone(), false);
            Ok((actor, Order::LeaveSeat { seat, sent_out }))
        }
        other => Err(misplaced(&other)),
    }
}

/// Why nothing was done, said to somebody at a seat, who can neither clear nor close anything.
fn not_done_here(why: &NotDone) -> Problem {
    match why {
        NotDone::Refused(Refusal::RealIncident) => advise(
            ProblemCode::Refused,
            "The drill has stopped: somebody reported a real incident.",
            "Follow the real plan. What was typed here is kept.",
        ),
        NotDone::Refused(_) | NotDone::Failed(_) | NotDone::Gone => not_done(why),
    }
}

pub(super) fn not_for(kind: SeatKind) -> Problem {
    let says = match kind {
        SeatKind::Player => "A player's seat cannot do that in this drill.",
        SeatKind::Evaluator => "An evaluator's seat cannot do that: whoever judges does not play.",
        SeatKind::Scribe => "A scribe's seat cannot do that.",
        SeatKind::Simulator => "A simulator's seat cannot do that.",
        SeatKind::Observer => "An observer's seat only watches.",
    };
    problem(ProblemCode::Refused, says)
}

pub(super) fn misplaced(call: &SeatCall) -> Problem {
    let mut misplaced = problem(ProblemCode::BadCall, "This call cannot be answered here.");
    misplaced.detail = Some(format!("{call:?}"));
    misplaced
}
