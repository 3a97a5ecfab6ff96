//! What time makes due, and how a drill is driven: orders and moments in, records out. The Conductor, the rehearsal and
//! the tests drive it in the same way. Not here: what an order may do (`decide`).

use std::sync::Arc;

use scenario::{Inject, Scenario, Trigger};
use terms::{Elapsed, Span, Stamp};

use crate::compile::Compiled;
use crate::event::*;
use crate::given::Given;
use crate::order::{Brief, Order, Refusal};
use crate::state::*;
use crate::story::StoryTime;

/// A scenario made ready to run many times.
#[derive(Clone, Debug)]
pub struct Script(pub(crate) Arc<Compiled>);

impl Script {
    /// Makes a rendered scenario ready.
    pub fn new(scenario: Arc<Scenario>) -> Self {
        Self::given(scenario, Given::default())
    }

    /// The same with what a drill is given besides.
    pub fn given(scenario: Arc<Scenario>, given: Given) -> Self {
        Self(Arc::new(Compiled::new(scenario, given)))
    }

    /// The scenario as it is played.
    pub fn scenario(&self) -> &Arc<Scenario> {
        &self.0.scenario
    }
}

#[derive(Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
enum Next {
    Recount(usize),
    Deadline(usize),
    Lapse(usize),
    Timer(Timer),
}

impl InjectState {
    pub(crate) fn waiting() -> Self {
        Self {
            status: InjectStatus::Waiting,
            due: None,
            delivered: None,
            edited: None,
            acknowledged: Vec::new(),
            decided: Vec::new(),
            first_latency: None,
            prompts: 0,
            delivered_worked: Elapsed(0),
            brought: false,
        }
    }
}

impl Exercise {
    /// Sets a drill up. The record is the first of its stream.
    pub fn begin(script: &Script, brief: Brief, now: Stamp) -> (Self, Record) {
        let scenario = &script.0.scenario;
        let briefed = Briefed {
            origin: brief.origin,
            scenario: brief.scenario,
            scenario_id: scenario.id.clone(),
            title: scenario.title.clone(),
            handling: scenario.handling.clone(),
            plan: brief.plan,
            variables: brief.variables,
            handouts: brief.handouts,
            seed: brief.seed,
            given: brief.given,
        };
        let drill = Self::ready(script, briefed.clone());
        let record = Record {
            seq: 1,
            at: now,
            elapsed: Elapsed(0),
            actor: Actor::Desk,
            key: None,
            event: Event::Briefed(briefed),
        };
        (drill, record)
    }

    /// Folds a stream. None where its first record is not the set-up.
    pub fn fold<'a>(
        script: &Script,
        records: impl IntoIterator<Item = &'a Record>,
    ) -> Option<Self> {
        let mut records = records.into_iter();
        let Event::Briefed(briefed) = &records.next()?.event else {
            return None;
        };
        let mut drill = Self::ready(script, briefed.clone());
        for record in records {
            drill.apply(record);
        }
        Some(drill)
    }

    fn ready(script: &Script, briefed: Briefed) -> Self {
        let compiled = if briefed.given == script.0.given {
            Arc::clone(&script.0)
        } else {
            Arc::new(Compiled::new(
                Arc::clone(&script.0.base),
                briefed.given.clone(),
            ))
        };
        let scenario = Arc::clone(&compiled.scenario);
        let mut drill = Self {
            briefed,
            phase: Phase::Briefing,
            banked: Elapsed(0),
            rate: 1000,
            jumped: Span(0),
            last_elapsed: Elapsed(0),
            last_seq: 1,
            story: compiled.story,
            break_until: None,
            real_incident: None,
            added: Vec::new(),
            added_at: Default::default(),
            injects: vec![InjectState::waiting(); scenario.injects.len()],
            actions: vec![ActionState::default(); scenario.expected_actions.len()],
            deadlines: vec![DeadlineState::default(); scenario.deadlines.len()],
            roles: vec![RoleState::default(); scenario.roles.len()],
            flags: vec![false; compiled.flag_watches.len()],
            noted: Default::default(),
            ratings: Default::default(),
            here: Default::default(),
            decisions: Default::default(),
            strikable: Default::default(),
            prompts: Default::default(),
            questions: Default::default(),
            findings: Default::default(),
            timers: Default::default(),
            lapses: Default::default(),
            running_deadlines: Default::default(),
            happened: vec![Default::default(); compiled.clockworks.len()],
            happens_at: vec![None; compiled.happenings.len()],
            recounts: Default::default(),
            team: Default::default(),
            seating: Default::default(),
            bots_acted: false,
            compiled,
        };
        drill.schedule_first(&scenario);
        drill
    }

    fn schedule_first(&mut self, scenario: &Scenario) {
        let compiled = Arc::clone(&self.compiled);
        for (place, inject) in scenario.injects.iter().enumerate() {
            match (&inject.trigger, &compiled.injects[place].condition) {
                (Trigger::At(offset), _) => self.schedule(place, Some(offset.elapsed())),
                (Trigger::When(_), Some(watched)) => {
                    let due = self.first_holds(watched, Elapsed(0));
                    self.schedule(place, due);
                }
                (Trigger::When(_) | Trigger::After(_) | Trigger::ByHand, _) => {}
            }
        }
        for place in 0..scenario.deadlines.len() {
            self.reconsider_deadline(place, Elapsed(0));
        }
        for place in 0..compiled.happenings.len() {
            self.reconsider_happening(place, Elapsed(0));
        }
        for (group, members) in compiled.groups.iter().enumerate() {
            let default = self.inject_place(&scenario.groups[group].default);
            if default.is_some_and(|default| members.contains(&default)) {
                self.timers
                    .insert((scenario.groups[group].by.elapsed(), Timer::Default(group)));
            }
        }
    }

    /// The first thing that time has made due at this moment, with what belongs to it. Ask again until it is empty.
    pub fn due(&self, now: Stamp) -> Vec<Event> {
        match self.next() {
            Some((at, next)) if at <= self.elapsed(now) => self.events_of(next, now),
            Some(_) | None => Vec::new(),
        }
    }

    /// When to ask again. None while the clock stands or nothing waits.
    pub fn next_due(&self) -> Option<Stamp> {
        let Phase::Running { since } = self.phase else {
            return None;
        };
        let (at, _) = self.next()?;
        let ahead = (at.0 - self.banked.0).max(0);
        let rate = i64::from(self.rate.max(1));
        Some(Stamp(
            since.0 + (ahead.saturating_mul(1000) + rate - 1) / rate,
        ))
    }

    /// The next inject that is due by time, and when.
    pub fn next_inject(&self) -> Option<(&Inject, Elapsed)> {
        self.timers.iter().find_map(|(at, timer)| match *timer {
            Timer::Deliver(place) => Some((self.inject_by(place), *at)),
            Timer::Default(group) => {
                let default = &self.compiled.scenario.groups[group].default;
                Some((self.inject_by(self.inject_place(default)?), *at))
            }
            Timer::Begin(_) | Timer::Happen(_) => None,
        })
    }

    /// Lets time pass up to a moment and applies what came due.
    pub fn pass_time(&mut self, now: Stamp, out: &mut Vec<Record>) {
        loop {
            let events = self.due(now);
            if events.is_empty() {
                return;
            }
            for event in events {
                self.take(Actor::Clock, event, None, now, out);
            }
        }
    }

    /// Lets time pass, carries out an order and everything that follows at once. Where it is refused, what time had
    /// made due stands in `out` all the same and has to be recorded.
    ///
    /// # Errors
    /// Where the rules say no; nothing of the order is applied.
    pub fn carry_out(
        &mut self,
        actor: Actor,
        order: &Order,
        now: Stamp,
        out: &mut Vec<Record>,
    ) -> Result<(), Refusal> {
        self.carry_out_once(actor, order, None, now, out)
            .map(|_| ())
    }

    /// The same for a call that names itself by a key: sent twice, it counts once. Gives the number of the first
    /// record that it caused, or had caused.
    ///
    /// # Errors
    /// Where the rules say no; nothing of the order is applied.
    pub fn carry_out_once(
        &mut self,
        actor: Actor,
        order: &Order,
        key: Option<&str>,
        now: Stamp,
        out: &mut Vec<Record>,
    ) -> Result<u64, Refusal> {
        if let Some(seq) = key.and_then(|key| self.keyed(key)) {
            return Ok(seq);
        }
        match order {
            // While the computer slept or the program was gone no time passed in the drill.
            Order::CutOff { .. } => {}
            Order::Slept { at } => self.pass_time((*at).min(now), out),
            _ => self.pass_time(now, out),
        }
        let first = self.last_seq + 1;
        let mut key = key.map(str::to_owned);
        for event in self.decide(order, now)? {
            self.take(actor.clone(), event, key.take(), now, out);
        }
        self.pass_time(now, out);
        Ok(first)
    }

    fn take(
        &mut self,
        actor: Actor,
        event: Event,
        key: Option<String>,
        now: Stamp,
        out: &mut Vec<Record>,
    ) {
        let elapsed = match &event {
            Event::Paused(paused) => paused.elapsed,
            _ => self.elapsed(now),
        };
        let record = Record {
            seq: self.last_seq + 1,
            at: now,
            elapsed,
            actor,
            key,
            event,
        };
        self.apply(&record);
        out.push(record);
    }

    fn next(&self) -> Option<(Elapsed, Next)> {
        if self.real_incident.is_some() {
            return None;
        }
        // What was recorded while the clock stands is counted at once, too.
        let in_play = matches!(self.phase, Phase::Running { .. } | Phase::Paused { .. });
        if let (Some(place), true) = (self.recounts.first(), in_play) {
            return Some((self.last_elapsed, Next::Recount(*place)));
        }
        if !matches!(self.phase, Phase::Running { .. }) {
            return None;
        }
        let timer = self
            .timers
            .first()
            .map(|(at, timer)| (*at, Next::Timer(*timer)));
        let lapse = self
            .lapses
            .first()
            .map(|(at, place)| (*at + self.jumped, Next::Lapse(*place)));
        let deadline = self
            .running_deadlines
            .first()
            // A deadline is missed once its last moment is over, not in it.
            .map(|(due, place)| {
                (
                    self.story.reaches(StoryTime(due.0 + 1)),
                    Next::Deadline(*place),
                )
            });
        [timer, lapse, deadline].into_iter().flatten().min()
    }

    fn events_of(&self, next: Next, now: Stamp) -> Vec<Event> {
        let scenario = &self.compiled.scenario;
        match next {
            Next::Recount(place) => self.recounted(place),
            Next::Deadline(place) => {
                let deadline = scenario.deadlines[place].id.clone();
                vec![DeadlineMissed { deadline }.into()]
            }
            Next::Lapse(place) => {
                vec![
                    ActionLapsed {
                        action: scenario.expected_actions[place].id.clone(),
                    }
                    .into(),
                ]
            }
            Next::Timer(Timer::Begin(place)) => {
                let deadline = &scenario.deadlines[place];
                let due = self.story(now) + deadline.within;
                vec![
                    DeadlineBegan {
                        deadline: deadline.id.clone(),
                        due,
                        limit: String::new(),
                        anchor: String::new(),
                    }
                    .into(),
                ]
            }
            Next::Timer(Timer::Happen(place)) => self.happens(place, self.story(now)),
            Next::Timer(Timer::Deliver(place)) => {
                let cause = if self.is_brought(place) && !self.is_by_time(place) {
                    Cause::Decision
                } else {
                    Cause::Schedule
                };
                self.delivery(place, cause)
            }
            Next::Timer(Timer::Default(group)) => {
                match self.inject_place(&scenario.groups[group].default) {
                    Some(place) => self.delivery(place, Cause::GroupDefault),
                    None => Vec::new(),
                }
            }
        }
    }

    /// Whether a decision that stands brings this inject.
    pub(crate) fn is_brought(&self, place: usize) -> bool {
        let id = &self.inject_by(place).id;
        let mut standing = self.decisions.values().filter(|made| !made.struck);
        self.injects[place].brought
            && standing.any(|made| made.brings.iter().any(|due| due.inject == *id))
    }

    fn is_by_time(&self, place: usize) -> bool {
        matches!(
            self.inject_by(place).trigger,
            Trigger::At(_) | Trigger::After(_)
        )
    }

    /// The delivery of an inject, and the end of the alternatives to it.
    pub(crate) fn delivery(&self, place: usize, cause: Cause) -> Vec<Event> {
        let inject = self.inject_by(place);
        let story = inject.story_jump.as_deref().and_then(StoryTime::read);
        let mut events = vec![
            InjectDelivered {
                inject: inject.id.clone(),
                cause,
                story,
            }
            .into(),
        ];
        let group = self
            .compiled
            .injects
            .get(place)
            .and_then(|links| links.group);
        for &other in group
            .into_iter()
            .flat_map(|group| &self.compiled.groups[group])
        {
            let open = matches!(
                self.injects[other].status,
                InjectStatus::Waiting | InjectStatus::Held
            );
            if other != place && open {
                let inject = self.inject_by(other).id.clone();
                events.push(InjectCancelled { inject }.into());
            }
        }
        events
    }
}
