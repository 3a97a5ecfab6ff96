//! The edition for those who played: what a seat could have seen, what was decided, how it was rated. It is the same
//! report made from less: names and everything that only the white cell knows are taken out of what it is made from, and
//! what people typed is held against both once more. Not here: what counts as the white cell's (`white`).

use std::collections::{BTreeMap, BTreeSet};

use evaluation::{Entry, EntryKind, Evaluation, InjectState, RaisedFinding};
use exercise::{Finding, FindingSource, Origin};
use scenario::Scenario;
use serde_json::Value;
use terms::{InjectId, RoleId};

use crate::build::{Look, build};
use crate::edition::{Edited, Edition, after};
use crate::input::{Background, ChangeState, CorrectiveAction, Input, PlanChange};
use crate::model::AfterActionReport;
use crate::tables::{Tables, tables};
use crate::white::White;

/// Stands where a name was.
const SOMEBODY: &str = "(a participant)";

/// Facts of the overview that name people or tell what players did not know.
const NOT_FOR_PLAYERS: [&str; 4] = ["Sponsor", "Point of contact", "Threat", "ATT&CK techniques"];

pub(crate) fn edition(input: &Input<'_>, background: &Background) -> Edited {
    let adopted: Vec<PlanChange> = adopted(input);
    let known: Vec<&str> = adopted.iter().map(|it| it.after.as_str()).collect();
    let white = White::of(input.scenario, input.evaluation, &known);
    let headings = headings(input.scenario);
    let evaluation = evaluation(input, &headings, &white);
    let actions = input.actions.iter();
    let actions: Vec<CorrectiveAction> = actions.map(|it| action(input, it, &white)).collect();
    let less = Input {
        evaluation: &evaluation,
        records: &[],
        sponsor: "",
        contact: "",
        named: false,
        actions: &actions,
        plan_changes: &adopted,
        ..*input
    };
    let mut report = build(&less);
    report.audience = Edition::Participants;
    report.edition =
        "For those who took part: roles and no names, and nothing that only the white cell knows."
            .to_owned();
    report
        .overview
        .retain(|it| !NOT_FOR_PLAYERS.contains(&it.label.as_str()));
    report.lapses.clear();
    report.coverage.clear();
    report.figures.retain(|it| !it.label.contains("lapse"));
    for row in &mut report.improvement_plan {
        row.contact = String::new();
    }
    after(&mut report, input, background, false);
    let names = Names::of(input);
    let clean = |text: &str| {
        let covered = white.covered(text);
        let bare = names.taken_out(covered.as_deref().unwrap_or(text));
        bare.or(covered)
    };
    let mut tables = tables(&less, &report);
    cover(&mut report, &clean);
    cover_tables(&mut tables, &clean);
    Edited { report, tables }
}

/// Puts every text of a report through something that may replace it.
pub(crate) fn cover(report: &mut AfterActionReport, clean: &dyn Fn(&str) -> Option<String>) {
    // The model is plain data, so it is there and back without loss; where it were not, nothing may be shown.
    let covered = serde_json::to_value(&*report).and_then(|mut value| {
        walk(&mut value, clean);
        serde_json::from_value(value)
    });
    *report = covered.unwrap_or_default();
}

fn walk(value: &mut Value, clean: &dyn Fn(&str) -> Option<String>) {
    match value {
        Value::String(text) => {
            if let Some(other) = clean(text) {
                *text = other;
            }
        }
        Value::Array(items) => items.iter_mut().for_each(|item| walk(item, clean)),
        Value::Object(fields) => fields.values_mut().for_each(|field| walk(field, clean)),
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}

fn cover_tables(tables: &mut Tables, clean: &dyn Fn(&str) -> Option<String>) {
    let put = |text: &mut String| {
        if let Some(other) = clean(text) {
            *text = other;
        }
    };
    for it in &mut tables.decisions {
        // Ids are words of the scenario too.
        it.option = String::new();
        [&mut it.role, &mut it.inject, &mut it.text, &mut it.reason]
            .into_iter()
            .for_each(put);
    }
    for it in &mut tables.msel {
        [&mut it.title, &mut it.from, &mut it.to]
            .into_iter()
            .for_each(put);
        // What it is called in the file and how it came about is the white cell's own business.
        it.inject = String::new();
        it.planned = String::new();
        it.planned_ms = None;
    }
    for it in &mut tables.timeline {
        [&mut it.role, &mut it.says].into_iter().for_each(put);
    }
}

/// What the trainer calls an inject and what players saw above it, where the two differ.
fn headings(scenario: &Scenario) -> BTreeMap<&InjectId, (&str, &str)> {
    let subject = |it: &'_ scenario::Inject| it.subject.is_some();
    let injects = scenario.injects.iter().filter(|it| subject(it));
    injects
        .filter_map(|it| Some((&it.id, (it.title.as_str(), it.subject.as_deref()?))))
        .collect()
}

type Headings<'a> = BTreeMap<&'a InjectId, (&'a str, &'a str)>;

fn seen_as(says: &str, inject: Option<&InjectId>, headings: &Headings<'_>) -> String {
    match inject.and_then(|inject| headings.get(inject)) {
        Some((title, heading)) => says.replace(title, heading),
        None => says.to_owned(),
    }
}

fn evaluation(input: &Input<'_>, headings: &Headings<'_>, white: &White) -> Evaluation {
    let mut less = input.evaluation.clone();
    // A deadline that nobody recognised goes by a name that nobody heard.
    less.timeline.retain(|it| {
        is_seen(it) && !(it.kind == EntryKind::DeadlineMet && white.stands_in(&it.says))
    });
    for entry in &mut less.timeline {
        entry.says = seen_as(&entry.says, entry.inject.as_ref(), headings);
    }
    less.injects.retain(|it| match it.state {
        InjectState::Delivered | InjectState::Withdrawn => true,
        InjectState::Waiting
        | InjectState::Held
        | InjectState::Skipped
        | InjectState::Cancelled => false,
    });
    for inject in &mut less.injects {
        inject.title = seen_as(&inject.title, Some(&inject.inject), headings);
        inject.contingency = false;
        inject.edited = false;
    }
    for decision in &mut less.decisions {
        decision.prompted = false;
        if decision.harmful {
            decision.harmful = false;
            decision.outcome = None;
            decision.target = None;
        }
    }
    for objective in &mut less.objectives {
        objective.target.clear();
        objective.critical_tasks.clear();
        objective.actions.clear();
        objective.basis.clear();
        objective.notes.clear();
        if let Some(confirmed) = &mut objective.confirmed {
            confirmed.overridden = false;
            confirmed.reason.clear();
        }
    }
    less.actions.clear();
    less.suggested.clear();
    less.notes.clear();
    less.deadlines.retain(|it| it.recognised.is_some());
    // How far the attacker would have got is the scenario's own, and may be played again.
    less.team.exposure = None;
    less.findings = findings(input, &less.findings, headings, white);
    // Simulated people speak of expected actions in the words of the scenario.
    let roles = less.roles.iter().filter(|it| it.bot);
    let bots: BTreeSet<RoleId> = roles.map(|it| it.role.clone()).collect();
    let nobody_live = match less.course.origin {
        Some(Origin::Rehearsal | Origin::Demo) => true,
        Some(Origin::Live | Origin::Practice | Origin::BotAssisted) | None => false,
    };
    let is_bot = |role: Option<&RoleId>| nobody_live || role.is_some_and(|it| bots.contains(it));
    less.hot_wash.topics.retain(|_, said| {
        said.retain(|it| !(is_bot(it.role.as_ref()) && white.stands_in(&it.says)));
        !said.is_empty()
    });
    less
}

/// What a seat could have seen happen.
fn is_seen(entry: &Entry) -> bool {
    match entry.kind {
        EntryKind::Phase
        | EntryKind::Pause
        | EntryKind::Break
        | EntryKind::Resume
        | EntryKind::Jump
        | EntryKind::Inject
        | EntryKind::Withdrawn
        | EntryKind::Acknowledged
        | EntryKind::Decision
        | EntryKind::Revision
        | EntryKind::Stance
        | EntryKind::Struck
        | EntryKind::Question
        | EntryKind::DeadlineRecognised
        | EntryKind::DeadlineMet
        | EntryKind::RealIncident => true,
        EntryKind::Briefed
        | EntryKind::Speed
        | EntryKind::Attendance
        | EntryKind::Control
        | EntryKind::Lapsed
        | EntryKind::Settled
        | EntryKind::Step
        | EntryKind::Prompt
        | EntryKind::Parked
        | EntryKind::Note
        | EntryKind::DeadlineBegan
        | EntryKind::DeadlineMissed => false,
    }
}

/// Findings without the words of the scenario. What then reads the same is said once.
fn findings(
    input: &Input<'_>,
    all: &[RaisedFinding],
    headings: &Headings<'_>,
    white: &White,
) -> Vec<RaisedFinding> {
    let look = Look::new(input);
    let mut kept: Vec<RaisedFinding> = Vec::new();
    for raised in all.iter().filter(|it| it.dropped.is_none()) {
        let mut raised = raised.clone();
        raised.lesson = None;
        let finding = &mut raised.finding;
        for text in [&mut finding.title, &mut finding.observation] {
            *text = seen_as(text, finding.inject.as_ref(), headings);
        }
        if white.stands_in(&finding.title) || is_of_an_action(finding) {
            (finding.title, finding.observation) = plainly(&look, finding);
        }
        let same = |it: &RaisedFinding| {
            (
                &it.finding.title,
                &it.finding.section,
                &it.finding.objective,
            ) == (&finding.title, &finding.section, &finding.objective)
        };
        if let Some(first) = kept.iter_mut().find(|it| same(it)) {
            first.finding.critical |= finding.critical;
            first.finding.evidence.append(&mut finding.evidence);
            first.finding.evidence.sort_unstable();
            first.finding.evidence.dedup();
            continue;
        }
        kept.push(raised);
    }
    kept
}

/// True for what the rules say of one expected action, in its words. What they say of call-ups, accounts and the order of
/// recovery is about none, and everybody saw it.
fn is_of_an_action(finding: &Finding) -> bool {
    match finding.source {
        FindingSource::MissedCritical | FindingSource::Missed | FindingSource::Late => {
            finding.action.is_some()
        }
        FindingSource::Harmful | FindingSource::NoPlanSection => true,
        FindingSource::Hand
        | FindingSource::Unauthorised
        | FindingSource::Unanswered
        | FindingSource::UnfilledRole
        | FindingSource::DeadlineMissed
        | FindingSource::AllInTime => false,
    }
}

/// The finding in the words of the plan, which everybody may read, and not in those of the scenario.
fn plainly(look: &Look<'_>, finding: &Finding) -> (String, String) {
    let (what, says) = match finding.source {
        FindingSource::MissedCritical => (
            "was not done, and it is critical",
            "What the plan asks of the role here is not in the record.",
        ),
        FindingSource::Missed => (
            "was not done, or only in part",
            "What the plan asks of the role here is not in the record, or not all of it.",
        ),
        FindingSource::Late => ("came late", "It was done after the target time."),
        FindingSource::Harmful => (
            "went wrong by a choice that did harm",
            "Talk it over with the trainer.",
        ),
        FindingSource::NoPlanSection => (
            "stands nowhere in the plan",
            "The drill asked for something that the plan does not speak of.",
        ),
        FindingSource::Hand
        | FindingSource::Unauthorised
        | FindingSource::Unanswered
        | FindingSource::UnfilledRole
        | FindingSource::DeadlineMissed
        | FindingSource::AllInTime => ("is to be talked over", "Ask the trainer."),
    };
    let section = finding.section.as_deref().map(|it| look.section(it));
    let about = match section.as_deref().and_then(|it| it.rsplit(" / ").next()) {
        Some(heading) => format!("what the plan asks under “{heading}” {what}"),
        None => format!("a part of the work {what}"),
    };
    let title = match &finding.role {
        Some(role) => format!("{}: {about}", look.role(role)),
        None => about,
    };
    (title, says.to_owned())
}

/// What was adopted stands in the plan for everybody to read.
fn adopted(input: &Input<'_>) -> Vec<PlanChange> {
    let changes = input.plan_changes.iter();
    changes
        .filter(|it| it.state == ChangeState::Adopted)
        .map(|it| PlanChange {
            because: String::new(),
            ..it.clone()
        })
        .collect()
}

/// An owner who is no role of the drill may be a person, and what is to be done may be a lesson of the scenario.
fn action(input: &Input<'_>, action: &CorrectiveAction, white: &White) -> CorrectiveAction {
    let owner = action.owner.trim();
    let is_role = input.scenario.roles.iter().any(|it| it.title == owner);
    CorrectiveAction {
        owner: if is_role || owner.is_empty() {
            owner
        } else {
            "Named in the full edition"
        }
        .to_owned(),
        contact: String::new(),
        what: if white.stands_in(&action.what) {
            "Said in the full edition".to_owned()
        } else {
            action.what.clone()
        },
        ..action.clone()
    }
}

/// The names of the roster, whole and in parts, the longest first.
struct Names {
    names: Vec<String>,
}

impl Names {
    fn of(input: &Input<'_>) -> Self {
        let scenario = input.scenario;
        let words = scenario.roles.iter().map(|it| it.title.as_str());
        let words: String = words
            .chain([input.organisation])
            .collect::<Vec<_>>()
            .join("\n");
        let mut names: Vec<String> = Vec::new();
        for name in input.people.values() {
            let name = name.trim();
            names.push(name.to_owned());
            let parts = name.split_whitespace();
            let is_name = |part: &&str| {
                let upper = part.chars().next().is_some_and(char::is_uppercase);
                upper && part.chars().count() > 2 && !words.contains(part)
            };
            names.extend(parts.filter(is_name).map(str::to_owned));
        }
        names.retain(|name| !name.is_empty());
        names.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        names.dedup();
        Self { names }
    }

    /// The text without them; none where it holds none.
    fn taken_out(&self, text: &str) -> Option<String> {
        let mut out: Option<String> = None;
        for name in &self.names {
            let text = out.as_deref().unwrap_or(text);
            if let Some(bare) = without(text, name) {
                out = Some(bare);
            }
        }
        out
    }
}

/// The text with every whole occurrence of the name replaced; none where there is none.
fn without(text: &str, name: &str) -> Option<String> {
    let mut out = String::new();
    let mut rest = text;
    let mut found = false;
    let inside = |c: Option<char>| c.is_some_and(char::is_alphanumeric);
    while let Some(at) = rest.find(name) {
        let (before, after) = (&rest[..at], &rest[at + name.len()..]);
        let whole = !inside(before.chars().next_back()) && !inside(after.chars().next());
        out.push_str(before);
        out.push_str(if whole { SOMEBODY } else { name });
        found |= whole;
        rest = after;
    }
    out.push_str(rest);
    found.then_some(out)
}
