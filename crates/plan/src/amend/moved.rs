//! Finds a section again that was moved since an amendment was written: by its fingerprint, also where
//! its heading stands on another level now. Only a section that reads word for word as it did is the
//! same one; everything else is a conflict that a person settles.

use std::borrow::Cow;

use super::named;
use crate::amendment::{Amendment, AmendmentOp};
use crate::find;
use crate::model::Section;
use crate::outline::fingerprint;

/// The amendment with its section where it stands now, and where its author saw it if that differs.
pub(crate) fn placed<'a>(
    sections: &[Section],
    text: &str,
    amendment: &'a Amendment,
) -> (Cow<'a, Amendment>, Option<String>) {
    let name = named(amendment);
    let found = amendment
        .base
        .as_deref()
        .filter(|_| !name.is_empty())
        .and_then(|base| elsewhere(sections, text, name, base));
    match found {
        Some(section) => {
            let moved = Amendment {
                op: at(&amendment.op, &section.path),
                ..amendment.clone()
            };
            (Cow::Owned(moved), Some(name.to_owned()))
        }
        None => (Cow::Borrowed(amendment), None),
    }
}

/// The one section that has the fingerprint, where the one of that name has not.
fn elsewhere<'s>(
    sections: &'s [Section],
    text: &str,
    name: &str,
    base: &str,
) -> Option<&'s Section> {
    let same = find::section(sections, name)
        .ok()
        .and_then(|index| sections.get(index))
        .is_some_and(|section| section.fingerprint == base);
    if same {
        return None;
    }
    let mut fitting = sections
        .iter()
        .filter(|section| section.fingerprint == base || on_another_level(section, text, base));
    fitting.next().filter(|_| fitting.next().is_none())
}

/// Whether the section reads as the fingerprint says, but for the number of marks before its heading.
fn on_another_level(section: &Section, text: &str, base: &str) -> bool {
    let own = text.get(section.range.clone()).unwrap_or_default().trim();
    let plain = own.trim_start_matches('#');
    let marks = own.len() - plain.len();
    (1..=6).contains(&marks)
        && (1..=6)
            .filter(|level| *level != marks)
            .any(|level| fingerprint(&format!("{}{plain}", "#".repeat(level))) == base)
}

/// The same change in another section.
pub(crate) fn at(op: &AmendmentOp, path: &str) -> AmendmentOp {
    let path = path.to_owned();
    match op.clone() {
        AmendmentOp::Replace { find, text, .. } => AmendmentOp::Replace {
            section: path,
            find,
            text,
        },
        AmendmentOp::Insert { text, .. } => AmendmentOp::Insert {
            section: path,
            text,
        },
        AmendmentOp::AppendItem { text, .. } => AmendmentOp::AppendItem {
            section: path,
            text,
        },
        AmendmentOp::NewSection { title, text, .. } => AmendmentOp::NewSection {
            parent: path,
            title,
            text,
        },
        op @ AmendmentOp::Revision { .. } => op,
    }
}
