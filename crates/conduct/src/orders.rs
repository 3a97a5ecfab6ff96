//! The desk's orders in the words of the wire, made into orders of the engine. Not here: what they cause.

use std::collections::BTreeMap;

use exercise::{
    ClosedHow, Decide, HotWashTopic, NarrativePart, Note, NoteBy, Order, Outcome, Party, Presence,
    Rating, RequestAccount, Revise, Source, Stance, Standing, TakeStep, Tone,
};
use scenario::{Channel, Inject, Trigger};
use terms::{Elapsed, Offset, Span, Stamp};
use wire::{DeskOrder, Problem, ProblemCode};

use crate::conductor::Drill;
use crate::problem::problem;
use crate::views::finding_of;

/// What the order means now, for this drill. `suggested` are the ratings that the rules suggest.
///
/// # Errors
/// Where a word is not one of those that the wire names.
pub(crate) fn order_of(
    asked: DeskOrder,
    drill: &Drill,
    now: Stamp,
    suggested: &BTreeMap<String, Rating>,
) -> Result<Order, Problem> {
    Ok(match asked {
        DeskOrder::Assign {
            role,
            person,
            standing,
        } => Order::Assign {
            role: role.into(),
            person: person.map(Into::into),
            standing: match standing.as_str() {
                "primary" => Standing::Primary,
                "alternate" => Standing::Alternate,
                "bot" => Standing::Bot,
                other => return Err(word("standing", other)),
            },
        },
        DeskOrder::Vacate { role, person } => Order::Vacate {
            role: role.into(),
            person: person.map(Into::into),
        },
        DeskOrder::Attend { person, presence } => Order::Attend {
            person: person.into(),
            presence: match presence.as_str() {
                "room" => Presence::Room,
                "remote" => Presence::Remote,
                "left" => Presence::Left,
                other => return Err(word("presence", other)),
            },
        },
        DeskOrder::Start => Order::Start,
        DeskOrder::Pause => Order::Pause,
        DeskOrder::Resume => Order::Resume,
        DeskOrder::Break { minutes } => Order::Break {
            until: now + Span::minutes(i64::from(minutes)),
        },
        DeskOrder::JumpToNext => Order::JumpToNext,
        DeskOrder::End => Order::End,
        DeskOrder::OpenReview => Order::OpenReview,
        DeskOrder::Close { how, reason } => Order::Close {
            how: match how.as_str() {
                "completed" => ClosedHow::Completed,
                "aborted" => ClosedHow::Aborted,
                "void" => ClosedHow::Void,
                "real-incident" => ClosedHow::RealIncident,
                other => return Err(word("way to close", other)),
            },
            reason,
        },
        DeskOrder::DeclareRealIncident { says } => Order::DeclareRealIncident { says },
        DeskOrder::ClearRealIncident => Order::ClearRealIncident,
        inject @ (DeskOrder::Deliver { .. }
        | DeskOrder::Hold { .. }
        | DeskOrder::Release { .. }
        | DeskOrder::Skip { .. }
        | DeskOrder::Postpone { .. }
        | DeskOrder::Withdraw { .. }
        | DeskOrder::Edit { .. }
        | DeskOrder::AddInject { .. }) => inject_order(inject, drill, now)?,
        said => people_order(said, now, suggested)?,
    })
}

fn inject_order(asked: DeskOrder, drill: &Drill, now: Stamp) -> Result<Order, Problem> {
    Ok(match asked {
        DeskOrder::Deliver { inject } => Order::Deliver {
            inject: inject.into(),
        },
        DeskOrder::Hold { inject } => Order::Hold {
            inject: inject.into(),
        },
        DeskOrder::Release { inject } => Order::Release {
            inject: inject.into(),
        },
        DeskOrder::Skip { inject } => Order::Skip {
            inject: inject.into(),
        },
        DeskOrder::Postpone { inject, minutes } => Order::Postpone {
            inject: inject.into(),
            by: Span::minutes(i64::from(minutes)),
        },
        DeskOrder::Withdraw { inject, reason } => Order::Withdraw {
            inject: inject.into(),
            reason,
        },
        DeskOrder::Edit {
            inject,
            subject,
            body,
        } => Order::Edit {
            inject: inject.into(),
            subject,
            body,
        },
        DeskOrder::AddInject {
            title,
            channel,
            from,
            to,
            body,
            white_cell,
            in_minutes,
        } => {
            let added = drill.exercise.injects().count() - drill.exercise.scenario().injects.len();
            let trigger = match in_minutes {
                Some(minutes) => {
                    let Elapsed(elapsed) = drill.exercise.elapsed(now);
                    Trigger::At(Offset(elapsed + Span::minutes(i64::from(minutes)).0))
                }
                None => Trigger::ByHand,
            };
            let inject = Inject {
                id: format!("added-{}", added + 1).into(),
                title,
                module: None,
                trigger,
                channel: channel_of(&channel)?,
                from,
                to: to.into_iter().map(Into::into).collect(),
                subject: None,
                body,
                attachments: Vec::new(),
                white_cell,
                prompts: Vec::new(),
                options: Vec::new(),
                group: None,
                contingency_for: Vec::new(),
                story_jump: None,
                objectives: Vec::new(),
                repeatable: false,
                near_incident: false,
                account: None,
                call_up: None,
                looks_up: None,
            };
            Order::AddInject {
                inject: Box::new(inject),
            }
        }
        other => return Err(misplaced(&other)),
    })
}

fn people_order(
    asked: DeskOrder,
    now: Stamp,
    suggested: &BTreeMap<String, Rating>,
) -> Result<Order, Problem> {
    Ok(match asked {
        DeskOrder::Acknowledge { inject, role } => Order::Acknowledge {
            inject: inject.into(),
            role: role.into(),
        },
        DeskOrder::Decide {
            role,
            inject,
            option,
            text,
            rationale,
            authorised_by,
            first_key_ms_ago,
            set_back_ms,
        } => Order::Decide(Decide {
            role: role.into(),
            person: None,
            inject: inject.map(Into::into),
            option: option.map(Into::into),
            text,
            rationale,
            authorised_by: authorised_by.map(Into::into),
            source: Source::Desk,
            first_key_at: Some(Stamp(now.0.saturating_sub(first_key_ms_ago.max(0)))),
            set_back_ms,
        }),
        DeskOrder::Revise {
            decision,
            option,
            text,
            rationale,
            authorised_by,
        } => Order::Revise(Revise {
            decision,
            option: option.map(Into::into),
            text,
            rationale,
            authorised_by: authorised_by.map(Into::into),
        }),
        DeskOrder::TakeStance {
            decision,
            role,
            stance,
            says,
        } => Order::TakeStance {
            decision,
            role: role.into(),
            stance: stance_of(&stance)?,
            says,
        },
        DeskOrder::Strike { record, reason } => Order::Strike { record, reason },
        DeskOrder::Settle {
            action,
            outcome,
            note,
        } => Order::Settle {
            action: action.into(),
            outcome: outcome_of(&outcome)?,
            note,
        },
        DeskOrder::Prompt { inject, says } => Order::Prompt {
            inject: inject.map(Into::into),
            says,
        },
        DeskOrder::Park { says } => Order::Park { says },
        DeskOrder::Ask { role, says } => Order::Ask {
            role: role.into(),
            says,
        },
        DeskOrder::Answer { question, says } => Order::Answer { question, says },
        DeskOrder::Note {
            by,
            says,
            tone,
            objective,
            inject,
            critical,
        } => Order::Note(Note {
            by: match by.as_str() {
                "facilitator" => NoteBy::Facilitator,
                "evaluator" => NoteBy::Evaluator,
                "scribe" => NoteBy::Scribe,
                other => return Err(word("writer of a note", other)),
            },
            says,
            tone: tone_of(&tone)?,
            objective: objective.map(Into::into),
            inject: inject.map(Into::into),
            critical,
        }),
        DeskOrder::RecogniseDeadline { deadline } => Order::RecogniseDeadline {
            deadline: deadline.into(),
        },
        DeskOrder::MeetDeadline { deadline } => Order::MeetDeadline {
            deadline: deadline.into(),
        },
        DeskOrder::RecordTrigger { pack, event } => Order::RecordTrigger { pack, event },
        DeskOrder::RequestAccount {
            role,
            person,
            system,
            why,
            minutes,
        } => Order::RequestAccount(RequestAccount {
            role: role.into(),
            person: person.map(Into::into),
            system,
            why,
            lasts: Span::minutes(i64::from(minutes)),
        }),
        DeskOrder::TakeStep {
            step,
            about,
            role,
            person,
            note,
        } => Order::TakeStep(TakeStep {
            step: scenario::Step::of(&step, &about).ok_or_else(|| word("step", &step))?,
            role: role.map(Into::into),
            person: person.map(Into::into),
            note,
        }),
        other => review_order(other, suggested)?,
    })
}

fn review_order(asked: DeskOrder, suggested: &BTreeMap<String, Rating>) -> Result<Order, Problem> {
    let unknown_finding = || word("kind of finding", "as given");
    Ok(match asked {
        DeskOrder::SayInHotWash {
            topic,
            says,
            role,
            objective,
        } => Order::SayInHotWash {
            topic: topic_of(&topic)?,
            says,
            role: role.map(Into::into),
            objective: objective.map(Into::into),
        },
        DeskOrder::GiveFeedback {
            marks,
            strengths,
            improvements,
            says,
        } => Order::GiveFeedback {
            marks: marks_of(marks)?,
            strengths,
            improvements,
            says,
        },
        DeskOrder::Rate {
            objective,
            rating,
            reason,
        } => Order::Rate {
            suggested: suggested.get(&objective).copied(),
            objective: objective.into(),
            rating: rating_of(&rating)?,
            reason,
        },
        DeskOrder::RaiseFinding { finding } => Order::RaiseFinding {
            finding: Box::new(finding_of(&finding).ok_or_else(unknown_finding)?),
        },
        DeskOrder::ReviseFinding { finding, now } => Order::ReviseFinding {
            finding,
            now: Box::new(finding_of(&now).ok_or_else(unknown_finding)?),
        },
        DeskOrder::DropFinding { finding, reason } => Order::DropFinding { finding, reason },
        DeskOrder::LeaveSuggestion { about, reason } => Order::LeaveSuggestion { about, reason },
        DeskOrder::WriteNarrative { objective, text } => Order::WriteNarrative {
            part: objective.map_or(NarrativePart::Summary, |id| {
                NarrativePart::Objective(id.into())
            }),
            text,
        },
        other => table_order(other)?,
    })
}

/// What came with seats: the question on the table, people outside the room, practice.
fn table_order(asked: DeskOrder) -> Result<Order, Problem> {
    Ok(match asked {
        DeskOrder::OpenDiscussion { module, question } => Order::OpenDiscussion {
            module: module.into(),
            question,
        },
        DeskOrder::CloseDiscussion => Order::CloseDiscussion,
        DeskOrder::AnswerDiscussion { role, says } => Order::AnswerDiscussion {
            role: role.map(Into::into),
            says,
        },
        DeskOrder::Speak {
            from,
            to_role,
            says,
        } => Order::Send {
            from: Party::Outside(from),
            to: Party::Role(to_role.into()),
            says,
        },
        DeskOrder::LogNotification {
            role,
            body,
            means,
            says,
            deadline,
            covers,
        } => Order::LogNotification {
            role: role.into(),
            body,
            means,
            says,
            deadline: deadline.map(Into::into),
            covers,
        },
        DeskOrder::SetRate { rate } => Order::SetRate { rate },
        DeskOrder::SharePractice => Order::SharePractice,
        other => return Err(misplaced(&other)),
    })
}

pub(crate) fn stance_of(stance: &str) -> Result<Stance, Problem> {
    Ok(match stance {
        "agrees" => Stance::Agrees,
        "dissents" => Stance::Dissents,
        other => return Err(word("stance", other)),
    })
}

pub(crate) fn tone_of(tone: &str) -> Result<Tone, Problem> {
    Ok(match tone {
        "strength" => Tone::Strength,
        "gap" => Tone::Gap,
        "neutral" | "" => Tone::Neutral,
        other => return Err(word("tone", other)),
    })
}

pub(crate) fn topic_of(topic: &str) -> Result<HotWashTopic, Problem> {
    Ok(match topic {
        "strength" => HotWashTopic::Strength,
        "improve" => HotWashTopic::Improve,
        "training" => HotWashTopic::Training,
        "staffing" => HotWashTopic::Staffing,
        "equipment" => HotWashTopic::Equipment,
        "parked" => HotWashTopic::Parked,
        "objective" => HotWashTopic::Objective,
        other => return Err(word("topic", other)),
    })
}

pub(crate) fn rating_of(rating: &str) -> Result<Rating, Problem> {
    Ok(match rating {
        "P" => Rating::P,
        "S" => Rating::S,
        "M" => Rating::M,
        "U" => Rating::U,
        other => return Err(word("rating", other)),
    })
}

pub(crate) fn marks_of(marks: Vec<u8>) -> Result<[u8; 8], Problem> {
    <[u8; 8]>::try_from(marks).map_err(|_| word("number of marks", "not eight"))
}

pub(crate) fn outcome_of(outcome: &str) -> Result<Outcome, Problem> {
    Ok(match outcome {
        "met" => Outcome::Met,
        "met-late" => Outcome::MetLate,
        "partial" => Outcome::Partial,
        "missed" => Outcome::Missed,
        "not-tested" => Outcome::NotTested,
        other => return Err(word("outcome", other)),
    })
}

fn channel_of(channel: &str) -> Result<Channel, Problem> {
    Ok(match channel {
        "email" => Channel::Email,
        "chat" => Channel::Chat,
        "phone" => Channel::Phone,
        "siem" => Channel::Siem,
        "news" => Channel::News,
        "social" => Channel::Social,
        "document" => Channel::Document,
        "verbal" => Channel::Verbal,
        "regulator" => Channel::Regulator,
        other => return Err(word("channel", other)),
    })
}

pub(crate) fn word(what: &str, found: &str) -> Problem {
    let mut problem = problem(ProblemCode::BadCall, format!("There is no such {what}."));
    problem.detail = Some(found.to_owned());
    problem
}

fn misplaced(order: &DeskOrder) -> Problem {
    let mut problem = problem(ProblemCode::BadCall, "This order cannot be carried out.");
    problem.detail = Some(format!("{order:?}"));
    problem
}
