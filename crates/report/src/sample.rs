//! Every edition of the report of the sample drill, with something in every part, so that a template is seen with everything it can
//! meet. Not here: the drill itself (`evaluation::sample`).

use evaluation::{evaluate, sample};

use crate::edition::{Edition, edition};
use crate::input::{
    ActionStatus, Addendum, Approval, Ask, Background, ChangeState, CorrectiveAction, Element,
    Input, LastDrill, PlanChange, Seal,
};
use crate::model::AfterActionReport;

/// The report of the sample drill.
///
/// # Errors
/// Where the sample no longer fits the formats.
pub(crate) fn report(which: Edition) -> Result<AfterActionReport, String> {
    let scenario = sample::scenario().map_err(|error| error.to_string())?;
    let records = sample::records().map_err(|error| format!("{}: {}", error.kind, error.why))?;
    let (people, exercise, plan) = (sample::people(), sample::exercise(), sample::plan());
    let evaluation = evaluate(&evaluation::Input {
        exercise: &exercise,
        scenario: &scenario,
        records: &records,
        plan: Some(&plan),
        people: &people,
    });
    let finding = evaluation.findings.first().map(|finding| finding.record);
    let actions = [CorrectiveAction {
        finding,
        issue: String::new(),
        what: "Say in the plan who clears a statement, and practise it.".to_owned(),
        element: Element::Planning,
        capability: String::new(),
        owner: "Communications Lead".to_owned(),
        contact: "comms@example.org".to_owned(),
        start: None,
        due: None,
        status: ActionStatus::Open,
    }];
    let plan_changes = [PlanChange {
        section: "Incident Response Plan / Contacts".to_owned(),
        before: "Privacy Officer: n/a".to_owned(),
        after: "Privacy Officer: the data-protection desk, day and night".to_owned(),
        state: ChangeState::Adopted,
        revision: Some("5".to_owned()),
        because: "Nobody in the role: Privacy Officer".to_owned(),
    }];
    let seal = Seal {
        seq: evaluation.course.last_seq,
        seal: "4f1d…c09a".to_owned(),
    };
    let input = Input {
        scenario: &scenario,
        evaluation: &evaluation,
        records: &records,
        people: &people,
        organisation: "Harbour Logistics",
        sponsor: "Chief Information Security Officer",
        contact: "ir-coordinator@example.org",
        named: false,
        utc_offset_minutes: 60,
        dated: None,
        actions: &actions,
        plan_changes: &plan_changes,
        seal: Some(&seal),
    };
    Ok(edition(&input, &background(&evaluation), which).report)
}

fn background(evaluation: &evaluation::Evaluation) -> Background {
    let at = evaluation.course.last_at.unwrap_or_default();
    let objectives = evaluation.objectives.iter();
    Background {
        last_drill: Some(LastDrill {
            title: "Lost laptop".to_owned(),
            at,
            ratings: objectives
                .map(|it| (it.objective.clone(), exercise::Rating::M))
                .collect(),
            outcomes: Default::default(),
        }),
        next_drill: None,
        asks: vec![Ask {
            what: "Pay for a second person on call".to_owned(),
            money: "40,000 a year".to_owned(),
            owner: "Head of operations".to_owned(),
            risk: "Nobody answers at night.".to_owned(),
        }],
        approval: Some(Approval {
            by: "The trainer".to_owned(),
            at,
        }),
        addenda: vec![Addendum {
            says: "The second pause lasted longer than written.".to_owned(),
            by: "The trainer".to_owned(),
            at,
        }],
    }
}
