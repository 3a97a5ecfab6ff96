//! The view of a plan: readable as itself, with its coverage, its amendments and its revisions.

use std::collections::BTreeMap;

use plan::{Amendment, AmendmentOp, Plan};
use programme::{AmendmentKept, PlanFold};
use terms::PlanId;
use wire::{
    AmendmentRow, CommitmentView, ConflictView, PlanCard, PlanRevisionRow, PlanView, SectionView,
};

use super::briefing::plan_role_views;
use crate::keep::Keep;
use crate::problem::diagnostic;

/// The texts of a plan: in force, and with the adopted amendments.
#[derive(Clone, Debug)]
pub struct PlanText {
    /// The revision in force.
    pub in_force: String,
    /// The draft of the next one, where amendments were adopted and fit.
    pub draft: Option<String>,
    /// The adopted amendments that no longer fit.
    pub misfits: Vec<u64>,
}

impl PlanText {
    /// The texts of a plan: adopted amendments are made one after another, those that do not fit are named.
    pub fn of(in_force: String, fold: &PlanFold) -> Self {
        let mut text = in_force.clone();
        let (mut changed, mut misfits) = (false, Vec::new());
        for kept in fold.draft() {
            match plan::amend(&text, &[amendment_of(kept)], "") {
                Ok(amended) => {
                    text = amended.text;
                    changed = true;
                }
                Err(_) => misfits.push(kept.seq),
            }
        }
        Self {
            in_force,
            draft: changed.then_some(text),
            misfits,
        }
    }
}

/// A section and how drills exercised it: a word, and a sentence.
pub type Coverage = BTreeMap<String, (&'static str, String)>;

/// A plan in a list.
pub fn plan_card(keep: &Keep, id: &PlanId, fold: &PlanFold) -> PlanCard {
    let text = fold
        .in_force()
        .and_then(|revision| keep.text(&revision.hash).ok());
    let (read, _) = plan::read(&text.unwrap_or_default());
    card_of(id, fold, &read)
}

/// The card of a plan that has been read already.
pub fn card_of(id: &PlanId, fold: &PlanFold, read: &Plan) -> PlanCard {
    let count = |number: usize| u32::try_from(number).unwrap_or(u32::MAX);
    PlanCard {
        id: id.to_string(),
        title: fold.title.clone(),
        revision: fold
            .in_force()
            .map_or_else(String::new, |revision| revision.number.clone()),
        owner: read
            .control
            .owner
            .as_ref()
            .map_or_else(String::new, |owner| owner.value.clone()),
        sections: count(read.sections.len()),
        roles: count(read.roles.iter().filter(|role| !role.candidate).count()),
        proposals: count(
            fold.amendments
                .values()
                .filter(|kept| kept.answer.is_none())
                .count(),
        ),
        draft: fold.draft().next().is_some(),
    }
}

/// The view of a plan.
pub fn plan(id: &PlanId, fold: &PlanFold, text: &PlanText, coverage: &Coverage) -> PlanView {
    let (read, diagnostics) = plan::read(&text.in_force);
    let none = scenario_without_roles();
    PlanView {
        card: card_of(id, fold, &read),
        sections: sections(&read, coverage),
        roles: plan_role_views(&read, &none),
        commitments: read
            .commitments
            .iter()
            .map(|commitment| CommitmentView {
                text: commitment.text.clone(),
                limit_ms: i64::try_from(commitment.limit_s)
                    .unwrap_or(i64::MAX)
                    .saturating_mul(1000),
                role: commitment.role.clone(),
                section: commitment.place.section.clone(),
                line: commitment.place.line,
            })
            .collect(),
        placeholders: read
            .placeholders
            .iter()
            .map(|placeholder| CommitmentView {
                text: placeholder.text.clone(),
                limit_ms: 0,
                role: None,
                section: placeholder.place.section.clone(),
                line: placeholder.place.line,
            })
            .collect(),
        diagnostics: diagnostics.iter().map(diagnostic).collect(),
        amendments: fold
            .amendments
            .values()
            .rev()
            .map(|kept| amendment_row(kept, text))
            .collect(),
        revisions: revisions(fold, &read),
        draft_diff: text.draft.as_ref().map_or_else(String::new, |draft| {
            plan::unified(&text.in_force, draft, "in force", "draft")
        }),
        next_number: next_number(fold.in_force().map_or("", |revision| &revision.number)),
        file_name: fold.file_name.clone(),
    }
}

fn sections(read: &Plan, coverage: &Coverage) -> Vec<SectionView> {
    read.sections
        .iter()
        .map(|section| {
            let covered = coverage.get(&section.path);
            SectionView {
                id: section.id.clone(),
                path: section.path.clone(),
                level: u32::from(section.level),
                title: section.title.clone(),
                html: plan::section_html(read, section),
                phase: section.phase.map(|phase| word_of(&phase)),
                tags: section.tags.iter().map(word_of).collect(),
                line: section.lines.0,
                coverage: covered.map_or("never", |(word, _)| word).to_owned(),
                coverage_says: covered.map_or_else(
                    || "Never exercised in a drill.".to_owned(),
                    |(_, says)| says.clone(),
                ),
            }
        })
        .collect()
}

/// An amendment as the plan's crate takes it.
pub fn amendment_of(kept: &AmendmentKept) -> Amendment {
    Amendment {
        op: kept.proposal.change.clone(),
        because: Some(kept.proposal.because.clone()).filter(|because| !because.is_empty()),
        base: kept.proposal.base.clone(),
    }
}

fn amendment_row(kept: &AmendmentKept, text: &PlanText) -> AmendmentRow {
    let amendment = amendment_of(kept);
    let (section, op) = match &amendment.op {
        AmendmentOp::Replace { section, .. } => (section.clone(), "replace"),
        AmendmentOp::Insert { section, .. } => (section.clone(), "insert"),
        AmendmentOp::AppendItem { section, .. } => (section.clone(), "append_item"),
        AmendmentOp::NewSection { parent, title, .. } if parent.is_empty() => {
            (title.clone(), "new_section")
        }
        AmendmentOp::NewSection { parent, title, .. } => {
            (format!("{parent} / {title}"), "new_section")
        }
        AmendmentOp::Revision { number, .. } => (number.clone(), "revision"),
    };
    let waiting = kept.answer.is_none() || text.misfits.contains(&kept.seq);
    // A proposal is tried on the draft, so that it is shown as it would really read.
    let base = text.draft.as_ref().unwrap_or(&text.in_force);
    let tried = plan::amend(base, std::slice::from_ref(&amendment), "");
    let (before, after, conflict) = match (&tried, waiting) {
        (Ok(amended), true) => {
            let change = amended.changes.first();
            let part = |pick: fn(&plan::Change) -> &String| change.map(pick).cloned();
            (
                part(|change| &change.before).unwrap_or_default(),
                part(|change| &change.after).unwrap_or_default(),
                None,
            )
        }
        (Err(refusals), true) => {
            let ours = wording(&amendment.op);
            let theirs = section_now(base, &section);
            let says = refusals
                .first()
                .map(ToString::to_string)
                .unwrap_or_default();
            let find = match &amendment.op {
                AmendmentOp::Replace { find, .. } => find.clone(),
                AmendmentOp::Insert { .. }
                | AmendmentOp::AppendItem { .. }
                | AmendmentOp::NewSection { .. }
                | AmendmentOp::Revision { .. } => String::new(),
            };
            let conflict = ConflictView {
                find,
                base: kept.proposal.base_text.clone(),
                theirs,
                ours,
                says,
            };
            (
                kept.proposal.base_text.clone(),
                String::new(),
                Some(conflict),
            )
        }
        (_, false) => {
            let (before, after) = before_and_after(kept);
            (before, after, None)
        }
    };
    let state = match &kept.answer {
        _ if conflict.is_some() => "conflict",
        None => "proposed",
        Some(_) if kept.in_force => "in-force",
        Some(answer) if answer.adopted => "adopted",
        Some(_) => "declined",
    };
    AmendmentRow {
        seq: kept.seq,
        section,
        op: op.to_owned(),
        before,
        after,
        because: kept.proposal.because.clone(),
        finding: kept.proposal.finding.clone(),
        state: state.to_owned(),
        by: kept
            .answer
            .as_ref()
            .map_or_else(String::new, |answer| answer.by.clone()),
        reason: kept
            .answer
            .as_ref()
            .map_or_else(String::new, |answer| answer.reason.clone()),
        conflict,
    }
}

/// The section as it stood when the amendment was proposed, and as the proposer would have had it.
pub fn before_and_after(kept: &AmendmentKept) -> (String, String) {
    let before = &kept.proposal.base_text;
    match &kept.proposal.change {
        AmendmentOp::Replace { find, text, .. } if before.contains(find.as_str()) => {
            (before.clone(), before.replacen(find, text, 1))
        }
        // The section was not kept with the proposal; what goes and what comes still is.
        AmendmentOp::Replace { find, text, .. } => (find.clone(), text.clone()),
        AmendmentOp::Insert { text, .. } | AmendmentOp::AppendItem { text, .. } => {
            (before.clone(), format!("{}\n{text}", before.trim_end()))
        }
        op @ (AmendmentOp::NewSection { .. } | AmendmentOp::Revision { .. }) => {
            (String::new(), wording(op))
        }
    }
}

fn wording(op: &AmendmentOp) -> String {
    match op {
        AmendmentOp::Replace { text, .. }
        | AmendmentOp::Insert { text, .. }
        | AmendmentOp::AppendItem { text, .. } => text.clone(),
        AmendmentOp::NewSection { title, text, .. } => format!("{title}\n\n{text}"),
        AmendmentOp::Revision { number, date, note } => format!("{number} {date} {note}"),
    }
}

fn section_now(text: &str, section: &str) -> String {
    let (read, _) = plan::read(text);
    read.section(section).map_or_else(
        |_| String::new(),
        |found| read.section_text(found).to_owned(),
    )
}

fn revisions(fold: &PlanFold, read: &Plan) -> Vec<PlanRevisionRow> {
    let in_force = fold
        .in_force()
        .map_or("", |revision| revision.number.as_str());
    let written = read.revisions.iter().map(|row| PlanRevisionRow {
        number: row.number.clone(),
        date: row.date.clone(),
        author: row.author.clone(),
        note: row.note.clone(),
        in_force: !in_force.is_empty() && row.number == in_force,
    });
    written.collect()
}

/// A good number for the next revision: the last number of the text, one higher.
pub fn next_number(last: &str) -> String {
    let digits: String = last
        .chars()
        .rev()
        .take_while(char::is_ascii_digit)
        .collect();
    let digits: String = digits.chars().rev().collect();
    match digits.parse::<u64>() {
        Ok(number) => format!("{}{}", &last[..last.len() - digits.len()], number + 1),
        Err(_) => "1".to_owned(),
    }
}

/// The word that a value of the plan is written with.
fn word_of(value: &impl serde::Serialize) -> String {
    match serde_json::to_value(value) {
        Ok(serde_json::Value::String(word)) => word,
        Ok(_) | Err(_) => String::new(),
    }
}

/// The roles of a plan are bound to those of a scenario; on the plan's own screen there is none.
fn scenario_without_roles() -> scenario::Scenario {
    scenario::read("").0
}

#[cfg(test)]
mod tests {
    use super::next_number;

    #[test]
    fn the_next_revision_has_the_next_number() {
        let check = |last: &str, next: &str| assert_eq!(next_number(last), next, "after {last}");
        check("4", "5");
        check("1.9", "1.10");
        check("rev 3", "rev 4");
        check("", "1");
        check("draft", "1");
    }
}
