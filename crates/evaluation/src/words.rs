//! The words of the timeline: plain, in the past tense, without names of people. Not here: the transcript, which
//! speaks in ids.

use exercise::{
    AccountRequested, Briefed, Cause, Closed, ClosedHow, DecisionMade, DecisionRevised, Jumped,
    NoteBy, Noted, Outcome, Parked, PauseCause, Presence, Prompted, QuestionAnswered,
    QuestionAsked, RateSet, RealIncidentDeclared, RecordStruck, Stance, StanceTaken, Standing,
    Started, StepTaken, TriggerRecorded,
};
use scenario::{Channel, Step};
use terms::{Elapsed, Span, Stamp};

/// How a channel is named in a sentence.
pub fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "e-mail",
        Channel::Chat => "chat",
        Channel::Phone => "telephone",
        Channel::Siem => "monitoring alert",
        Channel::News => "news",
        Channel::Social => "social media",
        Channel::Document => "document",
        Channel::Verbal => "said in the room",
        Channel::Regulator => "authority",
    }
}

/// How an outcome is named in a sentence.
pub fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::MetLate => "met late",
        Outcome::Partial => "done in part",
        Outcome::Missed => "missed",
        Outcome::NotTested => "not tested",
    }
}

pub(crate) fn briefed(briefed: &Briefed) -> String {
    format!("The drill “{}” was set up.", briefed.title)
}

/// That an event happened from which a regime counts.
pub(crate) fn happened(happened: &TriggerRecorded) -> String {
    format!(
        "The clocks of {} count from the {} at {}.",
        happened.pack,
        happened.event,
        happened.story.full()
    )
}

/// An emergency account that the scenario did not foresee.
pub(crate) fn requested(asked: &AccountRequested) -> String {
    let (system, why) = (&asked.system, asked.why.trim());
    let until = asked.until.full();
    format!("Asked for an emergency account on “{system}” until {until}: {why}")
}

/// A step of the team, with the system, the call-up or the service it is about.
pub(crate) fn step(taken: &StepTaken, about: &str) -> String {
    let says = match &taken.step {
        Step::Approved(_) => format!("Approved the emergency account on “{about}”."),
        Step::Declined(_) => format!("Refused the emergency account on “{about}”."),
        Step::Provisioned(_) => format!("The emergency account on “{about}” is there."),
        Step::Removed(_) => format!("The emergency account on “{about}” is gone."),
        Step::Called(_) => format!("Was called (“{about}”)."),
        Step::Answered(_) => format!("Answered the call (“{about}”)."),
        Step::Arrived(_) => format!("Is there (“{about}”)."),
        Step::Released(_) => format!("Was sent home again (“{about}”)."),
        Step::Restored(_) => format!("“{about}” is back."),
    };
    match taken.note.trim() {
        "" => says,
        note => format!("{says} {note}"),
    }
}

pub(crate) fn assigned(standing: Standing) -> String {
    match standing {
        Standing::Primary => "The role was taken by its holder.",
        Standing::Alternate => "The role was taken by an alternate.",
        Standing::Bot => "The role was given to a simulated person.",
    }
    .to_owned()
}

pub(crate) fn vacated() -> String {
    "The role was given up.".to_owned()
}

pub(crate) fn attended(presence: Presence) -> String {
    match presence {
        Presence::Room => "Somebody joined in the room.",
        Presence::Remote => "Somebody joined from elsewhere.",
        Presence::Left => "Somebody left.",
    }
    .to_owned()
}

pub(crate) fn started(started: &Started) -> String {
    format!(
        "The exercise clock started; the story began at {}.",
        started.story.full()
    )
}

pub(crate) fn paused(cause: PauseCause) -> String {
    match cause {
        PauseCause::Trainer => "The trainer paused the clock.",
        PauseCause::Break => "The clock was paused for a break.",
        PauseCause::Slept => "The computer slept; the clock was paused.",
        PauseCause::CutOff => "The program was cut off; the clock was paused where it last ran.",
        PauseCause::RealIncident => "The clock was stopped for a real incident.",
    }
    .to_owned()
}

pub(crate) fn resumed() -> String {
    "The clock ran on.".to_owned()
}

pub(crate) fn break_until(at: Stamp, until: Stamp) -> String {
    format!(
        "A break of {} was announced.",
        Span((until - at).0.max(0)).spoken()
    )
}

pub(crate) fn jumped(jumped: &Jumped) -> String {
    format!("The clock was moved forward to {}.", jumped.to)
}

pub(crate) fn rate_set(set: &RateSet) -> String {
    let rate = format!("{}.{:03}", set.rate / 1_000, set.rate % 1_000);
    let rate = rate.trim_end_matches('0').trim_end_matches('.');
    format!("The clock runs at {rate} times the speed.")
}

pub(crate) fn ended() -> String {
    "Play ended; the hot wash began.".to_owned()
}

pub(crate) fn review_opened() -> String {
    "The review began.".to_owned()
}

pub(crate) fn closed(closed: &Closed) -> String {
    let says = match closed.how {
        ClosedHow::Completed => "The drill was closed as completed",
        ClosedHow::Aborted => "The drill was broken off",
        ClosedHow::Void => "The drill was declared void",
        ClosedHow::RealIncident => "The drill was stopped for a real incident",
    };
    with_reason(says.to_owned(), &closed.reason)
}

pub(crate) fn cause(cause: Cause) -> &'static str {
    match cause {
        Cause::Schedule => "",
        Cause::Decision => ", brought by a decision",
        Cause::Trainer => ", delivered by hand",
        Cause::GroupDefault => ", the default of its group",
    }
}

pub(crate) fn postponed(due: Elapsed) -> String {
    format!("was postponed to {due}")
}

pub(crate) fn decided(made: &DecisionMade) -> String {
    let lacking = if made.unauthorised {
        " (without the authority for it)"
    } else {
        ""
    };
    format!("Decided: {}{lacking}", made.text.trim())
}

pub(crate) fn revised(revised: &DecisionRevised) -> String {
    let lacking = if revised.unauthorised {
        " (without the authority for it)"
    } else {
        ""
    };
    format!(
        "Revised (record {}): {}{lacking}",
        revised.decision,
        revised.text.trim()
    )
}

pub(crate) fn stance(taken: &StanceTaken) -> String {
    let how = match taken.stance {
        Stance::Agrees => "Agreed with",
        Stance::Dissents => "Dissented from",
    };
    with_reason(
        format!("{how} the decision in record {}", taken.decision),
        &taken.says,
    )
}

pub(crate) fn struck(struck: &RecordStruck) -> String {
    let says = format!("Record {} was struck as entered in error", struck.record);
    with_reason(says, &struck.reason)
}

pub(crate) fn prompted(prompted: &Prompted) -> String {
    format!("The facilitator asked: “{}”", prompted.says.trim())
}

pub(crate) fn parked(parked: &Parked) -> String {
    format!("Parked for the hot wash: {}", parked.says.trim())
}

pub(crate) fn asked(asked: &QuestionAsked) -> String {
    format!("Asked: “{}”", asked.says.trim())
}

pub(crate) fn answered(answered: &QuestionAnswered) -> String {
    format!(
        "The question in record {} was answered: “{}”",
        answered.question,
        answered.says.trim()
    )
}

pub(crate) fn noted(noted: &Noted) -> String {
    let who = match noted.by {
        NoteBy::Facilitator => "Facilitator's note",
        NoteBy::Evaluator => "Evaluator's note",
        NoteBy::Scribe => "Scribe's note",
    };
    format!("{who}: {}", noted.says.trim())
}

pub(crate) fn real_incident(declared: &RealIncidentDeclared) -> String {
    with_reason("Real incident declared".to_owned(), &declared.says)
}

pub(crate) fn real_incident_over() -> String {
    "The real incident was cleared.".to_owned()
}

pub(crate) fn with_reason(says: String, reason: &str) -> String {
    let reason = reason.trim();
    let says = says.trim_end_matches('.');
    if reason.is_empty() {
        format!("{says}.")
    } else {
        format!("{says}: {reason}")
    }
}

pub(crate) fn capital(word: &str) -> String {
    let mut chars = word.chars();
    let first = chars
        .next()
        .map(|first| first.to_uppercase().to_string())
        .unwrap_or_default();
    first + chars.as_str()
}

/// A limit or a target as people read it, in the form of a measured time without the parts that are nought: `15m`,
/// `1h 30m`, `72h`.
pub fn limit(span: Span) -> String {
    let written = span.to_string();
    let mut out = String::with_capacity(written.len() + 2);
    for c in written.chars() {
        if c.is_ascii_digit() && out.ends_with(|last: char| last.is_ascii_alphabetic()) {
            out.push(' ');
        }
        out.push(c);
    }
    out
}

/// The roles that something reached, in a sentence: `the SOC Analyst and the Scribe`; `everyone` where none is named.
pub(crate) fn the_roles(titles: &[&str]) -> String {
    match titles {
        [] => "everyone".to_owned(),
        [one] => format!("the {one}"),
        [first @ .., last] => format!("the {} and the {last}", first.join(", the ")),
    }
}

/// A count with its noun, in the plural where it is not one.
pub fn counted(n: usize, noun: &str) -> String {
    if n == 1 {
        format!("1 {noun}")
    } else {
        format!("{n} {noun}s")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_limit_is_written_without_the_parts_that_are_nought() {
        let check = |span: Span, says: &str| assert_eq!(limit(span), says);
        check(Span::minutes(15), "15m");
        check(Span::minutes(90), "1h 30m");
        check(Span::seconds(225), "3m 45s");
        check(Span::hours(72), "72h");
    }

    #[test]
    fn roles_are_named_with_their_articles() {
        let check = |titles: &[&str], says: &str| assert_eq!(the_roles(titles), says);
        check(&[], "everyone");
        check(&["Scribe"], "the Scribe");
        check(&["Scribe", "SOC Analyst"], "the Scribe and the SOC Analyst");
        check(&["A", "B", "C"], "the A, the B and the C");
    }
}
