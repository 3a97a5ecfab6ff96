//! What chance does besides: the trainer pauses, jumps, holds, postpones, withdraws; people revise, dissent, ask. Every
//! order is one that the rules might take; where they refuse it nothing happens. Not here: ending the drill.

use exercise::{
    Decide, InjectStatus, Note, NoteBy, Order, Outcome, Phase, Revise, Source, Stance, Tone,
};
use terms::{InjectId, RoleId, Span};

use crate::mind::Act;
use crate::stage::Stage;

/// How many kinds of mischief there are.
const KINDS: usize = 21;

impl Stage<'_> {
    /// One stroke of chance; the next is planned.
    pub(crate) fn stir(&mut self) {
        let kind = self.dice.below(KINDS);
        if kind < 11 {
            self.stir_course(kind);
        } else {
            self.stir_people(kind);
        }
        let after = Span(self.dice.between(30_000, 300_000));
        self.plan(after, Act::Stir);
    }

    fn stir_course(&mut self, kind: usize) {
        let order = match kind {
            0 => {
                let after = Span(self.dice.between(10_000, 600_000));
                self.plan(after, Act::Resume);
                Order::Pause
            }
            1 => {
                let after = Span(self.dice.between(60_000, 900_000));
                self.plan(after, Act::Resume);
                Order::Break {
                    until: self.now + after,
                }
            }
            2 => Order::JumpToNext,
            3 => match self.an_inject(InjectStatus::Waiting) {
                Some(inject) => Order::Hold { inject },
                None => return,
            },
            4 => match self.an_inject(InjectStatus::Held) {
                Some(inject) => Order::Release { inject },
                None => return,
            },
            5 => match self.an_inject(InjectStatus::Waiting) {
                Some(inject) if self.dice.chance(25) => Order::Skip { inject },
                Some(_) | None => return,
            },
            6 => match self.an_inject(InjectStatus::Waiting) {
                Some(inject) => Order::Postpone {
                    inject,
                    by: Span(self.dice.between(1_000, 600_000)),
                },
                None => return,
            },
            7 => match self.an_inject(InjectStatus::Delivered) {
                Some(inject) if self.dice.chance(25) => Order::Withdraw {
                    inject,
                    reason: "Simulated.".to_owned(),
                },
                Some(_) | None => return,
            },
            8 => match self.an_inject(InjectStatus::Waiting) {
                Some(inject) => Order::Deliver { inject },
                None => return,
            },
            9 => match self.an_inject(InjectStatus::Waiting) {
                Some(inject) => Order::Edit {
                    inject,
                    subject: "Edited".to_owned(),
                    body: "Simulated.".to_owned(),
                },
                None => return,
            },
            _ => Order::Prompt {
                inject: self.an_inject(InjectStatus::Delivered),
                says: "What does the plan say?".to_owned(),
            },
        };
        self.desk(&order);
        if let Phase::Running { .. } = self.drill.phase() {
            return;
        }
        // A drill that somebody paused and forgot would never end.
        self.plan(Span::minutes(15), Act::Resume);
    }

    fn stir_people(&mut self, kind: usize) {
        let Some(role) = self.a_role() else { return };
        let says = "Simulated.".to_owned();
        let order = match kind {
            11 => Order::Decide(Decide {
                role: role.clone(),
                person: None,
                inject: self.an_inject(InjectStatus::Delivered),
                option: None,
                text: says,
                rationale: String::new(),
                authorised_by: None,
                source: Source::Bot,
                first_key_at: None,
                set_back_ms: self.dice.between(0, 120_000),
            }),
            12 | 13 => match self.a_decision() {
                Some(decision) => self.revision(decision),
                None => return,
            },
            14 => match self.a_decision() {
                Some(decision) => Order::TakeStance {
                    decision,
                    role: role.clone(),
                    stance: if self.dice.chance(50) {
                        Stance::Agrees
                    } else {
                        Stance::Dissents
                    },
                    says,
                },
                None => return,
            },
            15 => Order::Strike {
                record: self.dice.between(1, self.drill.last_seq() as i64) as u64,
                reason: says,
            },
            16 => Order::Ask {
                role: role.clone(),
                says,
            },
            17 => Order::Answer {
                question: self.dice.between(1, self.drill.last_seq() as i64) as u64,
                says,
            },
            18 => Order::Park { says },
            19 => Order::Note(Note {
                by: NoteBy::Scribe,
                says,
                tone: Tone::Neutral,
                objective: None,
                inject: self.an_inject(InjectStatus::Delivered),
                critical: self.dice.chance(10),
            }),
            _ => match self.dice.one_of(&self.book.actions) {
                Some(part) => Order::Settle {
                    action: part.id.clone(),
                    outcome: Outcome::Partial,
                    note: says,
                },
                None => return,
            },
        };
        match order {
            Order::Decide(_) | Order::Revise(_) | Order::TakeStance { .. } | Order::Ask { .. } => {
                self.bot(role, &order)
            }
            _ => self.desk(&order),
        };
    }

    fn revision(&mut self, decision: u64) -> Order {
        let inject = self
            .drill
            .decision(decision)
            .and_then(|made| made.inject.clone());
        let cue = inject.and_then(|id| self.book.inject_place(&id));
        let options = cue.map_or(&[][..], |place| &self.book.injects[place].options);
        let option = self.dice.one_of(options).map(|option| option.id.clone());
        Order::Revise(Revise {
            decision,
            option,
            text: "Simulated, and thought over.".to_owned(),
            rationale: "Simulated.".to_owned(),
            authorised_by: None,
        })
    }

    fn a_role(&mut self) -> Option<RoleId> {
        self.dice.one_of(&self.book.roles).cloned()
    }

    fn a_decision(&mut self) -> Option<u64> {
        let made: Vec<u64> = self.drill.standing_decisions().collect();
        self.dice.one_of(&made).copied()
    }

    fn an_inject(&mut self, status: InjectStatus) -> Option<InjectId> {
        let fitting: Vec<InjectId> = self
            .drill
            .injects()
            .filter(|(_, state)| state.status == status)
            .map(|(inject, _)| inject.id.clone())
            .collect();
        self.dice.one_of(&fitting).cloned()
    }
}
