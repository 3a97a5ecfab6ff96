//! The year around the drill, followed by hand: gaps, a finding from a drill to "re-tested", accounts, call-ups, the
//! calendar, evidence and the dashboard.

#[path = "../common/mod.rs"]
mod common;
mod findings;

use common::{Year, action, day, drill, finding, noon, office, plan, role};
use exercise::{Origin, Outcome};
use programme::{
    AccountRequested, AccountState, AccountStep, ActionDone, ActionReopened, ActionStatus,
    ActionTracked, ActionVerified, CadenceKept, Call, CallUpKept, Cause, CriterionAssessed,
    DrillPlanned, EntryKind, FindingState, Framework, GapKind, Plan, Post, Priority,
    ProgrammeEvent, RiskAccepted, ScenarioFacts, Scope, Signed, Status, accounts, cadences,
    call_ups, criteria, entries, first_screen, gaps, ics, next_drill, references, view,
};
use scenario::{Function, ResponsePhase};
use terms::{ExerciseId, PersonId};

#[test]
fn gaps_name_empty_roles_missing_alternates_functions_and_strangers() {
    let mut year = Year::new();
    let mut irp = plan("1.0", &[]);
    irp.roles = vec!["Commander".to_owned(), "Counsel".to_owned()];
    irp.people = vec!["Nobody Known".to_owned(), "ada".to_owned()];
    year.plans = vec![irp];
    year.person("Ada", "IT");
    year.appoint("Ada", "commander", Post::Primary);
    year.appoint("Ada", "Stargazer", Post::Primary);
    let found = gaps(&year.look());
    let of = |kind: GapKind| {
        let some = found.iter().filter(move |it| it.kind == kind);
        some.map(|it| it.what.as_str()).collect::<Vec<_>>()
    };
    assert_eq!(
        of(GapKind::RoleWithoutPerson),
        ["Counsel"],
        "nobody holds it"
    );
    assert_eq!(
        of(GapKind::RoleWithoutAlternate),
        ["Commander", "Counsel", "Stargazer"],
        "nobody stands in"
    );
    assert_eq!(
        of(GapKind::NotInRoster),
        ["Nobody Known"],
        "the plan names somebody"
    );
    assert_eq!(
        of(GapKind::RoleNotInPlan),
        ["Stargazer"],
        "the plan has no such role"
    );
    assert_eq!(
        of(GapKind::FunctionMissing).len(),
        8,
        "no function is stated"
    );
}

#[test]
fn an_account_that_has_expired_and_is_still_there_is_an_orphan() {
    let mut year = Year::new();
    year.person("Ada", "IT");
    let step = |account: &str, at: &str| AccountStep {
        account: account.to_owned(),
        by: office("Desk"),
        at: noon(at),
    };
    for account in ["E1", "E2", "E3"] {
        year.put(ProgrammeEvent::AccountRequested(AccountRequested {
            account: account.to_owned(),
            person: PersonId::from("Ada"),
            role: "ic".to_owned(),
            system: "Backups".to_owned(),
            exercise: None,
            at: noon("2027-06-01"),
            expires: noon("2027-06-02"),
        }));
        year.put(ProgrammeEvent::AccountApproved(step(account, "2027-06-01")));
        year.put(ProgrammeEvent::AccountProvisioned(step(
            account,
            "2027-06-01",
        )));
    }
    year.put(ProgrammeEvent::AccountRemoved(step("E2", "2027-06-02")));
    year.put(ProgrammeEvent::AccountRemoved(step("E3", "2027-06-03")));
    year.put(ProgrammeEvent::AccountProvisioned(step("E4", "2027-06-01")));
    let rows = accounts(&year.look());
    let states: Vec<_> = rows
        .iter()
        .map(|it| (it.account.as_str(), it.state))
        .collect();
    let expected = [
        ("E1", AccountState::Orphan),
        ("E4", AccountState::Orphan),
        ("E2", AccountState::Removed),
        ("E3", AccountState::RemovedLate),
    ];
    assert_eq!(states, expected, "what should be gone comes first");
    assert!(rows[1].amiss.contains("Nobody asked"), "{}", rows[1].amiss);
    let found = criteria(&year.look());
    let given = found.iter().find(|it| it.id == "2d").expect("2d");
    assert_eq!(
        given.status,
        Status::Partial,
        "one of three that had to be gone was, in time"
    );
}

#[test]
fn the_quorum_is_reached_when_so_many_have_arrived() {
    let mut year = Year::new();
    let call = |person: &str, arrived: Option<i64>| Call {
        person: PersonId::from(person),
        role: person.to_owned(),
        answered: None,
        arrived: arrived.map(|minutes| noon("2027-06-01") + terms::Span::minutes(minutes)),
    };
    let kept = |quorum| {
        ProgrammeEvent::CallUpKept(CallUpKept {
            call_up: "C1".to_owned(),
            exercise: None,
            simulated: false,
            at: noon("2027-06-01"),
            quorum,
            calls: vec![
                call("a", Some(12)),
                call("b", None),
                call("c", Some(7)),
                call("d", Some(30)),
            ],
        })
    };
    year.put(kept(2));
    let row = call_ups(&year.look()).remove(0);
    assert_eq!(
        row.to_quorum_ms,
        Some(12 * 60_000),
        "the second came after twelve minutes"
    );
    assert_eq!(row.unfilled, ["b"], "nobody for b");
    year.put(kept(4));
    assert_eq!(
        call_ups(&year.look())[0].to_quorum_ms,
        None,
        "only three ever came"
    );
}

#[test]
fn a_drill_is_due_a_year_after_the_last_unless_a_cadence_says_otherwise() {
    let mut year = Year::new();
    year.person("Ada", "IT");
    let rows = cadences(&year.look());
    assert_eq!(
        rows[0].due,
        day("2027-07-01"),
        "without a drill it is due today"
    );
    let mut one = drill("X", "2027-05-31");
    one.roles = vec![role("ic", "Ada", 2, 1)];
    year.close(one);
    year.put(ProgrammeEvent::CadenceKept(CadenceKept {
        unit: "IT".to_owned(),
        plan: None,
        months: 1,
        because: "contract".to_owned(),
    }));
    year.put(ProgrammeEvent::CadenceKept(CadenceKept {
        unit: "Legal".to_owned(),
        plan: None,
        months: 24,
        because: "policy".to_owned(),
    }));
    let due: Vec<_> = cadences(&year.look())
        .into_iter()
        .map(|it| (it.unit, it.due, it.overdue_days))
        .collect();
    let expected = [
        (String::new(), day("2028-05-31"), 0),
        // One month after 31 May is 30 June, yesterday.
        ("IT".to_owned(), day("2027-06-30"), 1),
        ("Legal".to_owned(), day("2027-07-01"), 0),
    ];
    assert_eq!(due, expected, "each cadence counts from its own last drill");
}

#[test]
fn the_scenario_that_brings_most_of_what_is_needed_comes_first() {
    let mut year = with_action();
    year.plans = vec![plan("1.0", &[("IRP / Press", &[]), ("IRP / Bank", &[])])];
    year.appoint("Ada", "ic", Post::Primary);
    let facts = |id: &str, roles: &[&str], places: &[&str]| ScenarioFacts {
        id: id.to_owned(),
        title: id.to_owned(),
        roles: roles.iter().map(|it| (*it).to_owned()).collect(),
        places: places.iter().map(|it| (*it).to_owned()).collect(),
        minutes: 60,
    };
    let all = [
        facts("one", &["legal"], &["bank"]),
        facts("two", &["ic"], &["press", "bank"]),
        facts("phish", &["ic"], &["press", "bank"]),
    ];
    let look = year.look();
    let next = next_drill(&look, &Plan::of(&look), &all);
    let order: Vec<_> = next
        .scenarios
        .iter()
        .map(|it| (it.scenario.as_str(), it.score))
        .collect();
    // two: the role, the finding twice, two sections; phish the same less three, for it was drilled; one: one section.
    assert_eq!(
        order,
        [("two", 5), ("phish", 2), ("one", 1)],
        "by what they bring"
    );
    assert_eq!(next.people.len(), 1, "Ada has to be in it");
    assert_eq!(next.test_again.len(), 1, "and the press call is watched");
}

#[test]
fn the_calendar_file_holds_every_date_and_no_name() {
    let mut year = with_action();
    year.appoint("Ada", "ic", Post::Primary);
    year.put(ProgrammeEvent::DrillPlanned(DrillPlanned {
        planned: "P1".to_owned(),
        title: "Yearly, with Legal; all\nroles".to_owned(),
        at: noon("2027-09-01"),
        minutes: 90,
        unit: String::new(),
        scenario: None,
        people: vec![PersonId::from("Ada")],
        exercise: None,
        called_off: true,
        because: "The hall floods".to_owned(),
    }));
    let look = year.look();
    let all = entries(&look, &Plan::of(&look));
    let kinds: Vec<_> = all.iter().map(|it| it.kind).collect();
    assert_eq!(
        kinds,
        [EntryKind::Action, EntryKind::Drill, EntryKind::DrillDue],
        "by day"
    );
    let text = ics("Ours", false, &all, look.now);
    assert_eq!(
        text,
        ics("Ours", false, &all, look.now),
        "the same bytes twice"
    );
    for line in [
        "DTSTART:20270901T120000Z",
        "DTEND:20270901T133000Z",
        "STATUS:CANCELLED",
    ] {
        assert!(text.contains(line), "{line} in {text}");
    }
    assert!(
        text.contains("DTSTART;VALUE=DATE:20270601"),
        "the action is a whole day: {text}"
    );
    assert!(
        !text.contains("DTEND;VALUE=DATE"),
        "a whole day has no end of its own"
    );
    assert!(!text.contains("Ada"), "no name leaves the programme");
    assert!(
        text.contains("with Legal\\; all\\nroles"),
        "text stays text: {text}"
    );
    let demo = ics("Ours", true, &all, look.now);
    assert_eq!(
        demo.matches("SUMMARY:DEMO: ").count(),
        3,
        "a demo says so on every entry"
    );
}

#[test]
fn an_assessor_records_a_level_and_the_program_awards_none() {
    let mut year = Year::new();
    let mut one = drill("X", "2027-05-01");
    one.phases = [(ResponsePhase::Detection, 2), (ResponsePhase::Recovery, 1)].into();
    year.close(one);
    let phases = |year: &Year| criteria(&year.look()).remove(0);
    assert_eq!(phases(&year).status, Status::Partial, "two of five phases");
    assert_eq!(phases(&year).assessed, None, "nobody assessed it");
    let assess = |scope, level| {
        ProgrammeEvent::CriterionAssessed(CriterionAssessed {
            criterion: "1a".to_owned(),
            scope,
            level,
            signed: Signed {
                by: office("Audit"),
                on: day("2027-06-30"),
            },
            because: "Seen the records.".to_owned(),
        })
    };
    year.put(assess(Scope::InScope, Some(2)));
    let found = phases(&year);
    assert_eq!(
        found.status,
        Status::Partial,
        "a level does not change the evidence"
    );
    let said = found.assessed.expect("the assessment");
    assert_eq!(
        (said.level, said.by.as_str()),
        (Some(2), "Audit"),
        "who, and which level"
    );
    year.put(assess(Scope::OutOfScope, None));
    assert_eq!(
        phases(&year).status,
        Status::OutOfScope,
        "left out on purpose"
    );
}

#[test]
fn without_records_no_criterion_is_supported_and_no_framework_either() {
    let year = Year::new();
    let look = year.look();
    let found = criteria(&look);
    assert_eq!(found.len(), 10, "every criterion is shown");
    for it in &found {
        assert_eq!(it.status, Status::NoEvidence, "{}", it.id);
        assert!(it.records.is_empty(), "{} rests on nothing", it.id);
    }
    for framework in [Framework::Soc2, Framework::Csf] {
        for it in references(&look, framework, &found) {
            assert_eq!(it.status, Status::NoEvidence, "{}", it.id);
            let known = it
                .criteria
                .iter()
                .all(|id| found.iter().any(|it| it.id == *id));
            assert!(known, "{} names criteria that there are", it.id);
        }
    }
}

#[test]
fn a_drill_with_the_primary_absent_shows_the_test_without_key_people() {
    let mut year = Year::new();
    year.person("Ada", "IT");
    let mut one = drill("X", "2027-05-01");
    one.roles = vec![role("ic", "Ada", 2, 1)];
    one.roles[0].held[0].standing = exercise::Standing::Alternate;
    year.close(one);
    let look = year.look();
    let found = references(&look, Framework::Soc2, &criteria(&look));
    let of = |id: &str| found.iter().find(|it| it.id == id).expect(id).status;
    assert_eq!(of("CC7.5.6 (1)"), Status::Partial, "one scenario");
    assert_eq!(
        of("CC7.5.6 (2)"),
        Status::Supported,
        "the one unit was there"
    );
    assert_eq!(
        of("CC7.5.6 (3)"),
        Status::Supported,
        "an alternate stood in"
    );
    assert_eq!(of("CC7.5.6 (4)"), Status::NoEvidence, "no plan was revised");
}

#[test]
fn the_dashboard_counts_what_its_rows_show() {
    let mut year = with_action();
    year.appoint("Ada", "ic", Post::Primary);
    let whole = view(&year.look());
    let first = first_screen(&year.look()).dashboard;
    assert_eq!(
        first, whole.dashboard,
        "alone or within the year it is the same"
    );
    assert_eq!(
        (first.actions_open, first.actions_overdue),
        (1, 1),
        "the one action"
    );
    assert_eq!(first.by_unit[0].unit, "IT", "by unit");
    assert_eq!(
        first.last_drill.expect("the drill").on,
        day("2027-03-01"),
        "the last drill"
    );
    assert_eq!(first.gaps as usize, whole.gaps.len(), "the gaps");
    assert_eq!(
        whole.marking, "",
        "a programme of real people bears no mark"
    );
    let json = serde_json::to_value(&whole).expect("JSON");
    for key in [
        "people",
        "appointments",
        "proficiency",
        "actions",
        "accounts",
        "criteria",
        "measures",
        "gaps",
        "incidents",
    ] {
        assert!(json[key].is_array(), "{key} stands at the top");
    }
    assert!(
        json["criteria"][0]["level"].is_u64(),
        "a level is a whole number"
    );
}

#[test]
fn functions_named_by_appointment_make_the_team() {
    let mut year = Year::new();
    for (name, function) in [("Ada", Function::Cybersecurity), ("Bo", Function::It)] {
        let person = year.person(name, "IT");
        year.put(ProgrammeEvent::FunctionsKept(programme::FunctionsKept {
            person,
            functions: vec![function],
        }));
    }
    year.appoint("Ada", "ic", Post::Primary);
    let missing = gaps(&year.look());
    let missing = missing
        .iter()
        .filter(|it| it.kind == GapKind::FunctionMissing);
    assert_eq!(
        missing.count(),
        7,
        "Bo has no role, so only cybersecurity is named"
    );
    let mut rehearsed = drill("X", "2027-05-01");
    rehearsed.origin = Origin::Rehearsal;
    year.close(rehearsed);
    let team = criteria(&year.look());
    let team = team.iter().find(|it| it.id == "3b").expect("3b");
    assert_eq!(
        team.status,
        Status::Partial,
        "one function of four, and no call-up"
    );
}

/// A drill in which the press call was missed, and its corrective action.
fn with_action() -> Year {
    let mut year = Year::new();
    year.person("Ada", "IT");
    let mut one = drill("X", "2027-03-01");
    one.roles = vec![role("ic", "Ada", 0, 1)];
    one.actions = vec![action("call", "ic", "Press", true, Outcome::Missed)];
    one.findings = vec![finding(10, "ic", "Press", "missed", true)];
    year.close(one);
    year.put(ProgrammeEvent::ActionTracked(ActionTracked {
        action: "A1".to_owned(),
        cause: Cause::Drill {
            exercise: ExerciseId::from("X"),
            finding: 10,
        },
        what: "Mend it".to_owned(),
        element: "planning".to_owned(),
        owner: office("IC"),
        unit: "IT".to_owned(),
        priority: Priority::High,
        start: None,
        due: Some(day("2027-06-01")),
    }));
    year
}

#[test]
fn a_regime_is_exercised_where_its_rule_pack_ran_and_counts_once_for_all_units() {
    let mut year = Year::new();
    for (unit, regimes) in [("IT", vec!["gdpr-33"]), ("Legal", vec!["gdpr-33", "dora"])] {
        year.put(ProgrammeEvent::UnitKept(programme::UnitKept {
            unit: unit.to_owned(),
            in_scope: true,
            owner: None,
            regimes: regimes.into_iter().map(str::to_owned).collect(),
            confirmed: None,
        }));
    }
    let mut one = drill("X", "2027-05-01");
    one.deadlines = vec![programme::DeadlineClosed {
        title: "Notification of the breach".to_owned(),
        // The text of a rule pack's source names the law and not the pack.
        source: "Regulation (EU) 2016/679".to_owned(),
        pack: Some("gdpr-33".to_owned()),
        outside: true,
        place: String::new(),
        role: None,
        met: true,
        slack_ms: None,
    }];
    year.close(one);
    let found = criteria(&year.look());
    let found = found.iter().find(|it| it.id == "2a").expect("2a");
    // Two regimes bind, one of them in two units; gdpr-33 ran: 1 of 2 = 50 %.
    assert_eq!(
        found.figures[2].says, "1 of 2 (50 %)",
        "{:?}",
        found.figures
    );
    assert_eq!(
        found.status,
        Status::Partial,
        "nobody in Legal confirmed them"
    );
}
