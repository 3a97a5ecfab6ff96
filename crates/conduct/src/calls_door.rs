//! Calls about the seats' door of a drill: opening and closing it, the code, invitations, devices, the projector. Not
//! here: what a seat may call (`seats`), the listener (`lan`).

use std::net::IpAddr;
use std::path::PathBuf;
use std::sync::Arc;

use exercise::{Actor, Order, Origin, Protection, SeatKind};
use terms::{ExerciseId, PersonId};
use wire::{DeskCall, DeskReply, DoorView, PageView, Problem, ProblemCode};

use crate::calls_programme::misplaced;
use crate::desk::{Desk, Open, note, unopened};
use crate::problem::{advise, not_done, problem, unknown, unwritable};
use crate::seats::{
    Around, DoorWish, Lore, Seats, closed_view, invitation_secret, protection_of, protection_word,
};

impl Desk {
    pub(crate) async fn door_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Door { exercise } => self.door_reply(open, &exercise),
            DeskCall::OpenDoor {
                exercise,
                address,
                port,
                protection,
                certificate,
                key,
            } => {
                let wish = self.wish(&address, port, &protection, certificate, key)?;
                self.open_door_of(open, &exercise, &wish).await?;
                crate::lock(&self.drafts)
                    .keep_protection(protection_word(wish.protection))
                    .map_err(|error| unwritable(&self.places.own, &error))?;
                self.door_reply(open, &exercise)
            }
            DeskCall::CloseDoor { exercise } => {
                let seats = self.standing_door(open, &exercise)?;
                let closed = self.door_order(open, &exercise, Order::CloseDoor).await;
                // It closes even where that cannot be written: the trainer wants nobody to come in.
                seats.shut();
                closed.and_then(|_| self.door_reply(open, &exercise))
            }
            DeskCall::RenewCode { exercise } => {
                self.standing_door(open, &exercise)?.renew_code()?;
                self.door_reply(open, &exercise)
            }
            DeskCall::InviteToSeat {
                exercise,
                person,
                kind,
                roles,
            } => {
                let link = self
                    .invite_to_seat(open, &exercise, person, &kind, roles)
                    .await?;
                let mut view = self.door_view(open, &exercise)?;
                view.invitation_url = Some(link);
                Ok(DeskReply::Door(Box::new(view)))
            }
            DeskCall::RevokeInvitation {
                exercise,
                invitation,
            } => {
                let order = Order::RevokeInvitation { invitation };
                self.door_order(open, &exercise, order).await
            }
            DeskCall::SendOut { exercise, seat } => {
                let (seat, sent_out) = (seat.into(), true);
                self.door_order(open, &exercise, Order::LeaveSeat { seat, sent_out })
                    .await
            }
            DeskCall::TieSeat {
                exercise,
                seat,
                person,
            } => {
                let person = rostered(open, person)?;
                let seat = seat.into();
                self.door_order(open, &exercise, Order::Tie { seat, person })
                    .await
            }
            DeskCall::BlankDisplay { exercise, blank } => {
                self.standing_door(open, &exercise)?.blank(blank);
                self.door_reply(open, &exercise)
            }
            DeskCall::ShowDisplay { exercise } => {
                let url = self.standing_door(open, &exercise)?.display_here();
                let url = url.ok_or_else(no_door)?;
                Ok(DeskReply::Page(PageView { exercise, url }))
            }
            practise @ DeskCall::Practise { .. } => {
                self.practise(open, practise, &self.at_home()).await
            }
            other => Err(misplaced(&other)),
        }
    }

    /// Opens the seats' door of a drill, or opens it anew in another way.
    pub(crate) async fn open_door_of(
        &self,
        open: &mut Open,
        exercise: &str,
        wish: &DoorWish,
    ) -> Result<Arc<Seats>, Problem> {
        let Some(open_door) = self.open_door.clone() else {
            let says = "This program has no network side, so no door can be opened.";
            return Err(problem(ProblemCode::NoDoor, says));
        };
        let conductor = self.conductor(open, exercise)?;
        let seats = self.seats_of(open, exercise)?;
        seats.shut();
        seats.make_ready(&wish.own)?;
        let opened = open_door(Arc::clone(&seats), wish).inspect_err(|_| seats.shut())?;
        let order = Order::OpenDoor {
            protection: wish.protection,
        };
        let recorded = conductor.order(Actor::Desk, order).await;
        seats.opened(opened, wish.protection);
        if let Err(why) = recorded {
            seats.shut();
            return Err(not_done(&why));
        }
        note(open, &exercise.into());
        Ok(seats)
    }

    /// Gives the door of one drill to another: whoever knows its address finds the other one there.
    pub(crate) async fn hand_door_on(
        &self,
        open: &mut Open,
        from: &ExerciseId,
        to: &ExerciseId,
    ) -> Result<(), Problem> {
        let old = self.standing_door(open, from.as_str())?;
        let new = self.seats_of(open, to.as_str())?;
        let protection = old.protection().ok_or_else(no_door)?;
        new.make_ready(&self.places.own)?;
        self.door_order(open, to.as_str(), Order::OpenDoor { protection })
            .await?;
        old.hand_on(&new);
        Ok(())
    }

    /// The seats of a drill, made from its records where they are not yet.
    pub(crate) fn seats_of(&self, open: &mut Open, exercise: &str) -> Result<Arc<Seats>, Problem> {
        let id = ExerciseId::from(exercise);
        if let Some(seats) = open.doors.0.get(&id) {
            return Ok(Arc::clone(seats));
        }
        let conductor = self.conductor(open, exercise)?;
        let briefed = conductor.look(|drill| drill.exercise.briefed().clone());
        let lore = Lore::read(&open.keep, &briefed).map_err(unopened)?;
        let around = Around {
            clock: Arc::clone(&self.clock),
            ledger: Arc::downgrade(&open.keep.ledger),
            names: Arc::clone(&self.names),
            typed: Arc::clone(&self.typed),
            tell: Arc::clone(&self.tell),
            desk: Arc::clone(&self.at_the_desk),
        };
        let seats = Seats::of(&conductor, around, lore, |seats| {
            crate::lock(&self.hearers).insert(id.clone(), Arc::downgrade(seats));
        });
        seats.begin_to_tend();
        open.doors.0.insert(id, Arc::clone(&seats));
        Ok(seats)
    }

    /// Invites a person of the roster to a seat. Gives the link, which nobody can make again.
    pub(crate) async fn invite_to_seat(
        &self,
        open: &mut Open,
        exercise: &str,
        person: String,
        kind: &str,
        roles: Vec<String>,
    ) -> Result<String, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let alone = conductor.look(|drill| drill.exercise.origin() == Origin::Practice);
        let person = if alone && open.keep.people.contains_key(person.as_str()) {
            // Whoever practises need not be of the roster: it counts for nothing there.
            PersonId::from(person)
        } else {
            rostered(open, person)?
        };
        let seats = self.standing_door(open, exercise)?;
        let seat_kind = SeatKind::of(kind).ok_or_else(|| unknown("kind of seat"))?;
        let (secret, invitation) = invitation_secret()?;
        let order = Order::Invite {
            invitation,
            seat_kind,
            roles: roles.into_iter().map(Into::into).collect(),
            person,
        };
        self.door_order(open, exercise, order).await?;
        let url = seats.url().ok_or_else(no_door)?;
        Ok(format!("{url}/#invitation={secret}"))
    }

    async fn door_order(
        &self,
        open: &mut Open,
        exercise: &str,
        order: Order,
    ) -> Result<DeskReply, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let done = conductor.order(Actor::Desk, order).await;
        done.map_err(|why| not_done(&why))?;
        note(open, &exercise.into());
        self.door_reply(open, exercise)
    }

    fn door_reply(&self, open: &mut Open, exercise: &str) -> Result<DeskReply, Problem> {
        let view = self.door_view(open, exercise)?;
        Ok(DeskReply::Door(Box::new(view)))
    }

    fn door_view(&self, open: &mut Open, exercise: &str) -> Result<DoorView, Problem> {
        let conductor = self.conductor(open, exercise)?;
        let mut view = match open.doors.0.get(exercise) {
            Some(seats) => seats.door_view(),
            None => {
                let names = open.keep.names();
                let mut view = conductor.look(|drill| closed_view(drill, &names));
                view.at_ms = self.clock.now().0;
                view
            }
        };
        if view.protection.is_none() {
            view.protection = crate::lock(&self.drafts).protection();
        }
        Ok(view)
    }

    /// The seats of a drill whose door stands open.
    fn standing_door(&self, open: &Open, exercise: &str) -> Result<Arc<Seats>, Problem> {
        let seats = open.doors.0.get(exercise).filter(|seats| seats.is_open());
        seats.cloned().ok_or_else(no_door)
    }

    fn wish(
        &self,
        address: &str,
        port: u16,
        protection: &str,
        certificate: Option<String>,
        key: Option<String>,
    ) -> Result<DoorWish, Problem> {
        let address: IpAddr = address.parse().map_err(|_| unknown("address"))?;
        let Some(protection) = protection_of(protection) else {
            return Err(advise(
                ProblemCode::BadCall,
                "Say how the door is to be protected.",
                "With the organisation's own certificate, with one made for the programme, or not at all.",
            ));
        };
        let files = certificate.is_some() && key.is_some();
        if protection == Protection::OwnCertificate && !files {
            return Err(advise(
                ProblemCode::NoDoor,
                "The organisation's certificate and its key are needed.",
                "Choose both files (PEM), or another protection.",
            ));
        }
        Ok(DoorWish {
            address,
            port,
            protection,
            certificate: certificate.map(PathBuf::from),
            key: key.map(PathBuf::from),
            own: self.places.own.clone(),
        })
    }
}

fn rostered(open: &Open, person: String) -> Result<PersonId, Problem> {
    let person = PersonId::from(person);
    if open.keep.fold.people.contains_key(&person) {
        Ok(person)
    } else {
        Err(unknown("person of the roster"))
    }
}

fn no_door() -> Problem {
    advise(
        ProblemCode::NoDoor,
        "The seats' door of this drill is closed.",
        "Open it first.",
    )
}
