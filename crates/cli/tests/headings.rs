//! A plan whose headings only look like headings, from outside: every form that takes a plan offers to read them, and
//! reads them where that is wished. Not here: how such lines are known (`plan`); `serve`, which has a file of its own.

mod common;

use std::path::Path;

use common::{expect, looking, scenario, text};
use serde_json::Value;

const FLAG: &str = "--headings-by-look";

/// What is said where such lines were found, and where they were read.
const OFFERED: &str = "may be meant as headings";
const READ: &str = "Read as headings because they look like ones";

#[test]
fn check_offers_the_lines_and_reads_them_where_that_is_wished() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = looking(folder.path());
    let offered = expect(0, &["check", &plan]).out;
    assert!(
        offered.contains(OFFERED) && offered.contains(FLAG),
        "{offered}"
    );
    assert!(
        offered.contains("role-without-duties"),
        "nothing begins at such a line: {offered}"
    );
    let read = expect(0, &["check", &plan, FLAG]).out;
    assert!(read.contains(READ) && !read.contains(OFFERED), "{read}");
    assert!(
        !read.contains("role-without-duties"),
        "roles have their duties: {read}"
    );
}

#[test]
fn a_rehearsal_tests_the_sections_that_were_found_by_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = looking(folder.path());
    let (missing, err) = rehearsed(folder.path(), "marked", &plan, &[]);
    assert!(missing > 0, "the drill cites sections that nobody found");
    assert!(err.contains(OFFERED) && err.contains(FLAG), "{err}");
    let (missing, err) = rehearsed(folder.path(), "looked", &plan, &[FLAG]);
    assert!(err.contains(READ), "{err}");
    assert_eq!(missing, 0, "every section that the drill cites is there");
    let amended = common::read(&folder.path().join("looked/plan.md"));
    assert!(
        amended.contains("**Role: SOC Analyst**"),
        "lines stay as they were written"
    );
}

/// How many sections the drill cites that its report did not find in the plan, and what was said at the side.
fn rehearsed(folder: &Path, name: &str, plan: &str, words: &[&str]) -> (usize, String) {
    let out = folder.join(name);
    let (scenario, out_name) = (scenario("suspicious-login"), text(&out));
    let rehearse = ["rehearse", &scenario, "--plan", plan, "--out", &out_name];
    let err = expect(0, &[&rehearse[..], words].concat()).err;
    let programme = text(&out.join("programme.rockdrill"));
    let json = out.join("report.json");
    let file = text(&json);
    expect(
        0,
        &["report", &programme, "--format", "json", "--out", &file],
    );
    let told: Value = serde_json::from_str(&common::read(&json)).expect("JSON");
    let sections = told["report"]["coverage"].as_array().expect("a list");
    let says = |it: &&Value| {
        it["how"]
            .as_str()
            .is_some_and(|it| it.contains("ot in the plan"))
    };
    (sections.iter().filter(says).count(), err)
}

#[test]
fn papers_hold_the_duties_that_were_found_by_look() {
    let folder = tempfile::tempdir().expect("a folder");
    let plan = looking(folder.path());
    let scenario = scenario("suspicious-login");
    let duty = "Look at every alert of high severity within 10 minutes";
    let cards = |words: &[&str]| {
        let out = text(&folder.path().join("papers"));
        let papers = [
            "papers",
            &scenario,
            "--plan",
            &plan,
            "--only",
            "role-cards",
            "--format",
            "docx",
            "--out",
            &out,
        ];
        let err = expect(0, &[&papers[..], words].concat()).err;
        (
            common::word_text(&folder.path().join("papers/role-cards.docx")),
            err,
        )
    };
    let (text, err) = cards(&[]);
    assert!(err.contains(OFFERED), "{err}");
    assert!(!text.contains(duty), "no role was found: {text}");
    let (text, _) = cards(&[FLAG]);
    assert!(text.contains(duty), "{text}");
}

#[test]
fn without_a_plan_there_is_nothing_to_choose() {
    let scenario = scenario("suspicious-login");
    for words in [
        vec!["rehearse", &scenario, FLAG],
        vec!["papers", &scenario, FLAG, "--out", "nowhere"],
    ] {
        let err = expect(2, &words).err;
        assert!(err.contains("name the plan with --plan"), "{err}");
    }
}
