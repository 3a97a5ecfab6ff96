//! Follows the sections of a plan from one revision to the next, so that what was said of a section still holds of it
//! where it was moved or its heading was worded anew. Only a section that reads word for word as it did is the same one;
//! nothing else is guessed. Not here: amendments, which find their section by one fingerprint (`amend::moved`).

use std::collections::BTreeMap;

use crate::model::{Plan, Section};
use crate::outline::fingerprint;

/// The sections that stand under another path now: the path before, and the path now. A path that is not in it either
/// stayed as it was or cannot be found again.
pub fn followed(before: &Plan, now: &Plan) -> BTreeMap<String, String> {
    let gone = strangers(before, now);
    let come = strangers(now, before);
    let mut found = BTreeMap::new();
    for mark in [whole as fn(&Plan, &Section) -> String, words] {
        let left: Vec<&Section> = gone
            .iter()
            .copied()
            .filter(|section| !found.contains_key(&section.path))
            .collect();
        let free: Vec<&Section> = come
            .iter()
            .copied()
            .filter(|section| !found.values().any(|path| *path == section.path))
            .collect();
        let (old, new) = (only(before, &left, mark), only(now, &free, mark));
        for (mark, section) in old {
            if let Some(section_now) = new.get(&mark) {
                found.insert(section.path.clone(), section_now.path.clone());
            }
        }
    }
    found
}

/// The sections of a plan whose path the other one does not have.
fn strangers<'p>(plan: &'p Plan, other: &Plan) -> Vec<&'p Section> {
    let known: std::collections::BTreeSet<&str> =
        other.sections.iter().map(|it| it.path.as_str()).collect();
    let sections = plan.sections.iter();
    sections
        .filter(|section| !known.contains(section.path.as_str()))
        .collect()
}

/// Sections by a mark, those that share theirs with no other.
fn only<'p>(
    plan: &Plan,
    sections: &[&'p Section],
    mark: fn(&Plan, &Section) -> String,
) -> BTreeMap<String, &'p Section> {
    let mut by_mark: BTreeMap<String, Vec<&Section>> = BTreeMap::new();
    for section in sections {
        let mark = mark(plan, section);
        if !mark.is_empty() {
            by_mark.entry(mark).or_default().push(section);
        }
    }
    let one = by_mark
        .into_iter()
        .filter_map(|(mark, sections)| match sections.as_slice() {
            [one] => Some((mark, *one)),
            _ => None,
        });
    one.collect()
}

/// Heading and text, on whatever level.
fn whole(plan: &Plan, section: &Section) -> String {
    fingerprint(&format!(
        "{}\n{}",
        section.title,
        plan.section_body(section)
    ))
}

/// The text alone, under whatever heading; nothing where there is none.
fn words(plan: &Plan, section: &Section) -> String {
    match plan.section_body(section).trim() {
        "" => String::new(),
        text => fingerprint(text),
    }
}
