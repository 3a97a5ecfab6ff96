//! Keeps account of which bytes differ while amendments are made one after the other.

use std::ops::Range;

/// Bytes of the old text and what stands in their place in the new one.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Splice {
    /// In the text before.
    pub old: Range<usize>,
    /// In the text after.
    pub new: Range<usize>,
}

/// Splices in rising order, never touching one another.
#[derive(Debug, Default)]
pub(super) struct Splices {
    pub list: Vec<Splice>,
}

impl Splices {
    /// Takes in a change of the present text: these bytes became that many.
    pub fn add(&mut self, range: Range<usize>, len: usize) {
        let first = self
            .list
            .partition_point(|splice| splice.new.end < range.start);
        let last = self
            .list
            .partition_point(|splice| splice.new.start <= range.end);
        // Outside of every splice, old and new differ by what the splices before have added.
        let back = |at: usize, splice: Option<&Splice>| match splice {
            Some(splice) => at + splice.old.end - splice.new.end,
            None => at,
        };
        let before = first.checked_sub(1).and_then(|index| self.list.get(index));
        let merged = &self.list[first..last];
        let start = match merged.first() {
            Some(splice) if splice.new.start <= range.start => (splice.old.start, splice.new.start),
            Some(_) | None => (back(range.start, before), range.start),
        };
        let end = match merged.last() {
            Some(splice) if splice.new.end >= range.end => (splice.old.end, splice.new.end),
            Some(splice) => (back(range.end, Some(splice)), range.end),
            None => (back(range.end, before), range.end),
        };
        let moved = |at: usize| at + len - (range.end - range.start);
        let splice = Splice {
            old: start.0..end.0,
            new: start.1..moved(end.1),
        };
        self.list.splice(first..last, [splice]);
        for later in &mut self.list[first + 1..] {
            later.new = moved(later.new.start)..moved(later.new.end);
        }
    }
}
