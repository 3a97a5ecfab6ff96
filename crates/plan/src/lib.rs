//! The Incident Response Plan: Markdown, Word or a folder of Markdown in, sections, roles, time limits and gaps out, and
//! amendments that change only their own bytes. Pure: text in, values out; no clock, disk or
//! network. Not here: who approved a revision (the ledger records it) and how a plan is drawn on a
//! screen.

mod amend;
mod amendment;
mod blocks;
mod commitments;
mod contacts;
mod control;
mod diff;
mod docx;
mod durations;
mod find;
mod folder;
mod follow;
mod html;
mod html_text;
mod json_places;
mod lettered;
mod looks;
mod markdown;
mod model;
mod outline;
mod placeholders;
mod read;
mod roles;
mod sentences;
mod show;
mod source;
mod words;

pub use amend::{AmendRefusal, Amended, Change, Conflict, Splice, Why, amend, conflict};
pub use amendment::{Amendment, AmendmentFile, AmendmentOp};
pub use diff::{Hunk, Line, LineKind, diff, unified};
pub use docx::{AmendedDocx, Edition, amend_docx, is_word};
pub use find::NotOne;
pub use folder::{AmendedFolder, FILES_MAX, Folder};
pub use follow::followed;
pub use html::{plan_html, section_html};
pub use looks::Headings;
pub use model::{
    Commitment, Control, HeadingLike, LimitKind, Phase, Place, Placeholder, PlaceholderKind, Plan,
    PlanRole, RevisionRow, Section, Shape, Stated, Tag,
};
pub use read::{BYTES_MAX, DEPTH_MAX, read, read_bytes};
pub use show::PlanShow;
pub use source::{AmendedSource, Hand, Source};
