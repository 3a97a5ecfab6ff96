//! The texts of a plan as the programme has them: the revision in force, the draft with the adopted amendments, and what
//! changed from one revision to the next. Not here: how they are shown or written to a file.

use plan::{Amendment, AmendmentOp, Edition, Hand, Plan, Source};
use programme::{AmendmentKept, PlanFold};
use terms::Stamp;

use crate::views::amendment_of;

/// The texts of a plan: in force, and with the adopted amendments.
#[derive(Clone, Debug)]
pub struct PlanText {
    /// The revision in force.
    pub in_force: Source,
    /// The draft of the next one, where amendments were adopted and fit.
    pub draft: Option<Source>,
    /// The adopted amendments that no longer fit.
    pub misfits: Vec<u64>,
}

impl PlanText {
    /// The texts of a plan: adopted amendments are made one after another, those that do not fit are named.
    pub fn of(in_force: Source, fold: &PlanFold) -> Self {
        let mut draft: Option<Source> = None;
        let mut misfits = Vec::new();
        for kept in fold.draft() {
            let base = draft.as_ref().unwrap_or(&in_force);
            match base.amend(&[amendment_of(kept)], quiet_hand()) {
                Ok(amended) => draft = Some(amended.source),
                Err(_) => misfits.push(kept.seq),
            }
        }
        Self {
            in_force,
            draft,
            misfits,
        }
    }

    /// The draft where there is one, else what is in force.
    pub fn latest(&self) -> &Source {
        self.draft.as_ref().unwrap_or(&self.in_force)
    }
}

/// For amendments that are only tried, or made without leaving a trace of who made them.
pub fn quiet_hand() -> Hand<'static> {
    Hand {
        author: "",
        at: Stamp(0),
        edition: Edition::Clean,
    }
}

/// How plans write dates, each with the form to write another in the same hand.
const DATES: [&str; 6] = [
    "%Y-%m-%d",
    "%d %B %Y",
    "%B %d, %Y",
    "%d.%m.%Y",
    "%d/%m/%Y",
    "%Y/%m/%d",
];

/// The change that brings "last tested on" up to date, where the plan says such a thing in a way that can be changed
/// safely and the day is later.
pub fn tested_on(plan: &Plan, day: chrono::NaiveDate) -> Option<Amendment> {
    let stated = plan.control.last_tested.as_ref()?;
    let (form, before) = DATES.iter().find_map(|form| {
        let date = chrono::NaiveDate::parse_from_str(stated.value.trim(), form).ok()?;
        Some((form, date))
    })?;
    if day <= before {
        return None;
    }
    let section = plan.section(&stated.place.section).ok()?;
    let body = plan.section_body(section);
    let old = stated.value.trim();
    let new = day.format(form).to_string();
    // The date alone where it stands there once, else with the words before it on its line.
    let line = body
        .lines()
        .find(|line| line.to_lowercase().contains("test") && line.contains(old))?;
    let words = line
        .trim()
        .trim_start_matches(['-', '*', '+', '|', '>'])
        .trim_start();
    let until = words.find(old)? + old.len();
    let wider = words.get(..until)?;
    let find = [old, wider]
        .into_iter()
        .find(|find| body.matches(find).count() == 1)?;
    Some(Amendment {
        op: AmendmentOp::Replace {
            section: section.path.clone(),
            find: find.to_owned(),
            text: find.replace(old, &new),
        },
        because: None,
        base: None,
    })
}

/// What changed from one text of a plan to another: the draft against what is in force, or the revision in force against
/// the one before it.
pub struct Step<'a> {
    /// The hash of the text before.
    pub before: &'a str,
    /// The adopted amendments, in their order.
    pub amendments: Vec<&'a AmendmentKept>,
    /// The revision that holds them; none while it is a draft.
    pub approved: Option<&'a programme::RevisionApproved>,
}

/// The latest step of a plan; none where nothing was ever changed here.
pub fn step(fold: &PlanFold) -> Option<Step<'_>> {
    let now = fold.in_force()?;
    let draft: Vec<&AmendmentKept> = fold.draft().collect();
    if !draft.is_empty() {
        return Some(Step {
            before: &now.hash,
            amendments: draft,
            approved: None,
        });
    }
    let approved = now.approved.as_ref()?;
    let before = fold.revisions.iter().rev().nth(1)?;
    let amendments = approved
        .amendments
        .iter()
        .filter_map(|seq| fold.amendments.get(seq));
    Some(Step {
        before: &before.hash,
        amendments: amendments.collect(),
        approved: Some(approved),
    })
}
