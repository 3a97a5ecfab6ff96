//! The rules: what an order causes, or why it is refused. Nothing is changed here, and the time is told.
//! What follows from the passing of time stands in `due`; decisions of people stand in `decide_people`.

use scenario::{Inject, Trigger};
use terms::{Elapsed, InjectId, Span, Stamp};

use crate::event::*;
use crate::order::{Order, Refusal};
use crate::state::*;

/// The longest text that a record takes, in characters.
pub const TEXT_LIMIT: usize = 20_000;

type Answer = Result<Vec<Event>, Refusal>;

impl Exercise {
    /// What an order causes at this moment. Changes nothing.
    ///
    /// # Errors
    /// Where the rules say no.
    pub fn decide(&self, order: &Order, now: Stamp) -> Answer {
        self.admit(order)?;
        match order {
            Order::Assign {
                role,
                person,
                standing,
            } => self.assign(role, person, *standing),
            Order::Vacate { role, person } => {
                let (_, state) = self.role(role).ok_or(Refusal::UnknownRole(role.clone()))?;
                if !state.holders.iter().any(|holder| holder.person == *person) {
                    return Err(Refusal::NotAssigned(role.clone()));
                }
                one(RoleVacated {
                    role: role.clone(),
                    person: person.clone(),
                })
            }
            Order::Attend { person, presence } => {
                if self.presence(person) == Some(*presence) {
                    return Err(Refusal::AlreadyDone);
                }
                one(Attended {
                    person: person.clone(),
                    presence: *presence,
                })
            }
            Order::Start => one(Started {
                story: self.story(now),
            }),
            Order::Pause => self.pause(self.elapsed(now), PauseCause::Trainer),
            Order::Slept { at } => {
                self.pause(self.elapsed(*at).min(self.elapsed(now)), PauseCause::Slept)
            }
            Order::CutOff { elapsed } => {
                self.pause((*elapsed).max(self.last_elapsed), PauseCause::CutOff)
            }
            Order::Resume => one(Resumed {}),
            Order::Break { until } => self.announce_break(*until, now),
            Order::JumpToNext => self.jump(now),
            Order::SetRate { rate } => self.set_rate(*rate),
            Order::End => one(Ended {}),
            Order::OpenReview => one(ReviewOpened {}),
            Order::Close { how, reason } => self.close(*how, reason),
            Order::Deliver { .. }
            | Order::Hold { .. }
            | Order::Release { .. }
            | Order::Skip { .. }
            | Order::Postpone { .. }
            | Order::Withdraw { .. }
            | Order::Edit { .. }
            | Order::AddInject { .. } => self.decide_inject(order, now),
            Order::DeclareRealIncident { says } => {
                text(says)?;
                let mut events = vec![RealIncidentDeclared { says: says.clone() }.into()];
                if let Phase::Running { .. } = self.phase {
                    let elapsed = self.elapsed(now);
                    events.push(
                        Paused {
                            elapsed,
                            cause: PauseCause::RealIncident,
                        }
                        .into(),
                    );
                }
                Ok(events)
            }
            Order::ClearRealIncident => one(RealIncidentCleared {}),
            Order::Acknowledge { .. }
            | Order::Decide(_)
            | Order::Revise(_)
            | Order::TakeStance { .. }
            | Order::Strike { .. }
            | Order::Settle { .. }
            | Order::Prompt { .. }
            | Order::RequestAccount(_)
            | Order::TakeStep(_)
            | Order::Park { .. }
            | Order::Ask { .. }
            | Order::Answer { .. }
            | Order::Note(_)
            | Order::RecogniseDeadline { .. }
            | Order::MeetDeadline { .. }
            | Order::RecordTrigger { .. }
            | Order::SayInHotWash { .. }
            | Order::GiveFeedback { .. }
            | Order::Rate { .. }
            | Order::RaiseFinding { .. }
            | Order::ReviseFinding { .. }
            | Order::DropFinding { .. }
            | Order::WriteNarrative { .. }
            | Order::LeaveSuggestion { .. } => self.decide_people(order, now),
            Order::OpenDoor { .. }
            | Order::CloseDoor
            | Order::Invite { .. }
            | Order::RevokeInvitation { .. }
            | Order::Join(_)
            | Order::TakeRole { .. }
            | Order::LeaveSeat { .. }
            | Order::Tie { .. }
            | Order::Send { .. }
            | Order::LogNotification { .. }
            | Order::OpenDiscussion { .. }
            | Order::CloseDiscussion
            | Order::AnswerDiscussion { .. }
            | Order::SharePractice => self.decide_seats(order, now),
        }
    }

    /// Whether an order fits the phase at all.
    fn admit(&self, order: &Order) -> Result<(), Refusal> {
        let phase = self.phase;
        if let Phase::Closed { .. } = phase {
            return Err(Refusal::Closed);
        }
        if self.real_incident.is_some() {
            let allowed = matches!(
                order,
                Order::ClearRealIncident
                    | Order::Close {
                        how: ClosedHow::RealIncident | ClosedHow::Aborted | ClosedHow::Void,
                        ..
                    }
                    | Order::Note(_)
                    | Order::Attend { .. }
                    | Order::Park { .. }
                    | Order::OpenDoor { .. }
                    | Order::CloseDoor
                    | Order::Join(_)
                    | Order::TakeRole { .. }
                    | Order::LeaveSeat { .. }
                    | Order::Tie { .. }
                    | Order::Invite { .. }
                    | Order::RevokeInvitation { .. }
            );
            return if allowed {
                Ok(())
            } else {
                Err(Refusal::RealIncident)
            };
        }
        let briefing = matches!(phase, Phase::Briefing);
        let running = matches!(phase, Phase::Running { .. });
        let paused = matches!(phase, Phase::Paused { .. });
        let hot_wash = matches!(phase, Phase::HotWash);
        let review = matches!(phase, Phase::Review);
        let play = running || paused;
        let fits = match order {
            Order::Assign { .. } | Order::Vacate { .. } | Order::Attend { .. } => !review,
            Order::Start => briefing,
            Order::Pause | Order::Slept { .. } | Order::CutOff { .. } => running,
            Order::Resume => paused,
            Order::Break { .. } | Order::JumpToNext | Order::SetRate { .. } | Order::End => play,
            Order::OpenReview => hot_wash,
            Order::Close { how, .. } => match how {
                ClosedHow::Completed => review,
                ClosedHow::Aborted | ClosedHow::Void => true,
                ClosedHow::RealIncident => false,
            },
            Order::Edit { .. }
            | Order::AddInject { .. }
            | Order::Hold { .. }
            | Order::Release { .. }
            | Order::Skip { .. }
            | Order::Postpone { .. } => briefing || play,
            Order::Deliver { .. } | Order::Withdraw { .. } | Order::Acknowledge { .. } => play,
            Order::Ask { .. } | Order::Answer { .. } | Order::Prompt { .. } => play,
            Order::RecordTrigger { .. } => play,
            Order::Decide(_)
            | Order::Revise(_)
            | Order::TakeStance { .. }
            | Order::RequestAccount(_)
            | Order::TakeStep(_)
            | Order::RecogniseDeadline { .. }
            | Order::MeetDeadline { .. } => play || hot_wash,
            Order::Settle { .. } | Order::Strike { .. } | Order::Park { .. } => !briefing,
            Order::RaiseFinding { .. }
            | Order::ReviseFinding { .. }
            | Order::DropFinding { .. } => !briefing,
            Order::Note(_) => true,
            Order::DeclareRealIncident { .. } => !review,
            Order::ClearRealIncident => false,
            Order::SayInHotWash { .. } | Order::GiveFeedback { .. } => hot_wash || review,
            Order::Rate { .. } | Order::WriteNarrative { .. } => hot_wash || review,
            Order::LeaveSuggestion { .. } => hot_wash || review,
            Order::OpenDoor { .. }
            | Order::CloseDoor
            | Order::Invite { .. }
            | Order::RevokeInvitation { .. }
            | Order::Join(_)
            | Order::TakeRole { .. }
            | Order::LeaveSeat { .. }
            | Order::Tie { .. } => true,
            Order::Send { .. } | Order::LogNotification { .. } => play,
            Order::OpenDiscussion { .. }
            | Order::CloseDiscussion
            | Order::AnswerDiscussion { .. } => play || hot_wash,
            Order::SharePractice => !briefing,
        };
        if fits {
            Ok(())
        } else {
            Err(Refusal::WrongPhase)
        }
    }

    fn assign(
        &self,
        role: &terms::RoleId,
        person: &Option<terms::PersonId>,
        standing: Standing,
    ) -> Answer {
        let (_, state) = self.role(role).ok_or(Refusal::UnknownRole(role.clone()))?;
        if person.is_some() == (standing == Standing::Bot) {
            return Err(Refusal::OutOfRange);
        }
        let holder = Holder {
            person: person.clone(),
            standing,
        };
        if state.holders.contains(&holder) {
            return Err(Refusal::AlreadyAssigned(role.clone()));
        }
        one(RoleAssigned {
            role: role.clone(),
            person: person.clone(),
            standing,
        })
    }

    fn pause(&self, elapsed: Elapsed, cause: PauseCause) -> Answer {
        one(Paused { elapsed, cause })
    }

    fn announce_break(&self, until: Stamp, now: Stamp) -> Answer {
        // A break of more than a week is a slip of the pen.
        if until <= now || (until - now).0 > Span::hours(7 * 24).0 {
            return Err(Refusal::BadMoment);
        }
        let mut events = Vec::new();
        if let Phase::Running { .. } = self.phase {
            let elapsed = self.elapsed(now);
            events.push(
                Paused {
                    elapsed,
                    cause: PauseCause::Break,
                }
                .into(),
            );
        }
        events.push(BreakAnnounced { until }.into());
        Ok(events)
    }

    fn jump(&self, now: Stamp) -> Answer {
        let (_, to) = self.next_inject().ok_or(Refusal::NothingNext)?;
        if to <= self.elapsed(now) {
            return Err(Refusal::NothingNext);
        }
        one(Jumped { to })
    }

    fn set_rate(&self, rate: u32) -> Answer {
        let free = match self.briefed.origin {
            Origin::Practice | Origin::Rehearsal | Origin::Demo => true,
            Origin::Live | Origin::BotAssisted => false,
        };
        if !free || !(100..=100_000).contains(&rate) {
            return Err(Refusal::RateNotAllowed);
        }
        one(RateSet { rate })
    }

    fn close(&self, how: ClosedHow, reason: &str) -> Answer {
        if how != ClosedHow::Completed {
            text(reason)?;
        }
        // A closed drill takes no more records, so its door is closed by the same order, and before it.
        let mut events: Vec<Event> = self
            .door()
            .map(|_| DoorClosed {}.into())
            .into_iter()
            .collect();
        events.push(
            Closed {
                how,
                reason: reason.to_owned(),
            }
            .into(),
        );
        Ok(events)
    }

    fn decide_inject(&self, order: &Order, now: Stamp) -> Answer {
        match order {
            Order::Deliver { inject } => {
                let (written, state) = self.known(inject)?;
                match state.status {
                    InjectStatus::Waiting | InjectStatus::Held => {}
                    InjectStatus::Skipped if !self.group_is_served(inject) => {}
                    InjectStatus::Skipped => return Err(Refusal::NotWaiting(inject.clone())),
                    InjectStatus::Delivered | InjectStatus::Withdrawn if written.repeatable => {}
                    InjectStatus::Delivered | InjectStatus::Withdrawn => {
                        return Err(Refusal::AlreadyDelivered(inject.clone()));
                    }
                    InjectStatus::Cancelled => return Err(Refusal::NotWaiting(inject.clone())),
                }
                let place = self.inject_place(inject).ok_or(unknown(inject))?;
                Ok(self.delivery(place, Cause::Trainer))
            }
            Order::Hold { inject } => {
                self.waiting(inject)?;
                one(InjectHeld {
                    inject: inject.clone(),
                })
            }
            Order::Release { inject } => match self.known(inject)?.1.status {
                InjectStatus::Held => one(InjectReleased {
                    inject: inject.clone(),
                }),
                InjectStatus::Waiting
                | InjectStatus::Delivered
                | InjectStatus::Skipped
                | InjectStatus::Cancelled
                | InjectStatus::Withdrawn => Err(Refusal::NotHeld(inject.clone())),
            },
            Order::Skip { inject } => match self.known(inject)?.1.status {
                InjectStatus::Waiting | InjectStatus::Held => one(InjectSkipped {
                    inject: inject.clone(),
                }),
                InjectStatus::Delivered
                | InjectStatus::Skipped
                | InjectStatus::Cancelled
                | InjectStatus::Withdrawn => Err(Refusal::NotWaiting(inject.clone())),
            },
            Order::Postpone { inject, by } => {
                let due = self.waiting(inject)?.due.ok_or(Refusal::NothingNext)?;
                if !(1..=Span::hours(7 * 24).0).contains(&by.0) {
                    return Err(Refusal::OutOfRange);
                }
                let due = due.max(self.elapsed(now)) + *by;
                one(InjectPostponed {
                    inject: inject.clone(),
                    due,
                })
            }
            Order::Withdraw { inject, reason } => {
                self.delivered(inject)?;
                text(reason)?;
                one(InjectWithdrawn {
                    inject: inject.clone(),
                    reason: reason.clone(),
                })
            }
            Order::Edit {
                inject,
                subject,
                body,
            } => {
                match self.known(inject)?.1.status {
                    InjectStatus::Waiting | InjectStatus::Held | InjectStatus::Skipped => {}
                    InjectStatus::Delivered | InjectStatus::Withdrawn => {
                        return Err(Refusal::AlreadyDelivered(inject.clone()));
                    }
                    InjectStatus::Cancelled => return Err(Refusal::NotWaiting(inject.clone())),
                }
                text(body)?;
                short(subject)?;
                one(InjectEdited {
                    inject: inject.clone(),
                    subject: subject.clone(),
                    body: body.clone(),
                })
            }
            Order::AddInject { inject } => self.add_inject(inject),
            // `decide` hands over nothing else.
            _ => Err(Refusal::WrongPhase),
        }
    }

    /// Whether an inject of the same group has been delivered; a group delivers one.
    fn group_is_served(&self, inject: &InjectId) -> bool {
        let links = self
            .inject_place(inject)
            .and_then(|place| self.compiled.injects.get(place));
        let group = links.and_then(|links| links.group);
        let mut members = group
            .into_iter()
            .flat_map(|group| &self.compiled.groups[group]);
        members.any(|&member| self.injects[member].delivered.is_some())
    }

    fn add_inject(&self, inject: &Inject) -> Answer {
        if self.inject_place(&inject.id).is_some() {
            return Err(Refusal::InjectExists(inject.id.clone()));
        }
        match &inject.trigger {
            Trigger::At(_) | Trigger::ByHand => {}
            Trigger::After(_) | Trigger::When(_) => return Err(Refusal::TriggerNotAllowed),
        }
        if let Some(role) = inject
            .to
            .iter()
            .find(|role| !self.compiled.role_at.contains_key(*role))
        {
            return Err(Refusal::UnknownRole(role.clone()));
        }
        // What the drill keeps count of is designed before it, so that a report can rely on it.
        if inject.account.is_some() || inject.call_up.is_some() {
            return Err(Refusal::StepNotOpen);
        }
        for words in [&inject.title, &inject.body] {
            text(words)?;
        }
        one(InjectAdded {
            inject: Box::new(inject.clone()),
        })
    }

    pub(crate) fn known(&self, id: &InjectId) -> Result<(&Inject, &InjectState), Refusal> {
        self.inject(id).ok_or(unknown(id))
    }

    fn waiting(&self, id: &InjectId) -> Result<&InjectState, Refusal> {
        let (_, state) = self.known(id)?;
        match state.status {
            InjectStatus::Waiting => Ok(state),
            InjectStatus::Delivered | InjectStatus::Withdrawn => {
                Err(Refusal::AlreadyDelivered(id.clone()))
            }
            InjectStatus::Held | InjectStatus::Skipped | InjectStatus::Cancelled => {
                Err(Refusal::NotWaiting(id.clone()))
            }
        }
    }

    pub(crate) fn delivered(&self, id: &InjectId) -> Result<(&Inject, &InjectState), Refusal> {
        let (inject, state) = self.known(id)?;
        match state.status {
            InjectStatus::Delivered => Ok((inject, state)),
            InjectStatus::Waiting
            | InjectStatus::Held
            | InjectStatus::Skipped
            | InjectStatus::Cancelled
            | InjectStatus::Withdrawn => Err(Refusal::NotDelivered(id.clone())),
        }
    }
}

fn unknown(id: &InjectId) -> Refusal {
    Refusal::UnknownInject(id.clone())
}

pub(crate) fn one(event: impl Into<Event>) -> Answer {
    Ok(vec![event.into()])
}

/// A text that has to be there.
pub(crate) fn text(words: &str) -> Result<(), Refusal> {
    if words.trim().is_empty() {
        Err(Refusal::TextMissing)
    } else {
        short(words)
    }
}

/// A text that may be left out.
pub(crate) fn short(words: &str) -> Result<(), Refusal> {
    let long = words.len() > TEXT_LIMIT && words.chars().count() > TEXT_LIMIT;
    if long {
        Err(Refusal::TextTooLong)
    } else {
        Ok(())
    }
}
