//! The bytes of new paragraphs and tables after an element. Where no paragraph follows, the mark of
//! the one before is what is new, because a rejected mark joins its paragraph to the next. Not here:
//! how they look, and rows of tables that exist.

use super::amend::Scan;
use super::compose::{NewPara, NewRun};
use super::hand::{Hand, Note, runs_xml};
use super::look::Look;
use super::xml::{Id, Tree};
use crate::amend::Why;

/// What is to be written after an anchor.
pub(super) enum New {
    Para(Look, Vec<NewRun>),
    Table(Vec<Vec<String>>),
}

pub(super) type By<'a, 'b> = (&'a mut Hand, Option<&'b str>);

pub(super) fn no(says: &str) -> Why {
    Why::NotEditable {
        says: says.to_owned(),
    }
}

pub(super) type Splices = Vec<(std::ops::Range<usize>, String)>;

/// Writes new paragraphs and tables after an element.
pub(super) fn after(
    at: &Scan,
    anchor: Id,
    mut new: Vec<New>,
    (hand, because): By,
) -> Result<Splices, Why> {
    let tree = &at.tree;
    let follows = is_followed(tree, anchor);
    let ends_in_table = matches!(new.last(), Some(New::Table(_)));
    if ends_in_table && !follows {
        new.push(New::Para(Look::default(), Vec::new()));
    }
    let is_para = tree.name(anchor) == "p";
    if !follows && !is_para {
        return Err(no(
            "the section ends in a table with no paragraph after it; add an empty one in Word",
        ));
    }
    let end = tree.range(anchor).end;
    let mark_before = hand.tracks() && !follows;
    let mut splices = Vec::new();
    if mark_before {
        let ppr = tree.child(anchor, "pPr");
        if ppr.is_some_and(|ppr| tree.child(ppr, "sectPr").is_some()) {
            return Err(no(
                "the section ends at a section break with no paragraph after it; add an empty one in Word",
            ));
        }
        splices.extend(mark_new(tree, anchor, ppr, hand));
    }
    let out = written(new, mark_before, (hand, because));
    // The mark of the paragraph before may end where the new text begins.
    match splices.last_mut() {
        Some((range, with)) if range.end == end => with.push_str(&out),
        Some(_) | None => splices.push((end..end, out)),
    }
    Ok(splices)
}

/// Whether a paragraph follows, whatever signs stand between.
fn is_followed(tree: &Tree, anchor: Id) -> bool {
    let between = [
        "bookmarkStart",
        "bookmarkEnd",
        "proofErr",
        "commentRangeStart",
        "commentRangeEnd",
        "permStart",
        "permEnd",
    ];
    let mut next = tree.next(anchor);
    while let Some(id) = next.filter(|id| between.contains(&tree.name(*id))) {
        next = tree.next(id);
    }
    next.is_some_and(|id| tree.name(id) == "p")
}

/// The new parts with the comment around their words, of which the last may take the mark of the
/// paragraph before.
fn written(new: Vec<New>, mark_before: bool, (hand, because): By) -> String {
    let note = hand.note(because);
    let says = |new: &New| matches!(new, New::Para(_, runs) if !runs.is_empty());
    let texts = new.iter().filter(|new| says(new)).count();
    let mut said = 0;
    let count = new.len();
    let mut out = String::new();
    for (nth, new) in new.into_iter().enumerate() {
        match new {
            New::Para(look, runs) => {
                let mut around = Note::default();
                if !runs.is_empty() {
                    said += 1;
                    if said == 1 {
                        around.before.clone_from(&note.before);
                    }
                    if said == texts {
                        around.after.clone_from(&note.after);
                    }
                }
                let closing = mark_before && nth + 1 == count;
                out.push_str(&para_xml(&look, &runs, (&around, closing), hand));
            }
            // A comment needs words to stand around; a table alone carries it in its first cell.
            New::Table(rows) if texts == 0 => out.push_str(&table_xml(&rows, &note, hand)),
            New::Table(rows) => out.push_str(&table_xml(&rows, &Note::default(), hand)),
        }
    }
    out
}

fn para_xml(
    look: &Look,
    runs: &[NewRun],
    (around, closing): (&Note, bool),
    hand: &mut Hand,
) -> String {
    let new = if closing {
        String::new()
    } else {
        hand.new_mark()
    };
    let mark = match format!("{new}{}", look.mark) {
        mark if mark.is_empty() => mark,
        mark => format!("<w:rPr>{mark}</w:rPr>"),
    };
    let ppr = match format!("{}{mark}", look.para) {
        ppr if ppr.is_empty() => ppr,
        ppr => format!("<w:pPr>{ppr}</w:pPr>"),
    };
    let words = hand.inserted(&runs_xml(runs, &look.run));
    format!("<w:p>{ppr}{}{words}{}</w:p>", around.before, around.after)
}

/// Marks the end of an existing paragraph as new.
fn mark_new(
    tree: &Tree,
    para: Id,
    ppr: Option<Id>,
    hand: &mut Hand,
) -> Option<(std::ops::Range<usize>, String)> {
    let sign = hand.new_mark();
    let range = tree.range(para);
    let Some(ppr) = ppr else {
        let properties = format!("<w:pPr><w:rPr>{sign}</w:rPr></w:pPr>");
        if tree.is_empty_tag(para) {
            let tag = tree.tag(para).trim_end_matches("/>");
            return Some((range, format!("{tag}>{properties}</w:p>")));
        }
        let at = tree.inside(para).start;
        return Some((at..at, properties));
    };
    let Some(mark) = tree.child(ppr, "rPr") else {
        let later = tree
            .children(ppr)
            .find(|id| matches!(tree.name(*id), "sectPr" | "pPrChange"));
        let properties = format!("<w:rPr>{sign}</w:rPr>");
        if tree.is_empty_tag(ppr) {
            return Some((tree.range(ppr), format!("<w:pPr>{properties}</w:pPr>")));
        }
        let at = later.map_or(tree.inside(ppr).end, |later| tree.range(later).start);
        return Some((at..at, properties));
    };
    if tree.child(mark, "ins").is_some() {
        return None;
    }
    if tree.is_empty_tag(mark) {
        return Some((tree.range(mark), format!("<w:rPr>{sign}</w:rPr>")));
    }
    let at = tree.inside(mark).start;
    Some((at..at, sign))
}

fn table_xml(rows: &[Vec<String>], around: &Note, hand: &mut Hand) -> String {
    let columns = rows.first().map_or(0, Vec::len);
    let border = |side: &str| {
        format!("<w:{side} w:val=\"single\" w:sz=\"4\" w:space=\"0\" w:color=\"auto\"/>")
    };
    let borders: String = ["top", "left", "bottom", "right", "insideH", "insideV"]
        .map(border)
        .concat();
    let grid = "<w:gridCol w:w=\"2250\"/>".repeat(columns);
    let mut out = format!(
        "<w:tbl><w:tblPr><w:tblW w:w=\"0\" w:type=\"auto\"/><w:tblBorders>{borders}</w:tblBorders></w:tblPr><w:tblGrid>{grid}</w:tblGrid>"
    );
    for (index, row) in rows.iter().enumerate() {
        let new = hand.new_mark();
        let properties = if new.is_empty() {
            new
        } else {
            format!("<w:trPr>{new}</w:trPr>")
        };
        out.push_str(&format!("<w:tr>{properties}"));
        for (column, cell) in row.iter().enumerate() {
            let look = Look {
                run: if index == 0 {
                    "<w:b/><w:bCs/>".to_owned()
                } else {
                    String::new()
                },
                ..Look::default()
            };
            let runs = NewPara::plain(cell).runs;
            let none = Note::default();
            let noted = if index == 0 && column == 0 {
                around
            } else {
                &none
            };
            let para = para_xml(&look, &runs, (noted, false), hand);
            out.push_str(&format!(
                "<w:tc><w:tcPr><w:tcW w:w=\"2250\" w:type=\"dxa\"/></w:tcPr>{para}</w:tc>"
            ));
        }
        out.push_str("</w:tr>");
    }
    out.push_str("</w:tbl>");
    out
}
