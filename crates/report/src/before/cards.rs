//! What players are handed: a card for each role, a card for each inject and addressee, and the files that go with
//! injects. Each stands on a page of its own. Not here: anything that only the white cell knows.

use std::collections::BTreeMap;

use scenario::{Inject, Role};

use super::parts::{
    PEN, TICK, bullets, channel_word, file_name, heading, lead, pairs, plain, says, seen, subject,
    table,
};
use super::{Before, RoleSaid};
use crate::before::manual::names;
use crate::paper::{Block, BoxKind, Run};

/// How many lines a card leaves for notes.
const NOTES: u8 = 5;

/// A table with more columns than this is told row by row, because no page is wide enough.
const COLUMNS_MAX: usize = 12;

/// A row of a table of numbers that has more rows than this is cut; the file holds them all.
const ROWS_MAX: usize = 200;

pub(super) fn roles(input: &Before<'_>) -> Vec<Block> {
    let row = |role: &Role| {
        let held = names(&input.holders(&role.id));
        vec![plain(&role.title), plain(held), plain(TICK)]
    };
    let mut blocks = vec![
        says(
            "A card for each role. Give players theirs before the drill begins, and keep this list.",
        ),
        table(
            &[40, 44, 16],
            &["Role", "Played by", "Handed out"],
            input.scenario.roles.iter().map(row).collect(),
        ),
    ];
    for role in &input.scenario.roles {
        blocks.push(Block::PageBreak);
        blocks.extend(role_card(input, role));
    }
    blocks
}

fn role_card(input: &Before<'_>, role: &Role) -> Vec<Block> {
    let nothing = RoleSaid::default();
    let said = input.roles.get(&role.id).unwrap_or(&nothing);
    let held = input.holders(&role.id);
    let mut facts = vec![
        (
            "Played by",
            if held.is_empty() {
                PEN.to_owned()
            } else {
                names(&held)
            },
        ),
        (
            "In the plan",
            said.plan_role
                .clone()
                .unwrap_or_else(|| "The plan has no such role.".to_owned()),
        ),
    ];
    if let Some(deputy) = &said.deputy {
        facts.push(("Deputy", deputy.clone()));
    }
    let mut blocks = vec![
        heading(1, &role.title),
        pairs(["Your role", "Details"], facts),
    ];
    blocks.extend(Block::told(&role.brief));
    // What stands among the duties already is not said again.
    let more = |items: &[String]| -> Vec<String> {
        let items = items
            .iter()
            .filter(|it| !said.duties.iter().any(|duty| duty == *it));
        items.cloned().collect()
    };
    let lists = [
        ("What the plan asks of you", said.duties.clone()),
        ("Time limits that bind you besides", more(&said.limits)),
        ("What you may decide", more(&said.authority)),
        ("When you do not know how to go on", said.questions.clone()),
    ];
    for (title, items) in lists {
        if !items.is_empty() {
            blocks.push(heading(2, title));
            blocks.push(bullets(items));
        }
    }
    let others = input.scenario.roles.iter().filter(|it| it.id != role.id);
    let others: Vec<String> = others.map(|it| it.title.clone()).collect();
    if !others.is_empty() {
        blocks.push(heading(2, "At the table with you"));
        blocks.push(says(format!(
            "{}. Everybody else is answered by the simulator.",
            others.join(", ")
        )));
    }
    blocks.push(heading(2, "Notes"));
    blocks.push(Block::Lines { count: NOTES });
    blocks
}

pub(super) fn injects(input: &Before<'_>) -> Vec<Block> {
    let cards = cards(input);
    let row = |(to, inject): &(String, &Inject)| {
        vec![
            plain(input.number(&inject.id).to_string()),
            plain(to),
            plain(channel_word(inject.channel)),
            plain(""),
        ]
    };
    let mut blocks = vec![
        says(
            "A card for each inject and each role that gets it. Print on one side, keep this list, and hand out a card when its inject is delivered.",
        ),
        table(
            &[12, 38, 30, 20],
            &["Inject", "Card for", "How it reaches them", "Handed out at"],
            cards.iter().map(row).collect(),
        ),
    ];
    for (to, inject) in &cards {
        blocks.push(Block::PageBreak);
        blocks.extend(inject_card(input, to, inject));
    }
    blocks
}

/// The cards in the order of the list of injects; what everybody gets is read out from one card.
fn cards<'a>(input: &'a Before<'_>) -> Vec<(String, &'a Inject)> {
    let mut cards = Vec::new();
    for inject in &input.scenario.injects {
        if inject.to.is_empty() {
            cards.push(("Everyone".to_owned(), inject));
        }
        cards.extend(inject.to.iter().map(|role| (input.role(role), inject)));
    }
    cards
}

fn inject_card(input: &Before<'_>, to: &str, inject: &Inject) -> Vec<Block> {
    let also = input.to(inject);
    let mut facts = vec![
        ("To", to.to_owned()),
        ("From", inject.from.clone()),
        ("By", channel_word(inject.channel).to_owned()),
        ("Handed over at", PEN.to_owned()),
    ];
    if inject.to.len() > 1 {
        facts.insert(1, ("Goes to", also));
    }
    vec![
        heading(
            1,
            format!("Inject {}: {}", input.number(&inject.id), subject(inject)),
        ),
        pairs(["Card", "Details"], facts),
        Block::Box {
            title: String::new(),
            kind: BoxKind::Plain,
            blocks: seen(inject),
        },
        heading(2, "What I do now, and why"),
        Block::Lines { count: NOTES },
    ]
}

pub(super) fn handouts(input: &Before<'_>) -> Vec<Block> {
    let goes_with = goes_with(input);
    if goes_with.is_empty() {
        return vec![says("No file goes with an inject of this drill.")];
    }
    let row = |(name, injects): (&&str, &Vec<String>)| {
        vec![plain(file_name(name)), plain(injects.join(", ")), plain("")]
    };
    let mut blocks = vec![
        says("Hand each out together with its inject."),
        table(
            &[50, 25, 25],
            &["Handout", "With inject", "Handed out at"],
            goes_with.iter().map(row).collect(),
        ),
    ];
    for (name, injects) in &goes_with {
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, file_name(name)));
        blocks.push(lead("With inject:", injects.join(", ")));
        blocks.extend(handout(input, name));
    }
    blocks
}

/// Every file with the numbers of the injects that bring it.
fn goes_with<'a>(input: &'a Before<'_>) -> BTreeMap<&'a str, Vec<String>> {
    let mut files: BTreeMap<&str, Vec<String>> = BTreeMap::new();
    for inject in &input.scenario.injects {
        for name in &inject.attachments {
            let number = input.number(&inject.id).to_string();
            files.entry(name).or_default().push(number);
        }
    }
    files
}

fn handout(input: &Before<'_>, name: &str) -> Vec<Block> {
    let beside = || {
        says(format!(
            "Print {} from the folder of the scenario; this form cannot hold it.",
            file_name(name)
        ))
    };
    let Some(bytes) = input.handouts.get(name) else {
        return vec![beside()];
    };
    let Ok(text) = std::str::from_utf8(bytes) else {
        return vec![beside()];
    };
    let text = text.trim_start_matches('\u{feff}');
    match name.rsplit('.').next() {
        Some("csv") => rows(text),
        Some("md") => Block::told(text),
        Some("txt" | "log") => {
            let run = Run {
                code: true,
                ..Run::plain(text.trim_end())
            };
            vec![Block::Paragraph(vec![run])]
        }
        Some(_) | None => vec![beside()],
    }
}

/// A table of commas as one on paper.
fn rows(text: &str) -> Vec<Block> {
    let mut rows = records(text).into_iter();
    let Some(header) = rows.next().filter(|head| head.len() <= COLUMNS_MAX) else {
        return vec![Block::Paragraph(vec![Run {
            code: true,
            ..Run::plain(text.trim_end())
        }])];
    };
    let all: Vec<Vec<String>> = rows.collect();
    // A column is as wide as its longest word needs, and somewhat wider where its cells say more.
    let width = |nth: usize| {
        let shown = all.iter().take(ROWS_MAX).filter_map(|row| row.get(nth));
        let cells = || shown.clone().chain(header.get(nth));
        let letters = |text: &str| text.chars().count();
        let word = cells()
            .flat_map(|cell| cell.split_whitespace())
            .map(letters)
            .max();
        let whole = cells().map(|cell| letters(cell)).max();
        let width = word.unwrap_or(0).clamp(3, 14) + 2 + whole.unwrap_or(0).min(40) / 4;
        u16::try_from(width).unwrap_or(26)
    };
    let more = all.len().saturating_sub(ROWS_MAX);
    let cells = |row: &Vec<String>| row.iter().map(plain).collect();
    let mut blocks = vec![Block::Table {
        columns: (0..header.len()).map(width).collect(),
        rows: all.iter().take(ROWS_MAX).map(cells).collect(),
        header,
    }];
    if more > 0 {
        blocks.push(says(format!("{more} more rows stand in the file.")));
    }
    blocks
}

/// The records of a text in commas, as RFC 4180 has it; lines without words are left out.
fn records(text: &str) -> Vec<Vec<String>> {
    let (mut all, mut row, mut cell, mut quoted) = (Vec::new(), Vec::new(), String::new(), false);
    let mut letters = text.chars().peekable();
    while let Some(c) = letters.next() {
        match c {
            '"' if quoted && letters.peek() == Some(&'"') => {
                letters.next();
                cell.push('"');
            }
            '"' => quoted = !quoted,
            ',' if !quoted => row.push(std::mem::take(&mut cell)),
            '\n' if !quoted => {
                row.push(std::mem::take(&mut cell));
                all.push(std::mem::take(&mut row));
            }
            '\r' => {}
            c => cell.push(c),
        }
    }
    row.push(cell);
    all.push(row);
    all.retain(|row| row.iter().any(|cell| !cell.trim().is_empty()));
    all
}

#[cfg(test)]
mod tests {
    use super::records;

    #[test]
    fn commas_quotes_and_lines_are_read_as_spreadsheets_write_them() {
        let check =
            |text: &str, expected: &[&[&str]]| assert_eq!(records(text), expected, "{text:?}");
        check("a,b\r\n1,2\r\n", &[&["a", "b"], &["1", "2"]]);
        check("\"a, b\",\"say \"\"x\"\"\"\n\n", &[&["a, b", "say \"x\""]]);
        check("\"two\nlines\",x", &[&["two\nlines", "x"]]);
    }
}
