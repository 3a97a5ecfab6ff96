//! Lines that look like headings and are marked as none: bold or large lines that stand alone, and `## Heading` that was
//! typed as text. They are found in every plan and offered; only where somebody asks for it are they read as headings,
//! and the lines themselves are never changed. Not here: how Word tells that a line is bold (`docx::looks`).

use serde::{Deserialize, Serialize};
use terms::Diagnostic;

use crate::blocks::{Block, Body, Document, FilePart};
use crate::lettered;
use crate::model::HeadingLike;
use crate::outline::unnumbered;
use crate::placeholders;

/// Which lines of a plan are read as headings.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Headings {
    /// Those that are marked as headings, and no others.
    #[default]
    Marked,
    /// Also those that only look like headings.
    ByLook,
}

impl Headings {
    /// By a choice of yes or no.
    pub fn by_look(chosen: bool) -> Self {
        if chosen { Self::ByLook } else { Self::Marked }
    }

    /// True where lines that only look like headings are read as such.
    pub fn are_by_look(self) -> bool {
        match self {
            Self::Marked => false,
            Self::ByLook => true,
        }
    }

    /// True for what is read where nobody chose.
    pub fn are_marked(&self) -> bool {
        !self.are_by_look()
    }
}

/// The longest line that can be a heading, in characters.
const HEADING_MAX: usize = 100;

/// How many lines a diagnostic names.
const NAMED_MAX: usize = 5;

/// A heading, or a line that looks like one, in the order of the document.
#[derive(Clone, Copy, Debug)]
pub(crate) enum Found {
    /// A heading that is marked as such, or typed with its marks; of that level.
    Marked(u8),
    /// A line that looks like one.
    Like(Key),
    /// No heading: a file begins, and nothing of the one before holds in it.
    File,
}

/// What tells two kinds of line apart that look like headings: the higher ones are less.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Key {
    /// Larger letters first.
    small: u16,
    /// Capitals throughout before others.
    mixed: bool,
    /// `2` before `2.1`.
    depth: usize,
}

impl Key {
    /// Of a line with letters of that size in half points, at least that deep in a numbered list.
    pub fn of(line: &str, size: u16, depth: usize) -> Self {
        Self {
            small: u16::MAX - size,
            mixed: line.chars().any(char::is_lowercase),
            depth: depth.max(typed_depth(line)),
        }
    }
}

/// How many parts the number has that is typed before a heading; at least 1.
fn typed_depth(line: &str) -> usize {
    let number = line.split_whitespace().next().unwrap_or_default();
    let parts = number.split(['.', ')']).filter(|part| !part.is_empty());
    let digits = |part: &str| part.bytes().all(|byte| byte.is_ascii_digit());
    if parts.clone().all(digits) {
        parts.count().max(1)
    } else {
        1
    }
}

/// The level of everything that was found. Lines that look alike are of one level, below the heading they stand under;
/// what is marked deeper than the line it stands under is inside of it.
pub(crate) fn levels(found: &[Found]) -> Vec<u8> {
    let mut keys: Vec<Key> = found
        .iter()
        .filter_map(|it| match it {
            Found::Like(key) => Some(*key),
            Found::Marked(_) | Found::File => None,
        })
        .collect();
    keys.sort();
    keys.dedup();
    let (mut base, mut under): (u8, Option<u8>) = (0, None);
    found
        .iter()
        .map(|it| match it {
            Found::Marked(level) => {
                if under.is_none_or(|under| *level <= under) {
                    (base, under) = (*level, None);
                }
                *level
            }
            Found::File => {
                (base, under) = (0, None);
                0
            }
            Found::Like(key) => {
                let rank = keys.partition_point(|known| known < key);
                let level = (usize::from(base) + 1 + rank).min(6) as u8;
                under = Some(level);
                level
            }
        })
        .collect()
}

/// Whether words read as a heading and not as a sentence, a label or a piece of a form.
pub(crate) fn reads_as_heading(line: &str) -> bool {
    let line = line.trim();
    let words = unnumbered(line);
    let first = words.chars().find(|c| c.is_alphanumeric());
    line.chars().count() <= HEADING_MAX
        && !line.contains('\n')
        && !line.ends_with(['.', ',', ';', ':', '!', '?', '…'])
        && words.chars().any(char::is_alphabetic)
        && first.is_some_and(|c| !c.is_lowercase())
        && !placeholders::is_placeholder(line)
}

/// Where `## Heading` stands in running text, or `##Heading` without its blank begins a line: its place, that of its
/// words, and its level.
pub(crate) fn typed(text: &str) -> Option<(usize, usize, u8)> {
    text.match_indices("##").find_map(|(at, _)| {
        let before = text[..at].chars().next_back();
        let marks = text[at..].bytes().take_while(|b| *b == b'#').count();
        let rest = &text[at + marks..];
        let first = before != Some('#') && marks <= 6;
        let heading = rest
            .strip_prefix(' ')
            .unwrap_or(rest)
            .starts_with(char::is_uppercase);
        let place = match before {
            None => true,
            Some(c) if c.is_whitespace() => lettered::marker(&text[..at]).is_none(),
            Some(_) => rest.starts_with(' '),
        };
        let words = at + marks + usize::from(rest.starts_with(' '));
        (first && heading && place).then_some((at, words, marks as u8))
    })
}

/// A block that looks like a heading, or ends in one.
struct Candidate {
    block: usize,
    /// Where in the visible text the heading begins, and where its words do.
    at: usize,
    words: usize,
}

/// Finds the lines of a Markdown document that look like headings, and makes them headings where that is wished.
pub(crate) fn find(document: &mut Document, text: &str, headings: Headings) {
    let mut candidates = Vec::new();
    let mut found = Vec::new();
    let mut files = document.files.iter().peekable();
    for (index, block) in document.blocks.iter().enumerate() {
        let begun = |file: &&FilePart| file.range.start <= block.range.start;
        while files.next_if(begun).is_some() {
            found.push(Found::File);
        }
        match &block.body {
            Body::Heading { level } => found.push(Found::Marked(*level)),
            Body::Paragraph | Body::Item { .. } => {
                let typed = typed(&block.text.plain).filter(|(at, ..)| stands(block, *at, text));
                if let Some((at, words, level)) = typed {
                    let block = index;
                    candidates.push((Candidate { block, at, words }, found.len()));
                    found.push(Found::Marked(level));
                } else if is_bold_line(block, text) {
                    let whole = Candidate {
                        block: index,
                        at: 0,
                        words: 0,
                    };
                    candidates.push((whole, found.len()));
                    found.push(Found::Like(Key::of(block.text.trimmed(), 0, 1)));
                }
            }
            Body::Table(_) | Body::Rule => {}
        }
    }
    let levels = levels(&found);
    for (candidate, nth) in &candidates {
        let block = &document.blocks[candidate.block];
        let title = block.text.plain[candidate.words..].trim().to_owned();
        let at = match candidate.at {
            0 => block.range.start,
            at => block.text.source(at),
        };
        document.like.push((title, levels[*nth], at));
    }
    document.by_look = headings.are_by_look();
    if document.by_look && !candidates.is_empty() {
        let made = candidates
            .into_iter()
            .map(|(candidate, nth)| (candidate, levels[nth]));
        divide(document, made.collect());
    }
}

/// Whether the mark of a typed heading stands in the source where the visible text says; in HTML it is not known.
fn stands(block: &Block, at: usize, text: &str) -> bool {
    let is_html = text
        .get(block.range.start..)
        .unwrap_or_default()
        .trim_start()
        .starts_with('<');
    let source = text.get(block.text.source(at)..).unwrap_or_default();
    !is_html && source.starts_with('#')
}

/// A paragraph of one line that is bold throughout and stands in no list, quote or table.
fn is_bold_line(block: &Block, text: &str) -> bool {
    let line = &block.text;
    let start = block.range.start;
    let before = text[..start].rfind('\n').map_or(0, |at| at + 1);
    let source = text.get(before..block.range.end).unwrap_or_default();
    let source = source.trim_start_matches('\u{feff}').trim();
    matches!(block.body, Body::Paragraph)
        && block.within.is_none()
        && line.breaks.is_empty()
        && line.lead > 0
        && line.plain[line.lead..].trim().is_empty()
        && (source.starts_with("**") || source.starts_with("__"))
        && reads_as_heading(line.trimmed())
}

/// Makes the candidates headings; a block that ends in one becomes two.
fn divide(document: &mut Document, candidates: Vec<(Candidate, u8)>) {
    let old = std::mem::take(&mut document.blocks);
    let mut moved = Vec::with_capacity(old.len());
    let mut candidates = candidates.into_iter().peekable();
    for (index, mut block) in old.into_iter().enumerate() {
        block.within = block.within.and_then(|within| moved.get(within).copied());
        moved.push(document.blocks.len());
        let Some((candidate, level)) = candidates.next_if(|(it, _)| it.block == index) else {
            document.blocks.push(block);
            continue;
        };
        let body = Body::Heading { level };
        let whole = std::mem::take(&mut block.text);
        let words = whole.part(candidate.words..whole.plain.len());
        if candidate.at == 0 {
            (block.body, block.text) = (body, words);
            block.within = None;
            document.blocks.push(block);
            continue;
        }
        let (start, end) = (whole.source(candidate.at), block.range.end);
        block.text = whole.part(0..candidate.at);
        block.range.end = start;
        document.blocks.push(block);
        document.blocks.push(Block {
            body,
            text: words,
            range: start..end,
            within: None,
            section: 0,
        });
    }
}

/// What is to be said of the lines that look like headings.
pub(crate) fn said(like: &[HeadingLike], by_look: bool) -> Option<Diagnostic> {
    let first = like.first()?;
    let named: Vec<String> = like
        .iter()
        .take(NAMED_MAX)
        .map(|it| format!("“{}”", it.title))
        .collect();
    let more = like.len() - named.len();
    let mut named = named.join(", ");
    if more > 0 {
        named.push_str(&format!(" and {more} more"));
    }
    let lines = match like.len() {
        1 => "1 line".to_owned(),
        count => format!("{count} lines"),
    };
    let at = (first.place.line, first.place.column);
    Some(if by_look {
        let says = format!("Read as headings because they look like ones, {lines}: {named}.");
        Diagnostic::warning("headings-read-by-look", at, says)
    } else {
        let says = format!(
            "{lines} may be meant as headings and marked as none, so nothing begins there: {named}."
        );
        let hint = "Read them as headings: on the Plan screen, or with --headings-by-look. Or give them a heading style in Word, or # in Markdown.";
        Diagnostic::warning("headings-by-look", at, says).with_hint(hint)
    })
}
