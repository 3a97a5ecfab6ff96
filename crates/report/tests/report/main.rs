//! The report of the sample drill: every part is there in every format, it is the same bytes for the same records,
//! and no text from people does anything but stand there.

mod harmless;
mod templates;

use evaluation::{Evaluation, evaluate, sample};
use exercise::Record;
use proptest::prelude::*;
use pulldown_cmark::{Event, Options, Parser, Tag};
use report::{
    ActionStatus, AfterActionReport, ChangeState, CorrectiveAction, Element, Input, PlanChange,
    Seal, Templates, build,
};
use scenario::Scenario;
use serde_json::Value;
use std::collections::BTreeMap;

#[test]
fn every_format_has_every_part() {
    let drill = Drill::sample();
    let (html, markdown) = both(&drill.report());
    let headings = [
        "Executive summary",
        "Critical lapses",
        "Exercise overview",
        "Results by objective",
        "Timeline",
        "Deadlines",
        "Roles",
        "The plan",
        "Hot wash and feedback",
        "Improvement plan",
        "Participants",
        "Method",
        "Transcript",
    ];
    for heading in headings {
        assert!(
            html.contains(&format!("{heading}</h2>")),
            "HTML has the heading {heading}"
        );
        assert!(
            markdown.contains(&format!("\n## {heading}\n")),
            "Markdown has the heading {heading}"
        );
    }
    let facts = [
        "Chief Information Security Officer",
        "T1486",
        "GDPR 33",
        "5 March 2027",
        "4 April 2027",
        "Performed with some challenges",
        "A statement was ready, unsent.",
        "Not analysed yet",
        "Isolate, and image the memory first",
        "1 is the seal",
        "Revise the press rule",
        "Who may speak",
    ];
    for fact in facts {
        assert!(html.contains(fact), "HTML says {fact}");
        assert!(markdown.contains(fact), "Markdown says {fact}");
    }
}

#[test]
fn the_marking_stands_first_last_and_in_the_page_margins() {
    let mut drill = Drill::sample();
    drill.records[0] = rehearsal(&drill.records[0]);
    let (html, markdown) = both(&drill.report());
    let marking = "EXERCISE · TLP:AMBER · rehearsal";
    assert!(
        html.contains(&format!("@top-center {{ content: \"{marking}\"")),
        "printers repeat it on every page"
    );
    assert!(
        html.contains(&format!("<p class=\"marking\">{marking}</p>")),
        "the screen always shows it"
    );
    assert!(
        markdown.starts_with(&format!("**{marking}**")),
        "it comes first"
    );
    assert!(
        markdown
            .trim_end()
            .lines()
            .last()
            .is_some_and(|line| line.contains(marking)),
        "and last"
    );
}

#[test]
fn the_html_asks_for_nothing_and_runs_nothing() {
    let html = both(&Drill::sample().report()).0;
    for outside in [
        "http:", "https:", "<script", "<link", "<img", "<iframe", "url(", "@import", "src=",
        "style=\"", "onload",
    ] {
        assert!(!html.contains(outside), "there is no {outside}");
    }
    assert!(
        html.contains("content=\"default-src 'none'; style-src 'sha256-"),
        "the policy allows one style sheet"
    );
}

#[test]
fn every_decision_row_has_its_latency() {
    let report = Drill::sample().report();
    assert_eq!(report.decisions.len(), 4, "struck and unprompted ones too");
    for row in &report.decisions {
        assert!(
            !row.latency.is_empty(),
            "record {} has a latency",
            row.record
        );
    }
    let rows = report.timeline.iter().filter(|row| row.kind == "Decision");
    assert!(
        rows.clone().count() == 4 && rows.clone().all(|row| !row.latency.is_empty()),
        "in the timeline too"
    );
}

#[test]
fn the_main_edition_has_roles_and_no_names() {
    let mut drill = Drill::sample();
    let check = |drill: &Drill, named: bool| {
        let (html, markdown) = both(&drill.report());
        for name in drill.people.values() {
            assert_eq!(html.contains(name), named, "HTML and {name}");
            assert_eq!(markdown.contains(name), named, "Markdown and {name}");
        }
    };
    check(&drill, false);
    drill.named = true;
    check(&drill, true);
}

#[test]
fn the_same_records_give_the_same_bytes() {
    let (first, second) = (Drill::sample(), Drill::sample());
    assert_eq!(
        both(&first.report()),
        both(&second.report()),
        "no clock and no chance is in it"
    );
    let written = serde_json::to_string(&first.report()).expect("the model is plain data");
    let read: AfterActionReport = serde_json::from_str(&written).expect("and can be read again");
    assert_eq!(
        both(&read),
        both(&first.report()),
        "the model keeps everything the formats need"
    );
}

#[test]
fn local_wall_times_follow_the_offset() {
    let check = |minutes: i32, says: &str| {
        let report = Drill {
            utc_offset_minutes: minutes,
            ..Drill::sample()
        }
        .report();
        assert_eq!(
            report.overview[2].value, says,
            "{minutes} minutes ahead of UTC"
        );
    };
    check(0, "5 March 2027, 09:00 to 10:00 (UTC)");
    check(60, "5 March 2027, 10:00 to 11:00 (UTC+01:00)");
    check(-570, "4 March 2027, 23:30 to 00:30 (UTC-09:30)");
}

#[test]
fn a_summary_made_from_the_record_says_so() {
    let mut drill = Drill::sample();
    drill
        .records
        .retain(|record| record.event.kind() != "narrative_written");
    let report = drill.report();
    assert!(report.summary.generated, "nobody wrote one");
    let (html, markdown) = both(&report);
    assert!(
        html.contains("Made from the record"),
        "HTML says where it comes from"
    );
    assert!(
        markdown.contains("*Made from the record"),
        "Markdown says where it comes from"
    );
    assert!(
        markdown.contains("3 people played “Ransom note on a Friday” for 50m 00s"),
        "{}",
        report.summary.text
    );
}

#[test]
fn the_improvement_plan_names_owner_and_due_date_and_what_nobody_has_taken_up() {
    let report = Drill::sample().report();
    let first = &report.improvement_plan[0];
    assert_eq!(
        first.issue, "No holding statement was agreed in time",
        "the finding's title"
    );
    assert_eq!(
        first.capability, "Public information",
        "the objective's capability"
    );
    assert_eq!(
        (first.element.as_str(), first.owner.as_str()),
        ("Planning", "Communications Lead")
    );
    assert_eq!(first.due, "4 April 2027", "30 days after the drill");
    assert!(
        report
            .improvement_plan
            .iter()
            .skip(1)
            .all(|row| !row.assigned),
        "the rest waits for an owner"
    );
    assert!(
        report.improvement_plan.len() > 1,
        "critical suggestions are not left out"
    );
}

#[test]
fn a_critical_lapse_fits_a_notice_of_its_own() {
    let drill = Drill::sample();
    let templates = Templates::ours().expect("our templates compile");
    let html = templates.lapse_html(&drill.report()).expect("it renders");
    let markdown = templates
        .lapse_markdown(&drill.report())
        .expect("it renders");
    for text in [&html, &markdown] {
        assert!(
            text.contains("No holding statement was agreed in time"),
            "the lapse that was raised"
        );
        assert!(
            text.contains("Nobody knew the authority"),
            "the one that was noted as critical"
        );
        assert!(
            text.contains("not yet confirmed"),
            "what a rule suggests says so"
        );
        assert!(text.contains("EXERCISE · TLP:AMBER · live"), "the marking");
        assert!(!text.contains("Transcript"), "nothing of the long report");
    }
}

#[test]
fn a_drill_can_be_reported_at_any_time() {
    let drill = Drill::sample();
    for length in [0, 1, 10, 12, 30, drill.records.len()] {
        let part = Drill {
            records: drill.records[..length].to_vec(),
            ..Drill::sample()
        };
        let (html, markdown) = both(&part.report());
        assert!(
            html.contains("Improvement plan</h2>"),
            "after {length} records"
        );
        assert!(
            markdown.contains("## Improvement plan"),
            "after {length} records"
        );
    }
}

fn both(report: &AfterActionReport) -> (String, String) {
    let templates = Templates::ours().expect("our templates compile");
    let html = templates.html(report).expect("the HTML renders");
    let markdown = templates.markdown(report).expect("the Markdown renders");
    (html, markdown)
}

fn rehearsal(briefed: &Record) -> Record {
    let mut record = briefed.clone();
    if let exercise::Event::Briefed(body) = &mut record.event {
        body.origin = exercise::Origin::Rehearsal;
    }
    record
}

#[test]
fn bots_and_what_people_said_of_themselves_are_marked() {
    let mut drill = Drill::sample();
    for record in &mut drill.records {
        match &mut record.event {
            exercise::Event::Briefed(body) => body.origin = exercise::Origin::Live,
            exercise::Event::ActionSettled(it) if it.action.as_str() == "isolate" => {
                record.actor = exercise::Actor::Bot("soc".into());
            }
            exercise::Event::ActionSettled(it) if it.action.as_str() == "backups" => {
                record.actor = exercise::Actor::Seat("soc".into(), "p-chen".into());
            }
            _ => {}
        }
    }
    let (html, markdown) = both(&drill.report());
    for says in ["bot-assisted", "by a simulated person", "self-assessed"] {
        assert!(html.contains(says), "HTML says {says}");
        assert!(markdown.contains(says), "Markdown says {says}");
    }
}

/// Everything a report is made from, so that a test can change one thing.
struct Drill {
    scenario: Scenario,
    records: Vec<Record>,
    people: BTreeMap<terms::PersonId, String>,
    named: bool,
    utc_offset_minutes: i32,
}

impl Drill {
    fn sample() -> Self {
        Self {
            scenario: sample::scenario().expect("the sample fits the scenario format"),
            records: sample::records().expect("the sample fits the events"),
            people: sample::people(),
            named: false,
            utc_offset_minutes: 60,
        }
    }

    fn evaluation(&self) -> Evaluation {
        evaluate(&evaluation::Input {
            exercise: &sample::exercise(),
            scenario: &self.scenario,
            records: &self.records,
            plan: Some(&sample::plan()),
            people: &self.people,
        })
    }

    fn report(&self) -> AfterActionReport {
        let evaluation = self.evaluation();
        let actions = [CorrectiveAction {
            finding: evaluation.findings.first().map(|finding| finding.record),
            issue: String::new(),
            what: "Revise the press rule and practise it.".to_owned(),
            element: Element::Planning,
            capability: String::new(),
            owner: "Communications Lead".to_owned(),
            contact: "comms at example.org".to_owned(),
            start: None,
            due: None,
            status: ActionStatus::Open,
        }];
        let changes = [PlanChange {
            section: "Contacts".to_owned(),
            before: "nobody".to_owned(),
            after: "the data-protection desk".to_owned(),
            state: ChangeState::Adopted,
            revision: Some("5".to_owned()),
            because: "Nobody in the role".to_owned(),
        }];
        build(&Input {
            scenario: &self.scenario,
            evaluation: &evaluation,
            records: &self.records,
            people: &self.people,
            organisation: "Harbour Logistics",
            sponsor: "Chief Information Security Officer",
            contact: "the plan coordinator",
            named: self.named,
            utc_offset_minutes: self.utc_offset_minutes,
            dated: None,
            actions: &actions,
            plan_changes: &changes,
            seal: Some(&Seal {
                seq: evaluation.course.last_seq,
                seal: "1 is the seal".to_owned(),
            }),
        })
    }
}
