//! Shapes 4, 5 and 6: bold leads (`**X:** does`), a list with the duties inside each item, and
//! plain members of a team. What stands inside the description of one role is not looked at again.

use std::collections::BTreeMap;

use super::{Context, Found, Scene, name};
use crate::blocks::{Block, Body, Text};
use crate::model::Shape;
use crate::words;

pub(super) fn find(scene: &Scene) -> Vec<Found> {
    let reader = Reader {
        scene,
        leads: leads(scene),
        team: teams(scene),
    };
    let mut found = Vec::new();
    // What stands inside an item that was taken as a role describes that role.
    let mut taken = vec![false; scene.blocks.len()];
    for (index, block) in scene.blocks.iter().enumerate() {
        taken[index] = block.within.is_some_and(|within| taken[within]);
        let described = taken[index] || matches!(scene.context_of(block), Context::Role(_));
        if described || block.text.is_empty() {
            continue;
        }
        let role = match block.body {
            Body::Paragraph => reader.bold(index, block),
            Body::Item { .. } => {
                let lead = reader
                    .bold(index, block)
                    .or_else(|| reader.plain(index, block));
                lead.or_else(|| reader.nested(index, block))
                    .or_else(|| reader.member(index, block))
            }
            Body::Heading { .. } | Body::Table(_) | Body::Rule => None,
        };
        taken[index] = role.is_some();
        found.extend(role);
    }
    found
}

/// For each list, how many of its bold leads are roles and how many there are.
fn leads(scene: &Scene) -> BTreeMap<usize, (usize, usize)> {
    let mut leads: BTreeMap<usize, (usize, usize)> = BTreeMap::new();
    for block in scene.blocks {
        if let Body::Item { list, .. } = block.body
            && block.text.lead > 0
        {
            let (name, _) = name::split(&block.text.plain[..block.text.lead]);
            let count = leads.entry(list).or_default();
            count.0 += usize::from(words::is_role_in_list(&name));
            count.1 += 1;
        }
    }
    leads
}

/// The lists that a sentence before them calls the team or its roles.
fn teams(scene: &Scene) -> Vec<usize> {
    let mut teams = Vec::new();
    for pair in scene.blocks.windows(2) {
        let Body::Item { list, .. } = pair[1].body else {
            continue;
        };
        if matches!(pair[0].body, Body::Paragraph) && words::announces_team(pair[0].text.trimmed())
        {
            teams.push(list);
        }
    }
    teams
}

struct Reader<'a> {
    scene: &'a Scene<'a>,
    leads: BTreeMap<usize, (usize, usize)>,
    team: Vec<usize>,
}

impl Reader<'_> {
    fn listing(&self, block: &Block) -> usize {
        let base = self.scene.sections.len() + self.scene.blocks.len();
        match block.body {
            Body::Item { list, .. } => base + list,
            Body::Heading { .. } | Body::Paragraph | Body::Table(_) | Body::Rule => block.section,
        }
    }

    fn found(&self, block: &Block, name: &str, duties: Vec<String>, shape: Shape) -> Found {
        let (title, aliases) = name::split(name);
        let lead = block.text.plain.len() - block.text.plain.trim_start().len();
        let (mut deputy, mut authority) = (None, None);
        let duties = duties
            .into_iter()
            .filter(|duty| match duty.split_once(": ") {
                Some((label, rest)) if words::is_deputy(label) => {
                    deputy.get_or_insert(rest.to_owned());
                    false
                }
                Some((label, rest)) if words::is_authority(label) => {
                    authority.get_or_insert(rest.to_owned());
                    false
                }
                Some(_) | None => true,
            });
        let duties = duties.collect();
        Found {
            title,
            aliases,
            duties,
            deputy,
            authority,
            shape,
            section: block.section,
            at: block.text.source(lead),
            listing: self.listing(block),
        }
    }

    /// The texts of what is nested in an item, each with what is nested in it in turn.
    fn nested_texts(&self, index: usize) -> Vec<String> {
        let inside = self.scene.inside[index].iter();
        let texts = inside.map(|child| {
            let mut text = self.scene.blocks[*child].text.trimmed().to_owned();
            let deeper: Vec<String> = self.nested_texts(*child);
            if !deeper.is_empty() {
                text = format!("{text} {}", deeper.join("; "));
            }
            text.split_whitespace().collect::<Vec<_>>().join(" ")
        });
        texts.filter(|text| !text.is_empty()).collect()
    }

    fn duties(&self, index: usize, rest: &str) -> Vec<String> {
        let mut text = Text::default();
        text.push(rest.trim(), 0);
        let mut duties = super::tables::duties(&text);
        duties.extend(self.nested_texts(index));
        duties
    }

    /// `**X:** does`.
    fn bold(&self, index: usize, block: &Block) -> Option<Found> {
        let lead = block.text.lead;
        let bold = block
            .text
            .plain
            .get(..lead)
            .filter(|bold| !bold.trim().is_empty())?;
        let rest = block.text.plain.get(lead..)?;
        let separated =
            bold.trim_end().ends_with(':') || rest.trim_start().starts_with([':', '–', '—', '-']);
        let rest = rest
            .trim_start()
            .trim_start_matches([':', '–', '—', '-'])
            .trim();
        let (name, _) = name::split(bold);
        let listing = self.scene.context_of(block) == Context::Listing;
        let duties = self.duties(index, rest);
        let among_roles = match block.body {
            Body::Item { list, .. } => {
                let (roles, all) = self.leads.get(&list).copied().unwrap_or_default();
                roles >= 2 && roles * 2 >= all
            }
            Body::Heading { .. } | Body::Paragraph | Body::Table(_) | Body::Rule => false,
        };
        let said = !duties.is_empty();
        let fits = if listing {
            (words::is_role_in_list(&name) && (said || separated))
                || (among_roles && separated && words::is_name(&name))
        } else {
            separated
                && said
                && (words::is_role(&name) || (among_roles && words::is_role_in_list(&name)))
        };
        (fits && !words::is_general(&name))
            .then(|| self.found(block, bold, duties, Shape::BoldLead))
    }

    /// `X: does` without bold, where roles are listed.
    fn plain(&self, index: usize, block: &Block) -> Option<Found> {
        let (before, rest) = block.text.plain.split_once(": ")?;
        let (name, _) = name::split(before);
        let listing = self.scene.context_of(block) == Context::Listing;
        let fits = listing && words::is_role_in_list(&name) && !words::is_general(&name);
        fits.then(|| self.found(block, before, self.duties(index, rest), Shape::BoldLead))
    }

    /// An item that is a name, with the duties inside it.
    fn nested(&self, index: usize, block: &Block) -> Option<Found> {
        let children: Vec<usize> = self.scene.inside[index].clone();
        let is_role = |block: &Block| words::is_role_in_list(&name::split(block.text.trimmed()).0);
        let roles = children
            .iter()
            .filter(|child| is_role(&self.scene.blocks[**child]))
            .count();
        if children.is_empty() || roles * 2 >= children.len() {
            return None;
        }
        let text = block.text.trimmed();
        let (name, _) = name::split(text);
        let listing = self.scene.context_of(block) == Context::Listing || self.in_team(block);
        let fits = words::is_role(&name) || (listing && words::is_role_in_list(&name));
        (fits && !words::is_general(&name))
            .then(|| self.found(block, text, self.nested_texts(index), Shape::NestedList))
    }

    /// A plain member of a team.
    fn member(&self, index: usize, block: &Block) -> Option<Found> {
        if !self.scene.inside[index].is_empty() {
            return None;
        }
        let text = block.text.trimmed();
        let (name, _) = name::split(text);
        let fits = if self.in_team(block) {
            words::is_name(&name)
        } else {
            self.scene.context_of(block) == Context::Listing && words::is_role_in_list(&name)
                || self.in_group(block) && words::is_role_in_list(&name)
        };
        (fits && !words::is_general(&name))
            .then(|| self.found(block, text, Vec::new(), Shape::TeamList))
    }

    fn in_team(&self, block: &Block) -> bool {
        matches!(block.body, Body::Item { list, .. } if self.team.contains(&list))
    }

    /// Whether the item above names a group, such as "Command Team", in a section about the team.
    fn in_group(&self, block: &Block) -> bool {
        let above = block
            .within
            .and_then(|within| self.scene.blocks.get(within));
        let group =
            above.is_some_and(|above| above.text.trimmed().to_lowercase().ends_with("team"));
        let title = self
            .scene
            .sections
            .get(block.section)
            .map(|section| section.title.to_lowercase());
        group && title.is_some_and(|title| title.contains("team") || title.contains("role"))
    }
}
