//! `rockdrill plan show` and `rockdrill plan amend`: what was found in a plan, and an amended copy of it.

use std::io::Write;
use std::path::Path;

use conduct::Clock;
use plan::{AmendmentFile, Edition, PlanShow};
use terms::{Diagnostic, Severity};

use crate::TextOrJson;
use crate::check::{json, say};
use crate::ended::{DONE, Ended, WRONG};

/// Prints what was found in a plan.
///
/// # Errors
/// Where the file cannot be read.
pub fn show(file: &Path, format: TextOrJson, out: &mut impl Write) -> Result<u8, Ended> {
    let bytes = std::fs::read(file).map_err(|error| Ended::unreadable(file, &error))?;
    let (plan, diagnostics) = plan::read_bytes(&bytes);
    match format {
        TextOrJson::Json => writeln!(out, "{}", json(&PlanShow::from(&plan, &diagnostics))?)?,
        TextOrJson::Text => {
            for diagnostic in &diagnostics {
                say(&file.display().to_string(), diagnostic, out)?;
            }
            show_text(&plan, out)?;
        }
    }
    Ok(if has_error(&diagnostics) { WRONG } else { DONE })
}

fn show_text(plan: &plan::Plan, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", plan.title)?;
    writeln!(out, "\nSections ({})", plan.sections.len())?;
    for section in &plan.sections {
        let indent = "  ".repeat(usize::from(section.level));
        writeln!(out, "{indent}{}", section.title)?;
    }
    writeln!(out, "\nRoles ({})", plan.roles.len())?;
    for role in &plan.roles {
        writeln!(out, "  {} (duties: {})", role.title, role.duties.len())?;
    }
    writeln!(out, "\nTime limits ({})", plan.commitments.len())?;
    for commitment in &plan.commitments {
        writeln!(out, "  {}", commitment.text)?;
    }
    writeln!(out, "\nPlaceholders ({})", plan.placeholders.len())?;
    for placeholder in &plan.placeholders {
        writeln!(
            out,
            "  line {}: {}",
            placeholder.place.line, placeholder.text
        )?;
    }
    writeln!(out, "\nRevisions ({})", plan.revisions.len())?;
    for row in &plan.revisions {
        writeln!(out, "  {}  {}  {}", row.number, row.date, row.note)?;
    }
    Ok(())
}

/// How an amended copy is written.
pub struct How {
    /// What a Word file shows of the changes.
    pub edition: Edition,
    /// Who makes them, where it is not the author of the amendments.
    pub author: Option<String>,
}

/// Writes an amended copy of a plan, in the format the plan has.
///
/// # Errors
/// Where a file cannot be read or written.
pub fn amend(
    file: &Path,
    amendments: &Path,
    target: &Path,
    how: How,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let bytes = std::fs::read(file).map_err(|error| Ended::unreadable(file, &error))?;
    let asked = std::fs::read_to_string(amendments)
        .map_err(|error| Ended::unreadable(amendments, &error))?;
    let (asked, diagnostics) = AmendmentFile::read(&asked);
    for diagnostic in &diagnostics {
        say(&amendments.display().to_string(), diagnostic, out)?;
    }
    if has_error(&diagnostics) {
        return Err(Ended::wrong("Nothing was written."));
    }
    let author = how.author.unwrap_or_else(|| asked.author.clone());
    let amended = if plan::is_word(&bytes) {
        let now = Clock::system().now();
        plan::amend_docx(&bytes, &asked.amendments, &author, now, how.edition)
            .map(|amended| (amended.bytes, amended.changes))
    } else {
        let text = text_of(file)?;
        plan::amend(&text, &asked.amendments, &author)
            .map(|amended| (amended.text.into_bytes(), amended.changes))
    };
    match amended {
        Ok((bytes, changes)) => {
            conduct::write_whole(target, &bytes)
                .map_err(|error| Ended::unwritable(target, &error))?;
            for change in &changes {
                writeln!(out, "changed: {}", change.section)?;
            }
            writeln!(out, "{}", target.display())?;
            Ok(DONE)
        }
        Err(refused) => {
            let says: Vec<String> = refused.iter().map(ToString::to_string).collect();
            Err(Ended::wrong(format!(
                "Nothing was written.\n  {}",
                says.join("\n  ")
            )))
        }
    }
}

/// The text of a plan.
///
/// # Errors
/// Where it cannot be read or is no text.
pub fn text_of(file: &Path) -> Result<String, Ended> {
    let bytes = std::fs::read(file).map_err(|error| Ended::unreadable(file, &error))?;
    String::from_utf8(bytes).map_err(|_| {
        let says = format!(
            "{} is no text in UTF-8. Nothing was written.",
            file.display()
        );
        Ended::wrong(says)
    })
}

fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|said| said.severity == Severity::Error)
}
