//! Ink for the timeline, for figures and for bars: inline SVG without style attributes, so that it lives under a strict content
//! policy; colours come from the style sheet by class. Not here: where marks and shapes stand
//! (`drawing`, `figure`).

use std::fmt::Write;

use crate::escape;
use crate::figure::{Figure, Letters, Shape};
use crate::model::Bar;
use crate::parts::{Drawing, Lane, LaneMark};

pub(crate) const WIDE: u32 = 760;
pub(crate) const GUTTER: u32 = 158;
/// So many letters fit there before the first sign of the lane.
const LANE_LETTERS: usize = 21;
const RIGHT: u32 = 14;
pub(crate) const TOP: u32 = 24;
pub(crate) const LANE: u32 = 30;

/// The timeline. The title and description name it for those who cannot see it.
pub(crate) fn timeline(drawing: &Drawing) -> String {
    let lanes = u32::try_from(drawing.lanes.len()).unwrap_or(0);
    let height = height(drawing);
    let mut out = String::with_capacity(4_096);
    // Writing to a String cannot fail, so the results below are not looked at.
    let _ = write!(
        out,
        "<svg class=\"lanes\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-labelledby=\"lanes-title lanes-desc\">\
         <title id=\"lanes-title\">Timeline by role</title><desc id=\"lanes-desc\">{}</desc>",
        escape::html(&drawing.says)
    );
    let bottom = lane_top(lanes);
    for (at, lane) in (0u32..).zip(&drawing.lanes) {
        if at % 2 == 0 {
            let y = TOP + at * LANE;
            let _ = write!(
                out,
                "<rect class=\"band\" x=\"0\" y=\"{y}\" width=\"{WIDE}\" height=\"{LANE}\"/>"
            );
        }
        let y = TOP + at * LANE + LANE / 2 + 4;
        let _ = write!(
            out,
            "<text class=\"lane\" x=\"8\" y=\"{y}\">{}</text>",
            escape::html(&shortened(&lane.title))
        );
    }
    for tick in &drawing.ticks {
        let x = x(tick.at);
        let _ = write!(
            out,
            "<line class=\"grid\" x1=\"{x}\" y1=\"{TOP}\" x2=\"{x}\" y2=\"{bottom}\"/>\
             <text class=\"tick\" x=\"{x}\" y=\"{}\">{}</text>",
            TOP - 8,
            escape::html(&tick.label)
        );
    }
    for bar in &drawing.bars {
        let x = x(bar.at);
        let _ = write!(
            out,
            "<line class=\"stop\" x1=\"{x}\" y1=\"{TOP}\" x2=\"{x}\" y2=\"{bottom}\"><title>{}</title></line>",
            escape::html(&bar.label)
        );
    }
    for (at, lane) in (0u32..).zip(&drawing.lanes) {
        draw_lane(&mut out, lane, TOP + at * LANE + LANE / 2);
    }
    out.push_str("</svg>");
    out
}

/// A figure. Colours are those of paper until a style sheet changes them by class.
pub(crate) fn figure(figure: &Figure) -> String {
    let Figure { id, height, .. } = figure;
    let mut out = String::with_capacity(4_096);
    let _ = write!(
        out,
        "<svg class=\"lanes figure\" viewBox=\"0 0 {WIDE} {height}\" role=\"img\" aria-labelledby=\"{id}-title {id}-desc\">\
         <title id=\"{id}-title\">{}</title><desc id=\"{id}-desc\">{}</desc>",
        figure.title,
        escape::html(&figure.says)
    );
    for shape in &figure.shapes {
        match shape {
            Shape::Box {
                x,
                y,
                wide,
                high,
                fill,
            } => {
                let (colour, rim) = fill.on_paper();
                let class = fill.class();
                let _ = write!(
                    out,
                    "<rect class=\"{class}\" x=\"{x}\" y=\"{y}\" width=\"{wide}\" height=\"{high}\" fill=\"#{colour}\""
                );
                if let Some(rim) = rim {
                    let _ = write!(out, " stroke=\"#{rim}\" stroke-width=\"1\"");
                }
                out.push_str("/>");
            }
            Shape::Words {
                x,
                y,
                wide,
                text,
                look,
            } => words(&mut out, (*x, *y, *wide), text, *look),
        }
    }
    out.push_str("</svg>");
    out
}

fn words(out: &mut String, (x, y, wide): (u32, u32, u32), text: &str, look: Letters) {
    let (class, colour, middle) = match look {
        Letters::Label => ("lane", "4B525B", false),
        Letters::Note => ("note", "4B525B", false),
        Letters::Mark => ("tick", "656C75", true),
        Letters::On => ("on", "FFFFFF", true),
        Letters::OnPale => ("pale", "1F2328", true),
    };
    let x = if middle { x + wide / 2 } else { x };
    let anchor = if middle {
        " text-anchor=\"middle\""
    } else {
        ""
    };
    let _ = write!(
        out,
        "<text class=\"{class}\" x=\"{x}\" y=\"{}\" fill=\"#{colour}\"{anchor}>{}</text>",
        y + 15,
        escape::html(text)
    );
}

/// A time against its target, which the line marks.
pub(crate) fn bar(bar: &Bar) -> String {
    let length = bar.length.min(100);
    let tone = class(&bar.tone);
    let says = escape::html(&bar.says);
    format!(
        "<svg class=\"bar\" viewBox=\"0 0 100 10\" role=\"img\" aria-label=\"{says}\">\
         <rect class=\"rail\" y=\"3\" width=\"100\" height=\"4\" rx=\"2\"/>\
         <rect class=\"fill {tone}\" y=\"3\" width=\"{length}\" height=\"4\" rx=\"2\"/>\
         <path class=\"aim\" d=\"M60 0v10\"/></svg>"
    )
}

fn draw_lane(out: &mut String, lane: &Lane, y: u32) {
    for span in &lane.spans {
        let (from, to) = (x(span.from), x(span.to));
        let _ = write!(
            out,
            "<line class=\"took {}\" x1=\"{from}\" y1=\"{y}\" x2=\"{to}\" y2=\"{y}\"/>",
            class(&span.tone)
        );
    }
    for mark in &lane.marks {
        draw_mark(out, mark, y);
    }
}

fn draw_mark(out: &mut String, mark: &LaneMark, y: u32) {
    let (x, tone) = (x(mark.at), class(&mark.tone));
    let path = match mark.shape.as_str() {
        "inject" => "M0-6 6 0 0 6-6 0Z",
        "missed" => "M-4-4 4 4M4-4-4 4",
        "prompt" => "M-3-5H3V1H0L-3 4Z",
        "began" => "M-4-5 5 0-4 5Z",
        // What came late has a shape of its own, for those who do not see its colour.
        "decision" | "met" if tone == "warn" => "M0-6 6 5H-6Z",
        // A decision, or a deadline that was met.
        _ => "M-5 0a5 5 0 1 0 10 0a5 5 0 1 0-10 0",
    };
    let shape = if mark.shape == "missed" {
        "cross"
    } else {
        mark.shape.as_str()
    };
    let shape = if matches!(shape, "inject" | "cross" | "prompt" | "began") {
        shape
    } else {
        "dot"
    };
    let _ = write!(
        out,
        "<path class=\"{shape} {tone}\" transform=\"translate({x} {y})\" d=\"{path}\"><title>{}</title></path>",
        escape::html(&mark.says)
    );
}

/// How high the drawing is.
pub(crate) fn height(drawing: &Drawing) -> u32 {
    lane_top(u32::try_from(drawing.lanes.len()).unwrap_or(0)) + 8
}

/// Where a lane begins.
pub(crate) fn lane_top(lane: u32) -> u32 {
    TOP + lane * LANE
}

/// Where a thousandth of the whole stands.
pub(crate) fn x(at: u32) -> u32 {
    GUTTER + at.min(1_000) * (WIDE - GUTTER - RIGHT) / 1_000
}

/// Only the four tones of the model become a class.
fn class(tone: &str) -> &'static str {
    match tone {
        "good" => "good",
        "warn" => "warn",
        "bad" => "bad",
        _ => "none",
    }
}

pub(crate) fn shortened(title: &str) -> String {
    if title.chars().count() <= LANE_LETTERS {
        return title.to_owned();
    }
    let start: String = title.chars().take(LANE_LETTERS - 1).collect();
    format!("{}…", start.trim_end())
}
