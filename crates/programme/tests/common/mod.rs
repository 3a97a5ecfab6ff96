//! A year made by hand, small enough to reckon on paper. Not here: what is expected of it.
#![allow(
    dead_code,
    reason = "each test file takes what it needs of these hands"
)]

use std::collections::BTreeMap;

use exercise::{
    ClosedHow, FindingKind, FindingSource, Origin, Outcome, PlanUsed, Rating, Standing,
};
use plan::Tag;
use programme::{
    ActionClosed, AppointmentMade, Day, DrillClosed, FindingClosed, Held, Look, Measure,
    PersonKept, Plan, PlanNow, Post, ProgrammeEvent, ProgrammeFold, RoleClosed, SectionNow, Value,
    Who, measures,
};
use scenario::Function;
use terms::{ExerciseId, PersonId, PlanId, Stamp};

/// Noon of a day.
pub fn noon(text: &str) -> Stamp {
    let moment = day(text).and_hms_opt(12, 0, 0).expect("noon");
    Stamp(moment.and_utc().timestamp_millis())
}

pub fn day(text: &str) -> Day {
    text.parse().expect("a day")
}

pub fn office(words: &str) -> Who {
    Who::Office(words.to_owned())
}

/// A programme with what was put into it. Today is 2027-07-01 unless a test says otherwise.
#[derive(Debug)]
pub struct Year {
    pub fold: ProgrammeFold,
    pub plans: Vec<PlanNow>,
    pub names: BTreeMap<PersonId, String>,
    pub now: Stamp,
}

impl Year {
    pub fn new() -> Self {
        Self {
            fold: ProgrammeFold::default(),
            plans: Vec::new(),
            names: BTreeMap::new(),
            now: noon("2027-07-01"),
        }
    }

    pub fn put(&mut self, event: ProgrammeEvent) -> &mut Self {
        let seq = self.fold.last_seq + 1;
        self.fold.apply(seq, self.now, event);
        self
    }

    pub fn person(&mut self, name: &str, unit: &str) -> PersonId {
        let id = PersonId::from(name);
        self.names.insert(id.clone(), name.to_owned());
        self.put(ProgrammeEvent::PersonKept(PersonKept {
            person: id.clone(),
            unit: unit.to_owned(),
        }));
        id
    }

    pub fn appoint(&mut self, name: &str, role: &str, post: Post) -> &mut Self {
        self.put(ProgrammeEvent::AppointmentMade(AppointmentMade {
            role: role.to_owned(),
            person: PersonId::from(name),
            post,
            by: office("CISO"),
            since: None,
            until: None,
        }))
    }

    pub fn close(&mut self, drill: DrillClosed) -> &mut Self {
        self.put(ProgrammeEvent::DrillClosed(drill))
    }

    pub fn look(&self) -> Look<'_> {
        Look {
            fold: &self.fold,
            plans: &self.plans,
            drills: &[],
            names: &self.names,
            now: self.now,
            from: None,
        }
    }

    pub fn measure(&self, id: &str) -> Measure {
        let look = self.look();
        let all = measures(&look, &Plan::of(&look));
        all.into_iter().find(|it| it.id == id).expect("the measure")
    }

    /// What a measure comes to: its value, and what it is a share of.
    pub fn comes_to(&self, id: &str, value: Value, numerator: u64, denominator: Option<u64>) {
        let found = self.measure(id);
        assert_eq!(found.value, value, "{id}: the value");
        assert_eq!(found.numerator, numerator, "{id}: the numerator");
        assert_eq!(found.denominator, denominator, "{id}: the denominator");
    }
}

/// A plan with sections; each is a heading and its kinds.
pub fn plan(revision: &str, sections: &[(&str, &[Tag])]) -> PlanNow {
    PlanNow {
        id: PlanId::from("irp"),
        title: "IRP".to_owned(),
        revision: revision.to_owned(),
        record: 1,
        since: noon("2027-01-01"),
        approved_by: None,
        owner: None,
        next_review: None,
        roles: Vec::new(),
        sections: sections
            .iter()
            .map(|(path, tags)| SectionNow {
                path: (*path).to_owned(),
                title: (*path).to_owned(),
                phase: None,
                tags: tags.to_vec(),
                matters: true,
            })
            .collect(),
        people: Vec::new(),
        lessons: Vec::new(),
    }
}

/// A live drill that was completed on a day, on revision 1.0 of the plan.
pub fn drill(id: &str, on: &str) -> DrillClosed {
    DrillClosed {
        exercise: ExerciseId::from(id),
        origin: Origin::Live,
        how: ClosedHow::Completed,
        evaluator: 1,
        outcomes: BTreeMap::new(),
        ratings: BTreeMap::from([("contain".into(), Rating::P)]),
        title: format!("Drill {id}"),
        scenario: "phish".to_owned(),
        tags: Vec::new(),
        plan: Some(PlanUsed {
            plan: PlanId::from("irp"),
            title: "IRP".to_owned(),
            revision: "1.0".to_owned(),
            hash: String::new(),
            headings_by_look: false,
        }),
        started: Some(noon(on)),
        ended: Some(noon(on)),
        because: String::new(),
        roles: Vec::new(),
        actions: Vec::new(),
        findings: Vec::new(),
        deadlines: Vec::new(),
        sections: Vec::new(),
        phases: BTreeMap::new(),
        near: Vec::new(),
        accounts: Vec::new(),
        call_ups: Vec::new(),
        exposure: None,
        look_ups: Vec::new(),
    }
}

/// A role that a person held with so many halves of a weight.
pub fn role(role: &str, person: &str, earned_halves: u64, weight: u64) -> RoleClosed {
    RoleClosed {
        role: role.into(),
        plan_role: role.to_owned(),
        function: Function::Cybersecurity,
        held: vec![Held {
            person: PersonId::from(person),
            standing: Standing::Primary,
        }],
        bot: false,
        filled: true,
        earned_halves,
        weight,
        decisions: 1,
        unauthorised: 0,
        with_rationale: 1,
        phases: BTreeMap::new(),
        decided_median_ms: None,
        unable: Vec::new(),
    }
}

/// An expected action of a role under a section.
pub fn action(
    id: &str,
    role: &str,
    section: &str,
    critical: bool,
    outcome: Outcome,
) -> ActionClosed {
    ActionClosed {
        action: id.into(),
        text: format!("Do {id}"),
        role: role.into(),
        objective: None,
        section: Some(section.to_owned()),
        places: vec![section.to_lowercase()],
        phase: None,
        critical,
        outcome,
        harmful: false,
        latency_ms: None,
        again: None,
    }
}

/// A finding that the rules suggested about an action of a role under a section.
pub fn finding(
    record: u64,
    role: &str,
    section: &str,
    failure: &str,
    critical: bool,
) -> FindingClosed {
    FindingClosed {
        record,
        key: format!(
            "{} | {} | {failure}",
            section.to_lowercase(),
            role.to_lowercase()
        ),
        kind: FindingKind::Improvement,
        source: FindingSource::Missed,
        title: format!("Not done: {section}"),
        critical,
        objective: None,
        plan_role: Some(role.to_owned()),
        section: Some(section.to_owned()),
        action: None,
    }
}
