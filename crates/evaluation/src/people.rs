//! Who held which role, who was there, and which roles had somebody while the clock ran.
//! Not here: what they did.

use std::collections::{BTreeMap, BTreeSet};

use exercise::{Attended, Presence, RoleAssigned, RoleVacated};
use terms::{Elapsed, PersonId, RoleId};

use crate::model::Participant;

/// The people and bots of one drill.
pub(crate) struct People<'a> {
    names: &'a BTreeMap<PersonId, String>,
    participants: Vec<Participant>,
    /// Where the participants of a role stand in the list.
    of_role: BTreeMap<&'a RoleId, Vec<usize>>,
    of_person: BTreeMap<&'a PersonId, Vec<(usize, &'a RoleId)>>,
    presence: BTreeMap<&'a PersonId, Presence>,
    filled: BTreeSet<&'a RoleId>,
    playing: bool,
    started: bool,
}

impl<'a> People<'a> {
    pub fn new(names: &'a BTreeMap<PersonId, String>) -> Self {
        Self {
            names,
            participants: Vec::new(),
            of_role: BTreeMap::new(),
            of_person: BTreeMap::new(),
            presence: BTreeMap::new(),
            filled: BTreeSet::new(),
            playing: false,
            started: false,
        }
    }

    pub fn assign(&mut self, assigned: &'a RoleAssigned) {
        let at = self.participants.len();
        let person = assigned.person.as_ref();
        if let Some(person) = person {
            self.of_person
                .entry(person)
                .or_default()
                .push((at, &assigned.role));
        }
        self.of_role.entry(&assigned.role).or_default().push(at);
        let presence = person.and_then(|person| self.presence.get(person));
        self.participants.push(Participant {
            role: assigned.role.clone(),
            person: person.cloned(),
            name: person.and_then(|person| self.names.get(person)).cloned(),
            standing: assigned.standing,
            attendance: presence
                .map(|presence| (Elapsed(0), *presence))
                .into_iter()
                .collect(),
            left_role: None,
        });
        self.note_filled(&assigned.role);
    }

    pub fn vacate(&mut self, vacated: &'a RoleVacated, elapsed: Elapsed) {
        let places = self
            .of_role
            .get(&vacated.role)
            .map_or(&[][..], Vec::as_slice);
        for at in places {
            let participant = &mut self.participants[*at];
            if participant.person == vacated.person && participant.left_role.is_none() {
                // A change of mind before the start leaves no trace in the list of participants.
                participant.left_role = Some(if self.started {
                    elapsed
                } else {
                    NEVER_TOOK_PART
                });
            }
        }
    }

    pub fn attend(&mut self, attended: &'a Attended, elapsed: Elapsed) {
        self.presence.insert(&attended.person, attended.presence);
        let places = self
            .of_person
            .get(&attended.person)
            .cloned()
            .unwrap_or_default();
        for (at, role) in places {
            self.participants[at]
                .attendance
                .push((elapsed, attended.presence));
            self.note_filled(role);
        }
    }

    pub fn start(&mut self, roles: impl Iterator<Item = &'a RoleId>) {
        self.playing = true;
        self.started = true;
        for role in roles {
            self.note_filled(role);
        }
    }

    pub fn end(&mut self) {
        self.playing = false;
    }

    /// True where somebody was there to play the role at some time of the drill.
    pub fn filled(&self, role: &RoleId) -> bool {
        self.filled.contains(role)
    }

    /// True where a bot played the role.
    pub fn bot(&self, role: &RoleId) -> bool {
        let places = self.of_role.get(role).map_or(&[][..], Vec::as_slice);
        places
            .iter()
            .any(|at| self.participants[*at].person.is_none() && took_part(&self.participants[*at]))
    }

    /// True where a bot played the role and no person did.
    pub fn only_bot(&self, role: &RoleId) -> bool {
        let places = self.of_role.get(role).map_or(&[][..], Vec::as_slice);
        let mut persons = places.iter().map(|at| &self.participants[*at]);
        self.bot(role) && !persons.any(|one| one.person.is_some() && took_part(one))
    }

    /// How many people took part, each counted once.
    pub fn count(&self) -> u32 {
        let people: BTreeSet<&PersonId> = self
            .participants
            .iter()
            .filter(|participant| took_part(participant))
            .filter_map(|participant| participant.person.as_ref())
            .collect();
        u32::try_from(people.len()).unwrap_or(u32::MAX)
    }

    /// Everybody who held a role in the end or during play.
    pub fn into_participants(self) -> Vec<Participant> {
        let stays = |one: &Participant| one.left_role != Some(NEVER_TOOK_PART);
        self.participants.into_iter().filter(stays).collect()
    }

    fn note_filled(&mut self, role: &'a RoleId) {
        if !self.playing {
            return;
        }
        let places = self.of_role.get(role).map_or(&[][..], Vec::as_slice);
        let here = |at: &usize| {
            let participant = &self.participants[*at];
            let presence = participant
                .person
                .as_ref()
                .and_then(|id| self.presence.get(id));
            participant.left_role.is_none() && presence != Some(&Presence::Left)
        };
        if places.iter().any(here) {
            self.filled.insert(role);
        }
    }
}

/// Marks somebody who gave a role back before the start.
const NEVER_TOOK_PART: Elapsed = Elapsed(i64::MIN);

fn took_part(one: &Participant) -> bool {
    let came = one
        .attendance
        .iter()
        .any(|(_, presence)| *presence != Presence::Left);
    one.left_role != Some(NEVER_TOOK_PART) && (one.attendance.is_empty() || came)
}
