//! Replaces words inside one paragraph: the runs that hold them are divided, the old words marked
//! as deleted and the new ones as inserted with the look of the old. Words in fields, locked
//! controls, notes and boxes are not touched.

use std::ops::Range;

use super::amend::{Edit, Scan, paras};
use super::body::{Para, Shape, Span};
use super::compose::{self, NewRun};
use super::hand::{Hand, kept, run_xml, runs_xml, text_xml};
use super::xml::{Id, Tree};
use crate::amend::Why;
use crate::amend::edits::{loose_places, places};

pub(super) fn replace(
    at: &Scan,
    section: usize,
    (find, text): (&str, &str),
    (hand, because): (&mut Hand, Option<&str>),
) -> Result<Edit, Why> {
    if find.trim().is_empty() {
        return Err(Why::TextEmpty);
    }
    let found = places_in(at, section, find);
    let (para, range) = match found.as_slice() {
        [(para, range)] => (*para, range.clone()),
        [] => {
            let others = (0..at.sections.len()).filter(|index| *index != section);
            let mut others = others.filter(|index| !places_in(at, *index, find).is_empty());
            let other = others.next().filter(|_| others.next().is_none());
            if spans_paragraphs(find) {
                let says = "the text to replace stands in several paragraphs; name one of them";
                return Err(Why::NotEditable {
                    says: says.to_owned(),
                });
            }
            return Err(Why::TextNotFound {
                elsewhere: other.map(|index| at.sections[index].path.clone()),
            });
        }
        several => {
            return Err(Why::TextNotUnique {
                count: several.len(),
            });
        }
    };
    if let Some(why) = para.locked {
        return Err(Why::NotEditable {
            says: format!("the text cannot be changed: {why}"),
        });
    }
    let new = compose::inline(text)?;
    let (range, new) = narrowed(&para.text, range, new);
    let splices = divide(&at.tree, para, &range, &new, (hand, because))?;
    Ok(Edit {
        splices,
        section,
        declares: None,
    })
}

fn spans_paragraphs(find: &str) -> bool {
    compose::paragraphs(find).is_ok_and(|paras| paras.len() > 1)
}

/// A way to find a text in the words of a paragraph.
type Way<'a> = &'a dyn Fn(&str) -> Vec<Range<usize>>;

/// Where a text stands in the own text of a section: as it is, with other blanks, or without the
/// marks of Markdown.
fn places_in<'a>(at: &'a Scan, section: usize, find: &str) -> Vec<(&'a Para, Range<usize>)> {
    let bare: String = compose::inline(find.trim())
        .map(|runs| runs.into_iter().map(|run| run.text).collect())
        .unwrap_or_default();
    let of_item = compose::paragraphs(find)
        .ok()
        .filter(|paras| paras.len() == 1)
        .map(|paras| paras[0].words())
        .unwrap_or_default();
    let all: Vec<&Para> = at
        .parts(section)
        .flat_map(paras)
        .filter(|para| !(para.flows && matches!(para.shape, Shape::Heading(_))))
        .collect();
    let ways: [Way; 4] = [
        &|text| places(text, find),
        &|text| loose_places(text, find),
        &|text| {
            if bare.is_empty() {
                Vec::new()
            } else {
                loose_places(text, &bare)
            }
        },
        &|text| {
            if of_item.is_empty() {
                Vec::new()
            } else {
                loose_places(text, &of_item)
            }
        },
    ];
    for way in ways {
        let found: Vec<_> = all
            .iter()
            .flat_map(|para| way(&para.text).into_iter().map(|range| (*para, range)))
            .collect();
        if !found.is_empty() {
            return found;
        }
    }
    Vec::new()
}

/// Leaves out the words that old and new have in common at both ends.
fn narrowed(text: &str, range: Range<usize>, new: Vec<NewRun>) -> (Range<usize>, Vec<NewRun>) {
    let [only] = new.as_slice() else {
        return (range, new);
    };
    if only.bold || only.slanted {
        return (range, new);
    }
    let (old, with) = (&text[range.clone()], only.text.as_str());
    let mut lead = 0;
    for word in old.split_inclusive(' ') {
        if !word.ends_with(' ') || !with[lead..].starts_with(word) {
            break;
        }
        lead += word.len();
    }
    let (rest, with_rest) = (&old[lead..], &with[lead..]);
    let mut tail = 0;
    for word in rest.rsplit(' ') {
        let piece = word.len() + 1;
        if tail + piece >= rest.len() || tail + piece >= with_rest.len() {
            break;
        }
        let (a, b) = (rest.len() - tail - piece, with_rest.len() - tail - piece);
        if with_rest.get(b..) != rest.get(a..) {
            break;
        }
        tail += piece;
    }
    let text = with_rest[..with_rest.len() - tail].to_owned();
    let runs = if text.is_empty() {
        Vec::new()
    } else {
        vec![NewRun {
            text,
            ..NewRun::default()
        }]
    };
    (range.start + lead..range.end - tail, runs)
}

/// The runs that a range touches, in their order.
fn touched(para: &Para, range: &Range<usize>) -> Vec<Id> {
    let overlaps = |span: &&Span| {
        if range.is_empty() {
            span.plain && span.at.start <= range.start && range.start <= span.at.end
        } else {
            span.at.start < range.end && range.start < span.at.end
        }
    };
    let mut runs: Vec<Id> = para
        .spans
        .iter()
        .filter(overlaps)
        .map(|span| span.run)
        .collect();
    runs.dedup();
    if range.is_empty() {
        runs.truncate(1);
    }
    runs
}

fn divide(
    tree: &Tree,
    para: &Para,
    range: &Range<usize>,
    new: &[NewRun],
    (hand, because): (&mut Hand, Option<&str>),
) -> Result<Vec<(Range<usize>, String)>, Why> {
    let runs = touched(para, range);
    let (Some(first), Some(last)) = (runs.first(), runs.last()) else {
        return Err(blocked());
    };
    let mut pieces = Vec::new();
    for run in &runs {
        pieces.push(cut(tree, para, *run, range)?);
    }
    let note = hand.note(because);
    let mut splices = Vec::new();
    for (run, piece) in runs.iter().zip(pieces) {
        let look = kept(tree, tree.child(*run, "rPr"), &[]);
        let mut out = String::new();
        if run == first {
            out.push_str(&note.before);
        }
        out.push_str(&run_xml(&look, &piece.before));
        out.push_str(&hand.deleted(&run_xml(&look, &piece.middle)));
        if run == first {
            let plain = kept(tree, tree.child(*run, "rPr"), &["rPrChange", "ins", "del"]);
            let ours = hand.inserted(&runs_xml(new, &plain));
            out.push_str(&outside(tree, *run, ours, hand));
        }
        out.push_str(&run_xml(&look, &piece.after));
        if run == last {
            let after = note.after.clone();
            out.push_str(&outside(tree, *run, after, hand));
        }
        splices.push((tree.range(*run), out));
    }
    Ok(splices)
}

/// What is ours does not belong into another's insertion: that one is closed and opened again.
fn outside(tree: &Tree, run: Id, ours: String, hand: &mut Hand) -> String {
    match tree
        .parent(run)
        .filter(|parent| tree.name(*parent) == "ins")
    {
        Some(parent) if hand.tracks() && !ours.is_empty() => {
            let again = hand.reopened(tree.tag(parent));
            format!("</w:ins>{ours}{again}")
        }
        Some(_) | None => ours,
    }
}

#[derive(Default)]
struct Piece {
    before: String,
    middle: String,
    after: String,
}

/// Divides one run into what stands before, in and after a range.
fn cut(tree: &Tree, para: &Para, run: Id, range: &Range<usize>) -> Result<Piece, Why> {
    let mut piece = Piece::default();
    let mut reached = para
        .spans
        .iter()
        .find(|span| span.run == run)
        .map_or(0, |span| span.at.start);
    for child in tree
        .children(run)
        .filter(|child| tree.name(*child) != "rPr")
    {
        let span = para.spans.iter().find(|span| span.child == child);
        let at = span.map_or(reached..reached, |span| span.at.clone());
        reached = at.end;
        let raw = tree.raw(child);
        if at.end <= range.start && (at.start < range.start || !at.is_empty())
            || at.is_empty() && at.start <= range.start
        {
            piece.before.push_str(raw);
            continue;
        }
        if at.start >= range.end {
            piece.after.push_str(raw);
            continue;
        }
        let Some(span) = span.filter(|span| !span.locked) else {
            if tree.name(child) == "lastRenderedPageBreak" {
                continue;
            }
            return Err(blocked());
        };
        if span.plain {
            let (from, to) = (range.start.max(at.start), range.end.min(at.end));
            piece
                .before
                .push_str(&text_xml("t", &para.text[at.start..from]));
            piece
                .middle
                .push_str(&text_xml("delText", &para.text[from..to]));
            piece.after.push_str(&text_xml("t", &para.text[to..at.end]));
        } else if matches!(tree.name(child), "tab" | "br" | "cr" | "noBreakHyphen")
            && !at.is_empty()
        {
            piece.middle.push_str(raw);
        } else {
            return Err(blocked());
        }
    }
    Ok(piece)
}

fn blocked() -> Why {
    Why::NotEditable {
        says: "the text cannot be changed: a field, a note, a picture or a locked control stands in it"
            .to_owned(),
    }
}
