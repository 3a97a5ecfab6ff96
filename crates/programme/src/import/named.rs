//! Whom a table names: somebody of the roster, somebody who joins it by being named, or an office. What was named before
//! the roster knew it is settled once a table of people says more. Not here: what a row brings.

use super::*;
use crate::look::is_a_name;
use crate::people::{Who, function_of};

/// Who bears a name.
pub(super) enum Found {
    One(PersonId),
    Nobody,
    Several,
}

impl Taker<'_> {
    /// Somebody by their contact, else by their name where that is enough.
    pub(super) fn find(&self, name: &str, contact: &str) -> Found {
        let (name, contact) = (fold_name(name), fold_name(contact));
        if !contact.is_empty() {
            let mine = self
                .known
                .iter()
                .find(|(_, it)| fold_name(&it.contact) == contact);
            if let Some((id, _)) = mine {
                return Found::One(id.clone());
            }
        }
        let named: Vec<&PersonId> = self
            .known
            .iter()
            .filter(|(_, it)| fold_name(&it.name) == name)
            // A namesake whose other contact is known is somebody else.
            .filter(|(_, it)| contact.is_empty() || it.contact.is_empty())
            .map(|(id, _)| id)
            .collect();
        match named.as_slice() {
            [] => Found::Nobody,
            [one] => Found::One((*one).clone()),
            _ => Found::Several,
        }
    }

    /// Somebody by their address where a cell holds one, else by their name.
    fn named(&self, words: &str) -> Found {
        if words.contains('@') {
            self.find("", words)
        } else {
            self.find(words, "")
        }
    }

    /// Who is named; whoever was named before where the cell is empty. Somebody who reads as a person and is not in the
    /// roster joins it without a unit, so that no name stands in a record.
    pub(super) fn who(
        &mut self,
        words: &str,
        before: Option<&Who>,
        events: &mut Vec<ProgrammeEvent>,
    ) -> Who {
        if words.is_empty() {
            return before.cloned().unwrap_or(Who::Office(String::new()));
        }
        // An office of that name comes before somebody whom only its name made a person.
        match self.named(words) {
            Found::One(id) if !self.is_only_an_office(&id) => Who::Person(id),
            Found::Nobody if is_a_name(&capitals(words)) && !self.is_office(words) => {
                let id = PersonId::from((self.mint)());
                let contact = Contact {
                    name: words.to_owned(),
                    contact: String::new(),
                };
                self.known.insert(id.clone(), contact.clone());
                self.import.people.insert(id.clone(), contact);
                events.push(ProgrammeEvent::PersonKept(PersonKept {
                    person: id.clone(),
                    unit: String::new(),
                }));
                Who::Person(id)
            }
            Found::One(_) | Found::Nobody | Found::Several => Who::Office(words.to_owned()),
        }
    }

    /// Puts right who was named before the roster knew them: words that turned out to be somebody's name or contact, and
    /// somebody who turned out to be an office. So a table of people may come before or after the others.
    pub(super) fn settle(&mut self) {
        let year = &self.fold.year;
        let mut events = Vec::new();
        for kept in year.appointments.values() {
            if let Some(by) = self.settled(&kept.value.by) {
                let made = kept.value.clone();
                events.push(ProgrammeEvent::AppointmentMade(AppointmentMade {
                    by,
                    ..made
                }));
            }
        }
        for kept in year.assets.values() {
            if let Some(owner) = self.settled(&kept.value.owner) {
                let asset = kept.value.clone();
                events.push(ProgrammeEvent::AssetKept(AssetKept { owner, ..asset }));
            }
        }
        for action in year.actions.values() {
            if let Some(owner) = self.settled(&action.said.owner) {
                let said = action.said.clone();
                events.push(ProgrammeEvent::ActionTracked(ActionTracked {
                    owner,
                    ..said
                }));
            }
            if let Some(done) = &action.done
                && let Some(by) = self.settled(&done.by)
            {
                let done = done.clone();
                events.push(ProgrammeEvent::ActionDone(ActionDone { by, ..done }));
            }
            if let Some(verified) = &action.verified
                && let Some(by) = self.settled(&verified.by)
            {
                let verified = verified.clone();
                events.push(ProgrammeEvent::ActionVerified(ActionVerified {
                    by,
                    ..verified
                }));
            }
        }
        for event in events {
            let seq = self.fold.last_seq + 1;
            self.fold.apply(seq, terms::Stamp(0), event.clone());
            self.import.events.push(event);
        }
    }

    /// Who it is by what is known now; none where that changes nothing.
    fn settled(&self, who: &Who) -> Option<Who> {
        match who {
            Who::Office(words) if words.is_empty() => None,
            Who::Office(words) => match self.named(words) {
                Found::One(id) if !self.is_only_an_office(&id) => Some(Who::Person(id)),
                Found::One(_) | Found::Nobody | Found::Several => None,
            },
            Who::Person(id) if self.is_only_an_office(id) => {
                let name = self.known.get(id).map(|it| it.name.clone());
                Some(Who::Office(name.unwrap_or_default()))
            }
            Who::Person(_) => None,
        }
    }

    /// True for somebody who is known by nothing but a name, where that is the name of an office.
    fn is_only_an_office(&self, id: &PersonId) -> bool {
        self.known.get(id).is_some_and(|it| {
            it.contact.is_empty()
                && self.fold.is_known_by_name_alone(id)
                && self.is_office(&it.name)
        })
    }

    /// True where the words name a function, a unit or a role.
    fn is_office(&self, words: &str) -> bool {
        function_of(words).is_some() || self.fold.is_unit_or_role(words)
    }
}

/// Each word with a capital: a name is one however a tracker writes it.
fn capitals(words: &str) -> String {
    let word = |word: &str| {
        let mut letters = word.chars();
        let first = letters.next().map(|it| it.to_uppercase().to_string());
        first.unwrap_or_default() + letters.as_str()
    };
    words
        .split_whitespace()
        .map(word)
        .collect::<Vec<_>>()
        .join(" ")
}
