//! Shape 7: sentences. "The X shall / must / is responsible for" makes a candidate that a person
//! has to confirm; about a role that is already known it adds what the plan says of its authority,
//! and its duties where nothing else gives any.

use super::{Context, Found, Merge, Scene, name};
use crate::blocks::{Block, Body};
use crate::model::Shape;
use crate::sentences::{self, Binds};
use crate::words;

pub(super) fn read(scene: &Scene, merge: &mut Merge) {
    // Candidates of this pass may collect more duties; roles described elsewhere keep what they
    // have.
    for (index, block) in scene.blocks.iter().enumerate() {
        if !matches!(block.body, Body::Paragraph | Body::Item { .. }) {
            continue;
        }
        for range in sentences::split(&block.text.plain) {
            let sentence = &block.text.plain[range.clone()];
            let last = range.end == block.text.plain.trim_end().len();
            let duties = || {
                if last && announces(sentence) {
                    items_after(scene, index)
                } else {
                    Vec::new()
                }
            };
            if let Some((name, at)) = responsibility_of(sentence) {
                take(
                    scene,
                    merge,
                    block,
                    name,
                    range.start + at,
                    with_text(sentence, duties()),
                );
                continue;
            }
            let Some(subject) = sentences::subject(sentence) else {
                continue;
            };
            let at = range.start + subject.at;
            match subject.binds {
                Binds::Duty => take(
                    scene,
                    merge,
                    block,
                    subject.name,
                    at,
                    with_text(sentence, duties()),
                ),
                Binds::Authority => authority(merge, subject.name, subject.does, sentence),
                Binds::Mention if is_assignment(subject.name) => {
                    assigned(scene, merge, block, sentence, range.start)
                }
                Binds::Mention => {}
            }
        }
    }
}

fn with_text(sentence: &str, items: Vec<String>) -> Vec<String> {
    if items.is_empty() {
        vec![sentence.split_whitespace().collect::<Vec<_>>().join(" ")]
    } else {
        items
    }
}

/// Whether a sentence ends so that a list completes it.
fn announces(sentence: &str) -> bool {
    [":", " that", " to", " for"]
        .iter()
        .any(|end| sentence.ends_with(end))
}

/// The items that a block announces: those inside it, or the list straight after a paragraph.
fn items_after(scene: &Scene, index: usize) -> Vec<String> {
    let line = |block: &Block| {
        block
            .text
            .plain
            .split_whitespace()
            .collect::<Vec<_>>()
            .join(" ")
    };
    if matches!(scene.blocks[index].body, Body::Item { .. }) {
        return scene.inside[index]
            .iter()
            .map(|child| line(&scene.blocks[*child]))
            .collect();
    }
    let rest = &scene.blocks[index + 1..];
    let Some(Body::Item { list, .. }) = rest.first().map(|block| &block.body) else {
        return Vec::new();
    };
    let section = scene.blocks[index].section;
    let items = rest.iter().take_while(|block| {
        block.section == section
            && (matches!(block.body, Body::Item { .. }) || block.within.is_some())
    });
    let same =
        |block: &&Block| matches!(block.body, Body::Item { list: other, .. } if other == *list);
    items.filter(same).map(line).collect()
}

/// "It is the Incident Commander's responsibility to …".
fn responsibility_of(sentence: &str) -> Option<(&str, usize)> {
    let at = ["'s responsibility", "’s responsibility"]
        .iter()
        .find_map(|told| sentence.find(told))?;
    let start = sentence[..at]
        .rfind("the ")
        .map(|start| start + 4)
        .or_else(|| sentence[..at].rfind("The ").map(|s| s + 4))?;
    Some((&sentence[start..at], start))
}

fn is_assignment(label: &str) -> bool {
    const LABELS: [&str; 7] = [
        "delegate to",
        "responsible",
        "responsibility",
        "assigned to",
        "responsible role",
        "accountable",
        "led by",
    ];
    LABELS.contains(&label.to_lowercase().trim_matches('*'))
}

/// "Delegate to: X": X answers for what the section is about.
fn assigned(scene: &Scene, merge: &mut Merge, block: &Block, sentence: &str, start: usize) {
    let Some((before, rest)) = sentence.split_once(':') else {
        return;
    };
    let title = scene
        .sections
        .get(block.section)
        .map(|section| section.title.clone())
        .unwrap_or_default();
    let mut at = start + before.len() + 1;
    for part in rest.split(" / ") {
        let indent = part.len() - part.trim_start().len();
        take(
            scene,
            merge,
            block,
            part.trim(),
            at + indent,
            vec![title.clone()],
        );
        at += part.len() + 3;
    }
}

/// Whether "may" speaks of a decision and not of behaviour.
fn decides(does: &str) -> bool {
    const VERBS: [&str; 13] = [
        "approve",
        "order",
        "authori",
        "decide",
        "declare",
        "shut",
        "isolate",
        "spend",
        "invoke",
        "disconnect",
        "activate",
        "delegate",
        "halt",
    ];
    match does.strip_prefix("may ") {
        Some(verb) => VERBS.iter().any(|known| verb.starts_with(known)),
        None => true,
    }
}

fn authority(merge: &mut Merge, name: &str, does: &str, sentence: &str) {
    let Some(index) = merge
        .roles
        .index(&name::split(name).0)
        .filter(|_| decides(does))
    else {
        return;
    };
    let role = &mut merge.roles.list[index];
    if role.authority.is_none() {
        role.authority = Some(sentence.split_whitespace().collect::<Vec<_>>().join(" "));
    }
}

fn take(
    scene: &Scene,
    merge: &mut Merge,
    block: &Block,
    written: &str,
    at: usize,
    duties: Vec<String>,
) {
    let (title, aliases) = name::split(written);
    if let Some(index) = merge.roles.index(&title) {
        let role = &merge.roles.list[index];
        if role.candidate || role.duties.is_empty() {
            merge.add_duties(index, duties);
        }
        return;
    }
    let described = matches!(scene.context_of(block), Context::Role(_));
    if described || !words::is_role(&title) || words::is_general(&title) {
        return;
    }
    let title = title_of(&title);
    let found = Found {
        title,
        aliases,
        duties,
        deputy: None,
        authority: None,
        shape: Shape::Sentence,
        section: block.section,
        at: block.text.source(at),
        listing: usize::MAX,
    };
    merge.make(found);
}

/// The name without a company's possessive before it: "Example's Security team" is the Security
/// team.
fn title_of(name: &str) -> String {
    let lower = name.replace('’', "'");
    match lower.rfind("'s ") {
        Some(at) => lower[at + 3..].trim().to_owned(),
        None => name.to_owned(),
    }
}
