//! The task that lets bots play in a drill that runs. It looks at what is on disk, asks the troupe what it does now,
//! gives the orders and waits until something changes or the next of them is due. It holds no lock while it waits, and
//! ends with the drill. Not here: what bots do (`cast`).

use std::sync::Arc;

use cast::Troupe;
use exercise::{Actor, Exercise, Order, Origin, Phase};
use terms::{Span, Stamp};
use tokio::sync::watch;

use crate::clock::Clock;
use crate::conductor::{Drill, Tell, Told, WeakConductor};
use crate::practice::{Module, practised};

/// What bots do next.
enum Step {
    /// The drill is over for them.
    Over,
    /// They give orders, or wait until this moment.
    Go(Vec<(Actor, Order)>, Option<Stamp>),
}

/// A teller that also wakes the bots of the drill, and what they wait on. It ends with the Conductor.
pub(crate) fn waking(tell: Tell) -> (Tell, watch::Receiver<()>) {
    let (wake, woken) = watch::channel(());
    let tell: Tell = Arc::new(move |drill: &Drill, told: Told| {
        match &told {
            Told::Changed if are_wanted(&drill.exercise) => {
                wake.send_replace(());
            }
            Told::Changed | Told::Look | Told::Failed(_) => {}
        }
        tell(drill, told);
    });
    (tell, woken)
}

/// Lets bots play in a drill for as long as it is conducted.
pub(crate) fn let_play(conductor: WeakConductor, clock: Arc<Clock>, woken: watch::Receiver<()>) {
    tokio::spawn(play(conductor, clock, woken));
}

async fn play(conductor: WeakConductor, clock: Arc<Clock>, mut woken: watch::Receiver<()>) {
    let mut troupe = None;
    loop {
        let _seen = woken.borrow_and_update();
        drop(_seen);
        // The Conductor is held only while there is something to do, so that it can end.
        let due = {
            let Some(conductor) = conductor.upgrade() else {
                return;
            };
            let step = conductor.look(|drill| look(&mut troupe, drill, clock.now()));
            let Step::Go(moves, due) = step else { return };
            let waits = moves.is_empty();
            for (actor, order) in moves {
                // The rules may say no, because somebody was quicker; a fault has been told to the desk.
                let _not_done = conductor.order(actor, order).await;
            }
            if !waits {
                continue;
            }
            due
        };
        tokio::select! {
            changed = woken.changed() => if changed.is_err() { return },
            () = clock.until(due) => {}
        }
    }
}

fn look(troupe: &mut Option<Troupe>, drill: &Drill, now: Stamp) -> Step {
    match drill.exercise.phase() {
        Phase::Review | Phase::Closed { .. } => return Step::Over,
        Phase::Briefing | Phase::Running { .. } | Phase::Paused { .. } | Phase::HotWash => {}
    }
    if troupe.is_none() && !are_wanted(&drill.exercise) {
        return Step::Go(Vec::new(), None);
    }
    let troupe = troupe.get_or_insert_with(|| Troupe::new(&drill.script));
    troupe.see(&drill.records);
    let mut moves = troupe.act(now);
    let mut due = troupe.next_due(now);
    if let Some(over) = module_over(drill, now) {
        if over <= now {
            moves.push((Actor::Clock, Order::End));
        }
        due = Some(due.map_or(over, |due| due.min(over)));
    }
    Step::Go(moves, due)
}

/// When the module that is practised is over; none where the clock stands or the whole drill is played.
fn module_over(drill: &Drill, now: Stamp) -> Option<Stamp> {
    let exercise = &drill.exercise;
    if exercise.origin() != Origin::Practice {
        return None;
    }
    let Phase::Running { .. } = exercise.phase() else {
        return None;
    };
    let over = Module::of(drill)?.over(exercise, practised(exercise)?);
    let left = (over - exercise.elapsed(now)).0.max(0);
    let rate = i64::from(exercise.rate().max(1));
    Some(now + Span((left.saturating_mul(1000) + rate - 1) / rate))
}

/// Whether there is anything to do for bots: a role of theirs, or a practice without a trainer.
fn are_wanted(exercise: &Exercise) -> bool {
    exercise.origin() == Origin::Practice || cast::bots(exercise).next().is_some()
}
