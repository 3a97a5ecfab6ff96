//! The facilitator guide: the whole drill to read along, with what players hear on plain ground and what only the white
//! cell may know hatched. Not here: the list in columns (`sheets`), and what evaluators watch for by objective (`watch`).

use exercise::{FEEDBACK, StoryTime};
use scenario::{Deadline, ExpectedAction, Inject, Module, Trigger};

use super::Before;
use super::manual::{names, overview, pace};
use super::parts::{
    PEN, TICK, bullets, channel_word, heading, lead, length, numbered, pairs, plain, says, seen,
    subject, table, ticks,
};
use super::team;
use super::when::{dated, story_at, trigger_words};
use crate::paper::{Block, BoxKind, Run};

use terms::Elapsed;

pub(super) fn facilitator(input: &Before<'_>) -> Vec<Block> {
    let mut blocks = vec![
        says(
            "For the facilitator, evaluators, scribe and simulator. Players see what stands on plain ground under “Players see this”, and nothing else of it.",
        ),
        heading(1, "Exercise overview"),
        overview(input),
    ];
    blocks.extend(truth(input));
    blocks.extend(before_play(input));
    blocks.extend(seats(input));
    blocks.extend(opening(input));
    for module in &input.scenario.modules {
        blocks.extend(of_module(input, module));
    }
    let loose: Vec<&Inject> = input
        .scenario
        .injects
        .iter()
        .filter(|it| it.module.is_none())
        .collect();
    if !loose.is_empty() {
        blocks.push(heading(
            1,
            if input.scenario.modules.is_empty() {
                "Injects"
            } else {
                "Injects of no module"
            },
        ));
        blocks.extend(loose.into_iter().flat_map(|it| of_inject(input, it)));
    }
    blocks.extend(deadlines(input));
    blocks.extend(team::services(input));
    blocks.extend(team::exposure(input));
    blocks.extend(after_play());
    blocks
}

fn truth(input: &Before<'_>) -> Vec<Block> {
    let scenario = input.scenario;
    let mut told = Block::told(&scenario.summary);
    if !scenario.threat.actor.is_empty() {
        told.push(lead("Who:", &scenario.threat.actor));
    }
    if !scenario.threat.description.is_empty() {
        told.push(lead("How:", &scenario.threat.description));
    }
    if !scenario.threat.techniques.is_empty() {
        told.push(lead("MITRE ATT&CK:", scenario.threat.techniques.join(", ")));
    }
    let mut blocks = vec![
        heading(1, "What happens"),
        Block::Box {
            title: "The story".to_owned(),
            kind: BoxKind::WhiteCell,
            blocks: told,
        },
    ];
    if !scenario.assets.is_empty() {
        let rows = scenario.assets.iter();
        let row = |it: &scenario::Asset| vec![plain(&it.name), plain(&it.data), plain(&it.owner)];
        blocks.push(heading(2, "Systems and data of the story"));
        blocks.push(table(
            &[34, 40, 26],
            &["System", "Data", "Owner"],
            rows.map(row).collect(),
        ));
    }
    if !scenario.variables.is_empty() {
        let rows = scenario.variables.iter();
        let row =
            |(name, value): (&String, &String)| vec![plain(name.replace('_', " ")), plain(value)];
        blocks.push(heading(2, "Names and facts in use"));
        blocks.push(table(
            &[30, 70],
            &["Name", "Stands in the texts as"],
            rows.map(row).collect(),
        ));
    }
    blocks
}

fn before_play(input: &Before<'_>) -> Vec<Block> {
    let cards = input.scenario.injects.len();
    let ticked = [
        "Room, clock on the wall, projector; chairs so that everybody sees everybody.".to_owned(),
        "Every role has a person; evaluators know which objective is theirs.".to_owned(),
        format!(
            "Printed: this guide, the list of injects, {cards} inject cards with their handouts, role cards, situation manuals, decision sheets, sign-in sheet, evaluation guides."
        ),
        "The plan that is tested lies on the table, in the revision that is tested.".to_owned(),
        "Management and the service desk know when the drill takes place and how to reach you."
            .to_owned(),
        "The words that stop the drill for a real incident are agreed.".to_owned(),
        "You have read every inject aloud once.".to_owned(),
    ];
    vec![heading(1, "Before play"), ticks(ticked)]
}

fn seats(input: &Before<'_>) -> Vec<Block> {
    let rows = input.scenario.roles.iter().map(|role| {
        let held = input.holders(&role.id);
        let actions = input
            .scenario
            .expected_actions
            .iter()
            .filter(|it| it.role == role.id)
            .count();
        let injects = input.scenario.injects.iter();
        let injects = injects
            .filter(|it| it.to.is_empty() || it.to.contains(&role.id))
            .count();
        vec![
            plain(&role.title),
            plain(if held.is_empty() {
                PEN.to_owned()
            } else {
                names(&held)
            }),
            plain(injects.to_string()),
            plain(actions.to_string()),
        ]
    });
    vec![
        heading(1, "Who sits where"),
        table(
            &[34, 38, 14, 14],
            &["Role", "Played by", "Injects", "Expected actions"],
            rows.collect(),
        ),
    ]
}

fn opening(input: &Before<'_>) -> Vec<Block> {
    let begins = story_at(input.scenario, Elapsed(0)).map_or_else(String::new, dated);
    let objectives = input.scenario.objectives.iter();
    let aloud = vec![
        says(
            "This is an exercise. It tests our plan and how we work with it, and nobody in this room.",
        ),
        bullets(objectives.map(|it| it.title.as_str())),
        says(
            "Take the story as it is, act by the plan that is in force, and decide aloud: who, what, why, on whose authority.",
        ),
        says(pace(input.scenario.story.ratio)),
        says("Whoever sees something real says: “Real incident. Stop the drill.”"),
        says(format!("In the story it is {begins}.")),
    ];
    vec![
        heading(1, "Opening words"),
        Block::Box {
            title: "Read aloud".to_owned(),
            kind: BoxKind::Players,
            blocks: aloud,
        },
    ]
}

fn of_module(input: &Before<'_>, module: &Module) -> Vec<Block> {
    let injects = input.scenario.injects.iter();
    let mine = injects.filter(|it| it.module.as_ref() == Some(&module.id));
    let mut blocks = vec![heading(1, format!("Module: {}", module.title))];
    blocks.extend(mine.flat_map(|it| of_inject(input, it)));
    if !module.questions.is_empty() {
        blocks.push(heading(2, "To talk about at the end of this module"));
        blocks.push(numbered(&module.questions));
    }
    blocks
}

fn of_inject(input: &Before<'_>, inject: &Inject) -> Vec<Block> {
    let number = input.number(&inject.id);
    let story = match &inject.trigger {
        Trigger::At(offset) => story_at(input.scenario, offset.elapsed()),
        Trigger::After(_) | Trigger::When(_) | Trigger::ByHand => None,
    };
    let story = story.map_or_else(String::new, |it| format!(" ({})", it.spoken()));
    let when = format!("{}{story}", trigger_words(input.scenario, &inject.trigger));
    let mut line = format!(
        "{} from {} to {}. Delivered at: ________",
        channel_word(inject.channel),
        inject.from,
        input.to(inject)
    );
    if let Some(jump) = inject.story_jump.as_deref().and_then(StoryTime::read) {
        line = format!("The story jumps to {}. {line}", dated(jump));
    }
    let mut blocks = vec![
        heading(2, format!("{number}  {}", inject.title)),
        lead(format!("{when}."), line),
        Block::Box {
            title: subject(inject).to_owned(),
            kind: BoxKind::Players,
            blocks: seen(inject),
        },
    ];
    let hidden = hidden(input, inject);
    if !hidden.is_empty() {
        blocks.push(Block::Box {
            title: String::new(),
            kind: BoxKind::WhiteCell,
            blocks: hidden,
        });
    }
    blocks
}

/// What only the white cell knows of an inject.
fn hidden(input: &Before<'_>, inject: &Inject) -> Vec<Block> {
    let mut blocks = Block::told(&inject.white_cell);
    if !inject.contingency_for.is_empty() {
        let actions = input.scenario.expected_actions.iter();
        let missed = actions.filter(|it| inject.contingency_for.contains(&it.id));
        let missed: Vec<String> = missed.map(|it| format!("“{}”", it.text)).collect();
        blocks.push(lead(
            "Contingency:",
            format!("comes where {} is not done.", missed.join(", ")),
        ));
    }
    let follows = inject.options.iter().filter(|it| !it.white_cell.is_empty());
    let follows: Vec<Vec<Run>> = follows
        .map(|it| {
            let who: Vec<String> = it.authority.iter().map(|id| input.role(id)).collect();
            let who = if who.is_empty() {
                String::new()
            } else {
                format!(" Theirs to decide: {}.", who.join(", "))
            };
            vec![
                Run::bold(format!("{}: ", it.label)),
                Run::plain(format!("{}{who}", it.white_cell)),
            ]
        })
        .collect();
    if !follows.is_empty() {
        blocks.push(Block::Paragraph(vec![Run::bold(
            "What follows from each option",
        )]));
        blocks.push(Block::List {
            ordered: false,
            items: follows,
        });
    }
    let expected: Vec<&ExpectedAction> = input.expected(&inject.id).collect();
    if !expected.is_empty() {
        let mut runs = vec![Run::bold("Expected")];
        for it in expected {
            let critical = if it.critical { ", critical" } else { "" };
            let cites = it.section.as_deref();
            let cites = cites.map_or_else(String::new, |it| format!(" Plan: {it}."));
            let who = format!(
                "{} within {}{critical}: ",
                input.role(&it.role),
                length(it.within)
            );
            runs.push(Run::plain(format!("\n{TICK} ")));
            runs.push(Run::bold(who));
            runs.push(Run::plain(format!(
                "{}.{cites}",
                it.text.trim_end_matches('.')
            )));
        }
        blocks.push(Block::Paragraph(runs));
    }
    blocks.extend(team::of_inject(input, inject));
    if !inject.prompts.is_empty() {
        blocks.push(Block::Paragraph(vec![Run::bold(
            "If the table is silent (what you say is noted as a prompt)",
        )]));
        blocks.push(bullets(&inject.prompts));
    }
    blocks
}

fn deadlines(input: &Before<'_>) -> Vec<Block> {
    if input.scenario.deadlines.is_empty() {
        return Vec::new();
    }
    let row = |it: &Deadline| {
        let begins = Trigger::When(it.begins.clone());
        let begins = trigger_words(input.scenario, &begins);
        let role = it
            .role
            .as_ref()
            .map_or_else(|| "–".to_owned(), |id| input.role(id));
        vec![
            plain(&it.title),
            plain(length(it.within)),
            plain(begins),
            plain(role),
            plain(&it.source),
            plain(""),
        ]
    };
    vec![
        heading(1, "Time limits that run"),
        says(
            "They run in story time. Note when players recognise one and when they meet it: late recognition and late filing are different findings. The sources say what applies; check them before relying on it.",
        ),
        table(
            &[25, 9, 26, 14, 13, 13],
            &[
                "Limit",
                "Within",
                "Begins",
                "Role",
                "Source",
                "Recognised, met",
            ],
            input.scenario.deadlines.iter().map(row).collect(),
        ),
    ]
}

fn after_play() -> Vec<Block> {
    vec![
        heading(1, "Hot wash"),
        says(
            "Straight after play, before anybody leaves. Let the players speak first, the evaluators after them.",
        ),
        numbered([
            "For each objective: was it reached? By what do we know?",
            "Three things that went well.",
            "Three things to improve.",
            "What training, which people, what equipment was missing?",
            "Where did the plan help, where did it not, where was it wrong?",
        ]),
        Block::Lines { count: 10 },
        heading(1, "Feedback"),
        says("Without names. 1: not at all, 5: fully."),
        table(
            &[60, 8, 8, 8, 8, 8],
            &["Statement", "1", "2", "3", "4", "5"],
            FEEDBACK
                .iter()
                .map(|it| {
                    std::iter::once(plain(*it))
                        .chain((0..5).map(|_| plain(TICK)))
                        .collect()
                })
                .collect(),
        ),
        heading(1, "Before you go"),
        ticks([
            "Every decision has its role, its time and its reason; ask while people remember.",
            "Critical lapses are told to management today, not with the report.",
            "Collect role cards, inject cards, decision sheets, evaluation guides and the sign-in sheet.",
            "Say when the report comes and who gets it: thirty days is the usual limit.",
        ]),
        pairs(
            ["End", "Details"],
            vec![
                ("Play ended at", PEN.to_owned()),
                ("Hot wash ended at", PEN.to_owned()),
                ("Facilitator", PEN.to_owned()),
            ],
        ),
    ]
}
