//! Templates of a user's own.

use super::*;

#[test]
fn a_users_template_takes_the_place_of_ours() {
    let report = Drill::sample().report();
    let ours = Templates::ours().expect("our templates compile");
    let own = ours
        .clone()
        .with("lapse.md", "# {{organisation}}: {{title}}\n")
        .expect("it is sound");
    let text = own.lapse_markdown(&report).expect("it renders");
    assert_eq!(
        text, "# Harbour Logistics: Ransom note on a Friday\n",
        "the user's words"
    );
    for name in Templates::names() {
        let source = Templates::source(name).expect("every name has a source");
        let same = ours
            .clone()
            .with(name, source)
            .unwrap_or_else(|why| panic!("{name}: {why:?}"));
        assert_eq!(
            same.html(&report),
            ours.html(&report),
            "{name} put in its own place changes nothing"
        );
    }
}

#[test]
fn a_wrong_template_is_refused_with_its_line() {
    let check = |name: &str, source: &str, code: &str, line: u32, says: &str| {
        let ours = Templates::ours().expect("our templates compile");
        let problems = ours
            .with(name, source)
            .err()
            .unwrap_or_else(|| panic!("{source} is refused"));
        let problem = &problems[0];
        assert_eq!(
            (problem.code.as_str(), problem.line),
            (code, line),
            "{problem:?}"
        );
        assert!(problem.says.contains(says), "{problem:?}");
    };
    check(
        "lapse.md",
        "# Fine\n\n{{nonsense}}\n",
        "template-render",
        3,
        "nonsense",
    );
    check(
        "lapse.md",
        "{{#each lapses}}\n{{titel}}\n{{/each}}",
        "template-render",
        2,
        "titel",
    );
    check(
        "report.html",
        "<p>\n{{#if title}}\n",
        "template-syntax",
        2,
        "{{#if}} that begins here",
    );
    check(
        "report.html",
        "<p>\n{{{title}}}</p>",
        "template-raw",
        2,
        "Raw output",
    );
    check(
        "report.html",
        "{{& title}}",
        "template-raw",
        1,
        "Raw output",
    );
    check("raport.html", "x", "unknown-template", 1, "raport.html");
    check(
        "style.css",
        "a {}\n@import 'x';",
        "style-outside",
        2,
        "@import",
    );
}
