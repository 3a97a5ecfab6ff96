//! What is said about files that are wrong: one table of edits to the worked example of the reference,
//! with the place and code of everything that must be found. Not here: limits and random files (`hostile`).

mod cases;

use std::collections::BTreeSet;

use cases::CASES;

/// The worked example of `docs/SCENARIOS.md`, which is also the base of every case here.
fn example() -> String {
    let page = include_str!("../../../../docs/SCENARIOS.md");
    let (_, rest) = page
        .split_once("<!-- example -->\n```yaml\n")
        .expect("the page has an example");
    rest.split_once("\n```")
        .expect("the example ends")
        .0
        .to_owned()
        + "\n"
}

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
    let page = include_str!("../../../../docs/SCENARIOS.md");
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
