//! What the team did besides deciding, as tables: emergency accounts, call-ups, services that came back, exposure. Each is
//! a part only where the drill asked for it. Not here: how it is counted (`evaluation`).

use evaluation::{
    AccountEnd, AccountSummary, Became, CallSummary, CallUpSummary, ExposureSummary, TeamSummary,
    When, counted, limit,
};
use exercise::{Standing, StoryTime};
use terms::{RoleId, Span};

use crate::build::Look;
use crate::evidence::FormulaRow;
use crate::model::{TeamPart, TeamRow};
use crate::phrase::NONE;

/// The parts that the drill asked for.
pub(crate) fn parts(look: &Look<'_>) -> Vec<TeamPart> {
    let team = &look.input.evaluation.team;
    let call_ups = team.call_ups.iter().map(|it| call_up(look, it));
    let mut parts: Vec<TeamPart> = call_ups.collect();
    if !team.accounts.is_empty() {
        parts.push(accounts(look, &team.accounts));
    }
    if !team.services.is_empty() {
        parts.push(services(team));
    }
    parts.extend(team.exposure.as_ref().map(exposure));
    parts
}

/// How it is counted, as far as the drill asked for it.
pub(crate) fn method(look: &Look<'_>) -> Vec<(&'static str, &'static str)> {
    let team = &look.input.evaluation.team;
    let all = [
        (
            !team.call_ups.is_empty(),
            "Call-up",
            "From the call until enough roles are there, with those among them that have to be, on the exercise clock.",
        ),
        (
            !team.accounts.is_empty(),
            "Emergency accounts",
            "As they were recorded. An account expires in story time and counts from the moment it is there; what is there when play ends is left open.",
        ),
        (
            !team.services.is_empty(),
            "Order of recovery",
            "By the unit's own list of priorities, else by the scenario. Two services are compared where both places come from the same list.",
        ),
        (
            team.exposure.is_some(),
            "Exposure",
            "By the scenario: a place is reached at its time unless what stops it was decided before. It is measured and not rated.",
        ),
    ];
    let asked = all.into_iter().filter(|(is, _, _)| *is);
    asked.map(|(_, label, says)| (label, says)).collect()
}

/// The figures with their formulas, for auditors.
pub(crate) fn formulas(look: &Look<'_>) -> Vec<FormulaRow> {
    let team = &look.input.evaluation.team;
    let row = |what: String, formula: &str, values: String, result: String| FormulaRow {
        what,
        formula: formula.to_owned(),
        values,
        result,
    };
    let call_ups = team.call_ups.iter().map(|it| {
        let roles = it.by_role();
        let is_there = |calls: &Vec<&CallSummary>| calls.iter().any(|it| it.arrived.is_some());
        let came = roles.iter().filter(|(_, calls)| is_there(calls)).count();
        row(
            format!("Call-up: {}", it.title),
            "time of quorum - time of call, net of pauses",
            format!(
                "called in record {}; {came} of {} there, {} needed; target {}",
                it.began.record,
                counted(roles.len(), "role"),
                it.quorum,
                limit(it.target)
            ),
            it.to_quorum
                .map_or_else(|| "no quorum".to_owned(), Span::spoken),
        )
    });
    let mut rows: Vec<FormulaRow> = call_ups.collect();
    if let Some(it) = &team.exposure {
        let record = |when: Option<&When>| {
            when.map_or_else(|| NONE.to_owned(), |it| format!("record {}", it.record))
        };
        rows.push(row(
            "Exposure, time to contain".to_owned(),
            "containment - first notice, net of jumps",
            format!(
                "{} - {}",
                record(it.contained.as_ref()),
                record(it.noticed.as_ref())
            ),
            it.to_contain
                .map_or_else(|| "not contained".to_owned(), Span::spoken),
        ));
        rows.push(row(
            "Exposure, saved".to_owned(),
            "places stopped in time / places",
            format!("{} / {}", it.saved, it.spread.len()),
            format!("{} reached, {} ahead", it.reached, it.ahead),
        ));
    }
    rows
}

fn part(title: &str, says: String, headings: &[&str], rows: Vec<TeamRow>) -> TeamPart {
    TeamPart {
        title: title.to_owned(),
        says,
        headings: headings.iter().map(|it| (*it).to_owned()).collect(),
        rows,
        remarks: Vec::new(),
    }
}

fn row(cells: Vec<String>, result: &str, tone: &str) -> TeamRow {
    TeamRow {
        cells,
        result: result.to_owned(),
        tone: tone.to_owned(),
    }
}

/// When, and by whom where somebody is named.
fn moment(look: &Look<'_>, when: Option<&When>) -> String {
    let Some(when) = when else {
        return NONE.to_owned();
    };
    let at = when.elapsed.clock();
    match look.maybe_role(when.role.as_ref()) {
        role if role.is_empty() => at,
        role => format!("{at}, {role}"),
    }
}

fn accounts(look: &Look<'_>, accounts: &[AccountSummary]) -> TeamPart {
    let one = |it: &AccountSummary| {
        let (result, tone) = match it.standing {
            AccountEnd::Requested => ("not answered", "none"),
            AccountEnd::Declined => ("refused", "none"),
            AccountEnd::Approved => ("approved, not given", "none"),
            AccountEnd::Provisioned => ("still there", "none"),
            AccountEnd::Orphan => ("never removed", "bad"),
            AccountEnd::Removed => ("removed in time", "good"),
            AccountEnd::RemovedLate => ("removed late", "warn"),
        };
        let role = look.maybe_role(Some(&it.role));
        let person = it.person.as_ref().and_then(|it| look.name(it));
        let role = person.map_or_else(|| role.clone(), |name| format!("{role}, {name}"));
        let besides = if it.foreseen {
            ""
        } else {
            ", asked for in the drill"
        };
        let expires = it.expires.map_or_else(String::new, StoryTime::spoken);
        row(
            vec![
                format!("{} (for: {role}{besides})", it.system),
                it.requested.elapsed.clock(),
                moment(look, it.approved.as_ref().or(it.declined.as_ref())),
                moment(look, it.provisioned.as_ref()),
                if expires.is_empty() {
                    NONE.to_owned()
                } else {
                    expires
                },
                moment(look, it.removed.as_ref()),
            ],
            result,
            tone,
        )
    };
    let headings = [
        "Account",
        "Asked for",
        "Answered",
        "There",
        "Expires (story)",
        "Gone",
        "Result",
    ];
    let rows = accounts.iter().map(one).collect();
    let says = accounts_say(accounts);
    let mut part = part("Emergency accounts", says, &headings, rows);
    part.remarks = accounts
        .iter()
        .filter(|it| !it.amiss.is_empty())
        .map(|it| format!("{}: {}", it.system, it.amiss.join(" ")))
        .collect();
    part
}

/// How many there were, and how they stand against what holds for every emergency account.
fn accounts_say(accounts: &[AccountSummary]) -> String {
    let count = |wanted: AccountEnd| accounts.iter().filter(|it| it.standing == wanted).count();
    let given = accounts.iter().filter(|it| it.provisioned.is_some());
    let says = match given.count() {
        0 => format!(
            "{} asked for, none given.",
            counted(accounts.len(), "account")
        ),
        given => {
            let ends = [
                (count(AccountEnd::Removed), "taken back in time"),
                (count(AccountEnd::RemovedLate), "taken back late"),
                (count(AccountEnd::Orphan), "left open"),
            ];
            let ends = ends.iter().filter(|(n, _)| *n > 0);
            let ends: String = ends.map(|(n, what)| format!(", {n} {what}")).collect();
            format!("{} given{ends}.", counted(given, "account"))
        }
    };
    format!(
        "{says} The goal: approved first, by somebody else, and gone before it expires. These accounts are the drill's and count as no real ones."
    )
}

/// When enough were there, against the target.
pub(crate) fn quorum(look: &Look<'_>, it: &CallUpSummary) -> String {
    let roles: Vec<String> = it
        .quorum_roles
        .iter()
        .map(|role: &RoleId| look.maybe_role(Some(role)))
        .collect();
    let among = match roles.as_slice() {
        [] => String::new(),
        some => format!(" (among them: {})", some.join(", ")),
    };
    let target = limit(it.target);
    let needed = counted(it.quorum as usize, "role");
    match it.to_quorum {
        Some(took) if took <= it.target => format!(
            "The {needed} that are needed{among} were there after {}, within the target of {target}.",
            took.spoken()
        ),
        Some(took) => format!(
            "The {needed} that are needed{among} were there after {}, {} later than the target of {target}.",
            took.spoken(),
            Span(took.0 - it.target.0).spoken()
        ),
        None => format!(
            "The {needed} that are needed{among} were never there together; the target is {target}."
        ),
    }
}

fn call_up(look: &Look<'_>, it: &CallUpSummary) -> TeamPart {
    let roles = it.by_role();
    let some = |happened: fn(&CallSummary) -> bool| {
        let of = |calls: &Vec<&CallSummary>| calls.iter().any(|it| happened(it));
        roles.iter().filter(|(_, calls)| of(calls)).count()
    };
    let answered = some(|it| it.answered.is_some());
    let arrived = some(|it| it.arrived.is_some());
    let says = format!(
        "Called by: {}. {} called, {answered} answered, {arrived} there. {}",
        it.means,
        counted(roles.len(), "role"),
        quorum(look, it),
    );
    let at = |when: Option<&When>| when.map_or_else(|| NONE.to_owned(), |it| it.elapsed.clock());
    let rows = it.calls.iter().map(|call| {
        let (result, tone) = match (&call.answered, &call.arrived, &call.released) {
            (_, Some(_), Some(_)) => ("there, sent home", "good"),
            (_, Some(_), None) => ("there", "good"),
            (Some(_), None, _) => ("answered, never came", "warn"),
            (None, None, _) => ("no answer", "bad"),
        };
        let cells = vec![
            called(look, it, call),
            at(Some(&call.called)),
            at(call.answered.as_ref()),
            at(call.arrived.as_ref()),
            at(call.released.as_ref()),
        ];
        row(cells, result, tone)
    });
    let title = format!("Call-up of the team: {}", it.title);
    let headings = ["Role", "Called", "Answered", "There", "Sent home", "Result"];
    part(&title, says, &headings, rows.collect())
}

/// Which role was called; by which of its holders, where more than one was or names may be said.
fn called(look: &Look<'_>, call_up: &CallUpSummary, call: &CallSummary) -> String {
    let role = look.maybe_role(Some(&call.role));
    let mut of_role = call_up.calls.iter().filter(|it| it.role == call.role);
    let several = of_role.nth(1).is_some();
    let standing = match call.standing.filter(|_| several) {
        Some(Standing::Primary) => Some("primary"),
        Some(Standing::Alternate) => Some("alternate"),
        Some(Standing::Bot) | None => None,
    };
    let name = call.person.as_ref().and_then(|it| look.name(it));
    let besides: Vec<&str> = standing.into_iter().chain(name).collect();
    match besides.as_slice() {
        [] => role,
        some => format!("{role} ({})", some.join(", ")),
    }
}

fn services(team: &TeamSummary) -> TeamPart {
    let first = team
        .services
        .iter()
        .filter_map(|it| it.restored.as_ref())
        .map(|it| it.elapsed)
        .min();
    let early = |id: &terms::ServiceId| team.out_of_order.iter().any(|it| it.service == *id);
    let rows = team.services.iter().map(|it| {
        let (result, tone) = match &it.restored {
            None => ("not back", "bad"),
            Some(_) if early(&it.service) => ("out of order", "warn"),
            Some(_) => ("in order", "good"),
        };
        let after = it.restored.as_ref().zip(first);
        let after = after.map(|(back, first)| (back.elapsed - first, back.elapsed));
        let back = match after {
            None => NONE.to_owned(),
            Some((Span(0), at)) => at.clock(),
            Some((after, at)) => format!("{} (+{})", at.clock(), after.spoken()),
        };
        let place = match (it.priority, it.listed) {
            (None, _) => NONE.to_owned(),
            (Some(place), true) => format!("{place} of {}", it.unit),
            (Some(place), false) => place.to_string(),
        };
        row(
            vec![it.name.clone(), it.unit.clone(), place, back],
            result,
            tone,
        )
    });
    let back = team
        .services
        .iter()
        .filter(|it| it.restored.is_some())
        .count();
    let says = match team.out_of_order.len() {
        0 => format!(
            "{back} of {} came back, none before one with a higher priority.",
            counted(team.services.len(), "service")
        ),
        wrong => format!(
            "{back} of {} came back. In {} a service came back before one that the business needs first.",
            counted(team.services.len(), "service"),
            counted(wrong, "case")
        ),
    };
    let headings = ["Service", "Unit", "Priority", "Back", "Result"];
    let mut part = part("Order of recovery", says, &headings, rows.collect());
    part.remarks = team.out_of_order.iter().map(|it| it.says.clone()).collect();
    part
}

fn exposure(it: &ExposureSummary) -> TeamPart {
    let rows = it.spread.iter().map(|spread| {
        let (result, tone) = match spread.became {
            Became::Reached => ("reached", "bad"),
            Became::Saved => ("saved", "good"),
            Became::Ahead => ("not yet reached", "none"),
        };
        let means = match spread.means.as_str() {
            "" => NONE.to_owned(),
            means => means.to_owned(),
        };
        let cells = vec![spread.reaches.clone(), spread.at.clock(), means];
        row(cells, result, tone)
    });
    let headings = ["What", "When, unless stopped", "What it means", "Result"];
    let mut part = part("Exposure", it.says.clone(), &headings, rows.collect());
    let remark = |says: &str, span: Option<Span>| {
        span.map(|span| format!("{says} {} of story time.", story_length(span)))
    };
    part.remarks
        .extend(remark("Inside unnoticed for", it.unnoticed));
    part.remarks
        .extend(remark("Inside until contained for", it.dwell));
    part
}

/// A length of the story, which is told in days and hours.
fn story_length(span: Span) -> String {
    let minutes = span.0.max(0) / 60_000;
    let (days, hours, minutes) = (minutes / 1440, minutes / 60 % 24, minutes % 60);
    match (days, hours) {
        (0, 0) => counted(count(minutes), "minute"),
        (0, hours) => format!("{} {minutes:02} min", counted(count(hours), "hour")),
        (days, hours) => format!(
            "{} {}",
            counted(count(days), "day"),
            counted(count(hours), "hour")
        ),
    }
}

fn count(n: i64) -> usize {
    usize::try_from(n).unwrap_or(usize::MAX)
}
