//! Where in the records things stand, so that a view need not walk all of them: a drill with many seats has hundreds
//! of thousands. Holds numbers of records only, and is made anew from them at any time. Not here: what a view shows.

use std::collections::BTreeMap;

use exercise::{Event, Rating, Record};
use terms::{InjectId, ObjectiveId, PersonId, RoleId};

/// The numbers of the records that views look for.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Tally {
    /// Decisions, in order.
    pub decisions: Vec<u64>,
    /// Revisions of each decision and stances on it.
    pub upon: BTreeMap<u64, Vec<u64>>,
    /// Records entered in error, and the record that says so.
    pub struck: BTreeMap<u64, u64>,
    /// Notes, prompts, parked disputes and what the hot wash said.
    pub notes: Vec<u64>,
    /// Questions.
    pub questions: Vec<u64>,
    /// The answer to each.
    pub answers: BTreeMap<u64, u64>,
    /// Messages.
    pub messages: Vec<u64>,
    /// Outside bodies that were told.
    pub notifications: Vec<u64>,
    /// Deliveries of injects.
    pub delivered: Vec<u64>,
    /// What each role answered to the question on the table.
    pub table: BTreeMap<Option<RoleId>, u64>,
    /// What each role did: seen, decided, written, told.
    pub by_role: BTreeMap<RoleId, Vec<u64>>,
    /// The rating of each objective.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
    /// How many decisions of each role on an inject stand.
    decided: BTreeMap<InjectId, BTreeMap<RoleId, u32>>,
    /// Decisions in free words that stand, by inject and person.
    in_words: BTreeMap<(InjectId, PersonId), u32>,
}

impl Tally {
    /// The tally of these records.
    pub fn of(records: &[Record]) -> Self {
        let mut tally = Self::default();
        tally.take(records, 0);
        tally
    }

    /// Takes in the records from a place on.
    pub fn take(&mut self, records: &[Record], from: usize) {
        for record in records.get(from..).unwrap_or_default() {
            self.take_one(records, record);
        }
    }

    /// Whether a decision of this role on this inject stands.
    pub fn has_decided(&self, inject: &InjectId, role: &RoleId) -> bool {
        let roles = self.decided.get(inject);
        roles.is_some_and(|roles| roles.get(role).is_some_and(|count| *count > 0))
    }

    /// Whether this person has decided on this inject in words of their own.
    pub fn has_said(&self, inject: &InjectId, person: &PersonId) -> bool {
        let key = (inject.clone(), person.clone());
        self.in_words.get(&key).is_some_and(|count| *count > 0)
    }

    fn take_one(&mut self, records: &[Record], record: &Record) {
        let seq = record.seq;
        match &record.event {
            Event::DecisionMade(made) => {
                self.decisions.push(seq);
                self.did(&made.role, seq);
                self.count(made, true);
            }
            Event::DecisionRevised(revised) => {
                self.upon.entry(revised.decision).or_default().push(seq);
            }
            Event::StanceTaken(taken) => self.upon.entry(taken.decision).or_default().push(seq),
            Event::RecordStruck(struck) => {
                let again = self.struck.insert(struck.record, seq);
                let was = at(records, struck.record).map(|record| &record.event);
                if let (None, Some(Event::DecisionMade(made))) = (again, was) {
                    self.count(made, false);
                }
            }
            Event::Noted(_) | Event::Prompted(_) | Event::Parked(_) | Event::HotWashSaid(_) => {
                self.notes.push(seq);
            }
            Event::QuestionAsked(asked) => {
                self.questions.push(seq);
                self.did(&asked.role, seq);
            }
            Event::QuestionAnswered(answered) => {
                self.answers.insert(answered.question, seq);
            }
            Event::MessageSent(sent) => {
                self.messages.push(seq);
                for party in [&sent.from, &sent.to] {
                    if let exercise::Party::Role(role) = party {
                        self.did(role, seq);
                    }
                }
            }
            Event::NotificationLogged(logged) => {
                self.notifications.push(seq);
                self.did(&logged.role, seq);
            }
            Event::Acknowledged(seen) => self.did(&seen.role, seq),
            Event::InjectDelivered(_) => self.delivered.push(seq),
            Event::DiscussionOpened(_) | Event::DiscussionClosed(_) => self.table.clear(),
            Event::DiscussionAnswered(answered) => {
                self.table.insert(answered.role.clone(), seq);
            }
            Event::ObjectiveRated(rated) => {
                self.ratings.insert(rated.objective.clone(), rated.rating);
            }
            _ => {}
        }
    }

    fn did(&mut self, role: &RoleId, seq: u64) {
        self.by_role.entry(role.clone()).or_default().push(seq);
    }

    fn count(&mut self, made: &exercise::DecisionMade, stands: bool) {
        let Some(inject) = &made.inject else { return };
        let roles = self.decided.entry(inject.clone()).or_default();
        step(roles.entry(made.role.clone()).or_default(), stands);
        if let (None, Some(person)) = (&made.option, &made.person) {
            let key = (inject.clone(), person.clone());
            step(self.in_words.entry(key).or_default(), stands);
        }
    }
}

/// The record of a number. Records of a stream count from 1 without a gap.
pub fn at(records: &[Record], seq: u64) -> Option<&Record> {
    let place = usize::try_from(seq.checked_sub(1)?).ok()?;
    records.get(place).filter(|record| record.seq == seq)
}

fn step(count: &mut u32, up: bool) {
    *count = if up {
        count.saturating_add(1)
    } else {
        count.saturating_sub(1)
    };
}
