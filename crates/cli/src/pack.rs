//! `rockdrill pack`: the evidence pack of a drill as a file, and what is said about one that was checked. The pack is made
//! and checked in `conduct`.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use conduct::pack::{Amiss, make};
use conduct::signing::Whose;
use conduct::unpack::Proof;
use conduct::{Clock, Keep};

use crate::ended::{DONE, Ended};
use crate::passphrase::{Cover, Passphrase};
use crate::{keys, open, report_file};

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// The programme file.
    programme: PathBuf,
    /// The drill; the latest where left out.
    #[arg(long)]
    exercise: Option<String>,
    /// The file to write; its name usually ends in .zip.
    #[arg(long)]
    out: PathBuf,
    /// Sign it with the key of this user, which is made where there is none yet.
    #[arg(long)]
    sign: bool,
    #[command(flatten)]
    cover: Cover,
}

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Merging {
    /// The programme file.
    programme: PathBuf,
    /// The pack.
    pack: PathBuf,
    #[command(flatten)]
    passphrase: Passphrase,
}

/// Writes the evidence pack of a drill and prints where its record ends.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn pack(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let keep = open::programme(&asked.programme)?;
    let drill = open::drill(&keep, asked.exercise.as_deref())?;
    let file = &asked.out;
    let actions: Vec<_> = report_file::actions_of(&keep, &drill).collect();
    let choices = report_file::choices_for(&drill);
    let key = asked.sign.then(keys::own_or_made).transpose()?;
    let (manifest, bytes) = make(&keep, &drill, &choices, &actions, key.as_ref())?;
    let bytes = asked.cover.over(bytes)?;
    conduct::write_whole(file, &bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    let (stream, seq, seal) = (&manifest.stream, manifest.records, &manifest.last_seal);
    writeln!(out, "{stream}  {seq}  {seal}")?;
    writeln!(
        out,
        "Keep that last seal somewhere else: it shows later that nothing was cut off or written anew."
    )?;
    if let Some(by) = &manifest.signature {
        writeln!(out, "Signed by the key {}", by.fingerprint)?;
        writeln!(
            out,
            "Tell that fingerprint to whoever gets packs from you, by another way than the pack."
        )?;
    }
    Ok(DONE)
}

/// Brings the drill of a pack into a programme and says what was new.
///
/// # Errors
/// Where the pack does not hold, the drill is there otherwise, or nothing can be written.
pub fn merge(asked: &Merging, out: &mut impl Write) -> Result<u8, Ended> {
    let open = asked.passphrase.uncovered(&asked.pack)?;
    let mut keep = Keep::open(&asked.programme, Arc::new(Clock::system()))?;
    let merged = conduct::merge::merge(&mut keep, open.path())?;
    let manifest = &merged.proof.manifest;
    writeln!(out, "{}  {}", manifest.exercise, manifest.title)?;
    if (merged.records, merged.actions) == (0, 0) {
        writeln!(out, "Nothing new: the programme held all of it.")?;
    } else {
        let (records, actions) = (merged.records, merged.actions);
        writeln!(
            out,
            "New here: {records} records, {actions} corrective actions."
        )?;
        writeln!(
            out,
            "Names of people are in no pack; add those people to the roster by hand."
        )?;
    }
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
    let (signed, who) = signature(manifest)?;
    proven.extend(signed);
    list(&proven, out)?;
    writeln!(out, "\nNot proven:")?;
    let mut open = vec![
        who,
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
    if !proof.fonts_elsewhere.is_empty() {
        open.push(format!(
            "{}: they need fonts that are not ours, and this computer sets them otherwise. The other forms hold the same words.",
            proof.fonts_elsewhere.join(", ")
        ));
    }
    if !proof.regenerated {
        open.push(format!(
            "The reports: version {} made them, and this version writes them otherwise.",
            manifest.program
        ));
    }
    list(&open, out)
}

/// What is proven of the signature, and what is not.
fn signature(manifest: &conduct::pack::Manifest) -> std::io::Result<(Option<String>, String)> {
    let Some(by) = &manifest.signature else {
        let open = "Who made the pack: it is unsigned. Whoever can change a file can make a manifest that fits. Compare the last seal with one that was kept elsewhere.";
        return Ok((None, open.to_owned()));
    };
    let key = &by.fingerprint;
    let signed = |whose: &str| {
        Some(format!(
            "The manifest was signed, and not changed since, by {whose} with the fingerprint {key}."
        ))
    };
    Ok(match keys::kept().map(|it| it.whose(key)).transpose()? {
        Some(Whose::Own) => (
            signed("your own key"),
            "Who held your key when the pack was made, and when that was.".to_owned(),
        ),
        Some(Whose::Known(name)) => (
            signed(&format!("the key that you know as “{name}”")),
            "Who held that key when the pack was made, and when that was.".to_owned(),
        ),
        Some(Whose::Unknown) | None => (
            signed("a key that is not known here"),
            format!(
                "Whose that key is: anybody can make one. Ask its owner for the fingerprint by another way; if it is {key}, keep it with: rockdrill key --know {key} --name NAME"
            ),
        ),
    })
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
