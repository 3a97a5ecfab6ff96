//! What bots did, and what people said of themselves, is marked and counts for nobody. Not here: how bots play (`cast`).

use evaluation::{Evaluation, Input, evaluate, sample, transcript_lines};
use exercise::{Actor, Event, Origin, Record};

#[test]
fn a_drill_in_which_a_bot_acts_is_bot_assisted() {
    let plain = records();
    assert_eq!(origin(&plain), Some(Origin::Live), "people alone");
    let mut records = plain.clone();
    settlement(&mut records, "isolate").actor = Actor::Bot("soc".into());
    assert_eq!(
        origin(&records),
        Some(Origin::BotAssisted),
        "whenever the bot came in"
    );
    set_origin(&mut records, Origin::Practice);
    assert_eq!(
        origin(&records),
        Some(Origin::Practice),
        "a practice stays one"
    );
}

#[test]
fn what_a_bot_did_is_marked_and_exercises_no_section() {
    let mut records = records();
    settlement(&mut records, "isolate").actor = Actor::Bot("soc".into());
    let evaluation = evaluated(&records);
    let action = evaluation
        .actions
        .iter()
        .find(|it| it.action.as_str() == "isolate")
        .expect("the sample has it");
    assert!(action.by_bot, "marked on the expected action");
    let section = action.section.as_deref();
    let covered = |evaluation: &Evaluation| {
        let mut sections = evaluation.coverage.iter();
        let of = sections.find(|it| Some(it.section.as_str()) == section);
        of.map(|it| (it.outcomes.tested(), it.bots))
            .expect("in the plan")
    };
    let plain = covered(&evaluated(&self::records()));
    assert_eq!(plain.1, 0, "nothing was left to bots");
    assert_eq!(
        covered(&evaluation),
        (plain.0 - 1, 1),
        "a bot exercises nothing"
    );
    set_origin(&mut records, Origin::Rehearsal);
    assert_eq!(
        covered(&evaluated(&records)),
        plain,
        "a rehearsal has nobody else"
    );
}

#[test]
fn the_transcript_marks_bots_and_what_people_said_of_themselves() {
    let mut records = records();
    settlement(&mut records, "isolate").actor = Actor::Bot("soc".into());
    settlement(&mut records, "backups").actor = Actor::Seat("soc".into(), "p-chen".into());
    let ends = |records: &[Record], mark: &str| {
        let lines = transcript_lines(records, &sample::people());
        lines.iter().filter(|line| line.ends_with(mark)).count()
    };
    assert_eq!(ends(&records, " [bot]"), 1, "the bot's line says so");
    assert_eq!(ends(&records, " [self-assessed]"), 1, "and the seat's");
    set_origin(&mut records, Origin::Rehearsal);
    assert_eq!(
        ends(&records, " [bot]"),
        0,
        "in a rehearsal everybody is one"
    );
}

#[test]
fn what_a_person_ticks_for_oneself_is_self_assessed() {
    let mut records = records();
    settlement(&mut records, "backups").actor = Actor::Seat("soc".into(), "p-chen".into());
    let evaluation = evaluated(&records);
    for action in &evaluation.actions {
        let mine = action.action.as_str() == "backups";
        assert_eq!(action.self_assessed, mine, "{}", action.action);
        assert!(!action.by_bot, "{}: no bot took part", action.action);
    }
}

fn origin(records: &[Record]) -> Option<Origin> {
    evaluated(records).course.origin
}

fn settlement<'r>(records: &'r mut [Record], action: &str) -> &'r mut Record {
    let mut found = records.iter_mut();
    let settled = found.find(
        |record| matches!(&record.event, Event::ActionSettled(it) if it.action.as_str() == action),
    );
    settled.expect("the sample settles it")
}

fn set_origin(records: &mut [Record], origin: Origin) {
    if let Event::Briefed(briefed) = &mut records[0].event {
        briefed.origin = origin;
    }
}

fn records() -> Vec<Record> {
    let mut records = sample::records().expect("the sample fits the events");
    set_origin(&mut records, Origin::Live);
    records
}

fn evaluated(records: &[Record]) -> Evaluation {
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    evaluate(&Input {
        exercise: &sample::exercise(),
        scenario: &scenario,
        records,
        plan: Some(&sample::plan()),
        people: &sample::people(),
    })
}
