//! `rockdrill check`: what is wrong with files, at its place. Not here: the checks themselves, which belong to the crates
//! that read the files; only what lies beside a scenario is looked for here.

use std::io::Write;
use std::path::{Path, PathBuf};

use plan::Headings;
use serde::Serialize;
use terms::{Diagnostic, Severity, format_line};

use crate::TextOrJson;
use crate::ended::{DONE, Ended, WRONG};

/// One diagnostic as programs read it.
#[derive(Serialize)]
struct Said {
    file: String,
    #[serde(flatten)]
    diagnostic: Diagnostic,
}

/// Checks files and prints what there is to say.
///
/// # Errors
/// Where a file cannot be read at all.
pub fn check(
    files: &[PathBuf],
    headings: Headings,
    format: TextOrJson,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let mut all = Vec::new();
    for file in files.iter().map(|file| file_of(file)) {
        all.push((file.display().to_string(), diagnose(&file, headings)?));
    }
    let each = || {
        all.iter()
            .flat_map(|(file, list)| list.iter().map(move |diagnostic| (file, diagnostic)))
    };
    match format {
        TextOrJson::Text => {
            for (file, diagnostic) in each() {
                say(file, diagnostic, out)?;
            }
            conclude(&all, out)?;
        }
        TextOrJson::Json => {
            let said: Vec<Said> = each()
                .map(|(file, diagnostic)| Said {
                    file: terms::file_of(file, diagnostic),
                    diagnostic: Diagnostic {
                        file: None,
                        ..diagnostic.clone()
                    },
                })
                .collect();
            writeln!(out, "{}", json(&said)?)?;
        }
    }
    let wrong = each().any(|(_, diagnostic)| diagnostic.severity == Severity::Error);
    Ok(if wrong { WRONG } else { DONE })
}

/// Prints one diagnostic for people: the line that tools know how to read, then the line of the file and the advice.
///
/// # Errors
/// Where it cannot be written.
pub fn say(file: &str, diagnostic: &Diagnostic, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", format_line(file, diagnostic))?;
    if let Some(snippet) = &diagnostic.snippet {
        writeln!(out, "    | {}", snippet.trim_end())?;
    }
    if let Some(hint) = &diagnostic.hint {
        writeln!(out, "    = {hint}")?;
    }
    Ok(())
}

/// A value as indented JSON.
///
/// # Errors
/// Where the value has no form in JSON.
pub fn json(value: &impl Serialize) -> Result<String, Ended> {
    serde_json::to_string_pretty(value)
        .map_err(|error| Ended::wrong(format!("this cannot be written as JSON: {error}")))
}

fn conclude(all: &[(String, Vec<Diagnostic>)], out: &mut impl Write) -> std::io::Result<()> {
    for (file, list) in all {
        let errors = list
            .iter()
            .filter(|said| said.severity == Severity::Error)
            .count();
        let warnings = list.len() - errors;
        match (errors, warnings) {
            (0, 0) => writeln!(out, "{file}: nothing to say, it can be used")?,
            (0, _) => writeln!(out, "{file}: it can be used; warnings: {warnings}")?,
            (_, _) => writeln!(out, "{file}: errors: {errors}, warnings: {warnings}")?,
        }
    }
    Ok(())
}

/// The file that is meant: of the folder of a drill its scenario.
pub fn file_of(path: &Path) -> PathBuf {
    let within = path.join("scenario.yaml");
    if path.is_dir() && within.is_file() {
        within
    } else {
        path.to_owned()
    }
}

fn diagnose(file: &Path, headings: Headings) -> Result<Vec<Diagnostic>, Ended> {
    let is_plan = file.extension().is_some_and(|end| {
        ["md", "docx"]
            .iter()
            .any(|known| end.eq_ignore_ascii_case(known))
    });
    if is_plan || file.is_dir() {
        let read = conduct::read_plan(file).map_err(|error| Ended::unreadable(file, &error))?;
        return Ok(read.with_headings(headings).read().1);
    }
    let found = conduct::library::read(file, String::new(), false)
        .map_err(|error| Ended::unreadable(file, &error))?;
    let missing = missing_handouts(&found);
    let mut list = found.diagnostics;
    list.extend(missing);
    list.sort_by_key(|said| (said.line, said.column));
    Ok(list)
}

/// Attachments that do not lie beside the file.
fn missing_handouts(found: &conduct::library::Found) -> Vec<Diagnostic> {
    let folder = found.path.parent().unwrap_or(Path::new("."));
    let named = found
        .scenario
        .injects
        .iter()
        .flat_map(|inject| &inject.attachments);
    named
        .filter(|name| !name.is_empty() && !folder.join(name).is_file())
        .map(|name| {
            let says = format!("The handout \"{name}\" does not lie beside the file.");
            Diagnostic::error("missing-handout", place_of(&found.text, name), says)
                .with_snippet_of(&found.text)
                .with_hint("Paths begin at the folder of the scenario file.")
        })
        .collect()
}

fn place_of(text: &str, name: &str) -> (u32, u32) {
    let line = text.lines().enumerate().find_map(|(line, words)| {
        words
            .find(name)
            .map(|at| (line, words[..at].chars().count()))
    });
    line.map_or((1, 1), |(line, column)| {
        let count = |n: usize| u32::try_from(n + 1).unwrap_or(u32::MAX);
        (count(line), count(column))
    })
}
