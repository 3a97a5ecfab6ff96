//! What the team did besides deciding, for management: a line each for the call-up, the emergency accounts and the
//! exposure, where the drill had them. Not here: the tables behind them (`team`), what the attacker reached by name, which
//! only the white cell knows.

use evaluation::{AccountEnd, AccountSummary, CallUpSummary, ExposureSummary, counted};
use terms::Span;

use crate::brief::clipped;
use crate::build::Look;
use crate::model::Fact;
use crate::phrase::list;
use crate::team::quorum;

/// The longest line.
const LETTERS_MAX: usize = 150;

pub(super) fn facts(look: &Look<'_>) -> Vec<Fact> {
    let team = &look.input.evaluation.team;
    let lines = [
        ("Call-up", call_up(look, &team.call_ups)),
        ("Emergency accounts", accounts(&team.accounts)),
        ("Exposure", team.exposure.as_ref().map(exposure)),
    ];
    let facts = lines.into_iter().filter_map(|(label, says)| {
        Some(Fact {
            label: label.to_owned(),
            value: clipped(&says?, LETTERS_MAX),
        })
    });
    facts.collect()
}

/// The call-up that went worst: one without a quorum, else the one that took longest for its target.
fn call_up(look: &Look<'_>, all: &[CallUpSummary]) -> Option<String> {
    let past = |it: &&CallUpSummary| {
        it.to_quorum
            .map_or(Span(i64::MAX), |took| Span(took.0 - it.target.0))
    };
    let worst = all.iter().max_by_key(past)?;
    Some(match all.len() {
        1 => quorum(look, worst),
        n => format!("The worst of {n}: {}", quorum(look, worst)),
    })
}

fn accounts(all: &[AccountSummary]) -> Option<String> {
    let given = all.iter().filter(|it| it.provisioned.is_some()).count();
    let open: Vec<String> = all
        .iter()
        .filter(|it| it.standing == AccountEnd::Orphan)
        .map(|it| it.system.clone())
        .collect();
    let late = all
        .iter()
        .filter(|it| it.standing == AccountEnd::RemovedLate)
        .count();
    let says = match (all.len(), given) {
        (0, _) => return None,
        (asked, 0) => format!("{} asked for, none given.", counted(asked, "account")),
        (_, given) => {
            let given_says = format!("{} given", counted(given, "account"));
            match (open.as_slice(), late) {
                ([], 0) => format!("{given_says}, none left open."),
                ([], late) => format!("{given_says}, none left open, {late} taken back late."),
                (open, 0) => format!("{given_says}, {} left open: {}.", open.len(), list(open)),
                (open, late) => {
                    let left = open.len();
                    let open = list(open);
                    format!("{given_says}, {left} left open, {late} taken back late: {open}.")
                }
            }
        }
    };
    Some(says)
}

fn exposure(it: &ExposureSummary) -> String {
    let all = counted(it.spread.len(), "place");
    let mut says = format!("The attacker reached {} of {all}", it.reached);
    if it.saved > 0 {
        says.push_str(&format!("; decisions saved {}", it.saved));
    }
    if it.ahead > 0 {
        says.push_str(&format!("; {} lay ahead when play ended", it.ahead));
    }
    match (it.to_contain, &it.noticed, &it.contained) {
        (Some(took), _, _) => says.push_str(&format!(
            ". Contained {} after the first notice.",
            took.spoken()
        )),
        (None, _, None) => says.push_str(". Never contained."),
        (None, _, Some(_)) => says.push('.'),
    }
    says
}
