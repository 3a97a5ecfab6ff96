//! What the programme keeps of a drill that was closed, so that old drills open fast and are never judged anew: made once,
//! from the evaluation of that day. Bodies of the first release hold only the outcomes and ratings; the rest reads as
//! unknown then. Not here: the judging itself (`evaluation`) and what a year makes of it (`proficiency`, `measures`).

mod making;

use making::Maker;
use std::collections::BTreeMap;

use evaluation::{
    ActionSummary, DeadlineResult, Evaluation, InjectState, Participant, RoleSummary, common_title,
};
use exercise::{
    ClosedHow, Exercise, FindingKind, FindingSource, Origin, Outcome, Phase, PlanUsed, Presence,
    Rating, Standing,
};
use scenario::{Function, LessonAmendment, ResponsePhase, Scenario};
use serde::{Deserialize, Serialize};
use terms::{ActionId, ExerciseId, InjectId, ObjectiveId, PersonId, RoleId, Span, Stamp};

use crate::people::fold_name;

/// A drill was closed. Kept here so that old drills open fast and are never judged anew.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct DrillClosed {
    /// The drill.
    pub exercise: ExerciseId,
    /// Where its people came from.
    pub origin: Origin,
    /// How it came to its end.
    pub how: ClosedHow,
    /// The version of the rules that judged it.
    pub evaluator: u32,
    /// What became of each expected action.
    pub outcomes: BTreeMap<ActionId, Outcome>,
    /// The rating of each objective.
    pub ratings: BTreeMap<ObjectiveId, Rating>,
    /// What it was called.
    #[serde(default)]
    pub title: String,
    /// The scenario, by its id.
    #[serde(default)]
    pub scenario: String,
    /// The words to find the scenario by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The plan that it tested.
    #[serde(default)]
    pub plan: Option<PlanUsed>,
    /// When the exercise clock started.
    #[serde(default)]
    pub started: Option<Stamp>,
    /// When play ended.
    #[serde(default)]
    pub ended: Option<Stamp>,
    /// Why it was not completed.
    #[serde(default)]
    pub because: String,
    /// Every role.
    #[serde(default)]
    pub roles: Vec<RoleClosed>,
    /// Every expected action.
    #[serde(default)]
    pub actions: Vec<ActionClosed>,
    /// The findings that were raised and not dropped.
    #[serde(default)]
    pub findings: Vec<FindingClosed>,
    /// The deadlines that began.
    #[serde(default)]
    pub deadlines: Vec<DeadlineClosed>,
    /// Every section of the plan, and every section that the scenario cites and the plan lacks.
    #[serde(default)]
    pub sections: Vec<SectionClosed>,
    /// How many decisions belong to each phase of the response.
    #[serde(default)]
    pub phases: BTreeMap<ResponsePhase, u32>,
    /// The near incidents that it told of, each inject once.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub near: Vec<NearClosed>,
    /// The emergency accounts of its story.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountClosed>,
    /// The call-ups of the team.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub call_ups: Vec<CallUpClosed>,
    /// How far the attacker got, where the scenario says how far it would.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<ExposureClosed>,
    /// The injects for which the team had to look an asset up, those that were delivered.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub look_ups: Vec<LookUpClosed>,
}

/// An inject for which the team had to look an asset up.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LookUpClosed {
    /// The inject.
    pub inject: InjectId,
    /// The asset, as the scenario names it.
    pub asset: String,
    /// From delivery to the first decision on it, in milliseconds; none where nobody answered it.
    pub answered_ms: Option<i64>,
}

/// An emergency account of a drill's story.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct AccountClosed {
    /// The inject that asked for it; for one that the scenario did not foresee a name of its own.
    pub inject: InjectId,
    /// True where somebody asked for it in the drill and no inject did.
    #[serde(default, skip_serializing_if = "is_false")]
    pub besides: bool,
    /// The role that needed it, as the scenario names it.
    pub role: RoleId,
    /// The person it was for, where one was named.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub person: Option<PersonId>,
    /// The system it opens.
    pub system: String,
    /// When it was asked for.
    pub requested: Stamp,
    /// Who approved it, and when.
    pub approved: Option<(String, Stamp)>,
    /// When it was there.
    pub provisioned: Option<Stamp>,
    /// When it was gone.
    pub removed: Option<Stamp>,
    /// True where it was gone only after it had expired in the story.
    pub late: bool,
    /// What is the matter with it; empty where nothing is.
    pub amiss: String,
}

/// A call-up of the team in a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallUpClosed {
    /// Its inject.
    pub inject: InjectId,
    /// When the call went out.
    pub at: Stamp,
    /// How many roles were called.
    pub called: u32,
    /// How many answered.
    pub answered: u32,
    /// How many were there.
    pub arrived: u32,
    /// How many have to be there.
    pub quorum: u32,
    /// From the call to the quorum on the exercise clock, in milliseconds; none where it never came together.
    pub to_quorum_ms: Option<i64>,
    /// The roles of the plan for which nobody was there.
    pub unfilled: Vec<String>,
    /// Every call to a person; earlier drills kept only the roles.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub calls: Vec<CallClosed>,
}

/// A call to a person in a role, in a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CallClosed {
    /// The role of the plan.
    pub role: String,
    /// The person; none where nobody was known to hold the role.
    #[serde(default)]
    pub person: Option<PersonId>,
    /// How they stood in it.
    #[serde(default)]
    pub standing: Option<Standing>,
    /// When they were called.
    pub called: Stamp,
    /// When they answered.
    #[serde(default)]
    pub answered: Option<Stamp>,
    /// When they were there.
    #[serde(default)]
    pub arrived: Option<Stamp>,
}

/// How far the attacker got in a drill.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ExposureClosed {
    /// How many places were reached.
    pub reached: u32,
    /// How many were not, because of what was decided.
    pub saved: u32,
    /// How many still lay ahead when play ended, and nothing stopped them.
    pub ahead: u32,
    /// From the first notice to containment on the exercise clock, in milliseconds.
    #[serde(default)]
    pub to_contain_ms: Option<i64>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// A near incident of a drill: an inject that its scenario tags as one, and that was delivered.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct NearClosed {
    /// The inject.
    pub inject: InjectId,
    /// Its expected actions.
    pub actions: Vec<ActionId>,
    /// The objectives that they and the inject serve.
    pub objectives: Vec<ObjectiveId>,
}

/// How a role fared in it.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct RoleClosed {
    /// The role, as the scenario names it.
    pub role: RoleId,
    /// The role of the plan: what it is called everywhere in the programme.
    pub plan_role: String,
    /// The function it belongs to.
    pub function: Function,
    /// Who held it in a live seat.
    pub held: Vec<Held>,
    /// True where a simulated person played it.
    pub bot: bool,
    /// True where somebody was there to play it.
    pub filled: bool,
    /// Twice the weight that was earned, so that halves stay whole.
    pub earned_halves: u64,
    /// The weight that could be earned.
    pub weight: u64,
    /// Decisions it took.
    pub decisions: u32,
    /// Decisions without the authority for them.
    pub unauthorised: u32,
    /// Decisions with a reason given.
    pub with_rationale: u32,
    /// Decisions by phase of the response.
    pub phases: BTreeMap<ResponsePhase, u32>,
    /// The median from delivery to decision in milliseconds; none below three.
    pub decided_median_ms: Option<i64>,
    /// The objectives rated U that its expected actions belong to.
    pub unable: Vec<ObjectiveId>,
}

impl RoleClosed {
    /// Q = sum(weight x met) / sum(weight); none where nothing was tested.
    pub fn q(&self) -> Option<f64> {
        (self.weight > 0).then(|| self.earned_halves as f64 / (2 * self.weight) as f64)
    }
}

/// A person who held a role in a live seat.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Held {
    /// The person.
    pub person: PersonId,
    /// How they stood in the role.
    pub standing: Standing,
}

/// What became of an expected action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct ActionClosed {
    /// The expected action.
    pub action: ActionId,
    /// What should have been done.
    pub text: String,
    /// The role, as the scenario names it.
    pub role: RoleId,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// The section of the plan, where it names one.
    pub section: Option<String>,
    /// Under which places a finding about it is kept: section, section of its lesson, objective, in small letters.
    pub places: Vec<String>,
    /// The phase of the response.
    pub phase: Option<ResponsePhase>,
    /// True where missing it is a serious lapse.
    pub critical: bool,
    /// How it went.
    pub outcome: Outcome,
    /// True where the choice did harm.
    pub harmful: bool,
    /// Delivered to done in milliseconds.
    pub latency_ms: Option<i64>,
    /// The key of the earlier finding that it tested again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub again: Option<String>,
}

/// A finding that was raised.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FindingClosed {
    /// The record of the drill that raised it.
    pub record: u64,
    /// What makes it the same in another drill: place, role of the plan, failure.
    pub key: String,
    /// Praise or change.
    pub kind: FindingKind,
    /// Where it comes from.
    pub source: FindingSource,
    /// What it is, in a line.
    pub title: String,
    /// True where management should hear of it the same day.
    pub critical: bool,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// The role of the plan.
    pub plan_role: Option<String>,
    /// The section of the plan.
    pub section: Option<String>,
    /// The expected action it is about.
    pub action: Option<ActionId>,
}

/// A deadline that began.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeadlineClosed {
    /// Who had to be told, or what had to be done.
    pub title: String,
    /// Where the limit comes from.
    pub source: String,
    /// The rule pack that counted it, where one did.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub pack: Option<String>,
    /// True where an outside body sets it.
    pub outside: bool,
    /// The place under which a finding about it is kept, in small letters.
    pub place: String,
    /// The role, as the scenario names it.
    pub role: Option<RoleId>,
    /// True where it was met in time.
    pub met: bool,
    /// What was left, in story milliseconds; below zero where it was missed by that much.
    pub slack_ms: Option<i64>,
}

/// A section of the plan and whether the drill exercised it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SectionClosed {
    /// Its path.
    pub section: String,
    /// False where the scenario cites it and the plan does not have it.
    pub in_plan: bool,
    /// How many expected actions that cite it were put to the test.
    pub tested: u32,
}

impl DrillClosed {
    /// What is kept of a drill; none before it is closed.
    pub fn of(id: &ExerciseId, drill: &Exercise, judged: &Evaluation) -> Option<Self> {
        let Phase::Closed { how } = drill.phase() else {
            return None;
        };
        let maker = Maker::new(drill, judged);
        let briefed = drill.briefed();
        Some(Self {
            exercise: id.clone(),
            origin: drill.origin(),
            how,
            evaluator: judged.evaluator,
            outcomes: judged
                .actions
                .iter()
                // What bots did beside people is nobody's outcome.
                .filter(|action| !action.by_bot)
                .map(|action| (action.action.clone(), action.outcome))
                .collect(),
            ratings: judged
                .objectives
                .iter()
                .filter_map(|it| Some((it.objective.clone(), it.rating()?)))
                .collect(),
            title: briefed.title.clone(),
            scenario: briefed.scenario_id.clone(),
            tags: drill.scenario().tags.clone(),
            plan: briefed.plan.clone(),
            started: judged.course.started_at,
            ended: judged.course.ended_at,
            because: judged.course.closed_because.clone(),
            roles: judged.roles.iter().map(|role| maker.role(role)).collect(),
            actions: judged.actions.iter().map(|it| maker.action(it)).collect(),
            findings: maker.findings(),
            deadlines: maker.deadlines(),
            sections: judged
                .coverage
                .iter()
                .map(|it| SectionClosed {
                    section: it.section.clone(),
                    in_plan: it.in_plan,
                    tested: it.outcomes.tested(),
                })
                .collect(),
            phases: maker.phases(None),
            near: maker.near(),
            accounts: maker.accounts(),
            call_ups: maker.call_ups(),
            exposure: maker.exposure(),
            look_ups: maker.look_ups(),
        })
    }

    /// The day it counts for: that on which play ended, else that on which it was closed.
    pub fn played_at(&self, closed_at: Stamp) -> Stamp {
        self.ended.or(self.started).unwrap_or(closed_at)
    }

    /// The role of the plan that a role of the scenario is.
    pub fn plan_role(&self, role: &RoleId) -> Option<&RoleClosed> {
        self.roles.iter().find(|it| it.role == *role)
    }
}
