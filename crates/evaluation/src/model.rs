//! What an evaluation says about one drill: the whole of it, and the parts that are about the drill itself.
//! The parts about roles, actions, objectives and findings are in `judged`. Not here: how any of it is found.

use std::collections::BTreeMap;

use exercise::{
    ClosedHow, FEEDBACK, HotWashTopic, Origin, Outcome, PlanUsed, Presence, Protection, Record,
    Standing, StoryTime,
};
use scenario::Scenario;
use serde::Serialize;
use terms::{Elapsed, ExerciseId, ObjectiveId, PersonId, RoleId, Span, Stamp};

use crate::happened::{DecisionSummary, Entry, InjectSummary, NoteSummary};
use crate::judged::{
    ActionSummary, DeadlineSummary, ObjectiveSummary, RaisedFinding, RoleSummary, SectionCoverage,
    Suggestion,
};
use crate::team::TeamSummary;

/// The version of the rules below; it stands beside every rating and finding that they suggest.
pub const EVALUATOR: u32 = 1;

/// Everything that an evaluation looks at.
#[derive(Clone, Copy, Debug)]
pub struct Input<'a> {
    /// The drill.
    pub exercise: &'a ExerciseId,
    /// Its scenario, with every template filled.
    pub scenario: &'a Scenario,
    /// Its records from the first on, in order.
    pub records: &'a [Record],
    /// The plan it tests, where there is one.
    pub plan: Option<&'a PlanFacts>,
    /// The names of people, where they may be known.
    pub people: &'a BTreeMap<PersonId, String>,
}

/// What an evaluation needs to know of a plan.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PlanFacts {
    /// Its title.
    pub title: String,
    /// The number of its revision.
    pub revision: String,
    /// The path of every section, in the order of the plan.
    pub sections: Vec<String>,
}

/// One drill, evaluated.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Evaluation {
    /// The version of the rules.
    pub evaluator: u32,
    /// The drill.
    pub exercise: ExerciseId,
    /// What was drilled, with whom and when.
    pub course: Course,
    /// Counts over the whole drill.
    pub totals: Totals,
    /// What happened, in the order of the exercise clock.
    pub timeline: Vec<Entry>,
    /// Every inject of the scenario and every one added by hand.
    pub injects: Vec<InjectSummary>,
    /// Every decision, struck ones too, in the order of the exercise clock.
    pub decisions: Vec<DecisionSummary>,
    /// Every role of the scenario.
    pub roles: Vec<RoleSummary>,
    /// Every expected action.
    pub actions: Vec<ActionSummary>,
    /// Every objective.
    pub objectives: Vec<ObjectiveSummary>,
    /// Emergency accounts, call-ups, services that came back, how far the attacker got.
    pub team: TeamSummary,
    /// Every deadline.
    pub deadlines: Vec<DeadlineSummary>,
    /// Findings that the rules suggest and that nobody has raised yet.
    pub suggested: Vec<Suggestion>,
    /// Findings that were raised, dropped ones too.
    pub findings: Vec<RaisedFinding>,
    /// Notes that stand.
    pub notes: Vec<NoteSummary>,
    /// What was said in the hot wash.
    pub hot_wash: HotWash,
    /// The feedback forms, without names.
    pub feedback: FeedbackSummary,
    /// Every section of the plan, and every section that the scenario cites and the plan lacks.
    pub coverage: Vec<SectionCoverage>,
    /// Who took part.
    pub participants: Vec<Participant>,
    /// The parts of the report in the trainer's own words.
    pub narratives: Narratives,
}

/// What was drilled and how the drill went by the clocks.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Course {
    /// Where the people come from; none where there are no records.
    pub origin: Option<Origin>,
    /// The title that the drill was set up with.
    pub title: String,
    /// The handling marking.
    pub handling: String,
    /// The hash of the scenario file.
    pub scenario_hash: String,
    /// The plan it tests.
    pub plan: Option<PlanUsed>,
    /// When it was set up.
    pub briefed_at: Option<Stamp>,
    /// When the exercise clock started.
    pub started_at: Option<Stamp>,
    /// When play ended.
    pub ended_at: Option<Stamp>,
    /// The moment of the last record.
    pub last_at: Option<Stamp>,
    /// The number of the last record; 0 where there are none.
    pub last_seq: u64,
    /// Where the exercise clock stood at the end of play, or stands now.
    pub played: Elapsed,
    /// How long the clock stood during play, on the wall clock.
    pub paused: Span,
    /// How many times it stood.
    pub pauses: u32,
    /// What the story clock showed at the start.
    pub story_start: Option<StoryTime>,
    /// How it was closed.
    pub closed: Option<ClosedHow>,
    /// Why, where it was not completed.
    pub closed_because: String,
    /// What was said when a real incident was declared; empty where none was.
    pub real_incident: String,
    /// How the way to the seats was protected, where their door was opened.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub protection: Option<Protection>,
}

/// Counts over the whole drill. Struck records do not count.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Totals {
    /// Records in the stream.
    pub records: u64,
    /// Injects of the scenario, with those added.
    pub injects: u32,
    /// Injects that were delivered and not withdrawn.
    pub delivered: u32,
    /// Injects that were acknowledged at least once.
    pub acknowledged: u32,
    /// Delivered injects that asked for something and got nothing.
    pub unanswered: u32,
    /// Decisions.
    pub decisions: u32,
    /// Changes of decisions.
    pub revisions: u32,
    /// Stances that dissent.
    pub dissents: u32,
    /// Decisions without the authority for them.
    pub unauthorised: u32,
    /// Prompts by the facilitator.
    pub prompts: u32,
    /// Notes.
    pub notes: u32,
    /// Records that were struck.
    pub struck: u32,
    /// Expected actions by outcome.
    pub outcomes: OutcomeCounts,
    /// Critical expected actions that were missed.
    pub critical_missed: u32,
    /// Choices that did harm.
    pub harmful: u32,
    /// Deadlines that began.
    pub deadlines: u32,
    /// Deadlines that were missed or met late.
    pub deadlines_missed: u32,
    /// People who took part; bots do not count.
    pub people: u32,
}

/// How many expected actions came to which outcome.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct OutcomeCounts {
    /// Done within the target time.
    pub met: u32,
    /// Done after it.
    pub late: u32,
    /// Done in part.
    pub partial: u32,
    /// Not done.
    pub missed: u32,
    /// Never come to.
    pub not_tested: u32,
}

impl OutcomeCounts {
    /// Counts one more.
    pub fn add(&mut self, outcome: Outcome) {
        match outcome {
            Outcome::Met => self.met += 1,
            Outcome::MetLate => self.late += 1,
            Outcome::Partial => self.partial += 1,
            Outcome::Missed => self.missed += 1,
            Outcome::NotTested => self.not_tested += 1,
        }
    }

    /// How many were put to the test.
    pub fn tested(&self) -> u32 {
        self.met + self.late + self.partial + self.missed
    }

    /// How many there are.
    pub fn all(&self) -> u32 {
        self.tested() + self.not_tested
    }
}

/// What was said in the hot wash, by topic.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct HotWash {
    /// The topics that were spoken of; disputes parked during play stand with those parked later.
    pub topics: BTreeMap<HotWashTopic, Vec<Said>>,
}

/// One contribution to the hot wash.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Said {
    /// The record.
    pub record: u64,
    /// The role that said it.
    pub role: Option<RoleId>,
    /// The objective it belongs to.
    pub objective: Option<ObjectiveId>,
    /// What was said.
    pub says: String,
}

/// The feedback forms together. Texts are sorted, so that their order tells nobody who wrote them.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct FeedbackSummary {
    /// How many forms were handed in.
    pub forms: u32,
    /// The marks for each statement, in the order of `exercise::FEEDBACK`.
    pub statements: [Marks; FEEDBACK.len()],
    /// The best of it.
    pub strengths: Vec<String>,
    /// What to improve.
    pub improvements: Vec<String>,
    /// Anything else.
    pub says: Vec<String>,
}

/// The marks for one statement.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Marks {
    /// How many gave a mark.
    pub n: u32,
    /// Their sum.
    pub sum: u32,
}

impl Marks {
    /// The mean mark, of 1 to 5.
    pub fn mean(self) -> Option<f64> {
        (self.n > 0).then(|| f64::from(self.sum) / f64::from(self.n))
    }
}

/// Somebody in a role.
#[derive(Clone, Debug, PartialEq, Serialize)]
pub struct Participant {
    /// The role.
    pub role: RoleId,
    /// The person; none for a bot.
    pub person: Option<PersonId>,
    /// Their name, where it is known.
    pub name: Option<String>,
    /// How they stand in the role.
    pub standing: Standing,
    /// Whether and where they took part, with the moments at which that changed; empty where nobody
    /// kept attendance for them.
    pub attendance: Vec<(Elapsed, Presence)>,
    /// When they left the role, where they did so during play.
    pub left_role: Option<Elapsed>,
}

/// The parts of the report in the trainer's own words, in Markdown.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct Narratives {
    /// The executive summary.
    pub summary: Option<String>,
    /// The analysis of each objective.
    pub objectives: BTreeMap<ObjectiveId, String>,
}
