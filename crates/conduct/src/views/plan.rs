//! The view of a plan: readable as itself, with its coverage, its amendments and its revisions.

use plan::{Plan, Source};
use programme::PlanFold;
use terms::{Diagnostic, PlanId};
use wire::{CommitmentView, HeadingLikeView, PlanCard, PlanRevisionRow, PlanView, SectionView};

use super::briefing::plan_role_views;
use crate::keep::Keep;
use crate::plan_coverage::Coverage;
use crate::plan_text::PlanText;
use crate::problem::diagnostic;

/// A plan in a list.
pub fn plan_card(keep: &Keep, id: &PlanId, fold: &PlanFold) -> PlanCard {
    let source = fold
        .in_force()
        .and_then(|revision| keep.plan(&revision.hash, fold.headings).ok());
    let read = source.map(|source| source.read().0).unwrap_or_default();
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
    let (read, diagnostics) = text.in_force.read();
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
        amendments: super::amendments::rows(fold, text),
        revisions: revisions(fold, &read),
        draft_diff: text.draft.as_ref().map_or_else(String::new, |draft| {
            plan::unified(read.text(), draft.read().0.text(), "in force", "draft")
        }),
        form: form(&text.in_force).to_owned(),
        notices: notices(&diagnostics),
        headings_by_look: fold.headings.are_by_look(),
        heading_like: heading_like(&read),
        changed: crate::plan_text::step(fold).is_some(),
        next_number: next_number(fold.in_force().map_or("", |revision| &revision.number)),
        file_name: fold.file_name.clone(),
    }
}

fn heading_like(read: &Plan) -> Vec<HeadingLikeView> {
    let lines = read.heading_like.iter();
    lines
        .map(|it| HeadingLikeView {
            title: it.title.clone(),
            level: it.level,
            line: it.place.line,
            file: it.place.file.clone(),
        })
        .collect()
}

/// In what form the plan is written, as the word of the view.
fn form(source: &Source) -> &'static str {
    match source {
        Source::Text(..) => "markdown",
        Source::Word(..) => "word",
        Source::Folder(_) => "folder",
    }
}

/// What everybody who reads the plan here must know of how its file was read.
fn notices(diagnostics: &[Diagnostic]) -> Vec<String> {
    let codes = [
        "tracked-changes",
        "links-skipped",
        "folders-skipped",
        "names-skipped",
        "nav-incomplete",
    ];
    diagnostics
        .iter()
        .filter(|said| codes.contains(&said.code.as_str()))
        .map(|said| said.says.clone())
        .collect()
}

fn sections(read: &Plan, coverage: &Coverage) -> Vec<SectionView> {
    read.sections
        .iter()
        .map(|section| {
            let covered = coverage.of(&section.path);
            SectionView {
                id: section.id.clone(),
                path: section.path.clone(),
                level: u32::from(section.level),
                title: section.title.clone(),
                html: plan::section_html(read, section),
                phase: section.phase.map(|phase| word_of(&phase)),
                tags: section.tags.iter().map(word_of).collect(),
                line: section.lines.0,
                file: section.file.clone(),
                coverage: covered.word().to_owned(),
                coverage_says: covered.says(),
                stale: covered.is_stale(coverage.now),
                exercised: covered.rows(),
            }
        })
        .collect()
}

fn revisions(fold: &PlanFold, read: &Plan) -> Vec<PlanRevisionRow> {
    let in_force = fold
        .in_force()
        .map_or("", |revision| revision.number.as_str());
    let approved = |number: &str| {
        let approvals = fold.revisions.iter().rev();
        approvals
            .filter_map(|revision| revision.approved.as_ref())
            .find(|approved| approved.number == number)
    };
    let written = read.revisions.iter().map(|row| PlanRevisionRow {
        number: row.number.clone(),
        date: row.date.clone(),
        author: row.author.clone(),
        note: row.note.clone(),
        in_force: !in_force.is_empty() && row.number == in_force,
        approved_by: approved(&row.number).map_or_else(String::new, |it| it.by.clone()),
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
