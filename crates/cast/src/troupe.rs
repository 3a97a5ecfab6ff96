//! Simulated people in a drill that runs: they see its records, are told the time, and say which orders they give. All
//! they know follows from the records, so a troupe that begins again after a restart goes on where it was. They play only
//! roles that a bot holds, and in a practice also the trainer. Not here: a clock, giving the orders.

mod deeds;

use std::collections::{BTreeMap, BTreeSet};

use exercise::{
    Actor, Event, Exercise, MessageSent, Order, Origin, Party, Phase, Record, Script, Source,
    Standing,
};
use terms::{DeadlineId, Elapsed, InjectId, OptionId, RoleId, Span, Stamp};

use crate::agenda::Agenda;
use crate::dice::Dice;
use crate::lines::PromptBook;
use crate::mind::{Act, Mind, Move};
use crate::policy::Policy;

/// What a bot says to something that the scenario has no words for.
pub const UNSCRIPTED: &str = "No scripted answer.";

/// How many decisions of people in a hundred a bot agrees with.
const AGREES_PERCENT: u32 = 35;

/// Simulated people in a drill that runs.
#[derive(Debug)]
pub struct Troupe {
    book: PromptBook,
    policy: Policy,
    seed: u64,
    /// The drill as far as it was seen; none before its set-up was.
    drill: Option<Exercise>,
    /// Exercise time that jumps passed over, in which nobody could act.
    jumped: Span,
    /// Plans on the exercise clock net of jumps.
    agenda: Agenda<Elapsed, Plan>,
    /// Plans whose moment passed before the troupe was asked.
    overdue: Vec<(u32, Plan)>,
    said: Said,
}

/// Something that a bot will do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
enum Plan {
    Act(Act),
    /// Agree with a decision of a person.
    Agree {
        decision: u64,
        role: usize,
    },
    /// See an inject that the trainer added, by the record that delivered it.
    See {
        delivered: u64,
        role: usize,
    },
}

/// What was said and asked, as far as bots have to know it.
#[derive(Debug, Default)]
struct Said {
    /// Messages that wait for an answer, by their record: who wrote, to whom.
    messages: BTreeMap<u64, (Party, Party)>,
    /// Questions to the trainer that wait for an answer.
    questions: BTreeSet<u64>,
    /// Roles that have answered the question on the table.
    at_table: BTreeSet<RoleId>,
    /// Who has decided on which inject, and how.
    decided: BTreeSet<(InjectId, RoleId, Option<OptionId>)>,
    /// Injects that the script does not know, by the record that delivered them.
    added: BTreeMap<u64, InjectId>,
    /// Who took a stance on which decision.
    stances: BTreeSet<(u64, RoleId)>,
}

/// The roles that bots play: those that a bot holds and no person.
pub fn bots(drill: &Exercise) -> impl Iterator<Item = &RoleId> {
    drill
        .roles()
        .filter(|(_, state)| {
            let mut holders = state.holders.iter();
            !state.holders.is_empty() && holders.all(|holder| holder.standing == Standing::Bot)
        })
        .map(|(role, _)| &role.id)
}

/// The key for the order that gives a role to a bot. It keeps how bots act in the record itself.
pub fn call_key(policy: Policy, role: &RoleId) -> String {
    format!("bot/{policy}/{role}")
}

impl Troupe {
    /// Simulated people who know a scenario and have seen nothing yet.
    pub fn new(script: &Script) -> Self {
        Self {
            book: PromptBook::new(script),
            policy: Policy::Expected,
            seed: 0,
            drill: None,
            jumped: Span(0),
            agenda: Agenda::new(),
            overdue: Vec::new(),
            said: Said::default(),
        }
    }

    /// The number of the last record that was seen; 0 before the first.
    pub fn seen(&self) -> u64 {
        self.drill.as_ref().map_or(0, Exercise::last_seq)
    }

    /// Sees records, in order; those seen before are passed over.
    pub fn see(&mut self, records: &[Record]) {
        let seen = self.seen();
        let fresh = records.partition_point(|record| record.seq <= seen);
        for record in &records[fresh..] {
            self.hear(record);
        }
    }

    /// When to ask again; none while nothing is planned or the clock stands.
    pub fn next_due(&self, now: Stamp) -> Option<Stamp> {
        let drill = self.drill.as_ref()?;
        if !self.replies(drill).is_empty() {
            return Some(now);
        }
        if !plays(drill) {
            return None;
        }
        if !self.overdue.is_empty() {
            return Some(now);
        }
        let at = self.agenda.first()? + self.jumped;
        let left = (at.0 - drill.elapsed(now).0).max(0);
        let rate = i64::from(drill.rate().max(1));
        Some(now + Span((left.saturating_mul(1000) + rate - 1) / rate))
    }

    /// What the bots do at this moment. What the rules refuse has no effect and needs no second try.
    pub fn act(&mut self, now: Stamp) -> Vec<Move> {
        let Some(drill) = self.drill.take() else {
            return Vec::new();
        };
        let mut moves = self.replies(&drill);
        self.said.messages.clear();
        self.said.questions.clear();
        // Whatever the rules make of it, it was said.
        self.said.at_table.extend(bots(&drill).cloned());
        if plays(&drill) {
            let worked = Elapsed(drill.elapsed(now).0 - self.jumped.0);
            let mut due = std::mem::take(&mut self.overdue);
            while self.agenda.first().is_some_and(|at| at <= worked) {
                due.extend(self.agenda.take());
            }
            for (number, plan) in due {
                let mut dice = self.dice(u64::from(number) | 1 << 63);
                self.carry_out(plan, &drill, now, &mut dice, &mut moves);
            }
        }
        self.drill = Some(drill);
        moves
    }

    fn hear(&mut self, record: &Record) {
        let Some(mut drill) = self.drill.take() else {
            self.seed = match &record.event {
                Event::Briefed(briefed) => briefed.seed,
                _ => None,
            }
            .unwrap_or(record.at.0.unsigned_abs());
            self.drill = Exercise::fold(&self.book.script, [record]);
            return;
        };
        self.let_pass(&drill, record);
        drill.apply(record);
        match &record.event {
            Event::Jumped(jumped) => {
                self.jumped = Span(self.jumped.0 + (jumped.to - record.elapsed).0);
            }
            Event::RoleAssigned(_) => {
                let key = record
                    .key
                    .as_deref()
                    .and_then(|key| key.strip_prefix("bot/"));
                let policy = key.and_then(|key| key.split('/').next()?.parse().ok());
                self.policy = policy.unwrap_or(self.policy);
            }
            _ => {}
        }
        self.note(&drill, record);
        self.make_up_minds(&drill, record);
        self.drill = Some(drill);
    }

    /// What was due before a record was due for whoever held the role then: a bot that comes later does not catch up.
    fn let_pass(&mut self, drill: &Exercise, record: &Record) {
        if !plays(drill) {
            return;
        }
        let worked = Elapsed(record.elapsed.0 - self.jumped.0);
        while self.agenda.first().is_some_and(|at| at < worked) {
            let Some((number, plan)) = self.agenda.take() else {
                return;
            };
            if self.is_ours(plan, drill) {
                self.overdue.push((number, plan));
            }
        }
    }

    /// Plans what follows from a record, with dice of that record alone.
    fn make_up_minds(&mut self, drill: &Exercise, record: &Record) {
        let mut dice = self.dice(record.seq);
        let from = Elapsed(record.elapsed.0.max(drill.last_elapsed().0) - self.jumped.0);
        let for_people = match &record.event {
            Event::DeadlineBegan(told) => self.starts_for_people(drill, &told.deadline),
            _ => false,
        };
        let agenda = &mut self.agenda;
        let mut plan = |after: Span, act: Act| agenda.plan(from + after, Plan::Act(act));
        let mind = Mind {
            book: &self.book,
            policy: self.policy,
            drill,
            now: record.at,
        };
        match &record.event {
            Event::Started(_) => {
                mind.start(&mut dice, &mut plan);
                for &(inject, after) in &self.book.by_hand {
                    plan(after, Act::Hand { inject });
                }
            }
            Event::DecisionMade(made) if made.source != Source::Bot => {
                self.think_of(drill, record, &made.role, from, &mut dice);
            }
            Event::DeadlineBegan(told) if for_people => {
                if let Some(deadline) = self.book.deadline_place(&told.deadline) {
                    let at = from + Span(dice.between(60_000, 180_000));
                    self.agenda.plan(at, Plan::Act(Act::Recognise { deadline }));
                }
            }
            Event::InjectDelivered(told) if self.book.inject_place(&told.inject).is_none() => {
                self.hear_added(drill, record, &told.inject, from, &mut dice);
            }
            event => mind.hear(event, &mut dice, &mut plan),
        }
    }

    /// Whether nobody else starts the clock of a deadline: no bot has to, and nobody conducts.
    fn starts_for_people(&self, drill: &Exercise, deadline: &DeadlineId) -> bool {
        let place = self.book.deadline_place(deadline);
        let doer = place.and_then(|deadline| self.doer(Act::Recognise { deadline }));
        drill.origin() == Origin::Practice && !doer.is_some_and(|role| is_bot(drill, role))
    }

    /// What the trainer added is seen by the bots that it reaches. The script has no answer to it.
    fn hear_added(
        &mut self,
        drill: &Exercise,
        record: &Record,
        inject: &InjectId,
        from: Elapsed,
        dice: &mut Dice,
    ) {
        let Some((added, _)) = drill.inject(inject) else {
            return;
        };
        let delivered = record.seq;
        self.said.added.insert(delivered, inject.clone());
        for (role, id) in self.book.roles.iter().enumerate() {
            let reaches = added.to.is_empty() || added.to.contains(id);
            if reaches && let Some(after) = self.policy.acknowledges_after(dice) {
                self.agenda
                    .plan(from + after, Plan::See { delivered, role });
            }
        }
    }

    /// Now and then a bot agrees with what a person decided.
    fn think_of(
        &mut self,
        drill: &Exercise,
        record: &Record,
        who: &RoleId,
        from: Elapsed,
        dice: &mut Dice,
    ) {
        let others: Vec<&RoleId> = bots(drill).filter(|role| *role != who).collect();
        if self.policy == Policy::Silent || !dice.chance(AGREES_PERCENT) {
            return;
        }
        let role = dice.one_of(&others).map(|role| (*role).clone());
        let place = role.and_then(|role| self.book.roles.iter().position(|known| *known == role));
        if let Some(role) = place {
            let decision = record.seq;
            let at = from + Span(dice.between(20_000, 90_000));
            self.agenda.plan(at, Plan::Agree { decision, role });
        }
    }

    /// Remembers what was said, so that nothing is said twice.
    fn note(&mut self, drill: &Exercise, record: &Record) {
        let said = &mut self.said;
        match &record.event {
            Event::MessageSent(MessageSent { from, to, .. }) => {
                said.messages
                    .retain(|_, (asked, of)| asked != to || of != from);
                let by_bot = matches!(record.actor, Actor::Bot(_) | Actor::Clock);
                if !by_bot && matches!(from, Party::Role(_)) {
                    let _new = said.messages.insert(record.seq, (from.clone(), to.clone()));
                }
            }
            Event::QuestionAsked(_) => {
                said.questions.insert(record.seq);
            }
            Event::QuestionAnswered(answered) => {
                said.questions.remove(&answered.question);
            }
            Event::DiscussionOpened(_) => said.at_table.clear(),
            Event::DiscussionAnswered(answered) => said.at_table.extend(answered.role.clone()),
            Event::DecisionMade(made) => {
                let inject = made.inject.clone();
                said.decided
                    .extend(inject.map(|inject| (inject, made.role.clone(), made.option.clone())));
            }
            Event::StanceTaken(taken) => {
                said.stances.insert((taken.decision, taken.role.clone()));
            }
            // What comes a second time can be decided a second time.
            Event::InjectDelivered(told) => said.decided.retain(|(it, _, _)| *it != told.inject),
            _ => {}
        }
        debug_assert!(
            drill.last_seq() == record.seq,
            "the record is applied first"
        );
    }

    /// What is said at once to whoever spoke to a bot.
    fn replies(&self, drill: &Exercise) -> Vec<Move> {
        let (playing, talking) = match drill.phase() {
            Phase::Running { .. } | Phase::Paused { .. } => (true, true),
            Phase::HotWash => (false, true),
            Phase::Briefing | Phase::Review | Phase::Closed { .. } => (false, false),
        };
        if !talking || drill.real_incident().is_some() {
            return Vec::new();
        }
        let says = || UNSCRIPTED.to_owned();
        let mut moves = Vec::new();
        for (from, to) in self.said.messages.values().filter(|_| playing) {
            let actor = match to {
                Party::Role(role) if self.speaks(drill, role) => Actor::Bot(role.clone()),
                Party::Outside(_) if drill.origin() == Origin::Practice => Actor::Clock,
                Party::Role(_) | Party::Outside(_) => continue,
            };
            let (from, to) = (to.clone(), from.clone());
            moves.push((
                actor,
                Order::Send {
                    from,
                    to,
                    says: says(),
                },
            ));
        }
        if playing && drill.origin() == Origin::Practice {
            for &question in &self.said.questions {
                moves.push((
                    Actor::Clock,
                    Order::Answer {
                        question,
                        says: says(),
                    },
                ));
            }
        }
        if drill.discussion().is_some() {
            for role in bots(drill).filter(|role| !self.said.at_table.contains(*role)) {
                if self.policy != Policy::Silent {
                    let (actor, role) = (Actor::Bot(role.clone()), Some(role.clone()));
                    let says = says();
                    moves.push((actor, Order::AnswerDiscussion { role, says }));
                }
            }
        }
        moves
    }

    fn speaks(&self, drill: &Exercise, role: &RoleId) -> bool {
        self.policy != Policy::Silent && is_bot(drill, role)
    }

    /// Whether a bot, or in a practice the troupe as the trainer, is to do this.
    fn is_ours(&self, plan: Plan, drill: &Exercise) -> bool {
        match plan {
            Plan::Act(Act::Hand { .. }) => drill.origin() == Origin::Practice,
            // Where nobody conducts, the clocks of a person's role are started for them, as a trainer would.
            Plan::Act(act @ Act::Recognise { .. }) => {
                let bot = self.doer(act).is_some_and(|role| is_bot(drill, role));
                bot || drill.origin() == Origin::Practice
            }
            Plan::Act(act @ Act::Meet { .. }) => {
                self.doer(act).is_some_and(|role| is_bot(drill, role))
            }
            Plan::Act(act) => self.doer(act).is_none_or(|role| is_bot(drill, role)),
            Plan::Agree { role, .. } | Plan::See { role, .. } => {
                is_bot(drill, &self.book.roles[role])
            }
        }
    }

    /// Who does something, where that is known before it is done.
    fn doer(&self, act: Act) -> Option<&RoleId> {
        match act {
            Act::Acknowledge { inject, role } => self.book.injects[inject].to.get(role),
            Act::Arrive { role, .. } => self.book.roles.get(role),
            Act::Answer { action } | Act::Tick { action } => Some(&self.book.actions[action].role),
            Act::Recognise { deadline } | Act::Meet { deadline } => {
                let limit = &self.book.deadlines[deadline];
                let by = limit.met_by.map(|action| &self.book.actions[action].role);
                limit.role.as_ref().or(by)
            }
            Act::Choose { .. } | Act::Hand { .. } | Act::Resume | Act::Stir => None,
        }
    }

    fn carry_out(
        &self,
        plan: Plan,
        drill: &Exercise,
        now: Stamp,
        dice: &mut Dice,
        moves: &mut Vec<Move>,
    ) {
        if !self.is_ours(plan, drill) {
            return;
        }
        let mind = Mind {
            book: &self.book,
            policy: self.policy,
            drill,
            now,
        };
        match plan {
            Plan::Agree { decision, role } => moves.extend(self.agree(decision, role, drill)),
            Plan::See { delivered, role } => moves.extend(self.see_added(delivered, role, drill)),
            Plan::Act(act) => match act {
                Act::Acknowledge { inject, .. } => {
                    let seen = drill.inject(&self.book.injects[inject].id);
                    let role = self.doer(act);
                    let done = seen.is_some_and(|(_, state)| {
                        role.is_some_and(|role| state.acknowledged.contains(role))
                    });
                    moves.extend(mind.act(act, dice).filter(|_| !done));
                }
                Act::Answer { .. } | Act::Choose { .. } => {
                    let chosen = mind.act(act, dice);
                    moves.extend(chosen.filter(|chosen| self.is_open(act, chosen, drill)));
                }
                Act::Tick { action } => {
                    if let Some((_, order)) = mind.act(act, dice) {
                        self.tick(action, order, drill, moves);
                    }
                }
                Act::Recognise { .. } | Act::Meet { .. } => {
                    let chosen = mind.act(act, dice);
                    moves.extend(chosen.and_then(|(_, order)| self.meet(act, order, drill)));
                }
                Act::Hand { .. } => {
                    moves.extend(mind.act(act, dice).map(|(_, order)| (Actor::Clock, order)));
                }
                Act::Arrive { .. } => moves.extend(mind.act(act, dice)),
                Act::Resume | Act::Stir => {}
            },
        }
    }

    /// Whether a decision is a bot's to make and was not made before.
    fn is_open(&self, act: Act, (actor, order): &Move, drill: &Exercise) -> bool {
        let (Actor::Bot(role), Order::Decide(decide)) = (actor, order) else {
            return false;
        };
        let mut decided = self.said.decided.iter();
        let taken = decided.any(|(inject, by, option)| {
            let again = by == role && *option == decide.option;
            decide.inject.as_ref() == Some(inject) && (again || matches!(act, Act::Choose { .. }))
        });
        !taken && is_bot(drill, role)
    }

    /// Dice of one moment, so that a troupe that begins again throws the same.
    fn dice(&self, moment: u64) -> Dice {
        let mut dice = Dice::new(self.seed ^ moment.wrapping_mul(0x9e37_79b9_7f4a_7c15));
        // The first number of neighbouring seeds is well mixed; what follows must not run in step.
        Dice::new(dice.roll())
    }
}

fn is_bot(drill: &Exercise, role: &RoleId) -> bool {
    bots(drill).any(|bot| bot == role)
}

/// Whether people act now.
fn plays(drill: &Exercise) -> bool {
    matches!(drill.phase(), Phase::Running { .. }) && drill.real_incident().is_none()
}
