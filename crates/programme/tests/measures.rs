//! The edges of each measure, reckoned by hand on a year small enough for paper. Not here: one year with all of them
//! (`worked`), and what holds for any year (`any_year`).

mod common;

use common::{Year, action, day, drill, finding, noon, office, plan, role};
use exercise::{ClosedHow, FindingSource, Origin, Outcome, Rating};
use plan::Tag;
use programme::{
    ActionDone, ActionTracked, ActionVerified, Cause, DocumentKept, DocumentKind, FoundBy,
    HistoryReviewed, IncidentKept, NearClosed, Post, PrioritiesKept, Priority, ProgrammeEvent,
    RevisionAcknowledged, Signed, UnitKept, Value, Who,
};
use terms::{ExerciseId, PersonId, PlanId};

const EVERY: [&str; 16] = [
    "1.1-prioritisation-documents",
    "1.2-staff-aware",
    "2.1-kinds-covered",
    "2.1-kinds-exercised",
    "2.2-findings-closed",
    "3.1-units-prioritising",
    "3.2-units-without-continuity",
    "3.3-incidents-since-review",
    "3.3-days-since-review",
    "4.1-serious-resolved",
    "4.1-incidents-resolved",
    "4.2-recurring-stopped",
    "4.3-units-tracked",
    "5.1-near-managed",
    "5.2-system-identified",
    "5.3-unforeseen",
];

#[test]
fn an_empty_programme_divides_by_nothing_and_says_so() {
    let year = Year::new();
    for id in EVERY {
        let found = year.measure(id);
        if found.denominator.is_some() {
            assert_eq!(
                found.value,
                Value::NotAvailable,
                "{id}: an empty denominator is n/a"
            );
        }
        assert!(!found.formula.is_empty(), "{id} shows how it is reckoned");
        assert!(found.records.is_empty(), "{id}: nothing is behind nothing");
    }
}

#[test]
fn prioritisation_documents_are_plans_with_such_a_section_and_papers_in_date() {
    let mut year = Year::new();
    year.plans = vec![
        plan("1.0", &[("Severity", &[Tag::Severity])]),
        plan("1.0", &[("Press", &[])]),
    ];
    for (id, review) in [("a", "2027-12-31"), ("b", "2027-06-30")] {
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
    // One plan of two has the section; paper a is in date, paper b was due for review yesterday: 1 + 1.
    year.comes_to("1.1-prioritisation-documents", Value::Count(2), 2, None);
}

#[test]
fn aware_is_who_acknowledged_the_revision_in_force_or_took_a_matching_severity_decision() {
    let mut year = Year::new();
    year.plans = vec![plan("2.0", &[("Severity", &[Tag::Severity])])];
    for (name, role) in [("Ada", "ic"), ("Bo", "soc"), ("Cy", "legal")] {
        year.person(name, "IT");
        year.appoint(name, role, Post::Primary);
    }
    year.person("Dee", "IT");
    for (name, revision) in [("Ada", "2.0"), ("Cy", "1.0"), ("Dee", "2.0")] {
        year.put(ProgrammeEvent::RevisionAcknowledged(RevisionAcknowledged {
            plan: PlanId::from("irp"),
            revision: revision.to_owned(),
            person: PersonId::from(name),
            on: day("2027-06-01"),
        }));
    }
    let mut one = drill("X", "2027-05-01");
    one.roles = vec![role("ic", "Ada", 2, 1), role("soc", "Bo", 2, 1)];
    one.actions = vec![
        action("a", "ic", "Severity", false, Outcome::Met),
        action("b", "soc", "Severity", false, Outcome::Met),
    ];
    year.close(one);
    // Ada acknowledged and decided: once. Bo decided. Cy read an old revision. Dee holds no role. 2 of 3 = 66.7 %.
    year.comes_to("1.2-staff-aware", Value::Percent(66.7), 2, Some(3));
}

#[test]
fn kinds_are_playbooks_and_a_kind_is_exercised_where_its_playbook_was_tested() {
    let mut year = Year::new();
    let tags: &[Tag] = &[Tag::Playbook];
    year.plans = vec![plan(
        "1.0",
        &[
            ("IRP / Playbook: Ransomware", tags),
            ("IRP / Playbook: Ransomware / Steps", tags),
            ("IRP / Playbook: Fraud", tags),
            ("IRP / Playbook: Data breach", tags),
        ],
    )];
    year.comes_to("2.1-kinds-covered", Value::Count(3), 3, None);
    let mut one = drill("X", "2027-05-01");
    one.actions = vec![
        action(
            "a",
            "soc",
            "IRP / Playbook: Ransomware / Steps",
            false,
            Outcome::Missed,
        ),
        action(
            "b",
            "soc",
            "IRP / Playbook: Fraud",
            false,
            Outcome::NotTested,
        ),
    ];
    year.close(one);
    let mut old = drill("Y", "2026-06-30");
    old.actions = vec![action(
        "c",
        "soc",
        "IRP / Playbook: Data breach",
        false,
        Outcome::Met,
    )];
    year.close(old);
    // Ransomware was tested; Fraud never came up; the data breach lies 366 days back. 1 of 3 = 33.3 %.
    year.comes_to("2.1-kinds-exercised", Value::Percent(33.3), 1, Some(3));
}

/// Two findings of IT and one of Legal; the first is fixed.
fn with_findings() -> Year {
    let mut year = Year::new();
    year.person("Ada", "IT");
    year.person("Bo", "Legal");
    year.person("Cy", "Finance");
    let mut one = drill("X", "2027-05-02");
    one.roles = vec![role("ic", "Ada", 2, 1), role("legal", "Bo", 2, 1)];
    one.findings = vec![
        finding(10, "ic", "Press", "missed", true),
        finding(11, "ic", "Roles", "late", true),
        finding(12, "legal", "Police", "missed", false),
    ];
    year.close(one);
    track(&mut year, "A1", "X", 10, "ic");
    finish(&mut year, "A1", "Audit");
    year
}

fn track(year: &mut Year, id: &str, drill: &str, record: u64, owner: &str) {
    year.put(ProgrammeEvent::ActionTracked(ActionTracked {
        action: id.to_owned(),
        cause: Cause::Drill {
            exercise: ExerciseId::from(drill),
            finding: record,
        },
        what: "Mend it".to_owned(),
        element: "planning".to_owned(),
        owner: office(owner),
        unit: String::new(),
        priority: Priority::High,
        start: None,
        due: Some(day("2027-06-01")),
    }));
}

fn finish(year: &mut Year, id: &str, verifier: &str) {
    year.put(ProgrammeEvent::ActionDone(ActionDone {
        action: id.to_owned(),
        by: office("ic"),
        on: day("2027-05-20"),
        evidence: "CHG-1".to_owned(),
    }));
    year.put(ProgrammeEvent::ActionVerified(ActionVerified {
        action: id.to_owned(),
        by: office(verifier),
        on: day("2027-05-25"),
        note: String::new(),
    }));
}

#[test]
fn findings_are_closed_by_unit_with_the_median_age_of_those_open() {
    let year = with_findings();
    // 1 of 3 is fixed = 33.3 %. Both open ones are from 2027-05-02: 60 days old.
    year.comes_to("2.2-findings-closed", Value::Percent(33.3), 1, Some(3));
    let found = year.measure("2.2-findings-closed");
    assert_eq!(
        found.note, "Median age of open findings: 60 days.",
        "the median"
    );
    let said: Vec<_> = found
        .parts
        .iter()
        .map(|it| (it.label.as_str(), it.says.as_str()))
        .collect();
    let expected = [
        ("Finance", "not exercised"),
        ("IT", "1 open, 1 closed (50 %), median age of open 60 days"),
        (
            "Legal",
            "1 open, 0 closed (0 %), median age of open 60 days",
        ),
    ];
    assert_eq!(said, expected, "each unit, and who was never there");
}

#[test]
fn every_unit_is_tracked_that_has_a_finding_or_took_part() {
    // IT and Legal took part, Finance did not: 2 of 3.
    with_findings().comes_to("4.3-units-tracked", Value::Percent(66.7), 2, Some(3));
}

#[test]
fn a_serious_finding_is_resolved_once_all_is_done_and_somebody_else_verified_it() {
    let mut year = with_findings();
    // Of two serious findings the first is fixed.
    year.comes_to("4.1-serious-resolved", Value::Percent(50.0), 1, Some(2));
    track(&mut year, "A2", "X", 11, "ic");
    finish(&mut year, "A2", "IC");
    // The owner verified their own work, whatever the capitals: still 1 of 2.
    year.comes_to("4.1-serious-resolved", Value::Percent(50.0), 1, Some(2));
    track(&mut year, "A3", "X", 10, "ic");
    // A second action on the first finding is open: 0 of 2.
    year.comes_to("4.1-serious-resolved", Value::Percent(0.0), 0, Some(2));
}

#[test]
fn units_contribute_by_decisions_or_signed_priorities_and_not_by_being_there() {
    let mut year = Year::new();
    year.plans = vec![plan(
        "1.0",
        &[
            ("Severity", &[Tag::Severity]),
            ("Paper working", &[Tag::Continuity]),
        ],
    )];
    for (name, unit) in [
        ("Ada", "IT"),
        ("Bo", "Legal"),
        ("Cy", "Finance"),
        ("Dee", "Yard"),
    ] {
        year.person(name, unit);
    }
    let mut one = drill("X", "2027-05-01");
    one.roles = vec![
        role("ic", "Ada", 2, 1),
        role("legal", "Bo", 2, 1),
        role("yard", "Dee", 2, 1),
    ];
    one.actions = vec![
        action("a", "ic", "Severity", false, Outcome::MetLate),
        action("b", "legal", "Severity", false, Outcome::Missed),
        action("c", "yard", "Paper working", false, Outcome::Partial),
    ];
    year.close(one);
    year.put(ProgrammeEvent::PrioritiesKept(PrioritiesKept {
        unit: "finance".to_owned(),
        services: vec!["Payments".to_owned()],
        signed: Signed {
            by: office("Cy"),
            on: day("2026-07-02"),
        },
    }));
    // IT decided late, which counts; Finance signed 364 days ago; Legal only sat there; Yard did other things: 2 of 4.
    year.comes_to("3.1-units-prioritising", Value::Percent(50.0), 2, Some(4));
    // Only Yard worked on continuity: 3 of 4 did not.
    year.comes_to(
        "3.2-units-without-continuity",
        Value::Percent(75.0),
        3,
        Some(4),
    );
    let found = year.measure("3.2-units-without-continuity");
    let missing: Vec<_> = found
        .parts
        .iter()
        .take(3)
        .map(|it| it.label.as_str())
        .collect();
    assert_eq!(missing, ["Finance", "IT", "Legal"], "they are named");
}

fn incident(id: &str, opened: &str, serious: bool, kind: &str) -> ProgrammeEvent {
    ProgrammeEvent::IncidentKept(IncidentKept {
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
    })
}

#[test]
fn incidents_and_days_since_the_last_review_are_counted_from_its_day() {
    let mut year = Year::new();
    year.put(incident("I1", "2027-01-01", false, "fraud"));
    year.comes_to("3.3-incidents-since-review", Value::Count(1), 1, None);
    year.comes_to("3.3-days-since-review", Value::NotAvailable, 0, None);
    assert_eq!(
        year.measure("3.3-days-since-review").note,
        "Never.",
        "never is said"
    );
    for on in ["2027-06-11", "2027-03-01"] {
        year.put(ProgrammeEvent::HistoryReviewed(HistoryReviewed {
            on: day(on),
            by: office("Audit"),
            note: String::new(),
        }));
    }
    year.put(incident("I2", "2027-06-11", false, "fraud"));
    year.put(incident("I3", "2027-06-12", false, "fraud"));
    // The last review was on 11 June: 20 days ago, and only I3 was opened after that day.
    year.comes_to("3.3-incidents-since-review", Value::Count(1), 1, None);
    year.comes_to("3.3-days-since-review", Value::Count(20), 20, None);
}

#[test]
fn a_serious_incident_is_resolved_by_its_own_actions_and_no_drill_is_mixed_in() {
    let mut year = with_findings();
    year.put(incident("I1", "2027-01-01", true, "fraud"));
    year.put(incident("I2", "2027-01-02", true, "fraud"));
    year.put(incident("I3", "2027-01-03", false, "fraud"));
    year.put(ProgrammeEvent::ActionTracked(ActionTracked {
        action: "B1".to_owned(),
        cause: Cause::Incident("I1".to_owned()),
        what: "Mend it".to_owned(),
        element: String::new(),
        owner: Who::Person(PersonId::from("Ada")),
        unit: String::new(),
        priority: Priority::High,
        start: None,
        due: None,
    }));
    finish(&mut year, "B1", "Audit");
    // I1 of the two serious ones; the drill's three findings stay out of it.
    year.comes_to("4.1-incidents-resolved", Value::Percent(50.0), 1, Some(2));
    finish(&mut year, "B1", "ada");
    // Ada owns it by her id and verified it by her name: that is herself.
    year.comes_to("4.1-incidents-resolved", Value::Percent(0.0), 0, Some(2));
}

/// The same failure in two drills.
fn recurring() -> Year {
    let mut year = Year::new();
    year.person("Ada", "IT");
    for (id, on) in [("X", "2026-10-01"), ("Y", "2027-02-01")] {
        let mut one = drill(id, on);
        one.roles = vec![role("ic", "Ada", 0, 1)];
        one.actions = vec![action("call", "ic", "Press", true, Outcome::Missed)];
        one.findings = vec![finding(10, "ic", "Press", "missed", true)];
        year.close(one);
    }
    year
}

#[test]
fn a_recurring_finding_is_stopped_only_by_a_later_drill_that_tested_it_cleanly() {
    let mut year = recurring();
    year.comes_to("4.2-recurring-stopped", Value::Percent(0.0), 0, Some(1));
    for (id, exercise) in [("A1", "X"), ("A2", "Y")] {
        track(&mut year, id, exercise, 10, "ic");
        finish(&mut year, id, "Audit");
    }
    let found = year.measure("4.2-recurring-stopped");
    assert_eq!(found.value, Value::Percent(0.0), "fixed is not stopped");
    assert_eq!(
        found.parts[0].says, "fixed, not re-tested",
        "it is shown apart"
    );
    let mut elsewhere = drill("Z1", "2027-06-01");
    elsewhere.roles = vec![role("ic", "Ada", 2, 1)];
    elsewhere.actions = vec![action("other", "ic", "Roles", false, Outcome::Met)];
    year.close(elsewhere);
    year.comes_to("4.2-recurring-stopped", Value::Percent(0.0), 0, Some(1));
    let mut again = drill("Z2", "2027-06-10");
    again.roles = vec![role("ic", "Ada", 2, 1)];
    again.actions = vec![action("call", "ic", "Press", true, Outcome::Met)];
    year.close(again);
    // One key in two drills, and the drill of 10 June tested it without a finding: 1 of 1.
    year.comes_to("4.2-recurring-stopped", Value::Percent(100.0), 1, Some(1));
}

#[test]
fn a_near_incident_is_managed_where_all_critical_actions_were_in_time_and_nothing_was_m_or_u() {
    let mut year = Year::new();
    let near = |id: &str, outcome, rating| {
        let mut one = drill(id, "2027-05-01");
        one.tags = vec!["Near-incident".to_owned()];
        one.actions = vec![
            action("a", "ic", "Press", true, outcome),
            action("b", "ic", "Roles", false, Outcome::Missed),
            action("c", "ic", "Bank", true, Outcome::NotTested),
        ];
        one.ratings.insert("lead".into(), rating);
        one
    };
    year.close(near("X", Outcome::Met, Rating::S));
    year.close(near("Y", Outcome::MetLate, Rating::P));
    year.close(near("Z", Outcome::Met, Rating::M));
    year.close(drill("W", "2027-05-01"));
    // X was; Y was late; Z has an M; W is no near incident. 1 of 3.
    year.comes_to("5.1-near-managed", Value::Percent(33.3), 1, Some(3));
}

#[test]
fn a_near_incident_within_a_drill_is_judged_by_its_own_actions_and_objectives() {
    let mut year = Year::new();
    let near = |inject: &str, action: &str, objective: &str| NearClosed {
        inject: inject.into(),
        actions: vec![action.into()],
        objectives: vec![objective.into()],
    };
    let mut one = drill("X", "2027-05-01");
    one.actions = vec![
        action("a", "ic", "Press", true, Outcome::Met),
        action("b", "ic", "Bank", true, Outcome::Missed),
        action("c", "ic", "Roles", true, Outcome::Met),
    ];
    one.ratings.insert("lead".into(), Rating::S);
    one.ratings.insert("tell".into(), Rating::M);
    one.near = vec![
        near("phish", "a", "lead"),
        near("transfer", "b", "lead"),
        near("letter", "c", "tell"),
    ];
    year.close(one);
    // The mail was managed; the transfer missed its critical action; the letter's objective has an M. 1 of 3.
    year.comes_to("5.1-near-managed", Value::Percent(33.3), 1, Some(3));
}

#[test]
fn a_finding_counts_for_whoever_found_it_first() {
    let mut year = recurring();
    let mut first = drill("V", "2026-09-01");
    let mut by_hand = finding(3, "ic", "Press", "missed", true);
    by_hand.source = FindingSource::Hand;
    first.findings = vec![by_hand, finding(4, "ic", "Bank", "late", false)];
    year.close(first);
    // The press matter stands in three drills and was first raised by hand; the bank matter by a rule. 1 of 2.
    year.comes_to("5.2-system-identified", Value::Percent(50.0), 1, Some(2));
}

#[test]
fn unforeseen_are_serious_incidents_of_the_window_without_a_playbook() {
    let mut year = Year::new();
    year.comes_to("5.3-unforeseen", Value::NotAvailable, 0, None);
    year.plans = vec![plan("1.0", &[("Playbook: Ransomware", &[Tag::Playbook])])];
    year.put(incident("I1", "2027-01-01", true, "ransomware"));
    year.put(incident("I2", "2027-01-02", true, "insider"));
    year.put(incident("I3", "2027-01-03", false, "insider"));
    year.put(incident("I4", "2026-01-03", true, "insider"));
    // I1 has a playbook, I3 is not serious, I4 lies outside the window: I2 alone.
    year.comes_to("5.3-unforeseen", Value::Count(1), 1, None);
}

#[test]
fn what_was_not_live_or_not_completed_counts_in_no_measure_of_drills() {
    let mut year = Year::new();
    year.person("Ada", "IT");
    let origins = [
        Origin::Practice,
        Origin::BotAssisted,
        Origin::Rehearsal,
        Origin::Demo,
    ];
    for (nth, origin) in origins.into_iter().enumerate() {
        let mut one = drill(&format!("X{nth}"), "2027-05-01");
        one.origin = origin;
        one.roles = vec![role("ic", "Ada", 2, 1)];
        one.findings = vec![finding(10, "ic", "Press", "missed", true)];
        year.close(one);
    }
    let mut void = drill("V", "2027-05-01");
    void.how = ClosedHow::Void;
    void.findings = vec![finding(10, "ic", "Press", "missed", true)];
    year.close(void);
    for id in [
        "2.2-findings-closed",
        "4.1-serious-resolved",
        "5.2-system-identified",
    ] {
        year.comes_to(id, Value::NotAvailable, 0, Some(0));
    }
    year.comes_to("4.3-units-tracked", Value::Percent(0.0), 0, Some(1));
}

#[test]
fn a_drill_that_is_closed_twice_counts_once() {
    let mut year = with_findings();
    let before = year.measure("2.2-findings-closed");
    let (_, closed) = year.fold.closed[&ExerciseId::from("X")].clone();
    year.close(closed);
    let after = year.measure("2.2-findings-closed");
    assert_eq!(
        before.denominator, after.denominator,
        "nothing is counted twice"
    );
    assert_eq!(before.value, after.value, "and nothing has changed");
}

#[test]
fn a_unit_out_of_scope_is_in_no_denominator() {
    let mut year = with_findings();
    for (unit, in_scope) in [("IT", true), ("Legal", true), ("Finance", false)] {
        year.put(ProgrammeEvent::UnitKept(UnitKept {
            unit: unit.to_owned(),
            in_scope,
            owner: None,
            regimes: Vec::new(),
            confirmed: None,
        }));
    }
    year.now = noon("2027-07-01");
    year.comes_to("4.3-units-tracked", Value::Percent(100.0), 2, Some(2));
}

#[test]
fn a_kind_that_two_plans_write_differently_is_one_kind() {
    let mut year = Year::new();
    let tags: &[Tag] = &[Tag::Playbook];
    let mut other = plan("1.0", &[("Yard / Playbook: ransomware", tags)]);
    other.id = PlanId::from("yard");
    year.plans = vec![plan("1.0", &[("Playbook: Ransomware", tags)]), other];
    // Ransomware and ransomware: 1.
    year.comes_to("2.1-kinds-covered", Value::Count(1), 1, None);
    let mut one = drill("X", "2027-05-01");
    one.actions = vec![action(
        "a",
        "soc",
        "Yard / Playbook: ransomware",
        false,
        Outcome::Met,
    )];
    year.close(one);
    year.comes_to("2.1-kinds-exercised", Value::Percent(100.0), 1, Some(1));
}

#[test]
fn of_two_findings_of_one_day_the_one_that_was_raised_first_says_who_found_it() {
    let mut year = Year::new();
    let mut one = drill("X", "2027-05-01");
    let mut by_hand = finding(9, "ic", "Press", "missed", true);
    by_hand.source = FindingSource::Hand;
    // Record 9 came before record 10, though "10" stands before "9" among words.
    one.findings = vec![finding(10, "ic", "Press", "missed", true), by_hand];
    year.close(one);
    year.comes_to("5.2-system-identified", Value::Percent(0.0), 0, Some(1));
}

#[test]
fn a_near_incident_in_which_nothing_was_put_to_the_test_was_not_managed() {
    let mut year = Year::new();
    let mut one = drill("X", "2027-05-01");
    one.ratings.clear();
    one.tags = vec!["near incident".to_owned()];
    one.actions = vec![action("a", "ic", "Press", true, Outcome::NotTested)];
    year.close(one);
    // Nothing shows how it went: 0 of 0.
    year.comes_to("5.1-near-managed", Value::NotAvailable, 0, Some(0));
    let note = year.measure("5.1-near-managed").note;
    assert!(note.contains("1 near incident in which nothing"), "{note}");
}

#[test]
fn an_incident_that_bears_the_day_of_its_review_was_reviewed_on_it() {
    let mut year = Year::new();
    for (id, opened, reviewed) in [
        ("I1", "2027-01-01", Some("2027-06-21")),
        ("I2", "2027-06-21", Some("2027-09-01")),
        ("I3", "2027-06-22", None),
    ] {
        let ProgrammeEvent::IncidentKept(mut kept) = incident(id, opened, false, "fraud") else {
            unreachable!("an incident");
        };
        kept.reviewed = reviewed.map(day);
        year.put(ProgrammeEvent::IncidentKept(kept));
    }
    // 21 June is the last day that has come; I3 was opened after it; 1 July is ten days later.
    year.comes_to("3.3-incidents-since-review", Value::Count(1), 1, None);
    year.comes_to("3.3-days-since-review", Value::Count(10), 10, None);
}

#[test]
fn a_finding_of_a_unit_out_of_scope_is_said_and_not_counted() {
    let mut year = with_findings();
    for (unit, in_scope) in [("IT", true), ("Legal", false), ("Finance", true)] {
        year.put(ProgrammeEvent::UnitKept(UnitKept {
            unit: unit.to_owned(),
            in_scope,
            owner: None,
            regimes: Vec::new(),
            confirmed: None,
        }));
    }
    // Of the three findings the two of IT count, one of which is fixed: 1 of 2.
    year.comes_to("2.2-findings-closed", Value::Percent(50.0), 1, Some(2));
    let note = year.measure("2.2-findings-closed").note;
    assert!(note.contains("1 finding of units that are not"), "{note}");
}
