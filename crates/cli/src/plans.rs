//! `rockdrill plan show` and `rockdrill plan amend`: what was found in a plan, and an amended copy of it.

use std::io::Write;
use std::path::{Path, PathBuf};

use conduct::{Clock, read_plan};
use plan::{AmendmentFile, Edition, Folder, Hand, Headings, PlanShow, Source};
use terms::{Diagnostic, Severity};

use crate::TextOrJson;
use crate::check::{json, say};
use crate::ended::{DONE, Ended, WRONG};
use crate::{headings, open};

/// Prints what was found in a plan.
///
/// # Errors
/// Where the file cannot be read.
pub fn show(
    file: &Path,
    headings: Headings,
    format: TextOrJson,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let read = read_plan(file).map_err(|error| Ended::unreadable(file, &error))?;
    let read = read.with_headings(headings);
    let (plan, diagnostics) = read.read();
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

/// Writes the change note of a plan of a programme.
///
/// # Errors
/// Where the programme cannot be read, holds no such plan, or nothing in it was changed.
pub fn note(
    programme: &Path,
    plan: Option<&str>,
    target: &Path,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let keep = open::programme(programme)?;
    let mut fitting = keep
        .plans
        .keys()
        .filter(|id| plan.is_none_or(|wanted| id.as_str() == wanted));
    let Some(id) = fitting.next() else {
        return Err(Ended::unusable("The programme holds no such plan."));
    };
    if fitting.next().is_some() {
        let known = keep.plans.iter();
        let known: Vec<String> = known
            .map(|(id, fold)| format!("{id}  {}", fold.title))
            .collect();
        let says = "The programme holds several plans; name one with --plan.";
        return Err(Ended::unusable(format!("{says}\n  {}", known.join("\n  "))));
    }
    conduct::change_note(&keep, id, Clock::system().now(), target)?;
    writeln!(out, "{}", target.display())?;
    Ok(DONE)
}

/// How an amended copy is written.
pub struct How {
    /// What a Word file shows of the changes.
    pub edition: Edition,
    /// Who makes them, where it is not the author of the amendments.
    pub author: Option<String>,
    /// Which lines of the plan are read as headings.
    pub headings: Headings,
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
    let source = usable(file, how.headings)?.source;
    let hand = Hand {
        author: &author,
        at: Clock::system().now(),
        edition: how.edition,
    };
    let amended = source
        .amend(&asked.amendments, hand)
        .map_err(|refused| refusals(&refused))?;
    let written = write(target, &source, &amended.source)?;
    for change in &amended.changes {
        match &change.moved_from {
            Some(from) => writeln!(out, "changed: {} (moved from {from})", change.section)?,
            None => writeln!(out, "changed: {}", change.section)?,
        }
    }
    for path in written {
        writeln!(out, "{}", path.display())?;
    }
    Ok(DONE)
}

fn refusals(refused: &[plan::AmendRefusal]) -> Ended {
    let says: Vec<String> = refused.iter().map(ToString::to_string).collect();
    Ended::wrong(format!("Nothing was written.\n  {}", says.join("\n  ")))
}

/// Writes an amended plan: a file as a file; of a folder the files that changed, or one patch.
///
/// # Errors
/// Where it cannot be written, or a folder would have to be one file.
pub fn write(target: &Path, before: &Source, after: &Source) -> Result<Vec<PathBuf>, Ended> {
    let (Source::Folder(before), Source::Folder(after)) = (before, after) else {
        conduct::write_whole(target, &after.to_bytes())
            .map_err(|error| Ended::unwritable(target, &error))?;
        return Ok(vec![target.to_owned()]);
    };
    let changed = changed(before, after);
    let end = target.extension().and_then(|end| end.to_str());
    match end.map(str::to_ascii_lowercase).as_deref() {
        Some("diff" | "patch") => {
            let patch: String = changed
                .iter()
                .map(|(path, was, is)| {
                    plan::unified(was, is, &format!("a/{path}"), &format!("b/{path}"))
                })
                .collect();
            conduct::write_whole(target, patch.as_bytes())
                .map_err(|error| Ended::unwritable(target, &error))?;
            return Ok(vec![target.to_owned()]);
        }
        Some("md" | "markdown" | "docx") if !target.is_dir() => {
            let says = "The plan is a folder: name a folder with --out, which gets the files that change, \
                        or a file that ends in .diff. Nothing was written.";
            return Err(Ended::unusable(says));
        }
        Some(_) | None => {}
    }
    let mut written = Vec::new();
    for (path, _, text) in changed {
        let place = target.join(path);
        let made = place.parent().map_or(Ok(()), std::fs::create_dir_all);
        made.and_then(|()| conduct::write_whole(&place, text.as_bytes()))
            .map_err(|error| Ended::unwritable(&place, &error))?;
        written.push(place);
    }
    Ok(written)
}

/// The files of a folder that differ: path, text before, text after.
fn changed<'f>(before: &'f Folder, after: &'f Folder) -> Vec<(&'f str, &'f str, &'f str)> {
    let pairs = before.files().zip(after.files());
    pairs
        .filter(|((_, was), (_, is))| was != is)
        .map(|((path, was), (_, is))| (path, was, is))
        .collect()
}

/// A plan that can be worked with.
pub struct Usable {
    /// The name of its file or folder.
    pub name: String,
    /// As it was written.
    pub source: Source,
    /// As it was read.
    pub plan: plan::Plan,
}

/// Reads a plan that is to be worked with; lines that look like headings are told at the side.
///
/// # Errors
/// Where it cannot be read, with the place of the first error.
pub fn usable(file: &Path, headings: Headings) -> Result<Usable, Ended> {
    let read = read_plan(file).map_err(|error| Ended::unreadable(file, &error))?;
    let read = read.with_headings(headings);
    let (plan, diagnostics) = read.read();
    headings::tell(file, &diagnostics);
    let error = diagnostics
        .iter()
        .find(|said| said.severity == Severity::Error);
    match (read.source, error) {
        (Ok(source), None) => Ok(Usable {
            name: read.name,
            source,
            plan,
        }),
        (Ok(_), Some(said)) => Err(unusable(file, said)),
        (Err(said), _) => Err(unusable(file, &said)),
    }
}

fn unusable(file: &Path, said: &Diagnostic) -> Ended {
    let line = terms::format_line(&file.display().to_string(), said);
    let hint = said
        .hint
        .as_ref()
        .map_or_else(String::new, |hint| format!("\n    = {hint}"));
    Ended::wrong(format!(
        "The plan cannot be read. Nothing was written.\n{line}{hint}"
    ))
}

fn has_error(diagnostics: &[Diagnostic]) -> bool {
    diagnostics
        .iter()
        .any(|said| said.severity == Severity::Error)
}
