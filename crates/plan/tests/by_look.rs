//! Plans whose headings only look like headings: what is offered, what is read where the offer is taken, and that
//! amendments in that reading leave the headings as they were written.

mod judge;

use judge::{Settle, package, part, settled};
use plan::{Amendment, AmendmentOp, Edition, Hand, Headings, Plan, Source};
use terms::Stamp;

fn line(size: u16, bold: bool, text: &str) -> String {
    let bold = if bold { "<w:b/>" } else { "" };
    format!(
        "<w:p><w:r><w:rPr>{bold}<w:sz w:val=\"{size}\"/></w:rPr>\
         <w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

fn item(text: &str) -> String {
    format!(
        "<w:p><w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>\
         <w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>"
    )
}

/// A plan typed by somebody who never heard of styles.
fn word() -> Vec<u8> {
    let body = [
        line(40, false, "Plan of a small firm"),
        line(28, true, "Roles"),
        line(20, true, "Incident Commander"),
        line(20, false, "Decides what is done."),
        line(20, true, "Scribe"),
        line(20, true, "Responsibilities:"),
        item("Keep the log"),
        item("Page the commander within 15 minutes"),
        line(28, true, "Containment"),
        line(20, true, "Never switch a machine off!"),
        line(
            20,
            false,
            "Isolate the machine, and keep it on for the experts who come later.",
        ),
        item("What others found. ## Recovery"),
        line(20, false, "Restore from the copy of the day before."),
    ];
    package(&body.concat(), &[])
}

const MARKDOWN: &str = "# Plan\n\n## Roles\n\n**Incident Commander**\n\nDecides what is done.\n\n**Scribe**\n\n\
    - Keep the log\n- Page the commander within 15 minutes\n\n**Responsibilities:**\n\n> **Quoted**\n\n\
    **Never switch a machine off!**\n\n**Others**\n\n- What others found## Recovery\n\nRestore.\n";

fn reading(source: &Source) -> (Plan, Vec<String>) {
    let (plan, notes) = source.read();
    (plan, notes.into_iter().map(|note| note.code).collect())
}

fn by_look(bytes: Vec<u8>) -> Source {
    let source = Source::of(bytes).expect("a plan");
    source.with_headings(Headings::ByLook)
}

fn outline(plan: &Plan) -> Vec<(u8, &str)> {
    let sections = plan.sections.iter();
    sections.map(|it| (it.level, it.title.as_str())).collect()
}

fn paths(plan: &Plan) -> Vec<&str> {
    plan.sections.iter().map(|it| it.path.as_str()).collect()
}

fn amendment(op: AmendmentOp) -> Amendment {
    Amendment {
        op,
        because: Some("Drill of May".into()),
        base: None,
    }
}

fn amend(source: &Source, edition: Edition, ops: &[AmendmentOp]) -> Source {
    let hand = Hand {
        author: "Ada",
        at: Stamp(1_700_000_000_000),
        edition,
    };
    let amendments: Vec<Amendment> = ops.iter().cloned().map(amendment).collect();
    let made = source.amend(&amendments, hand);
    made.unwrap_or_else(|refusals| panic!("{}", refusals[0]))
        .source
}

fn ops() -> Vec<AmendmentOp> {
    vec![
        AmendmentOp::AppendItem {
            section: "Scribe".into(),
            text: "Write down who decided".into(),
        },
        AmendmentOp::Insert {
            section: "Incident Commander".into(),
            text: "Names a deputy.".into(),
        },
        AmendmentOp::Replace {
            section: "Recovery".into(),
            find: "Restore".into(),
            text: "Rebuild".into(),
        },
        AmendmentOp::NewSection {
            parent: "Roles".into(),
            title: "Liaison".into(),
            text: "Speaks with others.".into(),
        },
    ]
}

#[test]
fn lines_that_look_like_headings_are_offered_and_begin_nothing() {
    for bytes in [word(), MARKDOWN.into()] {
        let (plan, codes) = reading(&Source::of(bytes).expect("a plan"));
        assert!(
            codes.contains(&"headings-by-look".to_owned()),
            "the offer is said: {codes:?}"
        );
        let offered: Vec<&str> = plan
            .heading_like
            .iter()
            .map(|it| it.title.as_str())
            .collect();
        let wanted = ["Incident Commander", "Scribe", "Recovery"];
        assert!(
            wanted.iter().all(|title| offered.contains(title)),
            "{offered:?}"
        );
        let refused = ["Responsibilities:", "Never switch a machine off!", "Quoted"];
        assert!(
            refused.iter().all(|line| !offered.contains(line)),
            "labels, sentences and quotes are no headings: {offered:?}"
        );
        assert!(
            paths(&plan).iter().all(|path| !path.contains("Scribe")),
            "nothing is a heading that nobody accepted"
        );
    }
}

#[test]
fn a_word_plan_of_bold_and_large_lines_has_sections_and_roles_once_they_are_accepted() {
    let (plan, codes) = reading(&by_look(word()));
    assert_eq!(
        outline(&plan),
        [
            (1, "Plan of a small firm"),
            (2, "Roles"),
            (3, "Incident Commander"),
            (3, "Scribe"),
            (2, "Containment"),
            (2, "Recovery"),
        ]
    );
    assert!(plan.sections.iter().all(|section| section.by_look));
    assert_eq!(plan.title, "Plan of a small firm");
    let scribe = plan.role("Scribe").expect("the role follows");
    assert_eq!(scribe.duties.len(), 2, "{:?}", scribe.duties);
    assert_eq!(plan.commitments[0].role.as_deref(), Some("Scribe"));
    assert!(codes.contains(&"headings-read-by-look".to_owned()));
    assert!(
        !codes.contains(&"heading-in-text".to_owned()),
        "what was typed as text is a heading now"
    );
}

#[test]
fn a_markdown_plan_of_bold_lines_has_them_too() {
    let (plan, _) = reading(&by_look(MARKDOWN.into()));
    assert_eq!(
        outline(&plan),
        [
            (1, "Plan"),
            (2, "Roles"),
            (3, "Incident Commander"),
            (3, "Scribe"),
            (3, "Others"),
            (2, "Recovery"),
        ]
    );
    let role = plan.role("Incident Commander").expect("the role follows");
    assert!(!role.candidate, "a heading describes it");
}

#[test]
fn tracked_changes_in_that_reading_leave_the_headings_as_they_are() {
    let source = by_look(word());
    let tracked = amend(&source, Edition::Tracked, &ops()).to_bytes();
    let clean = amend(&source, Edition::Clean, &ops());
    let document = |bytes: &[u8]| part(bytes, "word/document.xml");
    let (before, marked) = (document(&word()), document(&tracked));
    assert_eq!(
        judge::but_last_style(settled(&marked, Settle::Reject)),
        judge::but_last_style(settled(&before, Settle::Reject)),
        "rejecting all gives what stood there"
    );
    assert_eq!(
        settled(&marked, Settle::Accept),
        settled(&document(&clean.to_bytes()), Settle::Accept),
        "accepting all gives the clean edition"
    );
    for heading in [
        line(40, false, "Plan of a small firm"),
        line(28, true, "Roles"),
        line(20, true, "Scribe"),
        item("What others found. ## Recovery"),
    ] {
        assert!(marked.contains(&heading), "{heading} keeps its bytes");
    }
    let (plan, _) = reading(&clean);
    let liaison = plan.section("Roles / Liaison").expect("the new section");
    assert!(
        liaison.by_look && liaison.level == 3,
        "a new heading looks like its neighbours"
    );
    assert_eq!(plan.role("Scribe").expect("still there").duties.len(), 3);
    let recovery = plan.section("Recovery").expect("still there");
    assert!(
        plan.section_text(recovery)
            .contains("Rebuild from the copy")
    );
}

#[test]
fn a_markdown_plan_changes_in_that_reading_by_its_own_bytes_alone() {
    let made = amend(&by_look(MARKDOWN.into()), Edition::Clean, &ops());
    let text = String::from_utf8(made.to_bytes()).expect("text");
    assert!(text.contains("Decides what is done.\n\nNames a deputy.\n\n**Scribe**\n"));
    assert!(text.contains("**Liaison**\n\nSpeaks with others."));
    let unchanged = |line: &str| text.lines().any(|known| known == line);
    let changed = |line: &&str| line.contains("Restore") || line.contains("Recovery");
    assert!(
        text.contains("- What others found\n\n") && text.contains("\n\n## Recovery\n"),
        "what goes before a heading that ends a line gives that heading a line of its own: {text}"
    );
    for line in MARKDOWN.lines().filter(|line| !changed(line)) {
        assert!(unchanged(line), "{line} stands as it was: {text}");
    }
    let (plan, _) = reading(&made);
    assert_eq!(
        paths(&plan),
        [
            "Plan",
            "Plan / Roles",
            "Plan / Roles / Incident Commander",
            "Plan / Roles / Scribe",
            "Plan / Roles / Others",
            "Plan / Roles / Liaison",
            "Plan / Recovery",
        ]
    );
}

#[test]
fn nothing_is_put_behind_a_heading_that_ends_another_line() {
    let append = |section: &str| AmendmentOp::AppendItem {
        section: section.into(),
        text: "Ask for help".into(),
    };
    let hand = Hand {
        author: "Ada",
        at: Stamp(0),
        edition: Edition::Tracked,
    };
    for (plan, section) in [(word(), "Containment"), (MARKDOWN.into(), "Others")] {
        let refused = by_look(plan).amend(&[amendment(append(section))], hand);
        let says = refused.expect_err("it would stand under Recovery")[0].to_string();
        assert!(says.contains("a line of its own"), "{says}");
    }
}

#[test]
fn a_folder_keeps_its_bytes_whichever_way_it_is_read() {
    let files = vec![
        (
            "1-roles.md".to_owned(),
            b"# Roles\n\n**Scribe**\n\n- Keep the log\n".to_vec(),
        ),
        (
            "2-steps.md".to_owned(),
            b"# Steps\n\n**Isolate**\n\nAt once.\n".to_vec(),
        ),
    ];
    let folder = Source::Folder(plan::Folder::of("plan", files));
    let bytes = folder.to_bytes();
    let read = by_look(bytes.clone());
    assert_eq!(read.to_bytes(), bytes, "the choice is no part of the files");
    let (plan, _) = reading(&read);
    assert_eq!(
        paths(&plan),
        ["Roles", "Roles / Scribe", "Steps", "Steps / Isolate"]
    );
    let op = AmendmentOp::Insert {
        section: "Steps / Isolate".into(),
        text: "Tell the commander.".into(),
    };
    let (plan, _) = reading(&amend(&read, Edition::Clean, &[op]));
    let isolate = plan.section("Isolate").expect("still there");
    assert!(plan.section_text(isolate).contains("Tell the commander."));
}

#[test]
fn the_real_plan_with_hidden_headings_reads_alike_in_word_and_in_markdown() {
    let Ok(corpus) = std::env::var("ROCKDRILL_CORPUS") else {
        let says = b"ROCKDRILL_CORPUS is not set: the real plan is not read\n";
        let _ = std::io::Write::write_all(&mut std::io::stderr(), says);
        return;
    };
    let read = |file: &str| {
        let path = format!("{corpus}/plans/counteractive/{file}");
        let source = by_look(std::fs::read(path).expect("the corpus holds the plan"));
        reading(&source).0
    };
    let (word, text) = (read("plan.docx"), read("plan.md"));
    let books = |plan: &Plan| -> Vec<String> {
        let books = plan.sections.iter();
        let books = books.filter(|it| it.title.starts_with("Playbook: "));
        books
            .map(|it| format!("{} {}", it.level, it.path))
            .collect()
    };
    assert!(books(&word).len() > 4, "{:?}", books(&word));
    assert_eq!(books(&word), books(&text), "no playbook hides in either");
}

#[test]
fn what_stands_in_html_is_not_taken_for_a_typed_heading() {
    let text =
        "<div>\r\n# in html\r\n</div>\r\n## Incident Commander (IC)\r\n- task\r\n!\r\nä ß \r\n";
    let source = Source::Text(text.to_owned(), Headings::ByLook);
    let (plan, _) = reading(&source);
    for section in &plan.sections {
        assert!(!section.by_look, "HTML hides where its words stand");
        let drawn = plan::section_html(&plan, section);
        assert!(
            drawn.contains("Incident Commander"),
            "and it is drawn: {drawn}"
        );
    }
}
