//! What was said and judged: notes, hot wash, feedback, findings, ratings, the trainer's own words.
//! Not here: what was done.

use std::collections::HashMap;

use exercise::{
    FeedbackGiven, Finding, FindingDropped, FindingRevised, HotWashSaid, HotWashTopic,
    NarrativePart, NarrativeWritten, Noted, ObjectiveRated, Parked, Record,
};
use terms::ObjectiveId;

use crate::happened::NoteSummary;
use crate::judged::Confirmed;
use crate::model::{FeedbackSummary, HotWash, Narratives, Said};

/// The talk of one drill.
#[derive(Default)]
pub(crate) struct Talk<'a> {
    pub notes: Vec<NoteSummary>,
    pub hot_wash: HotWash,
    pub feedback: FeedbackSummary,
    pub narratives: Narratives,
    pub raised: Vec<Raised<'a>>,
    pub ratings: HashMap<&'a ObjectiveId, Confirmed>,
    raised_at: HashMap<u64, usize>,
}

/// A finding as it was raised and changed.
pub(crate) struct Raised<'a> {
    pub record: u64,
    pub revised: Vec<u64>,
    pub finding: &'a Finding,
    pub dropped: Option<&'a str>,
}

impl<'a> Talk<'a> {
    pub fn park(&mut self, record: u64, parked: &'a Parked) {
        let said = Said {
            record,
            role: None,
            objective: None,
            says: parked.says.clone(),
        };
        self.hot_wash
            .topics
            .entry(HotWashTopic::Parked)
            .or_default()
            .push(said);
    }

    pub fn say(&mut self, record: u64, said: &'a HotWashSaid) {
        self.hot_wash
            .topics
            .entry(said.topic)
            .or_default()
            .push(Said {
                record,
                role: said.role.clone(),
                objective: said.objective.clone(),
                says: said.says.clone(),
            });
    }

    pub fn note(&mut self, record: &'a Record, noted: &'a Noted) {
        self.notes.push(NoteSummary {
            record: record.seq,
            elapsed: record.elapsed,
            by: noted.by,
            says: noted.says.clone(),
            tone: noted.tone,
            objective: noted.objective.clone(),
            inject: noted.inject.clone(),
            critical: noted.critical,
        });
    }

    pub fn collect(&mut self, given: &'a FeedbackGiven) {
        self.feedback.forms += 1;
        for (marks, mark) in self.feedback.statements.iter_mut().zip(given.marks) {
            if (1..=5).contains(&mark) {
                marks.n += 1;
                marks.sum += u32::from(mark);
            }
        }
        let texts = [
            (&given.strengths, &mut self.feedback.strengths),
            (&given.improvements, &mut self.feedback.improvements),
            (&given.says, &mut self.feedback.says),
        ];
        for (text, list) in texts {
            if !text.trim().is_empty() {
                list.push(text.clone());
            }
        }
    }

    pub fn rate(&mut self, record: u64, rated: &'a ObjectiveRated) {
        let confirmed = Confirmed {
            record,
            rating: rated.rating,
            overridden: rated
                .suggested
                .is_some_and(|suggested| suggested != rated.rating),
            reason: rated.reason.clone(),
        };
        self.ratings.insert(&rated.objective, confirmed);
    }

    pub fn raise(&mut self, record: u64, finding: &'a Finding) {
        self.raised_at.insert(record, self.raised.len());
        self.raised.push(Raised {
            record,
            revised: Vec::new(),
            finding,
            dropped: None,
        });
    }

    pub fn revise(&mut self, record: u64, revised: &'a FindingRevised) {
        if let Some(raised) = self.raised_mut(revised.finding) {
            raised.revised.push(record);
            raised.finding = &revised.now;
        }
    }

    pub fn drop_finding(&mut self, dropped: &'a FindingDropped) {
        if let Some(raised) = self.raised_mut(dropped.finding) {
            raised.dropped = Some(&dropped.reason);
        }
    }

    pub fn narrate(&mut self, written: &'a NarrativeWritten) {
        match &written.part {
            NarrativePart::Summary => self.narratives.summary = Some(written.text.clone()),
            NarrativePart::Objective(objective) => {
                self.narratives
                    .objectives
                    .insert(objective.clone(), written.text.clone());
            }
        }
    }

    /// Puts free texts in an order that tells nobody who wrote them.
    pub fn finish(&mut self) {
        self.feedback.strengths.sort();
        self.feedback.improvements.sort();
        self.feedback.says.sort();
    }

    fn raised_mut(&mut self, record: u64) -> Option<&mut Raised<'a>> {
        let at = *self.raised_at.get(&record)?;
        self.raised.get_mut(at)
    }
}
