//! Calls about plans: taking one in, proposing and answering amendments, approving a revision, writing it to a file.

use std::path::Path;

use exercise::PlanUsed;
use plan::{Amendment, AmendmentOp, Hand, Headings, Source};
use programme::{
    AmendmentAnswer, HeadingsChosen, PlanEvent, PlanImported, Proposal, RevisionApproved,
};
use terms::PlanId;
use wire::{AmendmentCall, DeskCall, DeskReply, Problem, ProblemCode};

use crate::desk::{Desk, Open, fits, mint, named, plan_id, unopened};
use crate::keep::Keep;
use crate::plan_coverage::{Coverage, Trail};
use crate::plan_files::read_plan;
use crate::plan_text::{PlanText, quiet_hand, tested_on};
use crate::problem::{advise, diagnostic, fault, problem, unknown, unreadable};
use crate::views;

impl Desk {
    pub(crate) fn plan_call(&self, open: &mut Open, call: DeskCall) -> Result<DeskReply, Problem> {
        match call {
            DeskCall::ImportPlan { path } => {
                let fresh = mint(self.clock.now());
                let id = import_plan_into(&mut open.keep, Path::new(&path), &fresh)?;
                self.plan_reply(open, &id)
            }
            DeskCall::Plan { plan } => {
                let id = plan_id(open, &plan)?;
                self.plan_reply(open, &id)
            }
            DeskCall::ReadHeadings { plan, by_look } => {
                let id = plan_id(open, &plan)?;
                read_headings(open, &id, Headings::by_look(by_look))?;
                self.plan_reply(open, &id)
            }
            DeskCall::ProposeAmendment {
                plan,
                change,
                because,
                finding,
            } => {
                let id = plan_id(open, &plan)?;
                propose(open, &id, op_of(change), because, finding)?;
                self.plan_reply(open, &id)
            }
            DeskCall::AdoptAmendment {
                plan,
                amendment,
                by,
            } => {
                let id = plan_id(open, &plan)?;
                answer(open, &id, amendment, &by, None)?;
                self.plan_reply(open, &id)
            }
            DeskCall::DeclineAmendment {
                plan,
                amendment,
                by,
                reason,
            } => {
                let id = plan_id(open, &plan)?;
                answer(open, &id, amendment, &by, Some(reason))?;
                self.plan_reply(open, &id)
            }
            DeskCall::ApproveRevision {
                plan,
                number,
                by,
                effective,
                note,
            } => {
                let id = plan_id(open, &plan)?;
                approve(
                    open,
                    &id,
                    Approval {
                        number,
                        by,
                        effective,
                        note,
                    },
                )?;
                self.plan_reply(open, &id)
            }
            other => self.plan_out_call(open, other),
        }
    }

    fn plan_reply(&self, open: &Open, id: &PlanId) -> Result<DeskReply, Problem> {
        let fold = open.keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
        let coverage = self.coverage(open, id);
        Ok(DeskReply::Plan(views::plan(
            id,
            fold,
            &texts(&open.keep, id)?,
            &coverage,
        )))
    }

    /// Which sections drills exercised, the latest drill counting.
    fn coverage(&self, open: &Open, id: &PlanId) -> Coverage {
        let mut coverage = Coverage::at(self.clock.now());
        let trail = Trail::of(&open.keep, id);
        let mut drills: Vec<_> = open
            .keep
            .drills
            .iter()
            .filter(|(_, line)| line.plan.as_ref() == Some(id) && line.counts())
            .collect();
        drills.sort_by_key(|(_, line)| line.begun_at);
        for (exercise, line) in drills {
            let Ok(drill) = open.keep.load(exercise) else {
                continue;
            };
            let Ok(evaluation) = self.evaluate(open, &drill) else {
                continue;
            };
            let used = drill.exercise.briefed().plan.as_ref();
            let trail = used.map(|used| (&trail, used.hash.as_str()));
            coverage.add(
                &evaluation,
                (exercise, &line.title, line.begun_at),
                |path| match trail {
                    Some((trail, hash)) => trail.now(hash, path),
                    None => path.to_owned(),
                },
            );
        }
        coverage
    }
}

/// Takes a plan file in: as a new plan, or as the next revision of the plan of that title.
pub(crate) fn import_plan_into(
    keep: &mut Keep,
    path: &Path,
    fresh: &str,
) -> Result<PlanId, Problem> {
    let file = read_plan(path).map_err(|error| unreadable(path, &error))?;
    let (read, diagnostics) = file.read();
    let unusable = diagnostics
        .iter()
        .find(|said| said.severity == terms::Severity::Error);
    if let Some(said) = unusable {
        let shown = diagnostic(said);
        let mut problem = advise(
            ProblemCode::FileHasErrors,
            format!(
                "{} cannot be read as a plan: {}",
                path.display(),
                shown.says
            ),
            shown.hint.unwrap_or_else(|| {
                "Rockdrill reads plans in Markdown and Word. Nothing was taken in.".to_owned()
            }),
        );
        let place = format!("line {}, column {}", shown.line, shown.column);
        problem.detail = Some(match &said.file {
            Some(file) => format!("{file}, {place}"),
            None => place,
        });
        return Err(problem);
    }
    if read.sections.is_empty() {
        return Err(advise(
            ProblemCode::FileHasErrors,
            format!(
                "{} has no headings, so no section can be told from another.",
                path.display()
            ),
            "Give its parts headings, such as \"## Roles\". Nothing was taken in.",
        ));
    }
    let source = file
        .source
        .map_err(|said| problem(ProblemCode::FileHasErrors, said.says))?;
    let file_name = file.name;
    let title = if read.title.is_empty() {
        file_name.clone()
    } else {
        read.title.clone()
    };
    let known = keep.plans.iter().find(|(_, fold)| fold.title == title);
    let id = known.map_or_else(|| PlanId::from(fresh), |(id, _)| id.clone());
    let hash = keep
        .put_blob(source.media_type(), &source.to_bytes())
        .map_err(|failed| fault(&failed))?;
    let same = known
        .and_then(|(_, fold)| fold.in_force())
        .is_some_and(|now| now.hash == hash);
    if !same {
        let number = number_of(&read);
        let imported = PlanImported {
            title,
            number,
            file_name,
            hash,
        };
        let event = PlanEvent::Imported(imported);
        keep.append_plan(&id, event)
            .map_err(|failed| fault(&failed))?;
    }
    Ok(id)
}

/// The number that a plan gives itself: its stated version, else that of the newest row of its table.
fn number_of(read: &plan::Plan) -> String {
    let stated = read
        .control
        .version
        .as_ref()
        .map(|stated| stated.value.clone());
    let newest = || {
        let number = |row: &plan::RevisionRow| row.number.parse::<f64>().unwrap_or(0.0);
        let rows = read.revisions.iter();
        rows.max_by(|a, b| number(a).total_cmp(&number(b)))
            .map(|row| row.number.clone())
    };
    stated.or_else(newest).unwrap_or_default()
}

/// The plan's revision in force, as a drill keeps it.
pub(crate) fn plan_used(keep: &Keep, id: &PlanId) -> Option<PlanUsed> {
    let fold = keep.plans.get(id)?;
    let revision = fold.in_force()?;
    Some(PlanUsed {
        plan: id.clone(),
        title: fold.title.clone(),
        revision: revision.number.clone(),
        hash: revision.hash.clone(),
        headings_by_look: fold.headings.are_by_look(),
    })
}

/// The texts of a plan.
pub(crate) fn texts(keep: &Keep, id: &PlanId) -> Result<PlanText, Problem> {
    let fold = keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let revision = fold.in_force().ok_or_else(|| unknown("revision"))?;
    let in_force = keep.plan(&revision.hash, fold.headings).map_err(unopened)?;
    Ok(PlanText::of(in_force, fold))
}

/// Keeps which lines of a plan are read as headings, in this revision and those to come.
fn read_headings(open: &mut Open, id: &PlanId, headings: Headings) -> Result<(), Problem> {
    let fold = open.keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    if fold.headings == headings {
        return Ok(());
    }
    let event = PlanEvent::HeadingsChosen(HeadingsChosen { headings });
    open.keep
        .append_plan(id, event)
        .map_err(|failed| fault(&failed))?;
    Ok(())
}

fn propose(
    open: &mut Open,
    id: &PlanId,
    change: AmendmentOp,
    because: String,
    finding: Option<String>,
) -> Result<(), Problem> {
    fits(&because)?;
    let text = texts(&open.keep, id)?;
    let base = text.latest();
    let amendment = Amendment {
        op: change.clone(),
        because: None,
        base: None,
    };
    let tried = base.amend(std::slice::from_ref(&amendment), quiet_hand());
    let amended = tried.map_err(|refusals| {
        let says = refusals
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        advise(
            ProblemCode::Conflict,
            says,
            "Nothing was proposed. Mend the change and try again.",
        )
    })?;
    let section = amended
        .changes
        .first()
        .map(|change| change.section.clone())
        .unwrap_or_default();
    let (read, _) = base.read();
    let found = read.section(&section).ok();
    let proposal = Proposal {
        change,
        because,
        finding,
        base: found.map(|section| section.fingerprint.clone()),
        base_text: found.map_or_else(String::new, |section| read.section_text(section).to_owned()),
    };
    open.keep
        .append_plan(id, PlanEvent::Proposed(proposal))
        .map_err(|failed| fault(&failed))?;
    Ok(())
}

/// Adopts an amendment, or declines it with a reason.
fn answer(
    open: &mut Open,
    id: &PlanId,
    seq: u64,
    by: &str,
    declined: Option<String>,
) -> Result<(), Problem> {
    let by = named(by)?;
    let text = texts(&open.keep, id)?;
    let fold = open.keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let kept = fold
        .amendments
        .get(&seq)
        .ok_or_else(|| unknown("amendment"))?;
    if kept.in_force {
        let says = "This change stands in an approved revision already.";
        return Err(problem(ProblemCode::Refused, says));
    }
    match &declined {
        Some(reason) if reason.trim().is_empty() => {
            let says = "Say why it is declined: the reason is kept with it.";
            return Err(problem(ProblemCode::Refused, says));
        }
        Some(reason) => fits(reason)?,
        None => {
            let tried = text
                .latest()
                .amend(&[views::amendment_of(kept)], quiet_hand());
            tried.map_err(|refusals| {
                let says = refusals
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let hint = "The plan has changed since. Propose it anew against the text of today.";
                advise(ProblemCode::Conflict, says, hint)
            })?;
        }
    }
    let answer = AmendmentAnswer {
        amendment: seq,
        adopted: declined.is_none(),
        by,
        reason: declined.unwrap_or_default(),
    };
    open.keep
        .append_plan(id, PlanEvent::Answered(answer))
        .map_err(|failed| fault(&failed))?;
    Ok(())
}

struct Approval {
    number: String,
    by: String,
    effective: String,
    note: String,
}

/// Makes the draft the revision in force, with a row in its revision table.
fn approve(open: &mut Open, id: &PlanId, approval: Approval) -> Result<(), Problem> {
    let by = named(&approval.by)?;
    let number = approval.number.trim().to_owned();
    if number.is_empty() {
        return Err(problem(
            ProblemCode::Refused,
            "The new revision needs a number.",
        ));
    }
    let date = chrono::NaiveDate::parse_from_str(approval.effective.trim(), "%Y-%m-%d");
    let date = date.map_err(|_| {
        let says = "The effective date is not a date. Write it like 2027-03-05.";
        problem(ProblemCode::Refused, says)
    })?;
    let text = texts(&open.keep, id)?;
    if !text.misfits.is_empty() {
        return Err(advise(
            ProblemCode::Conflict,
            "An adopted change no longer fits the plan.",
            "Decline it, or propose it anew against the text of today; then approve.",
        ));
    }
    let Some(draft) = text.draft else {
        let says = "There is no draft: no adopted change waits for approval.";
        return Err(problem(ProblemCode::Refused, says));
    };
    let row = Amendment {
        op: AmendmentOp::Revision {
            number: number.clone(),
            date: date.to_string(),
            note: approval.note.clone(),
        },
        because: None,
        base: None,
    };
    let tested = last_tested(open, id, &draft);
    let hand = Hand {
        author: &by,
        ..quiet_hand()
    };
    let changes: Vec<Amendment> = tested
        .iter()
        .map(|(_, it)| it.clone())
        .chain([row])
        .collect();
    let amended = draft.amend(&changes, hand).map_err(|refusals| {
        let says = refusals
            .first()
            .map(ToString::to_string)
            .unwrap_or_default();
        advise(
            ProblemCode::Conflict,
            says,
            "Nothing was approved. Choose another number.",
        )
    })?;
    let hash = open
        .keep
        .put_blob(amended.source.media_type(), &amended.source.to_bytes())
        .map_err(|failed| fault(&failed))?;
    let fold = open.keep.plans.get(id).ok_or_else(|| unknown("plan"))?;
    let approved = RevisionApproved {
        number,
        by,
        effective: date.to_string(),
        note: approval.note,
        hash,
        amendments: fold.draft().map(|kept| kept.seq).collect(),
        tested: tested.map(|(day, _)| day.to_string()),
    };
    open.keep
        .append_plan(id, PlanEvent::Approved(approved))
        .map_err(|failed| fault(&failed))?;
    Ok(())
}

fn op_of(change: AmendmentCall) -> AmendmentOp {
    match change {
        AmendmentCall::Replace {
            section,
            find,
            text,
        } => AmendmentOp::Replace {
            section,
            find,
            text,
        },
        AmendmentCall::Insert { section, text } => AmendmentOp::Insert { section, text },
        AmendmentCall::AppendItem { section, text } => AmendmentOp::AppendItem { section, text },
        AmendmentCall::NewSection {
            parent,
            title,
            text,
        } => AmendmentOp::NewSection {
            parent,
            title,
            text,
        },
    }
}

/// "Last tested on", where the plan says it and a drill that counts has tested it since.
fn last_tested(open: &Open, id: &PlanId, draft: &Source) -> Option<(chrono::NaiveDate, Amendment)> {
    let drills = open.keep.drills.values();
    let latest = drills
        .filter(|line| line.plan.as_ref() == Some(id) && line.counts())
        .map(|line| line.begun_at)
        .max()?;
    let day = chrono::DateTime::from_timestamp_millis(latest.0)?.date_naive();
    let change = tested_on(&draft.read().0, day)?;
    // A place that cannot be changed safely keeps nobody from approving.
    draft
        .amend(std::slice::from_ref(&change), quiet_hand())
        .is_ok()
        .then_some((day, change))
}
