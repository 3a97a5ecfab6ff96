//! Writes the body of a Word document down as text in the manner of Markdown and as blocks, so that
//! everything that is found in Markdown is found in Word. The text is for reading and comparing; it
//! is never turned back into Word. Not here: how amendments change the document.

use super::body::{Body, ByLook, Para, Part, Shape, Span, TablePart};
use super::looks::Like;
use crate::blocks::{self, Block, Document, Table, Text};
use crate::lettered;
use crate::looks::Headings;

/// A body as text and blocks.
#[derive(Debug, Default)]
pub(crate) struct Projection {
    pub text: String,
    pub document: Document,
    /// Where in the text each part of the body begins.
    pub starts: Vec<usize>,
    /// Where in the text each heading begins that only looks like one.
    by_look: Vec<usize>,
}

/// Writes the body down, with the lines that look like headings.
pub(super) fn project(body: &Body, like: &[Like], headings: Headings) -> Projection {
    let mut writer = Writer::default();
    for part in &body.parts {
        match part {
            Part::Para(para) => writer.para(para),
            Part::Table(table) => writer.table(table),
        }
    }
    let mut out = writer.finish();
    out.document.by_look = headings.are_by_look();
    let mut made = out.by_look.iter();
    out.document.like = like
        .iter()
        .map(|(part, title, level)| {
            let at = out.starts.get(*part).copied().unwrap_or_default();
            (title.clone(), *level, made.next().copied().unwrap_or(at))
        })
        .collect();
    out
}

struct Open {
    level: u8,
    number: String,
    block: usize,
    list: usize,
}

#[derive(Default)]
struct Writer {
    out: Projection,
    items: Vec<Open>,
    lists: usize,
    after_item: bool,
}

impl Writer {
    fn para(&mut self, para: &Para) {
        if para.text.trim().is_empty() {
            self.out.starts.push(self.out.text.len());
            self.links(para);
            return;
        }
        match (para.by_look, &para.shape) {
            (Some((ByLook::Line, level)), _) => self.looked(para, level),
            (Some((ByLook::Typed { at, words }, level)), _) => {
                if at > 0 {
                    self.para(&piece(para, 0..at));
                }
                self.looked(&piece(para, words..para.text.len()), level);
                if at > 0 {
                    // One part, one place: where its own words begin.
                    self.out.starts.pop();
                }
            }
            (None, _) => self.shaped(para),
        }
        self.links(para);
    }

    /// A heading that only looks like one.
    fn looked(&mut self, para: &Para, level: u8) {
        self.heading(para, level);
        self.out
            .by_look
            .extend(self.out.document.blocks.last().map(|it| it.range.start));
    }

    fn shaped(&mut self, para: &Para) {
        match &para.shape {
            Shape::Heading(level) if para.flows => self.heading(para, *level),
            Shape::Item {
                level,
                number,
                counts,
            } => self.item(para, *level, number, *counts),
            Shape::More => self.plain(para, true),
            Shape::Title | Shape::Heading(_) | Shape::Plain => self.plain(para, false),
        }
    }

    fn links(&mut self, para: &Para) {
        let at = self.out.starts.last().copied().unwrap_or_default();
        let links = para.links.iter().map(|link| (link.clone(), at));
        self.out.document.links.extend(links);
    }

    fn begin(&mut self, crowded: bool) -> usize {
        if !self.out.text.is_empty() && !crowded {
            self.out.text.push('\n');
        }
        let start = self.out.text.len();
        self.out.starts.push(start);
        start
    }

    fn push(&mut self, body: blocks::Body, text: Text, start: usize, within: Option<usize>) {
        let range = start..self.out.text.len();
        self.out.text.push('\n');
        self.out.document.blocks.push(Block {
            body,
            text,
            range,
            within,
            section: 0,
        });
        let last = self.out.document.blocks.len() - 1;
        lettered::divide(&mut self.out.document.blocks, last, &mut self.lists);
    }

    fn heading(&mut self, para: &Para, level: u8) {
        self.items.clear();
        self.after_item = false;
        let start = self.begin(false);
        let marks = "#".repeat(usize::from(level));
        self.out.text.push_str(&marks);
        self.out.text.push(' ');
        let mut text = Text::default();
        for span in &para.spans {
            let words = para.text[span.at.clone()].replace('\n', " ");
            text.push(&words, self.out.text.len());
            self.out.text.push_str(&words);
        }
        self.push(blocks::Body::Heading { level }, text, start, None);
    }

    fn plain(&mut self, para: &Para, more: bool) {
        let within = if more {
            self.items.last().map(|open| open.block)
        } else {
            self.items.clear();
            None
        };
        let start = self.begin(false);
        let indent = "    ".repeat(self.items.len());
        self.after_item = false;
        let text = words(&mut self.out.text, para, &indent, "\n");
        self.push(blocks::Body::Paragraph, text, start, within);
    }

    fn item(&mut self, para: &Para, level: u8, number: &str, counts: bool) {
        while self.items.last().is_some_and(|open| open.level > level) {
            self.items.pop();
        }
        let same = self.items.last().filter(|open| open.level == level);
        let list = match same {
            Some(open) if open.number == number => open.list,
            Some(_) | None => {
                self.lists += 1;
                self.lists
            }
        };
        if same.is_some() {
            self.items.pop();
        }
        let depth = self.items.len();
        let within = self.items.last().map(|open| open.block);
        let start = self.begin(self.after_item);
        let indent = "    ".repeat(depth);
        self.out.text.push_str(&indent);
        self.out.text.push_str(if counts { "1. " } else { "- " });
        let text = words(&mut self.out.text, para, "", &format!("\n{indent}    "));
        self.items.push(Open {
            level,
            number: number.to_owned(),
            block: self.out.document.blocks.len(),
            list,
        });
        self.after_item = true;
        self.push(blocks::Body::Item { depth, list }, text, start, within);
    }

    fn table(&mut self, part: &TablePart) {
        self.items.clear();
        self.after_item = false;
        let start = self.begin(false);
        let mut table = Table::default();
        let mut above: Vec<Text> = Vec::new();
        for (index, row) in part.rows.iter().enumerate() {
            self.out.text.push_str(if index == 0 { "|" } else { "\n|" });
            let mut cells = Vec::new();
            for cell in &row.cells {
                let mut text = Text::default();
                self.out.text.push(' ');
                for (nth, para) in cell
                    .paras
                    .iter()
                    .filter(|p| !p.text.trim().is_empty())
                    .enumerate()
                {
                    if nth > 0 {
                        text.push_break(self.out.text.len());
                        self.out.text.push_str("<br>");
                    }
                    add(&mut self.out.text, &mut text, para, "<br>");
                    self.out
                        .document
                        .links
                        .extend(para.links.iter().map(|link| (link.clone(), start)));
                }
                self.out.text.push_str(" |");
                cells.push(text);
            }
            if index == 0 {
                self.out.text.push_str("\n|");
                self.out.text.push_str(&" --- |".repeat(cells.len()));
                table.header = cells;
            } else {
                // A first cell that runs over several rows is empty from the second on.
                if let (Some(cell), Some(first)) = (cells.first_mut(), above.first())
                    && row.merged_first
                {
                    *cell = first.clone();
                }
                above = cells.clone();
                table.rows.push(cells);
            }
        }
        self.push(blocks::Body::Table(table), Text::default(), start, None);
    }

    fn finish(mut self) -> Projection {
        // The range of an item takes in what stands inside it.
        let blocks = &mut self.out.document.blocks;
        for index in (0..blocks.len()).rev() {
            if let Some(within) = blocks[index].within {
                let end = blocks[index].range.end;
                let outer = &mut blocks[within].range;
                outer.end = outer.end.max(end);
            }
        }
        self.out
    }
}

/// A part of a paragraph's words.
fn piece(para: &Para, range: std::ops::Range<usize>) -> Para {
    let spans = para.spans.iter().filter_map(|span| {
        let start = span.at.start.max(range.start);
        let end = span.at.end.min(range.end);
        (start < end).then(|| Span {
            at: start - range.start..end - range.start,
            ..span.clone()
        })
    });
    Para {
        text: para.text[range.clone()].to_owned(),
        spans: spans.collect(),
        shape: para.shape.clone(),
        by_look: None,
        links: Vec::new(),
        ..*para
    }
}

fn words(out: &mut String, para: &Para, before: &str, line: &str) -> Text {
    out.push_str(before);
    let mut text = Text::default();
    add(out, &mut text, para, line);
    text
}

/// Adds the words of a paragraph to the text, with stars around what is bold.
fn add(out: &mut String, text: &mut Text, para: &Para, line: &str) {
    let mut spans = para
        .spans
        .iter()
        .filter(|span| !span.at.is_empty())
        .peekable();
    if para.spans.is_empty() {
        pieces(out, text, &para.text, line);
    }
    while let Some(span) = spans.next() {
        let mut end = span.at.end;
        while let Some(next) = spans.next_if(|next| {
            next.bold == span.bold || para.text[next.at.clone()].trim().is_empty() && next.bold
        }) {
            end = next.at.end;
        }
        let words = &para.text[span.at.start..end];
        if !span.bold || words.trim().is_empty() {
            pieces(out, text, words, line);
            continue;
        }
        let inner = words.trim();
        let at = words.len() - words.trim_start().len();
        pieces(out, text, &words[..at], line);
        let start = text.plain.len();
        let begins =
            start == 0 || text.breaks.last() == Some(&start) || text.plain.trim().is_empty();
        out.push_str("**");
        pieces(out, text, inner, line);
        out.push_str("**");
        if begins {
            text.leads.push((start, text.plain.len()));
            if start == 0 {
                text.lead = text.plain.len();
            }
        }
        pieces(out, text, &words[at + inner.len()..], line);
    }
}

/// Adds words as they are read, with a backslash before what Markdown would take for a mark.
fn pieces(out: &mut String, text: &mut Text, words: &str, line: &str) {
    for (nth, part) in words.split('\n').enumerate() {
        if nth > 0 {
            text.push_break(out.len());
            out.push_str(line);
        }
        let mut from = 0;
        let begins = text.plain.trim().is_empty() || text.breaks.last() == Some(&text.plain.len());
        let first = part.len() - part.trim_start().len();
        for (at, c) in part.char_indices() {
            let leads =
                begins && at == first && matches!(c, '#' | '>' | '+' | '-' | '=' | '_' | '~');
            if matches!(c, '*' | '`' | '\\' | '|') || leads {
                text.push(&part[from..at], out.len());
                out.push_str(&part[from..at]);
                out.push('\\');
                from = at;
            }
        }
        if from < part.len() {
            text.push(&part[from..], out.len());
            out.push_str(&part[from..]);
        }
    }
}
