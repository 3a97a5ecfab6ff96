//! The plan that is shipped with the drills: it is read without an error, every role has duties and
//! every phase a section, and amendments to it are read back.

use std::collections::BTreeSet;

use plan::{Amendment, AmendmentOp, Phase, amend, read};
use terms::Severity;

fn sample() -> Option<String> {
    let file = concat!(
        env!("CARGO_MANIFEST_DIR"),
        "/../../scenarios/plan/incident-response-plan.md"
    );
    std::fs::read_to_string(file).ok()
}

#[test]
fn the_sample_plan_is_complete_enough_to_be_drilled() {
    let text = sample().expect("the sample plan is shipped");
    let (plan, notes) = read(&text);
    let errors: Vec<_> = notes
        .iter()
        .filter(|note| note.severity == Severity::Error)
        .collect();
    assert!(errors.is_empty(), "{errors:?}");
    assert!(
        plan.roles.len() >= 5 && plan.roles.iter().all(|role| !role.duties.is_empty()),
        "roles with duties"
    );
    assert!(
        plan.roles.iter().all(|role| !role.candidate),
        "no role rests on a sentence alone"
    );
    assert!(
        plan.roles.iter().all(|role| role.deputy.is_some()),
        "every role says who stands in"
    );
    assert!(
        !plan.commitments.is_empty() && !plan.revisions.is_empty(),
        "time limits and a revision table"
    );
    let phases: BTreeSet<Phase> = plan
        .sections
        .iter()
        .filter_map(|section| section.phase)
        .collect();
    assert_eq!(phases.len(), 6, "every phase has a section: {phases:?}");
    assert!(
        plan.control.owner.is_some() && plan.control.last_tested.is_some(),
        "owner and last test are stated"
    );
}

#[test]
fn every_role_of_the_sample_plan_is_found_in_its_table_of_contacts() {
    let text = sample().expect("the sample plan is shipped");
    let (plan, _) = read(&text);
    let contacts = plan
        .sections
        .iter()
        .find(|section| section.title == "Contacts")
        .expect("a section with contacts");
    let missing: Vec<&str> = plan
        .roles
        .iter()
        .filter(|role| {
            std::iter::once(&role.place)
                .chain(&role.also)
                .all(|place| place.section != contacts.path)
        })
        .map(|role| role.title.as_str())
        .collect();
    assert!(
        missing.is_empty(),
        "also the Executive on Call, whose name ends in a word that begins an instruction: {missing:?}"
    );
}

#[test]
fn a_revision_and_an_item_added_to_the_sample_plan_are_read_back() {
    let text = sample().expect("the sample plan is shipped");
    let (before, _) = read(&text);
    let revision = AmendmentOp::Revision {
        number: "99".into(),
        date: "2026-11-22".into(),
        note: "Drill".into(),
    };
    let section = before
        .sections
        .iter()
        .find(|section| section.phase == Some(Phase::Containment))
        .expect("a phase");
    let item = AmendmentOp::AppendItem {
        section: section.path.clone(),
        text: "Ask twice.".into(),
    };
    let amendments = [revision, item].map(|op| Amendment {
        op,
        because: None,
        base: None,
    });
    let amended = amend(&text, &amendments, "Exercise lead").expect("both fit");
    let (after, _) = read(&amended.text);
    assert_eq!(after.revisions.len(), before.revisions.len() + 1);
    let row = after
        .revisions
        .iter()
        .find(|row| row.number == "99")
        .expect("the row is there");
    assert_eq!(
        (row.note.as_str(), row.author.as_str()),
        ("Drill", "Exercise lead")
    );
    assert_eq!(
        after.sections.len(),
        before.sections.len(),
        "the outline is the same"
    );
    assert_eq!(
        plan::diff(&text, &amended.text).len(),
        2,
        "two places differ"
    );
}
