//! One small drill in which everything that can happen happens once. Templates of reports are checked against it
//! before they are used, and the tests of several crates read it. Its scenario and its records stand in `sample/`.
//! Not here: a drill anybody would play.

use std::collections::BTreeMap;

use exercise::{DecodeError, Event, Record};
use scenario::Scenario;
use serde::Deserialize;
use terms::{ExerciseId, PersonId, Stamp};

use crate::model::PlanFacts;

/// The id of the sample drill.
pub fn exercise() -> ExerciseId {
    "01SAMPLE0000000000000000DR".into()
}

/// Its people.
pub fn people() -> BTreeMap<PersonId, String> {
    [
        ("p-okafor", "Rita Okafor"),
        ("p-chen", "Liu Chen"),
        ("p-weiss", "Jana Weiß"),
    ]
    .into_iter()
    .map(|(id, name)| (id.into(), name.to_owned()))
    .collect()
}

/// The plan it tests. One section that the scenario cites is missing here.
pub fn plan() -> PlanFacts {
    let sections = [
        "Incident Response Plan",
        "Incident Response Plan / Severity",
        "Incident Response Plan / Containment",
        "Incident Response Plan / Communication",
        "Incident Response Plan / Communication / Press",
        "Incident Response Plan / Notification",
        "Incident Response Plan / Notification / Data-protection authority",
        "Incident Response Plan / Recovery",
        "Incident Response Plan / Contacts",
    ];
    PlanFacts {
        title: "Incident Response Plan".to_owned(),
        revision: "4".to_owned(),
        sections: sections.map(str::to_owned).to_vec(),
    }
}

/// Its scenario.
///
/// # Errors
/// Where the sample no longer fits the scenario format.
pub fn scenario() -> Result<Scenario, serde_json::Error> {
    serde_json::from_str(include_str!("../sample/scenario.json"))
}

/// Its records: every kind of event at least once.
///
/// # Errors
/// Where the sample no longer fits the format of events.
pub fn records() -> Result<Vec<Record>, DecodeError> {
    (1u64..)
        .zip(include_str!("../sample/records.jsonl").lines())
        .map(record)
        .collect()
}

/// A line of the sample: a record as the ledger keeps it.
#[derive(Deserialize)]
struct Line {
    at_ms: i64,
    actor: String,
    kind: String,
    body: serde_json::Value,
}

fn record((seq, line): (u64, &str)) -> Result<Record, DecodeError> {
    let unread = |error: serde_json::Error| DecodeError {
        kind: format!("line {seq} of the sample"),
        why: error.to_string(),
    };
    let line: Line = serde_json::from_str(line).map_err(unread)?;
    let (elapsed, key, event) = Event::decode(&line.kind, 1, &line.body.to_string())?;
    Ok(Record {
        seq,
        at: Stamp(line.at_ms),
        elapsed,
        actor: line.actor.parse()?,
        key,
        event,
    })
}
