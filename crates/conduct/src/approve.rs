//! Approving an edition of a report by name: its bytes are kept by their hash, with the seal that the drill's record ended
//! with, and are handed out from then on as they are. What is found later is an addendum. Not here: how an edition is
//! rendered; whoever asks renders it with [`background`] first, so that it prints who approved it.

use programme::{AddendumWritten, ProgrammeEvent, ReportApproved};
use report::{Approval, Background, Edition};
use terms::{ExerciseId, Stamp};
use wire::{Problem, ProblemCode};

use crate::conductor::Drill;
use crate::desk::unopened;
use crate::keep::Keep;
use crate::paper;
use crate::problem::{fault, problem, unknown};

/// An edition as it was approved.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Frozen {
    /// The record of the programme stream.
    pub record: u64,
    /// When.
    pub at: Stamp,
    /// What the record says.
    pub approved: ReportApproved,
    /// The bytes.
    pub bytes: Vec<u8>,
}

/// What an edition prints beside the drill when it is approved now.
///
/// # Errors
/// Where nobody is named.
pub fn background(keep: &Keep, drill: &Drill, by: &str, at: Stamp) -> Result<Background, Problem> {
    Ok(Background {
        approval: Some(Approval {
            by: signed(by)?,
            at,
        }),
        ..paper::background(keep, drill)
    })
}

/// Keeps the rendered bytes of an edition in one form as the approved ones.
///
/// # Errors
/// As [`freeze_all`].
pub fn freeze(
    keep: &mut Keep,
    drill: &Drill,
    edition: Edition,
    (format, media_type): (&str, &str),
    by: (&str, bool),
    bytes: &[u8],
) -> Result<Frozen, Problem> {
    let forms = [(format, media_type, bytes)];
    freeze_all(keep, drill, edition, by, &forms)?;
    frozen(keep, &drill.id, edition, format)?.ok_or_else(|| unknown("approved edition"))
}

/// Keeps the rendered bytes of an edition in several forms as the approved ones, each as format, media type and bytes:
/// all of them or none. Says how many.
///
/// # Errors
/// Where nobody is named, a form is approved already, the drill has no record, or nothing can be written.
pub fn freeze_all(
    keep: &mut Keep,
    drill: &Drill,
    edition: Edition,
    (by, named): (&str, bool),
    forms: &[(&str, &str, &[u8])],
) -> Result<usize, Problem> {
    let by = signed(by)?;
    for (format, _, _) in forms {
        if let Some(frozen) = frozen(keep, &drill.id, edition, format)? {
            let says = format!(
                "This edition was approved by {} already. What is to be corrected is written as an addendum.",
                frozen.approved.by
            );
            return Err(problem(ProblemCode::Refused, says));
        }
    }
    let stream = ledger::stream::of_exercise(&drill.id);
    let head = crate::lock(&keep.ledger).head(&stream);
    let head = head.map_err(|why| fault(&why))?;
    let seal = head.map(|head| head.seal.to_string());
    let Some(seal) = seal else {
        let says = "The drill has no records yet, so there is nothing to approve.";
        return Err(problem(ProblemCode::Refused, says));
    };
    let mut events = Vec::new();
    for (format, media_type, bytes) in forms {
        let hash = keep.put_blob(media_type, bytes);
        events.push(ProgrammeEvent::ReportApproved(ReportApproved {
            exercise: drill.id.clone(),
            edition: edition.word().to_owned(),
            format: (*format).to_owned(),
            hash: hash.map_err(|why| fault(&why))?,
            by: by.clone(),
            seal: seal.clone(),
            named,
        }));
    }
    keep.append_all(events).map_err(|why| fault(&why))?;
    Ok(forms.len())
}

/// The approved bytes of an edition, where there are any.
///
/// # Errors
/// Where the programme does not hold them any more.
pub fn frozen(
    keep: &Keep,
    exercise: &ExerciseId,
    edition: Edition,
    format: &str,
) -> Result<Option<Frozen>, Problem> {
    let reports = &keep.fold.reports;
    let Some((record, at, approved)) = reports.approved_as(exercise, edition.word(), format) else {
        return Ok(None);
    };
    Ok(Some(Frozen {
        record: *record,
        at: *at,
        approved: approved.clone(),
        bytes: keep.bytes(&approved.hash).map_err(unopened)?,
    }))
}

/// Writes a correction to what was approved; every draft made later prints it.
///
/// # Errors
/// Where nobody is named, nothing is said, no edition of this drill is approved, or nothing can be written.
pub fn amend(keep: &mut Keep, exercise: &ExerciseId, says: &str, by: &str) -> Result<u64, Problem> {
    let by = signed(by)?;
    if says.trim().is_empty() {
        return Err(problem(ProblemCode::Refused, "Say what is corrected."));
    }
    let approved = &keep.fold.reports.approved;
    if !approved.iter().any(|(_, _, it)| it.exercise == *exercise) {
        let says = "No edition of this report is approved yet: correct the report itself.";
        return Err(problem(ProblemCode::Refused, says));
    }
    let written = AddendumWritten {
        exercise: exercise.clone(),
        says: says.trim().to_owned(),
        by,
    };
    let event = ProgrammeEvent::AddendumWritten(written);
    keep.append(event).map_err(|why| fault(&why))
}

fn signed(by: &str) -> Result<String, Problem> {
    match by.trim() {
        "" => Err(problem(
            ProblemCode::Refused,
            "Say by name who it is: that is kept with it.",
        )),
        by => Ok(by.to_owned()),
    }
}
