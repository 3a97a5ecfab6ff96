//! Whether a condition holds, and when it first will if nothing else happens. Not here: acting on it.

use terms::Elapsed;

use crate::compile::{Cond, Watched};
use crate::finding::Outcome;
use crate::state::{Exercise, InjectStatus};

impl Exercise {
    /// The first moment from `from` on at which a condition holds, as facts stand now.
    pub(crate) fn first_holds(&self, watched: &Watched, from: Elapsed) -> Option<Elapsed> {
        let later = watched
            .moments
            .iter()
            .copied()
            .filter(|moment| *moment > from);
        std::iter::once(from)
            .chain(later)
            .find(|moment| self.holds(&watched.cond, *moment))
    }

    pub(crate) fn holds(&self, cond: &Cond, at: Elapsed) -> bool {
        match cond {
            Cond::All(parts) => parts.iter().all(|part| self.holds(part, at)),
            Cond::Any(parts) => parts.iter().any(|part| self.holds(part, at)),
            Cond::Not(part) => !self.holds(part, at),
            Cond::Decided(inject, None) => !self.injects[*inject].decided.is_empty(),
            Cond::Decided(inject, Some(option)) => self.injects[*inject]
                .decided
                .iter()
                .any(|(_, decided)| decided.as_ref() == Some(option)),
            Cond::Met(action) => met(self.actions[*action].outcome),
            Cond::Missed(action) => {
                let action = &self.actions[*action];
                match action.outcome {
                    None => action.lapsed,
                    Some(Outcome::Missed) => true,
                    Some(
                        Outcome::Met | Outcome::MetLate | Outcome::Partial | Outcome::NotTested,
                    ) => false,
                }
            }
            Cond::Delivered(inject) => self.injects[*inject].status == InjectStatus::Delivered,
            Cond::Acknowledged(inject) => !self.injects[*inject].acknowledged.is_empty(),
            Cond::Flag(flag) => self.flags[*flag],
            Cond::Elapsed(moment) => at >= *moment,
            Cond::Never => false,
        }
    }
}

/// Whether an outcome counts as done, in time or late.
pub(crate) fn met(outcome: Option<Outcome>) -> bool {
    matches!(outcome, Some(Outcome::Met | Outcome::MetLate))
}
