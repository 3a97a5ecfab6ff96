//! `rockdrill report`: the after-action report of a drill as a file. The report itself is made by `report`, from what
//! `conduct` knows of the drill.

use std::io::Write;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use clap::{Args, ValueEnum};
use conduct::approve::{self, Frozen};
use conduct::paper::{self, Choices, Paper};
use conduct::print::{Dress, Form, Printed, print};
use conduct::{Clock, Drill, Keep};
use evaluation::Evaluation;
use exercise::Origin;
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
    /// The organisation, which stands on the report; that of the programme where left out.
    #[arg(long)]
    organisation: Option<String>,
    /// Its logo, a PNG or JPEG picture.
    #[arg(long, value_name = "FILE")]
    logo: Option<PathBuf>,
    /// Its colour, such as #2f5bd0.
    #[arg(long, value_name = "COLOUR")]
    accent: Option<String>,
    /// Approve it by this name: from then on this edition in this form is handed out as it is now.
    #[arg(long, value_name = "NAME")]
    approve: Option<String>,
    /// Correct what was approved: the words become an addendum, and no file is written.
    #[arg(long, value_name = "TEXT", requires = "by", conflicts_with_all = ["approve", "out"])]
    addendum: Option<String>,
    /// Who writes the addendum, by name.
    #[arg(long, value_name = "NAME", requires = "addendum")]
    by: Option<String>,
    /// The file to write.
    #[arg(long, required_unless_present = "addendum")]
    out: Option<PathBuf>,
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
    fn form(self) -> Form {
        match self {
            Self::Html => Form::Html,
            Self::Md => Form::Md,
            Self::Pdf => Form::Pdf,
            Self::Docx => Form::Docx,
            Self::Xlsx => Form::Xlsx,
            Self::Json => Form::Json,
            Self::Csv => Form::Csv,
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

/// Writes the report of a drill, or an addendum to what was approved of it.
///
/// # Errors
/// Where the programme cannot be read or the file cannot be written.
pub fn write(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    if let Some(says) = &asked.addendum {
        return addendum(asked, says, out);
    }
    let edition = asked.edition.edition();
    let form = asked.format.form();
    if !form.is_of(edition) {
        let says = "the management edition has no list of decisions; take another form or edition";
        return Err(Ended::unusable(says));
    }
    let mut keep = match &asked.approve {
        Some(_) => Keep::open(&asked.programme, Arc::new(Clock::system()))?,
        None => open::programme(&asked.programme)?,
    };
    let look = look(asked, &keep)?;
    let drill = open::drill(&keep, asked.exercise.as_deref())?;
    let kept = approve::frozen(&keep, &drill.id, edition, form.word())?;
    let (frozen, printed) = match (&asked.approve, kept) {
        (None, Some(kept)) => {
            let (bytes, gaps) = (kept.bytes.clone(), Vec::new());
            (Some(kept), Printed { bytes, gaps })
        }
        (None, None) => (None, rendered(&keep, &drill, asked, look)?),
        (Some(by), _) => {
            let printed = rendered(&keep, &drill, asked, look)?;
            let form = (form.word(), form.media_type());
            let named = asked.names && edition != Edition::Participants;
            let by = (by.as_str(), named);
            let frozen = approve::freeze(&mut keep, &drill, edition, form, by, &printed.bytes)?;
            (Some(frozen), printed)
        }
    };
    let file = asked.out.as_deref().unwrap_or(Path::new("report"));
    conduct::write_whole(file, &printed.bytes).map_err(|error| Ended::unwritable(file, &error))?;
    writeln!(out, "{}", file.display())?;
    for gap in printed.gaps {
        writeln!(out, "No font here shows, and a box stands for: {gap}")?;
    }
    if let Some(frozen) = &frozen {
        tell(&keep, &drill, frozen, out)?;
    }
    Ok(DONE)
}

/// Corrects what was approved.
fn addendum(asked: &Asked, says: &str, out: &mut impl Write) -> Result<u8, Ended> {
    let mut keep = Keep::open(&asked.programme, Arc::new(Clock::system()))?;
    let drill = open::drill(&keep, asked.exercise.as_deref())?;
    let by = asked.by.as_deref().unwrap_or_default();
    let record = approve::amend(&mut keep, &drill.id, says, by)?;
    writeln!(
        out,
        "Written in record {record} of the programme. What was approved stays as it is; every draft from now on prints this."
    )?;
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

/// The edition in the form that was asked for, in its look and with the templates that the programme keeps.
fn rendered(keep: &Keep, drill: &Drill, asked: &Asked, look: Look) -> Result<Printed, Ended> {
    let evaluation = open::evaluate(keep, drill)?;
    let choices = Choices {
        names: asked.names,
        organisation: look.organisation.clone(),
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
    let dress = Dress::of(keep)?.in_look(look);
    Ok(print(&paper, asked.format.form(), &dress)?)
}

/// The look that the programme keeps, with what was asked for in its place.
fn look(asked: &Asked, keep: &Keep) -> Result<Look, Ended> {
    let kept = conduct::print::look(keep)?;
    let (organisation, accent) = (asked.organisation.as_deref(), asked.accent.as_deref());
    look_of(kept, organisation, asked.logo.as_deref(), accent)
}

/// A look with an organisation, a logo and a colour in the place of its own.
///
/// # Errors
/// Where the logo cannot be read or the colour is none.
pub fn look_of(
    mut look: Look,
    organisation: Option<&str>,
    logo: Option<&Path>,
    accent: Option<&str>,
) -> Result<Look, Ended> {
    let wrong = |said: Box<terms::Diagnostic>| {
        let hint = said.hint.unwrap_or_default();
        Ended::unusable(format!("{} {hint}", said.says))
    };
    if let Some(organisation) = organisation {
        organisation.clone_into(&mut look.organisation);
    }
    if let Some(path) = logo {
        let bytes = std::fs::read(path).map_err(|error| Ended::unreadable(path, &error))?;
        look.logo = Some(Logo::read(bytes).map_err(wrong)?);
    }
    if let Some(accent) = accent {
        look.accent = Some(Colour::read(accent).map_err(wrong)?);
    }
    Ok(look)
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
