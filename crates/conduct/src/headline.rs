//! A drill in a line, as Home and the year list it: made from all its records, of which only few are read whole. Not here:
//! the drill itself (`conductor`).

use std::collections::BTreeSet;

use exercise::{Actor, ClosedHow, Event, Origin, Record};
use ledger::{Ledger, RecordRef};
use terms::{Elapsed, PersonId, PlanId, Stamp};

use crate::keep::Unopened;

/// The kind of a decision, which is counted.
const DECISION: &str = "decision_made";

/// The kinds of which a drill has many and whose bodies say nothing about its line.
const PASSING: [&str; 20] = [
    DECISION,
    "acknowledged",
    "action_lapsed",
    "action_settled",
    "attended",
    "deadline_began",
    "deadline_met",
    "deadline_missed",
    "decision_revised",
    "discussion_answered",
    "feedback_given",
    "finding_raised",
    "hot_wash_said",
    "inject_delivered",
    "message_sent",
    "noted",
    "notification_logged",
    "objective_rated",
    "prompted",
    "stance_taken",
];

/// A drill in a line.
#[derive(Clone, Debug, PartialEq)]
pub struct Headline {
    /// The title.
    pub title: String,
    /// The scenario's id.
    pub scenario_id: String,
    /// Where its people come from.
    pub origin: Origin,
    /// The plan it tests.
    pub plan: Option<PlanId>,
    /// Its phase in the word that views use.
    pub phase: &'static str,
    /// How it was closed.
    pub how: Option<ClosedHow>,
    /// When it was set up.
    pub begun_at: Stamp,
    /// When it was last heard of.
    pub last_at: Stamp,
    /// The exercise clock at its last record.
    pub elapsed: Elapsed,
    /// How many decisions it has.
    pub decisions: u32,
    /// True where the program was cut off in the middle of it and it has not gone on since.
    pub cut_off: bool,
    /// The people in its roles.
    pub people: BTreeSet<PersonId>,
    /// The number of its last record.
    pub last_seq: u64,
    /// True once a practice was shared.
    pub shared: bool,
}

impl Headline {
    /// The line about a drill that is kept. Of most records only who and when counts, so their bodies are left unread: a
    /// programme of many drills opens in a fraction of the time. Nothing is taken from the first record on that is `later`.
    ///
    /// # Errors
    /// Where a record is damaged, or of a kind that this program does not know.
    pub(crate) fn read(
        ledger: &Ledger,
        stream: &str,
        mut later: impl FnMut(Stamp) -> bool,
    ) -> Result<Option<Self>, Unopened> {
        let mut headline: Option<Self> = None;
        ledger.read(stream, 1, |stored| {
            if later(stored.at) {
                return Ok(());
            }
            match &mut headline {
                Some(line) if PASSING.contains(&stored.kind) => line.pass(stored)?,
                _ => Self::apply(&mut headline, &crate::conductor::record(stored)?),
            }
            Ok::<(), Unopened>(())
        })?;
        // The clock never runs back, so it stands in the last record.
        if let Some(last) = headline.as_ref().map(|line| line.last_seq) {
            ledger.read(stream, last, |stored| {
                if stored.seq > last {
                    return Ok(());
                }
                let (elapsed, ..) = Event::decode(stored.kind, stored.version, stored.body)?;
                headline
                    .iter_mut()
                    .for_each(|line| line.elapsed = line.elapsed.max(elapsed));
                Ok::<(), Unopened>(())
            })?;
        }
        Ok(headline)
    }

    /// Takes a record that changes nothing but who was there last.
    fn pass(&mut self, stored: RecordRef<'_>) -> Result<(), Unopened> {
        let actor: Actor = stored.actor.parse()?;
        self.touched(stored.seq, stored.at, &actor);
        self.decisions += u32::from(stored.kind == DECISION);
        Ok(())
    }

    fn touched(&mut self, seq: u64, at: Stamp, actor: &Actor) {
        self.last_at = at;
        self.last_seq = seq;
        if let (Actor::Bot(_), Origin::Live) = (actor, self.origin) {
            self.origin = Origin::BotAssisted;
        }
    }

    /// Takes in a record.
    pub(crate) fn apply(headline: &mut Option<Self>, record: &Record) {
        if let Event::Briefed(briefed) = &record.event {
            *headline = Some(Self {
                title: briefed.title.clone(),
                scenario_id: briefed.scenario_id.clone(),
                origin: briefed.origin,
                plan: briefed.plan.as_ref().map(|used| used.plan.clone()),
                phase: "briefing",
                how: None,
                begun_at: record.at,
                last_at: record.at,
                elapsed: Elapsed(0),
                decisions: 0,
                cut_off: false,
                people: BTreeSet::new(),
                last_seq: 0,
                shared: false,
            });
        }
        let Some(line) = headline else { return };
        line.touched(record.seq, record.at, &record.actor);
        line.elapsed = line.elapsed.max(record.elapsed);
        match &record.event {
            Event::Started(_) | Event::Resumed(_) => {
                line.phase = "running";
                line.cut_off = false;
            }
            Event::Paused(paused) => {
                line.phase = "paused";
                line.cut_off = paused.cause == exercise::PauseCause::CutOff;
            }
            Event::Ended(_) => line.phase = "hot-wash",
            Event::ReviewOpened(_) => line.phase = "review",
            Event::Closed(closed) => {
                line.phase = "closed";
                line.how = Some(closed.how);
            }
            Event::DecisionMade(_) => line.decisions += 1,
            Event::PracticeShared(_) => line.shared = true,
            Event::RoleAssigned(assigned) => line.people.extend(assigned.person.clone()),
            Event::SeatTied(tied) => {
                line.people.remove(&tied.was);
                line.people.insert(tied.person.clone());
            }
            _ => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use std::sync::Arc;

    use cast::{Policy, PromptBook};
    use exercise::Script;

    use super::*;

    #[test]
    fn the_line_that_is_read_is_the_one_that_all_records_fold_to() {
        let text = include_str!("../../../scenarios/suspicious-login/scenario.yaml");
        let (scenario, _) = scenario::read(text);
        let scenario = crate::rendered(&scenario, &Default::default()).expect("it renders");
        let book = PromptBook::new(&Script::new(Arc::new(scenario)));
        for seed in 0..20 {
            let policy = [Policy::Expected, Policy::Late, Policy::Random][seed as usize % 3];
            let mut played = cast::perform(&book, cast::brief(seed), policy);
            if seed % 2 == 0 {
                played.close();
            }
            let rows: Vec<_> = played.records.iter().map(crate::row).collect();
            let mut ledger = Ledger::in_memory().expect("a ledger");
            ledger.append("exercise/a", 0, &rows).expect("it is kept");
            let mut folded = None;
            for record in &played.records {
                Headline::apply(&mut folded, record);
            }
            let read = Headline::read(&ledger, "exercise/a", |_| false).expect("it reads");
            assert_eq!(
                read, folded,
                "seed {seed}: no body that matters is left unread"
            );
        }
    }

    #[test]
    fn every_kind_whose_body_is_left_unread_is_known() {
        for kind in PASSING {
            assert!(Event::KINDS.contains(&kind), "{kind} is no kind of record");
        }
    }
}
