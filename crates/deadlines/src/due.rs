//! When each stage of a pack is due, from the moments that are known. Deliberately not here: any clock; the
//! moments are given, in story time where a drill asks.

use std::collections::BTreeMap;

use chrono::{DateTime, SecondsFormat};
use chrono_tz::Tz;
use terms::{Span, Stamp};

use crate::moment::{after, in_zone, rolled};
use crate::{Calendar, Event, Limit, Pack, Stage, Unit};

/// When one stage is due, and why.
#[derive(Clone, Debug, PartialEq)]
pub struct StageDue {
    /// The stage.
    pub stage: String,
    /// What the notice is called.
    pub title: String,
    /// Who receives it.
    pub recipient: String,
    /// When the notice is asked for, where it is not always.
    pub when: Option<String>,
    /// The due time in the zone asked for; nothing while no limit has its anchor.
    pub due: Option<DateTime<Tz>>,
    /// The limit that binds; while none does, the one that is waiting.
    pub limit: String,
    /// The event that limit counts from.
    pub anchor: Option<Event>,
    /// Where the rule stands.
    pub source: String,
    /// An event that is not recorded and could start or shorten the limit.
    pub waits_for: Option<Event>,
    /// When the stage was submitted.
    pub submitted: Option<Stamp>,
    /// What a reader should know about how it was counted.
    pub notes: Vec<String>,
}

impl StageDue {
    /// The due time as RFC 3339 with seconds.
    pub fn due_text(&self) -> Option<String> {
        let text = |due: &DateTime<Tz>| due.to_rfc3339_opts(SecondsFormat::Secs, false);
        self.due.as_ref().map(text)
    }

    /// What is left until the due time, at the submission or else now; negative where it was missed.
    pub fn slack(&self, now: Stamp) -> Option<Span> {
        let due = Stamp(self.due.as_ref()?.timestamp_millis());
        Some(due - self.submitted.unwrap_or(now))
    }
}

/// When each stage of a pack is due. All limits of a stage apply and the earliest wins; a limit whose
/// anchor is not recorded is named in `waits_for`. Days are those of the zone.
pub fn due(
    pack: &Pack,
    zone: Tz,
    events: &BTreeMap<Event, Stamp>,
    calendar: &Calendar,
) -> Vec<StageDue> {
    let known = Known {
        zone,
        events,
        calendar,
    };
    let one = |stage: &Stage| stage_due(pack, stage, &known);
    pack.stages.iter().map(one).collect()
}

/// What the caller knows.
struct Known<'a> {
    zone: Tz,
    events: &'a BTreeMap<Event, Stamp>,
    calendar: &'a Calendar,
}

/// A limit whose end is known.
struct Ends<'p> {
    at: DateTime<Tz>,
    limit: &'p Limit,
    anchor: &'p Event,
}

impl Known<'_> {
    fn moment(&self, event: &Event) -> Option<DateTime<Tz>> {
        in_zone(*self.events.get(event)?, self.zone)
    }

    fn ends<'p>(&self, limit: &'p Limit) -> Option<Ends<'p>> {
        let recorded = |event: &'p Event| Some((event, self.moment(event)?));
        let (anchor, start) = limit.after.iter().find_map(recorded)?;
        let at = after(start, limit.amount?, limit.unit, self.calendar)?;
        Some(Ends { at, limit, anchor })
    }

    fn lapsed(&self, ends: &Ends<'_>) -> bool {
        let later = |event: &Event| self.moment(event).is_some_and(|moment| moment > ends.at);
        ends.limit.lapses.as_ref().is_some_and(later)
    }
}

fn stage_due(pack: &Pack, stage: &Stage, known: &Known<'_>) -> StageDue {
    let ends: Vec<Ends<'_>> = stage.limits.iter().filter_map(|l| known.ends(l)).collect();
    let binding = ends
        .iter()
        .filter(|ends| !known.lapsed(ends))
        .min_by_key(|ends| ends.at);
    let waiting = stage
        .limits
        .iter()
        .find(|limit| !ends.iter().any(|ends| std::ptr::eq(ends.limit, *limit)));
    let unset = |limit: &Limit| limit.amount.is_none();
    let shown = binding.map(|ends| ends.limit).or(waiting);
    let due = binding.and_then(|ends| rolled(ends.at, pack.roll(stage), known.calendar));
    let sources: Vec<String> = stage.sources.iter().map(ToString::to_string).collect();
    StageDue {
        stage: stage.id.clone(),
        title: stage.title.clone(),
        recipient: stage.recipient.clone(),
        when: stage.when.clone(),
        due,
        limit: shown.map(ToString::to_string).unwrap_or_default(),
        anchor: binding
            .map(|ends| ends.anchor)
            .or(shown.and_then(|limit| limit.after.first()))
            .cloned(),
        source: sources.join("; "),
        waits_for: waiting
            .filter(|limit| !unset(limit))
            .and_then(|limit| limit.after.first())
            .cloned(),
        submitted: known
            .events
            .get(&Event::Submission(stage.id.clone()))
            .copied(),
        notes: notes(pack, stage, binding.zip(due), known),
    }
}

fn notes(
    pack: &Pack,
    stage: &Stage,
    found: Option<(&Ends<'_>, DateTime<Tz>)>,
    known: &Known<'_>,
) -> Vec<String> {
    let Some((ends, due)) = found else {
        return Vec::new();
    };
    let mut notes = Vec::new();
    let moved = due != ends.at;
    if moved {
        let from = ends.at.to_rfc3339_opts(SecondsFormat::Secs, false);
        notes.push(format!(
            "Moved from {from}, a day off, to the next working day."
        ));
        let excluded = pack
            .exclusions
            .iter()
            .filter(|e| e.stages.contains(&stage.id));
        let who: Vec<&str> = excluded.map(|exclusion| exclusion.who.as_str()).collect();
        if !who.is_empty() {
            notes.push(format!("It does not move for: {}.", who.join("; ")));
        }
    }
    if moved || ends.limit.unit == Unit::BusinessDay {
        notes.extend(known.calendar.doubt(ends.at.date_naive()));
    }
    let start = known.moment(ends.anchor).map(|start| start.date_naive());
    if let (Some(from), Some(start)) = (pack.from, start)
        && start < from
    {
        notes.push(format!("The regime binds only from {from} on."));
    }
    if let (Some(until), Some(start)) = (pack.until, start)
        && start > until
    {
        notes.push(format!("The regime bound only until {until}."));
    }
    notes
}
