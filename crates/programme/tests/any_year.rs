//! What holds for every year, however it came about: no measure divides by nothing, none counts anything twice, and what
//! does not count changes none. Years are drawn by chance, empty ones among them. Not here: what a measure comes to
//! (`worked`, `measures`).

mod common;

use std::collections::{BTreeMap, BTreeSet};

use common::{Year, action, day, drill, finding, office, plan, role};
use exercise::{ClosedHow, FindingSource, Origin, Outcome, Rating};
use plan::Tag;
use programme::{
    ActionDone, ActionReopened, ActionTracked, ActionVerified, Cause, Day, DocumentKept,
    DocumentKind, DrillClosed, FoundBy, HistoryReviewed, IncidentKept, Measure, NearClosed, Plan,
    Post, PrioritiesKept, Priority, ProgrammeEvent, RevisionAcknowledged, RiskAccepted, Signed,
    State, Status, UnitKept, Value, measures, plus_days, register, trends, view,
};
use proptest::collection::vec;
use proptest::prelude::*;
use terms::{ExerciseId, PersonId, PlanId};

const PEOPLE: [(&str, &str); 4] = [("Ada", "IT"), ("Bo", "Legal"), ("Cy", "it "), ("Dee", "")];
const ROLES: [&str; 3] = ["ic", "IC", "counsel"];
const SECTIONS: [&str; 5] = [
    "Severity",
    "Playbook: Ransomware",
    "Playbook: ransomware / Steps",
    "Paper working",
    "Press",
];
const UNITS: [&str; 4] = ["IT", "it ", "Legal", "Yard"];

/// So many numbers decide what one event is; each is taken for what is needed next.
type Chances = Vec<u8>;

struct Dice<'a>(std::iter::Cycle<std::slice::Iter<'a, u8>>);

impl Dice<'_> {
    fn roll(&mut self, sides: usize) -> usize {
        self.0.next().copied().map_or(0, usize::from) % sides
    }

    fn of<T: Copy>(&mut self, some: &[T]) -> T {
        some[self.roll(some.len())]
    }

    fn yes(&mut self) -> bool {
        self.roll(2) == 1
    }

    /// A day from 2026-04-07 on, some of them before the window and some after today.
    fn day(&mut self) -> Day {
        let fortnights = i64::try_from(self.roll(36)).unwrap_or_default();
        plus_days(day("2026-04-07"), 14 * fortnights)
    }
}

fn event(chances: &Chances) -> ProgrammeEvent {
    let mut dice = Dice(chances.iter().cycle());
    match dice.roll(13) {
        0..=3 => ProgrammeEvent::DrillClosed(a_drill(&mut dice)),
        4 => ProgrammeEvent::ActionTracked(ActionTracked {
            action: dice.of(&["A1", "A2", "A3", "A4"]).to_owned(),
            cause: match dice.roll(3) {
                0 => Cause::Incident(dice.of(&["I1", "I2"]).to_owned()),
                1 => Cause::Other("an audit".to_owned()),
                _ => Cause::Drill {
                    exercise: ExerciseId::from(dice.of(&["X", "Y", "Z"])),
                    finding: 9 + dice.roll(3) as u64,
                },
            },
            what: "Mend it".to_owned(),
            element: String::new(),
            owner: office(dice.of(&["ic", "Ada"])),
            unit: dice.of(&["", "Legal", "Yard"]).to_owned(),
            priority: Priority::High,
            start: None,
            due: Some(dice.day()),
        }),
        5 => ProgrammeEvent::ActionDone(ActionDone {
            action: dice.of(&["A1", "A2", "A3", "A4"]).to_owned(),
            by: office("ic"),
            on: dice.day(),
            evidence: String::new(),
        }),
        6 => ProgrammeEvent::ActionVerified(ActionVerified {
            action: dice.of(&["A1", "A2", "A3", "A4"]).to_owned(),
            by: office(dice.of(&["IC", "Audit"])),
            on: dice.day(),
            note: String::new(),
        }),
        7 => of_an_action(&mut dice),
        8 => ProgrammeEvent::IncidentKept(IncidentKept {
            incident: dice.of(&["I1", "I2", "I3"]).to_owned(),
            title: "Incident".to_owned(),
            unit: dice.of(&UNITS).to_owned(),
            kind: dice.of(&["", "Ransomware", "fraud"]).to_owned(),
            found_by: FoundBy::System,
            serious: dice.yes(),
            near: dice.yes(),
            continuity: dice.yes(),
            opened: dice.day(),
            closed: None,
            reviewed: dice.yes().then(|| dice.day()),
            key: dice.of(&["", "press | ic | missed"]).to_owned(),
        }),
        9 => of_a_unit(&mut dice),
        10 => ProgrammeEvent::RevisionAcknowledged(RevisionAcknowledged {
            plan: PlanId::from("irp"),
            revision: dice.of(&["1.0", "2.0"]).to_owned(),
            person: PersonId::from(dice.of(&PEOPLE).0),
            on: dice.day(),
        }),
        11 => ProgrammeEvent::HistoryReviewed(HistoryReviewed {
            on: dice.day(),
            by: office("Audit"),
            note: String::new(),
        }),
        _ => ProgrammeEvent::DocumentKept(DocumentKept {
            document: dice.of(&["D1", "D2"]).to_owned(),
            kind: DocumentKind::Prioritisation,
            title: "Paper".to_owned(),
            unit: String::new(),
            parent: None,
            plan: None,
            owner: office("CISO"),
            dated: day("2026-01-01"),
            review: dice.yes().then(|| dice.day()),
            hash: String::new(),
        }),
    }
}

fn of_an_action(dice: &mut Dice<'_>) -> ProgrammeEvent {
    let action = dice.of(&["A1", "A2", "A3", "A4"]).to_owned();
    if dice.yes() {
        return ProgrammeEvent::ActionReopened(ActionReopened {
            action,
            because: "It slipped back.".to_owned(),
        });
    }
    ProgrammeEvent::RiskAccepted(RiskAccepted {
        action,
        by: office("Board"),
        on: dice.day(),
        because: "Too dear.".to_owned(),
        until: dice.yes().then(|| dice.day()),
    })
}

fn of_a_unit(dice: &mut Dice<'_>) -> ProgrammeEvent {
    let unit = dice.of(&UNITS).to_owned();
    if dice.yes() {
        return ProgrammeEvent::UnitKept(UnitKept {
            unit,
            in_scope: dice.yes(),
            owner: None,
            regimes: Vec::new(),
            confirmed: None,
        });
    }
    ProgrammeEvent::PrioritiesKept(PrioritiesKept {
        unit,
        services: vec!["Payments".to_owned()],
        signed: Signed {
            by: office("Cy"),
            on: dice.day(),
        },
    })
}

fn a_drill(dice: &mut Dice<'_>) -> DrillClosed {
    let mut one = drill(dice.of(&["X", "Y", "Z", "W"]), &dice.day().to_string());
    one.origin = dice.of(&[
        Origin::Live,
        Origin::Live,
        Origin::Live,
        Origin::Practice,
        Origin::Rehearsal,
        Origin::Demo,
        Origin::BotAssisted,
    ]);
    one.how = dice.of(&[
        ClosedHow::Completed,
        ClosedHow::Completed,
        ClosedHow::Completed,
        ClosedHow::Aborted,
        ClosedHow::Void,
        ClosedHow::RealIncident,
    ]);
    one.ratings.clear();
    for objective in ["lead", "tell"] {
        if dice.yes() {
            let rating = dice.of(&[Rating::P, Rating::S, Rating::M, Rating::U]);
            one.ratings.insert(objective.into(), rating);
        }
    }
    if dice.roll(4) == 0 {
        one.tags = vec!["Near-incident".to_owned()];
    }
    for name in &ROLES[..dice.roll(4)] {
        let weight = dice.roll(4) as u64;
        let earned = dice.roll(1 + 2 * weight as usize) as u64;
        one.roles
            .push(role(name, dice.of(&PEOPLE).0, earned, weight));
    }
    for nth in 0..dice.roll(4) {
        let outcome = dice.of(&[
            Outcome::Met,
            Outcome::MetLate,
            Outcome::Partial,
            Outcome::Missed,
            Outcome::NotTested,
        ]);
        let (name, section) = (dice.of(&ROLES), dice.of(&SECTIONS));
        let critical = dice.yes();
        one.actions
            .push(action(&format!("a{nth}"), name, section, critical, outcome));
    }
    for nth in 0..dice.roll(3) {
        let mut said = finding(
            9 + nth as u64,
            dice.of(&ROLES),
            dice.of(&SECTIONS),
            "missed",
            dice.yes(),
        );
        if dice.yes() {
            said.source = FindingSource::Hand;
        }
        one.findings.push(said);
    }
    if dice.yes() {
        one.near.push(NearClosed {
            inject: "mail".into(),
            actions: vec!["a0".into()],
            objectives: vec!["lead".into()],
        });
    }
    one
}

fn any_year() -> impl Strategy<Value = Year> {
    let events = vec(vec(any::<u8>(), 40), 0..25);
    (events, any::<bool>(), any::<bool>()).prop_map(|(events, roster, planned)| {
        let mut year = Year::new();
        if planned {
            let sections: Vec<(&str, &[Tag])> = vec![
                (SECTIONS[0], &[Tag::Severity]),
                (SECTIONS[1], &[Tag::Playbook]),
                (SECTIONS[2], &[Tag::Playbook]),
                (SECTIONS[3], &[Tag::Continuity]),
            ];
            year.plans = vec![plan("2.0", &sections)];
        }
        for (name, unit) in PEOPLE.iter().filter(|_| roster) {
            year.person(name, unit);
            year.appoint(name, ROLES[name.len() % 3], Post::Primary);
        }
        for chances in &events {
            year.put(event(chances));
        }
        year
    })
}

fn all(year: &Year) -> Vec<Measure> {
    let look = year.look();
    measures(&look, &Plan::of(&look))
}

/// What a measure says, without the numbers of its records: which, its value, its fraction, its parts and its note.
type Said = (&'static str, Value, u64, Option<u64>, String, String);

fn says(year: &Year) -> Vec<Said> {
    let one = |it: Measure| {
        let parts = format!("{:?}", it.parts);
        (
            it.id,
            it.value,
            it.numerator,
            it.denominator,
            parts,
            it.note,
        )
    };
    all(year).into_iter().map(one).collect()
}

/// The numbers of "2 of 3 (66.7 %)", where words have that form.
fn n_of_d(words: &str) -> Option<(u64, u64)> {
    let (n, rest) = words.split_once(" of ")?;
    let d = rest.split(' ').next()?;
    Some((n.parse().ok()?, d.parse().ok()?))
}

fn sum_of_findings(measure: &Measure) -> u64 {
    let number = |words: &str| words.split(' ').next().and_then(|n| n.parse::<u64>().ok());
    let parts = measure.parts.iter().map(|it| {
        let mut both = it.says.split(", ").take(2).map(number);
        both.next().flatten().unwrap_or_default() + both.next().flatten().unwrap_or_default()
    });
    parts.sum()
}

proptest! {
    #[test]
    fn no_measure_divides_by_nothing(year in any_year()) {
        for it in all(&year) {
            match (it.value, it.denominator) {
                (Value::Percent(share), Some(d)) => {
                    prop_assert!(d > 0, "{}: a share of nothing", it.id);
                    prop_assert!(share.is_finite(), "{}: {share}", it.id);
                    let by_hand = 100.0 * it.numerator as f64 / d as f64;
                    prop_assert!((share - by_hand).abs() <= 0.05 + 1e-9, "{}: {share}", it.id);
                }
                (Value::Percent(share), None) => prop_assert!(false, "{}: {share} of what", it.id),
                (Value::Count(n), d) => prop_assert_eq!((n, None), (it.numerator, d), "{}", it.id),
                (Value::NotAvailable, d) => {
                    prop_assert!(matches!(d, None | Some(0)), "{}: n/a of {d:?}", it.id);
                }
            }
            prop_assert!(it.denominator.is_none_or(|d| it.numerator <= d), "{}: {it:?}", it.id);
        }
        for point in trends(&year.look()).iter().flat_map(|it| &it.points) {
            prop_assert!(point.value.is_finite() && point.value >= 0.0, "{point:?}");
        }
        let whole = view(&year.look());
        for criterion in &whole.criteria {
            for figure in &criterion.figures {
                let found = n_of_d(&figure.says);
                prop_assert!(found.is_none_or(|(n, d)| n <= d), "{}: {figure:?}", criterion.id);
            }
            let rests = criterion.status != Status::Supported || !criterion.records.is_empty();
            prop_assert!(rests, "{} is supported by records", criterion.id);
        }
    }

    #[test]
    fn no_measure_counts_anything_twice(year in any_year()) {
        for it in all(&year) {
            let once: BTreeSet<&String> = it.records.iter().collect();
            prop_assert_eq!(once.len(), it.records.len(), "{}: each record once", it.id);
            let labels: BTreeSet<String> = it.parts.iter().map(|part| part.label.to_lowercase()).collect();
            let parts = it.parts.len() as u64;
            match it.id {
                // The kinds and the units are the parts, each once.
                "2.1-kinds-covered" => prop_assert_eq!((parts, labels.len() as u64), (it.numerator, parts)),
                "2.1-kinds-exercised" | "3.1-units-prioritising" | "3.2-units-without-continuity"
                | "4.3-units-tracked" => {
                    prop_assert_eq!((Some(parts), labels.len() as u64), (it.denominator, parts), "{}", it.id);
                }
                // Each finding stands in one unit, and in no other.
                "2.2-findings-closed" => {
                    prop_assert_eq!(Some(sum_of_findings(&it)), it.denominator, "{:?}", it.parts);
                    prop_assert_eq!(labels.len() as u64, parts, "{:?}", it.parts);
                }
                "5.2-system-identified" => {
                    let sum: u64 = it.parts.iter().filter_map(|part| part.says.parse::<u64>().ok()).sum();
                    prop_assert_eq!(Some(sum), it.denominator, "{:?}", it.parts);
                }
                "1.1-prioritisation-documents" => prop_assert_eq!(parts, it.numerator, "{:?}", it.parts),
                _ => {}
            }
        }
    }

    #[test]
    fn a_record_that_says_the_same_again_changes_no_measure(year in any_year(), nth in any::<prop::sample::Index>()) {
        let before = says(&year);
        let mut year = year;
        let again: Vec<DrillClosed> = year.fold.closed.values().map(|(_, it)| it.clone()).collect();
        if !again.is_empty() {
            year.close(again[nth.index(again.len())].clone());
        }
        let incidents: Vec<IncidentKept> =
            year.fold.year.incidents.values().map(|kept| kept.value.clone()).collect();
        for it in incidents {
            year.put(ProgrammeEvent::IncidentKept(it));
        }
        let people: BTreeMap<PersonId, String> = year.fold.people.clone();
        for (person, unit) in people {
            year.put(ProgrammeEvent::PersonKept(programme::PersonKept { person, unit }));
        }
        prop_assert_eq!(before, says(&year));
    }

    #[test]
    fn what_does_not_count_changes_no_measure_no_trend_and_nobodys_standing(year in any_year()) {
        let standing = |year: &Year| -> BTreeMap<(String, PersonId), State> {
            let rows = register(&year.look());
            rows.into_iter().map(|it| ((it.role, it.person), it.state)).collect()
        };
        let before = (says(&year), trends(&year.look()), standing(&year));
        let mut year = year;
        let all: Vec<DrillClosed> = year.fold.closed.values().map(|(_, it)| it.clone()).collect();
        for (nth, drill) in all.into_iter().enumerate() {
            for origin in [Origin::Practice, Origin::BotAssisted, Origin::Rehearsal, Origin::Demo, Origin::Live] {
                let mut aside = drill.clone();
                aside.exercise = ExerciseId::from(format!("{origin:?}{nth}").as_str());
                aside.origin = origin;
                if origin == Origin::Live {
                    aside.how = ClosedHow::Void;
                }
                year.close(aside);
            }
        }
        prop_assert_eq!(before, (says(&year), trends(&year.look()), standing(&year)));
    }
}
