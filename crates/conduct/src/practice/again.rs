//! Trying again: a practice is closed and kept, and the same one begins anew behind the same door; and what is kept of a
//! practice that was closed at its seat. Not here: how a practice is set up (`practice`).

use cast::Policy;
use exercise::{Actor, Brief, ClosedHow, Exercise, Order, Origin, Phase, SeatKind};
use terms::{ExerciseId, PersonId, RoleId};
use wire::{Problem, ProblemCode};

use super::{Module, Wish, bot_key, practised, unlocked};
use crate::conductor::Conductor;
use crate::desk::{Desk, Open, note};
use crate::problem::{not_done, problem};

impl Desk {
    /// Closes a practice, and begins the same anew. Gives the secret of the invitation to it.
    ///
    /// # Errors
    /// Where it is no practice, its scenario was locked meanwhile, or something could not be written.
    pub(crate) async fn practise_again(
        &self,
        exercise: &ExerciseId,
        person: &PersonId,
    ) -> Result<String, Problem> {
        let mut open = self.open.lock().await;
        let open = &mut *open;
        self.take_in_typed(open);
        let conductor = self.conductor(open, exercise.as_str())?;
        let (brief, wish) = conductor
            .look(|drill| {
                let module = Module::of(drill);
                same(&drill.exercise, module, person)
            })
            .ok_or_else(|| problem(ProblemCode::Refused, "This is no practice."))?;
        conductor.look(|drill| unlocked(open, drill.exercise.scenario()))?;
        self.close_practice(open, &conductor).await?;
        let id = self.begin_brief(open, brief)?;
        self.set_up(open, &id, &wish).await?;
        self.hand_door_on(open, exercise, &id).await?;
        let roles = vec![wish.role.to_string()];
        let kind = SeatKind::Player.word();
        let url = self
            .invite_to_seat(open, id.as_str(), person.to_string(), kind, roles)
            .await?;
        self.take_names(open);
        let secret = url.rsplit('=').next().unwrap_or_default();
        Ok(secret.to_owned())
    }

    /// Keeps in the programme what became of a practice that was closed at its seat.
    ///
    /// # Errors
    /// Where it cannot be written.
    pub(crate) async fn keep_closed_at_seat(&self, exercise: &ExerciseId) -> Result<(), Problem> {
        let mut open = self.open.lock().await;
        let open = &mut *open;
        self.take_in_typed(open);
        let conductor = self.conductor(open, exercise.as_str())?;
        note(open, exercise);
        // A call that is sent twice counts once.
        if open.keep.fold.closed.contains_key(exercise) {
            return Ok(());
        }
        self.keep_closed(open, &conductor)
    }

    async fn close_practice(&self, open: &mut Open, conductor: &Conductor) -> Result<(), Problem> {
        let (id, phase) = conductor.look(|drill| (drill.id.clone(), drill.exercise.phase()));
        let (how, reason) = match phase {
            Phase::Closed { .. } => return Ok(()),
            Phase::Review => (ClosedHow::Completed, String::new()),
            Phase::Briefing | Phase::Running { .. } | Phase::Paused { .. } | Phase::HotWash => {
                (ClosedHow::Aborted, "It is tried again.".to_owned())
            }
        };
        let order = Order::Close { how, reason };
        let closed = conductor.order(Actor::Desk, order).await;
        closed.map_err(|why| not_done(&why))?;
        note(open, &id);
        self.keep_closed(open, conductor)
    }
}

/// The set-up of the same practice once more.
fn same(drill: &Exercise, module: Option<Module>, person: &PersonId) -> Option<(Brief, Wish)> {
    if drill.origin() != Origin::Practice {
        return None;
    }
    let role = practised(drill)?.clone();
    let mut others = drill.roles().map(|(role, _)| &role.id);
    let policy = others.find_map(|other| policy_of_bot(drill, other));
    let briefed = drill.briefed();
    let brief = Brief {
        origin: Origin::Practice,
        scenario: briefed.scenario.clone(),
        plan: briefed.plan.clone(),
        variables: briefed.variables.clone(),
        handouts: briefed.handouts.clone(),
        // Colleagues need not act as they did the last time.
        seed: None,
        given: briefed.given.clone(),
    };
    let wish = Wish {
        role,
        person: Some(person.clone()),
        policy: policy.unwrap_or(Policy::Expected),
        module,
    };
    Some((brief, wish))
}

fn policy_of_bot(drill: &Exercise, role: &RoleId) -> Option<Policy> {
    let key = bot_key(drill, role)?;
    let mut policies = Policy::ALL.into_iter();
    policies.find(|policy| cast::call_key(*policy, role) == key)
}
