//! Finds the roles of a plan in the seven ways that plans write them down, and brings the names of
//! one role together. A role is never made up: every one has a place where the plan names it, and
//! what only a sentence says is marked as a candidate. The shapes are in the modules below; here
//! they meet.

mod headings;
mod lists;
mod name;
mod said;
mod tables;

use std::collections::{BTreeMap, BTreeSet};

use terms::Diagnostic;

use crate::blocks::{Block, Document, Lines};
use crate::model::{Place, PlanRole, Section, Shape};
use crate::words;

/// One place where the plan names a role.
#[derive(Debug)]
struct Found {
    title: String,
    aliases: Vec<String>,
    duties: Vec<String>,
    deputy: Option<String>,
    authority: Option<String>,
    shape: Shape,
    section: usize,
    at: usize,
    /// What it was listed in, so that two names in one list are two roles.
    listing: usize,
}

/// What a section means for the search.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Context {
    Elsewhere,
    /// Part of the description of all roles.
    Listing,
    /// Part of the description of one role, the section of which is named.
    Role(usize),
}

/// The document as the finders of roles see it.
struct Scene<'a> {
    blocks: &'a [Block],
    sections: &'a [Section],
    /// For each section, the first block and the one after the last.
    own: Vec<(usize, usize)>,
    /// For each section, the section after its last descendant.
    until: Vec<usize>,
    /// For each block, the blocks directly inside it.
    inside: Vec<Vec<usize>>,
    context: Vec<Context>,
}

impl<'a> Scene<'a> {
    fn new(document: &'a Document, sections: &'a [Section]) -> Self {
        let blocks = document.blocks.as_slice();
        let mut own = vec![(0, 0); sections.len()];
        let mut inside = vec![Vec::new(); blocks.len()];
        for (index, block) in blocks.iter().enumerate() {
            if let Some(own) = own.get_mut(block.section) {
                if own.1 == 0 {
                    own.0 = index;
                }
                own.1 = index + 1;
            }
            if let Some(within) = block.within {
                inside[within].push(index);
            }
        }
        let mut until: Vec<usize> = (1..=sections.len()).collect();
        for index in (0..sections.len()).rev() {
            if let Some(parent) = sections[index].parent {
                until[parent] = until[parent].max(until[index]);
            }
        }
        Self {
            blocks,
            sections,
            own,
            until,
            inside,
            context: vec![Context::Elsewhere; sections.len()],
        }
    }

    fn own_blocks(&self, section: usize) -> impl Iterator<Item = (usize, &'a Block)> + use<'a> {
        let (start, end) = self.own.get(section).copied().unwrap_or_default();
        self.blocks[start..end]
            .iter()
            .enumerate()
            .map(move |(index, block)| (start + index, block))
    }

    fn context_of(&self, block: &Block) -> Context {
        self.context
            .get(block.section)
            .copied()
            .unwrap_or(Context::Elsewhere)
    }
}

/// The roles of a plan, found and brought together.
pub(crate) struct Roles {
    pub list: Vec<PlanRole>,
    /// Index of the role by every key of its names.
    keys: BTreeMap<String, usize>,
    /// Index of the role whose description a section is part of.
    of_section: Vec<Option<usize>>,
    described: Vec<usize>,
}

impl Roles {
    /// The title of the role of that name.
    pub fn named(&self, name: &str) -> Option<&str> {
        let (name, _) = name::split(name);
        self.index(&name)
            .and_then(|index| self.list.get(index))
            .map(|role| role.title.as_str())
    }

    /// The title of the role that a section describes.
    pub fn of_section(&self, section: usize) -> Option<&str> {
        let index = self.of_section.get(section).copied().flatten()?;
        self.list.get(index).map(|role| role.title.as_str())
    }

    /// The sections that are the description of a role.
    pub fn described(&self) -> Vec<usize> {
        self.described.clone()
    }

    fn index(&self, name: &str) -> Option<usize> {
        let known = |key: String| self.keys.get(&key).copied();
        known(words::plain_key(name)).or_else(|| known(words::role_key(name)))
    }
}

/// Finds the roles, with what is to be said about them.
pub(crate) fn find(
    document: &Document,
    sections: &[Section],
    lines: &Lines,
) -> (Roles, Vec<Diagnostic>) {
    let mut scene = Scene::new(document, sections);
    let mut found = headings::find(&mut scene);
    found.extend(tables::find(&scene));
    found.extend(lists::find(&scene));
    found.sort_by_key(|found| (found.shape, found.at));
    let mut merge = Merge {
        lines,
        sections,
        roles: empty(),
        listings: Vec::new(),
        duties: Vec::new(),
        offsets: Vec::new(),
        notes: Vec::new(),
    };
    for found in found {
        merge.take(found);
    }
    said::read(&scene, &mut merge);
    merge.finish(&scene)
}

/// A duty as it is compared with others.
fn compared(duty: &str) -> String {
    duty.trim_end_matches('.').to_lowercase()
}

fn empty() -> Roles {
    Roles {
        list: Vec::new(),
        keys: BTreeMap::new(),
        of_section: Vec::new(),
        described: Vec::new(),
    }
}

/// Brings the places together into roles.
struct Merge<'a> {
    lines: &'a Lines<'a>,
    sections: &'a [Section],
    roles: Roles,
    /// For each role, what it was listed in.
    listings: Vec<BTreeSet<usize>>,
    /// For each role, its duties as they are compared.
    duties: Vec<BTreeSet<String>>,
    /// For each role, where its place stands.
    offsets: Vec<usize>,
    notes: Vec<Diagnostic>,
}

impl Merge<'_> {
    fn place(&self, found: &Found) -> Place {
        self.lines.place(self.sections, found.section, found.at)
    }

    fn take(&mut self, found: Found) {
        let names = std::iter::once(&found.title).chain(&found.aliases);
        let same = names.filter_map(|name| self.roles.index(name)).next();
        match same {
            Some(index) if !self.is_other(index, &found) => self.add(index, found),
            Some(_) | None => self.make(found),
        }
    }

    /// Whether one list names both, so that they are two roles although their names mean the same
    /// elsewhere.
    fn is_other(&self, index: usize, found: &Found) -> bool {
        let known = self.roles.keys.get(&words::plain_key(&found.title)) == Some(&index);
        self.listings[index].contains(&found.listing) && !known
    }

    fn make(&mut self, found: Found) {
        let place = self.place(&found);
        let index = self.roles.list.len();
        for name in std::iter::once(&found.title).chain(&found.aliases) {
            self.roles
                .keys
                .entry(words::plain_key(name))
                .or_insert(index);
        }
        let key = words::role_key(&found.title);
        if let Some(twin) = self.roles.keys.get(&key).filter(|twin| **twin != index) {
            let says = format!(
                "\"{}\" and \"{}\" are listed side by side, so they are kept as two roles.",
                self.roles.list[*twin].title, found.title
            );
            let hint = "Elsewhere the two names mean one role. Use one of them if one is meant.";
            self.notes.push(
                Diagnostic::warning("roles-alike", (place.line, place.column), says)
                    .with_hint(hint),
            );
        }
        self.roles.keys.entry(key).or_insert(index);
        self.listings.push(BTreeSet::from([found.listing]));
        self.duties
            .push(found.duties.iter().map(|duty| compared(duty)).collect());
        self.offsets.push(found.at);
        self.roles.list.push(PlanRole {
            candidate: found.shape == Shape::Sentence,
            title: found.title,
            aliases: found.aliases,
            duties: found.duties,
            shape: found.shape,
            place,
            also: Vec::new(),
            deputy: found.deputy,
            authority: found.authority,
        });
    }

    fn add(&mut self, index: usize, found: Found) {
        let place = self.place(&found);
        for name in std::iter::once(&found.title).chain(&found.aliases) {
            self.roles
                .keys
                .entry(words::plain_key(name))
                .or_insert(index);
        }
        self.listings[index].insert(found.listing);
        let role = &mut self.roles.list[index];
        for name in std::iter::once(found.title).chain(found.aliases) {
            let same = |other: &str| words::plain_key(other) == words::plain_key(&name);
            if !same(&role.title) && !role.aliases.iter().any(|alias| same(alias)) {
                role.aliases.push(name);
            }
        }
        role.deputy = role.deputy.take().or(found.deputy);
        role.authority = role.authority.take().or(found.authority);
        role.also.push(place);
        self.add_duties(index, found.duties);
    }

    /// Adds the duties that are not there yet.
    fn add_duties(&mut self, index: usize, duties: Vec<String>) {
        for duty in duties {
            if self.duties[index].insert(compared(&duty)) {
                self.roles.list[index].duties.push(duty);
            }
        }
    }

    fn finish(mut self, scene: &Scene) -> (Roles, Vec<Diagnostic>) {
        let mut order: Vec<usize> = (0..self.roles.list.len()).collect();
        order.sort_by_key(|index| self.offsets[*index]);
        let mut rank = vec![0; order.len()];
        for (position, index) in order.iter().enumerate() {
            rank[*index] = position;
        }
        let mut list: Vec<(usize, PlanRole)> = self.roles.list.into_iter().enumerate().collect();
        list.sort_by_key(|(index, _)| rank[*index]);
        self.roles.list = list.into_iter().map(|(_, role)| role).collect();
        for index in self.roles.keys.values_mut() {
            *index = rank[*index];
        }
        let titles: Vec<Option<usize>> = scene
            .context
            .iter()
            .map(|context| match context {
                Context::Role(section) => self
                    .roles
                    .index(&name::split(&scene.sections[*section].title).0),
                Context::Elsewhere | Context::Listing => None,
            })
            .collect();
        self.roles.of_section = titles;
        let described = |index: &usize| scene.context[*index] == Context::Role(*index);
        self.roles.described = (0..scene.context.len()).filter(described).collect();
        self.remark();
        (self.roles, self.notes)
    }

    fn remark(&mut self) {
        for role in &self.roles.list {
            let at = (role.place.line, role.place.column);
            if role.candidate {
                let says = format!("Only a sentence speaks of \"{}\" as a role.", role.title);
                let hint = "Confirm that it is one, or describe it where the roles stand.";
                self.notes
                    .push(Diagnostic::warning("role-to-confirm", at, says).with_hint(hint));
            } else if role.duties.is_empty() {
                let says = format!(
                    "The plan names the role \"{}\" and says nothing of its duties.",
                    role.title
                );
                self.notes
                    .push(Diagnostic::warning("role-without-duties", at, says));
            }
        }
    }
}
