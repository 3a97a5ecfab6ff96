//! The text of a Word document, piece by piece: headings, paragraphs, lists, tables, frames. Not here: words in one look
//! (`words`), what a paper says, and the parts around the text (`package`).

use std::fmt::Write as _;

use crate::docx::words::{Tone, Words, begin, runs};

/// The width of the text on upright A4 between our margins, in twentieths of a point.
pub(crate) const TEXT_WIDTH: u32 = 9_752;

/// The same where the page lies on its long side.
pub(crate) const TEXT_WIDTH_LYING: u32 = 14_684;

/// A cell of a table: lines, of which later ones are usually smaller.
#[derive(Clone, Debug, Default)]
pub(crate) struct Cell {
    lines: Vec<(&'static str, Vec<Words>)>,
    ground: Option<&'static str>,
}

impl Cell {
    pub fn of(text: impl Into<String>) -> Self {
        Self::line(vec![Words::of(text)])
    }

    pub fn line(words: Vec<Words>) -> Self {
        Self {
            lines: vec![("TableText", words)],
            ground: None,
        }
    }

    /// One more line, smaller and quieter; none where the text is empty.
    pub fn under(mut self, text: impl Into<String>) -> Self {
        let text = text.into();
        if !text.trim().is_empty() {
            self.lines.push(("TableNote", vec![Words::of(text)]));
        }
        self
    }

    /// One more line as it is.
    pub fn and(mut self, words: Vec<Words>) -> Self {
        self.lines.push(("TableText", words));
        self
    }

    pub fn of_style(style: &'static str, words: Vec<Words>) -> Self {
        Self::default().and_style(style, words)
    }

    pub fn and_style(mut self, style: &'static str, words: Vec<Words>) -> Self {
        self.lines.push((style, words));
        self
    }

    /// A word on a ground of its tone.
    pub fn label(text: impl Into<String>, tone: Tone) -> Self {
        Self {
            ground: Some(tone.ground()),
            ..Self::line(vec![Words::of(text).bold().toned(tone)])
        }
    }
}

/// The text as it grows.
pub(crate) struct Body {
    pub out: String,
    /// Headings with their bookmarks, for the table of contents.
    headings: Vec<(u8, String)>,
    /// How many numbered lists there are; each begins at one.
    pub lists: u32,
    /// Ids of drawings must differ.
    pub drawings: u32,
    /// So must those of the shapes in them.
    pub shapes: u32,
    width: u32,
}

impl Body {
    pub fn new(width: u32) -> Self {
        Self {
            out: String::with_capacity(64 * 1024),
            headings: Vec::new(),
            lists: 0,
            drawings: 0,
            shapes: 0,
            width,
        }
    }

    pub fn heading(&mut self, level: u8, text: &str) {
        let level = level.clamp(1, 4);
        let number = self.headings.len();
        self.headings.push((level, text.to_owned()));
        let style = ["Heading1", "Heading2", "Heading3", "Heading4"][usize::from(level) - 1];
        self.begin(style, text, "");
        // Writing to a String cannot fail, here and below.
        let _ = write!(
            self.out,
            "<w:bookmarkStart w:id=\"{number}\" w:name=\"_Toc{number:06}\"/>"
        );
        runs(&mut self.out, &[Words::of(text)]);
        let _ = write!(self.out, "<w:bookmarkEnd w:id=\"{number}\"/></w:p>");
    }

    pub fn text(&mut self, style: &str, text: &str) {
        self.words(style, &[Words::of(text)]);
    }

    pub fn words(&mut self, style: &str, words: &[Words]) {
        self.words_with(style, words, "");
    }

    /// A paragraph that stays on the page of what follows.
    pub fn leading(&mut self, words: &[Words]) {
        self.words_with("Normal", words, "<w:keepNext/>");
    }

    pub fn page_break(&mut self) {
        self.out
            .push_str("<w:p><w:r><w:br w:type=\"page\"/></w:r></w:p>");
    }

    /// A list; numbered ones begin at one.
    pub fn list(&mut self, ordered: bool, items: &[Vec<Words>]) {
        let number = if ordered {
            self.lists += 1;
            self.lists + 1
        } else {
            1
        };
        let form = format!("<w:numPr><w:ilvl w:val=\"0\"/><w:numId w:val=\"{number}\"/></w:numPr>");
        let style = if ordered { "ListNumber" } else { "ListBullet" };
        for item in items {
            self.words_with(style, item, &form);
        }
    }

    pub fn bullets<'a>(&mut self, items: impl IntoIterator<Item = &'a String>) {
        let items: Vec<Vec<Words>> = items.into_iter().map(|it| vec![Words::of(it)]).collect();
        self.list(false, &items);
    }

    /// A table with a head that comes again on every page. Widths are shares of the width of the text.
    pub fn table(&mut self, shares: &[u16], head: &[&str], rows: impl Iterator<Item = Vec<Cell>>) {
        self.table_in("Report", shares, head, rows);
    }

    /// Pairs of a name and what it stands for.
    pub fn pairs<'a>(&mut self, pairs: impl Iterator<Item = (&'a str, &'a str)>) {
        let rows = pairs.map(|(label, value)| {
            vec![Cell::line(vec![Words::of(label).quiet()]), Cell::of(value)]
        });
        self.table_in("Pairs", &[24, 76], &[], rows);
    }

    /// A table of one of our styles, with as many columns as shares.
    pub fn table_in(
        &mut self,
        style: &str,
        shares: &[u16],
        head: &[&str],
        rows: impl Iterator<Item = Vec<Cell>>,
    ) {
        let widths = self.widths(shares);
        let look = if head.is_empty() { "0000" } else { "0020" };
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/><w:tblLook w:val=\"{look}\" w:firstRow=\"{}\"/></w:tblPr><w:tblGrid>",
            self.width,
            u8::from(!head.is_empty())
        );
        for width in &widths {
            let _ = write!(self.out, "<w:gridCol w:w=\"{width}\"/>");
        }
        self.out.push_str("</w:tblGrid>");
        if !head.is_empty() {
            self.out
                .push_str("<w:tr><w:trPr><w:cantSplit/><w:tblHeader/></w:trPr>");
            for (text, width) in head.iter().zip(&widths) {
                let cell = Cell {
                    lines: vec![("TableHead", vec![Words::of(*text)])],
                    ground: None,
                };
                self.cell(&cell, *width);
            }
            self.out.push_str("</w:tr>");
        }
        let empty = Cell::of("");
        for row in rows {
            self.out.push_str("<w:tr><w:trPr><w:cantSplit/></w:trPr>");
            for (at, width) in widths.iter().enumerate() {
                self.cell(row.get(at).unwrap_or(&empty), *width);
            }
            self.out.push_str("</w:tr>");
        }
        // Word wants a paragraph between two tables and after the last one.
        self.out
            .push_str("</w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>");
    }

    /// Blocks with a frame around them: a table of one cell.
    pub fn framed(&mut self, style: &str, ground: &str, inside: impl FnOnce(&mut Self)) {
        let width = self.width;
        let _ = write!(
            self.out,
            "<w:tbl><w:tblPr><w:tblStyle w:val=\"{style}\"/><w:tblW w:w=\"{width}\" w:type=\"dxa\"/>\
             <w:tblLayout w:type=\"fixed\"/></w:tblPr><w:tblGrid><w:gridCol w:w=\"{width}\"/></w:tblGrid>\
             <w:tr><w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>{ground}</w:tcPr>"
        );
        let before = self.out.len();
        self.width = width - 340;
        inside(self);
        self.width = width;
        // A cell ends with a paragraph.
        if self.out.len() == before || self.out.ends_with("</w:tbl>") {
            self.out.push_str("<w:p/>");
        }
        self.out.push_str(
            "</w:tc></w:tr></w:tbl><w:p><w:pPr><w:pStyle w:val=\"TableEnd\"/></w:pPr></w:p>",
        );
    }

    /// The table of contents: a field that Word makes anew when asked, with every heading of the two upper levels
    /// already in it. It has no page numbers: only the program that breaks the pages knows them.
    pub fn contents(&self) -> String {
        let mut out = String::new();
        let listed: Vec<(usize, &(u8, String))> = self
            .headings
            .iter()
            .enumerate()
            .filter(|(_, (level, _))| *level == 1)
            .collect();
        if listed.is_empty() {
            return out;
        }
        for (nth, (number, (_, text))) in listed.iter().enumerate() {
            out.push_str("<w:p><w:pPr><w:pStyle w:val=\"TOC1\"/></w:pPr>");
            if nth == 0 {
                out.push_str(
                    "<w:r><w:fldChar w:fldCharType=\"begin\"/></w:r><w:r><w:instrText xml:space=\"preserve\"> TOC \\o &quot;1-1&quot; \
                     \\n \\h \\z \\u </w:instrText></w:r><w:r><w:fldChar w:fldCharType=\"separate\"/></w:r>",
                );
            }
            let _ = write!(
                out,
                "<w:hyperlink w:anchor=\"_Toc{number:06}\" w:history=\"1\">"
            );
            runs(&mut out, &[Words::of(text)]);
            out.push_str("</w:hyperlink>");
            if nth + 1 == listed.len() {
                out.push_str("<w:r><w:fldChar w:fldCharType=\"end\"/></w:r>");
            }
            out.push_str("</w:p>");
        }
        out
    }

    fn words_with(&mut self, style: &str, words: &[Words], form: &str) {
        let first = words.iter().map(|it| it.text.as_str());
        let leads = first.collect::<String>();
        self.begin(style, &leads, form);
        runs(&mut self.out, words);
        self.out.push_str("</w:p>");
    }

    fn begin(&mut self, style: &str, text: &str, form: &str) {
        begin(&mut self.out, style, text, form);
    }

    fn cell(&mut self, cell: &Cell, width: u32) {
        let _ = write!(
            self.out,
            "<w:tc><w:tcPr><w:tcW w:w=\"{width}\" w:type=\"dxa\"/>"
        );
        if let Some(ground) = cell.ground {
            let _ = write!(
                self.out,
                "<w:shd w:val=\"clear\" w:color=\"auto\" w:fill=\"{ground}\"/>"
            );
        }
        self.out.push_str("</w:tcPr>");
        for (style, words) in &cell.lines {
            self.words(style, words);
        }
        if cell.lines.is_empty() {
            self.out.push_str("<w:p/>");
        }
        self.out.push_str("</w:tc>");
    }

    /// The width in such shares; the last column takes what rounding leaves.
    fn widths(&self, shares: &[u16]) -> Vec<u32> {
        let all: u32 = shares.iter().map(|it| u32::from(*it)).sum::<u32>().max(1);
        let mut widths: Vec<u32> = shares
            .iter()
            .map(|share| self.width * u32::from(*share) / all)
            .collect();
        let left = self.width - widths.iter().sum::<u32>();
        if let Some(last) = widths.last_mut() {
            *last += left;
        }
        widths
    }
}
