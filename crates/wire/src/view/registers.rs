//! The registers beside the drills as a screen shows them, and what may be asked of them.

use serde::{Deserialize, Serialize};
use ts_rs::TS;

use super::LabelledView;

/// The registers.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct RegistersView {
    /// What everybody has to know; may be empty.
    pub marking: String,
    /// The day as of which it holds.
    pub as_of: String,
    /// Real incidents and near ones.
    pub incidents: Vec<IncidentLine>,
    /// Assets.
    pub assets: Vec<AssetLine>,
    /// Plans and papers.
    pub documents: Vec<DocumentLine>,
    /// Emergency accounts.
    pub accounts: Vec<AccountLine>,
    /// Business units with their recovery priorities, in scope and out of it.
    pub business_units: Vec<UnitLine>,
    /// The rule packs that may bind a unit, by id.
    pub regimes: Vec<LabelledView>,
    /// People to choose from, by id.
    pub people: Vec<LabelledView>,
    /// Units to offer.
    pub units: Vec<String>,
    /// Roles to offer.
    pub roles: Vec<String>,
}

/// An incident of the log.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct IncidentLine {
    /// Its id in the organisation's own log.
    pub id: String,
    /// What happened.
    pub title: String,
    /// The unit.
    pub unit: String,
    /// The kind.
    pub kind: String,
    /// `system`, `person`, `outside`, `unknown`.
    pub found_by: String,
    /// True where it was serious.
    pub serious: bool,
    /// True where nothing came of it.
    pub near: bool,
    /// True where continuity was touched.
    pub continuity: bool,
    /// When it was opened.
    pub opened: String,
    /// When it was closed; may be empty.
    pub closed: String,
    /// When it was last reviewed; may be empty.
    pub reviewed: String,
    /// What makes it the same failure as another; may be empty.
    pub key: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An asset.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AssetLine {
    /// Its id.
    pub id: String,
    /// What people call it.
    pub name: String,
    /// The categories of data it holds.
    pub categories: Vec<String>,
    /// Who answers for it.
    pub owner: String,
    /// The unit.
    pub unit: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A plan in force, or a paper.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct DocumentLine {
    /// Its id.
    pub id: String,
    /// True for a plan of this programme, which is changed in Plan.
    pub plan: bool,
    /// `programme-plan`, `unit-plan`, `leadership`, `conops`, `charter`, `minutes`, `contacts`, `prioritisation`, `other`.
    pub kind: String,
    /// Its title.
    pub title: String,
    /// The revision; may be empty.
    pub revision: String,
    /// The unit; may be empty.
    pub unit: String,
    /// The document it stands under; may be empty.
    pub parent: String,
    /// Who answers for it.
    pub owner: String,
    /// The date of the issue.
    pub dated: String,
    /// When it has to be reviewed; may be empty.
    pub review: String,
    /// True where that day has passed.
    pub review_overdue: bool,
    /// Who approved it in which capacity.
    pub approvals: Vec<LabelledView>,
    /// Such as `19 of 20`; empty where nobody has to acknowledge it.
    pub acknowledged: String,
    /// Role holders who have not acknowledged the revision in force, by id.
    pub missing: Vec<LabelledView>,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An emergency account. Only its reference is kept, never a secret.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct AccountLine {
    /// Its reference.
    pub id: String,
    /// For whom.
    pub name: String,
    /// The role.
    pub role: String,
    /// The system.
    pub system: String,
    /// The drill; none outside of one.
    pub exercise: Option<String>,
    /// True for an account of a drill's story, which never counts as a real one.
    pub played: bool,
    /// How it stands, as the program's list names it.
    pub state: String,
    /// When it was asked for, in wall milliseconds.
    pub requested: Option<i64>,
    /// Who allowed it; may be empty.
    pub approved_by: String,
    /// When it was made.
    pub provisioned: Option<i64>,
    /// When it has to be gone.
    pub expires: Option<i64>,
    /// When it was taken away.
    pub removed: Option<i64>,
    /// What is the matter with it; may be empty.
    pub amiss: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A business unit and what it wants back first.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
pub struct UnitLine {
    /// Its name.
    pub unit: String,
    /// True where the programme covers it.
    pub in_scope: bool,
    /// Who answers for it; may be empty.
    pub owner: String,
    /// The rule packs that bind it, by id.
    pub regimes: Vec<String>,
    /// Who in Legal confirmed them; may be empty.
    pub confirmed_by: String,
    /// On which day; may be empty.
    pub confirmed_on: String,
    /// Its services, the first to come back first.
    pub priorities: Vec<String>,
    /// Who set that order, and when; may be empty.
    pub priorities_by: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// An entry of a register. Who acts is named by name; days are `2027-03-05`.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize, TS)]
#[serde(tag = "enter", rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum RegisterCall {
    /// Write or change an incident; `found_by` is `system`, `person`, `outside` or `unknown`.
    Incident {
        incident: String,
        title: String,
        unit: String,
        kind: String,
        found_by: String,
        serious: bool,
        near: bool,
        continuity: bool,
        opened: String,
        closed: String,
        reviewed: String,
        key: String,
    },
    /// Write or change an asset; none for a new one.
    Asset {
        asset: Option<String>,
        name: String,
        categories: Vec<String>,
        owner: String,
        unit: String,
    },
    /// Write or change a paper; none for a new one.
    Document {
        document: Option<String>,
        kind: String,
        title: String,
        unit: String,
        parent: String,
        owner: String,
        dated: String,
        review: String,
    },
    /// Write or change a business unit; whoever confirmed the regimes may be empty.
    Unit {
        unit: String,
        in_scope: bool,
        owner: String,
        regimes: Vec<String>,
        confirmed_by: String,
        confirmed_on: String,
    },
    /// Take a business unit out of the register, with the order of its services.
    UnitRemoved { unit: String },
    /// In which order the services of a unit come back, the first one first.
    Priorities {
        unit: String,
        services: Vec<String>,
        by: String,
        on: String,
    },
    /// A paper was approved; the capacity is `unit-owner`, `soc`, `team` or `leadership`.
    Approved {
        document: String,
        capacity: String,
        by: String,
        on: String,
    },
    /// A person has read the revision in force of a plan.
    Acknowledged { plan: String, person: String },
    /// An emergency account was asked for, by its reference and never with a secret; it has to be gone after so many hours.
    AccountRequested {
        account: String,
        person: String,
        role: String,
        system: String,
        hours: u32,
    },
    /// Something was done about an account: `approved`, `provisioned` or `removed`.
    AccountStep {
        account: String,
        step: String,
        by: String,
    },
}
