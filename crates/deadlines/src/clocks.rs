//! The clocks that one incident starts, tightest first. Deliberately not here: how they are drawn.

use std::collections::BTreeMap;

use chrono_tz::Tz;
use terms::{Span, Stamp};

use crate::{Calendar, Event, Pack, StageDue, due};

/// A stage that is open and has a due time.
#[derive(Clone, Debug, PartialEq)]
pub struct Clock {
    /// The pack.
    pub pack: String,
    /// The stage and its due time.
    pub stage: StageDue,
    /// What is left; negative once the due time has passed.
    pub slack: Span,
}

/// The open clocks of several packs, the one with the least slack first. Each pack has its own events,
/// because a submission belongs to one pack.
pub fn clocks<'a>(
    packs: impl IntoIterator<Item = (&'a Pack, &'a BTreeMap<Event, Stamp>)>,
    zone: Tz,
    calendar: &Calendar,
    now: Stamp,
) -> Vec<Clock> {
    let mut open = Vec::new();
    for (pack, events) in packs {
        for stage in due(pack, zone, events, calendar) {
            let running = stage.submitted.is_none();
            if let Some(slack) = stage.slack(now).filter(|_| running) {
                let pack = pack.id.clone();
                open.push(Clock { pack, stage, slack });
            }
        }
    }
    open.sort_by(|a, b| (a.slack, &a.pack).cmp(&(b.slack, &b.pack)));
    open
}
