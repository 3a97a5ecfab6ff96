//! How values are written in a report: moments, spans, ratings, outcomes, records. Not here: sentences about a drill.

use chrono::{DateTime, FixedOffset, Utc};
use evaluation::{Latencies, OutcomeCounts, Score, limit};
use exercise::{Origin, Outcome, Rating};
use terms::{Span, Stamp};

use crate::model::{Bar, OutcomePart};

/// Stands where a value is missing.
pub(crate) const NONE: &str = "–";

/// Where on a bar the target stands, of 100.
const BAR_TARGET: i64 = 60;

/// The local wall clock of the drill.
#[derive(Clone, Copy)]
pub(crate) struct Wall {
    offset: Option<FixedOffset>,
}

impl Wall {
    pub fn new(utc_offset_minutes: i32) -> Self {
        Self {
            offset: FixedOffset::east_opt(utc_offset_minutes.saturating_mul(60)),
        }
    }

    pub fn day(self, at: Stamp) -> String {
        self.written(at, "%-d %B %Y")
    }

    pub fn time(self, at: Stamp) -> String {
        self.written(at, "%H:%M:%S")
    }

    pub fn minute(self, at: Stamp) -> String {
        self.written(at, "%H:%M")
    }

    pub fn zone(self) -> String {
        self.offset
            .filter(|it| it.local_minus_utc() != 0)
            .map_or("UTC".to_owned(), |it| format!("UTC{it}"))
    }

    fn written(self, at: Stamp, form: &str) -> String {
        let Some(utc) = DateTime::<Utc>::from_timestamp_millis(at.0) else {
            return String::new();
        };
        match self.offset {
            Some(offset) => utc.with_timezone(&offset).format(form).to_string(),
            None => utc.format(form).to_string(),
        }
    }
}

/// The word of an origin as it stands in the marking.
pub(crate) fn origin_word(origin: Option<Origin>) -> &'static str {
    match origin {
        Some(Origin::Live) => "live",
        Some(Origin::Practice) => "practice",
        Some(Origin::BotAssisted) => "bot-assisted",
        Some(Origin::Rehearsal) => "rehearsal",
        Some(Origin::Demo) => "DEMO",
        None => "no record",
    }
}

/// What an origin means.
pub(crate) fn origin_says(origin: Option<Origin>) -> &'static str {
    match origin {
        Some(Origin::Live) => "A facilitated drill with people.",
        Some(Origin::Practice) => {
            "One person practised a role. It is recorded as practice and counts for nothing else."
        }
        Some(Origin::BotAssisted) => {
            "A facilitated drill in which simulated people filled empty seats. Only live people count."
        }
        Some(Origin::Rehearsal) => {
            "A rehearsal: simulated people on a simulated clock. It shows how the drill runs and \
             counts for nothing else."
        }
        Some(Origin::Demo) => "Made to show the program. Nothing in it happened.",
        None => "The drill has no records.",
    }
}

/// What a critical lapse of such a drill calls for.
pub(crate) fn lapses_say(origin: Option<Origin>) -> &'static str {
    match origin {
        Some(Origin::Live | Origin::BotAssisted) => {
            "What the drill showed is true of the organisation. Management should hear of it the \
             same day and not wait for the full report."
        }
        Some(Origin::Practice) => {
            "One person practised; this is for them and their trainer, and says nothing about the \
             organisation."
        }
        Some(Origin::Rehearsal | Origin::Demo) | None => {
            "Nobody live took part, so this says nothing about the organisation. In a live drill, \
             management should hear of such lapses the same day."
        }
    }
}

pub(crate) fn rating_letter(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::P) => "P",
        Some(Rating::S) => "S",
        Some(Rating::M) => "M",
        Some(Rating::U) => "U",
        None => NONE,
    }
}

pub(crate) fn rating_says(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::P) => "Performed without challenges",
        Some(Rating::S) => "Performed with some challenges",
        Some(Rating::M) => "Performed with major challenges",
        Some(Rating::U) => "Unable to be performed",
        None => "Not rated: nothing was observed",
    }
}

pub(crate) fn rating_tone(rating: Option<Rating>) -> &'static str {
    match rating {
        Some(Rating::P) => "good",
        Some(Rating::S | Rating::M) => "warn",
        Some(Rating::U) => "bad",
        None => "none",
    }
}

pub(crate) fn outcome_says(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "In time",
        Outcome::MetLate => "Late",
        Outcome::Partial => "In part",
        Outcome::Missed => "Not done",
        Outcome::NotTested => "Not tested",
    }
}

pub(crate) fn outcome_tone(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "good",
        Outcome::MetLate | Outcome::Partial => "warn",
        Outcome::Missed => "bad",
        Outcome::NotTested => "none",
    }
}

pub(crate) fn outcomes(counts: OutcomeCounts) -> OutcomePart {
    let words = [
        (counts.met, "in time"),
        (counts.late, "late"),
        (counts.partial, "in part"),
        (counts.missed, "not done"),
        (counts.not_tested, "not tested"),
    ];
    let words: Vec<String> = words
        .iter()
        .filter(|(n, _)| *n > 0)
        .map(|(n, word)| format!("{n} {word}"))
        .collect();
    OutcomePart {
        met: counts.met,
        late: counts.late,
        partial: counts.partial,
        missed: counts.missed,
        not_tested: counts.not_tested,
        says: if words.is_empty() {
            "none expected".to_owned()
        } else {
            words.join(", ")
        },
    }
}

/// Q with the parts it is made of.
pub(crate) fn score(score: Score) -> String {
    match score.q() {
        Some(q) => {
            let earned = score.earned_halves as f64 / 2.0;
            format!(
                "Q {q:.2} ({earned} of {} points, n = {})",
                score.weight, score.actions
            )
        }
        None => "Q n/a (nothing tested)".to_owned(),
    }
}

/// A time against its target. Green says that the thing was done in time, so what was quick and yet not right is grey.
pub(crate) fn bar(latency: Option<Span>, target: Option<Span>, right: bool) -> Option<Bar> {
    let (latency, target) = (latency?, target.filter(|target| target.0 > 0)?);
    let length = latency.0.saturating_mul(BAR_TARGET) / target.0;
    Some(Bar {
        length: u32::try_from(length.clamp(2, 100)).unwrap_or(100),
        tone: match (latency <= target, right) {
            (true, true) => "good",
            (true, false) => "none",
            (false, _) => "warn",
        }
        .to_owned(),
        says: format!("{} against a target of {}", latency.spoken(), limit(target)),
    })
}

/// Median and 90th percentile, or the values themselves where they are few.
pub(crate) fn latencies(latencies: &Latencies) -> String {
    match (latencies.median, latencies.p90) {
        (Some(median), Some(p90)) => {
            format!(
                "median {}, p90 {} (n = {})",
                median.spoken(),
                p90.spoken(),
                latencies.n
            )
        }
        (Some(_) | None, _) if latencies.raw.is_empty() => NONE.to_owned(),
        (Some(_) | None, _) => {
            let raw: Vec<String> = latencies.raw.iter().map(|span| span.spoken()).collect();
            format!("{} (n = {})", raw.join(", "), latencies.n)
        }
    }
}

/// The numbers of records: `records 3, 4 and 9`.
pub(crate) fn records(records: &[u64]) -> String {
    let numbers: Vec<String> = records.iter().map(u64::to_string).collect();
    match numbers.as_slice() {
        [] => String::new(),
        [one] => format!("record {one}"),
        [first @ .., last] => format!("records {} and {last}", first.join(", ")),
    }
}

/// The text, or a dash where it is empty.
pub(crate) fn or_none(text: &str) -> String {
    if text.trim().is_empty() {
        NONE.to_owned()
    } else {
        text.to_owned()
    }
}

/// A list in words: `a, b and c`.
pub(crate) fn list(items: &[String]) -> String {
    match items {
        [] => String::new(),
        [one] => one.clone(),
        [first @ .., last] => format!("{} and {last}", first.join(", ")),
    }
}
