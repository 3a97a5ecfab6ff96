//! Sections are followed from one revision to the next where they were moved or their heading was worded anew.

use plan::{followed, read};

fn check(before: &str, now: &str, expected: &[(&str, &str)]) {
    let (before, now) = (read(before).0, read(now).0);
    let found = followed(&before, &now);
    let found: Vec<(&str, &str)> = found
        .iter()
        .map(|(was, is)| (was.as_str(), is.as_str()))
        .collect();
    assert_eq!(found, expected);
}

const BEFORE: &str = "# Plan\n\n## Containment\n\nFirst things.\n\n### Isolate\n\nPull the cable.\n\n## Recovery\n\nRestore.\n";

#[test]
fn a_heading_that_was_worded_anew_takes_what_stands_under_it_along() {
    check(
        BEFORE,
        &BEFORE.replace("## Containment", "## Hold it back"),
        &[
            ("Plan / Containment", "Plan / Hold it back"),
            (
                "Plan / Containment / Isolate",
                "Plan / Hold it back / Isolate",
            ),
        ],
    );
}

#[test]
fn a_section_that_was_moved_is_found_also_on_another_level() {
    let now = "# Plan\n\n## Containment\n\nFirst things.\n\n## Recovery\n\nRestore.\n\n## Isolate\n\nPull the cable.\n";
    check(
        BEFORE,
        now,
        &[("Plan / Containment / Isolate", "Plan / Isolate")],
    );
}

#[test]
fn nothing_is_guessed() {
    // Worded anew in heading and text at once, or two that read the same: a person would have to say which is which.
    let both = BEFORE.replace(
        "## Recovery\n\nRestore.",
        "## Back to work\n\nRestore in order.",
    );
    check(BEFORE, &both, &[]);
    let twice = "# P\n\n## A\n\nSame.\n\n## B\n\nSame.\n";
    check(
        twice,
        &twice.replace("## A", "## C").replace("## B", "## D"),
        &[],
    );
    // A section that stayed is nobody else's past.
    let stayed = "# P\n\n## A\n\nSame.\n";
    check(stayed, &format!("{stayed}\n## B\n\nSame.\n"), &[]);
}
