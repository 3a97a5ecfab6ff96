//! What a drill is given besides its scenario: the rule packs whose clocks run, and findings of earlier drills to test
//! again. Both become part of what is played, so that every reader of the scenario finds deadlines and expected actions
//! where it looks for them. Not here: how a due time is counted (`clockwork`).

use std::collections::{BTreeMap, BTreeSet};

use deadlines::Pack;
use scenario::{Condition, Deadline, ExpectedAction, Regime, Scenario, StageOf};
use serde::{Deserialize, Serialize};
use terms::{ObjectiveId, RoleId, Span};

/// What a drill is given besides its scenario.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Given {
    /// The rule packs whose clocks run, as they read on that day, by id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub packs: BTreeMap<String, String>,
    /// Findings of earlier drills that it tests again.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub again: Vec<TestedAgain>,
    /// In which order units want their services back, as the programme's register has it on that day.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub priorities: BTreeMap<String, Vec<String>>,
}

/// A finding of an earlier drill, as an expected action to watch.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct TestedAgain {
    /// The key of the finding.
    pub key: String,
    /// What should be done this time.
    pub watch: String,
    /// The role of this drill that should do it.
    pub role: RoleId,
    /// The section of the plan, where the finding named one.
    #[serde(default)]
    pub section: Option<String>,
    /// The objective of this drill that it belongs to, where one fits.
    #[serde(default)]
    pub objective: Option<ObjectiveId>,
}

impl Given {
    /// The packs of a scenario's regimes that are on unless somebody decides otherwise. Drafts are not.
    pub fn by_default(scenario: &Scenario) -> Self {
        let named: BTreeSet<&str> = scenario.regimes.iter().map(|it| it.pack.as_str()).collect();
        let on = deadlines::shipped().iter().filter(|pack| {
            let named = named.contains(pack.id.as_str());
            named && pack.on_by_default()
        });
        Self::with_packs(on.map(|pack| pack.id.as_str()))
    }

    /// The shipped packs of these ids; one that does not exist is left out.
    pub fn with_packs<'a>(ids: impl IntoIterator<Item = &'a str>) -> Self {
        let one = |id: &str| Some((id.to_owned(), deadlines::shipped_text(id)?.to_owned()));
        Self {
            packs: ids.into_iter().filter_map(one).collect(),
            ..Self::default()
        }
    }

    /// True where nothing is given.
    pub(crate) fn is_empty(&self) -> bool {
        self.packs.is_empty() && self.again.is_empty() && self.priorities.is_empty()
    }
}

/// A regime that counts in this drill, with its pack and the place of its first deadline.
pub(crate) struct Counting {
    pub pack: Pack,
    pub regime: Regime,
    pub first: usize,
}

/// The scenario as it is played: each stage of a pack is a deadline, each finding to test again an expected action.
pub(crate) fn played(base: &Scenario, given: &Given) -> (Scenario, Vec<Counting>) {
    let mut scenario = base.clone();
    let mut counting = Vec::new();
    for (id, text) in &given.packs {
        let (pack, _) = Pack::read(text);
        let named = base.regimes.iter().find(|it| it.pack == *id).cloned();
        let regime = named.unwrap_or_else(|| by_hand(id));
        let first = scenario.deadlines.len();
        for stage in &pack.stages {
            let taken: BTreeSet<&str> =
                scenario.deadlines.iter().map(|it| it.id.as_str()).collect();
            let mut name = format!("{id}-{}", stage.id);
            while taken.contains(name.as_str()) {
                name.push_str("-2");
            }
            let deadline = deadline(&pack, stage, &regime, name);
            scenario.deadlines.push(deadline);
        }
        counting.push(Counting {
            pack,
            regime,
            first,
        });
    }
    for (at, again) in given.again.iter().enumerate() {
        scenario.expected_actions.push(watched(base, again, at + 1));
    }
    for service in &mut scenario.services {
        if let Some(place) = listed_at(&given.priorities, &service.unit, &service.name) {
            service.priority = Some(place);
            service.listed = true;
        }
    }
    (scenario, counting)
}

/// The place of a service in the list of its unit, 1 first. Names are compared as people write them.
fn listed_at(lists: &BTreeMap<String, Vec<String>>, unit: &str, name: &str) -> Option<u32> {
    let same = |a: &str, b: &str| a.trim().to_lowercase() == b.trim().to_lowercase();
    let (_, services) = lists.iter().find(|(it, _)| same(it, unit))?;
    let place = services.iter().position(|it| same(it, name))?;
    u32::try_from(place + 1).ok()
}

/// A regime that the scenario does not name: its events are recorded by hand.
fn by_hand(pack: &str) -> Regime {
    Regime {
        pack: pack.to_owned(),
        role: None,
        section: None,
        triggers: Vec::new(),
        submitted_by: Vec::new(),
    }
}

fn deadline(pack: &Pack, stage: &deadlines::Stage, regime: &Regime, id: String) -> Deadline {
    let limits: Vec<String> = stage.limits.iter().map(ToString::to_string).collect();
    let submitted = regime.submitted_by.iter().find(|it| it.stage == stage.id);
    let triggers = regime.triggers.iter().map(|it| it.when.clone());
    Deadline {
        id: id.as_str().into(),
        title: format!("{} to {}", stage.title, stage.recipient),
        source: pack.regime.clone(),
        outside: true,
        within: stage
            .limits
            .iter()
            .filter_map(roughly)
            .min()
            .unwrap_or(Span(0)),
        begins: Condition::Any(triggers.collect()),
        role: regime.role.clone(),
        met_by: submitted.map(|it| it.action.clone()),
        section: regime.section.clone(),
        stage: Some(Box::new(StageOf {
            pack: pack.id.clone(),
            stage: stage.id.clone(),
            limit: limits.join("; "),
            content: stage.content.clone(),
            draft: pack.draft || pack.status == deadlines::Status::Proposed,
        })),
    }
}

/// How long a limit is, for sorting what has not begun; a day counts 24 hours and a month 30 days.
fn roughly(limit: &deadlines::Limit) -> Option<Span> {
    let hours = match limit.unit {
        deadlines::Unit::Hour => 1,
        deadlines::Unit::CalendarDay | deadlines::Unit::BusinessDay => 24,
        deadlines::Unit::Month => 30 * 24,
    };
    Some(Span::hours(hours * i64::from(limit.amount?)))
}

fn watched(base: &Scenario, again: &TestedAgain, number: usize) -> ExpectedAction {
    let known = |id: &String| base.expected_actions.iter().any(|it| it.id.as_str() == id);
    let mut id = format!("again-{number}");
    while known(&id) {
        id.push_str("-2");
    }
    ExpectedAction {
        id: id.as_str().into(),
        inject: None,
        role: again.role.clone(),
        text: again.watch.clone(),
        within: base.duration,
        critical: false,
        weight: 1,
        objective: again.objective.clone(),
        section: again.section.clone(),
        acceptable: Vec::new(),
        harmful: Vec::new(),
        lesson: None,
        again: Some(again.key.clone()),
    }
}
