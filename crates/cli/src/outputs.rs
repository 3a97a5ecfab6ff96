//! The folder of a rehearsal: programme, transcript, report in both forms, summary and amended plan. A folder that holds
//! a programme of anything but rehearsals is left alone. Not here: what the files say.

use std::collections::BTreeMap;
use std::fs;
use std::path::{Path, PathBuf};

use exercise::Origin;

use crate::ended::Ended;
use crate::rehearse::Rehearsed;
use crate::{check, open, plans, report_file, summary};

const PROGRAMME: &str = "programme.rockdrill";
const TRANSCRIPT: &str = "transcript.txt";
const HTML: &str = "report.html";
const MARKDOWN: &str = "report.md";
const SUMMARY: &str = "summary.json";

/// A folder that may be written to.
pub struct Outputs {
    folder: PathBuf,
}

impl Outputs {
    /// Makes the folder where it is not there, and sees that nothing in it would be lost.
    ///
    /// # Errors
    /// Where it cannot be made, or holds something that must not be overwritten.
    pub fn in_folder(folder: &Path, plan: Option<&Path>) -> Result<Self, Ended> {
        fs::create_dir_all(folder).map_err(|error| {
            Ended::unusable(format!("{} cannot be made: {error}", folder.display()))
        })?;
        if let Some(plan) = plan {
            spare_the_plan(folder, plan)?;
        }
        spare_other_programmes(&folder.join(PROGRAMME))?;
        Ok(Self {
            folder: folder.to_owned(),
        })
    }

    /// Writes every file; where they are.
    ///
    /// # Errors
    /// Where one cannot be written.
    pub fn write(&self, rehearsed: &Rehearsed) -> Result<Vec<PathBuf>, Ended> {
        let mut written = vec![self.programme(rehearsed)?];
        let transcript = evaluation::transcript(&rehearsed.drill.records, &BTreeMap::new());
        written.push(self.file(TRANSCRIPT, &transcript)?);
        let paper = report_file::paper_of(&rehearsed.keep, &rehearsed.drill, &rehearsed.evaluation);
        let templates = report_file::ours()?;
        written.push(self.file(HTML, &paper.html(&templates)?)?);
        written.push(self.file(MARKDOWN, &paper.markdown(&templates)?)?);
        if let Some((name, before, amended)) = &rehearsed.plan {
            let place = self.folder.join(name);
            written.extend(plans::write(&place, before, &amended.source)?);
        }
        let mut told = check::json(&summary::value(rehearsed)?)?;
        told.push('\n');
        written.push(self.file(SUMMARY, &told)?);
        Ok(written)
    }

    /// The programme gets its name only once it is whole and has been verified.
    fn programme(&self, rehearsed: &Rehearsed) -> Result<PathBuf, Ended> {
        let path = self.folder.join(PROGRAMME);
        let draft = self.folder.join(format!("{PROGRAMME}.next"));
        let failed = |error: std::io::Error| Ended::unwritable(&path, &error);
        if draft.exists() {
            fs::remove_file(&draft).map_err(failed)?;
        }
        let ledger = rehearsed
            .keep
            .ledger
            .lock()
            .map_err(|_| Ended::wrong("the programme in memory was left half-way"))?;
        ledger.backup_to(&draft)?;
        fs::rename(&draft, &path).map_err(failed)?;
        Ok(path)
    }

    fn file(&self, name: &str, text: &str) -> Result<PathBuf, Ended> {
        let path = self.folder.join(name);
        conduct::write_whole(&path, text.as_bytes())
            .map_err(|error| Ended::unwritable(&path, &error))?;
        Ok(path)
    }
}

/// The amended plan has the name of the plan; the plan itself is never overwritten.
fn spare_the_plan(folder: &Path, plan: &Path) -> Result<(), Ended> {
    let name = plan.file_name().unwrap_or_default();
    let taken = [PROGRAMME, TRANSCRIPT, HTML, MARKDOWN, SUMMARY];
    if taken.iter().any(|taken| name.eq_ignore_ascii_case(taken)) {
        let says = format!(
            "a plan named {} has the name of another output",
            plan.display()
        );
        return Err(Ended::unusable(says));
    }
    let same = match (fs::canonicalize(folder.join(name)), fs::canonicalize(plan)) {
        (Ok(target), Ok(plan)) => target == plan,
        (Err(_), _) | (_, Err(_)) => false,
    };
    if same {
        let says = format!(
            "{} would be overwritten by its amended copy; choose another folder with --out",
            plan.display()
        );
        return Err(Ended::unusable(says));
    }
    Ok(())
}

fn spare_other_programmes(path: &Path) -> Result<(), Ended> {
    if !path.exists() {
        return Ok(());
    }
    let keep = open::programme(path).map_err(|_| {
        let says = format!(
            "{} is no rehearsal of ours and is left alone",
            path.display()
        );
        Ended::unusable(format!("{says}; choose another folder with --out"))
    })?;
    let all_rehearsed = keep
        .drills
        .values()
        .all(|drill| drill.origin == Origin::Rehearsal);
    if all_rehearsed && !keep.drills.is_empty() && keep.people.is_empty() {
        return Ok(());
    }
    let says = format!(
        "{} holds more than rehearsals and is left alone",
        path.display()
    );
    Err(Ended::unusable(format!(
        "{says}; choose another folder with --out"
    )))
}
