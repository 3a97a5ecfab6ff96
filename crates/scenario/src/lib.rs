//! The scenario file: its format, its reading with diagnostics, its lint and its rendering.
//! Not here: running a drill (that is `exercise`), the disk (that is `conduct`).

pub mod model;

pub use model::*;
