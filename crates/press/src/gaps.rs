//! Characters that no font shows. Each leaves a box where it stood, and is named on the last page and to the caller, so that
//! nothing is lost in silence. Not here: where fonts come from (`fonts`).

use std::collections::{BTreeMap, BTreeSet};

use serde_json::Value;
use typst::layout::{Frame, FrameItem};
use typst_layout::PagedDocument;

use crate::data;
use crate::fonts::{Faces, is_invisible};

/// What stands where a character cannot be shown.
pub(crate) const BOX: char = '□';

/// How many characters of one script are named before the rest is only counted.
const NAMED_MAX: usize = 200;

/// Every character that could not be shown, and how often it stood somewhere.
#[derive(Default)]
pub(crate) struct Gaps {
    seen: BTreeMap<char, usize>,
}

impl Gaps {
    /// Puts a box for every character that none of the fonts has.
    pub fn take(&mut self, faces: &Faces, says: &mut Value) {
        self.swap(says, &|c| !faces.show(c));
    }

    /// Puts a box for every one of these characters.
    pub fn strike(&mut self, unset: &BTreeSet<char>, says: &mut Value) {
        self.swap(says, &|c| unset.contains(&c));
    }

    fn swap(&mut self, says: &mut Value, gone: &impl Fn(char) -> bool) {
        data::each_text_mut(says, &mut |text| {
            if !text.chars().any(gone) {
                return;
            }
            let swapped = text.chars().map(|c| {
                if gone(c) {
                    *self.seen.entry(c).or_default() += 1;
                    BOX
                } else {
                    c
                }
            });
            *text = swapped.collect();
        });
    }

    /// A sentence for each script: `Han: 3 characters in 5 places (U+6F22, U+5B57, U+4E00)`.
    pub fn sentences(&self) -> Vec<String> {
        let mut scripts: BTreeMap<&'static str, Vec<(char, usize)>> = BTreeMap::new();
        for (c, times) in &self.seen {
            scripts.entry(script(*c)).or_default().push((*c, *times));
        }
        scripts.into_iter().map(sentence).collect()
    }
}

fn sentence((script, chars): (&str, Vec<(char, usize)>)) -> String {
    let counted = |n: usize, one: &str, many: &str| match n {
        1 => format!("1 {one}"),
        n => format!("{n} {many}"),
    };
    let places: usize = chars.iter().map(|(_, times)| times).sum();
    let mut names: Vec<String> = chars
        .iter()
        .take(NAMED_MAX)
        .map(|(c, _)| format!("U+{:04X}", u32::from(*c)))
        .collect();
    if chars.len() > NAMED_MAX {
        names.push(format!("and {} more", chars.len() - NAMED_MAX));
    }
    format!(
        "{script}: {} in {} ({})",
        counted(chars.len(), "character", "characters"),
        counted(places, "place", "places"),
        names.join(", ")
    )
}

/// Characters that were set without a glyph all the same: a mark that the font of its letter does not have. The library
/// leaves some of them out without a word, so each is looked for in the font of the letters that it stands with.
pub(crate) fn unset(document: &PagedDocument) -> BTreeSet<char> {
    let mut found = BTreeSet::new();
    for page in document.pages() {
        walk(&page.frame, &mut found);
    }
    found.remove(&BOX);
    found
}

fn walk(frame: &Frame, found: &mut BTreeSet<char>) {
    for (_, item) in frame.items() {
        match item {
            FrameItem::Group(group) => walk(&group.frame, found),
            FrameItem::Text(text) => {
                let coverage = &text.font.font().info().coverage;
                for glyph in &text.glyphs {
                    let mut chars = text.text[glyph.range()].chars();
                    let joined = chars.clone().nth(1).is_some();
                    if glyph.id == 0 {
                        found.extend(chars);
                    } else if joined {
                        found.extend(
                            chars
                                .by_ref()
                                .filter(|c| !is_invisible(*c) && !coverage.contains(u32::from(*c))),
                        );
                    }
                }
            }
            FrameItem::Shape(..)
            | FrameItem::Image(..)
            | FrameItem::Link(..)
            | FrameItem::Tag(_) => {}
        }
    }
}

/// What a reader calls the script of a character.
fn script(c: char) -> &'static str {
    match u32::from(c) {
        0x2e80..=0x2fdf
        | 0x3005..=0x3007
        | 0x3400..=0x4dbf
        | 0x4e00..=0x9fff
        | 0xf900..=0xfaff
        | 0x20000..=0x3ffff => "Chinese characters",
        0x3040..=0x30ff | 0x31f0..=0x31ff | 0xff66..=0xff9f => "Japanese kana",
        0x1100..=0x11ff | 0x3130..=0x318f | 0xa960..=0xa97f | 0xac00..=0xd7ff => "Korean",
        0x3000..=0x303f | 0xff00..=0xff65 | 0xffa0..=0xffef => "East Asian punctuation and letters",
        0x0900..=0x0dff => "Scripts of India",
        0x0e00..=0x0fff | 0x1780..=0x17ff => "Thai, Lao, Khmer, Tibetan",
        0x1f000..=0x1fbff | 0x2600..=0x27bf | 0xe0000..=0xe0fff => "Emoji and pictures",
        0xe000..=0xf8ff | 0xf0000..=0x10ffff => "Private characters",
        _other => "Other characters",
    }
}
