//! Makes amendments in a Word document, in their order, all of them or none. After every step, which may be several of them
//! in different sections, the document is read again and its outline compared. Only the document itself changes, and with
//! a reason the comments and what names them. Not here: the bytes that each kind of change writes.

use std::collections::{BTreeMap, VecDeque};
use std::ops::Range;

use terms::Stamp;

use super::body::{Body, Para, Part};
use super::hand::Hand;
use super::package::Package;
use super::project::Projection;
use super::xml::Tree;
use super::{AmendedDocx, Edition, Setting, insert, replace, row};
use crate::amend::edits::{section, slot_of_section};
use crate::amend::revision::{self, HEADING};
use crate::amend::{
    AmendRefusal, Change, Why, check_outline, in_turn, is_stale, moved, three_ways, whole,
};
use crate::amendment::{Amendment, AmendmentOp};
use crate::blocks::Lines;
use crate::looks::Headings;
use crate::model::Section;
use crate::outline;

/// A document with its outline.
pub(super) struct Scan {
    pub tree: Tree,
    pub body: Body,
    pub projection: Projection,
    pub sections: Vec<Section>,
}

impl Scan {
    fn new(document: String, setting: &Setting) -> Result<Self, String> {
        let tree = Tree::read(document)?;
        let (body, mut projection) = setting.project(&tree);
        let text = &projection.text;
        let sections = outline::sections(text, 0, &mut projection.document, &Lines::new(text));
        Ok(Self {
            tree,
            body,
            projection,
            sections,
        })
    }

    fn own(&self, section: &Section) -> &str {
        &self.projection.text[section.range.clone()]
    }

    /// The parts of the body that belong to a section, with its heading.
    pub fn parts(&self, index: usize) -> impl DoubleEndedIterator<Item = &Part> {
        let Some(section) = self.sections.get(index) else {
            return self.body.parts[0..0].iter();
        };
        let first = index == 0;
        let starts = &self.projection.starts;
        let from = starts.partition_point(|start| *start < section.range.start);
        let to = starts.partition_point(|start| *start < section.range.end);
        let from = if first { 0 } else { from };
        let to = if index + 1 == self.sections.len() {
            starts.len()
        } else {
            to
        };
        self.body.parts[from.min(to)..to].iter()
    }
}

/// A change of the document, worked out and not yet made.
pub(super) struct Edit {
    /// Bytes of the document and what takes their place, rising.
    pub splices: Vec<(Range<usize>, String)>,
    pub section: usize,
    /// Level, title and place in the outline of a section that this edit declares.
    pub declares: Option<(u8, String, usize)>,
}

pub(super) fn amend(
    bytes: &[u8],
    amendments: &[Amendment],
    by: (&str, Stamp, Edition),
    headings: Headings,
) -> Result<AmendedDocx, Vec<AmendRefusal>> {
    let unreadable = |says: String| whole(Why::NotReadable { says });
    let package = Package::open(bytes).map_err(|broken| unreadable(broken.says))?;
    if amendments.is_empty() {
        return Ok(AmendedDocx {
            bytes: bytes.to_vec(),
            changes: Vec::new(),
        });
    }
    if let Some(says) = forbids(&package, by.2) {
        return Err(whole(Why::NotEditable {
            says: says.to_owned(),
        }));
    }
    let setting = Setting::of(&package, headings);
    let document = package.part(&package.main).unwrap_or_default().to_owned();
    let mut at = Scan::new(document, &setting).map_err(unreadable)?;
    if !at.tree.is_usual() {
        let says = "the file is of the strict kind; save it as an ordinary Word document";
        return Err(whole(Why::NotEditable {
            says: says.to_owned(),
        }));
    }
    let comments = package.tree("comments");
    let mut hand = Hand::new(&at.tree, comments.as_ref(), by);
    let first = at.sections.clone();
    let read = at.projection.text.clone();
    let mut made = VecDeque::new();
    let mut rest = amendments.iter();
    let changes = in_turn(amendments, (&first, &read), |amendment| {
        if made.is_empty() {
            let mut trial = hand.clone();
            let wanted = rest.as_slice();
            let all = together(&at, wanted, (&mut trial, by.0), (&first, &read), &setting);
            if let Some((next, changes)) = all {
                (at, made, hand) = (next, changes, trial);
            }
        }
        rest.next();
        if let Some(change) = made.pop_front() {
            return Ok(change);
        }
        let (next, change) = step(&at, amendment, (&mut hand, by.0), &first, &setting)?;
        at = next;
        Ok(change)
    })?;
    let mut changed = BTreeMap::new();
    if !hand.comments.is_empty() {
        comment(&package, &hand, &mut changed).map_err(unreadable)?;
    }
    changed.insert(package.main.clone(), at.tree.text);
    let bytes = package.with(&changed).map_err(unreadable)?;
    Ok(AmendedDocx { bytes, changes })
}

/// Why the file as a whole takes no changes.
fn forbids(package: &Package, edition: Edition) -> Option<&'static str> {
    if package.is_signed() {
        return Some("the file is signed, and a change would break the signature");
    }
    let settings = package.tree("settings")?;
    let protection = settings.child(settings.root(), "documentProtection")?;
    let enforced = settings.attr(protection, "enforcement");
    let enforced = matches!(enforced.as_deref(), Some("1" | "true" | "on"));
    let only_tracked = settings.attr(protection, "edit").as_deref() == Some("trackedChanges");
    (enforced && !(only_tracked && edition == Edition::Tracked))
        .then_some("the file is protected against changes; take the protection off in Word")
}

fn step(
    at: &Scan,
    amendment: &Amendment,
    (hand, author): (&mut Hand, &str),
    first: &[Section],
    setting: &Setting,
) -> Result<(Scan, Change), Why> {
    let stale = is_stale(amendment, first);
    let edit = match work_out(at, amendment, (hand, author), setting) {
        Err(Why::TextNotFound { .. }) if stale => {
            return Err(three_ways(&at.sections, &at.projection.text, &amendment.op));
        }
        other => other?,
    };
    let next = spliced(&at.tree.text, &edit.splices);
    let next = Scan::new(next, setting).map_err(|says| Why::NotEditable { says })?;
    check_outline(&at.sections, &next.sections, edit.declares.as_ref())?;
    let (index, before) = match &edit.declares {
        Some((_, _, index)) => (*index, String::new()),
        None => match at.sections.get(edit.section) {
            Some(section) => (edit.section, at.own(section).to_owned()),
            None => (0, String::new()),
        },
    };
    let section = next.sections.get(index).ok_or(Why::TextEmpty)?;
    let change = Change {
        section: section.path.clone(),
        before,
        after: next.own(section).to_owned(),
        because: amendment.because.clone(),
        rebased: stale,
        moved_from: None,
    };
    Ok((next, change))
}

/// The first of these amendments that concern a section each and leave the outline alone, made at once, so that the document
/// is read again only once. None where there are not two of them, or where they do not go together: then each is made in its
/// turn, which gives the same text and tells what is wrong with which.
fn together(
    at: &Scan,
    amendments: &[Amendment],
    (hand, author): (&mut Hand, &str),
    (first, read): (&[Section], &str),
    setting: &Setting,
) -> Option<(Scan, VecDeque<Change>)> {
    let mut edits: Vec<(Amendment, Edit)> = Vec::new();
    for amendment in amendments {
        let (amendment, _) = moved::placed(first, read, amendment);
        let before = hand.clone();
        let edit = work_out(at, &amendment, (hand, author), setting).ok();
        let taken = |edit: &Edit| edits.iter().any(|(_, it)| it.section == edit.section);
        match edit.filter(|edit| edit.declares.is_none() && !taken(edit)) {
            Some(edit) => edits.push((amendment.into_owned(), edit)),
            None => {
                *hand = before;
                break;
            }
        }
    }
    if edits.len() < 2 {
        return None;
    }
    let splices = apart(&edits)?;
    let next = Scan::new(spliced(&at.tree.text, &splices), setting).ok()?;
    check_outline(&at.sections, &next.sections, None).ok()?;
    let change = |(amendment, edit): &(Amendment, Edit)| {
        let (before, after) = (
            at.sections.get(edit.section)?,
            next.sections.get(edit.section)?,
        );
        Some(Change {
            section: after.path.clone(),
            before: at.own(before).to_owned(),
            after: next.own(after).to_owned(),
            because: amendment.because.clone(),
            rebased: is_stale(amendment, first),
            moved_from: None,
        })
    };
    let changes = edits.iter().map(change).collect::<Option<_>>()?;
    Some((next, changes))
}

/// What all these edits put into the document, rising; none where two of them touch.
fn apart(edits: &[(Amendment, Edit)]) -> Option<Vec<(Range<usize>, String)>> {
    let of_edit = |(nth, (_, edit)): (usize, &(Amendment, Edit))| {
        let with_edit = edit.splices.iter().cloned();
        with_edit
            .map(move |splice| (nth, splice))
            .collect::<Vec<_>>()
    };
    let mut all: Vec<_> = edits.iter().enumerate().flat_map(of_edit).collect();
    all.sort_by_key(|(_, (range, _))| range.start);
    let touch = all.windows(2).any(|pair| match pair {
        [(one, (before, _)), (other, (after, _))] => one != other && before.end >= after.start,
        _ => false,
    });
    (!touch).then(|| all.into_iter().map(|(_, splice)| splice).collect())
}

fn work_out(
    at: &Scan,
    amendment: &Amendment,
    (hand, author): (&mut Hand, &str),
    setting: &Setting,
) -> Result<Edit, Why> {
    let because = amendment.because.as_deref();
    match &amendment.op {
        AmendmentOp::Replace {
            section: name,
            find,
            text,
        } => replace::replace(
            at,
            section(&at.sections, name)?,
            (find, text),
            (hand, because),
        ),
        AmendmentOp::Insert {
            section: name,
            text,
        } => insert::paragraphs(at, section(&at.sections, name)?, text, (hand, because)),
        AmendmentOp::AppendItem {
            section: name,
            text,
        } => insert::item(at, section(&at.sections, name)?, text, (hand, because)),
        AmendmentOp::NewSection {
            parent,
            title,
            text,
        } => {
            let parent = match parent.trim() {
                "" => None,
                parent => Some(section(&at.sections, parent)?),
            };
            let title = title.trim();
            if title.is_empty() || title.contains(['\n', '\r']) {
                return Err(Why::TextEmpty);
            }
            let slot = slot_of_section(&at.sections, parent, title)?;
            insert::section(at, setting, (slot, title, text), (hand, because))
        }
        AmendmentOp::Revision { number, date, note } => {
            let new = revision::Row {
                number,
                date,
                note,
                author,
            };
            if number.trim().is_empty() || date.trim().is_empty() {
                return Err(Why::TextEmpty);
            }
            match row::table(at) {
                Some(table) => row::add(at, table, &new, (hand, because)),
                None => match revision::home(&at.sections) {
                    Some(home) => insert::first_revision(at, home, &new, (hand, because)),
                    None => {
                        let slot = slot_of_section(&at.sections, None, HEADING)?;
                        insert::history(at, setting, (slot, &new), (hand, because))
                    }
                },
            }
        }
    }
}

fn spliced(text: &str, splices: &[(Range<usize>, String)]) -> String {
    let added: usize = splices.iter().map(|(_, with)| with.len()).sum();
    let mut out = String::with_capacity(text.len() + added);
    let mut from = 0;
    for (range, with) in splices {
        out.push_str(&text[from..range.start]);
        out.push_str(with);
        from = range.end;
    }
    out.push_str(&text[from..]);
    out
}

const COMMENTS: &str =
    "application/vnd.openxmlformats-officedocument.wordprocessingml.comments+xml";
const RELATION: &str =
    "http://schemas.openxmlformats.org/officeDocument/2006/relationships/comments";
const NAMESPACE: &str = "http://schemas.openxmlformats.org/wordprocessingml/2006/main";

/// Adds the comments to their part, or makes the part and names it where it has to be named.
fn comment(
    package: &Package,
    hand: &Hand,
    changed: &mut BTreeMap<String, String>,
) -> Result<(), String> {
    let comments = hand.comments_xml();
    if let Some(name) = package.of_kind("comments") {
        let tree = package.tree("comments").filter(Tree::is_usual);
        let tree = tree.ok_or("the comments cannot be read")?;
        changed.insert(name, at_end(&tree, &comments));
        return Ok(());
    }
    let name = format!("{}comments.xml", package.folder());
    if package.holds(&name) {
        return Err("the file holds comments that nothing refers to".to_owned());
    }
    changed.insert(
        name.clone(),
        format!(
            "<?xml version=\"1.0\" encoding=\"UTF-8\" standalone=\"yes\"?>\n\
             <w:comments xmlns:w=\"{NAMESPACE}\">{comments}</w:comments>"
        ),
    );
    let read = |part: &str| -> Result<Tree, String> {
        let text = package
            .part(part)
            .ok_or_else(|| format!("{part} is missing"))?;
        Tree::read(text.to_owned())
    };
    let types = read("[Content_Types].xml")?;
    let known = format!("<Override PartName=\"/{name}\" ContentType=\"{COMMENTS}\"/>");
    changed.insert("[Content_Types].xml".to_owned(), at_end(&types, &known));
    let rels = package.rels();
    let tree = read(&rels)?;
    let taken = |id: &str| {
        tree.all()
            .any(|it| tree.attr(it, "Id").as_deref() == Some(id))
    };
    let id = (1..)
        .map(|n| format!("rId{n}"))
        .find(|id| !taken(id))
        .unwrap_or_default();
    let relation =
        format!("<Relationship Id=\"{id}\" Type=\"{RELATION}\" Target=\"comments.xml\"/>");
    changed.insert(rels, at_end(&tree, &relation));
    Ok(())
}

/// The part with something more before the end of its root.
fn at_end(tree: &Tree, more: &str) -> String {
    let root = tree.root();
    let text = &tree.text;
    if !tree.is_empty_tag(root) {
        let end = tree.inside(root).end;
        return format!("{}{more}{}", &text[..end], &text[end..]);
    }
    let range = tree.range(root);
    let tag = tree.tag(root).trim_end_matches("/>");
    let name = &tag[1..tag.find(char::is_whitespace).unwrap_or(tag.len())];
    format!(
        "{}{tag}>{more}</{name}>{}",
        &text[..range.start],
        &text[range.end..]
    )
}

/// The paragraphs of a part, also those of cells.
pub(super) fn paras(part: &Part) -> Vec<&Para> {
    match part {
        Part::Para(para) => vec![para],
        Part::Table(table) => {
            let cells = table.rows.iter().flat_map(|row| &row.cells);
            cells.flat_map(|cell| &cell.paras).collect()
        }
    }
}
