//! The Incident Response Plan: Markdown in, sections, roles, time limits and gaps out, and amendments
//! that change only their own bytes. Pure: text in, values out; no clock, disk or network. Not here: who
//! approved a revision (the ledger records it) and how a plan is drawn on a screen.

mod blocks;
mod commitments;
mod contacts;
mod control;
mod durations;
mod html_text;
mod lettered;
mod markdown;
mod model;
mod outline;
mod placeholders;
mod read;
mod roles;
mod sentences;
mod show;
mod words;

pub use model::{
    Commitment, Control, LimitKind, Phase, Place, Placeholder, PlaceholderKind, Plan, PlanRole,
    RevisionRow, Section, Shape, Stated, Tag,
};
pub use read::{BYTES_MAX, DEPTH_MAX, read, read_bytes};
pub use show::PlanShow;
