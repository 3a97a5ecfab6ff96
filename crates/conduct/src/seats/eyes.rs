//! What has happened, from the eyes of a seat: a record becomes at most one item, built from what players may see and
//! from nothing else. Expected actions, notes of the white cell, undelivered injects and the trainer's titles have no
//! way into this file but through coaching, which shows an action once it is settled. Not here: how things stand
//! (`table`, `cell`).

use std::collections::BTreeMap;

use exercise::{
    Actor, DecisionMade, DecisionRevised, Event, Exercise, Origin, Party, Record, Source,
    StoryClock,
};
use scenario::Inject;
use terms::{InjectId, OptionId, PersonId, RoleId};
use wire::{ChoiceItem, InjectItem, ModuleView, OwnDecision, RevisionView, SeatItem};

use super::lanes::Audience;
use super::lore::Lore;
use crate::conductor::Drill;
use crate::practice;
use crate::tally;
use crate::views;

/// What has to be known of earlier records to tell of a later one.
pub struct Eyes {
    story: StoryClock,
    edits: BTreeMap<InjectId, (String, String)>,
}

impl Eyes {
    /// The eyes at the first record of a drill.
    pub fn new(drill: &Drill) -> Self {
        let begun = Exercise::fold(&drill.script, drill.records.first());
        Self {
            story: begun.as_ref().unwrap_or(&drill.exercise).story_clock(),
            edits: BTreeMap::new(),
        }
    }

    /// What the clock on the wall of the story showed at a record, as words.
    pub fn story(&self, record: &Record) -> String {
        self.story.at(record.elapsed).spoken()
    }

    /// What seats are told of a record, and which.
    pub fn item(
        &mut self,
        drill: &Drill,
        lore: &Lore,
        record: &Record,
    ) -> Option<(Vec<Audience>, SeatItem)> {
        let one = |audience: Audience, item: SeatItem| Some((vec![audience], item));
        match &record.event {
            Event::InjectEdited(edited) => {
                let now = (edited.subject.clone(), edited.body.clone());
                self.edits.insert(edited.inject.clone(), now);
                None
            }
            Event::InjectDelivered(delivered) => {
                if let Some(shows) = delivered.story {
                    let (from, ratio) = (record.elapsed, self.story.ratio);
                    self.story = StoryClock { from, shows, ratio };
                }
                let (inject, _) = drill.exercise.inject(&delivered.inject)?;
                let item = self.inject(drill, lore, record, inject);
                Some((reached(inject), SeatItem::Inject(Box::new(item))))
            }
            Event::InjectWithdrawn(withdrawn) => {
                let (inject, _) = drill.exercise.inject(&withdrawn.inject)?;
                let item = SeatItem::Withdrawn {
                    inject: withdrawn.inject.to_string(),
                    reason: withdrawn.reason.clone(),
                };
                Some((reached(inject), item))
            }
            Event::Acknowledged(seen) => one(
                Audience::Role(seen.role.clone()),
                SeatItem::Acknowledged {
                    inject: seen.inject.to_string(),
                    role: seen.role.to_string(),
                },
            ),
            Event::DecisionMade(made) => {
                let own = own_decision(drill, record.seq, record.seq)?;
                one(decided_by(made)?, SeatItem::Decision(Box::new(own)))
            }
            Event::DecisionRevised(revised) => {
                let made = made(drill, revised.decision)?;
                let own = own_decision(drill, revised.decision, record.seq)?;
                one(decided_by(made)?, SeatItem::Decision(Box::new(own)))
            }
            Event::StanceTaken(taken) => {
                let made = made(drill, taken.decision)?;
                let item = SeatItem::Stance {
                    decision: taken.decision,
                    role_title: views::role_title(&drill.exercise, &taken.role),
                    stance: views::stance_word(taken.stance).to_owned(),
                    says: taken.says.clone(),
                };
                one(decided_by(made)?, item)
            }
            Event::RecordStruck(struck) => {
                let to = match &tally::at(&drill.records, struck.record)?.event {
                    Event::DecisionMade(made) => decided_by(made)?,
                    Event::QuestionAsked(asked) => Audience::Role(asked.role.clone()),
                    _ => return None,
                };
                let record = struck.record;
                one(to, SeatItem::Struck { record })
            }
            _ => self.talk(drill, lore, record),
        }
    }

    fn talk(
        &self,
        drill: &Drill,
        lore: &Lore,
        record: &Record,
    ) -> Option<(Vec<Audience>, SeatItem)> {
        let role = |role: &RoleId| vec![Audience::Role(role.clone())];
        match &record.event {
            Event::MessageSent(sent) => {
                let ends = [&sent.from, &sent.to].into_iter();
                let roles = ends.filter_map(|party| match party {
                    Party::Role(role) => Some(Audience::Role(role.clone())),
                    Party::Outside(_) => None,
                });
                let story = self.story.at(record.elapsed);
                let item = views::message_item(&drill.exercise, story, record, sent);
                Some((roles.collect(), SeatItem::Message(item)))
            }
            Event::QuestionAsked(asked) => {
                let item = SeatItem::Question {
                    role: asked.role.to_string(),
                    says: asked.says.clone(),
                };
                Some((role(&asked.role), item))
            }
            Event::QuestionAnswered(answered) => {
                let asked = &tally::at(&drill.records, answered.question)?.event;
                let Event::QuestionAsked(asked) = asked else {
                    return None;
                };
                let item = SeatItem::Answer {
                    question: answered.question,
                    says: answered.says.clone(),
                };
                Some((role(&asked.role), item))
            }
            Event::NotificationLogged(logged) => {
                let item = SeatItem::Notification {
                    role: logged.role.to_string(),
                    body: logged.body.clone(),
                    means: logged.means.clone(),
                    says: logged.says.clone(),
                    story: logged.story.spoken(),
                };
                Some((role(&logged.role), item))
            }
            Event::Prompted(prompted) if drill.exercise.origin() == Origin::Practice => {
                let item = SeatItem::Hint {
                    inject: prompted.inject.as_ref().map(ToString::to_string),
                    says: prompted.says.clone(),
                };
                Some((vec![Audience::Everyone], item))
            }
            Event::ActionSettled(settled) if drill.exercise.origin() == Origin::Practice => {
                let (action, _) = drill.exercise.action(&settled.action)?;
                let plan = lore.plan.as_ref();
                let item = practice::coaching(&drill.exercise, plan, record, settled)?;
                Some((role(&action.role), SeatItem::Coaching(item)))
            }
            _ => None,
        }
    }

    fn inject(&self, drill: &Drill, lore: &Lore, record: &Record, inject: &Inject) -> InjectItem {
        let edited = self.edits.get(&inject.id);
        let written = || inject.subject.as_ref().unwrap_or(&inject.title).clone();
        let (subject, body) = match edited {
            Some((subject, body)) if !subject.is_empty() => (subject.clone(), body),
            Some((_, body)) => (written(), body),
            None => (written(), &inject.body),
        };
        let scenario = drill.exercise.scenario();
        let mut modules = scenario.modules.iter();
        let module = modules.find(|module| Some(&module.id) == inject.module.as_ref());
        let choices = inject.options.iter().map(|choice| ChoiceItem {
            id: choice.id.to_string(),
            label: choice.label.clone(),
        });
        let files = inject.attachments.iter();
        InjectItem {
            id: inject.id.to_string(),
            channel: views::channel_word(inject.channel).to_owned(),
            from: inject.from.clone(),
            to: views::role_titles(scenario, &inject.to),
            subject,
            body_html: views::safe_html(body),
            attachments: files
                .map(|name| views::attachment(name, &lore.handouts))
                .collect(),
            options: choices.collect(),
            elapsed_ms: record.elapsed.0,
            story: self.story(record),
            // The questions of a module are seen once they are put to the table.
            module: module.map(|module| ModuleView {
                id: module.id.to_string(),
                title: module.title.clone(),
                questions: Vec::new(),
            }),
        }
    }
}

/// Whom an inject reaches.
pub fn reached(inject: &Inject) -> Vec<Audience> {
    if inject.to.is_empty() {
        vec![Audience::Everyone]
    } else {
        let roles = inject.to.iter().cloned();
        roles.map(Audience::Role).collect()
    }
}

/// A decision of a seat is its person's; one that was written down for a role is the role's.
fn decided_by(made: &DecisionMade) -> Option<Audience> {
    match (made.source, &made.person) {
        (Source::Seat, Some(person)) => Some(Audience::Person(person.clone())),
        (Source::Seat, None) | (Source::Desk, _) => Some(Audience::Role(made.role.clone())),
        (Source::Bot, _) => None,
    }
}

fn made(drill: &Drill, decision: u64) -> Option<&DecisionMade> {
    match &tally::at(&drill.records, decision)?.event {
        Event::DecisionMade(made) => Some(made),
        _ => None,
    }
}

/// Whether a seat of these persons sees a decision as its own.
pub fn is_own(made: &DecisionMade, persons: &[PersonId], roles: &[RoleId]) -> bool {
    match decided_by(made) {
        Some(Audience::Person(person)) => persons.contains(&person),
        Some(Audience::Role(role)) => roles.contains(&role),
        Some(Audience::Everyone) | None => false,
    }
}

/// A decision as it read at a record.
fn own_decision(drill: &Drill, decision: u64, until: u64) -> Option<OwnDecision> {
    let record = tally::at(&drill.records, decision)?;
    let made = made(drill, decision)?;
    let mut own = OwnDecision {
        decision,
        role: made.role.to_string(),
        inject: made.inject.as_ref().map(InjectId::to_string),
        option: made.option.as_ref().map(OptionId::to_string),
        text: made.text.clone(),
        rationale: made.rationale.clone(),
        authorised_by: made.authorised_by.as_ref().map(RoleId::to_string),
        elapsed_ms: made.effective.0,
        latency_ms: made.latency.map(|latency| latency.0),
        entered: !matches!(record.actor, Actor::Seat(..)),
        revisions: Vec::new(),
    };
    for upon in drill.tally.upon.get(&decision).into_iter().flatten() {
        let Some(record) = tally::at(&drill.records, *upon).filter(|it| it.seq <= until) else {
            break;
        };
        if let Event::DecisionRevised(revised) = &record.event {
            revise(drill, &mut own, record, revised);
        }
    }
    Some(own)
}

fn revise(drill: &Drill, own: &mut OwnDecision, record: &Record, to: &DecisionRevised) {
    let label = own.option.as_deref().and_then(|option| {
        let (inject, _) = drill.exercise.inject(&own.inject.as_deref()?.into())?;
        label(inject, &option.into())
    });
    own.revisions.push(RevisionView {
        seq: record.seq,
        elapsed_ms: record.elapsed.0,
        text: own.text.clone(),
        option: label,
        rationale: own.rationale.clone(),
    });
    own.text.clone_from(&to.text);
    own.rationale.clone_from(&to.rationale);
    own.option = to.option.as_ref().map(OptionId::to_string);
    own.authorised_by = to.authorised_by.as_ref().map(RoleId::to_string);
}

fn label(inject: &Inject, option: &OptionId) -> Option<String> {
    let choice = inject.options.iter().find(|choice| choice.id == *option)?;
    Some(choice.label.clone())
}
