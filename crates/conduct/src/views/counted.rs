//! The view of what the drill keeps count of. Not here: the counting (`exercise`), what a report makes of it.

use exercise::{
    AccountStanding, AccountState, Call, CallUpState, Exercise, Moment, SpreadState, Standing,
};
use terms::{Elapsed, PersonId, RoleId};
use wire::{
    CountedAccount, CountedCall, CountedCallUp, CountedPerson, CountedRole, CountedService,
    CountedSpread, CountedStep, CountedView,
};

use super::rows::Scene;
use super::words::role_title;

/// Everything that the drill keeps count of, as it stands now.
pub(super) fn counted(scene: &Scene<'_>) -> CountedView {
    let drill = scene.drill;
    let accounts = drill.accounts();
    let call_ups = drill.call_ups();
    let spread = drill.exposure(scene.now).map(|it| it.spread);
    CountedView {
        accounts: accounts.iter().map(|it| account(scene, it)).collect(),
        call_ups: call_ups.iter().map(|it| call_up(scene, it)).collect(),
        services: services(drill),
        spread: spread
            .into_iter()
            .flatten()
            .map(|(it, state)| CountedSpread {
                reaches: it.reaches.clone(),
                means: it.means.clone(),
                at_ms: it.at.elapsed().0,
                state: match state {
                    SpreadState::Ahead => "ahead",
                    SpreadState::Held => "held",
                    SpreadState::Reached => "reached",
                    SpreadState::Saved => "saved",
                }
                .to_owned(),
            })
            .collect(),
    }
}

fn step(drill: &Exercise, moment: &Moment) -> CountedStep {
    let role = moment.role.as_ref();
    CountedStep {
        seq: moment.record,
        elapsed_ms: moment.elapsed.0,
        story: moment.story.spoken(),
        role_title: role.map_or_else(String::new, |role| role_title(drill, role)),
        note: moment.note.clone(),
    }
}

fn account(scene: &Scene<'_>, it: &AccountState<'_>) -> CountedAccount {
    let drill = scene.drill;
    let standing = it.standing(drill.story(scene.now));
    let (state, open): (&str, &[&str]) = match standing {
        AccountStanding::Requested => ("requested", &["approved", "declined", "provisioned"]),
        AccountStanding::Declined => ("declined", &["approved"]),
        AccountStanding::Approved => ("approved", &["provisioned"]),
        AccountStanding::Provisioned => ("provisioned", &["removed"]),
        AccountStanding::Overdue => ("overdue", &["removed"]),
        AccountStanding::Removed => ("removed", &[]),
        AccountStanding::RemovedLate => ("removed-late", &[]),
    };
    let mut amiss = Vec::new();
    if it.unapproved() {
        amiss.push("It was given before anybody had approved it.");
    }
    if it.self_approved() {
        amiss.push("The role that needs it approved it for itself.");
    }
    let one = |moment: &Option<Moment>| moment.as_ref().map(|it| step(drill, it));
    let runs = matches!(
        standing,
        AccountStanding::Provisioned | AccountStanding::Overdue
    );
    let expires = it.expires.filter(|_| runs);
    CountedAccount {
        inject: it.inject.to_string(),
        request: Some(it.requested.record).filter(|seq| !it.foreseen && drill.can_strike(*seq)),
        role_title: role_title(drill, &it.account.role),
        person: it.person.map_or_else(String::new, |id| name(scene, id)),
        system: it.account.system.clone(),
        why: it.account.why.clone(),
        lasts_ms: it.account.lasts.0,
        state: state.to_owned(),
        approved: one(&it.approved),
        declined: one(&it.declined),
        provisioned: one(&it.provisioned),
        removed: one(&it.removed),
        expires: it.expires.map_or_else(String::new, |at| at.spoken()),
        expires_elapsed_ms: expires.map(|at| drill.story_clock().reaches(at).0),
        open: open.iter().map(|word| (*word).to_owned()).collect(),
        amiss: amiss.join(" "),
    }
}

fn call_up(scene: &Scene<'_>, it: &CallUpState<'_>) -> CountedCallUp {
    let drill = scene.drill;
    let titles = |roles: &[RoleId]| roles.iter().map(|role| role_title(drill, role)).collect();
    let called = |role: &RoleId| it.of_role(role).next().is_some();
    CountedCallUp {
        inject: it.inject.to_string(),
        title: drill
            .inject(it.inject)
            .map_or_else(String::new, |(inject, _)| inject.title.clone()),
        means: it.call_up.means.clone(),
        since_ms: it.began.elapsed.0,
        quorum: it.call_up.quorum.number,
        quorum_roles: titles(&it.call_up.quorum.roles),
        there: u32::try_from(it.there().len()).unwrap_or(u32::MAX),
        target_ms: it.call_up.within.0,
        to_quorum_ms: it.to_quorum.map(|span| span.0),
        calls: it.called.iter().map(|one| call(scene, it, one)).collect(),
        others: drill
            .scenario()
            .roles
            .iter()
            .filter(|role| !called(&role.id))
            .map(|role| CountedRole {
                role: role.id.to_string(),
                title: role.title.clone(),
            })
            .collect(),
    }
}

fn name(scene: &Scene<'_>, person: &PersonId) -> String {
    let known = scene.names.get(person);
    known.cloned().unwrap_or_default()
}

fn standing_word(standing: Standing) -> &'static str {
    match standing {
        Standing::Primary => "primary",
        Standing::Alternate => "alternate",
        Standing::Bot => "",
    }
}

fn call(scene: &Scene<'_>, call_up: &CallUpState<'_>, it: &Call) -> CountedCall {
    let drill = scene.drill;
    let role = &it.whom.role;
    let last_of_role = call_up.of_role(role).next_back() == Some(it);
    let next = drill.next_to_call(call_up, role).filter(|_| last_of_role);
    let again = next.as_ref().is_some_and(|it| it.person.is_none());
    let (state, open): (&str, &[&str]) = match (&it.answered, &it.arrived, &it.released) {
        (_, _, Some(_)) if again => ("released", &["called"]),
        (_, _, Some(_)) => ("released", &[]),
        (_, Some(_), None) => ("arrived", &["released"]),
        (Some(_), None, None) => ("answered", &["arrived", "released"]),
        (None, None, None) => ("called", &["answered", "arrived"]),
    };
    let ms = |moment: &Option<Moment>| moment.as_ref().map(|it| it.elapsed.0);
    let began = call_up.began.record;
    let steps = [&it.released, &it.arrived, &it.answered];
    let last = steps.into_iter().flatten().map(|it| it.record).max();
    let last = last.or_else(|| Some(it.called.record).filter(|called| *called != began));
    CountedCall {
        role: role.to_string(),
        title: role_title(drill, role),
        name: it
            .whom
            .person
            .as_ref()
            .map_or_else(String::new, |id| name(scene, id)),
        person: it.whom.person.as_ref().map(ToString::to_string),
        standing: it.whom.standing.map_or("", standing_word).to_owned(),
        next: next.and_then(|it| {
            let person = it.person?;
            Some(CountedPerson {
                name: name(scene, &person),
                person: person.to_string(),
                standing: it.standing.map_or("", standing_word).to_owned(),
            })
        }),
        state: state.to_owned(),
        answered_ms: ms(&it.answered),
        arrived_ms: ms(&it.arrived),
        open: open.iter().map(|word| (*word).to_owned()).collect(),
        last: last.filter(|seq| drill.can_strike(*seq)),
    }
}

/// The services: those that are back in the order in which they came, then the others by priority.
fn services(drill: &Exercise) -> Vec<CountedService> {
    let mut all: Vec<(&scenario::Service, Option<Moment>)> = drill.services().collect();
    let order = |moment: &Option<Moment>| {
        let at = moment.as_ref().map(|it| (it.elapsed, it.record));
        (at.is_none(), at.unwrap_or((Elapsed(0), 0)))
    };
    all.sort_by_key(|(it, moment)| (order(moment), it.priority.unwrap_or(u32::MAX)));
    (1_u32..)
        .zip(all)
        .map(|(nth, (it, moment))| CountedService {
            service: it.id.to_string(),
            name: it.name.clone(),
            unit: it.unit.clone(),
            priority: it.priority,
            listed: it.listed,
            without: it.without.clone(),
            nth: moment.as_ref().map(|_| nth),
            restored: moment.as_ref().map(|it| step(drill, it)),
        })
        .collect()
}
