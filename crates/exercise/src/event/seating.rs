//! What happens at the seats' door: invitations, devices that join and leave.

use serde::{Deserialize, Serialize};
use terms::{PersonId, RoleId, SeatId};

use super::bodies;
use super::words::{Protection, SeatKind};

bodies! {
    /// The seats' door was opened.
    DoorOpened {
        /// How the way is protected.
        protection: Protection,
    }
    /// The seats' door was closed.
    DoorClosed {}
    /// Somebody was invited to a seat.
    SeatInvited {
        /// The hash of the secret in the invitation.
        invitation: String,
        /// What the seat is for.
        seat_kind: SeatKind,
        /// The roles it plays; empty where it plays none.
        roles: Vec<RoleId>,
        /// The person of the roster.
        person: PersonId,
    }
    /// An invitation counts no more.
    InvitationRevoked {
        /// The hash of its secret.
        invitation: String,
    }
    /// A device took a seat.
    SeatJoined {
        /// The seat.
        seat: SeatId,
        /// What it is for.
        seat_kind: SeatKind,
        /// The role it plays, where it plays one.
        role: Option<RoleId>,
        /// The person at it; one who typed a name is a person of this drill alone until tied to the roster.
        person: PersonId,
        /// The hash of the secret that its cookie holds.
        token: String,
        /// The hash of the invitation that it came by.
        invitation: Option<String>,
    }
    /// A seat took one more role.
    SeatTookRole {
        /// The seat.
        seat: SeatId,
        /// The role.
        role: RoleId,
    }
    /// A seat was given up; its secret counts no more.
    SeatLeft {
        /// The seat.
        seat: SeatId,
        /// True where the trainer sent it out.
        sent_out: bool,
    }
    /// A name that was typed is that of a person of the roster.
    SeatTied {
        /// The seat.
        seat: SeatId,
        /// The person of the roster.
        person: PersonId,
        /// Who they were until then.
        was: PersonId,
    }
}
