//! Taking a seat. What it refuses, and why: a code that is wrong (counted per address and in all, because a code can
//! be guessed), an invitation that does not count (not counted, because 256 bits cannot), a role that is not of this
//! drill, a name that is none, one device too many. Not here: what a seat may do then (`calls`).

use std::collections::{BTreeMap, VecDeque};
use std::net::IpAddr;
use std::sync::Arc;

use exercise::{Actor, Join, Order, Presence, SeatKind};
use ledger::Person;
use terms::{PersonId, RoleId, SeatId, Stamp};
use wire::{Problem, ProblemCode, SeatJoin, SeatJoined};

use super::seat::Seat;
use super::{Joined, Seats, secrets};
use crate::conductor::NotDone;
use crate::desk::mint;
use crate::lock;
use crate::problem::{advise, fault, not_done, problem};

/// How many wrong codes an address may try in how long before the door takes no code from it.
const WRONG_HERE: usize = 10;
const WRONG_WITHIN_MS: i64 = 5 * 60 * 1000;

/// How many wrong codes may be tried in all before the code is changed.
const WRONG_IN_ALL: u32 = 200;

/// How many addresses are remembered. Whoever has more of them does not get further: the count in all still runs.
const ADDRESSES: usize = 10_000;

/// The most seats of one drill.
const SEATS: usize = 10_000;

/// The longest name.
const NAME: usize = 80;

/// Wrong codes that were tried.
#[derive(Default)]
pub struct WrongCodes {
    by_address: BTreeMap<IpAddr, VecDeque<Stamp>>,
    /// Since the code was made.
    since_code: u32,
    /// Since the door was opened.
    pub in_all: u32,
}

impl WrongCodes {
    /// Whether an address has tried too many.
    fn is_shut(&mut self, from: IpAddr, now: Stamp) -> bool {
        let Some(tried) = self.by_address.get_mut(&whole(from)) else {
            return false;
        };
        while tried
            .front()
            .is_some_and(|at| now.0 - at.0 > WRONG_WITHIN_MS)
        {
            tried.pop_front();
        }
        tried.len() >= WRONG_HERE
    }

    /// Lets every address try again. What was tried in all still counts.
    pub fn pardon(&mut self) {
        self.by_address.clear();
        self.since_code = 0;
    }

    /// Counts a wrong one; true where the code must be changed.
    fn count(&mut self, from: IpAddr, now: Stamp) -> bool {
        if self.by_address.len() >= ADDRESSES {
            let old = |tried: &VecDeque<Stamp>| {
                tried.back().is_none_or(|at| now.0 - at.0 > WRONG_WITHIN_MS)
            };
            self.by_address.retain(|_, tried| !old(tried));
        }
        if self.by_address.len() < ADDRESSES {
            self.by_address
                .entry(whole(from))
                .or_default()
                .push_back(now);
        }
        self.in_all = self.in_all.saturating_add(1);
        self.since_code += 1;
        let change = self.since_code >= WRONG_IN_ALL;
        if change {
            self.since_code = 0;
        }
        change
    }
}

/// One household has one IPv6 network of 64 bits and any number of addresses in it.
fn whole(from: IpAddr) -> IpAddr {
    match from.to_canonical() {
        IpAddr::V6(address) => {
            let network = u128::from(address) & !u128::from(u64::MAX);
            IpAddr::V6(network.into())
        }
        address @ IpAddr::V4(_) => address,
    }
}

impl Seats {
    /// Takes a seat, or one more role at the seat that the device has.
    ///
    /// # Errors
    /// Where the code or invitation does not count, or the rules say no.
    pub async fn join(
        &self,
        ask: SeatJoin,
        from: IpAddr,
        token: Option<&str>,
    ) -> Result<Joined, Problem> {
        if !self.is_open() {
            return Err(problem(
                ProblemCode::NoSeat,
                "The door of this drill is closed.",
            ));
        }
        let mine = token.and_then(|token| lock(&self.hall).seat_of(token));
        let presence = if ask.remote {
            Presence::Remote
        } else {
            Presence::Room
        };
        if !ask.invitation.trim().is_empty() {
            return self
                .come_invited(ask.invitation.trim(), presence, mine)
                .await;
        }
        self.check_code(&ask.code, from)?;
        let wanted = ask.role.trim();
        let (kind, roles) = if wanted == SeatKind::Observer.word() {
            (SeatKind::Observer, Vec::new())
        } else {
            let role = RoleId::from(wanted);
            if !self.scenario.roles.iter().any(|known| known.id == role) {
                let says = "This drill has no such role.";
                return Err(advise(
                    ProblemCode::BadCall,
                    says,
                    "Choose one from the list.",
                ));
            }
            (SeatKind::Player, vec![role])
        };
        if let Some(seat) = mine.filter(|seat| seat.kind == kind) {
            return self.take_roles(&seat, &roles).await;
        }
        let name = name_of(&ask.name)?;
        let person = self.make_person(name).await?;
        let joined = self.sit(kind, roles, person.clone(), None, presence).await;
        if joined.is_err() {
            self.forget_person(&person).await;
        }
        joined
    }

    async fn come_invited(
        &self,
        secret: &str,
        presence: Presence,
        mine: Option<Arc<Seat>>,
    ) -> Result<Joined, Problem> {
        let hash = secrets::hash(secret);
        let found = self.conductor.look(|drill| {
            let state = drill.exercise.invitation(&hash).filter(|it| !it.revoked)?;
            let person = drill.exercise.known_as(&state.person).clone();
            Some((state.seat_kind, state.roles.clone(), person))
        });
        let Some((kind, roles, person)) = found else {
            return Err(advise(
                ProblemCode::WrongCode,
                "This invitation does not count, or not any more.",
                "Ask the trainer for a new one.",
            ));
        };
        let again = mine.filter(|seat| seat.kind == kind && seat.sitting().person == person);
        if let Some(seat) = again {
            return self.take_roles(&seat, &roles).await;
        }
        self.sit(kind, roles, person, Some(hash), presence).await
    }

    /// Only wrong codes count: a room that shares one address joins as fast as it likes.
    fn check_code(&self, typed: &str, from: IpAddr) -> Result<(), Problem> {
        let now = self.around.clock.now();
        let mut door = lock(&self.door);
        if door.wrong.is_shut(from, now) {
            return Err(advise(
                ProblemCode::WrongCode,
                "Too many wrong codes came from this network; the door takes none from it for five minutes.",
                "Ask the trainer for a personal invitation, which works at once.",
            ));
        }
        let typed = secrets::plain_code(typed);
        if !typed.is_empty() && secrets::plain_code(&door.code) == typed {
            return Ok(());
        }
        if door.wrong.count(from, now) {
            // A code that is guessed at is worth nothing any more.
            if let Ok(code) = secrets::join_code() {
                door.code = code;
            }
            drop(door);
            self.code_guessed();
        } else {
            drop(door);
            self.seats_moved();
        }
        Err(advise(
            ProblemCode::WrongCode,
            "That is not the join code.",
            "The display shows it; capitals, blanks and dashes do not matter.",
        ))
    }

    /// Takes whatever of these roles the seat does not play yet.
    async fn take_roles(&self, seat: &Seat, roles: &[RoleId]) -> Result<Joined, Problem> {
        for role in roles {
            if !seat.sitting().roles.contains(role) {
                let actor = Actor::Seat(role.clone(), seat.sitting().person);
                let (seat, role) = (seat.id.clone(), role.clone());
                let order = Order::TakeRole { seat, role };
                let taken = self.conductor.order_once(actor, order, None);
                taken.await.map_err(|why| not_done(&why))?;
            }
        }
        let role = roles.first().map(RoleId::to_string);
        Ok(Joined {
            view: SeatJoined {
                seat: seat.id.to_string(),
                role: role.unwrap_or_default(),
                kind: seat.kind.word().to_owned(),
            },
            token: None,
        })
    }

    async fn sit(
        &self,
        kind: SeatKind,
        roles: Vec<RoleId>,
        person: PersonId,
        invitation: Option<String>,
        presence: Presence,
    ) -> Result<Joined, Problem> {
        if lock(&self.hall).seats.len() >= SEATS {
            let says = format!("This drill has its {SEATS} seats; no more can be taken.");
            return Err(problem(ProblemCode::TooMuch, says));
        }
        let seat = SeatId::from(mint(self.around.clock.now()));
        let token = secrets::secret()?;
        let role = roles.first().cloned();
        let actor = match &role {
            Some(role) => Actor::Seat(role.clone(), person.clone()),
            None => Actor::Cell(kind, person.clone()),
        };
        let join = Order::Join(Join {
            seat: seat.clone(),
            seat_kind: kind,
            roles,
            person,
            token: secrets::hash(&token),
            invitation,
            presence,
        });
        let joined = self.conductor.order_once(actor, join, None).await;
        joined.map_err(|why| not_done(&why))?;
        Ok(Joined {
            view: SeatJoined {
                seat: seat.to_string(),
                role: role.map(|role| role.to_string()).unwrap_or_default(),
                kind: kind.word().to_owned(),
            },
            token: Some(token),
        })
    }

    /// A typed name makes a person of this drill alone: the name stands in the erasable table, and the roster does
    /// not know the person until the trainer ties them.
    async fn make_person(&self, name: String) -> Result<PersonId, Problem> {
        let person = Person {
            id: PersonId::from(mint(self.around.clock.now())),
            name,
            contact: String::new(),
        };
        let gone = || not_done(&NotDone::Gone);
        let ledger = self.around.ledger.upgrade().ok_or_else(gone)?;
        let kept = person.clone();
        let written = tokio::task::spawn_blocking(move || lock(&ledger).put_person(&kept));
        let written = written.await.map_err(|_| gone())?;
        written.map_err(|failed| fault(&failed))?;
        let id = person.id.clone();
        lock(&self.around.names).insert(id.clone(), person.name.clone());
        lock(&self.around.typed).push(person);
        Ok(id)
    }

    /// Nobody came of it, so nothing of the name stays.
    async fn forget_person(&self, person: &PersonId) {
        lock(&self.around.typed).retain(|typed| typed.id != *person);
        lock(&self.around.names).remove(person);
        let Some(ledger) = self.around.ledger.upgrade() else {
            return;
        };
        let id = person.clone();
        // A name that cannot be erased now is one that nobody's record points to.
        let _left = tokio::task::spawn_blocking(move || lock(&ledger).erase_person(&id)).await;
    }
}

/// A name as it is kept: one line, without what cannot be seen.
fn name_of(typed: &str) -> Result<String, Problem> {
    let seen: String = typed
        .chars()
        .map(|c| if c.is_whitespace() { ' ' } else { c })
        .filter(|c| !c.is_control() && !is_invisible(*c))
        .collect();
    let name = seen.split_whitespace().collect::<Vec<_>>().join(" ");
    match name.chars().count() {
        0 => Err(problem(
            ProblemCode::Refused,
            "A name is needed: it is kept with what you decide.",
        )),
        1..=NAME => Ok(name),
        _ => Err(problem(
            ProblemCode::Refused,
            format!("A name has at most {NAME} characters."),
        )),
    }
}

/// Marks that turn the writing round or take no room: with them one name can be made to look like another.
fn is_invisible(c: char) -> bool {
    matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}'..='\u{2069}' | '\u{feff}')
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_is_one_visible_line() {
        let check = |typed: &str, kept: Option<&str>| {
            assert_eq!(name_of(typed).ok().as_deref(), kept, "{typed:?}");
        };
        check("  Ann\tLee \n", Some("Ann Lee"));
        check("A\u{0}\u{7}nn\u{202e}", Some("Ann"));
        check(" \u{200b} ", None);
        check(&"x".repeat(81), None);
    }

    #[test]
    fn addresses_of_one_ipv6_network_count_together() {
        let mut wrong = WrongCodes::default();
        for last in 0..WRONG_HERE {
            let from = format!("2001:db8::{last:x}").parse().expect("an address");
            assert!(!wrong.is_shut(from, Stamp(0)), "not before the tenth");
            wrong.count(from, Stamp(0));
        }
        let same = "2001:db8::ffff".parse().expect("an address");
        let other = "2001:db8:1::1".parse().expect("an address");
        assert!(wrong.is_shut(same, Stamp(1)));
        assert!(!wrong.is_shut(other, Stamp(1)));
        assert!(
            !wrong.is_shut(same, Stamp(WRONG_WITHIN_MS + 1)),
            "it passes"
        );
    }

    #[test]
    fn a_new_code_lets_every_address_try_again() {
        let mut wrong = WrongCodes::default();
        let from = "192.0.2.7".parse().expect("an address");
        for _ in 0..WRONG_HERE {
            wrong.count(from, Stamp(0));
        }
        assert!(wrong.is_shut(from, Stamp(1)), "ten were too many");
        wrong.pardon();
        assert!(!wrong.is_shut(from, Stamp(1)), "the room is let in again");
        assert_eq!(wrong.in_all, 10, "and what was tried is still told");
    }
}
