//! The Word document: a sound package, every part of the report, text that stays text in every script, and a second opinion
//! by LibreOffice where it is installed. Not here: what an edition shows (`editions`).

use std::collections::{BTreeMap, BTreeSet};
use std::io::{Cursor, Read, Write};
use std::path::{Path, PathBuf};
use std::process::Command;

use evaluation::sample;
use quick_xml::Reader;
use quick_xml::events::Event;
use report::{
    AfterActionReport, Background, Block, BoxKind, Brief, BriefAction, BriefAsk, BriefDeadline,
    BriefObjective, BriefPoint, Colour, Edition, Fact, Input, Logo, Look, Paper, Run, docx,
    docx_paper, edition,
};
use tempfile::TempDir;
use zip::ZipArchive;

#[test]
fn the_package_is_sound() {
    for which in Edition::ALL {
        sound(&docx(&report_of(which), &look()).expect("it is written"));
    }
    sound(&docx_paper(&paper(), &look()).expect("it is written"));
}

#[test]
fn the_report_in_word_has_every_part_and_its_marking() {
    let bytes = docx(&report_of(Edition::Auditor), &Look::default()).expect("it is written");
    let text = part(&bytes, "word/document.xml");
    for heading in [
        "Executive summary",
        "Critical lapses",
        "Exercise overview",
        "Results by objective",
        "Timeline",
        "Deadlines",
        "Roles",
        "The plan",
        "Hot wash and feedback",
        "Improvement plan",
        "Participants",
        "Method",
        "Evidence",
        "Transcript",
    ] {
        let written = format!("<w:t xml:space=\"preserve\">{heading}</w:t>");
        assert!(
            text.matches(&written).count() >= 2,
            "{heading} is a heading and stands in the contents"
        );
    }
    assert!(text.contains(" TOC \\o "), "the contents are a field");
    assert!(
        text.contains("<w:tblHeader/>"),
        "heads of tables come again"
    );
    let header = part(&bytes, "word/header1.xml");
    assert!(header.contains("EXERCISE · TLP:AMBER"), "on every page");
    let footer = part(&bytes, "word/footer1.xml");
    assert!(footer.contains("NUMPAGES"), "pages are numbered");
}

#[test]
fn letters_of_every_script_survive_and_those_from_the_right_are_marked() {
    for (text, rtl) in [
        ("Кибератака", false),
        ("Παραβίαση", false),
        ("اختراق البيانات", true),
        ("פריצה", true),
        ("ランサムウェア", false),
        ("🚨 тревога 👩‍🚒", false),
        ("Łódź – naïve", false),
    ] {
        let report = AfterActionReport {
            title: text.to_owned(),
            ..report_of(Edition::Full)
        };
        let bytes = docx(&report, &Look::default()).expect("it is written");
        let document = part(&bytes, "word/document.xml");
        assert!(document.contains(text), "Word keeps {text}");
        let marked = document.contains("<w:bidi/>") && document.contains("<w:rtl/>");
        assert_eq!(marked, rtl, "{text} is marked as it runs");
    }
}

#[test]
fn text_from_people_stays_text() {
    for text in [
        "</w:t></w:r></w:p>",
        "<contents/>",
        "&amp; &#x0;",
        "\u{0}\u{b}\u{ffff}x",
        "]]>",
        "HYPERLINK \"http://e\"",
        "\u{202e}txet",
    ] {
        let mut report = report_of(Edition::Full);
        report.title = text.to_owned();
        report.summary.text = text.to_owned();
        report.decisions[0].text = text.to_owned();
        report.drawing.lanes[0].title = text.to_owned();
        let bytes = docx(&report, &Look::default()).expect("it is written");
        sound(&bytes);
        let document = part(&bytes, "word/document.xml");
        assert_eq!(
            document.matches("TOC \\o").count(),
            1,
            "{text:?} makes no contents of its own"
        );
    }
}

#[test]
fn logo_and_colour_lie_in_the_document() {
    let bytes = docx(&report_of(Edition::Management), &look()).expect("it is written");
    assert!(
        names(&bytes).contains("word/media/logo.png"),
        "the logo is in it"
    );
    let styles = part(&bytes, "word/styles.xml");
    assert!(styles.contains("AA0000"), "headings have the colour");
    assert!(!styles.contains("ACCENT"), "and nothing is left to fill in");
    let document = part(&bytes, "word/document.xml");
    assert!(document.contains("r:embed=\"logo\""), "it is shown");
    assert!(
        !part(&bytes, "word/_rels/document.xml.rels").contains("External"),
        "nothing is fetched"
    );
}

#[test]
fn the_white_cell_is_told_apart_on_paper() {
    let bytes = docx_paper(&paper(), &Look::default()).expect("it is written");
    let document = part(&bytes, "word/document.xml");
    for says in [
        "White cell · The truth",
        "Players see this",
        "thinDiagStripe",
    ] {
        assert!(document.contains(says), "{says}");
    }
    assert!(
        part(&bytes, "word/header1.xml").contains("EXERCISE · TLP:AMBER"),
        "the word stands on every page"
    );
}

#[test]
fn libreoffice_reads_all_of_it_and_management_is_two_pages_however_full() {
    let Ok(folder) = TempDir::new() else {
        panic!("there is no room for the judge");
    };
    let mut full = report_of(Edition::Management);
    full.management = Some(brimming());
    let papers = [
        ("full", docx(&report_of(Edition::Full), &look())),
        ("sample", docx(&report_of(Edition::Management), &look())),
        ("brimming", docx(&full, &look())),
        ("paper", docx_paper(&paper(), &look())),
    ];
    let files: Vec<PathBuf> = papers
        .into_iter()
        .map(|(name, bytes)| {
            let path = folder.path().join(format!("{name}.docx"));
            std::fs::write(&path, bytes.expect("it is written")).expect("the file is written");
            path
        })
        .collect();
    let size = |bytes: &[u8]| {
        let styles = part(bytes, "word/styles.xml");
        let text = styles.split("w:styleId=\"TableText\"").nth(1);
        let size = text.and_then(|text| text.split("<w:sz w:val=\"").nth(1)?.split('"').next());
        size.and_then(|size| size.parse::<u32>().ok())
    };
    let sizes = [1, 2].map(|at: usize| {
        let bytes = std::fs::read(&files[at]).expect("it was written");
        size(&bytes).expect("tables have letters of a size")
    });
    assert!(
        sizes[0] >= 20 && sizes[1] >= 17,
        "letters are as large as two pages allow, at least 10 points where there is room: {sizes:?}"
    );
    if !converted(folder.path(), &files, "pdf") {
        return;
    }
    for name in ["sample", "brimming"] {
        let pdf = std::fs::read(folder.path().join(format!("{name}.pdf"))).expect("it opens");
        assert_eq!(pages(&pdf), 2, "{name} has two pages");
    }
    converted(folder.path(), &files[..1], "txt:Text");
    let text = std::fs::read_to_string(folder.path().join("full.txt")).expect("it opens");
    for says in ["Results by objective", "A statement was ready, unsent."] {
        assert!(text.contains(says), "{says}");
    }
}

/// The longest that the model can be: every list full, every text as long as it may be.
fn brimming() -> Brief {
    let long = |letters: usize| {
        let words = "accountability of the harbour's managers ".repeat(8);
        words.chars().take(letters).collect::<String>()
    };
    let point = |tone: &str| BriefPoint {
        title: long(92),
        says: long(170),
        tone: tone.to_owned(),
        repeat: true,
    };
    let fact = |letters| Fact {
        label: "Date and time".to_owned(),
        value: long(letters),
    };
    Brief {
        verdict: "Rehearsal: the response held, with critical lapses".to_owned(),
        verdict_says: long(330),
        tone: "bad".to_owned(),
        facts: [100, 100, 190, 100, 190, 150, 150, 150].map(fact).to_vec(),
        objectives: vec![
            BriefObjective {
                number: 8,
                title: long(88),
                rating: "M".to_owned(),
                rating_says: "Performed with major challenges".to_owned(),
                tone: "warn".to_owned(),
                before: "P".to_owned(),
                change: "Unchanged".to_owned(),
                change_tone: "none".to_owned(),
            };
            report::BRIEF_OBJECTIVES_MAX
        ],
        objectives_say: long(150),
        strengths: vec![point("good"); 3],
        gaps: vec![point("bad"); 3],
        deadlines: vec![
            BriefDeadline {
                title: long(72),
                limit: long(44),
                result: "Met late".to_owned(),
                slack: "by 14h 22m".to_owned(),
                tone: "bad".to_owned(),
            };
            4
        ],
        deadlines_say: long(120),
        asks: vec![
            BriefAsk {
                number: 1,
                what: long(112),
                money: long(30),
                owner: long(34),
                risk: long(84),
            };
            3
        ],
        actions: vec![
            BriefAction {
                what: long(84),
                owner: long(34),
                due: "28 September 2027".to_owned(),
                status: "Complete, not verified".to_owned(),
                tone: "warn".to_owned(),
                repeat: true,
            };
            5
        ],
        actions_say: long(105),
        limits: [90, 90, 150, 150].map(fact).to_vec(),
        next_drill: long(70),
        sign_off: ["Leader of the drill", "Owner of the plan", "Management"]
            .map(str::to_owned)
            .to_vec(),
    }
}

/// A page of a PDF is an object of that type; the tree of pages is another.
fn pages(pdf: &[u8]) -> usize {
    let text = String::from_utf8_lossy(pdf);
    let pages = text.match_indices("/Type/Page");
    pages
        .filter(|(at, found)| !text[at + found.len()..].starts_with('s'))
        .count()
}

/// True where LibreOffice is installed and has converted the files.
fn converted(folder: &Path, files: &[PathBuf], to: &str) -> bool {
    let profile = folder.join("profile");
    let run = Command::new("soffice")
        .arg(format!(
            "-env:UserInstallation=file://{}",
            profile.display()
        ))
        .args(["--headless", "--convert-to", to, "--outdir"])
        .arg(folder)
        .args(files)
        .output();
    match run {
        Ok(run) => {
            assert!(run.status.success(), "LibreOffice opens them: {run:?}");
            true
        }
        Err(_) => {
            let says = "soffice is not installed: no second opinion on reports in Word\n";
            // Where nobody reads the line, the test still holds what it can.
            std::io::stdout().write_all(says.as_bytes()).ok();
            false
        }
    }
}

/// Every part is well formed and has a content type, every relation leads somewhere, and no id comes twice.
fn sound(bytes: &[u8]) {
    let names = names(bytes);
    let types = part(bytes, "[Content_Types].xml");
    for name in &names {
        let ending = name.rsplit('.').next().expect("every name has an ending");
        let typed = types.contains(&format!("PartName=\"/{name}\""))
            || types.contains(&format!("Extension=\"{ending}\""));
        assert!(typed, "{name} has a content type");
        if ending == "xml" || ending == "rels" {
            well_formed(name, &part(bytes, name));
        }
    }
    for (file, base) in [
        ("_rels/.rels", ""),
        ("word/_rels/document.xml.rels", "word/"),
    ] {
        for target in values(&part(bytes, file), "Target=\"") {
            assert!(
                names.contains(&format!("{base}{target}")),
                "{target} is there"
            );
        }
    }
    let document = part(bytes, "word/document.xml");
    let relations = part(bytes, "word/_rels/document.xml.rels");
    for id in values(&document, "r:embed=\"").chain(values(&document, "r:id=\"")) {
        assert!(relations.contains(&format!("Id=\"{id}\"")), "{id} is known");
    }
    for unique in ["<w:bookmarkStart w:id=\"", "<wp:docPr id=\""] {
        let ids: Vec<&str> = values(&document, unique).collect();
        let distinct: BTreeSet<&str> = ids.iter().copied().collect();
        assert_eq!(ids.len(), distinct.len(), "no {unique} comes twice");
    }
    let styles = part(bytes, "word/styles.xml");
    for used in ["w:pStyle", "w:tblStyle"] {
        for style in values(&document, &format!("<{used} w:val=\"")) {
            let known = format!("w:styleId=\"{style}\"");
            assert!(styles.contains(&known), "there is a style {style}");
        }
    }
    let lists = part(bytes, "word/numbering.xml");
    for list in values(&document, "<w:numId w:val=\"") {
        let known = format!("<w:num w:numId=\"{list}\">");
        assert!(lists.contains(&known), "there is a list {list}");
    }
}

fn well_formed(name: &str, text: &str) {
    let mut reader = Reader::from_str(text);
    reader.config_mut().check_end_names = true;
    loop {
        match reader.read_event() {
            Ok(Event::Eof) => break,
            Ok(_) => {}
            Err(why) => panic!("{name} is no XML: {why}"),
        }
    }
}

fn values<'a>(text: &'a str, before: &'a str) -> impl Iterator<Item = &'a str> {
    let found = text.match_indices(before);
    found.filter_map(move |(at, _)| text[at + before.len()..].split('"').next())
}

fn names(bytes: &[u8]) -> BTreeSet<String> {
    let archive = ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    (0..archive.len())
        .filter_map(|at| Some(archive.name_for_index(at)?.ok()?.into_owned()))
        .collect()
}

fn part(bytes: &[u8], name: &str) -> String {
    let mut archive = ZipArchive::new(Cursor::new(bytes)).expect("it is a zip");
    let mut text = String::new();
    archive
        .by_name(name)
        .expect("the part is there")
        .read_to_string(&mut text)
        .expect("it is text");
    text
}

fn look() -> Look {
    Look {
        organisation: "Harbour Logistics".to_owned(),
        logo: Some(Logo::read(PNG.to_vec()).expect("it is a picture")),
        accent: Some(Colour::read("#aa0000").expect("it is a colour")),
    }
}

/// A picture of one point.
const PNG: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

fn paper() -> Paper {
    Paper {
        title: "Inject cards".to_owned(),
        subtitle: "SOC Analyst".to_owned(),
        marking: "TLP:AMBER".to_owned(),
        exercise_mark: true,
        landscape: true,
        blocks: vec![
            Block::Heading {
                level: 1,
                text: "First alert".to_owned(),
            },
            Block::Box {
                title: String::new(),
                kind: BoxKind::Players,
                blocks: vec![Block::Paragraph(vec![
                    Run::bold("09:04 "),
                    Run::plain("A sign-in\nthat nobody made"),
                ])],
            },
            Block::Box {
                title: "The truth".to_owned(),
                kind: BoxKind::WhiteCell,
                blocks: vec![Block::List {
                    ordered: true,
                    items: vec![vec![Run::plain("one")], vec![Run::italic("two")]],
                }],
            },
            Block::Table {
                columns: vec![1, 3],
                header: vec!["Time".to_owned(), "Decision".to_owned()],
                rows: vec![vec![vec![Run::plain("09:10")]]],
            },
            Block::Lines { count: 3 },
            Block::PageBreak,
            Block::Picture {
                svg: "<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 40 20\"><rect width=\"40\" height=\"20\"/></svg>"
                    .to_owned(),
                alt: "A box".to_owned(),
            },
        ],
    }
}

fn report_of(which: Edition) -> AfterActionReport {
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    let records = sample::records().expect("the sample fits the events");
    let evaluation = evaluation::evaluate(&evaluation::Input {
        exercise: &sample::exercise(),
        scenario: &scenario,
        records: &records,
        plan: Some(&sample::plan()),
        people: &BTreeMap::new(),
    });
    let input = Input {
        organisation: "Harbour Logistics",
        utc_offset_minutes: 60,
        ..Input::of(&scenario, &evaluation, &records)
    };
    edition(&input, &Background::default(), which).report
}
