//! The view of a review: the timeline, the objectives with their ratings, the findings with their evidence.

use std::collections::{BTreeMap, BTreeSet};

use evaluation::{Entry, EntryKind, Evaluation, ObjectiveSummary};
use exercise::{Event, Finding, FindingKind, FindingSource, Outcome, Phase};
use programme::{ActionKept, ActionState};
use scenario::{Lesson, LessonAmendment};
use terms::{ExerciseId, PersonId};
use wire::{
    ActionView, AmendmentCall, EvidenceView, FindingRow, FindingView, ObjectiveReview, PlanCard,
    ReviewView, RoleName, SuggestionView, TimelineRow,
};

use super::rows::Scene;
use super::words::*;

/// What a review looks at besides the drill itself.
pub struct Reviewed<'a> {
    /// The evaluation.
    pub evaluation: &'a Evaluation,
    /// One line of the transcript for each record, in order.
    pub transcript: &'a [String],
    /// The corrective actions of this drill.
    pub actions: Vec<&'a ActionKept>,
    /// The findings whose change was proposed to the plan, as `exercise/ID#SEQ`.
    pub proposed: &'a [String],
    /// The plan.
    pub plan: Option<PlanCard>,
    /// The executive summary made from facts.
    pub summary_made: String,
}

/// The view of a drill's review.
pub fn review(id: &ExerciseId, scene: &Scene<'_>, reviewed: &Reviewed<'_>) -> ReviewView {
    let drill = scene.drill;
    let evaluation = reviewed.evaluation;
    let briefed = drill.briefed();
    let findings = findings(id, reviewed, scene.names);
    let suggestions = suggestions(scene, reviewed);
    let lapses = evaluation.totals.critical_missed;
    ReviewView {
        exercise: id.to_string(),
        title: briefed.title.clone(),
        origin: origin_word(briefed.origin).to_owned(),
        handling: briefed.handling.clone(),
        phase: phase_word(drill.phase()).to_owned(),
        how: match drill.phase() {
            Phase::Closed { how } => Some(how_word(how).to_owned()),
            Phase::Briefing
            | Phase::Running { .. }
            | Phase::Paused { .. }
            | Phase::HotWash
            | Phase::Review => None,
        },
        // The plan may be revised while the drill is still reviewed: what was tested is what was briefed.
        plan: reviewed.plan.clone().map(|mut card| {
            if let Some(tested) = &briefed.plan {
                card.revision.clone_from(&tested.revision);
            }
            card
        }),
        planned_ms: drill.scenario().duration.0,
        elapsed_ms: evaluation.course.played.0,
        roles: drill
            .roles()
            .map(|(role, _)| RoleName {
                id: role.id.to_string(),
                title: role.title.clone(),
            })
            .collect(),
        timeline: evaluation.timeline.iter().map(timeline_row).collect(),
        objectives: evaluation
            .objectives
            .iter()
            .map(|it| objective(scene, evaluation, it))
            .collect(),
        again: scene.again(),
        left: left(evaluation, &findings, suggestions.len(), drill.phase()),
        findings,
        suggestions,
        deadlines: scene.deadlines(),
        hot_wash: scene
            .notes(usize::MAX)
            .into_iter()
            .filter(|note| note.kind == "hot-wash" || note.kind == "parked")
            .collect(),
        feedback: evaluation.feedback.forms,
        summary: evaluation.narratives.summary.clone().unwrap_or_default(),
        summary_made: reviewed.summary_made.clone(),
        lapses,
    }
}

/// What the rules suggest and nobody has left alone.
fn suggestions(scene: &Scene<'_>, reviewed: &Reviewed<'_>) -> Vec<SuggestionView> {
    let left_alone: BTreeSet<&str> = scene
        .records
        .iter()
        .filter_map(|record| match &record.event {
            Event::SuggestionLeft(left) => Some(left.about.as_str()),
            _ => None,
        })
        .collect();
    let view = |suggestion: &evaluation::Suggestion| SuggestionView {
        about: about(&suggestion.finding),
        evidence: evidence(reviewed, &suggestion.finding.evidence),
        finding: finding_view(&suggestion.finding),
        amendment: suggestion.lesson.as_ref().map(amendment_of_lesson),
    };
    let all = reviewed.evaluation.suggested.iter().map(view);
    all.filter(|one| !left_alone.contains(one.about.as_str()))
        .collect()
}

/// Two findings of one role under one section share a key; the action or the inject tells them apart.
fn about(finding: &Finding) -> String {
    let action = finding.action.as_ref().map(ToString::to_string);
    let inject = finding.inject.as_ref().map(ToString::to_string);
    let parts = [Some(finding.key.clone()), action, inject];
    parts.into_iter().flatten().collect::<Vec<_>>().join(", ")
}

/// A corrective action for a screen.
pub fn action_view(kept: &ActionKept, names: &BTreeMap<PersonId, String>) -> ActionView {
    // An owner of the roster is kept by id.
    let owner = names.get(&PersonId::from(kept.owner.as_str()));
    ActionView {
        id: kept.action.clone(),
        exercise: kept.exercise.to_string(),
        finding: kept.finding,
        what: kept.what.clone(),
        element: kept.element.clone(),
        owner: owner.unwrap_or(&kept.owner).clone(),
        start: kept.start.clone(),
        due: kept.due.clone(),
        status: match kept.state {
            ActionState::Open => "open",
            ActionState::Done => "done",
        }
        .to_owned(),
    }
}

/// A finding as somebody at the desk wrote it. None where a word is not one of the list.
pub fn finding_of(view: &FindingView) -> Option<Finding> {
    let source = SOURCES
        .iter()
        .find(|(_, word)| *word == view.source)
        .map(|(source, _)| *source)?;
    let kind = match view.kind.as_str() {
        "strength" => FindingKind::Strength,
        "improvement" => FindingKind::Improvement,
        _ => return None,
    };
    Some(Finding {
        kind,
        source,
        title: view.title.clone(),
        observation: view.observation.clone(),
        root_cause: view.root_cause.clone(),
        impact: view.impact.clone(),
        critical: view.critical,
        objective: view.objective.as_deref().map(Into::into),
        action: view.action.as_deref().map(Into::into),
        inject: view.inject.as_deref().map(Into::into),
        role: view.role.as_deref().map(Into::into),
        section: view.section.clone(),
        evidence: view.evidence.clone(),
        key: view.key.clone(),
    })
}

const SOURCES: [(FindingSource, &str); 11] = [
    (FindingSource::Hand, "hand"),
    (FindingSource::MissedCritical, "missed-critical"),
    (FindingSource::Missed, "missed"),
    (FindingSource::Late, "late"),
    (FindingSource::Unauthorised, "unauthorised"),
    (FindingSource::Harmful, "harmful"),
    (FindingSource::Unanswered, "unanswered"),
    (FindingSource::UnfilledRole, "unfilled-role"),
    (FindingSource::NoPlanSection, "no-plan-section"),
    (FindingSource::DeadlineMissed, "deadline-missed"),
    (FindingSource::AllInTime, "all-in-time"),
];

fn finding_view(finding: &Finding) -> FindingView {
    let source = SOURCES.iter().find(|(source, _)| *source == finding.source);
    FindingView {
        kind: match finding.kind {
            FindingKind::Strength => "strength",
            FindingKind::Improvement => "improvement",
        }
        .to_owned(),
        source: source.map_or("hand", |(_, word)| word).to_owned(),
        title: finding.title.clone(),
        observation: finding.observation.clone(),
        root_cause: finding.root_cause.clone(),
        impact: finding.impact.clone(),
        critical: finding.critical,
        objective: finding.objective.as_ref().map(ToString::to_string),
        action: finding.action.as_ref().map(ToString::to_string),
        inject: finding.inject.as_ref().map(ToString::to_string),
        role: finding.role.as_ref().map(ToString::to_string),
        section: finding.section.clone(),
        evidence: finding.evidence.clone(),
        key: finding.key.clone(),
    }
}

fn findings(
    id: &ExerciseId,
    reviewed: &Reviewed<'_>,
    names: &BTreeMap<PersonId, String>,
) -> Vec<FindingRow> {
    let mut actions: BTreeMap<u64, Vec<ActionView>> = BTreeMap::new();
    for kept in &reviewed.actions {
        actions
            .entry(kept.finding)
            .or_default()
            .push(action_view(kept, names));
    }
    let standing = reviewed
        .evaluation
        .findings
        .iter()
        .filter(|raised| raised.dropped.is_none());
    standing
        .map(|raised| FindingRow {
            seq: raised.record,
            evidence: evidence(reviewed, &raised.finding.evidence),
            finding: finding_view(&raised.finding),
            actions: actions.remove(&raised.record).unwrap_or_default(),
            amendment: raised.lesson.as_ref().map(amendment_of_lesson),
            proposed: reviewed.proposed.contains(&finding_name(id, raised.record)),
        })
        .collect()
}

/// How a finding is named outside its drill.
pub fn finding_name(id: &ExerciseId, seq: u64) -> String {
    format!("{}#{seq}", ledger::stream::of_exercise(id))
}

fn evidence(reviewed: &Reviewed<'_>, records: &[u64]) -> Vec<EvidenceView> {
    let line = |seq: &u64| {
        let place = usize::try_from(seq.checked_sub(1)?).ok()?;
        let line = reviewed.transcript.get(place)?;
        let (_, says) = line.split_once("  ").unwrap_or(("", line));
        let entry = reviewed
            .evaluation
            .timeline
            .iter()
            .find(|entry| entry.records.contains(seq));
        Some(EvidenceView {
            seq: *seq,
            elapsed_ms: entry.map_or(0, |entry| entry.elapsed.0),
            says: entry.map_or_else(|| says.to_owned(), |entry| entry.says.clone()),
        })
    };
    records.iter().filter_map(line).collect()
}

fn amendment_of_lesson(lesson: &Lesson) -> AmendmentCall {
    match &lesson.amend {
        LessonAmendment::Replace(it) => AmendmentCall::Replace {
            section: it.section.clone(),
            find: it.find.clone(),
            text: it.text.clone(),
        },
        LessonAmendment::Insert(it) => AmendmentCall::Insert {
            section: it.section.clone(),
            text: it.text.clone(),
        },
        LessonAmendment::AppendItem(it) => AmendmentCall::AppendItem {
            section: it.section.clone(),
            text: it.text.clone(),
        },
        LessonAmendment::NewSection(it) => AmendmentCall::NewSection {
            parent: it.parent.clone(),
            title: it.title.clone(),
            text: it.text.clone(),
        },
    }
}

fn objective(
    scene: &Scene<'_>,
    evaluation: &Evaluation,
    summary: &ObjectiveSummary,
) -> ObjectiveReview {
    let expected = summary
        .actions
        .iter()
        .filter_map(|id| scene.drill.action(id));
    ObjectiveReview {
        id: summary.objective.to_string(),
        title: summary.title.clone(),
        target: summary.target.clone(),
        capability: summary.capability.clone(),
        tasks: summary.critical_tasks.clone(),
        tested: scene.drill.objective_tested(&summary.objective),
        suggested: summary
            .suggested
            .map(|rating| rating_word(rating).to_owned()),
        because: summary.basis.join(" "),
        rating: summary
            .confirmed
            .as_ref()
            .map(|it| rating_word(it.rating).to_owned()),
        reason: summary
            .confirmed
            .as_ref()
            .map_or_else(String::new, |it| it.reason.clone()),
        score: summary.score.q(),
        expected: expected
            .map(|(action, state)| scene.expected(action, state))
            .collect(),
        analysis: evaluation
            .narratives
            .objectives
            .get(&summary.objective)
            .cloned()
            .unwrap_or_default(),
    }
}

fn timeline_row(entry: &Entry) -> TimelineRow {
    let mark = match entry.outcome {
        Some(Outcome::Met) => "met",
        Some(Outcome::MetLate | Outcome::Partial) => "late",
        Some(Outcome::Missed) => "missed",
        Some(Outcome::NotTested) | None => match entry.kind {
            EntryKind::Lapsed | EntryKind::DeadlineMissed => "missed",
            _ => "",
        },
    };
    TimelineRow {
        seq: entry.records.first().copied().unwrap_or_default(),
        elapsed_ms: entry.elapsed.0,
        at_ms: entry.at.0,
        story: entry
            .story
            .map_or_else(String::new, exercise::StoryTime::spoken),
        lane: entry
            .role
            .as_ref()
            .map_or_else(String::new, ToString::to_string),
        kind: kind_word(entry.kind).to_owned(),
        says: entry.says.clone(),
        latency_ms: entry.latency.map(|latency| latency.0),
        target_ms: entry.target.map(|target| target.0),
        mark: mark.to_owned(),
    }
}

fn kind_word(kind: EntryKind) -> &'static str {
    match kind {
        EntryKind::Inject | EntryKind::Control | EntryKind::Withdrawn => "inject",
        EntryKind::Decision | EntryKind::Revision | EntryKind::Stance => "decision",
        EntryKind::Acknowledged | EntryKind::Lapsed | EntryKind::Settled => "action",
        EntryKind::Briefed
        | EntryKind::Phase
        | EntryKind::Pause
        | EntryKind::Break
        | EntryKind::Resume
        | EntryKind::Jump
        | EntryKind::Speed
        | EntryKind::RealIncident => "clock",
        EntryKind::Attendance => "people",
        EntryKind::Struck
        | EntryKind::Step
        | EntryKind::Prompt
        | EntryKind::Parked
        | EntryKind::Question
        | EntryKind::Note => "note",
        EntryKind::DeadlineBegan
        | EntryKind::DeadlineRecognised
        | EntryKind::DeadlineMet
        | EntryKind::DeadlineMissed => "deadline",
    }
}

/// What is left to do before the drill can be closed with a good conscience.
fn left(
    evaluation: &Evaluation,
    findings: &[FindingRow],
    suggested: usize,
    phase: Phase,
) -> Vec<String> {
    let over = match phase {
        Phase::Closed { .. } => true,
        Phase::Briefing
        | Phase::Running { .. }
        | Phase::Paused { .. }
        | Phase::HotWash
        | Phase::Review => false,
    };
    if over {
        return Vec::new();
    }
    let mut left = Vec::new();
    let unrated = evaluation
        .objectives
        .iter()
        .filter(|it| it.suggested.is_some() && it.confirmed.is_none())
        .count();
    if unrated > 0 {
        let noun = if unrated == 1 {
            "objective waits"
        } else {
            "objectives wait"
        };
        left.push(format!("{unrated} {noun} for a rating."));
    }
    if suggested > 0 {
        let noun = if suggested == 1 {
            "suggested finding"
        } else {
            "suggested findings"
        };
        left.push(format!("{suggested} {noun} to raise or leave."));
    }
    let bare = findings
        .iter()
        .filter(|row| row.finding.kind == "improvement" && row.actions.is_empty() && !row.proposed)
        .count();
    if bare > 0 {
        let noun = if bare == 1 {
            "finding has"
        } else {
            "findings have"
        };
        left.push(format!(
            "{bare} {noun} neither a corrective action nor a change to the plan."
        ));
    }
    if evaluation.narratives.summary.is_none() {
        left.push("The executive summary is still the one made from facts.".to_owned());
    }
    left
}
