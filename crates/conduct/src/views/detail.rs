//! One inject in full: what players see, and apart from it what only the white cell may know.

use std::collections::BTreeMap;

use terms::InjectId;
use wire::{AttachmentView, ContingencyView, InjectDetail, OptionView};

use super::conduct::inject_row;
use super::rows::Scene;
use super::words::*;

/// The view of one inject. `handouts` are the files beside the scenario by their path.
pub fn detail(
    scene: &Scene<'_>,
    id: &InjectId,
    handouts: &BTreeMap<String, Vec<u8>>,
) -> Option<InjectDetail> {
    let drill = scene.drill;
    let (inject, state) = drill.inject(id)?;
    let (subject, body) = match &state.edited {
        Some((subject, body)) if !subject.is_empty() => (subject.clone(), body.clone()),
        Some((_, body)) => (subject_of(inject), body.clone()),
        None => (subject_of(inject), inject.body.clone()),
    };
    let expected: Vec<_> = drill
        .actions_of(id)
        .map(|(action, state)| scene.expected(action, state))
        .collect();
    let scenario = drill.scenario();
    let options = inject
        .options
        .iter()
        .map(|choice| {
            let named = |list: fn(&scenario::ExpectedAction) -> &Vec<terms::OptionId>| {
                drill
                    .actions_of(id)
                    .any(|(action, _)| list(action).contains(&choice.id))
            };
            let kind = if named(|action| &action.harmful) {
                "harmful"
            } else if named(|action| &action.acceptable) {
                "acceptable"
            } else {
                ""
            };
            OptionView {
                id: choice.id.to_string(),
                label: choice.label.clone(),
                white_cell: format!("{} {}", choice.debrief.trim(), choice.white_cell.trim())
                    .trim()
                    .to_owned(),
                kind: kind.to_owned(),
                brings: choice
                    .next
                    .iter()
                    .map(|next| scene.inject_title(&next.inject))
                    .collect(),
                authority: role_titles(scenario, &choice.authority),
            }
        })
        .collect();
    Some(InjectDetail {
        row: inject_row(scene, inject, state),
        plain: plain(scene, inject, &subject, &body),
        subject,
        body_html: safe_html(&body),
        body,
        attachments: inject
            .attachments
            .iter()
            .map(|name| attachment(name, handouts))
            .collect(),
        white_cell: inject.white_cell.clone(),
        prompts: inject.prompts.clone(),
        prompts_used: state.prompts,
        options,
        expected,
        contingencies: contingencies(scene, id),
        acknowledged: role_titles(scenario, &state.acknowledged),
        edited: state.edited.is_some(),
    })
}

fn subject_of(inject: &scenario::Inject) -> String {
    inject
        .subject
        .clone()
        .unwrap_or_else(|| inject.title.clone())
}

/// The contingency injects that answer an expected action of this inject.
fn contingencies(scene: &Scene<'_>, id: &InjectId) -> Vec<ContingencyView> {
    let mine: Vec<_> = scene
        .drill
        .actions_of(id)
        .map(|(action, _)| action)
        .collect();
    let answers = scene.drill.injects().filter_map(|(other, state)| {
        let because = mine
            .iter()
            .find(|action| other.contingency_for.contains(&action.id))?;
        let row = inject_row(scene, other, state);
        Some(ContingencyView {
            id: row.id,
            title: row.title,
            state: row.state,
            because: because.text.clone(),
        })
    });
    answers.collect()
}

/// What may be pasted into a chat: nothing of the white cell.
fn plain(scene: &Scene<'_>, inject: &scenario::Inject, subject: &str, body: &str) -> String {
    let briefed = scene.drill.briefed();
    let to = role_titles(scene.drill.scenario(), &inject.to);
    let to = if to.is_empty() {
        "everyone".to_owned()
    } else {
        to.join(", ")
    };
    let mut text = format!(
        "EXERCISE · {}\nFrom: {}\nTo: {to}\n{subject}\n\n{body}",
        briefed.handling, inject.from
    );
    if !inject.attachments.is_empty() {
        let names = inject.attachments.iter();
        let names: Vec<&str> = names
            .map(|path| path.rsplit('/').next().unwrap_or(path))
            .collect();
        text.push_str(&format!("\n\nAttached: {}", names.join(", ")));
    }
    text
}

/// A handout as a page shows it.
pub(crate) fn attachment(name: &str, handouts: &BTreeMap<String, Vec<u8>>) -> AttachmentView {
    let ending = name.rsplit('.').next().unwrap_or_default().to_lowercase();
    let (media_type, readable) = media_type(&ending);
    let bytes = handouts.get(name);
    let text = bytes
        .filter(|_| readable)
        .and_then(|bytes| std::str::from_utf8(bytes).ok())
        .map(str::to_owned);
    AttachmentView {
        name: name.to_owned(),
        media_type: media_type.to_owned(),
        text,
    }
}

/// The media type of a handout, and whether it can be shown as text.
pub fn media_type(ending: &str) -> (&'static str, bool) {
    match ending {
        "md" => ("text/markdown", true),
        "txt" | "log" => ("text/plain", true),
        "csv" => ("text/csv", true),
        "json" => ("application/json", true),
        "yaml" | "yml" => ("text/yaml", true),
        "pdf" => ("application/pdf", false),
        "png" => ("image/png", false),
        "jpg" | "jpeg" => ("image/jpeg", false),
        _ => ("application/octet-stream", false),
    }
}
