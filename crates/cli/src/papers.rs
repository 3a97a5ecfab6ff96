//! `rockdrill papers`: the papers before a drill, as files to print or to edit; from a scenario and a plan, or from a drill
//! that is set up in a programme. Not here: what they say (`report`).

use std::io::Write;
use std::path::{Path, PathBuf};

use clap::{Args, ValueEnum};
use conduct::library;
use conduct::papers::{PaperForm, Papers};
use report::{BeforePaper, Look};

use crate::check::file_of;
use crate::ended::{DONE, Ended};
use crate::{amended, headings, open, plans, rehearse, report_file};

/// What may be asked for.
#[derive(Args, Debug)]
pub struct Asked {
    /// A scenario file, the folder it lies in, or a programme file with a drill that is set up.
    source: PathBuf,
    /// Of a scenario: the plan that it tests, in Markdown or Word, or a folder of Markdown files.
    #[arg(long)]
    plan: Option<PathBuf>,
    #[command(flatten)]
    headings: headings::HeadingsAsked,
    /// Of a programme: the drill; the latest where left out.
    #[arg(long)]
    exercise: Option<String>,
    /// Of a programme: name the people who were given roles.
    #[arg(long)]
    names: bool,
    /// The folder to write to.
    #[arg(long)]
    out: PathBuf,
    /// To print, or to edit.
    #[arg(long, value_enum, default_value_t = Form::Pdf)]
    format: Form,
    /// Only this paper; may be given more than once.
    #[arg(long, value_name = "NAME", value_parser = known)]
    only: Vec<&'static str>,
    /// The organisation, for the head of the papers; else as the programme keeps it.
    #[arg(long)]
    organisation: Option<String>,
    /// Its logo, in PNG or JPEG.
    #[arg(long)]
    logo: Option<PathBuf>,
    /// Its colour, such as #2f5b9d.
    #[arg(long)]
    accent: Option<String>,
}

/// The forms, for the command line.
#[derive(Clone, Copy, Debug, ValueEnum)]
enum Form {
    /// To print.
    Pdf,
    /// To edit.
    Docx,
}

/// Writes the papers and prints which of them players may see.
///
/// # Errors
/// Where something cannot be read or written.
pub fn write(asked: &Asked, out: &mut impl Write) -> Result<u8, Ended> {
    let (papers, kept) = if is_programme(&asked.source) {
        of_programme(asked)?
    } else {
        (of_scenario(asked)?, Look::default())
    };
    let (organisation, accent) = (asked.organisation.as_deref(), asked.accent.as_deref());
    let look = report_file::look_of(kept, organisation, asked.logo.as_deref(), accent)?;
    let form = match asked.format {
        Form::Pdf => PaperForm::Pdf,
        Form::Docx => PaperForm::Docx,
    };
    let wanted = |it: &BeforePaper| asked.only.is_empty() || asked.only.contains(&it.name());
    let which: Vec<BeforePaper> = BeforePaper::ALL.into_iter().filter(wanted).collect();
    said(&papers, &which, form, &look, &asked.out, out)
}

fn said(
    papers: &Papers,
    which: &[BeforePaper],
    form: PaperForm,
    look: &Look,
    folder: &Path,
    out: &mut impl Write,
) -> Result<u8, Ended> {
    let saved = papers.save(which, form, look, folder)?;
    for (which, file) in which.iter().zip(&saved.files) {
        let whose = if which.is_white_cell() {
            "white cell only"
        } else {
            "for players"
        };
        writeln!(out, "{}  ({whose})", folder.join(file).display())?;
    }
    for gap in &saved.gaps {
        writeln!(out, "No font here shows, and a box stands for: {gap}")?;
    }
    Ok(DONE)
}

fn is_programme(path: &Path) -> bool {
    path.extension().is_some_and(|ending| ending == "rockdrill")
}

fn of_programme(asked: &Asked) -> Result<(Papers, Look), Ended> {
    if asked.plan.is_some() || asked.headings.wanted().are_by_look() {
        return Err(Ended::unusable(
            "a drill of a programme brings its plan and how it is read; leave --plan and --headings-by-look out",
        ));
    }
    let keep = open::programme(&asked.source)?;
    let drill = open::drill(&keep, asked.exercise.as_deref())?;
    let papers = Papers::of_drill(&keep, &drill, asked.names)?;
    Ok((papers, conduct::print::look(&keep)?))
}

fn of_scenario(asked: &Asked) -> Result<Papers, Ended> {
    if asked.names || asked.exercise.is_some() {
        return Err(Ended::unusable(
            "a scenario has no drill and no people; give a programme file for --exercise and --names",
        ));
    }
    let path = file_of(&asked.source);
    let found = rehearse::scenario_of(&path)?;
    let handouts = library::handouts(&found).map_err(|error| Ended::unreadable(&path, &error))?;
    let headings = asked.headings.of(asked.plan.as_deref())?;
    let plan = match &asked.plan {
        None => None,
        Some(path) => {
            let plan = plans::usable(path, headings)?.plan;
            let number = amended::number_of(&plan);
            Some((plan, number))
        }
    };
    let scenario = conduct::rendered(&found.scenario, &std::collections::BTreeMap::new())?;
    Ok(Papers::of_scenario(scenario, handouts, plan))
}

fn known(name: &str) -> Result<&'static str, String> {
    BeforePaper::named(name)
        .map(BeforePaper::name)
        .ok_or_else(|| {
            let names = BeforePaper::ALL.map(BeforePaper::name);
            format!("the papers are {}", names.join(", "))
        })
}
