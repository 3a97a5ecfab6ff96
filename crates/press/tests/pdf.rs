//! What a pressed paper holds, read from its bytes: pages, marking, bookmarks, tags, what an archive asks for, every script,
//! and text that looks like the template's own language. Not here: whether it is beautiful, which takes eyes.

mod found;

use std::collections::{BTreeMap, BTreeSet};
use std::path::PathBuf;
use std::sync::LazyLock;

use evaluation::{evaluate, sample};
use found::{
    bookmarks, deref, every_font_is_in_the_file, figures, metadata, nothing_reaches_out, pages,
    read, squeezed, structure,
};
use lopdf::Object;
use lopdf::content::Content;
use press::{Fonts, Pdf, PressFault};
use report::{
    AfterActionReport, Background, Block, BoxKind, Edition, Input, Logo, Look, Paper, Run, edition,
};

/// One point of green.
const LOGO: [u8; 69] = [
    137, 80, 78, 71, 13, 10, 26, 10, 0, 0, 0, 13, 73, 72, 68, 82, 0, 0, 0, 1, 0, 0, 0, 1, 8, 2, 0,
    0, 0, 144, 119, 83, 222, 0, 0, 0, 12, 73, 68, 65, 84, 120, 156, 99, 224, 170, 205, 1, 0, 1,
    136, 0, 244, 11, 64, 129, 252, 0, 0, 0, 0, 73, 69, 78, 68, 174, 66, 96, 130,
];

/// Every edition of the sample, pressed once for all tests that only read it.
static EDITIONS: LazyLock<BTreeMap<Edition, Pdf>> = LazyLock::new(|| {
    let pressed = |which| (which, pressed(&sample_report(which)));
    Edition::ALL.into_iter().map(pressed).collect()
});

static FULL: LazyLock<&Pdf> = LazyLock::new(|| &EDITIONS[&Edition::Full]);

#[test]
fn every_page_bears_its_marking_its_number_and_the_word_exercise() {
    for (which, pdf) in EDITIONS.iter() {
        let report = sample_report(*which);
        let pages = pages(pdf);
        assert_eq!(pages.len(), pdf.pages, "{which:?} counts its pages");
        for (number, page) in (1..).zip(&pages) {
            let times = page.matches(&squeezed(&report.marking)).count();
            assert!(
                times >= 2,
                "{which:?}, page {number}: marked above and below"
            );
            assert!(page.contains("EXERCISE"), "{which:?}, page {number}");
            let says = format!("Page{number}of{}", pages.len());
            assert!(page.contains(&says), "{which:?}, page {number} is numbered");
        }
    }
}

#[test]
fn management_gets_two_pages() {
    assert_eq!(EDITIONS[&Edition::Management].pages, 2, "the sample");
    let mut report = sample_report(Edition::Management);
    let brief = report.management.as_mut().expect("it is for management");
    let long = "What was said about it takes more than one line on the page, and then some. ";
    brief.strengths = vec![brief.gaps[0].clone(); 3];
    brief.gaps = vec![brief.gaps[0].clone(); 3];
    brief.objectives = vec![brief.objectives[0].clone(); 8];
    brief.asks = vec![brief.asks[0].clone(); 3];
    for point in brief.strengths.iter_mut().chain(&mut brief.gaps) {
        point.says = long.repeat(2);
    }
    // Call-up, emergency accounts and exposure have a line each where the drill had them.
    for label in ["Call-up", "Emergency accounts", "Exposure"] {
        brief.facts.push(report::Fact {
            label: label.to_owned(),
            value: long.repeat(2),
        });
    }
    for ask in &mut brief.asks {
        ask.what = long.repeat(2);
        ask.risk = long.repeat(2);
    }
    assert_eq!(pressed(&report).pages, 2, "the fullest drill");
}

#[test]
fn bookmarks_name_every_part() {
    let document = read(&FULL);
    let titles = bookmarks(&document);
    let parts = [
        "Executive summary",
        "Exercise overview",
        "Results by objective",
        "Timeline",
        "Deadlines",
        "Roles",
        "The plan",
        "Hot wash and feedback",
        "Appendix A. Improvement plan",
        "Appendix B. Participants",
        "Appendix C. Method",
        "Annex. Transcript",
    ];
    for part in parts {
        assert!(titles.contains(part), "{part} is among {titles:?}");
    }
}

#[test]
fn what_the_report_says_stands_in_the_file() {
    let text = pages(&FULL).concat();
    let report = sample_report(Edition::Full);
    let check = |says: &str| {
        assert!(
            text.contains(&squeezed(says)),
            "{says:?} stands in the file"
        );
    };
    check(&report.title);
    for fact in &report.overview {
        check(&fact.label);
    }
    for line in &report.timeline {
        check(&line.says);
    }
    for decision in &report.decisions {
        check(&decision.text);
        check(&decision.latency);
    }
    for row in &report.improvement_plan {
        check(&row.issue);
        check(&row.action);
    }
    for line in &report.transcript {
        check(&line.says);
    }
}

#[test]
fn what_the_team_did_besides_deciding_stands_in_the_file() {
    let mut report = sample_report(Edition::Full);
    let part = report::TeamPart {
        title: "Order of recovery".to_owned(),
        says: "2 of 2 services came back.".to_owned(),
        headings: vec!["Service".to_owned(), "Back".to_owned(), "Result".to_owned()],
        rows: vec![report::TeamRow {
            cells: vec![
                "Card payments of the harbour".to_owned(),
                "00:41:07".to_owned(),
            ],
            result: "out of order".to_owned(),
            tone: "warn".to_owned(),
        }],
        remarks: vec!["Payroll came back before card payments.".to_owned()],
    };
    report.team = vec![part.clone()];
    let text = pages(&pressed(&report)).concat();
    let mut said = vec![
        part.says,
        part.rows[0].result.clone(),
        part.remarks[0].clone(),
    ];
    said.extend(part.headings);
    said.extend(part.rows[0].cells.clone());
    for says in said {
        assert!(
            text.contains(&squeezed(&says)),
            "{says:?} stands in the file"
        );
    }
}

#[test]
fn an_archive_and_a_screen_reader_find_what_they_ask_for() {
    let rows = vec![vec![vec![Run::plain("Legal Counsel")], Vec::new()]];
    let sheet = paper_of(vec![
        Block::Heading {
            level: 1,
            text: "Sign".to_owned(),
        },
        Block::Table {
            columns: vec![1, 1],
            header: vec!["Role".to_owned(), "Name".to_owned()],
            rows,
        },
    ]);
    let editions = EDITIONS
        .iter()
        .map(|(which, pdf)| (format!("{which:?}"), pdf));
    for (which, pdf) in editions.chain([("a paper".to_owned(), &sheet)]) {
        let document = read(pdf);
        let catalog = document.catalog().expect("a catalog");
        let marked = deref(&document, catalog, b"MarkInfo");
        let marked = marked.and_then(|it| it.as_dict().ok()?.get(b"Marked").ok()?.as_bool().ok());
        assert_eq!(marked, Some(true), "{which:?} is tagged");
        assert!(catalog.has(b"StructTreeRoot"), "{which:?} has a structure");
        assert!(catalog.has(b"OutputIntents"), "{which:?} says its colours");
        let language = catalog.get(b"Lang").and_then(Object::as_str).ok();
        assert_eq!(language, Some(&b"en"[..]), "{which:?} says its language");
        let metadata = metadata(&document, catalog);
        for says in [
            "<pdfaid:part>2</pdfaid:part>",
            "<pdfaid:conformance>A</pdfaid:conformance>",
            "<pdfuaid:part>1</pdfuaid:part>",
        ] {
            assert!(metadata.contains(says), "{which:?} declares {says}");
        }
        let kinds = structure(&document);
        for kind in ["H1", "Table", "TH", "TD"] {
            assert!(kinds.contains(kind), "{which:?}: {kind} is among {kinds:?}");
        }
        every_font_is_in_the_file(&document);
        nothing_reaches_out(&document);
    }
}

#[test]
fn no_word_stands_outside_the_tags() {
    let document = read(&FULL);
    for (number, page) in document.get_pages() {
        let content = document.get_page_content(page);
        let mut inside = 0;
        for operation in Content::decode(&content)
            .expect("it can be read")
            .operations
        {
            match operation.operator.as_str() {
                "BDC" | "BMC" => inside += 1,
                "EMC" => inside -= 1,
                "Tj" | "TJ" | "Do" => assert!(inside > 0, "page {number}: {operation:?}"),
                _ => {}
            }
        }
        assert_eq!(inside, 0, "page {number}: every tag is closed");
    }
}

#[test]
fn the_timeline_is_a_figure_with_words_for_it() {
    let said = figures(&read(&FULL));
    assert!(
        said.iter().any(|it| it.starts_with("Timeline by role.")),
        "{said:?}"
    );
}

#[test]
fn a_logo_is_named_and_a_broken_one_is_refused() {
    let mut look = Look {
        organisation: "Harbour Logistics".to_owned(),
        logo: Some(Logo::read(LOGO.to_vec()).expect("it is a picture")),
        accent: None,
    };
    let pdf = press::paper(&paper(Vec::new()), &look, &Fonts::shipped()).expect("pressed");
    let said = figures(&read(&pdf));
    assert_eq!(said, ["Logo of Harbour Logistics"], "for who cannot see it");
    look.logo = Some(Logo::read(LOGO[..40].to_vec()).expect("its head is whole"));
    let fault = press::paper(&paper(Vec::new()), &look, &Fonts::shipped());
    assert!(matches!(fault, Err(PressFault::Picture(_))), "{fault:?}");
}

#[test]
fn the_same_report_gives_the_same_bytes() {
    let again = pressed(&sample_report(Edition::Full));
    assert!(FULL.bytes == again.bytes, "not a byte differs");
}

#[test]
fn what_people_write_is_shown_and_never_run() {
    let hostile = [
        "#read(\"/etc/hostname\")",
        "#panic()",
        "$ x^2 + sum_(i=1)^n $",
        "@ref <label> = Heading",
        "*bold* _italic_ `code` ~ -- --- ...",
        "// comment /* and more */",
        "\\ #[ ] { } \\u{41}",
        "\"straight\" and 'single'",
        "https://example.org/?a=1&b=2",
    ];
    let mut report = sample_report(Edition::Full);
    report.title = hostile[0].to_owned();
    report.decisions.truncate(1);
    report.timeline.truncate(hostile.len());
    for (nth, words) in hostile.iter().enumerate() {
        report.timeline[nth].says = (*words).to_owned();
        report.transcript[nth].says = (*words).to_owned();
        report.decisions[0].remarks.push((*words).to_owned());
    }
    let text = pages(&pressed(&report)).concat();
    for words in hostile {
        let times = text.matches(&squeezed(words)).count();
        assert!(
            times >= 3,
            "{words:?} stands there letter by letter: {times}"
        );
    }
}

#[test]
fn every_script_of_ours_survives() {
    let check = |words: &str| {
        let pdf = paper_of(vec![
            Block::Paragraph(vec![
                Run::plain(words),
                Run::bold(words),
                Run::italic(words),
            ]),
            Block::Heading {
                level: 1,
                text: words.to_owned(),
            },
            Block::Table {
                columns: vec![1, 3],
                header: vec![words.to_owned(), "English".to_owned()],
                rows: vec![vec![vec![Run::plain("English")], vec![Run::plain(words)]]],
            },
        ]);
        assert_eq!(pdf.gaps, Vec::<String>::new(), "{words}");
        // A line that runs from right to left may be read in either direction, and joined letters in their joined forms.
        let shown: BTreeSet<char> = pages(&pdf).concat().chars().collect();
        let lost: Vec<char> = words
            .chars()
            .filter(|c| !c.is_whitespace() && !shown.contains(c))
            .collect();
        assert_eq!(lost, Vec::<char>::new(), "{words}");
    };
    check("Příliš žluťoučký kůň úpěl ďábelské ódy; Việt Nam; ß ð þ ı ğ");
    check("Ξεσκεπάζω την ψυχοφθόρα βδελυγμία");
    check("Съешь же ещё этих мягких французских булок, да выпей чаю");
    check("דג סקרן שט לו בים זך אך לפתע פגש חבורה נחמדה");
    check("نص حكيم له سر قاطع وذو شأن عظيم");
    check("→ ⇒ ☐ ☑ ✓ ✗ € £ § ° ± × ≤ ≥ … — “”");
}

#[test]
fn what_no_font_shows_is_named_and_leaves_a_box() {
    let pdf = paper_of(vec![Block::Paragraph(vec![Run::plain(
        "Tokyo is 東京, Seoul is 서울. A fire: 🔥. Private: \u{e000}. The end.",
    )])]);
    let named = pdf.gaps.join("\n");
    for code in ["U+6771", "U+4EAC", "U+C11C", "U+C6B8", "U+1F525", "U+E000"] {
        assert!(named.contains(code), "{code} is named in {named}");
        let last = pages(&pdf).pop().expect("a page");
        assert!(last.contains(code), "{code} is named on the last page");
    }
    let first = pages(&pdf).concat();
    assert!(first.contains("Tokyois□□,Seoulis□□.Afire:□."), "{first}");
    assert!(first.contains("Theend."), "what follows is there");
    let whole = paper_of(vec![Block::Paragraph(vec![Run::plain("Tokyo")])]);
    assert_eq!((whole.gaps.len(), whole.pages), (0, 1), "no gap, no page");
}

#[test]
fn a_mark_that_the_font_of_its_letter_lacks_fails_nothing() {
    let odd = "e\u{5b0} a\u{64b} \u{301} ب\u{301} א\u{64b} \u{20dd}x\u{20e3} \u{600} \u{6dd} \u{200d}\u{200d} \u{fe0f}";
    let pdf = paper_of(vec![Block::Paragraph(vec![Run::plain(odd)])]);
    assert!(pdf.pages >= 1, "it is pressed, with gaps or without");
}

#[test]
fn installed_fonts_fill_gaps() {
    let folder = PathBuf::from("/usr/share/fonts/truetype/noto");
    if !folder.join("NotoSansThai-Regular.ttf").exists() {
        eprintln!("skipped: no Thai font is installed here");
        return;
    }
    let thai = Paper {
        title: "สวัสดี".to_owned(),
        ..Paper::default()
    };
    let fonts = Fonts::with_installed(vec![folder]);
    let pdf = press::paper(&thai, &Look::default(), &fonts).expect("it is pressed");
    assert_eq!(pdf.gaps, Vec::<String>::new(), "the installed font has it");
    let without = press::paper(&thai, &Look::default(), &Fonts::shipped()).expect("pressed");
    assert_eq!(without.gaps.len(), 1, "ours have not");
}

#[test]
fn a_paper_holds_every_kind_of_block() {
    let said = |text: &str| vec![Run::plain(text)];
    let svg = "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 9 9\"><rect width=\"9\" height=\"9\"/></svg>";
    let boxed = |title: &str, kind| Block::Box {
        title: title.to_owned(),
        kind,
        blocks: vec![Block::Paragraph(said("Inside."))],
    };
    let pdf = paper_of(vec![
        // Too deep to begin with, and deeper than headings go: both are mended, since a reader climbs step by step.
        Block::Heading {
            level: 3,
            text: "First".to_owned(),
        },
        Block::Heading {
            level: 200,
            text: "Second".to_owned(),
        },
        Block::List {
            ordered: true,
            items: vec![said("One"), said("Two")],
        },
        boxed("For players", BoxKind::Players),
        boxed("For the white cell", BoxKind::WhiteCell),
        boxed("", BoxKind::Plain),
        Block::Table {
            columns: vec![1, 0],
            header: vec!["Alone".to_owned()],
            rows: vec![vec![], vec![said("a"), said("b"), said("beyond")]],
        },
        Block::Table {
            columns: vec![],
            header: vec![],
            rows: vec![],
        },
        Block::PageBreak,
        Block::Lines { count: 3 },
        Block::Picture {
            svg: svg.to_owned(),
            alt: String::new(),
        },
    ]);
    let text = pages(&pdf).concat();
    for says in [
        "First",
        "Second",
        "Two",
        "Playersseethis",
        "Whitecell",
        "Inside.",
        "Alone",
    ] {
        assert!(text.contains(says), "{says} is among {text}");
    }
    assert_eq!(pdf.pages, 2, "a page break breaks the page");
    let broken = Block::Picture {
        svg: "<svg".to_owned(),
        alt: String::new(),
    };
    let fault = press::paper(&paper(vec![broken]), &Look::default(), &Fonts::shipped());
    assert!(matches!(fault, Err(PressFault::Picture(_))), "{fault:?}");
}

#[test]
fn nothing_runs_off_the_page() {
    let word = "x".repeat(3_000);
    let text = format!("begin {} end", "A sentence of some length. ".repeat(800));
    let mut report = sample_report(Edition::Full);
    report.decisions[0].text = text.clone();
    report.timeline[0].says = word.clone();
    report.lapses[0].says = text.clone();
    report.improvement_plan[0].action = text.clone();
    let pdf = pressed(&report);
    let all = pages(&pdf).concat();
    let whole = all.matches("begin").count();
    assert_eq!(
        whole,
        all.matches("lengthend").count() + all.matches("length.end").count(),
        "what begins also ends"
    );
    assert!(whole >= 3, "each of the long texts is there");
    assert!(all.matches('x').count() >= 3_000, "the long word is there");
}

fn sample_report(which: Edition) -> AfterActionReport {
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    let records = sample::records().expect("the sample fits the events");
    let (people, exercise, plan) = (sample::people(), sample::exercise(), sample::plan());
    let evaluation = evaluate(&evaluation::Input {
        exercise: &exercise,
        scenario: &scenario,
        records: &records,
        plan: Some(&plan),
        people: &people,
    });
    let input = Input {
        people: &people,
        organisation: "Harbour Logistics",
        sponsor: "Chief Information Security Officer",
        contact: "the plan coordinator",
        utc_offset_minutes: 60,
        ..Input::of(&scenario, &evaluation, &records)
    };
    edition(&input, &Background::default(), which).report
}

fn pressed(report: &AfterActionReport) -> Pdf {
    press::pdf(report, &Look::default(), &Fonts::shipped()).expect("it is pressed")
}

fn paper(blocks: Vec<Block>) -> Paper {
    Paper {
        title: "A paper".to_owned(),
        exercise_mark: true,
        blocks,
        ..Paper::default()
    }
}

fn paper_of(blocks: Vec<Block>) -> Pdf {
    press::paper(&paper(blocks), &Look::default(), &Fonts::shipped()).expect("it is pressed")
}
