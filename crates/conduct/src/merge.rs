//! Bringing a drill into a programme from the evidence pack of another computer: its records with their seals, the documents
//! they name, what the drill came to and the corrective actions. The same pack twice is the same as once. Names of people
//! are in no pack, so they are not brought. Not here: checking a pack (`unpack`).

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use ledger::{Digest, NewRecord};
use programme::{ActionKept, ActionState, DrillClosed, ProgrammeEvent};
use report::{ActionStatus, CorrectiveAction, Element};
use terms::{ExerciseId, Stamp};

use crate::clock::Clock;
use crate::conductor::Drill;
use crate::keep::Keep;
use crate::pack::{Amiss, cited, judged, row};
use crate::unpack::{Proof, unpacked};

/// What a merge brought.
#[derive(Clone, Debug, PartialEq)]
pub struct Merged {
    /// What was proven of the pack.
    pub proof: Proof,
    /// How many records were new here.
    pub records: u64,
    /// How many corrective actions were.
    pub actions: u64,
}

/// Brings the drill of a pack into a programme.
///
/// # Errors
/// Where the pack does not hold, the programme holds the drill with other records, or nothing can be written.
pub fn merge(keep: &mut Keep, pack: &Path) -> Result<Merged, Amiss> {
    let unpacked = unpacked(pack)?;
    let manifest = &unpacked.proof.manifest;
    let id = ExerciseId::from(manifest.exercise.as_str());
    let source = Keep::open_to_read(&unpacked.records, Arc::new(Clock::system()))?;
    let drill = source.load(&id)?;
    let records = brought(keep, &source, &drill)?;
    keep.note_drill(&id)?;
    keep_closed(keep, &id)?;
    let actions = actions(keep, &id, &unpacked.facts.actions)?;
    Ok(Merged {
        proof: unpacked.proof.clone(),
        records,
        actions,
    })
}

/// Appends what is not there yet; the seals have to come out the same.
fn brought(keep: &Keep, source: &Keep, drill: &Drill) -> Result<u64, Amiss> {
    let stream = ledger::stream::of_exercise(&drill.id);
    let (mut ledger, source) = (crate::lock(&keep.ledger), crate::lock(&source.ledger));
    let mine = ledger.records(&stream, 1)?;
    let theirs = source.records(&stream, 1)?;
    let mut both = mine.iter().zip(&theirs);
    if let Some((mine, _)) = both.find(|(mine, theirs)| mine.seal != theirs.seal) {
        return Err(Amiss::says(format!(
            "The programme holds this drill already, and from record {} on it went otherwise there. Nothing was merged.",
            mine.seq
        )));
    }
    let new = theirs.get(mine.len()..).unwrap_or_default();
    if new.is_empty() {
        return Ok(0);
    }
    for hash in cited(drill) {
        let digest: Option<Digest> = hash.parse().ok();
        let blob = digest.map(|digest| source.get_blob(&digest)).transpose()?;
        let missing = || Amiss::says(format!("The pack lacks the document {hash}."));
        let blob = blob.flatten().ok_or_else(missing)?;
        ledger.put_blob(&blob.media_type, &blob.bytes)?;
    }
    let rows: Vec<NewRecord> = new.iter().map(row).collect();
    let sealed = ledger.append(&stream, mine.len() as u64, &rows)?;
    let same = sealed
        .iter()
        .map(|it| it.seal)
        .eq(new.iter().map(|it| it.seal));
    if same {
        Ok(new.len() as u64)
    } else {
        Err(Amiss::says(
            "The records were merged, but not with their seals.",
        ))
    }
}

/// What the drill came to is kept as it is for one that was closed here.
fn keep_closed(keep: &mut Keep, id: &ExerciseId) -> Result<(), Amiss> {
    if keep.fold.closed.contains_key(id) {
        return Ok(());
    }
    let drill = keep.load(id)?;
    let evaluation = judged(keep, &drill)?;
    if let Some(closed) = DrillClosed::of(id, &drill.exercise, &evaluation) {
        keep.append(ProgrammeEvent::DrillClosed(closed))?;
    }
    Ok(())
}

/// Keeps corrective actions that are not there yet. Their ids are made of what they say, so that a second merge finds them.
fn actions(keep: &mut Keep, id: &ExerciseId, told: &[CorrectiveAction]) -> Result<u64, Amiss> {
    let mut brought = 0;
    for it in told {
        let Some(finding) = it.finding else { continue };
        let known =
            keep.fold.actions.values().any(|kept| {
                kept.exercise == *id && kept.finding == finding && kept.what == it.what
            });
        if known {
            continue;
        }
        let named = Digest::of(format!("{id}#{finding}\n{}", it.what).as_bytes()).to_string();
        let kept = ActionKept {
            action: named.to_uppercase()[..26].to_owned(),
            exercise: id.clone(),
            finding,
            what: it.what.clone(),
            element: element_word(it.element).to_owned(),
            owner: it.owner.clone(),
            start: it.start.map_or_else(String::new, day),
            due: it.due.map_or_else(String::new, day),
            state: match it.status {
                ActionStatus::Complete | ActionStatus::Verified => ActionState::Done,
                ActionStatus::Open | ActionStatus::InProgress => ActionState::Open,
            },
        };
        keep.append(ProgrammeEvent::ActionKept(kept))?;
        brought += 1;
    }
    Ok(brought)
}

fn day(at: Stamp) -> String {
    DateTime::<Utc>::from_timestamp_millis(at.0)
        .map_or_else(String::new, |at| at.format("%Y-%m-%d").to_string())
}

fn element_word(element: Element) -> &'static str {
    match element {
        Element::Planning => "Planning",
        Element::Organisation => "Organisation",
        Element::Equipment => "Equipment",
        Element::Training => "Training",
        Element::Exercises => "Exercises",
    }
}
