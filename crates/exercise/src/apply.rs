//! The fold: what each record makes of the state. It has no rules and cannot fail; a record about something unknown
//! changes nothing. Derived timers are kept here so that asking what is due costs little.

use scenario::Trigger;
use terms::{Elapsed, InjectId, RoleId, Span, Stamp};

use crate::compile::Watch;
use crate::event::*;
use crate::finding::Outcome;
use crate::state::*;
use crate::story::{StoryClock, StoryTime};

impl Exercise {
    /// Folds one record into the state.
    pub fn apply(&mut self, record: &Record) {
        let elapsed = record.elapsed;
        self.pass_spread(elapsed);
        self.last_elapsed = self.last_elapsed.max(elapsed);
        self.last_seq = record.seq;
        self.seating.keep_key(record);
        self.bots_acted |= matches!(record.actor, Actor::Bot(_));
        match &record.event {
            Event::Briefed(_) => {}
            Event::RoleAssigned(e) => self.apply_assigned(e, elapsed),
            Event::RoleVacated(e) => self.apply_vacated(e, elapsed),
            Event::Attended(e) => self.apply_attended(e, elapsed),
            Event::Started(_) => self.apply_started(record.at),
            Event::Paused(e) => {
                self.banked = e.elapsed;
                self.phase = Phase::Paused { cause: e.cause };
            }
            Event::Resumed(_) => {
                self.phase = Phase::Running { since: record.at };
                self.break_until = None;
            }
            Event::BreakAnnounced(e) => self.break_until = Some(e.until),
            Event::Jumped(e) => self.apply_jumped(e, record),
            Event::RateSet(e) => {
                self.bank(elapsed, record.at);
                self.rate = e.rate;
            }
            Event::Ended(_) => self.stop(elapsed, Phase::HotWash),
            Event::ReviewOpened(_) => self.stop(elapsed, Phase::Review),
            Event::Closed(e) => self.stop(elapsed, Phase::Closed { how: e.how }),
            Event::InjectDelivered(e) => {
                self.apply_delivered(e, elapsed);
                self.ask_of_team(&e.inject, record);
            }
            Event::InjectHeld(e) => self.set_status(&e.inject, InjectStatus::Held),
            Event::InjectReleased(e) => self.apply_released(e, elapsed),
            Event::InjectSkipped(e) => self.set_status(&e.inject, InjectStatus::Skipped),
            Event::InjectPostponed(e) => self.fix_due(&e.inject, e.due),
            Event::InjectWithdrawn(e) => self.apply_withdrawn(e, elapsed),
            Event::InjectEdited(e) => {
                if let Some(place) = self.inject_place(&e.inject) {
                    self.injects[place].edited = Some((e.subject.clone(), e.body.clone()));
                }
            }
            Event::InjectAdded(e) => self.apply_added(e),
            Event::InjectCancelled(e) => self.set_status(&e.inject, InjectStatus::Cancelled),
            Event::Acknowledged(e) => self.apply_acknowledged(e, elapsed),
            Event::DecisionMade(e) => self.apply_decision(e, record),
            Event::DecisionRevised(e) => self.apply_revised(e, record),
            Event::StanceTaken(e) => self.acted(&e.role, elapsed),
            Event::RecordStruck(e) => self.apply_struck(e, elapsed),
            Event::ActionLapsed(e) => self.apply_lapsed(e, elapsed),
            Event::ActionSettled(e) => self.apply_settled(e, record),
            Event::AccountRequested(e) => self.apply_request(e, record),
            Event::StepTaken(e) => self.apply_step(e, record),
            Event::Prompted(e) => {
                self.strikable.insert(record.seq);
                if let Some(place) = e.inject.as_ref().and_then(|id| self.inject_place(id)) {
                    self.injects[place].prompts += 1;
                    self.prompts.insert(record.seq, place);
                }
            }
            Event::Parked(_) | Event::HotWashSaid(_) => {
                self.strikable.insert(record.seq);
            }
            Event::QuestionAsked(e) => {
                self.acted(&e.role, elapsed);
                self.strikable.insert(record.seq);
                self.questions.insert(record.seq, false);
            }
            Event::QuestionAnswered(e) => {
                self.questions.insert(e.question, true);
            }
            Event::Noted(e) => {
                self.strikable.insert(record.seq);
                let objective = e.objective.as_ref();
                if let Some(&place) = objective.and_then(|id| self.compiled.objective_at.get(id)) {
                    self.noted.insert(record.seq, place);
                }
            }
            Event::DeadlineBegan(_)
            | Event::DeadlineRecognised(_)
            | Event::DeadlineMet(_)
            | Event::DeadlineMoved(_)
            | Event::DeadlineMissed(_) => self.apply_deadline(&record.event),
            Event::TriggerRecorded(e) => self.apply_trigger(e, record),
            Event::RealIncidentDeclared(e) => self.real_incident = Some(e.says.clone()),
            Event::RealIncidentCleared(_) => self.real_incident = None,
            Event::FeedbackGiven(_) | Event::NarrativeWritten(_) | Event::SuggestionLeft(_) => {}
            Event::MessageSent(e) => {
                self.strikable.insert(record.seq);
                if let Party::Role(role) = &e.from {
                    self.acted(role, elapsed);
                }
            }
            Event::NotificationLogged(e) => {
                self.strikable.insert(record.seq);
                self.acted(&e.role, elapsed);
            }
            Event::DiscussionAnswered(e) => {
                self.strikable.insert(record.seq);
                if let Some(role) = &e.role {
                    self.acted(role, elapsed);
                }
            }
            Event::SeatTied(e) => {
                self.seating.apply(&record.event, record.at);
                self.apply_tied(e);
            }
            Event::DoorOpened(_)
            | Event::DoorClosed(_)
            | Event::SeatInvited(_)
            | Event::InvitationRevoked(_)
            | Event::SeatJoined(_)
            | Event::SeatTookRole(_)
            | Event::SeatLeft(_)
            | Event::DiscussionOpened(_)
            | Event::DiscussionClosed(_)
            | Event::PracticeShared(_) => self.seating.apply(&record.event, record.at),
            Event::ObjectiveRated(e) => {
                if let Some(&place) = self.compiled.objective_at.get(&e.objective) {
                    self.ratings.insert(place, e.rating);
                }
            }
            Event::FindingRaised(_) => {
                self.findings.insert(record.seq);
            }
            Event::FindingRevised(_) => {}
            Event::FindingDropped(e) => {
                self.findings.remove(&e.finding);
            }
        }
        self.mark_exposure(record);
    }

    fn bank(&mut self, elapsed: Elapsed, at: Stamp) {
        self.banked = elapsed;
        if let Phase::Running { since } = &mut self.phase {
            *since = at;
        }
    }

    fn stop(&mut self, elapsed: Elapsed, phase: Phase) {
        self.banked = elapsed;
        self.phase = phase;
    }

    fn apply_assigned(&mut self, e: &RoleAssigned, elapsed: Elapsed) {
        if let Some(&place) = self.compiled.role_at.get(&e.role) {
            let holder = Holder {
                person: e.person.clone(),
                standing: e.standing,
            };
            let holders = &mut self.roles[place].holders;
            holders.retain(|held| held.person != e.person);
            holders.push(holder);
            self.start_actions_if_here(place, elapsed);
        }
    }

    /// Whoever had typed a name holds its roles as the person of the roster from now on.
    fn apply_tied(&mut self, e: &SeatTied) {
        for role in &mut self.roles {
            let known = role
                .holders
                .iter()
                .any(|held| held.person.as_ref() == Some(&e.person));
            if known {
                role.holders
                    .retain(|held| held.person.as_ref() != Some(&e.was));
            }
            for held in &mut role.holders {
                if held.person.as_ref() == Some(&e.was) {
                    held.person = Some(e.person.clone());
                }
            }
        }
        if let Some(here) = self.here.remove(&e.was) {
            self.here.entry(e.person.clone()).or_insert(here);
        }
    }

    fn apply_vacated(&mut self, e: &RoleVacated, elapsed: Elapsed) {
        if let Some(&place) = self.compiled.role_at.get(&e.role) {
            self.roles[place]
                .holders
                .retain(|held| held.person != e.person);
            self.start_actions_if_here(place, elapsed);
        }
    }

    fn start_actions_if_here(&mut self, role: usize, elapsed: Elapsed) {
        if self.role_here_from(role).is_some() {
            self.start_actions_of_role(role, self.worked(elapsed));
        }
    }

    fn apply_attended(&mut self, e: &Attended, elapsed: Elapsed) {
        let worked = self.worked(elapsed);
        let since = match self.here.get(&e.person) {
            // Going from the room to the telephone is not a new arrival.
            Some((Presence::Room | Presence::Remote, since)) => *since,
            Some((Presence::Left, _)) | None => worked,
        };
        self.here.insert(e.person.clone(), (e.presence, since));
        if e.presence != Presence::Left {
            for place in 0..self.roles.len() {
                let holders = &self.roles[place].holders;
                if holders
                    .iter()
                    .any(|held| held.person.as_ref() == Some(&e.person))
                {
                    self.start_actions_of_role(place, worked);
                }
            }
        }
    }

    /// Lets the time of expected actions run whose role was away until now.
    fn start_actions_of_role(&mut self, role: usize, worked: Elapsed) {
        for action in 0..self.actions.len() {
            let links = &self.compiled.actions[action];
            let open = links
                .inject
                .is_some_and(|inject| self.injects[inject].status == InjectStatus::Delivered);
            if links.role == role && open && self.actions[action].runs_from_worked.is_none() {
                self.run_action(action, worked);
            }
        }
    }

    pub(crate) fn run_action(&mut self, action: usize, from: Elapsed) {
        let state = &mut self.actions[action];
        if state.outcome.is_none() {
            state.runs_from_worked = Some(from);
            let within = self.compiled.scenario.expected_actions[action].within;
            self.lapses.insert((from + within, action));
        }
    }

    pub(crate) fn stop_action(&mut self, action: usize) {
        if let Some(from) = self.actions[action].runs_from_worked {
            let within = self.compiled.scenario.expected_actions[action].within;
            self.lapses.remove(&(from + within, action));
        }
    }

    fn apply_started(&mut self, at: Stamp) {
        self.phase = Phase::Running { since: at };
        self.banked = Elapsed(0);
        for action in 0..self.actions.len() {
            // A finding to test again is watched for, not timed.
            let again = &self.compiled.scenario.expected_actions[action].again;
            if self.compiled.actions[action].inject.is_none() && again.is_none() {
                self.run_action(action, Elapsed(0));
            }
        }
    }

    fn apply_jumped(&mut self, e: &Jumped, record: &Record) {
        let over = e.to - record.elapsed;
        self.jumped = Span(self.jumped.0 + over.0);
        self.last_elapsed = self.last_elapsed.max(e.to);
        self.bank(e.to, record.at);
    }

    fn apply_delivered(&mut self, e: &InjectDelivered, elapsed: Elapsed) {
        let Some(place) = self.inject_place(&e.inject) else {
            return;
        };
        let worked = self.worked(elapsed);
        self.unset_timer(place);
        let state = &mut self.injects[place];
        state.status = InjectStatus::Delivered;
        state.delivered = Some(elapsed);
        state.delivered_worked = worked;
        // What comes a second time can be seen a second time.
        state.acknowledged.clear();
        if let Some(shows) = e.story {
            self.story = StoryClock {
                from: elapsed,
                shows,
                ratio: self.story.ratio,
            };
        }
        self.reach_roles(place, elapsed);
        let compiled = std::sync::Arc::clone(&self.compiled);
        let Some(links) = compiled.injects.get(place) else {
            return;
        };
        if let Some(group) = links.group {
            self.timers.remove(&(
                compiled.scenario.groups[group].by.elapsed(),
                Timer::Default(group),
            ));
        }
        for &action in &links.actions {
            if let Some(here) = self.role_here_from(compiled.actions[action].role) {
                self.stop_action(action);
                self.run_action(action, here.max(worked));
            }
        }
        for &(follower, delay) in &links.followers {
            if !self.injects[follower].brought {
                self.schedule(follower, Some(elapsed + delay));
            }
        }
        self.reconsider(&links.watches, elapsed);
    }

    fn reach_roles(&mut self, place: usize, elapsed: Elapsed) {
        let compiled = std::sync::Arc::clone(&self.compiled);
        let to: Vec<usize> = {
            let to = &self.inject_by(place).to;
            to.iter()
                .filter_map(|role| compiled.role_at.get(role).copied())
                .collect()
        };
        let all = to.is_empty();
        for (role, state) in self.roles.iter_mut().enumerate() {
            if all || to.contains(&role) {
                state.first_inject.get_or_insert(elapsed);
            }
        }
    }

    fn apply_released(&mut self, e: &InjectReleased, elapsed: Elapsed) {
        let Some(place) = self.inject_place(&e.inject) else {
            return;
        };
        self.injects[place].status = InjectStatus::Waiting;
        let due = self.injects[place].due.map(|due| due.max(elapsed));
        self.schedule(place, due);
        if let Some(group) = self.default_group(place) {
            let by = self.compiled.scenario.groups[group].by.elapsed();
            self.timers.insert((by, Timer::Default(group)));
        }
    }

    /// The group whose default this inject is.
    fn default_group(&self, place: usize) -> Option<usize> {
        let group = self.compiled.injects.get(place)?.group?;
        (self.compiled.scenario.groups[group].default == self.inject_by(place).id).then_some(group)
    }

    fn apply_withdrawn(&mut self, e: &InjectWithdrawn, elapsed: Elapsed) {
        let Some(place) = self.inject_place(&e.inject) else {
            return;
        };
        self.injects[place].status = InjectStatus::Withdrawn;
        let compiled = std::sync::Arc::clone(&self.compiled);
        let Some(links) = compiled.injects.get(place) else {
            return;
        };
        for &action in &links.actions {
            self.stop_action(action);
            self.actions[action].runs_from_worked = None;
        }
        for &(follower, _) in &links.followers {
            if !self.injects[follower].brought {
                self.schedule(follower, None);
            }
        }
        self.reconsider(&links.watches, elapsed);
        for watch in &links.watches {
            match *watch {
                Watch::Deadline(deadline) => self.stop_deadline(deadline, elapsed),
                Watch::Happening(happening) => self.unhappen(happening, elapsed),
                Watch::Inject(_) => {}
            }
        }
    }

    /// Stops a running deadline that no longer has a reason to run.
    fn stop_deadline(&mut self, deadline: usize, elapsed: Elapsed) {
        let state = self.deadlines[deadline];
        let reason_gone = !self.holds(&self.compiled.deadlines[deadline].cond, elapsed);
        if let (Some(due), None, true) = (state.due, state.met, reason_gone) {
            self.deadlines[deadline].stopped = true;
            self.running_deadlines.remove(&(due, deadline));
        }
    }

    fn apply_added(&mut self, e: &InjectAdded) {
        let place = self.injects.len();
        self.added_at.insert(e.inject.id.clone(), place);
        self.added.push((*e.inject).clone());
        self.injects.push(InjectState::waiting());
        if let Trigger::At(offset) = &e.inject.trigger {
            self.schedule(place, Some(offset.elapsed()));
        }
    }

    fn apply_deadline(&mut self, event: &Event) {
        let place = |id| self.compiled.deadline_at.get(id).copied();
        match event {
            Event::DeadlineBegan(e) => {
                let Some(deadline) = place(&e.deadline) else {
                    return;
                };
                if let Some(at) = self.deadlines[deadline].begins_at.take() {
                    self.timers.remove(&(at, Timer::Begin(deadline)));
                }
                self.set_due(deadline, Some(e.due));
            }
            Event::DeadlineMoved(e) => {
                let Some(deadline) = place(&e.deadline) else {
                    return;
                };
                self.set_due(deadline, e.due);
            }
            Event::DeadlineRecognised(e) => {
                let Some(deadline) = place(&e.deadline) else {
                    return;
                };
                self.deadlines[deadline].recognised.get_or_insert(e.story);
            }
            Event::DeadlineMet(e) => {
                let Some(deadline) = place(&e.deadline) else {
                    return;
                };
                let mut actions = self.compiled.actions.iter().zip(&self.actions);
                let met_by_rule = actions.any(|(links, state)| {
                    let done = state
                        .outcome
                        .is_some_and(|outcome| matches!(outcome, Outcome::Met | Outcome::MetLate));
                    done && links.meets.contains(&deadline)
                });
                let state = &mut self.deadlines[deadline];
                state.met_by_rule = met_by_rule;
                state.met = Some(e.story);
                state.recognised.get_or_insert(e.story);
                if let Some(due) = state.due {
                    self.running_deadlines.remove(&(due, deadline));
                }
                self.recount_beside(deadline);
            }
            Event::DeadlineMissed(e) => {
                let Some(deadline) = place(&e.deadline) else {
                    return;
                };
                self.deadlines[deadline].missed = true;
                if let Some(due) = self.deadlines[deadline].due {
                    self.running_deadlines.remove(&(due, deadline));
                }
            }
            // Only the kinds above are handed here.
            other => debug_assert!(false, "not a deadline: {}", other.kind()),
        }
    }

    fn set_due(&mut self, deadline: usize, due: Option<StoryTime>) {
        self.recounts.remove(&deadline);
        let state = &mut self.deadlines[deadline];
        if let Some(old) = std::mem::replace(&mut state.due, due) {
            self.running_deadlines.remove(&(old, deadline));
        }
        if let (Some(due), None, false) = (due, state.met, state.missed) {
            self.running_deadlines.insert((due, deadline));
        }
    }

    pub(crate) fn acted(&mut self, role: &RoleId, elapsed: Elapsed) {
        if let Some(&place) = self.compiled.role_at.get(role) {
            self.roles[place].last_act = Some(elapsed);
        }
    }

    fn set_status(&mut self, id: &InjectId, status: InjectStatus) {
        let Some(place) = self.inject_place(id) else {
            return;
        };
        self.unset_timer(place);
        self.injects[place].status = status;
        if let Some(group) = self.default_group(place) {
            let by = self.compiled.scenario.groups[group].by.elapsed();
            self.timers.remove(&(by, Timer::Default(group)));
        }
    }
}
