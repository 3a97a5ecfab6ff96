//! Shape 1: a heading that names a role, with its duties under it. Also settles for every section
//! whether it lists roles, describes one, or neither. Not here: tables and lists of roles.

use super::{Context, Found, Scene, name};
use crate::blocks::{Block, Body};
use crate::model::Shape;
use crate::{sentences, words};

/// The roles that headings name; sets the context of every section.
pub(super) fn find(scene: &mut Scene) -> Vec<Found> {
    let marks = Marks::new(scene);
    let mut roles = Vec::new();
    for index in 0..scene.sections.len() {
        let above = scene.sections[index]
            .parent
            .map_or(Context::Elsewhere, |parent| scene.context[parent]);
        scene.context[index] = if is_role(scene, &marks, index, above) {
            roles.push(index);
            Context::Role(index)
        } else if above == Context::Elsewhere && words::is_roles_heading(bare(scene, index)) {
            Context::Listing
        } else {
            above
        };
    }
    roles
        .iter()
        .map(|section| describe(scene, &marks, *section))
        .collect()
}

fn bare<'a>(scene: &Scene<'a>, section: usize) -> &'a str {
    crate::outline::unnumbered(&scene.sections[section].title)
}

/// What is known of the sections before any is judged.
struct Marks {
    /// A section directly inside is titled "Duties" or the like.
    duties_inside: Vec<bool>,
    /// Its own text has a line such as "Responsibilities:".
    duties_line: Vec<bool>,
    /// Its own text has a list.
    items: Vec<bool>,
    /// A section directly inside is titled with the name of a role.
    role_inside: Vec<bool>,
    /// Of the outermost items of its own lists, how many name roles, and how many there are.
    named_items: Vec<(usize, usize)>,
    /// Its own text has a line such as "Members of the team:".
    team_line: Vec<bool>,
}

impl Marks {
    fn new(scene: &Scene) -> Self {
        let count = scene.sections.len();
        let mut marks = Self {
            duties_inside: vec![false; count],
            duties_line: vec![false; count],
            items: vec![false; count],
            role_inside: vec![false; count],
            named_items: vec![(0, 0); count],
            team_line: vec![false; count],
        };
        for (index, section) in scene.sections.iter().enumerate() {
            if let Some(parent) = section.parent {
                marks.duties_inside[parent] |= words::is_duties(bare(scene, index));
                marks.role_inside[parent] |= words::is_role(&name::split(&section.title).0);
            }
        }
        for block in scene.blocks {
            if let Some(mark) = marks.duties_line.get_mut(block.section) {
                *mark |= label(block).is_some_and(|(label, _)| words::is_duties(label));
                marks.items[block.section] |= matches!(block.body, Body::Item { .. });
                marks.team_line[block.section] |= words::announces_team(block.text.trimmed());
                if matches!(block.body, Body::Item { depth: 0, .. }) {
                    let (roles, all) = &mut marks.named_items[block.section];
                    *roles += usize::from(names_role(block));
                    *all += 1;
                }
            }
        }
        marks
    }
}

/// Whether an item begins with the name of a role.
fn names_role(block: &Block) -> bool {
    let text = block.text.trimmed();
    let label = label(block).map(|(label, _)| label).unwrap_or(text);
    [text, label]
        .iter()
        .any(|name| words::is_role_in_list(&name::split(name).0))
}

fn is_role(scene: &Scene, marks: &Marks, index: usize, above: Context) -> bool {
    let section = &scene.sections[index];
    if section.title.to_lowercase().starts_with("role:") {
        return true;
    }
    let (name, _) = name::split(&section.title);
    let described = marks.duties_inside[index] || marks.duties_line[index];
    let named = words::is_role(&name) && !words::is_general(&name);
    let (roles, all) = marks.named_items[index];
    let team = marks.team_line[index] && words::plain_key(&name).ends_with("team");
    if team || (roles >= 2 && roles * 2 >= all) {
        // A list of roles describes a team and not one role.
        return false;
    }
    match above {
        Context::Role(_) => {
            let parent = section
                .parent
                .is_some_and(|parent| words::is_duties(bare(scene, parent)));
            named && (described || (parent && marks.items[index]))
        }
        Context::Listing => {
            let group = marks.role_inside[index] && !described;
            let heading = words::is_roles_heading(&name) || words::is_duties(&name);
            let known = words::is_role_in_list(&name) && !words::is_general(&name);
            !group && !heading && (known || (described && words::is_name(&name)))
        }
        Context::Elsewhere => named && described && !words::is_roles_heading(&name),
    }
}

/// A label with which a block begins (`Deputy: …`), and what follows it.
pub(super) fn label(block: &Block) -> Option<(&str, &str)> {
    if !matches!(block.body, Body::Paragraph | Body::Item { .. }) {
        return None;
    }
    let text = block.text.plain.as_str();
    if block.text.lead > 0 {
        let label = text[..block.text.lead].trim().trim_end_matches(':').trim();
        let rest = text[block.text.lead..]
            .trim_start_matches([':', ' ', '–', '—', '-'])
            .trim();
        return (label.len() <= 60).then_some((label, rest));
    }
    match text.find(':') {
        Some(colon) if colon <= 40 => Some((text[..colon].trim(), text[colon + 1..].trim())),
        Some(_) => None,
        None => words::is_duties(text).then_some((text.trim(), "")),
    }
}

/// What the description of a role is speaking of at the moment.
#[derive(Clone, Copy, PartialEq, Eq)]
enum Topic {
    Duties,
    Deputy,
    Authority,
    Other,
}

fn topic(label: &str) -> Option<Topic> {
    if words::is_duties(label) {
        Some(Topic::Duties)
    } else if words::is_deputy(label) {
        Some(Topic::Deputy)
    } else if words::is_authority(label) {
        Some(Topic::Authority)
    } else if words::is_beside_duties(label) {
        Some(Topic::Other)
    } else {
        None
    }
}

fn describe(scene: &Scene, marks: &Marks, section: usize) -> Found {
    let heading = &scene.sections[section];
    let (title, mut aliases) = name::split(&heading.title);
    let mut sketch = Sketch::default();
    let inner = section..scene.until[section];
    let apart = marks.duties_inside[section];
    let mut skip_until = section;
    for index in inner.clone() {
        if index < skip_until {
            continue;
        }
        let own = index == section;
        let other_role = !own && !apart && scene.context[index] == Context::Role(index);
        let topic = if own {
            Topic::Duties
        } else {
            topic(bare(scene, index)).unwrap_or(Topic::Duties)
        };
        let direct = heading_below(scene, section, index);
        if other_role
            || topic == Topic::Other
            || (apart
                && direct
                && !own
                && topic == Topic::Duties
                && !words::is_duties(bare(scene, index)))
        {
            skip_until = scene.until[index];
            continue;
        }
        // Where duties have a section of their own, the text before it only says who stands in and
        // the like.
        sketch.read(
            scene,
            index,
            if apart && own { Topic::Other } else { topic },
        );
    }
    for index in inner {
        for (_, block) in scene.own_blocks(index) {
            if let Some(other) = name::called(&block.text.plain)
                && !aliases.contains(&other)
                && matches!(block.body, Body::Paragraph)
            {
                aliases.push(other);
            }
        }
    }
    if sketch.duties.is_empty() {
        sketch.duties = from_prose(scene, section, &title, &aliases);
    }
    Found {
        title,
        aliases,
        duties: sketch.duties,
        deputy: joined(sketch.deputy),
        authority: joined(sketch.authority),
        shape: Shape::Heading,
        section,
        at: heading.range.start,
        listing: heading.parent.map_or(usize::MAX, |parent| parent),
    }
}

fn heading_below(scene: &Scene, section: usize, index: usize) -> bool {
    scene.sections[index].parent == Some(section)
}

fn joined(parts: Vec<String>) -> Option<String> {
    (!parts.is_empty()).then(|| parts.join("; "))
}

#[derive(Default)]
struct Sketch {
    duties: Vec<String>,
    deputy: Vec<String>,
    authority: Vec<String>,
}

impl Sketch {
    fn read(&mut self, scene: &Scene, section: usize, topic_of_section: Topic) {
        let mut current = topic_of_section;
        // The topic that a labelled item sets for the items inside it.
        let mut of_item: std::collections::BTreeMap<usize, Topic> =
            std::collections::BTreeMap::new();
        for (index, block) in scene.own_blocks(section) {
            let text = block.text.trimmed();
            if text.is_empty() || !matches!(block.body, Body::Paragraph | Body::Item { .. }) {
                continue;
            }
            let (set, rest) = match label(block) {
                Some((label, rest)) => (topic(label), rest),
                None => (None, text),
            };
            match &block.body {
                Body::Paragraph => match set {
                    Some(set) if rest.is_empty() => current = set,
                    Some(set) => self.put(set, rest),
                    None if matches!(current, Topic::Deputy | Topic::Authority) => {
                        self.put(current, text)
                    }
                    None => current = topic_of_section,
                },
                Body::Item { depth, .. } => {
                    let above = block
                        .within
                        .and_then(|within| of_item.get(&within).copied());
                    let topic = set.or(above).unwrap_or(current);
                    of_item.insert(index, topic);
                    match (topic, set) {
                        (_, Some(_)) if rest.is_empty() => {}
                        (_, Some(_)) => self.put(topic, rest),
                        (Topic::Duties, None) if *depth >= 2 && above.is_some() => {
                            self.extend_last(text)
                        }
                        (_, None) => self.put(topic, text),
                    }
                }
                Body::Heading { .. } | Body::Table(_) | Body::Rule => {}
            }
        }
    }

    fn put(&mut self, topic: Topic, text: &str) {
        let text = text.split_whitespace().collect::<Vec<_>>().join(" ");
        match topic {
            Topic::Duties => self.duties.push(text),
            Topic::Deputy => self.deputy.push(text),
            Topic::Authority => self.authority.push(text),
            Topic::Other => {}
        }
    }

    /// What is nested three deep belongs to the duty above it.
    fn extend_last(&mut self, text: &str) {
        match self.duties.last_mut() {
            Some(duty) => {
                let joint = if duty.ends_with(':') || duty.ends_with(',') {
                    " "
                } else {
                    "; "
                };
                duty.push_str(joint);
                duty.push_str(text);
            }
            None => self.duties.push(text.to_owned()),
        }
    }
}

/// Duties of a role that has no list: the sentences that bind it, else those that begin with what
/// it does.
fn from_prose(scene: &Scene, section: usize, title: &str, aliases: &[String]) -> Vec<String> {
    let names: Vec<String> = std::iter::once(title)
        .chain(aliases.iter().map(String::as_str))
        .map(words::plain_key)
        .collect();
    let mut bound = Vec::new();
    let mut does = Vec::new();
    for (_, block) in scene
        .own_blocks(section)
        .filter(|(_, block)| matches!(block.body, Body::Paragraph))
    {
        for range in sentences::split(&block.text.plain) {
            let sentence = &block.text.plain[range];
            let subject = sentences::subject(sentence)
                .filter(|subject| names.contains(&words::plain_key(subject.name)));
            let first = sentence.split_whitespace().next().unwrap_or_default();
            let acts = first.len() > 3
                && first.ends_with('s')
                && !first.ends_with("ss")
                && first.chars().all(char::is_alphabetic);
            match subject {
                Some(subject) if subject.binds == sentences::Binds::Duty => {
                    bound.push(sentence.to_owned())
                }
                Some(_) => does.push(sentence.to_owned()),
                None if acts => does.push(sentence.to_owned()),
                None => {}
            }
        }
    }
    if bound.is_empty() { does } else { bound }
}
