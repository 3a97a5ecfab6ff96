//! What styles and numbering say of a paragraph: its level in the outline, its list, whether it is
//! bold. Names of styles are localised, so only the name that Word itself keeps (`heading 1`) and
//! the outline level count. Not here: looks.

use std::collections::{BTreeMap, BTreeSet};

use super::xml::Tree;

/// How long a chain of styles may be.
const CHAIN_MAX: usize = 32;

#[derive(Debug, Default)]
struct Style {
    name: String,
    based_on: Option<String>,
    outline: Option<u8>,
    list: Option<(u8, String)>,
    bold: Option<bool>,
    /// In half points.
    size: Option<u16>,
    paragraph: bool,
}

/// The styles and lists of a document.
#[derive(Debug, Default)]
pub(crate) struct Styles {
    styles: BTreeMap<String, Style>,
    /// The style of paragraphs that name none, and the size where no style says one.
    usual: (String, Option<u16>),
    /// By number and level: whether it counts, and whether it shows anything.
    lists: BTreeMap<(String, u8), ListLevel>,
}

/// What one level of a list looks like.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum ListLevel {
    Bullet,
    Number,
    /// Nothing is shown: the paragraph goes on with the item before it.
    Nothing,
}

impl Styles {
    pub fn read(styles: Option<&Tree>, numbering: Option<&Tree>) -> Self {
        Self {
            styles: styles.map(read_styles).unwrap_or_default(),
            usual: styles.map(read_usual).unwrap_or_default(),
            lists: numbering.map(read_lists).unwrap_or_default(),
        }
    }

    fn chain<'a>(&'a self, id: &'a str) -> impl Iterator<Item = &'a Style> {
        let first = self.styles.get(id);
        std::iter::successors(first, |style| self.styles.get(style.based_on.as_deref()?))
            .take(CHAIN_MAX)
    }

    /// The outline level of a style, from 1 to 9; none for body text.
    pub fn level(&self, id: &str) -> Option<u8> {
        for style in self.chain(id) {
            let by_name = style
                .name
                .strip_prefix("heading ")
                .and_then(|level| level.parse::<u8>().ok())
                .filter(|level| (1..=9).contains(level));
            if let Some(outline) = style.outline {
                return (outline < 9).then_some(outline + 1);
            }
            if by_name.is_some() {
                return by_name;
            }
        }
        if self.styles.contains_key(id) {
            return None;
        }
        let level = id.strip_prefix("Heading")?.parse().ok()?;
        (1..=9).contains(&level).then_some(level)
    }

    pub fn is_title(&self, id: &str) -> bool {
        self.styles
            .get(id)
            .is_some_and(|style| style.name == "title")
    }

    /// Whether the style is one of a table of contents.
    pub fn is_contents(&self, id: &str) -> bool {
        self.styles
            .get(id)
            .is_some_and(|style| style.name.starts_with("toc "))
    }

    pub fn list(&self, id: &str) -> Option<(u8, String)> {
        self.chain(id).find_map(|style| style.list.clone())
    }

    pub fn is_bold(&self, id: &str) -> bool {
        self.chain(id).find_map(|style| style.bold).unwrap_or(false)
    }

    /// The size of text in a paragraph of that style, in half points; what Word takes where nothing is said is 10 points.
    pub fn size(&self, id: &str) -> u16 {
        let id = if id.is_empty() { &self.usual.0 } else { id };
        let styled = self.chain(id).find_map(|style| style.size);
        styled.or(self.usual.1).unwrap_or(20)
    }

    pub fn list_level(&self, number: &str, level: u8) -> ListLevel {
        let known = self.lists.get(&(number.to_owned(), level));
        known.copied().unwrap_or(ListLevel::Bullet)
    }

    /// A paragraph style of that outline level.
    pub fn heading(&self, level: u8) -> Option<&str> {
        let named = format!("heading {level}");
        let by_name = self.styles.iter().find(|(_, style)| style.name == named);
        let by_level = || {
            self.styles
                .iter()
                .find(|(id, style)| style.paragraph && self.level(id) == Some(level))
        };
        by_name.or_else(by_level).map(|(id, _)| id.as_str())
    }
}

fn read_styles(tree: &Tree) -> BTreeMap<String, Style> {
    let mut styles = BTreeMap::new();
    for id in tree
        .children(tree.root())
        .filter(|id| tree.name(*id) == "style")
    {
        let Some(key) = tree.attr(id, "styleId") else {
            continue;
        };
        let mut style = Style {
            name: tree.val(id, "name").unwrap_or_default().to_lowercase(),
            based_on: tree.val(id, "basedOn").map(|based| based.into_owned()),
            paragraph: tree.attr(id, "type").as_deref() == Some("paragraph"),
            ..Style::default()
        };
        if let Some(ppr) = tree.child(id, "pPr") {
            style.outline = tree.val(ppr, "outlineLvl").and_then(|it| it.parse().ok());
            if let Some(list) = tree.child(ppr, "numPr") {
                let level = tree.val(list, "ilvl").and_then(|it| it.parse().ok());
                let number = tree.val(list, "numId").unwrap_or_default().into_owned();
                style.list = Some((level.unwrap_or(0), number));
            }
        }
        if let Some(rpr) = tree.child(id, "rPr") {
            let bold = tree.child(rpr, "b").is_some();
            style.bold = bold.then(|| tree.is_on(rpr, "b"));
            style.size = tree.val(rpr, "sz").and_then(|it| it.parse().ok());
        }
        styles.insert(key.into_owned(), style);
    }
    styles
}

fn read_usual(tree: &Tree) -> (String, Option<u16>) {
    let usual = tree.children(tree.root()).find(|id| {
        let on = tree.attr(*id, "default");
        tree.name(*id) == "style"
            && tree.attr(*id, "type").as_deref() == Some("paragraph")
            && matches!(on.as_deref(), Some("1" | "true" | "on"))
    });
    let usual = usual.and_then(|id| tree.attr(id, "styleId"));
    let said = tree.at(tree.root(), &["docDefaults", "rPrDefault", "rPr"]);
    let size = said.and_then(|rpr| tree.val(rpr, "sz")?.parse().ok());
    (usual.unwrap_or_default().into_owned(), size)
}

fn read_lists(tree: &Tree) -> BTreeMap<(String, u8), ListLevel> {
    let mut kinds: BTreeMap<String, Vec<(u8, ListLevel)>> = BTreeMap::new();
    for id in tree
        .children(tree.root())
        .filter(|id| tree.name(*id) == "abstractNum")
    {
        let Some(key) = tree.attr(id, "abstractNumId") else {
            continue;
        };
        let levels = tree.children(id).filter(|id| tree.name(*id) == "lvl");
        let levels = levels.filter_map(|lvl| {
            let level = tree.attr(lvl, "ilvl")?.parse().ok()?;
            Some((level, list_level(tree, lvl)))
        });
        kinds.insert(key.into_owned(), levels.collect());
    }
    let mut lists = BTreeMap::new();
    let mut seen = BTreeSet::new();
    for id in tree
        .children(tree.root())
        .filter(|id| tree.name(*id) == "num")
    {
        let Some(number) = tree.attr(id, "numId") else {
            continue;
        };
        if !seen.insert(number.to_string()) {
            continue;
        }
        let kind = tree.val(id, "abstractNumId").unwrap_or_default();
        for (level, shape) in kinds.get(kind.as_ref()).into_iter().flatten() {
            lists.insert((number.to_string(), *level), *shape);
        }
    }
    lists
}

fn list_level(tree: &Tree, lvl: usize) -> ListLevel {
    let shows = tree
        .val(lvl, "lvlText")
        .is_none_or(|text| !text.trim().is_empty());
    match tree.val(lvl, "numFmt").as_deref() {
        Some("none") => ListLevel::Nothing,
        _ if !shows => ListLevel::Nothing,
        Some("bullet") | None => ListLevel::Bullet,
        Some(_) => ListLevel::Number,
    }
}
