//! What a seat may call, and what becomes of it. Each kind of seat has its calls: a player acts in the roles of its
//! seat alone, whoever judges does not play, whoever watches does neither. What is refused here never reaches the
//! drill. Not here: the rules of the drill itself (`exercise`), the desk's calls.

use std::collections::BTreeMap;
use std::sync::Arc;

use exercise::{
    Actor, ClosedHow, Decide, NoteBy, Order, Origin, Party, Rating, Revise, SeatKind, Source,
};
use terms::{ActionId, DeadlineId, InjectId, RoleId, Stamp};
use wire::{Problem, ProblemCode, SeatCall, SeatReply};

use super::seat::{Seat, Sitting};
use super::{SeatPass, Seats, bare_scene, card, mine, secrets, table};
use crate::conductor::Drill;
use crate::desk::Desk;
use crate::lock;
use crate::orders::{marks_of, outcome_of, rating_of, stance_of, tone_of, topic_of, word};
use crate::problem::{advise, not_done, problem, unknown, unseated};
use crate::tally;

/// How long a key is.
const KEY: std::ops::RangeInclusive<usize> = 8..=64;

/// The latest that somebody may have begun to type: an hour ago.
const FIRST_KEY_MS: i64 = 60 * 60 * 1000;

/// Who calls.
struct Caller<'a> {
    seat: &'a Seat,
    sitting: Sitting,
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
        let seq = done.map_err(|why| not_done(&why))?;
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

    fn deciding(
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

    fn talking(&self, caller: &Caller<'_>, call: SeatCall) -> Result<(Actor, Order), Problem> {
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

    fn white_cell(&self, caller: &Caller<'_>, call: SeatCall) -> Result<(Actor, Order), Problem> {
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

    fn practising(&self, caller: &Caller<'_>, call: SeatCall) -> Result<(Actor, Order), Problem> {
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
    fn practises(&self, caller: &Caller<'_>) -> Result<RoleId, Problem> {
        let practice = self
            .conductor
            .look(|drill| drill.exercise.origin() == Origin::Practice);
        let role = caller.first_role();
        role.filter(|_| practice)
            .ok_or_else(|| not_for(caller.seat.kind))
    }

    /// An inject that has reached a role: no other is known at its seats. Asked of the hall, because the drill stands
    /// locked while it is written and this is asked thousands of times a second.
    fn reaches(&self, role: &RoleId, inject: String) -> Result<InjectId, Problem> {
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
    fn plays(&self, role: String) -> Result<RoleId, Problem> {
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
    fn speaks_for(&self, role: String) -> Result<RoleId, Problem> {
        match self.seat.kind {
            SeatKind::Scribe => Ok(role.into()),
            SeatKind::Player | SeatKind::Evaluator | SeatKind::Simulator | SeatKind::Observer => {
                self.plays(role)
            }
        }
    }

    /// Whoever calls, where the seat is of one of these kinds.
    fn cell(&self, kinds: &[SeatKind]) -> Result<Actor, Problem> {
        if kinds.contains(&self.seat.kind) {
            Ok(Actor::Cell(self.seat.kind, self.sitting.person.clone()))
        } else {
            Err(not_for(self.seat.kind))
        }
    }

    /// Whoever calls, in a role where the seat plays one.
    fn actor(&self, role: &RoleId) -> Actor {
        let person = self.sitting.person.clone();
        match self.seat.kind {
            SeatKind::Player => Actor::Seat(role.clone(), person),
            kind @ (SeatKind::Evaluator
            | SeatKind::Scribe
            | SeatKind::Simulator
            | SeatKind::Observer) => Actor::Cell(kind, person),
        }
    }

    fn first_role(&self) -> Option<RoleId> {
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

fn not_for(kind: SeatKind) -> Problem {
    let says = match kind {
        SeatKind::Player => "A player's seat cannot do that in this drill.",
        SeatKind::Evaluator => "An evaluator's seat cannot do that: whoever judges does not play.",
        SeatKind::Scribe => "A scribe's seat cannot do that.",
        SeatKind::Simulator => "A simulator's seat cannot do that.",
        SeatKind::Observer => "An observer's seat only watches.",
    };
    problem(ProblemCode::Refused, says)
}

fn misplaced(call: &SeatCall) -> Problem {
    let mut misplaced = problem(ProblemCode::BadCall, "This call cannot be answered here.");
    misplaced.detail = Some(format!("{call:?}"));
    misplaced
}
