//! The clocks of regimes in a drill: which of their events have happened, when each notice is due by its rule pack, and
//! what has to be recorded when that changes. Due times are counted in the zone of the story. The engine that counts is
//! `deadlines`; what runs out and what is met goes the way of every deadline (`due`, `decide_people`, `apply`).

use std::collections::BTreeMap;
use std::sync::Arc;

use deadlines::{Calendar, Pack, StageDue, Tz};
use terms::Elapsed;

use crate::compile::{Compiled, Watch, Watched};
use crate::decide::one;
use crate::event::*;
use crate::given::Counting;
use crate::order::Refusal;
use crate::state::*;
use crate::story::StoryTime;

/// A regime that counts, made ready.
#[derive(Debug)]
pub(crate) struct Clockwork {
    pub pack: Pack,
    pub zone: Tz,
    pub calendar: Calendar,
    /// The place of the deadline of its first stage; the others follow.
    pub first: usize,
}

/// An event of a regime that the scenario brings about.
#[derive(Debug)]
pub(crate) struct Happening {
    pub regime: usize,
    pub event: deadlines::Event,
    pub watched: Watched,
}

/// An event of a regime that has happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Happened {
    pub story: StoryTime,
    pub record: u64,
    pub by_hand: bool,
}

/// A regime whose clocks can run in this drill.
#[derive(Clone, Debug)]
pub struct RegimeState<'a> {
    /// Its rule pack.
    pub pack: &'a Pack,
    /// The events that have happened, with the story time of each.
    pub happened: Vec<(String, StoryTime)>,
    /// The events that it counts from and that can still be recorded.
    pub open: Vec<String>,
    /// Its stages in the order of the pack, each with its deadline and what binds now.
    pub stages: Vec<(&'a scenario::Deadline, StageDue)>,
}

impl Compiled {
    /// Takes in the regimes that count.
    pub(crate) fn wind_up(&mut self, counting: Vec<Counting>) {
        let zone = self.scenario.story.zone.as_deref();
        let zone: Option<Tz> = zone.and_then(|zone| zone.parse().ok());
        for Counting {
            pack,
            regime,
            first,
        } in counting
        {
            let place = self.clockworks.len();
            for trigger in &regime.triggers {
                let Ok(event) = trigger.event.word().parse() else {
                    continue;
                };
                let watched = self.watch(&trigger.when, Watch::Happening(self.happenings.len()));
                self.happenings.push(Happening {
                    regime: place,
                    event,
                    watched,
                });
            }
            let calendar = pack.calendar.as_deref().and_then(Calendar::shipped);
            self.clockworks.push(Clockwork {
                zone: zone.or(pack.zone).unwrap_or(Tz::UTC),
                calendar: calendar.unwrap_or_default(),
                pack,
                first,
            });
        }
    }

    /// The regime that a deadline is a stage of.
    pub(crate) fn clockwork_of(&self, deadline: usize) -> Option<usize> {
        self.clockworks.iter().position(|it| {
            let stages = it.pack.stages.len();
            (it.first..it.first + stages).contains(&deadline)
        })
    }
}

impl Exercise {
    /// The regimes whose clocks can run in this drill.
    pub fn regimes(&self) -> impl Iterator<Item = RegimeState<'_>> {
        let deadlines = &self.compiled.scenario.deadlines;
        self.compiled
            .clockworks
            .iter()
            .enumerate()
            .map(move |(place, it)| RegimeState {
                pack: &it.pack,
                happened: self.happened[place]
                    .iter()
                    .map(|(event, at)| (event.to_string(), at.story))
                    .collect(),
                open: counted_events(&it.pack)
                    .into_iter()
                    .filter(|event| !self.happened[place].contains_key(event))
                    .map(|event| event.to_string())
                    .collect(),
                stages: deadlines[it.first..]
                    .iter()
                    .zip(self.counted(place))
                    .collect(),
            })
    }

    /// When each stage of a regime is due, as things stand.
    fn counted(&self, regime: usize) -> Vec<StageDue> {
        let it = &self.compiled.clockworks[regime];
        let stamp = |story: StoryTime| deadlines::stamp_of(story.0, it.zone);
        let mut events: BTreeMap<deadlines::Event, terms::Stamp> = self.happened[regime]
            .iter()
            .filter_map(|(event, at)| Some((event.clone(), stamp(at.story)?)))
            .collect();
        for (offset, stage) in it.pack.stages.iter().enumerate() {
            if let Some(at) = self.deadlines[it.first + offset].met.and_then(stamp) {
                events.insert(deadlines::Event::Submission(stage.id.clone()), at);
            }
        }
        deadlines::due(&it.pack, it.zone, &events, &it.calendar)
    }

    /// Marks the stages of a regime whose due time is no longer the one on record.
    pub(crate) fn recount(&mut self, regime: usize) {
        let first = self.compiled.clockworks[regime].first;
        for (offset, counted) in self.counted(regime).iter().enumerate() {
            let place = first + offset;
            let state = &self.deadlines[place];
            let open = state.met.is_none() && !state.missed && !state.stopped;
            if open && due_of(counted) != state.due {
                self.recounts.insert(place);
            } else {
                self.recounts.remove(&place);
            }
        }
    }

    /// The same for the regime that a deadline belongs to, where it belongs to one.
    pub(crate) fn recount_beside(&mut self, deadline: usize) {
        if let Some(regime) = self.compiled.clockwork_of(deadline) {
            self.recount(regime);
        }
    }

    /// What has to be recorded of a stage whose due time has changed.
    pub(crate) fn recounted(&self, place: usize) -> Vec<Event> {
        let Some(regime) = self.compiled.clockwork_of(place) else {
            return Vec::new();
        };
        let first = self.compiled.clockworks[regime].first;
        let Some(counted) = self.counted(regime).into_iter().nth(place - first) else {
            return Vec::new();
        };
        let deadline = self.compiled.scenario.deadlines[place].id.clone();
        let anchor = counted.anchor.as_ref().map(ToString::to_string);
        let (limit, anchor) = (counted.limit.clone(), anchor.unwrap_or_default());
        let (had, due) = (self.deadlines[place].due, due_of(&counted));
        let (None, Some(due)) = (had, due) else {
            let moved = DeadlineMoved {
                deadline,
                due,
                limit,
                anchor,
            };
            return vec![moved.into()];
        };
        let began = DeadlineBegan {
            deadline: deadline.clone(),
            due,
            limit,
            anchor,
        };
        let mut events = vec![began.into()];
        // Whoever has recognised that the regime applies knows of its next notice too.
        let stages = self.compiled.clockworks[regime].pack.stages.len();
        let known = self.deadlines[first..first + stages]
            .iter()
            .any(|it| it.recognised.is_some());
        if known {
            let story = self.story.at(self.last_elapsed);
            events.push(DeadlineRecognised { deadline, story }.into());
        }
        events
    }

    /// The other deadlines of the same regime that run and that nobody has recognised.
    pub(crate) fn unrecognised_beside(&self, deadline: usize) -> Vec<usize> {
        let Some(regime) = self.compiled.clockwork_of(deadline) else {
            return Vec::new();
        };
        let it = &self.compiled.clockworks[regime];
        let stages = it.first..it.first + it.pack.stages.len();
        stages
            .filter(|place| {
                let state = &self.deadlines[*place];
                *place != deadline
                    && state.due.is_some()
                    && !state.stopped
                    && state.recognised.is_none()
            })
            .collect()
    }

    /// Records by hand that an event has happened from which a regime counts.
    pub(crate) fn record_trigger(
        &self,
        pack: &str,
        event: &str,
        story: StoryTime,
    ) -> Result<Vec<Event>, Refusal> {
        let unknown = || Refusal::UnknownClock(format!("{pack}: {event}"));
        let mut regimes = self.compiled.clockworks.iter();
        let regime = regimes
            .position(|it| it.pack.id == pack)
            .ok_or_else(unknown)?;
        let wanted: deadlines::Event = event.parse().map_err(|_| unknown())?;
        let known = counted_events(&self.compiled.clockworks[regime].pack);
        if !known.contains(&wanted) {
            return Err(unknown());
        }
        if self.happened[regime].contains_key(&wanted) {
            return Err(Refusal::AlreadyDone);
        }
        one(TriggerRecorded {
            pack: pack.to_owned(),
            event: event.to_owned(),
            story,
        })
    }

    /// That an event has happened because its condition holds.
    pub(crate) fn happens(&self, happening: usize, story: StoryTime) -> Vec<Event> {
        let it = &self.compiled.happenings[happening];
        let recorded = TriggerRecorded {
            pack: self.compiled.clockworks[it.regime].pack.id.clone(),
            event: it.event.to_string(),
            story,
        };
        vec![recorded.into()]
    }

    pub(crate) fn apply_trigger(&mut self, e: &TriggerRecorded, record: &Record) {
        let mut regimes = self.compiled.clockworks.iter();
        let Some(regime) = regimes.position(|it| it.pack.id == e.pack) else {
            return;
        };
        let Ok(event) = e.event.parse::<deadlines::Event>() else {
            return;
        };
        let by_hand = record.actor != Actor::Clock;
        if by_hand {
            self.strikable.insert(record.seq);
        }
        let happened = Happened {
            story: e.story,
            record: record.seq,
            by_hand,
        };
        self.happened[regime].entry(event).or_insert(happened);
        for place in 0..self.compiled.happenings.len() {
            self.reconsider_happening(place, record.elapsed);
        }
        self.recount(regime);
    }

    /// An event that was recorded in error has not happened.
    pub(crate) fn strike_trigger(&mut self, record: u64) {
        for regime in 0..self.happened.len() {
            let before = self.happened[regime].len();
            self.happened[regime].retain(|_, it| it.record != record);
            if self.happened[regime].len() < before {
                self.recount(regime);
            }
        }
    }

    /// An event that only a withdrawn inject had brought about has not happened.
    pub(crate) fn unhappen(&mut self, happening: usize, elapsed: Elapsed) {
        let compiled = Arc::clone(&self.compiled);
        let it = &compiled.happenings[happening];
        if self.holds(&it.watched.cond, elapsed) {
            return;
        }
        let gone = self.happened[it.regime]
            .get(&it.event)
            .is_some_and(|at| !at.by_hand);
        if gone {
            self.happened[it.regime].remove(&it.event);
            self.recount(it.regime);
            self.reconsider_happening(happening, elapsed);
        }
    }

    /// Sets the timer of an event anew, as facts stand now.
    pub(crate) fn reconsider_happening(&mut self, place: usize, elapsed: Elapsed) {
        let compiled = Arc::clone(&self.compiled);
        let it = &compiled.happenings[place];
        if let Some(old) = self.happens_at[place].take() {
            self.timers.remove(&(old, Timer::Happen(place)));
        }
        if self.happened[it.regime].contains_key(&it.event) {
            return;
        }
        self.happens_at[place] = self.first_holds(&it.watched, elapsed);
        if let Some(at) = self.happens_at[place] {
            self.timers.insert((at, Timer::Happen(place)));
        }
    }
}

/// The events that a pack counts from, submissions of its own left out.
fn counted_events(pack: &Pack) -> Vec<deadlines::Event> {
    let limits = pack.stages.iter().flat_map(|stage| &stage.limits);
    let mut events: Vec<deadlines::Event> = limits
        .flat_map(|limit| limit.after.iter().cloned())
        .filter(|event| !matches!(event, deadlines::Event::Submission(_)))
        .collect();
    events.sort();
    events.dedup();
    events
}

fn due_of(stage: &StageDue) -> Option<StoryTime> {
    stage
        .due
        .as_ref()
        .map(|due| StoryTime(deadlines::local_of(due)))
}
