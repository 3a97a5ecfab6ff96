//! The report of a drill as the programme knows it: the drill's evaluation, the corrective actions, the changes to the
//! plan and the seal of the last record, handed to `report`. Not here: how a report reads or looks.

use evaluation::Evaluation;
use exercise::{Origin, PlanUsed};
use plan::AmendmentOp;
use programme::{ActionKept, AmendmentKept, AskKept};
use report::{
    ActionStatus, Addendum, Ask, Background, ChangeState, CorrectiveAction, Edition, Element,
    LastDrill, Look, PlanChange, Seal, Templates,
};
use serde::{Deserialize, Serialize};
use terms::{Diagnostic, Stamp};
use wire::{Problem, ProblemCode};

use crate::conductor::Drill;
use crate::keep::Keep;
use crate::problem::problem;

/// What may be chosen for a report.
#[derive(Clone, Debug, Default)]
pub struct Choices {
    /// True to name people.
    pub names: bool,
    /// The organisation; may be empty.
    pub organisation: String,
    /// Whom to ask; may be empty.
    pub contact: String,
    /// What local time is ahead of UTC.
    pub utc_offset_minutes: i32,
}

/// What a report says that does not stand in the drill's own records: it comes from the programme, or was chosen.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Facts {
    /// True where people are named.
    pub names: bool,
    /// The organisation; may be empty.
    pub organisation: String,
    /// Whom to ask; may be empty.
    pub contact: String,
    /// What local time is ahead of UTC.
    pub utc_offset_minutes: i32,
    /// The corrective actions for this drill's findings.
    pub actions: Vec<CorrectiveAction>,
    /// The amendments that this drill's findings brought about.
    pub plan_changes: Vec<PlanChange>,
    /// What stands beside the drill: the one before it, the next one, corrections. Only a pack keeps it here.
    #[serde(default)]
    pub background: Background,
}

/// A report, ready to be rendered.
pub struct Paper(report::AfterActionReport, report::Tables);

impl Paper {
    /// One self-contained page.
    ///
    /// # Errors
    /// Where a template does not fit.
    pub fn html(&self, templates: &Templates) -> Result<String, Problem> {
        templates.html(&self.0).map_err(unrendered)
    }

    /// The same in Markdown.
    ///
    /// # Errors
    /// Where a template does not fit.
    pub fn markdown(&self, templates: &Templates) -> Result<String, Problem> {
        templates.markdown(&self.0).map_err(unrendered)
    }

    /// The same as JSON for other programs.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn json(&self) -> Result<String, Problem> {
        report::json(&self.0, &self.1).map_err(unrendered)
    }

    /// Every decision as CSV.
    pub fn csv(&self) -> String {
        report::csv(&self.0, &self.1)
    }

    /// The report as a workbook.
    ///
    /// # Errors
    /// Where a table is larger than a sheet can be.
    pub fn xlsx(&self) -> Result<Vec<u8>, Problem> {
        report::xlsx(&self.0, &self.1).map_err(unrendered)
    }

    /// The report as a Word document.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub fn docx(&self, look: &Look) -> Result<Vec<u8>, Problem> {
        report::docx(&self.0, look).map_err(unrendered)
    }

    /// The report itself, for formats that are made elsewhere.
    pub fn report(&self) -> &report::AfterActionReport {
        &self.0
    }

    /// The seal that the record ended with when this was made.
    pub fn seal(&self) -> Option<String> {
        self.0.seal.as_ref().map(|it| it.seal.clone())
    }

    /// What stands on every page: exercise, handling, origin.
    pub fn marking(&self) -> &str {
        &self.0.marking
    }

    /// One page about the critical lapses.
    ///
    /// # Errors
    /// Where a template does not fit.
    pub fn lapses(&self, templates: &Templates, markdown: bool) -> Result<String, Problem> {
        let page = if markdown {
            templates.lapse_markdown(&self.0)
        } else {
            templates.lapse_html(&self.0)
        };
        page.map_err(unrendered)
    }

    /// The executive summary as the report has it.
    pub fn summary(&self) -> String {
        self.0.summary.text.clone()
    }
}

/// Makes the report of a drill from what the programme knows.
pub fn of(
    keep: &Keep,
    drill: &Drill,
    evaluation: &Evaluation,
    choices: &Choices,
    actions: &[&ActionKept],
) -> Paper {
    made(
        keep,
        drill,
        evaluation,
        &facts(keep, drill, choices, actions),
    )
}

/// What the programme knows for the report of a drill beside the drill's own records.
pub fn facts(keep: &Keep, drill: &Drill, choices: &Choices, actions: &[&ActionKept]) -> Facts {
    Facts {
        names: choices.names,
        organisation: choices.organisation.clone(),
        contact: choices.contact.clone(),
        utc_offset_minutes: choices.utc_offset_minutes,
        actions: actions.iter().map(|kept| corrective(kept)).collect(),
        plan_changes: plan_changes(keep, drill),
        background: Background::default(),
    }
}

/// Makes the full edition from a drill's records and from facts that are known already.
pub fn made(keep: &Keep, drill: &Drill, evaluation: &Evaluation, facts: &Facts) -> Paper {
    let nothing = Background::default();
    edition(keep, drill, evaluation, facts, &nothing, Edition::Full)
}

/// Makes an edition from a drill's records, from facts that are known already, and from what stands beside the drill.
pub fn edition(
    keep: &Keep,
    drill: &Drill,
    evaluation: &Evaluation,
    facts: &Facts,
    background: &Background,
    edition: Edition,
) -> Paper {
    let stream = ledger::stream::of_exercise(&drill.id);
    let head = crate::lock(&keep.ledger).head(&stream).ok().flatten();
    let seal = head.map(|head| Seal {
        seq: head.seq,
        seal: head.seal.to_string(),
    });
    let names = keep.names();
    let input = report::Input {
        scenario: drill.exercise.scenario(),
        evaluation,
        records: &drill.records,
        people: &names,
        organisation: &facts.organisation,
        sponsor: "",
        contact: &facts.contact,
        named: facts.names,
        utc_offset_minutes: facts.utc_offset_minutes,
        dated: None,
        actions: &facts.actions,
        plan_changes: &facts.plan_changes,
        seal: seal.as_ref(),
    };
    let report::Edited { report, tables } = report::edition(&input, background, edition);
    Paper(report, tables)
}

/// What the programme knows beside a drill: the drill before it that tested some of the same objectives, the next one that
/// is planned, corrections since an approval. Drills of live people are held against such drills, and rehearsals against
/// rehearsals.
pub fn background(keep: &Keep, drill: &Drill) -> Background {
    let objectives = &drill.exercise.scenario().objectives;
    let kind = kind(drill.exercise.origin());
    let begun = keep.drills.get(&drill.id).map(|line| line.begun_at);
    let before = keep.fold.closed.iter().filter_map(|(id, (_, closed))| {
        let line = keep.drills.get(id)?;
        let shared = |it: &&scenario::Objective| closed.ratings.contains_key(&it.id);
        let fits = *id != drill.id
            && self::kind(closed.origin) == kind
            && begun.is_some_and(|begun| line.begun_at < begun)
            && objectives.iter().any(|it| shared(&it));
        fits.then_some((line, closed))
    });
    let last = before.max_by_key(|(line, _)| line.begun_at);
    let addenda = keep.fold.reports.addenda_of(&drill.id);
    let planned = keep.fold.year.planned.values().map(|kept| &kept.value);
    let next = planned
        .filter(|it| !it.called_off && it.exercise.is_none())
        .map(|it| it.at)
        .filter(|at| begun.is_some_and(|begun| begun < *at));
    Background {
        last_drill: last.map(|(line, closed)| LastDrill {
            title: line.title.clone(),
            at: line.begun_at,
            ratings: closed.ratings.clone(),
            outcomes: closed.outcomes.clone(),
        }),
        next_drill: next.min(),
        addenda: addenda
            .map(|(_, at, it)| Addendum {
                says: it.says.clone(),
                by: it.by.clone(),
                at: *at,
            })
            .collect(),
        asks: asks_of(keep, drill),
        ..Background::default()
    }
}

/// What the trainer asks management to decide.
fn asks_of(keep: &Keep, drill: &Drill) -> Vec<Ask> {
    let kept = keep.fold.reports.asks.get(&drill.id);
    let ask = |it: &AskKept| Ask {
        what: it.what.clone(),
        money: it.money.clone(),
        owner: it.owner.clone(),
        risk: it.risk.clone(),
    };
    kept.into_iter().flatten().map(ask).collect()
}

/// Whose drills may be compared with each other.
fn kind(origin: Origin) -> u8 {
    match origin {
        Origin::Live | Origin::BotAssisted => 0,
        Origin::Practice => 1,
        Origin::Rehearsal => 2,
        Origin::Demo => 3,
    }
}

/// The kind of thing that a corrective action changes, by its word.
pub fn element_of(word: &str) -> Option<Element> {
    match word.to_lowercase().as_str() {
        "planning" => Some(Element::Planning),
        "organisation" => Some(Element::Organisation),
        "equipment" => Some(Element::Equipment),
        "training" => Some(Element::Training),
        "exercises" => Some(Element::Exercises),
        _ => None,
    }
}

fn corrective(kept: &ActionKept) -> CorrectiveAction {
    CorrectiveAction {
        finding: Some(kept.finding),
        issue: String::new(),
        what: kept.what.clone(),
        element: element_of(&kept.element).unwrap_or(Element::Planning),
        capability: String::new(),
        owner: kept.owner.clone(),
        contact: String::new(),
        start: day(&kept.start),
        due: day(&kept.due),
        status: match kept.state {
            programme::ActionState::Open => ActionStatus::Open,
            programme::ActionState::Done => ActionStatus::Complete,
        },
    }
}

/// The first moment of a day written as `2027-03-05`.
fn day(date: &str) -> Option<Stamp> {
    let date = chrono::NaiveDate::parse_from_str(date, "%Y-%m-%d").ok()?;
    Some(Stamp(
        date.and_hms_opt(0, 0, 0)?.and_utc().timestamp_millis(),
    ))
}

/// The amendments that this drill's findings brought about.
fn plan_changes(keep: &Keep, drill: &Drill) -> Vec<PlanChange> {
    let used: Option<&PlanUsed> = drill.exercise.briefed().plan.as_ref();
    let Some(fold) = used.and_then(|used| keep.plans.get(&used.plan)) else {
        return Vec::new();
    };
    let mine = fold.amendments.values().filter(|kept| is_of(kept, drill));
    mine.map(|kept| plan_change(kept, fold)).collect()
}

/// True where a finding of this drill brought the amendment about.
pub(crate) fn is_of(kept: &AmendmentKept, drill: &Drill) -> bool {
    let stream = ledger::stream::of_exercise(&drill.id);
    let finding = kept.proposal.finding.as_deref();
    finding.is_some_and(|finding| finding.split('#').next() == Some(stream.as_str()))
}

fn plan_change(kept: &AmendmentKept, fold: &programme::PlanFold) -> PlanChange {
    let approved = fold.revisions.iter().find(|revision| {
        let approved = revision.approved.as_ref();
        approved.is_some_and(|approved| approved.amendments.contains(&kept.seq))
    });
    let (before, after) = crate::views::before_and_after(kept);
    PlanChange {
        section: match &kept.proposal.change {
            AmendmentOp::Replace { section, .. }
            | AmendmentOp::Insert { section, .. }
            | AmendmentOp::AppendItem { section, .. } => section.clone(),
            AmendmentOp::NewSection { parent, title, .. } => format!("{parent} / {title}"),
            AmendmentOp::Revision { number, .. } => number.clone(),
        },
        before,
        after,
        state: match &kept.answer {
            None => ChangeState::Proposed,
            Some(answer) if answer.adopted => ChangeState::Adopted,
            Some(_) => ChangeState::Declined,
        },
        revision: approved.map(|revision| revision.number.clone()),
        because: kept.proposal.because.clone(),
    }
}

/// A template that does not fit, said with its lines.
pub(crate) fn misfit(file: &str, wrong: &[Diagnostic]) -> Problem {
    let said: Vec<String> = wrong
        .iter()
        .map(|said| {
            let at = format!("{file}, line {}, column {}", said.line, said.column);
            let line = said
                .snippet
                .iter()
                .map(|line| format!("\n    {}", line.trim()));
            let hint = said.hint.iter().map(|hint| format!("\n{hint}"));
            format!(
                "{at}: {}{}",
                said.says,
                line.chain(hint).collect::<String>()
            )
        })
        .collect();
    Problem {
        code: ProblemCode::FileHasErrors,
        says: format!("The report template {file} does not fit."),
        hint: Some("Mend it and choose it again, or go back to ours.".to_owned()),
        detail: Some(said.join("\n")),
    }
}

fn unrendered(why: impl std::fmt::Display) -> Problem {
    let mut problem = problem(ProblemCode::Broken, "The report could not be laid out.");
    problem.detail = Some(why.to_string());
    problem
}
