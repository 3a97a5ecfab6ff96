//! What a template reads: the report or paper as JSON, with the texts that people wrote in Markdown as blocks and the
//! timeline as a picture. Not here: what the template makes of it.

use report::{AfterActionReport, Block, Look, Paper, Run};
use serde_json::{Value, json};

use crate::fault::PressFault;

/// A word longer than this may be broken anywhere, so that it does not leave its column.
const WORD_MAX: usize = 24;

/// How many letters stay together in such a word.
const PIECE: usize = 8;

/// Where a line may break and nothing is shown.
const SPLIT: char = '\u{200b}';

/// What a paper without a title is called, since a file must have one.
const UNTITLED: &str = "Untitled";

/// How deep headings go.
const HEADINGS_MAX: u8 = 4;

/// Lists whose entries may be kept on one page.
const ROWS: [&str; 10] = [
    "decisions",
    "timeline",
    "deadlines",
    "roles",
    "coverage",
    "improvement_plan",
    "plan_changes",
    "recommendations",
    "other_strengths",
    "other_improvements",
];

/// How many bytes of text a row may have to be kept on one page: a page holds them several times in the narrowest column.
const SHORT_MAX: usize = 900;

/// A row of a paper is kept on one page where it has at most so many lines.
const LINES_MAX: usize = 22;

/// About how many letters fill a line from edge to edge: of a page as it stands, and of one on its long side.
const LETTERS: usize = 95;
const LETTERS_SIDEWAYS: usize = 150;

/// The fewest letters that a cell has room for in a line.
const LETTERS_MIN: usize = 4;

/// Texts that are drawn and not read, so that nothing may be put between their letters.
const DRAWN: &str = "svg";

pub(crate) fn of_report(report: &AfterActionReport) -> Result<Value, PressFault> {
    let mut says = serde_json::to_value(report)?;
    says["summary"]["told"] = serde_json::to_value(Block::told(&report.summary.text))?;
    for (nth, objective) in report.objectives.iter().enumerate() {
        says["objectives"][nth]["told"] = serde_json::to_value(Block::told(&objective.narrative))?;
    }
    for rows in ROWS {
        mark_short(&mut says[rows]);
    }
    for part in says["team"].as_array_mut().into_iter().flatten() {
        mark_short(&mut part["rows"]);
    }
    for objective in says["objectives"].as_array_mut().into_iter().flatten() {
        for rows in ["actions", "strengths", "improvements"] {
            mark_short(&mut objective[rows]);
        }
    }
    let drawn = [
        ("outcomes", Block::outcomes(report)),
        ("latencies", Block::latencies(report)),
        ("coverage", Block::coverage(report)),
    ];
    let mut figures = serde_json::Map::new();
    for (name, block) in drawn {
        if let Some(block) = block {
            let picture = serde_json::to_value(block)?["picture"].take();
            figures.insert(name.to_owned(), picture);
        }
    }
    says["drawn"] = Value::Object(figures);
    says["drawing"] = serde_json::to_value(Block::timeline(&report.drawing))?["picture"].take();
    Ok(says)
}

pub(crate) fn of_paper(paper: &Paper) -> Result<Value, PressFault> {
    let mut paper = paper.clone();
    if paper.title.trim().is_empty() {
        UNTITLED.clone_into(&mut paper.title);
    }
    // The title is what stands above the first heading.
    tidy(&mut paper.blocks, &mut 0);
    let letters = match paper.landscape {
        true => LETTERS_SIDEWAYS,
        false => LETTERS,
    };
    let mut says = serde_json::to_value(&paper)?;
    mark_tables(&paper.blocks, &mut says["blocks"], letters);
    Ok(says)
}

/// Says of each row of a paper's tables whether it surely fits on a page, so that it may be kept together.
fn mark_tables(blocks: &[Block], says: &mut Value, letters: usize) {
    for (nth, block) in blocks.iter().enumerate() {
        match block {
            Block::Table { columns, rows, .. } => {
                let short = rows
                    .iter()
                    .map(|row| lines_of(row, columns, letters) <= LINES_MAX);
                says[nth]["table"]["short"] = short.collect();
            }
            Block::Box { blocks, .. } => {
                mark_tables(blocks, &mut says[nth]["box"]["blocks"], letters)
            }
            Block::Heading { .. }
            | Block::Paragraph(_)
            | Block::List { .. }
            | Block::PageBreak
            | Block::Lines { .. }
            | Block::Picture { .. } => {}
        }
    }
}

/// About how many lines the longest cell of a row takes.
fn lines_of(row: &[Vec<Run>], columns: &[u16], letters: usize) -> usize {
    let whole = columns
        .iter()
        .map(|it| usize::from(*it))
        .sum::<usize>()
        .max(1);
    let of_cell = |(nth, cell): (usize, &Vec<Run>)| {
        let part = columns.get(nth).map_or(1, |it| usize::from(*it));
        let room = (letters * part / whole).max(LETTERS_MIN);
        let text: String = cell.iter().map(|run| run.text.as_str()).collect();
        let lines = text
            .split('\n')
            .map(|line| line.chars().count().max(1).div_ceil(room));
        lines.sum()
    };
    row.iter().enumerate().map(of_cell).max().unwrap_or(0)
}

/// Who hears a page read finds a way by the levels of headings, so none may be left out on the way down.
/// A heading without words and a table without columns say nothing.
fn tidy(blocks: &mut Vec<Block>, above: &mut u8) {
    blocks.retain(|block| match block {
        Block::Heading { text, .. } => !text.trim().is_empty(),
        Block::Table { columns, .. } => !columns.is_empty(),
        Block::Paragraph(_)
        | Block::List { .. }
        | Block::Box { .. }
        | Block::PageBreak
        | Block::Lines { .. }
        | Block::Picture { .. } => true,
    });
    for block in blocks {
        match block {
            Block::Heading { level, .. } => {
                *level = (*level).clamp(1, (*above + 1).min(HEADINGS_MAX));
                *above = *level;
            }
            Block::Box { blocks, .. } => tidy(blocks, above),
            Block::Paragraph(_)
            | Block::List { .. }
            | Block::Table { .. }
            | Block::PageBreak
            | Block::Lines { .. }
            | Block::Picture { .. } => {}
        }
    }
}

pub(crate) fn of_look(look: &Look) -> Value {
    let ink = look.ink();
    let size = look.logo.as_ref().map(|logo| logo.within(120.0, 34.0));
    json!({
        "organisation": look.organisation,
        "accent": format!("#{}", ink.hex()),
        "logo": size.map(|(width, height)| json!({ "width": width, "height": height })),
    })
}

/// Leaves out what is no text (controls, and what reorders a line), and lets long words break.
pub(crate) fn clean(says: &mut Value) {
    match says {
        Value::String(text) => {
            text.retain(is_text);
            if let Some(split) = split(text) {
                *text = split;
            }
        }
        Value::Array(all) => all.iter_mut().for_each(clean),
        Value::Object(all) => {
            for (name, value) in all {
                match value {
                    Value::String(drawn) if name == DRAWN => drawn.retain(is_text),
                    value => clean(value),
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Marks the rows that surely fit on a page. A row that is kept together and does not fit would run off it.
fn mark_short(rows: &mut Value) {
    for row in rows.as_array_mut().into_iter().flatten() {
        let mut length = 0;
        each_text(row, &mut |text| {
            length += text.len() + 40 * text.matches('\n').count()
        });
        row["short"] = Value::Bool(length <= SHORT_MAX);
    }
}

/// Shows every text.
pub(crate) fn each_text(says: &Value, look: &mut impl FnMut(&str)) {
    match says {
        Value::String(text) => look(text),
        Value::Array(all) => all.iter().for_each(|it| each_text(it, look)),
        Value::Object(all) => all.values().for_each(|it| each_text(it, look)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// Hands out every text to be changed.
pub(crate) fn each_text_mut(says: &mut Value, change: &mut impl FnMut(&mut String)) {
    match says {
        Value::String(text) => change(text),
        Value::Array(all) => all.iter_mut().for_each(|it| each_text_mut(it, change)),
        Value::Object(all) => all.values_mut().for_each(|it| each_text_mut(it, change)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

/// True where any text has letters that run from right to left.
pub(crate) fn runs_right_to_left(texts: &[&Value]) -> bool {
    let mut found = false;
    for text in texts {
        each_text(text, &mut |text| {
            found |= text.chars().any(|c| {
                matches!(u32::from(c), 0x590..=0x8ff | 0xfb1d..=0xfdff | 0xfe70..=0xfeff | 0x10800..=0x10fff | 0x1e800..=0x1efff)
            });
        });
    }
    found
}

fn is_text(c: char) -> bool {
    let reorders = matches!(c, '\u{202a}'..='\u{202e}' | '\u{2066}'..='\u{2069}' | '\u{feff}');
    !reorders && (!c.is_control() || matches!(c, '\n' | '\t'))
}

/// The text with places to break in its long words; none where it has none.
fn split(text: &str) -> Option<String> {
    let is_long = |word: &str| word.len() > WORD_MAX && word.chars().count() > WORD_MAX;
    if !text.split(char::is_whitespace).any(is_long) {
        return None;
    }
    let mut out = String::with_capacity(text.len() + text.len() / 4);
    for word in text.split_inclusive(char::is_whitespace) {
        if !is_long(word) {
            out.push_str(word);
            continue;
        }
        for (nth, c) in word.chars().enumerate() {
            // A letter with marks upon it, or a pair of joined pictures, is not torn apart; neither are scripts that
            // break by rules of their own.
            if nth > 0 && nth % PIECE == 0 && c.is_ascii_graphic() {
                out.push(SPLIT);
            }
            out.push(c);
        }
    }
    Some(out)
}
