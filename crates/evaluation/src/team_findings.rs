//! The findings that the rules suggest about emergency accounts, call-ups and the order in which services came back. Not
//! here: how far the attacker got, which is measured and not judged.

use exercise::FindingSource;

use crate::findings::{improvement, key};
use crate::fold::Drill;
use crate::judged::Suggestion;
use crate::team::{AccountEnd, AccountSummary, CallUpSummary, OutOfOrder, TeamSummary};
use crate::words::limit;
use exercise::Finding;

/// One for each account with which something is the matter, for each quorum that was late, and one for the order.
pub(crate) fn of_team(drill: &Drill<'_>, team: &TeamSummary) -> Vec<Suggestion> {
    let accounts = team.accounts.iter().filter_map(|it| of_account(drill, it));
    let call_ups = team.call_ups.iter().filter_map(|it| of_call_up(drill, it));
    accounts
        .chain(call_ups)
        .chain(of_order(&team.out_of_order))
        .map(|finding| Suggestion {
            finding,
            lesson: None,
        })
        .collect()
}

fn of_account(drill: &Drill<'_>, account: &AccountSummary) -> Option<Finding> {
    if account.amiss.is_empty() {
        return None;
    }
    let (source, failure) = match account.standing {
        AccountEnd::Orphan => (FindingSource::Missed, "account not removed"),
        AccountEnd::RemovedLate => (FindingSource::Late, "account removed late"),
        AccountEnd::Requested
        | AccountEnd::Declined
        | AccountEnd::Approved
        | AccountEnd::Provisioned
        | AccountEnd::Removed => (FindingSource::Unauthorised, "account without approval"),
    };
    let moments = [&account.approved, &account.provisioned, &account.removed];
    let evidence = moments.into_iter().flatten().map(|it| it.record);
    // What the scenario did not foresee is known again in another drill by its system.
    let inject = account.foreseen.then(|| account.inject.clone());
    let place = match account.foreseen {
        true => account.inject.to_string(),
        false => format!("account on {}", account.system.replace('|', "/")),
    };
    Some(Finding {
        inject,
        role: Some(account.role.clone()),
        evidence: std::iter::once(account.requested.record)
            .chain(evidence)
            .collect(),
        key: key(Some(&place), Some(&account.role), failure),
        observation: format!(
            "The {} asked for an emergency account on “{}”. {}",
            drill.index.role(&account.role),
            account.system,
            account.amiss.join(" ")
        ),
        ..improvement(
            source,
            format!(
                "Emergency account on “{}”: {}",
                account.system,
                said(failure)
            ),
        )
    })
}

fn said(failure: &str) -> &str {
    failure.strip_prefix("account ").unwrap_or(failure)
}

fn of_call_up(drill: &Drill<'_>, call_up: &CallUpSummary) -> Option<Finding> {
    let target = limit(call_up.target);
    let (source, failure, title, observation) = match call_up.to_quorum {
        Some(took) if took <= call_up.target => return None,
        Some(took) => (
            FindingSource::Late,
            "quorum late",
            "The team came together late",
            format!(
                "Enough were there {} after the call; the target is {target}.",
                took.spoken()
            ),
        ),
        None if drill.play_over() => (
            FindingSource::Missed,
            "no quorum",
            "The team did not come together",
            format!("The target from call to quorum is {target}; too few were ever there."),
        ),
        None => return None,
    };
    let missing: Vec<&str> = call_up
        .by_role()
        .into_iter()
        .filter(|(_, calls)| calls.iter().all(|it| it.arrived.is_none()))
        .map(|(role, _)| drill.index.role(role))
        .collect();
    let missing = match missing.as_slice() {
        [] => String::new(),
        some => format!(" Never there: {}.", some.join(", ")),
    };
    let arrived = call_up.calls.iter().filter_map(|it| it.arrived.as_ref());
    Some(Finding {
        inject: Some(call_up.inject.clone()),
        evidence: std::iter::once(call_up.began.record)
            .chain(arrived.map(|it| it.record))
            .collect(),
        key: key(Some(call_up.inject.as_str()), None, failure),
        observation: format!("{observation}{missing}"),
        ..improvement(source, title.to_owned())
    })
}

fn of_order(order: &[OutOfOrder]) -> Option<Finding> {
    let says: Vec<&str> = order.iter().map(|it| it.says.as_str()).collect();
    let mut evidence: Vec<u64> = order.iter().flat_map(|it| it.evidence.clone()).collect();
    evidence.sort_unstable();
    evidence.dedup();
    (!order.is_empty()).then(|| Finding {
        evidence,
        key: key(Some("recovery priorities"), None, "order"),
        observation: says.join(" "),
        ..improvement(
            FindingSource::Missed,
            "Services came back in another order than the business needs".to_owned(),
        )
    })
}
