//! The rules for who may sit where, and for what only seats do: messages, notifications, the question on the table.
//! Whether a seat may act in a role is the door's to check: an order names the role and not the seat.

use terms::{RoleId, Stamp};

use crate::decide::{one, short, text};
use crate::event::*;
use crate::order::{Join, Order, Refusal};
use crate::seats::SeatState;
use crate::state::*;

type Answer = Result<Vec<Event>, Refusal>;

impl Exercise {
    pub(crate) fn decide_seats(&self, order: &Order, now: Stamp) -> Answer {
        match order {
            Order::OpenDoor { protection } => one(DoorOpened {
                protection: *protection,
            }),
            Order::CloseDoor => match self.door() {
                Some(_) => one(DoorClosed {}),
                None => Err(Refusal::AlreadyDone),
            },
            Order::Invite {
                invitation,
                seat_kind,
                roles,
                person,
            } => self.invite(invitation, *seat_kind, roles, person),
            Order::RevokeInvitation { invitation } => match self.invitation(invitation) {
                Some(state) if !state.revoked => one(InvitationRevoked {
                    invitation: invitation.clone(),
                }),
                Some(_) | None => Err(Refusal::NotInvited),
            },
            Order::Join(join) => self.join(join),
            Order::TakeRole { seat, role } => self.take_role(seat, role),
            Order::LeaveSeat { seat, sent_out } => self.leave_seat(seat, *sent_out),
            Order::Tie { seat, person } => {
                let state = self.taken(seat)?;
                if state.person == *person {
                    return Err(Refusal::AlreadyDone);
                }
                one(SeatTied {
                    seat: seat.clone(),
                    person: person.clone(),
                    was: state.person.clone(),
                })
            }
            Order::Send { from, to, says } => self.send(from, to, says),
            Order::LogNotification { .. } => self.log_notification(order, now),
            Order::OpenDiscussion { module, question } => {
                let mut modules = self.scenario().modules.iter();
                let module = modules.find(|known| known.id == *module);
                let module = module.ok_or(Refusal::NoQuestion)?;
                if module.questions.get(*question as usize).is_none() {
                    return Err(Refusal::NoQuestion);
                }
                one(DiscussionOpened {
                    module: module.id.clone(),
                    question: *question,
                })
            }
            Order::CloseDiscussion => match self.discussion() {
                Some(_) => one(DiscussionClosed {}),
                None => Err(Refusal::NoQuestion),
            },
            Order::AnswerDiscussion { role, says } => {
                let open = self.discussion().ok_or(Refusal::NoQuestion)?;
                text(says)?;
                if let Some(role) = role {
                    self.known_role(role)?;
                }
                one(DiscussionAnswered {
                    module: open.module.clone(),
                    question: open.question,
                    role: role.clone(),
                    says: says.clone(),
                })
            }
            Order::SharePractice => match (self.origin(), self.is_shared()) {
                (Origin::Practice, false) => one(PracticeShared {}),
                (Origin::Practice, true) => Err(Refusal::AlreadyDone),
                (Origin::Live | Origin::BotAssisted | Origin::Rehearsal | Origin::Demo, _) => {
                    Err(Refusal::NotPractice)
                }
            },
            // `decide` hands over nothing else.
            _ => Err(Refusal::WrongPhase),
        }
    }

    fn invite(
        &self,
        invitation: &str,
        seat_kind: SeatKind,
        roles: &[RoleId],
        person: &terms::PersonId,
    ) -> Answer {
        self.fitting(seat_kind, roles)?;
        if self.invitation(invitation).is_some() {
            return Err(Refusal::AlreadyDone);
        }
        one(SeatInvited {
            invitation: invitation.to_owned(),
            seat_kind,
            roles: roles.to_vec(),
            person: person.clone(),
        })
    }

    /// A player plays at least one role; everybody else plays none.
    fn fitting(&self, seat_kind: SeatKind, roles: &[RoleId]) -> Result<(), Refusal> {
        for role in roles {
            self.known_role(role)?;
        }
        match (seat_kind, roles.is_empty()) {
            (SeatKind::Player, false)
            | (
                SeatKind::Evaluator | SeatKind::Scribe | SeatKind::Simulator | SeatKind::Observer,
                true,
            ) => Ok(()),
            (_, _) => Err(Refusal::NotForThisSeat),
        }
    }

    fn join(&self, join: &Join) -> Answer {
        self.fitting(join.seat_kind, &join.roles)?;
        if self.seat(&join.seat).is_some() {
            return Err(Refusal::AlreadyDone);
        }
        match &join.invitation {
            Some(hash) => {
                let invitation = self.invitation(hash).ok_or(Refusal::NotInvited)?;
                if invitation.revoked || invitation.seat_kind != join.seat_kind {
                    return Err(Refusal::NotInvited);
                }
            }
            // Whoever may see or judge more than a player is asked in person.
            None if join.seat_kind.is_white_cell() => return Err(Refusal::NotInvited),
            None => {}
        }
        let mut roles = join.roles.iter();
        let mut events = vec![
            SeatJoined {
                seat: join.seat.clone(),
                seat_kind: join.seat_kind,
                role: roles.next().cloned(),
                person: join.person.clone(),
                token: join.token.clone(),
                invitation: join.invitation.clone(),
            }
            .into(),
        ];
        for role in roles {
            let (seat, role) = (join.seat.clone(), role.clone());
            events.push(SeatTookRole { seat, role }.into());
        }
        for role in &join.roles {
            events.extend(self.seated(role, &join.person));
        }
        let here = matches!(
            self.presence(&join.person),
            Some(Presence::Room | Presence::Remote)
        );
        if join.seat_kind == SeatKind::Player && !here {
            let (person, presence) = (join.person.clone(), join.presence);
            events.push(Attended { person, presence }.into());
        }
        Ok(events)
    }

    /// Gives a role to a person who takes it at a seat; a bot that kept it warm gives it up.
    fn seated(&self, role: &RoleId, person: &terms::PersonId) -> Vec<Event> {
        let Some((_, state)) = self.role(role) else {
            return Vec::new();
        };
        let mut holders = state.holders.iter();
        if holders.any(|held| held.person.as_ref() == Some(person)) {
            return Vec::new();
        }
        let mut events = Vec::new();
        if state.holders.iter().any(|held| held.person.is_none()) {
            let (role, person) = (role.clone(), None);
            events.push(RoleVacated { role, person }.into());
        }
        let taken = state
            .holders
            .iter()
            .any(|held| held.standing == Standing::Primary);
        let standing = if taken {
            Standing::Alternate
        } else {
            Standing::Primary
        };
        let (role, person) = (role.clone(), Some(person.clone()));
        events.push(
            RoleAssigned {
                role,
                person,
                standing,
            }
            .into(),
        );
        events
    }

    fn take_role(&self, seat: &terms::SeatId, role: &RoleId) -> Answer {
        let state = self.taken(seat)?;
        self.known_role(role)?;
        if state.seat_kind != SeatKind::Player {
            return Err(Refusal::NotForThisSeat);
        }
        if state.roles.contains(role) {
            return Err(Refusal::AlreadyAssigned(role.clone()));
        }
        let taken = SeatTookRole {
            seat: seat.clone(),
            role: role.clone(),
        };
        let mut events = vec![taken.into()];
        events.extend(self.seated(role, &state.person));
        Ok(events)
    }

    /// Whoever leaves their last seat has left the drill, until they are back.
    fn leave_seat(&self, seat: &terms::SeatId, sent_out: bool) -> Answer {
        let state = self.taken(seat)?;
        let left = SeatLeft {
            seat: seat.clone(),
            sent_out,
        };
        let mut events = vec![left.into()];
        let mut others = self.seats().filter(|(id, _)| *id != seat);
        let elsewhere = others.any(|(_, other)| !other.left && other.person == state.person);
        let here = matches!(
            self.presence(&state.person),
            Some(Presence::Room | Presence::Remote)
        );
        if here && !elsewhere {
            let (person, presence) = (state.person.clone(), Presence::Left);
            events.push(Attended { person, presence }.into());
        }
        Ok(events)
    }

    fn send(&self, from: &Party, to: &Party, says: &str) -> Answer {
        text(says)?;
        for party in [from, to] {
            match party {
                Party::Role(role) => self.known_role(role)?,
                Party::Outside(name) => text(name)?,
            }
        }
        let outside = matches!((from, to), (Party::Outside(_), Party::Outside(_)));
        if from == to || outside {
            return Err(Refusal::OutOfRange);
        }
        one(MessageSent {
            from: from.clone(),
            to: to.clone(),
            says: says.to_owned(),
        })
    }

    fn log_notification(&self, order: &Order, now: Stamp) -> Answer {
        let Order::LogNotification {
            role,
            body,
            means,
            says,
            deadline,
            covers,
        } = order
        else {
            return Err(Refusal::WrongPhase);
        };
        self.known_role(role)?;
        text(body)?;
        short(means)?;
        short(says)?;
        let story = self.story(now);
        let mut events = vec![
            NotificationLogged {
                role: role.clone(),
                body: body.clone(),
                means: means.clone(),
                says: says.clone(),
                deadline: deadline.clone(),
                covers: self.covered(deadline.as_ref(), covers)?,
                story,
            }
            .into(),
        ];
        if let Some(deadline) = deadline {
            self.running_deadline(deadline)?;
            let deadline = deadline.clone();
            events.push(DeadlineMet { deadline, story }.into());
        }
        Ok(events)
    }

    /// The points of a notice that it covered, each once; only those that its list has.
    fn covered(
        &self,
        deadline: Option<&terms::DeadlineId>,
        covers: &[u32],
    ) -> Result<Vec<u32>, Refusal> {
        let stage = deadline
            .and_then(|id| self.deadline(id))
            .and_then(|(written, _)| written.stage.as_ref());
        let points = stage.map_or(0, |stage| stage.content.len());
        let mut covers = covers.to_vec();
        covers.sort_unstable();
        covers.dedup();
        match covers.last() {
            Some(last) if *last as usize >= points => Err(Refusal::OutOfRange),
            Some(_) | None => Ok(covers),
        }
    }

    /// A seat that somebody has.
    fn taken(&self, seat: &terms::SeatId) -> Result<&SeatState, Refusal> {
        match self.seat(seat) {
            Some(state) if !state.left => Ok(state),
            Some(_) | None => Err(Refusal::UnknownSeat(seat.clone())),
        }
    }

    fn known_role(&self, role: &RoleId) -> Result<(), Refusal> {
        match self.role(role) {
            Some(_) => Ok(()),
            None => Err(Refusal::UnknownRole(role.clone())),
        }
    }
}
