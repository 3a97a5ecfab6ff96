//! Finding things in a plan that was read: a section by path or id, a role by any of its names. A
//! name that fits several is never settled by choosing one.

use terms::nearest;

use crate::model::{Plan, PlanRole, Section};
use crate::outline::{self, SEPARATOR};
use crate::words;

/// Why a name gives no section.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NotOne {
    /// No section has that path or id.
    Absent {
        /// The path that is nearest to it, where one is near enough to be meant.
        nearest: Option<String>,
    },
    /// Several end in that path.
    Several {
        /// Their full paths.
        paths: Vec<String>,
    },
}

impl Plan {
    /// The text that was read, byte for byte.
    pub fn text(&self) -> &str {
        &self.text
    }

    /// The section's own text with its heading, without the sections inside it.
    pub fn section_text(&self, section: &Section) -> &str {
        self.text.get(section.range.clone()).unwrap_or_default()
    }

    /// The section's own text without its heading.
    pub fn section_body(&self, section: &Section) -> &str {
        self.text
            .get(section.body_start..section.range.end)
            .unwrap_or_default()
    }

    /// The section of that path or id; the end of a path will do where only one section ends so.
    pub fn section(&self, name: &str) -> Result<&Section, NotOne> {
        section(&self.sections, name).map(|index| &self.sections[index])
    }

    /// The role of that name: its title, an alias, or a name that means the same.
    pub fn role(&self, name: &str) -> Option<&PlanRole> {
        let names = |role: &'_ PlanRole| -> Vec<String> {
            std::iter::once(&role.title)
                .chain(&role.aliases)
                .cloned()
                .collect()
        };
        let by = |key: &dyn Fn(&str) -> String| {
            let wanted = key(name);
            self.roles
                .iter()
                .find(|role| names(role).iter().any(|name| key(name) == wanted))
        };
        by(&words::plain_key).or_else(|| by(&words::role_key))
    }
}

/// The index of the section of that path or id.
pub(crate) fn section(sections: &[Section], name: &str) -> Result<usize, NotOne> {
    let name = name.trim();
    let exact = sections
        .iter()
        .position(|section| section.path == name || section.id == name);
    if let Some(index) = exact {
        return Ok(index);
    }
    let tail = format!("{SEPARATOR}{name}");
    let ends = |section: &Section| section.path.ends_with(&tail);
    let plain = plain(name);
    let plain_tail = format!("{SEPARATOR}{plain}");
    let similar = |section: &Section| {
        let path = self::plain(&section.path);
        path == plain || path.ends_with(&plain_tail)
    };
    for fits in [&ends as &dyn Fn(&Section) -> bool, &similar] {
        let fitting: Vec<usize> = (0..sections.len())
            .filter(|index| fits(&sections[*index]))
            .collect();
        match fitting.as_slice() {
            [] => {}
            [index] => return Ok(*index),
            several => {
                let paths = several
                    .iter()
                    .map(|index| sections[*index].path.clone())
                    .collect();
                return Err(NotOne::Several { paths });
            }
        }
    }
    let paths = sections.iter().map(|section| section.path.as_str());
    let titles = || sections.iter().map(|section| section.title.as_str());
    let last = name.rsplit(SEPARATOR).next().unwrap_or(name);
    let nearest = nearest(name, paths).map(str::to_owned).or_else(|| {
        let title = nearest(last, titles())?;
        sections
            .iter()
            .find(|section| section.title == title)
            .map(|section| section.path.clone())
    });
    Err(NotOne::Absent { nearest })
}

/// A path without numbers before its headings, in lower case.
fn plain(path: &str) -> String {
    let parts = path.split(SEPARATOR).map(|part| {
        let part = outline::unnumbered(part).to_lowercase();
        part.split_whitespace().collect::<Vec<_>>().join(" ")
    });
    parts.collect::<Vec<_>>().join(SEPARATOR)
}
