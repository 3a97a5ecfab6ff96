//! The findings that the rules suggest, each with its evidence, and those that people raised. What was raised is
//! not suggested again, even where it was dropped. Not here: root causes and corrective actions (people find those).

use std::collections::{BTreeMap, BTreeSet, HashMap};

use exercise::{Finding, FindingKind, FindingSource, Outcome, Rating};
use scenario::{Lesson, LessonAmendment};
use terms::{ActionId, InjectId, ObjectiveId, RoleId, Span};

use crate::fold::Drill;
use crate::happened::{DecisionSummary, InjectSummary};
use crate::index::{Sections, common_title};
use crate::judged::{
    ActionSummary, DeadlineResult, DeadlineSummary, ObjectiveSummary, RaisedFinding, RoleSummary,
    Suggestion,
};
use crate::outcomes::harmful_choice;
use crate::team::TeamSummary;
use crate::team_findings;
use crate::words::{counted, limit, the_roles};

/// What the rules look at.
pub(crate) struct Judged<'a> {
    pub actions: &'a [ActionSummary],
    pub objectives: &'a [ObjectiveSummary],
    pub deadlines: &'a [DeadlineSummary],
    pub roles: &'a [RoleSummary],
    pub team: &'a TeamSummary,
    pub sections: Option<&'a Sections<'a>>,
}

/// The findings that were raised, in the order in which they were.
pub(crate) fn raised(drill: &Drill<'_>) -> Vec<RaisedFinding> {
    let one = |raised: &crate::talk::Raised<'_>| RaisedFinding {
        record: raised.record,
        revised: raised.revised.clone(),
        finding: raised.finding.clone(),
        lesson: raised
            .finding
            .action
            .as_ref()
            .and_then(|id| lesson(drill, id)),
        dropped: raised.dropped.map(str::to_owned),
    };
    drill.talk.raised.iter().map(one).collect()
}

/// The findings that the rules suggest and nobody has raised.
pub(crate) fn suggested(drill: &Drill<'_>, judged: &Judged<'_>) -> Vec<Suggestion> {
    let mut all: Vec<Suggestion> = Vec::new();
    all.extend(
        judged
            .actions
            .iter()
            .filter_map(|action| of_action(drill, action)),
    );
    let by_id: ById<'_> = judged
        .actions
        .iter()
        .map(|action| (&action.action, action))
        .collect();
    all.extend(of_unauthorised(drill, &by_id));
    let deadlines = drill.index.scenario.deadlines.iter().zip(judged.deadlines);
    all.extend(deadlines.filter_map(|(written, it)| of_deadline(drill, written, it)));
    all.extend(
        drill
            .injects
            .iter()
            .filter(|it| it.unanswered && !is_said_of_action(it))
            .map(|it| of_unanswered(drill, &by_id, it)),
    );
    all.extend(judged.roles.iter().filter_map(|role| of_role(drill, role)));
    all.extend(
        judged
            .actions
            .iter()
            .filter_map(|it| of_section(drill, judged, it)),
    );
    all.extend(team_findings::of_team(drill, judged.team));
    all.extend(judged.objectives.iter().filter_map(of_strength));
    let known: BTreeSet<Identity<'_>> = drill
        .talk
        .raised
        .iter()
        .map(|raised| identity(raised.finding))
        .collect();
    let paths = drill
        .input
        .plan
        .map_or(&[][..], |plan| plan.sections.as_slice());
    let title = common_title(paths.iter().map(String::as_str)).to_lowercase();
    for suggestion in &mut all {
        let key = &mut suggestion.finding.key;
        if let Some(rest) = key.strip_prefix(&title) {
            *key = rest.to_owned();
        }
    }
    let is_known = |suggestion: &Suggestion| {
        let (key, _, _) = identity(&suggestion.finding);
        known.contains(&identity(&suggestion.finding)) || known.contains(&(key, None, None))
    };
    all.retain(|suggestion| !is_known(suggestion));
    all.sort_by_key(|suggestion| (suggestion.finding.kind, !suggestion.finding.critical));
    all
}

type ById<'a> = HashMap<&'a ActionId, &'a ActionSummary>;

type Identity<'a> = (&'a str, Option<&'a ActionId>, Option<&'a InjectId>);

/// Two actions of one role under one section share a key, so the action tells them apart within a drill.
fn identity(finding: &Finding) -> Identity<'_> {
    (
        &finding.key,
        finding.action.as_ref(),
        finding.inject.as_ref(),
    )
}

fn of_action(drill: &Drill<'_>, action: &ActionSummary) -> Option<Suggestion> {
    let text = action.text.trim().trim_end_matches('.');
    let (source, failure, title) = match action.outcome {
        Outcome::NotTested => return None,
        Outcome::Met | Outcome::MetLate | Outcome::Partial | Outcome::Missed if action.harmful => (
            FindingSource::Harmful,
            "harmful",
            match harmful_choice(drill, &action.action) {
                Some(choice) => {
                    format!("Harmful choice: “{choice}”, where this was expected: {text}")
                }
                None => format!("Harmful choice where this was expected: {text}"),
            },
        ),
        Outcome::Met => return None,
        Outcome::MetLate => (FindingSource::Late, "late", format!("Done late: {text}")),
        Outcome::Partial => (
            FindingSource::Missed,
            "partial",
            format!("Done only in part: {text}"),
        ),
        Outcome::Missed if action.critical => (
            FindingSource::MissedCritical,
            "missed",
            format!("Critical action not done: {text}"),
        ),
        Outcome::Missed => (FindingSource::Missed, "missed", format!("Not done: {text}")),
    };
    let grave = action.harmful || action.outcome == Outcome::Missed;
    let lesson = lesson(drill, &action.action);
    let section = action
        .section
        .clone()
        .or_else(|| lesson.as_ref().map(section_of));
    let place = section
        .as_deref()
        .or(action.objective.as_ref().map(ObjectiveId::as_str));
    let finding = Finding {
        critical: action.critical && grave,
        objective: action.objective.clone(),
        action: Some(action.action.clone()),
        inject: action.inject.clone(),
        role: Some(action.role.clone()),
        evidence: action.evidence.clone(),
        key: key(place, Some(&action.role), failure),
        observation: observation_of(drill, action),
        section,
        ..improvement(source, title)
    };
    Some(Suggestion { finding, lesson })
}

fn observation_of(drill: &Drill<'_>, action: &ActionSummary) -> String {
    let role = format!("The {}", drill.index.role(&action.role));
    let target = limit(action.target);
    let since = match &action.inject {
        Some(inject) => format!(" after “{}”", drill.index.inject_title(inject)),
        None => String::new(),
    };
    let took = action.latency.map(Span::spoken);
    let mut says = match (action.outcome, took) {
        (Outcome::Missed, _) if action.harmful => {
            format!("{role} chose what does harm{since}; this was expected within {target}.")
        }
        (Outcome::MetLate, Some(took)) => {
            format!("{role} did it {took}{since}; the target is {target}.")
        }
        (Outcome::Partial, Some(took)) => {
            format!("{role} did a part of it {took}{since}; the target is {target}.")
        }
        (Outcome::Partial, None) => format!("{role} did only a part of it."),
        (Outcome::MetLate, None) => format!("{role} did it after the target of {target}."),
        (Outcome::Missed | Outcome::Met | Outcome::NotTested, _) => {
            format!("{role} was expected to do this within {target}{since} and did not.")
        }
    };
    if action.prompted {
        says.push_str(" It followed a prompt by the facilitator.");
    }
    if action.contingency {
        says.push_str(" A contingency inject was delivered for want of it.");
    }
    if !action.note.trim().is_empty() {
        says.push_str(&format!(" Evaluator: {}", action.note.trim()));
    }
    says
}

fn of_unauthorised(drill: &Drill<'_>, actions: &ById<'_>) -> Vec<Suggestion> {
    type Place<'b> = (&'b RoleId, Option<&'b InjectId>);
    let mut groups: BTreeMap<Place<'_>, Vec<&DecisionSummary>> = BTreeMap::new();
    for decision in drill
        .decisions
        .iter()
        .filter(|it| it.unauthorised && it.struck.is_none())
    {
        groups
            .entry((&decision.role, decision.inject.as_ref()))
            .or_default()
            .push(decision);
    }
    let one = |((role, inject), decisions): (Place<'_>, Vec<&DecisionSummary>)| {
        let action = decisions.iter().find_map(|it| it.action.as_ref());
        let action = action.and_then(|id| actions.get(id));
        let section = action.and_then(|action| action.section.clone());
        let objective = action.and_then(|action| action.objective.clone());
        let place = section
            .as_deref()
            .or(objective.as_ref().map(ObjectiveId::as_str));
        let title = drill.index.role(role);
        let texts: Vec<&str> = decisions.iter().map(|it| it.text.trim()).collect();
        let finding = Finding {
            inject: inject.cloned(),
            role: Some(role.clone()),
            evidence: decisions.iter().map(|decision| decision.record).collect(),
            key: key(
                place.or(inject.map(InjectId::as_str)),
                Some(role),
                "unauthorised",
            ),
            observation: format!(
                "The {title} decided: “{}”. The plan gives this decision to another role, and none with the \
                 authority is recorded.",
                texts.join("”, “")
            ),
            objective,
            section,
            ..improvement(
                FindingSource::Unauthorised,
                format!("{title} decided without the authority for it"),
            )
        };
        Suggestion {
            finding,
            lesson: None,
        }
    };
    groups.into_iter().map(one).collect()
}

fn of_deadline(
    drill: &Drill<'_>,
    written: &scenario::Deadline,
    deadline: &DeadlineSummary,
) -> Option<Suggestion> {
    let spoken = |ms: i64| Span(ms.abs()).spoken();
    let title = deadline.title.trim().trim_end_matches('.');
    let (title, how) = match deadline.result {
        DeadlineResult::Missed => (
            format!("Deadline missed: {title}"),
            "was not met".to_owned(),
        ),
        DeadlineResult::MetLate => (
            format!("Deadline met late: {title}"),
            match deadline.slack_ms {
                Some(slack) => format!("was met {} too late", spoken(slack)),
                None => "was met too late".to_owned(),
            },
        ),
        DeadlineResult::Met | DeadlineResult::Open | DeadlineResult::NotBegun => return None,
    };
    let recognised = match deadline.recognised_after_ms {
        Some(ms) if ms > 0 => format!(" Players recognised it {} after it began.", spoken(ms)),
        Some(_) => " Players recognised it at once.".to_owned(),
        None => " Nobody said aloud that it was running.".to_owned(),
    };
    let action = written
        .met_by
        .as_ref()
        .and_then(|id| drill.index.action(id));
    let place = deadline.section.as_deref().unwrap_or(&deadline.source);
    let failure = match &written.stage {
        Some(stage) => format!("deadline {} {}", stage.pack, stage.stage),
        None => format!("deadline {}", deadline.source.to_lowercase()),
    };
    let within = match deadline.limit.as_str() {
        "" => format!("limit of {}", limit(deadline.within)),
        counted => format!("limit ({counted})"),
    };
    let finding = Finding {
        critical: deadline.outside,
        objective: action.and_then(|action| action.objective.clone()),
        role: deadline.role.clone(),
        section: deadline.section.clone(),
        evidence: deadline.evidence.clone(),
        key: key(Some(place), deadline.role.as_ref(), &failure),
        observation: format!(
            "The {within} in story time ({}) {how}.{recognised}",
            deadline.source
        ),
        ..improvement(FindingSource::DeadlineMissed, title)
    };
    Some(Suggestion {
        finding,
        lesson: None,
    })
}

/// An inject whose only expected action was not done is unanswered for that very reason, and that finding says it.
fn is_said_of_action(inject: &InjectSummary) -> bool {
    inject.actions.len() == 1
}

fn of_unanswered(drill: &Drill<'_>, actions: &ById<'_>, inject: &InjectSummary) -> Suggestion {
    let roles: Vec<&str> = inject
        .to
        .iter()
        .map(|role| drill.index.role(role))
        .collect();
    let whom = the_roles(&roles);
    let expected = inject.actions.first().and_then(|id| actions.get(id));
    let objective = expected.and_then(|action| action.objective.clone());
    let section = expected.and_then(|action| action.section.clone());
    let role = inject.to.first().filter(|_| inject.to.len() == 1);
    let place = section
        .as_deref()
        .or(objective.as_ref().map(ObjectiveId::as_str));
    let when = inject
        .deliveries
        .last()
        .map_or_else(String::new, |it| format!(" at {}", it.elapsed));
    let finding = Finding {
        inject: Some(inject.inject.clone()),
        role: role.cloned(),
        evidence: inject
            .deliveries
            .iter()
            .map(|delivery| delivery.record)
            .collect(),
        key: key(place.or(Some(inject.inject.as_str())), role, "unanswered"),
        observation: format!("It reached {whom}{when}, and no decision on it is recorded."),
        objective,
        section,
        ..improvement(
            FindingSource::Unanswered,
            format!("Never answered: {}", inject.title),
        )
    };
    Suggestion {
        finding,
        lesson: None,
    }
}

fn of_role(drill: &Drill<'_>, role: &RoleSummary) -> Option<Suggestion> {
    if role.filled || drill.course.started_at.is_none() {
        return None;
    }
    let finding = Finding {
        role: Some(role.role.clone()),
        evidence: drill.started.into_iter().collect(),
        key: key(None, Some(&role.role), "unfilled"),
        observation: format!(
            "Nobody played the {} during the drill. {} and {} were meant for it.",
            role.title,
            counted(role.outcomes.all() as usize, "expected action"),
            counted(role.injects as usize, "inject")
        ),
        ..improvement(
            FindingSource::UnfilledRole,
            format!("Nobody in the role: {}", role.title),
        )
    };
    Some(Suggestion {
        finding,
        lesson: None,
    })
}

fn of_section(
    drill: &Drill<'_>,
    judged: &Judged<'_>,
    action: &ActionSummary,
) -> Option<Suggestion> {
    let text = action.text.trim().trim_end_matches('.');
    let says = match (&action.section, judged.sections) {
        (None, _) => "The scenario expects this, but it cites no section of the plan.".to_owned(),
        (Some(cited), Some(plan)) if plan.find(cited).is_none() => {
            format!("The scenario cites “{cited}”, and the plan has no such section.")
        }
        (Some(_), Some(_) | None) => return None,
    };
    let first = drill.input.records.first().map(|record| record.seq);
    let evidence = if action.evidence.is_empty() {
        first.into_iter().collect()
    } else {
        action.evidence.clone()
    };
    let place = action
        .section
        .as_deref()
        .or(action.objective.as_ref().map(ObjectiveId::as_str));
    let finding = Finding {
        objective: action.objective.clone(),
        action: Some(action.action.clone()),
        inject: action.inject.clone(),
        role: Some(action.role.clone()),
        section: action.section.clone(),
        evidence,
        key: key(place, Some(&action.role), "no plan section"),
        observation: says,
        ..improvement(
            FindingSource::NoPlanSection,
            format!("The plan does not say: {text}"),
        )
    };
    Some(Suggestion {
        finding,
        lesson: None,
    })
}

fn of_strength(objective: &ObjectiveSummary) -> Option<Suggestion> {
    if objective.suggested != Some(Rating::P) || objective.outcomes.met == 0 {
        return None;
    }
    let finding = Finding {
        kind: FindingKind::Strength,
        objective: Some(objective.objective.clone()),
        evidence: objective.evidence.clone(),
        key: key(Some(objective.objective.as_str()), None, "in time"),
        observation: objective.basis.join(" "),
        ..improvement(
            FindingSource::AllInTime,
            format!(
                "Everything in time: {}",
                objective.title.trim().trim_end_matches('.')
            ),
        )
    };
    Some(Suggestion {
        finding,
        lesson: None,
    })
}

pub(crate) fn improvement(source: FindingSource, title: String) -> Finding {
    Finding {
        kind: FindingKind::Improvement,
        source,
        title,
        observation: String::new(),
        root_cause: String::new(),
        impact: String::new(),
        critical: false,
        objective: None,
        action: None,
        inject: None,
        role: None,
        section: None,
        evidence: Vec::new(),
        key: String::new(),
    }
}

/// What makes a finding the same in another drill: section or objective, role, failure.
pub(crate) fn key(place: Option<&str>, role: Option<&RoleId>, failure: &str) -> String {
    let place = place.map_or_else(|| "-".to_owned(), str::to_lowercase);
    format!("{place} | {} | {failure}", role.map_or("-", RoleId::as_str))
}

fn lesson(drill: &Drill<'_>, action: &ActionId) -> Option<Lesson> {
    drill
        .index
        .action(action)
        .and_then(|action| action.lesson.clone())
}

fn section_of(lesson: &Lesson) -> String {
    match &lesson.amend {
        LessonAmendment::Replace(replace) => replace.section.clone(),
        LessonAmendment::Insert(text) | LessonAmendment::AppendItem(text) => text.section.clone(),
        LessonAmendment::NewSection(section) => section.parent.clone(),
    }
}
