//! Which days are worked: a weekend and a list of holidays, from a file that an organisation can edit.
//! Deliberately not here: rules that compute holidays; a list can be checked by eye.

use std::collections::BTreeMap;

use chrono::{Datelike, Days, NaiveDate, Weekday};
use terms::Diagnostic;
use terms::yaml::Node;

use crate::fields::{self, Notes, day};

/// Working days and days off.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Calendar {
    /// What the calendar is called.
    pub name: String,
    /// The days of the week that are off.
    pub weekend: Vec<Weekday>,
    /// The other days off, with their names.
    pub holidays: BTreeMap<NaiveDate, String>,
    /// The first and last year whose holidays are listed.
    pub years: Option<(i32, i32)>,
}

/// No row of days off is longer; beyond it a calendar has no working day at all.
const LONGEST_REST_DAYS: u32 = 1_000;

const WEEKDAYS: [(&str, Weekday); 7] = [
    ("monday", Weekday::Mon),
    ("tuesday", Weekday::Tue),
    ("wednesday", Weekday::Wed),
    ("thursday", Weekday::Thu),
    ("friday", Weekday::Fri),
    ("saturday", Weekday::Sat),
    ("sunday", Weekday::Sun),
];

const SHIPPED: [(&str, &str); 2] = [
    ("us-federal", include_str!("../calendars/us-federal.yaml")),
    ("au-national", include_str!("../calendars/au-national.yaml")),
];

impl Default for Calendar {
    /// Saturdays and Sundays off, and no holidays.
    fn default() -> Self {
        Self {
            name: "Saturday and Sunday".to_owned(),
            weekend: vec![Weekday::Sat, Weekday::Sun],
            holidays: BTreeMap::new(),
            years: None,
        }
    }
}

impl Calendar {
    /// Reads a calendar from YAML or JSON, with whatever is wrong with it.
    pub fn read(text: &str) -> (Self, Vec<Diagnostic>) {
        fields::read(text, calendar)
    }

    /// A calendar that comes with the program.
    pub fn shipped(name: &str) -> Option<Self> {
        let (_, text) = SHIPPED.iter().find(|(id, _)| *id == name)?;
        Some(Self::read(text).0)
    }

    /// Whether a day is worked.
    pub fn is_working_day(&self, day: NaiveDate) -> bool {
        !self.weekend.contains(&day.weekday()) && !self.holidays.contains_key(&day)
    }

    /// The working day that many after a day, which itself does not count.
    pub(crate) fn working_days_after(&self, day: NaiveDate, count: u32) -> Option<NaiveDate> {
        let mut last = day;
        for _ in 0..count {
            let mut rest = 0;
            last = last.checked_add_days(Days::new(1))?;
            while !self.is_working_day(last) {
                rest += 1;
                if rest > LONGEST_REST_DAYS {
                    return None;
                }
                last = last.checked_add_days(Days::new(1))?;
            }
        }
        Some(last)
    }

    /// What a reader has to know before trusting a count that reaches a day.
    pub(crate) fn doubt(&self, day: NaiveDate) -> Option<String> {
        match self.years {
            Some((first, last)) if (first..=last).contains(&day.year()) => None,
            Some(_) => Some(format!(
                "The calendar {} does not list the holidays of {}.",
                self.name,
                day.year()
            )),
            None if self.holidays.is_empty() => {
                Some("Only weekends count as days off; no holidays are listed.".to_owned())
            }
            None => None,
        }
    }
}

fn calendar(node: &Node, notes: &mut Notes) -> Calendar {
    let fields = notes.fields(
        node,
        "the calendar",
        &["name", "weekend", "years", "holidays"],
    );
    let name = fields.text("name", notes);
    let mut weekend = Calendar::default().weekend;
    if let Some(list) = fields.get("weekend") {
        let named = notes.items(list).iter();
        weekend = named
            .filter_map(|node| notes.word(node, "weekend", &WEEKDAYS))
            .collect();
        if WEEKDAYS.iter().all(|(_, day)| weekend.contains(day)) {
            let says = "No day of the week is left to work.".to_owned();
            notes.error(
                "no-working-day",
                list.place(),
                says,
                "Take some out of `weekend`.",
            );
            weekend = Calendar::default().weekend;
        }
    }
    let years = fields.get("years").and_then(|node| years(node, notes));
    let mut holidays = BTreeMap::new();
    if let Some(list) = fields.get("holidays") {
        for node in notes.items(list) {
            let fields = notes.fields(node, "a holiday", &["on", "name"]);
            let on = fields.need("on", notes);
            if let Some(on) = on.and_then(|node| notes.parsed(node, "on", day)) {
                holidays.insert(on, fields.text("name", notes));
            }
        }
    }
    Calendar {
        name,
        weekend,
        holidays,
        years,
    }
}

/// The first and the last year of a list.
fn years(node: &Node, notes: &mut Notes) -> Option<(i32, i32)> {
    let listed = notes.items(node).iter();
    let years: Vec<i32> = listed
        .filter_map(|node| notes.whole(node, "years", 9_999))
        .filter_map(|year| i32::try_from(year).ok())
        .collect();
    Some((*years.first()?, *years.last()?))
}
