//! A call-up of the team: who is called, answers, is there, and when enough roles are. A call goes to a role, by the person
//! who holds it; where that one does not come, the alternate is called by a step of its own. Not here: which step can be
//! taken when (`team_steps`).

use scenario::{About, CallUp, Step};
use terms::{InjectId, PersonId, RoleId, Span};

use crate::event::Standing;
use crate::state::{Exercise, Holder};
use crate::team::{Moment, Taken};

/// A call-up of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUpState<'a> {
    /// Its inject.
    pub inject: &'a InjectId,
    /// What is asked for.
    pub call_up: &'a CallUp,
    /// When the call went out.
    pub began: Moment,
    /// Every call, in the order in which the roles were called; the calls of one role stand together, the first one first.
    pub called: Vec<Call>,
    /// From the call to the moment at which enough were there; none where they never were.
    pub to_quorum: Option<Span>,
}

/// A call to one person in a role; to the role alone where nobody is known to hold it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Call {
    /// The role and the person.
    pub whom: Whom,
    /// When it was called last.
    pub called: Moment,
    /// When it answered.
    pub answered: Option<Moment>,
    /// When it was there.
    pub arrived: Option<Moment>,
    /// When it was sent home again.
    pub released: Option<Moment>,
}

/// Who is called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Whom {
    /// The role.
    pub role: RoleId,
    /// The person; none where nobody is known to hold the role.
    pub person: Option<PersonId>,
    /// How they stood in the role at that moment.
    pub standing: Option<Standing>,
}

impl Call {
    fn new(whom: Whom, called: Moment) -> Self {
        Self {
            whom,
            called,
            answered: None,
            arrived: None,
            released: None,
        }
    }

    /// True where they are there now.
    pub fn is_there(&self) -> bool {
        self.arrived.is_some() && self.released.is_none()
    }
}

impl CallUpState<'_> {
    /// The roles that are there. A role counts once, whoever came for it.
    pub fn there(&self) -> Vec<&RoleId> {
        let mut roles: Vec<&RoleId> = Vec::new();
        for call in self.called.iter().filter(|it| it.is_there()) {
            if !roles.contains(&&call.whom.role) {
                roles.push(&call.whom.role);
            }
        }
        roles
    }

    /// The calls to a role, the first one first.
    pub fn of_role(&self, role: &RoleId) -> impl DoubleEndedIterator<Item = &Call> {
        self.called.iter().filter(move |it| it.whom.role == *role)
    }

    fn take(&mut self, taken: &Taken) {
        let Some(whom) = &taken.whom else {
            return;
        };
        let moment = || Some(taken.moment.clone());
        let place = self.place(whom);
        match (&taken.step, place) {
            (Step::Called(_), Some(place)) => {
                let whom = self.called[place].whom.clone();
                self.called[place] = Call::new(whom, taken.moment.clone());
            }
            (Step::Called(_), None) => {
                let last = self.called.iter().rposition(|it| it.whom.role == whom.role);
                let at = last.map_or(self.called.len(), |last| last + 1);
                self.called
                    .insert(at, Call::new(whom.clone(), taken.moment.clone()));
            }
            (Step::Answered(_), Some(place)) => self.called[place].answered = moment(),
            (Step::Arrived(_), Some(place)) => {
                let it = &mut self.called[place];
                it.arrived = moment();
                // Whoever is there has answered.
                it.answered.get_or_insert_with(|| taken.moment.clone());
            }
            (Step::Released(_), Some(place)) => self.called[place].released = moment(),
            (Step::Answered(_) | Step::Arrived(_) | Step::Released(_), None)
            | (
                Step::Approved(_)
                | Step::Declined(_)
                | Step::Provisioned(_)
                | Step::Removed(_)
                | Step::Restored(_),
                _,
            ) => {}
        }
        if self.to_quorum.is_none() && self.has_quorum() {
            self.to_quorum = Some(taken.moment.worked - self.began.worked);
        }
    }

    /// The call that a step is about. One that names nobody, as all once did, is about the last call to its role.
    fn place(&self, whom: &Whom) -> Option<usize> {
        self.called.iter().rposition(|it| {
            let named = whom.person.is_none() || it.whom.person == whom.person;
            it.whom.role == whom.role && named
        })
    }

    fn has_quorum(&self) -> bool {
        let quorum = &self.call_up.quorum;
        let there = self.there();
        let number = usize::try_from(quorum.number).unwrap_or(usize::MAX);
        there.len() >= number && quorum.roles.iter().all(|role| there.contains(&role))
    }
}

impl Exercise {
    /// The call-ups that went out, in the order of the scenario.
    pub fn call_ups(&self) -> Vec<CallUpState<'_>> {
        let asked = self.asked(|inject| inject.call_up.is_some());
        asked
            .filter_map(|(inject, asked)| {
                let mut state = CallUpState {
                    inject: &inject.id,
                    call_up: inject.call_up.as_ref()?,
                    began: asked.moment.clone(),
                    called: Vec::new(),
                    to_quorum: None,
                };
                for whom in &asked.called {
                    let call = Call::new(whom.clone(), asked.moment.clone());
                    state.called.push(call);
                }
                for taken in self.team.steps.values() {
                    if taken.step.about() == About::CallUp(&inject.id) {
                        state.take(taken);
                    }
                }
                Some(state)
            })
            .collect()
    }

    /// Who is called at once when a call-up goes out: whoever holds each of its roles at that moment.
    pub(crate) fn called_at_once(&self, call_up: &CallUp) -> Vec<Whom> {
        let all = self.compiled.scenario.roles.iter().map(|role| &role.id);
        let roles: Vec<&RoleId> = match call_up.roles.as_slice() {
            [] => all.collect(),
            some => some.iter().collect(),
        };
        let one = |role: &RoleId| {
            let first = self.holders_in_order(role).first().copied();
            self.whom(role, first.and_then(|it| it.person.as_ref()))
        };
        roles.into_iter().map(one).collect()
    }

    /// A role and the person who is called for it, with how they stand in it now.
    pub(crate) fn whom(&self, role: &RoleId, person: Option<&PersonId>) -> Whom {
        let holders = self.holders_in_order(role);
        let mut mine = holders.iter().filter(|it| it.person.as_ref() == person);
        Whom {
            role: role.clone(),
            person: person.cloned(),
            standing: mine
                .next()
                .map(|it| it.standing)
                .filter(|_| person.is_some()),
        }
    }

    /// The people who hold a role, primaries before alternates.
    pub(crate) fn holders_in_order(&self, role: &RoleId) -> Vec<&Holder> {
        let holders = self.role(role).map(|(_, state)| &state.holders);
        let people = holders.into_iter().flatten();
        let mut people: Vec<&Holder> = people.filter(|it| it.person.is_some()).collect();
        people.sort_by_key(|it| it.standing);
        people
    }

    /// Whom to call next for a role: nobody while somebody is there for it, else the first of its holders whom no call waits
    /// for. The person is left out where nobody is known to hold the role.
    pub fn next_to_call(&self, call_up: &CallUpState<'_>, role: &RoleId) -> Option<Whom> {
        if call_up.of_role(role).any(Call::is_there) {
            return None;
        }
        let waits = |person: Option<&PersonId>| {
            call_up
                .of_role(role)
                .any(|it| it.released.is_none() && it.whom.person.as_ref() == person)
        };
        let holders = self.holders_in_order(role);
        let mut free = holders.iter().filter(|it| !waits(it.person.as_ref()));
        match free.next() {
            Some(holder) => Some(self.whom(role, holder.person.as_ref())),
            None if call_up.of_role(role).all(|it| it.released.is_some()) => {
                Some(self.whom(role, None))
            }
            None => None,
        }
    }
}
