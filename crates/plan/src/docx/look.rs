//! How new paragraphs look: style, indents and font of those around them, but never numbering (save
//! items), breaks or outline levels. Not here: where they go and what they say.

use super::Setting;
use super::amend::Scan;
use super::body::{ByLook, Para, Shape};
use super::compose::{NewPara, NewRun, NewShape};
use super::hand::kept;
use super::insert::flowing;
use super::write::New;
use super::xml::{Id, Tree};

/// How a new paragraph looks: the inside of its properties, of its mark's and of its runs'.
#[derive(Clone, Debug, Default)]
pub(super) struct Look {
    pub para: String,
    pub mark: String,
    pub run: String,
}

/// How a paragraph looks, without what must not be had twice.
pub(super) fn look_of(tree: &Tree, para: &Para, list: bool) -> Look {
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
pub(super) fn dressed(at: &Scan, section: usize, para: &NewPara) -> New {
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

/// A heading of that level in the look of the nearest one before that section, else of the first there is.
pub(super) fn heading(
    at: &Scan,
    setting: &Setting,
    (level, section): (u8, usize),
    title: &str,
) -> New {
    let runs = vec![NewRun {
        text: title.to_owned(),
        ..NewRun::default()
    }];
    let typed = |para: &Para| matches!(para.by_look, Some((ByLook::Typed { .. }, _)));
    let fits = |para: &&Para| para.shape == Shape::Heading(level) && !typed(para);
    let mut before = (0..=section)
        .rev()
        .flat_map(|index| flowing(at, index).rev());
    let mut all = (0..at.sections.len()).flat_map(|index| flowing(at, index));
    let like = before.find(fits).or_else(|| all.find(fits));
    let tree = &at.tree;
    if let Some(like) = like.filter(|like| like.by_look.is_some()) {
        return New::Para(look_of(tree, like, true), runs);
    }
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
