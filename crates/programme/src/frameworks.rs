//! Cross references from other frameworks to the criteria: identifiers and our own words only, for the texts belong to
//! their publishers. What a reference shows is what its criteria show. Not here: the criteria.

use exercise::Standing;
use serde::Serialize;

use crate::evidence::{Criterion, Status};
use crate::look::Look;
use crate::measures::once;

/// The frameworks that evidence is shown for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Framework {
    /// SCF, control IRO-01.
    Iro01,
    /// SOC 2, Trust Services Criteria.
    Soc2,
    /// NIST Cybersecurity Framework 2.0.
    Csf,
}

impl Framework {
    /// The word that names it.
    pub fn word(self) -> &'static str {
        match self {
            Framework::Iro01 => "iro-01",
            Framework::Soc2 => "soc2",
            Framework::Csf => "csf",
        }
    }

    /// What it is, and whose.
    pub fn source(self) -> &'static str {
        match self {
            Framework::Iro01 => {
                "Secure Controls Framework (SCF Council), control IRO-01. Labels are our own; read the criteria there."
            }
            Framework::Soc2 => {
                "Trust Services Criteria (AICPA). Identifiers only; labels are our own; read the criteria there."
            }
            Framework::Csf => {
                "Cybersecurity Framework 2.0 (NIST). Labels are our own; read the outcomes there."
            }
        }
    }
}

/// A place of another framework and the criteria that speak to it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CrossReference {
    /// Its identifier there.
    pub id: &'static str,
    /// What it is about, in our words.
    pub label: &'static str,
    /// Our criteria.
    pub criteria: Vec<&'static str>,
    /// How far those are supported together.
    pub status: Status,
    /// What the program looked at besides; may be empty.
    pub says: String,
    /// The records behind it.
    pub records: Vec<String>,
}

type Line = (&'static str, &'static str, &'static [&'static str]);

const SOC2: [Line; 4] = [
    (
        "CC7.3",
        "events are judged, and those that are incidents acted upon",
        &["1a", "2a", "3d"],
    ),
    (
        "CC7.4",
        "incidents are answered by a plan with roles and duties",
        &["1a", "2b", "2c", "2d", "3b"],
    ),
    (
        "CC7.5",
        "what was hit is restored, and the way back is improved",
        &["1a", "2b", "2e"],
    ),
    (
        "CC7.5.5",
        "the plan and the way back are improved from lessons",
        &["2e"],
    ),
];

const CSF: [Line; 12] = [
    (
        "GV.OC-03",
        "legal and contractual duties are known",
        &["2a"],
    ),
    (
        "GV.OV-01",
        "the leadership looks at results and adjusts",
        &["3a"],
    ),
    (
        "GV.RR-02",
        "roles and authorities are set and known",
        &["2c", "3b"],
    ),
    ("GV.PO-01", "a policy is set and enforced", &["3a", "3c"]),
    ("ID.AM-07", "data and their categories are listed", &["3d"]),
    (
        "ID.IM-02",
        "improvements come from tests and exercises",
        &["2b", "2e"],
    ),
    (
        "ID.IM-04",
        "response plans are kept and improved",
        &["2b", "2e", "3c"],
    ),
    (
        "PR.AA-05",
        "access rights are given by need and taken back",
        &["2d"],
    ),
    (
        "PR.AT-02",
        "people with special roles are trained for them",
        &["2c"],
    ),
    (
        "RS.MA-01",
        "the response plan is carried out",
        &["1a", "2b"],
    ),
    (
        "RS.MA-03",
        "incidents are sorted and prioritised",
        &["1a", "3d"],
    ),
    ("RS.CO-02", "those who must be told are told", &["2a"]),
];

/// The references of a framework; none for IRO-01, whose criteria are shown themselves.
pub fn references(
    look: &Look<'_>,
    framework: Framework,
    criteria: &[Criterion],
) -> Vec<CrossReference> {
    match framework {
        Framework::Iro01 => Vec::new(),
        Framework::Soc2 => {
            let mut found: Vec<_> = SOC2.iter().map(|line| one(line, criteria)).collect();
            found.extend(four_tests(look, criteria));
            found
        }
        Framework::Csf => CSF.iter().map(|line| one(line, criteria)).collect(),
    }
}

fn one((id, label, named): &Line, criteria: &[Criterion]) -> CrossReference {
    let mine: Vec<&Criterion> = criteria
        .iter()
        .filter(|it| named.contains(&it.id))
        .collect();
    CrossReference {
        id,
        label,
        criteria: named.to_vec(),
        status: together(&mine),
        says: String::new(),
        records: once(mine.iter().flat_map(|it| it.records.clone()).collect()),
    }
}

/// What was left out counts neither for nor against.
fn together(criteria: &[&Criterion]) -> Status {
    let (mut some, mut none) = (false, false);
    let mut all_left_out = !criteria.is_empty();
    for criterion in criteria {
        match criterion.status {
            Status::Supported => some = true,
            Status::Partial => (some, none) = (true, true),
            Status::NoEvidence => none = true,
            Status::NotApplicable | Status::OutOfScope => continue,
        }
        all_left_out = false;
    }
    match (some, none) {
        _ if all_left_out => Status::OutOfScope,
        (true, false) => Status::Supported,
        (true, true) => Status::Partial,
        (false, _) => Status::NoEvidence,
    }
}

/// The four things that a test of the way back has to show, each looked for in the drills of the window.
fn four_tests(look: &Look<'_>, criteria: &[Criterion]) -> Vec<CrossReference> {
    let window = look.in_window();
    let row = |id, label, status, says: String, records| CrossReference {
        id,
        label,
        criteria: vec!["2b"],
        status,
        says,
        records: once(records),
    };
    let kinds: std::collections::BTreeSet<&str> = window
        .iter()
        .map(|it| it.closed.scenario.as_str())
        .collect();
    let drills: Vec<String> = window.iter().map(|it| it.reference()).collect();
    let by_threat = match kinds.len() {
        0 => Status::NoEvidence,
        1 => Status::Partial,
        _ => Status::Supported,
    };
    let units = look.units();
    let there: std::collections::BTreeSet<String> = window
        .iter()
        .flat_map(|it| &it.closed.roles)
        .flat_map(|it| &it.held)
        .map(|held| crate::people::fold_name(look.unit_of(&held.person)))
        .collect();
    let joined = units
        .iter()
        .filter(|unit| there.contains(&crate::people::fold_name(unit)))
        .count();
    let across = match joined {
        0 => Status::NoEvidence,
        n if n < units.len() => Status::Partial,
        _ => Status::Supported,
    };
    let absent: Vec<String> = window
        .iter()
        .filter(|it| {
            it.closed.roles.iter().any(|role| {
                let alternates = role
                    .held
                    .iter()
                    .any(|it| it.standing == Standing::Alternate);
                let primaries = role.held.iter().any(|it| it.standing == Standing::Primary);
                alternates && !primaries
            })
        })
        .map(|it| it.reference())
        .collect();
    let without_key_people = if absent.is_empty() {
        Status::NoEvidence
    } else {
        Status::Supported
    };
    let updated = criteria
        .iter()
        .filter(|it| it.id == "2e")
        .collect::<Vec<_>>();
    vec![
        row(
            "CC7.5.6 (1)",
            "tests follow threats by likelihood and magnitude",
            by_threat,
            format!(
                "{} within the window. Which threats are likely is for the assessor.",
                evaluation::counted(kinds.len(), "different scenario")
            ),
            drills.clone(),
        ),
        row(
            "CC7.5.6 (2)",
            "tests take in the components of the whole organisation",
            across,
            format!(
                "{joined} of {} units in scope held a role within the window.",
                units.len()
            ),
            drills,
        ),
        row(
            "CC7.5.6 (3)",
            "tests with key people absent",
            without_key_people,
            format!(
                "{} in which an alternate stood in for an absent primary.",
                evaluation::counted(absent.len(), "drill")
            ),
            absent,
        ),
        row(
            "CC7.5.6 (4)",
            "plans are revised by the results",
            together(&updated),
            "As criterion 2e.".to_owned(),
            updated.iter().flat_map(|it| it.records.clone()).collect(),
        ),
    ]
}
