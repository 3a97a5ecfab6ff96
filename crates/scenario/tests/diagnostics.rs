//! What is said about files that are wrong: one table of edits to the worked example of the reference,
//! with the place and code of everything that must be found. Not here: limits and random files (`hostile`).

use std::collections::BTreeSet;

/// The worked example of `docs/SCENARIOS.md`, which is also the base of every case here.
fn example() -> String {
    let page = include_str!("../../../docs/SCENARIOS.md");
    let (_, rest) = page
        .split_once("<!-- example -->\n```yaml\n")
        .expect("the page has an example");
    rest.split_once("\n```")
        .expect("the example ends")
        .0
        .to_owned()
        + "\n"
}

/// A case: what is replaced by what, and what must be found.
type Case = (&'static str, &'static str, &'static str);

const CASES: &[Case] = &[
    // YAML itself.
    ("", "", ""),
    (
        "title: The lost laptop of {{company}}",
        "title: Lost: a laptop",
        "3:12 syntax",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: {{company}} is lost",
        "3:9 key-not-text, 3:20 syntax",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: {{company}}",
        "3:8 wrong-type, 3:9 key-not-text",
    ),
    (
        "title: The lost laptop of {{company}}",
        "title: 'Kim's laptop'",
        "3:13 syntax",
    ),
    (
        "tags: [privacy, loss]",
        "tags: [privacy, loss",
        "10:7 syntax",
    ),
    (
        "    title: Incident Commander",
        "   title: Incident Commander",
        "29:4 syntax",
    ),
    (
        "    title: Incident Commander",
        "\ttitle: Incident Commander",
        "29:1 tab-indentation",
    ),
    ("story:\n", "story: &s\n", "14:8 anchor"),
    ("owner: Kim Larsen", "owner: *s", "20:10 anchor"),
    ("owner: Kim Larsen", "owner: !!str Kim", "20:10 tag"),
    (
        "owner: Kim Larsen",
        "owner: Kim\u{7}",
        "20:13 control-character",
    ),
    (
        "owner: Kim Larsen",
        "owner: \"Kim\\a\"",
        "20:10 control-character",
    ),
    (
        "owner: Kim Larsen",
        "owner: Kim\n  owner: Kim",
        "21:3 duplicate-key",
    ),
    (
        "\nvariables:",
        "\n---\nvariables:",
        "18:1 several-documents",
    ),
    // What fields may hold.
    ("format: 1", "format: 2", "1:9 format-version"),
    ("format: 1", "format: one", "1:9 wrong-type"),
    ("id: lost-laptop\n", "", "1:1 missing-field"),
    ("duration: 20m", "duraton: 20m", "7:1 unknown-field"),
    ("difficulty: starter", "colour: red", "8:1 unknown-field"),
    (
        "difficulty: starter",
        "difficulty: startr",
        "8:13 unknown-value",
    ),
    ("tags: [privacy, loss]", "tags: privacy", "9:7 wrong-type"),
    ("tags: [privacy, loss]", "tags:", "9:5 wrong-type"),
    ("tags: [privacy, loss]", "tags: [2027]", "9:8 wrong-type"),
    ("ratio: 6", "ratio: 0", "16:10 out-of-range"),
    (
        "ratio: 6",
        "ratio: 6\n  zone: Europe/Berlim",
        "17:9 unknown-zone",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-3\ndeadlines:\n  - id: authority",
        "165:11 unknown-pack",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-33\n    submitted_by: [{ stage: notice, action: judge-breach }]\ndeadlines:\n  - id: authority",
        "166:29 unknown-stage",
    ),
    (
        "deadlines:\n  - id: authority",
        "regimes:\n  - pack: gdpr-33\n    triggers: [{ event: payment, when: { delivered: call } }]\ndeadlines:\n  - id: authority",
        "166:25 event-not-counted",
    ),
    (
        "deadlines:\n  - id: authority",
        "exposure:\n  noticed: { delivered: cal }\n  contained: { flag: never-set }\n  spread:\n    - { reaches: All, at: T+00:30, unless: { flag: lock-ordered } }\ndeadlines:\n  - id: authority",
        "165:25 unknown-reference, 166:14 unreachable-condition, 166:22 flag-never-set, 168:27 after-end",
    ),
    (
        "    white_cell: The disk is encrypted, but the session was open.",
        "    account: { role: it, system: 'Console, password: hunter2', lasts: 0s }\n    white_cell: The disk is encrypted, but the session was open.",
        "74:22 unknown-reference, 74:34 secret, 74:71 out-of-range",
    ),
    (
        "    white_cell: The disk is encrypted, but the session was open.",
        "    call_up: { roles: [privacy-lead], means: Phone, within: 5m, quorum: { number: 2, roles: [incident-commander] } }\n    white_cell: The disk is encrypted, but the session was open.",
        "74:83 quorum-too-large, 74:94 quorum-not-called",
    ),
    (
        "sets: [lock-ordered]",
        "sets: [lock-ordered]\n        steps: [{ restored: payroll }, { approved: contents }]",
        "82:29 unknown-reference, 82:52 step-without-cause",
    ),
    ("duration: 20m", "duration: 20 minutes", "7:11 bad-span"),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: 00:00 }",
        "68:20 bad-offset",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: T+00:00, when: { flag: lock-ordered } }",
        "68:14 one-choice",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: at",
        "68:14 wrong-type",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { by_hand: true }",
        "68:16 wrong-type",
    ),
    (
        "trigger: { at: T+00:00 }",
        "trigger: [at]",
        "68:14 wrong-type",
    ),
    (
        "- elapsed: T+00:10",
        "- elapses: T+00:10",
        "103:13 unknown-field",
    ),
    (
        "start: 2027-03-05T16:40",
        "start: 2027-02-30T16:40",
        "15:10 bad-date",
    ),
    (
        "story_jump: 2027-03-06T08:00",
        "story_jump: tomorrow",
        "136:17 bad-date",
    ),
    ("id: lost-laptop", "id: Lost Laptop", "2:5 bad-id"),
    (
        "  company: Harbour",
        "  this: Harbour\n  company: Harbour",
        "19:3 bad-id",
    ),
    (
        "techniques: [T1078]",
        "techniques: [T1078, 1486, T1566.2]",
        "13:23 wrong-type, 13:29 bad-technique",
    ),
    (
        "    contingency_for: [judge-breach]",
        "    contingency_for: [judge-breach]\n    attachments: [a/b.md, ../c.md, /etc/d, 'C:\\e', a//f]",
        "136:27 bad-path, 136:36 bad-path, 136:44 bad-path, 136:52 bad-path",
    ),
    // Names.
    (
        "  - id: privacy-lead\n",
        "  - id: incident-commander\n",
        "33:9 duplicate-id, 117:10 unknown-reference, 133:10 unknown-reference, 158:11 unknown-reference, 171:11 unknown-reference",
    ),
    (
        "      - id: wait\n",
        "      - id: lock\n",
        "85:13 duplicate-id, 149:15 unknown-reference",
    ),
    (
        "to: [incident-commander]\n    body: |",
        "to: [incident-comander]\n    body: |",
        "71:10 unknown-reference",
    ),
    (
        "default: lock-failed",
        "default: call",
        "62:14 default-not-in-group",
    ),
    (
        "default: lock-failed",
        "default: lock-faild",
        "62:14 unknown-reference",
    ),
    (
        "{ inject: locked, delay: 2m }",
        "{ inject: loked, delay: 2m }",
        "83:23 unknown-reference",
    ),
    (
        "authority: [incident-commander]",
        "authority: [ceo]",
        "84:21 unknown-reference",
    ),
    (
        "option: notify }",
        "option: tell }",
        "170:52 unknown-reference",
    ),
    (
        "acceptable: [lock]",
        "acceptable: [lick]",
        "148:18 unknown-reference",
    ),
    (
        "    inject: call\n    role",
        "    role",
        "139:9 action-without-inject, 147:18 option-without-inject, 148:15 option-without-inject",
    ),
    (
        "objective: contain\n",
        "objective: contian\n",
        "40:9 objective-untested, 146:16 unknown-reference",
    ),
    (
        "    module: report\n",
        "    module: reprot\n",
        "67:13 unknown-reference",
    ),
    (
        "met_by: judge-breach",
        "met_by: judge",
        "172:13 unknown-reference",
    ),
    (
        "[judge-breach]",
        "[judge-braech]",
        "135:23 unknown-reference",
    ),
    (
        "    group: lock-result\n    channel: siem\n    from: Device management\n    to: [incident-commander]\n    body: Device LT-0417 confirmed",
        "    group: lock\n    channel: siem\n    from: Device management\n    to: [incident-commander]\n    body: Device LT-0417 confirmed",
        "60:9 small-group, 92:12 unknown-reference",
    ),
    (
        "{ inject: call, delay: 6m }",
        "{ inject: contents }",
        "114:33 circular-trigger, 170:13 unreachable-deadline",
    ),
    (
        "        all:\n          - elapsed: T+00:10\n          - not: { flag: lock-ordered }",
        "        all: []",
        "102:14 empty-list",
    ),
    // Templates.
    (
        "{{owner}}, Sales",
        "{{ownr}}, Sales",
        "70:12 unknown-variable",
    ),
    (
        "The last backup shows the {{asset.customer-list.name}}",
        "The last backup shows the {{asset.customer-list.size}}",
        "120:33 unknown-variable",
    ),
    (
        "{{owner}}, Sales",
        "{{#each owner}}x{{/each}}",
        "70:12 template-syntax, 70:28 template-syntax",
    ),
    ("{{owner}}, Sales", "{{owner", "70:12 template-syntax"),
    ("{{owner}}, Sales", "{{> owner}}", "70:12 template-syntax"),
    (
        "plan_role: Privacy Lead",
        "plan_role: Privacy Lead of {{company}}",
        "36:32 template-not-here",
    ),
    (
        "  company: Harbour",
        "  city: Aarhus\n  company: Harbour",
        "19:3 unused-variable",
    ),
    // Lint.
    ("    objectives: [notify]\n", "", ""),
    ("    objective: notify\n", "", ""),
    ("    objective: contain\n", "", "40:9 objective-untested"),
    (
        "\nobjectives:",
        "  - id: scribe\n    title: Scribe\n\nobjectives:",
        "38:9 idle-role",
    ),
    ("sets: [lock-ordered]", "sets: []", "104:26 flag-never-set"),
    (
        "- not: { flag: lock-ordered }",
        "- flag: lock-orderd",
        "104:19 flag-never-set",
    ),
    (
        "trigger: { after: { inject: call, delay: 6m } }",
        "trigger: { when: { flag: nobody } }",
        "114:14 unreachable-inject, 114:30 flag-never-set, 170:13 unreachable-deadline",
    ),
    (
        "- elapsed: T+00:10\n",
        "- elapsed: T+00:30\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- flag: lock-ordered\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- delivered: lock-failed\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- met: order-lock\n          - missed: order-lock\n",
        "102:9 contradictory-trigger",
    ),
    (
        "- elapsed: T+00:10\n",
        "- any: [{ elapsed: T+00:30 }, { flag: lock-ordered }]\n",
        "102:9 contradictory-trigger",
    ),
    ("- elapsed: T+00:10\n", "- delivered: locked\n", ""),
    (
        "trigger: { at: T+00:00 }",
        "trigger: { at: T+00:25 }",
        "68:20 after-end",
    ),
    ("by: T+00:12", "by: T+12:00", "61:9 after-end"),
    (
        "harmful: [wait]",
        "harmful: [wait, lock]",
        "149:21 option-both",
    ),
    (
        "story_jump: 2027-03-06T08:00",
        "story_jump: 2027-03-04T08:00",
        "136:17 story-goes-back",
    ),
];

#[test]
fn every_wrong_file_is_diagnosed_at_its_place() {
    let mut wrong = String::new();
    for (from, to, expected) in CASES {
        let found = found(&edited(from, to));
        if found != *expected {
            wrong.push_str(&format!(
                "{from:?} -> {to:?}\n  expected {expected}\n  found    {found}\n"
            ));
        }
    }
    assert!(
        wrong.is_empty(),
        "each edit brings what the table says:\n{wrong}"
    );
}

fn edited(from: &str, to: &str) -> String {
    let example = example();
    assert!(example.contains(from), "the example still holds {from:?}");
    if from.is_empty() {
        example
    } else {
        example.replacen(from, to, 1)
    }
}

fn found(text: &str) -> String {
    places(&scenario::read(text).1)
}

fn places(found: &[terms::Diagnostic]) -> String {
    let each = found
        .iter()
        .map(|d| format!("{}:{} {}", d.line, d.column, d.code));
    each.collect::<Vec<_>>().join(", ")
}

#[test]
fn the_reference_lists_exactly_the_codes_that_exist() {
    let page = include_str!("../../../docs/SCENARIOS.md");
    let (_, rest) = page
        .split_once("## What is checked")
        .expect("the page has that part");
    let (part, _) = rest.split_once("## Reference").expect("the part ends");
    let rows = part
        .lines()
        .filter_map(|line| line.strip_prefix("| `")?.split_once(" | "));
    let listed: BTreeSet<&str> = rows
        .flat_map(|(codes, _)| codes.split('`'))
        .filter(|code| code.len() > 2)
        .collect();
    let limits = [
        "too-large",
        "too-deep",
        "too-many-values",
        "empty-file",
        "template-too-large",
        "missing-file",
        "more",
    ];
    let seen: BTreeSet<&str> = CASES
        .iter()
        .flat_map(|(_, _, found)| found.split([' ', ',']))
        .filter(|word| word.len() > 1 && !word.contains(':'))
        .chain(limits)
        .collect();
    assert_eq!(
        listed, seen,
        "the page names every code, and each has a case"
    );
}

#[test]
fn a_slip_of_the_pen_is_answered_with_the_word_that_was_meant() {
    let check = |from: &str, to: &str, hint: &str| {
        let (_, found) = scenario::read(&edited(from, to));
        let hints: Vec<_> = found.iter().filter_map(|d| d.hint.as_deref()).collect();
        assert!(
            hints.iter().any(|h| h.contains(hint)),
            "{to:?} is answered with {hint}: {hints:?}"
        );
    };
    check("duration: 20m", "duraton: 20m", "\"duration\"");
    check("difficulty: starter", "difficulty: startr", "\"starter\"");
    check("channel: phone", "channel: phne", "\"phone\"");
    check("- elapsed: T+00:10", "- elapses: T+00:10", "\"elapsed\"");
    check(
        "default: lock-failed",
        "default: lock-faild",
        "\"lock-failed\"",
    );
    check(
        "authority: [incident-commander]",
        "authority: [ceo]",
        "incident-commander, privacy-lead",
    );
    check("acceptable: [lock]", "acceptable: [lick]", "\"lock\"");
    check("{{owner}}, Sales", "{{ownr}}, Sales", "\"owner\"");
    check(
        "- not: { flag: lock-ordered }",
        "- flag: lock-orderd",
        "\"lock-ordered\"",
    );
    check(
        "    title: Incident Commander",
        "\ttitle: Incident Commander",
        "spaces",
    );
    check(
        "title: The lost laptop of {{company}}",
        "title: {{company}}",
        "quotes",
    );
}

#[test]
fn every_diagnostic_shows_the_line_it_speaks_of() {
    for (from, to, _) in CASES {
        let text = edited(from, to);
        let lines: Vec<&str> = text.lines().collect();
        for found in scenario::read(&text).1 {
            let line = lines
                .get(found.line as usize - 1)
                .copied()
                .unwrap_or_default();
            assert_eq!(
                found.snippet.as_deref(),
                Some(line),
                "{to:?}: {}",
                found.says
            );
            assert!(found.says.ends_with('.'), "{} is a sentence", found.says);
            assert!(
                found.column as usize <= line.chars().count() + 1,
                "{to:?}: {}",
                found.says
            );
        }
    }
}

#[test]
fn what_can_be_made_out_is_kept_beside_the_diagnostics() {
    let (scenario, _) = scenario::read(&edited("channel: phone", "channel: phne"));
    assert_eq!(
        scenario.injects.len(),
        5,
        "an inject with a wrong channel is still there"
    );
    let (scenario, _) = scenario::read(&edited("duration: 20m", "duraton: 20m"));
    assert_eq!(
        scenario.duration,
        terms::Span::minutes(20),
        "a misspelt field is read as meant"
    );
    let (scenario, _) = scenario::read(&edited("to: [incident-commander]\n", "to: [[soc]]\n"));
    assert!(
        scenario.injects[0].to.is_empty(),
        "what cannot be used is left out"
    );
}

#[test]
fn an_attachment_that_is_not_there_is_named() {
    let text = edited(
        "    contingency_for: [judge-breach]\n",
        "    contingency_for: [judge-breach]\n    attachments: [a.md, b.md]\n",
    );
    let (_, found) = scenario::read_beside(&text, &|path| path == "a.md");
    assert_eq!(
        places(&found),
        "136:25 missing-file",
        "one of the two is there"
    );
}

#[test]
fn json_reads_as_the_same_scenario() {
    let (from_yaml, _) = scenario::read(&example());
    let json = serde_json::to_string_pretty(&from_yaml).expect("a scenario can be written");
    for json in [
        json.clone(),
        json.replace("  ", "\t"),
        json.replace('\n', ""),
    ] {
        let (from_json, found) = scenario::read(&json);
        assert_eq!(found, [], "what was written reads without a word");
        assert_eq!(from_json, from_yaml, "and means the same");
    }
}

#[test]
fn json_written_in_ascii_keeps_every_character() {
    let text = edited(
        "    title: Incident Commander",
        "    title: \"Ω 🚒 \\\\ud83d\"",
    );
    let (scenario, found) = scenario::read(&text);
    assert_eq!(found, [], "the text is plain");
    let json = serde_json::to_string(&scenario).expect("a scenario can be written");
    let ascii = json.replace('Ω', "\\u03a9").replace('🚒', "\\ud83d\\ude92");
    let (again, found) = scenario::read(&ascii);
    assert_eq!(found, [], "surrogate halves are understood");
    assert_eq!(
        again.roles[0].title, "Ω 🚒 \\ud83d",
        "and nothing else changes"
    );
}

#[test]
fn line_ends_and_a_byte_order_mark_change_nothing() {
    let plain = scenario::read(&example());
    let windows = format!("\u{feff}{}", example().replace('\n', "\r\n"));
    assert_eq!(
        scenario::read(&windows).0,
        plain.0,
        "the scenario is the same"
    );
    let wrong = |text: String| text.replace("channel: phone", "channel: phne");
    let places = |text: String| {
        let (_, found) = scenario::read(&text);
        found
            .into_iter()
            .map(|d| (d.line, d.column, d.snippet))
            .collect::<Vec<_>>()
    };
    assert_eq!(
        places(wrong(windows)),
        places(wrong(example())),
        "and so are all places"
    );
}
