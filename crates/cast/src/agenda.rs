//! What is planned, in the order of its moments. Not here: what it is, and on which clock the moments are read.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

/// Plans, the earliest first; of two for the same moment the one that was planned first.
#[derive(Clone, Debug)]
pub(crate) struct Agenda<M, A> {
    plans: BinaryHeap<Reverse<(M, u32, A)>>,
    planned: u32,
}

impl<M: Ord + Copy, A: Ord> Agenda<M, A> {
    pub(crate) fn new() -> Self {
        Self {
            plans: BinaryHeap::with_capacity(64),
            planned: 0,
        }
    }

    /// Plans something for a moment.
    pub(crate) fn plan(&mut self, at: M, what: A) {
        self.planned += 1;
        self.plans.push(Reverse((at, self.planned, what)));
    }

    /// The moment of the first plan.
    pub(crate) fn first(&self) -> Option<M> {
        self.plans.peek().map(|Reverse((at, _, _))| *at)
    }

    /// Takes the first plan, and its number.
    pub(crate) fn take(&mut self) -> Option<(u32, A)> {
        let Reverse((_, number, what)) = self.plans.pop()?;
        Some((number, what))
    }
}
