//! The stream `programme`: what the organisation keeps beside its drills and plans.

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use terms::{ExerciseId, PersonId, Stamp};

use crate::approval::{AddendumWritten, AsksKept, LookKept, ReportApproved, Reports, TemplateKept};
use crate::body::kinds;
use crate::closed::DrillClosed;
use crate::improvement::{
    ActionDone, ActionReopened, ActionTracked, ActionVerified, FindingRetested, RiskAccepted,
    RootCauseKept,
};
use crate::people::{
    AppointmentEnded, AppointmentMade, FunctionsKept, UnitKept, UnitRemoved, fold_name,
};
use crate::proficiency::RuleKept;
use crate::register::{
    AccountRequested, AccountStep, AssetKept, CadenceKept, CallUpKept, CriterionAssessed,
    DemoDeclared, DocumentApproved, DocumentKept, DrillPlanned, HistoryReviewed, IncidentKept,
    PrioritiesKept, ReportPresented, RevisionAcknowledged,
};
use crate::year::Year;

/// The programme was made or renamed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ProgrammeNamed {
    /// Its name.
    pub name: String,
    /// True for the sample that ships with the program.
    pub sample: bool,
}

/// A person joined the roster, or their unit changed. The name is in the erasable table.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PersonKept {
    /// The person.
    pub person: PersonId,
    /// Their function or unit.
    pub unit: String,
}

/// A corrective action was written or changed.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ActionKept {
    /// Its id, a ULID.
    pub action: String,
    /// The drill whose finding it answers.
    pub exercise: ExerciseId,
    /// The record that raised the finding.
    pub finding: u64,
    /// What is to be done.
    pub what: String,
    /// Planning, Organisation, Equipment, Training or Exercises.
    pub element: String,
    /// Who does it.
    pub owner: String,
    /// When it starts, as a date; may be empty.
    pub start: String,
    /// By when, as a date; may be empty.
    pub due: String,
    /// Where it stands.
    pub state: ActionState,
}

/// Where a corrective action stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum ActionState {
    /// To be done.
    Open,
    /// Done.
    Done,
}

kinds! {
    /// Everything that can happen to a programme.
    ProgrammeEvent {
        /// It was named.
        "programme_named" Named(ProgrammeNamed),
        /// A person was kept.
        "person_kept" PersonKept(PersonKept),
        /// A corrective action was kept.
        "action_kept" ActionKept(ActionKept),
        /// A drill was closed.
        "drill_closed" DrillClosed(DrillClosed),
        /// Everything in it was made up to show the program.
        "demo_declared" DemoDeclared(DemoDeclared),
        /// The functions of a person were kept.
        "functions_kept" FunctionsKept(FunctionsKept),
        /// A business unit was kept.
        "unit_kept" UnitKept(UnitKept),
        /// A business unit was taken out of the register.
        "unit_removed" UnitRemoved(UnitRemoved),
        /// A person was appointed.
        "appointment_made" AppointmentMade(AppointmentMade),
        /// An appointment ended.
        "appointment_ended" AppointmentEnded(AppointmentEnded),
        /// The rule of proficiency was changed.
        "proficiency_rule_kept" RuleKept(RuleKept),
        /// A corrective action was tracked.
        "action_tracked" ActionTracked(ActionTracked),
        /// A corrective action was done.
        "action_done" ActionDone(ActionDone),
        /// A corrective action was verified.
        "action_verified" ActionVerified(ActionVerified),
        /// A corrective action was opened again.
        "action_reopened" ActionReopened(ActionReopened),
        /// A risk was accepted.
        "risk_accepted" RiskAccepted(RiskAccepted),
        /// A root-cause sheet was kept.
        "root_cause_kept" RootCauseKept(RootCauseKept),
        /// A finding was tested again.
        "finding_retested" FindingRetested(FindingRetested),
        /// An incident was kept.
        "incident_kept" IncidentKept(IncidentKept),
        /// The past incidents were reviewed.
        "history_reviewed" HistoryReviewed(HistoryReviewed),
        /// An emergency account was requested.
        "account_requested" AccountRequested(AccountRequested),
        /// An emergency account was approved.
        "account_approved" AccountApproved(AccountStep),
        /// An emergency account was provisioned.
        "account_provisioned" AccountProvisioned(AccountStep),
        /// An emergency account was removed.
        "account_removed" AccountRemoved(AccountStep),
        /// The team was called up.
        "call_up_kept" CallUpKept(CallUpKept),
        /// A document was kept.
        "document_kept" DocumentKept(DocumentKept),
        /// A document was approved.
        "document_approved" DocumentApproved(DocumentApproved),
        /// A revision of a plan was acknowledged.
        "revision_acknowledged" RevisionAcknowledged(RevisionAcknowledged),
        /// A report was presented.
        "report_presented" ReportPresented(ReportPresented),
        /// An asset was kept.
        "asset_kept" AssetKept(AssetKept),
        /// The priorities of a unit were kept.
        "priorities_kept" PrioritiesKept(PrioritiesKept),
        /// A cadence was kept.
        "cadence_kept" CadenceKept(CadenceKept),
        /// A drill was planned.
        "drill_planned" DrillPlanned(DrillPlanned),
        /// A criterion was assessed.
        "criterion_assessed" CriterionAssessed(CriterionAssessed),
        /// An edition of a report was approved.
        "report_approved" ReportApproved(ReportApproved),
        /// Something in an approved edition was corrected.
        "addendum_written" AddendumWritten(AddendumWritten),
        /// How papers look was kept.
        "look_kept" LookKept(LookKept),
        /// A template took the place of ours, or gave it back.
        "template_kept" TemplateKept(TemplateKept),
        /// What management is asked to decide was kept.
        "asks_kept" AsksKept(AsksKept),
    }
}

/// Where the programme stands.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct ProgrammeFold {
    /// Its name.
    pub name: String,
    /// True for the sample.
    pub sample: bool,
    /// The unit of every person ever kept.
    pub people: BTreeMap<PersonId, String>,
    /// The corrective actions as they read now.
    pub actions: BTreeMap<String, ActionKept>,
    /// The drills that were closed, and when.
    pub closed: BTreeMap<ExerciseId, (Stamp, DrillClosed)>,
    /// The year around the drill: appointments, improvement, calendar, registers.
    pub year: Year,
    /// Approved editions of reports, what was corrected afterwards, how they look.
    pub reports: Reports,
    /// The number of the last record.
    pub last_seq: u64,
}

impl ProgrammeFold {
    /// Folds one record.
    pub fn apply(&mut self, seq: u64, at: Stamp, event: ProgrammeEvent) {
        self.last_seq = seq;
        if let Some(action) = self.year.apply(seq, at, &event) {
            // The corrective actions of a drill stand in its review too, wherever they were changed.
            let kept = self.year.actions.get(&action);
            if let Some(kept) = kept.and_then(|kept| kept.as_of_drill(&action)) {
                self.actions.insert(action, kept);
            }
        }
        if let ProgrammeEvent::Named(named) = event {
            self.name = named.name;
            self.sample = named.sample;
        } else if let ProgrammeEvent::PersonKept(kept) = event {
            self.people.insert(kept.person, kept.unit);
        } else if let ProgrammeEvent::DrillClosed(closed) = event {
            self.closed.insert(closed.exercise.clone(), (at, closed));
        } else {
            self.reports.apply(seq, at, event);
        }
    }

    /// True for somebody of whom nothing is kept but that a table named them: no unit, function, role or drill.
    pub(crate) fn is_known_by_name_alone(&self, person: &PersonId) -> bool {
        let unit = self.people.get(person);
        unit.is_some_and(|unit| unit.trim().is_empty())
            && !self.year.functions.contains_key(person)
            && !self.year.appointments.keys().any(|(_, it)| it == person)
            && !self.closed.values().any(|(_, drill)| {
                let held = drill.roles.iter().flat_map(|role| &role.held);
                held.into_iter().any(|it| it.person == *person)
            })
    }

    /// True where words name a unit, or a role that somebody was appointed to.
    pub(crate) fn is_unit_or_role(&self, words: &str) -> bool {
        let name = fold_name(words);
        let mut units = self.people.values();
        let mut roles = self.year.appointments.keys();
        self.year.units.contains_key(&name)
            || units.any(|unit| fold_name(unit) == name)
            || roles.any(|(role, _)| *role == name)
    }
}
