//! Works out the bytes that an amendment changes. Line endings are those of the section; a last
//! line without an ending stays without one; a rule that closes a section stays its last line.

use super::{Adds, Edit, Scan, Why, list, revision};
use crate::amendment::AmendmentOp;
use crate::blocks::Body;
use crate::find::{self, NotOne};
use crate::model::Section;
use crate::outline;

pub(super) fn of(at: &Scan, op: &AmendmentOp, author: &str) -> Result<Edit, Why> {
    match op {
        AmendmentOp::Replace {
            section,
            find,
            text,
        } => replace(at, named(at, section)?, find, text),
        AmendmentOp::Insert { section, text } => insert(at, named(at, section)?, text),
        AmendmentOp::AppendItem { section, text } => list::append(at, named(at, section)?, text),
        AmendmentOp::NewSection {
            parent,
            title,
            text,
        } => {
            let parent = parent.trim();
            let parent = if parent.is_empty() {
                None
            } else {
                Some(named(at, parent)?)
            };
            new_section(at, parent, title, text)
        }
        AmendmentOp::Revision { number, date, note } => revision::add(
            at,
            &revision::Row {
                number,
                date,
                note,
                author,
            },
        ),
    }
}

fn named(at: &Scan, name: &str) -> Result<usize, Why> {
    section(&at.sections, name)
}

/// The section of that name, or why it is none.
pub(crate) fn section(sections: &[Section], name: &str) -> Result<usize, Why> {
    find::section(sections, name).map_err(|not_one| match not_one {
        NotOne::Absent { nearest } => Why::SectionNotFound { nearest },
        NotOne::Several { paths } => Why::SectionNotUnique { paths },
    })
}

/// The line ending in use at a place: that of the section, else that of the document.
pub(super) fn ending(at: &Scan, section: usize) -> &'static str {
    let own = at
        .sections
        .get(section)
        .map(|section| at.own(section))
        .unwrap_or_default();
    let of = |text: &str| {
        text.find('\n').map(|end| {
            if text[..end].ends_with('\r') {
                "\r\n"
            } else {
                "\n"
            }
        })
    };
    of(own).or_else(|| of(&at.text)).unwrap_or("\n")
}

/// A text with one kind of line ending.
pub(super) fn with_ending(text: &str, ending: &str) -> String {
    let plain = text.replace("\r\n", "\n").replace('\r', "\n");
    if ending == "\n" {
        plain
    } else {
        plain.replace('\n', ending)
    }
}

fn replace(at: &Scan, index: usize, wanted: &str, text: &str) -> Result<Edit, Why> {
    let section = &at.sections[index];
    let ending = ending(at, index);
    let body = &at.text[section.body_start..section.range.end];
    if wanted.trim().is_empty() {
        return Err(Why::TextEmpty);
    }
    let range = match places(body, &with_ending(wanted, ending)).as_slice() {
        [one] => one.clone(),
        [] => match loose_places(body, wanted).as_slice() {
            [one] => one.clone(),
            [] => {
                return Err(Why::TextNotFound {
                    elsewhere: elsewhere(at, wanted),
                });
            }
            several => {
                return Err(Why::TextNotUnique {
                    count: several.len(),
                });
            }
        },
        several => {
            return Err(Why::TextNotUnique {
                count: several.len(),
            });
        }
    };
    let range = section.body_start + range.start..section.body_start + range.end;
    let with = with_ending(text, ending);
    Ok(Edit {
        range,
        with,
        section: index,
        declares: None,
        adds: Adds::Text,
    })
}

/// Every place of a text, overlapping ones too.
pub(crate) fn places(body: &str, wanted: &str) -> Vec<std::ops::Range<usize>> {
    let mut places = Vec::new();
    let mut from = 0;
    while let Some(found) = body.get(from..).and_then(|rest| rest.find(wanted)) {
        let start = from + found;
        places.push(start..start + wanted.len());
        from = start + body[start..].chars().next().map_or(1, char::len_utf8);
        if places.len() > 1000 {
            break;
        }
    }
    places
}

/// Every place of a text where any run of blanks may stand for any other: a plan is often wrapped
/// at another column than the amendment.
pub(crate) fn loose_places(body: &str, wanted: &str) -> Vec<std::ops::Range<usize>> {
    let mut flat = String::with_capacity(body.len());
    let mut offsets = Vec::new();
    for (offset, c) in body.char_indices() {
        let c = if c.is_whitespace() { ' ' } else { c };
        if c == ' ' && flat.ends_with(' ') {
            continue;
        }
        offsets.push((flat.len(), offset));
        flat.push(c);
    }
    let wanted = wanted.split_whitespace().collect::<Vec<_>>().join(" ");
    let source = |at: usize| {
        let index = offsets.partition_point(|(flat, _)| *flat < at);
        offsets.get(index).map_or(body.len(), |(_, offset)| *offset)
    };
    let end = |at: usize| {
        let last = flat[..at].chars().next_back().map_or(0, char::len_utf8);
        source(at - last) + last
    };
    places(&flat, &wanted)
        .into_iter()
        .map(|place| source(place.start)..end(place.end))
        .collect()
}

/// The one other section in which a text stands.
fn elsewhere(at: &Scan, wanted: &str) -> Option<String> {
    let holds = |index: &usize| {
        at.own(&at.sections[*index])
            .contains(&with_ending(wanted, ending(at, *index)))
    };
    let mut found = (0..at.sections.len()).filter(holds);
    let first = found.next()?;
    found
        .next()
        .is_none()
        .then(|| at.sections[first].path.clone())
}

/// Where new text goes at the end of a section, and what must surround it.
pub(super) struct Slot {
    pub at: usize,
    /// Before the new text.
    pub before: String,
    /// After the new text.
    pub after: String,
}

/// The slot at the end of a section's own text: after its last line, before a rule that closes it.
pub(super) fn slot(at: &Scan, index: usize) -> Result<Slot, Why> {
    let section = &at.sections[index];
    let eol = ending(at, index);
    let open = at
        .document
        .open_fence
        .is_some_and(|fence| section.range.contains(&fence));
    if open {
        return Err(Why::NotEditable {
            says: "a fence of code is open at the end of this section".to_owned(),
        });
    }
    let last = at
        .document
        .blocks
        .iter()
        .rfind(|block| block.section == index);
    let end = match last {
        Some(block)
            if matches!(block.body, Body::Rule) && block.range.start > section.body_start =>
        {
            block.range.start
        }
        Some(_) | None => section.range.end,
    };
    let content = section.range.start + at.text[section.range.start..end].trim_end().len();
    Ok(match at.text[content..end].find('\n') {
        Some(newline) => {
            let place = content + newline + 1;
            let next = at.text[place..].lines().next().unwrap_or_default();
            let crowded = place < at.text.len() && !next.trim().is_empty();
            let after = if crowded {
                eol.repeat(2)
            } else {
                eol.to_owned()
            };
            Slot {
                at: place,
                before: eol.to_owned(),
                after,
            }
        }
        // Where the text goes on, a heading was typed at the end of the last line.
        None => Slot {
            at: end,
            before: eol.repeat(2),
            after: match end < at.text.len() {
                true => eol.repeat(2),
                false => String::new(),
            },
        },
    })
}

/// The text without empty lines around it.
pub(super) fn trimmed(text: &str) -> &str {
    text.trim_start_matches(['\n', '\r']).trim_end()
}

pub(super) fn insert(at: &Scan, index: usize, text: &str) -> Result<Edit, Why> {
    let text = trimmed(text);
    if text.is_empty() {
        return Err(Why::TextEmpty);
    }
    let slot = slot(at, index)?;
    let with = format!(
        "{}{}{}",
        slot.before,
        with_ending(text, ending(at, index)),
        slot.after
    );
    Ok(Edit {
        range: slot.at..slot.at,
        with,
        section: index,
        declares: None,
        adds: Adds::Block,
    })
}

pub(super) fn new_section(
    at: &Scan,
    parent: Option<usize>,
    title: &str,
    text: &str,
) -> Result<Edit, Why> {
    let title = title.trim();
    if title.is_empty() || title.contains(['\n', '\r']) {
        return Err(Why::TextEmpty);
    }
    let (level, index) = slot_of_section(&at.sections, parent, title)?;
    let mut alike = at
        .sections
        .iter()
        .filter(|section| section.parent == parent && section.level == level);
    let heading = match alike.next_back() {
        Some(section) if section.by_look && !is_typed(at, section) => format!("**{title}**"),
        Some(_) | None => format!("{} {title}", "#".repeat(usize::from(level))),
    };
    let Some(last) = index.checked_sub(1) else {
        // A plan without a section; there may be front matter.
        let eol = ending(at, 0);
        let end = at.text.len();
        let before = match at.text.trim_start_matches('\u{feff}') {
            "" => "",
            text if text.ends_with('\n') => eol,
            _ => &eol.repeat(2),
        };
        let text = with_ending(trimmed(text), eol);
        let with = format!("{before}{heading}{eol}{eol}{text}{eol}");
        let declares = Some((level, title.to_owned(), 0));
        return Ok(Edit {
            range: end..end,
            with,
            section: 0,
            declares,
            adds: Adds::Text,
        });
    };
    let eol = ending(at, last);
    let slot = slot(at, last)?;
    let text = with_ending(trimmed(text), eol);
    let body = if text.is_empty() {
        String::new()
    } else {
        format!("{eol}{eol}{text}")
    };
    let with = format!("{}{heading}{body}{}", slot.before, slot.after);
    let declares = Some((level, title.to_owned(), index));
    Ok(Edit {
        range: slot.at..slot.at,
        with,
        section: last,
        declares,
        adds: Adds::Block,
    })
}

/// Whether the heading of a section was typed with its marks.
fn is_typed(at: &Scan, section: &Section) -> bool {
    at.own(section).trim_start().starts_with('#')
}

/// Level and place in the outline of a new section.
pub(crate) fn slot_of_section(
    sections: &[Section],
    parent: Option<usize>,
    title: &str,
) -> Result<(u8, usize), Why> {
    let mut inside = sections.iter().filter(|section| section.parent == parent);
    if inside.any(|section| section.title == title) {
        return Err(Why::AlreadyThere {
            what: title.to_owned(),
        });
    }
    let level = level(sections, parent)?;
    let index = match parent {
        Some(parent) => {
            let own = sections[parent].level;
            let rest = sections.iter().skip(parent + 1);
            parent + 1 + rest.take_while(|section| section.level > own).count()
        }
        None => sections.len(),
    };
    Ok((level, index))
}

/// The level of a new section: that of its future neighbours, else one below its parent.
fn level(sections: &[Section], parent: Option<usize>) -> Result<u8, Why> {
    let Some(parent) = parent else {
        // One heading of the first level that stands first is the title, and the rest is inside it.
        let levels: Vec<u8> = sections
            .iter()
            .map(|section| section.level)
            .filter(|level| *level > 0)
            .collect();
        let title =
            levels.first() == Some(&1) && levels.iter().filter(|level| **level == 1).count() == 1;
        let rest = levels.iter().skip(usize::from(title)).min();
        return Ok(rest.copied().unwrap_or(if title { 2 } else { 1 }));
    };
    let own = &sections[parent];
    if own.path == outline::PREFACE && own.level == 0 {
        return Err(Why::NotEditable {
            says: "what stands before the first heading encloses no section".to_owned(),
        });
    }
    let neighbour = sections
        .iter()
        .find(|section| section.parent == Some(parent));
    match neighbour.map_or(own.level + 1, |neighbour| neighbour.level) {
        level @ 1..=6 => Ok(level),
        _ => Err(Why::TooDeep),
    }
}
