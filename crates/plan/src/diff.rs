//! Before and after, line by line, for screens and for a terminal.

use serde::Serialize;
use similar::{ChangeTag, TextDiff};

/// How many unchanged lines are shown around a change.
const CONTEXT: usize = 3;

/// Lines that belong together: a change and what stands around it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Hunk {
    /// The first line in the text before, counted from 1.
    pub before_line: u32,
    /// The first line in the text after, counted from 1.
    pub after_line: u32,
    /// The lines.
    pub lines: Vec<Line>,
}

/// One line of a hunk.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Line {
    /// What became of it.
    pub kind: LineKind,
    /// The line without its ending.
    pub text: String,
}

/// What became of a line.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LineKind {
    /// It stands in both.
    Same,
    /// It stood before.
    Removed,
    /// It stands after.
    Added,
}

/// The changes from one text to another, each with three lines around it.
pub fn diff(before: &str, after: &str) -> Vec<Hunk> {
    let diff = TextDiff::from_lines(before, after);
    let mut hunks = Vec::new();
    for group in diff.grouped_ops(CONTEXT) {
        let Some(first) = group.first() else { continue };
        let lines = group
            .iter()
            .flat_map(|op| diff.iter_changes(op))
            .map(|change| Line {
                kind: match change.tag() {
                    ChangeTag::Equal => LineKind::Same,
                    ChangeTag::Delete => LineKind::Removed,
                    ChangeTag::Insert => LineKind::Added,
                },
                text: change.value().trim_end_matches(['\n', '\r']).to_owned(),
            });
        hunks.push(Hunk {
            before_line: first.old_range().start as u32 + 1,
            after_line: first.new_range().start as u32 + 1,
            lines: lines.collect(),
        });
    }
    hunks
}

/// The same as one text in the form that `patch` reads; empty where nothing changed.
pub fn unified(before: &str, after: &str, before_name: &str, after_name: &str) -> String {
    let diff = TextDiff::from_lines(before, after);
    diff.unified_diff()
        .context_radius(CONTEXT)
        .header(before_name, after_name)
        .to_string()
}
