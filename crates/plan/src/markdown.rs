//! Reads Markdown into blocks: pulldown-cmark finds the structure and its offsets, this file adds
//! what plans use beside it: front matter, admonitions, HTML tables and lettered lists, which
//! Markdown takes for plain paragraphs. Not here: what a heading or a list means for a plan.

use pulldown_cmark::{CodeBlockKind, Event, Options, Parser, Tag, TagEnd};

use crate::blocks::{Block, Body, Document, FilePart, Table, Text};
use crate::html_text;
use crate::lettered;

/// What of pulldown-cmark is used everywhere in this crate. Heading attributes and front matter are
/// left out: the first would eat a heading's `{{PLACEHOLDER}}`, the second works in mid-document.
pub(crate) fn options() -> Options {
    Options::ENABLE_TABLES
        | Options::ENABLE_STRIKETHROUGH
        | Options::ENABLE_TASKLISTS
        | Options::ENABLE_GFM
}

/// Where the text proper begins: after a byte order mark and the front matter.
pub(crate) fn body_start(text: &str) -> usize {
    let start = if text.starts_with('\u{feff}') {
        '\u{feff}'.len_utf8()
    } else {
        0
    };
    let mut lines = text[start..].split_inclusive('\n');
    let Some(first) = lines.next().filter(|line| line.trim_end() == "---") else {
        return start;
    };
    let mut at = start + first.len();
    for line in lines {
        at += line.len();
        match line.trim_end() {
            "---" | "..." => return at,
            // A blank line or a heading means that the first line was a rule.
            "" => return start,
            _ => {}
        }
    }
    start
}

/// The document as blocks.
pub(crate) fn document(text: &str) -> Document {
    let mut reader = Reader::new(text);
    reader.read(0, body_start(text));
    reader.document
}

/// Several files that stand one after the other in one text, as one document. Nothing of a file
/// runs on into the next: no list, no fence, no quote.
pub(crate) fn document_of(text: &str, files: Vec<FilePart>) -> Document {
    let mut document = Document::default();
    let mut lists_seen = 0;
    for file in &files {
        let mut reader = Reader::new(&text[..file.range.end]);
        (reader.document, reader.lists_seen) = (document, lists_seen);
        reader.read(file.range.start, file.base);
        (document, lists_seen) = (reader.document, reader.lists_seen);
    }
    document.files = files;
    document
}

enum Target {
    None,
    Block(usize),
    Cell(Text),
}

struct Reader<'a> {
    text: &'a str,
    document: Document,
    target: Target,
    /// Open list items, as indices of blocks.
    items: Vec<usize>,
    /// Open lists, by the number they were given.
    lists: Vec<usize>,
    lists_seen: usize,
    /// Open containers (quotes, lists, items).
    depth: usize,
    /// Start of the bold run that stands first in its block.
    lead: Option<usize>,
    code: Option<bool>,
    image: usize,
    html: Option<(String, usize)>,
    /// Everything before this offset was taken as one HTML table.
    skip_until: usize,
    skipping: usize,
    no_table_end: bool,
}

impl<'a> Reader<'a> {
    fn new(text: &'a str) -> Self {
        Self {
            text,
            document: Document::default(),
            target: Target::None,
            items: Vec::new(),
            lists: Vec::new(),
            lists_seen: 0,
            depth: 0,
            lead: None,
            code: None,
            image: 0,
            html: None,
            skip_until: 0,
            skipping: 0,
            no_table_end: false,
        }
    }

    fn read(&mut self, start: usize, base: usize) {
        self.front(start, base);
        for (event, range) in Parser::new_ext(&self.text[base..], options()).into_offset_iter() {
            self.event(event, range.start + base..range.end + base);
        }
    }

    /// Flat `key: value` lines only: that is all a plan's document control needs, and no YAML is
    /// read here.
    fn front(&mut self, start: usize, base: usize) {
        let mut at = start;
        for line in self.text[start..base].split_inclusive('\n') {
            if let Some((key, value)) = line.split_once(':')
                && !key.starts_with([' ', '\t', '#', '-'])
            {
                let offset = at + key.len() + 1 + (value.len() - value.trim_start().len());
                let value = value.trim().trim_matches(['"', '\'']).to_owned();
                let key = key.trim_start_matches('\u{feff}').trim().to_lowercase();
                self.document.front.push((key, value, offset));
            }
            at += line.len();
        }
    }

    fn event(&mut self, event: Event<'a>, range: std::ops::Range<usize>) {
        if self.skipped(&event, range.start) {
            return;
        }
        match event {
            Event::Start(tag) => self.start(tag, range),
            Event::End(tag) => self.end(tag, range),
            Event::Text(text) => match self.code {
                Some(true) => {}
                Some(false) => self.indented(&text, range.start),
                None => self.inline(&text, range.start),
            },
            Event::Code(code) => {
                let ticks = self.text[range.clone()]
                    .bytes()
                    .take_while(|b| *b == b'`')
                    .count();
                self.inline(&code, range.start + ticks);
            }
            Event::Html(html) => match &mut self.html {
                Some((collected, _)) => collected.push_str(&html),
                None => self.html_block(&html, range.start),
            },
            Event::InlineHtml(html) => {
                if html_text::is_placeholder(&html) {
                    self.inline(&html, range.start);
                } else if html_text::is_break(&html) {
                    self.line_break(range.start);
                }
            }
            Event::SoftBreak | Event::HardBreak => self.line_break(range.end),
            Event::Rule => self.push(Body::Rule, range),
            Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_)
            | Event::TaskListMarker(_) => {}
        }
    }

    /// Whether an event belongs to an HTML table that was read as a whole.
    fn skipped(&mut self, event: &Event<'a>, start: usize) -> bool {
        match event {
            Event::Start(_) if self.skipping > 0 || start < self.skip_until => self.skipping += 1,
            Event::End(_) if self.skipping > 0 => self.skipping -= 1,
            Event::End(_) => return false,
            _ => return self.skipping > 0 || start < self.skip_until,
        }
        true
    }

    fn start(&mut self, tag: Tag<'a>, range: std::ops::Range<usize>) {
        match tag {
            Tag::Paragraph => self.paragraph(range),
            // A heading inside a quote or a list is quoted or listed; it does not divide the
            // document.
            Tag::Heading { level, .. } if self.depth == 0 => {
                self.open(Body::Heading { level: level as u8 }, range);
            }
            Tag::Heading { .. } => self.open(Body::Paragraph, range),
            Tag::BlockQuote(_) => self.container(),
            Tag::CodeBlock(kind) => self.code_block(&kind, range),
            Tag::HtmlBlock => {
                self.close();
                self.document.others.push(range.start);
                self.html = Some((String::new(), range.start));
            }
            Tag::List(_) => {
                self.container();
                self.lists_seen += 1;
                self.lists.push(self.lists_seen);
            }
            Tag::Item => {
                self.container();
                let list = self.lists.last().copied().unwrap_or_default();
                let depth = self.lists.len().saturating_sub(1);
                self.open(Body::Item { depth, list }, range);
                self.items.push(self.document.blocks.len() - 1);
            }
            Tag::Table(_) => {
                self.close();
                self.push(Body::Table(Table::default()), range);
            }
            Tag::TableRow => {
                if let Some(table) = self.table() {
                    table.rows.push(Vec::new());
                }
            }
            Tag::TableCell => self.target = Target::Cell(Text::default()),
            Tag::Strong => {
                let start = self
                    .text_mut()
                    .map(|text| (text.plain.len(), text.breaks.last().copied()));
                let begins = start.filter(|(at, line)| *at == 0 || Some(*at) == *line);
                self.lead = begins.map(|(at, _)| at);
            }
            Tag::Link { dest_url, .. } => {
                self.document
                    .links
                    .push((dest_url.into_string(), range.start));
            }
            Tag::Image { .. } => self.image += 1,
            Tag::TableHead
            | Tag::Emphasis
            | Tag::Strikethrough
            | Tag::Superscript
            | Tag::Subscript
            | Tag::FootnoteDefinition(_)
            | Tag::DefinitionList
            | Tag::DefinitionListTitle
            | Tag::DefinitionListDefinition
            | Tag::MetadataBlock(_) => {}
        }
    }

    /// A paragraph; the first of an item is the text of the item.
    fn paragraph(&mut self, range: std::ops::Range<usize>) {
        let of_item = match self.target {
            Target::Block(index) => {
                let block = &self.document.blocks[index];
                matches!(block.body, Body::Item { .. }) && block.text.plain.is_empty()
            }
            Target::None | Target::Cell(_) => false,
        };
        if !of_item {
            self.open(Body::Paragraph, range);
        }
    }

    fn code_block(&mut self, kind: &CodeBlockKind, range: std::ops::Range<usize>) {
        self.close();
        self.document.others.push(range.start);
        match kind {
            CodeBlockKind::Fenced(_) => {
                let last = range.end >= self.text.trim_end().len();
                if last && unclosed(&self.text[range.clone()]) {
                    self.document.open_fence = Some(range.start);
                }
                self.code = Some(true);
            }
            CodeBlockKind::Indented => self.code = Some(!self.after_admonition()),
        }
    }

    fn end(&mut self, tag: TagEnd, range: std::ops::Range<usize>) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) => self.close(),
            TagEnd::BlockQuote(_) => self.leave(),
            TagEnd::List(_) => {
                self.leave();
                self.lists.pop();
            }
            TagEnd::Item => {
                self.leave();
                self.items.pop();
            }
            TagEnd::CodeBlock => {
                self.close();
                self.code = None;
            }
            TagEnd::HtmlBlock => {
                if let Some((html, start)) = self.html.take() {
                    self.html_block(&html, start);
                }
            }
            TagEnd::TableCell => {
                if let Target::Cell(cell) = std::mem::replace(&mut self.target, Target::None)
                    && let Some(table) = self.table()
                {
                    match table.rows.last_mut() {
                        Some(row) => row.push(cell),
                        None => table.header.push(cell),
                    }
                }
            }
            TagEnd::Strong => {
                if let Some(start) = self.lead.take()
                    && let Some(text) = self.text_mut()
                {
                    let end = text.plain.len();
                    text.leads.push((start, end));
                    if start == 0 {
                        text.lead = end;
                    }
                }
            }
            TagEnd::Image => self.image -= 1,
            TagEnd::Table => {
                if let Some(block) = self.document.blocks.last_mut() {
                    block.range.end = range.end;
                }
            }
            TagEnd::TableHead
            | TagEnd::TableRow
            | TagEnd::Link
            | TagEnd::Emphasis
            | TagEnd::Strikethrough
            | TagEnd::Superscript
            | TagEnd::Subscript
            | TagEnd::FootnoteDefinition
            | TagEnd::DefinitionList
            | TagEnd::DefinitionListTitle
            | TagEnd::DefinitionListDefinition
            | TagEnd::MetadataBlock(_) => {}
        }
    }

    fn container(&mut self) {
        self.close();
        self.depth += 1;
    }

    fn leave(&mut self) {
        self.close();
        self.depth -= 1;
    }

    fn push(&mut self, body: Body, range: std::ops::Range<usize>) {
        self.close();
        let within = self.items.last().copied();
        let text = Text::default();
        self.document.blocks.push(Block {
            body,
            text,
            range,
            within,
            section: 0,
        });
    }

    fn open(&mut self, body: Body, range: std::ops::Range<usize>) {
        self.push(body, range);
        self.target = Target::Block(self.document.blocks.len() - 1);
    }

    /// The block that was being written is complete: take lettered lists out of its lines.
    fn close(&mut self) {
        let Target::Block(index) = std::mem::replace(&mut self.target, Target::None) else {
            return;
        };
        self.lead = None;
        lettered::divide(&mut self.document.blocks, index, &mut self.lists_seen);
    }

    fn table(&mut self) -> Option<&mut Table> {
        match &mut self.document.blocks.last_mut()?.body {
            Body::Table(table) => Some(table),
            Body::Heading { .. } | Body::Paragraph | Body::Item { .. } | Body::Rule => None,
        }
    }

    fn text_mut(&mut self) -> Option<&mut Text> {
        match &mut self.target {
            Target::Block(index) => self
                .document
                .blocks
                .get_mut(*index)
                .map(|block| &mut block.text),
            Target::Cell(text) => Some(text),
            Target::None => None,
        }
    }

    fn inline(&mut self, piece: &str, source: usize) {
        if self.image > 0 {
            return;
        }
        if matches!(self.target, Target::None) {
            // Text of a tight list item after a list inside it.
            self.open(Body::Paragraph, source..source + piece.len());
        }
        // A block that was opened by its first piece grows with the next.
        if let Target::Block(index) = self.target
            && let Some(block) = self.document.blocks.get_mut(index)
        {
            block.range.end = block.range.end.max(source + piece.len());
        }
        if let Some(text) = self.text_mut() {
            text.push(piece, source);
        }
    }

    fn line_break(&mut self, source: usize) {
        if let Some(text) = self.text_mut() {
            text.push_break(source);
        }
    }

    fn after_admonition(&self) -> bool {
        self.document.blocks.last().is_some_and(|block| {
            let text = block.text.trimmed();
            text.starts_with("!!! ") || text.starts_with("??? ") || text.starts_with("???+ ")
        })
    }

    /// The indented text of an admonition: every piece is a line.
    fn indented(&mut self, piece: &str, source: usize) {
        for line in piece.split_inclusive('\n') {
            let offset = source + (line.as_ptr() as usize - piece.as_ptr() as usize);
            if line.trim().is_empty() {
                self.close();
                continue;
            }
            if matches!(self.target, Target::Block(_)) {
                self.line_break(offset);
            }
            let indent = line.len() - line.trim_start().len();
            self.inline(line.trim(), offset + indent);
        }
    }

    fn html_block(&mut self, html: &str, start: usize) {
        let table = html.to_ascii_lowercase().find("<table");
        if let Some(at) = table
            && !self.no_table_end
        {
            match html_text::table_end(self.text, start + at) {
                Some(end) => {
                    let (table, texts) = html_text::table(&self.text[start..end], start);
                    for text in texts {
                        self.html_paragraph(text, start..end);
                    }
                    self.push(Body::Table(table), start..end);
                    self.skip_until = end;
                    let after = self.text[end..]
                        .find("\n")
                        .map_or(self.text.len(), |n| end + n);
                    for text in html_text::texts(&self.text[end..after], end) {
                        self.html_paragraph(text, end..after);
                    }
                    return;
                }
                None => self.no_table_end = true,
            }
        }
        for text in html_text::texts(html, start) {
            self.html_paragraph(text, start..start + html.len());
        }
    }

    fn html_paragraph(&mut self, text: Text, range: std::ops::Range<usize>) {
        self.push(Body::Paragraph, range);
        if let Some(block) = self.document.blocks.last_mut() {
            block.text = text;
        }
    }
}

/// Whether a fenced block runs to its end without a closing fence.
fn unclosed(block: &str) -> bool {
    let mut lines = block.trim_end().lines();
    let Some(first) = lines.next() else {
        return false;
    };
    let fence = if first.trim_start().starts_with('~') {
        '~'
    } else {
        '`'
    };
    let open = first
        .trim_start()
        .chars()
        .take_while(|c| *c == fence)
        .count();
    let Some(last) = lines.last() else {
        return true;
    };
    let last = last.trim_start_matches(['>', ' ', '\t']).trim_end();
    !(last.chars().count() >= open && last.chars().all(|c| c == fence))
}
