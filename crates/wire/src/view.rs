//! What screens show. A view is complete and replaced as a whole; the page filters nothing and computes no rule.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use crate::call::AmendmentCall;

/// A diagnostic of a file.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DiagnosticView {
    /// The kind.
    pub code: String,
    /// `error` or `warning`.
    pub severity: String,
    /// From 1.
    pub line: u32,
    /// From 1.
    pub column: u32,
    /// What is the matter.
    pub says: String,
    /// What to do.
    pub hint: Option<String>,
    /// The line.
    pub snippet: Option<String>,
}

/// A drill in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DrillCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The scenario's id.
    pub scenario_id: String,
    /// `live`, `rehearsal`, `demo` …
    pub origin: String,
    /// `briefing`, `running`, `paused`, `hot-wash`, `review`, `closed`.
    pub phase: String,
    /// How it was closed.
    pub how: Option<String>,
    /// Wall milliseconds of its first record.
    pub begun_at: i64,
    /// Exercise clock.
    pub elapsed_ms: i64,
    /// How many decisions.
    pub decisions: u32,
    /// True where the program was cut off in the middle of it.
    pub cut_off: bool,
}

/// A plan in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanCard {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// The revision in force.
    pub revision: String,
    /// Its owner, where it says so.
    pub owner: String,
    /// How many sections.
    pub sections: u32,
    /// How many roles.
    pub roles: u32,
    /// Amendments waiting for an answer.
    pub proposals: u32,
    /// True where adopted changes wait for approval.
    pub draft: bool,
}

/// The first screen.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HomeView {
    /// Name of the programme.
    pub programme: String,
    /// Its file.
    pub path: String,
    /// Why it can only be read, where so.
    pub read_only: Option<String>,
    /// True for the sample programme.
    pub sample: bool,
    /// Newest first.
    pub drills: Vec<DrillCard>,
    /// The plans.
    pub plans: Vec<PlanCard>,
    /// How many people.
    pub people: u32,
    /// Corrective actions not done, by due date.
    pub open_actions: Vec<ActionView>,
    /// What to do next.
    pub next: NextStep,
}

/// The one thing to do next.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextStep {
    /// As a sentence.
    pub says: String,
    /// `library`, `briefing`, `conduct`, `review`, `report`, `plan`.
    pub screen: String,
    /// The drill or plan.
    pub id: Option<String>,
}

/// A scenario in the Library.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioCard {
    /// Names it in calls.
    pub key: String,
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its summary.
    pub summary: String,
    /// Planned length.
    pub duration_ms: i64,
    /// For whom.
    pub difficulty: String,
    /// Who threatens.
    pub threat: String,
    /// ATT&CK ids.
    pub techniques: Vec<String>,
    /// Words.
    pub tags: Vec<String>,
    /// Titles of its roles.
    pub roles: Vec<String>,
    /// Its objectives.
    pub objectives: Vec<String>,
    /// How many.
    pub injects: u32,
    /// How many.
    pub deadlines: u32,
    /// How often it was played in this programme.
    pub played: u32,
    /// Errors in the file.
    pub errors: u32,
    /// Warnings.
    pub warnings: u32,
    /// True for ours.
    pub shipped: bool,
    /// Its file.
    pub path: String,
}

/// The scenarios at hand.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct LibraryView {
    /// By title, ours first.
    pub scenarios: Vec<ScenarioCard>,
    /// Where own scenarios are kept.
    pub folder: String,
}

/// One scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ScenarioView {
    /// As in the Library.
    pub card: ScenarioCard,
    /// Its list of injects.
    pub injects: Vec<InjectLine>,
    /// What is wrong with the file.
    pub diagnostics: Vec<DiagnosticView>,
    /// Its phases.
    pub modules: Vec<ModuleView>,
}

/// An inject in a scenario's list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectLine {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// When, as words: `T+00:15`, `5m after EDR alert`, `when …`, `by hand`.
    pub trigger: String,
    /// How.
    pub channel: String,
    /// Titles of roles; empty means everyone.
    pub to: Vec<String>,
    /// Module id.
    pub module: Option<String>,
    /// Held back until something is missed.
    pub contingency: bool,
    /// Expected actions.
    pub expected: u32,
    /// Options.
    pub options: u32,
}

/// A phase of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ModuleView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// For the table.
    pub questions: Vec<String>,
}

/// A person.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PersonView {
    /// Their id.
    pub id: String,
    /// Their name.
    pub name: String,
    /// How to reach them.
    pub contact: String,
    /// Function or unit.
    pub unit: String,
    /// True where the name was erased.
    pub erased: bool,
    /// Drills taken part in.
    pub drills: u32,
}

/// The people.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RosterView {
    /// By name.
    pub people: Vec<PersonView>,
}

/// A person in a role of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct HolderView {
    /// Their id; none for a bot.
    pub person: Option<String>,
    /// Their name.
    pub name: String,
    /// `primary`, `alternate`, `bot`.
    pub standing: String,
    /// `room`, `remote`, `left`, or empty while nobody has said.
    pub presence: String,
}

/// A role of the scenario in the briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BriefRole {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Its function.
    pub function: String,
    /// The plan's title for it, where the plan has it.
    pub plan_role: Option<String>,
    /// The title the scenario looks for.
    pub wants_plan_role: Option<String>,
    /// For the role card.
    pub brief: String,
    /// From the plan.
    pub duties: Vec<String>,
    /// Who plays it.
    pub holders: Vec<HolderView>,
    /// Injects to it.
    pub injects: u32,
    /// Expected actions of it.
    pub expected: u32,
}

/// A role of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanRoleView {
    /// Its title.
    pub title: String,
    /// Other names.
    pub aliases: Vec<String>,
    /// What it does.
    pub duties: Vec<String>,
    /// What it may decide, where said.
    pub authority: String,
    /// Who stands in, where said.
    pub deputy: String,
    /// How the plan says it.
    pub shape: String,
    /// Where: section path.
    pub section: String,
    /// Where: line.
    pub line: u32,
    /// Ids of scenario roles bound to it.
    pub bound_to: Vec<String>,
    /// True where a sentence only suggests it.
    pub candidate: bool,
}

/// Something missing in the briefing.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct GapView {
    /// `nobody`, `no-alternate`, `no-plan-role`, `plan-role-unused`, `no-plan`, `file`.
    pub kind: String,
    /// As a sentence.
    pub says: String,
    /// Role id.
    pub role: Option<String>,
    /// True where the drill cannot start.
    pub blocks: bool,
}

/// A variable of the scenario.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct VariableView {
    /// Its name.
    pub name: String,
    /// Its value now.
    pub value: String,
    /// Its value in the file.
    pub default: String,
}

/// The briefing of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct BriefingView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The scenario's summary.
    pub summary: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Phase.
    pub phase: String,
    /// Planned length.
    pub planned_ms: i64,
    /// The plan.
    pub plan: Option<PlanCard>,
    /// Left column.
    pub plan_roles: Vec<PlanRoleView>,
    /// Middle column.
    pub roles: Vec<BriefRole>,
    /// Right column.
    pub people: Vec<PersonView>,
    /// What is missing, gravest first.
    pub gaps: Vec<GapView>,
    /// What it tests.
    pub objectives: Vec<ObjectiveLine>,
    /// Names and facts.
    pub variables: Vec<VariableView>,
    /// True where nothing blocks.
    pub can_start: bool,
}

/// An objective in a list.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveLine {
    /// Its id.
    pub id: String,
    /// As a sentence.
    pub title: String,
    /// True once an expected action of it was settled or a note made.
    pub tested: bool,
}

/// The clocks. The page interpolates from `at_ms` while running.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ClockView {
    /// True while it runs.
    pub running: bool,
    /// Exercise clock at `at_ms`.
    pub elapsed_ms: i64,
    /// Wall clock of this view.
    pub at_ms: i64,
    /// Per mille.
    pub rate: u32,
    /// Story clock at `at_ms`, local milliseconds.
    pub story_ms: i64,
    /// As words: `Friday 17:52`.
    pub story: String,
    /// Story time per exercise time.
    pub story_ratio: u32,
    /// Planned length.
    pub planned_ms: i64,
    /// Why it stands: `trainer`, `break`, `slept`, `cut-off`, `real-incident`.
    pub pause: Option<String>,
    /// When the break ends, wall clock.
    pub back_at_ms: Option<i64>,
}

/// An inject in the list of a running drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectRow {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Module id.
    pub module: Option<String>,
    /// How.
    pub channel: String,
    /// From whom.
    pub from: String,
    /// Titles; empty means everyone.
    pub to: Vec<String>,
    /// `delivered`, `due`, `waiting`, `by-hand`, `held`, `skipped`, `cancelled`, `withdrawn`.
    pub state: String,
    /// When due on the exercise clock, where known.
    pub due_ms: Option<i64>,
    /// When delivered.
    pub delivered_ms: Option<i64>,
    /// When, as words.
    pub trigger: String,
    /// Held back until something is missed.
    pub contingency: bool,
    /// Group of alternatives.
    pub group: Option<String>,
    /// Delivered and not yet answered.
    pub open: bool,
    /// First decision on it.
    pub latency_ms: Option<i64>,
    /// `met`, `late`, `missed`, `running`, or empty.
    pub mark: String,
    /// May be delivered again.
    pub repeatable: bool,
}

/// An option of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OptionView {
    /// Its id.
    pub id: String,
    /// As players read it.
    pub label: String,
    /// What follows.
    pub white_cell: String,
    /// `acceptable`, `harmful` or empty.
    pub kind: String,
    /// Titles of injects it brings.
    pub brings: Vec<String>,
    /// Titles of roles that may decide it.
    pub authority: Vec<String>,
}

/// An expected action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ExpectedView {
    /// Its id.
    pub id: String,
    /// What.
    pub text: String,
    /// Role id.
    pub role: String,
    /// Who.
    pub role_title: String,
    /// Target time.
    pub target_ms: i64,
    /// Critical.
    pub critical: bool,
    /// Plan section path.
    pub section: Option<String>,
    /// Objective id.
    pub objective: Option<String>,
    /// `met`, `met-late`, `partial`, `missed`, `not-tested`, where settled.
    pub outcome: Option<String>,
    /// When done.
    pub latency_ms: Option<i64>,
    /// Exercise clock from which it runs, where it runs.
    pub runs_from_ms: Option<i64>,
    /// Target time passed.
    pub lapsed: bool,
    /// After a prompt.
    pub prompted: bool,
    /// A harmful choice was made.
    pub harmful: bool,
    /// The evaluator's words.
    pub note: String,
}

/// A contingency that the note of an inject names.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ContingencyView {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// As in the list.
    pub state: String,
    /// The expected action it answers.
    pub because: String,
}

/// One inject in full.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct InjectDetail {
    /// As in the list.
    pub row: InjectRow,
    /// As players see it.
    pub subject: String,
    /// As players read it, made safe.
    pub body_html: String,
    /// The text itself.
    pub body: String,
    /// Handouts.
    pub attachments: Vec<AttachmentView>,
    /// Only for the white cell.
    pub white_cell: String,
    /// If the table is silent.
    pub prompts: Vec<String>,
    /// How many were asked.
    pub prompts_used: u32,
    /// Options.
    pub options: Vec<OptionView>,
    /// Expected actions.
    pub expected: Vec<ExpectedView>,
    /// Contingencies.
    pub contingencies: Vec<ContingencyView>,
    /// Titles of roles that have seen it.
    pub acknowledged: Vec<String>,
    /// Text changed before delivery.
    pub edited: bool,
    /// Player-safe text to paste into a chat.
    pub plain: String,
}

/// A handout.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AttachmentView {
    /// File name.
    pub name: String,
    /// Kind.
    pub media_type: String,
    /// Its text, where it is text.
    pub text: Option<String>,
}

/// An earlier wording of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RevisionView {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// What it said until then.
    pub text: String,
    /// Option label.
    pub option: Option<String>,
    /// Why.
    pub rationale: String,
}

/// What another role thinks of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct StanceView {
    /// Who.
    pub role_title: String,
    /// `agrees` or `dissents`.
    pub stance: String,
    /// In its words.
    pub says: String,
}

/// A decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DecisionRow {
    /// Record.
    pub seq: u64,
    /// When decided.
    pub elapsed_ms: i64,
    /// When entered.
    pub entered_ms: i64,
    /// Wall clock.
    pub at_ms: i64,
    /// Role id.
    pub role: String,
    /// Who.
    pub role_title: String,
    /// Name, or empty.
    pub person: String,
    /// Inject id.
    pub inject: Option<String>,
    /// Inject title, or empty.
    pub inject_title: String,
    /// Option id.
    pub option: Option<String>,
    /// Option label.
    pub option_label: String,
    /// What.
    pub text: String,
    /// Why.
    pub rationale: String,
    /// Role id.
    pub authorised_by: Option<String>,
    /// Who authorised.
    pub authorised_by_title: String,
    /// Delivered to decided.
    pub latency_ms: Option<i64>,
    /// The tightest target for that role on that inject.
    pub target_ms: Option<i64>,
    /// After a prompt.
    pub prompted: bool,
    /// Authority missing.
    pub unauthorised: bool,
    /// A harmful choice.
    pub harmful: bool,
    /// Later wordings.
    pub revisions: Vec<RevisionView>,
    /// Agreement and dissent.
    pub stances: Vec<StanceView>,
    /// Why it counts no more.
    pub struck: Option<String>,
    /// `desk`, `seat`, `bot`.
    pub source: String,
}

/// A deadline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DeadlineRow {
    /// Its id.
    pub id: String,
    /// Who has to be told.
    pub title: String,
    /// Where from.
    pub source: String,
    /// Set from outside.
    pub outside: bool,
    /// Who has to.
    pub role_title: String,
    /// How long in story time.
    pub within_ms: i64,
    /// `waiting`, `began`, `recognised`, `met`, `missed`.
    pub state: String,
    /// As words.
    pub due_story: String,
    /// Story clock.
    pub due_story_ms: Option<i64>,
    /// Exercise clock, while it runs.
    pub due_elapsed_ms: Option<i64>,
    /// Players have started it.
    pub recognised: bool,
    /// Story time left at `at_ms`, or left when met.
    pub slack_ms: Option<i64>,
}

/// A role during the drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SeatRow {
    /// Role id.
    pub role: String,
    /// Its title.
    pub title: String,
    /// Who.
    pub holders: Vec<HolderView>,
    /// Somebody is there, or a bot plays.
    pub here: bool,
    /// Since its last act or its first inject, at `at_ms`.
    pub idle_ms: Option<i64>,
    /// Longer than ten minutes with something open or due.
    pub idle: bool,
    /// Injects it has not answered.
    pub open: u32,
}

/// A note, prompt, parked dispute or hot-wash entry.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NoteRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// `note`, `prompt`, `parked`, `hot-wash`.
    pub kind: String,
    /// Who.
    pub by: String,
    /// `strength`, `gap`, `neutral`, or hot-wash topic.
    pub tone: String,
    /// What.
    pub says: String,
    /// Objective id.
    pub objective: Option<String>,
    /// Inject id.
    pub inject: Option<String>,
    /// For management the same day.
    pub critical: bool,
    /// Why it counts no more.
    pub struck: Option<String>,
}

/// A question.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct QuestionRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// Who asks.
    pub role_title: String,
    /// What.
    pub says: String,
    /// The answer.
    pub answer: Option<String>,
}

/// An inject without an answer.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct OpenInject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Exercise clock of delivery.
    pub since_ms: i64,
    /// Titles.
    pub to: Vec<String>,
}

/// The next inject by time.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct NextInject {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
    /// Exercise clock.
    pub due_ms: i64,
}

/// A drill as it is conducted.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ConductView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Plan and revision, as words.
    pub plan: String,
    /// Phase.
    pub phase: String,
    /// How closed.
    pub how: Option<String>,
    /// Clocks.
    pub clock: ClockView,
    /// Last record.
    pub seq: u64,
    /// Wall clock of the last record on disk.
    pub saved_at_ms: i64,
    /// Phases.
    pub modules: Vec<ModuleView>,
    /// The whole list, in order.
    pub injects: Vec<InjectRow>,
    /// The inject that matters now.
    pub current: Option<String>,
    /// Next by time.
    pub next: Option<NextInject>,
    /// Newest first.
    pub decisions: Vec<DecisionRow>,
    /// By slack.
    pub deadlines: Vec<DeadlineRow>,
    /// Roles.
    pub seats: Vec<SeatRow>,
    /// Newest first.
    pub notes: Vec<NoteRow>,
    /// Waiting first.
    pub questions: Vec<QuestionRow>,
    /// Without an answer.
    pub open: Vec<OpenInject>,
    /// Tested or not.
    pub objectives: Vec<ObjectiveLine>,
    /// What was said, while one stands.
    pub real_incident: Option<String>,
    /// True where this is an earlier moment.
    pub replay: bool,
}

/// A corrective action.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ActionView {
    /// Its id.
    pub id: String,
    /// The drill.
    pub exercise: String,
    /// Record of the finding.
    pub finding: u64,
    /// What.
    pub what: String,
    /// Element.
    pub element: String,
    /// Who.
    pub owner: String,
    /// Date.
    pub start: String,
    /// Date.
    pub due: String,
    /// `open` or `done`.
    pub status: String,
}

/// A finding.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingView {
    /// `strength` or `improvement`.
    pub kind: String,
    /// Rule, or `hand`.
    pub source: String,
    /// In a line.
    pub title: String,
    /// What was observed.
    pub observation: String,
    /// Why.
    pub root_cause: String,
    /// What it means.
    pub impact: String,
    /// For management the same day.
    pub critical: bool,
    /// Objective id.
    pub objective: Option<String>,
    /// Expected action id.
    pub action: Option<String>,
    /// Inject id.
    pub inject: Option<String>,
    /// Role id.
    pub role: Option<String>,
    /// Plan section path.
    pub section: Option<String>,
    /// Records.
    pub evidence: Vec<u64>,
    /// What makes it recur.
    pub key: String,
}

/// A finding in the review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct FindingRow {
    /// Record that raised it.
    pub seq: u64,
    /// What it says.
    pub finding: FindingView,
    /// Its evidence, readable.
    pub evidence: Vec<EvidenceView>,
    /// Corrective actions.
    pub actions: Vec<ActionView>,
    /// The change to the plan that the scenario proposes for it.
    pub amendment: Option<AmendmentCall>,
    /// True where a change was proposed to the plan.
    pub proposed: bool,
}

/// A record as evidence.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct EvidenceView {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// In words.
    pub says: String,
}

/// A finding that a rule suggests.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SuggestionView {
    /// What it would say.
    pub finding: FindingView,
    /// Its evidence, readable.
    pub evidence: Vec<EvidenceView>,
    /// The change to the plan that the scenario proposes.
    pub amendment: Option<AmendmentCall>,
}

/// An objective in the review.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ObjectiveReview {
    /// Its id.
    pub id: String,
    /// As a sentence.
    pub title: String,
    /// Threshold.
    pub target: String,
    /// Capability.
    pub capability: String,
    /// Critical tasks.
    pub tasks: Vec<String>,
    /// Rating by rule, where there is evidence.
    pub suggested: Option<String>,
    /// Why the rule suggests it.
    pub because: String,
    /// As confirmed.
    pub rating: Option<String>,
    /// Why it differs.
    pub reason: String,
    /// Q, 0 to 1.
    pub score: Option<f64>,
    /// Its expected actions.
    pub expected: Vec<ExpectedView>,
    /// The trainer's words.
    pub analysis: String,
}

/// A line of the timeline.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct TimelineRow {
    /// Record.
    pub seq: u64,
    /// When.
    pub elapsed_ms: i64,
    /// Wall clock.
    pub at_ms: i64,
    /// Story clock.
    pub story: String,
    /// Role id, or empty.
    pub lane: String,
    /// `inject`, `decision`, `action`, `clock`, `note`, `deadline`, `people`, `review`.
    pub kind: String,
    /// In words.
    pub says: String,
    /// Latency.
    pub latency_ms: Option<i64>,
    /// Target.
    pub target_ms: Option<i64>,
    /// `met`, `late`, `missed` or empty.
    pub mark: String,
}

/// The review of a drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReviewView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// Where its people come from.
    pub origin: String,
    /// Marking.
    pub handling: String,
    /// Phase.
    pub phase: String,
    /// How closed.
    pub how: Option<String>,
    /// The plan.
    pub plan: Option<PlanCard>,
    /// Planned length.
    pub planned_ms: i64,
    /// Length played.
    pub elapsed_ms: i64,
    /// For the lanes.
    pub roles: Vec<RoleName>,
    /// In order.
    pub timeline: Vec<TimelineRow>,
    /// With ratings.
    pub objectives: Vec<ObjectiveReview>,
    /// As raised.
    pub findings: Vec<FindingRow>,
    /// By rule, gravest first.
    pub suggestions: Vec<SuggestionView>,
    /// How they went.
    pub deadlines: Vec<DeadlineRow>,
    /// Said after the end, parked disputes among them.
    pub hot_wash: Vec<NoteRow>,
    /// Forms handed in.
    pub feedback: u32,
    /// Executive summary in the trainer's words.
    pub summary: String,
    /// The one made from facts.
    pub summary_made: String,
    /// What is left to do before closing.
    pub left: Vec<String>,
    /// Critical lapses.
    pub lapses: u32,
}

/// A role and its title.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RoleName {
    /// Its id.
    pub id: String,
    /// Its title.
    pub title: String,
}

/// The report as it reads now.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ReportView {
    /// The drill.
    pub exercise: String,
    /// Its title.
    pub title: String,
    /// The whole page, self-contained.
    pub html: String,
    /// A good name, without an ending.
    pub file_name: String,
    /// Critical lapses.
    pub lapses: u32,
    /// People named.
    pub names: bool,
}

/// A section of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct SectionView {
    /// Its id.
    pub id: String,
    /// Path of headings.
    pub path: String,
    /// Heading level.
    pub level: u32,
    /// Heading.
    pub title: String,
    /// Its own text, made safe.
    pub html: String,
    /// Phase.
    pub phase: Option<String>,
    /// Tags.
    pub tags: Vec<String>,
    /// Line.
    pub line: u32,
    /// `never`, `exercised`, `missed`.
    pub coverage: String,
    /// By which drill and inject, when.
    pub coverage_says: String,
}

/// A time limit that the plan sets.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct CommitmentView {
    /// As it says.
    pub text: String,
    /// How long.
    pub limit_ms: i64,
    /// Who.
    pub role: Option<String>,
    /// Where.
    pub section: String,
    /// Line.
    pub line: u32,
}

/// An amendment that no longer fits, shown three ways.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct ConflictView {
    /// The section when it was proposed.
    pub base: String,
    /// The section now.
    pub theirs: String,
    /// What the amendment wants.
    pub ours: String,
    /// Why it does not fit, as a sentence.
    pub says: String,
}

/// An amendment.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AmendmentRow {
    /// Record that proposed it.
    pub seq: u64,
    /// Section path.
    pub section: String,
    /// `replace`, `insert`, `append_item`, `new_section`.
    pub op: String,
    /// The text before.
    pub before: String,
    /// The text after.
    pub after: String,
    /// Why.
    pub because: String,
    /// The finding it comes from.
    pub finding: Option<String>,
    /// `proposed`, `adopted`, `declined`, `in-force`, `conflict`.
    pub state: String,
    /// Who answered.
    pub by: String,
    /// Why declined.
    pub reason: String,
    /// Where it no longer fits.
    pub conflict: Option<ConflictView>,
}

/// A revision of the plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanRevisionRow {
    /// Number.
    pub number: String,
    /// Date.
    pub date: String,
    /// By whom.
    pub author: String,
    /// What changed.
    pub note: String,
    /// True for the one in force.
    pub in_force: bool,
}

/// A plan.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct PlanView {
    /// As in lists.
    pub card: PlanCard,
    /// In order.
    pub sections: Vec<SectionView>,
    /// Roles.
    pub roles: Vec<PlanRoleView>,
    /// Time limits.
    pub commitments: Vec<CommitmentView>,
    /// Left unfilled; the limit is 0.
    pub placeholders: Vec<CommitmentView>,
    /// What the reader says.
    pub diagnostics: Vec<DiagnosticView>,
    /// Newest first.
    pub amendments: Vec<AmendmentRow>,
    /// History.
    pub revisions: Vec<PlanRevisionRow>,
    /// Unified diff of the draft, or empty.
    pub draft_diff: String,
    /// A good number for the next revision.
    pub next_number: String,
    /// A good file name.
    pub file_name: String,
}
