//! Adds paragraphs, items and sections: where in the document they go and what they consist of. Not
//! here: how they look (`look`), their bytes (`write`), rows of tables that exist (`row`).

use super::Setting;
use super::amend::{Edit, Scan, paras};
use super::body::{ByLook, Para, Part, Shape};
use super::compose::{self, NewPara, NewShape};
use super::look::{dressed, heading, look_of};
use super::write::{By, New, after, no};
use super::xml::{Id, Tree};
use crate::amend::Why;
use crate::amend::list::HEADING_TYPED;
use crate::amend::revision;

pub(super) fn paragraphs(at: &Scan, section: usize, text: &str, by: By) -> Result<Edit, Why> {
    let composed = compose::paragraphs(text)?;
    if composed.is_empty() {
        return Err(Why::TextEmpty);
    }
    if let Some(heading) = composed
        .iter()
        .find(|para| matches!(para.shape, NewShape::Heading(_)))
    {
        return Err(Why::ChangesOutline {
            heading: heading.words(),
        });
    }
    let new = composed
        .iter()
        .map(|para| dressed(at, section, para))
        .collect();
    let splices = after(at, anchor(at, section)?, new, by)?;
    Ok(Edit {
        splices,
        section,
        declares: None,
    })
}

pub(super) fn item(at: &Scan, section: usize, text: &str, by: By) -> Result<Edit, Why> {
    let text = text.trim();
    let text = text
        .strip_prefix("- ")
        .or(text.strip_prefix("* "))
        .unwrap_or(text)
        .trim();
    if text.is_empty() {
        return Err(Why::TextEmpty);
    }
    let line = text.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut para = NewPara {
        shape: NewShape::Item(0, None),
        runs: compose::inline(&line)?,
    };
    let flow: Vec<&Para> = flowing(at, section).collect();
    let level = |para: &&Para| match &para.shape {
        Shape::Item { level, .. } => Some(*level),
        Shape::Title | Shape::Heading(_) | Shape::Plain | Shape::More => None,
    };
    // The outermost item of the last list, and the end of what hangs on it.
    let last = flow.iter().rposition(|para| level(para).is_some());
    let (place, look) = match last {
        Some(last) => {
            let run = flow[..=last]
                .iter()
                .rev()
                .take_while(|para| level(para).is_some() || para.shape == Shape::More);
            let outer = run
                .filter_map(|para| Some((level(para)?, *para)))
                .min_by_key(|(level, _)| *level);
            let more = flow[last + 1..]
                .iter()
                .take_while(|para| para.shape == Shape::More)
                .count();
            let pattern = outer.map_or(flow[last], |(_, para)| para);
            let place = free(flow[last + more])?;
            (place, look_of(&at.tree, pattern, true))
        }
        None => {
            if let New::Para(look, runs) = dressed(at, section, &para) {
                para.runs = runs;
                (anchor(at, section)?, look)
            } else {
                return Err(Why::TextEmpty);
            }
        }
    };
    let splices = after(at, place, vec![New::Para(look, para.runs)], by)?;
    Ok(Edit {
        splices,
        section,
        declares: None,
    })
}

/// A new section: level, place in the outline, title, text.
pub(super) fn section(
    at: &Scan,
    setting: &Setting,
    ((level, index), title, text): ((u8, usize), &str, &str),
    by: By,
) -> Result<Edit, Why> {
    let before = index.saturating_sub(1);
    let mut new = vec![heading(at, setting, (level, before), title)];
    for para in compose::paragraphs(text)? {
        match para.shape {
            NewShape::Heading(inner) if inner > level => {
                new.push(heading(at, setting, (inner, before), &para.words()));
            }
            NewShape::Heading(_) => {
                return Err(Why::ChangesOutline {
                    heading: para.words(),
                });
            }
            NewShape::Plain | NewShape::Item(..) => new.push(dressed(at, before, &para)),
        }
    }
    declared(at, (level, index, title), new, by)
}

/// The section for the first revision, with its table.
pub(super) fn history(
    at: &Scan,
    setting: &Setting,
    ((level, index), row): ((u8, usize), &revision::Row),
    by: By,
) -> Result<Edit, Why> {
    let new = vec![
        heading(
            at,
            setting,
            (level, index.saturating_sub(1)),
            revision::HEADING,
        ),
        New::Table(rows(row)),
    ];
    declared(at, (level, index, revision::HEADING), new, by)
}

/// The table of the first revision in a section that waits for it.
pub(super) fn first_revision(
    at: &Scan,
    section: usize,
    row: &revision::Row,
    by: By,
) -> Result<Edit, Why> {
    let splices = after(at, anchor(at, section)?, vec![New::Table(rows(row))], by)?;
    Ok(Edit {
        splices,
        section,
        declares: None,
    })
}

fn rows(row: &revision::Row) -> Vec<Vec<String>> {
    let words = |cells: [&str; 4]| {
        cells
            .iter()
            .map(|cell| cell.split_whitespace().collect::<Vec<_>>().join(" "))
            .collect()
    };
    vec![
        words(["Revision", "Date", "Author", "Change"]),
        words([row.number, row.date, row.author, row.note]),
    ]
}

fn declared(
    at: &Scan,
    (level, index, title): (u8, usize, &str),
    new: Vec<New>,
    by: By,
) -> Result<Edit, Why> {
    let before = index.saturating_sub(1);
    let splices = after(at, anchor(at, before)?, new, by)?;
    let title = title.split_whitespace().collect::<Vec<_>>().join(" ");
    Ok(Edit {
        splices,
        section: before,
        declares: Some((level, title, index)),
    })
}

/// The paragraphs of a section that stand in the flow and say something.
pub(super) fn flowing(at: &Scan, section: usize) -> impl DoubleEndedIterator<Item = &Para> {
    at.parts(section).filter_map(|part| match part {
        Part::Para(para) => Some(para).filter(|para| para.flows && !para.text.trim().is_empty()),
        Part::Table(_) => None,
    })
}

/// The last element of a section that says something.
fn anchor(at: &Scan, section: usize) -> Result<Id, Why> {
    let tree = &at.tree;
    let says = |part: &&Part| {
        let says = paras(part).iter().any(|para| !para.text.trim().is_empty());
        let here = match part {
            Part::Para(para) => para.flows || para.locked.is_none(),
            Part::Table(_) => true,
        };
        says && here
    };
    let last = at.parts(section).rfind(says);
    let last = last.or_else(|| at.parts(section).next_back());
    match last {
        Some(Part::Para(para)) if para.flows => free(para),
        Some(Part::Para(para)) => Ok(outermost(tree, para.node)),
        Some(Part::Table(table)) => Ok(table.node),
        None if section > 0 => {
            // The heading alone, typed at the end of the paragraph before.
            let before = at.parts(section - 1).next_back();
            match before {
                Some(Part::Para(para)) => Ok(para.node),
                Some(Part::Table(_)) | None => Err(no("the section has no place of its own")),
            }
        }
        None => {
            // A document without any text still has a paragraph to stand after.
            let body = tree.child(tree.root(), "body");
            let first = body.and_then(|body| tree.child(body, "p"));
            first.ok_or_else(|| no("the document is empty"))
        }
    }
}

/// The element of a paragraph, if what is put after it stands in the same section.
fn free(para: &Para) -> Result<Id, Why> {
    match para.by_look {
        Some((ByLook::Typed { at, .. }, _)) if at > 0 => Err(no(HEADING_TYPED)),
        Some(_) | None => Ok(para.node),
    }
}

fn outermost(tree: &Tree, node: Id) -> Id {
    let mut at = node;
    while let Some(parent) = tree.parent(at) {
        if tree.name(parent) == "body" {
            break;
        }
        at = parent;
    }
    at
}
