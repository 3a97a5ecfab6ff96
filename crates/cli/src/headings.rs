//! The choice that every form has which takes a plan: whether lines that only look like headings are read as headings.
//! Not here: how such lines are known (`plan`).

use std::path::Path;

use clap::Args;
use plan::Headings;
use terms::Diagnostic;

use crate::check::say;
use crate::ended::Ended;

/// What may be asked for.
#[derive(Args, Clone, Copy, Debug)]
pub struct HeadingsAsked {
    /// Read lines of the plan that only look like headings (bold, larger, or typed with their #) as headings.
    #[arg(long)]
    headings_by_look: bool,
}

impl HeadingsAsked {
    /// Which lines are read as headings.
    pub fn wanted(self) -> Headings {
        Headings::by_look(self.headings_by_look)
    }

    /// The same, where a plan may be left out.
    ///
    /// # Errors
    /// Where it was left out, so that there is nothing to choose.
    pub fn of(self, plan: Option<&Path>) -> Result<Headings, Ended> {
        if self.headings_by_look && plan.is_none() {
            let says = "--headings-by-look says how a plan is read; name the plan with --plan";
            return Err(Ended::unusable(says));
        }
        Ok(self.wanted())
    }
}

/// Says at the side which lines look like headings, and whether they were read as such: what a form prints for
/// programs stays as it is.
pub fn tell(file: &Path, diagnostics: &[Diagnostic]) {
    let about = |said: &&Diagnostic| said.code.starts_with("headings-");
    for diagnostic in diagnostics.iter().filter(about) {
        // Where nobody listens there is nobody to be told.
        let _told = say(
            &file.display().to_string(),
            diagnostic,
            &mut std::io::stderr(),
        );
    }
}
