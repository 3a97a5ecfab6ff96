//! Who is proficient, and why not: the rule, state by state.

mod common;

use common::{Year, action, day, drill, finding, noon, office, plan, role};
use exercise::{ClosedHow, Origin, Outcome};
use programme::{
    ActionDone, ActionTracked, ActionVerified, Cause, DemoDeclared, DrillClosed, Post, Priority,
    Proficiency, ProgrammeEvent, Rule, RuleKept, State, register,
};
use terms::ExerciseId;

/// Ada is appointed as ic and held the role in these drills.
fn after(drills: Vec<DrillClosed>) -> Year {
    let mut year = Year::new();
    year.plans = vec![plan("1.3", &[])];
    year.person("Ada", "IT");
    year.appoint("Ada", "IC", Post::Primary);
    for drill in drills {
        year.close(drill);
    }
    year
}

fn ada(year: &Year) -> Proficiency {
    let rows = register(&year.look());
    assert_eq!(rows.len(), 1, "one person in one role is one record");
    rows.into_iter().next().expect("Ada")
}

fn check(year: &Year, state: State, why: &str) {
    let found = ada(year);
    assert_eq!(found.state, state, "the state, with {:?}", found.why);
    assert!(
        found.why.join(" ").contains(why),
        "{:?} should say {why:?}",
        found.why
    );
    assert!(!found.next.is_empty(), "what is needed next is always said");
}

/// A drill in which Ada earned so many halves of ten.
fn good(id: &str, on: &str, earned_halves: u64) -> DrillClosed {
    let mut one = drill(id, on);
    one.roles = vec![role("ic", "Ada", earned_halves, 10)];
    one
}

#[test]
fn somebody_without_a_drill_has_never_drilled() {
    check(&after(vec![]), State::Never, "No completed drill");
}

#[test]
fn a_drill_holds_for_a_year_and_is_due_in_its_last_sixty_days() {
    // Q = 16 / 20 = 0.8 exactly. Today is 2027-07-01.
    let year = after(vec![good("X", "2027-05-01", 16)]);
    check(&year, State::Current, "Met the rule");
    assert_eq!(
        ada(&year).expires,
        Some(day("2028-04-30")),
        "365 days after 1 May 2027"
    );
    assert_eq!(ada(&year).q, Some(0.8), "Q is shown");
    // 365 days after 2026-08-30 is 2027-08-30: 60 days ahead, not yet due; a day earlier is.
    check(
        &after(vec![good("X", "2026-08-30", 20)]),
        State::Current,
        "Met the rule",
    );
    check(
        &after(vec![good("X", "2026-08-29", 20)]),
        State::Due,
        "Met the rule",
    );
    check(
        &after(vec![good("X", "2026-07-01", 20)]),
        State::Due,
        "Met the rule",
    );
    check(
        &after(vec![good("X", "2026-06-30", 20)]),
        State::Expired,
        "more than 365 days",
    );
}

#[test]
fn a_low_score_or_an_objective_that_failed_asks_for_remediation() {
    check(
        &after(vec![good("X", "2027-05-01", 15)]),
        State::Remediation,
        "Q was 0.75",
    );
    let mut unable = good("X", "2027-05-01", 20);
    unable.roles[0].unable = vec!["contain".into()];
    check(&after(vec![unable]), State::Remediation, "rated U");
    let again = vec![good("X", "2027-05-01", 15), good("Y", "2027-06-01", 18)];
    check(&after(again), State::Current, "Drill Y");
}

fn missed() -> DrillClosed {
    let mut one = good("X", "2027-05-01", 18);
    one.actions = vec![action("call", "ic", "Press", true, Outcome::Missed)];
    let mut said = finding(10, "ic", "Press", "missed", true);
    said.action = Some("call".into());
    one.findings = vec![said];
    one
}

#[test]
fn a_critical_miss_stands_until_it_is_mended_and_verified_or_shown_in_a_later_drill() {
    let mut year = after(vec![missed()]);
    check(&year, State::Remediation, "Critical action missed");
    year.put(ProgrammeEvent::ActionTracked(ActionTracked {
        action: "A1".to_owned(),
        cause: Cause::Drill {
            exercise: ExerciseId::from("X"),
            finding: 10,
        },
        what: "Mend it".to_owned(),
        element: String::new(),
        owner: office("IC"),
        unit: String::new(),
        priority: Priority::High,
        start: None,
        due: None,
    }));
    year.put(ProgrammeEvent::ActionDone(ActionDone {
        action: "A1".to_owned(),
        by: office("IC"),
        on: day("2027-05-20"),
        evidence: String::new(),
    }));
    check(&year, State::Remediation, "Critical action missed");
    year.put(ProgrammeEvent::ActionVerified(ActionVerified {
        action: "A1".to_owned(),
        by: office("Audit"),
        on: day("2027-05-21"),
        note: String::new(),
    }));
    check(&year, State::Current, "Met the rule");

    let mut later = good("Y", "2027-06-01", 20);
    later.actions = vec![action("ring", "ic", "Press", false, Outcome::Met)];
    check(&after(vec![missed(), later]), State::Current, "Drill Y");
    check(
        &after(vec![missed(), good("Y", "2027-06-01", 20)]),
        State::Remediation,
        "Drill X",
    );
}

#[test]
fn a_new_major_revision_of_the_plan_asks_for_a_new_drill_and_a_minor_one_does_not() {
    let mut year = after(vec![good("X", "2027-05-01", 20)]);
    check(&year, State::Current, "plan revision 1.0");
    year.plans = vec![plan("2.0", &[])];
    check(&year, State::Expired, "new major revision");
}

#[test]
fn practice_bots_rehearsals_demos_and_broken_off_drills_never_count() {
    let origins = [
        Origin::Practice,
        Origin::BotAssisted,
        Origin::Rehearsal,
        Origin::Demo,
    ];
    for origin in origins {
        let mut one = good("X", "2027-05-01", 20);
        one.origin = origin;
        let year = after(vec![one]);
        check(&year, State::Never, "No completed drill");
        assert_eq!(
            ada(&year).not_counted,
            1,
            "{origin:?} is recorded as what it is"
        );
    }
    for how in [ClosedHow::Aborted, ClosedHow::Void, ClosedHow::RealIncident] {
        let mut one = good("X", "2027-05-01", 20);
        one.how = how;
        check(&after(vec![one]), State::Never, "No completed drill");
    }
    let mut bot = good("X", "2027-05-01", 20);
    bot.roles[0].held.clear();
    bot.roles[0].bot = true;
    check(&after(vec![bot]), State::Never, "No completed drill");
}

#[test]
fn in_a_programme_that_was_made_up_its_own_drills_count() {
    let mut one = good("X", "2027-05-01", 20);
    one.origin = Origin::Demo;
    let mut year = after(vec![one]);
    year.put(ProgrammeEvent::DemoDeclared(DemoDeclared {
        says: programme::DEMO.to_owned(),
        seed: 1,
        years: 1,
    }));
    check(&year, State::Current, "Met the rule");
}

#[test]
fn in_the_sample_its_own_drills_count_and_nowhere_else() {
    let mut one = good("X", "2027-05-01", 20);
    one.origin = Origin::Demo;
    let mut year = after(vec![one]);
    let mut named = |sample| {
        year.put(ProgrammeEvent::Named(programme::ProgrammeNamed {
            name: "Ours".to_owned(),
            sample,
        }));
        (ada(&year).state, year.look().is_demo())
    };
    assert_eq!(
        named(true),
        (State::Current, true),
        "its people are made up, and it says so"
    );
    assert_eq!(
        named(false),
        (State::Never, false),
        "no sample, no demo that counts"
    );
}

#[test]
fn the_rule_can_be_changed_and_keeps_its_number() {
    let mut year = after(vec![good("X", "2027-05-01", 18)]);
    year.put(ProgrammeEvent::RuleKept(RuleKept {
        rule: Rule {
            version: 2,
            q_percent: 95,
            ..Rule::default()
        },
        because: "The board asks for more.".to_owned(),
    }));
    check(&year, State::Remediation, "below 0.95");
    year.put(ProgrammeEvent::RuleKept(RuleKept {
        rule: Rule {
            version: 3,
            drills: 2,
            ..Rule::default()
        },
        because: "Twice a year.".to_owned(),
    }));
    check(&year, State::Expired, "1 of 2 drills");
    year.close(good("Y", "2027-06-01", 18));
    check(&year, State::Current, "Met the rule");
    assert_eq!(
        ada(&year).expires,
        Some(day("2028-04-30")),
        "it ends with the older of the two"
    );
}

#[test]
fn a_drill_in_which_nothing_was_asked_of_a_role_proves_nothing() {
    let mut one = drill("X", "2027-05-01");
    one.roles = vec![role("ic", "Ada", 0, 0)];
    let mut year = after(vec![one]);
    year.now = noon("2027-07-01");
    check(&year, State::Expired, "Nothing was asked");
}

#[test]
fn a_rule_says_the_q_that_it_asks_for() {
    let check = |q_percent, says: &str| {
        let rule = Rule {
            q_percent,
            ..Rule::default()
        };
        assert!(rule.says().contains(says), "{}", rule.says());
    };
    check(80, "Q of at least 0.80;");
    check(100, "Q of at least 1.00;");
    check(5, "Q of at least 0.05;");
}

#[test]
fn a_drill_without_a_plan_is_not_said_to_have_tested_an_old_revision() {
    let mut one = good("X", "2027-05-01", 20);
    one.plan = None;
    check(
        &after(vec![one]),
        State::Expired,
        "does not say which revision",
    );
}
