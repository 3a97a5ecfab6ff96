//! What became of each expected action, and which decision belongs to which action. The latest settlement
//! counts; without one, a lapse is a miss; what the drill never came to is not tested. Not here: ratings.

use std::collections::HashMap;

use exercise::{Actor, Outcome};
use scenario::ExpectedAction;
use terms::{ActionId, Elapsed, Span};

use crate::fold::{Drill, Settlement};
use crate::happened::{Delivery, InjectState};
use crate::index::Sections;
use crate::judged::{ActionSummary, Score};

/// One summary for each expected action, in the order of the scenario.
pub(crate) fn actions(drill: &Drill<'_>, sections: Option<&Sections<'_>>) -> Vec<ActionSummary> {
    let scenario = drill.index.scenario;
    scenario
        .expected_actions
        .iter()
        .map(|action| one(drill, sections, action))
        .collect()
}

/// Ties every decision to the expected action it settled, or else to the tightest one of its inject and role,
/// so that its latency stands beside a target.
pub(crate) fn tie_decisions(drill: &mut Drill<'_>) {
    let mut settled_by: HashMap<u64, Vec<(&ExpectedAction, Settlement<'_>)>> = HashMap::new();
    for action in &drill.index.scenario.expected_actions {
        let settlement = drill.settlements.get(&action.id);
        if let Some((decision, settlement)) = settlement.and_then(|it| Some((it.decision?, it))) {
            settled_by
                .entry(decision)
                .or_default()
                .push((action, *settlement));
        }
    }
    let index = &drill.index;
    for decision in &mut drill.decisions {
        let settled = settled_by
            .get(&decision.record)
            .map_or(&[][..], Vec::as_slice);
        let first = settled
            .iter()
            .min_by_key(|(it, _)| (it.role != decision.role, it.within));
        let expected = decision
            .inject
            .as_ref()
            .map_or(&[][..], |id| index.actions_of(id));
        // One that names the option comes before one that only shares the inject and the role.
        let names_option = |action: &ExpectedAction| {
            let option = decision.option.as_ref();
            option.is_some_and(|it| action.acceptable.contains(it) || action.harmful.contains(it))
        };
        let tightest = expected
            .iter()
            .filter(|it| it.role == decision.role)
            .min_by_key(|it| (!names_option(it), it.within));
        let action = first.map(|(action, _)| action).or(tightest);
        decision.action = action.map(|action| action.id.clone());
        decision.target = action.map(|action| action.within);
        decision.outcome = first.map(|(_, settlement)| settlement.outcome);
        decision.harmful = settled.iter().any(|(_, settlement)| settlement.harmful)
            || decision.option.as_ref().is_some_and(|option| {
                expected
                    .iter()
                    .any(|action| action.harmful.contains(option))
            });
    }
}

/// The words of the choice that did harm where an expected action was due; none where a person judged it so without a
/// decision on record.
pub(crate) fn harmful_choice<'d>(drill: &'d Drill<'_>, action: &ActionId) -> Option<&'d str> {
    let settlement = drill.settlements.get(action)?;
    let at = *drill.decision_at.get(&settlement.decision?)?;
    let decision = drill.decisions.get(at)?;
    let harmful = &drill.index.action(action)?.harmful;
    // The choice may have been revised since, and what it had done by then stays.
    let stood = decision
        .revisions
        .iter()
        .map(|it| (&it.option, &it.text))
        .chain([(&decision.option, &decision.text)]);
    let chosen = stood
        .filter_map(|(option, text)| Some((option.as_ref()?, text)))
        .find(|(option, _)| harmful.contains(option));
    let text = match chosen {
        Some((option, text)) => drill
            .index
            .option_label(decision.inject.as_ref(), option)
            .unwrap_or(text),
        None => &decision.text,
    };
    Some(text.trim().trim_end_matches('.')).filter(|text| !text.is_empty())
}

/// Adds what one expected action earned to a score.
pub(crate) fn score(score: &mut Score, action: &ActionSummary) {
    let halves = match action.outcome {
        Outcome::NotTested => return,
        Outcome::Missed => 0,
        Outcome::Met | Outcome::MetLate | Outcome::Partial if action.harmful => 0,
        Outcome::Met | Outcome::MetLate => 2,
        Outcome::Partial => 1,
    };
    score.earned_halves += halves * u64::from(action.weight);
    score.weight += u64::from(action.weight);
    score.actions += 1;
}

fn one(
    drill: &Drill<'_>,
    sections: Option<&Sections<'_>>,
    action: &ExpectedAction,
) -> ActionSummary {
    let place = action
        .inject
        .as_ref()
        .and_then(|id| drill.inject_at.get(id));
    let inject = place.and_then(|at| drill.injects.get(*at));
    let delivery = inject.and_then(|inject| inject.deliveries.last());
    let withdrawn = inject.is_some_and(|inject| inject.state == InjectState::Withdrawn);
    let settlement = drill.settlements.get(&action.id).copied();
    let lapse = drill.lapses.get(&action.id).copied();
    let since = match (&action.inject, delivery) {
        (Some(_), delivery) => delivery.map(|delivery| delivery.elapsed),
        (None, _) => drill.course.started_at.map(|_| Elapsed(0)),
    };
    let (outcome, because) = if withdrawn {
        (Outcome::NotTested, "its inject was withdrawn")
    } else {
        judge(drill, action, settlement, lapse.is_some(), since)
    };
    let tested = outcome != Outcome::NotTested;
    let counts = settlement.filter(|_| tested);
    let section = action.section.as_deref();
    let in_plan = section.and_then(|cited| sections.and_then(|sections| sections.find(cited)));
    ActionSummary {
        action: action.id.clone(),
        text: action.text.clone(),
        role: action.role.clone(),
        inject: action.inject.clone(),
        objective: action.objective.clone(),
        section: in_plan.or(section).map(str::to_owned),
        critical: action.critical,
        weight: action.weight,
        target: action.within,
        outcome,
        untested_because: because.to_owned(),
        latency: counts
            .and_then(|settlement| settlement.latency)
            .filter(|_| is_done(outcome)),
        prompted: counts.is_some_and(|settlement| settlement.prompted),
        harmful: counts.is_some_and(|settlement| settlement.harmful),
        contingency: tested && helped(drill, action),
        by_person: counts.is_some_and(|it| it.decision.is_none() && !is_bot(it.actor)),
        self_assessed: counts
            .is_some_and(|it| it.decision.is_none() && matches!(it.actor, Actor::Seat(_, _))),
        by_bot: match counts {
            Some(settlement) => is_bot(settlement.actor),
            None => drill.people.only_bot(&action.role),
        },
        note: settlement.map_or_else(String::new, |settlement| settlement.note.to_owned()),
        evidence: evidence(delivery, lapse, settlement),
    }
}

fn is_bot(actor: &Actor) -> bool {
    matches!(actor, Actor::Bot(_))
}

/// The outcome, and why there is none where it was not tested.
fn judge(
    drill: &Drill<'_>,
    action: &ExpectedAction,
    settlement: Option<Settlement<'_>>,
    lapsed: bool,
    since: Option<Elapsed>,
) -> (Outcome, &'static str) {
    let target_passed =
        since.is_some_and(|since| drill.course.played > since + Span(action.within.0.max(0)));
    match (settlement, since) {
        (Some(settlement), _) if settlement.outcome == Outcome::NotTested => {
            (Outcome::NotTested, "the evaluator marked it as not tested")
        }
        (Some(settlement), _) => (settlement.outcome, ""),
        (None, _) if lapsed => (Outcome::Missed, ""),
        (None, _) if action.again.is_some() => (
            Outcome::NotTested,
            "nobody marked whether it went well this time",
        ),
        (None, None) if action.inject.is_some() => {
            (Outcome::NotTested, "its inject was not delivered")
        }
        (None, None) => (Outcome::NotTested, "the drill has not started"),
        (None, Some(_)) if target_passed => (Outcome::Missed, ""),
        (None, Some(_)) if drill.play_over() => (
            Outcome::NotTested,
            "the drill stopped before its target time",
        ),
        (None, Some(_)) => (Outcome::NotTested, "its target time still runs"),
    }
}

fn is_done(outcome: Outcome) -> bool {
    match outcome {
        Outcome::Met | Outcome::MetLate | Outcome::Partial => true,
        Outcome::Missed | Outcome::NotTested => false,
    }
}

/// True where an inject that is held back for want of this action was delivered.
fn helped(drill: &Drill<'_>, action: &ExpectedAction) -> bool {
    drill
        .index
        .contingencies_for(&action.id)
        .iter()
        .any(|inject| {
            let at = drill.inject_at.get(*inject);
            at.is_some_and(|at| drill.injects[*at].state == InjectState::Delivered)
        })
}

fn evidence(
    delivery: Option<&Delivery>,
    lapse: Option<(u64, Elapsed)>,
    settlement: Option<Settlement<'_>>,
) -> Vec<u64> {
    let mut records: Vec<u64> = delivery
        .map(|delivery| delivery.record)
        .into_iter()
        .collect();
    records.extend(lapse.map(|(record, _)| record));
    records.extend(settlement.and_then(|settlement| settlement.decision));
    records.extend(settlement.map(|settlement| settlement.record));
    records.sort_unstable();
    records.dedup();
    records
}
