//! What the drill keeps count of besides decisions: emergency accounts, services that come back, and how far the attacker
//! got. All of it is a fold of steps taken and of conditions that hold. Not here: call-ups of the team (`call_up`), which
//! step can be taken when (`team_steps`), what a report makes of it (`evaluation`), accounts outside drills (`programme`).

use std::collections::BTreeMap;

use scenario::{Account, Condition, Exposure, Inject, Service, Spread, Step};
use terms::{Elapsed, InjectId, PersonId, RoleId, Stamp};

use crate::call_up::Whom;
use crate::condition::met;
use crate::event::{AccountRequested, Record, StepTaken};
use crate::finding::Outcome;
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
    /// The inject that asks for it; for one that the scenario did not foresee a name of its own.
    pub inject: &'a InjectId,
    /// What is asked for.
    pub account: &'a Account,
    /// False where somebody asked for it in the drill and no inject did.
    pub foreseen: bool,
    /// The person it is for, where one was named.
    pub person: Option<&'a PersonId>,
    /// When it was asked for.
    pub requested: Moment,
    /// When it was approved, and by whom.
    pub approved: Option<Moment>,
    /// When it was refused, and by whom.
    pub declined: Option<Moment>,
    /// When it was there.
    pub provisioned: Option<Moment>,
    /// When it expires in the story: what an inject asks for lasts from when it is there, the others have a day and an hour.
    pub expires: Option<StoryTime>,
    /// When it was gone.
    pub removed: Option<Moment>,
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
    /// The injects that ask something of the team and have come.
    pub asked: BTreeMap<InjectId, Asked>,
    /// The accounts that were asked for besides, in the order of the record.
    pub requested: Vec<Requested>,
    /// The steps that count, by record.
    pub steps: BTreeMap<u64, Taken>,
    /// Whether each spread whose moment has come was reached.
    spread: BTreeMap<usize, bool>,
    noticed: Option<Moment>,
    contained: Option<Moment>,
}

/// An inject that asked something of the team.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Asked {
    /// When it came first.
    pub moment: Moment,
    /// Who is called by that.
    pub called: Vec<Whom>,
}

/// An account that the scenario did not foresee.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Requested {
    pub name: InjectId,
    account: Account,
    person: Option<PersonId>,
    until: StoryTime,
    moment: Moment,
    /// True where it was recorded in error. Its name stays taken, because steps of the record bear it.
    struck: bool,
}

/// A step that counts.
#[derive(Clone, Debug, PartialEq)]
pub(crate) struct Taken {
    pub step: Step,
    /// Whom a step of a call-up is about.
    pub whom: Option<Whom>,
    decision: Option<u64>,
    pub moment: Moment,
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

impl Exercise {
    /// The emergency accounts that were asked for: those of the scenario in its order, then the others as they came.
    pub fn accounts(&self) -> Vec<AccountState<'_>> {
        let foreseen = self.asked(|inject| inject.account.is_some());
        let foreseen = foreseen.filter_map(|(inject, asked)| {
            let account = inject.account.as_ref()?;
            let mut state = self.account(&inject.id, account, &asked.moment);
            let there = state.provisioned.as_ref();
            state.expires = there.map(|it| it.story + account.lasts);
            Some(state)
        });
        let besides = self.team.requested.iter().filter(|it| !it.struck);
        let besides = besides.map(|it| AccountState {
            foreseen: false,
            person: it.person.as_ref(),
            expires: Some(it.until),
            ..self.account(&it.name, &it.account, &it.moment)
        });
        foreseen.chain(besides).collect()
    }

    fn account<'a>(
        &'a self,
        name: &'a InjectId,
        account: &'a Account,
        requested: &Moment,
    ) -> AccountState<'a> {
        let step = |step: fn(InjectId) -> Step| self.first(&step(name.clone()));
        AccountState {
            inject: name,
            account,
            foreseen: true,
            person: None,
            requested: requested.clone(),
            approved: step(Step::Approved),
            declined: step(Step::Declined),
            provisioned: step(Step::Provisioned),
            expires: None,
            removed: step(Step::Removed),
        }
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

    pub(crate) fn asked(
        &self,
        asks: fn(&Inject) -> bool,
    ) -> impl Iterator<Item = (&Inject, &Asked)> {
        let injects = self.compiled.scenario.injects.iter();
        injects
            .filter(move |inject| asks(inject))
            .filter_map(|inject| {
                let (_, state) = self.inject(&inject.id)?;
                let stands = state.status == InjectStatus::Delivered;
                let asked = self.team.asked.get(&inject.id).filter(|_| stands)?;
                Some((inject, asked))
            })
    }

    pub(crate) fn request(&self, name: &InjectId) -> Option<&Requested> {
        self.team.requested.iter().find(|it| it.name == *name)
    }

    pub(crate) fn first(&self, step: &Step) -> Option<Moment> {
        let mut steps = self.team.steps.values();
        let taken = steps.find(|taken| taken.step == *step)?;
        Some(taken.moment.clone())
    }

    pub(crate) fn ask_of_team(&mut self, inject: &InjectId, record: &Record) {
        let asks = self
            .inject(inject)
            .filter(|(it, _)| it.account.is_some() || it.call_up.is_some());
        let Some((written, _)) = asks else {
            return;
        };
        let call_up = written.call_up.as_ref();
        let asked = Asked {
            moment: self.moment(record, None, ""),
            called: call_up.map_or_else(Vec::new, |it| self.called_at_once(it)),
        };
        self.team.asked.entry(inject.clone()).or_insert(asked);
    }

    pub(crate) fn apply_request(&mut self, e: &AccountRequested, record: &Record) {
        self.strikable.insert(record.seq);
        self.team.requested.push(Requested {
            name: e.account.clone(),
            account: Account {
                role: e.role.clone(),
                system: e.system.clone(),
                why: e.why.clone(),
                lasts: e.until - e.story,
            },
            person: e.person.clone(),
            until: e.until,
            moment: Moment {
                story: e.story,
                ..self.moment(record, Some(&e.role), "")
            },
            struck: false,
        });
    }

    pub(crate) fn apply_step(&mut self, e: &StepTaken, record: &Record) {
        let role = e.role.as_ref();
        let taken = Taken {
            step: e.step.clone(),
            whom: role.map(|role| self.whom(role, e.person.as_ref())),
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

    /// Steps that were recorded in error, or by a decision that stands no more, were not taken; nor was an account asked for.
    pub(crate) fn drop_steps(&mut self, record: u64) {
        for request in &mut self.team.requested {
            request.struck |= request.moment.record == record;
        }
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
