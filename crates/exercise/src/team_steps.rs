//! The rules of what the team does besides deciding: when an emergency account can be asked for, and which step can be
//! taken when. Not here: what the steps make of the drill (`team`, `call_up`).

use scenario::{About, Step};
use terms::{InjectId, PersonId, RoleId, Stamp, looks_secret};

use crate::call_up::{Call, CallUpState, Whom};
use crate::decide::{one, short, text};
use crate::event::{AccountRequested, Event, StepTaken};
use crate::order::{Refusal, RequestAccount, TakeStep};
use crate::state::Exercise;
use crate::team::AccountState;

/// How long an account may be asked for, in story time: a minute to ninety days.
const LASTS: std::ops::RangeInclusive<i64> = 60_000..=90 * 24 * 3_600_000;

type Answer = Result<Vec<Event>, Refusal>;

impl Exercise {
    /// What it causes that somebody asks for an emergency account that the scenario did not foresee.
    pub(crate) fn request_account(&self, asked: &RequestAccount, now: Stamp) -> Answer {
        let role = &asked.role;
        self.role(role).ok_or(Refusal::UnknownRole(role.clone()))?;
        let holds = |person: &PersonId| {
            let holders = self.holders_in_order(role);
            holders.iter().any(|it| it.person.as_ref() == Some(person))
        };
        if !asked.person.as_ref().is_none_or(holds) {
            return Err(Refusal::NotAssigned(role.clone()));
        }
        for words in [&asked.system, &asked.why] {
            text(words)?;
            if looks_secret(words) {
                return Err(Refusal::LooksSecret);
            }
        }
        if !LASTS.contains(&asked.lasts.0) {
            return Err(Refusal::OutOfRange);
        }
        let story = self.story(now);
        one(AccountRequested {
            account: self.free_name(),
            role: role.clone(),
            person: asked.person.clone(),
            system: asked.system.trim().to_owned(),
            why: asked.why.trim().to_owned(),
            until: story + asked.lasts,
            story,
        })
    }

    /// A name for an account that no inject has and no request before it had, those struck since among them.
    fn free_name(&self) -> InjectId {
        let mut number = self.team.requested.len() + 1;
        loop {
            let name = InjectId::from(format!("account-{number}"));
            if self.inject_place(&name).is_none() && self.request(&name).is_none() {
                return name;
            }
            number += 1;
        }
    }

    /// What recording a step causes.
    pub(crate) fn take_step(&self, asked: &TakeStep, now: Stamp) -> Answer {
        short(&asked.note)?;
        if looks_secret(&asked.note) {
            return Err(Refusal::LooksSecret);
        }
        if let Some(role) = &asked.role {
            self.role(role).ok_or(Refusal::UnknownRole(role.clone()))?;
        }
        match asked.step.about() {
            About::Account(id) if self.request(id).is_some() => {}
            About::Account(inject) | About::CallUp(inject) => {
                self.delivered(inject)?;
            }
            About::Service(_) => {}
        }
        let taken = self.step(&asked.step, asked.role.as_ref(), asked.person.as_ref(), now);
        one(StepTaken {
            note: asked.note.clone(),
            ..taken.ok_or(Refusal::StepNotOpen)?
        })
    }

    /// Those of an option's steps that can be taken now; the others were taken before, or there is nothing for them.
    pub(crate) fn open_steps(
        &self,
        steps: &[Step],
        called: &RoleId,
        taker: &RoleId,
        decision: Option<u64>,
        now: Stamp,
    ) -> Vec<Event> {
        let one = |step: &Step| {
            let role = match step.about() {
                About::CallUp(_) => called,
                About::Account(_) | About::Service(_) => taker,
            };
            let taken = self.step(step, Some(role), None, now)?;
            Some(StepTaken { decision, ..taken }.into())
        };
        steps.iter().filter_map(one).collect()
    }

    /// A step as it would be recorded; none where there is nothing for it, it was taken before, or one that it needs was not.
    fn step(
        &self,
        step: &Step,
        role: Option<&RoleId>,
        person: Option<&PersonId>,
        now: Stamp,
    ) -> Option<StepTaken> {
        let person = match step.about() {
            About::Account(id) => {
                let accounts = self.accounts();
                let account = accounts.iter().find(|it| it.inject == id)?;
                account_open(step, account).then_some(None)
            }
            About::CallUp(inject) => {
                let call_ups = self.call_ups();
                let call_up = call_ups.iter().find(|it| it.inject == inject)?;
                let whom = self.call_open(step, call_up, role?, person)?;
                Some(whom.person)
            }
            About::Service(id) => {
                let known = self.compiled.scenario.services.iter();
                let known = known.filter(|it| it.id == *id).count() > 0;
                (known && self.first(step).is_none()).then_some(None)
            }
        };
        Some(StepTaken {
            step: step.clone(),
            role: role.cloned(),
            person: person?,
            note: String::new(),
            decision: None,
            story: self.story(now),
        })
    }

    /// Whom a step of a call-up is about, where it can be taken: the person that is named, else the last whom it fits.
    fn call_open(
        &self,
        step: &Step,
        call_up: &CallUpState<'_>,
        role: &RoleId,
        person: Option<&PersonId>,
    ) -> Option<Whom> {
        let named = |whom: &Whom| person.is_none() || whom.person.as_ref() == person;
        let last = |fits: fn(&Call) -> bool| {
            let mut calls = call_up.of_role(role).rev();
            let open = |it: &&Call| it.released.is_none() && named(&it.whom) && fits(it);
            calls.find(open).map(|it| it.whom.clone())
        };
        match step {
            Step::Called(_) => self.next_to_call(call_up, role).filter(named),
            Step::Answered(_) => last(|it| it.answered.is_none()),
            Step::Arrived(_) => last(|it| it.arrived.is_none()),
            // Whoever is there is sent home before those who are still waited for.
            Step::Released(_) => last(Call::is_there).or_else(|| last(|_| true)),
            Step::Approved(_)
            | Step::Declined(_)
            | Step::Provisioned(_)
            | Step::Removed(_)
            | Step::Restored(_) => None,
        }
    }
}

fn account_open(step: &Step, account: &AccountState<'_>) -> bool {
    match step {
        Step::Approved(_) => account.approved.is_none(),
        Step::Declined(_) => account.declined.is_none() && account.approved.is_none(),
        Step::Provisioned(_) => account.provisioned.is_none(),
        Step::Removed(_) => account.provisioned.is_some() && account.removed.is_none(),
        Step::Called(_)
        | Step::Answered(_)
        | Step::Arrived(_)
        | Step::Released(_)
        | Step::Restored(_) => false,
    }
}
