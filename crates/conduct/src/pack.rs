//! The evidence pack of a drill: one zip with the report in every form, the drill's sealed records as a small programme
//! file of their own, the plan before and after, and a manifest of hashes, signed where that is wished. The same records give
//! the same bytes. Not here: checking a pack (`unpack`), keys (`signing`), passphrases (`cover`).

use std::collections::BTreeSet;
use std::io::{Cursor, Write as _};

use chrono::{DateTime, SecondsFormat, Utc};
use evaluation::Evaluation;
use exercise::Origin;
use ledger::{Digest, Fault, Head, Ledger, NewRecord};
use programme::ActionKept;
use report::Edition;
use serde::{Deserialize, Serialize};
use terms::Stamp;
use wire::{Problem, ProblemCode};
use zip::write::SimpleFileOptions;
use zip::{CompressionMethod, ZipWriter};

use crate::conductor::Drill;
use crate::cover::Uncovered;
use crate::desk::unopened;
use crate::keep::{Keep, Unopened};
use crate::pack_approved as approved;
use crate::packed::{Made, Packed};
use crate::paper::{self, Choices, Facts, Paper};
use crate::problem::problem;
use crate::signing::{SignedBy, SigningKey};

/// What the manifest calls itself.
pub const SCHEMA: &str = "rockdrill.pack";

/// Its version. The first one did not say which reports had been approved.
pub const VERSION: u32 = 2;

/// The version of this program, which the manifest names.
pub const PROGRAM: &str = env!("CARGO_PKG_VERSION");

pub(crate) const ABOUT: &str = "about.txt";
pub(crate) const APPROVALS: &str = "approvals.json";
pub(crate) const FACTS: &str = "facts.json";
pub(crate) const LEDGER: &str = "drill.rockdrill";
pub(crate) const MANIFEST: &str = "manifest.json";
pub(crate) const SIGNATURE: &str = "manifest.sig";
pub(crate) const PUBLIC_KEY: &str = "public-key.pem";
/// The files of a pack, by name.
pub(crate) type Files = Vec<(String, Vec<u8>)>;

pub(crate) const PLAN_BEFORE: [&str; 3] =
    ["plan-before.docx", "plan-before.md", "plan-before.json"];
pub(crate) const PLAN_AFTER: [&str; 3] = ["plan-after.docx", "plan-after.md", "plan-after.json"];

/// The list that a pack begins with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Manifest {
    /// [`SCHEMA`].
    pub schema: String,
    /// [`VERSION`].
    pub version: u32,
    /// The version of the program that made the pack.
    pub program: String,
    /// The version of the rules that suggested ratings and findings.
    pub evaluator: u32,
    /// What stands on every page: exercise, handling, origin.
    pub marking: String,
    /// The title of the drill.
    pub title: String,
    /// Its id.
    pub exercise: String,
    /// Where its people come from.
    pub origin: Origin,
    /// The stream of its records.
    pub stream: String,
    /// How many records it has.
    pub records: u64,
    /// The seal of the last one.
    pub last_seal: String,
    /// When that was, as the computer's clock said.
    pub last_record_at: String,
    /// Which key signed it; none where it is unsigned. The signature is over the bytes of this file.
    pub signature: Option<SignedBy>,
    /// How each report came to be in the pack; the first version did not say.
    #[serde(default)]
    pub reports: Vec<Reported>,
    /// Every other file in the pack, by name.
    pub files: Vec<Listed>,
}

/// How a report came to be in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Reported {
    /// The name of its file.
    pub path: String,
    /// For whom it is: participants, management, full or auditor.
    pub edition: String,
    /// Its form: html, md, pdf, docx, xlsx, json or csv.
    pub format: String,
    /// Who approved it, where the file is byte for byte what was approved; none where the pack made it anew.
    pub approved: Option<ApprovedAs>,
}

/// An approval as the manifest tells it; the sealed record stands in `approvals.json`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ApprovedAs {
    /// Who approved it.
    pub by: String,
    /// When, as the computer's clock said.
    pub at: String,
    /// The record of the programme stream.
    pub record: u64,
    /// True where it names people.
    pub named: bool,
}

/// A file in a pack.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Listed {
    /// Its name.
    pub path: String,
    /// How long it is.
    pub bytes: u64,
    /// SHA-256 of it, in lower-case hexadecimal.
    pub sha256: String,
}

/// Why a pack could not be made, or does not hold.
#[derive(Debug)]
pub enum Amiss {
    /// The programme, or the way to it.
    Unopened(Unopened),
    /// Something else that has a problem code.
    Problem(Problem),
    /// What is wrong, in a sentence.
    Says(String),
}

impl Amiss {
    pub(crate) fn says(says: impl Into<String>) -> Self {
        Self::Says(says.into())
    }
}

impl From<Unopened> for Amiss {
    fn from(why: Unopened) -> Self {
        Self::Unopened(why)
    }
}

impl From<Fault> for Amiss {
    fn from(fault: Fault) -> Self {
        Self::Unopened(fault.into())
    }
}

impl From<Problem> for Amiss {
    fn from(problem: Problem) -> Self {
        Self::Problem(problem)
    }
}

impl From<Uncovered> for Amiss {
    fn from(why: Uncovered) -> Self {
        let code = match why {
            Uncovered::WrongPassphrase => ProblemCode::NeedsPassphrase,
            Uncovered::TooShort => ProblemCode::Refused,
            Uncovered::Damaged(_) => ProblemCode::Damaged,
            Uncovered::Io(_) => ProblemCode::FileUnreadable,
        };
        Self::Problem(problem(code, why.to_string()))
    }
}

impl From<Amiss> for Problem {
    fn from(why: Amiss) -> Self {
        match why {
            Amiss::Unopened(why) => unopened(why),
            Amiss::Problem(problem) => problem,
            Amiss::Says(says) => problem(ProblemCode::Refused, says),
        }
    }
}

/// Makes the pack of a drill.
///
/// # Errors
/// Where the programme cannot be read, or there is no room for the drill's own file.
pub fn make(
    keep: &Keep,
    drill: &Drill,
    choices: &Choices,
    actions: &[&ActionKept],
    key: Option<&SigningKey>,
) -> Result<(Manifest, Vec<u8>), Amiss> {
    let evaluation = judged(keep, drill)?;
    let facts = Facts {
        background: paper::background(keep, drill),
        ..paper::facts(keep, drill, choices, actions)
    };
    let packed = Packed::new(keep, drill, &evaluation, &facts);
    let paper = packed.paper(Edition::Full);
    let (head, alone) = alone(keep, drill)?;
    let approved = approved::of(keep, &drill.id)?;
    let is_approved = |name: &str| approved.iter().any(|it| it.name == name);
    let made = packed.made(|name| !is_approved(name))?;
    let reports = reported(&approved, &made);
    let signed_by = key.map(SigningKey::signed_by);
    let mut files = beside(keep, drill, &approved)?;
    let pem = signed_by.as_ref().and_then(SignedBy::pem);
    files.extend(pem.map(|pem| (PUBLIC_KEY.to_owned(), pem.into_bytes())));
    let facts = serde_json::to_string_pretty(&facts).map_err(|why| unwritten(&why))?;
    let told = about(&paper, &head, signed_by.as_ref());
    files.push((ABOUT.to_owned(), told.into_bytes()));
    files.push((FACTS.to_owned(), facts.into_bytes()));
    files.push((LEDGER.to_owned(), alone));
    files.extend(approved.into_iter().map(|it| (it.name, it.frozen.bytes)));
    files.extend(made.into_iter().map(|it| (it.name, it.bytes)));
    files.sort();
    let manifest = Manifest {
        signature: signed_by,
        reports,
        ..manifest(drill, &evaluation, &paper, &head, &files)
    };
    let listed = serde_json::to_string_pretty(&manifest).map_err(|why| unwritten(&why))?;
    if let Some(key) = key {
        files.insert(0, (SIGNATURE.to_owned(), key.sign(listed.as_bytes())));
    }
    files.insert(0, (MANIFEST.to_owned(), listed.into_bytes()));
    Ok((manifest, zipped(&files)?))
}

/// What a pack holds of the programme beside the drill: who approved what, and the plan before and after.
fn beside(keep: &Keep, drill: &Drill, approved: &[approved::Approved]) -> Result<Files, Amiss> {
    let mut files = Files::new();
    if !approved.is_empty() {
        let records = approved::records(keep, approved)?;
        let text = serde_json::to_vec_pretty(&records).map_err(|why| unwritten(&why))?;
        files.push((APPROVALS.to_owned(), text));
    }
    if let Some(used) = drill.exercise.briefed().plan.as_ref() {
        files.push(plan_file(PLAN_BEFORE, keep.bytes(&used.hash)?));
    }
    if let Some(hash) = plan_after(keep, drill) {
        files.push(plan_file(PLAN_AFTER, keep.bytes(&hash)?));
    }
    Ok(files)
}

fn reported(approved: &[approved::Approved], made: &[Made]) -> Vec<Reported> {
    let kept = approved.iter().map(approved::Approved::reported);
    let anew = made.iter().map(|it| Reported {
        path: it.name.clone(),
        edition: it.edition.word().to_owned(),
        format: it.form.word().to_owned(),
        approved: None,
    });
    let mut all: Vec<Reported> = kept.chain(anew).collect();
    all.sort_by(|a, b| a.path.cmp(&b.path));
    all
}

/// What the records of a drill show, without names.
pub(crate) fn judged(keep: &Keep, drill: &Drill) -> Result<Evaluation, Problem> {
    let plan = crate::plan_facts(keep, drill)?;
    Ok(evaluation::evaluate(&evaluation::Input {
        exercise: &drill.id,
        scenario: drill.exercise.scenario(),
        records: &drill.records,
        plan: plan.as_ref(),
        people: &std::collections::BTreeMap::new(),
    }))
}

/// The documents that the records of a drill name.
pub(crate) fn cited(drill: &Drill) -> BTreeSet<&str> {
    let briefed = drill.exercise.briefed();
    let plan = briefed.plan.iter().map(|used| used.hash.as_str());
    let handouts = briefed.handouts.values().map(String::as_str);
    [briefed.scenario.as_str()]
        .into_iter()
        .chain(plan)
        .chain(handouts)
        .collect()
}

pub(crate) fn written_moment(at: Stamp) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0).map_or_else(String::new, |at| {
        at.to_rfc3339_opts(SecondsFormat::Millis, true)
    })
}

/// The records of the drill in a programme file that holds nothing else, and where they end. They are sealed anew there;
/// that the seals come out the same shows that every byte they cover is the same.
fn alone(keep: &Keep, drill: &Drill) -> Result<(Head, Vec<u8>), Amiss> {
    let stream = ledger::stream::of_exercise(&drill.id);
    let folder = tempfile::tempdir().map_err(|why| unwritten(&why))?;
    let path = folder.path().join(LEDGER);
    let mut alone = Ledger::create(&path)?;
    let source = crate::lock(&keep.ledger);
    let stored = source.records(&stream, 1)?;
    let rows: Vec<NewRecord> = stored.iter().map(row).collect();
    let sealed = alone.append(&stream, 0, &rows)?;
    let same = sealed
        .iter()
        .map(|it| it.seal)
        .eq(stored.iter().map(|it| it.seal));
    let last = sealed.last().filter(|_| same);
    let last =
        last.ok_or_else(|| Amiss::says("The records could not be copied with their seals."))?;
    if last.seq != drill.records.len() as u64 {
        return Err(Amiss::says(
            "The drill went on while it was packed. Pack it again.",
        ));
    }
    for hash in cited(drill) {
        let missing = || {
            Amiss::says(format!(
                "The records name the document {hash}, which is not there."
            ))
        };
        let digest: Digest = hash.parse().map_err(|_| missing())?;
        let blob = source.get_blob(&digest)?.ok_or_else(missing)?;
        alone.put_blob(&blob.media_type, &blob.bytes)?;
    }
    drop(source);
    alone.close()?;
    let bytes = std::fs::read(&path).map_err(|why| unwritten(&why))?;
    let head = Head {
        stream,
        seq: last.seq,
        seal: last.seal,
    };
    Ok((head, bytes))
}

pub(crate) fn row(stored: &ledger::StoredRecord) -> NewRecord {
    NewRecord {
        at: stored.at,
        actor: stored.actor.clone(),
        kind: stored.kind.clone(),
        version: stored.version,
        body: stored.body.clone(),
    }
}

/// The latest revision of the plan that holds an amendment from a finding of this drill.
fn plan_after(keep: &Keep, drill: &Drill) -> Option<String> {
    let used = drill.exercise.briefed().plan.as_ref()?;
    let fold = keep.plans.get(&used.plan)?;
    let mine = |seq: &u64| {
        let kept = fold.amendments.get(seq);
        kept.is_some_and(|kept| paper::is_of(kept, drill))
    };
    let holds_mine = |revision: &&programme::PlanRevision| {
        let approved = revision.approved.as_ref();
        approved.is_some_and(|approved| approved.amendments.iter().any(mine))
    };
    let last = fold.revisions.iter().rev().find(holds_mine);
    last.map(|revision| revision.hash.clone())
}

/// A plan in Word is a zip, one of several files is kept as JSON; any other is text.
fn plan_file([word, text, folder]: [&str; 3], bytes: Vec<u8>) -> (String, Vec<u8>) {
    let name = if plan::is_word(&bytes) {
        word
    } else if plan::Folder::is_bundle(&bytes) {
        folder
    } else {
        text
    };
    (name.to_owned(), bytes)
}

fn manifest(
    drill: &Drill,
    evaluation: &Evaluation,
    paper: &Paper,
    head: &Head,
    files: &[(String, Vec<u8>)],
) -> Manifest {
    let listed = |(name, bytes): &(String, Vec<u8>)| Listed {
        path: name.clone(),
        bytes: bytes.len() as u64,
        sha256: Digest::of(bytes).to_string(),
    };
    let last = drill.records.last().map(|record| record.at);
    Manifest {
        schema: SCHEMA.to_owned(),
        version: VERSION,
        program: PROGRAM.to_owned(),
        evaluator: evaluation.evaluator,
        marking: paper.marking().to_owned(),
        title: drill.exercise.briefed().title.clone(),
        exercise: drill.id.to_string(),
        origin: drill.exercise.origin(),
        stream: head.stream.clone(),
        records: head.seq,
        last_seal: head.seal.to_string(),
        last_record_at: last.map_or_else(String::new, written_moment),
        signature: None,
        reports: Vec::new(),
        files: files.iter().map(listed).collect(),
    }
}

/// Names in order and one fixed time, so that nothing of the computer or the hour gets into the pack.
pub(crate) fn zipped(files: &[(String, Vec<u8>)]) -> Result<Vec<u8>, Amiss> {
    let options = SimpleFileOptions::default()
        .compression_method(CompressionMethod::Deflated)
        .last_modified_time(zip::DateTime::default())
        .unix_permissions(0o644);
    let mut out = ZipWriter::new(Cursor::new(Vec::new()));
    for (name, bytes) in files {
        out.start_file(name.as_str(), options)
            .map_err(|why| unwritten(&why))?;
        out.write_all(bytes).map_err(|why| unwritten(&why))?;
    }
    let done = out.finish().map_err(|why| unwritten(&why))?;
    Ok(done.into_inner())
}

fn about(paper: &Paper, head: &Head, signed_by: Option<&SignedBy>) -> String {
    let signed = signed_by.map_or_else(
        || "The pack is unsigned. Compare the seal above with one that was kept elsewhere.".to_owned(),
        |by| {
            format!(
                "The manifest is signed (manifest.sig, Ed25519) by the key in public-key.pem, whose fingerprint is\n{}\n\
                 Compare it with what the owner of the key says it is. Without this program:\n\
                 openssl pkeyutl -verify -pubin -inkey public-key.pem -rawin -in manifest.json -sigfile manifest.sig",
                by.fingerprint
            )
        },
    );
    format!(
        "{}\n\nEvidence pack of a drill, made by Rockdrill {PROGRAM}.\n\n\
         manifest.json     every other file with its length and SHA-256\n\
         drill.rockdrill   the drill's records with their seals, and the documents they name (an SQLite file)\n\
         facts.json        what the report takes from the programme: corrective actions, changes of the plan\n\
         report.*          the after-action report in full: PDF, Word, page, Markdown, JSON and a workbook\n\
         management.*      the same for managers, on two pages\n\
         participants.*    the same for those who took part\n\
         auditor.*         the same with formulas and evidence\n\
         approvals.json    the sealed records by which editions were approved, where any were; those files are the approved\n\
                           bytes, and the manifest says which they are. All others were made anew for this pack\n\
         decisions.csv     every decision\n\
         plan-before.*     the plan that the drill tested, where there was one\n\
         plan-after.*      the revision that its findings led to, where there is one\n\n\
         {} ends with record {}, whose seal is\n{}\n\n\
         Check the pack with: rockdrill verify FILE.zip\n\
         {signed}\n",
        paper.marking(),
        head.stream,
        head.seq,
        head.seal
    )
}

pub(crate) fn unwritten(why: &dyn std::fmt::Display) -> Amiss {
    Amiss::says(format!("The pack could not be made: {why}."))
}
