//! What management is asked to decide: what the trainer wrote, then what follows from the record: roles that nobody
//! holds, objectives whose gaps nobody has taken up, changes to the plan that nobody has decided on. Not here: any
//! estimate of money, which no record holds.

use exercise::Rating;

use crate::brief::verdict::shortfall;
use crate::brief::{BriefAsk, clipped};
use crate::build::{Look, simulated};
use crate::input::{Ask, Background, ChangeState};
use crate::lessons;
use crate::phrase::list;
use crate::white::White;

const NO_MONEY: &str = "Time of staff";
const UNKNOWN_MONEY: &str = "To be estimated";
const UNKNOWN_OWNER: &str = "To be named";

pub(super) fn asks(look: &Look<'_>, background: &Background, white: &White) -> Vec<BriefAsk> {
    let said = background
        .asks
        .iter()
        .filter(|it| !white.stands_in(&it.what));
    let mut asks: Vec<BriefAsk> = said.map(written).collect();
    asks.extend(gaps(look));
    asks.extend(empty_roles(look));
    asks.extend(plan_changes(look));
    asks
}

fn written(ask: &Ask) -> BriefAsk {
    let or = |text: &str, other: &str| {
        let text = if text.trim().is_empty() { other } else { text };
        text.to_owned()
    };
    made(
        &ask.what,
        &or(&ask.money, UNKNOWN_MONEY),
        &or(&ask.owner, UNKNOWN_OWNER),
        &or(&ask.risk, "Not said"),
    )
}

/// The gravest objective whose gaps have no corrective action.
fn gaps(look: &Look<'_>) -> Option<BriefAsk> {
    let waiting = lessons::unanswered_objectives(look);
    let mut objectives: Vec<_> = look
        .input
        .evaluation
        .objectives
        .iter()
        .filter(|it| waiting.contains(&it.objective))
        .filter(|it| it.rating().is_some_and(|rating| rating > Rating::P))
        .collect();
    objectives.sort_by_key(|it| std::cmp::Reverse(it.rating()));
    let gravest = objectives.first()?;
    let others = objectives.len() - 1;
    let what = format!(
        "Name owner, date and budget for “{}”{}",
        clipped(gravest.title.trim_end_matches('.'), 54),
        match others {
            0 => String::new(),
            1 => " and 1 more objective".to_owned(),
            n => format!(" and {n} more objectives"),
        }
    );
    let risk = format!("The gap stays: {}", shortfall(look, gravest));
    Some(made(&what, UNKNOWN_MONEY, UNKNOWN_OWNER, &risk))
}

fn empty_roles(look: &Look<'_>) -> Option<BriefAsk> {
    if simulated(look.input.evaluation.course.origin) {
        return None;
    }
    let roles = look.input.evaluation.roles.iter();
    let empty: Vec<String> = roles
        .filter(|it| !it.filled || it.bot)
        .map(|it| it.title.clone())
        .collect();
    let what = match empty.as_slice() {
        [] => return None,
        roles => format!("Name people, with alternates, for: {}", list(roles)),
    };
    let risk = "Nobody does this work in an incident, or nobody has practised it.";
    Some(made(&what, NO_MONEY, "Management", risk))
}

fn plan_changes(look: &Look<'_>) -> Option<BriefAsk> {
    let changes = look.input.plan_changes.iter();
    let proposed = changes
        .filter(|it| it.state == ChangeState::Proposed)
        .count();
    let what = match proposed {
        0 => return None,
        1 => "Decide on the 1 change proposed to the plan".to_owned(),
        n => format!("Decide on the {n} changes proposed to the plan"),
    };
    let risk = "The plan stays as it was when the drill showed its gaps.";
    Some(made(&what, NO_MONEY, "Owner of the plan", risk))
}

fn made(what: &str, money: &str, owner: &str, risk: &str) -> BriefAsk {
    BriefAsk {
        number: 0,
        what: clipped(what, 112),
        money: clipped(money, 30),
        owner: clipped(owner, 34),
        risk: clipped(risk, 84),
    }
}
