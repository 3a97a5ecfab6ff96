//! What the reader makes of the ways in which plans are written. Data and one check; amendments and
//! the real plans have tests of their own.

mod roles;
mod sections;

use plan::{Phase, Shape, Tag, read};

/// Paths of the sections of a text.
fn paths(text: &str) -> Vec<String> {
    read(text)
        .0
        .sections
        .into_iter()
        .map(|section| section.path)
        .collect()
}

fn codes(text: &str) -> Vec<String> {
    read(text)
        .1
        .into_iter()
        .map(|diagnostic| diagnostic.code)
        .collect()
}

#[test]
fn commitments_are_limits_and_nothing_else() {
    let check = |text: &str, expected: &[(u64, Option<&str>)]| {
        let (plan, _) = read(text);
        let found: Vec<(u64, Option<&str>)> = plan
            .commitments
            .iter()
            .map(|limit| (limit.limit_s, limit.role.as_deref()))
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check("# A\nPage the lead within 15 minutes.\n", &[(900, None)]);
    check(
        "# A\nUpdates go out every 4 hours, or hourly at night.\n",
        &[(14400, None), (3600, None)],
    );
    check(
        "# A\n- Acknowledge the page (target: 5 min)\n",
        &[(300, None)],
    );
    check(
        "# A\nTell the authority no later than seventy-two (72) hours after that.\n",
        &[(72 * 3600, None)],
    );
    check(
        "# A\nThe 72-hour notification deadline and 15 minutes or less.\n",
        &[(72 * 3600, None), (900, None)],
    );
    check(
        "# A\nLogs of the last 24 hours. Within the last 7 days. It took 3 hours. In 5 minutes. A few days.\n",
        &[],
    );
    check("# A\nevery {{N}} and within [TIME]\n", &[]);
    check("# A\n```\nwithin 5 minutes\n```\n", &[]);
    check(
        "# Roles\n## Scribe\n- Hands in the log within 24 hours\n\n# B\nThe Scribe must answer within 10 minutes.\n",
        &[(86400, Some("Scribe")), (600, Some("Scribe"))],
    );
    check(
        "# S\n\n| Severity | Meaning | Respond | Updates |\n|--|--|--|--|\n| SEV1 | down for 2 hours | 15 min | every 30 min |\n\
         | SEV2 | slow | < 1 h | 4 hours |\n| SEV3 | odd | next day | none |\n",
        &[(900, None), (1800, None), (3600, None), (14400, None)],
    );
}

#[test]
fn placeholders_are_found_in_every_dress() {
    let check = |text: &str, expected: &[&str]| {
        let (plan, _) = read(text);
        let found: Vec<&str> = plan
            .placeholders
            .iter()
            .map(|gap| gap.text.as_str())
            .collect();
        assert_eq!(found, expected, "{text}");
    };
    check(
        "# A\n{{X}} and {Y{}} and [ORGANIZATION NAME]\n",
        &["{{X}}", "{Y{}}", "[ORGANIZATION NAME]"],
    );
    check("# A\nTODO: name it. Then TBD\n", &["TODO: name it.", "TBD"]);
    check(
        "# A\n<insert company name> and <INSERT NAME>\n",
        &["<insert company name>", "<INSERT NAME>"],
    );
    check(
        "# A\nLast tested: YYYY-MM-DD or ________\n",
        &["YYYY-MM-DD", "________"],
    );
    check("# A\n[list](#TODO-link)\n", &["#TODO-link"]);
    check(
        "# A\n[IC](x) [EXTERNAL] [x] [see below] `{ \"json\": 1 }` TODOS\n\n- [ ] task\n",
        &[],
    );
    check("# A\n```\n{{X}}\n```\n", &[]);
    check("---\nowner: TBD\n---\n# A\n", &["owner: TBD"]);
}

#[test]
fn document_control_is_read_where_it_is_said() {
    let (plan, _) = read(
        "---\nowner: CISO\nlast_reviewed: 2026-01-02\n---\n# A\nIt was last tested on 2025-11-20. Approved by: [NAME]\n\n\
         | Version | Date | Author | Change |\n|--|--|--|--|\n| 1.9 | 2025-01-01 | Ada | First |\n| 1.10 | 2026-01-01 | Bo | Second |\n",
    );
    let value = |stated: &Option<plan::Stated>| stated.as_ref().map(|stated| stated.value.clone());
    assert_eq!(value(&plan.control.owner).as_deref(), Some("CISO"));
    assert_eq!(
        value(&plan.control.last_reviewed).as_deref(),
        Some("2026-01-02")
    );
    assert_eq!(
        value(&plan.control.last_tested).as_deref(),
        Some("2025-11-20")
    );
    assert_eq!(
        value(&plan.control.approved_by),
        None,
        "a placeholder is no approval"
    );
    assert_eq!(
        value(&plan.control.version).as_deref(),
        Some("1.10"),
        "the newest row, counted as numbers"
    );
    assert_eq!(plan.revisions.len(), 2);
    assert_eq!(
        (
            plan.revisions[1].author.as_str(),
            plan.revisions[1].note.as_str()
        ),
        ("Bo", "Second")
    );
}

#[test]
fn trouble_is_said_at_its_place() {
    let check = |text: &str, code: &str, at: (u32, u32)| {
        let (_, notes) = read(text);
        let found = notes
            .iter()
            .find(|note| note.code == code)
            .map(|note| (note.line, note.column));
        assert_eq!(found, Some(at), "{text}: {notes:?}");
    };
    check("# A\n- item## Playbook: X\n", "heading-in-text", (2, 7));
    check(
        "# A\n\n##Heading without a blank\n",
        "heading-in-text",
        (3, 1),
    );
    check("# A\n```\n# lost\n", "fence-open", (2, 1));
    check(
        "# A\nCall Ada at ada.lovelace@example.com\n",
        "personal-contact",
        (2, 13),
    );
    check(
        "# A\n| Role | Phone |\n|--|--|\n| IC | +44 20 7946 0958 |\n",
        "personal-contact",
        (4, 8),
    );
    check("# A\nUpdates every {{N}} minutes\n", "limit-unset", (2, 9));
    check(
        "# A\nDone within 4 business days.\n",
        "business-days",
        (2, 13),
    );
    check("words\n", "no-headings", (1, 1));
    check("# Roles\n## Scribe\n", "role-without-duties", (2, 1));
    assert!(
        !codes(
            "# A\nMail soc@example.com on 2026-01-02 10:00, 192.168.100.200, or 1,000,000,000.\n"
        )
        .contains(&"personal-contact".to_owned())
    );
    assert!(!codes("# A\n\\## no heading and C## too\n").contains(&"heading-in-text".to_owned()));
}

#[test]
fn what_cannot_be_read_is_refused_with_a_reason() {
    let (plan, notes) = plan::read_bytes(b"# A\n\xff\xfe");
    assert!(plan.sections.is_empty());
    assert_eq!((notes[0].code.as_str(), notes[0].line), ("not-text", 2));
    let (_, notes) = plan::read_bytes(b"PK\x03\x04\xff");
    assert!(
        notes[0]
            .hint
            .as_deref()
            .is_some_and(|hint| hint.contains("Word"))
    );
    let large = "a".repeat(plan::BYTES_MAX + 1);
    assert_eq!(codes(&large), ["too-large"]);
    for deep in [
        ">".repeat(100_000),
        "- ".repeat(100_000) + "x",
        format!("{}- x", " ".repeat(2_000)),
    ] {
        assert_eq!(codes(&deep), ["too-deep"], "{}", &deep[..20]);
    }
    assert!(
        !codes(&"- ".repeat(1_000)).contains(&"too-deep".to_owned()),
        "a line of dashes is a rule"
    );
}

#[test]
fn places_count_lines_and_characters_from_one() {
    let (plan, _) = read("\u{feff}# Ä\r\n\r\nÄäÖ {{X}}\r\n");
    let place = &plan.placeholders[0].place;
    assert_eq!(
        (place.section.as_str(), place.line, place.column),
        ("Ä", 3, 5)
    );
    assert_eq!(plan.sections[0].lines, (1, 3));
}

#[test]
fn a_plan_is_shown_in_the_fixed_form() {
    let (plan, notes) = read("# Roles\n## Scribe\n- Writes within 5 minutes {{X}}\n");
    let shown = serde_json::to_value(plan::PlanShow::from(&plan, &notes)).expect("a plan is JSON");
    let fields = |value: &serde_json::Value, wanted: &[&str]| {
        for field in wanted {
            assert!(value.get(field).is_some(), "{field} in {value}");
        }
    };
    fields(
        &shown,
        &[
            "sections",
            "roles",
            "commitments",
            "placeholders",
            "revisions",
            "diagnostics",
        ],
    );
    fields(
        &shown["sections"][0],
        &["id", "path", "level", "title", "phase", "tags"],
    );
    fields(
        &shown["roles"][0],
        &["title", "aliases", "duties", "shape", "place"],
    );
    fields(
        &shown["commitments"][0],
        &["text", "limit_s", "role", "place"],
    );
    fields(&shown["roles"][0]["place"], &["section", "line", "column"]);
    assert_eq!(shown["roles"][0]["shape"], "heading");
    assert_eq!(shown["commitments"][0]["limit_s"], 300);
    assert_eq!(shown["sections"][1]["path"], "Roles / Scribe");
    assert_eq!(shown["sections"][1]["tags"][0], "roles");
}

#[test]
fn html_shows_everything_and_runs_nothing() {
    let text = "# A <script>alert(1)</script>\n\n<img src=x onerror=alert(1)>\n\n![pic](http://x/y.png) [go](javascript:alert(1))\n\n\
                <table><tr><td>cell <b>&lt;i&gt;</b></td></tr></table>\n\n## B\n\n`<b>`\n";
    let (plan, _) = read(text);
    let html = plan::plan_html(&plan);
    for bad in ["<script", "<img", "<a ", "href", "src=\"", "<i>"] {
        assert!(!html.contains(bad), "{bad} in {html}");
    }
    assert!(
        html.contains("id=\"b\"") || html.contains(&format!("id=\"{}\"", plan.sections[1].id)),
        "{html}"
    );
    assert!(
        html.contains("[Picture: pic]") && html.contains("<td>cell &lt;i&gt;</td>"),
        "{html}"
    );
    let section = plan::section_html(&plan, &plan.sections[1]);
    assert!(
        section.contains("&lt;b&gt;") && !section.contains("cell"),
        "{section}"
    );
}

#[test]
fn cost_grows_with_size_and_no_faster() {
    // Counted in work done, not in time: the reader must stay linear on input made to be costly.
    for costly in [
        "[",
        "<!--",
        "<table>",
        "{{",
        "**",
        "_",
        "# a\n",
        "- a\n",
        "a. b\n",
        "&",
        "@",
        "within 5 min ",
        "the ",
        "## A",
    ] {
        let text = costly.repeat(100_000 / costly.len());
        let (plan, _) = read(&text);
        assert!(
            plan.text().len() == text.len(),
            "{costly} is read to its end"
        );
    }
}
