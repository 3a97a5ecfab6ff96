//! The form in which a plan is shown to other programs. The field names are fixed.

use serde::Serialize;
use terms::Diagnostic;

use crate::model::{
    Commitment, Control, HeadingLike, Placeholder, Plan, PlanRole, RevisionRow, Section,
};

/// Everything that reading found, ready to be written as JSON.
#[derive(Debug, Serialize)]
pub struct PlanShow<'a> {
    title: &'a str,
    sections: &'a [Section],
    roles: &'a [PlanRole],
    commitments: &'a [Commitment],
    placeholders: &'a [Placeholder],
    heading_like: &'a [HeadingLike],
    revisions: &'a [RevisionRow],
    control: &'a Control,
    diagnostics: &'a [Diagnostic],
}

impl<'a> PlanShow<'a> {
    /// The plan and what reading it had to say.
    pub fn from(plan: &'a Plan, diagnostics: &'a [Diagnostic]) -> Self {
        Self {
            title: &plan.title,
            sections: &plan.sections,
            roles: &plan.roles,
            commitments: &plan.commitments,
            placeholders: &plan.placeholders,
            heading_like: &plan.heading_like,
            revisions: &plan.revisions,
            control: &plan.control,
            diagnostics,
        }
    }
}
