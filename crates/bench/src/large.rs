//! Scenarios and plans of any size, made from the shipped ones by repeating them with ids of their own. Not here: measuring.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::Arc;

use anyhow::Context as _;
use exercise::{Record, Script};
use scenario::Scenario;
use serde_json::Value;
use terms::{Offset, Span};

/// A file of the repository.
pub fn shipped(path: &str) -> anyhow::Result<String> {
    let root = PathBuf::from(env!("CARGO_MANIFEST_DIR")).join("../..");
    let path = root.join(path);
    std::fs::read_to_string(&path).with_context(|| format!("reading {}", path.display()))
}

/// The ransomware drill, so many times one after the other.
pub fn ransomware(times: usize) -> anyhow::Result<Scenario> {
    let text = shipped("scenarios/ransomware-double-extortion/scenario.yaml")?;
    let (one, _) = scenario::read(&text);
    let one = one
        .rendered(&Default::default())
        .map_err(|wrong| anyhow::anyhow!("{wrong:?}"))?;
    let mut whole = one.clone();
    for nth in 1..times {
        let copy = copy(&one, nth)?;
        whole.groups.extend(copy.groups);
        whole.injects.extend(copy.injects);
        whole.expected_actions.extend(copy.expected_actions);
        whole.deadlines.extend(copy.deadlines);
    }
    whole.duration = Span(one.duration.0 * times as i64);
    for inject in &mut whole.injects {
        // Jumps of the story would run back from one copy to the next.
        inject.story_jump = None;
    }
    Ok(whole)
}

/// The same as a file.
pub fn ransomware_text(times: usize) -> anyhow::Result<String> {
    Ok(serde_json::to_string_pretty(&ransomware(times)?)?)
}

/// The records of a drill of which people did what was expected.
pub fn played(scenario: Scenario) -> (Script, Vec<Record>) {
    let script = Script::new(Arc::new(scenario));
    let mut played = cast::play(&script, 1, cast::Policy::Expected);
    played.close();
    (script, played.records)
}

/// The sample plan, so many times one after the other, each part under a heading of its own.
pub fn plan(times: usize) -> anyhow::Result<String> {
    let one = shipped("scenarios/plan/incident-response-plan.md")?;
    let mut whole = String::new();
    for nth in 0..times {
        for line in one.lines() {
            whole.push_str(line);
            if line.starts_with('#') {
                whole.push_str(&format!(" of part {nth}"));
            }
            whole.push('\n');
        }
        whole.push('\n');
    }
    Ok(whole)
}

/// One more copy: every id gets a number, every offset is moved behind the copies before.
fn copy(one: &Scenario, nth: usize) -> anyhow::Result<Scenario> {
    let mut ids = BTreeSet::new();
    ids.extend(one.injects.iter().map(|it| it.id.to_string()));
    ids.extend(one.groups.iter().map(|it| it.id.to_string()));
    ids.extend(one.expected_actions.iter().map(|it| it.id.to_string()));
    ids.extend(one.deadlines.iter().map(|it| it.id.to_string()));
    let choices = one.injects.iter().flat_map(|it| &it.options);
    ids.extend(choices.flat_map(|it| it.sets.clone()));
    let mut value = serde_json::to_value(one)?;
    let by = Span(one.duration.0 * nth as i64);
    for list in ["injects", "groups", "expected_actions", "deadlines"] {
        rename(&mut value[list], &ids, nth, by);
    }
    Ok(serde_json::from_value(value)?)
}

fn rename(value: &mut Value, ids: &BTreeSet<String>, nth: usize, by: Span) {
    match value {
        Value::String(text) if ids.contains(text) => *text = format!("{text}-{nth}"),
        Value::String(text) => {
            if let Ok(offset) = text.parse::<Offset>() {
                *text = Offset(offset.0 + by.0).to_string();
            }
        }
        Value::Array(list) => {
            for item in list {
                rename(item, ids, nth, by);
            }
        }
        Value::Object(fields) => {
            // A channel or role may have the name of an inject.
            let others = [
                "channel",
                "to",
                "role",
                "authority",
                "objective",
                "objectives",
                "module",
            ];
            for (name, field) in fields {
                if !others.contains(&name.as_str()) {
                    rename(field, ids, nth, by);
                }
            }
        }
        Value::Null | Value::Bool(_) | Value::Number(_) => {}
    }
}
