//! The reports of a pack, by their names in it: which it makes anew where nobody approved them, from which records and facts,
//! in the look that the program brings along, so that they can be made again and compared. Not here: reports that were
//! approved (`pack_approved`), the pack itself (`pack`).

use evaluation::Evaluation;
use press::Fonts;
use report::{Edition, Look, Templates};
use wire::{Problem, ProblemCode};

use crate::conductor::Drill;
use crate::keep::Keep;
use crate::paper::{self, Facts, Paper};
use crate::print::{Dress, Form, print};
use crate::problem::problem;

/// The reports of a pack, from the same records and facts.
pub(crate) struct Packed<'a> {
    keep: &'a Keep,
    drill: &'a Drill,
    evaluation: &'a Evaluation,
    facts: &'a Facts,
}

/// A report that was made for a pack.
pub(crate) struct Made {
    /// Its name in the pack.
    pub name: String,
    /// For whom it is.
    pub edition: Edition,
    /// Its form.
    pub form: Form,
    /// The bytes.
    pub bytes: Vec<u8>,
    /// True where our own fonts were enough, so that every computer gives the same bytes.
    pub portable: bool,
}

/// The name of an edition in a pack.
pub(crate) fn file_name(edition: Edition, form: Form) -> String {
    let stem = match (edition, form) {
        (Edition::Full, Form::Csv) => "decisions",
        (Edition::Full, _) => "report",
        (Edition::Participants | Edition::Management | Edition::Auditor, _) => edition.word(),
    };
    format!("{stem}.{}", form.word())
}

/// Every form of every edition.
pub(crate) fn every() -> impl Iterator<Item = (Edition, Form)> {
    let forms = |edition: Edition| Form::ALL.into_iter().map(move |form| (edition, form));
    let all = Edition::ALL.into_iter().flat_map(forms);
    all.filter(|(edition, form)| form.is_of(*edition))
}

/// True for what a pack makes where nobody approved it: the full edition in every form, the others to read and to edit.
pub(crate) fn is_made(edition: Edition, form: Form) -> bool {
    edition == Edition::Full || matches!(form, Form::Docx | Form::Pdf)
}

impl<'a> Packed<'a> {
    pub fn new(
        keep: &'a Keep,
        drill: &'a Drill,
        evaluation: &'a Evaluation,
        facts: &'a Facts,
    ) -> Self {
        Self {
            keep,
            drill,
            evaluation,
            facts,
        }
    }

    /// Whether the roster is at hand, whose names are taken out of what those who took part may read.
    pub fn knows_names(&self) -> bool {
        !self.keep.names().is_empty()
    }

    pub fn paper(&self, edition: Edition) -> Paper {
        paper::edition(
            self.keep,
            self.drill,
            self.evaluation,
            self.facts,
            &self.facts.background,
            edition,
        )
    }

    /// Makes those reports whose names are wanted.
    pub fn made(&self, wanted: impl Fn(&str) -> bool) -> Result<Vec<Made>, Problem> {
        let ours = Templates::ours().map_err(|wrong| paper::misfit("ours", &wrong))?;
        let dress = Dress::new(Look::default(), ours);
        let mut made = Vec::new();
        for edition in Edition::ALL {
            let forms = Form::ALL.into_iter().filter(|form| {
                form.is_of(edition) && is_made(edition, *form) && wanted(&file_name(edition, *form))
            });
            let mut paper = None;
            for form in forms {
                let paper = paper.get_or_insert_with(|| self.paper(edition));
                let (bytes, portable) = match form {
                    Form::Pdf => pdf(paper)?,
                    Form::Html | Form::Md | Form::Docx | Form::Xlsx | Form::Json | Form::Csv => {
                        (print(paper, form, &dress)?.bytes, true)
                    }
                };
                made.push(Made {
                    name: file_name(edition, form),
                    edition,
                    form,
                    bytes,
                    portable,
                });
            }
        }
        Ok(made)
    }
}

/// A PDF, and whether our own fonts were enough. Those of the computer are taken only where ours lack a character.
fn pdf(paper: &Paper) -> Result<(Vec<u8>, bool), Problem> {
    let ours = pressed(paper, &Fonts::shipped())?;
    if ours.gaps.is_empty() {
        return Ok((ours.bytes, true));
    }
    Ok((pressed(paper, &Fonts::of_this_computer())?.bytes, false))
}

fn pressed(paper: &Paper, fonts: &Fonts) -> Result<press::Pdf, Problem> {
    press::pdf(paper.report(), &Look::default(), fonts).map_err(|why| {
        let mut unset = problem(
            ProblemCode::Broken,
            "The report could not be laid out as PDF.",
        );
        unset.detail = Some(why.to_string());
        unset
    })
}
