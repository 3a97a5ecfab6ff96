//! The amendments of a plan as its screen shows them: each tried on the draft, so that it is shown as it would really
//! read, or as three texts where it no longer fits.

use plan::{Amendment, AmendmentOp};
use programme::{AmendmentKept, PlanFold};
use wire::{AmendmentRow, ConflictView};

use crate::plan_text::{PlanText, quiet_hand};

/// Every amendment, the newest first.
pub fn rows(fold: &PlanFold, text: &PlanText) -> Vec<AmendmentRow> {
    let base = Base {
        text,
        read: text.latest().read().0,
    };
    let rows = fold.amendments.values().rev();
    rows.map(|kept| amendment_row(kept, fold, &base)).collect()
}

/// The text that amendments are tried on, and what stands in it.
struct Base<'a> {
    text: &'a PlanText,
    read: plan::Plan,
}

/// An amendment as the plan's crate takes it.
pub fn amendment_of(kept: &AmendmentKept) -> Amendment {
    Amendment {
        op: kept.proposal.change.clone(),
        because: Some(kept.proposal.because.clone()).filter(|because| !because.is_empty()),
        base: kept.proposal.base.clone(),
    }
}

fn amendment_row(kept: &AmendmentKept, fold: &PlanFold, base: &Base) -> AmendmentRow {
    let amendment = amendment_of(kept);
    let (mut section, op) = place(&amendment.op);
    let mut moved_from = None;
    let (before, after, conflict) = if is_waiting(kept, base.text) {
        let tried = base
            .text
            .latest()
            .amend(std::slice::from_ref(&amendment), quiet_hand());
        match tried.map(|made| made.changes) {
            Ok(mut changes) => {
                let change = changes.pop();
                moved_from = change.as_ref().and_then(|it| it.moved_from.clone());
                match change {
                    Some(change) => {
                        if moved_from.is_some() {
                            section = change.section;
                        }
                        (change.before, change.after, None)
                    }
                    None => (String::new(), String::new(), None),
                }
            }
            Err(refusals) => {
                let says = refusals
                    .first()
                    .map(ToString::to_string)
                    .unwrap_or_default();
                let three = three_texts(kept, &section, says, base);
                (kept.proposal.base_text.clone(), String::new(), Some(three))
            }
        }
    } else {
        let (before, after) = before_and_after(kept);
        (before, after, None)
    };
    let state = match &kept.answer {
        _ if conflict.is_some() => "conflict",
        None => "proposed",
        Some(_) if kept.in_force => "in-force",
        Some(answer) if answer.adopted => "adopted",
        Some(_) => "declined",
    };
    let answer = kept.answer.as_ref();
    let approved = fold.revisions.iter().find_map(|revision| {
        let approved = revision.approved.as_ref()?;
        approved.amendments.contains(&kept.seq).then_some(approved)
    });
    AmendmentRow {
        seq: kept.seq,
        section,
        op: op.to_owned(),
        before,
        after,
        because: kept.proposal.because.clone(),
        finding: kept.proposal.finding.clone(),
        state: state.to_owned(),
        by: answer.map_or_else(String::new, |answer| answer.by.clone()),
        reason: answer.map_or_else(String::new, |answer| answer.reason.clone()),
        moved_from,
        revision: approved.map(|approved| approved.number.clone()),
        approved_by: approved.map_or_else(String::new, |approved| approved.by.clone()),
        conflict,
    }
}

/// Whether somebody has still to answer, also anew because the plan changed after the first answer.
fn is_waiting(kept: &AmendmentKept, text: &PlanText) -> bool {
    kept.answer.is_none() || text.misfits.contains(&kept.seq)
}

/// Where an amendment stands, and the word for what it does.
fn place(op: &AmendmentOp) -> (String, &'static str) {
    match op {
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
    }
}

/// What its author had before them, what stands there now, what it wants.
fn three_texts(kept: &AmendmentKept, section: &str, says: String, base: &Base) -> ConflictView {
    let op = &kept.proposal.change;
    let now = base.read.section(section).map_or_else(
        |_| String::new(),
        |found| base.read.section_text(found).to_owned(),
    );
    ConflictView {
        find: match op {
            AmendmentOp::Replace { find, .. } => find.clone(),
            AmendmentOp::Insert { .. }
            | AmendmentOp::AppendItem { .. }
            | AmendmentOp::NewSection { .. }
            | AmendmentOp::Revision { .. } => String::new(),
        },
        base: kept.proposal.base_text.clone(),
        theirs: now,
        ours: wording(op),
        says,
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
