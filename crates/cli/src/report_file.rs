//! `rockdrill report`: the after-action report of a drill as a file. The report itself is made by `report`, from what
//! `conduct` knows of the drill.

use std::io::Write;
use std::path::Path;

use conduct::paper::{self, Choices, Paper};
use conduct::{Drill, Keep};
use evaluation::Evaluation;
use exercise::Origin;
use programme::ActionKept;
use report::Templates;

use crate::ReportFormat;
use crate::ended::{DONE, Ended};
use crate::open;

/// Writes the report of a drill.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn write(
    programme: &Path,
    exercise: Option<&str>,
    format: ReportFormat,
    file: &Path,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let keep = open::programme(programme)?;
    let drill = open::drill(&keep, exercise)?;
    let evaluation = open::evaluate(&keep, &drill)?;
    let paper = paper_of(&keep, &drill, &evaluation);
    let bytes = match format {
        ReportFormat::Html => paper.html(&ours()?)?.into_bytes(),
        ReportFormat::Md => paper.markdown(&ours()?)?.into_bytes(),
        ReportFormat::Json => paper.json()?.into_bytes(),
        ReportFormat::Csv => paper.csv().into_bytes(),
        ReportFormat::Xlsx => paper.xlsx()?,
    };
    conduct::write_whole(file, &bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    Ok(DONE)
}

/// The report of a drill, without names.
pub fn paper_of(keep: &Keep, drill: &Drill, evaluation: &Evaluation) -> Paper {
    let actions: Vec<_> = actions_of(keep, drill).collect();
    paper::of(keep, drill, evaluation, &choices_for(drill), &actions)
}

/// What is chosen for every report made here: roles and no names, times of this place.
pub fn choices_for(drill: &Drill) -> Choices {
    // A rehearsal has no place on earth; its wall clock is that of the story.
    let utc_offset_minutes = match drill.exercise.origin() {
        Origin::Rehearsal => 0,
        Origin::Live | Origin::Practice | Origin::BotAssisted | Origin::Demo => {
            chrono::Local::now().offset().local_minus_utc() / 60
        }
    };
    Choices {
        names: false,
        utc_offset_minutes,
        ..Choices::default()
    }
}

/// The corrective actions that answer findings of this drill.
pub fn actions_of<'a>(keep: &'a Keep, drill: &'a Drill) -> impl Iterator<Item = &'a ActionKept> {
    let all = keep.fold.actions.values();
    all.filter(|kept| kept.exercise == drill.id)
}

/// Our own templates.
///
/// # Errors
/// Where one does not compile, which a test rules out.
pub fn ours() -> Result<Templates, Ended> {
    Templates::ours().map_err(|wrong| {
        let says = wrong
            .first()
            .map_or("no template", |said| said.says.as_str());
        Ended::wrong(format!("the report's templates cannot be used: {says}"))
    })
}
