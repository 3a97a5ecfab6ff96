//! Which sections of a plan drills exercised: when, by which injects, and how it went. Not here: how a drill is judged
//! (`evaluation`), and which drills count (`keep`).

use std::collections::BTreeMap;

use evaluation::Evaluation;
use terms::{ExerciseId, PlanId, Span, Stamp};
use wire::SectionExercise;

use crate::keep::Keep;

/// After how long an exercise of a section says little: the plan and the people are not the same any more.
const YEAR: Span = Span(365 * 24 * 60 * 60 * 1000);

/// The sections of a plan by path, each with the drills that exercised it.
pub struct Coverage {
    /// When it is looked at.
    pub now: Stamp,
    sections: BTreeMap<String, Vec<Exercised>>,
}

/// The way of every section through the revisions of a plan: where it was moved, and what its heading became.
pub struct Trail {
    /// By the hash of each revision, the oldest first: the paths that changed to the next one.
    steps: Vec<(String, BTreeMap<String, String>)>,
}

impl Trail {
    /// Through all revisions of a plan. One that cannot be read leaves the paths as they are.
    pub fn of(keep: &Keep, id: &PlanId) -> Self {
        let Some(fold) = keep.plans.get(id) else {
            return Self { steps: Vec::new() };
        };
        let mut steps: Vec<(String, BTreeMap<String, String>)> = Vec::new();
        let mut before: Option<plan::Plan> = None;
        for revision in &fold.revisions {
            let read = keep.plan(&revision.hash, fold.headings).ok();
            let read = read.map(|source| source.read().0);
            if let (Some((_, step)), Some(before), Some(now)) = (steps.last_mut(), &before, &read) {
                *step = plan::followed(before, now);
            }
            steps.push((revision.hash.clone(), BTreeMap::new()));
            before = read;
        }
        Self { steps }
    }

    /// Where a section of the revision with that hash stands now.
    pub fn now(&self, hash: &str, path: &str) -> String {
        let from = self.steps.iter().rposition(|(known, _)| known == hash);
        let mut path = path.to_owned();
        for (_, step) in self.steps.iter().skip(from.unwrap_or(self.steps.len())) {
            if let Some(next) = step.get(&path) {
                path.clone_from(next);
            }
        }
        path
    }
}

/// One drill on one section.
struct Exercised {
    at: Stamp,
    row: SectionExercise,
}

/// What drills did with one section, the newest first.
#[derive(Clone, Copy)]
pub struct Covered<'a>(&'a [Exercised]);

impl Coverage {
    /// Nothing yet, looked at now.
    pub fn at(now: Stamp) -> Self {
        Self {
            now,
            sections: BTreeMap::new(),
        }
    }

    /// One section.
    pub fn of(&self, path: &str) -> Covered<'_> {
        Covered(self.sections.get(path).map_or(&[], Vec::as_slice))
    }

    /// Takes a drill in, with where each section of its plan stands now; newer ones after older ones.
    pub fn add(
        &mut self,
        evaluation: &Evaluation,
        (exercise, title, at): (&ExerciseId, &str, Stamp),
        now: impl Fn(&str) -> String,
    ) {
        let titles: BTreeMap<_, _> = evaluation
            .injects
            .iter()
            .map(|inject| (&inject.inject, inject.title.as_str()))
            .collect();
        for section in evaluation.coverage.iter().filter(|section| section.in_plan) {
            let outcomes = section.outcomes;
            if outcomes.tested() == 0 {
                continue;
            }
            let injects = section.injects.iter();
            let row = SectionExercise {
                exercise: exercise.to_string(),
                drill: title.to_owned(),
                date: day(at),
                injects: injects
                    .filter_map(|id| titles.get(id).map(|title| (*title).to_owned()))
                    .collect(),
                met: outcomes.met,
                missed: outcomes.missed,
                tested: outcomes.tested(),
            };
            let drills = self.sections.entry(now(&section.section)).or_default();
            drills.insert(0, Exercised { at, row });
        }
    }
}

impl Covered<'_> {
    /// `never`, `exercised`, or `missed` where the newest drill missed something.
    pub fn word(self) -> &'static str {
        match self.0.first() {
            None => "never",
            Some(last) if last.row.missed > 0 => "missed",
            Some(_) => "exercised",
        }
    }

    /// How the newest drill went, as a sentence.
    pub fn says(self) -> String {
        let Some(Exercised { row, .. }) = self.0.first() else {
            return "Never exercised in a drill.".to_owned();
        };
        let SectionExercise {
            drill,
            date,
            injects,
            met,
            tested,
            ..
        } = row;
        let injects = injects.join("; ");
        format!(
            "“{drill}”, {date}: {met} of {tested} expected actions met in time. Injects: {injects}."
        )
    }

    /// True where it was exercised, and that was longer ago than a year.
    pub fn is_stale(self, now: Stamp) -> bool {
        self.0.first().is_some_and(|last| last.at + YEAR < now)
    }

    /// Every drill, the newest first.
    pub fn rows(self) -> Vec<SectionExercise> {
        self.0.iter().map(|one| one.row.clone()).collect()
    }
}

/// The day of a moment.
pub fn day(at: Stamp) -> String {
    chrono::DateTime::from_timestamp_millis(at.0)
        .map_or_else(String::new, |moment| moment.format("%Y-%m-%d").to_string())
}
