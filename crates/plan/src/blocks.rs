//! What a reader of any format hands over: the document as a flat list of blocks, each with its
//! visible text and the way back to the source. The finders work on these alone, so that a second
//! format needs a reader and nothing else. No Markdown here.

use std::cell::Cell;
use std::ops::Range;

use crate::model::Place;
use crate::model::Section;

/// A document in reading order.
#[derive(Debug, Default)]
pub(crate) struct Document {
    /// The fields above the text (`key: value`), each with the offset of the value.
    pub front: Vec<(String, String, usize)>,
    pub blocks: Vec<Block>,
    /// Where links lead, with the offset of the link.
    pub links: Vec<(String, usize)>,
    /// Where code and HTML stand, which give no block.
    pub others: Vec<usize>,
    /// Where a fence of code was opened that never closes.
    pub open_fence: Option<usize>,
    /// The files that the text was put together from; none where it is one file.
    pub files: Vec<FilePart>,
    /// The lines that look like headings and are marked as none: title, level, where each begins.
    pub like: Vec<(String, u8, usize)>,
    /// True where those lines are read as headings.
    pub by_look: bool,
}

/// One of the files that a text was put together from.
#[derive(Clone, Debug)]
pub(crate) struct FilePart {
    /// The bytes it takes.
    pub range: Range<usize>,
    /// Where its text begins, after a byte order mark and front matter.
    pub base: usize,
    /// What it is called where it does not begin with a heading of the first level.
    pub title: String,
}

#[derive(Debug)]
pub(crate) struct Block {
    pub body: Body,
    pub text: Text,
    pub range: Range<usize>,
    /// The list item that encloses this block, as an index of a block.
    pub within: Option<usize>,
    /// The section it belongs to, set by the outline.
    pub section: usize,
}

#[derive(Debug)]
pub(crate) enum Body {
    Heading { level: u8 },
    Paragraph,
    Item { depth: usize, list: usize },
    Table(Table),
    Rule,
}

#[derive(Debug, Default)]
pub(crate) struct Table {
    pub header: Vec<Text>,
    pub rows: Vec<Vec<Text>>,
    /// True where the source is HTML, which is read but never written.
    pub html: bool,
}

/// Visible text that knows where in the source it stood.
#[derive(Clone, Debug, Default)]
pub(crate) struct Text {
    pub plain: String,
    /// How many bytes at the beginning are bold.
    pub lead: usize,
    /// Bold runs at the beginning of a line of the source.
    pub leads: Vec<(usize, usize)>,
    /// Where a new line of the source begins.
    pub breaks: Vec<usize>,
    /// (offset in `plain`, offset in the source), rising.
    marks: Vec<(usize, usize)>,
}

impl Text {
    pub fn push(&mut self, piece: &str, source: usize) {
        self.marks.push((self.plain.len(), source));
        self.plain.push_str(piece);
    }

    pub fn push_break(&mut self, source: usize) {
        self.push(" ", source);
        self.breaks.push(self.plain.len());
    }

    /// The offset in the source of an offset in the visible text.
    pub fn source(&self, at: usize) -> usize {
        let next = self.marks.partition_point(|(plain, _)| *plain <= at);
        match next.checked_sub(1).and_then(|index| self.marks.get(index)) {
            Some((plain, source)) => source + (at - plain),
            None => 0,
        }
    }

    pub fn is_empty(&self) -> bool {
        self.plain.trim().is_empty()
    }

    /// The text without its outer blanks.
    pub fn trimmed(&self) -> &str {
        self.plain.trim()
    }

    /// The part between two offsets of the visible text.
    pub fn part(&self, range: Range<usize>) -> Text {
        let mut part = Text {
            plain: self.plain[range.clone()].to_owned(),
            ..Text::default()
        };
        let first = self
            .leads
            .partition_point(|(start, _)| *start < range.start);
        let inside = self.leads[first..]
            .iter()
            .take_while(|(_, end)| *end <= range.end);
        part.leads = inside
            .map(|(start, end)| (start - range.start, end - range.start))
            .collect();
        part.lead = part
            .leads
            .first()
            .filter(|(start, _)| *start == 0)
            .map_or(0, |(_, end)| *end);
        let first = self.breaks.partition_point(|at| *at <= range.start);
        let last = self.breaks.partition_point(|at| *at < range.end);
        let breaks = &self.breaks[first..last.max(first)];
        part.breaks = breaks.iter().map(|at| at - range.start).collect();
        part.marks.push((0, self.source(range.start)));
        let first = self
            .marks
            .partition_point(|(plain, _)| *plain <= range.start);
        let marks = self.marks[first..]
            .iter()
            .take_while(|(plain, _)| *plain < range.end);
        part.marks
            .extend(marks.map(|(plain, source)| (plain - range.start, *source)));
        part
    }

    /// The lines of the source, as ranges of the visible text.
    pub fn lines(&self) -> Vec<Range<usize>> {
        let starts = std::iter::once(0).chain(self.breaks.iter().copied());
        let ends = self
            .breaks
            .iter()
            .copied()
            .chain(std::iter::once(self.plain.len()));
        starts.zip(ends).map(|(start, end)| start..end).collect()
    }
}

/// Turns offsets into lines and columns. Asked in rising order it costs one walk of the text.
pub(crate) struct Lines<'a> {
    text: &'a str,
    starts: Vec<usize>,
    last: Cell<(usize, usize, u32)>,
}

impl<'a> Lines<'a> {
    pub fn new(text: &'a str) -> Self {
        let first = if text.starts_with('\u{feff}') {
            '\u{feff}'.len_utf8()
        } else {
            0
        };
        let rest = text
            .bytes()
            .enumerate()
            .filter(|(_, byte)| *byte == b'\n')
            .map(|(at, _)| at + 1);
        let starts: Vec<usize> = std::iter::once(first).chain(rest).collect();
        Self {
            text,
            starts,
            last: Cell::new((0, first, 1)),
        }
    }

    /// The line of an offset, counted from 1.
    pub fn line(&self, at: usize) -> u32 {
        self.starts.partition_point(|start| *start <= at).max(1) as u32
    }

    /// Line and column, both counted from 1; the column in characters.
    pub fn at(&self, at: usize) -> (u32, u32) {
        let at = floor(self.text, at);
        let line = self.starts.partition_point(|start| *start <= at).max(1) - 1;
        let (known_line, known_at, known_column) = self.last.get();
        let (from, column) = if known_line == line && known_at <= at {
            (known_at, known_column)
        } else {
            (self.starts[line].min(at), 1)
        };
        let column = column + self.text[from..at].chars().count() as u32;
        self.last.set((line, at, column));
        (line as u32 + 1, column)
    }

    /// The line of an offset as text, cut to 160 characters.
    pub fn snippet(&self, at: usize) -> String {
        let line = self.line(at) as usize - 1;
        let end = self
            .starts
            .get(line + 1)
            .copied()
            .unwrap_or(self.text.len());
        let start = self.starts[line].min(end);
        self.text[start..end].trim_end().chars().take(160).collect()
    }

    /// A place of the plan.
    pub fn place(&self, sections: &[Section], section: usize, at: usize) -> Place {
        let (line, column) = self.at(at);
        let section = sections.get(section).map(|section| section.path.clone());
        Place {
            section: section.unwrap_or_default(),
            file: None,
            line,
            column,
        }
    }
}

/// The nearest offset at or before one that does not cut a character.
pub(crate) fn floor(text: &str, at: usize) -> usize {
    let mut at = at.min(text.len());
    while !text.is_char_boundary(at) {
        at -= 1;
    }
    at
}
