//! From records to what seats are told: each record is taken once, in order, after it is on disk, and put before whom
//! it concerns. The same path is taken for the records of the past when the door opens, so a seat after a restart is
//! told what it would have been told before. Not here: what an item says (`eyes`), how it travels (`lanes`).

use std::collections::BTreeMap;
use std::sync::Arc;

use bytes::Bytes;
use exercise::{Event, Origin, Phase, Record, SeatJoined, SeatTied};
use terms::{InjectId, PersonId, RoleId, SeatId};
use wire::{InjectItem, SeatFrame, SeatItem, StoryLine};

use super::eyes::Eyes;
use super::lanes::{Audience, Lane};
use super::live::json;
use super::seat::{Seat, Sitting};
use super::table::{Table, Touched};
use super::{Seats, bare_scene, secrets};
use crate::conductor::Drill;
use crate::lock;

/// How long seats stay connected after the drill was closed, so that their pages say so.
const CLOSES_AFTER: std::time::Duration = std::time::Duration::from_secs(3);

/// What the seats know of the drill.
pub struct Hall {
    /// How many records were taken.
    taken: usize,
    eyes: Eyes,
    /// Every seat that was ever taken.
    pub seats: BTreeMap<SeatId, Arc<Seat>>,
    /// Those that somebody has, by the hash of their secret.
    tokens: BTreeMap<String, Arc<Seat>>,
    /// Who somebody was known as before the trainer said who they are.
    was: BTreeMap<PersonId, Vec<PersonId>>,
    /// Whom each inject has reached.
    reached: BTreeMap<InjectId, Vec<Audience>>,
    /// What went to everybody, in order.
    pub story: Vec<(String, StoryLine)>,
    /// The newest inject that went to everybody and stands.
    pub current: Option<InjectItem>,
}

impl Hall {
    /// The hall before the first record.
    pub fn new(drill: &Drill) -> Self {
        Self {
            taken: 0,
            eyes: Eyes::new(drill),
            seats: BTreeMap::new(),
            tokens: BTreeMap::new(),
            was: BTreeMap::new(),
            reached: BTreeMap::new(),
            story: Vec::new(),
            current: None,
        }
    }

    /// The seat whose secret this is.
    pub fn seat_of(&self, token: &str) -> Option<Arc<Seat>> {
        self.tokens.get(&secrets::hash(token)).cloned()
    }

    /// How many sit in a role.
    pub fn taken_by(&self, role: &RoleId) -> u32 {
        let seats = self.tokens.values();
        let taken = seats.filter(|seat| seat.sitting().roles.contains(role));
        u32::try_from(taken.count()).unwrap_or(u32::MAX)
    }

    /// The seats that somebody has.
    pub fn standing(&self) -> impl Iterator<Item = &Arc<Seat>> {
        self.tokens.values()
    }

    /// Whether an inject has reached a role.
    pub fn has_reached(&self, role: &RoleId, inject: &InjectId) -> bool {
        let mut audiences = self.reached.get(inject).into_iter().flatten();
        audiences.any(|audience| match audience {
            Audience::Everyone => true,
            Audience::Role(reached) => reached == role,
            Audience::Person(_) => false,
        })
    }

    fn known_as(&self, person: &PersonId) -> Vec<PersonId> {
        let was = self.was.get(person).into_iter().flatten();
        std::iter::once(person).chain(was).cloned().collect()
    }

    /// Takes in who sits where.
    fn seat(&mut self, event: &Event) {
        match event {
            Event::SeatJoined(joined) => self.join(joined),
            Event::SeatTookRole(took) => {
                if let Some(seat) = self.seats.get(&took.seat) {
                    seat.change(|sitting| sitting.roles.push(took.role.clone()));
                }
            }
            Event::SeatLeft(left) => {
                if let Some(seat) = self.seats.get(&left.seat) {
                    self.tokens.remove(&seat.token);
                    seat.send_out();
                }
            }
            Event::SeatTied(tied) => self.tie(tied),
            _ => {}
        }
    }

    fn join(&mut self, joined: &SeatJoined) {
        let sitting = Sitting {
            known_as: self.known_as(&joined.person),
            person: joined.person.clone(),
            roles: joined.role.iter().cloned().collect(),
        };
        let seat = Arc::new(Seat::new(
            joined.seat.clone(),
            joined.seat_kind,
            joined.token.clone(),
            sitting,
        ));
        self.tokens.insert(joined.token.clone(), Arc::clone(&seat));
        self.seats.insert(joined.seat.clone(), seat);
    }

    fn tie(&mut self, SeatTied { seat, person, was }: &SeatTied) {
        let mut before = self.known_as(was);
        let known = self.was.entry(person.clone()).or_default();
        before.retain(|id| !known.contains(id) && id != person);
        known.extend(before);
        let known_as = self.known_as(person);
        for other in self.seats.values() {
            let sits = other.sitting().person;
            if other.id == *seat || sits == *was || sits == *person {
                other.change(|sitting| {
                    sitting.person = person.clone();
                    sitting.known_as.clone_from(&known_as);
                });
            }
        }
    }

    /// Keeps what everybody heard, for the projector.
    fn tell_story(&mut self, item: &SeatItem) {
        match item {
            SeatItem::Inject(inject) => {
                let line = StoryLine {
                    story: inject.story.clone(),
                    says: format!("{}: {}", inject.from, inject.subject),
                };
                self.story.push((inject.id.clone(), line));
                self.current = Some((**inject).clone());
            }
            SeatItem::Withdrawn { inject, .. } => {
                self.story.retain(|(told, _)| told != inject);
                if self.current.as_ref().is_some_and(|it| it.id == *inject) {
                    self.current = None;
                }
            }
            SeatItem::Acknowledged { .. }
            | SeatItem::Decision(_)
            | SeatItem::Stance { .. }
            | SeatItem::Message(_)
            | SeatItem::Question { .. }
            | SeatItem::Answer { .. }
            | SeatItem::Notification { .. }
            | SeatItem::Struck { .. }
            | SeatItem::Coaching(_)
            | SeatItem::Hint { .. } => {}
        }
    }
}

impl Seats {
    /// Takes what has been recorded since, and lets every seat see what concerns it. Called while the drill stands
    /// still, after the write.
    pub(crate) fn publish(self: &Arc<Self>, drill: &Drill) {
        let mut hall = lock(&self.hall);
        let records = drill.records.get(hall.taken..).unwrap_or_default();
        let Some(last) = records.last().map(|record| record.seq) else {
            return;
        };
        let mut lanes = Vec::new();
        let mut touched = Touched::default();
        for record in records {
            hall.seat(&record.event);
            touched = touched.and(Touched::by(&record.event));
            self.put(&mut hall, drill, record, &mut lanes);
        }
        hall.taken = drill.records.len();
        self.lanes.tell(last, &lanes);
        // Whoever practises is shown what can be ticked and asked for, which changes with everything that happens.
        touched.table |= drill.exercise.origin() == Origin::Practice;
        drop(hall);
        {
            let mut shown = self.shown_mut();
            if touched.table {
                shown.table = Table::of(&bare_scene(drill, self.around.clock.now()));
            } else if touched.count {
                shown.table.count(drill.tally.decisions.len());
            }
        }
        self.touch(touched);
        if self.is_open() && matches!(drill.exercise.phase(), Phase::Closed { .. }) {
            let seats = Arc::downgrade(self);
            tokio::spawn(async move {
                tokio::time::sleep(CLOSES_AFTER).await;
                if let Some(seats) = seats.upgrade() {
                    seats.shut();
                }
            });
        }
    }

    fn put(&self, hall: &mut Hall, drill: &Drill, record: &Record, lanes: &mut Vec<Arc<Lane>>) {
        let Some((audiences, item)) = hall.eyes.item(drill, &self.lore, record) else {
            return;
        };
        if let SeatItem::Inject(inject) = &item {
            let id = InjectId::from(inject.id.as_str());
            hall.reached.insert(id, audiences.clone());
        }
        if audiences == [Audience::Everyone] {
            hall.tell_story(&item);
        }
        let frame = SeatFrame {
            seq: record.seq,
            item: Some(item),
            view: None,
        };
        let frame = Bytes::from(json(&frame));
        for audience in &audiences {
            self.lanes.put(audience, record.seq, frame.clone(), lanes);
        }
    }
}
