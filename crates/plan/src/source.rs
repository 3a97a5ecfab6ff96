//! A plan in whatever form it was written: one Markdown file, a Word file, a folder of Markdown files.
//! Whoever only reads, amends or keeps a plan need not know which. Not here: where its bytes come from
//! and where they go.

use terms::{Diagnostic, Stamp};

use crate::amend::{AmendRefusal, Change, amend};
use crate::amendment::Amendment;
use crate::docx::{self, Edition, amend_docx};
use crate::folder::Folder;
use crate::model::Plan;
use crate::read::{broken_folder, not_utf8, read, read_bytes};

/// A plan as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One Markdown file.
    Text(String),
    /// A Word file.
    Word(Vec<u8>),
    /// A folder of Markdown files.
    Folder(Folder),
}

/// A plan after its amendments.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct AmendedSource {
    /// The plan in the form that it had.
    pub source: Source,
    /// What each amendment did, in order.
    pub changes: Vec<Change>,
}

/// Who changes a plan, when, and what a Word file shows of it.
#[derive(Clone, Copy, Debug)]
pub struct Hand<'a> {
    /// Who; stands in the revision row and at tracked changes.
    pub author: &'a str,
    /// When; stands at tracked changes.
    pub at: Stamp,
    /// What a Word file shows.
    pub edition: Edition,
}

impl Source {
    /// Tells the form of a plan by its bytes.
    ///
    /// # Errors
    /// Where they are neither Word nor text.
    pub fn of(bytes: Vec<u8>) -> Result<Self, Diagnostic> {
        if docx::is_word(&bytes) {
            return Ok(Self::Word(bytes));
        }
        if Folder::is_bundle(&bytes) {
            return Folder::from_bytes(&bytes)
                .map(Self::Folder)
                .ok_or_else(broken_folder);
        }
        String::from_utf8(bytes)
            .map(Self::Text)
            .map_err(|error| not_utf8(error.as_bytes(), error.utf8_error()))
    }

    /// The bytes with which the plan is kept; a folder as one file of its own form.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text) => text.clone().into_bytes(),
            Self::Word(bytes) => bytes.clone(),
            Self::Folder(folder) => folder.to_bytes(),
        }
    }

    /// What kind of document those bytes are.
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Text(_) => "text/markdown",
            Self::Word(_) => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Self::Folder(_) => "application/vnd.rockdrill.plan-folder+json",
        }
    }

    /// Reads the plan.
    pub fn read(&self) -> (Plan, Vec<Diagnostic>) {
        match self {
            Self::Text(text) => read(text),
            Self::Word(bytes) => read_bytes(bytes),
            Self::Folder(folder) => folder.read(),
        }
    }

    /// Makes the amendments in their order, all of them or none.
    ///
    /// # Errors
    /// Every amendment that cannot be made, with its reason.
    pub fn amend(
        &self,
        amendments: &[Amendment],
        hand: Hand<'_>,
    ) -> Result<AmendedSource, Vec<AmendRefusal>> {
        let (source, changes) = match self {
            Self::Text(text) => {
                let made = amend(text, amendments, hand.author)?;
                (Self::Text(made.text), made.changes)
            }
            Self::Word(bytes) => {
                let made = amend_docx(bytes, amendments, hand.author, hand.at, hand.edition)?;
                (Self::Word(made.bytes), made.changes)
            }
            Self::Folder(folder) => {
                let made = folder.amend(amendments, hand.author)?;
                (Self::Folder(made.folder), made.changes)
            }
        };
        Ok(AmendedSource { source, changes })
    }
}
