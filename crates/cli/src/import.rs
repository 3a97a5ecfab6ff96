//! `rockdrill import`: tables of people, actions, assets and incidents, from CSV or a workbook. Columns are known by their
//! headings in any order; what does not fit is listed with row and column. Not here: reading the file (`conduct`) and what
//! a row means (`programme`).

use std::io::Write;
use std::path::Path;
use std::sync::Arc;

use clap::ValueEnum;
use conduct::{Clock, Keep, Unread};
use programme::{Import, ImportKind};

use crate::ended::{DONE, Ended, WRONG};

/// The tables that can be imported.
#[derive(Clone, Copy, PartialEq, Eq, ValueEnum)]
pub enum Kind {
    /// People with units, functions and roles.
    People,
    /// Corrective actions.
    Actions,
    /// Assets with categories of data and owners.
    Assets,
    /// Real incidents and near ones.
    Incidents,
}

/// Imports a table, or says what it would bring.
///
/// # Errors
/// Where the programme cannot be written, or the file cannot be read or holds no such table.
pub fn import(
    programme: &Path,
    kind: Kind,
    file: &Path,
    dry_run: bool,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let kind = match kind {
        Kind::People => ImportKind::People,
        Kind::Actions => ImportKind::Actions,
        Kind::Assets => ImportKind::Assets,
        Kind::Incidents => ImportKind::Incidents,
    };
    let cells = conduct::cells(file).map_err(|why| match why {
        Unread::Io(error) => Ended::unreadable(file, &error),
        Unread::Unusable(says) => Ended::unusable(says),
    })?;
    let clock = Arc::new(Clock::system());
    let mut keep = if dry_run {
        Keep::open_to_read(programme, Arc::clone(&clock))?
    } else {
        Keep::open(programme, Arc::clone(&clock))?
    };
    if let Some(because) = keep.read_only().filter(|_| !dry_run) {
        return Err(Ended::wrong(because));
    }
    let found = conduct::brought(&keep, kind, &cells);
    if !dry_run {
        conduct::take_in(&mut keep, &found)?;
    }
    tell(&found, file, dry_run, out)?;
    let nothing_fits = found.rows + found.same == 0 && !found.misfits.is_empty();
    Ok(if nothing_fits { WRONG } else { DONE })
}

fn tell(found: &Import, file: &Path, dry_run: bool, out: &mut impl Write) -> Result<(), Ended> {
    for misfit in &found.misfits {
        let place = match misfit.column {
            0 => format!("row {}", misfit.row),
            column => format!("row {}, column {column}", misfit.row),
        };
        let heading = if misfit.heading.is_empty() {
            String::new()
        } else {
            format!(" “{}”", misfit.heading)
        };
        writeln!(out, "{}: {place}{heading}: {}", file.display(), misfit.says)?;
    }
    let would = if dry_run {
        "Would bring in"
    } else {
        "Brought in"
    };
    let (rows, same, left) = (found.rows, found.same, found.left_out);
    writeln!(
        out,
        "{would}: {rows} new or changed, {same} known already, {left} left out."
    )?;
    if dry_run {
        writeln!(out, "Nothing was written.")?;
    }
    Ok(())
}
