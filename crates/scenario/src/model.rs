//! What a scenario file says, as types. The published JSON Schema and the format's reference are made from
//! these, so every description here is written for authors. Not here: reading, checking, rendering.
//!
//! Fields whose description ends in "(template)" are strict Handlebars templates over `variables` and
//! `asset.<id>.name|data|owner`; all other text is taken as it stands.

mod judged;

pub use judged::*;

use std::collections::BTreeMap;

use crate::response::{Account, CallUp, Exposure, Service, Step};
use schemars::JsonSchema;
use serde::{Deserialize, Serialize};
use terms::{
    ActionId, DeadlineId, GroupId, InjectId, ModuleId, ObjectiveId, Offset, OptionId, RoleId, Span,
};

/// The version of the format that this program writes and reads.
pub const FORMAT: u32 = 1;

/// A scenario: the written design of one drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Scenario {
    /// The version of this format: 1.
    #[schemars(extend("const" = 1))]
    pub format: u32,
    /// A short name for files and links: lower-case letters, digits and hyphens.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// The title that people see. (template)
    pub title: String,
    /// What happens, in about three sentences. (template)
    pub summary: String,
    /// How long the drill is planned to run on the exercise clock.
    pub duration: Span,
    /// Who or what threatens, and how.
    #[serde(default)]
    pub threat: Threat,
    /// For whom it is made.
    #[serde(default)]
    pub difficulty: Difficulty,
    /// Words to find it by.
    #[serde(default)]
    pub tags: Vec<String>,
    /// The handling marking on every page, such as TLP:AMBER.
    #[serde(default = "Scenario::default_handling")]
    pub handling: String,
    /// The clock on the wall inside the story.
    pub story: Story,
    /// Names and facts that texts use as {{name}}; a trainer may set their own before a drill.
    #[serde(default)]
    #[schemars(extend("propertyNames" = {"pattern": "^[A-Za-z][A-Za-z0-9_]*$"}))]
    pub variables: BTreeMap<String, String>,
    /// Systems and data sets of the story, used in texts as {{asset.id.name}}.
    #[serde(default)]
    pub assets: Vec<Asset>,
    /// The roles that people play.
    #[schemars(length(min = 1))]
    pub roles: Vec<Role>,
    /// What the drill is to test.
    #[schemars(length(min = 1))]
    pub objectives: Vec<Objective>,
    /// The phases of the drill, in order.
    #[serde(default)]
    pub modules: Vec<Module>,
    /// Groups of injects of which exactly one is delivered.
    #[serde(default)]
    pub groups: Vec<Group>,
    /// The Master Scenario Events List.
    #[schemars(length(min = 1))]
    pub injects: Vec<Inject>,
    /// What the plan says people should do, declared before the drill.
    #[serde(default)]
    pub expected_actions: Vec<ExpectedAction>,
    /// Time limits set from outside or by the plan, which run in story time.
    #[serde(default)]
    pub deadlines: Vec<Deadline>,
    /// Regimes whose notices the story makes due, by rule pack; a trainer chooses in the briefing which of them count.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub regimes: Vec<Regime>,
    /// Services that the story takes down and the team brings back; the report compares their order with their priorities.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<Service>,
    /// How far the attacker gets unless somebody stops it; the report measures what the team's decisions saved.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub exposure: Option<Exposure>,
}

impl Scenario {
    fn default_handling() -> String {
        "TLP:AMBER".to_owned()
    }
}

/// Who or what threatens, and how.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Threat {
    /// Who is behind it, in a few words. (template)
    #[serde(default)]
    pub actor: String,
    /// How they came in and what they want, in a sentence. (template)
    #[serde(default)]
    pub description: String,
    /// MITRE ATT&CK technique ids, such as T1486 or T1566.002.
    #[serde(default)]
    #[schemars(inner(regex(pattern = r"^T[0-9]{4}(\.[0-9]{3})?$")))]
    pub techniques: Vec<String>,
}

/// For whom a scenario is made.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Difficulty {
    /// A first drill.
    #[default]
    Starter,
    /// A team that has drilled before.
    Intermediate,
    /// A team that knows its plan.
    Advanced,
}

/// The clock on the wall inside the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Story {
    /// What that clock shows when the drill starts, as local date and time: 2027-03-05T16:40.
    #[schemars(regex(pattern = r"^[0-9]{4}-[0-9]{2}-[0-9]{2}T[0-9]{2}:[0-9]{2}(:[0-9]{2})?$"))]
    pub start: String,
    /// How many story minutes pass in one minute of the exercise clock.
    #[serde(default = "Story::real_time")]
    #[schemars(range(min = 1))]
    pub ratio: u32,
    /// The time zone of that clock, such as Europe/Berlin; rule packs count days and hours in it. UTC where left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub zone: Option<String>,
}

impl Story {
    fn real_time() -> u32 {
        1
    }
}

/// A system or a set of data in the story.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Asset {
    /// A short name used in texts as {{asset.id.name}}.
    #[schemars(regex(pattern = r"^[a-z0-9]+(-[a-z0-9]+)*$"))]
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The category of data it holds, such as "personal data, customers".
    #[serde(default)]
    pub data: String,
    /// Who owns it.
    #[serde(default)]
    pub owner: String,
}

/// A role that people play.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Role {
    /// A short name used in this file.
    pub id: RoleId,
    /// What people call it.
    pub title: String,
    /// The function of the organisation it belongs to.
    #[serde(default)]
    pub function: Function,
    /// The role of the Incident Response Plan it maps to, by its title in the plan.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub plan_role: Option<String>,
    /// One or two sentences for the role card. (template)
    #[serde(default)]
    pub brief: String,
}

/// The function of the organisation that a role belongs to.
#[derive(
    Clone, Copy, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Function {
    /// Cybersecurity.
    #[default]
    Cybersecurity,
    /// Information technology.
    It,
    /// Privacy and data protection.
    Privacy,
    /// A business unit.
    Business,
    /// Legal and compliance.
    Legal,
    /// Communications.
    Communications,
    /// Human resources.
    Hr,
    /// Executive management.
    Executive,
}

/// A phase of incident response.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum ResponsePhase {
    /// Before anything happens.
    Preparation,
    /// Detection and analysis.
    Detection,
    /// Containment.
    Containment,
    /// Eradication.
    Eradication,
    /// Recovery.
    Recovery,
}

/// What the drill is to test.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Objective {
    /// A short name used in this file.
    pub id: ObjectiveId,
    /// The objective as a sentence. (template)
    pub title: String,
    /// The capability it belongs to, such as "Public information and warning".
    #[serde(default)]
    pub capability: String,
    /// The threshold that counts as reached.
    #[serde(default)]
    pub target: String,
    /// The phase of incident response it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub phase: Option<ResponsePhase>,
    /// What has to be done to reach it, as evaluators watch for it.
    #[serde(default)]
    pub critical_tasks: Vec<String>,
}

/// A phase of the drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Module {
    /// A short name used in this file.
    pub id: ModuleId,
    /// What people call it.
    pub title: String,
    /// Questions for the table to talk about. (template)
    #[serde(default)]
    pub questions: Vec<String>,
}

/// A group of injects of which exactly one is delivered: the first that comes due. The others are cancelled.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Group {
    /// A short name used in this file.
    pub id: GroupId,
    /// When the default is delivered if none of the group has been.
    pub by: Offset,
    /// The inject of the group that is delivered then.
    pub default: InjectId,
}

/// One piece of information delivered to roles on a channel.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Inject {
    /// A short name used in this file.
    pub id: InjectId,
    /// What the trainer calls it. (template)
    pub title: String,
    /// The module it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub module: Option<ModuleId>,
    /// When it is delivered.
    pub trigger: Trigger,
    /// How it reaches people.
    pub channel: Channel,
    /// Who it comes from, as players see it. (template)
    pub from: String,
    /// The roles it goes to; empty means everyone.
    #[serde(default)]
    pub to: Vec<RoleId>,
    /// The subject or heading that players see; the title where this is left out. (template)
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub subject: Option<String>,
    /// What players read, in Markdown. (template)
    pub body: String,
    /// Files beside the scenario that players get with it.
    #[serde(default)]
    pub attachments: Vec<String>,
    /// What only the white cell may know: the truth, what to watch for. (template)
    #[serde(default)]
    pub white_cell: String,
    /// Questions the trainer may ask when the table is silent. (template)
    #[serde(default)]
    pub prompts: Vec<String>,
    /// The options of a decision, where it asks for one.
    #[serde(default)]
    pub options: Vec<Choice>,
    /// The group of alternatives it belongs to.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub group: Option<GroupId>,
    /// The expected actions whose absence it answers; makes it a contingency inject.
    #[serde(default)]
    pub contingency_for: Vec<ActionId>,
    /// What the story clock shows from its delivery on, as local date and time: 2027-03-06T08:00.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub story_jump: Option<String>,
    /// The objectives it serves besides those of its expected actions.
    #[serde(default)]
    pub objectives: Vec<ObjectiveId>,
    /// True where it may be delivered more than once by hand.
    #[serde(default)]
    pub repeatable: bool,
    /// True where what it tells of could have become an incident and did not: the programme measures how those are managed.
    #[serde(default, skip_serializing_if = "is_false")]
    pub near_incident: bool,
    /// The emergency account that it asks for.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub account: Option<Account>,
    /// The call-up of the team that it is.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub call_up: Option<CallUp>,
    /// The asset whose data and owner the team has to look up for it. A decision on it is the answer; the programme measures
    /// how many such injects were answered, and how fast.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub looks_up: Option<String>,
}

fn is_false(value: &bool) -> bool {
    !value
}

/// How an inject reaches people.
#[derive(
    Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema,
)]
#[serde(rename_all = "lowercase")]
pub enum Channel {
    /// An e-mail.
    Email,
    /// A chat message.
    Chat,
    /// A telephone call.
    Phone,
    /// An alert of a monitoring system.
    Siem,
    /// A news item.
    News,
    /// A post on social media.
    Social,
    /// A document or picture on the table.
    Document,
    /// Somebody says it in the room.
    Verbal,
    /// A letter or call from an authority.
    Regulator,
}

/// When an inject is delivered.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Trigger {
    /// At a moment of the exercise clock.
    At(Offset),
    /// A while after another inject was delivered.
    After(After),
    /// As soon as a condition holds.
    When(Condition),
    /// Only when the trainer delivers it, or an option names it as next.
    ByHand,
}

/// A while after another inject.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct After {
    /// The inject that has to be delivered first.
    pub inject: InjectId,
    /// How long after it.
    #[serde(default)]
    pub delay: Span,
}

/// Something that holds or does not hold at a moment of the drill.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(rename_all = "snake_case")]
pub enum Condition {
    /// Every one of these holds.
    All(Vec<Condition>),
    /// At least one of these holds.
    Any(Vec<Condition>),
    /// This does not hold.
    Not(Box<Condition>),
    /// An option of an inject has been decided, or, without an option, anything has.
    Decided(Decided),
    /// An expected action has been met, in time or late.
    Met(ActionId),
    /// The target time of an expected action has passed and it is not met.
    Missed(ActionId),
    /// An inject has been delivered.
    Delivered(InjectId),
    /// An inject has been acknowledged by at least one of its roles.
    Acknowledged(InjectId),
    /// A decision has set this flag.
    Flag(String),
    /// The exercise clock has reached this moment.
    Elapsed(Offset),
}

/// A decision that a condition looks for.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Decided {
    /// The inject that asked for it.
    pub inject: InjectId,
    /// The option chosen; any decision on the inject counts where this is left out.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub option: Option<OptionId>,
}

/// One option of a decision.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, JsonSchema)]
#[serde(deny_unknown_fields)]
pub struct Choice {
    /// A short name, unique within the inject.
    pub id: OptionId,
    /// What players read. (template)
    pub label: String,
    /// What follows from it, as one would say it afterwards to whoever chose it. The white cell sees it from the start;
    /// whoever practises is told once the expected action is settled. (template)
    #[serde(default)]
    pub debrief: String,
    /// What else to know and to do about it, for the white cell alone. (template)
    #[serde(default)]
    pub white_cell: String,
    /// Flags that it sets.
    #[serde(default)]
    pub sets: Vec<String>,
    /// Injects that it brings.
    #[serde(default)]
    pub next: Vec<After>,
    /// The roles that the plan allows to decide this; empty means any.
    #[serde(default)]
    pub authority: Vec<RoleId>,
    /// Steps that the team takes by it, in this order: an account that is approved, a service that is restored.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub steps: Vec<Step>,
}
