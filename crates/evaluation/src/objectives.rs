//! The rating that the rule suggests for each objective, and the one that an evaluator gave. The rule (ours, after
//! HSEEP 2020): every critical action done in time and nothing against the plan is P; some of it late, in part,
//! prompted or after a contingency inject is S; a breach of plan, authority or law, a harmful choice or a critical
//! action done only in part is M; a critical action not done is U. No rating without an observation, and none
//! better than its evidence. Not here: findings.

use std::collections::{BTreeMap, HashMap};

use exercise::{Outcome, Rating};
use scenario::Objective;
use terms::{ActionId, ObjectiveId};

use crate::fold::Drill;
use crate::judged::{ActionSummary, DeadlineResult, DeadlineSummary, ObjectiveSummary, Score};
use crate::model::OutcomeCounts;
use crate::outcomes;

/// One summary for each objective, in the order of the scenario.
pub(crate) fn objectives(
    drill: &Drill<'_>,
    actions: &[ActionSummary],
    deadlines: &[DeadlineSummary],
) -> Vec<ObjectiveSummary> {
    let mut by_objective: BTreeMap<&ObjectiveId, Vec<&ActionSummary>> = BTreeMap::new();
    for action in actions {
        if let Some(objective) = &action.objective {
            by_objective.entry(objective).or_default().push(action);
        }
    }
    let breaches = breaches(drill, actions, deadlines);
    let mut notes: BTreeMap<&ObjectiveId, Vec<u64>> = BTreeMap::new();
    for note in &drill.talk.notes {
        if let Some(objective) = &note.objective {
            notes.entry(objective).or_default().push(note.record);
        }
    }
    let one = |objective: &Objective| {
        let actions = by_objective
            .get(&objective.id)
            .map_or(&[][..], Vec::as_slice);
        let breaches = breaches.get(&objective.id).map_or(&[][..], Vec::as_slice);
        let notes = notes.get(&objective.id).cloned().unwrap_or_default();
        summary(drill, objective, actions, breaches, notes)
    };
    drill.index.scenario.objectives.iter().map(one).collect()
}

/// Something done against the plan, an authority or the law.
struct Breach {
    records: Vec<u64>,
    says: String,
}

fn breaches<'a>(
    drill: &'a Drill<'_>,
    actions: &'a [ActionSummary],
    deadlines: &[DeadlineSummary],
) -> BTreeMap<&'a ObjectiveId, Vec<Breach>> {
    let mut breaches: BTreeMap<&ObjectiveId, Vec<Breach>> = BTreeMap::new();
    for decision in drill
        .decisions
        .iter()
        .filter(|it| it.unauthorised && it.struck.is_none())
    {
        let says = format!(
            "{} decided without the authority for it (record {}).",
            drill.index.role(&decision.role),
            decision.record
        );
        for objective in objectives_of(drill, decision) {
            let breach = Breach {
                records: vec![decision.record],
                says: says.clone(),
            };
            breaches.entry(objective).or_default().push(breach);
        }
    }
    for action in actions.iter().filter(|action| action.harmful) {
        if let Some(objective) = &action.objective {
            let text = action.text.trim().trim_end_matches('.');
            let says = match outcomes::harmful_choice(drill, &action.action) {
                Some(choice) => {
                    format!("Harmful choice: “{choice}”, where this was expected: {text}.")
                }
                None => format!("Harmful choice where this was expected: {text}."),
            };
            let breach = Breach {
                records: action.evidence.clone(),
                says,
            };
            breaches.entry(objective).or_default().push(breach);
        }
    }
    let by_id: HashMap<&ActionId, &ActionSummary> = actions
        .iter()
        .map(|action| (&action.action, action))
        .collect();
    for (deadline, summary) in drill.index.scenario.deadlines.iter().zip(deadlines) {
        let how = match summary.result {
            DeadlineResult::Missed => "was missed",
            DeadlineResult::MetLate => "was met late",
            DeadlineResult::Met | DeadlineResult::Open | DeadlineResult::NotBegun => continue,
        };
        let action = deadline.met_by.as_ref().and_then(|id| by_id.get(id));
        if let Some(objective) = action.and_then(|action| action.objective.as_ref()) {
            let says = format!(
                "The deadline “{}” ({}) {how}.",
                summary.title, summary.source
            );
            let breach = Breach {
                records: summary.evidence.clone(),
                says,
            };
            breaches.entry(objective).or_default().push(breach);
        }
    }
    breaches
}

/// The objectives a decision bears on: that of its expected action, else those of its inject.
fn objectives_of<'a>(
    drill: &'a Drill<'_>,
    decision: &crate::DecisionSummary,
) -> Vec<&'a ObjectiveId> {
    let action = decision
        .action
        .as_ref()
        .and_then(|id| drill.index.action(id));
    if let Some(objective) = action.and_then(|action| action.objective.as_ref()) {
        return vec![objective];
    }
    let Some(inject) = decision
        .inject
        .as_ref()
        .and_then(|id| drill.index.inject(id))
    else {
        return Vec::new();
    };
    let of_actions = drill
        .index
        .actions_of(&inject.id)
        .iter()
        .filter_map(|it| it.objective.as_ref());
    let mut objectives: Vec<&ObjectiveId> = inject.objectives.iter().chain(of_actions).collect();
    objectives.sort_unstable();
    objectives.dedup();
    objectives
}

fn summary(
    drill: &Drill<'_>,
    objective: &Objective,
    actions: &[&ActionSummary],
    breaches: &[Breach],
    notes: Vec<u64>,
) -> ObjectiveSummary {
    let mut counts = OutcomeCounts::default();
    let mut score = Score::default();
    for action in actions {
        counts.add(action.outcome);
        outcomes::score(&mut score, action);
    }
    let tested = actions
        .iter()
        .filter(|action| action.outcome != Outcome::NotTested);
    let mut evidence: Vec<u64> = tested
        .flat_map(|action| action.evidence.iter().copied())
        .collect();
    evidence.extend(
        breaches
            .iter()
            .flat_map(|breach| breach.records.iter().copied()),
    );
    evidence.extend(&notes);
    evidence.sort_unstable();
    evidence.dedup();
    let (suggested, basis) = suggest(actions, breaches);
    ObjectiveSummary {
        objective: objective.id.clone(),
        title: objective.title.clone(),
        capability: objective.capability.clone(),
        target: objective.target.clone(),
        phase: objective.phase,
        critical_tasks: objective.critical_tasks.clone(),
        actions: actions.iter().map(|action| action.action.clone()).collect(),
        outcomes: counts,
        score,
        suggested,
        basis,
        confirmed: drill.talk.ratings.get(&objective.id).cloned(),
        notes,
        evidence,
    }
}

/// The rating by rule, with the sentences that give its reasons.
fn suggest(actions: &[&ActionSummary], breaches: &[Breach]) -> (Option<Rating>, Vec<String>) {
    let tested: Vec<&ActionSummary> = actions
        .iter()
        .copied()
        .filter(|action| action.outcome != Outcome::NotTested)
        .collect();
    let untested = actions.len() - tested.len();
    if tested.is_empty() {
        let says = if actions.is_empty() {
            "No expected action belongs to this objective, so the rule suggests no rating."
        } else {
            "None of its expected actions was tested, so the rule suggests no rating."
        };
        return (None, vec![says.to_owned()]);
    }
    let mut case = Case {
        rating: Rating::P,
        basis: Vec::new(),
    };
    let critical = |action: &&&ActionSummary| action.critical;
    let critical_all = actions.iter().filter(critical).count();
    let critical_tested = tested.iter().filter(critical).count();
    weigh_missed(&mut case, &tested);
    let partial = |action: &ActionSummary| action.outcome == Outcome::Partial;
    case.weigh(
        Rating::M,
        &tested,
        "Done only in part, and critical",
        |it| it.critical && partial(it),
    );
    for breach in breaches {
        case.rating = case.rating.max(Rating::M);
        case.basis.push(breach.says.clone());
    }
    case.weigh(Rating::S, &tested, "Done only in part", |it| {
        !it.critical && partial(it)
    });
    case.weigh(Rating::S, &tested, "Done after the target time", |it| {
        it.outcome == Outcome::MetLate
    });
    case.weigh(Rating::S, &tested, "Done after a prompt", |it| {
        it.prompted && it.outcome != Outcome::Missed
    });
    case.weigh(
        Rating::S,
        &tested,
        "Done after a contingency inject",
        |it| it.contingency && it.outcome != Outcome::Missed,
    );
    if critical_all > 0 && critical_tested == 0 {
        case.rating = case.rating.max(Rating::S);
        case.basis
            .push("None of its critical actions was tested.".to_owned());
    }
    if case.rating == Rating::P {
        case.basis.push(match (critical_tested, tested.len()) {
            (0, all) => format!("All of its tested actions ({all}) were done in time."),
            (critical, all) => format!(
                "All of its tested actions ({all}, of which {critical} critical) were done in time."
            ),
        });
    }
    if untested > 0 {
        case.basis.push(format!(
            "Not tested: {untested} of {} actions.",
            actions.len()
        ));
    }
    (Some(case.rating), case.basis)
}

fn weigh_missed(case: &mut Case, tested: &[&ActionSummary]) {
    let missed = |action: &ActionSummary| action.outcome == Outcome::Missed;
    case.weigh(Rating::U, tested, "Critical and not done", |it| {
        it.critical && missed(it)
    });
    // Where nothing at all was done, the objective was not reached, critical or not.
    let worst = if tested.iter().all(|it| missed(it)) {
        Rating::U
    } else {
        Rating::S
    };
    case.weigh(worst, tested, "Not done", |it| !it.critical && missed(it));
}

/// A rating that only gets worse as evidence is weighed.
struct Case {
    rating: Rating,
    basis: Vec<String>,
}

impl Case {
    fn weigh(
        &mut self,
        rating: Rating,
        tested: &[&ActionSummary],
        what: &str,
        holds: impl Fn(&ActionSummary) -> bool,
    ) {
        let texts: Vec<&str> = tested
            .iter()
            .filter(|action| holds(action))
            .map(|action| action.text.trim().trim_end_matches('.'))
            .collect();
        if !texts.is_empty() {
            self.rating = self.rating.max(rating);
            self.basis.push(format!("{what}: {}.", texts.join("; ")));
        }
    }
}
