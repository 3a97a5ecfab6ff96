//! Checking a programme file: every seal, and that every document which a record names is there. Not here: packs (`unpack`),
//! and what is said about the result (`proven`).

use std::path::Path;

use exercise::Event;
use ledger::{Ledger, RecordRef, Verdict, Verified};
use programme::{PlanEvent, ProgrammeEvent};

use crate::pack::Amiss;

/// Checks a programme file or a backup; it is only read.
///
/// # Errors
/// The first thing that does not hold.
pub fn programme(path: &Path) -> Result<Verified, Amiss> {
    let verified = match ledger::verify(path)? {
        Verdict::Holds(verified) => verified,
        Verdict::Broken(broken) => return Err(Amiss::says(broken.to_string())),
    };
    let ledger = Ledger::open_read_only(path)?;
    for head in &verified.heads {
        documents_there(&ledger, &head.stream)?;
    }
    Ok(verified)
}

/// Whether every document that a stream names is there.
fn documents_there(ledger: &Ledger, stream: &str) -> Result<(), Amiss> {
    let mut named = Vec::new();
    ledger.read(stream, 1, |record| {
        named.extend(documents(record).into_iter().map(|hash| (record.seq, hash)));
        Ok::<(), Amiss>(())
    })?;
    for (seq, hash) in named {
        let there = match hash.parse() {
            Ok(digest) => ledger.get_blob(&digest)?.is_some(),
            Err(_) => false,
        };
        if !there {
            return Err(Amiss::says(format!(
                "Record {seq} of {stream} names the document {hash}, which is not there."
            )));
        }
    }
    Ok(())
}

/// The documents that a record names. A record of a kind that this program does not know names none.
pub(crate) fn documents(record: RecordRef<'_>) -> Vec<String> {
    if ledger::stream::exercise_of(record.stream).is_some() {
        let Ok((_, _, Event::Briefed(briefed))) =
            Event::decode(record.kind, record.version, record.body)
        else {
            return Vec::new();
        };
        let plan = briefed.plan.map(|used| used.hash);
        let handouts = briefed.handouts.into_values();
        return [briefed.scenario]
            .into_iter()
            .chain(plan)
            .chain(handouts)
            .collect();
    }
    if ledger::stream::plan_of(record.stream).is_some() {
        return match PlanEvent::decode(record.kind, record.version, record.body) {
            Ok(PlanEvent::Imported(imported)) => vec![imported.hash],
            Ok(PlanEvent::Approved(approved)) => vec![approved.hash],
            Ok(PlanEvent::HeadingsChosen(_) | PlanEvent::Proposed(_) | PlanEvent::Answered(_))
            | Err(_) => Vec::new(),
        };
    }
    if record.stream != ledger::stream::PROGRAMME {
        return Vec::new();
    }
    let hash = match ProgrammeEvent::decode(record.kind, record.version, record.body) {
        Ok(ProgrammeEvent::ReportApproved(approved)) => Some(approved.hash),
        Ok(ProgrammeEvent::LookKept(look)) => look.logo,
        Ok(ProgrammeEvent::TemplateKept(kept)) => kept.hash,
        Ok(_) | Err(_) => None,
    };
    hash.into_iter().collect()
}
