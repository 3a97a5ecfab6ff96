//! What became of emergency accounts and of call-ups of the team: which accounts are still there and should not be, how
//! long it took until enough people were there. Never a secret. Not here: the facts themselves (`register`).

use std::collections::BTreeMap;

use exercise::{Origin, Standing};
use serde::Serialize;
use terms::{ExerciseId, PersonId, Span, Stamp};

use crate::closed::CallUpClosed;
use crate::look::{Counted, Look, all_of_programme, day_of};
use crate::people::fold_name;
use crate::register::Call;
use crate::year::{Account, Kept};

/// Where an emergency account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountState {
    /// Asked for.
    Requested,
    /// Allowed.
    Approved,
    /// There.
    Provisioned,
    /// There, and it should be gone.
    Orphan,
    /// Gone in time.
    Removed,
    /// Gone, but too late.
    RemovedLate,
}

/// One emergency account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountRow {
    /// Its reference.
    pub account: String,
    /// For whom.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: String,
    /// The role they act in.
    pub role: String,
    /// The system.
    pub system: String,
    /// The drill; none outside of one.
    pub exercise: Option<ExerciseId>,
    /// True for an account of a drill's story, which never counts as a real one.
    pub played: bool,
    /// Where it stands.
    pub state: AccountState,
    /// When it was asked for, in milliseconds.
    pub requested: Option<Stamp>,
    /// Who allowed it, and when.
    pub approved: Option<(String, Stamp)>,
    /// When it was there.
    pub provisioned: Option<Stamp>,
    /// When it has to be gone.
    pub expires: Option<Stamp>,
    /// When it was gone.
    pub removed: Option<Stamp>,
    /// What is the matter with it; empty where nothing is.
    pub amiss: String,
    /// The records behind it.
    pub records: Vec<String>,
}

/// Every emergency account, those that should be gone first.
pub fn accounts(look: &Look<'_>) -> Vec<AccountRow> {
    let all = look.fold.year.accounts.iter();
    let mut rows: Vec<AccountRow> = all.map(|(id, it)| account(look, id, it)).collect();
    rows.sort_by(|a, b| {
        let calm = |it: &AccountRow| it.state != AccountState::Orphan;
        (calm(a), &a.account).cmp(&(calm(b), &b.account))
    });
    rows
}

fn account(look: &Look<'_>, id: &str, account: &Account) -> AccountRow {
    let asked = account.asked.as_ref();
    let expires = asked.map(|it| it.expires);
    let over = expires.is_some_and(|at| at < look.now);
    let removed = account.removed.as_ref().map(|it| it.at);
    let there = account.provisioned.is_some();
    let late = removed.zip(expires).is_some_and(|(gone, by)| gone > by);
    let stranger = asked.is_none();
    let state = match (removed, there) {
        (Some(_), _) if late => AccountState::RemovedLate,
        (Some(_), _) => AccountState::Removed,
        (None, true) if over || stranger => AccountState::Orphan,
        (None, true) => AccountState::Provisioned,
        (None, false) if account.approved.is_some() => AccountState::Approved,
        (None, false) => AccountState::Requested,
    };
    let mut amiss = Vec::new();
    if state == AccountState::Orphan && over {
        amiss.push("It has expired and was not removed.");
    }
    if stranger {
        amiss.push("Nobody asked for it.");
    }
    if there && account.approved.is_none() {
        amiss.push("It was provisioned without approval.");
    }
    if late {
        amiss.push("It was removed after it had expired.");
    }
    let own = account
        .approved
        .as_ref()
        .zip(asked)
        .is_some_and(|(by, it)| by.by == crate::people::Who::Person(it.person.clone()));
    if own {
        amiss.push("The person it is for approved it.");
    }
    AccountRow {
        account: id.to_owned(),
        person: asked.map(|it| it.person.clone()),
        name: asked.map_or_else(String::new, |it| look.name(&it.person)),
        role: asked.map_or_else(String::new, |it| it.role.clone()),
        system: asked.map_or_else(String::new, |it| it.system.clone()),
        exercise: asked.and_then(|it| it.exercise.clone()),
        played: false,
        state,
        requested: asked.map(|it| it.at),
        approved: account
            .approved
            .as_ref()
            .map(|it| (it.by.name(look.names), it.at)),
        provisioned: account.provisioned.as_ref().map(|it| it.at),
        expires,
        removed,
        amiss: amiss.join(" "),
        records: all_of_programme(&account.records),
    }
}

/// The emergency accounts of the stories of drills that count. None of them ever was a real account.
pub fn played_accounts(look: &Look<'_>) -> Vec<AccountRow> {
    let drills = look.counted();
    let all = drills
        .iter()
        .flat_map(|drill| drill.closed.accounts.iter().map(move |it| (drill, it)));
    all.map(|(drill, it)| {
        let role = drill.closed.plan_role(&it.role);
        let held = role.and_then(|role| role.held.first());
        let person = it.person.as_ref().or(held.map(|held| &held.person));
        let state = match (it.provisioned, it.removed) {
            (_, Some(_)) if it.late => AccountState::RemovedLate,
            (_, Some(_)) => AccountState::Removed,
            (Some(_), None) => AccountState::Orphan,
            (None, None) if it.approved.is_some() => AccountState::Approved,
            (None, None) => AccountState::Requested,
        };
        AccountRow {
            account: format!("{} (drill of {})", it.inject, day_of(drill.at)),
            person: person.cloned(),
            name: person.map_or_else(String::new, |person| look.name(person)),
            role: role.map_or_else(|| it.role.to_string(), |role| role.plan_role.clone()),
            system: it.system.clone(),
            exercise: Some(drill.closed.exercise.clone()),
            played: true,
            state,
            requested: Some(it.requested),
            approved: it.approved.clone(),
            provisioned: it.provisioned,
            // It expires in the story, which has no day of this year.
            expires: None,
            removed: it.removed,
            amiss: it.amiss.clone(),
            records: vec![drill.reference()],
        }
    })
    .collect()
}

/// One call-up of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallUpRow {
    /// Its id.
    pub call_up: String,
    /// The drill; none where it stood alone.
    pub exercise: Option<ExerciseId>,
    /// When the first call went out.
    pub at: Stamp,
    /// How many roles were called.
    pub called: u32,
    /// How many answered.
    pub answered: u32,
    /// How many were there.
    pub arrived: u32,
    /// How many have to be there.
    pub quorum: u32,
    /// From the first call until so many were there; none where they never were.
    pub to_quorum_ms: Option<i64>,
    /// The roles for which nobody arrived.
    pub unfilled: Vec<String>,
    /// Every call to a person, where it is known whom.
    pub calls: Vec<CallRow>,
    /// True where it counts: it was not simulated, or everything in the programme is made up.
    pub counts: bool,
    /// The records behind it.
    pub records: Vec<String>,
}

/// A call to a person in a role.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallRow {
    /// The role.
    pub role: String,
    /// The person; none where nobody was known to hold the role.
    pub person: Option<PersonId>,
    /// Their name.
    pub name: String,
    /// How they stood in the role, where that is known.
    pub standing: Option<Standing>,
    /// When they answered.
    pub answered: Option<Stamp>,
    /// When they were there.
    pub arrived: Option<Stamp>,
}

/// Every call-up, the newest first.
pub fn call_ups(look: &Look<'_>) -> Vec<CallUpRow> {
    let all = look.fold.year.call_ups.values();
    let mut rows: Vec<CallUpRow> = all.map(|it| call_up(look, it)).collect();
    for drill in look.counted() {
        // One that somebody kept by hand for the same drill says the same, and counts once.
        let known = |it: &CallUpRow| it.exercise.as_ref() == Some(&drill.closed.exercise);
        if !rows.iter().any(known) {
            let of_drill = |it| of_drill(look, &drill, it);
            rows.extend(drill.closed.call_ups.iter().map(of_drill));
        }
    }
    rows.sort_by(|a, b| (b.at, &b.call_up).cmp(&(a.at, &a.call_up)));
    rows
}

fn of_drill(look: &Look<'_>, drill: &Counted<'_>, it: &CallUpClosed) -> CallUpRow {
    let calls = it.calls.iter().map(|call| CallRow {
        role: call.role.clone(),
        person: call.person.clone(),
        name: call
            .person
            .as_ref()
            .map_or_else(String::new, |it| look.name(it)),
        standing: call.standing,
        answered: call.answered,
        arrived: call.arrived,
    });
    CallUpRow {
        call_up: format!("{}/{}", drill.closed.exercise, it.inject),
        exercise: Some(drill.closed.exercise.clone()),
        at: it.at,
        called: it.called,
        answered: it.answered,
        arrived: it.arrived,
        quorum: it.quorum,
        to_quorum_ms: it.to_quorum_ms,
        unfilled: it.unfilled.clone(),
        calls: calls.collect(),
        counts: true,
        records: vec![drill.reference()],
    }
}

fn kept_call(look: &Look<'_>, call: &Call) -> CallRow {
    CallRow {
        role: call.role.clone(),
        person: Some(call.person.clone()),
        name: look.name(&call.person),
        standing: None,
        answered: call.answered,
        arrived: call.arrived,
    }
}

fn call_up(look: &Look<'_>, kept: &Kept<crate::register::CallUpKept>) -> CallUpRow {
    let it = &kept.value;
    let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
    // A role counts once, whoever came for it: from when the first of its people was there.
    let roles: BTreeMap<String, Vec<&Call>> =
        it.calls.iter().fold(BTreeMap::new(), |mut roles, call| {
            roles.entry(fold_name(&call.role)).or_default().push(call);
            roles
        });
    let first = |calls: &Vec<&Call>| calls.iter().filter_map(|call| call.arrived).min();
    let mut arrivals: Vec<Stamp> = roles.values().filter_map(first).collect();
    arrivals.sort_unstable();
    let answered = |calls: &&Vec<&Call>| calls.iter().any(|call| call.answered.is_some());
    let enough = usize::try_from(it.quorum.max(1)).unwrap_or(usize::MAX);
    let to_quorum = arrivals.get(enough - 1).map(|at| *at - it.at);
    let mut unfilled: Vec<String> = it
        .calls
        .iter()
        .filter(|call| {
            let role = &call.role;
            !it.calls
                .iter()
                .any(|other| other.role == *role && other.arrived.is_some())
        })
        .map(|call| call.role.clone())
        .collect();
    unfilled.sort();
    unfilled.dedup();
    let counts = if it.simulated {
        look.fold.year.counts(Origin::Demo)
    } else {
        true
    };
    CallUpRow {
        call_up: it.call_up.clone(),
        exercise: it.exercise.clone(),
        at: it.at,
        called: count(roles.len()),
        answered: count(roles.values().filter(answered).count()),
        arrived: count(arrivals.len()),
        quorum: it.quorum,
        to_quorum_ms: to_quorum.map(|Span(ms)| ms),
        unfilled,
        calls: it.calls.iter().map(|it| kept_call(look, it)).collect(),
        counts,
        records: all_of_programme(&kept.records),
    }
}
