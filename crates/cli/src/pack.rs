//! `rockdrill pack`: the evidence pack of a drill as a file, and what is said about one that was checked. The pack is made
//! and checked in `conduct`.

use std::collections::BTreeSet;
use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::Args;
use conduct::pack::{Amiss, Manifest, make};
use conduct::period::Period;
use conduct::proven::Proven;
use conduct::year_pack;
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
    /// A pack of a period: its first day, such as 2026-01-01; a year before the last where only --to is given.
    #[arg(long, conflicts_with = "exercise")]
    from: Option<String>,
    /// Its last day; today where only --from is given. All of it holds as of its end.
    #[arg(long, conflicts_with = "exercise")]
    to: Option<String>,
    /// Name people in the pack of a period.
    #[arg(long)]
    names: bool,
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
    if asked.from.is_some() || asked.to.is_some() {
        return of_a_period(asked, out);
    }
    if asked.names {
        return Err(Ended::unusable("--names is for the pack of a period"));
    }
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
    tell_reports(&manifest, out)?;
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

/// Writes the evidence pack of a period and prints what it holds.
fn of_a_period(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let day = |given: &Option<String>| given.clone().unwrap_or_default();
    let now = Clock::system().now();
    let period = Period::read(&day(&asked.from), &day(&asked.to), programme::day_of(now))?;
    let key = asked.sign.then(keys::own_or_made).transpose()?;
    let names = asked.names;
    let made = year_pack::make(&asked.programme, &period, names, key.as_ref(), now);
    let (manifest, bytes) = made?;
    let (file, bytes) = (&asked.out, asked.cover.over(bytes)?);
    conduct::write_whole(file, &bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    let (drills, files) = (manifest.drills.len(), manifest.files.len());
    writeln!(
        out,
        "{} to {}: {drills} drills begun, {files} files, as of {}",
        period.from, period.to, manifest.as_of
    )?;
    for end in &manifest.streams {
        writeln!(out, "{}  {}  {}", end.stream, end.records, end.last_seal)?;
    }
    if let Some(by) = &manifest.signature {
        writeln!(out, "Signed by the key {}", by.fingerprint)?;
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
pub fn tell(proven: &Proven, out: &mut impl Write) -> std::io::Result<()> {
    writeln!(out, "{}", proven.marking)?;
    writeln!(out, "{}", proven.holds)?;
    for head in &proven.ends {
        writeln!(out, "{}  {}  {}", head.stream, head.seq, head.seal)?;
    }
    writeln!(out, "\nProven:")?;
    list(&proven.proven, out)?;
    writeln!(out, "\nNot proven:")?;
    list(&proven.open, out)
}

/// Says which editions are the approved ones.
fn tell_reports(manifest: &Manifest, out: &mut impl Write) -> std::io::Result<()> {
    let of = |approved: bool| {
        let some = manifest.reports.iter();
        let some = some.filter(|it| it.approved.is_some() == approved);
        let editions: BTreeSet<&str> = some.map(|it| it.edition.as_str()).collect();
        editions.into_iter().collect::<Vec<_>>().join(", ")
    };
    let (approved, anew) = (of(true), of(false));
    if !approved.is_empty() {
        writeln!(out, "As they were approved: {approved}")?;
    }
    if !anew.is_empty() {
        writeln!(out, "Made again, because nobody approved them: {anew}")?;
    }
    let mut all = manifest
        .reports
        .iter()
        .filter_map(|it| it.approved.as_ref());
    if all.any(|it| it.named) {
        writeln!(
            out,
            "Careful: an approved edition in it names people, because it was approved with names."
        )?;
    }
    Ok(())
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
