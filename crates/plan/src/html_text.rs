//! Reads the HTML that stands inside Markdown plans: tables become tables, other markup becomes its
//! visible text. Scripts, styles and comments are nothing. It is not an HTML parser: what it does
//! not know it passes over, and it never writes HTML.

use crate::blocks::{Table, Text};

/// One piece of HTML.
enum Piece<'a> {
    /// The name in lower case, whether it closes.
    Tag(String, bool),
    Text(&'a str),
}

/// Whether a tag is no tag but a gap to be filled in, such as `<insert name>`.
pub(crate) fn is_placeholder(tag: &str) -> bool {
    let name = tag.trim_start_matches('<').trim_start().to_lowercase();
    let word = name
        .split(|c: char| !c.is_alphanumeric())
        .next()
        .unwrap_or_default();
    const GAPS: [&str; 14] = [
        "insert",
        "your",
        "enter",
        "company",
        "organization",
        "organisation",
        "name",
        "date",
        "add",
        "fill",
        "tbd",
        "todo",
        "placeholder",
        "phone",
    ];
    tag.starts_with('<') && GAPS.contains(&word)
}

/// Whether a tag is a line break.
pub(crate) fn is_break(tag: &str) -> bool {
    tag.to_ascii_lowercase().starts_with("<br")
}

/// Where the table that begins at an offset ends, after its closing tag.
pub(crate) fn table_end(text: &str, start: usize) -> Option<usize> {
    let rest = text.get(start..)?;
    let mut from = 0;
    while let Some(at) = rest[from..].find("</") {
        let tag = &rest[from + at..];
        let name = tag.as_bytes().get(2..7).unwrap_or_default();
        if name.eq_ignore_ascii_case(b"table") {
            return tag.find('>').map(|end| start + from + at + end + 1);
        }
        from += at + 2;
    }
    None
}

/// The visible text, one paragraph for each block element.
pub(crate) fn texts(html: &str, offset: usize) -> Vec<Text> {
    let mut texts = vec![Text::default()];
    for (piece, at) in pieces(html) {
        match piece {
            Piece::Tag(name, _) => {
                const BLOCKS: [&str; 14] = [
                    "p", "div", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "section",
                    "summary", "details",
                ];
                if BLOCKS.contains(&name.as_str()) {
                    texts.push(Text::default());
                } else if name == "br"
                    && let Some(text) = texts.last_mut()
                {
                    text.push_break(offset + at);
                }
            }
            Piece::Text(text) => {
                if let Some(last) = texts.last_mut() {
                    push_decoded(last, text, offset + at);
                }
            }
        }
    }
    texts.retain(|text| !text.is_empty());
    texts
}

/// The table, and the texts that stand in it outside of any cell.
pub(crate) fn table(html: &str, offset: usize) -> (Table, Vec<Text>) {
    let mut rows: Vec<(bool, Vec<Text>)> = Vec::new();
    let mut outside = Text::default();
    let mut in_cell = false;
    for (piece, at) in pieces(html) {
        match piece {
            Piece::Tag(name, closes) => match (name.as_str(), closes) {
                ("tr", false) => {
                    rows.push((false, Vec::new()));
                    in_cell = false;
                }
                ("td" | "th", false) => {
                    if rows.is_empty() {
                        rows.push((false, Vec::new()));
                    }
                    if let Some((head, row)) = rows.last_mut() {
                        *head |= name == "th" && row.is_empty();
                        row.push(Text::default());
                    }
                    in_cell = true;
                }
                ("td" | "th" | "tr", true) => in_cell = false,
                ("br" | "li" | "p", _) if in_cell => {
                    if let Some(cell) = rows.last_mut().and_then(|(_, row)| row.last_mut()) {
                        cell.push_break(offset + at);
                    }
                }
                (_, _) => {}
            },
            Piece::Text(text) => {
                let cell = rows
                    .last_mut()
                    .and_then(|(_, row)| row.last_mut())
                    .filter(|_| in_cell);
                push_decoded(cell.unwrap_or(&mut outside), text, offset + at);
            }
        }
    }
    rows.retain(|(_, row)| !row.is_empty());
    let second_is_plain = rows
        .get(1)
        .is_some_and(|(head, row)| !head || row.len() > 1);
    let header = match rows.first() {
        Some((true, _)) if second_is_plain => rows.remove(0).1,
        Some(_) | None => Vec::new(),
    };
    let rows = rows.into_iter().map(|(_, row)| row).collect();
    let texts = if outside.is_empty() {
        Vec::new()
    } else {
        vec![outside]
    };
    (
        Table {
            header,
            rows,
            html: true,
        },
        texts,
    )
}

/// Text without runs of blanks, with entities as the characters they stand for.
fn push_decoded(into: &mut Text, text: &str, offset: usize) {
    for (nth, line) in text.split('\n').enumerate() {
        let at = offset + (line.as_ptr() as usize - text.as_ptr() as usize);
        if nth > 0 && !into.is_empty() {
            into.push_break(at);
        }
        let blank_before = line.starts_with([' ', '\t']) && !into.plain.ends_with(' ');
        let trimmed = line.trim();
        if blank_before && !into.plain.is_empty() {
            into.push(" ", at);
        }
        if trimmed.is_empty() {
            continue;
        }
        let indent = line.len() - line.trim_start().len();
        decode(into, trimmed, at + indent);
        if line.ends_with([' ', '\t']) {
            into.push(" ", at + indent + trimmed.len());
        }
    }
}

fn decode(into: &mut Text, text: &str, offset: usize) {
    let mut from = 0;
    while let Some(at) = text[from..].find('&').map(|at| from + at) {
        into.push(&text[from..at], offset + from);
        let end = text[at..]
            .bytes()
            .take(12)
            .position(|b| b == b';')
            .map(|end| at + end);
        match end.and_then(|end| Some((entity(&text[at + 1..end])?, end))) {
            Some((decoded, end)) => {
                into.push(&decoded, offset + at);
                from = end + 1;
            }
            None => {
                into.push("&", offset + at);
                from = at + 1;
            }
        }
    }
    into.push(&text[from..], offset + from);
}

fn entity(name: &str) -> Option<String> {
    if let Some(number) = name.strip_prefix('#') {
        let code = match number.strip_prefix(['x', 'X']) {
            Some(hex) => u32::from_str_radix(hex, 16),
            None => number.parse(),
        };
        return char::from_u32(code.ok()?).map(String::from);
    }
    let known = match name {
        "amp" => "&",
        "lt" => "<",
        "gt" => ">",
        "quot" => "\"",
        "apos" => "'",
        "nbsp" => " ",
        "ndash" => "–",
        "mdash" => "—",
        "lsquo" => "‘",
        "rsquo" => "’",
        "ldquo" => "“",
        "rdquo" => "”",
        "hellip" => "…",
        "bull" => "•",
        "le" => "≤",
        "ge" => "≥",
        "copy" => "©",
        "reg" => "®",
        "eacute" => "é",
        "auml" => "ä",
        "ouml" => "ö",
        "uuml" => "ü",
        "szlig" => "ß",
        _ => return None,
    };
    Some(known.to_owned())
}

fn pieces(html: &str) -> Vec<(Piece<'_>, usize)> {
    let mut pieces = Vec::new();
    let mut at = 0;
    while at < html.len() {
        let Some(open) = html[at..].find('<').map(|open| at + open) else {
            break;
        };
        if open > at {
            pieces.push((Piece::Text(&html[at..open]), at));
        }
        if html[open..].starts_with("<!--") {
            at = html[open..]
                .find("-->")
                .map_or(html.len(), |end| open + end + 3);
            continue;
        }
        let next = html[open + 1..].chars().next().unwrap_or(' ');
        let end = html[open..].find('>').map(|end| open + end + 1);
        let Some(end) =
            end.filter(|_| next.is_ascii_alphabetic() || matches!(next, '/' | '!' | '?'))
        else {
            pieces.push((Piece::Text(&html[open..open + 1]), open));
            at = open + 1;
            continue;
        };
        let tag = &html[open..end];
        let name = tag.trim_start_matches(['<', '/']);
        let letters = name.bytes().take_while(u8::is_ascii_alphanumeric).count();
        let name = name[..letters].to_ascii_lowercase();
        at = end;
        if is_placeholder(tag) {
            pieces.push((Piece::Text(tag), open));
        } else if (name == "script" || name == "style") && !tag.starts_with("</") {
            let close = format!("</{name}");
            at = html[end..]
                .find(&close)
                .map_or(html.len(), |close| end + close);
        } else {
            pieces.push((Piece::Tag(name, tag.starts_with("</")), open));
        }
    }
    if at < html.len() {
        pieces.push((Piece::Text(&html[at..]), at));
    }
    pieces
}
