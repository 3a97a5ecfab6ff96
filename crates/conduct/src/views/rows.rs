//! Rows that several screens show: decisions, deadlines, expected actions, notes, questions. Made in one pass over the
//! records and the fold.

use std::collections::BTreeMap;

use exercise::{ActionState, Event, Exercise, Outcome, Presence, Record, StoryTime};
use scenario::ExpectedAction;
use terms::{Elapsed, InjectId, OptionId, PersonId, RoleId, Stamp};
use wire::{
    DeadlineRow, DecisionRow, ExpectedView, HolderView, NoteRow, QuestionRow, RevisionView,
    StanceView,
};

use super::words::*;

/// What a view looks at: the fold, the records, the names and the moment.
pub struct Scene<'a> {
    /// Where the drill stands.
    pub drill: &'a Exercise,
    /// Its records up to there.
    pub records: &'a [Record],
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
            .unwrap_or_else(|| "name erased".to_owned())
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

    /// Every decision, newest first.
    pub(crate) fn decisions(&self) -> Vec<DecisionRow> {
        let mut rows: BTreeMap<u64, DecisionRow> = BTreeMap::new();
        for record in self.records {
            match &record.event {
                Event::DecisionMade(made) => {
                    rows.insert(record.seq, self.decision(record, made));
                }
                Event::DecisionRevised(revised) => {
                    if let Some(row) = rows.get_mut(&revised.decision) {
                        self.revise(row, record, revised);
                    }
                }
                Event::StanceTaken(taken) => {
                    if let Some(row) = rows.get_mut(&taken.decision) {
                        row.stances.push(StanceView {
                            role_title: role_title(self.drill, &taken.role),
                            stance: match taken.stance {
                                exercise::Stance::Agrees => "agrees".to_owned(),
                                exercise::Stance::Dissents => "dissents".to_owned(),
                            },
                            says: taken.says.clone(),
                        });
                    }
                }
                Event::RecordStruck(struck) => {
                    if let Some(row) = rows.get_mut(&struck.record) {
                        row.struck = Some(struck.reason.clone());
                    }
                }
                _ => {}
            }
        }
        rows.into_values().rev().collect()
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
            };
            rows.push((order, slack.unwrap_or(deadline.within.0), row));
        }
        rows.sort_by_key(|(order, slack, _)| (*order, *slack));
        rows.into_iter().map(|(_, _, row)| row).collect()
    }

    /// Notes, prompts, parked disputes and what the hot wash said, newest first.
    pub(crate) fn notes(&self) -> Vec<NoteRow> {
        let mut rows: BTreeMap<u64, NoteRow> = BTreeMap::new();
        for record in self.records {
            let row = |kind: &str, by: &str, tone: &str, says: &str| NoteRow {
                seq: record.seq,
                elapsed_ms: record.elapsed.0,
                kind: kind.to_owned(),
                by: by.to_owned(),
                tone: tone.to_owned(),
                says: says.to_owned(),
                objective: None,
                inject: None,
                critical: false,
                struck: None,
            };
            let made = match &record.event {
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
                Event::HotWashSaid(said) => NoteRow {
                    objective: said.objective.as_ref().map(ToString::to_string),
                    ..row(
                        "hot-wash",
                        &said
                            .role
                            .as_ref()
                            .map_or_else(String::new, |r| role_title(self.drill, r)),
                        topic_word(said.topic),
                        &said.says,
                    )
                },
                Event::RecordStruck(struck) => {
                    if let Some(row) = rows.get_mut(&struck.record) {
                        row.struck = Some(struck.reason.clone());
                    }
                    continue;
                }
                _ => continue,
            };
            rows.insert(record.seq, made);
        }
        rows.into_values().rev().collect()
    }

    /// Questions, waiting ones first, each kind newest first.
    pub(crate) fn questions(&self) -> Vec<QuestionRow> {
        let mut rows: BTreeMap<u64, QuestionRow> = BTreeMap::new();
        for record in self.records {
            match &record.event {
                Event::QuestionAsked(asked) => {
                    rows.insert(
                        record.seq,
                        QuestionRow {
                            seq: record.seq,
                            elapsed_ms: record.elapsed.0,
                            role_title: role_title(self.drill, &asked.role),
                            says: asked.says.clone(),
                            answer: None,
                        },
                    );
                }
                Event::QuestionAnswered(answered) => {
                    if let Some(row) = rows.get_mut(&answered.question) {
                        row.answer = Some(answered.says.clone());
                    }
                }
                Event::RecordStruck(struck) => {
                    rows.remove(&struck.record);
                }
                _ => {}
            }
        }
        let mut rows: Vec<QuestionRow> = rows.into_values().rev().collect();
        rows.sort_by_key(|row| row.answer.is_some());
        rows
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
