//! Reading packs and calendars that are not well written. Not here: counting (`engine`).

use deadlines::{Calendar, Pack, Unit};
use proptest::prelude::*;

const GOOD: &str = "\
id: own
regime: Own rules
version: 2
status: in-force
confidence: text
jurisdiction: here
stages:
  - id: first
    title: First
    recipient: us
    limits:
      - { after: awareness, amount: 24, unit: hour }
    sources:
      - { cite: Ours, url: none, checked: 2027-01-05, reading: text }
  - id: second
    title: Second
    recipient: us
    limits:
      - { after: [submission:first, awareness], amount: 1, unit: month }
    sources:
      - { cite: Ours, url: none }
";

/// What is wrong with the good pack after a change: codes with their lines.
fn check(from: &str, to: &str, wanted: &[(&str, u32)]) {
    assert!(GOOD.contains(from), "{from} stands in the pack");
    let (_, found) = Pack::read(&GOOD.replacen(from, to, 1));
    let said: Vec<(&str, u32)> = found.iter().map(|d| (d.code.as_str(), d.line)).collect();
    assert_eq!(said, wanted, "{from} -> {to}: {found:?}");
    assert!(
        found.iter().all(|d| d.snippet.is_some()),
        "each shows its line: {found:?}"
    );
}

#[test]
fn a_good_pack_has_nothing_said_about_it() {
    let (pack, found) = Pack::read(GOOD);
    assert_eq!(found, [], "nothing is wrong");
    assert_eq!(
        pack.stages[1].limits[0].unit,
        Unit::Month,
        "and it holds what stands there"
    );
    assert_eq!(pack.version, 2, "with its version");
}

#[test]
fn every_mistake_is_said_at_its_line() {
    check(
        "regime:",
        "regimes:",
        &[("unknown-field", 2), ("missing-field", 1)],
    );
    check("in-force", "inforce", &[("unknown-word", 4)]);
    check("amount: 24", "amount: 0", &[("bad-number", 12)]);
    check("amount: 24", "amount: 1.5", &[("bad-number", 12)]);
    check("amount: 24", "amount: 99999999999", &[("bad-number", 12)]);
    check("unit: hour", "unit: hours", &[("unknown-word", 12)]);
    check("after: awareness", "after: awarenes", &[("bad-value", 12)]);
    check(
        "submission:first",
        "submission:frist",
        &[("unknown-stage", 19)],
    );
    check("id: second", "id: first", &[("duplicate-stage", 15)]);
    check("2027-01-05", "2027-13-05", &[("bad-value", 14)]);
    check(
        "version: 2",
        "zone: Mars/Olympus",
        &[("missing-field", 1), ("bad-value", 3)],
    );
    check("id: own", "id: [own]", &[("wrong-type", 1)]);
    check(
        "status: in-force",
        "status: in-force\ndraft: maybe",
        &[("wrong-type", 5)],
    );
}

#[test]
fn a_stage_cannot_count_from_itself_or_a_later_one() {
    check(
        "after: awareness, amount: 24",
        "after: submission:second, amount: 24",
        &[("unknown-stage", 12)],
    );
    check(
        "[submission:first, awareness]",
        "submission:second",
        &[("unknown-stage", 19)],
    );
}

#[test]
fn what_is_left_of_a_bad_pack_can_be_used() {
    let (pack, found) = Pack::read(&GOOD.replacen("unit: hour", "unit: hous", 1));
    assert_eq!(found.len(), 1, "one slip, one diagnostic");
    assert_eq!(
        pack.stages[0].limits,
        [],
        "a limit without a unit is not guessed"
    );
    assert_eq!(pack.stages[1].limits.len(), 1, "the other stage stands");
    let (_, found) = Pack::read("id: [");
    assert_eq!(
        found.len(),
        1,
        "a text that breaks off is said once: {found:?}"
    );
}

#[test]
fn a_calendar_says_its_mistakes_too() {
    let text = "name: Ours\nweekend: [sonday]\nholidays:\n  - { on: 2027-02-30, name: None }\n";
    let (calendar, found) = Calendar::read(text);
    let said: Vec<(&str, u32)> = found.iter().map(|d| (d.code.as_str(), d.line)).collect();
    assert_eq!(said, [("unknown-word", 2), ("bad-value", 4)], "{found:?}");
    assert!(
        calendar.holidays.is_empty(),
        "a day that does not exist is no holiday"
    );
}

#[test]
fn every_shipped_calendar_reads_without_a_word() {
    for name in ["us-federal", "au-national"] {
        let path = format!("{}/calendars/{name}.yaml", env!("CARGO_MANIFEST_DIR"));
        let (calendar, found) = Calendar::read(&std::fs::read_to_string(path).expect(name));
        assert_eq!(found, [], "{name} has nothing wrong");
        assert_eq!(
            Calendar::shipped(name),
            Some(calendar),
            "{name} is shipped as its file says"
        );
    }
}

proptest! {
    #[test]
    fn no_text_stops_the_reader(text in "\\PC{0,200}", cut in 0..GOOD.len()) {
        let _ = Pack::read(&text);
        let _ = Calendar::read(&text);
        let _ = Pack::read(&GOOD[..cut]);
        let _ = Pack::read(&format!("{}{text}{}", &GOOD[..cut], &GOOD[cut..]));
    }
}
