//! The report of the sample drill, with something in every part, so that a template is seen with everything it can
//! meet. Not here: the drill itself (`evaluation::sample`).

use evaluation::{evaluate, sample};

use crate::build::build;
use crate::input::{ActionStatus, ChangeState, CorrectiveAction, Element, Input, PlanChange, Seal};
use crate::model::AfterActionReport;

/// The report of the sample drill.
///
/// # Errors
/// Where the sample no longer fits the formats.
pub(crate) fn report() -> Result<AfterActionReport, String> {
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
    Ok(build(&Input {
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
    }))
}
