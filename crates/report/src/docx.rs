//! Word documents: the report in every edition, and any other paper. Written by ourselves, part by part, with styles of
//! Word's own names, so that a reader can edit them. The same paper gives the same bytes. Not here: reading and amending
//! Word files (`plan`).

mod body;
mod brief;
mod overview;
mod package;
mod paper;
mod picture;
mod record;
mod room;
mod words;

pub use paper::docx_paper;

use crate::edition::Edition;
use crate::look::Look;
use crate::model::AfterActionReport;
use crate::templates::RenderError;

use body::{Body, TEXT_WIDTH};
use package::{Around, package};

/// The report as a Word document.
///
/// # Errors
/// Where the zip cannot be written, which memory alone decides.
pub fn docx(report: &AfterActionReport, look: &Look) -> Result<Vec<u8>, RenderError> {
    let mut body = Body::new(TEXT_WIDTH);
    let logo = look
        .logo
        .as_ref()
        .map(|logo| package::logo(&mut body, logo, &look.organisation));
    match (report.audience, &report.management) {
        (Edition::Management, Some(brief)) => brief::write(&mut body, report, brief),
        (
            Edition::Management | Edition::Participants | Edition::Full | Edition::Auditor,
            Some(_) | None,
        ) => {
            overview::write(&mut body, report);
            record::write(&mut body, report);
        }
    }
    let around = Around {
        title: &report.title,
        organisation: &report.organisation,
        marking: report.marking.clone(),
        foot: match report.audience {
            Edition::Management => format!("Management report: {}", report.title),
            Edition::Participants | Edition::Full | Edition::Auditor => {
                format!("After-action report: {}", report.title)
            }
        },
        lying: false,
        percent: match (report.audience, &report.management) {
            (Edition::Management, Some(brief)) => room::percent(brief, logo.is_some()),
            (
                Edition::Management | Edition::Participants | Edition::Full | Edition::Auditor,
                Some(_) | None,
            ) => 100,
        },
    };
    let logo: Vec<package::Enclosed> = logo.into_iter().collect();
    package(body, &around, look, &logo)
}
