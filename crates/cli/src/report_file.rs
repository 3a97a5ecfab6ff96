//! `rockdrill report`: the after-action report of a drill as a file. The report itself is made by `report`, from what
//! `conduct` knows of the drill.

use std::io::Write;
use std::path::PathBuf;
use std::sync::Arc;

use clap::{Args, ValueEnum};
use conduct::approve::{self, Frozen};
use conduct::paper::{self, Choices, Paper};
use conduct::{Clock, Drill, Keep};
use evaluation::Evaluation;
use exercise::Origin;
use press::Fonts;
use programme::ActionKept;
use report::{Colour, Edition, Logo, Look, Templates};

use crate::ended::{DONE, Ended};
use crate::open;

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// The programme file.
    programme: PathBuf,
    /// The drill; the latest where left out.
    #[arg(long)]
    exercise: Option<String>,
    /// The form of the report.
    #[arg(long, value_enum, default_value_t = Format::Html)]
    format: Format,
    /// For whom it is.
    #[arg(long, value_enum, default_value_t = For::Full)]
    edition: For,
    /// Name people. The participants' edition never does.
    #[arg(long)]
    names: bool,
    /// The organisation, which stands on the report.
    #[arg(long, default_value = "")]
    organisation: String,
    /// Its logo, a PNG or JPEG picture.
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Its colour, such as #2f5bd0.
    #[arg(long, value_name = "COLOUR")]
    accent: Option<String>,
    /// Approve it by this name: from then on this edition in this form is handed out as it is now.
    #[arg(long, value_name = "NAME")]
    approve: Option<String>,
    /// The file to write.
    #[arg(long)]
    out: PathBuf,
}

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, ValueEnum)]
enum Format {
    Html,
    Md,
    Pdf,
    Docx,
    Xlsx,
    Json,
    Csv,
}

impl Format {
    /// The ending of its files, and their media type.
    fn of_file(self) -> (&'static str, &'static str) {
        match self {
            Self::Html => ("html", "text/html"),
            Self::Md => ("md", "text/markdown"),
            Self::Pdf => ("pdf", "application/pdf"),
            Self::Docx => (
                "docx",
                "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            ),
            Self::Xlsx => (
                "xlsx",
                "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            ),
            Self::Json => ("json", "application/json"),
            Self::Csv => ("csv", "text/csv"),
        }
    }
}

/// The editions, for the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum For {
    /// Those who took part: no names, nothing that only the white cell knows.
    Participants,
    /// Managers: two pages.
    Management,
    /// Everything.
    Full,
    /// Everything, with seals, formulas and evidence.
    Auditor,
}

impl For {
    fn edition(self) -> Edition {
        match self {
            Self::Participants => Edition::Participants,
            Self::Management => Edition::Management,
            Self::Full => Edition::Full,
            Self::Auditor => Edition::Auditor,
        }
    }
}

/// Writes the report of a drill.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn write(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let look = look(asked)?;
    let edition = asked.edition.edition();
    if (edition, asked.format) == (Edition::Management, Format::Csv) {
        let says = "the management edition has no list of decisions; take another form or edition";
        return Err(Ended::unusable(says));
    }
    let mut keep = match &asked.approve {
        Some(_) => Keep::open(&asked.programme, Arc::new(Clock::system()))?,
        None => open::programme(&asked.programme)?,
    };
    let drill = open::drill(&keep, asked.exercise.as_deref())?;
    let (form, media_type) = asked.format.of_file();
    let kept = approve::frozen(&keep, &drill.id, edition, form)?;
    let (frozen, bytes, gaps) = match (&asked.approve, kept) {
        (None, Some(kept)) => (Some(kept.clone()), kept.bytes, Vec::new()),
        (None, None) => {
            let (bytes, gaps) = rendered(&keep, &drill, asked, &look)?;
            (None, bytes, gaps)
        }
        (Some(by), _) => {
            let (bytes, gaps) = rendered(&keep, &drill, asked, &look)?;
            let form = (form, media_type);
            let frozen = approve::freeze(&mut keep, &drill, edition, form, by, &bytes)?;
            (Some(frozen), bytes, gaps)
        }
    };
    let file = &asked.out;
    conduct::write_whole(file, &bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    for gap in gaps {
        writeln!(out, "No font here shows, and a box stands for: {gap}")?;
    }
    if let Some(frozen) = &frozen {
        tell(&keep, &drill, frozen, out)?;
    }
    Ok(DONE)
}

/// Says of an approved edition who approved it, its hash, the seal, and what was corrected since.
fn tell(keep: &Keep, drill: &Drill, frozen: &Frozen, out: &mut impl Write) -> Result<(), Ended> {
    let approved = &frozen.approved;
    writeln!(
        out,
        "Approved by {} in record {} of the programme.",
        approved.by, frozen.record
    )?;
    writeln!(out, "SHA-256    {}", approved.hash)?;
    writeln!(out, "Last seal  {}", approved.seal)?;
    for (_, _, addendum) in keep.fold.reports.addenda_of(&drill.id) {
        writeln!(out, "Corrected since by {}: {}", addendum.by, addendum.says)?;
    }
    Ok(())
}

/// The edition in the form that was asked for, and the characters that it could not show.
fn rendered(
    keep: &Keep,
    drill: &Drill,
    asked: &Asked,
    look: &Look,
) -> Result<(Vec<u8>, Vec<String>), Ended> {
    let evaluation = open::evaluate(keep, drill)?;
    let choices = Choices {
        names: asked.names,
        organisation: asked.organisation.clone(),
        ..choices_for(drill)
    };
    let actions: Vec<_> = actions_of(keep, drill).collect();
    let facts = paper::facts(keep, drill, &choices, &actions);
    let background = match &asked.approve {
        Some(by) => approve::background(keep, drill, by, Clock::system().now())?,
        None => paper::background(keep, drill),
    };
    let edition = asked.edition.edition();
    let paper = paper::edition(keep, drill, &evaluation, &facts, &background, edition);
    written(&paper, asked.format, look)
}

/// The bytes of a form, and the characters that it could not show.
fn written(paper: &Paper, format: Format, look: &Look) -> Result<(Vec<u8>, Vec<String>), Ended> {
    let bytes = match format {
        Format::Pdf => return pdf(paper, look),
        Format::Html => paper.html(&ours()?.with_look(look))?.into_bytes(),
        Format::Md => paper.markdown(&ours()?)?.into_bytes(),
        Format::Docx => paper.docx(look)?,
        Format::Xlsx => paper.xlsx()?,
        Format::Json => paper.json()?.into_bytes(),
        Format::Csv => paper.csv().into_bytes(),
    };
    Ok((bytes, Vec::new()))
}

fn pdf(paper: &Paper, look: &Look) -> Result<(Vec<u8>, Vec<String>), Ended> {
    press::pdf(paper.report(), look, &Fonts::of_this_computer())
        .map(|pdf| (pdf.bytes, pdf.gaps))
        .map_err(|fault| Ended::wrong(fault.to_string()))
}

fn look(asked: &Asked) -> Result<Look, Ended> {
    let wrong = |said: Box<terms::Diagnostic>| {
        let hint = said.hint.unwrap_or_default();
        Ended::unusable(format!("{} {hint}", said.says))
    };
    let logo = asked.logo.as_deref().map(|path| {
        let bytes = std::fs::read(path).map_err(|error| Ended::unreadable(path, &error))?;
        Logo::read(bytes).map_err(wrong)
    });
    let accent = asked.accent.as_deref().map(Colour::read);
    Ok(Look {
        organisation: asked.organisation.clone(),
        logo: logo.transpose()?,
        accent: accent.transpose().map_err(wrong)?,
    })
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
