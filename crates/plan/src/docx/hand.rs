//! Writes pieces of WordprocessingML: runs, insertions and deletions with author and date, marks of
//! paragraphs, anchors of comments, and the comments themselves. Everything that is written is
//! escaped here. Not here: where it goes.

use std::collections::BTreeSet;

use terms::Stamp;

use super::Edition;
use super::compose::NewRun;
use super::xml::{Id, Tree, escaped};

/// What writes: the author, the moment, and the numbers that are still free.
#[derive(Clone, Debug)]
pub(crate) struct Hand {
    edition: Edition,
    author: String,
    date: String,
    used: BTreeSet<i64>,
    next: i64,
    comments_used: BTreeSet<i64>,
    /// The comments written so far: number and words.
    pub comments: Vec<(i64, String)>,
}

/// What a comment stands around: what goes before, and what goes after.
#[derive(Debug, Default)]
pub(crate) struct Note {
    pub before: String,
    pub after: String,
}

impl Hand {
    pub fn new(
        tree: &Tree,
        comments: Option<&Tree>,
        (author, date, edition): (&str, Stamp, Edition),
    ) -> Self {
        let ids = |tree: &Tree| -> BTreeSet<i64> {
            let ids = tree
                .all()
                .filter_map(|id| tree.attr(id, "id")?.parse().ok());
            ids.collect()
        };
        Self {
            edition,
            author: escaped(author),
            date: iso(date),
            used: ids(tree),
            next: 1,
            comments_used: comments.map(ids).unwrap_or_default(),
            comments: Vec::new(),
        }
    }

    pub fn tracks(&self) -> bool {
        match self.edition {
            Edition::Tracked => true,
            Edition::Clean => false,
        }
    }

    fn number(&mut self) -> i64 {
        while !self.used.insert(self.next) {
            self.next += 1;
        }
        self.next
    }

    /// The attributes of a change.
    fn by(&mut self) -> String {
        let number = self.number();
        format!(
            "w:id=\"{number}\" w:author=\"{}\" w:date=\"{}\"",
            self.author, self.date
        )
    }

    pub fn inserted(&mut self, inner: &str) -> String {
        if inner.is_empty() || !self.tracks() {
            return inner.to_owned();
        }
        format!("<w:ins {}>{inner}</w:ins>", self.by())
    }

    pub fn deleted(&mut self, inner: &str) -> String {
        if inner.is_empty() || !self.tracks() {
            return String::new();
        }
        format!("<w:del {}>{inner}</w:del>", self.by())
    }

    /// The sign in a paragraph's mark or in a row that it is new.
    pub fn new_mark(&mut self) -> String {
        if self.tracks() {
            format!("<w:ins {}/>", self.by())
        } else {
            String::new()
        }
    }

    /// A start tag of another's change, to go on after ours, under a number of its own.
    pub fn reopened(&mut self, tag: &str) -> String {
        let number = self.number();
        match tag.find(" w:id=\"") {
            Some(at) => {
                let start = at + " w:id=\"".len();
                let end = tag[start..].find('"').map_or(tag.len(), |end| start + end);
                format!("{}{number}{}", &tag[..start], &tag[end..])
            }
            None => tag.to_owned(),
        }
    }

    /// Begins a comment that says why.
    pub fn note(&mut self, because: Option<&str>) -> Note {
        let Some(because) = because.filter(|because| !because.trim().is_empty()) else {
            return Note::default();
        };
        if !self.tracks() {
            return Note::default();
        }
        let mut number = 0;
        while !self.comments_used.insert(number) {
            number += 1;
        }
        self.comments.push((number, because.to_owned()));
        let reference = format!("<w:r><w:commentReference w:id=\"{number}\"/></w:r>");
        Note {
            before: format!("<w:commentRangeStart w:id=\"{number}\"/>"),
            after: format!(
                "<w:commentRangeEnd w:id=\"{number}\"/>{}",
                self.inserted(&reference)
            ),
        }
    }

    /// The comments written so far, as they stand in their part.
    pub fn comments_xml(&self) -> String {
        let initials: String = self
            .author
            .split_whitespace()
            .filter_map(|word| word.chars().next())
            .take(3)
            .filter(|c| c.is_alphanumeric())
            .collect();
        let comments = self.comments.iter().map(|(number, words)| {
            let paras: String = words
                .lines()
                .map(|line| {
                    format!("<w:p><w:r><w:t xml:space=\"preserve\">{}</w:t></w:r></w:p>", escaped(line))
                })
                .collect();
            format!(
                "<w:comment w:id=\"{number}\" w:author=\"{}\" w:date=\"{}\" w:initials=\"{initials}\">{paras}</w:comment>",
                self.author, self.date
            )
        });
        comments.collect()
    }
}

/// Words as runs that look like their surroundings.
pub(crate) fn runs_xml(runs: &[NewRun], look: &str) -> String {
    let mut out = String::new();
    for run in runs {
        let mut look = look.to_owned();
        if run.bold && !look.contains("<w:b/>") {
            look = with(&look, "<w:b/><w:bCs/>");
        }
        if run.slanted && !look.contains("<w:i/>") {
            look = with(&look, "<w:i/><w:iCs/>");
        }
        for (nth, line) in run.text.split('\n').enumerate() {
            let lead = if nth > 0 { "<w:br/>" } else { "" };
            let words = text_xml("t", line);
            out.push_str(&run_xml(&look, &format!("{lead}{words}")));
        }
    }
    out
}

/// A run; nothing where there is nothing in it.
pub(crate) fn run_xml(look: &str, inner: &str) -> String {
    match (inner, look) {
        ("", _) => String::new(),
        (inner, "") => format!("<w:r>{inner}</w:r>"),
        (inner, look) => format!("<w:r><w:rPr>{look}</w:rPr>{inner}</w:r>"),
    }
}

pub(crate) fn text_xml(tag: &str, words: &str) -> String {
    if words.is_empty() {
        return String::new();
    }
    format!(
        "<w:{tag} xml:space=\"preserve\">{}</w:{tag}>",
        escaped(words)
    )
}

/// Puts a switch where the order of the schema wants it: after style and font, and after bold.
fn with(look: &str, switch: &str) -> String {
    let mut at = 0;
    for name in [
        "<w:rStyle ",
        "<w:rFonts ",
        "<w:b/>",
        "<w:b ",
        "<w:bCs/>",
        "<w:bCs ",
    ] {
        if let Some(found) = look.find(name) {
            let end = look[found..]
                .find('>')
                .map_or(look.len(), |end| found + end + 1);
            at = at.max(end);
        }
    }
    format!("{}{switch}{}", &look[..at], &look[at..])
}

/// The children of an element as they are written, without those named.
pub(crate) fn kept(tree: &Tree, id: Option<Id>, without: &[&str]) -> String {
    let Some(id) = id else { return String::new() };
    let children = tree
        .children(id)
        .filter(|child| !without.contains(&tree.name(*child)));
    children.map(|child| tree.raw(child)).collect()
}

/// A moment as Word writes it, in UTC.
fn iso(date: Stamp) -> String {
    let seconds = date.0.div_euclid(1000);
    let (days, of_day) = (seconds.div_euclid(86_400), seconds.rem_euclid(86_400));
    // Civil date from a count of days, by Howard Hinnant's method.
    let shifted = days + 719_468;
    let era = shifted.div_euclid(146_097);
    let of_era = shifted.rem_euclid(146_097);
    let year_of_era = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month_index = (5 * of_year + 2) / 153;
    let day = of_year - (153 * month_index + 2) / 5 + 1;
    let month = if month_index < 10 {
        month_index + 3
    } else {
        month_index - 9
    };
    let year = year_of_era + era * 400 + i64::from(month <= 2);
    let year = year.clamp(1, 9999);
    let (hour, minute, second) = (of_day / 3600, of_day / 60 % 60, of_day % 60);
    format!("{year:04}-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}Z")
}
