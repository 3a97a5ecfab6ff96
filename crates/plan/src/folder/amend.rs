//! Makes amendments in a folder: each in the file in which its section stands, all of them or none.
//! The outline of the whole plan is compared after every step. Not here: how a change is made in one
//! file, which is the same as in a plan of one file.

use std::collections::BTreeSet;

use super::Folder;
use crate::amend::edits::section;
use crate::amend::revision::home;
use crate::amend::{
    AmendRefusal, Change, Scan, Why, check_outline, in_turn, is_stale, moved, step, three_ways,
    whole,
};
use crate::amendment::{Amendment, AmendmentOp};
use crate::blocks::{FilePart, Lines};
use crate::control;
use crate::model::Section;
use crate::outline;
use crate::read::too_long;

/// The amended files and what was done to them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedFolder {
    /// All files, also those that stayed as they were.
    pub folder: Folder,
    /// What each amendment did, in order.
    pub changes: Vec<Change>,
    /// The paths of the files that changed.
    pub changed: BTreeSet<String>,
}

impl Folder {
    /// Makes the amendments in their order, all of them or none, each in the file of its section. What
    /// names no section goes where the plan's title stands, a revision to the revision table.
    ///
    /// # Errors
    /// Every amendment that cannot be made, with its reason.
    pub fn amend(
        &self,
        amendments: &[Amendment],
        author: &str,
    ) -> Result<AmendedFolder, Vec<AmendRefusal>> {
        let (_, said) = self.read();
        if let Some(error) = said
            .iter()
            .find(|said| said.severity == terms::Severity::Error)
        {
            return Err(whole(Why::NotReadable {
                says: error.says.clone(),
            }));
        }
        let mut at = Whole::new(self.clone());
        let (first, text) = (at.sections.clone(), at.text.clone());
        let mut changed = BTreeSet::new();
        let changes = in_turn(amendments, (&first, &text), |amendment| {
            let (next, path, change) = at.step(amendment, author, &first)?;
            at = next;
            changed.insert(path);
            Ok(change)
        })?;
        Ok(AmendedFolder {
            folder: at.folder,
            changes,
            changed,
        })
    }
}

/// The folder with its outline.
struct Whole {
    folder: Folder,
    text: String,
    parts: Vec<FilePart>,
    sections: Vec<Section>,
}

/// A section of the plan as its file knows it.
enum Inside {
    /// The section of that path.
    Section(String),
    /// The file itself, which has no text before its first heading.
    File,
}

impl Whole {
    fn new(folder: Folder) -> Self {
        let (text, parts) = folder.joined();
        let mut document = folder.document(&text, parts.clone());
        let base = parts.first().map_or(0, |part| part.base);
        let sections = outline::sections(&text, base, &mut document, &Lines::new(&text));
        Self {
            folder,
            text,
            parts,
            sections,
        }
    }

    fn step(
        &self,
        amendment: &Amendment,
        author: &str,
        first: &[Section],
    ) -> Result<(Self, String, Change), Why> {
        let stale = is_stale(amendment, first);
        let (file, op) = self.in_file(&amendment.op)?;
        let local = Amendment {
            op,
            because: amendment.because.clone(),
            base: None,
        };
        let scan = self.scan(file);
        let path = self.folder.files[file].path.clone();
        let (edit, next, change) = match step(&scan, &local, author, &[]) {
            Err(Why::TextNotFound { .. }) if stale => {
                return Err(three_ways(&self.sections, &self.text, &amendment.op));
            }
            // A file does not know what stands in the others.
            Err(Why::TextNotFound { elsewhere: None }) => {
                return Err(Why::TextNotFound {
                    elsewhere: self.elsewhere(&amendment.op),
                });
            }
            other => other?,
        };
        let mut folder = self.folder.clone();
        folder.files[file].text = next.text;
        let next = Self::new(folder);
        if let Some(diagnostic) = too_long(&next.text) {
            return Err(Why::NotReadable {
                says: diagnostic.says,
            });
        }
        // The sections of a file are those of the plan from its first one on, but for the file itself
        // where nothing stands before its first heading.
        let from = self.first_section(file) + self.lead(file, &scan);
        let declares = edit
            .declares
            .map(|(level, title, index)| (level, title, from + index));
        check_outline(&self.sections, &next.sections, declares.as_ref())?;
        let index = declares.map_or(from + edit.section, |(_, _, index)| index);
        let section = next.sections.get(index).map(|section| section.path.clone());
        let change = Change {
            section: section.unwrap_or(change.section),
            rebased: stale,
            ..change
        };
        Ok((next, path, change))
    }

    fn scan(&self, file: usize) -> Scan {
        Scan::new(self.folder.files[file].text.clone(), self.folder.headings)
    }

    /// The first section of a file.
    fn first_section(&self, file: usize) -> usize {
        let start = self.parts[file].range.start;
        self.sections
            .partition_point(|section| section.range.start < start)
    }

    /// How many sections of the plan stand before the first that the file has when read alone.
    fn lead(&self, file: usize, scan: &Scan) -> usize {
        let from = self.first_section(file);
        let end = self.parts[file].range.end;
        let mine = self.sections[from..]
            .iter()
            .take_while(|section| section.range.start < end)
            .count();
        mine.saturating_sub(scan.sections.len())
    }

    /// The file that an amendment changes, and the amendment as that file knows it.
    fn in_file(&self, op: &AmendmentOp) -> Result<(usize, AmendmentOp), Why> {
        let name = match op {
            AmendmentOp::Revision { .. } => return Ok((self.revisions(), op.clone())),
            AmendmentOp::NewSection { parent, .. } if parent.trim().is_empty() => {
                return Ok((0, op.clone()));
            }
            AmendmentOp::NewSection { parent, .. } => parent,
            AmendmentOp::Replace { section, .. }
            | AmendmentOp::Insert { section, .. }
            | AmendmentOp::AppendItem { section, .. } => section,
        };
        let index = section(&self.sections, name)?;
        let start = self.sections[index].range.start;
        let file = self.parts.partition_point(|part| part.range.end <= start);
        let inside = self.inside(file, index);
        let is_new = matches!(op, AmendmentOp::NewSection { .. });
        match inside {
            // What is put under a file stands on the file's outermost level.
            Inside::Section(path) if is_new && path == outline::PREFACE => {
                Ok((file, moved::at(op, "")))
            }
            Inside::Section(path) => Ok((file, moved::at(op, &path))),
            Inside::File if is_new => Ok((file, moved::at(op, ""))),
            Inside::File => Err(Why::NotEditable {
                says: format!(
                    "{} has no text before its first heading; name the section that is meant",
                    self.folder.files[file].path
                ),
            }),
        }
    }

    fn inside(&self, file: usize, index: usize) -> Inside {
        let scan = self.scan(file);
        let own = index - self.first_section(file);
        match own.checked_sub(self.lead(file, &scan)) {
            Some(own) => match scan.sections.get(own) {
                Some(section) => Inside::Section(section.path.clone()),
                None => Inside::File,
            },
            None => Inside::File,
        }
    }

    /// The file with the revision table, else with a section that is made for one, else the first.
    fn revisions(&self) -> usize {
        let scans: Vec<Scan> = (0..self.folder.files.len())
            .map(|file| self.scan(file))
            .collect();
        let table = |scan: &Scan| control::revision_table(&scan.document).is_some();
        let with_table = scans.iter().position(table);
        with_table
            .or_else(|| scans.iter().position(|scan| home(&scan.sections).is_some()))
            .unwrap_or(0)
    }

    /// The one other section in which the words to replace stand.
    fn elsewhere(&self, op: &AmendmentOp) -> Option<String> {
        let AmendmentOp::Replace { find, .. } = op else {
            return None;
        };
        let mut holding = self
            .sections
            .iter()
            .filter(|section| self.text[section.range.clone()].contains(find.as_str()));
        let found = holding.next()?;
        holding.next().is_none().then(|| found.path.clone())
    }
}
