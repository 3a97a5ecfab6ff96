//! Paragraphs of a Word document that look like headings and have no heading's style: bold or large lines that stand
//! alone, and `## Heading` that was typed as text. Not here: which words read as a heading, and how levels follow from
//! looks (`crate::looks`).

use std::collections::BTreeMap;

use super::body::{Body, ByLook, Para, Part, Shape};
use crate::looks::{Found, Headings, Key, levels, reads_as_heading, typed};

/// How much larger than the text a line is that needs no bold to stand out, in half points.
const LARGER_BY: u16 = 4;

/// A line that looks like a heading: the part of the body, its words, its level.
pub(super) type Like = (usize, String, u8);

/// Finds the lines that look like headings, and makes them headings where that is wished.
pub(super) fn settle(body: &mut Body, headings: Headings) -> Vec<Like> {
    let usual = usual_size(body);
    let mut candidates = Vec::new();
    let mut found = Vec::new();
    for (index, part) in body.parts.iter().enumerate() {
        let Part::Para(para) = part else { continue };
        if let Shape::Heading(level) = para.shape
            && para.flows
        {
            found.push(Found::Marked(level));
        } else if let Some((at, words, level)) = typed(&para.text).filter(|_| para.flows) {
            candidates.push((index, ByLook::Typed { at, words }, found.len()));
            found.push(Found::Marked(level));
        } else if let Some(key) = looks_so(body, index, para, usual) {
            candidates.push((index, ByLook::Line, found.len()));
            found.push(Found::Like(key));
        }
    }
    let levels = levels(&found);
    let mut like = Vec::new();
    for (index, by_look, nth) in candidates {
        let Some(Part::Para(para)) = body.parts.get_mut(index) else {
            continue;
        };
        let level = levels[nth];
        let words = match by_look {
            ByLook::Line => para.text.as_str(),
            ByLook::Typed { words, .. } => &para.text[words..],
        };
        let title: Vec<&str> = words.split_whitespace().collect();
        like.push((index, title.join(" "), level));
        if headings.are_by_look() {
            para.by_look = Some((by_look, level));
            if let ByLook::Line | ByLook::Typed { at: 0, .. } = by_look {
                para.shape = Shape::Heading(level);
            }
        }
    }
    like
}

/// What a line looks like that stands out and stands alone.
fn looks_so(body: &Body, index: usize, para: &Para, usual: u16) -> Option<Key> {
    let depth = match &para.shape {
        Shape::Plain => 1,
        Shape::Item {
            level,
            number,
            counts: true,
        } if !goes_on(body, index, number) => usize::from(*level) + 1,
        Shape::Item { .. } | Shape::Title | Shape::Heading(_) | Shape::More => return None,
    };
    let seen = para.spans.iter().filter(|span| {
        let words = &para.text[span.at.clone()];
        !words.trim().is_empty()
    });
    let size = seen.clone().map(|span| span.size).max()?;
    let strong = seen.clone().all(|span| span.strong) && size >= usual;
    let large = seen
        .clone()
        .all(|span| span.size >= usual.saturating_add(LARGER_BY));
    let fits = para.flows && para.locked.is_none() && reads_as_heading(&para.text);
    (fits && (strong || large)).then(|| Key::of(&para.text, size, depth))
}

/// Whether the next thing that says something is an item of the same list.
fn goes_on(body: &Body, index: usize, list: &str) -> bool {
    let beside = |part: Option<&Part>| match part {
        Some(Part::Para(para)) => {
            matches!(&para.shape, Shape::Item { number, .. } if number == list)
        }
        Some(Part::Table(_)) | None => false,
    };
    let says = |part: &&Part| match part {
        Part::Para(para) => !para.text.trim().is_empty(),
        Part::Table(_) => true,
    };
    beside(body.parts[index + 1..].iter().find(says))
}

/// The size in which most of the text stands, in half points.
fn usual_size(body: &Body) -> u16 {
    let mut sizes: BTreeMap<u16, usize> = BTreeMap::new();
    for part in &body.parts {
        let Part::Para(para) = part else { continue };
        for span in para.spans.iter().filter(|span| span.plain) {
            *sizes.entry(span.size).or_default() += span.at.len();
        }
    }
    let most = sizes.into_iter().max_by_key(|(_, count)| *count);
    most.map_or(0, |(size, _)| size)
}
