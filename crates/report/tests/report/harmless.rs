//! Text from people stands there and does nothing.

use super::*;

#[test]
fn hostile_text_stays_text() {
    let hostile = [
        "<script>alert(1)</script>",
        "\"><img src=x onerror=alert(1)>",
        "' onload='x",
        "a | b | c",
        "[x](javascript:alert(1))",
        "](javascript:alert(1))",
        "`code`",
        "``` \n # heading \n\n---\n\n| a |",
        "line\nbreak\r\n\r\n# not a heading",
        "<!-- x",
        "]]></style></svg>",
        "&lt;b&gt;",
        "{{title}}",
        "![x](http://e/x.png)",
        "<javascript:x>",
        "*a* _b_ ~~c~~",
        "1. one",
        "- item",
        "> quote",
        "\\",
        "\u{202e}txet",
    ];
    for text in hostile {
        check_harmless(text);
    }
}

#[test]
fn letters_of_every_script_survive() {
    let report = filled("x");
    for text in [
        "Кибератака",
        "Παραβίαση",
        "اختراق البيانات",
        "ランサムウェア",
        "🚨 тревога 👩‍🚒",
        "Łódź – naïve",
    ] {
        let (html, markdown) = both(&AfterActionReport {
            title: text.to_owned(),
            ..report.clone()
        });
        assert!(html.contains(text), "HTML keeps {text}");
        assert!(markdown.contains(text), "Markdown keeps {text}");
    }
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 24, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_text_stays_text(text in "\\PC{0,40}") {
        check_harmless(&text);
    }

    #[test]
    fn any_markup_stays_text(text in "[<>&\"'`|\\[\\]()*_#~\\\\ \n{}=:/a-c1.!-]{0,40}") {
        check_harmless(&text);
    }
}

/// Puts the text into every place of a report and looks at what stands in the formats.
fn check_harmless(text: &str) {
    let (html, markdown) = both(&filled(text));
    let (plain_html, plain_markdown) = both(&filled("x"));
    let tags = |html: &str| html.bytes().filter(|byte| *byte == b'<').count();
    let told = pulldown_tags(text) * told_places();
    assert!(
        tags(&html) <= tags(&plain_html) + told,
        "{text:?} brings no tag into the HTML"
    );
    let low = html.to_lowercase();
    for bad in ["<script", "<img", "<iframe", "<!-- "] {
        assert!(!low.contains(bad), "{text:?} brings no {bad}");
    }
    assert!(
        !markdown.contains('<'),
        "{text:?} brings no HTML into the Markdown"
    );
    assert_eq!(
        shape(&markdown),
        shape(&plain_markdown),
        "{text:?} keeps the shape of the Markdown"
    );
}

/// How many tags the told Markdown of a text may make at most: emphasis, lists, paragraphs, code.
fn pulldown_tags(text: &str) -> usize {
    Parser::new(text).count() * 2 + 2
}

/// How many texts in Markdown stand in the filled report.
fn told_places() -> usize {
    filled("x").objectives.len() + 1
}

/// The tables of the Markdown, as rows of cells, and whatever must not be there at all.
fn shape(markdown: &str) -> Vec<String> {
    let mut shape = Vec::new();
    for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
        match event {
            Event::Start(Tag::Table(columns)) => shape.push(format!("table {}", columns.len())),
            Event::Start(Tag::TableRow) => shape.push("row".to_owned()),
            Event::Start(Tag::Link { dest_url, .. }) => shape.push(format!("link {dest_url}")),
            Event::Start(Tag::Image { dest_url, .. }) => shape.push(format!("image {dest_url}")),
            Event::Start(Tag::Heading { level, .. }) => shape.push(format!("heading {level}")),
            Event::Html(html) | Event::InlineHtml(html) => shape.push(format!("html {html}")),
            _ => {}
        }
    }
    shape
}

/// The sample's report with one text in the place of every other.
fn filled(text: &str) -> AfterActionReport {
    let mut value =
        serde_json::to_value(Drill::sample().report()).expect("the model is plain data");
    fill(&mut value, text);
    serde_json::from_value(value).expect("and can be read again")
}

fn fill(value: &mut Value, text: &str) {
    match value {
        Value::String(own) => *own = text.to_owned(),
        Value::Array(items) => items.iter_mut().for_each(|item| fill(item, text)),
        // The audience is one of four words.
        Value::Object(fields) => fields
            .iter_mut()
            .filter(|(name, _)| *name != "audience")
            .for_each(|(_, field)| fill(field, text)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
