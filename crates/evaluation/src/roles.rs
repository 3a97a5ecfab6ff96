//! How each role fared: how much reached it, how fast it was, when it had nothing to do, what it scored.
//! The number of its messages is never rewarded. Not here: proficiency over a year (the programme's).

use std::collections::{BTreeMap, BTreeSet};

use exercise::Outcome;
use terms::{Elapsed, InjectId, RoleId, Span};

use crate::fold::Drill;
use crate::happened::InjectState;
use crate::judged::{ActionSummary, Latencies, RoleSummary, Stretch};
use crate::outcomes;

/// A role with nothing to do for this long is worth naming.
pub const IDLE_MIN: Span = Span::minutes(10);

/// Latencies below this count are shown as they are.
const FEW: usize = 3;

/// One summary for each role, in the order of the scenario.
pub(crate) fn roles(drill: &Drill<'_>, actions: &[ActionSummary]) -> Vec<RoleSummary> {
    let scenario = drill.index.scenario;
    let mut summaries: Vec<RoleSummary> = scenario
        .roles
        .iter()
        .map(|role| blank(drill, role))
        .collect();
    let places: BTreeMap<&RoleId, usize> = scenario
        .roles
        .iter()
        .enumerate()
        .map(|(at, role)| (&role.id, at))
        .collect();
    count_injects(drill, &places, &mut summaries);
    count_decisions(drill, &places, &mut summaries);
    for action in actions {
        if let Some(at) = places.get(&action.role) {
            let role = &mut summaries[*at];
            role.outcomes.add(action.outcome);
            role.critical_missed += u32::from(action.critical && action.outcome == Outcome::Missed);
            outcomes::score(&mut role.score, action);
        }
    }
    summaries
}

fn blank(drill: &Drill<'_>, role: &scenario::Role) -> RoleSummary {
    let filled = drill.people.filled(&role.id);
    RoleSummary {
        role: role.id.clone(),
        title: role.title.clone(),
        function: role.function,
        filled,
        bot: drill.people.bot(&role.id),
        injects: 0,
        decisions: 0,
        unauthorised: 0,
        acknowledged: Latencies::default(),
        decided: Latencies::default(),
        with_rationale: 0,
        idle: if filled {
            idle(drill, &role.id)
        } else {
            Vec::new()
        },
        outcomes: Default::default(),
        critical_missed: 0,
        score: Default::default(),
    }
}

fn count_injects(
    drill: &Drill<'_>,
    places: &BTreeMap<&RoleId, usize>,
    summaries: &mut [RoleSummary],
) {
    let mut acknowledged: Vec<Vec<Span>> = vec![Vec::new(); summaries.len()];
    let delivered = drill
        .injects
        .iter()
        .filter(|it| it.state == InjectState::Delivered);
    for inject in delivered {
        if inject.to.is_empty() {
            summaries.iter_mut().for_each(|role| role.injects += 1);
        }
        for at in inject.to.iter().filter_map(|role| places.get(role)) {
            summaries[*at].injects += 1;
        }
        for seen in &inject.acknowledged {
            if let Some(at) = places.get(&seen.role) {
                acknowledged[*at].push(seen.latency);
            }
        }
    }
    for (role, spans) in summaries.iter_mut().zip(acknowledged) {
        role.acknowledged = latencies(spans);
    }
}

fn count_decisions(
    drill: &Drill<'_>,
    places: &BTreeMap<&RoleId, usize>,
    summaries: &mut [RoleSummary],
) {
    let mut decided: Vec<Vec<Span>> = vec![Vec::new(); summaries.len()];
    let mut seen: BTreeSet<(&RoleId, &InjectId)> = BTreeSet::new();
    for decision in drill
        .decisions
        .iter()
        .filter(|decision| decision.struck.is_none())
    {
        let Some(at) = places.get(&decision.role) else {
            continue;
        };
        let role = &mut summaries[*at];
        role.decisions += 1;
        role.unauthorised += u32::from(decision.unauthorised);
        role.with_rationale += u32::from(!decision.rationale.trim().is_empty());
        if let (Some(inject), Some(latency)) = (&decision.inject, decision.latency)
            && seen.insert((&decision.role, inject))
        {
            decided[*at].push(latency);
        }
    }
    for (role, spans) in summaries.iter_mut().zip(decided) {
        role.decided = latencies(spans);
    }
}

fn latencies(mut spans: Vec<Span>) -> Latencies {
    spans.sort_unstable();
    let n = u32::try_from(spans.len()).unwrap_or(u32::MAX);
    if spans.len() < FEW {
        return Latencies {
            n,
            median: None,
            p90: None,
            raw: spans,
        };
    }
    let middle = spans.len() / 2;
    let median = if spans.len() % 2 == 1 {
        spans[middle]
    } else {
        Span((spans[middle - 1].0 + spans[middle].0) / 2)
    };
    let rank = (spans.len() * 9).div_ceil(10);
    Latencies {
        n,
        median: Some(median),
        p90: Some(spans[rank - 1]),
        raw: Vec::new(),
    }
}

/// The stretches of play in which the role neither received nor did anything.
fn idle(drill: &Drill<'_>, role: &RoleId) -> Vec<Stretch> {
    let moments = drill.moments.get(role).map_or(&[][..], Vec::as_slice);
    let mut from = Elapsed(0);
    let mut stretches = Vec::new();
    for to in moments.iter().copied().chain([drill.course.played]) {
        if (to - from) >= IDLE_MIN {
            stretches.push(Stretch { from, to });
        }
        from = from.max(to);
    }
    stretches
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn fewer_than_three_latencies_are_shown_as_they_are() {
        let check = |seconds: &[i64], median: Option<i64>, p90: Option<i64>, raw: &[i64]| {
            let spans = |list: &[i64]| list.iter().map(|s| Span::seconds(*s)).collect::<Vec<_>>();
            let found = latencies(spans(seconds));
            assert_eq!(
                found.median,
                median.map(Span::seconds),
                "median of {seconds:?}"
            );
            assert_eq!(found.p90, p90.map(Span::seconds), "p90 of {seconds:?}");
            assert_eq!(found.raw, spans(raw), "raw values of {seconds:?}");
        };
        check(&[], None, None, &[]);
        check(&[9, 3], None, None, &[3, 9]);
        check(&[9, 3, 6], Some(6), Some(9), &[]);
        check(&[8, 2, 6, 4], Some(5), Some(8), &[]);
        check(
            &[10, 20, 30, 40, 50, 60, 70, 80, 90, 100],
            Some(55),
            Some(90),
            &[],
        );
    }
}
