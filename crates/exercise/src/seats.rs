//! Who sits where: seats, invitations, keys of calls, the question on the table; and what records make of them.
//! Not here: the rules (those are in `decide_seats`), secrets (records hold their hashes only).

use std::collections::BTreeMap;

use terms::{PersonId, RoleId, SeatId, Stamp};

use crate::event::{
    DiscussionOpened, Event, Protection, Record, SeatJoined, SeatKind, SeatTied, SeatTookRole,
};
use crate::state::Exercise;

/// A seat: one device of one person.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct SeatState {
    /// What it is for.
    pub seat_kind: SeatKind,
    /// The roles it plays, in the order it took them.
    pub roles: Vec<RoleId>,
    /// The person at it.
    pub person: PersonId,
    /// The hash of the secret that its cookie holds.
    pub token: String,
    /// The hash of the invitation that it came by.
    pub invitation: Option<String>,
    /// True once the person is known to be one of the roster.
    pub tied: bool,
    /// True once it was given up or sent out.
    pub left: bool,
    /// When it joined.
    pub joined_at: Stamp,
}

/// An invitation to a seat.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct InvitationState {
    /// What the seat is for.
    pub seat_kind: SeatKind,
    /// The roles it plays.
    pub roles: Vec<RoleId>,
    /// The person of the roster.
    pub person: PersonId,
    /// True once it counts no more.
    pub revoked: bool,
}

/// What has become of the seats of a drill.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Seating {
    /// The record that each key of a caller stands on.
    keys: BTreeMap<String, u64>,
    seats: BTreeMap<SeatId, SeatState>,
    invitations: BTreeMap<String, InvitationState>,
    /// Who somebody with a typed name turned out to be.
    tied: BTreeMap<PersonId, PersonId>,
    door: Option<Protection>,
    /// The last protection that the door had.
    protection: Option<Protection>,
    discussion: Option<DiscussionOpened>,
    shared: bool,
}

impl Seating {
    pub(crate) fn keep_key(&mut self, record: &Record) {
        if let Some(key) = &record.key {
            self.keys.entry(key.clone()).or_insert(record.seq);
        }
    }

    /// Folds an event about seats; any other changes nothing.
    pub(crate) fn apply(&mut self, event: &Event, at: Stamp) {
        match event {
            Event::DoorOpened(e) => {
                self.door = Some(e.protection);
                self.protection = self.door;
            }
            Event::DoorClosed(_) => self.door = None,
            Event::SeatInvited(e) => {
                let state = InvitationState {
                    seat_kind: e.seat_kind,
                    roles: e.roles.clone(),
                    person: e.person.clone(),
                    revoked: false,
                };
                self.invitations.insert(e.invitation.clone(), state);
            }
            Event::InvitationRevoked(e) => {
                if let Some(state) = self.invitations.get_mut(&e.invitation) {
                    state.revoked = true;
                }
            }
            Event::SeatJoined(e) => self.join(e, at),
            Event::SeatTookRole(SeatTookRole { seat, role }) => {
                if let Some(state) = self.seats.get_mut(seat) {
                    state.roles.push(role.clone());
                }
            }
            Event::SeatLeft(e) => {
                if let Some(state) = self.seats.get_mut(&e.seat) {
                    state.left = true;
                }
            }
            Event::SeatTied(SeatTied { seat, person, was }) => {
                for (id, state) in &mut self.seats {
                    if id == seat || state.person == *was {
                        state.person = person.clone();
                        state.tied = true;
                    }
                }
                self.tied.insert(was.clone(), person.clone());
            }
            Event::DiscussionOpened(e) => self.discussion = Some(e.clone()),
            Event::DiscussionClosed(_) => self.discussion = None,
            Event::PracticeShared(_) => self.shared = true,
            _ => {}
        }
    }

    fn join(&mut self, e: &SeatJoined, at: Stamp) {
        let state = SeatState {
            seat_kind: e.seat_kind,
            roles: e.role.iter().cloned().collect(),
            person: e.person.clone(),
            token: e.token.clone(),
            invitation: e.invitation.clone(),
            tied: e.invitation.is_some(),
            left: false,
            joined_at: at,
        };
        self.seats.insert(e.seat.clone(), state);
    }
}

impl Exercise {
    /// The record that a call of this key caused, where one did.
    pub fn keyed(&self, key: &str) -> Option<u64> {
        self.seating.keys.get(key).copied()
    }

    /// Every seat that was ever taken, in the order of their ids.
    pub fn seats(&self) -> impl Iterator<Item = (&SeatId, &SeatState)> {
        self.seating.seats.iter()
    }

    /// One seat.
    pub fn seat(&self, id: &SeatId) -> Option<&SeatState> {
        self.seating.seats.get(id)
    }

    /// Every invitation, by the hash of its secret.
    pub fn invitations(&self) -> impl Iterator<Item = (&str, &InvitationState)> {
        self.seating
            .invitations
            .iter()
            .map(|(hash, state)| (hash.as_str(), state))
    }

    /// The invitation with a secret of this hash.
    pub fn invitation(&self, hash: &str) -> Option<&InvitationState> {
        self.seating.invitations.get(hash)
    }

    /// Who a person of a record is: somebody of the roster, once the trainer has said so.
    pub fn known_as<'a>(&'a self, person: &'a PersonId) -> &'a PersonId {
        self.seating.tied.get(person).unwrap_or(person)
    }

    /// How the seats' door is protected, while it is open.
    pub fn door(&self) -> Option<Protection> {
        self.seating.door
    }

    /// How the seats' door was protected when it was last open.
    pub fn protection(&self) -> Option<Protection> {
        self.seating.protection
    }

    /// The question on the table.
    pub fn discussion(&self) -> Option<&DiscussionOpened> {
        self.seating.discussion.as_ref()
    }

    /// Whether a practice has been shared with the trainer.
    pub fn is_shared(&self) -> bool {
        self.seating.shared
    }
}
