//! Approved editions in a pack: the very bytes that were approved, with the sealed records of the programme that say so, and
//! the check that bytes, records and drill fit together. Not here: approving (`approve`), reports that nobody approved
//! (`packed`).

use std::collections::BTreeSet;

use ledger::{Digest, StoredRecord};
use programme::{ProgrammeEvent, ReportApproved};
use report::Edition;
use serde::{Deserialize, Serialize};
use terms::{ExerciseId, Stamp};
use wire::Problem;

use crate::approve::{self, Frozen};
use crate::keep::Keep;
use crate::pack::{APPROVALS, Amiss, ApprovedAs, Manifest, Reported, written_moment};
use crate::packed::{every, file_name, is_made};
use crate::print::Form;

/// An edition in one form, as it was approved.
pub(crate) struct Approved {
    /// Its name in the pack.
    pub name: String,
    edition: Edition,
    form: Form,
    /// What was approved.
    pub frozen: Frozen,
}

/// A record of the programme with its seal, as a pack keeps it. The text of `body` is what the seal covers.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub(crate) struct SealedRecord {
    stream: String,
    seq: u64,
    at_ms: i64,
    actor: String,
    kind: String,
    version: u32,
    body: String,
    prior: String,
    seal: String,
}

impl Approved {
    /// What the manifest says of it.
    pub fn reported(&self) -> Reported {
        Reported {
            path: self.name.clone(),
            edition: self.edition.word().to_owned(),
            format: self.form.word().to_owned(),
            approved: Some(ApprovedAs {
                by: self.frozen.approved.by.clone(),
                at: written_moment(self.frozen.at),
                record: self.frozen.record,
                named: self.frozen.approved.named,
            }),
        }
    }
}

/// Everything that was approved of a drill's report.
pub(crate) fn of(keep: &Keep, exercise: &ExerciseId) -> Result<Vec<Approved>, Problem> {
    let mut found = Vec::new();
    for (edition, form) in every() {
        let frozen = approve::frozen(keep, exercise, edition, form.word())?;
        found.extend(frozen.map(|frozen| Approved {
            name: file_name(edition, form),
            edition,
            form,
            frozen,
        }));
    }
    Ok(found)
}

/// The records by which they were approved.
pub(crate) fn records(keep: &Keep, approved: &[Approved]) -> Result<Vec<SealedRecord>, Amiss> {
    let named: BTreeSet<u64> = approved.iter().map(|it| it.frozen.record).collect();
    let first = named.first().copied().unwrap_or(1);
    let mut found = Vec::new();
    crate::lock(&keep.ledger).read(ledger::stream::PROGRAMME, first, |record| {
        if named.contains(&record.seq) {
            found.push(SealedRecord::of(&record.to_stored()));
        }
        Ok::<(), Amiss>(())
    })?;
    Ok(found)
}

/// Checks what a manifest says of its reports. Every approved one has to be what a sealed record names, for this drill and
/// over a seal of its record; `seals` are those of the drill. What nobody approved has to be among those that a pack makes.
pub(crate) fn checked(
    manifest: &Manifest,
    records: &[SealedRecord],
    seals: &BTreeSet<String>,
) -> Result<(), Amiss> {
    let told: BTreeSet<&str> = manifest.reports.iter().map(|it| it.path.as_str()).collect();
    let known: BTreeSet<String> = every()
        .map(|(edition, form)| file_name(edition, form))
        .collect();
    let there = manifest.files.iter().map(|it| it.path.as_str());
    let there: BTreeSet<&str> = there.filter(|name| known.contains(*name)).collect();
    if told.len() != manifest.reports.len() || told != there {
        return Err(Amiss::says(
            "The manifest does not say of each report how it came to be.",
        ));
    }
    for it in &manifest.reports {
        report_checked(manifest, it, records, seals)?;
    }
    let used = manifest.reports.iter().filter(|it| it.approved.is_some());
    if used.count() == records.len() {
        return Ok(());
    }
    Err(Amiss::says(format!(
        "{APPROVALS} holds records that the manifest does not speak of."
    )))
}

fn report_checked(
    manifest: &Manifest,
    it: &Reported,
    records: &[SealedRecord],
    seals: &BTreeSet<String>,
) -> Result<(), Amiss> {
    let mut all = every();
    let meant = all.find(|(edition, form)| {
        (edition.word(), form.word()) == (it.edition.as_str(), it.format.as_str())
    });
    let Some((edition, form)) =
        meant.filter(|(edition, form)| file_name(*edition, *form) == it.path)
    else {
        let says = format!(
            "The manifest names another edition for {} than its own.",
            it.path
        );
        return Err(Amiss::says(says));
    };
    let Some(told) = &it.approved else {
        return if is_made(edition, form) {
            Ok(())
        } else {
            let says = format!("{} is in the pack, and nobody approved it.", it.path);
            Err(Amiss::says(says))
        };
    };
    let record = records.iter().find(|record| record.seq == told.record);
    let approval = record.and_then(SealedRecord::approval).ok_or_else(|| {
        Amiss::says(format!(
            "{} is said to be approved, and {APPROVALS} has no sealed record that says so.",
            it.path
        ))
    })?;
    let at = record.map_or_else(String::new, |record| written_moment(Stamp(record.at_ms)));
    let fits = approval.exercise == ExerciseId::from(manifest.exercise.as_str())
        && (approval.edition.as_str(), approval.format.as_str()) == (edition.word(), form.word())
        && (&approval.by, approval.named) == (&told.by, told.named)
        && at == told.at;
    if !fits {
        return Err(Amiss::says(format!(
            "What the manifest says of the approval of {} is not what its record says.",
            it.path
        )));
    }
    let listed = manifest.files.iter().find(|file| file.path == it.path);
    if listed.is_none_or(|file| file.sha256 != approval.hash) {
        return Err(Amiss::says(format!(
            "{} is not what was approved: record {} of the programme names another SHA-256.",
            it.path, told.record
        )));
    }
    if seals.contains(&approval.seal) {
        return Ok(());
    }
    Err(Amiss::says(format!(
        "{} was approved over a record of the drill that is not in this pack.",
        it.path
    )))
}

impl SealedRecord {
    fn of(record: &StoredRecord) -> Self {
        Self {
            stream: record.stream.clone(),
            seq: record.seq,
            at_ms: record.at.0,
            actor: record.actor.clone(),
            kind: record.kind.clone(),
            version: record.version,
            body: record.body.clone(),
            prior: record.prior.to_string(),
            seal: record.seal.to_string(),
        }
    }

    /// The approval that it says, where it is one of the programme and bears its seal.
    fn approval(&self) -> Option<ReportApproved> {
        let (prior, seal): (Digest, Digest) = (self.prior.parse().ok()?, self.seal.parse().ok()?);
        let record = StoredRecord {
            stream: self.stream.clone(),
            seq: self.seq,
            at: Stamp(self.at_ms),
            actor: self.actor.clone(),
            kind: self.kind.clone(),
            version: self.version,
            body: self.body.clone(),
            prior,
            seal,
        };
        if self.stream != ledger::stream::PROGRAMME || !record.bears_its_seal() {
            return None;
        }
        let event = ProgrammeEvent::decode(&self.kind, self.version, &self.body).ok()?;
        if let ProgrammeEvent::ReportApproved(approved) = event {
            Some(approved)
        } else {
            None
        }
    }
}
