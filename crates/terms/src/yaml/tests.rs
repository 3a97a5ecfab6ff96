//! What the reader of YAML makes of right, wrong and hostile texts.

use super::*;

#[test]
fn a_tree_knows_what_stands_where() {
    let (root, found) = parse("a: [1, x]\nb:\n  c: yes\n", Limits::default());
    let root = root.expect("a whole document");
    assert_eq!(found, [], "nothing is wrong");
    let Some(Kind::List(items)) = root.get("a").map(|a| &a.kind) else {
        panic!("a is a list")
    };
    assert_eq!((items[0].place(), &items[0].kind), ((1, 5), &Kind::Int(1)));
    assert_eq!(
        (items[1].place(), &items[1].kind),
        ((1, 8), &Kind::Text("x".to_owned()))
    );
    let c = root.get("b").and_then(|b| b.get("c")).expect("b.c");
    assert_eq!(
        (c.place(), &c.kind),
        ((3, 6), &Kind::Text("yes".to_owned()))
    );
}

#[test]
fn an_unquoted_word_is_what_the_core_schema_says() {
    let check = |word: &str, kind: Kind| {
        let (root, _) = parse(&format!("a: {word}"), Limits::default());
        assert_eq!(
            root.and_then(|r| r.get("a").cloned()).map(|a| a.kind),
            Some(kind),
            "{word}"
        );
    };
    let text = |word: &str| Kind::Text(word.to_owned());
    check("", Kind::Null);
    check("~", Kind::Null);
    check("True", Kind::Bool(true));
    check("-17", Kind::Int(-17));
    check("0x1F", Kind::Int(31));
    check("1.50", Kind::Float(1.5));
    check("9999999999999999999999", Kind::Float(1e22));
    for word in [
        "no",
        "on",
        "2027-03-05T16:40",
        "T+00:15",
        "72h",
        "1h30m",
        "1.2.3",
        "+",
        "e5",
        "0xZ",
    ] {
        check(word, text(word));
    }
    check("'12'", text("12"));
    check("\"true\"", text("true"));
}

#[test]
fn hostile_text_is_refused_for_what_it_is() {
    let check = |text: &str, code: &str| {
        let (_, found) = parse(text, Limits::default());
        assert_eq!(
            found.first().map(|d| d.code.as_str()),
            Some(code),
            "{:.40}",
            text
        );
    };
    let n = 1_000_000;
    check(&"x".repeat(n + n), "too-large");
    check(&"[".repeat(n), "too-deep");
    check(&"{a: ".repeat(n / 4), "too-deep");
    check(&"- ".repeat(n / 2), "too-deep");
    check(&"? ".repeat(n / 2), "too-deep");
    check(&format!("[{}]", "a,".repeat(n / 2)), "too-many-values");
    check("a: &x [1]\nb: *x\n", "anchor");
    check("<<: *x\n", "anchor");
    check("a: !!binary aGk=\n", "tag");
    check("a: 1\n---\na: 2\n", "several-documents");
    check("a: 1\na: 2\n", "duplicate-key");
    check("[a]: 1\n", "key-not-text");
    check("a: \0\n", "control-character");
    check("a: 1\rb: 2\n", "control-character");
    check("a:\n\tb: 1\n", "tab-indentation");
    check("a: 'x\n", "syntax");
}

#[test]
fn an_empty_text_is_nothing() {
    for text in ["", "\n", "# only a comment\n", "---\n", "\u{feff}", "null"] {
        let (root, found) = parse(text, Limits::default());
        assert_eq!(root.map(|root| root.kind), Some(Kind::Null), "{text:?}");
        assert_eq!(found, [], "{text:?} is no error");
    }
}
