//! The rules for what people do and say: decisions, acknowledgements, ticks, notes, deadlines, hot wash, review.
//! Not here: the course of the drill and its injects (`decide`).

use scenario::Choice;
use terms::{Elapsed, OptionId, RoleId, Span, Stamp};

use crate::compile::Compiled;
use crate::condition::met;
use crate::decide::{one, short, text};
use crate::event::*;
use crate::finding::Outcome;
use crate::order::{Decide, Note, Order, Refusal, Revise};
use crate::state::*;
use crate::story::StoryTime;

pub(crate) type Answer = Result<Vec<Event>, Refusal>;

/// The longest that an entry can be set back.
const SET_BACK_LIMIT: Span = Span::hours(1);

impl Exercise {
    pub(crate) fn decide_people(&self, order: &Order, now: Stamp) -> Answer {
        match order {
            Order::Acknowledge { inject, role } => self.acknowledge(inject, role, now),
            Order::Decide(decide) => self.make_decision(decide, now),
            Order::Revise(revise) => self.revise(revise, now),
            Order::TakeStance {
                decision,
                role,
                stance,
                says,
            } => {
                self.standing_decision(*decision)?;
                self.role_place(role)?;
                short(says)?;
                let (decision, stance, says) = (*decision, *stance, says.clone());
                one(StanceTaken {
                    decision,
                    role: role.clone(),
                    stance,
                    says,
                })
            }
            Order::Strike { record, reason } => {
                text(reason)?;
                if !self.strikable.contains(record) {
                    return Err(Refusal::UnknownRecord(*record));
                }
                one(RecordStruck {
                    record: *record,
                    reason: reason.clone(),
                })
            }
            Order::Settle {
                action,
                outcome,
                note,
            } => self.settle(action, *outcome, note, now),
            Order::RequestAccount(asked) => self.request_account(asked, now),
            Order::TakeStep(asked) => self.take_step(asked, now),
            Order::Prompt { inject, says } => {
                text(says)?;
                if let Some(inject) = inject {
                    self.delivered(inject)?;
                }
                one(Prompted {
                    inject: inject.clone(),
                    says: says.clone(),
                })
            }
            Order::Park { says } => {
                text(says)?;
                one(Parked { says: says.clone() })
            }
            Order::Ask { role, says } => {
                self.role_place(role)?;
                text(says)?;
                one(QuestionAsked {
                    role: role.clone(),
                    says: says.clone(),
                })
            }
            Order::Answer { question, says } => {
                text(says)?;
                match self.questions.get(question) {
                    None => Err(Refusal::UnknownRecord(*question)),
                    Some(true) => Err(Refusal::AlreadyDone),
                    Some(false) => one(QuestionAnswered {
                        question: *question,
                        says: says.clone(),
                    }),
                }
            }
            Order::Note(note) => self.note(note),
            Order::RecogniseDeadline { deadline } => {
                let state = self.running_deadline(deadline)?;
                if state.recognised.is_some() {
                    return Err(Refusal::AlreadyDone);
                }
                Ok(self.recognise(deadline, self.story(now)))
            }
            Order::MeetDeadline { deadline } => {
                self.running_deadline(deadline)?;
                one(DeadlineMet {
                    deadline: deadline.clone(),
                    story: self.story(now),
                })
            }
            Order::RecordTrigger { pack, event } => {
                self.record_trigger(pack, event, self.story(now))
            }
            // `decide` hands over nothing but this and what the review takes.
            _ => self.decide_review(order),
        }
    }

    fn acknowledge(&self, inject: &terms::InjectId, role: &RoleId, now: Stamp) -> Answer {
        let (_, state) = self.delivered(inject)?;
        let place = self.role_place(role)?;
        if state.acknowledged.contains(role) {
            return Err(Refusal::AlreadyAcknowledged(inject.clone()));
        }
        let worked = self.worked(self.elapsed(now));
        let at = self
            .inject_place(inject)
            .ok_or(Refusal::UnknownInject(inject.clone()))?;
        let latency = self.latency(at, place, worked);
        let mut events = vec![
            Acknowledged {
                inject: inject.clone(),
                role: role.clone(),
                latency,
            }
            .into(),
        ];
        // Whoever has seen that they are called has answered the call.
        let answered = scenario::Step::Answered(inject.clone());
        events.extend(self.open_steps(&[answered], role, role, None, now));
        Ok(events)
    }

    fn make_decision(&self, asked: &Decide, now: Stamp) -> Answer {
        let role = self.role_place(&asked.role)?;
        if let Some(authoriser) = &asked.authorised_by {
            self.role_place(authoriser)?;
        }
        short(&asked.text)?;
        short(&asked.rationale)?;
        let choice = self.choice(asked.inject.as_ref(), asked.option.as_ref())?;
        let words = match choice {
            Some(choice) if asked.text.trim().is_empty() => choice.label.clone(),
            Some(_) | None => asked.text.clone(),
        };
        text(&words)?;
        let first_key_at = asked.first_key_at.unwrap_or(now);
        if first_key_at > now || !(0..=SET_BACK_LIMIT.0).contains(&asked.set_back_ms) {
            return Err(Refusal::BadMoment);
        }
        let effective = self.effective(first_key_at, Span(asked.set_back_ms), now, asked);
        let place = asked.inject.as_ref().and_then(|id| self.inject_place(id));
        let latency = place.map(|at| self.latency(at, role, self.worked(effective)));
        let prompted = place.is_some_and(|at| self.injects[at].prompts > 0);
        let decision = DecisionMade {
            role: asked.role.clone(),
            person: asked.person.clone(),
            inject: asked.inject.clone(),
            option: asked.option.clone(),
            text: words,
            rationale: asked.rationale.clone(),
            authorised_by: asked.authorised_by.clone(),
            source: asked.source,
            first_key_at,
            effective,
            latency,
            prompted,
            unauthorised: lacks_authority(choice, &asked.role, asked.authorised_by.as_ref()),
            sets: choice.map_or_else(Vec::new, |choice| choice.sets.clone()),
            brings: self.brings(choice, now),
        };
        let by = By {
            seq: self.last_seq + 1,
            role: &asked.role,
            authoriser: asked.authorised_by.as_ref(),
            latency,
            prompted,
        };
        let mut events = vec![decision.into()];
        self.settle_by_rule(place, asked.option.as_ref(), &by, now, &mut events);
        events.extend(self.steps_of(choice, &by, now));
        Ok(events)
    }

    /// The steps that an option takes.
    fn steps_of(&self, choice: Option<&Choice>, by: &By<'_>, now: Stamp) -> Vec<Event> {
        let Some(choice) = choice.filter(|choice| !choice.steps.is_empty()) else {
            return Vec::new();
        };
        let taker = by.authoriser.unwrap_or(by.role);
        self.open_steps(&choice.steps, by.role, taker, Some(by.seq), now)
    }

    /// When it was said on the exercise clock: never before its inject, never in the future.
    fn effective(&self, first_key: Stamp, back: Span, now: Stamp, asked: &Decide) -> Elapsed {
        let begun = match self.phase {
            Phase::Running { since } if first_key >= since => {
                let wall = first_key.0 - since.0;
                Elapsed(self.banked.0 + wall.saturating_mul(i64::from(self.rate)) / 1000)
            }
            // The entry was begun before the clock last changed; it stood there then.
            Phase::Running { .. } => self.banked,
            Phase::Briefing
            | Phase::Paused { .. }
            | Phase::HotWash
            | Phase::Review
            | Phase::Closed { .. } => self.elapsed(now),
        };
        let said = Elapsed(begun.0 - back.0);
        let place = asked.inject.as_ref().and_then(|id| self.inject_place(id));
        let earliest = place
            .and_then(|at| self.injects[at].delivered)
            .unwrap_or(Elapsed(0));
        said.max(earliest).min(self.elapsed(now))
    }

    fn revise(&self, asked: &Revise, now: Stamp) -> Answer {
        let decision = self.standing_decision(asked.decision)?;
        if let Some(authoriser) = &asked.authorised_by {
            self.role_place(authoriser)?;
        }
        short(&asked.text)?;
        short(&asked.rationale)?;
        let choice = match (&decision.inject, &asked.option) {
            (_, None) => None,
            (inject, Some(_)) => self.choice(inject.as_ref(), asked.option.as_ref())?,
        };
        let words = match choice {
            Some(choice) if asked.text.trim().is_empty() => choice.label.clone(),
            Some(_) | None => asked.text.clone(),
        };
        text(&words)?;
        let changed = decision.option != asked.option;
        let revised = DecisionRevised {
            decision: asked.decision,
            option: asked.option.clone(),
            text: words,
            rationale: asked.rationale.clone(),
            authorised_by: asked.authorised_by.clone(),
            unauthorised: lacks_authority(choice, &decision.role, asked.authorised_by.as_ref()),
            sets: choice
                .filter(|_| changed)
                .map_or_else(Vec::new, |choice| choice.sets.clone()),
            brings: if changed {
                self.brings(choice, now)
            } else {
                Vec::new()
            },
        };
        let mut events = vec![revised.into()];
        if changed {
            let place = decision
                .inject
                .as_ref()
                .and_then(|id| self.inject_place(id));
            let role = self.role_place(&decision.role)?;
            let worked = self.worked(self.elapsed(now));
            let by = By {
                seq: asked.decision,
                role: &decision.role,
                authoriser: asked.authorised_by.as_ref(),
                latency: place.map(|at| self.latency(at, role, worked)),
                prompted: place.is_some_and(|at| self.injects[at].prompts > 0),
            };
            self.settle_by_rule(place, asked.option.as_ref(), &by, now, &mut events);
            if choice.is_some_and(|choice| !choice.steps.is_empty()) {
                // What it took before it was revised falls with it.
                let mut without = self.clone();
                without.drop_steps(asked.decision);
                events.extend(without.steps_of(choice, &by, now));
            }
        }
        Ok(events)
    }

    fn brings(&self, choice: Option<&Choice>, now: Stamp) -> Vec<Due> {
        let elapsed = self.elapsed(now);
        let next = choice.map_or(&[][..], |choice| &choice.next);
        next.iter()
            .map(|after| Due {
                inject: after.inject.clone(),
                at: elapsed + after.delay,
            })
            .collect()
    }

    /// Settles the expected actions of an inject that the option decides.
    fn settle_by_rule(
        &self,
        place: Option<usize>,
        option: Option<&OptionId>,
        by: &By,
        now: Stamp,
        events: &mut Vec<Event>,
    ) {
        let Some(links) = place.and_then(|place| self.compiled.injects.get(place)) else {
            return;
        };
        for &action in &links.actions {
            let written = &self.compiled.scenario.expected_actions[action];
            let state = &self.actions[action];
            let has = |list: &[OptionId]| option.is_some_and(|option| list.contains(option));
            let mine = *by.role == written.role || by.authoriser == Some(&written.role);
            let late = by.latency.is_some_and(|latency| latency > written.within);
            let (outcome, harmful) = if has(&written.harmful) {
                (Outcome::Missed, true)
            } else if has(&written.acceptable) && !met(state.outcome) {
                let outcome = match (mine, late) {
                    (false, _) => Outcome::Partial,
                    (true, true) => Outcome::MetLate,
                    (true, false) => Outcome::Met,
                };
                (outcome, false)
            } else {
                continue;
            };
            let settled = ActionSettled {
                action: written.id.clone(),
                outcome,
                latency: by.latency.filter(|_| outcome != Outcome::Missed),
                decision: Some(by.seq),
                harmful,
                prompted: by.prompted,
                note: String::new(),
            };
            events.push(settled.into());
            self.meet_deadlines(action, outcome, now, events);
        }
    }

    /// An expected action that was done meets the deadlines that name it.
    fn meet_deadlines(&self, action: usize, outcome: Outcome, now: Stamp, events: &mut Vec<Event>) {
        if !met(Some(outcome)) {
            return;
        }
        for &place in &self.compiled.actions[action].meets {
            let state = &self.deadlines[place];
            if state.due.is_some() && state.met.is_none() && !state.stopped {
                let deadline = self.compiled.scenario.deadlines[place].id.clone();
                events.push(
                    DeadlineMet {
                        deadline,
                        story: self.story(now),
                    }
                    .into(),
                );
            }
        }
    }

    /// Whoever recognises one notice of a regime knows that the regime applies.
    fn recognise(&self, id: &terms::DeadlineId, story: StoryTime) -> Vec<Event> {
        let place = self.compiled.deadline_at.get(id).copied();
        let beside = place.map_or_else(Vec::new, |place| self.unrecognised_beside(place));
        let deadlines = &self.compiled.scenario.deadlines;
        std::iter::once(id.clone())
            .chain(beside.into_iter().map(|place| deadlines[place].id.clone()))
            .map(|deadline| DeadlineRecognised { deadline, story }.into())
            .collect()
    }

    fn settle(&self, id: &terms::ActionId, outcome: Outcome, note: &str, now: Stamp) -> Answer {
        short(note)?;
        let place = *self
            .compiled
            .action_at
            .get(id)
            .ok_or(Refusal::UnknownAction(id.clone()))?;
        let state = &self.actions[place];
        let inject = self.compiled.actions[place].inject;
        if let (Some(inject), true) = (inject, outcome != Outcome::NotTested) {
            self.delivered(&self.inject_by(inject).id)?;
        }
        let done = match outcome {
            Outcome::Met | Outcome::MetLate | Outcome::Partial => true,
            Outcome::Missed | Outcome::NotTested => false,
        };
        let in_play = matches!(self.phase, Phase::Running { .. } | Phase::Paused { .. });
        let latency = match state.runs_from_worked {
            Some(from) if done && in_play => Some(self.worked(self.elapsed(now)) - from),
            Some(_) | None => state.latency.filter(|_| done),
        };
        let within = self.compiled.scenario.expected_actions[place].within;
        let late = latency.is_some_and(|latency| latency > within);
        // After the end the evaluator's word stands as it is given.
        let outcome = if outcome == Outcome::Met && late && in_play {
            Outcome::MetLate
        } else {
            outcome
        };
        let settled = ActionSettled {
            action: id.clone(),
            outcome,
            latency,
            decision: None,
            harmful: false,
            prompted: inject.is_some_and(|inject| self.injects[inject].prompts > 0),
            note: note.to_owned(),
        };
        let mut events = vec![settled.into()];
        self.meet_deadlines(place, outcome, now, &mut events);
        Ok(events)
    }

    fn note(&self, note: &Note) -> Answer {
        text(&note.says)?;
        self.known_objective(note.objective.as_ref())?;
        if let Some(inject) = &note.inject {
            self.known(inject)?;
        }
        one(Noted {
            by: note.by,
            says: note.says.clone(),
            tone: note.tone,
            objective: note.objective.clone(),
            inject: note.inject.clone(),
            critical: note.critical,
        })
    }

    pub(crate) fn known_objective(&self, id: Option<&terms::ObjectiveId>) -> Result<(), Refusal> {
        match id.filter(|id| !self.compiled.objective_at.contains_key(*id)) {
            Some(id) => Err(Refusal::UnknownObjective(id.clone())),
            None => Ok(()),
        }
    }

    pub(crate) fn running_deadline(
        &self,
        id: &terms::DeadlineId,
    ) -> Result<&DeadlineState, Refusal> {
        let (_, state) = self
            .deadline(id)
            .ok_or(Refusal::UnknownDeadline(id.clone()))?;
        if state.due.is_none() || state.stopped {
            return Err(Refusal::DeadlineNotRunning(id.clone()));
        }
        if state.met.is_some() {
            Err(Refusal::AlreadyDone)
        } else {
            Ok(state)
        }
    }

    fn standing_decision(&self, seq: u64) -> Result<&DecisionState, Refusal> {
        let known = self.decisions.get(&seq).filter(|decision| !decision.struck);
        known.ok_or(Refusal::UnknownRecord(seq))
    }

    pub(crate) fn role_place(&self, role: &RoleId) -> Result<usize, Refusal> {
        self.compiled
            .role_at
            .get(role)
            .copied()
            .ok_or(Refusal::UnknownRole(role.clone()))
    }

    fn choice(
        &self,
        inject: Option<&terms::InjectId>,
        option: Option<&OptionId>,
    ) -> Result<Option<&Choice>, Refusal> {
        let written = inject.map(|id| self.delivered(id)).transpose()?;
        match (written, option) {
            (_, None) => Ok(None),
            (None, Some(option)) => Err(Refusal::UnknownOption(option.clone())),
            (Some((inject, _)), Some(option)) => Compiled::choice(inject, option)
                .map(Some)
                .ok_or(Refusal::UnknownOption(option.clone())),
        }
    }
}

/// What settles expected actions by rule.
struct By<'a> {
    seq: u64,
    role: &'a RoleId,
    authoriser: Option<&'a RoleId>,
    latency: Option<Span>,
    prompted: bool,
}

fn lacks_authority(choice: Option<&Choice>, role: &RoleId, authoriser: Option<&RoleId>) -> bool {
    choice.is_some_and(|choice| {
        let allowed = |role: &RoleId| choice.authority.contains(role);
        !choice.authority.is_empty() && !allowed(role) && !authoriser.is_some_and(allowed)
    })
}
