//! Checking the evidence pack of a period, offline and within bounds: the list of files, their hashes, every seal, and whether
//! the evidence and registers are what these records give. Nothing is ever written under a name from a pack. Not here:
//! making one (`year_pack`).

use std::fs::File;
use std::io;
use std::path::Path;
use std::sync::Arc;

use ledger::{Digest, Head, Ledger, Verdict, Verified};
use terms::Stamp;

use crate::clock::Clock;
use crate::keep::Keep;
use crate::pack::{ABOUT, Amiss, MANIFEST, PROGRAM, PUBLIC_KEY};
use crate::proven::{CLOCK_AND_CUSTODY, Proven, signature};
use crate::signing::Keys;
use crate::unpack::{FILE_BYTES_MAX, Kind, Pack, READ_BYTES_MAX, same, shown, unlisted, unread};
use crate::year_pack::{DrillTold, RECORDS, SCHEMA, VERSION, YearManifest, marking, needed};
use crate::year_papers;

const OF_A_PERIOD: Kind = Kind {
    knows: is_plain,
    files_max: 8192,
};

/// What was proven of the pack of a period.
#[derive(Clone, Debug, PartialEq)]
pub struct YearProof {
    /// Its manifest, every line of which holds.
    pub manifest: YearManifest,
    /// What of its records holds.
    pub verified: Verified,
    /// True where the records gave the very same papers; false where another version of the program had made them.
    pub regenerated: bool,
    /// How many approved reports it holds.
    pub approved: usize,
}

/// True where a zip says of itself that it is the pack of a period.
pub fn is_of_a_period(path: &Path) -> bool {
    let read = || -> Result<bool, Amiss> {
        let mut text = Vec::new();
        Pack::open(path, OF_A_PERIOD)?.copy(MANIFEST, READ_BYTES_MAX, &mut text)?;
        let told: serde_json::Value =
            serde_json::from_slice(&text).map_err(|why| unlisted(&why))?;
        Ok(told["schema"] == SCHEMA)
    };
    read().unwrap_or(false)
}

/// Checks the pack of a period.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify(path: &Path) -> Result<YearProof, Amiss> {
    let mut pack = Pack::open(path, OF_A_PERIOD)?;
    let mut text = Vec::new();
    pack.copy(MANIFEST, READ_BYTES_MAX, &mut text)?;
    let manifest: YearManifest = serde_json::from_slice(&text).map_err(|why| unlisted(&why))?;
    if (manifest.schema.as_str(), manifest.version) != (SCHEMA, VERSION) {
        let says = format!(
            "The pack has version {}, and this program reads version {VERSION}.",
            manifest.version
        );
        return Err(Amiss::says(says));
    }
    pack.signature(manifest.signature.as_ref(), &text)?;
    pack.listed(&manifest.files)?;
    let folder = tempfile::tempdir().map_err(|why| unread(&why))?;
    let records = folder.path().join(RECORDS);
    for it in &manifest.files {
        let (bytes, sha256) = if it.path == RECORDS {
            let mut file = File::create_new(&records).map_err(|why| unread(&why))?;
            pack.copy(RECORDS, FILE_BYTES_MAX, &mut file)?
        } else {
            pack.copy(&it.path, FILE_BYTES_MAX, &mut io::sink())?
        };
        same(it, bytes, &sha256)?;
    }
    if !records.exists() {
        return Err(Amiss::says(format!("The pack lacks {RECORDS}.")));
    }
    let verified = records_hold(&manifest, &records)?;
    let (regenerated, approved) = papers_hold(&manifest, &records)?;
    Ok(YearProof {
        manifest,
        verified,
        regenerated,
        approved,
    })
}

/// Whether every seal holds, the streams end where the manifest says, and every document that a record names is there.
fn records_hold(manifest: &YearManifest, records: &Path) -> Result<Verified, Amiss> {
    let verified = match ledger::verify(records)? {
        Verdict::Holds(verified) => verified,
        Verdict::Broken(broken) => return Err(Amiss::says(format!("In {RECORDS}: {broken}"))),
    };
    let told = manifest.streams.iter();
    let told = told.map(|it| (&it.stream, it.records, it.last_seal.clone()));
    let heads = verified.heads.iter();
    if !told.eq(heads.map(|it| (&it.stream, it.seq, it.seal.to_string()))) {
        return Err(Amiss::says(
            "The manifest speaks of other ends of the records than there are.",
        ));
    }
    let ledger = Ledger::open_read_only(records)?;
    for hash in needed(&ledger)? {
        let digest: Option<Digest> = hash.parse().ok();
        let blob = digest.map(|digest| ledger.get_blob(&digest)).transpose()?;
        if blob.flatten().is_none() {
            let says = format!("The records name the document {hash}, which is not there.");
            return Err(Amiss::says(says));
        }
    }
    if !manifest.names && !ledger.people()?.is_empty() {
        return Err(Amiss::says(
            "The manifest says that nobody is named, and the records have names beside them.",
        ));
    }
    Ok(verified)
}

/// Whether the records give what the manifest says and every paper in the pack, byte for byte; and how many approved reports
/// there are. What another version of the program made may differ.
fn papers_hold(manifest: &YearManifest, records: &Path) -> Result<(bool, usize), Amiss> {
    let as_of = Stamp(manifest.as_of_ms);
    let clock = Arc::new(Clock::by_hand(as_of));
    let keep = Keep::as_of(records, clock, as_of)?;
    let drills: Vec<_> = year_papers::drills(&keep, &manifest.period)
        .cloned()
        .collect();
    let told = (
        &manifest.programme,
        manifest.marking.as_str(),
        &manifest.drills,
    );
    if told != (&keep.fold.name, marking(&keep), &drills) || as_of > manifest.period.end() {
        return Err(Amiss::says(
            "The manifest names another programme, other drills or another time than the records.",
        ));
    }
    let told = year_papers::told(&keep, &manifest.period)?;
    // A pack of an earlier version does not speak of reports drill by drill.
    if manifest.told != told && (manifest.program == PROGRAM || !manifest.told.is_empty()) {
        return Err(Amiss::says(
            "The manifest tells of other drills or approved editions than the records.",
        ));
    }
    let made = year_papers::files(&keep, &manifest.period)?;
    let approved = |name: &str| name.starts_with("drills/");
    let kept = |name: &str| approved(name) || name.starts_with("plans/");
    let beside = [RECORDS, ABOUT, PUBLIC_KEY];
    let listed = manifest.files.iter();
    let listed: Vec<_> = listed
        .filter(|it| !beside.contains(&it.path.as_str()))
        .collect();
    let mut regenerated = true;
    for it in &listed {
        let found = made.iter().find(|(name, _)| *name == it.path);
        let fits = found.is_some_and(|(_, bytes)| Digest::of(bytes).to_string() == it.sha256);
        if fits {
            continue;
        }
        if kept(&it.path) || manifest.program == PROGRAM {
            let says = format!("{} is not what these records give.", shown(&it.path));
            return Err(Amiss::says(says));
        }
        regenerated = false;
    }
    let missing = |name: &String| !listed.iter().any(|it| it.path == *name);
    let lost = made.iter().find(|(name, _)| missing(name));
    if let Some((name, _)) = lost.filter(|(name, _)| kept(name) || manifest.program == PROGRAM) {
        return Err(Amiss::says(format!("The pack lacks {name}.")));
    }
    let approved = made.iter().filter(|(name, _)| approved(name)).count();
    Ok((regenerated, approved))
}

/// What a check has proven, and what no check can.
///
/// # Errors
/// Where the keys of this user cannot be read.
pub fn proven(proof: &YearProof, keys: Option<&Keys>) -> io::Result<Proven> {
    let manifest = &proof.manifest;
    let period = &manifest.period;
    let (signed, who) = signature(manifest.signature.as_ref(), keys)?;
    let mut proven = vec![
        "Every file is the one that the manifest lists, by its SHA-256, and there is no other.".to_owned(),
        "Every record of the programme, its plans and these drills follows the one before it and bears its seal; every document is the one that the records name.".to_owned(),
        format!(
            "The list of drills names every drill in the pack that was begun from {} to {}, whatever became of it: {}.",
            period.from, period.to, manifest.drills.len()
        ),
        format!("{} approved reports are, byte for byte, what the sealed records of the programme name as approved. So are the revisions of the plans.", proof.approved),
    ];
    proven.extend(without_report(manifest));
    if proof.regenerated {
        proven.push(format!(
            "The evidence, the measures and the registers are, byte for byte, what these records give as of {}.",
            manifest.as_of
        ));
    }
    proven.extend(signed);
    let mut open = vec![who];
    open.extend(CLOCK_AND_CUSTODY.map(str::to_owned));
    open.push("That no drill was left out and no stream ends too early: compare the ends of the records with the programme, or with seals that were kept elsewhere.".to_owned());
    open.push(
        "What became of it later: what was written down after the period is not in the pack."
            .to_owned(),
    );
    open.push("Levels: they are the judgement of the assessors who are named.".to_owned());
    if manifest.names {
        open.push(
            "Names of people: they are in the pack, and under no seal, because they can be erased."
                .to_owned(),
        );
    }
    if !proof.regenerated {
        open.push(format!(
            "The evidence, the measures and the registers: version {} made them, and this version writes them otherwise.",
            manifest.program
        ));
    }
    let ends = manifest.streams.iter().filter_map(|it| {
        let seal = it.last_seal.parse().ok()?;
        let (stream, seq) = (it.stream.clone(), it.records);
        Some(Head { stream, seq, seal })
    });
    Ok(Proven {
        marking: match manifest.marking.as_str() {
            "" => format!(
                "Evidence of {}, {} to {}",
                manifest.programme, period.from, period.to
            ),
            marking => marking.to_owned(),
        },
        holds: format!(
            "The pack holds: {} files, {} records, {} documents, {} drills.",
            manifest.files.len(),
            proof.verified.records,
            proof.verified.blobs,
            manifest.drills.len()
        ),
        ends: ends.collect(),
        proven,
        open,
    })
}

/// The drills of the period whose report nobody approved, by name: the pack holds none for them.
fn without_report(manifest: &YearManifest) -> Option<String> {
    let without: Vec<String> = manifest
        .told
        .iter()
        .filter(|it| it.approved.is_empty())
        .map(DrillTold::says)
        .collect();
    let drills = evaluation::counted(without.len(), "drill");
    (!without.is_empty()).then(|| {
        format!(
            "No edition of its report was approved for {drills} of {}, so the pack holds none: {}.",
            manifest.told.len(),
            without.join("; ")
        )
    })
}

/// A name that leads nowhere else: a few plain parts.
fn is_plain(name: &str) -> bool {
    let part = |part: &str| {
        let plain = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_' | '.');
        !part.is_empty() && part.chars().all(plain) && !part.starts_with('.')
    };
    let parts: Vec<&str> = name.split('/').collect();
    parts.len() <= 3 && parts.into_iter().all(part)
}
