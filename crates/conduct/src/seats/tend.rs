//! What is shown anew when something changed, but not more often than anybody can read: the table, what the white cell
//! sees, the projector, the list of devices. Not here: what has happened, which is told at once (`publish`).

use std::collections::BTreeMap;
use std::sync::{Arc, RwLockReadGuard, RwLockWriteGuard, Weak};
use std::time::Duration;

use bytes::Bytes;
use exercise::SeatKind;
use terms::Stamp;
use tokio::sync::Notify;
use tokio::time::Instant;
use wire::DeskNews;

use super::lanes::Line;
use super::live::{CELLS, json};
use super::table::{self, Table, Touched};
use super::{Seats, cell, mine};
use crate::calls_drill::scene;
use crate::lock;
use crate::views::Scene;

/// How long the bytes of the table serve whoever asks: clocks on a page are off by this much at most.
const TABLE_LASTS_MS: i64 = 200;

/// What is shown, as bytes that many connections share.
pub struct Shown {
    /// The table as it stands.
    pub table: Table,
    version: u64,
    bytes: Option<(u64, Stamp, Bytes)>,
    cells: BTreeMap<SeatKind, (u64, Bytes)>,
    practice: Option<Bytes>,
}

/// What is to be shown anew.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Part {
    Table,
    Count,
    Cell,
    Display,
    Door,
}

impl Part {
    const ALL: [Part; 5] = [
        Part::Table,
        Part::Count,
        Part::Cell,
        Part::Display,
        Part::Door,
    ];

    /// The least time between two showings.
    fn every(self) -> Duration {
        Duration::from_millis(match self {
            Part::Table => 100,
            Part::Cell | Part::Display => 250,
            Part::Count | Part::Door => 1000,
        })
    }
}

/// What waits to be shown, and when each was last.
#[derive(Default)]
pub struct Ticks {
    waits: [bool; Part::ALL.len()],
    last: [Option<Instant>; Part::ALL.len()],
}

impl Ticks {
    fn want(&mut self, part: Part) {
        self.waits[part as usize] = true;
    }

    /// What may be shown now.
    fn ready(&mut self, now: Instant) -> Vec<Part> {
        let ready = Part::ALL.into_iter().filter(|part| {
            let last = self.last[*part as usize];
            self.waits[*part as usize] && last.is_none_or(|last| now >= last + part.every())
        });
        let ready: Vec<Part> = ready.collect();
        for part in &ready {
            self.waits[*part as usize] = false;
            self.last[*part as usize] = Some(now);
        }
        ready
    }

    /// When the next of what waits may be shown.
    fn next(&self) -> Option<Instant> {
        let waiting = Part::ALL
            .into_iter()
            .filter(|part| self.waits[*part as usize]);
        let due = waiting.map(|part| {
            let last = self.last[part as usize];
            last.map_or_else(Instant::now, |last| last + part.every())
        });
        due.min()
    }
}

impl Shown {
    /// What is shown at first.
    pub fn of(scene: &Scene<'_>) -> Self {
        Self {
            table: Table::of(scene),
            version: 1,
            bytes: None,
            cells: BTreeMap::new(),
            practice: None,
        }
    }
}

impl Seats {
    /// Begins to tend what is shown; ends with the seats.
    pub(crate) fn begin_to_tend(self: &Arc<Self>) {
        let (seats, wake) = (Arc::downgrade(self), Arc::clone(&self.wake));
        tokio::spawn(tend(seats, wake));
    }

    /// Notes what changed.
    pub(super) fn touch(&self, touched: Touched) {
        let mut ticks = lock(&self.ticks);
        let wanted = [
            (Part::Table, touched.table),
            (Part::Count, touched.count),
            (Part::Cell, true),
            (Part::Display, touched.display),
            (Part::Door, touched.seats),
        ];
        for (part, _) in wanted.into_iter().filter(|(_, wanted)| *wanted) {
            ticks.want(part);
        }
        drop(ticks);
        self.wake.notify_one();
    }

    /// Notes that a device came or went.
    pub(super) fn seats_moved(&self) {
        let mut ticks = lock(&self.ticks);
        ticks.want(Part::Door);
        ticks.want(Part::Display);
        drop(ticks);
        self.wake.notify_one();
    }

    /// Lets a connection hear when what is shown to its kind of seat changes.
    pub(super) fn listen(&self, kind: SeatKind, line: &Arc<Line>) {
        let mut lines = lock(&self.lines);
        if lines.len() == lines.capacity() {
            lines.retain(|(_, line)| line.strong_count() > 0);
        }
        lines.push((kind, Arc::downgrade(line)));
    }

    /// Which state of the table and of its own view a kind of seat should see.
    pub(super) fn shown(&self, kind: SeatKind) -> (u64, u64) {
        let shown = self.shown_now();
        let cell = shown.cells.get(&kind).map_or(0, |(version, _)| *version);
        (shown.version, cell)
    }

    /// The table with the clocks of this moment.
    pub(super) fn table_now(&self) -> (u64, Bytes) {
        let now = self.around.clock.now();
        let fresh = |shown: &Shown| {
            let (version, at, bytes) = shown.bytes.as_ref()?;
            let lasts = *version == shown.version && now.0 - at.0 <= TABLE_LASTS_MS;
            lasts.then(|| (*version, bytes.clone()))
        };
        if let Some(found) = fresh(&self.shown_now()) {
            return found;
        }
        let mut shown = self.shown_mut();
        if let Some(found) = fresh(&shown) {
            return found;
        }
        let bytes = Bytes::from(json(&shown.table.at(now)));
        let version = shown.version;
        shown.bytes = Some((version, now, bytes.clone()));
        (version, bytes)
    }

    /// What a kind of seat of the white cell sees; nothing for anybody else.
    pub(super) fn cell_now(&self, kind: SeatKind) -> (u64, Option<Bytes>) {
        if !kind.is_white_cell() {
            return (0, None);
        }
        if !self.shown_now().cells.contains_key(&kind) {
            self.show_cell(kind);
        }
        let shown = self.shown_now();
        let cell = shown.cells.get(&kind);
        (
            cell.map_or(0, |(version, _)| *version),
            cell.map(|(_, bytes)| bytes.clone()),
        )
    }

    /// Where somebody practises; nothing for anybody else.
    pub(super) fn practice_now(&self, kind: SeatKind) -> Option<Bytes> {
        match kind {
            SeatKind::Player => self.shown_now().practice.clone(),
            SeatKind::Evaluator | SeatKind::Scribe | SeatKind::Simulator | SeatKind::Observer => {
                None
            }
        }
    }

    pub(super) fn shown_now(&self) -> RwLockReadGuard<'_, Shown> {
        let shown = self.shown.read();
        shown.unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    pub(super) fn shown_mut(&self) -> RwLockWriteGuard<'_, Shown> {
        let shown = self.shown.write();
        shown.unwrap_or_else(std::sync::PoisonError::into_inner)
    }

    /// Shows what may be shown now.
    fn tend_once(&self) -> Option<Instant> {
        let ready = lock(&self.ticks).ready(Instant::now());
        if ready.contains(&Part::Table) || ready.contains(&Part::Count) {
            self.show_practice();
            self.shown_mut().version += 1;
            self.wake_lines(&|_| true);
        }
        if ready.contains(&Part::Cell) {
            for kind in CELLS.into_iter().filter(|kind| self.has_lines(*kind)) {
                self.show_cell(kind);
                self.wake_lines(&|other| other == kind);
            }
        }
        if ready.contains(&Part::Display) {
            self.show_display();
        }
        if ready.contains(&Part::Door) {
            let view = Box::new(self.door_view());
            (self.around.tell)(DeskNews::Door(view));
        }
        lock(&self.ticks).next()
    }

    fn show_practice(&self) {
        let (mut persons, mut roles) = (Vec::new(), Vec::new());
        for seat in lock(&self.hall).standing() {
            let sitting = seat.sitting();
            persons.extend(sitting.known_as);
            roles.extend(sitting.roles);
        }
        let state = self
            .conductor
            .look(|drill| table::practice(drill, &persons, &roles));
        self.shown_mut().practice = state.map(|state| Bytes::from(json(&state)));
    }

    fn show_cell(&self, kind: SeatKind) {
        let names = lock(&self.around.names).clone();
        let now = self.around.clock.now();
        let view = self.conductor.look(|drill| {
            let suggested =
                if kind == SeatKind::Evaluator && mine::play_is_over(drill.exercise.phase()) {
                    self.suggested(drill)
                } else {
                    BTreeMap::new()
                };
            cell::cell(&scene(drill, &names, now), &self.lore, kind, &suggested)
        });
        let Some(view) = view else { return };
        let bytes = Bytes::from(json(&view));
        let mut shown = self.shown_mut();
        let version = shown.cells.get(&kind).map_or(1, |(version, _)| version + 1);
        shown.cells.insert(kind, (version, bytes));
    }

    fn has_lines(&self, kind: SeatKind) -> bool {
        let lines = lock(&self.lines);
        let mut lines = lines.iter();
        lines.any(|(other, line)| *other == kind && line.strong_count() > 0)
    }

    fn wake_lines(&self, which: &dyn Fn(SeatKind) -> bool) {
        let lines = lock(&self.lines);
        let concerned = lines.iter().filter(|(kind, _)| which(*kind));
        for line in concerned.filter_map(|(_, line)| line.upgrade()) {
            line.wake();
        }
    }
}

async fn tend(seats: Weak<Seats>, wake: Arc<Notify>) {
    loop {
        let next = match seats.upgrade() {
            Some(seats) => seats.tend_once(),
            None => return,
        };
        match next {
            Some(next) => {
                tokio::select! {
                    () = tokio::time::sleep_until(next) => {}
                    () = wake.notified() => {}
                }
            }
            None => wake.notified().await,
        }
    }
}
