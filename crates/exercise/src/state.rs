//! Where one drill stands: what the fold of its records has made of it, for the rules, the views and the simulated
//! people to read. Not here: the fold itself (`apply`) and the rules (`decide`, `due`).

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use scenario::{Deadline, ExpectedAction, Inject, Role, Scenario};
use terms::{ActionId, DeadlineId, Elapsed, InjectId, OptionId, PersonId, RoleId, Span, Stamp};

use crate::clockwork::Happened;
use crate::compile::Compiled;
use crate::event::{Briefed, ClosedHow, Due, Origin, PauseCause, Presence, Standing};
use crate::finding::{Outcome, Rating};
use crate::seats::Seating;
use crate::story::{StoryClock, StoryTime};
use crate::team::Team;

/// The phase of a drill.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Phase {
    /// Set up, not started.
    Briefing,
    /// The exercise clock runs.
    Running {
        /// The wall moment from which this run counts.
        since: Stamp,
    },
    /// The exercise clock stands.
    Paused {
        /// Why.
        cause: PauseCause,
    },
    /// Play has ended; people talk about it.
    HotWash,
    /// The trainer reviews it.
    Review,
    /// Over for good.
    Closed {
        /// How it came to its end.
        how: ClosedHow,
    },
}

/// Where an inject stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InjectStatus {
    /// Not yet delivered.
    Waiting,
    /// Held back until released.
    Held,
    /// Delivered.
    Delivered,
    /// The trainer decided against it.
    Skipped,
    /// Another of its group came.
    Cancelled,
    /// Delivered and taken back.
    Withdrawn,
}

/// What has become of an inject.
#[derive(Clone, Debug, PartialEq)]
pub struct InjectState {
    /// Where it stands.
    pub status: InjectStatus,
    /// When it is due, where that is known.
    pub due: Option<Elapsed>,
    /// When it was delivered, on the exercise clock.
    pub delivered: Option<Elapsed>,
    /// The subject and body as edited before delivery.
    pub edited: Option<(String, String)>,
    /// The roles that have seen it.
    pub acknowledged: Vec<RoleId>,
    /// The decisions on it that count: record and option.
    pub decided: Vec<(u64, Option<OptionId>)>,
    /// The latency of the first decision on it.
    pub first_latency: Option<Span>,
    /// How many prompts were given on it.
    pub prompts: u32,
    pub(crate) delivered_worked: Elapsed,
    pub(crate) brought: bool,
}

/// What has become of an expected action.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ActionState {
    /// Its outcome, where settled.
    pub outcome: Option<Outcome>,
    /// How long it took, where done.
    pub latency: Option<Span>,
    /// True once its target time has passed without it.
    pub lapsed: bool,
    /// True where a harmful choice was made.
    pub harmful: bool,
    /// True where it followed a prompt.
    pub prompted: bool,
    /// What the evaluator wrote.
    pub note: String,
    /// The record that settled it last.
    pub settled_by: Option<u64>,
    pub(crate) by_decision: Option<u64>,
    pub(crate) runs_from_worked: Option<Elapsed>,
}

/// Where a deadline stands.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct DeadlineState {
    /// When it is due, once it began.
    pub due: Option<StoryTime>,
    /// When players recognised it.
    pub recognised: Option<StoryTime>,
    /// When players met it.
    pub met: Option<StoryTime>,
    /// True once it passed unmet.
    pub missed: bool,
    /// True where what began it was withdrawn.
    pub stopped: bool,
    /// True where an expected action met it, and not the trainer's word.
    pub(crate) met_by_rule: bool,
    pub(crate) begins_at: Option<Elapsed>,
}

/// A person, or a bot, in a role.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Holder {
    /// The person; none for a bot.
    pub person: Option<PersonId>,
    /// How they stand in it.
    pub standing: Standing,
}

/// What has become of a role.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct RoleState {
    /// Who plays it.
    pub holders: Vec<Holder>,
    /// Its last act on the exercise clock.
    pub last_act: Option<Elapsed>,
    /// The first inject that reached it.
    pub first_inject: Option<Elapsed>,
}

/// What the rules must know of a decision; its words stand in its record.
#[derive(Clone, Debug, PartialEq)]
pub struct DecisionState {
    /// The role.
    pub role: RoleId,
    /// The inject it answers.
    pub inject: Option<InjectId>,
    /// The option as it stands now.
    pub option: Option<OptionId>,
    /// True where it counts no more.
    pub struck: bool,
    /// Flags that its option sets.
    pub(crate) sets: Vec<String>,
    /// Injects that its option brings.
    pub(crate) brings: Vec<Due>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Timer {
    Begin(usize),
    Deliver(usize),
    Default(usize),
    Happen(usize),
}

/// One drill as the fold of its records.
#[derive(Clone, Debug, PartialEq)]
pub struct Exercise {
    pub(crate) compiled: Arc<Compiled>,
    pub(crate) briefed: Briefed,
    pub(crate) phase: Phase,
    pub(crate) banked: Elapsed,
    pub(crate) rate: u32,
    /// Exercise time that jumps passed over, in which nobody could act.
    pub(crate) jumped: Span,
    pub(crate) last_elapsed: Elapsed,
    pub(crate) last_seq: u64,
    pub(crate) story: StoryClock,
    pub(crate) break_until: Option<Stamp>,
    pub(crate) real_incident: Option<String>,
    pub(crate) added: Vec<Inject>,
    pub(crate) added_at: BTreeMap<InjectId, usize>,
    pub(crate) injects: Vec<InjectState>,
    pub(crate) actions: Vec<ActionState>,
    pub(crate) deadlines: Vec<DeadlineState>,
    pub(crate) roles: Vec<RoleState>,
    pub(crate) flags: Vec<bool>,
    /// Notes that count, and the objective of each.
    pub(crate) noted: BTreeMap<u64, usize>,
    pub(crate) ratings: BTreeMap<usize, Rating>,
    pub(crate) here: BTreeMap<PersonId, (Presence, Elapsed)>,
    pub(crate) decisions: BTreeMap<u64, DecisionState>,
    pub(crate) strikable: BTreeSet<u64>,
    /// Prompts that count, and the inject of each.
    pub(crate) prompts: BTreeMap<u64, usize>,
    pub(crate) questions: BTreeMap<u64, bool>,
    pub(crate) findings: BTreeSet<u64>,
    pub(crate) timers: BTreeSet<(Elapsed, Timer)>,
    /// Target times of running expected actions, in worked time.
    pub(crate) lapses: BTreeSet<(Elapsed, usize)>,
    pub(crate) running_deadlines: BTreeSet<(StoryTime, usize)>,
    /// What has happened of each regime.
    pub(crate) happened: Vec<BTreeMap<deadlines::Event, Happened>>,
    /// When each event of a regime will happen, as facts stand.
    pub(crate) happens_at: Vec<Option<Elapsed>>,
    /// Stages of regimes whose due time is no longer the one on record.
    pub(crate) recounts: BTreeSet<usize>,
    /// What the team was asked for and the steps it has taken.
    pub(crate) team: Team,
    pub(crate) seating: Seating,
    /// True once a bot has done anything.
    pub(crate) bots_acted: bool,
}

impl Exercise {
    /// The scenario that is played.
    pub fn scenario(&self) -> &Scenario {
        &self.compiled.scenario
    }

    /// How the drill was set up.
    pub fn briefed(&self) -> &Briefed {
        &self.briefed
    }

    /// Where its people come from. A facilitated drill in which a bot has acted is bot-assisted, whenever it came.
    pub fn origin(&self) -> Origin {
        match self.briefed.origin {
            Origin::Live if self.bots_acted => Origin::BotAssisted,
            origin => origin,
        }
    }

    /// The phase it is in.
    pub fn phase(&self) -> Phase {
        self.phase
    }

    /// The speed, in exercise milliseconds in a thousand of the wall clock.
    pub fn rate(&self) -> u32 {
        self.rate
    }

    /// The number of the last record.
    pub fn last_seq(&self) -> u64 {
        self.last_seq
    }

    /// The exercise clock at the last record.
    pub fn last_elapsed(&self) -> Elapsed {
        self.last_elapsed
    }

    /// The exercise clock. It never runs back, whatever the wall clock does.
    pub fn elapsed(&self, now: Stamp) -> Elapsed {
        let shown = match self.phase {
            Phase::Running { since } => {
                let wall = now.0.saturating_sub(since.0).max(0);
                Elapsed(self.banked.0 + wall.saturating_mul(i64::from(self.rate)) / 1000)
            }
            Phase::Briefing
            | Phase::Paused { .. }
            | Phase::HotWash
            | Phase::Review
            | Phase::Closed { .. } => self.banked,
        };
        shown.max(self.last_elapsed)
    }

    /// The story clock.
    pub fn story(&self, now: Stamp) -> StoryTime {
        self.story.at(self.elapsed(now))
    }

    /// What ties the story clock to the exercise clock now.
    pub fn story_clock(&self) -> StoryClock {
        self.story
    }

    /// When the announced break ends.
    pub fn break_until(&self) -> Option<Stamp> {
        self.break_until
    }

    /// What was said when a real incident was declared, while one stands.
    pub fn real_incident(&self) -> Option<&str> {
        self.real_incident.as_deref()
    }

    /// Every inject in the order of the file, then those added, with what has become of it.
    pub fn injects(&self) -> impl Iterator<Item = (&Inject, &InjectState)> {
        self.compiled
            .scenario
            .injects
            .iter()
            .chain(&self.added)
            .zip(&self.injects)
    }

    /// One inject with what has become of it.
    pub fn inject(&self, id: &InjectId) -> Option<(&Inject, &InjectState)> {
        let place = self.inject_place(id)?;
        Some((self.inject_by(place), &self.injects[place]))
    }

    /// Every expected action with what has become of it.
    pub fn actions(&self) -> impl Iterator<Item = (&ExpectedAction, &ActionState)> {
        self.compiled
            .scenario
            .expected_actions
            .iter()
            .zip(&self.actions)
    }

    /// One expected action with what has become of it.
    pub fn action(&self, id: &ActionId) -> Option<(&ExpectedAction, &ActionState)> {
        let place = *self.compiled.action_at.get(id)?;
        Some((
            &self.compiled.scenario.expected_actions[place],
            &self.actions[place],
        ))
    }

    /// The expected actions of one inject, with what has become of each.
    pub fn actions_of(
        &self,
        id: &InjectId,
    ) -> impl Iterator<Item = (&ExpectedAction, &ActionState)> {
        let places = self
            .compiled
            .inject_at
            .get(id)
            .map(|&at| &self.compiled.injects[at].actions);
        places.into_iter().flatten().map(|&place| {
            (
                &self.compiled.scenario.expected_actions[place],
                &self.actions[place],
            )
        })
    }

    /// The exercise clock from which an expected action's time runs, where it runs; jumps are taken into account.
    pub fn action_runs_from(&self, state: &ActionState) -> Option<Elapsed> {
        state.runs_from_worked.map(|worked| worked + self.jumped)
    }

    /// Every deadline with where it stands.
    pub fn deadlines(&self) -> impl Iterator<Item = (&Deadline, &DeadlineState)> {
        self.compiled.scenario.deadlines.iter().zip(&self.deadlines)
    }

    /// One deadline with where it stands.
    pub fn deadline(&self, id: &DeadlineId) -> Option<(&Deadline, &DeadlineState)> {
        let place = *self.compiled.deadline_at.get(id)?;
        Some((
            &self.compiled.scenario.deadlines[place],
            &self.deadlines[place],
        ))
    }

    /// Every role with what has become of it.
    pub fn roles(&self) -> impl Iterator<Item = (&Role, &RoleState)> {
        self.compiled.scenario.roles.iter().zip(&self.roles)
    }

    /// One role with what has become of it.
    pub fn role(&self, id: &RoleId) -> Option<(&Role, &RoleState)> {
        let place = *self.compiled.role_at.get(id)?;
        Some((&self.compiled.scenario.roles[place], &self.roles[place]))
    }

    /// Whether and where a person takes part, where somebody has said so.
    pub fn presence(&self, person: &PersonId) -> Option<Presence> {
        self.here.get(person).map(|(presence, _)| *presence)
    }

    /// What the rules know of a decision.
    pub fn decision(&self, seq: u64) -> Option<&DecisionState> {
        self.decisions.get(&seq)
    }

    /// Whether a record can be marked as entered in error.
    pub fn can_strike(&self, seq: u64) -> bool {
        self.strikable.contains(&seq)
    }

    /// The records of the decisions that stand.
    pub fn standing_decisions(&self) -> impl Iterator<Item = u64> {
        self.decisions
            .iter()
            .filter(|(_, decision)| !decision.struck)
            .map(|(seq, _)| *seq)
    }

    /// Whether an objective has been tested: an expected action of it settled, or a note on it.
    pub fn objective_tested(&self, id: &terms::ObjectiveId) -> bool {
        let Some(&place) = self.compiled.objective_at.get(id) else {
            return false;
        };
        let mut actions = self.compiled.actions.iter().zip(&self.actions);
        self.noted.values().any(|&noted| noted == place)
            || actions.any(|(links, state)| {
                let settled = state
                    .outcome
                    .is_some_and(|outcome| outcome != Outcome::NotTested);
                links.objective == Some(place) && (state.lapsed || settled)
            })
    }

    /// Whether a decision has set this flag.
    pub fn flag(&self, flag: &str) -> bool {
        self.compiled
            .flag_at
            .get(flag)
            .is_some_and(|&place| self.flags[place])
    }

    pub(crate) fn inject_place(&self, id: &InjectId) -> Option<usize> {
        self.compiled
            .inject_at
            .get(id)
            .or_else(|| self.added_at.get(id))
            .copied()
    }

    pub(crate) fn inject_by(&self, place: usize) -> &Inject {
        let written = &self.compiled.scenario.injects;
        if place < written.len() {
            &written[place]
        } else {
            &self.added[place - written.len()]
        }
    }

    /// Exercise time net of jumps: the time in which people could act.
    pub(crate) fn worked(&self, elapsed: Elapsed) -> Elapsed {
        Elapsed(elapsed.0 - self.jumped.0)
    }

    /// From when a role could act, in worked time; none while everybody in it is away.
    pub(crate) fn role_here_from(&self, place: usize) -> Option<Elapsed> {
        let Some(role) = self.roles.get(place) else {
            return Some(Elapsed(0));
        };
        if role.holders.is_empty() {
            return Some(Elapsed(0));
        }
        let arrivals = role.holders.iter().filter_map(|holder| {
            match holder
                .person
                .as_ref()
                .and_then(|person| self.here.get(person))
            {
                None => Some(Elapsed(0)),
                Some((Presence::Left, _)) => None,
                Some((Presence::Room | Presence::Remote, since)) => Some(*since),
            }
        });
        arrivals.min()
    }

    /// Delivered (or arrived) to this moment of worked time, for a role and a delivered inject.
    pub(crate) fn latency(&self, inject: usize, role: usize, worked: Elapsed) -> Span {
        let delivered = self.injects[inject].delivered_worked;
        let from = self
            .role_here_from(role)
            .map_or(delivered, |here| here.max(delivered));
        Span((worked - from).0.max(0))
    }
}
