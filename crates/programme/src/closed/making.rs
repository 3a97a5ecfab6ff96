//! Makes what is kept of a closed drill out of the drill and its evaluation.

use std::collections::{BTreeMap, BTreeSet};

use evaluation::CallSummary;

use super::*;

/// Looks things up while a drill is boiled down.
pub(super) struct Maker<'a> {
    scenario: &'a Scenario,
    judged: &'a Evaluation,
    /// What stands before every path of the plan, in small letters.
    title: String,
    phases: BTreeMap<&'a ObjectiveId, ResponsePhase>,
}

impl<'a> Maker<'a> {
    pub(super) fn new(drill: &'a Exercise, judged: &'a Evaluation) -> Self {
        let paths = judged.coverage.iter().filter(|it| it.in_plan);
        let title = common_title(paths.map(|it| it.section.as_str())).to_lowercase();
        let phases = judged.objectives.iter();
        Self {
            scenario: drill.scenario(),
            judged,
            title,
            phases: phases
                .filter_map(|it| Some((&it.objective, it.phase?)))
                .collect(),
        }
    }

    pub(super) fn role(&self, role: &RoleSummary) -> RoleClosed {
        let mine = |it: &&ActionSummary| it.role == role.role;
        let touched: BTreeSet<&ObjectiveId> = self
            .judged
            .actions
            .iter()
            .filter(mine)
            .filter(|it| it.outcome != Outcome::NotTested)
            .filter_map(|it| it.objective.as_ref())
            .collect();
        let objectives = self.judged.objectives.iter();
        RoleClosed {
            role: role.role.clone(),
            plan_role: self.plan_role(&role.role),
            function: role.function,
            held: self.held(&role.role),
            bot: role.bot,
            filled: role.filled,
            earned_halves: role.score.earned_halves,
            weight: role.score.weight,
            decisions: role.decisions,
            unauthorised: role.unauthorised,
            with_rationale: role.with_rationale,
            phases: self.phases(Some(&role.role)),
            decided_median_ms: role.decided.median.map(|Span(ms)| ms),
            unable: objectives
                .filter(|it| it.rating() == Some(Rating::U) && touched.contains(&it.objective))
                .map(|it| it.objective.clone())
                .collect(),
        }
    }

    fn plan_role(&self, role: &RoleId) -> String {
        let written = self.scenario.roles.iter().find(|it| it.id == *role);
        written.map_or_else(
            || role.to_string(),
            |it| it.plan_role.clone().unwrap_or_else(|| it.title.clone()),
        )
    }

    /// Who held the role: everybody there who decided in their own name; else whoever was there to the end, the holder
    /// before the alternate.
    fn held(&self, role: &RoleId) -> Vec<Held> {
        let there: Vec<&Participant> = self
            .judged
            .participants
            .iter()
            .filter(|it| it.role == *role && it.person.is_some() && was_there(it))
            .collect();
        let deciders: BTreeSet<&PersonId> = self
            .judged
            .decisions
            .iter()
            .filter(|it| it.role == *role && it.struck.is_none())
            .filter_map(|it| it.person.as_ref())
            .collect();
        let held = |it: &Participant| {
            Some(Held {
                person: it.person.clone()?,
                standing: it.standing,
            })
        };
        let decided = there
            .iter()
            .filter(|it| it.person.as_ref().is_some_and(|id| deciders.contains(id)));
        let mut found: Vec<Held> = decided.filter_map(|it| held(it)).collect();
        if found.is_empty() {
            let stayed = there.iter().filter(|it| it.left_role.is_none());
            found.extend(stayed.min_by_key(|it| it.standing).and_then(|it| held(it)));
        }
        found.dedup_by(|a, b| a.person == b.person);
        found
    }

    pub(super) fn action(&self, action: &ActionSummary) -> ActionClosed {
        let mut written = self.scenario.expected_actions.iter();
        let written = written.find(|it| it.id == action.action);
        let lesson = written.and_then(|it| it.lesson.as_ref());
        let lesson = lesson.map(|lesson| match &lesson.amend {
            LessonAmendment::Replace(it) => it.section.as_str(),
            LessonAmendment::Insert(it) | LessonAmendment::AppendItem(it) => it.section.as_str(),
            LessonAmendment::NewSection(it) => it.parent.as_str(),
        });
        let section = action.section.as_deref().or(lesson);
        let objective = action.objective.as_ref().map(ObjectiveId::as_str);
        ActionClosed {
            action: action.action.clone(),
            text: action.text.trim().to_owned(),
            role: action.role.clone(),
            objective: action.objective.clone(),
            section: action.section.clone(),
            places: section
                .or(objective)
                .map(|place| self.place(place))
                .into_iter()
                .collect(),
            phase: self.phase(action.objective.as_ref()),
            critical: action.critical,
            outcome: action.outcome,
            harmful: action.harmful,
            latency_ms: action.latency.map(|Span(ms)| ms),
            again: written.and_then(|it| it.again.clone()),
        }
    }

    fn place(&self, place: &str) -> String {
        let place = place.to_lowercase();
        match place.strip_prefix(&self.title) {
            Some(rest) => rest.to_owned(),
            None => place,
        }
    }

    pub(super) fn findings(&self) -> Vec<FindingClosed> {
        let stand = self
            .judged
            .findings
            .iter()
            .filter(|raised| raised.dropped.is_none());
        let one = |raised: &evaluation::RaisedFinding| {
            let finding = &raised.finding;
            FindingClosed {
                record: raised.record,
                key: self.key(&finding.key, &finding.title),
                kind: finding.kind,
                source: finding.source,
                title: finding.title.clone(),
                critical: finding.critical,
                objective: finding.objective.clone(),
                plan_role: finding.role.as_ref().map(|role| self.plan_role(role)),
                section: finding.section.clone(),
                action: finding.action.clone(),
            }
        };
        stand.map(one).collect()
    }

    /// The key with the role of the plan in place of the scenario's own short name, which other scenarios spell otherwise.
    fn key(&self, key: &str, title: &str) -> String {
        let parts: Vec<&str> = key.split(" | ").collect();
        match parts.as_slice() {
            [place, role, failure] => {
                let known = self.scenario.roles.iter().any(|it| it.id.as_str() == *role);
                let role = if known {
                    fold_name(&self.plan_role(&RoleId::from(*role)))
                } else {
                    (*role).to_owned()
                };
                format!("{place} | {role} | {failure}")
            }
            _ if key.trim().is_empty() => format!("- | - | {}", fold_name(title)),
            _ => fold_name(key),
        }
    }

    pub(super) fn accounts(&self) -> Vec<AccountClosed> {
        let one = |it: &evaluation::AccountSummary| AccountClosed {
            inject: it.inject.clone(),
            besides: !it.foreseen,
            role: it.role.clone(),
            person: it.person.clone(),
            system: it.system.clone(),
            requested: it.requested.at,
            approved: it.approved.as_ref().map(|when| {
                let by = when.role.as_ref().map(|role| self.plan_role(role));
                (by.unwrap_or_default(), when.at)
            }),
            provisioned: it.provisioned.as_ref().map(|when| when.at),
            removed: it.removed.as_ref().map(|when| when.at),
            late: it.standing == evaluation::AccountEnd::RemovedLate,
            amiss: it.amiss.join(" "),
        };
        self.judged.team.accounts.iter().map(one).collect()
    }

    pub(super) fn call_ups(&self) -> Vec<CallUpClosed> {
        let count = |n: usize| u32::try_from(n).unwrap_or(u32::MAX);
        let one = |it: &evaluation::CallUpSummary| {
            let roles = it.by_role();
            let answered = |calls: &[&CallSummary]| calls.iter().any(|it| it.answered.is_some());
            let arrived = |calls: &[&CallSummary]| calls.iter().any(|it| it.arrived.is_some());
            let unfilled = roles.iter().filter(|(_, calls)| !arrived(calls));
            CallUpClosed {
                inject: it.inject.clone(),
                at: it.began.at,
                called: count(roles.len()),
                answered: count(roles.iter().filter(|(_, it)| answered(it)).count()),
                arrived: count(roles.iter().filter(|(_, it)| arrived(it)).count()),
                quorum: it.quorum,
                to_quorum_ms: it.to_quorum.map(|Span(ms)| ms),
                unfilled: unfilled.map(|(role, _)| self.plan_role(role)).collect(),
                calls: it.calls.iter().map(|it| self.call(it)).collect(),
            }
        };
        self.judged.team.call_ups.iter().map(one).collect()
    }

    fn call(&self, it: &CallSummary) -> CallClosed {
        CallClosed {
            role: self.plan_role(&it.role),
            person: it.person.clone(),
            standing: it.standing,
            called: it.called.at,
            answered: it.answered.as_ref().map(|when| when.at),
            arrived: it.arrived.as_ref().map(|when| when.at),
        }
    }

    pub(super) fn exposure(&self) -> Option<ExposureClosed> {
        let it = self.judged.team.exposure.as_ref()?;
        Some(ExposureClosed {
            reached: it.reached,
            saved: it.saved,
            ahead: it.ahead,
            to_contain_ms: it.to_contain.map(|Span(ms)| ms),
        })
    }

    pub(super) fn deadlines(&self) -> Vec<DeadlineClosed> {
        let begun = self.judged.deadlines.iter();
        let one = |it: &evaluation::DeadlineSummary| DeadlineClosed {
            title: it.title.clone(),
            source: it.source.clone(),
            pack: it.pack.clone(),
            outside: it.outside,
            place: self.place(it.section.as_deref().unwrap_or(&it.source)),
            role: it.role.clone(),
            met: it.result == DeadlineResult::Met,
            slack_ms: it.slack_ms,
        };
        begun
            .filter(|it| match it.result {
                DeadlineResult::NotBegun | DeadlineResult::Open => false,
                DeadlineResult::Met | DeadlineResult::MetLate | DeadlineResult::Missed => true,
            })
            .map(one)
            .collect()
    }

    fn delivered(&self) -> BTreeSet<&'a InjectId> {
        let injects = self.judged.injects.iter();
        injects
            .filter(|it| it.state == InjectState::Delivered)
            .map(|it| &it.inject)
            .collect()
    }

    pub(super) fn look_ups(&self) -> Vec<LookUpClosed> {
        let delivered = self.delivered();
        let asked = self.scenario.injects.iter();
        let asked = asked.filter(|it| delivered.contains(&it.id));
        let one = |inject: &scenario::Inject| {
            let decisions = self.judged.decisions.iter();
            let on_it = decisions
                .filter(|it| it.struck.is_none() && it.inject.as_ref() == Some(&inject.id));
            Some(LookUpClosed {
                inject: inject.id.clone(),
                asset: inject.looks_up.clone()?,
                answered_ms: on_it.filter_map(|it| it.latency).map(|Span(ms)| ms).min(),
            })
        };
        asked.filter_map(one).collect()
    }

    pub(super) fn near(&self) -> Vec<NearClosed> {
        let delivered = self.delivered();
        let tagged = self.scenario.injects.iter();
        let tagged = tagged.filter(|it| it.near_incident && delivered.contains(&it.id));
        let one = |inject: &scenario::Inject| {
            let actions = self.scenario.expected_actions.iter();
            let actions: Vec<_> = actions
                .filter(|it| it.inject.as_ref() == Some(&inject.id))
                .collect();
            let theirs = actions.iter().filter_map(|it| it.objective.as_ref());
            let objectives: BTreeSet<_> = theirs.chain(&inject.objectives).cloned().collect();
            NearClosed {
                inject: inject.id.clone(),
                actions: actions.iter().map(|it| it.id.clone()).collect(),
                objectives: objectives.into_iter().collect(),
            }
        };
        tagged.map(one).collect()
    }

    fn phase(&self, objective: Option<&ObjectiveId>) -> Option<ResponsePhase> {
        self.phases.get(objective?).copied()
    }

    /// The decisions of a role, or of all, by the phase of the objective that their expected action belongs to.
    pub(super) fn phases(&self, role: Option<&RoleId>) -> BTreeMap<ResponsePhase, u32> {
        let objective: BTreeMap<&ActionId, Option<&ObjectiveId>> = self
            .judged
            .actions
            .iter()
            .map(|it| (&it.action, it.objective.as_ref()))
            .collect();
        let mut counted = BTreeMap::new();
        for decision in self
            .judged
            .decisions
            .iter()
            .filter(|it| it.struck.is_none())
        {
            if role.is_some_and(|role| decision.role != *role) {
                continue;
            }
            let action = decision.action.as_ref();
            let of = action.and_then(|action| objective.get(action).copied().flatten());
            if let Some(phase) = self.phase(of) {
                *counted.entry(phase).or_insert(0) += 1;
            }
        }
        counted
    }
}

fn was_there(one: &Participant) -> bool {
    let came = one
        .attendance
        .iter()
        .any(|(_, presence)| *presence != Presence::Left);
    one.attendance.is_empty() || came
}
