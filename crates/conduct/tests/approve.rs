//! An approved edition stays what it was, and what is found later is an addendum. Not here: how an edition reads (`report`).

use std::path::Path;
use std::sync::Arc;

use conduct::paper::{self, Choices};
use conduct::{Clock, Drill, Keep, approve};
use evaluation::{Evaluation, sample};
use exercise::{Exercise, Script};
use ledger::{Ledger, NewRecord};
use report::{Edition, Templates};
use terms::Stamp;

#[test]
fn an_approved_edition_is_kept_as_it_was_and_corrected_by_addenda() {
    let (mut keep, drill, evaluation) = reviewed();
    let early = approve::amend(&mut keep, &drill.id, "Too early.", "Ada Lovelace");
    assert!(early.is_err(), "there is nothing approved to correct");
    let page = page(&keep, &drill, &evaluation, Some("Ada Lovelace"));
    assert!(
        page.contains("by Ada Lovelace on"),
        "it says who approved it"
    );
    let form = ("html", "text/html");
    let frozen = approve::freeze(
        &mut keep,
        &drill,
        Edition::Full,
        form,
        (" Ada Lovelace ", false),
        page.as_bytes(),
    )
    .expect("it is approved");
    assert_eq!(frozen.approved.by, "Ada Lovelace");
    assert_eq!(
        frozen.approved.hash,
        ledger::Digest::of(page.as_bytes()).to_string(),
        "its hash"
    );
    assert!(
        page.contains(&frozen.approved.seal),
        "it prints the last seal"
    );
    let again = approve::freeze(
        &mut keep,
        &drill,
        Edition::Full,
        form,
        ("Eve", false),
        b"other",
    );
    assert!(again.is_err(), "it is approved once");
    let kept = approve::frozen(&keep, &drill.id, Edition::Full, "html").expect("it is there");
    assert_eq!(kept, Some(frozen), "the same bytes, by the same name");
    let other = approve::frozen(&keep, &drill.id, Edition::Auditor, "html").expect("no fault");
    assert_eq!(other, None, "each edition is approved by itself");
    approve::amend(&mut keep, &drill.id, "The pause was longer.", "Eve").expect("written");
    let draft = self::page(&keep, &drill, &evaluation, None);
    assert!(draft.contains("The pause was longer."), "drafts print it");
}

#[test]
fn nobody_approves_without_a_name() {
    let (mut keep, drill, _) = reviewed();
    let at = Stamp(0);
    assert!(approve::background(&keep, &drill, " ", at).is_err());
    let form = ("html", "text/html");
    assert!(approve::freeze(&mut keep, &drill, Edition::Full, form, ("", false), b"x").is_err());
    assert!(keep.fold.reports.approved.is_empty(), "nothing is kept");
}

#[test]
fn several_forms_are_approved_all_or_none() {
    let (mut keep, drill, _) = reviewed();
    let by = ("Ada Lovelace", false);
    let [html, pdf, md] = [
        ("html", "text/html", &b"page"[..]),
        ("pdf", "application/pdf", &b"print"[..]),
        ("md", "text/markdown", &b"text"[..]),
    ];
    approve::freeze_all(&mut keep, &drill, Edition::Full, by, &[pdf]).expect("one by itself");
    let again = approve::freeze_all(&mut keep, &drill, Edition::Full, by, &[html, pdf]);
    assert!(again.is_err(), "one of them is approved already");
    assert_eq!(keep.fold.reports.approved.len(), 1, "so none of them is");
    // Somebody else writes to the programme meanwhile: the records no longer follow one another.
    let other = programme::ProgrammeEvent::AddendumWritten(programme::AddendumWritten {
        exercise: drill.id.clone(),
        says: "From elsewhere.".to_owned(),
        by: "Eve".to_owned(),
    });
    let row = NewRecord {
        at: Stamp(0),
        actor: "desk".to_owned(),
        kind: other.kind().to_owned(),
        version: 1,
        body: other.encode(),
    };
    let last = keep.fold.last_seq;
    let count = |keep: &Keep| {
        let ledger = keep.ledger.lock().expect("nobody else holds it");
        let head = ledger.head(ledger::stream::PROGRAMME).expect("no fault");
        head.map_or(0, |head| head.seq)
    };
    keep.ledger
        .lock()
        .expect("nobody else holds it")
        .append(ledger::stream::PROGRAMME, last, &[row])
        .expect("it is written");
    let before = count(&keep);
    let forms = [html, md];
    let failed = approve::freeze_all(&mut keep, &drill, Edition::Full, by, &forms);
    assert!(failed.is_err(), "the programme went on without us");
    assert_eq!(count(&keep), before, "no record of any form was written");
    assert_eq!(keep.fold.reports.approved.len(), 1, "and none is believed");
}

fn page(keep: &Keep, drill: &Drill, evaluation: &Evaluation, by: Option<&str>) -> String {
    let background = match by {
        Some(by) => approve::background(keep, drill, by, Stamp(0)).expect("a name"),
        None => paper::background(keep, drill),
    };
    let facts = paper::facts(keep, drill, &Choices::default(), &[]);
    let edition = Edition::Full;
    let paper = paper::edition(keep, drill, evaluation, &facts, &background, edition);
    let templates = Templates::ours().expect("our templates compile");
    paper.html(&templates).expect("it renders")
}

/// The sample drill in a programme in memory.
fn reviewed() -> (Keep, Drill, Evaluation) {
    let clock = Arc::new(Clock::by_hand(Stamp(1_800_000_000_000)));
    let ledger = Ledger::in_memory().expect("memory");
    let keep = Keep::over(Path::new(""), ledger, clock).expect("an empty programme");
    let scenario = sample::scenario().expect("the sample fits the scenario format");
    let records = sample::records().expect("the sample fits the events");
    let script = Script::new(Arc::new(scenario));
    let exercise = Exercise::fold(&script, &records).expect("it begins with its set-up");
    let drill = Drill::new(sample::exercise(), script, exercise, records);
    let rows: Vec<NewRecord> = drill.records.iter().map(conduct::row).collect();
    let stream = ledger::stream::of_exercise(&drill.id);
    keep.ledger
        .lock()
        .expect("nobody else holds it")
        .append(&stream, 0, &rows)
        .expect("it is written");
    let evaluation = evaluation::evaluate(&evaluation::Input {
        exercise: &drill.id,
        scenario: drill.exercise.scenario(),
        records: &drill.records,
        plan: None,
        people: &std::collections::BTreeMap::new(),
    });
    (keep, drill, evaluation)
}
