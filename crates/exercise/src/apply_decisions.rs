//! The fold of what people decided: its consequences, and what is taken back when a record is revised or struck.

use scenario::Trigger;
use terms::Elapsed;

use crate::event::*;
use crate::state::*;

impl Exercise {
    pub(crate) fn apply_acknowledged(&mut self, e: &Acknowledged, elapsed: Elapsed) {
        self.acted(&e.role, elapsed);
        let Some(place) = self.inject_place(&e.inject) else {
            return;
        };
        self.injects[place].acknowledged.push(e.role.clone());
        self.reconsider_inject(place, elapsed);
    }

    pub(crate) fn apply_decision(&mut self, e: &DecisionMade, record: &Record) {
        self.acted(&e.role, record.elapsed);
        self.strikable.insert(record.seq);
        self.decisions.insert(
            record.seq,
            DecisionState {
                role: e.role.clone(),
                inject: e.inject.clone(),
                option: e.option.clone(),
                struck: false,
                sets: e.sets.clone(),
                brings: e.brings.clone(),
            },
        );
        self.take_consequences(&e.sets, &e.brings, record.elapsed);
        let Some(place) = e.inject.as_ref().and_then(|id| self.inject_place(id)) else {
            return;
        };
        let state = &mut self.injects[place];
        state.decided.push((record.seq, e.option.clone()));
        if state.first_latency.is_none() {
            state.first_latency = e.latency;
        }
        self.reconsider_inject(place, record.elapsed);
    }

    pub(crate) fn apply_revised(&mut self, e: &DecisionRevised, record: &Record) {
        let Some(decision) = self.decisions.get_mut(&e.decision) else {
            return;
        };
        let (role, inject) = (decision.role.clone(), decision.inject.clone());
        // Where the option stays, what followed from it stays too.
        if decision.option != e.option {
            decision.option = e.option.clone();
            let sets = std::mem::replace(&mut decision.sets, e.sets.clone());
            let brings = std::mem::replace(&mut decision.brings, e.brings.clone());
            self.drop_steps(e.decision);
            self.drop_consequences(&sets, &brings, record.elapsed);
            self.reopen_actions(e, record.elapsed);
        }
        self.acted(&role, record.elapsed);
        self.take_consequences(&e.sets, &e.brings, record.elapsed);
        let Some(place) = inject.as_ref().and_then(|id| self.inject_place(id)) else {
            return;
        };
        for (seq, option) in &mut self.injects[place].decided {
            if *seq == e.decision {
                *option = e.option.clone();
            }
        }
        self.reconsider_inject(place, record.elapsed);
    }

    fn take_consequences(&mut self, sets: &[String], brings: &[Due], elapsed: Elapsed) {
        for due in brings {
            self.fix_due(&due.inject, due.at);
        }
        let compiled = std::sync::Arc::clone(&self.compiled);
        for flag in sets {
            if let Some(&place) = compiled.flag_at.get(flag) {
                self.flags[place] = true;
                self.reconsider(&compiled.flag_watches[place], elapsed);
            }
        }
    }

    /// Takes back what only a decision that no longer stands had caused, as far as it has not happened yet.
    fn drop_consequences(&mut self, sets: &[String], brings: &[Due], elapsed: Elapsed) {
        let compiled = std::sync::Arc::clone(&self.compiled);
        for flag in sets {
            let mut standing = self.decisions.values().filter(|made| !made.struck);
            let kept = standing.any(|made| made.sets.contains(flag));
            if let (false, Some(&place)) = (kept, compiled.flag_at.get(flag)) {
                self.flags[place] = false;
                self.reconsider(&compiled.flag_watches[place], elapsed);
            }
        }
        for due in brings {
            let Some(place) = self.inject_place(&due.inject) else {
                continue;
            };
            let open = matches!(
                self.injects[place].status,
                InjectStatus::Waiting | InjectStatus::Held
            );
            if open && !self.is_brought(place) {
                self.injects[place].brought = false;
                let own = self.own_due(place, elapsed);
                self.schedule(place, own);
            }
        }
    }

    /// When an inject is due by its own trigger.
    pub(crate) fn own_due(&self, place: usize, elapsed: Elapsed) -> Option<Elapsed> {
        match &self.inject_by(place).trigger {
            Trigger::At(offset) => Some(offset.elapsed()),
            Trigger::After(after) => {
                let (_, first) = self.inject(&after.inject)?;
                let came = first.status == InjectStatus::Delivered;
                first
                    .delivered
                    .filter(|_| came)
                    .map(|delivered| delivered + after.delay)
            }
            Trigger::When(_) => {
                let watched = self.compiled.injects.get(place)?.condition.as_ref()?;
                self.first_holds(watched, elapsed)
            }
            Trigger::ByHand => None,
        }
    }

    pub(crate) fn apply_struck(&mut self, e: &RecordStruck, elapsed: Elapsed) {
        self.strikable.remove(&e.record);
        self.noted.remove(&e.record);
        self.drop_steps(e.record);
        self.strike_trigger(e.record);
        if let Some(place) = self.prompts.remove(&e.record) {
            self.injects[place].prompts -= 1;
        }
        if let Some(decision) = self.decisions.get_mut(&e.record) {
            decision.struck = true;
            let inject = decision.inject.clone();
            let sets = std::mem::take(&mut decision.sets);
            let brings = std::mem::take(&mut decision.brings);
            self.drop_consequences(&sets, &brings, elapsed);
            if let Some(place) = inject.and_then(|id| self.inject_place(&id)) {
                self.injects[place]
                    .decided
                    .retain(|(seq, _)| *seq != e.record);
                self.reconsider_inject(place, elapsed);
            }
        }
        for action in 0..self.actions.len() {
            let state = &self.actions[action];
            if state.settled_by == Some(e.record) || state.by_decision == Some(e.record) {
                self.unsettle(action, elapsed);
            }
        }
    }

    /// An expected action that rested on an option which was revised away is open again; harm once done stays.
    fn reopen_actions(&mut self, e: &DecisionRevised, elapsed: Elapsed) {
        for action in 0..self.actions.len() {
            let acceptable = &self.compiled.scenario.expected_actions[action].acceptable;
            let still = e
                .option
                .as_ref()
                .is_some_and(|option| acceptable.contains(option));
            let state = &self.actions[action];
            if state.by_decision == Some(e.decision) && !still && !state.harmful {
                self.unsettle(action, elapsed);
            }
        }
    }

    fn unsettle(&mut self, action: usize, elapsed: Elapsed) {
        let old = std::mem::take(&mut self.actions[action]);
        let state = &mut self.actions[action];
        state.lapsed = old.lapsed;
        state.runs_from_worked = old.runs_from_worked;
        if let (Some(from), false) = (old.runs_from_worked, old.lapsed) {
            self.run_action(action, from);
        }
        self.reopen_deadlines(action);
        self.reconsider_action(action, elapsed);
    }

    /// A deadline that was met by an expected action runs again where that action counts no more.
    fn reopen_deadlines(&mut self, action: usize) {
        for &place in &std::sync::Arc::clone(&self.compiled).actions[action].meets {
            let state = &mut self.deadlines[place];
            if std::mem::take(&mut state.met_by_rule) {
                state.met = None;
                if let (Some(due), false, false) = (state.due, state.missed, state.stopped) {
                    self.running_deadlines.insert((due, place));
                }
                self.recount_beside(place);
            }
        }
    }

    pub(crate) fn apply_lapsed(&mut self, e: &ActionLapsed, elapsed: Elapsed) {
        let Some(&action) = self.compiled.action_at.get(&e.action) else {
            return;
        };
        self.stop_action(action);
        self.actions[action].lapsed = true;
        self.reconsider_action(action, elapsed);
    }

    pub(crate) fn apply_settled(&mut self, e: &ActionSettled, record: &Record) {
        if e.decision.is_none() {
            self.strikable.insert(record.seq);
        }
        let Some(&action) = self.compiled.action_at.get(&e.action) else {
            return;
        };
        self.stop_action(action);
        let state = &mut self.actions[action];
        state.outcome = Some(e.outcome);
        state.latency = e.latency;
        state.harmful |= e.harmful;
        state.prompted = e.prompted;
        state.note.clone_from(&e.note);
        state.settled_by = Some(record.seq);
        state.by_decision = e.decision;
        self.reconsider_action(action, record.elapsed);
    }
}
