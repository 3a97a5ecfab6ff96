//! Any paper beside the report (role cards, inject cards, the MSEL) as a Word document. What only the white cell may read
//! has a hatched ground and says so. Not here: what a paper says.

use crate::docx::body::{Body, Cell, TEXT_WIDTH, TEXT_WIDTH_LYING};
use crate::docx::overview::words;
use crate::docx::package::{Around, Enclosed, logo, package, picture};
use crate::docx::words::{Words, xml};
use crate::look::Look;
use crate::paper::{Block, BoxKind, Paper};
use crate::templates::RenderError;

/// Word draws it as thin stripes; the words in the frame say the same.
const HATCHED: &str = "<w:shd w:val=\"thinDiagStripe\" w:color=\"E3DFD6\" w:fill=\"FFFFFF\"/>";

/// A picture of one point that nobody sees: programs that cannot draw SVG show it, and the words for the picture.
const BLANK: [u8; 67] = [
    0x89, 0x50, 0x4e, 0x47, 0x0d, 0x0a, 0x1a, 0x0a, 0, 0, 0, 0x0d, 0x49, 0x48, 0x44, 0x52, 0, 0, 0,
    1, 0, 0, 0, 1, 8, 6, 0, 0, 0, 0x1f, 0x15, 0xc4, 0x89, 0, 0, 0, 0x0a, 0x49, 0x44, 0x41, 0x54,
    0x78, 0x9c, 0x63, 0, 1, 0, 0, 5, 0, 1, 0x0d, 0x0a, 0x2d, 0xb4, 0, 0, 0, 0, 0x49, 0x45, 0x4e,
    0x44, 0xae, 0x42, 0x60, 0x82,
];

/// The paper as a Word document.
///
/// # Errors
/// Where the zip cannot be written, which memory alone decides.
pub fn docx_paper(paper: &Paper, look: &Look) -> Result<Vec<u8>, RenderError> {
    let width = if paper.landscape {
        TEXT_WIDTH_LYING
    } else {
        TEXT_WIDTH
    };
    let mut body = Body::new(width);
    let mut pictures = Vec::new();
    if let Some(picture) = &look.logo {
        pictures.push(logo(&mut body, picture, &look.organisation));
    }
    body.text("Title", &paper.title);
    if !paper.subtitle.is_empty() {
        body.text("Subtitle", &paper.subtitle);
    }
    blocks(&mut body, &paper.blocks, &mut pictures);
    let around = Around {
        title: &paper.title,
        organisation: &look.organisation,
        marking: marking(paper),
        foot: paper.title.clone(),
        lying: paper.landscape,
        percent: 100,
    };
    package(body, &around, look, &pictures)
}

fn marking(paper: &Paper) -> String {
    match (paper.exercise_mark, paper.marking.contains("EXERCISE")) {
        (true, false) if paper.marking.is_empty() => "EXERCISE".to_owned(),
        (true, false) => format!("EXERCISE · {}", paper.marking),
        (true, true) | (false, _) => paper.marking.clone(),
    }
}

fn blocks(body: &mut Body, blocks: &[Block], pictures: &mut Vec<Enclosed>) {
    for (nth, block) in blocks.iter().enumerate() {
        match block {
            Block::Heading { level, text } => body.heading(*level, text),
            // What leads to a frame stays with it.
            Block::Paragraph(runs) if matches!(blocks.get(nth + 1), Some(Block::Box { .. })) => {
                body.leading(&words(runs));
            }
            Block::Paragraph(runs) => body.words("Normal", &words(runs)),
            Block::List { ordered, items } => {
                let items: Vec<Vec<Words>> = items.iter().map(|it| words(it)).collect();
                body.list(*ordered, &items);
            }
            Block::Table {
                columns,
                header,
                rows,
            } => {
                let head: Vec<&str> = header.iter().map(String::as_str).collect();
                let rows = rows
                    .iter()
                    .map(|row| row.iter().map(|runs| Cell::line(words(runs))).collect());
                body.table_in("Sign", columns, &head, rows);
            }
            Block::Box {
                title,
                kind,
                blocks: inside,
            } => framed(body, title, *kind, inside, pictures),
            Block::PageBreak => body.page_break(),
            Block::Lines { count } => {
                for _ in 0..*count {
                    body.text("WriteLine", "");
                }
            }
            Block::Picture { svg, alt } => vector(body, svg, alt, pictures),
        }
    }
}

fn framed(
    body: &mut Body,
    title: &str,
    kind: BoxKind,
    inside: &[Block],
    pictures: &mut Vec<Enclosed>,
) {
    let (ground, says) = match kind {
        BoxKind::Players => ("", "Players see this"),
        BoxKind::WhiteCell => (HATCHED, "White cell"),
        BoxKind::Plain => ("", ""),
    };
    body.framed("Framed", ground, |body| {
        let rim: Vec<&str> = [says, title]
            .into_iter()
            .filter(|text| !text.is_empty())
            .collect();
        if !rim.is_empty() {
            body.text("Strong", &rim.join(" · "));
        }
        blocks(body, inside, pictures);
    });
}

/// The drawing as it is, with a blank picture for programs that cannot show it.
fn vector(body: &mut Body, svg: &str, alt: &str, pictures: &mut Vec<Enclosed>) {
    let number = pictures.len();
    let (blank, drawn) = (format!("blank{number}"), format!("drawn{number}"));
    pictures.push(Enclosed {
        name: format!("{blank}.png"),
        id: blank.clone(),
        bytes: BLANK.to_vec(),
    });
    pictures.push(Enclosed {
        name: format!("{drawn}.svg"),
        id: drawn.clone(),
        bytes: svg.as_bytes().to_vec(),
    });
    let beside = format!(
        "<a:extLst><a:ext uri=\"{{96DAC541-7B7A-43D3-8B79-37D633B846F1}}\"><asvg:svgBlip \
         xmlns:asvg=\"http://schemas.microsoft.com/office/drawing/2016/SVG/main\" r:embed=\"{}\"/></a:ext></a:extLst>",
        xml(&drawn)
    );
    let (width, height) = size_of(svg);
    // As wide as the text at most, and no higher than half a page.
    let scale = (6_192_000.0 / width).min(4_500_000.0 / height);
    let size = ((width * scale) as u64, (height * scale) as u64);
    picture(body, &blank, "Drawing", alt, size, &beside);
}

/// What the drawing says of its own size; a square where it says nothing.
fn size_of(svg: &str) -> (f64, f64) {
    let view = svg
        .split_once("viewBox=\"")
        .and_then(|(_, rest)| rest.split_once('"'));
    let numbers: Vec<f64> = view.map_or_else(Vec::new, |(view, _)| {
        view.split([' ', ','])
            .filter_map(|part| part.parse().ok())
            .collect()
    });
    match numbers.as_slice() {
        [_, _, width, height] if *width > 0.0 && *height > 0.0 => (*width, *height),
        _ => (100.0, 100.0),
    }
}
