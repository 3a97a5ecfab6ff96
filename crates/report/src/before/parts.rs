//! What several papers are built of: blocks from plain words, roles and channels in words, an inject as players see it.
//! Not here: what a paper says.

use scenario::{Channel, ExpectedAction, Function, Inject};
use terms::{InjectId, RoleId, Span};

use super::{Before, Invited};
use crate::paper::{Block, Run};

/// A box to tick.
pub(super) const TICK: &str = "☐";

/// Stands where somebody writes a word with a pen.
pub(super) const PEN: &str = "______________________";

pub(super) fn heading(level: u8, text: impl Into<String>) -> Block {
    Block::Heading {
        level,
        text: text.into(),
    }
}

pub(super) fn says(text: impl Into<String>) -> Block {
    Block::Paragraph(vec![Run::plain(text)])
}

/// A paragraph that begins with a bold word.
pub(super) fn lead(bold: impl Into<String>, text: impl Into<String>) -> Block {
    let text = format!(" {}", text.into());
    Block::Paragraph(vec![Run::bold(bold), Run::plain(text)])
}

pub(super) fn bullets<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Block {
    Block::List {
        ordered: false,
        items: items.into_iter().map(plain).collect(),
    }
}

pub(super) fn numbered<S: Into<String>>(items: impl IntoIterator<Item = S>) -> Block {
    Block::List {
        ordered: true,
        items: items.into_iter().map(plain).collect(),
    }
}

/// Things to tick off, one on each line.
pub(super) fn ticks<S: std::fmt::Display>(items: impl IntoIterator<Item = S>) -> Block {
    let lines: Vec<String> = items.into_iter().map(|it| format!("{TICK} {it}")).collect();
    says(lines.join("\n"))
}

/// A length of time as people say it: `15 min`, `3 min 20 s`, `72 h`.
pub(super) fn length(span: Span) -> String {
    let (hours, minutes, seconds) = (span.0 / 3_600_000, span.0 / 60_000 % 60, span.0 / 1000 % 60);
    let (hours, minutes) = if hours < 3 {
        (0, hours * 60 + minutes)
    } else {
        (hours, minutes)
    };
    let parts = [(hours, "h"), (minutes, "min"), (seconds, "s")];
    let parts = parts.iter().filter(|(count, _)| *count > 0);
    let said: Vec<String> = parts
        .map(|(count, unit)| format!("{count} {unit}"))
        .collect();
    if said.is_empty() {
        "at once".to_owned()
    } else {
        said.join(" ")
    }
}

pub(super) fn plain(text: impl Into<String>) -> Vec<Run> {
    vec![Run::plain(text)]
}

/// A cell in which somebody writes so many lines.
pub(super) fn room(lines: usize) -> Vec<Run> {
    // A blank that no program drops at the end of a line.
    plain(vec!["\u{a0}"; lines].join("\n"))
}

pub(super) fn table(columns: &[u16], header: &[&str], rows: Vec<Vec<Vec<Run>>>) -> Block {
    Block::Table {
        columns: columns.to_vec(),
        header: header.iter().map(|it| (*it).to_owned()).collect(),
        rows,
    }
}

/// Names on the left, what they stand for on the right. A text with several lines is several lines.
pub(super) fn pairs(heads: [&str; 2], rows: Vec<(&str, String)>) -> Block {
    let row = |(name, text): (&str, String)| vec![vec![Run::bold(name)], plain(text)];
    table(&[24, 76], &heads, rows.into_iter().map(row).collect())
}

pub(super) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "E-mail",
        Channel::Chat => "Chat message",
        Channel::Phone => "Telephone call",
        Channel::Siem => "Alert of a monitoring system",
        Channel::News => "News",
        Channel::Social => "Social media",
        Channel::Document => "Document",
        Channel::Verbal => "Said in the room",
        Channel::Regulator => "Authority",
    }
}

pub(super) fn function_word(function: Function) -> &'static str {
    match function {
        Function::Cybersecurity => "Cybersecurity",
        Function::It => "IT",
        Function::Privacy => "Privacy",
        Function::Business => "Business",
        Function::Legal => "Legal",
        Function::Communications => "Communications",
        Function::Hr => "Human resources",
        Function::Executive => "Executive management",
    }
}

impl Before<'_> {
    /// The title of a role.
    pub(super) fn role(&self, id: &RoleId) -> String {
        let role = self.scenario.roles.iter().find(|role| role.id == *id);
        role.map_or_else(|| id.to_string(), |role| role.title.clone())
    }

    /// To whom an inject goes, in words.
    pub(super) fn to(&self, inject: &Inject) -> String {
        if inject.to.is_empty() {
            return "Everyone".to_owned();
        }
        let titles: Vec<String> = inject.to.iter().map(|id| self.role(id)).collect();
        titles.join(", ")
    }

    /// The number of an inject: its place in the list, counted from one.
    pub(super) fn number(&self, id: &InjectId) -> usize {
        let place = self.scenario.injects.iter().position(|it| it.id == *id);
        place.map_or(0, |place| place + 1)
    }

    /// Who was given a role, with alternates after the primary.
    pub(super) fn holders(&self, role: &RoleId) -> Vec<&Invited> {
        let mut held: Vec<&Invited> = self.people.iter().filter(|it| it.role == *role).collect();
        held.sort_by_key(|it| it.standing);
        held
    }

    /// Expected actions that an inject should bring about.
    pub(super) fn expected<'b>(
        &'b self,
        inject: &'b InjectId,
    ) -> impl Iterator<Item = &'b ExpectedAction> {
        let actions = self.scenario.expected_actions.iter();
        actions.filter(move |it| it.inject.as_ref() == Some(inject))
    }
}

/// What players read as the heading of an inject.
pub(super) fn subject(inject: &Inject) -> &str {
    inject.subject.as_deref().unwrap_or(&inject.title)
}

/// An inject as players see it: its words, what may be decided, what goes with it.
pub(super) fn seen(inject: &Inject) -> Vec<Block> {
    let mut blocks = Block::told(&inject.body);
    if !inject.options.is_empty() {
        blocks.push(Block::Paragraph(vec![Run::bold("What could be decided")]));
        let labels = inject.options.iter();
        blocks.push(ticks(labels.map(|it| it.label.as_str())));
    }
    if !inject.attachments.is_empty() {
        let names: Vec<&str> = inject.attachments.iter().map(|it| file_name(it)).collect();
        blocks.push(lead("With it:", names.join(", ")));
    }
    blocks
}

/// The last part of a path in a scenario's folder.
pub(super) fn file_name(path: &str) -> &str {
    path.rsplit('/').next().unwrap_or(path)
}
