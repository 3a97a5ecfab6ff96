//! Bringing a drill into a programme from the evidence pack of another computer: its records with their seals, the documents
//! they name, what the drill came to and the corrective actions. The same pack twice is the same as once. Names of people
//! are in no pack, so they are not brought. Not here: checking a pack (`unpack`).

use std::path::Path;
use std::sync::Arc;

use chrono::{DateTime, Utc};
use ledger::{Digest, NewRecord, StoredRecord};
use programme::{ActionKept, ActionState, DrillClosed, ProgrammeEvent};
use report::{ActionStatus, CorrectiveAction, Element};
use terms::{ExerciseId, Stamp};

use crate::clock::Clock;
use crate::conductor::Drill;
use crate::keep::Keep;
use crate::pack::{Amiss, cited, judged, row};
use crate::unpack::{Proof, Unpacked, unpacked};

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

/// What a merge would bring.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Seen {
    /// How many records are new here.
    pub records: u64,
    /// The corrective actions that are, by what is to be done.
    pub actions: Vec<String>,
}

/// A drill that has come in a pack which holds, and is not taken yet.
pub struct Arrived {
    unpacked: Unpacked,
    source: Keep,
    drill: Drill,
}

/// Checks a pack and reads its drill. This takes its time and needs no programme.
///
/// # Errors
/// Where the pack does not hold.
pub fn arrived(pack: &Path) -> Result<Arrived, Amiss> {
    let unpacked = unpacked(pack)?;
    let source = Keep::open_to_read(&unpacked.records, Arc::new(Clock::system()))?;
    let drill = source.load(&ExerciseId::from(unpacked.proof.manifest.exercise.as_str()))?;
    Ok(Arrived {
        unpacked,
        source,
        drill,
    })
}

/// Brings the drill of a pack into a programme.
///
/// # Errors
/// Where the pack does not hold, the programme holds the drill with other records, or nothing can be written.
pub fn merge(keep: &mut Keep, pack: &Path) -> Result<Merged, Amiss> {
    arrived(pack)?.take(keep)
}

impl Arrived {
    /// What was proven of the pack.
    pub fn proof(&self) -> &Proof {
        &self.unpacked.proof
    }

    /// The drill.
    pub fn drill(&self) -> &Drill {
        &self.drill
    }

    /// What a programme would get; nothing is taken.
    ///
    /// # Errors
    /// Where the programme holds the drill with other records, or cannot be read.
    pub fn seen(&self, keep: &Keep) -> Result<Seen, Amiss> {
        let new = new_here(keep, &self.source, &self.drill)?.1;
        let actions = new_actions(keep, &self.drill.id, &self.unpacked.facts.actions);
        Ok(Seen {
            records: new.len() as u64,
            actions: actions.into_iter().map(|it| it.what).collect(),
        })
    }

    /// Brings it into a programme.
    ///
    /// # Errors
    /// Where the programme holds the drill with other records, or nothing can be written.
    pub fn take(&self, keep: &mut Keep) -> Result<Merged, Amiss> {
        let id = &self.drill.id;
        let records = brought(keep, &self.source, &self.drill)?;
        keep.note_drill(id)?;
        keep_closed(keep, id)?;
        let new = new_actions(keep, id, &self.unpacked.facts.actions);
        let actions = new.len() as u64;
        for kept in new {
            keep.append(ProgrammeEvent::ActionKept(kept))?;
        }
        Ok(Merged {
            proof: self.unpacked.proof.clone(),
            records,
            actions,
        })
    }
}

/// How many records of a drill a programme holds, and those that are new to it.
fn new_here(keep: &Keep, source: &Keep, drill: &Drill) -> Result<(u64, Vec<StoredRecord>), Amiss> {
    let stream = ledger::stream::of_exercise(&drill.id);
    let mine = crate::lock(&keep.ledger).records(&stream, 1)?;
    let mut theirs = crate::lock(&source.ledger).records(&stream, 1)?;
    let mut both = mine.iter().zip(&theirs);
    if let Some((mine, _)) = both.find(|(mine, theirs)| mine.seal != theirs.seal) {
        return Err(Amiss::says(format!(
            "The programme holds this drill already, and from record {} on it went otherwise there. Nothing was merged.",
            mine.seq
        )));
    }
    let new = theirs.split_off(mine.len().min(theirs.len()));
    Ok((mine.len() as u64, new))
}

/// Appends what is not there yet; the seals have to come out the same.
fn brought(keep: &Keep, source: &Keep, drill: &Drill) -> Result<u64, Amiss> {
    let (mine, new) = new_here(keep, source, drill)?;
    if new.is_empty() {
        return Ok(0);
    }
    let stream = ledger::stream::of_exercise(&drill.id);
    let (mut ledger, source) = (crate::lock(&keep.ledger), crate::lock(&source.ledger));
    for hash in cited(drill) {
        let digest: Option<Digest> = hash.parse().ok();
        let blob = digest.map(|digest| source.get_blob(&digest)).transpose()?;
        let missing = || Amiss::says(format!("The pack lacks the document {hash}."));
        let blob = blob.flatten().ok_or_else(missing)?;
        ledger.put_blob(&blob.media_type, &blob.bytes)?;
    }
    let rows: Vec<NewRecord> = new.iter().map(row).collect();
    let sealed = ledger.append(&stream, mine, &rows)?;
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

/// The corrective actions that are not there yet. Their ids are made of what they say, so that a second merge finds them.
fn new_actions(keep: &Keep, id: &ExerciseId, told: &[CorrectiveAction]) -> Vec<ActionKept> {
    let mut new: Vec<ActionKept> = Vec::new();
    for it in told {
        let Some(finding) = it.finding else { continue };
        let mut all = keep.fold.actions.values().chain(&new);
        let same = |kept: &ActionKept| {
            kept.exercise == *id && kept.finding == finding && kept.what == it.what
        };
        if all.any(same) {
            continue;
        }
        let named = Digest::of(format!("{id}#{finding}\n{}", it.what).as_bytes()).to_string();
        new.push(ActionKept {
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
        });
    }
    new
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
