//! The After-Action Report: one model, made from the evaluation of a drill, rendered through templates to one
//! self-contained HTML file and to Markdown, and written as DOCX, JSON, CSV and XLSX. The same records give the same bytes.
//! Not here: what is judged (`evaluation`), and any disk, clock or network.

mod appendix;
mod before;
mod brief;
mod build;
mod change_note;
mod csv;
mod docx;
mod drawing;
mod edition;
mod escape;
mod evidence;
mod figure;
mod happened;
mod input;
mod json;
mod lessons;
mod look;
mod model;
mod overview;
mod paper;
mod participants;
mod parts;
mod phrase;
mod sample;
mod sheet;
mod style;
mod svg;
mod tables;
mod team;
mod templates;
mod told;
mod white;
mod xlsx;

pub use before::{Before, BeforePaper, Invited, PlanSaid, RoleSaid, before, trigger_words};
pub use brief::*;
pub use build::{DUE_AFTER, build};
pub use change_note::{ChangeNote, NotedChange};
pub use csv::{CSV_COLUMNS, csv};
pub use docx::{docx, docx_paper};
pub use edition::{Edited, Edition, edition};
pub use evidence::*;
pub use input::{
    ActionStatus, Addendum, Approval, Ask, Background, ChangeState, CorrectiveAction, Element,
    Input, LastDrill, PlanChange, Seal,
};
pub use json::{JSON_SCHEMA, JSON_VERSION, json, json_schema};
pub use look::{Colour, LOGO_BYTES_MAX, Logo, LogoKind, Look, OUR_COLOUR};
pub use model::*;
pub use paper::{Block, BoxKind, Paper, Run};
pub use parts::*;
pub use tables::{DecisionRow, Moment, MselRow, Tables, TimelineRow, tables};
pub use templates::{RenderError, Templates};
pub use xlsx::xlsx;
