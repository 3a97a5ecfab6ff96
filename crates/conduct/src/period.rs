//! A period of days that evidence is taken from. It holds as of the end of its last day: what was written down later is not in
//! it. Days are those of UTC, as everywhere in the year. Not here: what is read of it (`stand`).

use std::path::Path;
use std::sync::Arc;

use programme::{Day, day_of, plus_days};
use serde::{Deserialize, Serialize};
use terms::Stamp;
use wire::{Problem, ProblemCode};

use crate::clock::Clock;
use crate::keep::{Keep, Unopened};
use crate::problem::{advise, problem};

/// From one day to another, both in it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last one.
    pub to: Day,
}

impl Period {
    /// The period that somebody asked for: until today where no end is given, a year where no beginning is.
    ///
    /// # Errors
    /// Where a day is none, or the first comes after the last.
    pub fn read(from: &str, to: &str, today: Day) -> Result<Self, Problem> {
        let to = day(to)?.unwrap_or(today);
        let from = day(from)?.unwrap_or_else(|| plus_days(to, 1 - programme::WINDOW_DAYS));
        if from > to {
            let says = format!("The period ends on {to}, before it begins on {from}.");
            let hint = "Choose a last day that is not before the first.";
            return Err(advise(ProblemCode::Refused, says, hint));
        }
        Ok(Self { from, to })
    }

    /// The last moment of it.
    pub fn end(&self) -> Stamp {
        let next = plus_days(self.to, 1).and_time(chrono::NaiveTime::MIN);
        Stamp(next.and_utc().timestamp_millis() - 1)
    }

    /// True where a moment lies in it.
    pub fn holds(&self, at: Stamp) -> bool {
        (self.from..=self.to).contains(&day_of(at))
    }

    /// A programme as it stood at the end of the period; it is only read.
    ///
    /// # Errors
    /// Where the file is damaged, foreign or newer.
    pub fn open(&self, programme: &Path, clock: Arc<Clock>) -> Result<Keep, Unopened> {
        Keep::as_of(programme, clock, self.end())
    }
}

fn day(text: &str) -> Result<Option<Day>, Problem> {
    let text = text.trim();
    if text.is_empty() {
        return Ok(None);
    }
    let day = Day::parse_from_str(text, "%Y-%m-%d");
    day.map(Some).map_err(|_| {
        let says = format!("“{text}” is not a date. Write it like 2027-03-05.");
        problem(ProblemCode::Refused, says)
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_period_is_a_year_until_today_unless_days_are_given() {
        let today = Day::from_ymd_opt(2027, 3, 5).expect("a day");
        let check = |from: &str, to: &str, is: Option<&str>| {
            let read = Period::read(from, to, today).ok();
            let said = read.map(|it| format!("{} {}", it.from, it.to));
            assert_eq!(said.as_deref(), is, "{from}..{to}");
        };
        check("", "", Some("2026-03-06 2027-03-05"));
        check("2026-01-01", "2026-12-31", Some("2026-01-01 2026-12-31"));
        check("2027-03-05", "", Some("2027-03-05 2027-03-05"));
        check("2027-03-06", "", None);
        check("soon", "", None);
    }

    #[test]
    fn a_period_holds_its_last_millisecond_and_not_the_next() {
        let day = Day::from_ymd_opt(2026, 12, 31).expect("a day");
        let period = Period { from: day, to: day };
        let end = period.end();
        assert!(period.holds(end), "the last moment");
        assert!(
            !period.holds(Stamp(end.0 + 1)),
            "the first of the next year"
        );
    }
}
