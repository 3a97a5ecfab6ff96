//! Templates: which texts of a scenario are filled in, with what, and how. They are strict Handlebars of
//! the plainest kind: `{{name}}`, `{{asset.id.name}}` and comments. Blocks, partials and helpers are
//! refused, so a text can neither loop nor grow beyond its variables. Nothing is escaped here, because
//! the result is Markdown; whoever makes a page of it escapes. Not here: which fields are templates; the
//! types say that.

use std::collections::{BTreeMap, BTreeSet};

use handlebars::{Context, Handlebars};
use serde_json::{Value, json};
use terms::Diagnostic;
use terms::yaml::{Kind, Node, quoted};

use crate::Scenario;
use crate::notes::{Notes, Place, did_you_mean, listed};
use crate::place::Cursor;
use crate::shape::{FORMAT, Shape};

/// The longest template, and the longest text that may come of one.
const TEMPLATE_BYTES_MAX: usize = 64 << 10;
const TEXT_BYTES_MAX: usize = 256 << 10;

/// The most that all filled-in texts of a scenario may hold together.
const ALL_BYTES_MAX: usize = 4 << 20;

/// Words that Handlebars or the format keep for themselves.
const RESERVED: [&str; 6] = ["asset", "else", "false", "null", "this", "true"];

impl Scenario {
    /// The scenario with all its templates filled in, variables and assets as the file gives them unless they are
    /// overridden, an asset as `asset.id.name`. Values are text and never templates themselves. Do this once, before a drill.
    ///
    /// # Errors
    /// Names that no variable has, texts that are no templates, and results that grow too long. The
    /// diagnostics have no place in a file, because a scenario in memory has none.
    pub fn rendered(
        &self,
        overrides: &BTreeMap<String, String>,
    ) -> Result<Scenario, Vec<Diagnostic>> {
        let mut wrong = Vec::new();
        let mut filled = self.clone();
        for (name, value) in overrides {
            match filled.named(name) {
                Some(text) => text.clone_from(value),
                None => {
                    let says = format!("This scenario has no variable {}.", quoted(name));
                    wrong.push(Diagnostic::error("unknown-variable", (1, 1), says));
                }
            }
        }
        let names = Names::of(&filled);
        let mut press = Press::with(&filled);
        let mut tree = serde_json::to_value(&filled).unwrap_or_default();
        fill(FORMAT.root(), false, &mut tree, &mut |text| {
            match names.check(text) {
                Ok(bytes) => press
                    .fill(text, bytes)
                    .unwrap_or_else(|why| wrong.push(why)),
                Err(found) => wrong.extend(found.into_iter().map(|f| f.diagnostic((1, 1)))),
            };
        });
        if !wrong.is_empty() {
            return Err(wrong);
        }
        serde_json::from_value(tree).map_err(|why| {
            vec![Diagnostic::error(
                "unreadable",
                (1, 1),
                format!("The texts cannot be used: {why}."),
            )]
        })
    }
}

impl Scenario {
    /// The variable, or the field of an asset, that a name in a template stands for.
    fn named(&mut self, name: &str) -> Option<&mut String> {
        let Some(of_asset) = name.strip_prefix("asset.") else {
            return self.variables.get_mut(name);
        };
        let (id, field) = of_asset.rsplit_once('.')?;
        let asset = self.assets.iter_mut().find(|it| it.id == id)?;
        match field {
            "name" => Some(&mut asset.name),
            "data" => Some(&mut asset.data),
            "owner" => Some(&mut asset.owner),
            _ => None,
        }
    }
}

/// Checks every template of a file, and that every variable has a use.
pub(crate) fn check(scenario: &Scenario, root: Cursor<'_>, tree: &Node, notes: &mut Notes<'_>) {
    let names = Names::of(scenario);
    let mut used = BTreeSet::new();
    let mut bytes = 0;
    each_text(FORMAT.root(), false, tree, &mut |template, text, at| {
        if !text.contains("{{") {
            return;
        }
        if !template {
            return not_a_template(&names, text, at, notes);
        }
        used.extend(
            tags(text)
                .into_iter()
                .filter_map(Result::ok)
                .map(|tag| tag.name.to_owned()),
        );
        match names.check(text) {
            Ok(length) => bytes += length,
            Err(found) => {
                for trouble in found {
                    let at = notes.find(trouble.written, at).unwrap_or(at);
                    let near = trouble.name.and_then(|n| notes.guess(n, names.all()));
                    let hint = did_you_mean(near).or_else(|| Some(trouble.hint(&names)));
                    notes.error(trouble.code, at, trouble.says.as_str(), hint);
                }
            }
        }
    });
    if bytes > ALL_BYTES_MAX {
        notes.error("template-too-large", root.place(), ALL_TOO_LARGE, None);
    }
    let variables = root.key("variables");
    for (name, at) in variables.keys().filter(|_| variables.is_written()) {
        if !is_variable_name(name) {
            let hint = "Use letters, digits and _, a letter first; asset, else, this, true, false and \
                        null are taken.";
            let says = format!("{} cannot be the name of a variable.", quoted(name));
            notes.error("bad-id", at, says, Some(hint.to_owned()));
        } else if !used.contains(name) {
            let says = format!("The variable {} is used nowhere.", quoted(name));
            notes.warn(
                "unused-variable",
                at,
                says,
                "Use it in a text as {{name}}, or remove it.",
            );
        }
    }
}

const ALL_TOO_LARGE: &str = "All texts together would be more than 4 MiB long once filled in.";

fn not_a_template(names: &Names, text: &str, at: Place, notes: &mut Notes<'_>) {
    let known = tags(text).into_iter().filter_map(Result::ok);
    for tag in known.filter(|tag| names.lengths.contains_key(tag.name)) {
        let says = format!(
            "{} stays as it is here: this field is no template.",
            tag.written
        );
        let at = notes.find(tag.written, at).unwrap_or(at);
        notes.warn("template-not-here", at, says, "Write the value itself.");
    }
}

/// Letters, digits and underscores, a letter first, and no word that Handlebars keeps for itself.
fn is_variable_name(name: &str) -> bool {
    name.starts_with(|c: char| c.is_ascii_alphabetic())
        && name.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
        && !RESERVED.contains(&name)
}

/// Every name that a template may use, with the length of its value.
struct Names {
    lengths: BTreeMap<String, usize>,
}

impl Names {
    fn of(scenario: &Scenario) -> Self {
        let variables = scenario
            .variables
            .iter()
            .filter(|(name, _)| is_variable_name(name));
        let mut lengths: BTreeMap<String, usize> = variables
            .map(|(name, value)| (name.clone(), value.len()))
            .collect();
        for asset in &scenario.assets {
            for (field, value) in [
                ("name", &asset.name),
                ("data", &asset.data),
                ("owner", &asset.owner),
            ] {
                lengths.insert(format!("asset.{}.{field}", asset.id), value.len());
            }
        }
        Self { lengths }
    }

    fn all(&self) -> impl Iterator<Item = &str> {
        self.lengths.keys().map(String::as_str)
    }

    /// How long a template becomes, or everything that keeps it from being filled in.
    fn check<'t>(&self, text: &'t str) -> Result<usize, Vec<Trouble<'t>>> {
        let mut bytes = text.len();
        if bytes > TEMPLATE_BYTES_MAX {
            let says = "This template is longer than 64 KiB.".to_owned();
            return Err(vec![Trouble {
                code: "template-too-large",
                written: "",
                name: None,
                says,
            }]);
        }
        let mut wrong = Vec::new();
        for tag in tags(text) {
            match tag.map(|tag| (tag, self.lengths.get(tag.name))) {
                Ok((_, Some(length))) => bytes += length,
                Ok((tag, None)) => wrong.push(Trouble {
                    code: "unknown-variable",
                    written: tag.written,
                    name: Some(tag.name),
                    says: format!("There is no variable {}.", quoted(tag.name)),
                }),
                Err(trouble) => wrong.push(trouble),
            }
        }
        if wrong.is_empty() && bytes > TEXT_BYTES_MAX {
            let says = "This text would be longer than 256 KiB once filled in.".to_owned();
            wrong.push(Trouble {
                code: "template-too-large",
                written: "",
                name: None,
                says,
            });
        }
        if wrong.is_empty() {
            Ok(bytes)
        } else {
            Err(wrong)
        }
    }
}

/// What keeps a template from being filled in.
struct Trouble<'t> {
    code: &'static str,
    /// The piece of the text that it is about.
    written: &'t str,
    /// The name that is unknown.
    name: Option<&'t str>,
    says: String,
}

impl Trouble<'_> {
    fn hint(&self, names: &Names) -> String {
        match self.name {
            Some(_) if names.lengths.is_empty() => "Give it a value under `variables`.".to_owned(),
            Some(_) => format!(
                "Give it a value under `variables`. Known: {}.",
                listed(names.all())
            ),
            None if self.code == "template-too-large" => {
                "Move the long part into an attachment.".to_owned()
            }
            None => "Only {{name}} and {{asset.id.name}} are filled in; write \\{{ for the braces \
                     themselves."
                .to_owned(),
        }
    }

    fn diagnostic(self, at: Place) -> Diagnostic {
        Diagnostic::error(self.code, at, self.says)
    }
}

/// One `{{name}}` of a text.
#[derive(Clone, Copy)]
struct Tag<'t> {
    written: &'t str,
    name: &'t str,
}

/// The tags of a text in their order. Whatever is more than a plain name is refused before Handlebars
/// sees it: its parser goes as deep as the text is nested.
fn tags(text: &str) -> Vec<Result<Tag<'_>, Trouble<'_>>> {
    let mut found = Vec::new();
    let mut at = 0;
    while let Some(start) = text[at..].find("{{").map(|offset| at + offset) {
        let backslashes = text[at..start]
            .bytes()
            .rev()
            .take_while(|b| *b == b'\\')
            .count();
        if backslashes == 1 {
            at = start
                + if text[start..].starts_with("{{{{") {
                    4
                } else {
                    2
                };
            continue;
        }
        let tag = &text[start..];
        let (open, close) = match tag {
            _ if tag.starts_with("{{!--") => ("{{!--", "--}}"),
            _ if tag.starts_with("{{!") => ("{{!", "}}"),
            _ if tag.starts_with("{{{") => ("{{{", "}}}"),
            _ => ("{{", "}}"),
        };
        let Some(length) = tag[open.len()..].find(close) else {
            let written = &tag[..tag.find('\n').unwrap_or(tag.len())];
            let says = format!("{} is not closed.", quoted(written));
            found.push(Err(Trouble {
                code: "template-syntax",
                written,
                name: None,
                says,
            }));
            break;
        };
        let written = &tag[..open.len() + length + close.len()];
        at = start + written.len();
        if open.starts_with("{{!") {
            continue;
        }
        // A tilde on either side takes the white space there away.
        let inside = tag[open.len()..open.len() + length].trim();
        let inside = inside.strip_prefix('~').unwrap_or(inside);
        let name = inside.strip_suffix('~').unwrap_or(inside).trim();
        let plain = |b: u8| b.is_ascii_alphanumeric() || matches!(b, b'_' | b'-' | b'.');
        found.push(if !name.is_empty() && name.bytes().all(plain) {
            Ok(Tag { written, name })
        } else {
            let says = format!("{} is no plain name.", quoted(written));
            Err(Trouble {
                code: "template-syntax",
                written,
                name: None,
                says,
            })
        });
    }
    found
}

/// Fills in texts that were checked before.
struct Press {
    engine: Handlebars<'static>,
    context: Option<Context>,
    bytes: usize,
}

impl Press {
    fn with(scenario: &Scenario) -> Self {
        let mut engine = Handlebars::new();
        engine.set_strict_mode(true);
        engine.register_escape_fn(handlebars::no_escape);
        // A variable may be called like a helper; without helpers it is a variable all the same.
        for helper in HELPERS {
            engine.unregister_helper(helper);
        }
        let mut data: serde_json::Map<String, Value> = scenario
            .variables
            .iter()
            .map(|(name, value)| (name.clone(), Value::String(value.clone())))
            .collect();
        let assets: serde_json::Map<String, Value> = scenario
            .assets
            .iter()
            .rev()
            .map(|a| {
                (
                    a.id.clone(),
                    json!({"name": a.name, "data": a.data, "owner": a.owner}),
                )
            })
            .collect();
        data.insert("asset".to_owned(), Value::Object(assets));
        Self {
            engine,
            context: Context::wraps(Value::Object(data)).ok(),
            bytes: 0,
        }
    }

    fn fill(&mut self, text: &mut String, bytes: usize) -> Result<(), Diagnostic> {
        if !text.contains("{{") {
            return Ok(());
        }
        self.bytes += bytes;
        if self.bytes > ALL_BYTES_MAX {
            return Err(Diagnostic::error(
                "template-too-large",
                (1, 1),
                ALL_TOO_LARGE,
            ));
        }
        let Some(context) = &self.context else {
            return Ok(());
        };
        match self.engine.render_template_with_context(text, context) {
            Ok(filled) => *text = filled,
            Err(why) => {
                let says = format!("A text cannot be filled in: {why}.");
                return Err(Diagnostic::error("template-syntax", (1, 1), says));
            }
        }
        Ok(())
    }
}

/// The helpers that the Handlebars library brings along.
const HELPERS: [&str; 17] = [
    "if", "unless", "each", "with", "lookup", "raw", "log", "eq", "ne", "gt", "gte", "lt", "lte",
    "and", "or", "not", "len",
];

/// Calls back for every text of a fitted tree: whether it is a template, the text, its place.
fn each_text<'n>(
    shape: &Shape,
    template: bool,
    node: &'n Node,
    call: &mut impl FnMut(bool, &'n str, Place),
) {
    match (FORMAT.resolve(shape), &node.kind) {
        (Shape::Text, Kind::Text(text)) if node.line > 0 => call(template, text, node.place()),
        (Shape::List(item), Kind::List(nodes)) => {
            for node in nodes {
                each_text(item, template, node, call);
            }
        }
        (Shape::Table(value), Kind::Map(entries)) => {
            for entry in entries {
                each_text(value, template, &entry.value, call);
            }
        }
        (Shape::Record(fields), Kind::Map(entries)) => {
            for entry in entries {
                if let Some(field) = fields.iter().find(|f| f.name == entry.key) {
                    each_text(&field.shape, field.template, &entry.value, call);
                }
            }
        }
        (Shape::Choice(variants), Kind::Map(entries)) => {
            for entry in entries {
                let variant = variants.iter().find(|v| v.name == entry.key);
                if let Some(content) = variant.and_then(|v| v.content.as_ref()) {
                    each_text(content, false, &entry.value, call);
                }
            }
        }
        (_, _) => {}
    }
}

/// Calls back for every template of a scenario in memory.
fn fill(shape: &Shape, template: bool, value: &mut Value, call: &mut impl FnMut(&mut String)) {
    match (FORMAT.resolve(shape), value) {
        (Shape::Text, Value::String(text)) if template => call(text),
        (Shape::List(item), Value::Array(values)) => {
            for value in values {
                fill(item, template, value, call);
            }
        }
        (Shape::Record(fields), Value::Object(map)) => {
            for field in fields {
                if let Some(value) = map.get_mut(&field.name) {
                    fill(&field.shape, field.template, value, call);
                }
            }
        }
        // No choice and no table holds a template; a test keeps it so.
        (_, _) => {}
    }
}
