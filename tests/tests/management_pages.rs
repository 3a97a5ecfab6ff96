//! The management edition of every shipped drill is two pages, whoever played it: simulated people of every kind, with the
//! sample plan, with everything that a trainer can ask and all that a drill before can add. Not here: what stands in them.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use cast::{Policy, PromptBook};
use evaluation::{Evaluation, PlanFacts};
use exercise::{Brief, Order, Origin, PlanUsed, Rating, Record, Script};
use press::Fonts;
use report::{
    ActionStatus, Approval, Ask, Background, CorrectiveAction, Edition, Element, LastDrill, Look,
};
use terms::{ExerciseId, PlanId, Stamp};

#[test]
fn management_reads_two_pages_of_every_shipped_drill() {
    let root = Path::new(env!("CARGO_MANIFEST_DIR")).join("../scenarios");
    let mut drills = 0;
    for folder in std::fs::read_dir(&root).expect("the shipped drills") {
        let file = folder.expect("a folder").path().join("scenario.yaml");
        if !file.exists() {
            continue;
        }
        drills += 1;
        let found = conduct::library::read(&file, String::new(), true).expect("it can be read");
        let scenario = conduct::rendered(&found.scenario, &BTreeMap::new()).expect("filled");
        let script = Script::new(Arc::new(scenario));
        for policy in Policy::ALL {
            let played = play(&script, policy, &root);
            for rich in [false, true] {
                check(
                    &script,
                    &played,
                    rich,
                    &format!("{} {policy:?} {rich}", file.display()),
                );
            }
        }
    }
    assert!(drills >= 5, "only {drills} drills were found");
}

fn check(script: &Script, (evaluation, records): &(Evaluation, Vec<Record>), rich: bool, of: &str) {
    let actions = if rich {
        actions(evaluation)
    } else {
        Vec::new()
    };
    let background = if rich {
        background(evaluation)
    } else {
        Background::default()
    };
    let input = report::Input {
        organisation: "Harbour Logistics and Terminal Operations",
        utc_offset_minutes: 60,
        actions: &actions,
        ..report::Input::of(script.scenario(), evaluation, records)
    };
    let edited = report::edition(&input, &background, Edition::Management);
    let pdf = press::pdf(&edited.report, &Look::default(), &Fonts::shipped()).expect("it is set");
    assert_eq!(pdf.pages, 2, "pages of {of}");
    let brief = edited.report.management.expect("it is for management");
    assert!(!brief.verdict.is_empty(), "{of} has a verdict");
    assert!(
        brief.strengths.len() <= 3 && brief.gaps.len() <= 3,
        "three each in {of}"
    );
    assert_eq!(brief.limits.len(), 4, "what {of} does not show");
    assert_eq!(brief.sign_off.len(), 3, "who signs {of}");
    if rich {
        assert_eq!(brief.asks.len(), 3, "what is asked after {of}");
        assert!(
            brief.objectives.iter().all(|it| it.before == "P"),
            "against the last drill"
        );
    }
}

/// What a trainer may ask, and what the drill before showed.
fn background(evaluation: &Evaluation) -> Background {
    let long = "Decide whether the second site is to be kept ready at all hours, with its own backups, and who pays for it";
    let ask = Ask {
        what: long.to_owned(),
        money: "EUR 140 000 a year".to_owned(),
        owner: "Chief operating officer".to_owned(),
        risk: "Terminals stand for as long as backups take to come back from the other site"
            .to_owned(),
    };
    let objectives = evaluation.objectives.iter();
    Background {
        last_drill: Some(LastDrill {
            title: "Ransomware on a Friday afternoon, with everybody".to_owned(),
            at: Stamp(1_700_000_000_000),
            ratings: objectives
                .map(|it| (it.objective.clone(), Rating::P))
                .collect(),
            outcomes: BTreeMap::new(),
        }),
        next_drill: Some(Stamp(1_900_000_000_000)),
        asks: vec![ask.clone(), ask.clone(), ask],
        approval: Some(Approval {
            by: "Ada Lovelace, Chief Information Security Officer".to_owned(),
            at: Stamp(1_800_000_000_000),
        }),
        addenda: Vec::new(),
    }
}

fn actions(evaluation: &Evaluation) -> Vec<CorrectiveAction> {
    let action = |finding: &evaluation::RaisedFinding| CorrectiveAction {
        finding: Some(finding.record),
        issue: String::new(),
        what: format!(
            "See to it that this does not come again: {}",
            finding.finding.title
        ),
        element: Element::Planning,
        capability: String::new(),
        owner: "Head of infrastructure and operations".to_owned(),
        contact: String::new(),
        start: None,
        due: None,
        status: ActionStatus::Open,
    };
    evaluation.findings.iter().map(action).collect()
}

/// A drill that simulated people play to its end, with every suggested finding raised.
fn play(script: &Script, policy: Policy, root: &Path) -> (Evaluation, Vec<Record>) {
    let text = std::fs::read_to_string(root.join("plan/incident-response-plan.md"));
    let (plan, _) = plan::read(&text.expect("the sample plan"));
    let facts = PlanFacts {
        title: plan.title.clone(),
        revision: "4".to_owned(),
        sections: plan.sections.iter().map(|it| it.path.clone()).collect(),
    };
    let brief = Brief {
        origin: Origin::Rehearsal,
        scenario: String::new(),
        plan: Some(PlanUsed {
            plan: PlanId::from("PLAN"),
            title: plan.title.clone(),
            revision: "4".to_owned(),
            hash: String::new(),
            headings_by_look: false,
        }),
        variables: BTreeMap::new(),
        handouts: BTreeMap::new(),
        seed: Some(7),
        given: Default::default(),
    };
    let id = ExerciseId::from("01JMANAGEMENT0000000000000");
    let mut played = cast::perform(&PromptBook::new(script), brief, policy);
    let judged = |records: &[Record]| {
        evaluation::evaluate(&evaluation::Input {
            exercise: &id,
            scenario: script.scenario(),
            records,
            plan: Some(&facts),
            people: &BTreeMap::new(),
        })
    };
    for suggestion in judged(&played.records).suggested {
        let finding = Box::new(suggestion.finding);
        let raised = played.order(&Order::RaiseFinding { finding });
        raised.expect("a suggested finding is taken up");
    }
    played.close();
    (judged(&played.records), played.records)
}
