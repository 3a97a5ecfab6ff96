//! What `rockdrill deadlines` says: a pack asked with moments written as text. Deliberately not here: the
//! command line itself, and JSON or a terminal; an answer is a value that either can show.

use std::collections::BTreeMap;
use std::fmt::{self, Write};

use chrono::DateTime;
use chrono_tz::Tz;
use serde::Serialize;
use terms::{Stamp, nearest};

use crate::{CHECK, Calendar, Event, Pack, Stage, StageDue, due, shipped};

/// Why a question cannot be answered.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Unusable {
    /// No pack has that name.
    Pack(String),
    /// No zone has that name.
    Zone(String),
    /// A moment is not written as EVENT=RFC3339.
    Moment(String, String),
}

/// The answer, in the form that `--format json` gives.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct Answer {
    /// The pack's id.
    pub pack: String,
    /// The regime.
    pub regime: String,
    /// The version of the pack.
    pub version: u32,
    /// in-force, future or proposed.
    pub status: String,
    /// Whether the pack is off by default.
    pub draft: bool,
    /// The zone in which days were counted.
    pub zone: String,
    /// That nobody should take this for law.
    pub check: String,
    /// The stages in the order of the pack.
    pub stages: Vec<AnswerStage>,
}

/// One stage of an answer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AnswerStage {
    /// The stage's id.
    pub id: String,
    /// What the notice is called.
    pub title: String,
    /// Who receives it.
    pub recipient: String,
    /// When the notice is asked for, where it is not always.
    pub when: Option<String>,
    /// RFC 3339 with seconds, in the zone.
    pub due: Option<String>,
    /// The limit that binds or, while none does, the one that waits.
    pub limit: String,
    /// The event it counts from.
    pub anchor: Option<String>,
    /// Where the rule stands.
    pub source: String,
    /// The event that is missing.
    pub waits_for: Option<String>,
    /// What belongs into the notice.
    pub content: Vec<String>,
    /// What to know about the counting.
    pub notes: Vec<String>,
}

/// Asks a shipped pack; see [`ask`].
pub fn answer(pack: &str, zone: Option<&str>, moments: &[String]) -> Result<Answer, Unusable> {
    match shipped().iter().find(|one| one.id == pack) {
        Some(found) => ask(found, zone, moments),
        None => Err(Unusable::Pack(pack.to_owned())),
    }
}

/// Asks a pack when its stages are due. Without a zone its own counts, or else UTC; holidays are those of
/// the calendar that the pack names, or else none.
pub fn ask(pack: &Pack, zone: Option<&str>, moments: &[String]) -> Result<Answer, Unusable> {
    let zone = match zone {
        Some(name) => name.parse().map_err(|_| Unusable::Zone(name.to_owned()))?,
        None => pack.zone.unwrap_or(Tz::UTC),
    };
    let mut events = BTreeMap::new();
    for text in moments {
        let wrong = |why: String| Unusable::Moment(text.clone(), why);
        let (event, stamp) = moment(pack, text).map_err(wrong)?;
        if events.insert(event, stamp).is_some() {
            return Err(wrong("this event was given before".to_owned()));
        }
    }
    let calendar = pack.calendar.as_deref().and_then(Calendar::shipped);
    let stages = due(pack, zone, &events, &calendar.unwrap_or_default());
    Ok(Answer {
        pack: pack.id.clone(),
        regime: pack.regime.clone(),
        version: pack.version,
        status: pack.status.to_string(),
        draft: pack.draft,
        zone: zone.name().to_owned(),
        check: CHECK.to_owned(),
        stages: stages.into_iter().zip(&pack.stages).map(shown).collect(),
    })
}

fn moment(pack: &Pack, text: &str) -> Result<(Event, Stamp), String> {
    let (event, at) = text
        .split_once('=')
        .ok_or("write it as EVENT=TIME, such as awareness=2027-03-05T10:00:00+01:00")?;
    let event: Event = event.parse()?;
    if let Event::Submission(stage) = &event
        && pack.stage(stage).is_none()
    {
        let names: Vec<&str> = pack.stages.iter().map(|stage| stage.id.as_str()).collect();
        return Err(match nearest(stage, names.iter().copied()) {
            Some(name) => format!("there is no stage \"{stage}\"; did you mean \"{name}\"?"),
            None => format!(
                "there is no stage \"{stage}\"; it may be {}",
                names.join(", ")
            ),
        });
    }
    let at = DateTime::parse_from_rfc3339(at).map_err(|_| {
        format!("\"{at}\" is not a time with its offset, such as 2027-03-05T10:00:00+01:00")
    })?;
    Ok((event, Stamp(at.timestamp_millis())))
}

fn shown((due, stage): (StageDue, &Stage)) -> AnswerStage {
    let word = |event: &Event| event.to_string();
    AnswerStage {
        due: due.due_text(),
        anchor: due.anchor.as_ref().map(word),
        waits_for: due.waits_for.as_ref().map(word),
        id: due.stage,
        title: due.title,
        recipient: due.recipient,
        when: due.when,
        limit: due.limit,
        source: due.source,
        content: stage.content.clone(),
        notes: due.notes,
    }
}

impl Answer {
    /// The answer for a terminal.
    pub fn text(&self) -> String {
        let draft = if self.draft { ", draft" } else { "" };
        let mut out = format!("{} ({}{draft}), {}\n", self.regime, self.status, self.zone);
        // Writing to a String cannot fail.
        for stage in &self.stages {
            let due = stage.due.as_deref().unwrap_or("not running");
            let _ = writeln!(out, "{:<25}  {}: {}", due, stage.id, stage.limit);
            if let Some(event) = &stage.waits_for {
                let _ = writeln!(out, "{:<25}  waits for {event}", "");
            }
            for line in stage.when.iter().chain(&stage.notes) {
                let _ = writeln!(out, "{:<25}  {line}", "");
            }
            let _ = writeln!(out, "{:<25}  to {}; {}", "", stage.recipient, stage.source);
        }
        out + &self.check + "\n"
    }
}

impl fmt::Display for Unusable {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            Self::Pack(name) => {
                let names: Vec<&str> = shipped().iter().map(|pack| pack.id.as_str()).collect();
                write!(f, "There is no rule pack \"{name}\"")?;
                match nearest(name, names.iter().copied()) {
                    Some(near) => write!(f, "; did you mean \"{near}\"?"),
                    None => write!(f, "; it may be {}.", names.join(", ")),
                }
            }
            Self::Zone(name) => {
                write!(
                    f,
                    "There is no time zone \"{name}\"; write one such as Europe/Berlin."
                )
            }
            Self::Moment(text, why) => {
                let end = if why.ends_with('?') { "" } else { "." };
                write!(f, "\"{text}\" cannot be used: {why}{end}")
            }
        }
    }
}

impl std::error::Error for Unusable {}
