//! The timeline and the figures in Word, drawn with Word's own shapes at the places where the page has them: it stays sharp, needs no
//! second picture for old programs, and can be edited. All marks of one look are one shape, however many they are. Not
//! here: where marks and shapes stand (`drawing`, `figure`).

use std::collections::BTreeMap;
use std::fmt::Write as _;

use crate::docx::body::{Body, TEXT_WIDTH};
use crate::docx::words::{Tone, Words, runs, xml};
use crate::figure::{Figure, Letters, Shape};
use crate::parts::{Drawing, Lane, LaneMark};
use crate::svg;

/// English Metric Units in a twentieth of a point.
const EMU: u32 = 635;

/// Paths are drawn in tenths of the drawing's units.
const FINE: i64 = 10;

impl Body {
    /// The timeline, as wide as the text.
    pub fn timeline(&mut self, drawing: &Drawing) {
        if drawing.lanes.is_empty() {
            return;
        }
        let sheet = Sheet::high(svg::height(drawing));
        self.drawn(sheet, "Timeline by role", &drawing.says, |sheet, out| {
            sheet.draw(drawing, out);
        });
        self.words("Fine", &legend());
    }

    /// A figure, as wide as the text; nothing where there is nothing to draw.
    pub fn figure(&mut self, figure: Option<Figure>) {
        let Some(figure) = figure else {
            return;
        };
        let sheet = Sheet::high(figure.height);
        self.drawn(sheet, figure.title, &figure.says, |sheet, out| {
            sheet.draw_figure(&figure, out);
        });
    }

    fn drawn(
        &mut self,
        mut sheet: Sheet,
        name: &str,
        says: &str,
        draw: impl FnOnce(&mut Sheet, &mut String),
    ) {
        // Shapes are numbered through the whole document, after the drawings themselves.
        sheet.shapes = self.shapes;
        self.drawings += 1;
        let (id, cx, cy) = (self.drawings, sheet.emu(svg::WIDE), sheet.emu(sheet.height));
        let says = xml(says);
        let _ = write!(
            self.out,
            "<w:p><w:pPr><w:pStyle w:val=\"Picture\"/></w:pPr><w:r><mc:AlternateContent><mc:Choice Requires=\"wpg\"><w:drawing>\
             <wp:inline distT=\"0\" distB=\"0\" distL=\"0\" distR=\"0\"><wp:extent cx=\"{cx}\" cy=\"{cy}\"/>\
             <wp:docPr id=\"{id}\" name=\"{name}\" descr=\"{says}\"/><wp:cNvGraphicFramePr/><a:graphic>\
             <a:graphicData uri=\"http://schemas.microsoft.com/office/word/2010/wordprocessingGroup\"><wpg:wgp><wpg:cNvGrpSpPr/>\
             <wpg:grpSpPr><a:xfrm><a:off x=\"0\" y=\"0\"/><a:ext cx=\"{cx}\" cy=\"{cy}\"/><a:chOff x=\"0\" y=\"0\"/>\
             <a:chExt cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm></wpg:grpSpPr>"
        );
        draw(&mut sheet, &mut self.out);
        self.shapes = sheet.shapes;
        let _ = write!(
            self.out,
            "</wpg:wgp></a:graphicData></a:graphic></wp:inline></w:drawing></mc:Choice><mc:Fallback>\
             <w:t xml:space=\"preserve\">{says}</w:t></mc:Fallback></mc:AlternateContent></w:r></w:p>"
        );
    }
}

/// In characters that every office font has.
fn legend() -> Vec<Words> {
    let mark = |mark: &str, tone: Tone, says: &str| {
        [
            Words::of(format!("{mark}\u{a0}")).toned(tone),
            Words::of(format!("{says}   ")),
        ]
    };
    [
        mark("◊", Tone::None, "Inject delivered"),
        mark("●", Tone::Good, "Decided or done in time"),
        mark("▲", Tone::Warn, "Late or in part"),
        mark("●", Tone::None, "Without a target"),
        mark("×", Tone::Warn, "Target time passed"),
        mark("▪", Tone::None, "Prompt"),
        mark("►", Tone::None, "Deadline began"),
        mark("¦", Tone::None, "Pause, jump or real incident"),
    ]
    .into_iter()
    .flatten()
    .collect()
}

/// How a shape is inked.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord)]
struct Ink {
    /// What is drawn over what.
    depth: u8,
    fill: Option<&'static str>,
    line: Option<(&'static str, u32)>,
    dashed: bool,
}

struct Sheet {
    height: u32,
    shapes: u32,
}

impl Sheet {
    fn high(height: u32) -> Self {
        Self { height, shapes: 0 }
    }

    fn emu(&self, units: u32) -> u32 {
        u32::try_from(u64::from(units) * u64::from(TEXT_WIDTH * EMU) / u64::from(svg::WIDE))
            .unwrap_or(0)
    }

    /// Boxes of one look are one shape; words stand over all of them.
    fn draw_figure(&mut self, figure: &Figure, out: &mut String) {
        let mut paths: Vec<(Ink, String)> = Vec::new();
        for shape in &figure.shapes {
            if let Shape::Box {
                x,
                y,
                wide,
                high,
                fill,
            } = shape
            {
                let (fill, rim) = fill.on_paper();
                let ink = Ink {
                    line: rim.map(|rim| (rim, 9_525)),
                    ..filled(0, fill)
                };
                if !paths.iter().any(|(known, _)| *known == ink) {
                    paths.push((ink.clone(), String::new()));
                }
                let path = paths.iter_mut().find(|(known, _)| *known == ink);
                let (x, y, w, h) = (
                    i64::from(*x),
                    i64::from(*y),
                    i64::from(*wide),
                    i64::from(*high),
                );
                if let Some((_, path)) = path {
                    polygon(path, x, y, &[(0, 0), (w, 0), (w, h), (0, h)]);
                }
            }
        }
        for (ink, path) in paths {
            self.shape(out, &ink, &path);
        }
        for shape in &figure.shapes {
            if let Shape::Words {
                x,
                y,
                wide,
                text,
                look,
            } = shape
            {
                let style = match look {
                    Letters::Label => "LaneLabel",
                    Letters::Note => "FigureNote",
                    Letters::Mark => "TickLabel",
                    Letters::On => "FigureOn",
                    Letters::OnPale => "FigureOnPale",
                };
                self.label(out, (*x, y + 3, *wide, 16), text, style);
            }
        }
    }

    fn draw(&mut self, drawing: &Drawing, out: &mut String) {
        let mut paths: BTreeMap<Ink, String> = BTreeMap::new();
        let bottom = i64::from(svg::lane_top(drawing.lanes.len() as u32));
        let top = i64::from(svg::TOP);
        for at in (0..drawing.lanes.len() as u32).step_by(2) {
            let y = i64::from(svg::lane_top(at));
            let (right, low) = (i64::from(svg::WIDE), y + i64::from(svg::LANE));
            let path = paths.entry(filled(0, "F6F5F2")).or_default();
            polygon(path, 0, 0, &[(0, y), (right, y), (right, low), (0, low)]);
        }
        for tick in &drawing.ticks {
            let x = i64::from(svg::x(tick.at));
            let path = paths.entry(lined(1, "E3E0D9", 9_525)).or_default();
            stroke(path, &[(x, top), (x, bottom)]);
        }
        for bar in &drawing.bars {
            let x = i64::from(svg::x(bar.at));
            let dashed = Ink {
                dashed: true,
                ..lined(2, "656C75", 12_700)
            };
            stroke(paths.entry(dashed).or_default(), &[(x, top), (x, bottom)]);
        }
        for (at, lane) in (0u32..).zip(&drawing.lanes) {
            let y = i64::from(svg::lane_top(at) + svg::LANE / 2);
            lane_paths(&mut paths, lane, y);
        }
        for (ink, path) in paths {
            self.shape(out, &ink, &path);
        }
        for (at, lane) in (0u32..).zip(&drawing.lanes) {
            let title = svg::shortened(&lane.title);
            let place = (4, svg::lane_top(at) + 7, svg::GUTTER - 8, 16);
            self.label(out, place, &title, "LaneLabel");
        }
        for tick in &drawing.ticks {
            let place = (svg::x(tick.at).saturating_sub(28), 4, 56, 15);
            self.label(out, place, &tick.label, "TickLabel");
        }
    }

    fn shape(&mut self, out: &mut String, ink: &Ink, path: &str) {
        self.shapes += 1;
        let (cx, cy) = (self.emu(svg::WIDE), self.emu(self.height));
        let (w, h) = (i64::from(svg::WIDE) * FINE, i64::from(self.height) * FINE);
        let no_fill = if ink.fill.is_none() {
            " fill=\"none\""
        } else {
            ""
        };
        let _ = write!(
            out,
            "<wps:wsp><wps:cNvPr id=\"{}\" name=\"Marks {0}\"/><wps:cNvSpPr/><wps:spPr><a:xfrm><a:off x=\"0\" y=\"0\"/>\
             <a:ext cx=\"{cx}\" cy=\"{cy}\"/></a:xfrm><a:custGeom><a:avLst/><a:gdLst/><a:ahLst/><a:cxnLst/>\
             <a:rect l=\"0\" t=\"0\" r=\"r\" b=\"b\"/><a:pathLst><a:path w=\"{w}\" h=\"{h}\"{no_fill}>{path}</a:path></a:pathLst>\
             </a:custGeom>",
            1_000 + self.shapes
        );
        match ink.fill {
            Some(fill) => {
                let _ = write!(
                    out,
                    "<a:solidFill><a:srgbClr val=\"{fill}\"/></a:solidFill>"
                );
            }
            None => out.push_str("<a:noFill/>"),
        }
        match ink.line {
            Some((colour, width)) => {
                let dash = if ink.dashed {
                    "<a:prstDash val=\"dash\"/>"
                } else {
                    ""
                };
                let _ = write!(
                    out,
                    "<a:ln w=\"{width}\" cap=\"rnd\"><a:solidFill><a:srgbClr val=\"{colour}\"/></a:solidFill>{dash}</a:ln>"
                );
            }
            None => out.push_str("<a:ln><a:noFill/></a:ln>"),
        }
        out.push_str("</wps:spPr><wps:bodyPr/></wps:wsp>");
    }

    fn label(&mut self, out: &mut String, place: (u32, u32, u32, u32), text: &str, style: &str) {
        self.shapes += 1;
        let (x, y, w, h) = place;
        let _ = write!(
            out,
            "<wps:wsp><wps:cNvPr id=\"{}\" name=\"Label {0}\"/><wps:cNvSpPr txBox=\"1\"/><wps:spPr><a:xfrm>\
             <a:off x=\"{}\" y=\"{}\"/><a:ext cx=\"{}\" cy=\"{}\"/></a:xfrm><a:prstGeom prst=\"rect\"><a:avLst/></a:prstGeom>\
             <a:noFill/><a:ln><a:noFill/></a:ln></wps:spPr><wps:txbx><w:txbxContent><w:p><w:pPr><w:pStyle w:val=\"{style}\"/>\
             </w:pPr>",
            1_000 + self.shapes,
            self.emu(x),
            self.emu(y),
            self.emu(w),
            self.emu(h)
        );
        runs(out, &[Words::of(text)]);
        out.push_str(
            "</w:p></w:txbxContent></wps:txbx><wps:bodyPr wrap=\"none\" lIns=\"0\" tIns=\"0\" rIns=\"0\" bIns=\"0\" anchor=\"ctr\">\
             <a:noAutofit/></wps:bodyPr></wps:wsp>",
        );
    }
}

fn lane_paths(paths: &mut BTreeMap<Ink, String>, lane: &Lane, y: i64) {
    for span in &lane.spans {
        let tone = soft(Tone::of(&span.tone));
        let path = paths.entry(lined(3, tone, 28_575)).or_default();
        let (from, to) = (i64::from(svg::x(span.from)), i64::from(svg::x(span.to)));
        stroke(path, &[(from, y), (to, y)]);
    }
    for mark in &lane.marks {
        let (ink, points) = outline(mark);
        let path = paths.entry(ink).or_default();
        let x = i64::from(svg::x(mark.at));
        match points {
            Outline::Polygon(points) => polygon(path, x, y, points),
            Outline::Circle => circle(path, x, y, 5),
            Outline::Cross => {
                stroke(path, &[(x - 4, y - 4), (x + 4, y + 4)]);
                stroke(path, &[(x + 4, y - 4), (x - 4, y + 4)]);
            }
        }
    }
}

enum Outline {
    Polygon(&'static [(i64, i64)]),
    Circle,
    Cross,
}

/// The same outlines as on the page.
fn outline(mark: &LaneMark) -> (Ink, Outline) {
    let tone = Tone::of(&mark.tone);
    match mark.shape.as_str() {
        "inject" => {
            let ink = Ink {
                line: Some(("4B525B", 15_240)),
                ..filled(4, "FFFFFF")
            };
            (ink, Outline::Polygon(&[(0, -6), (6, 0), (0, 6), (-6, 0)]))
        }
        "missed" => {
            let colour = if tone == Tone::Bad {
                "B3261E"
            } else {
                "8F5200"
            };
            (lined(5, colour, 22_860), Outline::Cross)
        }
        "prompt" => (
            filled(5, "656C75"),
            Outline::Polygon(&[(-3, -5), (3, -5), (3, 1), (0, 1), (-3, 4)]),
        ),
        "began" => (
            filled(5, "656C75"),
            Outline::Polygon(&[(-4, -5), (5, 0), (-4, 5)]),
        ),
        "decision" | "met" if tone == Tone::Warn => (
            filled(6, tone.ink()),
            Outline::Polygon(&[(0, -6), (6, 5), (-6, 5)]),
        ),
        _ => {
            let ink = Ink {
                line: Some(("FFFFFF", 9_525)),
                ..filled(
                    6,
                    if tone == Tone::None {
                        "656C75"
                    } else {
                        tone.ink()
                    },
                )
            };
            (ink, Outline::Circle)
        }
    }
}

/// Half as strong as the tone, for stretches behind marks.
fn soft(tone: Tone) -> &'static str {
    match tone {
        Tone::Good => "86BBA0",
        Tone::Warn => "C7A47A",
        Tone::Bad => "DA938F",
        Tone::None => "B0B5BA",
    }
}

fn filled(depth: u8, fill: &'static str) -> Ink {
    Ink {
        depth,
        fill: Some(fill),
        line: None,
        dashed: false,
    }
}

fn lined(depth: u8, colour: &'static str, width: u32) -> Ink {
    Ink {
        depth,
        fill: None,
        line: Some((colour, width)),
        dashed: false,
    }
}

fn polygon(path: &mut String, x: i64, y: i64, points: &[(i64, i64)]) {
    let places: Vec<(i64, i64)> = points.iter().map(|(dx, dy)| (x + dx, y + dy)).collect();
    stroke(path, &places);
    path.push_str("<a:close/>");
}

fn stroke(path: &mut String, points: &[(i64, i64)]) {
    for (nth, (x, y)) in points.iter().enumerate() {
        let (open, close) = if nth == 0 {
            ("<a:moveTo>", "</a:moveTo>")
        } else {
            ("<a:lnTo>", "</a:lnTo>")
        };
        let _ = write!(
            path,
            "{open}<a:pt x=\"{}\" y=\"{}\"/>{close}",
            x * FINE,
            y * FINE
        );
    }
}

fn circle(path: &mut String, x: i64, y: i64, radius: i64) {
    let r = radius * FINE;
    let _ = write!(
        path,
        "<a:moveTo><a:pt x=\"{}\" y=\"{}\"/></a:moveTo><a:arcTo wR=\"{r}\" hR=\"{r}\" stAng=\"10800000\" \
         swAng=\"21600000\"/><a:close/>",
        x * FINE - r,
        y * FINE
    );
}
