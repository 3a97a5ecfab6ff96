//! The body of a Word document as paragraphs and tables with their visible text, each with the way
//! back to its elements. Tracked changes of others are read as accepted; tables of contents are
//! left out, as they repeat the headings. Not here: what a paragraph means for a plan.

use std::collections::BTreeMap;
use std::ops::Range;

use super::styles::{ListLevel, Styles};
use super::xml::{Id, Tree};

/// The visible parts of a document in their order.
#[derive(Debug, Default)]
pub(crate) struct Body {
    pub parts: Vec<Part>,
    /// How many changes of others are not settled.
    pub tracked: usize,
}

#[derive(Debug)]
pub(crate) enum Part {
    Para(Para),
    Table(TablePart),
}

/// A paragraph.
#[derive(Debug)]
pub(crate) struct Para {
    /// The element; where a deleted mark joins two, the last one.
    pub node: Id,
    /// What is seen of it; `\n` where a line is broken by hand.
    pub text: String,
    pub spans: Vec<Span>,
    pub shape: Shape,
    /// How it comes to be a heading, or to end in one, without being marked as such; and of which level.
    pub by_look: Option<(ByLook, u8)>,
    /// Why it cannot be changed.
    pub locked: Option<&'static str>,
    /// Stands in the flow of the document, not in a note, a box or a cell.
    pub flows: bool,
    /// Where links in it lead.
    pub links: Vec<String>,
}

/// How a paragraph comes to be a heading without a heading's style.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ByLook {
    /// It stands out and stands alone.
    Line,
    /// `## Heading` was typed as text: where the marks begin, and where its words do.
    Typed { at: usize, words: usize },
}

/// What a paragraph is by its style and numbering.
#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) enum Shape {
    Title,
    Heading(u8),
    Plain,
    Item {
        level: u8,
        number: String,
        counts: bool,
    },
    /// Goes on with the item before it.
    More,
}

/// A piece of visible text and the element it comes from.
#[derive(Clone, Debug)]
pub(crate) struct Span {
    pub run: Id,
    pub child: Id,
    pub at: Range<usize>,
    pub bold: bool,
    /// Bold by itself or by the style of its paragraph.
    pub strong: bool,
    /// In half points.
    pub size: u16,
    /// Text that may be divided; else a tab, a picture, the result of a field.
    pub plain: bool,
    pub locked: bool,
}

#[derive(Debug)]
pub(crate) struct TablePart {
    pub node: Id,
    pub rows: Vec<Row>,
}

#[derive(Debug)]
pub(crate) struct Row {
    pub node: Id,
    /// The first cell goes on from the row above.
    pub merged_first: bool,
    pub cells: Vec<Cell>,
}

#[derive(Debug, Default)]
pub(crate) struct Cell {
    pub paras: Vec<Para>,
}

/// What else is needed to read a body.
pub(crate) struct Around<'a> {
    pub styles: &'a Styles,
    pub links: &'a BTreeMap<String, String>,
    /// The words of foot- and endnotes, by kind and number.
    pub notes: &'a BTreeMap<(bool, String), String>,
}

/// Reads the body.
pub(crate) fn read(tree: &Tree, around: &Around) -> Body {
    let mut walk = Walk {
        tree,
        around,
        body: Body::default(),
        fields: Vec::new(),
        boxes: Vec::new(),
        notes: Vec::new(),
        joined: None,
        contents: false,
        usual: (false, 0),
    };
    if let Some(body) = tree.child(tree.root(), "body") {
        let parts = walk.container(body, true);
        walk.body.parts = parts;
    }
    walk.body
}

/// The words of every note, by its number.
pub(crate) fn notes(tree: &Tree) -> Vec<(String, String)> {
    let notes = tree.children(tree.root()).filter_map(|id| {
        let number = tree.attr(id, "id")?.into_owned();
        let special = tree.attr(id, "type").is_some_and(|kind| kind != "normal");
        let words = tree.inner(id).filter(|id| tree.name(*id) == "t");
        let words: String = words.map(|id| tree.words(id)).collect();
        (!special && !words.trim().is_empty()).then(|| (number, words.trim().to_owned()))
    });
    notes.collect()
}

struct Field {
    contents: bool,
    result: bool,
}

struct Walk<'a> {
    tree: &'a Tree,
    around: &'a Around<'a>,
    body: Body,
    fields: Vec<Field>,
    /// Text boxes and notes of the paragraph at hand, which follow it.
    boxes: Vec<Id>,
    notes: Vec<String>,
    /// A paragraph whose mark was deleted: it goes on in the next one.
    joined: Option<Para>,
    /// The paragraph at hand belongs to a table of contents.
    contents: bool,
    /// Whether the style of the paragraph at hand is bold, and its size.
    usual: (bool, u16),
}

/// How a piece of a paragraph may be handled.
#[derive(Clone, Copy)]
struct Hold {
    locked: bool,
}

impl Walk<'_> {
    fn container(&mut self, id: Id, flows: bool) -> Vec<Part> {
        let tree = self.tree;
        let mut parts = Vec::new();
        for child in tree.children(id) {
            match tree.name(child) {
                "p" => self.para(child, flows, &mut parts),
                "tbl" => {
                    self.settle(&mut parts);
                    let table = self.table(child);
                    match table.rows.as_slice() {
                        // One cell is a frame around text.
                        [row] if row.cells.len() == 1 && flows => {
                            let cell = tree.at(row.node, &["tc"]);
                            parts.extend(self.framed(cell));
                        }
                        [] => {}
                        _ => parts.push(Part::Table(table)),
                    }
                }
                "sdt" => {
                    let gallery = tree.at(child, &["sdtPr", "docPartObj", "docPartGallery"]);
                    let gallery = gallery.and_then(|it| tree.attr(it, "val"));
                    if gallery.as_deref() == Some("Table of Contents") {
                        continue;
                    }
                    let locked = is_locked(tree, child);
                    if let Some(content) = tree.child(child, "sdtContent") {
                        let mut inner = self.container(content, flows);
                        if locked {
                            lock(&mut inner, "it stands in a locked content control");
                        }
                        parts.extend(inner);
                    }
                }
                "customXml" | "ins" | "moveTo" => parts.extend(self.container(child, flows)),
                "mc:AlternateContent" => {
                    if let Some(choice) = tree.child(child, "mc:Choice") {
                        parts.extend(self.container(choice, flows));
                    }
                }
                "del" | "moveFrom" => self.body.tracked += 1,
                _ => {}
            }
        }
        self.settle(&mut parts);
        parts
    }

    /// The paragraphs of a frame, in the flow but no place to add to.
    fn framed(&mut self, cell: Option<Id>) -> Vec<Part> {
        let Some(cell) = cell else { return Vec::new() };
        let mut parts = self.container(cell, false);
        for part in &mut parts {
            if let Part::Para(para) = part
                && matches!(para.shape, Shape::Heading(_) | Shape::Title)
            {
                para.shape = Shape::Plain;
            }
        }
        parts
    }

    fn settle(&mut self, parts: &mut Vec<Part>) {
        if let Some(para) = self.joined.take() {
            parts.push(Part::Para(para));
        }
    }

    fn para(&mut self, node: Id, flows: bool, parts: &mut Vec<Part>) {
        let tree = self.tree;
        let ppr = tree.child(node, "pPr");
        let style = ppr
            .and_then(|ppr| tree.val(ppr, "pStyle"))
            .unwrap_or_default();
        let mut para = Para {
            node,
            text: String::new(),
            spans: Vec::new(),
            shape: self.shape(ppr, &style),
            by_look: None,
            locked: None,
            flows,
            links: Vec::new(),
        };
        if let Some(before) = self.joined.take() {
            para.text = before.text;
            para.spans = before.spans;
            para.links = before.links;
            para.locked = Some("it holds tracked changes that are not settled");
        }
        self.usual = (
            self.around.styles.is_bold(&style),
            self.around.styles.size(&style),
        );
        self.contents = self.around.styles.is_contents(&style)
            || self.fields.iter().any(|field| field.contents);
        self.inline(node, &mut para, Hold { locked: false });
        if self.contents {
            para.text.clear();
            para.spans.clear();
            para.shape = Shape::Plain;
        }
        let mark = ppr.and_then(|ppr| tree.child(ppr, "rPr"));
        let marked = |name: &str| mark.is_some_and(|mark| tree.child(mark, name).is_some());
        if marked("ins") {
            self.body.tracked += 1;
        }
        if marked("del") || marked("moveFrom") {
            self.body.tracked += 1;
            self.joined = Some(para);
            return;
        }
        parts.push(Part::Para(para));
        self.extras(parts);
    }

    /// Text boxes and notes that hang on the paragraph just read.
    fn extras(&mut self, parts: &mut Vec<Part>) {
        for id in std::mem::take(&mut self.boxes) {
            let mut inner = self.container(id, false);
            lock(&mut inner, "it stands in a text box");
            for part in &mut inner {
                if let Part::Para(para) = part
                    && matches!(para.shape, Shape::Heading(_) | Shape::Title)
                {
                    para.shape = Shape::Plain;
                }
            }
            parts.extend(inner);
        }
        let node = self.tree.root();
        let notes = std::mem::take(&mut self.notes);
        parts.extend(notes.into_iter().map(|text| {
            Part::Para(Para {
                node,
                text,
                spans: Vec::new(),
                shape: Shape::More,
                by_look: None,
                locked: Some("it stands in a note"),
                flows: false,
                links: Vec::new(),
            })
        }));
    }

    fn shape(&self, ppr: Option<Id>, style: &str) -> Shape {
        let tree = self.tree;
        let styles = self.around.styles;
        let direct = ppr.and_then(|ppr| tree.val(ppr, "outlineLvl")?.parse::<u8>().ok());
        let level = match direct {
            Some(level) => (level < 9).then_some(level + 1),
            None => styles.level(style),
        };
        if let Some(level) = level {
            return Shape::Heading(level.min(6));
        }
        if styles.is_title(style) {
            return Shape::Title;
        }
        let list = ppr.and_then(|ppr| tree.child(ppr, "numPr"));
        let by_style = styles.list(style);
        let list = match list {
            Some(list) => {
                let level = tree.val(list, "ilvl").and_then(|it| it.parse().ok());
                let number = tree.val(list, "numId").map(|it| it.into_owned());
                let (style_level, style_number) = by_style.unwrap_or_default();
                Some((level.unwrap_or(style_level), number.unwrap_or(style_number)))
            }
            None => by_style,
        };
        match list {
            Some((level, number)) if number != "0" && !number.is_empty() => {
                match styles.list_level(&number, level) {
                    ListLevel::Nothing => Shape::More,
                    kind => Shape::Item {
                        level,
                        number,
                        counts: kind == ListLevel::Number,
                    },
                }
            }
            Some(_) | None => Shape::Plain,
        }
    }

    fn inline(&mut self, id: Id, para: &mut Para, hold: Hold) {
        let tree = self.tree;
        for child in tree.children(id) {
            match tree.name(child) {
                "r" => self.run(child, para, hold),
                "ins" => {
                    self.body.tracked += 1;
                    self.inline(child, para, hold);
                }
                "moveTo" => {
                    self.body.tracked += 1;
                    self.inline(child, para, Hold { locked: true });
                }
                "del" | "moveFrom" => self.body.tracked += 1,
                "hyperlink" => {
                    let target = tree.attr(child, "r:id");
                    let target = target.and_then(|id| self.around.links.get(id.as_ref()).cloned());
                    let anchor = tree.attr(child, "anchor").map(|it| format!("#{it}"));
                    match (target, anchor) {
                        (Some(target), Some(anchor)) => para.links.push(target + &anchor),
                        (Some(link), None) | (None, Some(link)) => para.links.push(link),
                        (None, None) => {}
                    }
                    self.inline(child, para, hold);
                }
                "fldSimple" => self.inline(child, para, Hold { locked: true }),
                "sdt" => {
                    let locked = hold.locked || is_locked(tree, child);
                    if let Some(content) = tree.child(child, "sdtContent") {
                        self.inline(content, para, Hold { locked });
                    }
                }
                "smartTag" | "customXml" | "dir" | "bdo" => self.inline(child, para, hold),
                "m:oMath" | "m:oMathPara" => {
                    for text in tree.inner(child).filter(|id| tree.name(*id) == "m:t") {
                        push(para, child, text, &tree.words(text), Look::LOCKED);
                    }
                }
                _ => {}
            }
        }
    }

    fn run(&mut self, run: Id, para: &mut Para, hold: Hold) {
        let tree = self.tree;
        let rpr = tree.child(run, "rPr");
        if rpr.is_some_and(|rpr| tree.is_on(rpr, "vanish")) {
            return;
        }
        let style = rpr.and_then(|rpr| tree.val(rpr, "rStyle"));
        let said = rpr.filter(|rpr| tree.child(*rpr, "b").is_some());
        let said = said.map(|rpr| tree.is_on(rpr, "b"));
        let styled = || style.is_some_and(|style| self.around.styles.is_bold(&style));
        let bold = said.unwrap_or_else(styled);
        let size = rpr.and_then(|rpr| tree.val(rpr, "sz")?.parse().ok());
        let (strong, size) = (
            bold || said.is_none() && self.usual.0,
            size.unwrap_or(self.usual.1),
        );
        for child in tree.children(run) {
            let in_field = !self.fields.is_empty();
            let hidden = self.fields.iter().any(|field| !field.result);
            let look = Look {
                bold,
                strong,
                size,
                plain: true,
                locked: hold.locked || in_field,
            };
            let solid = Look {
                plain: false,
                ..look
            };
            match tree.name(child) {
                "t" if !hidden => push(para, run, child, &tree.words(child), look),
                "tab" | "ptab" if !hidden => push(para, run, child, " ", solid),
                "br" | "cr" if !hidden => {
                    let page = tree
                        .attr(child, "type")
                        .is_some_and(|it| it != "textWrapping");
                    push(para, run, child, if page { "" } else { "\n" }, solid);
                }
                "noBreakHyphen" if !hidden => push(para, run, child, "-", solid),
                "sym" if !hidden => push(para, run, child, "\u{fffd}", solid),
                "fldChar" => self.field(child),
                "instrText" => {
                    let words = tree.words(child);
                    let contents = words.trim_start().starts_with("TOC");
                    if let Some(field) = self.fields.last_mut() {
                        field.contents |= contents;
                    }
                    self.contents |= contents;
                }
                kind @ ("footnoteReference" | "endnoteReference") => {
                    let key = (kind == "footnoteReference", tree.attr(child, "id"));
                    if let (foot, Some(number)) = key
                        && let Some(words) = self.around.notes.get(&(foot, number.into_owned()))
                    {
                        self.notes.push(words.clone());
                    }
                    push(para, run, child, "", solid);
                }
                "drawing" | "pict" | "object" | "mc:AlternateContent" => {
                    // The same box often stands there twice, for new and for old programs.
                    let found = tree.inner(child).find(|id| tree.name(*id) == "txbxContent");
                    self.boxes.extend(found);
                    push(para, run, child, "", solid);
                }
                "rPr" | "lastRenderedPageBreak" | "delText" | "delInstrText" => {}
                _ => push(para, run, child, "", solid),
            }
        }
    }

    fn field(&mut self, mark: Id) {
        match self.tree.attr(mark, "fldCharType").as_deref() {
            Some("begin") => self.fields.push(Field {
                contents: false,
                result: false,
            }),
            Some("separate") => {
                if let Some(field) = self.fields.last_mut() {
                    field.result = true;
                }
            }
            Some("end") => {
                self.fields.pop();
            }
            Some(_) | None => {}
        }
    }

    fn table(&mut self, node: Id) -> TablePart {
        let tree = self.tree;
        let mut rows: Vec<Row> = Vec::new();
        let mut pending: Vec<Id> = tree.children(node).collect();
        pending.reverse();
        while let Some(id) = pending.pop() {
            match tree.name(id) {
                "sdt" | "sdtContent" | "customXml" => {
                    let inner: Vec<Id> = tree.children(id).collect();
                    pending.extend(inner.into_iter().rev());
                }
                "tr" if tree.at(id, &["trPr", "del"]).is_some() => self.body.tracked += 1,
                "tr" => {
                    if tree.at(id, &["trPr", "ins"]).is_some() {
                        self.body.tracked += 1;
                    }
                    let row = self.row(id);
                    rows.push(row);
                }
                _ => {}
            }
        }
        TablePart { node, rows }
    }

    fn row(&mut self, node: Id) -> Row {
        let tree = self.tree;
        let mut cells = Vec::new();
        let mut pending: Vec<Id> = tree.children(node).collect();
        pending.reverse();
        while let Some(id) = pending.pop() {
            match tree.name(id) {
                "sdt" | "sdtContent" | "customXml" => {
                    let inner: Vec<Id> = tree.children(id).collect();
                    pending.extend(inner.into_iter().rev());
                }
                "tc" => {
                    let cell = Cell {
                        paras: flat(self.container(id, false)),
                    };
                    cells.push(cell);
                    let span = tree.at(id, &["tcPr", "gridSpan"]);
                    let span = span.and_then(|span| tree.attr(span, "val")?.parse::<usize>().ok());
                    for _ in 1..span.unwrap_or(1).min(64) {
                        cells.push(Cell::default());
                    }
                }
                _ => {}
            }
        }
        let merge = tree.at(node, &["tc", "tcPr", "vMerge"]);
        let merged_first =
            merge.is_some_and(|it| tree.attr(it, "val").as_deref() != Some("restart"));
        Row {
            node,
            merged_first,
            cells,
        }
    }
}

/// The paragraphs of a cell; those of a table inside it one after the other.
fn flat(parts: Vec<Part>) -> Vec<Para> {
    let mut paras = Vec::new();
    for part in parts {
        match part {
            Part::Para(para) => paras.push(para),
            Part::Table(table) => {
                let cells = table.rows.into_iter().flat_map(|row| row.cells);
                paras.extend(cells.flat_map(|cell| cell.paras));
            }
        }
    }
    paras
}

fn lock(parts: &mut [Part], why: &'static str) {
    for part in parts {
        match part {
            Part::Para(para) => {
                para.locked = Some(why);
                para.flows = false;
            }
            Part::Table(table) => {
                let cells = table.rows.iter_mut().flat_map(|row| &mut row.cells);
                for para in cells.flat_map(|cell| &mut cell.paras) {
                    para.locked = Some(why);
                }
            }
        }
    }
}

/// Whether a content control takes no changes, or takes its text from elsewhere.
fn is_locked(tree: &Tree, sdt: Id) -> bool {
    let Some(set) = tree.child(sdt, "sdtPr") else {
        return false;
    };
    let lock = tree.val(set, "lock");
    matches!(lock.as_deref(), Some("contentLocked" | "sdtContentLocked"))
        || tree
            .children(set)
            .any(|id| tree.name(id).ends_with("dataBinding"))
}

#[derive(Clone, Copy)]
struct Look {
    bold: bool,
    strong: bool,
    size: u16,
    plain: bool,
    locked: bool,
}

impl Look {
    const LOCKED: Self = Self {
        bold: false,
        strong: false,
        size: 0,
        plain: false,
        locked: true,
    };
}

fn push(para: &mut Para, run: Id, child: Id, words: &str, look: Look) {
    let start = para.text.len();
    para.text.push_str(words);
    para.spans.push(Span {
        run,
        child,
        at: start..para.text.len(),
        bold: look.bold,
        strong: look.strong,
        size: look.size,
        plain: look.plain,
        locked: look.locked,
    });
}
