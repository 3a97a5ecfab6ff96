//! Warns of personal contact data: people belong in the roster, where they can be removed; a plan
//! is copied and kept. Mailboxes of a function (`soc@`) are no person's and pass.

use terms::Diagnostic;

use crate::blocks::{Body, Document, Lines, Text};

/// One warning for each block that holds an e-mail address or telephone number of a person.
pub(crate) fn warn(document: &Document, lines: &Lines) -> Vec<Diagnostic> {
    let mut found = Vec::new();
    for block in &document.blocks {
        match &block.body {
            Body::Table(table) => {
                for cell in table.rows.iter().flatten() {
                    found.extend(look(cell, lines));
                }
            }
            Body::Heading { .. } | Body::Paragraph | Body::Item { .. } => {
                found.extend(look(&block.text, lines))
            }
            Body::Rule => {}
        }
    }
    for (link, offset) in &document.links {
        let personal = link
            .strip_prefix("mailto:")
            .is_some_and(|mail| email(mail).is_some());
        let told = |what: &str| warning(what, lines.at(*offset));
        if personal {
            found.push(told("an e-mail address"));
        } else if link.starts_with("tel:") {
            found.push(told("a telephone number"));
        }
    }
    found.sort_by_key(|diagnostic| (diagnostic.line, diagnostic.column));
    found.dedup_by_key(|diagnostic| diagnostic.line);
    found
}

fn warning(what: &str, at: (u32, u32)) -> Diagnostic {
    Diagnostic::warning(
        "personal-contact",
        at,
        format!("The plan holds {what} that may belong to a person."),
    )
    .with_hint("Name the role here and keep people in the roster, where they can be removed.")
}

fn look(text: &Text, lines: &Lines) -> Option<Diagnostic> {
    let mail = email(&text.plain).map(|at| (at, "an e-mail address"));
    let (at, what) = mail.or_else(|| phone(&text.plain).map(|at| (at, "a telephone number")))?;
    Some(warning(what, lines.at(text.source(at))))
}

/// Where an e-mail address of a person stands.
fn email(text: &str) -> Option<usize> {
    let part = |c: char| c.is_alphanumeric() || matches!(c, '.' | '_' | '-' | '+');
    text.match_indices('@').map(|(at, _)| at).find_map(|at| {
        let local = text[..at]
            .chars()
            .rev()
            .take_while(|c| part(*c))
            .map(char::len_utf8)
            .sum::<usize>();
        let start = at - local;
        let domain: String = text[at + 1..].chars().take_while(|c| part(*c)).collect();
        let domain = domain.trim_end_matches('.');
        let (_, top) = domain.rsplit_once('.')?;
        (local > 0 && top.len() >= 2 && !functional(&text[start..at])).then_some(start)
    })
}

/// Whether a mailbox is that of a function.
fn functional(local: &str) -> bool {
    const FUNCTIONS: [&str; 29] = [
        "security",
        "soc",
        "ir",
        "incident",
        "incidents",
        "csirt",
        "cirt",
        "cert",
        "support",
        "help",
        "helpdesk",
        "contact",
        "info",
        "abuse",
        "press",
        "media",
        "legal",
        "privacy",
        "dpo",
        "noreply",
        "no-reply",
        "admin",
        "office",
        "servicedesk",
        "it",
        "hotline",
        "breach",
        "claims",
        "compliance",
    ];
    let local = local.to_lowercase();
    let mut words = local.split(['.', '-', '_', '+']);
    FUNCTIONS.contains(&local.as_str()) || words.any(|word| FUNCTIONS.contains(&word))
}

/// Where a telephone number stands: at least nine digits, or seven after a `+`, grouped as numbers
/// are.
fn phone(text: &str) -> Option<usize> {
    let bytes = text.as_bytes();
    let mut at = 0;
    while at < bytes.len() {
        let begins = bytes[at].is_ascii_digit() || matches!(bytes[at], b'+' | b'(');
        let free = at == 0
            || !(bytes[at - 1].is_ascii_alphanumeric()
                || matches!(bytes[at - 1], b'/' | b'-' | b'.' | b'='));
        if !(begins && free) {
            at += 1;
            continue;
        }
        let run = bytes[at..]
            .iter()
            .take_while(|b| b.is_ascii_digit() || matches!(b, b'+' | b'(' | b')' | b' ' | b'-'));
        let len = run.count();
        let number = text[at..at + len].trim();
        let digits = number.bytes().filter(u8::is_ascii_digit).count();
        let groups = number
            .split(|c: char| !c.is_ascii_digit())
            .filter(|group| !group.is_empty());
        let groups: Vec<usize> = groups.map(str::len).collect();
        let date =
            groups.first() == Some(&4) && groups.get(1) == Some(&2) && !number.starts_with('+');
        let known =
            number.starts_with('+') && digits >= 7 || digits >= 9 && groups.len() >= 2 && !date;
        let tail = bytes
            .get(at + len)
            .is_some_and(|b| b.is_ascii_alphabetic() || matches!(b, b'.' | b'/' | b':'));
        if known
            && digits <= 15
            && !(tail && text[at + len..].starts_with(|c: char| c.is_alphabetic()))
        {
            return Some(at);
        }
        at += len.max(1);
    }
    None
}
