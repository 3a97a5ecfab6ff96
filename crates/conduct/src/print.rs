//! A report in one of its forms, in the look of its programme: our templates and those that the programme keeps in their
//! place, its logo and colour. Not here: what a report says (`paper`), and what was approved of it (`approve`).

use programme::TemplateKept;
use report::{Colour, Edition, Logo, Look, Templates};
use wire::{Problem, ProblemCode};

use crate::desk::unopened;
use crate::keep::Keep;
use crate::paper::{Paper, misfit};
use crate::problem::problem;

/// The forms of a report.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Form {
    /// A page for a browser.
    Html,
    /// Markdown.
    Md,
    /// A tagged PDF for archives.
    Pdf,
    /// A Word document.
    Docx,
    /// A workbook.
    Xlsx,
    /// For other programs.
    Json,
    /// The decisions as a table.
    Csv,
}

impl Form {
    /// Every form.
    pub const ALL: [Self; 7] = [
        Self::Html,
        Self::Md,
        Self::Pdf,
        Self::Docx,
        Self::Xlsx,
        Self::Json,
        Self::Csv,
    ];

    /// Its word, which is also the ending of its files.
    pub fn word(self) -> &'static str {
        match self {
            Self::Html => "html",
            Self::Md => "md",
            Self::Pdf => "pdf",
            Self::Docx => "docx",
            Self::Xlsx => "xlsx",
            Self::Json => "json",
            Self::Csv => "csv",
        }
    }

    /// The media type of its files.
    pub fn media_type(self) -> &'static str {
        match self {
            Self::Html => "text/html",
            Self::Md => "text/markdown",
            Self::Pdf => "application/pdf",
            Self::Docx => "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
            Self::Xlsx => "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
            Self::Json => "application/json",
            Self::Csv => "text/csv",
        }
    }

    /// The form of that word.
    pub fn read(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|form| form.word() == word)
    }

    /// True where an edition has this form: two pages have no list of decisions.
    pub fn is_of(self, edition: Edition) -> bool {
        (edition, self) != (Edition::Management, Self::Csv)
    }
}

/// What a report wears: the look, and the templates of its pages.
#[derive(Clone)]
pub struct Dress {
    look: Look,
    templates: Templates,
}

/// A form of a report, ready to be written.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Printed {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// What it could not show, a sentence for each script.
    pub gaps: Vec<String>,
}

impl Dress {
    /// The look and the templates that the programme keeps.
    ///
    /// # Errors
    /// Where one of them cannot be read, or a template does not fit the reports of this program.
    pub fn of(keep: &Keep) -> Result<Self, Problem> {
        let look = look(keep)?;
        let mut templates = Templates::ours().map_err(|wrong| misfit("ours", &wrong))?;
        for kept in keep.fold.reports.templates.values() {
            let source = source(keep, kept)?;
            templates = templates
                .with(&kept.name, &source)
                .map_err(|wrong| misfit(&kept.file, &wrong))?;
        }
        Ok(Self::new(look, templates))
    }

    /// A look with templates.
    pub fn new(look: Look, templates: Templates) -> Self {
        let templates = templates.with_look(&look);
        Self { look, templates }
    }

    /// The look.
    pub fn look(&self) -> &Look {
        &self.look
    }

    /// The templates.
    pub fn templates(&self) -> &Templates {
        &self.templates
    }

    /// The same in another look.
    #[must_use]
    pub fn in_look(self, look: Look) -> Self {
        Self::new(look, self.templates)
    }
}

/// How papers of a programme look.
///
/// # Errors
/// Where its logo cannot be read.
pub fn look(keep: &Keep) -> Result<Look, Problem> {
    let kept = &keep.fold.reports.look;
    let logo = kept.logo.as_ref().map(|hash| keep.bytes(hash));
    let logo = logo.transpose().map_err(unopened)?;
    Ok(Look {
        organisation: kept.organisation.clone(),
        // Both were read before they were kept.
        logo: logo.and_then(|bytes| Logo::read(bytes).ok()),
        accent: Colour::read(&kept.accent).ok(),
    })
}

/// The text of a template that the programme keeps.
///
/// # Errors
/// Where it is not there.
pub fn source(keep: &Keep, kept: &TemplateKept) -> Result<String, Problem> {
    let hash = kept.hash.as_deref().unwrap_or_default();
    keep.text(hash).map_err(unopened)
}

/// Prints a report. A PDF takes its time: whoever must not wait asks from a thread of its own.
///
/// # Errors
/// Where a template of the user's does not fit, or the library refuses the report.
pub fn print(paper: &Paper, form: Form, dress: &Dress) -> Result<Printed, Problem> {
    let bytes = match form {
        Form::Pdf => return pdf(paper, &dress.look),
        Form::Html => paper.html(&dress.templates)?.into_bytes(),
        Form::Md => paper.markdown(&dress.templates)?.into_bytes(),
        Form::Docx => paper.docx(&dress.look)?,
        Form::Xlsx => paper.xlsx()?,
        Form::Json => paper.json()?.into_bytes(),
        Form::Csv => paper.csv().into_bytes(),
    };
    Ok(Printed {
        bytes,
        gaps: Vec::new(),
    })
}

fn pdf(paper: &Paper, look: &Look) -> Result<Printed, Problem> {
    let fonts = press::Fonts::of_this_computer();
    match press::pdf(paper.report(), look, &fonts) {
        Ok(pdf) => Ok(Printed {
            bytes: pdf.bytes,
            gaps: pdf.gaps,
        }),
        Err(fault) => {
            let mut problem = problem(ProblemCode::Broken, "The PDF could not be set.");
            problem.hint = Some("The other forms of the report can still be saved.".to_owned());
            problem.detail = Some(fault.to_string());
            Err(problem)
        }
    }
}
