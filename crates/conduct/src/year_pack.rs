//! The evidence pack of a period: one zip with the evidence for each framework, measures and registers, the approved reports and
//! plan revisions, and the sealed records that all of it is made from, up to the end of the period. Names of people are in
//! it only where that is chosen. Not here: the papers (`year_papers`), the check (`year_unpack`), the pack of one drill (`pack`).

use std::collections::BTreeSet;
use std::path::Path;
use std::sync::Arc;

use ledger::{Digest, Ledger, NewRecord, StoredRecord};
use programme::ProgrammeEvent;
use serde::{Deserialize, Serialize};
use terms::{ExerciseId, Stamp};

use crate::clock::Clock;
use crate::examined::documents;
use crate::keep::Keep;
use crate::pack::{
    ABOUT, Amiss, Files, Listed, MANIFEST, PROGRAM, PUBLIC_KEY, SIGNATURE, row, unwritten,
    written_moment, zipped,
};
use crate::period::Period;
use crate::signing::{SignedBy, SigningKey};
use crate::year_papers;

/// What its manifest calls itself.
pub const SCHEMA: &str = "rockdrill.period";

/// Its version.
pub const VERSION: u32 = 1;

/// The records, in a programme file that holds nothing else.
pub(crate) const RECORDS: &str = "records.rockdrill";

/// The list that the pack of a period begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct YearManifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// The version of the program that made the pack.
    pub program: String,
    /// The name of the programme.
    pub programme: String,
    /// That all of it was made up, where so.
    pub marking: String,
    /// The days it covers.
    pub period: Period,
    /// The moment as of which all of it holds, in milliseconds.
    pub as_of_ms: i64,
    /// The same, to read.
    pub as_of: String,
    /// True where it names people.
    pub names: bool,
    /// The drills begun in the period, whatever became of them.
    pub drills: Vec<ExerciseId>,
    /// What became of each of them, and which editions of its report were approved. Packs of earlier versions lack it.
    #[serde(default)]
    pub told: Vec<DrillTold>,
    /// Where each stream of records ends.
    pub streams: Vec<StreamEnd>,
    /// Which key signed it; none where it is unsigned. The signature is over the bytes of this file.
    pub signature: Option<SignedBy>,
    /// Every other file in the pack, by name.
    pub files: Vec<Listed>,
}

/// A drill in the list of a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DrillTold {
    /// The drill.
    pub exercise: ExerciseId,
    /// Its title.
    pub title: String,
    /// The day it was begun.
    pub on: String,
    /// Where its people came from, in a word.
    pub people: String,
    /// How it ended; its phase where it had not.
    pub ended: String,
    /// The approved editions of its report that are in the pack; empty where none was approved.
    pub approved: Vec<String>,
}

impl DrillTold {
    /// The drill in a line, without its report.
    pub(crate) fn says(&self) -> String {
        let Self {
            title,
            on,
            people,
            ended,
            ..
        } = self;
        format!("“{title}” of {on} ({people}, {ended})")
    }
}

/// Where a stream of records ends in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StreamEnd {
    /// The stream.
    pub stream: String,
    /// How many records of it there are.
    pub records: u64,
    /// The seal of the last one.
    pub last_seal: String,
}

/// Makes the pack of a period from a programme file, which is only read.
///
/// # Errors
/// Where the programme cannot be read, or there is no room for the copy of its records.
pub fn make(
    programme: &Path,
    period: &Period,
    names: bool,
    key: Option<&SigningKey>,
    now: Stamp,
) -> Result<(YearManifest, Vec<u8>), Amiss> {
    let as_of = now.min(period.end());
    let folder = tempfile::tempdir().map_err(|why| unwritten(&why))?;
    let path = folder.path().join(RECORDS);
    let streams = copied(programme, &path, period, names)?;
    let keep = Keep::as_of(&path, Arc::new(Clock::by_hand(as_of)), as_of)?;
    let mut files = year_papers::files(&keep, period)?;
    let manifest = YearManifest {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        program: PROGRAM.to_owned(),
        programme: keep.fold.name.clone(),
        marking: marking(&keep).to_owned(),
        period: *period,
        as_of_ms: as_of.0,
        as_of: written_moment(as_of),
        names,
        drills: year_papers::drills(&keep, period).cloned().collect(),
        told: year_papers::told(&keep, period)?,
        streams,
        signature: key.map(SigningKey::signed_by),
        files: Vec::new(),
    };
    drop(keep);
    let records = std::fs::read(&path).map_err(|why| unwritten(&why))?;
    files.push((RECORDS.to_owned(), records));
    files.push((ABOUT.to_owned(), about(&manifest).into_bytes()));
    let pem = manifest.signature.as_ref().and_then(SignedBy::pem);
    files.extend(pem.map(|pem| (PUBLIC_KEY.to_owned(), pem.into_bytes())));
    files.sort();
    sealed(manifest, files, key)
}

fn sealed(
    mut manifest: YearManifest,
    mut files: Files,
    key: Option<&SigningKey>,
) -> Result<(YearManifest, Vec<u8>), Amiss> {
    let listed = files.iter().map(|(name, bytes)| Listed {
        path: name.clone(),
        bytes: bytes.len() as u64,
        sha256: Digest::of(bytes).to_string(),
    });
    manifest.files = listed.collect();
    let text = serde_json::to_vec_pretty(&manifest).map_err(|why| unwritten(&why))?;
    if let Some(key) = key {
        files.insert(0, (SIGNATURE.to_owned(), key.sign(&text)));
    }
    files.insert(0, (MANIFEST.to_owned(), text));
    Ok((manifest, zipped(&files)?))
}

/// That everything was made up, where so.
pub(crate) fn marking(keep: &Keep) -> &'static str {
    if keep.fold.year.is_made_up() {
        programme::DEMO
    } else {
        ""
    }
}

/// Copies the records up to the end of a period, with the documents that they name: the programme, its plans, and the drills
/// begun in the period. They are sealed anew; that the seals come out the same shows that every byte they cover is the same.
fn copied(
    programme: &Path,
    to: &Path,
    period: &Period,
    names: bool,
) -> Result<Vec<StreamEnd>, Amiss> {
    let source = Ledger::open_read_only(programme)?;
    let mut copy = Ledger::create(to)?;
    let mut ends = Vec::new();
    for stream in source.streams()? {
        let stored = up_to(source.records(&stream, 1)?, period.end());
        let drill = ledger::stream::exercise_of(&stream).is_some();
        let Some(first) = stored.first() else {
            continue;
        };
        if drill && !period.holds(first.at) {
            continue;
        }
        let rows: Vec<NewRecord> = stored.iter().map(row).collect();
        let sealed = copy.append(&stream, 0, &rows)?;
        let same = (sealed.iter().map(|it| it.seal)).eq(stored.iter().map(|it| it.seal));
        let last = sealed.last().filter(|_| same);
        let last =
            last.ok_or_else(|| Amiss::says("The records could not be copied with their seals."))?;
        ends.push(StreamEnd {
            stream,
            records: last.seq,
            last_seal: last.seal.to_string(),
        });
    }
    for hash in needed(&copy)? {
        let missing = || {
            Amiss::says(format!(
                "The records name the document {hash}, which is not there."
            ))
        };
        let digest: Digest = hash.parse().map_err(|_| missing())?;
        let blob = source.get_blob(&digest)?.ok_or_else(missing)?;
        copy.put_blob(&blob.media_type, &blob.bytes)?;
    }
    if names {
        for person in source.people()? {
            copy.put_person(&person)?;
        }
    }
    copy.close()?;
    Ok(ends)
}

fn up_to(mut stored: Vec<StoredRecord>, end: Stamp) -> Vec<StoredRecord> {
    let later = stored.iter().position(|it| it.at > end);
    stored.truncate(later.unwrap_or(stored.len()));
    stored
}

/// The documents that the records of a pack name, without reports of drills that are not in it.
pub(crate) fn needed(copy: &Ledger) -> Result<BTreeSet<String>, Amiss> {
    let streams = copy.streams()?;
    let drills = streams
        .iter()
        .filter_map(|it| ledger::stream::exercise_of(it));
    let drills: BTreeSet<ExerciseId> = drills.collect();
    let mut named = BTreeSet::new();
    for stream in &streams {
        copy.read(stream, 1, |record| {
            let foreign = record.stream == ledger::stream::PROGRAMME
                && matches!(
                    ProgrammeEvent::decode(record.kind, record.version, record.body),
                    Ok(ProgrammeEvent::ReportApproved(it)) if !drills.contains(&it.exercise)
                );
            if !foreign {
                named.extend(documents(record));
            }
            Ok::<(), Amiss>(())
        })?;
    }
    Ok(named)
}

fn about(manifest: &YearManifest) -> String {
    let (period, names) = (&manifest.period, manifest.names);
    let marking = match manifest.marking.as_str() {
        "" => String::new(),
        marking => format!("{marking}\n\n"),
    };
    let names = if names {
        "It names people."
    } else {
        "It names no people: records and registers speak of them by ids."
    };
    let signed = manifest.signature.as_ref().map_or_else(
        || "The pack is unsigned.".to_owned(),
        |by| {
            format!(
                "The manifest is signed (manifest.sig, Ed25519) by the key in public-key.pem, whose fingerprint is\n{}",
                by.fingerprint
            )
        },
    );
    format!(
        "{marking}Evidence of {}, {} to {}, made by Rockdrill {PROGRAM}.\n\
         All of it holds as of {}; what was written down later is not in it. {names}\n\n\
         manifest.json       every other file with its length and SHA-256, and where the records end\n\
         records.rockdrill   the sealed records of the programme, its plans and every drill begun in the period,\n\
                             with the documents they name (an SQLite file)\n\
         evidence/           the criteria of each framework with the records behind them, the measures, every drill begun\n\
         registers/          people in roles, proficiency, corrective actions, incidents, acknowledgements, drills and\n\
                             measures with basis and formula, as tables; programme.json holds all of them for programs\n\
         drills/             the editions of reports that were approved, as they were approved\n\
         plans/              every revision of every plan, in the order of their coming\n\n\
         Every drill begun in the period, whatever became of it:\n{}\n\
         Check the pack with: rockdrill verify FILE.zip\n{signed}\n",
        manifest.programme,
        period.from,
        period.to,
        manifest.as_of,
        every_drill(&manifest.told)
    )
}

fn every_drill(told: &[DrillTold]) -> String {
    if told.is_empty() {
        return "  none\n".to_owned();
    }
    let line = |it: &DrillTold| {
        let report = match it.approved.as_slice() {
            [] => "no edition of its report was approved".to_owned(),
            some => format!("drills/{}/ holds {}", it.exercise, some.join(", ")),
        };
        format!("  {}: {report}\n", it.says())
    };
    told.iter().map(line).collect()
}
