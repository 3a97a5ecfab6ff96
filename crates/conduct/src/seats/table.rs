//! How things stand for every seat: phase, clocks, deadlines that players have started, the question on the table. Made
//! once and shared. Not here: what only the white cell sees (`cell`).

use exercise::{Event, Exercise, Origin, Phase, StoryClock};
use terms::{Elapsed, InjectId, PersonId, RoleId, Stamp};
use wire::{PracticeModule, PracticeState, SeatDeadline, TableView, ToTick};

use crate::conductor::Drill;
use crate::practice::{Module, practised};
use crate::views::{self, Scene};

/// What a record changes of what seats are shown.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Touched {
    /// The table.
    pub table: bool,
    /// Nothing of it but the number of decisions.
    pub count: bool,
    /// What the projector shows.
    pub display: bool,
    /// Who sits where.
    pub seats: bool,
}

impl Touched {
    /// What an event changes.
    pub fn by(event: &Event) -> Self {
        let mut touched = Self::default();
        match event {
            Event::Started(_)
            | Event::Paused(_)
            | Event::Resumed(_)
            | Event::BreakAnnounced(_)
            | Event::Jumped(_)
            | Event::RateSet(_)
            | Event::Ended(_)
            | Event::ReviewOpened(_)
            | Event::Closed(_)
            | Event::DeadlineRecognised(_)
            | Event::DeadlineMet(_)
            | Event::DeadlineMissed(_)
            | Event::DeadlineMoved(_)
            | Event::TriggerRecorded(_)
            | Event::RealIncidentDeclared(_)
            | Event::RealIncidentCleared(_)
            | Event::DiscussionOpened(_)
            | Event::DiscussionClosed(_)
            | Event::DiscussionAnswered(_) => {
                touched.table = true;
                touched.display = true;
            }
            Event::InjectDelivered(delivered) => {
                touched.table = delivered.story.is_some();
                touched.display = true;
            }
            Event::InjectWithdrawn(_) => {
                touched.table = true;
                touched.display = true;
            }
            Event::DecisionMade(_) => touched.count = true,
            Event::RoleAssigned(_)
            | Event::RoleVacated(_)
            | Event::Attended(_)
            | Event::SeatJoined(_)
            | Event::SeatTookRole(_)
            | Event::SeatLeft(_)
            | Event::SeatTied(_)
            | Event::SeatInvited(_)
            | Event::InvitationRevoked(_)
            | Event::DoorOpened(_)
            | Event::DoorClosed(_) => {
                touched.seats = true;
                touched.display = true;
            }
            _ => {}
        }
        touched
    }

    /// What both change.
    pub fn and(self, other: Self) -> Self {
        Self {
            table: self.table || other.table,
            count: self.count || other.count,
            display: self.display || other.display,
            seats: self.seats || other.seats,
        }
    }
}

/// The table as it stood at a moment, with what is needed to tell the time later on.
#[derive(Clone)]
pub struct Table {
    view: TableView,
    story: StoryClock,
}

impl Table {
    /// The table now.
    pub fn of(scene: &Scene<'_>) -> Self {
        let drill = scene.drill;
        let briefed = drill.briefed();
        let view = TableView {
            title: briefed.title.clone(),
            handling: briefed.handling.clone(),
            origin: views::origin_word(briefed.origin).to_owned(),
            phase: views::phase_word(drill.phase()).to_owned(),
            how: match drill.phase() {
                Phase::Closed { how } => Some(views::how_word(how).to_owned()),
                Phase::Briefing
                | Phase::Running { .. }
                | Phase::Paused { .. }
                | Phase::HotWash
                | Phase::Review => None,
            },
            clock: views::clock(scene),
            deadlines: started_deadlines(scene),
            question: scene.question(),
            real_incident: drill.real_incident().map(str::to_owned),
            decisions: count(scene.tally.decisions.len()),
        };
        Self {
            view,
            story: drill.story_clock(),
        }
    }

    /// Counts the decisions anew.
    pub fn count(&mut self, decisions: usize) {
        self.view.decisions = count(decisions);
    }

    /// The table with the clocks of this moment; nothing else has changed since.
    pub fn at(&self, now: Stamp) -> TableView {
        let mut view = self.view.clone();
        let clock = &mut view.clock;
        let passed = now.0.saturating_sub(clock.at_ms).max(0);
        if clock.running {
            clock.elapsed_ms += passed.saturating_mul(i64::from(clock.rate)) / 1000;
        }
        clock.at_ms += passed;
        let story = self.story.at(Elapsed(clock.elapsed_ms));
        clock.story_ms = story.0;
        clock.story = story.spoken();
        view
    }
}

/// Deadlines that players have started, by slack: that one runs which nobody has noticed stays the white cell's.
pub fn started_deadlines(scene: &Scene<'_>) -> Vec<SeatDeadline> {
    let rows = scene.deadlines().into_iter();
    let started = rows.filter(|row| {
        row.recognised
            && matches!(
                row.state.as_str(),
                "recognised" | "met" | "met-late" | "missed"
            )
    });
    let view = |row: wire::DeadlineRow| SeatDeadline {
        id: row.id,
        title: row.title,
        source: row.source,
        role_title: row.role_title,
        state: row.state,
        due_story: row.due_story,
        due_elapsed_ms: row.due_elapsed_ms,
        limit: row.limit,
        content: row.content,
    };
    started.map(view).collect()
}

/// Where somebody practises, from the eyes of who plays these roles; none where nobody does.
pub fn practice(drill: &Drill, persons: &[PersonId], roles: &[RoleId]) -> Option<PracticeState> {
    let exercise = &drill.exercise;
    if exercise.origin() != Origin::Practice {
        return None;
    }
    let bots = exercise.roles().filter(|(_, state)| {
        let mut holders = state.holders.iter();
        holders.any(|holder| holder.person.is_none())
    });
    let hints = exercise.injects().filter(|(inject, state)| {
        let mine = inject.to.is_empty() || inject.to.iter().any(|role| roles.contains(role));
        mine && next_hint(exercise, &inject.id).is_some()
            && state.status == exercise::InjectStatus::Delivered
    });
    Some(PracticeState {
        rate: exercise.rate(),
        shared: exercise.is_shared(),
        bots: bots.map(|(role, _)| role.id.to_string()).collect(),
        hints: hints.map(|(inject, _)| inject.id.to_string()).collect(),
        to_tick: to_tick(drill, persons, roles),
        module: practised_module(drill),
    })
}

fn practised_module(drill: &Drill) -> Option<PracticeModule> {
    let module = Module::of(drill)?;
    let role = practised(&drill.exercise)?;
    Some(module.view(drill.exercise.scenario(), role))
}

/// The next scripted question that helps with an inject.
pub fn next_hint<'a>(exercise: &'a Exercise, inject: &InjectId) -> Option<&'a str> {
    let (inject, state) = exercise.inject(inject)?;
    let prompt = inject.prompts.get(state.prompts as usize)?;
    Some(prompt.as_str())
}

/// Expected actions of these roles that wait to be ticked: on delivered injects, once their person has said in words
/// of their own what they would do, and all that are left once play is over.
pub fn to_tick(drill: &Drill, persons: &[PersonId], roles: &[RoleId]) -> Vec<ToTick> {
    let over = matches!(drill.exercise.phase(), exercise::Phase::HotWash);
    let waiting = drill.exercise.actions().filter(|(action, state)| {
        let inject = action.inject.as_ref();
        let said = inject.is_some_and(|inject| {
            let mut persons = persons.iter();
            persons.any(|person| drill.tally.has_said(inject, person))
        });
        let came = action.inject.as_ref().is_none_or(|id| {
            let inject = drill.exercise.inject(id);
            inject.is_some_and(|(_, state)| state.status == exercise::InjectStatus::Delivered)
        });
        let said = said || (over && came);
        state.outcome.is_none() && roles.contains(&action.role) && said
    });
    let tick = |action: &scenario::ExpectedAction| ToTick {
        inject: action.inject.as_ref().map(InjectId::to_string),
        action: action.id.to_string(),
        text: action.text.clone(),
    };
    waiting.map(|(action, _)| tick(action)).collect()
}

fn count(decisions: usize) -> u32 {
    u32::try_from(decisions).unwrap_or(u32::MAX)
}
