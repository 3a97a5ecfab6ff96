//! Files that nobody writes in good faith, and files that slipped: reading never panics, never hangs and
//! always says something. Not here: the table of plain mistakes (`diagnostics`).

use proptest::prelude::*;
use terms::Severity;

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

/// Reads, and holds the answer to what every answer must be.
fn read(text: &str) -> Vec<String> {
    let (scenario, found) = scenario::read(text);
    assert!(found.len() <= 201, "a reader is not drowned");
    for diagnostic in &found {
        assert!(
            diagnostic.line >= 1 && diagnostic.column >= 1,
            "{diagnostic:?} has a place"
        );
        assert!(
            diagnostic.says.chars().count() < 1_000,
            "{} is a sentence",
            diagnostic.says
        );
        assert_ne!(
            diagnostic.code, "unreadable",
            "fitting agrees with the types: {}",
            diagnostic.says
        );
    }
    if found.iter().all(|d| d.severity == Severity::Warning) {
        scenario
            .rendered(&Default::default())
            .expect("a file without an error can be played");
    }
    found.into_iter().map(|d| d.code).collect()
}

#[test]
fn what_passes_a_limit_is_refused_and_says_so() {
    let check = |text: String, code: &str| {
        let codes = read(&text);
        assert!(
            codes.iter().any(|c| c == code),
            "{:.60} brings {code}: {codes:?}",
            text
        );
    };
    let n = 1_000_000;
    let with = |from: &str, to: String| example().replacen(from, &to, 1);
    check(String::new(), "empty-file");
    check("\u{feff}\n# nothing\n".to_owned(), "empty-file");
    check("x".repeat(n * 2), "too-large");
    check("[".repeat(n), "too-deep");
    check("{\"injects\":".repeat(n / 11), "too-deep");
    check(
        with("all:", format!("all: {}", "[{all: ".repeat(2_000))),
        "too-deep",
    );
    check(
        with(
            "- elapsed: T+00:10",
            format!("- {}", "{not: ".repeat(5_000)),
        ),
        "too-deep",
    );
    check(format!("tags: [{}]", "a,".repeat(n / 2)), "too-many-values");
    check(
        "a: &a [x]\nb: &b [*a,*a]\nc: [*b,*b]\n".to_owned(),
        "anchor",
    );
    check(
        with("{{owner}}, Sales", "{{(".repeat(20_000)),
        "template-syntax",
    );
    check(
        with("{{owner}}, Sales", "{{#each ".repeat(2_000)),
        "template-syntax",
    );
    check(
        with("{{owner}}, Sales", "x".repeat(70_000) + "{{owner}}"),
        "template-too-large",
    );
    let long = format!("{}\n  owner: ", "y".repeat(9_000));
    let many = with("Harbour Freight Lines\n  owner: ", long);
    check(
        many.replacen("{{owner}}, Sales", &"{{company}}".repeat(100), 1),
        "template-too-large",
    );
    let fields: String = (0..60_000).map(|i| format!("titl{i}: x\n")).collect();
    check(fields, "more");
}

#[test]
fn thousands_of_wrong_names_are_answered_in_proportion() {
    let names = 9_000;
    let wrong: String = (0..names).map(|i| format!("rolf-{i}, ")).collect();
    let roles: String = (0..names)
        .map(|i| format!("  - {{id: role-{i}, title: x}}\n"))
        .collect();
    let text = example()
        .replacen(
            "    to: [incident-commander]",
            &format!("    to: [{wrong}]"),
            1,
        )
        .replacen("roles:\n", &format!("roles:\n{roles}"), 1);
    assert!(
        read(&text).contains(&"more".to_owned()),
        "most are counted, not shown"
    );
    let deep: String = (0..15_000)
        .map(|i| format!("{{any: [{{flag: f{i}}}, {{flag: g{i}}}]}},"))
        .collect();
    let text = example().replacen(
        "          - elapsed: T+00:10",
        &format!("          - all: [{deep}]"),
        1,
    );
    let codes = read(&text);
    assert!(
        codes.contains(&"flag-never-set".to_owned()),
        "nobody sets these flags"
    );
    assert!(
        codes.contains(&"more".to_owned()),
        "most are counted, not shown"
    );
}

#[test]
fn a_chain_of_injects_against_the_order_of_the_file_is_followed_to_its_end() {
    let count = 3_000;
    let injects: String = (0..count)
        .map(|i| {
            let next = i + 1;
            format!(
                "  - {{id: c{i}, title: x, channel: chat, from: x, body: x, trigger: {{after: {{inject: c{next}}}}}}}\n"
            )
        })
        .collect();
    let last = format!(
        "  - {{id: c{count}, title: x, channel: chat, from: x, body: x, trigger: {{when: {{flag: never}}}}}}\n"
    );
    let text = example().replacen("injects:\n", &format!("injects:\n{injects}{last}"), 1);
    let codes = read(&text);
    assert!(
        codes.iter().any(|c| c == "unreachable-inject"),
        "the end of the chain never comes"
    );
    let codes = read(&text.replacen("{when: {flag: never}}", "{at: T+00:01}", 1));
    assert_eq!(codes, Vec::<String>::new(), "once the end comes, all come");
}

proptest! {
    #[test]
    fn any_text_can_be_read(text in "\\PC{0,200}") {
        read(&text);
    }

    #[test]
    fn any_pile_of_yaml_can_be_read(
        pieces in proptest::collection::vec(prop_oneof![
            Just("- ".to_owned()), Just("\n".to_owned()), Just("  ".to_owned()), Just(": ".to_owned()),
            Just("{".to_owned()), Just("}".to_owned()), Just("[".to_owned()), Just("]".to_owned()),
            Just("|\n".to_owned()), Just("\"".to_owned()), Just("'".to_owned()), Just("? ".to_owned()),
            Just("injects:\n".to_owned()), Just("trigger: ".to_owned()), Just("when: ".to_owned()),
            Just("all: ".to_owned()), Just("\t".to_owned()), Just("{{".to_owned()), Just("#".to_owned()),
            Just("---\n".to_owned()), Just("\r".to_owned()), Just(", ".to_owned()), "[a-z]{1,6}", "[0-9]{1,3}",
        ], 0..60)
    ) {
        read(&pieces.concat());
    }

    #[test]
    fn a_slip_anywhere_in_a_file_does_no_harm(
        at in 0.0..1.0f64, cut in 0usize..12, put in "([ -~]|\n|\t|é){0,6}"
    ) {
        let example = example();
        let count = example.chars().count();
        let start = (at * count as f64) as usize;
        let text: String = example
            .chars()
            .take(start)
            .chain(put.chars())
            .chain(example.chars().skip(start + cut))
            .collect();
        read(&text);
    }

    #[test]
    fn a_line_that_is_lost_or_moved_does_no_harm(from in 0usize..190, to in 0usize..190) {
        let example = example();
        let mut lines: Vec<&str> = example.lines().collect();
        let line = lines.remove(from % lines.len());
        read(&lines.join("\n"));
        lines.insert(to % lines.len(), line);
        read(&lines.join("\n"));
    }

    #[test]
    fn a_misspelt_field_is_never_passed_over(nth in 0usize..200, letter in "[a-z_]") {
        let example = example();
        let keys: Vec<usize> = example.match_indices(": ").map(|(at, _)| at).collect();
        let at = keys[nth % keys.len()];
        let line = &example[example[..at].rfind('\n').map_or(0, |n| n + 1)..at];
        let key = line.trim_start_matches([' ', '-', '{', '}', ',']);
        prop_assume!(key.chars().all(|c| c.is_ascii_lowercase() || c == '_'));
        let text = format!("{}{letter}{}", &example[..at], &example[at..]);
        prop_assert!(!read(&text).is_empty(), "{key}{letter} is not passed over");
    }
}
