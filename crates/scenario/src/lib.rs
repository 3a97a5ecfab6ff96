//! The scenario file: its format, its reading with diagnostics, its lint and its rendering.
//! Not here: running a drill (that is `exercise`), the disk (that is `conduct`).

mod clash;
mod forms;
mod lint;
pub mod model;
mod notes;
mod place;
mod reach;
mod read;
mod reference;
mod references;
mod response;
mod schema;
mod shape;
mod templates;
mod walk;

pub use model::*;
pub use read::{read, read_beside};
pub use reference::reference;
pub use response::*;
pub use schema::json_schema;
