//! Editions of the report: what each of them shows and, above all, what it does not. Not here: how a format looks.

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read};

use evaluation::{Evaluation, evaluate, sample};
use exercise::{Outcome, Rating, Record};
use proptest::prelude::*;
use report::{
    ActionStatus, AfterActionReport, Approval, Ask, Background, ChangeState, Colour,
    CorrectiveAction, Edited, Edition, Element, Input, LastDrill, Logo, Look, PlanChange, Seal,
    Templates, csv, docx, edition, json, xlsx,
};
use scenario::{Lesson, LessonAmendment, LessonText, Scenario};
use terms::Stamp;

#[test]
fn only_the_full_and_the_auditors_edition_show_what_the_white_cell_knows() {
    let drill = Drill::with_secrets("xqz");
    for which in Edition::ALL {
        let shown = secrets_in(&drill, which, "xqz");
        if which.shows_white_cell() {
            assert!(!shown.is_empty(), "{which:?} shows expected actions");
        } else {
            assert!(shown.is_empty(), "{which:?} shows {shown:?}");
        }
    }
}

#[test]
fn the_participants_edition_names_nobody_even_where_names_were_asked_for() {
    let mut drill = Drill::sample();
    drill.named = true;
    let names: Vec<String> = drill.people.values().cloned().collect();
    drill.background.approval = Some(Approval {
        by: names[0].clone(),
        at: Stamp(0),
    });
    for record in &mut drill.records {
        match &mut record.event {
            exercise::Event::NarrativeWritten(written) => {
                written.text = format!("{} led well, and {} wrote.", names[0], names[1]);
            }
            exercise::Event::DecisionMade(made) => {
                made.text = format!("{}: {}", names[0], made.text);
            }
            _ => {}
        }
    }
    let full = everything(&drill.edited(Edition::Full));
    assert!(
        full.contains(&names[0]),
        "the named full edition names them"
    );
    let text = everything(&drill.edited(Edition::Participants));
    for name in &names {
        for part in name.split_whitespace().chain([name.as_str()]) {
            assert!(!text.contains(part), "{part} stands in it");
        }
    }
    assert!(
        text.contains("(a participant) led well"),
        "the gap is named"
    );
}

#[test]
fn an_owner_who_is_no_role_is_named_in_the_full_edition_alone() {
    let mut drill = Drill::sample();
    drill.owner = "Somebody Else".to_owned();
    let owner = |which| drill.edited(which).report.improvement_plan[0].owner.clone();
    assert_eq!(owner(Edition::Full), "Somebody Else");
    assert_eq!(owner(Edition::Participants), "Named in the full edition");
}

#[test]
fn the_full_edition_is_the_report_as_it_was_built() {
    let drill = Drill::sample();
    let plain = Drill {
        background: Background::default(),
        ..Drill::sample()
    };
    let (report, built) = (plain.edited(Edition::Full).report, plain.built());
    assert_eq!(report, built, "an edition adds nothing of its own");
    let auditor = drill.edited(Edition::Auditor).report;
    let evidence = auditor.evidence.expect("the auditor's edition has it");
    let facts: Vec<&str> = evidence.facts.iter().map(|it| it.value.as_str()).collect();
    assert!(
        facts.iter().any(|it| it.contains("1 is the seal")),
        "the last seal: {facts:?}"
    );
    assert!(
        evidence
            .formulas
            .iter()
            .any(|it| it.formula.contains("sum(weight")),
        "the formula"
    );
    assert!(!evidence.references.is_empty(), "what shows each finding");
}

#[test]
fn management_reads_the_verdict_first_and_what_it_is_asked() {
    let drill = Drill::sample();
    let report = drill.edited(Edition::Management).report;
    let brief = report
        .management
        .clone()
        .expect("it is the management edition");
    assert!(
        brief.verdict.starts_with("The response"),
        "{}",
        brief.verdict
    );
    assert_eq!(brief.asks[0].what, "Pay for a second person on call");
    assert_eq!(brief.asks[0].money, "40,000 a year");
    assert!(
        brief.next_drill.contains("4 March 2028"),
        "{}",
        brief.next_drill
    );
    assert!(
        brief.objectives.iter().any(|it| it.before == "M"),
        "the drill before stands beside it"
    );
    let html = html(&report);
    for heading in [
        "Exercise overview",
        "Objectives against the last drill",
        "Strengths",
        "Gaps",
        "Deadlines missed",
        "Decisions asked for",
        "Improvement plan",
        "What this drill does not show",
        "Next drill",
        "Sign-off",
        "Timeline",
    ] {
        assert!(html.contains(heading), "{heading}");
    }
    assert!(html.contains("1 is the seal"), "the last seal is printed");
    assert!(!html.contains("Transcript"), "nothing of the long report");
}

#[test]
fn better_and_worse_are_told_from_the_drill_before() {
    let check = |before: Option<Rating>, says: &[&str]| {
        let mut drill = Drill::sample();
        drill.background.last_drill = before.map(|rating| LastDrill {
            title: "Lost laptop".to_owned(),
            at: Stamp(0),
            ratings: drill
                .scenario
                .objectives
                .iter()
                .map(|it| (it.id.clone(), rating))
                .collect(),
            outcomes: BTreeMap::new(),
        });
        let brief = drill.edited(Edition::Management).report.management;
        let brief = brief.expect("it is the management edition");
        for it in &brief.objectives {
            assert!(
                says.contains(&it.change.as_str()) || it.rating == "–",
                "{before:?}, then {}: {}",
                it.rating,
                it.change
            );
        }
    };
    check(None, &["First time"]);
    check(Some(Rating::U), &["Better", "Unchanged"]);
    check(Some(Rating::P), &["Worse", "Held"]);
}

#[test]
fn what_failed_before_is_marked_as_a_repeat() {
    let mut drill = Drill::sample();
    let evaluation = drill.evaluation();
    let action = evaluation.findings[0].finding.action.clone();
    let action = action.unwrap_or_else(|| {
        // The sample's finding was written by hand and names no action, so it gets one.
        let first = drill.scenario.expected_actions[0].id.clone();
        for record in &mut drill.records {
            if let exercise::Event::FindingRaised(raised) = &mut record.event {
                raised.finding.action = Some(first.clone());
            }
        }
        first
    });
    let repeat = |drill: &Drill| {
        let brief = drill.edited(Edition::Management).report.management;
        brief.expect("management").actions[0].repeat
    };
    assert!(!repeat(&drill), "the drill before says nothing of it");
    drill.background.last_drill = Some(LastDrill {
        outcomes: BTreeMap::from([(action, Outcome::Missed)]),
        ..LastDrill::default()
    });
    assert!(repeat(&drill), "it was missed then too");
}

#[test]
fn every_edition_comes_in_every_form_and_always_the_same() {
    for which in Edition::ALL {
        let [first, second] = [0, 1].map(|_| Drill::sample().edited(which));
        assert_eq!(everything(&first), everything(&second), "{which:?}");
        let both = [&first, &second].map(|it| {
            let word = docx(&it.report, &Look::default()).expect("Word");
            let book = xlsx(&it.report, &it.tables).expect("a workbook");
            (word, book)
        });
        assert!(both[0] == both[1], "{which:?} is the same bytes");
        assert!(
            everything(&first).contains("EXERCISE · TLP:AMBER"),
            "{which:?} bears the marking"
        );
    }
}

#[test]
fn logo_and_colour_lie_in_the_page_and_nothing_is_fetched() {
    let png = b"\x89PNG\r\n\x1a\n\0\0\0\rIHDR\0\0\0\x40\0\0\0\x20".to_vec();
    let look = Look {
        organisation: "Harbour \"Logistics\"".to_owned(),
        logo: Some(Logo::read(png).expect("its head is whole")),
        accent: Some(Colour::read("#ffcc00").expect("it is a colour")),
    };
    let templates = Templates::ours().expect("our templates compile");
    let dressed = templates.clone().with_look(&look);
    for which in [Edition::Management, Edition::Full] {
        let report = Drill::sample().edited(which).report;
        let (plain, own) = (templates.html(&report), dressed.html(&report));
        let (plain, own) = (plain.expect("it renders"), own.expect("it renders"));
        assert!(!plain.contains("<img"), "{which:?} has no logo of its own");
        assert!(
            own.contains("alt=\"Harbour &quot;Logistics&quot;\"")
                && own.contains("src=\"data:image/png;base64,iVBORw0KGgo"),
            "{which:?} shows it, and words for it"
        );
        assert!(own.contains("img-src data:"), "the policy allows it alone");
        assert!(
            !own.contains("http:") && !own.contains("https:"),
            "nothing is fetched"
        );
        assert!(
            own.contains("--accent: #") && !own.contains("--accent: #ffcc00 "),
            "a pale colour is made dark enough to read"
        );
    }
}

#[test]
fn a_workbook_has_the_sheets_of_its_edition() {
    let check = |which: Edition, wanted: &[&str]| {
        let edited = Drill::sample().edited(which);
        let bytes = xlsx(&edited.report, &edited.tables).expect("a workbook");
        let book: calamine::Xlsx<_> =
            calamine::open_workbook_from_rs(Cursor::new(bytes)).expect("another library reads it");
        assert_eq!(calamine::Reader::sheet_names(&book), wanted, "{which:?}");
    };
    let whole = [
        "Exercise overview",
        "Timeline",
        "Decisions",
        "MSEL as played",
        "Improvement plan",
        "Formulas",
        "Evidence",
    ];
    check(Edition::Participants, &whole[..5]);
    check(
        Edition::Management,
        &["Exercise overview", "Improvement plan"],
    );
    check(Edition::Full, &whole[..5]);
    check(Edition::Auditor, &whole);
}

#[test]
fn no_deadline_met_is_no_green_figure() {
    let check = |results: &[evaluation::DeadlineResult], tone: &str| {
        let mut evaluation = Drill::sample().evaluation();
        let one = evaluation.deadlines[0].clone();
        evaluation.deadlines = results
            .iter()
            .map(|result| evaluation::DeadlineSummary {
                result: *result,
                ..one.clone()
            })
            .collect();
        evaluation.totals.deadlines = results.len() as u32;
        let failed = |it: &&evaluation::DeadlineResult| {
            matches!(
                it,
                evaluation::DeadlineResult::Missed | evaluation::DeadlineResult::MetLate
            )
        };
        evaluation.totals.deadlines_missed = results.iter().filter(failed).count() as u32;
        let drill = Drill::sample();
        let report = drill.of(&evaluation, Edition::Full).report;
        let figure = report
            .figures
            .iter()
            .find(|it| it.label.contains("deadline"));
        let figure = figure.expect("there is one");
        assert_eq!(figure.tone, tone, "{results:?}: {}", figure.value);
    };
    use evaluation::DeadlineResult::{Met, Missed, Open};
    check(&[Open, Open], "none");
    check(&[Met, Open], "none");
    check(&[Met, Met], "good");
    check(&[Met, Missed], "warn");
    check(&[Open, Missed], "warn");
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 12, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn no_word_of_the_white_cell_reaches_players_or_managers(secret in "[a-z]{4,8}[0-9]{4}") {
        let drill = Drill::with_secrets(&secret);
        for which in [Edition::Participants, Edition::Management] {
            let shown = secrets_in(&drill, which, &secret);
            prop_assert!(shown.is_empty(), "{which:?} shows {shown:?}");
        }
    }
}

/// Where the secret stands in any form of an edition, with what stands around it.
fn secrets_in(drill: &Drill, which: Edition, secret: &str) -> BTreeSet<String> {
    let text = everything(&drill.edited(which));
    let around = |(at, _): (usize, &str)| {
        let from = (0..=at.saturating_sub(40))
            .rev()
            .find(|at| text.is_char_boundary(*at));
        text[from.unwrap_or(0)..at].to_owned()
    };
    text.match_indices(secret).map(around).collect()
}

/// Every form in which an edition can be read as text.
fn everything(edited: &Edited) -> String {
    let templates = Templates::ours().expect("our templates compile");
    let report = &edited.report;
    [
        html(report),
        templates.markdown(report).expect("the Markdown renders"),
        json(report, &edited.tables).expect("the JSON is written"),
        csv(report, &edited.tables),
        word(report),
    ]
    .concat()
}

/// The text of the Word document, with its tags.
fn word(report: &AfterActionReport) -> String {
    let bytes = docx(report, &Look::default()).expect("Word");
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let mut text = String::new();
    let mut part = archive.by_name("word/document.xml").expect("its text");
    part.read_to_string(&mut text).expect("it is text");
    text
}

fn html(report: &AfterActionReport) -> String {
    let templates = Templates::ours().expect("our templates compile");
    templates.html(report).expect("the HTML renders")
}

/// Everything that an edition is made from, so that a test can change one thing.
struct Drill {
    scenario: Scenario,
    records: Vec<Record>,
    people: BTreeMap<terms::PersonId, String>,
    named: bool,
    owner: String,
    background: Background,
}

impl Drill {
    fn sample() -> Self {
        let scenario = sample::scenario().expect("the sample fits the scenario format");
        let last = LastDrill {
            title: "Lost laptop".to_owned(),
            at: Stamp(0),
            ratings: scenario
                .objectives
                .iter()
                .map(|it| (it.id.clone(), Rating::M))
                .collect(),
            outcomes: BTreeMap::new(),
        };
        Self {
            scenario,
            records: sample::records().expect("the sample fits the events"),
            people: sample::people(),
            named: false,
            owner: "Communications Lead".to_owned(),
            background: Background {
                last_drill: Some(last),
                asks: vec![Ask {
                    what: "Pay for a second person on call".to_owned(),
                    money: "40,000 a year".to_owned(),
                    owner: String::new(),
                    risk: String::new(),
                }],
                ..Background::default()
            },
        }
    }

    /// The sample, in which everything that only the white cell knows holds the secret, and in which the trainer raised
    /// every finding as the rules put it.
    fn with_secrets(secret: &str) -> Self {
        let mut drill = Self::sample();
        let mut n = 0;
        let mut hide = |text: &mut String| {
            n += 1;
            *text = format!("{secret} hidden text number {n}");
        };
        for action in &mut drill.scenario.expected_actions {
            hide(&mut action.text);
            let mut lesson = Lesson {
                says: String::new(),
                amend: LessonAmendment::Insert(LessonText {
                    section: "Contacts".to_owned(),
                    text: String::new(),
                }),
            };
            hide(&mut lesson.says);
            if let LessonAmendment::Insert(it) = &mut lesson.amend {
                hide(&mut it.text);
            }
            action.lesson = Some(lesson);
        }
        for objective in &mut drill.scenario.objectives {
            hide(&mut objective.target);
            objective.critical_tasks.iter_mut().for_each(&mut hide);
        }
        for inject in &mut drill.scenario.injects {
            inject.subject = Some(inject.title.clone());
            hide(&mut inject.title);
            hide(&mut inject.white_cell);
            inject.prompts.push(String::new());
            inject.prompts.iter_mut().for_each(&mut hide);
            for option in &mut inject.options {
                hide(&mut option.debrief);
                hide(&mut option.white_cell);
            }
        }
        for record in &mut drill.records {
            match &mut record.event {
                exercise::Event::Noted(noted) => hide(&mut noted.says),
                exercise::Event::Prompted(prompted) => hide(&mut prompted.says),
                _ => {}
            }
        }
        drill.raise_what_the_rules_suggest();
        drill
    }

    fn raise_what_the_rules_suggest(&mut self) {
        let suggested = self.evaluation().suggested;
        let place = self
            .records
            .iter()
            .position(|it| it.event.kind() == "finding_raised")
            .expect("the sample raises a finding");
        let pattern = self.records[place].clone();
        for suggestion in suggested {
            let mut record = pattern.clone();
            record.seq = self.records.last().map_or(1, |last| last.seq + 1);
            if let exercise::Event::FindingRaised(raised) = &mut record.event {
                *raised.finding = suggestion.finding;
            }
            self.records.push(record);
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

    fn edited(&self, which: Edition) -> Edited {
        self.of(&self.evaluation(), which)
    }

    fn of(&self, evaluation: &Evaluation, which: Edition) -> Edited {
        self.with(evaluation, |input| edition(input, &self.background, which))
    }

    fn built(&self) -> AfterActionReport {
        self.with(&self.evaluation(), report::build)
    }

    fn with<T>(&self, evaluation: &Evaluation, make: impl FnOnce(&Input<'_>) -> T) -> T {
        let actions = [CorrectiveAction {
            finding: evaluation.findings.first().map(|finding| finding.record),
            issue: String::new(),
            what: "Revise the press rule and practise it.".to_owned(),
            element: Element::Planning,
            capability: String::new(),
            owner: self.owner.clone(),
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
        make(&Input {
            scenario: &self.scenario,
            evaluation,
            records: &self.records,
            people: &self.people,
            organisation: "Harbour Logistics",
            sponsor: "Chief Information Security Officer",
            contact: "the plan coordinator",
            named: self.named,
            utc_offset_minutes: 60,
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
