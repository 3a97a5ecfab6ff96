//! The two pages for management as part of the model. Every list has a greatest length and every text a greatest
//! number of letters, so that the pages are two in every format, whatever the drill was; what does not fit is
//! counted, and stands in the full edition. Not here: how the pages are laid out.

mod asked;
mod team;
mod verdict;

use evaluation::{DeadlineResult, DeadlineSummary, counted};
use exercise::{Outcome, Rating};
use serde::{Deserialize, Serialize};
use terms::Span;

use crate::build::Look;
use crate::input::{ActionStatus, Background, CorrectiveAction};
use crate::lessons;
use crate::model::Fact;
use crate::parts::parts;
use crate::phrase::{or_none, rating_letter, rating_says, rating_tone};
use crate::white::White;

/// The most rows of each list.
pub const BRIEF_OBJECTIVES_MAX: usize = 8;
const POINTS_MAX: usize = 3;
const DEADLINES_MAX: usize = 4;
const ASKS_MAX: usize = 3;
const ACTIONS_MAX: usize = 5;

/// A drill is due again after this long (a person is proficient in a role for 365 days).
const AGAIN_AFTER: Span = Span::hours(365 * 24);

parts! {
    /// The two pages for management.
    Brief {
        /// The verdict in a few words.
        verdict: String,
        /// What it rests on, in two sentences at most.
        verdict_says: String,
        /// Its tone.
        tone: String,
        /// Date, plan with its revision, roles, people, the course of the drill.
        facts: Vec<Fact>,
        /// The objectives against the drill before.
        objectives: Vec<BriefObjective>,
        /// With which drill they are compared, and what was left out.
        objectives_say: String,
        /// At most three strengths.
        strengths: Vec<BriefPoint>,
        /// At most three gaps, the gravest first.
        gaps: Vec<BriefPoint>,
        /// Deadlines missed or met late, the gravest first.
        deadlines: Vec<BriefDeadline>,
        /// How many there are of all.
        deadlines_say: String,
        /// What management is asked to decide.
        asks: Vec<BriefAsk>,
        /// Corrective actions, open ones first.
        actions: Vec<BriefAction>,
        /// How many there are besides, and what has none.
        actions_say: String,
        /// What was untested, prompted or played by simulated people.
        limits: Vec<Fact>,
        /// When the next drill is.
        next_drill: String,
        /// Who signs.
        sign_off: Vec<String>,
    }

    /// An objective against the drill before.
    BriefObjective {
        /// Its number in the report.
        number: u32,
        /// The objective.
        title: String,
        /// P, S, M, U, or a dash.
        rating: String,
        /// The rating in words.
        rating_says: String,
        /// Its tone.
        tone: String,
        /// The rating in the drill before, or a dash.
        before: String,
        /// Better, worse, unchanged, or first time.
        change: String,
        /// The tone of the change.
        change_tone: String,
    }

    /// A strength or a gap.
    BriefPoint {
        /// What it is.
        title: String,
        /// What it means for the organisation.
        says: String,
        /// Its tone.
        tone: String,
        /// True where the drill before showed the same.
        repeat: bool,
    }

    /// A deadline that was missed or met late.
    BriefDeadline {
        /// Who has to be told, or what has to be done.
        title: String,
        /// The limit and where it comes from.
        limit: String,
        /// The result in words.
        result: String,
        /// By how much.
        slack: String,
        /// Its tone.
        tone: String,
    }

    /// A decision that management is asked for.
    BriefAsk {
        /// Its number.
        number: u32,
        /// What is to be decided.
        what: String,
        /// What it costs.
        money: String,
        /// Who would own it.
        owner: String,
        /// What may happen without it.
        risk: String,
    }

    /// A corrective action.
    BriefAction {
        /// What is to be done.
        what: String,
        /// Who sees to it.
        owner: String,
        /// By when.
        due: String,
        /// How far it is.
        status: String,
        /// Its tone.
        tone: String,
        /// True where it answers what the drill before showed too.
        repeat: bool,
    }
}

/// Boils the drill down to two pages.
pub(crate) fn brief(look: &Look<'_>, background: &Background, white: &White) -> Brief {
    let (verdict, verdict_says, tone) = verdict::verdict(look);
    let (deadlines, deadlines_say) = deadlines(look);
    let (actions, actions_say) = actions(look, background);
    let mut asks = asked::asks(look, background, white);
    asks.truncate(ASKS_MAX);
    for (ask, number) in asks.iter_mut().zip(1..) {
        ask.number = number;
    }
    Brief {
        verdict,
        verdict_says,
        tone,
        facts: verdict::facts(look),
        objectives: objectives(look, background),
        objectives_say: objectives_say(look, background),
        strengths: verdict::strengths(look, white),
        gaps: verdict::gaps(look, background, white),
        deadlines,
        deadlines_say,
        asks,
        actions,
        actions_say,
        limits: verdict::limits(look),
        next_drill: next_drill(look, background),
        sign_off: ["Leader of the drill", "Owner of the plan", "Management"]
            .map(str::to_owned)
            .to_vec(),
    }
}

/// As much of a text as fits in so many letters, cut between words. Wide letters count two.
pub(crate) fn clipped(text: &str, letters_max: usize) -> String {
    let text: String = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let wide = |c: char| usize::from(c >= '\u{1100}' && !('\u{2000}'..'\u{2e80}').contains(&c)) + 1;
    let whole: usize = text.chars().map(wide).sum();
    if whole <= letters_max {
        return text;
    }
    let mut room = letters_max - 1;
    let fits = |c: &char| {
        let left = room.checked_sub(wide(*c));
        room = left.unwrap_or(0);
        left.is_some()
    };
    let short: String = text.chars().take_while(fits).collect();
    let word = short.rfind(' ').filter(|at| *at * 2 > short.len());
    let short = short[..word.unwrap_or(short.len())].trim_end_matches([' ', ',', ';', ':', '.']);
    format!("{short}…")
}

fn objectives(look: &Look<'_>, background: &Background) -> Vec<BriefObjective> {
    let last = background.last_drill.as_ref();
    let objectives = look.input.evaluation.objectives.iter();
    let one = |(number, it): (u32, &evaluation::ObjectiveSummary)| {
        let (now, before) = (
            it.rating(),
            last.and_then(|last| last.ratings.get(&it.objective)),
        );
        let (change, tone) = change(now, before.copied());
        BriefObjective {
            number,
            title: clipped(&it.title, 88),
            rating: rating_letter(now).to_owned(),
            rating_says: rating_says(now).to_owned(),
            tone: rating_tone(now).to_owned(),
            before: rating_letter(before.copied()).to_owned(),
            change: change.to_owned(),
            change_tone: tone.to_owned(),
        }
    };
    (1..)
        .zip(objectives)
        .take(BRIEF_OBJECTIVES_MAX)
        .map(one)
        .collect()
}

/// P is the least of the four, so a greater rating is a worse one.
fn change(now: Option<Rating>, before: Option<Rating>) -> (&'static str, &'static str) {
    match (now, before) {
        (None, _) => ("Not rated", "none"),
        (Some(_), None) => ("First time", "none"),
        (Some(now), Some(before)) if now < before => ("Better", "good"),
        (Some(now), Some(before)) if now > before => ("Worse", "warn"),
        (Some(Rating::P), Some(_)) => ("Held", "good"),
        (Some(_), Some(_)) => ("Unchanged", "none"),
    }
}

fn objectives_say(look: &Look<'_>, background: &Background) -> String {
    let compared = match &background.last_drill {
        Some(last) => format!(
            "Compared with “{}” of {}.",
            clipped(&last.title, 60),
            look.wall.day(last.at)
        ),
        None => "No earlier drill tested these objectives.".to_owned(),
    };
    let all = look.input.evaluation.objectives.len();
    match all.saturating_sub(BRIEF_OBJECTIVES_MAX) {
        0 => compared,
        more => format!("{compared} {more} more in the full edition."),
    }
}

fn deadlines(look: &Look<'_>) -> (Vec<BriefDeadline>, String) {
    let all = &look.input.evaluation.deadlines;
    let is = |it: &&DeadlineSummary, result| it.result == result;
    let mut failed: Vec<&DeadlineSummary> = all
        .iter()
        .filter(|it| is(it, DeadlineResult::Missed) || is(it, DeadlineResult::MetLate))
        .collect();
    failed.sort_by_key(|it| {
        (
            it.result != DeadlineResult::Missed,
            !it.outside,
            it.slack_ms.unwrap_or(i64::MAX),
        )
    });
    let met = all.iter().filter(|it| is(it, DeadlineResult::Met)).count();
    let open = all.iter().filter(|it| is(it, DeadlineResult::Open)).count();
    let began = failed.len() + met + open;
    let says = match (began, failed.len()) {
        (0, _) => "No deadline began to run.".to_owned(),
        (_, 0) if open == 0 => format!("{} began; every one was met in time.", deadlines_of(began)),
        (_, failed) => {
            let mut words = format!(
                "{} began: {met} met in time, {failed} missed or met late",
                deadlines_of(began)
            );
            if open > 0 {
                words.push_str(&format!(", {open} still running at the end"));
            }
            match failed.saturating_sub(DEADLINES_MAX) {
                0 => format!("{words}."),
                more => format!("{words}. {more} more in the full edition."),
            }
        }
    };
    let rows = failed.iter().take(DEADLINES_MAX).map(|it| deadline(it));
    (rows.collect(), says)
}

fn deadlines_of(n: usize) -> String {
    counted(n, "deadline")
}

fn deadline(it: &DeadlineSummary) -> BriefDeadline {
    let late = it.slack_ms.filter(|ms| *ms < 0);
    let missed = it.result == DeadlineResult::Missed;
    BriefDeadline {
        title: clipped(&it.title, 72),
        limit: clipped(
            &format!("{}, {}", evaluation::limit(it.within), it.source),
            44,
        ),
        result: if missed { "Missed" } else { "Met late" }.to_owned(),
        slack: late.map_or_else(String::new, |ms| format!("by {}", Span(-ms).spoken())),
        tone: if missed && it.outside { "bad" } else { "warn" }.to_owned(),
    }
}

fn actions(look: &Look<'_>, background: &Background) -> (Vec<BriefAction>, String) {
    let mut all: Vec<&CorrectiveAction> = look.input.actions.iter().collect();
    all.sort_by_key(|it| (it.status, it.due.unwrap_or(terms::Stamp(i64::MAX))));
    let row = |it: &&CorrectiveAction| {
        let row = lessons::corrective_row(look, it);
        BriefAction {
            what: clipped(&it.what, 84),
            owner: clipped(&row.owner, 34),
            due: row.due,
            status: row.status,
            tone: row.tone,
            repeat: it
                .finding
                .is_some_and(|record| is_repeat(look, background, record)),
        }
    };
    let rows: Vec<BriefAction> = all.iter().take(ACTIONS_MAX).map(row).collect();
    let waiting = lessons::unanswered(look);
    let done = all
        .iter()
        .filter(|it| it.status >= ActionStatus::Complete)
        .count();
    let mut says = match all.len() {
        0 => "No corrective action has been decided yet.".to_owned(),
        n => format!("{}, {done} done.", counted(n, "corrective action")),
    };
    match waiting {
        0 => {}
        1 => says.push_str(" 1 finding still waits for one."),
        n => says.push_str(&format!(" {n} findings still wait for one.")),
    }
    if all.len() > ACTIONS_MAX {
        says.push_str(" The rest stands in the full edition.");
    }
    (rows, says)
}

/// True where the expected action behind the finding also failed in the drill before.
fn is_repeat(look: &Look<'_>, background: &Background, record: u64) -> bool {
    let mut findings = look.input.evaluation.findings.iter();
    let raised = findings.find(|it| it.record == record);
    raised.is_some_and(|it| failed_before(background, &it.finding))
}

fn failed_before(background: &Background, finding: &exercise::Finding) -> bool {
    let before = background.last_drill.as_ref().and_then(|last| {
        let action = finding.action.as_ref()?;
        last.outcomes.get(action).copied()
    });
    match before {
        Some(Outcome::MetLate | Outcome::Partial | Outcome::Missed) => true,
        Some(Outcome::Met | Outcome::NotTested) | None => false,
    }
}

fn next_drill(look: &Look<'_>, background: &Background) -> String {
    match (background.next_drill, look.day()) {
        (Some(planned), _) => format!("Planned for {}.", look.wall.day(planned)),
        (None, Some(day)) => format!(
            "Not planned yet. Due by {}, a year after this one.",
            look.wall.day(day + AGAIN_AFTER)
        ),
        (None, None) => or_none(""),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_cut_between_words_and_says_so() {
        let check =
            |text: &str, max: usize, short: &str| assert_eq!(clipped(text, max), short, "{text}");
        check("short", 10, "short");
        check("one two three", 9, "one two…");
        check("  one \n two  ", 9, "one two");
        check("unbrokenword", 6, "unbro…");
        check("ランサムウェア", 9, "ランサム…");
        check("one, two", 7, "one…");
    }
}
