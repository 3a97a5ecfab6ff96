//! The values that reading a plan gives: sections, roles, commitments, placeholders, revisions.
//! Nothing here knows a file format; a reader of another format fills the same types. Not here: how
//! they are found (`outline`, `roles`, `commitments`, `placeholders`, `control`) or changed
//! (`amend`).

use std::ops::Range;

use serde::Serialize;

/// An Incident Response Plan as it was read.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Plan {
    /// The title: the first heading where it is of the first level, or what the front matter says;
    /// empty where the plan has none.
    pub title: String,
    /// Every section in the order of the document.
    pub sections: Vec<Section>,
    /// Every role, in the order of the document.
    pub roles: Vec<PlanRole>,
    /// Every time limit that the plan sets.
    pub commitments: Vec<Commitment>,
    /// Everything that was left to be filled in.
    pub placeholders: Vec<Placeholder>,
    /// The lines that look like headings and are marked as none, whether they are read as headings or not.
    pub heading_like: Vec<HeadingLike>,
    /// The rows of the revision table, in the order they stand there.
    pub revisions: Vec<RevisionRow>,
    /// Who owns the plan, and when it was last looked at.
    pub control: Control,
    /// The text that was read, byte for byte.
    pub(crate) text: String,
}

/// A heading with the text under it, up to the next heading of any level.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Section {
    /// A stable name, made from the path; also the anchor in HTML.
    pub id: String,
    /// `Heading / Subheading`, including its own; a repeat of the same path gets ` [2]`.
    pub path: String,
    /// 1 to 6; 0 for what stands before the first heading.
    pub level: u8,
    /// The heading as it reads, without markup.
    pub title: String,
    /// The phase of incident response it belongs to, by its own heading or that of an enclosing
    /// section.
    pub phase: Option<Phase>,
    /// True where its heading is marked as none and only looks like one.
    #[serde(skip_serializing_if = "std::ops::Not::not")]
    pub by_look: bool,
    /// What kinds of section it is.
    pub tags: Vec<Tag>,
    /// SHA-256 in hex over its own text, with line endings, trailing blanks and outer empty lines
    /// left out.
    pub fingerprint: String,
    /// The file of the folder that it stands in; none where the plan is one file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The lines it takes, counted from 1, both included.
    pub lines: (u32, u32),
    /// The bytes it takes.
    #[serde(skip)]
    pub range: Range<usize>,
    /// Where its text begins, after the heading.
    #[serde(skip)]
    pub(crate) body_start: usize,
    /// The enclosing section, as an index.
    #[serde(skip)]
    pub(crate) parent: Option<usize>,
}

/// The phases of incident response, named as scenario files name them, and what comes after.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Phase {
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
    /// After the incident: review and lessons learned.
    Lessons,
}

/// What kind of section it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum Tag {
    /// Steps for one kind of incident.
    Playbook,
    /// How grave an incident is and what goes first.
    Severity,
    /// Whom to reach and how.
    Contacts,
    /// Telling people inside and outside.
    Notification,
    /// Keeping the business going.
    Continuity,
    /// Who does what.
    Roles,
    /// What is learned afterwards.
    Lessons,
    /// Owner, version, dates, revision table.
    Control,
}

/// A line that looks like a heading and is marked as none.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct HeadingLike {
    /// Its words.
    pub title: String,
    /// The level that it has where it is read as a heading.
    pub level: u8,
    /// Where it stands.
    pub place: Place,
}

/// Where something stands.
#[derive(Clone, Debug, Default, PartialEq, Eq, PartialOrd, Ord, Serialize)]
pub struct Place {
    /// The path of the section; empty for the front matter.
    pub section: String,
    /// The file of the folder that it stands in; none where the plan is one file.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub file: Option<String>,
    /// The line, counted from 1.
    pub line: u32,
    /// The column in characters, counted from 1.
    pub column: u32,
}

/// A role that the plan names.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct PlanRole {
    /// The name, as the place that says most about it writes it.
    pub title: String,
    /// Other names that the plan uses for it.
    pub aliases: Vec<String>,
    /// What the role is to do, one entry for each thing.
    pub duties: Vec<String>,
    /// How the plan writes the role down.
    pub shape: Shape,
    /// Where it does.
    pub place: Place,
    /// Other places that name it as a role.
    pub also: Vec<Place>,
    /// Who stands in, in the plan's words.
    pub deputy: Option<String>,
    /// What the role may decide, in the plan's words.
    pub authority: Option<String>,
    /// True where only a sentence says so: a person has to confirm that this is a role.
    pub candidate: bool,
}

/// The ways in which plans write roles down, the clearest first.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Shape {
    /// A heading, with the duties under it.
    Heading,
    /// A row of a table with a column of duties.
    Table,
    /// A row or column of a RACI matrix.
    Raci,
    /// `**Role:** what it does`.
    BoldLead,
    /// A list item with the duties as a list inside it.
    NestedList,
    /// A plain member of a list of the team.
    TeamList,
    /// "The role must": a candidate.
    Sentence,
}

/// A time limit that the plan itself sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Commitment {
    /// The sentence, or the row and column of the table.
    pub text: String,
    /// The limit in seconds. Business days are counted as days; a diagnostic says so.
    pub limit_s: u64,
    /// Whether something is to be done in this time or again and again.
    pub kind: LimitKind,
    /// The role it binds, where the plan says it.
    pub role: Option<String>,
    /// Where it stands.
    pub place: Place,
}

/// What a time limit limits.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum LimitKind {
    /// To be done before the time is over.
    Within,
    /// To be done again each time it is over.
    Every,
}

/// Something left to be filled in.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Placeholder {
    /// The text as it stands, at most 120 characters.
    pub text: String,
    /// How it is written.
    pub kind: PlaceholderKind,
    /// Where it stands.
    pub place: Place,
}

/// How a placeholder is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "lowercase")]
pub enum PlaceholderKind {
    /// `{{NAME}}`.
    Braces,
    /// `[ORGANIZATION NAME]` or `[insert …]`.
    Brackets,
    /// `<insert …>`.
    Angles,
    /// `TODO`, `TBD`, `TBC`, `FIXME`.
    Todo,
    /// `YYYY-MM-DD`, `________`.
    Blank,
}

/// One row of the revision table.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct RevisionRow {
    /// The number or name of the revision.
    pub number: String,
    /// The date as it is written.
    pub date: String,
    /// Who wrote it.
    pub author: String,
    /// What changed.
    pub note: String,
    /// Where the row stands.
    pub place: Place,
}

/// What the plan says of itself. A value that is still a placeholder counts as not said.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize)]
pub struct Control {
    /// Who answers for the plan.
    pub owner: Option<Stated>,
    /// The version it carries.
    pub version: Option<Stated>,
    /// When it was last reviewed.
    pub last_reviewed: Option<Stated>,
    /// When it was last tested.
    pub last_tested: Option<Stated>,
    /// When it is to be reviewed next.
    pub next_review: Option<Stated>,
    /// Who approved it.
    pub approved_by: Option<Stated>,
}

/// A value and where the plan states it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Stated {
    /// The value as it is written.
    pub value: String,
    /// Where.
    pub place: Place,
}
