//! Practice: one person plays a role, bots play the others. Sets a practice up, or goes on with the one that was left
//! open; keeps a scenario that is planned for a drill locked, and what came of a practice private until it is shared.
//! Not here: how bots act (`cast`), what a seat may call (`seats`).

mod again;
mod bots;
mod coaching;
mod modules;

use std::net::{IpAddr, Ipv4Addr};

use cast::{Policy, call_key};
use exercise::{
    Actor, Exercise, InjectStatus, Order, Origin, Outcome, Phase, Protection, SeatKind, Standing,
};
use ledger::Person;
use scenario::Scenario;
use terms::{Elapsed, ExerciseId, PersonId, RoleId};
use wire::{DeskCall, DeskReply, PageView, Problem, ProblemCode};

use crate::calls_programme::misplaced;
use crate::conductor::{Conductor, Drill, NotDone};
use crate::desk::{Desk, Open, mint, plan_id};
use crate::keep::Headline;
use crate::problem::{advise, fault, not_done, problem, unknown};
use crate::seats::DoorWish;

pub(crate) use bots::{let_play, waking};
pub(crate) use coaching::coaching;
pub(crate) use modules::{Module, choices};

/// The speeds of a practice, in exercise milliseconds in a thousand of the wall clock: a quarter to ten times.
pub(crate) const RATES: std::ops::RangeInclusive<u32> = 250..=10_000;

/// The most jumps to the beginning of a module. No scenario has as many injects.
const JUMPS_MAX: usize = 1_000;

/// What somebody wants to practise.
struct Wish {
    role: RoleId,
    person: Option<PersonId>,
    policy: Policy,
    module: Option<Module>,
}

impl Desk {
    /// Begins a practice, or goes on with the same one that was left open, and opens a seat for it.
    pub(crate) async fn practise(
        &self,
        open: &mut Open,
        call: DeskCall,
        place: &DoorWish,
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
        let role: RoleId = role.as_str().into();
        if !has_role(&found.scenario, &role) {
            return Err(no_role(&found.scenario, &role));
        }
        let wish = Wish {
            module: module
                .map(|it| numbered(&found.scenario, &role, it))
                .transpose()?,
            role,
            person: person.map(|person| PersonId::from(person.as_str())),
            policy: policy_of(&policy)?,
        };
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
        self.stand_open(open, &id, place).await?;
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
            if conductor.look(|drill| is_the_same(drill, wish)) {
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

    /// Opens the door of a practice, where it does not stand open already.
    async fn stand_open(
        &self,
        open: &mut Open,
        id: &ExerciseId,
        place: &DoorWish,
    ) -> Result<(), Problem> {
        let stands = open.doors.0.get(id).is_some_and(|seats| seats.is_open());
        if !stands {
            self.open_door_of(open, id.as_str(), place).await?;
        }
        Ok(())
    }

    /// A seat by a personal invitation.
    async fn seat_url(
        &self,
        open: &mut Open,
        id: &ExerciseId,
        role: &RoleId,
        person: &PersonId,
    ) -> Result<String, Problem> {
        let kind = SeatKind::Player.word();
        let roles = vec![role.to_string()];
        self.invite_to_seat(open, id.as_str(), person.to_string(), kind, roles)
            .await
    }

    /// Where the window practises: on this computer alone.
    pub(crate) fn at_home(&self) -> DoorWish {
        DoorWish {
            address: IpAddr::V4(Ipv4Addr::LOCALHOST),
            port: 0,
            // Nothing leaves this computer, so there is nothing to protect on the way.
            protection: Protection::Plain,
            certificate: None,
            key: None,
            own: self.places.own.clone(),
        }
    }

    /// Begins a practice as `DeskCall::Practise` does, behind a door at this place.
    ///
    /// # Errors
    /// Where the scenario or the role is unknown or locked, or the practice cannot be written.
    pub async fn practise_at(
        &self,
        call: DeskCall,
        place: &DoorWish,
    ) -> Result<DeskReply, Problem> {
        let mut open = self.open.lock().await;
        self.take_in_typed(&mut open);
        let begun = self.practise(&mut open, call, place).await;
        self.take_names(&open);
        begun
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
        | DeskCall::SavePack { exercise, .. }
        | DeskCall::SavePapers { exercise, .. } => Some(exercise),
        _ => None,
    }
}

/// The name of the call that gave a role to a bot, where one did: it says how the bot acts.
pub(crate) fn bot_key(drill: &Exercise, role: &RoleId) -> Option<String> {
    let mut keys = Policy::ALL.iter().map(|policy| call_key(*policy, role));
    keys.find(|key| drill.keyed(key).is_some())
}

/// The role that is practised: the one that was given to no bot.
pub(crate) fn practised(drill: &Exercise) -> Option<&RoleId> {
    let mut roles = drill.roles().map(|(role, _)| &role.id);
    roles.find(|role| bot_key(drill, role).is_none())
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
/// has not come by then does not come, nor does what the clock would bring later; what the role practised should have
/// done before is not tested.
async fn go_to(conductor: &Conductor, module: &Module, role: &RoleId) -> Result<(), Problem> {
    let give = async |order: Order| -> Result<(), Problem> {
        let done = conductor.order(Actor::Desk, order).await;
        done.map_err(|why| not_done(&why))
    };
    let start = conductor
        .order_once(Actor::Desk, Order::Start, Some(module.key()))
        .await;
    start.map_err(|why| not_done(&why))?;
    for _ in 0..JUMPS_MAX {
        let next = conductor.look(|drill| drill.exercise.next_inject().map(|(_, at)| at));
        if next.is_none_or(|at| at >= module.from) {
            break;
        }
        jump(conductor).await?;
    }
    give(Order::Pause).await?;
    for order in conductor.look(|drill| set_apart(&drill.exercise, module, role)) {
        give(order).await?;
    }
    if conductor.look(|drill| drill.exercise.last_elapsed() < module.from) {
        jump(conductor).await?;
    }
    Ok(())
}

async fn jump(conductor: &Conductor) -> Result<(), Problem> {
    match conductor.order(Actor::Desk, Order::JumpToNext).await {
        // It may have come due by itself meanwhile.
        Ok(()) | Err(NotDone::Refused(_)) => Ok(()),
        Err(why) => Err(not_done(&why)),
    }
}

/// What of a drill is no part of a module of it.
fn set_apart(drill: &Exercise, module: &Module, role: &RoleId) -> Vec<Order> {
    let scenario = drill.scenario();
    let waiting = drill.injects().filter(|(inject, state)| {
        let apart = module.follows(scenario, inject) || !module.takes(inject);
        state.status == InjectStatus::Waiting && apart
    });
    let skips = waiting.map(|(inject, _)| Order::Skip {
        inject: inject.id.clone(),
    });
    let untested = drill.actions().filter(|(action, state)| {
        let inject = action.inject.as_ref().and_then(|id| drill.inject(id));
        let before = match inject {
            Some((inject, _)) => module.follows(scenario, inject),
            // What is to be done without an inject is to be done from the start.
            None => module.from > Elapsed(0),
        };
        action.role == *role && state.outcome.is_none() && before
    });
    let settles = untested.map(|(action, _)| Order::Settle {
        action: action.id.clone(),
        outcome: Outcome::NotTested,
        note: String::new(),
    });
    skips.chain(settles).collect()
}

fn is_the_same(drill: &Drill, wish: &Wish) -> bool {
    let exercise = &drill.exercise;
    // Steps that were taken at the seat are known to the drill alone.
    match exercise.phase() {
        Phase::Briefing | Phase::Running { .. } | Phase::Paused { .. } => {}
        Phase::HotWash | Phase::Review | Phase::Closed { .. } => return false,
    }
    let others = exercise.roles().map(|(role, _)| &role.id);
    let mut others = others.filter(|role| **role != wish.role);
    let colleagues = others.all(|role| exercise.keyed(&call_key(wish.policy, role)).is_some());
    let invited = invited(exercise, &wish.role);
    let person = match &wish.person {
        Some(person) => invited.as_ref().is_none_or(|before| before == person),
        None => true,
    };
    colleagues && person && Module::of(drill) == wish.module
}

/// Who was invited to play a role.
fn invited(drill: &Exercise, role: &RoleId) -> Option<PersonId> {
    let mut invitations = drill
        .invitations()
        .filter(|(_, it)| it.roles.contains(role));
    let (_, invitation) = invitations.next()?;
    Some(drill.known_as(&invitation.person).clone())
}

/// The module of a role by its number.
fn numbered(scenario: &Scenario, role: &RoleId, number: u32) -> Result<Module, Problem> {
    let modules = modules::modules(scenario, role);
    let place = number
        .checked_sub(1)
        .and_then(|it| usize::try_from(it).ok());
    let found = place.and_then(|place| modules.get(place));
    found.copied().ok_or_else(|| {
        let says = match modules.len() {
            0 => "This role has no modules; the whole drill can be practised.".to_owned(),
            1 => "This role has one module.".to_owned(),
            count => format!("This role has {count} modules."),
        };
        problem(ProblemCode::Refused, says)
    })
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
