//! `rockdrill verify`: whether every seal of a programme holds, and whether every document that a record names is there;
//! and the same for an evidence pack, which is checked in `conduct`.

use std::io::Write;
use std::path::Path;

use exercise::Event;
use ledger::{Ledger, RecordRef, Verdict, Verified};
use programme::{PlanEvent, ProgrammeEvent};

use crate::ended::{DONE, Ended};
use crate::passphrase::Passphrase;
use crate::{keys, pack};

/// Verifies an evidence pack and says what was proven; or a programme file, and prints where each of its streams ends.
///
/// # Errors
/// Where something does not hold, with the first record that does not.
pub fn verify(file: &Path, passphrase: &Passphrase, out: &mut impl Write) -> Result<u8, Ended> {
    let open = passphrase.uncovered(file)?;
    let file = open.path();
    // A file that cannot be read is left to the ledger, which says so in its own words.
    if conduct::unpack::looks_packed(file).unwrap_or(false) {
        let proof = conduct::unpack::verify(file)?;
        pack::tell(
            &conduct::proven::of_pack(&proof, keys::kept().as_ref())?,
            out,
        )?;
        return Ok(DONE);
    }
    programme_file(file, out)
}

/// Checks every seal of a programme file and that the documents it names are there, and prints where its streams end.
///
/// # Errors
/// The first thing that does not hold.
pub fn programme_file(programme: &Path, out: &mut impl Write) -> Result<u8, Ended> {
    let verified = match ledger::verify(programme)? {
        Verdict::Holds(verified) => verified,
        Verdict::Broken(broken) => return Err(Ended::wrong(broken.to_string())),
    };
    let ledger = Ledger::open_read_only(programme)?;
    for head in &verified.heads {
        if let Some(missing) = missing_document(&ledger, &head.stream)? {
            return Err(Ended::wrong(missing));
        }
    }
    print(&verified, out)?;
    Ok(DONE)
}

fn print(verified: &Verified, out: &mut impl Write) -> std::io::Result<()> {
    let (records, blobs) = (verified.records, verified.blobs);
    writeln!(
        out,
        "Every seal holds: {records} records, {blobs} documents."
    )?;
    for head in &verified.heads {
        writeln!(out, "{}  {}  {}", head.stream, head.seq, head.seal)?;
    }
    Ok(())
}

/// The first record of a stream that names a document which is not there.
fn missing_document(ledger: &Ledger, stream: &str) -> Result<Option<String>, Ended> {
    let mut named = Vec::new();
    ledger.read(stream, 1, |record| {
        named.extend(documents(record).into_iter().map(|hash| (record.seq, hash)));
        Ok::<(), Ended>(())
    })?;
    for (seq, hash) in named {
        let there = match hash.parse() {
            Ok(digest) => ledger.get_blob(&digest)?.is_some(),
            Err(_) => false,
        };
        if !there {
            let says =
                format!("Record {seq} of {stream} names the document {hash}, which is not there.");
            return Ok(Some(says));
        }
    }
    Ok(None)
}

/// The documents that a record names. A record of a kind that this program does not know names none.
fn documents(record: RecordRef<'_>) -> Vec<String> {
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
