//! What holds for every pack and every moment. Not here: single cases (`engine`, `packs`).

use std::collections::BTreeMap;

use deadlines::{Calendar, Event, Pack, Roll, StageDue, Tz, due, shipped};
use proptest::prelude::*;
use terms::Stamp;

const ZONES: [Tz; 7] = [
    Tz::UTC,
    Tz::Europe__Berlin,
    Tz::America__New_York,
    Tz::America__Nuuk,
    Tz::Asia__Kolkata,
    Tz::Australia__Lord_Howe,
    Tz::Pacific__Apia,
];

/// Seconds from the start of 2010 to the end of 2039, over many changes of clocks.
const SECONDS: std::ops::Range<i64> = 1_262_304_000..2_208_988_800;

fn all_events(pack: &Pack, stamp: Stamp) -> BTreeMap<Event, Stamp> {
    let limits = pack.stages.iter().flat_map(|stage| &stage.limits);
    limits
        .flat_map(|limit| &limit.after)
        .map(|event| (event.clone(), stamp))
        .collect()
}

/// The pack without its moves and lapses, which are the two rules that may let a later start end earlier.
fn plain(pack: &Pack) -> Pack {
    let mut pack = pack.clone();
    for stage in &mut pack.stages {
        stage.roll = Roll::None;
        for limit in &mut stage.limits {
            limit.lapses = None;
        }
    }
    pack
}

fn ends(stages: &[StageDue]) -> Vec<Option<i64>> {
    let end = |stage: &StageDue| stage.due.map(|due| due.timestamp_millis());
    stages.iter().map(end).collect()
}

fn a_calendar() -> impl Strategy<Value = Calendar> {
    prop_oneof![
        Just(Calendar::default()),
        Just(Calendar::shipped("us-federal").unwrap_or_default()),
        Just(Calendar::shipped("au-national").unwrap_or_default()),
    ]
}

proptest! {
    #[test]
    fn a_later_start_never_ends_earlier(
        index in 0..shipped().len(),
        zone in prop::sample::select(&ZONES[..]),
        second in SECONDS,
        later in 0..5_000_000i64,
        calendar in a_calendar(),
    ) {
        let pack = plain(&shipped()[index]);
        let at = |second: i64| all_events(&pack, Stamp(second * 1_000));
        let early = ends(&due(&pack, zone, &at(second), &calendar));
        let late = ends(&due(&pack, zone, &at(second + later), &calendar));
        for (early, late) in early.iter().zip(&late) {
            prop_assert!(early <= late, "{} in {zone}: {early:?} > {late:?}", pack.id);
        }
    }

    #[test]
    fn a_due_time_is_after_its_start_and_asking_twice_says_the_same(
        index in 0..shipped().len(),
        zone in prop::sample::select(&ZONES[..]),
        second in SECONDS,
        calendar in a_calendar(),
    ) {
        let pack = &shipped()[index];
        let events = all_events(pack, Stamp(second * 1_000));
        let once = due(pack, zone, &events, &calendar);
        prop_assert_eq!(&once, &due(pack, zone, &events, &calendar));
        for stage in &once {
            // A day that a zone never had (Samoa, 30 December 2011) ends with the day before.
            let skipped = zone == Tz::Pacific__Apia && (1_324_800_000..1_325_400_000).contains(&second);
            let after = stage.due.is_none_or(|due| due.timestamp() > second);
            prop_assert!(after || skipped, "{}/{} ends after it starts", pack.id, stage.stage);
            prop_assert!(stage.due.is_some() || pack.id == "pci-dss", "every limit runs");
        }
    }

    #[test]
    fn a_move_only_ever_gives_time_and_ends_on_a_working_day(
        zone in prop::sample::select(&ZONES[..]),
        second in SECONDS,
        calendar in a_calendar(),
    ) {
        let dora = &shipped()[2];
        let events = all_events(dora, Stamp(second * 1_000));
        let moved = due(dora, zone, &events, &calendar);
        let mut bound = dora.clone();
        for stage in &mut bound.stages {
            stage.roll = Roll::None;
        }
        for (moved, stays) in moved.iter().zip(due(&bound, zone, &events, &calendar)) {
            prop_assert!(moved.due >= stays.due, "a move never takes time away");
            let working = moved.due.is_some_and(|due| calendar.is_working_day(due.date_naive()));
            prop_assert!(working, "{} ends on a working day", moved.stage);
        }
    }

    #[test]
    fn knowing_one_more_moment_never_makes_a_stage_later_without_a_lapse(
        index in 0..shipped().len(),
        second in SECONDS,
        apart in -500_000..500_000i64,
    ) {
        let pack = plain(&shipped()[index]);
        let calendar = Calendar::default();
        let all = all_events(&pack, Stamp(second * 1_000));
        for left_out in all.keys() {
            let mut some = all.clone();
            some.remove(left_out);
            let mut more = some.clone();
            more.insert(left_out.clone(), Stamp((second + apart) * 1_000));
            let few = due(&pack, Tz::UTC, &some, &calendar);
            for (few, many) in few.iter().zip(due(&pack, Tz::UTC, &more, &calendar)) {
                // A word that outranks another one (materiality before determination) may move it.
                let same = few.anchor == many.anchor || few.waits_for.is_some();
                prop_assert!(!same || few.due.is_none() || many.due <= few.due);
            }
        }
    }

    #[test]
    fn no_moment_stops_the_engine(stamp in any::<i64>(), index in 0..shipped().len()) {
        let pack = &shipped()[index];
        for zone in ZONES {
            let _ = due(pack, zone, &all_events(pack, Stamp(stamp)), &Calendar::default());
        }
    }
}
