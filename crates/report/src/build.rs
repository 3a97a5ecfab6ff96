//! Makes the report from an evaluation: look-ups first, then part by part. Not here: the parts themselves, each of
//! which has a module.

use std::collections::{BTreeMap, HashMap};

use evaluation::{common_title, transcript_lines};
use exercise::Origin;
use terms::{DeadlineId, InjectId, ObjectiveId, PersonId, RoleId, Span, Stamp};

use crate::edition::Edition;
use crate::input::Input;
use crate::model::{AfterActionReport, FORMAT, SealPart};
use crate::parts::TranscriptLine;
use crate::phrase::{Wall, lapses_say, origin_says, origin_word};
use crate::{appendix, drawing, happened, lessons, overview, team};

/// Corrective actions without a date of their own are due this long after the drill.
pub const DUE_AFTER: Span = Span::hours(30 * 24);

/// Makes the full edition. The same input gives the same report, whatever the time of day.
pub fn build(input: &Input<'_>) -> AfterActionReport {
    let look = Look::new(input);
    let evaluation = input.evaluation;
    let nobody = BTreeMap::new();
    let people = if input.named { input.people } else { &nobody };
    let line = |(record, says): (&exercise::Record, String)| TranscriptLine {
        record: record.seq,
        says,
    };
    let day = look.day();
    AfterActionReport {
        format: FORMAT,
        evaluator: evaluation.evaluator,
        marking: marking(input),
        origin_says: origin_says(evaluation.course.origin).to_owned(),
        title: look.title(),
        organisation: input.organisation.to_owned(),
        dated: input
            .dated
            .or(evaluation.course.last_at)
            .map_or(String::new(), |at| look.wall.day(at)),
        day: day.map_or(String::new(), |at| look.wall.day(at)),
        audience: Edition::Full,
        edition: edition(input.named).to_owned(),
        named: input.named,
        exercise: evaluation.exercise.to_string(),
        seal: input.seal.map(|it| SealPart {
            seq: it.seq,
            seal: it.seal.clone(),
        }),
        approval: None,
        addenda: Vec::new(),
        management: None,
        evidence: None,
        overview: overview::facts(&look),
        scenario: input.scenario.summary.clone(),
        summary: overview::summary(&look),
        figures: overview::figures(&look),
        lapses_say: lapses_say(evaluation.course.origin).to_owned(),
        lapses: lessons::lapses(&look),
        objectives: lessons::objectives(&look),
        other_strengths: lessons::without_objective(&look, exercise::FindingKind::Strength),
        other_improvements: lessons::without_objective(&look, exercise::FindingKind::Improvement),
        drawing: drawing::drawing(&look),
        timeline: happened::timeline(&look),
        decisions: happened::decisions(&look),
        deadlines: happened::deadlines(&look),
        team: team::parts(&look),
        roles: happened::roles(&look),
        hot_wash: appendix::hot_wash(&look),
        feedback: appendix::feedback(&look),
        plan_changes: appendix::plan_changes(&look),
        recommendations: lessons::recommendations(&look),
        coverage_says: appendix::coverage_says(&look),
        coverage: appendix::coverage(&look),
        improvement_plan: lessons::improvement_plan(&look),
        participants: appendix::participants(&look),
        method: appendix::method(&look),
        transcript: input
            .records
            .iter()
            .zip(transcript_lines(input.records, people))
            .map(line)
            .collect(),
    }
}

/// What the parts look things up in.
pub(crate) struct Look<'a> {
    pub input: &'a Input<'a>,
    pub wall: Wall,
    /// What stands before every section of the plan and tells a reader nothing.
    plan_title: String,
    roles: BTreeMap<&'a RoleId, &'a str>,
    injects: HashMap<&'a InjectId, &'a str>,
    deadlines: BTreeMap<&'a DeadlineId, &'a str>,
    objectives: BTreeMap<&'a ObjectiveId, &'a scenario::Objective>,
}

impl<'a> Look<'a> {
    pub fn new(input: &'a Input<'a>) -> Self {
        let scenario = input.scenario;
        let injects = input.evaluation.injects.iter();
        Self {
            input,
            wall: Wall::new(input.utc_offset_minutes),
            plan_title: common_title(
                input
                    .evaluation
                    .coverage
                    .iter()
                    .filter(|it| it.in_plan)
                    .map(|it| it.section.as_str()),
            ),
            roles: scenario
                .roles
                .iter()
                .map(|role| (&role.id, role.title.as_str()))
                .collect(),
            injects: injects
                .map(|inject| (&inject.inject, inject.title.as_str()))
                .collect(),
            deadlines: scenario
                .deadlines
                .iter()
                .map(|it| (&it.id, it.title.as_str()))
                .collect(),
            objectives: scenario.objectives.iter().map(|it| (&it.id, it)).collect(),
        }
    }

    pub fn role(&self, role: &RoleId) -> String {
        self.roles
            .get(role)
            .map_or_else(|| role.to_string(), |title| (*title).to_owned())
    }

    pub fn maybe_role(&self, role: Option<&RoleId>) -> String {
        role.map_or_else(String::new, |role| self.role(role))
    }

    pub fn inject(&self, inject: &InjectId) -> String {
        self.injects
            .get(inject)
            .map_or_else(|| inject.to_string(), |title| (*title).to_owned())
    }

    /// The path of a section without the title of the plan.
    pub fn section(&self, path: &str) -> String {
        path.strip_prefix(&self.plan_title)
            .unwrap_or(path)
            .to_owned()
    }

    pub fn deadline(&self, deadline: &DeadlineId) -> String {
        let title = self.deadlines.get(deadline);
        title.map_or_else(|| deadline.to_string(), |title| (*title).to_owned())
    }

    pub fn capability(&self, objective: Option<&ObjectiveId>) -> String {
        let objective = objective.and_then(|id| self.objectives.get(id));
        objective.map_or_else(String::new, |objective| objective.capability.clone())
    }

    /// The name of a person, in the named edition alone.
    pub fn name(&self, person: &PersonId) -> Option<&str> {
        self.input
            .people
            .get(person)
            .map(String::as_str)
            .filter(|_| self.input.named)
    }

    pub fn title(&self) -> String {
        let title = &self.input.evaluation.course.title;
        if title.is_empty() {
            self.input.scenario.title.clone()
        } else {
            title.clone()
        }
    }

    /// The day of the drill: that of its start, or else of its first record.
    pub fn day(&self) -> Option<Stamp> {
        let course = &self.input.evaluation.course;
        course.started_at.or(course.briefed_at)
    }
}

fn marking(input: &Input<'_>) -> String {
    let course = &input.evaluation.course;
    let handling = match course.handling.trim() {
        "" => input.scenario.handling.trim(),
        handling => handling,
    };
    format!("EXERCISE · {handling} · {}", origin_word(course.origin))
}

fn edition(named: bool) -> &'static str {
    if named {
        "Named edition: people are named. Hand it on only to those who may see it."
    } else {
        "Roles, not names. The drill tests the plan, not the people."
    }
}

/// True where simulated people and not live ones played.
pub(crate) fn simulated(origin: Option<Origin>) -> bool {
    match origin {
        Some(Origin::Rehearsal) => true,
        Some(Origin::Live | Origin::Practice | Origin::BotAssisted | Origin::Demo) | None => false,
    }
}
