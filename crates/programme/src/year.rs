//! Where the year around the drill stands: the fold of every record of the programme stream that is not about one drill.
//! Each thing keeps the records that made it, so that every number leads to its evidence. Folding a record twice changes
//! nothing but those lists. Not here: any judgement (`proficiency`, `measures`, `evidence`).

use std::collections::{BTreeMap, BTreeSet};

use exercise::Origin;
use scenario::Function;
use terms::{ExerciseId, PersonId, Stamp};

use crate::Day;
use crate::improvement::{
    ActionDone, ActionTracked, ActionVerified, Cause, FindingRetested, Priority, RiskAccepted,
    RootCauseKept,
};
use crate::people::{AppointmentMade, UnitKept, Who, fold_name};
use crate::proficiency::{Rule, RuleKept};
use crate::programme_stream::{ActionKept, ActionState, ProgrammeEvent};
use crate::register::{
    AccountRequested, AccountStep, AssetKept, CadenceKept, CallUpKept, CriterionAssessed,
    DemoDeclared, DocumentApproved, DocumentKept, DrillPlanned, HistoryReviewed, IncidentKept,
    PrioritiesKept, ReportPresented, RevisionAcknowledged,
};

/// Something as it reads now, with the records of the programme stream that made it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Kept<T> {
    /// What it is.
    pub value: T,
    /// The records.
    pub records: Vec<u64>,
}

/// A corrective action and what became of it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Action {
    /// What it says.
    pub said: ActionTracked,
    /// That it was done.
    pub done: Option<ActionDone>,
    /// That somebody verified it.
    pub verified: Option<ActionVerified>,
    /// That the risk is borne instead.
    pub accepted: Option<RiskAccepted>,
    /// The records.
    pub records: Vec<u64>,
}

/// An emergency account on its way.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Account {
    /// What was asked for.
    pub asked: Option<AccountRequested>,
    /// Who allowed it.
    pub approved: Option<AccountStep>,
    /// Who made it.
    pub provisioned: Option<AccountStep>,
    /// Who took it away.
    pub removed: Option<AccountStep>,
    /// The records.
    pub records: Vec<u64>,
}

/// The key of an appointment: the role as it is compared, and the person.
pub type AppointmentKey = (String, PersonId);

/// Where the year stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct Year {
    /// The latest moment of any record.
    pub last_at: Stamp,
    /// Set where everything was made up.
    pub demo: Option<DemoDeclared>,
    /// True for the sample that ships with the program: its people are made up too.
    pub sample: bool,
    /// The functions of people.
    pub functions: BTreeMap<PersonId, Kept<BTreeSet<Function>>>,
    /// The records about each person.
    pub person_records: BTreeMap<PersonId, Vec<u64>>,
    /// Business units, by name as it is compared.
    pub units: BTreeMap<String, Kept<UnitKept>>,
    /// Appointments; one that ended stays with its last day.
    pub appointments: BTreeMap<AppointmentKey, Kept<AppointmentMade>>,
    /// The rules of proficiency, the one in force last.
    pub rules: Vec<Kept<RuleKept>>,
    /// Corrective actions.
    pub actions: BTreeMap<String, Action>,
    /// Root-cause sheets, by the key of the finding.
    pub root_causes: BTreeMap<String, Kept<RootCauseKept>>,
    /// Tests made again that a person confirmed.
    pub retests: BTreeMap<(String, ExerciseId), Kept<FindingRetested>>,
    /// The record that closed each drill.
    pub closings: BTreeMap<ExerciseId, u64>,
    /// The incident log.
    pub incidents: BTreeMap<String, Kept<IncidentKept>>,
    /// The reviews of the log, by day.
    pub reviews: BTreeMap<Day, Kept<HistoryReviewed>>,
    /// Emergency accounts, by reference.
    pub accounts: BTreeMap<String, Account>,
    /// Call-ups of the team.
    pub call_ups: BTreeMap<String, Kept<CallUpKept>>,
    /// Documents.
    pub documents: BTreeMap<String, Kept<DocumentKept>>,
    /// Approvals of documents.
    pub approvals: BTreeMap<(String, crate::register::Capacity), Kept<DocumentApproved>>,
    /// Who has read which revision of which plan.
    pub acknowledged: BTreeMap<(String, String, PersonId), Kept<RevisionAcknowledged>>,
    /// Reports that were presented.
    pub presented: BTreeMap<ExerciseId, Kept<ReportPresented>>,
    /// Assets.
    pub assets: BTreeMap<String, Kept<AssetKept>>,
    /// Recovery priorities, by unit as it is compared.
    pub priorities: BTreeMap<String, Kept<PrioritiesKept>>,
    /// How often to drill, by unit as it is compared.
    pub cadences: BTreeMap<String, Kept<CadenceKept>>,
    /// Planned drills.
    pub planned: BTreeMap<String, Kept<DrillPlanned>>,
    /// What assessors recorded, by criterion; the latest stands last.
    pub assessed: BTreeMap<String, Vec<Kept<CriterionAssessed>>>,
}

impl Year {
    /// True where a drill of this origin counts. In a programme that was made up its own drills do, and every page says so.
    pub fn counts(&self, origin: Origin) -> bool {
        match origin {
            Origin::Live => true,
            Origin::Demo => self.is_made_up(),
            Origin::Practice | Origin::BotAssisted | Origin::Rehearsal => false,
        }
    }

    /// True where the people of the programme do not exist.
    pub fn is_made_up(&self) -> bool {
        self.demo.is_some() || self.sample
    }

    /// The rule of proficiency in force.
    pub fn rule(&self) -> Rule {
        self.rules
            .last()
            .map_or_else(Rule::default, |kept| kept.value.rule.clone())
    }

    /// The records about one person.
    pub fn of_person(&self, person: &PersonId) -> Vec<u64> {
        self.person_records.get(person).cloned().unwrap_or_default()
    }

    /// Folds one record; names the corrective action that it changed.
    pub(crate) fn apply(&mut self, seq: u64, at: Stamp, event: &ProgrammeEvent) -> Option<String> {
        self.last_at = self.last_at.max(at);
        match event {
            ProgrammeEvent::Named(it) => self.sample = it.sample,
            ProgrammeEvent::ReportApproved(_)
            | ProgrammeEvent::AddendumWritten(_)
            | ProgrammeEvent::LookKept(_)
            | ProgrammeEvent::TemplateKept(_)
            | ProgrammeEvent::AsksKept(_) => {}
            ProgrammeEvent::PersonKept(it) => self.note_person(&it.person, seq),
            ProgrammeEvent::DrillClosed(it) => {
                self.closings.insert(it.exercise.clone(), seq);
            }
            ProgrammeEvent::DemoDeclared(it) => self.demo = Some(it.clone()),
            ProgrammeEvent::FunctionsKept(it) => {
                self.note_person(&it.person, seq);
                let functions = it.functions.iter().copied().collect();
                keep(&mut self.functions, it.person.clone(), functions, seq);
            }
            ProgrammeEvent::UnitKept(it) => keep_named(&mut self.units, &it.unit, it, seq),
            ProgrammeEvent::UnitRemoved(it) => {
                self.units.remove(&fold_name(&it.unit));
                self.priorities.remove(&fold_name(&it.unit));
            }
            ProgrammeEvent::AppointmentMade(it) => {
                let key = (fold_name(&it.role), it.person.clone());
                keep(&mut self.appointments, key, it.clone(), seq);
            }
            ProgrammeEvent::AppointmentEnded(it) => {
                let key = (fold_name(&it.role), it.person.clone());
                if let Some(kept) = self.appointments.get_mut(&key) {
                    kept.value.until = Some(it.on);
                    kept.records.push(seq);
                }
            }
            ProgrammeEvent::RuleKept(it) => self.rules.push(one(it, seq)),
            ProgrammeEvent::ActionKept(it) => return Some(self.keep_action(seq, at, it)),
            ProgrammeEvent::ActionTracked(it) => return Some(self.track_action(seq, it.clone())),
            ProgrammeEvent::ActionDone(_)
            | ProgrammeEvent::ActionVerified(_)
            | ProgrammeEvent::ActionReopened(_)
            | ProgrammeEvent::RiskAccepted(_) => return self.move_action(seq, event),
            ProgrammeEvent::RootCauseKept(it) => {
                keep(&mut self.root_causes, it.key.clone(), it.clone(), seq);
            }
            ProgrammeEvent::FindingRetested(it) => {
                let key = (it.key.clone(), it.exercise.clone());
                keep(&mut self.retests, key, it.clone(), seq);
            }
            ProgrammeEvent::IncidentKept(it) => {
                keep(&mut self.incidents, it.incident.clone(), it.clone(), seq);
            }
            ProgrammeEvent::HistoryReviewed(it) => {
                keep(&mut self.reviews, it.on, it.clone(), seq);
            }
            ProgrammeEvent::AccountRequested(_)
            | ProgrammeEvent::AccountApproved(_)
            | ProgrammeEvent::AccountProvisioned(_)
            | ProgrammeEvent::AccountRemoved(_) => self.move_account(seq, event),
            ProgrammeEvent::CallUpKept(_)
            | ProgrammeEvent::DocumentKept(_)
            | ProgrammeEvent::DocumentApproved(_)
            | ProgrammeEvent::RevisionAcknowledged(_)
            | ProgrammeEvent::ReportPresented(_)
            | ProgrammeEvent::AssetKept(_)
            | ProgrammeEvent::PrioritiesKept(_)
            | ProgrammeEvent::CadenceKept(_)
            | ProgrammeEvent::DrillPlanned(_)
            | ProgrammeEvent::CriterionAssessed(_) => self.register(seq, event),
        }
        None
    }

    fn move_action(&mut self, seq: u64, event: &ProgrammeEvent) -> Option<String> {
        if let ProgrammeEvent::ActionDone(it) = event {
            let done = Some(it.clone());
            self.change(&it.action, seq, |action| action.done = done)
        } else if let ProgrammeEvent::ActionVerified(it) = event {
            let verified = Some(it.clone());
            self.change(&it.action, seq, |action| action.verified = verified)
        } else if let ProgrammeEvent::RiskAccepted(it) = event {
            let accepted = Some(it.clone());
            self.change(&it.action, seq, |action| action.accepted = accepted)
        } else if let ProgrammeEvent::ActionReopened(it) = event {
            self.change(&it.action, seq, |action| {
                action.done = None;
                action.verified = None;
                action.accepted = None;
            })
        } else {
            None
        }
    }

    fn move_account(&mut self, seq: u64, event: &ProgrammeEvent) {
        if let ProgrammeEvent::AccountRequested(it) = event {
            self.account(&it.account, seq).asked = Some(it.clone());
        } else if let ProgrammeEvent::AccountApproved(it) = event {
            self.account(&it.account, seq).approved = Some(it.clone());
        } else if let ProgrammeEvent::AccountProvisioned(it) = event {
            self.account(&it.account, seq).provisioned = Some(it.clone());
        } else if let ProgrammeEvent::AccountRemoved(it) = event {
            self.account(&it.account, seq).removed = Some(it.clone());
        }
    }

    fn register(&mut self, seq: u64, event: &ProgrammeEvent) {
        if let ProgrammeEvent::CallUpKept(it) = event {
            keep(&mut self.call_ups, it.call_up.clone(), it.clone(), seq);
        } else if let ProgrammeEvent::DocumentKept(it) = event {
            keep(&mut self.documents, it.document.clone(), it.clone(), seq);
        } else if let ProgrammeEvent::DocumentApproved(it) = event {
            let key = (it.document.clone(), it.capacity);
            keep(&mut self.approvals, key, it.clone(), seq);
        } else if let ProgrammeEvent::RevisionAcknowledged(it) = event {
            let plan = it.plan.to_string();
            let key = (plan, it.revision.clone(), it.person.clone());
            keep(&mut self.acknowledged, key, it.clone(), seq);
        } else if let ProgrammeEvent::ReportPresented(it) = event {
            keep(&mut self.presented, it.exercise.clone(), it.clone(), seq);
        } else if let ProgrammeEvent::AssetKept(it) = event {
            keep(&mut self.assets, it.asset.clone(), it.clone(), seq);
        } else if let ProgrammeEvent::PrioritiesKept(it) = event {
            keep_named(&mut self.priorities, &it.unit, it, seq);
        } else if let ProgrammeEvent::CadenceKept(it) = event {
            keep_named(&mut self.cadences, &it.unit, it, seq);
        } else if let ProgrammeEvent::DrillPlanned(it) = event {
            keep(&mut self.planned, it.planned.clone(), it.clone(), seq);
        } else if let ProgrammeEvent::CriterionAssessed(it) = event {
            let all = self.assessed.entry(it.criterion.clone()).or_default();
            all.push(one(it, seq));
        }
    }

    fn note_person(&mut self, person: &PersonId, seq: u64) {
        let records = self.person_records.entry(person.clone()).or_default();
        records.push(seq);
    }

    /// An action as the review of a drill keeps it: what a tracker knows besides stays as it was.
    fn keep_action(&mut self, seq: u64, at: Stamp, kept: &ActionKept) -> String {
        let before = self.actions.get(&kept.action).map(|it| &it.said);
        let tracked = ActionTracked {
            action: kept.action.clone(),
            cause: Cause::Drill {
                exercise: kept.exercise.clone(),
                finding: kept.finding,
            },
            what: kept.what.clone(),
            element: kept.element.clone(),
            owner: match before.map(|it| &it.owner) {
                // The review knows owners in words; one that was named by id stays named where the words are left alone.
                Some(Who::Person(id)) if kept.owner == id.as_str() => Who::Person(id.clone()),
                Some(_) | None => Who::Office(kept.owner.clone()),
            },
            unit: before.map_or_else(String::new, |it| it.unit.clone()),
            priority: before.map_or_else(Priority::default, |it| it.priority),
            start: day(&kept.start),
            due: day(&kept.due),
        };
        let done = kept.state == ActionState::Done;
        let owner = tracked.owner.clone();
        let action = self.track_action(seq, tracked);
        if let Some(it) = self.actions.get_mut(&action) {
            if !done {
                it.done = None;
            } else if it.done.is_none() {
                it.done = Some(ActionDone {
                    action: action.clone(),
                    by: owner,
                    on: crate::look::day_of(at),
                    evidence: String::new(),
                });
            }
        }
        action
    }

    fn track_action(&mut self, seq: u64, said: ActionTracked) -> String {
        let id = said.action.clone();
        match self.actions.get_mut(&id) {
            Some(action) => {
                action.said = said;
                action.records.push(seq);
            }
            None => {
                let action = Action {
                    said,
                    done: None,
                    verified: None,
                    accepted: None,
                    records: vec![seq],
                };
                self.actions.insert(id.clone(), action);
            }
        }
        id
    }

    fn change(&mut self, id: &str, seq: u64, how: impl FnOnce(&mut Action)) -> Option<String> {
        let action = self.actions.get_mut(id)?;
        how(action);
        action.records.push(seq);
        Some(id.to_owned())
    }

    fn account(&mut self, reference: &str, seq: u64) -> &mut Account {
        let account = self
            .accounts
            .entry(reference.to_owned())
            .or_insert_with(|| Account {
                asked: None,
                approved: None,
                provisioned: None,
                removed: None,
                records: Vec::new(),
            });
        account.records.push(seq);
        account
    }
}

impl Action {
    /// The action as the review of its drill knows it; none where it answers something else.
    pub(crate) fn as_of_drill(&self, id: &str) -> Option<ActionKept> {
        let Cause::Drill { exercise, finding } = &self.said.cause else {
            return None;
        };
        let written = |day: Option<Day>| day.map_or_else(String::new, |day| day.to_string());
        Some(ActionKept {
            action: id.to_owned(),
            exercise: exercise.clone(),
            finding: *finding,
            what: self.said.what.clone(),
            element: self.said.element.clone(),
            owner: match &self.said.owner {
                Who::Person(id) => id.to_string(),
                Who::Office(words) => words.clone(),
            },
            start: written(self.said.start),
            due: written(self.said.due),
            state: match self.done {
                Some(_) => ActionState::Done,
                None => ActionState::Open,
            },
        })
    }
}

/// A day as it is written; none where it is empty or no day.
pub(crate) fn day(text: &str) -> Option<Day> {
    Day::parse_from_str(text.trim(), "%Y-%m-%d").ok()
}

fn one<T: Clone>(value: &T, seq: u64) -> Kept<T> {
    Kept {
        value: value.clone(),
        records: vec![seq],
    }
}

fn keep<K: Ord, T>(map: &mut BTreeMap<K, Kept<T>>, key: K, value: T, seq: u64) {
    let mut records = map.remove(&key).map_or_else(Vec::new, |kept| kept.records);
    records.push(seq);
    map.insert(key, Kept { value, records });
}

fn keep_named<T: Clone>(map: &mut BTreeMap<String, Kept<T>>, name: &str, value: &T, seq: u64) {
    keep(map, fold_name(name), value.clone(), seq);
}
