//! Reading: from bytes or text to a plan and what is to be said about it. It never fails; what it
//! cannot take (too large, nested too deep, not text) gives an empty plan and an error that says
//! why.

use terms::Diagnostic;

use crate::blocks::{Block, Body, Document, Lines};
use crate::folder::Folder;
use crate::looks::{self, Headings};
use crate::model::{HeadingLike, Plan, Tag};
use crate::{commitments, contacts, control, docx, markdown, outline, placeholders, roles};

/// The largest plan that is read.
pub const BYTES_MAX: usize = 16 * 1024 * 1024;

/// How deep lists and quotes may be nested.
pub const DEPTH_MAX: usize = 64;

/// The deepest indentation of a list item, in columns.
const INDENT_MAX: usize = 256;

/// Reads a plan from the bytes of a file, Word or Markdown, or of a folder as a programme keeps it. Other bytes that are no UTF-8 give an empty plan and an error.
pub fn read_bytes(bytes: &[u8]) -> (Plan, Vec<Diagnostic>) {
    if docx::is_word(bytes) {
        return docx::read(bytes, Headings::Marked);
    }
    if bytes.len() > BYTES_MAX {
        return (Plan::default(), vec![too_large(bytes.len())]);
    }
    if Folder::is_bundle(bytes) {
        return match Folder::from_bytes(bytes) {
            Some(folder) => folder.read(),
            None => (Plan::default(), vec![broken_folder()]),
        };
    }
    match std::str::from_utf8(bytes) {
        Ok(text) => read(text),
        Err(error) => (Plan::default(), vec![not_utf8(bytes, error)]),
    }
}

/// What is said of the kept bytes of a folder that are not what they say.
pub(crate) fn broken_folder() -> Diagnostic {
    let says = "The folder of this plan was kept in a form that cannot be read.";
    Diagnostic::error("folder-broken", (1, 1), says)
}

/// What is said of bytes that are no text.
pub(crate) fn not_utf8(bytes: &[u8], error: std::str::Utf8Error) -> Diagnostic {
    let before = bytes.get(..error.valid_up_to()).unwrap_or_default();
    let line = before.iter().filter(|byte| **byte == b'\n').count() as u32 + 1;
    let hint = if bytes.starts_with(&[0xff, 0xfe]) || bytes.starts_with(&[0xfe, 0xff]) {
        "The file is UTF-16. Save it as UTF-8."
    } else {
        "Save the file as UTF-8 text."
    };
    Diagnostic::error("not-text", (line, 1), "The file is not UTF-8 text.").with_hint(hint)
}

/// Reads a plan written in Markdown.
pub fn read(text: &str) -> (Plan, Vec<Diagnostic>) {
    read_text(text, Headings::Marked)
}

/// Reads a plan written in Markdown, with those headings.
pub(crate) fn read_text(text: &str, headings: Headings) -> (Plan, Vec<Diagnostic>) {
    match refuse(text) {
        Some(diagnostic) => (
            Plan {
                text: text.to_owned(),
                ..Plan::default()
            },
            vec![diagnostic],
        ),
        None => {
            let mut document = markdown::document(text);
            looks::find(&mut document, text, headings);
            understand(text, markdown::body_start(text), document)
        }
    }
}

/// Why a text is not read at all.
pub(crate) fn refuse(text: &str) -> Option<Diagnostic> {
    if let Some(diagnostic) = too_long(text) {
        return Some(diagnostic);
    }
    let deep = text.lines().position(|line| nesting(line) > DEPTH_MAX)?;
    let says = format!("Lists or quotes are nested more than {DEPTH_MAX} deep.");
    let hint = "Take some levels out; nobody can follow them under stress.";
    Some(Diagnostic::error("too-deep", (deep as u32 + 1, 1), says).with_hint(hint))
}

/// Why a text is too long to be read.
pub(crate) fn too_long(text: &str) -> Option<Diagnostic> {
    (text.len() > BYTES_MAX).then(|| too_large(text.len()))
}

fn too_large(bytes: usize) -> Diagnostic {
    let says = format!(
        "The plan has {} MiB; at most {} MiB are read.",
        bytes / 1024 / 1024,
        BYTES_MAX / 1024 / 1024
    );
    Diagnostic::error("too-large", (1, 1), says)
        .with_hint("Divide it, or take pictures and annexes out.")
}

/// How many quotes and lists one line opens; a line of nothing but dashes or stars is a rule.
fn nesting(line: &str) -> usize {
    let rest = line.trim_start_matches([' ', '\t']);
    let marks = |c: char| matches!(c, '>' | '-' | '*' | '+');
    if !rest.starts_with(|c: char| marks(c) || c.is_ascii_digit()) {
        return 0;
    }
    let indent = line.len() - rest.len();
    let only = |mark: char| rest.chars().all(|c| c == mark || c.is_whitespace());
    if only('-') || only('*') {
        return 0;
    }
    if indent > INDENT_MAX {
        return DEPTH_MAX + 1;
    }
    let mut depth = 0;
    let mut rest = rest;
    while depth <= DEPTH_MAX {
        let digits = rest.bytes().take(9).take_while(u8::is_ascii_digit).count();
        let after = match rest[digits..].chars().next() {
            Some('.' | ')') if digits > 0 => &rest[digits + 1..],
            Some('>') if digits == 0 => &rest[1..],
            Some('-' | '*' | '+') if digits == 0 && rest[1..].starts_with([' ', '\t']) => {
                &rest[1..]
            }
            Some(_) | None => break,
        };
        depth += 1;
        rest = after.trim_start_matches([' ', '\t']);
    }
    depth
}

/// From blocks to a plan: the same for every format.
pub(crate) fn understand(
    text: &str,
    base: usize,
    mut document: Document,
) -> (Plan, Vec<Diagnostic>) {
    let lines = Lines::new(text);
    let mut sections = outline::sections(text, base, &mut document, &lines);
    let mut notes = structure(text, &document, &lines);
    let (roles, of_roles) = roles::find(&document, &sections, &lines);
    for section in roles.described() {
        outline::add_tag(&mut sections[section], Tag::Roles);
    }
    let (commitments, of_limits) = commitments::find(&document, &sections, &roles, &lines);
    notes.extend(of_roles);
    notes.extend(of_limits);
    notes.extend(contacts::warn(&document, &lines));
    let like = document.like.iter();
    let heading_like: Vec<HeadingLike> = like
        .map(|(title, level, at)| {
            let section = sections.partition_point(|section| section.range.start <= *at);
            HeadingLike {
                title: title.clone(),
                level: *level,
                place: lines.place(&sections, section.saturating_sub(1), *at),
            }
        })
        .collect();
    notes.extend(looks::said(&heading_like, document.by_look));
    let revisions = control::revisions(&document, &sections, &lines);
    let plan = Plan {
        title: title(&document),
        placeholders: placeholders::find(&document, &sections, &lines),
        control: control::read(&document, &sections, &lines, &revisions),
        heading_like,
        revisions,
        sections,
        roles: roles.list,
        commitments,
        text: text.to_owned(),
    };
    notes.extend(gaps(&plan));
    notes.sort_by(|a, b| (a.line, a.column, &a.code).cmp(&(b.line, b.column, &b.code)));
    (plan, notes)
}

fn title(document: &Document) -> String {
    let first = document
        .blocks
        .iter()
        .find(|block| matches!(block.body, Body::Heading { .. }));
    match first {
        Some(Block {
            body: Body::Heading { level: 1 },
            text,
            ..
        }) => text.trimmed().to_owned(),
        Some(_) | None => {
            let front = document.front.iter().find(|(key, _, _)| key == "title");
            front.map(|(_, value, _)| value.clone()).unwrap_or_default()
        }
    }
}

/// What looks wrong with the document itself.
fn structure(text: &str, document: &Document, lines: &Lines) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    if let Some(at) = document.open_fence {
        let says =
            "A fence of code is opened here and never closed, so no heading after it is seen.";
        let hint = "Close it with a line of the same marks.";
        notes.push(Diagnostic::warning("fence-open", lines.at(at), says).with_hint(hint));
    }
    for block in &document.blocks {
        if !matches!(block.body, Body::Paragraph | Body::Item { .. }) {
            continue;
        }
        if let Some((at, _, _)) = looks::typed(&block.text.plain) {
            let source = block.text.source(at);
            let says = "A heading stands inside a line of text, so it begins no section here.";
            let hint = "Put it on a line of its own with an empty line before it.";
            let mut note =
                Diagnostic::warning("heading-in-text", lines.at(source), says).with_hint(hint);
            note.snippet = Some(lines.snippet(source));
            notes.push(note);
        }
    }
    if !document
        .blocks
        .iter()
        .any(|block| matches!(block.body, Body::Heading { .. }))
        && !text.trim().is_empty()
    {
        let says = "The plan has no headings, so it has no sections to refer to.";
        notes.push(Diagnostic::warning("no-headings", (1, 1), says));
    }
    notes
}

/// What the plan lacks as a whole.
fn gaps(plan: &Plan) -> Vec<Diagnostic> {
    let mut notes = Vec::new();
    if plan.roles.iter().all(|role| role.candidate) && !plan.text.trim().is_empty() {
        let says = "No description of roles was found, so nobody can be given one from this plan.";
        let hint = "Give each role a heading with its duties as a list, or a row in a table \
                    with the columns Role and Responsibility.";
        notes.push(Diagnostic::warning("no-roles", (1, 1), says).with_hint(hint));
    }
    if let Some(first) = plan.placeholders.first() {
        let at = (first.place.line, first.place.column);
        let says = match plan.placeholders.len() {
            1 => "A placeholder is not filled in.".to_owned(),
            count => format!("{count} placeholders are not filled in; this is the first."),
        };
        notes.push(Diagnostic::warning("placeholders", at, says));
    }
    notes
}
