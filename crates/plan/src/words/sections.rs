//! Synonyms of phases and kinds of section, as they stand in headings.

use super::is_role;
use crate::model::{Phase, Tag};

/// Beginnings of words that tell a phase, looked for in headings. The earliest in a heading wins.
const PHASES: &[(&str, Phase)] = &[
    ("prepar", Phase::Preparation),
    ("readiness", Phase::Preparation),
    ("training", Phase::Preparation),
    ("before an incident", Phase::Preparation),
    ("identif", Phase::Detection),
    ("detect", Phase::Detection),
    ("analy", Phase::Detection),
    ("triag", Phase::Detection),
    ("assess", Phase::Detection),
    ("investigat", Phase::Detection),
    ("classif", Phase::Detection),
    ("initiat", Phase::Detection),
    ("declar", Phase::Detection),
    ("forensic", Phase::Detection),
    ("discover", Phase::Detection),
    ("contain", Phase::Containment),
    ("isolat", Phase::Containment),
    ("mitigat", Phase::Containment),
    ("cut off", Phase::Containment),
    ("eradicat", Phase::Eradication),
    ("remediat", Phase::Eradication),
    ("remov", Phase::Eradication),
    ("recover", Phase::Recovery),
    ("restor", Phase::Recovery),
    ("resum", Phase::Recovery),
    ("lesson", Phase::Lessons),
    ("retrospect", Phase::Lessons),
    ("post-incident", Phase::Lessons),
    ("post incident", Phase::Lessons),
    ("postmortem", Phase::Lessons),
    ("post-mortem", Phase::Lessons),
    ("post mortem", Phase::Lessons),
    ("after action", Phase::Lessons),
    ("after-action", Phase::Lessons),
    ("after the incident", Phase::Lessons),
    ("closure", Phase::Lessons),
];

/// Beginnings of words that tell a kind of section.
const TAGS: &[(&str, Tag)] = &[
    ("playbook", Tag::Playbook),
    ("runbook", Tag::Playbook),
    ("severit", Tag::Severity),
    ("priorit", Tag::Severity),
    ("classif", Tag::Severity),
    ("categor", Tag::Severity),
    ("impact", Tag::Severity),
    ("triag", Tag::Severity),
    ("contact", Tag::Contacts),
    ("call list", Tag::Contacts),
    ("call tree", Tag::Contacts),
    ("roster", Tag::Contacts),
    ("notif", Tag::Notification),
    ("communicat", Tag::Notification),
    ("reporting", Tag::Notification),
    ("escalat", Tag::Notification),
    ("disclos", Tag::Notification),
    ("regulator", Tag::Notification),
    ("continuity", Tag::Continuity),
    ("disaster", Tag::Continuity),
    ("bcp", Tag::Continuity),
    ("fallback", Tag::Continuity),
    ("workaround", Tag::Continuity),
    ("roles", Tag::Roles),
    ("role:", Tag::Roles),
    ("responsibilit", Tag::Roles),
    ("raci", Tag::Roles),
    ("response team", Tag::Roles),
    ("lesson", Tag::Lessons),
    ("retrospect", Tag::Lessons),
    ("post-incident", Tag::Lessons),
    ("post incident", Tag::Lessons),
    ("postmortem", Tag::Lessons),
    ("post-mortem", Tag::Lessons),
    ("post mortem", Tag::Lessons),
    ("after action", Tag::Lessons),
    ("after-action", Tag::Lessons),
    ("revision", Tag::Control),
    ("document control", Tag::Control),
    ("version history", Tag::Control),
    ("change log", Tag::Control),
    ("changelog", Tag::Control),
    ("document history", Tag::Control),
    ("plan maintenance", Tag::Control),
];

/// The phase a heading tells.
pub(crate) fn phase_of(title: &str) -> Option<Phase> {
    if names_role(title) {
        return None;
    }
    let title = title.to_lowercase();
    // "Post-incident" and its kin outweigh a word that merely follows them ("Post-incident
    // analysis").
    let found = PHASES
        .iter()
        .filter_map(|(word, phase)| Some((begins_at(&title, word)?, *phase)));
    found
        .min_by_key(|(at, phase)| (*phase != Phase::Lessons, *at))
        .map(|(_, phase)| phase)
}

/// Whether a heading is the name of a role, whose words then tell no phase ("SOC Analyst").
fn names_role(title: &str) -> bool {
    title.to_lowercase().starts_with("role:") || is_role(title.split(" (").next().unwrap_or(title))
}

/// The kinds of section a heading tells.
pub(crate) fn tags_of(title: &str) -> Vec<Tag> {
    if names_role(title) {
        return vec![Tag::Roles];
    }
    let title = title.to_lowercase();
    let mut tags: Vec<Tag> = TAGS
        .iter()
        .filter(|(word, _)| begins_at(&title, word).is_some())
        .map(|(_, tag)| *tag)
        .collect();
    tags.sort();
    tags.dedup();
    tags
}

/// Where a text has a word that begins so.
fn begins_at(text: &str, beginning: &str) -> Option<usize> {
    let mut matches = text.match_indices(beginning).map(|(at, _)| at);
    matches.find(|at| !text[..*at].ends_with(char::is_alphanumeric))
}
