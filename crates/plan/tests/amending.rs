//! What amendments do to a text, byte by byte, and what they refuse. Random documents are in
//! `random_plans`.

use plan::{Amendment, AmendmentFile, AmendmentOp, Why, amend};

const PLAN: &str = "# Plan\n\nIntro.\n\n## Roles\n\n- one\n- two\n\n## Steps\n\n1. first\n1. second\n\nAfter the list.\n\n---\n\n## Revision history\n\n\
                    | Version | Date       | Author | Change |\n| ------- | ---------- | ------ | ------ |\n| 1.0     | 2025-01-01 | Ada    | First  |\n";

fn op(op: AmendmentOp) -> Amendment {
    Amendment {
        op,
        because: Some("finding 3".to_owned()),
        base: None,
    }
}

fn replace(section: &str, find: &str, text: &str) -> Amendment {
    op(AmendmentOp::Replace {
        section: section.into(),
        find: find.into(),
        text: text.into(),
    })
}

fn insert(section: &str, text: &str) -> Amendment {
    op(AmendmentOp::Insert {
        section: section.into(),
        text: text.into(),
    })
}

fn append(section: &str, text: &str) -> Amendment {
    op(AmendmentOp::AppendItem {
        section: section.into(),
        text: text.into(),
    })
}

fn new_section(parent: &str, title: &str, text: &str) -> Amendment {
    op(AmendmentOp::NewSection {
        parent: parent.into(),
        title: title.into(),
        text: text.into(),
    })
}

fn revision(number: &str, note: &str) -> Amendment {
    op(AmendmentOp::Revision {
        number: number.into(),
        date: "2026-11-22".into(),
        note: note.into(),
    })
}

/// The text after the amendments, which must be made.
fn made(text: &str, amendments: &[Amendment]) -> String {
    match amend(text, amendments, "Bo") {
        Ok(amended) => amended.text,
        Err(refusals) => panic!("{}", refusals[0]),
    }
}

/// Why the first amendment is not made.
fn refused(text: &str, amendment: Amendment) -> Why {
    match amend(text, &[amendment], "Bo") {
        Ok(amended) => panic!("was made: {}", amended.text),
        Err(mut refusals) => refusals.remove(0).why,
    }
}

#[test]
fn a_replacement_changes_the_words_and_no_others() {
    assert_eq!(
        made(
            PLAN,
            &[replace("Plan / Steps", "After the list.", "Later.")]
        ),
        PLAN.replace("After the list.", "Later.")
    );
    assert_eq!(
        made("# A\r\none\r\ntwo\r\n", &[replace("A", "one\ntwo", "1\n2")]),
        "# A\r\n1\r\n2\r\n",
        "line endings are those of the plan"
    );
    assert_eq!(
        made(
            "# A\nlong words\nwrapped here\n",
            &[replace("A", "words wrapped", "text")]
        ),
        "# A\nlong text here\n",
        "wrapped elsewhere"
    );
    assert_eq!(
        made("\u{feff}# A\nx", &[replace("A", "x", "y")]),
        "\u{feff}# A\ny",
        "mark and missing ending stay"
    );
}

#[test]
fn a_replacement_needs_a_text_that_stands_once() {
    assert_eq!(
        refused(PLAN, replace("Steps", "nowhere", "x")),
        Why::TextNotFound { elsewhere: None }
    );
    let elsewhere = Why::TextNotFound {
        elsewhere: Some("Plan".to_owned()),
    };
    assert_eq!(
        refused(PLAN, replace("Steps", "Intro.", "x")),
        elsewhere,
        "it says where the text stands"
    );
    assert_eq!(
        refused("# A\naaa\n", replace("A", "aa", "x")),
        Why::TextNotUnique { count: 2 }
    );
    assert_eq!(refused(PLAN, replace("Steps", " ", "x")), Why::TextEmpty);
    assert_eq!(
        refused("# Steps\n\nx\n", replace("Steps", "Steps", "x")),
        Why::TextNotFound {
            elsewhere: Some("Steps".to_owned())
        },
        "headings are not replaced"
    );
}

#[test]
fn a_section_has_to_be_one() {
    assert_eq!(
        refused(PLAN, insert("Plan / Stpes", "x")),
        Why::SectionNotFound {
            nearest: Some("Plan / Steps".to_owned())
        }
    );
    let twice = "# A\n## X\n# B\n## X\n";
    let several = Why::SectionNotUnique {
        paths: vec!["A / X".to_owned(), "B / X".to_owned()],
    };
    assert_eq!(refused(twice, insert("X", "t")), several);
    assert_eq!(
        made("# A\n# A\n", &[insert("A [2]", "t")]),
        "# A\n# A\n\nt\n",
        "a repeat has its own name"
    );
}

#[test]
fn text_is_inserted_at_the_end_of_the_sections_own_text() {
    assert_eq!(
        made("# A\n\nx\n\n## B\n", &[insert("A", "y\n")]),
        "# A\n\nx\n\ny\n\n## B\n"
    );
    assert_eq!(
        made("# A\nx\n## B\n", &[insert("A", "y")]),
        "# A\nx\n\ny\n\n## B\n",
        "empty lines are added where they are needed"
    );
    assert_eq!(
        made("# A", &[insert("A", "y")]),
        "# A\n\ny",
        "no ending is invented"
    );
    assert_eq!(
        made("# A\r\n\r\nx\r\n", &[insert("A", "y\nz")]),
        "# A\r\n\r\nx\r\n\r\ny\r\nz\r\n"
    );
    assert_eq!(
        made("# A\n\nx\n\n---\n\n# B\n", &[insert("A", "y")]),
        "# A\n\nx\n\ny\n\n---\n\n# B\n",
        "a closing rule stays last"
    );
    assert_eq!(
        made("# A\nx\n***\n# B\n", &[insert("A", "y")]),
        "# A\nx\n\ny\n\n***\n# B\n"
    );
}

#[test]
fn code_can_be_inserted_where_its_fence_is_closed() {
    let before = "# A\n\n- x\n\n## B\n";
    let code = "```sh\n# a remark\n```";
    let after = format!("# A\n\n- x\n\n{code}\n\n## B\n");
    assert_eq!(made(before, &[insert("A", code)]), after);
}

#[test]
fn nothing_may_change_the_outline_elsewhere() {
    let outline = |text: &str, amendment: Amendment| {
        assert!(
            matches!(refused(text, amendment), Why::ChangesOutline { .. }),
            "{text}"
        );
    };
    outline(PLAN, insert("Steps", "## Sneaked in"));
    outline(PLAN, insert("Steps", "```\nopen"));
    outline(PLAN, insert("Steps", "<!-- open"));
    outline(PLAN, replace("Steps", "After the list.", "Title\n==="));
    outline("# A\n\nx\n\n    y\n\n## B\n", replace("A", "x", "```"));
    outline(
        PLAN,
        new_section("Roles", "Not\\# one\n", "x\n\n## Higher\n"),
    );
    assert!(
        matches!(
            refused("# A\n", insert("A", "```\nopen")),
            Why::NotEditable { .. }
        ),
        "at the end nothing follows to show it"
    );
    assert!(
        matches!(
            refused("# A\n```\nx\n", insert("A", "y")),
            Why::NotEditable { .. }
        ),
        "it would be code"
    );
    assert!(
        matches!(
            refused("# A\n<!-- x\n", insert("A", "y")),
            Why::NotEditable { .. }
        ),
        "it would be a comment"
    );
}

#[test]
fn an_item_is_written_in_the_hand_of_its_list() {
    let check = |list: &str, text: &str, expected: &str| {
        let before = format!("# A\n\n{list}\n\n## B\n");
        assert_eq!(
            made(&before, &[append("A", text)]),
            format!("# A\n\n{expected}\n\n## B\n")
        );
    };
    check("- one\n- two", "three", "- one\n- two\n- three");
    check(
        "*   one\n*   two",
        "three\nmore",
        "*   one\n*   two\n*   three\n    more",
    );
    check("1. one\n1. two", "three", "1. one\n1. two\n1. three");
    check("3) one\n4) two", "five", "3) one\n4) two\n5) five");
    check("1. one", "2. two", "1. one\n2. two");
    check("- one\n\n- two", "three", "- one\n\n- two\n\n- three");
    check("  - one\n  - two", "- three", "  - one\n  - two\n  - three");
    check("- [x] done", "open", "- [x] done\n- [ ] open");
    check(
        "- one\n  - inner\n- two\n  more",
        "three",
        "- one\n  - inner\n- two\n  more\n- three",
    );
    check(
        "- one\n\nwords\n\n* last",
        "more",
        "- one\n\nwords\n\n* last\n* more",
    );
    check("a. one\nb. two", "three", "a. one\nb. two\nc. three");
    check("a. one\na. two", "three", "a. one\na. two\na. three");
    assert_eq!(
        made("# A\r\n\r\n- one", &[append("A", "two")]),
        "# A\r\n\r\n- one\r\n- two",
        "line endings and the missing one"
    );
    assert_eq!(
        made("# A\n\nwords\n\n# B\n\n* b\n", &[append("A", "one")]),
        "# A\n\nwords\n\n* one\n\n# B\n\n* b\n",
        "no list: one is begun, with the bullet of the plan"
    );
}

#[test]
fn a_new_section_stands_at_the_end_of_its_parent() {
    assert_eq!(
        made(
            "# A\n\n## B\n\nx\n\n# C\n",
            &[new_section("A", "New", "text\n\n### Inner\n")]
        ),
        "# A\n\n## B\n\nx\n\n## New\n\ntext\n\n### Inner\n\n# C\n"
    );
    assert_eq!(
        made("# A\n\n### B\n", &[new_section("A", "New", "t")]),
        "# A\n\n### B\n\n### New\n\nt\n",
        "on the level of its neighbours"
    );
    assert_eq!(
        made("# A\n\n## B\n", &[new_section("", "New", "t")]),
        "# A\n\n## B\n\n## New\n\nt\n",
        "outermost, under the title"
    );
    assert_eq!(
        made("# A\n\n# B\n", &[new_section("", "New", "t")]),
        "# A\n\n# B\n\n# New\n\nt\n"
    );
    assert_eq!(made("", &[new_section("", "New", "t")]), "# New\n\nt\n");
    assert_eq!(
        refused("# A\n\n## B\n", new_section("A", "B", "t")),
        Why::AlreadyThere {
            what: "B".to_owned()
        }
    );
    assert_eq!(
        refused("###### A\n", new_section("A", "B", "t")),
        Why::TooDeep
    );
}

#[test]
fn a_revision_row_is_written_in_the_hand_of_its_table() {
    let row = "| 1.1     | 2026-11-22 | Bo     | Drill  |\n";
    assert_eq!(
        made(PLAN, &[revision("1.1", "Drill")]),
        format!("{PLAN}{row}"),
        "widths are kept"
    );
    let newest_first = "# R\n\n|Date|Rev|What|\n|-|-|-|\n|2025-02-01|2|b|\n|2025-01-01|1|a|\n";
    assert_eq!(
        made(newest_first, &[revision("3", "c | d")]),
        newest_first.replace("|-|-|-|\n", "|-|-|-|\n|2026-11-22|3|c \\| d|\n"),
        "columns, tightness and order are the table's own"
    );
    assert_eq!(
        made(
            "# A\n\nVersion | Date | Change\n--- | --- | ---\n1 | 2025 | a",
            &[revision("2", "b")]
        ),
        "# A\n\nVersion | Date | Change\n--- | --- | ---\n1 | 2025 | a\n2 | 2026-11-22 | b",
        "no pipes at the ends, no last line ending"
    );
    let ragged =
        "# A\n\n| Rev | Date | Change |\n| - | - | - |\n| 1 | 2025-01-01 | a long first note |\n";
    assert_eq!(
        made(ragged, &[revision("2", "b")]),
        format!("{ragged}| 2 | 2026-11-22 | b |\n"),
        "where columns are not aligned, none is padded"
    );
    let none = made("# A\n\nx\n", &[revision("1", "first")]);
    let table = "| Revision | Date | Author | Change |\n| --- | --- | --- | --- |\n| 1 | 2026-11-22 | Bo | first |\n";
    assert_eq!(
        none,
        format!("# A\n\nx\n\n## Revision history\n\n{table}"),
        "a plan without a table gets one"
    );
    assert_eq!(
        plan::read(&none).0.revisions.len(),
        1,
        "which is read again"
    );
    assert_eq!(
        refused(PLAN, revision("1.0", "again")),
        Why::AlreadyThere {
            what: "revision 1.0".to_owned()
        }
    );
    let html = "# A\n<table><tr><th>Version</th><th>Date</th></tr><tr><td>1</td><td>2025</td></tr></table>\n";
    assert!(
        matches!(refused(html, revision("2", "b")), Why::NotEditable { .. }),
        "HTML is read and not written"
    );
}

#[test]
fn several_amendments_are_made_one_after_the_other() {
    let amended = amend(
        PLAN,
        &[
            append("Roles", "three"),
            append("Roles", "four"),
            replace("Roles", "three", "3"),
            new_section("Roles", "Deputies", "Named."),
            insert("Plan / Roles / Deputies", "All of them."),
            revision("2", "Lessons"),
        ],
        "Bo",
    )
    .expect("all are made");
    assert!(
        amended
            .text
            .contains("- two\n- 3\n- four\n\n### Deputies\n\nNamed.\n\nAll of them.\n\n## Steps"),
        "{}",
        amended.text
    );
    assert_eq!(amended.changes.len(), 6);
    assert_eq!(amended.changes[0].section, "Plan / Roles");
    assert_eq!(
        amended.changes[3].before, "",
        "a new section stood nowhere before"
    );
    assert_eq!(amended.changes[5].because.as_deref(), Some("finding 3"));
    let mut rebuilt = PLAN.to_owned();
    for splice in amended.splices.iter().rev() {
        rebuilt.replace_range(splice.old.clone(), &amended.text[splice.new.clone()]);
    }
    assert_eq!(
        rebuilt, amended.text,
        "the splices tell the whole difference"
    );
}

#[test]
fn either_all_are_made_or_none_and_every_reason_is_given() {
    let refusals = amend(
        PLAN,
        &[
            append("Roles", "ok"),
            insert("Nowhere", "x"),
            replace("Steps", "gone", "x"),
        ],
        "",
    )
    .expect_err("two cannot be made");
    let numbers: Vec<usize> = refusals.iter().map(|refusal| refusal.amendment).collect();
    assert_eq!(numbers, [1, 2]);
    assert_eq!(
        refusals[1].to_string(),
        "Amendment 3 (section \"Steps\"): the text to replace does not stand in this section."
    );
}

#[test]
fn a_stale_base_is_a_conflict_seen_from_three_sides_unless_the_change_still_fits() {
    let old = "# A\n\nCall within 30 minutes.\n";
    let base = plan::read(old).0.sections[0].fingerprint.clone();
    let proposed = Amendment {
        base: Some(base),
        ..replace("A", "30 minutes", "15 minutes")
    };
    let gone = "# A\n\nCall within an hour.\n";
    match refused(gone, proposed.clone()) {
        Why::Conflict(conflict) => {
            assert_eq!(
                (conflict.base.as_str(), conflict.ours.as_str()),
                ("30 minutes", "15 minutes")
            );
            assert_eq!(conflict.theirs, gone, "what stands there now");
        }
        other => panic!("{other:?}"),
    }
    let moved = "# A\n\nCall within 30 minutes, always.\n";
    let amended = amend(moved, std::slice::from_ref(&proposed), "").expect("the change still fits");
    assert!(
        amended.changes[0].rebased,
        "and says that it was made on newer text"
    );
    let sides = plan::conflict(old, gone, &proposed).expect("the section changed");
    assert_eq!(
        (
            sides.base.as_str(),
            sides.ours.as_str(),
            sides.theirs.as_str()
        ),
        (old, "# A\n\nCall within 15 minutes.\n", gone)
    );
    assert_eq!(
        plan::conflict(old, old, &proposed),
        None,
        "no change, no conflict"
    );
}

#[test]
fn a_file_of_amendments_is_read_in_the_fixed_form() {
    let text = r#"{"author": "Ada", "amendments": [
        {"op": "replace", "section": "A / B", "find": "x", "text": "y", "because": "finding 1"},
        {"op": "insert", "section": "A", "text": "t"},
        {"op": "append_item", "section": "A", "text": "t"},
        {"op": "new_section", "parent": null, "title": "T", "text": "t"},
        {"op": "revision", "number": 4, "date": "2026-01-01", "note": "n"}]}"#;
    let (file, notes) = AmendmentFile::read(text);
    assert_eq!(notes, []);
    assert_eq!((file.author.as_str(), file.amendments.len()), ("Ada", 5));
    assert_eq!(file.amendments[0].because.as_deref(), Some("finding 1"));
    assert!(
        matches!(&file.amendments[4].op, AmendmentOp::Revision { number, .. } if number == "4")
    );
    let again: AmendmentFile =
        serde_json::from_str(&serde_json::to_string(&file).expect("written")).expect("read");
    assert_eq!(again, file, "what is written is read again");
}

#[test]
fn a_wrong_file_of_amendments_says_where() {
    let check = |text: &str, code: &str, at: (u32, u32), word: &str| {
        let (_, notes) = AmendmentFile::read(text);
        let note = notes.first().unwrap_or_else(|| panic!("{text} is wrong"));
        assert_eq!(
            (note.code.as_str(), (note.line, note.column)),
            (code, at),
            "{note:?}"
        );
        let all = format!("{} {}", note.says, note.hint.clone().unwrap_or_default());
        assert!(all.contains(word), "{word} in {all}");
    };
    check("{\"author\": }", "bad-json", (1, 12), "JSON");
    check("[]", "wrong-type", (1, 1), "object");
    check("{}", "missing-field", (1, 1), "amendments");
    check(
        "{\"amendments\": [\n {\"op\": \"insert\", \"sektion\": \"A\", \"text\": \"t\"}]}",
        "unknown-field",
        (2, 19),
        "\"section\"?",
    );
    check(
        "{\"amendments\": [{\"op\": \"insert\",\n \"section\": \"A\"}]}",
        "missing-field",
        (1, 17),
        "text",
    );
    check(
        "{\"amendments\": [{\"op\": \"inser\"}]}",
        "unknown-op",
        (1, 18),
        "\"insert\"?",
    );
    check(
        "{\"amendments\": [{\"op\": \"insert\", \"section\": 3, \"text\": \"t\"}]}",
        "wrong-type",
        (1, 34),
        "text",
    );
}

#[test]
fn a_difference_is_shown_line_by_line() {
    let hunks = plan::diff("a\nb\nc\n", "a\nB\nc\n");
    let kinds: Vec<plan::LineKind> = hunks[0].lines.iter().map(|line| line.kind).collect();
    use plan::LineKind::{Added, Removed, Same};
    assert_eq!(kinds, [Same, Removed, Added, Same]);
    assert!(plan::diff("a\n", "a\n").is_empty());
    let text = plan::unified("a\nb\n", "a\nc\n", "before.md", "after.md");
    assert!(
        text.starts_with("--- before.md\n+++ after.md\n@@") && text.contains("-b\n+c\n"),
        "{text}"
    );
}

#[test]
fn an_item_goes_after_the_list_inside_an_admonition() {
    let plan = "# Plan\n\n!!! note\n    text\n\n\t- one\n\t- two\n";
    assert_eq!(
        made(plan, &[append("plan", "three")]),
        "# Plan\n\n!!! note\n    text\n\n\t- one\n\t- two\n\t- three\n",
        "lines of one list, though Markdown takes them for code"
    );
}
