//! A planned drill is moved, changed and called off, as records: the calendar file tells it as the same entry with a higher
//! count, the next drill follows it, and what earlier versions wrote still reads. Not here: the form at the desk.

mod common;

use common::{Year, day, drill, noon};
use programme::{
    DrillPlanned, Plan, ProgrammeEvent, UnitKept, UnitRemoved, entries, ics, next_drill,
};
use terms::PersonId;

/// A plan for a day in 2027, as it is first written down.
fn planned(id: &str, on: &str) -> DrillPlanned {
    DrillPlanned {
        planned: id.to_owned(),
        title: "Yearly drill".to_owned(),
        at: noon(on),
        minutes: 90,
        unit: String::new(),
        scenario: None,
        people: vec![PersonId::from("Ada")],
        exercise: None,
        called_off: false,
        because: String::new(),
    }
}

fn put(year: &mut Year, plan: DrillPlanned) {
    year.put(ProgrammeEvent::DrillPlanned(plan));
}

/// The lines of a planned drill in the calendar file.
fn told(year: &Year, id: &str) -> Vec<String> {
    let look = year.look();
    let text = ics("Ours", false, &entries(&look, &Plan::of(&look)), look.now);
    assert!(
        text.contains("METHOD:PUBLISH\r\n"),
        "it is published: {text}"
    );
    let uid = format!("UID:drill-{id}@rockdrill");
    let mut of_it: Vec<&str> = text.split("BEGIN:VEVENT").collect();
    of_it.retain(|event| event.contains(&uid));
    assert_eq!(
        of_it.len(),
        1,
        "one entry, however often it changed: {text}"
    );
    of_it[0].lines().map(str::to_owned).collect()
}

#[test]
fn a_moved_drill_is_the_same_entry_of_the_calendar_with_a_higher_count() {
    let mut year = Year::new();
    put(&mut year, planned("P1", "2027-09-01"));
    let first = told(&year, "P1");
    for line in [
        "SEQUENCE:0",
        "STATUS:CONFIRMED",
        "DTSTART:20270901T120000Z",
        "SUMMARY:EXERCISE: Yearly drill",
        "DESCRIPTION:1 person invited.",
    ] {
        assert!(first.iter().any(|it| it == line), "{line} in {first:?}");
    }
    let moved = DrillPlanned {
        title: "Yearly drill, all roles".to_owned(),
        people: Vec::new(),
        ..planned("P1", "2027-10-05")
    };
    put(&mut year, moved);
    let second = told(&year, "P1");
    for line in [
        "SEQUENCE:1",
        "STATUS:CONFIRMED",
        "DTSTART:20271005T120000Z",
        "SUMMARY:EXERCISE: Yearly drill\\, all roles",
        "DESCRIPTION:0 people invited.",
    ] {
        assert!(second.iter().any(|it| it == line), "{line} in {second:?}");
    }
}

#[test]
fn a_drill_that_was_called_off_is_struck_out_with_its_reason_and_can_be_planned_again() {
    let mut year = Year::new();
    put(&mut year, planned("P1", "2027-09-01"));
    let off = DrillPlanned {
        called_off: true,
        because: "The hall floods".to_owned(),
        ..planned("P1", "2027-09-01")
    };
    put(&mut year, off);
    let said = told(&year, "P1");
    for line in [
        "SEQUENCE:1",
        "STATUS:CANCELLED",
        "SUMMARY:EXERCISE called off: Yearly drill",
        "DESCRIPTION:Called off: The hall floods",
    ] {
        assert!(said.iter().any(|it| it == line), "{line} in {said:?}");
    }
    put(&mut year, planned("P1", "2027-11-01"));
    let again = told(&year, "P1");
    for line in ["SEQUENCE:2", "STATUS:CONFIRMED"] {
        assert!(again.iter().any(|it| it == line), "{line} in {again:?}");
    }
}

#[test]
fn the_next_drill_is_the_earliest_that_lies_ahead_and_still_stands() {
    let next = |year: &Year| {
        let look = year.look();
        let planned = next_drill(&look, &Plan::of(&look), &[]).planned;
        planned.map(|it| (it.planned, it.on, it.late_days))
    };
    let mut year = Year::new();
    year.close(drill("X", "2026-09-01"));
    assert_eq!(next(&year), None, "nothing is planned");
    put(&mut year, planned("P0", "2027-06-01"));
    assert_eq!(next(&year), None, "what has passed is not the next one");
    put(&mut year, planned("P2", "2027-09-03"));
    put(&mut year, planned("P1", "2027-08-01"));
    let early = Some(("P1".to_owned(), day("2027-08-01"), 0));
    assert_eq!(next(&year), early, "the earlier one, in time");
    let off = DrillPlanned {
        called_off: true,
        because: "No room".to_owned(),
        ..planned("P1", "2027-08-01")
    };
    put(&mut year, off);
    let late = Some(("P2".to_owned(), day("2027-09-03"), 2));
    assert_eq!(
        next(&year),
        late,
        "the other one, two days after 2027-09-01, when a year is over"
    );
    put(&mut year, planned("P2", "2027-08-30"));
    let moved = Some(("P2".to_owned(), day("2027-08-30"), 0));
    assert_eq!(next(&year), moved, "moved into time");
}

#[test]
fn a_plan_without_a_reason_is_written_as_before_and_one_of_before_is_read() {
    let event = ProgrammeEvent::DrillPlanned(planned("P1", "2027-09-01"));
    let (kind, body) = (event.kind(), event.encode());
    assert!(
        !body.contains("because"),
        "no new field where nothing is said: {body}"
    );
    let read = ProgrammeEvent::decode(kind, 1, &body).expect("it is read");
    assert_eq!(read, event, "as it was");
}

#[test]
fn a_unit_that_was_removed_is_gone_and_can_be_entered_anew() {
    let mut year = Year::new();
    let kept = || UnitKept {
        unit: "Terminal operations".to_owned(),
        in_scope: true,
        owner: None,
        regimes: Vec::new(),
        confirmed: None,
    };
    year.put(ProgrammeEvent::UnitKept(kept()));
    year.put(ProgrammeEvent::UnitRemoved(UnitRemoved {
        unit: "terminal  Operations".to_owned(),
    }));
    assert!(
        year.fold.year.units.is_empty(),
        "however its name was written"
    );
    year.put(ProgrammeEvent::UnitKept(kept()));
    assert_eq!(year.look().units(), ["Terminal operations"], "it is back");
}
