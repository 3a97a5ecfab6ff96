//! The faults of the other tools, each as a test of ours with its name (those that touch what there is so far; spreadsheets
//! and seats have none yet). Here the whole way is gone, from a file to a report; the rules alone are tested in `exercise`.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;

use conduct::{Clock, Drill, Keep};
use exercise::*;
use programme::ProgrammeNamed;
use terms::{Elapsed, ExerciseId, Span, Stamp};

const SCENE: &str = include_str!("../../crates/exercise/tests/scene.yaml");
const START: Stamp = Stamp(1_800_000_000_000);

#[test]
fn time_spent_paused_does_not_count_and_nothing_pours_out_on_resume() {
    let mut table = Table::of(SCENE);
    table.must(Order::Start);
    table.wait(Span::minutes(14)).must(Order::Pause);
    let before = table.drill.records.len();
    table.wait(Span::minutes(30)).must(Order::Resume);
    assert_eq!(
        table.drill.records.len(),
        before + 1,
        "only the resumption is new"
    );
    table.wait(Span::minutes(46));
    for (inject, minute) in [("press", 15), ("morning", 30), ("last", 45)] {
        assert_eq!(
            table.came(inject),
            Some(Span::minutes(minute).0),
            "{inject} holds its offset"
        );
    }
}

#[test]
fn changing_the_speed_does_not_multiply_the_time_that_has_passed() {
    let mut table = Table::of(SCENE);
    table.must(Order::Start);
    let mut expected = 0;
    for (rate, seconds) in [
        (1_000, 300),
        (2_000, 60),
        (500, 120),
        (10_000, 6),
        (1_000, 30),
    ] {
        table.must(Order::SetRate { rate });
        assert_eq!(
            table.elapsed(),
            Elapsed(expected),
            "at {rate} the clock goes on from there"
        );
        table.wait(Span::seconds(seconds));
        expected += seconds * i64::from(rate);
    }
    assert_eq!(
        table.elapsed(),
        Elapsed(expected),
        "each stretch at its own speed"
    );
}

#[test]
fn deliver_now_after_a_pause_is_now() {
    let mut table = Table::of(SCENE);
    table.must(Order::Start);
    table.wait(Span::minutes(3)).must(Order::Pause);
    table.wait(Span::minutes(25)).must(Order::Resume);
    table.wait(Span::seconds(10));
    table.must(Order::Deliver {
        inject: "last".into(),
    });
    assert_eq!(
        table.came("last"),
        Some(190_000),
        "3 min and 10 s by the exercise clock"
    );
    let told = table.drill.records.last().expect("a record");
    assert_eq!(told.at, table.now, "and this moment on the wall");
}

#[test]
fn what_one_installation_keeps_another_takes_in_with_the_same_hash() {
    let (here, there) = (Hall::new(), Hall::new());
    let text = here
        .keep
        .put_blob("text/yaml", SCENE.as_bytes())
        .expect("kept");
    let taken_out = here.keep.bytes(&text).expect("there");
    let folder = tempfile::tempdir().expect("a folder");
    let file = folder.path().join("scene.yaml");
    std::fs::write(&file, &taken_out).expect("written");
    let library = conduct::Library::new(folder.path().join("ours"), folder.path().join("own"));
    let found = library.import(&file).expect("taken in");
    let again = there
        .keep
        .put_blob("text/yaml", found.text.as_bytes())
        .expect("kept");
    assert_eq!(again, text, "equal to the byte");
}

#[test]
fn what_cannot_be_read_is_said_and_nothing_is_invented() {
    let pdf =
        b"%PDF-1.7\n%\xe2\xe3\xcf\xd3\n1 0 obj <</Type/Catalog>> stream\x00\x9c\xff endstream";
    let (plan, diagnostics) = plan::read_bytes(pdf);
    assert_eq!(plan.sections.len(), 0, "no section: {:?}", plan.sections);
    assert_eq!(plan.roles.len(), 0, "no role");
    assert_eq!(plan.commitments.len(), 0, "no time limit");
    let errors = diagnostics
        .iter()
        .filter(|it| it.severity == terms::Severity::Error);
    assert!(errors.count() > 0, "and it is said: {diagnostics:?}");
}

#[test]
fn a_second_run_leaves_the_first_as_it_is_for_ever() {
    let mut hall = Hall::new();
    let one = hall.brief("one", SCENE);
    hall.keep_records(&one, &rehearsed(&one, 1));
    let stream = ledger::stream::of_exercise(&one.id);
    let head = |hall: &Hall| hall.ledger(|ledger| ledger.head(&stream).expect("readable"));
    let before = head(&hall);
    let two = hall.brief("two", SCENE);
    hall.keep_records(&two, &rehearsed(&two, 2));
    assert_eq!(
        head(&hall),
        before,
        "the first ends where it ended, with the same seal"
    );
    let ids: Vec<String> = hall.keep.drills.keys().map(ToString::to_string).collect();
    assert_eq!(ids, ["one", "two"], "both are there");
    let first = hall.keep.load(&"one".into()).expect("whole");
    let second = hall.keep.load(&"two".into()).expect("whole");
    assert_ne!(
        first.records, second.records,
        "and each has its own records"
    );
}

#[test]
fn the_first_click_does_not_bind_the_team() {
    let mut table = Table::of(SCENE);
    table.must(Order::Start);
    table.wait(Span::minutes(2));
    let first = table.decide("soc", "watch");
    table.wait(Span::seconds(20));
    table.must(Order::TakeStance {
        decision: first,
        role: "ic".into(),
        stance: Stance::Dissents,
        says: "It spreads while we look.".into(),
    });
    table.wait(Span::seconds(20));
    let second = table.decide("ic", "isolate");
    table.wait(Span::seconds(20));
    table.must(Order::Revise(Revise {
        decision: first,
        option: Some("isolate".into()),
        text: String::new(),
        rationale: "The Incident Commander is right.".into(),
        authorised_by: None,
    }));
    let evaluation = table.evaluate();
    let made = |seq| {
        evaluation
            .decisions
            .iter()
            .find(|it| it.record == seq)
            .expect("it is there")
    };
    assert_eq!(
        made(first).option,
        Some("isolate".into()),
        "what stands now"
    );
    assert_eq!(
        made(first).revisions[0].option,
        Some("watch".into()),
        "what stood before"
    );
    assert_eq!(
        made(first).revisions[0].elapsed,
        Elapsed(180_000),
        "until then"
    );
    assert_eq!(
        made(first).stances[0].stance,
        Stance::Dissents,
        "who thought otherwise"
    );
    assert_eq!(
        made(second).latency,
        Some(Span::seconds(100)),
        "and another role's decision beside it"
    );
}

#[test]
fn a_decision_can_be_revised_any_number_of_times_and_each_keeps_its_time() {
    let mut table = Table::of(SCENE);
    table.must(Order::Start);
    table.wait(Span::minutes(2));
    let decision = table.decide("soc", "watch");
    for option in ["isolate", "off", "watch", "isolate"] {
        table.wait(Span::seconds(30));
        table.must(Order::Revise(Revise {
            decision,
            option: Some(option.into()),
            text: String::new(),
            rationale: String::new(),
            authorised_by: None,
        }));
    }
    let evaluation = table.evaluate();
    let revisions = &evaluation.decisions[0].revisions;
    let times: Vec<i64> = revisions.iter().map(|it| it.elapsed.0 / 1_000).collect();
    assert_eq!(times, [150, 180, 210, 240], "four revisions, four times");
}

#[test]
fn every_decision_in_the_report_has_its_time_to_decide() {
    for seed in 0..20 {
        let mut hall = Hall::new();
        let drill = hall.brief("one", SCENE);
        let records = rehearsed(&drill, seed);
        hall.keep_records(&drill, &records);
        let drill = hall.keep.load(&"one".into()).expect("whole");
        let evaluation = evaluate(&drill);
        for decision in evaluation.decisions.iter().filter(|it| it.inject.is_some()) {
            let latency = decision.latency;
            assert!(
                latency.is_some(),
                "seed {seed}: record {} has none",
                decision.record
            );
            let (html, markdown) = papers(&hall.keep, &drill);
            let spoken = latency.unwrap_or_default().spoken();
            for paper in [&html, &markdown] {
                assert!(
                    paper.contains(&spoken),
                    "seed {seed}: {spoken} is in no row"
                );
            }
        }
    }
}

#[test]
fn text_in_any_script_survives_from_the_seat_to_every_output() {
    let words = [
        "Отключить сервер немедленно",
        "Απομόνωση του διακομιστή",
        "اعزل الخادم الآن",
        "サーバーをネットワークから切り離す",
        "Isolate 🔒 now 🚨",
    ];
    let mut hall = Hall::new();
    let mut drill = hall.brief("one", SCENE);
    let mut out = Vec::new();
    let mut order = |order: &Order| {
        let done = drill
            .exercise
            .carry_out(Actor::Desk, order, START, &mut out);
        assert_eq!(done, Ok(()), "{order:?}");
    };
    order(&Order::Start);
    for text in words {
        order(&Order::Decide(Decide {
            inject: None,
            option: None,
            text: text.to_owned(),
            ..asked("ic", "watch")
        }));
    }
    order(&Order::End);
    order(&Order::OpenReview);
    hall.keep_records(&drill, &out);
    let drill = hall.keep.load(&"one".into()).expect("whole");
    let (html, markdown) = papers(&hall.keep, &drill);
    let transcript = evaluation::transcript(&drill.records, &BTreeMap::new());
    let amendments: Vec<plan::Amendment> = words.iter().map(|text| insert(text)).collect();
    let amended =
        plan::amend("# Plan\n\n## Roles\n\nNobody yet.\n", &amendments, "Анна").expect("made");
    for text in words {
        for (name, paper) in [
            ("the page", &html),
            ("Markdown", &markdown),
            ("the transcript", &transcript),
            ("the plan", &amended.text),
        ] {
            assert!(paper.contains(text), "{name} has lost {text}");
        }
    }
}

fn insert(text: &str) -> plan::Amendment {
    plan::Amendment {
        op: plan::AmendmentOp::Insert {
            section: "Plan / Roles".to_owned(),
            text: text.to_owned(),
        },
        because: None,
        base: None,
    }
}

/// A drill in memory, with time in the hand of the test.
struct Table {
    drill: Drill,
    now: Stamp,
}

impl Table {
    fn of(text: &str) -> Self {
        let (scenario, _) = scenario::read(text);
        let script = Script::new(Arc::new(scenario));
        let mut brief = cast::brief(1);
        brief.origin = Origin::Practice;
        let (exercise, first) = Exercise::begin(&script, brief, START);
        let drill = Drill::new(ExerciseId::from("table"), script, exercise, vec![first]);
        Self { drill, now: START }
    }

    fn must(&mut self, order: Order) -> u64 {
        let first = self.drill.exercise.last_seq() + 1;
        let Drill {
            exercise, records, ..
        } = &mut self.drill;
        let done = exercise.carry_out(Actor::Desk, &order, self.now, records);
        assert_eq!(done, Ok(()), "{order:?}");
        first
    }

    fn decide(&mut self, role: &str, option: &str) -> u64 {
        self.must(Order::Decide(asked(role, option)))
    }

    fn wait(&mut self, span: Span) -> &mut Self {
        let until = self.now + span;
        let Drill {
            exercise, records, ..
        } = &mut self.drill;
        while let Some(due) = exercise.next_due().filter(|due| *due <= until) {
            exercise.pass_time(due, records);
        }
        self.now = until;
        self
    }

    fn elapsed(&self) -> Elapsed {
        self.drill.exercise.elapsed(self.now)
    }

    /// When an inject came, in milliseconds of the exercise clock.
    fn came(&self, inject: &str) -> Option<i64> {
        let found = self.drill.exercise.inject(&inject.into());
        found.expect("a known inject").1.delivered.map(|at| at.0)
    }

    fn evaluate(&self) -> evaluation::Evaluation {
        evaluate(&self.drill)
    }
}

fn asked(role: &str, option: &str) -> Decide {
    Decide {
        role: role.into(),
        person: None,
        inject: Some("alert".into()),
        option: Some(option.into()),
        text: String::new(),
        rationale: String::new(),
        authorised_by: None,
        source: Source::Desk,
        first_key_at: None,
        set_back_ms: 0,
    }
}

fn evaluate(drill: &Drill) -> evaluation::Evaluation {
    evaluation::evaluate(&evaluation::Input {
        exercise: &drill.id,
        scenario: drill.exercise.scenario(),
        records: &drill.records,
        plan: None,
        people: &BTreeMap::new(),
    })
}

fn papers(keep: &Keep, drill: &Drill) -> (String, String) {
    let templates = report::Templates::ours().expect("our templates");
    let choices = conduct::paper::Choices::default();
    let paper = conduct::paper::of(keep, drill, &evaluate(drill), &choices, &[]);
    (
        paper.html(&templates).expect("a page"),
        paper.markdown(&templates).expect("Markdown"),
    )
}

/// The records after the set-up of a drill that simulated people play.
fn rehearsed(drill: &Drill, seed: u64) -> Vec<Record> {
    let mut played = cast::play(&drill.script, seed, cast::Policy::Late);
    played.records.remove(0);
    played.records
}

/// A programme file of its own.
struct Hall {
    keep: Keep,
    _folder: tempfile::TempDir,
}

impl Hall {
    fn new() -> Self {
        let folder = tempfile::tempdir().expect("a folder");
        let named = ProgrammeNamed {
            name: "Hall".to_owned(),
            sample: false,
        };
        let clock = Arc::new(Clock::by_hand(START));
        let path: &Path = &folder.path().join("hall.rockdrill");
        let keep = Keep::create(path, named, clock).expect("a programme");
        Self {
            keep,
            _folder: folder,
        }
    }

    fn brief(&mut self, id: &str, text: &str) -> Drill {
        let mut brief = cast::brief(1);
        brief.scenario = self
            .keep
            .put_blob("text/yaml", text.as_bytes())
            .expect("kept");
        self.keep.brief(id.into(), brief).expect("a drill")
    }

    fn keep_records(&mut self, drill: &Drill, records: &[Record]) {
        let rows: Vec<ledger::NewRecord> = records.iter().map(conduct::row).collect();
        let stream = ledger::stream::of_exercise(&drill.id);
        self.keep
            .ledger
            .lock()
            .expect("nobody else holds it")
            .append(&stream, 1, &rows)
            .expect("kept");
    }

    fn ledger<T>(&self, look: impl FnOnce(&ledger::Ledger) -> T) -> T {
        look(&self.keep.ledger.lock().expect("nobody else holds it"))
    }
}
