//! What the reader makes of the ways in which plans are written. Data and one check; amendments and
//! the real plans have tests of their own.

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

/// One role as a short text: title, shape, duties.
fn roles(text: &str) -> Vec<(String, Shape, Vec<String>)> {
    read(text)
        .0
        .roles
        .into_iter()
        .map(|role| (role.title, role.shape, role.duties))
        .collect()
}

fn check_roles(text: &str, expected: &[(&str, Shape, &[&str])], why: &str) {
    let found = roles(text);
    let found: Vec<(&str, Shape, Vec<&str>)> = found
        .iter()
        .map(|(title, shape, duties)| {
            (
                title.as_str(),
                *shape,
                duties.iter().map(String::as_str).collect(),
            )
        })
        .collect();
    let expected: Vec<(&str, Shape, Vec<&str>)> = expected
        .iter()
        .map(|(title, shape, duties)| (*title, *shape, duties.to_vec()))
        .collect();
    assert_eq!(found, expected, "{why}\n{text}");
}

#[test]
fn shape_1_headings_with_duties() {
    check_roles(
        "# Role: Crisis Wizard\n## Duties\n1. Leads\n1. Decides\n",
        &[("Crisis Wizard", Shape::Heading, &["Leads", "Decides"])],
        "\"Role:\" makes any name a role",
    );
    check_roles(
        "# Plan\n## Roles\n### Scribe\nKeeps the log.\n### How we work\n- together\n",
        &[("Scribe", Shape::Heading, &["Keeps the log."])],
        "a heading among the roles that names none is none",
    );
    check_roles(
        "# Deputy\n## What is it?\n- no duty\n## What are the responsibilities?\n* Stands in\n  * quickly\n",
        &[("Deputy", Shape::Heading, &["Stands in", "quickly"])],
        "questions as headings",
    );
    check_roles(
        "# X\n## Technical Lead\nResponsibilities:\n\n- Finds causes\n\nTraining:\n\n- Reads books\n",
        &[("Technical Lead", Shape::Heading, &["Finds causes"])],
        "a line announces the duties, another what is none",
    );
    check_roles(
        "# Incident Management Team Handbook\n## Team\n- words\n",
        &[],
        "nothing is made up",
    );
}

#[test]
fn a_deputy_and_an_authority_are_kept_in_the_words_of_the_plan() {
    let (plan, _) = read(
        "# Roles\n## Incident Commander (IC)\nDeputy: the Head of IT.\n\n**Authority:** may isolate any system\n\nDuties:\n\n- Leads\n\n\
         ## Scribe\n- **Alternate:** anybody\n- Writes\n\n# Rules\nThe Scribe has the authority to interrupt.\n",
    );
    let commander = plan.role("IC").expect("found by its abbreviation");
    assert_eq!(commander.deputy.as_deref(), Some("the Head of IT."));
    assert_eq!(
        commander.authority.as_deref(),
        Some("may isolate any system")
    );
    assert_eq!(commander.duties, ["Leads"]);
    let scribe = plan.role("note taker").expect("found by a synonym");
    assert_eq!(scribe.deputy.as_deref(), Some("anybody"));
    assert_eq!(
        scribe.authority.as_deref(),
        Some("The Scribe has the authority to interrupt.")
    );
    assert_eq!(scribe.duties, ["Writes"]);
}

#[test]
fn shape_2_tables() {
    check_roles(
        "# R\n\n| Role | Responsibility | Contact | When to engage |\n|--|--|--|--|\n\
         | Incident Commander (IC) | Leads; decides | x | always |\n| Legal | Advises. Signs. | y | breach |\n",
        &[
            ("Incident Commander", Shape::Table, &["Leads", "decides"]),
            ("Legal", Shape::Table, &["Advises.", "Signs."]),
        ],
        "a table of duties; contacts are passed over",
    );
    check_roles(
        "# R\n<table>\n<tr><th>Role</th><th>Duties</th></tr>\n\n<tr><td>Scribe</td><td>Writes<br>Reads &amp; files</td></tr>\n</table>\n",
        &[("Scribe", Shape::Table, &["Writes", "Reads & files"])],
        "HTML tables, with empty lines inside, entities and line breaks",
    );
    check_roles(
        "# R\n\n| Step | Action | Role |\n|--|--|--|\n| 1 | Isolate | SOC Analyst |\n| 2 | Restore | IT Lead, SOC Analyst |\n",
        &[
            ("SOC Analyst", Shape::Table, &["Isolate", "Restore"]),
            ("IT Lead", Shape::Table, &["Restore"]),
        ],
        "the column of roles may stand last and hold several",
    );
    check_roles(
        "# C\n\n| Role | Phone |\n|--|--|\n| Security hotline | 1 |\n",
        &[],
        "a contact is no role",
    );
    check_roles(
        "# S\n\n| Status | Description |\n|--|--|\n| Draft | new |\n",
        &[],
        "other tables are no roles",
    );
}

#[test]
fn shape_3_raci() {
    let duties: &[&str] = &[
        "Isolate (accountable)",
        "Restore (responsible and accountable)",
    ];
    check_roles(
        "# R\n\n| Activity | Incident Commander | Scribe | IT Lead |\n|--|--|--|--|\n| Isolate | A | I | R |\n| Restore | R/A | C | R |\n",
        &[
            ("Incident Commander", Shape::Raci, duties),
            ("Scribe", Shape::Raci, &[]),
            (
                "IT Lead",
                Shape::Raci,
                &["Isolate (responsible)", "Restore (responsible)"],
            ),
        ],
        "roles as columns",
    );
    check_roles(
        "# R\n\n| Role | Isolate | Restore |\n|--|--|--|\n| Scribe | R | C |\n| IT Lead | A | R |\n",
        &[
            ("Scribe", Shape::Raci, &["Isolate (responsible)"]),
            (
                "IT Lead",
                Shape::Raci,
                &["Isolate (accountable)", "Restore (responsible)"],
            ),
        ],
        "roles as rows",
    );
}

#[test]
fn shape_4_bold_leads() {
    check_roles(
        "# Roles\n\n- **Incident Commander:** leads the response\n- **Legal** – advises\n- **Harbour Pilot:** steers\n\n**Scribe**: writes.\n",
        &[
            (
                "Incident Commander",
                Shape::BoldLead,
                &["leads the response"],
            ),
            ("Legal", Shape::BoldLead, &["advises"]),
            ("Harbour Pilot", Shape::BoldLead, &["steers"]),
            ("Scribe", Shape::BoldLead, &["writes."]),
        ],
        "bold leads among roles",
    );
    check_roles(
        "# Steps\n\n- **Evidence:** keep it\n- **Note:** be quick\n",
        &[],
        "other bold leads are no roles",
    );
}

#[test]
fn shape_5_nested_lists() {
    check_roles(
        "# Roles\n\n1. Incident Commander\n   1. Leads\n   1. Decides\n1. Scribe\n   a. Writes\n   a. Files\n",
        &[
            (
                "Incident Commander",
                Shape::NestedList,
                &["Leads", "Decides"],
            ),
            ("Scribe", Shape::NestedList, &["Writes", "Files"]),
        ],
        "repeated 1. and a., which Markdown takes for text",
    );
    check_roles(
        "# Steps\n\n1. Isolate\n   1. Pull the plug\n",
        &[],
        "steps are no roles",
    );
}

#[test]
fn shape_6_members_of_the_team() {
    check_roles(
        "# Response\nThe members of the incident response team are:\n\n* CISO\n* Head of Communications\n* Harbour Pilot\n",
        &[
            ("CISO", Shape::TeamList, &[]),
            ("Head of Communications", Shape::TeamList, &[]),
            ("Harbour Pilot", Shape::TeamList, &[]),
        ],
        "the sentence before the list says what they are",
    );
    check_roles(
        "# Response\nAsk the team about:\n\n* time\n* scope\n",
        &[],
        "other lists are no team",
    );
}

#[test]
fn shape_7_sentences_give_candidates_to_confirm() {
    let text = "# Rules\nThe Security Officer shall report it. The team must rest. The report must be short. All staff must help.\n";
    check_roles(
        text,
        &[(
            "Security Officer",
            Shape::Sentence,
            &["The Security Officer shall report it."],
        )],
        "one candidate",
    );
    let (plan, notes) = read(text);
    assert!(plan.roles[0].candidate, "it is marked");
    assert!(
        notes.iter().any(|note| note.code == "role-to-confirm"),
        "and said"
    );
    check_roles(
        "# Rules\nThe Incident Commander is responsible for:\n\n* leading\n* deciding\n",
        &[(
            "Incident Commander",
            Shape::Sentence,
            &["leading", "deciding"],
        )],
        "the list that follows holds the duties",
    );
}

#[test]
fn names_of_one_role_come_together() {
    let (plan, _) = read(
        "# Roles\n## Incident Commander (IC)\n- Leads\n# Contacts\n\n| Role | Tasks |\n|--|--|\n| IR Lead | Closes |\n\n# Rules\nThe IC must rest.\n",
    );
    assert_eq!(plan.roles.len(), 1, "{:?}", plan.roles);
    let role = &plan.roles[0];
    assert_eq!(
        (role.title.as_str(), role.aliases.clone()),
        (
            "Incident Commander",
            vec!["IC".to_owned(), "IR Lead".to_owned()]
        )
    );
    assert_eq!(
        role.duties,
        ["Leads", "Closes"],
        "both places say what it does"
    );
    assert_eq!(role.also.len(), 1, "the other place is kept");
}

#[test]
fn two_names_in_one_list_are_two_roles() {
    let (plan, notes) =
        read("# Roles\n## Incident Commander\n- Leads\n## Incident Manager\n- Manages\n");
    assert_eq!(plan.roles.len(), 2, "the plan itself lists two");
    assert!(
        notes.iter().any(|note| note.code == "roles-alike"),
        "and a note says so: {notes:?}"
    );
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
fn an_admonition_is_text_and_its_marks_divide_nothing() {
    let (plan, _) = read(
        "# A\n\n!!! warning \"Stop\"\n\n    # Call within 10 minutes\n    * the lead\n\n> [!NOTE]\n> Answer within 5 minutes.\n",
    );
    assert_eq!(plan.sections.len(), 1);
    let limits: Vec<u64> = plan.commitments.iter().map(|limit| limit.limit_s).collect();
    assert_eq!(limits, [600, 300]);
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
