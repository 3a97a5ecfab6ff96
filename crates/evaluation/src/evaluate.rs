//! Puts the evaluation together: the fold, then one module after the other judging its facts.
//! Not here: any rule of its own but the one for unanswered injects.

use std::collections::HashMap;

use exercise::{Origin, Outcome, Stance};
use terms::{ActionId, Span};

use crate::fold::Drill;
use crate::happened::InjectState;
use crate::index::Sections;
use crate::judged::{ActionSummary, DeadlineResult, DeadlineSummary};
use crate::model::{EVALUATOR, Evaluation, Input, Totals};
use crate::{coverage, deadlines, findings, objectives, outcomes, roles, team, timeline};

/// Without an expected action, an inject with options counts as unanswered after this long.
const UNANSWERED_AFTER: Span = Span::minutes(10);

/// Evaluates one drill. The cost grows in proportion to the records and to the scenario.
pub fn evaluate(input: &Input<'_>) -> Evaluation {
    let sections = input.plan.map(Sections::new);
    let mut drill = Drill::fold(*input);
    outcomes::tie_decisions(&mut drill);
    let actions = outcomes::actions(&drill, sections.as_ref());
    mark_unanswered(&mut drill, &actions);
    let deadlines = deadlines::deadlines(&drill, sections.as_ref());
    let objectives = objectives::objectives(&drill, &actions, &deadlines);
    let roles = roles::roles(&drill, &actions);
    let team = team::team(&drill);
    let judged = findings::Judged {
        team: &team,
        actions: &actions,
        objectives: &objectives,
        deadlines: &deadlines,
        roles: &roles,
        sections: sections.as_ref(),
    };
    let suggested = findings::suggested(&drill, &judged);
    let raised = findings::raised(&drill);
    let timeline = timeline::timeline(&drill);
    let totals = totals(&drill, &actions, &deadlines);
    let coverage = coverage::coverage(
        input.plan,
        &actions,
        &deadlines,
        drill.course.origin == Some(Origin::Rehearsal),
    );
    let mut decisions = drill.decisions;
    decisions.sort_by_key(|decision| decision.elapsed);
    Evaluation {
        evaluator: EVALUATOR,
        exercise: input.exercise.clone(),
        course: drill.course,
        totals,
        timeline,
        injects: drill.injects,
        decisions,
        roles,
        actions,
        objectives,
        team,
        deadlines,
        suggested,
        findings: raised,
        notes: drill.talk.notes,
        hot_wash: drill.talk.hot_wash,
        feedback: drill.talk.feedback,
        coverage,
        participants: drill.people.into_participants(),
        narratives: drill.talk.narratives,
    }
}

/// Marks the delivered injects that asked for something and got nothing, once there was time for it.
fn mark_unanswered(drill: &mut Drill<'_>, actions: &[ActionSummary]) {
    let outcomes: HashMap<&ActionId, Outcome> = actions
        .iter()
        .map(|action| (&action.action, action.outcome))
        .collect();
    let (played, over) = (drill.course.played, drill.play_over());
    for inject in &mut drill.injects {
        let Some(delivery) = inject.deliveries.last() else {
            continue;
        };
        let asks = drill
            .index
            .inject(&inject.inject)
            .is_some_and(|it| !it.options.is_empty());
        let ran = played - delivery.elapsed;
        let had_time = if inject.actions.is_empty() {
            asks && (over || ran >= UNANSWERED_AFTER)
        } else {
            // An action that is done answers the inject even where nobody wrote a decision down.
            let of_inject = || {
                inject
                    .actions
                    .iter()
                    .filter_map(|action| outcomes.get(action))
            };
            of_inject().any(|outcome| *outcome == Outcome::Missed)
                && of_inject().all(|it| matches!(it, Outcome::Missed | Outcome::NotTested))
        };
        inject.unanswered =
            inject.state == InjectState::Delivered && inject.decisions.is_empty() && had_time;
    }
}

fn totals(drill: &Drill<'_>, actions: &[ActionSummary], deadlines: &[DeadlineSummary]) -> Totals {
    let mut totals = drill.totals.clone();
    for inject in &drill.injects {
        totals.injects += 1;
        totals.delivered += u32::from(inject.state == InjectState::Delivered);
        totals.acknowledged += u32::from(!inject.acknowledged.is_empty());
        totals.unanswered += u32::from(inject.unanswered);
    }
    for decision in drill
        .decisions
        .iter()
        .filter(|decision| decision.struck.is_none())
    {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        totals.decisions += 1;
        totals.revisions += count(decision.revisions.len());
        let dissents = decision
            .stances
            .iter()
            .filter(|it| it.stance == Stance::Dissents);
        totals.dissents += count(dissents.count());
        totals.unauthorised += u32::from(decision.unauthorised);
    }
    for action in actions {
        totals.outcomes.add(action.outcome);
        totals.critical_missed += u32::from(action.critical && action.outcome == Outcome::Missed);
        totals.harmful += u32::from(action.harmful);
    }
    for deadline in deadlines {
        let missed = match deadline.result {
            DeadlineResult::Missed | DeadlineResult::MetLate => true,
            DeadlineResult::Met | DeadlineResult::Open => false,
            DeadlineResult::NotBegun => continue,
        };
        totals.deadlines += 1;
        totals.deadlines_missed += u32::from(missed);
    }
    totals
}
