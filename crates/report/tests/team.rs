//! Emergency accounts, call-ups, the order of recovery and exposure in the report: the same words in every form, for
//! management a line each, for players nothing that only the white cell knows. Not here: how they are counted
//! (`evaluation`), and the PDF (`press`).

use std::collections::BTreeMap;
use std::io::{Cursor, Read};

use evaluation::{
    AccountEnd, AccountSummary, Became, CallSummary, CallUpSummary, Evaluation, ExposureSummary,
    OutOfOrder, ServiceSummary, SpreadSummary, TeamSummary, When, evaluate, sample,
};
use exercise::{FindingKind, FindingSource, StoryTime};
use report::{Background, Edited, Edition, Input, Look, Templates, docx, edition, json};
use terms::{Elapsed, InjectId, RoleId, ServiceId, Span, Stamp};

/// What the attacker reaches, which only the white cell knows.
const REACHED: &str = "The archive of the port authority";

#[test]
fn every_form_says_what_happened_and_what_was_the_goal() {
    let edited = made(&busy(), Edition::Full);
    for says in [
        "Call-up of the team: The call",
        "The 2 roles that are needed (among them: SOC Analyst) were there after 12m 00s, 2m 00s later than the target of 10m.",
        "answered, never came",
        "2 accounts given, 1 taken back in time, 1 left open. The goal: approved first, by somebody else, and gone before it expires.",
        "Backup console: It was never removed.",
        "Order of recovery",
        "Payroll came back 5m 00s before Card payments",
        "Without any decision the attacker would have reached 2 places",
        REACHED,
    ] {
        for (form, text) in forms(&edited) {
            assert!(text.contains(says), "{form} does not say {says:?}");
        }
    }
}

#[test]
fn management_reads_a_line_each_and_nothing_where_there_was_nothing() {
    let lines = |team: &TeamSummary| -> Vec<String> {
        let brief = made(team, Edition::Management).report.management;
        let facts = brief.expect("it is for management").facts;
        let about = ["Call-up", "Emergency accounts", "Exposure"];
        let mine = facts
            .into_iter()
            .filter(|it| about.contains(&it.label.as_str()));
        mine.map(|it| format!("{}: {}", it.label, it.value))
            .collect()
    };
    assert_eq!(
        lines(&busy()),
        [
            "Call-up: The 2 roles that are needed (among them: SOC Analyst) were there after 12m 00s, 2m 00s later than the target of 10m.",
            "Emergency accounts: 2 accounts given, 1 left open: Backup console.",
            "Exposure: The attacker reached 1 of 2 places; decisions saved 1. Contained 40m 00s after the first notice.",
        ]
    );
    assert!(
        lines(&TeamSummary::default()).is_empty(),
        "the drill had none of it"
    );
    let mut never = busy();
    never.call_ups[0].to_quorum = None;
    never.accounts.clear();
    never.exposure = None;
    assert_eq!(
        lines(&never),
        [
            "Call-up: The 2 roles that are needed (among them: SOC Analyst) were never there together; the target is 10m."
        ]
    );
    let all = forms(&made(&busy(), Edition::Management));
    for (form, text) in all {
        assert!(text.contains("1 left open: Backup console"), "{form}");
        assert!(!text.contains(REACHED), "{form} names what was reached");
    }
}

#[test]
fn players_read_what_they_saw_and_nothing_of_the_attackers_way() {
    let mut evaluation = evaluated();
    evaluation.team = busy();
    let pattern = evaluation.findings[0].clone();
    evaluation.findings = vec![evaluation::RaisedFinding {
        finding: exercise::Finding {
            kind: FindingKind::Improvement,
            source: FindingSource::Late,
            title: "The team came together late".to_owned(),
            observation: "Enough were there 12m 00s after the call; the target is 10m.".to_owned(),
            action: None,
            ..pattern.finding.clone()
        },
        lesson: None,
        ..pattern
    }];
    let edited = edited(&evaluation, Edition::Participants);
    for (form, text) in forms(&edited) {
        for says in [
            "The 2 roles that are needed",
            "2 accounts given",
            "Order of recovery",
            "The team came together late",
            "Enough were there 12m 00s after the call",
        ] {
            assert!(text.contains(says), "{form} does not say {says:?}");
        }
        assert!(!text.contains(REACHED), "{form} tells the attacker's way");
        assert!(!text.contains("Exposure"), "{form} speaks of exposure");
        for name in sample::people().values() {
            assert!(!text.contains(name.as_str()), "{form} names {name}");
        }
    }
}

/// The forms that are read as text, with the signs of each taken off.
fn forms(edited: &Edited) -> [(&'static str, String); 4] {
    let templates = Templates::ours().expect("our templates compile");
    let html = templates.html(&edited.report).expect("the HTML renders");
    let markdown = templates
        .markdown(&edited.report)
        .expect("the Markdown renders");
    let bytes = docx(&edited.report, &Look::default()).expect("Word");
    let mut package = zip::ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let mut word = String::new();
    let mut part = package.by_name("word/document.xml").expect("its text");
    part.read_to_string(&mut word).expect("it is text");
    let json = json(&edited.report, &edited.tables).expect("the JSON is written");
    [
        ("HTML", html.replace("&quot;", "\"")),
        ("Markdown", markdown.replace('\\', "")),
        ("Word", word),
        ("JSON", json),
    ]
}

fn made(team: &TeamSummary, which: Edition) -> Edited {
    let mut evaluation = evaluated();
    evaluation.team = team.clone();
    edited(&evaluation, which)
}

fn evaluated() -> Evaluation {
    evaluate(&evaluation::Input {
        exercise: &sample::exercise(),
        scenario: &sample::scenario().expect("the sample fits the scenario format"),
        records: &sample::records().expect("the sample fits the events"),
        plan: Some(&sample::plan()),
        people: &BTreeMap::new(),
    })
}

fn edited(evaluation: &Evaluation, which: Edition) -> Edited {
    let input = Input {
        scenario: &sample::scenario().expect("the sample fits the scenario format"),
        evaluation,
        records: &[],
        people: &sample::people(),
        organisation: "Harbour Logistics",
        sponsor: "",
        contact: "",
        named: false,
        utc_offset_minutes: 60,
        dated: None,
        actions: &[],
        plan_changes: &[],
        seal: None,
    };
    edition(&input, &Background::default(), which)
}

/// A drill in which everything of the kind happened, and each thing went half well.
fn busy() -> TeamSummary {
    let account = |system: &str, standing, amiss: &[&str]| AccountSummary {
        inject: InjectId::from("vendor"),
        foreseen: true,
        person: None,
        role: RoleId::from("soc"),
        system: system.to_owned(),
        why: "Restore".to_owned(),
        standing,
        requested: at(5),
        approved: Some(at(6)),
        declined: None,
        provisioned: Some(at(8)),
        expires: Some(StoryTime(1_800_000_000_000)),
        removed: None,
        amiss: amiss.iter().map(|it| (*it).to_owned()).collect(),
    };
    let call = |role: &str, arrived: Option<When>| CallSummary {
        role: RoleId::from(role),
        person: None,
        standing: None,
        called: at(0),
        answered: Some(at(1)),
        arrived,
        released: None,
    };
    let service = |id: &str, name: &str, priority, back| ServiceSummary {
        service: ServiceId::from(id),
        name: name.to_owned(),
        unit: "Finance".to_owned(),
        priority: Some(priority),
        listed: true,
        restored: Some(at(back)),
    };
    let spread = |reaches: &str, became| SpreadSummary {
        reaches: reaches.to_owned(),
        means: String::new(),
        at: Elapsed(1_200_000),
        became,
    };
    TeamSummary {
        accounts: vec![
            account(
                "Backup console",
                AccountEnd::Orphan,
                &["It was never removed."],
            ),
            account("Directory", AccountEnd::Removed, &[]),
        ],
        call_ups: vec![CallUpSummary {
            inject: InjectId::from("call"),
            title: "The call".to_owned(),
            means: "telephone tree".to_owned(),
            began: at(0),
            quorum: 2,
            quorum_roles: vec![RoleId::from("soc")],
            target: Span::minutes(10),
            to_quorum: Some(Span::minutes(12)),
            calls: vec![call("soc", Some(at(12))), call("ic", None)],
        }],
        services: vec![
            service("payroll", "Payroll", 2, 60),
            service("cards", "Card payments", 1, 65),
        ],
        out_of_order: vec![OutOfOrder {
            service: ServiceId::from("payroll"),
            before: ServiceId::from("cards"),
            by: Some(Span::minutes(5)),
            says: "Payroll came back 5m 00s before Card payments, which Finance wants back first."
                .to_owned(),
            evidence: vec![1, 2],
        }],
        exposure: Some(ExposureSummary {
            since: None,
            noticed: Some(at(2)),
            contained: Some(at(42)),
            to_contain: Some(Span::minutes(40)),
            unnoticed: None,
            dwell: None,
            spread: vec![
                spread(REACHED, Became::Reached),
                spread("The mail", Became::Saved),
            ],
            reached: 1,
            saved: 1,
            ahead: 0,
            says:
                "Without any decision the attacker would have reached 2 places; 1 reached, 1 saved."
                    .to_owned(),
        }),
    }
}

fn at(minute: i64) -> When {
    When {
        record: 1,
        at: Stamp(1_800_000_000_000 + minute * 60_000),
        elapsed: Elapsed(minute * 60_000),
        story: StoryTime(1_800_000_000_000 + minute * 60_000),
        role: None,
        note: String::new(),
    }
}
