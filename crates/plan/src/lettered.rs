//! What Markdown takes for the lines of one paragraph and people mean as several things: `a.` and
//! `b)`, bullets pasted from a word processor, lines that begin with a label. Ordinary lists never
//! pass through here.

use crate::blocks::{Block, Body, Text};

/// The length of a marker such as `a. `, `(b) `, `iv) ` or `• ` at the beginning of a line, if
/// there is one.
pub(crate) fn marker(line: &str) -> Option<usize> {
    let rest = line.trim_start();
    let indent = line.len() - rest.len();
    let mut chars = rest.chars();
    let first = chars.next()?;
    if matches!(first, '•' | '◦' | '▪' | '–' | '*' | '-' | '+') {
        let bullet = first.len_utf8();
        return rest[bullet..]
            .starts_with(' ')
            .then_some(indent + bullet + 1);
    }
    let open = usize::from(first == '(');
    let letters = rest[open..]
        .bytes()
        .take_while(u8::is_ascii_alphabetic)
        .count();
    let name = &rest[open..open + letters];
    let roman = matches!(name, "ii" | "iii" | "iv" | "vi" | "vii" | "viii" | "ix");
    if letters != 1 && !roman {
        return None;
    }
    let after = &rest[open + letters..];
    let closes = after.starts_with(") ") || (open == 0 && after.starts_with(". "));
    closes.then_some(indent + open + letters + 2)
}

/// Divides a block that was just completed: at lines that begin with a label, and into items.
pub(crate) fn divide(blocks: &mut Vec<Block>, index: usize, lists_seen: &mut usize) {
    let Some(block) = blocks.get(index) else {
        return;
    };
    let starts = match block.body {
        Body::Paragraph | Body::Item { .. } => labelled_lines(&block.text),
        Body::Heading { .. } | Body::Table(_) | Body::Rule => Vec::new(),
    };
    if starts.is_empty() {
        return split(blocks, index, lists_seen);
    }
    let whole = std::mem::take(&mut blocks[index].text);
    let range = blocks[index].range.clone();
    let within = match blocks[index].body {
        Body::Item { .. } => Some(index),
        Body::Heading { .. } | Body::Paragraph | Body::Table(_) | Body::Rule => {
            blocks[index].within
        }
    };
    blocks[index].text = whole.part(0..starts[0]);
    split(blocks, index, lists_seen);
    for (nth, start) in starts.iter().enumerate() {
        let end = starts.get(nth + 1).copied().unwrap_or(whole.plain.len());
        let source_end = if end == whole.plain.len() {
            range.end
        } else {
            whole.source(end)
        };
        let text = whole.part(*start..end);
        let range = whole.source(*start)..source_end;
        blocks.push(Block {
            body: Body::Paragraph,
            text,
            range,
            within,
            section: 0,
        });
        split(blocks, blocks.len() - 1, lists_seen);
    }
}

/// Where lines after the first begin with a label: `**Deputy:** …`, or `Deputy: …` where every line
/// does.
fn labelled_lines(text: &Text) -> Vec<usize> {
    let bold = text.leads.iter().filter(|(start, end)| {
        let after = text.plain[*end..].trim_start();
        *start > 0 && (text.plain[*start..*end].trim_end().ends_with(':') || after.starts_with(':'))
    });
    let bold: Vec<usize> = bold.map(|(start, _)| *start).collect();
    if !bold.is_empty() || text.breaks.is_empty() {
        return bold;
    }
    let label = |line: &str| {
        let label = line.split(": ").next().unwrap_or_default();
        let words = label.split_whitespace().count();
        label.len() < line.trim_end().len()
            && (1..=3).contains(&words)
            && label.starts_with(char::is_uppercase)
    };
    let every = text
        .lines()
        .into_iter()
        .all(|line| label(&text.plain[line]));
    if every {
        text.breaks.clone()
    } else {
        Vec::new()
    }
}

/// Turns the marked lines of a block that was just completed into items of their own.
fn split(blocks: &mut Vec<Block>, index: usize, lists_seen: &mut usize) {
    let Some(block) = blocks.get(index) else {
        return;
    };
    if !matches!(block.body, Body::Paragraph | Body::Item { .. }) {
        return;
    }
    let lines = block.text.lines();
    let marked: Vec<usize> = (0..lines.len())
        .filter(|line| marker(&block.text.plain[lines[*line].clone()]).is_some())
        .collect();
    let Some(first) = marked.first().copied() else {
        return;
    };
    let single = block.text.plain[lines[first].clone()].trim_start();
    let alone = marked.len() == 1;
    // One marked line is a list only where it cannot be a sentence: "a. Call", not "A. Smith
    // calls".
    let uncertain =
        alone && !(first == 0 && single.starts_with(|c: char| c.is_ascii_lowercase() || c == '•'));
    if uncertain || (first == 0 && matches!(block.body, Body::Item { .. })) {
        return;
    }
    let enclosing = match (&block.body, first) {
        (Body::Item { depth, .. }, _) => (Some(index), depth + 1),
        (_, _) => (block.within, depth_of(blocks, block.within)),
    };
    let list = follows(blocks, index, alone).unwrap_or_else(|| {
        *lists_seen += 1;
        *lists_seen
    });
    let whole = std::mem::take(&mut blocks[index].text);
    let end_of_source = blocks[index].range.end;
    let mut items = Vec::new();
    for (nth, line) in marked.iter().enumerate() {
        let start = lines[*line].start;
        let end = marked
            .get(nth + 1)
            .map_or(whole.plain.len(), |next| lines[*next].start);
        let skip = marker(&whole.plain[start..end]).unwrap_or_default();
        let source_end = if end == whole.plain.len() {
            end_of_source
        } else {
            whole.source(end)
        };
        items.push(Block {
            body: Body::Item {
                depth: enclosing.1,
                list,
            },
            text: whole.part(start + skip..end),
            range: whole.source(start)..source_end,
            within: enclosing.0,
            section: 0,
        });
    }
    let before = lines[first].start;
    if before == 0 {
        blocks.pop();
    } else {
        blocks[index].text = whole.part(0..before);
    }
    blocks.extend(items);
}

fn depth_of(blocks: &[Block], within: Option<usize>) -> usize {
    match within
        .and_then(|index| blocks.get(index))
        .map(|block| &block.body)
    {
        Some(Body::Item { depth, .. }) => depth + 1,
        Some(Body::Heading { .. } | Body::Paragraph | Body::Table(_) | Body::Rule) | None => 0,
    }
}

/// The list that a lone marked paragraph carries on, where the block before it is such an item too.
fn follows(blocks: &[Block], index: usize, alone: bool) -> Option<usize> {
    let before = index.checked_sub(1).and_then(|before| blocks.get(before))?;
    match before.body {
        Body::Item { list, .. } if alone && before.within == blocks[index].within => Some(list),
        Body::Item { .. }
        | Body::Heading { .. }
        | Body::Paragraph
        | Body::Table(_)
        | Body::Rule => None,
    }
}
