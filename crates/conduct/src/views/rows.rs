//! Rows that several screens show: decisions, deadlines, expected actions, notes, questions. Made in one pass over the
//! records and the fold.

use std::collections::{BTreeMap, BTreeSet};

use exercise::{ActionState, Event, Exercise, Outcome, Party, Presence, Record, StoryTime};
use scenario::ExpectedAction;
use terms::{DeadlineId, Elapsed, InjectId, OptionId, PersonId, RoleId, Stamp};
use wire::{
    DeadlineRow, DecisionRow, DeskMessage, ExpectedView, HolderView, MessageItem, NoteRow,
    NotificationRow, QuestionItem, QuestionRow, RegimeRow, RevisionView, StanceView, TableAnswer,
};

use super::words::*;
use crate::tally::{self, Tally};

/// What a view looks at: the fold, the records, the names and the moment.
pub struct Scene<'a> {
    /// Where the drill stands.
    pub drill: &'a Exercise,
    /// Its records up to there.
    pub records: &'a [Record],
    /// Where in them things stand.
    pub tally: &'a Tally,
    /// Names of people.
    pub names: &'a BTreeMap<PersonId, String>,
    /// Now.
    pub now: Stamp,
}

impl Scene<'_> {
    pub(crate) fn name(&self, person: &PersonId) -> String {
        self.names
            .get(person)
            .cloned()
            .unwrap_or_else(|| NAME_ERASED.to_owned())
    }

    pub(crate) fn inject_title(&self, id: &InjectId) -> String {
        self.drill
            .inject(id)
            .map_or_else(|| id.to_string(), |(inject, _)| inject.title.clone())
    }

    fn option_label(&self, inject: Option<&InjectId>, option: Option<&OptionId>) -> String {
        let found = inject
            .and_then(|id| self.drill.inject(id))
            .and_then(|(inject, _)| {
                inject
                    .options
                    .iter()
                    .find(|choice| Some(&choice.id) == option)
            });
        found.map_or_else(String::new, |choice| choice.label.clone())
    }

    /// The tightest target of a role on an inject, and whether an option does harm there.
    fn target(&self, inject: Option<&InjectId>, role: &RoleId) -> Option<i64> {
        let actions = self.drill.actions_of(inject?);
        actions
            .filter(|(action, _)| action.role == *role)
            .map(|(action, _)| action.within.0)
            .min()
    }

    fn harmful(&self, inject: Option<&InjectId>, option: Option<&OptionId>) -> bool {
        let (Some(inject), Some(option)) = (inject, option) else {
            return false;
        };
        self.drill
            .actions_of(inject)
            .any(|(action, _)| action.harmful.contains(option))
    }

    /// The newest decisions, newest first.
    pub(crate) fn decisions(&self, most: usize) -> Vec<DecisionRow> {
        let newest = self.tally.decisions.iter().rev().take(most);
        newest.filter_map(|seq| self.decision_row(*seq)).collect()
    }

    /// One decision with what came upon it.
    pub(crate) fn decision_row(&self, seq: u64) -> Option<DecisionRow> {
        let record = tally::at(self.records, seq)?;
        let Event::DecisionMade(made) = &record.event else {
            return None;
        };
        let mut row = self.decision(record, made);
        for upon in self.tally.upon.get(&seq).into_iter().flatten() {
            let Some(record) = tally::at(self.records, *upon) else {
                continue;
            };
            match &record.event {
                Event::DecisionRevised(revised) => self.revise(&mut row, record, revised),
                Event::StanceTaken(taken) => row.stances.push(StanceView {
                    role_title: role_title(self.drill, &taken.role),
                    stance: stance_word(taken.stance).to_owned(),
                    says: taken.says.clone(),
                }),
                _ => {}
            }
        }
        row.struck = self.why_struck(seq);
        Some(row)
    }

    /// Why a record counts no more, where somebody said so.
    fn why_struck(&self, seq: u64) -> Option<String> {
        let by = tally::at(self.records, *self.tally.struck.get(&seq)?)?;
        match &by.event {
            Event::RecordStruck(struck) => Some(struck.reason.clone()),
            _ => None,
        }
    }

    fn decision(&self, record: &Record, made: &exercise::DecisionMade) -> DecisionRow {
        let inject = made.inject.as_ref();
        DecisionRow {
            seq: record.seq,
            elapsed_ms: made.effective.0,
            entered_ms: record.elapsed.0,
            at_ms: record.at.0,
            role: made.role.to_string(),
            role_title: role_title(self.drill, &made.role),
            person: made
                .person
                .as_ref()
                .map_or_else(String::new, |person| self.name(person)),
            inject: inject.map(InjectId::to_string),
            inject_title: inject.map_or_else(String::new, |id| self.inject_title(id)),
            option: made.option.as_ref().map(OptionId::to_string),
            option_label: self.option_label(inject, made.option.as_ref()),
            text: made.text.clone(),
            rationale: made.rationale.clone(),
            authorised_by: made.authorised_by.as_ref().map(RoleId::to_string),
            authorised_by_title: made
                .authorised_by
                .as_ref()
                .map_or_else(String::new, |role| role_title(self.drill, role)),
            latency_ms: made.latency.map(|latency| latency.0),
            target_ms: self.target(inject, &made.role),
            prompted: made.prompted,
            unauthorised: made.unauthorised,
            harmful: self.harmful(inject, made.option.as_ref()),
            revisions: Vec::new(),
            stances: Vec::new(),
            struck: None,
            source: source_word(made.source).to_owned(),
        }
    }

    fn revise(&self, row: &mut DecisionRow, record: &Record, to: &exercise::DecisionRevised) {
        let inject = row.inject.as_deref().map(InjectId::from);
        row.revisions.push(RevisionView {
            seq: record.seq,
            elapsed_ms: record.elapsed.0,
            text: row.text.clone(),
            option: row.option.as_ref().map(|_| row.option_label.clone()),
            rationale: row.rationale.clone(),
        });
        row.text.clone_from(&to.text);
        row.rationale.clone_from(&to.rationale);
        row.option = to.option.as_ref().map(OptionId::to_string);
        row.option_label = self.option_label(inject.as_ref(), to.option.as_ref());
        row.authorised_by = to.authorised_by.as_ref().map(RoleId::to_string);
        row.authorised_by_title = to
            .authorised_by
            .as_ref()
            .map_or_else(String::new, |role| role_title(self.drill, role));
        row.unauthorised = to.unauthorised;
        row.harmful |= self.harmful(inject.as_ref(), to.option.as_ref());
    }

    /// Every deadline: running ones by slack, then those to come, then those that are over.
    pub(crate) fn deadlines(&self) -> Vec<DeadlineRow> {
        let story = self.drill.story(self.now);
        let clock = self.drill.story_clock();
        let mut rows: Vec<(u8, i64, DeadlineRow)> = Vec::new();
        let binding: BTreeMap<DeadlineId, String> = self
            .drill
            .regimes()
            .flat_map(|regime| regime.stages)
            .map(|(deadline, counted)| (deadline.id.clone(), counted.limit))
            .collect();
        for (deadline, state) in self.drill.deadlines() {
            let met_late = state.met.zip(state.due).is_some_and(|(met, due)| met > due);
            let (order, word) = match (state.due, state.met) {
                (Some(_), Some(_)) if met_late => (2, "met-late"),
                (Some(_), Some(_)) => (2, "met"),
                (Some(_), None) if state.stopped => (3, "stopped"),
                (Some(_), None) if state.missed => (0, "missed"),
                (Some(_), None) if state.recognised.is_some() => (0, "recognised"),
                (Some(_), None) => (0, "began"),
                (None, _) => (1, "waiting"),
            };
            let slack = state.due.map(|due| (due - state.met.unwrap_or(story)).0);
            let running = order == 0 && !state.missed;
            let row = DeadlineRow {
                id: deadline.id.to_string(),
                title: deadline.title.clone(),
                source: deadline.source.clone(),
                outside: deadline.outside,
                role_title: deadline
                    .role
                    .as_ref()
                    .map_or_else(String::new, |role| role_title(self.drill, role)),
                within_ms: deadline.within.0,
                state: word.to_owned(),
                due_story: state.due.map_or_else(String::new, StoryTime::spoken),
                due_story_ms: state.due.map(|due| due.0),
                due_elapsed_ms: state
                    .due
                    .filter(|_| running)
                    .map(|due| clock.reaches(due).0),
                recognised: state.recognised.is_some(),
                slack_ms: slack,
                limit: binding.get(&deadline.id).cloned().unwrap_or_default(),
                pack: deadline.stage.as_ref().map(|it| it.pack.clone()),
                draft: deadline.stage.as_ref().is_some_and(|it| it.draft),
                content: deadline
                    .stage
                    .as_ref()
                    .map_or_else(Vec::new, |it| it.content.clone()),
            };
            rows.push((order, slack.unwrap_or(deadline.within.0), row));
        }
        rows.sort_by_key(|(order, slack, _)| (*order, *slack));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }

    /// The regimes whose clocks can run.
    pub(crate) fn regimes(&self) -> Vec<RegimeRow> {
        let row = |it: exercise::RegimeState<'_>| RegimeRow {
            pack: it.pack.id.clone(),
            title: it.pack.regime.clone(),
            draft: !it.pack.on_by_default(),
            happened: it
                .happened
                .iter()
                .map(|(event, story)| format!("{event}, {}", story.spoken()))
                .collect(),
            open: it.open,
        };
        self.drill.regimes().map(row).collect()
    }

    /// The newest notes, prompts, parked disputes and what the hot wash said, newest first.
    pub(crate) fn notes(&self, most: usize) -> Vec<NoteRow> {
        let newest = self.tally.notes.iter().rev().take(most);
        newest.filter_map(|seq| self.note(*seq)).collect()
    }

    fn note(&self, seq: u64) -> Option<NoteRow> {
        let record = tally::at(self.records, seq)?;
        let row = |kind: &str, by: &str, tone: &str, says: &str| NoteRow {
            seq,
            elapsed_ms: record.elapsed.0,
            kind: kind.to_owned(),
            by: by.to_owned(),
            tone: tone.to_owned(),
            says: says.to_owned(),
            objective: None,
            inject: None,
            critical: false,
            struck: self.why_struck(seq),
        };
        Some(match &record.event {
            Event::Noted(noted) => NoteRow {
                objective: noted.objective.as_ref().map(ToString::to_string),
                inject: noted.inject.as_ref().map(ToString::to_string),
                critical: noted.critical,
                ..row(
                    "note",
                    by_word(noted.by),
                    tone_word(noted.tone),
                    &noted.says,
                )
            },
            Event::Prompted(prompted) => NoteRow {
                inject: prompted.inject.as_ref().map(ToString::to_string),
                ..row("prompt", "facilitator", "neutral", &prompted.says)
            },
            Event::Parked(parked) => row("parked", "facilitator", "parked", &parked.says),
            Event::HotWashSaid(said) => {
                let role = said.role.as_ref();
                let by = role.map_or_else(String::new, |role| role_title(self.drill, role));
                NoteRow {
                    objective: said.objective.as_ref().map(ToString::to_string),
                    ..row("hot-wash", &by, topic_word(said.topic), &said.says)
                }
            }
            _ => return None,
        })
    }

    /// The newest questions, waiting ones first, each kind newest first.
    pub(crate) fn questions(&self, most: usize) -> Vec<QuestionRow> {
        let newest = self.tally.questions.iter().rev();
        let standing = newest.filter(|seq| !self.tally.struck.contains_key(seq));
        let row = |seq: &u64| {
            let record = tally::at(self.records, *seq)?;
            let Event::QuestionAsked(asked) = &record.event else {
                return None;
            };
            let answer = self.tally.answers.get(seq);
            let answer = answer.and_then(|by| tally::at(self.records, *by));
            Some(QuestionRow {
                seq: *seq,
                elapsed_ms: record.elapsed.0,
                role_title: role_title(self.drill, &asked.role),
                says: asked.says.clone(),
                answer: answer.and_then(|record| match &record.event {
                    Event::QuestionAnswered(answered) => Some(answered.says.clone()),
                    _ => None,
                }),
            })
        };
        let mut rows: Vec<QuestionRow> = standing.take(most).filter_map(row).collect();
        rows.sort_by_key(|row| row.answer.is_some());
        rows
    }

    /// The newest messages, newest first; of people outside the room alone where that is all that is wanted.
    pub(crate) fn messages(&self, most: usize, outside: bool) -> Vec<DeskMessage> {
        // Whoever outside has spoken since, to whom.
        let mut answered: BTreeSet<(String, String)> = BTreeSet::new();
        let mut rows = Vec::new();
        for seq in self.tally.messages.iter().rev() {
            let Some(record) = tally::at(self.records, *seq) else {
                continue;
            };
            let Event::MessageSent(sent) = &record.event else {
                continue;
            };
            let message = self.message(record, sent);
            let pair = match (&sent.from, &sent.to) {
                (Party::Outside(name), Party::Role(role))
                | (Party::Role(role), Party::Outside(name)) => {
                    Some((name.clone(), role.to_string()))
                }
                (_, _) => None,
            };
            let waiting = match (&sent.to, &pair) {
                (Party::Outside(_), Some(pair)) => !answered.contains(pair),
                (_, _) => false,
            };
            if let (Party::Outside(_), Some(pair)) = (&sent.from, &pair) {
                answered.insert(pair.clone());
            }
            if !outside || pair.is_some() {
                rows.push(DeskMessage { message, waiting });
            }
            if rows.len() == most {
                break;
            }
        }
        rows
    }

    /// A message as everybody sees it who may.
    pub(crate) fn message(&self, record: &Record, sent: &exercise::MessageSent) -> MessageItem {
        message_item(
            self.drill,
            self.drill.story_clock().at(record.elapsed),
            record,
            sent,
        )
    }

    /// The newest outside bodies that were told, newest first.
    pub(crate) fn notifications(&self, most: usize) -> Vec<NotificationRow> {
        let newest = self.tally.notifications.iter().rev().take(most);
        let row = |seq: &u64| {
            let record = tally::at(self.records, *seq)?;
            let Event::NotificationLogged(logged) = &record.event else {
                return None;
            };
            Some(NotificationRow {
                seq: *seq,
                elapsed_ms: record.elapsed.0,
                role_title: role_title(self.drill, &logged.role),
                body: logged.body.clone(),
                means: logged.means.clone(),
                says: logged.says.clone(),
                deadline: logged.deadline.as_ref().map(|id| {
                    let known = self.drill.deadline(id);
                    known.map_or_else(|| id.to_string(), |(deadline, _)| deadline.title.clone())
                }),
            })
        };
        newest.filter_map(row).collect()
    }

    /// The question on the table with what was answered.
    pub(crate) fn question(&self) -> Option<QuestionItem> {
        let open = self.drill.discussion()?;
        let mut modules = self.drill.scenario().modules.iter();
        let module = modules.find(|module| module.id == open.module)?;
        let answers = self.tally.table.iter().filter_map(|(role, seq)| {
            let Event::DiscussionAnswered(said) = &tally::at(self.records, *seq)?.event else {
                return None;
            };
            let title = role.as_ref().map(|role| role_title(self.drill, role));
            Some(TableAnswer {
                role_title: title.unwrap_or_default(),
                role: role.as_ref().map(RoleId::to_string),
                says: said.says.clone(),
            })
        });
        Some(QuestionItem {
            module: module.id.to_string(),
            module_title: module.title.clone(),
            question: open.question,
            of: u32::try_from(module.questions.len()).unwrap_or(u32::MAX),
            says: module.questions.get(open.question as usize)?.clone(),
            answers: answers.collect(),
        })
    }

    /// The findings of earlier drills that this one watches for, as expected actions.
    pub fn again(&self) -> Vec<ExpectedView> {
        self.drill
            .actions()
            .filter(|(action, _)| action.again.is_some())
            .map(|(action, state)| self.expected(action, state))
            .collect()
    }

    /// One expected action with what has become of it.
    pub(crate) fn expected(&self, action: &ExpectedAction, state: &ActionState) -> ExpectedView {
        let runs = state.outcome.is_none() && !state.lapsed;
        ExpectedView {
            id: action.id.to_string(),
            text: action.text.clone(),
            role: action.role.to_string(),
            role_title: role_title(self.drill, &action.role),
            target_ms: action.within.0,
            critical: action.critical,
            section: action.section.clone(),
            objective: action.objective.as_ref().map(ToString::to_string),
            outcome: state
                .outcome
                .map(|outcome| outcome_word(outcome).to_owned()),
            latency_ms: state.latency.map(|latency| latency.0),
            runs_from_ms: self
                .drill
                .action_runs_from(state)
                .filter(|_| runs || state.lapsed)
                .map(|e| e.0),
            lapsed: state.lapsed,
            prompted: state.prompted,
            harmful: state.harmful,
            note: state.note.clone(),
        }
    }

    /// Who plays a role.
    pub(crate) fn holders(&self, role: &RoleId) -> Vec<HolderView> {
        let Some((_, state)) = self.drill.role(role) else {
            return Vec::new();
        };
        state
            .holders
            .iter()
            .map(|holder| HolderView {
                person: holder.person.as_ref().map(ToString::to_string),
                name: holder
                    .person
                    .as_ref()
                    .map_or_else(|| "bot".to_owned(), |id| self.name(id)),
                standing: standing_word(holder.standing).to_owned(),
                presence: presence_word(self.presence(holder.person.as_ref())).to_owned(),
            })
            .collect()
    }

    fn presence(&self, person: Option<&PersonId>) -> Option<Presence> {
        person.and_then(|person| self.drill.presence(person))
    }
}

/// A message as a seat and the desk show it; `story` is the moment of the story.
pub(crate) fn message_item(
    drill: &Exercise,
    story: StoryTime,
    record: &Record,
    sent: &exercise::MessageSent,
) -> MessageItem {
    let name = |party: &Party| match party {
        Party::Role(role) => role_title(drill, role),
        Party::Outside(name) => name.clone(),
    };
    let role = |party: &Party| match party {
        Party::Role(role) => Some(role.to_string()),
        Party::Outside(_) => None,
    };
    MessageItem {
        message: record.seq,
        from: name(&sent.from),
        from_role: role(&sent.from),
        to: name(&sent.to),
        to_role: role(&sent.to),
        says: sent.says.clone(),
        elapsed_ms: record.elapsed.0,
        story: story.spoken(),
    }
}

/// How an inject went so far, in a word: its expected actions together.
pub(crate) fn inject_mark(drill: &Exercise, id: &InjectId) -> &'static str {
    let mut mark = "";
    for (_, state) in drill.actions_of(id) {
        let word = match (state.outcome, state.lapsed) {
            (Some(Outcome::Missed), _) | (None, true) => "missed",
            (Some(Outcome::MetLate | Outcome::Partial), _) => "late",
            (Some(Outcome::Met), _) => "met",
            (Some(Outcome::NotTested), _) => "",
            (None, false) => "running",
        };
        let weight = |word: &str| match word {
            "missed" => 4,
            "running" => 3,
            "late" => 2,
            "met" => 1,
            _ => 0,
        };
        if weight(word) > weight(mark) {
            mark = word;
        }
    }
    mark
}

/// Whether a delivered inject still waits for something: a decision, or an expected action.
pub(crate) fn is_open(drill: &Exercise, id: &InjectId) -> bool {
    let Some((inject, state)) = drill.inject(id) else {
        return false;
    };
    let delivered = state.status == exercise::InjectStatus::Delivered;
    let undecided = !inject.options.is_empty() && state.decided.is_empty();
    let running = drill
        .actions_of(id)
        .any(|(_, action)| action.outcome.is_none());
    delivered && (undecided || running)
}

/// Whether nobody has answered a delivered inject yet: it asks for a decision and has none, or it expects something and
/// nothing of it was seen. What else it expects after an answer is no longer a question to the table.
pub(crate) fn is_unanswered(drill: &Exercise, id: &InjectId) -> bool {
    let Some((inject, state)) = drill.inject(id) else {
        return false;
    };
    let seen = drill
        .actions_of(id)
        .any(|(_, action)| action.outcome.is_some());
    is_open(drill, id) && state.decided.is_empty() && (!inject.options.is_empty() || !seen)
}

pub(crate) fn ms(elapsed: Option<Elapsed>) -> Option<i64> {
    elapsed.map(|elapsed| elapsed.0)
}

fn by_word(by: exercise::NoteBy) -> &'static str {
    match by {
        exercise::NoteBy::Facilitator => "facilitator",
        exercise::NoteBy::Evaluator => "evaluator",
        exercise::NoteBy::Scribe => "scribe",
    }
}
