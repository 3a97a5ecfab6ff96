//! Practice: one person plays a role, bots play the others. Sets a practice up, or goes on with the one that was left
//! open; keeps a scenario that is planned for a drill locked, and what came of a practice private until it is shared.
//! Not here: how bots act (`cast`), what a seat may call (`seats`).

mod bots;
mod coaching;

use std::net::{IpAddr, Ipv4Addr};

use cast::{Policy, call_key};
use exercise::{
    Actor, Exercise, InjectStatus, Order, Origin, Outcome, Phase, Protection, SeatKind, Standing,
};
use ledger::Person;
use scenario::Scenario;
use terms::{ExerciseId, InjectId, ModuleId, PersonId, RoleId};
use wire::{DeskCall, DeskReply, PageView, Problem, ProblemCode};

use crate::calls_programme::misplaced;
use crate::conductor::{Conductor, NotDone};
use crate::desk::{Desk, Open, mint, plan_id};
use crate::keep::Headline;
use crate::problem::{advise, fault, not_done, problem, unknown};
use crate::seats::DoorWish;

pub(crate) use bots::{let_play, waking};
pub(crate) use coaching::coaching;

/// The speeds of a practice, in exercise milliseconds in a thousand of the wall clock: a quarter to ten times.
pub(crate) const RATES: std::ops::RangeInclusive<u32> = 250..=10_000;

/// The most jumps to the beginning of a module. No scenario has as many injects.
const JUMPS_MAX: usize = 1_000;

/// What somebody wants to practise.
struct Wish {
    role: RoleId,
    person: Option<PersonId>,
    policy: Policy,
    module: Option<ModuleId>,
}

impl Desk {
    /// Begins a practice, or goes on with the same one that was left open, and opens a seat for it on this computer.
    pub(crate) async fn practise(
        &self,
        open: &mut Open,
        call: DeskCall,
    ) -> Result<DeskReply, Problem> {
        let DeskCall::Practise {
            scenario,
            plan,
            role,
            person,
            policy,
            module,
        } = call
        else {
            return Err(misplaced(&call));
        };
        let found = self
            .library
            .get(&scenario)
            .map_err(|_| unknown("scenario"))?;
        let wish = Wish {
            role: role.as_str().into(),
            person: person.map(|person| PersonId::from(person.as_str())),
            policy: policy_of(&policy)?,
            module: module.map(|module| ModuleId::from(module.as_str())),
        };
        check(&found.scenario, &wish)?;
        unlocked(open, &found.scenario)?;
        let id = match self.left_open(open, &found.scenario, &wish)? {
            Some(id) => id,
            None => {
                let plan = plan.map(|plan| plan_id(open, &plan)).transpose()?;
                let id = self.brief_as(open, &found, plan.as_ref(), Origin::Practice)?;
                self.set_up(open, &id, &wish).await?;
                id
            }
        };
        let person = self.whoever(open, &id, &wish)?;
        let url = self.seat_url(open, &id, &wish.role, &person).await?;
        Ok(DeskReply::Page(PageView {
            exercise: id.to_string(),
            url,
        }))
    }

    /// Sets a facilitated drill up in which bots play these roles.
    ///
    /// # Errors
    /// Where the scenario or a role is unknown, or the drill cannot be written.
    pub async fn brief_with_bots(
        &self,
        scenario: &str,
        plan: Option<&str>,
        roles: &[String],
        policy: Policy,
    ) -> Result<ExerciseId, Problem> {
        let mut open = self.open.lock().await;
        let open = &mut *open;
        let found = self
            .library
            .get(scenario)
            .map_err(|_| unknown("scenario"))?;
        let plan = plan.map(|plan| plan_id(open, plan)).transpose()?;
        let roles: Vec<RoleId> = roles.iter().map(|role| role.as_str().into()).collect();
        if let Some(missing) = roles.iter().find(|role| !has_role(&found.scenario, role)) {
            return Err(no_role(&found.scenario, missing));
        }
        let origin = match (open.keep.fold.sample, roles.is_empty()) {
            (true, _) => Origin::Demo,
            (false, true) => Origin::Live,
            (false, false) => Origin::BotAssisted,
        };
        let id = self.brief_as(open, &found, plan.as_ref(), origin)?;
        let conductor = self.conductor(open, id.as_str())?;
        give_to_bots(&conductor, &roles, policy).await?;
        crate::desk::note(open, &id);
        Ok(id)
    }

    /// The practice of the same role, by the same person and with the same colleagues, that has not ended yet.
    fn left_open(
        &self,
        open: &mut Open,
        scenario: &Scenario,
        wish: &Wish,
    ) -> Result<Option<ExerciseId>, Problem> {
        let lines = open.keep.drills.iter();
        let practices = lines.filter(|(_, line)| {
            let going = matches!(line.phase, "briefing" | "running" | "paused");
            line.origin == Origin::Practice && line.scenario_id == scenario.id && going
        });
        let ids: Vec<ExerciseId> = practices.map(|(id, _)| id.clone()).rev().collect();
        for id in ids {
            let conductor = self.conductor(open, id.as_str())?;
            if conductor.look(|drill| is_the_same(&drill.exercise, wish)) {
                return Ok(Some(id));
            }
        }
        Ok(None)
    }

    /// Gives the other roles to bots, and brings the drill to the module where it is to begin.
    async fn set_up(&self, open: &mut Open, id: &ExerciseId, wish: &Wish) -> Result<(), Problem> {
        let conductor = self.conductor(open, id.as_str())?;
        let roles = conductor.look(|drill| {
            let roles = drill.exercise.roles().map(|(role, _)| role.id.clone());
            roles
                .filter(|role| *role != wish.role)
                .collect::<Vec<RoleId>>()
        });
        give_to_bots(&conductor, &roles, wish.policy).await?;
        if let Some(module) = &wish.module {
            go_to(&conductor, module, &wish.role).await?;
        }
        crate::desk::note(open, id);
        Ok(())
    }

    /// Who practises: somebody of the roster, whoever was invited to it before, or a person of this practice alone.
    fn whoever(&self, open: &mut Open, id: &ExerciseId, wish: &Wish) -> Result<PersonId, Problem> {
        if let Some(person) = &wish.person {
            let known = open.keep.fold.people.contains_key(person);
            return known
                .then(|| person.clone())
                .ok_or_else(|| unknown("person"));
        }
        let conductor = self.conductor(open, id.as_str())?;
        let before = conductor.look(|drill| invited(&drill.exercise, &wish.role));
        if let Some(person) = before {
            return Ok(person);
        }
        let named = crate::lock(&self.drafts)
            .settings()
            .trainer
            .trim()
            .to_owned();
        let person = Person {
            id: PersonId::from(mint(self.clock.now()).as_str()),
            name: if named.is_empty() {
                "Whoever practises".to_owned()
            } else {
                named
            },
            contact: String::new(),
        };
        crate::lock(&open.keep.ledger)
            .put_person(&person)
            .map_err(|failed| fault(&failed))?;
        let id = person.id.clone();
        open.keep.people.insert(id.clone(), person);
        Ok(id)
    }

    /// A seat on this computer alone, by a personal invitation.
    async fn seat_url(
        &self,
        open: &mut Open,
        id: &ExerciseId,
        role: &RoleId,
        person: &PersonId,
    ) -> Result<String, Problem> {
        let stands = open.doors.0.get(id).is_some_and(|seats| seats.is_open());
        if !stands {
            let wish = DoorWish {
                address: IpAddr::V4(Ipv4Addr::LOCALHOST),
                port: 0,
                // Nothing leaves this computer, so there is nothing to protect on the way.
                protection: Protection::Plain,
                certificate: None,
                key: None,
                own: self.places.own.clone(),
            };
            self.open_door_of(open, id.as_str(), &wish).await?;
        }
        let kind = SeatKind::Player.word();
        let roles = vec![role.to_string()];
        self.invite_to_seat(open, id.as_str(), person.to_string(), kind, roles)
            .await
    }
}

/// Keeps what came of a practice from the desk until whoever practised has shared it.
pub(crate) fn unshared(drill: &Exercise) -> Result<(), Problem> {
    if drill.origin() == Origin::Practice && !drill.is_shared() {
        return Err(advise(
            ProblemCode::Refused,
            "This is a practice. What came of it is private until whoever practised shares it.",
            "Their own results stand at their seat, where they can share them.",
        ));
    }
    Ok(())
}

/// The drill that a call would show, where it shows one.
pub(crate) fn shows(call: &DeskCall) -> Option<&str> {
    match call {
        DeskCall::Conduct { exercise }
        | DeskCall::Inject { exercise, .. }
        | DeskCall::Replay { exercise, .. }
        | DeskCall::Review { exercise }
        | DeskCall::KeepAction { exercise, .. }
        | DeskCall::Report { exercise, .. }
        | DeskCall::SaveReport { exercise, .. }
        | DeskCall::PreviewReport { exercise, .. }
        | DeskCall::ApproveReport { exercise, .. }
        | DeskCall::WriteAddendum { exercise, .. }
        | DeskCall::KeepAsks { exercise, .. }
        | DeskCall::SaveLapses { exercise, .. }
        | DeskCall::SavePack { exercise, .. } => Some(exercise),
        _ => None,
    }
}

/// The name of the call that gave a role to a bot, where one did: it says how the bot acts.
pub(crate) fn bot_key(drill: &Exercise, role: &RoleId) -> Option<String> {
    let mut keys = Policy::ALL.iter().map(|policy| call_key(*policy, role));
    keys.find(|key| drill.keyed(key).is_some())
}

/// A speed that a practice may have.
pub(crate) fn rate_order(rate: u32) -> Result<Order, Problem> {
    if RATES.contains(&rate) {
        Ok(Order::SetRate { rate })
    } else {
        Err(problem(
            ProblemCode::Refused,
            "A practice runs between a quarter of the speed and ten times as fast.",
        ))
    }
}

async fn give_to_bots(
    conductor: &Conductor,
    roles: &[RoleId],
    policy: Policy,
) -> Result<(), Problem> {
    for role in roles {
        let order = Order::Assign {
            role: role.clone(),
            person: None,
            standing: Standing::Bot,
        };
        // How bots act stands in the name of the call, so that it is known after a restart.
        let key = Some(call_key(policy, role));
        conductor
            .order_once(Actor::Desk, order, key)
            .await
            .map_err(|why| not_done(&why))?;
    }
    Ok(())
}

/// Brings a drill to the beginning of a module, and stops its clock there. What came before by time is delivered; what
/// has not come by then does not come, and what the role practised should have done before is not tested.
async fn go_to(conductor: &Conductor, module: &ModuleId, role: &RoleId) -> Result<(), Problem> {
    let give = async |order: Order| -> Result<(), Problem> {
        let done = conductor.order(Actor::Desk, order).await;
        done.map_err(|why| not_done(&why))
    };
    let start = conductor
        .order_once(Actor::Desk, Order::Start, Some(module_key(module)))
        .await;
    start.map_err(|why| not_done(&why))?;
    for _ in 0..JUMPS_MAX {
        let next = conductor.look(|drill| {
            let next = drill
                .exercise
                .next_inject()
                .map(|(inject, _)| inject.clone());
            next.filter(|inject| comes_before(drill.exercise.scenario(), inject, module))
        });
        if next.is_none() {
            break;
        }
        match conductor.order(Actor::Desk, Order::JumpToNext).await {
            // It may have come due by itself meanwhile.
            Ok(()) | Err(NotDone::Refused(_)) => {}
            Err(why) => return Err(not_done(&why)),
        }
    }
    give(Order::Pause).await?;
    for order in conductor.look(|drill| leave_behind(&drill.exercise, module, role)) {
        give(order).await?;
    }
    give(conductor.look(|drill| enter(&drill.exercise, module))?).await
}

fn module_key(module: &ModuleId) -> String {
    format!("practice/from/{module}")
}

/// Whether an inject belongs to a module before this one.
fn comes_before(scenario: &Scenario, inject: &scenario::Inject, module: &ModuleId) -> bool {
    let mut before = scenario.modules.iter().take_while(|it| it.id != *module);
    match &inject.module {
        Some(of) => before.any(|it| it.id == *of),
        // What belongs to no module belongs to where it stands in the file.
        None => {
            let mut injects = scenario.injects.iter();
            injects
                .find(|it| it.id == inject.id || it.module.as_ref() == Some(module))
                .is_some_and(|first| first.id == inject.id)
        }
    }
}

/// What is over once a later module begins.
fn leave_behind(drill: &Exercise, module: &ModuleId, role: &RoleId) -> Vec<Order> {
    let scenario = drill.scenario();
    let before = |inject: &InjectId| {
        let found = drill.inject(inject);
        found.is_some_and(|(inject, _)| comes_before(scenario, inject, module))
    };
    let waiting = drill
        .injects()
        .filter(|(inject, state)| state.status == InjectStatus::Waiting && before(&inject.id));
    let skips = waiting.map(|(inject, _)| Order::Skip {
        inject: inject.id.clone(),
    });
    let untested = drill.actions().filter(|(action, state)| {
        action.role == *role
            && state.outcome.is_none()
            && action.inject.as_ref().is_some_and(before)
    });
    let settles = untested.map(|(action, _)| Order::Settle {
        action: action.id.clone(),
        outcome: Outcome::NotTested,
        note: String::new(),
    });
    skips.chain(settles).collect()
}

/// What brings the first inject of a module.
fn enter(drill: &Exercise, module: &ModuleId) -> Result<Order, Problem> {
    let next = drill.next_inject().map(|(inject, _)| inject);
    if next.is_some_and(|inject| inject.module.as_ref() == Some(module)) {
        return Ok(Order::JumpToNext);
    }
    let mut injects = drill.injects();
    let first = injects.find(|(inject, state)| {
        inject.module.as_ref() == Some(module) && state.status == InjectStatus::Waiting
    });
    let (inject, _) = first.ok_or_else(|| unknown("module"))?;
    Ok(Order::Deliver {
        inject: inject.id.clone(),
    })
}

fn is_the_same(drill: &Exercise, wish: &Wish) -> bool {
    // Steps that were taken at the seat are known to the drill alone.
    match drill.phase() {
        Phase::Briefing | Phase::Running { .. } | Phase::Paused { .. } => {}
        Phase::HotWash | Phase::Review | Phase::Closed { .. } => return false,
    }
    let others = drill.roles().map(|(role, _)| &role.id);
    let mut others = others.filter(|role| **role != wish.role);
    let colleagues = others.all(|role| drill.keyed(&call_key(wish.policy, role)).is_some());
    let mut modules = drill.scenario().modules.iter();
    let from = modules.find(|module| drill.keyed(&module_key(&module.id)).is_some());
    let invited = invited(drill, &wish.role);
    let person = match &wish.person {
        Some(person) => invited.as_ref().is_none_or(|before| before == person),
        None => true,
    };
    colleagues && person && from.map(|module| &module.id) == wish.module.as_ref()
}

/// Who was invited to play a role.
fn invited(drill: &Exercise, role: &RoleId) -> Option<PersonId> {
    let mut invitations = drill
        .invitations()
        .filter(|(_, it)| it.roles.contains(role));
    let (_, invitation) = invitations.next()?;
    Some(drill.known_as(&invitation.person).clone())
}

fn check(scenario: &Scenario, wish: &Wish) -> Result<(), Problem> {
    if !has_role(scenario, &wish.role) {
        return Err(no_role(scenario, &wish.role));
    }
    match &wish.module {
        Some(module) if !scenario.modules.iter().any(|it| it.id == *module) => {
            Err(unknown("module"))
        }
        Some(_) | None => Ok(()),
    }
}

fn has_role(scenario: &Scenario, role: &RoleId) -> bool {
    scenario.roles.iter().any(|it| it.id == *role)
}

fn no_role(scenario: &Scenario, role: &RoleId) -> Problem {
    let roles: Vec<&str> = scenario.roles.iter().map(|it| it.id.as_str()).collect();
    advise(
        ProblemCode::Refused,
        format!("The scenario has no role “{role}”."),
        format!("Its roles are {}.", roles.join(", ")),
    )
}

/// A scenario that people are to meet unprepared cannot be practised.
fn unlocked(open: &Open, scenario: &Scenario) -> Result<(), Problem> {
    let planned = |line: &&Headline| {
        let ahead = matches!(line.phase, "briefing" | "running" | "paused");
        let with_people = match line.origin {
            Origin::Live | Origin::BotAssisted => true,
            Origin::Practice | Origin::Rehearsal | Origin::Demo => false,
        };
        ahead && with_people && line.scenario_id == scenario.id
    };
    match open.keep.drills.values().find(planned) {
        Some(_) => Err(advise(
            ProblemCode::Refused,
            "This scenario is planned for a drill, so it cannot be practised now.",
            "Practise another one; this one is free again after the drill.",
        )),
        None => Ok(()),
    }
}

fn policy_of(policy: &str) -> Result<Policy, Problem> {
    if policy.is_empty() {
        return Ok(Policy::Expected);
    }
    policy
        .parse()
        .map_err(|_| crate::orders::word("policy", policy))
}
