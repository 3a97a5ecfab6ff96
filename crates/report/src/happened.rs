//! What happened: the timeline, every decision with its latency, deadlines, roles. Not here: what it taught.

use evaluation::{
    DeadlineResult, DeadlineSummary, DecisionSummary, Entry, EntryKind, RoleSummary, limit,
};
use exercise::{Outcome, Source, Stance, StoryTime};
use terms::Span;

use crate::build::Look;
use crate::model::{DeadlinePart, DecisionPart, LinePart, RolePart};
use crate::phrase::{NONE, bar, latencies, outcome_says, outcome_tone, outcomes, score};

/// Stands for the latency of a decision that nobody asked for.
const UNPROMPTED: &str = "unprompted";

/// The timeline as a table.
pub(crate) fn timeline(look: &Look<'_>) -> Vec<LinePart> {
    look.input
        .evaluation
        .timeline
        .iter()
        .map(|entry| line(look, entry))
        .collect()
}

/// Every decision with its latency.
pub(crate) fn decisions(look: &Look<'_>) -> Vec<DecisionPart> {
    look.input
        .evaluation
        .decisions
        .iter()
        .map(|it| decision(look, it))
        .collect()
}

/// Every deadline that began, the tightest first: those missed, then by what was left.
pub(crate) fn deadlines(look: &Look<'_>) -> Vec<DeadlinePart> {
    let began = |it: &&DeadlineSummary| it.result != DeadlineResult::NotBegun;
    let mut all: Vec<&DeadlineSummary> = look
        .input
        .evaluation
        .deadlines
        .iter()
        .filter(began)
        .collect();
    all.sort_by_key(|it| {
        (
            it.result != DeadlineResult::Missed,
            it.slack_ms.unwrap_or(i64::MAX),
        )
    });
    all.into_iter().map(|it| deadline(look, it)).collect()
}

/// Every role.
pub(crate) fn roles(look: &Look<'_>) -> Vec<RolePart> {
    look.input.evaluation.roles.iter().map(role).collect()
}

fn line(look: &Look<'_>, entry: &Entry) -> LinePart {
    let outcome = entry.outcome;
    let (kind, main) = kind(entry.kind);
    let latency = match (entry.latency, entry.kind) {
        (Some(latency), _) => latency.spoken(),
        (None, EntryKind::Decision) => UNPROMPTED.to_owned(),
        (None, _) => String::new(),
    };
    LinePart {
        elapsed: entry.elapsed.clock(),
        wall: look.wall.time(entry.at),
        story: entry.story.map_or_else(String::new, StoryTime::spoken),
        kind: kind.to_owned(),
        role: look.maybe_role(entry.role.as_ref()),
        says: entry.says.clone(),
        latency,
        target: entry.target.map_or_else(String::new, limit),
        bar: bar(
            entry.latency,
            entry.target,
            outcome.is_none_or(|it| it == Outcome::Met),
        ),
        outcome: outcome.map_or_else(String::new, |it| outcome_says(it).to_owned()),
        tone: tone(entry.kind, outcome).to_owned(),
        records: joined(&entry.records),
        struck: entry.struck,
        main,
    }
}

fn joined(records: &[u64]) -> String {
    let records: Vec<String> = records.iter().map(u64::to_string).collect();
    records.join(", ")
}

/// The word of a kind, and whether it stands in the short table too.
fn kind(kind: EntryKind) -> (&'static str, bool) {
    match kind {
        EntryKind::Briefed => ("Briefing", false),
        EntryKind::Phase => ("Phase", true),
        EntryKind::Pause => ("Pause", false),
        EntryKind::Break => ("Break", false),
        EntryKind::Resume => ("Resume", false),
        EntryKind::Jump => ("Jump", false),
        EntryKind::Speed => ("Speed", false),
        EntryKind::Attendance => ("Attendance", false),
        EntryKind::Inject => ("Inject", true),
        EntryKind::Control => ("Control", false),
        EntryKind::Withdrawn => ("Withdrawn", false),
        EntryKind::Acknowledged => ("Acknowledged", false),
        EntryKind::Decision => ("Decision", true),
        EntryKind::Revision => ("Revision", false),
        EntryKind::Stance => ("Stance", false),
        EntryKind::Struck => ("Struck", false),
        EntryKind::Lapsed => ("Target passed", false),
        EntryKind::Settled => ("Outcome", false),
        EntryKind::Step => ("Step", false),
        EntryKind::Prompt => ("Prompt", false),
        EntryKind::Parked => ("Parked", false),
        EntryKind::Question => ("Question", false),
        EntryKind::Note => ("Note", false),
        EntryKind::DeadlineBegan | EntryKind::DeadlineRecognised => ("Deadline", false),
        EntryKind::DeadlineMet | EntryKind::DeadlineMissed => ("Deadline", true),
        EntryKind::RealIncident => ("Real incident", true),
    }
}

fn tone(kind: EntryKind, outcome: Option<Outcome>) -> &'static str {
    match (outcome, kind) {
        (Some(outcome), _) => outcome_tone(outcome),
        (None, EntryKind::Lapsed) => "warn",
        (None, EntryKind::DeadlineMissed | EntryKind::RealIncident) => "bad",
        (None, _) => "none",
    }
}

fn decision(look: &Look<'_>, it: &DecisionSummary) -> DecisionPart {
    let person = it.person.as_ref().and_then(|person| look.name(person));
    let role = look.role(&it.role);
    DecisionPart {
        record: it.record,
        elapsed: it.elapsed.clock(),
        wall: look.wall.time(it.at),
        story: it.story.map_or_else(String::new, StoryTime::spoken),
        role: person.map_or_else(|| role.clone(), |name| format!("{role} ({name})")),
        inject: it
            .inject
            .as_ref()
            .map_or_else(|| NONE.to_owned(), |inject| look.inject(inject)),
        text: it.text.clone(),
        rationale: it.rationale.clone(),
        authorised_by: look.maybe_role(it.authorised_by.as_ref()),
        latency: it
            .latency
            .map_or_else(|| UNPROMPTED.to_owned(), Span::spoken),
        target: it.target.map_or_else(String::new, limit),
        bar: bar(it.latency, it.target, right(it)),
        outcome: decision_outcome(it).to_owned(),
        tone: decision_tone(it).to_owned(),
        remarks: remarks(it),
        history: history(look, it),
        struck: it.struck.is_some(),
    }
}

fn decision_outcome(it: &DecisionSummary) -> &'static str {
    match it.outcome {
        _ if it.struck.is_some() => "Struck",
        _ if it.harmful => "Harmful",
        _ if it.unauthorised => "Without authority",
        Some(outcome) => outcome_says(outcome),
        None => "",
    }
}

fn right(it: &DecisionSummary) -> bool {
    let met = it.outcome.is_none_or(|outcome| outcome == Outcome::Met);
    met && !it.harmful && !it.unauthorised && it.struck.is_none()
}

fn decision_tone(it: &DecisionSummary) -> &'static str {
    match it.outcome {
        _ if it.struck.is_some() => "none",
        _ if it.harmful => "bad",
        _ if it.unauthorised => "warn",
        Some(outcome) => outcome_tone(outcome),
        None => "none",
    }
}

fn remarks(it: &DecisionSummary) -> Vec<String> {
    let mut remarks = Vec::new();
    if let Some(reason) = &it.struck {
        let reason = if reason.trim().is_empty() {
            "entered in error"
        } else {
            reason
        };
        remarks.push(format!("Struck, counts no more: {reason}"));
    }
    if it.unauthorised {
        remarks.push("No role with the authority for it is recorded".to_owned());
    }
    if it.harmful {
        remarks.push("The scenario marks this choice as harmful".to_owned());
    }
    if it.prompted {
        remarks.push("After a prompt by the facilitator".to_owned());
    }
    // What rounds to nothing was entered at once.
    if it.set_back >= Span::seconds(1) {
        remarks.push(format!(
            "Entered {} after it was said",
            it.set_back.spoken()
        ));
    }
    match it.source {
        Source::Bot => remarks.push("Made by a simulated person".to_owned()),
        Source::Seat => remarks.push("Entered at a seat".to_owned()),
        Source::Desk => {}
    }
    remarks
}

fn history(look: &Look<'_>, it: &DecisionSummary) -> Vec<String> {
    let revisions = it.revisions.iter().map(|revision| {
        let until = revision.elapsed;
        let because = match revision.rationale.trim() {
            "" => String::new(),
            rationale => format!(" Reason: {rationale}"),
        };
        format!(
            "Until {until}: {}.{because}",
            revision.text.trim().trim_end_matches('.')
        )
    });
    let stances = it.stances.iter().map(|stance| {
        let how = match stance.stance {
            Stance::Agrees => "agreed",
            Stance::Dissents => "dissented",
        };
        let role = look.role(&stance.role);
        match stance.says.trim() {
            "" => format!("{role} {how}."),
            says => format!("{role} {how}: {says}"),
        }
    });
    revisions.chain(stances).collect()
}

fn deadline(look: &Look<'_>, it: &DeadlineSummary) -> DeadlinePart {
    let moment = |story: Option<StoryTime>| story.map_or_else(|| NONE.to_owned(), StoryTime::full);
    let recognised = match (it.recognised, it.recognised_after_ms) {
        (None, _) => "never said".to_owned(),
        (Some(story), Some(ms)) if ms > 0 => {
            format!("{}, {} after it began", story.full(), Span(ms).spoken())
        }
        (Some(story), _) => format!("{}, at once", story.full()),
    };
    let slack = match it.slack_ms {
        None => NONE.to_owned(),
        Some(ms) if ms < 0 => format!("{} too late", Span(-ms).spoken()),
        Some(ms) => format!("{} left", Span(ms).spoken()),
    };
    let slack = match &it.completeness {
        None => slack,
        Some(told) => {
            let points = evaluation::counted(told.of as usize, "point");
            let covered = format!("{slack}; covered {} of {points}", told.covered);
            match told.missing.as_slice() {
                [] => covered,
                missing => format!("{covered}, not: {}", missing.join("; ")),
            }
        }
    };
    let (result, tone) = match it.result {
        DeadlineResult::NotBegun => ("Did not begin", "none"),
        DeadlineResult::Open => ("Still running at the end", "none"),
        DeadlineResult::Met => ("Met", "good"),
        DeadlineResult::MetLate => ("Met late", "warn"),
        DeadlineResult::Missed => ("Missed", "bad"),
    };
    let set_by = if it.outside {
        "set from outside"
    } else {
        "set by the plan"
    };
    DeadlinePart {
        title: it.title.clone(),
        source: match it.draft {
            true => format!(
                "{} ({set_by}; draft, check before relying on it)",
                it.source
            ),
            false => format!("{} ({set_by})", it.source),
        },
        within: match it.limit.as_str() {
            "" => limit(it.within),
            counted => counted.to_owned(),
        },
        role: it
            .role
            .as_ref()
            .map_or_else(|| NONE.to_owned(), |role| look.role(role)),
        began: moment(it.began),
        recognised,
        due: moment(it.due),
        met: moment(it.met),
        slack,
        result: result.to_owned(),
        tone: tone.to_owned(),
    }
}

fn role(it: &RoleSummary) -> RolePart {
    let played_by = match (it.filled, it.bot) {
        (false, _) => "Nobody",
        (true, true) => "Simulated",
        (true, false) => "People",
    };
    let idle = |stretch: &evaluation::Stretch| {
        let (from, to) = (stretch.from.clock(), stretch.to.clock());
        format!("{from} to {to}")
    };
    RolePart {
        title: it.title.clone(),
        played_by: played_by.to_owned(),
        injects: it.injects,
        decisions: it.decisions,
        acknowledged: latencies(&it.acknowledged),
        decided: latencies(&it.decided),
        score: score(it.score),
        outcomes: outcomes(it.outcomes),
        critical_missed: it.critical_missed,
        unauthorised: it.unauthorised,
        idle: it.idle.iter().map(idle).collect(),
    }
}
