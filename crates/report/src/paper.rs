//! A paper: any document beside the report (role cards, the MSEL, a situation manual, a sign-in sheet) as plain blocks,
//! from which every format that prints is made. Every text is plain text and is shown letter by letter. Not here: what
//! a paper says, and how a format lays it out.

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};
use serde::{Deserialize, Serialize};

use crate::figure::{self, Figure};
use crate::model::AfterActionReport;
use crate::parts::Drawing;
use crate::svg;

/// The ink of our drawings where no style sheet of a page gives it: on white paper.
const INK: &str = "text{font-family:'Noto Sans',sans-serif;font-size:11.5px;fill:#4b525b}\
    .lane{font-weight:bold}.tick{font-size:10.5px;fill:#656c75;text-anchor:middle}\
    .band{fill:#faf9f7}.grid{stroke:#e3e0d9;stroke-width:1}\
    .stop{stroke:#656c75;stroke-width:1.5;stroke-dasharray:3 3}\
    .took{stroke:#bfc3c8;stroke-width:3;stroke-linecap:round}\
    .took.good{stroke:#86bca1}.took.warn{stroke:#c9a06f}.took.bad{stroke:#d68a85}\
    .inject{fill:#ffffff;stroke:#4b525b;stroke-width:1.6}\
    .dot{fill:#656c75;stroke:#ffffff;stroke-width:1.4}\
    .dot.good{fill:#1d7a4c}.dot.warn{fill:#8f5200}.dot.bad{fill:#b3261e}\
    .cross{fill:none;stroke:#8f5200;stroke-width:2.4;stroke-linecap:round}.cross.bad{stroke:#b3261e}\
    .prompt,.began{fill:#656c75}\
    .note{font-size:10.5px}.on{font-size:10px;font-weight:bold;fill:#ffffff}.pale{font-size:10px;font-weight:bold;fill:#1f2328}\
    .figure .band{fill:#f6f5f2}";

/// A document.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
pub struct Paper {
    /// Its title.
    pub title: String,
    /// What stands below the title; may be empty.
    pub subtitle: String,
    /// The handling marking that stands on every page; may be empty.
    pub marking: String,
    /// True where the word EXERCISE stands on every page, which is so for everything a drill hands out.
    pub exercise_mark: bool,
    /// True where the pages lie on their long side.
    pub landscape: bool,
    /// What it holds, in order.
    pub blocks: Vec<Block>,
}

/// A part of a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Block {
    /// A heading. Level 1 stands below the title; levels go up to 4.
    Heading {
        /// How deep.
        level: u8,
        /// What it says.
        text: String,
    },
    /// A paragraph.
    Paragraph(Vec<Run>),
    /// A list.
    List {
        /// True where its items are numbered.
        ordered: bool,
        /// Its items.
        items: Vec<Vec<Run>>,
    },
    /// A table. Its head comes again on every page.
    Table {
        /// The relative width of every column; there are as many columns as widths.
        columns: Vec<u16>,
        /// The head of every column.
        header: Vec<String>,
        /// The rows; a row that is too short is filled with empty cells.
        rows: Vec<Vec<Vec<Run>>>,
    },
    /// Blocks with a frame around them.
    Box {
        /// What stands on its rim; may be empty.
        title: String,
        /// Who may read it.
        kind: BoxKind,
        /// What it holds.
        blocks: Vec<Block>,
    },
    /// What follows begins on a new page.
    PageBreak,
    /// Blank lines to write on.
    Lines {
        /// How many.
        count: u8,
    },
    /// A drawing.
    Picture {
        /// The drawing as SVG.
        svg: String,
        /// The same in words, for who cannot see it.
        alt: String,
    },
}

impl Block {
    /// A text that people may write in Markdown, as blocks of plain runs. What is neither a paragraph, a list, a table, code
    /// nor emphasis keeps its words and loses its form: a heading is bold, a link has no target, HTML is shown as it stands.
    pub fn told(markdown: &str) -> Vec<Self> {
        let mut told = Told::default();
        for event in Parser::new_ext(markdown, Options::ENABLE_TABLES) {
            told.take(event);
        }
        told.end_block();
        told.blocks
    }

    /// The timeline of a report: the drawing that the HTML shows, as a picture that stands by itself.
    pub fn timeline(drawing: &Drawing) -> Self {
        let alt = format!("Timeline by role. {}", drawing.says);
        Self::drawn(&svg::timeline(drawing), alt)
    }

    /// The outcomes of the objectives of a report, as the HTML draws them. None where there are none.
    pub fn outcomes(report: &AfterActionReport) -> Option<Self> {
        figure::outcomes(&report.objectives)
            .as_ref()
            .map(Self::figure)
    }

    /// The latencies of its decisions against their targets.
    pub fn latencies(report: &AfterActionReport) -> Option<Self> {
        figure::latencies(&report.decisions)
            .as_ref()
            .map(Self::figure)
    }

    /// How much of the plan it exercised.
    pub fn coverage(report: &AfterActionReport) -> Option<Self> {
        figure::coverage(&report.coverage)
            .as_ref()
            .map(Self::figure)
    }

    fn figure(figure: &Figure) -> Self {
        let alt = format!("{}. {}", figure.title, figure.says);
        Self::drawn(&svg::figure(figure), alt)
    }

    fn drawn(drawn: &str, alt: String) -> Self {
        let (open, inner) = drawn.split_once('>').unwrap_or(("<svg", "</svg>"));
        // Inside a page the page says what an SVG is; one that stands alone has to say it itself.
        let open = open.replacen("<svg", "<svg xmlns=\"http://www.w3.org/2000/svg\"", 1);
        Self::Picture {
            svg: format!("{open}><style>{INK}</style>{inner}"),
            alt,
        }
    }
}

/// Whom a box is for. A reader must be able to tell at a glance.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum BoxKind {
    /// Players see it: plain white.
    Players,
    /// Only the white cell sees it: hatched, with the words "White cell".
    WhiteCell,
    /// Anybody.
    #[default]
    Plain,
}

/// Words in one look.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Run {
    /// The words; a line break in them is a line break on the page.
    pub text: String,
    /// True where they are bold.
    pub bold: bool,
    /// True where they are italic.
    pub italic: bool,
    /// True where every letter has the same width, as on a screen of a machine.
    #[serde(default)]
    pub code: bool,
}

impl Run {
    /// Words as they are.
    pub fn plain(text: impl Into<String>) -> Self {
        Self {
            text: text.into(),
            ..Self::default()
        }
    }

    /// Bold words.
    pub fn bold(text: impl Into<String>) -> Self {
        Self {
            bold: true,
            ..Self::plain(text)
        }
    }

    /// Italic words.
    pub fn italic(text: impl Into<String>) -> Self {
        Self {
            italic: true,
            ..Self::plain(text)
        }
    }
}

/// Turns Markdown into blocks, event by event.
#[derive(Default)]
struct Told {
    blocks: Vec<Block>,
    /// The words of the block being read.
    runs: Vec<Run>,
    /// True for each list that is open and numbered.
    lists: Vec<bool>,
    /// The items read so far of the outermost list; those of a list within a list follow the item they stand in.
    items: Vec<Vec<Run>>,
    bold: u32,
    italic: u32,
    /// True inside a block of code.
    code: bool,
    /// The cells of the table being read, row by row, its head first.
    rows: Vec<Vec<Vec<Run>>>,
}

impl Told {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::Strong | Tag::Heading { .. }) => self.bold += 1,
            Event::Start(Tag::Emphasis) => self.italic += 1,
            Event::End(TagEnd::Strong) => self.bold = self.bold.saturating_sub(1),
            Event::End(TagEnd::Emphasis) => self.italic = self.italic.saturating_sub(1),
            Event::End(TagEnd::Heading(_)) => {
                self.bold = self.bold.saturating_sub(1);
                self.end_block();
            }
            Event::Start(Tag::CodeBlock(_)) => {
                self.end_block();
                self.code = true;
            }
            Event::End(TagEnd::CodeBlock) => {
                self.end_code();
                self.end_block();
            }
            Event::Start(Tag::Table(_)) => self.end_block(),
            Event::Start(Tag::TableHead | Tag::TableRow) => self.rows.push(Vec::new()),
            Event::End(TagEnd::TableCell) => {
                let cell = std::mem::take(&mut self.runs);
                if let Some(row) = self.rows.last_mut() {
                    row.push(cell);
                }
            }
            Event::End(TagEnd::Table) => self.end_table(),
            Event::Start(Tag::List(first)) => {
                self.end_block();
                self.lists.push(first.is_some());
            }
            Event::End(TagEnd::List(_)) => self.end_list(),
            Event::End(TagEnd::Paragraph | TagEnd::Item | TagEnd::HtmlBlock) | Event::Rule => {
                self.end_block();
            }
            Event::Code(text) => {
                let around = std::mem::replace(&mut self.code, true);
                self.push(&text);
                self.code = around;
            }
            Event::Text(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.push(&text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::TaskListMarker(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        let look = Run {
            text: String::new(),
            bold: self.bold > 0,
            italic: self.italic > 0,
            code: self.code,
        };
        let same = |last: &&mut Run| {
            (last.bold, last.italic, last.code) == (look.bold, look.italic, look.code)
        };
        match self.runs.last_mut().filter(same) {
            Some(last) => last.text.push_str(text),
            None => self.runs.push(Run {
                text: text.to_owned(),
                ..look
            }),
        }
    }

    /// A block of code ends with a line break that nobody wants to see.
    fn end_code(&mut self) {
        self.code = false;
        if let Some(last) = self.runs.last_mut() {
            last.text.truncate(last.text.trim_end_matches('\n').len());
        }
    }

    /// A table within a list stands after the list, as a list within a list does.
    fn end_table(&mut self) {
        let mut rows = std::mem::take(&mut self.rows).into_iter();
        let header: Vec<String> = rows
            .next()
            .unwrap_or_default()
            .iter()
            .map(|cell| said(cell))
            .collect();
        let rows: Vec<_> = rows.collect();
        let width = |nth: usize| {
            let cells = rows.iter().filter_map(|row| row.get(nth));
            let longest = cells.map(|cell| said(cell).chars().count()).max();
            let head = header[nth].chars().count();
            u16::try_from(longest.unwrap_or(0).max(head).clamp(4, 40)).unwrap_or(40)
        };
        self.blocks.push(Block::Table {
            columns: (0..header.len()).map(width).collect(),
            header,
            rows,
        });
    }

    fn end_block(&mut self) {
        if self.runs.iter().all(|run| run.text.trim().is_empty()) {
            self.runs.clear();
        } else if self.lists.is_empty() {
            self.blocks
                .push(Block::Paragraph(std::mem::take(&mut self.runs)));
        } else {
            self.items.push(std::mem::take(&mut self.runs));
        }
    }

    fn end_list(&mut self) {
        self.end_block();
        let ordered = self.lists.pop().unwrap_or(false);
        if self.lists.is_empty() && !self.items.is_empty() {
            let items = std::mem::take(&mut self.items);
            self.blocks.push(Block::List { ordered, items });
        }
    }
}

/// The words of runs without their look.
fn said(runs: &[Run]) -> String {
    runs.iter().map(|run| run.text.as_str()).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_told_text_becomes_blocks_of_plain_runs() {
        let check = |markdown: &str, expected: Vec<Block>| {
            assert_eq!(Block::told(markdown), expected, "{markdown:?}");
        };
        let paragraph = |runs: Vec<Run>| vec![Block::Paragraph(runs)];
        check("", Vec::new());
        check(
            "One **two** *three*",
            paragraph(vec![
                Run::plain("One "),
                Run::bold("two"),
                Run::plain(" "),
                Run::italic("three"),
            ]),
        );
        let code = |text: &str| Run {
            code: true,
            ..Run::plain(text)
        };
        check("```text\na  b\nc\n```\n", paragraph(vec![code("a  b\nc")]));
        check("run `ls`", paragraph(vec![Run::plain("run "), code("ls")]));
        check(
            "| who | what |\n| --- | --- |\n| soc | **lock** |",
            vec![Block::Table {
                columns: vec![4, 4],
                header: vec!["who".to_owned(), "what".to_owned()],
                rows: vec![vec![vec![Run::plain("soc")], vec![Run::bold("lock")]]],
            }],
        );
        check("# Big", paragraph(vec![Run::bold("Big")]));
        check("[x](javascript:alert(1))", paragraph(vec![Run::plain("x")]));
        check("<b>x</b>", paragraph(vec![Run::plain("<b>x</b>")]));
        check(
            "1. a\n2. b\n   - c",
            vec![Block::List {
                ordered: true,
                items: vec![
                    vec![Run::plain("a")],
                    vec![Run::plain("b")],
                    vec![Run::plain("c")],
                ],
            }],
        );
    }

    #[test]
    fn a_timeline_stands_by_itself() {
        let drawing = Drawing {
            says: "One inject in one lane.".to_owned(),
            ..Drawing::default()
        };
        let Block::Picture { svg, alt } = Block::timeline(&drawing) else {
            panic!("a timeline is a picture");
        };
        assert!(
            svg.starts_with("<svg xmlns=\"http://www.w3.org/2000/svg\" "),
            "it names what it is: {svg}"
        );
        assert!(svg.contains("<style>"), "it brings its own ink");
        assert!(alt.contains("One inject"), "it says what it shows");
    }
}
