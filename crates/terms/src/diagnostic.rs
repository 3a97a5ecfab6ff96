//! What is wrong with a file, said at its place. Reading never fails; it diagnoses. How a diagnostic is
//! drawn on a screen or terminal is the caller's business.

use serde::{Deserialize, Serialize};

/// How much a diagnostic weighs. An error keeps a drill from starting; a warning does not.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum Severity {
    /// The file cannot be used until this is mended.
    Error,
    /// Worth a look; the file can be used as it is.
    Warning,
}

/// One thing to say about a file.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Diagnostic {
    /// A stable word for the kind of trouble, such as `unknown-field`.
    pub code: String,
    /// Whether the file can be used all the same.
    pub severity: Severity,
    /// Which file of several it speaks of, as a path inside their folder; none where there is but one.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
    /// What is the matter, as a sentence.
    pub says: String,
    /// What to do about it, where something can be said.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub hint: Option<String>,
    /// The line of the file itself, where it is short enough to show.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub snippet: Option<String>,
}

impl Diagnostic {
    /// An error at a place.
    pub fn error(code: &str, (line, column): (u32, u32), says: impl Into<String>) -> Self {
        Self::new(Severity::Error, code, (line, column), says.into())
    }

    /// A warning at a place.
    pub fn warning(code: &str, (line, column): (u32, u32), says: impl Into<String>) -> Self {
        Self::new(Severity::Warning, code, (line, column), says.into())
    }

    /// The same with advice.
    pub fn with_hint(mut self, hint: impl Into<String>) -> Self {
        self.hint = Some(hint.into());
        self
    }

    /// The same about one file of several.
    pub fn in_file(mut self, file: impl Into<String>) -> Self {
        self.file = Some(file.into());
        self
    }

    /// The same with the line it speaks of, cut to 160 characters.
    pub fn with_snippet_of(mut self, text: &str) -> Self {
        let line = text.lines().nth(self.line.saturating_sub(1) as usize);
        self.snippet = line.map(|line| line.chars().take(160).collect());
        self
    }

    fn new(severity: Severity, code: &str, (line, column): (u32, u32), says: String) -> Self {
        Self {
            code: code.to_owned(),
            severity,
            file: None,
            line,
            column,
            says,
            hint: None,
            snippet: None,
        }
    }
}

/// A diagnostic as one line of text: `FILE:LINE:COLUMN: error[code]: what is the matter`.
pub fn format_line(file: &str, diagnostic: &Diagnostic) -> String {
    let Diagnostic {
        code,
        severity,
        line,
        column,
        says,
        ..
    } = diagnostic;
    let file = file_of(file, diagnostic);
    let weight = match severity {
        Severity::Error => "error",
        Severity::Warning => "warning",
    };
    format!("{file}:{line}:{column}: {weight}[{code}]: {says}")
}

/// The file that a diagnostic speaks of: the one that was read, or the one of its folder that is meant.
pub fn file_of(read: &str, diagnostic: &Diagnostic) -> String {
    match &diagnostic.file {
        Some(inside) => format!("{}/{inside}", read.trim_end_matches('/')),
        None => read.to_owned(),
    }
}

/// The known word nearest to one that is unknown, where one is near enough to be meant.
pub fn nearest<'a>(unknown: &str, known: impl IntoIterator<Item = &'a str>) -> Option<&'a str> {
    known
        .into_iter()
        .map(|word| (strsim::damerau_levenshtein(unknown, word), word))
        .filter(|(distance, word)| *distance <= (word.chars().count().max(3) / 3).min(4))
        .min()
        .map(|(_, word)| word)
}
