//! A paper: any document beside the report (role cards, the MSEL, a situation manual, a sign-in sheet) as plain blocks,
//! from which every format that prints is made. Every text is plain text and is shown letter by letter. Not here: what
//! a paper says, and how a format lays it out.

use serde::{Deserialize, Serialize};

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
