//! Draws a plan as HTML that is safe to show: HTML inside the plan is shown as text, pictures are
//! named and not fetched, links are named and lead nowhere. Headings carry the ids of their
//! sections.

use std::collections::BTreeMap;
use std::ops::Range;

use pulldown_cmark::{CowStr, Event, Parser, Tag, TagEnd, html};

use crate::blocks::Text;
use crate::html_text;
use crate::markdown;
use crate::model::{Plan, Section};

/// The whole plan.
pub fn plan_html(plan: &Plan) -> String {
    render(plan, markdown::body_start(plan.text())..plan.text().len())
}

/// One section with its heading, without the sections inside it.
pub fn section_html(plan: &Plan, section: &Section) -> String {
    if section.by_look {
        // What only looks like a heading is drawn as the heading that it is read as.
        let (level, id, title) = (section.level, &section.id, escaped(&section.title));
        let body = render(plan, section.body_start..section.range.end);
        return format!("<h{level} id=\"{id}\">{title}</h{level}>\n{body}");
    }
    render(plan, section.range.clone())
}

fn render(plan: &Plan, part: Range<usize>) -> String {
    let text = plan.text();
    if crate::read::refuse(text).is_some() {
        return format!("<pre>{}</pre>", escaped(text.get(part).unwrap_or_default()));
    }
    let ids: BTreeMap<usize, &str> = plan
        .sections
        .iter()
        .map(|section| (section.body_start, section.id.as_str()))
        .collect();
    // A section is drawn from its own text; nothing outside of it is read again.
    let base = part.start;
    let parser = Parser::new_ext(&text[part], markdown::options()).into_offset_iter();
    let mut drawing = Drawing {
        ids,
        base,
        text,
        skip_until: 0,
        skipping: 0,
        html: None,
        image: None,
    };
    let mut events = Vec::new();
    for (event, range) in parser {
        drawing.event(event, range.start + base..range.end + base, &mut events);
    }
    let mut out = String::new();
    html::push_html(&mut out, events.into_iter());
    out
}

struct Drawing<'a> {
    ids: BTreeMap<usize, &'a str>,
    base: usize,
    text: &'a str,
    /// Everything before this offset was drawn as one table.
    skip_until: usize,
    skipping: usize,
    html: Option<(String, usize)>,
    image: Option<String>,
}

impl<'a> Drawing<'a> {
    fn event(&mut self, event: Event<'a>, range: Range<usize>, out: &mut Vec<Event<'a>>) {
        match event {
            Event::Start(_) if self.skipping > 0 || range.start < self.skip_until => {
                self.skipping += 1;
                return;
            }
            Event::End(_) if self.skipping > 0 => {
                self.skipping -= 1;
                return;
            }
            Event::End(_) => {}
            _ if self.skipping > 0 || range.start < self.skip_until => return,
            _ => {}
        }
        if let Some(alt) = &mut self.image {
            match event {
                Event::Text(text) | Event::Code(text) => alt.push_str(&text),
                Event::End(TagEnd::Image) => {
                    let alt = format!("<span class=\"picture\">[Picture: {}]</span>", escaped(alt));
                    self.image = None;
                    out.push(raw(alt));
                }
                _ => {}
            }
            return;
        }
        match event {
            Event::Start(Tag::Heading { level, .. }) => {
                let id = self
                    .ids
                    .get(&range.end)
                    .map(|id| format!(" id=\"{}\"", escaped(id)));
                out.push(raw(format!("<{level}{}>", id.unwrap_or_default())));
            }
            Event::End(TagEnd::Heading(level)) => out.push(raw(format!("</{level}>\n"))),
            Event::Start(Tag::Link { dest_url, .. }) => {
                out.push(raw(format!(
                    "<span class=\"link\" title=\"{}\">",
                    escaped(&dest_url)
                )));
            }
            Event::End(TagEnd::Link) => out.push(raw("</span>".to_owned())),
            Event::Start(Tag::Image { .. }) => self.image = Some(String::new()),
            Event::Start(Tag::HtmlBlock) => self.html = Some((String::new(), range.start)),
            Event::End(TagEnd::HtmlBlock) => {
                if let Some((html, start)) = self.html.take() {
                    self.html_block(&html, start, out);
                }
            }
            Event::Html(html) => match &mut self.html {
                Some((collected, _)) => collected.push_str(&html),
                None => out.push(Event::Text(html)),
            },
            Event::InlineHtml(html) if html_text::is_break(&html) => out.push(Event::HardBreak),
            Event::InlineHtml(html) => out.push(Event::Text(html)),
            // Task marks, code, lists and tables are drawn as they are.
            other => out.push(other),
        }
    }

    fn html_block(&mut self, html: &str, start: usize, out: &mut Vec<Event<'a>>) {
        let table = html
            .to_ascii_lowercase()
            .find("<table")
            .map(|at| start + at);
        let end = table.and_then(|table| html_text::table_end(self.text, table));
        if let (Some(table), Some(end)) = (table, end)
            && end >= self.base
        {
            let (read, _) = html_text::table(&self.text[table..end], table);
            let row = |cells: &[Text], tag: &str| {
                let cells = cells
                    .iter()
                    .map(|cell| format!("<{tag}>{}</{tag}>", escaped(cell.trimmed())));
                format!("<tr>{}</tr>", cells.collect::<String>())
            };
            let head = if read.header.is_empty() {
                String::new()
            } else {
                row(&read.header, "th")
            };
            let rows: String = read.rows.iter().map(|cells| row(cells, "td")).collect();
            out.push(raw(format!("<table>{head}{rows}</table>\n")));
            self.skip_until = end;
            return;
        }
        if !html.trim().is_empty() {
            out.push(raw(format!(
                "<pre class=\"html\">{}</pre>\n",
                escaped(html.trim_end())
            )));
        }
    }
}

/// Text of ours that is already HTML.
fn raw<'a>(html: String) -> Event<'a> {
    Event::InlineHtml(CowStr::from(html))
}

fn escaped(text: &str) -> String {
    let mut escaped = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => escaped.push_str("&amp;"),
            '<' => escaped.push_str("&lt;"),
            '>' => escaped.push_str("&gt;"),
            '"' => escaped.push_str("&quot;"),
            '\'' => escaped.push_str("&#39;"),
            c => escaped.push(c),
        }
    }
    escaped
}
