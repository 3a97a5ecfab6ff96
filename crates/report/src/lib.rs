//! The After-Action Report: one model, made from the evaluation of a drill, rendered through templates to one
//! self-contained HTML file and to Markdown. The same records give the same bytes. Not here: what is judged
//! (`evaluation`), and any disk, clock or network.

mod appendix;
mod build;
mod drawing;
mod escape;
mod happened;
mod input;
mod lessons;
mod model;
mod overview;
mod parts;
mod phrase;
mod sample;
mod style;
mod svg;
mod templates;
mod told;

pub use build::{DUE_AFTER, build};
pub use input::{ActionStatus, ChangeState, CorrectiveAction, Element, Input, PlanChange, Seal};
pub use model::*;
pub use parts::*;
pub use templates::{RenderError, Templates};
