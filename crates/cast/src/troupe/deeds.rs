//! What simulated people do in a drill that runs, once its moment has come: settle, meet, agree, see. Not here: when
//! (`troupe`).

use exercise::{Actor, Decide, Exercise, Order, Origin, Outcome, Source, Stance};
use terms::{InjectId, RoleId};

use super::{Troupe, UNSCRIPTED, is_bot};
use crate::mind::{Act, Move};

impl Troupe {
    /// Says that a bot has seen what the trainer added; in a practice also that there is no more to come.
    pub(super) fn see_added(&self, delivered: u64, role: usize, drill: &Exercise) -> Vec<Move> {
        let role = self.book.roles[role].clone();
        let known = self.said.added.get(&delivered);
        let Some((inject, state)) = known.and_then(|inject| drill.inject(inject)) else {
            return Vec::new();
        };
        if state.acknowledged.contains(&role) {
            return Vec::new();
        }
        let actor = Actor::Bot(role.clone());
        let inject = inject.id.clone();
        let seen = Order::Acknowledge {
            inject: inject.clone(),
            role: role.clone(),
        };
        let mut moves = vec![(actor.clone(), seen)];
        if drill.origin() == Origin::Practice {
            let decide = decide_in_words(&role, Some(inject), UNSCRIPTED);
            moves.push((actor, decide));
        }
        moves
    }

    /// Does what an evaluator would have to see done, and says so. The settling comes first: the words of an expected
    /// action are for players only once it is settled.
    pub(super) fn tick(
        &self,
        action: usize,
        settle: Order,
        drill: &Exercise,
        moves: &mut Vec<Move>,
    ) {
        let part = &self.book.actions[action];
        let done = matches!(
            settle,
            Order::Settle {
                outcome: Outcome::Met | Outcome::Partial,
                ..
            }
        );
        let settled = drill
            .action(&part.id)
            .is_some_and(|(_, state)| state.outcome.is_some());
        if !done || settled {
            return;
        }
        let inject = part
            .inject
            .map(|inject| self.book.injects[inject].id.clone());
        let actor = Actor::Bot(part.role.clone());
        let decide = decide_in_words(&part.role, inject, &part.text);
        moves.push((actor.clone(), settle));
        moves.push((actor, decide));
    }

    /// A deadline is noticed and met by whoever has to; an outside body is told.
    pub(super) fn meet(&self, act: Act, order: Order, drill: &Exercise) -> Option<Move> {
        let doer = self.doer(act).filter(|role| is_bot(drill, role));
        let Some(role) = doer.cloned() else {
            return Some((Actor::Clock, order));
        };
        let limit = if let Act::Meet { deadline } = act {
            Some(&self.book.deadlines[deadline])
        } else {
            None
        };
        let told = limit.and_then(|limit| Some((limit.outside.as_ref()?, limit.points)));
        let order = match (&order, told) {
            (Order::MeetDeadline { deadline }, Some((body, points))) => Order::LogNotification {
                role: role.clone(),
                body: body.clone(),
                means: String::new(),
                says: "Simulated.".to_owned(),
                deadline: Some(deadline.clone()),
                covers: (0..points).collect(),
            },
            _ => order,
        };
        Some((Actor::Bot(role), order))
    }

    /// A bot agrees with no choice that does harm: that would teach it.
    pub(super) fn agree(&self, decision: u64, role: usize, drill: &Exercise) -> Option<Move> {
        let role = self.book.roles[role].clone();
        let made = drill.decision(decision).filter(|made| !made.struck)?;
        let harmful = made.inject.iter().any(|inject| {
            drill
                .actions_of(inject)
                .any(|(action, _)| made.option.iter().any(|it| action.harmful.contains(it)))
        });
        if harmful || self.said.stances.contains(&(decision, role.clone())) {
            return None;
        }
        let order = Order::TakeStance {
            decision,
            role: role.clone(),
            stance: Stance::Agrees,
            says: String::new(),
        };
        Some((Actor::Bot(role), order))
    }
}

fn decide_in_words(role: &RoleId, inject: Option<InjectId>, text: &str) -> Order {
    Order::Decide(Decide {
        role: role.clone(),
        person: None,
        inject,
        option: None,
        text: text.to_owned(),
        rationale: String::new(),
        authorised_by: None,
        source: Source::Bot,
        first_key_at: None,
        set_back_ms: 0,
    })
}
