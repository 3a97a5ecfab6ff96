//! Calls about a drill after its end: the review, corrective actions. Not here: the report
//! (`calls_report`), the evidence pack (`calls_files`).

use std::collections::BTreeMap;
use std::path::Path;

use evaluation::{Evaluation, PlanFacts, evaluate};
use exercise::Rating;
use programme::{ActionKept, ActionState, DrillClosed, ProgrammeEvent};
use wire::{DeskCall, DeskReply, Problem, ProblemCode};

use crate::calls_drill::scene;
use crate::calls_programme::misplaced;
use crate::conductor::{Conductor, Drill};
use crate::desk::{Desk, Open, fits, mint, unopened};
use crate::drafts::write_whole;
use crate::keep::Keep;
use crate::paper;
use crate::problem::{fault, problem, unknown, unwritable};
use crate::views::{self, Reviewed};

impl Desk {
    pub(crate) fn review_call(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Review { exercise } => {
                let conductor = self.conductor(open, &exercise)?;
                self.review_reply(open, &conductor)
            }
            DeskCall::KeepAction {
                exercise,
                action,
                finding,
                what,
                element,
                owner,
                start,
                due,
            } => {
                let conductor = self.conductor(open, &exercise)?;
                for text in [&what, &owner, &start, &due] {
                    fits(text)?;
                }
                let id = match action {
                    Some(id) if open.keep.fold.actions.contains_key(&id) => id,
                    Some(_) => return Err(unknown("corrective action")),
                    None => mint(self.clock.now()),
                };
                let state = open.keep.fold.actions.get(&id);
                let kept = ActionKept {
                    state: state.map_or(ActionState::Open, |kept| kept.state),
                    action: id,
                    exercise: exercise.into(),
                    finding,
                    what,
                    element,
                    owner,
                    start,
                    due,
                };
                check_action(&kept)?;
                let event = ProgrammeEvent::ActionKept(kept);
                open.keep.append(event).map_err(|failed| fault(&failed))?;
                self.review_reply(open, &conductor)
            }
            other => Err(misplaced(&other)),
        }
    }

    pub(crate) fn review_reply(
        &self,
        open: &Open,
        conductor: &Conductor,
    ) -> Result<DeskReply, Problem> {
        let names = open.keep.names();
        let now = self.clock.now();
        conductor.look(|drill| {
            let evaluation = self.evaluate(open, drill)?;
            let mut bare = evaluation.clone();
            bare.narratives.summary = None;
            let summary_made = self.summary_made(open, drill, &bare);
            let proposed: Vec<String> = open
                .keep
                .plans
                .values()
                .flat_map(|fold| fold.amendments.values())
                .filter_map(|kept| kept.proposal.finding.clone())
                .collect();
            let briefed = drill.exercise.briefed();
            let plan = briefed.plan.as_ref().and_then(|used| {
                let fold = open.keep.plans.get(&used.plan)?;
                Some(views::plan_card(&open.keep, &used.plan, fold))
            });
            let transcript = evaluation::transcript_lines(&drill.records, &BTreeMap::new());
            let reviewed = Reviewed {
                evaluation: &evaluation,
                transcript: &transcript,
                actions: actions_of(&open.keep, drill).collect(),
                proposed: &proposed,
                plan,
                summary_made,
            };
            let view = views::review(&drill.id, &scene(drill, &names, now), &reviewed);
            Ok(DeskReply::Review(view))
        })
    }

    /// Evaluates a drill against the plan that it was set up with.
    pub(crate) fn evaluate(&self, open: &Open, drill: &Drill) -> Result<Evaluation, Problem> {
        let facts = plan_facts(&open.keep, drill)?;
        let names = open.keep.names();
        Ok(evaluate(&evaluation::Input {
            exercise: &drill.id,
            scenario: drill.exercise.scenario(),
            records: &drill.records,
            plan: facts.as_ref(),
            people: &names,
        }))
    }

    pub(crate) fn suggested_ratings(
        &self,
        open: &Open,
        drill: &Drill,
    ) -> Result<BTreeMap<String, Rating>, Problem> {
        let evaluation = self.evaluate(open, drill)?;
        let rated = evaluation.objectives.iter();
        Ok(rated
            .filter_map(|it| Some((it.objective.to_string(), it.suggested?)))
            .collect())
    }

    /// Keeps what became of a drill in the programme, so that it is never judged anew.
    pub(crate) fn keep_closed(
        &self,
        open: &mut Open,
        conductor: &Conductor,
    ) -> Result<(), Problem> {
        let closed = conductor.look(|drill| {
            let evaluation = self.evaluate(open, drill)?;
            let closed = DrillClosed::of(&drill.id, &drill.exercise, &evaluation);
            Ok::<_, Problem>(closed)
        })?;
        if let Some(closed) = closed {
            open.keep
                .append(ProgrammeEvent::DrillClosed(closed))
                .map_err(|failed| fault(&failed))?;
        }
        Ok(())
    }
}

/// What an evaluation must know of the plan that a drill was set up with.
///
/// # Errors
/// Where the plan's text cannot be read from the programme.
pub fn plan_facts(keep: &Keep, drill: &Drill) -> Result<Option<PlanFacts>, Problem> {
    let Some(used) = &drill.exercise.briefed().plan else {
        return Ok(None);
    };
    let (read, _) = keep.plan_used(used).map_err(unopened)?.read();
    Ok(Some(facts_of(used, &read)))
}

/// What an evaluation needs to know of a plan that was read.
pub(crate) fn facts_of(used: &exercise::PlanUsed, read: &plan::Plan) -> PlanFacts {
    let sections = read.sections.iter();
    PlanFacts {
        title: used.title.clone(),
        revision: used.revision.clone(),
        sections: sections.map(|section| section.path.clone()).collect(),
    }
}

pub(crate) fn actions_of<'a>(
    keep: &'a Keep,
    drill: &'a Drill,
) -> impl Iterator<Item = &'a ActionKept> {
    keep.fold
        .actions
        .values()
        .filter(|kept| kept.exercise == drill.id)
}

fn check_action(kept: &ActionKept) -> Result<(), Problem> {
    if kept.what.trim().is_empty() {
        return Err(problem(ProblemCode::Refused, "Say what is to be done."));
    }
    if paper::element_of(&kept.element).is_none() {
        return Err(unknown("kind of corrective action"));
    }
    for date in [&kept.start, &kept.due] {
        if !date.is_empty() && chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").is_err() {
            let says = format!("“{date}” is not a date. Write it like 2027-03-05.");
            return Err(problem(ProblemCode::Refused, says));
        }
    }
    Ok(())
}

pub(crate) fn save(path: &Path, bytes: &[u8]) -> Result<DeskReply, Problem> {
    write_whole(path, bytes).map_err(|error| unwritable(path, &error))?;
    Ok(DeskReply::Saved(path.display().to_string()))
}
