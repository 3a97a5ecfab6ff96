//! The press: the after-action report and every other paper as PDF, for archives (PDF/A-2a) and for those who hear a page
//! read (PDF/UA-1). What people wrote goes in as data and is never part of a template's source. The same paper gives the
//! same bytes. Not here: what a paper says (`report`), and any network; the only files read are installed fonts, and only
//! where our own lack a character.

mod data;
mod fault;
mod fonts;
mod gaps;
mod world;

use chrono::{Datelike, NaiveDate};
use report::{AfterActionReport, Look, Paper};
use serde_json::Value;
use typst::diag::Warned;
use typst::foundations::{Datetime, Smart};
use typst_layout::PagedDocument;
use typst_pdf::{PdfOptions, PdfStandard, PdfStandards, Timestamp};

pub use fault::PressFault;
pub use fonts::Fonts;

use fonts::Faces;
use gaps::Gaps;
use world::{Sheet, World};

/// How often a paper is set anew because characters turned out to have no glyph where they stand.
const ROUNDS_MAX: usize = 4;

/// How many pages management gets, and the sizes of letters that are tried for it, the most readable first.
const MANAGEMENT_PAGES: usize = 2;
const SCALES: [f64; 6] = [1.14, 1.06, 0.98, 0.9, 0.83, 0.76];

/// A finished file.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Pdf {
    /// Its bytes.
    pub bytes: Vec<u8>,
    /// How many pages it has.
    pub pages: usize,
    /// What could not be shown, a sentence for each script; the last page says the same.
    pub gaps: Vec<String>,
}

/// The after-action report in its edition.
///
/// # Errors
/// Where the logo cannot be drawn, or the paper cannot be set.
pub fn pdf(report: &AfterActionReport, look: &Look, fonts: &Fonts) -> Result<Pdf, PressFault> {
    let sheet = match report.management {
        Some(_) => Sheet::Management,
        None => Sheet::Report,
    };
    let says = data::of_report(report)?;
    Job::new(sheet, says, look, fonts).press(day_of(&report.dated))
}

/// Any other paper.
///
/// # Errors
/// Where the logo or a picture cannot be drawn, or the paper cannot be set.
pub fn paper(paper: &Paper, look: &Look, fonts: &Fonts) -> Result<Pdf, PressFault> {
    let says = data::of_paper(paper)?;
    Job::new(Sheet::Paper, says, look, fonts).press(NaiveDate::default())
}

/// A paper on its way through the press.
struct Job<'a> {
    sheet: Sheet,
    look: &'a Look,
    says: Value,
    look_says: Value,
    faces: Faces,
    gaps: Gaps,
}

impl<'a> Job<'a> {
    /// Cleans the texts, and sees to it that each of their characters has a font or is named as a gap.
    fn new(sheet: Sheet, says: Value, look: &'a Look, fonts: &Fonts) -> Self {
        let mut job = Self {
            sheet,
            look,
            says,
            look_says: data::of_look(look),
            faces: Faces::shipped(),
            gaps: Gaps::default(),
        };
        data::clean(&mut job.says);
        data::clean(&mut job.look_says);
        let missing = job.faces.lacking(&[&job.says, &job.look_says]);
        if !missing.is_empty() {
            job.faces.borrow(&missing, fonts);
            job.gaps.take(&job.faces, &mut job.says);
            job.gaps.take(&job.faces, &mut job.look_says);
        }
        job
    }

    fn press(mut self, day: NaiveDate) -> Result<Pdf, PressFault> {
        let mut scales = SCALES.iter();
        let mut scale = scales.next().copied().unwrap_or(1.0);
        for _ in 0..ROUNDS_MAX + SCALES.len() {
            let document = self.set(scale)?;
            let unset = gaps::unset(&document);
            let pages = document.pages().len();
            let roomy = self.sheet != Sheet::Management || pages <= MANAGEMENT_PAGES;
            if !unset.is_empty() {
                self.gaps.strike(&unset, &mut self.says);
                self.gaps.strike(&unset, &mut self.look_says);
            } else if let Some(smaller) = scales.next().filter(|_| !roomy) {
                scale = *smaller;
            } else {
                let bytes = export(&document, day);
                // What the library remembers of one paper is of no use for the next, and would only grow.
                typst::comemo::evict(0);
                return Ok(Pdf {
                    bytes: bytes?,
                    pages,
                    gaps: self.gaps.sentences(),
                });
            }
        }
        Err(PressFault::Unset)
    }

    fn set(&self, scale: f64) -> Result<PagedDocument, PressFault> {
        let data = serde_json::json!({
            "says": self.says,
            "look": self.look_says,
            "scale": scale,
            "faces": self.faces.families(),
            "gaps": self.gaps.sentences(),
            "right_to_left": data::runs_right_to_left(&[&self.says, &self.look_says]),
        });
        let data = serde_json::to_vec(&data)?;
        let world = World::new(self.sheet, data, self.look.logo.as_ref(), &self.faces)?;
        let Warned { output, .. } = typst::compile::<PagedDocument>(&world);
        output.map_err(|wrong| PressFault::from_typst(&wrong))
    }
}

/// An archive wants to know of what day a file is. It is the day that the report names, or the first that computers count,
/// never that of the clock: the same paper gives the same bytes.
fn day_of(dated: &str) -> NaiveDate {
    NaiveDate::parse_from_str(dated, "%d %B %Y").unwrap_or_default()
}

fn export(document: &PagedDocument, day: NaiveDate) -> Result<Vec<u8>, PressFault> {
    let standards = PdfStandards::new(&[PdfStandard::A_2a, PdfStandard::Ua_1])
        .map_err(|wrong| PressFault::Refused(wrong.message().to_string()))?;
    let options = PdfOptions {
        creator: Smart::Custom(Some("Rockdrill".to_owned())),
        standards,
        timestamp: timestamp(day),
        ..PdfOptions::default()
    };
    typst_pdf::pdf(document, &options).map_err(|wrong| PressFault::from_typst(&wrong))
}

fn timestamp(day: NaiveDate) -> Option<Timestamp> {
    let month = u8::try_from(day.month()).ok()?;
    let of_month = u8::try_from(day.day()).ok()?;
    let moment = Datetime::from_ymd_hms(day.year(), month, of_month, 0, 0, 0)?;
    Some(Timestamp::new_utc(moment))
}
