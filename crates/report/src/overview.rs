//! The exercise overview, the executive summary and the figures a manager looks for first.
//! Not here: objectives and findings one by one.

use evaluation::{OutcomeCounts, counted};
use exercise::{ClosedHow, Origin, Rating};

use crate::build::{Look, simulated};
use crate::lessons;
use crate::model::{Fact, Figure, Told};
use crate::phrase::{NONE, list, or_none, outcomes, rating_letter};

/// The facts of the overview, in the order in which a reader wants them.
pub(crate) fn facts(look: &Look<'_>) -> Vec<Fact> {
    let scenario = look.input.scenario;
    let course = &look.input.evaluation.course;
    let objectives: Vec<String> = scenario
        .objectives
        .iter()
        .map(|it| it.title.trim_end_matches('.').to_owned())
        .collect();
    let techniques = scenario.threat.techniques.join(", ");
    let threat = [
        scenario.threat.actor.trim().trim_end_matches('.'),
        scenario.threat.description.trim(),
    ];
    let threat: Vec<&str> = threat.into_iter().filter(|text| !text.is_empty()).collect();
    let mut facts = vec![
        fact("Exercise name", look.title()),
        fact("Organisation", or_none(look.input.organisation)),
        fact("Date and time", when(look)),
        fact("Duration", duration(look)),
        fact("Type", kind(course.origin).to_owned()),
        fact("Scope", scope(look)),
        fact("Objectives", or_none(&objectives.join("; "))),
        fact("Threat", or_none(&threat.join(". "))),
        fact("ATT&CK techniques", or_none(&techniques)),
        fact("Plan tested", plan(look)),
        fact("Sponsor", or_none(look.input.sponsor)),
        fact("Point of contact", or_none(look.input.contact)),
        fact("Participants", participants(look)),
        fact("How it ended", how_it_ended(look)),
    ];
    if !course.real_incident.is_empty() {
        facts.push(fact("Real incident", course.real_incident.clone()));
    }
    facts
}

/// The trainer's words, or plain sentences made from the record.
pub(crate) fn summary(look: &Look<'_>) -> Told {
    match &look.input.evaluation.narratives.summary {
        Some(text) if !text.trim().is_empty() => Told {
            text: text.clone(),
            generated: false,
        },
        Some(_) | None => Told {
            text: generated(look),
            generated: true,
        },
    }
}

/// The figures of the first page.
pub(crate) fn figures(look: &Look<'_>) -> Vec<Figure> {
    let totals = &look.input.evaluation.totals;
    let rated: Vec<Rating> = look
        .input
        .evaluation
        .objectives
        .iter()
        .filter_map(|it| it.rating())
        .collect();
    let reached = rated.iter().filter(|rating| **rating != Rating::U).count();
    let tested = totals.outcomes.tested();
    let lapses = lessons::lapses(look).len();
    let open = open_deadlines(look);
    let kept = totals
        .deadlines
        .saturating_sub(totals.deadlines_missed + open);
    vec![
        figure(
            format!("{reached} of {}", rated.len()),
            "rated objectives reached (P, S or M)",
            tone(rated.len(), reached == rated.len()),
        ),
        figure(
            format!("{} of {tested}", totals.outcomes.met),
            "expected actions done in time",
            tone(tested as usize, totals.outcomes.met == tested),
        ),
        figure(
            lapses.to_string(),
            if lapses == 1 {
                "critical lapse"
            } else {
                "critical lapses"
            },
            if lapses == 0 { "good" } else { "bad" },
        ),
        figure(
            format!("{kept} of {}", totals.deadlines),
            if open == 0 {
                "deadlines met in time"
            } else {
                "deadlines met in time; others still ran at the end"
            },
            // What still runs is no lapse, and no success either.
            if totals.deadlines_missed == 0 && open > 0 {
                "none"
            } else {
                tone(totals.deadlines as usize, kept == totals.deadlines)
            },
        ),
        figure(
            totals.decisions.to_string(),
            if totals.decisions == 1 {
                "decision recorded"
            } else {
                "decisions recorded"
            },
            "none",
        ),
    ]
}

fn open_deadlines(look: &Look<'_>) -> u32 {
    let deadlines = look.input.evaluation.deadlines.iter();
    let open = deadlines.filter(|it| it.result == evaluation::DeadlineResult::Open);
    u32::try_from(open.count()).unwrap_or(u32::MAX)
}

fn tone(of: usize, all: bool) -> &'static str {
    match (of, all) {
        (0, _) => "none",
        (_, true) => "good",
        (_, false) => "warn",
    }
}

fn figure(value: String, label: &str, tone: &str) -> Figure {
    Figure {
        value,
        label: label.to_owned(),
        tone: tone.to_owned(),
    }
}

fn fact(label: &str, value: String) -> Fact {
    Fact {
        label: label.to_owned(),
        value,
    }
}

fn when(look: &Look<'_>) -> String {
    let course = &look.input.evaluation.course;
    let Some(started) = course.started_at else {
        return "The drill has not started.".to_owned();
    };
    let (day, zone) = (look.wall.day(started), look.wall.zone());
    match course.ended_at {
        Some(ended) => {
            let (from, to) = (look.wall.minute(started), look.wall.minute(ended));
            format!("{day}, {from} to {to} ({zone})")
        }
        None => format!("{day}, from {} ({zone})", look.wall.minute(started)),
    }
}

fn duration(look: &Look<'_>) -> String {
    let course = &look.input.evaluation.course;
    let played = (course.played - terms::Elapsed(0)).spoken();
    let planned = look.input.scenario.duration.spoken();
    let stood = match course.pauses {
        0 => "it was never paused".to_owned(),
        n => format!("it was paused {} for {}", times(n), course.paused.spoken()),
    };
    format!("{played} on the exercise clock (planned {planned}); {stood}")
}

fn times(n: u32) -> String {
    match n {
        1 => "once".to_owned(),
        2 => "twice".to_owned(),
        n => format!("{n} times"),
    }
}

fn kind(origin: Option<Origin>) -> &'static str {
    match origin {
        Some(Origin::Live) => "Facilitated tabletop drill (rock drill)",
        Some(Origin::Practice) => "Practice of one role at the tabletop drill",
        Some(Origin::BotAssisted) => {
            "Facilitated tabletop drill; simulated people fill empty seats"
        }
        Some(Origin::Rehearsal) => "Rehearsal of a tabletop drill by simulated people",
        Some(Origin::Demo) => "Demonstration of a tabletop drill",
        None => NONE,
    }
}

fn scope(look: &Look<'_>) -> String {
    let scenario = look.input.scenario;
    let roles: Vec<String> = scenario
        .roles
        .iter()
        .map(|role| role.title.clone())
        .collect();
    let modules: Vec<String> = scenario.modules.iter().map(|it| it.title.clone()).collect();
    let totals = &look.input.evaluation.totals;
    let injects = format!(
        "{} of {} delivered",
        totals.delivered,
        counted(totals.injects as usize, "inject")
    );
    let modules = if modules.is_empty() {
        String::new()
    } else {
        format!(" Phases: {}.", modules.join("; "))
    };
    // Titles may hold commas.
    format!("Roles: {}.{modules} {injects}.", roles.join("; "))
}

fn plan(look: &Look<'_>) -> String {
    match &look.input.evaluation.course.plan {
        Some(plan) => format!("{}, revision {}", plan.title, plan.revision),
        None => "No plan was chosen.".to_owned(),
    }
}

fn participants(look: &Look<'_>) -> String {
    let evaluation = look.input.evaluation;
    let filled = evaluation.roles.iter().filter(|role| role.filled).count();
    let roles = format!(
        "{filled} of {} filled",
        counted(evaluation.roles.len(), "role")
    );
    if simulated(evaluation.course.origin) {
        return format!("Simulated people only; {roles}");
    }
    let people = match evaluation.totals.people {
        1 => "1 person".to_owned(),
        n => format!("{n} people"),
    };
    format!("{people}; {roles} (see participants)")
}

fn how_it_ended(look: &Look<'_>) -> String {
    let course = &look.input.evaluation.course;
    let how = match course.closed {
        Some(ClosedHow::Completed) => "Played and reviewed to the end",
        Some(ClosedHow::Aborted) => "Broken off",
        Some(ClosedHow::Void) => "Void: not to be counted",
        Some(ClosedHow::RealIncident) => "Stopped for a real incident",
        None if course.ended_at.is_some() => "Played to the end; the review is not closed yet",
        None => "Not ended yet; this report shows what is known so far",
    };
    match course.closed_because.trim() {
        "" => how.to_owned(),
        because => format!("{how}: {because}"),
    }
}

/// Plain sentences from the record, for a report whose trainer has not written a summary.
fn generated(look: &Look<'_>) -> String {
    let evaluation = look.input.evaluation;
    let (totals, course) = (&evaluation.totals, &evaluation.course);
    let Some(started) = course.started_at else {
        return "The drill has not started, so there is nothing to sum up.".to_owned();
    };
    let who = match totals.people {
        _ if simulated(course.origin) => "simulated people".to_owned(),
        0 => "the team".to_owned(),
        1 => "one person".to_owned(),
        n => format!("{n} people"),
    };
    let played = (course.played - terms::Elapsed(0)).spoken();
    let title = escape_markdown(&look.title());
    let first = format!(
        "On {} {who} played “{title}” for {played} on the exercise clock. {} of {} reached {}, and {} recorded.",
        look.wall.day(started),
        totals.delivered,
        counted(totals.injects as usize, "inject"),
        if totals.delivered == 1 {
            "its role"
        } else {
            "their roles"
        },
        match totals.decisions {
            1 => "1 decision was".to_owned(),
            n => format!("{n} decisions were"),
        },
    );
    let tested = totals.outcomes.tested();
    let done = OutcomeCounts {
        not_tested: 0,
        ..totals.outcomes
    };
    let actions = counted(tested as usize, "expected action");
    let second = match (tested, totals.outcomes.not_tested) {
        (0, _) => "No expected action came to the test.".to_owned(),
        (_, 0) => format!("{actions} came to the test: {}.", outcomes(done).says),
        (_, 1) => format!(
            "{actions} came to the test: {}; 1 more was not tested.",
            outcomes(done).says
        ),
        (_, more) => format!(
            "{actions} came to the test: {}; {more} more were not tested.",
            outcomes(done).says
        ),
    };
    let third = [ratings(look), deadlines(look)].join(" ");
    [first, second, third, lapses(look)].join("\n\n")
}

fn was(n: u32) -> String {
    if n == 1 {
        "1 was".to_owned()
    } else {
        format!("{n} were")
    }
}

fn ratings(look: &Look<'_>) -> String {
    let objectives = &look.input.evaluation.objectives;
    let letter =
        |wanted: Option<Rating>| objectives.iter().filter(|it| it.rating() == wanted).count();
    let counts: Vec<String> = [
        Some(Rating::P),
        Some(Rating::S),
        Some(Rating::M),
        Some(Rating::U),
        None,
    ]
    .into_iter()
    .filter(|rating| letter(*rating) > 0)
    .map(|rating| match rating {
        Some(_) => format!("{} {}", letter(rating), rating_letter(rating)),
        None => format!("{} not rated", letter(rating)),
    })
    .collect();
    match counts.is_empty() {
        true => "The scenario names no objectives.".to_owned(),
        false => format!(
            "Ratings of {}: {}.",
            counted(objectives.len(), "objective"),
            list(&counts)
        ),
    }
}

fn deadlines(look: &Look<'_>) -> String {
    let totals = &look.input.evaluation.totals;
    let open = open_deadlines(look);
    match (totals.deadlines, totals.deadlines_missed) {
        (0, _) => "No deadline began to run.".to_owned(),
        (_, 0) if open > 0 => {
            format!("No deadline was missed or met late; {open} still ran at the end.")
        }
        (1, 0) => "The one deadline was met in time.".to_owned(),
        (2, 0) => "Both deadlines were met in time.".to_owned(),
        (all, 0) => format!("All {all} deadlines were met in time."),
        (1, _) => "The one deadline was missed or met late.".to_owned(),
        (2, 2) => "Both deadlines were missed or met late.".to_owned(),
        (all, missed) if all == missed => format!("All {all} deadlines were missed or met late."),
        (all, missed) => {
            format!(
                "Of {}, {} missed or met late.",
                counted(all as usize, "deadline"),
                was(missed)
            )
        }
    }
}

/// The first few; all of them have a section of their own.
fn lapses(look: &Look<'_>) -> String {
    const FEW: usize = 3;
    let lapses = lessons::lapses(look);
    let mut lines: Vec<String> = lapses
        .iter()
        .take(FEW)
        .map(|lapse| format!("- {}", escape_markdown(lapse.title.trim_end_matches('.'))))
        .collect();
    if lapses.len() > FEW {
        lines.push(format!("- and {} more, listed below", lapses.len() - FEW));
    }
    match lines.is_empty() {
        true => "There was no critical lapse.".to_owned(),
        false => format!("Critical lapses:\n\n{}", lines.join("\n")),
    }
}

fn escape_markdown(text: &str) -> String {
    crate::escape::markdown(text)
}
