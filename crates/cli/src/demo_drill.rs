//! One drill of the demo: simulated people play it, then it gets the names, the day and the room of a drill with people,
//! and everything is computed as if it had been live. Its origin says "demo" in the first record and on every page.
//! Not here: which drills there are and what becomes of their findings (`demo`).

use std::collections::BTreeMap;
use std::sync::Arc;

use cast::{Policy, PromptBook};
use conduct::{Drill, Keep};
use evaluation::Evaluation;
use exercise::{
    Actor, Brief, ClosedHow, Event, Exercise, Given, Order, Origin, PlanUsed, Record, Script,
    Source, Standing,
};
use programme::{DrillClosed, ProgrammeEvent, fold_name};
use terms::{ExerciseId, PersonId, RoleId, Span, Stamp};

use crate::demo_facts::Shipped;
use crate::ended::Ended;
use crate::{open, rehearse};

/// Who plays a role of the plan.
pub type Parts = BTreeMap<String, (PersonId, Standing)>;

/// What a drill of the demo is made from.
pub struct Asked<'a> {
    /// The scenario.
    pub shipped: &'a Shipped,
    /// The plan it tests.
    pub plan: &'a rehearse::Read,
    /// That plan in the programme.
    pub used: PlanUsed,
    /// Where its people come from.
    pub origin: Origin,
    /// When it is set up.
    pub at: Stamp,
    /// What decides the chances.
    pub seed: u64,
    /// How people behave.
    pub policy: Policy,
    /// Who plays what, by the role's name as it is compared.
    pub parts: &'a Parts,
    /// Why it is broken off; none where it is played to its end.
    pub broken_off: Option<&'a str>,
}

/// Plays a drill and keeps it.
///
/// # Errors
/// Where the scenario cannot be read or the programme cannot be written.
pub fn play(
    keep: &mut Keep,
    clock: &conduct::Clock,
    id: ExerciseId,
    asked: &Asked<'_>,
) -> Result<(Drill, Evaluation), Ended> {
    let (scenario, _) = scenario::read(asked.shipped.text);
    let scenario = conduct::rendered(&scenario, &BTreeMap::new())?;
    let mut handouts = BTreeMap::new();
    for (name, bytes) in asked.shipped.handouts {
        let hash = keep.put_blob("application/octet-stream", bytes)?;
        handouts.insert((*name).to_owned(), hash);
    }
    let given = Given::by_default(&scenario);
    let brief = Brief {
        origin: asked.origin,
        scenario: keep.put_blob("text/yaml", asked.shipped.text.as_bytes())?,
        plan: Some(asked.used.clone()),
        variables: BTreeMap::new(),
        handouts,
        seed: Some(asked.seed),
        given: given.clone(),
    };
    let script = Script::given(Arc::new(scenario), given);
    let mut played = cast::perform(&PromptBook::new(&script), brief, asked.policy);
    match asked.broken_off {
        Some(reason) => {
            let order = Order::Close {
                how: ClosedHow::Aborted,
                reason: reason.to_owned(),
            };
            let closed = played.order(&order);
            closed.map_err(|why| Ended::wrong(format!("the demo cannot be closed: {why:?}")))?;
        }
        None => {
            rehearse::raise_findings(&mut played, &id, Some(asked.plan))?;
            played.close();
        }
    }
    let records = with_people(played.records, asked, &script);
    let exercise = Exercise::fold(&script, &records)
        .ok_or_else(|| Ended::wrong("a drill of the demo cannot be folded"))?;
    let drill = Drill::new(id, script, exercise, records);
    rehearse::record(keep, &drill)?;
    let last = drill.records.last().map_or(asked.at, |record| record.at);
    clock.set(last);
    let evaluation = open::evaluate(keep, &drill)?;
    if let Some(closed) = DrillClosed::of(&drill.id, &drill.exercise, &evaluation) {
        keep.append(ProgrammeEvent::DrillClosed(closed))?;
    }
    Ok((drill, evaluation))
}

/// The records with the day of the drill, and with the people who play in place of the simulated ones.
fn with_people(records: Vec<Record>, asked: &Asked<'_>, script: &Script) -> Vec<Record> {
    let first = records.first().map_or(asked.at, |record| record.at);
    let moved = asked.at - first;
    let roles = &script.scenario().roles;
    let part = |role: &RoleId| {
        let written = roles.iter().find(|it| it.id == *role)?;
        let title = written.plan_role.as_ref().unwrap_or(&written.title);
        asked.parts.get(&fold_name(title)).cloned()
    };
    records
        .into_iter()
        .map(|record| Record {
            at: record.at + moved,
            actor: match &record.actor {
                Actor::Bot(role) => match part(role) {
                    Some((person, _)) => Actor::Seat(role.clone(), person),
                    None => record.actor.clone(),
                },
                Actor::Desk | Actor::Clock | Actor::Seat(..) | Actor::Cell(..) | Actor::Unnamed => {
                    record.actor.clone()
                }
            },
            event: named(record.event, moved, &part),
            ..record
        })
        .collect()
}

fn named(
    event: Event,
    moved: Span,
    part: &impl Fn(&RoleId) -> Option<(PersonId, Standing)>,
) -> Event {
    match event {
        Event::RoleAssigned(mut it) => {
            if let Some((person, standing)) = part(&it.role) {
                it.person = Some(person);
                it.standing = standing;
            }
            Event::RoleAssigned(it)
        }
        Event::DecisionMade(mut it) => {
            it.first_key_at = it.first_key_at + moved;
            if let Some((person, _)) = part(&it.role) {
                it.person = Some(person);
                it.source = Source::Seat;
            }
            Event::DecisionMade(it)
        }
        Event::BreakAnnounced(mut it) => {
            it.until = it.until + moved;
            Event::BreakAnnounced(it)
        }
        other => other,
    }
}
