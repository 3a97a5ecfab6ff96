//! A part of a Word package as a tree of elements that know their bytes. Only elements are kept;
//! what stands between them is looked up in the text. Nothing is changed here, and documents that
//! declare a type or are nested too deep are not taken.

use std::borrow::Cow;
use std::ops::Range;

use quick_xml::Reader;
use quick_xml::events::Event;

/// How deep elements may be nested.
const DEPTH_MAX: usize = 256;

/// How many elements one part may have.
const ELEMENTS_MAX: usize = 3_000_000;

const NAMESPACES: [&str; 2] = [
    "http://schemas.openxmlformats.org/wordprocessingml/2006/main",
    "http://purl.oclc.org/ooxml/wordprocessingml/main",
];

/// An element, as its place in the tree.
pub(crate) type Id = usize;

#[derive(Debug)]
struct Element {
    /// The name with its prefix, as bytes of the text.
    name: Range<usize>,
    range: Range<usize>,
    /// Where the start tag ends.
    opened: usize,
    /// Where the end tag begins; for an empty element the same as `opened`.
    closes: usize,
    parent: Option<Id>,
    first: Option<Id>,
    next: Option<Id>,
}

/// A part that was read.
#[derive(Debug)]
pub(crate) struct Tree {
    pub text: String,
    elements: Vec<Element>,
    /// The prefix of the word processing namespace, with its colon.
    prefix: String,
}

impl Tree {
    /// Reads a part, or says what is wrong with it.
    pub fn read(text: String) -> Result<Self, String> {
        let elements = elements(&text)?;
        let Some(root) = elements.first() else {
            return Err("it holds no XML".to_owned());
        };
        let prefix = prefix(&text[root.range.start..root.opened]);
        Ok(Self {
            text,
            elements,
            prefix,
        })
    }

    /// Whether the part is written with the prefix that everybody uses, in the namespace of today.
    pub fn is_usual(&self) -> bool {
        let root = &self.elements[0];
        let tag = &self.text[root.range.start..root.opened];
        self.prefix == "w:" && tag.contains(NAMESPACES[0])
    }

    pub fn root(&self) -> Id {
        0
    }

    /// Every element in the order of the document.
    pub fn all(&self) -> Range<Id> {
        0..self.elements.len()
    }

    /// The name: without its prefix where it is of word processing, else in full.
    pub fn name(&self, id: Id) -> &str {
        let name = &self.text[self.elements[id].name.clone()];
        name.strip_prefix(self.prefix.as_str()).unwrap_or(name)
    }

    pub fn range(&self, id: Id) -> Range<usize> {
        self.elements[id].range.clone()
    }

    /// The element as it is written.
    pub fn raw(&self, id: Id) -> &str {
        &self.text[self.range(id)]
    }

    /// The start tag as it is written.
    pub fn tag(&self, id: Id) -> &str {
        &self.text[self.elements[id].range.start..self.elements[id].opened]
    }

    /// What stands between the tags.
    pub fn inside(&self, id: Id) -> Range<usize> {
        self.elements[id].opened..self.elements[id].closes
    }

    pub fn is_empty_tag(&self, id: Id) -> bool {
        self.elements[id].opened == self.elements[id].range.end
    }

    pub fn parent(&self, id: Id) -> Option<Id> {
        self.elements[id].parent
    }

    pub fn next(&self, id: Id) -> Option<Id> {
        self.elements[id].next
    }

    pub fn children(&self, id: Id) -> impl Iterator<Item = Id> {
        std::iter::successors(self.elements[id].first, |id| self.elements[*id].next)
    }

    pub fn child(&self, id: Id, name: &str) -> Option<Id> {
        self.children(id).find(|child| self.name(*child) == name)
    }

    /// The child of a child and so on.
    pub fn at(&self, id: Id, path: &[&str]) -> Option<Id> {
        path.iter().try_fold(id, |id, name| self.child(id, name))
    }

    /// Everything inside, in the order of the document.
    pub fn inner(&self, id: Id) -> Range<Id> {
        let end = self.elements[id].range.end;
        let after = self.elements[id..].partition_point(|element| element.range.start < end);
        id + 1..id + after
    }

    /// The text between the tags, without what it is escaped by.
    pub fn words(&self, id: Id) -> Cow<'_, str> {
        unescaped(&self.text[self.inside(id)])
    }

    /// An attribute by its name; the prefix of word processing may be left out.
    pub fn attr(&self, id: Id, name: &str) -> Option<Cow<'_, str>> {
        attributes(self.tag(id))
            .find(|(key, _)| *key == name || key.strip_prefix(self.prefix.as_str()) == Some(name))
            .map(|(_, value)| unescaped(value))
    }

    /// The value of a child such as `<w:pStyle w:val="…"/>`.
    pub fn val(&self, id: Id, child: &str) -> Option<Cow<'_, str>> {
        self.attr(self.child(id, child)?, "val")
    }

    /// Whether a switch such as `<w:b/>` is on.
    pub fn is_on(&self, id: Id, child: &str) -> bool {
        self.child(id, child).is_some_and(|switch| {
            let value = self.attr(switch, "val");
            !matches!(value.as_deref(), Some("0" | "false" | "off" | "none"))
        })
    }
}

fn elements(text: &str) -> Result<Vec<Element>, String> {
    let mut reader = Reader::from_str(text);
    let mut elements: Vec<Element> = Vec::new();
    let mut open: Vec<Id> = Vec::new();
    let mut last: Vec<Option<Id>> = vec![None];
    loop {
        let start = reader.buffer_position() as usize;
        let event = reader
            .read_event()
            .map_err(|error| format!("its XML is broken: {error}"))?;
        let end = reader.buffer_position() as usize;
        match event {
            Event::Start(_) | Event::Empty(_) => {
                if elements.len() >= ELEMENTS_MAX || open.len() >= DEPTH_MAX {
                    return Err("it has too many elements, or they are nested too deep".to_owned());
                }
                let id = elements.len();
                let parent = open.last().copied();
                if let Some(before) = last.last().copied().flatten() {
                    elements[before].next = Some(id);
                } else if let Some(parent) = parent {
                    elements[parent].first = Some(id);
                }
                if let Some(last) = last.last_mut() {
                    *last = Some(id);
                }
                let name = text[start + 1..end]
                    .find(|c: char| c.is_whitespace() || matches!(c, '/' | '>'))
                    .map_or(end, |at| start + 1 + at);
                elements.push(Element {
                    name: start + 1..name,
                    range: start..end,
                    opened: end,
                    closes: end,
                    parent,
                    first: None,
                    next: None,
                });
                if matches!(event, Event::Start(_)) {
                    open.push(id);
                    last.push(None);
                }
            }
            Event::End(_) => {
                last.pop();
                if let Some(id) = open.pop() {
                    elements[id].closes = start;
                    elements[id].range.end = end;
                }
            }
            Event::DocType(_) => {
                return Err("it declares a document type, which no Word file does".to_owned());
            }
            Event::Eof if open.is_empty() => return Ok(elements),
            Event::Eof => return Err("it ends in the middle".to_owned()),
            Event::Text(_)
            | Event::CData(_)
            | Event::Comment(_)
            | Event::Decl(_)
            | Event::PI(_)
            | Event::GeneralRef(_) => {}
        }
    }
}

/// The attributes of a start tag, as they are written.
fn attributes(tag: &str) -> impl Iterator<Item = (&str, &str)> {
    let mut rest = tag.find(char::is_whitespace).map_or("", |at| &tag[at..]);
    std::iter::from_fn(move || {
        let equals = rest.find('=')?;
        let key = rest[..equals].trim();
        let value = rest[equals + 1..].trim_start();
        let quote = value.chars().next().filter(|c| matches!(c, '"' | '\''))?;
        let end = value[1..].find(quote)? + 1;
        rest = &value[end + 1..];
        Some((key, &value[1..end]))
    })
}

fn prefix(root: &str) -> String {
    let named = attributes(root).find(|(_, value)| NAMESPACES.contains(value));
    match named.and_then(|(key, _)| key.strip_prefix("xmlns")) {
        Some("") => String::new(),
        Some(prefix) => format!("{}:", prefix.trim_start_matches(':')),
        None => "w:".to_owned(),
    }
}

/// Text without its escapes. What cannot be undone is left as it is.
pub(crate) fn unescaped(raw: &str) -> Cow<'_, str> {
    if let Some(start) = raw.find("<![CDATA[") {
        let rest = &raw[start + 9..];
        let end = rest.find("]]>").unwrap_or(rest.len());
        let after = rest.get(end + 3..).unwrap_or_default();
        return Cow::Owned(format!(
            "{}{}{}",
            unescaped(&raw[..start]),
            &rest[..end],
            unescaped(after)
        ));
    }
    quick_xml::escape::unescape(raw).unwrap_or(Cow::Borrowed(raw))
}

/// Text as it may stand in XML: escaped, and without the characters that XML forbids.
pub(crate) fn escaped(text: &str) -> String {
    let mut out = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => out.push_str("&amp;"),
            '<' => out.push_str("&lt;"),
            '>' => out.push_str("&gt;"),
            '"' => out.push_str("&quot;"),
            '\t' | '\n' | '\r' => out.push(' '),
            c if c < ' ' || matches!(c, '\u{fffe}' | '\u{ffff}') => {}
            c => out.push(c),
        }
    }
    out
}
