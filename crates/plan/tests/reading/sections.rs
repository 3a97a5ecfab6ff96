//! Sections: headings of every kind, ids, fingerprints, ways to find one, phases and kinds.

use super::*;

#[test]
fn headings_of_every_kind_make_sections_and_other_marks_do_not() {
    let check =
        |text: &str, expected: &[&str], why: &str| assert_eq!(paths(text), expected, "{why}");
    check(
        "# A\n\n## B\n",
        &["A", "A / B"],
        "a path holds every heading down to its own",
    );
    check(
        "# A\r\n\r\n## B ##\r\n",
        &["A", "A / B"],
        "CRLF and closing hashes are no part of a title",
    );
    check("\u{feff}# A\n", &["A"], "a byte order mark is passed over");
    check(
        "---\ntitle: T\n---\n# A\n",
        &["A"],
        "front matter is no section",
    );
    check(
        "A\n=\n\nB\n-\n\ntext\n",
        &["A", "A / B"],
        "underlined headings count",
    );
    check(
        "# A\n```sh\n# not a heading\n```\n",
        &["A"],
        "code holds no headings",
    );
    check(
        "# A\n~~~\n# no\n```\n# no\n~~~\n## B\n",
        &["A", "A / B"],
        "fences of tildes too",
    );
    check(
        "# A\n\n    # indented code\n",
        &["A"],
        "indented code neither",
    );
    check(
        "# A\n\n> # quoted\n\n- # listed\n",
        &["A"],
        "what is quoted or listed divides nothing",
    );
    check(
        "words\n\n# A\n",
        &["(before the first heading)", "A"],
        "what stands first has a name",
    );
    check(
        "# A\n## B\n## B\n## B\n",
        &["A", "A / B", "A / B [2]", "A / B [3]"],
        "repeats are told apart",
    );
    check(
        "# A\n## B\n# A\n## B\n",
        &["A", "A / B", "A [2]", "A [2] / B"],
        "inside repeats too",
    );
    check(
        "# A\n## B [2]\n## B\n## B\n",
        &["A", "A / B [2]", "A / B", "A / B [3]"],
        "names stay unique",
    );
    check("### A\n# B\n", &["A", "B"], "levels may be left out");
    check(
        "# **Bold** `code` [link](x) &amp; more {#anchor .c}\n",
        &["Bold code link & more"],
        "as it reads",
    );
    check(
        "# Plan for {{COMPANY}}\n",
        &["Plan for {{COMPANY}}"],
        "a placeholder stays in a title",
    );
    check("", &[], "nothing gives nothing");
}

#[test]
fn an_id_survives_edits_elsewhere() {
    let (before, _) = read("# Plan\n\n## Roles\n\n### Scribe\n\nWrites.\n");
    let (after, _) =
        read("intro\n\n# Plan\n\nnew words\n\n## Added\n\n## Roles\n\n### Scribe\n\nWrites.\n");
    let was = before
        .section("Plan / Roles / Scribe")
        .expect("the section is found by its path");
    let is = after
        .section(&was.id)
        .expect("and by its id in the edited plan");
    assert_eq!(was.id, is.id, "the id is made from the path alone");
    assert_eq!(was.fingerprint, is.fingerprint, "its own text is the same");
    assert_ne!(
        before.section("Plan").expect("H1").fingerprint,
        after.section("Plan").expect("H1").fingerprint
    );
}

#[test]
fn a_fingerprint_leaves_out_what_editors_change_unasked() {
    let of = |text: &str| read(text).0.sections[0].fingerprint.clone();
    assert_eq!(
        of("# A\ntext\n"),
        of("# A  \r\ntext\r\n\r\n\r\n"),
        "line endings and blanks do not count"
    );
    assert_ne!(of("# A\ntext\n"), of("# A\ntexts\n"), "words do");
}

#[test]
fn a_section_is_found_by_the_end_of_its_path_only_where_one_fits() {
    let (plan, _) = read("# P\n## 1. Roles\n### Scribe\n## Other\n### Scribe\n");
    assert!(
        plan.section("P / 1. Roles / Scribe").is_ok(),
        "the whole path"
    );
    assert_eq!(
        plan.section("Other / Scribe").map(|s| s.path.as_str()),
        Ok("P / Other / Scribe")
    );
    assert_eq!(
        plan.section("roles").map(|s| s.path.as_str()),
        Ok("P / 1. Roles"),
        "without its number"
    );
    assert!(
        matches!(plan.section("Scribe"), Err(plan::NotOne::Several { .. })),
        "two fit, none is chosen"
    );
    let near = Err(plan::NotOne::Absent {
        nearest: Some("P / Other".to_owned()),
    });
    assert_eq!(plan.section("P / Othr"), near, "the nearest is named");
}

#[test]
fn phases_and_kinds_are_told_by_synonyms() {
    let (plan, _) = read(
        "# Plan\n## Triage\n### Call list\n## Remediate\n## Retrospective\n## Restoring service\n## Business continuity\n\
         ## Playbooks\n### Ransomware\n## Notification of regulators\n## Levels\n\n| Severity | Response |\n|--|--|\n| 1 | 5 min |\n\n\
         ## Roles\n### SOC Analyst\n- looks\n",
    );
    let section = |path: &str| plan.section(path).unwrap_or_else(|_| panic!("{path}"));
    assert_eq!(section("Triage").phase, Some(Phase::Detection));
    assert_eq!(
        section("Call list").phase,
        Some(Phase::Detection),
        "inherited from above"
    );
    assert_eq!(section("Remediate").phase, Some(Phase::Eradication));
    assert_eq!(section("Retrospective").phase, Some(Phase::Lessons));
    assert_eq!(section("Restoring service").phase, Some(Phase::Recovery));
    assert_eq!(
        section("SOC Analyst").phase,
        None,
        "the name of a role tells no phase"
    );
    assert_eq!(section("Playbooks").tags, [], "the shelf is no playbook");
    assert_eq!(
        section("Ransomware").tags,
        [Tag::Playbook],
        "what stands on it is"
    );
    assert_eq!(section("Business continuity").tags, [Tag::Continuity]);
    assert_eq!(
        section("Notification of regulators").tags,
        [Tag::Notification]
    );
    assert_eq!(section("Levels").tags, [Tag::Severity], "by its table");
    assert_eq!(section("Call list").tags, [Tag::Contacts]);
    assert_eq!(section("SOC Analyst").tags, [Tag::Roles]);
}

#[test]
fn an_admonition_is_text_and_its_marks_divide_nothing() {
    let (plan, _) = read(
        "# A\n\n!!! warning \"Stop\"\n\n    # Call within 10 minutes\n    * the lead\n\n> [!NOTE]\n> Answer within 5 minutes.\n",
    );
    assert_eq!(plan.sections.len(), 1);
    let limits: Vec<u64> = plan.commitments.iter().map(|limit| limit.limit_s).collect();
    assert_eq!(limits, [600, 300]);
}
