//! The complaints of the YAML parser in words for somebody who has never read the YAML standard. Not here:
//! what is refused on purpose.

use saphyr_parser::ScanError;

use super::{anchors_refused, place};
use crate::Diagnostic;

/// What the parser complains of, where, and what to do about it.
pub(super) fn explain(error: &ScanError, text: &str) -> Diagnostic {
    let info = error.info();
    let mut at = place(error.marker());
    let tab = indented_by_tab(text, at.0);
    if tab.is_some() || info.contains("tab ") || info.contains("tabs ") {
        let at = tab.unwrap_or(at);
        return Diagnostic::error("tab-indentation", at, "This line is indented with a tab.")
            .with_hint(
                "YAML wants spaces: replace each tab at the start of a line by two spaces.",
            );
    }
    let last = text.lines().count().max(1);
    if at.0 as usize > last {
        // The parser stands behind the end of the text; what is missing, is missing in its last line.
        let length = text.lines().last().map_or(0, |line| line.chars().count());
        at = (
            u32::try_from(last).unwrap_or(u32::MAX),
            u32::try_from(length).unwrap_or(0) + 1,
        );
    }
    if info.contains("anchor") {
        return anchors_refused(at);
    }
    if info.contains("recursion") {
        let says = "Lists and maps stand too deep in one another here.";
        return Diagnostic::error("too-deep", at, says).with_hint("Write it less nested.");
    }
    for (sign, says, hint) in WORDS {
        if info.contains(sign) {
            return Diagnostic::error("syntax", at, says).with_hint(hint);
        }
    }
    Diagnostic::error(
        "syntax",
        at,
        format!("This is not well-formed YAML: {info}."),
    )
}

/// What the parser says, in part; what we say; and what to do about it. The first that fits counts.
const WORDS: [(&str, &str, &str); 17] = [
    (
        "mapping values are not",
        "A colon is not expected here.",
        COLON,
    ),
    ("valid YAML whitespace", "A space is missing here.", SPACE),
    (
        "did not find expected key",
        "This does not fit the lines above it.",
        INDENT,
    ),
    (
        "'-' indicator",
        "A list goes on here, but this is no item of it.",
        ITEMS,
    ),
    (
        "block sequence entries",
        "A list cannot begin here.",
        LIST_START,
    ),
    ("misplaced bracket", "This bracket closes nothing.", BRACKET),
    ("flow", "A { or [ before this place is not closed.", BRACKET),
    (
        "illegal placement of ':'",
        "A { or [ before this place is not closed.",
        BRACKET,
    ),
    (
        "escape",
        "This quoted text has a \\ that YAML does not know.",
        ESCAPE,
    ),
    (
        "hexadecimal",
        "This quoted text has a \\ that YAML does not know.",
        ESCAPE,
    ),
    (
        "trailing content",
        "Something follows the closing quote.",
        QUOTES,
    ),
    ("in quoted scalar", "This quoted text is not closed.", CLOSE),
    ("a quoted scalar", "This quoted text is not closed.", CLOSE),
    (
        "unexpected character",
        "A text cannot begin with this character.",
        "Put the text in quotes.",
    ),
    (
        "simple key",
        "A field needs a colon after its name.",
        INDENT,
    ),
    (
        "indent",
        "This line does not fit the lines above it.",
        INDENT,
    ),
    (
        "tag",
        "YAML tags are not used here.",
        "Put a text that begins with ! in quotes.",
    ),
];

const COLON: &str =
    "Put a text that holds a colon and a space in quotes; otherwise check the indentation.";
const SPACE: &str = "Write a space after the dash or the colon.";
const INDENT: &str = "Fields of one thing start in the same column. A text that begins with {{, [ or \
                      a quote and goes on after it needs quotes around the whole.";
const ITEMS: &str = "Items of one list start in the same column, each with \"- \"; further fields of an \
                     item stand exactly below its first.";
const LIST_START: &str = "Put the first \"- \" on a line of its own, or write [one, two].";
const BRACKET: &str = "Close it, or put the text in quotes where the bracket belongs to the text.";
const ESCAPE: &str = "Use single quotes, or write \\\\ for a backslash.";
const QUOTES: &str = "Quote the whole text; inside '...' a quote is written ''.";
const CLOSE: &str = "End it with the quote it began with; continued lines must be indented.";

/// Where a tab stands in the indentation near a line that YAML could not read.
fn indented_by_tab(text: &str, line: u32) -> Option<(u32, u32)> {
    let first = line.saturating_sub(1).max(1);
    let near = text.lines().skip(first as usize - 1).take(3);
    (first..).zip(near).find_map(|(number, content)| {
        let before = content.chars().take_while(|c| *c == ' ').count();
        let tab = content.chars().nth(before) == Some('\t');
        tab.then(|| (number, u32::try_from(before).unwrap_or(0) + 1))
    })
}
