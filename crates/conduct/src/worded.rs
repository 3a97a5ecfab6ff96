//! Words that somebody is still typing, put into an evaluation as if they were kept already, so that the report can be seen
//! with them. Nothing is recorded. Not here: keeping them (`orders`).

use evaluation::{Evaluation, RaisedFinding};
use terms::ObjectiveId;
use wire::{FindingDraft, Problem, ReportWords};

use crate::problem::unknown;
use crate::views;

/// Puts the words in.
///
/// # Errors
/// Where a finding names a kind or source that there is not.
pub(crate) fn put(evaluation: &mut Evaluation, words: ReportWords) -> Result<(), Problem> {
    let said = |text: String| Some(text).filter(|text| !text.trim().is_empty());
    let narratives = &mut evaluation.narratives;
    if let Some(summary) = words.summary {
        narratives.summary = said(summary);
    }
    for (objective, text) in words.objectives {
        let objective = ObjectiveId::from(objective.as_str());
        match said(text) {
            Some(text) => narratives.objectives.insert(objective, text),
            None => narratives.objectives.remove(&objective),
        };
    }
    match words.finding {
        Some(draft) => put_finding(evaluation, &draft),
        None => Ok(()),
    }
}

fn put_finding(evaluation: &mut Evaluation, draft: &FindingDraft) -> Result<(), Problem> {
    let finding = views::finding_of(&draft.finding).ok_or_else(|| unknown("kind of finding"))?;
    let mut raised = evaluation.findings.iter_mut();
    if let Some(kept) = raised.find(|it| Some(it.record) == draft.seq) {
        kept.finding = finding;
        return Ok(());
    }
    // Raised from a suggestion, it takes the suggestion's place.
    evaluation.suggested.retain(|it| {
        let it = &it.finding;
        (&it.key, &it.action, &it.inject) != (&finding.key, &finding.action, &finding.inject)
    });
    evaluation.findings.push(RaisedFinding {
        record: 0,
        revised: Vec::new(),
        finding,
        lesson: None,
        dropped: None,
    });
    Ok(())
}
