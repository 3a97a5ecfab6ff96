//! The order in which the files of a folder are read: that of `nav` in a `mkdocs.yml`, else by name.
//! Only `nav`, `docs_dir` and `site_name` are looked at there; the rest of a configuration is code of
//! others and often no plain YAML. Nothing is left out because a list forgot it.

use std::cmp::Ordering;
use std::collections::BTreeMap;

use terms::Diagnostic;
use terms::yaml::{Kind, Limits, Node, parse};

use super::File;
use crate::markdown;

/// The configuration that may stand at the top of a folder.
const CONFIGURATIONS: [&str; 2] = ["mkdocs.yml", "mkdocs.yaml"];

pub(super) struct Ordered {
    pub title: Option<String>,
    pub files: Vec<File>,
}

pub(super) fn order(texts: Vec<(String, String)>, notes: &mut Vec<Diagnostic>) -> Ordered {
    let mut texts: BTreeMap<String, String> = texts.into_iter().collect();
    let configuration = CONFIGURATIONS
        .iter()
        .find_map(|name| Some((*name, texts.remove(*name)?)));
    texts.retain(|path, _| is_markdown(path));
    let Some((name, configuration)) = configuration else {
        let files = by_name(texts).into_iter().map(|it| file(it, None));
        return Ordered {
            title: None,
            files: files.collect(),
        };
    };
    let root = setting(&configuration, "docs_dir").unwrap_or_else(|| "docs".to_owned());
    let root = format!("{}/", root.trim_matches(['.', '/']));
    if texts.keys().any(|path| path.starts_with(&root)) {
        texts.retain(|path, _| path.starts_with(&root));
    }
    let mut files = Vec::new();
    for (title, page, line) in pages(&configuration, name, notes) {
        let page = page.trim_start_matches("./");
        let path = [format!("{root}{page}"), page.to_owned()];
        let found = path.into_iter().find_map(|path| texts.remove_entry(&path));
        match found {
            Some(found) => files.push(file(found, title)),
            None if files.iter().any(|file: &File| file.path.ends_with(page)) => {}
            None => {
                let says = format!("The navigation names \"{page}\", which is not in the folder.");
                notes.push(Diagnostic::warning("nav-missing", (line, 1), says).in_file(name));
            }
        }
    }
    let rest = by_name(texts);
    if !files.is_empty() && !rest.is_empty() {
        let names: Vec<&str> = rest.iter().take(3).map(|(path, _)| path.as_str()).collect();
        let more = if rest.len() > 3 { ", …" } else { "" };
        let says = format!(
            "Files that the navigation does not name: {} ({}{more}). They are read after the others.",
            rest.len(),
            names.join(", ")
        );
        notes.push(Diagnostic::warning("nav-incomplete", (1, 1), says).in_file(name));
    }
    files.extend(rest.into_iter().map(|it| file(it, None)));
    Ordered {
        title: setting(&configuration, "site_name"),
        files,
    }
}

fn is_markdown(path: &str) -> bool {
    let end = path.rsplit('/').next().unwrap_or(path).rsplit_once('.');
    end.is_some_and(|(_, end)| {
        end.eq_ignore_ascii_case("md") || end.eq_ignore_ascii_case("markdown")
    })
}

/// A file with what it is called: as the navigation says, else as its front matter does, else as it is
/// named on the disk.
fn file((path, text): (String, String), title: Option<String>) -> File {
    let front = &text[..markdown::body_start(&text)];
    let stated = setting(front.trim_start_matches('\u{feff}'), "title");
    let title = title.or(stated).unwrap_or_else(|| spoken(&path));
    File { path, title, text }
}

/// `docs/03-different_roles.md` is called "Different roles"; an index is called like its folder.
fn spoken(path: &str) -> String {
    let mut parts = path.rsplit('/');
    let name = parts.next().unwrap_or(path);
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    let name = match parts.next() {
        Some(folder) if is_first(name) => folder,
        Some(_) | None => stem,
    };
    let bare =
        name.trim_start_matches(|c: char| c.is_ascii_digit() || matches!(c, '.' | '-' | '_' | ' '));
    let bare = if bare.is_empty() { name } else { bare };
    let words = bare.replace(['_', '-'], " ");
    let words = words.split_whitespace().collect::<Vec<_>>().join(" ");
    let mut letters = words.chars();
    match letters.next() {
        Some(first) => first.to_uppercase().chain(letters).collect(),
        None => path.to_owned(),
    }
}

fn by_name(texts: BTreeMap<String, String>) -> Vec<(String, String)> {
    let mut files: Vec<_> = texts.into_iter().collect();
    files.sort_by(|(a, _), (b, _)| compare(a, b));
    files
}

/// README and index come first in their folder, files of a folder before the folders in it unless a
/// number says otherwise, numbers as numbers, letters without regard to capitals.
fn compare(a: &str, b: &str) -> Ordering {
    let (mut left, mut right) = (a.split('/').peekable(), b.split('/').peekable());
    loop {
        match (left.next(), right.next()) {
            (Some(one), Some(other)) => {
                let rank = |part: &str, last: bool| !(last && is_first(part));
                let ranks =
                    rank(one, left.peek().is_none()).cmp(&rank(other, right.peek().is_none()));
                let order = ranks.then_with(|| natural(one, other));
                if order.is_ne() {
                    return order;
                }
            }
            (one, other) => return one.is_some().cmp(&other.is_some()).then_with(|| a.cmp(b)),
        }
    }
}

fn is_first(name: &str) -> bool {
    let stem = name.rsplit_once('.').map_or(name, |(stem, _)| stem);
    stem.eq_ignore_ascii_case("readme") || stem.eq_ignore_ascii_case("index")
}

/// `2-roles` before `10-recovery`.
fn natural(a: &str, b: &str) -> Ordering {
    let (a, b) = (a.to_lowercase(), b.to_lowercase());
    let (mut left, mut right) = (a.as_str(), b.as_str());
    loop {
        let number = |text: &str| text.bytes().take_while(u8::is_ascii_digit).count();
        let (one, other) = (number(left), number(right));
        if one > 0 && other > 0 {
            let digits = |text: &str, end: usize| text[..end].trim_start_matches('0').to_owned();
            let (first, second) = (digits(left, one), digits(right, other));
            let order = first
                .len()
                .cmp(&second.len())
                .then_with(|| first.cmp(&second));
            if order.is_ne() {
                return order;
            }
            (left, right) = (&left[one..], &right[other..]);
            continue;
        }
        match (left.chars().next(), right.chars().next()) {
            (Some(one), Some(other)) if one == other => {
                (left, right) = (&left[one.len_utf8()..], &right[other.len_utf8()..]);
            }
            (one, other) => return one.cmp(&other),
        }
    }
}

/// A setting that is written as one line of the outermost level.
fn setting(text: &str, key: &str) -> Option<String> {
    text.lines().find_map(|line| {
        let value = line.strip_prefix(key)?.trim_start().strip_prefix(':')?;
        let value = value.trim().trim_matches(['"', '\'']).trim();
        (!value.is_empty()).then(|| value.to_owned())
    })
}

/// The pages that the navigation names, in its order, each with its title and line.
fn pages(
    configuration: &str,
    name: &str,
    notes: &mut Vec<Diagnostic>,
) -> Vec<(Option<String>, String, u32)> {
    let Some((block, first)) = nav(configuration) else {
        return Vec::new();
    };
    let (node, said) = parse(&block, Limits::default());
    notes.extend(said.into_iter().map(|said| {
        let line = said.line + first;
        let says = format!("The navigation cannot be read: {}", said.says);
        Diagnostic::warning("nav-unreadable", (line, said.column), says).in_file(name)
    }));
    let mut pages = Vec::new();
    if let Some(nav) = node.as_ref().and_then(|node| node.get("nav")) {
        collect(nav, None, first, &mut pages);
    }
    pages
}

/// The lines of the navigation, and how many stand above them.
fn nav(configuration: &str) -> Option<(String, u32)> {
    let lines: Vec<&str> = configuration.lines().collect();
    let first = lines.iter().position(|line| {
        line.strip_prefix("nav")
            .is_some_and(|rest| rest.trim_start().starts_with(':'))
    })?;
    let inside = |line: &&&str| line.trim().is_empty() || line.starts_with([' ', '\t', '-', '#']);
    let rest = lines[first + 1..].iter().take_while(inside).count();
    Some((lines[first..=first + rest].join("\n"), first as u32))
}

fn collect(
    node: &Node,
    title: Option<&str>,
    above: u32,
    pages: &mut Vec<(Option<String>, String, u32)>,
) {
    match &node.kind {
        Kind::Text(page) => {
            let elsewhere = page.contains("://") || page.starts_with('/');
            let page = page.split('#').next().unwrap_or(page);
            if !elsewhere && is_markdown(page) {
                pages.push((title.map(str::to_owned), page.to_owned(), node.line + above));
            }
        }
        Kind::List(items) => items
            .iter()
            .for_each(|item| collect(item, None, above, pages)),
        Kind::Map(entries) => entries
            .iter()
            .for_each(|entry| collect(&entry.value, Some(&entry.key), above, pages)),
        Kind::Null | Kind::Bool(_) | Kind::Int(_) | Kind::Float(_) => {}
    }
}
