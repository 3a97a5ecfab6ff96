//! `rockdrill pack`: the evidence pack of a drill as a file, and what is said about one that was checked. The pack is made
//! and checked in `conduct`.

use std::io::Write;
use std::path::Path;

use conduct::pack::{Amiss, make};
use conduct::unpack::Proof;

use crate::ended::{DONE, Ended};
use crate::{open, report_file};

/// Writes the evidence pack of a drill and prints where its record ends.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn pack(
    programme: &Path,
    exercise: Option<&str>,
    file: &Path,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let keep = open::programme(programme)?;
    let drill = open::drill(&keep, exercise)?;
    let actions: Vec<_> = report_file::actions_of(&keep, &drill).collect();
    let choices = report_file::choices_for(&drill);
    let (manifest, bytes) = make(&keep, &drill, &choices, &actions)?;
    conduct::write_whole(file, &bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    let (stream, seq, seal) = (&manifest.stream, manifest.records, &manifest.last_seal);
    writeln!(out, "{stream}  {seq}  {seal}")?;
    writeln!(
        out,
        "Keep that last seal somewhere else: it shows later that nothing was cut off or written anew."
    )?;
    Ok(DONE)
}

/// Says what a check has proven and what no check can.
pub fn tell(proof: &Proof, out: &mut impl Write) -> std::io::Result<()> {
    let manifest = &proof.manifest;
    writeln!(out, "{}", manifest.marking)?;
    let (files, documents) = (manifest.files.len(), proof.documents);
    writeln!(
        out,
        "The pack holds: {files} files, {} records, {documents} documents.",
        manifest.records
    )?;
    let (stream, seq, seal) = (&manifest.stream, manifest.records, &manifest.last_seal);
    writeln!(out, "{stream}  {seq}  {seal}")?;
    writeln!(out, "\nProven:")?;
    let mut proven = vec![
        "Every file is the one that the manifest lists, by its SHA-256, and there is no other.".to_owned(),
        "Every record follows the one before it and bears its seal; every document is the one that the records name.".to_owned(),
    ];
    if proof.regenerated {
        proven.push(
            "The reports are, byte for byte, what these records and facts.json give.".to_owned(),
        );
    }
    if proof.plan_before {
        proven.push("The plan before is the one that the first record names.".to_owned());
    }
    list(&proven, out)?;
    writeln!(out, "\nNot proven:")?;
    let mut open = vec![
        "Who made the pack: it is unsigned. Whoever can change a file can make a manifest that fits. Compare the last seal with one that was kept elsewhere.".to_owned(),
        "The clock: the times are those of the computer that kept the record.".to_owned(),
        "Custody before sealing: that people did and said what was entered, and when.".to_owned(),
        "What facts.json says: corrective actions and changes of the plan come from the programme and are not under the drill's seals.".to_owned(),
    ];
    if proof.plan_after {
        open.push(
            "The plan after: who approved it stands in the programme, not in this drill's records."
                .to_owned(),
        );
    }
    if !proof.regenerated {
        open.push(format!(
            "The reports: version {} made them, and this version writes them otherwise.",
            manifest.program
        ));
    }
    list(&open, out)
}

impl From<Amiss> for Ended {
    fn from(why: Amiss) -> Self {
        match why {
            Amiss::Unopened(why) => why.into(),
            Amiss::Problem(problem) => problem.into(),
            Amiss::Says(says) => Self::wrong(says),
        }
    }
}

fn list(lines: &[String], out: &mut impl Write) -> std::io::Result<()> {
    lines.iter().try_for_each(|line| writeln!(out, "- {line}"))
}
