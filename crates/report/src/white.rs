//! What only the white cell knows of a scenario, as texts, so that an edition for others can be held against them. What
//! players saw or said themselves is no secret, even where an expected action has the same words. Not here: which edition
//! shows what (`edition`).

use std::collections::{BTreeSet, HashMap};

use evaluation::{Evaluation, InjectState};
use scenario::{Inject, LessonAmendment, Scenario};

/// Shorter texts are words of the language and no secret.
const LETTERS_MIN: usize = 12;

/// Stands where such a text was.
const COVER: &str = "(white cell)";

/// Texts that only the white cell knows, the longest first.
pub(crate) struct White {
    texts: Vec<String>,
    /// The texts by how they begin, so that a sentence is read once and not once for each of them.
    begin: HashMap<[u8; LETTERS_MIN], Vec<usize>>,
}

impl White {
    /// Collects them from a scenario as it was played. What stands in a text that everybody knows, such as the plan's own,
    /// is no secret.
    pub fn of(scenario: &Scenario, evaluation: &Evaluation, known: &[&str]) -> Self {
        let mut texts: Vec<String> = Vec::new();
        for action in &scenario.expected_actions {
            texts.push(action.text.clone());
            if let Some(lesson) = &action.lesson {
                texts.push(lesson.says.clone());
                texts.push(text_of(&lesson.amend));
            }
        }
        for objective in &scenario.objectives {
            texts.extend(objective.critical_tasks.iter().cloned());
            texts.push(objective.target.clone());
        }
        for inject in &scenario.injects {
            texts.push(inject.white_cell.clone());
            texts.extend(inject.white_cell.lines().map(str::to_owned));
            texts.extend(inject.prompts.iter().cloned());
            texts.extend(inject.options.iter().map(|it| it.debrief.clone()));
            texts.extend(inject.options.iter().map(|it| it.white_cell.clone()));
            if inject.subject.is_some() || !was_seen(evaluation, inject) {
                texts.push(inject.title.clone());
            }
        }
        for spread in scenario.exposure.iter().flat_map(|it| &it.spread) {
            texts.push(spread.reaches.clone());
            texts.push(spread.means.clone());
        }
        let texts = texts
            .iter()
            .map(|text| text.trim().trim_end_matches('.').to_owned())
            .filter(|text| text.chars().count() >= LETTERS_MIN)
            .collect();
        let all = Self::from(texts);
        let seen = all.found_in(&seen(scenario, evaluation, known));
        let hidden = (0..).zip(all.texts);
        let hidden = hidden.filter(|(at, _)| !seen.contains(at));
        Self::from(hidden.map(|(_, text)| text).collect())
    }

    fn from(mut texts: Vec<String>) -> Self {
        texts.sort_by(|a, b| b.len().cmp(&a.len()).then_with(|| a.cmp(b)));
        texts.dedup();
        let mut begin: HashMap<[u8; LETTERS_MIN], Vec<usize>> = HashMap::new();
        for (at, text) in texts.iter().enumerate() {
            if let Some(first) = text.as_bytes().first_chunk() {
                begin.entry(*first).or_default().push(at);
            }
        }
        Self { texts, begin }
    }

    /// Which of them stand in the text.
    fn found_in(&self, text: &str) -> BTreeSet<usize> {
        let bytes = text.as_bytes();
        let mut found = BTreeSet::new();
        for at in 0..bytes.len() {
            let Some(first) = bytes[at..].first_chunk() else {
                break;
            };
            let texts = self.begin.get(first).into_iter().flatten();
            found.extend(texts.filter(|nth| bytes[at..].starts_with(self.texts[**nth].as_bytes())));
        }
        found
    }

    /// True where one of them stands in the text.
    pub fn stands_in(&self, text: &str) -> bool {
        !self.found_in(text).is_empty()
    }

    /// The text with each of them covered; none where it holds none.
    pub fn covered(&self, text: &str) -> Option<String> {
        let found = self.found_in(text);
        let cover = |text: String, nth: &usize| text.replace(self.texts[*nth].as_str(), COVER);
        (!found.is_empty()).then(|| found.iter().fold(text.to_owned(), cover))
    }
}

fn was_seen(evaluation: &Evaluation, inject: &Inject) -> bool {
    let mut injects = evaluation.injects.iter();
    let found = injects.find(|it| it.inject == inject.id);
    found.is_some_and(|it| match it.state {
        InjectState::Delivered | InjectState::Withdrawn => true,
        InjectState::Waiting
        | InjectState::Held
        | InjectState::Skipped
        | InjectState::Cancelled => false,
    })
}

/// Everything that players saw or said, in one text.
fn seen(scenario: &Scenario, evaluation: &Evaluation, known: &[&str]) -> String {
    let mut seen = String::new();
    let mut add = |text: &str| {
        seen.push_str(text);
        seen.push('\n');
    };
    add(&scenario.title);
    add(&scenario.summary);
    for role in &scenario.roles {
        add(&role.title);
        add(&role.brief);
    }
    for objective in &scenario.objectives {
        add(&objective.title);
        add(&objective.capability);
    }
    for module in &scenario.modules {
        add(&module.title);
    }
    for inject in &scenario.injects {
        if was_seen(evaluation, inject) {
            add(inject.subject.as_deref().unwrap_or(&inject.title));
            add(&inject.body);
            add(&inject.from);
            for option in &inject.options {
                add(&option.label);
            }
        }
    }
    for deadline in evaluation
        .deadlines
        .iter()
        .filter(|it| it.recognised.is_some())
    {
        add(&deadline.title);
    }
    for decision in &evaluation.decisions {
        add(&decision.text);
        add(&decision.rationale);
    }
    for text in known {
        add(text);
    }
    seen
}

fn text_of(amend: &LessonAmendment) -> String {
    match amend {
        LessonAmendment::Replace(it) => it.text.clone(),
        LessonAmendment::Insert(it) => it.text.clone(),
        LessonAmendment::AppendItem(it) => it.text.clone(),
        LessonAmendment::NewSection(it) => it.text.clone(),
    }
}
