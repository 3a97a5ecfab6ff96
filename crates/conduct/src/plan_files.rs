//! Plans on the disk: a Markdown file, a Word file, or a folder of Markdown files. What is read is
//! bounded before it is read, nothing outside a folder is, and what is written is written whole. Not
//! here: what a plan says.

use std::fs;
use std::io;
use std::path::{Path, PathBuf};

use plan::{BYTES_MAX, FILES_MAX, Folder, Headings, Source};
use terms::Diagnostic;

use crate::drafts::write_whole;

/// How deep folders may stand inside one another.
const DEPTH_MAX: usize = 16;

/// How many paths a diagnostic names.
const NAMED_MAX: usize = 10;

/// The largest Word file that is read.
const WORD_MAX: u64 = 64 * 1024 * 1024;

/// A plan as it lies on the disk, or what keeps it from being one.
#[derive(Debug)]
pub struct PlanFile {
    /// The name of the file or folder.
    pub name: String,
    /// The plan; where it is an error, the file can be read but is none.
    pub source: Result<Source, Diagnostic>,
}

impl PlanFile {
    /// The same plan with other lines read as headings.
    #[must_use]
    pub fn with_headings(mut self, headings: Headings) -> Self {
        self.source = self.source.map(|source| source.with_headings(headings));
        self
    }

    /// Reads a plan and what there is to say about it.
    pub fn read(&self) -> (plan::Plan, Vec<Diagnostic>) {
        match &self.source {
            Ok(source) => source.read(),
            Err(said) => (plan::Plan::default(), vec![said.clone()]),
        }
    }
}

/// Takes a plan from the disk.
///
/// # Errors
/// Where a file cannot be read at all.
pub fn read_plan(path: &Path) -> io::Result<PlanFile> {
    let whole = fs::canonicalize(path)?;
    let name = path.file_name().or(whole.file_name());
    let name = name.map_or_else(String::new, |name| name.to_string_lossy().into_owned());
    let about = fs::metadata(&whole)?;
    let source = if about.is_dir() {
        Ok(Source::Folder(folder(&whole, &name)?))
    } else if about.len() > WORD_MAX {
        let says = format!(
            "The file has {} MiB; at most {} MiB are read.",
            about.len() / 1024 / 1024,
            WORD_MAX / 1024 / 1024
        );
        Err(Diagnostic::error("too-large", (1, 1), says)
            .with_hint("Divide it, or take pictures and annexes out."))
    } else {
        file(fs::read(&whole)?)
    };
    Ok(PlanFile { name, source })
}

/// One file, and not the bytes with which a programme keeps a folder: those name files of their own.
fn file(bytes: Vec<u8>) -> Result<Source, Diagnostic> {
    if Folder::is_bundle(&bytes) {
        let says = "The file is no plan but the form in which Rockdrill keeps a folder of plans.";
        return Err(
            Diagnostic::error("not-a-plan", (1, 1), says).with_hint("Name the folder itself.")
        );
    }
    if !plan::is_word(&bytes) && bytes.len() > BYTES_MAX {
        return Ok(Source::Text(
            String::from_utf8_lossy(&bytes).into_owned(),
            Headings::Marked,
        ));
    }
    Source::of(bytes)
}

fn folder(root: &Path, name: &str) -> io::Result<Folder> {
    let mut walk = Walk::default();
    walk.enter(root, "", 0)?;
    let notes = walk.left_out();
    Ok(Folder::of(name, walk.files).with_notes(notes))
}

#[derive(Default)]
struct Walk {
    files: Vec<(String, Vec<u8>)>,
    /// Links to files and folders.
    links: Vec<String>,
    /// Folders that stand too deep.
    deep: Vec<String>,
    /// Files whose names are no text.
    nameless: Vec<String>,
    bytes: u64,
}

impl Walk {
    /// What was not read, and why.
    fn left_out(&self) -> Vec<Diagnostic> {
        let deep = format!("Folders more than {DEPTH_MAX} deep are not read");
        let kinds = [
            (
                "links-skipped",
                "Links to other places are not followed",
                &self.links,
                "Put the files themselves into the folder where they belong to the plan.",
            ),
            (
                "folders-skipped",
                deep.as_str(),
                &self.deep,
                "Move what belongs to the plan further up.",
            ),
            (
                "names-skipped",
                "Files whose names are no UTF-8 are not read",
                &self.nameless,
                "Give them other names.",
            ),
        ];
        let said = kinds.iter().filter(|(_, _, paths, _)| !paths.is_empty());
        said.map(|(code, says, paths, hint)| {
            let says = format!("{says} ({}): {}.", paths.len(), named(paths));
            Diagnostic::warning(code, (1, 1), says).with_hint(*hint)
        })
        .collect()
    }

    /// True once there is more than a plan may hold; the plan's reader then says so.
    fn is_full(&self) -> bool {
        self.files.len() > FILES_MAX || self.bytes > BYTES_MAX as u64
    }

    fn enter(&mut self, folder: &Path, within: &str, depth: usize) -> io::Result<()> {
        let mut entries = fs::read_dir(folder)?.collect::<io::Result<Vec<_>>>()?;
        entries.sort_by_key(fs::DirEntry::file_name);
        for entry in entries {
            if self.is_full() {
                return Ok(());
            }
            let name = entry.file_name();
            let Some(name) = name.to_str() else {
                // It has no name that another system could write.
                let name = name.to_string_lossy();
                if is_text(&name) {
                    self.nameless.push(format!("{within}{name}"));
                }
                continue;
            };
            if !is_of_the_plan(name) {
                continue;
            }
            let path = format!("{within}{name}");
            let kind = entry.file_type()?;
            if kind.is_symlink() {
                // Where it leads is looked at, and nothing there is read.
                let folder = fs::metadata(entry.path()).is_ok_and(|there| there.is_dir());
                if folder || is_text(name) {
                    self.links.push(path);
                }
            } else if kind.is_dir() {
                if depth < DEPTH_MAX {
                    self.enter(&entry.path(), &format!("{path}/"), depth + 1)?;
                } else {
                    self.deep.push(path);
                }
            } else if kind.is_file() && is_text(name) {
                self.file(&entry, path)?;
            }
        }
        Ok(())
    }

    fn file(&mut self, entry: &fs::DirEntry, path: String) -> io::Result<()> {
        let length = entry.metadata()?.len();
        self.bytes = self.bytes.saturating_add(length);
        // The length alone says that it is too much; the bytes are not needed for that.
        let bytes = if self.is_full() {
            vec![b' '; BYTES_MAX + 1]
        } else {
            fs::read(entry.path())?
        };
        self.files.push((path, bytes));
        Ok(())
    }
}

/// The first paths, and how many more there are.
fn named(paths: &[String]) -> String {
    let first = paths.iter().take(NAMED_MAX).cloned().collect::<Vec<_>>();
    match paths.len() - first.len() {
        0 => first.join(", "),
        more => format!("{} and {more} more", first.join(", ")),
    }
}

/// Hidden files and what tools bring along are no part of a plan.
fn is_of_the_plan(name: &str) -> bool {
    !name.starts_with('.') && !matches!(name, "node_modules" | "site" | "target" | "venv")
}

/// Markdown, and the configuration that may order it.
fn is_text(name: &str) -> bool {
    let name = name.to_lowercase();
    name.ends_with(".md")
        || name.ends_with(".markdown")
        || name == "mkdocs.yml"
        || name == "mkdocs.yaml"
}

/// Writes those files of a folder that differ from what lies at the target; which. Where a file there
/// is neither as it was read nor as it is to be, somebody has changed it since: then nothing is written.
///
/// # Errors
/// Where a file cannot be written, or was changed by somebody else.
pub fn write_folder(
    target: &Path,
    before: &Folder,
    after: &Folder,
) -> Result<Vec<PathBuf>, Unwritten> {
    let mut writes = Vec::new();
    for (path, text) in after.files() {
        let place = target.join(path);
        let there = match fs::read(&place) {
            Ok(bytes) => Some(bytes),
            Err(error) if error.kind() == io::ErrorKind::NotFound => None,
            Err(error) => return Err(Unwritten::Failed(place, error)),
        };
        let was = before.files().find(|(known, _)| *known == path);
        let was = was.map(|(_, text)| text.as_bytes());
        match there {
            Some(bytes) if bytes == text.as_bytes() => {}
            Some(bytes) if Some(bytes.as_slice()) != was => return Err(Unwritten::Changed(place)),
            Some(_) | None => writes.push((place, text)),
        }
    }
    let mut written = Vec::new();
    for (place, text) in writes {
        let made = place.parent().map_or(Ok(()), fs::create_dir_all);
        made.and_then(|()| write_whole(&place, text.as_bytes()))
            .map_err(|error| Unwritten::Failed(place.clone(), error))?;
        written.push(place);
    }
    Ok(written)
}

/// Why a folder was not written.
#[derive(Debug)]
pub enum Unwritten {
    /// The file was changed since it was read; nothing was written.
    Changed(PathBuf),
    /// The disk would not.
    Failed(PathBuf, io::Error),
}
