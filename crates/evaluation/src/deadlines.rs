//! How each deadline ended. The moment it truly began and the moment players recognised it are kept apart:
//! late recognition and late filing are different findings. Not here: when a deadline begins (`exercise`).

use std::collections::BTreeSet;

use exercise::StoryTime;
use scenario::{Deadline, StageOf};

use crate::fold::{DeadlineMoments, Drill};
use crate::index::Sections;
use crate::judged::{Completeness, DeadlineResult, DeadlineSummary};

/// One summary for each deadline, in the order of the scenario.
pub(crate) fn deadlines(
    drill: &Drill<'_>,
    sections: Option<&Sections<'_>>,
) -> Vec<DeadlineSummary> {
    let one = |deadline: &Deadline| {
        let moments = drill
            .deadlines
            .get(&deadline.id)
            .cloned()
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
    let stage = deadline.stage.as_deref();
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
        result: result(&moments, slack_ms),
        evidence,
        pack: stage.map(|it| it.pack.clone()),
        draft: stage.is_some_and(|it| it.draft),
        limit: match stage {
            Some(it) if moments.limit.is_empty() => it.limit.clone(),
            Some(_) | None => moments.limit,
        },
        completeness: stage.and_then(|it| completeness(it, moments.covered.as_ref())),
    }
}

/// What a logged notice covered of what belongs into it; none where nobody logged one or there is no list.
fn completeness(stage: &StageOf, covered: Option<&BTreeSet<u32>>) -> Option<Completeness> {
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    let covered = covered.filter(|_| !stage.content.is_empty())?;
    let missing = (0_u32..).zip(&stage.content);
    let missing = missing.filter(|(at, _)| !covered.contains(at));
    Some(Completeness {
        of: count(stage.content.len()),
        covered: count(covered.len()),
        missing: missing.map(|(_, point)| point.clone()).collect(),
    })
}

fn result(moments: &DeadlineMoments, slack_ms: Option<i64>) -> DeadlineResult {
    match (moments.met, moments.missed) {
        (Some(_), Some(_)) => DeadlineResult::MetLate,
        (Some(_), None) if slack_ms.is_some_and(|slack| slack < 0) => DeadlineResult::MetLate,
        (Some(_), None) => DeadlineResult::Met,
        (None, Some(_)) => DeadlineResult::Missed,
        (None, None) if moments.began.is_some() => DeadlineResult::Open,
        (None, None) => DeadlineResult::NotBegun,
    }
}
