//! `rockdrill calendar`: everything with a date as one `.ics` file, and what the next drill has to bring. The entries are
//! made by `programme`; they name roles and no people.

use std::io::Write;
use std::path::Path;

use conduct::Stand;
use programme::{Plan, entries, ics};

use crate::ended::{DONE, Ended};
use crate::open;

/// How many of a long list are printed.
const SHOWN: usize = 10;

/// Writes the calendar.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn write(programme: &Path, file: &Path, out: &mut impl Write) -> Result<u8, Ended> {
    let keep = open::programme(programme)?;
    let stand = Stand::of(&keep)?;
    let look = stand.look(&keep);
    let plan = Plan::of(&look);
    let entries = entries(&look, &plan);
    let text = ics(&keep.fold.name, look.is_demo(), &entries, look.now);
    conduct::write_whole(file, text.as_bytes()).map_err(|error| Ended::unwritable(file, &error))?;
    if look.is_demo() {
        writeln!(out, "{}", programme::DEMO)?;
    }
    writeln!(out, "{}", file.display())?;
    writeln!(
        out,
        "{}",
        evaluation::counted(entries.len(), "entry").replace("entrys", "entries")
    )?;
    let next = programme::next_drill(&look, &plan, &[]);
    match next.overdue_days {
        0 => writeln!(out, "The next drill is due by {}.", next.due)?,
        days => writeln!(
            out,
            "The next drill was due by {}: {days} days overdue.",
            next.due
        )?,
    }
    match &next.planned {
        Some(it) => writeln!(out, "Planned for {}: {}", it.on, it.title)?,
        None => writeln!(out, "No drill is planned.")?,
    }
    writeln!(out, "Who has to be in it: {}", next.people.len())?;
    for it in &next.people {
        writeln!(out, "  {}, {}: {}", it.role, it.name, it.why)?;
    }
    writeln!(out, "To test again: {}", next.test_again.len())?;
    for it in next.test_again.iter().take(SHOWN) {
        writeln!(out, "  {} ({})", it.title, it.because)?;
    }
    if next.test_again.len() > SHOWN {
        writeln!(out, "  and {} more", next.test_again.len() - SHOWN)?;
    }
    Ok(DONE)
}
