//! Calls that write a plan to the disk: the text, its tracked changes, what differs, and the change note that role holders
//! sign. Not here: what may be changed (`calls_plan`).

use std::collections::BTreeSet;
use std::path::Path;

use plan::{Amendment, AmendmentOp, Change, Edition, Hand, Plan, Source};
use programme::{AmendmentKept, PlanFold};
use report::{ChangeNote, Look, NotedChange};
use terms::{ExerciseId, PlanId, Stamp};
use wire::{DeskCall, DeskReply, PlanEdition, Problem, ProblemCode};

use crate::calls_plan::texts;
use crate::calls_programme::misplaced;
use crate::desk::{Desk, Open, plan_id, unopened};
use crate::drafts::write_whole;
use crate::keep::Keep;
use crate::plan_coverage::day;
use crate::plan_files::{Unwritten, write_folder};
use crate::plan_text::{Step, quiet_hand, step, tested_on};
use crate::print;
use crate::problem::{advise, problem, unknown, unwritable};
use crate::views::{self, amendment_of};

impl Desk {
    pub(crate) fn plan_out_call(&self, open: &Open, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::SavePlan {
                plan,
                path,
                edition,
            } => {
                let id = plan_id(open, &plan)?;
                self.save_plan(open, &id, Path::new(&path), edition)
            }
            other => Err(misplaced(&other)),
        }
    }

    /// Writes a plan in one of its editions.
    fn save_plan(
        &self,
        open: &Open,
        id: &PlanId,
        path: &Path,
        edition: PlanEdition,
    ) -> Result<DeskReply, Problem> {
        let text = texts(&open.keep, id)?;
        match edition {
            PlanEdition::Clean => match (text.latest(), before(&open.keep, id)?) {
                (Source::Folder(now), Some(Source::Folder(before))) => folder(path, &before, now)?,
                (Source::Folder(now), _) => folder(path, now, now)?,
                (source, _) => whole(path, &source.to_bytes())?,
            },
            PlanEdition::Tracked => {
                let made = made(&open.keep, id, self.clock.now())?;
                whole(path, &made.after.to_bytes())?;
            }
            PlanEdition::Diff => whole(
                path,
                diff(&made(&open.keep, id, self.clock.now())?).as_bytes(),
            )?,
        }
        Ok(DeskReply::Saved(path.display().to_string()))
    }
}

/// Writes the change note of the latest step of a plan, in the form that the name of the file ends in.
///
/// # Errors
/// Where nothing was changed, the name ends in anything else, or the disk refuses.
pub fn change_note(keep: &Keep, id: &PlanId, now: Stamp, path: &Path) -> Result<(), Problem> {
    write_note(&changed_note(keep, id, now)?, &print::look(keep)?, path)
}

/// What the change note of the latest step of a plan says.
pub(crate) fn changed_note(keep: &Keep, id: &PlanId, now: Stamp) -> Result<ChangeNote, Problem> {
    let fold = keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let step = step(fold).ok_or_else(nothing_changed)?;
    let made = made(keep, id, now)?;
    Ok(note(keep, fold, &step, &made))
}

/// Writes a change note, in the form that the name of the file ends in.
pub(crate) fn write_note(note: &ChangeNote, look: &Look, path: &Path) -> Result<(), Problem> {
    let paper = note.paper();
    let end = path.extension().and_then(|end| end.to_str());
    let bytes = match end.map(str::to_ascii_lowercase).as_deref() {
        Some("docx") => report::docx_paper(&paper, look).map_err(unset)?,
        Some("pdf") => {
            let fonts = press::Fonts::of_this_computer();
            press::paper(&paper, look, &fonts).map_err(unset)?.bytes
        }
        Some(_) | None => {
            let says = "The name of a change note ends in .pdf or .docx.";
            return Err(problem(ProblemCode::Refused, says));
        }
    };
    whole(path, &bytes)
}

/// The latest step of a plan made once more, with a trace of who changed what and why.
fn made(keep: &Keep, id: &PlanId, now: Stamp) -> Result<Made, Problem> {
    let fold = keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let step = step(fold).ok_or_else(nothing_changed)?;
    let before = keep.plan(step.before, fold.headings).map_err(unopened)?;
    let misfits = texts(keep, id)?.misfits;
    let kept: Vec<&AmendmentKept> = step
        .amendments
        .iter()
        .copied()
        .filter(|kept| step.approved.is_some() || !misfits.contains(&kept.seq))
        .collect();
    let mut amendments: Vec<Amendment> = kept
        .iter()
        .map(|kept| Amendment {
            because: Some(reason(keep, kept)),
            ..amendment_of(kept)
        })
        .collect();
    let by = kept.last().and_then(|kept| kept.answer.as_ref());
    let mut author = by.map_or("", |answer| answer.by.as_str());
    if let Some(approved) = step.approved {
        author = &approved.by;
        let changed = before.amend(&amendments, quiet_hand());
        let tested = approved
            .tested
            .as_deref()
            .and_then(|day| day.parse().ok())
            .zip(changed.ok())
            .and_then(|(day, made)| tested_on(&made.source.read().0, day));
        amendments.extend(tested);
        amendments.push(Amendment {
            op: AmendmentOp::Revision {
                number: approved.number.clone(),
                date: approved.effective.clone(),
                note: approved.note.clone(),
            },
            because: None,
            base: None,
        });
    }
    let hand = Hand {
        author,
        at: now,
        edition: Edition::Tracked,
    };
    let amended = before.amend(&amendments, hand).map_err(|refused| {
        let says = refused.first().map(ToString::to_string).unwrap_or_default();
        advise(
            ProblemCode::Conflict,
            says,
            "Nothing was written. The text with the changes in it can still be saved.",
        )
    })?;
    Ok(Made {
        before,
        after: amended.source,
        changes: amended.changes,
    })
}

/// A step of a plan, made.
struct Made {
    before: Source,
    after: Source,
    changes: Vec<Change>,
}

/// The text before the latest step.
fn before(keep: &Keep, id: &PlanId) -> Result<Option<Source>, Problem> {
    let fold = keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let before = step(fold).map(|step| keep.plan(step.before, fold.headings));
    before.transpose().map_err(unopened)
}

fn whole(path: &Path, bytes: &[u8]) -> Result<(), Problem> {
    write_whole(path, bytes).map_err(|error| unwritable(path, &error))
}

fn folder(path: &Path, before: &plan::Folder, now: &plan::Folder) -> Result<(), Problem> {
    match write_folder(path, before, now) {
        Ok(_) => Ok(()),
        Err(Unwritten::Failed(file, error)) => Err(unwritable(&file, &error)),
        Err(Unwritten::Changed(file)) => Err(advise(
            ProblemCode::Conflict,
            format!("{} was changed since it was brought in.", file.display()),
            "Nothing was written. Bring the folder in again, or choose an empty one.",
        )),
    }
}

fn nothing_changed() -> Problem {
    let says = "There is no change to show: nothing was adopted and no revision was approved here.";
    problem(ProblemCode::Refused, says)
}

fn unset(why: impl std::fmt::Display) -> Problem {
    let mut problem = problem(
        ProblemCode::Broken,
        "The change note could not be laid out.",
    );
    problem.detail = Some(why.to_string());
    problem
}

/// What differs, line by line, with the files of a folder by name.
fn diff(made: &Made) -> String {
    if let (Source::Folder(before), Source::Folder(after)) = (&made.before, &made.after) {
        let pairs = before.files().zip(after.files());
        return pairs
            .filter(|((_, was), (_, is))| was != is)
            .map(|((path, was), (_, is))| {
                plan::unified(was, is, &format!("a/{path}"), &format!("b/{path}"))
            })
            .collect();
    }
    let text = |source: &Source| source.read().0.text().to_owned();
    plan::unified(&text(&made.before), &text(&made.after), "before", "after")
}

/// Why a change was made, as its comment says it: the reason, the finding, the drill and the evidence.
fn reason(keep: &Keep, kept: &AmendmentKept) -> String {
    let mut says = vec![kept.proposal.because.clone()];
    if let Some((drill, finding)) = found(keep, kept) {
        says.push(format!("Finding: {}.", finding.title.trim_end_matches('.')));
        says.push(format!("Drill: {drill}."));
        if !finding.evidence.is_empty() {
            let records: Vec<String> = finding
                .evidence
                .iter()
                .map(|seq| format!("#{seq}"))
                .collect();
            says.push(format!("Evidence: records {}.", records.join(", ")));
        }
    }
    says.retain(|part| !part.trim().is_empty());
    says.join(" ")
}

/// The drill that an amendment comes from, with its day, and the finding.
fn found(keep: &Keep, kept: &AmendmentKept) -> Option<(String, exercise::Finding)> {
    let (stream, seq) = kept.proposal.finding.as_deref()?.split_once('#')?;
    let seq: u64 = seq.parse().ok()?;
    let exercise = ExerciseId::from(stream.strip_prefix("exercise/")?);
    let line = keep.drills.get(&exercise)?;
    let drill = keep.load(&exercise).ok()?;
    let finding = drill
        .records
        .iter()
        .find_map(|record| match &record.event {
            exercise::Event::FindingRaised(raised) if record.seq == seq => {
                Some(raised.finding.clone())
            }
            _ => None,
        })?;
    Some((
        format!("“{}”, {}", line.title, day(line.begun_at)),
        *finding,
    ))
}

fn note(keep: &Keep, fold: &PlanFold, step: &Step<'_>, made: &Made) -> ChangeNote {
    let (plan, _) = made.after.read();
    let approved = step.approved;
    let mut drills = BTreeSet::new();
    for kept in &step.amendments {
        drills.extend(found(keep, kept).map(|(drill, _)| drill));
    }
    let changes: Vec<NotedChange> = step
        .amendments
        .iter()
        .map(|kept| noted(kept, made, &plan))
        .collect();
    let of_all = changes.iter().any(|change| change.roles.is_empty());
    let named: BTreeSet<&String> = changes.iter().flat_map(|change| &change.roles).collect();
    let mut roles: Vec<String> = plan
        .roles
        .iter()
        .filter(|role| !role.candidate && (of_all || named.contains(&role.title)))
        .map(|role| role.title.clone())
        .collect();
    roles.dedup();
    ChangeNote {
        plan: fold.title.clone(),
        marking: match keep.fold.year.demo {
            Some(_) => "DEMO: the people and drills are made up".to_owned(),
            None => String::new(),
        },
        revision: approved.map_or_else(String::new, |it| it.number.clone()),
        effective: approved.map_or_else(String::new, |it| it.effective.clone()),
        approved_by: approved.map_or_else(String::new, |it| it.by.clone()),
        drills: drills.into_iter().collect(),
        changes,
        roles,
    }
}

fn noted(kept: &AmendmentKept, made: &Made, plan: &Plan) -> NotedChange {
    let op = &kept.proposal.change;
    let (before, after) = match op {
        AmendmentOp::Replace { find, text, .. } => (find.clone(), text.clone()),
        AmendmentOp::Insert { text, .. } | AmendmentOp::AppendItem { text, .. } => {
            (String::new(), text.clone())
        }
        AmendmentOp::NewSection { .. } | AmendmentOp::Revision { .. } => {
            views::before_and_after(kept)
        }
    };
    let written = made
        .changes
        .iter()
        .find(|change| change.after.contains(after.trim()));
    let section = written.map_or_else(String::new, |change| change.section.clone());
    let roles = plan.roles.iter().filter(|role| {
        let named = |text: &str| text.to_lowercase().contains(&role.title.to_lowercase());
        let inside = role.place.section == section
            || section.starts_with(&format!("{} / ", role.place.section));
        !role.candidate
            && (role.shape == plan::Shape::Heading && inside || named(&before) || named(&after))
    });
    NotedChange {
        roles: roles.map(|role| role.title.clone()).collect(),
        section: last_parts(&section),
        before,
        after,
        because: kept.proposal.because.clone(),
    }
}

/// The path without the title that every section stands under.
fn last_parts(path: &str) -> String {
    let parts: Vec<&str> = path.split(" / ").collect();
    parts
        .get(1..)
        .filter(|rest| !rest.is_empty())
        .unwrap_or(&parts)
        .join(" / ")
}
