//! The timeline: what happened, a line for each thing that happened, in the order of the exercise clock.
//! Not here: the wording of lines that need no look-up (`words`), latencies and outcomes.

use std::collections::HashMap;

use exercise::{
    Acknowledged, ActionLapsed, ActionSettled, DeadlineBegan, DeadlineMet, DeadlineMoved,
    DecisionMade, DecisionRevised, Event, InjectDelivered, InjectWithdrawn, Record, StepTaken,
};
use terms::{DeadlineId, InjectId, RoleId, Span};

use crate::fold::Drill;
use crate::happened::{DecisionSummary, Entry, EntryKind as Kind};
use crate::words;

/// The lines in the order of the exercise clock; lines of the same moment stand in the order of their records.
pub(crate) fn timeline(drill: &Drill<'_>) -> Vec<Entry> {
    let mut writer = Writer {
        drill,
        entries: Vec::with_capacity(drill.input.records.len()),
        of_decision: HashMap::new(),
    };
    for record in drill.input.records {
        let entry = writer.entry(record);
        writer.entries.extend(entry);
    }
    let mut entries = writer.entries;
    entries.sort_by_key(|entry| entry.elapsed);
    entries
}

struct Writer<'d, 'a> {
    drill: &'d Drill<'a>,
    entries: Vec<Entry>,
    /// The latest line about each decision, so that what it settled stands in the same line.
    of_decision: HashMap<u64, usize>,
}

impl<'a> Writer<'_, 'a> {
    fn entry(&mut self, record: &'a Record) -> Option<Entry> {
        let line = |kind, says| line(self.drill, record, kind, says);
        Some(match &record.event {
            Event::Briefed(it) => line(Kind::Briefed, words::briefed(it)),
            Event::RoleAssigned(it) => {
                self.joined(record, Some(&it.role), words::assigned(it.standing))?
            }
            Event::RoleVacated(it) => self.joined(record, Some(&it.role), words::vacated())?,
            Event::Attended(it) => self.joined(record, None, words::attended(it.presence))?,
            Event::Started(it) => line(Kind::Phase, words::started(it)),
            Event::Paused(it) => line(Kind::Pause, words::paused(it.cause)),
            Event::Resumed(_) => line(Kind::Resume, words::resumed()),
            Event::BreakAnnounced(it) => line(Kind::Break, words::break_until(record.at, it.until)),
            Event::Jumped(it) => line(Kind::Jump, words::jumped(it)),
            Event::RateSet(it) => line(Kind::Speed, words::rate_set(it)),
            Event::Ended(_) => line(Kind::Phase, words::ended()),
            Event::ReviewOpened(_) => line(Kind::Phase, words::review_opened()),
            Event::Closed(it) => line(Kind::Phase, words::closed(it)),
            Event::InjectDelivered(it) => self.delivered(record, it),
            Event::InjectHeld(it) => self.control(record, &it.inject, "was held back"),
            Event::InjectReleased(it) => self.control(record, &it.inject, "was released"),
            Event::InjectSkipped(it) => self.control(record, &it.inject, "was left out"),
            Event::InjectPostponed(it) => {
                self.control(record, &it.inject, &words::postponed(it.due))
            }
            Event::InjectEdited(it) => {
                self.control(record, &it.inject, "was edited before delivery")
            }
            Event::InjectCancelled(it) => self.control(record, &it.inject, "will not come"),
            Event::InjectAdded(it) => {
                self.control(record, &it.inject.id, "was added by the trainer")
            }
            Event::InjectWithdrawn(it) => self.withdrawn(record, it),
            Event::Acknowledged(it) => self.acknowledged(record, it),
            Event::DecisionMade(it) => self.decided(record, it),
            Event::DecisionRevised(it) => self.revised(record, it),
            Event::StanceTaken(it) => line(Kind::Stance, words::stance(it)).by(&it.role),
            Event::RecordStruck(it) => line(Kind::Struck, words::struck(it)),
            Event::ActionLapsed(it) => self.lapsed(record, it),
            Event::ActionSettled(it) => self.settled(record, it)?,
            Event::Prompted(it) => {
                line(Kind::Prompt, words::prompted(it)).maybe_on(it.inject.as_ref())
            }
            Event::AccountRequested(it) => line(Kind::Step, words::requested(it)).by(&it.role),
            Event::StepTaken(it) => self.step(record, it),
            Event::Parked(it) => line(Kind::Parked, words::parked(it)),
            Event::QuestionAsked(it) => line(Kind::Question, words::asked(it)).by(&it.role),
            Event::QuestionAnswered(it) => line(Kind::Question, words::answered(it)),
            Event::Noted(it) => line(Kind::Note, words::noted(it)).maybe_on(it.inject.as_ref()),
            Event::DeadlineBegan(it) => self.deadline_began(record, it),
            Event::DeadlineRecognised(it) => self.deadline_recognised(record, &it.deadline),
            Event::DeadlineMet(it) => self.deadline_met(record, it),
            Event::DeadlineMissed(it) => self.deadline_missed(record, &it.deadline),
            Event::DeadlineMoved(it) => self.deadline_moved(record, it),
            Event::TriggerRecorded(it) => line(Kind::DeadlineBegan, words::happened(it)),
            Event::RealIncidentDeclared(it) => line(Kind::RealIncident, words::real_incident(it)),
            Event::RealIncidentCleared(_) => line(Kind::RealIncident, words::real_incident_over()),
            // What is said and judged after play has parts of the report of its own.
            Event::HotWashSaid(_)
            | Event::FeedbackGiven(_)
            | Event::ObjectiveRated(_)
            | Event::FindingRaised(_)
            | Event::FindingRevised(_)
            | Event::FindingDropped(_)
            | Event::NarrativeWritten(_)
            | Event::SuggestionLeft(_)
            // Who sits where is no part of what happened in the story.
            | Event::DoorOpened(_)
            | Event::DoorClosed(_)
            | Event::SeatInvited(_)
            | Event::InvitationRevoked(_)
            | Event::SeatJoined(_)
            | Event::SeatTookRole(_)
            | Event::SeatLeft(_)
            | Event::SeatTied(_)
            | Event::MessageSent(_)
            | Event::NotificationLogged(_)
            | Event::DiscussionOpened(_)
            | Event::DiscussionClosed(_)
            | Event::DiscussionAnswered(_)
            | Event::PracticeShared(_) => return None,
        })
    }

    fn line(&self, record: &Record, kind: Kind, says: String) -> Entry {
        line(self.drill, record, kind, says)
    }

    /// Who was there from the start stands in the list of participants, so only what came later is a line.
    fn joined(&self, record: &Record, role: Option<&RoleId>, says: String) -> Option<Entry> {
        let later = self
            .drill
            .started
            .is_some_and(|started| record.seq > started);
        let entry = self.line(record, Kind::Attendance, says);
        later.then(|| Entry {
            role: role.cloned(),
            ..entry
        })
    }

    fn control(&self, record: &Record, inject: &InjectId, how: &str) -> Entry {
        let says = format!("“{}” {how}.", self.drill.index.inject_title(inject));
        self.line(record, Kind::Control, says).on(inject)
    }

    fn step(&self, record: &Record, taken: &StepTaken) -> Entry {
        let index = &self.drill.index;
        let about = match taken.step.about() {
            scenario::About::Account(account) => index.system(account).to_owned(),
            scenario::About::CallUp(inject) => index.inject_title(inject).to_owned(),
            scenario::About::Service(id) => {
                let mut services = index.scenario.services.iter();
                let known = services.find(|it| it.id == *id);
                known.map_or_else(|| id.to_string(), |it| it.name.clone())
            }
        };
        let entry = self.line(record, Kind::Step, words::step(taken, &about));
        Entry {
            role: taken.role.clone(),
            ..entry
        }
    }

    fn withdrawn(&self, record: &Record, withdrawn: &InjectWithdrawn) -> Entry {
        let title = self.drill.index.inject_title(&withdrawn.inject);
        let says = format!("“{title}” was withdrawn and is to be disregarded");
        self.line(
            record,
            Kind::Withdrawn,
            words::with_reason(says, &withdrawn.reason),
        )
        .on(&withdrawn.inject)
    }

    fn delivered(&self, record: &Record, delivered: &InjectDelivered) -> Entry {
        let index = &self.drill.index;
        let title = index.inject_title(&delivered.inject);
        let why = words::cause(delivered.cause);
        let says = match index.inject(&delivered.inject) {
            Some(inject) => {
                let roles: Vec<&str> = inject.to.iter().map(|role| index.role(role)).collect();
                let whom = words::the_roles(&roles);
                format!(
                    "“{title}” reached {whom} ({}{why}).",
                    words::channel_word(inject.channel)
                )
            }
            None => format!("“{title}” was delivered{why}."),
        };
        self.line(record, Kind::Inject, says).on(&delivered.inject)
    }

    fn acknowledged(&self, record: &Record, seen: &Acknowledged) -> Entry {
        let says = format!(
            "Acknowledged “{}”.",
            self.drill.index.inject_title(&seen.inject)
        );
        let entry = self
            .line(record, Kind::Acknowledged, says)
            .by(&seen.role)
            .on(&seen.inject);
        Entry {
            latency: Some(seen.latency),
            ..entry
        }
    }

    fn decided(&mut self, record: &Record, made: &DecisionMade) -> Entry {
        self.of_decision.insert(record.seq, self.entries.len());
        let summary = self.decision(record.seq);
        let entry = self.line(record, Kind::Decision, words::decided(made));
        Entry {
            elapsed: made.effective,
            at: summary.map_or(record.at, |summary| summary.at),
            story: self.drill.story_at(made.effective),
            latency: made.latency,
            target: summary.and_then(|summary| summary.target),
            ..entry
        }
        .by(&made.role)
        .maybe_on(made.inject.as_ref())
    }

    fn revised(&mut self, record: &Record, revised: &DecisionRevised) -> Entry {
        self.of_decision
            .insert(revised.decision, self.entries.len());
        let entry = self.line(record, Kind::Revision, words::revised(revised));
        match self.decision(revised.decision) {
            // How long the first choice stood, said in words because it is no time to decide.
            Some(decision) => Entry {
                says: format!(
                    "{} ({} after the decision)",
                    entry.says,
                    (record.elapsed - decision.elapsed).spoken()
                ),
                ..entry
            }
            .by(&decision.role)
            .maybe_on(decision.inject.as_ref()),
            None => entry,
        }
    }

    fn decision(&self, record: u64) -> Option<&DecisionSummary> {
        let at = self.drill.decision_at.get(&record)?;
        self.drill.decisions.get(*at)
    }

    fn lapsed(&self, record: &Record, lapsed: &ActionLapsed) -> Entry {
        let index = &self.drill.index;
        let text = index.action_text(&lapsed.action).trim_end_matches('.');
        let entry = self.line(
            record,
            Kind::Lapsed,
            format!("The target time passed: {text}."),
        );
        match index.action(&lapsed.action) {
            Some(action) => Entry {
                target: Some(action.within),
                ..entry
            }
            .by(&action.role)
            .maybe_on(action.inject.as_ref()),
            None => entry,
        }
    }

    /// A line of its own where a person settled it; else the line of the decision says it.
    fn settled(&mut self, record: &Record, settled: &ActionSettled) -> Option<Entry> {
        let at = settled
            .decision
            .and_then(|decision| self.of_decision.get(&decision));
        if let Some(entry) = at.and_then(|at| self.entries.get_mut(*at)) {
            entry.records.push(record.seq);
            // The worst of what one decision settles is what a reader should see.
            entry.outcome = entry.outcome.max(Some(settled.outcome));
            return None;
        }
        let index = &self.drill.index;
        let text = index.action_text(&settled.action).trim_end_matches('.');
        let says = format!(
            "{}: {text}",
            words::capital(words::outcome_word(settled.outcome))
        );
        let says = words::with_reason(says, &settled.note);
        let action = index.action(&settled.action);
        let entry = Entry {
            latency: settled.latency,
            target: action.map(|action| action.within),
            outcome: Some(settled.outcome),
            ..self.line(record, Kind::Settled, says)
        };
        Some(match action {
            Some(action) => entry.by(&action.role).maybe_on(action.inject.as_ref()),
            None => entry,
        })
    }

    fn deadline(
        &self,
        record: &Record,
        kind: Kind,
        what: &str,
        deadline: &DeadlineId,
        more: &str,
    ) -> Entry {
        let title = self.drill.index.deadline_title(deadline);
        self.line(record, kind, format!("{what}: “{title}”{more}."))
    }

    fn deadline_began(&self, record: &Record, began: &DeadlineBegan) -> Entry {
        let due = format!(", due {}", began.due.full());
        self.deadline(
            record,
            Kind::DeadlineBegan,
            "Deadline began",
            &began.deadline,
            &due,
        )
    }

    fn deadline_moved(&self, record: &Record, moved: &DeadlineMoved) -> Entry {
        let (what, more) = match moved.due {
            Some(due) => {
                let by = format!(", due {} ({})", due.full(), moved.limit);
                ("Deadline moved", by)
            }
            None => ("Deadline no longer runs", String::new()),
        };
        self.deadline(record, Kind::DeadlineBegan, what, &moved.deadline, &more)
    }

    fn deadline_recognised(&self, record: &Record, deadline: &DeadlineId) -> Entry {
        let what = "Players recognised the deadline";
        self.deadline(record, Kind::DeadlineRecognised, what, deadline, "")
    }

    fn deadline_missed(&self, record: &Record, deadline: &DeadlineId) -> Entry {
        self.deadline(
            record,
            Kind::DeadlineMissed,
            "Deadline missed",
            deadline,
            "",
        )
    }

    fn deadline_met(&self, record: &Record, met: &DeadlineMet) -> Entry {
        let due = self
            .drill
            .deadlines
            .get(&met.deadline)
            .and_then(|moments| moments.due);
        let what = match due.map(|due| (due - met.story).0) {
            Some(slack) if slack < 0 => {
                format!("Deadline met {} too late", Span(-slack).spoken())
            }
            Some(slack) => format!("Deadline met with {} to spare", Span(slack).spoken()),
            None => "Deadline met".to_owned(),
        };
        self.deadline(record, Kind::DeadlineMet, &what, &met.deadline, "")
    }
}

impl Entry {
    fn by(self, role: &RoleId) -> Self {
        Self {
            role: Some(role.clone()),
            ..self
        }
    }

    fn on(self, inject: &InjectId) -> Self {
        Self {
            inject: Some(inject.clone()),
            ..self
        }
    }

    fn maybe_on(self, inject: Option<&InjectId>) -> Self {
        Self {
            inject: inject.cloned(),
            ..self
        }
    }
}

fn line(drill: &Drill<'_>, record: &Record, kind: Kind, says: String) -> Entry {
    Entry {
        records: vec![record.seq],
        elapsed: record.elapsed,
        at: record.at,
        story: drill
            .story_at(record.elapsed)
            .filter(|_| kind != Kind::Briefed),
        kind,
        role: None,
        inject: None,
        says,
        latency: None,
        target: None,
        outcome: None,
        struck: drill.struck.contains_key(&record.seq),
    }
}
