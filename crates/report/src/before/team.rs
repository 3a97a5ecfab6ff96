//! What the white cell writes down of the team besides decisions, at a table without a screen: who was called and came,
//! emergency accounts, services that come back; and how far the attacker gets unless somebody stops it. Not here: what
//! became of it (`team` of the report).

use scenario::{Account, CallUp, Inject, Service, Spread};

use super::Before;
use super::parts::{heading, lead, length, plain, says, table};
use super::when::condition_words;
use crate::paper::Block;

/// What an inject asks of the team, for the white cell.
pub(super) fn of_inject(input: &Before<'_>, inject: &Inject) -> Vec<Block> {
    let mut blocks = Vec::new();
    if let Some(call_up) = &inject.call_up {
        blocks.extend(call(input, inject, call_up));
    }
    if let Some(account) = &inject.account {
        blocks.extend(emergency_account(input, account));
    }
    blocks
}

fn call(input: &Before<'_>, inject: &Inject, call_up: &CallUp) -> Vec<Block> {
    let must: Vec<String> = call_up
        .quorum
        .roles
        .iter()
        .map(|it| input.role(it))
        .collect();
    let among = match must.as_slice() {
        [] => String::new(),
        some => format!(", among them {}", some.join(", ")),
    };
    let target = format!(
        "{} of the roles below{among}, within {}. Called by: {}.",
        call_up.quorum.number,
        length(call_up.within),
        call_up.means
    );
    let named = [&call_up.roles, &inject.to];
    let named = named.into_iter().find(|it| !it.is_empty());
    let roles: Vec<String> = match named {
        Some(roles) => roles.iter().map(|it| input.role(it)).collect(),
        None => input
            .scenario
            .roles
            .iter()
            .map(|it| it.title.clone())
            .collect(),
    };
    let row = |title: String| vec![plain(title), plain(""), plain(""), plain(""), plain("")];
    vec![
        lead("Call-up, enough are:", target),
        table(
            &[36, 16, 16, 16, 16],
            &["Role", "Called", "Answered", "There", "Sent home"],
            roles.into_iter().map(row).collect(),
        ),
    ]
}

fn emergency_account(input: &Before<'_>, account: &Account) -> Vec<Block> {
    let why = match account.why.trim() {
        "" => String::new(),
        why => format!(" Why: {why}"),
    };
    let what = format!(
        "“{}” for the {}, for at most {} of story time.{why}",
        account.system,
        input.role(&account.role),
        length(account.lasts)
    );
    vec![
        lead("Emergency account:", what),
        table(
            &[34, 22, 22, 22],
            &["Approved or refused, by whom", "There", "Expires", "Gone"],
            vec![vec![plain("\u{a0}"), plain(""), plain(""), plain("")]],
        ),
    ]
}

/// The services that the story takes down, to note when each is back.
pub(super) fn services(input: &Before<'_>) -> Vec<Block> {
    if input.scenario.services.is_empty() {
        return Vec::new();
    }
    let row = |it: &Service| {
        vec![
            plain(it.priority.map_or_else(String::new, |it| it.to_string())),
            plain(&it.name),
            plain(&it.unit),
            plain(&it.without),
            plain(""),
        ]
    };
    let mut sorted: Vec<&Service> = input.scenario.services.iter().collect();
    sorted.sort_by_key(|it| it.priority.unwrap_or(u32::MAX));
    vec![
        heading(1, "Order of recovery"),
        says("The business wants its services back in this order. Note when each one is back."),
        table(
            &[8, 24, 18, 36, 14],
            &["Place", "Service", "Unit", "While it is down", "Back at"],
            sorted.into_iter().map(row).collect(),
        ),
    ]
}

/// How far the attacker gets.
pub(super) fn exposure(input: &Before<'_>) -> Vec<Block> {
    let Some(exposure) = &input.scenario.exposure else {
        return Vec::new();
    };
    let row = |it: &Spread| {
        vec![
            plain(it.at.to_string()),
            plain(&it.reaches),
            plain(condition_words(input.scenario, &it.unless)),
            plain(&it.means),
            plain(""),
        ]
    };
    vec![
        heading(1, "How far the attacker gets"),
        says(
            "Each is reached at its time, unless what stands beside it has come to be. The program works it out; on paper, note it.",
        ),
        table(
            &[10, 26, 26, 26, 12],
            &["At", "Reaches", "Unless", "Which means", "Reached or saved"],
            exposure.spread.iter().map(row).collect(),
        ),
    ]
}
