//! A drill in the hands of a test: time passes as it does under the Conductor, from one due moment to the next.
#![allow(dead_code, reason = "each test file uses its part of this")]

use std::collections::BTreeMap;
use std::sync::Arc;

use exercise::*;
use terms::{Elapsed, InjectId, PersonId, RoleId, Span, Stamp};

pub const START: Stamp = Stamp(1_800_000_000_000);

pub struct Table {
    pub script: Script,
    pub drill: Exercise,
    pub records: Vec<Record>,
    pub now: Stamp,
}

impl Table {
    /// A drill that is set up and not started.
    pub fn briefed(origin: Origin) -> Self {
        let (scenario, said) = scenario::read(include_str!("../scene.yaml"));
        let wrong = said
            .iter()
            .find(|said| said.severity == terms::Severity::Error);
        assert!(wrong.is_none(), "{wrong:?}");
        Self::brief(scenario, origin, Given::default())
    }

    /// A practice of any scenario with what it is given besides, not started.
    pub fn given(scenario: scenario::Scenario, given: Given) -> Self {
        Self::brief(scenario, Origin::Practice, given)
    }

    fn brief(scenario: scenario::Scenario, origin: Origin, given: Given) -> Self {
        let script = Script::given(Arc::new(scenario), given.clone());
        let brief = Brief {
            origin,
            scenario: "0".repeat(64),
            plan: None,
            variables: BTreeMap::new(),
            handouts: BTreeMap::new(),
            seed: None,
            given,
        };
        let (drill, first) = Exercise::begin(&script, brief, START);
        Self {
            script,
            drill,
            records: vec![first],
            now: START,
        }
    }

    /// A drill that has just started.
    pub fn started() -> Self {
        let mut table = Self::briefed(Origin::Practice);
        table.must(Order::Start);
        table
    }

    /// Lets wall time pass.
    pub fn wait(&mut self, span: Span) -> &mut Self {
        let until = self.now + span;
        while let Some(due) = self.drill.next_due().filter(|due| *due <= until) {
            self.now = due.max(self.now);
            let before = self.records.len();
            self.drill.pass_time(self.now, &mut self.records);
            assert!(self.records.len() > before, "what is due happens");
        }
        self.now = until;
        self
    }

    pub fn minutes(&mut self, minutes: i64) -> &mut Self {
        self.wait(Span::minutes(minutes))
    }

    /// Lets time pass up to a minute of the drill that has run without a pause.
    pub fn until(&mut self, minute: i64) -> &mut Self {
        let span = START + Span::minutes(minute) - self.now;
        self.wait(span)
    }

    /// Gives an order that the rules refuse.
    pub fn must_not(&mut self, order: Order, why: Refusal) {
        assert_eq!(self.order(order.clone()), Err(why), "{order:?} is refused");
    }

    pub fn order(&mut self, order: Order) -> Result<(), Refusal> {
        self.drill
            .carry_out(Actor::Desk, &order, self.now, &mut self.records)
    }

    /// Gives an order that the rules take; the number of its first record.
    pub fn must(&mut self, order: Order) -> u64 {
        let first = self.drill.last_seq() + 1;
        let done = self.order(order.clone());
        assert_eq!(done, Ok(()), "{order:?} is taken");
        first
    }

    pub fn decide(&mut self, role: &str, inject: &str, option: &str) -> u64 {
        self.must(decide(role, inject, option))
    }

    pub fn elapsed(&self) -> Elapsed {
        self.drill.elapsed(self.now)
    }

    /// When an inject was delivered, in seconds of the exercise clock.
    pub fn came(&self, inject: &str) -> Option<i64> {
        let (_, state) = self.drill.inject(&inject.into()).expect("a known inject");
        state.delivered.map(|at| at.0 / 1000)
    }

    pub fn status(&self, inject: &str) -> InjectStatus {
        self.drill
            .inject(&inject.into())
            .expect("a known inject")
            .1
            .status
    }

    pub fn action(&self, action: &str) -> &ActionState {
        self.drill.action(&action.into()).expect("a known action").1
    }

    pub fn deadline(&self, deadline: &str) -> &DeadlineState {
        self.drill
            .deadline(&deadline.into())
            .expect("a known deadline")
            .1
    }

    /// The last record of a kind.
    pub fn last(&self, kind: &str) -> &Record {
        let found = self
            .records
            .iter()
            .rev()
            .find(|record| record.event.kind() == kind);
        found.unwrap_or_else(|| panic!("there is no {kind}"))
    }

    pub fn count(&self, kind: &str) -> usize {
        self.records
            .iter()
            .filter(|record| record.event.kind() == kind)
            .count()
    }
}

pub fn decide(role: &str, inject: &str, option: &str) -> Order {
    Order::Decide(Decide {
        role: role.into(),
        person: None,
        inject: Some(inject.into()),
        option: Some(option.into()),
        text: String::new(),
        rationale: String::new(),
        authorised_by: None,
        source: Source::Desk,
        first_key_at: None,
        set_back_ms: 0,
    })
}

pub fn revise(decision: u64, option: &str) -> Order {
    Order::Revise(Revise {
        decision,
        option: Some(option.into()),
        text: String::new(),
        rationale: String::new(),
        authorised_by: None,
    })
}

pub fn strike(record: u64) -> Order {
    Order::Strike {
        record,
        reason: "entered in error".into(),
    }
}

pub fn settle(action: &str, outcome: Outcome) -> Order {
    Order::Settle {
        action: action.into(),
        outcome,
        note: String::new(),
    }
}

pub fn deliver(inject: &str) -> Order {
    Order::Deliver {
        inject: InjectId::from(inject),
    }
}

pub fn withdraw(inject: &str) -> Order {
    Order::Withdraw {
        inject: inject.into(),
        reason: "wrong one".into(),
    }
}

pub fn close(how: ClosedHow) -> Order {
    Order::Close {
        how,
        reason: "enough".into(),
    }
}

pub fn assign(role: &str, person: &str) -> Order {
    Order::Assign {
        role: RoleId::from(role),
        person: Some(person.into()),
        standing: Standing::Primary,
    }
}

pub fn attend(person: &str, presence: Presence) -> Order {
    Order::Attend {
        person: PersonId::from(person),
        presence,
    }
}

/// A device takes a seat without an invitation.
pub fn join(seat: &str, seat_kind: SeatKind, roles: &[&str]) -> Order {
    Order::Join(Join {
        seat: seat.into(),
        seat_kind,
        roles: roles.iter().map(|role| RoleId::from(*role)).collect(),
        person: format!("{seat}-person").as_str().into(),
        token: format!("{seat}-token"),
        invitation: None,
        presence: Presence::Room,
    })
}
