//! The complaints of the YAML parser in words for somebody who has never read the YAML standard. Not here:
//! what is refused on purpose.

use saphyr_parser::ScanError;

use super::place;
use crate::Diagnostic;

/// What the parser complains of, where, and what to do about it.
pub(super) fn explain(error: &ScanError, text: &str) -> Diagnostic {
    let info = error.info();
    let mut at = place(error.marker());
    if info.contains("tab") && !info.contains("TAG") && !info.contains("start with a tab")
        || indented_by_tab(text, at.0).is_some()
    {
        at = indented_by_tab(text, at.0).unwrap_or(at);
        return Diagnostic::error("tab-indentation", at, "This line is indented with a tab.")
            .with_hint(
                "YAML wants spaces: replace every tab at the start of a line by two spaces.",
            );
    }
    let last = text.lines().count().max(1);
    if at.0 as usize > last {
        let length = text.lines().last().map_or(0, |line| line.chars().count());
        at = (
            u32::try_from(last).unwrap_or(u32::MAX),
            u32::try_from(length).unwrap_or(0) + 1,
        );
    }
    let table: &[(&str, &str, &str, &str)] = &[
        (
            "recursion",
            "too-deep",
            "Lists and maps stand too deep in one another here.",
            "Write it less nested.",
        ),
        (
            "anchor",
            "anchor",
            "Anchors (&name) and aliases (*name) are not read.",
            QUOTE_MARKS,
        ),
        (
            "mapping values are not",
            "syntax",
            "A colon is not expected here.",
            COLON,
        ),
        (
            "did not find expected key",
            "syntax",
            "This does not fit the lines above it.",
            INDENT,
        ),
        (
            "'-' indicator",
            "syntax",
            "A list goes on here, but this is no item of it.",
            ITEMS,
        ),
        (
            "block sequence entries",
            "syntax",
            "A list cannot begin here.",
            LIST_START,
        ),
        (
            "misplaced bracket",
            "syntax",
            "This bracket closes nothing.",
            BRACKET,
        ),
        (
            "flow",
            "syntax",
            "A { or [ before this place is not closed.",
            BRACKET,
        ),
        (
            "escape",
            "syntax",
            "This quoted text has a \\ that YAML does not know.",
            ESCAPE,
        ),
        (
            "hexadecimal",
            "syntax",
            "This quoted text has a \\ that YAML does not know.",
            ESCAPE,
        ),
        (
            "trailing content",
            "syntax",
            "Something follows the closing quote.",
            QUOTES,
        ),
        (
            "in quoted scalar",
            "syntax",
            "This quoted text is not closed.",
            CLOSE,
        ),
        (
            "a quoted scalar",
            "syntax",
            "This quoted text is not closed.",
            CLOSE,
        ),
        (
            "unexpected character",
            "syntax",
            "A text cannot begin with this character.",
            QUOTE_MARKS,
        ),
        (
            "simple key",
            "syntax",
            "A field needs a colon after its name.",
            INDENT,
        ),
        (
            "indent",
            "syntax",
            "This line does not fit the lines above it.",
            INDENT,
        ),
        ("tag", "tag", "YAML tags are not used here.", QUOTE_MARKS),
        ("TAG", "tag", "YAML tags are not used here.", QUOTE_MARKS),
    ];
    for (sign, code, says, hint) in table {
        if info.contains(sign) {
            return Diagnostic::error(code, at, *says).with_hint(*hint);
        }
    }
    Diagnostic::error(
        "syntax",
        at,
        format!("This is not well-formed YAML: {info}."),
    )
}

const QUOTE_MARKS: &str = "Put the text in quotes.";
const COLON: &str = "Put a text that holds \": \" in quotes; otherwise check the indentation.";
const INDENT: &str = "Fields of one thing start in the same column. A text that begins with {{, [ or a quote \
                      and goes on after it needs quotes around the whole.";
const ITEMS: &str = "Items of one list start in the same column, each with \"- \".";
const LIST_START: &str = "Put the first \"- \" on a line of its own, or write [one, two].";
const BRACKET: &str = "Close it, or put the text in quotes where the bracket belongs to the text.";
const ESCAPE: &str = "Use single quotes, or write \\\\ for a backslash.";
const QUOTES: &str = "Quote the whole text; inside '...' a quote is written ''.";
const CLOSE: &str = "End it with the quote it began with; continued lines must be indented.";

/// Where a tab stands in the indentation near a line that YAML could not read.
fn indented_by_tab(text: &str, line: u32) -> Option<(u32, u32)> {
    let first = line.saturating_sub(1).max(1);
    (first..)
        .zip(text.lines().skip(first as usize - 1).take(3))
        .find_map(|(number, content)| {
            let before = content.chars().take_while(|c| *c == ' ').count();
            let tab = content.chars().nth(before) == Some('\t');
            tab.then(|| (number, u32::try_from(before).unwrap_or(0) + 1))
        })
}
