//! What the projector shows: what everybody knows and nothing else. Not here: who may see it (the display's own
//! token, in `door`), how it is drawn.

use std::sync::Arc;

use bytes::Bytes;
use exercise::{Origin, Phase};
use tokio::sync::watch;
use wire::{DisplayFrame, DisplaySeat, DisplayView, StoryLine};

use super::live::json;
use super::table::started_deadlines;
use super::{Seats, bare_scene, secrets};
use crate::calls_drill::scene;
use crate::conductor::Drill;
use crate::lock;
use crate::views;

/// How many names stand under a role on the projector.
const NAMES: usize = 12;

/// How many lines the story so far has, and how many deadlines are shown.
const STORY: usize = 40;
const DEADLINES: usize = 5;

/// What the projector is told, as frames ready to be sent.
pub struct DisplayLive {
    frames: watch::Receiver<Option<Bytes>>,
    first: Option<Bytes>,
}

impl Seats {
    /// What the projector is told; none where the secret is not the display's.
    pub fn display(self: &Arc<Self>, token: &str) -> Option<DisplayLive> {
        let is_open = self.is_open();
        let known = {
            let door = lock(&self.door);
            // Hashes are compared, so that the time it takes says nothing of the secret.
            !door.display.is_empty() && secrets::hash(&door.display) == secrets::hash(token)
        };
        if !(known && is_open) {
            return None;
        }
        let mut frames = self.projector.subscribe();
        frames.mark_unchanged();
        Some(DisplayLive {
            frames,
            first: Some(self.display_frame()),
        })
    }

    /// Keeps the projector dark, or not.
    pub(crate) fn blank(&self, blank: bool) {
        lock(&self.door).blank = blank;
        self.show_display();
    }

    /// Shows the projector how things stand.
    pub(super) fn show_display(&self) {
        if self.projector.receiver_count() > 0 && self.is_open() {
            self.projector.send_replace(Some(self.display_frame()));
        }
    }

    fn display_frame(&self) -> Bytes {
        let frame = self.conductor.look(|drill| DisplayFrame {
            seq: drill.exercise.last_seq(),
            view: self.display_view(drill),
        });
        Bytes::from(json(&frame))
    }

    fn display_view(&self, drill: &Drill) -> DisplayView {
        let now = self.around.clock.now();
        let briefed = drill.exercise.briefed();
        let bare = bare_scene(drill, now);
        let seats = self.display_seats(drill);
        let (story, current) = {
            let hall = lock(&self.hall);
            let skip = hall.story.len().saturating_sub(STORY);
            let lines = hall.story[skip..].iter().map(|(_, line)| line.clone());
            (lines.collect::<Vec<_>>(), hall.current.clone())
        };
        let (blank, join) = {
            let door = lock(&self.door);
            (door.blank, door.join_view())
        };
        let mut deadlines = started_deadlines(&bare);
        deadlines.truncate(DEADLINES);
        let joinable = drill.exercise.origin() != Origin::Practice
            && !matches!(drill.exercise.phase(), Phase::Closed { .. });
        DisplayView {
            title: briefed.title.clone(),
            handling: briefed.handling.clone(),
            origin: views::origin_word(briefed.origin).to_owned(),
            phase: views::phase_word(drill.exercise.phase()).to_owned(),
            clock: views::clock(&bare),
            blank,
            situation: situation(drill.exercise.phase(), current.is_some(), &story),
            current,
            deadlines,
            seats,
            story,
            question: bare.question(),
            join: join.filter(|_| joinable),
            real_incident: drill.exercise.real_incident().map(str::to_owned),
        }
    }

    fn display_seats(&self, drill: &Drill) -> Vec<DisplaySeat> {
        let connected: Vec<terms::RoleId> = {
            let hall = lock(&self.hall);
            let here = hall.standing().filter(|seat| seat.is_connected());
            here.flat_map(|seat| seat.sitting().roles).collect()
        };
        let names = lock(&self.around.names);
        let scene = scene(drill, &names, self.around.clock.now());
        let roles = drill.exercise.roles().map(|(role, _)| {
            let holders = scene.holders(&role.id);
            let people: Vec<_> = holders.iter().filter(|it| it.standing != "bot").collect();
            let present = people.iter().any(|holder| holder.presence != "left");
            let shown = people.iter().take(NAMES).map(|holder| holder.name.clone());
            let mut named: Vec<String> = shown.collect();
            if people.len() > NAMES {
                named.push(format!("and {} more", people.len() - NAMES));
            }
            DisplaySeat {
                title: role.title.clone(),
                names: named,
                bot: people.len() < holders.len(),
                here: present || connected.contains(&role.id),
            }
        });
        roles.collect()
    }
}

impl DisplayLive {
    /// The next frame; none once the door closes.
    pub async fn next(&mut self) -> Option<Bytes> {
        if let Some(first) = self.first.take() {
            return Some(first);
        }
        self.frames.changed().await.ok()?;
        self.frames.borrow_and_update().clone()
    }
}

/// How things stood before what is shown now, in one sentence.
fn situation(phase: Phase, shown: bool, story: &[StoryLine]) -> String {
    match phase {
        Phase::Briefing => "The drill has not begun.".to_owned(),
        Phase::HotWash => "Play is over. What went well, and what did not?".to_owned(),
        Phase::Review => "The drill is being reviewed.".to_owned(),
        Phase::Closed { .. } => "The drill is closed.".to_owned(),
        Phase::Running { .. } | Phase::Paused { .. } => {
            let before = story.iter().rev().nth(usize::from(shown));
            match before {
                Some(line) => format!("Before, {}: {}", line.story, line.says),
                None if shown => String::new(),
                None => "Nothing has reached everybody yet.".to_owned(),
            }
        }
    }
}
