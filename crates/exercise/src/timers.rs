//! The timers that the fold keeps, so that asking what is due costs little: when injects are due, and which conditions
//! have to be looked at again after a fact has changed. Derived from records alone.

use terms::{Elapsed, InjectId};

use crate::compile::Watch;
use crate::state::*;

impl Exercise {
    /// Sets a moment that conditions do not move any more.
    pub(crate) fn fix_due(&mut self, id: &InjectId, due: Elapsed) {
        let Some(place) = self.inject_place(id) else {
            return;
        };
        self.injects[place].brought = true;
        self.schedule(place, Some(due));
    }

    pub(crate) fn schedule(&mut self, place: usize, due: Option<Elapsed>) {
        self.unset_timer(place);
        let state = &mut self.injects[place];
        state.due = due;
        if let (InjectStatus::Waiting, Some(due)) = (state.status, due) {
            self.timers.insert((due, Timer::Deliver(place)));
        }
    }

    pub(crate) fn unset_timer(&mut self, place: usize) {
        if let Some(due) = self.injects[place].due {
            self.timers.remove(&(due, Timer::Deliver(place)));
        }
    }

    pub(crate) fn reconsider_inject(&mut self, place: usize, elapsed: Elapsed) {
        let compiled = std::sync::Arc::clone(&self.compiled);
        if let Some(links) = compiled.injects.get(place) {
            self.reconsider(&links.watches, elapsed);
        }
    }

    pub(crate) fn reconsider_action(&mut self, action: usize, elapsed: Elapsed) {
        let compiled = std::sync::Arc::clone(&self.compiled);
        self.reconsider(&compiled.actions[action].watches, elapsed);
    }

    pub(crate) fn reconsider(&mut self, watches: &[Watch], elapsed: Elapsed) {
        if watches.is_empty() {
            return;
        }
        let compiled = std::sync::Arc::clone(&self.compiled);
        for watch in watches {
            match *watch {
                Watch::Inject(place) => {
                    let open = matches!(
                        self.injects[place].status,
                        InjectStatus::Waiting | InjectStatus::Held
                    );
                    if let (Some(watched), true, false) = (
                        &compiled.injects[place].condition,
                        open,
                        self.injects[place].brought,
                    ) {
                        let due = self.first_holds(watched, elapsed);
                        self.schedule(place, due);
                    }
                }
                Watch::Deadline(place) => self.reconsider_deadline(place, elapsed),
                Watch::Happening(place) => self.reconsider_happening(place, elapsed),
            }
        }
    }

    pub(crate) fn reconsider_deadline(&mut self, place: usize, elapsed: Elapsed) {
        if self.deadlines[place].due.is_some() {
            return;
        }
        let begins = self.first_holds(&self.compiled.deadlines[place], elapsed);
        if let Some(old) = self.deadlines[place].begins_at.take() {
            self.timers.remove(&(old, Timer::Begin(place)));
        }
        self.deadlines[place].begins_at = begins;
        if let Some(at) = begins {
            self.timers.insert((at, Timer::Begin(place)));
        }
    }
}
