//! What the drill taught: objectives with their findings, critical lapses, recommendations for the plan, and the
//! improvement plan. Findings that only a rule suggests say so. Not here: what happened (`happened`).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use evaluation::{ActionSummary, NoteSummary, ObjectiveSummary, limit};
use exercise::{Finding, FindingKind, NoteBy, Outcome, Tone};
use scenario::{Lesson, LessonAmendment, ResponsePhase};
use terms::{ActionId, ObjectiveId, Span, Stamp};

use crate::build::{DUE_AFTER, Look, simulated};
use crate::input::{ActionStatus, ChangeState, CorrectiveAction, Element};
use crate::model::{ActionPart, FindingPart, LapsePart, NotePart, ObjectivePart};
use crate::parts::{ImprovementRow, Recommendation};
use crate::phrase::{
    NONE, bar, or_none, outcome_says, outcome_tone, outcomes, rating_letter, rating_says,
    rating_tone, records, score,
};

/// Each objective with its rating, actions and findings.
pub(crate) fn objectives(look: &Look<'_>) -> Vec<ObjectivePart> {
    let evaluation = look.input.evaluation;
    let mut findings: BTreeMap<&ObjectiveId, Vec<Found<'_>>> = BTreeMap::new();
    for found in standing(look) {
        if let Some(objective) = &found.finding.objective {
            findings.entry(objective).or_default().push(found);
        }
    }
    let actions: HashMap<&ActionId, &ActionSummary> = evaluation
        .actions
        .iter()
        .map(|action| (&action.action, action))
        .collect();
    let notes: BTreeMap<u64, &NoteSummary> = evaluation
        .notes
        .iter()
        .map(|note| (note.record, note))
        .collect();
    let one = |(at, objective): (usize, &ObjectiveSummary)| {
        let found = findings
            .get(&objective.objective)
            .map_or(&[][..], Vec::as_slice);
        let part = |kind| finding_parts(look, found.iter().filter(|it| it.finding.kind == kind));
        let narrative = evaluation.narratives.objectives.get(&objective.objective);
        ObjectivePart {
            strengths: part(FindingKind::Strength),
            improvements: part(FindingKind::Improvement),
            notes: objective
                .notes
                .iter()
                .filter_map(|it| notes.get(it))
                .map(|it| note(it))
                .collect(),
            actions: objective
                .actions
                .iter()
                .filter_map(|id| actions.get(id))
                .map(|it| action(look, it))
                .collect(),
            narrative: narrative.cloned().unwrap_or_default(),
            ..rated(at, objective)
        }
    };
    evaluation.objectives.iter().enumerate().map(one).collect()
}

/// Findings of one kind that belong to no objective.
pub(crate) fn without_objective(look: &Look<'_>, kind: FindingKind) -> Vec<FindingPart> {
    let all = standing(look);
    let free = |it: &&Found<'_>| it.finding.kind == kind && it.finding.objective.is_none();
    finding_parts(look, all.iter().filter(free))
}

/// What management should hear of the same day.
pub(crate) fn lapses(look: &Look<'_>) -> Vec<LapsePart> {
    let evaluation = look.input.evaluation;
    let at: HashMap<u64, terms::Elapsed> = evaluation
        .timeline
        .iter()
        .filter_map(|entry| entry.records.first().map(|record| (*record, entry.elapsed)))
        .collect();
    let critical =
        |it: &Found<'_>| it.finding.critical && it.finding.kind == FindingKind::Improvement;
    let mut lapses: Vec<LapsePart> = standing(look)
        .into_iter()
        .filter(critical)
        .map(|found| {
            let last = found
                .finding
                .evidence
                .iter()
                .rev()
                .find_map(|record| at.get(record));
            LapsePart {
                title: found.finding.title.clone(),
                says: found.finding.observation.clone(),
                impact: found.finding.impact.clone(),
                role: look.maybe_role(found.finding.role.as_ref()),
                when: last.map_or_else(|| NONE.to_owned(), |elapsed| elapsed.to_string()),
                section: found
                    .finding
                    .section
                    .as_ref()
                    .map_or_else(String::new, |it| look.section(it)),
                records: records(&found.finding.evidence),
                confirmed: found.raised.is_some(),
            }
        })
        .collect();
    for note in evaluation.notes.iter().filter(|note| note.critical) {
        lapses.push(LapsePart {
            title: format!("{} noted a critical lapse", note_by(note.by)),
            says: note.says.clone(),
            impact: String::new(),
            role: String::new(),
            when: note.elapsed.to_string(),
            section: String::new(),
            records: records(&[note.record]),
            confirmed: true,
        });
    }
    lapses
}

/// What the scenario proposes for the plan and the plan's changes do not hold yet.
pub(crate) fn recommendations(look: &Look<'_>) -> Vec<Recommendation> {
    let done: BTreeSet<&str> = look
        .input
        .plan_changes
        .iter()
        .filter(|change| change.state != ChangeState::Declined)
        .map(|change| change.after.trim())
        .collect();
    let mut seen = BTreeSet::new();
    standing(look)
        .iter()
        .filter_map(|found| found.lesson)
        .map(|lesson| recommendation(look, lesson))
        .filter(|it| !done.iter().any(|after| after.contains(it.text.trim())))
        .filter(|it| seen.insert((it.section.clone(), it.text.clone())))
        .collect()
}

/// Appendix A: corrective actions first, then improvements that have none.
pub(crate) fn improvement_plan(look: &Look<'_>) -> Vec<ImprovementRow> {
    let by_record: BTreeMap<u64, &Finding> = look
        .input
        .evaluation
        .findings
        .iter()
        .map(|it| (it.record, &it.finding))
        .collect();
    let mut rows: Vec<ImprovementRow> = look
        .input
        .actions
        .iter()
        .map(|it| corrective(look, &by_record, it))
        .collect();
    let answered: BTreeSet<u64> = look
        .input
        .actions
        .iter()
        .filter_map(|it| it.finding)
        .collect();
    for found in standing(look) {
        let waits = match found.raised {
            Some(record) => !answered.contains(&record),
            None => found.finding.critical || found.lesson.is_some(),
        };
        if found.finding.kind == FindingKind::Improvement && waits {
            rows.push(unassigned(look, &found));
        }
    }
    for (row, number) in rows.iter_mut().zip(1..) {
        row.number = number;
    }
    rows
}

/// How many findings that a person raised have no corrective action.
pub(crate) fn unanswered(look: &Look<'_>) -> usize {
    waiting(look).len()
}

/// The objectives of those findings.
pub(crate) fn unanswered_objectives(look: &Look<'_>) -> BTreeSet<ObjectiveId> {
    let objectives = waiting(look).into_iter();
    objectives.filter_map(|it| it.objective.clone()).collect()
}

/// A corrective action as it stands in the improvement plan.
pub(crate) fn corrective_row(look: &Look<'_>, action: &CorrectiveAction) -> ImprovementRow {
    corrective(look, &BTreeMap::new(), action)
}

fn waiting<'a>(look: &Look<'a>) -> Vec<&'a Finding> {
    let answered: BTreeSet<u64> = look
        .input
        .actions
        .iter()
        .filter_map(|it| it.finding)
        .collect();
    let raised = look.input.evaluation.findings.iter();
    raised
        .filter(|it| it.dropped.is_none() && !answered.contains(&it.record))
        .map(|it| &it.finding)
        .filter(|it| it.kind == FindingKind::Improvement)
        .collect()
}

/// A finding that stands, raised or suggested.
struct Found<'a> {
    finding: &'a Finding,
    lesson: Option<&'a Lesson>,
    raised: Option<u64>,
}

fn standing<'a>(look: &Look<'a>) -> Vec<Found<'a>> {
    let evaluation = look.input.evaluation;
    let raised = evaluation
        .findings
        .iter()
        .filter(|it| it.dropped.is_none())
        .map(|it| Found {
            finding: &it.finding,
            lesson: it.lesson.as_ref(),
            raised: Some(it.record),
        });
    let suggested = evaluation.suggested.iter().map(|it| Found {
        finding: &it.finding,
        lesson: it.lesson.as_ref(),
        raised: None,
    });
    raised.chain(suggested).collect()
}

fn finding_parts<'a>(
    look: &Look<'_>,
    found: impl Iterator<Item = &'a Found<'a>>,
) -> Vec<FindingPart> {
    let one = |found: &Found<'_>| {
        let finding = found.finding;
        FindingPart {
            title: finding.title.clone(),
            observation: or_none(&finding.observation),
            reference: reference(look, finding),
            root_cause: finding.root_cause.clone(),
            impact: finding.impact.clone(),
            recommendation: found
                .lesson
                .map_or_else(String::new, |lesson| lesson.says.clone()),
            critical: finding.critical,
            suggested: found.raised.is_none(),
        }
    };
    found.map(one).collect()
}

fn reference(look: &Look<'_>, finding: &Finding) -> String {
    let section = finding
        .section
        .as_ref()
        .map(|section| format!("Plan: {}", look.section(section)));
    let role = finding.role.as_ref().map(|role| look.role(role));
    let evidence = Some(records(&finding.evidence)).filter(|text| !text.is_empty());
    let parts: Vec<String> = [section, role, evidence].into_iter().flatten().collect();
    or_none(&parts.join(" · "))
}

fn rated(at: usize, objective: &ObjectiveSummary) -> ObjectivePart {
    let rating = objective.rating();
    let rating_by = match (&objective.confirmed, objective.suggested) {
        (Some(confirmed), suggested) if confirmed.overridden => format!(
            "Given by the evaluator; the rule suggests {}. Reason: {}",
            rating_letter(suggested),
            or_none(&confirmed.reason)
        ),
        (Some(confirmed), _) if confirmed.reason.trim().is_empty() => {
            "Confirmed by the evaluator.".to_owned()
        }
        (Some(confirmed), _) => format!("Given by the evaluator: {}", confirmed.reason),
        (None, Some(_)) => "Suggested by rule; no evaluator has confirmed it yet.".to_owned(),
        (None, None) => String::new(),
    };
    ObjectivePart {
        number: u32::try_from(at + 1).unwrap_or(u32::MAX),
        title: objective.title.clone(),
        capability: or_none(&objective.capability),
        target: or_none(&objective.target),
        phase: objective.phase.map_or(NONE, phase).to_owned(),
        about: about(objective),
        rating: rating_letter(rating).to_owned(),
        rating_says: rating_says(rating).to_owned(),
        rating_by,
        tone: rating_tone(rating).to_owned(),
        basis: objective.basis.clone(),
        score: score(objective.score),
        outcomes: outcomes(objective.outcomes),
        tasks: objective.critical_tasks.clone(),
        ..ObjectivePart::default()
    }
}

fn phase(phase: ResponsePhase) -> &'static str {
    match phase {
        ResponsePhase::Preparation => "Preparation",
        ResponsePhase::Detection => "Detection and analysis",
        ResponsePhase::Containment => "Containment",
        ResponsePhase::Eradication => "Eradication",
        ResponsePhase::Recovery => "Recovery",
    }
}

fn action(look: &Look<'_>, action: &ActionSummary) -> ActionPart {
    // In a rehearsal everybody is simulated, which every page says.
    let played = !simulated(look.input.evaluation.course.origin);
    let remarks = [
        (action.harmful, "harmful choice"),
        (action.prompted, "after a prompt"),
        (action.by_bot && played, "by a simulated person"),
        (action.self_assessed, "self-assessed"),
        (
            action.contingency && action.outcome != Outcome::Missed,
            "after a contingency inject",
        ),
        (
            !action.untested_because.is_empty(),
            action.untested_because.as_str(),
        ),
    ];
    let remarks: Vec<&str> = remarks
        .iter()
        .filter(|(holds, _)| *holds)
        .map(|(_, it)| *it)
        .collect();
    let bad = action.harmful || (action.critical && action.outcome == Outcome::Missed);
    let tone = match outcome_tone(action.outcome) {
        _ if bad => "bad",
        // Red is kept for what is critical.
        "bad" => "warn",
        tone => tone,
    };
    ActionPart {
        text: action.text.clone(),
        role: look.role(&action.role),
        critical: action.critical,
        section: action
            .section
            .as_ref()
            .map_or_else(|| NONE.to_owned(), |it| look.section(it)),
        outcome: outcome_says(action.outcome).to_owned(),
        remark: remarks.join(", "),
        tone: tone.to_owned(),
        latency: action.latency.map_or_else(String::new, Span::spoken),
        target: limit(action.target),
        bar: bar(
            action.latency,
            Some(action.target),
            action.outcome == Outcome::Met && !action.harmful,
        ),
        records: records(&action.evidence),
    }
}

fn note(note: &NoteSummary) -> NotePart {
    let (tone, tone_says) = match note.tone {
        Tone::Strength => ("good", "Strength"),
        Tone::Gap => ("warn", "Gap"),
        Tone::Neutral => ("none", "Note"),
    };
    NotePart {
        when: note.elapsed.to_string(),
        by: note_by(note.by).to_owned(),
        tone_says: tone_says.to_owned(),
        tone: tone.to_owned(),
        says: note.says.clone(),
        record: note.record,
    }
}

fn note_by(by: NoteBy) -> &'static str {
    match by {
        NoteBy::Facilitator => "The facilitator",
        NoteBy::Evaluator => "The evaluator",
        NoteBy::Scribe => "The scribe",
    }
}

fn recommendation(look: &Look<'_>, lesson: &Lesson) -> Recommendation {
    let (section, change, find, text) = match &lesson.amend {
        LessonAmendment::Replace(it) => (
            it.section.clone(),
            "Change a sentence".to_owned(),
            it.find.clone(),
            it.text.clone(),
        ),
        LessonAmendment::Insert(it) => (
            it.section.clone(),
            "Add a paragraph".to_owned(),
            String::new(),
            it.text.clone(),
        ),
        LessonAmendment::AppendItem(it) => (
            it.section.clone(),
            "Add an item to the list".to_owned(),
            String::new(),
            it.text.clone(),
        ),
        LessonAmendment::NewSection(it) => (
            it.parent.clone(),
            format!("Add a section “{}”", it.title),
            String::new(),
            it.text.clone(),
        ),
    };
    Recommendation {
        section: look.section(&section),
        says: lesson.says.clone(),
        change,
        find,
        text,
    }
}

fn corrective(
    look: &Look<'_>,
    findings: &BTreeMap<u64, &Finding>,
    action: &CorrectiveAction,
) -> ImprovementRow {
    let finding = action.finding.and_then(|record| findings.get(&record));
    let issue = finding.map_or("", |finding| finding.title.as_str());
    let capability = look.capability(finding.and_then(|finding| finding.objective.as_ref()));
    let first = |own: &str, other: &str| or_none(if own.trim().is_empty() { other } else { own });
    let (status, tone) = match action.status {
        ActionStatus::Open => ("Open", "none"),
        ActionStatus::InProgress => ("In progress", "none"),
        ActionStatus::Complete => ("Complete, not verified", "warn"),
        ActionStatus::Verified => ("Complete and verified", "good"),
    };
    ImprovementRow {
        number: 0,
        capability: first(&action.capability, &capability),
        issue: first(&action.issue, issue),
        action: or_none(&action.what),
        element: element(action.element).to_owned(),
        owner: first(&action.owner, "To be named"),
        contact: or_none(&action.contact),
        start: day(look, action.start.or(look.day())),
        due: due(look, action.due),
        status: status.to_owned(),
        tone: tone.to_owned(),
        assigned: true,
    }
}

fn unassigned(look: &Look<'_>, found: &Found<'_>) -> ImprovementRow {
    let proposed = found.lesson.map(|lesson| proposed(look, lesson));
    let status = if found.raised.is_some() {
        "No action decided"
    } else {
        "Suggested by rule"
    };
    ImprovementRow {
        number: 0,
        capability: or_none(&look.capability(found.finding.objective.as_ref())),
        issue: found.finding.title.clone(),
        action: proposed.unwrap_or_else(|| "To be decided".to_owned()),
        element: if found.lesson.is_some() {
            element(Element::Planning)
        } else {
            NONE
        }
        .to_owned(),
        owner: "To be named".to_owned(),
        contact: NONE.to_owned(),
        start: day(look, look.day()),
        due: due(look, None),
        status: status.to_owned(),
        tone: if found.finding.critical {
            "bad"
        } else {
            "warn"
        }
        .to_owned(),
        assigned: false,
    }
}

fn proposed(look: &Look<'_>, lesson: &Lesson) -> String {
    match &lesson.amend {
        LessonAmendment::Replace(it) => format!(
            "Proposed: change a sentence in “{}” to: {}",
            look.section(&it.section),
            it.text
        ),
        LessonAmendment::Insert(it) => format!(
            "Proposed: add a paragraph to “{}”: {}",
            look.section(&it.section),
            it.text
        ),
        LessonAmendment::AppendItem(it) => format!(
            "Proposed: add an item to the list in “{}”: {}",
            look.section(&it.section),
            it.text
        ),
        LessonAmendment::NewSection(it) => format!(
            "Proposed: add a section “{}” to “{}”: {}",
            it.title,
            look.section(&it.parent),
            it.text
        ),
    }
}

/// Capability, threshold and phase in a line, as far as there are any.
fn about(objective: &evaluation::ObjectiveSummary) -> String {
    let phase = objective.phase.map_or("", phase);
    let parts = [
        ("Capability", objective.capability.as_str()),
        ("Target", objective.target.as_str()),
        ("Phase", phase),
    ];
    let said = parts.iter().filter(|(_, it)| !it.trim().is_empty());
    let said: Vec<String> = said.map(|(name, it)| format!("{name}: {it}")).collect();
    said.join(" · ")
}

fn element(element: Element) -> &'static str {
    match element {
        Element::Planning => "Planning",
        Element::Organisation => "Organisation",
        Element::Equipment => "Equipment",
        Element::Training => "Training",
        Element::Exercises => "Exercises",
    }
}

fn due(look: &Look<'_>, due: Option<Stamp>) -> String {
    day(
        look,
        due.or_else(|| look.day().map(|drilled| drilled + DUE_AFTER)),
    )
}

fn day(look: &Look<'_>, at: Option<Stamp>) -> String {
    at.map_or_else(|| NONE.to_owned(), |at| look.wall.day(at))
}
