//! Makes amendments: each changes its own bytes and no others, one after the other, all of them or
//! none. After every step the text is read again and the outline compared, so an amendment that
//! would make or swallow a heading elsewhere is refused. Not here: who may adopt a revision.

pub(crate) mod edits;
pub(crate) mod list;
pub(crate) mod moved;
mod refusal;
pub(crate) mod revision;
mod splices;

use std::ops::Range;

use serde::Serialize;

use crate::amendment::{Amendment, AmendmentOp};
use crate::blocks::{Document, Lines};
use crate::looks::{self, Headings};
use crate::model::Section;
use crate::{find, markdown, outline, read};

pub use refusal::{AmendRefusal, Conflict, Why};
pub use splices::Splice;

/// The amended text and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Amended {
    /// The whole text.
    pub text: String,
    /// What each amendment did, in order.
    pub changes: Vec<Change>,
    /// The bytes that differ, in rising order. Everything outside of them is as it was.
    pub splices: Vec<Splice>,
}

/// What one amendment did to its section.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Change {
    /// The path of the section.
    pub section: String,
    /// Its own text before; empty where the section is new.
    pub before: String,
    /// Its own text after.
    pub after: String,
    /// The finding, drill or evidence behind it.
    pub because: Option<String>,
    /// True where the section had changed since the amendment was written and the change still
    /// fitted.
    pub rebased: bool,
    /// Where the section stood when the amendment was written, where it stands elsewhere now.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub moved_from: Option<String>,
}

/// Makes the amendments in their order, each on the text that those before it left. Either all are
/// made or every one that cannot be made is returned with its reason.
pub fn amend(
    text: &str,
    amendments: &[Amendment],
    author: &str,
) -> Result<Amended, Vec<AmendRefusal>> {
    amend_text(text, amendments, author, Headings::Marked)
}

/// The same in a text with those headings.
pub(crate) fn amend_text(
    text: &str,
    amendments: &[Amendment],
    author: &str,
    headings: Headings,
) -> Result<Amended, Vec<AmendRefusal>> {
    if let Some(diagnostic) = read::refuse(text) {
        return Err(whole(Why::NotReadable {
            says: diagnostic.says,
        }));
    }
    let mut at = Scan::new(text.to_owned(), headings);
    let first = at.sections.clone();
    let mut splices = splices::Splices::default();
    let changes = in_turn(amendments, (&first, text), |amendment| {
        let (edit, next, change) = step(&at, amendment, author, &first)?;
        splices.add(edit.range, edit.with.len());
        at = next;
        Ok(change)
    })?;
    Ok(Amended {
        text: at.text,
        changes,
        splices: splices.list,
    })
}

/// Takes one step after the other, each with its amendment as the plan before all of them has it in its place now. Either
/// all succeed or every one that does not is returned with its reason.
pub(crate) fn in_turn(
    amendments: &[Amendment],
    (first, text): (&[Section], &str),
    mut step: impl FnMut(&Amendment) -> Result<Change, Why>,
) -> Result<Vec<Change>, Vec<AmendRefusal>> {
    let (mut changes, mut refusals) = (Vec::new(), Vec::new());
    for (index, amendment) in amendments.iter().enumerate() {
        let (amendment, moved_from) = moved::placed(first, text, amendment);
        match step(&amendment) {
            Ok(change) => changes.push(Change {
                moved_from,
                ..change
            }),
            Err(why) => refusals.push(AmendRefusal {
                amendment: index,
                section: named(&amendment).to_owned(),
                why,
            }),
        }
    }
    if refusals.is_empty() {
        Ok(changes)
    } else {
        Err(refusals)
    }
}

/// The refusal of a plan as a whole, whatever is asked of it.
pub(crate) fn whole(why: Why) -> Vec<AmendRefusal> {
    vec![AmendRefusal {
        amendment: 0,
        section: String::new(),
        why,
    }]
}

/// The same amendment seen from three sides: the section that the proposer read, the section as
/// they would have it, the section as it stands now. None where the section did not change in
/// between, or where the amendment has no section.
pub fn conflict(base_text: &str, current_text: &str, amendment: &Amendment) -> Option<Conflict> {
    let name = named(amendment);
    let base = Scan::new(base_text.to_owned(), Headings::Marked);
    let current = Scan::new(current_text.to_owned(), Headings::Marked);
    let before = base
        .sections
        .get(find::section(&base.sections, name).ok()?)?;
    let now = find::section(&current.sections, name)
        .ok()
        .and_then(|index| current.sections.get(index));
    if now.is_some_and(|now| now.fingerprint == before.fingerprint) {
        return None;
    }
    let ours = amend(base_text, std::slice::from_ref(amendment), "").ok()?;
    Some(Conflict {
        section: before.path.clone(),
        base: base.own(before).to_owned(),
        ours: ours
            .changes
            .first()
            .map(|change| change.after.clone())
            .unwrap_or_default(),
        theirs: now
            .map(|now| current.own(now).to_owned())
            .unwrap_or_default(),
    })
}

/// The section that an amendment names; empty where it names none.
pub(crate) fn named(amendment: &Amendment) -> &str {
    match &amendment.op {
        AmendmentOp::Replace { section, .. }
        | AmendmentOp::Insert { section, .. }
        | AmendmentOp::AppendItem { section, .. } => section,
        AmendmentOp::NewSection { parent, .. } => parent,
        AmendmentOp::Revision { .. } => "",
    }
}

/// A text with its outline.
pub(crate) struct Scan {
    pub text: String,
    pub document: Document,
    pub sections: Vec<Section>,
    headings: Headings,
}

impl Scan {
    pub fn new(text: String, headings: Headings) -> Self {
        let mut document = markdown::document(&text);
        looks::find(&mut document, &text, headings);
        let base = markdown::body_start(&text);
        let sections = outline::sections(&text, base, &mut document, &Lines::new(&text));
        Self {
            text,
            document,
            sections,
            headings,
        }
    }

    fn own(&self, section: &Section) -> &str {
        &self.text[section.range.clone()]
    }

    fn blocks_in(&self, section: usize) -> usize {
        let range = self
            .sections
            .get(section)
            .map(|section| section.range.clone());
        let inside = |at: &&usize| range.as_ref().is_some_and(|range| range.contains(*at));
        let blocks = self
            .document
            .blocks
            .iter()
            .filter(|block| block.section == section);
        blocks.count() + self.document.others.iter().filter(inside).count()
    }
}

/// A change of bytes, worked out and not yet made.
pub(crate) struct Edit {
    range: Range<usize>,
    with: String,
    /// The section whose own text changes, or before which nothing of the new section stands.
    pub section: usize,
    /// Level, title and place in the outline of a section that this edit declares.
    pub declares: Option<(u8, String, usize)>,
    /// What must be true of the text afterwards, beside the outline.
    adds: Adds,
}

/// What an edit adds to its section.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Adds {
    /// Nothing that can be counted.
    Text,
    /// At least one block.
    Block,
    /// One item to the last list.
    Item,
    /// One row to the revision table.
    Row,
}

pub(crate) fn step(
    at: &Scan,
    amendment: &Amendment,
    author: &str,
    first: &[Section],
) -> Result<(Edit, Scan, Change), Why> {
    let stale = is_stale(amendment, first);
    let edit = match edits::of(at, &amendment.op, author) {
        Err(Why::TextNotFound { .. }) if stale => {
            return Err(three_ways(&at.sections, &at.text, &amendment.op));
        }
        other => other?,
    };
    let mut text = String::with_capacity(at.text.len() + edit.with.len());
    text.push_str(&at.text[..edit.range.start]);
    text.push_str(&edit.with);
    text.push_str(&at.text[edit.range.end..]);
    if let Some(diagnostic) = read::refuse(&text) {
        return Err(Why::NotReadable {
            says: diagnostic.says,
        });
    }
    let next = Scan::new(text, at.headings);
    check_outline(&at.sections, &next.sections, edit.declares.as_ref())?;
    check_added(at, &next, &edit)?;
    let (index, before) = match &edit.declares {
        Some((_, _, index)) => (*index, String::new()),
        None => (edit.section, at.own(&at.sections[edit.section]).to_owned()),
    };
    let section = &next.sections[index];
    let change = Change {
        section: section.path.clone(),
        before,
        after: next.own(section).to_owned(),
        because: amendment.because.clone(),
        rebased: stale,
        moved_from: None,
    };
    Ok((edit, next, change))
}

/// Whether the section has changed since the amendment was written.
pub(crate) fn is_stale(amendment: &Amendment, first: &[Section]) -> bool {
    let Some(base) = &amendment.base else {
        return false;
    };
    let section = find::section(first, named(amendment))
        .ok()
        .and_then(|index| first.get(index));
    section.is_some_and(|section| section.fingerprint != *base)
}

pub(crate) fn three_ways(sections: &[Section], text: &str, op: &AmendmentOp) -> Why {
    let (name, base, ours) = match op {
        AmendmentOp::Replace {
            section,
            find,
            text,
        } => (section.as_str(), find.clone(), text.clone()),
        AmendmentOp::Insert { section, text } | AmendmentOp::AppendItem { section, text } => {
            (section.as_str(), String::new(), text.clone())
        }
        AmendmentOp::NewSection { parent, text, .. } => {
            (parent.as_str(), String::new(), text.clone())
        }
        AmendmentOp::Revision { note, .. } => ("", String::new(), note.clone()),
    };
    let section = find::section(sections, name)
        .ok()
        .and_then(|index| sections.get(index));
    let theirs = section
        .and_then(|section| text.get(section.range.clone()))
        .unwrap_or_default()
        .to_owned();
    Why::Conflict(Box::new(Conflict {
        section: name.to_owned(),
        base,
        ours,
        theirs,
    }))
}

/// The outline is the same but for the section that the edit declares.
pub(crate) fn check_outline(
    at: &[Section],
    next: &[Section],
    declares: Option<&(u8, String, usize)>,
) -> Result<(), Why> {
    let name = |section: &Section| (section.path.clone(), section.level);
    let old: Vec<_> = at.iter().map(name).collect();
    let new: Vec<_> = next.iter().map(name).collect();
    let Some((level, title, index)) = declares else {
        return match old.iter().zip(&new).find(|(old, new)| old != new) {
            None if old.len() == new.len() => Ok(()),
            Some((_, new)) => Err(Why::ChangesOutline {
                heading: new.0.clone(),
            }),
            None => {
                let more = new.get(old.len()).or_else(|| old.get(new.len()));
                Err(Why::ChangesOutline {
                    heading: more.map(|m| m.0.clone()).unwrap_or_default(),
                })
            }
        };
    };
    let added = new.len().saturating_sub(old.len());
    let made = next
        .get(*index)
        .filter(|made| made.level == *level && made.title == *title);
    let inner = next.get(index + 1..index + added).unwrap_or_default();
    let deeper = inner.iter().all(|section| section.level > *level);
    let kept = added > 0
        && new.get(..*index) == old.get(..*index)
        && new.get(index + added..) == old.get(*index..);
    if made.is_some() && deeper && kept {
        Ok(())
    } else {
        Err(Why::ChangesOutline {
            heading: title.clone(),
        })
    }
}

/// What was added is really there, and not swallowed by a comment, a fence or a list before it.
fn check_added(at: &Scan, next: &Scan, edit: &Edit) -> Result<(), Why> {
    let lost = |says: &str| Why::NotEditable {
        says: says.to_owned(),
    };
    if next.document.open_fence.is_some() && at.document.open_fence.is_none() {
        return Err(lost("the text opens a fence of code and does not close it"));
    }
    match edit.adds {
        Adds::Text => Ok(()),
        Adds::Block => {
            let index = edit
                .declares
                .as_ref()
                .map_or(edit.section, |(_, _, index)| *index);
            let before = if edit.declares.is_some() {
                0
            } else {
                at.blocks_in(edit.section)
            };
            match next.blocks_in(index) > before {
                true => Ok(()),
                false => Err(lost(
                    "the new text would be swallowed by what stands before it",
                )),
            }
        }
        Adds::Item => {
            let count = |scan: &Scan| list::items(scan.own(&scan.sections[edit.section]));
            match count(next) == count(at) + 1 {
                true => Ok(()),
                false => Err(lost("the new item would not be an item of the list")),
            }
        }
        Adds::Row => match revision::rows(next) == revision::rows(at) + 1 {
            true => Ok(()),
            false => Err(lost("the new row would not be a row of the revision table")),
        },
    }
}
