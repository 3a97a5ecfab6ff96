//! The first page for management: what came of the drill, in terms of the business and without anything that only the
//! white cell knows. Not here: what is asked of management (`asked`).

use evaluation::{ObjectiveSummary, OutcomeCounts, counted};
use exercise::{FindingKind, FindingSource, Origin, Rating};

use crate::brief::{BriefPoint, POINTS_MAX, clipped, failed_before, team};
use crate::build::Look;
use crate::input::Background;
use crate::lessons;
use crate::model::Fact;
use crate::overview;
use crate::phrase::{NONE, list, or_none};
use crate::white::White;

/// The longest title and text of a strength or a gap.
const POINT_LETTERS: (usize, usize) = (92, 170);

/// The verdict, what it rests on, and its tone.
pub(super) fn verdict(look: &Look<'_>) -> (String, String, String) {
    let evaluation = look.input.evaluation;
    let rated: Vec<(&ObjectiveSummary, Rating)> = evaluation
        .objectives
        .iter()
        .filter_map(|it| Some((it, it.rating()?)))
        .collect();
    let worst = rated.iter().map(|(_, rating)| *rating).max();
    let lapses = lessons::lapses(look).len();
    let (verdict, tone) = match worst {
        None => ("No verdict: no objective was put to the test", "none"),
        Some(Rating::U) => ("The response did not hold everywhere", "bad"),
        Some(_) if lapses > 0 => ("The response held, with critical lapses", "bad"),
        Some(Rating::M) => ("The response held, with major gaps", "warn"),
        Some(Rating::S) => ("The response held, with some gaps", "warn"),
        Some(Rating::P) => ("The response held", "good"),
    };
    let failed: Vec<String> = rated
        .iter()
        .filter(|(_, rating)| *rating == Rating::U)
        .take(2)
        .map(|(it, _)| format!("“{}”", clipped(it.title.trim_end_matches('.'), 80)))
        .collect();
    let mut says = format!(
        "{} of {} reached.",
        rated.len() - rated.iter().filter(|(_, it)| *it == Rating::U).count(),
        counted(rated.len(), "rated objective")
    );
    if !failed.is_empty() {
        says.push_str(&format!(" Not reached: {}.", list(&failed)));
    }
    says.push_str(&match lapses {
        0 => " No critical lapse.".to_owned(),
        n => format!(" {}.", counted(n, "critical lapse")),
    });
    match about_nobody(evaluation.course.origin) {
        None => (verdict.to_owned(), says, tone.to_owned()),
        Some((word, why)) => (
            format!("{word}: {}", lower(verdict)),
            format!("{why} {says}"),
            "none".to_owned(),
        ),
    }
}

/// Says of a drill that shows nothing about the organisation that it does not.
fn about_nobody(origin: Option<Origin>) -> Option<(&'static str, &'static str)> {
    match origin {
        Some(Origin::Live | Origin::BotAssisted) => None,
        Some(Origin::Practice) => Some((
            "Practice",
            "One person practised; this says nothing about the organisation.",
        )),
        Some(Origin::Rehearsal) => Some((
            "Rehearsal",
            "Simulated people played; this says nothing about the organisation.",
        )),
        Some(Origin::Demo) => Some(("Demonstration", "Nothing of this happened.")),
        None => Some(("Not held", "The drill has no records.")),
    }
}

fn lower(text: &str) -> String {
    let mut letters = text.chars();
    letters.next().map_or_else(String::new, |first| {
        first.to_lowercase().chain(letters).collect()
    })
}

/// Date, plan, roles, people, course, what the team did besides deciding.
pub(super) fn facts(look: &Look<'_>) -> Vec<Fact> {
    let evaluation = look.input.evaluation;
    let fact = |label: &str, value: String, letters_max: usize| Fact {
        label: label.to_owned(),
        value: clipped(&value, letters_max),
    };
    let filled = evaluation.roles.iter().filter(|role| role.filled);
    let roles: Vec<String> = filled.map(|role| role.title.clone()).collect();
    let roles = format!(
        "{} of {}: {}",
        roles.len(),
        evaluation.roles.len(),
        or_none(&roles.join("; "))
    );
    let standard = overview::facts(look);
    let of = |label: &str| {
        let found = standard.iter().find(|it| it.label == label);
        found.map_or_else(|| NONE.to_owned(), |it| it.value.clone())
    };
    let mut facts = vec![
        fact("Date and time", of("Date and time"), 100),
        fact("Plan tested", of("Plan tested"), 100),
        fact("Roles filled", roles, 190),
        fact("Type", of("Type"), 100),
        fact("Timeline", course(look), 190),
    ];
    facts.extend(team::facts(look));
    facts
}

/// How the drill ran, in a line.
fn course(look: &Look<'_>) -> String {
    let (totals, course) = (&look.input.evaluation.totals, &look.input.evaluation.course);
    let decisions = &look.input.evaluation.decisions;
    let first = decisions.iter().find(|it| it.struck.is_none());
    let mut says = format!(
        "{} on the exercise clock; {} delivered, {} recorded",
        (course.played - terms::Elapsed(0)).spoken(),
        counted(totals.delivered as usize, "inject"),
        counted(totals.decisions as usize, "decision"),
    );
    if let Some(first) = first {
        says.push_str(&format!(", the first at {}", first.elapsed));
    }
    says
}

/// What went well: what people raised, then objectives that went best.
pub(super) fn strengths(look: &Look<'_>, white: &White) -> Vec<BriefPoint> {
    let mut points: Vec<BriefPoint> = raised(look, FindingKind::Strength, white)
        .map(|it| point(&it.title, &business(it, white), "good", false))
        .collect();
    let mut objectives: Vec<&ObjectiveSummary> = look.input.evaluation.objectives.iter().collect();
    let share = |it: &ObjectiveSummary| {
        let tested = it.outcomes.tested().max(1);
        it.outcomes.met * 1_000 / tested
    };
    objectives.sort_by_key(|it| (it.rating(), std::cmp::Reverse(share(it))));
    let went_well = objectives.into_iter().filter(|it| match it.rating() {
        Some(Rating::P) => true,
        Some(Rating::S) => share(it) >= 500,
        Some(Rating::M | Rating::U) | None => false,
    });
    points.extend(went_well.map(|it| {
        let says = format!(
            "{} of {} done in time.",
            it.outcomes.met,
            counted(it.outcomes.tested() as usize, "expected action")
        );
        point(&it.title, &says, "good", false)
    }));
    let deadlines = &look.input.evaluation.totals;
    if deadlines.deadlines > deadlines.deadlines_missed {
        let met = look.input.evaluation.deadlines.iter();
        let met = met
            .filter(|it| it.result == evaluation::DeadlineResult::Met)
            .count();
        // Fewer than half is no strength.
        if met > 0 && met * 2 >= deadlines.deadlines as usize {
            let says = format!("{met} of {} were met in time.", deadlines.deadlines);
            points.push(point("Deadlines of the incident", &says, "good", false));
        }
    }
    points.truncate(POINTS_MAX);
    points
}

/// What did not go well: what people raised in their own words, then the objectives that went worst.
pub(super) fn gaps(look: &Look<'_>, background: &Background, white: &White) -> Vec<BriefPoint> {
    let mut found: Vec<&exercise::Finding> =
        raised(look, FindingKind::Improvement, white).collect();
    found.sort_by_key(|it| !it.critical);
    let own = found.iter().take(POINTS_MAX).map(|it| {
        let tone = if it.critical { "bad" } else { "warn" };
        point(
            &it.title,
            &business(it, white),
            tone,
            failed_before(background, it),
        )
    });
    let mut points: Vec<BriefPoint> = own.collect();
    let mut objectives: Vec<&ObjectiveSummary> = look
        .input
        .evaluation
        .objectives
        .iter()
        .filter(|it| it.rating().is_some_and(|rating| rating != Rating::P))
        .collect();
    objectives.sort_by_key(|it| {
        (
            std::cmp::Reverse(it.rating()),
            std::cmp::Reverse(it.outcomes.missed * 2 + it.outcomes.late + it.outcomes.partial),
        )
    });
    points.extend(objectives.into_iter().map(|it| {
        let tone = match it.rating() {
            Some(Rating::U) => "bad",
            Some(Rating::P | Rating::S | Rating::M) | None => "warn",
        };
        let repeat = background.last_drill.as_ref().is_some_and(|last| {
            let before = last.ratings.get(&it.objective);
            before.is_some_and(|before| *before != Rating::P)
        });
        point(&it.title, &shortfall(look, it), tone, repeat)
    }));
    points.truncate(POINTS_MAX);
    points
}

/// How far an objective fell short, in counts.
pub(super) fn shortfall(look: &Look<'_>, it: &ObjectiveSummary) -> String {
    let OutcomeCounts {
        late,
        partial,
        missed,
        ..
    } = it.outcomes;
    let words: Vec<String> = [
        (missed, "not done"),
        (late, "late"),
        (partial, "only in part"),
    ]
    .iter()
    .filter(|(n, _)| *n > 0)
    .map(|(n, word)| format!("{n} {word}"))
    .collect();
    let tested = it.outcomes.tested() as usize;
    let actions = look.input.evaluation.actions.iter();
    let critical = actions
        .filter(|action| action.objective.as_ref() == Some(&it.objective))
        .filter(|action| action.critical && action.outcome == exercise::Outcome::Missed)
        .count();
    let critical = match (critical, missed, words.len()) {
        (0, _, _) => String::new(),
        (1, 1, 1) => " It was critical.".to_owned(),
        (1, _, _) => " One that was not done was critical.".to_owned(),
        (n, _, _) => format!(" {n} that were not done were critical."),
    };
    match (words.as_slice(), tested) {
        ([], _) => format!("{}.", crate::phrase::rating_says(it.rating())),
        ([word], 1) => {
            let word = word.trim_start_matches("1 ");
            format!("The one expected action was {word}.{critical}")
        }
        (words, _) => {
            let all = counted(tested, "expected action");
            format!("Of {all}: {}.{critical}", list(words))
        }
    }
}

/// What was untested, prompted, or played by nobody live.
pub(super) fn limits(look: &Look<'_>) -> Vec<Fact> {
    let evaluation = look.input.evaluation;
    let totals = &evaluation.totals;
    let fact = |label: &str, value: String| Fact {
        label: label.to_owned(),
        value: clipped(&value, 150),
    };
    let titles = |roles: Vec<String>| match roles.is_empty() {
        true => "No role.".to_owned(),
        false => format!("{}: {}.", roles.len(), roles.join("; ")),
    };
    let bots = evaluation.roles.iter().filter(|it| it.filled && it.bot);
    let empty = evaluation.roles.iter().filter(|it| !it.filled);
    let unrated = evaluation
        .objectives
        .iter()
        .filter(|it| it.rating().is_none());
    let prompted = evaluation.actions.iter().filter(|it| it.prompted).count();
    let all = counted(totals.outcomes.all() as usize, "expected action");
    let untested = match (totals.outcomes.not_tested, unrated.count()) {
        (0, 0) => "Nothing: every expected action was tested, every objective rated.".to_owned(),
        (untested, 0) => format!("{untested} of {all}."),
        (untested, unrated) => format!(
            "{untested} of {all}; {} not rated.",
            counted(unrated, "objective")
        ),
    };
    let prompts = match totals.prompts {
        0 => "Nothing.".to_owned(),
        n => format!(
            "{}; {} came after one.",
            counted(n as usize, "prompt"),
            counted(prompted, "expected action")
        ),
    };
    vec![
        fact("Not tested", untested),
        fact("Prompted", prompts),
        fact(
            "Simulated",
            titles(bots.map(|it| it.title.clone()).collect()),
        ),
        fact(
            "Nobody there",
            titles(empty.map(|it| it.title.clone()).collect()),
        ),
    ]
}

/// Findings that a person wrote and that say nothing of what only the white cell knows.
fn raised<'a>(
    look: &'a Look<'_>,
    kind: FindingKind,
    white: &'a White,
) -> impl Iterator<Item = &'a exercise::Finding> {
    let findings = look.input.evaluation.findings.iter();
    let stands = findings.filter(|it| it.dropped.is_none());
    stands.map(|it| &it.finding).filter(move |it| {
        it.kind == kind && it.source == FindingSource::Hand && !white.stands_in(&it.title)
    })
}

/// What a finding means, before what was seen.
fn business(finding: &exercise::Finding, white: &White) -> String {
    let first = [&finding.impact, &finding.observation, &finding.root_cause];
    let said = first
        .into_iter()
        .find(|it| !it.trim().is_empty() && !white.stands_in(it));
    said.cloned().unwrap_or_default()
}

fn point(title: &str, says: &str, tone: &str, repeat: bool) -> BriefPoint {
    BriefPoint {
        title: clipped(title.trim().trim_end_matches('.'), POINT_LETTERS.0),
        says: clipped(says, POINT_LETTERS.1),
        tone: tone.to_owned(),
        repeat,
    }
}
