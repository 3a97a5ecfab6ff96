//! Text that people may write in Markdown: paragraphs, lists, emphasis, code. Anything else becomes plain text:
//! HTML is shown and never run, a link keeps its words and loses its target, a heading becomes a bold line so that
//! it cannot disturb the headings of the report. Not here: text that is not Markdown (`escape`).

use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd};

use crate::escape;
use crate::paper::{Block, Run};

/// The text as HTML.
pub(crate) fn html(text: &str) -> String {
    let mut out = String::new();
    for event in Parser::new_ext(text, Options::empty()) {
        match event {
            Event::Start(tag) => out.push_str(open(&tag)),
            Event::End(tag) => out.push_str(close(tag)),
            Event::Text(text) | Event::Html(text) | Event::InlineHtml(text) => {
                out.push_str(&escape::html(&text));
            }
            Event::Code(text) => {
                out.push_str(&format!("<code>{}</code>", escape::html(&text)));
            }
            Event::SoftBreak => out.push('\n'),
            Event::HardBreak => out.push_str("<br>\n"),
            Event::Rule => out.push_str("<hr>\n"),
            // Extensions that are not switched on.
            Event::InlineMath(text) | Event::DisplayMath(text) | Event::FootnoteReference(text) => {
                out.push_str(&escape::html(&text));
            }
            Event::TaskListMarker(_) => {}
        }
    }
    out.trim_end().to_owned()
}

/// The text as Markdown that holds no HTML, no link and no heading.
pub(crate) fn markdown(text: &str) -> String {
    let mut writer = Writer::default();
    for event in Parser::new_ext(text, Options::empty()) {
        writer.take(event);
    }
    writer.break_block();
    writer.out.trim_end().to_owned()
}

/// The text as paragraphs and lists. Lists in lists become one list.
pub(crate) fn blocks(text: &str) -> Vec<Block> {
    let mut blocks = Blocks::default();
    for event in Parser::new_ext(text, Options::empty()) {
        blocks.take(event);
    }
    blocks.end_list();
    blocks.end_block();
    blocks.done
}

#[derive(Default)]
struct Blocks {
    done: Vec<Block>,
    runs: Vec<Run>,
    bold: bool,
    italic: bool,
    /// True for numbered lists; one entry for each open list.
    lists: Vec<bool>,
    items: Vec<Vec<Run>>,
}

impl Blocks {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(first)) => {
                if self.lists.is_empty() {
                    self.end_block();
                } else {
                    self.end_item();
                }
                self.lists.push(first.is_some());
            }
            Event::End(TagEnd::List(_)) => {
                self.end_item();
                if self.lists.len() == 1 {
                    self.end_list();
                }
                self.lists.pop();
            }
            Event::End(TagEnd::Item) => self.end_item(),
            Event::Start(Tag::Strong | Tag::Heading { .. }) => self.bold = true,
            Event::End(TagEnd::Strong) => self.bold = false,
            Event::Start(Tag::Emphasis) => self.italic = true,
            Event::End(TagEnd::Emphasis) => self.italic = false,
            Event::End(
                TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => {
                self.bold = false;
                if self.lists.is_empty() {
                    self.end_block();
                } else if !self.runs.is_empty() {
                    self.push("\n");
                }
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.push(&text),
            Event::SoftBreak => self.push(" "),
            Event::HardBreak => self.push("\n"),
            Event::Rule => self.end_block(),
            Event::TaskListMarker(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    fn push(&mut self, text: &str) {
        self.runs.push(Run {
            text: text.to_owned(),
            bold: self.bold,
            italic: self.italic,
            code: false,
        });
    }

    fn taken(&mut self) -> Option<Vec<Run>> {
        let mut runs = std::mem::take(&mut self.runs);
        while runs.last().is_some_and(|run| run.text.trim().is_empty()) {
            runs.pop();
        }
        Some(runs).filter(|runs| !runs.is_empty())
    }

    fn end_item(&mut self) {
        let item = self.taken();
        self.items.extend(item);
    }

    fn end_block(&mut self) {
        let runs = self.taken();
        self.done.extend(runs.map(Block::Paragraph));
    }

    fn end_list(&mut self) {
        let items = std::mem::take(&mut self.items);
        if !items.is_empty() {
            self.done.push(Block::List {
                ordered: self.lists.first().copied().unwrap_or(false),
                items,
            });
        }
    }
}

fn open(tag: &Tag<'_>) -> &'static str {
    match tag {
        Tag::Paragraph => "<p>",
        Tag::Heading { .. } => "<p><strong>",
        Tag::BlockQuote(_) => "<blockquote>",
        Tag::CodeBlock(_) => "<pre><code>",
        Tag::List(None) => "<ul>",
        Tag::List(Some(_)) => "<ol>",
        Tag::Item => "<li>",
        Tag::Emphasis => "<em>",
        Tag::Strong => "<strong>",
        Tag::HtmlBlock => "<p>",
        _other => "",
    }
}

fn close(tag: TagEnd) -> &'static str {
    match tag {
        TagEnd::Paragraph => "</p>\n",
        TagEnd::Heading(_) => "</strong></p>\n",
        TagEnd::BlockQuote(_) => "</blockquote>\n",
        TagEnd::CodeBlock => "</code></pre>\n",
        TagEnd::List(false) => "</ul>\n",
        TagEnd::List(true) => "</ol>\n",
        TagEnd::Item => "</li>\n",
        TagEnd::Emphasis => "</em>",
        TagEnd::Strong => "</strong>",
        TagEnd::HtmlBlock => "</p>\n",
        _other => "",
    }
}

/// Writes blocks one after the other, each on lines of its own.
#[derive(Default)]
struct Writer {
    out: String,
    /// The block being written.
    block: String,
    /// One entry for each open list: the next number, where it is numbered.
    lists: Vec<Option<u64>>,
    /// What the next block of a list item begins with.
    bullet: Option<String>,
}

impl Writer {
    fn take(&mut self, event: Event<'_>) {
        match event {
            Event::Start(Tag::List(first)) => {
                self.break_block();
                self.lists.push(first);
            }
            Event::End(TagEnd::List(_)) => {
                self.break_block();
                self.lists.pop();
                if self.lists.is_empty() {
                    self.out.push('\n');
                }
            }
            Event::Start(Tag::Item) => self.bullet = Some(self.next_bullet()),
            Event::Start(Tag::Strong | Tag::Heading { .. }) | Event::End(TagEnd::Strong) => {
                self.block.push_str("**")
            }
            Event::End(TagEnd::Heading(_)) => {
                self.block.push_str("**");
                self.break_block();
            }
            Event::Start(Tag::Emphasis) | Event::End(TagEnd::Emphasis) => self.block.push('*'),
            Event::End(
                TagEnd::Paragraph | TagEnd::Item | TagEnd::CodeBlock | TagEnd::HtmlBlock,
            ) => {
                self.break_block();
            }
            Event::Text(text)
            | Event::Code(text)
            | Event::Html(text)
            | Event::InlineHtml(text)
            | Event::InlineMath(text)
            | Event::DisplayMath(text)
            | Event::FootnoteReference(text) => self.push(&text),
            Event::SoftBreak | Event::HardBreak => self.block.push(' '),
            Event::Rule => self.break_block(),
            Event::TaskListMarker(_) | Event::Start(_) | Event::End(_) => {}
        }
    }

    /// Escaped, with the spaces at its ends, which `escape` would trim.
    fn push(&mut self, text: &str) {
        let spaced = |at_end: bool| {
            let c = if at_end {
                text.chars().next_back()
            } else {
                text.chars().next()
            };
            c.is_some_and(char::is_whitespace)
        };
        if spaced(false) {
            self.block.push(' ');
        }
        self.block.push_str(&escape::markdown(text));
        if spaced(true) {
            self.block.push(' ');
        }
    }

    fn next_bullet(&mut self) -> String {
        let indent = "   ".repeat(self.lists.len().saturating_sub(1));
        match self.lists.last_mut() {
            Some(Some(number)) => {
                *number += 1;
                format!("{indent}{}. ", *number - 1)
            }
            Some(None) | None => format!("{indent}- "),
        }
    }

    fn break_block(&mut self) {
        let block = std::mem::take(&mut self.block);
        let block = block.trim();
        if block.is_empty() {
            return;
        }
        let indent = "   ".repeat(self.lists.len());
        match self.bullet.take() {
            Some(bullet) => self.out.push_str(&format!("{bullet}{block}\n")),
            None if self.lists.is_empty() => self.out.push_str(&format!("{block}\n\n")),
            None => self.out.push_str(&format!("{indent}{block}\n")),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_told_text_keeps_its_shape_and_loses_its_teeth() {
        let check = |text: &str, in_html: &str, in_markdown: &str| {
            assert_eq!(html(text), in_html, "{text:?} in HTML");
            assert_eq!(markdown(text), in_markdown, "{text:?} in Markdown");
        };
        check(
            "One **two** three.",
            "<p>One <strong>two</strong> three.</p>",
            "One **two** three.",
        );
        check("# Big", "<p><strong>Big</strong></p>", "**Big**");
        check("- a\n- b", "<ul><li>a</li>\n<li>b</li>\n</ul>", "- a\n- b");
        check(
            "a\n\n1. b\n2. c\n\nd",
            "<p>a</p>\n<ol><li>b</li>\n<li>c</li>\n</ol>\n<p>d</p>",
            "a\n\n1. b\n2. c\n\nd",
        );
        check("[x](javascript:alert(1))", "<p>x</p>", "x");
        check("![x](http://e/x.png)", "<p>x</p>", "x");
        check(
            "<b>x</b>",
            "<p>&lt;b&gt;x&lt;/b&gt;</p>",
            "&lt;b&gt;x&lt;/b&gt;",
        );
        check("`a|b`", "<p><code>a|b</code></p>", "a\\|b");
    }

    #[test]
    fn a_list_of_a_made_summary_follows_its_paragraph() {
        assert_eq!(markdown("Know of:\n\n- a\n- b"), "Know of:\n\n- a\n- b");
    }

    #[test]
    fn a_told_text_becomes_paragraphs_and_lists() {
        let plain = |text: &str| vec![Run::plain(text)];
        let list = |ordered: bool, items: &[&str]| Block::List {
            ordered,
            items: items.iter().map(|item| plain(item)).collect(),
        };
        let check = |text: &str, wanted: &[Block]| assert_eq!(blocks(text), wanted, "{text:?}");
        check("", &[]);
        check(
            "One **two** *three*.",
            &[Block::Paragraph(vec![
                Run::plain("One "),
                Run::bold("two"),
                Run::plain(" "),
                Run::italic("three"),
                Run::plain("."),
            ])],
        );
        check(
            "Know of:\n\n- a\n- b\n\nend",
            &[
                Block::Paragraph(plain("Know of:")),
                list(false, &["a", "b"]),
                Block::Paragraph(plain("end")),
            ],
        );
        check("1. a\n2. b", &[list(true, &["a", "b"])]);
        check("- a\n  - b", &[list(false, &["a", "b"])]);
        check("# Big", &[Block::Paragraph(vec![Run::bold("Big")])]);
    }
}
