//! Counting on the clock and the calendar of a zone: ends of days, months, working days, and what a change
//! of the clocks does to them. Deliberately not here: which limit counts how (`due`).

use chrono::{
    DateTime, Days, MappedLocalTime, Months, NaiveDate, NaiveTime, TimeDelta, TimeZone, Utc,
};
use chrono_tz::Tz;
use terms::Stamp;

use crate::{Calendar, Roll, Unit};

/// The moment of a stamp in a zone; nothing outside the years 1 to 9999, which no drill plays in.
pub(crate) fn in_zone(stamp: Stamp, zone: Tz) -> Option<DateTime<Tz>> {
    const YEAR_1_MS: i64 = -62_135_596_800_000;
    const YEAR_9999_MS: i64 = 253_370_764_800_000;
    if !(YEAR_1_MS..YEAR_9999_MS).contains(&stamp.0) {
        return None;
    }
    Some(DateTime::from_timestamp_millis(stamp.0)?.with_timezone(&zone))
}

/// The moment at which a clock on the wall of a zone shows this local date and time, in milliseconds since 1970-01-01T00:00
/// as if it were UTC: the first one where it shows it twice, an hour on where it never does.
pub fn stamp_of(local_ms: i64, zone: Tz) -> Option<Stamp> {
    const HOUR_MS: i64 = 3_600_000;
    let found = |ms: i64| {
        let wanted = DateTime::from_timestamp_millis(ms)?.naive_utc();
        zone.from_local_datetime(&wanted).earliest()
    };
    let moment = found(local_ms).or_else(|| found(local_ms.checked_add(HOUR_MS)?))?;
    Some(Stamp(moment.timestamp_millis()))
}

/// What the clock on the wall shows at a moment, in the same form.
pub fn local_of(moment: &DateTime<Tz>) -> i64 {
    moment.naive_local().and_utc().timestamp_millis()
}

/// The moment a number of units after another; nothing where the calendar ends before.
pub(crate) fn after(
    start: DateTime<Tz>,
    amount: u32,
    unit: Unit,
    calendar: &Calendar,
) -> Option<DateTime<Tz>> {
    let day = start.date_naive();
    let last = match unit {
        // Adding to the moment, not to the face of the clock: an hour is an hour on the night it changes.
        Unit::Hour => {
            return start.checked_add_signed(TimeDelta::try_hours(i64::from(amount))?);
        }
        Unit::CalendarDay => day.checked_add_days(Days::new(u64::from(amount)))?,
        Unit::BusinessDay => calendar.working_days_after(day, amount)?,
        Unit::Month => day.checked_add_months(Months::new(amount))?,
    };
    end_of_day(last, start.timezone())
}

/// Where a due time goes that falls on a day off.
pub(crate) fn rolled(due: DateTime<Tz>, roll: Roll, calendar: &Calendar) -> Option<DateTime<Tz>> {
    let day = due.date_naive();
    if matches!(roll, Roll::None) || calendar.is_working_day(day) {
        return Some(due);
    }
    let next = calendar.working_days_after(day, 1)?;
    match roll {
        Roll::None => Some(due),
        Roll::NextWorkingDayNoon => {
            last_at(next, NaiveTime::from_hms_opt(12, 0, 0)?, due.timezone())
        }
        Roll::NextWorkingDayEnd => end_of_day(next, due.timezone()),
    }
}

/// The last second of a day: 23:59:59, or the last one before it where the clocks skip that.
fn end_of_day(day: NaiveDate, zone: Tz) -> Option<DateTime<Tz>> {
    last_at(day, NaiveTime::from_hms_opt(23, 59, 59)?, zone)
}

/// The moment at which a clock on the wall shows a time: the later one where it shows it twice, the last
/// second before where it never does.
fn last_at(day: NaiveDate, time: NaiveTime, zone: Tz) -> Option<DateTime<Tz>> {
    let wanted = day.and_time(time);
    match zone.from_local_datetime(&wanted) {
        MappedLocalTime::Single(moment) => Some(moment),
        MappedLocalTime::Ambiguous(_, later) => Some(later),
        MappedLocalTime::None => {
            // No zone is more than a day from UTC, so the skipped time lies between these two.
            let mut before = wanted.and_utc().timestamp() - 129_600;
            let mut behind = wanted.and_utc().timestamp() + 129_600;
            while behind - before > 1 {
                let middle = before + (behind - before) / 2;
                let shown = DateTime::<Utc>::from_timestamp(middle, 0)?.with_timezone(&zone);
                if shown.naive_local() <= wanted {
                    before = middle;
                } else {
                    behind = middle;
                }
            }
            Some(DateTime::<Utc>::from_timestamp(before, 0)?.with_timezone(&zone))
        }
    }
}
