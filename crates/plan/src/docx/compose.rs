//! Turns the text of an amendment, written in Markdown, into paragraphs for Word: what is a
//! paragraph, an item, a heading, and which words are bold or slanted. Tables are not taken. Not
//! here: how these look in the document they go to.

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use crate::amend::Why;
use crate::markdown;

/// A paragraph to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct NewPara {
    pub shape: NewShape,
    pub runs: Vec<NewRun>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum NewShape {
    Plain,
    Heading(u8),
    /// How deep, and the number where the list counts.
    Item(usize, Option<u64>),
}

/// Words that look the same.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub(crate) struct NewRun {
    pub text: String,
    pub bold: bool,
    pub slanted: bool,
}

impl NewPara {
    pub fn plain(text: &str) -> Self {
        Self {
            shape: NewShape::Plain,
            runs: vec![NewRun {
                text: text.to_owned(),
                ..NewRun::default()
            }],
        }
    }

    pub fn words(&self) -> String {
        self.runs.iter().map(|run| run.text.as_str()).collect()
    }
}

/// The paragraphs of a text.
pub(crate) fn paragraphs(text: &str) -> Result<Vec<NewPara>, Why> {
    let text = text.replace("\r\n", "\n").replace('\r', "\n");
    let mut composer = Composer::default();
    for event in Parser::new_ext(&text, markdown::options()) {
        composer.event(event)?;
    }
    composer.close();
    Ok(composer.paras)
}

/// The words of a text that goes into the middle of a line.
pub(crate) fn inline(text: &str) -> Result<Vec<NewRun>, Why> {
    if text.trim().is_empty() {
        return Ok(vec![NewRun {
            text: text.to_owned(),
            ..NewRun::default()
        }]);
    }
    // The letter before it keeps a number or dash at the beginning from becoming a list.
    let lead = text.len() - text.trim_start().len();
    let tail = text.trim_end().len();
    let mut paras = paragraphs(&format!("x\u{1}{}", &text[lead..tail]))?;
    let (Some(mut para), None) = (paras.pop(), paras.pop()) else {
        return Err(Why::NotEditable {
            says: "the new text has several paragraphs; replace one and add the others".to_owned(),
        });
    };
    if let Some(first) = para.runs.first_mut() {
        first.text = first.text.replacen("x\u{1}", &text[..lead], 1);
    }
    if let Some(last) = para.runs.last_mut() {
        last.text.push_str(&text[tail..]);
    }
    para.runs.retain(|run| !run.text.is_empty());
    Ok(para.runs)
}

#[derive(Default)]
struct Composer {
    paras: Vec<NewPara>,
    open: Option<NewPara>,
    /// The next number of each open list that counts.
    lists: Vec<Option<u64>>,
    bold: usize,
    slanted: usize,
}

impl Composer {
    fn event(&mut self, event: Event) -> Result<(), Why> {
        match event {
            Event::Start(tag) => return self.start(tag),
            Event::End(tag) => self.end(tag),
            Event::Text(text) if self.open.is_none() && text.contains('\n') => {
                for line in text.lines().filter(|line| !line.trim().is_empty()) {
                    self.words(line);
                    self.close();
                }
            }
            Event::Text(text) | Event::Code(text) | Event::InlineHtml(text) => self.words(&text),
            Event::Html(text) => {
                self.words(text.trim_end());
                self.close();
            }
            Event::SoftBreak => self.words(" "),
            Event::HardBreak => self.words("\n"),
            Event::TaskListMarker(done) => self.words(if done { "\u{2612} " } else { "\u{2610} " }),
            Event::Rule
            | Event::InlineMath(_)
            | Event::DisplayMath(_)
            | Event::FootnoteReference(_) => {}
        }
        Ok(())
    }

    fn start(&mut self, tag: Tag) -> Result<(), Why> {
        match tag {
            Tag::Paragraph => {
                let waiting = self.open.as_ref().is_some_and(|open| open.runs.is_empty());
                if !waiting {
                    self.begin(NewShape::Plain);
                }
            }
            Tag::Heading { level, .. } => self.begin(NewShape::Heading(level as u8)),
            Tag::CodeBlock(_) | Tag::BlockQuote(_) | Tag::HtmlBlock => self.close(),
            Tag::List(first) => {
                self.close();
                self.lists.push(first);
            }
            Tag::Item => {
                let number = self.lists.last_mut().and_then(|list| {
                    let number = *list;
                    *list = number.map(|number| number.saturating_add(1));
                    number
                });
                let depth = self.lists.len().saturating_sub(1);
                self.begin(NewShape::Item(depth.min(8), number));
            }
            Tag::Table(_) => {
                return Err(Why::NotEditable {
                    says: "a table cannot be added to a Word plan; add it in Word".to_owned(),
                });
            }
            Tag::Strong => self.bold += 1,
            Tag::Emphasis => self.slanted += 1,
            _ => {}
        }
        Ok(())
    }

    fn end(&mut self, tag: TagEnd) {
        match tag {
            TagEnd::Paragraph | TagEnd::Heading(_) | TagEnd::Item | TagEnd::CodeBlock => {
                self.close();
            }
            TagEnd::List(_) => {
                self.close();
                self.lists.pop();
            }
            TagEnd::Strong => self.bold = self.bold.saturating_sub(1),
            TagEnd::Emphasis => self.slanted = self.slanted.saturating_sub(1),
            _ => {}
        }
    }

    fn begin(&mut self, shape: NewShape) {
        self.close();
        self.open = Some(NewPara {
            shape,
            runs: Vec::new(),
        });
    }

    fn close(&mut self) {
        if let Some(para) = self.open.take()
            && !para.words().trim().is_empty()
        {
            self.paras.push(para);
        }
    }

    fn words(&mut self, text: &str) {
        let (bold, slanted) = (self.bold > 0, self.slanted > 0);
        let para = self.open.get_or_insert_with(|| NewPara {
            shape: NewShape::Plain,
            runs: Vec::new(),
        });
        match para.runs.last_mut() {
            Some(last) if last.bold == bold && last.slanted == slanted => last.text.push_str(text),
            Some(_) | None => para.runs.push(NewRun {
                text: text.to_owned(),
                bold,
                slanted,
            }),
        }
    }
}
