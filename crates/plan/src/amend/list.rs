//! Appends an item to the last list of a section in that list's own hand: marker, numbering,
//! blanks, empty lines between items. Lettered lists count too. A section without a list gets one.

use std::ops::Range;

use pulldown_cmark::{Event, Parser, Tag, TagEnd};

use super::edits::{ending, insert, trimmed, with_ending};
use super::{Adds, Edit, Scan, Why};
use crate::blocks::Body;
use crate::{lettered, markdown};

/// Why nothing is put after a line that ends in a heading.
pub(crate) const HEADING_TYPED: &str = "the heading of the next section is typed at the end of this section's last \
    line; give it a line of its own first";

/// A list at the outermost level of a section.
struct List {
    /// The items, as ranges of the section's own text.
    items: Vec<Range<usize>>,
    loose: bool,
}

/// How many items the outermost lists of a section's own text hold.
pub(super) fn items(own: &str) -> usize {
    lists(own).iter().map(|list| list.items.len()).sum()
}

fn lists(own: &str) -> Vec<List> {
    let base = markdown::body_start(own);
    let mut lists: Vec<List> = Vec::new();
    let mut depth = 0;
    for (event, range) in Parser::new_ext(&own[base..], markdown::options()).into_offset_iter() {
        let range = range.start + base..range.end + base;
        match event {
            Event::Start(Tag::List(_)) => {
                if depth == 0 {
                    lists.push(List {
                        items: Vec::new(),
                        loose: false,
                    });
                }
                depth += 1;
            }
            Event::Start(Tag::BlockQuote(_)) => depth += 1,
            Event::Start(Tag::Item) => {
                if depth == 1
                    && let Some(list) = lists.last_mut()
                {
                    // The range of an indented item begins with its blanks.
                    let blanks = own[range.clone()].len() - own[range.clone()].trim_start().len();
                    list.items.push(range.start + blanks..range.end);
                }
                depth += 1;
            }
            Event::Start(Tag::Paragraph) if depth == 2 => {
                if let Some(list) = lists.last_mut() {
                    list.loose = true;
                }
            }
            Event::End(TagEnd::List(_) | TagEnd::Item | TagEnd::BlockQuote(_)) => depth -= 1,
            _ => {}
        }
    }
    lists.retain(|list| !list.items.is_empty());
    lists
}

pub(super) fn append(at: &Scan, index: usize, text: &str) -> Result<Edit, Why> {
    let text = without_marker(trimmed(text).trim_start());
    if text.is_empty() {
        return Err(Why::TextEmpty);
    }
    let section = &at.sections[index];
    let own = at.own(section);
    if section.range.end < at.text.len() && !own.ends_with('\n') {
        return Err(Why::NotEditable {
            says: HEADING_TYPED.to_owned(),
        });
    }
    if let Some(list) = lists(own).pop() {
        return after(at, index, &list, text);
    }
    match last_letter(at, index) {
        Some((range, marker)) => {
            let last = own_line(&at.text, range.start);
            let place = Place::after(
                &at.text,
                range.start + at.text[range.clone()].trim_end().len(),
            );
            let eol = ending(at, index);
            let indent = &at.text[last..range.start];
            let line = with_ending(text, " ");
            let with = format!(
                "{}{indent}{marker}{line}{}",
                place.before(eol),
                place.after_text(eol)
            );
            Ok(Edit {
                range: place.at..place.at,
                with,
                section: index,
                declares: None,
                adds: Adds::Text,
            })
        }
        None => {
            let bullet = bullet(&at.text);
            let edit = insert(at, index, &item(text, "", &format!("{bullet} "), "\n"))?;
            Ok(Edit {
                adds: Adds::Item,
                ..edit
            })
        }
    }
}

/// The text of an item without a marker of its own.
fn without_marker(text: &str) -> &str {
    for bullet in ["- ", "* ", "+ "] {
        if let Some(rest) = text.strip_prefix(bullet) {
            return rest.trim_start();
        }
    }
    let digits = text.bytes().take(9).take_while(u8::is_ascii_digit).count();
    match text[digits..]
        .strip_prefix(". ")
        .or_else(|| text[digits..].strip_prefix(") "))
    {
        Some(rest) if digits > 0 => rest.trim_start(),
        Some(_) | None => text,
    }
}

/// The first bullet of the document; a dash where it has none.
fn bullet(text: &str) -> char {
    let first = text.lines().map(str::trim_start).find(|line| {
        ["- ", "* ", "+ "]
            .iter()
            .any(|bullet| line.starts_with(bullet))
            && !line.starts_with("- -")
            && !line.starts_with("* *")
    });
    first.and_then(|line| line.chars().next()).unwrap_or('-')
}

/// Where a line goes after another, and whether that one has an ending.
struct Place {
    at: usize,
    ended: bool,
}

impl Place {
    fn after(text: &str, content: usize) -> Self {
        match text[content..].find('\n') {
            Some(newline) => Self {
                at: content + newline + 1,
                ended: true,
            },
            None => Self {
                at: text.len(),
                ended: false,
            },
        }
    }

    fn before<'a>(&self, eol: &'a str) -> &'a str {
        if self.ended { "" } else { eol }
    }

    fn after_text<'a>(&self, eol: &'a str) -> &'a str {
        if self.ended { eol } else { "" }
    }
}

fn own_line(text: &str, at: usize) -> usize {
    text[..at].rfind('\n').map_or(0, |newline| newline + 1)
}

fn after(at: &Scan, index: usize, list: &List, text: &str) -> Result<Edit, Why> {
    let section = &at.sections[index];
    let own = at.own(section);
    let Some(last) = list.items.last() else {
        return Err(Why::TextEmpty);
    };
    let indent = &own[own_line(own, last.start)..last.start];
    if !indent.trim_matches(['\u{feff}', ' ', '\t']).is_empty() {
        return Err(Why::NotEditable {
            says: "the list does not begin its lines".to_owned(),
        });
    }
    let numbers: Vec<Marker> = list
        .items
        .iter()
        .map(|item| Marker::of(&own[item.clone()]))
        .collect();
    let Some(model) = numbers.last() else {
        return Err(Why::TextEmpty);
    };
    let same = numbers.len() > 1 && numbers.iter().all(|marker| marker.number == model.number);
    let number = model
        .number
        .map(|number| if same { number } else { number + 1 });
    let marker = match number {
        Some(number) => format!("{number}{}{}", model.sign, model.gap),
        None => format!("{}{}", model.sign, model.gap),
    };
    let eol = ending(at, index);
    let content = section.range.start + last.start + own[last.clone()].trim_end().len();
    let place = Place::after(&at.text, content);
    let task = if model.task { "[ ] " } else { "" };
    let gap = if list.loose { eol } else { "" };
    let text = item(&format!("{task}{text}"), indent, &marker, eol);
    let with = format!("{}{gap}{text}{}", place.before(eol), place.after_text(eol));
    Ok(Edit {
        range: place.at..place.at,
        with,
        section: index,
        declares: None,
        adds: Adds::Item,
    })
}

/// An item with its further lines under its first.
fn item(text: &str, indent: &str, marker: &str, eol: &str) -> String {
    let width: String = marker.chars().map(|_| ' ').collect();
    let text = with_ending(text, "\n");
    let lines =
        text.split('\n')
            .enumerate()
            .map(|(nth, line)| match (nth, line.trim().is_empty()) {
                (0, _) => format!("{indent}{marker}{line}"),
                (_, true) => String::new(),
                (_, false) => format!("{indent}{width}{line}"),
            });
    lines.collect::<Vec<_>>().join(eol)
}

/// How an item is marked.
struct Marker {
    number: Option<u64>,
    sign: char,
    gap: String,
    task: bool,
}

impl Marker {
    fn of(item: &str) -> Self {
        let digits = item.bytes().take_while(u8::is_ascii_digit).count();
        let sign = item[digits..].chars().next().unwrap_or('-');
        let rest = &item[(digits + sign.len_utf8()).min(item.len())..];
        let gap: String = rest
            .chars()
            .take_while(|c| *c == ' ' || *c == '\t')
            .collect();
        let body = rest[gap.len()..].trim_start();
        let task = ["[ ] ", "[x] ", "[X] "]
            .iter()
            .any(|task| body.starts_with(task));
        // Four blanks and more would begin code; an item that is empty gives no measure.
        let usable = (1..=4).contains(&gap.len()) && !body.is_empty();
        Self {
            number: item[..digits].parse().ok(),
            sign,
            gap: if usable { gap } else { " ".to_owned() },
            task,
        }
    }
}

/// The last item of a lettered list at the outermost level, and the marker of the next.
fn last_letter(at: &Scan, index: usize) -> Option<(Range<usize>, String)> {
    let items = at
        .document
        .blocks
        .iter()
        .filter(|block| block.section == index && block.within.is_none());
    let items: Vec<_> = items
        .filter(|block| matches!(block.body, Body::Item { .. }))
        .collect();
    let last = items.last()?;
    let marker = |range: &Range<usize>| {
        let line = &at.text[range.clone()];
        lettered::marker(line).map(|len| line[..len].to_owned())
    };
    let own = marker(&last.range)?;
    let before = items
        .len()
        .checked_sub(2)
        .and_then(|at| items.get(at))
        .and_then(|item| marker(&item.range));
    if before.as_ref() == Some(&own) {
        return Some((last.range.clone(), own));
    }
    let next: String = own
        .chars()
        .map(|c| match c {
            'a'..='y' | 'A'..='Y' => char::from(c as u8 + 1),
            c => c,
        })
        .collect();
    // Roman numerals are not counted on; the reader of the plan renumbers them.
    let single = own.chars().filter(|c| c.is_alphabetic()).count() <= 1;
    Some((last.range.clone(), if single { next } else { own }))
}
