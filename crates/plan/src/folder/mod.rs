//! A plan that is written in several Markdown files of one folder: they are read one after the other
//! as one plan, and an amendment changes the file in which its section stands. Pure: paths and texts
//! come in; who walks a disk, and what of it may be read, is the caller's business.

mod amend;
mod bundle;
mod order;

use serde::{Deserialize, Serialize};
use terms::{Diagnostic, Severity};

use crate::blocks::{Document, FilePart, Lines};
use crate::looks::{self, Headings};
use crate::markdown;
use crate::model::Plan;
use crate::read::{BYTES_MAX, not_utf8, refuse, too_long, understand};

pub use amend::AmendedFolder;

/// How many files a plan may have.
pub const FILES_MAX: usize = 2_000;

/// The files of a plan in the order in which they are read.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Folder {
    /// What the folder is called.
    name: String,
    /// What the site of the plan is called, where its configuration says so.
    title: Option<String>,
    files: Vec<File>,
    /// What there was to say about the folder itself.
    notes: Vec<Diagnostic>,
    /// Which lines are read as headings; a choice of the reader and no part of what is kept.
    #[serde(skip)]
    headings: Headings,
}

#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
struct File {
    path: String,
    /// What it is called where it has no heading of the first level.
    title: String,
    text: String,
}

impl Folder {
    /// Puts the files of a folder in their order: that of `nav` in a `mkdocs.yml`, else by their
    /// names, numbers as numbers, with README and index first. Paths are inside the folder and
    /// divided by `/`. Files that are no Markdown are left out.
    pub fn of(name: &str, found: Vec<(String, Vec<u8>)>) -> Self {
        let mut notes = Vec::new();
        let mut texts = Vec::new();
        let bytes: usize = found.iter().map(|(_, bytes)| bytes.len()).sum();
        if bytes > BYTES_MAX || found.len() > FILES_MAX {
            let says = format!(
                "The folder holds {} files with {} MiB; at most {FILES_MAX} with {} MiB are read.",
                found.len(),
                bytes / 1024 / 1024,
                BYTES_MAX / 1024 / 1024
            );
            let hint = "Name the folder that holds the plan and nothing else.";
            notes.push(Diagnostic::error("too-large", (1, 1), says).with_hint(hint));
            return Self {
                name: name.to_owned(),
                notes,
                ..Self::default()
            };
        }
        for (path, bytes) in found {
            match String::from_utf8(bytes) {
                Ok(text) if bundle::is_inside(&path) => texts.push((path, text)),
                Ok(_) => {
                    let says = format!("The path {path:?} does not stay inside the folder.");
                    notes.push(Diagnostic::error("path-outside", (1, 1), says));
                }
                Err(error) => {
                    let said = not_utf8(error.as_bytes(), error.utf8_error());
                    notes.push(said.in_file(path));
                }
            }
        }
        let ordered = order::order(texts, &mut notes);
        if ordered.files.is_empty() && notes.iter().all(|said| said.severity != Severity::Error) {
            let says = "The folder holds no Markdown files.";
            let hint = "Name the folder in which the plan's .md files lie.";
            notes.push(Diagnostic::error("no-files", (1, 1), says).with_hint(hint));
        }
        Self {
            name: name.to_owned(),
            title: ordered.title,
            files: ordered.files,
            notes,
            headings: Headings::Marked,
        }
    }

    /// The same with more to say about the folder itself.
    pub fn with_notes(mut self, notes: Vec<Diagnostic>) -> Self {
        self.notes.extend(notes);
        self
    }

    /// Which lines are read as headings.
    pub(crate) fn headings(&self) -> Headings {
        self.headings
    }

    /// The same with other lines read as headings.
    pub(crate) fn with_headings(mut self, headings: Headings) -> Self {
        self.headings = headings;
        self
    }

    /// What the folder is called.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// The files as paths and texts, in the order in which they are read.
    pub fn files(&self) -> impl Iterator<Item = (&str, &str)> {
        self.files
            .iter()
            .map(|file| (file.path.as_str(), file.text.as_str()))
    }

    /// Reads the files as one plan.
    pub fn read(&self) -> (Plan, Vec<Diagnostic>) {
        let unusable = self
            .notes
            .iter()
            .any(|said| said.severity == Severity::Error);
        if unusable {
            return (Plan::default(), self.notes.clone());
        }
        let (text, parts) = self.joined();
        if let Some(diagnostic) = too_long(&text) {
            return (Plan::default(), vec![diagnostic]);
        }
        let deep = self
            .files
            .iter()
            .find_map(|file| Some(refuse(&file.text)?.in_file(&file.path)));
        if let Some(diagnostic) = deep {
            return (Plan::default(), vec![diagnostic]);
        }
        let base = parts.first().map_or(0, |part| part.base);
        let document = self.document(&text, parts.clone());
        let (mut plan, said) = understand(&text, base, document);
        if let Some(title) = &self.title {
            plan.title.clone_from(title);
        }
        if plan.title.is_empty() {
            plan.title.clone_from(&self.name);
        }
        let mut notes = self.notes.clone();
        notes.extend(self.placed(&mut plan, said, &parts));
        (plan, notes)
    }

    fn document(&self, text: &str, parts: Vec<FilePart>) -> Document {
        let mut document = markdown::document_of(text, parts);
        looks::find(&mut document, text, self.headings);
        document
    }

    /// The texts one after the other, each with its ending, and where each stands.
    fn joined(&self) -> (String, Vec<FilePart>) {
        let mut text = String::new();
        let mut parts = Vec::new();
        for file in &self.files {
            let start = text.len();
            text.push_str(&file.text);
            if !file.text.ends_with('\n') {
                text.push('\n');
            }
            parts.push(FilePart {
                range: start..text.len(),
                base: start + markdown::body_start(&file.text),
                title: file.title.clone(),
            });
        }
        (text, parts)
    }

    /// Says of everything that was found in which file it stands, with the lines of that file.
    fn placed(
        &self,
        plan: &mut Plan,
        mut said: Vec<Diagnostic>,
        parts: &[FilePart],
    ) -> Vec<Diagnostic> {
        let text = std::mem::take(&mut plan.text);
        let lines = Lines::new(&text);
        let firsts: Vec<u32> = parts
            .iter()
            .map(|part| lines.line(part.range.start))
            .collect();
        let home = |line: u32| {
            let index = firsts.partition_point(|first| *first <= line).max(1) - 1;
            let file = self.files.get(index).map(|file| file.path.clone());
            let first = firsts.get(index).copied().unwrap_or(1);
            (file, line.saturating_sub(first) + 1)
        };
        let put = |place: &mut crate::Place| (place.file, place.line) = home(place.line);
        for section in &mut plan.sections {
            let (first, last) = section.lines;
            let (file, line) = home(first);
            section.lines = (line, line + last.saturating_sub(first));
            section.file = file;
        }
        for role in &mut plan.roles {
            put(&mut role.place);
            role.also.iter_mut().for_each(put);
        }
        plan.commitments
            .iter_mut()
            .for_each(|it| put(&mut it.place));
        plan.placeholders
            .iter_mut()
            .for_each(|it| put(&mut it.place));
        plan.revisions.iter_mut().for_each(|it| put(&mut it.place));
        plan.heading_like
            .iter_mut()
            .for_each(|it| put(&mut it.place));
        let control = &mut plan.control;
        for stated in [
            &mut control.owner,
            &mut control.version,
            &mut control.last_reviewed,
            &mut control.last_tested,
            &mut control.next_review,
            &mut control.approved_by,
        ] {
            stated.iter_mut().for_each(|it| put(&mut it.place));
        }
        for diagnostic in &mut said {
            (diagnostic.file, diagnostic.line) = home(diagnostic.line);
        }
        drop(lines);
        plan.text = text;
        said
    }
}
