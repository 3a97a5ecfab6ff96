//! When an inject comes, in words and in story time as far as it is known before the drill. Not here: when it did come.

use exercise::{StoryClock, StoryTime};
use scenario::{Condition, Decided, Scenario, Trigger};
use terms::{ActionId, Elapsed, InjectId};

/// When an inject comes, in words.
pub fn trigger_words(scenario: &Scenario, trigger: &Trigger) -> String {
    match trigger {
        Trigger::At(offset) => offset.to_string(),
        Trigger::After(after) => {
            let title = inject_title(scenario, &after.inject);
            if after.delay.0 == 0 {
                format!("after “{title}”")
            } else {
                format!("{} after “{title}”", after.delay)
            }
        }
        Trigger::When(condition) => format!("when {}", condition_words(scenario, condition)),
        Trigger::ByHand => "by hand".to_owned(),
    }
}

/// What the story clock shows at a moment of the exercise clock, by the jumps that come at a set time.
pub(super) fn story_at(scenario: &Scenario, elapsed: Elapsed) -> Option<StoryTime> {
    let mut clock = StoryClock {
        from: Elapsed(0),
        shows: StoryTime::read(&scenario.story.start)?,
        ratio: scenario.story.ratio,
    };
    let mut jumps: Vec<(Elapsed, StoryTime)> = scenario
        .injects
        .iter()
        .filter_map(|inject| match &inject.trigger {
            Trigger::At(offset) => {
                let shows = StoryTime::read(inject.story_jump.as_deref()?)?;
                Some((offset.elapsed(), shows))
            }
            Trigger::After(_) | Trigger::When(_) | Trigger::ByHand => None,
        })
        .filter(|(from, _)| *from <= elapsed)
        .collect();
    jumps.sort();
    if let Some((from, shows)) = jumps.pop() {
        clock = StoryClock {
            from,
            shows,
            ..clock
        };
    }
    Some(clock.at(elapsed))
}

pub(super) fn condition_words(scenario: &Scenario, condition: &Condition) -> String {
    match condition {
        Condition::All(parts) => joined(scenario, parts, " and "),
        Condition::Any(parts) => joined(scenario, parts, " or "),
        Condition::Not(part) => match part.as_ref() {
            Condition::All(_) | Condition::Any(_) => {
                format!("not ({})", condition_words(scenario, part))
            }
            Condition::Not(_)
            | Condition::Decided(_)
            | Condition::Met(_)
            | Condition::Missed(_)
            | Condition::Delivered(_)
            | Condition::Acknowledged(_)
            | Condition::Flag(_)
            | Condition::Elapsed(_) => format!("not {}", condition_words(scenario, part)),
        },
        Condition::Decided(decided) => decided_words(scenario, decided),
        Condition::Met(id) => format!("“{}” is done", action(scenario, id)),
        Condition::Missed(id) => format!("“{}” is missed", action(scenario, id)),
        Condition::Delivered(id) => format!("“{}” is delivered", inject_title(scenario, id)),
        Condition::Acknowledged(id) => format!("“{}” is acknowledged", inject_title(scenario, id)),
        Condition::Flag(flag) => format!("flag “{flag}” is set"),
        Condition::Elapsed(offset) => format!("the clock shows {offset}"),
    }
}

fn joined(scenario: &Scenario, parts: &[Condition], word: &str) -> String {
    let part = |part: &Condition| match part {
        Condition::All(_) | Condition::Any(_) => format!("({})", condition_words(scenario, part)),
        Condition::Not(_)
        | Condition::Decided(_)
        | Condition::Met(_)
        | Condition::Missed(_)
        | Condition::Delivered(_)
        | Condition::Acknowledged(_)
        | Condition::Flag(_)
        | Condition::Elapsed(_) => condition_words(scenario, part),
    };
    let parts: Vec<String> = parts.iter().map(part).collect();
    parts.join(word)
}

fn decided_words(scenario: &Scenario, decided: &Decided) -> String {
    let title = inject_title(scenario, &decided.inject);
    let Some(option) = &decided.option else {
        return format!("anything is decided on “{title}”");
    };
    let inject = scenario.injects.iter().find(|it| it.id == decided.inject);
    let label = inject
        .and_then(|inject| inject.options.iter().find(|it| it.id == *option))
        .map_or_else(|| option.to_string(), |option| option.label.clone());
    format!("“{label}” is decided on “{title}”")
}

fn action(scenario: &Scenario, id: &ActionId) -> String {
    let found = scenario.expected_actions.iter().find(|it| it.id == *id);
    found.map_or_else(|| id.to_string(), |action| action.text.clone())
}

fn inject_title(scenario: &Scenario, id: &InjectId) -> String {
    let inject = scenario.injects.iter().find(|inject| inject.id == *id);
    inject.map_or_else(|| id.to_string(), |inject| inject.title.clone())
}

/// A moment of the story as a letter has it: `Monday, 1 February 2027, 07:40`.
pub(super) fn dated(at: StoryTime) -> String {
    chrono::DateTime::from_timestamp_millis(at.0).map_or_else(String::new, |at| {
        at.naive_utc().format("%A, %-d %B %Y, %H:%M").to_string()
    })
}
