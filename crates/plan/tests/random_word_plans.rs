//! Random Word plans, awkward ones among them, through the reader and through amendments. The judge
//! next door settles the changes by itself. A failing case prints its body and what was asked.

mod judge;

use judge::{Settle, package, part, settled, stored};
use plan::{
    AmendRefusal, Amendment, AmendmentOp, Change, Edition, Hand, Headings, Plan, Source,
    amend_docx, read_bytes,
};
use proptest::prelude::*;
use proptest::sample::{Index, select};
use terms::Stamp;

const DATE: Stamp = Stamp(1_700_000_000_000);

/// What may stand between paragraphs, or in their place.
const PIECES: [&str; 13] = [
    "<w:p/>",
    "<w:p><w:pPr/></w:p>",
    "<w:bookmarkStart w:id=\"3\" w:name=\"b\"/><w:bookmarkEnd w:id=\"3\"/>",
    "<w:tbl><w:tblPr/><w:tblGrid/><w:tr><w:tc><w:p><w:r><w:t>Version</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Date</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>Change</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:p><w:r><w:t>1</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>2025-01-01</w:t></w:r></w:p></w:tc><w:tc><w:p/></w:tc></w:tr></w:tbl>",
    "<w:tbl><w:tr><w:tc><w:tcPr><w:gridSpan w:val=\"2\"/></w:tcPr><w:p><w:r><w:t>Wide | cell</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge w:val=\"restart\"/></w:tcPr><w:p><w:r><w:t>Lawyer</w:t></w:r></w:p></w:tc><w:tc><w:p><w:r><w:t>at once</w:t></w:r></w:p></w:tc></w:tr><w:tr><w:tc><w:tcPr><w:vMerge/></w:tcPr><w:p/></w:tc><w:tc><w:p><w:r><w:t>later</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:tbl><w:tr><w:tc><w:p><w:r><w:t>A frame</w:t></w:r></w:p></w:tc></w:tr></w:tbl>",
    "<w:p><w:pPr><w:rPr><w:del w:id=\"11\" w:author=\"B\"/></w:rPr></w:pPr><w:r><w:t xml:space=\"preserve\">Joined </w:t></w:r></w:p>",
    "<w:p><w:r><w:t xml:space=\"preserve\">Call </w:t></w:r><w:del w:id=\"12\" w:author=\"B\"><w:r><w:delText>nobody</w:delText></w:r></w:del><w:ins w:id=\"13\" w:author=\"B\"><w:r><w:t>the lawyer</w:t></w:r></w:ins></w:p>",
    "<w:p><w:pPr><w:rPr><w:ins w:id=\"14\" w:author=\"B\"/></w:rPr></w:pPr><w:ins w:id=\"15\" w:author=\"B\"><w:r><w:t>Theirs alone</w:t></w:r></w:ins></w:p>",
    "<w:sdt><w:sdtPr/><w:sdtContent><w:p><w:r><w:t>In a control</w:t></w:r></w:p></w:sdtContent></w:sdt>",
    "<w:p><w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText> DATE </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r><w:r><w:t>today</w:t></w:r><w:r><w:fldChar w:fldCharType=\"end\"/></w:r></w:p>",
    "<w:p><w:pPr><w:sectPr><w:pgSz w:w=\"11906\" w:h=\"16838\"/></w:sectPr></w:pPr></w:p>",
    "<w:p><w:pPr><w:outlineLvl w:val=\"1\"/></w:pPr><w:hyperlink w:anchor=\"y\"><w:r><w:t>By </w:t></w:r><w:r><w:t>hand</w:t></w:r></w:hyperlink></w:p>",
];

const STYLES: [&str; 9] = [
    "",
    "",
    "<w:pPr><w:pStyle w:val=\"berschrift1\"/></w:pPr>",
    "<w:pPr><w:pStyle w:val=\"Kapitel\"/></w:pPr>",
    "<w:pPr><w:pStyle w:val=\"Titel\"/></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"1\"/><w:numId w:val=\"1\"/></w:numPr></w:pPr>",
    "<w:pPr><w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"2\"/></w:numPr></w:pPr>",
    "<w:pPr><w:spacing w:after=\"120\"/><w:jc w:val=\"both\"/><w:rPr><w:b/></w:rPr></w:pPr>",
];

const LOOKS: [&str; 5] = [
    "",
    "",
    "<w:rPr><w:b/></w:rPr>",
    "<w:rPr><w:rFonts w:ascii=\"Arial\"/><w:i/></w:rPr>",
    "<w:rPr><w:vanish/></w:rPr>",
];

const WORDS: [&str; 11] = [
    "Incident Commander",
    "Scribe",
    "within 15 minutes",
    "Isolate &amp; keep *on*",
    " ",
    "# not a heading",
    "text ## Glued",
    "1. not an item",
    "a &lt;b&gt; | c",
    "Ünïcödé 日本語 🚢",
    "{{GAP}}",
];

/// A paragraph of several runs, since Word divides words wherever somebody has clicked.
fn paragraph() -> impl Strategy<Value = String> {
    let between = select(vec!["", "", "<w:tab/>", "<w:br/>"]);
    let run = (select(&LOOKS[..]), select(&WORDS[..]), between);
    let run = run.prop_map(|(look, words, between)| {
        format!("<w:r>{look}{between}<w:t xml:space=\"preserve\">{words}</w:t></w:r>")
    });
    (select(&STYLES[..]), prop::collection::vec(run, 1..4))
        .prop_map(|(style, runs)| format!("<w:p>{style}{}</w:p>", runs.concat()))
}

fn body() -> impl Strategy<Value = String> {
    let piece = prop_oneof![
        3 => paragraph(),
        1 => select(&PIECES[..]).prop_map(str::to_owned),
    ];
    prop::collection::vec(piece, 0..14).prop_map(|pieces| pieces.concat())
}

type Wanted = (u8, Index, Index, &'static str);

fn wanted() -> impl Strategy<Value = Wanted> {
    let text = select(vec![
        "New words.",
        "Two\nlines",
        "- an item\n- another\n  - inside",
        "3. three\n4. four",
        "with | pipe & <tag>",
        "äöü 🚢",
        "**Bold:** then *slanted*",
        "Text.\n\n- item\n\nMore.",
        "# Heading",
        "| a |\n|-|\n| b |",
    ]);
    (0..5u8, any::<Index>(), any::<Index>(), text)
}

fn op(plan: &Plan, (kind, index, at, words): &Wanted, nth: usize) -> Option<AmendmentOp> {
    let text = (*words).to_owned();
    if *kind == 4 {
        return Some(AmendmentOp::Revision {
            number: format!("9{nth}"),
            date: "2026-11-22".into(),
            note: text,
        });
    }
    if plan.sections.is_empty() {
        return None;
    }
    let found = index.get(&plan.sections);
    let section = found.path.clone();
    Some(match kind {
        0 => {
            let lines = plan.section_body(found).lines();
            let lines: Vec<&str> = lines.filter(|line| !line.trim().is_empty()).collect();
            let line = lines.get(at.index(lines.len().max(1)))?;
            // Part of a line, so that it begins and ends within runs.
            let words: Vec<&str> = line.split_inclusive(' ').collect();
            let from = at.index(words.len());
            AmendmentOp::Replace {
                section,
                find: words[from..].concat().trim().to_owned(),
                text,
            }
        }
        1 => AmendmentOp::Insert { section, text },
        2 => AmendmentOp::AppendItem { section, text },
        _ => AmendmentOp::NewSection {
            parent: section,
            title: format!("New {nth}"),
            text,
        },
    })
}

fn headings() -> impl Strategy<Value = Headings> {
    select(vec![Headings::Marked, Headings::ByLook])
}

fn source(bytes: &[u8], headings: Headings) -> Source {
    let source = Source::of(bytes.to_vec()).expect("a plan");
    source.with_headings(headings)
}

fn amended(
    source: &Source,
    amendments: &[Amendment],
    edition: Edition,
) -> Result<(Source, Vec<Change>), Vec<AmendRefusal>> {
    let hand = Hand {
        author: "Ada <Lovelace>",
        at: DATE,
        edition,
    };
    let made = source.amend(amendments, hand)?;
    Ok((made.source, made.changes))
}

fn amendments(plan: &Plan, wanted: &[Wanted]) -> Vec<Amendment> {
    let ops = wanted.iter().enumerate();
    ops.filter_map(|(nth, wanted)| op(plan, wanted, nth))
        .map(|op| Amendment {
            op,
            because: Some("Drill of May: nobody <knew>".into()),
            base: None,
        })
        .collect()
}

fn outline(plan: &Plan) -> Vec<(String, u8)> {
    let sections = plan.sections.iter();
    sections
        .map(|section| (section.path.clone(), section.level))
        .collect()
}

/// The words alone: where no paragraph follows, a rejected mark leaves the style of the last new one.
/// A last paragraph that is nothing but rejected stays as an empty one in Word, so empty ones at the
/// end count for nothing.
fn words(document: &str, how: Settle) -> Vec<String> {
    let mut words: Vec<String> = settled(document, how)
        .into_iter()
        .map(|(_, words)| words)
        .collect();
    let last = words.iter().rposition(|words| !words.is_empty());
    words.truncate(last.map_or(0, |last| last + 1));
    words
}

proptest! {
    #![proptest_config(ProptestConfig { cases: 1_500, failure_persistence: None, ..ProptestConfig::default() })]

    #[test]
    fn any_word_plan_is_read_and_its_sections_divide_its_text(body in body(), headings in headings()) {
        let (plan, _) = source(&package(&body, &[]), headings).read();
        let mut at = 0;
        for section in &plan.sections {
            prop_assert_eq!(section.range.start, at, "no byte is left out");
            at = section.range.end;
            prop_assert_eq!(plan.section(&section.path).map(|found| &found.id), Ok(&section.id), "paths are unique");
        }
        prop_assert!(plan.sections.is_empty() || at == plan.text().len(), "the last section ends with the text");
    }

    #[test]
    fn accepting_gives_the_clean_edition_and_rejecting_gives_what_stood_there(
        body in body(),
        wanted in prop::collection::vec(wanted(), 1..4),
        headings in headings(),
    ) {
        let bytes = package(&body, &[]);
        let plan = source(&bytes, headings);
        let (before, _) = plan.read();
        let amendments = amendments(&before, &wanted);
        prop_assume!(!amendments.is_empty());
        let amend = |edition| amended(&plan, &amendments, edition);
        let (tracked, clean) = match (amend(Edition::Tracked), amend(Edition::Clean)) {
            (Ok(tracked), Ok(clean)) => (tracked, clean),
            // Only the tracked edition needs a mark to be new, so it alone may refuse.
            (Err(_), _) => return Ok(()),
            (Ok(_), Err(refused)) => return Err(TestCaseError::fail(format!("only the clean edition is refused: {}", refused[0]))),
        };
        let document = |bytes: &[u8]| part(bytes, "word/document.xml");
        let ((tracked, tracked_changes), (clean, clean_changes)) = (tracked, clean);
        let (was, marked, is) = (document(&bytes), document(&tracked.to_bytes()), document(&clean.to_bytes()));
        prop_assert_eq!(words(&marked, Settle::Reject), words(&was, Settle::Reject), "rejecting all: {}", marked);
        prop_assert_eq!(settled(&marked, Settle::Accept), settled(&is, Settle::Accept), "accepting all: {}", marked);
        prop_assert_eq!(&tracked_changes, &clean_changes, "both editions tell the same changes");
        let (by_track, by_clean) = (tracked.read().0, clean.read().0);
        prop_assert_eq!(by_track.text(), by_clean.text(), "both editions read the same");
        for theirs in ["w:id=\"12\"", "w:id=\"13\"", "w:id=\"14\"", "w:id=\"15\""] {
            prop_assert!(marked.matches(theirs).count() >= was.matches(theirs).count(), "changes of others stay: {} in {}", theirs, marked);
        }
        prop_assert_eq!(marked.matches("<w:commentReference ").count(), amendments.len(), "each carries its reason: {}", marked);
        let (old, new) = (outline(&before), outline(&by_clean));
        let kept: Vec<_> = new.iter().filter(|section| old.contains(section)).cloned().collect();
        prop_assert_eq!(kept, old, "every section is still there, in order");
    }

    #[test]
    fn amendments_made_at_once_give_what_they_give_one_by_one(
        body in body(),
        wanted in prop::collection::vec(wanted(), 2..6),
        headings in headings(),
        edition in select(vec![Edition::Tracked, Edition::Clean]),
    ) {
        let plan = source(&package(&body, &[]), headings);
        let amendments = amendments(&plan.read().0, &wanted);
        let mut by_one: Result<_, Vec<AmendRefusal>> = Ok((plan.clone(), Vec::new()));
        for amendment in &amendments {
            by_one = by_one.and_then(|(plan, mut changes)| {
                let (plan, made) = amended(&plan, std::slice::from_ref(amendment), edition)?;
                changes.extend(made);
                Ok((plan, changes))
            });
        }
        let at_once = amended(&plan, &amendments, edition);
        match (at_once, by_one) {
            (Ok((at_once, changes)), Ok((by_one, one_by_one))) => {
                let document = |plan: &Source| part(&plan.to_bytes(), "word/document.xml");
                let (one, other) = (document(&at_once), document(&by_one));
                // The look of a new paragraph is taken from the document as it was, so only the words can be compared.
                prop_assert_eq!(words(&one, Settle::Accept), words(&other, Settle::Accept), "the same words");
                prop_assert_eq!(words(&one, Settle::Reject), words(&other, Settle::Reject), "the same words before");
                let (one, other) = (at_once.read().0, by_one.read().0);
                prop_assert_eq!(outline(&one), outline(&other), "the same outline");
                prop_assert_eq!(one.text(), other.text(), "the same plan");
                prop_assert_eq!(changes, one_by_one, "the same changes are told");
            }
            (Err(_), Err(_)) => {}
            (at_once, by_one) => {
                let fits = (at_once.is_ok(), by_one.is_ok());
                return Err(TestCaseError::fail(format!("at once and one by one: {fits:?}")));
            }
        }
    }

    #[test]
    fn only_the_document_and_its_comments_change(body in body(), wanted in wanted()) {
        let bytes = package(&body, &[]);
        let (plan, _) = read_bytes(&bytes);
        let nothing = amend_docx(&bytes, &[], "A", DATE, Edition::Tracked).expect("there is nothing to refuse");
        prop_assert_eq!(&nothing.bytes, &bytes, "no amendment, no change");
        let Ok(amended) = amend_docx(&bytes, &amendments(&plan, &[wanted]), "A", DATE, Edition::Tracked) else { return Ok(()) };
        let may = ["word/document.xml", "word/comments.xml", "word/_rels/document.xml.rels", "[Content_Types].xml"];
        let after = stored(&amended.bytes);
        for (name, raw) in stored(&bytes) {
            let now = after.iter().find(|(known, _)| *known == name).map(|(_, raw)| raw);
            prop_assert!(may.contains(&name.as_str()) || now == Some(&raw), "{} keeps its bytes", name);
        }
    }
}
