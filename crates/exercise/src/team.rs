//! What the drill keeps count of besides decisions: emergency accounts, call-ups of the team, services that come back,
//! and how far the attacker got. All of it is a fold of steps taken and of conditions that hold. Not here: what a report
//! makes of it (`evaluation`), and accounts outside drills (`programme`).

use std::collections::BTreeMap;

use scenario::{About, Account, CallUp, Condition, Exposure, Inject, Service, Spread, Step};
use terms::{Elapsed, InjectId, RoleId, Span, Stamp, looks_secret};

use crate::condition::met;
use crate::decide::{one, short};
use crate::event::{Event, Record, StepTaken};
use crate::finding::Outcome;
use crate::order::Refusal;
use crate::state::{Exercise, InjectStatus};
use crate::story::StoryTime;

/// When something happened, by whom, and in which record.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Moment {
    /// The record.
    pub record: u64,
    /// On the wall clock.
    pub at: Stamp,
    /// On the exercise clock.
    pub elapsed: Elapsed,
    /// On the exercise clock net of jumps, from which spans are taken.
    pub worked: Elapsed,
    /// On the story clock.
    pub story: StoryTime,
    /// The role, where one is known.
    pub role: Option<RoleId>,
    /// What was said to it.
    pub note: String,
}

/// Where an emergency account of a drill stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum AccountStanding {
    /// Asked for.
    Requested,
    /// Refused, and it was not given.
    Declined,
    /// Allowed.
    Approved,
    /// There.
    Provisioned,
    /// There, and past its expiry in the story.
    Overdue,
    /// Gone in time.
    Removed,
    /// Gone, but after its expiry.
    RemovedLate,
}

/// An emergency account of a drill.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AccountState<'a> {
    /// The inject that asks for it.
    pub inject: &'a InjectId,
    /// What is asked for.
    pub account: &'a Account,
    /// When it was asked for.
    pub requested: Moment,
    /// When it was approved, and by whom.
    pub approved: Option<Moment>,
    /// When it was refused, and by whom.
    pub declined: Option<Moment>,
    /// When it was there.
    pub provisioned: Option<Moment>,
    /// When it expires in the story.
    pub expires: Option<StoryTime>,
    /// When it was gone.
    pub removed: Option<Moment>,
}

/// A call-up of the team.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CallUpState<'a> {
    /// Its inject.
    pub inject: &'a InjectId,
    /// What is asked for.
    pub call_up: &'a CallUp,
    /// When the call went out.
    pub began: Moment,
    /// Everybody called, in the order of the calls.
    pub called: Vec<CalledRole>,
    /// From the call to the moment at which enough were there; none where they never were.
    pub to_quorum: Option<Span>,
}

/// A role that was called.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct CalledRole {
    /// The role.
    pub role: RoleId,
    /// When it was called last.
    pub called: Moment,
    /// When it answered.
    pub answered: Option<Moment>,
    /// When it was there.
    pub arrived: Option<Moment>,
    /// When it was sent home again.
    pub released: Option<Moment>,
}

/// How far the attacker got.
#[derive(Clone, Debug, PartialEq)]
pub struct ExposureState<'a> {
    /// What the scenario says.
    pub exposure: &'a Exposure,
    /// When the team had its first notice.
    pub noticed: Option<Moment>,
    /// From when on the attack was contained.
    pub contained: Option<Moment>,
    /// Everything that can be reached.
    pub spread: Vec<(&'a Spread, SpreadState)>,
}

/// What became of something that the attacker reaches unless stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SpreadState {
    /// Its moment has not come, and nothing keeps it from being reached.
    Ahead,
    /// Its moment has not come, and it would not be reached as things stand.
    Held,
    /// It was reached.
    Reached,
    /// It was not reached, because it was stopped before.
    Saved,
}

/// What the team was asked for and did.
#[derive(Clone, Debug, Default, PartialEq)]
pub(crate) struct Team {
    /// When each inject that asks something of the team came first.
    asked: BTreeMap<InjectId, Moment>,
    /// The steps that count, by record.
    steps: BTreeMap<u64, Taken>,
    /// Whether each spread whose moment has come was reached.
    spread: BTreeMap<usize, bool>,
    noticed: Option<Moment>,
    contained: Option<Moment>,
}

#[derive(Clone, Debug, PartialEq)]
struct Taken {
    step: Step,
    decision: Option<u64>,
    moment: Moment,
}

impl AccountState<'_> {
    /// Where it stands at a moment of the story.
    pub fn standing(&self, now: StoryTime) -> AccountStanding {
        let past = |story: StoryTime| self.expires.is_some_and(|expires| story > expires);
        match (&self.provisioned, &self.removed) {
            (_, Some(gone)) if past(gone.story) => AccountStanding::RemovedLate,
            (_, Some(_)) => AccountStanding::Removed,
            (Some(_), None) if past(now) => AccountStanding::Overdue,
            (Some(_), None) => AccountStanding::Provisioned,
            (None, None) if self.approved.is_some() => AccountStanding::Approved,
            (None, None) if self.declined.is_some() => AccountStanding::Declined,
            (None, None) => AccountStanding::Requested,
        }
    }

    /// True where the role that needs it approved it for itself.
    pub fn self_approved(&self) -> bool {
        let by = self.approved.as_ref().and_then(|it| it.role.as_ref());
        by == Some(&self.account.role)
    }

    /// True where it was given although nobody had approved it.
    pub fn unapproved(&self) -> bool {
        let given = self.provisioned.as_ref();
        given.is_some_and(
            |given| !matches!(&self.approved, Some(allowed) if allowed.record <= given.record),
        )
    }
}

impl CallUpState<'_> {
    /// The roles that are there.
    pub fn there(&self) -> impl Iterator<Item = &CalledRole> {
        let here = |it: &&CalledRole| it.arrived.is_some() && it.released.is_none();
        self.called.iter().filter(here)
    }
}

impl Exercise {
    /// The emergency accounts that were asked for, in the order of the scenario.
    pub fn accounts(&self) -> Vec<AccountState<'_>> {
        let asks = |inject: &Inject| inject.account.is_some();
        let asked = self.asked(asks);
        asked
            .filter_map(|(inject, requested)| {
                let account = inject.account.as_ref()?;
                let step = |step: fn(InjectId) -> Step| self.first(&step(inject.id.clone()));
                let provisioned = step(Step::Provisioned);
                Some(AccountState {
                    inject: &inject.id,
                    account,
                    requested: requested.clone(),
                    approved: step(Step::Approved),
                    declined: step(Step::Declined),
                    expires: provisioned.as_ref().map(|it| it.story + account.lasts),
                    provisioned,
                    removed: step(Step::Removed),
                })
            })
            .collect()
    }

    /// The call-ups that went out, in the order of the scenario.
    pub fn call_ups(&self) -> Vec<CallUpState<'_>> {
        let asked = self.asked(|inject| inject.call_up.is_some());
        asked
            .filter_map(|(inject, began)| {
                let call_up = inject.call_up.as_ref()?;
                Some(self.call_up(&inject.id, call_up, began))
            })
            .collect()
    }

    fn call_up<'a>(
        &'a self,
        inject: &'a InjectId,
        call_up: &'a CallUp,
        began: &Moment,
    ) -> CallUpState<'a> {
        let roles = self.compiled.scenario.roles.iter().map(|role| &role.id);
        let at_once: Vec<&RoleId> = match call_up.roles.as_slice() {
            [] => roles.collect(),
            some => some.iter().collect(),
        };
        let mut state = CallUpState {
            inject,
            call_up,
            began: began.clone(),
            called: Vec::new(),
            to_quorum: None,
        };
        for role in at_once {
            state.called.push(CalledRole::new(role, began.clone()));
        }
        for taken in self.team.steps.values() {
            if taken.step.about() == About::CallUp(inject) {
                state.take(taken);
            }
        }
        state
    }

    /// The services of the scenario and when each was back, in the order of the scenario.
    pub fn services(&self) -> impl Iterator<Item = (&Service, Option<Moment>)> {
        let services = self.compiled.scenario.services.iter();
        services.map(|it| (it, self.first(&Step::Restored(it.id.clone()))))
    }

    /// How far the attacker got by now, where the scenario says.
    pub fn exposure(&self, now: Stamp) -> Option<ExposureState<'_>> {
        let exposure = self.compiled.scenario.exposure.as_ref()?;
        let elapsed = self.elapsed(now);
        let became = |(place, spread): (usize, &Spread)| {
            let stopped = || self.says(&spread.unless, spread.at.elapsed());
            match self.team.spread.get(&place) {
                Some(true) => SpreadState::Reached,
                Some(false) => SpreadState::Saved,
                None if spread.at.elapsed() > elapsed => {
                    if stopped() {
                        SpreadState::Held
                    } else {
                        SpreadState::Ahead
                    }
                }
                None if stopped() => SpreadState::Saved,
                None => SpreadState::Reached,
            }
        };
        let spread = exposure.spread.iter().enumerate();
        Some(ExposureState {
            exposure,
            noticed: self.team.noticed.clone(),
            contained: self.team.contained.clone(),
            spread: spread
                .map(|(place, it)| (it, became((place, it))))
                .collect(),
        })
    }

    fn asked(&self, asks: fn(&Inject) -> bool) -> impl Iterator<Item = (&Inject, &Moment)> {
        let injects = self.compiled.scenario.injects.iter();
        injects
            .filter(move |inject| asks(inject))
            .filter_map(|inject| {
                let (_, state) = self.inject(&inject.id)?;
                let stands = state.status == InjectStatus::Delivered;
                let moment = self.team.asked.get(&inject.id).filter(|_| stands)?;
                Some((inject, moment))
            })
    }

    fn first(&self, step: &Step) -> Option<Moment> {
        let mut steps = self.team.steps.values();
        let taken = steps.find(|taken| taken.step == *step)?;
        Some(taken.moment.clone())
    }

    /// What recording a step causes.
    pub(crate) fn take_step(
        &self,
        step: &Step,
        role: Option<&RoleId>,
        note: &str,
        now: Stamp,
    ) -> Result<Vec<Event>, Refusal> {
        short(note)?;
        if looks_secret(note) {
            return Err(Refusal::LooksSecret);
        }
        if let Some(role) = role {
            self.role(role).ok_or(Refusal::UnknownRole(role.clone()))?;
        }
        match step.about() {
            About::Account(inject) | About::CallUp(inject) => {
                self.delivered(inject)?;
            }
            About::Service(_) => {}
        }
        if !self.is_open(step, role) {
            return Err(Refusal::StepNotOpen);
        }
        one(StepTaken {
            step: step.clone(),
            role: role.cloned(),
            note: note.to_owned(),
            decision: None,
            story: self.story(now),
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
            self.is_open(step, Some(role)).then(|| {
                StepTaken {
                    step: step.clone(),
                    role: Some(role.clone()),
                    note: String::new(),
                    decision,
                    story: self.story(now),
                }
                .into()
            })
        };
        steps.iter().filter_map(one).collect()
    }

    /// Whether a step can be taken: there is something for it, it was not taken before, and what it needs was.
    fn is_open(&self, step: &Step, role: Option<&RoleId>) -> bool {
        match step.about() {
            About::Account(inject) => {
                let accounts = self.accounts();
                let mut accounts = accounts.iter();
                let Some(account) = accounts.find(|it| it.inject == inject) else {
                    return false;
                };
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
            About::CallUp(inject) => {
                let call_ups = self.call_ups();
                let mut call_ups = call_ups.iter();
                let Some((call_up, role)) = call_ups.find(|it| it.inject == inject).zip(role)
                else {
                    return false;
                };
                let called = call_up.called.iter().find(|it| it.role == *role);
                let open = called.filter(|it| it.released.is_none());
                match step {
                    Step::Called(_) => open.is_none(),
                    Step::Answered(_) => open.is_some_and(|it| it.answered.is_none()),
                    Step::Arrived(_) => open.is_some_and(|it| it.arrived.is_none()),
                    Step::Released(_) => open.is_some(),
                    Step::Approved(_)
                    | Step::Declined(_)
                    | Step::Provisioned(_)
                    | Step::Removed(_)
                    | Step::Restored(_) => false,
                }
            }
            About::Service(id) => {
                let known = self.compiled.scenario.services.iter();
                known.filter(|it| it.id == *id).count() > 0 && self.first(step).is_none()
            }
        }
    }

    pub(crate) fn ask_of_team(&mut self, inject: &InjectId, record: &Record) {
        let asks = self
            .inject(inject)
            .is_some_and(|(it, _)| it.account.is_some() || it.call_up.is_some());
        if asks {
            let moment = self.moment(record, None, "");
            self.team.asked.entry(inject.clone()).or_insert(moment);
        }
    }

    pub(crate) fn apply_step(&mut self, e: &StepTaken, record: &Record) {
        let taken = Taken {
            step: e.step.clone(),
            decision: e.decision,
            moment: Moment {
                story: e.story,
                ..self.moment(record, e.role.as_ref(), &e.note)
            },
        };
        if e.decision.is_none() {
            self.strikable.insert(record.seq);
        }
        self.team.steps.insert(record.seq, taken);
    }

    /// Steps that were recorded in error, or by a decision that stands no more, were not taken.
    pub(crate) fn drop_steps(&mut self, record: u64) {
        self.team
            .steps
            .retain(|seq, taken| *seq != record && taken.decision != Some(record));
    }

    fn moment(&self, record: &Record, role: Option<&RoleId>, note: &str) -> Moment {
        Moment {
            record: record.seq,
            at: record.at,
            elapsed: record.elapsed,
            worked: self.worked(record.elapsed),
            story: self.story.at(record.elapsed),
            role: role.cloned(),
            note: note.to_owned(),
        }
    }

    /// Settles what the attacker has reached before a record of this moment.
    pub(crate) fn pass_spread(&mut self, elapsed: Elapsed) {
        if self.compiled.scenario.exposure.is_none() || !self.in_play() {
            return;
        }
        let compiled = std::sync::Arc::clone(&self.compiled);
        let Some(exposure) = &compiled.scenario.exposure else {
            return;
        };
        for (place, spread) in exposure.spread.iter().enumerate() {
            if spread.at.elapsed() < elapsed && !self.team.spread.contains_key(&place) {
                let stopped = self.says(&spread.unless, spread.at.elapsed());
                self.team.spread.insert(place, !stopped);
            }
        }
    }

    /// Marks first notice and containment as they stand after a record.
    pub(crate) fn mark_exposure(&mut self, record: &Record) {
        let compiled = std::sync::Arc::clone(&self.compiled);
        let (Some(exposure), true) = (&compiled.scenario.exposure, self.in_play()) else {
            return;
        };
        if self.team.noticed.is_none() && self.says(&exposure.noticed, record.elapsed) {
            self.team.noticed = Some(self.moment(record, None, ""));
        }
        match (
            self.says(&exposure.contained, record.elapsed),
            &self.team.contained,
        ) {
            (true, None) => self.team.contained = Some(self.moment(record, None, "")),
            // What was contained by a decision that was taken back is not contained.
            (false, Some(_)) => self.team.contained = None,
            (true, Some(_)) | (false, None) => {}
        }
    }

    fn in_play(&self) -> bool {
        use crate::state::Phase;
        matches!(self.phase, Phase::Running { .. } | Phase::Paused { .. })
    }

    /// Whether a condition holds at a moment, as facts stand now.
    pub fn says(&self, condition: &Condition, at: Elapsed) -> bool {
        match condition {
            Condition::All(parts) => parts.iter().all(|part| self.says(part, at)),
            Condition::Any(parts) => parts.iter().any(|part| self.says(part, at)),
            Condition::Not(part) => !self.says(part, at),
            Condition::Decided(decided) => self.inject(&decided.inject).is_some_and(|(_, it)| {
                let mut made = it.decided.iter();
                made.any(|(_, option)| decided.option.is_none() || *option == decided.option)
            }),
            Condition::Met(id) => self.action(id).is_some_and(|(_, it)| met(it.outcome)),
            Condition::Missed(id) => self.action(id).is_some_and(|(_, it)| match it.outcome {
                None => it.lapsed,
                Some(outcome) => outcome == Outcome::Missed,
            }),
            Condition::Delivered(id) => self
                .inject(id)
                .is_some_and(|(_, it)| it.status == InjectStatus::Delivered),
            Condition::Acknowledged(id) => self
                .inject(id)
                .is_some_and(|(_, it)| !it.acknowledged.is_empty()),
            Condition::Flag(flag) => self.flag(flag),
            Condition::Elapsed(offset) => at >= offset.elapsed(),
        }
    }
}

impl CalledRole {
    fn new(role: &RoleId, called: Moment) -> Self {
        Self {
            role: role.clone(),
            called,
            answered: None,
            arrived: None,
            released: None,
        }
    }
}

impl CallUpState<'_> {
    fn take(&mut self, taken: &Taken) {
        let Some(role) = &taken.moment.role else {
            return;
        };
        let moment = || Some(taken.moment.clone());
        let place = self.called.iter().position(|it| it.role == *role);
        match (&taken.step, place) {
            (Step::Called(_), Some(place)) => {
                self.called[place] = CalledRole::new(role, taken.moment.clone());
            }
            (Step::Called(_), None) => {
                self.called
                    .push(CalledRole::new(role, taken.moment.clone()));
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

    fn has_quorum(&self) -> bool {
        let quorum = &self.call_up.quorum;
        let there: Vec<&RoleId> = self.there().map(|it| &it.role).collect();
        let number = usize::try_from(quorum.number).unwrap_or(usize::MAX);
        there.len() >= number && quorum.roles.iter().all(|role| there.contains(&role))
    }
}
