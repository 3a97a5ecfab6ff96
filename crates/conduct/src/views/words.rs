//! The words of views: one form for each thing that several screens name. Not here: sentences of the pages' own.

use exercise::{
    ClosedHow, Exercise, HotWashTopic, InjectStatus, Outcome, PauseCause, Phase, Presence, Rating,
    Source, Standing, Tone,
};
use pulldown_cmark::{Event, Options, Parser, Tag, TagEnd, html};
use scenario::{Channel, Function, Scenario, Trigger};
use terms::RoleId;

pub(crate) use report::trigger_words;

/// What stands in the place of a name that was erased.
pub(crate) const NAME_ERASED: &str = "name erased";

/// The phase as views name it.
pub fn phase_word(phase: Phase) -> &'static str {
    match phase {
        Phase::Briefing => "briefing",
        Phase::Running { .. } => "running",
        Phase::Paused { .. } => "paused",
        Phase::HotWash => "hot-wash",
        Phase::Review => "review",
        Phase::Closed { .. } => "closed",
    }
}

/// How a drill was closed, as views name it.
pub fn how_word(how: ClosedHow) -> &'static str {
    match how {
        ClosedHow::Completed => "completed",
        ClosedHow::Aborted => "aborted",
        ClosedHow::Void => "void",
        ClosedHow::RealIncident => "real-incident",
    }
}

pub(crate) fn pause_word(cause: PauseCause) -> &'static str {
    match cause {
        PauseCause::Trainer => "trainer",
        PauseCause::Break => "break",
        PauseCause::Slept => "slept",
        PauseCause::CutOff => "cut-off",
        PauseCause::RealIncident => "real-incident",
    }
}

pub(crate) fn origin_word(origin: exercise::Origin) -> &'static str {
    match origin {
        exercise::Origin::Live => "live",
        exercise::Origin::Practice => "practice",
        exercise::Origin::BotAssisted => "bot-assisted",
        exercise::Origin::Rehearsal => "rehearsal",
        exercise::Origin::Demo => "demo",
    }
}

pub(crate) fn channel_word(channel: Channel) -> &'static str {
    match channel {
        Channel::Email => "email",
        Channel::Chat => "chat",
        Channel::Phone => "phone",
        Channel::Siem => "siem",
        Channel::News => "news",
        Channel::Social => "social",
        Channel::Document => "document",
        Channel::Verbal => "verbal",
        Channel::Regulator => "regulator",
    }
}

pub(crate) fn function_word(function: Function) -> &'static str {
    match function {
        Function::Cybersecurity => "Cybersecurity",
        Function::It => "IT",
        Function::Privacy => "Privacy",
        Function::Business => "Business",
        Function::Legal => "Legal",
        Function::Communications => "Communications",
        Function::Hr => "HR",
        Function::Executive => "Executive",
    }
}

pub(crate) fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Primary => "primary",
        Standing::Alternate => "alternate",
        Standing::Bot => "bot",
    }
}

pub(crate) fn presence_word(presence: Option<Presence>) -> &'static str {
    match presence {
        Some(Presence::Room) => "room",
        Some(Presence::Remote) => "remote",
        Some(Presence::Left) => "left",
        None => "",
    }
}

pub(crate) fn source_word(source: Source) -> &'static str {
    match source {
        Source::Desk => "desk",
        Source::Seat => "seat",
        Source::Bot => "bot",
    }
}

pub(crate) fn stance_word(stance: exercise::Stance) -> &'static str {
    match stance {
        exercise::Stance::Agrees => "agrees",
        exercise::Stance::Dissents => "dissents",
    }
}

pub(crate) fn tone_word(tone: Tone) -> &'static str {
    match tone {
        Tone::Strength => "strength",
        Tone::Gap => "gap",
        Tone::Neutral => "neutral",
    }
}

pub(crate) fn topic_word(topic: HotWashTopic) -> &'static str {
    match topic {
        HotWashTopic::Strength => "strength",
        HotWashTopic::Improve => "improve",
        HotWashTopic::Training => "training",
        HotWashTopic::Staffing => "staffing",
        HotWashTopic::Equipment => "equipment",
        HotWashTopic::Parked => "parked",
        HotWashTopic::Objective => "objective",
    }
}

pub(crate) fn outcome_word(outcome: Outcome) -> &'static str {
    match outcome {
        Outcome::Met => "met",
        Outcome::MetLate => "met-late",
        Outcome::Partial => "partial",
        Outcome::Missed => "missed",
        Outcome::NotTested => "not-tested",
    }
}

pub(crate) fn rating_word(rating: Rating) -> &'static str {
    match rating {
        Rating::P => "P",
        Rating::S => "S",
        Rating::M => "M",
        Rating::U => "U",
    }
}

/// Where an inject stands, as views name it.
pub(crate) fn state_word(trigger: &Trigger, status: InjectStatus, due: bool) -> &'static str {
    match status {
        InjectStatus::Delivered => "delivered",
        InjectStatus::Held => "held",
        InjectStatus::Skipped => "skipped",
        InjectStatus::Cancelled => "cancelled",
        InjectStatus::Withdrawn => "withdrawn",
        InjectStatus::Waiting if due => "due",
        InjectStatus::Waiting => match trigger {
            Trigger::ByHand => "by-hand",
            Trigger::At(_) | Trigger::After(_) | Trigger::When(_) => "waiting",
        },
    }
}

/// The title of a role, or its id where the scenario has none.
pub(crate) fn role_title(drill: &Exercise, id: &RoleId) -> String {
    drill
        .role(id)
        .map_or_else(|| id.to_string(), |(role, _)| role.title.clone())
}

/// The titles of roles.
pub(crate) fn role_titles<'a>(
    scenario: &Scenario,
    ids: impl IntoIterator<Item = &'a RoleId>,
) -> Vec<String> {
    let title = |id: &RoleId| {
        let role = scenario.roles.iter().find(|role| role.id == *id);
        role.map_or_else(|| id.to_string(), |role| role.title.clone())
    };
    ids.into_iter().map(title).collect()
}

/// Markdown from people as HTML that is safe to show: raw HTML becomes text, pictures become their words, links lead
/// nowhere.
pub fn safe_html(markdown: &str) -> String {
    let options = Options::ENABLE_TABLES | Options::ENABLE_STRIKETHROUGH;
    let events = Parser::new_ext(markdown, options).filter_map(|event| match event {
        Event::Html(text) | Event::InlineHtml(text) => Some(Event::Text(text)),
        Event::Start(Tag::Link { .. } | Tag::Image { .. } | Tag::HtmlBlock)
        | Event::End(TagEnd::Link | TagEnd::Image | TagEnd::HtmlBlock) => None,
        event => Some(event),
    });
    let mut out = String::with_capacity(markdown.len() * 3 / 2);
    html::push_html(&mut out, events);
    out
}

#[cfg(test)]
mod tests {
    use super::safe_html;

    #[test]
    fn text_from_people_is_never_run_as_html() {
        let check = |markdown: &str| {
            let html = safe_html(markdown);
            for forbidden in ["<script", "<img", "href=", "onerror=\"", "javascript:\""] {
                assert!(!html.contains(forbidden), "{markdown} became {html}");
            }
        };
        check("<script>alert(1)</script>");
        check("a <img src=x onerror=alert(1)> b");
        check("[press](javascript:alert(1)) ![x](http://example.org/x.png) <http://example.org>");
        check("<div onclick=\"x\">\n\n**a**\n\n</div>");
    }

    #[test]
    fn what_people_write_stays_readable() {
        assert_eq!(
            safe_html("**Pay** now"),
            "<p><strong>Pay</strong> now</p>\n"
        );
        assert!(safe_html("[here](http://a.example)").contains("here"));
    }
}
