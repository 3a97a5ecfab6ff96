//! The papers before a drill, from what the programme knows: the scenario as it was set up, the plan, the people. Also from
//! files alone, before there is a programme. Not here: what a paper says (`report`), and how it is laid out (`press`).

use std::collections::BTreeMap;
use std::path::Path;

use exercise::Origin;
use plan::{Plan, Tag};
use report::{Before, BeforePaper, Invited, Look, PlanSaid, RoleSaid};
use scenario::Scenario;
use terms::RoleId;
use wire::{DeskReply, PapersView, Problem};

use crate::conductor::Drill;
use crate::desk::unopened;
use crate::drafts::write_whole;
use crate::keep::Keep;
use crate::problem::{problem, unknown, unwritable};
use crate::seats::{Lore, role_card};

/// How many sections of the plan are named to have at hand.
const AT_HAND_MAX: usize = 8;

/// The forms of a paper.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaperForm {
    /// To print.
    Pdf,
    /// To edit in a word processor.
    Docx,
}

impl PaperForm {
    /// How the name of such a file ends.
    pub fn ending(self) -> &'static str {
        match self {
            Self::Pdf => "pdf",
            Self::Docx => "docx",
        }
    }

    /// The form whose files end so.
    pub fn of_ending(ending: &str) -> Option<Self> {
        [Self::Pdf, Self::Docx]
            .into_iter()
            .find(|it| it.ending() == ending)
    }
}

/// What the papers of a drill are made from.
pub struct Papers {
    scenario: Scenario,
    handling: String,
    origin: Option<Origin>,
    plan: Option<PlanSaid>,
    roles: BTreeMap<RoleId, RoleSaid>,
    people: Vec<Invited>,
    handouts: BTreeMap<String, Vec<u8>>,
}

impl Papers {
    /// Of a scenario whose texts are filled in, with the files that go with injects, and a plan with its revision.
    pub fn of_scenario(
        scenario: Scenario,
        handouts: BTreeMap<String, Vec<u8>>,
        plan: Option<(Plan, String)>,
    ) -> Self {
        let (read, revision) = plan.unzip();
        let lore = Lore {
            plan_title: read
                .as_ref()
                .map_or_else(String::new, |it| it.title.clone()),
            plan: read,
            handouts,
            ..Lore::default()
        };
        let said = lore
            .plan
            .as_ref()
            .map(|plan| plan_said(plan, lore.plan_title.clone(), revision.unwrap_or_default()));
        let handling = scenario.handling.clone();
        Self::new(scenario, handling, said, lore)
    }

    /// Of a drill that is set up. People are named only where that is wished.
    ///
    /// # Errors
    /// Where a document of the drill cannot be read from the programme.
    pub fn of_drill(keep: &Keep, drill: &Drill, names: bool) -> Result<Self, Problem> {
        let briefed = drill.exercise.briefed();
        let lore = Lore::read(keep, briefed).map_err(unopened)?;
        let used = briefed.plan.as_ref();
        let said = lore
            .plan
            .as_ref()
            .zip(used)
            .map(|(plan, used)| plan_said(plan, used.title.clone(), used.revision.clone()));
        let scenario = drill.exercise.scenario().clone();
        let mut papers = Self::new(scenario, briefed.handling.clone(), said, lore);
        papers.origin = Some(drill.exercise.origin());
        if names {
            papers.people = people(keep, drill);
        }
        Ok(papers)
    }

    fn new(scenario: Scenario, handling: String, plan: Option<PlanSaid>, lore: Lore) -> Self {
        let said =
            |role: &scenario::Role| Some((role.id.clone(), role_said(&scenario, &lore, role)?));
        let roles = scenario.roles.iter().filter_map(said).collect();
        Self {
            scenario,
            handling,
            origin: None,
            plan,
            roles,
            people: Vec::new(),
            handouts: lore.handouts,
        }
    }

    /// One paper as bytes, and what no font here could show.
    ///
    /// # Errors
    /// Where it cannot be laid out.
    pub fn written(
        &self,
        which: BeforePaper,
        form: PaperForm,
        look: &Look,
    ) -> Result<(Vec<u8>, Vec<String>), Problem> {
        let paper = report::before(which, &self.before());
        match form {
            PaperForm::Docx => report::docx_paper(&paper, look)
                .map(|bytes| (bytes, Vec::new()))
                .map_err(|why| unset(which, &why)),
            PaperForm::Pdf => press::paper(&paper, look, &press::Fonts::of_this_computer())
                .map(|pdf| (pdf.bytes, pdf.gaps))
                .map_err(|why| unset(which, &why)),
        }
    }

    /// Writes papers into a folder, which is made where it is not there, and says which files they are.
    ///
    /// # Errors
    /// Where one cannot be laid out or written.
    pub fn save(
        &self,
        which: &[BeforePaper],
        form: PaperForm,
        look: &Look,
        folder: &Path,
    ) -> Result<Saved, Problem> {
        std::fs::create_dir_all(folder).map_err(|error| unwritable(folder, &error))?;
        let mut saved = Saved::default();
        for which in which {
            let (bytes, gaps) = self.written(*which, form, look)?;
            let name = format!("{}.{}", which.name(), form.ending());
            let path = folder.join(&name);
            write_whole(&path, &bytes).map_err(|error| unwritable(&path, &error))?;
            saved.gaps.extend(gaps);
            saved.files.push(name);
        }
        saved.gaps.sort();
        saved.gaps.dedup();
        Ok(saved)
    }

    /// What the papers say, for tests that read them.
    pub fn before(&self) -> Before<'_> {
        Before {
            scenario: &self.scenario,
            handling: &self.handling,
            origin: self.origin,
            plan: self.plan.clone(),
            roles: self.roles.clone(),
            people: self.people.clone(),
            handouts: &self.handouts,
        }
    }
}

/// Papers that were written into a folder.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Saved {
    /// The names of their files.
    pub files: Vec<String>,
    /// What no font here could show.
    pub gaps: Vec<String>,
}

/// Which papers are wanted, in which form; all of them where none is named.
///
/// # Errors
/// Where there is no such paper or form.
pub(crate) fn wanted(
    names: &[String],
    format: &str,
) -> Result<(Vec<BeforePaper>, PaperForm), Problem> {
    let form = PaperForm::of_ending(format).ok_or_else(|| unknown("form of paper"))?;
    let which = names.iter().map(|name| BeforePaper::named(name));
    let which: Option<Vec<BeforePaper>> = which.collect();
    let which = which.ok_or_else(|| unknown("paper"))?;
    if which.is_empty() {
        return Ok((BeforePaper::ALL.to_vec(), form));
    }
    Ok((which, form))
}

/// Writes papers into a folder. It takes its time: whoever must not wait does it on a thread of its own.
///
/// # Errors
/// Where one cannot be laid out or written.
pub(crate) fn save(
    papers: &Papers,
    (which, form): &(Vec<BeforePaper>, PaperForm),
    look: &Look,
    folder: &str,
) -> Result<DeskReply, Problem> {
    let saved = papers.save(which, *form, look, Path::new(folder))?;
    Ok(DeskReply::Papers(PapersView {
        folder: folder.to_owned(),
        files: saved.files,
        gaps: saved.gaps,
    }))
}

fn people(keep: &Keep, drill: &Drill) -> Vec<Invited> {
    let mut people = Vec::new();
    for role in &drill.exercise.scenario().roles {
        let held = drill.exercise.role(&role.id);
        for holder in held.iter().flat_map(|(_, state)| &state.holders) {
            let person = holder.person.as_ref();
            let name = person.and_then(|id| keep.people.get(id));
            let known = person.and_then(|id| keep.fold.people.get(id));
            people.push(Invited {
                name: name.map_or_else(String::new, |it| it.name.clone()),
                unit: known.cloned().unwrap_or_default(),
                role: role.id.clone(),
                standing: holder.standing,
            });
        }
    }
    people
}

fn plan_said(plan: &Plan, title: String, revision: String) -> PlanSaid {
    let wanted = [Tag::Severity, Tag::Contacts, Tag::Notification, Tag::Roles];
    let mut at_hand: Vec<String> = Vec::new();
    for tag in wanted {
        // The highest section of a kind holds the others.
        let tagged = plan.sections.iter().filter(|it| it.tags.contains(&tag));
        let highest = tagged.min_by_key(|it| it.level);
        let new = highest.filter(|section| !at_hand.contains(&section.title));
        at_hand.extend(new.map(|section| section.title.clone()));
    }
    at_hand.truncate(AT_HAND_MAX);
    PlanSaid {
        title,
        revision,
        at_hand,
    }
}

fn role_said(scenario: &Scenario, lore: &Lore, role: &scenario::Role) -> Option<RoleSaid> {
    let card = role_card(scenario, lore, &role.id)?;
    let planned = card.plan_role.as_deref();
    let planned = planned.and_then(|title| lore.plan.as_ref()?.role(title));
    Some(RoleSaid {
        deputy: planned.and_then(|it| it.deputy.clone()),
        plan_role: card.plan_role,
        duties: card.duties,
        limits: card.commitments,
        authority: card.authority,
        questions: card.help,
    })
}

fn unset(which: BeforePaper, why: &dyn std::fmt::Display) -> Problem {
    let says = format!("The paper “{}” could not be laid out.", which.title());
    let mut unset = problem(wire::ProblemCode::Broken, says);
    unset.detail = Some(why.to_string());
    unset
}
