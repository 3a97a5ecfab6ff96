//! Every measure that the program reports, worked by hand on one year. The year stands in words and in code; each row of
//! the table is one measure with its sum. A measure that is reported and has no row fails, and so does a row whose measure
//! is gone. Not here: the edges of each measure (`measures`) and what holds for any year (`any_year`).

mod common;

use std::collections::BTreeSet;

use common::{Year, action, day, drill, finding, office, plan, role};
use exercise::{ClosedHow, FindingSource, Origin, Outcome};
use plan::Tag;
use programme::{
    ActionDone, ActionTracked, ActionVerified, Cause, DocumentKept, DocumentKind, FoundBy,
    HistoryReviewed, IncidentKept, Plan, Post, PrioritiesKept, Priority, ProgrammeEvent,
    RevisionAcknowledged, Signed, Value, measures, trends,
};
use terms::{ExerciseId, PersonId, PlanId, Stamp};

/// One measure: its id, the sum as one would write it on paper, the value, what is counted, and of how many.
type Row = (&'static str, &'static str, Value, u64, Option<u64>);

// Today is 1 July 2027, so the window runs from 2 July 2026 to today.
//
// people        Ada (IT) holds "ic", Bo (Legal) holds "counsel", Cy (Finance) holds "payments"; Dee (Finance) holds nothing
// plan          revision 2.0 with the sections Severity, Playbook: Ransomware, Playbook: Fraud, Paper working (continuity)
// papers        one on prioritisation, to be reviewed on 31 December 2027; one that was due on 30 June 2027
// acknowledged  2.0 by Bo and by Dee; 1.0 by Cy
//
// drill  played       role: what was expected              how it went   findings
// OLD    2026-07-01   payments: Paper working              Met           (the day before the window)
// X      2026-10-01   ic: Press, critical                  Missed        #10 serious, by rule
//                     ic: Severity                         Met
//                     ic: Playbook: Ransomware             Partial
//                     counsel: Paper working               Partial       #11 of counsel about the bank, by a person
// Y      2027-02-01   ic: Press, critical                  Missed        #10 serious, by rule: the same as X #10
// NEAR1  2027-06-10   ic: Press, critical                  Met           scenario tagged near incident; rated P
// NEAR2  2027-06-20   ic: Roles, critical                  MetLate       scenario tagged near incident; rated P
// and a practice run, a rehearsal and a void drill in which everything of X happened once more
//
// actions       A1 on X #10: done and verified by Audit; A2 on Y #10: done, nobody verified it; B1 on incident I1: verified
// priorities    Finance signed its own on 1 March 2027
// incident log  I1 fraud, serious, 1 January 2027; I2 insider, serious, 5 March 2027; I3 phishing, 20 June 2027
//               reviewed as a whole on 11 June 2027
const WORKED: &[Row] = &[
    (
        "1.1-prioritisation-documents",
        "one plan with a section on severity + one paper in date = 2; the other paper is overdue",
        Value::Count(2),
        2,
        None,
    ),
    (
        "1.2-staff-aware",
        "Bo acknowledged 2.0, Ada took a matching severity decision; Cy read 1.0, Dee holds no role: 2 of 3 = 66.7 %",
        Value::Percent(66.7),
        2,
        Some(3),
    ),
    (
        "2.1-kinds-covered",
        "Ransomware + Fraud = 2",
        Value::Count(2),
        2,
        None,
    ),
    (
        "2.1-kinds-exercised",
        "Ransomware in X; Fraud in none: 1 of 2 = 50 %",
        Value::Percent(50.0),
        1,
        Some(2),
    ),
    (
        "2.2-findings-closed",
        "X #10 is fixed; X #11 has no action, A2 of Y #10 is not verified: 1 of 3 = 33.3 %",
        Value::Percent(33.3),
        1,
        Some(3),
    ),
    (
        "3.1-units-prioritising",
        "IT decided on severity, Finance signed; Legal did neither: 2 of 3 = 66.7 %",
        Value::Percent(66.7),
        2,
        Some(3),
    ),
    (
        "3.2-units-without-continuity",
        "Legal worked on paper in X; Finance did so before the window, IT never: 2 of 3 did not = 66.7 %",
        Value::Percent(66.7),
        2,
        Some(3),
    ),
    (
        "3.3-incidents-since-review",
        "of the three only I3 was opened after 11 June = 1",
        Value::Count(1),
        1,
        None,
    ),
    (
        "3.3-days-since-review",
        "from 11 June to 1 July = 19 days of June + 1 = 20",
        Value::Count(20),
        20,
        None,
    ),
    (
        "4.1-serious-resolved",
        "X #10 yes, Y #10 not verified: 1 of 2 = 50 %",
        Value::Percent(50.0),
        1,
        Some(2),
    ),
    (
        "4.1-incidents-resolved",
        "I1 yes, I2 no action, I3 not serious: 1 of 2 = 50 %",
        Value::Percent(50.0),
        1,
        Some(2),
    ),
    (
        "4.2-recurring-stopped",
        "the press call was missed in X and Y: one key; NEAR1 tested it later and found nothing: 1 of 1 = 100 %",
        Value::Percent(100.0),
        1,
        Some(1),
    ),
    (
        "4.3-units-tracked",
        "IT and Legal have findings; Finance has none and was in no drill of the window: 2 of 3 = 66.7 %",
        Value::Percent(66.7),
        2,
        Some(3),
    ),
    (
        "5.1-near-managed",
        "NEAR1 in time and rated P; NEAR2 late: 1 of 2 = 50 %",
        Value::Percent(50.0),
        1,
        Some(2),
    ),
    (
        "5.2-system-identified",
        "the press call, twice found, is one key and came from a rule; the bank came from a person: 1 of 2 = 50 %",
        Value::Percent(50.0),
        1,
        Some(2),
    ),
    (
        "5.3-unforeseen",
        "I1 has a playbook (Fraud), I2 has none, I3 is not serious: 1",
        Value::Count(1),
        1,
        None,
    ),
];

#[test]
fn every_measure_that_is_reported_comes_to_its_sum_by_hand() {
    let year = the_year();
    let look = year.look();
    let found = measures(&look, &Plan::of(&look));
    for it in &found {
        let row = WORKED.iter().find(|(id, ..)| *id == it.id);
        let Some((_, sum, value, numerator, denominator)) = row else {
            panic!("{} is reported and has no example worked by hand", it.id);
        };
        assert_eq!(it.value, *value, "{}: {sum}", it.id);
        assert_eq!(it.numerator, *numerator, "{}, counted: {sum}", it.id);
        assert_eq!(
            it.denominator, *denominator,
            "{}, of how many: {sum}",
            it.id
        );
        assert!(!it.records.is_empty(), "{} names its records", it.id);
        assert!(!it.formula.is_empty(), "{} shows its formula", it.id);
    }
    let reported: BTreeSet<&str> = found.iter().map(|it| it.id).collect();
    assert_eq!(reported.len(), found.len(), "no measure is reported twice");
    let worked: BTreeSet<&str> = WORKED.iter().map(|(id, ..)| *id).collect();
    assert_eq!(reported, worked, "every row has its measure");
}

#[test]
fn every_trend_comes_to_its_sum_by_hand() {
    let mut year = Year::new();
    let mut one = drill("X", "2027-05-01");
    one.ratings.insert("tell".into(), exercise::Rating::M);
    one.ratings.insert("lead".into(), exercise::Rating::S);
    one.roles = vec![role("ic", "Ada", 7, 5), role("soc", "Bo", 4, 3)];
    one.actions = vec![
        action("a", "ic", "Press", true, Outcome::Met),
        action("b", "ic", "Bank", true, Outcome::MetLate),
        action("c", "ic", "Roles", true, Outcome::Missed),
        action("d", "ic", "Keys", true, Outcome::NotTested),
    ];
    one.actions[0].latency_ms = Some(4 * 60_000);
    one.actions[1].latency_ms = Some(9 * 60_000);
    one.deadlines = vec![deadline(true), deadline(false), deadline(true)];
    one.exposure = Some(programme::ExposureClosed {
        reached: 3,
        saved: 1,
        ahead: 2,
        to_contain_ms: None,
    });
    one.call_ups = [Some(6), Some(11), None].map(call_up).into();
    one.accounts = [(true, true), (true, false), (true, true), (false, false)]
        .map(account)
        .into();
    year.close(one);
    let sums = [
        (
            "Objectives rated P or S",
            66.6,
            "P and S of P, S, M: 2 of 3, cut",
        ),
        (
            "Expected actions, by weight",
            68.7,
            "(7 + 4) / 2 of 5 + 3: 5.5 of 8 = 68.75, cut",
        ),
        (
            "Critical actions done",
            66.6,
            "met, late, missed; the fourth never came up: 2 of 3, cut",
        ),
        ("Deadlines met", 66.6, "2 of 3, cut"),
        (
            "Time to an expected action",
            6.5,
            "the middle of 4 and 9 minutes",
        ),
        ("Exposure limited", 25.0, "one saved of 3 reached + 1 saved"),
        (
            "Time to quorum",
            8.5,
            "the middle of 6 and 11 minutes; the third never came together",
        ),
        (
            "Accounts orphaned",
            33.3,
            "one of the three that were given was never removed, cut",
        ),
    ];
    let found = trends(&year.look());
    let reported: Vec<(&str, f64)> = found
        .iter()
        .filter_map(|it| Some((it.label, it.points.first()?.value)))
        .collect();
    let worked: Vec<(&str, f64)> = sums.iter().map(|it| (it.0, it.1)).collect();
    assert_eq!(reported, worked, "{sums:?}");
    assert_eq!(found.len(), sums.len(), "every trend has a sum by hand");
}

fn deadline(met: bool) -> programme::DeadlineClosed {
    programme::DeadlineClosed {
        title: "Authority".to_owned(),
        source: "GDPR 33".to_owned(),
        pack: None,
        outside: true,
        place: String::new(),
        role: None,
        met,
        slack_ms: None,
    }
}

fn call_up(minutes: Option<i64>) -> programme::CallUpClosed {
    programme::CallUpClosed {
        inject: "call".into(),
        at: Stamp(0),
        called: 3,
        answered: 3,
        arrived: 3,
        quorum: 3,
        to_quorum_ms: minutes.map(|it| it * 60_000),
        unfilled: Vec::new(),
        calls: Vec::new(),
    }
}

fn account((given, removed): (bool, bool)) -> programme::AccountClosed {
    programme::AccountClosed {
        inject: "keys".into(),
        besides: false,
        role: "ic".into(),
        person: None,
        system: "Backups".to_owned(),
        requested: Stamp(0),
        approved: None,
        provisioned: given.then_some(Stamp(1)),
        removed: removed.then_some(Stamp(2)),
        late: false,
        amiss: String::new(),
    }
}

fn the_year() -> Year {
    let mut year = Year::new();
    people_and_papers(&mut year);
    drills(&mut year);
    work_and_incidents(&mut year);
    year
}

fn people_and_papers(year: &mut Year) {
    year.plans = vec![plan(
        "2.0",
        &[
            ("Severity", &[Tag::Severity]),
            ("Playbook: Ransomware", &[Tag::Playbook]),
            ("Playbook: Fraud", &[Tag::Playbook]),
            ("Paper working", &[Tag::Continuity]),
        ],
    )];
    for (name, unit, role) in [
        ("Ada", "IT", Some("ic")),
        ("Bo", "Legal", Some("counsel")),
        ("Cy", "Finance", Some("payments")),
        ("Dee", "Finance", None),
    ] {
        year.person(name, unit);
        if let Some(role) = role {
            year.appoint(name, role, Post::Primary);
        }
    }
    for (name, revision) in [("Bo", "2.0"), ("Dee", "2.0"), ("Cy", "1.0")] {
        year.put(ProgrammeEvent::RevisionAcknowledged(RevisionAcknowledged {
            plan: PlanId::from("irp"),
            revision: revision.to_owned(),
            person: PersonId::from(name),
            on: day("2027-06-01"),
        }));
    }
    for (id, review) in [("in date", "2027-12-31"), ("overdue", "2027-06-30")] {
        year.put(ProgrammeEvent::DocumentKept(DocumentKept {
            document: id.to_owned(),
            kind: DocumentKind::Prioritisation,
            title: id.to_owned(),
            unit: String::new(),
            parent: None,
            plan: None,
            owner: office("CISO"),
            dated: day("2026-01-01"),
            review: Some(day(review)),
            hash: String::new(),
        }));
    }
    year.put(ProgrammeEvent::PrioritiesKept(PrioritiesKept {
        unit: "Finance".to_owned(),
        services: vec!["Payments".to_owned()],
        signed: Signed {
            by: office("Cy"),
            on: day("2027-03-01"),
        },
    }));
}

fn drills(year: &mut Year) {
    let mut old = drill("OLD", "2026-07-01");
    old.roles = vec![role("payments", "Cy", 2, 1)];
    old.actions = vec![action(
        "p",
        "payments",
        "Paper working",
        false,
        Outcome::Met,
    )];
    year.close(old);
    let mut x = drill("X", "2026-10-01");
    x.roles = vec![role("ic", "Ada", 3, 3), role("counsel", "Bo", 1, 1)];
    x.actions = vec![
        action("call", "ic", "Press", true, Outcome::Missed),
        action("sev", "ic", "Severity", false, Outcome::Met),
        action("rw", "ic", "Playbook: Ransomware", false, Outcome::Partial),
        action("cut", "counsel", "Paper working", false, Outcome::Partial),
    ];
    let mut by_hand = finding(11, "counsel", "Bank", "late", false);
    by_hand.source = FindingSource::Hand;
    x.findings = vec![finding(10, "ic", "Press", "missed", true), by_hand];
    for (id, origin, how) in [
        ("P", Origin::Practice, ClosedHow::Completed),
        ("R", Origin::Rehearsal, ClosedHow::Completed),
        ("V", Origin::Live, ClosedHow::Void),
    ] {
        let mut aside = x.clone();
        aside.exercise = ExerciseId::from(id);
        (aside.origin, aside.how) = (origin, how);
        year.close(aside);
    }
    year.close(x);
    let mut y = drill("Y", "2027-02-01");
    y.roles = vec![role("ic", "Ada", 0, 1)];
    y.actions = vec![action("call", "ic", "Press", true, Outcome::Missed)];
    y.findings = vec![finding(10, "ic", "Press", "missed", true)];
    year.close(y);
    for (id, on, section, outcome) in [
        ("NEAR1", "2027-06-10", "Press", Outcome::Met),
        ("NEAR2", "2027-06-20", "Roles", Outcome::MetLate),
    ] {
        let mut near = drill(id, on);
        near.tags = vec!["near-incident".to_owned()];
        near.roles = vec![role("ic", "Ada", 2, 1)];
        near.actions = vec![action("call", "ic", section, true, outcome)];
        year.close(near);
    }
}

fn work_and_incidents(year: &mut Year) {
    for (id, opened, serious, kind) in [
        ("I1", "2027-01-01", true, "fraud"),
        ("I2", "2027-03-05", true, "insider"),
        ("I3", "2027-06-20", false, "phishing"),
    ] {
        year.put(ProgrammeEvent::IncidentKept(IncidentKept {
            incident: id.to_owned(),
            title: id.to_owned(),
            unit: "IT".to_owned(),
            kind: kind.to_owned(),
            found_by: FoundBy::System,
            serious,
            near: false,
            continuity: false,
            opened: day(opened),
            closed: None,
            reviewed: None,
            key: String::new(),
        }));
    }
    year.put(ProgrammeEvent::HistoryReviewed(HistoryReviewed {
        on: day("2027-06-11"),
        by: office("Audit"),
        note: String::new(),
    }));
    let of_drill = |drill: &str| Cause::Drill {
        exercise: ExerciseId::from(drill),
        finding: 10,
    };
    for (id, cause, verified) in [
        ("A1", of_drill("X"), true),
        ("A2", of_drill("Y"), false),
        ("B1", Cause::Incident("I1".to_owned()), true),
    ] {
        year.put(ProgrammeEvent::ActionTracked(ActionTracked {
            action: id.to_owned(),
            cause,
            what: "Mend it".to_owned(),
            element: "planning".to_owned(),
            owner: office("ic"),
            unit: String::new(),
            priority: Priority::High,
            start: None,
            due: None,
        }));
        year.put(ProgrammeEvent::ActionDone(ActionDone {
            action: id.to_owned(),
            by: office("ic"),
            on: day("2027-05-20"),
            evidence: "CHG-1".to_owned(),
        }));
        if verified {
            year.put(ProgrammeEvent::ActionVerified(ActionVerified {
                action: id.to_owned(),
                by: office("Audit"),
                on: day("2027-05-25"),
                note: String::new(),
            }));
        }
    }
}
