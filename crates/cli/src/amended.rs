//! The plan with the lessons of a rehearsal in it: those of every expected action that was late, only done in part or
//! missed, and a row in its revision table. Not here: who approves it; it stays a proposal.

use conduct::Drill;
use evaluation::Evaluation;
use exercise::{Event, Outcome};
use plan::{Amendment, AmendmentOp, Edition, Hand, Plan, Source};
use scenario::{Lesson, LessonAmendment};
use terms::{ActionId, Stamp};

/// Who stands in the revision row.
pub const AUTHOR: &str = "Rockdrill rehearsal";

/// A lesson of the scenario and what became of it.
#[derive(Debug)]
pub struct Applied {
    /// The expected action it hangs on.
    pub action: ActionId,
    /// How that action went.
    pub outcome: Outcome,
    /// What was learned.
    pub says: String,
    /// The change to the plan.
    pub amendment: Amendment,
    /// The record of the finding it answers, where one was raised.
    pub finding: Option<u64>,
    /// Why it could not be made in this plan.
    pub refused: Option<String>,
}

/// An amended plan.
#[derive(Debug)]
pub struct AmendedPlan {
    /// The plan in the form that it had; a Word file with tracked changes.
    pub source: Source,
    /// The lessons, those that fitted and those that did not.
    pub lessons: Vec<Applied>,
    /// The number of the revision row; none where the plan takes none.
    pub revision: Option<String>,
    /// Why the plan took no revision row.
    pub no_revision: Option<String>,
}

/// The lessons of the expected actions that did not go as they should.
pub fn lessons(drill: &Drill, evaluation: &Evaluation) -> Vec<Applied> {
    let written = &drill.exercise.scenario().expected_actions;
    let went_wrong = evaluation.actions.iter().filter(|done| match done.outcome {
        Outcome::MetLate | Outcome::Partial | Outcome::Missed => true,
        Outcome::Met | Outcome::NotTested => false,
    });
    let learned = went_wrong.filter_map(|done| {
        let action = written.iter().find(|action| action.id == done.action)?;
        let lesson = action.lesson.as_ref()?;
        Some(Applied {
            action: done.action.clone(),
            outcome: done.outcome,
            says: lesson.says.clone(),
            amendment: amendment(drill, done.outcome, lesson),
            finding: finding_about(drill, &done.action),
            refused: None,
        })
    });
    learned.collect()
}

/// Applies what can be applied and adds the revision row.
pub fn amend(source: &Source, plan: &Plan, mut lessons: Vec<Applied>, row: Row<'_>) -> AmendedPlan {
    loop {
        let fitting: Vec<usize> = (0..lessons.len())
            .filter(|&nth| lessons[nth].refused.is_none())
            .collect();
        let changes: Vec<Amendment> = fitting
            .iter()
            .map(|&nth| lessons[nth].amendment.clone())
            .collect();
        match source.amend(&changes, row.hand()) {
            Ok(amended) => return with_row(amended.source, plan, lessons, row),
            Err(refused) => {
                let mut fewer = false;
                for refusal in refused {
                    if let Some(&nth) = fitting.get(refusal.amendment) {
                        lessons[nth].refused = Some(refusal.why.to_string());
                        fewer = true;
                    }
                }
                if !fewer {
                    return AmendedPlan {
                        source: source.clone(),
                        lessons,
                        revision: None,
                        no_revision: Some("the plan cannot be amended".to_owned()),
                    };
                }
            }
        }
    }
}

/// What the revision row says.
#[derive(Clone, Copy, Debug)]
pub struct Row<'a> {
    /// The day of the rehearsal.
    pub date: &'a str,
    /// The title of the drill.
    pub drill: &'a str,
    /// How people behaved, and with which seed.
    pub how: &'a str,
    /// When the changes are said to be made.
    pub at: Stamp,
}

impl Row<'_> {
    fn hand(&self) -> Hand<'static> {
        Hand {
            author: AUTHOR,
            at: self.at,
            edition: Edition::Tracked,
        }
    }
}

fn with_row(source: Source, plan: &Plan, lessons: Vec<Applied>, row: Row<'_>) -> AmendedPlan {
    let made = lessons.iter().filter(|it| it.refused.is_none()).count();
    let number = next_number(plan);
    let drill = row.drill;
    let note = match made {
        0 => format!(
            "Draft after the rehearsal \"{drill}\" ({}): no change proposed",
            row.how
        ),
        1 => format!(
            "Draft after the rehearsal \"{drill}\" ({}): 1 lesson",
            row.how
        ),
        _ => format!(
            "Draft after the rehearsal \"{drill}\" ({}): {made} lessons",
            row.how
        ),
    };
    let op = AmendmentOp::Revision {
        number: number.clone(),
        date: row.date.to_owned(),
        note,
    };
    let revision = Amendment {
        op,
        because: None,
        base: None,
    };
    match source.amend(&[revision], row.hand()) {
        Ok(amended) => AmendedPlan {
            source: amended.source,
            lessons,
            revision: Some(number),
            no_revision: None,
        },
        Err(refused) => AmendedPlan {
            source,
            lessons,
            revision: None,
            no_revision: refused.first().map(|refusal| refusal.why.to_string()),
        },
    }
}

/// The number that a plan gives itself: its stated version, else that of the newest row of its table.
pub fn number_of(plan: &Plan) -> String {
    let stated = plan.control.version.as_ref().map(|it| it.value.clone());
    let value = |row: &plan::RevisionRow| row.number.parse::<f64>().unwrap_or(0.0);
    let newest = || {
        let rows = plan.revisions.iter();
        let newest = rows.max_by(|a, b| value(a).total_cmp(&value(b)));
        newest.map(|row| row.number.clone())
    };
    stated.or_else(newest).unwrap_or_default()
}

/// The number after that of the plan: 5 after 4, 1.4 after 1.3.
pub fn next_number(plan: &Plan) -> String {
    let number = number_of(plan);
    let (head, last) = match number.rsplit_once('.') {
        Some((head, last)) => (format!("{head}."), last),
        None => (String::new(), number.as_str()),
    };
    let word = last.trim_start_matches(|c: char| !c.is_ascii_digit());
    let before = &last[..last.len() - word.len()];
    match word.parse::<u32>() {
        Ok(number) => format!("{head}{before}{}", number.saturating_add(1)),
        Err(_) if number.is_empty() => "1".to_owned(),
        Err(_) => format!("{number} (rehearsal)"),
    }
}

fn amendment(drill: &Drill, outcome: Outcome, lesson: &Lesson) -> Amendment {
    let op = match lesson.amend.clone() {
        LessonAmendment::Replace(it) => AmendmentOp::Replace {
            section: it.section,
            find: it.find,
            text: it.text,
        },
        LessonAmendment::Insert(it) => AmendmentOp::Insert {
            section: it.section,
            text: it.text,
        },
        LessonAmendment::AppendItem(it) => AmendmentOp::AppendItem {
            section: it.section,
            text: it.text,
        },
        LessonAmendment::NewSection(it) => AmendmentOp::NewSection {
            parent: it.parent,
            title: it.title,
            text: it.text,
        },
    };
    let title = &drill.exercise.briefed().title;
    let how = evaluation::outcome_word(outcome);
    Amendment {
        op,
        because: Some(format!("Rehearsal \"{title}\" ({how}): {}", lesson.says)),
        base: None,
    }
}

fn finding_about(drill: &Drill, action: &ActionId) -> Option<u64> {
    drill.records.iter().find_map(|record| match &record.event {
        Event::FindingRaised(raised) if raised.finding.action.as_ref() == Some(action) => {
            Some(record.seq)
        }
        _ => None,
    })
}
