//! What a rule pack holds. Deliberately not here: reading one (`read`) and counting with it (`due`).

use std::fmt;
use std::sync::LazyLock;

use chrono::NaiveDate;
use chrono_tz::Tz;

use crate::Event;

/// The rules of one regime.
#[derive(Clone, Debug, PartialEq)]
pub struct Pack {
    /// The word that names the pack, such as `gdpr-33`.
    pub id: String,
    /// The regime as a person knows it.
    pub regime: String,
    /// The number of this edition of the pack.
    pub version: u32,
    /// Whether the regime binds.
    pub status: Status,
    /// Off by default: proposed, or not confirmed against the text of the regime.
    pub draft: bool,
    /// How the pack was confirmed.
    pub confidence: Confidence,
    /// Where and for whom the regime applies.
    pub jurisdiction: String,
    /// The zone in which its days are counted, where nobody names another.
    pub zone: Option<Tz>,
    /// The shipped calendar whose holidays count, where nobody gives another.
    pub calendar: Option<String>,
    /// The first day on which it binds.
    pub from: Option<NaiveDate>,
    /// The last day on which it binds.
    pub until: Option<NaiveDate>,
    /// The notices it asks for, in their order.
    pub stages: Vec<Stage>,
    /// Those who may not use the roll of some stages.
    pub exclusions: Vec<Exclusion>,
    /// What the regime says and this pack does not count.
    pub not_modelled: Vec<String>,
}

/// One notice: to whom, and by when.
#[derive(Clone, Debug, PartialEq)]
pub struct Stage {
    /// The word that names the stage in its pack.
    pub id: String,
    /// What the notice is called.
    pub title: String,
    /// Who receives it.
    pub recipient: String,
    /// When the notice is asked for, where it is not always.
    pub when: Option<String>,
    /// All of them apply; the earliest wins.
    pub limits: Vec<Limit>,
    /// What happens to a due time on a day off.
    pub roll: Roll,
    /// What belongs into the notice, in our words.
    pub content: Vec<String>,
    /// Where the rule stands.
    pub sources: Vec<Source>,
}

/// A length of time after a moment.
#[derive(Clone, Debug, PartialEq)]
pub struct Limit {
    /// The event it counts from; of several, the first one that was recorded.
    pub after: Vec<Event>,
    /// How many units; nothing where the organisation has to set it first.
    pub amount: Option<u32>,
    /// The unit.
    pub unit: Unit,
    /// The limit falls away where this event comes later than the limit itself would end.
    pub lapses: Option<Event>,
}

/// What a limit counts.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Unit {
    /// Hours that really pass; no night, weekend or change of clocks stops them.
    Hour,
    /// Whole days after the day of the event; the last one ends at 23:59:59.
    CalendarDay,
    /// Working days after the day of the event; the last one ends at 23:59:59.
    BusinessDay,
    /// Months: the same day of a later month, or its last day; it ends at 23:59:59.
    Month,
}

/// What happens to a due time that falls on a day off.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Roll {
    /// Nothing.
    None,
    /// It moves to noon of the next working day.
    NextWorkingDayNoon,
    /// It moves to the end of the next working day.
    NextWorkingDayEnd,
}

/// Somebody who may not use the roll of some stages.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Exclusion {
    /// The word that names it.
    pub id: String,
    /// Who is meant.
    pub who: String,
    /// The stages whose due time does not move for them.
    pub stages: Vec<String>,
    /// Whether this organisation is one of them.
    pub ours: bool,
}

/// Where a rule stands, and when somebody last looked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Source {
    /// The law or standard with its clause.
    pub cite: String,
    /// Where it can be read.
    pub url: String,
    /// The day on which it was last looked up.
    pub checked: Option<NaiveDate>,
    /// What was read on that day.
    pub reading: Reading,
}

/// What was read to confirm a source.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Reading {
    /// The text itself or a copy word for word.
    Text,
    /// Somebody's page about it.
    Page,
}

/// Whether a regime binds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Status {
    /// It binds.
    InForce,
    /// It is made and will bind.
    Future,
    /// It is not made yet.
    Proposed,
}

/// How a pack was confirmed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Confidence {
    /// All of it against the text.
    Text,
    /// Some of it against the text, the rest against pages about it.
    Mixed,
    /// Against pages about it only.
    Page,
}

impl Pack {
    /// Whether a programme uses the pack unless somebody decides otherwise: it is no draft, and every
    /// limit that the organisation itself has to set is set.
    pub fn on_by_default(&self) -> bool {
        let set = |stage: &Stage| stage.limits.iter().all(|limit| limit.amount.is_some());
        !self.draft && self.stages.iter().all(set)
    }

    /// The stage of that name.
    pub fn stage(&self, id: &str) -> Option<&Stage> {
        self.stages.iter().find(|stage| stage.id == id)
    }

    /// How a stage's due time moves for this organisation.
    pub(crate) fn roll(&self, stage: &Stage) -> Roll {
        let excluded = |e: &Exclusion| e.ours && e.stages.contains(&stage.id);
        if self.exclusions.iter().any(excluded) {
            Roll::None
        } else {
            stage.roll
        }
    }
}

/// The packs that come with the program, in the order of the regimes' table.
pub fn shipped() -> &'static [Pack] {
    static PACKS: LazyLock<Vec<Pack>> =
        LazyLock::new(|| TEXTS.iter().map(|text| Pack::read(text).0).collect());
    &PACKS
}

/// The file of a shipped pack, word for word.
pub fn shipped_text(id: &str) -> Option<&'static str> {
    let place = shipped().iter().position(|pack| pack.id == id)?;
    TEXTS.get(place).copied()
}

/// The files of the shipped packs.
pub(crate) const TEXTS: [&str; 16] = [
    include_str!("../packs/gdpr-33.yaml"),
    include_str!("../packs/nis2-23.yaml"),
    include_str!("../packs/dora.yaml"),
    include_str!("../packs/sec-8k.yaml"),
    include_str!("../packs/hipaa.yaml"),
    include_str!("../packs/nydfs-500-17.yaml"),
    include_str!("../packs/us-banks.yaml"),
    include_str!("../packs/circia.yaml"),
    include_str!("../packs/pci-dss.yaml"),
    include_str!("../packs/cps-234.yaml"),
    include_str!("../packs/soci.yaml"),
    include_str!("../packs/cert-in.yaml"),
    include_str!("../packs/pdpa.yaml"),
    include_str!("../packs/uk-gdpr.yaml"),
    include_str!("../packs/uk-nis.yaml"),
    include_str!("../packs/cra-14.yaml"),
];

impl Unit {
    /// Every unit with the word a pack uses for it.
    pub(crate) const WORDS: [(&str, Self); 4] = [
        ("hour", Self::Hour),
        ("calendar-day", Self::CalendarDay),
        ("business-day", Self::BusinessDay),
        ("month", Self::Month),
    ];
}

impl Roll {
    /// Every roll with the word a pack uses for it.
    pub(crate) const WORDS: [(&str, Self); 3] = [
        ("none", Self::None),
        ("next-working-day-noon", Self::NextWorkingDayNoon),
        ("next-working-day-end", Self::NextWorkingDayEnd),
    ];
}

impl Reading {
    /// Every reading with the word a pack uses for it.
    pub(crate) const WORDS: [(&str, Self); 2] = [("text", Self::Text), ("page", Self::Page)];
}

impl Status {
    /// Every status with the word a pack uses for it.
    pub(crate) const WORDS: [(&str, Self); 3] = [
        ("in-force", Self::InForce),
        ("future", Self::Future),
        ("proposed", Self::Proposed),
    ];
}

impl Confidence {
    /// Every confidence with the word a pack uses for it.
    pub(crate) const WORDS: [(&str, Self); 3] = [
        ("text", Self::Text),
        ("mixed", Self::Mixed),
        ("page", Self::Page),
    ];
}

impl fmt::Display for Status {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Self::InForce => "in-force",
            Self::Future => "future",
            Self::Proposed => "proposed",
        })
    }
}

impl fmt::Display for Limit {
    /// As people say it: `72 hours after awareness`.
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let unit = match self.unit {
            Unit::Hour => "hour",
            Unit::CalendarDay => "calendar day",
            Unit::BusinessDay => "business day",
            Unit::Month => "month",
        };
        match self.amount {
            None => f.write_str("not set by the regime; set what your contract says")?,
            Some(1) => write!(f, "1 {unit} after")?,
            Some(amount) => write!(f, "{amount} {unit}s after")?,
        }
        let mut join = if self.amount.is_some() {
            " "
        } else {
            ", counted from "
        };
        for event in &self.after {
            match event {
                Event::Submission(stage) => write!(f, "{join}the submission of {stage}")?,
                Event::Awareness
                | Event::Detection
                | Event::Classification
                | Event::Determination
                | Event::Materiality
                | Event::Payment
                | Event::Assessment
                | Event::Fix => write!(f, "{join}{event}")?,
            }
            join = " or ";
        }
        Ok(())
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}, {}", self.cite, self.url)?;
        match (self.checked, self.reading) {
            (Some(day), Reading::Text) => write!(f, " (text checked {day})"),
            (Some(day), Reading::Page) => {
                write!(f, " (checked {day} on pages about it, not in the text)")
            }
            (None, Reading::Text | Reading::Page) => f.write_str(" (date of check not recorded)"),
        }
    }
}
