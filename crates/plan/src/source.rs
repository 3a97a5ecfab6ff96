//! A plan in whatever form it was written: one Markdown file, a Word file, a folder of Markdown files.
//! Whoever only reads, amends or keeps a plan need not know which. Not here: where its bytes come from
//! and where they go.

use terms::{Diagnostic, Stamp};

use crate::amend::{AmendRefusal, Change, amend_text};
use crate::amendment::Amendment;
use crate::docx::{self, Edition};
use crate::folder::Folder;
use crate::looks::Headings;
use crate::model::Plan;
use crate::read::{broken_folder, not_utf8, read_text};

/// A plan as it was written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Source {
    /// One Markdown file, and which of its lines are read as headings.
    Text(String, Headings),
    /// A Word file, and which of its lines are read as headings.
    Word(Vec<u8>, Headings),
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
            return Ok(Self::Word(bytes, Headings::Marked));
        }
        if Folder::is_bundle(&bytes) {
            return Folder::from_bytes(&bytes)
                .map(Self::Folder)
                .ok_or_else(broken_folder);
        }
        String::from_utf8(bytes)
            .map(|text| Self::Text(text, Headings::Marked))
            .map_err(|error| not_utf8(error.as_bytes(), error.utf8_error()))
    }

    /// Which lines are read as headings.
    pub fn headings(&self) -> Headings {
        match self {
            Self::Text(_, headings) | Self::Word(_, headings) => *headings,
            Self::Folder(folder) => folder.headings(),
        }
    }

    /// The same plan with other lines read as headings.
    #[must_use]
    pub fn with_headings(self, headings: Headings) -> Self {
        match self {
            Self::Text(text, _) => Self::Text(text, headings),
            Self::Word(bytes, _) => Self::Word(bytes, headings),
            Self::Folder(folder) => Self::Folder(folder.with_headings(headings)),
        }
    }

    /// The bytes with which the plan is kept; a folder as one file of its own form.
    pub fn to_bytes(&self) -> Vec<u8> {
        match self {
            Self::Text(text, _) => text.clone().into_bytes(),
            Self::Word(bytes, _) => bytes.clone(),
            Self::Folder(folder) => folder.to_bytes(),
        }
    }

    /// What kind of document those bytes are.
    pub fn media_type(&self) -> &'static str {
        match self {
            Self::Text(..) => "text/markdown",
            Self::Word(..) => {
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
            }
            Self::Folder(_) => "application/vnd.rockdrill.plan-folder+json",
        }
    }

    /// Reads the plan.
    pub fn read(&self) -> (Plan, Vec<Diagnostic>) {
        match self {
            Self::Text(text, headings) => read_text(text, *headings),
            Self::Word(bytes, headings) => docx::read(bytes, *headings),
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
            Self::Text(text, headings) => {
                let made = amend_text(text, amendments, hand.author, *headings)?;
                (Self::Text(made.text, *headings), made.changes)
            }
            Self::Word(bytes, headings) => {
                let by = (hand.author, hand.at, hand.edition);
                let made = docx::amend_read(bytes, amendments, by, *headings)?;
                (Self::Word(made.bytes, *headings), made.changes)
            }
            Self::Folder(folder) => {
                let made = folder.amend(amendments, hand.author)?;
                (Self::Folder(made.folder), made.changes)
            }
        };
        Ok(AmendedSource { source, changes })
    }
}
