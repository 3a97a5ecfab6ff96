//! What became of emergency accounts, call-ups, services that came back and the attacker's way through the house: facts in
//! the words of the business. Everything here follows from the records and the scenario. Not here: the findings that the
//! rules make of it (`team_findings`), accounts outside drills (`programme`).

use std::collections::HashSet;
use std::sync::Arc;

use exercise::{
    AccountStanding, Event, Exercise, Moment, Record, Script, SpreadState, Standing, StoryTime,
};
use scenario::Scenario;
use serde::Serialize;
use terms::{Elapsed, InjectId, PersonId, RoleId, ServiceId, Span, Stamp};

use crate::fold::Drill;
use crate::words::counted;

/// What the team did besides deciding.
#[derive(Clone, Debug, Default, PartialEq, Serialize)]
pub struct TeamSummary {
    /// The emergency accounts that were asked for.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub accounts: Vec<AccountSummary>,
    /// The call-ups that went out.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub call_ups: Vec<CallUpSummary>,
    /// The services of the scenario, in the order in which they came back; those that did not stand last.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub services: Vec<ServiceSummary>,
    /// Where one service came back before another that has a higher priority.
    #[serde(skip_serializing_if = "Vec::is_empty")]
    pub out_of_order: Vec<OutOfOrder>,
    /// How far the attacker got.
    #[serde(skip_serializing_if = "Option::is_none")]
    pub exposure: Option<ExposureSummary>,
}

/// When something happened, and by whom.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct When {
    /// The record.
    pub record: u64,
    /// On the wall clock.
    pub at: Stamp,
    /// On the exercise clock.
    pub elapsed: Elapsed,
    /// On the story clock.
    pub story: StoryTime,
    /// The role, where one is known.
    pub role: Option<RoleId>,
    /// What was said to it.
    pub note: String,
}

/// An emergency account of the drill. It never counts as a real one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct AccountSummary {
    /// The inject that asked for it; for one that the scenario did not foresee a name of its own.
    pub inject: InjectId,
    /// False where somebody asked for it in the drill and no inject did.
    pub foreseen: bool,
    /// The role that needed it.
    pub role: RoleId,
    /// The person it was for, where one was named.
    pub person: Option<PersonId>,
    /// The system it opens.
    pub system: String,
    /// Why it was needed.
    pub why: String,
    /// Where it stands, or stood when play ended.
    pub standing: AccountEnd,
    /// When it was asked for.
    pub requested: When,
    /// When it was approved.
    pub approved: Option<When>,
    /// When it was refused.
    pub declined: Option<When>,
    /// When it was there.
    pub provisioned: Option<When>,
    /// When it expires in the story.
    pub expires: Option<StoryTime>,
    /// When it was gone.
    pub removed: Option<When>,
    /// What is the matter with it, a sentence each.
    pub amiss: Vec<String>,
}

/// Where an emergency account stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum AccountEnd {
    /// Asked for.
    Requested,
    /// Refused.
    Declined,
    /// Allowed.
    Approved,
    /// There, and it may be.
    Provisioned,
    /// There, and it should be gone: it has expired, or the drill has ended.
    Orphan,
    /// Gone in time.
    Removed,
    /// Gone, but too late.
    RemovedLate,
}

/// A call-up of the team.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallUpSummary {
    /// Its inject.
    pub inject: InjectId,
    /// Its title.
    pub title: String,
    /// By what means people were called.
    pub means: String,
    /// When the call went out.
    pub began: When,
    /// How many roles have to be there.
    pub quorum: u32,
    /// The roles that have to be among them.
    pub quorum_roles: Vec<RoleId>,
    /// The target time to the quorum.
    pub target: Span,
    /// From the call to the quorum, net of pauses; none where it never came together.
    pub to_quorum: Option<Span>,
    /// Every call; those to one role stand together, the first one first.
    pub calls: Vec<CallSummary>,
}

/// A call to a person in a role; to the role alone where nobody was known to hold it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct CallSummary {
    /// The role.
    pub role: RoleId,
    /// The person.
    pub person: Option<PersonId>,
    /// How they stood in the role when they were called.
    pub standing: Option<Standing>,
    /// When it was called.
    pub called: When,
    /// When it answered.
    pub answered: Option<When>,
    /// When it was there.
    pub arrived: Option<When>,
    /// When it was sent home again.
    pub released: Option<When>,
}

/// A service of the scenario.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ServiceSummary {
    /// The service.
    pub service: ServiceId,
    /// What people call it.
    pub name: String,
    /// The unit that needs it.
    pub unit: String,
    /// Its place in the order of recovery, 1 first.
    pub priority: Option<u32>,
    /// True where the place comes from the unit's own list.
    pub listed: bool,
    /// When it was back.
    pub restored: Option<When>,
}

/// One service came back before another that has a higher priority.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct OutOfOrder {
    /// The service that came back too early.
    pub service: ServiceId,
    /// The one that should have come before it.
    pub before: ServiceId,
    /// How much later that one came back, on the exercise clock; none where it did not come back.
    pub by: Option<Span>,
    /// What that means, for the business.
    pub says: String,
    /// The records that show it.
    pub evidence: Vec<u64>,
}

/// How far the attacker got, and what the team's decisions saved.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct ExposureSummary {
    /// Since when the attacker is inside, in the story.
    pub since: Option<StoryTime>,
    /// The first notice.
    pub noticed: Option<When>,
    /// From when on it was contained.
    pub contained: Option<When>,
    /// From first notice to containment on the exercise clock, net of jumps.
    pub to_contain: Option<Span>,
    /// How long the attacker was inside unnoticed, in the story.
    pub unnoticed: Option<Span>,
    /// How long the attacker was inside until it was contained, in the story.
    pub dwell: Option<Span>,
    /// Everything that would have been reached if nothing had been decided.
    pub spread: Vec<SpreadSummary>,
    /// How many of them were reached.
    pub reached: u32,
    /// How many were saved.
    pub saved: u32,
    /// How many still lay ahead when play ended, and nothing stopped them.
    pub ahead: u32,
    /// The whole of it in a sentence or two.
    pub says: String,
}

/// Something that the attacker reaches unless stopped.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct SpreadSummary {
    /// What.
    pub reaches: String,
    /// What that means for the business.
    pub means: String,
    /// When, on the exercise clock.
    pub at: Elapsed,
    /// What became of it.
    pub became: Became,
}

/// What became of something that the attacker reaches unless stopped.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord, Serialize)]
#[serde(rename_all = "kebab-case")]
pub enum Became {
    /// It was reached.
    Reached,
    /// It was not reached, because it was stopped.
    Saved,
    /// It lay ahead when play ended, and nothing stopped it.
    Ahead,
}

/// What the team did besides deciding. Costs nothing where the scenario asks for nothing of the kind.
pub(crate) fn team(drill: &Drill<'_>) -> TeamSummary {
    let scenario = drill.input.scenario;
    let mut records = drill.input.records.iter();
    let besides = |it: &Record| matches!(it.event, Event::AccountRequested(_));
    if !asks(scenario) && !records.any(besides) {
        return TeamSummary::default();
    }
    // The scenario is already the one that is played, so nothing more is given to it.
    let script = Script::new(Arc::new(scenario.clone()));
    let records = said_in_order(drill);
    let Some(folded) = Exercise::fold(&script, records.iter().map(AsRef::as_ref)) else {
        return TeamSummary::default();
    };
    let now = drill.course.last_at.unwrap_or(Stamp(0));
    let maker = Maker {
        drill,
        folded: &folded,
        now,
        story: folded.story_clock().at(drill.course.played),
    };
    let services = maker.services();
    TeamSummary {
        accounts: maker.accounts(),
        call_ups: maker.call_ups(),
        out_of_order: maker.out_of_order(&services),
        services,
        exposure: maker.exposure(),
    }
}

fn asks(scenario: &Scenario) -> bool {
    let mut injects = scenario.injects.iter();
    !scenario.services.is_empty()
        || scenario.exposure.is_some()
        || injects.any(|it| it.account.is_some() || it.call_up.is_some())
}

/// The records as they count: without what was entered in error, and each decision at the moment at which it was said.
fn said_in_order<'a>(drill: &Drill<'a>) -> Vec<std::borrow::Cow<'a, Record>> {
    use std::borrow::Cow;
    let struck: HashSet<u64> = drill.struck.keys().copied().collect();
    let fell = |record: &Record| {
        struck.contains(&record.seq)
            || match &record.event {
                Event::ActionSettled(it) => it.decision.is_some_and(|it| struck.contains(&it)),
                Event::StepTaken(it) => it.decision.is_some_and(|it| struck.contains(&it)),
                _ => false,
            }
    };
    let counted = drill.input.records.iter().filter(|it| !fell(it));
    let mut records: Vec<Cow<'a, Record>> = counted
        .map(|record| match &record.event {
            Event::DecisionMade(made) if made.effective < record.elapsed => Cow::Owned(Record {
                elapsed: made.effective,
                ..record.clone()
            }),
            // What was given to the drill is already in the scenario as it is played.
            Event::Briefed(briefed) => Cow::Owned(Record {
                event: Event::Briefed(exercise::Briefed {
                    given: exercise::Given::default(),
                    ..briefed.clone()
                }),
                ..record.clone()
            }),
            _ => Cow::Borrowed(record),
        })
        .collect();
    records.sort_by_key(|record| record.elapsed);
    records
}

struct Maker<'d, 'a> {
    drill: &'d Drill<'a>,
    folded: &'d Exercise,
    now: Stamp,
    /// What the story clock showed when play ended, or shows now.
    story: StoryTime,
}

impl CallUpSummary {
    /// The roles that were called, in that order, with the calls to each. A role counts once, whoever came for it.
    pub fn by_role(&self) -> Vec<(&RoleId, Vec<&CallSummary>)> {
        let mut roles: Vec<(&RoleId, Vec<&CallSummary>)> = Vec::new();
        for call in &self.calls {
            match roles.iter_mut().find(|(role, _)| **role == call.role) {
                Some((_, calls)) => calls.push(call),
                None => roles.push((&call.role, vec![call])),
            }
        }
        roles
    }
}

impl Maker<'_, '_> {
    fn accounts(&self) -> Vec<AccountSummary> {
        let over = self.drill.play_over();
        let one = |it: exercise::AccountState<'_>| {
            let standing = match it.standing(self.story) {
                AccountStanding::Requested => AccountEnd::Requested,
                AccountStanding::Declined => AccountEnd::Declined,
                AccountStanding::Approved => AccountEnd::Approved,
                AccountStanding::Provisioned if !over => AccountEnd::Provisioned,
                AccountStanding::Provisioned | AccountStanding::Overdue => AccountEnd::Orphan,
                AccountStanding::Removed => AccountEnd::Removed,
                AccountStanding::RemovedLate => AccountEnd::RemovedLate,
            };
            let mut amiss = Vec::new();
            if it.unapproved() {
                amiss.push("It was given before anybody had approved it.".to_owned());
            }
            if it.self_approved() {
                amiss.push("The role that needed it approved it for itself.".to_owned());
            }
            match standing {
                AccountEnd::Orphan => amiss.push("It was never removed.".to_owned()),
                AccountEnd::RemovedLate => {
                    amiss.push("It was removed after it had expired.".to_owned());
                }
                AccountEnd::Requested
                | AccountEnd::Declined
                | AccountEnd::Approved
                | AccountEnd::Provisioned
                | AccountEnd::Removed => {}
            }
            AccountSummary {
                inject: it.inject.clone(),
                foreseen: it.foreseen,
                role: it.account.role.clone(),
                person: it.person.cloned(),
                system: it.account.system.trim().to_owned(),
                why: it.account.why.trim().to_owned(),
                standing,
                requested: when(&it.requested),
                approved: it.approved.as_ref().map(when),
                declined: it.declined.as_ref().map(when),
                provisioned: it.provisioned.as_ref().map(when),
                expires: it.expires,
                removed: it.removed.as_ref().map(when),
                amiss,
            }
        };
        self.folded.accounts().into_iter().map(one).collect()
    }

    fn call_ups(&self) -> Vec<CallUpSummary> {
        let one = |it: exercise::CallUpState<'_>| CallUpSummary {
            inject: it.inject.clone(),
            title: self.drill.index.inject_title(it.inject).to_owned(),
            means: it.call_up.means.clone(),
            began: when(&it.began),
            quorum: it.call_up.quorum.number,
            quorum_roles: it.call_up.quorum.roles.clone(),
            target: it.call_up.within,
            to_quorum: it.to_quorum,
            calls: it
                .called
                .iter()
                .map(|call| CallSummary {
                    role: call.whom.role.clone(),
                    person: call.whom.person.clone(),
                    standing: call.whom.standing,
                    called: when(&call.called),
                    answered: call.answered.as_ref().map(when),
                    arrived: call.arrived.as_ref().map(when),
                    released: call.released.as_ref().map(when),
                })
                .collect(),
        };
        self.folded.call_ups().into_iter().map(one).collect()
    }

    fn services(&self) -> Vec<ServiceSummary> {
        let one = |(it, restored): (&scenario::Service, Option<Moment>)| ServiceSummary {
            service: it.id.clone(),
            name: it.name.clone(),
            unit: it.unit.clone(),
            priority: it.priority,
            listed: it.listed,
            restored: restored.as_ref().map(when),
        };
        let mut services: Vec<ServiceSummary> = self.folded.services().map(one).collect();
        services.sort_by_key(|it| {
            let record = it.restored.as_ref().map(|it| (it.elapsed, it.record));
            (record.is_none(), record, it.priority.unwrap_or(u32::MAX))
        });
        services
    }

    /// Every pair in which a service came back although one with a higher priority was still down.
    fn out_of_order(&self, services: &[ServiceSummary]) -> Vec<OutOfOrder> {
        let mut found = Vec::new();
        for (place, late) in services.iter().enumerate() {
            let earlier = services[..place].iter().filter(|it| it.restored.is_some());
            for early in earlier.filter(|it| comparable(it, late) && it.priority > late.priority) {
                found.extend(self.inversion(early, late));
            }
        }
        found
    }

    fn inversion(&self, early: &ServiceSummary, late: &ServiceSummary) -> Option<OutOfOrder> {
        let first = early.restored.as_ref()?;
        let by = late.restored.as_ref().map(|it| it.elapsed - first.elapsed);
        let whose = match late.listed {
            true => format!("which {} wants back first", late.unit),
            false => "which has the higher priority".to_owned(),
        };
        let (early_name, late_name) = (&early.name, &late.name);
        let mut says = match by {
            // What was decided in one breath has an order and no time between.
            Some(by) if by.0 == 0 => {
                format!("“{early_name}” was put before “{late_name}”, {whose}.")
            }
            Some(by) => {
                let by = by.spoken();
                format!("“{early_name}” came back {by} before “{late_name}”, {whose}.")
            }
            None => format!("“{early_name}” came back; “{late_name}”, {whose}, did not."),
        };
        let mut written = self.drill.input.scenario.services.iter();
        let without = written.find(|it| it.id == late.service);
        if let Some(without) = without
            .map(|it| it.without.trim())
            .filter(|it| !it.is_empty())
        {
            says.push_str(&format!(" Meanwhile: {without}"));
        }
        let later = late.restored.iter().map(|it| it.record);
        Some(OutOfOrder {
            service: early.service.clone(),
            before: late.service.clone(),
            by,
            says,
            evidence: std::iter::once(first.record).chain(later).collect(),
        })
    }

    fn exposure(&self) -> Option<ExposureSummary> {
        let it = self.folded.exposure(self.now)?;
        let count = |became: Became, all: &[SpreadSummary]| {
            let n = all.iter().filter(|it| it.became == became).count();
            u32::try_from(n).unwrap_or(u32::MAX)
        };
        let spread: Vec<SpreadSummary> = it
            .spread
            .iter()
            .map(|(spread, state)| SpreadSummary {
                reaches: spread.reaches.trim().to_owned(),
                means: spread.means.trim().to_owned(),
                at: spread.at.elapsed(),
                became: match state {
                    SpreadState::Reached => Became::Reached,
                    SpreadState::Saved | SpreadState::Held => Became::Saved,
                    SpreadState::Ahead => Became::Ahead,
                },
            })
            .collect();
        let since = it.exposure.since.as_deref().and_then(StoryTime::read);
        let until = |moment: &Option<Moment>| Some(moment.as_ref()?.story - since?);
        let both = it.noticed.as_ref().zip(it.contained.as_ref());
        let mut summary = ExposureSummary {
            since,
            to_contain: both.map(|(noticed, contained)| contained.worked - noticed.worked),
            unnoticed: until(&it.noticed),
            dwell: until(&it.contained),
            noticed: it.noticed.as_ref().map(when),
            contained: it.contained.as_ref().map(when),
            reached: count(Became::Reached, &spread),
            saved: count(Became::Saved, &spread),
            ahead: count(Became::Ahead, &spread),
            spread,
            says: String::new(),
        };
        summary.says = exposure_says(&summary);
        Some(summary)
    }
}

/// Two places can be compared where both come from the same unit's list, or both from the scenario.
fn comparable(a: &ServiceSummary, b: &ServiceSummary) -> bool {
    let both = a.priority.is_some() && b.priority.is_some();
    both && a.listed == b.listed && (!a.listed || a.unit == b.unit)
}

fn exposure_says(it: &ExposureSummary) -> String {
    let all = counted(it.spread.len(), "place");
    let mut says = format!(
        "Without any decision the attacker would have reached {all}; {} reached, {} saved",
        it.reached, it.saved
    );
    if it.ahead > 0 {
        says.push_str(&format!(
            " and {} not yet reached when play ended",
            it.ahead
        ));
    }
    says.push('.');
    match (it.to_contain, &it.noticed, &it.contained) {
        (Some(took), _, _) => says.push_str(&format!(
            " From the first notice to containment it took {}.",
            took.spoken()
        )),
        (None, Some(_), None) => says.push_str(" It was noticed and never contained."),
        (None, None, _) => says.push_str(" Nobody noticed it."),
        (None, Some(_), Some(_)) => {}
    }
    says
}

fn when(moment: &Moment) -> When {
    When {
        record: moment.record,
        at: moment.at,
        elapsed: moment.elapsed,
        story: moment.story,
        role: moment.role.clone(),
        note: moment.note.clone(),
    }
}
