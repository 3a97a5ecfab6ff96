//! Adds paragraphs, items and sections. New paragraphs take their look from those around them:
//! style, indents and font, but never numbering (save items), breaks or outline levels. Where no
//! paragraph follows, the mark of the one before is what is new, because a rejected mark joins its
//! paragraph to the next. Not here: rows of tables that exist.

use super::Setting;
use super::amend::{Edit, Scan, paras};
use super::body::{Para, Part, Shape};
use super::compose::{self, NewPara, NewRun, NewShape};
use super::hand::{Hand, Note, kept, runs_xml};
use super::xml::{Id, Tree};
use crate::amend::Why;
use crate::amend::revision;

/// How a new paragraph looks: the inside of its properties, of its mark's and of its runs'.
#[derive(Clone, Debug, Default)]
struct Look {
    para: String,
    mark: String,
    run: String,
}

/// What is to be written after an anchor.
enum New {
    Para(Look, Vec<NewRun>),
    Table(Vec<Vec<String>>),
}

type By<'a, 'b> = (&'a mut Hand, Option<&'b str>);

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
            (flow[last + more].node, look_of(&at.tree, pattern, true))
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
    let mut new = vec![heading(at, setting, level, title)];
    let before = index.saturating_sub(1);
    for para in compose::paragraphs(text)? {
        match para.shape {
            NewShape::Heading(inner) if inner > level => {
                new.push(heading(at, setting, inner, &para.words()));
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
        heading(at, setting, level, revision::HEADING),
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
fn flowing(at: &Scan, section: usize) -> impl DoubleEndedIterator<Item = &Para> {
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
        Some(Part::Para(para)) if para.flows => Ok(para.node),
        Some(Part::Para(para)) => Ok(outermost(tree, para.node)),
        Some(Part::Table(table)) => Ok(table.node),
        None => {
            // A document without any text still has a paragraph to stand after.
            let body = tree.child(tree.root(), "body");
            let first = body.and_then(|body| tree.child(body, "p"));
            first.ok_or_else(|| no("the document is empty"))
        }
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

fn no(says: &str) -> Why {
    Why::NotEditable {
        says: says.to_owned(),
    }
}

/// How a paragraph looks, without what must not be had twice.
fn look_of(tree: &Tree, para: &Para, list: bool) -> Look {
    const NEVER: [&str; 7] = [
        "sectPr",
        "outlineLvl",
        "pPrChange",
        "rPr",
        "framePr",
        "pageBreakBefore",
        "cnfStyle",
    ];
    const CHANGES: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "rPrChange"];
    let ppr = tree.child(para.node, "pPr");
    let mut without = NEVER.to_vec();
    if !list {
        without.push("numPr");
    }
    let mut runs: Vec<(Id, usize, bool)> = Vec::new();
    for span in para.spans.iter().filter(|span| span.plain && !span.locked) {
        match runs.last_mut() {
            Some((run, len, _)) if *run == span.run => *len += span.at.len(),
            Some(_) | None => runs.push((span.run, span.at.len(), span.bold)),
        }
    }
    let plainest = runs.iter().max_by_key(|(_, len, bold)| (!bold, *len));
    let run = plainest.and_then(|(run, _, _)| tree.child(*run, "rPr"));
    let mut never = CHANGES.to_vec();
    never.extend(["rStyle", "highlight", "vanish", "webHidden"]);
    Look {
        para: kept(tree, ppr, &without),
        mark: kept(tree, ppr.and_then(|ppr| tree.child(ppr, "rPr")), &CHANGES),
        run: kept(tree, run, &never),
    }
}

/// A composed paragraph with the look of its like in the section, else in the document.
fn dressed(at: &Scan, section: usize, para: &NewPara) -> New {
    let everywhere = || (0..at.sections.len()).flat_map(|index| flowing(at, index));
    let plain = |para: &&Para| matches!(para.shape, Shape::Plain | Shape::More);
    let (depth, number) = match para.shape {
        NewShape::Plain | NewShape::Heading(_) => {
            let own = flowing(at, section).rfind(plain);
            let like = own.or_else(|| {
                everywhere()
                    .skip_while(|para| !matches!(para.shape, Shape::Heading(_)))
                    .find(plain)
            });
            let look = like
                .map(|para| look_of(&at.tree, para, false))
                .unwrap_or_default();
            return New::Para(look, para.runs.clone());
        }
        NewShape::Item(depth, number) => (depth, number),
    };
    let bullet = |para: &&Para| matches!(&para.shape, Shape::Item { counts: false, .. });
    let like = match number {
        // A list that counts would go on counting where another one ended: the number is written.
        Some(_) => None,
        None => flowing(at, section)
            .rfind(bullet)
            .or_else(|| everywhere().find(bullet)),
    };
    match like {
        Some(like) => {
            let mut look = look_of(&at.tree, like, true);
            if let Shape::Item { number, .. } = &like.shape {
                look.para = leveled(&look.para, depth, number);
            }
            New::Para(look, para.runs.clone())
        }
        None => {
            let like = everywhere().find(plain);
            let mut look = like
                .map(|para| look_of(&at.tree, para, false))
                .unwrap_or_default();
            look.para = indented(&look.para, depth);
            let lead = match number {
                Some(number) => format!("{number}. "),
                None => "\u{2022} ".to_owned(),
            };
            let mut runs = para.runs.clone();
            let lead = NewRun {
                text: lead,
                ..NewRun::default()
            };
            runs.insert(0, lead);
            New::Para(look, runs)
        }
    }
}

/// Properties with a list level of their own.
fn leveled(para: &str, depth: usize, number: &str) -> String {
    let list =
        format!("<w:numPr><w:ilvl w:val=\"{depth}\"/><w:numId w:val=\"{number}\"/></w:numPr>");
    match (para.find("<w:numPr>"), para.find("</w:numPr>")) {
        (Some(start), Some(end)) => {
            format!(
                "{}{list}{}",
                &para[..start],
                &para[end + "</w:numPr>".len()..]
            )
        }
        _ => para.to_owned(),
    }
}

fn indented(para: &str, depth: usize) -> String {
    if para.contains("<w:ind ") {
        return para.to_owned();
    }
    // The indentation stands after spacing and before alignment in the order of the schema.
    let later = [
        "<w:contextualSpacing",
        "<w:mirrorIndents",
        "<w:suppressOverlap",
        "<w:jc ",
        "<w:textDirection",
        "<w:textAlignment",
        "<w:textboxTightWrap",
        "<w:divId",
    ];
    let at = later
        .iter()
        .filter_map(|name| para.find(name))
        .min()
        .unwrap_or(para.len());
    let left = 360 * (depth + 1);
    format!(
        "{}<w:ind w:left=\"{left}\" w:hanging=\"360\"/>{}",
        &para[..at],
        &para[at..]
    )
}

fn heading(at: &Scan, setting: &Setting, level: u8, title: &str) -> New {
    let runs = vec![NewRun {
        text: title.to_owned(),
        ..NewRun::default()
    }];
    let mut flow = (0..at.sections.len()).flat_map(|index| flowing(at, index));
    let like = flow.find(|para| para.shape == Shape::Heading(level));
    let tree = &at.tree;
    let style = like.and_then(|like| tree.child(tree.child(like.node, "pPr")?, "pStyle"));
    let style = style.map(|style| {
        (
            tree.raw(style).to_owned(),
            tree.attr(style, "val").unwrap_or_default().into_owned(),
        )
    });
    let style = style
        .filter(|(_, id)| setting.styles.level(id) == Some(level))
        .map(|(raw, _)| raw);
    let style = style.or_else(|| {
        let id = setting.styles.heading(level)?;
        Some(format!("<w:pStyle w:val=\"{}\"/>", super::xml::escaped(id)))
    });
    match style {
        Some(para) => New::Para(
            Look {
                para,
                ..Look::default()
            },
            runs,
        ),
        None => {
            // No style makes a heading here, so the paragraph itself says that it is one.
            let mut look = like
                .map(|like| look_of(tree, like, false))
                .unwrap_or_else(|| Look {
                    run: "<w:b/><w:bCs/>".to_owned(),
                    ..Look::default()
                });
            look.para = format!("{}<w:outlineLvl w:val=\"{}\"/>", look.para, level - 1);
            New::Para(look, runs)
        }
    }
}

type Splices = Vec<(std::ops::Range<usize>, String)>;

/// Writes new paragraphs and tables after an element.
fn after(at: &Scan, anchor: Id, mut new: Vec<New>, (hand, because): By) -> Result<Splices, Why> {
    let tree = &at.tree;
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
    let follows = next.is_some_and(|id| tree.name(id) == "p");
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
    let note = hand.note(because);
    let texts = new
        .iter()
        .filter(|new| matches!(new, New::Para(_, runs) if !runs.is_empty()))
        .count();
    let mut written = 0;
    let count = new.len();
    let mut out = String::new();
    for (nth, new) in new.into_iter().enumerate() {
        match new {
            New::Para(look, runs) => {
                let (first, last) = (written == 0, written + 1 == texts);
                let has = !runs.is_empty();
                let around = Note {
                    before: if has && first {
                        note.before.clone()
                    } else {
                        String::new()
                    },
                    after: if has && last {
                        note.after.clone()
                    } else {
                        String::new()
                    },
                };
                written += usize::from(has);
                let closing = mark_before && nth + 1 == count;
                out.push_str(&para_xml(&look, &runs, (&around, closing), hand));
            }
            New::Table(rows) => {
                // A comment needs words to stand around; a table alone carries it in its first cell.
                let around = if texts == 0 {
                    Note {
                        before: note.before.clone(),
                        after: note.after.clone(),
                    }
                } else {
                    Note::default()
                };
                out.push_str(&table_xml(&rows, &around, hand));
            }
        }
    }
    // The mark of the paragraph before may end where the new text begins.
    match splices.last_mut() {
        Some((range, with)) if range.end == end => with.push_str(&out),
        Some(_) | None => splices.push((end..end, out)),
    }
    Ok(splices)
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
