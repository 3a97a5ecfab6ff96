//! Adds a row to the revision table in the hand of the row beside it. Not here: a table where there
//! is none.

use super::amend::{Edit, Scan};
use super::body::{Part, TablePart};
use super::compose::NewPara;
use super::hand::{Hand, Note, kept, runs_xml};
use crate::amend::Why;
use crate::amend::revision::{self, newest_first};
use crate::blocks::Body;
use crate::control;

/// The revision table: its part of the body and its block.
pub(super) fn table(at: &Scan) -> Option<(&TablePart, usize)> {
    let (block, _) = control::revision_table(&at.projection.document)?;
    let start = at.projection.document.blocks.get(block)?.range.start;
    let index = at.projection.starts.partition_point(|known| *known < start);
    let parts = at.body.parts.get(index..)?.iter();
    let starts = at.projection.starts.get(index..)?.iter();
    let found = parts
        .zip(starts)
        .take_while(|(_, at)| **at == start)
        .find_map(|(part, _)| match part {
            Part::Table(table) => Some(table),
            Part::Para(_) => None,
        });
    found.map(|table| (table, block))
}

pub(super) fn add(
    at: &Scan,
    (part, block): (&TablePart, usize),
    row: &revision::Row,
    (hand, because): (&mut Hand, Option<&str>),
) -> Result<Edit, Why> {
    let tree = &at.tree;
    let block = &at.projection.document.blocks[block];
    let (Body::Table(table), Some((_, columns))) = (
        &block.body,
        control::revision_table(&at.projection.document),
    ) else {
        return Err(Why::TextEmpty);
    };
    let number = row.number.trim();
    let mut numbers = table.rows.iter().filter_map(|row| row.get(columns.number));
    if numbers.any(|cell| cell.trimmed().eq_ignore_ascii_case(number)) {
        return Err(Why::AlreadyThere {
            what: format!("revision {number}"),
        });
    }
    let cells = revision::cells(row, columns, table.header.len())?;
    let top = newest_first(table, columns);
    let filled = |row: &&super::body::Row| {
        row.cells
            .iter()
            .flat_map(|cell| &cell.paras)
            .any(|para| !para.text.trim().is_empty())
    };
    let below: Vec<_> = part.rows.iter().skip(1).filter(filled).collect();
    let beside = if top { below.first() } else { below.last() };
    let (Some(head), Some(like)) = (part.rows.first(), beside.copied().or(part.rows.first()))
    else {
        return Err(Why::TextEmpty);
    };
    let whole = |row: &super::body::Row| {
        tree.children(row.node)
            .filter(|id| tree.name(*id) == "tc")
            .count()
    };
    if whole(like) != cells.len() {
        return Err(Why::NotEditable {
            says: "the rows of the revision table are not of one kind".to_owned(),
        });
    }
    let place = if top {
        tree.range(head.node).end
    } else {
        tree.range(like.node).end
    };
    let note = hand.note(because);
    let written = write(at, like, (&cells, &note), hand);
    Ok(Edit {
        splices: vec![(place..place, written)],
        section: block.section,
        declares: None,
    })
}

/// What of a cell's properties joins it to others or tells of changes.
const OF_CELLS: [&str; 6] = [
    "vMerge",
    "cellIns",
    "cellDel",
    "cellMerge",
    "tcPrChange",
    "cnfStyle",
];

fn write(
    at: &Scan,
    like: &super::body::Row,
    (cells, note): (&[String], &Note),
    hand: &mut Hand,
) -> String {
    const CHANGES: [&str; 5] = ["ins", "del", "moveFrom", "moveTo", "rPrChange"];
    let tree = &at.tree;
    let row = kept(
        tree,
        tree.child(like.node, "trPr"),
        &["ins", "del", "trPrChange", "tblHeader", "cnfStyle"],
    );
    let row = match format!("{row}{}", hand.new_mark()) {
        row if row.is_empty() => row,
        row => format!("<w:trPr>{row}</w:trPr>"),
    };
    let mut out = format!("<w:tr>{row}");
    let noted = cells.iter().position(|cell| !cell.is_empty());
    let beside = tree.children(like.node).filter(|id| tree.name(*id) == "tc");
    for (index, (like, cell)) in beside.zip(cells).enumerate() {
        let look = kept(tree, tree.child(like, "tcPr"), &OF_CELLS);
        let para = tree.child(like, "p");
        let ppr = para.and_then(|para| tree.child(para, "pPr"));
        let never = [
            "sectPr",
            "outlineLvl",
            "pPrChange",
            "rPr",
            "framePr",
            "numPr",
            "cnfStyle",
        ];
        let format = kept(tree, ppr, &never);
        let mark = format!(
            "{}{}",
            hand.new_mark(),
            kept(tree, ppr.and_then(|ppr| tree.child(ppr, "rPr")), &CHANGES)
        );
        let mark = if mark.is_empty() {
            mark
        } else {
            format!("<w:rPr>{mark}</w:rPr>")
        };
        let run = para.and_then(|para| {
            let mut inner = tree.inner(para).filter(|id| tree.name(*id) == "r");
            tree.child(inner.next()?, "rPr")
        });
        let mut without = CHANGES.to_vec();
        without.extend(["rStyle", "highlight", "vanish"]);
        let words = runs_xml(&NewPara::plain(cell).runs, &kept(tree, run, &without));
        let words = if cell.is_empty() {
            String::new()
        } else {
            hand.inserted(&words)
        };
        let (before, after) = if Some(index) == noted {
            (note.before.as_str(), note.after.as_str())
        } else {
            ("", "")
        };
        out.push_str(&format!(
            "<w:tc><w:tcPr>{look}</w:tcPr><w:p><w:pPr>{format}{mark}</w:pPr>{before}{words}{after}</w:p></w:tc>"
        ));
    }
    out.push_str("</w:tr>");
    out
}
