//! The situation manual: what everybody at the table knows before the drill begins. It tells nothing of what will happen,
//! so neither the summary of the scenario nor its systems stand in it: both give the story away. Not here: a role's own
//! card (`cards`).

use super::parts::{
    PEN, bullets, function_word, heading, lead, length, numbered, pairs, plain, says, table,
};
use super::when::{dated, story_at};
use super::{Before, Invited};
use crate::paper::{Block, BoxKind};

use exercise::Standing;
use terms::Elapsed;

/// Minutes that the words before play and after it take.
const WELCOME_MINUTES: i64 = 10;
const HOT_WASH_MINUTES: i64 = 20;
const FEEDBACK_MINUTES: i64 = 5;

pub(super) fn situation(input: &Before<'_>) -> Vec<Block> {
    let mut blocks = vec![heading(1, "Exercise overview"), overview(input)];
    blocks.extend(handling(input));
    blocks.extend(objectives(input));
    blocks.extend(seats(input));
    blocks.extend(schedule(input));
    blocks.extend(rules(input));
    blocks.extend(story(input));
    blocks.extend([heading(1, "Notes"), Block::Lines { count: 14 }]);
    blocks
}

/// What anybody in the room may know of the drill as a whole; also the head of the facilitator guide.
pub(super) fn overview(input: &Before<'_>) -> Block {
    let scenario = input.scenario;
    let plan = input.plan.as_ref().map_or_else(
        || "No plan is tested.".to_owned(),
        |plan| match plan.revision.as_str() {
            "" => plan.title.clone(),
            revision => format!("{}, revision {revision}", plan.title),
        },
    );
    let roles: Vec<&str> = scenario.roles.iter().map(|it| it.title.as_str()).collect();
    pairs(
        ["What", "Details"],
        vec![
            ("Exercise", scenario.title.clone()),
            ("Date and place", PEN.to_owned()),
            ("Type", "Rock drill (tabletop exercise): people talk, decide and write down. No system is touched.".to_owned()),
            ("Length of play", format!("{} on the exercise clock, net of pauses", length(scenario.duration))),
            ("Plan", plan),
            ("Roles", roles.join(", ")),
            ("Facilitator", PEN.to_owned()),
            ("Point of contact", PEN.to_owned()),
        ],
    )
}

fn handling(input: &Before<'_>) -> Vec<Block> {
    let mark = input.handling.trim();
    let means = match mark.trim_start_matches("TLP:").trim() {
        "RED" => "Only the people in the room may know what it says; it is not passed on.",
        "AMBER+STRICT" => "It stays inside the organisation, with those who need to know.",
        "AMBER" => {
            "It stays with those who need to know, inside the organisation and at partners who must act on it."
        }
        "GREEN" => "It may be shared with peers and partners, and not put on the open network.",
        "CLEAR" | "WHITE" => "It may be shared freely.",
        _ => "Pass it on only as your organisation allows for this marking.",
    };
    let marked = if mark.is_empty() {
        "This paper carries no handling marking.".to_owned()
    } else {
        format!("This paper is marked {mark}. {means}")
    };
    vec![
        heading(1, "Handling"),
        says(marked),
        says(
            "Everything in it is made up for an exercise, and the word EXERCISE stands on every page. Leave your papers on the \
             table when you go, unless the facilitator says otherwise.",
        ),
        says(
            "What is said, decided and noted during the drill is recorded with its time and the role that said it. The report \
             speaks of roles; people are named in it only where that was chosen. Feedback is kept without a name.",
        ),
    ]
}

fn objectives(input: &Before<'_>) -> Vec<Block> {
    let rows = input.scenario.objectives.iter();
    let row = |it: &scenario::Objective| vec![plain(&it.title), plain(&it.capability)];
    vec![
        heading(1, "Objectives"),
        says("The drill tests the plan and how people work with it. It does not test people."),
        table(
            &[68, 32],
            &["Objective", "Capability"],
            rows.map(row).collect(),
        ),
    ]
}

fn seats(input: &Before<'_>) -> Vec<Block> {
    let scenario = input.scenario;
    let rows = scenario.roles.iter().map(|role| {
        let said = input.roles.get(&role.id);
        let planned = said.and_then(|it| it.plan_role.clone());
        let held = input.holders(&role.id);
        vec![
            plain(&role.title),
            plain(function_word(role.function)),
            plain(planned.unwrap_or_else(|| "–".to_owned())),
            plain(if held.is_empty() {
                PEN.to_owned()
            } else {
                names(&held)
            }),
        ]
    });
    vec![
        heading(1, "Who takes part"),
        table(
            &[26, 22, 26, 26],
            &["Role in the drill", "Function", "Role of the plan", "Played by"],
            rows.collect(),
        ),
        heading(2, "What each seat does"),
        table(
            &[22, 78],
            &["Seat", "Does"],
            [
                ("Player", "Plays a role: reads, asks, decides and says why, as the plan asks and as on a real day."),
                ("Facilitator", "Leads the drill, delivers the injects, keeps the time. Answers questions about the rules, not about the story."),
                ("Evaluator", "Watches how the objectives are met and writes it down. Does not help."),
                ("Scribe", "Writes down who decided what, when and why."),
                ("Simulator", "Answers as everybody who is not in the room: press, authorities, suppliers, the rest of the company."),
                ("Observer", "Watches and says nothing until the hot wash."),
            ]
            .into_iter()
            .map(|(seat, does)| vec![plain(seat), plain(does)])
            .collect(),
        ),
    ]
}

/// People who were given a role, alternates and simulated people marked.
pub(super) fn names(held: &[&Invited]) -> String {
    let name = |it: &&Invited| match it.standing {
        Standing::Primary => it.name.clone(),
        Standing::Alternate => format!("{} (alternate)", it.name),
        Standing::Bot => "simulated".to_owned(),
    };
    held.iter().map(name).collect::<Vec<_>>().join("\n")
}

fn schedule(input: &Before<'_>) -> Vec<Block> {
    let play = (input.scenario.duration.0 + 59_999) / 60_000;
    let rows = [
        ("Welcome, rules, roles", WELCOME_MINUTES, "Everybody"),
        ("Play", play, "Players; evaluators and scribe write"),
        (
            "Hot wash: what went well, what did not",
            HOT_WASH_MINUTES,
            "Everybody",
        ),
        (
            "Feedback form",
            FEEDBACK_MINUTES,
            "Everybody, without names",
        ),
    ];
    let row = |(what, minutes, who): (&str, i64, &str)| {
        vec![
            plain(what),
            plain(format!("{minutes} min")),
            plain(who),
            plain(""),
        ]
    };
    vec![
        heading(1, "Schedule"),
        table(
            &[40, 14, 32, 14],
            &["Part", "Takes", "Who", "Begins at"],
            rows.into_iter().map(row).collect(),
        ),
    ]
}

fn rules(input: &Before<'_>) -> Vec<Block> {
    let ratio = input.scenario.story.ratio;
    let pace = pace(ratio);
    let real = vec![
        says(
            "Anybody may stop the drill at any moment. Say aloud: “Real incident. Stop the drill.” Everybody then leaves the \
             drill and works on what is real, and nothing of the exercise is carried on.",
        ),
        says(
            "A call, mail or message of this drill begins and ends with the word EXERCISE. What lacks it is real.",
        ),
    ];
    vec![
        heading(1, "How it runs"),
        bullets([
            "Take the story as it is. It is plausible and not real; there are no tricks and no hidden winners.".to_owned(),
            "Act by the plan that is in force, with the means that you really have. Where the plan does not help, say so: that is what the drill is for.".to_owned(),
            "Decide aloud: who decides, what, why, and on whose authority. What nobody said was not decided.".to_owned(),
            "What you hear from the facilitator is known to those to whom it is addressed. Tell others as you would on the day.".to_owned(),
            pace,
            "Do not call anybody outside the room. The simulator answers for them.".to_owned(),
            "No systems are touched, and no real data is changed.".to_owned(),
            "Nobody is blamed. A gap that is found today does no harm.".to_owned(),
        ]),
        Block::Box {
            title: "If something real happens".to_owned(),
            kind: BoxKind::Plain,
            blocks: real,
        },
    ]
}

/// How fast the story goes, with an example that comes out in whole minutes.
pub(super) fn pace(ratio: u32) -> String {
    if ratio <= 1 {
        return "The clock of the story runs as fast as the one on the wall, unless the facilitator says that time has jumped.".to_owned();
    }
    let asked = [15, 60, ratio].into_iter().find(|it| it % ratio == 0);
    let asked = asked.unwrap_or(ratio);
    format!(
        "One minute of the drill is {ratio} minutes of the story: what the plan wants within {asked} minutes is due {} after it was heard of.",
        match asked / ratio {
            1 => "one minute".to_owned(),
            minutes => format!("{minutes} minutes"),
        }
    )
}

fn story(input: &Before<'_>) -> Vec<Block> {
    let begins = story_at(input.scenario, Elapsed(0)).map_or_else(String::new, dated);
    let mut blocks = vec![
        heading(1, "Where the story begins"),
        lead("In the story it is", format!("{begins}.")),
        says(
            "Nothing unusual has been told to you yet. Your role card says where you are and what you know.",
        ),
    ];
    if let Some(plan) = &input.plan {
        blocks.push(heading(2, "What to have at hand"));
        let mut items = vec![format!("{}, on paper or on a screen", plan.title)];
        items.extend(
            plan.at_hand
                .iter()
                .map(|section| format!("its section “{section}”")),
        );
        items.push("your role card and something to write with".to_owned());
        blocks.push(bullets(items));
    }
    blocks.push(heading(2, "With every inject"));
    blocks.push(numbered([
        "What do we know, and what do we only suspect?",
        "Whose is it to decide, and by when?",
        "What does the plan say? Where?",
        "Who has to be told, and who tells them?",
        "Write it down: who, what, why, when.",
    ]));
    blocks
}
