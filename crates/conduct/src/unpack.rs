//! Checking an evidence pack, offline and within bounds: the list of files, their hashes, every seal of the drill's
//! records, and whether the reports are what these records give. Nothing is ever written under a name from a pack. Not
//! here: making one (`pack`), and what is said about the result.

use std::collections::{BTreeMap, BTreeSet};
use std::fs::File;
use std::io::{self, Read, Seek, SeekFrom, Write};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use ledger::{Digest, Fault, Verdict};
use report::Edition;
use sha2::{Digest as _, Sha256};
use tempfile::TempDir;
use terms::ExerciseId;
use zip::ZipArchive;
use zip::read::{ArchiveOffset, Config};

use crate::clock::Clock;
use crate::conductor::Drill;
use crate::keep::{Keep, Unopened};
use crate::pack::{
    ABOUT, APPROVALS, Amiss, FACTS, LEDGER, Listed, MANIFEST, Manifest, PLAN_AFTER, PLAN_BEFORE,
    PROGRAM, PUBLIC_KEY, SCHEMA, SIGNATURE, VERSION, cited, judged, written_moment,
};
use crate::pack_approved as approved;
use crate::packed::{Packed, every, file_name};
use crate::paper::Facts;
use crate::signing::SignedBy;

/// The longest pack that is looked at.
const PACK_BYTES_MAX: u64 = 512 << 20;

/// The longest file in one, unpacked. A drill's records and documents are far shorter.
pub(crate) const FILE_BYTES_MAX: u64 = 256 << 20;

/// The longest file of those that are read into memory.
pub(crate) const READ_BYTES_MAX: u64 = 16 << 20;

/// No pack holds more files.
const FILES_MAX: u16 = 48;

/// What a zip ends with, without a comment.
const END_BYTES: u64 = 22;

/// What every pack holds, also one that an older version of the program made.
const NEEDED: [&str; 5] = [
    "decisions.csv",
    "report.html",
    "report.json",
    "report.md",
    "report.xlsx",
];

/// How long an Ed25519 signature is.
const SIGNATURE_BYTES: u64 = 64;

/// What was proven of a pack.
#[derive(Clone, Debug, PartialEq)]
pub struct Proof {
    /// Its manifest, every line of which holds.
    pub manifest: Manifest,
    /// How many documents lie beside the records.
    pub documents: u64,
    /// True where the records gave the very same reports, apart from those that are the approved bytes; false where another version of the program had made them.
    pub regenerated: bool,
    /// PDFs that could not be compared, because they need fonts that are not ours.
    pub fonts_elsewhere: Vec<String>,
    /// Reports for those who took part that could not be compared, because the names that were taken out of them are not in
    /// the pack.
    pub names_elsewhere: Vec<String>,
    /// True where it holds the plan that the drill tested.
    pub plan_before: bool,
    /// True where it holds the revision that the drill led to.
    pub plan_after: bool,
}

/// True where a file begins as a zip does.
///
/// # Errors
/// Where it cannot be read.
pub fn looks_packed(path: &Path) -> io::Result<bool> {
    let mut first = Vec::new();
    File::open(path)?.take(4).read_to_end(&mut first)?;
    Ok(first.starts_with(b"PK"))
}

/// A pack that holds, with its records where they can be read. They go away with it.
pub(crate) struct Unpacked {
    /// What was proven of it.
    pub proof: Proof,
    /// What it says that does not stand in the records.
    pub facts: Facts,
    /// The programme file with the drill alone.
    pub records: PathBuf,
    _folder: TempDir,
}

/// Checks a pack.
///
/// # Errors
/// The first thing that does not hold.
pub fn verify(path: &Path) -> Result<Proof, Amiss> {
    unpacked(path).map(|it| it.proof)
}

/// Checks a pack and leaves its records to be read.
pub(crate) fn unpacked(path: &Path) -> Result<Unpacked, Amiss> {
    let mut pack = Pack::open(path, OF_A_DRILL)?;
    let (manifest, bytes) = pack.manifest()?;
    pack.signature(manifest.signature.as_ref(), &bytes)?;
    let folder = tempfile::tempdir()
        .map_err(|why| Amiss::says(format!("There is no room to unpack the records: {why}.")))?;
    let records = folder.path().join(LEDGER);
    let facts = pack.files(&manifest, &records)?;
    let approvals = pack.approvals()?;
    let documents = sealed(&manifest, &records)?;
    if manifest.version > 1 {
        approved::checked(&manifest, &approvals, &seals(&manifest, &records)?)?;
    }
    match replayed(&manifest, &records, &facts, documents) {
        Err(Amiss::Unopened(why)) => Err(unusable(&why)),
        Err(why) => Err(why),
        Ok(proof) => Ok(Unpacked {
            proof,
            facts,
            records,
            _folder: folder,
        }),
    }
}

/// An open pack and where in it each file stands.
pub(crate) struct Pack {
    zip: ZipArchive<File>,
    /// The place of each file, by its name.
    pub places: BTreeMap<String, usize>,
}

/// What a kind of pack may hold.
#[derive(Clone, Copy)]
pub(crate) struct Kind {
    /// Whether it may hold a file of that name.
    pub knows: fn(&str) -> bool,
    /// The most files.
    pub files_max: u16,
}

const OF_A_DRILL: Kind = Kind {
    knows: is_known,
    files_max: FILES_MAX,
};

impl Pack {
    pub fn open(path: &Path, kind: Kind) -> Result<Self, Amiss> {
        let mut file = File::open(path).map_err(|why| unread(&why))?;
        let entries = entries(&mut file, kind.files_max)?;
        // A fixed beginning, so that no second zip can hide before the first.
        let config = Config {
            archive_offset: ArchiveOffset::Known(0),
        };
        let mut zip = ZipArchive::with_config(config, file).map_err(|why| broken(&why))?;
        if zip.has_duplicate_names() || zip.len() != usize::from(entries) {
            return Err(Amiss::says("The pack holds two files of the same name."));
        }
        let mut places = BTreeMap::new();
        for nth in 0..zip.len() {
            let entry = zip.by_index(nth).map_err(|why| broken(&why))?;
            let name = entry.name().map_err(|why| broken(&why))?.into_owned();
            if !(kind.knows)(&name) || !entry.is_file() {
                let says = format!("The pack holds “{}”, which no pack holds.", shown(&name));
                return Err(Amiss::says(says));
            }
            places.insert(name, nth);
        }
        Ok(Self { zip, places })
    }

    /// The manifest, and its bytes as they are signed.
    fn manifest(&mut self) -> Result<(Manifest, Vec<u8>), Amiss> {
        let mut text = Vec::new();
        self.copy(MANIFEST, READ_BYTES_MAX, &mut text)?;
        let told: serde_json::Value =
            serde_json::from_slice(&text).map_err(|why| unlisted(&why))?;
        if told["schema"] != SCHEMA {
            return Err(Amiss::says("The manifest is not that of an evidence pack."));
        }
        let version = told["version"].as_u64();
        if version.is_none_or(|it| !(1..=u64::from(VERSION)).contains(&it)) {
            let says = format!(
                "The pack has version {}, and this program reads versions 1 to {VERSION}.",
                told["version"]
            );
            return Err(Amiss::says(says));
        }
        let manifest = serde_json::from_value(told).map_err(|why| unlisted(&why))?;
        Ok((manifest, text))
    }

    /// Checks that the key which the manifest names signed it, and that the key lies in the pack as others read it.
    pub fn signature(&mut self, by: Option<&SignedBy>, bytes: &[u8]) -> Result<(), Amiss> {
        let there = self.places.contains_key(SIGNATURE);
        let Some(by) = by else {
            return if there {
                Err(Amiss::says(
                    "There is a signature, and the manifest names no key for it.",
                ))
            } else {
                Ok(())
            };
        };
        let (mut signature, mut pem) = (Vec::new(), Vec::new());
        self.copy(SIGNATURE, SIGNATURE_BYTES, &mut signature)?;
        self.copy(PUBLIC_KEY, READ_BYTES_MAX, &mut pem)?;
        if by.signed(bytes, &signature) && by.pem().is_some_and(|it| it.into_bytes() == pem) {
            return Ok(());
        }
        Err(Amiss::says(
            "The signature is not that of the key which the manifest names, or the manifest was changed after it was signed.",
        ))
    }

    /// Checks every file against the manifest, puts the records where they can be opened and reads the facts.
    fn files(&mut self, manifest: &Manifest, records: &Path) -> Result<Facts, Amiss> {
        self.listed(&manifest.files)?;
        let listed: BTreeSet<&str> = manifest.files.iter().map(|it| it.path.as_str()).collect();
        let needed = NEEDED.iter().chain(&[FACTS, LEDGER]);
        if let Some(missing) = needed.copied().find(|name| !listed.contains(name)) {
            return Err(Amiss::says(format!("The pack lacks {missing}.")));
        }
        let mut facts = Vec::new();
        for it in &manifest.files {
            let (bytes, sha256) = match it.path.as_str() {
                LEDGER => {
                    let mut file = File::create_new(records).map_err(|why| unread(&why))?;
                    self.copy(LEDGER, FILE_BYTES_MAX, &mut file)?
                }
                FACTS => self.copy(FACTS, READ_BYTES_MAX, &mut facts)?,
                name => self.copy(name, FILE_BYTES_MAX, &mut io::sink())?,
            };
            same(it, bytes, &sha256)?;
        }
        serde_json::from_slice(&facts)
            .map_err(|why| Amiss::says(format!("{FACTS} cannot be read: {why}.")))
    }

    /// Checks that the pack holds the files that its manifest lists, and no others.
    pub fn listed(&self, files: &[Listed]) -> Result<(), Amiss> {
        let listed: BTreeSet<&str> = files.iter().map(|it| it.path.as_str()).collect();
        let there = self.places.keys().map(String::as_str);
        let there: BTreeSet<&str> = there
            .filter(|name| ![MANIFEST, SIGNATURE].contains(name))
            .collect();
        if let Some(name) = there.symmetric_difference(&listed).next() {
            let says = if there.contains(name) {
                format!("{name} is in the pack and not in its manifest.")
            } else {
                format!("{} is in the manifest and not in the pack.", shown(name))
            };
            return Err(Amiss::says(says));
        }
        if listed.len() != files.len() {
            return Err(Amiss::says("The manifest lists a file twice."));
        }
        Ok(())
    }

    /// The sealed records by which editions were approved; none where the pack has no such file.
    fn approvals(&mut self) -> Result<Vec<approved::SealedRecord>, Amiss> {
        if !self.places.contains_key(APPROVALS) {
            return Ok(Vec::new());
        }
        let mut text = Vec::new();
        self.copy(APPROVALS, READ_BYTES_MAX, &mut text)?;
        serde_json::from_slice(&text)
            .map_err(|why| Amiss::says(format!("{APPROVALS} cannot be read: {why}.")))
    }

    /// Copies a file of at most so many bytes; how many it has and their SHA-256.
    pub fn copy(
        &mut self,
        name: &str,
        bytes_max: u64,
        to: &mut impl Write,
    ) -> Result<(u64, String), Amiss> {
        let place = self.places.get(name).copied();
        let place = place.ok_or_else(|| Amiss::says(format!("The pack lacks {name}.")))?;
        let mut from = self.zip.by_index(place).map_err(|why| broken(&why))?;
        let mut hash = Sha256::new();
        let mut bytes = 0;
        let mut piece = vec![0; 64 << 10];
        loop {
            let read = from.read(&mut piece).map_err(|why| damaged(name, &why))?;
            if read == 0 {
                break;
            }
            bytes += read as u64;
            if bytes > bytes_max {
                let says =
                    format!("{name} is longer than any pack has it: over {bytes_max} bytes.");
                return Err(Amiss::says(says));
            }
            hash.update(&piece[..read]);
            to.write_all(&piece[..read]).map_err(|why| unread(&why))?;
        }
        let sum: [u8; 32] = hash.finalize().into();
        Ok((bytes, Digest::from(sum).to_string()))
    }
}

/// Whether a file is the one that its manifest lists.
pub(crate) fn same(it: &Listed, bytes: u64, sha256: &str) -> Result<(), Amiss> {
    if (bytes, sha256) == (it.bytes, it.sha256.as_str()) {
        return Ok(());
    }
    Err(Amiss::says(format!(
        "{} is not the file that the manifest lists: it has {bytes} bytes and SHA-256 {sha256}.",
        shown(&it.path)
    )))
}

/// Looks at the end of a zip before anything is made of it: how many files it says it holds. Ours have no comment and
/// nothing before their list, so a longer or shorter one is not ours, or was cut.
fn entries(file: &mut File, files_max: u16) -> Result<u16, Amiss> {
    let bytes = file.seek(SeekFrom::End(0)).map_err(|why| unread(&why))?;
    if bytes > PACK_BYTES_MAX {
        return Err(Amiss::says("The file is longer than any pack."));
    }
    let cut = || Amiss::says("The pack is cut short, or something was put after its end.");
    let at = bytes.checked_sub(END_BYTES).ok_or_else(cut)?;
    let mut end = [0; END_BYTES as usize];
    file.seek(SeekFrom::Start(at)).map_err(|why| unread(&why))?;
    file.read_exact(&mut end).map_err(|why| unread(&why))?;
    file.rewind().map_err(|why| unread(&why))?;
    let short = |at: usize| u16::from_le_bytes([end[at], end[at + 1]]);
    let long = |at: usize| u32::from_le_bytes([end[at], end[at + 1], end[at + 2], end[at + 3]]);
    if !end.starts_with(b"PK\x05\x06") || short(20) != 0 {
        return Err(cut());
    }
    let (entries, list_bytes, list_at) = (short(10), long(12), long(16));
    if u64::from(list_at) + u64::from(list_bytes) != at || short(8) != entries {
        return Err(cut());
    }
    if entries > files_max {
        return Err(Amiss::says(format!(
            "The file holds {entries} files, far more than a pack."
        )));
    }
    Ok(entries)
}

/// Whether every seal holds and the records are those that the manifest speaks of; how many documents there are.
fn sealed(manifest: &Manifest, records: &Path) -> Result<u64, Amiss> {
    let verified = match ledger::verify(records) {
        Ok(Verdict::Holds(verified)) => verified,
        Ok(Verdict::Broken(broken)) => {
            return Err(Amiss::says(format!("In {LEDGER}: {broken}")));
        }
        Err(fault) => return Err(unusable(&Unopened::Fault(fault))),
    };
    let [head] = verified.heads.as_slice() else {
        return Err(Amiss::says(format!(
            "{LEDGER} holds more or less than one drill."
        )));
    };
    let stream = ledger::stream::of_exercise(&ExerciseId::from(manifest.exercise.as_str()));
    let told = (&manifest.stream, manifest.records, &manifest.last_seal);
    if told != (&head.stream, head.seq, &head.seal.to_string()) || head.stream != stream {
        return Err(Amiss::says(format!(
            "The manifest speaks of another end of the record: {LEDGER} ends with {} {}, seal {}.",
            head.stream, head.seq, head.seal
        )));
    }
    Ok(verified.blobs)
}

/// The seals of the drill's records.
fn seals(manifest: &Manifest, records: &Path) -> Result<BTreeSet<String>, Amiss> {
    let ledger = ledger::Ledger::open_read_only(records)?;
    let mut seals = BTreeSet::new();
    ledger.read(&manifest.stream, 1, |record| {
        seals.insert(record.seal.to_string());
        Ok::<(), Amiss>(())
    })?;
    Ok(seals)
}

/// Whether the records give what the manifest and the reports say.
fn replayed(
    manifest: &Manifest,
    records: &Path,
    facts: &Facts,
    documents: u64,
) -> Result<Proof, Amiss> {
    let keep = Keep::open_to_read(records, Arc::new(Clock::system()))?;
    let drill = keep.load(&ExerciseId::from(manifest.exercise.as_str()))?;
    for hash in cited(&drill) {
        keep.bytes(hash)?;
    }
    let evaluation = judged(&keep, &drill)?;
    let packed = Packed::new(&keep, &drill, &evaluation, facts);
    let paper = packed.paper(Edition::Full);
    let last = drill.records.last().map(|record| written_moment(record.at));
    let told = [
        (&manifest.title, &drill.exercise.briefed().title),
        (&manifest.marking, &paper.marking().to_owned()),
        (&manifest.last_record_at, &last.unwrap_or_default()),
    ];
    let differs = told.iter().find(|(told, found)| told != found);
    if let Some((told, found)) = differs {
        let told = shown(told);
        return Err(Amiss::says(format!(
            "The manifest says “{told}”, the records say “{found}”."
        )));
    }
    if manifest.origin != drill.exercise.origin() {
        return Err(Amiss::says(
            "The manifest names another origin than the records.",
        ));
    }
    let before = plan_before(manifest, &drill)?;
    let compared = compared(manifest, &packed)?;
    Ok(Proof {
        manifest: manifest.clone(),
        documents,
        regenerated: compared.regenerated,
        fonts_elsewhere: compared.fonts_elsewhere,
        names_elsewhere: compared.names_elsewhere,
        plan_before: before,
        plan_after: PLAN_AFTER
            .iter()
            .any(|name| sum_of(manifest, name).is_some()),
    })
}

/// What comparing the reports came to.
#[derive(Default)]
struct Compared {
    regenerated: bool,
    fonts_elsewhere: Vec<String>,
    names_elsewhere: Vec<String>,
}

/// Whether the records give those reports that nobody approved byte for byte, and of which that cannot be told. What another
/// version of the program made may differ.
fn compared(manifest: &Manifest, packed: &Packed<'_>) -> Result<Compared, Amiss> {
    let differs = |name: &str, bytes: &[u8]| {
        sum_of(manifest, name).is_some_and(|sum| *sum != Digest::of(bytes).to_string())
    };
    let forged = |name: &str| {
        let says = format!("{name} is not what these records give.");
        if manifest.program == PROGRAM {
            Err(Amiss::says(says))
        } else {
            Ok(Compared::default())
        }
    };
    let approved = |name: &str| {
        let mut all = manifest.reports.iter();
        all.any(|it| it.path == name && it.approved.is_some())
    };
    let anew = |name: &str| sum_of(manifest, name).is_some() && !approved(name);
    let mut out = Compared {
        regenerated: true,
        ..Compared::default()
    };
    for made in packed.made(anew)? {
        if !differs(&made.name, &made.bytes) {
            continue;
        }
        // Whose names were taken out of what people said, only the programme knows that the pack comes from.
        if made.edition == Edition::Participants && !packed.knows_names() {
            out.names_elsewhere.push(made.name);
        } else if made.portable {
            return forged(&made.name);
        } else {
            out.fonts_elsewhere.push(made.name);
        }
    }
    Ok(out)
}

/// Whether the plan in the pack is the one that the first record names.
fn plan_before(manifest: &Manifest, drill: &Drill) -> Result<bool, Amiss> {
    let packed: Vec<&String> = PLAN_BEFORE
        .iter()
        .filter_map(|name| sum_of(manifest, name))
        .collect();
    let used = drill.exercise.briefed().plan.as_ref();
    let named: Vec<&String> = used.map(|used| &used.hash).into_iter().collect();
    if packed == named {
        return Ok(!named.is_empty());
    }
    Err(Amiss::says(
        "The plan in the pack is not the one that the records name.",
    ))
}

fn sum_of<'a>(manifest: &'a Manifest, name: &str) -> Option<&'a String> {
    let listed = manifest.files.iter().find(|it| it.path == name);
    listed.map(|it| &it.sha256)
}

fn is_known(name: &str) -> bool {
    let single = [
        ABOUT, APPROVALS, FACTS, LEDGER, MANIFEST, PUBLIC_KEY, SIGNATURE,
    ];
    let all = single.iter().chain(&PLAN_BEFORE).chain(&PLAN_AFTER);
    let report = || every().any(|(edition, form)| file_name(edition, form) == name);
    all.into_iter().any(|it| *it == name) || report()
}

/// A text from a pack, fit to be shown: short, and without what moves a cursor.
pub(crate) fn shown(text: &str) -> String {
    text.chars().take(80).flat_map(char::escape_debug).collect()
}

fn unusable(why: &Unopened) -> Amiss {
    let says = match why {
        Unopened::Fault(Fault::Foreign(_)) => "it is not a Rockdrill programme".to_owned(),
        Unopened::Fault(fault) => fault.to_string(),
        Unopened::Unreadable(says) => says.clone(),
    };
    Amiss::says(format!(
        "{LEDGER} cannot be used: {}.",
        says.trim_end_matches('.')
    ))
}

pub(crate) fn unread(why: &io::Error) -> Amiss {
    Amiss::says(format!("The pack cannot be read: {why}."))
}

pub(crate) fn unlisted(why: &serde_json::Error) -> Amiss {
    Amiss::says(format!("The manifest cannot be read: {why}."))
}

fn broken(why: &zip::result::ZipError) -> Amiss {
    Amiss::says(format!("The pack is damaged, or no pack of ours: {why}."))
}

fn damaged(name: &str, why: &io::Error) -> Amiss {
    Amiss::says(format!("{name} in the pack is damaged: {why}."))
}
