//! The fold of a drill's records into facts: what was delivered, decided, settled, said. Struck records are known
//! before it begins and are left out as they come. Not here: any judgement of the facts.

use std::collections::{BTreeMap, BTreeSet, HashMap};

use exercise::{
    Acknowledged, ActionLapsed, ActionSettled, Actor, Briefed, Closed, DeadlineBegan,
    DeadlineMoved, DecisionMade, DecisionRevised, Event, InjectDelivered, NotificationLogged,
    Origin, Outcome, Prompted, Record, StanceTaken, Started, StoryClock, StoryTime,
};
use scenario::{Condition, Inject};
use terms::{ActionId, DeadlineId, Elapsed, InjectId, RoleId, Span, Stamp};

use crate::happened::{
    Acknowledgement, DecisionSummary, Delivery, InjectState, InjectSummary, RevisionSummary,
    StanceSummary,
};
use crate::index::Index;
use crate::model::{Course, Input, Totals};
use crate::people::People;
use crate::talk::Talk;

/// The facts of one drill.
pub(crate) struct Drill<'a> {
    pub input: Input<'a>,
    pub index: Index<'a>,
    pub struck: HashMap<u64, &'a str>,
    pub course: Course,
    pub totals: Totals,
    pub story: Vec<StoryClock>,
    pub injects: Vec<InjectSummary>,
    pub inject_at: HashMap<&'a InjectId, usize>,
    pub decisions: Vec<DecisionSummary>,
    pub decision_at: HashMap<u64, usize>,
    pub settlements: HashMap<&'a ActionId, Settlement<'a>>,
    /// The expected actions that each decision settled at some time.
    rests_on: HashMap<u64, Vec<&'a ActionId>>,
    /// The last settlement, or deadline met by it, that counts no more.
    fell: u64,
    pub lapses: HashMap<&'a ActionId, (u64, Elapsed)>,
    pub deadlines: HashMap<&'a DeadlineId, DeadlineMoments>,
    pub people: People<'a>,
    pub talk: Talk<'a>,
    /// Moments at which a role received or did something.
    pub moments: BTreeMap<&'a RoleId, Vec<Elapsed>>,
    /// The record with which the clock started.
    pub started: Option<u64>,
    /// The role of each decision, in the order of the decisions.
    role_of: Vec<&'a RoleId>,
    standing_since: Option<Stamp>,
    rate: i64,
}

/// What last settled an expected action.
#[derive(Clone, Copy)]
pub(crate) struct Settlement<'a> {
    pub record: u64,
    pub outcome: Outcome,
    pub latency: Option<Span>,
    pub decision: Option<u64>,
    pub harmful: bool,
    pub prompted: bool,
    pub note: &'a str,
    pub actor: &'a Actor,
}

/// The moments of one deadline, each with its record.
#[derive(Clone, Default)]
pub(crate) struct DeadlineMoments {
    pub began: Option<(u64, StoryTime)>,
    pub due: Option<StoryTime>,
    pub recognised: Option<(u64, StoryTime)>,
    pub met: Option<(u64, StoryTime)>,
    pub missed: Option<u64>,
    /// The limit that binds, in words, where a rule pack counts.
    pub limit: String,
    /// Which points of the notice's list were covered; none where nobody logged a notice.
    pub covered: Option<BTreeSet<u32>>,
}

impl<'a> Drill<'a> {
    /// Folds all records of the input.
    pub fn fold(input: Input<'a>) -> Self {
        let mut drill = Self::empty(input);
        for record in input.records {
            if let Event::RecordStruck(struck) = &record.event {
                drill.struck.insert(struck.record, &struck.reason);
            }
        }
        for inject in &input.scenario.injects {
            drill.add_inject(inject, false);
        }
        for record in input.records {
            drill.take(record);
        }
        drill.finish();
        drill
    }

    /// What the story clock showed at a moment; none before the start.
    pub fn story_at(&self, elapsed: Elapsed) -> Option<StoryTime> {
        let after = self.story.partition_point(|clock| clock.from <= elapsed);
        self.story
            .get(after.saturating_sub(1))
            .map(|clock| clock.at(elapsed))
    }

    /// True once play is over and nothing more can come due.
    pub fn play_over(&self) -> bool {
        self.course.ended_at.is_some() || self.course.closed.is_some()
    }

    fn empty(input: Input<'a>) -> Self {
        Self {
            input,
            index: Index::new(input.scenario),
            struck: HashMap::new(),
            course: Course::default(),
            totals: Totals::default(),
            story: Vec::new(),
            injects: Vec::new(),
            inject_at: HashMap::new(),
            decisions: Vec::new(),
            decision_at: HashMap::new(),
            settlements: HashMap::new(),
            rests_on: HashMap::new(),
            fell: 0,
            lapses: HashMap::new(),
            deadlines: HashMap::new(),
            people: People::new(input.people),
            talk: Talk::default(),
            moments: BTreeMap::new(),
            started: None,
            role_of: Vec::new(),
            standing_since: None,
            rate: 1_000,
        }
    }

    fn take(&mut self, record: &'a Record) {
        self.course.last_at = Some(record.at);
        self.course.last_seq = record.seq;
        self.totals.records += 1;
        if let (Actor::Bot(_), Some(Origin::Live)) = (&record.actor, self.course.origin) {
            self.course.origin = Some(Origin::BotAssisted);
        }
        if !self.play_over() {
            self.course.played = self.course.played.max(record.elapsed);
        }
        // A struck decision stays readable, so that alone is still taken in.
        if let Event::AccountRequested(it) = &record.event {
            self.index.request(&it.account, &it.system);
        }
        let struck = self.struck.contains_key(&record.seq);
        if !struck || matches!(record.event, Event::DecisionMade(_)) {
            self.take_event(record);
        } else {
            self.fell = record.seq;
        }
    }

    fn take_event(&mut self, record: &'a Record) {
        match &record.event {
            Event::Briefed(it) => self.brief(record, it),
            Event::RoleAssigned(it) => self.people.assign(it),
            Event::RoleVacated(it) => self.people.vacate(it, record.elapsed),
            Event::Attended(it) => self.people.attend(it, record.elapsed),
            Event::Started(it) => self.start(record, it),
            Event::Paused(_) => self.stand(record.at),
            Event::Resumed(_) => self.run_on(record.at),
            Event::RateSet(it) => self.rate = i64::from(it.rate.max(1)),
            Event::Ended(_) => self.end(record.at),
            Event::Closed(it) => self.close(record.at, it),
            Event::RealIncidentDeclared(it) => self.course.real_incident.clone_from(&it.says),
            Event::BreakAnnounced(_)
            | Event::Jumped(_)
            | Event::ReviewOpened(_)
            | Event::RealIncidentCleared(_)
            | Event::RecordStruck(_)
            | Event::InjectPostponed(_) => {}
            Event::InjectAdded(it) => self.add_inject(&it.inject, true),
            Event::InjectDelivered(it) => self.deliver(record, it),
            Event::InjectHeld(it) => self.set_state(&it.inject, InjectState::Held),
            Event::InjectReleased(it) => self.set_state(&it.inject, InjectState::Waiting),
            Event::InjectSkipped(it) => self.set_state(&it.inject, InjectState::Skipped),
            Event::InjectCancelled(it) => self.set_state(&it.inject, InjectState::Cancelled),
            Event::InjectWithdrawn(it) => self.withdraw(&it.inject),
            Event::InjectEdited(it) => self.edit(&it.inject),
            Event::Acknowledged(it) => self.acknowledge(record, it),
            Event::DecisionMade(it) => self.decide(record, it),
            Event::DecisionRevised(it) => self.revise(record, it),
            Event::StanceTaken(it) => self.take_stance(record, it),
            Event::ActionLapsed(it) => self.lapse(record, it),
            Event::ActionSettled(it) => self.settle(record, it),
            Event::DeadlineBegan(it) => self.begin_deadline(record, it),
            Event::DeadlineRecognised(it) => {
                self.deadline(&it.deadline)
                    .recognised
                    .get_or_insert((record.seq, it.story));
            }
            // A deadline that an expected action met falls with it: its record follows at once.
            Event::DeadlineMet(_) if self.fell + 1 == record.seq => self.fell = record.seq,
            Event::DeadlineMet(it) => {
                self.deadline(&it.deadline)
                    .met
                    .get_or_insert((record.seq, it.story));
            }
            Event::DeadlineMissed(it) => self.deadline(&it.deadline).missed = Some(record.seq),
            Event::DeadlineMoved(it) => self.move_deadline(it),
            Event::NotificationLogged(it) => self.notified(it),
            Event::Prompted(it) => self.prompt(record.seq, it),
            Event::Parked(it) => self.talk.park(record.seq, it),
            Event::QuestionAsked(it) => {
                self.busy(&it.role, record.elapsed);
            }
            Event::QuestionAnswered(_) => {}
            Event::DoorOpened(it) => self.course.protection = Some(it.protection),
            Event::HotWashSaid(it) => self.talk.say(record.seq, it),
            Event::Noted(it) => self.talk.note(record, it),
            Event::FeedbackGiven(it) => self.talk.collect(it),
            Event::ObjectiveRated(it) => self.talk.rate(record.seq, it),
            Event::FindingRaised(it) => self.talk.raise(record.seq, &it.finding),
            Event::FindingRevised(it) => self.talk.revise(record.seq, it),
            Event::FindingDropped(it) => self.talk.drop_finding(it),
            Event::NarrativeWritten(it) => self.talk.narrate(it),
            Event::SuggestionLeft(_)
            | Event::DoorClosed(_)
            | Event::SeatInvited(_)
            | Event::InvitationRevoked(_)
            | Event::SeatJoined(_)
            | Event::SeatTookRole(_)
            | Event::SeatLeft(_)
            | Event::SeatTied(_)
            | Event::MessageSent(_)
            | Event::TriggerRecorded(_)
            | Event::AccountRequested(_)
            | Event::StepTaken(_)
            | Event::DiscussionOpened(_)
            | Event::DiscussionClosed(_)
            | Event::DiscussionAnswered(_)
            | Event::PracticeShared(_) => {}
        }
    }

    fn brief(&mut self, record: &'a Record, briefed: &'a Briefed) {
        self.course.origin = Some(briefed.origin);
        self.course.title.clone_from(&briefed.title);
        self.course.handling.clone_from(&briefed.handling);
        self.course.scenario_hash.clone_from(&briefed.scenario);
        self.course.plan.clone_from(&briefed.plan);
        self.course.briefed_at = Some(record.at);
    }

    fn start(&mut self, record: &'a Record, started: &'a Started) {
        self.started = Some(record.seq);
        self.course.started_at = Some(record.at);
        self.course.story_start = Some(started.story);
        self.set_story(record.elapsed, started.story);
        let scenario = self.index.scenario;
        self.people
            .start(scenario.roles.iter().map(|role| &role.id));
    }

    fn stand(&mut self, at: Stamp) {
        self.course.pauses += u32::from(self.standing_since.is_none());
        self.standing_since.get_or_insert(at);
    }

    fn run_on(&mut self, at: Stamp) {
        if let Some(since) = self.standing_since.take() {
            self.course.paused = Span(self.course.paused.0 + (at - since).0.max(0));
        }
    }

    fn end(&mut self, at: Stamp) {
        self.run_on(at);
        self.people.end();
        self.course.ended_at.get_or_insert(at);
    }

    fn close(&mut self, at: Stamp, closed: &'a Closed) {
        self.course.closed = Some(closed.how);
        self.course.closed_because.clone_from(&closed.reason);
        self.end(at);
    }

    fn add_inject(&mut self, inject: &'a Inject, added: bool) {
        self.index.add(inject);
        let summary = InjectSummary {
            inject: inject.id.clone(),
            title: inject.title.clone(),
            channel: inject.channel,
            from: inject.from.clone(),
            to: inject.to.clone(),
            contingency: !inject.contingency_for.is_empty(),
            added,
            edited: false,
            state: InjectState::Waiting,
            deliveries: Vec::new(),
            acknowledged: Vec::new(),
            decisions: Vec::new(),
            actions: self
                .index
                .actions_of(&inject.id)
                .iter()
                .map(|it| it.id.clone())
                .collect(),
            prompts: Vec::new(),
            unanswered: false,
        };
        self.inject_at.insert(&inject.id, self.injects.len());
        self.injects.push(summary);
    }

    fn deliver(&mut self, record: &'a Record, delivered: &'a InjectDelivered) {
        if let Some(story) = delivered.story {
            self.set_story(record.elapsed, story);
        }
        let delivery = Delivery {
            record: record.seq,
            elapsed: record.elapsed,
            at: record.at,
            story: self.story_at(record.elapsed),
            cause: delivered.cause,
        };
        if let Some(inject) = self.inject_mut(&delivered.inject) {
            inject.state = InjectState::Delivered;
            inject.deliveries.push(delivery);
        }
        let Some(inject) = self.index.inject(&delivered.inject) else {
            return;
        };
        let scenario = self.index.scenario;
        let everyone = scenario
            .roles
            .iter()
            .map(|role| &role.id)
            .filter(|_| inject.to.is_empty());
        for role in inject.to.iter().chain(everyone) {
            self.busy(role, record.elapsed);
        }
    }

    fn decide(&mut self, record: &'a Record, made: &'a DecisionMade) {
        let struck = self
            .struck
            .get(&record.seq)
            .map(|reason| (*reason).to_owned());
        if struck.is_none() {
            self.busy(&made.role, made.effective);
            if let Some(inject) = made.inject.as_ref().and_then(|id| self.inject_mut(id)) {
                inject.decisions.push(record.seq);
            }
        }
        let set_back = Span((record.elapsed - made.effective).0.max(0));
        self.role_of.push(&made.role);
        self.decision_at.insert(record.seq, self.decisions.len());
        self.decisions.push(DecisionSummary {
            record: record.seq,
            role: made.role.clone(),
            person: made.person.clone(),
            source: made.source,
            inject: made.inject.clone(),
            option: made.option.clone(),
            text: made.text.clone(),
            rationale: made.rationale.clone(),
            authorised_by: made.authorised_by.clone(),
            unauthorised: made.unauthorised,
            elapsed: made.effective,
            at: Stamp(record.at.0 - set_back.0 * 1_000 / self.rate),
            story: self.story_at(made.effective),
            set_back,
            latency: made.latency,
            action: None,
            target: None,
            outcome: None,
            prompted: made.prompted,
            harmful: false,
            revisions: Vec::new(),
            stances: Vec::new(),
            struck,
        });
    }

    fn revise(&mut self, record: &'a Record, revised: &'a DecisionRevised) {
        let Some(at) = self.decision_at.get(&revised.decision).copied() else {
            return;
        };
        self.busy(self.role_of[at], record.elapsed);
        if self.decisions[at].option != revised.option {
            self.reopen_actions(revised);
        }
        let decision = &mut self.decisions[at];
        let until_now = RevisionSummary {
            record: record.seq,
            elapsed: record.elapsed,
            option: std::mem::replace(&mut decision.option, revised.option.clone()),
            text: std::mem::replace(&mut decision.text, revised.text.clone()),
            rationale: std::mem::replace(&mut decision.rationale, revised.rationale.clone()),
            authorised_by: std::mem::replace(
                &mut decision.authorised_by,
                revised.authorised_by.clone(),
            ),
            unauthorised: std::mem::replace(&mut decision.unauthorised, revised.unauthorised),
        };
        decision.revisions.push(until_now);
    }

    /// A withdrawn inject takes with it the deadlines that began only because of it. The drill's own fold does the same.
    fn withdraw(&mut self, inject: &'a InjectId) {
        self.set_state(inject, InjectState::Withdrawn);
        let scenario = self.index.scenario;
        for deadline in scenario
            .deadlines
            .iter()
            .filter(|it| needs(&it.begins, inject))
        {
            if self
                .deadlines
                .get(&deadline.id)
                .is_some_and(|moments| moments.met.is_none())
            {
                self.deadlines.remove(&deadline.id);
            }
        }
    }

    /// What rested on an option that was revised away is open again; harm once done stays. The drill's own fold does
    /// the same.
    fn reopen_actions(&mut self, revised: &DecisionRevised) {
        let rested = self.rests_on.get(&revised.decision);
        for action in rested.map_or(&[][..], Vec::as_slice) {
            let still = self.index.action(action).is_some_and(|action| {
                revised
                    .option
                    .as_ref()
                    .is_some_and(|option| action.acceptable.contains(option))
            });
            let falls = self.settlements.get(action).is_some_and(|settlement| {
                settlement.decision == Some(revised.decision) && !still && !settlement.harmful
            });
            if falls {
                self.settlements.remove(action);
            }
        }
    }

    fn acknowledge(&mut self, record: &'a Record, seen: &'a Acknowledged) {
        self.busy(&seen.role, record.elapsed);
        if let Some(inject) = self.inject_mut(&seen.inject) {
            inject.acknowledged.push(Acknowledgement {
                record: record.seq,
                role: seen.role.clone(),
                latency: seen.latency,
            });
        }
    }

    fn take_stance(&mut self, record: &'a Record, taken: &'a StanceTaken) {
        self.busy(&taken.role, record.elapsed);
        if let Some(decision) = self.decision_mut(taken.decision) {
            decision.stances.push(StanceSummary {
                record: record.seq,
                role: taken.role.clone(),
                stance: taken.stance,
                says: taken.says.clone(),
            });
        }
    }

    fn lapse(&mut self, record: &'a Record, lapsed: &'a ActionLapsed) {
        self.lapses
            .entry(&lapsed.action)
            .or_insert((record.seq, record.elapsed));
    }

    fn settle(&mut self, record: &'a Record, settled: &'a ActionSettled) {
        // What rests on a struck decision falls with it.
        if settled
            .decision
            .is_some_and(|decision| self.struck.contains_key(&decision))
        {
            self.fell = record.seq;
            return;
        }
        let role = self
            .index
            .action(&settled.action)
            .map(|action| &action.role);
        if let (Some(role), None, Some(_)) = (role, settled.decision, settled.latency) {
            self.busy(role, record.elapsed);
        }
        let settlement = Settlement {
            record: record.seq,
            outcome: settled.outcome,
            latency: settled.latency,
            decision: settled.decision,
            harmful: settled.harmful,
            prompted: settled.prompted,
            note: &settled.note,
            actor: &record.actor,
        };
        self.settlements.insert(&settled.action, settlement);
        if let Some(decision) = settled.decision {
            let rested = self.rests_on.entry(decision).or_default();
            rested.push(&settled.action);
        }
    }

    fn deadline(&mut self, deadline: &'a DeadlineId) -> &mut DeadlineMoments {
        self.deadlines.entry(deadline).or_default()
    }

    fn begin_deadline(&mut self, record: &'a Record, began: &'a DeadlineBegan) {
        let story = self.story_at(record.elapsed).unwrap_or_default();
        let moments = self.deadline(&began.deadline);
        moments.began.get_or_insert((record.seq, story));
        moments.due = Some(began.due);
        moments.limit.clone_from(&began.limit);
    }

    /// Where no limit binds any more it has not begun: what had begun it was taken back.
    fn move_deadline(&mut self, moved: &'a DeadlineMoved) {
        if moved.due.is_none() {
            self.deadlines.remove(&moved.deadline);
            return;
        }
        let moments = self.deadline(&moved.deadline);
        moments.due = moved.due;
        moments.limit.clone_from(&moved.limit);
    }

    fn notified(&mut self, logged: &'a NotificationLogged) {
        if let Some(deadline) = &logged.deadline {
            let covered = self.deadline(deadline).covered.get_or_insert_default();
            covered.extend(logged.covers.iter().copied());
        }
    }

    fn prompt(&mut self, record: u64, prompted: &'a Prompted) {
        self.totals.prompts += 1;
        if let Some(inject) = prompted.inject.as_ref().and_then(|id| self.inject_mut(id)) {
            inject.prompts.push(record);
        }
    }

    /// Notes that a role received or did something.
    fn busy(&mut self, role: &'a RoleId, at: Elapsed) {
        self.moments.entry(role).or_default().push(at);
    }

    fn edit(&mut self, inject: &'a InjectId) {
        if let Some(inject) = self.inject_mut(inject) {
            inject.edited = true;
        }
    }

    fn set_state(&mut self, inject: &'a InjectId, state: InjectState) {
        if let Some(inject) = self.inject_mut(inject) {
            inject.state = state;
        }
    }

    fn set_story(&mut self, from: Elapsed, shows: StoryTime) {
        let ratio = self.index.scenario.story.ratio;
        self.story.push(StoryClock { from, shows, ratio });
    }

    fn inject_mut(&mut self, inject: &InjectId) -> Option<&mut InjectSummary> {
        let at = *self.inject_at.get(inject)?;
        self.injects.get_mut(at)
    }

    fn decision_mut(&mut self, decision: u64) -> Option<&mut DecisionSummary> {
        let at = *self.decision_at.get(&decision)?;
        self.decisions.get_mut(at)
    }

    fn finish(&mut self) {
        self.talk.finish();
        for moments in self.moments.values_mut() {
            moments.sort_unstable();
        }
        self.totals.people = self.people.count();
        self.totals.notes = u32::try_from(self.talk.notes.len()).unwrap_or(u32::MAX);
        self.totals.struck = u32::try_from(self.struck.len()).unwrap_or(u32::MAX);
    }
}

/// Whether a condition cannot hold without this inject.
fn needs(condition: &Condition, inject: &InjectId) -> bool {
    match condition {
        Condition::All(parts) => parts.iter().any(|part| needs(part, inject)),
        Condition::Any(parts) => parts.iter().all(|part| needs(part, inject)),
        Condition::Delivered(id) => id == inject,
        Condition::Not(_)
        | Condition::Decided(_)
        | Condition::Met(_)
        | Condition::Missed(_)
        | Condition::Acknowledged(_)
        | Condition::Flag(_)
        | Condition::Elapsed(_) => false,
    }
}
