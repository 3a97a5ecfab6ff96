//! The exercise evaluation guides (EEG): for each objective what is expected, by when, by which words of the plan, and room
//! to write what was seen. Ratings are those of HSEEP (2020): P, S, M and U. Not here: rating a drill (`evaluation`).

use scenario::{ExpectedAction, Objective, ResponsePhase};

use super::Before;
use super::parts::{PEN, TICK, heading, lead, length, pairs, plain, room, says, table};
use super::when::trigger_words;
use crate::paper::{Block, BoxKind, Run};

const RATINGS: [(&str, &str); 4] = [
    (
        "P",
        "Performed without challenges: every critical action done in time, nothing against plan or law.",
    ),
    (
        "S",
        "Performed with some challenges: done, but late, in part, or only after a prompt or contingency inject.",
    ),
    (
        "M",
        "Performed with major challenges: done, but with harm to other work, added risk, or against plan, policy or law.",
    ),
    (
        "U",
        "Unable to be performed: a critical action was not done.",
    ),
];

pub(super) fn guides(input: &Before<'_>) -> Vec<Block> {
    let mut blocks = vec![
        says(
            "One guide for each objective. Write down what you see and hear, with the time on the exercise clock and the role; judge afterwards. Help nobody during play.",
        ),
        lead(
            "No rating without an observation.",
            "A rating is never better than its evidence.",
        ),
    ];
    let row = |it: &Objective| vec![plain(&it.title), plain(""), plain("")];
    blocks.push(table(
        &[56, 30, 14],
        &["Objective", "Evaluator", "Rating"],
        input.scenario.objectives.iter().map(row).collect(),
    ));
    for objective in &input.scenario.objectives {
        blocks.push(Block::PageBreak);
        blocks.extend(guide(input, objective));
    }
    let loose: Vec<&ExpectedAction> = input
        .scenario
        .expected_actions
        .iter()
        .filter(|it| it.objective.is_none())
        .collect();
    if !loose.is_empty() {
        blocks.push(Block::PageBreak);
        blocks.push(heading(1, "Expected actions of no objective"));
        blocks.push(actions(input, &loose));
    }
    blocks
}

fn guide(input: &Before<'_>, objective: &Objective) -> Vec<Block> {
    let mut facts = vec![
        ("Exercise", input.scenario.title.clone()),
        ("Evaluator", PEN.to_owned()),
    ];
    let told = [
        ("Capability", &objective.capability),
        ("Capability target", &objective.target),
    ];
    for (name, text) in told {
        if !text.is_empty() {
            facts.push((name, text.clone()));
        }
    }
    if let Some(phase) = objective.phase {
        facts.push(("Phase", phase_word(phase).to_owned()));
    }
    let mine: Vec<&ExpectedAction> = input
        .scenario
        .expected_actions
        .iter()
        .filter(|it| it.objective.as_ref() == Some(&objective.id))
        .collect();
    let mut sections: Vec<&str> = mine.iter().filter_map(|it| it.section.as_deref()).collect();
    sections.sort_unstable();
    sections.dedup();
    if !sections.is_empty() {
        facts.push(("Plan", sections.join("\n")));
    }
    let mut blocks = vec![
        heading(1, &objective.title),
        pairs(["Objective", "Details"], facts),
    ];
    if !objective.critical_tasks.is_empty() {
        let row = |it: &String| vec![plain(it), plain(TICK), plain(TICK), plain(TICK), plain("")];
        blocks.push(heading(2, "Critical tasks"));
        blocks.push(table(
            &[44, 9, 9, 9, 29],
            &["Task", "Yes", "In part", "No", "By whom, when"],
            objective.critical_tasks.iter().map(row).collect(),
        ));
    }
    if !mine.is_empty() {
        blocks.push(heading(2, "Expected actions"));
        blocks.push(actions(input, &mine));
    }
    blocks.extend(observations());
    blocks.push(rating());
    blocks
}

fn actions(input: &Before<'_>, actions: &[&ExpectedAction]) -> Block {
    let row = |it: &&ExpectedAction| {
        let inject = it.inject.as_ref().and_then(|id| {
            let inject = input
                .scenario
                .injects
                .iter()
                .find(|inject| inject.id == *id)?;
            let when = trigger_words(input.scenario, &inject.trigger);
            Some(format!("inject {} ({when})", input.number(id)))
        });
        let from = inject.unwrap_or_else(|| "the start".to_owned());
        let critical = if it.critical { "Critical. " } else { "" };
        let counts = counts(input, it);
        vec![
            vec![
                Run::bold(format!("{}: ", input.role(&it.role))),
                Run::plain(format!(
                    "{}.\n{critical}Within {} of {from}.{counts}",
                    it.text.trim_end_matches('.'),
                    length(it.within)
                )),
            ],
            plain(format!(
                "{TICK} in time\n{TICK} late\n{TICK} in part\n{TICK} not done\n{TICK} not tested"
            )),
            room(1),
            room(1),
        ]
    };
    table(
        &[46, 15, 12, 27],
        &["Action", "Outcome", "Time", "What was seen"],
        actions.iter().map(row).collect(),
    )
}

/// Which options count as done, and which do harm.
fn counts(input: &Before<'_>, action: &ExpectedAction) -> String {
    let inject = action
        .inject
        .as_ref()
        .and_then(|id| input.scenario.injects.iter().find(|it| it.id == *id));
    let labels = |ids: &[terms::OptionId]| {
        let options = inject
            .iter()
            .flat_map(|it| &it.options)
            .filter(|it| ids.contains(&it.id));
        options
            .map(|it| format!("“{}”", it.label))
            .collect::<Vec<_>>()
            .join(", ")
    };
    let (good, harm) = (labels(&action.acceptable), labels(&action.harmful));
    let good = if good.is_empty() {
        good
    } else {
        format!(" Counts: {good}.")
    };
    let harm = if harm.is_empty() {
        harm
    } else {
        format!(" Does harm: {harm}.")
    };
    format!("{good}{harm}")
}

fn observations() -> Vec<Block> {
    let empty = |_| vec![room(3), room(3), room(3), room(3)];
    vec![
        heading(2, "Observations"),
        table(
            &[12, 36, 20, 32],
            &[
                "Time",
                "What was seen or heard",
                "Where the plan says so",
                "Why it happened, what it led to",
            ],
            (0..5).map(empty).collect(),
        ),
        heading(3, "Strengths"),
        Block::Lines { count: 3 },
        heading(3, "Areas for improvement"),
        Block::Lines { count: 3 },
    ]
}

fn rating() -> Block {
    let row = |(letter, means): (&str, &str)| {
        vec![vec![Run::bold(format!("{TICK} {letter}"))], plain(means)]
    };
    Block::Box {
        title: "Rating".to_owned(),
        kind: BoxKind::WhiteCell,
        blocks: vec![
            table(
                &[10, 90],
                &["Rating", "Means"],
                RATINGS.into_iter().map(row).collect(),
            ),
            lead("Why:", format!("{PEN}{PEN}{PEN}")),
        ],
    }
}

fn phase_word(phase: ResponsePhase) -> &'static str {
    match phase {
        ResponsePhase::Preparation => "Preparation",
        ResponsePhase::Detection => "Detection and analysis",
        ResponsePhase::Containment => "Containment",
        ResponsePhase::Eradication => "Eradication",
        ResponsePhase::Recovery => "Recovery",
    }
}
