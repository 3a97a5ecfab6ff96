//! The traps of counting, one test each. Not here: what the shipped packs say (`packs`).

use std::collections::BTreeMap;

use chrono::DateTime;
use deadlines::{Calendar, Event, Pack, StageDue, Tz, answer, clocks, due, shipped};
use terms::{Span, Stamp};

fn at(text: &str) -> Stamp {
    let moment = DateTime::parse_from_rfc3339(text).expect(text);
    Stamp(moment.timestamp_millis())
}

fn events(list: &[(&str, &str)]) -> BTreeMap<Event, Stamp> {
    let one = |(event, moment): &(&str, &str)| (event.parse().expect(event), at(moment));
    list.iter().map(one).collect()
}

fn shipped_pack(id: &str) -> &'static Pack {
    shipped().iter().find(|pack| pack.id == id).expect(id)
}

/// A pack of one stage with one limit after awareness.
fn pack(amount: u32, unit: &str, roll: &str) -> Pack {
    let text = format!(
        "{{id: own, regime: Own, version: 1, status: in-force, confidence: text, jurisdiction: here, \
         stages: [{{id: only, title: Only, recipient: us, roll: {roll}, \
         limits: [{{after: awareness, amount: {amount}, unit: {unit}}}], \
         sources: [{{cite: ours, url: none}}]}}]}}"
    );
    let (pack, found) = Pack::read(&text);
    assert_eq!(found, [], "the pack is well written");
    pack
}

fn first(pack: &Pack, zone: &str, list: &[(&str, &str)], calendar: &Calendar) -> StageDue {
    let zone: Tz = zone.parse().expect(zone);
    due(pack, zone, &events(list), calendar).remove(0)
}

/// One limit after an awareness, in a zone, with weekends only.
fn check(amount: u32, unit: &str, zone: &str, start: &str, wanted: &str, why: &str) {
    let pack = pack(amount, unit, "none");
    let stage = first(&pack, zone, &[("awareness", start)], &Calendar::default());
    assert_eq!(stage.due_text().as_deref(), Some(wanted), "{why}");
}

#[test]
fn a_month_after_the_last_day_of_january_is_the_last_day_of_february() {
    let check = |start, wanted| check(1, "month", "UTC", start, wanted, "the day does not exist");
    check("2027-01-31T10:00:00Z", "2027-02-28T23:59:59+00:00");
    check("2028-01-31T10:00:00Z", "2028-02-29T23:59:59+00:00");
    check("2027-03-31T10:00:00Z", "2027-04-30T23:59:59+00:00");
    check("2027-02-28T10:00:00Z", "2027-03-28T23:59:59+00:00");
}

#[test]
fn hours_never_skip_a_weekend_and_business_days_do() {
    let friday = "2027-03-05T16:00:00Z";
    check(
        24,
        "hour",
        "UTC",
        friday,
        "2027-03-06T16:00:00+00:00",
        "hours run on Saturday",
    );
    check(
        1,
        "calendar-day",
        "UTC",
        friday,
        "2027-03-06T23:59:59+00:00",
        "so do calendar days",
    );
    check(
        1,
        "business-day",
        "UTC",
        friday,
        "2027-03-08T23:59:59+00:00",
        "a business day is Monday",
    );
}

#[test]
fn a_day_counts_from_the_day_after_in_the_zone_asked_for() {
    let late = "2027-03-05T23:30:00Z";
    check(
        1,
        "calendar-day",
        "UTC",
        late,
        "2027-03-06T23:59:59+00:00",
        "the 5th in London",
    );
    check(
        1,
        "calendar-day",
        "Asia/Tokyo",
        late,
        "2027-03-07T23:59:59+09:00",
        "the 6th in Tokyo",
    );
    check(
        1,
        "calendar-day",
        "America/New_York",
        late,
        "2027-03-06T23:59:59-05:00",
        "the 5th there",
    );
}

#[test]
fn hours_are_hours_when_the_clocks_change() {
    let berlin = "Europe/Berlin";
    let spring = "2027-03-27T12:00:00+01:00";
    check(
        24,
        "hour",
        berlin,
        spring,
        "2027-03-28T13:00:00+02:00",
        "an hour was skipped",
    );
    let autumn = "2027-10-30T12:00:00+02:00";
    check(
        24,
        "hour",
        berlin,
        autumn,
        "2027-10-31T11:00:00+01:00",
        "an hour came twice",
    );
    // 02:30 comes twice; the offset of the start says which one is meant.
    let first = "2027-10-31T02:30:00+02:00";
    check(
        1,
        "hour",
        berlin,
        first,
        "2027-10-31T02:30:00+01:00",
        "the same clock, an hour later",
    );
    let last = "2027-03-26T02:30:00+01:00";
    check(
        48,
        "hour",
        berlin,
        last,
        "2027-03-28T03:30:00+02:00",
        "02:30 does not exist that day",
    );
}

#[test]
fn a_day_ends_at_its_last_second_even_where_the_clocks_change_at_midnight() {
    let nuuk = "America/Nuuk";
    let why = "23:00 to midnight is skipped on 30 March 2024";
    let start = "2024-03-29T12:00:00-02:00";
    check(
        1,
        "calendar-day",
        nuuk,
        start,
        "2024-03-30T22:59:59-02:00",
        why,
    );
    let why = "23:59:59 comes twice on 26 October 2024, the day ends with the second";
    let start = "2024-10-25T12:00:00-01:00";
    check(
        1,
        "calendar-day",
        nuuk,
        start,
        "2024-10-26T23:59:59-02:00",
        why,
    );
    let why = "Samoa had no 30 December 2011";
    let start = "2011-12-29T12:00:00-10:00";
    check(
        1,
        "calendar-day",
        "Pacific/Apia",
        start,
        "2011-12-29T23:59:59-10:00",
        why,
    );
}

#[test]
fn holidays_come_from_a_calendar_that_can_be_edited() {
    let text = "{name: Gulf, weekend: [friday, saturday], years: [2027, 2027], \
                holidays: [{on: 2027-03-08, name: Ours}]}";
    let (gulf, found) = Calendar::read(text);
    assert_eq!(found, [], "the calendar is well written");
    let pack = pack(2, "business-day", "none");
    let thursday = [("awareness", "2027-03-04T10:00:00Z")];
    let stage = first(&pack, "UTC", &thursday, &gulf);
    let wanted = Some("2027-03-09T23:59:59+00:00".to_owned());
    assert_eq!(
        stage.due_text(),
        wanted,
        "Sunday is 1, Monday is off, Tuesday is 2"
    );
    assert!(
        stage.notes.is_empty(),
        "the calendar knows the year: {:?}",
        stage.notes
    );
    let stage = first(
        &pack,
        "UTC",
        &[("awareness", "2030-03-04T10:00:00Z")],
        &gulf,
    );
    assert!(
        stage.notes[0].contains("2030"),
        "an unlisted year is said: {:?}",
        stage.notes
    );
    let stage = first(&pack, "UTC", &thursday, &Calendar::default());
    assert!(
        stage.notes[0].contains("no holidays"),
        "so are missing holidays"
    );
}

#[test]
fn a_calendar_without_working_days_gives_no_due_time() {
    let weekend = "[monday, tuesday, wednesday, thursday, friday, saturday, sunday]";
    let (read, found) = Calendar::read(&format!("{{name: never, weekend: {weekend}}}"));
    assert_eq!(found[0].code, "no-working-day", "reading says so");
    assert_eq!(read.weekend.len(), 2, "and keeps the usual weekend");
    let mut never = Calendar::default();
    let days = (0..9_000).filter_map(|n| {
        let start = chrono::NaiveDate::from_ymd_opt(2027, 1, 1)?;
        Some((
            start.checked_add_days(chrono::Days::new(n))?,
            "off".to_owned(),
        ))
    });
    never.holidays.extend(days);
    let pack = pack(4, "business-day", "none");
    let stage = first(
        &pack,
        "UTC",
        &[("awareness", "2027-03-04T10:00:00Z")],
        &never,
    );
    assert_eq!(stage.due, None, "there is none to be found");
}

#[test]
fn of_two_limits_the_earlier_one_binds_and_is_named() {
    let dora = shipped_pack("dora");
    let check = |list: &[(&str, &str)], due: &str, anchor: Event, waits: Option<Event>| {
        let stage = first(dora, "UTC", list, &Calendar::default());
        assert_eq!(stage.due_text().as_deref(), Some(due), "after {list:?}");
        assert_eq!(stage.anchor, Some(anchor), "the limit that binds is named");
        assert_eq!(
            stage.waits_for, waits,
            "what could still shorten it is named"
        );
    };
    let aware = ("awareness", "2027-03-02T08:00:00Z");
    let soon = ("classification", "2027-03-02T10:00:00Z");
    let late = ("classification", "2027-03-03T07:00:00Z");
    let waits = Some(Event::Classification);
    check(
        &[aware, soon],
        "2027-03-02T14:00:00+00:00",
        Event::Classification,
        None,
    );
    check(
        &[aware, late],
        "2027-03-03T08:00:00+00:00",
        Event::Awareness,
        None,
    );
    check(
        &[aware],
        "2027-03-03T08:00:00+00:00",
        Event::Awareness,
        waits,
    );
    let waits = Some(Event::Awareness);
    check(
        &[soon],
        "2027-03-02T14:00:00+00:00",
        Event::Classification,
        waits,
    );
}

#[test]
fn a_late_classification_still_gives_four_hours() {
    let list = [
        ("awareness", "2027-03-02T08:00:00Z"),
        ("classification", "2027-03-03T09:00:00Z"),
    ];
    let stage = first(shipped_pack("dora"), "UTC", &list, &Calendar::default());
    let wanted = Some("2027-03-03T13:00:00+00:00".to_owned());
    assert_eq!(
        stage.due_text(),
        wanted,
        "Article 5(2): the 24 hours have fallen away"
    );
    assert_eq!(
        stage.anchor,
        Some(Event::Classification),
        "and four hours bind"
    );
}

#[test]
fn a_chained_stage_counts_from_the_submission_and_not_from_the_due_time() {
    let nis2 = shipped_pack("nis2-23");
    let list = [
        ("awareness", "2027-03-01T08:00:00Z"),
        ("submission:notification", "2027-03-02T08:00:00Z"),
    ];
    let stages = due(nis2, Tz::UTC, &events(&list), &Calendar::default());
    assert_eq!(
        stages[1].due_text().as_deref(),
        Some("2027-03-04T08:00:00+00:00"),
        "its due time"
    );
    assert_eq!(
        stages[2].due_text().as_deref(),
        Some("2027-04-02T23:59:59+00:00"),
        "from the 2nd"
    );
    assert_eq!(
        stages[1].slack(at("2030-01-01T00:00:00Z")),
        Some(Span::hours(48)),
        "filed early"
    );
}

#[test]
fn a_due_time_on_a_day_off_moves_to_noon_of_the_next_working_day() {
    let dora = shipped_pack("dora");
    let check = |classified: &str, wanted: &str, why: &str| {
        let list = [("classification", classified)];
        let stage = first(dora, "Europe/Madrid", &list, &Calendar::default());
        assert_eq!(stage.due_text().as_deref(), Some(wanted), "{why}");
    };
    let (friday, late) = ("2027-03-05T19:00:00+01:00", "2027-03-05T22:00:00+01:00");
    check(
        friday,
        "2027-03-05T23:00:00+01:00",
        "Friday evening is a working day",
    );
    check(late, "2027-03-08T12:00:00+01:00", "Saturday 02:00 moves");
    check(
        "2027-03-07T21:00:00+01:00",
        "2027-03-08T01:00:00+01:00",
        "Monday 01:00 stays",
    );
    let mut holiday = Calendar::default();
    let monday = chrono::NaiveDate::from_ymd_opt(2027, 3, 8).expect("a day");
    holiday.holidays.insert(monday, "Ours".to_owned());
    let stage = first(dora, "Europe/Madrid", &[("classification", late)], &holiday);
    let wanted = Some("2027-03-09T12:00:00+01:00");
    assert_eq!(
        stage.due_text().as_deref(),
        wanted,
        "a bank holiday is no working day"
    );
}

#[test]
fn those_excluded_from_the_move_keep_their_weekend_due_time() {
    let mut dora = shipped_pack("dora").clone();
    dora.exclusions[0].ours = true;
    let list = [
        ("classification", "2027-03-05T22:00:00+01:00"),
        ("submission:initial", "2027-03-04T14:00:00+01:00"),
        ("submission:intermediate", "2027-03-06T10:00:00+01:00"),
        ("awareness", "2027-03-05T20:00:00+01:00"),
    ];
    let zone = Tz::Europe__Madrid;
    let calendar = Calendar::default();
    let stages = due(&dora, zone, &events(&list[..3]), &calendar);
    let texts: Vec<_> = stages.iter().filter_map(StageDue::due_text).collect();
    let wanted = [
        "2027-03-06T02:00:00+01:00",
        "2027-03-07T14:00:00+01:00",
        "2027-04-06T23:59:59+02:00",
    ];
    assert_eq!(texts, wanted, "a bank files on Saturday and Sunday");
    // The final report moves for everybody: a month after 28 February is Sunday 28 March.
    let list = [("submission:intermediate", "2027-02-28T10:00:00+01:00")];
    let stages = due(&dora, zone, &events(&list), &calendar);
    let wanted = Some("2027-03-29T12:00:00+02:00".to_owned());
    assert_eq!(stages[2].due_text(), wanted, "Monday noon, summer time");
}

#[test]
fn a_move_to_the_end_of_the_next_working_day_can_be_set() {
    let pack = pack(1, "calendar-day", "next-working-day-end");
    let list = [("awareness", "2027-03-05T10:00:00Z")];
    let stage = first(&pack, "UTC", &list, &Calendar::default());
    let wanted = Some("2027-03-08T23:59:59+00:00".to_owned());
    assert_eq!(stage.due_text(), wanted, "Saturday becomes Monday");
}

#[test]
fn several_clocks_of_one_incident_stand_tightest_first() {
    let list = [
        ("awareness", "2027-03-02T08:00:00Z"),
        ("classification", "2027-03-02T10:00:00Z"),
        ("determination", "2027-03-02T09:00:00Z"),
    ];
    let all = events(&list);
    let mut filed = all.clone();
    filed.insert(
        Event::Submission("early-warning".to_owned()),
        at("2027-03-02T12:00:00Z"),
    );
    let packs = [
        (shipped_pack("gdpr-33"), &all),
        (shipped_pack("us-banks"), &all),
        (shipped_pack("nis2-23"), &filed),
        (shipped_pack("dora"), &all),
    ];
    let now = at("2027-03-02T15:00:00Z");
    let found: Vec<(String, String, i64)> = clocks(packs, Tz::UTC, &Calendar::default(), now)
        .into_iter()
        .map(|clock| (clock.pack, clock.stage.stage, clock.slack.0 / 3_600_000))
        .collect();
    let wanted = [
        ("dora", "initial", -1),
        ("us-banks", "notification", 30),
        ("gdpr-33", "notification", 65),
        ("nis2-23", "notification", 65),
    ];
    let wanted = wanted.map(|(pack, stage, slack)| (pack.to_owned(), stage.to_owned(), slack));
    assert_eq!(
        found, wanted,
        "what is filed or waits is not among them; the missed one leads"
    );
}

#[test]
fn a_compressed_drill_counts_in_story_time() {
    // Ten minutes of exercise may be a day of the story; the engine sees the story's moments only.
    let gdpr = shipped_pack("gdpr-33");
    let stage = first(
        gdpr,
        "UTC",
        &[("awareness", "2027-03-02T08:00:00Z")],
        &Calendar::default(),
    );
    let next_morning = at("2027-03-03T08:00:00Z");
    assert_eq!(
        stage.slack(next_morning),
        Some(Span::hours(48)),
        "a jump costs story time"
    );
}

#[test]
fn a_regime_that_does_not_bind_yet_says_so() {
    let list = ["awareness=2026-01-01T00:00:00Z".to_owned()];
    let found = answer("cra-14", None, &list).expect("an answer");
    let notes = &found.stages[0].notes;
    assert!(
        notes[0].contains("2026-09-11"),
        "the day it begins is named: {notes:?}"
    );
}
