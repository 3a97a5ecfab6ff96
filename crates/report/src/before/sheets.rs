//! Papers that lie on their long side: sheets to write on (decisions, who was there) and the Master Scenario Events List.
//! The columns of the list are those of HSEEP (2020). Not here: what an inject says in full (`cards`, `guide`).

use exercise::Standing;
use scenario::{Inject, Trigger};

use super::Before;
use super::parts::{PEN, channel_word, heading, lead, length, plain, room, says, subject, table};
use super::when::{story_at, trigger_words};
use crate::paper::{Block, Run};

/// How many decisions fit on a sheet.
const DECISIONS: usize = 6;

/// How many lines a decision gets.
const DECISION_LINES: usize = 4;

/// How many rows of signatures the first page holds.
const FIRST_PAGE: usize = 13;

/// At least so many people can sign who were not expected.
const UNEXPECTED: usize = 2;

/// The longest message in the list of injects; the rest stands on the card.
const MESSAGE_LETTERS: usize = 260;

pub(super) fn decisions(input: &Before<'_>) -> Vec<Block> {
    let mut blocks = Vec::new();
    for (nth, role) in input.scenario.roles.iter().enumerate() {
        if nth > 0 {
            blocks.push(Block::PageBreak);
        }
        blocks.push(heading(1, format!("Decisions: {}", role.title)));
        blocks.push(lead("Name:", format!("{PEN}   Sheet: ______   Story began at: __________   Exercise clock began at: __________")));
        let empty = || (0..6).map(|_| room(DECISION_LINES)).collect();
        blocks.push(table(
            &[9, 8, 31, 25, 14, 13],
            &[
                "Time heard / decided",
                "Inject",
                "What I decide",
                "Why",
                "On whose authority",
                "Told to, at",
            ],
            (0..DECISIONS).map(|_| empty()).collect(),
        ));
    }
    blocks
}

pub(super) fn sign_in(input: &Before<'_>) -> Vec<Block> {
    let scenario = input.scenario;
    let mut rows = Vec::new();
    let mut row = |name: &str, unit: &str, seat: String| {
        let number = rows.len() + 1;
        let number = plain(format!("{number}\n\u{a0}"));
        rows.push(vec![
            number,
            plain(name),
            plain(unit),
            plain(seat),
            plain(""),
            plain(""),
            plain(""),
        ]);
        rows.len()
    };
    for role in &scenario.roles {
        let held = input.holders(&role.id);
        for it in held.iter().filter(|it| it.standing != Standing::Bot) {
            let seat = match it.standing {
                Standing::Primary | Standing::Bot => role.title.clone(),
                Standing::Alternate => format!("{} (alternate)", role.title),
            };
            row(&it.name, &it.unit, seat);
        }
        if held.is_empty() {
            row("", "", role.title.clone());
        }
    }
    let mut taken = 0;
    for seat in ["Facilitator", "Evaluator", "Scribe"] {
        taken = row("", "", seat.to_owned());
    }
    for _ in taken..FIRST_PAGE.max(taken + UNEXPECTED) {
        row("", "", String::new());
    }
    vec![
        lead(
            "Date:",
            format!("{PEN}   Place: {PEN}   Facilitator: {PEN}"),
        ),
        says(
            "What is said and decided is recorded with its time and the role. The report speaks of roles; names stand in it only where that was chosen. By signing you say that you know this.",
        ),
        table(
            &[5, 24, 20, 22, 8, 8, 21],
            &[
                "No.",
                "Name",
                "Unit",
                "Role or seat",
                "Came",
                "Left",
                "Signature",
            ],
            rows,
        ),
    ]
}

pub(super) fn msel(input: &Before<'_>) -> Vec<Block> {
    let scenario = input.scenario;
    let rows = scenario.injects.iter().map(|it| msel_row(input, it));
    let mut blocks = vec![
        says(format!(
            "{} injects, {} of play. Times are those of the exercise clock; below them what the clock of the story shows.",
            scenario.injects.len(),
            length(scenario.duration)
        )),
        table(
            &[4, 11, 9, 8, 10, 13, 24, 19, 10, 7],
            &[
                "No.",
                "Scenario time",
                "Event type",
                "Mode",
                "From",
                "To",
                "Message",
                "Expected participant response",
                "Objective",
                "Notes: delivered at",
            ],
            rows.collect(),
        ),
    ];
    if !scenario.groups.is_empty() {
        blocks.push(heading(2, "Of these, one is delivered"));
        let said = scenario.groups.iter().map(|group| {
            let group_of = |it: &&Inject| it.group.as_ref() == Some(&group.id);
            let all = scenario.injects.iter().filter(group_of);
            let numbers: Vec<String> = all.map(|it| input.number(&it.id).to_string()).collect();
            format!(
                "Injects {}: the first that comes due. If none has come by {}, inject {} does.",
                numbers.join(", "),
                group.by,
                input.number(&group.default)
            )
        });
        blocks.extend(said.map(says));
    }
    blocks
}

fn msel_row(input: &Before<'_>, inject: &Inject) -> Vec<Vec<Run>> {
    let scenario = input.scenario;
    let story = match &inject.trigger {
        Trigger::At(offset) => {
            story_at(scenario, offset.elapsed()).map(exercise::StoryTime::spoken)
        }
        Trigger::After(_) | Trigger::When(_) | Trigger::ByHand => None,
    };
    let mut when = vec![Run::bold(trigger_words(scenario, &inject.trigger))];
    when.extend(story.map(|story| Run::plain(format!("\n{story}"))));
    let expected: Vec<String> = input
        .expected(&inject.id)
        .map(|it| {
            let critical = if it.critical { ", critical" } else { "" };
            let role = input.role(&it.role);
            format!(
                "{role}: {} (within {}{critical})",
                it.text,
                length(it.within)
            )
        })
        .collect();
    let served = scenario.objectives.iter().filter(|objective| {
        let by_action =
            |it: &scenario::ExpectedAction| it.objective.as_ref() == Some(&objective.id);
        inject.objectives.contains(&objective.id) || input.expected(&inject.id).any(by_action)
    });
    let served: Vec<&str> = served.map(|it| it.title.as_str()).collect();
    let kind = if inject.contingency_for.is_empty() {
        "Contextual"
    } else {
        "Contingency"
    };
    vec![
        plain(input.number(&inject.id).to_string()),
        when,
        plain(kind),
        plain(channel_word(inject.channel)),
        plain(&inject.from),
        plain(input.to(inject)),
        vec![
            Run::bold(subject(inject)),
            Run::plain(format!("\n{}", message(&inject.body))),
        ],
        plain(expected.join("\n")),
        plain(served.join("\n")),
        plain(""),
    ]
}

/// The words of a message without their form, shortened between words.
fn message(body: &str) -> String {
    let mut words = Vec::new();
    for block in Block::told(body) {
        collect(&block, &mut words);
    }
    let text = words.join(" ");
    let words = text.split_whitespace();
    let mut out = String::new();
    for word in words {
        if out.chars().count() + word.chars().count() > MESSAGE_LETTERS {
            out.push_str(" …");
            break;
        }
        if !out.is_empty() {
            out.push(' ');
        }
        out.push_str(word);
    }
    out
}

fn collect(block: &Block, words: &mut Vec<String>) {
    let mut runs = |runs: &Vec<Run>| words.extend(runs.iter().map(|run| run.text.clone()));
    match block {
        Block::Heading { text, .. } => words.push(text.clone()),
        Block::Paragraph(all) => runs(all),
        Block::List { items, .. } => items.iter().for_each(runs),
        Block::Table { rows, .. } => rows.iter().flatten().for_each(runs),
        Block::Box { blocks, .. } => blocks.iter().for_each(|it| collect(it, words)),
        Block::PageBreak | Block::Lines { .. } | Block::Picture { .. } => {}
    }
}
