//! How each deadline ended. The moment it truly began and the moment players recognised it are kept apart:
//! late recognition and late filing are different findings. Not here: when a deadline begins (`exercise`).

use exercise::StoryTime;
use scenario::Deadline;

use crate::fold::{DeadlineMoments, Drill};
use crate::index::Sections;
use crate::judged::{DeadlineResult, DeadlineSummary};

/// One summary for each deadline, in the order of the scenario.
pub(crate) fn deadlines(
    drill: &Drill<'_>,
    sections: Option<&Sections<'_>>,
) -> Vec<DeadlineSummary> {
    let one = |deadline: &Deadline| {
        let moments = drill
            .deadlines
            .get(&deadline.id)
            .copied()
            .unwrap_or_default();
        let section = deadline.section.as_deref();
        let in_plan = section.and_then(|cited| sections.and_then(|sections| sections.find(cited)));
        DeadlineSummary {
            section: in_plan.or(section).map(str::to_owned),
            ..summary(deadline, moments)
        }
    };
    drill.index.scenario.deadlines.iter().map(one).collect()
}

fn summary(deadline: &Deadline, moments: DeadlineMoments) -> DeadlineSummary {
    let began = moments.began.map(|(_, story)| story);
    let met = moments.met.map(|(_, story)| story);
    let recognised = moments.recognised.map(|(_, story)| story);
    let slack_ms = moments.due.zip(met).map(|(due, met)| (due - met).0);
    let mut evidence: Vec<u64> = [moments.began, moments.recognised, moments.met]
        .into_iter()
        .flatten()
        .map(|(record, _): (u64, StoryTime)| record)
        .chain(moments.missed)
        .collect();
    evidence.sort_unstable();
    DeadlineSummary {
        deadline: deadline.id.clone(),
        title: deadline.title.clone(),
        source: deadline.source.clone(),
        outside: deadline.outside,
        within: deadline.within,
        role: deadline.role.clone(),
        section: None,
        began,
        due: moments.due,
        recognised,
        recognised_after_ms: began.zip(recognised).map(|(began, seen)| (seen - began).0),
        met,
        slack_ms,
        result: result(moments, slack_ms),
        evidence,
    }
}

fn result(moments: DeadlineMoments, slack_ms: Option<i64>) -> DeadlineResult {
    match (moments.met, moments.missed) {
        (Some(_), Some(_)) => DeadlineResult::MetLate,
        (Some(_), None) if slack_ms.is_some_and(|slack| slack < 0) => DeadlineResult::MetLate,
        (Some(_), None) => DeadlineResult::Met,
        (None, Some(_)) => DeadlineResult::Missed,
        (None, None) if moments.began.is_some() => DeadlineResult::Open,
        (None, None) => DeadlineResult::NotBegun,
    }
}
