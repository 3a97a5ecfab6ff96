//! Calls about how papers look: the organisation, its colour and logo, its own templates.

use std::path::Path;

use programme::{LookKept, ProgrammeEvent, TemplateKept};
use report::{Colour, Logo, Templates};
use wire::{DeskCall, DeskReply, LogoCall, LookView, Problem, ProblemCode, TemplateView};

use crate::calls_programme::misplaced;
use crate::calls_review::save;
use crate::desk::{Desk, Open, fits};
use crate::paper;
use crate::print;
use crate::problem::{fault, problem, unknown, unreadable};

/// The longest template that is taken.
const TEMPLATE_BYTES_MAX: usize = 1 << 20;

impl Desk {
    pub(crate) fn look_call(&self, open: &mut Open, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::Look => {}
            DeskCall::KeepLook {
                organisation,
                accent,
                logo,
            } => keep_look(open, organisation, &accent, logo)?,
            DeskCall::UseTemplate { name, path } => {
                use_template(open, &name, path.as_deref().map(Path::new))?;
            }
            DeskCall::SaveTemplate { name, path } => {
                let ours = Templates::source(&name).ok_or_else(|| unknown("template"))?;
                let kept = open.keep.fold.reports.templates.get(&name);
                let text = match kept {
                    Some(kept) => print::source(&open.keep, kept)?,
                    None => ours.to_owned(),
                };
                return save(Path::new(&path), text.as_bytes());
            }
            other => return Err(misplaced(&other)),
        }
        look_reply(open)
    }
}

fn keep_look(
    open: &mut Open,
    organisation: String,
    accent: &str,
    logo: LogoCall,
) -> Result<(), Problem> {
    fits(&organisation)?;
    let accent = match accent.trim() {
        "" => String::new(),
        accent => {
            let colour = Colour::read(accent).map_err(|said| refused(&said))?;
            format!("#{}", colour.hex())
        }
    };
    let logo = match logo {
        LogoCall::Keep => open.keep.fold.reports.look.logo.clone(),
        LogoCall::Drop => None,
        LogoCall::Take { path } => {
            let path = Path::new(&path);
            let bytes = std::fs::read(path).map_err(|error| unreadable(path, &error))?;
            let logo = Logo::read(bytes).map_err(|said| refused(&said))?;
            let hash = open.keep.put_blob(logo.kind.media_type(), &logo.bytes);
            Some(hash.map_err(|failed| fault(&failed))?)
        }
    };
    let kept = LookKept {
        organisation: organisation.trim().to_owned(),
        accent,
        logo,
    };
    if kept != open.keep.fold.reports.look {
        let event = ProgrammeEvent::LookKept(kept);
        open.keep.append(event).map_err(|failed| fault(&failed))?;
    }
    Ok(())
}

/// A template is checked against a sample report before it is kept; what is wrong is said with its lines.
fn use_template(open: &mut Open, name: &str, path: Option<&Path>) -> Result<(), Problem> {
    if Templates::source(name).is_none() {
        return Err(unknown("template"));
    }
    let mut kept = TemplateKept {
        name: name.to_owned(),
        file: String::new(),
        hash: None,
    };
    if let Some(path) = path {
        let length = std::fs::metadata(path).map_or(0, |it| it.len());
        if length > TEMPLATE_BYTES_MAX as u64 {
            let says = "That file is too large to be a template.";
            return Err(problem(ProblemCode::Refused, says));
        }
        let source = std::fs::read_to_string(path).map_err(|error| unreadable(path, &error))?;
        let file = path.file_name().unwrap_or_default().to_string_lossy();
        let checked = Templates::ours().and_then(|ours| ours.with(name, &source));
        checked.map_err(|wrong| paper::misfit(&file, &wrong))?;
        let hash = open.keep.put_blob("text/x-handlebars", source.as_bytes());
        kept.hash = Some(hash.map_err(|failed| fault(&failed))?);
        kept.file = file.into_owned();
    }
    let event = ProgrammeEvent::TemplateKept(kept);
    open.keep.append(event).map_err(|failed| fault(&failed))?;
    Ok(())
}

fn look_reply(open: &Open) -> Result<DeskReply, Problem> {
    let reports = &open.keep.fold.reports;
    let look = print::look(&open.keep)?;
    let templates = Templates::names().map(|name| TemplateView {
        name: name.to_owned(),
        file: reports
            .templates
            .get(name)
            .map_or_else(String::new, |kept| kept.file.clone()),
    });
    Ok(DeskReply::Look(LookView {
        organisation: look.organisation.clone(),
        accent: reports.look.accent.clone(),
        ink: format!("#{}", look.ink().hex()),
        logo: look.logo.as_ref().map(Logo::address),
        templates: templates.collect(),
    }))
}

fn refused(said: &terms::Diagnostic) -> Problem {
    let mut problem = problem(ProblemCode::Refused, said.says.clone());
    problem.hint.clone_from(&said.hint);
    problem
}
