//! Plans in Word: what is read from made-up packages, what amendments write into them, and what is
//! refused. The judge next door accepts and rejects changes by itself.

mod judge;

use judge::{Settle, package, part, settled, stored};
use plan::{Amendment, AmendmentOp, Edition, Plan, Why, amend_docx, read_bytes};
use terms::Stamp;

const DATE: Stamp = Stamp(1_700_000_000_000);

fn p(style: &str, text: &str) -> String {
    let style = match style {
        "" => String::new(),
        "-" => "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
            .to_owned(),
        "--" => "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>"
            .to_owned(),
        "1." => "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>"
            .to_owned(),
        style => format!("<w:pPr><w:pStyle w:val=\"{style}\"/></w:pPr>"),
    };
    format!("<w:p>{style}<w:r><w:t xml:space=\"preserve\">{text}</w:t></w:r></w:p>")
}

fn table(rows: &[&[&str]]) -> String {
    let row = |cells: &&[&str]| {
        let cells: String = cells
            .iter()
            .map(|cell| format!("<w:tc><w:tcPr/>{}</w:tc>", p("", cell)))
            .collect();
        format!("<w:tr>{cells}</w:tr>")
    };
    let rows: String = rows.iter().map(row).collect();
    format!("<w:tbl><w:tblPr/><w:tblGrid/>{rows}</w:tbl>")
}

/// A small plan with everything that amendments touch.
fn plan_body() -> String {
    [
        p("Titel", "Plan of a small firm"),
        table(&[
            &["Version", "Date", "Author", "Change"],
            &["1.0", "2024-01-01", "A. Body", "First issue"],
        ]),
        p("", ""),
        p("berschrift1", "Roles"),
        p("Kapitel", "Role: Scribe"),
        p("-", "Keep the log"),
        p("--", "with times"),
        p("-", "Page the commander within 15 minutes"),
        p("Kapitel", "Role: Commander"),
        p("", "Decides what is done."),
        p("berschrift1", "Containment"),
        p("", "Isolate the machine &amp; keep it on."),
        p("berschrift1", "Recovery"),
        p("1.", "Restore"),
    ]
    .concat()
}

fn read(body: &str) -> (Plan, Vec<String>) {
    let (plan, notes) = read_bytes(&package(body, &[]));
    (plan, notes.into_iter().map(|note| note.code).collect())
}

fn paths(plan: &Plan) -> Vec<&str> {
    plan.sections
        .iter()
        .map(|section| section.path.as_str())
        .collect()
}

fn because(op: AmendmentOp) -> Amendment {
    Amendment {
        op,
        because: Some("Drill of May: the log had no times".into()),
        base: None,
    }
}

fn replace(section: &str, find: &str, text: &str) -> AmendmentOp {
    AmendmentOp::Replace {
        section: section.into(),
        find: find.into(),
        text: text.into(),
    }
}

fn insert(section: &str, text: &str) -> AmendmentOp {
    AmendmentOp::Insert {
        section: section.into(),
        text: text.into(),
    }
}

fn append(section: &str, text: &str) -> AmendmentOp {
    AmendmentOp::AppendItem {
        section: section.into(),
        text: text.into(),
    }
}

fn new_section(parent: &str, title: &str, text: &str) -> AmendmentOp {
    AmendmentOp::NewSection {
        parent: parent.into(),
        title: title.into(),
        text: text.into(),
    }
}

fn revision(number: &str) -> AmendmentOp {
    AmendmentOp::Revision {
        number: number.into(),
        date: "2026-05-02".into(),
        note: "After the drill".into(),
    }
}

/// Amends both ways and holds the two editions to one another and to the file before.
fn check(bytes: &[u8], ops: Vec<AmendmentOp>) -> (Plan, String) {
    let amendments: Vec<Amendment> = ops.into_iter().map(because).collect();
    let amend = |edition| {
        amend_docx(bytes, &amendments, "Ada <Lovelace>", DATE, edition)
            .unwrap_or_else(|refusals| panic!("{}", refusals[0]))
    };
    let (tracked, clean) = (amend(Edition::Tracked), amend(Edition::Clean));
    assert_eq!(
        tracked.changes, clean.changes,
        "both editions tell the same changes"
    );
    let document = |bytes: &[u8]| part(bytes, "word/document.xml");
    let (before, marked, after) = (
        document(bytes),
        document(&tracked.bytes),
        document(&clean.bytes),
    );
    assert_eq!(
        judge::but_last_style(settled(&marked, Settle::Reject)),
        judge::but_last_style(settled(&before, Settle::Reject)),
        "rejecting all gives what stood there: {marked}"
    );
    assert_eq!(
        settled(&marked, Settle::Accept),
        settled(&after, Settle::Accept),
        "accepting all gives the clean edition: {marked}"
    );
    let mut ids: Vec<&str> = marked
        .split("<w:ins w:id=\"")
        .chain(marked.split("<w:del w:id=\""))
        .filter_map(|rest| rest.split_once("\" w:author").map(|(id, _)| id))
        .filter(|id| id.len() < 12)
        .collect();
    let count = ids.len();
    ids.sort_unstable();
    ids.dedup();
    assert_eq!(ids.len(), count, "every change has a number of its own");
    kept(bytes, &tracked.bytes);
    kept(bytes, &clean.bytes);
    let read = |bytes: &[u8]| {
        let (plan, _) = read_bytes(bytes);
        plan
    };
    let (by_track, by_clean) = (read(&tracked.bytes), read(&clean.bytes));
    assert_eq!(
        by_track.text(),
        by_clean.text(),
        "both editions read the same"
    );
    (by_clean, marked)
}

/// Only the document, the comments and what names them may differ.
fn kept(before: &[u8], after: &[u8]) {
    let may = [
        "word/document.xml",
        "word/comments.xml",
        "word/_rels/document.xml.rels",
        "[Content_Types].xml",
    ];
    let after = stored(after);
    for (name, raw) in stored(before) {
        let found = after.iter().find(|(known, _)| *known == name);
        let (_, now) = found.expect("no part is lost");
        assert!(
            may.contains(&name.as_str()) || *now == raw,
            "{name} keeps its bytes"
        );
    }
}

#[test]
fn headings_are_found_by_level_whatever_their_style_is_called() {
    let direct = "<w:p><w:pPr><w:outlineLvl w:val=\"2\"/></w:pPr><w:bookmarkStart w:id=\"5\" w:name=\"x\"/>\
        <w:hyperlink w:anchor=\"y\"><w:r><w:t>By </w:t></w:r><w:r><w:t>hand</w:t></w:r></w:hyperlink><w:bookmarkEnd w:id=\"5\"/></w:p>";
    let (plan, codes) = read(&format!("{}{direct}", plan_body()));
    assert_eq!(
        paths(&plan),
        [
            "(before the first heading)",
            "Roles",
            "Roles / Role: Scribe",
            "Roles / Role: Commander",
            "Containment",
            "Recovery",
            "Recovery / By hand"
        ]
    );
    assert_eq!(plan.title, "Plan of a small firm");
    let scribe = plan.role("Scribe").expect("the role is found");
    assert_eq!(scribe.duties.len(), 3, "{:?}", scribe.duties);
    assert_eq!(plan.commitments[0].limit_s, 900);
    assert_eq!(plan.revisions[0].number, "1.0");
    assert!(!codes.contains(&"tracked-changes".to_owned()));
}

#[test]
fn changes_of_others_are_read_as_accepted_and_said() {
    let body = format!(
        "{}<w:p><w:r><w:t xml:space=\"preserve\">Call </w:t></w:r><w:del w:id=\"1\" w:author=\"B\"><w:r><w:delText>nobody</w:delText></w:r></w:del>\
         <w:ins w:id=\"2\" w:author=\"B\"><w:r><w:t>the lawyer</w:t></w:r></w:ins></w:p>\
         <w:p><w:pPr><w:rPr><w:del w:id=\"3\" w:author=\"B\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">One </w:t></w:r></w:p><w:p><w:r><w:t>line</w:t></w:r></w:p>",
        p("berschrift1", "Notify")
    );
    let (plan, codes) = read(&body);
    assert!(plan.text().contains("Call the lawyer\n"), "{}", plan.text());
    assert!(plan.text().contains("One line"), "{}", plan.text());
    assert!(codes.contains(&"tracked-changes".to_owned()), "{codes:?}");
    let bytes = package(&body, &[]);
    let (plan, marked) = check_with_others(
        &bytes,
        replace("Notify", "the lawyer", "the in-house lawyer"),
    );
    assert!(
        plan.text().contains("Call the in-house lawyer"),
        "{}",
        plan.text()
    );
    assert!(
        !marked.contains("<w:ins w:id=\"2\" w:author=\"B\"><w:ins"),
        "ours does not stand in theirs"
    );
}

fn check_with_others(bytes: &[u8], op: AmendmentOp) -> (Plan, String) {
    let amended = amend_docx(bytes, &[because(op)], "A", DATE, Edition::Tracked);
    let amended = amended.unwrap_or_else(|refusals| panic!("{}", refusals[0]));
    (
        read_bytes(&amended.bytes).0,
        part(&amended.bytes, "word/document.xml"),
    )
}

#[test]
fn boxes_notes_controls_fields_and_contents_are_read_for_what_they_are() {
    let body = format!(
        "{contents}{heading}<w:p><w:r><w:t>Text</w:t></w:r><w:r><w:footnoteReference w:id=\"7\"/></w:r>\
         <w:r><mc:AlternateContent><mc:Choice><w:drawing><w:txbxContent>{boxed}</w:txbxContent></w:drawing></mc:Choice>\
         <mc:Fallback><w:pict><w:txbxContent>{boxed}</w:txbxContent></w:pict></mc:Fallback></mc:AlternateContent></w:r></w:p>\
         <w:sdt><w:sdtPr/><w:sdtContent>{control}</w:sdtContent></w:sdt>\
         <w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>\
         <w:r><w:t>today</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
        contents = "<w:sdt><w:sdtPr><w:docPartObj><w:docPartGallery w:val=\"Table of Contents\"/></w:docPartObj></w:sdtPr><w:sdtContent><w:p><w:r><w:t>Contents 1</w:t></w:r></w:p></w:sdtContent></w:sdt>",
        heading = p("berschrift1", "Scope"),
        boxed = p("", "In a box"),
        control = p("", "In a control"),
    );
    let notes = format!(
        "<w:footnotes xmlns:w=\"{}\"><w:footnote w:id=\"7\"><w:p><w:r><w:t>Within 2 hours, see the contract.</w:t></w:r></w:p></w:footnote></w:footnotes>",
        judge::W
    );
    let rels = "<Relationships><Relationship Id=\"rId9\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/footnotes\" Target=\"footnotes.xml\"/></Relationships>";
    let styles = format!("<w:styles xmlns:w=\"{}\"/>", judge::W);
    let rels = rels.replace(
        "</Relationships>",
        "<Relationship Id=\"rId1\" Type=\"x/styles\" Target=\"styles.xml\"/></Relationships>",
    );
    let bytes = package(
        &body.replace("berschrift1", "Heading1"),
        &[
            ("word/footnotes.xml", &notes),
            ("word/_rels/document.xml.rels", &rels),
            ("word/styles.xml", &styles),
        ],
    );
    let (plan, _) = read_bytes(&bytes);
    assert_eq!(
        plan.text().matches("In a box").count(),
        1,
        "{}",
        plan.text()
    );
    for words in ["Text", "In a control", "today", "Within 2 hours"] {
        assert!(plan.text().contains(words), "{words}: {}", plan.text());
    }
    assert!(
        !plan.text().contains("Contents 1"),
        "contents repeat the headings"
    );
    assert_eq!(plan.commitments[0].limit_s, 7200, "a note may set a limit");
    for (find, text) in [
        ("In a box", "out"),
        ("today", "now"),
        ("Within 2 hours", "later"),
    ] {
        let refused = amend_docx(
            &bytes,
            &[because(replace("Scope", find, text))],
            "A",
            DATE,
            Edition::Tracked,
        );
        let why = refused.expect_err("it is not changed").remove(0).why;
        assert!(matches!(why, Why::NotEditable { .. }), "{find}: {why:?}");
    }
}

#[test]
fn every_kind_of_amendment_is_a_tracked_change_with_a_reason() {
    let bytes = package(&plan_body(), &[]);
    let ops = vec![
        replace("Containment", "machine & keep", "**whole** network & keep"),
        insert(
            "Role: Commander",
            "May spend up to 5.\n\n- One thing\n- Another",
        ),
        append("Role: Scribe", "Read the log aloud"),
        append("Recovery", "Tell the users"),
        new_section("Roles", "Role: Deputy", "Stands in.\n\n- Takes over"),
        new_section("", "Lessons", "Hold a review."),
        revision("1.1"),
    ];
    let (plan, marked) = check(&bytes, ops);
    assert_eq!(
        paths(&plan),
        [
            "(before the first heading)",
            "Roles",
            "Roles / Role: Scribe",
            "Roles / Role: Commander",
            "Roles / Role: Deputy",
            "Containment",
            "Recovery",
            "Lessons"
        ]
    );
    for words in [
        "Isolate the **whole** network & keep it on.",
        "- Page the commander within 15 minutes\n- Read the log aloud\n",
        "1. Restore\n1. Tell the users\n",
        "Hold a review.",
    ] {
        assert!(plan.text().contains(words), "{words:?} in {}", plan.text());
    }
    assert_eq!(
        plan.revisions
            .last()
            .map(|row| (row.number.as_str(), row.author.as_str())),
        Some(("1.1", "Ada <Lovelace>"))
    );
    assert_eq!(
        marked.matches("<w:commentReference ").count(),
        7,
        "each carries its reason"
    );
    let amended = amend_docx(
        &bytes,
        &[because(revision("2"))],
        "A",
        DATE,
        Edition::Tracked,
    )
    .expect("it fits");
    let comments = part(&amended.bytes, "word/comments.xml");
    assert!(
        comments.contains("Drill of May: the log had no times"),
        "{comments}"
    );
    assert!(
        comments.contains("w:date=\"2023-11-14T22:13:20Z\""),
        "{comments}"
    );
    assert!(part(&amended.bytes, "[Content_Types].xml").contains("/word/comments.xml"));
    assert!(
        part(&amended.bytes, "word/_rels/document.xml.rels").contains("Target=\"comments.xml\"")
    );
}

#[test]
fn the_end_of_the_body_takes_every_kind_of_text() {
    for last in ["", "-", "1.", "berschrift1"] {
        let bytes = package(
            &format!("{}{}", p("berschrift1", "Only"), p(last, "Last")),
            &[],
        );
        let section = if last == "berschrift1" {
            "Last"
        } else {
            "Only"
        };
        for op in [
            insert(section, "Plain.\n\n- item\n\nMore."),
            append(section, "item"),
            new_section("", "New", "Text."),
            revision("1"),
        ] {
            let (plan, _) = check(&bytes, vec![op.clone(), insert(section, "Again.")]);
            assert!(plan.text().contains("Last"), "{op:?}");
        }
    }
}

#[test]
fn words_are_found_across_runs_links_tabs_and_cells() {
    let body = format!(
        "{}<w:p><w:r><w:rPr><w:b/></w:rPr><w:t>Pa</w:t></w:r><w:r><w:t xml:space=\"preserve\">ge the </w:t><w:tab/><w:t>on-</w:t></w:r>\
         <w:hyperlink w:anchor=\"x\"><w:r><w:t>call</w:t></w:r></w:hyperlink><w:r><w:t xml:space=\"preserve\"> team.</w:t></w:r></w:p>{}{}",
        p("berschrift1", "Notify"),
        table(&[&["Who", "When"], &["Lawyer", "at once"]]),
        p("", "")
    );
    let bytes = package(&body, &[]);
    for (find, text, then) in [
        ("Page the on-call team", "Ring everybody", "Ring everybody."),
        ("the  on-call", "the night", "the night team"),
        ("**Pa**ge the", "Wake the", "Wake the"),
        ("at once", "within 1 hour", "within 1 hour"),
        ("team.", "team. Then wait.", "team. Then wait."),
        ("on-call ", "", "team."),
    ] {
        let (plan, _) = check(&bytes, vec![replace("Notify", find, text)]);
        let seen = plan.text().replace("**", "");
        assert!(seen.contains(then), "{find}: {seen}");
    }
}

#[test]
fn no_amendments_leave_every_byte() {
    let bytes = package(&plan_body(), &[]);
    let amended = amend_docx(&bytes, &[], "A", DATE, Edition::Tracked).expect("nothing to refuse");
    assert_eq!(amended.bytes, bytes);
}

#[test]
fn a_byte_order_mark_shifts_nothing() {
    let plain = package(&plan_body(), &[]);
    let document = format!("\u{feff}{}", part(&plain, "word/document.xml"));
    let bytes = package("", &[("word/document.xml", &document)]);
    let op = because(replace("Containment", "machine", "network"));
    let amended = amend_docx(&bytes, &[op], "A", DATE, Edition::Clean).expect("it fits");
    let after = part(&amended.bytes, "word/document.xml");
    assert!(after.starts_with('\u{feff}'), "the mark stays");
    assert!(after.contains("Isolate the ") && after.contains("network"));
}

#[test]
fn forbidden_characters_never_reach_the_file() {
    let bytes = package(&plan_body(), &[]);
    let (_, marked) = check(
        &bytes,
        vec![insert(
            "Containment",
            "a\u{1}b\u{b}c\u{ffff}d <w:p/> & \"e\"",
        )],
    );
    assert!(
        marked.contains("abcd &lt;w:p/&gt; &amp; &quot;e&quot;"),
        "{marked}"
    );
}

#[test]
fn what_cannot_be_amended_is_refused_with_its_reason() {
    let bytes = package(&plan_body(), &[]);
    for (op, says) in [
        (replace("Roles / Scribe", "x", "y"), "no section"),
        (replace("Containment", "nowhere", "y"), "does not stand"),
        (replace("Role: Scribe", "the", "y"), "2 times"),
        (insert("Containment", "# Heading"), "outline"),
        (
            insert("Containment", "| a | b |\n| - | - |\n| c | d |"),
            "table",
        ),
        (append("Containment", " "), "no text"),
        (new_section("Roles", "Role: Scribe", ""), "already"),
        (revision("1.0"), "already"),
    ] {
        let refused = amend_docx(&bytes, &[because(op.clone())], "A", DATE, Edition::Tracked);
        let said = refused.expect_err("it is refused").remove(0).to_string();
        assert!(said.contains(says), "{op:?}: {said}");
    }
}

#[test]
fn a_changed_section_gives_a_conflict_with_three_texts() {
    let bytes = package(&plan_body(), &[]);
    let mut op = because(replace("Containment", "Unplug the machine", "Isolate it"));
    op.base = Some("0".repeat(64));
    let why = amend_docx(&bytes, &[op], "A", DATE, Edition::Tracked)
        .expect_err("it no longer fits")
        .remove(0)
        .why;
    let Why::Conflict(conflict) = why else {
        panic!("{why:?}")
    };
    assert!(
        conflict.theirs.contains("Isolate the machine"),
        "{conflict:?}"
    );
}

#[test]
fn signed_protected_and_broken_files_are_refused_and_never_panic() {
    let op = || [because(replace("Containment", "machine", "network"))];
    let signed = package(&plan_body(), &[("_xmlsignatures/origin.sigs", "")]);
    let settings = format!(
        "<w:settings xmlns:w=\"{}\"><w:documentProtection w:edit=\"readOnly\" w:enforcement=\"1\"/></w:settings>",
        judge::W
    );
    let rels = part(&signed, "word/_rels/document.xml.rels").replace("</Relationships>", "<Relationship Id=\"rId8\" Type=\"http://schemas.openxmlformats.org/officeDocument/2006/relationships/settings\" Target=\"settings.xml\"/></Relationships>");
    let protected = package(
        &plan_body(),
        &[
            ("word/settings.xml", &settings),
            ("word/_rels/document.xml.rels", &rels),
        ],
    );
    let doctype = package(
        "",
        &[(
            "word/document.xml",
            "<!DOCTYPE x [<!ENTITY a \"b\">]><w:document/>",
        )],
    );
    let trick = judge::zipped(&[("../../etc/passwd", String::new())]);
    for (bytes, says) in [
        (signed, "signed"),
        (protected, "protected"),
        (doctype, "document type"),
        (trick, "with the name"),
        (b"PK\x03\x04nonsense".to_vec(), "unpacked"),
        (vec![0xd0, 0xcf, 0x11, 0xe0, 0xa1], "password"),
        (
            judge::zipped(&[("a.txt", String::new())]),
            "no Word document",
        ),
    ] {
        let _read = read_bytes(&bytes);
        let refused = amend_docx(&bytes, &op(), "A", DATE, Edition::Tracked);
        let said = refused.expect_err("it is refused").remove(0).to_string();
        assert!(said.contains(says), "{says}: {said}");
    }
    let bomb = judge::zipped(&[
        ("_rels/.rels", String::new()),
        ("word/document.xml", " ".repeat(40 * 1024 * 1024)),
    ]);
    assert_eq!(
        read_bytes(&bomb).1[0].code,
        "too-large",
        "a bomb is not unpacked"
    );
    let deep = package(&"<w:sdt><w:sdtContent>".repeat(5000), &[]);
    assert_eq!(
        read_bytes(&deep).1[0].code,
        "word-broken",
        "nesting has an end"
    );
}
