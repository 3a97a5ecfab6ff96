//! Plans in Word: a package is opened, its body written down as text and blocks, and read like any
//! other plan. Amendments become tracked changes. Not here: what sections, roles and limits are.

mod amend;
mod body;
mod compose;
mod hand;
mod insert;
mod look;
mod looks;
mod package;
mod project;
mod replace;
mod row;
mod styles;
mod write;
mod xml;

use std::collections::BTreeMap;

use terms::{Diagnostic, Stamp};

use crate::amend::{AmendRefusal, Change};
use crate::amendment::Amendment;
use crate::looks::Headings;
use crate::model::Plan;
use crate::read::{too_long, understand};
use body::{Around, Body, Part, Shape};
use package::{Broken, Package};
use project::Projection;
use styles::Styles;
use xml::Tree;

/// What an amended Word file shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Edition {
    /// Every change as a tracked change, with a comment that says why.
    Tracked,
    /// The text as it is with the changes accepted. Changes of others stay as they were.
    Clean,
}

/// An amended Word file and what was done to it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedDocx {
    /// The whole file.
    pub bytes: Vec<u8>,
    /// What each amendment did, in order.
    pub changes: Vec<Change>,
}

/// Makes the amendments in a Word file, in their order, all of them or none. Without amendments the
/// file stays as it is, byte for byte; with them, only the document and its comments change.
///
/// # Errors
/// Every amendment that cannot be made, with its reason.
pub fn amend_docx(
    bytes: &[u8],
    amendments: &[Amendment],
    author: &str,
    date: Stamp,
    edition: Edition,
) -> Result<AmendedDocx, Vec<AmendRefusal>> {
    amend_read(bytes, amendments, (author, date, edition), Headings::Marked)
}

/// The same in a file with those headings.
pub(crate) fn amend_read(
    bytes: &[u8],
    amendments: &[Amendment],
    by: (&str, Stamp, Edition),
    headings: Headings,
) -> Result<AmendedDocx, Vec<AmendRefusal>> {
    amend::amend(bytes, amendments, by, headings)
}

/// Whether the bytes look like a Word file: a zip archive, or the container of older or locked
/// files.
pub fn is_word(bytes: &[u8]) -> bool {
    bytes.starts_with(b"PK\x03\x04") || bytes.starts_with(&[0xd0, 0xcf, 0x11, 0xe0])
}

/// Reads a plan from a Word file, with those headings.
pub(crate) fn read(bytes: &[u8], headings: Headings) -> (Plan, Vec<Diagnostic>) {
    let broken = |broken: Broken| {
        let note = Diagnostic::error(broken.code, (1, 1), broken.says).with_hint(broken.hint);
        (Plan::default(), vec![note])
    };
    let package = match Package::open(bytes) {
        Ok(package) => package,
        Err(error) => return broken(error),
    };
    let setting = Setting::of(&package, headings);
    let document = package.part(&package.main).unwrap_or_default().to_owned();
    let tree = match Tree::read(document) {
        Ok(tree) => tree,
        Err(says) => {
            return broken(Broken {
                code: "word-broken",
                says: format!("The Word document cannot be read: {says}."),
                hint: "Open it in Word and save it anew.",
            });
        }
    };
    let (body, projection) = setting.project(&tree);
    if let Some(diagnostic) = too_long(&projection.text) {
        return (Plan::default(), vec![diagnostic]);
    }
    let (mut plan, mut notes) = understand(&projection.text, 0, projection.document);
    if let Some(title) = title(&body) {
        plan.title = title;
    }
    notes.extend(of_word(&body, &package));
    (plan, notes)
}

/// The first paragraph in the style for titles. It is no heading, so it begins no section.
fn title(body: &Body) -> Option<String> {
    let titled = body.parts.iter().find_map(|part| match part {
        Part::Para(para) if para.shape == Shape::Title => Some(&para.text),
        Part::Para(_) | Part::Table(_) => None,
    });
    let title = titled?.split_whitespace().collect::<Vec<_>>().join(" ");
    (!title.is_empty()).then_some(title)
}

/// What is to be said of the Word file itself.
fn of_word(body: &Body, package: &Package) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    if body.tracked > 0 {
        let says = format!(
            "The file holds {} tracked changes that are not settled; it was read as if they were accepted.",
            body.tracked
        );
        let hint = "Accept or reject them in Word before the plan is relied on.";
        notes.push(Diagnostic::warning("tracked-changes", (1, 1), says).with_hint(hint));
    }
    if let Some(tree) = package.tree("comments") {
        let count = tree.children(tree.root()).count();
        if count > 0 {
            let says = format!("The file holds {count} comments; they are no part of the plan.");
            notes.push(Diagnostic::warning("comments", (1, 1), says));
        }
    }
    notes
}

/// What the document leans on: styles, lists, links, notes. None of it ever changes.
struct Setting {
    styles: Styles,
    links: BTreeMap<String, String>,
    notes: BTreeMap<(bool, String), String>,
    /// Which lines are read as headings.
    headings: Headings,
}

impl Setting {
    fn of(package: &Package, headings: Headings) -> Self {
        let styles = package.tree("styles");
        let numbering = package.tree("numbering");
        let mut notes = BTreeMap::new();
        for (kind, foot) in [("footnotes", true), ("endnotes", false)] {
            let tree = package.tree(kind);
            let found = tree.map(|tree| body::notes(&tree)).unwrap_or_default();
            notes.extend(
                found
                    .into_iter()
                    .map(|(number, words)| ((foot, number), words)),
            );
        }
        Self {
            styles: Styles::read(styles.as_ref(), numbering.as_ref()),
            links: package.links(),
            notes,
            headings,
        }
    }

    fn project(&self, tree: &Tree) -> (Body, Projection) {
        let around = Around {
            styles: &self.styles,
            links: &self.links,
            notes: &self.notes,
        };
        let mut body = body::read(tree, &around);
        let like = looks::settle(&mut body, self.headings);
        let projection = project::project(&body, &like, self.headings);
        (body, projection)
    }
}
