//! Writes the TypeScript types. The pages import them; a test fails where the committed files differ.

use std::path::Path;

use ts_rs::{Config, ExportError, TS};

use crate::{
    DeskCall, DeskNews, DeskReply, DisplayFrame, Lobby, Problem, SeatAnswer, SeatCall, SeatFrame,
    SeatJoin, SeatJoined,
};

/// Writes one file for each type of the doors into a folder.
///
/// # Errors
/// Where the folder cannot be written.
pub fn write_typescript(folder: &Path) -> Result<(), ExportError> {
    // Milliseconds and record numbers stay far below 2^53, so a plain number holds them.
    let config = Config::new().with_out_dir(folder).with_large_int("number");
    DeskCall::export_all(&config)?;
    DeskReply::export_all(&config)?;
    DeskNews::export_all(&config)?;
    SeatCall::export_all(&config)?;
    SeatAnswer::export_all(&config)?;
    SeatFrame::export_all(&config)?;
    SeatJoin::export_all(&config)?;
    SeatJoined::export_all(&config)?;
    Lobby::export_all(&config)?;
    DisplayFrame::export_all(&config)?;
    Problem::export_all(&config)
}
