//! What PDF costs: a paper of thirty pages through the press, beside the bare library on a source in which everything is
//! already spelled out, with warm fonts; and a whole report. Not here: what the pages look like.

use std::fmt::Write as _;
use std::time::Instant;

use anyhow::{Context as _, bail, ensure};
use press::Fonts;
use report::{Block, Look, Paper, Run};
use typst::diag::{FileError, FileResult, SourceDiagnostic};
use typst::foundations::{Bytes, Datetime, Duration, Smart};
use typst::syntax::{FileId, RootedPath, Source, VirtualPath, VirtualRoot};
use typst::text::{Font, FontBook};
use typst::utils::LazyHash;
use typst::{Library, LibraryExt};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

use crate::drills::evaluate;
use crate::large;
use crate::row::Row;

/// How often each is done; the quickest counts, because whatever else the machine does only ever adds.
const TURNS: usize = 7;

/// Parts of the paper, one page each.
const PARTS: usize = 30;

/// How far the page numbers of both may differ.
const PAGES_APART: usize = 3;

/// The press beside the bare library, and a report.
pub fn rows() -> anyhow::Result<Vec<Row>> {
    let paper = paper();
    let bare = Bare::new(expanded(&paper)?)?;
    let pressed = press::paper(&paper, &Look::default(), &Fonts::shipped())?;
    let floor = bare.pdf()?;
    ensure!(
        pressed.pages.abs_diff(floor) <= PAGES_APART,
        "{} pages against {floor}: they cannot be compared",
        pressed.pages
    );
    let (mut ours_ms, mut floor_ms) = (f64::MAX, f64::MAX);
    for _ in 0..TURNS {
        let begun = Instant::now();
        press::paper(&paper, &Look::default(), &Fonts::shipped())?;
        ours_ms = ours_ms.min(begun.elapsed().as_secs_f64() * 1e3);
        let begun = Instant::now();
        bare.pdf()?;
        floor_ms = floor_ms.min(begun.elapsed().as_secs_f64() * 1e3);
    }
    Ok(vec![
        Row::within("pdf-30-pages", ours_ms, "ms", floor_ms, 1.2),
        report_row()?,
    ])
}

/// The report of the shipped ransomware drill.
fn report_row() -> anyhow::Result<Row> {
    let (script, records) = large::played(large::ransomware(1)?);
    let evaluation = evaluate(&script, &records);
    let report = report::build(&report::Input::of(script.scenario(), &evaluation, &records));
    let mut best_ms = f64::MAX;
    let mut pages = 0;
    for _ in 0..TURNS {
        let begun = Instant::now();
        pages = press::pdf(&report, &Look::default(), &Fonts::shipped())?.pages;
        best_ms = best_ms.min(begun.elapsed().as_secs_f64() * 1e3);
    }
    let name = format!("report-pdf, {pages} pages");
    Ok(Row::plain(&name, Some(best_ms), "ms"))
}

fn paper() -> Paper {
    let mut blocks = Vec::new();
    for part in 1..=PARTS {
        let says = |words: &str| Run::plain(format!("{words} in part {part}. "));
        blocks.push(Block::Heading {
            level: 1,
            text: format!("Part {part}"),
        });
        let sentence = "The Incident Commander hears what is known and what is assumed, decides, and says so aloud";
        blocks.push(Block::Paragraph(vec![
            says(sentence),
            Run::bold("Nothing is left open."),
            says(sentence),
            says(sentence),
        ]));
        blocks.push(Block::List {
            ordered: false,
            items: (0..4).map(|_| vec![says("Something to do")]).collect(),
        });
        blocks.push(Block::Table {
            columns: vec![1, 2, 4],
            header: ["Time", "To", "Inject"].map(str::to_owned).to_vec(),
            rows: (0..14)
                .map(|row| {
                    vec![
                        vec![Run::plain(format!("T+00:{row:02}"))],
                        vec![Run::plain("SOC Analyst")],
                        vec![says("An alert comes from a host that nobody expected")],
                    ]
                })
                .collect(),
        });
        blocks.push(Block::PageBreak);
    }
    Paper {
        title: "Thirty pages".to_owned(),
        marking: "TLP:AMBER".to_owned(),
        exercise_mark: true,
        blocks,
        ..Paper::default()
    }
}

/// The same look, written out once by hand.
const LOOK: &str = r##"
#set document(title: "Thirty pages")
#set text(font: ("Noto Sans", "Noto Sans Arabic", "Noto Sans Hebrew", "Noto Sans Symbols", "Noto Sans Symbols 2"), size: 9.4pt, fill: rgb("#1f2328"), lang: "en", hyphenate: false)
#set par(leading: .58em, spacing: .85em)
#let mark = align(center, text(size: 8pt, weight: "bold", fill: rgb("#8f5200"), tracking: .4pt)[EXERCISE · TLP:AMBER])
#set page(paper: "a4", margin: (top: 24mm, bottom: 24mm, x: 19mm), header: mark, footer: {
  set text(size: 7.6pt)
  line(length: 100%, stroke: .5pt)
  grid(columns: (1fr, auto), [Thirty pages], context [Page #counter(page).display() of #counter(page).final().first()], grid.cell(colspan: 2, mark))
})
#show heading.where(level: 1): it => block(sticky: true, above: 20pt, below: 10pt, width: 100%, stroke: (bottom: .9pt), inset: (bottom: 4pt), text(size: 14.5pt, weight: "bold", it.body))
#set table(stroke: (x, y) => (bottom: .5pt), inset: (x, y) => (left: 0pt, right: 8pt, top: 4.5pt, bottom: 4.5pt), align: start + top)
#show table: set text(size: 8.4pt)
#title()
"##;

/// The paper as source of the library, letter by letter. Its texts hold nothing that would have to be escaped.
fn expanded(paper: &Paper) -> anyhow::Result<String> {
    let mut out = LOOK.to_owned();
    let runs = |runs: &[Run]| -> String {
        let word = |run: &Run| match run.bold {
            true => format!("*{}*", run.text),
            false => run.text.clone(),
        };
        runs.iter().map(word).collect()
    };
    for block in &paper.blocks {
        match block {
            Block::Heading { text, .. } => write!(out, "\n= {text}\n\n")?,
            Block::Paragraph(words) => write!(out, "{}\n\n", runs(words))?,
            Block::List { items, .. } => {
                for item in items {
                    writeln!(out, "- {}", runs(item))?;
                }
            }
            Block::Table { header, rows, .. } => {
                out.push_str("\n#table(columns: (1fr, 2fr, 4fr), table.header(");
                for head in header {
                    write!(out, "[*{head}*],")?;
                }
                out.push_str("),\n");
                for cell in rows.iter().flatten() {
                    write!(out, "[{}],", runs(cell))?;
                }
                out.push_str(")\n");
            }
            Block::PageBreak => out.push_str("\n#pagebreak(weak: true)\n"),
            Block::Box { .. } | Block::Lines { .. } | Block::Picture { .. } => {
                bail!("the paper has no such block")
            }
        }
    }
    Ok(out)
}

/// The library with nothing around it.
struct Bare {
    library: LazyHash<Library>,
    book: LazyHash<FontBook>,
    fonts: Vec<Font>,
    main: Source,
}

impl Bare {
    fn new(source: String) -> anyhow::Result<Self> {
        let folder = concat!(env!("CARGO_MANIFEST_DIR"), "/../press/fonts");
        let mut files: Vec<_> = std::fs::read_dir(folder)?.collect::<Result<_, _>>()?;
        files.sort_by_key(|file| file.path());
        let mut fonts = Vec::new();
        for file in files {
            if file.path().extension().is_some_and(|it| it == "ttf") {
                fonts.extend(Font::iter(Bytes::new(std::fs::read(file.path())?)));
            }
        }
        let path = VirtualPath::new("main.typ").ok().context("a path")?;
        let id = RootedPath::new(VirtualRoot::Project, path).intern();
        Ok(Self {
            library: LazyHash::new(Library::default()),
            book: LazyHash::new(FontBook::from_fonts(&fonts)),
            fonts,
            main: Source::new(id, source),
        })
    }

    /// Sets and writes it; how many pages it has.
    fn pdf(&self) -> anyhow::Result<usize> {
        let wrong = |all: &[SourceDiagnostic]| anyhow::anyhow!("{:?}", all.first());
        let set = typst::compile::<PagedDocument>(self).output;
        let document = set.map_err(|all| wrong(&all))?;
        let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
            .map_err(|why| anyhow::anyhow!("{}", why.message()))?;
        let day = Datetime::from_ymd_hms(2027, 1, 1, 0, 0, 0).context("a day")?;
        let options = PdfOptions {
            ident: Smart::Auto,
            standards,
            timestamp: Some(Timestamp::new_utc(day)),
            ..PdfOptions::default()
        };
        let bytes = typst_pdf::pdf(&document, &options).map_err(|all| wrong(&all))?;
        ensure!(!bytes.is_empty(), "it is written");
        typst::comemo::evict(0);
        Ok(document.pages().len())
    }
}

impl typst::World for Bare {
    fn library(&self) -> &LazyHash<Library> {
        &self.library
    }

    fn book(&self) -> &LazyHash<FontBook> {
        &self.book
    }

    fn main(&self) -> FileId {
        self.main.id()
    }

    fn source(&self, id: FileId) -> FileResult<Source> {
        let known = id == self.main.id();
        known
            .then(|| self.main.clone())
            .ok_or(FileError::AccessDenied)
    }

    fn file(&self, _: FileId) -> FileResult<Bytes> {
        Err(FileError::AccessDenied)
    }

    fn font(&self, index: usize) -> Option<Font> {
        self.fonts.get(index).cloned()
    }

    fn today(&self, _: Option<Duration>) -> Option<Datetime> {
        None
    }
}
